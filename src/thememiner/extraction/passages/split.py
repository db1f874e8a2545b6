"""A Document to passages: the units of coding, search and citation."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import structs

from thememiner.extraction.document.confidence import mean_confidence
from thememiner.records import Block, Document, Passage, Role, make_id

from .languages import find_languages
from .sections import Sections

LONGEST_PASSAGE = 10_000
"""Characters. No paragraph of a report comes near it; a file without line breaks is all one paragraph."""


def split_passages(doc: Document) -> tuple[Passage, ...]:
    """Return one passage per paragraph, list item, table row, heading, caption and note.

    ``passage.text == doc.text[passage.start:passage.end]`` holds for each. What is longer than
    ``LONGEST_PASSAGE`` is cut where a sentence or a word ends.

    Args:
        doc: the document.
    """
    passages: list[Passage] = []
    repeats: dict[str, int] = defaultdict(int)
    sections = Sections(doc)
    cited_by = _find_citations(doc)
    id_at: dict[int, str] = {}
    scanned = any(page.ocr_confidence is not None for page in doc.pages)
    pieces = [piece for block in doc.blocks for piece in _cut(doc, block)]
    texts = [doc.text[piece.start : piece.end] for piece in pieces]
    firsts = doc.pages_at(piece.start for piece in pieces)
    lasts = doc.pages_at(max(piece.end - 1, piece.start) for piece in pieces)
    languages = find_languages(texts)
    for block, text, language, *pages in zip(pieces, texts, languages, firsts, lasts, strict=True):
        role: Role
        if block.kind == "heading":
            section = sections.pass_heading(block)
            role = sections.role
        else:
            role, section = sections.pass_block(block), sections.path
        confidence = mean_confidence(doc.lines_at(block.start, block.end)) if scanned else None
        note_of = id_at.get(cited_by.get(block.start, -1), "")
        passages.append(
            _make_passage(
                doc,
                block,
                text,
                section,
                role,
                len(passages) + 1,
                repeats,
                confidence,
                note_of,
                language,
                pages,
            )
        )
        id_at[block.start] = passages[-1].passage_id
    return tuple(passages)


def cut_text(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a text start and end, none longer than ``LONGEST_PASSAGE``.

    A cut is made after the last sentence that ends within a part, else after the last word, else in the
    middle of it; the space at a cut is in no part.

    >>> list(cut_text("One part."))
    [(0, 9)]
    """
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        limit = start + LONGEST_PASSAGE
        sentence, word = text.rfind(". ", start, limit) + 1, text.rfind(" ", start + 1, limit)
        cut = sentence if sentence > start else word if word > start else limit
        yield start, cut
        start = cut + (text[cut] == " ")
    yield start, len(text)


def _cut(doc: Document, block: Block) -> list[Block]:
    """Return the block, in parts where it is too long for a passage."""
    if block.end - block.start <= LONGEST_PASSAGE:
        return [block]
    parts = cut_text(doc.text[block.start : block.end])
    return [
        structs.replace(block, start=block.start + start, end=block.start + end, cells=())
        for start, end in parts
    ]


def _find_citations(doc: Document) -> dict[int, int]:
    """Return for each note, by where it starts, where the block starts that cites it first."""
    starts = [block.start for block in doc.blocks]
    cited_by: dict[int, int] = {}
    for reference in doc.references:
        if 0 <= reference.note < len(starts):
            citing = bisect_left(starts, max(reference.start, 1)) - 1
            cited_by.setdefault(starts[reference.note], starts[citing])
    return cited_by


def _make_passage(
    doc: Document,
    block: Block,
    text: str,
    section: tuple[str, ...],
    role: Role,
    ordinal: int,
    repeats: dict[str, int],
    confidence: float | None,
    note_of: str,
    language: str,
    pages: Sequence[int],
) -> Passage:
    stem = f"{doc.review_id}-{make_id(text, length=8)}"
    repeats[stem] += 1
    return Passage(
        passage_id=stem if repeats[stem] == 1 else f"{stem}-{repeats[stem]}",
        review_id=doc.review_id,
        ordinal=ordinal,
        kind=block.kind,
        number=block.number,
        section=section,
        role=role,
        start=block.start,
        end=block.end,
        page_first=pages[0],
        page_last=pages[1],
        text=text,
        boxed=block.boxed,
        # Of a row cells may be empty; all other words are parted by single spaces.
        n_words=len(text.split()) if block.kind == "table_row" else text.count(" ") + 1,
        note_of=note_of,
        ocr_confidence=confidence,
        language=language,
    )
