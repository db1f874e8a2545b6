"""What a document is: title, kind, publisher, area and date, from its cover, metadata and headings."""

from __future__ import annotations

from dataclasses import dataclass

from thememiner.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a document; ``""`` where unknown, never a guess."""

    title: str = ""
    kind: str = ""
    publisher: str = ""
    area: str = ""
    published_on: str = ""
    """ISO 8601, as exact as is known."""


def find_facts(doc: Document) -> Facts:
    """Return what the document says it is."""
    title = doc.metadata.get("title", "")
    return Facts(title=title)
