"""Bodies and roles, and where they are named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body or a role in the authority file."""

    agency_id: str
    label: str
    kind: str
    """department, inspectorate, police, health, local_authority, board, court, education,
    charity, regulator, forum, role ..."""
    country: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMention:
    """An agency named in a passage, resolved to one body or left open with candidates."""

    mention_id: str
    review_id: str
    passage_id: str
    page: int
    text: str
    start: int
    end: int
    agency_id: str
    """Empty where it is unresolved."""
    rule: str
    """How it was resolved: name, alias, acronym, defined (by the document), document (the
    body that the document is about), pattern, role, unresolved."""
    candidates: tuple[str, ...] = ()
    label: str = ""
    """The name of an agency that a pattern made; empty where the authority file has it."""
    part: str = ""
    """What it does here: commissioner, addressed, involved or background."""
