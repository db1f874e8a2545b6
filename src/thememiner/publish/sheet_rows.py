"""Rows of a sheet as XLSX has them (SpreadsheetML, ISO/IEC 29500-1, 18.3): cells, styles, links.

Cells are made column by column: most questions (is there a mark to escape, a cell too long) are asked once
for some thousand cells, and asking them of every cell is what makes a large workbook slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

from xlsxwriter.utility import xl_col_to_name

MAX_CELL = 32_767
"""Characters of a cell, as UTF-16 counts them."""
MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
"""What Excel allows on a sheet."""
_MAX_LINK = 2_000
_CUT = " … [cut: a cell holds 32,767 characters; the CSV has all of it]"
_DATES = frozenset({"period_from", "period_to", "first_asked", "last_asked"})
"""Columns of dates beside those whose names end in ``_on``."""
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_DAY_ZERO = date(1899, 12, 31)
_NO_LEAP_DAY = 59
"""After so many days the serial numbers of spreadsheets hold a 29 February 1900, which there was not."""
_CODE = re.compile(r"_x[0-9a-fA-F]{4}_")
"""What the format reads as a character; in a text it has to be escaped itself."""
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_KEPT = 'xml:space="preserve"'
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_", "\ufffe": "_xFFFE_", "\uffff": "_xFFFF_"}

Batch = Sequence[list[Any]]
"""Some rows, column by column: text that is harmless already (``disarm``), numbers, or None."""
Linker = Callable[[Batch], list[str]]
"""Makes the addresses of a column's cells from their rows; empty where one leads nowhere."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the styles of cells."""

    wrap: int
    link: int
    date: int


@dataclass(slots=True)
class RowWriter:
    """Makes the rows of one sheet, batch after batch, and keeps the links that follow them.

    Args:
        columns: their names, which decide whether they hold dates.
        styles: of the cells.
        linkers: by column.
    """

    columns: Sequence[str]
    styles: Styles
    linkers: Mapping[int, Linker]
    n_rows: int = 1
    """Rows so far, the header among them."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Cell and address of each link."""

    def render(self, batch: Batch) -> str:
        """Return some rows as XML; what is beyond the rows of a sheet is left out."""
        size = min(len(batch[0]) if batch else 0, MAX_ROWS - self.n_rows)
        rows = range(self.n_rows + 1, self.n_rows + 1 + size)
        self.n_rows += size
        fitting = [cells[:size] for cells in batch]
        columns = [self._render_column(place, fitting, rows) for place in range(len(batch))]
        rendered = map("".join, zip(*columns, strict=True))
        return "".join(f'<row r="{row}">{cells}</row>' for row, cells in zip(rows, rendered, strict=True))

    def render_links(self) -> tuple[str, str]:
        """Return the links that follow the rows, and the relationships that hold where they lead."""
        links, relationships = [], []
        quote = cache(_quote_address)  # many rows of one page lead to the same place
        for number, (cell, address) in enumerate(self.links, start=1):
            target, location = quote(address)
            links.append(f'<hyperlink ref="{cell}" r:id="rId{number}"{location}/>')
            relationships.append(f'<Relationship Id="rId{number}" {target}/>')
        return "".join(links), "".join(relationships)

    def _render_column(self, place: int, batch: Batch, rows: range) -> list[str]:
        letter, cells = xl_col_to_name(place), batch[place]
        styles = [self.styles.wrap] * len(rows)
        if place in self.linkers:
            styles = list(self._note_links(letter, cells, rows, self.linkers[place](batch)))
        elif self.columns[place].endswith("_on") or self.columns[place] in _DATES:
            days = [count_days(cell) for cell in cells]
            cells = [cell if day is None else day for cell, day in zip(cells, days, strict=True)]
            styles = [self.styles.wrap if day is None else self.styles.date for day in days]
        return [
            ""
            if cell is None or cell == ""
            else f'<c r="{letter}{row}" s="{style}"><v>{cell:.16G}</v></c>'
            if not isinstance(cell, str)
            else f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t>{cell}</t></is></c>'
            if cell == cell.strip()
            else f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t {_KEPT}>{cell}</t></is></c>'
            for row, style, cell in zip(rows, styles, escape_cells(cells), strict=True)
        ]

    def _note_links(self, letter: str, cells: list[Any], rows: range, addresses: list[str]) -> Iterator[int]:
        for row, cell, address in zip(rows, cells, addresses, strict=True):
            is_link = bool(address) and cell not in (None, "") and len(address) <= _MAX_LINK
            if is_link and len(self.links) < MAX_LINKS:
                self.links.append((f"{letter}{row}", address))
                yield self.styles.link
            else:
                yield self.styles.wrap


def _quote_address(address: str) -> tuple[str, str]:
    """Return the attributes of a relationship and of a link that lead to an address."""
    target, _, location = address.partition("#")
    return (
        f'Type="{_HYPERLINK}" Target={quoteattr(target)} TargetMode="External"',
        f" location={quoteattr(location)}" if location else "",
    )


def count_days(text: object) -> int | None:
    """Return a whole date as the number that a spreadsheet holds; None of 2020-03 and what is no day.

    >>> count_days("2020-03-04"), count_days("2020-03"), count_days("2020-02-31")
    (43894, None, None)
    """
    if not isinstance(text, str) or not _WHOLE_DATE.fullmatch(text):
        return None
    try:
        days = (date.fromisoformat(text) - _DAY_ZERO).days
    except ValueError:
        return None
    return days + 1 if days > _NO_LEAP_DAY else days


def escape_cells(cells: list[Any]) -> list[Any]:
    """Return the cells of a column with texts that fit and that XML can hold."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    whole = "".join(texts)
    if max(map(len, texts), default=0) > MAX_CELL // 2:
        cells = [shorten(cell) if isinstance(cell, str) else cell for cell in cells]
    if "_x" in whole:
        cells = [_CODE.sub(r"_x005F\g<0>", cell) if isinstance(cell, str) else cell for cell in cells]
    for mark, written in _MARKS.items():
        if mark in whole:
            cells = [cell.replace(mark, written) if isinstance(cell, str) else cell for cell in cells]
    return cells


def shorten(text: str) -> str:
    """Return a text that fits in a cell, which says so where it was cut."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
