"""The last look before publication. If these fail, a hidden number follows from sums that stand in other tables."""

import numpy as np
import pandas as pd
import pytest

from pipelines.tables.clock import indicator_time_of_week
from pipelines.tables.comparisons import indicator_comparison
from pipelines.tables.disclosure_audit import Published, disclosure_audit
from pipelines.tables.indicator_values import Sources, indicator_value
from pipelines.tables.mapping_tables import offence_count, police_counts
from pipelines.tables.places import indicator_place
from pipelines.tables.problem_ranking import problem_ranking
from pipelines.tables.public import local_count_public, offence_count_public
from pipelines.tables.schema import conform, empty
from pipelines.tables.seasons import indicator_season
from tests.unit.table_rows import AGREEMENT, OWN, counted, local, people, table, value, values, yearly

YEARS = range(2019, 2024)


def audit(**given):
    """Tables that are not named are empty. Subject to (hidden, exposed)."""
    names = {name: name for name in Published.__dataclass_fields__} | {
        "offence_count": "offence_count_public",
        "local_count": "local_count_public",
    }
    found = disclosure_audit(Published(**{n: given.get(n, empty(t)) for n, t in names.items()}), AGREEMENT)
    return {row.subject: (row.hidden, row.exposed) for row in found.itertuples()}


def public(*rows):
    """``offence_count`` as published; a count of None is hidden."""
    frame = counted(*rows).assign(suppressed=lambda f: f["count"].isna())
    return conform("offence_count_public", frame)


def months(counts, group="bicycle_theft", year=2023):
    return [{"publisher": "bra", "offence_group": group, "year": year, "month": m, "count": n}
            for m, n in enumerate(counts, 1)]  # fmt: skip


def hidden_value(year=2023, indicator="molestation_reported"):
    return value(indicator, year, None, suppressed=True)


def test_nothing_hidden_is_nothing_to_audit():
    assert audit(offence_count=public(*yearly("vandalism", {2023: 60}))) == {}


def test_a_year_less_eleven_months_gives_the_twelfth():
    total = yearly("bicycle_theft", {2023: 90}, publisher="bra")
    one = public(*months([8, 8, None, *[8] * 9]), *total)
    assert audit(offence_count=one) == {"offence_count": (1, 1)}
    two = public(*months([8, 8, None, *[8] * 8, None]), *total)
    assert audit(offence_count=two) == {"offence_count": (2, 0)}
    # With eleven months known and the twelfth not there, the year says nothing.
    assert audit(offence_count=public(*months([8, 8, None, *[8] * 8]), *total)) == {"offence_count": (1, 0)}


def test_a_year_that_stands_only_in_the_indicator_counts_too():
    """Twelve months without a yearly row: the indicator tells their sum."""
    rows = public(*months([8, 8, None, *[8] * 9]))
    assert audit(offence_count=rows) == {"offence_count": (1, 0)}
    told = values(value("bicycle_theft_reported", 2023, 90))
    assert audit(offence_count=rows, indicator_value=told) == {"offence_count": (1, 1)}


def season(total, counts, indicator="molestation_reported", year=2023):
    return table("indicator_season", [
        {"municipality_code": OWN, "indicator": indicator, "year": year, "year_from": year - 4, "month": m, "count": n,
         "total": total, "publisher": "police"}
        for m, n in enumerate(counts, 1)
    ])  # fmt: skip


FOUR = public(*yearly("molestation", dict.fromkeys(range(2019, 2023), 12) | {2023: None}))


def test_a_windows_total_less_the_years_shown_gives_the_hidden_year():
    """51 in five years, 4 × 12 in four of them: 3."""
    found = audit(offence_count=FOUR, indicator_season=season(51, [17, 17, 17, *[0] * 9]))
    assert found["offence_count"] == (1, 1)
    assert audit(offence_count=FOUR)["offence_count"] == (1, 0)


def test_a_place_tables_total_gives_it_too():
    places = table("indicator_place", [
        {"municipality_code": OWN, "indicator": "molestation_reported", "year": 2023, "locality": name, "count": n,
         "total": 51, "known": 51}
        for name, n in (("Lessebo", 30), ("Kosta", 21))
    ])  # fmt: skip
    assert audit(offence_count=FOUR, indicator_place=places)["offence_count"] == (1, 1)


def test_a_rankings_three_year_sum_gives_it():
    """27 in 2021 to 2023, 12 and 12 in two of them."""
    ranking = table("problem_ranking", [
        {"indicator": "molestation_reported", "year": 2023, "year_from": 2021, "count_three_years": 27}
    ])  # fmt: skip
    assert audit(offence_count=FOUR, problem_ranking=ranking)["offence_count"] == (1, 1)


