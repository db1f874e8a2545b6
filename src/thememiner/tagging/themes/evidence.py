"""What the scorecards read: the mentions of many passages as columns, and the words of the passages.

Whether a theme is meant (``salience.py``) and how it is judged (``polarity.py``) is told by some
forty things, each of them small. They are read for many passages at once, a column each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thememiner.records import Cue, Status
from thememiner.tagging.context.rules import PassageContext
from thememiner.tagging.cues.matches import Match
from thememiner.tagging.language.columns import Columns
from thememiner.tagging.language.texts import count_up

from .vocabulary import Column, WordTable

_OWN = {"concern": -1, "strength": 1, "neutral": 0, "": 0}


class Named(NamedTuple):
    """A mention, and whether it is a fact."""

    cue: Cue
    match: Match
    status: Status


class NamedPassage(NamedTuple):
    """A passage that names themes."""

    columns: Columns
    context: PassageContext
    named: Sequence[Named]
    """In order of place."""


class Group(NamedTuple):
    """The mentions of a theme in a passage that are facts; of what is no fact each mention is alone."""

    passage: int
    theme_id: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """A column for each thing that is read of a mention; the mentions of a group stand together, in order."""

    group: Column
    start: Column
    """Tokens count through all passages."""
    end: Column
    begin: Column
    """The first token of its sentence."""
    stop: Column
    clause: Column
    score: Column
    """How much it is praised (above 0) or criticised, see ``Tone.score_at``."""
    is_judged: Column
    ought: Column
    conceded: Column
    praise: Column
    criticism: Column
    net: Column
    """What its sentence says to the others, see ``ToneAt``."""
    cue: Column
    weak: Column
    conditional: Column
    own: Column
    """What its cue says by itself: 1 praise, -1 criticism."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A column for each thing that is read of a whole passage."""

    first: Column
    """Its first token."""
    size: Column
    last_sentence: Column
    """The first token of its last sentence."""
    n_judgements: Column
    share_of_ought: Column
    is_rules: Column
    is_recommendation: Column
    total: Column
    """What its sentences say to each other, see ``Tone``."""
    leaning: Column


class Evidence:
    """What is read of passages that name themes.

    Args:
        passages: one or more, with a mention or more each.
        family: marks the words that only the story of a family has.
        is_of_case: the passages are from a document that tells one.

    Attributes:
        groups: of mentions, in order of passage and place.
        groups_of: for each passage the group of each of its mentions.
    """

    def __init__(self, passages: Sequence[NamedPassage], family: WordTable, *, is_of_case: bool) -> None:
        self.groups: list[Group] = []
        self.groups_of: list[list[int]] = []
        self.numbers: Column = np.fromiter(chain.from_iterable(p.columns.numbers for p in passages), np.intp)
        rows: list[tuple[float, ...]] = []
        settings: list[tuple[float, ...]] = []
        cues: dict[str, int] = {}
        first = 0
        for number, (columns, context, named) in enumerate(passages):
            tone, bounds = context.tone, context.clauses.bounds
            settings.append(
                (
                    first, len(columns.numbers), first + bounds[-2], tone.n_judgements, tone.share_of_ought,
                    tone.is_rules, tone.is_recommendation, tone.total, tone.leaning,
                )
            )  # fmt: skip
            known: dict[tuple[str, int], int] = {}
            self.groups_of.append([])
            for place, (cue, (start, end, _), status) in enumerate(named):
                key = (cue.code_id, -1 if status == "asserted" else place)
                group = known.setdefault(key, len(self.groups))
                if group == len(self.groups):
                    self.groups.append(Group(number, cue.code_id, status == "asserted"))
                self.groups_of[-1].append(group)
                sentence = context.clauses.sentence[start]
                rows.append(
                    (
                        group, first + start, first + end,
                        first + bounds[sentence], first + bounds[sentence + 1],
                        *tone.read_at(start, own=cue.polarity), cues.setdefault(cue.cue_id, len(cues)),
                        cue.weak, bool(cue.present), _OWN[cue.polarity],
                    )
                )  # fmt: skip
            first += len(columns.numbers)
        table = _stack(rows)
        order = np.argsort(table[0], kind="stable")
        counts = table[:5, order].astype(np.intp)
        self.mentions = Mentions(*counts, *table[5:, order])
        self.firsts: Column = np.flatnonzero(np.diff(self.mentions.group, prepend=-1))
        """The place of the first mention of each group."""
        self.n_mentions: Column = np.diff(self.firsts, append=len(rows))
        self.passage: Column = np.fromiter((group.passage for group in self.groups), np.intp)
        self.passages = Settings(*_stack(settings))
        self._family, self._is_of_case = family, is_of_case

    def least(self, column: Column) -> Column:
        """Return the least value of a column of mentions in each group."""
        return np.minimum.reduceat(column, self.firsts)

    def most(self, column: Column) -> Column:
        """Return the greatest value of a column of mentions in each group."""
        return np.maximum.reduceat(column, self.firsts)

    def total(self, column: Column) -> Column:
        """Return the sum of a column of mentions in each group, added up in order."""
        return np.bincount(self.mentions.group, column, len(self.groups))

    def settings(self, column: Column) -> Column:
        """Return for each group the value of a column of passages."""
        return column[self.passage]

    def starts_anew(self, column: Column) -> Column:
        """Return which mentions of a group are the first with their value of a column that ascends in it."""
        group = self.mentions.group
        anew: Column = (np.diff(column, prepend=-1) != 0) | (np.diff(group, prepend=-1) != 0)
        return anew

    def count(self, table: WordTable, start: Column, end: Column) -> Column:
        """Return how many words that a table marks with 1 stand from one token to before another.

        Args:
            table: the words, each 1 or 0.
            start: the first token of each stretch.
            end: the token after its last.
        """
        counts: Column = np.concatenate(((0,), np.cumsum(table.look_up(self.numbers))))
        return counts[end] - counts[start]

    @cached_property
    def n_themes(self) -> Column:
        """How many themes are counted in the sentence of each mention."""
        mentions = self.mentions
        counted = np.fromiter((group.is_counted for group in self.groups), np.bool_)[mentions.group]
        sentences = mentions.begin[counted & self.starts_anew(mentions.begin)]
        n_themes: Column = np.bincount(sentences, minlength=len(self.numbers))
        return n_themes[mentions.begin]

    @cached_property
    def token_passage(self) -> Column:
        """The passage of each token."""
        return np.repeat(np.arange(len(self.passages.size)), self.passages.size.astype(np.intp))

    @cached_property
    def is_of_case(self) -> Column:
        """For each group, whether its passage tells of a case: by its document, or by its own words."""
        family = np.bincount(self.token_passage, self._family.look_up(self.numbers))
        return self.settings((family > 0) | self._is_of_case)

    @cached_property
    def named_tokens(self) -> tuple[Column, Column]:
        """The group and the number of each word inside a mention."""
        lengths = self.mentions.end - self.mentions.start
        tokens = self.mentions.start.repeat(lengths) + count_up(lengths)
        return self.mentions.group.repeat(lengths), self.numbers[tokens]


def _stack(rows: Sequence[tuple[float, ...]]) -> NDArray[np.float64]:
    """Return the columns of a table."""
    return np.fromiter(chain.from_iterable(rows), np.float64).reshape(len(rows), -1).T
