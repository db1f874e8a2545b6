"""Judgements find their items in a report that was made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from thememiner.records import Judgement
from thememiner.tables import iterate_rows


def match_judgements(
    judgements: Sequence[Judgement], mentions: pd.DataFrame, recommendations: pd.DataFrame
) -> dict[str, str]:
    """Return the id that each judged item has in a report now, by judgement id; without those it lacks.

    An item is found by its id; else by theme and sentence (by its text, a recommendation)
    in the same review; else, where that review is no longer in the report (a new edition
    of the PDF has another id), in any.

    Args:
        judgements: what was judged.
        mentions: table of the report.
        recommendations: table of the report.
    """
    index = _Index(mentions, recommendations)
    found = {judgement.judgement_id: index.find(judgement) for judgement in judgements}
    return {judgement_id: item_id for judgement_id, item_id in found.items() if item_id}


def latest_judgements(
    judgements: Sequence[Judgement], matched: Mapping[str, str] | None = None
) -> tuple[Judgement, ...]:
    """Return the last judgement of each reviewer on each item, in order of time.

    Args:
        judgements: as ``read_judgements`` returns them.
        matched: what ``match_judgements`` returned, so that verdicts on the old and the
            new id of an item count as one.
    """
    latest: dict[tuple[object, ...], Judgement] = {}
    for judgement in judgements:
        item = (matched or {}).get(judgement.judgement_id) or judgement.item_id
        place = (judgement.review_id, judgement.theme_id, judgement.start, judgement.end, judgement.text)
        key = (judgement.reviewer, judgement.kind, item or place)
        latest.pop(key, None)
        latest[key] = judgement
    return tuple(latest.values())


class _Index:
    """Finds the item that a judgement is about."""

    def __init__(self, mentions: pd.DataFrame, recommendations: pd.DataFrame) -> None:
        self.ids: set[str] = set()
        self.reviews: set[str] = set()
        self.places: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for row in iterate_rows(mentions):
            self._add(row.mention_id, row.review_id, row.theme_id, row.sentence, row.text)
        for row in iterate_rows(recommendations):
            self._add(row.recommendation_id, row.review_id, "", row.text, row.text)

    def _add(self, item_id: str, review_id: str, theme_id: str, sentence: str, text: str) -> None:
        self.ids.add(item_id)
        self.reviews.add(review_id)
        for review in (review_id, ""):
            key = (review, theme_id, _fold(sentence))
            self.places.setdefault(key, []).append((item_id, _fold(text)))

    def find(self, judgement: Judgement) -> str:
        if judgement.item_id in self.ids:
            return judgement.item_id
        review = judgement.review_id if judgement.review_id in self.reviews else ""
        sentence = _fold(judgement.sentence or judgement.text)
        there = self.places.get((review, judgement.theme_id, sentence), [])
        words = _fold(judgement.text)
        for item_id, text in there:
            if text == words:
                return item_id
        for item_id, text in there:
            if text in words or words in text:
                return item_id
        return there[0][0] if len(there) == 1 and judgement.verdict != "missed" else ""


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
