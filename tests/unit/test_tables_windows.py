"""Patterns over five years. If these fail, a year's hidden count follows from the total of a pattern."""

import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables import seasons, windows
from pipelines.tables.places import indicator_place
from pipelines.tables.seasons import indicator_season
from tests.unit.table_rows import AGREEMENT, OWN, counted, yearly

PLACES = ("Lessebo", "Hovmantorp", "Kosta", "Skruv")
STEADY = dict.fromkeys(range(2015, 2024), 40)


def delivery(group, per_year, **fields):
    """The police's yearly totals, and their split over localities."""
    rows = yearly(group, per_year, **fields)
    for i, place in enumerate(PLACES):
        split = {year: count // 4 + (i < count % 4) for year, count in per_year.items()}
        rows += yearly(group, split, locality=place, **fields)
    return rows


def of(table, group):
    """Last years of the windows of the group's indicator."""
    ids = [e["id"] for e in indicators() if e["kind"] == "offence_rate" and e["offence_group"] == group]
    return sorted({int(year) for year in table.loc[table["indicator"].isin(ids), "year"]})


def placed(*rows):
    return indicator_place(counted(*rows), AGREEMENT)


@pytest.mark.parametrize("group", ["outdoor_assault", "molestation"])
def test_no_window_holds_a_hidden_year_of_a_group_whose_small_years_are_hidden(group):
    """2020 is hidden: 40 + 40 + 40 + 40 + 3 less the four years shown would be 3."""
    assert of(placed(*delivery(group, STEADY | {2020: 3})), group) == [2019]


@pytest.mark.parametrize("count", [0, 5])
def test_a_year_of_none_or_of_five_hides_nothing(count):
    assert of(placed(*delivery("molestation", STEADY | {2020: count})), "molestation") == [
        2019,
        2020,
        2021,
        2022,
        2023,
    ]


def test_a_group_whose_small_years_are_published_keeps_its_pattern():
    assert of(placed(*delivery("arson", STEADY | {2020: 3})), "arson") == [2019, 2020, 2021, 2022, 2023]


def test_the_agreements_own_threshold_and_a_year_at_the_edge_of_the_window_count():
    rows = delivery("molestation", STEADY | {2015: 4})
    assert of(placed(*rows), "molestation") == [2020, 2021, 2022, 2023]
    assert windows.hidden_years(counted(*rows), AGREEMENT)["molestation"] == {2015}


def test_another_municipalitys_small_year_hides_nothing():
    other = yearly("molestation", STEADY | {2020: 3}, municipality_code="0881")
    assert 2020 in of(placed(*delivery("molestation", STEADY), *other), "molestation")


def test_a_preliminary_small_year_is_hidden_too():
    months = [{"offence_group": "molestation", "year": 2023, "month": m, "status": "preliminary", "count": m == 1}
              for m in range(1, 13)]  # fmt: skip
    hidden = windows.hidden_years(
        counted(*months, *yearly("molestation", dict.fromkeys(range(2015, 2023), 40))), AGREEMENT
    )
    assert hidden["molestation"] == {2023}


def test_a_sensitive_group_has_no_window_whatever_its_counts():
    assert windows.open_windows("robbery_young", {}, AGREEMENT) == []
    assert windows.open_windows("robbery", {}, AGREEMENT)[-1] == [2019, 2020, 2021, 2022, 2023]
    assert len(windows.windows(AGREEMENT)) == 5


def monthly(group, counts, years=range(2019, 2024), publisher="bra", code=OWN, **fields):
    """``counts``: twelve numbers, the same every year."""
    return [
        {
            "publisher": publisher,
            "municipality_code": code,
            "offence_group": group,
            "year": year,
            "month": m,
            "count": n,
        }
        | fields
        for year in years
        for m, n in enumerate(counts, 1)
    ]


SUMMER = [2, 2, 2, 2, 2, 6, 9, 6, 2, 2, 2, 2]


def season(*rows, indicator="bicycle_theft_reported"):
    found = indicator_season(counted(*rows), AGREEMENT)
    return found[found["indicator"] == indicator]


def test_a_season_has_twelve_months_with_five_years_counts_and_is_found():
    """Bicycles in July: 5 × 9; a year's 39 events on 365 days and July's 31 of them: 9/39 × 365/31 ≈ 2.72."""
    found = season(*monthly("bicycle_theft", SUMMER))
    assert (found["year"].unique().tolist(), found["year_from"].unique().tolist()) == ([2023], [2019])
    by = found.set_index("month")
    assert by["count"].to_dict() == {m: 5 * n for m, n in enumerate(SUMMER, 1)}
    assert by["total"].unique().tolist() == [5 * 39]
    assert by.loc[7, "index"] == pytest.approx(9 / 39 * 365.2 / 31, rel=0.002)
    assert set(by["signal"]) == {"seasonal"}
    assert by["area_index"].isna().all()  # nobody beside


def test_an_even_year_has_no_season():
    found = season(*monthly("bicycle_theft", [4] * 12))
    assert set(found["signal"]) == {"none"}
    assert found["index"].between(0.9, 1.1).all()


def test_a_missing_month_or_a_preliminary_one_or_too_few_events_give_no_season():
    rows = monthly("bicycle_theft", SUMMER)
    assert season(*rows[:-1]).empty
    assert season(*rows[:-1], rows[-1] | {"status": "preliminary"}).empty
    assert season(*monthly("bicycle_theft", [0, 0, 0, 0, 0, 3, 3, 3, 0, 0, 0, 0])).empty  # 45 of 50
    assert season(*monthly("bicycle_theft", SUMMER, code="0881")).empty


def test_a_small_month_is_hidden_with_another_and_shows_neither_its_level_nor_the_neighbours():
    """One theft a year in January 2019 and 2020 only: 2 in five years. The neighbours' months are published, so
    their pooled level would give it."""
    rows = monthly("bicycle_theft", [0, *SUMMER[1:]])
    for row in rows:
        row["count"] += row["month"] == 1 and row["year"] < 2021
    neighbours = monthly("bicycle_theft", [20] * 12, code="0881")
    by = season(*rows, *neighbours).set_index("month")
    hidden = by[by["suppressed"].astype(bool)]
    assert list(hidden.index) == [1, 12]
    assert hidden[["count", "index", "lower_95", "upper_95", "area_index"]].isna().all().all()
    assert by.loc[2:11, ["count", "index", "area_index"]].notna().all().all()


def test_the_test_pools_the_police_area_but_not_the_whole_country():
    """Växjö is not in the police area."""
    alone = season(*monthly("bicycle_theft", SUMMER))
    with_neighbour = season(
        *monthly("bicycle_theft", SUMMER), *monthly("bicycle_theft", [9, *[2] * 11], code="0881")
    )
    outside = season(
        *monthly("bicycle_theft", SUMMER), *monthly("bicycle_theft", [90, *[2] * 11], code="0780")
    )
    assert with_neighbour["area_index"].notna().all()
    assert outside["area_index"].isna().all()
    assert outside["p"].tolist() == alone["p"].tolist()


def test_bras_months_come_before_the_polices_and_they_are_never_mixed():
    found = season(*monthly("bicycle_theft", SUMMER), *monthly("bicycle_theft", [8] * 12, publisher="police"))
    assert (found["publisher"].unique().tolist(), found["total"].unique().tolist()) == (["bra"], [195])
    half = season(
        *monthly("bicycle_theft", SUMMER, years=range(2019, 2022)),
        *monthly("bicycle_theft", SUMMER, years=range(2022, 2024), publisher="police"),
    )
    assert half.empty


def test_no_window_of_months_holds_a_hidden_year():
    years = {2019: 4, 2020: 3, 2021: 4, 2022: 4, 2023: 4}
    rows = [
        row
        for year, n in years.items()
        for row in monthly("molestation", [n if year != 2020 else 0] * 12, [year], "police")
    ]
    rows[12] |= {"count": 3}  # 2020 has three in all
    assert season(*rows, indicator="molestation_reported").empty
    rows[12] |= {"count": 5}
    assert not season(*rows, indicator="molestation_reported").empty


def test_the_family_of_seasons_is_that_of_the_year():
    """Adjusted over all indicators: a p of 0.03 beside many that say nothing is no season."""
    frame = pd.DataFrame({"indicator": list("abcdefgh"), "year": 2023, "p": [0.03, *[0.9] * 7]})
    assert set(seasons._with_signal(frame, 0.10)["signal"]) == {"none"}
    assert seasons._with_signal(frame.head(1), 0.10)["signal"].tolist() == ["seasonal"]
