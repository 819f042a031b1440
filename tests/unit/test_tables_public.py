"""What is published of counts. If these fail, one person's case is hidden in one table and told in another."""

import pandas as pd
import pytest

from pipelines.tables.public import offence_count_public, protected_groups
from pipelines.tables.schema import empty
from tests.unit.table_rows import AGREEMENT, OWN, counted, yearly

NO_SEASON = empty("indicator_season")


def public(*rows):
    return offence_count_public(counted(*rows), NO_SEASON, AGREEMENT)


def year_of(counts, publisher="bra", group="bicycle_theft", code=OWN, year=2023, status="final"):
    """Twelve months (or fewer) from January."""
    return [
        {"publisher": publisher, "offence_group": group, "municipality_code": code, "year": year, "month": m,
         "count": n, "status": status}
        for m, n in enumerate(counts, 1)
    ]  # fmt: skip


def shown(frame):
    """By month, 0 for the year; None where hidden."""
    rows = zip(frame["month"].fillna(0), frame["count"], strict=True)
    return {int(month): None if pd.isna(n) else int(n) for month, n in rows}


def test_a_years_total_is_published_as_bra_does_and_a_protected_groups_small_one_is_not():
    rows = [
        *yearly("robbery", {2021: 1, 2022: 4, 2023: 9}, publisher="bra"),
        *yearly("molestation", {2021: 0, 2022: 4, 2023: 5}),
        *yearly(
            "public_violence_boys", {2022: 3, 2023: 5}, publisher="bra_indicators", per_100k_published=40.0
        ),
    ]
    found = public(*rows).set_index(["offence_group", "year"])
    assert found.loc["robbery", "count"].tolist() == [1, 4, 9]
    assert found.loc["molestation", "suppressed"].tolist() == [False, True, False]
    assert found.loc[("public_violence_boys", 2022), ["count", "per_100k_published"]].isna().all()
    assert found.loc[("public_violence_boys", 2023), "count"] == 5


def test_the_polices_months_localities_and_sensitive_groups_are_not_published():
    rows = [
        *yearly("vandalism", {2023: 60}),
        *year_of([5] * 12, publisher="police", group="vandalism"),
        *yearly("vandalism", {2023: 50}, locality="Kosta"),
        *yearly("robbery_young", {2023: 50}),
    ]
    found = public(*rows)
    assert found[["offence_group", "count"]].to_numpy().tolist() == [["vandalism", 60]]


def test_a_small_month_is_hidden_with_another_since_the_year_is_published():
    """8 in all months but March's 2: 90 less the eleven shown would be 2; December is hidden too, 2 + 8 = 10."""
    found = shown(
        public(*year_of([8, 8, 2, *[8] * 9]), *yearly("bicycle_theft", {2023: 90}, publisher="bra"))
    )
    assert {month for month, n in found.items() if n is None} == {3, 12}
    assert found[0] == 90


def test_zeros_are_shown_and_a_year_of_few_shows_no_months():
    assert shown(public(*year_of([0, 20, *[0] * 10]))) == {m: 20 if m == 2 else 0 for m in range(1, 13)}
    assert set(shown(public(*year_of([0, 1, 2, *[0] * 9]))).values()) == {None}


def test_of_a_year_that_is_not_over_only_the_small_months_are_hidden():
    assert shown(public(*year_of([8, 2, 8, 8], year=2024, status="preliminary"))) == {
        1: 8,
        2: None,
        3: 8,
        4: 8,
    }


def test_a_year_of_final_and_preliminary_months_has_a_sum_too():
    """The indicator tells the twelve together: one hidden final month would be the sum less the others."""
    december = year_of([8] * 12, status="preliminary")[-1]
    rows = [*year_of([8, 8, 2, *[8] * 8]), december]
    assert {month for month, n in shown(public(*rows)).items() if n is None} == {3, 12}


def test_neighbours_months_are_not_published_and_the_countrys_never_hidden():
    """Beside the police area's pooled months a neighbour's hidden month could be worked out from those shown."""
    rows = [*year_of([8, 8, 2, *[8] * 9], code="2584"), *year_of([3] * 12, code="00")]
    found = public(*rows)
    assert found.loc[found["municipality_code"] == "2584", "month"].notna().sum() == 0
    assert not found.loc[found["municipality_code"] == "00", "suppressed"].any()


def test_months_of_single_years_are_not_published_where_five_years_together_would_give_one_away():
    """March: 2 in 2023 and 8, 8, 8, 8 before. Of the year alone March and December are hidden; but the season says
    that the five Marches are 34, and 34 less the four shown is 2."""
    rows = [row for year in range(2019, 2023) for row in year_of([8] * 12, year=year)]
    rows += year_of([8, 8, 2, *[8] * 9])
    season = pd.DataFrame({
        "indicator": "bicycle_theft_reported", "year": 2023, "month": range(1, 13), "publisher": "bra", "total": 474,
        "count": [40, 40, 34, *[40] * 9],
    })  # fmt: skip
    alone = offence_count_public(counted(*rows), NO_SEASON, AGREEMENT)
    assert alone["suppressed"].sum() == 2
    together = offence_count_public(counted(*rows), season, AGREEMENT)
    assert together["suppressed"].all()
    # A month of another group is no part of it.
    other = offence_count_public(counted(*rows, *year_of([8] * 12, group="shop_theft")), season, AGREEMENT)
    assert not other.loc[other["offence_group"] == "shop_theft", "suppressed"].any()


def test_the_protected_groups_are_the_sensitive_and_those_whose_indicator_says_so():
    found = protected_groups()
    assert {"outdoor_assault", "molestation", "robbery_young", "sexual_offences", "close_relations"} <= found
    assert not found & {"theft_total", "vandalism", "robbery", "bicycle_theft"}


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_small_number_is_hidden_and_five_is_not(count):
    assert public(*yearly("molestation", {2023: count}))["suppressed"].tolist() == [True]
    assert public(*yearly("molestation", {2023: 5}))["suppressed"].tolist() == [False]
