"""Search: any string is a legal query, and what is found is right."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.api import Report
from thememiner.store import FACETS, LENSES, SORTS, Database, SearchIndex, parse_query

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


def test_recommendations_are_found_by_addressee_and_repetitions_are_not(report: Report) -> None:
    recs = report.table("recommendations")
    for agency in report.table("agencies").nlargest(5, "n_recommendations").itertuples():
        hits = thememiner.search(
            report, "", lens="recommendations", filters={"agency": [agency.agency_id]}, limit=1000
        )
        own = [
            agency.agency_id in ids and not repeats
            for ids, repeats in zip(recs["addressee_ids"], recs["is_restatement"], strict=True)
        ]
        assert set(hits["recommendation_id"]) == set(recs.loc[own, "recommendation_id"])
        assert len(hits) == agency.n_recommendations


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
        with pytest.raises(thememiner.ReportError, match="another version"):
            Database(folder / "reviews.db")
    (tmp_path / "reviews.db").write_text("no database")
    with pytest.raises(thememiner.ReportError, match="damaged"):
        _ = Report(tmp_path).tables
    with pytest.raises(thememiner.ReportError, match="damaged"):
        thememiner.search(tmp_path, "neglect")


def test_a_database_that_nobody_closes_is_closed_when_it_is_let_go_of(report: Report) -> None:
    """Python 3.13 warns of any that is not; on Windows the report's folder could not be deleted."""
    database = Database(report.folder / "reviews.db", connections=1)
    with database.connection() as db:
        assert db.execute("SELECT 1").fetchone()[0] == 1
    del database
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        db.execute("SELECT 1")


@pytest.mark.parametrize("lens", ["passages", "recommendations"])
@pytest.mark.parametrize(
    "text", ["child", "children OR police", '"social care" NOT school', "safeguard*", "the"]
)
def test_many_hits_are_ranked_as_few_are(
    report: Report, monkeypatch: pytest.MonkeyPatch, lens: str, text: str
) -> None:
    from thememiner.store import matching

    few = thememiner.search(report, text, lens=lens, limit=10_000)
    monkeypatch.setattr(matching, "RANKED_BY_FTS5", 0)
    many = thememiner.search(report, text, lens=lens, limit=10_000)
    key = f"{lens[:-1]}_id"
    assert sorted(few[key]) == sorted(many[key])
    if text == "child" and lens == "passages":
        # Words are counted a little otherwise (FTS5 takes “child's” as two), so near ties may change places.
        best = list(few[key])[:20]
        assert len(set(best) & set(many[key][:25])) >= 18


def test_facets_count_what_choosing_them_shows(report: Report) -> None:
    index = SearchIndex(Database(report.folder / "reviews.db"))
    for lens in LENSES:
        for text, filters in (("police", {}), ("", {"year": ["2014"]}), ("child", {"theme": ["neglect"]})):
            found = index.find(text, lens=lens, filters=filters)
            for name in FACETS[lens]:
                for choice in found.facet(name)[:6]:
                    chosen = index.find(text, lens=lens, filters={**filters, name: [choice.value]})
                    assert chosen.total == choice.n, (lens, text, name, choice)


def test_a_theme_and_a_polarity_are_meant_together(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    index = SearchIndex(Database(report.folder / "reviews.db"))
    wanted = set(
        asserted.loc[(asserted["theme_id"] == "neglect") & (asserted["polarity"] == "concern"), "passage_id"]
    )
    found = index.find("", filters={"theme": ["neglect"], "polarity": ["concern"]})
    kinds = report.table("passages").set_index("passage_id")["kind"]
    hits = {hit.id for hit in index.iterate_hits(found, "passages")}
    assert hits == {passage for passage in wanted if kinds[passage] not in ("heading", "contents")}


def test_a_filter_takes_a_name_or_words_of_it(report: Report) -> None:
    index = SearchIndex(Database(report.folder / "reviews.db"))
    by_id = index.find("theme:info_sharing").total
    assert by_id > 0
    assert index.find('theme:"information sharing and seeking"').total == by_id
    assert index.find("theme:info-sharing").total == by_id
    nobody = index.find("agency:nobody-at-all")
    assert nobody.total == 0
    assert nobody.unknown == (("agency", "nobody-at-all"),)


def test_every_page_of_hits_follows_the_one_before(report: Report) -> None:
    index = SearchIndex(Database(report.folder / "reviews.db"))
    for sort in SORTS:
        found = index.find("child", sort=sort)
        whole = found.page(0, found.total)
        assert sorted(whole) == sorted(found.rows.tolist())
        assert [row for start in range(0, found.total, 7) for row in found.page(start, start + 7)] == whole


def test_hits_are_sorted_by_date_on_request(report: Report) -> None:
    newest = thememiner.search(report, "child", sort="newest", limit=10_000)["published_on"]
    oldest = thememiner.search(report, "child", sort="oldest", limit=10_000)["published_on"]
    assert list(newest) == sorted(newest, reverse=True)
    dated = [date for date in oldest if date]
    assert dated == sorted(dated)
    assert list(oldest) == dated + [""] * (len(oldest) - len(dated))


def test_a_beginning_finds_words_that_the_index_holds_in_a_shorter_form(report: Report) -> None:
    passages = report.table("passages")
    shown = passages[~passages["kind"].isin(["heading", "contents"])]
    for beginning in ("informat", "safeguardi", "assessm", "curio"):
        holds = set(shown.loc[shown["text"].str.contains(rf"(?i)\b{beginning}"), "passage_id"])
        assert holds
        hits = thememiner.search(report, f"{beginning}*", limit=10_000)
        assert holds <= set(hits["passage_id"])
        marked = hits.set_index("passage_id")["snippet"]
        assert all("[" in marked[name] for name in holds)
