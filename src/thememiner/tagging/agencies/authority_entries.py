"""The shape of the authority file's YAML: what an entry may hold.

Each entry is converted by itself, so that a file with several mistakes reports them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeVar

import msgspec
import yaml

When = str | int


class GuardedName(msgspec.Struct, forbid_unknown_fields=True):
    """An alias with guards of its own: {name: Housing, case: exact}."""

    name: str
    case: Literal["any", "first", "title", "exact", ""] = ""
    near: tuple[str, ...] = ()


class ShortNameEntry(msgspec.Struct, forbid_unknown_fields=True):
    """What "the Board" may stand for: bodies of these kinds with this word in their name."""

    word: str
    kinds: tuple[str, ...]


class BodyEntry(msgspec.Struct, forbid_unknown_fields=True):
    """One body or role."""

    label: str
    id: str = ""
    kind: str = ""
    country: str | None = None
    valid_from: When = ""
    valid_to: When = ""
    successor: str = ""
    aliases: tuple[str | GuardedName, ...] = ()
    acronyms: tuple[str, ...] = ()
    case: Literal["any", "first", "title", "exact", ""] = ""
    near: tuple[str, ...] = ()
    place: str = ""
    """The area it serves, where the name forms of other bodies are made from it."""
    same_as: str = ""
    """The label of a body that this entry only gives more names to."""
    short_for: ShortNameEntry | None = None


class PlacesEntry(msgspec.Struct, forbid_unknown_fields=True):
    """Places whose bodies share dates or a country."""

    places: tuple[str, ...]
    country: str | None = None
    valid_from: When = ""
    valid_to: When = ""


class FamilyEntry(msgspec.Struct, forbid_unknown_fields=True, rename={"unfit": "not"}):
    """One grammar of names; see ``families.Family``."""

    heads: tuple[str, ...]
    label: str
    kind: str = ""
    key: str = ""
    side: Literal["left", "right", "label"] = "left"
    role: str = ""
    country: str | None = None
    valid_from: When = ""
    valid_to: When = ""
    successor: str = ""
    drop: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    spell: dict[str, str] = {}
    case: Literal["any", "first", ""] = ""
    across: bool = False
    initials: tuple[str, ...] = ()
    """Endings of acronyms that begin with the initials of a place: SCB in BSCB."""
    known_places: str = ""
    """Kind of the bodies at whose places members of the family are listed."""


class AgencyFile(msgspec.Struct, forbid_unknown_fields=True):
    """One YAML file; bodies and families are converted one by one."""

    kind: str = ""
    country: str = ""
    case: Literal["any", "first", "title", "exact", ""] = ""
    forms: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...] | PlacesEntry] = {}
    bodies: tuple[Any, ...] = ()
    families: tuple[Any, ...] = ()
    place_aliases: dict[str, str] = {}
    phrases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    other_meanings: dict[str, str] = {}
    grammar: dict[str, tuple[str, ...]] = {}


Entry = TypeVar("Entry")


def read_yaml(text: str) -> AgencyFile | str:
    """Return a file's content, or what is wrong with it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = msgspec.to_builtins(yaml.load(text, Loader=loader))  # dates become text
    except yaml.YAMLError as error:
        return f"is not valid YAML: {' '.join(str(error).split())}"
    try:
        return msgspec.convert(content, AgencyFile)
    except msgspec.ValidationError as error:
        return str(error)


def read_entries(entries: tuple[Any, ...], kind: type[Entry]) -> Iterator[tuple[Entry | None, str, str]]:
    """Yield each entry, its name for messages, and what is wrong with it ("" if nothing)."""
    for number, entry in enumerate(entries, start=1):
        label = entry.get("label") if isinstance(entry, dict) else None
        where = str(label or f"entry {number}")
        try:
            yield msgspec.convert(entry, kind), where, ""
        except msgspec.ValidationError as error:
            yield None, where, str(error)
