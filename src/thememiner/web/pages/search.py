"""Search: one box, two lenses, facets, and the hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from thememiner.store import FACETS, LENSES, SORTS, Choice, Found, Hit, Lens, Sort
from thememiner.store.query import MAX_WORDS, parse_query
from thememiner.web.paging import PageLink, count_pages, list_page_links, read_page
from thememiner.web.site import Site
from thememiner.web.templating import keep_web_url, make_address
from thememiner.web.views import Sheet, View
from thememiner.wording import to_words

PER_PAGE = 20
_CHOICES_SHOWN = 60
"""Choices of a facet on the page; the rest is reached by typing a filter."""

_MOST_FILTERS = 100
_FILTERS_TRIED = 5
"""Where nothing is found, leaving out each filter is tried, if they are so few."""

FILTER_NAMES = {
    "theme": "Theme",
    "polarity": "Seen as",
    "agency": "Agency",
    "role": "Part of the review",
    "kind": "Kind of recommendation",
    "response": "Response",
    "review_kind": "Kind of review",
    "publisher": "Publisher",
    "area": "Area",
    "year": "Year",
    "review": "Review",
}
SORT_NAMES: dict[Sort, str] = {
    "relevance": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "review": "Review by review",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the address says it."""

    q: str = ""
    lens: Lens = "passages"
    sort: Sort = "relevance"
    page: int = 1
    filters: tuple[tuple[str, str], ...] = ()
    """Names and values, in the order of the address."""

    def address(self, path: str = "/search") -> str:
        """Return where this search is; what is as usual is left out."""
        pairs = [
            ("q", self.q),
            ("lens", "" if self.lens == "passages" else self.lens),
            *self.filters,
            ("sort", "" if self.sort == "relevance" else self.sort),
            ("page", self.page if self.page > 1 else ""),
        ]
        return make_address(path, pairs)

    def by_name(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each filter."""
        names = dict.fromkeys(name for name, _ in self.filters)
        return {name: tuple(value for other, value in self.filters if other == name) for name in names}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a facet: how many hits have it, and whether it is chosen."""

    value: str
    label: str
    n: int
    chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a search; each choice is counted over the whole result."""

    name: str
    label: str
    options: tuple[Option, ...]
    n_more: int
    """Choices that are not listed."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and where the search is without it."""

    filter: str
    label: str
    remove: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to try, and how many hits it would have."""

    words: str
    url: str
    n: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits."""

    q: str
    lens: Lens
    sort: Sort
    total: int
    page: int
    n_pages: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    advice: tuple[Advice, ...]
    unknown: tuple[str, ...]
    """Filters of which there is nothing in the corpus, in words."""
    notices: tuple[str, ...]
    pages: tuple[PageLink, ...]


def show_search(site: Site, request: Request) -> View[SearchPage]:
    """The search page."""
    asked, notices = read_asked(site, request)
    found = _find(site, asked)
    n_pages = count_pages(found.total, PER_PAGE)
    asked = replace(asked, page=min(asked.page, n_pages))
    start = (asked.page - 1) * PER_PAGE
    data = SearchPage(
        q=asked.q,
        lens=asked.lens,
        sort=found.sort,
        total=found.total,
        page=asked.page,
        n_pages=n_pages,
        hits=tuple(site.search.hits(found, asked.lens, start, start + PER_PAGE)),
        facets=tuple(_list_facets(asked, found)),
        chips=tuple(_list_chips(asked, found)),
        advice=tuple(_find_advice(site, asked)) if not found.total else (),
        unknown=tuple(f"{FILTER_NAMES[name]} “{value}”" for name, value in found.unknown),
        notices=tuple(notices),
        pages=list_page_links(asked.page, n_pages, lambda page: replace(asked, page=page).address()),
    )
    noun = asked.lens if found.total != 1 else asked.lens[:-1]
    title = f"{asked.q} - {found.total:,} {noun}" if asked.q else f"{found.total:,} {noun}"
    if n_pages > 1:
        title += f" (page {asked.page} of {n_pages})"
    extra = {
        "asked": asked,
        "names": FILTER_NAMES,
        "clear": replace(asked, filters=(), page=1).address(),
        "noun": noun,
        "lenses": [
            (lens, to_words(lens), replace(_keep_shared(asked, lens), page=1).address()) for lens in LENSES
        ],
        "sorts": _list_sorts(asked, found),
        "list_query": replace(asked, page=1).address("").lstrip("?"),
    }
    return View(template="search.html", title=title, data=data, extra=extra)


def _list_sorts(asked: Asked, found: Found) -> list[tuple[Sort, str]]:
    """The orders to choose from. Without words, best match is the newest first, and goes by that name."""
    if found.query.match:
        return list(SORT_NAMES.items())
    left_out: Sort = "relevance" if asked.sort == "newest" else "newest"
    names = {**SORT_NAMES, "relevance": SORT_NAMES["newest"]}
    return [(name, label) for name, label in names.items() if name != left_out]


def suggest(site: Site, request: Request) -> Response:
    """Names of themes and agencies that hold what is being typed."""
    found = site.search.suggest(request.query_params.get("q", "")[:100])
    return JSONResponse([{"value": choice.value, "label": choice.label} for choice in found])


def list_hits(site: Site, request: Request) -> Sheet:
    """Every hit of a search, one row per quote."""
    asked, _ = read_asked(site, request)
    found = _find(site, asked)
    passages = asked.lens == "passages"
    own = ("section", "part_of_review") if passages else ("kind", "asked_of", "response")
    columns = (
        "review", "published_on", "publisher", "page", "number", *own, "quote", "themes", "link",
        "published_at", "passage_id" if passages else "recommendation_id", "review_id",
    )  # fmt: skip

    def rows() -> Iterator[tuple[Any, ...]]:
        for hit in site.search.iterate_hits(found, asked.lens):
            mine = (
                (" › ".join(hit.section), to_words(hit.role))
                if passages
                else (to_words(hit.kind), hit.addressees, to_words(hit.response))
            )
            link = f"{request.base_url}{asked.lens}/{quote(hit.id, safe='')}"
            yield (
                hit.title, hit.published_on, hit.publisher, hit.page, hit.number, *mine, hit.text,
                [theme.label for theme in hit.themes], link,
                find_published_page(hit.source_url, hit.page), hit.id, hit.review_id,
            )  # fmt: skip

    notes = [
        f"{found.total:,} {asked.lens} of: {site.title}",
        f"Searched for: {asked.q or '(no words)'}",
        *(f"{FILTER_NAMES[chip.filter]}: {chip.label}" for chip in _list_chips(asked, found)),
        f"Order: {SORT_NAMES[found.sort]}",
        f"The same list on the site: {str(request.base_url).rstrip('/')}{asked.address()}",
        "Themes are found by rules and are proposals until a person has judged them.",
    ]
    return Sheet(name=f"{asked.lens}", columns=columns, rows=rows(), notes=notes)


def find_published_page(source_url: str, page: int) -> str:
    """Return the address of a page of a published PDF; "" where it is not known."""
    url = keep_web_url(source_url)
    return f"{url.partition('#')[0]}#page={page}" if url else ""


def read_asked(site: Site, request: Request) -> tuple[Asked, list[str]]:
    """Return the search that an address asks for, and what the reader should know of it.

    Filters typed into the box are taken out of it and become filters like any other.
    """
    get = request.query_params
    notices = []
    text = get.get("q", "")
    lens: Lens = "recommendations" if get.get("lens") == "recommendations" else "passages"
    sort: Sort = next((name for name in SORTS if name == get.get("sort")), "relevance")
    query = parse_query(text)
    if query.is_cut:
        notices.append(f"What you typed is long: only its first {MAX_WORDS} words were searched for.")
    given = [(name, value) for name, values in query.filters.items() for value in values]
    given += [(name, value) for name, value in get.multi_items() if name in FILTER_NAMES and value.strip()]
    usable = site.search.filters(lens)
    unused = dict.fromkeys(name for name, _ in given if name not in usable)
    if unused:
        names = ", ".join(FILTER_NAMES[name].lower() for name in unused)
        notices.append(f"Not used, because {lens} have none: {names}.")
    filters = tuple(dict.fromkeys((name, value) for name, value in given if name in usable))
    if len(filters) > _MOST_FILTERS:
        notices.append(f"Only the first {_MOST_FILTERS} filters are used.")
    asked = Asked(
        q=query.rest.strip(),
        lens=lens,
        sort=sort,
        page=read_page(get.get("page", "")),
        filters=filters[:_MOST_FILTERS],
    )
    return asked, notices


def _find(site: Site, asked: Asked) -> Found:
    return site.search.find(asked.q, lens=asked.lens, filters=asked.by_name(), sort=asked.sort)


def _keep_shared(asked: Asked, lens: Lens) -> Asked:
    """The same search with another lens, without the filters that it has not."""
    shared = {*FACETS[lens], "review"} & {*FACETS[asked.lens], "review"}
    kept = tuple((name, value) for name, value in asked.filters if name in shared or lens == asked.lens)
    return replace(asked, lens=lens, filters=kept)


def _list_facets(asked: Asked, found: Found) -> Iterator[Facet]:
    chosen = {(applied.filter, value) for applied in found.applied for value in applied.ids}
    for name in FACETS[asked.lens]:
        choices = found.facet(name)
        if name == "year":
            choices = sorted(choices, key=lambda choice: choice.value, reverse=True)
        elif name == "theme":
            choices = sorted(choices, key=lambda choice: choice.group)
        most = _CHOICES_SHOWN if name != "theme" else len(choices)
        shown = [c for i, c in enumerate(choices) if i < most or (name, c.value) in chosen]
        if shown:
            options = tuple(_option(name, choice, (name, choice.value) in chosen) for choice in shown)
            yield Facet(name, FILTER_NAMES[name], options, len(choices) - len(shown))


def _option(facet: str, choice: Choice, chosen: bool) -> Option:
    return Option(choice.value, choice.label, choice.n, chosen, choice.group if facet == "theme" else "")


def _list_chips(asked: Asked, found: Found) -> Iterator[Chip]:
    for applied in found.applied:
        rest = tuple(pair for pair in asked.filters if pair != (applied.filter, applied.value))
        yield Chip(applied.filter, applied.label, replace(asked, filters=rest, page=1).address())


def _find_advice(site: Site, asked: Asked) -> Iterator[Advice]:
    """Searches near this one that do find something."""
    words = parse_query(asked.q).words
    tries: list[tuple[str, Asked]] = []
    if asked.filters and asked.q:
        tries.append(("The same words without filters", replace(asked, filters=())))
    for applied in asked.filters if 1 < len(asked.filters) <= _FILTERS_TRIED else ():
        rest = tuple(pair for pair in asked.filters if pair != applied)
        tries.append(
            (f"Without the filter {FILTER_NAMES[applied[0]]}: {applied[1]}", replace(asked, filters=rest))
        )
    if len(words) > 1:
        tries.append(("Any of the words, not all of them", replace(asked, q=" OR ".join(words))))
    for word in words[:4]:
        bare = word.strip('"*')
        if len(bare) > 4 and not word.endswith("*") and " " not in bare:
            start = bare[: max(4, len(bare) * 2 // 3)]
            tries.append((f"Words that begin with “{start}”", replace(asked, q=f"{start}*", filters=())))
    other: Lens = "recommendations" if asked.lens == "passages" else "passages"
    tries.append((f"The same in {other}", _keep_shared(asked, other)))
    for words_, attempt in tries:
        again = replace(attempt, page=1, sort="relevance")
        n = _find(site, again).total
        if n:
            yield Advice(words_, again.address(), n)
