"""The patterns of a cue, its words split as the tagger splits text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from thememiner.tagging.language.pipeline import make_nlp

from .notation import Pattern, compile_cue


def compile_notation(notation: str, lexicon: Mapping[str, str]) -> tuple[Pattern, ...]:
    """Return the patterns of one cue, its words split as the tagger splits text.

    Raises:
        NotationError: see ``compile_cue``.
    """
    return _compile(notation, tuple(lexicon.items()))


@lru_cache(maxsize=65536)
def _compile(notation: str, lexicon: tuple[tuple[str, str], ...]) -> tuple[Pattern, ...]:
    return compile_cue(notation, _split_words, dict(lexicon))


@lru_cache(maxsize=1)
def _tokeniser() -> Any:
    return make_nlp()


@lru_cache(maxsize=16384)
def _tokens(text: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((token.text, token.norm_, token.lemma_) for token in _tokeniser()(text))


def _split_words(text: str) -> list[tuple[str, str, str]]:
    return list(_tokens(text))
