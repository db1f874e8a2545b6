"""A recommendation: what is asked of whom, what came of it, and who asked for the same."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from thememiner.store import (
    PassageRecord,
    PrintedPage,
    RecommendationLink,
    RecommendationRecord,
    ReviewHead,
    find_marks,
    join_places,
    list_lineage,
    list_restatements,
    read_passage,
    read_recommendation,
    read_review_head,
)
from thememiner.web.forms import make_token
from thememiner.web.site import Site
from thememiner.web.views import Link, NotFoundError, View
from thememiner.wording import to_words

from .original import pdf_url, picture_url
from .passage import Picture
from .search import find_published_page
from .verdicts import Verdict, list_verdicts, name_visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationPage:
    """A recommendation."""

    recommendation: RecommendationRecord
    review: ReviewHead
    passages: tuple[PassageRecord, ...]
    """Where it stands, the definitive place first."""
    asked_before: tuple[RecommendationLink, ...]
    """By earlier reviews, the oldest first."""
    asked_after: tuple[RecommendationLink, ...]
    asked_too: tuple[RecommendationLink, ...]
    """At the same time, or when is not known."""
    restatements: tuple[RecommendationLink, ...]
    """Where an answer repeats it; or, of such a repetition, what it repeats."""
    verdicts: tuple[Verdict, ...]
    places: tuple[PrintedPage, ...]
    pictures: tuple[Picture, ...]
    pdf: str
    published_at: str


def show_recommendation(site: Site, request: Request) -> View[RecommendationPage]:
    """The page of a recommendation."""
    db = site.database
    rec = read_recommendation(db, request.path_params["recommendation_id"])
    review = read_review_head(db, rec.review_id) if rec else None
    if rec is None or review is None:
        raise NotFoundError("There is no such recommendation in this report. It may have been made anew.")
    passages = tuple(filter(None, (read_passage(db, passage_id) for passage_id in rec.passage_ids)))
    page = [passage for passage in passages if passage.page_first == rec.page] or list(passages[:1])
    places = join_places(find_marks(db, passage, ()) for passage in page)
    has_pdf = site.find_pdf(review.review_id) is not None
    lineage = [
        (compare_dates(other.published_on, review.published_on), other) for other in list_lineage(db, rec)
    ]
    data = RecommendationPage(
        recommendation=rec,
        review=review,
        passages=passages,
        asked_before=tuple(other for order, other in lineage if order < 0),
        asked_after=tuple(other for order, other in lineage if order > 0),
        asked_too=tuple(other for order, other in lineage if order == 0),
        restatements=list_restatements(db, rec),
        verdicts=list_verdicts(site, review_id=rec.review_id, recs=[rec]).get(rec.recommendation_id, ()),
        places=places,
        pictures=tuple(
            Picture(place, picture_url(review.review_id, place.page, review.sha256)) for place in places
        )
        if has_pdf
        else (),
        pdf=pdf_url(review.review_id, rec.page) if has_pdf else "",
        published_at=find_published_page(review.source_url, rec.page),
    )
    name = to_words(rec.kind) + (f" {rec.number}" if rec.number and rec.number.isalnum() else "")
    return View(
        template="recommendation.html",
        title=f"{name}: {review.title}",
        data=data,
        trail=(
            Link("Search", "/search?lens=recommendations"),
            Link(review.title, f"/reviews/{review.review_id}"),
        ),
        extra={"token": make_token(request), "reviewer": name_visitor(site, request)},
    )


def compare_dates(one: str, other: str) -> int:
    """Return -1 where one date is before the other, 1 where it is after, 0 where that is not known.

    >>> compare_dates("2019", "2020-03"), compare_dates("2020", "2020-03"), compare_dates("", "2020")
    (-1, 0, 0)
    """
    if not one or not other:
        return 0
    as_exact = min(len(one), len(other))
    one, other = one[:as_exact], other[:as_exact]
    return (one > other) - (one < other)
