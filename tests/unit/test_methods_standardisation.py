"""Standardised rates and ratios. If these fail, a municipality looks dangerous for having many young inhabitants,
or a handful of persons with many events each looks like a sure difference."""

import math

import pytest

from pipelines.methods.standardisation import directly_standardised_rate, expected_count, standardised_ratio

EUROPE_2013 = [
    5000,
    *[5500] * 3,
    6000,
    6000,
    6500,
    *[7000] * 4,
    6500,
    6000,
    5500,
    5000,
    4000,
    2500,
    1500,
    1000,
]
SMALL_AREA = {  # PHEindicatormethods, DSR vignette ("Zero deaths for a specific age band within a small geography")
    "counts": [1, 1, 0, 0, 0, 1, 1, 3, 3, 3, 3, 10, 10, 10, 10, 8, 8, 8, 8],
    "populations": [30, 35, 35, 35, 40, 40, 45, 50, 50, 50, 60, 60, 70, 75, 70, 60, 20, 20, 15],
    "standard": EUROPE_2013,
}
DOWNS = {  # Fleiss 1981, table 14.4, birth order 5+, as in Fay & Feuer 1997
    "counts": [0, 8, 63, 112, 262, 295],
    "populations": [327, 30666, 123419, 149919, 104088, 34392],
    "standard": [319933, 931318, 786511, 488235, 237863, 61313],
}


@pytest.mark.parametrize(
    ("data", "level", "value", "lower", "upper"),
    # PHStatsMethods 0.1.16 (the Office for Health Improvement and Disparities' own), ph_dsr. The value for Down's
    # syndrome also in the vignette of R's dsrTest: 75.52901.
    [
        (SMALL_AREA, 0.95, 8283.015873, 6570.818798, 10289.647639),
        (SMALL_AREA, 0.998, 8283.015873, 5709.721926, 11530.098868),
        (DOWNS, 0.95, 75.529007, 67.632743, 83.867109),
        (DOWNS, 0.998, 75.529007, 63.280041, 88.79669),
    ],
)
def test_directly_standardised_rates_are_the_english_health_authoritys(data, level, value, lower, upper):
    result = directly_standardised_rate(**data, level=level)
    assert result.value == pytest.approx(value, abs=5e-6)
    assert (result.lower, result.upper) == (pytest.approx(lower, abs=5e-6), pytest.approx(upper, abs=5e-6))
    assert result.count == sum(data["counts"])
    crude = sum(data["counts"]) / sum(data["populations"]) * 100_000
    assert result.value != pytest.approx(crude, rel=0.1)


def test_the_limits_are_not_those_of_the_normal_distribution():
    weights = [s / n / sum(EUROPE_2013) for s, n in zip(EUROPE_2013, SMALL_AREA["populations"], strict=True)]
    error = math.sqrt(sum(w * w * x for w, x in zip(weights, SMALL_AREA["counts"], strict=True))) * 100_000
    result = directly_standardised_rate(**SMALL_AREA)
    assert result.lower != pytest.approx(result.value - 1.96 * error, rel=0.01)
    assert result.upper != pytest.approx(result.value + 1.96 * error, rel=0.005)


def test_the_areas_own_mix_as_standard_gives_the_crude_rate_and_byars_limits():
    # 4 + 6 of 1 000 + 3 000 persons, the standard in the same proportion: 2.5 per 1 000, and the limits of ten
    # events by Byar (4.7874 and 18.3915) over 4 000.
    result = directly_standardised_rate([4, 6], [1_000, 3_000], [10, 30], per=1_000)
    assert result.value == pytest.approx(2.5)
    assert (result.lower, result.upper) == (
        pytest.approx(1.19686, abs=2e-5),
        pytest.approx(4.59786, abs=2e-5),
    )


def test_the_same_persons_again_widen_the_limits():
    # Weights per 1 000: 0.5 and 0.25. Group 1: two persons once, five twice, 12 events, Σf²·persons = 22; group 2:
    # eight once. V = 0.25·22 + 0.0625·8 = 6; value 8. Byar for 20: 12.2112 and 30.8899 by hand.
    data = ([12, 8], [1_000, 2_000], [1, 1], 1_000)
    again = directly_standardised_rate(*data, persons_by_frequency=[[2, 5], [8, 0]])
    assert again.value == pytest.approx(8)
    assert again.lower == pytest.approx(8 - math.sqrt(6 / 20) * (20 - 12.2112), abs=1e-3)
    assert again.upper == pytest.approx(8 + math.sqrt(6 / 20) * (30.8899 - 20), abs=1e-3)
    # Taken as 20 events of their own, V would be 0.25·12 + 0.0625·8 = 3.5.
    alone = directly_standardised_rate(*data)
    assert alone.upper == pytest.approx(8 + math.sqrt(3.5 / 20) * (30.8899 - 20), abs=1e-3)
    assert alone == directly_standardised_rate(*data, persons_by_frequency=[[12], [8]])


def test_a_rate_has_no_negative_limit():
    # Nearly all weight on the group with one event: 1·w₁ - √(V/O)·(O - O_lower) falls below zero.
    assert directly_standardised_rate([1, 9], [10, 1_000_000], [1, 1]).lower == 0.0


def test_no_standardised_rate_below_ten_events():
    assert directly_standardised_rate([5, 5], [100, 100], [1, 1]).count == 10
    with pytest.raises(ValueError, match="10 events, got 9"):
        directly_standardised_rate([5, 4], [100, 100], [1, 1])


