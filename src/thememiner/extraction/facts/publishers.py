"""Who publishes a document: what its author, cover, imprint, addresses and signatures agree on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from thememiner.records import Document

from .cover import Cover
from .factwords import FactWords
from .titles import plain

LEAST = 3
"""Evidence of less weight names no publisher."""
_LAST_BLOCKS = 60
_SIGNING_BLOCKS = 14
_SIGN_OFF = re.compile(r"yours (?:sincerely|faithfully|truly)", re.IGNORECASE)
_BY = re.compile(r"(?:published|produced|issued|prepared) by (?:the )?", re.IGNORECASE)
_ASKS = re.compile(r"enquir|copies of this|this (?:publication|document)", re.IGNORECASE)
_HELD = ("inquiry report", "statement", "briefing", "overview report", "")
"""Kinds of document that an inquiry publishes itself; a response to one is somebody else's."""


def find_publisher(doc: Document, cover: Cover, kind: str, words: FactWords) -> str:
    """Return the publisher, several joined with ``; ``, "" where the evidence is thin.

    Args:
        doc: the document.
        cover: its first pages.
        kind: its kind.
        words: the packaged words.
    """
    if "inspection" not in kind:
        for text in cover.texts(2):
            for pattern in words.boards:
                found = pattern.match(text)
                if found and len(text.split()) <= 14 and found[0].split()[0] not in words.not_area:
                    return found[0]
    author = doc.metadata.get("author", "").replace("’", "'")
    if words.organisations.search(author) and f" {plain(author)} " in f" {plain(' '.join(cover.texts()))} ":
        return next((label for label, names, _ in words.publishers if names.match(author)), author)
    if kind in _HELD:
        inquiry = _find_inquiry(cover, words)
        if inquiry:
            return inquiry
    return _weigh(doc, cover, author, words)


def _find_inquiry(cover: Cover, words: FactWords) -> str:
    """Return the inquiry whose name stands alone on the cover, or that speaks of itself there."""
    for text in cover.texts(2):
        for pattern in words.inquiries:
            found = pattern.match(text) if len(text.split()) <= 60 else None
            if found:
                return found["inquiry"]
    return ""


def _weigh(doc: Document, cover: Cover, author: str, words: FactWords) -> str:
    """Return the publishers for whom most speaks; each kind of evidence counts once."""
    opening = [text.replace("’", "'") for text in cover.texts(3) if len(text) < 300]
    ending = list(_list_ending(doc))
    score: dict[str, int] = defaultdict(int)
    for label, names, domains in words.publishers:
        signed = any(names.fullmatch(cell) for _, cells in ending for cell in cells)
        headed = any(names.fullmatch(text.strip()) for text in opening)
        owned = any("©" in text and names.search(text) for text in opening)
        said = any(_publishes(names, text) for text in [*opening, *(text for text, _ in ending)])
        score[label] = 4 * (names.match(author) is not None or headed or signed) + 3 * (owned or said)
        if domains is not None:
            texts = [*(text for text, _ in ending), *opening]
            score[label] += 2 * any(domains.search(text) is not None for text in texts)
            score[label] += any(domains.search(text) and _ASKS.search(text) for text in texts)
    for label, formulas in words.speaks_for:
        score[label] += LEAST * any(formulas.search(text) for text in opening)
    best = max(score.values(), default=0)
    if best < LEAST:
        return ""
    labels = [*(label for label, *_ in words.publishers), *(label for label, _ in words.speaks_for)]
    leading = [label for label in dict.fromkeys(labels) if score[label] >= max(LEAST, best - 3)]
    signed_by = [label for label in leading if score[label] >= 4] or leading
    return "; ".join(
        label for label in signed_by if not any(label != other and label in other for other in signed_by)
    )


def _list_ending(doc: Document) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of the last pages, and the names that may be signatures in each.

    The cells of a table are signatures only below a letter's close: a glossary names many bodies too.
    """
    last_page = len(doc.pages)
    since_close = _SIGNING_BLOCKS + 1
    for block in doc.blocks[-_LAST_BLOCKS:]:
        text = doc.text[block.start : block.end].replace("’", "'")
        since_close = 0 if _SIGN_OFF.search(text) else since_close + 1
        page = doc.page_at(block.start)
        if page < last_page - 1:
            continue
        signing = since_close <= _SIGNING_BLOCKS or (page == last_page and "|" not in text)
        cells = [cell.strip() for cell in text.split("|")] if signing else []
        yield text, cells


def _publishes(names: re.Pattern[str], text: str) -> bool:
    """Return whether a sentence says that one of the names published, produced or inspects."""
    found = _BY.search(text)
    if found and names.match(text[found.end() :]):
        return True
    opened = re.match(r"the ", text, re.IGNORECASE)
    opening = names.match(text[opened.end() if opened else 0 :])
    return opening is not None and "regulates and inspects" in text
