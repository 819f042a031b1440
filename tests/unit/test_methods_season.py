"""Months and weekdays. If these fail, a report finds a season in the calendar, or misses the one in the events."""

import datetime
import math
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, stats

from pipelines.methods.season import (
    days_in_months,
    days_per_weekday,
    month_index,
    multinomial_test,
    seasonal_test,
    weekday_test,
)

# A year without a leap day and one with; by the calendar.
COMMON = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
LEAP = [31, 29, *COMMON[2:]]


def drawn(years: int = 5, seed: int = 4) -> np.ndarray:
    """Counts with a summer twice as high as the winter, three areas of different size."""
    means = np.array([2.0, 5.0, 9.0])[:, None, None] * (1.5 - 0.5 * np.cos(2 * np.pi * np.arange(12) / 12))
    return np.random.default_rng(seed).poisson(np.broadcast_to(means, (3, years, 12)))


def test_months_have_their_calendar_days():
    # 1900 was no leap year and 2000 was.
    found = days_in_months([1900, 2000, 2023, 2024])
    assert found.tolist() == [COMMON, LEAP, COMMON, LEAP]


def test_a_month_is_not_low_because_it_is_short():
    # Ten events an hour throughout. Months taken as equal would make February low, with G = 107.
    counts = np.array([COMMON, LEAP]) * 240
    found = seasonal_test(counts, [2023, 2024])
    assert found.statistic == pytest.approx(0, abs=1e-9)
    assert found.p == pytest.approx(1)
    assert month_index(counts, [2023, 2024]).index == pytest.approx(np.ones(12))
    equal = counts.sum() / 12
    assert stats.chi2.sf(2 * (counts.sum(axis=0) * np.log(counts.sum(axis=0) / equal)).sum(), 11) < 0.001


def test_the_leap_day_is_counted_in_its_year():
    # 29 events in February and 31 or 30 in the rest is even in 2024; in 2023 February would be one above.
    even = [LEAP, COMMON]
    assert seasonal_test(even, [2024, 2023]).statistic == pytest.approx(0, abs=1e-9)
    assert seasonal_test(even, [2023, 2024]).statistic > 0


def test_statistic_is_two_sum_o_ln_o_over_e():
    # All 365 · 2 days once but every event of January moved to July: G = 2 · 124 ln(124/62), O ln(O/E) = 0 else.
    moved = [0, *COMMON[1:6], 62, *COMMON[7:]]
    found = seasonal_test([moved, moved], [2021, 2023])
    assert found.statistic == pytest.approx(2 * 124 * math.log(2))
    assert (found.degrees_of_freedom, found.dispersion) == (11, 1)
    # Eleven months with events, two years: 1 · 10 degrees for φ.
    assert found.dispersion_degrees_of_freedom == 10
    assert found.p == pytest.approx(stats.f.sf(248 * math.log(2) / 11, 11, 10))
    assert found.smallest_expected == pytest.approx(56)


def test_dispersion_is_that_of_the_cells_around_the_shared_season():
    # With years of equal length the fitted cells are those of independence in a table of area-years by months.
    counts = drawn(3)[:, :2]
    found = seasonal_test(counts * 3, [2021, 2022])
    rows = counts.reshape(-1, 12) * 3
    table = stats.chi2_contingency(rows, correction=False)
    assert found.dispersion == pytest.approx(table.statistic / table.dof)
    assert found.dispersion > 1.5
    assert found.dispersion_degrees_of_freedom == table.dof == 55
    expected = rows.sum() * np.array(COMMON) / 365
    pooled = stats.power_divergence(rows.sum(axis=0), expected, lambda_="log-likelihood")
    assert found.statistic == pytest.approx(pooled.statistic)
    assert found.p == pytest.approx(stats.f.sf(pooled.statistic / 11 / found.dispersion, 11, 55))


def test_a_spread_below_chance_is_not_credited():
    # Every year the same: Pearson 0. The floor leaves p where chance alone puts it.
    year = [3, 1, 2, 2, 4, 6, 5, 3, 2, 2, 1, 2]
    found = seasonal_test([year] * 4, [2017, 2018, 2019, 2021])
    assert found.dispersion == 1
    assert found.p == pytest.approx(stats.f.sf(found.statistic / 11, 11, 33))


def test_the_full_model_agrees():
    """The same likelihood ratio from every cell with its own offset, leap years among them."""
    counts, years = drawn(), range(2020, 2025)
    days = days_in_months(years)
    offset = counts.sum(axis=2, keepdims=True) * (days / days.sum(axis=1, keepdims=True))
    months = np.tile(np.eye(12), (15, 1))

    def deviance(design):
        return (
            sm.GLM(counts.ravel(), design, sm.families.Poisson(), offset=np.log(offset.ravel()))
            .fit()
            .deviance
        )

    gain = deviance(np.ones((180, 1))) - deviance(months)
    assert seasonal_test(counts, years).statistic == pytest.approx(gain, rel=1e-6)


