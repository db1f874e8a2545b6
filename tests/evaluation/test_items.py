"""Recommendations against readers': the same item is known by its words."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.errors import InputError
from thememiner.evaluation.items import KINDS


def write_reference(report: Report, file: Path) -> pd.DataFrame:
    """The report's own items of one review as a reference, and these items."""
    recs = report.table("recommendations")
    recs = recs[recs["kind"].isin(KINDS) & (recs["number"] != "")]
    recs = recs[recs["review_id"] == recs["review_id"].value_counts().index[0]]
    path = report.table("reviews").set_index("review_id").loc[recs["review_id"].iloc[0], "path"]
    every = report.table("recommendations")
    every = every[(every["review_id"] == recs["review_id"].iloc[0]) & every["kind"].isin(KINDS)]
    items = [
        {
            "kind": row.kind,
            "number": row.number,
            "text": row.text,
            "page": int(row.page),
            "addressees": list(row.addressees),
        }
        for row in every.itertuples()
    ]
    file.write_text(json.dumps({"path": f"elsewhere/{path}", "items": items}), encoding="utf-8")
    return every


def test_a_report_agrees_with_itself(report: Report, tmp_path: Path) -> None:
    items = write_reference(report, tmp_path / "one.json")
    total = thememiner.evaluate_recommendations(report, tmp_path).scores.iloc[0]
    assert total.n_reference == total.n_found == total.n_matched == len(items)
    assert (total.precision, total.recall, total.f1, total.share_page, total.share_kind) == (1, 1, 1, 1, 1)
    assert total.precision_low < 1


def test_every_kind_of_difference_is_counted_and_listed(report: Report, tmp_path: Path) -> None:
    items = write_reference(report, tmp_path / "one.json")
    told = json.loads((tmp_path / "one.json").read_text())
    assert len(told["items"]) > 3
    numbered = next(at for at, item in enumerate(told["items"]) if item["number"])
    told["items"][numbered] |= {"page": 99, "number": "99", "addressees": ["The Harbour Board"]}
    lost = told["items"].pop(0 if numbered else 1)
    told["items"].append(
        {"kind": "recommendation", "text": "Nobody asked for a lighthouse on the hill.", "page": 1}
    )
    told["items"].append(
        {"kind": "recommendation", "text": "An item of no weight at all.", "page": 1, "optional": True}
    )
    (tmp_path / "one.json").write_text(json.dumps(told))
    evaluation = thememiner.evaluate_recommendations(report, tmp_path / "one.json")
    total = evaluation.scores.iloc[0]
    n = len(items)
    assert (total.n_reference, total.n_found, total.n_matched) == (n, n, n - 1)
    assert total.share_page == pytest.approx((n - 2) / (n - 1), abs=1e-4)
    assert total.share_number < 1
    assert total.addressee_f1 < 1
    rows = evaluation.disagreements
    assert rows.loc[rows["what"] == "missed", "text"].tolist() == [
        "Nobody asked for a lighthouse on the hill."
    ]
    assert rows.loc[rows["what"] == "wrong", "text"].tolist() == [lost["text"]]
    assert {"page", "number"} <= set(rows["what"])


def test_csv_and_the_command_line(report: Report, tmp_path: Path) -> None:
    items = write_reference(report, tmp_path / "one.json")
    paths = report.table("reviews").set_index("review_id")["path"]
    table = pd.DataFrame({"review": [paths[row.review_id] for row in items.itertuples()], "text": items["text"],
                          "kind": items["kind"], "page": items["page"].astype(str),
                          "addressees": ["; ".join(names) for names in items["addressees"]]})  # fmt: skip
    table.to_csv(tmp_path / "gold.csv", index=False)
    done = CliRunner().invoke(
        main,
        ["evaluate", str(report.folder), str(tmp_path / "gold.csv"), "--recommendations",
         "-o", str(tmp_path / "s.csv"), "--disagreements", str(tmp_path / "d.csv")],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert pd.read_csv(tmp_path / "s.csv").loc[0, "f1"] == 1
    assert (
        CliRunner().invoke(main, ["evaluate", str(tmp_path / "gold.csv"), "--recommendations"]).exit_code == 2
    )


def test_problems_are_told_at_once(report: Report, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "b.json").write_text('{"path": "x.pdf", "items": [{"kind": "recommendation"}]}')
    with pytest.raises(InputError, match=r"(?s)a\.json.*b\.json"):
        thememiner.evaluate_recommendations(report, tmp_path)
    (tmp_path / "c.csv").write_text("review,text,page\nx.pdf,Do it.,two\n,Do that.,1\n")
    with pytest.raises(InputError, match=r"(?s)line 2: the page 'two'.*line 3: names no review"):
        thememiner.evaluate_recommendations(report, tmp_path / "c.csv")
    (tmp_path / "d.csv").write_text("review,text\nx.pdf,Do it.\n")
    with pytest.raises(InputError, match="None of the reference's reviews"):
        thememiner.evaluate_recommendations(report, tmp_path / "d.csv")
