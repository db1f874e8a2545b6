"""A recommendation: all that is known of it, and who asked before."""

from __future__ import annotations

import re

import httpx

from thememiner.api import Report
from thememiner.judgements import read_judgements


def test_lineage_is_told_in_order_of_time(client: httpx.Client, site_report: Report) -> None:
    recs = site_report.table("recommendations")
    dates = site_report.table("reviews").set_index("review_id")["published_on"]
    related = recs[recs["lineage_id"] != ""]
    assert len(related)
    for rec in related.itertuples():
        data = client.get(f"/recommendations/{rec.recommendation_id}.json").json()
        own = dates[rec.review_id]
        groups = ("asked_before", "asked_after", "asked_too")
        found = {name: [other["recommendation_id"] for other in data[name]] for name in groups}
        family = set(recs.loc[recs["lineage_id"] == rec.lineage_id, "recommendation_id"])
        assert {x for ids in found.values() for x in ids} == family - {rec.recommendation_id}
        assert all(other["published_on"] < own for other in data["asked_before"])
        assert all(other["published_on"] > own[: len(other["published_on"])] for other in data["asked_after"])


def test_every_recommendation_has_a_page_with_its_text(client: httpx.Client, site_report: Report) -> None:
    for rec in site_report.table("recommendations").iloc[::9].itertuples():
        data = client.get(f"/recommendations/{rec.recommendation_id}.json").json()
        assert data["recommendation"]["text"] == rec.text
        assert [passage["passage_id"] for passage in data["passages"]] == list(rec.passage_ids)
        page = client.get(f"/recommendations/{rec.recommendation_id}")
        assert page.status_code == 200


def test_a_verdict_on_a_recommendation_is_kept(address: str, site_report: Report) -> None:
    rec_id = site_report.table("recommendations")["recommendation_id"].iloc[0]
    with httpx.Client(base_url=address) as visitor:
        page = visitor.get(f"/recommendations/{rec_id}").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token
        form = {
            "token": token[1],
            "item": rec_id,
            "reviewer": "Ada",
            "verdict": "unsure",
            "note": "half of it",
        }
        assert visitor.post(f"/recommendations/{rec_id}/verdicts", data=form).status_code == 303
        assert "half of it" in visitor.get(f"/recommendations/{rec_id}").text
    assert [j.verdict for j in read_judgements(site_report.folder) if j.item_id == rec_id] == ["unsure"]
