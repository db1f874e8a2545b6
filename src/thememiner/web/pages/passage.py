"""A passage in its place: its page, its text, and why each tag is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from thememiner.store import (
    AgencyRecord,
    MentionRecord,
    Neighbour,
    PassageRecord,
    Piece,
    PrintedPage,
    RecommendationLink,
    ReviewHead,
    find_marks,
    list_agencies_named,
    list_mentions,
    list_neighbours,
    list_recommendations_at,
    read_passage,
    read_review_head,
)
from thememiner.web.forms import make_token
from thememiner.web.site import Site
from thememiner.web.templating import keep_web_url
from thememiner.web.views import Link, NotFoundError, View

from .original import pdf_url, picture_url
from .search import find_published_page
from .verdicts import Verdict, list_verdicts, name_visitor


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme seen in the passage, why, and what people say of it."""

    mention: MentionRecord
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the PDF with what is marked on it."""

    place: PrintedPage
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """A passage in its place."""

    passage: PassageRecord
    review: ReviewHead
    pieces: tuple[Piece, ...]
    """The text; marked are the words that earned a theme."""
    tags: tuple[Tag, ...]
    agencies: tuple[AgencyRecord, ...]
    recommendations: tuple[RecommendationLink, ...]
    """Those that stand in this passage."""
    places: tuple[PrintedPage, ...]
    pictures: tuple[Picture, ...]
    """The same with pictures; none where the PDF is not there."""
    pdf: str
    """The PDF on this site, at the page; "" where it is not there."""
    published_at: str
    """Where it was published, at the page; "" where that is not known."""
    codebook_version: str
    previous: Neighbour | None
    next: Neighbour | None


def show_passage(site: Site, request: Request) -> View[PassagePage]:
    """The page of a passage."""
    db = site.database
    passage = read_passage(db, request.path_params["passage_id"])
    review = read_review_head(db, passage.review_id) if passage else None
    if passage is None or review is None:
        raise NotFoundError("There is no such passage in this report. The report may have been made anew.")
    mentions = list_mentions(db, passage.passage_id)
    verdicts = list_verdicts(site, review_id=passage.review_id, mentions=mentions)
    places = find_marks(db, passage, mentions)
    has_pdf = site.find_pdf(review.review_id) is not None
    before, after = list_neighbours(db, passage)
    data = PassagePage(
        passage=passage,
        review=review,
        pieces=mark_words(passage, mentions),
        tags=tuple(Tag(mention, verdicts.get(mention.mention_id, ())) for mention in mentions),
        agencies=list_agencies_named(db, passage.passage_id),
        recommendations=list_recommendations_at(db, passage.passage_id),
        places=places,
        pictures=tuple(
            Picture(place, picture_url(review.review_id, place.page, review.sha256)) for place in places
        )
        if has_pdf
        else (),
        pdf=pdf_url(review.review_id, passage.page_first) if has_pdf else "",
        published_at=find_published_page(review.source_url, passage.page_first),
        codebook_version=str(site.report.run["codebook"]["version"]),
        previous=before,
        next=after,
    )
    return View(
        template="passage.html",
        title=f"{review.title}, page {passage.page_first}",
        data=data,
        trail=(Link("Search", "/search"), Link(review.title, f"/reviews/{review.review_id}")),
        extra={
            "token": make_token(request) if mentions else "",
            "reviewer": name_visitor(site, request),
            "source_url": keep_web_url(review.source_url),
        },
    )


def mark_words(passage: PassageRecord, mentions: Sequence[MentionRecord]) -> tuple[Piece, ...]:
    """Return the passage's text with the words of its mentions marked; overlapping ones are one mark."""
    pieces: list[Piece] = []
    at = 0
    spans: list[list[int]] = []
    for start, end in sorted((m.start - passage.start, m.end - passage.start) for m in mentions):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    for start, end in spans:
        if start > at:
            pieces.append(Piece(passage.text[at:start]))
        pieces.append(Piece(passage.text[start:end], marked=True))
        at = end
    if at < len(passage.text) or not pieces:
        pieces.append(Piece(passage.text[at:]))
    return tuple(pieces)
