"""The codebook, and what of it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["asserted", "passing", "negated", "hypothetical", "quoted", "boilerplate"]


Polarity = Literal["concern", "strength", "neutral"]


Negation = Literal["deficit", "fact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One pattern of a code, in the notation of docs/codebook.md, with its conditions."""

    cue_id: str
    code_id: str
    notation: str
    present: tuple[str, ...] = ()
    """``with``: one of these must stand in the same sentence."""
    absent: tuple[str, ...] = ()
    """``without``: none of these may stand in the same sentence."""
    nearby: tuple[str, ...] = ()
    """One of these must stand in the same passage."""
    unless: tuple[str, ...] = ()
    """The cue does not count where it overlaps one of these longer expressions."""
    about: str = ""
    """parent, child or professional: whom the words must be about."""
    not_in: tuple[str, ...] = ()
    """Roles of passages in which the cue is boilerplate."""
    polarity: str = ""
    """Set where the cue itself says it; else read from the sentence."""
    negation: Negation = "deficit"
    """What "not" makes of it: of a fact about a family it is a denial ("no evidence of
    domestic abuse"), of a practice it is a criticism ("information was not shared")."""
    weak: bool = False
    """The bare name of a topic, which a passage may also name in passing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An entry of the codebook: a practice theme, what earns it and what does not."""

    code_id: str
    label: str
    group: str
    tier: str
    definition: str
    include: str = ""
    exclude: str = ""
    cues: tuple[Cue, ...] = ()
    examples: tuple[str, ...] = ()
    non_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A theme seen in a passage, and the words that earned it."""

    mention_id: str
    review_id: str
    passage_id: str
    page: int
    theme_id: str
    cue_id: str
    text: str
    sentence: str
    status: Status
    polarity: Polarity
    start: int
    end: int
