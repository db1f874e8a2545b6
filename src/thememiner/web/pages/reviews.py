"""Reviews: all of them, and one with its outline, themes, recommendations and figures."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from thememiner.store.asked import AskedItem, list_asked
from thememiner.store.reviews import (
    AgencyInReview,
    FactOfCase,
    FailureRecord,
    Heading,
    PrintedFigure,
    ReviewRecord,
    ThemeInReview,
    fetch_review,
    list_agencies_of_review,
    list_case_facts,
    list_failures,
    list_figures,
    list_outline,
    list_reviews,
    list_themes_of_review,
)
from thememiner.web.site import Site
from thememiner.web.views import Link, NotFoundError, Sheet, View
from thememiner.wording import to_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """Every review, the newest first."""

    reviews: tuple[ReviewRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """One review."""

    review: ReviewRecord
    facts: tuple[FactOfCase, ...]
    outline: tuple[Heading, ...]
    themes: tuple[ThemeInReview, ...]
    recommendations: tuple[AskedItem, ...]
    agencies: tuple[AgencyInReview, ...]
    figures: tuple[PrintedFigure, ...]
    failures: tuple[FailureRecord, ...]


def show_reviews(site: Site, request: Request) -> View[ReviewsPage]:
    """The list of reviews."""
    del request
    return View(
        template="reviews.html", title="Reviews", data=ReviewsPage(reviews=list_reviews(site.database))
    )


def list_review_rows(site: Site, request: Request) -> Sheet:
    """The list of reviews, one row each."""
    columns = (
        "review", "kind", "publisher", "area", "published_on", "status", "pages", "words", "recommendations",
        "file", "published_at", "link", "review_id",
    )  # fmt: skip
    rows = (
        (
            review.title, review.kind, review.publisher, review.area, review.published_on,
            to_words(review.status), review.n_pages, review.n_words, review.n_recommendations, review.path,
            review.source_url, f"{request.base_url}reviews/{review.review_id}", review.review_id,
        )
        for review in list_reviews(site.database)
    )  # fmt: skip
    return Sheet(name="reviews", columns=columns, rows=rows, notes=(f"Reviews of: {site.title}",))


def show_review(site: Site, request: Request) -> View[ReviewPage]:
    """One review."""
    review_id = request.path_params["review_id"]
    db = site.database
    review = fetch_review(db, review_id)
    if review is None:
        raise NotFoundError("There is no such review in this corpus.")
    data = ReviewPage(
        review=review,
        facts=list_case_facts(db, review_id),
        outline=list_outline(db, review_id),
        themes=list_themes_of_review(db, review_id),
        recommendations=list_asked(db, "review", review_id),
        agencies=list_agencies_of_review(db, review_id),
        figures=list_figures(db, review_id),
        failures=list_failures(db, review_id),
    )
    trail = (Link("Search", "/search"), Link("Reviews", "/reviews"))
    return View(template="review.html", title=review.title, data=data, trail=trail)
