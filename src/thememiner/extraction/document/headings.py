"""Which blocks are headings: by their tag, or by how they are set and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.markers import BULLET, find_label
from thememiner.extraction.layout.structure import Element
from thememiner.extraction.layout.typography import Typography

LARGE_SHARE = 1.12
"""Text larger than this share of the body size is a heading, where it is short."""
MOST_WORDS = 30
MOST_LARGE_WORDS = 22
MOST_LINES = 5
MOST_BOXED_WORDS = 16
"""A longer bold text of the body's size in a box is a call-out and heads nothing."""
MOST_SIDE_LINES = 12
"""Large text in the margin beside its section breaks into many short lines."""
MOST_VERDICT_WORDS = 8
LEAST_SPACES = 5
"""Text with fewer spaces beside a heading may be the label of a chart."""
MOST_TITLE_WORDS, LEAST_BELOW = 14, 8
_TITLE = re.compile(r"\s*[:.–—-]\s*[^\W\d_a-z]")
_LABELLED = re.compile(r"(?:recommendation|finding|learning point|key learning|action)\b", re.IGNORECASE)


def is_heading(draft: Draft, typography: Typography, element: Element | None) -> bool:
    """Return whether a block is a heading.

    Args:
        draft: the block.
        typography: how the document is set.
        element: its structure element, where the page is tagged.
    """
    first, body = draft.first, typography.body_size
    large = first.size >= LARGE_SHARE * body
    if draft.number == BULLET or len(draft.segments) > (MOST_SIDE_LINES if large else MOST_LINES):
        return False
    text = draft.text
    n_words = text.count(" ") + 1
    if n_words > MOST_WORDS:
        return False
    if element is not None and element.kind == "heading" and element.level:
        found = first.size > 0.75 * body and not _is_sentence(draft, text, typography)
    elif large:
        found = n_words <= MOST_LARGE_WORDS or not text.endswith(".")
    else:
        found = _stands_out(draft, text, n_words, body, element)
    return found and any(map(str.isalpha, text)) and not is_grade(text)


def _stands_out(draft: Draft, text: str, n_words: int, body: float, element: Element | None) -> bool:
    """Return whether a block no larger than the text is a label, or all bold, capitals or tagged."""
    # Bold capitals of ten points are as tall as the small letters of twelve are with their tails.
    if draft.first.size < (0.75 if text.isupper() and draft.first.bold else 0.85) * body:
        return False
    if is_label(text):
        return True
    if text.endswith((".", ";", ",")) and not _LABELLED.match(text):
        return False
    if all(segment.bold for segment in draft.segments):
        return not draft.boxed or n_words <= MOST_BOXED_WORDS or _LABELLED.match(text) is not None
    if element is not None and element.kind == "heading":
        return True
    n_letters = sum(map(str.isalpha, text))
    return n_words <= 12 and text.isupper() and n_letters >= max(4, 0.6 * len(text)) and not draft.boxed


def is_label(text: str) -> bool:
    """Return whether a text is a label and nothing else.

    >>> is_label("Finding 2:"), is_label("Finding 2 says so")
    (True, False)
    """
    label = find_label(text)
    return bool(label) and not text[len(label) :].strip(" .:–—-")


def is_grade(text: str) -> bool:
    """Return whether a text is the grade that an inspector gives, and nothing else.

    >>> is_grade("Requires improvement to be good"), is_grade("Good practice")
    (True, False)
    """
    return " ".join(text.casefold().split()).strip(" .") in _load_words()[0]


def demote_verdicts(drafts: Sequence[Draft]) -> None:
    """Make a paragraph of the verdict that is printed beside a heading.

    It is set like the heading, to its right on the same rows; the text that follows runs below both. Two
    headings over two columns of text stand so too, but there the text below keeps to its column.

    Args:
        drafts: the blocks of a page in reading order, kinds named; their ``kind`` is set here.
    """
    for place, (left, right) in enumerate(pairwise(drafts)):
        if left.kind != "heading" or right.kind != "heading" or not _stands_beside(left, right):
            continue
        following = drafts[place + 2].first if place + 2 < len(drafts) else None
        if following is not None and following.x0 < right.first.x0 - following.size:
            right.kind, right.level = "paragraph", 0


