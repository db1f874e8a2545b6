"""Sections: the path of headings above a passage, and the role by heading and place."""

from __future__ import annotations

import pytest

from thememiner.extraction import split_passages
from thememiner.extraction.layout.markers import find_label
from thememiner.records import Block, Box, Document, Line, Page

PROSE = (
    "The health visitor came to the house four times in that month and wrote down each time what she had "
    "seen and heard there, and she told the school what she was worried about."
)


def write_document(*parts: tuple[int, str, int]) -> Document:
    """Return a document of headings and paragraphs: heading level or 0, text, page."""
    text, blocks, lines = "", [], []
    for level, words, page in parts:
        text += "\n\n" if text else ""
        start = len(text)
        text += words
        kind = "heading" if level > 0 else "contents" if level < 0 else "paragraph"
        number = find_label(words) if level > 0 else ""
        blocks.append(Block(kind=kind, start=start, end=len(text), level=max(level, 0), number=number))  # type: ignore[arg-type]
        box = Box(page=page, x0=70, top=70, x1=500, bottom=84)
        lines.append(Line(start=start, end=len(text), box=box, size=11))
    pages = tuple(
        Page(number=number, width=595, height=842, n_chars=9)
        for number in range(1, max(page for *_, page in parts) + 1)
    )
    return Document(review_id="r", text=text, pages=pages, blocks=tuple(blocks), lines=tuple(lines))


def roles_of(*parts: tuple[int, str, int]) -> list[str]:
    return [passage.role for passage in split_passages(write_document(*parts)) if passage.kind == "paragraph"]


@pytest.mark.parametrize(
    ("chapter", "heading", "role"),
    [
        ("Chapter 5: Learning from the winter", "Introduction", "finding"),
        ("Chapter 2: The year of the move", "Introduction", "narrative"),
        ("Chapter 2: The year of the move", "Methodology", "method"),
        ("Findings", "Family support", "finding"),
        ("Findings", "Recommendations", "recommendation"),
        ("Appendix 1: How we worked", "Background", "appendix"),
        ("Appendix 4: All that was asked", "Recommendations", "recommendation"),
        ("Introduction", "Background", "narrative"),
        ("What happened", "Summary", "summary"),
    ],
)
def test_a_general_heading_inside_a_section_has_the_role_of_the_section(
    chapter: str, heading: str, role: str
) -> None:
    assert roles_of((1, chapter, 3), (2, heading, 3), (0, PROSE, 3)) == [role]


def test_a_title_over_the_whole_document_gives_no_role() -> None:
    parts = ((1, "Findings and recommendations in brief", 1), (0, PROSE, 1), (0, PROSE, 1))
    parts += ((2, "The winter", 2), (0, PROSE, 2), (2, "Recommendations", 2), (0, PROSE, 2))
    assert roles_of(*parts) == ["narrative", "narrative", "narrative", "recommendation"]


def test_a_contents_list_heads_nothing_but_itself() -> None:
    parts = (
        (1, "Annex B", 3),
        (2, "Contents", 3),
        (-1, "The winter 4", 3),
        (0, PROSE, 3),
        (3, "The winter", 4),
    )
    passages = split_passages(write_document(*parts, (0, PROSE, 4)))
    assert [passage.section for passage in passages[2:]] == [
        ("Annex B", "Contents"),
        ("Annex B",),
        ("Annex B",),
        ("Annex B", "The winter"),
    ]
    assert {passage.role for passage in passages[3:]} == {"appendix"}


def test_the_imprint_that_closes_a_document_is_front_matter_and_no_finding() -> None:
    closing = ["Write to us at the town hall.", "© Northfold Partnership 2021", "Telephone 0300 000 000"]
    parts = [(1, "Findings", 3), (0, PROSE, 3), *((0, text, 3) for text in closing)]
    assert roles_of(*parts) == ["finding", "finding", "front_matter", "front_matter"]


def test_an_address_alone_closes_nothing() -> None:
    parts = [(1, "Recommendations", 3), (0, PROSE, 3), (0, "Send the plan by email to the board.", 3)]
    assert roles_of(*parts) == ["recommendation", "recommendation"]
