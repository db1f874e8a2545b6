"""A reference: passages coded by people, from JSONL or CSV. docs/evaluate.md describes the forms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from thememiner.errors import InputError
from thememiner.records import Polarity

Pair = tuple[str, str]
"""A passage of the reference and a theme."""

_NAMES = {
    "passage_id": ("passage_id", "id"),
    "text": ("text", "quote", "passage"),
    "theme": ("theme", "theme_id", "code"),
    "polarity": ("polarity",),
    "reader": ("reader", "coder", "user"),
    "review": ("review", "review_id", "path", "file", "doc"),
    "page": ("page",),
}
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A passage of the reference: its text, or where it stands."""

    item_id: str
    text: str = ""
    review: str = ""
    """Id, file name or path of the review; empty where it is not said."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What people coded.

    Attributes:
        items: the passages, by id, in order of the file.
        codings: by reader: the pairs that the reader coded, with the polarity ("" if not said).
        read: by reader: the passages that the reader read, coded or not.
    """

    items: dict[str, Item] = field(default_factory=dict)
    codings: dict[str, dict[Pair, str]] = field(default_factory=dict)
    read: dict[str, set[str]] = field(default_factory=dict)

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of the readers, in order of the file."""
        return tuple(self.codings)

    def has_texts(self) -> bool:
        """Whether every passage has its text."""
        return all(item.text.strip() for item in self.items.values())


def read_reference(file: Path, themes: Mapping[str, str]) -> Reference:
    """Read a reference.

    Args:
        file: .jsonl, .ndjson or .csv.
        themes: label by theme id; a theme may be named by either.

    Raises:
        InputError: with every problem of the file at once, each with its line.
    """
    problems: list[str] = []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file} cannot be read ({error}). A reference is CSV or JSONL in UTF-8, or a .qdpx project."
        ) from error
    rows = _read_lines(text, problems) if file.suffix.lower() in (".jsonl", ".ndjson") else None
    reference = (
        _gather_lines(rows, themes, problems) if rows is not None else _gather_csv(text, themes, problems)
    )
    if not problems and not reference.items:
        problems.append("no passage is in it.")
    if problems:
        more = f"\n... and {len(problems) - _SHOWN} more." if len(problems) > _SHOWN else ""
        raise InputError("\n".join(f"{file.name}: {problem}" for problem in problems[:_SHOWN]) + more)
    return reference


def find_theme(name: str, themes: Mapping[str, str]) -> str:
    """Return the id of a theme that is named by id or label; what is not known stays as it is.

    >>> find_theme("Drift and Delay", {"drift_delay": "Drift and delay"})
    'drift_delay'
    """
    if name in themes:
        return name
    labels = {label.casefold(): theme_id for theme_id, label in themes.items()}
    return labels.get(name.casefold(), name)


def _read_lines(text: str, problems: list[str]) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            problems.append(f"line {number} is no JSON ({error}).")
            continue
        if isinstance(row, dict):
            rows.append((number, row))
        else:
            problems.append(f"line {number} is no JSON object.")
    return rows


def _gather_lines(
    rows: Iterable[tuple[int, dict[str, Any]]], themes: Mapping[str, str], problems: list[str]
) -> Reference:
    reference = Reference()
    for number, row in rows:
        item = _make_item(row, f"line {number}", problems)
        coders = row.get("coders", row.get("readers"))
        if isinstance(coders, list):
            coders = {f"reader {chr(65 + k) if k < 26 else k + 1}": codes for k, codes in enumerate(coders)}
        elif coders is None and isinstance(row.get("themes"), list):
            coders = {"reader": row["themes"]}
        if not isinstance(coders, dict):
            problems.append(f"line {number} has no “coders”: a list of themes for each reader.")
            continue
        if item is None:
            continue
        if item.item_id in reference.items:
            problems.append(f"line {number}: the id {item.item_id} stands twice.")
        reference.items[item.item_id] = item
        for reader, codes in coders.items():
            _start_reader(reference, reader, item.item_id)
            for code in codes if isinstance(codes, list) else [codes]:
                parts = code if isinstance(code, dict) else {"id": code}
                theme = str(parts.get("id") or parts.get("theme") or "")
                tone = str(parts.get("polarity") or "")
                _add(reference, reader, item.item_id, theme, tone, themes, f"line {number}", problems)
    return reference


def _gather_csv(text: str, themes: Mapping[str, str], problems: list[str]) -> Reference:
    reader_of_file = csv.DictReader(io.StringIO(text, newline=""))
    columns = {
        name: next((head for head in reader_of_file.fieldnames or () if head.strip().lower() in known), "")
        for name, known in _NAMES.items()
    }
    if not columns["theme"] or not (columns["passage_id"] or columns["text"]):
        problems.append("needs a column theme and a column text, quote or passage_id in its first row.")
        return Reference()
    reference = Reference()
    by_place: dict[tuple[str, str, str], str] = {}
    for number, row in _iterate(reader_of_file, problems):
        cells = {name: (row.get(head) or "").strip() if head else "" for name, head in columns.items()}
        place = (cells["review"], cells["page"], cells["text"])
        cells["passage_id"] = cells["passage_id"] or by_place.setdefault(place, f"q{len(by_place) + 1}")
        item = _make_item(cells, f"line {number}", problems)
        if item is None:
            continue
        reference.items.setdefault(item.item_id, item)
        reader = cells["reader"] or "reader"
        _start_reader(reference, reader, item.item_id)
        if cells["theme"]:  # no theme: read, and nothing found
            _add(
                reference,
                reader,
                item.item_id,
                cells["theme"],
                cells["polarity"],
                themes,
                f"line {number}",
                problems,
            )
    return reference


def _iterate(rows: Any, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        problems.append(f"line {rows.line_num} cannot be read as CSV ({error}).")


def _make_item(row: Mapping[str, Any], place: str, problems: list[str]) -> Item | None:
    def get(name: str) -> str:
        return next((str(row[key]) for key in _NAMES[name] if row.get(key) not in (None, "")), "")

    item_id, text, page = get("passage_id"), get("text"), get("page")
    if not item_id and not text:
        problems.append(f"{place} has neither a passage_id nor a text.")
        return None
    if page and not page.isdecimal():
        problems.append(f"{place}: the page {page!r} is no number.")
        return None
    return Item(item_id=item_id or text, text=text, review=get("review"), page=int(page) if page else None)


def _start_reader(reference: Reference, reader: str, item_id: str) -> None:
    reference.codings.setdefault(reader, {})
    reference.read.setdefault(reader, set()).add(item_id)


def _add(
    reference: Reference,
    reader: str,
    item_id: str,
    theme: str,
    polarity: str,
    themes: Mapping[str, str],
    place: str,
    problems: list[str],
) -> None:
    tone = polarity.strip().lower()
    if tone and tone not in get_args(Polarity):
        problems.append(f"{place}: polarity must be concern, strength, neutral or empty, not {polarity!r}.")
    elif not theme:
        problems.append(f"{place}: a coding has no theme.")
    else:
        reference.codings[reader][item_id, find_theme(theme.strip(), themes)] = tone
