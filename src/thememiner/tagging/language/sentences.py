"""Where sentences begin: rules for the prose of reports, quick and without a model.

spaCy's sentencizer ends a sentence at every full stop that is a token of its own. Here a
full stop after an abbreviation, an initial or the number of a paragraph ends none, and
the items of a list are sentences of their own. The word lists are data, in
``codebook/language.yaml``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from spacy.tokens import Doc, Token

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
        """Of each word, by number."""

    def find_starts(self, spacy_doc: Doc, numbers: Sequence[int]) -> list[int]:
        """Return the first token of each sentence.

        Args:
            spacy_doc: the doc.
            numbers: the word of each token.
        """
        kinds = self._kinds
        for orth, _, _ in self._words.forms[len(kinds) :]:
            kinds.append(self._kind_of(orth))
        size = len(numbers)
        starts = [0] if size else []
        start = 0
        # Few words can end a sentence, and only these are looked at.
        for at in itertools.compress(range(size), map(kinds.__getitem__, numbers)):
            if at >= start:
                begin = self._next_start(spacy_doc, start, at, kinds[numbers[at]])
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

    def _next_start(self, spacy_doc: Doc, start: int, at: int, kind: _Kind) -> int:
        """Return where the sentence after this token begins; 0 where none does."""
        if kind == "bullet":
            return at
        end = _skip_closers(spacy_doc, at + 1)
        if end >= len(spacy_doc):
            return 0
        ends = (
            kind in ("mark", "break")
            or (kind == "stop" and self._ends_at_stop(spacy_doc, start, at, end))
            or (kind == "dotted" and self._ends_at_dotted(spacy_doc, at, end))
            or (kind == "list" and _is_list_marker(spacy_doc, end))
        )
        if not ends or (kind == "mark" and spacy_doc[end].is_lower):
            return 0
        return end

    def _ends_at_stop(self, spacy_doc: Doc, start: int, at: int, end: int) -> bool:
        following = spacy_doc[end]
        if at == start or (following.is_lower and not _is_list_marker(spacy_doc, end)):
            return False
        before = spacy_doc[at - 1]
        if before.whitespace_:
            return True
        word = before.lower_
        if word in self._abbreviations or (word in self._before_number and following.text[:1].isdigit()):
            return False
        if word in self._may_end:
            return self._opens(following)
        # "4.12. The plan ...": the number of a paragraph is no sentence.
        return not (at - 1 == start and (before.text[:1].isdigit() or len(word) == 1))

    def _ends_at_dotted(self, spacy_doc: Doc, at: int, end: int) -> bool:
        word, following = spacy_doc[at].lower_[:-1], spacy_doc[end]
        opener = self._opens(following)
        if len(word) == 1 and word.isalpha():
            return at > 0 and opener and spacy_doc[at - 1].lower_ in self._lettered
        if word in self._abbreviations or word in self._before_number:
            return False
        return opener

    def _opens(self, token: Token) -> bool:
        return token.text[:1].isupper() and token.lower_ in self._openers


def _listed(listed: str | list[str]) -> frozenset[str]:
    return frozenset((listed if isinstance(listed, str) else " ".join(listed)).split())


def _skip_closers(spacy_doc: Doc, at: int) -> int:
    """Step over quotes, brackets and the numbers of notes that close a sentence."""
    while at < len(spacy_doc) and not spacy_doc[at - 1].whitespace_:
        word = spacy_doc[at].text
        if not (word[:1] in _CLOSERS or word in (".", "!", "?", "…") or (word.isdigit() and len(word) < 4)):
            break
        at += 1
    while at < len(spacy_doc) and spacy_doc[at].is_space:
        at += 1
    return at


def _is_list_marker(spacy_doc: Doc, at: int) -> bool:
    """Whether an item of a list begins here: "(a)", "ii)", or a new line."""
    if "\n" in spacy_doc[at - 1].text:
        return True
    if spacy_doc[at].lower_ in ("and", "or") and at + 1 < len(spacy_doc):
        at += 1
    inside = at + 1 if spacy_doc[at].text == "(" else at
    marker = spacy_doc[inside : inside + 2]
    if len(marker) < 2 or marker[1].text != ")":
        return False
    word = marker[0].lower_
    return len(word) <= 4 and (word.isdigit() or len(word) == 1 or set(word) <= set("ivx"))