def name_titled_labels(drafts: Sequence[Draft]) -> None:
    """Make a heading of a label with a title, set like the text, that stands over a paragraph of its own.

    "Recommendation 9: Plans for a bad winter" heads what it asks for; alone, or with a full stop, it asks.

    Args:
        drafts: the blocks of a page in reading order, kinds named; their ``kind`` is set here.
    """
    for draft, following in pairwise(drafts):
        if draft.kind != "paragraph" or following.kind != "paragraph" or len(draft.segments) > 2:
            continue
        text = draft.text
        label = find_label(text) if _LABELLED.match(text) else ""
        title = text[len(label) :]
        if (
            label
            and _TITLE.match(title)
            and len(title.split()) <= MOST_TITLE_WORDS
            and not title.endswith((".", ";", ",", ":"))
            and not find_label(below := following.text)
            and below[:1].isupper()
            and (len(below.split()) >= LEAST_BELOW or below.endswith(":"))
            and draft.first.panel == following.first.panel
        ):
            draft.kind, draft.level = "heading", 0


def place_side_heads(drafts: list[Draft]) -> None:
    """Put each heading in the margin before the paragraph that begins beside it; ``drafts`` is changed.

    Programs write such headings after their sections, or all of a page's before its text.
    """
    for head in [draft for draft in drafts if draft.kind == "heading"]:
        right = max([segment.x1 for segment in head.segments])
        beside = [
            draft
            for draft in drafts
            if draft.kind in ("paragraph", "list_item")
            and draft.first.x0 > right
            and draft.text.count(" ") >= LEAST_SPACES
            and abs(draft.top - head.top) < 1.2 * head.first.size
        ]
        if len(beside) == 1:
            drafts[:] = [draft for draft in drafts if draft is not head]
            place = next(place for place, draft in enumerate(drafts) if draft is beside[0])
            drafts.insert(place, head)


def join_headings(drafts: list[Draft]) -> None:
    """Join the lines of one heading that spacing or tags set apart; ``drafts`` is changed in place."""
    joined: list[Draft] = []
    for draft in drafts:
        if draft.kind == "heading" and joined and _is_second_line(joined[-1], draft):
            joined[-1].segments.extend(draft.segments)
        else:
            joined.append(draft)
    drafts[:] = joined


def _is_sentence(draft: Draft, text: str, typography: Typography) -> bool:
    """Return whether what is tagged as a heading is a sentence set like the body: a numbered demand, say."""
    if draft.first.size > 1.05 * typography.body_size:
        return False
    lettered = draft.number[-1:] == ")" or draft.number[:1] == "("
    return len(text.split()) > 8 and text.endswith((".", ";", ",", ":") if lettered else (".", ";"))


def _stands_beside(left: Draft, right: Draft) -> bool:
    if len(right.text.split()) > MOST_VERDICT_WORDS or right.number:
        return False
    edge = max(segment.x1 for segment in left.segments)
    middle = (right.first.top + right.last.bottom) / 2
    return right.first.x0 > edge and left.first.top < middle < left.last.bottom


def _is_second_line(above: Draft, below: Draft) -> bool:
    """Return whether a heading goes on with the one above it: set alike, right below, sense still open."""
    if above.kind != "heading" or below.number:
        return False
    line, following = above.last, below.first
    if abs(line.size - following.size) > 0.3 or line.bold != following.bold or line.panel != following.panel:
        return False
    if not 0 < following.bottom - line.bottom < 1.7 * line.size or following.x0 > line.x1:
        return False
    words = line.text.casefold().split()
    return (
        following.text[:1].islower()
        or line.text.endswith((",", "-", "–", "&"))
        or words[-1] in _load_words()[1]
    )


@cache
def _load_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the grades, and the words that no heading ends in."""
    data = yaml.safe_load(files("thememiner").joinpath("codebook/headings.yaml").read_text(encoding="utf-8"))
    return frozenset(data["grades"]), frozenset(data["open_ends"])
