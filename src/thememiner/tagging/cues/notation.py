"""The notation of cues: what a researcher writes, and the spaCy patterns it stands for.

======================  ==========================================================
written                 means
======================  ==========================================================
share information       these words in order, each in any of its inflections
=sharing                just this form; with a capital letter, just this case
MASH, DfE               capitals inside a word: just these letters and this case
curio*                  any word that begins so
co-ordination           with hyphen, space or neither
[relevant]              may be there or not
(shared | passed on)    one of these
...                     up to eight words between; ``..2`` up to two
<child>                 a word list of the codebook's lexicon
======================  ==========================================================

Upper and lower case, curly and straight apostrophes and -ise/-ize are alike
everywhere. A match never crosses the end of a sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

MAX_PATTERNS = 600
"""A cue that stands for more patterns than this is refused: it should be several cues."""

_SYMBOL = re.compile(
    r"\s*(?:(?P<gap>\.\.\.|\.\.\d+)|(?P<sign>[()\[\]|])|<(?P<list>[^<>\s]+)>|(?P<word>[^\s()\[\]|<>]+))"
)
_ELLIPSIS = 8

Attribute = Literal["ORTH", "NORM", "LEMMA"]


@dataclass(frozen=True, slots=True)
class TokenTest:
    """What one token must be: one of ``values`` in ``attribute``, or any of ``gap`` words."""

    attribute: Attribute = "NORM"
    values: tuple[str, ...] = ()
    prefix: bool = False
    optional: bool = False
    gap: int = 0

    def to_spacy(self) -> dict[str, Any]:
        """Return the token as spaCy's ``Matcher`` takes it."""
        if self.gap:
            return {"IS_SPACE": False, "OP": f"{{0,{self.gap}}}"}
        if self.prefix:
            starts = "|".join(re.escape(value) for value in self.values)
            test: dict[str, Any] = {self.attribute: {"REGEX": f"^(?:{starts})"}}
        elif len(self.values) == 1:
            test = {self.attribute: self.values[0]}
        else:
            test = {self.attribute: {"IN": list(self.values)}}
        return test | ({"OP": "?"} if self.optional else {})


Pattern = tuple[TokenTest, ...]
Words = Callable[[str], list[tuple[str, str, str]]]
"""Splits a written word into tokens: (as written, folded, lemma) of each."""


class NotationError(ValueError):
    """A cue that cannot be read; the message says where and why."""


def compile_cue(notation: str, words: Words, lexicon: Mapping[str, str] | None = None) -> tuple[Pattern, ...]:
    """Return every pattern that a cue stands for.

    Args:
        notation: the cue as written.
        words: the tokeniser, see ``Words``.
        lexicon: word lists by name, each itself in this notation.

    Raises:
        NotationError: where brackets do not pair, a list is unknown, the cue is empty
            or would match nothing in particular, or stands for too many patterns.
    """
    patterns = _Reader(notation, words, lexicon or {}, ()).read()
    for pattern in patterns:
        if all(test.optional or test.gap for test in pattern):
            raise NotationError(f"“{notation}” has no word that must be there")
    return tuple(dict.fromkeys(end for pattern in patterns for end in _settle_ends(pattern)))


def _settle_ends(pattern: Pattern) -> Iterator[Pattern]:
    """Yield a pattern without the gaps at its ends, which say nothing.

    What may be left out beside such a gap is parted into a pattern with and one without it.
    """
    for at, step in ((0, 1), (len(pattern) - 1, -1)):
        if pattern[at].gap:
            yield from _settle_ends(pattern[1:] if step > 0 else pattern[:-1])
            return
        inner = next(test for test in pattern[::step] if not test.optional)
        if pattern[at].optional and inner.gap:
            without = pattern[1:] if step > 0 else pattern[:-1]
            present = replace(pattern[at], optional=False)
            yield from _settle_ends(without)
            yield from _settle_ends((present, *without) if step > 0 else (*without, present))
            return
    yield pattern


