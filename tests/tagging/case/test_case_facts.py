"""What a review says of its case: stated, with the words, or left empty. All passages are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from thememiner.records import Box, CaseFact, Document, Line, Page, Passage, Review
from thememiner.tagging.case import choose_facts, find_case_facts
from thememiner.tagging.case.ages import load_ages

SCR = "serious case review"


def find(
    nlp: Language, *texts: str, title: str = "Child A", kind: str = SCR, publisher: str = "", **told: str
) -> list[CaseFact]:
    """The facts of a one-page review with these paragraphs."""
    passages, at = [], 0
    for i, text in enumerate(texts):
        passages.append(
            Passage(
                passage_id=f"p{i}", review_id="r", ordinal=i + 1, kind="paragraph", start=at, end=at + len(text),
                page_first=1, page_last=1, text=text,
            )
        )  # fmt: skip
        at += len(text) + 1
    doc = Document(
        review_id="r",
        text="\n".join(texts),
        pages=(Page(number=1, width=600, height=800, n_chars=at),),
        blocks=(),
        lines=(Line(start=0, end=at, box=Box(page=1, x0=0, top=0, x1=1, bottom=1), size=11),),
    )
    review = Review(review_id="r", title=title, kind=kind, publisher=publisher, extra=told)
    found = find_case_facts(review, doc, passages, list(nlp.pipe(texts)))
    for fact in found:
        assert doc.text[fact.start : fact.end] == fact.text
        assert fact.text in fact.sentence
    return list(choose_facts(found, review))


def values(facts: list[CaseFact], attribute: str) -> list[str]:
    """The values in use, each once, in order of place."""
    return list(dict.fromkeys(fact.value for fact in facts if fact.used and fact.attribute == attribute))


def value(facts: list[CaseFact], attribute: str) -> str:
    return "; ".join(values(facts, attribute))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Child A was 5 months old when he was admitted to hospital with serious head injuries.", "5"),
        ("Child A died in March 2015, aged 3 years.", "36"),
        ("This review concerns Child A, a 14-month-old boy, who died of a head injury.", "14"),
        ("Child A, aged 7 weeks, was taken to hospital by ambulance and found to have fractures.", "1"),
        ("In May 2012 Child A, who was two and a half years old, was killed by his stepfather.", "30"),
        ("At the time of her death Child A was 16 years old.", "192"),
        ("Child A was aged 15 when she was found hanging at home.", "180"),
        ("Child A was just 13 weeks old at the time of his death.", "2"),
        ("The subject of this review is an 8-day-old baby who died at home.", "0"),
        ("Child A was two years and one month old when she was fatally injured.", "25"),
        ("Child A was fifteen. He died by suicide in the woods behind his house.", "180"),
        ("A 14-week-old baby was brought to hospital with bleeding on the brain. This review followed.", "3"),
        ("Following the death of a 4-month-old infant the partners agreed to hold a review.", "4"),
        ("Child A (9 months) suffered life-threatening injuries in the care of his father.", "9"),
        ("Child A died at the age of 11 months.", "11"),
        ("Child A was found unresponsive at six weeks of age.", "1"),
        ("The child was 3 years and 4 months old at the time of the incident.", "40"),
        ("Age at time of incident: 7 months. Child A was taken to hospital unresponsive.", "7"),
        ("Age at incident | 3 years 2 months", "38"),
        ("Child A was ten. She was fond of her brother. She died at home in 2014.", "120"),
        ("Child A was eight. On a Sunday in March their father killed them.", "96"),
        ("In October 2018 Child A, aged 16, took her own life.", "192"),
        ("This report is about the murder of Child A, aged 6, by her father.", "72"),
        (
            "A review followed serious injuries to a 9-week-old baby, who will be known as Child A in this report.",
            "2",
        ),
    ],
)
def test_the_age_at_the_incident_is_read_in_months(nlp: Language, text: str, months: str) -> None:
    assert value(find(nlp, text), "child_age_months") == months


@pytest.mark.parametrize(
    "text",
    [
        "Child A's mother was 17 years old when Child A died.",
        "Child A's brother, aged 4, was present when Child A died.",
        "Child A was 5 years old when his father died.",
        "Child A was placed with foster carers at the age of 6.",
        "Child A is now 8 years old and lives with her aunt.",
        "He was stabbed by a boy of sixteen.",
        "A review is held where a child under the age of 18 has died.",
        "Nationally, a child aged under one year is more likely to be killed than an older child.",
        "Sibling 1 was 3 years old at the time of the incident.",
        "Child A was 9 when he moved to the area.",
        "When he died he weighed as much as a child of two.",
        "The mother of Child A was 19 years old at the time of the death.",
        "Child B was 6 months old when Child B was injured.",
    ],
)
def test_an_age_of_another_person_or_time_is_not_the_childs(nlp: Language, text: str) -> None:
    assert value(find(nlp, text), "child_age_months") == ""


@pytest.mark.parametrize("kind", ["thematic review", "inspection", "joint inspection", "guidance", ""])
def test_a_review_of_no_single_case_has_no_age(nlp: Language, kind: str) -> None:
    facts = find(nlp, "Child A was 5 months old when he died.", kind=kind)
    assert value(facts, "child_age_months") == value(facts, "incident") == ""


def test_ages_that_contradict_each_other_are_left_open(nlp: Language) -> None:
    facts = find(nlp, "Child A was 5 months old when he died.", "Child A died at the age of 9 months.")
    ages = [fact for fact in facts if fact.attribute == "child_age_months"]
    assert [fact.sure for fact in ages] == ["conflicting", "conflicting"]
    assert value(facts, "child_age_months") == ""


def test_a_rounded_age_does_not_contradict_the_exact_one(nlp: Language) -> None:
    facts = find(
        nlp, "Child A was aged 2 when he died.", "Child A was two years and three months old when he died."
    )
    assert values(facts, "child_age_months") == ["24", "27"] or value(facts, "child_age_months") == "27"


def test_the_youngest_of_several_children_gives_the_age(nlp: Language) -> None:
    facts = find(
        nlp, "Sofia was eight and Luca was five when their father killed them.", "Sofia was kind. Luca was funny.",
        "Sofia had a cat. Luca had a bicycle. Sofia lived for it. Luca lived for the other.",
        title="Sofia and Luca",
    )  # fmt: skip
    assert value(facts, "child_age_months") in ("60", "")
    assert value(facts, "n_children") == "2"


@pytest.mark.parametrize(
    ("text", "incident"),
    [
        ("This serious case review was commissioned following the death of Child A in March 2014.", "death"),
        ("Child A died as a result of injuries inflicted by his mother's partner.", "death"),
        ("Child A was murdered by her stepfather.", "death"),
        ("Child A took his own life in the family home.", "death"),
        (
            "Child A sustained serious non-accidental injuries, which were life threatening. She survived.",
            "serious harm",
        ),
        ("Child A was admitted to hospital with multiple fractures.", "serious harm"),
        ("Child A suffered a significant brain injury.", "serious harm"),
        ("This review concerns serious injuries to Child A.", "serious harm"),
        ("This review concerns five siblings who suffered chronic neglect.", "serious harm"),
        (
            "A review followed serious injuries sustained by a 9-week-old baby, who will be known as Child A.",
            "serious harm",
        ),
        ("The review was triggered by the murder of Child A.", "death"),
        ("A review is held where a child has died and abuse or neglect is known or suspected.", ""),
        ("Child A's grandmother died in 2012.", ""),
        ("The death of his father affected Child A deeply.", ""),
        ("Child B died in another area.", ""),
        ("Child A's sibling was taken to hospital with a fracture.", ""),
    ],
)
def test_what_happened(nlp: Language, text: str, incident: str) -> None:
    assert value(find(nlp, text), "incident") == incident


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The family was known to children's social care at the time of the incident.", "now"),
        ("At the time of her death Child A was an open case to children's social care.", "now"),
        ("Child A was well known to Children’s Social Care.", "known"),
        ("The family were known to a number of agencies including children's social care.", "known"),
        ("Child A had previously been known to children's services.", "before"),
        ("The family was no longer open to children's social care.", "before"),
        ("Child A was not known to children's social care.", "never"),
        ("The family had never been known to social services.", "never"),
        ("The family was known only to universal services.", "never"),
        ("The family was not known to any agency beyond universal services.", "never"),
        (
            "The family was not known to Children's Social Care at the time of the injuries.",
            "not at the time",
        ),
        (
            "At the time of the incident the family were not open to children's social care.",
            "not at the time",
        ),
        ("Neither child had ever been known to children's social care.", "never"),
        ("Child A's father was known to the police.", ""),
        ("The mother was known to children's social care as a child.", ""),
        ("Bruising was known to children's social care.", ""),
        ("It is not known whether the injuries were accidental.", ""),
        ("Where a child is known to children's social care, the worker should be told.", ""),
    ],
)
def test_known_to_social_care_needs_the_child_or_the_family(nlp: Language, text: str, known: str) -> None:
    assert value(find(nlp, text), "known_to_social_care") == known


@pytest.mark.parametrize(
    ("text", "status", "category"),
    [
        (
            "Child A was subject to a child protection plan under the category of neglect at the time of his death.",
            "child protection plan", "neglect",
        ),
        (
            "At the time of the incident Child A and her siblings were the subject of child protection plans under "
            "the categories of emotional abuse and neglect.",
            "child protection plan", "emotional abuse; neglect",
        ),
        ("Child A was a looked after child at the time of her death.", "looked after", ""),
        ("At the time of the incident the family was supported through a child in need plan.", "child in need", ""),
        ("At the time of his death Child A was not subject to a child protection plan.", "none", ""),
        ("Child A had been subject to a child protection plan in 2009.", "", ""),
        ("His older brother was subject to a child protection plan at the time of the death.", "", ""),
    ],
)  # fmt: skip
def test_legal_status_at_the_incident(nlp: Language, text: str, status: str, category: str) -> None:
    facts = find(nlp, text)
    assert value(facts, "legal_status") == status
    assert value(facts, "category_of_harm") == category


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Child A was a lively little girl who died in 2016.", "female"),
        ("This review concerns a 3-year-old boy who died from his injuries.", "male"),
        ("Child A loved her dog. Child A lived with her mother. Child A had told her teacher.", "female"),
        ("Child A lived with her parents.", ""),
        ("Child A's brother is a quiet boy.", ""),
    ],
)
def test_gender_as_printed(nlp: Language, text: str, gender: str) -> None:
    assert value(find(nlp, text), "child_gender") == gender


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("This review concerns a sibling group of four.", "Family M", "4"),
        ("This review is about three siblings who suffered neglect.", "Family M", "3"),
        ("The six children who are the subject of this review lived with their mother.", "Family M", "6"),
        ("Child A was born in 2010.", "Serious case review: Child A", "1"),
        ("Child F and Child G were twins.", "Children F and G", "2"),
        ("The family had four older children.", "Family M", ""),
    ],
)
def test_number_of_children(nlp: Language, text: str, title: str, number: str) -> None:
    assert value(find(nlp, text, title=title), "n_children") == number


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The review considered the period from March 2016 to 4th June 2018.", "2016-03", "2018-06-04"),
        ("The period under review is 1 January 2014 to 30 June 2015.", "2014-01-01", "2015-06-30"),
        (
            "The timeframe for the review was from 01/09/2011 until the day of Child A's death.",
            "2011-09-01",
            "",
        ),
        (
            "The scoping period runs from 1 February 2019, when she was booked, to 4 May 2020.",
            "2019-02-01",
            "2020-05-04",
        ),
        (
            "The timescale for the review was agreed as 1st May 2010 until 3rd June 2013.",
            "2010-05-01",
            "2013-06-03",
        ),
        ("The review period is from May 2019 (when she was booked) to June 2020.", "2019-05", "2020-06"),
        ("The review covers the period between April 2010 and December 2012.", "2010-04", "2012-12"),
        ("She worked as a nurse from 2010 to 2012.", "", ""),
        ("Child A lived in the area from May 2011 to June 2012.", "", ""),
    ],
)
def test_period_under_review(nlp: Language, text: str, start: str, end: str) -> None:
    facts = find(nlp, text)
    assert (value(facts, "period_from"), value(facts, "period_to")) == (start, end)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Independent author: Mary O'Neill-Smith", "Mary O'Neill-Smith"),
        ("Lead Reviewers: Peter Dunn and Asha Rao", "Peter Dunn; Asha Rao"),
        ("Report Author – Dr Helen Markham", "Dr Helen Markham"),
        ("Author: J. P. Carrow, Independent Consultant", "J. P. Carrow"),
        ("Overview report written by Joan Fields", "Joan Fields"),
        ("Jane Tolland, Independent Reviewer", "Jane Tolland"),
        ("Kevin Brand was appointed as the independent author of this report.", "Kevin Brand"),
        (
            "The Board appointed Sarah Locke, who is independent of all agencies, as lead reviewer.",
            "Sarah Locke",
        ),
        ("Independent Chair: Robert Vane", ""),
        ("Author: Anytown Safeguarding Children Board", ""),
    ],
)
def test_authors(nlp: Language, text: str, authors: str) -> None:
    assert value(find(nlp, text), "authors") == authors


@pytest.mark.parametrize(
    ("text", "boards"),
    [
        (
            "This review was commissioned by the Fenshire Safeguarding Children Partnership.",
            "Fenshire Safeguarding Children Partnership",
        ),
        (
            "Upper Marl and Dene Safeguarding Children Board decided to undertake a serious case review.",
            "Upper Marl and Dene Safeguarding Children Board",
        ),
        (
            "The review was commissioned jointly by Fenshire Safeguarding Children Board and Dene Safeguarding "
            "Children Board.",
            "Fenshire Safeguarding Children Board; Dene Safeguarding Children Board",
        ),
        ("Fenshire Safeguarding Children Board offers training.", ""),
    ],
)
def test_commissioning_boards(nlp: Language, text: str, boards: str) -> None:
    assert value(find(nlp, text), "commissioned_by") == boards


@pytest.mark.parametrize(
    ("text", "ethnicity"),
    [
        ("Child A was of White British ethnicity.", "White British"),
        ("The family is of Bangladeshi origin.", "Bangladeshi"),
        ("Child A was of dual heritage.", "dual heritage"),
        ("Child A is White British.", "White British"),
        ("Ethnicity: Black African", "Black African"),
        ("The father is Polish.", ""),
        ("Most of the population of the borough is White British.", ""),
    ],
)
def test_ethnicity_as_printed(nlp: Language, text: str, ethnicity: str) -> None:
    assert value(find(nlp, text), "ethnicity") == ethnicity


@pytest.mark.parametrize(
    ("text", "attribute", "wanted"),
    [
        ("A criminal investigation is ongoing.", "parallel_proceedings", "criminal investigation"),
        ("The inquest concluded in June 2019.", "parallel_proceedings", "inquest"),
        ("Child A's father was convicted of manslaughter.", "parallel_proceedings", "criminal proceedings"),
        ("Mother's partner had previously been convicted of assault.", "parallel_proceedings", ""),
        ("The review followed the SILP methodology.", "method", "Significant Incident Learning Process (SILP)"),
        ("The review used a systems approach based on Learning Together.", "method", "Learning Together (SCIE); systems approach"),
        ("Child A died by suicide.", "category_of_harm", "suicide or self-harm"),
        ("Child A suffered non-accidental injuries.", "category_of_harm", "physical abuse"),
        ("Medical opinion ruled out that Child A suffered non-accidental injuries.", "category_of_harm", ""),
    ],
)  # fmt: skip
def test_proceedings_methods_and_harm(nlp: Language, text: str, attribute: str, wanted: str) -> None:
    assert set(values(find(nlp, text), attribute)) == set(filter(None, wanted.split("; ")))


@pytest.mark.parametrize(
    ("text", "size", "areas"),
    [
        ("The review looked at 14 babies from 12 local areas.", "14", ""),
        ("We examined a sample of twenty-one cases.", "21", ""),
        ("This report is based on 38 serious case reviews.", "38", ""),
        ("We visited five areas: Fenshire, Upper Marl and Dene.", "", "Fenshire; Upper Marl; Dene"),
        ("We recommend a review of 20 cases.", "", ""),
    ],
)
def test_samples_of_thematic_reviews(nlp: Language, text: str, size: str, areas: str) -> None:
    facts = find(nlp, text, kind="thematic review", title="Moving on")
    assert (value(facts, "sample_size"), value(facts, "areas_visited")) == (size, areas)


def test_the_manifest_has_the_last_word(nlp: Language) -> None:
    facts = find(nlp, "Child A was 5 months old when he died.", child_age_months="4", ethnicity="White Welsh")
    assert value(facts, "child_age_months") == "4"
    assert value(facts, "ethnicity") == "White Welsh"
    assert [fact.sure for fact in facts if fact.used and fact.attribute == "ethnicity"] == ["manifest"]
    assert value(facts, "incident") == "death"


@pytest.mark.parametrize("cut", ["…", "’s", "\u2011", "\u00a0", "\ufffd"])
def test_offsets_survive_typography(nlp: Language, cut: str) -> None:
    find(nlp, f"Child A{cut} was{cut} 5{cut}months old when{cut} he died.")


@given(st.text(max_size=120))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for age in load_ages().read(text):
        assert 0 <= age.start < age.end <= len(text)
