"""An edited codebook tags what it must again, and finds what it would find from the start."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thememiner.errors import CodebookError
from thememiner.records import Document, Mention, Passage, Review
from thememiner.tagging import revision
from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.cues.concordance import WordSearch, make_concordance
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.pipeline import make_nlp, read_texts, words_of
from thememiner.tagging.themes import tagger as themes
from thememiner.tagging.themes.tagger import ThemeTagger

WORDS = [
    "plan",
    "share",
    "MASH",
    "risk*",
    "=neglect",
    "school",
    "(plan | review)",
    "plan ... school",
    "<staff>",
]
CUES = [
    *WORDS,
    "share [the] plan",
    "late plan",
    {"cue": "plan", "with": ["school"]},
    {"cue": "review", "without": ["late"]},
    {"cue": "school", "nearby": ["police"]},
    {"cue": "plan", "unless": ["late plan"]},
    {"cue": "risk", "polarity": "concern"},
    {"cue": "review", "weak": True},
    {"cue": "police", "not_in": ["narrative"]},
    {"cue": "drinking", "about": "parent"},
]
BOOK: dict[str, Any] = {
    "entries": [
        {"id": "planning", "group": "A. Practice", "cues": ["plan", "late plan", "review plan"]},
        {
            "id": "sharing",
            "group": "A. Practice",
            "cues": ["share [the] plan", {"cue": "share", "weak": True}],
        },
        {"id": "harm", "group": "D. Harm", "cues": ["risk*", {"cue": "neglect", "without": ["late"]}]},
        {"id": "places", "group": "D. Harm", "cues": ["<staff>", {"cue": "school", "nearby": ["police"]}]},
        {"id": "drink", "group": "C. Parents", "cues": [{"cue": "drinking", "about": "parent"}]},
    ],
    "lexicon": {"staff": "teacher | nurse | <others>", "others": "officer"},
}
TEXTS = [
    "The plan was late and the school did not share the plan with the MASH.",
    "Risks were known. The police told the school, which reviewed its plans; neglect was not named.",
    "A teacher and a nurse shared a late plan, a review, a school, a risk, neglect and an officer.",
    "The mother was drinking. Her daughter was drinking too. Practice was good, and the plan well shared.",
    "Nobody should review a plan without the teacher, the nurse, the officer and the school (see plan, school).",
    "The risk assessment failed. The failure to share was serious, and the school's plan was poor.",
    "There was no risk and no neglect. Nobody was drinking.",
    "Plan.",
]


@cache
def nlp() -> Any:
    return make_nlp()


def write_book(folder: Path, book: dict[str, Any]) -> Codebook:
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    entries = [{"label": entry["id"], "definition": "It is so.", **entry} for entry in book["entries"]]
    (folder / "themes" / "own.yaml").write_text(yaml.safe_dump(entries, sort_keys=False))
    (folder / "lexicon.yaml").write_text(yaml.safe_dump(book["lexicon"]))
    (folder / "company.yaml").write_text("themes: {planning: 'school 1.5 police -1.2', harm: 'plan 0.7'}\n")
    return load_codebook(folder)


def make_passages() -> tuple[Document, list[Passage]]:
    passages, at = [], 0
    for number, text in enumerate(TEXTS * 2):
        passages.append(
            Passage(
                passage_id=f"p{number}", review_id="r", ordinal=number, kind="paragraph", start=at,
                end=at + len(text), page_first=1, page_last=1, text=text,
                role="narrative" if number % 3 == 0 else "finding",
                section=("Good practice",) if number >= len(TEXTS) else (),
            )
        )  # fmt: skip
        at += len(text) + 1
    return Document(review_id="r", text="\n".join(TEXTS * 2), pages=(), blocks=(), lines=()), passages


DOC, PASSAGES = make_passages()


def tag(codebook: Codebook) -> tuple[Mention, ...]:
    spacy_docs = read_texts(nlp(), (passage.text for passage in PASSAGES))
    return ThemeTagger(codebook, nlp()).tag_passages(PASSAGES, spacy_docs, doc=DOC)


def revise(codebook: Codebook, former: Codebook, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(revision, "make_nlp", nlp)
        step = revision.Revision(codebook, former.signatures)
        concordance = make_concordance(read_texts(nlp(), (passage.text for passage in PASSAGES)))
        return step.revise_mentions(Review(review_id="r"), DOC, PASSAGES, concordance, mentions)


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Any]:
    """The codebook after one to three edits."""
    book = copy.deepcopy(BOOK)
    for _ in range(draw(st.integers(1, 3))):
        entries = book["entries"]
        entry = draw(st.sampled_from(entries))
        kind = draw(
            st.sampled_from(
                ["add", "remove", "change", "theme", "no theme", "text", "guard", "order", "list", "group"]
            )
        )
        cue = draw(st.sampled_from(CUES))
        if kind == "add" and cue not in entry["cues"]:
            entry["cues"].append(cue)
        elif kind == "remove" and len(entry["cues"]) > 1:
            entry["cues"].pop(draw(st.integers(0, len(entry["cues"]) - 1)))
        elif kind == "change" and cue not in entry["cues"]:
            entry["cues"][0] = cue
        elif kind == "theme" and all(one["id"] != "extra" for one in entries):
            entries.insert(0, {"id": "extra", "group": "B. System", "cues": [cue]})
        elif kind == "no theme" and len(entries) > 1:
            entries.remove(entry)
        elif kind == "text":
            entry["definition"] = entry["label"] = "Said otherwise."
        elif kind == "guard":
            entry["without"] = [draw(st.sampled_from(WORDS))]
        elif kind == "order":
            entries.reverse()
            entry["cues"].reverse()
        elif kind == "list":
            book["lexicon"]["others"] = draw(st.sampled_from(["officer | school", "mother"]))
        elif kind == "group":
            entry["group"] = "D. Harm"  # where "not" denies
    return book


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> tuple[Codebook, tuple[Mention, ...]]:
    """The codebook before the edits, and what it finds."""
    codebook = write_book(tmp_path_factory.mktemp("former"), BOOK)
    mentions = tag(codebook)
    assert {mention.theme_id for mention in mentions} == {entry["id"] for entry in BOOK["entries"]}
    assert len({mention.status for mention in mentions}) > 2
    return codebook, mentions


def read_once(load: Callable[..., Any]) -> Callable[..., Any]:
    rules: list[Any] = []
    return lambda *given: rules[0] if rules else rules.append(load(*given)) or rules[0]


@pytest.fixture(scope="module")
def shared_rules() -> Iterator[None]:
    """The rules that all themes share, read once: they are the same at every edit."""
    with pytest.MonkeyPatch.context() as patched:
        for name in (name for name in dir(themes) if name.startswith("load_")):
            patched.setattr(themes, name, read_once(getattr(themes, name)))
        yield


@given(book=edits())
@pytest.mark.usefixtures("shared_rules")
def test_whatever_is_edited_the_mentions_are_those_of_a_run_from_the_start(
    book: dict[str, Any], former: tuple[Codebook, tuple[Mention, ...]], tmp_path: Path
) -> None:
    codebook = write_book(tmp_path, book)
    assert revise(codebook, *former) == tag(codebook)


def test_one_cue_more_tags_only_passages_that_hold_its_words(
    former: tuple[Codebook, tuple[Mention, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = copy.deepcopy(BOOK)
    book["entries"][2]["cues"].append("failed assessment | assessment fail")
    tagged: list[str] = []

    def note(self: object, passages: list[Passage], *_: object, **known: object) -> tuple[Mention, ...]:
        tagged.extend(passage.text for passage in passages)
        return ()

    codebook = write_book(tmp_path, book)
    monkeypatch.setattr(ThemeTagger, "tag_passages", note)
    revise(codebook, *former)
    assert tagged == [TEXTS[5]] * 2


def test_what_only_readers_see_changes_no_signature(tmp_path: Path) -> None:
    book = copy.deepcopy(BOOK)
    book["entries"][0] |= {"label": "Planning", "definition": "Plans.", "tier": "extra"}
    book["entries"].reverse()
    signatures = write_book(tmp_path / "a", BOOK).signatures
    assert write_book(tmp_path / "b", book).signatures == signatures
    book["lexicon"]["others"] = "constable"
    changed = write_book(tmp_path / "c", book).signatures
    assert [cue_id for cue_id in signatures if changed[cue_id] != signatures[cue_id]] == [
        cue_id for cue_id in signatures if cue_id.startswith("places.")
    ][:1]


def test_cues_that_were_checked_are_not_checked_again_and_new_ones_are(tmp_path: Path) -> None:
    checked = write_book(tmp_path, BOOK).signatures
    file = tmp_path / "themes" / "own.yaml"
    file.write_text(file.read_text().replace("- late plan", "- (late plan"))
    with pytest.raises(CodebookError, match="not closed"):
        load_codebook(tmp_path, checked=checked)


@given(
    cues=st.lists(
        st.sampled_from([*WORDS, "share [the] plan", "late-plan", "plan [late] ... school"]), min_size=1
    ),
    texts=st.lists(st.lists(st.sampled_from([*TEXTS, "pläne", "\ud800 Plan", ""]), max_size=2).map(" ".join)),
)
def test_no_passage_in_which_a_pattern_matches_is_passed_over(cues: list[str], texts: list[str]) -> None:
    lexicon = BOOK["lexicon"]
    patterns = [pattern for cue in cues for pattern in compile_notation(cue, lexicon)]
    spacy_docs = read_texts(nlp(), texts)
    found = WordSearch(patterns).find(make_concordance(spacy_docs))
    matcher = AnchoredMatcher(words_of(nlp()), {"cue": patterns})
    assert {place for place, spacy_doc in enumerate(spacy_docs) if matcher.find_matches(spacy_doc)} <= {
        *found
    }
