"""Headings: bookmarks, labels and grades, lines of one heading, and the sections they make."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from make_pdf import show, show_lines, write_html_pdf, write_plain_pdf

from thememiner.extraction import read_pdf, split_passages
from thememiner.records import Document, Passage

PROSE = (
    "The nurse wrote down what the boy had told her and put the note where everybody who came to the house "
    "after her would have to see it. Nobody read it before the winter was over, and by then he had moved."
)
LINES = [
    "The nurse wrote down what the boy had told her and put the note where",
    "everybody who came to the house after her would have to see it. Nobody",
    "read it before the winter was over, and by then he had moved away.",
]


def headings_of(doc: Document) -> list[tuple[int, str]]:
    return [(b.level, doc.text[b.start : b.end]) for b in doc.blocks if b.kind == "heading"]


def passage_of(doc: Document, start: str) -> Passage:
    return next(passage for passage in split_passages(doc) if passage.text.startswith(start))


def add_outline(path: Path, entries: list[tuple[int, str, int]]) -> Path:
    """Give a PDF bookmarks of these levels from 1, titles and pages from 1."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf, pdf.open_outline() as outline:
        lists = {0: outline.root}
        for level, title, page in entries:
            item = pikepdf.OutlineItem(title, page - 1)
            lists[level - 1].append(item)
            lists[level] = item.children
        outline.__exit__(None, None, None)
        pdf.save(path)
    return path


def test_a_bookmark_makes_a_heading_of_a_line_set_like_the_text_and_gives_its_level(tmp_path: Path) -> None:
    page = show(70, 780, "What the nurse saw", size=16) + show_lines(70, 740, LINES)
    page += show(70, 670, "The note") + show_lines(70, 640, LINES)
    path = write_plain_pdf(tmp_path / "a.pdf", [page])
    assert headings_of(read_pdf(path, review_id="r")) == [(1, "What the nurse saw")]
    add_outline(path, [(1, "What the nurse saw", 1), (2, "The note", 1), (2, "Never printed", 1)])
    doc = read_pdf(path, review_id="r")
    assert headings_of(doc) == [(1, "What the nurse saw"), (2, "The note")]
    assert split_passages(doc)[-1].section == ("What the nurse saw", "The note")


def test_a_bookmark_joins_the_lines_of_a_heading_that_stand_apart(tmp_path: Path) -> None:
    page = show(70, 780, "What the nurse", size=16) + show(70, 745, "Saw that winter", size=16)
    path = write_plain_pdf(tmp_path / "a.pdf", [page + show_lines(70, 700, LINES)])
    add_outline(path, [(1, "What the nurse saw that winter", 1)])
    assert headings_of(read_pdf(path, review_id="r")) == [(1, "What the nurse Saw that winter")]


def test_a_bookmark_of_a_sentence_or_a_bullet_makes_no_heading(tmp_path: Path) -> None:
    path = write_html_pdf(tmp_path / "a.pdf", f"<h1>Winter</h1><p>{PROSE}</p><ul><li>See the boy</li></ul>")
    add_outline(path, [(1, "Winter", 1), (1, PROSE, 1), (2, "See the boy", 1)])
    assert headings_of(read_pdf(path, review_id="r")) == [(1, "Winter")]


def test_a_malformed_outline_costs_nothing(tmp_path: Path) -> None:
    path = write_html_pdf(tmp_path / "a.pdf", f"<h1>Winter</h1><p>{PROSE}</p>")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        loop = pdf.make_indirect(pikepdf.Dictionary(Title=pikepdf.String("Winter")))
        loop.Next = loop
        pdf.Root.Outlines = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Outlines, First=loop, Last=loop)
        )
        pdf.save(path)
    assert headings_of(read_pdf(path, review_id="r")) == [(1, "Winter")]


@pytest.mark.parametrize("tagged", [False, True])
@pytest.mark.parametrize("verdict", ["Requires improvement", "Red, with two exceptions"])
def test_a_verdict_beside_a_heading_takes_no_section(tmp_path: Path, tagged: bool, verdict: str) -> None:
    css = "td { padding: 3pt; font-weight: bold; font-size: 14pt; vertical-align: middle } td:first-child { width: 60% }"
    html = (
        f"<table><tr><td>Help for children who live in the old town by the river</td><td>{verdict}</td></tr>"
        f"</table><p>{PROSE}</p>"
    )
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", html, css, tagged=tagged), review_id="r")
    assert [text for _, text in headings_of(doc)] == [
        "Help for children who live in the old town by the river"
    ]
    assert passage_of(doc, "The nurse").section == (
        "Help for children who live in the old town by the river",
    )
    assert passage_of(doc, verdict).kind == "paragraph"


