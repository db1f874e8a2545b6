"""Whether one could tell that an item is done: the words that say so."""

from __future__ import annotations

from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary


def find_measure(text: str, *, deadline: str) -> str:
    """Return the words by which it can be told that an item is done, joined with a semicolon; "" without any.

    A deadline with a date or a period, a number to be reached, how often it is to be done, and the checks
    that ``measures`` of recommendations.yaml lists (an audit, a report back) are such words. "Improve",
    "raise awareness", "urgently" are none.

    Args:
        text: the item with the sentence that leads into it.
        deadline: its deadline as printed, where that names a date or a period.

    >>> find_measure("Audit the files of all closed cases and report to the Board.", deadline="by May 2031")
    'by May 2031; Audit; report to the Board'
    >>> find_measure("Raise awareness of neglect urgently.", deadline="")
    ''
    """
    found = [deadline] if deadline else []
    for match in load_vocabulary().measures.finditer(plain(text)):
        words = text[match.start() : match.end()]
        if not any(words in other for other in found):
            found.append(words)
    return "; ".join(found)
