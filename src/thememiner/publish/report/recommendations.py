"""What the reviews ask for, what was asked before, and who is asked about which theme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thememiner.tables import Tables, iterate_own, iterate_rows

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
_SHOWN = 500
"""Items of a kind that are printed; the rest are in recommendations.csv."""
_ASKED = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """The items of a kind: how many there are and those that are printed."""

    name: str
    n: int
    shown: list[Any]


@dataclass(frozen=True, slots=True)
class Flow:
    """A theme, the recommendations about it, and who is asked.

    Attributes:
        theme: its row of ``themes``.
        recs: the recommendations that mention it and are printed in the report.
        n_recs: how many there are.
        asked: names of those asked most, with how often.
        n_asked: how many bodies are asked.
    """

    theme: Any
    recs: list[Any]
    n_recs: int
    asked: list[tuple[str, int]]
    n_asked: int


def gather_recommendations(tables: Tables) -> list[Kind]:
    """Return the items kind by kind."""
    n: Counter[str] = Counter()
    shown: dict[str, list[Any]] = defaultdict(list)
    for rec in tables.rows("recommendations"):
        n[rec.kind] += 1
        if n[rec.kind] <= _SHOWN:
            shown[rec.kind].append(rec)
    return [Kind(name, n[kind], shown[kind]) for kind, name in _KIND_NAMES.items() if n[kind]]


def gather_lineages(tables: Tables, limit: int) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Return the groups asked most, each with its members and their recommendations in order."""
    lineages = list(iterate_rows(tables["lineages"].head(limit)))
    wanted = {rec_id for lineage in lineages for rec_id in lineage.recommendation_ids}
    recs = {
        rec.recommendation_id: rec
        for rec in tables.rows("recommendations")
        if rec.recommendation_id in wanted
    }
    members: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for member in iterate_rows(tables["lineage_members"]):
        if member.recommendation_id in recs:
            members[member.lineage_id].append((member, recs[member.recommendation_id]))
    return [(lineage, members[lineage.lineage_id]) for lineage in lineages]


def gather_flows(tables: Tables, themes: Sequence[Any]) -> list[Flow]:
    """Return themes with the recommendations about them and the bodies asked, the most asked about first."""
    printed = {rec.recommendation_id for kind in gather_recommendations(tables) for rec in kind.shown}
    n_about: Counter[str] = Counter()
    shown: dict[str, list[Any]] = defaultdict(list)
    asked: dict[str, Counter[str]] = defaultdict(Counter)
    for rec in iterate_own(tables):
        for theme_id in rec.theme_ids:
            n_about[theme_id] += 1
            asked[theme_id].update(list(dict.fromkeys(rec.addressees)))
            if rec.recommendation_id in printed:
                shown[theme_id].append(rec)
    flows = []
    for theme in themes:
        ranked = sorted(asked[theme.theme_id].items(), key=lambda item: (-item[1], item[0]))
        flows.append(
            Flow(theme, shown[theme.theme_id], n_about[theme.theme_id], ranked[:_ASKED], len(ranked))
        )
    return sorted(flows, key=lambda flow: (-flow.n_recs, -flow.theme.n_reviews_concern))
