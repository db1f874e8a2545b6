"""A codebook as a spreadsheet for staff, and back.

Sheets: themes, cues, examples, lists. Several conditions in a cell are parted by
semicolons; one that ends in a semicolon is a list of one, as the YAML had it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from thememiner.errors import CodebookError, InputError

from .entries import CONDITIONS, TEXTS, Entries, check_entries

_SHEETS = {
    "themes": (*TEXTS, *CONDITIONS, "file"),
    "cues": ("theme", "cue", *CONDITIONS),
    "examples": ("theme", "kind", "text"),
    "lists": ("list", "words"),
}
_KINDS = {"example": "examples", "not": "non_examples"}
_ABOUT = (
    "themes: a row per theme. Conditions here hold for every cue of the theme.",
    "cues: what earns a theme, in the notation of docs/codebook.md. Conditions: with, without, nearby, "
    "unless (several parted by semicolons), about, not_in, polarity, negation, weak (true or false).",
    "examples: kind is example (must earn the theme) or not (must not). Each cue must be fired by one.",
    "lists: word lists that cues name as <list>; a row per expression.",
    "Read it back: thememiner codebook from-xlsx FILE --output FOLDER; thememiner codebook check FOLDER.",
)
_WIDE = {"definition": 60, "include": 40, "exclude": 40, "cue": 45, "text": 100, "words": 60, "label": 35}
_MADE = datetime(2000, 1, 1)


def write_workbook(entries: Entries, file: Path) -> None:
    """Write a codebook as XLSX; every cell is text, so that ``=sharing`` stays a cue.

    Args:
        entries: of a codebook.
        file: where to write.

    Raises:
        InputError: where a condition has a semicolon, which would part it in two.
    """
    rows = {"themes": list(_list_themes(entries)), "cues": list(_list_cues(entries)),
            "examples": list(_list_examples(entries)), "lists": list(_list_words(entries))}  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": "Codebook", "created": _MADE, "comments": "Made by thememiner"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        about = book.add_worksheet("about")
        about.set_column(0, 0, 120, text)
        for at, line in enumerate(_ABOUT):
            about.write_string(at, 0, line, text)
        for name, columns in _SHEETS.items():
            sheet = book.add_worksheet(name)
            for at, column in enumerate(columns):
                sheet.set_column(at, at, _WIDE.get(column, 18), text)
                sheet.write_string(0, at, column, head)
            sheet.freeze_panes(1, 2)
            sheet.autofilter(0, 0, max(len(rows[name]), 1), len(columns) - 1)
            for number, row in enumerate(rows[name], start=1):
                for at, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, at, cell, text)


def _list_themes(entries: Entries) -> Iterator[tuple[str, ...]]:
    for name, listed in entries.files.items():
        for entry in listed:
            texts = (" ".join(str(entry.get(key, "")).split()) for key in TEXTS)
            yield (*texts, *(_join(entry.get(key)) for key in CONDITIONS), name)


def _list_cues(entries: Entries) -> Iterator[tuple[str, ...]]:
    for theme, entry in entries.by_id().items():
        for cue in entry["cues"]:
            parts = cue if isinstance(cue, dict) else {"cue": cue}
            yield (theme, str(parts["cue"]), *(_join(parts.get(key)) for key in CONDITIONS))


def _list_examples(entries: Entries) -> Iterator[tuple[str, ...]]:
    for theme, entry in entries.by_id().items():
        for kind, key in _KINDS.items():
            yield from ((theme, kind, str(text)) for text in entry.get(key) or ())


def _list_words(entries: Entries) -> Iterator[tuple[str, ...]]:
    for name, words in entries.lexicon.items():
        yield from ((str(name), str(one)) for one in (words if isinstance(words, list) else [words]))


def _join(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, list):
        _refuse_semicolon(str(value))
        return str(value)
    for one in value:
        _refuse_semicolon(str(one))
    return "; ".join(map(str, value)) + (";" if len(value) == 1 else "")


def _refuse_semicolon(condition: str) -> None:
    if ";" in condition:
        raise InputError(
            f"The condition “{condition}” has a semicolon, which parts conditions in a spreadsheet."
        )


def _part(cell: str) -> Any:
    if cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if ";" not in cell:
        return cell
    return [one for one in (" ".join(one.split()) for one in cell.split(";")) if one]


def read_workbook(file: Path) -> Entries:
    """Return the codebook of a workbook.

    Args:
        file: .xlsx with the sheets and columns that ``write_workbook`` makes; sheets and
            columns in any order, further ones are refused.

    Raises:
        CodebookError: with every problem of the workbook, each with its sheet and row.
        InputError: where it is no workbook.
    """
    try:
        book = openpyxl.load_workbook(file, data_only=False)
    except Exception as error:  # openpyxl hands on what zipfile, XML and itself raise
        raise InputError(f"{file} cannot be read as a workbook (.xlsx): {error}.") from error
    problems: list[str] = []
    sheets = {name: list(_read_sheet(book, name, problems)) for name in _SHEETS}
    if problems:
        raise CodebookError(tuple(problems))
    entries, places = Entries(), {}
    known: dict[str, dict[str, Any]] = {}
    for row, cells in sheets["themes"]:
        theme = cells.get("id", "")
        if not theme or theme in known:
            said = f"the id {theme} is used already" if theme else "a theme has no id"
            problems.append(f"sheet themes, row {row}: {said}.")
            continue
        entry: dict[str, Any] = {key: cells[key] for key in TEXTS if cells.get(key)}
        entry |= {key: _part(cells[key]) for key in CONDITIONS if cells.get(key)}
        known[theme] = entry
        places[theme] = f"sheet themes, row {row}"
        name = cells.get("file") or "themes.yaml"
        name = name if name.endswith(".yaml") else f"{name}.yaml"
        if Path(name).name != name:
            problems.append(f"sheet themes, row {row}: file must be a name, not a path.")
        entries.files.setdefault(name, []).append(entry)
    rows_of_cues = _add_cues(sheets["cues"], known, problems)
    _add_examples(sheets["examples"], known, problems)
    for row, cells in sheets["lists"]:
        if cells.get("list") and cells.get("words"):
            entries.lexicon.setdefault(cells["list"], []).append(cells["words"])
        else:
            problems.append(f"sheet lists, row {row}: needs a list and its words.")
    if not known and not problems:
        problems.append("sheet themes: no theme is in it.")
    if not problems:
        problems += [_locate(problem, places, rows_of_cues) for problem in check_entries(entries)]
    if problems:
        raise CodebookError(tuple(problems))
    return entries


def _read_sheet(book: Any, name: str, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    if name not in book.sheetnames:
        if name != "lists":
            problems.append(f"There is no sheet {name}; there must be {', '.join(_SHEETS)}.")
        return
    rows = book[name].iter_rows()
    head = [str(cell.value or "").strip().lower() for cell in next(rows, ())]
    strange = [column for column in head if column and column not in _SHEETS[name]]
    if strange:
        problems.append(f"sheet {name}, row 1: does not know the column {', '.join(strange)}.")
    missing = [column for column in _SHEETS[name][:2] if column not in head]
    if missing:
        problems.append(f"sheet {name}, row 1: has no column {', '.join(missing)}.")
    for row in rows:
        cells: dict[str, str] = {}
        for column, cell in zip(head, row, strict=False):
            if cell.value is None or not column:
                continue
            if cell.data_type == "f":
                said = f"{cell.value} is a formula; format the cell as text and type it again"
                problems.append(f"sheet {name}, row {cell.row}: {said}.")
            text = str(cell.value).lower() if isinstance(cell.value, bool) else str(cell.value)
            cells[column] = " ".join(text.split())
        if any(cells.values()):
            yield row[0].row, cells


def _add_cues(
    rows: Sequence[tuple[int, dict[str, str]]], known: dict[str, dict[str, Any]], problems: list[str]
) -> dict[tuple[str, str], int]:
    places: dict[tuple[str, str], int] = {}
    for row, cells in rows:
        theme, notation = cells.get("theme", ""), cells.get("cue", "")
        if theme not in known or not notation:
            said = f"there is no theme {theme!r}" if theme not in known else "a cue has no words"
            problems.append(f"sheet cues, row {row}: {said}.")
            continue
        conditions = {key: _part(cells[key]) for key in CONDITIONS if cells.get(key)}
        known[theme].setdefault("cues", []).append(
            {"cue": notation, **conditions} if conditions else notation
        )
        places[theme, notation] = row
    return places


def _add_examples(
    rows: Sequence[tuple[int, dict[str, str]]], known: dict[str, dict[str, Any]], problems: list[str]
) -> None:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row, cells in rows:
        theme, kind, text = cells.get("theme", ""), cells.get("kind", "").lower(), cells.get("text", "")
        if theme not in known:
            problems.append(f"sheet examples, row {row}: there is no theme {theme!r}.")
        elif kind not in _KINDS:
            problems.append(f"sheet examples, row {row}: kind must be {' or '.join(_KINDS)}, not {kind!r}.")
        elif not text:
            problems.append(f"sheet examples, row {row}: an example has no text.")
        else:
            found[theme][_KINDS[kind]].append(text)
    for theme, kinds in found.items():
        known[theme] |= kinds


def _locate(problem: str, places: dict[str, str], rows_of_cues: dict[tuple[str, str], int]) -> str:
    """Say a problem of the YAML with the sheet and row that it came from."""
    told = re.match(r"\S+ line \d+, ([^:, ]+)(?:: |, )(.*)", problem, re.DOTALL)
    if told is None:
        return problem
    theme, rest = told.groups()
    cue = re.search(r"cue “(.*?)”", rest)
    row = rows_of_cues.get((theme, cue[1])) if cue else None
    place = f"sheet cues, row {row}" if row else places.get(theme, "sheet themes")
    return f"{place}, {theme}: {rest}"