def comparison(**fields):
    base = {
        "municipality_code": OWN,
        "indicator": "molestation_reported",
        "year": 2023,
        "comparison": "previous_years",
    }
    return table("indicator_comparison", [base | fields])


def test_a_comparisons_base_sum_gives_it():
    """2018 to 2022: 5 × 12 but 2020 hidden; 51 in all."""
    rows = public(*yearly("molestation", dict.fromkeys(range(2018, 2023), 12) | {2020: None}))
    made = comparison(base_count=51, base_from=2018, base_to=2022, base_years=5)
    assert audit(offence_count=rows, indicator_comparison=made)["offence_count"] == (1, 1)
    # A base with years left out is the sum of other years than it spans.
    gap = comparison(base_count=51, base_from=2018, base_to=2022, base_years=4)
    assert audit(offence_count=rows, indicator_comparison=gap)["offence_count"] == (1, 0)


def test_a_groups_base_sum_gives_its_hidden_member():
    rows = public(
        *yearly("molestation", {2023: 12}, municipality_code="0881"),
        *yearly("molestation", {2023: None}, municipality_code="0760"),
    )
    group = table(
        "comparison_group", [{"comparison": "polisomradet", "municipality_code": c} for c in ("0881", "0760")]
    )
    made = comparison(comparison="polisomradet", base_count=15, base_from=2023, base_to=2023, base_years=1)
    found = audit(offence_count=rows, indicator_comparison=made, comparison_group=group)
    assert found["offence_count"] == (1, 1)


def test_a_part_in_a_whole_of_one_is_that_one():
    """A hidden number is at least 1, and no part is more than its whole."""
    rows = [
        *yearly("robbery", {2023: 1}, publisher="bra"),
        *yearly("robbery_young", {2023: None}, publisher="bra"),
    ]
    assert audit(offence_count=public(*rows))["offence_count"] == (1, 1)
    rows[0]["count"] = 4
    assert audit(offence_count=public(*rows))["offence_count"] == (1, 0)


def test_a_locality_less_the_others_gives_it():
    def places(*counts):
        return table("indicator_place", [
            {"municipality_code": OWN, "indicator": "vandalism_reported", "year": 2023, "locality": name, "count": n,
             "total": 60, "known": 50}
            for name, n in zip(("A", "B", "C"), counts, strict=True)
        ])  # fmt: skip

    assert audit(indicator_place=places(30, 17, None)) == {"indicator_place": (1, 1)}
    assert audit(indicator_place=places(30, None, None)) == {"indicator_place": (2, 0)}


def test_a_weekday_less_the_others_gives_it():
    def week(*shares):
        return table("indicator_time_of_week", [
            {"municipality_code": OWN, "indicator": "vandalism_reported", "year": 2023, "dimension": "weekday",
             "key": str(i), "share_pct": share, "events": 100}
            for i, share in enumerate(shares)
        ])  # fmt: skip

    assert audit(indicator_time_of_week=week(40, 40, 17, None)) == {"indicator_time_of_week": (1, 1)}
    assert audit(indicator_time_of_week=week(40, 40, None, None)) == {"indicator_time_of_week": (2, 0)}


def test_the_polices_sensitive_year_is_audited_though_its_group_has_no_public_count():
    """Hidden in the indicator alone: a three-year sum over it must be found all the same."""
    rows = values(
        value("molestation_reported", 2021, 12), value("molestation_reported", 2022, 12), hidden_value()
    )
    ranking = table("problem_ranking", [
        {"indicator": "molestation_reported", "year": 2023, "year_from": 2021, "count_three_years": 27}
    ])  # fmt: skip
    assert audit(indicator_value=rows) == {"indicator_value": (1, 0)}
    assert audit(indicator_value=rows, problem_ranking=ranking) == {"indicator_value": (1, 1)}


def test_a_local_sum_less_the_places_shown_gives_the_hidden_one():
    def places(*counts):
        rows = [{"place": name, "count": n} for name, n in zip("ABC", counts, strict=True)]
        return conform("local_count_public", local(*rows).assign(suppressed=lambda f: f["count"].isna()))

    told = values(value("deliberate_fires_attended", 2023, 20))
    assert audit(local_count=places(10, 7, None), indicator_value=told) == {"local_count": (1, 1)}
    assert audit(local_count=places(10, None, None), indicator_value=told) == {"local_count": (2, 0)}
    assert audit(local_count=places(10, 7, None)) == {"local_count": (1, 0)}