class _Reader:
    """Reads one cue, left to right."""

    def __init__(
        self, notation: str, words: Words, lexicon: Mapping[str, str], within: tuple[str, ...]
    ) -> None:
        self.notation, self.words, self.lexicon, self.within = notation, words, lexicon, within
        self.symbols: list[tuple[str, str]] = []
        at = 0
        while at < len(notation.rstrip()):
            found = _SYMBOL.match(notation, at)
            if not found or not found.lastgroup:
                raise NotationError(f"“{notation}” cannot be read at “{notation[at:].strip()}”")
            self.symbols.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def read(self) -> list[Pattern]:
        patterns = self._either()
        if self.at < len(self.symbols):
            raise NotationError(f"“{self.notation}” has a “{self.symbols[self.at][1]}” that opens nowhere")
        return patterns

    def _either(self) -> list[Pattern]:
        """One or more sequences parted by bars."""
        choices = [self._sequence()]
        while self._next() == ("sign", "|"):
            self.at += 1
            choices.append(self._sequence())
        return _merge([pattern for choice in choices for pattern in choice])

    def _sequence(self) -> list[Pattern]:
        parts: list[list[Pattern]] = []
        while (symbol := self._next()) is not None and symbol not in (
            ("sign", "|"),
            ("sign", ")"),
            ("sign", "]"),
        ):
            self.at += 1
            parts.append(self._part(*symbol))
        if not parts:
            raise NotationError(f"“{self.notation}” has an empty part")
        size = 1
        for part in parts:
            size *= len(part)
        if size > MAX_PATTERNS:
            raise NotationError(
                f"“{self.notation}” stands for {size} patterns, more than {MAX_PATTERNS}: "
                "write it as several cues"
            )
        return [tuple(itertools.chain(*choice)) for choice in itertools.product(*parts)]

    def _part(self, kind: str, text: str) -> list[Pattern]:
        if kind == "gap":
            return [(TokenTest(gap=_ELLIPSIS if text == "..." else max(int(text[2:]), 1)),)]
        if kind == "list":
            return self._list(text)
        if kind == "word":
            return self._word(text)
        close = {"(": ")", "[": "]"}.get(text, "")
        inner = self._either()
        if self._next() != ("sign", close):
            raise NotationError(f"“{self.notation}” has a “{text}” that is not closed")
        self.at += 1
        if text == "(":
            return inner
        if all(len(pattern) == 1 and not pattern[0].gap for pattern in inner):
            return [(_optional(pattern[0]),) for pattern in inner] if len(inner) == 1 else [(), *inner]
        return [(), *inner]

    def _list(self, name: str) -> list[Pattern]:
        if name not in self.lexicon:
            raise NotationError(f"“{self.notation}” names the list <{name}>, which the lexicon does not have")
        if name in self.within:
            raise NotationError(f"the list <{name}> of the lexicon contains itself")
        return _Reader(self.lexicon[name], self.words, self.lexicon, (*self.within, name)).read()

    def _word(self, text: str) -> list[Pattern]:
        exact = text.startswith("=") and len(text) > 1
        text = text[1:] if exact else text
        prefix = text.endswith("*")
        text = text.rstrip("*")
        if not text:
            raise NotationError(f"“{self.notation}” has a * with no word before it")
        # A hyphen parts a word only between letters or digits.
        parts = re.split(r"(?<=\w)-(?=\w)", text)
        if len(parts) == 1:
            return [self._tokens(text, exact=exact, prefix=prefix)]
        spaced: list[TokenTest] = []
        for i, piece in enumerate(parts):
            last = i == len(parts) - 1
            spaced += self._tokens(piece, exact=exact, prefix=prefix and last)
            if not last:
                spaced.append(TokenTest(values=("-",), optional=True))
        return [tuple(spaced), self._tokens("".join(parts), exact=exact, prefix=prefix)]

    def _tokens(self, text: str, *, exact: bool, prefix: bool) -> Pattern:
        tokens = self.words(text)
        return tuple(
            _test(written, norm, lemma, exact=exact, prefix=prefix and i == len(tokens) - 1)
            for i, (written, norm, lemma) in enumerate(tokens)
        )

    def _next(self) -> tuple[str, str] | None:
        return self.symbols[self.at] if self.at < len(self.symbols) else None


def _test(written: str, norm: str, lemma: str, *, exact: bool, prefix: bool) -> TokenTest:
    if prefix:
        return TokenTest("NORM", (norm,), prefix=True)
    inner_capital = any(letter.isupper() for letter in written[1:])
    if inner_capital:
        plural = (written + "s",) if written[-1].isupper() else ()
        return TokenTest("ORTH", (written, *plural))
    if exact:
        return TokenTest("ORTH", (written,)) if written[:1].isupper() else TokenTest("NORM", (norm,))
    return TokenTest("LEMMA", (lemma,))


def _optional(test: TokenTest) -> TokenTest:
    return TokenTest(test.attribute, test.values, prefix=test.prefix, optional=True)


def _merge(patterns: list[Pattern]) -> list[Pattern]:
    """Join single-token choices into one test, so that cues stay few patterns."""
    merged: dict[tuple[Attribute, bool], list[str]] = {}
    rest: list[Pattern] = []
    for pattern in patterns:
        test = pattern[0] if len(pattern) == 1 else None
        if test is not None and not test.gap and not test.optional:
            values = merged.setdefault((test.attribute, test.prefix), [])
            values += [value for value in test.values if value not in values]
        else:
            rest.append(pattern)
    joined = [
        (TokenTest(attribute, tuple(values), prefix=prefix),)
        for (attribute, prefix), values in merged.items()
    ]
    return [*joined, *dict.fromkeys(rest)]
