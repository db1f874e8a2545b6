"""Ages of children as they are printed, in completed months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from thememiner.tagging.codebook.rule_files import read_rules
from thememiner.tagging.cues.clues import Sieve, list_clues

from .words import fill, load_words, read_number, spell_number

_DAYS_PER_MONTH = 30.4375
OLDEST = 19 * 12
"""Months; whoever is older is no child of a review, though some reviews follow care leavers."""

AgeForm = Literal["noun", "aged", "was"]


@dataclass(frozen=True, slots=True)
class Age:
    """An age in a sentence.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        months: completed months.
        form: noun ("a 14-month-old boy"), aged ("aged 3"), or was ("was five months old").
    """

    start: int
    end: int
    months: int
    form: AgeForm


def count_months(years: float = 0, months: float = 0, weeks: float = 0, days: float = 0) -> int:
    """Return an age in completed months.

    >>> count_months(years=2, months=1), count_months(weeks=14), count_months(days=8)
    (25, 3, 0)
    """
    return int(12 * years + months + (7 * weeks + days) / _DAYS_PER_MONTH + 1e-9)


class AgeReader:
    """Reads ages as ``codebook/case.yaml`` has them.

    Args:
        numbers: number words.
        forms: pairs of a form and its pattern.
    """

    def __init__(self, numbers: Mapping[str, int], forms: Sequence[tuple[AgeForm, str]]) -> None:
        self._numbers = numbers
        n = spell_number(numbers)
        unit = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
        half = r"(?: and a half)?"
        part = rf"{n}{half}(?:[\s-]*){unit}(?![a-z])"
        full = rf"{part}(?:(?:[\s,-]|and)+{part})?"
        self._part = re.compile(rf"(?P<n>{n})(?P<half>{half})[\s-]*(?P<unit>{unit[3:-1]})", re.IGNORECASE)
        phrases = {"full": full, "number": n}
        self._forms = tuple((form, re.compile(fill(text, phrases), re.IGNORECASE)) for form, text in forms)
        self._sieve = Sieve([list_clues(pattern) for _, pattern in self._forms])

    def read(self, text: str) -> Iterator[Age]:
        """Yield the ages of a sentence in order of place; one whose length is unclear is left out."""
        found: dict[int, Age] = {}
        for form, pattern in map(self._forms.__getitem__, self._sieve.sift(text.lower())):
            for match in pattern.finditer(text):
                start, end = match.span("age")
                months = self._value(match["age"])
                if months is None or months >= OLDEST:
                    continue
                if not any(start < age.end and age.start < end for age in found.values()):
                    found[start] = Age(start, end, months, form)
        yield from (found[start] for start in sorted(found))

    def _value(self, printed: str) -> int | None:
        amounts = {"y": 0.0, "m": 0.0, "w": 0.0, "d": 0.0}
        parts = list(self._part.finditer(printed))
        if not parts:
            years = read_number(printed, self._numbers)
            return None if years is None else count_months(years=years)
        for part in parts:
            number = read_number(part["n"], self._numbers)
            if number is None:
                return None
            amounts[part["unit"][0].lower()] += number + (0.5 if part["half"] else 0)
        return count_months(amounts["y"], amounts["m"], amounts["w"], amounts["d"])


@lru_cache(maxsize=1)
def load_ages() -> AgeReader:
    """Return the reader with the packaged words."""
    forms = [(entry["form"], entry["pattern"]) for entry in read_rules(None, "case.yaml")["ages"]]
    return AgeReader(load_words().numbers, forms)
