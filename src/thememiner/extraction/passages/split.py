"""A Document to passages: the units of coding, search and citation."""

from __future__ import annotations

from bisect import bisect_left
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
    pieces = _cut_blocks(doc)
    starts = [piece.start for piece in pieces]
    texts = [doc.text[piece.start : piece.end] for piece in pieces]
    ids = _name_passages(doc.review_id, texts)
    pages = doc.pages_at([*starts, *(max(piece.end - 1, piece.start) for piece in pieces)])
    firsts, lasts = pages[: len(pieces)], pages[len(pieces) :]
    id_at = dict(zip(starts, ids, strict=True))
    cited_by = {note: id_at[citing] for note, citing in _find_citations(doc).items()}
    scanned = any(page.ocr_confidence is not None for page in doc.pages)
    sections = Sections(doc)
    passages: list[Passage] = []
    columns = zip(pieces, texts, ids, find_languages(texts), firsts, lasts, strict=True)
    for ordinal, (block, text, passage_id, language, first, last) in enumerate(columns, start=1):
        role: Role
        if block.kind == "heading":
            section = sections.pass_heading(block)
            role = sections.role
        else:
            role, section = sections.pass_block(block), sections.path
        passages.append(
            Passage(
                passage_id=passage_id,
                review_id=doc.review_id,
                ordinal=ordinal,
                kind=block.kind,
                number=block.number,
                section=section,
                role=role,
                start=block.start,
                end=block.end,
                page_first=first,
                page_last=last,
                text=text,
                boxed=block.boxed,
                # Of a row cells may be empty; all other words are parted by single spaces.
                n_words=len(text.split()) if block.kind == "table_row" else text.count(" ") + 1,
                note_of=cited_by.get(block.start, ""),
                ocr_confidence=mean_confidence(doc.lines_at(block.start, block.end)) if scanned else None,
                language=language,
            )
        )
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


def _cut_blocks(doc: Document) -> list[Block]:
    """Return the blocks, in parts where one is too long for a passage."""
    pieces: list[Block] = []
    for block in doc.blocks:
        if block.end - block.start <= LONGEST_PASSAGE:
            pieces.append(block)
            continue
        for start, end in cut_text(doc.text[block.start : block.end]):
            part = structs.replace(block, start=block.start + start, end=block.start + end, cells=())
            pieces.append(part)
    return pieces


def _name_passages(review_id: str, texts: Sequence[str]) -> list[str]:
    """Return the id of each passage; a text that comes again has the same with a number."""
    ids: list[str] = []
    n_seen: dict[str, int] = {}
    for text in texts:
        stem = f"{review_id}-{make_id(text, length=8)}"
        n_seen[stem] = n = n_seen.get(stem, 0) + 1
        ids.append(stem if n == 1 else f"{stem}-{n}")
    return ids


def _find_citations(doc: Document) -> dict[int, int]:
    """Return for each note, by where it starts, where the block starts that cites it first."""
    starts = [block.start for block in doc.blocks]
    cited_by: dict[int, int] = {}
    for reference in doc.references:
        if 0 <= reference.note < len(starts):
            citing = bisect_left(starts, max(reference.start, 1)) - 1
            cited_by.setdefault(starts[reference.note], starts[citing])
    return cited_by
