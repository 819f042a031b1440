"""Early warning. If these fail, a bad month passes unseen, or an old outbreak hides the next one."""

import datetime
import math
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from pipelines.methods.early_warning import (
    MONTHS,
    WEEKS,
    Baseline,
    Reference,
    baseline,
    early_warning,
    outbreak_weights,
    seasons,
    upper_limit,
)

# Salmonella Newport in Germany per week from 2007-12-10 to 2012-12-31 (Robert Koch Institute; test data of the
# Python package epysurv).
NEWPORT = [
    *(6, 2, 1, 1),
    *(2, 0, 1, 1, 4, 3, 0, 1, 0, 0, 4, 1, 1, 2, 2, 2, 3, 0, 4, 2, 3, 3, 1, 2, 3, 3),  # 2008
    *(3, 2, 2, 8, 8, 2, 5, 3, 2, 4, 1, 3, 3, 4, 1, 5, 6, 5, 3, 3, 1, 2, 4, 1, 4, 0),
    *(4, 0, 3, 2, 0, 0, 1, 1, 0, 1, 2, 2, 0, 1, 0, 1, 6, 2, 1, 5, 1, 2, 1, 0, 5, 0),  # 2009
    *(0, 3, 1, 2, 4, 3, 2, 3, 6, 4, 3, 2, 2, 2, 4, 7, 7, 3, 3, 1, 6, 1, 1, 1, 0, 0),
    *(0, 1, 1, 2, 3, 1, 3, 1, 1, 1, 1, 0, 3, 1, 1, 1, 1, 1, 1, 0, 2, 2, 1, 2, 2, 2),  # 2010
    *(3, 3, 1, 2, 0, 3, 1, 3, 1, 2, 1, 2, 0, 0, 4, 3, 3, 5, 3, 1, 1, 1, 3, 3, 1, 2),
    *(1, 0, 3, 3, 3, 1, 0, 0, 0, 1, 3, 0, 2, 2, 3, 3, 0, 3, 2, 1, 2, 1, 1, 0, 3, 1),  # 2011
    *(2, 0, 0, 2, 5, 2, 0, 3, 6, 1, 2, 1, 2, 0, 2, 0, 3, 9, 41, 45, 17, 3, 3, 5, 11, 5),
    *(4, 5, 2, 6, 3, 0, 5, 3, 3, 4, 1, 1, 3, 0, 0, 1, 1, 2, 2, 0, 1, 0, 2, 4, 1, 6),  # 2012
    *(3, 3, 0, 3, 6, 1, 5, 1, 2, 3, 7, 2, 7, 3, 2, 4, 8, 1, 2, 4, 3, 2, 4, 3, 0, 0, 1),
]
FIRST_WEEK = datetime.date(2007, 12, 10)

# Weeks of 2011 and 2012 in which R's farringtonFlexible alarms (epysurv, tests/data/FarringtonFlexible_pred):
# b = 3, w = 3, one period, 26 weeks left out, trend kept below p 0.05, threshold "delta" with power 2/3 and
# alpha 0.01.
ALARMS_IN_R = {
    *("2011-08-01", "2011-08-29", "2011-11-07", "2011-11-14", "2011-11-21", "2011-12-19"),
    *("2012-01-23", "2012-02-13", "2012-06-25", "2012-09-24"),
}


def quantile(mean: float, phi: float, alpha: float) -> int:
    """Smallest x with P(X <= x) >= 1 - alpha, summed term by term: Poisson, or negative binomial."""
    x, below = 0, 0.0
    while True:
        if phi == 1:
            log_mass = x * math.log(mean) - mean - math.lgamma(x + 1)
        else:
            size = mean / (phi - 1)
            log_mass = math.lgamma(size + x) - math.lgamma(size) - math.lgamma(x + 1)
            log_mass += size * math.log(1 / phi) + x * math.log(1 - 1 / phi)
        below += math.exp(log_mass)
        if below >= 1 - alpha:
            return x
        x += 1


