"""A list of words as a regular expression finds what the plain alternation of the words finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from thememiner.tagging.cues.alternation import choose_words

words = st.text(alphabet="ab. -é", min_size=1, max_size=4)


@given(listed=st.lists(words, max_size=6), text=st.text(alphabet="ab. -é\n", max_size=30))
def test_finds_what_the_words_written_out_find(listed: list[str], text: str) -> None:
    longest_first = sorted(listed, key=len, reverse=True)
    plain = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) or r"(?!)"
    found, expected = (
        [match.span() for match in re.finditer(pattern, text)] for pattern in (choose_words(listed), plain)
    )
    assert found == expected
