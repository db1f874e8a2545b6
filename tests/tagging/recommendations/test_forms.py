"""The forms in which reviews ask for things: each becomes records, and only what it asks for does."""

from __future__ import annotations


def texts(recs, kind="recommendation"):
    return [rec.text for rec in recs if rec.kind == kind]


def numbers(recs, kind="recommendation"):
    return [rec.number for rec in recs if rec.kind == kind]


def test_numbered_paragraphs_of_a_recommendations_section(find):
    recs = find(
        """
        # Serious case review: Child Wren
        # 7. Conclusion
        [7.1] The nurse should have been told. The school should have asked.
        [7.2] An earlier review recommended that the Board audit its referrals.
        # 8. Recommendations
        [8.1] This review makes the following recommendations, which the Board has accepted.
        [8.2] Northmere Safeguarding Children Board should seek assurance about pre-birth plans.
        [8.3] That the Board reviews its neglect strategy.
        [8.4] Children's Social Care to audit closed cases within three months of publication.
        * those closed at the front door
        * those transferred in
        # 9. Appendix A
        [9.1] The Board should meet.
        """
    )
    assert numbers(recs) == ["8.2", "8.3", "8.4"]
    assert [rec.addressees[0] for rec in recs] == [
        "Northmere Safeguarding Children Board",
        "Board",
        "Children's Social Care",
    ]
    assert [rec.action for rec in recs] == ["seek", "review", "audit"]
    assert recs[2].due == "within three months of publication"
    assert "those transferred in" in recs[2].text


def test_label_on_one_page_and_text_on_the_next(find):
    recs = find(
        """
        # RECOMMENDATION ONE
        ---
        The Partnership should write to Westmere Hospital.
        Rationale: nobody had.
        # RECOMMENDATION TWO
        NHS Northmere and the police should together agree one form.
        """
    )
    assert numbers(recs) == ["1", "2"]
    assert texts(recs)[0] == "The Partnership should write to Westmere Hospital."
    assert recs[1].addressees == ("NHS Northmere", "police")


def test_label_behind_a_paragraph_number(find):
    recs = find(
        """
        # Findings and recommendations
        [4.1] The school knew about the bruise.
        [4.2] Recommendation 1: The school should train its staff every year.
        [4.3] Nobody asked the father.
        [4.4] Recommendation 2: All agencies must record the names of both parents.
        """
    )
    assert numbers(recs) == ["1", "2"]
    assert [rec.strength for rec in recs] == ["should", "must"]


def test_labels_without_any_verb(find):
    recs = find(
        """
        # Recommendations
        Recommendation 1: a new team of experts in every area.
        Recommendation 2: one set of standards for work across agencies.
        """
    )
    assert texts(recs) == [
        "a new team of experts in every area.",
        "one set of standards for work across agencies.",
    ]


def test_lead_in_carries_the_addressee_to_its_bullets(find):
    recs = find(
        """
        # Recommendations
        The Board should:
        * review its training offer
        * ask agencies to report back by March 2031
        We recommend that Northmere Council and the ICB:
        * fund a post
        ## For schools
        * Keep a chronology for each pupil.
        """
    )
    assert [rec.addressees for rec in recs] == [
        ("Board",),
        ("Board",),
        ("Northmere Council", "ICB"),
        ("schools",),
    ]
    assert recs[1].due == "by March 2031"
    assert not any(rec.addressees_implied for rec in recs)


def test_list_announced_in_running_prose(find):
    recs = find(
        """
        # Review of Child Finch
        The findings show:
        * children were seen alone too seldom
        The review makes the following recommendations for the Home Office and Department for Education:
        * funding trials of a new approach
        * reviewing the guidance
        Nothing else changed.
        """
    )
    assert texts(recs) == ["funding trials of a new approach", "reviewing the guidance"]
    assert texts(recs, "finding") == ["children were seen alone too seldom"]
    assert recs[1].addressees == ("Home Office", "Department for Education")
    assert [rec.action for rec in recs if rec.kind == "recommendation"] == ["fund", "review"]


