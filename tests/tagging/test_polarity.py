"""Criticism, praise and description of a theme, as the tagger tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Mention, Passage
from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.themes.evidence import Evidence
from thememiner.tagging.themes.polarity import FEATURES, load_polarity_card
from thememiner.tagging.themes.tagger import ThemeTagger


@pytest.fixture(scope="module")
def tagger(nlp: Language) -> ThemeTagger:
    return ThemeTagger(load_codebook(), nlp)


def tag(
    tagger: ThemeTagger, nlp: Language, text: str, *, role: str = "finding", section: tuple[str, ...] = ()
) -> tuple[Mention, ...]:
    passage = Passage(
        passage_id="p", review_id="r", ordinal=0, kind="paragraph", role=role, section=section,  # type: ignore[arg-type]
        start=0, end=len(text), page_first=1, page_last=1, text=text,
    )  # fmt: skip
    return tagger.tag_passages([passage], [nlp(text)])


def polarity_of(mentions: tuple[Mention, ...], theme_id: str) -> str:
    (polarity,) = {mention.polarity for mention in mentions if mention.theme_id == theme_id}
    return polarity


@pytest.mark.parametrize(
    ("text", "theme_id", "polarity"),
    [
        ("Supervision was weak.", "supervision", "concern"),
        ("Supervision was regular and effective.", "supervision", "strength"),
        ("Supervision took place in March.", "supervision", "neutral"),
        ("There was no professional curiosity.", "professional_curiosity", "concern"),
        ("There was no lack of professional curiosity.", "professional_curiosity", "strength"),
        ("Information was not shared between the surgery and the school.", "info_sharing", "concern"),
        ("Information is shared promptly and well.", "info_sharing", "strength"),
        ("The strategy discussion was held in May.", "cp_process", "neutral"),
        ("Drift and delay were seen.", "drift_delay", "concern"),
        ("There was no drift or delay.", "drift_delay", "strength"),
        ("Domestic abuse was a feature of the family's life.", "domestic_abuse", "neutral"),
        ("Return home interviews are not timely.", "missing", "concern"),
        ("Return home interviews are timely and thorough.", "missing", "strength"),
        # of two themes in a sentence each has its own
        ("Recording is weak, but supervision is strong.", "supervision", "strength"),
        ("Recording is weak, but supervision is strong.", "recording", "concern"),
        ("Recording is good. However, supervision is weak.", "supervision", "concern"),
        # what ought to be
        ("The board should ensure effective supervision.", "supervision", "neutral"),
        ("Ensure that supervision is regular and effective.", "supervision", "neutral"),
        ("The nurse should have had supervision.", "supervision", "concern"),
        # headings within the passage
        ("What needs to improve: supervision of new staff.", "supervision", "concern"),
        ("Key strengths: supervision of new staff.", "supervision", "strength"),
    ],
)
def test_what_is_plainly_said(
    tagger: ThemeTagger, nlp: Language, text: str, theme_id: str, polarity: str
) -> None:
    assert polarity_of(tag(tagger, nlp, text), theme_id) == polarity


def test_role_and_headings_are_evidence(tagger: ThemeTagger, nlp: Language) -> None:
    text = "Supervision of new staff and help for young carers."
    for heading, polarity in (("What is working well", "strength"), ("Areas for improvement", "concern")):
        assert polarity_of(tag(tagger, nlp, text, section=("Findings", heading)), "supervision") == polarity
    for asked in ("Weak supervision of staff.", "Strong supervision of staff."):
        assert polarity_of(tag(tagger, nlp, asked, role="recommendation"), "supervision") == "neutral"


def test_a_theme_has_one_polarity_in_a_passage(tagger: ThemeTagger, nlp: Language) -> None:
    text = "Most supervision is good. However, in too many cases supervision is late and poorly recorded."
    assert polarity_of(tag(tagger, nlp, text), "supervision") == "concern"


def test_a_mention_that_is_not_counted_has_its_own(tagger: ThemeTagger, nlp: Language) -> None:
    text = "Domestic abuse was poorly understood. There was no evidence of domestic abuse in 2019."
    mentions = [mention for mention in tag(tagger, nlp, text) if mention.theme_id == "domestic_abuse"]
    assert {(mention.status, mention.polarity) for mention in mentions} >= {("asserted", "concern")}
    (denied,) = (mention for mention in mentions if mention.status == "negated")
    assert denied.polarity in ("concern", "neutral")


def test_every_theme_with_points_is_in_the_codebook(nlp: Language) -> None:
    known = {code.code_id for code in load_codebook().codes}
    assert set(load_polarity_card(nlp).themes) <= known


def test_each_feature_has_points(nlp: Language) -> None:
    card = load_polarity_card(nlp)
    assert len(card.concern) == len(card.strength) == len(FEATURES)


def test_each_word_counts_once_and_wherever_it_stands(
    nlp: Language, name_themes: Callable[..., Evidence]
) -> None:
    words = load_polarity_card(nlp).words
    listed = [word for word in words.vocabulary if word.isalpha()]
    texts = [" ".join(order) for order in (listed, listed[::-1], listed + listed)]
    concern, strength = words.weigh(name_themes(*texts, "1 2", themes={listed[0]: "neglect", "1": "neglect"}))
    assert concern[0] == concern[1] == concern[2] != 0
    assert strength[0] == strength[1] == strength[2] != 0
    assert concern[3] == strength[3] == 0


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("- points", "must have “points:”"),
        ("points: {start: [1, 2], colour: [0, 0]}", "look at cl"),
        ("points: {start: 3}", "start must be followed by two numbers"),
        ("points: {start: [1, 2, 3]}", "start must be followed by two numbers"),
        ("points: {start: [1, .nan]}", "start must be followed by two numbers"),
        ("points: {start: [1, 2]}\nthemes: [neglect]", "themes must map names to two numbers"),
        ("points: {start: [1, 2]}\nwords: {blame: late 1}", "words must hold “concern:” and “strength:”"),
        ("points: {start: [1, 2]}\nwords: {concern: late early}", "“late” must be followed by its weight"),
    ],
)
def test_says_what_is_wrong_with_a_card(nlp: Language, tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "polarity.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_polarity_card(nlp, tmp_path)
    assert complaint in str(error.value)
