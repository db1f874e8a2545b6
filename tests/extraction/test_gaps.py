"""Gaps inside words that PDFium gives as one: which are parted, and where."""

from __future__ import annotations

import numpy as np
import pytest

from thememiner.extraction.engines.gaps import GapReader
from thememiner.extraction.engines.letters import Letters
from thememiner.extraction.engines.styles import Styles
from thememiner.extraction.words import Floats, Ints, PageWords, split_words

SIZE = 10.0
NARROW = "ijl.,"


class Row(Letters):
    """Letters on one line; ``|`` in the text stands for a gap of 0.2 ems, ``_`` for one of 4."""

    def __init__(self, text: str) -> None:
        self.text, self.boxes, x = "", [], 0.0
        for char in text:
            if char in "|_":
                x += 2.0 if char == "|" else 40.0
                continue
            width = 2.5 if char in NARROW else 8.5 if char in "mw" else 5.5
            self.boxes.append((x, 10.0, x + width, 0.0))
            self.text += char
            x += width

    def read_boxes(self, places: Ints) -> Floats:
        return np.array([self.boxes[place] for place in places.tolist()])


def part(reader: GapReader, text: str) -> list[str]:
    """Return the words of a page after its gaps were looked for."""
    letters = Row(text)
    codes = np.array([ord(char) for char in letters.text], dtype=np.uint32)
    start, end = split_words(codes)
    boxes = np.array(letters.boxes)
    words = PageWords.empty(1)
    words.text, words.start, words.end = letters.text, start, end
    words.x0, words.x1 = boxes[start, 0], boxes[end - 1, 2]
    words.top, words.bottom = np.zeros(len(start)), np.full(len(start), SIZE)
    words.size = np.full(len(start), SIZE)
    no = words.bold = words.italic = words.artifact = np.zeros(len(start), dtype=np.bool_)
    none = words.mcid = np.full(len(start), -1)
    font = np.zeros(len(start), dtype=np.int64)
    styles = Styles(font.astype(np.uint64), words.size, np.zeros(len(start)), no, no, none, no, font)
    suspects = reader.find_suspects(codes, start, letters, styles, words.x1 - words.x0, words.bottom)
    reader.part_words(words, suspects, letters, 0, 0.0)
    assert words.text.split() == [words.text[a:b] for a, b in zip(words.start, words.end, strict=True)]
    assert (words.x0 < words.x1).all()
    return words.text.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A team of the team|members came.", "A team of the team members came."),
        ("A board made a|substantial plan.", "A board made a substantial plan."),
        ("ill will: ill|william", "ill will: ill william"),  # narrow letters
        ("members; (team|members)", "members; (team members)"),
        ("the quick|fox", "the quickfox"),  # no part of it is a word of the page
        ("s|a|f|e|g|u|a|r|d a", "safeguard a"),  # letters set apart
        ("the 2014_2015_2016", "the 2014 2015 2016"),
    ],
)
def test_gaps_part_words_that_the_file_prints(text: str, found: str) -> None:
    assert " ".join(part(GapReader(), text)) == found


def test_a_word_that_stands_whole_on_a_page_before_is_never_parted() -> None:
    reader = GapReader()
    part(reader, "It was another plan of a kind.")
    assert (
        part(reader, "They made a|nother plan and a|board.") == "They made another plan and a board.".split()
    )


def test_letters_of_other_scripts_are_looked_into_too() -> None:
    assert part(GapReader(), "план ваш|план") == ["план", "ваш", "план"]