def test_nested_numbers_are_composed_from_the_printed_levels(find):
    recs = find(
        """
        # The recommendations
        ## [1.] Openness
        [1.] Openness
        [(a)] Duty of openness
        [(i)] A duty of openness should be introduced.
        [(ii)] The duty should be reviewed after two years.
        [(b)] Records should be open to those they are about.
        [2.] Care
        [(a)] All patients should receive the following:
        [(i)] a yearly visit
        [(ii)] a named nurse
        """
    )
    assert numbers(recs) == ["1(a)(i)", "1(a)(ii)", "1(b)", "2(a)(i)", "2(a)(ii)"]


def test_action_plan_table_gives_owner_and_deadline(find):
    recs = find(
        """
        # Appendix 2: Multi-agency action plan
        | No | Recommendation | Action | Lead | By when | RAG |
        | 1 | Review the bruising protocol | Task group | Designated Nurse | June 2031 | Green |
        | 2 | Audit strategy meetings | Audit | Police; Children's Social Care | 30.09.31 | Amber |
        """
    )
    assert texts(recs) == ["Review the bruising protocol", "Audit strategy meetings"]
    assert [rec.addressees for rec in recs] == [("Designated Nurse",), ("Police", "Children's Social Care")]
    assert [rec.due for rec in recs] == ["June 2031", "30.09.31"]


def test_areas_for_improvement_are_noun_phrases(find):
    recs = find(
        """
        # Inspection of Northmere children's services
        ## What needs to improve?
        * Services to children out of hours.
        * Waiting times for early help.
        ## The experiences and progress of children in care
        [1.] Children are visited often.
        """,
        title="Inspection of Northmere local authority children's services",
    )
    assert texts(recs, "area_for_improvement") == [
        "Services to children out of hours.",
        "Waiting times for early help.",
    ]
    assert len(recs) == 2
    assert recs[0].addressees == ("local authority",)
    assert recs[0].addressees_implied


def test_groups_inside_a_section_and_the_end_of_it(find):
    recs = find(
        """
        # Areas for improvement
        # Identifying risk at the front door
        * Referrals wait too long.
        > This leaves children at risk.
        # Leadership
        * Leaders do not know enough.
        # Key strengths
        * Staff are skilled.
        # Next steps
        The council should write a plan.
        """
    )
    assert texts(recs, "area_for_improvement") == [
        "Referrals wait too long.\nThis leaves children at risk.",
        "Leaders do not know enough.",
    ]
    assert texts(recs, "good_practice") == ["Staff are skilled."]
    assert not texts(recs)


def test_empty_recommendations_heading_takes_nothing_from_the_findings_below(find):
    recs = find(
        """
        # Recommendations
        # Inspection findings
        [102.] The chair leads well and should be proud.
        """
    )
    assert recs == ()


def test_priority_actions_causes_of_concern_and_the_forces_recommendations(find):
    recs = find(
        """
        ## Areas for improvement
        !* The force should improve how it records risk to children.
        ## Cause of concern
        !The force does not assess risk at first contact.
        ## Recommendations
        !Within three months, Northmere Police should make sure that:
        !* all calls are assessed for risk; and
        !* supervisors check a sample each week.
        ## Main findings
        In this section we set out what we found.
        """
    )
    assert len(texts(recs, "area_for_improvement")) == len(texts(recs, "priority_action")) == 1
    asked = [rec for rec in recs if rec.kind == "recommendation"]
    assert [rec.addressees for rec in asked] == [("Northmere Police",)] * 2
    assert [rec.due for rec in asked] == ["Within three months"] * 2


def test_coroner_s_matters_of_concern_in_paragraphs_and_in_a_form(find):
    concerns = ["There is no way to tell the ward.", "Staff told me that they had not been trained."]
    paragraphs = find(
        f"""
        # REGULATION 28 REPORT TO PREVENT FUTURE DEATHS
        THIS REPORT IS BEING SENT TO: 1. Chief Executive, Westmere NHS Trust 2. Northmere Council
        # CORONER'S CONCERNS
        In my opinion there is a risk that future deaths will occur unless action is taken.
        The MATTERS OF CONCERN are as follows. –
        [(1)] {concerns[0]}
        [(2)] {concerns[1]}
        # ACTION SHOULD BE TAKEN
        In my opinion action should be taken and I believe you have the power to take such action.
        """
    )
    form = find(
        f"""
        # REGULATION 28 REPORT TO PREVENT FUTURE DEATHS
        | 4 | CIRCUMSTANCES OF THE DEATH He was found at home. |
        | 5 | CORONER'S CONCERNS The MATTERS OF CONCERN are as follows. (1) {concerns[0]} (2) {concerns[1]} |
        """
    )
    assert texts(paragraphs, "matter_of_concern") == texts(form, "matter_of_concern") == concerns
    assert paragraphs[0].addressees == ("Westmere NHS Trust", "Northmere Council")


