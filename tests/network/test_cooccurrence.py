"""Pairs of themes beside chance: published values, and what boilerplate may not do."""

from __future__ import annotations

import pytest
from scipy import stats

from thememiner.api import Report
from thememiner.columns import COOCCURRENCE
from thememiner.network.backbone import measure_disparity
from thememiner.network.cooccurrence import list_cooccurrence, log_likelihood

from .make_tables import make_tables


def code(*passages: tuple[str, str, str]):
    """Tables of passages: (review, text, themes)."""
    return make_tables(
        passages=[
            {"passage_id": f"p{i}", "review_id": review, "kind": "paragraph", "text": text}
            for i, (review, text, _) in enumerate(passages)
        ],
        mentions=[
            {
                "mention_id": f"{i}{theme}",
                "passage_id": f"p{i}",
                "review_id": review,
                "theme_id": theme,
                "status": "asserted",
            }
            for i, (review, _, themes) in enumerate(passages)
            for theme in themes
        ],
    )


def tabulate(tables):
    tables.fill(COOCCURRENCE, list_cooccurrence(tables))
    return tables["cooccurrence"]


def pick(table, unit: str, one: str, other: str):
    rows = table[(table["unit"] == unit) & (table["theme_a"] == one) & (table["theme_b"] == other)]
    return rows.iloc[0]


def test_a_paragraph_printed_in_every_review_counts_once() -> None:
    copies = [
        (f"r{i}", f"This framework, page {i}, asks that neglect and housing are assessed.", "ab")
        for i in range(30)
    ]
    own = [
        (f"r{i}", f"In review {'abcdefgh'[i]} professional curiosity was lost when supervision lapsed.", "cd")
        for i in range(8)
    ]
    other = [("r0", f"Passage {letter} is about delay.", "e") for letter in "abcdefghijklmnop"]
    table = tabulate(code(*copies, *own, *other))
    printed = pick(table, "passage", "a", "b")
    assert (printed["n_together"], printed["n_reviews"]) == (1, 30)
    assert list(table.iloc[0][["theme_a", "theme_b"]]) == ["c", "d"]
    assert printed["evidence"] == ("p0",)


def test_frequent_themes_that_meet_by_chance_are_told_from_rare_ones_that_go_together() -> None:
    words = "abcdefghijklmnopqrstuvwxyz"
    passages = [
        (
            "r",
            f"Passage {words[i // 26]}{words[i % 26]}",
            ("f" if i % 2 else "") + ("g" if i % 3 else "") + ("xy" if i < 6 else "z"),
        )
        for i in range(120)
    ]
    table = tabulate(code(*passages))
    frequent, rare = pick(table, "passage", "f", "g"), pick(table, "passage", "x", "y")
    assert frequent["n_together"] > rare["n_together"]
    assert frequent["lift"] == pytest.approx(1.0, abs=0.01)
    assert frequent["q"] > 0.5
    assert rare["lift"] == 20
    assert rare["q"] < 0.001
    assert rare["jaccard"] == rare["cosine"] == 1


def test_every_pair_can_be_computed_again_from_its_own_row(report: Report) -> None:
    table = report.table("cooccurrence")
    assert set(table["unit"]) == {"passage", "review"}
    for row in table.itertuples():
        assert row.expected == pytest.approx(row.n_a * row.n_b / row.n_units, abs=0.001)
        assert row.lift == pytest.approx(row.n_together * row.n_units / (row.n_a * row.n_b), abs=0.001)
        both, a, b, n = int(row.n_together), int(row.n_a), int(row.n_b), int(row.n_units)
        fisher = stats.fisher_exact([[both, a - both], [b - both, n - a - b + both]], alternative="greater")
        assert row.p == pytest.approx(fisher.pvalue, rel=0.01)
        assert row.jaccard == pytest.approx(both / (a + b - both), abs=0.0001)
        assert row.log_likelihood == pytest.approx(log_likelihood(both, a, b, n), abs=0.01)
        assert row.p <= row.q <= 1
        if row.unit == "passage":
            assert len(row.evidence) == both
    for unit, rows in table.groupby("unit"):
        assert rows["p"].is_monotonic_increasing, unit


def test_the_evidence_of_a_pair_holds_both_themes(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    themes_in = asserted.groupby("passage_id")["theme_id"].agg(set)
    for row in report.table("cooccurrence").itertuples():
        assert all({row.theme_a, row.theme_b} <= themes_in[passage_id] for passage_id in row.evidence)


def test_the_backbone_keeps_what_stands_out_at_either_end() -> None:
    # Serrano et al. (2009): where a node's strength is spread evenly over k links, each has
    # (1 - 1/k) ** (k - 1), 0.42 for three; a link with 9 tenths of it has 0.1 ** 2.
    even = measure_disparity({("hub", name): 1.0 for name in "abc"})
    assert list(even.values()) == pytest.approx([(2 / 3) ** 2] * 3)
    uneven = measure_disparity({("hub", "a"): 18.0, ("hub", "b"): 1.0, ("hub", "c"): 1.0})
    assert uneven["hub", "a"] == pytest.approx(0.01)
    assert uneven["hub", "b"] > 0.9
    assert measure_disparity({("a", "b"): 5.0}) == {("a", "b"): 1.0}


def test_a_corpus_without_pairs_has_an_empty_table() -> None:
    assert tabulate(code(("r", "One theme only.", "a"))).empty
    assert tabulate(code()).empty
