"""Documents that answer recommendations: what they answer, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.elsewhere import find_labelled, find_tables
from thememiner.tagging.recommendations.grammar import is_title, split_sentences
from thememiner.tagging.recommendations.labels import clean_number, split_marker
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_STATEMENT = re.compile(
    r"\brecommendations?\b[^.;:]{0,60}?\b(?:is|are|was|were|has been|have been)\b"
    r"|\b(?:accept|agree|reject|note|support|concur)[a-z]*\b[^.;:]{0,60}\brecommendations?\b"
    r"|^(?:not |fully |partially |partly )*(?:accepted|agreed|rejected|noted|under consideration)\b"
    r"|^(?:response|position|status|decision)\s*:?\s*"
    r"(?:fully |partially |partly |not )?(?:accept|agree|reject|note)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:government|department|ministry|executive|trust|council|board|partnership|agency|police|force|we)\b"
    r"[^.;:]{0,24}\b(?:accept|agree|reject|disagree|support|welcome|note|concur)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\brecommendations?\s+(?P<number>\d+)\)?\s*\(?(?P<first>[a-z])\)?(?:\s*(?:-|to|and)\s*\(?(?P<last>[a-z])\)?)?(?![a-z])",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"\d+\)?[a-z]?\)?\s*\(?[ivxa-z]{1,4}\)?\s*[-–]\s*[ivxa-z]{1,4}\)")
"""4a) i-iii) Openness: a line above several recommendations."""
_MAX_STATEMENT_WORDS = 60
_OPENING = 2
"""A statement may open with a courtesy: "We are grateful for this. It is accepted."."""
_INTEGER = re.compile(r"\d+")
_OF_ONE = re.compile(r"\b(?:this|the) recommendation\b", re.IGNORECASE)


def read_response(text: str) -> tuple[str, str]:
    """Return accepted, partially_accepted, rejected, noted or "", and the sentence that says so.

    Acceptance in principle is partial. The first sentence that answers decides, so that
    where several bodies answer the first-named does.

    >>> read_response("Thank you. This recommendation is accepted in principle by the Trust.")
    ('partially_accepted', 'This recommendation is accepted in principle by the Trust.')
    >>> read_response("We do not accept this recommendation.")[0]
    'rejected'
    """
    for sentence in split_sentences(text):
        for status, pattern in load_vocabulary().responses:
            if pattern.search(plain(sentence)):
                return status, sentence
    return "", ""


def is_statement(text: str) -> bool:
    """Return whether a passage states how recommendations are answered.

    >>> is_statement("These recommendations are accepted in full by the Executive.")
    True
    """
    return (
        len(text.split()) <= _MAX_STATEMENT_WORDS
        and not split_marker(text)[0]
        and any(
            _STATEMENT.search(plain(sentence)) and read_response(sentence)[0]
            for sentence in split_sentences(text)[:_OPENING]
        )
    )


def find_answered(parts: Sequence[Part]) -> list[Draft]:
    """Return the recommendations that a response repeats, each with the statement that answers it."""
    stated = _find_stated(parts)
    labelled = find_labelled(parts) + find_tables(parts, start_index=0, answered=True)
    if len(stated) >= len(labelled):
        return stated
    for draft in labelled:
        if not draft.response:
            draft.response, draft.response_page = _read_answer_below(parts, draft)
    return labelled


def _find_stated(parts: Sequence[Part]) -> list[Draft]:
    """Items that stand directly above a statement, back to the heading or the statement before."""
    drafts: list[Draft] = []
    held: list[Draft] = []
    for part in parts:
        if _HEADLINE.match(part.text):
            continue
        label = part.label(expected=True)
        if not label and is_statement(part.text):
            held = [draft for draft in held if len(held) == 1 or not is_title(draft.text)]
            for draft in _find_meant(part.text, held):
                draft.response = _choose_sentence(part.text, draft.number)
                draft.response_page = part.page
            drafts += held
            held = []
            continue
        if part.is_heading and not label:
            held = []
            continue
        number = label.number if label else ""
        if not number and part.style in ("number", "letter", "roman"):
            number = clean_number(part.marker)
        if number:
            draft = Draft(kind="recommendation", place="label", number=number, section=part.passage.section)
            draft.add(part, label.rest if label else None)
            held.append(draft)
        elif held:
            held[-1].add(part, f"• {part.body}" if part.style == "bullet" else None)
    return drafts


def _find_meant(statement: str, held: Sequence[Draft]) -> Sequence[Draft]:
    """Which of the items above it a statement answers: "this recommendation" is one number."""
    if not held or not _OF_ONE.search(statement):
        return held
    last = _INTEGER.match(held[-1].number)
    return [
        draft
        for draft in held
        if draft is held[-1] or (last and (own := _INTEGER.match(draft.number)) and own[0] == last[0])
    ]


def _choose_sentence(statement: str, number: str) -> str:
    """The sentence for one item: "Recommendations 3) a-b) are accepted. Recommendation 3) c) is noted."."""
    for sentence in split_sentences(statement):
        named = _RANGE.search(plain(sentence))
        item = re.match(r"(\d+)\W*([a-z])?", number)
        if not named or not item or not item[2]:
            continue
        last = named["last"] or named["first"]
        if item[1] == named["number"] and named["first"].lower() <= item[2] <= last.lower():
            return sentence
    return statement


def _read_answer_below(parts: Sequence[Part], draft: Draft) -> tuple[str, int | None]:
    last = draft.parts[-1].index
    for part in parts:
        if part.index <= last:
            continue
        if part.label() and (part.is_heading or part.passage.boxed):
            return "", None
        for sentence in split_sentences(part.body):
            words = plain(sentence)
            if (_STATEMENT.search(words) or _ANSWER.search(words)) and read_response(sentence)[0]:
                return sentence, part.page
    return "", None
