"""Fits the points of the scorecard that tells a theme from a theme named in passing.

    python benchmarks/salience.py CODED.jsonl ... [--seen CODED.jsonl ...] [--uncoded passages.csv ...]
        [--apart CODED.jsonl ...] [--write] [--codebook FOLDER]

A line of a file is a passage: {"id", "text", "coders": [[{"id": theme}, ...], ...]}, the
themes that each reader gave it; "kind" of its document where that is known. Ridge logistic regression on what
``tagging/themes/salience.py`` describes of each theme that fires, and on the words of its
mentions; figures by cross-validation with whole documents left out (``doc`` where it is
told, else the passage). With ``--uncoded``, the tables of passages of reports, the words
that keep company with each theme are learned as well (``benchmarks/company.py``).
``--write`` puts the points of all passages into ``salience.yaml`` and ``company.yaml``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from company import CODED_WEIGHT, Read, find_vocabulary, learn_words, weigh, write_words
from thememiner.records import Passage
from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.evidence import Evidence
from thememiner.tagging.themes.salience import FEATURES, Scorecard
from thememiner.tagging.themes.tagger import ThemeTagger

RIDGE = 3.0
WORDING_RIDGE = 10.0
FOLDS = 5
EXAMPLE = 0.2
"""What an example of the codebook counts for against a coded passage."""
COMPANY, WORDING = FEATURES.index("company"), FEATURES.index("wording")
Row = tuple[int, str, list[float]]
"""The place of a passage, a theme that fires in it, and what the scorecard sees of it."""


def describe(
    texts: Sequence[tuple[str, str, str]], tagger: ThemeTagger, nlp: Any, first: int = 0
) -> tuple[list[Row], list[Read]]:
    """Return each theme that fires, with its features, and what is read of each passage.

    Args:
        texts: passages, each with where it is from, and the kind of that document.
        tagger: finds the themes.
        nlp: its pipeline.
        first: the place of the first passage.
    """
    seen: list[Evidence] = []

    class Listening(Scorecard):
        def find_passing(self, evidence: Evidence) -> Any:
            seen.append(evidence)
            return super().find_passing(evidence)

    card = tagger.scorecard
    tagger.scorecard = Listening(**{name: getattr(card, name) for name in Scorecard.__dataclass_fields__})
    rows: list[Row] = []
    read: list[Read] = []
    for at, (text, source, kind) in enumerate(texts, start=first):
        passage = Passage(
            passage_id=str(at), review_id="r", ordinal=at, kind="paragraph", start=0, end=len(text),
            page_first=1, page_last=1, text=text,
        )  # fmt: skip
        seen.clear()
        spacy_doc = nlp(text)
        tagger.tag_passages([passage], [spacy_doc], kind=kind)
        lemmas = [token.lemma_ for token in spacy_doc]
        own: dict[str, frozenset[str]] = {}
        for evidence in seen:
            features = np.array([np.asarray(column, float) for column in card.describe(evidence)]).T.tolist()
            mentions = evidence.mentions
            for number, group in enumerate(evidence.groups):
                if group.is_counted:
                    rows.append((at, group.theme_id, features[number]))
                    own[group.theme_id] = frozenset(
                        lemma
                        for start, end, of in zip(mentions.start, mentions.end, mentions.group, strict=True)
                        for lemma in lemmas[start:end]
                        if of == number
                    )
        read.append(Read(frozenset(lemmas), own, source))
    tagger.scorecard = card
    return rows, read


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Return the points by Newton's method, shrunk; the first column has no ridge."""
    points = np.zeros(x.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-np.clip(x @ points, -30, 30)))
        slope = x.T @ (weights * (share - y)) + ridge * points
        step = np.linalg.solve((x * (weights * share * (1 - share))[:, None]).T @ x + np.diag(ridge), slope)
        points -= step
        if abs(step).max() < 1e-9:
            break
    return points


