"""The sample corpus: its PDFs are what its sources give, and its answers are printed where they say."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pypdfium2 as pdfium
import pytest

from thememiner.corpus import load_corpus
from thememiner.records import Mention, Recommendation

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
ANSWERS = sorted((SAMPLE / "answers").glob("*.json"))
FONTS = [
    Path("/usr/share/fonts/truetype") / name
    for name in ("liberation/LiberationSans-Regular.ttf", "dejavu/DejaVuSans.ttf")
]


def letters(text: str) -> str:
    """What is left when line ends, hyphens and punctuation do not matter."""
    return re.sub(r"[\W_]+", "", text)


@cache
def read_pages(path: Path) -> tuple[str, ...]:
    with pdfium.PdfDocument(path) as pdf:
        return tuple(letters(page.get_textpage().get_text_bounded()) for page in pdf)


def is_printed(text: str, page: str, following: str = "") -> bool:
    """Does the text begin on the page, and stand there or, after one break, there and on what follows?"""
    text = letters(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low > 0 and text[low:] in page + following


def load_answers(path: Path) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return answers


def choices(record: type, name: str) -> set[str]:
    """The values that a record allows for a field."""
    return set(get_args(get_type_hints(record)[name]))


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
class TestAnswers:
    def test_are_printed_on_the_pages_they_name(self, path: Path) -> None:
        answers = load_answers(path)
        pages = read_pages(SAMPLE / answers["path"])
        assert len(pages) == answers["n_pages"]
        for item in answers["items"]:
            following = "".join(pages[number - 1] for number in item.get("continues_on", []))
            assert is_printed(item["text"], pages[item["page"] - 1], following), item
            for number in item["also_pages"]:
                start = item["text"][: len(item["text"]) // 2]  # a repeat may be shortened
                assert is_printed(start, pages[number - 1], pages[min(number, len(pages) - 1)]), item
        for coded in [*answers["themes"], *answers["not_themes"]]:
            number = coded["page"]
            assert is_printed(coded["text"], pages[number - 1], pages[min(number, len(pages) - 1)]), coded

    def test_use_the_words_of_the_records(self, path: Path) -> None:
        answers = load_answers(path)
        assert {item["kind"] for item in answers["items"]} <= choices(Recommendation, "kind")
        assert {coded["polarity"] for coded in answers["themes"]} <= choices(Mention, "polarity")

    def test_headings_numbers_and_agencies_are_printed(self, path: Path) -> None:
        answers = load_answers(path)
        printed = "".join(read_pages(SAMPLE / answers["path"]))
        for text in [*answers["headings"], *answers["agencies"]]:
            assert is_printed(text, printed), text
        for number in answers["paragraph_numbers"]:
            assert letters(number) in printed, number

    def test_first_page_says_that_it_is_fictional(self, path: Path) -> None:
        assert "fictional" in read_pages(SAMPLE / load_answers(path)["path"])[0].lower()


def test_one_printed_figure_does_not_add_up() -> None:
    figures = [figure for path in ANSWERS for figure in load_answers(path)["figures"]]
    wrong = [figure["sentence"] for figure in figures if figure["check"] == "disagrees"]
    assert len(wrong) == 1
    assert len(figures) > 30


def test_is_large_and_varied_enough_to_mine() -> None:
    answers = [load_answers(path) for path in ANSWERS]
    assert len(answers) >= 12
    assert sum(each["n_pages"] for each in answers) >= 150
    assert len({coded["theme_id"] for each in answers for coded in each["themes"]}) >= 60
    assert {item["kind"] for each in answers for item in each["items"]} == choices(Recommendation, "kind")
    assert sum(path.stat().st_size for path in SAMPLE.glob("*.pdf")) < 8_000_000


def test_manifest_leaves_something_to_be_read_from_the_documents() -> None:
    corpus = load_corpus(SAMPLE)
    assert not [source.path for source in corpus.sources if source.missing]
    facts = {source.path: source.facts for source in corpus.sources}
    assert sum(not given for given in facts.values()) == 2
    assert sum(0 < len(given) < 5 for given in facts.values()) == 1


def test_files_that_are_meant_to_fail_do() -> None:
    with (SAMPLE / "answers" / "failures.csv").open(encoding="utf-8", newline="") as handle:
        failures = {row["path"]: row["why"] for row in csv.DictReader(handle)}
    assert set(failures.values()) == {"encrypted", "not a PDF", "truncated"}
    assert set(failures) | {load_answers(path)["path"] for path in ANSWERS} == {
        path.name for path in SAMPLE.glob("*.pdf")
    }
    for name in failures:
        with pytest.raises(pdfium.PdfiumError):
            pdfium.PdfDocument(SAMPLE / name)


def test_one_page_is_a_picture_without_text() -> None:
    empty = [
        (path.stem, number)
        for path in ANSWERS
        for number, text in enumerate(read_pages(SAMPLE / load_answers(path)["path"]), start=1)
        if not text
    ]
    assert [name for name, _ in empty] == ["northmoor-lcspr-baby-ada-2025"]


@pytest.fixture(scope="module")
def renderer() -> ModuleType:
    """The program that renders the sample.

    Skipped where its fonts or libraries are not installed, or another version of WeasyPrint,
    which may break lines and pages elsewhere, than the one that the committed files name.
    """
    if absent := [str(font) for font in FONTS if not font.exists()]:
        pytest.skip(f"fonts of the sample corpus are not installed: {', '.join(absent)}")
    spec = importlib.util.spec_from_file_location("render_sample", SAMPLE / "render.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            spec.loader.exec_module(module)
        except (ImportError, OSError) as error:
            pytest.skip(f"WeasyPrint cannot be loaded: {error}")
    with pdfium.PdfDocument(SAMPLE / load_answers(ANSWERS[0])["path"]) as pdf:
        producer = pdf.get_metadata_dict()["Producer"]
    if producer != f"WeasyPrint {module.weasyprint.__version__}":
        pytest.skip(f"the committed files were rendered by {producer}")
    return module


@pytest.mark.filterwarnings("ignore")
def test_rendering_the_sources_gives_the_committed_files(renderer: ModuleType, tmp_path: Path) -> None:
    for name in renderer.list_sources():
        key = renderer.render(name, tmp_path)
        if key is None:
            continue
        assert read_pages(tmp_path / f"{name}.pdf") == read_pages(SAMPLE / f"{name}.pdf"), name
        committed = (SAMPLE / "answers" / f"{name}.json").read_text(encoding="utf-8")
        assert (tmp_path / "answers" / f"{name}.json").read_text(encoding="utf-8") == committed, name
