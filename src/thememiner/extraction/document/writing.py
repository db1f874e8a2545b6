"""Blocks to text: the running text is written once, with the place of every block, line and cell in it."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest

from msgspec.structs import replace

from thememiner.extraction.layout.contents import drop_leaders
from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.fragments import Fragments
from thememiner.extraction.layout.hyphens import LINE_ENDS, Vocabulary, join_lines
from thememiner.extraction.layout.lines import Segment
from thememiner.extraction.words import HYPHEN_MARK, PageWords
from thememiner.records import Block, Box, Line, NoteReference

from .notes import Mark, find_place, tie_notes

BLOCK_BREAK = "\n\n"
CELL_BREAK = " | "

Written = tuple[str, tuple[Block, ...], tuple[Line, ...], tuple[NoteReference, ...], Counter[int]]


def write_text(
    drafts: list[Draft], vocabulary: Vocabulary, fragments: Fragments, pages: list[PageWords]
) -> Written:
    """Return the running text, its blocks, its lines, its footnote marks, and what each page lost.

    Args:
        drafts: the blocks in reading order.
        vocabulary: the words of the document, to judge hyphens by.
        fragments: tells where a word goes on in the next line without a hyphen.
        pages: the pages, in order, to place the lines on.
    """
    writer = _Writer(vocabulary, fragments)
    for draft in drafts:
        writer.write_block(draft)
    references = tie_notes(writer.marks, writer.blocks, writer.pages_of_blocks)
    lines = writer.lines
    if any(page.turned or page.skew for page in pages):
        lines = [replace(line, box=show_box(line.box, pages[line.box.page - 1])) for line in lines]
    return "".join(writer.parts), tuple(writer.blocks), tuple(lines), references, writer.lost


def show_box(box: Box, words: PageWords) -> Box:
    """Return a box of a page whose text stands upright as it stands on the page as shown."""
    if not words.turned and not words.skew:
        return box  # as on nearly all pages
    shown = words.shown_box(box.x0, box.top, box.x1, box.bottom)
    x0, top, x1, bottom = (round(value, 2) for value in shown)
    return Box(page=box.page, x0=x0, top=top, x1=x1, bottom=bottom)


class _Writer:
    """The text so far, and where everything stands in it."""

    def __init__(self, vocabulary: Vocabulary, fragments: Fragments) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self.pages_of_blocks: list[int] = []
        self.lost: Counter[int] = Counter()
        self._at = 0
        self._vocabulary = vocabulary
        self._fragments = fragments
        self._tables: dict[tuple[int, int], int] = {}

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._at += len(text)

    def write_block(self, draft: Draft) -> None:
        """Write a block; one without a single character leaves no trace."""
        if not draft.first.text and not any(segment.text for segment in draft.segments):
            return
        if self.blocks:
            self._write(BLOCK_BREAK)
        start = self._at
        cells: list[tuple[int, int]] = []
        if draft.cells:
            for place, group in enumerate(draft.cells):
                if place:
                    self._write(CELL_BREAK)
                cell = self._at
                self._write_lines(group, draft)
                cells.append((cell, self._at))
        else:
            self._write_lines(draft.segments, draft)
        table_id = -1
        if draft.table is not None:
            table_id = self._tables.setdefault(draft.table, len(self._tables))
        self.pages_of_blocks.append(draft.first.page)
        self.blocks.append(
            Block(
                kind=draft.kind,
                start=start,
                end=self._at,
                level=draft.level,
                number=draft.number,
                boxed=draft.boxed,
                table_id=table_id,
                header=draft.header,
                cells=tuple(cells),
            )
        )

    def _write_lines(self, segments: list[Segment], draft: Draft) -> None:
        at, glue = self._at, ""
        parts, lines = self.parts, self.lines
        contents, note = draft.kind == "contents", draft.kind == "footnote"
        for segment, following in zip_longest(segments, segments[1:]):
            if segment.n_lost:
                self.lost[segment.page] += segment.n_lost
            text = segment.text
            if contents:
                text = drop_leaders(text)
            elif segment.marker and (draft.cells or segment is not segments[0]):
                # A marker inside a cell or a joined block has no field of its own: it stays readable.
                text = f"{segment.marker} {text}"
            kept, next_glue = text, " "
            if text[-1:] in LINE_ENDS:
                if following is not None and following.text:
                    kept, next_glue = join_lines(text, following.text, self._vocabulary)
                else:
                    kept = text.replace(HYPHEN_MARK, "-")
            elif (
                following is not None
                and (following.x0 > segment.x0 or segment.text.isalpha())
                and not contents
                and text[-1:].isalpha()
                and self._fragments.are_one_word(segment, following)
            ):
                next_glue = ""
            if not kept:
                continue
            start = at + len(glue)
            at = start + len(kept)
            parts.append(glue)
            parts.append(kept)
            lines.append(
                Line(
                    start=start,
                    end=at,
                    box=Box(
                        page=segment.page,
                        # Its marker is part of it.
                        x0=segment.x0 if segment.marker_x0 < 0 else min(segment.x0, segment.marker_x0),
                        top=segment.top,
                        x1=segment.x1,
                        bottom=segment.bottom,
                    ),
                    size=segment.size,
                    bold=segment.bold,
                    italic=segment.italic,
                    ocr_confidence=segment.confidence,
                )
            )
            if segment.references and not note:
                for n_after, mark in segment.references:
                    n_closed = len(text) - len(kept)  # a hyphen at the end of the line
                    place = start + find_place(kept, n_after - n_closed)
                    self.marks.append(Mark(place, mark, segment.page))
            glue = next_glue
            if len(kept) < len(segment.text):
                gone = len(segment.text.replace(" ", "")) - len(kept.replace(" ", ""))
                self.lost[segment.page] += max(gone, 0)
        self._at = at
