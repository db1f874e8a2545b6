"""How a sentence asks: imperative, performative, charge, and the words that announce a list."""

from __future__ import annotations

import re
from functools import cache

from thememiner.records import RecommendationKind
from thememiner.tagging.cues.clues import Sieve, list_clues
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.verbs import base_form
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_SENTENCE_END = re.compile(r"(?<=[.?!])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9])")
_HEAD_END = re.compile(r"\s(?:of|for|in|at|from|with|within|across)\s|[(,]")
_CHARGE = re.compile(
    r"\s*(?P<who>(?:[A-Z]|(?:all|both|each|the) )[^.;:]{2,100}?)[,:]?(?: together| jointly| each)?"
    r" to (?P<verb>[a-z]+(?:-[a-z]+)?)\b"
)
_SHORT_WORDS = 45
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of an item's text; lines of a list count as their own.

    >>> split_sentences("Review it. Then report.")
    ['Review it.', 'Then report.']
    """
    lines = (line.lstrip("• ") for line in text.split("\n"))
    return [part.strip() for line in lines for part in _SENTENCE_END.split(line) if part.strip()]


def is_imperative(sentence: str) -> bool:
    """Return whether it opens with the base form of a verb: "Urgently review the ...".

    >>> is_imperative("Urgently review the guidance."), is_imperative("Reviews are late.")
    (True, False)
    """
    vocabulary = load_vocabulary()
    rest = plain(sentence).strip(" '\"(").lower()
    for _ in range(3):
        match = vocabulary.before_verb.match(rest)
        if not match:
            break
        rest = rest[match.end() :].lstrip(" ,")
    word = re.match(r"[a-z]+(?:-[a-z]+)?", rest)
    return bool(word) and word.group() in vocabulary.verbs if word else False


def is_gerund(sentence: str) -> bool:
    """Return whether it opens with the -ing form of a verb: "Strengthening the response to ...".

    >>> is_gerund("Strengthening the response."), is_gerund("Meetings were held.")
    (True, False)
    """
    word = _WORD.search(plain(sentence))
    return (
        bool(word) and word.group().endswith("ing") and bool(base_form(word.group().lower()))
        if word
        else False
    )


def is_performative(sentence: str) -> bool:
    """Return whether the review itself recommends here and now.

    >>> is_performative("We recommend that it meets."), is_performative("They recommended it.")
    (True, False)
    """
    vocabulary = load_vocabulary()
    text = plain(sentence)
    possible = _performing().sift(text.lower())
    return any((vocabulary.performative, vocabulary.passive)[number].search(text) for number in possible)


@cache
def _performing() -> Sieve:
    """Return what tells whether a sentence has the words with which reviews recommend."""
    vocabulary = load_vocabulary()
    return Sieve([list_clues(vocabulary.performative), list_clues(vocabulary.passive)])


def is_asking(text: str) -> bool:
    """Return whether any sentence of the text asks somebody to do something.

    >>> is_asking("The Board should audit this."), is_asking("The GP should have been told.")
    (True, False)
    >>> is_asking("The inspectors recommended that the Board should audit this.")
    False
    """
    return any(_asks(sentence) for sentence in split_sentences(text))


def _asks(sentence: str) -> bool:
    vocabulary = load_vocabulary()
    text = plain(sentence)
    if (
        is_imperative(text)
        or is_performative(text)
        or split_charge(text)
        or vocabulary.opening.match(text.strip(" '\""))
    ):
        return True
    hindsight = [(m.start(), m.end()) for m in vocabulary.not_asking.finditer(text)]
    reported = vocabulary.reported.search(text)
    limit = reported.start() if reported else len(text)
    return any(
        m.start() < limit and not any(start <= m.start() < end for start, end in hindsight)
        for m in vocabulary.asking.finditer(text)
    )


def split_charge(sentence: str) -> tuple[str, str] | None:
    """Return who and what of a charge: "The Board to issue a briefing"; None for anything else.

    >>> split_charge("Health visitors and the school to meet each term.")
    ('Health visitors and the school', 'meet')
    >>> split_charge("The Board failed to act.") is None
    True
    >>> split_charge("Arrangements of the partnership to enable good work.") is None
    True
    """
    vocabulary = load_vocabulary()
    match = _CHARGE.match(plain(sentence))
    if not match or vocabulary.adverbial.match(match["who"]) or match["verb"] not in vocabulary.verbs:
        return None
    head = _HEAD_END.split(match["who"], maxsplit=1)[0]
    if not any(found.end() == len(head) for found in vocabulary.agency_words.finditer(head)):
        return None
    words = [word.lower() for word in _WORD.findall(match["who"])]
    last = words[-1]
    finite = (
        any(word in vocabulary.finite for word in words)
        or any(word in vocabulary.verbs and not vocabulary.agency_words.fullmatch(word) for word in words)
        or last.endswith("ed")
        or base_form(last) == last != "lead"
    )
    return None if finite else (match["who"], match["verb"])


def is_introduction(text: str) -> bool:
    """Return whether a short text, or a long one's first sentence, only speaks about the list of items.

    >>> is_introduction("This review makes the following recommendations.")
    True
    """
    words = plain(text)
    if len(words.split()) > _SHORT_WORDS:
        words = next(iter(split_sentences(words)), "")
    return bool(load_vocabulary().introduction.search(words))


def introduces_list(text: str) -> bool:
    """Return whether the text leads into the items that follow it.

    >>> introduces_list("The Board should:"), introduces_list("We ask that they take the following steps.")
    (True, True)
    """
    stripped = plain(text).strip()
    return stripped.endswith((":", ":-", "to;")) or (
        bool(load_vocabulary().lead_in.search(_last_sentence(stripped))) and len(stripped) < 1200
    )


def _last_sentence(text: str) -> str:
    sentences = split_sentences(text)
    return sentences[-1] if sentences else text


def announced_kind(text: str) -> RecommendationKind | None:
    """Return the kind of item whose list the sentence announces, or None.

    >>> announced_kind("The review makes the following recommendations for the Trust:")
    'recommendation'
    """
    words = plain(_last_sentence(text))
    for kind, pattern in load_vocabulary().announcing:
        if pattern.search(words) or (kind == "matter_of_concern" and pattern.search(plain(text))):
            return kind
    return "recommendation" if is_performative(words) else None


def announced_at(text: str) -> int:
    """Return where the words that announce a list end, 0 where there are none.

    >>> announced_at("The matters of concern are as follows. (1) ...")
    37
    """
    words = plain(text)
    found = (pattern.search(words) for _, pattern in load_vocabulary().announcing)
    return min((match.end() for match in found if match), default=0)


def is_title(text: str) -> bool:
    """Return whether a line only names a topic.

    >>> is_title("Duty of openness"), is_title("A duty of openness should be introduced.")
    (True, False)
    """
    return (
        len(text.split()) <= 12 and not text.rstrip().endswith((".", ":", ";", "?")) and not is_asking(text)
    )
