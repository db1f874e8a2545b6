"""Printed differently: the same measure with different values in different documents.

Precision before recall, as a wrong conflict accuses a publisher. Two figures are of the same measure where

* the words around them are nearly the same, and name the same places and bodies;
* they are of the same thing: their sentences name the same years, or they have the same denominator;
* they are of the same population: the documents are about the same area, or one of them is national.

They conflict where both print a count, or both a percentage, and these differ.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from thememiner.columns import FIGURE_CONFLICTS
from thememiner.records import make_id
from thememiner.tables import Tables, make_frame

ALIKE_AT = 0.6
"""Share of the words around two figures that they have in common (Jaccard), of those that either has."""
_MIN_WORDS = 4
_MIN_DENOMINATOR = 20
_REACH_CHARS = 120
"""How far the words of a measure reach to either side of its number, within its clause."""
_KEYS = 4
"""Rarest words of a measure under which it is looked up."""
_COMMON = 300
"""A word around more figures than this finds too many to be a key."""
_CLAUSE_END = re.compile(r"[;:.•](?:\s|$)|\d")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALL = frozenset(
    """
    the and for that with was were are had has have this these those from which who not but its their them
    they been being per cent percent there than into also only just about around over under some more less
    most all of in to on at by as an is it or be nearly almost approximately roughly
    """.split()
)


class _Values(NamedTuple):
    """Of a row of ``figures``, what is compared."""

    figure_id: str
    review_id: str
    page: int
    count: Any
    percentage: Any
    denominator: Any


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a figure counts, as far as its words tell; there may be a hundred thousand."""

    figure: _Values
    words: tuple[str, ...]
    """Each once; in a tuple they take a quarter of the room of a set."""
    names: frozenset[str]
    years: frozenset[str]
    area: str


def list_figure_conflicts(tables: Tables) -> pd.DataFrame:
    """Return the table ``figure_conflicts``: figures of one measure that differ, side by side.

    Args:
        tables: with ``reviews``, ``passages`` and ``figures``.
    """
    measures, spread = _read_measures(tables)
    group = list(range(len(measures)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    conflicting: set[int] = set()
    for i, j in _find_candidates(measures, spread):
        if _same_measure(measures[i], measures[j]) and _differ(measures[i].figure, measures[j].figure):
            low, high = sorted((root(i), root(j)))
            group[high] = low
            conflicting |= {i, j}
    members: dict[int, list[int]] = defaultdict(list)
    for i in sorted(conflicting):
        members[root(i)].append(i)
    sentences = _read_sentences(tables, {measures[i].figure.figure_id for i in conflicting})
    rows = []
    for found in members.values():
        shared = frozenset.intersection(*(frozenset(measures[i].words) for i in found))
        conflict_id = f"c{make_id(*sorted(measures[i].figure.figure_id for i in found))}"
        for i in found:
            figure = measures[i].figure
            rows.append(
                (
                    conflict_id, " ".join(sorted(shared)), figure.figure_id, figure.review_id, figure.page,
                    *(None if pd.isna(value) else value for value in figure[3:]),
                    sentences[figure.figure_id],
                )
            )  # fmt: skip
    return make_frame(FIGURE_CONFLICTS, rows)


def _read_measures(tables: Tables) -> tuple[list[_Measure], Counter[str]]:
    """The figures that can be compared, and around how many of all figures each word stands."""
    areas = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["area"], strict=True))
    columns = (*_Values._fields, "passage_id", "sentence", "start", "end")
    known: dict[frozenset[str], frozenset[str]] = {}

    def share(words: frozenset[str]) -> frozenset[str]:
        return known.setdefault(words, words)

    spread: Counter[str] = Counter()
    measures = []
    for _, rows in tables.walk(figures=columns, passages=("passage_id", "text", "start")):
        wanted = {figure.passage_id for figure in rows["figures"]}
        texts = {
            row.passage_id: (row.text, int(row.start)) for row in rows["passages"] if row.passage_id in wanted
        }
        for figure in rows["figures"]:
            text, begin = texts[figure.passage_id]
            around = _read_clause(text, int(figure.start) - begin, int(figure.end) - begin)
            words = _WORD.findall(around)
            measure = _Measure(
                figure=_Values(*(getattr(figure, name) for name in _Values._fields)),
                words=tuple(sorted({sys.intern(w.lower().removesuffix("s")) for w in words} - _SMALL)),
                names=share(frozenset(w for w in words[1:] if w[0].isupper())),
                years=share(frozenset(_YEAR.findall(figure.sentence))),
                area=areas[figure.review_id],
            )
            spread.update(measure.words)
            if _says_of_what(measure):
                measures.append(measure)
    return measures, spread


def _read_sentences(tables: Tables, wanted: Collection[str]) -> dict[str, str]:
    rows = tables.rows("figures", "figure_id", "sentence")
    return {row.figure_id: row.sentence for row in rows if row.figure_id in wanted}


def _says_of_what(measure: _Measure) -> bool:
    """Whether any other figure could be told to be of the same thing: most name no years and no whole."""
    whole = measure.figure.denominator
    return bool(measure.years) or bool(pd.notna(whole) and whole >= _MIN_DENOMINATOR)


def _read_clause(text: str, start: int, end: int) -> str:
    """The words to either side of a number, as far as the next number or the end of the clause."""
    before = _CLAUSE_END.split(text[max(start - _REACH_CHARS, 0) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _REACH_CHARS])[0]
    return f"{before} {after}"


def _find_candidates(measures: list[_Measure], spread: Counter[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of different reviews that share a rare word, in order; one figure's at a time in memory."""
    keys: list[list[str]] = []
    holders: dict[str, list[int]] = defaultdict(list)
    for i, measure in enumerate(measures):
        words = measure.words if len(measure.words) >= _MIN_WORDS else ()
        rare = sorted(words, key=lambda word: (spread[word], word))
        keys.append([word for word in rare if 1 < spread[word] <= _COMMON][:_KEYS])
        for word in keys[i]:
            holders[word].append(i)
    for i, own in enumerate(keys):
        later = {j for word in own for j in holders[word][bisect_right(holders[word], i) :]}
        for j in sorted(later):
            if measures[i].figure.review_id != measures[j].figure.review_id:
                yield i, j


def _same_measure(one: _Measure, other: _Measure) -> bool:
    if one.area and other.area and one.area != other.area:
        return False
    whole, others = one.figure.denominator, other.figure.denominator
    same_whole = pd.notna(whole) and pd.notna(others) and whole == others >= _MIN_DENOMINATOR
    same_years = bool(one.years) and one.years == other.years
    if one.names != other.names or not (same_whole or same_years):
        return False
    words, others_words = frozenset(one.words), frozenset(other.words)
    return len(words & others_words) >= ALIKE_AT * len(words | others_words)


def _differ(one: Any, other: Any) -> bool:
    return any(
        pd.notna(a) and pd.notna(b) and a != b
        for a, b in ((one.count, other.count), (one.percentage, other.percentage))
    )