def test_must_and_should_headings_of_a_provider_report(find):
    recs = find(
        """
        ## Areas for improvement
        Action the hospital MUST take to improve
        * The trust must ensure that children are seen within four hours.
        * Ensure medicines are stored safely.
        Action the hospital SHOULD take to improve
        * The trust should consider a play specialist.
        """
    )
    assert [rec.strength for rec in recs] == ["must", "must", "consider"]


def test_short_labels_and_safety_numbers(find):
    schools = find(
        """
        # Recommendations
        R1 Improve the attendance of pupils
        R2 Ensure that lessons stretch the more able
        # What happens next
        The school will draw up a plan.
        """
    )
    assert numbers(schools) == ["R1", "R2"]
    ships = find(
        """
        # Section 6 - Recommendations
        The owner of the Teal is recommended to:
        [2031/101] Review its guidance on lifejackets.
        [2031/102] Fit an alarm.
        """
    )
    assert numbers(ships) == ["2031/101", "2031/102"]
    assert ships[0].addressees == ("owner of the Teal",)


def test_findings_with_questions_for_the_board(find):
    recs = find(
        """
        ## Finding 1: Professionals rely on what parents report
        [5.1] Staff accept what they are told.
        ## Questions for the Board
        * How will the Board be assured that histories are checked?
        * What can partners do to help?
        """
    )
    assert numbers(recs, "finding") == ["Finding 1"]
    assert len(texts(recs, "question_for_board")) == 2


def test_lessons_are_their_titles_and_not_the_story_below(find):
    recs = find(
        """
        # Key lessons
        ## Lesson 1: Ask who lives at home
        [15.4] The workers should think of everybody who lives there.
        ## Lesson 2: See the child
        [15.5] Nobody did.
        """
    )
    assert texts(recs, "learning_point") == ["Ask who lives at home", "See the child"]
    assert numbers(recs, "learning_point") == ["Lesson 1", "Lesson 2"]


def test_sentences_of_a_review_without_any_list(find):
    recs = find(
        """
        # Review of Child Finch
        Nobody knew who lived at home. We recommend that Northmere Council checks this at each visit.
        The inspectorate recommended this in 2027.
        """,
        title="Local child safeguarding practice review: Child Finch",
    )
    assert texts(recs) == ["We recommend that Northmere Council checks this at each visit."]
    assert recs[0].addressees == ("Northmere Council",)


def test_same_words_to_two_agencies_are_two_recommendations(find):
    recs = find(
        """
        # Recommendations
        ## Northmere Police
        [1.] Review how officers record domestic abuse.
        ## Westmere NHS Trust
        [1.] Review how officers record domestic abuse.
        """
    )
    assert [rec.addressees for rec in recs] == [("Northmere Police",), ("Westmere NHS Trust",)]
    assert len({rec.recommendation_id for rec in recs}) == 2


def test_list_goes_on_behind_a_boxed_case_study(find):
    recs = find(
        """
        # Areas for improvement
        * Referrals wait too long, and staff do not
        !# Case study: highly effective practice
        !A nurse visited each week.
        ---
        > always know why.
        * Leaders do not know enough.
        # Next steps
        Write a plan.
        """
    )
    assert texts(recs) == []
    assert texts(recs, "area_for_improvement")[-1] == "Leaders do not know enough."
    assert len(recs) == 2


def test_nothing_to_report_is_no_item(find):
    assert find("# Areas for priority action\n* There are no areas for priority action.") == ()


def test_bullets_without_a_printed_sign_are_items(find):
    recs = find(
        """
        # Recommendations
        The Board should:
        * fund trials
        * collect figures
        """
    )
    assert texts(recs) == ["fund trials", "collect figures"]


def test_label_without_a_number(find):
    recs = find(
        """
        # 4 Early help
        Many families wait.
        Recommendation: Government should fund early help in every area.
        More text here.
        """
    )
    assert texts(recs) == ["Government should fund early help in every area."]


