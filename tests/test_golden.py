"""Golden files: what is expected, written down. ``make golden`` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from thememiner.api import Report
from thememiner.columns import TABLES
from thememiner.publish.dictionary import write_dictionary
from thememiner.tables import join_lists

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
REVIEW = "eastvale-joint-inspection-letter-2019.pdf"
"""A short review with headings, bullets, a priority action and areas for improvement."""


def compare(request: pytest.FixtureRequest, file: Path, text: str) -> None:
    if request.config.getoption("--golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text


def test_the_data_dictionary_is_the_declared_one(request: pytest.FixtureRequest) -> None:
    compare(request, ROOT / "docs" / "data-dictionary.md", write_dictionary())


@pytest.mark.parametrize("name", ["passages", "recommendations"])
def test_the_tables_of_one_review(request: pytest.FixtureRequest, report: Report, name: str) -> None:
    reviews = report.table("reviews")
    review_id = reviews.loc[reviews["path"] == REVIEW, "review_id"].iloc[0]
    table = next(table for table in TABLES if table.name == name)
    rows = report.table(name)
    # Ids are hashes of the PDF's bytes, which a renderer's update may change; what they name may not.
    told = [column.name for column in table.columns if not column.name.endswith(("_id", "_ids"))]
    flat = join_lists(table, rows[rows["review_id"] == review_id])[told]
    compare(request, GOLDEN / f"{name}.csv", flat.to_csv(index=False, lineterminator="\n"))
