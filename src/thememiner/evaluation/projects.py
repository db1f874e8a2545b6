"""A REFI-QDA project as a reference: the passages of its reviews, coded by its people."""

from __future__ import annotations

from pathlib import Path

from thememiner.refi import NOT_COUNTED, PassageFinder, name_reviewer, place_codings, read_qdpx
from thememiner.tables import Tables, iterate_rows

from .reference import Item, Reference

_MIN_SHARE = 0.5
"""Of a passage or of a coding, how much the other must cover for the passage to count as coded."""


def read_project_reference(file: Path, tables: Tables) -> tuple[Reference, tuple[str, ...]]:
    """Return what people coded in a project of the report's reviews.

    In a project that brings the tool's own codings, people corrected these: what it holds
    now, whoever coded it, is what they say together. In any other project each user is a
    reader. Every passage of the project's reviews counts as read.

    Args:
        file: the project.
        tables: of the report.

    Returns:
        The reference, and what could not be placed, in sentences.

    Raises:
        InputError: where it is no REFI-QDA project.
    """
    placed = place_codings(read_qdpx(file), tables)
    finder = PassageFinder(tables)
    reference = Reference()
    reviews = set(placed.reviews)
    for row in iterate_rows(tables["passages"]):
        if row.review_id in reviews:
            reference.items[row.passage_id] = Item(
                item_id=row.passage_id, text=row.text, review=row.review_id
            )
    together = name_reviewer(placed, file.name)
    for coding in placed.codings:
        if coding.sub_code == NOT_COUNTED or coding.theme_id.startswith("recommendation:"):
            continue
        reader = together if placed.from_tool else coding.user
        reference.codings.setdefault(reader, {})
        reference.read.setdefault(reader, set(reference.items))
        for passage in finder.within(coding.review_id, coding.start, coding.end):
            start, end = int(passage.start), int(passage.end)
            shared = min(end, coding.end) - max(start, coding.start)
            if shared >= _MIN_SHARE * min(end - start, coding.end - coding.start):
                pair = (passage.passage_id, coding.theme_id)
                reference.codings[reader][pair] = reference.codings[reader].get(pair) or coding.sub_code
    return reference, placed.notes
