"""The sample's answer keys: what a reader would find, against what is found.

The keys were written with the reviews, before any rule was; the floors below are
what is reached now, so that a change for the worse is seen. They are no estimate of
accuracy on real reviews: docs/accuracy.md has that.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from thememiner.api import Report

from .conftest import SAMPLE

ANSWERS = sorted((SAMPLE / "answers").glob("*.json"))
SCORED = {
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
    "learning_point",
}


def fold(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def shingles(text: str) -> set[str]:
    words = fold(text).split()
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def alike(one: str, other: str) -> bool:
    a, b = shingles(one), shingles(other)
    return 2 * len(a & b) >= 0.6 * (len(a) + len(b))


def review_of(report: Report, answer: dict) -> str:
    reviews = report.table("reviews")
    return reviews.loc[reviews["path"] == Path(answer["path"]).name, "review_id"].iloc[0]


def read_answers() -> list[dict]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in ANSWERS]


def test_every_review_has_an_answer_key(report: Report) -> None:
    keyed = {Path(answer["path"]).name for answer in read_answers()}
    reviews = report.table("reviews")
    assert set(reviews.loc[reviews["status"] != "failed", "path"]) == keyed


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.stem)
def test_text_of_every_item_is_whole(report: Report, file: Path) -> None:
    answer = json.loads(file.read_text(encoding="utf-8"))
    review_id = review_of(report, answer)
    passages = report.table("passages")
    text = fold(" ".join(passages.loc[passages["review_id"] == review_id, "text"]))
    broken = [item["text"] for item in answer["items"] if not shingles(item["text"]) <= shingles(text)]
    assert broken == []


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.stem)
def test_headings_and_paragraph_numbers_are_found(report: Report, file: Path) -> None:
    answer = json.loads(file.read_text(encoding="utf-8"))
    passages = report.table("passages")
    own = passages[passages["review_id"] == review_of(report, answer)]
    numbers = set(own["number"])
    # A label such as "Finding 2" may begin the passage that it heads.
    headings = {fold(text) for text in own.loc[own["kind"] == "heading", "text"]} | set(map(fold, numbers))
    wanted = [fold(heading) for heading in answer["headings"]]
    missing = [
        heading
        for heading in wanted
        if not any(heading in found or found in heading for found in headings if found)
    ]
    assert len(missing) <= 0.1 * len(wanted), missing
    lost = [number for number in answer["paragraph_numbers"] if number not in numbers]
    assert len(lost) <= 0.02 * len(answer["paragraph_numbers"]), lost


def test_recommendations_are_found(report: Report) -> None:
    recommendations = report.table("recommendations")
    n_wanted = n_found = n_matched = n_page = n_kind = 0
    for answer in read_answers():
        own = recommendations[recommendations["review_id"] == review_of(report, answer)]
        found = [row for row in own.itertuples() if row.kind in SCORED]
        wanted = [item for item in answer["items"] if item["kind"] in SCORED]
        n_wanted, n_found = n_wanted + len(wanted), n_found + len(found)
        for item in wanted:
            match = next((row for row in found if alike(row.text, item["text"])), None)
            if match is None:
                continue
            found.remove(match)
            n_matched += 1
            n_page += match.page in (item["page"], *item.get("also_pages", ()))
            n_kind += match.kind == item["kind"]
    f1 = 2 * n_matched / (n_wanted + n_found)
    print(f"F1 {f1:.3f}, page {n_page / n_matched:.3f}, kind {n_kind / n_matched:.3f} of {n_wanted} items")
    assert f1 >= FLOORS["recommendations"]
    assert n_page / n_matched >= FLOORS["page"]
    assert n_kind / n_matched >= FLOORS["kind"]


def test_themes_are_found_and_traps_are_not(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    n_wanted = n_hit = n_tone = n_traps = n_caught = 0
    for answer in read_answers():
        own = asserted[asserted["review_id"] == review_of(report, answer)]
        by_theme = {theme: [(fold(r.sentence), fold(r.text), r.polarity) for r in rows.itertuples()]
                    for theme, rows in own.groupby("theme_id")}  # fmt: skip
        for mark in answer["themes"]:
            text = fold(mark["text"])
            hits = [tone for sentence, words, tone in by_theme.get(mark["theme_id"], ())
                    if words in text and (sentence in text or text in sentence)]  # fmt: skip
            n_wanted += 1
            n_hit += bool(hits)
            n_tone += mark["polarity"] in hits
        for trap in answer["not_themes"]:
            text = fold(trap["text"])
            n_traps += 1
            n_caught += any(sentence == text for sentence, _, _ in by_theme.get(trap["theme_id"], ()))
    print(
        f"themes: {n_hit} of {n_wanted}, polarity {n_tone / n_hit:.3f}; traps fallen into: {n_caught} of {n_traps}"
    )
    assert n_hit / n_wanted >= FLOORS["themes"]
    assert n_tone / n_hit >= FLOORS["polarity"]
    assert n_caught / n_traps <= FLOORS["traps"]


FLOORS = {"recommendations": 0.75, "page": 0.97, "kind": 0.95, "themes": 0.35, "polarity": 0.75, "traps": 0.3}
