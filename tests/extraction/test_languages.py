"""The language of passages: what is not English is known as such, and nothing is looked for in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_pdf import write_html_pdf

from thememiner.extraction import read_pdf, split_passages
from thememiner.extraction.passages.languages import find_languages
from thememiner.records import Review
from thememiner.tagging.review import ReviewTagger

ENGLISH = (
    "The health visitor did not share what she knew about the neglect with the school, and nobody asked her."
)
WELSH = (
    "Nid oedd yr ymwelydd iechyd wedi rhannu'r hyn a wyddai am yr esgeulustod gyda'r ysgol, ac nid oedd neb "
    "wedi gofyn iddi. Dylai'r bwrdd sicrhau bod pob plentyn yn cael ei weld gan weithiwr sydd yn siarad Cymraeg."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (WELSH, "cy"),
        ("Le service social de l'enfance n'a pas été prévenu par l'école, et les parents ne sont pas venus.", "fr"),
        ("Pracownik socjalny nie był w domu, ponieważ matka się tego bała, oraz że dziecko jest po operacji.", "pl"),
        ("سُئلت الأم عن صحة الطفل ولم يسأل أحد عن المدرسة التي كان يذهب إليها", "und"),
        ("Bwrdd Diogelu Plant Cwm Teg, Heol yr Orsaf, and the police were told of it on the day.", "en"),
        ("See www.de-la-cu.example/in/pe/care/sau/ale/de/la and the notes of it", "en"),
        ("R v Y [2019] EWHC 12 (Fam)", "en"),
        ("A care order, a care plan, a visit. No home, no care, no school.", "en"),
        ("", "en"),
        ("\ud800 \0 2024", "en"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert find_languages([text]) == (language,)
    if language != "en":  # between English ones, too
        assert find_languages([ENGLISH, text, ENGLISH]) == ("en", language, "en")


def test_headings_have_the_language_of_the_text_around_them() -> None:
    texts = ["Summary", ENGLISH, "Crynodeb", WELSH, "Argymhellion", WELSH, "Annex", *[ENGLISH] * 5]
    assert find_languages(texts) == ("en", "en", "en", *["cy"] * 3, *["en"] * 6)


def test_nothing_is_looked_for_in_passages_of_another_language(tmp_path: Path) -> None:
    body = f"<h1>Adolygiad o achos - Case review</h1><p>{ENGLISH}</p><p>{WELSH}</p>"
    doc = read_pdf(write_html_pdf(tmp_path / "a.pdf", body), review_id="r")
    passages = split_passages(doc)
    assert [passage.language for passage in passages if passage.kind == "paragraph"] == ["en", "cy"]
    tagged = ReviewTagger().tag_review(Review(review_id="r"), doc, passages)
    english = next(passage for passage in passages if passage.text.startswith("The health"))
    assert tagged.mentions
    assert {mention.passage_id for mention in tagged.mentions} == {english.passage_id}
    assert not tagged.recommendations
