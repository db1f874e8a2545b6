"""What the tool says of a reference's passages: tagged on the spot, or looked up in what was mined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.records import Passage
from thememiner.tables import Tables, iterate_rows
from thememiner.tagging import ThemeTagger, load_codebook, make_nlp, read_texts

from .reference import Item, Reference
from .scoring import Found

_GRAM = 4
"""Words that must follow each other for two texts to have them in common."""
_SHARE = 0.6
"""Of the shorter text's word sequences, how many the longer must have for the one to stand in the other."""
_WORD = re.compile(r"\w+")


def tag_items(reference: Reference, codebook: Path | str | None = None, *, kind: str = "") -> Found:
    """Tag the texts of a reference.

    Args:
        reference: every passage with its text.
        codebook: folder of a codebook; the packaged one where None.
        kind: of the documents that they are from, where it is known.
    """
    nlp = make_nlp()
    tagger = ThemeTagger(load_codebook(codebook), nlp)
    passages = [
        Passage(
            passage_id=item.item_id, review_id="", ordinal=ordinal, kind="paragraph",
            start=0, end=len(item.text), page_first=1, page_last=1, text=item.text,
        )
        for ordinal, item in enumerate(reference.items.values(), start=1)
    ]  # fmt: skip
    found = Found(items=set(reference.items))
    spacy_docs = read_texts(nlp, (passage.text for passage in passages))
    for mention in tagger.tag_passages(passages, spacy_docs, kind=kind):
        if mention.status == "asserted":
            found.mentions.setdefault((mention.passage_id, mention.theme_id), []).append(mention)
    return found


def find_items(reference: Reference, tables: Tables) -> tuple[Found, tuple[str, ...]]:
    """Look the passages of a reference up in a report, by id or by their text.

    A quoted text may be a part of a passage or span several; a mention counts where its
    sentence stands in the quote.

    Args:
        reference: passages with ids of the report, or with texts.
        tables: the report's.

    Returns:
        What the report says of them, and the ids of those that are not in it.
    """
    passages, mentions = tables["passages"], tables["mentions"]
    asserted = defaultdict(list)
    for row in iterate_rows(mentions[mentions["status"] == "asserted"]):
        asserted[row.passage_id].append(row)
    known = set(passages["passage_id"])
    quotes = {item_id: item for item_id, item in reference.items.items() if item_id not in known}
    index = _Index(tables, quotes.values()) if quotes else None
    found, absent = Found(), []
    for item_id, item in reference.items.items():
        if item_id in known:
            rows = asserted[item_id]
        elif index is not None and (there := index.find(item)):
            grams = set(_grams(item.text))
            rows = [
                row for passage_id in there for row in asserted[passage_id] if _stands_in(row.sentence, grams)
            ]
        else:
            absent.append(item_id)
            continue
        found.items.add(item_id)
        for row in rows:
            found.mentions.setdefault((item_id, row.theme_id), []).append(row)
    return found, tuple(absent)


class _Index:
    """Finds the passages in which a quoted text stands. Holds only word sequences that a quote has."""

    def __init__(self, tables: Tables, quotes: Iterable[Item]) -> None:
        wanted = {gram for item in quotes for gram in _grams(item.text)}
        self.reviews: dict[str, set[str]] = defaultdict(set)
        for row in iterate_rows(tables["reviews"]):
            for name in (row.review_id, row.path, Path(row.path).name, Path(row.path).stem, row.title):
                self.reviews[str(name).casefold()].add(row.review_id)
        self.places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.rows: list[Any] = []
        self.sizes: list[int] = []
        for at, row in enumerate(iterate_rows(tables["passages"])):
            grams = set(_grams(row.text))
            self.rows.append(row)
            self.sizes.append(len(grams))
            for gram in grams & wanted:
                self.places[gram].append(at)

    def find(self, item: Item) -> list[str]:
        """Return the ids of the passages in which the item stands, in reading order."""
        grams = set(_grams(item.text))
        shared: dict[int, int] = defaultdict(int)
        for gram in grams:
            for at in self.places.get(gram, ()):
                shared[at] += 1
        name = item.review.casefold()
        reviews = self.reviews.get(name) or self.reviews.get(Path(name).name) or set()
        near = [
            at
            for at, n in shared.items()
            if n >= _SHARE * min(self.sizes[at], len(grams))
            and (not item.review or self.rows[at].review_id in reviews)
            and (
                item.page is None or self.rows[at].page_first - 1 <= item.page <= self.rows[at].page_last + 1
            )
        ]
        if not near:
            return []
        # The same words may stand in several reviews; the one with most of the quote is meant.
        total: dict[str, int] = defaultdict(int)
        for at in near:
            total[self.rows[at].review_id] += shared[at]
        best = max(total, key=lambda review_id: total[review_id])
        return [self.rows[at].passage_id for at in sorted(near) if self.rows[at].review_id == best]


def _grams(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    size = min(_GRAM, len(words))
    return zip(*(words[at:] for at in range(size)), strict=False) if size else ()


def _stands_in(sentence: str, grams: set[tuple[str, ...]]) -> bool:
    own = set(_grams(sentence))
    return not own or len(own & grams) >= _SHARE * min(len(own), len(grams))


def match_mentions(mentions: pd.DataFrame, reference: Reference) -> Found:
    """Return what a mentions table says of a reference whose passages it was made from.

    The table has no row for a passage without a mention, so every passage of the
    reference counts as shown to the tool.
    """
    found = Found(items=set(reference.items))
    for row in iterate_rows(mentions[mentions["status"] == "asserted"]):
        if row.passage_id in found.items:
            found.mentions.setdefault((row.passage_id, row.theme_id), []).append(row)
    return found
