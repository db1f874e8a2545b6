"""What a heading says about the passages below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.labels import split_marker
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import Holds, load_vocabulary

_SECTION_WORD = re.compile(
    r"^(section|chapter|part|appendix|annex|annexe)\s+[0-9a-z]{1,3}(?:\.\d+)*\s*[:.\-–—]?\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingSense:
    """How a heading reads."""

    kind: RecommendationKind | None = None
    """The kind of item that it opens a list of."""
    holds: Holds = "list"
    closes: bool = False
    """It ends a list that stands above it."""
    not_ours: bool = False
    """Its items are another review's, or an earlier one's."""


def strip_heading(text: str) -> str:
    """Return a heading's words: straight quotes, no number, no "Appendix 4:", no end punctuation.

    >>> strip_heading("7.  Recommendations:"), strip_heading("Appendix 4: List of recommendations")
    ('Recommendations', 'List of recommendations')
    """
    words = plain(" ".join(text.split()))
    words = _SECTION_WORD.sub("", words)
    _, words = split_marker(words)
    words = re.sub(r"^\(?[A-Z]\)?[.)]\s+", "", words)
    words = re.sub(r"\s*\((?:continued|cont\.?|cont'd|see [^)]*)\)$", "", words, flags=re.IGNORECASE)
    return words.strip(" .:-?!'\"•")


def split_tail(words: str) -> tuple[str, str]:
    """Return a heading and the body that it names behind a dash or a colon; "" where there is none.

    >>> split_tail("Single agency recommendations - Northmere Police")
    ('Single agency recommendations', 'Northmere Police')
    >>> split_tail("Recommendations: a summary")
    ('Recommendations: a summary', '')
    """
    head, sign, tail = words.partition(" - ") if " - " in words else words.partition(": ")
    named = bool(sign) and bool(load_vocabulary().agency_words.search(plain(tail)))
    return (head.strip(), tail.strip()) if named else (words, "")


@lru_cache(maxsize=8192)
def read_heading(text: str) -> HeadingSense:
    """Return what a heading opens or closes.

    >>> read_heading("5. Areas for improvement").kind
    'area_for_improvement'
    >>> read_heading("Next steps").closes
    True
    """
    vocabulary = load_vocabulary()
    words = strip_heading(text)
    if len(words) > 160 or not words:
        return HeadingSense()
    not_ours = bool(vocabulary.not_ours.fullmatch(words))
    head, tail = split_tail(words)
    for family in vocabulary.headings:
        if family.pattern.fullmatch(words) or (tail and family.pattern.fullmatch(head)):
            return HeadingSense(kind=family.kind, holds=family.holds, not_ours=not_ours)
    return HeadingSense(closes=bool(vocabulary.closing.fullmatch(words)), not_ours=not_ours)
