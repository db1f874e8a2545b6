"""The measures against published worked examples and against another library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from thememiner.evaluation.agreement import (
    Counts,
    krippendorff_alpha,
    pair_codings,
    percentile_interval,
    pool,
    resample,
)
from thememiner.tables import wilson_interval

# Krippendorff (2011): A, binary data of two observers; C, nominal data of four, with gaps.
EXAMPLE_A = ("0100000010", "1110010000")
EXAMPLE_C = ("123321412...", "1233224125.3", ".3332342251.", "1233244125 1.".replace(" ", ""))


def count_values(coders: tuple[str, ...]) -> np.ndarray:
    values = sorted(set("".join(coders)) - {"."})
    return np.array([[unit.count(value) for value in values] for unit in zip(*coders, strict=True)])


def test_alpha_of_the_published_example_of_two_observers() -> None:
    assert krippendorff_alpha(count_values(EXAMPLE_A)) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_the_published_example_with_missing_values() -> None:
    assert krippendorff_alpha(count_values(EXAMPLE_C)) == pytest.approx(0.743, abs=5e-4)


def test_kappa_of_a_published_table() -> None:
    # Two readers of 50 grant proposals: both yes 20, one yes 5 and 10, both no 15.
    assert Counts(20, 5, 10, 15).kappa == pytest.approx(0.4)


def test_precision_recall_and_f1_are_what_they_say() -> None:
    counts = Counts(6, 2, 4, 100)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_nothing_coded_is_no_number_and_no_warning() -> None:
    nothing = Counts(0, 0, 0, 10)
    assert all(np.isnan(value) for value in (nothing.precision, nothing.recall, nothing.f1, nothing.kappa))


@given(st.tuples(*[st.integers(0, 40)] * 4).filter(lambda counts: sum(counts) > 1))
def test_both_forms_of_alpha_agree(cells: tuple[int, int, int, int]) -> None:
    both, first, second, neither = cells
    units = np.repeat([[2, 0], [1, 1], [1, 1], [0, 2]], cells, axis=0)
    assert np.allclose(Counts(*cells).alpha, krippendorff_alpha(units), equal_nan=True)
    assert np.allclose(
        Counts(*cells).kappa, Counts(both, second, first, neither).kappa, equal_nan=True
    )  # whoever is named first


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_wilsons(case: tuple[int, int]) -> None:
    part, total = case
    theirs = binomtest(part, total).proportion_ci(method="wilson")
    assert wilson_interval(part, total) == pytest.approx((theirs.low, theirs.high), abs=6e-5)


def test_samples_are_the_same_every_time_and_surround_the_figure() -> None:
    generator = np.random.default_rng(1)
    tool, reader = generator.random((2, 200, 3)) < 0.3
    pairs = pair_codings(tool, [reader | tool], [np.ones(200, dtype=bool)])
    counts, samples = pool(pairs.count_themes()), pool(resample(pairs))
    assert np.array_equal(samples.f1, pool(resample(pairs)).f1)
    low, high = percentile_interval(samples.f1)
    assert low is not None
    assert high is not None
    assert low < counts.f1 < high
    # Every sample has as many passages as the reference.
    total = samples.both + samples.first + samples.second + samples.neither
    assert np.allclose(total, 600)


def test_passages_that_a_reader_did_not_read_do_not_count() -> None:
    tool = np.array([[True], [True]])
    reader = np.array([[True], [False]])
    counts = pair_codings(tool, [reader], [np.array([True, False])]).count_themes()
    assert (counts.both[0], counts.first[0], counts.neither[0]) == (1, 0, 0)