@pytest.mark.parametrize(
    ("mean", "phi", "limit"),
    # R surveillance, tests of algo.farrington.threshold.noufaily: "nbPlugin" at mean 5, and "muan", the same
    # quantile at the upper end of the mean, exp(log 5 + 1.6449 · log 2); alpha 0.05.
    [(5, 1.5, 10), (5, 1.0, 9), (5 * 2**1.644854, 1.5, 24), (5 * 2**1.644854, 1.0, 22)],
)
def test_upper_limit_is_the_one_in_the_tests_of_surveillance(mean, phi, limit):
    assert upper_limit(mean, phi, 0.05) == limit


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.005])
@pytest.mark.parametrize("phi", [1.0, 1.3, 4.0])
@pytest.mark.parametrize("mean", [0.3, 5.0, 40.0])
def test_upper_limit_is_the_quantile_summed_by_hand(mean, phi, alpha):
    assert upper_limit(mean, phi, alpha) == quantile(mean, phi, alpha)


def test_upper_limit_hardly_above_the_poisson_one_does_not_break():
    assert upper_limit(5, 1 + 1e-8, 0.05) == 9
    assert upper_limit(0, 1, 0.05) == 0


@pytest.mark.parametrize(
    ("mean", "phi", "alpha"), [(-1, 1, 0.05), (math.nan, 1, 0.05), (5, 0.9, 0.05), (5, 1, 5), (5, 1, 0)]
)
def test_upper_limit_refuses_what_has_no_meaning(mean, phi, alpha):
    with pytest.raises(ValueError, match="must"):
        upper_limit(mean, phi, alpha)


def test_outbreak_weights_are_those_in_the_tests_of_surveillance():
    # algo.farrington.assign.weights with threshold 0: five residuals 0 and five 2 give 1.6 and 0.4.
    assert outbreak_weights([0] * 5 + [2] * 5, 0) == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert outbreak_weights([0] * 10, 0) == pytest.approx([1.0] * 10)


def test_only_high_residuals_lose_weight():
    # A quiet week is no outbreak. 1/4² = 1/16: γ = 3/(2 + 1/16) = 48/33.
    assert outbreak_weights([-4, 0, 4]) == pytest.approx([48 / 33, 48 / 33, 3 / 33])
    assert outbreak_weights([-4, 0, 4], math.inf).tolist() == [1, 1, 1]


@pytest.mark.parametrize("per_year", [12, 52])
def test_seasons_follow_the_calendar(per_year):
    # Weeks after the season three years wide: 4-8 are level 1, 9-13 level 2, ..., 44-48 level 9. Months: 2 is
    # level 1, ..., 10 level 9.
    reference = Reference(per_year, half_width=1 if per_year == 12 else 3, skipped=0, recent=1)
    length = 5 * per_year + reference.half_width + 1
    for index, level in enumerate(seasons(length, reference)[:-1]):
        after = (index - (length - 1)) % per_year
        if per_year == 12:
            expected = 10 if after in (11, 0, 1) else after - 1
        else:
            expected = 10 if after <= 3 or after >= 49 else (after - 4) // 5 + 1
        assert level == expected


def test_blocks_that_do_not_divide_evenly_give_the_first_ones_more():
    # 45 weeks between the windows in 7 blocks: 7, 7, 7, 6, 6, 6, 6 (as in surveillance::blocks).
    levels = seasons(2 * 52 + 4, Reference(52, 3, 0, 4, periods=8, years_back=2))
    assert np.bincount(levels[7:52]).tolist() == [0, 7, 7, 7, 6, 6, 6, 6]
    assert (levels == 8).sum() == 2 * 7 + 3, "two windows of seven, and three of the four latest weeks"


def test_calendar_weeks_do_not_drift():
    # 365.25 days a year: 52.18, 104.36, 156.54, 208.71 and 260.89 weeks back.
    levels = seasons(300, replace(WEEKS, periods=1))
    used = 299 - np.flatnonzero(levels)
    assert used.tolist() == [lag + d for lag in (261, 209, 157, 104, 52) for d in range(3, -4, -1)]


def test_the_latest_half_year_is_left_out():
    assert np.flatnonzero(seasons(100, replace(MONTHS))).max() == 99 - 6 - 1
    calm = np.full(73, 5)
    rising = calm.copy()
    rising[-7:-1] = 50
    assert baseline(rising, MONTHS).expected == pytest.approx(5)


@pytest.mark.parametrize(
    "change",
    [
        {"years_back": 1},
        {"years_back": 7},
        {"periods": 0},
        {"periods": 11},
        {"recent": 0},
        {"half_width": -1},
        {"half_width": 6, "periods": 1},
        {"skipped": -1},
        {"skipped": 72},
    ],
)
def test_a_reference_that_does_not_fit_the_series_is_refused(change):
    with pytest.raises(ValueError, match=r"must|too few observations"):
        baseline([5] * 73, replace(MONTHS, **change))


