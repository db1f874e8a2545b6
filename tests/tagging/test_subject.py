"""Whom words are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.themes.subject import SubjectRules, load_subjects


@pytest.fixture(scope="module")
def rules(nlp: Language) -> SubjectRules:
    return load_subjects(nlp)


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("The mother's low mood was known to the midwife.", "low mood", "parent"),
        ("Mother told the midwife that she was depressed.", "depressed", "parent"),
        ("The teacher worried about the boy's anxiety.", "anxiety", "child"),
        ("Parents of children with mental health problems wait too long.", "mental health", "child"),
        ("Drug use by the father was not explored.", "Drug use", "parent"),
        ("Staff anxiety was high.", "anxiety", "professional"),
        ("Children whose parents misuse drugs were seen.", "misuse drugs", "parent"),
        ("Parental substance misuse was a factor.", "substance misuse", "parent"),
        ("Waiting lists for mental health are long.", "mental health", "child"),
        ("Adult mental health services did not see the boy.", "mental health", "parent"),
        ("The social worker wrote that she self-harmed. Her mother was worried.", "self-harmed", "child"),
        ("Father was low. He had been drinking and the child was unsafe.", "drinking", "parent"),
        ("The foster carers' support for her anxiety was good.", "anxiety", "child"),
        ("The overdose was known. Children's social care had no record of it.", "overdose", "child"),
        ("Mr D's cannabis use was known to the landlord.", "cannabis use", "parent"),
        ("Ms E felt low after the move.", "felt low", "parent"),
        ("The midwife asked about her mood at booking.", "mood", "parent"),
    ],
)
def test_resolves_the_subject(
    nlp: Language, rules: SubjectRules, text: str, words: str, subject: str
) -> None:
    spacy_doc = nlp(text)
    at = text.index(words)
    span = spacy_doc.char_span(at, at + len(words))
    assert span is not None
    assert next(rules.read_all([spacy_doc])).subject_at(span.start, span.end) == subject


def test_says_what_is_wrong_with_a_file_of_people(nlp: Language, tmp_path: Path) -> None:

    folder = tmp_path
    (folder / "subjects.yaml").write_text("people:\n  pet: [dog]\n  child: ['(boy']\ndefault: cat\n")
    with pytest.raises(CodebookError) as caught:
        load_subjects(nlp, folder)
    assert len(caught.value.problems) == 3
    assert "pet is no subject" in caught.value.problems[0]
