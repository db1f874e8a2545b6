"""The words by which facts are known: ``codebook/facts.yaml``, ready to be looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

NAME = r"[A-Z][\w’'-]+(?:(?: and| with| upon| of| the| &|-on-| on)? [A-Z][\w’'-]+){0,4}"
"""One to five capitalised words."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """The packaged words by which facts are known."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    parts: frozenset[str]
    """Kinds that are also the names of parts of a document."""
    signs: tuple[tuple[str, re.Pattern[str]], ...]
    """Kinds, and the short headings inside a document that give them away."""
    letters: re.Pattern[str]
    masked: re.Pattern[str]
    """Names of publishers that hold the words of a kind, and say nothing about this document's."""
    general_titles: frozenset[str]
    publishers: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    """Label, names, and addresses that speak for it."""
    speaks_for: tuple[tuple[str, re.Pattern[str]], ...]
    """Label of a publisher, and formulas that only its documents use."""
    areas: tuple[re.Pattern[str], ...]
    not_area: frozenset[str]
    area_endings: frozenset[str]
    organisations: re.Pattern[str]
    boards: tuple[re.Pattern[str], ...]
    inquiries: tuple[re.Pattern[str], ...]
    published: re.Pattern[str]
    not_published: re.Pattern[str]


@cache
def load_fact_words() -> FactWords:
    """Return the packaged words by which facts are known."""
    data = yaml.safe_load(files("thememiner").joinpath("codebook/facts.yaml").read_text(encoding="utf-8"))
    kinds = tuple((label, any_of(phrases)) for label, phrases in data["kinds"].items())
    names = [name for entry in data["publishers"].values() for name in entry["names"]]
    return FactWords(
        kinds=kinds,
        parts=frozenset(data["parts"]),
        signs=tuple((label, any_of(phrases)) for label, phrases in data["signs"].items()),
        masked=any_of([name for name in names if any(pattern.search(name) for _, pattern in kinds)]),
        letters=any_of(data["letters"]),
        general_titles=frozenset(data["general_titles"]),
        publishers=tuple(
            (label, any_of(entry["names"]), any_of(entry["domains"]) if entry["domains"] else None)
            for label, entry in data["publishers"].items()
        ),
        speaks_for=tuple((label, any_of(phrases)) for label, phrases in data["speaks_for"].items()),
        areas=_compile(data["areas"]),
        not_area=frozenset(data["not_area"]),
        area_endings=frozenset(data["area_endings"]),
        organisations=any_of(data["organisations"]),
        boards=_compile(data["boards"]),
        inquiries=_compile(data["inquiries"]),
        published=any_of(data["published"]),
        not_published=any_of(data["not_published"]),
    )


def any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some phrases as whole words, the longest first."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def _compile(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.format(name=NAME)) for pattern in patterns)