@pytest.mark.parametrize("counts", [[5] * 61, [[5] * 73], [-1] + [5] * 72, [math.nan] + [5] * 72, [0.5] * 73])
def test_a_series_that_is_not_one_of_counts_is_refused(counts):
    with pytest.raises(ValueError, match=r"must|too few observations"):
        early_warning(counts, MONTHS)


def test_five_a_month_has_the_limit_of_its_poisson_distribution():
    # P(X <= 8) = 0.932, P(X <= 9) = 0.968; P(X <= 11) = 0.9945, P(X <= 12) = 0.9980.
    assert [quantile(5, 1, alpha) for alpha in (0.05, 0.005)] == [9, 12]
    for alpha, limit in ((0.05, 9), (0.005, 12)):
        result = early_warning([5] * 73, MONTHS, alpha)
        assert result.expected == pytest.approx(5)
        assert (result.limit, result.dispersion, result.alarm) == (limit, 1.0, False)
        assert not early_warning([5] * 72 + [limit], MONTHS, alpha).alarm, "on the limit is not above it"
        assert early_warning([5] * 72 + [limit + 1], MONTHS, alpha).alarm


def test_a_restless_series_has_the_limit_of_its_negative_binomial_distribution():
    # Two windows, 2 8 2 and 8 2 8: mean 5, φ = 6 · 9/5 / 5 = 2.16. Poisson would give 12.
    counts = np.full(25 + 1, 5)
    counts[[0, 1, 2, 12, 13, 14]] = [2, 8, 2, 8, 2, 8]
    counts[-1] = 15
    two_years = Reference(12, 1, 6, 1, periods=1, years_back=2)
    result = early_warning(counts, two_years)
    assert (result.expected, result.dispersion) == (pytest.approx(5), pytest.approx(2.16))
    assert result.limit == quantile(5, 2.16, 0.005) > 15
    assert not result.alarm


def test_a_planted_outbreak_is_flagged_at_once():
    random = np.random.default_rng(7)
    counts = random.poisson(4, 73)
    counts[-1] = 4
    assert not early_warning(counts, MONTHS).alarm
    counts[-1] = 16
    assert early_warning(counts, MONTHS).alarm


def past_outbreak() -> tuple[np.ndarray, Reference]:
    """Thirteen months of 5 and one of 20 as the reference, no trend, one period; 15 now."""
    counts = np.full(28, 5)
    counts[4], counts[-1] = 20, 15
    return counts, Reference(12, half_width=3, skipped=6, recent=1, periods=1, years_back=2)


def test_a_past_outbreak_does_not_hide_the_next_one():
    # First fit: m = 85/14, φ = 2.647, residual of the 20: 4.485/√(2.647 · 13/14) = 2.861 > 2.58. Its weight
    # is 1/2.861² = 0.1222 of the others': m = (65 + 20 · 0.1222)/13.1222 = 5.140, and φ falls to 1.
    counts, reference = past_outbreak()
    result = early_warning(counts, reference)
    assert result.expected == pytest.approx(5.140, abs=5e-4)
    assert (result.dispersion, result.limit) == (1.0, quantile(5.140, 1, 0.005))
    assert result.alarm


def test_without_reweighting_the_past_outbreak_would_hide_it():
    counts, reference = past_outbreak()
    unweighted = baseline(counts, reference, threshold=math.inf)
    assert unweighted.expected == pytest.approx(85 / 14)
    assert unweighted.dispersion == pytest.approx(2.647, abs=5e-4)
    assert upper_limit(unweighted.expected, unweighted.dispersion, 0.005) > counts[-1]


def test_fewer_than_five_events_in_four_weeks_never_alarm():
    counts = [0] * 299 + [4]
    result = early_warning(counts, WEEKS)
    assert (result.alarm, result.enough_events, result.limit) == (False, False, 0)
    assert early_warning([0] * 296 + [1, 0, 0, 4], WEEKS).alarm
    assert not early_warning([0] * 295 + [1, 0, 0, 0, 4], WEEKS).alarm, "five weeks ago is too long ago"
    assert early_warning([0] * 72 + [5], MONTHS).alarm
    assert not early_warning([0] * 71 + [1, 4], MONTHS).alarm


