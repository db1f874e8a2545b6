"""Agencies in running text: what is named, and what each short name means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thememiner.records import AgencyMention, Document, Passage, Review
from thememiner.tagging.agencies import find_agencies, list_agencies
from thememiner.tagging.agencies.authority import Authority, load_authority

ReadAgencies = Callable[..., tuple[AgencyMention, ...]]


def named(mentions: tuple[AgencyMention, ...]) -> list[tuple[str, str]]:
    return [(mention.text, mention.agency_id) for mention in mentions]


@pytest.mark.parametrize(
    ("sentence", "text", "agency_id", "rule"),
    [
        ("A report by Ofsted followed.", "Ofsted", "ofsted", "name"),
        ("Ofsted’s report followed.", "Ofsted", "ofsted", "name"),
        ("The Met had attended.", "The Met", "metropolitan-police-service", "alias"),
        (
            "Officers of West Mercia Constabulary came.",
            "West Mercia Constabulary",
            "west-mercia-police",
            "alias",
        ),
        ("The CAMHS worker left.", "CAMHS", "child-and-adolescent-mental-health-services", "acronym"),
        ("A referral from the police was late.", "the police", "police", "role"),
        ("The health visitor saw her.", "health visitor", "health-visiting", "role"),
        (
            "Children’s social care closed the case.",
            "Children’s social care",
            "childrens-social-care",
            "role",
        ),
        (
            "She wrote to Northshire County Council.",
            "Northshire County Council",
            "northshire-county-council",
            "pattern",
        ),
        (
            "East Northshire Hospitals NHS Foundation Trust replied.",
            "East Northshire Hospitals NHS Foundation Trust",
            "east-northshire-hospitals-nhs-foundation-trust",
            "pattern",
        ),
        ("He was held at HMP Northgate.", "HMP Northgate", "hmp-northgate", "pattern"),
        (
            "Northshire & Southshire Safeguarding Children’s Partnership met.",
            "Northshire & Southshire Safeguarding Children’s Partnership",
            "northshire-and-southshire-safeguarding-children-partnership",
            "pattern",
        ),
        (
            "Foxley Housing Association wrote.",
            "Foxley Housing Association",
            "foxley-housing-association",
            "pattern",
        ),
    ],
)
def test_one_agency(read_agencies: ReadAgencies, sentence: str, text: str, agency_id: str, rule: str) -> None:
    (mention,) = read_agencies(sentence)
    assert (mention.text, mention.agency_id, mention.rule) == (text, agency_id, rule)


@pytest.mark.parametrize(
    "sentence",
    [
        "The child was made subject to police protection that night.",
        "The Domestic Abuse Act 2021 and the Mental Health Act apply.",
        "This is a duty under the Police and Criminal Evidence Act 1984.",
        "Section 7 of the Local Authority Social Services Act 1970 says so.",
        "The School Attendance (Pupil Registration) (England) Regulations 2024 list the reasons.",
        "She had civil partners and foreign governments in mind.",
        "She was reading to him in Bath, then went to Bury and on to Hull.",
        "She found refuge with an aunt and treated him with respect.",
        "Respect for parents was shown. Contact was supervised. A crisis followed.",
        "He was of school age and lived in poor housing.",
        "Professionals worked in partnership throughout.",
        "An interim care order (ICO) was made, and the ICO was renewed.",
        "Mother and her new partners moved often.",
        "PARENTS WHO DRINK",
    ],
)
def test_words_that_only_look_like_an_agency(read_agencies: ReadAgencies, sentence: str) -> None:
    assert read_agencies(sentence) == ()


def test_ordinary_words_are_charities_in_their_context(read_agencies: ReadAgencies) -> None:
    assert named(read_agencies("The charity Refuge ran the helpline.")) == [("Refuge", "refuge")]


def test_place_names_need_an_agency_word(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("He was reading a letter from Reading Borough Council.")
    assert named(mentions) == [("Reading Borough Council", "reading-council")]


def test_an_acronym_means_what_the_document_says(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies(
        "The Bolton Safeguarding Children Board (BSCB) met.", "BSCB's chair asked for a report."
    )
    board = "bolton-safeguarding-children-board"
    assert named(mentions) == [
        ("Bolton Safeguarding Children Board", board),
        ("BSCB", board),
        ("BSCB", board),
    ]
    assert mentions[-1].rule == "defined"


@pytest.mark.parametrize(
    "definition",
    [
        "Kestrel Family Service (KFS) is a charity.",
        "The agency kept fine sheets (KFS).",
    ],
)
def test_an_acronym_defined_as_something_else_is_no_agency(
    read_agencies: ReadAgencies, definition: str
) -> None:
    assert all(mention.text != "KFS" for mention in read_agencies(definition, "KFS was used."))


def test_a_glossary_defines(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("NSCB  Northshire Safeguarding Children Board", "NSCB will publish.")
    assert named(mentions)[-1] == ("NSCB", "northshire-safeguarding-children-board")


@pytest.mark.parametrize("acronym", ["BSCB", "CSCP", "HMIP", "CPS", "ICO"])
def test_ambiguous_acronyms_stay_open(read_agencies: ReadAgencies, acronym: str) -> None:
    (mention,) = read_agencies(f"A letter from {acronym} came late.")
    assert mention.agency_id == ""
    assert mention.rule == "unresolved"
    assert mention.candidates


def test_the_area_of_the_review_decides_between_candidates(read_agencies: ReadAgencies) -> None:
    (mention,) = read_agencies("BSCB will publish the report.", area="Bradford")
    assert mention.agency_id == "bradford-safeguarding-children-board"


def test_the_full_name_elsewhere_decides_between_candidates(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("Advice of the Crown Prosecution Service was sought.", "The CPS replied.")
    assert [mention.agency_id for mention in mentions] == ["crown-prosecution-service"] * 2


def test_the_board_is_the_documents_own(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("Northshire Safeguarding Children Board commissioned this.", "The Board agrees.")
    assert mentions[-1].agency_id == "northshire-safeguarding-children-board"
    assert mentions[-1].rule == "document"


def test_the_board_of_nobody_in_particular_is_a_role(read_agencies: ReadAgencies) -> None:
    (mention,) = read_agencies("The Board agrees.")
    assert (mention.agency_id, mention.rule) == ("the-board", "role")


def test_the_board_is_the_one_named_just_before(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies(
        "Northshire Safeguarding Children Board met.",
        "The Northshire Health and Wellbeing Board was told. The Board replied.",
        "Southshire Safeguarding Children Board did not.",
    )
    board = [mention for mention in mentions if mention.text == "The Board"]
    assert board[0].agency_id == "northshire-health-and-wellbeing-board"


def test_initials_of_a_named_body_mean_it(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("Elmfield Safeguarding Children Partnership met.", "ESCP will publish.")
    assert [mention.agency_id for mention in mentions] == ["elmfield-safeguarding-children-partnership"] * 2


def test_the_beginning_of_a_longer_name_means_it(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies(
        "Moorfield Partnership NHS Foundation Trust replied.", "Moorfield Partnership agreed."
    )
    assert [m.agency_id for m in mentions] == ["moorfield-partnership-nhs-foundation-trust"] * 2


def test_bodies_that_a_review_does_not_name_are_its_own(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies("School 1 and Hospital A shared their records.")
    assert [mention.text for mention in mentions] == ["School 1", "Hospital A"]
    assert all(mention.agency_id.endswith("-012345") for mention in mentions)


def test_a_force_is_one_body_under_both_its_names(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies(
        "Northshire Constabulary came.", "Then Northshire police left.", "Kent Constabulary did not."
    )
    assert [m.agency_id for m in mentions] == ["northshire-police", "northshire-police", "kent-police"]
    assert mentions[0].label == "Northshire Constabulary"


def test_neighbours_are_no_part_of_a_name(read_agencies: ReadAgencies) -> None:
    mentions = read_agencies(
        "Ofsted and Bolton Council met with Sussex and Kent Police and Director Ann Lee."
    )
    assert [mention.text for mention in mentions] == ["Ofsted", "Bolton Council", "Kent Police"]


def test_a_body_in_no_list_is_shown_as_unresolved(read_agencies: ReadAgencies) -> None:
    (mention,) = read_agencies("The Safer Northshire Partnership replied.")
    assert (mention.text, mention.rule, mention.agency_id) == (
        "Safer Northshire Partnership",
        "unresolved",
        "",
    )


def test_every_mentioned_agency_is_listed(read_agencies: ReadAgencies, authority: Authority) -> None:
    mentions = read_agencies(
        "Bolton LSCB, Northshire Police, School 1, the GP and DCSF replied.",
        "University of Westshire and Leeds MASH did not.",
    )
    agencies = {agency.agency_id: agency for agency in list_agencies(authority, mentions)}
    assert {m.agency_id for m in mentions if m.agency_id} <= set(agencies)
    assert agencies["northshire-police"].kind == "police"
    assert agencies["leeds-multi-agency-safeguarding-hub"].kind == "forum"
    assert agencies["school-1-012345"].label == "School 1"
    assert agencies["bolton-safeguarding-children-board"].successor_id in agencies
    assert "department-for-education" in agencies  # what became of DCSF


def test_the_label_of_a_made_agency_leads_back_to_it(
    read_agencies: ReadAgencies, authority: Authority
) -> None:
    (mention,) = read_agencies("NHS Northshire CCG replied.")
    agency = authority.resolve(mention.label)
    assert agency is not None
    assert agency.agency_id == mention.agency_id


_AUTHORITY = load_authority()


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["the", "Board", "Bolton", "Safeguarding Children Board", "(BSCB)", "BSCB", "and", ",", "of",
                 "Police", "police", "Kent", "(", ")", "NHS", "Trust", "Council", "Act", "School", "1", "’s", "&",
                 "University", "Department for", "Health", ".", "LSCB", "MASH", "St.", "HMP"]
            ),
            st.text(max_size=8),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_text_is_read(words: list[str]) -> None:
    text = " ".join(words)
    passage = Passage(
        passage_id="p", review_id="r", ordinal=0, kind="paragraph", start=0, end=len(text), page_first=1,
        page_last=1, text=text,
    )  # fmt: skip
    doc = Document(review_id="r", text=text, pages=(), blocks=(), lines=())
    mentions = find_agencies(doc, (passage,), [], _AUTHORITY, review=Review(review_id="r"))
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        last = mention.end
    listed = {agency.agency_id for agency in list_agencies(_AUTHORITY, mentions)}
    assert {mention.agency_id for mention in mentions if mention.agency_id} <= listed
    assert mentions == find_agencies(doc, (passage,), [], _AUTHORITY, review=Review(review_id="r"))


def test_same_reading_whatever_the_hash_seed() -> None:
    """Names are read in one order: no set decides between candidates."""
    assert [agency.agency_id for agency in _AUTHORITY.agencies] == sorted(_AUTHORITY.by_id)
    assert all(list(ids) == sorted(ids) for ids in _AUTHORITY.acronyms.values())
