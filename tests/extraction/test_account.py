"""Nothing of a page is lost: every visible character is in a block, in the furniture, or counted as dropped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from make_pdf import show, show_lines, write_plain_pdf

from thememiner.errors import ReadError
from thememiner.extraction import read_pdf
from thememiner.records import Document

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def count_kept(doc: Document) -> dict[int, int]:
    """Return, page by page, the visible characters of lines, printed numbers and furniture."""
    kept: Counter[int] = Counter()
    for line in doc.lines:
        kept[line.box.page] += len("".join(doc.text[line.start : line.end].split()))
    for block in doc.blocks:
        if not doc.text[block.start : block.end].startswith(block.number):
            kept[doc.page_at(block.start)] += len(block.number.replace(" ", ""))
    for furniture in doc.furniture:
        kept[furniture.page] += len("".join(furniture.text.split()))
    return {page.number: kept[page.number] for page in doc.pages}


def count_printed(doc: Document) -> dict[int, int]:
    return {page.number: page.n_chars - page.n_dropped for page in doc.pages}


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLE.glob("*.pdf")))
def test_every_character_of_the_sample_is_accounted_for(name: str) -> None:
    try:
        doc = read_pdf(SAMPLE / name, review_id="r")
    except ReadError:
        return  # a row of failures.csv
    assert count_kept(doc) == count_printed(doc)


MARKED = {
    "a second stop after a number": show(70, 700, "4.12. The plan was late and nobody asked why."),
    "a number before a bullet": show(70, 700, "7.") + show(90, 700, "a)") + show(110, 700, "See the child first."),
    "the scale of a chart": "".join(show(70 + 30 * place, 700, str(5 * place)) for place in range(7)),
    "bullets in the cells of a table": "".join(
        show(70, 700 - 30 * row, "•") + show(84, 700 - 30 * row, f"See child {row}") + show(250, 700 - 30 * row, "Nurse")
        for row in range(4)
    ),
    "dots before a page number": show(70, 730, "Contents")
    + "".join(show(70, 700 - 20 * row, f"Chapter {row} {'.' * 40} {row}") for row in range(1, 5)),
    "a word broken at a line's end": show_lines(70, 700, ["The plan held all the informa-", "tion that the information desk had."]),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKED)
def test_markers_and_marks_are_accounted_for(tmp_path: Path, name: str) -> None:
    content = MARKED[name].replace("•", "\\225")
    doc = read_pdf(write_plain_pdf(tmp_path / "a.pdf", [content]), review_id="r")
    assert count_kept(doc) == count_printed(doc)
    assert sum(count_kept(doc).values()) > 10
