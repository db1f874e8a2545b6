"""A theme that a passage is about, and one that it names in passing."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Mention, Passage
from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED
from thememiner.tagging.themes.salience import FEATURES, load_scorecard
from thememiner.tagging.themes.tagger import ThemeTagger


@pytest.fixture(scope="module")
def tagger(nlp: Language) -> ThemeTagger:
    return ThemeTagger(load_codebook(), nlp)


def tag(tagger: ThemeTagger, nlp: Language, text: str) -> tuple[Mention, ...]:
    passage = Passage(
        passage_id="p", review_id="r", ordinal=0, kind="paragraph", start=0, end=len(text),
        page_first=1, page_last=1, text=text,
    )  # fmt: skip
    return tagger.tag_passages([passage], [nlp(text)])


def status_of(theme_id: str, mentions: tuple[Mention, ...]) -> str:
    (status,) = {mention.status for mention in mentions if mention.theme_id == theme_id}
    return status


ABOUT = [
    ("Domestic abuse was recognised early. The response to domestic abuse is strong.", "domestic_abuse"),
    ("There was a lack of professional curiosity about the new partner.", "professional_curiosity"),
    ("Care leavers are well supported.", "transitions"),
    ("Ensure that return home interviews are offered to all children who go missing.", "missing"),
]
PASSING = [
    (
        "The hub brings together the registrar, housing, the bus company, the museum service and a range of advice "
        "services, including those for debt, for families, for domestic abuse, and for adult learning, and it is "
        "open each weekday from nine until five in the old library on the market square. The cafe on the first "
        "floor sells soup, and the hall behind it can be hired by choirs, clubs and bands at the weekend.",
        "domestic_abuse",
    ),
    (
        "The new building has a reception, three meeting rooms and a kitchen. It was opened in March by the mayor. "
        "The site also houses a nursery, the registrar, a small museum, the club for the over sixties, and a "
        "desk at which care leavers, job seekers, newcomers and others can ask for leaflets.",
        "transitions",
    ),
]


@pytest.mark.parametrize(("text", "theme_id"), ABOUT)
def test_what_a_passage_is_about_is_asserted(
    tagger: ThemeTagger, nlp: Language, text: str, theme_id: str
) -> None:
    assert status_of(theme_id, tag(tagger, nlp, text)) == "asserted"


@pytest.mark.parametrize(("text", "theme_id"), PASSING)
def test_what_a_passage_names_in_passing_is_kept_but_not_counted(
    tagger: ThemeTagger, nlp: Language, text: str, theme_id: str
) -> None:
    assert status_of(theme_id, tag(tagger, nlp, text)) == "passing"


def test_the_mentions_of_a_theme_in_a_passage_pass_or_count_together(
    tagger: ThemeTagger, nlp: Language
) -> None:
    for text, _ in (*ABOUT, *PASSING):
        by_theme: dict[str, set[str]] = {}
        for mention in tag(tagger, nlp, text):
            if mention.status in ("asserted", "passing"):
                by_theme.setdefault(mention.theme_id, set()).add(mention.status)
        assert all(len(statuses) == 1 for statuses in by_theme.values())


def test_a_codebook_can_count_everything(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    for file in sorted((PACKAGED / "themes").glob("*.yaml")):
        (tmp_path / "themes" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "lexicon.yaml").write_bytes((PACKAGED / "lexicon.yaml").read_bytes())
    written = (PACKAGED / "salience.yaml").read_text(encoding="utf-8")
    bar = next(line for line in written.splitlines() if line.startswith("bar:"))
    (tmp_path / "salience.yaml").write_text(written.replace(bar, "bar: -99"), encoding="utf-8")
    generous = ThemeTagger(load_codebook(tmp_path), nlp)
    for text, theme_id in PASSING:
        assert status_of(theme_id, tag(generous, nlp, text)) == "asserted"


def test_every_theme_with_points_is_in_the_codebook(nlp: Language) -> None:
    known = {code.code_id for code in load_codebook().codes}
    assert set(load_scorecard(nlp).points.themes) <= known
    assert set(load_scorecard(nlp).in_a_case.themes) <= known


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("bar: high", "bar must be a number, not high"),
        ("bar: 0\npoints: 3", "points must map names to numbers"),
        ("bar: 0\nthemes: {}", "look at after_including"),
        ("bar: 0\npoints: {start: 1, colour: 2}", "look at after_including"),
        ("bar: 0\npoints: {start: 1}\nin_a_case: {points: {colour: 2}}", "there is no feature colour"),
        (
            "bar: 0\npoints: {start: 1}\nin_a_case: {themes: {neglect: much}}",
            "in_a_case, themes: neglect must be",
        ),
        ("- bar", "must have"),
    ],
)
def test_says_what_is_wrong_with_a_scorecard(
    nlp: Language, tmp_path: Path, written: str, complaint: str
) -> None:
    (tmp_path / "salience.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_scorecard(nlp, tmp_path)
    assert complaint in str(error.value)


def test_each_feature_has_points(nlp: Language) -> None:
    assert len(load_scorecard(nlp).points.features) == len(FEATURES)
