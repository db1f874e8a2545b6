"""Which passages of a review hold which words, so that a new cue need not be looked for in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

import msgspec
from spacy.tokens import Doc

from thememiner.tagging.language.columns import read_columns

from .notation import Pattern, TokenTest

_ATTRIBUTES = ("ORTH", "NORM", "LEMMA")


class Concordance(msgspec.Struct, frozen=True, gc=False):
    """The words of a review and where each stands."""

    forms: tuple[tuple[str, str, str], ...] = ()
    """Orth, norm and lemma of each word."""
    passages: tuple[tuple[int, ...], ...] = ()
    """The passages in which it stands, by their place among those that were tagged."""


def make_concordance(spacy_docs: Sequence[Doc]) -> Concordance:
    """Return the concordance of some texts.

    Args:
        spacy_docs: one each, made by one pipeline, see ``make_nlp``.
    """
    places: dict[int, list[int]] = {}
    for place, spacy_doc in enumerate(spacy_docs):
        for number in dict.fromkeys(read_columns(spacy_doc).numbers):
            places.setdefault(number, []).append(place)
    forms = read_columns(spacy_docs[0]).words.forms if places else []
    return Concordance(tuple(forms[number] for number in places), tuple(map(tuple, places.values())))


class WordSearch:
    """Looks in concordances for the passages in which some pattern can match.

    Args:
        patterns: of all cues that are looked for; each must have a word that is not optional.

    >>> reports = Concordance((("Plans", "plans", "plan"), ("made", "made", "make")), ((0, 2), (1, 2)))
    >>> plan, make = (TokenTest("LEMMA", (word,)) for word in ("plan", "make"))
    >>> WordSearch([(plan,)]).find(reports), WordSearch([(plan, make)]).find(reports)
    ([0, 2], [2])
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = {
            tuple(dict.fromkeys(test for test in pattern if not test.optional and not test.gap))
            for pattern in patterns
        }
        self._words: dict[str, dict[str, list[TokenTest]]] = {name: {} for name in _ATTRIBUTES}
        beginnings: dict[str, list[TokenTest]] = {}
        for test in dict.fromkeys(test for pattern in self._patterns for test in pattern):
            filed = beginnings if test.prefix else self._words[test.attribute]
            for value in test.values:
                filed.setdefault(value, []).append(test)
        self._beginnings = beginnings

    def find(self, concordance: Concordance) -> list[int]:
        """Return the places of the passages that hold all words of some pattern, in order."""
        masks: dict[TokenTest, int] = {}
        beginnings = tuple(self._beginnings)
        for forms, places in zip(concordance.forms, concordance.passages, strict=True):
            passed = [
                test
                for name, form in zip(_ATTRIBUTES, forms, strict=True)
                for test in self._words[name].get(form, ())
            ]
            if beginnings and forms[1].startswith(beginnings):
                passed += [
                    test
                    for beginning, tests in self._beginnings.items()
                    if forms[1].startswith(beginning)
                    for test in tests
                ]
            if passed:
                mask = reduce(or_, (1 << place for place in places))
                for test in passed:
                    masks[test] = masks.get(test, 0) | mask
        found = reduce(
            or_, (reduce(and_, (masks.get(test, 0) for test in tests)) for tests in self._patterns), 0
        )
        return [place for place in range(found.bit_length()) if found >> place & 1]
