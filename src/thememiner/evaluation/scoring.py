"""The tool's codings held against a reference, theme by theme and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thememiner.accuracy import BAR_F1, BELOW_BAR, MIN_REFERENCE, NOT_MEASURED
from thememiner.tables import make_frame, wilson_interval

from .agreement import (
    MEASURES,
    Counts,
    Pairs,
    average,
    krippendorff_alpha,
    pair_codings,
    percentile_interval,
    pool,
    resample,
)
from .columns import DISAGREEMENTS, SCORES
from .reference import Item, Pair, Reference

TOOL = "tool"
READERS = "readers, mean"
AGREED = "readers, where they agree"


@dataclass(frozen=True, slots=True)
class Found:
    """What the tool says of the items of a reference: its asserted mentions, by pair.

    Attributes:
        mentions: rows of a mentions table, by (item, theme).
        items: the items that the tool was shown; the others are not scored.
    """

    mentions: dict[Pair, list[Any]] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)

    def polarity(self, pair: Pair) -> str:
        """Return the polarity that most of a pair's mentions have; the first where they are even."""
        return str(Counter(mention.polarity for mention in self.mentions[pair]).most_common(1)[0][0])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well the tool agrees with a reference.

    Attributes:
        scores: the measures (docs/evaluate.md tells the columns).
        disagreements: where tool and reader differ.
        n_passages: passages that were scored.
        readers: whose codings the tool was held against.
        notes: what the user should know, in sentences.
    """

    scores: pd.DataFrame
    disagreements: pd.DataFrame
    n_passages: int
    readers: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def overall(self) -> pd.DataFrame:
        """Return the rows over all themes."""
        return self.scores[self.scores["level"] != "theme"].reset_index(drop=True)

    def per_theme(self) -> pd.DataFrame:
        """Return a row per theme: the tool against the readers."""
        mine = (self.scores["level"] == "theme") & (self.scores["coding"] == TOOL)
        return self.scores[mine].reset_index(drop=True)


def score(
    found: Found, reference: Reference, labels: Mapping[str, str], notes: Sequence[str] = ()
) -> Evaluation:
    """Return the evaluation.

    A theme counts as tagged in a passage where at least one of its mentions there is
    asserted. Pairs are the passages times the themes that the tool or a reader used.

    Args:
        found: what the tool says.
        reference: what the readers say.
        labels: name of each theme, by id.
        notes: handed on.
    """
    items = [item_id for item_id in reference.items if item_id in found.items]
    used = {theme for codes in reference.codings.values() for _, theme in codes}
    used |= {theme for _, theme in found.mentions}
    themes = [*(theme for theme in labels if theme in used), *sorted(used - set(labels))]
    grid = _Grid(items, themes, found, reference)
    rows = [row for comparison in grid.comparisons() for row in _score_rows(comparison, grid, labels)]
    return Evaluation(
        scores=make_frame(SCORES, rows),
        disagreements=make_frame(DISAGREEMENTS, list(_disagree(found, reference, items))),
        n_passages=len(items),
        readers=reference.readers,
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    coding: str
    reference: str
    pairs: Pairs
    tones: list[tuple[str, bool]]
    """Of the codings that both hold: the theme, and whether the polarity agrees."""
    n_readers: int = 1


class _Grid:
    """The codings as arrays, passages x themes."""

    def __init__(self, items: list[str], themes: list[str], found: Found, reference: Reference) -> None:
        self.items, self.themes = items, themes
        self.found, self.reference = found, reference
        self.tool = self._fill(found.mentions)
        self.readers = {name: self._fill(codes) for name, codes in reference.codings.items()}
        self.read = {
            name: np.array([item in read for item in items], dtype=bool)
            for name, read in reference.read.items()
        }
        coded = [codes & self.read[name][:, None] for name, codes in self.readers.items()]
        self.coded_by_any = np.any(coded, axis=0) if coded else self.tool & False

    def _fill(self, pairs: Iterable[Pair]) -> NDArray[np.bool_]:
        rows = {item: row for row, item in enumerate(self.items)}
        columns = {theme: column for column, theme in enumerate(self.themes)}
        codes = np.zeros((len(rows), len(columns)), dtype=bool)
        for item, theme in pairs:
            if item in rows and theme in columns:
                codes[rows[item], columns[theme]] = True
        return codes

    def comparisons(self) -> list[_Comparison]:
        names = list(self.readers)
        tones = {name: self._tones(name) for name in names}
        made = [
            _Comparison(
                TOOL, name, pair_codings(self.tool, [self.readers[name]], [self.read[name]]), tones[name]
            )
            for name in names
        ]
        if len(names) > 1:
            everyone = pair_codings(self.tool, list(self.readers.values()), list(self.read.values()))
            all_tones = [tone for name in names for tone in tones[name]]
            made.append(_Comparison(TOOL, READERS, everyone, all_tones, len(names)))
        if len(names) == 2:
            made.append(self._agreed(*names))
        made += [
            _Comparison(
                one,
                other,
                pair_codings(self.readers[one], [self.readers[other]], [self.read[one] & self.read[other]]),
                self._reader_tones(one, other),
            )
            for at, one in enumerate(names)
            for other in names[at + 1 :]
        ]
        return made

    def _agreed(self, one: str, other: str) -> _Comparison:
        """The tool against what both readers say alike; where they differ, nothing counts."""
        a, b = self.readers[one], self.readers[other]
        sure = (a == b) & (self.read[one] & self.read[other])[:, None]
        both, first, second = (
            part.astype(float)
            for part in (self.tool & a & sure, self.tool & ~a & sure, ~self.tool & a & sure)
        )
        units = sure.mean(axis=1) if self.themes else sure.any(axis=1).astype(float)
        return _Comparison(TOOL, AGREED, Pairs(both, first, second, units), [])

    def _tones(self, name: str) -> list[tuple[str, bool]]:
        return [
            (pair[1], self.found.polarity(pair) == tone)
            for pair, tone in self.reference.codings[name].items()
            if tone and pair in self.found.mentions
        ]

    def _reader_tones(self, one: str, other: str) -> list[tuple[str, bool]]:
        theirs = self.reference.codings[other]
        return [
            (pair[1], tone == theirs[pair])
            for pair, tone in self.reference.codings[one].items()
            if tone and theirs.get(pair)
        ]

    def reader_alpha(self) -> float:
        """Krippendorff's alpha of all readers together, passages that some did not read included."""
        ones = sum(
            (codes & self.read[name][:, None]).astype(int) for name, codes in self.readers.items()
        ) + np.zeros(self.tool.shape)
        seen = sum(read.astype(int) for read in self.read.values()) + np.zeros(len(self.items))
        zeros = seen[:, None] - ones
        return krippendorff_alpha(np.column_stack([ones.ravel(), zeros.ravel()]))


