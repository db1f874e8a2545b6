"""The facts of the sample's cases against their answer keys: what is said is right; little is missed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from thememiner.api import Report

ANSWERS = sorted((Path(__file__).parents[3] / "corpora" / "sample" / "answers").glob("*.json"))
WRONG_AT_MOST = 0.03
FOUND_AT_LEAST = 0.85


@pytest.fixture(scope="module")
def found(report: Report) -> dict[tuple[str, str], set[str]]:
    """Values in use, by path of the review and attribute."""
    paths = report.table("reviews").set_index("review_id")["path"]
    values: dict[tuple[str, str], set[str]] = {}
    for fact in report.table("case_facts").query("used == 1").itertuples():
        values.setdefault((paths[fact.review_id], fact.attribute), set()).add(fact.value)
    return values


def test_facts_are_right_and_few_are_missed(found: dict[tuple[str, str], set[str]]) -> None:
    asked: set[str] = set()
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    keys = {}
    for file in ANSWERS:
        answers = json.loads(file.read_text(encoding="utf-8"))
        keys[answers["path"]] = answers["facts"]
        asked |= set(answers["facts"])
    for path, facts in keys.items():
        for attribute in sorted(asked):
            wanted, given = set(facts.get(attribute, ())), found.get((path, attribute), set())
            right[attribute] += len(wanted & given)
            missed[attribute] += len(wanted - given)
            wrong[attribute] += len(given - wanted)
    table = "\n".join(
        f"{name}: {right[name]} right, {wrong[name]} wrong, {missed[name]} missed" for name in sorted(asked)
    )
    assert sum(right.values()) > 80, table
    assert sum(wrong.values()) <= WRONG_AT_MOST * sum((right + wrong).values()), table
    assert sum(right.values()) >= FOUND_AT_LEAST * sum((right + missed).values()), table


def test_a_document_of_no_case_states_none(found: dict[tuple[str, str], set[str]]) -> None:
    for path in (
        "government-response-between-addresses-2023.pdf",
        "national-thematic-review-between-addresses-2022.pdf",
    ):
        assert not {attribute for p, attribute in found if p == path} & {
            "incident",
            "child_age_months",
            "child_gender",
        }
