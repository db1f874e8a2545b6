"""The sentences behind the numbers."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from thememiner.tables import Tables, iterate_rows

EVIDENCE_LIMIT = 40
"""Sentences shown per theme; all of them are in mentions.csv, and the report says so."""
_CITED = 400
"""Passages printed in full; the rest are in passages.csv."""
_MENTION_COLUMNS = ("passage_id", "theme_id", "page", "text", "sentence", "status", "polarity")
_LONGEST = 900
"""Letters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, the words in it that count, and where it stands."""

    review: str
    review_id: str
    page: int
    before: str
    words: str
    after: str
    note: str
    """What it shows: the polarity of a theme; how sure a fact is."""


@dataclass(frozen=True, slots=True)
class ThemeEvidence:
    """Every review with a theme, and some of the sentences.

    Attributes:
        counts: place in ``titles``, mentions, and mentions as a concern of each review, one after the other.
        titles: id and title of each review.
        shown: sentences, taken from the reviews in turn.
    """

    counts: array[int]
    titles: Sequence[tuple[str, str]]
    shown: list[Evidence]

    @property
    def reviews(self) -> list[tuple[str, str, int, int]]:
        """Id, title, mentions, and mentions as a concern of each review, most concern first."""
        rows = zip(self.counts[::3], self.counts[1::3], self.counts[2::3], strict=True)
        ordered = sorted(rows, key=lambda row: (-row[2], -row[1]))
        return [(*self.titles[place], n, n_concern) for place, n, n_concern in ordered]


def gather_themes(tables: Tables, titles: Mapping[str, str]) -> dict[str, ThemeEvidence]:
    """Return the evidence of each theme: concerns first, one review after the other."""
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(dict)
    counts: dict[str, array[int]] = defaultdict(lambda: array("I"))
    listed = list(titles.items())
    place_of = {review_id: place for place, review_id in enumerate(titles)}
    for review_id, rows in tables.walk(mentions=_MENTION_COLUMNS):
        n: Counter[str] = Counter()
        n_concern: Counter[str] = Counter()
        seen: set[tuple[str, str, str]] = set()
        own: dict[str, list[Evidence]] = defaultdict(list)
        for mention in rows["mentions"]:
            if mention.status != "asserted":
                continue
            n[mention.theme_id] += 1
            n_concern[mention.theme_id] += mention.polarity == "concern"
            same = (mention.theme_id, mention.passage_id, mention.sentence)
            # Each review has its turn, so that sentences of later ones are not reached.
            if same not in seen and len(found[mention.theme_id]) < EVIDENCE_LIMIT:
                own[mention.theme_id].append(_quote(mention, titles, mention.text, mention.polarity))
            seen.add(same)
        for theme_id in n:
            counts[theme_id].extend((place_of[review_id], n[theme_id], n_concern[theme_id]))
        for theme_id, quotes in own.items():
            found[theme_id][review_id] = quotes
    return {
        theme_id: ThemeEvidence(
            counts=counts[theme_id],
            titles=listed,
            shown=_take_in_turn(by_review.values()),
        )
        for theme_id, by_review in found.items()
    }


def _take_in_turn(by_review: Iterable[list[Evidence]]) -> list[Evidence]:
    """The first few sentences are not all from one review, and concerns come before the rest."""
    ordered = [sorted(found, key=lambda one: one.note != "concern") for found in by_review]
    rounds = max(len(found) for found in ordered)
    mixed = [found[i] for i in range(rounds) for found in ordered if i < len(found)]
    return mixed[:EVIDENCE_LIMIT]


def gather_cases(tables: Tables, titles: Mapping[str, str]) -> dict[str, list[Evidence]]:
    """Return, for each line about cases of the annual table, the sentence of each review that says it."""
    by_passage: dict[tuple[str, str], Any] = {}
    review_of: dict[str, str] = {}
    for fact in tables.rows("case_facts"):
        if fact.used == 1:
            by_passage.setdefault((fact.review_id, fact.passage_id), fact)
            review_of.setdefault(fact.passage_id, fact.review_id)
    shown: dict[str, list[Evidence]] = {}
    for row in iterate_rows(tables["annual"]):
        if row.group != "case":
            continue
        where = {review_of[passage_id]: passage_id for passage_id in row.evidence}
        shown[row.measure_id] = [
            _quote(fact, titles, fact.text, fact.sure)
            if (fact := by_passage.get((review_id, where.get(review_id, "")))) is not None
            else Evidence(titles[review_id], review_id, 0, "", "", "", "manifest")
            for review_id in row.review_ids
        ]
    return shown


def _quote(found: Any, titles: Mapping[str, str], words: str, note: str) -> Evidence:
    before, marked, after = found.sentence.partition(words)
    return Evidence(
        review=titles[found.review_id],
        review_id=found.review_id,
        page=found.page,
        before=before,
        words=marked,
        after=after,
        note=note,
    )


@dataclass(slots=True)
class Citations:
    """Passages that the report prints in full because a number leads to them.

    Args:
        tables: every table.
        titles: of the reviews, by id.
    """

    tables: Tables
    titles: Mapping[str, str]
    wanted: dict[str, None] = field(default_factory=dict)
    """Passages in the order in which they were led to."""

    def add(self, passage_ids: Iterable[str]) -> list[str]:
        """Return those of the passages to which a link may lead: they will be printed."""
        shown = []
        for passage_id in passage_ids:
            if passage_id not in self.wanted and len(self.wanted) < _CITED:
                self.wanted[passage_id] = None
            if passage_id in self.wanted:
                shown.append(passage_id)
        return shown

    def read(self) -> dict[str, tuple[str, str, int, str]]:
        """Return what is to be printed, by passage: review id, title, page and text."""
        found = {}
        for row in self.tables.rows("passages", "passage_id", "review_id", "page_first", "text"):
            if row.passage_id in self.wanted:
                text = row.text if len(row.text) <= _LONGEST else row.text[:_LONGEST] + " …"
                found[row.passage_id] = (row.review_id, self.titles[row.review_id], row.page_first, text)
        return {passage_id: found[passage_id] for passage_id in self.wanted}
