"""Gaps: what a review finds but does not ask for, and what it asks of nobody or for no day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from thememiner.columns import GAPS
from thememiner.tables import Tables, iterate_rows, make_frame

from .answerable import is_reached
from .asks import select_asks
from .judged import NOT_JUDGED, find_judged

LEAST_PASSAGES = 2
"""A theme or an agency in fewer passages of a review is named in passing, not found."""
_TO_BE_DONE = ("recommendation", "priority_action", "area_for_improvement", "matter_of_concern")
"""Kinds that somebody must do by some day; a question or a learning point need not say."""

_Row = tuple[Any, ...]


def list_gaps(tables: Tables) -> pd.DataFrame:
    """Return the table ``gaps``: by gap, then in the order of the corpus, the most evidence first.

    Themes and agencies are looked for in reviews that ask for anything: where a review asks for
    nothing, all that it finds would be a gap.

    Args:
        tables: with ``reviews``, ``mentions``, ``recommendations`` and what these refer to.
    """
    rows = [
        *_find_unasked_themes(tables),
        *_find_unasked_agencies(tables),
        *_find_open_recommendations(tables),
    ]
    return make_frame(GAPS, rows)


def _find_unasked_themes(tables: Tables) -> Iterator[_Row]:
    asked: dict[str, set[str]] = defaultdict(set)
    for rec in iterate_rows(select_asks(tables)):
        asked[rec.review_id].update(rec.theme_ids)
    total = Counter(theme_id for themes in asked.values() for theme_id in themes)
    passages = tables["passages"]
    telling = set(passages.loc[~passages["role"].isin(NOT_JUDGED), "passage_id"])
    mentions = tables["mentions"]
    concerns = mentions[(mentions["status"] == "asserted") & (mentions["polarity"] == "concern")]
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in iterate_rows(concerns):
        if row.passage_id in telling and row.review_id in asked and row.theme_id not in asked[row.review_id]:
            found[row.review_id, row.theme_id][row.passage_id] = None
    labels = dict(zip(tables["themes"]["theme_id"], tables["themes"]["label"], strict=True))
    for review_id, theme_id, evidence in _order(tables, found):
        yield (
            "theme_without_recommendation", review_id, theme_id, "", "", labels.get(theme_id, theme_id),
            len(evidence), total[theme_id], evidence,
        )  # fmt: skip


def _find_unasked_agencies(tables: Tables) -> Iterator[_Row]:
    asked: dict[str, set[str]] = defaultdict(set)
    for rec in iterate_rows(select_asks(tables)):
        asked[rec.review_id].update(rec.addressee_ids)
    total = Counter(agency_id for agencies in asked.values() for agency_id in agencies)
    kinds = dict(zip(tables["agencies"]["agency_id"], tables["agencies"]["kind"], strict=True))
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in find_judged(tables):
        if row.polarity != "concern" or row.review_id not in asked:
            continue
        if not is_reached(row.agency_id, asked[row.review_id], kinds):
            found[row.review_id, row.agency_id][row.passage_id] = None
    labels = dict(zip(tables["agencies"]["agency_id"], tables["agencies"]["label"], strict=True))
    for review_id, agency_id, evidence in _order(tables, found):
        yield (
            "agency_not_addressed", review_id, "", agency_id, "", labels.get(agency_id, agency_id),
            len(evidence), total[agency_id], evidence,
        )  # fmt: skip


def _find_open_recommendations(tables: Tables) -> Iterator[_Row]:
    asks = select_asks(tables)
    asks = asks[asks["kind"].isin(_TO_BE_DONE)]
    for gap, column in (
        ("recommendation_without_owner", "addressees"),
        ("recommendation_without_deadline", "due"),
    ):
        for rec in iterate_rows(asks[asks[column].map(len) == 0]):
            yield (
                gap, rec.review_id, "", "", rec.recommendation_id, rec.text, len(rec.passage_ids), None,
                rec.passage_ids,
            )  # fmt: skip


def _order(
    tables: Tables, found: dict[tuple[str, str], dict[str, None]]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    place = {review_id: i for i, review_id in enumerate(tables["reviews"]["review_id"])}
    kept = [(review, what, tuple(e)) for (review, what), e in found.items() if len(e) >= LEAST_PASSAGES]
    yield from sorted(kept, key=lambda row: (place[row[0]], -len(row[2]), row[1]))
