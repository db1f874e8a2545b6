"""What another codebook would change: each theme gained or lost, with its sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.records import Mention, Passage
from thememiner.tables import Tables, iterate_rows, make_frame
from thememiner.tagging import ThemeTagger, load_codebook, make_nlp, read_texts

from .columns import DIFFERENCES, SUMMARY

_Key = tuple[str, str, str]
"""A theme in a sentence of a passage."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new codebook gives and takes.

    Attributes:
        mentions: the table ``differences``, in order of the themes and of the reviews.
        summary: the table ``summary``.
    """

    mentions: pd.DataFrame
    summary: pd.DataFrame


def compare_codebooks(old: Path | str | None, new: Path | str | None, tables: Tables) -> Difference:
    """Tag the passages of a report with two codebooks and return where they differ.

    Only counted (asserted) mentions are compared; a theme counts once per sentence. No
    PDF is read: the text is the report's.

    Args:
        old: folder of a codebook; the packaged one where None.
        new: likewise.
        tables: of the report.

    Raises:
        CodebookError: where a codebook has problems.
    """
    nlp = make_nlp()
    books = [load_codebook(old), load_codebook(new)]
    taggers = [ThemeTagger(book, nlp) for book in books]
    found: list[dict[_Key, list[Mention]]] = [defaultdict(list), defaultdict(list)]
    kinds = {row.review_id: row.kind for row in iterate_rows(tables["reviews"])}
    for passages in _list_passages(tables):
        kind = kinds.get(passages[0].review_id, "")
        spacy_docs = read_texts(nlp, (passage.text for passage in passages))
        for tagger, seen in zip(taggers, found, strict=True):
            for mention in tagger.tag_passages(passages, spacy_docs, kind=kind):
                if mention.status == "asserted":
                    seen[mention.passage_id, mention.theme_id, mention.sentence].append(mention)
    before, after = found
    titles = {row.review_id: row.title or row.path for row in iterate_rows(tables["reviews"])}
    themes = list(dict.fromkeys(code.code_id for book in reversed(books) for code in book.codes))
    order = {passage_id: at for at, passage_id in enumerate(tables["passages"]["passage_id"])}
    rank = {theme: at for at, theme in enumerate(themes)}
    rows = []
    for key in sorted({*before, *after}, key=lambda key: (rank[key[1]], order[key[0]], key[2])):
        what = _tell(before.get(key), after.get(key))
        if what:
            rows.append(_describe(what, key, before.get(key), after.get(key), titles))
    return Difference(make_frame(DIFFERENCES, rows), _sum_up(themes, rows, before, after))


def _list_passages(tables: Tables) -> Iterator[list[Passage]]:
    """Yield the passages in parts, each of one review."""
    rows = [
        Passage(
            passage_id=row.passage_id, review_id=row.review_id, ordinal=int(row.ordinal), kind=row.kind,
            number=row.number, section=tuple(row.section), role=row.role, start=int(row.start),
            end=int(row.end), page_first=int(row.page_first), page_last=int(row.page_last), text=row.text,
            n_words=int(row.n_words),
        )
        for row in iterate_rows(tables["passages"])
    ]  # fmt: skip
    for _, grouped in groupby(rows, key=lambda passage: passage.review_id):
        of_review = list(grouped)
        yield from (of_review[at : at + _BATCH] for at in range(0, len(of_review), _BATCH))


def _tell(before: list[Mention] | None, after: list[Mention] | None) -> str:
    if before is None or after is None:
        return "gained" if before is None else "lost"
    return "polarity" if before[0].polarity != after[0].polarity else ""


def _describe(
    what: str, key: _Key, before: list[Mention] | None, after: list[Mention] | None, titles: dict[str, str]
) -> tuple[Any, ...]:
    shown = after or before or []
    first = shown[0]
    return (
        what, key[1], first.review_id, titles.get(first.review_id, ""), first.page,
        before[0].polarity if before else "", after[0].polarity if after else "",
        " … ".join(dict.fromkeys(mention.text for mention in shown)), first.sentence, first.passage_id,
    )  # fmt: skip


def _sum_up(
    themes: list[str],
    rows: list[tuple[Any, ...]],
    before: dict[_Key, list[Mention]],
    after: dict[_Key, list[Mention]],
) -> pd.DataFrame:
    changed = Counter((row[1], row[0]) for row in rows)
    counts = [Counter(key[1] for key in seen) for seen in (before, after)]
    reviews = []
    for seen in (before, after):
        of: dict[str, set[str]] = defaultdict(set)
        for key, mentions in seen.items():
            of[key[1]].add(mentions[0].review_id)
        reviews.append(of)
    return make_frame(
        SUMMARY,
        [
            (
                theme, counts[0][theme], counts[1][theme], changed[theme, "gained"], changed[theme, "lost"],
                changed[theme, "polarity"], len(reviews[0][theme]), len(reviews[1][theme]),
            )
            for theme in themes
            if any(changed[theme, what] for what in ("gained", "lost", "polarity"))
        ],
    )  # fmt: skip
