"""Asked before: what is one request, what is another, and what a group tells."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thememiner.api import Report
from thememiner.network import find_lineages, list_lineages
from thememiner.network.alike import find_alike, measure_likeness
from thememiner.network.drift import compare_words
from thememiner.network.likeness import read_wordings, weigh_words
from thememiner.network.lineage import ALIKE_AT, link_completely
from thememiner.tables import Tables

from .make_tables import make_tables

FATHERS = "The Board should ensure that all agencies identify fathers and male partners and include them in assessments."
FATHERS_AGAIN = "The Partnership should ensure that agencies identify fathers and male partners and include them in every assessment."
SLEEP = (
    "Midwives and health visitors should give families clear advice on safer sleep before and after a birth."
)
FILLER = [
    ("x", "The council should publish a plan for recruiting and keeping experienced social workers."),
    ("y", "Schools should record the reasons for every exclusion and tell the virtual school at once."),
    ("z", "The police should review how reports of missing children are graded by the control room."),
]
DATES = {"a": "2016-04-02", "b": "2019", "c": "2021-07"}


def ask(*asked: tuple[str, str], **more: dict[str, str]) -> Tables:
    """Tables of reviews that ask (review, text); ``more`` of the review of that name."""
    reviews = dict.fromkeys(review for review, _ in asked)
    return make_tables(
        reviews=[
            {
                "review_id": r,
                "status": "ok",
                "published_on": DATES.get(r, ""),
                "publisher": f"Board {r}",
                **more.get(r, {}),
            }
            for r in reviews
        ],
        recommendations=[
            {"recommendation_id": f"r{i}", "review_id": review, "kind": "recommendation", "text": text}
            for i, (review, text) in enumerate(asked)
        ],
    )


def test_the_same_request_in_other_words_is_one_lineage() -> None:
    lineage = find_lineages(ask(("a", FATHERS), ("b", FATHERS_AGAIN), ("c", SLEEP), *FILLER))
    assert lineage[0] == lineage[1] != ""
    assert list(lineage[2:]) == [""] * 4


def test_two_recommendations_of_one_review_are_no_lineage() -> None:
    assert set(find_lineages(ask(("a", FATHERS), ("a", FATHERS), *FILLER))) == {""}


def test_a_report_and_its_press_release_ask_once() -> None:
    told = {"publisher": "National Panel", "published_on": "2021-07-06"}
    assert set(find_lineages(ask(("a", FATHERS), ("b", FATHERS_AGAIN), a=told, b=told))) == {""}
    elsewhere = find_lineages(
        ask(("a", FATHERS), ("b", FATHERS_AGAIN), a=told, b={**told, "area": "Eastvale"})
    )
    assert "" not in set(elsewhere)


def test_lineage_ids_do_not_depend_on_the_order_of_reviews() -> None:
    tables = ask(("a", FATHERS), ("b", FATHERS_AGAIN), *FILLER)
    one = list(find_lineages(tables))
    assert one[0].startswith("l")
    tables["recommendations"] = tables["recommendations"].iloc[::-1]
    assert list(find_lineages(tables))[::-1] == one


@pytest.mark.parametrize("kind", ["finding", "good_practice"])
def test_what_is_found_or_praised_is_not_asked(kind: str) -> None:
    tables = ask(("a", FATHERS), ("b", FATHERS_AGAIN))
    tables["recommendations"]["kind"] = kind
    assert set(find_lineages(tables)) == {""}


def test_a_response_that_prints_a_recommendation_again_does_not_ask_again_but_answers() -> None:
    tables = ask(("a", FATHERS), ("b", FATHERS_AGAIN), ("c", FATHERS), *FILLER)
    recs = tables["recommendations"]
    recs.loc[2, ["is_restatement", "restates", "response"]] = [1, "r0", "accepted"]
    recs["lineage_id"] = find_lineages(tables)
    assert list(recs["lineage_id"][:3] != "") == [True, True, False]
    lineages, members = list_lineages(tables)
    assert lineages.loc[0, "n_reviews"] == 2
    assert lineages.loc[0, "responses"] == ("2021-07 accepted",)
    assert list(members["responses"]) == [("2021-07 accepted",), ()]


def test_a_lineage_says_how_alike_the_two_least_alike_of_it_are() -> None:
    again = ("d", "e", "f")
    tables = ask(("a", FATHERS), ("b", FATHERS_AGAIN), *((review, FATHERS) for review in again), *FILLER)
    tables["recommendations"]["lineage_id"] = find_lineages(tables)
    lineages, members = list_lineages(tables)
    wordings = read_wordings([FATHERS, FATHERS_AGAIN, *(text for _, text in FILLER)])
    between = measure_likeness(weigh_words(wordings), wordings, np.array([0]), np.array([1]))[0]
    told = dict(zip(members["review_id"], members["likeness"], strict=True))
    assert lineages.loc[0, "likeness"] == between < 1
    assert lineages.loc[0, "text"] == FATHERS
    assert [told[review] for review in ("e", "f")] == [1, 1]


def test_a_chain_of_likenesses_does_not_glue_what_is_not_alike() -> None:
    chain = [(i, i + 1, 0.9) for i in range(9)]
    groups = link_completely(chain, [{str(i)} for i in range(10)])
    assert max(map(len, groups)) == 2


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])))
def test_all_members_of_a_group_are_alike_and_of_different_reviews(alike: set[tuple[int, int]]) -> None:
    reviews = [{str(i % 5)} for i in range(8)]
    groups = link_completely([(i, j, 0.6 + (i + j) / 50) for i, j in sorted(alike)], reviews)
    assert sorted(member for group in groups for member in group) == list(range(8))
    for group in groups:
        assert all(pair in alike for pair in combinations(group, 2))
        standing = [review for member in group for review in reviews[member]]
        assert len(standing) == len(set(standing))


WORDS = (
    "fathers sleep bruises supervision timely records missing police school housing quality review".split()
)


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=12),
    st.sampled_from([0.3, 0.55, 0.9]),
)
def test_looking_up_by_rare_words_misses_no_pair(texts: list[str], at: float) -> None:
    wordings = list(dict.fromkeys(read_wordings(texts)))
    weighed = weigh_words(wordings)
    every = list(combinations(range(len(wordings)), 2))
    wanted = []
    if every:
        one, other = (np.array(ends) for ends in zip(*every, strict=True))
        likeness = measure_likeness(weighed, wordings, one, other)
        wanted = [(i, j, float(n)) for (i, j), n in zip(every, likeness, strict=True) if n >= at]
    assert find_alike(wordings, at).tolist() == wanted


@given(st.text(), st.text())
def test_any_text_can_be_compared(one: str, other: str) -> None:
    tables = ask(("a", one), ("b", other))
    tables["recommendations"]["lineage_id"] = find_lineages(tables)
    list_lineages(tables)


@given(st.text(), st.text())
def test_the_diff_of_two_wordings_holds_the_words_of_both(before: str, after: str) -> None:
    if any(mark in before + after for mark in "[]{}+-"):
        return
    told = compare_words(before, after).split()
    gone = new = False
    old_words, new_words = [], []
    for word in told:
        gone, new = gone or word.startswith("[-"), new or word.startswith("{+")
        plain = word.removeprefix("[-").removeprefix("{+").removesuffix("-]").removesuffix("+}")
        if not new:
            old_words.append(plain)
        if not gone:
            new_words.append(plain)
        gone, new = gone and not word.endswith("-]"), new and not word.endswith("+}")
    assert old_words == before.split()
    assert new_words == after.split()


def test_a_lineage_tells_who_asked_whom_when_and_how_the_wording_moved() -> None:
    tables = ask(("b", FATHERS_AGAIN), ("a", FATHERS), *FILLER)
    recs = tables["recommendations"]
    recs.at[0, "addressees"], recs.at[1, "addressees"] = ("Eastvale Partnership",), ("Eastvale Board",)
    recs["lineage_id"] = find_lineages(tables)
    lineages, members = list_lineages(tables)
    group = lineages.iloc[0]
    assert (group["first_asked"], group["last_asked"], group["n_recommendations"]) == (
        "2016-04-02",
        "2019",
        2,
    )
    assert group["publishers"] == ("Board a", "Board b")
    assert group["addressees"] == ("Eastvale Board", "Eastvale Partnership")
    assert group["recommendation_ids"] == tuple(members["recommendation_id"]) == ("r1", "r0")
    assert members.loc[1, "drift"].startswith(
        "The [-Board-] {+Partnership+} should ensure that [-all-] agencies"
    )
    assert members.loc[1, "likeness"] == group["likeness"] >= ALIKE_AT


# A small reference: what a reader calls the same request (the letter) and what not, in the style of
# inspectorates (short noun phrases) and of boards (sentences). All of it is fictional.
REFERENCE = [
    ("A", "The timeliness and quality of visits to privately fostered children."),
    (
        "A",
        "Ensure that privately fostered children are visited promptly and that visits are of a good quality.",
    ),
    ("B", "Scrutiny by the board of private fostering notifications."),
    ("C", "Give every young person who leaves care a summary of their health history."),
    ("C", "Ensure that young people leaving care receive a clear summary of their own health history."),
    ("D", "Dental checks for young people who leave care."),
    ("E", "The capacity of the out-of-hours team."),
    ("F", "The effectiveness of supervision for newly qualified social workers."),
    ("F", "The quality and consistency of supervision for newly qualified social workers."),
    ("G", "Caseloads of newly qualified social workers."),
    ("H", "The Partnership should audit how GPs share information before strategy meetings."),
    ("H", "The Board must audit whether GPs share information before strategy meetings take place."),
    ("I", "The Partnership should audit how schools record low-level concerns."),
    ("J", "Police should attend every initial child protection conference."),
]


def test_the_reference_is_grouped_as_a_reader_groups_it() -> None:
    lineage = find_lineages(ask(*((str(i), text) for i, (_, text) in enumerate(REFERENCE))))
    pairs = list(combinations(range(len(REFERENCE)), 2))
    found = {(i, j) for i, j in pairs if lineage[i] and lineage[i] == lineage[j]}
    wanted = {(i, j) for i, j in pairs if REFERENCE[i][0] == REFERENCE[j][0]}
    assert found - wanted == set()
    assert len(found) >= 3, wanted - found


def test_the_sample_asks_for_some_things_again(report: Report) -> None:
    recommendations = report.table("recommendations")
    groups = recommendations[recommendations["lineage_id"] != ""].groupby("lineage_id")["review_id"].nunique()
    assert len(groups) >= 2
    assert (groups > 1).all()
    assert list(report.table("lineages")["lineage_id"].sort_values()) == sorted(groups.index)
    members = report.table("lineage_members")
    assert sorted(members["recommendation_id"]) == sorted(
        recommendations.loc[recommendations["lineage_id"] != "", "recommendation_id"]
    )