@pytest.mark.parametrize(
    "bad",
    [
        {"counts": [10, -1]},
        {"counts": [10, 1.5]},
        {"counts": [10]},
        {"counts": [[10, 5]]},
        {"populations": [100, 0]},
        {"populations": [100, math.nan]},
        {"standard": [1, 0]},
        {"standard": [1, 1, 1]},
        {"per": 0},
        {"level": 95},
        {"persons_by_frequency": [[10, 0], [3, 0]]},
        {"persons_by_frequency": [[10, 0]]},
        {"persons_by_frequency": [10, 5]},
        {"persons_by_frequency": [[10, 0], [7, -1]]},
    ],
)
def test_a_standardised_rate_without_meaning_is_refused(bad):
    good = {"counts": [10, 5], "populations": [100, 100], "standard": [1, 1]}
    with pytest.raises(ValueError, match="must"):
        directly_standardised_rate(**{**good, **bad})


INDIRECT = [  # PHEindicatormethods, test data for the ISR: population, reference count and population, expected
    (636, 10303, 50520, 129.7052257),
    (558, 2824, 57173, 27.56182114),
    (609, 3225, 60213, 32.61795626),
    (543, 3615, 54659, 35.91256701),
    (384, 3641, 44345, 31.52878566),
    (594, 3490, 50128, 41.35533035),
    (669, 3789, 62163, 40.77732735),
    (843, 3213, 67423, 40.17262655),
    (660, 3031, 62899, 31.80432121),
    (576, 2771, 55463, 28.7776716),
    (606, 3089, 60479, 30.95180145),
    (522, 3490, 49974, 36.45455637),
    (426, 3595, 44140, 34.69574082),
    (273, 4745, 40888, 31.68130014),
    (300, 5514, 37239, 44.42117135),
    (288, 7125, 30819, 66.58230312),
    (153, 5694, 18136, 48.03606087),
    (123, 6210, 15325, 49.84208809),
    (207, 5757, 13918, 85.62286248),
]


def test_expected_events_are_the_english_health_authoritys():
    populations, counts, reference, expected = zip(*INDIRECT, strict=True)
    assert expected_count(populations, counts, reference) == pytest.approx(sum(expected), abs=1e-6)


def test_expected_events_follow_the_areas_own_mix():
    # 100 · 50/500 + 900 · 10/500 = 28. The reference's crude rate on all 1 000 would make it 60.
    assert expected_count([100, 900], [50, 10], [500, 500]) == pytest.approx(28)


def test_the_indirectly_standardised_ratio_is_the_english_health_authoritys():
    # The 895 observed events of the same test data; limits as PHStatsMethods 0.1.16, ph_ISRatio.
    result = standardised_ratio(895, sum(row[3] for row in INDIRECT))
    assert result.ratio == pytest.approx(1.030511, abs=5e-7)
    assert (result.lower_95, result.upper_95) == (
        pytest.approx(0.964094, abs=5e-7),
        pytest.approx(1.100297, abs=5e-7),
    )
    assert (result.lower_998, result.upper_998) == (
        pytest.approx(0.927329, abs=5e-7),
        pytest.approx(1.141465, abs=5e-7),
    )


@pytest.mark.parametrize(
    ("observed", "expected", "upper"),
    # The Department of Health and Social Care's test of funnel_ratio_significance, rounded there to two decimals.
    [(5, 10, 1.17), (25, 20, 1.85)],
)
def test_the_upper_limit_of_a_ratio_is_as_published(observed, expected, upper):
    assert standardised_ratio(observed, expected).upper_95 == pytest.approx(upper, abs=0.005)


def test_below_ten_events_the_ratios_limits_are_exact():
    # Garwood for 9: 4.1154 and 17.0848 (95 %); 2.4524 and 22.6574 (99.8 %, PHEindicatormethods' funnel test data).
    result = standardised_ratio(9, 4.5)
    assert (result.lower_95, result.upper_95) == (
        pytest.approx(0.91453, abs=2e-5),
        pytest.approx(3.79662, abs=2e-5),
    )
    assert (result.lower_998, result.upper_998) == (
        pytest.approx(0.54498, abs=2e-5),
        pytest.approx(5.03497, abs=2e-5),
    )


def test_none_observed_still_has_an_upper_limit():
    result = standardised_ratio(0, 2)
    assert (result.ratio, result.lower_95, result.lower_998) == (0, 0, 0)
    assert result.upper_95 == pytest.approx(-math.log(0.025) / 2)


@pytest.mark.parametrize(("observed", "expected"), [(5, 0), (5, -1), (5, math.nan), (-1, 5), (2.5, 5)])
def test_a_ratio_without_meaning_is_refused(observed, expected):
    with pytest.raises(ValueError, match="must"):
        standardised_ratio(observed, expected)


@pytest.mark.parametrize(
    ("populations", "counts", "reference"),
    [
        ([-1], [1], [10]),
        ([math.nan], [1], [10]),
        ([1], [1], [0]),
        ([1, 2], [1], [10]),
        ([1], [1.5], [10]),
        (1, 1, 10),
    ],
)
def test_an_expectation_without_meaning_is_refused(populations, counts, reference):
    with pytest.raises(ValueError, match="must"):
        expected_count(populations, counts, reference)


def test_a_group_with_nobody_in_it_expects_nothing():
    assert expected_count([0, 100], [5, 2], [10, 50]) == pytest.approx(4)
