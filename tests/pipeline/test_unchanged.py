"""A run that would make the same report again makes nothing, and says so; whatever differs is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import mining, stamp
from thememiner.cli import main

from .test_run import hash_outputs


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, a codebook and the report that was made of them."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "pdfs").mkdir()
    sample = Path(__file__).parents[2] / "corpora" / "sample"
    name = "eastvale-joint-inspection-letter-2019.pdf"
    (folder / "pdfs" / name).write_bytes((sample / name).read_bytes())
    (folder / "book" / "themes").mkdir(parents=True)
    entry = "- {id: gaps, label: Gaps, group: A, definition: x, cues: [police]}\n"
    (folder / "book" / "themes" / "own.yaml").write_text(entry)
    make(folder)
    return folder


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(first, tmp_path / "made"))


def make(folder: Path, **options: object) -> list[str]:
    """Run, and return what was begun."""
    begun: list[str] = []
    given = {"output": folder / "out", "codebook": folder / "book", "stage": begun.append} | options
    thememiner.run(folder / "pdfs", **given)
    return begun


def is_made_anew(folder: Path, **options: object) -> bool:
    """Whether a run would make the report again; it is not made."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mining, "_make_report", lambda *_: None)
        return "unchanged" not in make(folder, **options)


def list_files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file, with when it was last written."""
    found = (file for file in folder.rglob("*") if file.is_file() and file.name != ".lock")
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_ino) for file in found}


def test_an_unchanged_run_writes_nothing_and_loads_no_library_that_makes_reports(made: Path) -> None:
    make(made)  # it lies elsewhere than it was made, which is noted
    before = list_files(made)
    script = (
        "import sys, thememiner\n"
        "report = thememiner.run('pdfs', output='out', codebook='book')\n"
        "print(report.run['counts']['reviews'])\n"
        "print({'pandas', 'spacy', 'networkx', 'pypdfium2', 'xlsxwriter'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=made, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "set()"]
    assert list_files(made) == before


def test_an_unchanged_run_says_so_in_a_sentence(made: Path) -> None:
    options = ["-o", str(made / "out"), "--codebook", str(made / "book")]
    done = CliRunner().invoke(main, ["run", str(made / "pdfs"), *options])
    assert done.exit_code == 0, done.output
    assert "Nothing has changed" in done.stderr
    assert "1 of 1 reviews read" in done.stderr
    assert done.stdout == ""


def add_cue(folder: Path) -> None:
    file = folder / "book" / "themes" / "own.yaml"
    file.write_text(file.read_text().replace("[police]", "[police, school]"))


def add_rules(folder: Path) -> None:
    packaged = Path(thememiner.__file__).parent / "codebook" / "context.yaml"
    (folder / "book" / "context.yaml").write_bytes(packaged.read_bytes() + b"\n# more\n")


def add_manifest(folder: Path) -> None:
    name = next((folder / "pdfs").glob("*.pdf")).name
    (folder / "pdfs" / "corpus.toml").write_text(f'[[review]]\nfile = "{name}"\ntitle = "Another title"\n')


def add_pdf(folder: Path) -> None:
    (folder / "pdfs" / "empty.pdf").write_bytes(b"")


def add_missing(folder: Path) -> None:
    (folder / "pdfs" / "corpus.toml").write_text('[[review]]\nfile = "absent.pdf"\ntitle = "Absent"\n')


def add_accuracy(folder: Path) -> None:
    (folder / "book" / "accuracy.json").write_text(
        '{"codebook": "-", "reference": "-", "n_passages": 0, "themes": {}}'
    )


def rename_pdf(folder: Path) -> None:
    file = next((folder / "pdfs").glob("*.pdf"))
    file.rename(file.with_name("renamed.pdf"))


CHANGES = [add_cue, add_rules, add_manifest, add_pdf, add_missing, add_accuracy, rename_pdf]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_the_report_depends_on_makes_it_anew(made: Path, change: Callable[[Path], None]) -> None:
    assert not is_made_anew(made)
    change(made)
    assert is_made_anew(made)


def test_options_and_another_version_make_it_anew(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_made_anew(made, reader="pdfplumber")
    assert is_made_anew(made, codebook=None)
    monkeypatch.setattr(stamp, "_hash_program", lambda: "another version")
    assert is_made_anew(made)


def test_a_corpus_at_another_place_makes_links_anew(made: Path) -> None:
    (made / "pdfs").rename(made / "moved")
    (made / "pdfs").symlink_to(made / "moved")
    assert is_made_anew(made)


def test_a_file_that_stays_locked_changes_nothing(made: Path) -> None:
    # The sample's locked file; its password is said in corpora/sample/render.py.
    locked = Path(__file__).parents[2] / "corpora/sample/westmarsh-serious-case-review-summary-2015.pdf"
    (made / "pdfs" / locked.name).write_bytes(locked.read_bytes())
    assert "unchanged" not in make(made)
    before = list_files(made)
    assert make(made) == ["reading", "unchanged"]
    assert make(made, passwords=["not this one"]) == ["reading", "unchanged"]
    assert list_files(made) == before
    assert "unchanged" not in make(made, passwords=["fictional"])
    assert "unchanged" in make(made)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("name", ["report.html", "reviews.db", "tables/passages.csv", "run.json"])
@pytest.mark.parametrize("damage", [Path.unlink, cut])
def test_a_file_that_is_gone_or_damaged_is_noticed(
    made: Path, name: str, damage: Callable[[Path], object]
) -> None:
    damage(made / "out" / name)
    assert is_made_anew(made)


def test_a_file_that_is_gone_or_damaged_is_made_again(made: Path) -> None:
    before = hash_outputs(made / "out")
    cut(made / "out" / "reviews.db")
    (made / "out" / "report.html").unlink()
    make(made)
    assert hash_outputs(made / "out") == before
    assert not is_made_anew(made)


def test_a_stamp_speaks_for_its_own_report_alone(made: Path) -> None:
    """A run that was killed after its files were in place, and before its stamp was, leaves the old one."""
    before = hash_outputs(made / "out")
    old = (made / "out" / ".cache" / "stamp.txt").read_bytes()
    add_cue(made)
    make(made)
    (made / "out" / ".cache" / "stamp.txt").write_bytes(old)
    file = made / "book" / "themes" / "own.yaml"
    file.write_text(file.read_text().replace("[police, school]", "[police]"))
    assert "unchanged" not in make(made)
    assert hash_outputs(made / "out") == before


def test_the_report_knows_where_its_pdfs_are_after_all_was_moved(made: Path) -> None:
    moved = made.with_name("moved")
    os.rename(made, moved)  # noqa: PTH104
    assert "unchanged" in make(moved)
    assert thememiner.api.find_corpus_folder(thememiner.Report(moved / "out")) == moved / "pdfs"
