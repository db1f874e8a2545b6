"""How a mention is meant: status, and praise or criticism."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Passage
from thememiner.tagging.context.rules import ContextRules, load_context
from thememiner.tagging.context.tone import weigh_scores


@pytest.fixture(scope="module")
def rules(nlp: Language) -> ContextRules:
    return load_context(nlp)


def passage_of(text: str, *, role: str = "finding", section: tuple[str, ...] = ()) -> Passage:
    return Passage(
        passage_id="p",
        review_id="r",
        ordinal=0,
        kind="paragraph",
        role=role,  # type: ignore[arg-type]
        section=section,
        start=0,
        end=len(text),
        page_first=1,
        page_last=1,
        text=text,
    )


def polarity_of(nlp: Language, rules: ContextRules, text: str, words: str, **where: object) -> str:
    """Return what the rules alone make of the places where the words stand, as of one theme."""
    spacy_doc = nlp(text)
    context = rules.read(spacy_doc, passage_of(text, **where))  # type: ignore[arg-type]
    scores: list[float] = []
    at = text.find(words)
    while at >= 0:
        span = spacy_doc.char_span(at, at + len(words), alignment_mode="expand")
        assert span is not None
        scores.append(context.tone.score_at(span.start))
        at = text.find(words, at + 1)
    return name_sign(weigh_scores(scores).sum())


def name_sign(score: float) -> str:
    return "strength" if score > 0 else "concern" if score < 0 else "neutral"


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("There was no evidence of domestic abuse.", "domestic abuse", "negated"),
        ("No previous history of any domestic abuse was known.", "domestic abuse", "negated"),
        ("She denied domestic abuse.", "domestic abuse", "negated"),
        ("There was a lack of evidence of neglect.", "neglect", "negated"),
        ("Neglect was ruled out by the doctors.", "Neglect", "negated"),
        ("Domestic abuse was not reported in these years.", "Domestic abuse", "negated"),
        ("There were no injuries.", "injuries", "negated"),
        ("There is no evidence that he was neglected.", "neglected", "negated"),
        ("No record that the boy had harmed himself was found.", "harmed himself", "negated"),
        ("There were no recent cases of neglect.", "neglect", "negated"),
        ("The young man was not homeless.", "homeless", "negated"),
        ("She had never been sexually abused.", "sexually abused", "negated"),
        ("No children were missing on the day.", "children were missing", "negated"),
        ("None of the young people were in custody.", "in custody", "negated"),
        ("There was nothing to suggest that he had been sexually abused.", "sexually abused", "negated"),
        ("Neither parent had a history of mental illness.", "mental illness", "negated"),
        ("The father had no previous convictions.", "previous convictions", "negated"),
        ("There were no known risk factors such as domestic abuse or debt.", "domestic abuse", "negated"),
        ("The GP recorded no mental health concerns for the mother.", "mental health", "negated"),
        ("The mother reported no low mood or depression.", "depression", "negated"),
        ("Mother was not known to adult mental health services.", "mental health", "negated"),
        ("She answered no to the question about domestic abuse.", "domestic abuse", "negated"),
        ("She was asked about domestic abuse and disclosed nothing.", "domestic abuse", "negated"),
        ("He had not self-harmed before.", "self-harmed", "negated"),
        ("The boy had never been reported missing.", "missing", "negated"),
        ("No evidence was found of online grooming.", "online grooming", "negated"),
        ("No concerns were raised about neglect.", "neglect", "negated"),
        # double traps
        ("The drug use was not known to the midwife.", "drug use", "asserted"),
        ("It was not known to the school that there was domestic abuse.", "domestic abuse", "asserted"),
        ("Neither worker was asked about neglect.", "neglect", "asserted"),
        ("No children were offered an interview after going missing.", "going missing", "asserted"),
        ("That did not mean there was no domestic abuse.", "domestic abuse", "asserted"),
        ("Domestic abuse was not uncommon in the family.", "Domestic abuse", "asserted"),
        ("Neglect cannot be ruled out.", "Neglect", "asserted"),
        ("There was no evidence that domestic abuse was considered.", "domestic abuse", "asserted"),
        ("An absence of disclosure is not an absence of domestic abuse.", "domestic abuse", "asserted"),
        ("There was no doubt of neglect.", "neglect", "asserted"),
        # another clause, another sentence
        ("There was no evidence of a plan, but neglect was plain.", "neglect", "asserted"),
        ("He was not charged. Domestic abuse went on.", "Domestic abuse", "asserted"),
        ("In cases of neglect, workers visit weekly.", "neglect", "asserted"),
        ("The research findings on domestic abuse were shared.", "domestic abuse", "asserted"),
        # what might be, what others say, what stands in every review
        ("If there is any domestic abuse, tell the duty worker.", "domestic abuse", "hypothetical"),
        ("If the domestic abuse recurs, a meeting is called.", "domestic abuse", "hypothetical"),
        ("Should there be any further neglect, they meet.", "neglect", "hypothetical"),
        ("Research has shown that neglect harms the brain.", "neglect", "quoted"),
        ("Many previous reviews have highlighted neglect.", "neglect", "quoted"),
        ("According to research, neglect is common.", "neglect", "quoted"),
        ("The courses are defined as part time; some are homeless.", "homeless", "asserted"),
        ("Working Together 2018 defines neglect as a failure to meet needs.", "neglect", "quoted"),
        ("A review is held when abuse or neglect is known or suspected.", "neglect", "boilerplate"),
        ("This letter outlines our findings about responses to neglect.", "neglect", "boilerplate"),
        ("The report describes neglect. Findings are below.", "neglect", "asserted"),
        ("The baby was at risk of significant harm.", "significant harm", "boilerplate"),
    ],
)
def test_status_of_a_fact(nlp: Language, rules: ContextRules, text: str, words: str, status: str) -> None:
    spacy_doc = nlp(text)
    at = text.index(words)
    span = spacy_doc.char_span(at, at + len(words))
    assert span is not None
    assert rules.read(spacy_doc).status_at(span.start, span.end, negation="fact") == status


def test_of_a_practice_a_negation_is_criticism(nlp: Language, rules: ContextRules) -> None:
    text = "There was no evidence of supervision."
    spacy_doc = nlp(text)
    assert rules.read(spacy_doc).status_at(5, 6, negation="deficit") == "asserted"
    assert polarity_of(nlp, rules, text, "supervision") == "concern"


@pytest.mark.parametrize(
    ("text", "words", "polarity"),
    [
        ("Supervision was weak.", "Supervision", "concern"),
        ("Supervision is not always well recorded.", "Supervision", "concern"),
        ("Nobody spoke to the boy about supervision.", "supervision", "concern"),
        ("The account was taken at face value in supervision.", "supervision", "concern"),
        ("Supervision may support workers.", "Supervision", "neutral"),
        ("Supervision was regular and effective.", "Supervision", "strength"),
        ("Supervision took place in March.", "Supervision", "neutral"),
        ("Supervision was not effective.", "Supervision", "concern"),
        ("Supervision was not yet consistently effective.", "Supervision", "concern"),
        ("There was no delay in the assessment.", "assessment", "strength"),
        ("There was no evidence that the father was considered.", "father", "concern"),
        ("There was no lack of professional curiosity.", "professional curiosity", "strength"),
        ("Too many assessments were late.", "assessments", "concern"),
        ("Children benefit from timely assessments.", "assessments", "strength"),
        # however turns; the main clause outweighs what is conceded
        ("Recording is good. However, supervision is weak.", "supervision", "concern"),
        ("Recording is weak, but supervision is strong.", "supervision", "strength"),
        ("Although supervision is well established, it is not always effective.", "supervision", "concern"),
        ("Most visits are good. However, some visits are far too late.", "visits", "concern"),
        # what follows from the sentence before
        ("Records are poor. This means that supervision has little to go by.", "supervision", "concern"),
        # what ought to be
        ("The board should ensure effective supervision.", "supervision", "neutral"),
        ("Ensure that supervision is regular and effective.", "supervision", "neutral"),
        ("The nurse should have had supervision.", "supervision", "concern"),
        ("The nurse may ask for good supervision, and her manager must offer it.", "supervision", "neutral"),
        (
            "The consistency of supervision in the two teams, so that staff are well supported.",
            "supervision",
            "neutral",
        ),
        # "not always" denies praise, and makes no praise of what is bad
        ("Chairs do not always raise drift in supervision.", "supervision", "concern"),
        ("There is no delay in supervision.", "supervision", "strength"),
        ("Supervision does not come soon enough.", "Supervision", "concern"),
        # a name is no rule, and no praise
        ("The duty team ensures helpful supervision of all who are on duty.", "supervision", "strength"),
        ("An appropriate adult came before supervision.", "supervision", "neutral"),
        # two lacks are no praise
        ("There is a lack of skill and no supervision.", "supervision", "concern"),
        ("Reviews had not challenged delays in supervision.", "supervision", "concern"),
        (
            "Staff may ask whom they can for supervision. This is a significant gap.",
            "supervision",
            "concern",
        ),
        ("To widen supervision, more managers are needed.", "supervision", "concern"),
        ("Supervision varies from team to team.", "Supervision", "concern"),
        ("Recent work has led to some improvements in supervision.", "supervision", "strength"),
        ("The weaknesses in supervision have been fully addressed.", "supervision", "strength"),
        # what is still to be done is not so
        (
            "Managers have not ensured that, in the two older teams, supervision is regular and effective.",
            "supervision",
            "concern",
        ),
        (
            "There is more to do to make supervision in the older teams effective and robust.",
            "supervision",
            "concern",
        ),
        (
            "Supervision for nurses with persistent absence from work is regular and good.",
            "Supervision",
            "strength",
        ),
        # headings within the passage
        ("What needs to improve: supervision of new staff.", "supervision", "concern"),
        ("Key strengths: supervision of new staff.", "supervision", "strength"),
    ],
)
def test_polarity(nlp: Language, rules: ContextRules, text: str, words: str, polarity: str) -> None:
    assert polarity_of(nlp, rules, text, words) == polarity


def test_role_and_headings_are_evidence(nlp: Language, rules: ContextRules) -> None:
    text = "Supervision of new staff and help for young carers."
    assert polarity_of(nlp, rules, text, "Supervision") == "neutral"
    for heading, polarity in (
        ("What is working well", "strength"),
        ("Strengths", "strength"),
        ("Areas for improvement", "concern"),
        ("What needs to improve", "concern"),
        ("Supervision", "neutral"),
    ):
        found = polarity_of(nlp, rules, text, "Supervision", section=("Findings", heading))
        assert found == polarity, heading
    assert (
        polarity_of(nlp, rules, "Strong supervision of staff.", "supervision", role="recommendation")
        == "neutral"
    )


def test_the_sentence_may_contradict_the_cue(nlp: Language, rules: ContextRules) -> None:
    for text, polarity in (("Drift was seen.", "concern"), ("There was no drift.", "strength")):
        spacy_doc = nlp(text)
        start = next(token.i for token in spacy_doc if token.lower_ == "drift")
        score = rules.read(spacy_doc).tone.score_at(start, own="concern")
        assert name_sign(score) == polarity


def test_nothing_is_said_of_an_empty_passage(nlp: Language, rules: ContextRules) -> None:
    assert rules.read(nlp("")) is not None


def test_says_what_is_wrong_with_a_file_of_rules(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "context.yaml").write_text(
        "modifiers:\n"
        "  - says: perhaps\n    cues: [maybe]\n"
        "  - says: negated\n    direction: up\n    reach: far\n    cues: [never]\n"
        "  - says: negated\n    cues: ['(no']\n"
        "  - just words\n",
        encoding="utf-8",
    )
    with pytest.raises(CodebookError) as caught:
        load_context(nlp, tmp_path)
    assert len(caught.value.problems) == 5
    assert "says must be one of" in caught.value.problems[0]
    assert all(problem.startswith("context.yaml") for problem in caught.value.problems)
