"""Offences per inhabitant. If these fail, half a year looks quiet, or two sources are mixed."""

import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables.indicator_values import Sources, indicator_value, offence_rates
from pipelines.tables.schema import empty
from pipelines.tables.yearly import series_counts, yearly_counts
from tests.unit.table_rows import AGREEMENT, OWN, counted, people, yearly

ENTRIES = {entry["id"]: entry for entry in indicators()}


def agency(*rows):
    return counted(*({"publisher": "bra", "offence_group": "theft_total"} | row for row in rows))


def months(n, which=range(1, 13), **fields):
    return [{"count": n, "month": m} | fields for m in which]


def of(offence_count, population=None):
    """The table of values, of offences and populations alone."""
    names = (
        "survey_result",
        "population",
        "kpi_value",
        "local_count",
        "statement",
        "statement_code",
        "police_report",
    )
    tables = {name: empty(name) for name in names} | {"offence_count": offence_count}
    return indicator_value(
        Sources(**tables | {"population": people(OWN) if population is None else population}), AGREEMENT
    )


def test_twelve_final_months_make_a_year_where_the_yearly_figure_is_missing():
    found = yearly_counts(agency(*months(10)))
    assert found[["count", "status", "is_summed"]].to_numpy().tolist() == [[120, "final", True]]
    # The yearly figure is not added to its months, nor replaced by them.
    both = yearly_counts(agency(*months(10), {"count": 121}))
    assert both[["count", "is_summed"]].to_numpy().tolist() == [[121, False]]


def test_eleven_months_are_no_year_and_one_preliminary_month_makes_it_preliminary():
    assert yearly_counts(agency(*months(10, range(1, 12)))).empty
    mixed = yearly_counts(agency(*months(10, range(1, 12)), *months(10, [12], status="preliminary")))
    assert mixed[["count", "status"]].to_numpy().tolist() == [[120, "preliminary"]]
    whole = yearly_counts(agency(*months(10, status="preliminary")))
    assert whole[["count", "status"]].to_numpy().tolist() == [[120, "preliminary"]]
    assert yearly_counts(agency({"count": 120, "status": "preliminary"})).empty


def test_localities_and_other_publishers_are_never_added_to_the_municipality():
    frame = agency({"count": 189}, {"count": 90, "locality": "Kosta"}, {"count": 190, "publisher": "kolada"})
    found = yearly_counts(frame)
    assert dict(zip(found["publisher"], found["count"], strict=True)) == {"bra": 189, "kolada": 190}


def test_kolada_fills_in_only_what_bra_lacks_by_municipality_and_year():
    frame = agency(
        {"count": 189},
        {"count": 190, "publisher": "kolada"},
        {"count": 147, "publisher": "kolada", "year": 2022},
        {"count": 600, "publisher": "kolada", "municipality_code": "0881"},
        {"count": 999, "publisher": "bra_indicators", "year": 2021},
    )
    found = series_counts(yearly_counts(frame), ENTRIES["theft_reported"])
    assert {(r.municipality_code, r.year): r.count for r in found.itertuples(index=False)} == {
        (OWN, 2023): 189,
        (OWN, 2022): 147,
        ("0881", 2023): 600,
    }


def test_a_final_figure_of_the_second_publisher_wins_over_a_preliminary_one_of_the_first():
    frame = agency(*months(10, status="preliminary"), {"count": 131, "publisher": "kolada"})
    found = series_counts(yearly_counts(frame), ENTRIES["theft_reported"])
    assert found[["publisher", "count", "status"]].to_numpy().tolist() == [["kolada", 131, "final"]]


def test_the_municipality_indicators_never_stand_in_for_the_statistics_database():
    """Another definition under the same name: vandalism of the municipality indicators is not SOL's."""
    frame = agency({"offence_group": "vandalism", "count": 69, "publisher": "bra_indicators"})
    assert series_counts(yearly_counts(frame), ENTRIES["vandalism_reported"]).empty


def test_small_rates_are_marked_and_none_is_made_from_fewer_than_five():
    frame = agency(*(
        {"offence_group": "robbery", "count": n, "year": year} for year, n in ((2021, 0), (2022, 7), (2023, 4))
    ))  # fmt: skip
    rows = of(frame).set_index("year")
    assert rows["count"].to_dict() == {2021: 0, 2022: 7, 2023: 4}
    assert rows["value"].isna().to_dict() == {2021: True, 2022: False, 2023: True}
    # 7 of 8 500; exact limits of 7 are 2.814 and 14.423 (Garwood's table).
    assert rows.loc[2022, "value"] == pytest.approx(7 / 8500 * 1e5)
    assert rows.loc[2022, "lower_95"] == pytest.approx(2.814 / 8500 * 1e5, rel=1e-3)
    assert rows.loc[2022, "upper_95"] == pytest.approx(14.423 / 8500 * 1e5, rel=1e-3)
    assert "osäker" in rows.loc[2022, "reliability"]
    assert "Färre än 5 händelser" in rows.loc[2023, "note"]
    assert not rows["suppressed"].any()  # a municipality's yearly total as Brå publishes it


def test_small_counts_that_must_be_hidden_are_gone_with_everything_that_reveals_them():
    rows = of(counted(*yearly("outdoor_assault", {2021: 0, 2022: 5, 2023: 4}))).set_index("year")
    assert rows["suppressed"].to_dict() == {2021: False, 2022: False, 2023: True}
    assert rows.loc[2023, ["count", "value", "lower_95", "upper_95", "reliability"]].isna().all()
    assert rows.loc[2023, "note"] == "Färre än 5: visas inte."
    assert rows["count"].dropna().to_dict() == {2021: 0, 2022: 5}


def test_a_count_without_a_population_has_no_rate_and_says_so():
    row = of(agency({"count": 189}), empty("population")).iloc[0]
    assert row["count"] == 189
    assert row[["value", "lower_95", "denominator"]].isna().all()
    assert "Folkmängd saknas" in row["note"]


def test_the_population_of_another_day_is_not_the_denominator():
    november = people(OWN).assign(reference="1 november")
    assert pd.isna(of(agency({"count": 189}), november).iloc[0]["denominator"])


def test_other_municipalities_and_the_country_have_values_and_their_own_populations():
    frame = agency(
        {"count": 20}, {"count": 30, "municipality_code": "2584"}, {"count": 9000, "municipality_code": "00"}
    )
    population = pd.concat([people(OWN), people("2584", n=22_000), people("00", n=10_000_000)])
    rows = of(frame, population).set_index("municipality_code")
    assert rows["denominator"].to_dict() == {OWN: 8500, "2584": 22_000, "00": 10_000_000}
    assert rows["municipality"].to_dict() == {OWN: "Lessebo", "2584": "Kiruna", "00": "Hela landet"}
    assert rows.loc["2584", "value"] == pytest.approx(30 / 22_000 * 1e5)


def test_a_code_that_is_no_municipality_has_no_values():
    assert of(
        agency({"count": 20, "municipality_code": "0001"}, {"count": 30, "municipality_code": "07"})
    ).empty


def test_nothing_gives_no_rows_and_not_a_row_of_zeros():
    people_of = people(OWN).set_index(["municipality_code", "year"])["population"].astype(float)
    assert offence_rates(ENTRIES["theft_reported"], yearly_counts(empty("offence_count")), people_of, 5).empty
