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

    # Each runs once on a tenth to warm its caches as a long run would find them.
    some = texts[: max(len(texts) // 10, 1)]
    list(plain.pipe(some))
    tagger.tag_passages(passages[: len(some)], list(nlp.pipe(some)))

    # The best of three: what else runs on the machine only makes it slower.
    baseline = min(timed(lambda: list(plain.pipe(texts))) for _ in range(3))
    ours = min(timed(lambda: list(nlp.pipe(texts))) for _ in range(3))
    spacy_docs = list(nlp.pipe(texts))
    mentions = tagger.tag_passages(passages, spacy_docs)
    tagging = min(timed(lambda: tagger.tag_passages(passages, spacy_docs)) for _ in range(3))

    print(f"{words:,} words in {len(texts):,} passages; codebook loaded in {loading:.1f} s")
    for name, seconds in (
        ("spaCy tokeniser and sentencizer", baseline),
        ("tokens, sentences, spelling, lemmas", ours),
        ("themes on top", tagging),
    ):
        print(f"{name:38} {words / seconds:12,.0f} words/s  {seconds:7.2f} s")
    print(f"themes on top cost {tagging / ours:.2f} of our pipeline, {tagging / baseline:.2f} of plain spaCy")
    print(f"{len(mentions):,} mentions")


if __name__ == "__main__":
    main()
