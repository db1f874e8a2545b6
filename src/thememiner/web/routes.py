"""Every address of the site, in one table.

``{name}`` in a path is handed to the page as ``request.path_params["name"]``. Each page
also answers at its path with ``.json`` at the end, each list with ``.csv`` and ``.xlsx``.
To add a page: a function in ``pages/``, a template, a row here (docs/site.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from .pages import original, passage, recommendation, search, verdicts
from .site import Site
from .views import Sheet, View


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that may stand in the address after ``?``."""

    name: str
    meaning: str
    many: bool = False
    type: Literal["string", "integer"] = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and its JSON twin."""

    path: str
    show: Callable[[Site, Request], View[Any]]
    data: type
    """The dataclass that ``show`` puts in its view: what the JSON holds."""
    summary: str
    """For the description of the JSON: a sentence without its full stop."""
    parameters: tuple[Parameter, ...] = ()
    menu: str = ""
    """Its name in the menu; "" for pages that are reached from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as CSV and XLSX: of all its pages, exactly what is shown."""

    path: str
    list_rows: Callable[[Site, Request], Sheet]
    summary: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Anything else: a picture, a PDF, a form that is sent."""

    path: str
    answer: Callable[..., Response]
    """Takes the site and the request; where ``method`` is POST, also the form's fields."""
    summary: str
    method: Literal["GET", "POST"] = "GET"
    media: str = "text/html"


_SEARCH_PARAMETERS = (
    *(Parameter(name, f"{label}: an id or a name", many=True) for name, label in search.FILTER_NAMES.items()),
    Parameter("q", "what to look for, in the language of the search box"),
    Parameter("lens", "passages or recommendations"),
    Parameter("sort", "relevance, newest, oldest or review"),
    Parameter("page", "page of the hits, from 1", type="integer"),
)

PAGES = (
    Page(
        path="/search",
        show=search.show_search,
        data=search.SearchPage,
        summary="Passages or recommendations that match, with facets",
        parameters=_SEARCH_PARAMETERS,
        menu="Search",
    ),
    Page(
        path="/passages/{passage_id}",
        show=passage.show_passage,
        data=passage.PassagePage,
        summary="A passage in its place: where it is printed, its tags and why they are there",
    ),
    Page(
        path="/recommendations/{recommendation_id}",
        show=recommendation.show_recommendation,
        data=recommendation.RecommendationPage,
        summary="A recommendation, what became of it, and who asked for the same before and after",
    ),
)
LISTS: tuple[Listing, ...] = (
    Listing(
        path="/search",
        list_rows=search.list_hits,
        summary="Every hit of a search, one row per quote",
        parameters=_SEARCH_PARAMETERS,
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(
        path="/passages/{passage_id}/verdicts",
        answer=verdicts.judge_mention,
        summary="A verdict on a tag of a passage",
        method="POST",
    ),
    Action(
        path="/recommendations/{recommendation_id}/verdicts",
        answer=verdicts.judge_recommendation,
        summary="A verdict on a recommendation",
        method="POST",
    ),
    Action(
        path="/reviews/{review_id}/pages/{page}.png",
        answer=original.show_picture,
        summary="A page of the PDF as a picture",
        media="image/png",
    ),
    Action(
        path="/reviews/{review_id}/original.pdf",
        answer=original.show_pdf,
        summary="The PDF that was read",
        media="application/pdf",
    ),
)
