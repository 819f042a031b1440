"""If these fail, a restless series is tested as if it were calm: chance is published as change."""

import numpy as np
import pytest

from pipelines.dispersion_register import registered_dispersion
from pipelines.municipalities import municipalities
from pipelines.tables import series as module
from pipelines.tables.schema import empty
from pipelines.tables.series import Series, series_of, spread_of
from tests.unit.table_rows import OWN, value, values

YEARS = tuple(range(2013, 2024))
OTHERS = tuple(code for code in municipalities() if code != OWN)
NO_BREAKS = empty("series_break")


def series(counts, people=None, **changes):
    """``counts``: code to counts per year, 2013-2023; 8 500 inhabitants unless ``people`` says otherwise."""
    codes = tuple(sorted(counts))
    size = [np.full(len(YEARS), float((people or {}).get(code, 8500))) for code in codes]
    shape = (len(codes), len(YEARS))
    return Series(**{
        "offence_group": "theft_total", "codes": codes, "years": YEARS, "people": np.array(size),
        "counts": np.array([counts[code] for code in codes], dtype=float), "hidden": np.zeros(shape, dtype=bool),
        "preliminary": np.zeros(shape, dtype=bool), "breaks": (), "country_code": "00",
    } | changes)  # fmt: skip


def phi_of(made, year=2023, code=OWN):
    found = spread_of(made, year)
    i = made.codes.index(code)
    return found.phi[i], found.areas[i], found.told[i]


# 2013-2022: 10, 30, 30, 10, 20, ... The pairs are laid so that a trend removes nothing: mirrored about the middle.
RESTLESS = [10, 30, 30, 10, 20, 20, 10, 30, 30, 10, 20]
# Level 20 and no trend (the series is symmetric); Σ(y - 20)² / 20 = 8 × 100 / 20 = 40; 10 years - 2 = 8; φ = 5.
RESTLESS_PHI = 5.0
CALM = [20] * 11


def test_spread_by_hand_is_five_and_is_pooled_as_the_mean_over_municipalities():
    """Ten restless (φ 5) and ten calm (φ 0): 2.5."""
    made = series({OWN: RESTLESS} | dict.fromkeys(OTHERS[:9], RESTLESS) | dict.fromkeys(OTHERS[9:19], CALM))
    phi, areas, told = phi_of(made)
    assert (phi, areas) == (pytest.approx(RESTLESS_PHI / 2), 20)
    assert "20 kommuner" in told


def test_a_spread_below_chance_counts_as_one():
    phi, areas, _ = phi_of(series({OWN: CALM} | dict.fromkeys(OTHERS[:25], CALM)))
    assert (phi, areas) == (1.0, 26)


def test_nineteen_municipalities_are_too_few_and_the_registered_spread_is_used_and_told():
    """Never 1 in silence: 20 thefts a year have φ 2.0 in the register, 60 have 4.9."""
    few = dict.fromkeys(OTHERS[:18], CALM)
    phi, areas, told = phi_of(series({OWN: CALM} | few))
    assert (phi, areas) == (2.0, 0)
    assert registered_dispersion("theft_total").source in told
    assert phi_of(series({OWN: [60] * 11} | few))[0] == 4.9
    assert phi_of(series({OWN: [0] * 11} | few))[0] == 2.0


def test_the_thirty_nearest_in_population_decide_and_not_the_large_ones():
    """Thirty-nine of 8 500 inhabitants are calm; forty cities are restless."""
    small, large = OTHERS[:39], OTHERS[39:79]
    made = series(
        {OWN: CALM} | dict.fromkeys(small, CALM) | dict.fromkeys(large, RESTLESS),
        people=dict.fromkeys(large, 200_000),
    )
    phi, areas, told = phi_of(made)
    assert (phi, areas) == (1.0, 30)
    assert "30 kommuner av liknande storlek" in told
    assert phi_of(made, code=large[0])[0] == pytest.approx(RESTLESS_PHI)


def test_the_assessed_year_is_left_out_of_the_spread():
    """A change everywhere in the assessed year would else hide every municipality's own."""
    changed = [*CALM[:-1], 200]
    phi, _, _ = phi_of(series({OWN: changed} | dict.fromkeys(OTHERS[:25], changed)))
    assert phi == 1.0


