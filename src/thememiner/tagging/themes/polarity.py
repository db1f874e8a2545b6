"""Whether a passage praises, criticises or merely describes a theme: a scorecard.

The rules of context (``tone.py``) read praise and criticism around each mention. What a
reader makes of them depends on more: whether the sentence says what ought to be, what the
rest of the passage says, how such themes are mostly spoken of, and words that are no
judgement by themselves ("inspectors", "yet"). Criticism and praise each get points for all
of this, description has none; the highest wins. The points are data,
``codebook/polarity.yaml``, fitted by ``benchmarks/polarity.py`` on passages that readers coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from operator import mul
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Polarity
from thememiner.tagging.codebook.rule_files import read_rules_with
from thememiner.tagging.context.rules import PassageContext
from thememiner.tagging.context.tone import add_scores
from thememiner.tagging.language.columns import Columns, Words
from thememiner.tagging.language.pipeline import words_of

from .company import KnownWords, read_weights
from .salience import Named

_FILE = "polarity.yaml"
STEADY = 10
"""So many words without points are thought added to each passage, so that a short one says little."""
FEATURES = (
    "start", "score", "praised", "criticised", "praised_and_criticised",
    "first_score", "last_score", "clause_praises", "clause_criticises",
    "others_say", "judgements", "no_judgement", "ought_here",
    "ought_in_passage", "rules", "conceded", "cue_says", "first_sentence", "words_in_passage",
    "heading",
)  # fmt: skip
"""What points are given for; ``codebook/polarity.yaml`` says what each means."""


class Points(NamedTuple):
    """What something says for criticism and for praise, against mere description."""

    concern: float
    strength: float


_NOTHING = Points(0.0, 0.0)
_OWN = {"concern": -1, "strength": 1, "neutral": 0, "": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarityCard:
    """The points of each feature, theme and word.

    Args:
        concern: the points for criticism of each of the ``FEATURES``.
        strength: those for praise.
        themes: by theme id; a theme that is not there has none.
        words: what the words of a passage say.
    """

    concern: tuple[float, ...]
    strength: tuple[float, ...]
    themes: Mapping[str, Points]
    words: WordPoints

    def find_polarities(
        self, groups: Iterable[Sequence[Named]], columns: Columns, context: PassageContext
    ) -> list[Polarity]:
        """Return the polarity of each group of mentions of a passage.

        Args:
            groups: mentions of one theme each, in order of place.
            columns: the words of the passage.
            context: what its words say of the mentions.
        """
        words = self.words.weigh(columns.numbers)
        return [self._find_polarity(named, words, context) for named in groups]

    def _find_polarity(self, named: Sequence[Named], words: Points, context: PassageContext) -> Polarity:
        if context.tone.is_recommendation:
            return "neutral"
        concern, strength = self.themes.get(named[0].cue.code_id, _NOTHING)
        concern, strength = concern + words.concern, strength + words.strength
        features = describe(named, context)
        concern = sum(map(mul, self.concern, features), concern)
        strength = sum(map(mul, self.strength, features), strength)
        if max(concern, strength) <= 0:
            return "neutral"
        return "concern" if concern >= strength else "strength"


def describe(named: Sequence[Named], context: PassageContext) -> tuple[float, ...]:
    """Return what ``FEATURES`` are for a theme.

    Args:
        named: its mentions in a passage, in order of place.
        context: what the words of the passage say of them.
    """
    tone = context.tone
    scores = [one.score for one in named]
    places = [(one.sentence, one.clause) for one in named]
    sentences = [one.sentence for one in named]
    total = add_scores(scores)
    praise, criticism = tone.weigh_clauses(places)
    n_judgements = tone.n_judgements
    return (
        1.0,
        _cap(total, 12) / 6,
        total > 0,
        total < 0,
        min(scores) < 0 < max(scores),
        _cap(scores[0], 6) / 6,
        _cap(scores[-1], 6) / 6,
        min(praise, 4) / 2,
        min(criticism, 4) / 2,
        _cap(tone.weigh_elsewhere(sentences), 12) / 4,
        min(n_judgements, 8) / 4,
        not n_judgements,
        sum(map(tone.says_what_ought_to_be, sentences)) / len(named),
        tone.share_of_ought,
        tone.is_rules,
        any(context.clauses.is_conceded(one.clause) for one in named),
        sum(_OWN[one.cue.polarity] for one in named) / len(named),
        0 in sentences,
        min(context.size, 200) / 50,
        (tone.leaning > 0) - (tone.leaning < 0),
    )


def _cap(value: float, most: float) -> float:
    return max(-most, min(most, value))


class WordPoints:
    """What the words of a passage say of its themes.

    Args:
        points: of each word (its norm).
        words: what the numbers of words mean.
    """

    def __init__(self, points: Mapping[str, Points], words: Words) -> None:
        self.vocabulary = sorted(points)
        self._concern = [points[word].concern for word in self.vocabulary]
        self._strength = [points[word].strength for word in self.vocabulary]
        places = {word: place for place, word in enumerate(self.vocabulary)}
        self._known = KnownWords(places, words, form=1)

    def weigh(self, numbers: Iterable[int]) -> Points:
        """Return what the different words of a passage say.

        Args:
            numbers: the word of each token, see ``Columns``.
        """
        # In order: a sum of floats depends on its order.
        places = sorted(set(map(self._known.__getitem__, set(numbers))) - {-1})
        share = 1 / sqrt(len(places) + STEADY)
        return Points(
            share * sum(map(self._concern.__getitem__, places)),
            share * sum(map(self._strength.__getitem__, places)),
        )


def load_polarity_card(nlp: Language, path: Path | str | None = None) -> PolarityCard:
    """Read the scorecard of polarity of a codebook; the packaged one where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules_with(path, _FILE, "points", "the points of each feature")
    problems: list[str] = []
    points, themes = (_read_points(loaded.get(name) or {}, name, problems) for name in ("points", "themes"))
    words = loaded.get("words") or {}
    if not isinstance(words, dict) or set(words) - set(Points._fields):
        problems.append(f"{_FILE}: words must hold “concern:” and “strength:”, words with their points.")
        words = {}
    concern, strength = (
        read_weights(words.get(name) or "", f"{_FILE}, words, {name}", problems) for name in Points._fields
    )
    if set(points) != set(FEATURES) and not problems:
        odd = ", ".join(sorted(set(points) ^ set(FEATURES)))
        problems.append(f"{_FILE}: points must name each feature once; look at {odd}.")
    if problems:
        raise CodebookError(tuple(problems))
    return PolarityCard(
        concern=tuple(points[name].concern for name in FEATURES),
        strength=tuple(points[name].strength for name in FEATURES),
        themes=themes,
        words=WordPoints(
            {
                word: Points(concern.get(word, 0.0), strength.get(word, 0.0))
                for word in {**concern, **strength}
            },
            words_of(nlp),
        ),
    )


def _read_points(table: object, place: str, problems: list[str]) -> dict[str, Points]:
    """Read “name: [for concern, for strength]”."""
    if not isinstance(table, dict):
        problems.append(f"{_FILE}: {place} must map names to two numbers each.")
        return {}
    points: dict[str, Points] = {}
    for name, pair in table.items():
        if isinstance(pair, list) and len(pair) == len(Points._fields) and all(map(_is_number, pair)):
            points[str(name)] = Points(*map(float, pair))
        else:
            problems.append(
                f"{_FILE}, {place}: {name} must be followed by two numbers, as [0.5, -0.2], not {pair}."
            )
    return points


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
