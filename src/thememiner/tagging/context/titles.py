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
from thememiner.tagging.language.columns import Words

_FILE = "context.yaml"
_KEYS = ("ends", "leads", "links", "not_titles")
_WORD = r"(?:[A-Z][\w’'-]*|\([A-Z][^()]{0,60}\))"
_MOST = 16
"""Words of a title at most, so that a page in capitals costs no more than any other."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Ways to write a title that begin or end with the same words."""

    hint: re.Pattern[str]
    """What stands in every text that holds such a title, and is soon looked for."""
    patterns: tuple[re.Pattern[str], ...]
    """The group ``title`` is the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRules:
    """The forms of a title, compiled; see ``codebook/context.yaml``."""

    word: re.Pattern[str]
    """A word of which one stands in each title or just before it."""
    forms: tuple[Forms, ...] = ()
    not_titles: frozenset[str] = frozenset()

    def find(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the places of the titles in a text, as half-open offsets."""
        return tuple(
            found.span("title")
            for forms in self.forms
            if forms.hint.search(text)
            for pattern in forms.patterns
            for found in pattern.finditer(text)
            if found["title"] not in self.not_titles
        )


class TitleFinder:
    """Finds titles in passages, and looks only at those with a word that a title has.

    Args:
        rules: the forms of a title.
        words: the words of the pipeline that reads the passages, see ``words_of``.
    """

    def __init__(self, rules: TitleRules, words: Words) -> None:
        self._rules, self._words = rules, words
        self._n_met = 0
        self._telling: set[int] = set()

    def find(self, text: str, numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return the places of the titles in a passage, as half-open offsets.

        Args:
            text: of the passage.
            numbers: its words, see ``Columns``.
        """
        forms = self._words.forms
        for number in range(self._n_met, len(forms)):
            if self._rules.word.search(forms[number][0]):
                self._telling.add(number)
        self._n_met = len(forms)
        return () if self._telling.isdisjoint(numbers) else self._rules.find(text)


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
        return TitleRules(word=re.compile("(?!)"))
    link = _one_of(links) if links else "(?!)"
    # A phrase is known by its first word.
    first_words = [re.findall(r"\w+|$", phrase)[0] for phrase in (*ends, *leads)]
    return TitleRules(
        word=re.compile(rf"\b{_one_of(first_words)}\b"),
        forms=(_compile_ends(_one_of(ends), link), _compile_leads(_one_of(leads), link)),
        not_titles=frozenset(not_titles),
    )


def _compile_ends(end: str, link: str) -> Forms:
    run = rf"{_WORD}{_step(link)}{{0,{_MOST}}}"
    return Forms(
        re.compile(end),
        (
            # The Fostering Services (England) Regulations 2011; Keeping Pupils Safe Guidance for Governors
            re.compile(rf"(?<!\w)(?P<title>{run}?\s{end}\b(?:\s(?:19|20)\d\d)?(?:\s(?:for|on)\s{run})?)"),
            # Standards for Boarding Schools
            re.compile(rf"(?<!\w)(?P<title>{end}\s(?:for|on|in)\s{run})"),
        ),
    )


def _compile_leads(lead: str, link: str) -> Forms:
    return Forms(
        re.compile(rf"{lead}[,:]?\s(?:on\s)?[‘“'\"(A-Z]"),
        (
            # the guidance ‘Working together to improve attendance’
            re.compile(rf"\b{lead}[,:]?\s(?:on\s)?[‘“'\"](?P<title>[A-Z][^’”\"]{{6,120}})[’”\"]"),
            # the training course Spotting the Signs of Neglect
            re.compile(rf"\b{lead}[,:]?\s(?P<title>{_WORD}{_step(link)}{{2,{_MOST}}})"),
        ),
    )


def _step(link: str) -> str:
    return rf"(?:,?\s(?:{link}\s){{0,3}}{_WORD})"


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"
