"""How alike two recommendations are: which rare words they share, and which side of the thing they ask about.

A recommendation is told by what it is about (*private fostering*) and by the aspect that is to change
(*timeliness*, *oversight*). Both stand in the main clause of its first sentence; purposes (*so that ...*) and
further sentences count for less. The words it is made with (*should ensure that*) say nothing. Which words
are which is data: ``codebook/lineage.yaml``.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import Any

import numpy as np
import snowballstemmer
import yaml
from scipy import sparse

from thememiner.tables import wilson_interval

_WORD = re.compile(r"[^\W\d_]{2,}")
_POSSESSIVE = re.compile(r"['’]s\b")
_REMARK = re.compile(r"\([^()]{0,60}\)")
"""A remark in brackets: the paragraph of the report, an abbreviation."""
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_OPENING = 15
"""A recommendation may open with its purpose ("To ensure that ..."): that many letters are never cut off."""
LESS = 0.3
"""Weight of a word in a purpose or a further sentence, beside 1 in the main clause."""
_STEMS = 50_000
"""Words whose stems are kept at hand."""
_SMALL = 500
"""In a corpus of fewer recommendations every word is rare; weigh words as in one of this size."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is left of a recommendation's text once the words that say nothing are gone."""

    terms: tuple[tuple[str, float], ...]
    """Stems and aspects (``~time``) in alphabetical order, with 1 where they stand in the main clause."""
    aspects: frozenset[str]
    """Aspects in the main clause."""


@dataclass(frozen=True, slots=True)
class _Rules:
    formula: frozenset[str]
    aspect_of: dict[str, str]
    synonyms: tuple[tuple[re.Pattern[str], str], ...]
    purposes: re.Pattern[str]


@cache
def _load_data() -> dict[str, Any]:
    text = files("thememiner").joinpath("codebook/lineage.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def describe_lineage_accuracy() -> str:
    """Return how far groups of recommendations can be trusted, in a sentence.

    >>> describe_lineage_accuracy().startswith("Of 444 pairs")
    True
    """
    found = _load_data()["measured"]
    low, high = wilson_interval(found["same"], found["together"])
    return (
        f"Of {found['judged']} pairs that a reader judged, {found['together']} were put together and "
        f"{found['same']} of these ask for the same (precision {found['same'] / found['together']:.0%}, "
        f"95% interval {low:.0%} to {high:.0%}); {found['share_found']:.0%} of the pairs that ask for the "
        "same were found, so that a count is “at least”."
    )


@cache
def _load_rules() -> _Rules:
    data = _load_data()
    return _Rules(
        formula=frozenset(data["formula"].split()),
        aspect_of={word: name for name, words in data["aspects"].items() for word in words.split()},
        synonyms=tuple((_any_of(names[1:]), names[0]) for names in data["synonyms"]),
        purposes=_any_of(data["purposes"]),
    )


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


class WordingReader:
    """Reads the wording of one text after another.

    >>> WordingReader()("The board should ensure prompt strategy meetings, so that risks are known.").terms
    (('board', 1.0), ('known', 0.3), ('meet', 1.0), ('strategi', 1.0), ('~risk', 0.3), ('~time', 1.0))
    """

    def __init__(self) -> None:
        self._rules = _load_rules()
        self._stem = lru_cache(_STEMS)(snowballstemmer.stemmer("english").stemWord)
        self._known: dict[Any, Any] = {}
        """Each term and each set of aspects once: there are fewer of them than of their uses."""

    def __call__(self, text: str) -> Wording:
        """Return the wording of a text."""
        rules = self._rules
        terms: dict[str, float] = {}
        for part, weight in _split_parts(text, rules):
            for word in _WORD.findall(part):
                if word not in rules.formula:
                    term = f"~{rules.aspect_of[word]}" if word in rules.aspect_of else self._stem(word)
                    terms[term] = max(terms.get(term, 0.0), weight)
        aspects = frozenset(term[1:] for term, weight in terms.items() if term[0] == "~" and weight == 1)
        known = self._known
        told = (known.setdefault(term, term) for term in sorted(terms.items()))
        return Wording(tuple(told), known.setdefault(aspects, aspects))


def read_wordings(texts: Sequence[str]) -> list[Wording]:
    """Return the wording of each text."""
    return list(map(WordingReader(), texts))


def _split_parts(text: str, rules: _Rules) -> Iterator[tuple[str, float]]:
    """Yield the clauses of a text, each with the weight of its words."""
    told = _REMARK.sub(" ", _POSSESSIVE.sub("", text.casefold()))
    for pattern, name in rules.synonyms:
        told = pattern.sub(name, told)
    main = 1.0
    for sentence in _SENTENCE.split(told):
        why = rules.purposes.search(sentence, _OPENING)
        end = why.start() if why else len(sentence)
        yield sentence[:end], main
        yield sentence[end:], main * LESS
        main = LESS


def weigh_words(wordings: Sequence[Wording]) -> sparse.csr_matrix:
    """Return a row of length 1 per wording: its words by clause and rarity, the rarest word first.

    Args:
        wordings: each different one once, so that a sentence that is repeated word for word in many
            reviews does not make its own words common.

    Source: inverse document frequency, Spärck Jones, J. Documentation 28 (1972) 11-21.
    """
    spread = Counter(term for wording in wordings for term, _ in wording.terms)
    column = {term: i for i, term in enumerate(sorted(spread, key=lambda term: (spread[term], term)))}
    size = max(len(wordings), _SMALL)
    weights, columns, ends = array("d"), array("i"), [0]
    for wording in wordings:
        row = sorted(
            (column[term], part * log((2 + size) / (1 + spread[term]))) for term, part in wording.terms
        )
        length = sum(weight * weight for _, weight in row) ** 0.5 or 1.0
        columns.extend(i for i, _ in row)
        weights.extend(weight / length for _, weight in row)
        ends.append(len(columns))
    return sparse.csr_matrix(
        (np.frombuffer(weights), np.frombuffer(columns, np.intc), np.array(ends)),
        shape=(len(wordings), len(column)),
    )


def share_aspects(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much the aspects of two wordings agree, 0 to 1 (Dice).

    >>> share_aspects(frozenset({"time"}), frozenset({"time", "quality"}))
    0.6666666666666666
    """
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))
