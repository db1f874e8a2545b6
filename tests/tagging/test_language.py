"""Words and sentences as tagging reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from thememiner.tagging.language.pipeline import fold_spelling, make_nlp

NLP = make_nlp()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organization", "organisations"),
        ("meeting", "meetings"),
        ("develops", "developed"),
        ("children", "child"),
        ("analyze", "analysed"),
        ("child’s", "child's"),
        ("headteachers", "headteacher"),
        ("findings", "finding"),
        ("number", "numbers"),
    ],
)
def test_variants_of_a_word_are_one(nlp: Language, one: str, other: str) -> None:
    assert [token.lemma_ for token in nlp(one)] == [token.lemma_ for token in nlp(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("well", "good"),
        ("better", "good"),
        ("number", "numb"),
        ("as", "a"),
        ("news", "new"),
        ("size", "sise"),
    ],
)
def test_other_words_stay_apart(nlp: Language, one: str, other: str) -> None:
    assert nlp(one)[0].lemma_ != nlp(other)[0].lemma_


def test_folds_marks_and_spelling() -> None:
    assert fold_spelling("Non‑recognition") == "non-recognition"
    assert fold_spelling("PRIORITIZED") == "prioritised"
    assert fold_spelling("prize") == "prize"


@pytest.mark.parametrize(
    "sentences",
    [
        # a full stop that ends no sentence
        ["Visits, e.g. by Dr. Smith, i.e. the GP, were late, etc.", "The next were not."],
        ["See s. 47 and s.47 of the Act.", "No. 5 was not seen.", "The answer is no."],
        ["At 5 p.m. he left.", "At 6 p.m.", "The police came."],
        ["Brown et al. (2010) say so.", "J. Brown said it."],
        ["Roughly approx. five of them."],
        # pseudonyms
        ["The mother of Child A.", "He was seen.", "Ms B. was told."],
        # numbers of paragraphs and of notes
        ["49. Improve the plan.", "4.12. The plan was late."],
        ["Children were hurt.12", "However, nobody knew (see pp. 3-4)."],
        ["Was it seen?3", "No."],
        # lists
        ["To (a) see the child;", "(b) hear the child;", "and (c) help."],
        ["• one thing;", "• another thing; and", "◼ a third"],
        # quotes and brackets
        ["He said ‘stop.’", "She did.", "“Why?” he asked.", "(It is so.)", "Next."],
        ["Recording was poor; visits were late."],
    ],
)
def test_sentences(nlp: Language, sentences: list[str]) -> None:
    assert [sentence.text for sentence in nlp(" ".join(sentences)).sents] == sentences


def test_a_blank_line_ends_a_sentence(nlp: Language) -> None:
    assert [sentence.text.strip() for sentence in nlp("A heading\n\nA line").sents] == ["A heading", "A line"]


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" .;:?!•\n()ab1”")), max_size=60))
def test_any_text_passes(text: str) -> None:
    spacy_doc = NLP(text)
    assert len(spacy_doc.text) == len(text)
    assert all(theirs in (ours, "\ufffd") for ours, theirs in zip(text, spacy_doc.text, strict=True))
    assert sum(len(sentence) for sentence in spacy_doc.sents) == len(spacy_doc)


def test_a_hyphen_before_a_space_is_a_token_of_its_own() -> None:
    assert [token.text for token in NLP("multi- agency, co-\nordinated - well")][:3] == [
        "multi",
        "-",
        "agency",
    ]
