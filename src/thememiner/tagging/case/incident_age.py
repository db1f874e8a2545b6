"""How old the child was at the incident: an age that is said of the child, of that moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from thememiner.records import CaseFact, Document, Sureness

from .ages import Age, load_ages
from .people import People
from .reach import Sentence, make_fact

_GROWN = re.compile(r"[\s-]*(?:mother|father|man|woman|sibling|brother|sister|half|parent|adult|partner)")
_YOUNG = re.compile(r"[\s-]*(?:baby|child|boy|girl|infant|twin|male|female|son|daughter|toddler|young)")
_OF_REVIEW = re.compile(r"\b(?:review|death|murder|injur\w+|concern\w*) (?:\w+ ){0,4}$")
_CLAUSE = re.compile(r"[\s,]*(?:old |of age )?(?:at the time of|when|at)\b(?P<what>[^.;]*)")
_OTHER_TIME = re.compile(
    r"\b(?:this|the|his|her) (?:review|referral|birth|report|assessment|move|placement)\b"
)
_OBJECT = re.compile(r" (?:them|him|her|the children|the child|the baby)\b")
"""After "killed": whom somebody else killed."""
_REACH = 40
"""Characters before and after an age that say whose it is."""


def find_ages(doc: Document, sentences: Sequence[Sentence], people: People) -> Iterator[CaseFact]:
    """Yield the ages of the child at the incident.

    Args:
        doc: the document.
        sentences: in reach, in order.
        people: of the case.
    """
    reader = load_ages()
    for at, sentence in enumerate(sentences):
        ages = list(reader.read(sentence.text)) if sentence.opening else []
        if not ages or sentence.general:
            continue
        following = 2 if sentence.start else 3
        near = [
            other
            for other in sentences[max(at - 1, 0) : at + following]
            if other is not sentence and other.passage is sentence.passage
        ]
        for age in ages:
            sure = _tell_incident(sentence, age, near, people) if _is_childs(sentence, age, people) else None
            if sure:
                yield make_fact(
                    doc, sentence, "child_age_months", str(age.months), (age.start, age.end), sure
                )


def _is_childs(sentence: Sentence, age: Age, people: People) -> bool:
    before = sentence.text[max(age.start - _REACH, 0) : age.start]
    if people.words.age_elsewhere.search(before):
        return False
    person = sentence.subject_at(age.start)
    if age.form == "noun":
        after = sentence.text[age.end : age.end + _REACH].lower()
        if _GROWN.match(after):
            return False
        inside = next((one for one in sentence.people if one.start <= age.start < one.end), None)
        if inside is not None:
            person = inside
        elif _YOUNG.match(after):
            return person is None or person.who != "other" or _OF_REVIEW.search(before) is not None
    return person is not None and person.who == "child"


def _tell_incident(sentence: Sentence, age: Age, near: Sequence[Sentence], people: People) -> Sureness | None:
    """Return how surely the age is that at the incident; None where it is of another time."""
    clause = _CLAUSE.match(sentence.text, age.end)
    if clause is not None:
        if _OTHER_TIME.search(clause["what"]):
            return None
        return "stated" if _happens(sentence, *clause.span("what"), people) else None
    if _happens(sentence, 0, len(sentence.text), people):
        return "stated"
    if age.form == "was" and any(_happens(other, 0, len(other.text), people) for other in near):
        return "inferred"
    return None


def _happens(sentence: Sentence, start: int, end: int, people: People) -> bool:
    """Whether the words tell of the incident, and not of what befell somebody else."""
    if sentence.general:
        return False
    for match in people.words.incident.finditer(sentence.text, start, end):
        person = sentence.subject_at(match.start())
        after = next((one for one in sentence.people if 0 <= one.start - match.end() <= 5), None)
        if after is not None and match[0].lower() in ("death", "deaths", "injuries"):
            person = after
        if person is None or person.who != "other" or _OBJECT.match(sentence.text, match.end()):
            return True
    return False
