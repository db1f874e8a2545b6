"""Statistics that the reviews print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A statistic that a review prints."""

    figure_id: str
    review_id: str
    passage_id: str
    page: int
    count: int | None = None
    percentage: float | None = None
    denominator: int | None = None
    denominator_text: str = ""
    theme_ids: tuple[str, ...] = ()
    sentence: str
    check: str = ""
    """agrees, disagrees or empty: does count / denominator give the percentage?"""
    start: int
    end: int
