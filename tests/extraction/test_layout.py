"""Pages that are laid out by tables and columns: what frames prose is no table, and columns are read down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from make_pdf import show, show_lines, write_html_pdf, write_plain_pdf
from msgspec.structs import astuple

from thememiner.extraction import read_pdf
from thememiner.extraction.engines.pdfium import PdfiumFile
from thememiner.extraction.layout.lines import Segment
from thememiner.extraction.layout.segmentation import Holders, find_segments
from thememiner.records import Document

CSS = "td { border: 0.7pt solid black; padding: 3pt } table { border-collapse: collapse; width: 100% }"
FRAMED = """
<p>The panel judged each part of the service in turn and says here what it saw.</p>
<table><tr><td style="width: 70%"><b>Help at the front door</b></td><td><b>Not good enough</b></td></tr>
<tr><td colspan="2"><p>Calls were answered late in the day and again in the evening, and families who rang a
second time had to tell their story from the beginning to somebody who had not heard it.</p>
<p>The list of visits was kept on paper by one worker. When she was away it was not kept at all, and for three
weeks in the winter nobody in the building could have said which of the children had been seen.</p></td></tr></table>
"""
DATA = """
<table><tr><td>Action</td><td>Owner</td></tr><tr><td>Share the list of visits</td><td>Schools</td></tr>
<tr><td colspan="2">The list was shared in June, and every school in the area has said that it has it.</td></tr>
<tr><td>Answer calls</td><td>Front door</td></tr></table>
"""
LEFT = [
    "The worker who knew the family best was",
    "moved to another town in March, and what",
    "she knew about the older brother went",
    "with her. Her notes were kept in a book",
    "that stood on a shelf behind her desk and",
    "that nobody who came after her thought of",
    "opening, because nobody had told them of",
    "it. The book was found two years later by",
    "a cleaner, who read the first page of it",
]
RIGHT = [
    "and took it to the manager of the team on",
    "the same day. He read it in one night and",
    "wrote to the partnership, which asked for",
    "this review. The review has read the book",
    "as well. It tells of a boy who was hungry",
    "and of a mother who said so to all who",
    "would listen to her. The panel thinks that",
    "the book should have been the first thing",
    "that the new worker was given to read.",
]


def kinds_of(doc: Document) -> list[tuple[str, str]]:
    return [(block.kind, doc.text[block.start : block.end]) for block in doc.blocks]


@pytest.mark.parametrize("tagged", [False, True])
def test_prose_in_a_frame_is_read_as_paragraphs_under_its_heading(tmp_path: Path, tagged: bool) -> None:
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", FRAMED, CSS, tagged=tagged), review_id="r")
    kinds = kinds_of(doc)
    assert not [text for kind, text in kinds if kind == "table_row"]
    assert ("heading", "Help at the front door") in kinds
    assert sum(kind == "paragraph" and text.endswith((" it.", " seen.")) for kind, text in kinds) == 2


def test_a_sentence_across_a_table_of_data_stays_a_row(tmp_path: Path) -> None:
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", DATA, CSS), review_id="r")
    assert [kind for kind, _ in kinds_of(doc)] == ["table_row"] * 4


LETTER = """
<p>The panel thanks all who met it on the day and the family, who wrote to it in their own words.</p>
<table><tr><td colspan="2"><b>Next steps</b></td></tr>
<tr><td colspan="2">The partnership should answer this letter in writing by the first of March and say who does what.</td></tr>
<tr><td colspan="2">Yours sincerely</td></tr>
<tr><td><b>Schools</b></td><td><b>Health</b></td></tr><tr><td>Ann Hill</td><td>Bo Dale</td></tr></table>
"""


@pytest.mark.parametrize("tagged", [False, True])
def test_a_letter_in_the_table_of_its_signatures_is_read_as_a_letter(tmp_path: Path, tagged: bool) -> None:
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", LETTER, CSS, tagged=tagged), review_id="r")
    assert [kind for kind, _ in kinds_of(doc)] == [
        "paragraph", "heading", "paragraph", "paragraph", "table_row", "table_row",
    ]  # fmt: skip
    assert kinds_of(doc)[1:4:2] == [("heading", "Next steps"), ("paragraph", "Yours sincerely")]


def test_columns_that_the_file_holds_line_by_line_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = "".join(
        show(70, 700 - 14 * place, left) + show(320, 700 - 14 * place, right)
        for place, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    )
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [rows]), review_id="r")
    assert " ".join(doc.text.split()) == " ".join(LEFT + RIGHT)


def test_a_page_in_one_column_is_read_from_top_to_bottom_whatever_the_file_says(tmp_path: Path) -> None:
    page = show(70, 780, "Next steps", size=16) + show_lines(70, 600, LEFT) + show_lines(70, 740, RIGHT)
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [page]), review_id="r")
    assert " ".join(doc.text.split()) == " ".join(["Next steps", *RIGHT, *LEFT])


@pytest.mark.parametrize("tagged", [False, True])
@pytest.mark.parametrize(
    ("css", "boxed"), [("", False), ("td { border: 0.7pt solid black; padding: 3pt }", True)]
)
def test_a_box_is_one_that_can_be_seen(tmp_path: Path, tagged: bool, css: str, boxed: bool) -> None:
    prose = " ".join(LEFT + RIGHT)
    html = f"<p>{prose}</p><table><tr><td><p>{prose[:90]}.</p><p>{prose[90:]}</p></td></tr></table><p>{prose}</p>"
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", html, css, tagged=tagged), review_id="r")
    assert [block.boxed for block in doc.blocks] == [False, boxed, boxed, False]


def test_a_tint_that_ends_in_the_midst_of_a_sentence_parts_nothing(tmp_path: Path) -> None:
    tint = "0.9 0.95 1 rg 60 655 300 80 re f 0 0 0 rg\n"
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [tint + show_lines(70, 720, LEFT)]), review_id="r")
    assert [doc.text[block.start : block.end] for block in doc.blocks] == [" ".join(LEFT)]


def test_a_call_out_in_a_box_heads_nothing(tmp_path: Path) -> None:
    said = (
        "She knew who had the book and where it stood, and nobody in all that time had thought of asking her"
    )
    html = (
        f"<h2>The book</h2><p>{' '.join(LEFT)}</p><p style='border: 1pt solid black; padding: 4pt'><b>{said}</b></p>"
        f"<p>{' '.join(RIGHT)}</p>"
    )
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", html), review_id="r")
    assert [text for kind, text in kinds_of(doc) if kind == "heading"] == ["The book"]
    assert [text for block, (_, text) in zip(doc.blocks, kinds_of(doc), strict=True) if block.boxed] == [said]


def test_the_first_entry_of_a_contents_list_keeps_its_first_line(tmp_path: Path) -> None:
    page = show(70, 780, "Figures", size=16)
    rows = [("Figure 1: How the services of the town were led before the", ""), ("winter of the move", "4")]
    rows += [
        ("Figure 2: Who visited the house and when", "9"),
        ("Figure 3: How the notes were kept in the years", ""),
    ]
    rows += [("after the move", "12"), ("Figure 4: The shelf", "15")]
    for place, (text, number) in enumerate(rows):
        page += show(70, 740 - 15 * place, text) + (show(500, 740 - 15 * place, number) if number else "")
    pages = [show(70, 800, "Contents", size=16) + page, *(show_lines(70, 600 - n, LEFT) for n in range(15))]
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    entries = [text for kind, text in kinds_of(doc) if kind == "contents"]
    assert entries[:4] == [
        "Figure 1: How the services of the town were led before the winter of the move 4",
        "Figure 2: Who visited the house and when 9",
        "Figure 3: How the notes were kept in the years after the move 12",
        "Figure 4: The shelf 15",
    ]


@pytest.mark.parametrize("first", [True, False])
def test_a_heading_in_the_margin_is_read_before_the_text_beside_it(tmp_path: Path, first: bool) -> None:
    heads = show(60, 700, "The book", size=15) + show(60, 500, "The shelf", size=15)
    text = show_lines(200, 740, LEFT[:2]) + show_lines(200, 700, LEFT) + show_lines(200, 500, RIGHT)
    page = heads + text if first else text + heads
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [page]), review_id="r")
    kinds = [(kind, text[:9]) for kind, text in kinds_of(doc)]
    assert kinds == [
        ("paragraph", LEFT[0][:9]),
        ("heading", "The book"),
        ("paragraph", LEFT[0][:9]),
        ("heading", "The shelf"),
        ("paragraph", RIGHT[0][:9]),
    ]


def test_large_words_in_the_margin_and_small_bold_capitals_are_headings(tmp_path: Path) -> None:
    body = "".join(f"<p>{' '.join(LEFT + RIGHT)}</p>" for _ in range(4))
    css = ".side { float: left; width: 85pt; font-size: 14pt } .caps { font: bold 8.6pt 'DejaVu Sans' } p { margin-left: 110pt }"
    side = "What the worker who knew the family best had written down and nobody read"
    html = f"<p>{' '.join(LEFT)}</p><div class='side'>{side}</div>{body}<p class='caps'>WHO HAD THE BOOK</p>{body}"
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", html, css), review_id="r")
    headings = [text for kind, text in kinds_of(doc) if kind == "heading"]
    assert headings == [side, "WHO HAD THE BOOK"]


def test_pages_laid_out_together_are_those_laid_out_alone(tmp_path: Path) -> None:
    contents = [
        show_lines(72, 700, LEFT) + show(72, 400, "It was 3 a.m.") + "BT /F1 6 Tf 4 Ts 140 400 Td (12) Tj ET",
        "",
        show(72, 700, "Her office hours") + "BT /F1 11 Tf 72 650 Td (word) Tj /F1 6 Tf 4 Ts (7) Tj ET",
        show_lines(72, 700, RIGHT, size=14) + show(700, 300, "off the page") + show(72, 300, "S U M M A R Y"),
        show(72, 500, "The end"),
    ]

    def lay_out(*groups: list[int]) -> list[tuple[int, list[Segment]]]:
        with PdfiumFile(write_plain_pdf(tmp_path / "a.pdf", contents)) as file:
            pages = [file.read_page(number) for number in range(1, len(contents) + 1)]
        held = [Holders() for _ in pages]
        held[2] = Holders(panels=np.zeros(pages[2].n_words, np.int64))
        found = [
            page
            for group in groups
            for page in find_segments([pages[place] for place in group], [held[place] for place in group])
        ]
        return [(page.n_dropped, page.segments) for page in found]

    def compare(pages: list[tuple[int, list[Segment]]]) -> list[tuple[int, list[object]]]:
        return [(n_dropped, [astuple(segment) for segment in segments]) for n_dropped, segments in pages]

    together = lay_out([0, 1, 2, 3, 4])
    assert (
        compare(together) == compare(lay_out([0], [1], [2], [3], [4])) == compare(lay_out([0, 1], [2, 3, 4]))
    )
    segments = [segment for _, found in together for segment in found]
    assert {segment.page for segment in segments} == {1, 3, 4, 5}
    assert [number for segment in segments for _, number in segment.references] == ["12", "7"]
    assert any(segment.panel == 0 for segment in segments)
    assert "SUMMARY" in {segment.text for segment in segments}
    assert together[3][0] == len("offthepage")
