"""Workbooks of large sheets: XlsxWriter makes the book, and the rows are put into its sheets as they come.

The library's own rows cost several calls of Python per cell, five times the work. So it writes a book
with a header and one row of samples per sheet: styles, widths, filters and the package are its own; the rows
(``sheet_rows.py``) take the samples' place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from .sheet_rows import Batch, Linker, RowWriter, Styles

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
# A date of making would change the bytes of a file whose content is the same.
_MADE = datetime(2000, 1, 1)
_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SAMPLES = re.compile(rb'<row r="2".*?</row>')
_DIMENSION = re.compile(rb"<dimension[^>]*/>")
_FILTER = re.compile(rb'(<autoFilter ref="A1:[A-Z]+)2"')
_FILTER_NAME = re.compile(rb'(localSheetId="(\d+)"[^>]*>[^<]*\$)2<')
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_ROWS_AT_ONCE = 2_000
_COMPRESSION = 3
"""Beside 6, which is usual: files a tenth larger, in less than half of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with filters and a frozen header, to be written."""

    name: str
    columns: Sequence[str]
    """Their names, which decide their widths and whether they hold dates."""
    batches: Iterable[Batch]
    links: Mapping[int, Linker] = field(default_factory=dict)
    """By column, what makes the addresses of its cells."""


def write_book(file: Path, sheets: Sequence[Sheet], *, title: str) -> None:
    """Write a workbook, holding no more than one batch of rows in memory.

    Args:
        file: where to write.
        sheets: in order.
        title: of the workbook.

    Raises:
        OSError: where it cannot be written.
    """
    ends: list[int] = []
    with ZipFile(BytesIO(_make_frame(sheets, title))) as frame, _open_package(file) as book:
        for number, sheet in enumerate(sheets, start=1):
            name = f"xl/worksheets/sheet{number}.xml"
            ends.append(_write_sheet(book, name, frame.read(name), sheet))
        for name in frame.namelist():
            if not _PART.fullmatch(name):
                with book.open(name, "w") as stream:
                    stream.write(_FILTER_NAME.sub(lambda found: _end_at(found, ends), frame.read(name)))


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
    made = [
        Sheet(name=name, columns=columns, batches=list_batches(rows))
        for name, (columns, rows) in sheets.items()
    ]
    write_book(file, made, title=title)


def list_batches(rows: Iterable[Sequence[object]]) -> Iterator[Batch]:
    """Yield rows some thousand at a time, column by column."""
    whole = iter(rows)
    while some := list(islice(whole, _ROWS_AT_ONCE)):
        yield [list(column) for column in zip(*some, strict=True)]


def _write_sheet(book: ZipFile, name: str, frame: bytes, sheet: Sheet) -> int:
    """Write a sheet with its rows and links, and return its last row."""
    samples = _SAMPLES.search(frame)
    assert samples is not None
    wrap, link, day = map(int, re.findall(rb's="(\d+)"', samples[0]))
    writer = RowWriter(sheet.columns, Styles(wrap=wrap, link=link, date=day), sheet.links)
    with book.open(name, "w") as stream:
        stream.write(_DIMENSION.sub(b"", frame[: samples.start()]))
        for batch in sheet.batches:
            stream.write(writer.render(batch).encode("utf-8", "replace"))
        end = max(writer.n_rows, 2)
        links, relationships = writer.render_links()
        tail = _FILTER.sub(rb'\g<1>%d"' % end, frame[samples.end() :])
        if links:
            tail = tail.replace(b"<pageMargins", f"<hyperlinks>{links}</hyperlinks><pageMargins".encode(), 1)
        stream.write(tail)
    if links:
        with book.open(name.replace("sheets/", "sheets/_rels/") + ".rels", "w") as stream:
            stream.write(_RELATIONSHIPS.format(relationships).encode())
    return end


def _open_package(file: Path) -> ZipFile:
    """Open the package for writing; entries that are opened by name have no date but the first of 1980."""
    return ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION)


def _end_at(name: re.Match[bytes], ends: Sequence[int]) -> bytes:
    return b"%s%d<" % (name[1], ends[int(name[2])])


def _make_frame(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return a workbook with a row of samples in each sheet, one cell for each style."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": False, "in_memory": True}) as book:
        book.set_properties({"title": title, "created": _MADE, "comments": "Made by thememiner"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        link = book.add_format({"font_color": "#1C5A93", "underline": 1, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.name)
            for column, label in enumerate(one.columns):
                sheet.set_column(column, column, _WIDE.get(label, max(12, len(label) + 2)), wrap)
                sheet.write_string(0, column, label, head)
            for column, sample in enumerate((wrap, link, day)):
                sheet.write_blank(1, column, None, sample)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, 1, max(len(one.columns) - 1, 0))
    return made.getvalue()
