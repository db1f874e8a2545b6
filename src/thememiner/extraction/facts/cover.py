"""The cover of a document: what its first pages print, block by block, and how large."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from thememiner.records import BlockKind, Document

COVER_PAGES = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """A block of the first pages."""

    text: str
    """With single spaces, and the apostrophes that the word lists are written with."""
    kind: BlockKind
    page: int
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """The blocks of a document's first pages, contents lists and notes left out."""

    blocks: tuple[Printed, ...]
    body_size: float
    """The size that most of the document is set in."""

    def texts(self, pages: int = COVER_PAGES) -> list[str]:
        """Return the texts of the first pages."""
        return [block.text for block in self.blocks if block.page <= pages]

    @property
    def first_page(self) -> int:
        """Return the first page that prints anything, 0 where none does."""
        return min((block.page for block in self.blocks), default=0)


def read_cover(doc: Document) -> Cover:
    """Return the cover of a document."""
    sizes: Counter[float] = Counter()
    for line in doc.lines:
        sizes[line.size] += line.end - line.start
    found = []
    for block in doc.blocks:
        lines = doc.lines_at(block.start, block.end)
        if not lines:
            continue
        if lines[0].box.page > COVER_PAGES:
            break
        if block.kind not in ("contents", "footnote"):
            text = straighten(doc.text[block.start : block.end])
            bold = all(line.bold for line in lines)
            size = lines[0].size if block.kind == "heading" else max(line.size for line in lines)
            found.append(Printed(text, block.kind, lines[0].box.page, size, bold))
    body = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0
    return Cover(tuple(found), body)


def straighten(text: str) -> str:
    """Return text with single spaces and one kind of apostrophe."""
    return " ".join(text.replace("'", "’").replace("‘", "’").split())
