"""The child's gender as the review prints it: a noun states it, pronouns imply it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from thememiner.records import CaseFact, Document

from .people import People
from .reach import Sentence, make_fact

_NOUN = re.compile(
    r"\b(?:(?:is|was) (?:a|an|the) (?:[\w'-]+ ){0,5}?|[\w-]+[ -]old (?:[\w-]+ ){0,2}?|"
    r"a (?:baby |teenage |young )|aged? \w+ )"
    r"(?:(?P<female>girl|female|daughter|young woman)|(?P<male>boy|male|son|young man))\b",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(?:old|aged?)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:(?P<female>she|her|hers|herself)|(?P<male>he|his|him|himself))\b", re.IGNORECASE)
_ENOUGH = 2
"""Sentences whose pronouns agree, before they imply anything."""
_AGREE = 9
"""How many agree for each that does not."""


def find_genders(doc: Document, sentences: Sequence[Sentence], people: People) -> Iterator[CaseFact]:
    """Yield what the review says of the gender of the one child that it is about.

    Args:
        doc: the document.
        sentences: in reach, in order.
        people: of the case.
    """
    if len(people.names) > 1:
        return
    first: dict[str, tuple[Sentence, tuple[int, int]]] = {}
    counts = {"female": 0, "male": 0}
    for sentence in sentences:
        if not sentence.opening:
            continue
        nouns = list(_NOUN.finditer(sentence.text))
        pronoun = _find_pronoun(sentence, people)
        if not (nouns or pronoun) or sentence.general:
            continue
        for match in nouns:
            person = sentence.subject_at(match.start())
            alone = people.words.incident.search(sentence.text) and _AGED.search(sentence.text)
            if person.who == "child" if person else alone:
                yield make_fact(doc, sentence, "child_gender", _read(match), match.span(), "stated")
        if pronoun is not None:
            counts[_read(pronoun)] += 1
            first.setdefault(_read(pronoun), (sentence, pronoun.span()))
    value = max(counts, key=lambda name: counts[name])
    if counts[value] >= _ENOUGH and counts[value] >= _AGREE * (sum(counts.values()) - counts[value]):
        sentence, span = first[value]
        yield make_fact(doc, sentence, "child_gender", value, span, "inferred")


def _read(match: re.Match[str]) -> str:
    return "female" if match["female"] else "male"


def _find_pronoun(sentence: Sentence, people: People) -> re.Match[str] | None:
    """Return a pronoun that can only stand for the child, who opens the sentence."""
    if not people.names or not sentence.people or not sentence.people[0].name:
        return None
    second = sentence.people[1].start + len("her ") if len(sentence.people) > 1 else len(sentence.text)
    return _PRONOUN.search(sentence.text, sentence.people[0].end, second)
