"""What the codebook does not see, and what another codebook would change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.columns import PASSAGES
from thememiner.curation import suggest_phrases
from thememiner.curation.columns import DIFFERENCES, SUGGESTIONS
from thememiner.errors import InputError, ReportError
from thememiner.tables import make_frame
from thememiner.tagging.codebook.rule_files import PACKAGED


def make_tables(uncoded: dict[str, str], coded: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Passages of findings by id ("review-n"); the coded ones have a counted mention."""
    rows = [
        tuple(
            {"passage_id": name, "review_id": name.split("-")[0], "ordinal": at, "section": (), "role": "finding",
             "page_first": 7, "page_last": 7, "text": text, "kind": "paragraph", "n_words": 1, "start": 0, "end": 1,
             "number": ""}.get(column.name)
            for column in PASSAGES.columns
        )
        for at, (name, text) in enumerate((uncoded | coded).items())
    ]  # fmt: skip
    mentions = pd.DataFrame([{"passage_id": name, "status": "asserted"} for name in coded])
    return {"passages": make_frame(PASSAGES, rows), "mentions": mentions}


def test_a_phrase_of_uncoded_passages_is_found_with_its_sentence_and_page() -> None:
    uncoded = {
        f"r{n}-{m}": "First words. Staff kept a tidy lantern log, every night."
        for n in range(4)
        for m in range(3)
    }
    coded = {f"r{n}-c": "Staff wrote of the river, the road and the hill, every night." for n in range(6)}
    found = suggest_phrases(make_tables(uncoded, coded))
    row = found[found["phrase"] == "tidy lantern log"].iloc[0]
    assert (row.n_uncoded, row.n_coded, row.n_reviews, row.page) == (12, 0, 4, 7)
    assert row.sentence == "Staff kept a tidy lantern log, every night."
    assert row.log_ratio > 1
    # Its parts are told with it, not again; what both have is not told.
    folded = {part for also in found["also"] for part in also}
    assert {"lantern", "log", "tidy lantern", "lantern log"} <= folded
    assert not {"lantern", "lantern log", "every night", "night"} & set(found["phrase"])


def test_a_phrase_of_one_review_is_left_out() -> None:
    uncoded = {f"r1-{m}": "The house in Lantern Street." for m in range(20)} | {
        "r2-1": "Calm.",
        "r3-1": "Calm.",
    }
    coded = {f"r{n}-c": "Staff wrote of the river and the road." for n in range(60)}
    assert "lantern street" not in set(suggest_phrases(make_tables(uncoded, coded))["phrase"])
    assert "lantern street" in " ".join(suggest_phrases(make_tables(uncoded, coded), min_reviews=1)["phrase"])


def test_nothing_to_compare_is_said_so() -> None:
    with pytest.raises(InputError, match="no uncoded"):
        suggest_phrases(make_tables({}, {"r1-1": "Words."}))


def test_suggest_on_the_command_line(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    done = CliRunner().invoke(
        main, ["codebook", "suggest", str(report.folder), "-o", str(file), "--min-reviews", "2"]
    )
    assert done.exit_code == 0, done.output
    table = pd.read_csv(file)
    assert list(table.columns) == [column.name for column in SUGGESTIONS.columns]
    texts = report.table("passages").set_index("passage_id")["text"]
    for row in table.itertuples():
        assert row.passage_id in texts.index
        assert row.phrase.split()[0] in texts[row.passage_id].casefold().replace("’", "'")


def copy_codebook(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(PACKAGED, folder, ignore=shutil.ignore_patterns("accuracy.json"))
    file = folder / "themes" / "a_practice.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_theme_that_is_renamed_is_lost_and_gained(report: Report, tmp_path: Path) -> None:
    new = copy_codebook(tmp_path / "new", "- id: drift_delay\n", "- id: standstill\n")
    difference = thememiner.diff_codebook(None, new, report)
    summary = difference.summary.set_index("theme_id")
    assert set(summary.index) == {"drift_delay", "standstill"}
    mentions = report.table("mentions")
    mine = mentions[(mentions["status"] == "asserted") & (mentions["theme_id"] == "drift_delay")]
    n = len(mine.drop_duplicates(["passage_id", "sentence"]))
    assert n
    assert (summary.loc["drift_delay", "n_old"], summary.loc["drift_delay", "n_lost"]) == (n, n)
    # What was fitted for the old name, its points and its company, does not go with it to the new one.
    assert summary.loc["standstill", "n_new"] == summary.loc["standstill", "n_gained"] > n / 2
    lost = difference.mentions[difference.mentions["what"] == "lost"]
    assert set(lost["sentence"]) == set(mine["sentence"])
    assert set(zip(difference.mentions["what"], difference.mentions["theme_id"], strict=True)) == {
        ("lost", "drift_delay"),
        ("gained", "standstill"),
    }


def test_diff_on_the_command_line_reads_no_pdf(report: Report, tmp_path: Path) -> None:
    # A report without its PDFs, cache or corpus is all that is needed.
    folder = tmp_path / "report"
    folder.mkdir()
    for name in ("run.json", "reviews.db"):
        shutil.copy(report.folder / name, folder / name)
    done = CliRunner().invoke(
        main, ["codebook", "diff", "packaged", "packaged", str(folder), "-o", str(tmp_path / "d.csv")]
    )
    assert done.exit_code == 0, done.output
    assert "find the same" in done.stderr
    assert list(pd.read_csv(tmp_path / "d.csv").columns) == [column.name for column in DIFFERENCES.columns]


def test_a_corpus_that_was_never_mined_is_said_so(small_corpus: Path) -> None:
    with pytest.raises(ReportError, match="run"):
        thememiner.diff_codebook(None, None, small_corpus)
