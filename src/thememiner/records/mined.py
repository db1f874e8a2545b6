"""All that one review yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thememiner.records.agencies import AgencyMention
from thememiner.records.codes import Mention
from thememiner.records.documents import Document
from thememiner.records.figures import Figure
from thememiner.records.passages import Passage
from thememiner.records.recommendations import Recommendation
from thememiner.records.reviews import CaseFact, Review

ReviewStatus = Literal["ok", "partial", "no_text", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong with a document, and what the user can do."""

    review_id: str
    path: str
    stage: str
    error: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """All that one review yields: the value of one pure function of its bytes."""

    review: Review
    status: ReviewStatus
    n_pages: int = 0
    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    figures: tuple[Figure, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()
    is_case: bool = False
    """Whether it is a review of one case."""
    failures: tuple[Failure, ...] = ()
