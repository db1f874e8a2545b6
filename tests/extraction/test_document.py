"""What holds of every Document, whatever the PDF."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from make_pdf import show, show_lines, write_html_pdf, write_plain_pdf

from thememiner.extraction import read_pdf, split_passages
from thememiner.extraction.views.markdown import write_markdown
from thememiner.records import Document


def check_invariants(doc: Document) -> None:
    end = -2
    for block in doc.blocks:
        assert block.start == end + 2 or (end == -2 and block.start == 0)
        assert block.end > block.start
        end = block.end
    assert end in (len(doc.text), -2)
    starts = [line.start for line in doc.lines]
    assert starts == sorted(starts)
    for line in doc.lines:
        assert line.end > line.start
        assert doc.page_at(line.start) == line.box.page
        assert any(block.start <= line.start and line.end <= block.end for block in doc.blocks)
    for block in doc.blocks:
        assert [start for start, _ in block.cells] == sorted(start for start, _ in block.cells)
        for start, stop in block.cells:
            assert block.start <= start <= stop <= block.end
    assert not any(ord(char) < 32 and char != "\n" for char in doc.text)
    assert not set(doc.text) & {"\ufffe", "\ufffd", "\x00", "\u00ad"}
    assert not any("\ud800" <= char <= "\udfff" for char in doc.text)


def count_characters(doc: Document) -> int:
    """Characters in blocks and furniture, markers included."""
    text = doc.text.replace(" | ", "") if any(block.cells for block in doc.blocks) else doc.text
    kept = sum(not char.isspace() for char in text)
    kept += sum(
        len(block.number.replace(" ", ""))
        for block in doc.blocks
        if block.number and not doc.text[block.start : block.end].startswith(block.number)
    )
    return kept + sum(len(furniture.text.replace(" ", "")) for furniture in doc.furniture)


@pytest.mark.parametrize("reader", ["auto", "pdfplumber"])
@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_invariants_hold_for_a_report(name: str, reader: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="r", reader=reader)
    check_invariants(doc)
    assert doc.reader == ("pdfium" if reader == "auto" else "pdfplumber")


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_no_character_is_lost_silently(name: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="r")
    printed = sum(page.n_chars for page in doc.pages)
    dropped = sum(page.n_dropped for page in doc.pages)
    assert count_characters(doc) + dropped == printed


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_blocks_of_a_report(name: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="r")
    found = {doc.text[block.start : block.end]: block for block in doc.blocks}
    kinds = Counter(block.kind for block in doc.blocks)
    assert found["Review of services for Child Nine"].kind == "heading"
    assert found["Introduction"].kind == "heading"
    assert found["Introduction"].level > found["Review of services for Child Nine"].level
    assert (
        found["Schools and health visitors should agree who will visit after a child moves house."].number
        == "2."
    )
    assert found["Each service should say by when."].number == "•"
    rows = [text for text, block in found.items() if block.kind == "table_row"]
    assert rows == ["Action | Owner", "Share the plan | Health visiting", "Agree the visits | Schools"]
    assert found["Action | Owner"].header
    assert len({found[row].table_id for row in rows}) == 1
    assert kinds["list_item"] == 4
    assert kinds["paragraph"] == 2 + 2 + 39


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_running_heads_are_furniture(name: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="r")
    assert "Northfold review" not in doc.text
    assert "Page 2" not in doc.text
    assert {furniture.text for furniture in doc.furniture if furniture.page == 2} == {
        "Northfold review",
        "Page 2",
    }
    assert [page.label for page in doc.pages] == [str(page.number) for page in doc.pages]


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_paragraphs_join_across_pages(name: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="r")
    texts = [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "paragraph"]
    for place in range(1, 40):
        whole = [text for text in texts if text.startswith(f"Paragraph {place} tells")]
        assert len(whole) == 1
        assert whole[0].endswith("and are long.")
    crossing = [passage for passage in split_passages(doc) if passage.page_last > passage.page_first]
    assert crossing
    for passage in crossing:
        pages = {box.page for box in doc.boxes_at(passage.start, passage.end)}
        assert pages == {passage.page_first, passage.page_last}


def test_references_are_cut_and_notes_wait_until_the_paragraph_is_over(tmp_path: Path) -> None:
    first = show_lines(70, 760, ["The panel heard from the school nurse, who had seen the child"] * 3)
    first += "BT /F1 11 Tf 1 0 0 1 70 718 Tm (often. The visits were recorded) Tj "
    first += "/F1 6 Tf 4 Ts (4) Tj /F1 11 Tf 0 Ts ( and shared with the) Tj ET\n"
    first += show(70, 60, "4 See the records of visits, volume two.", size=8)
    second = show_lines(70, 760, ["other services in the week after each of them was made."])
    doc = read_pdf(write_plain_pdf(tmp_path / "notes.pdf", [first, second]), review_id="r")
    check_invariants(doc)
    assert "were recorded and shared with the other services in the week" in doc.text
    notes = [block for block in doc.blocks if block.kind == "footnote"]
    assert [(block.number, doc.text[block.start : block.end]) for block in notes] == [
        ("4", "See the records of visits, volume two.")
    ]
    assert doc.blocks[-1] == notes[0]
    cited = doc.text.index(" and shared with the other")
    assert [(mark.start, mark.mark, doc.blocks[mark.note]) for mark in doc.references] == [
        (cited, "4", notes[0])
    ]
    passages = split_passages(doc)
    assert passages[-1].note_of == passages[0].passage_id
    assert "recorded[^4] and shared" in write_markdown(doc)
    assert "[^4]: See the records" in write_markdown(doc)


def test_a_mark_glued_to_a_word_or_a_year_leaves_both_whole(tmp_path: Path) -> None:
    page = show_lines(70, 760, ["The panel heard from the school nurse, who had seen the child"] * 3)
    page += "BT /F1 11 Tf 1 0 0 1 70 718 Tm (often before the neglect) Tj "
    page += "/F1 6 Tf 4 Ts (1) Tj /F1 11 Tf 0 Ts ( of 2014) Tj /F1 6 Tf 4 Ts (2) Tj "
    page += "/F1 11 Tf 0 Ts ( was known.) Tj ET\n"
    page += show(70, 60, "2 The year of the first referral.", size=8)
    doc = read_pdf(write_plain_pdf(tmp_path / "glued.pdf", [page]), review_id="r")
    check_invariants(doc)
    assert "often before the neglect of 2014 was known." in doc.text
    marks = [(doc.text[: mark.start].split()[-1], mark.mark, mark.note >= 0) for mark in doc.references]
    assert marks == [("neglect", "1", False), ("2014", "2", True)]


def test_hyphens_are_judged_by_the_document(tmp_path: Path) -> None:
    lines = [
        "The multi-agency plan was sent to all. Information was shared with a multi-",
        "agency group and the infor-",
        "mation was read by each well-",
        "trained worker in turn, and information was kept for all the workers who came.",
    ]
    doc = read_pdf(write_plain_pdf(tmp_path / "hyphens.pdf", [show_lines(70, 700, lines)]), review_id="r")
    check_invariants(doc)
    assert "a multi-agency group and the information was read by each well-trained worker" in doc.text


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    words = [
        "alpha",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliet",
        "kilo",
        "lima",
    ]
    paragraphs = [" ".join(f"{word}{place}" for word in words) + "." for place in range(24)]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path = write_html_pdf(tmp_path / "columns.pdf", f"<div>{body}</div>", "div { columns: 2 }")
    doc = read_pdf(path, review_id="r")
    check_invariants(doc)
    assert doc.text.split() == " ".join(paragraphs).split()


def test_a_shuffled_content_stream_is_put_in_order(tmp_path: Path) -> None:
    left = [f"left line {place} of the story of one child and of" for place in range(12)]
    right = [f"right line {place} of the story goes on and on" for place in range(12)]
    lines = [show(60, 700 - 14 * place, text) for place, text in enumerate(left)]
    lines += [show(330, 700 - 14 * place, text) for place, text in enumerate(right)]
    shuffled = "".join(lines[place] for place in sorted(range(24), key=lambda place: place * 7 % 24))
    doc = read_pdf(write_plain_pdf(tmp_path / "shuffled.pdf", [shuffled]), review_id="r")
    assert " ".join(doc.text.split()) == " ".join([*left, *right])


def test_a_page_of_pictures_is_named_not_refused(tmp_path: Path) -> None:
    picture = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q\n"
    text = show_lines(70, 700, ["This page has words that can be read by anybody who opens the file."])
    doc = read_pdf(write_plain_pdf(tmp_path / "scan.pdf", [text, picture]), review_id="r")
    assert doc.warnings == ("Page 2 of 2 is a picture without a text layer.",)
    doc = read_pdf(write_plain_pdf(tmp_path / "scans.pdf", [picture]), review_id="r")
    assert doc.text == ""
    assert doc.warnings == ("No page has a text layer: the file holds pictures of pages.",)
    assert split_passages(doc) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_of_the_page_as_shown(tmp_path: Path, turn: int) -> None:
    content = show(100, 700, "The words stand where they are shown")
    path = write_plain_pdf(tmp_path / "turned.pdf", [content], media="10 20 605 862", extra=f"/Rotate {turn}")
    doc = read_pdf(path, review_id="r")
    width, height = doc.pages[0].width, doc.pages[0].height
    assert (width, height) == ((842, 595) if turn % 180 else (595, 842))
    for line in doc.lines:
        assert 0 <= line.box.x0 < line.box.x1 <= width
        assert 0 <= line.box.top < line.box.bottom <= height
    if turn == 0:
        box = doc.lines[0].box
        assert box.x0 == pytest.approx(90, abs=1)
        assert box.bottom == pytest.approx(862 - 700, abs=4)


def test_reading_twice_gives_the_same(report_pdf: Path) -> None:
    first, second = (read_pdf(report_pdf, review_id="r") for _ in range(2))
    assert first == second
    assert split_passages(first) == split_passages(second)


def test_a_table_printed_sideways_is_read_upright(tmp_path: Path) -> None:
    lines = [
        "The plan was shared with the school nurse and the health visitor",
        "in the week after the child moved to a new house.",
    ]
    sideways = "".join(
        f"BT /F1 11 Tf 0 1 -1 0 {100 + 14 * place} 120 Tm ({line}) Tj ET\n"
        for place, line in enumerate(lines)
    )
    doc = read_pdf(write_plain_pdf(tmp_path / "sideways.pdf", [sideways]), review_id="r")
    check_invariants(doc)
    assert doc.text == " ".join(lines)
    assert (doc.pages[0].width, doc.pages[0].height) == (595, 842)
    for place, line in enumerate(doc.lines):
        assert line.box.x0 < 100 + 14 * place < line.box.x1 + 4
        assert line.box.bottom == pytest.approx(842 - 120, abs=2)
        assert line.box.bottom - line.box.top > 200


def test_a_table_without_rules_is_told_by_its_columns(tmp_path: Path) -> None:
    rows = [
        ("Name", "What it stands for"),
        ("MASH", "Multi-Agency Safeguarding Hub, where the services"),
        ("", "look at a worry together"),
        ("LADO", "Local Authority Designated Officer"),
        ("IRO", "Independent Reviewing Officer"),
    ]
    content = show_lines(
        70, 760, ["These are the short names that are used in the rest of this review of the services."]
    )
    for place, (left, right) in enumerate(rows):
        content += show(70, 700 - 14 * place, left) if left else ""
        content += show(200, 700 - 14 * place, right)
    doc = read_pdf(write_plain_pdf(tmp_path / "columns.pdf", [content]), review_id="r")
    check_invariants(doc)
    found = [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "table_row"]
    assert found == [
        "Name | What it stands for",
        "MASH | Multi-Agency Safeguarding Hub, where the services look at a worry together",
        "LADO | Local Authority Designated Officer",
        "IRO | Independent Reviewing Officer",
    ]


def test_letter_spaced_headings_are_closed(tmp_path: Path) -> None:
    heading = show(70, 740, "N E X T   S T E P S", size=16, font="F2")
    body = show_lines(70, 690, ["The panel will meet again in the spring to look at what was done."])
    doc = read_pdf(write_plain_pdf(tmp_path / "spaced.pdf", [heading + body]), review_id="r")
    assert doc.text.startswith("NEXT STEPS\n\n")
    assert doc.blocks[0].kind == "heading"
