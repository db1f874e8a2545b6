"""How fast reviews are tagged, beside spaCy's own tokeniser and sentencizer.

    python benchmarks/tagging.py TEXT_OR_PDF ... [--codebook FOLDER]

A text file is read a paragraph a line; a PDF as ``thememiner run`` reads it. In a round all
files are gone through, review by review, and each stage of tagging is summed over them, in
processor seconds; the best of three rounds counts, stage by stage. What each costs is given
as a share of what spaCy, as it comes, takes to split the same passages into tokens and
sentences. Cold: the pipeline is new, as in each run, and meets every word for the first
time; warm: it has met them all. Of a few short files spaCy remembers every word, which it
does not of a corpus, and the shares say little.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
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
from thememiner.tagging.recommendations import find_recommendations
from thememiner.tagging.review import ReviewTagger

STAGES = ("themes", "agencies", "recommendations", "figures", "facts of a case")
ROUNDS = 3

Text = tuple[Review, Document, tuple[Passage, ...]]
Seconds = dict[str, float]


def read_file(file: Path) -> Text:
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


def make_plain() -> Language:
    """Return spaCy's own tokeniser and sentencizer."""
    plain = English()
    plain.add_pipe("sentencizer")
    return plain


def time_plain(plain: Language, reviews: Sequence[Text]) -> Seconds:
    """Return what spaCy takes for all reviews."""
    start = time.process_time()
    for _, _, passages in reviews:
        list(plain.pipe(passage.text for passage in passages))
    return {"spaCy": time.process_time() - start}


def time_stages(tagger: ReviewTagger, reviews: Sequence[Text]) -> tuple[Seconds, int]:
    """Return what each stage of tagging takes for all reviews, and how many mentions are found."""
    seconds: Seconds = dict.fromkeys(("words and sentences", *STAGES), 0.0)
    n_mentions = 0

    def clock(stage: str, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        start = time.process_time()
        found = work(*args, **options)
        seconds[stage] += time.process_time() - start
        return found

    for review, doc, passages in reviews:
        docs = clock("words and sentences", tagger.read, passages)
        mentions = clock("themes", tagger.find_themes, review, doc, passages, docs)
        agencies = clock("agencies", find_agencies, doc, passages, docs, tagger.authority, review=review)
        clock("agencies", find_areas, doc, passages, agencies, tagger.authority)
        found = (doc, passages, docs, mentions, agencies, tagger.authority)
        clock("recommendations", find_recommendations, *found, review=review)
        clock("figures", find_figures, doc, passages, docs, mentions)
        clock("facts of a case", find_case_facts, review, doc, passages, docs)
        n_mentions += len(mentions)
    return seconds, n_mentions


def keep_best(best: Seconds, seconds: Seconds) -> None:
    """Keep the lesser time of each stage."""
    for stage, spent in seconds.items():
        best[stage] = min(spent, best.get(stage, spent))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--codebook", type=Path)
    args = parser.parse_args()

    reviews = [read_file(file) for file in args.files]
    words = sum(len(passage.text.split()) for _, _, passages in reviews for passage in passages)
    n_passages = sum(len(passages) for _, _, passages in reviews)
    gc.collect()
    gc.freeze()  # what was read is none of the collector's work
    rounds: dict[str, Seconds] = {"cold": {}, "warm": {}}
    n_mentions = 0
    for _ in range(ROUNDS):
        plain, tagger = make_plain(), ReviewTagger(args.codebook)
        _ = tagger.themes  # made once for each process
        for best in rounds.values():
            gc.collect()
            keep_best(best, time_plain(plain, reviews))
            gc.collect()
            seconds, n_mentions = time_stages(tagger, reviews)
            keep_best(best, seconds)
    print(f"{words:,} words in {n_passages:,} passages; {n_mentions:,} mentions")
    for name, best in rounds.items():
        best["themes with words"] = best["words and sentences"] + best["themes"]
        best["all of tagging"] = best["words and sentences"] + sum(best[stage] for stage in STAGES)
        print(f"{name:20} {'words/s':>12} {'seconds':>9} {'of spaCy':>9}")
        for stage, spent in best.items():
            print(f"{stage:20} {words / spent:12,.0f} {spent:9.2f} {spent / best['spaCy']:9.2f}")


if __name__ == "__main__":
    main()