def test_conclusions_and_recommendations_of_a_committee(find):
    recs = find(
        """
        # Conclusions and recommendations
        [1.] The evidence shows that children wait too long.
        [2.] The Department should publish waiting times each quarter.
        [3.] We recommend that NHS England sets a target.
        [4.] It should not have taken so long.
        """
    )
    assert numbers(recs) == ["2", "3"]
    assert recs[1].addressees == ("NHS England",)


def test_tables_without_a_header_and_boxes_drawn_as_tables(find):
    recs = find(
        """
        # Recommendations
        | Recommendation 1 | The Board should publish its plan. |
        | Recommendation 2 | Schools should share their records. |
        # 5 Analysis
        | Recommendation 3 |
        | The Trust should write to parents. |
        [5.2] Then he moved.
        """
    )
    assert numbers(recs) == ["1", "2", "3"]
    assert texts(recs)[2] == "The Trust should write to parents."


def test_items_in_paragraphs_with_a_list_inside_one(find):
    recs = find(
        """
        # Areas for improvement
        Partners do not share what they know about children soon enough.
        Police records are incomplete in several ways, and lack these in particular:
        * the names of children
        * the names of schools
        Health staff are not always asked to meetings about children at risk.
        The council does not know how many children are privately fostered.
        """
    )
    assert len(texts(recs, "area_for_improvement")) == 4
    assert texts(recs, "area_for_improvement")[1].endswith("• the names of schools")


def test_sentence_that_announces_a_list_is_no_item_of_it(find):
    recs = find(
        """
        # Review of Child Finch
        The reviewer makes the following recommendations to the Partnership:
        * that it reviews its bruising policy
        """,
        title="Local child safeguarding practice review: Child Finch",
    )
    assert texts(recs) == ["that it reviews its bruising policy"]
    assert recs[0].addressees == ("Partnership",)
    assert recs[0].action == "review"


def test_numbers_in_a_column_of_their_own(find):
    recs = find(
        """
        # Recommendations to partners
        The Partnership has adopted these recommendations.
        !1
        !The Partnership should ask about fathers.
        !2
        !Northmere Police should tell schools on the same day.
        """
    )
    assert numbers(recs) == ["1", "2"]


def test_lettered_parts_of_a_stem_without_a_verb_are_items(find):
    recs = find(
        """
        # 7. Recommendations
        ## Recommendation 1: Neglect
        The Board should, within six months:
        [a)] adopt one tool for measuring care;
        [b)] audit a sample of closed referrals.
        ## Recommendation 2: Families who move
        The council should improve how it works with families who move, by:
        [a)] asking for the file;
        [b)] visiting each week.
        """
    )
    assert numbers(recs) == ["1(a)", "1(b)", "2"]
    assert recs[0].addressees == ("Board",)
    assert recs[0].due == "within six months"


def test_headings_that_carry_the_addressee(find):
    recs = find(
        """
        # 4. What should happen now
        [4.1] The review asks the following bodies to act.
        ## Westmere Council should:
        * place no child out of reach
        ## The Home Office should:
        * extend the scheme
        # 5. What has been done already
        [5.1] Training has been given. It should go on.
        """
    )
    assert [rec.addressees for rec in recs] == [("Westmere Council",), ("Home Office",)]


def test_codes_of_single_agencies(find):
    recs = find(
        """
        # Appendix 2: Recommendations from individual management reviews
        ## Westmere Housing
        H1. All officers who enter homes to receive training.
        ## Lantern Service
        L1. Forms to be revised.
        """
    )
    assert numbers(recs) == ["H1", "L1"]
    assert [rec.addressees for rec in recs] == [("Westmere Housing",), ("Lantern Service",)]


def test_a_call_in_press_prose_heralds_the_list_and_is_no_item(find):
    recs = find(
        """
        The panel is asking for ministers to bring the money for families under one plan, so that it reaches them.
        The review makes the following recommendations for the Home Office and the Ministry of Justice:
        * funding trials of a new way of working
        * collecting figures about those who move
        """,
        kind="thematic review",
    )
    assert [rec.text.split()[0] for rec in recs] == ["funding", "collecting"]
    assert {rec.addressees for rec in recs} == {("Home Office", "Ministry of Justice")}
