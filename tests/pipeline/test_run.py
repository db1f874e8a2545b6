"""A run as a user meets it: failures are rows, nothing is read twice, outputs are whole."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.cli import main
from thememiner.workers import WorkerLostError, WorkerPool

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def hash_outputs(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".cache" not in file.parts
    }


def test_a_file_that_is_no_pdf_is_a_row_with_advice_and_the_rest_is_finished(
    small_corpus: Path, tmp_path: Path
) -> None:
    result = CliRunner().invoke(main, ["run", str(small_corpus), "--output", str(tmp_path / "out")])
    assert result.exit_code == 3, result.output
    report = thememiner.Report(tmp_path / "out")
    reviews = report.table("reviews")
    assert sorted(reviews["status"]) == ["failed", "ok", "ok", "ok"]
    failure = report.table("failures").iloc[0]
    assert failure["path"] == "page.pdf"
    assert "web page" in failure["error"].lower() or "html" in failure["error"].lower()
    assert failure["advice"]
    assert "page.pdf" in result.stderr


def test_the_same_input_gives_the_same_bytes_and_no_pdf_is_read_again(
    small_corpus: Path, tmp_path: Path
) -> None:
    read: list[str] = []

    def note(finished: int, total: int, path: str, failure: object) -> None:
        if path:
            read.append(path)

    first = thememiner.run(small_corpus, output=tmp_path / "a", progress=note)
    assert len(read) == 4
    again = thememiner.run(small_corpus, output=tmp_path / "a", progress=note)
    assert len(read) == 4, "a file that had not changed was read again"
    elsewhere = thememiner.run(small_corpus, output=tmp_path / "b", workers=1, progress=note)
    assert len(read) == 8
    assert hash_outputs(first.folder) == hash_outputs(again.folder) == hash_outputs(elsewhere.folder)


def test_only_the_review_that_changed_is_read_again(small_corpus: Path, tmp_path: Path) -> None:
    thememiner.run(small_corpus, output=tmp_path / "out")
    (small_corpus / "page.pdf").write_bytes(b"")
    read: list[str] = []
    report = thememiner.run(
        small_corpus, output=tmp_path / "out", progress=lambda n, total, path, failure: read.append(path)
    )
    assert [path for path in read if path] == ["page.pdf"]
    assert "empty" in report.table("failures").iloc[0]["error"].lower()


def test_one_review_more_is_all_that_is_read_and_the_report_is_that_of_a_run_from_the_start(
    small_corpus: Path, tmp_path: Path
) -> None:
    added = sorted(small_corpus.glob("*.pdf"))[1]
    held_back = added.rename(tmp_path / added.name)
    thememiner.run(small_corpus, output=tmp_path / "grown", workers=1)
    held_back.rename(added)
    read: list[str] = []
    grown = thememiner.run(
        small_corpus, output=tmp_path / "grown", workers=1,
        progress=lambda n, total, path, failure: read.append(path),
    )  # fmt: skip
    assert [path for path in read if path] == [added.name]
    anew = thememiner.run(small_corpus, output=tmp_path / "anew", workers=1)
    assert hash_outputs(grown.folder) == hash_outputs(anew.folder)


def test_a_locked_file_is_read_once_its_password_is_known(small_corpus: Path, tmp_path: Path) -> None:
    # The sample's locked file; its password is said in corpora/sample/render.py.
    locked = "westmarsh-serious-case-review-summary-2015.pdf"
    (small_corpus / locked).write_bytes((SAMPLE / locked).read_bytes())
    out, passwords = tmp_path / "out", tmp_path / "passwords.txt"
    report = thememiner.run(small_corpus, output=out)
    assert "--password-file" in report.table("failures").set_index("path").loc[locked, "advice"]
    passwords.write_text("not this one\nfictional\n", encoding="utf-8")
    command = ["run", str(small_corpus), "-o", str(out), "-q", "--password-file", str(passwords)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 3, done.output
    report = thememiner.Report(out)
    assert report.table("reviews").set_index("path").loc[locked, "status"] == "ok"
    assert "not this one" not in (out / "run.json").read_text()
    assert len(thememiner.run(small_corpus, output=out).table("failures")) == 1, (
        "what was read once is forgotten"
    )
    missing = CliRunner().invoke(main, [*command[:-1], str(tmp_path / "none.txt")])
    assert missing.exit_code == 1
    assert "one a line" in missing.stderr


def test_the_same_pdf_twice_is_counted_once_and_said(small_corpus: Path, tmp_path: Path) -> None:
    one = next(file for file in sorted(small_corpus.glob("*.pdf")) if file.name != "page.pdf")
    (small_corpus / "zz-copy.pdf").write_bytes(one.read_bytes())
    report = thememiner.run(small_corpus, output=tmp_path / "out")
    assert len(report.table("reviews")) == 4
    told = report.table("failures").set_index("path").loc["zz-copy.pdf"]
    assert one.name in told["error"]


def test_what_the_manifest_lists_but_is_not_there_is_a_row(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "corpus.toml").write_text(
        '[[review]]\nfile = "absent.pdf"\ntitle = "Not here"\nsource_url = "https://example.org/a"\ncohort = "2019"\n'
        "child_age_months = 7\n"
    )
    report = thememiner.run(small_corpus, output=tmp_path / "out")
    failure = report.table("failures").set_index("path").loc["absent.pdf"]
    assert "https://example.org/a" in failure["advice"]
    review = report.table("reviews").set_index("path").loc["absent.pdf"]
    assert (review["title"], review["status"], review["cohort"]) == ("Not here", "failed", "2019")
    assert review["child_age_months"] == 7


def test_problems_of_a_manifest_are_told_together(small_corpus: Path) -> None:
    (small_corpus / "corpus.toml").write_text(
        '[[review]]\ntitle = "no file"\n[[review]]\nfile = "a.pdf"\npublished_on = "May"\nchild_age_months = "3 weeks"\n[[review]]\nfile = "../x.pdf"\n'
    )
    with pytest.raises(thememiner.CorpusError) as caught:
        thememiner.run(small_corpus)
    for hint in ("has no file", "published_on", "child_age_months", "outside"):
        assert hint in str(caught.value)


def test_ctrl_c_keeps_what_is_finished(small_corpus: Path, tmp_path: Path) -> None:
    class StopAfterOne:
        n = 0

        def __call__(self, finished: int, total: int, path: str, failure: object) -> None:
            self.n += 1
            if self.n == 1:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        thememiner.run(small_corpus, output=tmp_path / "out", workers=1, progress=StopAfterOne())
    partial = thememiner.Report(tmp_path / "out")
    assert (partial.table("reviews")["status"] == "ok").sum() >= 1
    assert partial.table("failures")["error"].str.contains("stopped").any()
    read: list[str] = []
    whole = thememiner.run(small_corpus, output=tmp_path / "out", progress=lambda *told: read.append(told[2]))
    assert len([path for path in read if path]) <= 3
    assert sorted(whole.table("reviews")["status"]) == ["failed", "ok", "ok", "ok"]


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(60)


def hoard() -> int:
    return len(bytearray(3 * 2**30))


def test_a_crash_a_hang_and_a_glutton_cost_only_themselves() -> None:
    with WorkerPool(2, seconds=8, memory_mb=1024) as pool:
        bad = [pool.submit(crash), pool.submit(hang), pool.submit(hoard)]
        good = [pool.submit(pow, 2, n) for n in range(20)]
        assert [future.result() for future in good] == [2**n for n in range(20)]
        for future, kind in zip(bad, (WorkerLostError, WorkerLostError, MemoryError), strict=True):
            with pytest.raises(kind):
                future.result()


def test_a_folder_without_pdfs_and_a_place_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", str(tmp_path)])
    assert result.exit_code == 1
    assert "no PDF" in result.stderr
    result = CliRunner().invoke(main, ["run", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "nowhere" in result.stderr


def test_usage_errors_exit_with_2() -> None:
    assert CliRunner().invoke(main, ["run"]).exit_code == 2
    assert CliRunner().invoke(main, ["export", "x", "doc"]).exit_code == 2
