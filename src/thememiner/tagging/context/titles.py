"""Titles of laws, guidance, reports and courses inside a sentence: what they name is not what is told.

"The Female Genital Mutilation Act 2003 applies" says nothing of a child, and a course
called "Spotting the Signs of Neglect" is no neglect. The words by which a title is known
are data, in ``codebook/context.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_lists

_FILE = "context.yaml"
_KEYS = ("ends", "leads", "links", "not_titles")
_WORD = r"(?:[A-Z][\w’'-]*|\([A-Z][^()]{0,60}\))"
_MOST = 16
"""Words of a title at most, so that a page in capitals costs no more than any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRules:
    """The forms of a title, compiled; see ``codebook/context.yaml``."""

    hint: re.Pattern[str] | None
    """What stands in every text that holds a title; None where no title is known."""
    forms: tuple[re.Pattern[str], ...] = ()
    """The group ``title`` is the title."""
    not_titles: frozenset[str] = frozenset()

    def find(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the places of the titles in a text, as half-open offsets."""
        if self.hint is None or not self.hint.search(text):
            return ()
        return tuple(
            found.span("title")
            for form in self.forms
            for found in form.finditer(text)
            if found["title"] not in self.not_titles
        )


def load_titles(path: Path | str | None = None) -> TitleRules:
    """Read how titles are known in a codebook; the packaged rules where it has none.

    Args:
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the section.
    """
    problems: list[str] = []
    lists = read_lists(path, _FILE, "titles", _KEYS, problems)
    if problems:
        raise CodebookError(tuple(problems))
    ends, leads, links, not_titles = (lists[key] for key in _KEYS)
    if not ends or not leads:
        return TitleRules(hint=None)
    return TitleRules(
        hint=re.compile(rf"\b{_one_of((*ends, *leads))}\b"),
        forms=_compile_forms(_one_of(ends), _one_of(leads), _one_of(links) if links else "(?!)"),
        not_titles=frozenset(not_titles),
    )


def _compile_forms(end: str, lead: str, link: str) -> tuple[re.Pattern[str], ...]:
    step = rf"(?:,?\s(?:{link}\s){{0,3}}{_WORD})"
    run = rf"{_WORD}{step}{{0,{_MOST}}}"
    return (
        # The Fostering Services (England) Regulations 2011; Keeping Pupils Safe Guidance for Governors
        re.compile(rf"(?<!\w)(?P<title>{run}?\s{end}\b(?:\s(?:19|20)\d\d)?(?:\s(?:for|on)\s{run})?)"),
        # Standards for Boarding Schools
        re.compile(rf"(?<!\w)(?P<title>{end}\s(?:for|on|in)\s{run})"),
        # the guidance ‘Working together to improve attendance’
        re.compile(rf"\b{lead}[,:]?\s(?:on\s)?[‘“'\"](?P<title>[A-Z][^’”\"]{{6,120}})[’”\"]"),
        # the training course Spotting the Signs of Neglect
        re.compile(rf"\b{lead}[,:]?\s(?P<title>{_WORD}{step}{{2,{_MOST}}})"),
    )


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"
