"""Agencies criticised or praised: a concern or a strength in a sentence in which the agency acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from thememiner.tables import Tables

NOT_JUDGED = frozenset({"front_matter", "contents", "recommendation", "response", "reference"})
"""Roles of passages in which nothing is found: they ask, answer, list or cite."""
MENTION_COLUMNS = ("passage_id", "theme_id", "sentence", "status", "polarity", "start", "end")
AGENCY_COLUMNS = ("passage_id", "agency_id", "part", "start", "end")
PASSAGE_COLUMNS = ("passage_id", "role", "start", "text")


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
    walk = tables.walk(mentions=MENTION_COLUMNS, agency_mentions=AGENCY_COLUMNS, passages=PASSAGE_COLUMNS)
    for review_id, rows in walk:
        yield from judge_review(review_id, rows["mentions"], rows["agency_mentions"], rows["passages"])


def judge_review(
    review_id: str, mentions: Sequence[Any], named: Sequence[Any], passages: Sequence[Any]
) -> Iterator[Judged]:
    """Yield what ``find_judged`` does, of one review.

    Args:
        review_id: the review.
        mentions: its rows of ``mentions``, with ``MENTION_COLUMNS``.
        named: its rows of ``agency_mentions``, with ``AGENCY_COLUMNS``.
        passages: its rows of ``passages``, with ``PASSAGE_COLUMNS``.
    """
    acting: dict[str, list[Any]] = defaultdict(list)
    for agency in named:
        if agency.part == "involved" and agency.agency_id:
            acting[agency.passage_id].append(agency)
    told = {
        row.passage_id: (int(row.start), row.text)
        for row in passages
        if row.passage_id in acting and row.role not in NOT_JUDGED
    }
    for mention in mentions:
        if mention.status != "asserted" or mention.polarity not in ("concern", "strength"):
            continue
        if mention.passage_id not in told:
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
                review_id=review_id,
                passage_id=mention.passage_id,
                agency_id=min(beside)[2],
                theme_id=mention.theme_id,
                polarity=mention.polarity,
            )


def _find_sentence(text: str, sentence: str, offset: int) -> tuple[int, int]:
    """Where in the passage the sentence around an offset stands: a sentence may occur twice."""
    first = text.rfind(sentence, 0, offset + len(sentence))
    return (first, first + len(sentence)) if 0 <= first <= offset else (offset, offset)
