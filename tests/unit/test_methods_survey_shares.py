"""Shares from the safety survey. If these fail, a share is given for the sample and not for the inhabitants, or
with limits too narrow, and two groups or years are called different on a difference that chance explains."""

import itertools
import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from scipy import optimize, special, stats

from pipelines.methods.intervals import clopper_pearson_interval, wilson_interval
from pipelines.methods.survey_shares import (
    SurveyShare,
    design_variance,
    difference_from_intervals,
    domain_difference,
    korn_graubard_interval,
    linearised_mean,
    logit_interval,
    may_be_shown,
    survey_share,
    wave_difference,
)

SCHOOLS = {"E": 4421, "H": 755, "M": 1018}
"""apistrat of R's survey package: 100, 50 and 50 of these schools, weights N/n."""

AWARDS = {  # (stratum, has an award): schools, Σ api00, Σ api00²
    ("E", True): (73, 49628, 34793786),
    ("E", False): (27, 17815, 12244851),
    ("H", True): (16, 10592, 7264740),
    ("H", False): (34, 20699, 12903201),
    ("M", True): (24, 16253, 11281659),
    ("M", False): (26, 15577, 9658737),
}
IMPROVED = {  # (stratum, comp.imp): the same
    ("E", True): (75, 50768, 35451028),
    ("E", False): (25, 16675, 11587609),
    ("H", True): (17, 11362, 7857640),
    ("H", False): (33, 19929, 12310301),
    ("M", True): (24, 16253, 11281659),
    ("M", False): (26, 15577, 9658737),
}


