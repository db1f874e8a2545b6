"""What each item is besides its words: when, how measurable, how answered, and how that is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thememiner.tagging.recommendations.deadlines import Deadline, find_due, read_deadline


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("by 30.09.19", "2019-09-30"),
        ("30/09/2019", "2019-09-30"),
        ("15 th July 2027", "2027-07-15"),
        ("no later than the end of February 2028", "2028-02-29"),
        ("Sept 2024", "2024-09"),
        ("by March 2024", "2024-03"),
        ("by end of Q2 2022/23", "2022-09-30"),
        ("Q4 2022-23", "2023-03-31"),
        ("by the end of the financial year 2022/23", "2023-03-31"),
        ("by the end of 2024", "2024-12-31"),
        ("by 2030", "2030"),
        ("Immediate", ""),
        ("Ongoing", ""),
        ("31.02.2025", ""),
        ("before the start of the academic year", ""),
    ],
)
def test_dates_are_as_exact_as_they_are_printed(words, by):
    assert read_deadline(words, published_on="2019-01-31") == Deadline(by=by)


@pytest.mark.parametrize(
    ("words", "published_on", "deadline"),
    [
        ("within three months", "2031-01-15", Deadline(period="P3M")),
        (
            "within 12 months of the publication of this report",
            "2031-01",
            Deadline(by="2032-01", period="P12M", since="publication of this report"),
        ),
        (
            "within one month of publication",
            "2031-01-31",
            Deadline(by="2031-02-28", period="P1M", since="publication"),
        ),
        ("within six weeks of publication", "2031", Deadline(period="P6W", since="publication")),
        ("within 20 working days of receipt", "2031-01-15", Deadline(period="P4W", since="receipt")),
        ("every six months", "2031-01-15", Deadline(period="R/P6M")),
        ("urgently; within 3 months", "", Deadline(period="P3M")),
    ],
)
def test_periods_end_on_a_date_only_where_they_count_from_publication(words, published_on, deadline):
    assert read_deadline(words, published_on=published_on) == deadline


@given(st.text(), st.text())
def test_any_text_has_a_deadline_or_none(text, published_on):
    read_deadline(find_due(text), published_on=published_on)
    read_deadline(text, published_on="2031-12-31")


def test_an_item_says_how_one_could_tell_that_it_is_done(find):
    recs = find(
        """
        # Serious case review: Child Wren
        # Recommendations
        [1] The Board should improve the culture of challenge.
        [2] The Board should dip-sample ten closed cases each quarter.
        [3] The Trust should train all midwives by March 2031.
        [4] The school should review its policy urgently.
        """
    )
    assert [rec.measure for rec in recs] == ["", "dip-sample; each quarter", "by March 2031", ""]


def test_the_answer_keeps_its_sentence_and_page(find):
    recs = find(
        """
        # Government response to the review of Child Wren
        # Recommendation 1
        The Department should publish a plan.
        ---
        We are grateful. The government accepts this recommendation in principle. More will follow.
        # Recommendation 2
        The Board should meet every month.
        The Board does not accept this recommendation.
        """
    )
    assert [rec.response for rec in recs] == ["partially_accepted", "rejected"]
    assert recs[0].response_text == "The government accepts this recommendation in principle."
    assert [rec.response_page for rec in recs] == [2, 2]
    assert all(rec.is_restatement for rec in recs)
