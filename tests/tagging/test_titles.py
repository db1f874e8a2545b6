"""Titles of laws, guidance and courses in running text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Passage
from thememiner.tagging import ThemeTagger, load_codebook
from thememiner.tagging.context.titles import TitleFinder, load_titles
from thememiner.tagging.language.columns import read_columns
from thememiner.tagging.language.pipeline import words_of


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Staff took the training course Spotting the Signs of Neglect.", ["Spotting the Signs of Neglect"]),
        ("The Female Genital Mutilation Act 2003 applies.", ["The Female Genital Mutilation Act 2003"]),
        ("plans under the Leaving Home (Wales) Regulations 2019", ["Leaving Home (Wales) Regulations 2019"]),
        (
            "A course entitled ‘Professional curiosity in practice’ ran.",
            ["Professional curiosity in practice"],
        ),
        ("The guidance ‘Working together on attendance’ says so.", ["Working together on attendance"]),
        ("Standards for Boarding Schools apply.", ["Standards for Boarding Schools"]),
        # no titles
        ("He was detained under the Mental Health Act.", []),
        ("Early Help and Children's Social Care met in Northford.", []),
        ("The report by the Northford Board found early help weak.", []),
        ("Staff followed the guidance on neglect and took the course.", []),
        ("They said: ‘Neglect was never discussed here’.", []),
    ],
)
def test_titles_are_found_where_they_stand(text: str, titles: list[str]) -> None:
    assert [text[start:end] for start, end in load_titles().find(text)] == titles


def test_a_theme_that_only_a_title_names_is_not_counted(nlp: Language) -> None:
    text = "Staff took the training course Spotting the Signs of Neglect. Neglect of the boy went unseen."
    passage = Passage(
        passage_id="p", review_id="r", ordinal=0, kind="paragraph", start=0, end=len(text), page_first=1,
        page_last=1, text=text,
    )  # fmt: skip
    mentions = ThemeTagger(load_codebook(), nlp).tag_passages([passage], [nlp(text)])
    neglect = [mention.status for mention in mentions if mention.theme_id == "neglect"]
    assert neglect[0] == "boilerplate"
    assert "asserted" in neglect[1:]


WORDS = (
    "Act Acts, (Wales) the training course: ‘Spotting Signs’ Guidance on Keeping Pupils Safe 2019 A Acting "
    "guidance/report re-called self_report end.report"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_title_is_missed_because_its_passage_is_not_looked_at(nlp: Language, words: list[str]) -> None:
    text, rules = " ".join(words), load_titles()
    finder = TitleFinder(rules, words_of(nlp))
    assert finder.find(text, read_columns(nlp(text)).numbers) == rules.find(text)


@given(st.text(alphabet="A a(),.’‘'Act Guidance19", max_size=200))
def test_any_text_passes(text: str) -> None:
    for start, end in load_titles().find(text):
        assert 0 <= start < end <= len(text)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "context.yaml").write_text("titles:\n  ends: Act\n  names: []\n", encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_titles(tmp_path)
    assert "ends must be a list" in str(caught.value)
    assert "does not know names" in str(caught.value)
