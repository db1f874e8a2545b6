"""What matchers read of a doc: its words by number, sentence by sentence.

A word is numbered where it is first met, so that matchers look up what they know of it
in a list. Matchers that share the numbers share what is read of a doc.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from spacy.strings import StringStore
from spacy.tokens import Doc


class Words(dict[tuple[int, int, int], int]):
    """Numbers the words met so far, for all the matchers of one pipeline.

    Args:
        strings: the vocabulary's strings.
    """

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings
        self.forms: list[tuple[str, str, str]] = []
        """Orth, norm and lemma of each number."""
        self.blanks: set[int] = set()
        """The numbers of white space."""

    def __missing__(self, word: tuple[int, int, int]) -> int:
        orth, norm, lemma = (self._strings[part] for part in word)
        number = self[word] = len(self.forms)
        self.forms.append((orth, norm, lemma))
        if not orth.strip():
            self.blanks.add(number)
        return number


class Sentence(NamedTuple):
    """The words of a sentence by number, and where each stands in the doc."""

    start: int
    words: list[int]
    places: Sequence[int]


class Columns(NamedTuple):
    """What matchers read of a doc; several can share it."""

    norms: list[int]
    """The norm of each token."""
    starts: list[int]
    """The first token of each sentence."""
    sentences: list[Sentence]


def read_columns(spacy_doc: Doc, words: Words) -> Columns:
    """Return what matchers read of a doc with norms, lemmas and sentences set.

    Args:
        spacy_doc: the doc.
        words: the words met so far, which those of the doc are added to.
    """
    if not len(spacy_doc):
        return Columns([], [], [])
    orths, norms, lemmas, begins = spacy_doc.to_array(["ORTH", "NORM", "LEMMA", "SENT_START"]).T.tolist()
    numbers = list(map(words.__getitem__, zip(orths, norms, lemmas, strict=True)))
    starts = [0]
    at = -1
    while True:
        try:
            at = begins.index(1, at + 1)
        except ValueError:
            break
        if at:
            starts.append(at)
    bounds = itertools.pairwise((*starts, len(numbers)))
    blanks = words.blanks
    clean = blanks.isdisjoint(numbers)
    return Columns(
        norms,
        starts,
        [
            Sentence(start, numbers[start:end], range(start, end))
            if clean
            else _skip_blanks(numbers, start, end, blanks)
            for start, end in bounds
        ],
    )


def _skip_blanks(numbers: list[int], start: int, end: int, blanks: set[int]) -> Sentence:
    places = [at for at in range(start, end) if numbers[at] not in blanks]
    return Sentence(start, [numbers[at] for at in places], places)
