"""The role that a passage plays in its review, by the heading above it and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast, get_args

import yaml

from thememiner.records import Role

_NUMBER = re.compile(
    r"^(?:(?:part|chapter|section|annex|appendix)\s+[\divxlc]+[.:]?\s+|[\d.]+\s*[.:)]?\s+|[a-z]\)\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The heading words of one role."""

    role: Role
    whole: frozenset[str]
    starts: tuple[str, ...]
    has: tuple[str, ...]

    def fits(self, heading: str) -> bool:
        """Return whether a heading, lower-cased and without its number, names this role."""
        return (
            heading in self.whole
            or heading.startswith(self.starts)
            or any(words in heading for words in self.has)
        )


@cache
def load_roles() -> tuple[RoleWords, ...]:
    """Return the packaged heading words, in the order in which they are tried."""
    text = files("thememiner").joinpath("codebook/roles.yaml").read_text(encoding="utf-8")
    known = get_args(Role)
    found = []
    for role, words in yaml.safe_load(text).items():
        if role not in known:
            raise ValueError(f"codebook/roles.yaml names a role that does not exist: {role}.")
        found.append(
            RoleWords(
                cast(Role, role),
                frozenset(words.get("is", ())),
                tuple(words.get("starts", ())),
                tuple(words.get("has", ())),
            )
        )
    return tuple(found)


@cache
def _load_imprint(words: str) -> re.Pattern[str]:
    text = files("thememiner").joinpath("codebook/facts.yaml").read_text(encoding="utf-8")
    phrases = "|".join(map(re.escape, yaml.safe_load(text)[words]))
    return re.compile(rf"(?<!\w)(?:{phrases})", re.IGNORECASE)


def is_imprint(text: str) -> bool:
    """Return whether a text is of the kind that imprints hold: rights, numbers, addresses.

    >>> is_imprint("You may re-use this publication under an open licence.")
    True
    """
    return _load_imprint("imprint").search(text) is not None


def is_rights(text: str) -> bool:
    """Return whether a text states what only an imprint states: rights, or the number of a book.

    >>> is_rights("© Northfold Partnership"), is_rights("Email us")
    (True, False)
    """
    return _load_imprint("rights").search(text) is not None


@cache
def _load_openings() -> frozenset[str]:
    text = files("thememiner").joinpath("codebook/headings.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)["openings"])


def only_opens(heading: str) -> bool:
    """Return whether a heading inside a section merely opens it, so that it has the section's role.

    >>> only_opens("2.1 Introduction"), only_opens("Methodology")
    (True, False)
    """
    return _NUMBER.sub("", heading.lower()).strip(" .:") in _load_openings()


@cache
def find_role(heading: str) -> Role | None:
    """Return the role that a heading names, or None.

    >>> find_role("4.2 Recommendations for the partnership")
    'recommendation'
    >>> find_role("The day itself") is None
    True
    """
    low = " ".join(heading.lower().replace("’", "'").split())
    bare = _NUMBER.sub("", low).strip(" .:") or low
    for words in load_roles():
        if words.fits(bare) or (bare != low and words.role == "appendix" and words.fits(low)):
            return words.role
    return None
