"""Sheets of a workbook, row by row: what XLSX can hold and what it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
"""What Excel allows on a sheet."""
_MAX_LINK = 2_000
_CUT = " … [cut: a cell holds 32,767 characters; the CSV has all of it]"
_WIDE = {
    "text": 80,
    "sentence": 80,
    "definition": 60,
    "meaning": 100,
    "error": 60,
    "advice": 60,
    "title": 50,
    "review": 50,
    "quote": 80,
    "recommendation": 80,
    "link": 40,
    "label": 40,
}
_DATES = frozenset({"period_from", "period_to", "first_asked", "last_asked"})
"""Columns of dates beside those whose names end in ``_on``."""
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
# A date of making would change the bytes of a file whose content is the same.
_MADE = datetime(2000, 1, 1)

Linker = Callable[[Sequence[Any]], str]
"""Makes the address of a cell from its row; empty where it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that is being written, and the formats of its cells."""

    book: Any
    head: Any
    wrap: Any
    link: Any
    date: Any

    def add_sheet(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        links: Mapping[int, Linker] | None = None,
    ) -> None:
        """Add a sheet with filters and a frozen header.

        Args:
            name: of the sheet.
            columns: their names, which decide their widths and whether they hold dates.
            rows: text that is harmless already (``disarm``), numbers, or None; rows beyond what a
                sheet holds are left out.
            links: by column, what makes the address of a cell.
        """
        sheet = self.book.add_worksheet(name)
        links = links or {}
        for column, label in enumerate(columns):
            sheet.set_column(column, column, _WIDE.get(label, max(12, len(label) + 2)), self.wrap)
        for column, label in enumerate(columns):
            sheet.write_string(0, column, label, self.head)
        sheet.freeze_panes(1, 1)
        dates = {column for column, label in enumerate(columns) if label.endswith("_on") or label in _DATES}
        left, at = MAX_LINKS, 0
        for at, row in enumerate(rows, start=1):
            if at >= MAX_ROWS:
                break
            for column, cell in enumerate(row):
                if cell is None or cell is pd.NA or cell == "":
                    continue
                target = links[column](row) if left and column in links else ""
                if target and len(target) <= _MAX_LINK:
                    left -= 1
                    sheet.write_url(at, column, target, self.link, str(cell)[:MAX_CELL])
                    if not isinstance(cell, str):
                        # A number written over the link keeps the link and stays a number.
                        sheet.write_number(at, column, float(str(cell)), self.link)
                elif not isinstance(cell, str):
                    sheet.write_number(at, column, float(str(cell)))
                elif column in dates and (day := read_day(cell)):
                    sheet.write_datetime(at, column, day, self.date)
                else:
                    short = cell if len(cell) <= MAX_CELL else cell[: MAX_CELL - len(_CUT)] + _CUT
                    sheet.write_string(at, column, short)
        sheet.autofilter(0, 0, max(min(at, MAX_ROWS - 1), 1), max(len(columns) - 1, 0))


def read_day(text: str) -> date | None:
    """Return a whole date that a spreadsheet can hold; None of 2020, 2020-03 and what is no day.

    >>> read_day("2020-03-04"), read_day("2020-03"), read_day("2020-02-31")
    (datetime.date(2020, 3, 4), None, None)
    """
    try:
        return date.fromisoformat(text) if _WHOLE_DATE.fullmatch(text) else None
    except ValueError:
        return None


@contextmanager
def open_book(file: Path, title: str) -> Iterator[Book]:
    """Yield a new workbook, which is written when the block ends.

    Args:
        file: where to write.
        title: of the workbook.

    Raises:
        OSError: where it cannot be written.
    """
    # Rows wait in files beside the workbook: on the disk that it needs room on anyway, and, when a run is
    # killed, where the next run clears up.
    with TemporaryDirectory(prefix=".rows-", dir=file.parent) as scratch:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": scratch,
        }
        try:
            with xlsxwriter.Workbook(str(file), options) as book:
                book.set_properties({"title": title, "created": _MADE, "comments": "Made by thememiner"})
                yield Book(
                    book=book,
                    head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
                    wrap=book.add_format({"text_wrap": True, "valign": "top"}),
                    link=book.add_format({"font_color": "#1C5A93", "underline": 1, "valign": "top"}),
                    date=book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
                )
        except FileCreateError as error:  # the library's name for any trouble with the disk
            raise OSError(*error.args[0].args) from error


def write_sheets(
    file: Path, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]], *, title: str
) -> None:
    """Write lists as the sheets of a workbook.

    Args:
        file: where to write.
        sheets: by name, the columns and the rows; cells are text that is harmless
            already (``disarm``), numbers, or None.
        title: of the workbook.
    """
    with open_book(file, title) as book:
        for name, (columns, rows) in sheets.items():
            book.add_sheet(name, columns, rows)
