"""Passages: the units that are coded, with their place, section and role."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_pdf import show, show_lines, write_plain_pdf

from thememiner.extraction import read_pdf, split_passages
from thememiner.extraction.passages.roles import find_role
from thememiner.extraction.views.markdown import write_markdown
from thememiner.extraction.views.picture import draw_page


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_passages_cite_the_text(name: str, request: pytest.FixtureRequest) -> None:
    doc = read_pdf(request.getfixturevalue(name), review_id="abc")
    passages = split_passages(doc)
    assert len(passages) == len(doc.blocks)
    assert [passage.ordinal for passage in passages] == list(range(1, len(passages) + 1))
    assert len({passage.passage_id for passage in passages}) == len(passages)
    for passage in passages:
        assert passage.text == doc.text[passage.start : passage.end]
        assert passage.passage_id.startswith("abc-")
        assert passage.n_words == len(passage.text.split()) > 0
        assert passage.page_first == doc.page_at(passage.start)
        assert passage.page_last == doc.page_at(passage.end - 1)


@pytest.mark.parametrize("name", ["report_pdf", "tagged_pdf"])
def test_sections_and_roles_come_from_headings(name: str, request: pytest.FixtureRequest) -> None:
    passages = split_passages(read_pdf(request.getfixturevalue(name), review_id="abc"))
    item = next(passage for passage in passages if passage.text.startswith("Schools and health visitors"))
    assert item.section[-1] == "Recommendations"
    assert item.role == "recommendation"
    assert passages[0].role == "front_matter"
    assert next(passage for passage in passages if passage.text.startswith("The panel met")).role == "method"


def test_repeated_text_gets_its_own_id(tmp_path: Path) -> None:
    lines = show(70, 700, "Nothing more was done.") + show(70, 640, "Nothing more was done.")
    passages = split_passages(read_pdf(write_plain_pdf(tmp_path / "twice.pdf", [lines]), review_id="abc"))
    assert len(passages) == 2
    assert passages[1].passage_id == passages[0].passage_id + "-2"


def test_numbers_stand_in_their_field_and_labels_in_the_text(tmp_path: Path) -> None:
    content = show(70, 700, "4.12") + show_lines(
        110,
        700,
        ["The plan was late, and nobody asked why it was late or what", "it would take to finish it."],
    )
    content += show(70, 640, "a)") + show(110, 640, "ask the school nurse")
    content += show(70, 580, "Recommendation 3: The partnership should ask.", font="F2")
    doc = read_pdf(write_plain_pdf(tmp_path / "numbers.pdf", [content]), review_id="r")
    found = [(block.number, doc.text[block.start : block.end]) for block in doc.blocks]
    assert found == [
        ("4.12", "The plan was late, and nobody asked why it was late or what it would take to finish it."),
        ("a)", "ask the school nurse"),
        ("Recommendation 3", "Recommendation 3: The partnership should ask."),
    ]
    assert doc.blocks[0].kind == "paragraph"


def test_contents_lines_are_named_and_lose_their_dots(tmp_path: Path) -> None:
    content = show(70, 740, "Contents", size=16, font="F2")
    for place, (title, page) in enumerate(
        [("Introduction", 3), ("What happened", 5), ("What was learned", 9)]
    ):
        content += show(70, 700 - 16 * place, f"{title} ........................................ {page}")
    doc = read_pdf(write_plain_pdf(tmp_path / "contents.pdf", [content]), review_id="r")
    lines = [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "contents"]
    assert lines == ["Introduction 3", "What happened 5", "What was learned 9"]
    assert {passage.role for passage in split_passages(doc)} == {"contents"}
    assert sum(page.n_dropped for page in doc.pages) == 3 * 40


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Recommendations", "recommendation"),
        ("7. Conclusions and recommendations", "recommendation"),
        ("Recommendations for the Board", "recommendation"),
        ("5 Findings", "finding"),
        ("Executive summary", "summary"),
        ("Appendix B: how we worked", "appendix"),
        ("References", "reference"),
        ("Methodology", "method"),
        ("Government response", "response"),
        ("Table of contents", "contents"),
        ("The night of the fire", None),
    ],
)
def test_roles_of_headings(heading: str, role: str | None) -> None:
    assert find_role(heading) == role


def test_markdown_shows_the_structure(tagged_pdf: Path) -> None:
    written = write_markdown(read_pdf(tagged_pdf, review_id="r"))
    assert written.startswith("# Review of services for Child Nine\n")
    assert "\n## Recommendations\n" in written
    assert "\n| Action | Owner |\n| --- | --- |\n| Share the plan | Health visiting |\n" in written
    assert "- Each service should say by when.\n" in written


def test_pictures_show_every_page(report_pdf: Path) -> None:
    doc = read_pdf(report_pdf, review_id="r")
    picture = draw_page(report_pdf, doc, 1)
    assert picture.size == pytest.approx((595 * 1.4, 842 * 1.4), abs=2)
    assert len(picture.resize((60, 80)).getcolors(5000)) > 5


def test_an_item_whose_last_line_is_short_ends_with_its_page(tmp_path: Path) -> None:
    # No stops and no capitals: only the room left on the line tells that the item is over.
    first = show(70, 760, "The panel is asking for:") + show(70, 730, "-")
    first += show_lines(
        90,
        730,
        ["paying for trials of a new way of working, which can reach children who", "are drawn into crime"],
    )
    first += show(70, 696, "-")
    first += show_lines(
        90,
        696,
        [
            "looking again at the guidance for everybody who works with families, so",
            "that it speaks of this harm",
        ],
    )
    second = show_lines(
        90,
        780,
        [
            "collecting figures about the children who are drawn into it, so that the",
            "size of the harm is known",
        ],
    )
    tagged = write_plain_pdf(tmp_path / "items.pdf", [first, second])
    found = [passage.text.split()[0] for passage in split_passages(read_pdf(tagged, review_id="r"))]
    assert found == ["The", "paying", "looking", "collecting"]


def test_front_matter_ends_where_prose_begins(tmp_path: Path) -> None:
    prose = [
        "Two children were hurt in the same street within a year, and nobody who knew one family had been told",
        "about the other. The review asked why that was so, and what would have to change for it not to be so again.",
    ]
    content = show(70, 780, "Two families, one street", size=20, font="F2") + show(70, 740, "March 2031")
    content += show_lines(70, 690, prose, size=9) + show_lines(70, 640, prose, size=9)
    passages = split_passages(read_pdf(write_plain_pdf(tmp_path / "p.pdf", [content]), review_id="r"))
    assert [passage.role for passage in passages] == [
        "front_matter",
        "front_matter",
        "narrative",
        "narrative",
    ]


def test_an_imprint_is_front_matter_however_long(tmp_path: Path) -> None:
    imprint = [
        "This publication is licensed under the terms of an open licence, except where it is otherwise stated, and"
    ]
    imprint += [
        "copies of it may be made free of charge in any form by anybody, provided that its source is named in full."
    ]
    content = show(70, 780, "Two families, one street", size=20, font="F2")
    content += show_lines(70, 690, imprint, size=9) + show_lines(70, 640, imprint, size=9)
    passages = split_passages(read_pdf(write_plain_pdf(tmp_path / "p.pdf", [content]), review_id="r"))
    assert {passage.role for passage in passages} == {"front_matter"}
