"""Forms that stand out of the way: addressed headings, lists within a paragraph, questions, answers in a word."""

from __future__ import annotations

import pytest

REVIEW = "# Serious case review: Child Wren\n"


def test_a_heading_may_name_the_agency_behind_a_dash(find):
    recs = find(
        REVIEW
        + """
        # Single agency recommendations – Northmere Police
        * Officers to record the names of all children seen.
        * Review the training of call handlers.
        # Single agency recommendations – Children's Social Care
        * Managers to sign off each plan.
        """
    )
    assert [rec.addressees for rec in recs] == [
        ("Northmere Police",),
        ("Northmere Police",),
        ("Children's Social Care",),
    ]
    assert {rec.addressee_basis for rec in recs} == {"heading"}
    assert [rec.action for rec in recs] == ["record", "review", "sign"]


def test_items_parted_by_semicolons_each_name_their_partnership(find):
    recs = find(
        REVIEW
        + """
        # Recommendations
        Recommendations include:
        Northmere partnership: to agree a protocol for families who move; Westmere partnership: to review how notices are sent; both partnerships: to audit the protocol after a year.
        """
    )
    assert [rec.action for rec in recs] == ["agree", "review", "audit"]
    assert [rec.addressees[0] for rec in recs] == [
        "Northmere partnership",
        "Westmere partnership",
        "partnerships",
    ]


def test_a_semicolon_in_prose_parts_no_items(find):
    recs = find(
        REVIEW
        + """
        # Recommendations
        The following recommendations are made; they were agreed in May.
        [1] The Board should publish a protocol; staff were unsure of the last one.
        """
    )
    assert [rec.text for rec in recs] == [
        "The Board should publish a protocol; staff were unsure of the last one."
    ]


def test_concerns_in_one_paragraph_below_their_heading(find):
    recs = find(
        """
        # Regulation 28 report to prevent future deaths
        This report is being sent to: 1. Chief Executive, Northmere NHS Trust 2. Secretary of State for Health
        # Coroner's concerns
        The evidence revealed matters giving rise to concern. The matters of concern are as follows. (1) Nobody checked the door. (2) The alarm had no battery.
        """
    )
    assert [(rec.kind, rec.number, rec.text) for rec in recs] == [
        ("matter_of_concern", "1", "Nobody checked the door."),
        ("matter_of_concern", "2", "The alarm had no battery."),
    ]
    assert recs[0].addressees == ("Northmere NHS Trust", "Secretary of State for Health")


def test_lessons_below_a_numbered_paragraph_that_leads_in(find):
    recs = find(
        REVIEW
        + """
        # Summary of learning
        [6.1] The learning is brought together here for those who plan training.
        * Fathers were not seen.
        * Bruises were not understood.
        """
    )
    assert [rec.text for rec in recs] == ["Fathers were not seen.", "Bruises were not understood."]


def test_a_question_for_the_board_is_put_to_the_board(find):
    recs = find(
        """
        # Learning Together review: Family P
        # Questions for the Board to consider
        * How many plans drift?
        """,
        publisher="Northmere Safeguarding Children Board",
    )
    assert (recs[0].addressees, recs[0].addressee_basis) == (("Board",), "heading")


def test_considerations_that_only_ask_are_questions(find):
    recs = find(
        REVIEW
        + """
        # Considerations for the Partnership
        * Does the Partnership know how often plans drift?
        * The Partnership could explore a joint commission.
        """
    )
    assert [rec.kind for rec in recs] == ["question_for_board", "recommendation"]
    assert (recs[1].strength, recs[1].action, recs[1].addressees) == ("consider", "explore", ("Partnership",))


def test_recommendations_about_another_child_are_not_this_reviews(find):
    recs = find(
        REVIEW
        + """
        # Recommendations of the review of Child Finch
        [5.1] The Board should tell all schools.
        # Recommendations of the review of Child Wren
        [6.1] The Board should tell all nurseries.
        """
    )
    assert [rec.number for rec in recs] == ["6.1"]


def test_the_first_of_several_titled_lessons_is_one_too(find):
    recs = find(
        REVIEW
        + """
        # Key Learning 1
        Staff did not see the pattern.
        Recommendation: The Partnership should publish a tool.
        # Key Learning 2
        No one asked the father.
        Recommendation: Health providers should train staff to ask.
        """
    )
    assert [rec.number for rec in recs if rec.kind == "learning_point"] == [
        "Key learning 1",
        "Key learning 2",
    ]
    assert [rec.addressees for rec in recs if rec.kind == "recommendation"] == [
        ("Partnership",),
        ("Health providers",),
    ]


def test_answers_of_a_word_or_two(find):
    recs = find(
        """
        # The Department's response to the Northmere Review
        Recommendation 1 Councils should publish a plan.
        Accepted. We will write to councils.
        Recommendation 2 Schools should keep a log.
        Partly accepted: guidance will be amended.
        Recommendation 3 The law should be changed.
        Under consideration.
        Recommendation 4 All nurseries should have cameras.
        The government rejects this recommendation.
        """
    )
    assert [rec.response for rec in recs] == ["accepted", "partially_accepted", "noted", "rejected"]
    assert [rec.text for rec in recs][2] == "The law should be changed."


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of the multi-agency response to abuse and neglect in Northmere",
        "The partnership response to child neglect in Northmere: a thematic review",
    ],
)
def test_a_review_of_a_response_is_no_response(find, title):
    recs = find(
        f"""
        # {title}
        # Recommendations
        [1] The Board should publish a protocol.
        """
    )
    assert [rec.is_restatement for rec in recs] == [False]


def test_a_briefing_says_what_to_do_and_asks(find):
    recs = find(
        """
        # Seven-minute briefing: Child Wren
        # What to do now
        * Discuss this briefing in your team meeting.
        # Questions to consider
        * Do you know the protocol?
        """
    )
    assert [rec.kind for rec in recs] == ["recommendation", "question_for_board"]


def test_a_recommendation_without_a_modal_is_a_should(find):
    recs = find(
        """
        # Press release: National review of bruises
        The Panel is calling for:
        * establishing expert teams in each area
        * strengthening the law on home education
        """
    )
    assert [(rec.action, rec.strength) for rec in recs] == [("establish", "should"), ("strengthen", "should")]
