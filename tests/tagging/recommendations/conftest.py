"""A small way to write a fictional review down: one line of the specification is one passage."""

from __future__ import annotations

import pytest

from thememiner.records import Block, Box, Document, Line, Page, Passage, Recommendation, Review
from thememiner.tagging.recommendations import find_recommendations


class Printed:
    """Builds a document from lines such as "# Heading", "* bullet", "[4.1] paragraph", "| cell | cell".

    "---" starts a page, a leading "!" prints in a box, "**" is a nested bullet, ">" an indented paragraph.
    """

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.passages: list[Passage] = []
        self.page = 1
        self.section: list[str] = []
        self.table_id = -1

    def read(self, spec: str) -> None:
        in_table = False
        for printed in filter(None, (line.strip() for line in spec.strip().split("\n"))):
            if printed == "---":
                self.page += 1
                continue
            boxed, line = printed.startswith("!"), printed.lstrip("!")
            if line.startswith("|"):
                self.table_id += not in_table
                self._add_row([cell.strip() for cell in line.strip("|").split("|")], header=not in_table)
            elif line.startswith("#"):
                level = len(line) - len(line.lstrip("#"))
                self._add("heading", line.lstrip("# "), level=level, boxed=boxed)
            elif line.startswith("**"):
                self._add("list_item", line[2:].strip(), level=2, number="•", left=90, boxed=boxed)
            elif line.startswith("*"):
                self._add("list_item", line[1:].strip(), level=1, number="•", left=72, boxed=boxed)
            elif line.startswith("["):
                number, body = line[1:].split("]", 1)
                self._add(
                    "paragraph", body.strip(), number=number, left=72 if "(" in number else 57, boxed=boxed
                )
            elif line.startswith(">"):
                self._add("paragraph", line[1:].strip(), left=90, boxed=boxed)
            else:
                self._add("paragraph", line, boxed=boxed)
            in_table = line.startswith("|")

    def _add_row(self, cells: list[str], *, header: bool) -> None:
        offsets, start = [], len(self.text)
        for cell in cells:
            offsets.append((start, start + len(cell)))
            start += len(cell) + 3
        self._add("table_row", " | ".join(cells), table_id=self.table_id, header=header, cells=tuple(offsets))

    def _add(self, kind, body, *, level=0, number="", left=57.0, boxed=False, **row) -> None:
        start = len(self.text)
        self.text += body + "\n"
        end = start + len(body)
        if kind == "heading":
            self.section = [*(self.section + [""] * level)[: level - 1], body]
        above = self.section[:-1] if kind == "heading" else self.section
        index = len(self.passages)
        box = Box(page=self.page, x0=left, top=50.0 + 20 * index, x1=500, bottom=62.0 + 20 * index)
        self.blocks.append(
            Block(kind=kind, start=start, end=end, level=level, number=number, boxed=boxed, **row)
        )
        self.lines.append(Line(start=start, end=end, box=box, size=11))
        self.passages.append(
            Passage(
                passage_id=f"p{index}",
                review_id="r1",
                ordinal=index,
                kind=kind,
                number=number,
                section=tuple(filter(None, above)),
                start=start,
                end=end,
                page_first=self.page,
                page_last=self.page,
                text=body,
                boxed=boxed,
                n_words=len(body.split()),
            )
        )

    def document(self) -> Document:
        pages = tuple(Page(number=n, width=595, height=842, n_chars=1) for n in range(1, self.page + 1))
        return Document(
            review_id="r1", text=self.text, pages=pages, blocks=tuple(self.blocks), lines=tuple(self.lines)
        )


@pytest.fixture
def find():
    """Return a function from a printed review to its recommendations."""

    def find_in(spec: str, *, mentions=(), agency_mentions=(), **facts: str) -> tuple[Recommendation, ...]:
        printed = Printed()
        printed.read(spec)
        review = Review(review_id="r1", **facts)
        return find_recommendations(
            printed.document(), printed.passages, (), mentions, agency_mentions, None, review=review
        )

    return find_in
