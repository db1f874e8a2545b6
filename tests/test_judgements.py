"""Judgements: kept for good, found again, written by two people at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.api import Report
from thememiner.columns import JUDGEMENTS
from thememiner.errors import InputError, ReportError
from thememiner.judgements import (
    FILE,
    add_judgement,
    add_judgements,
    latest_judgements,
    make_judgement,
    match_judgements,
    read_judgements,
)
from thememiner.records import Judgement, Mention

MENTION = Mention(
    mention_id="r1-p1-m1", review_id="r1", passage_id="r1-p1", page=3, theme_id="info_sharing",
    cue_id="info_sharing.a", text="not shared", sentence="It was not shared.", status="asserted",
    polarity="concern", start=40, end=50,
)  # fmt: skip


def test_every_field_is_a_declared_column() -> None:
    assert [column.name for column in JUDGEMENTS.columns] == [field.name for field in fields(Judgement)]


def test_what_is_added_is_read_again_in_order(tmp_path: Path) -> None:
    first = add_judgement(
        tmp_path, MENTION, "reject", reviewer=" Ada  Byron ", note="a list", judged_at="2026-01-02T00:00:00Z"
    )
    second = add_judgement(
        tmp_path,
        MENTION,
        "accept",
        reviewer="Ada Byron",
        polarity="neutral",
        judged_at="2026-01-03T00:00:00Z",
    )
    assert read_judgements(tmp_path) == (first, second)
    assert first.reviewer == "Ada Byron"
    assert latest_judgements(read_judgements(tmp_path)) == (second,)


def test_nothing_judged_is_no_error(tmp_path: Path) -> None:
    assert read_judgements(tmp_path) == ()


def test_the_same_judgement_is_kept_once(tmp_path: Path) -> None:
    judgement = make_judgement(MENTION, "accept", reviewer="Ada")
    assert add_judgements(tmp_path, [judgement, judgement]) == 1
    assert add_judgements(tmp_path, [judgement]) == 0


def test_nothing_can_be_changed_or_deleted(tmp_path: Path) -> None:
    add_judgement(tmp_path, MENTION, "accept", reviewer="Ada")
    db = sqlite3.connect(tmp_path / FILE)
    for statement in ("UPDATE judgements SET verdict = 'reject'", "DELETE FROM judgements"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            db.execute(statement)
    db.close()


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    code = "import sys; from tests_judge import judge\njudge(sys.argv[1], sys.argv[2])"
    (tmp_path / "tests_judge.py").write_text(
        "from thememiner.judgements import add_judgement\n"
        "from thememiner.records import Mention\n"
        "def judge(folder, name):\n"
        f"    mention = {MENTION!r}\n"
        "    for n in range(10):\n"
        "        add_judgement(folder, mention, 'accept', reviewer=name, note=str(n))\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=tmp_path)
        for name in ("Ada", "Eve")
    ]
    threads = [
        threading.Thread(
            target=lambda n=n: add_judgement(tmp_path, MENTION, "reject", reviewer="Bo", note=str(n))
        )
        for n in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0, 0]
    assert len(read_judgements(tmp_path)) == 30


@pytest.mark.parametrize(
    ("verdict", "polarity", "reviewer", "words"),
    [("yes", "", "Ada", "no verdict"), ("accept", "bad", "Ada", "no polarity"), ("accept", "", " ", "name")],
)
def test_a_judgement_that_says_nothing_is_refused(
    verdict: str, polarity: str, reviewer: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        make_judgement(MENTION, verdict, polarity=polarity, reviewer=reviewer)  # type: ignore[arg-type]


def test_a_folder_that_is_no_report_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no report"):
        add_judgement(tmp_path / "none", MENTION, "accept", reviewer="Ada")
    (tmp_path / FILE).write_text("no database at all, but long enough to be looked at")
    with pytest.raises(ReportError, match="cannot be read"):
        read_judgements(tmp_path)


@given(note=st.text(), reviewer=st.text(min_size=1).filter(str.strip))
def test_any_words_can_be_kept(note: str, reviewer: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("words")
    added = add_judgement(folder, MENTION, "unsure", reviewer=reviewer, note=note)
    assert read_judgements(folder) == (added,)


def test_a_run_keeps_the_judgements(small_corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = thememiner.run(small_corpus, output=out)
    row = next(report.table("mentions").itertuples())
    add_judgement(out, row, "accept", reviewer="Ada")
    rec = next(report.table("recommendations").itertuples())
    add_judgement(out, rec, "reject", reviewer="Ada")
    thememiner.run(small_corpus, output=out)
    assert [judgement.item_id for judgement in read_judgements(out)] == [
        row.mention_id,
        rec.recommendation_id,
    ]


def test_judgements_find_items_whose_ids_have_changed(report: Report) -> None:
    mentions, recommendations = report.table("mentions"), report.table("recommendations")
    row = next(mentions.itertuples(index=False))
    rec = next(recommendations.itertuples(index=False))
    judged = [make_judgement(item, "accept", reviewer="Ada") for item in (row, rec)]
    other_ids = [replace(judgement, item_id="gone") for judgement in judged]
    other_edition = [replace(judgement, item_id="gone", review_id="gone") for judgement in judged]
    expected = [row.mention_id, rec.recommendation_id]
    for variant in (judged, other_ids, other_edition):
        matched = match_judgements(variant, mentions, recommendations)
        assert [matched.get(judgement.judgement_id) for judgement in variant] == expected
    lost = replace(judged[0], item_id="gone", sentence="A sentence that stands nowhere.")
    assert match_judgements([lost], mentions, recommendations) == {}


def test_verdicts_on_the_old_and_new_id_of_an_item_are_one(report: Report) -> None:
    mentions, recommendations = report.table("mentions"), report.table("recommendations")
    row = next(mentions.itertuples(index=False))
    new = make_judgement(row, "accept", reviewer="Ada", judged_at="2026-02-01T00:00:00Z")
    old = replace(
        new, judgement_id="jold", item_id="gone", verdict="reject", judged_at="2026-01-01T00:00:00Z"
    )
    matched = match_judgements([old, new], mentions, recommendations)
    assert latest_judgements([old, new], matched) == (new,)
    assert len(latest_judgements([old, new])) == 2
