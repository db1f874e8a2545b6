"""Our ids in words that people read."""

from __future__ import annotations

_WORDS = {
    "matter_of_concern": "Matter of concern",
    "question_for_board": "Question for the board",
    "partially_accepted": "Accepted in part",
    "front_matter": "Opening pages",
    "no_text": "No text",
}


def to_words(name: str) -> str:
    """Return an id of ours in words.

    >>> to_words("area_for_improvement"), to_words("question_for_board"), to_words("")
    ('Area for improvement', 'Question for the board', '')
    """
    return _WORDS.get(name) or name[:1].upper() + name[1:].replace("_", " ")
