"""OCR: pages that are pictures become passages with words, places and a confidence."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFont

import thememiner
from thememiner.cli import main
from thememiner.errors import InputError
from thememiner.extraction import read_pdf, split_passages
from thememiner.extraction.document.build import build_document
from thememiner.extraction.engines import ocr
from thememiner.records import Document, Passage

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
REVIEW = SAMPLE / "northmoor-lcspr-baby-ada-2025.pdf"
LETTER = SAMPLE / "sources" / "scan-baby-ada-letter.html"
SCANNED = 6

LEFT = ["The school wrote to us twice.", "Nobody opened the letter.", "The health visitor was away,"]
RIGHT = ["and her list was not shared.", "A new worker came in June.", "She read every old letter."]


@pytest.fixture(scope="module")
def doc() -> Document:
    return read_pdf(REVIEW, review_id="ada", ocr=True)


@pytest.fixture(scope="module")
def scanned(doc: Document) -> list[Passage]:
    return [passage for passage in split_passages(doc) if passage.page_first == SCANNED]


def list_words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def test_the_words_of_a_scanned_page_are_read(scanned: list[Passage]) -> None:
    source = re.sub(r"<head>.*?</head>|<[^>]+>", " ", LETTER.read_text(encoding="utf-8"), flags=re.DOTALL)
    printed = Counter(list_words(unescape(source)))
    read = Counter(list_words(" ".join(passage.text for passage in scanned)))
    # A stamp lies across two of its lines.
    assert (printed & read).total() > 0.85 * printed.total()
    assert (printed & read).total() > 0.95 * read.total()


def test_what_ocr_read_says_so_and_what_it_did_not_read_does_not(
    doc: Document, scanned: list[Passage]
) -> None:
    assert all(0.8 < (passage.ocr_confidence or 0) <= 1 for passage in scanned)
    for line in doc.lines:
        assert (line.ocr_confidence is not None) == (line.box.page == SCANNED)
    assert [page.number for page in doc.pages if page.ocr_confidence is not None] == [SCANNED]
    assert doc.warnings == ()


def test_lines_stand_on_the_page_in_reading_order(doc: Document) -> None:
    page = doc.pages[SCANNED - 1]
    boxes = [line.box for line in doc.lines if line.box.page == SCANNED]
    assert all(
        0 <= box.x0 < box.x1 <= page.width and 0 <= box.top < box.bottom <= page.height for box in boxes
    )
    first = doc.text.index("Dear Sir")
    assert doc.lines_at(first, first + 4)[0].box.top < doc.lines_at(doc.text.index("Yours"), first)[0].box.top


def test_the_same_page_gives_the_same_document(doc: Document) -> None:
    assert read_pdf(REVIEW, review_id="ada", ocr=True) == doc


def test_without_ocr_the_page_is_named_and_the_advice_is_to_use_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / REVIEW.name).write_bytes(REVIEW.read_bytes())
    report = thememiner.run(corpus, output=tmp_path / "report", workers=1)
    assert "--ocr" in report.table("failures")["advice"].iloc[0]
    again = thememiner.run(corpus, output=tmp_path / "report", workers=1, ocr=True)
    assert again.table("failures").empty
    assert again.table("passages")["ocr_confidence"].notna().sum() > 5
    assert again.run["counts"]["pages_read_by_ocr"] == 1
    assert "rapidocr" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def picture() -> ocr.Pixels:
    """A page of 300 by 200 points, at three pixels a point, in two columns."""
    image = Image.new("RGB", (1100, 420), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=34)
    for place, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        draw.text((30, 60 + 110 * place), left, fill="black", font=font)
        draw.text((590, 60 + 110 * place), right, fill="black", font=font)
    return np.asarray(image)


def read(picture: ocr.Pixels) -> Document:
    words = ocr.read_picture(np.ascontiguousarray(picture), scale=2.0, number=1)
    return build_document([words], review_id="r")


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_columns_are_read_one_after_the_other_whichever_way_the_page_lies(
    picture: ocr.Pixels, turns: int
) -> None:
    doc = read(np.rot90(picture, turns))
    assert list_words(doc.text) == list_words(" ".join(LEFT + RIGHT))
    # The first line is where it is on the page as shown, not on the page as it was turned.
    box = doc.lines[0].box
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    width, height = doc.pages[0].width, doc.pages[0].height
    corners = {0: (0, 0), 1: (0, height), 2: (width, height), 3: (width, 0)}
    distances = {turn: abs(x - a) + abs(y - b) for turn, (a, b) in corners.items()}
    assert min(distances, key=lambda turn: distances[turn]) == turns


def test_a_page_that_lies_askew_is_made_level(picture: ocr.Pixels) -> None:
    askew = Image.fromarray(picture).rotate(
        2.5, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC
    )
    doc = read(np.asarray(askew))
    assert list_words(doc.text) == list_words(" ".join(LEFT + RIGHT))
    # Lines fall to the left here: the second column stands higher than the first.
    first, last = doc.lines[0].box, doc.lines[len(LEFT)].box
    assert last.top < first.top


def test_a_picture_without_words_is_named() -> None:
    words = ocr.read_picture(np.full((400, 300, 3), 255, np.uint8), scale=1.0, number=1)
    assert words.n_words == 0


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise ocr.PackageNotFoundError(name)

    monkeypatch.setattr(ocr, "version", missing)
    with pytest.raises(InputError, match=r"pip install 'thememiner\[ocr\]'"):
        thememiner.run(SAMPLE, ocr=True)
    shown = CliRunner().invoke(main, ["extract", str(REVIEW), "--ocr"])
    assert shown.exit_code == 1
    assert "thememiner[ocr]" in shown.output
