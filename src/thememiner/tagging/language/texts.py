"""The words of many texts as arrays, so that all are searched in one go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
from spacy.tokens import Doc

from .columns import read_columns

Numbers = Any
"""A one-dimensional array of whole numbers."""


class Texts(NamedTuple):
    """Words one after the other, without white space; each array has one item for each word."""

    n_docs: int
    """How many texts there are."""
    words: Numbers
    """By number, see ``Words``."""
    docs: Numbers
    """Which text it is of, from 0."""
    sentences: Numbers
    """Which sentence it is of, counted through all texts."""
    tokens: Numbers
    """Where it stands in its text."""
    before: Numbers
    """How many words stand before it in its sentence."""
    after: Numbers
    """How many words stand after it in its sentence."""


def join_texts(spacy_docs: Sequence[Doc]) -> Texts:
    """Return the words of some texts.

    Args:
        spacy_docs: of one pipeline, see ``make_nlp``.
    """
    columns = list(map(read_columns, spacy_docs))
    sizes = numpy.array([len(column.numbers) for column in columns], dtype="intp")
    words = _join([column.numbers for column in columns], sizes)
    n_sentences = numpy.array([len(column.starts) for column in columns], dtype="intp")
    firsts = numpy.cumsum(sizes) - sizes
    starts = _join([column.starts for column in columns], n_sentences) + firsts.repeat(n_sentences)
    sentences = numpy.zeros(len(words), dtype="intp")
    sentences[starts] = 1
    sentences = sentences.cumsum() - 1
    docs = numpy.arange(len(sizes)).repeat(sizes)
    tokens = numpy.arange(len(words)) - firsts.repeat(sizes)
    if columns:
        blank = columns[0].words.are_blank(words)
        if blank.any():
            words, docs, sentences, tokens = (array[~blank] for array in (words, docs, sentences, tokens))
    # An emptied sentence leaves no gap.
    opens = numpy.flatnonzero(numpy.diff(sentences, prepend=-1))
    lengths = numpy.diff(opens, append=len(words))
    before = numpy.arange(len(words)) - opens.repeat(lengths)
    return Texts(len(columns), words, docs, sentences, tokens, before, lengths.repeat(lengths) - 1 - before)


def _join(lists: Sequence[Sequence[int]], sizes: Numbers) -> Numbers:
    """Return the numbers of many lists in one array."""
    return numpy.fromiter(itertools.chain.from_iterable(lists), dtype="intp", count=sizes.sum())


def count_up(counts: Numbers) -> Numbers:
    """Return the numbers from 0 up to each count, one after the other.

    >>> count_up(numpy.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    firsts = counts.cumsum() - counts
    return numpy.arange(counts.sum()) - firsts.repeat(counts)
