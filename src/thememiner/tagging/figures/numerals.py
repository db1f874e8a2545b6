"""Read numbers from English text, in digits and in words, with their place.

A table of some thirty words does it (``codebook/figures.yaml``); the libraries that turn
words into numbers drop the place of the words, or are no longer looked after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from thememiner.tagging.cues.alternation import choose_words

_DIGITS = r"(?<![\w£$€¥.,:/\-–‑+#])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w£$€¥.,:/\-–‑+#])\d+(?:\.\d+)?"


_MAX_DIGITS = 12
_HEDGE_CHARS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number as printed.

    Attributes:
        start: offset of its first character, without a hedge.
        end: offset after its last character, with a percent sign.
        value: what it says; a percentage for "30 per cent" and "a third".
        percent: whether it is a share of a hundred.
        fraction: whether it is printed as a fraction ("two thirds").
        decimals: digits after the point.
        hedged: whether it is "almost", "over" ... so much.
    """

    start: int
    end: int
    value: float
    percent: bool
    fraction: bool
    decimals: int
    hedged: bool


class NumeralReader:
    """Reads numbers by the words of the codebook."""

    def __init__(
        self,
        numbers: Mapping[str, int],
        scales: Mapping[str, int],
        fractions: Mapping[str, float],
        percent: Sequence[str],
        hedges: Sequence[str],
    ) -> None:
        self._numbers, self._scales, self._fractions = dict(numbers), dict(scales), dict(fractions)
        small = choose_words(numbers)
        tens = choose_words([word for word, value in numbers.items() if value >= 20])
        units = choose_words([word for word, value in numbers.items() if 0 < value < 10])
        below_hundred = rf"(?:(?:{tens})[\s-]+(?:{units})|{small})"
        scale = choose_words(scales)
        in_words = (
            rf"\b(?:{below_hundred}\b|a(?=\s+(?:{scale})\b))"
            rf"(?:\s+(?:{scale})\b(?:\s+(?:and\s+)?{below_hundred}\b)?)*"
        )
        ordinal = choose_words(fractions)
        fraction = rf"\b(?P<many>{small}|a|an)[\s-]+(?P<part>{ordinal})s?\b|\b(?P<half>half)\b"
        self._hedge = re.compile(rf"\b(?:{choose_words(hedges)})\s+$", re.IGNORECASE)
        # All else is tried only where a number can begin: at a digit or at one of the words.
        begins = rf"(?<!\w)(?=\d|{choose_words([*numbers, 'a', 'an', 'half'])}\b)"
        self._pattern = re.compile(
            rf"{begins}(?:(?P<fraction>{fraction})|(?P<digits>{_DIGITS})(?:\s+(?P<scale>{scale})\b)?|(?P<words>{in_words}))"
            rf"(?:\s{{0,2}}(?P<percent>{choose_words(percent)})(?!\w))?",
            re.IGNORECASE,
        )

    def read(self, text: str) -> Iterator[Numeral]:
        """Yield the numbers of a text in order of place."""
        for match in self._pattern.finditer(text):
            start, decimals = match.start(), 0
            percent = match["percent"] is not None
            if match["fraction"]:
                share = 50.0 if match["half"] else self._fractions[match["part"].lower()]
                many = (match["many"] or "a").lower()
                value = round(share * self._numbers.get(many, 1), 1)
                percent = True
            elif match["digits"]:
                printed = match["digits"].replace(",", "")
                if len(printed) > _MAX_DIGITS:
                    continue
                factor = self._scales[match["scale"].lower()] if match["scale"] else 1
                value = round(float(printed) * factor, 6)
                decimals = 0 if match["scale"] else len(printed.partition(".")[2])
            else:
                value = float(self.value_of(match["words"]))
            yield Numeral(
                start=start,
                end=match.end(),
                value=value,
                percent=percent,
                fraction=match["fraction"] is not None,
                decimals=decimals,
                hedged=self._hedge.search(text, max(start - _HEDGE_CHARS, 0), start) is not None,
            )

    def value_of(self, words: str) -> int:
        """Return the value of a number in words: "one hundred and twenty-three" is 123."""
        total = current = 0
        for word in re.findall(r"[a-z]+", words.lower()):
            if word in self._numbers:
                current += self._numbers[word]
            elif word in self._scales:
                current = max(current, 1) * self._scales[word]
                if self._scales[word] > 100:
                    total, current = total + current, 0
            elif word == "a":
                current += 1
        return total + current
