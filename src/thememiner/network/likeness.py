"""How alike two recommendations are: which rare words they share, and which side of the thing they ask about.

A recommendation is told by what it is about (*private fostering*) and by the aspect that is to change
(*timeliness*, *oversight*). The words it is made with (*should ensure that*) say nothing. Which words are
which is data: ``codebook/lineage.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
import snowballstemmer
import yaml
from scipy import sparse

_WORD = re.compile(r"[^\W\d_]{2,}")
_POSSESSIVE = re.compile(r"['’]s\b")
_SMALL = 500
"""In a corpus of fewer recommendations every word is rare; weigh words as in one of this size."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is left of a recommendation's text once the words that say nothing are gone."""

    terms: tuple[tuple[str, int], ...]
    """Stems and aspects (``~time``) with their counts, in alphabetical order."""
    aspects: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    formula: frozenset[str]
    aspect_of: dict[str, str]
    synonyms: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _load_rules() -> _Rules:
    text = files("thememiner").joinpath("codebook/lineage.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return _Rules(
        formula=frozenset(data["formula"].split()),
        aspect_of={word: name for name, words in data["aspects"].items() for word in words.split()},
        synonyms=tuple(
            (re.compile(rf"\b(?:{'|'.join(map(re.escape, names[1:]))})\b"), names[0])
            for names in data["synonyms"]
        ),
    )


def read_wordings(texts: Sequence[str]) -> list[Wording]:
    """Return the wording of each text.

    >>> read_wordings(["The board should ensure the timeliness of strategy meetings."])[0].terms
    (('board', 1), ('meet', 1), ('strategi', 1), ('~time', 1))
    """
    rules, stemmer = _load_rules(), snowballstemmer.stemmer("english")
    stems: dict[str, str] = {}
    wordings = []
    for text in texts:
        told = _POSSESSIVE.sub("", text.casefold())
        for pattern, name in rules.synonyms:
            told = pattern.sub(name, told)
        words = [word for word in _WORD.findall(told) if word not in rules.formula]
        aspects = [rules.aspect_of[word] for word in words if word in rules.aspect_of]
        plain = [word for word in words if word not in rules.aspect_of]
        for word in plain:
            if word not in stems:
                stems[word] = stemmer.stemWord(word)
        counted = Counter([*(stems[word] for word in plain), *(f"~{aspect}" for aspect in aspects)])
        wordings.append(Wording(tuple(sorted(counted.items())), frozenset(aspects)))
    return wordings


def weigh_words(wordings: Sequence[Wording]) -> sparse.csr_matrix:
    """Return a row of length 1 per wording: its words by count and rarity, the rarest word first.

    Args:
        wordings: each different one once, so that a sentence that is repeated word for word in many
            reviews does not make its own words common.

    Source: tf-idf with a logarithmic count, Manning, Raghavan and Schuetze, Introduction to
        Information Retrieval (2008), chapter 6.
    """
    spread = Counter(term for wording in wordings for term, _ in wording.terms)
    column = {term: i for i, term in enumerate(sorted(spread, key=lambda term: (spread[term], term)))}
    size = max(len(wordings), _SMALL)
    weights, columns, ends = [], [], [0]
    for wording in wordings:
        row = sorted(
            (column[term], (1 + log(n)) * log((2 + size) / (1 + spread[term]))) for term, n in wording.terms
        )
        length = sum(weight * weight for _, weight in row) ** 0.5 or 1.0
        columns += [i for i, _ in row]
        weights += [weight / length for _, weight in row]
        ends.append(len(columns))
    return sparse.csr_matrix(
        (np.array(weights), np.array(columns, dtype=np.int64), np.array(ends)),
        shape=(len(wordings), len(column)),
    )


def share_aspects(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much the aspects of two wordings agree, 0 to 1 (Dice).

    >>> share_aspects(frozenset({"time"}), frozenset({"time", "quality"}))
    0.6666666666666666
    """
    if not one and not other:
        return 1.0
    if not one or not other:
        return 0.5
    return 2 * len(one & other) / (len(one) + len(other))
