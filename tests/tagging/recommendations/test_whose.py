"""Whose recommendations they are: repeats, other people's, answers, guidance."""

from __future__ import annotations

import pytest

from thememiner.records import Mention


def test_summary_list_and_action_plan_are_one_record(find):
    recs = find(
        """
        # Executive summary
        ## Recommendations
        [1.] Review the bruising protocol so that it covers children who do not yet walk.
        [2.] Audit strategy meetings each quarter.
        # 6 Recommendations
        ---
        [1.] The Board should review the bruising protocol so that it covers children who do not yet walk.
        [2.] The Board should audit strategy meetings each quarter, and report what it finds.
        # Action plan
        ---
        | Ref | Recommendation | Owner | Timescale |
        | 1 | Review the bruising protocol so that it covers children who do not yet walk | QA lead | May 2031 |
        | 2 | Audit strategy meetings each quarter | QA lead | Quarterly |
        """
    )
    assert [(rec.number, rec.page, rec.also_pages) for rec in recs] == [("1", 2, (1, 3)), ("2", 2, (1, 3))]
    assert recs[1].text.endswith("and report what it finds.")
    assert len(recs[0].passage_ids) == 3


def test_box_in_a_chapter_and_list_in_an_appendix(find):
    recs = find(
        """
        # Chapter 2
        The Inquiry recommends that tests are held.
        !Recommendation 1: Regular tests
        !The government should hold a test every three years.
        The chapter goes on.
        # Appendix 4: List of recommendations made in this report
        ---
        !Recommendation 1: Regular tests
        !The government should hold a test every three years.
        """
    )
    assert [(rec.number, rec.page, rec.also_pages) for rec in recs] == [("1", 2, (1,))]
    assert recs[0].text == "The government should hold a test every three years."


@pytest.mark.parametrize(
    "heading",
    [
        "Recommendations from previous reviews",
        "Progress against recommendations of the last inspection",
        "Response to the recommendations",
    ],
)
def test_items_of_other_reviews_are_left_out(find, heading):
    assert (
        find(f"# {heading}\n* The Board should review its policy.\n* Ensure that plans are in place.") == ()
    )


@pytest.mark.parametrize(
    "title", ["Safe journeys: statutory guidance for schools", "Research briefing: the Finch inquiry"]
)
def test_guidance_and_reports_about_reports_yield_none(find, title):
    spec = """
        # Recommendations
        [1.] Schools should check seat belts.
        We recommend that schools check tyres.
        """
    assert find(spec, title=title) == ()


def test_contents_lines_and_cross_references_are_no_items(find):
    recs = find(
        """
        Recommendation 1: Regular tests ................. 14
        # Chapter 2
        Recommendation 4) says how decisions will be made.
        Recommendation 3 was accepted in full.
        """
    )
    assert recs == ()


def test_government_response_gives_the_answer_to_each(find):
    recs = find(
        """
        # Government response to the independent review of foster care
        ## Recommendation 1
        !The Department should publish data each year.
        The government accepts this recommendation. We will publish data from 2031.
        ## Recommendation 2
        !Councils should offer respite to every carer.
        The government does not accept this recommendation.
        ## Recommendation 3
        !A register of carers should be set up.
        We accept this recommendation in principle and will consult.
        """,
        title="Government response to the independent review of foster care",
    )
    assert [(rec.number, rec.response) for rec in recs] == [
        ("1", "accepted"),
        ("2", "rejected"),
        ("3", "partially_accepted"),
    ]


def test_one_statement_answers_all_recommendations_above_it(find):
    recs = find(
        """
        # Response to the recommendations of the Finch inquiry
        ## 4) Openness
        !4a) i. A duty of openness should be introduced.
        !4a) ii. Records should be open.
        !These recommendations are accepted in full by the Executive.
        !4b. Leaders should be trained.
        !This recommendation is accepted in principle.
        4b. On 4 May the Executive published a plan.
        """,
        title="Response to the report of the Finch inquiry",
    )
    assert [(rec.number, rec.response) for rec in recs] == [
        ("4a(i)", "accepted"),
        ("4a(ii)", "accepted"),
        ("4b", "partially_accepted"),
    ]


def test_themes_are_those_of_its_passages(find):
    mention = Mention(
        mention_id="m", review_id="r1", passage_id="p1", page=1, theme_id="training", cue_id="c", text="train",
        sentence="", status="asserted", polarity="neutral", start=0, end=1,
    )  # fmt: skip
    recs = find("# Recommendations\n* Train staff.\n* Audit files.", mentions=(mention,))
    assert [rec.theme_ids for rec in recs] == [("training",), ()]


def test_ids_are_stable_and_unique(find):
    spec = "# Recommendations\n* Train staff.\n* Audit files."
    first, second = find(spec), find(spec)
    assert first == second
    assert len({rec.recommendation_id for rec in first}) == 2
    assert all(rec.recommendation_id.startswith("r1-r") for rec in first)


def test_table_of_answers(find):
    recs = find(
        """
        # Council response to the independent review of placements
        | No. | Recommendation | Accepted? | Response |
        | 1 | The council should visit every child each month | Accepted | We already do. |
        | 2 | The council should close the home | Not accepted | It is needed. |
        """,
        title="Council response to the review of placements",
    )
    assert [(rec.number, rec.response) for rec in recs] == [("1", "accepted"), ("2", "rejected")]


def test_what_others_recommended_in_the_past_is_no_item(find):
    assert find("# What we recommend\nIn 2029 we recommended that the agency should revise its rules.") == ()


def test_guidance_about_reviews_is_guidance(find):
    spec = "# Annex A\nWe recommend that safeguarding partners meet each month."
    assert find(spec, title="Practice review guidance for safeguarding partners") == ()
    assert find(spec, title="Practice reviews", kind="guidance") == ()
    assert len(find(spec, title="Local child safeguarding practice review: Child Jay")) == 1


def test_answers_of_one_word(find):
    recs = find(
        """
        # Government response to the review
        ## Recommendation 1: training
        !The Home Office should train its staff.
        Accepted. Training began in May.
        ## Recommendation 2: data
        !The Department should publish data.
        Accepted in principle, subject to consultation.
        """,
        title="Government response to the review of foster care",
    )
    assert [(rec.number, rec.response) for rec in recs] == [("1", "accepted"), ("2", "partially_accepted")]
