"""Read the printed statistics of one passage: "220 (41%)", "fourteen of the 21 children".

Numbers are read first (``numerals``); here the words between two numbers say what they
are to each other, and the words around a number whether it counts anything at all: a
year, an age, a page or a sum of money does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from thememiner.records import Passage
from thememiner.tagging.cues.alternation import choose_words
from thememiner.tagging.figures.denominators import OF, OF_THESE_AFTER, Part, Whole, WholeReader, find_whole
from thememiner.tagging.figures.numerals import Numeral, NumeralReader

_MIN_PLAIN_COUNT = 10
_MIN_WHOLE = 5
_MAX_WHOLES_BACK = 40
_MAX_COUNT = 10**9
_MAX_PERCENTAGE = 1000
_CONTEXT_CHARS = 40


class FigureReader:
    """Reads the figures of a passage by the word lists of the codebook."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._numerals = NumeralReader(
            words["numbers"], words["scales"], words["fractions"], words["percent"], words["hedges"]
        )
        self._wholes = WholeReader(words)
        units, labels, months = (choose_words(words[name]) for name in ("units", "labels", "months"))
        self._unit = re.compile(
            rf"(?:\s*(?:and|or|to|,|-|–)\s*\d+)?[\s-]*(?:{units}|{months})\b|(?:st|nd|rd|th)\b", re.IGNORECASE
        )
        self._label = re.compile(
            rf"(?:\b(?:{labels})\.?\s*(?:[\d.()]+[a-z]?\s*(?:and|or|to|&|–|-)\s*)*|\b(?:{months})\s+|[£$€])$",
            re.IGNORECASE,
        )
        self._small_label = re.compile(rf"\b(?:{choose_words(words['small_labels'])})\s+$", re.IGNORECASE)
        self._year = re.compile(rf"\b(?:{choose_words(words['before_year'])}|{months})\s+$", re.IGNORECASE)
        self._before_half = re.compile(rf"\b(?:{choose_words(words['before_half'])})\s+$", re.IGNORECASE)
        self._no_share = re.compile(
            rf"\s+(?:of\s+)?(?:an?\s+)?(?:{choose_words(words['not_shared'])})\b", re.I
        )

    def read_numbers(self, text: str) -> list[Numeral]:
        """Return the numbers of a text in order of place."""
        return list(self._numerals.read(text))

    def read_passage(
        self,
        passage: Passage,
        numbers: Sequence[Numeral],
        sentence_starts: Sequence[int],
        earlier: Sequence[Whole],
        *,
        in_list: bool,
    ) -> tuple[list[Part], list[Whole]]:
        """Return the figures of a passage, and the numbers that later figures may be a share of.

        Args:
            passage: the passage.
            numbers: its numbers.
            sentence_starts: offsets at which its sentences begin.
            earlier: wholes of the passage before it, or the one that leads the list in.
            in_list: whether it is an item of a list.
        """
        text = passage.text
        parts: list[Part] = []
        wholes: list[Whole] = []
        used = 0
        for index, number in enumerate(numbers):
            if number.start < used:
                continue
            part = self._read_part(passage, number, numbers[index + 1 : index + 4], in_list=in_list)
            if part is not None:
                used = max(part.end, part.used)
                if part.whole is None:
                    index_of_sentence = bisect_right(sentence_starts, part.start) - 1
                    start = sentence_starts[index_of_sentence] if index_of_sentence >= 0 else 0
                    near = [*earlier, *wholes[-_MAX_WHOLES_BACK:]]
                    part = find_whole(text, part, near, sentence_start=start)
                parts.append(part)
            if not number.percent and number.value >= 1 and self.is_count(text, number):
                whole = self._wholes.read_whole(text, number, least=_MIN_PLAIN_COUNT)
                if whole is None or whole.count < _MIN_WHOLE:
                    whole = replace(self._wholes.take_whole(text, number, explicit=False), loose=True)
                wholes.append(whole)
        return parts, wholes

    def _read_part(
        self, passage: Passage, number: Numeral, after: Sequence[Numeral], *, in_list: bool
    ) -> Part | None:
        """Return the figure that a number begins, or None where it is no figure."""
        text = passage.text
        if number.percent:
            return self._read_share(text, number, after)
        if not self.is_count(text, number):
            return None
        count = int(number.value)
        if after:
            following = after[0]
            gap = text[number.end : following.start]
            if following.percent:
                is_one = count == 1 and not text[number.start].isdecimal()  # "a child under one (27%)"
                if (
                    not following.fraction
                    and not is_one
                    and self._is_bracketed(text, gap, following, passage)
                ):
                    return self._read_count_and_share(text, number, after)
            elif OF.fullmatch(gap) and self.is_count(text, following):
                is_plausible = _MIN_WHOLE <= following.value < _MAX_COUNT and count <= following.value
                if is_plausible and (count > 1 or following.value >= _MIN_PLAIN_COUNT):
                    return self._read_part_of(text, number, after)
            elif gap.strip().lower() in ("in", "in every"):
                return self._read_ratio(text, number, following)
        if count >= _MIN_PLAIN_COUNT and self._is_plain(text, number, in_list=in_list):
            return Part(start=number.start, end=number.end, count=count, hedged=number.hedged)
        return None

    def _read_count_and_share(self, text: str, number: Numeral, after: Sequence[Numeral]) -> Part:
        """Return the figure "220 (41%)", "56 (50% of 112)" or "56 (50%) of 112 reviews"."""
        share, *later = after
        end = _close_bracket(text, share.end, number.start)
        whole, used = None, end
        if later and not later[0].percent:
            if OF.fullmatch(text, end, later[0].start):
                whole, used = self._wholes.take_whole(text, later[0]), later[0].end
            elif OF.fullmatch(text, share.end, later[0].start):
                whole = self._wholes.take_whole(text, later[0])
                end = used = _close_bracket(text, later[0].end, number.start)
        return Part(
            start=number.start,
            end=end,
            count=int(number.value),
            percentage=share.value,
            decimals=share.decimals,
            hedged=share.hedged,
            whole=whole,
            used=used,
        )

    def _read_part_of(self, text: str, number: Numeral, after: Sequence[Numeral]) -> Part:
        """Return the figure "fourteen of the 21 children (67%)"."""
        following, *later = after
        end, percentage, decimals, hedged = following.end, None, 0, number.hedged
        share = next((numeral for numeral in later if numeral.percent), None)
        if share is not None and _BEFORE_SHARE.fullmatch(text, following.end, share.start):
            end = _close_bracket(text, share.end, number.start)
            percentage, decimals, hedged = share.value, share.decimals, share.hedged
        return Part(
            start=number.start,
            end=end,
            count=int(number.value),
            percentage=percentage,
            decimals=decimals,
            hedged=hedged,
            whole=self._wholes.take_whole(text, following),
        )

    def _read_ratio(self, text: str, number: Numeral, following: Numeral) -> Part | None:
        """Return the figure "one in five", or None where it is something else."""
        part, whole = number.value, following.value
        is_round = whole <= 20 or whole in (100, 1000, 10000, 100000)
        if not (0 < part < whole and part <= 20 and is_round) or self._unit.match(text, following.end):
            return None
        return Part(
            start=number.start,
            end=following.end,
            percentage=round(100 * part / whole, 1),
            hedged=number.hedged,
            wording=self._wholes.read_noun(text, following.end, plural=True),
        )

    def _read_share(self, text: str, number: Numeral, after: Sequence[Numeral]) -> Part | None:
        """Return the figure that a percentage or a fraction begins, or None."""
        if number.value > _MAX_PERCENTAGE or (number.fraction and not self._is_fraction(text, number)):
            return None
        end, used, count, whole, wording = number.end, 0, None, None, ""
        if match := _BRACKETED_RATIO.match(text, number.end):
            count, end = _to_int(match[1]), match.end()
            whole = Whole(count=_to_int(match[2]), wording="", start=match.start(2), explicit=True)
        elif after and not after[0].percent and self.is_count(text, after[0]):
            following, *later = after
            if _OPEN_BRACKET.fullmatch(text, number.end, following.start):
                # 41% (220), 41% (220 of 538)
                count, end = int(following.value), following.end
                if later and not later[0].percent and OF.fullmatch(text, end, later[0].start):
                    whole, end = self._wholes.take_whole(text, later[0]), later[0].end
                end = _close_bracket(text, end, number.start)
            elif OF.fullmatch(text, number.end, following.start) and following.value >= 2:
                whole, used = self._wholes.take_whole(text, following), following.end
        if whole is None and (match := _OF_WORD.match(text, end)):
            noun = self._wholes.read_noun(text, match.end())
            wording = f"of {noun}" if noun and noun.lower().split()[0] not in _POINTERS else ""
        return Part(
            start=number.start,
            end=end,
            count=count,
            percentage=number.value,
            decimals=number.decimals,
            hedged=number.hedged or number.fraction,
            whole=whole,
            wording=wording,
            used=used,
        )

    def _is_fraction(self, text: str, number: Numeral) -> bool:
        """Return whether a fraction is a share and no ordinal: "a third of", not "a third child"."""
        if text[number.end : number.end + 1] == "-" or self._no_share.match(text, number.end):
            return False
        if self._before_half.search(text, max(number.start - _CONTEXT_CHARS, 0), number.start):
            return False
        return number.hedged or number.value > 51 or _AFTER_FRACTION.match(text, number.end) is not None

    def is_count(self, text: str, number: Numeral) -> bool:
        """Return whether a number counts something: no year, date, age, time, money or label."""
        if number.decimals or number.percent or self._unit.match(text, number.end):
            return False
        if _IS_RANGE_OR_CODE.match(text, number.end):
            return False
        before = text[max(number.start - _CONTEXT_CHARS, 0) : number.start]
        if self._label.search(before) or _RANGE_BEFORE.search(before):
            return False
        printed = text[number.start : number.end]
        if printed[0] == "0" or (number.value < 100 and self._small_label.search(before)):
            return False
        if printed.isdecimal() and 1900 <= number.value <= 2100:
            is_lower = text[number.end : number.end + 2].strip()[:1].islower()
            counts = self._wholes.counts_something(text, number)
            return counts and is_lower and not self._year.search(before)
        return True

    def _is_plain(self, text: str, number: Numeral, *, in_list: bool) -> bool:
        """Return whether a bare count is a figure: it counts people or cases, or opens a list item."""
        if self._wholes.counts_something(text, number) or OF_THESE_AFTER.match(text, number.end):
            return True
        opens = not any(character.isalnum() for character in text[: number.start])
        return in_list and opens and _LOWER_WORD.match(text, number.end) is not None

    def _is_bracketed(self, text: str, gap: str, share: Numeral, passage: Passage) -> bool:
        """Return whether a share belongs to the count before it: by a bracket, a comma or a cell."""
        if _BEFORE_BRACKETED.fullmatch(gap):
            return True
        if _BEFORE_COMMA.fullmatch(gap):
            return _OF_WORD.match(text, share.end) is None
        return passage.kind == "table_row" and _CELL_GAP.fullmatch(gap) is not None


