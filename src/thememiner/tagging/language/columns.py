"""What is read of a doc once and used by all of tagging: its words by number, and its sentences.

A word is numbered where it is first met, so that what a matcher knows of it is looked up
in a list. The pipeline (``pipeline.py``) leaves the columns on each doc that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy
from spacy.strings import StringStore
from spacy.tokens import Doc

_KEY = "thememiner columns"


class Words:
    """Numbers the words that a pipeline has met so far.

    Args:
        strings: the vocabulary's strings.
        fold: makes the norm and the lemma of spaCy's own norm of a word.
    """

    def __init__(self, strings: StringStore, fold: Callable[[str], tuple[str, str]]) -> None:
        self._strings, self._fold = strings, fold
        self._numbers: dict[bytes, int] = {}
        # Norm and lemma of each number as spaCy stores them, and -1: no sentence begins here.
        self._values: Any = numpy.full((1024, 3), -1, dtype="int64").view("uint64")
        self.forms: list[tuple[str, str, str]] = []
        """Orth, norm and lemma of each number."""
        self.blanks: set[int] = set()
        """The numbers of white space."""

    def read(self, spacy_doc: Doc) -> list[int]:
        """Return the number of each token of a doc that has just been split into tokens."""
        # Two hashes of eight bytes each, taken as one key: "ca" of "can't" is another word than "CA".
        keys = spacy_doc.to_array(["ORTH", "NORM"]).view("V16").ravel().tolist()
        numbers = list(map(self._numbers.get, keys))
        if None in numbers:
            for at in [at for at, number in enumerate(numbers) if number is None]:
                numbers[at] = self._meet(spacy_doc[at].orth, spacy_doc[at].norm, keys[at])
        return cast(list[int], numbers)

    def _meet(self, orth: int, norm: int, key: bytes) -> int:
        number = self._numbers.get(key)
        if number is not None:
            return number
        number = self._numbers[key] = len(self.forms)
        folded, lemma = self._fold(self._strings[norm])
        if number == len(self._values):
            self._values = numpy.concatenate((self._values, self._values))
        self._values[number, :2] = self._strings.add(folded), self._strings.add(lemma)
        self.forms.append((self._strings[orth], folded, lemma))
        if not self.forms[number][0].strip():
            self.blanks.add(number)
        return number

    def are_blank(self, numbers: Any) -> Any:
        """Return which words of an array are white space."""
        return numpy.isin(numbers, list(self.blanks))

    def write(self, spacy_doc: Doc, numbers: list[int], starts: list[int]) -> None:
        """Set the norms, the lemmas and the sentences of a doc, and leave its columns on it.

        Args:
            spacy_doc: the doc.
            numbers: of its tokens, see ``read``.
            starts: the first token of each sentence.
        """
        if numbers:
            values = self._values.take(numbers, axis=0)
            for start in starts:
                values[start, 2] = 1
            spacy_doc.from_array(["NORM", "LEMMA", "SENT_START"], values)
        spacy_doc.user_data[_KEY] = Columns(self, numbers, starts)


class Columns:
    """What is read of a doc.

    Attributes:
        words: what the numbers mean.
        numbers: the word of each token.
        starts: the first token of each sentence.
    """

    def __init__(self, words: Words, numbers: list[int], starts: list[int]) -> None:
        self.words, self.numbers, self.starts = words, numbers, starts


def read_columns(spacy_doc: Doc) -> Columns:
    """Return what the pipeline read of a doc.

    Args:
        spacy_doc: made by the pipeline, see ``make_nlp``.
    """
    columns: Columns = spacy_doc.user_data[_KEY]
    return columns


def list_bounds(spacy_doc: Doc) -> list[tuple[int, int]]:
    """Return the first character of each sentence of a doc and the one after its last.

    Args:
        spacy_doc: made by the pipeline, see ``make_nlp``.
    """
    starts = read_columns(spacy_doc).starts
    ends = (spacy_doc[end - 1] for end in (*starts[1:], len(spacy_doc)) if end)
    return [(spacy_doc[start].idx, last.idx + len(last)) for start, last in zip(starts, ends, strict=True)]
