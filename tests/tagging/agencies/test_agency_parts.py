"""What an agency does in a review where it is named."""

from __future__ import annotations

import pytest

from thememiner.records import AgencyMention, Recommendation, Role
from thememiner.tagging.agencies.parts import load_part_reader, mark_addressed


@pytest.mark.parametrize(
    ("text", "name", "kind", "role", "part"),
    [
        ("This review was commissioned by the Board in May.", "the Board", "board", "narrative", "commissioner"),
        ("Northshire Partnership decided to undertake a review.", "Northshire Partnership", "board", "method",
         "commissioner"),
        ("Northshire Safeguarding Children Board", "Northshire Safeguarding Children Board", "board", "front_matter",
         "commissioner"),
        ("The police should see the child.", "The police", "role", "finding", "addressed"),
        ("The police and the school must meet.", "The police", "role", "narrative", "addressed"),
        ("The police should have seen the child.", "The police", "role", "finding", "involved"),
        ("The school made a referral.", "The school", "role", "narrative", "involved"),
        ("Home Office guidance applied.", "Home Office", "department", "narrative", "background"),
        ("The report is in the NSPCC library.", "NSPCC", "charity", "narrative", "background"),
        ("Lantern Trust supported the mother.", "Lantern Trust", "charity", "narrative", "involved"),
        ("Lantern Trust (2019) Annual report.", "Lantern Trust", "charity", "reference", "background"),
    ],
)  # fmt: skip
def test_part(text: str, name: str, kind: str, role: Role, part: str) -> None:
    start = text.index(name)
    assert load_part_reader().read_part(text, start, start + len(name), kind=kind, role=role) == part


def test_a_recommendation_addresses_its_addressees_and_no_other_agency_it_names():
    named = [
        AgencyMention(
            mention_id=agency_id, review_id="r1", passage_id="p1", page=1, text=agency_id, start=0, end=1,
            agency_id=agency_id, rule="name", part="involved",
        )
        for agency_id in ("northshire-council", "police")
    ]  # fmt: skip
    rec = Recommendation(
        recommendation_id="x", review_id="r1", kind="recommendation", text="Act.", page=1,
        addressee_ids=("northshire-council",), passage_ids=("p1",),
    )  # fmt: skip
    assert [mention.part for mention in mark_addressed(named, [rec])] == ["addressed", "involved"]


def test_who_published_a_source_did_not_commission_the_review():
    text = "Figures published by the Office for National Statistics"
    assert (
        load_part_reader().read_part(text, 25, len(text), kind="department", role="narrative") == "background"
    )
