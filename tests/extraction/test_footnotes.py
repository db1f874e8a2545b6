"""Footnotes: what cites them leaves the text, what they cite is known, and small print is no note by itself."""

from __future__ import annotations

from pathlib import Path

from make_pdf import show, show_lines, write_plain_pdf

from thememiner.extraction import read_pdf
from thememiner.records import Document

PROSE = [
    "The family moved twice in that year and the school was told of the second move only, by a neighbour who",
    "had seen the van in the street. Nobody wrote down who was to tell the health visitor of it, and she went",
    "to the old flat three times before she was told that the children were living at the other end of town.",
]


def read(tmp_path: Path, *pages: str) -> Document:
    return read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")


def notes_of(doc: Document) -> list[tuple[str, str]]:
    return [
        (block.number, doc.text[block.start : block.end]) for block in doc.blocks if block.kind == "footnote"
    ]


def ties_of(doc: Document) -> list[tuple[str, str, str]]:
    """Return for each mark the word before it, the mark, and how the note begins that it leads to."""
    return [
        (
            doc.text[: mark.start].split()[-1],
            mark.mark,
            doc.text[doc.blocks[mark.note].start :].split()[0] if mark.note >= 0 else "",
        )
        for mark in doc.references
    ]


def show_raised(x: float, y: float, before: str, mark: str, after: str) -> str:
    """Print a line with a small raised mark in its midst, as programs write it: without a space."""
    return (
        f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({before}) Tj /F1 6.5 Tf 4 Ts ({mark}) Tj "
        f"/F1 11 Tf 0 Ts ({after}) Tj ET\n"
    )


def test_notes_by_asterisk_and_dagger_are_tied_and_their_signs_leave_the_text(tmp_path: Path) -> None:
    doc = read(
        tmp_path,
        show_lines(70, 760, PROSE)
        + show(70, 700, "The grandmother* was never asked, and the uncle\\206 was asked once only.").replace(
            "\\\\206", "\\206"
        )
        + show(70, 90, "* Names of relatives have been changed in this review.", size=8)
        + show(70, 78, "\\206 A brother of the father.", size=8).replace("\\\\206", "\\206"),
    )
    assert "The grandmother was never asked, and the uncle was asked once only." in doc.text
    assert notes_of(doc) == [
        ("*", "Names of relatives have been changed in this review."),
        ("†", "A brother of the father."),
    ]
    assert ties_of(doc) == [("grandmother", "*", "Names"), ("uncle", "†", "A")]


def test_an_asterisk_that_opens_an_item_is_a_bullet(tmp_path: Path) -> None:
    doc = read(
        tmp_path, show_lines(70, 760, PROSE) + show_lines(80, 700, ["* see the child", "* tell the school"])
    )
    assert [block.number for block in doc.blocks if block.kind == "list_item"] == ["•", "•"]


def test_a_mark_after_a_year_or_in_brackets_leaves_nothing_behind(tmp_path: Path) -> None:
    doc = read(
        tmp_path,
        show_lines(70, 760, PROSE)
        + show_raised(70, 700, "It was written in 1998", "23", ", two years before the move, and the law")
        + show_raised(70, 686, "says so of a child\\(", "24", "\\) who lives with an aunt.")
        + show(70, 90, "23 The plan of the summer before.", size=8)
        + show(70, 78, "(24) Section 9 of the Act.", size=8),
    )
    assert "written in 1998, two years" in doc.text
    assert "of a child who lives" in doc.text
    assert ties_of(doc) == [("1998", "23", "The"), ("child", "24", "Section")]


def test_marks_side_by_side_are_tied_each(tmp_path: Path) -> None:
    doc = read(
        tmp_path,
        show_lines(70, 760, PROSE)
        + show_raised(70, 700, "She said so", " 7 8", " to the doctor and to the nurse on that day.")
        + show(70, 90, "7 Her diary.", size=8)
        + show(70, 78, "8 Letter to the panel.", size=8),
    )
    assert "She said so to the doctor" in doc.text
    assert ties_of(doc) == [("so", "7", "Her"), ("so", "8", "Letter")]


def test_a_comma_after_a_mark_that_stands_alone_follows_its_word(tmp_path: Path) -> None:
    doc = read(
        tmp_path,
        show_lines(70, 760, PROSE)
        + show_raised(70, 700, "They live in homes of the town", " 7 ", ", all of them out of the district.")
        + show(70, 90, "7 Homes that look after children in term.", size=8),
    )
    assert "homes of the town, all of them" in doc.text


def test_the_labels_of_a_chart_are_no_notes(tmp_path: Path) -> None:
    labels = ["2,000", "1973", "300 nurses", "45% of visits", "978-1-000"]
    scale = "".join(
        show(90 + 70 * place, 120 - 20 * place, text, size=7) for place, text in enumerate(labels)
    )
    doc = read(tmp_path, show_lines(70, 760, PROSE) + scale)
    assert notes_of(doc) == []
    assert all(text in doc.text for text in labels)


def test_an_appendix_in_small_type_is_no_heap_of_notes(tmp_path: Path) -> None:
    small = [
        show(70, 300, "1. The order in which the plan is to be written.", size=9),
        show(70, 280, "2. Who is to be asked before the plan is made.", size=9),
        show(70, 260, "(a) the mother of the child, and", size=9),
    ]
    doc = read(tmp_path, show_lines(70, 760, PROSE * 3), show_lines(70, 760, PROSE) + "".join(small))
    assert [block.number for block in doc.blocks if block.kind == "list_item"] == ["1.", "2.", "(a)"]
    assert notes_of(doc) == []


def test_a_note_whose_mark_is_not_seen_is_a_note_where_it_goes_on_from_the_last(tmp_path: Path) -> None:
    pages = [
        show_lines(70, 760, PROSE) + show(70, 80, f"{number} Record of visit {word}.", size=8)
        for number, word in ((1, "one"), (2, "two"), (3, "three"))
    ]
    doc = read(tmp_path, *pages)
    assert [number for number, _ in notes_of(doc)] == ["1", "2", "3"]


def test_the_last_note_of_a_page_keeps_its_number_though_page_numbers_stand_as_low(tmp_path: Path) -> None:
    lines = [f"{word} who came on that day and wrote it down" for word in "Ann Bea Cat Dot Eve Fay".split()]
    pages = [
        show_raised(70, 760, f"It was told by {line}", str(place + 4), " in a book.")
        + show(70, 70, str(place + 4), size=8)
        + show(95, 70, f"Book of {line}.", size=8)
        + show(290, 40, str(place), size=10)
        for place, line in enumerate(lines, 1)
    ]
    doc = read(tmp_path, *pages)
    assert [number for number, _ in notes_of(doc)] == [str(number) for number in range(5, 11)]
    assert [furniture.text for furniture in doc.furniture] == [str(number) for number in range(1, 7)]
    assert len(ties_of(doc)) == 6
    assert all(word == "Book" for _, _, word in ties_of(doc))


def test_a_year_at_the_end_of_the_last_line_is_no_page_number(tmp_path: Path) -> None:
    pages = [
        show_lines(70, 760, PROSE)
        + show(70, 70, f"The {word} plan of the town, written for the council in the summer of", size=8)
        + show(480, 70, year, size=8)
        + show(290, 40, str(place), size=10)
        for place, (word, year) in enumerate(
            [("first", "2018"), ("second", "2021"), ("third", "2016"), ("last", "2024")], 1
        )
    ]
    doc = read(tmp_path, *pages)
    assert all(year in doc.text for year in ("2018", "2021", "2016", "2024"))
