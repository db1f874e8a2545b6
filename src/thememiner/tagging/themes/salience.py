"""Whether a passage says something of a theme or names it in passing: a scorecard.

A reader keeps the few things that a passage is about; cues fire on everything that it
names. Each theme that fires in a passage gets points for how it stands there: named
twice, in the first sentence, judged, one of many in a list, after "including". Where the
points are below the bar its mentions are kept with the status ``passing`` and are not
counted. The points are data, ``codebook/salience.yaml``, fitted by
``benchmarks/salience.py`` on passages that readers coded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_rules
from thememiner.tagging.language.pipeline import words_of

from .company import Company, load_company
from .evidence import Evidence
from .vocabulary import Column, WordTable, mark_norms

_FILE = "salience.yaml"
_OPENING = 4
"""A mention opens its sentence where fewer words stand before it."""
FEATURES = (
    "start", "named_twice", "named_thrice", "two_cues", "two_sentences", "first_sentence",
    "last_sentence_only", "opens_its_sentence", "words_before", "weak_cues_only", "conditional_cue",
    "single_words", "after_preposition", "after_including", "judged", "how_much_judged",
    "judgements_in_passage", "commas", "themes_in_sentence", "words_in_sentence", "words_in_passage",
    "of_a_case", "company", "wording",
)  # fmt: skip
"""What points are given for; ``codebook/salience.yaml`` says what each means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The points of each feature and theme, and the bar.

    Args:
        bar: a theme with fewer points is named in passing.
        points: of each of the ``FEATURES``.
        themes: by theme id; a theme that is not there has none.
        prepositions: which words are those after which a name only qualifies another.
        including: which open a list of examples.
        comma: which is the comma.
        company: how much other words speak for a theme.
    """

    bar: float
    points: tuple[float, ...]
    themes: Mapping[str, float]
    prepositions: WordTable
    including: WordTable
    comma: WordTable
    company: Company

    def find_passing(self, evidence: Evidence) -> Column:
        """Return which groups of mentions name their theme in passing, of those that are counted.

        Args:
            evidence: the passages.
        """
        total = np.array([self.themes.get(group.theme_id, 0.0) for group in evidence.groups])
        for points, feature in zip(self.points, self.describe(evidence), strict=True):
            total = total + points * feature
        return total < self.bar

    def describe(self, evidence: Evidence) -> list[Column]:
        """Return what each of the ``FEATURES`` is for each group of mentions.

        Args:
            evidence: the passages.
        """
        mentions, n_mentions = evidence.mentions, evidence.n_mentions
        least, most = evidence.least, evidence.most
        start, begin, stop = mentions.start, mentions.begin, mentions.stop
        first_sentence = least(begin) == evidence.settings(evidence.passages.first)
        before = least(start - begin)
        is_last = begin == evidence.settings(evidence.passages.last_sentence)[mentions.group]
        company, wording = self.company.weigh(evidence)
        features = {
            "start": np.ones(len(n_mentions)),
            "named_twice": n_mentions > 1,
            "named_thrice": n_mentions > 2,
            "two_cues": least(mentions.cue) != most(mentions.cue),
            "two_sentences": least(begin) != most(begin),
            "first_sentence": first_sentence,
            "last_sentence_only": least(is_last) & ~first_sentence,
            "opens_its_sentence": before < _OPENING,
            "words_before": np.minimum(before, 40) / 10,
            "weak_cues_only": least(mentions.weak),
            "conditional_cue": most(mentions.conditional),
            "single_words": most(mentions.end - start) == 1,
            "after_preposition": least(
                evidence.count(self.prepositions, np.maximum(start - 2, begin), start) > 0
            ),
            "after_including": least(evidence.count(self.including, begin, start) > 0),
            "judged": most(mentions.is_judged),
            "how_much_judged": np.minimum(most(np.abs(mentions.score)) / 6, 2.0),
            "judgements_in_passage": np.minimum(evidence.settings(evidence.passages.n_judgements), 8) / 4,
            "commas": np.minimum(least(evidence.count(self.comma, begin, stop)), 6) / 3,
            "themes_in_sentence": np.minimum(least(evidence.n_themes), 6) / 2,
            "words_in_sentence": np.minimum(least(stop - begin), 60) / 20,
            "words_in_passage": np.minimum(evidence.settings(evidence.passages.size), 175) / 50,
            "of_a_case": evidence.is_of_case,
            "company": company,
            "wording": wording,
        }
        return [features[name] for name in FEATURES]


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
    words = words_of(nlp)
    return Scorecard(
        bar=float(loaded["bar"]),
        points=tuple(float(loaded["points"][name]) for name in FEATURES),
        themes={str(theme_id): float(value) for theme_id, value in themes.items()},
        prepositions=mark_norms(words, loaded.get("prepositions") or ()),
        including=mark_norms(words, loaded.get("including") or ()),
        comma=mark_norms(words, (",",)),
        company=load_company(nlp, path),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
