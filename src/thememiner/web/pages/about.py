"""About this corpus: the run, what is in and what failed, the figures that reviews print, downloads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from thememiner.store.asked import count_asked
from thememiner.store.reviews import FailureRecord, PrintedFigure, count_figures, list_failures, list_figures
from thememiner.web.accuracy import describe_accuracy, read_accuracy
from thememiner.web.paging import PageLink, count_pages, list_page_links, read_page
from thememiner.web.site import Site
from thememiner.web.templating import make_address
from thememiner.web.views import Link, NotFoundError, Sheet, View

PER_PAGE = 50
FILES = {
    "report.html": "The report: what the corpus says, in one page to print or send",
    "tables.xlsx": "Every table as a sheet of one workbook",
    "reviews.db": "The database (SQLite), for Datasette, R, Python",
    "network.graphml": "The network for Gephi, igraph, Cytoscape (GraphML)",
    "network.gexf": "The network for Gephi (GEXF)",
    "run.json": "How the report was made: versions, options, counts, hashes",
}
"""Files of a report that the site hands out, and what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file to take away."""

    name: str
    what: str
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """What the report was made of, and how."""

    title: str
    run: dict[str, Any]
    """What run.json says, but for the hashes of the files."""
    n_asked: int
    """Recommendations and kin, without what responses print again."""
    failures: tuple[FailureRecord, ...]
    accuracy: str
    files: tuple[Offered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """The figures that reviews print."""

    total: int
    page: int
    figures: tuple[PrintedFigure, ...]
    pages: tuple[PageLink, ...]


def show_about(site: Site, request: Request) -> View[AboutPage]:
    """About this corpus."""
    del request
    data = AboutPage(
        title=site.title,
        run={name: value for name, value in site.report.run.items() if name != "files"},
        n_asked=count_asked(site.database),
        failures=list_failures(site.database),
        accuracy=describe_accuracy(read_accuracy(site)),
        files=tuple(
            Offered(name=name, what=what, n_bytes=(site.report.folder / name).stat().st_size)
            for name, what in FILES.items()
            if (site.report.folder / name).is_file()
        ),
    )
    return View(template="about.html", title="About this corpus", data=data)


def send_file(site: Site, request: Request) -> Response:
    """A file of the report; only those that are listed."""
    name = request.path_params["name"]
    file: Path = site.report.folder / name
    if name not in FILES or not file.is_file():
        raise NotFoundError("There is no such file to download.")
    return FileResponse(file, filename=name)


def show_figures(site: Site, request: Request) -> View[FiguresPage]:
    """The figures that reviews print."""
    total = count_figures(site.database)
    n_pages = count_pages(total, PER_PAGE)
    page = min(read_page(request.query_params.get("page", "")), n_pages)
    data = FiguresPage(
        total=total,
        page=page,
        figures=list_figures(site.database, skip=(page - 1) * PER_PAGE, limit=PER_PAGE),
        pages=list_page_links(
            page, n_pages, lambda n: make_address("/figures", {"page": n if n > 1 else ""})
        ),
    )
    trail = (Link("Search", "/search"), Link("About this corpus", "/about"))
    return View(template="figures.html", title="Figures that reviews print", data=data, trail=trail)


def list_figure_rows(site: Site, request: Request) -> Sheet:
    """The figures that reviews print, one row each."""
    columns = (
        "review", "page", "count", "percentage", "denominator", "denominator_text", "check", "themes",
        "sentence", "link", "figure_id", "review_id",
    )  # fmt: skip
    rows = (
        (
            figure.title, figure.page, figure.count, figure.percentage, figure.denominator,
            figure.denominator_text, figure.check, figure.theme_ids, figure.sentence,
            f"{request.base_url}passages/{figure.passage_id}", figure.figure_id, figure.review_id,
        )
        for figure in list_figures(site.database)
    )  # fmt: skip
    return Sheet(name="figures", columns=columns, rows=rows, notes=(f"Figures printed by: {site.title}",))


def list_failure_rows(site: Site, request: Request) -> Sheet:
    """What could not be read, one row each."""
    del request
    rows = (
        (failure.path, failure.stage, failure.error, failure.advice, failure.review_id)
        for failure in list_failures(site.database)
    )
    return Sheet(name="failures", columns=("file", "stage", "error", "advice", "review_id"), rows=rows)
