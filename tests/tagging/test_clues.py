"""The clues of a regular expression rule out no text in which it matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thememiner.tagging.case.words import load_words
from thememiner.tagging.cues.clues import Sieve, list_clues

PATTERNS = [rule.pattern for rule in load_words().rules]


@given(data=st.data())
def test_a_text_that_matches_is_never_ruled_out(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(pattern))
    assert may_match(pattern, text)


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    return bool(Sieve([list_clues(pattern)]).sift(text.lower()))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?:was )?hurt", "HURT"),
        (r"(?=he|she)\w+ died|fell", "fell"),
        (r"(?<=so) (?:ill|hurt)", "so ill"),
        (r"(?:ill){0,2}", ""),
        (r"(?P<one>ab){2}(?P=one)", "ababab"),
        (r"(?i)ſo", "so"),
        (r"kelvin", "\u212aelvin"),
        (r"(?>dead|died) [^.]+\.", "Died early."),
        (r"(?-i:IMR)s?", "IMRs"),
    ],
)
def test_forms_of_patterns(pattern: str, text: str) -> None:
    compiled = re.compile(pattern, re.IGNORECASE)
    assert compiled.search(text)
    assert may_match(compiled, text)


def test_a_text_without_the_words_is_ruled_out() -> None:
    pattern = re.compile(r"\b(?:was|were) (?:\w+ ){0,2}(?:killed|hurt)\b", re.IGNORECASE)
    assert not may_match(pattern, "The baby was seen.")
    assert not may_match(pattern, "Who hurt him is unknown.")