@pytest.mark.parametrize("harmonics", [1, 2])
def test_harmonics_have_the_likelihood_of_their_best_waves(harmonics):
    counts = np.array([drawn(2)[2].sum(axis=0), drawn(2, seed=8)[2].sum(axis=0)])
    found = seasonal_test(counts, [2021, 2022], harmonics)
    observed, expected = counts.sum(axis=0), counts.sum() * np.array(COMMON) / 365
    middle = (np.cumsum(COMMON) - np.array(COMMON) / 2) / 365 * 2 * np.pi
    waves = np.array([f(k * middle) for k in range(1, harmonics + 1) for f in (np.sin, np.cos)])

    def loss(beta):
        mean = expected * np.exp(beta[0] + beta[1:] @ waves)
        return (mean - observed * np.log(mean)).sum()

    best = optimize.minimize(loss, np.zeros(1 + 2 * harmonics), tol=1e-10)
    assert found.statistic == pytest.approx(2 * (loss(np.zeros(1 + 2 * harmonics)) - best.fun), rel=1e-5)
    assert found.degrees_of_freedom == 2 * harmonics
    assert 0 < found.statistic < seasonal_test(counts, [2021, 2022]).statistic
    # φ is that of the free months: a season of another shape than a wave is no unrest.
    assert found.dispersion == seasonal_test(counts, [2021, 2022]).dispersion


def test_areas_without_events_change_nothing():
    counts, years = drawn(), range(2020, 2025)
    with_empty = np.concatenate([counts, np.zeros((1, 5, 12), dtype=int)])
    assert seasonal_test(with_empty, years) == seasonal_test(counts, years)


def test_areas_pooled_are_years_pooled():
    counts = drawn(2)
    one = seasonal_test(counts[0], [2021, 2022])
    assert one == seasonal_test(counts[:1], [2021, 2022])
    assert seasonal_test(counts, [2021, 2022]).p < one.p


def test_even_series_are_seldom_given_a_season():
    """Six hundred areas of 24 events a year, five years, each tested alone with the φ it shows itself."""
    random, years = np.random.default_rng(3), range(2020, 2025)
    calm = random.poisson(2, size=(600, 5, 12))
    mild, restless = (
        random.negative_binomial(2 / (phi - 1), 1 / phi, size=(600, 5, 12))
        for phi in (1.3, 2)  # variance φ · mean
    )
    assert np.mean([seasonal_test(area, years).p < 0.05 for area in calm]) <= 0.05
    assert np.mean([seasonal_test(area, years).p < 0.05 for area in mild]) <= 0.06
    found = [seasonal_test(area, years) for area in restless]
    assert np.mean([one.p < 0.05 for one in found]) <= 0.10
    assert np.mean([stats.chi2.sf(one.statistic, 11) < 0.05 for one in found]) > 0.4, "without φ"


@pytest.mark.parametrize(
    ("counts", "years"),
    [
        (np.ones(12), [2021]),
        (np.ones((2, 11)), [2021, 2022]),
        (np.ones((2, 12)), [2021]),
        (np.ones((2, 12)), [2021, 2021]),
        (np.ones((2, 12)), [21, 22]),
        (np.ones((2, 12)), [[2021, 2022]]),
        (np.ones((1, 12)), [2021]),
        (np.zeros((2, 12)), [2021, 2022]),
        ([np.ones(12), np.zeros(12)], [2021, 2022]),
        ([[5] + [0] * 11, [5] + [0] * 11], [2021, 2022]),
        (np.full((2, 12), 0.5), [2021, 2022]),
        (np.full((2, 12), -1), [2021, 2022]),
        (np.full((2, 12), math.nan), [2021, 2022]),
        (np.ones((2, 2, 2, 12)), [2021, 2022]),
    ],
)
def test_months_that_cannot_be_tested_are_refused(counts, years):
    with pytest.raises(ValueError, match="must"):
        seasonal_test(counts, years)


@pytest.mark.parametrize("harmonics", [0, 3, 6, 1.5])
def test_no_other_number_of_waves(harmonics):
    with pytest.raises(ValueError, match="harmonics"):
        seasonal_test(np.ones((2, 12)), [2021, 2022], harmonics)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:857), table I, method 5: Clopper-Pearson.
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_a_months_limits_are_the_exact_ones_over_its_share_of_days(k, n, lower, upper):
    year = [0, k, n - k] + [0] * 9
    found = month_index([year], [2023])
    share = 28 / 365
    assert found.index[1] == pytest.approx(k / n / share)
    assert found.lower[1] == pytest.approx(lower / share, abs=6e-5 / share)
    assert found.upper[1] == pytest.approx(upper / share, abs=6e-5 / share)


