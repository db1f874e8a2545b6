"""Markers and printed numbers: what opens a paragraph or item, and what merely begins a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_pdf import show, write_plain_pdf

from thememiner.extraction import read_pdf
from thememiner.extraction.layout.markers import find_marker, follows


@pytest.mark.parametrize(
    ("text", "gap", "number"),
    [
        ("B.3 Where a child moves", 2.0, "B.3"),
        ("A1.20. The panel met", 0.3, "A1.20"),
        ("A. see the child", 0.5, "A."),
        ("58.NHS staff may ask", 0.1, "58."),
        ("a.", 9.0, "a."),
        ("J. Hill wrote the plan", 0.28, ""),
        ("U.S. law says so", 0.28, ""),
        ("B.3 of the plan", 0.28, ""),
        ("A child was hurt", 0.28, ""),
        ("I. the panel", 0.28, ""),
        ("2024.5 is no number of a paragraph", 0.28, ""),
    ],
)
def test_numbers_of_annexes_and_capitals_are_markers_where_a_gap_shows_it(
    text: str, gap: float, number: str
) -> None:
    marker = find_marker(text, gap=gap)
    assert (marker.text if marker else "") == number


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ("9.", "10.", True),
        ("(h)", "(i)", True),
        ("(viii)", "(ix)", True),
        ("A.", "B.", True),
        ("1.", "3.", False),
        ("1.", "2)", False),
        ("•", "•", False),
        ("", "1.", False),
    ],
)
def test_numbers_and_letters_that_count_on_are_known(before: str, after: str, goes_on: bool) -> None:
    assert follows(before, after) is goes_on


def test_an_item_that_counts_on_keeps_its_level_on_a_page_that_is_set_further_in(tmp_path: Path) -> None:
    pages = [
        show(70, 760, "1. The nurse asks the family.") + show(95, 740, "a) She writes it down."),
        show(95, 760, "b) She tells the school.") + show(95, 740, "2. The school answers her at once."),
    ]
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", pages), review_id="r")
    assert [(block.number, block.level) for block in doc.blocks] == [
        ("1.", 1),
        ("a)", 2),
        ("b)", 2),
        ("2.", 1),
    ]
