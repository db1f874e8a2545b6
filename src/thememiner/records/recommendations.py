"""What the reviews ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RecommendationKind = Literal[
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
    "learning_point",
    "finding",
    "good_practice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Something that a review asks for, or its kin (see ``kind``)."""

    recommendation_id: str
    review_id: str
    kind: RecommendationKind
    number: str = ""
    text: str
    page: int
    also_pages: tuple[int, ...] = ()
    section: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    """Names as they should be read, canonical where the authority file knows them."""
    addressee_ids: tuple[str, ...] = ()
    addressees_implied: bool = False
    addressee_basis: str = ""
    """How they were found: owner, subject, lead_in, heading, before, practice or audience
    (docs/recommendations.md); the last two are implied."""
    action: str = ""
    strength: str = ""
    """must, should or consider."""
    due: str = ""
    """The deadline in the review's words."""
    due_by: str = ""
    """ISO 8601, as exact as is known: 2031, 2031-03 or 2031-03-31."""
    due_period: str = ""
    """ISO 8601 duration: P6M; R/P6M where it comes round."""
    due_since: str = ""
    """What the period is counted from, in the review's words: publication."""
    measure: str = ""
    """The words that say how one could tell that it is done; empty where it is not measurable."""
    theme_ids: tuple[str, ...] = ()
    passage_ids: tuple[str, ...] = ()
    """Where it stands, the definitive place first."""
    lineage_id: str = ""
    response: str = ""
    """accepted, partially_accepted (also in principle), rejected or noted; empty if none."""
    response_text: str = ""
    """The sentence that answers it."""
    response_page: int | None = None
    is_restatement: bool = False
    """It stands in a document that answers recommendations: another document asked for it."""
