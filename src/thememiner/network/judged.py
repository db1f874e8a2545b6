"""Agencies criticised or praised: a concern or a strength in a sentence in which the agency acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thememiner.tables import Tables, iterate_rows

NOT_JUDGED = frozenset({"front_matter", "contents", "recommendation", "response", "reference"})
"""Roles of passages in which nothing is found: they ask, answer, list or cite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An agency, and the mention of a theme that speaks well or ill of it."""

    review_id: str
    passage_id: str
    agency_id: str
    theme_id: str
    polarity: str
    """concern or strength."""


def find_judged(tables: Tables) -> Iterator[Judged]:
    """Yield the agency nearest to every concern and strength, where one acts in the same sentence.

    Args:
        tables: with ``mentions``, ``agency_mentions`` and ``passages``.
    """
    passages = tables["passages"]
    told = {
        row.passage_id: (int(row.start), row.text)
        for row in iterate_rows(passages[~passages["role"].isin(NOT_JUDGED)])
    }
    named = tables["agency_mentions"]
    acting: dict[str, list[Any]] = defaultdict(list)
    for row in iterate_rows(named[(named["part"] == "involved") & (named["agency_id"] != "")]):
        acting[row.passage_id].append(row)
    mentions = tables["mentions"]
    judging = mentions[
        (mentions["status"] == "asserted") & mentions["polarity"].isin(["concern", "strength"])
    ]
    for mention in iterate_rows(judging):
        if mention.passage_id not in told or mention.passage_id not in acting:
            continue
        start, text = told[mention.passage_id]
        first, last = _find_sentence(text, mention.sentence, mention.start - start)
        beside = [
            (max(agency.start - mention.end, mention.start - agency.end), agency.start, agency.agency_id)
            for agency in acting[mention.passage_id]
            if first <= agency.start - start < last
        ]
        if beside:
            yield Judged(
                review_id=mention.review_id,
                passage_id=mention.passage_id,
                agency_id=min(beside)[2],
                theme_id=mention.theme_id,
                polarity=mention.polarity,
            )


def _find_sentence(text: str, sentence: str, offset: int) -> tuple[int, int]:
    """Where in the passage the sentence around an offset stands: a sentence may occur twice."""
    first = text.rfind(sentence, 0, offset + len(sentence))
    return (first, first + len(sentence)) if 0 <= first <= offset else (offset, offset)
