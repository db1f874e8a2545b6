"""A Document to passages: the units of coding, search and citation."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from thememiner.extraction.confidence import mean_confidence
from thememiner.extraction.languages import find_languages
from thememiner.extraction.sections import Sections
from thememiner.records import Block, Document, Passage, Role, make_id


def split_passages(doc: Document) -> tuple[Passage, ...]:
    """Return one passage per paragraph, list item, table row, heading, caption and note.

    ``passage.text == doc.text[passage.start:passage.end]`` holds for each.

    Args:
        doc: the document.
    """
    passages: list[Passage] = []
    repeats: Counter[str] = Counter()
    sections = Sections(doc)
    cited_at = _find_citations(doc)
    scanned = any(page.ocr_confidence is not None for page in doc.pages)
    texts = [doc.text[block.start : block.end] for block in doc.blocks]
    for block, text, language in zip(doc.blocks, texts, find_languages(texts), strict=True):
        role: Role
        if block.kind == "heading":
            section = sections.pass_heading(block)
            role = sections.role
        else:
            role, section = sections.pass_block(block), sections.path
        confidence = mean_confidence(doc.lines_at(block.start, block.end)) if scanned else None
        citing = cited_at.get(len(passages), -1)
        note_of = passages[citing].passage_id if 0 <= citing < len(passages) else ""
        passages.append(
            _make_passage(
                doc, block, text, section, role, len(passages) + 1, repeats, confidence, note_of, language
            )
        )
    return tuple(passages)


def _find_citations(doc: Document) -> dict[int, int]:
    """Return for each note, by its place among the blocks, the place of the block that cites it first."""
    starts = [block.start for block in doc.blocks]
    cited_at: dict[int, int] = {}
    for reference in doc.references:
        if reference.note >= 0:
            cited_at.setdefault(reference.note, bisect_left(starts, max(reference.start, 1)) - 1)
    return cited_at


def _make_passage(
    doc: Document,
    block: Block,
    text: str,
    section: tuple[str, ...],
    role: Role,
    ordinal: int,
    repeats: Counter[str],
    confidence: float | None,
    note_of: str,
    language: str,
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
        page_first=doc.page_at(block.start),
        page_last=doc.page_at(max(block.end - 1, block.start)),
        text=text,
        boxed=block.boxed,
        n_words=len(text.split()),
        note_of=note_of,
        ocr_confidence=confidence,
        language=language,
    )