def test_years_before_a_break_and_more_than_ten_years_back_are_left_out():
    torn = [200, 2, 200, 2, 20, 20, 20, 20, 20, 20, 20]
    group = {OWN: torn} | dict.fromkeys(OTHERS[:25], torn)
    assert phi_of(series(group))[0] > 30
    assert phi_of(series(group, breaks=(2017,)))[0] == 1.0
    assert phi_of(series(group, breaks=(2021,)))[1] == 0  # two years are too few: the register
    # A break that comes later says nothing of the years before it.
    assert phi_of(series(group, breaks=(2024,)))[0] > 30


def test_a_year_only_the_neighbours_have_does_not_leave_all_others_incomplete():
    """Six with a year of their own once made φ of all the country's 290 fall back on the register."""
    late = [np.nan, *RESTLESS[1:]]
    made = series(dict.fromkeys([OWN, *OTHERS[:5]], RESTLESS) | dict.fromkeys(OTHERS[5:40], late))
    phi, areas, _ = phi_of(made)
    assert areas == 30
    assert phi > 1


def test_a_municipality_with_a_gap_or_under_one_event_a_year_is_not_pooled_and_nor_is_the_country():
    gap = [*RESTLESS[:5], np.nan, *RESTLESS[6:]]
    rare = [0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    made = series(
        {OWN: CALM, "00": [90_000, 40_000] * 5 + [90_000], OTHERS[30]: gap, OTHERS[31]: rare}
        | dict.fromkeys(OTHERS[:19], CALM)
    )
    assert phi_of(made)[1] == 20


def test_the_countrys_development_is_not_taken_for_unrest():
    """Everybody follows the country up and down; without its counts the same series are restless."""
    wave = [10, 30, 30, 10, 20, 20, 10, 30, 30, 10, 20]
    group = {OWN: wave} | dict.fromkeys(OTHERS[:25], wave)
    assert phi_of(series(group | {"00": [1000 * n for n in wave]}))[0] == 1.0
    assert phi_of(series(group))[0] == pytest.approx(RESTLESS_PHI)


def test_a_municipality_of_unknown_size_has_the_registered_spread():
    made = series(dict.fromkeys([OWN, *OTHERS[:25]], RESTLESS))
    made.people[made.codes.index(OWN)] = np.nan
    phi, areas, told = phi_of(made)
    assert (phi, areas) == (2.0, 0)
    assert "registret" in told


def test_the_limits_are_those_of_the_method():
    assert (module.LEAST_AREAS, module.SIMILAR_AREAS, module.DISPERSION_YEARS) == (20, 30, 10)


def made_of(*rows):
    return series_of("theft_total", "theft_reported", values(*rows), NO_BREAKS, "00")


def test_only_final_figures_that_are_shown_become_counts():
    """A hidden count stays hidden even if a number should stand beside it; nothing missing becomes 0."""
    made = made_of(
        value("theft_reported", 2019, 20),
        value("theft_reported", 2021, None, suppressed=True),
        value("theft_reported", 2022, 3, suppressed=True),
        value("theft_reported", 2023, 18, status="preliminary"),
        value("vandalism_reported", 2020, 99),
        value("theft_reported", 2019, 900_000, code="00"),
    )
    assert made.codes == ("00", OWN)
    assert made.years == (2019, 2020, 2021, 2022, 2023)
    own = made.codes.index(OWN)
    assert made.counts[own].tolist()[0] == 20
    assert np.isnan(made.counts[own][1:]).all()
    assert made.hidden[own].tolist() == [False, False, True, True, False]
    assert made.preliminary[own].tolist() == [False, False, False, False, True]
    assert made.known[own].tolist() == [True, False, True, True, True]
    assert made.country[0] == 900_000
    assert np.isnan(made.country[1:]).all()


@pytest.mark.parametrize("first", ["final", "preliminary"])
def test_a_final_figure_wins_over_a_preliminary_one_in_whatever_order(first):
    last = {"final": "preliminary", "preliminary": "final"}[first]
    by_status = {"final": 20, "preliminary": 31}
    made = made_of(*(value("theft_reported", 2023, by_status[s], status=s) for s in (first, last)))
    assert made.counts.tolist() == [[20.0]]
    assert not made.preliminary.any()


def test_without_rows_there_is_an_empty_series():
    made = made_of()
    assert made.codes == made.years == ()
    assert made.columns([2023]) == []
    assert made.since_break(2023) == 0
