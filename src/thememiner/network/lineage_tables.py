"""The lineages as tables: who asked for the same thing, when, of whom, and what was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from thememiner.columns import LINEAGE_MEMBERS, LINEAGES
from thememiner.tables import Tables, iterate_rows, make_frame

from .alike import measure_likeness
from .drift import compare_words
from .lineage import Compared, compare_recommendations


@dataclass(frozen=True, slots=True)
class _Asked:
    """A recommendation of a lineage."""

    rec: Any
    """Its row of recommendations."""
    asked_on: str
    publisher: str
    responses: tuple[str, ...]
    """Date and answer, in order."""
    wording: int


def list_lineages(tables: Tables, compared: Compared | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables ``lineages`` and ``lineage_members``.

    Args:
        tables: with ``lineage_id`` and ``restates`` filled in.
        compared: what ``compare_recommendations`` makes of the tables, where it is known.
    """
    compared = compared or compare_recommendations(tables)
    weighed, wordings = compared.weighed, compared.wordings
    place = {row: i for i, rows in enumerate(compared.rows_of) for row in rows}
    lineages, members = [], []
    for lineage_id, asked in _gather(tables, place).items():
        own = np.array([one.wording for one in asked])
        total, least = _compare_all(compared, own)
        lineages.append(_summarise(lineage_id, asked, asked[int(total.argmax())], least))
        before = measure_likeness(weighed, wordings, own[1:], own[:-1])
        members += [_follow(lineage_id, asked, before, i) for i in range(len(own))]
    lineages.sort(key=lambda row: (-row[3], -row[2], row[4], row[0]))
    order = {row[0]: i for i, row in enumerate(lineages)}
    members.sort(key=lambda row: (order[row[0]], row[3]))
    return make_frame(LINEAGES, lineages), make_frame(LINEAGE_MEMBERS, members)


def _gather(tables: Tables, place: dict[int, int]) -> dict[str, list[_Asked]]:
    reviews = {row.review_id: row for row in iterate_rows(tables["reviews"])}
    answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for rec in tables.rows("recommendations", "recommendation_id", "review_id", "restates", "response"):
        if rec.response:
            answers[rec.restates or rec.recommendation_id].append(
                (reviews[rec.review_id].published_on, rec.response)
            )
    groups: dict[str, list[_Asked]] = defaultdict(list)
    columns = ("recommendation_id", "review_id", "text", "addressees", "theme_ids", "lineage_id")
    for row, rec in enumerate(tables.rows("recommendations", *columns)):
        if rec.lineage_id:
            review = reviews[rec.review_id]
            told = tuple(f"{on} {answer}".strip() for on, answer in sorted(answers[rec.recommendation_id]))
            groups[rec.lineage_id].append(
                _Asked(rec, review.published_on, review.publisher, told, place[row])
            )
    for asked in groups.values():
        asked.sort(key=lambda one: (one.asked_on, one.rec.review_id, one.rec.recommendation_id))
    return groups


def _compare_all(compared: Compared, own: np.ndarray) -> tuple[np.ndarray, float]:
    """How alike each member of a group is with all of them together, and the least that any two are.

    One wording at a time: a group of a thousand has a million pairs.
    """
    different, place = np.unique(own, return_inverse=True)
    total, least = np.zeros(len(different)), 1.0
    for i, wording in enumerate(different):
        one = np.full(len(different), wording)
        likeness = measure_likeness(compared.weighed, compared.wordings, one, different)
        total[i] = likeness[place].sum()
        least = min(least, float(likeness.min()))
    return total[place], least


def _summarise(lineage_id: str, asked: Sequence[_Asked], typical: _Asked, least: float) -> tuple[Any, ...]:
    dates = [one.asked_on for one in asked if one.asked_on]
    themes = Counter(theme_id for one in asked for theme_id in one.rec.theme_ids)
    return (
        lineage_id, " ".join(typical.rec.text.split()), len(asked),
        len({one.rec.review_id for one in asked}), dates[0] if dates else "", dates[-1] if dates else "",
        _each_once(one.publisher for one in asked),
        _each_once(name for one in asked for name in one.rec.addressees),
        tuple(sorted(theme_id for theme_id, n in themes.items() if 2 * n >= len(asked))),
        tuple(sorted(answer for one in asked for answer in one.responses)),
        least, tuple(one.rec.recommendation_id for one in asked),
    )  # fmt: skip


def _follow(lineage_id: str, asked: Sequence[_Asked], before: np.ndarray, i: int) -> tuple[Any, ...]:
    one = asked[i]
    drift = compare_words(asked[i - 1].rec.text, one.rec.text) if i else " ".join(one.rec.text.split())
    return (
        lineage_id, one.rec.recommendation_id, one.rec.review_id, i + 1, one.asked_on, one.publisher,
        one.rec.addressees, one.responses, float(before[i - 1]) if i else None, drift,
    )  # fmt: skip


def _each_once(names: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
