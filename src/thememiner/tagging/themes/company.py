"""The words that keep company with a theme: what else a passage says where it is about it.

A passage that is about children missing from home says "episode", "police", "interview"; one
that names them in passing talks of something else. How much each word speaks for a theme is
data, ``codebook/company.yaml``, learned at the desk by ``benchmarks/company.py``; here the
weights of a passage's words are added up. No word makes a mention: a theme is found by its
cues, and its company is one thing among those that decide whether it is named in passing.

Source: "You shall know a word by the company it keeps", Firth 1957.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path

import numpy as np
from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_rules_with
from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.pipeline import words_of

from .evidence import Evidence
from .vocabulary import Column, Vocabulary, add_weights

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
        listed = sorted({*wording, *(word for weights in themes.values() for word in weights)})
        self._vocabulary = Vocabulary(listed, words, form=2)
        self._rows = {theme_id: row for row, theme_id in enumerate(themes, start=1)}
        weighed = [{}, *themes.values()]
        self._weights = np.array([[weights.get(word, 0.0) for word in listed] for weights in weighed])
        self._wording = np.array([wording.get(word, 0.0) for word in listed])

    @property
    def vocabulary(self) -> Sequence[str]:
        """The words that have a weight."""
        return self._vocabulary.listed

    def weigh(self, evidence: Evidence) -> tuple[Column, Column]:
        """Return how much words speak for the theme of each group of mentions, above 0, or against it.

        Args:
            evidence: the passages.

        Returns:
            What the other words of its passage say, 0 for a theme without weights; what the words inside
            its mentions say.
        """
        n_groups, n_passages = len(evidence.groups), len(evidence.passages.size)
        words = self._vocabulary.find(evidence.token_passage, evidence.numbers, n_passages)
        own = self._vocabulary.find(*evidence.named_tokens, n_groups)
        others = words[evidence.passage] & ~own
        themes = np.array([self._rows.get(group.theme_id, 0) for group in evidence.groups])
        company = add_weights(others, self._weights, themes) / np.sqrt(others.sum(axis=1) + STEADY)
        return company, add_weights(own, self._wording)


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
