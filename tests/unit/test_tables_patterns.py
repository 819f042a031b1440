"""Patterns over five years. If these fail, a year's hidden count follows from the total of a pattern."""

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.paths import RAW
from pipelines.tables import patterns
from pipelines.tables.schema import conform, empty

AGREEMENT = agreements.load(RAW / "lessebo-exempel")
PLACES = ("Lessebo", "Hovmantorp", "Kosta", "Skruv")


def counts(group, per_year, publisher="police", status="final", place=None):
    """Yearly counts of one group; with ``place`` those of a locality."""
    rows = [
        {"municipality_code": "0761", "locality": place, "publisher": publisher, "offence_group": group,
         "year": year, "month": None, "count": count, "per_100k": None, "status": status, "file": "a.csv",
         "row": 1}
        for year, count in per_year.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def offence_count(*parts):
    frame = pd.concat(parts, ignore_index=True)
    return conform("offence_count", frame.reindex(columns=empty("offence_count").columns))


def delivery(group, per_year):
    """The police's yearly totals, and their split over localities."""
    split = [{year: count // 4 + (i < count % 4) for year, count in per_year.items()} for i in range(4)]
    parts = [counts(group, part, place=place) for part, place in zip(split, PLACES, strict=True)]
    return [counts(group, per_year), *parts]


def windows(found, group):
    return sorted({int(year) for year in found.loc[found["offence_group"] == group, "year_to"]})


STEADY = dict.fromkeys(range(2015, 2024), 30)


@pytest.mark.parametrize("group", ["outdoor_assault", "molestation"])
def test_no_window_holds_a_hidden_year_of_a_group_whose_small_years_are_hidden(group):
    # 2020 is hidden: 30 + 30 + 30 + 30 + 3 less the four years shown would be 3.
    table = offence_count(*delivery(group, STEADY | {2020: 3}))
    found = patterns.offence_pattern(table, empty("police_report"), AGREEMENT)
    assert windows(found, group) == [2019]


@pytest.mark.parametrize("count", [0, 5])
def test_a_year_of_none_or_of_five_hides_nothing(count):
    table = offence_count(*delivery("molestation", STEADY | {2020: count}))
    found = patterns.offence_pattern(table, empty("police_report"), AGREEMENT)
    assert windows(found, "molestation") == [2019, 2020, 2021, 2022, 2023]


def test_a_group_whose_small_years_are_published_keeps_its_pattern():
    table = offence_count(*delivery("arson", STEADY | {2020: 3}))
    found = patterns.offence_pattern(table, empty("police_report"), AGREEMENT)
    assert windows(found, "arson") == [2019, 2020, 2021, 2022, 2023]


def test_the_agreements_own_threshold_and_a_year_at_the_edge_of_the_window_count():
    table = offence_count(*delivery("molestation", STEADY | {2015: 4}))
    found = patterns.offence_pattern(table, empty("police_report"), AGREEMENT)
    assert windows(found, "molestation") == [2020, 2021, 2022, 2023]
    assert patterns.hidden_years(table, AGREEMENT)["molestation"] == {2015}


def test_another_municipalitys_small_year_hides_nothing():
    other = counts("molestation", STEADY | {2020: 3}).assign(municipality_code="0881")
    table = offence_count(*delivery("molestation", STEADY), other)
    found = patterns.offence_pattern(table, empty("police_report"), AGREEMENT)
    assert 2020 in windows(found, "molestation")
