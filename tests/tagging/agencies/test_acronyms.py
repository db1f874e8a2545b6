"""Definitions of acronyms and short names."""

from __future__ import annotations

import pytest

from thememiner.tagging.agencies.acronyms import find_definitions
from thememiner.tagging.agencies.words import split_words


@pytest.mark.parametrize(
    ("text", "short", "long_form"),
    [
        ("the Northshire Safeguarding Children Board (NSCB) met", "NSCB", "Northshire Safeguarding Children Board"),
        ("an interim care order (‘ICO’) was made", "ICO", "interim care order"),
        ("the Department for Education (DfE)", "DfE", "Department for Education"),
        ("multi-agency safeguarding hubs (MASHs)", "MASHs", "multi-agency safeguarding hubs"),
        ("NSCB (Northshire Safeguarding Children Board) met", "NSCB", "Northshire Safeguarding Children Board"),
        ("MASH – Multi-agency safeguarding hub", "MASH", "Multi-agency safeguarding hub"),
        ("Children and Family Court Advisory and Support Service (hereafter CAFCASS)", "CAFCASS",
         "Children and Family Court Advisory and Support Service"),
    ],
)  # fmt: skip
def test_definition(text: str, short: str, long_form: str) -> None:
    words = split_words(text)
    (definition,) = find_definitions(words)
    assert definition.short == short
    assert words.text[words.starts[definition.start] : words.ends[definition.end - 1]] == long_form


def test_a_short_name_in_words() -> None:
    words = split_words("Northshire NHS Trust (“the Trust”) replied")
    (definition,) = find_definitions(words)
    assert (definition.short, definition.end) == ("the Trust", 3)


@pytest.mark.parametrize(
    "text",
    ["the review (2018) found", "Kent Police (see page 4)", "she said (AB)", "(NSCB)", "NSCB met today"],
)
def test_no_definition(text: str) -> None:
    assert list(find_definitions(split_words(text))) == []
