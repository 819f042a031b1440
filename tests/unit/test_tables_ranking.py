"""Problems in order. If these fail, chance decides what the parties work with first."""

import pandas as pd
import pytest

from pipelines.municipalities import municipalities
from pipelines.tables.problem_ranking import problem_ranking
from pipelines.tables.schema import empty
from tests.unit.table_rows import AGREEMENT, OWN, table, value, values

OTHERS = [code for code in municipalities() if code != OWN]
NEIGHBOURS = [code for code in AGREEMENT.codes if code != OWN]
YEARS = (2021, 2022, 2023)


def ranked(rows, comparison=(), sources=(), broken=()):
    breaks = table("series_break", [
        {"indicator": name, "year": year, "reason": "x", "effect": "x", "source": "x"} for name, year in broken
    ])  # fmt: skip
    found = problem_ranking(
        values(*rows),
        table("indicator_comparison", comparison),
        table("source_agreement", sources),
        breaks,
        AGREEMENT,
    )
    return found[found["year"] == 2023].set_index("indicator")


def each(indicator, n, codes=(OWN,), years=YEARS, **fields):
    return [value(indicator, year, n, code=code, **fields) for code in codes for year in years]


THEFT, BICYCLE, SHOP = "theft_reported", "bicycle_theft_reported", "shop_theft_reported"


def test_volume_is_three_years_together_and_its_place_has_an_interval():
    """300, 30 and 33 in three years: the first is sure of its place, the other two could change."""
    found = ranked([*each(THEFT, 100), *each(BICYCLE, 10), *each(SHOP, 11)])
    assert found["count_three_years"].to_dict() == {THEFT: 300, BICYCLE: 30, SHOP: 33}
    assert found["rank_volume"].to_dict() == {THEFT: 1, SHOP: 2, BICYCLE: 3}
    assert (found.loc[THEFT, "rank_volume_lower"], found.loc[THEFT, "rank_volume_upper"]) == (1, 1)
    for name in (BICYCLE, SHOP):
        assert (found.loc[name, "rank_volume_lower"], found.loc[name, "rank_volume_upper"]) == (2, 3)


@pytest.mark.parametrize(
    "year",
    [
        {"count": None},
        {"count": None, "suppressed": True},
        {"status": "preliminary"},
    ],
)
def test_a_year_missing_hidden_or_preliminary_gives_no_place(year):
    """A sum of two years would look like fewer, and a sum over a hidden one would give it."""
    rows = each(BICYCLE, 10)
    rows[1] |= year
    assert BICYCLE not in ranked([*rows, *each(THEFT, 100)]).index


@pytest.mark.parametrize(
    ("first_after", "has_place"), [(2021, True), (2022, False), (2023, False), (2024, True)]
)
def test_no_sum_crosses_a_break(first_after, has_place):
    found = ranked([*each(THEFT, 100), *each(BICYCLE, 10)], broken=[(BICYCLE, first_after)])
    assert (BICYCLE in found.index) == has_place


def test_the_ratio_is_to_the_thirty_of_similar_size_where_twenty_have_the_series():
    """Forty of the same size with 10 to 29 a year, forty cities with 10 000."""
    rows = each(THEFT, 40)
    for i, code in enumerate(OTHERS[:40]):
        rows += each(THEFT, 10 + i % 20, [code])
    rows += each(THEFT, 10_000, OTHERS[40:80], denominator=100_000)
    row = ranked(rows).loc[THEFT]
    assert (row["ratio_group"], row["ratio_members"]) == ("kommuner av liknande storlek", 30)
    # Observed 120 against a mean near 60 is drawn toward 1, and stays above it.
    assert 1 < row["shrunken_ratio"] < 2.1
    assert row["shrunken_lower_95"] < row["shrunken_ratio"] < row["shrunken_upper_95"]


def test_the_country_is_no_member_of_those_of_similar_size():
    rows = each(THEFT, 40)
    for i, code in enumerate(OTHERS[:24]):
        rows += each(THEFT, 10 + i, [code])
    rows += each(THEFT, 300_000, ["00"], denominator=10_000_000)
    assert ranked(rows).loc[THEFT, "ratio_members"] == 25


def test_with_few_the_ratio_is_to_the_police_area_and_the_country_is_no_municipality():
    rows = each(THEFT, 200)
    for i, code in enumerate(NEIGHBOURS):
        rows += each(THEFT, 40 + 10 * i, [code])
    rows += each(THEFT, 300_000, ["00"], denominator=10_000_000)
    row = ranked(rows).loc[THEFT]
    assert (row["ratio_group"], row["ratio_members"]) == (AGREEMENT.police_area, 6)
    assert row["shrunken_ratio"] > 1


def test_without_a_group_there_is_a_volume_and_no_ratio():
    row = ranked([*each(THEFT, 100), *each(THEFT, 90, NEIGHBOURS[:1])]).loc[THEFT]
    assert row["rank_volume"] == 1
    assert row[["shrunken_ratio", "ratio_group", "rank_ratio", "rank_ratio_lower"]].isna().all()
    unknown = ranked([*each(THEFT, 100, denominator=None), *each(THEFT, 90, NEIGHBOURS)]).loc[THEFT]
    assert pd.isna(unknown["shrunken_ratio"])


def test_municipalities_that_differ_no_more_than_chance_have_no_places_by_ratio():
    found = ranked([*each(THEFT, 50, [OWN, *NEIGHBOURS]), *each(BICYCLE, 20, [OWN, *NEIGHBOURS])])
    assert (found["shrunken_ratio"] == 1).all()
    assert found[["shrunken_lower_95", "rank_ratio_lower", "rank_ratio_upper"]].isna().all().all()


def test_sources_are_counted_per_problem_and_year():
    def said(source, points, **fields):
        return {"year": 2023, "priority_area": "STOLD", "problem": "vehicle_and_bicycle_theft", "source_type": source,
                "points": points} | fields  # fmt: skip

    sources = [
        said("bra_agency", "worse"), said("citizen_dialogue", "described"), said("survey", "better"),
        said("staff_dialogue", "missing"), said("police", "level"), said("kolada", "worse", problem=None),
        said("bra_council", "worse", problem="shop_theft"), said("bra_operative", "described", year=2022),
    ]  # fmt: skip
    row = ranked([*each(BICYCLE, 10), *each(THEFT, 100)], sources=sources).loc[BICYCLE]
    assert (row["sources_in_support"], row["sources_against"], row["sources_missing"]) == (2, 1, 1)


def test_the_change_is_lessebos_own_against_earlier_years():
    def compared(**fields):
        return {"municipality_code": OWN, "indicator": BICYCLE, "year": 2023, "comparison": "previous_years",
                "signal": "lower"} | fields  # fmt: skip

    rows = [
        compared(),
        compared(municipality_code="0881", signal="higher"),
        compared(comparison="trend", signal="none"),
    ]
    found = ranked([*each(BICYCLE, 10), *each(THEFT, 100)], comparison=rows)
    assert found.loc[BICYCLE, "change_signal"] == "lower"
    assert pd.isna(found.loc[THEFT, "change_signal"])


def test_no_figures_no_ranking():
    assert problem_ranking(*(empty(n) for n in (
        "indicator_value", "indicator_comparison", "source_agreement", "series_break"
    )), AGREEMENT).empty  # fmt: skip
