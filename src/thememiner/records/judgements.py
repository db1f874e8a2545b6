"""What people said of what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accept", "reject", "unsure", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's verdict on a mention or a recommendation; never changed, only followed by another.

    It carries what was judged (place, words, sentence), so that it finds its item again
    when a later run gives that another id.
    """

    judgement_id: str
    kind: Literal["mention", "recommendation"]
    item_id: str
    """The mention or recommendation as it was judged; empty where the tool had none (missed)."""
    verdict: Verdict
    """accept: rightly found; reject: wrongly; unsure; missed: a person found it, the tool did not."""
    polarity: str = ""
    """What the reviewer reads it as, where that was said; empty: not said."""
    note: str = ""
    reviewer: str
    judged_at: str
    """UTC, ISO 8601 to the second: 2026-03-04T10:20:30Z."""
    review_id: str
    passage_id: str = ""
    page: int
    theme_id: str = ""
    """Empty for a recommendation."""
    start: int | None = None
    end: int | None = None
    text: str
    sentence: str = ""
