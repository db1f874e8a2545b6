"""Files may be called anything, and may be links: none is lost, none is run, none gets out of the folder."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from rich.console import Console

import thememiner
from thememiner.corpus import load_corpus
from thememiner.pdf_files import locate_pdf
from thememiner.progress import show_progress
from thememiner.web.pictures import Originals

from .kill_loop import Here
from .make_reviews import build_review

NAMES = [
    'a "quoted" name.pdf',
    "it's.pdf",
    "line\nbreak.pdf",
    "\u202efdp.exe.pdf",
    "$(touch x) `id` & rm -rf ~;.pdf",
    "=1+1.pdf",
    "-rf.pdf",
    "x" * 251 + ".pdf",
    "é" * 125 + ".pdf",
    "Child.pdf",
    "child.pdf",
    "CHILD.PDF",
    "cafe\u0301.pdf",
    "caf\u00e9.pdf",
    "caf\udce9.pdf",
    "caf\udce8.pdf",
    "\x1b[31mred.pdf",
    "[/bold] <b>bold.pdf",
    "100% #1?.pdf",
    "back\\slash.pdf",
    " blank.pdf",
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> thememiner.Report:
    """The report of a corpus in which every file has an odd name and a text of its own."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "corpus").mkdir()
    written = 0
    for number, name in enumerate(NAMES):
        try:
            (folder / "corpus" / name).write_bytes(build_review(f"Child {number}"))
        except OSError:  # a system that cannot have such a name cannot be harmed by it
            continue
        written += 1
    assert written > len(NAMES) // 2
    return thememiner.run(folder / "corpus", output=folder / "out", executor=Here())