def test_parts_are_not_added_to_their_whole():
    """12 in all, and A and B hidden within: not 12 + A + B = 12, which would say that both are none."""
    rows = local({"count": 12}, {"place": "A", "count": None}, {"place": "B", "count": None})
    made = conform("local_count_public", rows.assign(suppressed=rows["count"].isna()))
    told = values(value("deliberate_fires_attended", 2023, 12))
    assert audit(local_count=made, indicator_value=told) == {"local_count": (2, 0)}


def test_a_hidden_number_known_to_within_a_few_is_counted_as_narrow():
    rows = public(
        *yearly("robbery", {2023: 2}, publisher="bra"),
        *yearly("robbery_young", {2023: None}, publisher="bra"),
    )
    found = disclosure_audit(
        Published(**{n: empty(t) for n, t in {
            "local_count": "local_count_public", "indicator_value": "indicator_value",
            "indicator_comparison": "indicator_comparison", "comparison_group": "comparison_group",
            "indicator_season": "indicator_season", "indicator_time_of_week": "indicator_time_of_week",
            "indicator_place": "indicator_place", "problem_ranking": "problem_ranking",
        }.items()}, offence_count=rows), AGREEMENT)  # fmt: skip
    assert found[["hidden", "exposed", "narrow"]].to_numpy().tolist() == [[1, 0, 1]]


CODES = {"0821": 9, "1201": 6, "9374": 2, "1209": 3, "9830": 4}  # mean a year
PLACES = ("Lessebo", "Hovmantorp", "Kosta", "Skruv", None)


def everything(seed):
    """All tables of a small municipality drawn at random, as the pipeline makes them, and their audit."""
    rng = np.random.default_rng(seed)
    reported = []
    for year in range(2017, 2024):
        drawn = [("0983", m) for m in range(1, 13)]
        drawn += [
            (c, int(rng.integers(1, 13))) for c, mean in CODES.items() for _ in range(rng.poisson(mean * 2))
        ]
        for code, month in drawn:
            at = pd.Timestamp(year, month, int(rng.integers(1, 28)), int(rng.integers(0, 24)))
            reported.append({
                "municipality_code": OWN, "locality": PLACES[rng.choice(5, p=[0.45, 0.25, 0.1, 0.05, 0.15])],
                "offence_code": code, "registered_year": year, "registered_month": month, "date_from": at,
                "date_to": at, "spans_days": 0, "count": 1, "file": "p.csv", "row": len(reported) + 2,
            })  # fmt: skip
    report = table("police_report", reported)
    agency = []
    for code in (OWN, "0881", "00"):
        for group, mean in (("bicycle_theft", 1.5), ("robbery", 0.2), ("theft_total", 9)):
            for year in range(2017, 2024):
                drawn = rng.poisson(mean * (1000 if code == "00" else 1), 12)
                agency += [row | {"municipality_code": code} for row in months(drawn, group, year)]
                if year != 2020:  # a year that only its months give
                    agency += yearly(group, {year: int(drawn.sum())}, publisher="bra", municipality_code=code)
    counts = offence_count(police_counts(report, AGREEMENT), counted(*agency))
    sources = Sources(
        counts, empty("survey_result"), people(OWN, "0881", "00"), empty("kpi_value"), empty("local_count"),
        empty("statement"), empty("statement_code"), report,
    )  # fmt: skip
    made = indicator_value(sources, AGREEMENT)
    breaks, groups = empty("series_break"), empty("comparison_group")
    compared = indicator_comparison(made, breaks, groups, AGREEMENT)
    by_month = indicator_season(counts, AGREEMENT)
    ranking = problem_ranking(made, compared, empty("source_agreement"), breaks, AGREEMENT)
    return {
        "offence_count": offence_count_public(counts, by_month, AGREEMENT),
        "local_count": local_count_public(empty("local_count"), AGREEMENT),
        "indicator_value": made,
        "indicator_comparison": compared,
        "comparison_group": groups,
        "indicator_season": by_month,
        "indicator_time_of_week": indicator_time_of_week(report, counts, AGREEMENT),
        "indicator_place": indicator_place(counts, AGREEMENT),
        "problem_ranking": ranking,
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hidden_follows_from_all_that_is_published_of_a_small_municipality(seed):
    tables = everything(seed)
    found = audit(**tables)
    assert {"offence_count", "indicator_season", "indicator_place"} <= set(found)
    assert sum(hidden for hidden, _ in found.values()) > 50
    assert {subject: exposed for subject, (_, exposed) in found.items() if exposed} == {}
