"""Printed labels and numbers: Recommendation 4.2, RECOMMENDATION ONE, R1, Lesson 3, 4a) ii., (b)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_LETTERED = r"(?:\s?\(?[a-z]\)|[a-z](?![a-z]))?(?:\s?\([ivx]{1,5}\)|\s?[ivx]{1,5}\.)?"
_CAPITAL = r"[A-Z]\d{1,2}|[A-Z](?=[:.)\s-]|$)|[IVX]{1,5}(?=[:.)\s-]|$)"
_DATED = r"[A-Z]{1,3}/\d{4}/\d{1,4}|[A-Z]-\d{2}-\d{1,3}|\d{4}[-/]\d{2,4}"
_NUMBER = rf"(?:{_DATED}|\d{{1,4}}(?:[./]\d{{1,4}})*{_LETTERED}|{_CAPITAL})"
_CODE = re.compile(r"\s*(?P<code>[A-Z]{1,3}\d{1,2})(?:[.:)]\s+(?=\S)|[.:)]?\s*$)")
_CLOSING = re.compile(rf"(?:^|[.\])]\s+)[A-Z][a-z]* ?recommendation (?P<number>{_NUMBER})\W*$")
_MIN_WORDS = 4
_MARKER = re.compile(
    r"\s*(?P<marker>\(?\d{1,3}(?:\.\d{1,3}){0,3}\)?[a-z]?[.)]?(?:\s?[ivx]{1,5}[.)])?|\(?[a-z]\)|[a-z][.)]|\(?[ivx]{1,5}[.)])(?=\s|$|[A-Z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label at the start of a passage."""

    kind: RecommendationKind | Literal[""]
    """Empty where the label does not tell it."""
    number: str
    """As it is cited: 4.2, R1, Lesson 3; the word Recommendation is left out."""
    rest: str
    """What follows it: a title, or the text itself."""


def read_label(text: str, *, expected: bool = False) -> Label | None:
    """Return the label that opens a passage, or None.

    Args:
        text: the passage, its printed number included.
        expected: True inside a list of items, where the short forms (R1) are labels too.

    >>> read_label("Recommendation 4: Share what was learned").number
    '4'
    >>> read_label("LESSON TWO").number
    'Lesson 2'
    >>> read_label("Recommendation 4 was accepted in March") is None
    True
    """
    return (
        _numbered_label(text, expected=expected)
        or _bare_label(text)
        or (_coded_label(text) if expected else None)
    )


def _coded_label(text: str) -> Label | None:
    """A code that an agency gives its items: "H1. All officers ...". Their kind is that of the list."""
    match = _CODE.match(plain(text))
    return Label(kind="", number=match["code"], rest=text[match.end() :].strip()) if match else None


def _bare_label(text: str) -> Label | None:
    """A label without a number: "Recommendation: The Board should ..."."""
    words, colon, _ = plain(text[:60]).partition(":")
    rest = text[len(words) + 1 :].strip()
    if not colon or len(rest.split()) < _MIN_WORDS:
        return None
    for family in load_vocabulary().labels:
        if family.alone.fullmatch(words.strip()):
            return Label(kind=family.kind, number="", rest=rest)
    return None


@cache
def _label_pattern() -> re.Pattern[str]:
    numerals = "|".join(load_vocabulary().numerals)
    return re.compile(
        r"\s*(?P<words>[A-Za-z][A-Za-z\-'. ]{0,50}?)(?:\s+|(?=\d)|(?<=\.))(?:(?:no\.?|number|\#)\s*)?"
        rf"(?P<number>{_NUMBER}|(?P<word>(?i:{numerals})(?=[:.\s-]|$)))"
        r"(?P<end>\s*(?:[:.)\]]+\s*[-]?|-+(?=\s))?\s*)"
    )


def _numbered_label(text: str, *, expected: bool) -> Label | None:
    vocabulary = load_vocabulary()
    match = _label_pattern().match(plain(text))
    if not match:
        return None
    words = match["words"].strip()
    number = match["number"]
    if match["word"]:
        number = str(vocabulary.numerals[match["word"].lower()])
    rest = text[match.end() :].strip()
    punctuated = bool(match["end"].strip())
    if rest and not punctuated and not (rest[0].isupper() or rest[0] in "\"'“‘("):
        return None
    if match["end"].strip().startswith(")") and "(" not in match["number"]:
        # "... Recommendation 4) how decisions are made": the end of a cross-reference.
        return None
    for family in vocabulary.labels:
        if family.pattern.fullmatch(words):
            if family.kind == "recommendation":
                return Label(kind=family.kind, number=number.strip(), rest=rest)
            return Label(kind=family.kind, number=f"{words.capitalize()} {number}".strip(), rest=rest)
        if expected and family.short.fullmatch(words) and number[0].isdigit():
            return Label(kind=family.kind, number=f"{words}{number}", rest=rest)
    return None


def read_closing_label(text: str) -> str:
    """Return the number of a label at the end of the text, "" without one.

    >>> read_closing_label("NHS England should review it. Safety recommendation R/2031/186")
    'R/2031/186'
    """
    match = _CLOSING.search(plain(text))
    return match["number"] if match else ""


def split_marker(text: str) -> tuple[str, str]:
    """Return a passage's own number or letter and the text after it.

    >>> split_marker("4a) ii. The duty should be reviewed.")
    ('4a) ii.', 'The duty should be reviewed.')
    >>> split_marker("No marker here.")
    ('', 'No marker here.')
    """
    match = _MARKER.match(text)
    if not match:
        return "", text.strip()
    return match["marker"], text[match.end() :].strip()


def clean_number(marker: str) -> str:
    """Return a marker as it is cited, without the punctuation around it.

    >>> clean_number("(a)"), clean_number("4a) ii."), clean_number("12.")
    ('a', '4a(ii)', '12')
    """
    bare = marker.strip().strip(".:")
    nested = re.fullmatch(r"\(?(\d+(?:\.\d+)*)\)?\s?\(?([a-z])?\)?[.)]?\s*\(?([ivx]{1,5})?[.)]?", bare)
    if nested and (nested[2] or nested[3]):
        return nested[1] + (nested[2] or "") + (f"({nested[3]})" if nested[3] else "")
    return bare.strip("().:[] ")


def marker_style(marker: str) -> str:
    """Return what sort of marker it is: number, letter, roman, bullet or none.

    >>> [marker_style(m) for m in ("12.", "(b)", "(iv)", "•", "")]
    ['number', 'letter', 'roman', 'bullet', 'none']
    """
    bare = marker.strip().strip("().:[]").lower()
    if not bare:
        return "bullet" if marker.strip() else "none"
    if bare[0].isdigit():
        return "number"
    if re.fullmatch(r"[ivx]+", bare):
        return "roman"
    if re.fullmatch(r"[a-z]", bare):
        return "letter"
    return "label" if bare[0].isalpha() else "bullet"
