"""Whether a passage says something of a theme or names it in passing: a scorecard.

A reader keeps the few things that a passage is about; cues fire on everything that it
names. Each theme that fires in a passage gets points for how it stands there: named
twice, in the first sentence, judged, one of many in a list, after "including". Where the
points are below the bar its mentions are kept with the status ``passing`` and are not
counted. The points are data, ``codebook/salience.yaml``, fitted by
``benchmarks/salience.py`` on passages that readers coded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from operator import mul
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Cue
from thememiner.tagging.codebook.rule_files import read_rules
from thememiner.tagging.context.rules import PassageContext
from thememiner.tagging.cues.matches import Match
from thememiner.tagging.language.columns import Columns

from .company import Company, load_company

_FILE = "salience.yaml"
_OPENING = 4
"""A mention opens its sentence where fewer words stand before it."""
FEATURES = (
    "start", "named_twice", "named_thrice", "two_cues", "two_sentences", "first_sentence",
    "last_sentence_only", "opens_its_sentence", "words_before", "weak_cues_only", "conditional_cue",
    "single_words", "after_preposition", "after_including", "judged", "how_much_judged",
    "judgements_in_passage", "commas", "themes_in_sentence", "words_in_sentence", "words_in_passage",
    "company", "wording",
)  # fmt: skip
"""What points are given for; ``codebook/salience.yaml`` says what each means."""


class Named(NamedTuple):
    """A mention that would be counted."""

    cue: Cue
    match: Match
    score: float
    """How much it is praised (above 0) or criticised, see ``Tone.score_at``."""
    sentence: int
    clause: int
    """In which it stands, see ``Clauses``."""


class Frame(NamedTuple):
    """A sentence that names something."""

    begin: int
    is_last: bool
    commas: float
    themes: float
    words: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The points of each feature and theme, and the bar.

    Args:
        bar: a theme with fewer points is named in passing.
        points: of each of the ``FEATURES``.
        themes: by theme id; a theme that is not there has none.
        prepositions: norms of words after which a name only qualifies another.
        including: norms of words that open a list of examples.
        comma: the norm of the comma.
        company: how much other words speak for a theme.
    """

    bar: float
    points: tuple[float, ...]
    themes: Mapping[str, float]
    prepositions: frozenset[int]
    including: frozenset[int]
    comma: int
    company: Company

    def find_passing(
        self, named: Sequence[Named], columns: Columns, context: PassageContext
    ) -> frozenset[str]:
        """Return the ids of the themes that a passage names in passing.

        Args:
            named: the mentions that would be counted, of all themes.
            columns: the words of the passage.
            context: what its words say of the mentions.
        """
        points = self.points
        return frozenset(
            theme_id
            for theme_id, features in self.describe(named, columns, context).items()
            if sum(map(mul, points, features), self.themes.get(theme_id, 0.0)) < self.bar
        )

    def describe(
        self, named: Sequence[Named], columns: Columns, context: PassageContext
    ) -> dict[str, tuple[float, ...]]:
        """Return what ``FEATURES`` are for each theme that a passage names.

        Args:
            named: the mentions that would be counted, of all themes.
            columns: the words of the passage.
            context: what its words say of the mentions.
        """
        by_theme: dict[str, list[Named]] = {}
        in_sentence: dict[int, set[str]] = {}
        for one in named:
            by_theme.setdefault(one.cue.code_id, []).append(one)
            in_sentence.setdefault(one.sentence, set()).add(one.cue.code_id)
        frames = {
            sentence: self._frame(sentence, len(theme_ids), columns.norms, context.clauses.bounds)
            for sentence, theme_ids in in_sentence.items()
        }
        words = self.company.find_words(columns.numbers)
        return {
            theme_id: (
                *self._describe(mentions, frames, columns.norms, context),
                *self._weigh(theme_id, mentions, words, columns.numbers),
            )
            for theme_id, mentions in by_theme.items()
        }

    def _frame(self, sentence: int, n_themes: int, norms: Sequence[int], bounds: Sequence[int]) -> Frame:
        """Return what is the same for all that a sentence names."""
        begin, end = bounds[sentence], bounds[sentence + 1]
        return Frame(
            begin,
            end == len(norms),
            min(norms[begin:end].count(self.comma), 6) / 3,
            min(n_themes, 6) / 2,
            min(end - begin, 60) / 20,
        )

    def _weigh(
        self, theme_id: str, named: Sequence[Named], words: set[int], numbers: Sequence[int]
    ) -> tuple[float, float]:
        """Return how much the other words of the passage, and its own, speak for a theme."""
        own = self.company.find_words(
            number for one in named for number in numbers[one.match.start : one.match.end]
        )
        return self.company.weigh(theme_id, words, own), self.company.weigh_wording(own)

    def _describe(
        self,
        named: Sequence[Named],
        frames: Mapping[int, Frame],
        norms: Sequence[int],
        context: PassageContext,
    ) -> tuple[float, ...]:
        rows = [self._describe_one(one, frames[one.sentence], norms, context) for one in named]
        (
            first_sentence, last_sentence, before, weak, conditional, single, after_preposition,
            after_including, judged, how_much_judged, commas, themes, words,
        ) = rows[0] if len(rows) == 1 else map(_call, _PICKS, zip(*rows, strict=True))  # fmt: skip
        return (
            1.0,
            len(named) > 1,
            len(named) > 2,
            len({one.cue.cue_id for one in named}) > 1,
            len({one.sentence for one in named}) > 1,
            first_sentence,
            last_sentence and not first_sentence,
            before < _OPENING,
            min(before, 40) / 10,
            weak,
            conditional,
            single,
            after_preposition,
            after_including,
            judged,
            min(how_much_judged / 6, 2.0),
            min(context.tone.n_judgements, 8) / 4,
            commas,
            themes,
            words,
            min(len(norms), 175) / 50,
        )

    def _describe_one(
        self, one: Named, frame: Frame, norms: Sequence[int], context: PassageContext
    ) -> tuple[float, ...]:
        """Return what tells of one mention; of those of a theme ``_PICKS`` picks the value."""
        start, end, _ = one.match
        return (
            frame.begin == 0,
            frame.is_last,
            start - frame.begin,
            one.cue.weak,
            bool(one.cue.present),
            end - start == 1,
            not self.prepositions.isdisjoint(norms[max(start - 2, frame.begin) : start]),
            not self.including.isdisjoint(norms[frame.begin : start]),
            context.tone.is_judged(one.clause),
            abs(one.score),
            frame.commas,
            frame.themes,
            frame.words,
        )