def _score_rows(comparison: _Comparison, grid: _Grid, labels: Mapping[str, str]) -> list[tuple[Any, ...]]:
    counts, samples = comparison.pairs.count_themes(), resample(comparison.pairs)
    n_passages = int((comparison.pairs.units > 0).sum())
    tones = comparison.tones
    everything = [right for _, right in tones]
    n_any = int(grid.coded_by_any.sum())
    micro = _Row("micro", "", "", comparison, n_passages, n_any, pool(counts), pool(samples), everything)
    rows = [micro.values(), _macro_row(comparison, n_passages, counts, samples)]
    per_theme = comparison.reference != AGREED and (
        comparison.coding != TOOL or comparison.reference == READERS or len(grid.readers) == 1
    )
    for column, theme in enumerate(grid.themes) if per_theme else ():
        own = Counts(*(getattr(counts, name)[column] for name in Counts.__dataclass_fields__))
        drawn = Counts(*(getattr(samples, name)[:, column] for name in Counts.__dataclass_fields__))
        right = [agrees for of, agrees in tones if of == theme]
        n_any = int(grid.coded_by_any[:, column].sum())
        row = _Row("theme", theme, labels.get(theme, ""), comparison, n_passages, n_any, own, drawn, right)
        rows.append(row.values())
    return rows


