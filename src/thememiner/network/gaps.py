"""Gaps: what a review finds but does not ask for, and what it asks of nobody or for no day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from sys import intern
from typing import Any

from thememiner.tables import Tables

from .answerable import is_reached
from .asks import iterate_asks
from .judged import NOT_JUDGED, find_judged

LEAST_PASSAGES = 2
"""A theme or an agency in fewer passages of a review is named in passing, not found."""
_TO_BE_DONE = ("recommendation", "priority_action", "area_for_improvement", "matter_of_concern")
"""Kinds that somebody must do by some day; a question or a learning point need not say."""

_Row = tuple[Any, ...]


def list_gaps(tables: Tables) -> Iterator[_Row]:
    """Yield the rows of the table ``gaps``: by gap, then in the order of the corpus, the most evidence first.

    Themes and agencies are looked for in reviews that ask for anything: where a review asks for
    nothing, all that it finds would be a gap.

    Args:
        tables: with ``reviews``, ``mentions``, ``recommendations`` and what these refer to.
    """
    yield from _find_unasked_themes(tables)
    yield from _find_unasked_agencies(tables)
    yield from _find_open_recommendations(tables)


def _find_unasked_themes(tables: Tables) -> Iterator[_Row]:
    asked: dict[str, set[str]] = defaultdict(set)
    for _, rec in iterate_asks(tables, "review_id", "theme_ids"):
        asked[rec.review_id].update(map(intern, rec.theme_ids))
    total = Counter(theme_id for themes in asked.values() for theme_id in themes)
    labels = dict(zip(tables["themes"]["theme_id"], tables["themes"]["label"], strict=True))
    mention_columns = ("passage_id", "theme_id", "status", "polarity")
    for review_id, rows in tables.walk(mentions=mention_columns, passages=("passage_id", "role")):
        if review_id not in asked:
            continue
        telling = {row.passage_id for row in rows["passages"] if row.role not in NOT_JUDGED}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows["mentions"]:
            concern = row.status == "asserted" and row.polarity == "concern"
            if concern and row.passage_id in telling and row.theme_id not in asked[review_id]:
                found[row.theme_id][row.passage_id] = None
        for theme_id, evidence in _select(found):
            yield (
                "theme_without_recommendation", review_id, theme_id, "", "", labels.get(theme_id, theme_id),
                len(evidence), total[theme_id], evidence,
            )  # fmt: skip


def _find_unasked_agencies(tables: Tables) -> Iterator[_Row]:
    asked: dict[str, set[str]] = defaultdict(set)
    for _, rec in iterate_asks(tables, "review_id", "addressee_ids"):
        asked[rec.review_id].update(map(intern, rec.addressee_ids))
    total = Counter(agency_id for agencies in asked.values() for agency_id in agencies)
    kinds = dict(zip(tables["agencies"]["agency_id"], tables["agencies"]["kind"], strict=True))
    labels = dict(zip(tables["agencies"]["agency_id"], tables["agencies"]["label"], strict=True))
    for review_id, judged in groupby(find_judged(tables), key=attrgetter("review_id")):
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in judged:
            if row.polarity != "concern" or review_id not in asked:
                continue
            if not is_reached(row.agency_id, asked[review_id], kinds):
                found[row.agency_id][row.passage_id] = None
        for agency_id, evidence in _select(found):
            yield (
                "agency_not_addressed", review_id, "", agency_id, "", labels.get(agency_id, agency_id),
                len(evidence), total[agency_id], evidence,
            )  # fmt: skip


def _find_open_recommendations(tables: Tables) -> Iterator[_Row]:
    columns = ("review_id", "recommendation_id", "text", "passage_ids", "addressees", "due")
    for gap, column in (
        ("recommendation_without_owner", "addressees"),
        ("recommendation_without_deadline", "due"),
    ):
        for _, rec in iterate_asks(tables, *columns):
            if rec.kind in _TO_BE_DONE and not getattr(rec, column):
                yield (
                    gap, rec.review_id, "", "", rec.recommendation_id, rec.text, len(rec.passage_ids), None,
                    rec.passage_ids,
                )  # fmt: skip


def _select(found: Mapping[str, dict[str, None]]) -> list[tuple[str, tuple[str, ...]]]:
    """What is found in a review, and not in passing, with its passages; the most first."""
    kept = [(what, tuple(passages)) for what, passages in found.items() if len(passages) >= LEAST_PASSAGES]
    return sorted(kept, key=lambda pair: (-len(pair[1]), pair[0]))
