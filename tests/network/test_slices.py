"""Parts of a corpus, two periods compared, and the passages behind a link."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.network import compare_periods, slice_tables

from .make_tables import make_tables


def make_corpus():
    """Ten reviews of 2015 and ten of 2020; neglect in two of the former and eight of the latter."""
    years = ["2015"] * 10 + ["2020-03-04"] * 10
    with_neglect = [i for i in range(20) if i < 2 or i >= 12]
    return make_tables(
        reviews=[
            {
                "review_id": f"r{i}",
                "status": "ok",
                "published_on": year,
                "kind": "even" if i % 2 == 0 else "odd",
            }
            for i, year in enumerate(years)
        ],
        mentions=[
            {
                "mention_id": f"m{i}",
                "review_id": f"r{i}",
                "passage_id": f"p{i}",
                "theme_id": "neglect",
                "status": "asserted",
            }
            for i in with_neglect
        ],
    )


def test_a_change_between_periods_has_its_interval_and_its_chance() -> None:
    (row,) = compare_periods(make_corpus(), (2010, 2016), (2017, None)).itertuples()
    assert (row.item, row.n_before, row.of_before, row.n_after, row.of_after) == ("neglect", 2, 10, 8, 10)
    assert row.change == pytest.approx(0.6)
    assert 0 < row.change_low < 0.6 < row.change_high < 1
    assert row.p == row.q == pytest.approx(0.023, abs=0.001)  # Fisher's exact test of 2/10 against 8/10


def test_pairs_of_themes_can_be_compared_as_well(report: Report) -> None:
    table = compare_periods(report.tables, (None, 2018), (2019, None), items="pairs")
    assert table["item"].str.contains(" + ", regex=False).all()
    assert table["p"].is_monotonic_increasing


def test_a_slice_is_a_network_of_its_own(report: Report) -> None:
    part = report.network(years=(2019, None))
    reviews = [node for node, kind in part.nodes(data="kind") if kind == "review"]
    assert 0 < len(reviews) < sum(kind == "review" for _, kind in report.graph.nodes(data="kind"))
    for one, other, key, data in part.edges(keys=True, data=True):
        assert data["weight"] <= report.graph.edges[one, other, key]["weight"]
    assert report.network() is report.graph


def test_years_and_columns_are_taken_together() -> None:
    part = slice_tables(make_corpus(), years=(2020, 2020), kind="odd")
    assert list(part["reviews"]["review_id"]) == ["r11", "r13", "r15", "r17", "r19"]
    assert set(part["mentions"]["review_id"]) <= set(part["reviews"]["review_id"])


def test_the_evidence_of_a_link_is_the_passages_of_its_edge(report: Report) -> None:
    edges = report.table("edges")
    edge = edges[edges["kind"] == "co_occurs"].iloc[0]
    for source, target in ((edge["source"], edge["target"]), (edge["target"], edge["source"])):
        found = thememiner.evidence(report, source, target, kind="co_occurs")
        assert tuple(found["passage_id"]) == edge["evidence"]
    passages = report.table("passages").set_index("passage_id")
    assert list(found["text"]) == list(passages.loc[list(edge["evidence"]), "text"])
    assert found["page"].ge(1).all()


def test_every_link_of_a_node_can_be_opened_by_its_label(report: Report) -> None:
    label = report.graph.nodes["theme:info_sharing"]["label"]
    done = CliRunner().invoke(main, ["evidence", str(report.folder), label.upper(), "--csv"])
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(done.stdout.splitlines()))
    degree = report.graph.in_degree("theme:info_sharing") + report.graph.out_degree("theme:info_sharing")
    assert len({(row["source"], row["target"], row["kind"]) for row in rows}) == degree
    shown = CliRunner().invoke(main, ["evidence", str(report.folder), "info_sharing", "--kind", "has_theme"])
    assert ", p. " in shown.stdout


def test_a_name_that_is_none_says_what_is_near(report: Report) -> None:
    with pytest.raises(thememiner.InputError, match=r"no node info_shering. Did you mean theme:info_sharing"):
        thememiner.evidence(report, "info_shering")
    with pytest.raises(thememiner.InputError, match="is not linked by repeats"):
        thememiner.evidence(report, "info_sharing", kind="repeats")
