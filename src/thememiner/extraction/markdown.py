"""A Document as Markdown, for reading and for other programs."""

from __future__ import annotations

import re

from thememiner.records import Block, Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)")


def write_markdown(doc: Document) -> str:
    """Return the document as Markdown: headings, lists, tables and notes in reading order.

    Printed numbers stand before their text; furniture is left out.

    Args:
        doc: the document.
    """
    parts: list[str] = []
    table: list[str] = []
    table_id = -1
    item = False
    for block in doc.blocks:
        if table and block.table_id != table_id:
            parts.append("\n".join(table))
            table = []
        if block.kind == "table_row":
            if not table:
                table_id = block.table_id
                table = _open_table(doc, block)
            else:
                table.append(_write_row(doc, block))
            item = False
            continue
        written = _write_block(doc, block)
        if block.kind == "list_item" and item:
            parts[-1] += "\n" + written
        else:
            parts.append(written)
        item = block.kind == "list_item"
    if table:
        parts.append("\n".join(table))
    return "\n\n".join(parts) + ("\n" if parts else "")


def _write_block(doc: Document, block: Block) -> str:
    text = _escape(doc.text[block.start : block.end])
    number = "" if text.startswith(_escape(block.number)) else _escape(block.number)
    numbered = f"{number} {text}".strip()
    if block.kind == "heading":
        return "#" * min(max(block.level, 1), 6) + " " + numbered
    if block.kind == "list_item":
        indent = "  " * max(block.level - 1, 0)
        return f"{indent}- {text if block.number == '•' else numbered}"
    if block.kind == "footnote":
        return f"> [{number}] {text}" if number else f"> {text}"
    if block.kind == "caption":
        return f"*{numbered}*"
    written = _LINE_START.sub(
        lambda found: "\\" + found[0] if found[3] else f"{found[1]}\\{found[2]}", numbered
    )
    return f"> {written}" if block.boxed else written


def _open_table(doc: Document, block: Block) -> list[str]:
    """Return the first lines of a table: Markdown wants a header row, empty where none is printed."""
    rule = "|" + " --- |" * max(len(block.cells), 1)
    row = _write_row(doc, block)
    if block.header:
        return [row, rule]
    return ["|" + "  |" * max(len(block.cells), 1), rule, row]


def _write_row(doc: Document, block: Block) -> str:
    return "|" + "".join(f" {_escape(doc.text[start:end])} |" for start, end in block.cells)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
