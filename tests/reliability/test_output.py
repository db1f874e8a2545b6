"""The output folder is the old report or the new one, whatever the disk and other programs do."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.cache import Cache
from thememiner.cli import main
from thememiner.output import Output

from .kill_loop import Here, hash_files
from .make_reviews import build_review


def mine(corpus: Path, output: Path, **options: object) -> thememiner.Report:
    return thememiner.run(corpus, output=output, executor=Here(), **options)


def stage(folder: Path, files: dict[str, str]) -> None:
    """What a run does with its files, in small."""
    with Output(folder) as out:
        (out.staging / "tables").mkdir()
        for name, text in files.items():
            (out.staging / name).write_text(text)
        listed = ", ".join(f'"{name}": "x"' for name in files)
        (out.staging / "run.json").write_text(f'{{"files": {{{listed}}}}}')
        out.commit()


def test_a_second_run_on_the_same_output_is_told_to_wait_and_disturbs_nothing(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    with Output(folder) as first:
        (first.staging / "half.txt").write_text("half done")
        second = CliRunner().invoke(main, ["run", str(tiny_corpus), "-o", str(folder), "-q"])
        assert second.exit_code == 1
        assert "Another run is writing" in second.stderr
        assert "--output" in second.stderr
        assert (first.staging / "half.txt").read_text() == "half done"
    stage(folder, {"tables/a.csv": "1"})
    assert (folder / "tables" / "a.csv").is_file(), "the lock is free again"


def test_a_lock_that_a_killed_run_held_is_free(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys\n"
        "from thememiner.output import Output\n"
        "out = Output(pathlib.Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], check=False)
    assert done.returncode == -9
    assert (tmp_path / "out" / ".lock").exists()
    stage(tmp_path / "out", {"tables/a.csv": "1"})


def forbid_override() -> None:
    """Give up root's right to write where it may not: a system's tests may run as root."""
    drop_from_bounding_set, may_override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
    ctypes.CDLL(None).prctl(drop_from_bounding_set, may_override, 0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_a_folder_that_may_not_be_written_is_named_and_stays_as_it_is(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    command = [sys.executable, "-m", "thememiner", "run", str(tiny_corpus), "-q", "-o", str(locked / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=forbid_override)
    locked.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("Error: ")
    assert str(locked) in done.stderr
    assert "Permission denied" in done.stderr
    assert "--output" in done.stderr
    assert list(locked.iterdir()) == []


def test_an_export_that_cannot_be_written_is_an_error_in_words(tiny_corpus: Path, tmp_path: Path) -> None:
    mine(tiny_corpus, tmp_path / "out")
    (tmp_path / "busy").mkdir()
    for form in ("xlsx", "graphml", "qdc"):
        command = ["export", str(tmp_path / "out"), form, "-o", str(tmp_path / "busy")]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1, form
        assert done.stderr.startswith("Error: "), form


def test_a_move_that_was_broken_off_is_finished_by_whoever_opens_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    stage(folder, {"tables/a.csv": "old", "tables/b.csv": "old"})
    blocked = folder / "tables" / "b.csv"
    blocked.unlink()
    (blocked / "in the way").mkdir(parents=True)
    with pytest.raises(thememiner.ReportError, match="run the same command again"):
        stage(folder, {"tables/a.csv": "new", "tables/b.csv": "new"})
    with pytest.raises(thememiner.ReportError, match="cannot be put in place"):
        thememiner.Report(folder)
    (blocked / "in the way").rmdir()
    blocked.rmdir()
    thememiner.Report(folder)
    assert {(folder / "tables" / name).read_text() for name in ("a.csv", "b.csv")} == {"new"}
    assert not (folder / ".staging").exists()


def test_tables_that_are_no_more_go_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    stage(folder, {"tables/a.csv": "1", "tables/b.csv": "1"})
    (folder / "tables" / "mine.csv").write_text("a person's own")
    (folder / "judgements.db").write_text("verdicts")
    stage(folder, {"tables/a.csv": "2"})
    assert sorted(file.name for file in (folder / "tables").iterdir()) == ["a.csv", "mine.csv"]
    assert (folder / "judgements.db").read_text() == "verdicts"


def test_an_export_that_fails_leaves_the_one_that_was_there(
    tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine(tiny_corpus, tmp_path / "out")
    target = tmp_path / "tables.xlsx"
    target.write_text("of last year")

    def fill_disk(tables: object, file: Path, **_: object) -> None:
        file.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("thememiner.publish.write_workbook", fill_disk)
    done = CliRunner().invoke(main, ["export", str(tmp_path / "out"), "xlsx", "-o", str(target)])
    assert done.exit_code == 1
    assert "No space left" in done.stderr
    assert target.read_text() == "of last year"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "tables.xlsx", "tiny"]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


@pytest.mark.parametrize("damage", [cut, flip])
def test_a_damaged_entry_of_the_cache_is_made_anew(
    tiny_corpus: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    before = hash_files(mine(tiny_corpus, tmp_path / "out").folder)
    entries = sorted((tmp_path / "out" / ".cache").glob("*/*.msgpack"))
    assert len(entries) == 10  # three for each of three files, and the codebook
    for entry in entries:
        entry.write_bytes(damage(entry.read_bytes()))
    (tmp_path / "out" / "report.html").unlink()  # else there is nothing to make
    assert hash_files(mine(tiny_corpus, tmp_path / "out").folder) == before


def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save("abcdef", b"\x01")
    assert Cache(tmp_path).load("abcdef", int) == 1
    cache.file("abcdef").write_bytes(b"\x01")
    assert Cache(tmp_path).load("abcdef", int) is None


class Meddler(Here):
    """Changes a file after the corpus was listed and before it is read."""

    def __init__(self, name: str, change: Callable[[Path], object]) -> None:
        self.name, self.change = name, change

    def submit(self, fn, /, *args, **kwargs):
        file: Path = args[0].source.file
        if file.name == self.name:
            self.change(file)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.write_bytes(file.read_bytes() + b"\n% more"), "changed while"),
        (Path.unlink, "cannot be read any more"),
    ],
)
def test_a_pdf_that_changes_or_goes_while_the_corpus_is_read_is_a_row(
    tiny_corpus: Path, tmp_path: Path, change: Callable[[Path], object], words: str
) -> None:
    name = "Child Ash.pdf"
    report = thememiner.run(tiny_corpus, output=tmp_path / "out", executor=Meddler(name, change))
    failure = report.table("failures").set_index("path").loc[name]
    assert words in failure["error"]
    assert "run again" in failure["advice"].lower()
    assert report.table("reviews").set_index("path").loc[["Child Birch.pdf"], "status"].tolist() == ["ok"]
    (tiny_corpus / name).write_bytes(build_review("Child Ash"))
    again = mine(tiny_corpus, tmp_path / "out")
    assert hash_files(again.folder) == hash_files(mine(tiny_corpus, tmp_path / "un").folder)


def test_the_clock_says_nothing_to_a_run(
    tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_files(mine(tiny_corpus, tmp_path / "one").folder)
    jumps = iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: 2**31 * (next(jumps) % 3) / 2)
    for place, file in enumerate(sorted(tiny_corpus.iterdir())):
        os.utime(file, (0, 0) if place % 2 else (2**32, 2**32))
    assert hash_files(mine(tiny_corpus, tmp_path / "two").folder) == before
    # A report that bears a time to come is read and replaced like any other.
    os.utime(tmp_path / "two" / "run.json", (2**32, 2**32))
    assert hash_files(mine(tiny_corpus, tmp_path / "two").folder) == before
