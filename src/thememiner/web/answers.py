"""Views and sheets as the wire has them: HTML, JSON, CSV, XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import msgspec
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from thememiner.cells import SEPARATOR
from thememiner.publish import disarm, write_sheets

from .site import Site
from .views import Sheet, View

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS_AT_ONCE = 500


def answer_page(site: Site, request: Request, view: View[Any]) -> Response:
    """Return a view as a page."""
    template = site.templates.get_template(view.template)
    html = template.render(view=view, data=view.data, request=request, **view.extra)
    return HTMLResponse(html, status_code=view.status)


def answer_json(view: View[Any]) -> Response:
    """Return a view's data as JSON."""
    body = msgspec.json.encode(view.data)
    return Response(body, status_code=view.status, media_type="application/json")


def answer_csv(sheet: Sheet) -> Response:
    """Return a sheet as CSV, row by row, so that a long one takes no memory."""
    return StreamingResponse(
        _write_csv(sheet), media_type="text/csv; charset=utf-8", headers=_attach(f"{sheet.name}.csv")
    )


def answer_xlsx(sheet: Sheet) -> Response:
    """Return a sheet as a workbook, with a second sheet that says what it holds."""
    with NamedTemporaryFile(suffix=".xlsx", delete=False) as made:
        file = Path(made.name)
    sheets = {
        "list": (sheet.columns, map(flatten_row, sheet.rows)),
        "about": (("about this list",), [(note,) for note in sheet.notes]),
    }
    try:
        write_sheets(file, sheets, title=sheet.name)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return FileResponse(
        file,
        media_type=_XLSX,
        headers=_attach(f"{sheet.name}.xlsx"),
        background=BackgroundTask(file.unlink, missing_ok=True),
    )


def _attach(name: str) -> dict[str, str]:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    return {"Content-Disposition": f'attachment; filename="{plain}"'}


def flatten_row(row: Sequence[object]) -> list[object]:
    """Return a row as files have it: lists joined, text that a spreadsheet would run made harmless."""
    return [disarm(_join(cell)) for cell in row]


def _join(cell: object) -> object:
    if cell is None:
        return ""
    return SEPARATOR.join(map(str, cell)) if isinstance(cell, (list, tuple)) else cell


def _write_csv(sheet: Sheet) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _to_lines([sheet.columns])
    waiting: list[Sequence[object]] = []
    for row in sheet.rows:
        waiting.append(flatten_row(row))
        if len(waiting) == _ROWS_AT_ONCE:
            yield _to_lines(waiting)
            waiting = []
    yield _to_lines(waiting)


def _to_lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
