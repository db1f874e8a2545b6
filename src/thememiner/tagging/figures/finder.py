"""Find the statistics that a document prints, and check their arithmetic.

A figure is a count, a share or both, of people or cases: "220 (41%)", "fourteen of the
21 children", "almost 30 per cent", "538 cases". Its denominator may stand before it, in
the same sentence, in the passage, or in the line that leads a list in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import yaml
from spacy.tokens import Doc

from thememiner.records import Document, Figure, Mention, Passage, make_id
from thememiner.tagging.figures.denominators import Part, Whole, check_share, points_back
from thememiner.tagging.figures.grammar import FigureReader
from thememiner.tagging.language.columns import list_bounds

__all__ = ["Quoted", "check_share", "find_figures", "find_quoted", "name_themes"]

_MAX_SENTENCE_CHARS = 2000
_MIN_PROVEN = 20
_UNREAD_KINDS = frozenset({"contents", "furniture"})
_UNREAD_ROLES = frozenset({"contents", "reference"})


class Quoted(NamedTuple):
    """A figure and its sentence, as offsets in the document; its themes are not told yet."""

    figure: Figure
    first: int
    last: int


def find_figures(
    doc: Document,
    passages: Sequence[Passage],
    spacy_docs: Sequence[Doc],
    mentions: Sequence[Mention],
) -> tuple[Figure, ...]:
    """Return the statistics that the passages print, in order of place.

    Args:
        doc: the document.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order, with sentences.
        mentions: theme mentions; those of a figure's sentence are its themes.

    Returns:
        Figures; ``check`` says whether count and denominator give the percentage.
    """
    return name_themes(find_quoted(doc, passages, spacy_docs), mentions)


def name_themes(quoted: Sequence[Quoted], mentions: Sequence[Mention]) -> tuple[Figure, ...]:
    """Return figures with their themes, which are those of their sentences."""
    by_passage: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.status not in ("boilerplate", "passing"):
            by_passage.setdefault(mention.passage_id, []).append(mention)
    figures: list[Figure] = []
    for figure, first, last in quoted:
        theme_ids = {
            mention.theme_id
            for mention in by_passage.get(figure.passage_id, ())
            if mention.start < last and mention.end > first
        }
        figures.append(replace(figure, theme_ids=tuple(sorted(theme_ids))))
    return tuple(figures)


def find_quoted(doc: Document, passages: Sequence[Passage], spacy_docs: Sequence[Doc]) -> tuple[Quoted, ...]:
    """Return the statistics that the passages print, without their themes.

    Args:
        doc: the document.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order, with sentences.
    """
    reader = load_reader()
    figures: list[Quoted] = []
    before: list[Whole] = []
    lead_in: list[Whole] = []
    proven: dict[int, Whole] = {}  # wholes that gave a printed percentage somewhere
    for passage, spacy_doc in zip(passages, spacy_docs, strict=True):
        if passage.kind in _UNREAD_KINDS or passage.role in _UNREAD_ROLES:
            continue
        text = passage.text
        in_list = passage.kind == "list_item" or (bool(lead_in) and text[:1].isdecimal())
        if not in_list:
            lead_in = []
        parts: list[Part] = []
        wholes: list[Whole] = []
        if numbers := reader.read_numbers(text):
            sentences = list_bounds(spacy_doc)
            earlier = [*proven.values(), *(lead_in or before)]
            parts, wholes = reader.read_passage(
                passage, numbers, [start for start, _ in sentences], earlier, in_list=in_list
            )
            proven.update(_find_proven(parts))
            figures.extend(_make_figure(doc, passage, part, sentences) for part in parts)
        if text.rstrip().endswith(":"):
            firm = [whole for whole in wholes if not whole.loose]
            lead_in = _lead_in(firm[-1:] or (before[:1] if points_back(text) else []))
        elif not lead_in:
            before = [replace(whole, start=-1, explicit=False) for whole in wholes if not whole.loose]
    return tuple(figures)


def _find_proven(parts: Sequence[Part]) -> Iterator[tuple[int, Whole]]:
    """Yield the wholes that give a percentage as it is printed: they hold for the document."""
    for part in parts:
        whole = part.whole
        if whole is not None and not part.hedged:
            check = check_share(part.count, whole.count, part.percentage, decimals=part.decimals)
            if check == "agrees" and whole.count >= _MIN_PROVEN:
                yield whole.count, replace(whole, start=-1, explicit=False)


def _lead_in(wholes: Sequence[Whole]) -> list[Whole]:
    """Return wholes as the items of the list after them see them."""
    return [replace(whole, start=-1, explicit=True) for whole in wholes]


def _make_figure(
    doc: Document,
    passage: Passage,
    part: Part,
    sentences: Sequence[tuple[int, int]],
) -> Quoted:
    """Return the record of a part: its sentence, and whether it adds up."""
    index = bisect_right(sentences, part.start, key=lambda sentence: sentence[0]) - 1
    first, last = sentences[index] if index >= 0 else (0, len(passage.text))
    if last - first > _MAX_SENTENCE_CHARS:  # a table without full stops
        first, last = max(first, part.start - _MAX_SENTENCE_CHARS), min(last, part.end + _MAX_SENTENCE_CHARS)
    start, end = passage.start + part.start, passage.start + part.end
    denominator = part.whole.count if part.whole else None
    figure = Figure(
        figure_id=make_id(doc.review_id, "figure", start, end, part.count, part.percentage),
        review_id=doc.review_id,
        passage_id=passage.passage_id,
        page=doc.page_at(start),
        count=part.count,
        percentage=part.percentage,
        denominator=denominator,
        denominator_text=part.whole.wording if part.whole else part.wording,
        sentence=passage.text[first:last].strip(),
        check=check_share(
            part.count, denominator, part.percentage, decimals=part.decimals, hedged=part.hedged
        ),
        start=start,
        end=end,
    )
    return Quoted(figure, passage.start + first, passage.start + last)


@lru_cache(maxsize=1)
def load_reader() -> FigureReader:
    """Return the reader with the packaged word lists (``codebook/figures.yaml``)."""
    text = (resources.files("thememiner") / "codebook" / "figures.yaml").read_text("utf-8")
    return FigureReader(yaml.safe_load(text))