class Desk:
    """The columns of the regression: features, themes, words of the mentions."""

    def __init__(self, rows: list[Row], read: list[Read]) -> None:
        self.themes = sorted({theme_id for _, theme_id, _ in rows})
        count = Counter(word for at, theme_id, _ in rows for word in read[at].own[theme_id])
        self.words = sorted(word for word, n in count.items() if n >= 15 and word.isalpha())
        names = (*(f"theme {name}" for name in self.themes), *(f"word {name}" for name in self.words))
        self.place = {name: len(FEATURES) + i for i, name in enumerate(names)}
        size = len(FEATURES) + len(names)
        self.ridge = np.full(size, RIDGE)
        self.ridge[0] = 0.0
        self.ridge[size - len(self.words) :] = WORDING_RIDGE
        self.ridge[WORDING] = 1.0  # an empty column: the words have columns of their own

    def fill(self, rows: list[Row], read: list[Read], first: int = 0) -> np.ndarray:
        """Return the matrix of some rows."""
        x = np.zeros((len(rows), len(self.ridge)))
        for i, (at, theme_id, features) in enumerate(rows):
            x[i, : len(FEATURES)] = features
            x[i, WORDING] = x[i, COMPANY] = 0
            names = (f"theme {theme_id}", *(f"word {word}" for word in read[at - first].own[theme_id]))
            for name in names:
                if name in self.place:
                    x[i, self.place[name]] = 1
        return x


def agree(rows: list[Row], kept: np.ndarray, passages: list[dict[str, Any]], among: set[int]) -> str:
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
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.4f}"


def read_examples(codebook: Codebook) -> list[dict[str, Any]]:
    """Return the examples of a codebook as passages with one theme each."""
    return [
        {"id": f"{code.code_id} {number}", "text": example, "coders": [[{"id": code.code_id}]]}
        for code in codebook.codes
        for number, example in enumerate(code.examples)
    ]


