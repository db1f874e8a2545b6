"""What holds of every mined document: everything traces, every count adds up."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pandas as pd
import pytest

from thememiner.api import Report
from thememiner.columns import TABLES

CONTRACT = {
    "reviews": "review_id title kind publisher area published_on path sha256 source_url n_pages n_words n_passages "
    "n_mentions n_recommendations status",
    "passages": "passage_id review_id ordinal number section role page_first page_last text n_words",
    "mentions": "mention_id review_id passage_id page theme_id cue_id text sentence status polarity start end",
    "recommendations": "recommendation_id review_id kind number text page also_pages section addressees action "
    "strength due theme_ids passage_ids lineage_id response",
    "agencies": "agency_id label kind n_reviews",
    "agency_mentions": "mention_id review_id passage_id page text agency_id rule",
    "figures": "figure_id review_id page count percentage denominator denominator_text theme_ids sentence check",
    "nodes": "node_id kind label n_reviews",
    "edges": "source target kind weight n_reviews evidence",
    "failures": "review_id path stage error advice",
}
FILES = ["run.json", "tables.xlsx", "reviews.db", "network.graphml", "network.gexf", "report.html"]


@pytest.fixture(scope="module")
def texts(report: Report) -> dict[str, str]:
    documents = report.table("documents")
    return dict(zip(documents["review_id"], documents["text"], strict=True))


def test_every_file_of_the_contract_is_there(report: Report) -> None:
    assert [name for name in FILES if not (report.folder / name).is_file()] == []
    written = {file.stem for file in (report.folder / "tables").glob("*.csv")}
    assert written == {table.name for table in TABLES if not table.database_only}


@pytest.mark.parametrize("name", CONTRACT)
def test_every_csv_has_the_columns_of_the_contract_in_order(report: Report, name: str) -> None:
    raw = (report.folder / "tables" / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    header = next(csv.reader(raw.decode("utf-8-sig").splitlines()))
    wanted = CONTRACT[name].split()
    assert header[: len(wanted)] == wanted


@pytest.mark.parametrize(
    "table", [table for table in TABLES if not table.database_only], ids=lambda t: t.name
)
def test_csv_and_database_hold_the_same_rows(report: Report, table) -> None:
    read = pd.read_csv(report.folder / "tables" / f"{table.name}.csv", dtype=str, keep_default_na=False)
    assert len(read) == len(report.table(table.name))
    if table.key:
        assert list(read[table.key]) == list(report.table(table.name)[table.key])


@pytest.mark.parametrize("name", ["mentions", "agency_mentions", "passages"])
def test_quoted_text_stands_in_the_document_at_its_offsets(
    report: Report, texts: dict[str, str], name: str
) -> None:
    rows = report.table(name)
    assert len(rows)
    wrong = [row.text for row in rows.itertuples() if texts[row.review_id][row.start : row.end] != row.text]
    assert wrong == []


@pytest.mark.parametrize("name", ["mentions", "agency_mentions", "figures"])
def test_mentions_lie_within_their_passage(report: Report, name: str) -> None:
    passages = report.table("passages").set_index("passage_id")
    for row in report.table(name).itertuples():
        passage = passages.loc[row.passage_id]
        assert passage.start <= row.start < row.end <= passage.end
        assert passage.page_first <= row.page <= passage.page_last


def test_the_sentence_of_a_mention_holds_its_words(report: Report) -> None:
    wrong = [row.text for row in report.table("mentions").itertuples() if row.text not in row.sentence]
    assert wrong == []


def test_passages_do_not_overlap_and_keep_their_order(report: Report) -> None:
    for _, passages in report.table("passages").groupby("review_id", sort=False):
        assert list(passages["ordinal"]) == list(range(1, len(passages) + 1))
        assert (passages["start"].iloc[1:].to_numpy() >= passages["end"].iloc[:-1].to_numpy()).all()


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_id_that_is_referred_to_exists(report: Report, table) -> None:
    frame = report.table(table.name)
    keys = {other.name: other.key for other in TABLES}
    for column in table.columns:
        if not column.refers:
            continue
        known = set(report.table(column.refers)[keys[column.refers]])
        values = frame[column.name].explode() if column.type == "list" else frame[column.name]
        assert {value for value in values.dropna() if value} <= known, column.name


@pytest.mark.parametrize("table", [table for table in TABLES if table.key], ids=lambda t: t.name)
def test_ids_are_unique(report: Report, table) -> None:
    assert report.table(table.name)[table.key].is_unique


def test_counts_of_a_review_equal_the_rows_of_the_tables(report: Report) -> None:
    reviews = report.table("reviews").set_index("review_id")
    for name, column in [
        ("passages", "n_passages"),
        ("mentions", "n_mentions"),
        ("recommendations", "n_recommendations"),
        ("agency_mentions", "n_agency_mentions"),
        ("figures", "n_figures"),
    ]:
        rows = Counter(report.table(name)["review_id"])
        assert {key: n for key, n in reviews[column].items() if n} == dict(rows)
        assert reviews[column].sum() == len(report.table(name))


def test_counts_of_a_theme_equal_its_asserted_mentions(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    themes = report.table("themes")
    assert themes["n_mentions"].sum() == len(asserted)
    assert (themes["n_concern"] + themes["n_strength"] + themes["n_neutral"] == themes["n_mentions"]).all()
    assert report.table("cues")["n_mentions"].sum() == len(mentions)
    named = report.table("agency_mentions")
    assert report.table("agencies")["n_mentions"].sum() == (named["agency_id"] != "").sum()


def test_every_edge_stands_on_passages_that_hold_both_ends(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    themes_in = asserted.groupby("passage_id")["theme_id"].agg(set).to_dict()
    agencies_in = report.table("agency_mentions").groupby("passage_id")["agency_id"].agg(set).to_dict()
    recommendations = report.table("recommendations").set_index("recommendation_id")
    for edge in report.table("edges").itertuples():
        assert edge.evidence, edge
        assert edge.weight == (edge.n_reviews if edge.kind == "co_occurs_in_review" else len(edge.evidence))
        source, target = edge.source.partition(":")[2], edge.target.partition(":")[2]
        for passage_id in edge.evidence:
            if edge.kind == "has_theme":
                assert target in themes_in[passage_id]
            elif edge.kind == "co_occurs":
                assert {source, target} <= themes_in[passage_id]
            elif edge.kind in ("involves", "commissioned_by", "names"):
                assert target in agencies_in[passage_id]
            elif edge.kind == "co_occurs_in_review":
                assert {source, target} & themes_in[passage_id]
            elif edge.kind in ("criticised_on", "praised_on"):
                assert source in agencies_in[passage_id]
                assert target in themes_in[passage_id]
            elif edge.kind in ("makes", "answers"):
                assert passage_id in recommendations.loc[target, "passage_ids"]
            else:
                assert edge.kind in ("addresses", "concerns", "repeats", "restates")
                assert passage_id in {p for end in (source, target) if end in recommendations.index
                                      for p in recommendations.loc[end, "passage_ids"]}  # fmt: skip


def test_the_graph_has_the_nodes_and_edges_of_the_tables(report: Report) -> None:
    assert list(report.graph.nodes) == list(report.table("nodes")["node_id"])
    assert report.graph.number_of_edges() == len(report.table("edges"))


def test_run_json_counts_what_the_tables_hold(report: Report) -> None:
    counts = report.run["counts"]
    assert {name: counts[name] for name in report.tables} == {n: len(t) for n, t in report.tables.items()}
    assert counts["pages"] == len(report.table("pages"))
    assert set(report.run["files"]) == {
        *FILES[1:], *(f"tables/{table.name}.csv" for table in TABLES if not table.database_only)
    }  # fmt: skip
    json.dumps(report.run)


def test_recommendations_are_printed_on_the_page_they_name(report: Report) -> None:
    passages = report.table("passages").set_index("passage_id")
    for rec in report.table("recommendations").itertuples():
        first = passages.loc[rec.passage_ids[0]]
        assert first.page_first <= rec.page <= first.page_last
        assert rec.page not in {int(page) for page in rec.also_pages}


def test_every_unresolved_mention_is_counted_once_with_an_example(report: Report) -> None:
    mentions, unresolved = report.table("agency_mentions"), report.table("unresolved_mentions")
    assert unresolved["n"].sum() == (mentions["agency_id"] == "").sum()
    assert not unresolved.duplicated(["text", "candidates"]).any()
    assert all(row.text in row.example or " " in row.text for row in unresolved.itertuples())