@dataclass(frozen=True, slots=True)
class _Row:
    level: str
    theme_id: str
    label: str
    comparison: _Comparison
    n_passages: int
    n_any: int
    counts: Counts
    samples: Counts
    right: list[bool]

    def note(self) -> str:
        if self.level != "theme" or self.comparison.coding != TOOL:
            return ""
        if self.n_any < MIN_REFERENCE:
            return NOT_MEASURED
        return BELOW_BAR if float(np.nan_to_num(self.counts.f1)) < BAR_F1 else ""

    def values(self) -> tuple[Any, ...]:
        counts = self.counts
        coded, wanted = float(counts.both + counts.first), float(counts.both + counts.second)
        shares = {
            "precision": wilson_interval(float(counts.both), coded),
            "recall": wilson_interval(float(counts.both), wanted),
        }
        measured: list[float | None] = []
        for measure in MEASURES:
            interval = shares.get(measure) or percentile_interval(getattr(self.samples, measure))
            measured += [_known(getattr(counts, measure)), *interval]
        n = len(self.right)
        readers = self.comparison.n_readers  # who judged the same codings: an interval counts each once
        return (
            self.level, self.theme_id, self.label, self.comparison.coding, self.comparison.reference,
            self.n_passages, round(coded), round(wanted, 2), self.n_any, round(float(counts.both), 2),
            *measured, round(sum(self.right) / n, 4) if n else None,
            *wilson_interval(sum(self.right) / readers, n / readers), n, self.note(),
        )  # fmt: skip


def _macro_row(comparison: _Comparison, n_passages: int, counts: Counts, samples: Counts) -> tuple[Any, ...]:
    measured: list[float | None] = []
    for measure in MEASURES:
        measured += [_known(average(counts, measure)), *percentile_interval(average(samples, measure))]
    return (
        "macro", "", "", comparison.coding, comparison.reference, n_passages, None, None, None, None,
        *measured, None, None, None, None, "",
    )  # fmt: skip


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _disagree(found: Found, reference: Reference, items: list[str]) -> Iterable[tuple[Any, ...]]:
    """Rows of what only one side has, or both read differently; readers who say the same share a row."""
    order = {item: at for at, item in enumerate(items)}
    pairs = set(found.mentions).union(*reference.codings.values())
    for pair in sorted(
        (pair for pair in pairs if pair[0] in order), key=lambda pair: (pair[1], order[pair[0]])
    ):
        item = reference.items[pair[0]]
        said: dict[tuple[str, str], list[str]] = {}
        for reader, codes in reference.codings.items():
            if item.item_id not in reference.read[reader]:
                continue
            if pair in found.mentions and pair not in codes:
                said.setdefault(("wrong", ""), []).append(reader)
            elif pair not in found.mentions and pair in codes:
                said.setdefault(("missed", codes[pair]), []).append(reader)
            elif pair in codes and codes[pair] and codes[pair] != found.polarity(pair):
                said.setdefault(("polarity", codes[pair]), []).append(reader)
        for (what, tone), readers in said.items():
            yield _disagreement(pair, what, tone, readers, found, item)


def _disagreement(
    pair: Pair, what: str, tone: str, readers: list[str], found: Found, item: Item
) -> tuple[Any, ...]:
    mentions = found.mentions.get(pair, [])
    first = mentions[0] if mentions else None
    return (
        pair[1], what, ", ".join(readers), item.item_id,
        item.review or (first.review_id if first else ""),
        first.page if first and first.review_id else item.page,
        found.polarity(pair) if mentions else "", tone,
        " … ".join(dict.fromkeys(mention.text for mention in mentions)),
        first.sentence if first else item.text,
    )  # fmt: skip
