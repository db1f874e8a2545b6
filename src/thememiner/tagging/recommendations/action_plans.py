"""Tables of recommendations: columns for number, recommendation, action, owner, timescale and response."""

from __future__ import annotations

from collections.abc import Sequence

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.labels import clean_number, read_label, split_marker
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_TITLE_WORDS = 12


def read_columns(cells: Sequence[str]) -> dict[str, int]:
    """Return which column holds what, by the words of the header row.

    >>> read_columns(["No.", "Recommendation", "Lead agency", "By when"])
    {'number': 0, 'recommendation': 1, 'owner': 2, 'due': 3}
    """
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        words = "" if read_label(cell, expected=True) else plain(cell).strip(" .:")
        for name, pattern in load_vocabulary().columns:
            if name not in found and words and len(words) <= 60 and pattern.fullmatch(words):
                found[name] = position
                break
    return found


def read_action_plan(
    rows: Sequence[Part], *, kind: RecommendationKind, in_section: bool
) -> list[Draft] | None:
    """Return the items of one table, or None where it is no action plan.

    Args:
        rows: the table's rows.
        kind: the kind of item of the section it stands in.
        in_section: True in a section of recommendations; elsewhere a table counts only
            where it names who acts or by when.
    """
    header = next(
        (row for row in rows[:3] if {"recommendation", "action"} & read_columns(row.cells).keys()), None
    )
    if header is None:
        return None
    columns = read_columns(header.cells)
    if not in_section and not ("recommendation" in columns and {"owner", "due"} & columns.keys()):
        return None
    column = columns.get("recommendation", columns.get("action", 0))
    drafts: list[Draft] = []
    for row in rows[rows.index(header) + 1 :]:
        if row.header or len(row.cells) <= column:
            continue
        text = row.cells[column]
        if not text or plain(text).strip() == plain(header.cells[column]).strip():
            continue
        number = _cell(row, columns, "number").strip(" .")
        label = read_label(text, expected=True)
        if label:
            number, text = number or label.number, label.rest
        else:
            marker, rest = split_marker(text)
            if marker:
                number, text = number or clean_number(marker), rest
        if number and drafts and number == drafts[-1].number and text == drafts[-1].text:
            continue
        drafts.append(
            Draft(
                kind=kind,
                place="table",
                number=number,
                parts=[row],
                texts=[text],
                page=row.page,
                section=row.passage.section,
                owner=_cell(row, columns, "owner"),
                due=_cell(row, columns, "due"),
                response=_cell(row, columns, "response"),
                response_page=row.page,
            )
        )
    return drafts


def read_bare_rows(rows: Sequence[Part], *, kind: RecommendationKind) -> list[Draft]:
    """Return the items of a table without a header: a number or a label in one cell, the text in another."""
    drafts = []
    for row in rows:
        cells = [cell for cell in row.cells if cell]
        label = read_label(cells[0], expected=True) if len(cells) > 1 else None
        number = label.number if label else clean_number(split_marker(cells[0])[0]) if cells else ""
        rest = label.rest if label else split_marker(cells[0])[1] if cells else ""
        if len(cells) < 2 or not number or len(rest.split()) > _TITLE_WORDS:
            continue
        text = max(cells[1:], key=len)
        drafts.append(
            Draft(
                kind=(label.kind if label else kind) or kind,
                place="table",
                number=number,
                title=rest,
                parts=[row],
                texts=[text],
                page=row.page,
                section=row.passage.section,
            )
        )
    return drafts


def _cell(row: Part, columns: dict[str, int], name: str) -> str:
    position = columns.get(name)
    return row.cells[position].strip() if position is not None and position < len(row.cells) else ""
