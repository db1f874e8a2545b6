"""The words that keep company with a theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.load import Codebook
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.company import Company, load_company
from thememiner.tagging.themes.evidence import Evidence


@pytest.fixture(scope="module")
def company(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("codebook")
    written = "themes:\n  missing: police 1.0 interview 0.5 museum -2.0\nwording: episode 0.3\n"
    (folder / "company.yaml").write_text(written, encoding="utf-8")
    return load_company(nlp, folder)


@pytest.fixture
def weigh(company: Company, name_themes: Callable[..., Evidence]) -> Callable[..., float]:
    """What the words of a sentence speak for a theme that its full stop names."""

    def weigh(text: str, theme_id: str = "missing") -> float:
        return float(company.weigh(name_themes(text, themes={".": theme_id}))[0][0])

    return weigh


def test_words_speak_for_a_theme_or_against_it(weigh: Callable[..., float]) -> None:
    assert weigh("The police held an interview.") > weigh("The interview.") > 0
    assert weigh("The museum was shut.") < 0
    assert weigh("It rained.") == 0


def test_every_form_of_a_word_counts_and_counts_once(weigh: Callable[..., float]) -> None:
    once = weigh("An interview took place.")
    assert weigh("Interviews took place, and an interview was offered.") == once


def test_a_theme_without_words_has_no_company(weigh: Callable[..., float]) -> None:
    assert weigh("The police held an interview.", "nrm") == 0


def test_words_of_mentions_have_weights_of_their_own_and_keep_no_company(
    company: Company, name_themes: Callable[..., Evidence]
) -> None:
    themes = {"episodes": "missing", "interview": "missing", "rained": "nrm"}
    others, own = company.weigh(name_themes("Episodes and an interview.", "It rained.", themes=themes))
    assert others.tolist() == [0, 0]
    assert own.tolist() == [0.3, 0]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("- police", "must have “themes:”"),
        ("themes:\n  missing: police", "“police” must be followed by its weight"),
        ("themes:\n  missing: police often", "not by “often”"),
        ("themes:\n  missing: police .nan", "not by “.nan”"),
        ("themes: {}\nwording: episode inf", "wording: “episode”"),
    ],
)
def test_says_what_is_wrong_with_a_file(nlp: Language, tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "company.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_company(nlp, tmp_path)
    assert complaint in str(error.value)


def test_the_packaged_words_are_of_themes_and_in_their_dictionary_form(codebook: Codebook) -> None:
    nlp = make_nlp()
    company = load_company(nlp)
    assert company.theme_ids <= {code.code_id for code in codebook.codes}
    assert [word for word in company.vocabulary if nlp(word)[0].lemma_ != word] == []
