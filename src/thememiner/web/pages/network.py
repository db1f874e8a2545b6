"""The network: a picture of themes and agencies, the table of the same, and what each link stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from thememiner.store.network import (
    LINK_KINDS,
    Edge,
    Node,
    Wanted,
    fetch_edge,
    fetch_nodes,
    find_node,
    list_edges,
)
from thememiner.store.quotes import Quote
from thememiner.web.pages.network_picture import draw_picture
from thememiner.web.pages.search import find_published_page
from thememiner.web.paging import PageLink, count_pages, list_page_links, read_page
from thememiner.web.site import Site
from thememiner.web.templating import make_address
from thememiner.web.views import Link, NotFoundError, Sheet, View

DRAWN = 150
"""Links in the picture and the table; more cannot be told apart."""
PER_PAGE = 50
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """A part of the network."""

    kinds: tuple[str, ...]
    weight: int
    reviews: int
    from_year: str
    to_year: str
    node: str
    """Id of the node that was looked for; "" for none."""
    q: str
    total: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    """The strongest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """A link and the passages that it stands on."""

    link: Edge
    meaning: str
    total: int
    page: int
    evidence: tuple[Quote, ...]
    pages: tuple[PageLink, ...]


def show_network(site: Site, request: Request) -> View[NetworkPage]:
    """The picture and its table."""
    q, wanted = _read_wanted(site, request)
    edges = list_edges(site.database, wanted)
    shown = edges[:DRAWN]
    nodes = fetch_nodes(site.database, [end for edge in shown for end in (edge.source, edge.target)])
    data = NetworkPage(
        kinds=wanted.kinds,
        weight=wanted.weight,
        reviews=wanted.reviews,
        from_year=wanted.from_year,
        to_year=wanted.to_year,
        node=wanted.node,
        q=q,
        total=len(edges),
        nodes=nodes,
        edges=shown,
    )
    extra = {
        "meanings": LINK_KINDS,
        "query": request.url.query,
        "picture": draw_picture(nodes, shown, centre=wanted.node),
        "notice": f"There is no theme or agency called “{q}”." if q and not wanted.node else "",
    }
    return View(template="network.html", title="Network", data=data, extra=extra)


def list_link_rows(site: Site, request: Request) -> Sheet:
    """Every link of this part of the network, one row each."""
    _, wanted = _read_wanted(site, request)
    columns = ("from", "to", "kind", "passages", "reviews", "first_year", "last_year", "lift", "link")

    def rows() -> Iterator[tuple[Any, ...]]:
        for edge in list_edges(site.database, wanted):
            link = make_address(
                f"{request.base_url}network/link",
                {"source": edge.source, "target": edge.target, "kind": edge.kind},
            )
            yield (
                edge.source_label, edge.target_label, LINK_KINDS[edge.kind], edge.weight, edge.n_reviews,
                edge.first_year, edge.last_year, edge.lift, link,
            )  # fmt: skip

    return Sheet(
        name="network", columns=columns, rows=rows(), notes=(f"Links in the network of: {site.title}",)
    )


def _read_wanted(site: Site, request: Request) -> tuple[str, Wanted]:
    get = request.query_params
    kinds = tuple(kind for kind in LINK_KINDS if kind in get.getlist("kind")) or ("co_occurs",)
    q = get.get("q", "").strip()[:200]
    wanted = Wanted(
        kinds=kinds,
        weight=read_page(get.get("weight", "")),
        reviews=read_page(get.get("reviews", "")),
        from_year=_read_year(get.get("from", "")),
        to_year=_read_year(get.get("to", "")),
        node=find_node(site.database, q) if q else "",
    )
    return q, wanted


def _read_year(text: str) -> str:
    return text if text.isascii() and text.isdigit() and int(text[:6]) in _YEARS else ""


def show_link(site: Site, request: Request) -> View[LinkPage]:
    """One link with its evidence."""
    edge, evidence = _fetch_link(site, request)
    n_pages = count_pages(len(evidence), PER_PAGE)
    page = min(read_page(request.query_params.get("page", "")), n_pages)
    own = {"source": edge.source, "target": edge.target, "kind": edge.kind}
    data = LinkPage(
        link=edge,
        meaning=LINK_KINDS.get(edge.kind, edge.kind.replace("_", " ")),
        total=len(evidence),
        page=page,
        evidence=evidence[(page - 1) * PER_PAGE : page * PER_PAGE],
        pages=list_page_links(
            page, n_pages, lambda n: make_address("/network/link", {**own, "page": n if n > 1 else ""})
        ),
    )
    trail = (Link("Search", "/search"), Link("Network", "/network"))
    title = f"{edge.source_label} and {edge.target_label}"
    extra = {"query": make_address("", own).lstrip("?")}
    return View(template="link.html", title=title, data=data, trail=trail, extra=extra)


def list_evidence_rows(site: Site, request: Request) -> Sheet:
    """Every passage that a link stands on, one row each."""
    edge, evidence = _fetch_link(site, request)
    columns = (
        "review", "published_on", "publisher", "page", "number", "section", "quote", "link", "published_at",
        "passage_id", "review_id",
    )  # fmt: skip
    rows = (
        (
            quote.title, quote.published_on, quote.publisher, quote.page, quote.number,
            " › ".join(quote.section), quote.text, f"{request.base_url}passages/{quote.passage_id}",
            find_published_page(quote.source_url, quote.page), quote.passage_id, quote.review_id,
        )
        for quote in evidence
    )  # fmt: skip
    notes = (f"What links {edge.source_label} and {edge.target_label} ({edge.kind}) in: {site.title}",)
    return Sheet(name="evidence", columns=columns, rows=rows, notes=notes)


def _fetch_link(site: Site, request: Request) -> tuple[Edge, tuple[Quote, ...]]:
    get = request.query_params
    found = fetch_edge(site.database, get.get("source", ""), get.get("target", ""), get.get("kind", ""))
    if found is None:
        raise NotFoundError("There is no such link in this network.")
    return found
