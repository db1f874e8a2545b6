"""A cached result is never wrong: its key knows all that made it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import msgspec
import pytest

import thememiner
from thememiner.cache import Cache, fingerprint_code, make_key
from thememiner.schedule import _READING, Reuse

from .test_run import hash_outputs

PACKAGE = Path(thememiner.__file__).parent


def test_keys_know_every_word_list_that_extraction_reads() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (PACKAGE / "extraction").rglob("*.py"))
    assert set(re.findall(r"codebook/(\w+)\.yaml", source)) == set(_READING)


def test_what_is_saved_is_loaded_and_what_is_damaged_is_not(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    key = make_key("a", 1)
    assert cache.load(key, dict[str, int]) is None
    cache.save(key, msgspec.msgpack.encode({"n": 1}))
    assert cache.load(key, dict[str, int]) == {"n": 1}
    for damaged in (b"\xc1", b"", b"\x81\xa1\xff\x01"):  # no msgpack; cut off; no UTF-8
        cache.file(key).write_bytes(damaged)
        assert cache.load(key, dict[str, int]) is None


@pytest.mark.parametrize("other", [("a", "1x"), ("a\x1f1",), ("b", 1)])
def test_different_parts_make_different_keys(other: tuple[object, ...]) -> None:
    assert make_key(*other) != make_key("a", 2)


def test_pruning_keeps_what_it_is_told(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [make_key(n) for n in range(3)]
    for key in keys:
        cache.save(key, b"\x01")
    cache.prune({keys[0]})
    assert [cache.has(key) for key in keys] == [True, False, False]


def test_a_changed_codebook_tags_anew_without_reading_a_pdf(small_corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "codebook"
    (folder / "themes").mkdir(parents=True)
    entry = "- id: gaps\n  label: Gaps\n  group: A\n  definition: x\n  cues: [{}]\n"
    (folder / "themes" / "own.yaml").write_text(entry.format("chronology"))
    first = thememiner.run(small_corpus, output=tmp_path / "out", codebook=folder)
    texts = {file.stem for file in (first.folder / ".cache").glob("*/*.msgpack")}
    (folder / "themes" / "own.yaml").write_text(entry.format("police"))
    second = thememiner.run(small_corpus, output=tmp_path / "out", codebook=folder)
    kept = texts & {file.stem for file in (second.folder / ".cache").glob("*/*.msgpack")}
    assert len(kept) == 9, "text and findings of each file, made once, and the codebook of the last run"
    assert set(second.table("mentions")["text"].str.lower()) == {"police"}
    assert second.run["options"]["codebook"] == "codebook"


BOOK = """\
- {id: gaps, label: Gaps, group: A, definition: x, cues: [chronology, police, {cue: school, unless: [school nurse]}]}
- {id: talk, label: Talk, group: A, definition: x, cues: [inform*, (share | shared)]}
- {id: harm, label: Harm, group: D, definition: x, cues: [death, abuse, {cue: risk, weak: true}]}
"""


class Here(Executor):
    """Does the work on the spot."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def run_book(corpus: Path, output: Path, themes: str, **options: Any) -> tuple[dict[str, str], list[Reuse]]:
    """Run with a codebook of these themes; return the files and what was reused."""
    folder = output.parent / "book"
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    (folder / "themes" / "own.yaml").write_text(themes)
    reuse: list[Reuse] = []
    given = {"output": output, "codebook": folder, "executor": Here(), "reuse": reuse.append} | options
    return hash_outputs(thememiner.run(corpus, **given).folder), reuse


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("nothing is to be done in a worker")


def test_an_edited_codebook_gives_the_bytes_of_a_run_from_the_start_without_a_worker(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_book(small_corpus, tmp_path / "out", BOOK)
    edited = BOOK.replace("inform*, ", "inform*, review, ").replace("definition: x", "definition: y")
    wanted, told = run_book(small_corpus, tmp_path / "new", edited)
    assert told == [Reuse(read=4, tagged_again=0, taken_over=0)]
    with monkeypatch.context() as patched:
        patched.setattr(Here, "submit", refuse)
        found, told = run_book(small_corpus, tmp_path / "out", edited)
        assert told == [Reuse(read=0, tagged_again=4, taken_over=0)]
        assert found == wanted
        _, told = run_book(small_corpus, tmp_path / "out", edited.replace("definition: y", "definition: z"))
        assert told == [Reuse(read=0, tagged_again=0, taken_over=4)], "a definition tags nothing"


def test_a_revision_that_fails_is_tagged_anew_by_workers(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_book(small_corpus, tmp_path / "out", BOOK)
    edited = BOOK.replace("inform*, ", "inform*, review, ")
    monkeypatch.setattr("thememiner.tagging.revision.Revision.revise_mentions", refuse)
    found, _ = run_book(small_corpus, tmp_path / "out", edited)
    assert found == run_book(small_corpus, tmp_path / "new", edited)[0]


def test_an_edited_agency_file_tags_no_theme(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = run_book(small_corpus, tmp_path / "out", BOOK)

    def fingerprint(*rooms: str) -> str:
        return f"another {rooms}" if "codebook/agencies" in rooms else fingerprint_code(*rooms)

    monkeypatch.setattr("thememiner.schedule.fingerprint_code", fingerprint)
    monkeypatch.setattr("thememiner.api.stamp._hash_program", lambda: "another")
    monkeypatch.setattr("thememiner.tagging.review.ReviewTagger.find_themes", refuse)
    after, told = run_book(small_corpus, tmp_path / "out", BOOK)
    assert told == [Reuse(read=0, tagged_again=4, taken_over=0)]
    assert after == before
