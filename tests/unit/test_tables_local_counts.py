"""Local sources' counts. If these fail, an incident is counted twice, or a school's single case can be worked out."""

import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables import indicator_kinds
from pipelines.tables.local_sums import lines, outermost
from pipelines.tables.public import local_count_public
from tests.unit.table_rows import AGREEMENT, local

ENTRIES = {entry["id"]: entry for entry in indicators()}
FIRES = ENTRIES["deliberate_fires_attended"]  # shown per municipality and year
THREATS = ENTRIES["threat_and_violence_incidents"]  # small numbers hidden
FIRST, SECOND = {"period_to": "2023-06-30"}, {"period_from": "2023-07-01"}
QUARTERS = [
    {"period_from": f"2023-{first}", "period_to": f"2023-{last}"}
    for first, last in (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
]


def figure(entry, *rows):
    """The indicator's only figure."""
    named = {"source_type": entry["source_type"], "phenomenon": entry["phenomenon"]}
    found = indicator_kinds.local_counts(entry, local(*(named | row for row in rows)), 5)
    assert len(found) == 1
    return found.iloc[0]


def test_a_years_places_and_halves_are_added():
    rows = [{"place": place, "count": n} | half for place, half, n in (
        ("A", FIRST, 5), ("A", SECOND, 7), ("B", FIRST, 2), ("B", SECOND, 3)
    )]  # fmt: skip
    row = figure(THREATS, *rows)
    assert (row["count"], row["note"]) == (17, None)


def test_a_row_for_the_whole_municipality_is_never_added_to_its_places():
    assert figure(FIRES, {"count": 12}, {"count": 7, "place": "A"}, {"count": 5, "place": "B"})["count"] == 12


def test_a_year_is_never_added_to_its_quarters():
    """12 for the year, told once more by quarter, was 24."""
    quarters = [quarter | {"count": 3} for quarter in QUARTERS]
    for rows in ([{"count": 12}, *quarters], [*quarters, {"count": 12}]):
        assert figure(FIRES, *rows)["count"] == 12
    of_place = [row | {"place": "A"} for row in [{"count": 12}, *quarters]]
    assert figure(FIRES, *of_place, {"count": 5, "place": "B"})["count"] == 17


def test_periods_that_run_into_each_other_have_no_known_sum():
    row = figure(FIRES, {"count": 8, "period_to": "2023-07-31"}, {"count": 9, "period_from": "2023-07-01"})
    assert pd.isna(row["count"])
    assert "går in i varandra" in row["note"]


def test_a_gap_is_told_also_when_it_is_one_places():
    assert "en del av året" in figure(FIRES, {"count": 8} | FIRST)["note"]
    assert "en del av året" in figure(FIRES, {"count": 8, "period_from": "2023-01-02"})["note"]
    halves = [{"place": "A", "count": 8} | FIRST, {"place": "B", "count": 9} | SECOND]
    assert "en del av året" in figure(FIRES, *halves)["note"]
    leap = {"count": 8, "period_from": "2020-01-01", "period_to": "2020-12-31"}
    assert figure(FIRES, leap)["note"] is None


def test_a_part_that_the_source_hides_makes_the_sum_unknown_never_smaller():
    row = figure(THREATS, {"place": "A", "count": 9}, {"place": "B", "count": None, "mask": "färre än 5"})
    assert pd.isna(row["count"])
    assert "inte alla antal" in row["note"]
    assert not row["suppressed"]


def test_a_period_over_new_year_is_no_calendar_year():
    school_year = {"count": 9, "period_from": "2022-08-01", "period_to": "2023-06-30"}
    assert indicator_kinds.local_counts(FIRES, local(school_year), 5).empty


def test_another_unit_source_or_phenomenon_is_left_alone_and_capitals_do_not_matter():
    rows = local({"count": 9}, {"count": 5000, "unit": "kronor"}, {"count": 3, "source_type": "technical_office"},
                 {"count": 4, "phenomenon": "Brand"})  # fmt: skip
    assert indicator_kinds.local_counts(FIRES, rows, 5)["count"].tolist() == [9]
    assert indicator_kinds.local_counts(FIRES, local({"count": 9, "phenomenon": "ANLAGD brand"}), 5)[
        "count"
    ].tolist() == [9]


@pytest.mark.parametrize(
    ("entry", "row", "is_hidden"),
    [
        (THREATS, {"count": 4}, True),
        (THREATS, {"count": 5}, False),
        (THREATS, {"count": 0}, False),
        (FIRES, {"count": 3}, False),  # as reported offences, per municipality and year
        (FIRES, {"count": 3, "place": "A"}, True),  # the sum of one place is that place's
    ],
)
def test_a_small_sum_is_hidden_where_the_register_says_so_or_it_is_a_places(entry, row, is_hidden):
    found = figure(entry, row)
    assert found["suppressed"] == is_hidden
    assert pd.isna(found["count"]) == is_hidden
    assert (found["note"] == "Färre än 5: visas inte.") == is_hidden


def test_a_small_sum_of_money_is_no_small_count():
    entry = ENTRIES["burglary_repair_cost"]
    found = figure(entry, {"count": 3, "unit": "kronor", "place": "A"})
    assert (found["count"], found["suppressed"]) == (3, False)


def shown(*rows):
    """The public form, in the order of the rows given; None where hidden."""
    frame = local_count_public(local(*rows), AGREEMENT).set_index("row")["count"]
    return [None if pd.isna(frame[n]) else int(frame[n]) for n in range(2, 2 + len(rows))]


def test_a_places_small_number_is_hidden_with_enough_more_that_the_sum_does_not_give_it():
    """9 of 12 shown would say 3. In 7, 3, 6 the last is hidden too: 3 + 6 = 9 can be 1 to 8."""
    assert shown({"place": "A", "count": 9}, {"place": "B", "count": 3}) == [None, None]
    assert shown({"place": "A", "count": 7}, {"place": "B", "count": 3}, {"place": "C", "count": 6}) == [
        7,
        None,
        None,
    ]
    assert shown({"place": "A", "count": 9}, {"place": "B", "count": 0}) == [9, 0]


def test_the_whole_is_shown_beside_its_hidden_places():
    """Hidden as well, it would be given away by the indicator, and the audit would stop the publication."""
    assert shown({"count": 12}, {"place": "A", "count": 3}) == [12, None]
    assert shown({"count": 12}, *(quarter | {"count": 3} for quarter in QUARTERS)) == [
        12,
        None,
        None,
        None,
        None,
    ]


def test_the_parts_of_a_hidden_part_are_hidden_too():
    """The first half 3 and the second 9 are hidden; its place A with 9 would give them."""
    rows = [{"count": 3} | FIRST, {"count": 9} | SECOND, {"place": "A", "count": 9} | SECOND]
    assert shown(*rows) == [None, None, None]


def test_three_fires_in_a_year_are_shown_and_three_threats_are_not():
    """In a small municipality every year is one of few fires: hidden here and told by the indicator, it would stop."""
    assert shown({"count": 3}) == [3]
    named = {"source_type": THREATS["source_type"], "phenomenon": THREATS["phenomenon"]}
    assert shown({"count": 3} | named) == [None]
    assert shown({"count": 3, "place": "A"}) == [None]


def test_the_same_phenomenon_in_capitals_is_the_same_line():
    """3 and 9 in two spellings: the indicator says 12, so 9 alone would give 3."""
    assert shown({"place": "A", "count": 3, "phenomenon": "ANLAGD BRAND"}, {"place": "B", "count": 9}) == [
        None,
        None,
    ]


def test_money_and_a_sources_own_mask_are_left_as_they_are():
    assert shown({"count": 3, "unit": "kronor"}) == [3]
    found = local_count_public(local({"count": None, "mask": "*"}), AGREEMENT)
    assert not found["suppressed"].any()


def test_the_order_of_wholes_and_parts():
    rows = local(
        {"count": 20}, {"count": 8} | FIRST, {"place": "A", "count": 5} | FIRST, {"place": "A", "count": 9}
    )
    at = {row: i for i, row in enumerate(rows["row"])}
    year, half, place_half, place = (at[n] for n in (2, 3, 4, 5))
    assert outermost(rows) == [year]
    found = {(outer, tuple(line)) for outer, line in lines(rows)}
    # The place's half is held by the place's own year, the nearest whole of the same place.
    assert found == {(None, (year,)), (year, (half,)), (year, (place,)), (place, (place_half,))}
