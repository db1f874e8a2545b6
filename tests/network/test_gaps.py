"""Gaps: found but not asked, asked of nobody, asked for no day."""

from __future__ import annotations

from importlib.resources import files

import yaml

from thememiner.api import Report
from thememiner.columns import GAPS
from thememiner.network import list_gaps
from thememiner.network.answerable import is_reached
from thememiner.tables import make_frame
from thememiner.tagging import load_authority

from .make_tables import make_tables

SENTENCE = "The hospital did not share what it knew of the neglect."


def make_review(review: str, *, asks: bool = True, **rec: object):
    """Two passages in which the hospital is criticised on neglect, and one recommendation about housing."""
    passages = [f"{review}p{i}" for i in range(2)]
    tables = make_tables(
        reviews=[{"review_id": review, "status": "ok"}],
        passages=[
            {"passage_id": p, "review_id": review, "kind": "paragraph", "role": "finding", "text": SENTENCE, "end": 55}
            for p in passages
        ],
        mentions=[
            {"mention_id": p, "passage_id": p, "review_id": review, "theme_id": "neglect", "status": "asserted",
             "polarity": "concern", "sentence": SENTENCE, "start": 47, "end": 54}
            for p in passages
        ],
        agency_mentions=[
            {"mention_id": p, "passage_id": p, "review_id": review, "agency_id": "hospital", "part": "involved",
             "start": 4, "end": 12}
            for p in passages
        ],
        themes=[{"theme_id": "neglect", "label": "Neglect"}],
        agencies=[{"agency_id": "hospital", "label": "The hospital"}],
        recommendations=[
            {"recommendation_id": "r1", "review_id": review, "kind": "recommendation", "text": "House them.",
             "theme_ids": ("housing",), "passage_ids": ("q",), **rec}
        ] if asks else [],
    )  # fmt: skip
    return make_frame(GAPS, list(list_gaps(tables)))


def list_kinds(gaps) -> list[str]:
    return list(gaps["gap"])


def test_what_is_found_but_not_asked_is_a_gap_with_its_evidence() -> None:
    gaps = make_review("a").set_index("gap")
    theme, agency = gaps.loc["theme_without_recommendation"], gaps.loc["agency_not_addressed"]
    assert (theme["theme_id"], theme["label"], theme["n_elsewhere"]) == ("neglect", "Neglect", 0)
    assert (agency["agency_id"], agency["label"]) == ("hospital", "The hospital")
    assert theme["evidence"] == agency["evidence"] == ("ap0", "ap1")


def test_what_is_asked_is_no_gap() -> None:
    asked = {
        "theme_ids": ("neglect",),
        "addressee_ids": ("hospital",),
        "addressees": ("Hospital",),
        "due": "by May",
    }
    assert make_review("a", **asked).empty


def test_a_recommendation_to_a_body_reaches_what_belongs_to_it() -> None:
    kinds = {"barton-police": "police", "hill-police": "police", "barton-nhs-trust": "health"}
    assert is_reached("police", ["barton-police"], kinds)
    assert is_reached("barton-police", ["police"], kinds)
    assert is_reached("health-visiting", ["barton-nhs-trust"], kinds)
    assert not is_reached("barton-police", ["hill-police"], kinds)
    assert not is_reached("police", ["barton-nhs-trust"], kinds)
    assert not is_reached("elsewhere", [], kinds)


def test_every_role_that_answers_is_in_the_authority_file() -> None:
    text = files("thememiner").joinpath("codebook/answerable.yaml").read_text(encoding="utf-8")
    groups = yaml.safe_load(text)
    agencies = load_authority().by_id
    assert {role for group in groups.values() for role in group["roles"]} <= set(agencies)
    assert {kind for group in groups.values() for kind in group["kinds"]} <= {
        a.kind for a in agencies.values()
    }


def test_a_recommendation_without_owner_and_deadline_says_so() -> None:
    assert list_kinds(make_review("a"))[2:] == [
        "recommendation_without_owner",
        "recommendation_without_deadline",
    ]
    assert list_kinds(make_review("a", kind="learning_point"))[2:] == []


def test_a_review_that_asks_for_nothing_has_no_gaps() -> None:
    assert make_review("a", asks=False).empty
    assert make_review("a", kind="good_practice").empty
    assert make_review("a", is_restatement=1).empty


def test_the_gaps_of_the_sample_stand_on_passages_of_their_review(report: Report) -> None:
    gaps = report.table("gaps")
    assert set(gaps["gap"]) >= {"theme_without_recommendation", "recommendation_without_deadline"}
    review_of = report.table("passages").set_index("passage_id")["review_id"]
    for gap in gaps.itertuples():
        assert gap.n_passages == len(gap.evidence) > 0
        assert {review_of[passage_id] for passage_id in gap.evidence} == {gap.review_id}
