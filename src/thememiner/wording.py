"""Our ids in words that people read."""

from __future__ import annotations

_WORDS = {
    "matter_of_concern": "Matter of concern",
    "question_for_board": "Question for the board",
    "partially_accepted": "Accepted in part",
    "front_matter": "Opening pages",
    "no_text": "No text",
    "local_areas": "Local area",
    "n_children": "Number of children",
    "child_age_months": "Age of the child, in months",
    "child_gender": "Gender of the child",
    "known_to_social_care": "Known to children’s social care",
    "period_from": "Period under review, from",
    "period_to": "Period under review, to",
}


def to_words(name: str) -> str:
    """Return an id of ours in words.

    >>> to_words("area_for_improvement"), to_words("question_for_board"), to_words("")
    ('Area for improvement', 'Question for the board', '')
    """
    return _WORDS.get(name) or name[:1].upper() + name[1:].replace("_", " ")
