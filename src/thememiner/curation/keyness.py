"""Phrases typical of what the codebook does not see: keyness of uncoded against coded passages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, log2
from typing import Any

import pandas as pd

from thememiner.errors import InputError
from thememiner.tables import Tables, iterate_rows, make_frame
from thememiner.tagging.codebook.rule_files import read_rules

from .columns import SUGGESTIONS

_ROLES = ("finding", "recommendation")
_LONGEST = 4
_PER_REVIEW = 5
_FOLD_AT = 0.75
"""A phrase that stands so often within a longer one is told there."""
_SIGNIFICANT = 10.83
"""Chi-squared with one degree of freedom, p < 0.001."""
_BREAK = re.compile(r"[.;:!?,()\[\]\"“”\n•/]+|\s[–—-]\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_ADDRESS = re.compile(r"\S*(?:www\.|https?:|@)\S*")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_MAX_SENTENCE = 400


@dataclass(slots=True)
class _Phrase:
    uncoded: Counter[str] = field(default_factory=Counter)
    """How often it stands in uncoded passages, by review."""
    coded: Counter[str] = field(default_factory=Counter)
    first: Any = None
    """The first uncoded passage that has it."""

    def weigh(self) -> tuple[int, int]:
        """Return both frequencies as they count in the score: a long report has no more say than others."""
        one = sum(min(n, _PER_REVIEW) for n in self.uncoded.values())
        return one, sum(min(n, _PER_REVIEW) for n in self.coded.values())


def suggest_phrases(tables: Tables, *, min_reviews: int = 3, limit: int = 200) -> pd.DataFrame:
    """Return phrases typical of uncoded passages, the most telling first.

    Compared are the passages of findings and recommendations without a counted theme
    with those that have one. A phrase has one to four words, crosses no punctuation, and
    neither begins nor ends with a function word. Phrases that are significantly more
    frequent (log-likelihood, p < 0.001) are ordered by log-likelihood; the log ratio says
    by how much. In the score a review counts a phrase at most five times, so that one long
    report does not lead the list.

    Args:
        tables: of a report.
        min_reviews: a phrase must stand in uncoded passages of so many reviews; fewer
            where the report has fewer.
        limit: phrases at most.

    Returns:
        The table ``suggestions``.

    Raises:
        InputError: where the report has no uncoded, or no coded, finding or recommendation.

    Source: P. Rayson and R. Garside, Comparing corpora using frequency profiling (2000);
    A. Hardie, Log Ratio: an informal introduction (2014).
    """
    phrases, words_uncoded, words_coded = _count(tables)
    if not words_uncoded or not words_coded:
        kind = "uncoded" if not words_uncoded else "coded"
        raise InputError(
            f"The report has no {kind} passages among its findings and recommendations to compare."
        )
    needed = min(min_reviews, len(set(tables["passages"]["review_id"])))
    scored = {}
    for phrase, seen in phrases.items():
        one, other = seen.weigh()
        if len(seen.uncoded) >= needed and one * words_coded > other * words_uncoded:
            likelihood = log_likelihood(one, other, words_uncoded, words_coded)
            if likelihood >= _SIGNIFICANT:
                scored[phrase] = likelihood
    rows = []
    for phrase, also in _fold(scored, phrases)[:limit]:
        seen = phrases[phrase]
        ratio = log_ratio(*seen.weigh(), words_uncoded, words_coded)
        n_uncoded, n_coded = seen.uncoded.total(), seen.coded.total()
        counts = (n_uncoded, n_coded, len(seen.uncoded), round(scored[phrase], 2), round(ratio, 2))
        place = (seen.first.review_id, seen.first.page_first, seen.first.passage_id)
        rows.append((" ".join(phrase), *counts, also, _find_sentence(seen.first.text, phrase), *place))
    return make_frame(SUGGESTIONS, rows)


def log_likelihood(n_one: int, n_other: int, words_one: int, words_other: int) -> float:
    """Return the log-likelihood of a phrase's frequencies in two corpora.

    >>> round(log_likelihood(100, 50, 100_000, 100_000), 2)
    16.99
    """
    share = (n_one + n_other) / (words_one + words_other)
    parts = ((n_one, words_one * share), (n_other, words_other * share))
    return 2 * sum(seen * log(seen / expected) for seen, expected in parts if seen)


def log_ratio(n_one: int, n_other: int, words_one: int, words_other: int) -> float:
    """Return the binary logarithm of how many times more frequent a phrase is in the first corpus.

    >>> log_ratio(40, 10, 1000, 1000)
    2.0
    """
    return log2((n_one / words_one) / ((n_other or 0.5) / words_other))


def _count(tables: Tables) -> tuple[dict[tuple[str, ...], _Phrase], int, int]:
    mentions = tables["mentions"]
    coded = set(mentions.loc[mentions["status"] == "asserted", "passage_id"])
    phrases: dict[tuple[str, ...], _Phrase] = defaultdict(_Phrase)
    words = {True: 0, False: 0}
    passages = tables["passages"]
    wanted = passages[passages["role"].isin(_ROLES) & (passages["kind"] != "heading")]
    for row in iterate_rows(wanted):
        is_coded = row.passage_id in coded
        words[is_coded] += len(_WORD.findall(row.text))
        for phrase in split_phrases(row.text):
            seen = phrases[phrase]
            if is_coded:
                seen.coded[row.review_id] += 1
            else:
                seen.uncoded[row.review_id] += 1
                seen.first = seen.first or row
    return phrases, words[False], words[True]


def split_phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every phrase of a text, as often as it stands there.

    >>> sorted(set(split_phrases("The plan of care, reviewed late.")))
    [('care',), ('late',), ('plan',), ('plan', 'of', 'care'), ('reviewed',), ('reviewed', 'late')]
    """
    plain = load_function_words()
    for part in _BREAK.split(_ADDRESS.sub(".", text.casefold().replace("’", "'"))):
        words = _WORD.findall(part)
        for first, word in enumerate(words):
            if word in plain or word.isdecimal() or len(word) == 1:
                continue
            for last in range(first, min(first + _LONGEST, len(words))):
                if words[last] not in plain and not words[last].isdecimal() and len(words[last]) > 1:
                    yield tuple(words[first : last + 1])


