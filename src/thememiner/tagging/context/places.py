"""What the place of a passage says of all that it names, whatever its words are.

A list of contents tags nothing, and guidance neither praises nor criticises. The places
are data, in ``codebook/context.yaml``; what words say is read by ``context``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from thememiner.errors import CodebookError
from thememiner.records import Passage, Role
from thememiner.tagging.codebook.rule_files import read_lists

_FILE = "context.yaml"
_KEYS = ("boilerplate_roles", "neutral_kinds", "case_kinds", "family_words", "neutral_headings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where mentions are boilerplate, and where they are neutral; see ``codebook/context.yaml``."""

    boilerplate_roles: frozenset[str]
    neutral_kinds: frozenset[str]
    case_kinds: frozenset[str]
    family_words: frozenset[str]
    neutral_headings: re.Pattern[str] | None

    def is_boilerplate(self, passage: Passage) -> bool:
        """Return whether the passage is none of the text of the review: a title, a list of contents."""
        return passage.role in self.boilerplate_roles

    def is_neutral(self, passage: Passage, kind: str) -> bool:
        """Return whether the passage says what ought to be or what words mean, not how practice is.

        Args:
            passage: the passage.
            kind: of its document (``Review.kind``).
        """
        return kind in self.neutral_kinds or (
            self.neutral_headings is not None and _stands_below(self.neutral_headings, passage.section)
        )

    def is_of_case(self, kind: str) -> bool:
        """Return whether documents of a kind tell what happened in a case.

        Args:
            kind: of the document (``Review.kind``).
        """
        return kind in self.case_kinds


@lru_cache(maxsize=1000)
def _stands_below(headings: re.Pattern[str], section: tuple[str, ...]) -> bool:
    """Whether one of the headings of a section, which many passages share, is of a kind."""
    return any(map(headings.search, section))


def load_places(path: Path | str | None = None) -> Places:
    """Read the places of a codebook; the packaged ones where it has none.

    Args:
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the section.
    """
    problems: list[str] = []
    lists = read_lists(path, _FILE, "places", _KEYS, problems)
    problems += [
        f"{_FILE}, places: {role} is no role; it must be one of {', '.join(get_args(Role))}."
        for role in lists["boilerplate_roles"]
        if role not in get_args(Role)
    ]
    if problems:
        raise CodebookError(tuple(problems))
    roles, neutral, cases, family, headings = (lists[key] for key in _KEYS)
    return Places(
        boilerplate_roles=frozenset(roles),
        neutral_kinds=frozenset(neutral),
        case_kinds=frozenset(cases),
        family_words=frozenset(family),
        neutral_headings=_any_of(headings) if headings else None,
    )


def _any_of(headings: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds one of the phrases as whole words in a heading."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, headings))})\b", re.IGNORECASE)
