"""Numbers in words."""

from __future__ import annotations

import pytest

from thememiner.tagging.figures.finder import load_reader


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", 7),
        ("Twenty-one", 21),
        ("one hundred and twenty-three", 123),
        ("a hundred", 100),
        ("two thousand four hundred", 2400),
        ("three hundred thousand and five", 300005),
        ("1,250", 1250),
        ("two thirds", 66.7),
        ("half", 50),
        ("45.4%", 45.4),
        ("30 per cent", 30),
    ],
)
def test_value(text: str, value: float) -> None:
    (number,) = load_reader().read_numbers(f"It was {text} then")
    assert number.value == value
    assert f"It was {text} then"[number.start : number.end] == text


@pytest.mark.parametrize("text", ["over 40", "Almost forty", "just under 40", "at least 40"])
def test_hedged(text: str) -> None:
    (number,) = load_reader().read_numbers(text)
    assert number.hedged
    assert number.value == 40
