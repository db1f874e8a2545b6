"""Words as the page shows them: run together or parted by the file, mended where the page or the text proves it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_pdf import show, write_html_pdf, write_plain_pdf
from test_document import check_invariants, count_characters

from thememiner.extraction import read_pdf
from thememiner.extraction.layout.fragments import _FIRST_APART, _LAST_APART, Fragments
from thememiner.extraction.layout.hyphens import read_vocabulary
from thememiner.extraction.words import split_words
from thememiner.records import Document

START = "BT /F1 11 Tf 72 650 Td "
RAISED = "/F1 6 Tf 4 Ts ({}) Tj /F1 11 Tf 0 Ts "


def read(path: Path, *contents: str) -> Document:
    doc = read_pdf(write_plain_pdf(path / "words.pdf", contents), review_id="r")
    check_invariants(doc)
    return doc


def test_a_mark_without_spaces_parts_two_words(tmp_path: Path) -> None:
    mark = RAISED.format("2")
    doc = read(tmp_path, f"{START}(The panel met the mother) Tj {mark}(and her sister in the spring.) Tj ET")
    assert doc.text == "The panel met the mother and her sister in the spring."
    (reference,) = doc.references
    assert (reference.mark, doc.text[: reference.start]) == ("2", "The panel met the mother")


def test_a_raised_letter_is_a_mark_and_counted_as_left_out(tmp_path: Path) -> None:
    doc = read(tmp_path, f"{START}(Visits that were offered) Tj {RAISED.format('b')}ET")
    assert doc.text == "Visits that were offered"
    assert doc.pages[0].n_dropped == 1


def test_the_raised_letters_of_an_ordinal_stay(tmp_path: Path) -> None:
    raised = "/F1 6 Tf 4 Ts (t) Tj (h) Tj /F1 11 Tf 0 Ts "
    doc = read(tmp_path, f"{START}(They met on the 26) Tj {raised}( of June.) Tj ET")
    assert "26th" in doc.text


def test_words_that_white_space_parts_on_the_page_are_two(tmp_path: Path) -> None:
    known = show(72, 700, "The board had a plan of its own and asked for more.")
    doc = read(tmp_path, f"{known}{START}(It gave ) Tj 3 Tc (a) Tj 0 Tc (substantial grant.) Tj ET")
    assert doc.text.endswith("It gave a substantial grant.")
    assert count_characters(doc) == doc.pages[0].n_chars


@pytest.mark.parametrize("spacing", [1, 3])
def test_a_word_whose_letters_are_set_apart_is_one(tmp_path: Path, spacing: int) -> None:
    known = show(72, 700, "The board had a plan, as a board should.")
    doc = read(tmp_path, f"{known}{START}{spacing} Tc (aboard) Tj ET")
    assert doc.text.endswith("aboard")


def test_words_are_not_parted_without_white_space(tmp_path: Path) -> None:
    doc = read(tmp_path, show(72, 700, "Is it a board? The plan is to go aboard aswell, into ofthe house."))
    assert doc.text == "Is it a board? The plan is to go aboard aswell, into ofthe house."


def test_numbers_far_apart_are_not_one_number(tmp_path: Path) -> None:
    doc = read(tmp_path, show(72, 700, "Visits in each month") + "BT /F1 8 Tf 18 Tc 72 600 Td (345) Tj ET")
    assert "345" not in doc.text
    assert doc.text.split()[-3:] == ["3", "4", "5"]
    boxes = [line.box for line in doc.lines if doc.text[line.start : line.end].isdecimal()]
    assert all(left.x1 + 15 < right.x0 for left, right in pairwise(boxes))


def test_a_page_that_begins_elsewhere_has_its_parts_in_place(tmp_path: Path) -> None:
    content = "BT /F1 8 Tf 18 Tc 172 600 Td (345) Tj ET"
    path = write_plain_pdf(tmp_path / "words.pdf", [content], media="100 0 695 842")
    boxes = [line.box for line in read_pdf(path, review_id="r").lines]
    assert 71 < min(box.x0 for box in boxes) < 74
    assert max(box.x1 for box in boxes) < 150


CELL = "<table><tr><td class='narrow'>{}</td><td>{}</td></tr></table>"
CSS = "td { border: 0.7pt solid black; padding: 2pt } .narrow { width: 52pt; word-break: break-all }"


def test_a_word_that_a_narrow_cell_broke_is_whole(tmp_path: Path) -> None:
    body = CELL.format("Safeguarding lead", "Each safeguarding lead should see to it.")
    doc = read_pdf(write_html_pdf(tmp_path / "cell.pdf", body, CSS), review_id="r")
    check_invariants(doc)
    assert "Safeguarding lead" in doc.text


def test_two_words_in_a_narrow_cell_stay_two(tmp_path: Path) -> None:
    body = CELL.format("Health care", "Healthcare was offered. The health of others was cared for.")
    css = CSS.replace("word-break: break-all", "").replace("52", "40")
    doc = read_pdf(write_html_pdf(tmp_path / "cell.pdf", body, css), review_id="r")
    assert "Health care" in doc.text


LINES = [
    "The recommendation of the panel is that agencies learn from it",
    "Every agency has the recommendation and Hepatitis band Caroline",
    "Hepatitis B and C were named, and Caroline S. wrote to Y about her",
]


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("R ecommendation 4", "Recommendation 4"),
        ("the r ecommendation", "the recommendation"),
        ("the recommendatio n", "the recommendation"),
        ("A gencies", "Agencies"),
        ("P anel", "Panel"),
    ],
)
def test_a_letter_apart_from_its_word_is_put_back(printed: str, mended: str) -> None:
    lines = [*LINES, printed]
    assert Fragments(lines, read_vocabulary(lines)).mend_lines()[len(LINES)] == mended


@pytest.mark.parametrize(
    "printed",
    [
        "Hepatitis B and C",
        "Child T had a plan",
        "R egret",
        "a gencies",
        "b anded@agency.example",
        "grade C or above",
        "Y Bwrdd a rhan",
        "plan B 4",
        "safe guarding",
        "where the brothers of C are now",
        "T he panel",
        "The agency, as per the plan",
    ],
)
def test_what_may_be_meant_so_stays_as_printed(printed: str) -> None:
    lines = [*LINES, printed, "The safeguarding of the regret and anded, with care, as the child grew"]
    assert Fragments(lines, read_vocabulary(lines)).mend_lines()[len(LINES)] == printed


PIECES = ["R ecord", "recor d", "I", "a", "ŵ", "’", "-", "1", "(", ".", "\ud800", " ", " ", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_letters_apart_are_found_wherever_the_patterns_find_them(pieces: list[str]) -> None:
    printed = "".join(pieces) + "\nThe record"
    lines = printed.split("\n")
    fragments = Fragments(lines, read_vocabulary(lines))
    closed = _FIRST_APART.sub(fragments._close_first, printed)
    assert "\n".join(fragments.mend_lines()) == _LAST_APART.sub(fragments._close_last, closed)


@given(st.text("ab \n\ufffe\u00a0é", max_size=12))
def test_words_end_at_white_space_and_after_the_mark_of_a_hyphen(text: str) -> None:
    starts, ends = split_words(np.array([ord(char) for char in text], dtype=np.uint32))
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    assert words == text.replace("\ufffe", "\ufffe ").split()


def test_the_vocabulary_of_a_long_document_is_that_of_all_its_lines() -> None:
    lines = [f"Agency{number} shared, it says, its plan{number}. Multi-" for number in range(1000)]
    words = read_vocabulary(lines).words
    assert words == frozenset().union(*(read_vocabulary([line]).words for line in lines))
    assert {"agency0", "plan999"} <= words
    assert "multi" not in words
