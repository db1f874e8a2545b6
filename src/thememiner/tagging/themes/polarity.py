"""Whether a passage praises, criticises or merely describes a theme: a scorecard.

The rules of context (``tone.py``) read praise and criticism around each mention. What a
reader makes of them depends on more: whether the sentence says what ought to be, what the
rest of the passage says, how such themes are mostly spoken of, and words that are no
judgement by themselves ("inspectors", "yet"). Criticism and praise each get points for all
of this, description has none; the highest wins. The points are data,
``codebook/polarity.yaml``, fitted by ``benchmarks/polarity.py`` on passages that readers coded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Polarity
from thememiner.tagging.codebook.rule_files import is_number, read_rules_with
from thememiner.tagging.context.tone import weigh_scores
from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.pipeline import words_of

from .company import read_weights
from .evidence import Evidence
from .vocabulary import Column, Vocabulary, add_weights

_FILE = "polarity.yaml"
STEADY = 10
"""So many words without points are thought added to each passage, so that a short one says little."""
FEATURES = (
    "start", "score", "praised", "criticised", "praised_and_criticised",
    "first_score", "last_score", "clause_praises", "clause_criticises",
    "others_say", "judgements", "no_judgement", "ought_here",
    "ought_in_passage", "rules", "conceded", "cue_says", "first_sentence", "words_in_passage",
    "of_a_case", "score_of_a_case", "heading",
)  # fmt: skip
"""What points are given for; ``codebook/polarity.yaml`` says what each means."""


class Points(NamedTuple):
    """What something says for criticism and for praise, against mere description."""

    concern: float
    strength: float


_NOTHING = Points(0.0, 0.0)
_POLARITIES: dict[int, Polarity] = {-1: "concern", 0: "neutral", 1: "strength"}


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

    def find_polarities(self, evidence: Evidence) -> list[Polarity]:
        """Return the polarity of each group of mentions.

        Args:
            evidence: the passages.
        """
        passages, settings = evidence.passages, evidence.settings
        concern, strength = self._add_points(evidence)
        is_described = np.maximum(concern, strength) <= 0
        is_described |= settings(passages.is_recommendation) > 0
        sign = np.where(is_described, 0, np.where(concern >= strength, -1, 1))
        return [_POLARITIES[number] for number in sign.tolist()]

    def _add_points(self, evidence: Evidence) -> Iterator[Column]:
        """Yield what is said for criticism of each group, and for praise."""
        features = describe(evidence)
        themes = zip(*(self.themes.get(group.theme_id, _NOTHING) for group in evidence.groups), strict=True)
        for card, of_theme, of_words in zip(
            (self.concern, self.strength), themes, self.words.weigh(evidence), strict=True
        ):
            total = np.array(of_theme) + evidence.settings(of_words)
            for points, feature in zip(card, features, strict=True):
                total = total + points * feature
            yield total


def describe(evidence: Evidence) -> list[Column]:
    """Return what each of the ``FEATURES`` is for each group of mentions.

    Args:
        evidence: the passages.
    """
    mentions, passages, settings = evidence.mentions, evidence.passages, evidence.settings
    score, firsts = mentions.score, evidence.firsts
    total = evidence.total(weigh_scores(score))
    # Of several mentions in a clause or a sentence what it says counts once.
    clause, sentence = evidence.starts_anew(mentions.clause), evidence.starts_anew(mentions.begin)
    n_judgements, leaning = settings(passages.n_judgements), settings(passages.leaning)
    elsewhere = settings(passages.total) - evidence.total(mentions.net * sentence)
    features = {
        "start": np.ones(len(firsts)),
        "score": np.clip(total, -12, 12) / 6,
        "praised": total > 0,
        "criticised": total < 0,
        "praised_and_criticised": (evidence.least(score) < 0) & (evidence.most(score) > 0),
        "first_score": np.clip(score[firsts], -6, 6) / 6,
        "last_score": np.clip(score[firsts + evidence.n_mentions - 1], -6, 6) / 6,
        "clause_praises": np.minimum(evidence.total(mentions.praise * clause), 4) / 2,
        "clause_criticises": np.minimum(evidence.total(mentions.criticism * clause), 4) / 2,
        "others_say": np.clip(elsewhere, -12, 12) / 4,
        "judgements": np.minimum(n_judgements, 8) / 4,
        "no_judgement": n_judgements == 0,
        "ought_here": evidence.total(mentions.ought) / evidence.n_mentions,
        "ought_in_passage": settings(passages.share_of_ought),
        "rules": settings(passages.is_rules),
        "conceded": evidence.most(mentions.conceded),
        "cue_says": evidence.total(mentions.own) / evidence.n_mentions,
        "first_sentence": evidence.least(mentions.begin) == settings(passages.first),
        "words_in_passage": np.minimum(settings(passages.size), 200) / 50,
        "of_a_case": evidence.is_of_case,
        "score_of_a_case": evidence.is_of_case * np.clip(total, -12, 12) / 6,
        "heading": np.sign(leaning),
    }
    return [features[name] for name in FEATURES]


class WordPoints:
    """What the words of a passage say of its themes.

    Args:
        points: of each word (its norm).
        words: what the numbers of words mean.
    """

    def __init__(self, points: Mapping[str, Points], words: Words) -> None:
        listed = sorted(points)
        self._vocabulary = Vocabulary(listed, words, form=1)
        self._concern = np.array([points[word].concern for word in listed])
        self._strength = np.array([points[word].strength for word in listed])

    @property
    def vocabulary(self) -> Sequence[str]:
        """The words that have points."""
        return self._vocabulary.listed

    def weigh(self, evidence: Evidence) -> tuple[Column, Column]:
        """Return what the different words of each passage say for criticism and for praise.

        Args:
            evidence: the passages.
        """
        words = self._vocabulary.find(evidence.token_passage, evidence.numbers, len(evidence.passages.size))
        share = 1 / np.sqrt(words.sum(axis=1) + STEADY)
        return share * add_weights(words, self._concern), share * add_weights(words, self._strength)


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
        if isinstance(pair, list) and len(pair) == len(Points._fields) and all(map(is_number, pair)):
            points[str(name)] = Points(*map(float, pair))
        else:
            problems.append(
                f"{_FILE}, {place}: {name} must be followed by two numbers, as [0.5, -0.2], not {pair}."
            )
    return points
