"""Where sentences begin: rules for the prose of reports, quick and without a model.

spaCy's sentencizer ends a sentence at every full stop that is a token of its own. Here a
full stop after an abbreviation, an initial or the number of a paragraph ends none, and
the items of a list are sentences of their own. The word lists are data, in
``codebook/language.yaml``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from spacy.tokens import Doc

from .columns import Words

_Kind = Literal["", "stop", "mark", "dotted", "bullet", "list", "break"]
_MARKS = frozenset("!?‽⁇⁈⁉。！？｡।؟")
_CLOSERS = frozenset("”’\"'»)]}")


class SentenceSplitter:
    """Finds where sentences begin.

    Args:
        words: the words of the pipeline, by number.
        lists: the lists under ``sentences`` of ``language.yaml``.
    """

    def __init__(self, words: Words, lists: Mapping[str, Any]) -> None:
        self._abbreviations = _listed(lists["abbreviations"])
        self._before_number = _listed(lists["before_number"])
        self._may_end = _listed(lists["may_end"])
        self._openers = _listed(lists["openers"])
        self._lettered = _listed(lists["lettered"])
        self._bullets = _listed(lists["bullets"])
        self._words = words
        self._kinds: list[_Kind] = []
        """Of each word, by number: what it can end,"""
        self._written: list[str] = []
        """how it is written,"""
        self._lower: list[str] = []
        """and in lower case."""

    def find_starts(self, spacy_doc: Doc, numbers: Sequence[int]) -> list[int]:
        """Return the first token of each sentence.

        Args:
            spacy_doc: the doc.
            numbers: the word of each token.
        """
        kinds = self._kinds
        for orth, _, _ in self._words.forms[len(kinds) :]:
            kinds.append(self._kind_of(orth))
            self._written.append(orth)
            self._lower.append(orth.lower())
        size = len(numbers)
        starts = [0] if size else []
        start = 0
        tokens = _Tokens(spacy_doc, numbers, self._written, self._lower)
        # Few words can end a sentence, and only these are looked at.
        for at in itertools.compress(range(size), map(kinds.__getitem__, numbers)):
            if at >= start:
                begin = self._next_start(tokens, start, at, kinds[numbers[at]])
                if start < begin < size:
                    starts.append(begin)
                    start = begin
        return starts

    def _kind_of(self, word: str) -> _Kind:
        kind: _Kind = ""
        if word == ".":
            kind = "stop"
        elif word in self._bullets:
            kind = "bullet"
        elif word[:1] in _MARKS:
            kind = "mark"
        elif word == "…" or (word.endswith(".") and len(word) > 1):
            kind = "dotted"
        elif word in (";", ":"):
            kind = "list"
        elif word.isspace() and word.count("\n") > 1:
            kind = "break"
        return kind

    def _next_start(self, tokens: _Tokens, start: int, at: int, kind: _Kind) -> int:
        """Return where the sentence after this token begins; 0 where none does."""
        if kind == "bullet":
            return at
        end = tokens.skip_closers(at + 1)
        if end >= len(tokens.numbers):
            return 0
        ends = (
            kind in ("mark", "break")
            or (kind == "stop" and self._ends_at_stop(tokens, start, at, end))
            or (kind == "dotted" and self._ends_at_dotted(tokens, at, end))
            or (kind == "list" and tokens.is_list_marker(end))
        )
        if not ends or (kind == "mark" and tokens.written(end).islower()):
            return 0
        return end

    def _ends_at_stop(self, tokens: _Tokens, start: int, at: int, end: int) -> bool:
        following = tokens.written(end)
        if at == start or (following.islower() and not tokens.is_list_marker(end)):
            return False
        if tokens.has_space_after(at - 1):
            return True
        word = tokens.lower(at - 1)
        if word in self._abbreviations or (word in self._before_number and following[:1].isdigit()):
            return False
        if word in self._may_end:
            return self._opens(tokens, end)
        # "4.12. The plan ...": the number of a paragraph is no sentence.
        return not (at - 1 == start and (word[:1].isdigit() or len(word) == 1))

    def _ends_at_dotted(self, tokens: _Tokens, at: int, end: int) -> bool:
        word = tokens.lower(at)[:-1]
        opener = self._opens(tokens, end)
        if len(word) == 1 and word.isalpha():
            return at > 0 and opener and tokens.lower(at - 1) in self._lettered
        if word in self._abbreviations or word in self._before_number:
            return False
        return opener

    def _opens(self, tokens: _Tokens, at: int) -> bool:
        return tokens.written(at)[:1].isupper() and tokens.lower(at) in self._openers


def _listed(listed: str | list[str]) -> frozenset[str]:
    return frozenset((listed if isinstance(listed, str) else " ".join(listed)).split())


class _Tokens(NamedTuple):
    """The tokens of a doc, read by the numbers of their words: a spaCy token is slow to make."""

    spacy_doc: Doc
    numbers: Sequence[int]
    as_written: Sequence[str]
    """Each word by number,"""
    in_lower: Sequence[str]
    """and in lower case."""

    def written(self, at: int) -> str:
        return self.as_written[self.numbers[at]]

    def lower(self, at: int) -> str:
        return self.in_lower[self.numbers[at]]

    def has_space_after(self, at: int) -> bool:
        return bool(self.spacy_doc[at].whitespace_)

    def skip_closers(self, at: int) -> int:
        """Step over quotes, brackets and the numbers of notes that close a sentence."""
        size = len(self.numbers)
        while at < size and not self.has_space_after(at - 1):
            word = self.written(at)
            if not (
                word[:1] in _CLOSERS or word in (".", "!", "?", "…") or (word.isdigit() and len(word) < 4)
            ):
                break
            at += 1
        while at < size and self.written(at).isspace():
            at += 1
        return at

    def is_list_marker(self, at: int) -> bool:
        """Whether an item of a list begins here: "(a)", "ii)", or a new line."""
        if "\n" in self.written(at - 1):
            return True
        if self.lower(at) in ("and", "or") and at + 1 < len(self.numbers):
            at += 1
        inside = at + 1 if self.written(at) == "(" else at
        if inside + 2 > len(self.numbers) or self.written(inside + 1) != ")":
            return False
        word = self.lower(inside)
        return len(word) <= 4 and (word.isdigit() or len(word) == 1 or set(word) <= set("ivx"))
