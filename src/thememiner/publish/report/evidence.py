"""The sentences behind the numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thememiner.tables import Tables, iterate_rows

EVIDENCE_LIMIT = 40
"""Sentences shown per theme; all of them are in mentions.csv, and the report says so."""
_CITED = 400
"""Passages printed in full; the rest are in passages.csv."""
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
        reviews: id, title, mentions, and mentions as a concern of each, most concern first.
        shown: sentences, taken from the reviews in turn.
    """

    reviews: list[tuple[str, str, int, int]]
    shown: list[Evidence]


def gather_themes(tables: Tables, titles: Mapping[str, str]) -> dict[str, ThemeEvidence]:
    """Return the evidence of each theme: concerns first, one review after the other."""
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    seen: set[tuple[str, str, str]] = set()
    mentions = tables["mentions"]
    for mention in iterate_rows(mentions[mentions["status"] == "asserted"]):
        count = counts[mention.theme_id][mention.review_id]
        count[0] += 1
        count[1] += mention.polarity == "concern"
        same = (mention.theme_id, mention.passage_id, mention.sentence)
        if same in seen:
            continue
        seen.add(same)
        found[mention.theme_id][mention.review_id].append(
            _quote(mention, titles, mention.text, mention.polarity)
        )
    return {
        theme_id: ThemeEvidence(
            reviews=[
                (review_id, titles[review_id], count[0], count[1])
                for review_id, count in sorted(
                    counts[theme_id].items(), key=lambda item: (-item[1][1], -item[1][0])
                )
            ],
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
    facts = tables["case_facts"]
    by_passage: dict[tuple[str, str], Any] = {}
    manifest: dict[str, Any] = {}
    for fact in iterate_rows(facts[facts["used"] == 1]):
        by_passage.setdefault((fact.review_id, fact.passage_id), fact)
        if fact.sure == "manifest":
            manifest.setdefault(fact.review_id, fact)
    passages = dict(zip(tables["passages"]["passage_id"], tables["passages"]["review_id"], strict=True))
    shown: dict[str, list[Evidence]] = {}
    for row in iterate_rows(tables["annual"]):
        if row.group != "case":
            continue
        where = {passages[passage_id]: passage_id for passage_id in row.evidence}
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
    passages: dict[str, tuple[str, str, int, str]] = field(default_factory=dict)
    """Passage id: review id, title, page and text."""
    _index: dict[str, Any] = field(default_factory=dict)

    def add(self, passage_ids: Iterable[str]) -> list[str]:
        """Return those of the passages to which a link may lead: they will be printed."""
        if not self._index:
            self._index = {row.passage_id: row for row in iterate_rows(self.tables["passages"])}
        shown = []
        for passage_id in passage_ids:
            if passage_id not in self.passages and len(self.passages) < _CITED:
                row = self._index[passage_id]
                text = row.text if len(row.text) <= _LONGEST else row.text[:_LONGEST] + " …"
                self.passages[passage_id] = (row.review_id, self.titles[row.review_id], row.page_first, text)
            if passage_id in self.passages:
                shown.append(passage_id)
        return shown
