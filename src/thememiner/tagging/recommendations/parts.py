"""A passage as the finder of recommendations sees it: marker, body, heading level, left edge, cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thememiner.records import BlockKind, Document, Passage
from thememiner.tagging.recommendations.grammar import is_asking
from thememiner.tagging.recommendations.labels import Label, marker_style, read_label, split_marker
from thememiner.tagging.recommendations.phrases import plain

_BULLET = re.compile(r"^\s*[•▪◼■●○◦‣⁃∙·\-–—*➢►▶✓✔\uf000-\uf0ff\u25a0-\u25ff]\s+")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,3}")
"""Dots that lead to a page number: a line of the contents."""
_SENTENCE_WORDS = 12
"""So many words and a full stop are a sentence, whatever their print."""
INDENT_PT = 6.0
"""Further to the right than this is indented."""
_MARGIN_PT = 60.0
_BESIDE_PT = 16.0
_UNREAD: frozenset[BlockKind] = frozenset({"contents", "furniture", "caption", "footnote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One passage, prepared."""

    index: int
    """Of the passage among all passages."""
    passage: Passage
    text: str
    """Number and body, as printed."""
    marker: str
    """The printed number, letter or bullet at its start."""
    body: str
    style: str
    """number, letter, roman, label, bullet or none: what sort of marker it has."""
    level: int
    """Heading level, or nesting depth of a list item."""
    left: float
    """Left edge in points."""
    top: float
    """Top of its first line in points."""
    page: int
    last_page: int
    header: bool = False
    table_id: int = -1
    cells: tuple[str, ...] = ()

    @property
    def kind(self) -> BlockKind:
        """The kind of the passage."""
        return self.passage.kind

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading; a lettered sentence, or the rest of one, never is."""
        if self.passage.kind != "heading" or self.body[:1].islower():
            return False
        if self.body.endswith(".") and len(self.body.split()) >= _SENTENCE_WORDS:
            return False
        lettered = self.style == "letter" and (self.marker.startswith("(") or is_asking(self.body))
        return not (self.style == "roman" or lettered)

    def label(self, *, expected: bool = False) -> Label | None:
        """Its label, which may stand behind a paragraph number: "4.2 Recommendation 1: ...".

        Args:
            expected: True inside a list of items, where short forms (R1) are labels too.
        """
        found = read_label(self.text, expected=expected)
        return found or (read_label(self.body, expected=expected) if self.style == "number" else None)

    @property
    def is_listed(self) -> bool:
        """Whether it is an item of a list: numbered, lettered or bulleted."""
        if self.is_heading:
            return False
        return self.passage.kind == "list_item" or self.style in ("number", "letter", "roman", "bullet")


def make_parts(doc: Document, passages: Sequence[Passage]) -> tuple[Part, ...]:
    """Return the readable passages in order: no contents lines, furniture, captions or footnotes."""
    blocks = {block.start: block for block in doc.blocks}
    parts = []
    for index, passage in enumerate(passages):
        if passage.kind in _UNREAD or passage.role == "contents" or not passage.text.strip():
            continue
        if _LEADERS.search(passage.text):
            continue
        block = blocks.get(passage.start)
        marker, body = _split(passage)
        lines = doc.lines_at(passage.start, passage.end)
        parts.append(
            Part(
                index=index,
                passage=passage,
                text=" ".join(passage.text.split())
                if marker and marker in passage.text
                else f"{marker} {body}".strip(),
                marker=marker,
                body=body,
                style=_style(passage, marker),
                level=block.level if block else 0,
                top=lines[0].box.top if lines else 0.0,
                left=min((line.box.x0 for line in lines), default=0.0),
                page=passage.page_first,
                last_page=passage.page_last,
                header=bool(block and block.header),
                table_id=block.table_id if block else -1,
                cells=tuple(" ".join(doc.text[start:end].split()) for start, end in block.cells)
                if block
                else (),
            )
        )
    return tuple(_side_headings_first(_join_bare_numbers(parts)))


def _join_bare_numbers(parts: Sequence[Part]) -> list[Part]:
    """A number that stands alone, as in a column of its own, belongs to the passage behind it."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if (
            before
            and before.style == "number"
            and not before.body
            and not part.marker
            and not part.is_heading
        ):
            text = f"{before.marker} {part.text}"
            joined[-1] = replace(part, marker=before.marker, style="number", text=text, left=before.left)
        else:
            joined.append(part)
    return joined


def _side_headings_first(parts: Sequence[Part]) -> list[Part]:
    """A heading in the margin stands before the paragraph that begins beside it, wherever it was read."""
    ordered: list[Part] = []
    for part in parts:
        place = len(ordered)
        if part.is_heading:
            for position in range(len(ordered) - 1, -1, -1):
                other = ordered[position]
                if other.last_page < part.page:
                    break
                beside = part.left + _MARGIN_PT < other.left and abs(part.top - other.top) <= _BESIDE_PT
                if other.page == part.page and beside:
                    place = position
                    break
        ordered.insert(place, part)
    return ordered


def _split(passage: Passage) -> tuple[str, str]:
    text = " ".join(passage.text.split())
    number = passage.number.strip()
    if number and plain(text).startswith(plain(number)):
        return number, text[len(number) :].strip()
    bullet = _BULLET.match(text)
    if bullet:
        return number or bullet.group().strip(), text[bullet.end() :].strip()
    if number:
        return number, text
    return split_marker(text)


def _style(passage: Passage, marker: str) -> str:
    style = marker_style(marker)
    return "bullet" if style == "none" and passage.kind == "list_item" else style
