"""Files written side by side, by several processes, are those of one; what goes wrong in any leaves the old ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import thememiner
from thememiner.api import writing

from . import bad_writers
from .kill_loop import Here, hash_files


@pytest.fixture
def report(tiny_corpus: Path, tmp_path: Path) -> thememiner.Report:
    return thememiner.run(tiny_corpus, output=tmp_path / "out", executor=Here(), workers=1)


def test_several_processes_write_the_bytes_of_one(
    report: thememiner.Report, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_files(report.folder)
    (report.folder / "report.html").unlink()  # else there is nothing to do
    monkeypatch.setattr(writing, "SIDE_BY_SIDE", 0)
    begun: list[str] = []
    thememiner.run(tiny_corpus, output=report.folder, workers=3, stage=begun.append)
    assert hash_files(report.folder) == before
    assert begun[-6:] == ["report", "csv", "graphml", "gexf", "database", "workbook"]


@pytest.mark.parametrize(
    ("writer", "told"),
    [("fill_disk", "No space left on device.*Make room"), ("crash", "SIGABRT.*--workers 1")],
)
def test_what_goes_wrong_in_a_writer_is_told_and_leaves_the_report(
    report: thememiner.Report, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch, writer: str, told: str
) -> None:
    before = hash_files(report.folder)
    monkeypatch.setattr(writing, "SIDE_BY_SIDE", 0)
    monkeypatch.setattr("thememiner.publish.write_workbook", getattr(bad_writers, writer))
    with pytest.raises(thememiner.ReportError, match=told):
        thememiner.run(tiny_corpus, output=report.folder, reader="pdfplumber", executor=Here(), workers=2)
    assert hash_files(report.folder) == before
    assert not (report.folder / ".staging").exists()


@pytest.mark.parametrize(("writer", "code"), [("kill_parent", -9), ("interrupt_parent", 130)])
def test_no_writer_outlives_a_run_that_is_killed_or_interrupted(
    report: thememiner.Report, tiny_corpus: Path, writer: str, code: int
) -> None:
    before = hash_files(report.folder)
    program = (
        "import signal, thememiner.publish\n"
        "from thememiner.api import writing\n"
        "from thememiner.cli import main\n"
        "from tests.reliability import bad_writers\n"
        # A shell starts what runs in the background with Ctrl-C ignored; here it must be heard.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "writing.SIDE_BY_SIDE = 0\n"
        f"thememiner.publish.write_workbook = bad_writers.{writer}\n"
        f"main(['run', {str(tiny_corpus)!r}, '-o', {str(report.folder)!r}, '--workers', '2', '-q', "
        "'--reader', 'pdfplumber'])\n"
    )
    # The writer holds the pipe of messages, too: it ends with the last that could write.
    done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    assert hash_files(report.folder) == before
    thememiner.run(tiny_corpus, output=report.folder, executor=Here(), workers=1)
    assert hash_files(report.folder) == before
