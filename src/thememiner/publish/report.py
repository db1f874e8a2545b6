"""The report: one HTML file that says what the corpus says, each number with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from thememiner.network import Graph
from thememiner.tables import Tables, iterate_rows, list_own

from .picture import draw_network

EVIDENCE_LIMIT = 40
"""Sentences shown per theme; all of them are in mentions.csv, and the report says so."""
_TOP_AGENCIES = 25
_TOP_PAIRS = 20
_MIN_TOGETHER = 3

_KIND_NAMES = {
    "recommendation": "Recommendations",
    "priority_action": "Priority actions",
    "area_for_improvement": "Areas for improvement",
    "matter_of_concern": "Matters of concern",
    "question_for_board": "Questions for the board",
    "learning_point": "Learning points",
    "finding": "Findings",
    "good_practice": "Good practice",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence and where it stands."""

    review: str
    review_id: str
    page: int
    before: str
    words: str
    after: str
    polarity: str


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
    )
    environment.filters["thousands"] = lambda number: f"{int(number):,}"
    environment.filters["percent"] = lambda share: f"{100 * float(share):.0f}%"
    page = environment.get_template("report.html").render(_gather(tables, graph, run))
    file.write_text(page, encoding="utf-8")


def _gather(tables: Tables, graph: Graph, run: Mapping[str, Any]) -> dict[str, Any]:
    reviews = list(iterate_rows(tables["reviews"]))
    titles = {review.review_id: review.title or review.path for review in reviews}
    themes = sorted(
        (theme for theme in iterate_rows(tables["themes"]) if theme.n_mentions),
        key=lambda theme: (-theme.n_reviews, -theme.n_passages, theme.theme_id),
    )
    recs = list(iterate_rows(tables["recommendations"]))
    by_kind: dict[str, list[Any]] = defaultdict(list)
    own = list(iterate_rows(list_own(tables["recommendations"])))
    for rec in own:
        by_kind[rec.kind].append(rec)
    agencies = sorted(
        iterate_rows(tables["agencies"]), key=lambda a: (-a.n_recommendations, -a.n_reviews, a.agency_id)
    )
    figures = list(iterate_rows(tables["figures"]))
    return {
        "run": run,
        "reviews": reviews,
        "titles": titles,
        "n_read": sum(review.status in ("ok", "partial") for review in reviews),
        "themes": themes,
        "theme_labels": dict(zip(tables["themes"]["theme_id"], tables["themes"]["label"], strict=True)),
        "evidence": _gather_evidence(tables, titles),
        "evidence_limit": EVIDENCE_LIMIT,
        "recommendations": [(_KIND_NAMES[kind], by_kind[kind]) for kind in _KIND_NAMES if by_kind[kind]],
        "n_recommendations": len(own),
        "answered": [rec for rec in recs if rec.is_restatement],
        "lineages": _gather_lineages(recs, tables),
        "agencies": agencies[:_TOP_AGENCIES],
        "n_agencies": len(agencies),
        "pairs": _gather_pairs(graph),
        "picture": draw_network(graph),
        "figures": figures,
        "disagreeing": [figure for figure in figures if figure.check == "disagrees"],
        "failures": list(iterate_rows(tables["failures"])),
    }


def _gather_evidence(tables: Tables, titles: Mapping[str, str]) -> dict[str, list[Evidence]]:
    """Sentences per theme, one review after the other, so that the first few are not all from one."""
    by_theme: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[str, str, str]] = set()
    mentions = tables["mentions"]
    for mention in iterate_rows(mentions[mentions["status"] == "asserted"]):
        same = (mention.theme_id, mention.passage_id, mention.sentence)
        if same in seen:
            continue
        seen.add(same)
        before, words, after = mention.sentence.partition(mention.text)
        by_theme[mention.theme_id][mention.review_id].append(
            Evidence(
                review=titles[mention.review_id],
                review_id=mention.review_id,
                page=mention.page,
                before=before,
                words=words,
                after=after,
                polarity=mention.polarity,
            )
        )
    shown: dict[str, list[Evidence]] = {}
    for theme_id, by_review in by_theme.items():
        rounds = max(len(found) for found in by_review.values())
        mixed = [found[i] for i in range(rounds) for found in by_review.values() if i < len(found)]
        shown[theme_id] = mixed[:EVIDENCE_LIMIT]
    return shown


def _gather_lineages(recs: list[Any], tables: Tables) -> list[list[Any]]:
    dates = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published_on"], strict=True))
    groups: dict[str, list[Any]] = defaultdict(list)
    for rec in recs:
        if rec.lineage_id:
            groups[rec.lineage_id].append(rec)
    ordered = [
        sorted(group, key=lambda rec: (dates[rec.review_id], rec.review_id)) for group in groups.values()
    ]
    return sorted(ordered, key=lambda group: (-len(group), group[0].lineage_id))


def _gather_pairs(graph: Graph) -> list[dict[str, Any]]:
    """Themes that meet in a passage more often than chance would have it."""
    pairs = [
        {
            "one": graph.nodes[one]["label"],
            "other": graph.nodes[other]["label"],
            "weight": data["weight"],
            "n_reviews": data["n_reviews"],
            "lift": data["lift"],
        }
        for one, other, kind, data in graph.edges(keys=True, data=True)
        if kind == "co_occurs" and data["weight"] >= _MIN_TOGETHER and data["lift"] > 1
    ]
    return sorted(pairs, key=lambda p: (-p["n_reviews"], -p["weight"] * p["lift"], p["one"], p["other"]))[
        :_TOP_PAIRS
    ]
