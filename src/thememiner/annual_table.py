"""The table that a panel prints in its annual report, counted from the facts of the cases and the themes.

Source: the form is that of the annual reports of England's Child Safeguarding Practice Review
Panel: "220 (41%) identified ...", with the share of reviews with a death, a child under one,
a child known to children's social care, and each practice theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from thememiner.columns import ANNUAL
from thememiner.tables import Tables, iterate_rows, make_frame, wilson_interval

_BANDS = (
    ("child_under_1", "Child under one year", 0, 12),
    ("child_1_to_5", "Child aged 1 to 5", 12, 72),
    ("child_6_to_10", "Child aged 6 to 10", 72, 132),
    ("child_11_to_15", "Child aged 11 to 15", 132, 192),
    ("child_16_and_over", "Young person aged 16 or over", 192, 100_000),
)
"""Age bands of the Panel's reports, in months: from, and below."""


_NOT_KNOWN = ("never", "not at the time")


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the table: which reviews say something of it, and which say yes."""

    measure_id: str
    label: str
    attribute: str
    holds: Callable[[Any], bool]


def list_measures(reviews: pd.DataFrame) -> Iterator[Measure]:
    """Yield the lines about the cases, in the order in which annual reports print them.

    Args:
        reviews: whose values decide which kinds of harm have a line.
    """
    yield Measure("died", "A child died", "incident", lambda value: value == "death")
    yield Measure(
        "seriously_harmed", "A child was seriously harmed", "incident", lambda value: value == "serious harm"
    )
    for measure_id, label, low, high in _BANDS:
        yield Measure(measure_id, label, "child_age_months", _within(low, high))
    for value, label in (("female", "Child is a girl"), ("male", "Child is a boy")):
        yield Measure(value, label, "child_gender", _equals(value))
    known = "known_to_social_care"
    yield Measure(
        known, "Known to children's social care, now or before", known, lambda v: v not in _NOT_KNOWN
    )
    yield Measure(f"{known}_now", "Known to children's social care at the incident", known, _equals("now"))
    yield Measure(f"not_{known}", "Not known to children's social care", known, lambda v: v in _NOT_KNOWN)
    for value, label in (
        ("child protection plan", "On a child protection plan at the incident"),
        ("looked after", "Looked after at the incident"),
        ("child in need", "Child in need at the incident"),
    ):
        yield Measure(value.replace(" ", "_"), label, "legal_status", _equals(value))
    kinds = sorted({kind for kinds in reviews["category_of_harm"] for kind in kinds})
    for kind in kinds:
        yield Measure(f"harm_{kind.replace(' ', '_')}", f"Harm: {kind}", "category_of_harm", _contains(kind))


def _equals(wanted: str) -> Callable[[Any], bool]:
    return lambda value: bool(value == wanted)


def _contains(wanted: str) -> Callable[[Any], bool]:
    return lambda values: wanted in values


def _within(low: int, high: int) -> Callable[[Any], bool]:
    return lambda months: low <= int(months) < high


def count_annual(tables: Tables) -> pd.DataFrame:
    """Return the annual table.

    Facts of a case are counted among the reviews of one case that state them; ``n_all`` says how
    many such reviews there are. Themes are counted among all reviews that could be read.

    Args:
        tables: ``reviews``, ``case_facts``, ``mentions`` and ``themes``.

    Returns:
        A row per measure with its reviews and, for each, the passage that says it.
    """
    reviews = tables["reviews"]
    read = reviews[reviews["status"].isin(["ok", "partial"])]
    rows = [*_count_cases(tables, read), *_count_themes(tables, read)]
    return make_frame(ANNUAL, rows)


def _count_cases(tables: Tables, read: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    cases = list(iterate_rows(read[read["is_case"] == 1]))
    says: dict[tuple[str, str, str], str] = {}
    for fact in tables.rows("case_facts", "review_id", "attribute", "value", "passage_id", "used"):
        if fact.used != 1:
            continue
        says.setdefault((fact.review_id, fact.attribute, fact.value), fact.passage_id)
        says.setdefault((fact.review_id, fact.attribute, ""), fact.passage_id)
    for measure in list_measures(read):
        stated = [case for case in cases if _is_stated(getattr(case, measure.attribute))]
        named = [case for case in stated if measure.holds(getattr(case, measure.attribute))]
        if not stated:
            continue
        evidence = [
            says.get((case.review_id, measure.attribute, _value_of(measure, case)), "")
            or says.get((case.review_id, measure.attribute, ""), "")
            for case in named
        ]
        yield _make_row(
            "case", measure.measure_id, measure.label, [case.review_id for case in named], len(stated),
            len(cases), "reviews of one case that say so or otherwise", evidence,
        )  # fmt: skip


def _value_of(measure: Measure, case: Any) -> str:
    value = getattr(case, measure.attribute)
    if isinstance(value, tuple):
        return next((item for item in value if measure.holds((item,))), "")
    return str(value)


def _is_stated(value: Any) -> bool:
    return bool(value) if isinstance(value, (str, tuple)) else not pd.isna(value)


def _count_themes(tables: Tables, read: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    n_read = len(read)
    order = {review_id: place for place, review_id in enumerate(read["review_id"])}
    known = list(order)
    first: dict[str, dict[int, str]] = {}
    for mention in tables.rows("mentions", "theme_id", "review_id", "passage_id", "status", "polarity"):
        concern = mention.status == "asserted" and mention.polarity == "concern"
        if concern and mention.review_id in order:
            own = first.setdefault(mention.theme_id, {})
            own.setdefault(order[mention.review_id], mention.passage_id)
    for theme in iterate_rows(tables["themes"]):
        found = first.get(theme.theme_id, {})
        places = sorted(found)
        yield _make_row(
            "theme", theme.theme_id, f"{theme.label} (as a concern)", [known[place] for place in places],
            n_read, n_read, "reviews that could be read", [found[place] for place in places],
        )  # fmt: skip


def _make_row(
    group: str,
    measure_id: str,
    label: str,
    ids: list[str],
    n_stated: int,
    n_all: int,
    of: str,
    evidence: list[str],
) -> tuple[Any, ...]:
    n = len(ids)
    low, high = wilson_interval(n, n_stated)
    share = round(n / n_stated, 4) if n_stated else None
    return (
        group, measure_id, label, n, n_stated, share, low, high, print_share(n, n_stated), of, n_all,
        round(n / n_all, 4) if n_all else None, ids, [passage for passage in evidence if passage],
    )  # fmt: skip


def print_share(n: int, of: int) -> str:
    """Return a count as annual reports print it.

    >>> print_share(220, 538), print_share(3, 0)
    ('220 (41%)', '3')
    """
    return f"{n:,} ({100 * n / of:.0f}%)" if of else f"{n:,}"


def select_reviews(tables: Tables, where: Mapping[str, str]) -> Tables:
    """Return the tables with those reviews alone whose columns have the wanted values.

    Args:
        tables: every table that ``count_annual`` needs.
        where: column of ``reviews`` and its value; ``year`` is that of ``published_on``.

    Raises:
        KeyError: where there is no such column.
    """
    reviews = tables["reviews"]
    for name, wanted in where.items():
        values = reviews["published_on"].str[:4] if name == "year" else reviews[name]
        reviews = reviews[[_has(value, wanted) for value in values]]
    return tables.replace(reviews=reviews.reset_index(drop=True))


def _has(value: Any, wanted: str) -> bool:
    return wanted in value if isinstance(value, tuple) else str(value) == wanted