_PICKS = (max, min, min, min, max, min, min, min, max, max, min, min, min)
"""How the mentions of a theme make one: by the mention with most or with least of it."""


def _call(pick: Callable[[Iterable[float]], float], values: Iterable[float]) -> float:
    return pick(values)


def load_scorecard(nlp: Language, path: Path | str | None = None) -> Scorecard:
    """Read the scorecard of a codebook; the packaged one where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules(path, _FILE)
    if not isinstance(loaded, dict):
        raise CodebookError((f"{_FILE}: must have “bar:”, “points:” and “themes:”.",))
    points, themes, bar = loaded.get("points"), loaded.get("themes") or {}, loaded.get("bar")
    problems = [f"{_FILE}: bar must be a number, not {bar}."] * (not _is_number(bar))
    for name, table in (("points", points), ("themes", themes)):
        if not isinstance(table, dict):
            problems.append(f"{_FILE}: {name} must map names to numbers.")
        else:
            problems += [
                f"{_FILE}, {name}: {key} must be a number, not {value}."
                for key, value in table.items()
                if not _is_number(value)
            ]
    if isinstance(points, dict) and set(points) != set(FEATURES):
        odd = ", ".join(sorted(map(str, set(points) ^ set(FEATURES))))
        problems.append(f"{_FILE}: points must name each feature once; look at {odd}.")
    if problems:
        raise CodebookError(tuple(problems))
    strings = nlp.vocab.strings
    return Scorecard(
        bar=float(loaded["bar"]),
        points=tuple(float(loaded["points"][name]) for name in FEATURES),
        themes={str(theme_id): float(value) for theme_id, value in themes.items()},
        prepositions=frozenset(strings.add(str(word)) for word in loaded.get("prepositions") or ()),
        including=frozenset(strings.add(str(word)) for word in loaded.get("including") or ()),
        comma=strings.add(","),
        company=load_company(nlp, path),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
