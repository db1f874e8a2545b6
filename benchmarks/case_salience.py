"""Fits what the scorecard for themes in passing adds where a passage tells of a case.

    python benchmarks/case_salience.py CODED.jsonl ... [--apart CODED.jsonl ...] [--write] [--codebook FOLDER]

A line of a file is a passage of a case review: {"id", "text", "coders": [[{"id": theme, ...}, ...], ...]},
the themes that each reader gave it. The points of ``salience.yaml`` stay as they are; ridge logistic
regression on the same features and themes tells what is to be added to them in a case. Figures are by
cross-validation over passages, and for each file of ``--apart``, from which nothing is learned. ``--write``
puts the points into ``salience.yaml``.
"""

from __future__ import annotations

import argparse
import re
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from salience import FEATURES, FOLDS, RIDGE, agree, describe, read_coded
from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.tagger import ThemeTagger

KIND = "serious case review"


class Observed(NamedTuple):
    """The themes that fire in some passages, a row each."""

    passages: list
    rows: list
    columns: np.ndarray
    """The features and, after them, a column for each theme."""
    odds: np.ndarray
    """What the points that stay say."""
    shares: np.ndarray
    """The share of readers who gave the passage the theme."""


def observe(files: list[Path], tagger: ThemeTagger, themes: list[str]) -> Observed:
    """Return what fires in files of coded passages."""
    passages = read_coded(files)
    texts = [(passage["text"], str(passage["id"]), KIND) for passage in passages]
    rows, _ = describe(texts, tagger, tagger.nlp)
    features = np.array([row[2] for row in rows])
    points = tagger.scorecard.points
    own = np.array([[theme_id == name for name in themes] for _, theme_id, _ in rows], float)
    odds = features @ np.array(points.features) + own @ np.array(
        [points.themes.get(name, 0.0) for name in themes]
    )
    coders = [[{theme["id"] for theme in coder} for coder in passage["coders"]] for passage in passages]
    shares = np.array([np.mean([theme_id in given for given in coders[at]]) for at, theme_id, _ in rows])
    return Observed(passages, rows, np.hstack([features, own]), odds, shares)


def fit(columns: np.ndarray, odds: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return what is to be added for each column, shrunk, by Newton's method."""
    ridge = np.full(columns.shape[1], RIDGE)
    ridge[FEATURES.index("start")] = 0.01
    points = np.zeros(columns.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-np.clip(odds + columns @ points, -30, 30)))
        slope = columns.T @ (share - shares) + ridge * points
        curve = (columns * (share * (1 - share))[:, None]).T @ columns + np.diag(ridge)
        points -= np.linalg.solve(curve, slope)
    return points


def show(name: str, seen: Observed, odds: np.ndarray, bar: float) -> None:
    """Print how the themes that are kept agree with each reader."""
    among = set(range(len(seen.passages)))
    print(f"{name}: {len(among)} passages")
    print("  all that fires ", agree(seen.rows, np.ones(len(odds), bool), seen.passages, among))
    print("  points that stay", agree(seen.rows, seen.odds >= bar, seen.passages, among))
    print("  with those added", agree(seen.rows, odds >= bar, seen.passages, among), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("coded", type=Path, nargs="+")
    parser.add_argument("--apart", type=Path, nargs="*", default=[])
    parser.add_argument("--codebook", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()

    tagger = ThemeTagger(load_codebook(args.codebook), make_nlp())
    bar = tagger.scorecard.bar
    themes = [code.code_id for code in tagger.codebook.codes]
    seen = observe(args.coded, tagger, themes)
    columns = seen.columns.copy()
    columns[:, FEATURES.index("wording")] = 0  # what words of mentions weigh stays
    fold = np.array([zlib.crc32(str(seen.passages[at]["id"]).encode()) % FOLDS for at, _, _ in seen.rows])
    odds = seen.odds.copy()
    for left_out in range(FOLDS):
        others = fold != left_out
        odds[~others] += columns[~others] @ fit(columns[others], seen.odds[others], seen.shares[others])
    show("cross-validated", seen, odds, bar)
    points = fit(columns, seen.odds, seen.shares)
    for file in args.apart:
        apart = observe([file], tagger, themes)
        show(file.name, apart, apart.odds + apart.columns @ points, bar)
    if args.write:
        write_points(args.codebook or PACKAGED, dict(zip([*FEATURES, *themes], points.tolist(), strict=True)))


def write_points(folder: Path, points: dict[str, float]) -> None:
    """Put the numbers into ``salience.yaml``, which keeps its comments."""
    lines = ["in_a_case:"]
    for section, names in (("points", FEATURES), ("themes", sorted(points.keys() - set(FEATURES)))):
        lines.append(f"  {section}:")
        lines += [f"    {name}: {points[name]:.2f}" for name in names if abs(points[name]) >= 0.005]
    file = folder / "salience.yaml"
    text = re.sub(r"(?m)^in_a_case:\n(?:  .*\n)+", "\n".join(lines) + "\n", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