def _schools(cells):
    """One value per school, with the cells' numbers, sums and sums of squares: all that R's results rest on."""
    values, strata, group = [], [], []
    for (stratum, member), (n, total, squares) in cells.items():
        away = math.sqrt((squares - total**2 / n) / (n - n % 2))
        values += [total / n + sign * away for sign in (1, -1) for _ in range(n // 2)] + [total / n] * (n % 2)
        strata += [stratum] * n
        group += [member] * n
    strata = np.array(strata)
    weights = np.array([SCHOOLS[s] / np.sum(strata == s) for s in strata])
    return np.array(values), strata, weights, np.array(group)


def test_a_weighted_mean_and_its_error_are_rs():
    # R survey's documented example: svymean(~api00, dstrat) 662.29, SE 9.4089 with fpc.
    values, strata, weights, _ = _schools(AWARDS)
    mean, contributions = linearised_mean(values, weights)
    assert mean == pytest.approx(662.29, abs=0.005)
    assert math.sqrt(design_variance(contributions, strata, SCHOOLS)) == pytest.approx(9.4089, abs=5e-5)


def test_a_share_of_all_is_rs():
    # R survey, svymean(~awards, dstrat), as kept in Survey.jl's test/r_reference/proportions.csv.
    _, strata, weights, award = _schools(AWARDS)
    result = survey_share(award, strata, weights, SCHOOLS)
    assert result.share == pytest.approx(0.638936067161769, rel=1e-12)
    assert result.standard_error == pytest.approx(0.0344059182016133, rel=1e-12)
    assert (result.n, result.degrees_of_freedom) == (200, 197)
    without = survey_share(award, strata, weights)
    assert without.standard_error == pytest.approx(0.0348975177769063, rel=1e-6)
    # Not the unweighted share, and not the error without the finite population correction.
    assert result.share != pytest.approx(113 / 200, abs=0.05)
    assert result.standard_error != pytest.approx(without.standard_error, rel=0.01)


def test_effective_answers_and_design_effect_follow_from_the_error():
    _, strata, weights, award = _schools(AWARDS)
    result = survey_share(award, strata, weights, SCHOOLS)
    # 0.638936 · 0.361064 / 0.0344059² = 194.88 by R's figures.
    assert result.effective_n == pytest.approx(194.88, abs=0.01)
    assert result.design_effect == pytest.approx(200 / 194.88, abs=1e-4)


@pytest.mark.parametrize(
    ("award", "mean", "error"),
    # R survey, svyby(~api00, ~awards, dstrat, svymean); Survey.jl's test/r_reference/domain.csv.
    [(True, 678.422405668124, 11.8566310509714), (False, 633.734912337968, 15.3347711842501)],
)
def test_a_domain_keeps_the_design(award, mean, error):
    values, strata, weights, group = _schools(AWARDS)
    inside = group == award
    estimate, contributions = linearised_mean(values, weights, inside)
    assert estimate == pytest.approx(mean, rel=1e-12)
    assert math.sqrt(design_variance(contributions, strata, SCHOOLS)) == pytest.approx(error, rel=1e-12)
    _, kept = linearised_mean(values[inside], weights[inside])
    dropped = math.sqrt(design_variance(kept, strata[inside], SCHOOLS))
    assert dropped != pytest.approx(error, rel=0.002), "rows dropped"


def test_a_difference_between_domains_is_rs():
    # R survey, svyttest(api00 ~ comp.imp, dstrat): 40.98993, t 2.084243; Survey.jl's test/r_reference/ttest.csv.
    values, strata, weights, group = _schools(IMPROVED)
    first, of_first = linearised_mean(values, weights, group)
    second, of_second = linearised_mean(values, weights, ~group)
    error = math.sqrt(design_variance(of_first - of_second, strata, SCHOOLS))
    assert first - second == pytest.approx(40.9899292586974, rel=1e-11)
    assert (first - second) / error == pytest.approx(2.08424323325384, rel=1e-11)


def test_a_simple_sample_is_statas():
    # Stata, svymean foreign in auto.dta (22 of 74), srs: .2972973, std. err. .0534958.
    result = survey_share([1] * 22 + [0] * 52, ["all"] * 74, [1] * 74)
    assert result.share == pytest.approx(0.2972973, abs=5e-8)
    assert result.standard_error == pytest.approx(0.0534958, abs=5e-8)
    assert result.degrees_of_freedom == 73


def test_the_variance_is_right_on_average_over_every_possible_sample():
    """All 60 samples of 2 + 2 from 5 + 4 persons: the mean estimated variance is the true one (Cochran 1977)."""
    people = {"a": [1, 0, 0, 1, 1], "b": [0, 0, 1, 0]}
    populations = {name: len(answers) for name, answers in people.items()}
    shares, variances = [], []
    pairs = [itertools.combinations(answers, 2) for answers in people.values()]
    for first, second in itertools.product(*map(list, pairs)):
        result = survey_share([*first, *second], [*"aabb"], [2.5, 2.5, 2, 2], populations)
        shares.append(result.share)
        variances.append(result.standard_error**2)
    assert len(shares) == 60
    assert np.mean(shares) == pytest.approx(4 / 9)
    assert np.mean(variances) == pytest.approx(np.var(shares))


ANSWERS = np.array([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0])
STRATA = np.repeat(["a", "b", "c"], [8, 7, 6])
WEIGHTS = np.array([10, 12, 9, 11, 10, 8, 14, 10, 30, 28, 33, 31, 29, 30, 25, 5, 6, 5, 4, 5, 7.0])
DOMAIN = np.array([1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0], dtype=bool)
POPULATIONS = {"a": 84, "b": 206, "c": 32}


@pytest.mark.parametrize(
    ("populations", "domain", "share", "error"),
    # samplics 0.6.1, TaylorEstimator (prop), the same data; its variances are those of R survey.
    [
        (None, None, 0.5559006211180124, 0.13099878442707993),
        (POPULATIONS, None, 0.5559006211180124, 0.12804834360425865),
        (None, DOMAIN, 0.5829145728643216, 0.16994165480935639),
        (POPULATIONS, DOMAIN, 0.5829145728643216, 0.16586672943516834),
    ],
)
def test_unequal_weights_within_strata_agree_with_another_library(populations, domain, share, error):
    result = survey_share(ANSWERS, STRATA, WEIGHTS, populations, domain)
    assert (result.share, result.standard_error) == (pytest.approx(share), pytest.approx(error))


def test_the_logit_interval_agrees_with_another_library_and_uses_t():
    # samplics 0.6.1: 0.29105487 to 0.79238281, with t on 21 - 3 = 18 degrees of freedom.
    result = survey_share(ANSWERS, STRATA, WEIGHTS)
    assert result.degrees_of_freedom == 18
    limits = logit_interval(result)
    assert limits == (pytest.approx(0.29105487258226326), pytest.approx(0.7923828092971046))
    p, error = result.share, result.standard_error
    by_z = special.expit(special.logit(p) + np.array([-1, 1]) * 1.959964 * error / (p * (1 - p)))
    assert limits != pytest.approx(by_z, abs=0.01), "z instead of t"


def test_the_logit_interval_holds_the_values_a_wald_test_of_the_log_odds_accepts():
    estimate = SurveyShare(0.08, 0.02, 40, 200, 184, 200 / 184)

    def too_far(value):
        away = math.log(value / (1 - value)) - math.log(0.08 / 0.92)
        return abs(away) * 0.08 * 0.92 / 0.02 - stats.t.ppf(0.95, 40)

    lower, upper = logit_interval(estimate, 0.9)
    assert lower == pytest.approx(optimize.brentq(too_far, 0.001, 0.08), rel=1e-6)
    assert upper == pytest.approx(optimize.brentq(too_far, 0.08, 0.5), rel=1e-6)


@pytest.mark.parametrize(
    ("share", "error", "n", "free", "lower", "upper"),
    # R survey 4.5, svyciprop(method = "beta"), as kept in the tests of the Python package svy.
    [
        (0.366666666666667, 0.103637545034320, 40, 6, 0.138846801273085, 0.649366612413814),
        (0.45, 0.037267799624996, 40, 6, 0.359739743149435, 0.542749458006750),
        (0.3, 0.129099444873581, 20, 3, 0.026912858673537, 0.772658049163753),
        (0.4, 0.141421356237310, 20, 3, 0.056027190573667, 0.847107899229998),
    ],
)
def test_the_korn_graubard_interval_is_rs(share, error, n, free, lower, upper):
    effective = share * (1 - share) / error**2
    estimate = SurveyShare(share, error, free, n, effective, n / effective)
    limits = korn_graubard_interval(estimate)
    assert limits == (pytest.approx(lower, abs=1e-9), pytest.approx(upper, abs=1e-9))
    # Without the t's, and with the answers instead of the effective ones, the limits would be others.
    for size in (effective, n):
        plain = stats.beta.ppf(
            [0.025, 0.975], [size * share, size * share + 1], [size * (1 - share) + 1, size * (1 - share)]
        )
        assert limits != pytest.approx(plain, abs=1e-3)


def test_nobody_in_a_simple_sample_has_clopper_and_pearsons_limits():
    # One stratum, equal weights: nothing adjusts the n, so the upper limit is 1 - 0.025^(1/40).
    nobody = survey_share([0] * 40, ["all"] * 40, [3.0] * 40)
    assert (nobody.share, nobody.standard_error, nobody.effective_n) == (0, 0, pytest.approx(40))
    assert korn_graubard_interval(nobody) == (0.0, pytest.approx(1 - 0.025 ** (1 / 40)))
    everybody = survey_share([1] * 40, ["all"] * 40, [3.0] * 40)
    assert korn_graubard_interval(everybody) == (pytest.approx(0.025 ** (1 / 40)), 1.0)


def test_unequal_weights_leave_fewer_effective_answers_at_zero():
    # Kish: (20·1 + 20·3)² / (20·1 + 20·9) = 32 of 40.
    nobody = survey_share([0] * 40, ["all"] * 40, [1.0] * 20 + [3.0] * 20)
    assert nobody.effective_n == pytest.approx(32)
    assert nobody.design_effect == pytest.approx(1.25)
    assert korn_graubard_interval(nobody)[1] == pytest.approx(1 - 0.025 ** (1 / 32))


def test_strata_that_answer_alike_are_not_taken_for_certain():
    result = survey_share([1] * 20 + [0] * 20, ["a"] * 20 + ["b"] * 20, [0.1] * 20 + [0.3] * 20)
    assert (result.share, result.standard_error) == (pytest.approx(0.25), 0.0)
    # Kish: (20·0.1 + 20·0.3)² / (20·0.01 + 20·0.09) = 32; Clopper-Pearson for 8 of 32.
    assert result.effective_n == pytest.approx(32)
    lower, upper = korn_graubard_interval(result)
    exact = clopper_pearson_interval(8, 32)
    # A little wider: t on 38 degrees of freedom instead of 39.
    assert exact[0] - 0.001 < lower < exact[0] < exact[1] < upper < exact[1] + 0.001


def test_no_logit_interval_without_an_error():
    with pytest.raises(ValueError, match="standard error must"):
        logit_interval(survey_share([0] * 5, ["a"] * 5, [1] * 5))


def test_two_domains_by_hand():
    # One stratum of 8, equal weights; A = persons 1-4 (3 yes), B = 5-8 (1 yes). Contributions: A (1/4, 1/4, 1/4,
    # -3/4)/4, -B: -(3/4, -1/4, -1/4, -1/4)/4; mean 0; Σ² = (12/16 + 12/16)/16 = 3/32; · 8/7 = 3/28. t on 7.
    error = math.sqrt(Fraction(3, 28))
    group = np.array([True] * 4 + [False] * 4)
    result = domain_difference([1, 1, 1, 0, 1, 0, 0, 0], ["x"] * 8, [2] * 8, group, ~group)
    assert result.difference == pytest.approx(0.5)
    # The 97.5 % point of t with 7 degrees of freedom is 2.364624 in every table; z would be 1.959964.
    assert result.upper == pytest.approx(0.5 + 2.364624 * error, abs=1e-6)
    assert result.lower == pytest.approx(0.5 - 2.364624 * error, abs=1e-6)
    assert result.p == pytest.approx(2 * stats.t.sf(0.5 / error, 7))


def test_domains_in_common_strata_are_not_independent():
    together = domain_difference(ANSWERS, STRATA, WEIGHTS, DOMAIN, ~DOMAIN, POPULATIONS)
    apart = wave_difference(
        survey_share(ANSWERS, STRATA, WEIGHTS, POPULATIONS, DOMAIN),
        survey_share(ANSWERS, STRATA, WEIGHTS, POPULATIONS, ~DOMAIN),
    )
    assert together.difference == pytest.approx(apart.difference)
    assert together.upper - together.lower != pytest.approx(apart.upper - apart.lower, rel=0.01)


def test_a_part_against_the_whole_counts_the_overlap():
    # One stratum of 4, equal weights; A = the first two, answers 1 0 | 0 0: 1/2 against 1/4. Contributions to p_A:
    # 1/4, -1/4, 0, 0; to p: 3/16, -1/16, -1/16, -1/16; difference 1/16, -3/16, 1/16, 1/16. Σ² = 12/256, · 4/3 = 1/16.
    everyone = np.array([True] * 4)
    result = domain_difference(
        [1, 0, 0, 0], ["x"] * 4, [5] * 4, np.array([True, True, False, False]), everyone
    )
    assert result.difference == pytest.approx(0.25)
    # t with 3 degrees of freedom: 3.182446 in every table.
    assert result.upper == pytest.approx(0.25 + 3.182446 / 4, abs=1e-6)
    # Twice the inhabitants than respondents: half the variance.
    half = domain_difference(
        [1, 0, 0, 0], ["x"] * 4, [5] * 4, np.array([True, True, False, False]), everyone, {"x": 8}, level=0.9
    )
    assert half.upper == pytest.approx(0.25 + 2.353363 / 4 * math.sqrt(0.5), abs=1e-6)


def test_a_domain_found_in_some_strata_has_their_degrees_of_freedom():
    inside = STRATA != "c"
    result = survey_share(ANSWERS, STRATA, WEIGHTS, domain=inside)
    assert (result.n, result.degrees_of_freedom) == (15, 13)


def test_a_question_not_answered_is_left_out_through_the_domain():
    answers = ANSWERS.astype(float)
    answers[~DOMAIN] = np.nan
    assert survey_share(answers, STRATA, WEIGHTS, domain=DOMAIN) == survey_share(
        ANSWERS, STRATA, WEIGHTS, domain=DOMAIN
    )


def test_two_years_by_hand():
    # Errors 0.03 and 0.04 make 0.05; 0.1/0.05 = 2 on 120 degrees of freedom; t 97.5 % is 1.979930 (tables: 1.980).
    first = SurveyShare(0.4, 0.03, 50, 52, 266, 52 / 266)
    second = SurveyShare(0.3, 0.04, 70, 72, 131, 72 / 131)
    result = wave_difference(first, second)
    assert (result.lower, result.upper) == (
        pytest.approx(0.0010035, abs=1e-6),
        pytest.approx(0.1989965, abs=1e-6),
    )
    assert result.p == pytest.approx(0.0478, abs=5e-5)  # two-sided p of t = 2.0 on 120 df
    assert wave_difference(second, first).difference == pytest.approx(-0.1)
    assert wave_difference(second, first).p == result.p


def test_no_difference_is_tested_without_an_error():
    nobody = survey_share([0] * 5, ["a"] * 5, [1] * 5)
    with pytest.raises(ValueError, match="standard error"):
        wave_difference(nobody, nobody)
    with pytest.raises(ValueError, match="standard error"):
        domain_difference(
            [0, 0, 0, 0], ["a"] * 4, [1] * 4, [True, True, False, False], [False, False, True, True]
        )


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:873), table II, method 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_differences_from_wilson_limits_are_newcombes(first, second, lower, upper):
    (k1, n1), (k2, n2) = first, second
    result = difference_from_intervals(k1 / n1, *wilson_interval(k1, n1), k2 / n2, *wilson_interval(k2, n2))
    assert (result.lower, result.upper) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_overlapping_limits_are_not_the_test_of_a_difference():
    # 56/70 has Wilson limits 0.6918-0.8769, 48/80 has 0.4904-0.7004: they overlap, the difference excludes zero.
    a, b = wilson_interval(56, 70), wilson_interval(48, 80)
    assert a[0] < b[1]
    result = difference_from_intervals(0.8, *a, 0.6, *b)
    assert result.lower > 0
    # By Newcombe's limit: z = 1.959964 · 0.2/(0.2 - 0.0524) = 2.656, p = 0.0079 (chi-square test: 0.0080).
    assert result.p == pytest.approx(2 * (1 - NormalDist().cdf(2.656)), abs=5e-5)
    # Adding the half widths of the two intervals would claim less.
    assert result.lower != pytest.approx(0.2 - (0.8 - a[0]) - (b[1] - 0.6), abs=0.01)


def test_the_p_and_the_limits_never_disagree():
    random = np.random.default_rng(3)
    decided = 0
    for k1, k2 in random.integers(0, 61, (300, 2)).tolist():
        first, second = wilson_interval(k1, 60, 0.9), wilson_interval(k2, 60, 0.9)
        result = difference_from_intervals(k1 / 60, *first, k2 / 60, *second, level=0.9)
        excluded = result.lower > 0 or result.upper < 0
        decided += excluded
        assert (result.p < 0.1) == excluded
        mirrored = difference_from_intervals(k2 / 60, *second, k1 / 60, *first, level=0.9)
        assert (mirrored.p, mirrored.lower) == (pytest.approx(result.p), pytest.approx(-result.upper))
    assert 50 < decided < 250


def test_equal_shares_have_a_p_of_one():
    assert difference_from_intervals(0.3, 0.2, 0.4, 0.3, 0.25, 0.35).p == 1.0


@pytest.mark.parametrize(
    "limits",
    [
        (30, 20, 40, 20, 10, 30),  # percent
        (0.3, 0.35, 0.4, 0.2, 0.1, 0.3),
        (0.3, 0.2, 0.25, 0.2, 0.1, 0.3),
        (0.3, 0.2, 0.4, 0.2, -0.1, 0.3),
        (0.3, math.nan, 0.4, 0.2, 0.1, 0.3),
        (0.3, 0.3, 0.4, 0.2, 0.1, 0.2),  # no way toward zero
    ],
)
def test_limits_that_cannot_be_are_refused(limits):
    with pytest.raises(ValueError, match="must"):
        difference_from_intervals(*limits)


@pytest.mark.parametrize(
    ("n", "effective", "shown"), [(30, 30, True), (29, 40, False), (200, 29.9, False), (0, 0, False)]
)
def test_a_share_is_shown_from_thirty_answers_and_thirty_effective(n, effective, shown):
    assert may_be_shown(n, effective) is shown


@pytest.mark.parametrize(("n", "effective"), [(30.5, 40), (-1, 40), (40, math.nan), (40, -1)])
def test_a_size_that_cannot_be_is_refused(n, effective):
    with pytest.raises(ValueError, match="must"):
        may_be_shown(n, effective)


GOOD = {"answers": [1, 0, 1, 0], "strata": [1, 1, 2, 2], "weights": [1, 1, 2, 2], "populations": {1: 9, 2: 9}}


@pytest.mark.parametrize(
    "bad",
    [
        {"answers": [1, 0, 2, 0]},
        {"answers": [1, 0, 0.5, 0]},
        {"answers": [1, 0, math.nan, 0]},
        {"answers": [1, 0, 1]},
        {"answers": [[1, 0, 1, 0]]},
        {"strata": [1, 2, 2, 2]},  # one person alone
        {"strata": [1, 1, 2]},
        {"strata": ["a", "a", None, None]},
        {"strata": [1, 1, math.nan, math.nan]},
        {"weights": [1, 1, 0, 2]},
        {"weights": [1, 1, math.nan, 2]},
        {"populations": {1: 9}},
        {"populations": {1: 9, 2: 1}},
        {"populations": {1: 9, 2: math.nan}},
        {"domain": [False] * 4},
        {"domain": [1, 1, 0, 0]},  # numbers: could be positions
        {"domain": [True, True]},
        {"domain": [True, False, True, False]},  # as many strata as persons
        {"answers": [], "strata": [], "weights": []},
    ],
)
def test_a_survey_that_cannot_be_is_refused(bad):
    assert survey_share(**GOOD).share == pytest.approx(0.5)
    with pytest.raises(ValueError, match="must"):
        survey_share(**{**GOOD, **bad})


@pytest.mark.parametrize("interval", [logit_interval, korn_graubard_interval])
def test_a_survey_level_given_in_percent_is_refused(interval):
    with pytest.raises(ValueError, match="level"):
        interval(survey_share(**GOOD), 95)
