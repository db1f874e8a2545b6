"""How fast reviews are tagged, beside spaCy's own tokeniser and sentencizer.

    python benchmarks/tagging.py TEXT_OR_PDF ... [--codebook FOLDER]

A text file is read a paragraph a line; a PDF as ``thememiner run`` reads it. Every stage
of tagging is timed by itself, in processor seconds, the best of three rounds after one
that fills the caches. What each costs is given as a share of what spaCy takes to split
the same passages into tokens and sentences: as it comes, and with the larger cache of
tokens that our pipeline sets.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.lang.en import English
from spacy.language import Language

from thememiner.extraction import find_facts, read_pdf, split_passages
from thememiner.records import Document, Passage, Review
from thememiner.tagging.agencies import find_agencies, find_areas
from thememiner.tagging.case import find_case_facts
from thememiner.tagging.figures import find_figures
from thememiner.tagging.language.pipeline import read_texts
from thememiner.tagging.recommendations import find_recommendations
from thememiner.tagging.review import ReviewTagger

STAGES = ("themes", "agencies", "recommendations", "figures", "facts of a case")
ROUNDS = 3


class Clock:
    """Processor seconds of each stage, summed over reviews."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work and note the best of its times."""
        found = work()
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + min(times)
        return found


def read_file(file: Path) -> tuple[Review, Document, tuple[Passage, ...]]:
    """Return a review, its document and its passages."""
    if file.suffix.lower() == ".pdf":
        doc = read_pdf(file.read_bytes(), review_id=file.stem)
        facts = find_facts(doc)
        review = Review(review_id=file.stem, title=facts.title, kind=facts.kind, publisher=facts.publisher)
        return replace(review, area=facts.area, published_on=facts.published_on), doc, split_passages(doc)
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    passages: list[Passage] = []
    start = 0
    for ordinal, line in enumerate(lines):
        passages.append(
            Passage(
                passage_id=f"p{ordinal}", review_id=file.stem, ordinal=ordinal, kind="paragraph", start=start,
                end=start + len(line), page_first=1, page_last=1, text=line,
            )
        )  # fmt: skip
        start += len(line) + 1
    doc = Document(review_id=file.stem, text="\n".join(lines), pages=(), blocks=(), lines=())
    return Review(review_id=file.stem, title=file.stem, kind="serious case review"), doc, tuple(passages)


def make_plain(cache_size: int | None = None) -> Language:
    """Return spaCy's own tokeniser and sentencizer."""
    plain = English()
    plain.add_pipe("sentencizer")
    if cache_size is not None:
        tokenizer: Any = plain.tokenizer
        tokenizer.max_cache_size = cache_size
    return plain


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--codebook", type=Path)
    args = parser.parse_args()

    loading = time.process_time()
    tagger = ReviewTagger(args.codebook)
    loading = time.process_time() - loading
    tokenizer: Any = tagger.nlp.tokenizer
    plain, cached = make_plain(), make_plain(tokenizer.max_cache_size)
    reviews = [read_file(file) for file in args.files]
    for _, _, passages in reviews:  # words are met once
        for nlp in (plain, cached, tagger.nlp):
            list(nlp.pipe(passage.text for passage in passages))
    words = n_passages = n_mentions = 0
    clock = Clock()
    for review, doc, passages in reviews:
        texts = [passage.text for passage in passages]
        words += sum(len(text.split()) for text in texts)
        n_passages += len(texts)
        gc.collect()
        clock.time("spaCy", lambda: list(plain.pipe(texts)))  # noqa: B023
        clock.time("spaCy, large cache", lambda: list(cached.pipe(texts)))  # noqa: B023
        docs = clock.time("our pipeline", lambda: read_texts(tagger.nlp, texts))  # noqa: B023
        mentions = clock.time("themes", lambda: tagger.themes.tag_passages(passages, docs, doc=doc))  # noqa: B023
        n_mentions += len(mentions)

        def list_agencies() -> Any:
            found = find_agencies(doc, passages, docs, tagger.authority, review=review)  # noqa: B023
            find_areas(doc, passages, found, tagger.authority)  # noqa: B023
            return found

        agencies = clock.time("agencies", list_agencies)
        clock.time(
            "recommendations",
            lambda: find_recommendations(
                doc, passages, docs, mentions, agencies, tagger.authority, review=review  # noqa: B023
            ),
        )  # fmt: skip
        clock.time("figures", lambda: find_figures(doc, passages, docs, mentions))  # noqa: B023
        clock.time("facts of a case", lambda: find_case_facts(review, doc, passages, docs))  # noqa: B023

    seconds = clock.seconds
    seconds["all of tagging"] = sum(seconds[stage] for stage in STAGES)
    base, larger = seconds["spaCy"], seconds["spaCy, large cache"]
    print(f"{words:,} words in {n_passages:,} passages; {n_mentions:,} mentions; ready in {loading:.1f} s")
    print(f"{'':20} {'words/s':>12} {'seconds':>9} {'of spaCy':>9} {'of large cache':>15}")
    for stage, spent in seconds.items():
        print(f"{stage:20} {words / spent:12,.0f} {spent:9.2f} {spent / base:9.2f} {spent / larger:15.2f}")
    added = seconds["our pipeline"] + seconds["themes"] - base
    print(f"To find themes, too, costs {added / base:.2f} as much again as spaCy's own splitting.")


if __name__ == "__main__":
    main()