def test_the_usual_peak_of_the_season_is_no_alarm():
    # July to September have 20 every year, other months 5; the last month is an August.
    year = [5] * 6 + [20, 20, 20] + [5] * 3
    counts = year * 6 + year[:8]
    result = early_warning(counts, MONTHS)
    assert counts[-1] == 20
    assert result.expected == pytest.approx(20)
    assert not result.alarm


def test_a_steady_rise_is_followed_but_not_beyond_what_was_seen():
    months = np.arange(73)
    decline = np.rint(60 * 0.75 ** (months / 12)).astype(int)
    fitted = baseline(decline, MONTHS)
    assert fitted.trend == pytest.approx(math.log(0.75), abs=0.02)
    assert fitted.expected == pytest.approx(60 * 0.75**6, rel=0.05)
    # A rise would have to be carried past every count in the reference: the level is used instead.
    assert baseline(decline[::-1], MONTHS).trend is None
    assert baseline(decline, replace(MONTHS, years_back=2)).trend is None, "two years are no trend"


def test_a_trend_that_may_be_chance_is_dropped_only_on_request():
    counts = np.random.default_rng(3).poisson(5, 73)
    counts[12:24] += 1
    assert baseline(counts, MONTHS).trend is not None
    assert baseline(counts, MONTHS, trend_p=0.05).trend is None


def test_the_p_of_a_trend_allows_for_restlessness():
    # A decline of 7 % a year with φ near 4, regressed with statsmodels alone: p 0.003 as if Poisson.
    counts = np.random.default_rng(2).negative_binomial(6 * 0.93 ** (np.arange(73) / 12), 1 / 3)
    levels = seasons(73, MONTHS)
    used = np.flatnonzero(levels)
    design = np.column_stack([levels[used, None] == np.arange(1, 11), used]).astype(float)
    fit = sm.GLM(counts[used], design, sm.families.Poisson()).fit()
    p_poisson = 2 * stats.t.sf(abs(fit.tvalues[-1]), fit.df_resid)
    p = 2 * stats.t.sf(abs(fit.tvalues[-1]) / math.sqrt(fit.pearson_chi2 / fit.df_resid), fit.df_resid)
    assert p_poisson < 0.01
    assert p > 0.1
    assert baseline(counts, MONTHS, math.inf, trend_p=0.05).trend is None
    assert baseline(counts, MONTHS, math.inf, trend_p=0.5).trend is not None


def newport_baseline(index: int, trend_p: float) -> tuple[Baseline, Reference]:
    day = FIRST_WEEK + datetime.timedelta(weeks=index)
    # R goes back by date: three years are 156 or 157 weeks, as a leap day lies between or not.
    back = round((day - day.replace(year=day.year - 3)).days / 7)
    per_year = {156: 52.0, 157: WEEKS.per_year}[back]
    reference = Reference(per_year, half_width=3, skipped=26, recent=4, periods=1, years_back=3)
    return baseline(NEWPORT[: index + 1], reference, trend_p=trend_p), reference


def delta_limit(mean: float, phi: float, error: float, alpha: float = 0.01) -> float:
    """R's threshold "delta" with power 2/3, error of log m: (m^⅔ + z √(4/9 m^⅓ (φ + m · error²)))^1.5."""
    spread = math.sqrt(4 / 9 * mean ** (1 / 3) * (phi + mean * error**2))
    return (mean ** (2 / 3) + stats.norm.isf(alpha) * spread) ** 1.5


def test_delta_limit_is_the_one_in_the_tests_of_surveillance():
    # algo.farrington.threshold.farrington at alpha 0.05, mean 5, standard error of the mean 0.2: 9.1154825.
    assert delta_limit(5, 1, 0.2 / 5, 0.05) == pytest.approx(9.1154825, abs=5e-7)


def test_alarms_are_those_of_the_r_package_on_its_own_data():
    """Two years of weeks: choice of reference, trend and dispersion, with R's threshold of the published run."""
    alarms = set()
    for index in range(160, len(NEWPORT)):
        fitted, reference = newport_baseline(index, 0.05)
        above = NEWPORT[index] > delta_limit(fitted.expected, fitted.dispersion, fitted.log_standard_error)
        if above and sum(NEWPORT[index - reference.recent + 1 : index + 1]) >= 5:
            alarms.add(str(FIRST_WEEK + datetime.timedelta(weeks=index)))
    assert alarms == ALARMS_IN_R - {"2011-08-29"}


