"""Learns which words keep company with a theme, see ``thememiner.tagging.themes.tagger.company``.

Called by ``benchmarks/salience.py``. Words are learned from passages that people coded, and
from many more that nobody did: there each theme that fires counts for as much as the
scorecard without its words believes that a reader would keep it. A logistic regression per
theme, shrunk; the words of the theme's own mentions are left out, so that what is learned
is the company and not the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from thememiner.tagging.themes.company import STEADY

SHRINK = 10.0
CODED_WEIGHT = 12.0
"""What a coded passage counts for against one that nobody coded."""
FEWEST = 25
"""Themes with fewer passages get no words."""
KEPT = 200
"""Words per theme, those that say most."""


@dataclass(frozen=True, slots=True)
class Read:
    """A passage: its words, those inside the mentions of each theme that fires, where it is from."""

    words: frozenset[str]
    own: Mapping[str, frozenset[str]]
    source: str = ""


def find_vocabulary(passages: Sequence[Read]) -> dict[str, int]:
    """Return the words worth a weight: in many passages and sources, but not in most."""
    count = Counter(word for passage in passages for word in passage.words)
    sources: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for word in passage.words:
            sources[word].add(passage.source)
    words = sorted(
        word
        for word, n in count.items()
        if word.isalpha() and len(word) > 2 and 12 <= n <= 0.35 * len(passages) and len(sources[word]) >= 8
    )
    return {word: number for number, word in enumerate(words)}


def learn_words(
    passages: Sequence[Read],
    shares: Sequence[Mapping[str, float]],
    weights: np.ndarray,
    vocabulary: Mapping[str, int],
) -> dict[str, np.ndarray]:
    """Return the weights of the words of each theme.

    Args:
        passages: coded and not.
        shares: for each passage, how far each theme is one of its themes, 0 to 1.
        weights: how much each passage counts.
        vocabulary: see ``find_vocabulary``.
    """
    plain = _count_words([passage.words for passage in passages], vocabulary)
    mass: Counter[str] = Counter()
    for share in shares:
        for theme_id, value in share.items():
            mass[theme_id] += value
    return {
        theme_id: _learn_theme(theme_id, passages, shares, weights, vocabulary, plain)
        for theme_id in sorted(mass)
        if mass[theme_id] >= FEWEST
    }


def _learn_theme(
    theme_id: str,
    passages: Sequence[Read],
    shares: Sequence[Mapping[str, float]],
    weights: np.ndarray,
    vocabulary: Mapping[str, int],
    plain: sparse.csr_matrix,
) -> np.ndarray:
    named = [i for i, share in enumerate(shares) if theme_id in share]
    others = np.array([i for i, share in enumerate(shares) if theme_id not in share])
    share = np.array([shares[i][theme_id] for i in named])
    without = _count_words(
        [passages[i].words - passages[i].own.get(theme_id, frozenset()) for i in named], vocabulary
    )
    x = sparse.vstack([without, without, plain[others]]).tocsr()
    n_named = len(named)
    y = np.r_[np.ones(n_named), np.zeros(n_named + len(others))]
    w = np.r_[share * weights[named], (1 - share) * weights[named], weights[others]]
    w[:n_named] *= (w[n_named:].sum() / w[:n_named].sum()) ** 0.7

    def lose(points: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ points[1:] + points[0]
        error = w * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - y)
        loss = (w * (np.logaddexp(0, odds) - y * odds)).sum() + SHRINK / 2 * (points**2).sum()
        return loss, np.r_[error.sum(), x.T @ error] + SHRINK * points

    start = np.zeros(len(vocabulary) + 1)
    found = minimize(lose, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return np.asarray(found.x[1:])


def _count_words(texts: Sequence[Iterable[str]], vocabulary: Mapping[str, int]) -> sparse.csr_matrix:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, words in enumerate(texts):
        known = sorted(vocabulary[word] for word in words if word in vocabulary)
        rows += [row] * len(known)
        columns += known
        values += [(len(known) + STEADY) ** -0.5] * len(known)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def weigh(
    passage: Read, theme_id: str, learned: Mapping[str, np.ndarray], vocabulary: Mapping[str, int]
) -> float:
    """Return what the words of a passage say of a theme, as ``Company.weigh`` does."""
    if theme_id not in learned:
        return 0.0
    own = passage.own.get(theme_id, frozenset())
    known = [vocabulary[word] for word in passage.words - own if word in vocabulary]
    return float(learned[theme_id][known].sum() / (len(known) + STEADY) ** 0.5)


def write_words(learned: Mapping[str, np.ndarray], vocabulary: Mapping[str, int]) -> str:
    """Return the lines of ``company.yaml`` for the words that say most of each theme."""
    words = list(vocabulary)
    lines = []
    for theme_id, weights in learned.items():
        strongest = sorted(np.argsort(-abs(weights), kind="stable")[:KEPT])
        kept = [(words[i], round(float(weights[i]), 1)) for i in strongest]
        kept.sort(key=lambda pair: (-pair[1], pair[0]))
        lines.append(f"  {theme_id}: >-\n" + _fill(f"{word} {weight}" for word, weight in kept if weight))
    return "".join(lines)


def _fill(parts: Iterable[str]) -> str:
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > 100:
            lines.append("")
        lines[-1] += f" {part}" if lines[-1] else part
    return "".join(f"    {line}\n" for line in lines)
