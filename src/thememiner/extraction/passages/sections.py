"""The sections of a document: which headings stand above a passage, and the role they give it."""

from __future__ import annotations

from dataclasses import dataclass

from thememiner.records import Block, Document, Role

from .roles import find_role, is_imprint, is_rights, only_opens

FRONT_PAGES = 2
"""The cover and its back: what stands here before the first section heading is front matter."""
_PROSE_PARAGRAPH, _PROSE = 18, 60
"""Words of a paragraph of prose, and of paragraphs that are a beginning."""
_IMPRINT_WORDS = 45
"""A paragraph of an imprint that does not say so itself has fewer words than this."""
_KEPT: frozenset[Role] = frozenset({"finding", "recommendation", "response", "appendix", "reference"})
"""Sections whose subheadings do not turn them into another kind of text by a general word alone."""
_GENERAL: frozenset[Role | None] = frozenset({"summary", "method", "narrative"})
_IN_APPENDIX: frozenset[Role | None] = frozenset({"recommendation", "response", "reference"})


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: str
    role: Role
    settled: bool
    """The heading is a chapter or part, or its words name the role: no mere title."""
    lists: bool = False
    """It heads a contents list: it is over when the list is, whatever its level."""


class Sections:
    """The headings above the place in a document that a reader has come to.

    Attributes:
        role: the role of what stands here.
        path: the headings above it, outermost first.
    """

    def __init__(self, doc: Document) -> None:
        self.role: Role = "front_matter"
        self.path: tuple[str, ...] = ()
        self._doc = doc
        self._above: list[_Heading] = []
        self._begun = self._listed = False
        self._prose_at = find_prose(doc)
        self._imprint_at = find_imprint(doc)
        self._title_at = _find_title(doc)

    def pass_heading(self, block: Block) -> tuple[str, ...]:
        """Go past a heading and return the path of headings above it."""
        text = self._doc.text[block.start : block.end]
        while self._above and (self._above[-1].level >= block.level or self._above[-1].lists):
            self._above.pop()
        path = self._titles()
        title = f"{block.number} {text}" if block.number and not text.startswith(block.number) else text
        named = None if block.start == self._title_at else find_role(text)
        self.role = self._choose_role(block, text, named)
        lists = find_role(text) == "contents"
        settled = named is not None or bool(block.number)
        self._above.append(_Heading(block.level, title, self.role, settled, lists))
        self.path = (*path, title)
        return path

    def pass_block(self, block: Block) -> Role:
        """Go past a block that is no heading and return its role."""
        if block.kind == "contents":
            self._listed = True
            return "contents"
        if self._listed and self._above and self._above[-1].lists:
            self._above.pop()
            self.path = self._titles()
        self._listed = False
        if block.start >= self._imprint_at:
            return "front_matter"
        if not self._begun and (
            block.start >= self._prose_at or self._doc.page_at(block.start) > FRONT_PAGES
        ):
            self._begun = True
            self.role = "narrative"
        if self.role == "contents":
            return "narrative" if self._begun else "front_matter"
        return self.role

    def _titles(self) -> tuple[str, ...]:
        return tuple([heading.title for heading in self._above])

    def _choose_role(self, block: Block, text: str, named: Role | None) -> Role:
        """Return the role of a heading: by its words, by what it stands in, by its place."""
        outer = self._above[-1] if self._above else None
        if outer is not None and outer.role in _KEPT:
            inherits = named is None or named in _GENERAL
            if outer.role == "appendix":
                inherits = named not in _IN_APPENDIX
            return outer.role if inherits or named is None else named
        if outer is not None and outer.settled and outer.role == "narrative" and only_opens(text):
            return outer.role
        if named is not None:
            self._begun = self._begun or named != "contents"
            return named
        if outer is not None and outer.role not in ("front_matter", "contents"):
            return outer.role
        if self._begun or self._doc.page_at(block.start) > FRONT_PAGES:
            self._begun = True
            return "narrative"
        return self.role


def find_prose(doc: Document) -> int:
    """Return where running prose begins: the first of paragraphs that are long together.

    A press release or a letter has no front matter beyond its head; a report has a page or two
    of it, whose longest text is the imprint.

    Args:
        doc: the document.
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


def find_imprint(doc: Document) -> int:
    """Return where the imprint begins that closes a document, or the end of its text.

    It states rights or numbers, and only addresses and short lines stand around it on the last page.

    Args:
        doc: the document.
    """
    start, end, stated = len(doc.text), len(doc.text), False
    for block in reversed(doc.blocks):
        text = doc.text[block.start : block.end]
        if doc.page_at(block.start) < len(doc.pages) or block.kind == "table_row":
            break
        if not is_imprint(text) and (block.kind == "heading" or len(text.split()) >= _IMPRINT_WORDS):
            break
        if is_imprint(text):
            start = block.start
            stated = stated or is_rights(text)
    return start if stated else end


def _find_title(doc: Document) -> int:
    """Return where a title begins that stands over the whole document, or -1.

    It is about the document and names no section: "Findings and recommendations in brief".
    """
    headings = [block for block in doc.blocks if block.kind == "heading"]
    if len(headings) < 3 or doc.page_at(headings[0].start) > 1:
        return -1
    first = headings[0]
    return first.start if all(block.level > first.level for block in headings[1:]) else -1
