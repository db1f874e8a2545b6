"""The annual table: every count opens to its reviews, and the denominators are what they say."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.annual_table import count_annual
from thememiner.api import Report
from thememiner.cli import main
from thememiner.columns import TABLES
from thememiner.tables import Tables, make_frame


def make_tables(reviews: list[dict[str, object]]) -> Tables:
    """Tables of a corpus with these reviews and nothing else."""
    tables = Tables({table.name: make_frame(table, []) for table in TABLES})
    declared = next(table for table in TABLES if table.name == "reviews")
    blank = {"text": "", "int": None, "real": None, "list": ()}
    rows = [
        tuple({"status": "ok", "is_case": 1, **given}.get(c.name, blank[c.type]) for c in declared.columns)
        for given in reviews
    ]
    tables["reviews"] = make_frame(declared, rows)
    return tables


def test_the_denominator_is_the_reviews_that_say_so() -> None:
    counted = count_annual(
        make_tables(
            [
                {
                    "review_id": "a",
                    "incident": "death",
                    "child_age_months": 3,
                    "category_of_harm": ("neglect",),
                },
                {"review_id": "b", "incident": "serious harm", "child_age_months": 12},
                {"review_id": "c", "incident": "death", "known_to_social_care": "never"},
                {"review_id": "d", "known_to_social_care": "before"},
                {"review_id": "e", "incident": "death", "status": "failed"},
                {"review_id": "f", "is_case": 0},
            ]
        )
    ).set_index("measure_id")
    died = counted.loc["died"]
    assert (died["n"], died["n_stated"], died["n_all"], died["printed"]) == (2, 3, 4, "2 (67%)")
    assert died["review_ids"] == ("a", "c")
    assert died["share_all"] == pytest.approx(0.5)
    assert counted.loc["child_under_1", "review_ids"] == ("a",)
    assert counted.loc["child_1_to_5", "review_ids"] == ("b",)
    assert counted.loc["known_to_social_care", "review_ids"] == ("d",)
    assert counted.loc["not_known_to_social_care", "review_ids"] == ("c",)
    assert counted.loc["harm_neglect", "n_stated"] == 1
    assert "female" not in counted.index  # no review says: no line with nothing below it


def test_every_count_of_the_sample_opens_to_reviews_and_passages(report: Report) -> None:
    counted, reviews = report.table("annual"), report.table("reviews")
    passages = report.table("passages").set_index("passage_id")["review_id"]
    read = set(reviews.loc[reviews["status"].isin(["ok", "partial"]), "review_id"])
    assert set(counted["group"]) == {"case", "theme"}
    for row in counted.itertuples():
        assert row.n == len(row.review_ids) == len(set(row.review_ids))
        assert set(row.review_ids) <= read
        assert row.n <= row.n_stated <= row.n_all
        assert [passages[passage] for passage in row.evidence] == list(row.review_ids), row.label
        assert row.share_low <= row.share_stated <= row.share_high
    themes = report.table("themes").set_index("theme_id")["n_reviews_concern"]
    for row in counted[counted["group"] == "theme"].itertuples():
        assert row.n == themes[row.measure_id]


def test_a_part_of_the_corpus_has_its_own_table(report: Report) -> None:
    whole, part = report.table("annual"), thememiner.annual(report, where={"year": "2018"})
    ids = set(report.table("reviews").query("published_on.str.startswith('2018')")["review_id"])
    assert {review for found in part["review_ids"] for review in found} <= ids
    assert part["n_all"].max() < whole["n_all"].max()
    with pytest.raises(thememiner.InputError, match="no column moon"):
        thememiner.annual(report, where={"moon": "full"})


def test_the_command_prints_the_table(report: Report) -> None:
    shown = CliRunner().invoke(main, ["annual", str(report.folder)])
    assert shown.exit_code == 0
    assert "A child died" in shown.stdout
    result = CliRunner().invoke(main, ["annual", str(report.folder), "--where", "year=2018", "--csv"])
    assert result.exit_code == 0
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert rows[0]["measure_id"] == "died"
