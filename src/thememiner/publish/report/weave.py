"""How themes hang together, and where findings and recommendations do not meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log2
from typing import Any

from thememiner.tables import Tables

from .evidence import Citations

_HEAT = 16
_PAIRS = 20
_QUOTED = 3
_GAPS = 15
_SIGNIFICANT = 0.05
_STEPS = 4
_COMPARED = ("theme_a", "theme_b", "unit", "n_together", "lift", "q")
_GAP_NAMES = {
    "theme_without_recommendation": "Found, but not asked about",
    "agency_not_addressed": "Criticised, but not addressed",
    "recommendation_without_owner": "Asked of nobody",
    "recommendation_without_deadline": "Asked for no day",
}


@dataclass(frozen=True, slots=True)
class Heat:
    """A cell of the heat map: passages with both themes, and how far above chance that is.

    Attributes:
        n: passages with both; None on the diagonal.
        level: 0 (no more than chance, or too few to tell) to 4 (eight times or more).
        said: the cell in words.
    """

    n: int | None
    level: int
    said: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two themes that meet more often than chance would have it."""

    row: Any
    cited: list[str]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps of one kind: how many there are, and the largest."""

    name: str
    kind: str
    n: int
    shown: list[tuple[Any, str, list[str]]]
    """Row of ``gaps``, title of the review, passages."""


def gather_heat(tables: Tables, themes: Sequence[Any]) -> list[tuple[Any, list[Heat]]]:
    """Return a row per theme of the heat map; empty where no two themes meet."""
    shown = themes[:_HEAT]
    met: dict[frozenset[str], Any] = {}
    for row in tables.rows("cooccurrence", *_COMPARED):
        if row.unit == "passage":
            met[frozenset((row.theme_a, row.theme_b))] = row
    label = {theme.theme_id: theme.label for theme in shown}
    if not any(pair <= set(label) for pair in met):
        return []
    return [
        (one, [_read_heat(met.get(frozenset((one.theme_id, other.theme_id))), one, other) for other in shown])
        for one in shown
    ]


def _read_heat(row: Any, one: Any, other: Any) -> Heat:
    if one.theme_id == other.theme_id:
        return Heat(None, 0, one.label)
    if row is None:
        return Heat(0, 0, f"{one.label} with {other.label}: never in one passage")
    said = f"{one.label} with {other.label}: {row.n_together} passages, {row.lift:.1f} times chance"
    if row.q >= _SIGNIFICANT or row.lift <= 1:
        return Heat(int(row.n_together), 0, f"{said}, which may be chance")
    return Heat(int(row.n_together), min(int(log2(row.lift)) + 1, _STEPS), said)


def gather_pairs(tables: Tables, cite: Citations) -> list[Pair]:
    """Return the pairs that chance explains least, with passages that have both."""
    chosen = (
        row
        for row in tables.rows("cooccurrence")
        if row.unit == "passage" and row.lift > 1 and row.q < _SIGNIFICANT
    )
    ranked = nsmallest(
        _PAIRS, chosen, key=lambda row: (-row.n_reviews, -row.log_likelihood, row.theme_a, row.theme_b)
    )
    return [Pair(row, cite.add(row.evidence[:_QUOTED])) for row in ranked]


def gather_gaps(tables: Tables, titles: Mapping[str, str], cite: Citations) -> list[Gaps]:
    """Return the gaps kind by kind, the largest of each with passages to read."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    n: Counter[str] = Counter()
    for row in tables.rows("gaps"):
        n[row.gap] += 1
        if len(by_kind[row.gap]) < _GAPS:
            by_kind[row.gap].append(row)
    return [
        Gaps(
            name=name,
            kind=kind,
            n=n[kind],
            shown=[(row, titles[row.review_id], cite.add(row.evidence[:_QUOTED])) for row in by_kind[kind]],
        )
        for kind, name in _GAP_NAMES.items()
        if by_kind[kind]
    ]
