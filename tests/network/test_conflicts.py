"""Figures of one measure that differ between documents, and those that only look so."""

from __future__ import annotations

from typing import Any

from thememiner.network import list_figure_conflicts

from .make_tables import make_tables

WEAK = "Weak risk assessment was a theme in {} of the 538 reviews of that year."


def conflicts(*printed: tuple[str, str, str, dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Values of the conflicting figures of sentences given as review, area, sentence and figure."""
    reviews = [{"review_id": review, "area": area} for review, area, _, _ in printed]
    passages, figures = [], []
    for i, (review, _, sentence, figure) in enumerate(printed):
        text = sentence.format(figure.get("count", f"{figure.get('percentage')}%"))
        start = sentence.index("{")
        passages.append({"passage_id": f"p{i}", "review_id": review, "text": text, "start": 0})
        figures.append(
            {"figure_id": f"f{i}", "review_id": review, "passage_id": f"p{i}", "sentence": text,
             "start": start, "end": start + len(text) - len(sentence) + 2, "count": None, **figure}
        )  # fmt: skip
    tables = make_tables(reviews=reviews, passages=passages, figures=figures)
    tables["figures"]["denominator"] = [figure.get("denominator") for figure in figures]
    found = list_figure_conflicts(tables)
    return sorted(zip(found["count"], found["figure_id"], strict=True), key=lambda row: row[1])


def test_two_counts_of_the_same_538_reviews_stand_side_by_side() -> None:
    found = conflicts(
        ("a", "", WEAK, {"count": 220, "denominator": 538}),
        ("b", "", WEAK.replace("of that year", "in that year"), {"count": 218, "denominator": 538}),
    )
    assert found == [(220, "f0"), (218, "f1")]


def test_the_same_count_is_no_conflict() -> None:
    figure = {"count": 220, "denominator": 538}
    assert conflicts(("a", "", WEAK, figure), ("b", "", WEAK, figure)) == []


def test_another_whole_another_year_another_place_or_one_document_is_no_conflict() -> None:
    one, other = {"count": 220, "denominator": 538}, {"count": 218, "denominator": 402}
    assert conflicts(("a", "", WEAK, one), ("b", "", WEAK, other)) == []
    plans = "In {year} the children with a protection plan in the area were {{}} in all."
    early, late = plans.format(year=2016), plans.format(year=2019)
    assert conflicts(("a", "Northmere", early, {"count": 90}), ("b", "Northmere", late, {"count": 70})) == []
    assert conflicts(("a", "Northmere", early, {"count": 90}), ("b", "Westmere", early, {"count": 70})) == []
    assert conflicts(("a", "", early, {"count": 90}), ("a", "", early, {"count": 70})) == []
    assert conflicts(("a", "", early, {"count": 90}), ("b", "Westmere", early, {"count": 70})) != []


def test_other_words_are_another_measure() -> None:
    sleep = "Unsafe sleep was named by parents in {} of the 538 families visited."
    one, other = {"count": 220, "denominator": 538}, {"count": 218, "denominator": 538}
    assert conflicts(("a", "", WEAK, one), ("b", "", sleep, other)) == []
