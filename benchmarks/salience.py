"""Fits the points of the scorecard that tells a theme from a theme named in passing.

    python benchmarks/salience.py CODED.jsonl ... [--seen CODED.jsonl ...] [--write] [--codebook FOLDER]

A line of a file is a passage: {"id", "text", "coders": [[{"id": theme}, ...], ...]}, the
themes that each reader gave it. Ridge logistic regression on what
``tagging/salience.py`` describes of each theme that fires; figures by cross-validation
with whole documents left out (``doc`` where it is told, else the passage). ``--write``
puts the points of all passages into ``salience.yaml``.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from thememiner.records import Passage
from thememiner.tagging.codebook import PACKAGED, load_codebook
from thememiner.tagging.language import make_nlp
from thememiner.tagging.salience import FEATURES, Scorecard
from thememiner.tagging.themes import ThemeTagger

RIDGE = 3.0
FOLDS = 5


def describe(
    passages: list[dict[str, Any]], tagger: ThemeTagger, nlp: Any
) -> list[tuple[int, str, list[float]]]:
    """Return the place of the passage, the theme and its features for each theme that fires."""
    seen: list[dict[str, tuple[float, ...]]] = []

    class Listening(Scorecard):
        def find_passing(self, named: Any, columns: Any, context: Any) -> frozenset[str]:
            seen.append(self.describe(named, columns, context))
            return frozenset()

    card = tagger.scorecard
    tagger.scorecard = Listening(
        bar=card.bar, points=card.points, themes=card.themes, prepositions=card.prepositions,
        including=card.including, comma=card.comma,
    )  # fmt: skip
    rows: list[tuple[int, str, list[float]]] = []
    for at, coded in enumerate(passages):
        text = coded["text"]
        passage = Passage(
            passage_id=str(at), review_id="r", ordinal=at, kind="paragraph", start=0, end=len(text),
            page_first=1, page_last=1, text=text,
        )  # fmt: skip
        seen.clear()
        tagger.tag_passages([passage], [nlp(text)])
        for theme_id, features in (seen[0] if seen else {}).items():
            rows.append((at, theme_id, list(features)))
    tagger.scorecard = card
    return rows


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the points by Newton's method; all but the first column are shrunk."""
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    points = np.zeros(x.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-x @ points))
        slope = x.T @ (weights * (share - y)) + ridge * points
        step = np.linalg.solve((x * (weights * share * (1 - share))[:, None]).T @ x + np.diag(ridge), slope)
        points -= step
        if abs(step).max() < 1e-9:
            break
    return points


def agree(rows: list[Any], kept: np.ndarray, passages: list[dict[str, Any]], among: set[int]) -> str:
    """Return precision, recall and F1 against each reader in turn."""
    tagged: dict[int, set[str]] = {}
    for (at, theme_id, _), keep in zip(rows, kept, strict=True):
        if keep:
            tagged.setdefault(at, set()).add(theme_id)
    right = tool = reader = 0
    for at in sorted(among):
        for coder in passages[at]["coders"]:
            given = {theme["id"] for theme in coder}
            right += len(given & tagged.get(at, set()))
            tool += len(tagged.get(at, set()))
            reader += len(given)
    precision, recall = right / tool, right / reader
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("coded", type=Path, nargs="+")
    parser.add_argument("--codebook", type=Path)
    parser.add_argument(
        "--seen", type=Path, nargs="*", default=[],
        help="passages from which cues were written: they fire there too well, and weigh a third",
    )  # fmt: skip
    parser.add_argument("--bar", type=float, default=-0.2, help="log-odds below which a theme is passing")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()

    passages: list[dict[str, Any]] = []
    files: list[int] = []
    sources = [*args.coded, *args.seen]
    for number, file in enumerate(sources):
        lines = file.read_text(encoding="utf-8").splitlines()
        passages += [json.loads(line) for line in lines if line.strip()]
        files += [number] * (len(passages) - len(files))
    nlp = make_nlp()
    tagger = ThemeTagger(load_codebook(args.codebook), nlp)
    rows = describe(passages, tagger, nlp)
    themes = sorted({theme_id for _, theme_id, _ in rows})
    place = {theme_id: len(FEATURES) + i for i, theme_id in enumerate(themes)}
    x = np.zeros((len(rows), len(FEATURES) + len(themes)))
    y = np.zeros(len(rows))
    for i, (at, theme_id, features) in enumerate(rows):
        x[i, : len(FEATURES)] = features
        x[i, place[theme_id]] = 1
        coders = passages[at]["coders"]
        y[i] = sum(any(theme["id"] == theme_id for theme in coder) for coder in coders) / len(coders)
    names = [str(coded.get("doc") or coded["id"]) for coded in passages]
    fold = np.array([zlib.crc32(names[at].encode()) % FOLDS for at, _, _ in rows])
    odds = np.zeros(len(rows))
    weights = np.array([1.0 if files[at] < len(args.coded) else 1 / 3 for at, _, _ in rows])
    for left_out in range(FOLDS):
        out = fold == left_out
        odds[out] = x[out] @ fit(x[~out], y[~out], weights[~out])
    for number, file in enumerate(sources):
        among = {at for at in range(len(passages)) if files[at] == number}
        mine = [i for i, row in enumerate(rows) if row[0] in among]
        some = [rows[i] for i in mine]
        print(f"{file.name}: {len(among)} passages")
        print("  all that fires  ", agree(some, np.ones(len(some), bool), passages, among))
        print("  cross-validated ", agree(some, odds[mine] >= args.bar, passages, among))
    points = fit(x, y, weights)
    if args.write:
        write(args.codebook or PACKAGED, args.bar, points, themes)


def write(folder: Path, bar: float, points: np.ndarray, themes: list[str]) -> None:
    """Put the numbers into the file, which keeps its comments."""
    file = folder / "salience.yaml"
    text = re.sub(r"(?m)^bar: .*", f"bar: {bar}", file.read_text(encoding="utf-8"))
    for name, value in zip(FEATURES, points, strict=False):
        text = re.sub(rf"(?m)^(  {name}:) *[-0-9.]+", rf"\g<1> {value:.2f}", text)
    listed = "".join(
        f"  {theme_id}: {value:.2f}\n"
        for theme_id, value in zip(themes, points[len(FEATURES) :], strict=True)
    )
    text = re.sub(r"(?ms)^themes:\n.*?(?=^\S|\Z)", f"themes:\n{listed}", text)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
