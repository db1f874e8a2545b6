"""Fits the points of the scorecard that tells criticism, praise and description apart.

    python benchmarks/polarity.py CODED.jsonl ... [--write] [--codebook FOLDER]

A line of a file is a passage: {"id", "text", "coders": [[{"id": theme, "polarity"}, ...], ...]},
what each reader gave it; and "kind", that of its document, where it is known. Every theme that
fires in a passage and that a reader gave it is an observation, with that reader's polarity.
Ridge softmax regression on what
``tagging/themes/polarity.py`` describes of it, on the theme, and on the words of the passage. Figures
are of files left out whole, beside those of the score alone; passages that stand in two
files are not learned from when either is left out. ``--write`` puts the points of all
passages into ``polarity.yaml``.
"""

from __future__ import annotations

import argparse
import json
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from thememiner.records import Passage, Polarity
from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.evidence import Evidence
from thememiner.tagging.themes.polarity import FEATURES, STEADY, describe
from thememiner.tagging.themes.salience import Scorecard
from thememiner.tagging.themes.tagger import ThemeTagger

POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
RIDGE = {"feature": 4.0, "theme": 33.0, "word": 1.3}
FEWEST = 15
"""Words in fewer passages get no points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A theme that a reader gave a passage in which it fires."""

    file: int
    opening: str
    theme_id: str
    polarity: Polarity
    share: float
    """One over the readers of the passage."""
    features: tuple[float, ...]
    words: frozenset[str]


def describe_themes(files: Sequence[Path], codebook: Path | None) -> list[Seen]:
    """Return all that can be learned from.

    Args:
        files: of coded passages.
        codebook: its folder; the packaged one where None.
    """
    nlp = make_nlp()
    tagger = ThemeTagger(load_codebook(codebook), nlp)
    described: dict[str, tuple[float, ...]] = {}

    class Listening(Scorecard):
        def find_passing(self, evidence: Evidence) -> Any:
            rows = np.array([np.asarray(column, float) for column in describe(evidence)]).T.tolist()
            described.update(
                (group.theme_id, tuple(row))
                for group, row in zip(evidence.groups, rows, strict=True)
                if group.is_counted
            )
            return super().find_passing(evidence)

    card = tagger.scorecard
    tagger.scorecard = Listening(**{name: getattr(card, name) for name in Scorecard.__dataclass_fields__})
    seen: list[Seen] = []
    for number, file in enumerate(files):
        for line in filter(str.strip, file.read_text(encoding="utf-8").splitlines()):
            coded = json.loads(line)
            text = coded["text"]
            passage = Passage(
                passage_id="p", review_id="r", ordinal=0, kind="paragraph", start=0, end=len(text),
                page_first=1, page_last=1, text=text,
            )  # fmt: skip
            described.clear()
            spacy_doc = nlp(text)
            tagger.tag_passages([passage], [spacy_doc], kind=coded.get("kind", ""))
            # A name ("Northmoor", "MASH") stands for where or who it was, and not for a judgement.
            words = frozenset(
                token.norm_
                for token in spacy_doc
                if token.norm_[:1].isalpha() and (token.is_lower or token.is_sent_start)
            )
            seen += [
                Seen(
                    file=number, opening=" ".join(text.split())[:120], theme_id=theme["id"],
                    polarity=theme["polarity"], share=1 / len(coded["coders"]),
                    features=described[theme["id"]], words=words,
                )
                for coder in coded["coders"] for theme in coder if theme["id"] in described
            ]  # fmt: skip
    return seen


