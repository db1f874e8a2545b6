"""Agencies: all of them, and one with what reviews say of it and ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from thememiner.store.agencies import (
    AgencyRecord,
    Judged,
    Part,
    PrintedName,
    count_responses,
    fetch_agency,
    list_agencies_of_report,
    list_judged,
    list_parts,
    list_printed_names,
    list_related_bodies,
)
from thememiner.store.asked import AskedItem, list_asked
from thememiner.store.themes import Counted
from thememiner.web.paging import PageLink, count_pages, list_page_links, read_page
from thememiner.web.site import Site
from thememiner.web.templating import make_address
from thememiner.web.views import Link, NotFoundError, Sheet, View
from thememiner.wording import to_words

PER_PAGE = 50
_ASKED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesPage:
    """Agencies, a page of them."""

    q: str
    """Words that the names have."""
    kind: str
    kinds: tuple[str, ...]
    total: int
    page: int
    agencies: tuple[AgencyRecord, ...]
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """One agency."""

    agency: AgencyRecord
    before: tuple[AgencyRecord, ...]
    after: tuple[AgencyRecord, ...]
    names: tuple[PrintedName, ...]
    reviews: tuple[Part, ...]
    recommendations: tuple[AskedItem, ...]
    """The newest of them."""
    n_asked: int
    responses: tuple[Counted, ...]
    judged: tuple[Judged, ...]


def show_agencies(site: Site, request: Request) -> View[AgenciesPage]:
    """The list of agencies."""
    q, kind, found, kinds = _find(site, request)
    n_pages = count_pages(len(found), PER_PAGE)
    page = min(read_page(request.query_params.get("page", "")), n_pages)
    data = AgenciesPage(
        q=q,
        kind=kind,
        kinds=kinds,
        total=len(found),
        page=page,
        agencies=tuple(found[(page - 1) * PER_PAGE : page * PER_PAGE]),
        pages=list_page_links(
            page,
            n_pages,
            lambda n: make_address("/agencies", {"q": q, "kind": kind, "page": n if n > 1 else ""}),
        ),
    )
    query = make_address("", {"q": q, "kind": kind}).lstrip("?")
    return View(template="agencies.html", title="Agencies", data=data, extra={"query": query})


def _find(site: Site, request: Request) -> tuple[str, str, list[AgencyRecord], tuple[str, ...]]:
    every = list_agencies_of_report(site.database)
    kinds = tuple(sorted({agency.kind for agency in every}))
    q = request.query_params.get("q", "").strip()[:200]
    kind = request.query_params.get("kind", "")
    kind = kind if kind in kinds else ""
    words = q.casefold().split()
    found = [
        agency
        for agency in every
        if all(word in agency.label.casefold() for word in words) and kind in ("", agency.kind)
    ]
    return q, kind, found, kinds


def list_agency_rows(site: Site, request: Request) -> Sheet:
    """The list of agencies, one row each."""
    q, kind, found, _ = _find(site, request)
    columns = (
        "agency", "kind", "country", "valid_from", "valid_to", "reviews", "mentions", "recommendations",
        "link", "agency_id",
    )  # fmt: skip
    rows = (
        (
            agency.label, to_words(agency.kind), agency.country, agency.valid_from, agency.valid_to,
            agency.n_reviews, agency.n_mentions, agency.n_recommendations,
            f"{request.base_url}agencies/{agency.agency_id}", agency.agency_id,
        )
        for agency in found
    )  # fmt: skip
    chosen = [f"Names with: {q}"] if q else []
    chosen += [f"Kind: {to_words(kind)}"] if kind else []
    return Sheet(name="agencies", columns=columns, rows=rows, notes=(f"Agencies of: {site.title}", *chosen))


def show_agency(site: Site, request: Request) -> View[AgencyPage]:
    """One agency."""
    agency = _fetch(site, request)
    db = site.database
    before, after = list_related_bodies(db, agency.agency_id)
    asked = list_asked(db, "agency", agency.agency_id)
    data = AgencyPage(
        agency=agency,
        before=before,
        after=after,
        names=list_printed_names(db, agency.agency_id),
        reviews=list_parts(db, agency.agency_id),
        recommendations=asked[:_ASKED_SHOWN],
        n_asked=len(asked),
        responses=count_responses(db, agency.agency_id),
        judged=list_judged(db, agency.agency_id),
    )
    trail = (Link("Search", "/search"), Link("Agencies", "/agencies"))
    return View(template="agency.html", title=agency.label, data=data, trail=trail)


def list_agency_reviews(site: Site, request: Request) -> Sheet:
    """The reviews that name an agency, one row each."""
    agency = _fetch(site, request)
    columns = ("review", "published_on", "publisher", "part", "mentions", "first_page", "link", "review_id")

    def rows() -> Iterator[tuple[Any, ...]]:
        for part in list_parts(site.database, agency.agency_id):
            yield (
                part.title, part.published_on, part.publisher, [to_words(name) for name in part.parts],
                part.n_mentions, part.page, f"{request.base_url}passages/{part.passage_id}", part.review_id,
            )  # fmt: skip

    return Sheet(
        name=f"reviews-naming-{agency.agency_id}"[:80],
        columns=columns,
        rows=rows(),
        notes=(f"Reviews of: {site.title}", f"that name: {agency.label}"),
    )


def _fetch(site: Site, request: Request) -> AgencyRecord:
    agency_id = request.path_params["agency_id"]
    agency = fetch_agency(site.database, agency_id)
    if agency is None:
        raise NotFoundError("There is no such agency in this corpus.")
    return agency
