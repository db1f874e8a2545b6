"""Whether a passage says something of a theme or names it in passing: a scorecard.

A reader keeps the few things that a passage is about; cues fire on everything that it
names. Each theme that fires in a passage gets points for how it stands there: named
twice, in the first sentence, judged, one of many in a list, after "including". Where the
points are below the bar its mentions are kept with the status ``passing`` and are not
counted. The points are data, ``codebook/salience.yaml``, fitted by
``benchmarks/salience.py`` on passages that readers coded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import is_number, read_rules
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
    "company", "wording",
)  # fmt: skip
"""What points are given for; ``codebook/salience.yaml`` says what each means."""


class Points(NamedTuple):
    """What features and themes say."""

    features: tuple[float, ...]
    """Of each of the ``FEATURES``."""
    themes: Mapping[str, float]
    """By theme id; a theme that is not there has none."""

    def add_up(self, evidence: Evidence, features: Sequence[Column]) -> Column:
        """Return the points of each group of mentions."""
        total = np.array([self.themes.get(group.theme_id, 0.0) for group in evidence.groups])
        for points, feature in zip(self.features, features, strict=True):
            total = total + points * feature
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The points of each feature and theme, and the bar.

    Args:
        bar: a theme with fewer points is named in passing.
        points: of every passage.
        in_a_case: added where a passage tells of a case.
        prepositions: which words are those after which a name only qualifies another.
        including: which open a list of examples.
        comma: which is the comma.
        company: how much other words speak for a theme.
    """

    bar: float
    points: Points
    in_a_case: Points
    prepositions: WordTable
    including: WordTable
    comma: WordTable
    company: Company

    def find_passing(self, evidence: Evidence) -> Column:
        """Return which groups of mentions name their theme in passing, of those that are counted.

        Args:
            evidence: the passages.
        """
        features = self.describe(evidence)
        total = self.points.add_up(evidence, features)
        total += evidence.is_of_case * self.in_a_case.add_up(evidence, features)
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
    bar = loaded.get("bar")
    problems = [f"{_FILE}: bar must be a number, not {bar}."] * (not is_number(bar))
    points = _read_points(loaded, _FILE, problems)
    section = loaded.get("in_a_case") or {}
    in_a_case = _read_points(section, f"{_FILE}, in_a_case", problems)
    if not problems:
        unknown = sorted(map(str, set(section.get("points") or {}) - set(FEATURES)))
        problems += [f"{_FILE}, in_a_case: there is no feature {name}." for name in unknown]
    listed = loaded.get("points") or {}
    if isinstance(listed, dict) and set(listed) != set(FEATURES):
        odd = ", ".join(sorted(map(str, set(listed) ^ set(FEATURES))))
        problems.append(f"{_FILE}: points must name each feature once; look at {odd}.")
    if problems:
        raise CodebookError(tuple(problems))
    words = words_of(nlp)
    return Scorecard(
        bar=float(loaded["bar"]),
        points=points,
        in_a_case=in_a_case,
        prepositions=mark_norms(words, loaded.get("prepositions") or ()),
        including=mark_norms(words, loaded.get("including") or ()),
        comma=mark_norms(words, (",",)),
        company=load_company(nlp, path),
    )


def _read_points(section: object, place: str, problems: list[str]) -> Points:
    """Read the numbers under “points:” and “themes:”; a feature that is not listed has none."""
    tables: dict[str, dict[str, float]] = {"points": {}, "themes": {}}
    if not isinstance(section, dict):
        problems.append(f"{place} must hold “points:” and “themes:”.")
        section = {}
    for name, found in tables.items():
        table = section.get(name) or {}
        if not isinstance(table, dict):
            problems.append(f"{place}: {name} must map names to numbers.")
            continue
        problems += [
            f"{place}, {name}: {key} must be a number, not {value}."
            for key, value in table.items()
            if not is_number(value)
        ]
        found |= {str(key): float(value) for key, value in table.items() if is_number(value)}
    return Points(tuple(tables["points"].get(name, 0.0) for name in FEATURES), tables["themes"])
