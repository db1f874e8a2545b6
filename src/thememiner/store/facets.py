"""Facets: how many hits each choice would leave, counted over the whole result.

What can be filtered is held in memory as arrays by row number, so that a filter is a
mask and a count is one pass. A facet is counted without its own filter: its choices are
alternatives, and one sees what each would add.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Lens = Literal["passages", "recommendations"]
LENSES: tuple[Lens, ...] = ("passages", "recommendations")

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many hits have it."""

    value: str
    label: str
    n: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """The values that a field can have, and what people call them."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...] = ()

    def find(self, wanted: str) -> list[int]:
        """Return the places of the values that someone means: by id, by name, or by words of the name.

        >>> Values(("info", "neglect"), ("Information sharing", "Neglect")).find("information")
        [0]
        """
        name, words = wanted.casefold().strip(), _as_id(wanted)
        tries: tuple[Callable[[int], bool], ...] = (
            lambda i: self.ids[i] == wanted,
            lambda i: self.labels[i].casefold() == name or self.ids[i] == words,
            lambda i: bool(name) and name in self.labels[i].casefold(),
        )
        for agrees in tries:
            found = [i for i in range(len(self.ids)) if agrees(i)]
            if found:
                return found
        return []


def _as_id(words: str) -> str:
    return "_".join(words.casefold().replace("-", " ").split())


class Field(Protocol):
    """Something that hits can be filtered by and counted over."""

    values: Values

    def mask(self, wanted: Sequence[int]) -> Mask:
        """Return which rows have one of the wanted values."""

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Return, per value, how many of the rows of a mask have it."""


@dataclass(frozen=True, slots=True)
class OneValue:
    """A field with one value a row; place -1 is no value."""

    values: Values
    codes: NDArray[np.int32]

    def mask(self, wanted: Sequence[int]) -> Mask:
        """Return which rows have one of the wanted values."""
        chosen = np.zeros(len(self.values.ids) + 1, dtype=bool)
        chosen[list(wanted)] = True
        chosen[-1] = False
        found: Mask = chosen[self.codes]
        return found

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Return, per value, how many of the rows of a mask have it."""
        size = len(self.values.ids)
        return np.bincount(self.codes[mask] + 1, minlength=size + 1)[1 : size + 1]


@dataclass(frozen=True, slots=True)
class ByReview:
    """A field that all rows of a review share, such as its publisher or year."""

    values: Values
    of_review: NDArray[np.int32]
    """The place of each review's value."""
    review: OneValue

    def mask(self, wanted: Sequence[int]) -> Mask:
        """Return which rows have one of the wanted values."""
        return self.review.mask(np.flatnonzero(np.isin(self.of_review, list(wanted))).tolist())

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Return, per value, how many of the rows of a mask have it."""
        return self.sum_up(self.review.count(mask))

    def sum_up(self, per_review: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the count of each value from the counts of the reviews."""
        known = self.of_review >= 0
        counted = np.bincount(
            self.of_review[known], weights=per_review[known], minlength=len(self.values.ids)
        )
        return counted.astype(np.int64)


@dataclass(frozen=True, slots=True)
class ManyValues:
    """A field with any number of values a row: pairs of row and value, each once, by row.

    ``bits`` says of each pair how it is meant: of a theme in a passage, as which polarity.
    """

    values: Values
    rows: NDArray[np.int64]
    codes: NDArray[np.int32]
    size: int
    bits: NDArray[np.uint8] | None = None
    allowed: int = 255
    """Pairs with none of these bits do not count."""

    def mask(self, wanted: Sequence[int]) -> Mask:
        """Return which rows have one of the wanted values."""
        chosen = np.zeros(len(self.values.ids) + 1, dtype=bool)
        chosen[list(wanted)] = True
        found = np.zeros(self.size, dtype=bool)
        found[self.rows[self._counting(chosen[self.codes])]] = True
        return found

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Return, per value, how many of the rows of a mask have it."""
        return np.bincount(self.codes[self._counting(mask[self.rows])], minlength=len(self.values.ids))

    def _counting(self, pairs: Mask) -> Mask:
        if self.bits is None or self.allowed == 255:
            return pairs
        counting: Mask = pairs & ((self.bits & self.allowed) != 0)
        return counting


@dataclass(frozen=True, slots=True)
class Bits:
    """What the pairs of another field are meant as: the polarity of a passage's themes."""

    values: Values
    pairs: ManyValues
    wanted: Sequence[int] = ()
    """Only pairs with these values of the other field count; all where empty."""

    def mask(self, wanted: Sequence[int]) -> Mask:
        """Return which rows have a pair that is meant in one of the wanted ways."""
        found = np.zeros(self.pairs.size, dtype=bool)
        found[self._rows(sum(1 << place for place in wanted))] = True
        return found

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Return, per value, how many of the rows of a mask have such a pair."""
        return np.array(
            [np.count_nonzero(self.mask([place]) & mask) for place in range(len(self.values.ids))],
            dtype=np.int64,
        )

    def _rows(self, bits: int) -> NDArray[np.int64]:
        assert self.pairs.bits is not None
        kept = (self.pairs.bits & bits) != 0
        if self.wanted:
            chosen = np.zeros(len(self.pairs.values.ids) + 1, dtype=bool)
            chosen[list(self.wanted)] = True
            kept &= chosen[self.pairs.codes]
        rows: NDArray[np.int64] = self.pairs.rows[kept]
        return rows


def combine_filters(fields: Mapping[str, Any], wanted: Mapping[str, Sequence[int]]) -> Mapping[str, Any]:
    """Return the fields as they count under filters: a theme and a polarity are meant together.

    “Neglect” and “as a strength” finds passages where neglect itself is seen as a
    strength, not those with neglect and a strength of something else.
    """
    theme, polarity = fields.get("theme"), fields.get("polarity")
    if not isinstance(theme, ManyValues) or not isinstance(polarity, Bits):
        return fields
    allowed = sum(1 << place for place in wanted.get("polarity", ())) or 255
    return {
        **fields,
        "theme": ManyValues(theme.values, theme.rows, theme.codes, theme.size, theme.bits, allowed),
        "polarity": Bits(polarity.values, theme, tuple(wanted.get("theme", ()))),
    }


def narrow(
    fields: Mapping[str, Any], wanted: Mapping[str, Sequence[int]], base: Mask
) -> tuple[Mask, Callable[[str], NDArray[np.int64]]]:
    """Return the rows that pass every filter, and a function that counts a facet.

    Args:
        fields: by name.
        wanted: per filter, the places of the values that may be.
        base: the rows that match the words.
    """
    fields = combine_filters(fields, wanted)
    masks = {name: fields[name].mask(places) for name, places in wanted.items()}

    def without(name: str) -> Mask:
        mask = base
        for other, found in masks.items():
            if other != name:
                mask = mask & found
        return mask

    everything = without("")
    per_review: NDArray[np.int64] | None = None

    def count(name: str) -> NDArray[np.int64]:
        nonlocal per_review
        field = fields[name]
        if name in masks or not isinstance(field, ByReview):
            counted: NDArray[np.int64] = field.count(without(name) if name in masks else everything)
            return counted
        # What all rows of a review share is counted by review, and by review only once.
        if per_review is None:
            per_review = field.review.count(everything)
        return field.sum_up(per_review)

    return everything, count
