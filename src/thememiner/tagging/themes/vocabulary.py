"""What is known of words, as arrays: one look-up tells it for the words of many passages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thememiner.tagging.language.columns import Words

Column = NDArray[Any]


class WordTable:
    """What is known of each word, by its number; it grows with the words that are met.

    Args:
        words: what the numbers mean.
        find: what is known of a word, a number, by its orth, norm and lemma.
    """

    def __init__(self, words: Words, find: Callable[[tuple[str, str, str]], int]) -> None:
        self._words, self._find = words, find
        self._known = np.empty(0, np.intp)

    def look_up(self, numbers: Column) -> Column:
        """Return what is known of words.

        Args:
            numbers: of words, see ``Columns``.
        """
        new = self._words.forms[len(self._known) :]
        if new:
            self._known = np.concatenate((self._known, np.fromiter(map(self._find, new), np.intp)))
        return self._known[numbers]


def mark_norms(words: Words, norms: Iterable[object]) -> WordTable:
    """Return the table that marks with 1 the words with one of some norms."""
    listed = frozenset(map(str, norms))
    return WordTable(words, lambda forms: forms[1] in listed)


class Vocabulary:
    """The words that have weights.

    Args:
        listed: the words.
        words: what the numbers of words mean.
        form: which form of a word is listed: 1, its norm, or 2, its dictionary form.
    """

    def __init__(self, listed: Sequence[str], words: Words, form: int) -> None:
        self.listed = listed
        places = {word: place for place, word in enumerate(listed)}
        self._table = WordTable(words, lambda forms: places.get(forms[form], len(listed)))

    def find(self, rows: Column, numbers: Column, n_rows: int) -> NDArray[np.bool_]:
        """Return which of the words stand in which row.

        Args:
            rows: the row in which each token stands.
            numbers: the word of each token.
            n_rows: how many rows there are.

        Returns:
            A row each, with a column for each listed word.
        """
        found = np.zeros((n_rows, len(self.listed) + 1), np.bool_)
        found[rows, self._table.look_up(numbers)] = True
        return found[:, :-1]


def add_weights(found: NDArray[np.bool_], weights: Column, rows: Column | None = None) -> Column:
    """Return the sum of the weights of the words of each row, added up in the order of the vocabulary.

    Args:
        found: which words stand in which row, see ``Vocabulary``.
        weights: of each word; or a table of them.
        rows: the row of that table that is meant for each row.
    """
    row, word = np.divmod(np.flatnonzero(found), found.shape[1])
    # In order: a sum of floats depends on its order.
    return np.bincount(row, weights[word] if rows is None else weights[rows[row], word], len(found))
