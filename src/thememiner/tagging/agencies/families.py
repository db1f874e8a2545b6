"""Families: open classes of bodies whose names follow one grammar.

"{place} Safeguarding Children Board" is such a grammar. Its head words are fixed; the
place is read from the capitalised words beside them: to the left ("Northshire Police"),
to the right ("University of Westshire"), or as a letter or number ("School 1").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from thememiner.records import make_id
from thememiner.tagging.agencies.words import split_words

Side = Literal["left", "right", "label"]


def make_slug(label: str) -> str:
    """Return the id of a body that is known by its label.

    >>> make_slug("Bolton Safeguarding Children’s Board")
    'bolton-safeguarding-childrens-board'
    """
    words = split_words(label)
    slug = "-".join(key for key in words.keys if key[0].isalnum())
    return slug or f"agency-{make_id(label, length=8)}"


def name_key(text: str) -> tuple[str, ...]:
    """Return the words by which two spellings of a name are the same."""
    return split_words(text).keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An open class of bodies whose names follow one grammar."""

    heads: tuple[str, ...]
    label: str
    """The canonical name: {place} for the capitalised words, {name} for the words as printed."""
    kind: str
    key: str = ""
    """What the id is made from, where names that differ mean one body: police and constabulary."""
    side: Side = "left"
    """Where the proper words stand: left or right of the head; label: "School 1", "Hospital A"."""
    role_id: str = ""
    """What the head means without a place."""
    country: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""
    drop: frozenset[str] = frozenset()
    """Leading words that are no part of the place."""
    unfit: frozenset[str] = frozenset()
    """Words that make no name: "Local Hospital"."""
    spell: Mapping[str, str] = field(default_factory=dict)
    """Short heads and how the canonical name spells them."""
    any_case: bool = False
    """The head may be in lower case: "Kent police"."""
    across: bool = False
    """The name may join any words by "and": "Public Administration and ... Committee"."""

    @property
    def by_place(self) -> bool:
        """Whether the proper words are a place, and not any words."""
        return "{place}" in (self.key or self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Words that join, qualify or end the proper part of a name (``grammar.yaml``)."""

    links: frozenset[str] = frozenset()
    left_links: frozenset[str] = frozenset()
    right_links: frozenset[str] = frozenset()
    before_of: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    area_words: tuple[tuple[str, ...], ...] = ()
    posts: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()


class Gazetteer:
    """Place names and ordinary words, by which the proper part of a name is told."""

    def __init__(self, grammar: Grammar | None = None) -> None:
        self.grammar = grammar or Grammar()
        self.places: dict[tuple[str, ...], str] = {}
        """Words of a place to its usual spelling."""
        self.place_words: set[str] = set()
        self.generic: set[str] = set()
        """Words of roles, which no place name holds: services, teachers, social."""

    def add_place(self, printed: str, canonical: str) -> None:
        """Add a place name, so that it is read whole and under one spelling."""
        key = name_key(printed)
        self.places[key] = canonical
        self.place_words.update(word for word in key if word not in self.grammar.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may name a body: what ``find_names`` returns, before overlaps are settled."""

    start: int
    """Index of the first word."""
    end: int
    """Index after the last word."""
    agency_id: str
    rule: str
    label: str = ""
    family: Family | None = None
    head: int = -1
    """Index of the first word of the family's head."""
