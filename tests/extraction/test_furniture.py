"""Furniture: what comes back on page after page leaves the text, and nothing else does."""

from __future__ import annotations

from pathlib import Path

from make_pdf import show, show_lines, write_plain_pdf

from thememiner.extraction import read_pdf
from thememiner.records import Document

WORDS = "river stone bridge winter letter kitchen garden window ladder basket candle mirror".split()


def write_lines(page: int, n: int = 12) -> list[str]:
    """Return lines of prose that no other page repeats."""
    return [
        f"The {WORDS[(page + line) % 12]} that she kept by the {WORDS[(page * 5 + line * 7) % 12]} was seen on day "
        f"{page * 20 + line}" + ("." if line == n - 1 else " and")
        for line in range(n)
    ]


def furniture_of(doc: Document) -> list[tuple[int, str]]:
    return [(furniture.page, furniture.text) for furniture in doc.furniture]


def headings_of(doc: Document) -> list[str]:
    return [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "heading"]


def test_a_running_head_up_the_side_of_a_wide_page_is_furniture(tmp_path: Path) -> None:
    head = "Northfold winter review of the town"
    pages = [show(70, 800, head, size=9) + show_lines(70, 700, write_lines(page)) for page in range(4)]
    sideways = "BT /F1 9 Tf 0 1 -1 0 560 300 Tm (" + head + ") Tj ET\n"
    pages.insert(2, sideways + show_lines(70, 700, write_lines(9)))
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert furniture_of(doc) == [(page, head) for page in range(1, 6)]
    assert "Northfold" not in doc.text


def test_a_sideways_line_that_is_no_furniture_keeps_its_words_together(tmp_path: Path) -> None:
    sideways = "BT /F1 11 Tf 0 1 -1 0 560 300 Tm (Children seen within seven days) Tj ET\n"
    doc = read_pdf(
        write_plain_pdf(tmp_path / "a.pdf", [show_lines(70, 700, write_lines(1)) + sideways]), review_id="r"
    )
    assert "Children seen within seven days" in doc.text


def test_the_running_title_of_a_short_appendix_is_furniture(tmp_path: Path) -> None:
    title = "Appendix B: Those we spoke to"
    first = show(70, 780, title, size=22, font="F2") + show_lines(70, 700, write_lines(1))
    second = show(70, 790, title, size=8) + show_lines(70, 700, write_lines(2))
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [first, second]), review_id="r")
    assert furniture_of(doc) == [(2, title)]
    assert headings_of(doc) == [title]


def test_a_small_title_under_the_same_large_one_is_furniture(tmp_path: Path) -> None:
    page = show(200, 786, "Appendix B: Those we", size=7) + show(
        70, 780, "Appendix B: Those we spoke to", size=24, font="F2"
    )
    doc = read_pdf(
        write_plain_pdf(tmp_path / "a.pdf", [page + show_lines(70, 700, write_lines(1))]), review_id="r"
    )
    assert furniture_of(doc) == [(1, "Appendix B: Those we")]
    assert headings_of(doc) == ["Appendix B: Those we spoke to"]


def test_a_heading_that_opens_chapters_pages_apart_is_no_running_head(tmp_path: Path) -> None:
    pages = [show_lines(70, 740, write_lines(page)) for page in range(10)]
    for place in (0, 4, 9):
        pages[place] = show(70, 780, "What was found", size=14, font="F2") + pages[place]
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert headings_of(doc) == ["What was found"] * 3
    assert furniture_of(doc) == []


def test_notes_that_cite_one_witness_are_not_furniture(tmp_path: Path) -> None:
    pages = []
    for page in range(3):
        notes = show(70, 62, f"{page * 2 + 41} Witness Nine 21 June 2023 1{page}3/8-14", size=8)
        notes += show(70, 50, f"{page * 2 + 42} Witness Nine 21 June 2023 1{page}7/2-5", size=8)
        pages.append(show_lines(70, 740, write_lines(page)) + notes)
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert furniture_of(doc) == []
    assert sum(block.kind == "footnote" for block in doc.blocks) == 6


def test_text_marked_as_decoration_is_kept_where_it_goes_on_inside_the_page(tmp_path: Path) -> None:
    label = (
        "/Artifact BMC "
        + show_lines(400, 120, ["Homes found by", "the adoption", "agencies"], size=11)
        + "EMC\n"
    )
    footer = "/Artifact BMC " + show(70, 40, "Draft of the panel", size=9) + "EMC\n"
    doc = read_pdf(
        write_plain_pdf(tmp_path / "a.pdf", [show_lines(70, 700, write_lines(1)) + label + footer]),
        review_id="r",
    )
    assert "Homes found by the adoption agencies" in " ".join(doc.text.split())
    assert furniture_of(doc) == [(1, "Draft of the panel")]
