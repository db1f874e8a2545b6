"""The words that keep company with a theme: what else a passage says where it is about it.

A passage that is about children missing from home says "episode", "police", "interview"; one
that names them in passing talks of something else. How much each word speaks for a theme is
data, ``codebook/company.yaml``, learned at the desk by ``benchmarks/company.py``; here the
weights of a passage's words are added up. No word makes a mention: a theme is found by its
cues, and its company is one thing among those that decide whether it is named in passing.

Source: "You shall know a word by the company it keeps", Firth 1957.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from math import isfinite, sqrt
from pathlib import Path

from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_rules_with
from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.pipeline import words_of

_FILE = "company.yaml"
STEADY = 8
"""So many words without weight are thought added to each passage, so that a short one says little."""


class Company:
    """The weights of words, by theme.

    Args:
        themes: the weight of each word (its dictionary form) by theme id.
        wording: the weight of each word inside a mention, for all themes.
        words: what the numbers of words mean.
    """

    def __init__(
        self,
        themes: Mapping[str, Mapping[str, float]],
        wording: Mapping[str, float],
        words: Words,
    ) -> None:
        self.theme_ids = frozenset(themes)
        self.vocabulary = sorted({*wording, *(word for weights in themes.values() for word in weights)})
        places = {word: place for place, word in enumerate(self.vocabulary)}
        self._themes = {
            theme_id: {places[word]: weight for word, weight in weights.items()}
            for theme_id, weights in themes.items()
        }
        self._wording = {places[word]: weight for word, weight in wording.items()}
        self._known = KnownWords(places, words, form=2)

    def find_words(self, numbers: Iterable[int]) -> set[int]:
        """Return the different words with weights among some tokens.

        Args:
            numbers: the word of each token, see ``Columns``.
        """
        words = set(map(self._known.__getitem__, numbers))
        words.discard(-1)
        return words

    def weigh(self, theme_id: str, words: set[int], own: AbstractSet[int] = frozenset()) -> float:
        """Return how much words speak for a theme, above 0, or against it.

        Args:
            theme_id: a theme; one without weights is given 0.
            words: of the passage, see ``find_words``.
            own: those of them that name the theme, which are none of its company.
        """
        weights = self._themes.get(theme_id)
        if not weights:
            return 0.0
        # In order: a sum of floats depends on its order.
        known = sorted((words & weights.keys()) - own)
        return sum(map(weights.__getitem__, known)) / sqrt(len(words) - len(own) + STEADY)

    def weigh_wording(self, words: Iterable[int]) -> float:
        """Return how much the words of a theme's mentions speak for its being meant.

        Args:
            words: inside the mentions, see ``find_words``.
        """
        return sum(self._wording.get(word, 0.0) for word in sorted(words))


class KnownWords(dict[int, int]):
    """The place of a word in a vocabulary, by its number; -1 where it is not there.

    Args:
        places: of the vocabulary's words.
        words: what the numbers of words mean.
        form: which of its forms stands in the vocabulary: 1, its norm, or 2, its dictionary form.
    """

    def __init__(self, places: Mapping[str, int], words: Words, form: int) -> None:
        self._places, self._words, self._form = places, words, form

    def __missing__(self, number: int) -> int:
        place = self[number] = self._places.get(self._words.forms[number][self._form], -1)
        return place


def load_company(nlp: Language, path: Path | str | None = None) -> Company:
    """Read the company of a codebook's themes; the packaged one where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules_with(path, _FILE, "themes", "the words of each theme")
    problems: list[str] = []
    themes = {
        str(theme_id): read_weights(listed, f"{_FILE}, {theme_id}", problems)
        for theme_id, listed in loaded["themes"].items()
    }
    wording = read_weights(loaded.get("wording") or "", f"{_FILE}, wording", problems)
    if problems:
        raise CodebookError(tuple(problems))
    return Company(themes, wording, words_of(nlp))


def read_weights(listed: object, place: str, problems: list[str]) -> dict[str, float]:
    """Return the weights in “word 1.2 other -0.4”.

    Args:
        listed: the text.
        place: the file and what it is of.
        problems: gains a sentence where a weight is no number.

    >>> read_weights("early 1.2 late -0.4", "company.yaml, wording", [])
    {'early': 1.2, 'late': -0.4}
    """
    parts = str(listed).split()
    weights: dict[str, float] = {}
    for word, number in zip(parts[::2], [*parts[1::2], ""], strict=False):
        try:
            weights[word] = float(number)
        except ValueError:
            weights[word] = float("nan")
        if not isfinite(weights[word]):
            problems.append(f"{place}: “{word}” must be followed by its weight, not by “{number}”.")
            break
    return weights
