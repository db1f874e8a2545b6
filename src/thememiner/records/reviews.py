"""A published document, and what it says of its case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Sureness = Literal["stated", "inferred", "conflicting", "manifest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One published document: what it is, before anything in it is read."""

    review_id: str
    title: str = ""
    kind: str = ""
    publisher: str = ""
    area: str = ""
    published_on: str = ""
    """ISO 8601, as exact as is known: 2020, 2020-03 or 2020-03-04."""
    path: str = ""
    """Relative to the corpus folder, with forward slashes."""
    sha256: str = ""
    source_url: str = ""
    licence: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    """Further columns of the manifest: the user's own, and what overrides the facts of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What a sentence of a review, or its manifest, says of the case: the child's age, the incident ..."""

    fact_id: str
    review_id: str
    attribute: str
    """One of ``columns.CASE_ATTRIBUTES``."""
    value: str
    """In the form in which it is counted: months, ISO 8601, one of a few words."""
    text: str
    """As printed."""
    sure: Sureness
    """stated; inferred (from two sentences, a title, pronouns); conflicting with another; manifest."""
    used: bool = False
    """Whether it is the review's value of the attribute, or one of its values."""
    passage_id: str = ""
    page: int | None = None
    sentence: str = ""
    start: int | None = None
    end: int | None = None
