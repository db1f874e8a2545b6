"""The unit of coding, search and citation."""

from __future__ import annotations

from typing import Literal

import msgspec

from thememiner.records.documents import BlockKind

Role = Literal[
    "front_matter",
    "contents",
    "summary",
    "method",
    "narrative",
    "finding",
    "recommendation",
    "response",
    "appendix",
    "reference",
]


class Passage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The unit of coding, search and citation: a paragraph, item, row or heading."""

    passage_id: str
    review_id: str
    ordinal: int
    kind: BlockKind
    number: str = ""
    section: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    role: Role = "narrative"
    start: int
    end: int
    page_first: int
    page_last: int
    text: str
    boxed: bool = False
    n_words: int = 0
    note_of: str = ""
    """Of a footnote: the id of the passage that cites it first, where that is known."""
    ocr_confidence: float | None = None
    """How sure OCR is of what it read of it, 0 to 1; None where all is from the text layer."""
    language: str = ""
    """ISO 639 code: en, cy ...; und where it is in letters that are not Latin. Only English is tagged."""

    @property
    def is_english(self) -> bool:
        """Return whether the codebook, which is English, can read it; so it is where nothing is known."""
        return self.language in ("", "en")
