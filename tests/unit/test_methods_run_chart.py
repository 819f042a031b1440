"""Run charts. If these fail, a report sees a shift in chance or in the season, or overlooks a real one."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pipelines.methods.run_chart import anhoej_limits, deseasonalised, month_index, run_chart, to_quarters

# Critical values for 10 to 100 useful observations, vignette of the R package qicharts2 (Anhøj), appendix 2.
LONGEST_RUN = [6] * 2 + [7] * 11 + [8] * 23 + [9] * 45 + [10] * 10
CROSSINGS = [
    *(2, 2, 3, 3, 4, 4, 4, 5, 5, 6),  # from 10
    *(6, 6, 7, 7, 8, 8, 8, 9, 9, 10),
    *(10, 11, 11, 11, 12, 12, 13, 13, 14, 14),
    *(14, 15, 15, 16, 16, 17, 17, 17, 18, 18),
    *(19, 19, 20, 20, 21, 21, 21, 22, 22, 23),
    *(23, 24, 24, 25, 25, 25, 26, 26, 27, 27),
    *(28, 28, 29, 29, 29, 30, 30, 31, 31, 32),
    *(32, 33, 33, 34, 34, 34, 35, 35, 36, 36),
    *(37, 37, 38, 38, 39, 39, 39, 40, 40, 41),
    41,  # at 100
]


def series(*runs: int, above_first: bool = True) -> list[int]:
    """Runs of the given lengths, in turn above and below a median of 5: 6 and 4."""
    high = [(i % 2 == 0) == above_first for i in range(len(runs))]
    return [value for run, up in zip(runs, high, strict=True) for value in [6 if up else 4] * run]


def test_limits_are_the_published_ones_from_10_to_100():
    limits = [anhoej_limits(n) for n in range(10, 101)]
    assert [longest for longest, _ in limits] == LONGEST_RUN
    assert [crossings for _, crossings in limits] == CROSSINGS


def test_plausible_wrong_limits_do_not_pass_the_published_table():
    n = np.arange(10, 101)
    assert np.floor(np.log2(n) + 3).tolist() != LONGEST_RUN
    assert np.ceil(np.log2(n) + 3).tolist() != LONGEST_RUN
    one_trial_more = [anhoej_limits(size + 1)[1] for size in range(10, 101)]
    assert one_trial_more != CROSSINGS, "n trials instead of n - 1"


@pytest.mark.parametrize("n", [10, 24, 36, 60, 120])
def test_crossings_limit_is_the_exact_binomial_quantile(n):
    # The smallest c with P(C <= c) >= 1/20, in fractions.
    cumulative, c = Fraction(1, 2 ** (n - 1)), 0
    while cumulative < Fraction(1, 20):
        c += 1
        cumulative += Fraction(math.comb(n - 1, c), 2 ** (n - 1))
    assert anhoej_limits(n)[1] == c


def test_twenty_four_points_by_hand():
    # Median (5 + 7)/2 = 6. Above, below, in turn: 3, 2, 1, 4, 2, 1, 4, 3, 2, 2, so nine crossings. The vignette
    # allows runs of 8 and asks for 8 crossings at 24 points.
    above, below = iter([9, 7, 8, 7, 7, 9, 7, 9, 8, 7, 7, 8]), iter([5, 4, 3, 5, 5, 1, 2, 5, 3, 4, 5, 5])
    runs = (3, 2, 1, 4, 2, 1, 4, 3, 2, 2)
    values = [next(above if i % 2 == 0 else below) for i, run in enumerate(runs) for _ in range(run)]
    result = run_chart(values)
    assert (result.median, result.useful, result.longest_run, result.crossings) == (6.0, 24, 4, 9)
    assert (result.longest_run_limit, result.crossings_limit) == (8, 8)
    assert result.signal is False
    assert result.not_judged is None


@pytest.mark.parametrize(
    ("runs", "longest", "crossings", "signal"),
    [
        ((7, 2, 1, 3, 1, 3, 1, 2), 7, 7, False),  # twenty points: a run of 7 is still chance
        ((2, 8, 3, 1, 3, 1, 2), 8, 6, True),  # eight in a row, crossings enough
        ((4, 4, 3, 3, 2, 3, 1), 4, 6, False),  # six crossings are still chance
        ((5, 5, 3, 3, 2, 2), 5, 5, True),  # five are too few, though no run is long
        ((10, 10), 10, 1, True),
        ((1,) * 20, 1, 19, False),  # zigzag is no shift
    ],
)
def test_each_rule_signals_alone_and_only_beyond_its_limit(runs, longest, crossings, signal):
    for above_first in (True, False):
        result = run_chart(series(*runs, above_first=above_first))
        assert (result.useful, result.longest_run, result.crossings) == (20, longest, crossings)
        assert (result.longest_run_limit, result.crossings_limit) == (7, 6)
        assert result.signal is signal


def test_points_on_the_median_neither_break_nor_lengthen_a_run():
    # A run of 7 with three points on the median inside it: counted, it would be 10; broken, 3 and 4.
    plain = series(7, 2, 1, 3, 1, 3, 1, 2)
    result = run_chart([*plain[:3], 5, *plain[3:5], 5, 5, *plain[5:]])
    assert (result.useful, result.longest_run, result.crossings) == (20, 7, 7)
    assert result.signal is False
    # They do not count as useful either: 25 points allow a run of 8, the 20 useful ones only 7.
    leap = series(2, 8, 3, 1, 3, 1, 2)
    assert run_chart([*leap[:11], 5, 5, 5, 5, 5, *leap[11:]]).signal is True


def test_a_median_of_zero_is_not_judged():
    # Thirteen quiet months and twelve busy ones would be as clear a shift as any.
    result = run_chart([0] * 13 + [3] * 12)
    assert result.signal is None
    assert result.not_judged == "median_zero"
    assert (result.median, result.longest_run_limit, result.crossings_limit) == (0.0, None, None)
    assert run_chart([0] * 12 + [3] * 13).signal is True


def test_fewer_than_ten_useful_points_are_not_judged():
    nine = run_chart([4, 4, 4, 4, 5, 5, 6, 6, 6, 6, 5, 7])
    assert (nine.useful, nine.signal, nine.not_judged) == (9, None, "too_few_useful")
    assert run_chart([4] * 5 + [5] * 9 + [6] * 5).not_judged is None
    constant = run_chart([5] * 30)
    assert (constant.useful, constant.longest_run, constant.crossings) == (0, 0, 0)
    assert constant.not_judged == "too_few_useful"


@pytest.mark.parametrize("values", [[], [[1, 2], [3, 4]], 5, [1, math.nan, 2], [1, math.inf], [3, -1, 2]])
def test_what_is_not_one_series_of_counts_is_refused(values):
    with pytest.raises(ValueError, match="values must"):
        run_chart(values)


@pytest.mark.parametrize("useful", [9, 0, -1, 12.5])
def test_limits_for_too_few_points_are_refused(useful):
    with pytest.raises(ValueError, match="useful must"):
        anhoej_limits(useful)


def test_a_season_alone_signals_until_it_is_removed():
    # Months of 2 and of 8 around their mean of 5: index 0.4 and 1.6.
    monthly = [[2] * 6 + [8] * 6] * 3
    assert run_chart(np.ravel(monthly)).signal is True
    index = month_index(monthly)
    assert index == pytest.approx([0.4] * 6 + [1.6] * 6)
    even = deseasonalised(monthly, index)
    assert even == pytest.approx([5.0] * 36)
    assert run_chart(even).not_judged == "too_few_useful"


def test_rounding_does_not_move_points_off_the_median():
    # The same counts every year: with the season removed every point is 6.5, give or take the last bit.
    monthly = [list(range(1, 13))] * 4
    even = deseasonalised(monthly, month_index(monthly))
    assert even == pytest.approx([6.5] * 48)
    assert run_chart(even).useful == 0


def test_a_shift_survives_the_removal_of_the_season():
    monthly = np.array([[2] * 6 + [8] * 6] * 2 + [[4] * 6 + [16] * 6] * 2)
    assert run_chart(deseasonalised(monthly, month_index(monthly))).signal is True


def test_an_index_may_be_taken_from_several_areas():
    one, other = [[1] * 12], [[1] * 11 + [13]]
    # December: 14 of 36 events, times 12.
    index = month_index(one + other)
    assert index == pytest.approx([2 / 3] * 11 + [14 / 3])
    assert deseasonalised(one, index) == pytest.approx([1.5] * 11 + [3 / 14])


def test_quarters_are_sums_of_three_months_in_time_order():
    monthly = [list(range(1, 13)), [0] * 11 + [7]]
    assert to_quarters(monthly).tolist() == [6, 15, 24, 33, 0, 0, 0, 7]


@pytest.mark.parametrize(
    "monthly", [list(range(12)), [[1] * 11], [[1] * 13], [[-1] * 12], [[0.5] * 12], np.empty((0, 12))]
)
@pytest.mark.parametrize("function", [month_index, to_quarters, lambda m: deseasonalised(m, [1] * 12)])
def test_what_is_not_whole_years_of_counts_is_refused(function, monthly):
    with pytest.raises(ValueError, match="monthly must"):
        function(monthly)


def test_a_month_without_events_has_no_index():
    with pytest.raises(ValueError, match="every month must be above zero"):
        month_index([[0] + [3] * 11])


@pytest.mark.parametrize("index", [[1] * 11, [[1] * 12], [0] + [1] * 11, [math.nan] + [1] * 11])
def test_an_index_without_meaning_is_refused(index):
    with pytest.raises(ValueError, match="index must"):
        deseasonalised([[3] * 12], index)