def test_headings_over_two_columns_of_text_are_both_headings(tmp_path: Path) -> None:
    left = ["The nurse wrote down what", "the boy had told her, and", "nobody read it that year."]
    page = show(70, 760, "Strengths", size=16) + show_lines(70, 730, left)
    page += show(320, 760, "Worries", size=16) + show_lines(320, 730, left)
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [page]), review_id="r")
    assert [text for _, text in headings_of(doc)] == ["Strengths", "Worries"]


@pytest.mark.parametrize("label", ["Finding 2", "Learning point 3:", "Key Theme One"])
def test_a_label_in_a_box_of_its_own_heads_what_follows(tmp_path: Path, label: str) -> None:
    css = ".box { border: 1pt solid black; background: #ddeeff; padding: 6pt; width: 200pt }"
    html = f"<h1>Winter</h1><p>{PROSE}</p><div class='box'>{label}</div><p>{PROSE}</p>"
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", html, css), review_id="r")
    last = split_passages(doc)[-1]
    assert last.section == ("Winter", label)
    assert last.text == PROSE


def test_a_heading_that_ends_in_an_open_word_goes_on_below(tmp_path: Path) -> None:
    page = show(70, 780, "What happened to the boy and", size=16) + show(
        70, 755, "His family in March", size=16
    )
    page += show_lines(70, 720, LINES) + show(70, 640, "First", size=16) + show(70, 615, "Second", size=16)
    page += show_lines(70, 580, LINES)
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [page]), review_id="r")
    assert [text for _, text in headings_of(doc)] == [
        "What happened to the boy and His family in March",
        "First",
        "Second",
    ]


def test_a_deeper_number_is_a_lower_level_even_in_the_same_type(tmp_path: Path) -> None:
    numbered = [
        "2. The year of the move",
        "2.1 What was known",
        "2.1.1 To the school",
        "2.2 What was done",
        "3. Learning",
    ]
    html = "".join(f"<p class='h'>{text}</p><p>{PROSE}</p>" for text in numbered)
    doc = read_pdf(
        write_html_pdf(tmp_path / "a.pdf", html, ".h { font-size: 15pt; font-weight: bold }"), review_id="r"
    )
    assert [level for level, _ in headings_of(doc)] == [1, 2, 3, 2, 1]


def test_a_label_with_a_title_heads_the_paragraph_below_it_even_in_plain_type(tmp_path: Path) -> None:
    page = show(70, 780, "What we ask for", size=16)
    page += show(70, 740, "Recommendation 4: A list of visits") + show_lines(70, 710, LINES)
    page += show(70, 640, "Recommendation 5: The list is kept by two people.") + show_lines(70, 610, LINES)
    page += show(70, 540, "Recommendation 6: Share the list with schools")
    page += show(70, 510, "Recommendation 7: Share it with nurses")
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [page]), review_id="r")
    assert [text for _, text in headings_of(doc)] == ["What we ask for", "Recommendation 4: A list of visits"]


def test_contents_whose_dots_touch_the_page_number_are_contents(tmp_path: Path) -> None:
    names = ["Foreword", "The child", "Recommendation 1: A list of visits", "Appendix"]
    contents = show(70, 780, "Contents", size=16) + show_lines(
        70, 740, [f"{name} {'.' * 40}{place}" for place, name in enumerate(names, 1)]
    )
    pages = [contents, *[show(70, 780, name, size=16) + show_lines(70, 740, LINES) for name in names]]
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert [doc.text[b.start : b.end] for b in doc.blocks if b.kind == "contents"] == [
        f"{name} {place}" for place, name in enumerate(names, 1)
    ]


def test_a_word_of_roman_letters_is_no_page_number(tmp_path: Path) -> None:
    rows = [
        "Preface ................ ii",
        "Plans that were made for a long and civil",
        "winter ............. 2",
        "Notes ............ 3",
    ]
    pages = [
        show(70, 780, "Contents", size=16) + show_lines(70, 740, rows),
        *[show_lines(70, 740, LINES)] * 3,
    ]
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert [doc.text[b.start : b.end] for b in doc.blocks if b.kind == "contents"] == [
        "Preface ii", "Plans that were made for a long and civil winter 2", "Notes 3",
    ]  # fmt: skip
