"""Documents that answer recommendations: what they answer, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.elsewhere import find_labelled, find_tables
from thememiner.tagging.recommendations.grammar import split_sentences
from thememiner.tagging.recommendations.labels import clean_number, read_label, split_marker
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_STATEMENT = re.compile(
    r"\brecommendations?\b[^.;:]{0,40}?\b(?:is|are|was|were|has been|have been)\b"
    r"|\b(?:accept|agree|reject|note|support|concur)[a-z]*\b[^.;:]{0,40}\brecommendations?\b",
    re.IGNORECASE,
)
_MAX_STATEMENT_WORDS = 60


def read_response(text: str) -> str:
    """Return accepted, partially_accepted, rejected, noted or "".

    Acceptance in principle is partial. The first sentence that answers decides, so that
    where several bodies answer the first-named does.

    >>> read_response("This recommendation is accepted in principle by the Trust.")
    'partially_accepted'
    >>> read_response("We do not accept this recommendation.")
    'rejected'
    """
    for sentence in split_sentences(plain(text)):
        for status, pattern in load_vocabulary().responses:
            if pattern.search(sentence):
                return status
    return ""


def is_statement(text: str) -> bool:
    """Return whether a passage states how recommendations are answered.

    >>> is_statement("These recommendations are accepted in full by the Executive.")
    True
    """
    return (
        len(text.split()) <= _MAX_STATEMENT_WORDS
        and bool(_STATEMENT.search(text))
        and bool(read_response(text))
    )


def find_answered(parts: Sequence[Part]) -> list[Draft]:
    """Return the recommendations that a response repeats, each with the statement that answers it."""
    drafts = _find_stated(parts)
    if drafts:
        return drafts
    drafts = find_labelled(parts) + find_tables(parts, start_index=0)
    for draft in drafts:
        if not draft.response:
            draft.response = _read_answer_below(parts, draft)
    return drafts


def _find_stated(parts: Sequence[Part]) -> list[Draft]:
    """Items that stand directly above a statement, back to the heading or the statement before."""
    drafts: list[Draft] = []
    held: list[Draft] = []
    for part in parts:
        if part.is_heading and not is_statement(part.text):
            held = []
            continue
        label = read_label(part.text, expected=True)
        if not label and is_statement(part.text):
            for draft in held:
                draft.response = part.text
            drafts += held
            held = []
            continue
        number = (
            label.number
            if label
            else clean_number(part.marker)
            if part.style in ("number", "letter", "roman")
            else ""
        )
        if number:
            draft = Draft(kind="recommendation", place="label", number=number, section=part.passage.section)
            draft.add(part, label.rest if label else None)
            held.append(draft)
        elif held:
            held[-1].add(part, f"• {part.body}" if part.style == "bullet" else None)
    return drafts


def _read_answer_below(parts: Sequence[Part], draft: Draft) -> str:
    last = draft.parts[-1].index
    for part in parts:
        if part.index <= last:
            continue
        if part.is_heading and read_label(part.text):
            return ""
        for sentence in split_sentences(part.body):
            if _STATEMENT.search(sentence) and read_response(sentence):
                return sentence
    return ""
