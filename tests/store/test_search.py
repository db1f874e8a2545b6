"""Search: any string is a legal query, and what is found is right."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.api import Report
from thememiner.store import parse_query

NASTY = st.text() | st.lists(
    st.sampled_from(
        ["AND", "OR", "NOT", "NEAR", "NEAR/3", "(", ")", '"', "*", ":", "-", "'", "multi-agency", "child’s",
         "theme:neglect", "year:", "kind:x", "\0", "^", "{", "+", "curio*", "section:x", "text:", " "]
    ),
    max_size=9,
).map(" ".join)  # fmt: skip


@given(text=NASTY)
def test_any_string_is_a_legal_query(report: Report, text: str) -> None:
    for lens in ("passages", "recommendations"):
        try:
            thememiner.search(report, text, lens=lens, limit=3)
        except thememiner.InputError as error:
            assert "no filter of" in str(error)


@given(text=NASTY)
def test_the_parsed_query_is_one_that_fts5_accepts(text: str) -> None:
    match = parse_query(text).match
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
        if match:
            db.execute("SELECT * FROM t WHERE t MATCH ?", (match,)).fetchall()


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("information sharing", '("information" AND "sharing")'),
        ('"information sharing"', '"information sharing"'),
        ("multi-agency", '"multi-agency"'),
        ("child’s voice", '("child’s" AND "voice")'),
        ("curio*", '"curio"*'),
        ("neglect OR abuse", '("neglect" OR "abuse")'),
        ("neglect NOT (dental OR emotional)", '("neglect" NOT ("dental" OR "emotional"))'),
        ("father NEAR/5 assessed", 'NEAR("father" "assessed", 5)'),
        ("OR neglect AND", '"neglect"'),
        ("(neglect", '"neglect"'),
    ],
)
def test_what_is_typed_means_what_it_says(typed: str, match: str) -> None:
    assert parse_query(typed).match == match


def test_filters_are_taken_out_of_the_words() -> None:
    query = parse_query('fathers theme:unseen_men year:2018 agency:"home-office"')
    assert query.match == '"fathers"'
    assert query.filters == {"theme": ("unseen_men",), "year": ("2018",), "agency": ("home-office",)}


def test_hits_hold_the_words_and_name_review_and_page(report: Report) -> None:
    hits = thememiner.search(report, "share information", limit=5)
    assert len(hits) == 5
    assert all("inform" in text.lower() and "shar" in text.lower() for text in hits["text"])
    assert hits["title"].all()
    assert (hits["page"] >= 1).all()


def test_a_filter_lets_through_only_what_it_names(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = set(
        mentions.loc[(mentions.theme_id == "neglect") & (mentions.status == "asserted"), "passage_id"]
    )
    hits = thememiner.search(report, "theme:neglect", limit=10_000)
    kinds = report.table("passages").set_index("passage_id")["kind"]
    assert set(hits["passage_id"]) == {p for p in asserted if kinds[p] not in ("heading", "contents")}


def test_recommendations_are_found_by_addressee(report: Report) -> None:
    wanted = report.table("recommendations")
    addressee = wanted["addressee_ids"].explode().dropna().iloc[0]
    hits = thememiner.search(report, "", lens="recommendations", filters={"agency": [addressee]}, limit=1000)
    assert len(hits) == sum(addressee in ids for ids in wanted["addressee_ids"])


def test_an_unknown_filter_says_which_there_are(report: Report) -> None:
    with pytest.raises(thememiner.InputError, match="theme, agency"):
        thememiner.search(report, "", lens="recommendations", filters={"role": ["finding"]})


def test_foreign_keys_hold(report: Report) -> None:
    with closing(sqlite3.connect(report.folder / "reviews.db")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_database_of_another_version_or_a_damaged_one_is_told(report: Report, tmp_path: Path) -> None:
    for name, change in {
        "old": lambda db: db.execute("ALTER TABLE mentions DROP COLUMN sentence"),
        "gone": lambda db: db.execute("DROP TABLE edges"),
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(report.folder / "reviews.db", folder)
        with closing(sqlite3.connect(folder / "reviews.db")) as db:
            change(db)
            db.commit()
        with pytest.raises(thememiner.ReportError, match="another version"):
            _ = Report(folder).tables
    (tmp_path / "reviews.db").write_text("no database")
    with pytest.raises(thememiner.ReportError, match="damaged"):
        _ = Report(tmp_path).tables
    with pytest.raises(thememiner.ReportError, match="damaged"):
        thememiner.search(tmp_path, "neglect")
