"""What people type into a search box, as FTS5 takes it: any string is a legal query.

Words, "phrases", AND OR NOT, prefix*, (brackets), NEAR or NEAR/5 between words, and the
filters of ``FILTERS``. What cannot be meant as an operator is searched for as a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FILTERS = (
    "theme", "agency", "review", "year", "kind", "role", "polarity",
    "review_kind", "publisher", "area", "response",
)  # fmt: skip
MAX_CHARACTERS = 2000
MAX_WORDS = 40
"""What is typed beyond these is not searched for."""
_MAX_DEPTH = 8
"""Brackets within brackets; FTS5 has a limit, too."""
_PART = re.compile(
    rf'(?P<filter>{"|".join(FILTERS)}):(?P<value>"[^"]*"?|[^\s()"]+)'
    r'|"(?P<phrase>[^"]*)"?|(?P<bracket>[()])|(?P<word>[^\s()"]+)'
)
_AS_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "\u00ad": None, "\0": " "})
"""Quotation marks of word processors and phones; a soft hyphen is not part of a word."""
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood: the FTS5 expression ("" where only filters were given) and the filters."""

    match: str
    words: tuple[str, ...] = ()
    """The words alone, for a second try."""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rest: str = ""
    """What was typed, without the filters."""
    is_cut: bool = False
    """Whether more was typed than is searched for."""

    @property
    def plain(self) -> str:
        """The query as nothing but words that must all be there."""
        return " ".join(self.words)


def parse_query(text: str) -> Query:
    """Return the query that a text stands for.

    >>> parse_query('multi-agency "strategy meeting" OR curio* year:2020').match
    '("multi-agency" AND "strategy meeting" OR "curio"*)'
    >>> parse_query("AND (((").match
    '"AND"'
    """
    filters: dict[str, list[str]] = {}
    parts: list[str] = []
    words: list[str] = []
    rest: list[str] = []
    depth = 0
    is_cut = len(text) > MAX_CHARACTERS
    text = text[:MAX_CHARACTERS].translate(_AS_TYPED)
    for found in _PART.finditer(text):
        if found["filter"]:
            filters.setdefault(found["filter"], []).append(found["value"].strip('"'))
            continue
        rest.append(found[0])
        if len(words) >= MAX_WORDS:
            is_cut = True
        elif found["bracket"]:
            depth += 1 if found["bracket"] == "(" else -1
            if depth <= _MAX_DEPTH:
                parts.append(found["bracket"])
        elif found["phrase"] is not None:
            parts += _quote(found["phrase"], words)
        elif found["word"] in ("AND", "OR", "NOT") or _NEAR.fullmatch(found["word"]):
            parts.append(found["word"])
        else:
            parts += _quote(found["word"], words)
    if not words:
        # Nothing but operators: then they are what is looked for.
        parts = [part for word in re.findall(r"\w+", text) if not filters for part in _quote(word, words)]
    return Query(
        match=_Expression(parts).read(),
        words=tuple(words),
        filters={name: tuple(dict.fromkeys(values)) for name, values in filters.items()},
        rest=" ".join(rest),
        is_cut=is_cut,
    )


def _quote(text: str, words: list[str]) -> list[str]:
    """A word or phrase as FTS5's string; nothing where it has no letter or digit."""
    if not re.search(r"\w", text):
        return []
    prefix = text.endswith("*")
    quoted = '"' + text.rstrip("*").replace('"', " ") + '"' + ("*" if prefix else "")
    words.append(quoted)
    return [quoted]


class _Expression:
    """Puts the parts together so that FTS5 accepts them; a dangling operator is dropped."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self.at = 0

    def read(self) -> str:
        found = []
        while self.at < len(self.parts):
            if self.parts[self.at] == ")":
                self.at += 1
                continue
            expression = self._either()
            if expression:
                found.append(expression)
        return " AND ".join(found)

    def _either(self) -> str:
        joined = ""
        operator = ""
        n_terms = 0
        while self.at < len(self.parts) and self.parts[self.at] != ")":
            part = self.parts[self.at]
            self.at += 1
            if part in ("AND", "OR", "NOT"):
                operator = part
                continue
            near = _NEAR.fullmatch(part)
            if near:
                joined = self._near(joined, near[1] or "10")
                continue
            if part == "(":
                part = self._either()
                if self.at < len(self.parts):
                    self.at += 1
            if part:
                joined = f"{joined} {operator or 'AND'} {part}" if joined else part
                n_terms += 1
                operator = ""
        return f"({joined})" if n_terms > 1 else joined

    def _near(self, joined: str, distance: str) -> str:
        """“a NEAR b” as FTS5's NEAR(a b, n), where both sides are plain words."""
        if self.at >= len(self.parts) or not joined.endswith('"') or not self.parts[self.at].startswith('"'):
            return joined
        before, _, left = joined[:-1].rpartition('"')
        right = self.parts[self.at]
        self.at += 1
        return f'{before}NEAR("{left}" {right}, {distance})'
