"""Files that are no PDF, or a broken one: each gives a Document or a reason."""

from __future__ import annotations

import errno
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_pdf import build_plain_pdf, show, show_lines, write_html_pdf

from thememiner.errors import LockedError, ReadError
from thememiner.extraction import read_pdf, split_passages
from thememiner.extraction.engines import bindings as pdfium

TEXT = ["The partnership met in the spring and agreed what each of the services would do."]
PLAIN = build_plain_pdf([show_lines(70, 700, TEXT), show_lines(70, 700, ["It met again in the autumn."])])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "blanks"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (b"\n\n  <html><head>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n", "Git LFS pointer"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml" + b"\0" * 60, "Word document"),
        (b"PK\x03\x04" + b"\0" * 60, "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "Microsoft Office"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "picture (PNG)"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"Minutes of the meeting.\n", "plain text"),
        (b"\x01\x02\x03\x04", "no PDF header"),
    ],
)
def test_what_is_no_pdf_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_pdf(path, review_id="r")
    assert words in caught.value.error
    assert caught.value.error.endswith(".")
    assert caught.value.advice.endswith(".")
    assert pickle.loads(pickle.dumps(caught.value)).error == caught.value.error


def test_a_missing_file_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        read_pdf(tmp_path / "none.pdf", review_id="r")


def _forbid(_: str) -> int:
    raise PermissionError(errno.EPERM, "forbidden")


def _take_no_bytes(_: str) -> int:
    return os.open(__file__, os.O_RDONLY)


@pytest.mark.parametrize("create", [None, _forbid, _take_no_bytes])
def test_tags_are_read_where_the_system_holds_no_files_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, create: Callable[[str], int] | None
) -> None:
    body = f"<h2>How the family moved</h2><p>{' '.join(TEXT * 9)}</p>"
    file = write_html_pdf(
        tmp_path / "tagged.pdf", body, "h2 { font: inherit; bookmark-level: none }", tagged=True
    )
    monkeypatch.setattr(os, "memfd_create", create, raising=False)
    assert read_pdf(file, review_id="r").blocks[0].kind == "heading"  # as its tag alone says


def test_an_unknown_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pdfplumber"):
        read_pdf(tmp_path / "none.pdf", review_id="r", reader="eyes")


def lock(password: str) -> bytes:
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=password))
    return buffer.getvalue()


def test_a_locked_file_opens_with_the_empty_password_only(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(lock(""))
    assert TEXT[0] in read_pdf(path, review_id="r").text
    path.write_bytes(lock("secret"))
    with pytest.raises(ReadError, match="locked with a password"):
        read_pdf(path, review_id="r")


@pytest.mark.parametrize("reader", ["auto", "pdfplumber"])
def test_a_locked_file_opens_with_a_password_that_is_given(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(lock("Schlüssel 7"))
    doc = read_pdf(path, review_id="r", reader=reader, passwords=("wrong", "Schlüssel 7"))
    assert TEXT[0] in doc.text
    with pytest.raises(LockedError):
        read_pdf(path, review_id="r", reader=reader, passwords=("wrong", "\ud800"))


def test_a_pdf_without_pages_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(build_plain_pdf([]))
    with pytest.raises(ReadError, match="no pages"):
        read_pdf(path, review_id="r")


def test_a_lost_cross_reference_table_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(PLAIN[: PLAIN.index(b"xref")])
    doc = read_pdf(path, review_id="r")
    assert TEXT[0] in doc.text
    assert len(doc.pages) == 2


def test_a_header_after_junk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "junk.pdf"
    path.write_bytes(b"\r\n\r\n" + PLAIN)
    assert TEXT[0] in read_pdf(path, review_id="r").text


def test_a_lost_page_costs_that_page_only(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(PLAIN.replace(b"[5 0 R 7 0 R]", b"[5 0 R 9 0 R]"))
    doc = read_pdf(path, review_id="r")
    assert TEXT[0] in doc.text
    assert any("Page 2" in warning for warning in doc.warnings) or len(doc.pages) == 1


@given(
    cuts=st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=12),
    length=st.integers(60, len(PLAIN)),
)
def test_damage_gives_a_document_or_a_reason(
    tmp_path: Path, cuts: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(PLAIN)
    for place, value in cuts:
        data[place] = value
    path = tmp_path / "damaged.pdf"
    path.write_bytes(bytes(data[:length]))
    try:
        doc = read_pdf(path, review_id="r")
    except ReadError as error:
        assert error.error
        return
    assert all(passage.text == doc.text[passage.start : passage.end] for passage in split_passages(doc))


def test_a_process_that_only_reads_pdfs_loads_nothing_of_what_tags_them():
    asked = "import sys, thememiner.extraction; print(*{'spacy', 'pandas', 'pyarrow', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", ["northmoor-lcspr-baby-ada-2025", "eastvale-joint-inspection-letter-2019"])
def test_pages_that_are_read_together_are_as_those_read_one_by_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(__file__).parents[2] / "corpora" / "sample" / f"{name}.pdf"
    together = read_pdf(file, review_id="r")
    monkeypatch.setattr("thememiner.extraction.engines.pdfium.AT_ONCE", 1)
    assert read_pdf(file, review_id="r") == together


def test_a_page_that_fails_costs_no_page_that_is_read_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pdfium.load_text
    asked: list[int] = []

    def fail_on_the_third(page: int) -> int:
        asked.append(page)
        # The third page at the first attempt, and when the pages are read one by one.
        return 0 if len(asked) in (3, 6) else int(real(page))

    monkeypatch.setattr(pdfium, "load_text", fail_on_the_third)
    data = build_plain_pdf(
        [show(72, 700, f"The board met on page {word}.") for word in ("one", "two", "three")]
    )
    doc = read_pdf(data, review_id="r")
    assert doc.text == "The board met on page one.\n\nThe board met on page two."
    assert doc.warnings[0] == "Page 3 is damaged and could not be read."