class Desk:
    """The columns of the regression: features, themes, words."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        passages = {(one.file, one.opening): one.words for one in seen}
        count = Counter(word for words in passages.values() for word in words)
        self.themes = sorted({one.theme_id for one in seen})
        self.words = sorted(word for word, n in count.items() if n >= FEWEST)
        names = [("theme", name) for name in self.themes] + [("word", name) for name in self.words]
        self.place = {name: len(FEATURES) + i for i, name in enumerate(names)}
        kinds = ["feature"] * len(FEATURES) + [kind for kind, _ in names]
        self.ridge = np.array([RIDGE[kind] for kind in kinds])
        self.ridge[FEATURES.index("start")] = 0.0

    def fill(self, seen: Sequence[Seen]) -> sparse.csr_matrix:
        """Return the matrix of some observations."""
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, one in enumerate(seen):
            words = [self.place["word", word] for word in sorted(one.words) if ("word", word) in self.place]
            mine = [*range(len(FEATURES)), *words]
            values += [*one.features, *([(len(words) + STEADY) ** -0.5] * len(words))]
            if ("theme", one.theme_id) in self.place:
                mine.append(self.place["theme", one.theme_id])
                values.append(1.0)
            rows += [row] * len(mine)
            columns += mine
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(seen), len(self.ridge)))

    def fit(self, seen: Sequence[Seen]) -> np.ndarray:
        """Return the points of each column for each polarity, against those for description."""
        x = self.fill(seen)
        y = np.array([[one.polarity == polarity for polarity in POLARITIES] for one in seen], float)
        weights = np.array([one.share for one in seen])

        def lose(flat: np.ndarray) -> tuple[float, np.ndarray]:
            points = flat.reshape(-1, len(POLARITIES))
            odds = x @ points
            shares = softmax(odds, axis=1)
            shrunk = self.ridge[:, None] * points
            loss = (weights * (logsumexp(odds, axis=1) - (odds * y).sum(1))).sum() + (
                shrunk * points
            ).sum() / 2
            return loss, (x.T @ (weights[:, None] * (shares - y)) + shrunk).ravel()

        start = np.zeros(len(self.ridge) * len(POLARITIES))
        found = minimize(lose, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000, "ftol": 1e-10})
        points: np.ndarray = found.x.reshape(-1, len(POLARITIES))
        return points - points[:, [POLARITIES.index("neutral")]]


def judge_by_score(one: Seen) -> Polarity:
    """Return what the sign of the score alone makes of an observation."""
    if one.features[FEATURES.index("praised")]:
        return "strength"
    return "concern" if one.features[FEATURES.index("criticised")] else "neutral"


def share_right(seen: Sequence[Seen], judged: Sequence[Polarity]) -> float:
    """Return the share of observations that are judged as the reader did."""
    right = sum(one.share for one, polarity in zip(seen, judged, strict=True) if one.polarity == polarity)
    return right / sum(one.share for one in seen)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("coded", type=Path, nargs="+")
    parser.add_argument("--codebook", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()

    seen = describe_themes(args.coded, args.codebook)
    all_judged: list[Polarity] = []
    print(f"{len(seen)} observations; share right by the score alone, and by the card with the file left out")
    for number, file in enumerate(args.coded):
        mine = [one for one in seen if one.file == number]
        openings = {one.opening for one in mine}
        others = [one for one in seen if one.opening not in openings]
        desk = Desk(others)
        odds = desk.fill(mine) @ desk.fit(others)
        judged = [POLARITIES[best] for best in odds.argmax(axis=1)]
        all_judged += judged
        by_score = share_right(mine, [judge_by_score(one) for one in mine])
        print(f"{file.name:20} {len(mine):5}  {by_score:.3f}  {share_right(mine, judged):.3f}", flush=True)
    by_score = share_right(seen, [judge_by_score(one) for one in seen])
    print(f"{'all':20} {len(seen):5}  {by_score:.4f}  {share_right(seen, all_judged):.4f}")
    if args.write:
        desk = Desk(seen)
        write_points(args.codebook or PACKAGED, desk, desk.fit(seen))


def write_points(folder: Path, desk: Desk, points: np.ndarray) -> None:
    """Put the numbers into ``polarity.yaml``, which keeps its comments."""
    file = folder / "polarity.yaml"
    text = file.read_text(encoding="utf-8")
    for name, row in zip(FEATURES, points, strict=False):
        if name == "heading":
            continue  # coded passages come without the headings above them
        text = re.sub(rf"(?m)^  {name}: .*?(?= #)", f"  {name}: {_pair(row)}".ljust(41), text)
    themes = "".join(f"  {name}: {_pair(points[desk.place['theme', name]])}\n" for name in desk.themes)
    text = re.sub(r"(?ms)^themes:.*?(?=^#)", f"themes:\n{themes}\n", text)
    words = ""
    for column in ("concern", "strength"):
        weights = {
            word: round(float(points[desk.place["word", word], POLARITIES.index(column)]), 2) + 0.0
            for word in desk.words
        }
        pairs = sorted(((word, weight) for word, weight in weights.items() if weight), key=lambda p: -p[1])
        filled = textwrap.fill(
            " ".join(f"{word} {weight}" for word, weight in pairs), 100, break_on_hyphens=False
        )
        words += f"  {column}: >-\n{textwrap.indent(filled, '    ')}\n"
    text = re.sub(r"(?ms)^words:.*", f"words:\n{words}", text)
    file.write_text(text, encoding="utf-8")


def _pair(row: np.ndarray) -> str:
    of = dict(zip(POLARITIES, row, strict=True))
    return f"[{of['concern']:.2f}, {of['strength']:.2f}]"


if __name__ == "__main__":
    main()
