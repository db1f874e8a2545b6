"""What the reviews ask for, what was asked before, and who is asked about which theme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thememiner.tables import Tables, iterate_rows, list_own

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
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for rec in iterate_rows(tables["recommendations"]):
        by_kind[rec.kind].append(rec)
    return [
        Kind(name, len(by_kind[kind]), by_kind[kind][:_SHOWN])
        for kind, name in _KIND_NAMES.items()
        if by_kind[kind]
    ]


def gather_lineages(tables: Tables, limit: int) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Return the groups asked most, each with its members and their recommendations in order."""
    recs = {rec.recommendation_id: rec for rec in iterate_rows(tables["recommendations"])}
    members: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for member in iterate_rows(tables["lineage_members"]):
        members[member.lineage_id].append((member, recs[member.recommendation_id]))
    return [
        (lineage, members[lineage.lineage_id]) for lineage in iterate_rows(tables["lineages"].head(limit))
    ]


def gather_flows(tables: Tables, themes: Sequence[Any]) -> list[Flow]:
    """Return themes with the recommendations about them and the bodies asked, the most asked about first."""
    printed = {rec.recommendation_id for kind in gather_recommendations(tables) for rec in kind.shown}
    about: dict[str, list[Any]] = defaultdict(list)
    for rec in iterate_rows(list_own(tables["recommendations"])):
        for theme_id in rec.theme_ids:
            about[theme_id].append(rec)
    flows = []
    for theme in themes:
        recs = about[theme.theme_id]
        asked = Counter(name for rec in recs for name in dict.fromkeys(rec.addressees))
        ranked = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        shown = [rec for rec in recs if rec.recommendation_id in printed]
        flows.append(Flow(theme, shown, len(recs), ranked[:_ASKED], len(asked)))
    return sorted(flows, key=lambda flow: (-flow.n_recs, -flow.theme.n_reviews_concern))
