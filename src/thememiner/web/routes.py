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

from .pages import (
    about,
    agencies,
    network,
    original,
    passage,
    recommendation,
    reviews,
    search,
    themes,
    verdicts,
)
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

_AGENCY_PARAMETERS = (
    Parameter("q", "words of the name"),
    Parameter("kind", "kind of agency"),
    Parameter("page", "page of the list, from 1", type="integer"),
)
_NETWORK_PARAMETERS = (
    Parameter("kind", "co_occurs, criticised_on or praised_on", many=True),
    Parameter("q", "a theme or agency: id, name, or words of the name"),
    Parameter("weight", "passages that a link stands on, at least", type="integer"),
    Parameter("reviews", "reviews that a link is seen in, at least", type="integer"),
    Parameter("from", "first year"),
    Parameter("to", "last year"),
)
_LINK_PARAMETERS = (
    Parameter("source", "id of the node that it leads from"),
    Parameter("target", "id of the node that it leads to"),
    Parameter("kind", "kind of link"),
    Parameter("page", "page of the list, from 1", type="integer"),
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
    Page(
        path="/themes",
        show=themes.show_themes,
        data=themes.ThemesPage,
        summary="Every theme of the codebook with its counts",
        menu="Themes",
    ),
    Page(
        path="/themes/{theme_id}",
        show=themes.show_theme,
        data=themes.ThemePage,
        summary="A theme: how often, where, with what, what is asked about it",
    ),
    Page(
        path="/agencies",
        show=agencies.show_agencies,
        data=agencies.AgenciesPage,
        summary="Agencies that reviews name or address",
        parameters=_AGENCY_PARAMETERS,
        menu="Agencies",
    ),
    Page(
        path="/agencies/{agency_id}",
        show=agencies.show_agency,
        data=agencies.AgencyPage,
        summary="An agency: what is asked of it, the reviews that name it, its names",
    ),
    Page(
        path="/reviews",
        show=reviews.show_reviews,
        data=reviews.ReviewsPage,
        summary="Every review, the newest first",
        menu="Reviews",
    ),
    Page(
        path="/reviews/{review_id}",
        show=reviews.show_review,
        data=reviews.ReviewPage,
        summary="A review: outline, themes, recommendations, agencies, figures, failures",
    ),
    Page(
        path="/network",
        show=network.show_network,
        data=network.NetworkPage,
        summary="Themes and agencies and what links them",
        parameters=_NETWORK_PARAMETERS,
        menu="Network",
    ),
    Page(
        path="/network/link",
        show=network.show_link,
        data=network.LinkPage,
        summary="A link of the network and the passages that it stands on",
        parameters=_LINK_PARAMETERS,
    ),
    Page(
        path="/figures",
        show=about.show_figures,
        data=about.FiguresPage,
        summary="The figures that reviews print",
        parameters=(Parameter("page", "page of the list, from 1", type="integer"),),
    ),
    Page(
        path="/about",
        show=about.show_about,
        data=about.AboutPage,
        summary="What the report was made of, and how",
        menu="About",
    ),
)
LISTS: tuple[Listing, ...] = (
    Listing(
        path="/search",
        list_rows=search.list_hits,
        summary="Every hit of a search, one row per quote",
        parameters=_SEARCH_PARAMETERS,
    ),
    Listing(path="/themes", list_rows=themes.list_theme_rows, summary="Every theme with its counts"),
    Listing(
        path="/agencies",
        list_rows=agencies.list_agency_rows,
        summary="Agencies that reviews name or address",
        parameters=_AGENCY_PARAMETERS[:2],
    ),
    Listing(
        path="/agencies/{agency_id}",
        list_rows=agencies.list_agency_reviews,
        summary="The reviews that name an agency",
    ),
    Listing(path="/reviews", list_rows=reviews.list_review_rows, summary="Every review"),
    Listing(
        path="/network",
        list_rows=network.list_link_rows,
        summary="Links of the network",
        parameters=_NETWORK_PARAMETERS,
    ),
    Listing(
        path="/network/link",
        list_rows=network.list_evidence_rows,
        summary="The passages that a link stands on",
        parameters=_LINK_PARAMETERS[:3],
    ),
    Listing(path="/figures", list_rows=about.list_figure_rows, summary="The figures that reviews print"),
    Listing(path="/about/failures", list_rows=about.list_failure_rows, summary="What could not be read"),
)
ACTIONS: tuple[Action, ...] = (
    Action(
        path="/suggest.json",
        answer=search.suggest,
        summary="Names of themes and agencies that hold what is being typed",
        media="application/json",
    ),
    Action(
        path="/files/{name}",
        answer=about.send_file,
        summary="A file of the report",
        media="application/octet-stream",
    ),
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