def test_every_name_is_a_review_in_every_file_of_the_report(named: thememiner.Report) -> None:
    files = sorted((named.folder.parent / "corpus").iterdir())
    paths = [source.path for source in load_corpus(named.folder.parent / "corpus").sources]
    assert len(paths) == len(set(paths)) == len(files)
    reviews = named.table("reviews")
    assert list(reviews["path"]) == paths
    assert set(reviews["status"]) == {"ok"}
    text = (named.folder / "tables" / "reviews.csv").read_bytes().decode("utf-8-sig")
    shown = [row["path"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert len(shown) == len(paths)
    assert [cell for cell in shown if cell.startswith(("=", "-", "+", "@"))] == []
    sheet = openpyxl.load_workbook(named.folder / "tables.xlsx", read_only=True)["reviews"]
    assert len(list(sheet.values)) == len(paths) + 1
    with closing(sqlite3.connect(named.folder / "reviews.db")) as db:
        assert [path for (path,) in db.execute("SELECT path FROM reviews")] == paths
    for name in ("network.graphml", "network.gexf"):
        ET.parse(named.folder / name)
    html = (named.folder / "report.html").read_text(encoding="utf-8")
    assert "<b>bold" not in html


def test_a_review_leads_back_to_its_file_whatever_it_is_called(named: thememiner.Report) -> None:
    corpus = named.folder.parent / "corpus"
    originals = Originals()
    for row in named.table("reviews").itertuples():
        assert locate_pdf(corpus, row.path).is_file()
        assert originals.find(corpus, row.path, row.sha256) is not None
    target = thememiner.export(named, "qdpx", named.folder.parent / "names.qdpx")
    assert target.stat().st_size > 10_000


def test_a_terminal_obeys_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    for is_terminal in (True, False):
        console = Console(file=said, force_terminal=is_terminal, soft_wrap=True, color_system=None)
        monkeypatch.setattr("thememiner.progress.Console", lambda console=console, **_: console)
        failure = thememiner.records.Failure(review_id="r", path="", stage="", error="Broken.", advice="")
        with show_progress() as (tell, _):
            assert tell is not None
            for number, name in enumerate(NAMES, start=1):
                tell(number, len(NAMES), name.encode("utf-8", "replace").decode(), failure)
    assert "\\x1b[31mred.pdf: Broken." in said.getvalue()
    assert "\x1b[31m" not in said.getvalue()
    assert "\u202e" not in said.getvalue()
    assert "[/bold] <b>bold.pdf: Broken." in said.getvalue()


def test_links_out_of_the_corpus_are_told_and_not_followed_and_loops_end(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    (corpus / "b.pdf").write_bytes(build_review("Child B"))
    (outside / "secret.pdf").write_bytes(build_review("Child Secret"))
    (corpus / "out.pdf").symlink_to(outside / "secret.pdf")
    (corpus / "archive").symlink_to(outside)
    (corpus / "self").symlink_to(corpus)
    (corpus / "loop.pdf").symlink_to("loop.pdf")
    (corpus / "gone.pdf").symlink_to("nothing.pdf")
    (corpus / "inside.pdf").symlink_to("b.pdf")
    (corpus / "corpus.toml").write_text('[[review]]\nfile = "gone.pdf"\ntitle = "Gone"')
    os.mkfifo(corpus / "pipe.pdf")
    report = thememiner.run(corpus, output=tmp_path / "out", executor=Here())
    errors = report.table("failures").set_index("path")["error"].to_dict()
    assert {path for path, error in errors.items() if "leads out" in error} == {"out.pdf", "archive"}
    assert {path for path, error in errors.items() if "leads nowhere" in error} == {"gone.pdf", "loop.pdf"}
    assert "same file" in errors["inside.pdf"]
    assert "cannot be opened" in errors["pipe.pdf"]
    reviews = report.table("reviews").set_index("path")
    assert reviews.loc["b.pdf", "status"] == "ok"
    assert "Secret" not in " ".join(report.table("passages")["text"])
    assert reviews.loc["gone.pdf", "title"] == "Gone"


def test_a_manifest_typed_elsewhere_finds_its_files(tmp_path: Path) -> None:
    """Names that differ in upper case, or in how an accent is composed, alone."""
    (tmp_path / "Caf\u00e9.pdf").write_bytes(b"%PDF")
    (tmp_path / "two.pdf").write_bytes(b"%PDF")
    (tmp_path / "TWO.PDF").write_bytes(b"%PDF")
    (tmp_path / "corpus.toml").write_text(
        '[[review]]\nfile = "cafe\u0301.PDF"\ntitle = "One"\n[[review]]\nfile = "Two.pdf"\ntitle = "Two"',
        encoding="utf-8",
    )
    sources = {source.path: source for source in load_corpus(tmp_path).sources}
    assert sources["Caf\u00e9.pdf"].facts["title"] == "One"
    assert "cafe\u0301.PDF" not in sources
    if (
        len(list(tmp_path.glob("*.[pP][dD][fF]"))) == 3
    ):  # where the system tells cases apart nobody guesses which
        assert sources["Two.pdf"].missing


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('status = "ok"', "status is a column that thememiner fills itself"),
        ('Title = "x"', "Title is a column"),
        ('"a\\u0000b" = "x"', "cannot name a column"),
        ('"=1+1" = "x"', "cannot name a column"),
        ('"" = "x"', "cannot name a column"),
        ('Region = "x"\nregion = "y"', "differ in upper case alone"),
    ],
)
def test_columns_of_ones_own_do_not_collide(tmp_path: Path, entry: str, words: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "corpus.toml").write_text(f'[[review]]\nfile = "a.pdf"\n{entry}\n')
    with pytest.raises(thememiner.CorpusError, match=words.replace("(", r"\(")):
        load_corpus(tmp_path)


@pytest.mark.parametrize("name", ["\U0001d504" * 80, "con", "NUL.2019", "a/b:c*", "..", "caf\udce9"])
def test_a_report_is_named_so_that_any_system_can_have_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "corpus.toml").write_text(f'[corpus]\nname = "{name}"', encoding="utf-8", errors="replace")
    slug = load_corpus(tmp_path).name
    assert 0 < len(slug.encode()) <= 200
    assert not set(slug) & set('/\\:*?"<>|')
    assert slug.lower().split(".")[0] not in ("con", "nul", "")


def test_two_reviews_with_one_title_are_two(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in (1, 2):
        (corpus / f"{number}.pdf").write_bytes(build_review("Child A") + b"\n" * number)
    report = thememiner.run(corpus, output=tmp_path / "out", executor=Here())
    reviews = report.table("reviews")
    assert reviews["title"].nunique() == 1
    assert reviews["review_id"].is_unique
    assert list(reviews["n_passages"]) == [report.table("passages")["review_id"].value_counts().iloc[0]] * 2
    assert (report.table("nodes")["kind"] == "review").sum() == 2


def test_parts_that_differ_in_case_alone_share_a_folder(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    manifest = []
    for number, publisher in enumerate(["Northfold Board", "NORTHFOLD BOARD", "é" * 300, "a/b: c?", ".."]):
        (corpus / f"{number}.pdf").write_bytes(build_review(f"Child {number}"))
        manifest.append(f'[[review]]\nfile = "{number}.pdf"\npublisher = "{publisher}"\n')
    (corpus / "corpus.toml").write_text("".join(manifest), encoding="utf-8")
    report = thememiner.run(corpus, output=tmp_path / "out", executor=Here())
    target = thememiner.export(report, "parquet", tmp_path / "parted", partition=["publisher"])
    folders = [folder.name for folder in (target / "passages").iterdir()]
    assert len({folder.casefold() for folder in folders}) == len(folders) == 4
    assert all(len(folder.encode()) <= 255 for folder in folders)
    assert pq.read_table(target / "passages").num_rows == len(report.table("passages"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["corpus", "out", "parted"]
