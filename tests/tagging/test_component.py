"""The tagger inside a user's own spaCy pipeline."""

from __future__ import annotations

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc

TEXT = (
    "Information was not shared between the school and the police.\n\n"
    "There was no evidence of domestic abuse. Supervision was good."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("thememiner")
    return nlp


def test_writes_themes_to_spans(nlp: Language) -> None:
    spacy_doc = nlp(TEXT)
    spans = spacy_doc.spans["themes"]
    found = {(span.label_, span._.theme_status, span._.theme_polarity) for span in spans}
    assert ("info_sharing", "asserted", "concern") in found
    assert ("supervision", "asserted", "strength") in found
    assert {status for theme, status, _ in found if theme == "domestic_abuse"} == {"negated"}
    assert all(span.id_.startswith(span.label_) for span in spans)


def test_leaves_the_rest_of_the_doc_as_it_was(nlp: Language) -> None:
    plain = spacy.blank("en")
    plain.add_pipe("sentencizer")
    tagged, untagged = nlp(TEXT), plain(TEXT)
    for ours, theirs in zip(tagged, untagged, strict=True):
        assert (ours.text, ours.norm_, ours.lemma_, ours.is_sent_start) == (
            theirs.text,
            theirs.norm_,
            theirs.lemma_,
            theirs.is_sent_start,
        )


def test_needs_no_sentences_and_no_words() -> None:
    bare = spacy.blank("en")
    bare.add_pipe("thememiner", config={"spans_key": "practice"})
    spacy_doc = bare(TEXT)
    assert {span.label_ for span in spacy_doc.spans["practice"]} >= {"info_sharing", "domestic_abuse"}
    for empty in ("", " \n\n "):
        spacy_doc = bare(empty)
        assert len(spacy_doc.spans["practice"]) == 0


def test_displacy_shows_the_spans(nlp: Language) -> None:
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": "themes"}, jupyter=False)
    assert "info_sharing" in html


def test_survives_bytes(nlp: Language) -> None:
    spacy_doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(spacy_doc.to_bytes())
    assert [(span.label_, span.text, span._.theme_status) for span in again.spans["themes"]] == [
        (span.label_, span.text, span._.theme_status) for span in spacy_doc.spans["themes"]
    ]
