"""The pages of a PDF to a Document: layout, furniture, blocks, and the running text built once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat

from thememiner.extraction.engines.ocr import needs_ocr
from thememiner.extraction.layout.blocks import find_blocks
from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.fragments import Fragments
from thememiner.extraction.layout.hyphens import read_vocabulary
from thememiner.extraction.layout.lines import PageSegments, Segment
from thememiner.extraction.layout.order import order_segments
from thememiner.extraction.layout.segmentation import Holders, find_segments
from thememiner.extraction.layout.sideways import join_sideways
from thememiner.extraction.layout.structure import Element, Structure, find_cells
from thememiner.extraction.layout.tables import Cell, find_ruling
from thememiner.extraction.layout.typography import measure_typography
from thememiner.extraction.words import Ints, PageWords
from thememiner.records import Box, Document, Furniture, Line, Page

from .confidence import mean_confidence
from .footnotes import NoteFinder
from .furniture import split_furniture
from .headings import (
    demote_verdicts,
    join_headings,
    name_titled_labels,
    place_side_heads,
)
from .joins import continue_tables, order_drafts, stack_drafts
from .kinds import name_kinds
from .levels import rank_headings, rank_items
from .outline import Bookmark, confirm_headings
from .running import drop_running_titles
from .writing import show_box, write_text

AT_ONCE = 16
"""So many pages are laid out together, as they are read together."""


def build_document(
    pages: Iterable[PageWords],
    *,
    review_id: str,
    structure: Structure | None = None,
    outline: Mapping[int, Sequence[Bookmark]] | None = None,
    reader: str = "",
    metadata: dict[str, str] | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """Return the Document of a PDF's pages.

    Args:
        pages: the words of each page, in order; a few pages at a time are held in memory.
        review_id: id of the review.
        structure: the structure tree, where the PDF is tagged.
        outline: the bookmarks that lead to each page; it may be filled while the pages are read.
        reader: what read the pages.
        metadata: what the PDF says of itself.
        warnings: what went wrong so far, in sentences.
    """
    elements: list[Element] = structure.elements if structure else []
    layout = _lay_out(pages, structure)
    n_pages = len(layout)
    furniture = split_furniture(layout)
    typography = measure_typography(_order_pages(layout))
    segments = [segment for page in layout for segment in page.segments]
    printed = [segment.text for segment in segments]
    vocabulary = read_vocabulary(printed)
    fragments = Fragments(printed, vocabulary)
    mended = fragments.mend_lines()
    if mended is not printed:
        for segment, text in zip(segments, mended, strict=True):
            segment.text = text
    notes = NoteFinder(typography)
    flow: list[list[Draft]] = []
    continuing = False
    for page in layout:
        found = find_blocks(page, typography, elements, n_pages=n_pages, continuing=continuing)
        drafts = stack_drafts(found)
        name_kinds(drafts, typography, elements)
        notes.name_notes(drafts, height=page.words.height)
        confirm_headings(drafts, (outline or {}).get(page.words.number, ()))
        demote_verdicts(drafts)
        name_titled_labels(drafts)
        join_headings(drafts)
        place_side_heads(drafts)
        continuing = any(draft.kind == "contents" for draft in drafts[-4:])
        flow.append(drafts)
    titles = drop_running_titles(flow, typography, [page.words.height for page in layout])
    for draft in [*titles, *continue_tables(flow)]:
        furniture[draft.first.page - 1].segments.extend(draft.segments)
    drafts = order_drafts(flow)
    rank_headings(drafts)
    rank_items(drafts)
    text, blocks, lines, references, lost = write_text(
        drafts, vocabulary, fragments, [page.words for page in layout]
    )
    scanned: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.ocr_confidence is not None:
            scanned[line.box.page].append(line)
    empty = [page.words.number for page in layout if needs_ocr(page.words)]
    return Document(
        review_id=review_id,
        text=text,
        pages=tuple(
            Page(
                number=page.words.number,
                label=edges.label or page.words.label,
                width=round(page.words.shown_size[0], 2),
                height=round(page.words.shown_size[1], 2),
                n_chars=page.words.n_chars,
                n_dropped=page.n_dropped + lost[page.words.number],
                ocr_confidence=mean_confidence(scanned.get(page.words.number, ())),
            )
            for page, edges in zip(layout, furniture, strict=True)
        ),
        blocks=blocks,
        lines=lines,
        references=references,
        furniture=tuple(
            _keep_furniture(segment, page.words)
            for page, edges in zip(layout, furniture, strict=True)
            for segment in edges.segments
        ),
        reader=reader,
        metadata=metadata or {},
        warnings=(*warnings, *_warn_of_empty(empty, n_pages, has_text=bool(text))),
    )


def _lay_out(pages: Iterable[PageWords], structure: Structure | None) -> list[PageSegments]:
    """Return the segments of each page; their words are let go."""
    layout: list[PageSegments] = []
    waiting = iter(pages)
    while group := list(islice(waiting, AT_ONCE)):
        owners = structure.owners_of_words(group) if structure else [None] * len(group)
        cells, holders = zip(*map(_find_holders, group, owners, repeat(structure)), strict=True)
        for page, own in zip(find_segments(group, holders), cells, strict=True):
            page.cells = own
            join_sideways(page)
            page.words.release()
            layout.append(page)
    return layout


def _order_pages(layout: Iterable[PageSegments]) -> Iterator[PageSegments]:
    """Put the segments of each page in reading order and hand the page on."""
    for page in layout:
        page.segments = order_segments(page.segments)
        yield page


def _find_holders(
    words: PageWords, owners: Ints | None, structure: Structure | None
) -> tuple[list[Cell], Holders]:
    """Return the cells of a page and what holds its words.

    Its tables are those of the tags, or else those of the rules.
    """
    cells: list[Cell] = []
    cell_of_words = None
    if structure is not None and owners is not None:
        cells, cell_of_words = find_cells(structure, owners)
    # A producer that tags tables tags them all.
    tables_tagged = structure is not None and owners is not None and bool(structure.grids)
    ruling = find_ruling(words, grids=not tables_tagged)
    if not tables_tagged:
        cells, cell_of_words = ruling.cells, ruling.cell_of_words(words)
    return cells, Holders(owners, cell_of_words, ruling.panel_of_words(words))


def _keep_furniture(segment: Segment, words: PageWords) -> Furniture:
    box = Box(page=segment.page, x0=segment.x0, top=segment.top, x1=segment.x1, bottom=segment.bottom)
    return Furniture(page=segment.page, text=segment.text, box=show_box(box, words))


def _warn_of_empty(empty: list[int], n_pages: int, *, has_text: bool) -> tuple[str, ...]:
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