def test_a_month_with_everything_reaches_its_ceiling():
    found = month_index([[0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0]], [2023])
    assert found.upper[6] == pytest.approx(365 / 31)
    assert found.lower[6] == pytest.approx(0.025 ** (1 / 7) * 365 / 31)  # exact: share^7 = 0.025
    assert found.lower[0] == 0
    assert found.upper[0] == pytest.approx((1 - 0.025 ** (1 / 7)) * 365 / 31)


def test_large_years_weigh_more_in_the_index():
    # 290 events in the leap year, none of them moved, and 10 in January of a common year.
    first = [31 * 10, 29 * 10, *[day * 10 for day in COMMON[2:]]]
    found = month_index([first, [10] + [0] * 11], [2024, 2023])
    assert found.index[1] == pytest.approx(290 / (3660 * 29 / 366 + 10 * 28 / 365))


def test_unrest_and_level_widen_a_months_limits():
    counts, years = drawn(), range(2020, 2025)
    plain, restless = (month_index(counts, years, phi) for phi in (1, 4))
    # z√φ = 3.92 at φ = 4: a level of 99.99114 %.
    certain = month_index(counts, years, level=1 - 2 * stats.norm.sf(2 * stats.norm.isf(0.025)))
    assert restless.lower == pytest.approx(certain.lower)
    assert restless.upper == pytest.approx(certain.upper)
    assert np.all(restless.lower < plain.lower)
    assert np.all(restless.upper > plain.upper)
    assert np.array_equal(restless.index, plain.index)
    for bad in ({"dispersion": 0.9}, {"level": 95}):
        with pytest.raises(ValueError, match="must"):
            month_index(counts, years, **bad)
    with pytest.raises(ValueError, match="event"):
        month_index(np.zeros((1, 12)), [2023])


def test_days_per_weekday_by_the_calendar():
    # 1 January 2024 was a Monday and the year leap; 1 January 2023 a Sunday.
    assert (
        days_per_weekday(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)).tolist()
        == [53, 53] + [52] * 5
    )
    assert days_per_weekday(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)).tolist() == [52] * 6 + [
        53
    ]
    assert days_per_weekday(datetime.date(2024, 2, 29), datetime.date(2024, 2, 29)).tolist() == [
        0,
        0,
        0,
        1,
        0,
        0,
        0,
    ]
    with pytest.raises(ValueError, match="before"):
        days_per_weekday(datetime.date(2024, 2, 29), datetime.date(2024, 2, 28))


def test_every_weekday_is_found_over_any_span():
    first = datetime.date(2024, 2, 26)
    for length in range(1, 40):
        span = [first + datetime.timedelta(days=3 + day) for day in range(length)]
        by_counting = [sum(day.weekday() == weekday for day in span) for weekday in range(7)]
        assert days_per_weekday(span[0], span[-1]).tolist() == by_counting


def brute_force(counts, shares, statistic) -> Fraction:
    """Sum over every outcome of its exact chance where ``statistic`` says it is as extreme."""
    n, k = sum(counts), len(counts)
    outcomes: dict[tuple[int, ...], Fraction] = {}
    for places in combinations_with_replacement(range(k), n):
        outcome = tuple(places.count(category) for category in range(k))
        orders = math.factorial(n) // math.prod(math.factorial(x) for x in outcome)
        outcomes[outcome] = orders * math.prod(p**x for p, x in zip(shares, outcome, strict=True))
    assert sum(outcomes.values()) == 1
    limit = statistic(counts, outcomes)
    return sum(
        (chance for outcome, chance in outcomes.items() if statistic(outcome, outcomes) >= limit), Fraction()
    )


def deviance_of(shares):
    def deviance(outcome, _):
        n = sum(outcome)
        terms = (x * math.log(x / float(n * p)) for x, p in zip(outcome, shares, strict=True) if x)
        return round(math.fsum(terms), 9)

    return deviance


def test_the_enumeration_here_is_that_of_package_emt():
    # R package EMT, example of multinomial.test: observed 5, 2, 1 with 0.25, 0.5, 0.25 gives p = 0.0767. It
    # orders outcomes by their probability; by the likelihood ratio the same outcomes add up to 0.1421.
    shares = [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)]
    by_probability = brute_force((5, 2, 1), shares, lambda outcome, chances: -chances[tuple(outcome)])
    assert float(by_probability) == pytest.approx(0.0767, abs=5e-5)
    expected = float(brute_force((5, 2, 1), shares, deviance_of(shares)))
    found = multinomial_test([5, 2, 1], [0.25, 0.5, 0.25])
    assert found.p == pytest.approx(expected)
    assert found.exact
    assert found.p == pytest.approx(0.1421, abs=5e-5)