def read_coded(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the passages of files of coded passages."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip()]


def read_uncoded(files: Sequence[Path], apart: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return the texts of tables of passages, each once, without those that are coded or kept apart."""
    csv.field_size_limit(10_000_000)
    taken = {_opening(passage["text"]) for passage in apart}
    texts: list[tuple[str, str, str]] = []
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                of_interest = row["role"] not in ("contents", "front_matter", "reference")
                if of_interest and int(row["n_words"]) >= 12 and _opening(row["text"]) not in taken:
                    taken.add(_opening(row["text"]))
                    texts.append((row["text"], row["review_id"], ""))
    return texts


def _opening(text: str) -> str:
    return " ".join(text.split())[:150]


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
    parser.add_argument("--uncoded", type=Path, nargs="*", default=[], help="passages.csv of reports")
    parser.add_argument(
        "--apart", type=Path, nargs="*", default=[], help="coded passages that nothing may be learned from"
    )
    parser.add_argument("--bar", type=float, default=-0.2, help="log-odds below which a theme is passing")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()

    passages = read_coded([*args.coded, *args.seen])
    sources = [*args.coded, *args.seen]
    files = [number for number, file in enumerate(sources) for _ in read_coded([file])]
    n_coded = len(passages)
    nlp = make_nlp()
    codebook = load_codebook(args.codebook)
    passages += read_examples(codebook)
    names = [str(passage.get("doc") or passage["id"]) for passage in passages]
    tagger = ThemeTagger(codebook, nlp)
    coded_texts = [
        (passage["text"], name, passage.get("kind", ""))
        for passage, name in zip(passages, names, strict=True)
    ]
    rows, read = describe(coded_texts, tagger, nlp)
    # Of an example it is only known that its own theme is meant.
    rows = [row for row in rows if row[0] < n_coded or passages[row[0]]["coders"][0][0]["id"] == row[1]]
    desk = Desk(rows, read)
    x = desk.fill(rows, read)
    shares = [
        {
            theme_id: sum(any(theme["id"] == theme_id for theme in coder) for coder in passage["coders"])
            / len(passage["coders"])
            for theme_id in sorted({theme["id"] for coder in passage["coders"] for theme in coder})
        }
        for passage in passages
    ]
    y = np.array([shares[at].get(theme_id, 0.0) for at, theme_id, _ in rows])
    fold_of = np.array([zlib.crc32(name.encode()) % FOLDS for name in names])
    fold = np.array([fold_of[at] for at, _, _ in rows])
    weights = np.array(
        [EXAMPLE if at >= n_coded else 1.0 if files[at] < len(args.coded) else 1 / 3 for at, _, _ in rows]
    )

    def cross_validate() -> np.ndarray:
        odds = np.zeros(len(rows))
        for left_out in range(FOLDS):
            out = fold == left_out
            odds[out] = x[out] @ fit(x[~out], y[~out], weights[~out], desk.ridge)
        return odds

    before = cross_validate()
    learned: dict[str, np.ndarray] = {}
    vocabulary: dict[str, int] = {}
    if args.uncoded:
        texts = read_uncoded(args.uncoded, [*passages, *read_coded(args.apart)])
        others, unread = describe(texts, tagger, nlp)
        believed: list[dict[str, float]] = [{} for _ in unread]
        belief = 1 / (1 + np.exp(-(desk.fill(others, unread) @ fit(x, y, weights, desk.ridge))))
        for (at, theme_id, _), share in zip(others, belief, strict=True):
            believed[at][theme_id] = float(share)
        vocabulary = find_vocabulary(unread)
        print(f"{len(unread)} uncoded passages, {len(vocabulary)} words")

        def learn(coded: list[int]) -> dict[str, np.ndarray]:
            return learn_words(
                [*unread, *(read[at] for at in coded)],
                [*believed, *(shares[at] for at in coded)],
                np.r_[np.ones(len(unread)), np.full(len(coded), CODED_WEIGHT)],
                vocabulary,
            )

        for left_out in range(FOLDS):
            others_learned = learn([at for at in range(n_coded) if fold_of[at] != left_out])
            for i, (at, theme_id, _) in enumerate(rows):
                if fold[i] == left_out:
                    x[i, COMPANY] = weigh(read[at], theme_id, others_learned, vocabulary)
        learned = learn(list(range(n_coded)))
    odds = cross_validate()
    for number, file in [*enumerate(sources), (-1, Path("all but --seen"))]:
        among = {at for at, of in enumerate(files) if of == number or (number < 0 and of < len(args.coded))}
        mine = [i for i, row in enumerate(rows) if row[0] in among]
        some = [rows[i] for i in mine]
        print(f"{file.name}: {len(among)} passages")
        print("  all that fires  ", agree(some, np.ones(len(some), bool), passages, among))
        print("  without company ", agree(some, before[mine] >= args.bar, passages, among))
        print("  cross-validated ", agree(some, odds[mine] >= args.bar, passages, among))
    for bar in (-0.6, -0.4, -0.2, 0.0, 0.2):
        print(f"  bar {bar:+.1f} ", agree(some, odds[mine] >= bar, passages, among))
    if args.write:
        folder = args.codebook or PACKAGED
        points = fit(x, y, weights, desk.ridge)
        write_points(folder, args.bar, points, desk)
        if learned:
            write_company(folder, write_words(learned, vocabulary), points, desk)


def write_points(folder: Path, bar: float, points: np.ndarray, desk: Desk) -> None:
    """Put the numbers into ``salience.yaml``, which keeps its comments."""
    file = folder / "salience.yaml"
    text = re.sub(r"(?m)^bar: .*", f"bar: {bar}", file.read_text(encoding="utf-8"))
    for name, value in zip(FEATURES, points, strict=False):
        if name != "wording":
            text = re.sub(rf"(?m)^(  {name}:) *[-0-9.]+", rf"\g<1> {value:.2f}", text)
    listed = "".join(f"  {name}: {points[desk.place[f'theme {name}']]:.2f}\n" for name in desk.themes)
    text = re.sub(r"(?ms)^themes:\n.*?(?=^\S|\Z)", f"themes:\n{listed}", text)
    file.write_text(text, encoding="utf-8")


def write_company(folder: Path, words: str, points: np.ndarray, desk: Desk) -> None:
    """Put the words into ``company.yaml``, which keeps the comment at its head."""
    file = folder / "company.yaml"
    head = "".join(re.findall(r"(?m)^#.*\n", file.read_text(encoding="utf-8")))
    weights = {word: round(float(points[desk.place[f"word {word}"]]), 2) for word in desk.words}
    pairs = sorted(((word, weight) for word, weight in weights.items() if weight), key=lambda pair: -pair[1])
    wording = " ".join(f"{word} {weight}" for word, weight in pairs)
    file.write_text(f"{head}\nwording: >-\n  {wording}\n\nthemes:\n{words}", encoding="utf-8")


if __name__ == "__main__":
    main()
