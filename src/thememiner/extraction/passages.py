"""A Document to passages: the units of coding, search and citation."""

from __future__ import annotations

from collections import Counter

from thememiner.extraction.confidence import mean_confidence
from thememiner.extraction.roles import find_role, is_imprint
from thememiner.records import Block, Document, Passage, Role, make_id

FRONT_PAGES = 2
_PROSE_PARAGRAPH, _PROSE = 18, 60
"""Words of a paragraph of prose, and of paragraphs that are a beginning."""
"""The cover and its back: what stands here before the first section heading is front matter."""


def split_passages(doc: Document) -> tuple[Passage, ...]:
    """Return one passage per paragraph, list item, table row, heading, caption and note.

    ``passage.text == doc.text[passage.start:passage.end]`` holds for each.

    Args:
        doc: the document.
    """
    passages: list[Passage] = []
    path: list[tuple[int, str]] = []
    role: Role = "front_matter"
    roles: list[Role] = []
    repeats: Counter[str] = Counter()
    begun = False
    prose_at = _find_prose(doc)
    scanned = any(page.ocr_confidence is not None for page in doc.pages)
    for block in doc.blocks:
        text = doc.text[block.start : block.end]
        if block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
                roles.pop()
            title = f"{block.number} {text}" if block.number and not text.startswith(block.number) else text
            named = find_role(text)
            page = doc.page_at(block.start)
            if named is not None:
                begun = begun or named != "contents"
                role = named
            elif roles and roles[-1] not in ("front_matter", "contents"):
                role = roles[-1]
            elif begun or page > FRONT_PAGES:
                begun = True
                role = "narrative"
            section = tuple(title for _, title in path)
            path.append((block.level, title))
            roles.append(role)
        else:
            section = tuple(title for _, title in path)
            past_front = block.start >= prose_at or doc.page_at(block.start) > FRONT_PAGES
            if not begun and past_front and block.kind != "contents":
                begun = True
                role = "narrative"
        found: Role = role
        if block.kind == "contents":
            found = "contents"
        elif role == "contents" and block.kind != "heading":
            found = "narrative" if begun else "front_matter"
        confidence = mean_confidence(doc.lines_at(block.start, block.end)) if scanned else None
        passages.append(
            _make_passage(doc, block, text, section, found, len(passages) + 1, repeats, confidence)
        )
    return tuple(passages)


def _find_prose(doc: Document) -> int:
    """Return where running prose begins: the first of paragraphs that are long together.

    A press release or a letter has no front matter beyond its head; a report has a page or two
    of it, whose longest text is the imprint.
    """
    n_words, at = 0, len(doc.text)
    for block in doc.blocks:
        text = doc.text[block.start : block.end]
        size = len(text.split())
        if block.kind != "paragraph" or size < _PROSE_PARAGRAPH or not text.rstrip("’'”\"").endswith("."):
            continue
        if is_imprint(text):
            n_words, at = 0, len(doc.text)
            continue
        at = min(at, block.start)
        n_words += size
        if n_words >= _PROSE:
            return at
    return len(doc.text)


def _make_passage(
    doc: Document,
    block: Block,
    text: str,
    section: tuple[str, ...],
    role: Role,
    ordinal: int,
    repeats: Counter[str],
    confidence: float | None,
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
        ocr_confidence=confidence,
    )
