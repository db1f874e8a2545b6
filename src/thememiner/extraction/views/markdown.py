"""A Document as Markdown, for reading and for other programs."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from thememiner.records import Block, Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)")


def write_markdown(doc: Document) -> str:
    """Return the document as Markdown: headings, lists, tables and notes in reading order.

    Printed numbers stand before their text; furniture is left out. A footnote that is cited, and the mark
    that cites it, are written ``[^1]``.

    Args:
        doc: the document.
    """
    parts: list[str] = []
    table: list[str] = []
    table_id = -1
    item = False
    notes = _Notes(doc)
    for place, block in enumerate(doc.blocks):
        if table and block.table_id != table_id:
            parts.append("\n".join(table))
            table = []
        if block.kind == "table_row":
            if not table:
                table_id = block.table_id
                table = _open_table(block, notes)
            else:
                table.append(_write_row(block, notes))
            item = False
            continue
        written = _write_block(block, notes, notes.labels.get(place, ""))
        if block.kind == "list_item" and item:
            parts[-1] += "\n" + written
        else:
            parts.append(written)
        item = block.kind == "list_item"
    if table:
        parts.append("\n".join(table))
    return "\n\n".join(parts) + ("\n" if parts else "")


class _Notes:
    """The text of a document with the marks of its notes in their places."""

    def __init__(self, doc: Document) -> None:
        self._text = doc.text
        self._marks = [reference for reference in doc.references if reference.note >= 0]
        self.labels: dict[int, str] = {}
        """What each note is called, by its place among the blocks: its mark, or mark and page."""
        for reference in self._marks:
            label = reference.mark
            if label in self.labels.values() and reference.note not in self.labels:
                label = f"{label}-{doc.page_at(doc.blocks[reference.note].start)}"
            self.labels.setdefault(reference.note, label)

    def write(self, start: int, end: int) -> str:
        """Return a stretch of the text, escaped, with its marks."""
        first = bisect_right(self._marks, start, key=_start_of)
        parts = []
        for reference in self._marks[first : bisect_right(self._marks, end, key=_start_of)]:
            parts.append(_escape(self._text[start : reference.start]) + f"[^{self.labels[reference.note]}]")
            start = reference.start
        return "".join(parts) + _escape(self._text[start:end])


_start_of = attrgetter("start")


def _write_block(block: Block, notes: _Notes, label: str) -> str:
    text = notes.write(block.start, block.end)
    number = "" if text.startswith(_escape(block.number)) else _escape(block.number)
    numbered = f"{number} {text}".strip()
    if block.kind == "heading":
        return "#" * min(max(block.level, 1), 6) + " " + numbered
    if block.kind == "list_item":
        indent = "  " * max(block.level - 1, 0)
        return f"{indent}- {text if block.number == '•' else numbered}"
    if block.kind == "footnote":
        if label:
            return f"[^{label}]: {text}"
        return f"> [{number}] {text}" if number else f"> {text}"
    if block.kind == "caption":
        return f"*{numbered}*"
    written = _LINE_START.sub(
        lambda found: "\\" + found[0] if found[3] else f"{found[1]}\\{found[2]}", numbered
    )
    return f"> {written}" if block.boxed else written


def _open_table(block: Block, notes: _Notes) -> list[str]:
    """Return the first lines of a table: Markdown wants a header row, empty where none is printed."""
    rule = "|" + " --- |" * max(len(block.cells), 1)
    row = _write_row(block, notes)
    if block.header:
        return [row, rule]
    return ["|" + "  |" * max(len(block.cells), 1), rule, row]


def _write_row(block: Block, notes: _Notes) -> str:
    return "|" + "".join(f" {notes.write(start, end)} |" for start, end in block.cells)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
