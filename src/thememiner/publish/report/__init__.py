"""The report: one HTML file that says what the corpus says, each number with its evidence.

Everything in it is plain HTML and inline SVG: it needs no network and no script, prints, and
is the same bytes for the same tables. Pictures are drawn as tables or small SVG here: a
charting library would add four seconds to a run, and number its parts anew at each rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from thememiner.accuracy import read_run_accuracy
from thememiner.annual_table import print_share
from thememiner.network import Graph, describe_lineage_accuracy
from thememiner.publish.picture import draw_network
from thememiner.tables import Tables, iterate_own, iterate_rows

from .crosstabs import count_crosstabs
from .evidence import EVIDENCE_LIMIT, Citations, gather_cases, gather_themes
from .recommendations import gather_flows, gather_lineages, gather_recommendations
from .trends import draw_trends
from .weave import gather_gaps, gather_heat, gather_pairs

_TOP_AGENCIES = 25
_TOP_LINEAGES = 40
_FIGURES = 200
_PIECES = 1_000
"""Of the template, written at a time."""


def write_report(tables: Tables, graph: Graph, run: Mapping[str, Any], file: Path) -> None:
    """Write the report.

    Args:
        tables: every table.
        graph: the network.
        run: what ``run.json`` says.
        file: where to write.
    """
    environment = Environment(
        loader=PackageLoader("thememiner.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{int(number):,}"
    environment.filters["percent"] = lambda share: f"{100 * float(share):.0f}%"
    environment.filters["spaced"] = lambda text: str(text).replace("_", " ")
    environment.globals["print_share"] = print_share
    page = environment.get_template("report/report.html").stream(_gather(tables, graph, run))
    page.enable_buffering(_PIECES)  # of thousands of reviews the page is too large to be put together first
    # Half a surrogate pair, which some PDFs print, is no character of a file.
    with file.open("wb") as stream:
        page.dump(stream, "utf-8", "replace")


def _gather(tables: Tables, graph: Graph, run: Mapping[str, Any]) -> dict[str, Any]:
    reviews = list(iterate_rows(tables["reviews"]))
    titles = {review.review_id: review.title or review.path for review in reviews}
    read = tables["reviews"][tables["reviews"]["status"].isin(["ok", "partial"])]
    annual = list(iterate_rows(tables["annual"]))
    concern = {row.measure_id: row for row in annual if row.group == "theme"}
    themes = sorted(
        (theme for theme in iterate_rows(tables["themes"]) if theme.n_mentions),
        key=lambda theme: (-theme.n_reviews_concern, -theme.n_reviews, -theme.n_passages, theme.theme_id),
    )
    agencies = sorted(
        iterate_rows(tables["agencies"]), key=lambda a: (-a.n_recommendations, -a.n_reviews, a.agency_id)
    )
    figures = list(islice(tables.rows("figures"), _FIGURES))
    disagreeing = [figure for figure in tables.rows("figures") if figure.check == "disagrees"]
    crosstabs = count_crosstabs(tables, read, themes)
    cite = Citations(tables, titles)
    flows = gather_flows(tables, themes)
    return {
        "run": run,
        "reviews": reviews,
        "titles": titles,
        "n_read": len(read),
        "n_cases": int((read["is_case"] == 1).sum()),
        "annual": [row for row in annual if row.group == "case"],
        "themes": themes,
        "concern": concern,
        "theme_labels": dict(zip(tables["themes"]["theme_id"], tables["themes"]["label"], strict=True)),
        "accuracy": read_run_accuracy(run),
        "evidence": gather_themes(tables, titles),
        "case_evidence": gather_cases(tables, titles),
        "evidence_limit": EVIDENCE_LIMIT,
        "crosstabs": crosstabs,
        "trends": draw_trends(crosstabs),
        "recommendations": gather_recommendations(tables),
        "n_recommendations": sum(1 for _ in iterate_own(tables, "is_restatement")),
        "lineages": gather_lineages(tables, _TOP_LINEAGES),
        "n_lineages": len(tables["lineages"]),
        "lineage_accuracy": describe_lineage_accuracy(),
        "flows": flows,
        "n_about": {flow.theme.theme_id: flow.n_recs for flow in flows},
        "agencies": agencies[:_TOP_AGENCIES],
        "n_agencies": len(agencies),
        "heat": gather_heat(tables, themes),
        "pairs": gather_pairs(tables, cite),
        "gaps": gather_gaps(tables, titles, cite),
        "picture": draw_network(graph),
        "figures": figures,
        "n_figures": tables.count("figures"),
        "disagreeing": disagreeing,
        "conflicts": list(iterate_rows(tables["figure_conflicts"])),
        "failures": list(iterate_rows(tables["failures"])),
        "cited": cite.read(),
    }
