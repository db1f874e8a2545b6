"""The words that keep company with a theme: what else a passage says where it is about it.

A passage that is about children missing from home says "episode", "police", "interview"; one
that names them in passing talks of something else. How much each word speaks for a theme is
data, ``codebook/company.yaml``, learned at the desk by ``benchmarks/company.py``; here the
weights of a passage's words are added up. No word makes a mention: a theme is found by its
cues, and its company is one thing among those that decide whether it is named in passing.

Source: "You shall know a word by the company it keeps", Firth 1957.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite, sqrt
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.strings import StringStore

from thememiner.errors import CodebookError

from .codebook import read_rules

_FILE = "company.yaml"
STEADY = 8
"""So many words without weight are thought added to each passage, so that a short one says little."""


class Company:
    """The weights of words, by theme.

    Args:
        themes: the weight of each word (its dictionary form) by theme id.
        wording: the weight of each word inside a mention, for all themes.
        strings: the vocabulary's strings.
        lemma_of: gives the dictionary form of a norm.
    """

    def __init__(
        self,
        themes: Mapping[str, Mapping[str, float]],
        wording: Mapping[str, float],
        strings: StringStore,
        lemma_of: Callable[[str], str],
    ) -> None:
        self.theme_ids = frozenset(themes)
        self.vocabulary = sorted({*wording, *(word for weights in themes.values() for word in weights)})
        numbers = {word: number for number, word in enumerate(self.vocabulary)}
        self._themes = {
            theme_id: {numbers[word]: weight for word, weight in weights.items()}
            for theme_id, weights in themes.items()
        }
        self._wording = {numbers[word]: weight for word, weight in wording.items()}
        self._known = _Numbers(numbers, strings, lemma_of)

    def find_words(self, norms: Sequence[int]) -> frozenset[int]:
        """Return the different words among some tokens, by number; words without weights are left out.

        Args:
            norms: the norm of each token.
        """
        return frozenset(map(self._known.__getitem__, norms)) - {-1}

    def weigh(self, theme_id: str, words: frozenset[int]) -> float:
        """Return how much words speak for a theme, above 0, or against it.

        Args:
            theme_id: a theme; one without weights is given 0.
            words: of the passage, without those that name the theme, see ``find_words``.
        """
        weights = self._themes.get(theme_id)
        if not weights or not words:
            return 0.0
        # In order of number: a sum of floats depends on its order.
        return sum(weights[word] for word in sorted(words & weights.keys())) / sqrt(len(words) + STEADY)

    def weigh_wording(self, words: Iterable[int]) -> float:
        """Return how much the words of a theme's mentions speak for its being meant.

        Args:
            words: inside the mentions, see ``find_words``.
        """
        return sum(self._wording.get(word, 0.0) for word in sorted(words))


class _Numbers(dict[int, int]):
    """The number of the word that a norm is a form of; -1 where it has no weight."""

    def __init__(
        self, numbers: Mapping[str, int], strings: StringStore, lemma_of: Callable[[str], str]
    ) -> None:
        self._numbers, self._strings, self._lemma_of = numbers, strings, lemma_of

    def __missing__(self, norm: int) -> int:
        number = self[norm] = self._numbers.get(self._lemma_of(self._strings[norm]), -1)
        return number


def load_company(nlp: Language, path: Path | str | None = None) -> Company:
    """Read the company of a codebook's themes; the packaged one where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules(path, _FILE)
    problems: list[str] = []
    if not isinstance(loaded, dict) or not isinstance(loaded.get("themes"), dict):
        raise CodebookError((f"{_FILE}: must have “themes:” with the words of each theme.",))
    themes = {
        str(theme_id): _read_weights(listed, str(theme_id), problems)
        for theme_id, listed in loaded["themes"].items()
    }
    wording = _read_weights(loaded.get("wording") or "", "wording", problems)
    if problems:
        raise CodebookError(tuple(problems))
    normaliser: Any = nlp.get_pipe("thememiner_normaliser")
    return Company(themes, wording, nlp.vocab.strings, normaliser.lemma_of)


def _read_weights(listed: object, place: str, problems: list[str]) -> dict[str, float]:
    """Read “word 1.2 other -0.4”."""
    parts = str(listed).split()
    weights: dict[str, float] = {}
    for word, number in zip(parts[::2], [*parts[1::2], ""], strict=False):
        try:
            weights[word] = float(number)
        except ValueError:
            weights[word] = float("nan")
        if not isfinite(weights[word]):
            problems.append(f"{_FILE}, {place}: “{word}” must be followed by its weight, not by “{number}”.")
            break
    return weights