def test_the_one_week_that_differs_from_r_does_so_by_a_slip_in_r():
    """R overwrites the working weights m with the outbreak weights (all 1 here) before it takes p and errors.

    Its dispersion for them is then Σ((y - m)/m)²/19 = 0.23 in place of φ = 1, which makes the trend
    significant and the limit 5.82. With that figure in place of φ the alarm is here too.
    """
    index = (datetime.date(2011, 8, 29) - FIRST_WEEK).days // 7
    fitted, reference = newport_baseline(index, 1.0)
    assert fitted.dispersion == 1.0
    used = np.flatnonzero(seasons(index + 1, reference))
    m = fitted.expected * np.exp(fitted.trend * (used - index) / reference.per_year)
    slip = (((np.array(NEWPORT)[used] - m) / m) ** 2).sum() / 19
    assert slip == pytest.approx(0.230, abs=5e-4)
    error = fitted.log_standard_error
    assert delta_limit(fitted.expected, 1.0, error * math.sqrt(slip)) < NEWPORT[index] == 6
    assert delta_limit(fitted.expected, 1.0, error) > 6


def independent_baseline(counts, levels, per_year, threshold):
    """(expected, φ, standard error, trend, reweighted) by Newton steps in plain numpy."""
    used = np.flatnonzero(levels)
    y = counts[used].astype(float)
    time = (used - (len(counts) - 1)) / per_year
    season = np.array([[float(level == k) for k in range(1, 11)] for level in levels[used]])

    def fit(design):
        weights = np.ones(y.size)
        for round_ in range(2):
            b = np.linalg.lstsq(design, np.log(y + 0.5), rcond=None)[0]
            for _ in range(60):
                m = np.exp(design @ b)
                information = design.T @ (design * (weights * m)[:, None])
                b = b + np.linalg.solve(information, design.T @ (weights * (y - m)))
            m = np.exp(design @ b)
            covariance = np.linalg.inv(design.T @ (design * (weights * m)[:, None]))
            phi = max(1.0, (weights * (y - m) ** 2 / m).sum() / (y.size - design.shape[1]))
            if round_ == 0:
                leverage = m * np.einsum("ij,jk,ik->i", design, covariance, design)
                s = 1.5 * (y ** (2 / 3) / m ** (1 / 6) - m**0.5) / np.sqrt(phi * (1 - leverage))
                weights = np.array([1 / value**2 if value > threshold else 1 for value in s])
                weights *= y.size / weights.sum()
        return b, phi, covariance, weights

    b, phi, covariance, weights = fit(np.column_stack([season, time]))
    trend = b[-1]
    if math.exp(b[9]) > y.max():
        b, phi, covariance, weights = fit(season)
        trend = None
    return math.exp(b[9]), phi, math.sqrt(phi * covariance[9, 9]), trend, np.ptp(weights) > 0


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("reference", [MONTHS, replace(WEEKS, per_year=52)], ids=["months", "weeks"])
def test_baseline_agrees_with_an_independent_regression(reference, seed):
    random = np.random.default_rng(seed)
    length = round(5 * reference.per_year) + 20
    mean = 6 + 3 * np.cos(2 * np.pi * np.arange(length) / reference.per_year)
    counts = random.negative_binomial(mean / 0.3, 1 / 1.3)
    outbreak = length - 1 - round(3 * reference.per_year)
    counts[outbreak] = 45
    levels = seasons(length, reference)
    expected, phi, error, trend, reweighted = independent_baseline(counts, levels, reference.per_year, 2.58)
    assert reweighted
    fitted = baseline(counts, reference)
    assert fitted.expected == pytest.approx(expected, rel=1e-6)
    assert fitted.dispersion == pytest.approx(phi, rel=1e-6)
    assert fitted.log_standard_error == pytest.approx(error, rel=1e-4)
    assert fitted.trend == (None if trend is None else pytest.approx(trend, rel=1e-5, abs=1e-7))


def test_months_without_any_event_are_no_obstacle():
    # Events in summer only: in the other seasons the fitted level runs off toward minus infinity.
    year = [0, 0, 0, 0, 0, 6, 6, 6, 0, 0, 0, 0]
    counts = np.array([*(year * 6), 0, 0, 0, 0, 0, 6, 6])
    assert baseline(counts, MONTHS).expected == pytest.approx(6)
    nothing = early_warning([0] * 73, MONTHS)
    assert (nothing.expected, nothing.limit, nothing.dispersion, nothing.alarm) == (0.0, 0, 1.0, False)
