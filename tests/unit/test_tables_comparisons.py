"""Without these, noise is printed as change, a break as a trend, or a hidden count can be worked out."""

import numpy as np
import pandas as pd
import pytest

from pipelines.tables import comparisons
from pipelines.tables.comparisons import LEAST_BASE_YEARS
from pipelines.tables.series import Series, Spread, spread_of
from tests.unit.table_rows import AGREEMENT, OWN

YEARS = tuple(range(2014, 2024))
NEIGHBOURS = tuple(code for code in AGREEMENT.codes if code != OWN)
STEADY = [20] * 10
NAN = float("nan")


def series(own, country=1000, others=20, hidden=(), preliminary=(), breaks=()):
    """Lessebo's counts 2014-2023 (None: no figure); the five neighbours and the country constant; 8 500 inhabitants
    everywhere, ten million in the country. ``hidden``, ``preliminary``: Lessebo's years."""
    codes = ("00", *sorted(AGREEMENT.codes))
    counts = np.full((len(codes), len(YEARS)), float(others))
    counts[0] = NAN if country is None else country
    counts[codes.index(OWN)] = [NAN if n is None else n for n in own]
    people = np.full(counts.shape, 8500.0)
    people[0] = 10_000_000
    flags = np.zeros((2, *counts.shape), dtype=bool)
    for at, marked in enumerate((hidden, preliminary)):
        for year in marked:
            flags[at, codes.index(OWN), YEARS.index(year)] = True
    return Series("theft_total", codes, YEARS, counts, people, *flags, tuple(breaks), "00")


def spread(made, phi=1.0):
    n = len(made.codes)
    return Spread(np.full(n, phi), np.zeros(n, dtype=np.int64), ("spridning φ ur provet",) * n)


def previous(made, year=2023, code=OWN):
    frame = comparisons.against_previous_years(made, spread(made), year)
    return frame.set_index("municipality_code").loc[code]


def groups(*codes, comparison="polisomradet", source="Avtalsfilen"):
    return pd.DataFrame(
        {"comparison": comparison, "comparison_name": "Gruppen", "municipality_code": codes, "source": source}
    )


def against(made, *codes, source="Avtalsfilen", year=2023):
    return comparisons.against_group(made, spread(made), year, groups(*codes, source=source), OWN)


def test_a_steady_series_is_compared_with_the_five_years_before():
    row = previous(series(STEADY))
    assert (row["count"], row["base_count"], row["base_years"]) == (20, 100, 5)
    assert (row["base_from"], row["base_to"]) == (2018, 2022)
    assert row["comparison_name"] == "åren 2018–2022"
    # The country's counts: 1 000 in the year and 5 × 1 000 before.
    assert (row["exposure"], row["base_exposure"]) == (1000, 5000)
    assert row["signal"] == "none"


def test_a_common_national_fall_is_no_local_fall():
    """10 against 20 a year, and the country 500 for 1 000: expected 100 × 500 / 5 000 = 10."""
    made = series([*STEADY[:9], 10])
    made.counts[0, -1] = 500
    row = previous(made)
    assert row["base_count"] * row["exposure"] / row["base_exposure"] == 10
    assert "riket" in row["method"]


def test_without_a_country_the_population_is_the_exposure_and_it_says_so():
    row = previous(series(STEADY, country=None))
    assert (row["exposure"], row["base_exposure"]) == (8500, 5 * 8500)
    assert "folkmängden" in row["method"]
    partly = series(STEADY)
    partly.counts[0, YEARS.index(2020)] = NAN  # one year of the country missing is no country
    assert "folkmängden" in previous(partly)["method"]


def test_a_country_without_events_says_so_and_an_unknown_population_too():
    made = series(STEADY)
    made.counts[0, -1] = 0
    assert "riket" in previous(made)["reason"]
    alone = series(STEADY, country=None)
    alone.people[alone.codes.index(OWN), YEARS.index(2020)] = NAN
    assert "Folkmängd saknas" in previous(alone)["reason"]
    assert pd.isna(previous(alone)["base_count"])


def test_every_municipality_has_its_row_and_the_country_none():
    frame = comparisons.against_previous_years(series(STEADY), spread(series(STEADY)), 2023)
    assert sorted(frame["municipality_code"]) == sorted(AGREEMENT.codes)


def test_a_missing_year_is_left_out_on_both_sides_and_not_counted_as_none():
    """2020 is missing: four years, 80 events, and the country's 2020 is not in the exposure either."""
    row = previous(series([20, 20, 20, 20, 20, 20, None, 20, 20, 20]))
    assert (row["base_count"], row["base_years"], row["base_exposure"]) == (80, 4, 4000)


def test_no_test_crosses_a_break_and_fewer_than_three_years_give_none():
    row = previous(series(STEADY, breaks=(2021,)))
    assert (row["signal"], row["base_years"]) == ("not_tested", 2)
    assert "2021" in row["reason"]
    assert pd.isna(row["base_count"])
    after = previous(series(STEADY, breaks=(2019,)))
    assert (after["base_from"], after["base_years"], after["base_count"]) == (2019, 4, 80)
    assert LEAST_BASE_YEARS == 3


def test_a_break_in_the_assessed_year_leaves_nothing_and_a_later_one_says_nothing():
    assert previous(series(STEADY, breaks=(2023,)))["signal"] == "not_tested"
    assert previous(series(STEADY, breaks=(2023,)), year=2022)["base_years"] == 5


