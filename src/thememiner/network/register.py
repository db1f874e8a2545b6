"""Passages by number: what a corpus keeps of each in memory while its network is made.

An id costs some seventy bytes wherever it stands and a number four, so a link of ten thousand passages is
an array of numbers until it is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa

Numbers: TypeAlias = "array[int]"
"""Of passages, each once, in the order in which they were entered; four bytes each."""


def make_numbers() -> Numbers:
    """Return an array without any numbers yet."""
    return array("I")


class Register:
    """Gives passages numbers from 0 on, review by review.

    >>> register = Register()
    >>> register.open_review("r1")
    >>> [register.enter(passage) for passage in ("p1", "p2", "p1")]
    [0, 1, 0]
    >>> register.open_review("r2")
    >>> numbers = [0, register.enter("p3")]
    >>> register.list_passages(numbers), register.list_reviews(numbers)
    (('p1', 'p3'), ('r1', 'r2'))
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._ends = array("q", [0])
        """Where each id ends, after where the first begins."""
        self._reviews: list[str] = []
        self._firsts = array("I")
        """Of each review, the number of its first passage."""
        self._own: dict[str, int] = {}
        """Numbers of the passages of the review that goes by."""

    def open_review(self, review_id: str) -> None:
        """Begin with the passages of a review; each review comes once."""
        self._reviews.append(review_id)
        self._firsts.append(len(self._ends) - 1)
        self._own = {}

    def enter(self, passage_id: str) -> int:
        """Return the number of a passage of the review that goes by; the same one whenever it is asked."""
        number = self._own.get(passage_id)
        if number is None:
            number = self._own[passage_id] = len(self._ends) - 1
            self._ids += passage_id.encode("utf-8", "replace")
            self._ends.append(len(self._ids))
        return number

    def list_passages(self, numbers: Sequence[int] | np.ndarray) -> tuple[str, ...]:
        """Return the ids of passages."""
        ids = pa.LargeStringArray.from_buffers(
            len(self._ends) - 1, pa.py_buffer(self._ends), pa.py_buffer(self._ids)
        )
        return tuple(ids.take(pa.array(numbers, pa.int64())).to_numpy(zero_copy_only=False))

    def list_reviews(self, numbers: Sequence[int] | np.ndarray) -> tuple[str, ...]:
        """Return the reviews of passages, each once, in the order in which they were opened."""
        return tuple(self._reviews[place] for place in np.unique(self.find_reviews(numbers)))

    def find_reviews(self, numbers: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return for each passage the place of its review in the order in which they were opened."""
        found: np.ndarray = np.searchsorted(np.asarray(self._firsts), np.asarray(numbers), side="right") - 1
        return found
