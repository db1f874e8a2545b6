"""Blocks to a Document: join across pages, place the notes, build the running text once."""

from __future__ import annotations

import re
from collections import Counter

from thememiner.extraction.blocks import Draft, find_blocks, measure_typography
from thememiner.extraction.furniture import split_furniture
from thememiner.extraction.hyphens import count_vocabulary, join_lines
from thememiner.extraction.lines import PageSegments, Segment, find_segments
from thememiner.extraction.tables import Cell, find_ruling
from thememiner.extraction.words import PageWords
from thememiner.records import Block, Box, Document, Furniture, Line, Page

_LEADERS = re.compile(r"(?:\s*[.…·_]){4,}\s*|\s*…{2,}\s*")
_STOPS = (".", "!", "?", ":", ";", ".”", ".’", '."', ".'", "?”")
LEAST_TEXT_CHARS = 20
"""A page of pictures with fewer visible characters is taken to have no text layer."""


def build_document(
    pages: list[PageWords],
    *,
    review_id: str,
    reader: str = "",
    metadata: dict[str, str] | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """Return the Document of a PDF's pages.

    Args:
        pages: the words of each page, in order.
        review_id: id of the review.
        reader: what read the pages.
        metadata: what the PDF says of itself.
        warnings: what went wrong so far, in sentences.
    """
    ruled: list[list[Cell]] = []
    layout: list[PageSegments] = []
    for words in pages:
        ruling = find_ruling(words)
        ruled.append(ruling.cells)
        layout.append(
            find_segments(words, cells=ruling.cell_of_words(words), panels=ruling.panel_of_words(words))
        )
    furniture = split_furniture(layout)
    typography = measure_typography(layout)
    vocabulary = count_vocabulary(segment.text for page in layout for segment in page.segments)
    flow = [
        find_blocks(page, cells, typography, n_pages=len(pages))
        for page, cells in zip(layout, ruled, strict=True)
    ]
    drafts = _order_drafts(flow)
    _rank_headings(drafts)
    text, blocks, lines, lost = _write_text(drafts, vocabulary)
    empty = tuple(words.number for words in pages if words.n_chars < LEAST_TEXT_CHARS and words.pictured)
    return Document(
        review_id=review_id,
        text=text,
        pages=tuple(
            Page(
                number=page.words.number,
                label=notes.label or page.words.label,
                width=page.words.width,
                height=page.words.height,
                n_chars=page.words.n_chars,
                n_dropped=page.n_dropped + lost[page.words.number],
            )
            for page, notes in zip(layout, furniture, strict=True)
        ),
        blocks=tuple(blocks),
        lines=tuple(lines),
        furniture=tuple(
            Furniture(page=segment.page, text=segment.text, box=_box(segment))
            for notes in furniture
            for segment in notes.segments
        ),
        reader=reader,
        metadata=metadata or {},
        warnings=(*warnings, *_warn_of_empty(empty, len(pages), has_text=bool(text))),
    )


def _warn_of_empty(empty: tuple[int, ...], n_pages: int, *, has_text: bool) -> tuple[str, ...]:
    if not has_text:
        return (
            "No page has a text layer: the file holds pictures of pages."
            if empty
            else "The pages hold no text.",
        )
    if not empty:
        return ()
    names = ", ".join(map(str, empty[:20])) + (" and more" if len(empty) > 20 else "")
    if len(empty) == 1:
        return (f"Page {names} of {n_pages} is a picture without a text layer.",)
    return (f"Pages {names} of {n_pages} are pictures without a text layer.",)


def _order_drafts(flow: list[list[Draft]]) -> list[Draft]:
    """Join what a page or column break parted, and put notes after the block that ends their page."""
    ordered: list[Draft] = []
    tail: Draft | None = None
    notes: list[Draft] = []
    for drafts in flow:
        body = [draft for draft in drafts if draft.kind != "footnote"]
        fresh = [draft for draft in drafts if draft.kind == "footnote"]
        if body:
            head = body[0]
            if tail is not None and _continues(tail, head):
                tail.segments.extend(head.segments)
                tail.number_chars += head.number_chars
                body = body[1:]
                if not body:
                    # The whole page continues one paragraph: its notes wait with the others.
                    notes.extend(fresh)
                    continue
            ordered.extend(notes)
            notes = []
        for draft in body:
            before = ordered[-1] if ordered else None
            if (
                before is not None
                and before is tail_of(body, draft)
                and draft.first.top < before.last.top
                and draft.first.x0 > before.last.x0
                and _continues(before, draft)
            ):
                before.segments.extend(draft.segments)
            else:
                ordered.append(draft)
        if body:
            tail = ordered[-1]
        notes.extend(fresh)
    ordered.extend(notes)
    return ordered


def tail_of(body: list[Draft], draft: Draft) -> Draft | None:
    """Return the block before ``draft`` on its page."""
    for before, after in zip(body, body[1:], strict=False):
        if after is draft:
            return before
    return None


def _continues(before: Draft, after: Draft) -> bool:
    """Return whether ``after`` goes on with the sentence that ``before`` left open."""
    if before.kind not in ("paragraph", "list_item") or after.kind != "paragraph" or after.number:
        return False
    if not 0.93 < after.first.size / max(before.last.size, 0.1) < 1.07:
        return False
    end = before.last.text
    if end.endswith(_STOPS):
        return False
    if end[-1:] in "-‐\ufffe," or after.first.text[:1].islower():
        return True
    return (
        not after.first.bold
        and after.first.text[:1].isalnum()
        and end[-1:].isalnum()
        and len(before.text) > 60
    )


def _rank_headings(drafts: list[Draft]) -> None:
    """Give headings their level: by size and weight, and by the depth of their number."""
    styles = Counter(
        (round(draft.first.size), draft.first.bold) for draft in drafts if draft.kind == "heading"
    )
    ranks = {style: place + 1 for place, style in enumerate(sorted(styles, reverse=True))}
    depths: list[float] = []
    for draft in drafts:
        if draft.kind == "heading":
            draft.level = min(ranks[round(draft.first.size), draft.first.bold], 9)
        elif draft.kind == "list_item":
            x0 = draft.marker_x0
            while depths and x0 < depths[-1] - 4:
                depths.pop()
            if not depths or x0 > depths[-1] + 4:
                depths.append(x0)
            draft.level = len(depths)
        else:
            depths = []


def _write_text(
    drafts: list[Draft], vocabulary: Counter[str]
) -> tuple[str, list[Block], list[Line], Counter[int]]:
    """Build the running text, and every block's and line's place in it, in one pass."""
    parts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    lost: Counter[int] = Counter()
    at = 0
    table_ids: dict[tuple[int, int], int] = {}
    for draft in drafts:
        start = at + 2 if blocks else 0
        groups = draft.cells or [draft.segments]
        written, places, cells = _write_block(draft, groups, vocabulary, start, lost)
        if not written:
            continue
        if blocks:
            parts.append("\n\n")
        parts.append(written)
        at = start + len(written)
        table_id = -1
        if draft.table is not None:
            table_id = table_ids.setdefault(draft.table, len(table_ids))
        lines.extend(places)
        blocks.append(
            Block(
                kind=draft.kind,
                start=start,
                end=at,
                level=draft.level,
                number=draft.number,
                boxed=draft.boxed,
                table_id=table_id,
                header=draft.header,
                cells=cells if draft.cells else (),
            )
        )
    return "".join(parts), blocks, lines, lost


def _write_block(
    draft: Draft,
    groups: list[list[Segment]],
    vocabulary: Counter[str],
    start: int,
    lost: Counter[int],
) -> tuple[str, list[Line], tuple[tuple[int, int], ...]]:
    parts: list[str] = []
    lines: list[Line] = []
    cells: list[tuple[int, int]] = []
    at = start
    for place, group in enumerate(groups):
        if place:
            parts.append(" | ")
            at += 3
        cell_start = at
        glue = ""
        for index, segment in enumerate(group):
            text = segment.text
            if draft.kind == "contents":
                text = _drop_leaders(text, segment, lost)
            following = group[index + 1].text if index + 1 < len(group) else ""
            text, next_glue = (
                join_lines(text, following, vocabulary) if following else (_end_hyphen(text), "")
            )
            if segment.text != text and len(text) < len(segment.text) and draft.kind != "contents":
                lost[segment.page] += len(segment.text) - len(text)
            if not text:
                continue
            parts.append(glue + text)
            at += len(glue)
            lines.append(
                Line(
                    start=at,
                    end=at + len(text),
                    box=_box(segment),
                    size=round(segment.size, 2),
                    bold=segment.bold,
                    italic=segment.italic,
                )
            )
            at += len(text)
            glue = next_glue
        cells.append((cell_start, at))
    written = "".join(parts)
    if not lines:
        return "", [], ()
    return written, lines, tuple(cells)


def _end_hyphen(text: str) -> str:
    return text.replace("\ufffe", "-")


def _drop_leaders(text: str, segment: Segment, lost: Counter[int]) -> str:
    kept = " ".join(_LEADERS.sub(" ", text).split())
    lost[segment.page] += len(text.replace(" ", "")) - len(kept.replace(" ", ""))
    return kept


def _box(segment: Segment) -> Box:
    x0 = segment.x0 if segment.marker_x0 < 0 else min(segment.x0, segment.marker_x0)
    return Box(
        page=segment.page,
        x0=round(x0, 2),
        top=round(segment.top, 2),
        x1=round(segment.x1, 2),
        bottom=round(segment.bottom, 2),
    )
