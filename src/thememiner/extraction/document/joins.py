"""The flow of a document: what a page break parted is joined, and notes are moved out of the way."""

from __future__ import annotations

from operator import le

from thememiner.extraction.layout.drafts import FINAL, Draft

OVERLAP = 0.5
"""Blocks one above the other may reach into each other by this much, in ems: boxes of letters are wide."""


def order_drafts(flow: list[list[Draft]]) -> list[Draft]:
    """Return the blocks of all pages in reading order.

    A paragraph that goes on after a page or column break is one block. The notes of a page stand
    after the block that ends it, never inside a paragraph.

    Args:
        flow: the blocks of each page.
    """
    ordered: list[Draft] = []
    waiting: list[Draft] = []
    for drafts in flow:
        body = [draft for draft in drafts if draft.kind != "footnote"]
        for place, draft in enumerate(body):
            before = ordered[-1] if ordered else None
            if (
                before is not None
                and (place == 0 or _is_column_break(before, draft))
                and _continues(before, draft)
            ):
                _join(before, draft)
                continue
            if waiting:
                ordered.extend(waiting)
                waiting = []
            ordered.append(draft)
        waiting.extend(draft for draft in drafts if draft.kind == "footnote")
    ordered.extend(waiting)
    return ordered


def stack_drafts(drafts: list[Draft]) -> list[Draft]:
    """Return the blocks of a page from top to bottom where no two of them stand side by side.

    A page in one column has only one order; some programs write its tables first.

    Args:
        drafts: the blocks of a page in content order.
    """
    tops = [draft.top for draft in drafts]
    if all(map(le, tops, tops[1:])):
        return drafts  # as nearly all are written
    stacked = sorted(range(len(drafts)), key=tops.__getitem__)
    reach = 0.0
    for place in stacked:
        draft = drafts[place]
        if tops[place] < reach - OVERLAP * draft.first.size:
            return drafts
        reach = max(reach, draft.bottom)
    return [drafts[place] for place in stacked]


def continue_tables(flow: list[list[Draft]]) -> list[Draft]:
    """Let a ruled table that goes on at the top of the next page keep its number.

    Args:
        flow: the blocks of each page; the rows' ``table`` is set here.

    Returns:
        The header rows that such a page repeats; they are taken out of the flow.
    """
    repeated: list[Draft] = []
    last: Draft | None = None
    headers: dict[tuple[int, int], str] = {}
    for drafts in flow:
        body = [draft for draft in drafts if draft.kind != "footnote"]
        if last is not None and body and _same_columns(last, body[0]):
            moved = body[0].table
            for draft in body:
                if draft.table == moved:
                    draft.table = last.table
                    draft.row += last.row + 1
            if last.table is not None and body[0].text == headers.get(last.table):
                repeated.append(body[0])
                drafts.remove(body[0])
                body = body[1:]
        for draft in body:
            if draft.table is not None and draft.header:
                headers.setdefault(draft.table, draft.text)
        if body:
            last = body[-1] if body[-1].kind == "table_row" else None
    return repeated


def _same_columns(before: Draft, after: Draft) -> bool:
    """Return whether two rows of ruled tables on two pages have the same columns."""
    if after.kind != "table_row" or before.table is None or after.table is None:
        return False
    if not before.table[0] or not after.table[0] or len(before.cells) != len(after.cells):
        return False
    pairs = [(a[0].x0, b[0].x0) for a, b in zip(before.cells, after.cells, strict=True) if a and b]
    return bool(pairs) and all(abs(a - b) < 30 for a, b in pairs)


def _is_column_break(before: Draft, after: Draft) -> bool:
    last, first = before.last, after.first
    return first.top < last.top and first.x0 > last.x0


def _join(before: Draft, after: Draft) -> None:
    if before.kind == "table_row":
        for cell, more in zip(before.cells, after.cells, strict=True):
            cell.extend(more)
        before.segments = [segment for cell in before.cells for segment in cell]
    else:
        before.segments.extend(after.segments)


def _continues(before: Draft, after: Draft) -> bool:
    """Return whether ``after`` goes on with what ``before`` left open."""
    if before.kind == "table_row" and after.kind == "table_row":
        return _row_continues(before, after)
    if before.kind not in ("paragraph", "list_item") or after.kind not in ("paragraph", "list_item"):
        return False
    if before.owner >= 0 and before.owner == after.owner:
        return not after.number
    if before.kind == "list_item" and _leaves_room(before):
        return False
    if before.kind == after.kind and not after.number and _is_open_ended(before, after):
        return True
    if after.number or (after.kind == "list_item" and not after.first.text[:1].islower()):
        return False
    if not 0.93 < after.first.size / max(before.last.size, 0.1) < 1.07:
        return False
    end, start = before.last.text, after.first.text
    if end.endswith(FINAL):
        return False
    if end[-1:] in "-‐\ufffe," or start[:1].islower():
        return True
    both_tagged = before.owner >= 0 and after.owner >= 0
    return (
        not both_tagged
        and not after.first.bold
        and start[:1].isalnum()
        and end[-1:].isalnum()
        and len(before.text) > 60
    )


def _leaves_room(item: Draft) -> bool:
    """Return whether an item's last line ends well before its others: then the item is over.

    Items of a list often have neither capitals nor stops to tell it.
    """
    last = item.last
    widest = max(segment.x1 for segment in item.segments)
    return (
        len(item.segments) > 1
        and last.text[-1:] not in "-‐\ufffe,"
        and last.x1 - last.x0 < 0.7 * (widest - last.x0)
    )


def _is_open_ended(before: Draft, after: Draft) -> bool:
    """Return whether a full line without a stop is followed by a line set just like it.

    Word gives what follows a page break an element of its own, so tags say nothing here.
    """
    last, first = before.last, after.first
    return (
        not last.text.endswith(FINAL)
        and len(last.text) > 30
        and abs(last.x0 - first.x0) < 3
        and abs(last.size - first.size) < 0.3
        and last.bold == first.bold
        and len(first.text) > 30
    )


def _row_continues(before: Draft, after: Draft) -> bool:
    """Return whether a page break parted one row of a table."""
    if len(before.cells) != len(after.cells) or after.header or before.table != after.table:
        return False
    if before.row == after.row:
        return True
    if not before.table or before.table[0] == 0:
        return False  # tags say which row a cell is in
    open_ended = False
    for cell, more in zip(before.cells, after.cells, strict=True):
        if cell and more and abs(cell[-1].x0 - more[0].x0) > 30:
            return False
        if more and (not cell or more[0].marker):
            return False
        if more and more[0].text[:1].islower() and not cell[-1].text.endswith(FINAL):
            open_ended = True
    return open_ended
