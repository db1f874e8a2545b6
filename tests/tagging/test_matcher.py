"""Anchored matching finds what spaCy's Matcher finds, whatever the patterns and the words."""

from __future__ import annotations

import functools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import Match, keep_longest
from thememiner.tagging.cues.notation import Pattern, TokenTest
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.pipeline import make_nlp, words_of
from thememiner.tagging.language.texts import join_texts

WORDS = [
    "risk",
    "Risks",
    "share",
    "shared",
    "sharing",
    "information",
    "not",
    "MASH",
    "mash",
    "co",
    "-",
    ",",
    ".",
]


@functools.lru_cache(maxsize=1)
def pipeline() -> Language:
    return make_nlp()


def find_plainly(nlp: Language, spacy_doc: Doc, patterns: dict[str, list[Pattern]]) -> list[Match]:
    if not patterns:
        return []
    matcher = Matcher(nlp.vocab)
    for key, choices in patterns.items():
        matcher.add(key, [[test.to_spacy() for test in pattern] for pattern in choices])
    found = {Match(start, end, nlp.vocab.strings[key]) for key, start, end in matcher(spacy_doc)}
    kept: list[Match] = []
    reached: dict[str, int] = {}
    for match in sorted(found, key=lambda match: (match.start, -match.end, match.key)):
        within_one = not any(token.is_sent_start for token in spacy_doc[match.start + 1 : match.end])
        if within_one and match.start >= reached.get(match.key, 0):
            reached[match.key] = match.end
            kept.append(match)
    return kept


tests = st.one_of(
    st.builds(
        TokenTest,
        st.sampled_from(["ORTH", "NORM", "LEMMA"]),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(tuple),
        optional=st.booleans(),
    ),
    st.builds(
        TokenTest,
        st.just("NORM"),
        st.sampled_from([("sha",), ("r", "in")]),
        prefix=st.just(True),
        optional=st.booleans(),
    ),
    st.builds(TokenTest, gap=st.integers(1, 4)),
)


def ends_openly(pattern: Pattern) -> bool:
    return any(next(test for test in way if not test.optional).gap for way in (pattern, pattern[::-1]))


# A gap at an end matches words that say nothing; compiled cues have none.
token_patterns = (
    st.lists(tests, min_size=1, max_size=5)
    .filter(lambda made: any(not test.gap and not test.optional for test in made))
    .map(tuple)
    .filter(lambda pattern: not ends_openly(pattern))
)
keyed_patterns = st.dictionaries(st.sampled_from("abcd"), st.lists(token_patterns, min_size=1, max_size=3))


@given(words=st.lists(st.sampled_from(WORDS), max_size=25), patterns=keyed_patterns)
def test_equals_the_plain_matcher_on_random_patterns(
    words: list[str], patterns: dict[str, list[Pattern]]
) -> None:
    nlp = pipeline()
    spacy_doc = nlp(" ".join(words))
    found = AnchoredMatcher(words_of(nlp), patterns).find_matches(spacy_doc)
    assert found == find_plainly(nlp, spacy_doc, patterns)


@functools.lru_cache(maxsize=1)
def packaged() -> Codebook:
    return load_codebook()


@given(data=st.data())
def test_equals_the_plain_matcher_on_words_of_the_codebook(data: st.DataObject) -> None:
    nlp, codebook = pipeline(), packaged()
    cues = data.draw(st.lists(st.sampled_from(list(codebook.cues())), min_size=1, max_size=6))
    patterns = {cue.cue_id: list(compile_notation(cue.notation, codebook.lexicon)) for cue in cues}
    tests = {test for choices in patterns.values() for pattern in choices for test in pattern}
    vocabulary = [*sorted({value for test in tests for value in test.values}), "the", "."]
    words = data.draw(st.lists(st.sampled_from(vocabulary), max_size=40))
    spacy_doc = nlp(" ".join(words))
    found = AnchoredMatcher(words_of(nlp), patterns).find_matches(spacy_doc)
    assert found == find_plainly(nlp, spacy_doc, patterns)


def test_equals_the_plain_matcher_on_the_packaged_codebook(nlp: Language, codebook: Codebook) -> None:
    cues = list(codebook.cues())[::23]
    patterns = {cue.cue_id: list(compile_notation(cue.notation, codebook.lexicon)) for cue in cues}
    matcher = AnchoredMatcher(words_of(nlp), patterns)
    examples = [example for code in codebook.codes for example in code.examples][::17]
    found = 0
    for example in examples:
        spacy_doc = nlp(example)
        matches = matcher.find_matches(spacy_doc)
        assert matches == find_plainly(nlp, spacy_doc, patterns)
        found += len(matches)
    assert found


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), spaces=st.lists(st.integers(1, 3)))
def test_white_space_changes_no_match(words: list[str], spaces: list[int]) -> None:
    nlp = pipeline()
    patterns = {
        "a": compile_notation("share ..2 information", {}),
        "b": compile_notation("risk [not] share", {}),
    }
    matcher = AnchoredMatcher(words_of(nlp), patterns)
    gaps = [" " * (spaces[i % len(spaces)] if spaces else 1) for i in range(len(words))]
    tight, loose = (
        nlp(" ".join(words)),
        nlp("".join(word + gap for word, gap in zip(words, gaps, strict=True))),
    )
    texts = [
        [" ".join(spacy_doc[m.start : m.end].text.split()) for m in matcher.find_matches(spacy_doc)]
        for spacy_doc in (tight, loose)
    ]
    assert texts[0] == texts[1]


@given(text=st.text(max_size=80))
def test_any_text_passes(text: str) -> None:
    nlp = pipeline()
    matcher = AnchoredMatcher(words_of(nlp), {"a": compile_notation("risk ... share", {})})
    spacy_doc = nlp(text)
    assert spacy_doc.text == text
    assert matcher.find_matches(spacy_doc) == []


texts_with_gaps = st.lists(st.sampled_from([*WORDS, "  ", "\n"]), max_size=12).map(" ".join)


@given(texts=st.lists(texts_with_gaps, max_size=4), patterns=keyed_patterns)
def test_many_texts_at_once_are_each_searched_alike(
    texts: list[str], patterns: dict[str, list[Pattern]]
) -> None:
    nlp = pipeline()
    matcher = AnchoredMatcher(words_of(nlp), patterns)
    spacy_docs = [nlp(text) for text in texts]
    assert matcher.find_all(spacy_docs) == [matcher.find_matches(spacy_doc) for spacy_doc in spacy_docs]


def test_looks_only_for_what_is_wanted_in_a_sentence(nlp: Language) -> None:
    patterns = {"one": compile_notation("(police | school)", {}), "two": compile_notation("the", {})}
    matcher = AnchoredMatcher(words_of(nlp), patterns)
    spacy_docs = [nlp("The police saw the risk. The school did not."), nlp("The school saw none.")]
    texts = join_texts(spacy_docs)
    wanted = np.array([[False, False], [True, False], [False, True]])
    found = matcher.search(texts, wanted).list_matches(texts, matcher.keys)
    assert found == [[Match(7, 8, "one")], [Match(0, 1, "two")]]


def test_keeps_the_longest_of_overlapping_matches() -> None:
    short, long, apart = Match(0, 2, "a"), Match(1, 5, "b"), Match(5, 6, "a")
    assert keep_longest([short, long, apart]) == [long, apart]