@pytest.mark.parametrize("counts", [(3, 1, 0, 1, 0, 0, 2), (0, 0, 5, 0, 0, 1, 0), (1, 1, 1, 1, 1, 1, 1)])
def test_weekdays_exactly_as_by_adding_fractions(counts):
    days = [53, 52, 52, 52, 52, 52, 53]
    shares = [Fraction(day, 366) for day in days]
    expected = float(brute_force(counts, shares, deviance_of(shares)))
    assert weekday_test(counts, days).p == pytest.approx(expected)


def test_mendels_peas_drawn():
    # R package XNomial, vignette: 315, 108, 101, 32 against 9:3:3:1, P (LLR) = 0.9261 over 28 956 759 outcomes.
    found = multinomial_test([315, 108, 101, 32], [9, 3, 3, 1])
    assert not found.exact
    assert found.p == pytest.approx(0.9261, abs=0.003)


def test_all_on_one_day():
    assert weekday_test([2, 0, 0, 0, 0, 0, 0], [1] * 7).p == pytest.approx(1 / 7)
    assert weekday_test([0, 0, 12, 0, 0, 0, 0], [52] * 7).p == pytest.approx(7 / 7**12)
    assert weekday_test([0] * 7, [52] * 7).p == 1


def partitions(n: int, parts: int, most: int):
    """The ways to write n as a falling sum of that many numbers, zeros among them."""
    if parts == 0:
        if n == 0:
            yield ()
        return
    for x in range(min(n, most), -1, -1):
        for rest in partitions(n - x, parts - 1, x):
            yield (x, *rest)


def test_twelve_events_are_too_few_for_chi_square():
    # By hand over the partitions of 12 into at most seven parts: each stands for 12!/Πx! orders of the events
    # and 7!/Πm! placings on the days, of 7^12. Both chi-square approximations call this Saturday a finding.
    counts = [1, 0, 1, 2, 2, 6, 0]

    def size(parts):
        return round(math.fsum(x * math.log(x) for x in parts if x), 9)

    as_extreme = 0
    for parts in partitions(12, 7, 12):
        if size(parts) >= size(counts):
            orders = math.factorial(12) // math.prod(math.factorial(x) for x in parts)
            repeats = math.prod(math.factorial(parts.count(x)) for x in set(parts))
            as_extreme += orders * math.factorial(7) // repeats
    found = weekday_test(counts, [52] * 7)
    assert found.p == pytest.approx(as_extreme / 7**12)
    assert found.p > 0.05
    assert stats.chisquare(counts).pvalue < 0.03
    assert stats.power_divergence(counts, lambda_="log-likelihood").pvalue < 0.03


def test_a_year_holds_more_of_some_weekdays():
    # Two Sundays and one of each other day: eight events spread as the days are.
    assert weekday_test([1, 1, 1, 1, 1, 1, 2], [1, 1, 1, 1, 1, 1, 2]).p == pytest.approx(1)
    # The other way round: two on every day is even in seven equal days, and short of Sundays where there are more.
    assert weekday_test([2] * 7, [1] * 7).p == pytest.approx(1)
    assert weekday_test([2] * 7, [1, 1, 1, 1, 1, 1, 8]).p < 0.10


def test_drawn_and_enumerated_p_agree_and_repeat(monkeypatch):
    counts, days = [4, 0, 2, 1, 3, 6, 2], [52, 52, 52, 52, 52, 53, 52]
    exact = weekday_test(counts, days)
    monkeypatch.setattr("pipelines.methods.season.MOST_ENUMERATED", 0)
    found = weekday_test(counts, days)
    assert (exact.exact, found.exact) == (True, False)
    assert found.p == pytest.approx(exact.p, abs=0.01)
    assert weekday_test(counts, days) == found
    # No outcome drawn is as extreme: p is 1/(N + 1), never 0.
    assert weekday_test([90, 0, 0, 0, 0, 0, 0], days).p == 1 / 20_000


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        ([1] * 6, [52] * 6),
        ([1] * 7, [52] * 6),
        ([1] * 7, [52] * 6 + [0]),
        ([1] * 7, [52] * 6 + [52.2]),
        ([1] * 6 + [0.5], [52] * 7),
        ([1] * 6 + [-1], [52] * 7),
        ([1] * 6 + [math.nan], [52] * 7),
        ([[1] * 7], [[52] * 7]),
    ],
)
def test_weekdays_that_are_not_seven_counts_are_refused(counts, days):
    with pytest.raises(ValueError, match="must"):
        weekday_test(counts, days)


@pytest.mark.parametrize(("counts", "shares"), [([3], [1]), ([3, 2], [1]), ([3, 2], [1, 0]), ([], [])])
def test_categories_that_cannot_be_compared_are_refused(counts, shares):
    with pytest.raises(ValueError, match="must"):
        multinomial_test(counts, shares)
