"""Themes in passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Block, Box, Document, Line, Mention, Page, Passage
from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.tagger import ThemeTagger

CODEBOOK = """
- id: sharing
  label: Sharing
  group: A. Practice
  definition: Facts were passed on or not.
  cues:
    - share (information | facts)
    - share
    - cue: told
      with: [police, school]
      without: story
    - cue: drift
      polarity: concern
  unless: [shared house]
- id: abuse
  label: Abuse
  group: D. Harm
  definition: A child was hurt.
  cues:
    - cue: abuse
      not_in: [method]
    - cue: injury
      nearby: [child, baby]
    - cue: no safe place
      negation: deficit
- id: child_low
  label: Low mood
  group: F. Child
  definition: A child was low.
  about: child
  cues: [low mood]
- id: in_care
  label: Children in care
  group: F. Child
  definition: A child lives in care.
  weak: true
  cues:
    - (looked-after child | fostering)
    - cue: placement breakdown
      weak: false
"""


@pytest.fixture(scope="module")
def tagger(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> ThemeTagger:
    folder = tmp_path_factory.mktemp("codebook")
    (folder / "themes").mkdir()
    (folder / "themes" / "all.yaml").write_text(CODEBOOK, encoding="utf-8")
    return ThemeTagger(load_codebook(folder), nlp)


def make_passage(text: str, *, role: str = "narrative", start: int = 0) -> Passage:
    return Passage(
        passage_id="r-p1",
        review_id="r",
        ordinal=0,
        kind="paragraph",
        role=role,  # type: ignore[arg-type]
        start=start,
        end=start + len(text),
        page_first=3,
        page_last=4,
        text=text,
    )


def tag(tagger: ThemeTagger, nlp: Language, text: str, role: str = "narrative") -> tuple[Mention, ...]:
    return tagger.tag_passages([make_passage(text, role=role)], [nlp(text)])


def themes(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.theme_id for mention in mentions if mention.status == "asserted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They shared facts.", ["sharing"]),
        ("They lived in a shared house.", []),
        ("She told the school.", ["sharing"]),
        ("She told the school a story.", []),
        ("She told her aunt. The school knew.", []),
        ("An injury was seen. The baby cried.", ["abuse"]),
        ("An injury was seen at the works.", []),
        ("The mother's low mood was known.", []),
        ("The boy's low mood was known.", ["child_low"]),
        ("There was no abuse.", []),
        ("There was no safe place.", ["abuse"]),
    ],
)
def test_conditions(tagger: ThemeTagger, nlp: Language, text: str, expected: list[str]) -> None:
    assert themes(tag(tagger, nlp, text)) == expected


def test_of_overlapping_cues_of_a_theme_the_longest_counts(tagger: ThemeTagger, nlp: Language) -> None:
    assert [mention.text for mention in tag(tagger, nlp, "They share information.")] == ["share information"]


def test_a_cue_is_boilerplate_in_the_roles_it_names(tagger: ThemeTagger, nlp: Language) -> None:
    assert [mention.status for mention in tag(tagger, nlp, "Abuse was seen.", "method")] == ["boilerplate"]
    assert [mention.status for mention in tag(tagger, nlp, "Abuse was seen.", "finding")] == ["asserted"]


def test_a_theme_has_one_polarity_in_a_passage(tagger: ThemeTagger, nlp: Language) -> None:
    text = "They shared facts well at first. However, they did not share facts later."
    assert [mention.polarity for mention in tag(tagger, nlp, text)] == ["concern", "concern"]


def test_mentions_know_their_place_and_page(tagger: ThemeTagger, nlp: Language) -> None:
    before, text = "A heading\n", "They shared facts.  Drift followed, and abuse."
    lines = [
        Line(start=start, end=end, box=Box(page=page, x0=0, top=0, x1=1, bottom=1), size=10)
        for start, end, page in ((0, 10, 3), (10, 28, 3), (28, 60, 4))
    ]
    doc = Document(
        review_id="r",
        text=before + text,
        pages=tuple(Page(number=n, width=100, height=100, n_chars=1) for n in (3, 4)),
        blocks=(Block(kind="paragraph", start=10, end=10 + len(text)),),
        lines=tuple(lines),
    )
    passage = make_passage(text, start=len(before))
    mentions = tagger.tag_passages([passage], [nlp(text)], doc=doc)
    assert [(mention.text, mention.page) for mention in mentions] == [
        ("shared facts", 3),
        ("Drift", 4),
        ("abuse", 4),
    ]
    for mention in mentions:
        assert doc.text[mention.start : mention.end] == mention.text
    assert mentions[0].sentence == "They shared facts."
    assert len({mention.mention_id for mention in mentions}) == 3


@given(
    text=st.text(max_size=60),
    tail=st.sampled_from(["", " They shared facts.", "\u00a0abuse", "\ufb01 share"]),
)
def test_any_text_passes(text: str, tail: str) -> None:
    passage = make_passage(text + tail)
    nlp, tagger = packaged()
    for mention in tagger.tag_passages([passage], [nlp(passage.text)]):
        assert passage.text[mention.start : mention.end] == mention.text
        assert mention.text in mention.sentence


_packaged: list[tuple[Language, ThemeTagger]] = []


def packaged() -> tuple[Language, ThemeTagger]:
    if not _packaged:
        nlp = make_nlp()
        _packaged.append((nlp, ThemeTagger(load_codebook(), nlp)))
    return _packaged[0]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("group: A. Practice", "negation: maybe\n  group: A. Practice", "negation must be deficit or fact"),
        ("    - share\n", "    - true\n", "write it in quotes"),
        ("with: [police", "with: [(police", "is not closed"),
        ("about: child", "about: cat", "about must be one of"),
        ("weak: true", "weak: maybe", "weak must be true or false"),
        (
            "  group: A. Practice",
            "  group: A. Practice\n  examples: [{They said: no}]",
            "holds a colon in quotes",
        ),
        (
            "  group: A. Practice",
            "  group: A. Practice\n  examples: They said no.",
            "must be a list of sentences",
        ),
    ],
)
def test_says_what_is_wrong_with_an_entry(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "all.yaml").write_text(CODEBOOK.replace(old, new), encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_codebook(tmp_path)
    assert complaint in str(caught.value)
    assert "all.yaml line" in str(caught.value)
