"""A cached result is never wrong: its key knows all that made it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import thememiner
from thememiner.cache import Cache, make_key
from thememiner.schedule import _READING

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
