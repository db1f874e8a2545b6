"""Who is asked: subjects of sentences, lists of bodies, whose practice an item describes."""

from __future__ import annotations

import pytest

from thememiner.records import AgencyMention
from thememiner.tagging.agencies import load_authority
from thememiner.tagging.recommendations.agency_names import AgencyNames
from thememiner.tagging.recommendations.bodies import split_names
from thememiner.tagging.recommendations.subjects import read_subject


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The Department for Work and Pensions should publish it.", ["Department for Work and Pensions"]),
        ("The Home Office, the police and NHS England must agree.", ["Home Office", "police", "NHS England"]),
        ("By March 2031, the Trust should review its plan.", ["Trust"]),
        ("To meet demand, and reduce delay, the Congress should consider funding.", ["Congress"]),
        ("Within a year, the Board - with its partners - should report.", ["Board"]),
        ("Training should be provided by the Royal College of Nursing.", ["Royal College of Nursing"]),
        ("Consideration should be given by health boards, to a shared record.", ["health boards"]),
        ("We recommend that the Director of Public Health review the plan.", ["Director of Public Health"]),
        ("It is recommended that GPs are reminded of this.", ["GPs"]),
        ("That all NHS organisations have a plan.", ["NHS organisations"]),
        ("For the partnership to seek assurance from schools.", ["partnership"]),
        ("Children's Social Care to audit closed cases.", ["Children's Social Care"]),
        ("When doctors learn of a bruise, they should refer the child.", ["doctors"]),
        ("The governments of the UK, Wales and Scotland should agree.", ["UK Government", "Welsh Government", "Scottish Government"]),
        ("While talks should be held by officials, the Welsh Government should lead.", ["Welsh Government"]),
        ("Leaders across the strategic partnership need to act.", ["partnership"]),
        ("Fairway Railways should review its crossings.", ["Fairway Railways"]),
        ("Review the policy.", []),
        ("Those who are ill should be seen.", []),
        ("The quality of the board's minutes should improve.", []),
    ],
)  # fmt: skip
def test_subject(sentence, names):
    assert read_subject(sentence).names == names


def test_pronouns_point_back(find):
    recs = find(
        """
        # Recommendations
        [1.] The General Medical Council should change its training.
        [2.] They should report on it.
        [3.] The website should be kept.
        """
    )
    assert recs[1].addressees == ("General Medical Council",)
    assert recs[2].addressees == ()


def test_and_inside_a_name_does_not_split_it():
    assert split_names("the Office of Management and Budget and NHS England") == [
        "Office of Management and Budget",
        "NHS England",
    ]


def test_remark_in_brackets_names_the_owner(find):
    recs = find("# Recommendations\n* Review the protocol. (Action: Northmere Police)")
    assert recs[0].addressees == ("Northmere Police",)


def test_area_for_improvement_concerns_those_whose_practice_it_describes(find):
    text = "The police share little with the school."
    start = len("Areas for improvement\n")
    mentions = [
        AgencyMention(
            mention_id=word, review_id="r1", passage_id="p1", page=1, text=word, start=start + text.index(word),
            end=start + text.index(word) + len(word), agency_id="", rule="unresolved",
        )
        for word in ("police", "school")
    ]  # fmt: skip
    recs = find(f"# Areas for improvement\n* {text}", agency_mentions=mentions)
    assert recs[0].addressees == ("police",)
    assert recs[0].addressees_implied


def test_area_of_two_places_is_one_body():
    assert split_names("NHS Northmere and Westmere Integrated Care Board") == [
        "NHS Northmere and Westmere Integrated Care Board"
    ]
    assert split_names("NHS England and Northmere Council") == ["NHS England", "Northmere Council"]


def test_staff_under_the_heading_of_their_body_are_that_body(find):
    recs = find("# Recommendations\n## Northmere Police\n* Officers should see each child.")
    assert recs[0].addressees == ("Northmere Police",)


def test_comma_inside_a_name_does_not_split_it():
    names = AgencyNames([], load_authority())
    asked = names.address(["Department for Levelling Up", "Housing and Communities", "Home Office"])
    assert asked.names == ("Department for Levelling Up, Housing and Communities", "Home Office")
    assert len(asked.ids) == 2
