"""Who the case is about, and whom a statement is about.

A statement is said of the person named nearest before it. A pronoun stands for the first
person of its sentence, or else of the sentence before. What is said of a mother, of a
brother or of another child is not said of the child.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thememiner.records import Passage

from .words import CaseWords, straighten

Who = Literal["child", "family", "other", ""]
_CODE = r"(?-i:(?:[A-Z]{1,4}\d{0,3}|\d{1,3}|[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?!\w))"
_DOES = "was|had|did|died|has|is|lived|and|would|said|could|told"
"""What follows the name of a person."""
_OPENING = 40
"""Passages in which a review says what it calls the child."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a sentence: where, and which part they have in the case."""

    start: int
    end: int
    who: Who
    name: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The children of a case and the words for everybody else."""

    names: tuple[str, ...]
    """What the review calls them, the form of the title first; empty where it gives no name."""
    pattern: re.Pattern[str] | None
    words: CaseWords
    titled: bool = False
    """Whether the names are those of the title, which names all of the children."""

    def list_people(self, text: str) -> list[Person]:
        """Return the people of a sentence in order of place; the owner of a relation is none of them."""
        found: list[Person] = []
        taken = [False] * (len(text) + 1)

        def take(pattern: re.Pattern[str], who: Who) -> None:
            for match in pattern.finditer(text):
                if any(taken[match.start() : match.end()]):
                    continue
                owner = match.end()
                relation = self.words.relation.match(text, owner)
                for at in range(match.start(), relation.end() if relation else owner):
                    taken[at] = True
                kind: Who = who
                end = owner
                if relation:
                    kind, end = self._read_relation(relation[0], who), relation.end()
                if kind:
                    found.append(Person(match.start(), end, kind, match[0] if kind == "child" else ""))

        if self.pattern is not None:
            take(self.pattern, "child")
        take(self.words.child, "child")
        take(self.words.other, "other")
        take(self.words.family, "child" if len(self.names) > 1 else "family")
        return self._join_of(sorted(found, key=lambda person: person.start), text)

    def _read_relation(self, relation: str, who: Who) -> Who:
        last = relation.rsplit(maxsplit=1)[-1].lower()
        if last in ("family", "case"):
            return "family"
        return who if re.fullmatch(r"needs|deaths?|injur(?:y|ies)|birth", last) else "other"

    def _join_of(self, people: list[Person], text: str) -> list[Person]:
        """Take "the mother of Child A" for the mother, and "Child A and her brothers" for the family."""
        joined: list[Person] = []
        for person in people:
            before = joined[-1] if joined else None
            if before and before.who == "other" and text[before.end : person.start].strip().lower() == "of":
                joined[-1] = Person(before.start, person.end, "other")
            elif (
                before
                and before.who == "child"
                and person.who == "other"
                and (text[before.end : person.start].strip(" ,").lower() in ("and", "and all", "with"))
            ):
                joined[-1] = Person(before.start, person.end, "family")
            else:
                joined.append(person)
        return joined


def find_people(title: str, passages: Sequence[Passage], words: CaseWords, *, outside: str) -> People:
    """Return the children that a review is about, by the names that it gives them.

    Args:
        title: of the review.
        passages: of the review.
        words: of the codebook.
        outside: publisher and area, whose words are no names of children.
    """
    opening = [straighten(passage.text) for passage in passages[:_OPENING]]
    body = "\n".join(straighten(passage.text) for passage in passages if passage.kind != "heading")
    headings = [
        straighten(passage.text)
        for passage in passages[:12]
        if passage.kind == "heading" and passage.page_first == 1
    ]
    names: dict[str, None] = {}
    for text in (straighten(title), *headings):
        for name in _coded_names(text, words):
            names.setdefault(name)
    if not names:
        for name in _pseudonyms([straighten(title), *headings], body, words, outside):
            names.setdefault(name)
    titled = bool(names)
    if not names:
        for name in _renamed(opening, body, words):
            names.setdefault(name)
    if not names:
        for name in _commonest(opening, words):
            names.setdefault(name)
    given = tuple(names)
    return People(given, _name_pattern(given), words, titled)


def _coded_names(text: str, words: CaseWords) -> list[str]:
    """Names such as Child K, Baby Ada, Children F, G and H in a title."""
    title = rf"(?-i:{words.titles})"
    more = rf"(?:(?:\s*(?:,|&|and|/)\s*)+(?:{title}\s+)?{_CODE})*"
    singular = {"Children": "Child", "Babies": "Baby", "Young People": "Young Person"}
    return [
        f"{singular.get(match[1], match[1])} {code}"
        for match in re.finditer(rf"\b({title})\s+({_CODE}{more})", text)
        for code in re.findall(_CODE, match[2])
        if len(code) == 1 or code not in words.not_names
    ]


def _pseudonyms(texts: Sequence[str], body: str, words: CaseWords, outside: str) -> list[str]:
    """Capitalised words of the title that the body uses as a person's name."""
    strange = set(re.findall(r"[A-Z][\w'-]+", straighten(outside)))
    found: dict[str, None] = {}
    for text in texts:
        for word in re.findall(r"\b[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b", text):
            if word in words.not_names or word in strange or word in found:
                continue
            does = len(re.findall(rf"\b{word}(?:'s\b| (?:{_DOES})\b)", body))
            if does >= 3 and len(re.findall(rf"\b(?:the|a|in|at|of the) {word}\b", body)) <= does // 4:
                found.setdefault(word)
        for joined in re.findall(r"[A-Z][a-z]+(?:(?:, | and |, and | & )[A-Z][a-z]+)+", text):
            together = re.split(r", and |, | and | & ", joined)
            if any(word in found for word in together):
                found |= dict.fromkeys(word for word in together if word not in words.not_names)
    return list(found)


def _renamed(opening: Sequence[str], body: str, words: CaseWords) -> list[str]:
    pattern = re.compile(
        r"\b(?:child|baby|boy|girl|infant|young person|young man|young woman|he|she|they|subject)\b"
        rf"[^.]{{0,80}}?\b(?:{words.renamed}) (?:be (?:called|known as) )?(?:as )?"
        rf"['\"]?((?:(?-i:{words.titles}) )?{_CODE})['\"]?",
        re.IGNORECASE,
    )
    for text in opening:
        for match in pattern.finditer(text):
            name = match[1]
            last = name.split()[-1]
            if last not in words.not_names and len(re.findall(rf"\b{re.escape(last)}\b", body)) >= 4:
                return [name]
    return []


def _commonest(opening: Sequence[str], words: CaseWords) -> list[str]:
    """The one coded child that the opening speaks of most; none where two are spoken of alike."""
    counts = Counter(name for text in opening for name in _coded_names(text, words))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return []
    return [ranked[0][0]]


def _name_pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    forms: set[str] = set()
    for name in names:
        forms.add(name)
        code = name.split()[-1]
        if len(code) > 1 and not code.isdecimal():
            forms.add(code)
    together = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    pair = rf"(?:{together})(?:(?:,| and|, and| &) (?:{together}))*"
    return re.compile(rf"\b{pair}(?!\w)")