@lru_cache(maxsize=1)
def load_function_words() -> frozenset[str]:
    """Return the words that neither begin nor end a phrase (``codebook/function_words.yaml``)."""
    return frozenset(word for line in read_rules(None, "function_words.yaml") for word in str(line).split())


def _fold(
    scored: dict[tuple[str, ...], float], phrases: dict[tuple[str, ...], _Phrase]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the phrases that stand for themselves, in order, each with those folded into it."""
    into: dict[tuple[str, ...], tuple[str, ...]] = {}
    for phrase in sorted(scored, key=lambda phrase: (-len(phrase), phrase)):
        for short in _parts(phrase):
            if short not in scored or short in into:
                continue
            if phrases[phrase].uncoded.total() >= _FOLD_AT * phrases[short].uncoded.total():
                into[short] = phrase
    folded: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for short in into:
        top = short
        while top in into:
            top = into[top]
        folded[top].append(" ".join(short))
    kept = sorted(
        (phrase for phrase in scored if phrase not in into), key=lambda phrase: (-scored[phrase], phrase)
    )
    # A longer form that stands for a part of a phrase only adds noise below it.
    shown: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    have: set[tuple[str, ...]] = set()
    for phrase in kept:
        if not any(part in have for part in _parts(phrase)):
            have.add(phrase)
            shown.append((phrase, tuple(sorted(folded[phrase]))))
    return shown


def _parts(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    n = len(phrase)
    for size in range(n - 1, 0, -1):
        for first in range(n - size + 1):
            yield phrase[first : first + size]


def _find_sentence(text: str, phrase: tuple[str, ...]) -> str:
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(text)]
    found = next((one for one in sentences if phrase in set(split_phrases(one))), sentences[0])
    return found if len(found) <= _MAX_SENTENCE else found[:_MAX_SENTENCE].rsplit(" ", 1)[0] + " …"