_BEFORE_BRACKETED = re.compile(r"(?:\s+[^\W\d][^\d()\[\].;:]{0,60})?\s*[(\[]\s*(?:[^\W\d][\w.]*,?\s+){0,3}")
_BEFORE_COMMA = re.compile(
    r"(?:\s+[^\W\d][^\d()\[\].;:,]{0,40})?\s*,\s*(?:(?:or|about|around|nearly|over)\s+)?"
)
_BEFORE_SHARE = re.compile(r"(?:\s+[^\d()\[\].;]{1,90})?\s*[(,\[]\s*(?:or\s+)?")
_CELL_GAP = re.compile(r"[\s|,;]*")
_OPEN_BRACKET = re.compile(r"\s*[(\[]\s*(?:n\s*=\s*)?", re.IGNORECASE)
_BRACKETED_RATIO = re.compile(
    r"\s*[(\[]\s*(?:n\s*=\s*)?(\d[\d,]{0,11})\s*/\s*(\d[\d,]{0,11})\s*[)\]]", re.IGNORECASE
)
_OF_WORD = re.compile(r"\s+of\s+", re.IGNORECASE)
_LOWER_WORD = re.compile(r"\s+[a-z]{3,}")
_AFTER_FRACTION = re.compile(r"\s+(?:of\b|the\s+(?:children|cases|number)\b|all\b)|\s*\(", re.IGNORECASE)
_IS_RANGE_OR_CODE = re.compile(r"[/:]\d|\.\d|\s*[-–‑]\s*\d|[-–‑][A-Za-z]")
_RANGE_BEFORE = re.compile(r"\d\s*[-–‑]\s*$")
_POINTERS = frozenset({"these", "those", "them", "whom", "which"})


def _to_int(digits: str) -> int:
    return int(digits.replace(",", ""))


def _close_bracket(text: str, end: int, start: int) -> int:
    """Return the offset after a bracket that closes at ``end`` and opened after ``start``, or ``end``."""
    closes = text[end : end + 1] in (")", "]") and any(mark in text[start:end] for mark in "([")
    return end + 1 if closes else end
