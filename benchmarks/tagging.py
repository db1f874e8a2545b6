"""How fast themes are tagged, beside tokenising and splitting sentences.

    python benchmarks/tagging.py TEXT_FILE [--codebook FOLDER] [--words N]

The file is read a paragraph a line. Prints words a second of spaCy's own tokeniser and
sentencizer, of our pipeline (which also folds spellings and looks up lemmas), and of
tagging on top of it, and what tagging costs as a share of tokenising and sentences.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from spacy.lang.en import English

from thememiner.records import Passage
from thememiner.tagging.codebook import load_codebook
from thememiner.tagging.language import make_nlp
from thememiner.tagging.themes import ThemeTagger


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("--codebook", type=Path)
    parser.add_argument("--words", type=int, default=10**9, help="read no more than so many words")
    args = parser.parse_args()

    texts: list[str] = []
    words = 0
    for line in args.text.read_text(encoding="utf-8").splitlines():
        if words >= args.words:
            break
        if line.strip():
            texts.append(line.strip())
            words += len(line.split())
    plain = English()
    plain.add_pipe("sentencizer")
    nlp = make_nlp()
    loading = time.process_time()
    tagger = ThemeTagger(load_codebook(args.codebook), nlp)
    loading = time.process_time() - loading
    passages = [
        Passage(
            passage_id=str(i), review_id="r", ordinal=i, kind="paragraph", start=0, end=len(text),
            page_first=1, page_last=1, text=text,
        )
        for i, text in enumerate(texts)
    ]  # fmt: skip

    # Taken in turns on a part at a time, the best of three after a first round that fills the
    # caches: what else runs on the machine then weighs on all of them alike.
    baseline = ours = tagging = 0.0
    n_mentions = 0
    for at in range(0, len(texts), 500):
        part, part_passages = texts[at : at + 500], passages[at : at + 500]
        spacy_docs = list(nlp.pipe(part))
        n_mentions += len(tagger.tag_passages(part_passages, spacy_docs))
        list(plain.pipe(part))
        rounds = [
            (
                timed(lambda: list(plain.pipe(part))),  # noqa: B023
                timed(lambda: list(nlp.pipe(part))),  # noqa: B023
                timed(lambda: tagger.tag_passages(part_passages, spacy_docs)),  # noqa: B023
            )
            for _ in range(3)
        ]
        best = [min(times) for times in zip(*rounds, strict=True)]
        baseline, ours, tagging = baseline + best[0], ours + best[1], tagging + best[2]

    print(f"{words:,} words in {len(texts):,} passages; codebook loaded in {loading:.1f} s")
    for name, seconds in (
        ("spaCy tokeniser and sentencizer", baseline),
        ("tokens, sentences, spelling, lemmas", ours),
        ("themes on top", tagging),
    ):
        print(f"{name:38} {words / seconds:12,.0f} words/s  {seconds:7.2f} s")
    print(f"themes on top cost {tagging / ours:.2f} of our pipeline, {tagging / baseline:.2f} of plain spaCy")
    print(f"{n_mentions:,} mentions")


if __name__ == "__main__":
    main()