@pytest.mark.parametrize("kind", ["hidden", "preliminary"])
def test_hidden_and_preliminary_years_are_never_tested_nor_shown(kind):
    own = series([*STEADY[:9], None], **{kind: [2023]})
    for row in (previous(own), against(own, *NEIGHBOURS), trend(own)):
        assert row["signal"] == "not_tested"
        assert row["reason"]
        assert pd.isna(row.get("count"))
        assert pd.isna(row.get("base_count"))


def test_a_hidden_year_in_the_base_cannot_be_worked_out_from_the_sum():
    row = previous(series([20, 20, 20, 20, 20, None, 20, 20, 20, 20], hidden=[2019]))
    assert row["signal"] == "not_tested"
    assert pd.isna(row["base_count"])
    assert pd.isna(row["base_exposure"])


def test_a_rate_is_compared_with_the_groups_pooled_rate():
    """40 against 5 × 20 in five municipalities of the same size: expected 100 × 8 500 / 42 500 = 20, ratio 2."""
    row = against(series([*STEADY[:9], 40]), *NEIGHBOURS)
    assert (row["count"], row["base_count"], row["base_members"]) == (40, 100, 5)
    assert (row["exposure"], row["base_exposure"]) == (8500, 42_500)


def test_the_parties_group_with_a_member_missing_is_not_summed_as_if_whole():
    made = series(STEADY)
    made.counts[made.codes.index("0881"), -1] = NAN
    row = against(made, *NEIGHBOURS)
    assert row["signal"] == "not_tested"
    assert "delar av gruppen" in row["reason"]
    assert against(made, *NEIGHBOURS, "2584")["signal"] == "not_tested"  # nor one that has no figures at all


def test_a_group_that_files_decide_is_pooled_over_those_with_figures_and_says_how_many():
    made = series(STEADY)
    made.counts[made.codes.index("0881"), -1] = NAN
    row = against(made, *NEIGHBOURS, "2584", source="Liknande kommuner, övergripande, Lessebo")
    assert (row["base_members"], row["base_count"], row["base_exposure"]) == (4, 80, 34_000)
    made.people[:, -1] = [10_000_000, *[NAN] * 6]
    assert "folkmängd" in against(made, *NEIGHBOURS, source="x")["reason"]


def test_a_hidden_member_stops_the_comparison_with_the_group():
    """The sum less the members that are shown would be the hidden one."""
    made = series(STEADY)
    at = made.codes.index("0881")
    made.counts[at, -1], made.hidden[at, -1] = NAN, True
    for source in ("Avtalsfilen", "Liknande kommuner, övergripande, Lessebo"):
        assert against(made, *NEIGHBOURS, source=source)["signal"] == "not_tested"


def trend(made, year=2023):
    return comparisons.over_ten_years(made, spread(made), year, 5, OWN)


def test_a_series_that_halves_relative_to_the_country_each_year_has_the_ratio_a_half():
    """512, 256, …, 1 against a constant country: from one year to the next exactly 0.5."""
    row = trend(series([512, 256, 128, 64, 32, 16, 8, 4, 2, 1]))
    assert (row["base_from"], row["base_to"], row["base_years"]) == (2014, 2023, 10)
    assert row["ratio"] == pytest.approx(0.5, abs=1e-6)
    assert row["ratio_upper_95"] < 1
    following = series([512, 256, 128, 64, 32, 16, 8, 4, 2, 1])
    following.counts[0] = [512_000 / 2**n for n in range(10)]
    assert trend(following)["ratio"] == pytest.approx(1, abs=1e-6)


def test_a_trend_starts_at_the_break_and_needs_five_years():
    assert trend(series(STEADY, breaks=(2019,)))["base_years"] == 5
    short = trend(series(STEADY, breaks=(2020,)))
    assert short["signal"] == "not_tested"
    assert "Färre än 5" in short["reason"]


def test_a_trend_starts_where_the_municipalitys_own_years_begin():
    """Others' figures from before must not leave seven good years untold; a gap in the middle ends the run."""
    row = trend(series([None, None, None, 20, 20, 20, 20, 20, 20, 20]))
    assert (row["base_from"], row["base_years"]) == (2017, 7)
    assert row["comparison_name"] == "utvecklingen 2017–2023"
    assert trend(series([20, 20, 20, 20, None, 20, 20, 20, 20, 20]))["base_from"] == 2019
    assert trend(series([20, 20, 20, 20, 20, 20, None, 20, 20, 20]))["signal"] == "not_tested"


def test_a_hidden_year_is_no_gap_that_a_trend_may_start_after():
    row = trend(series([20, 20, 20, None, 20, 20, 20, 20, 20, 20], hidden=[2017]))
    assert row["signal"] == "not_tested"


@pytest.mark.parametrize("own", [[0] * 10, [0] * 9 + [7], [7] + [0] * 9])
def test_a_series_with_its_events_in_one_end_has_no_slope(own):
    assert trend(series(own))["signal"] == "not_tested"


def test_few_stable_series_are_flagged():
    """Stable Poisson series of 20 a year in 600 municipalities: at most six in a hundred before adjustment."""
    rng = np.random.default_rng(7)
    codes = ("00", *(f"{n:04d}" for n in range(600)))
    counts = rng.poisson(20, (601, 10)).astype(float)
    counts[0] = 100_000
    people = np.full(counts.shape, 8500.0)
    none = np.zeros(counts.shape, dtype=bool)
    made = Series("theft_total", codes, YEARS, counts, people, none, none, (), "00")
    frame = comparisons.against_previous_years(made, spread_of(made, 2023), 2023)
    found = comparisons._compared(
        frame.assign(difference=NAN, difference_lower_95=NAN, difference_upper_95=NAN)
    )
    assert len(found) == 600
    assert 0.02 < (found["p"] < 0.05).mean() <= 0.06
