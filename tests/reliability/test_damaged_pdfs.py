"""Damaged and hostile PDFs: no crash, no hang and no memory beyond the limits of a worker; a text or a reason."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from thememiner.extraction import read_pdf
from thememiner.workers import WorkerLostError, WorkerPool

from .make_damage import STRANGE, TEXT, one_page, turn_bits
from .read_bytes import read_bytes

SECONDS, MEGABYTES = 120, 1500
FUZZ = int(os.environ.get("THEMEMINER_FUZZ", "60"))
"""How many files with turned bits are read; more with ``make soak``."""
ILLEGIBLE = {
    "a page of a thousand million points", "a page of no size", "a page upside down", "a box that is no box",
    "letters as tall as the world", "letters of no size", "letters far away", "a font that is drawn with itself",
    "fewer than no pages", "a length that is itself", "brackets in a content stream", "brackets in brackets",
}  # fmt: skip
"""Of these any outcome that is told will do; the text of all others is found."""
TOO_MUCH = "a form that draws itself"
"""What PDFium itself ends at: two drawings in each, without end."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, seconds=SECONDS, memory_mb=MEGABYTES) as made:
        yield made


def test_what_ends_the_reader_itself_ends_at_the_limit_and_costs_its_task(pool: WorkerPool) -> None:
    bad, good = pool.submit(read_bytes, STRANGE[TOO_MUCH]), pool.submit(read_bytes, one_page())
    with pytest.raises(WorkerLostError, match="crashed"):
        bad.result()
    assert good.result()[0] == "ok"


@pytest.mark.parametrize("name", [name for name in STRANGE if name != TOO_MUCH])
def test_strange_pdfs_give_their_text_or_a_reason(pool: WorkerPool, name: str) -> None:
    status, text, told = pool.submit(read_bytes, STRANGE[name]).result()
    assert status == "ok" or told, "neither read nor told"
    if name not in ILLEGIBLE:
        assert "The partnership met in the spring" in text, (status, told)


def test_turned_bits_and_lost_ends_give_a_text_or_a_reason(pool: WorkerPool) -> None:
    futures = [pool.submit(read_bytes, turn_bits(seed)) for seed in range(FUZZ)]
    outcomes = [future.result() for future in futures]
    assert all(status == "ok" or told for status, _, told in outcomes)
    assert {status for status, _, _ in outcomes} >= {"ok", "failed"}


def test_what_is_strange_is_strange_and_the_rest_of_it_sound() -> None:
    """The builder itself makes a file that is read without a word."""
    doc = read_pdf(one_page(), review_id="r")
    assert doc.warnings == ()
    assert doc.text.strip().encode() in TEXT
