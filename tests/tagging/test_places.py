"""What the place of a passage says of all that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Mention, Passage
from thememiner.tagging import ThemeTagger, load_codebook
from thememiner.tagging.context.places import load_places

PRAISE = "Supervision of social workers was regular, reflective and effective."


@pytest.fixture(scope="module")
def tagger(nlp: Language) -> ThemeTagger:
    return ThemeTagger(load_codebook(), nlp)


def supervision_of(
    tagger: ThemeTagger, nlp: Language, *, kind: str = "", text: str = PRAISE, **where: object
) -> Mention:
    facts = {"role": "finding", "section": (), "kind": "paragraph"} | where
    passage = Passage(
        passage_id="p", review_id="r", ordinal=0, start=0, end=len(text), page_first=1, page_last=1,
        text=text, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    found = tagger.tag_passages([passage], [nlp(text)], kind=kind)
    return next(mention for mention in found if mention.theme_id == "supervision")


@pytest.mark.parametrize("role", ["contents", "front_matter", "reference"])
def test_what_is_no_text_of_the_review_is_not_counted(tagger: ThemeTagger, nlp: Language, role: str) -> None:
    assert supervision_of(tagger, nlp, role=role).status == "boilerplate"
    assert supervision_of(tagger, nlp, role="finding").status == "asserted"


@pytest.mark.parametrize(
    ("kind", "section", "polarity"),
    [
        ("serious case review", ("Findings",), "strength"),
        ("", (), "strength"),
        ("statutory guidance", ("Chapter 2",), "neutral"),
        ("inspection", ("Information about this inspection",), "neutral"),
        ("inspection", ("Annex B: Glossary of terms", "Supervision"), "neutral"),
    ],
)
def test_what_explains_or_demands_judges_nothing(
    tagger: ThemeTagger, nlp: Language, kind: str, section: tuple[str, ...], polarity: str
) -> None:
    mention = supervision_of(tagger, nlp, kind=kind, section=section)
    assert (mention.status, mention.polarity) == ("asserted", polarity)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("serious case review", "The case was taken to supervision in May and again in June."),
        ("", "The case of the two brothers was taken to supervision in May and again in June."),
    ],
)
def test_what_is_told_of_a_case_is_no_praise(
    tagger: ThemeTagger, nlp: Language, kind: str, text: str
) -> None:
    """By the kind of the review, or by words that only a family has."""
    assert supervision_of(tagger, nlp, kind=kind, text=text).polarity != "strength"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The case was not taken to supervision in time, which was a missed opportunity.", "concern"),
        ("Nobody oversaw the case in supervision.", "concern"),
        (PRAISE, "strength"),
    ],
)
def test_what_is_judged_in_a_case_is_read_as_elsewhere(
    tagger: ThemeTagger, nlp: Language, text: str, polarity: str
) -> None:
    assert supervision_of(tagger, nlp, kind="serious case review", text=text).polarity == polarity


def test_a_codebook_of_ones_own_may_count_everything(tmp_path: Path) -> None:
    (tmp_path / "context.yaml").write_text("modifiers: []\n", encoding="utf-8")
    places = load_places(tmp_path)
    assert not places.boilerplate_roles
    assert places.neutral_headings is None


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = "places:\n  boilerplate_roles: [contents, footer]\n  neutral_kinds: guidance\n  headings: []\n"
    (tmp_path / "context.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_places(tmp_path)
    assert [word in str(caught.value) for word in ("footer", "neutral_kinds", "headings")] == [True] * 3
