"""One value per attribute of a review, from all that its sentences say.

Where sentences contradict one another and neither side clearly outweighs the other, no
value is chosen and all of them are marked as conflicting: a reader has to look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from thememiner.columns import CASE_ATTRIBUTES
from thememiner.records import CaseFact, Review, make_id

_OUTWEIGHS = 2.0
"""How many times as many sentences one value needs against another that contradicts it."""
_PRECEDENCE: Mapping[str, tuple[str, ...]] = {
    "incident": ("death", "serious harm", "other"),
    "known_to_social_care": ("now", "before", "known"),
    "legal_status": ("child protection plan", "looked after", "child in need", "none"),
}
"""Values of which the first implies the others or is more exact: they do not contradict it."""


def choose_facts(facts: Sequence[CaseFact], review: Review) -> tuple[CaseFact, ...]:
    """Return the facts with those marked that are the review's value of their attribute.

    Args:
        facts: of one review, in order of place.
        review: whose manifest entry (``extra``) has the last word.

    Returns:
        The same facts, ``used`` and ``sure`` set, and one more per attribute that the manifest gives.
    """
    chosen: list[CaseFact] = []
    several = any(fact.attribute == "n_children" and fact.value != "1" for fact in facts)
    for attribute, kind in CASE_ATTRIBUTES.items():
        own = [fact for fact in facts if fact.attribute == attribute]
        told = review.extra.get(attribute, "")
        if told:
            chosen += [replace(fact, used=False) for fact in own] + [_tell(review, attribute, told)]
        elif own:
            chosen += _choose(attribute, own, several=several, listed=kind == "list")
    return tuple(sorted(chosen, key=lambda fact: (fact.start is None, fact.start or 0)))


def _tell(review: Review, attribute: str, value: str) -> CaseFact:
    return CaseFact(
        fact_id=make_id(review.review_id, "case", attribute, "manifest"),
        review_id=review.review_id,
        attribute=attribute,
        value=value,
        text=value,
        sure="manifest",
        used=True,
    )


def _choose(attribute: str, facts: list[CaseFact], *, several: bool, listed: bool) -> list[CaseFact]:
    stated = [fact for fact in facts if fact.sure == "stated"] or facts
    counts = Counter(fact.value for fact in stated)
    if listed:
        return _use(facts, set(counts))
    if attribute == "child_age_months":
        counts = _merge_ages(counts)
        if several:
            return _use(facts, {min(counts, key=int)})
    if counts["before"] or counts["never"]:
        del counts["not at the time"]  # it says less than either, and contradicts neither
    if attribute in _PRECEDENCE:
        value = _first_by_precedence(attribute, counts)
        return _use(facts, {value}) if value else _conflict(facts)
    ranked = counts.most_common(2)
    if len(ranked) == 1 or ranked[0][1] >= _OUTWEIGHS * ranked[1][1]:
        return _use(facts, {ranked[0][0]}, _same_age(attribute, ranked[0][0], facts))
    return _conflict(facts)


def _first_by_precedence(attribute: str, counts: Counter[str]) -> str:
    """The most exact value; empty where "never" stands against it."""
    ordered = _PRECEDENCE[attribute]
    known = [value for value in ordered if counts[value]]
    others = [value for value in counts if value not in ordered]
    if not known:
        return others[0] if len(others) == 1 else ""
    n_known, n_others = sum(counts[value] for value in known), sum(counts[value] for value in others)
    if n_others and n_known < _OUTWEIGHS * n_others:
        return others[0] if n_others >= _OUTWEIGHS * n_known else ""
    if attribute == "incident" and counts["serious harm"] > 3 * counts["death"]:
        return "serious harm"
    return known[0]


def _merge_ages(counts: Counter[str]) -> Counter[str]:
    """Count a rounded age for the exact one: 24 months is what "aged 2" makes of 27."""
    merged: Counter[str] = Counter()
    for value, count in counts.items():
        exact = [other for other in counts if other != value and _rounds_to(int(other), int(value))]
        for target in exact or [value]:
            merged[target] += count
    return merged


def _rounds_to(exact: int, rounded: int) -> bool:
    return (rounded % 12 == 0 and 0 < exact - rounded < 12) or (
        exact < 24 and abs(exact - rounded) == 1 and exact > rounded
    )


def _same_age(attribute: str, value: str, facts: Iterable[CaseFact]) -> set[str]:
    """Ages that are the chosen one, less exactly."""
    if attribute != "child_age_months":
        return set()
    return {fact.value for fact in facts if _rounds_to(int(value), int(fact.value))}


def _use(facts: list[CaseFact], values: set[str], alike: set[str] = frozenset()) -> list[CaseFact]:  # type: ignore[assignment]
    settled = values | alike
    return [replace(fact, used=fact.value in settled) for fact in facts]


def _conflict(facts: list[CaseFact]) -> list[CaseFact]:
    return [replace(fact, used=False, sure="conflicting") for fact in facts]
