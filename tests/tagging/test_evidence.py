"""The columns that the scorecards read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from thememiner.records import Passage
from thememiner.tagging.codebook.load import Codebook
from thememiner.tagging.themes import polarity, salience, tagger
from thememiner.tagging.themes.evidence import Evidence
from thememiner.tagging.themes.tagger import ThemeTagger

THEMES = {"neglect": "neglect", "drift": "delay", "housing": "housing"}
TEXTS = (
    "Neglect was seen early, and staff responded well to neglect. Drift, however, was not.",
    "The hub includes housing, drift and a library.",
    "Staff should record drift. Although housing is good, neglect is not always recognised.",
    "Housing.",
    "There was no evidence of neglect. Domestic abuse was poorly understood by the school.",
)


def features_of(
    card: salience.Scorecard, evidence: Evidence, names: tuple[str, ...] = salience.FEATURES
) -> dict[tuple[int, str], dict[str, float]]:
    """Return the features of each group by name."""
    columns = card.describe(evidence) if names is salience.FEATURES else polarity.describe(evidence)
    return {
        (group.passage, group.theme_id): {
            name: float(column[number]) for name, column in zip(names, columns, strict=True)
        }
        for number, group in enumerate(evidence.groups)
    }


def test_salience_is_read_off_the_mentions_and_their_sentences(
    nlp: Language, name_themes: Callable[..., Evidence]
) -> None:
    found = features_of(salience.load_scorecard(nlp), name_themes(*TEXTS[:2], themes=THEMES))
    assert list(found) == [(0, "neglect"), (0, "delay"), (1, "housing"), (1, "delay")]
    twice, last = found[0, "neglect"], found[0, "delay"]
    assert (twice["named_twice"], twice["named_thrice"], twice["two_cues"], twice["two_sentences"]) == (
        1,
        0,
        0,
        0,
    )
    assert (twice["first_sentence"], twice["opens_its_sentence"], twice["words_before"]) == (1, 1, 0)
    assert (twice["commas"], twice["themes_in_sentence"], twice["words_in_sentence"]) == (1 / 3, 0.5, 12 / 20)
    assert (last["first_sentence"], last["last_sentence_only"], last["commas"]) == (0, 1, 2 / 3)
    assert twice["words_in_passage"] == last["words_in_passage"] == 19 / 50
    listed = found[1, "delay"]
    assert (listed["after_including"], listed["after_preposition"], listed["themes_in_sentence"]) == (1, 0, 1)
    assert listed["words_before"] == 0.5


def test_polarity_is_read_off_the_clauses_of_the_mentions(
    nlp: Language, name_themes: Callable[..., Evidence]
) -> None:
    card = salience.load_scorecard(nlp)
    found = features_of(card, name_themes(*TEXTS[2:4], themes=THEMES), polarity.FEATURES)
    ought, conceded, judged = found[0, "delay"], found[0, "housing"], found[0, "neglect"]
    assert (ought["ought_here"], conceded["ought_here"], ought["ought_in_passage"]) == (1, 0, 0.5)
    assert (ought["first_sentence"], conceded["first_sentence"]) == (1, 0)
    assert (ought["conceded"], conceded["conceded"], judged["conceded"]) == (0, 1, 0)
    assert conceded["clause_praises"] > 0 == judged["clause_praises"]
    assert judged["criticised"] == 1
    assert found[1, "housing"]["no_judgement"] == 1


def test_a_passage_is_of_a_case_by_its_document_or_by_its_words(
    nlp: Language, name_themes: Callable[..., Evidence]
) -> None:
    card = salience.load_scorecard(nlp)
    texts = ("His mother spoke of neglect.", "Neglect is a theme of the plan.")
    for is_of_case, expected in ((False, [1, 0]), (True, [1, 1])):
        evidence = name_themes(*texts, themes=THEMES, is_of_case=is_of_case)
        assert evidence.is_of_case.tolist() == expected
        found = features_of(card, evidence, polarity.FEATURES)
        assert [features["of_a_case"] for features in found.values()] == expected


@pytest.fixture(scope="module")
def themes(nlp: Language, codebook: Codebook) -> ThemeTagger:
    return ThemeTagger(codebook, nlp)


@given(st.lists(st.sampled_from(TEXTS), max_size=8), st.integers(1, 4))
def test_what_is_said_of_a_passage_does_not_depend_on_those_read_with_it(
    themes: ThemeTagger, texts: list[str], together: int
) -> None:
    passages = [
        Passage(
            passage_id=f"p{at}", review_id="r", ordinal=at, kind="paragraph", start=0, end=len(text),
            page_first=1, page_last=1, text=text,
        )
        for at, text in enumerate(texts)
    ]  # fmt: skip
    docs = list(map(themes.nlp, texts))
    alone = [
        mention
        for passage, spacy_doc in zip(passages, docs, strict=True)
        for mention in themes.tag_passages([passage], [spacy_doc])
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagger, "_TOGETHER", together)
        assert list(themes.tag_passages(passages, docs)) == alone
    assert len(alone) >= len(texts)
