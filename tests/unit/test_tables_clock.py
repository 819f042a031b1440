"""When in the week. If these fail, an offence falls on the wrong hour, or one victim's night can be read out."""

import numpy as np
import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables import clock, indicator_kinds
from tests.unit.table_rows import AGREEMENT, OWN, counted, table, yearly

ENTRIES = {entry["id"]: entry for entry in indicators()}
AT_NIGHT = ENTRIES["other_burglary_at_night"]  # 18-06
OUTDOORS = ENTRIES["outdoor_assault_at_night"]
BURGLARY, ASSAULT = "0821", "9374"
YEARS = range(2019, 2024)


def offences(*groups, code=BURGLARY, years=YEARS, months=range(1, 13)):
    """``groups`` of (how many a year, first and last time in Swedish time), laid in May; and one row of fraud in
    every month, so that every month is delivered."""
    rows = []
    for year in years:
        rows += [(year, month, "0983", f"{year}-{month:02d}-15 12:30", None, 1) for month in months]
        rows += [
            (year, 5, code, f"{year}-05-{first}", last and f"{year}-05-{last}", n)
            for n, first, last in groups
        ]
    return table("police_report", [
        {"municipality_code": OWN, "locality": "Kosta", "offence_code": code_, "registered_year": year,
         "registered_month": month, "date_from": pd.Timestamp(first), "date_to": pd.Timestamp(last or first),
         "spans_days": 0, "count": n, "file": f"p_{year}12.csv", "row": i}
        for i, (year, month, code_, first, last, n) in enumerate(rows, 2)
    ])  # fmt: skip


def share(entry, report, hidden=None):
    found = indicator_kinds.time_shares(entry, report, hidden or {}, AGREEMENT)
    return found.set_index("year") if len(found) else found


def test_the_code_used_here_is_one_of_the_group():
    from pipelines.registers import offence_groups

    assert BURGLARY in offence_groups()["other_burglary"].police_codes
    assert ASSAULT in offence_groups()["outdoor_assault"].police_codes


def test_the_share_at_night_is_in_swedish_time_and_over_midnight():
    """Of 24 a year, 6 at 23.30, 6 at 05.30 and 12 at 14: half are between 18 and 06. In UTC 05.30 is still night,
    and 18.30 in May (16.30 UTC) would not be."""
    row = share(AT_NIGHT, offences((6, "03 23:30", None), (6, "03 05:30", None), (12, "03 14:00", None))).loc[
        2023
    ]
    assert row["value"] == pytest.approx(50)
    assert row["denominator"] == 120
    assert row["lower_95"] < 50 < row["upper_95"]
    assert "5 år sammanlagt, 2019–2023. Tiden är känd för 120 av 120 brott." in row["note"]
    evening = share(AT_NIGHT, offences((12, "03 18:30", None), (12, "03 17:30", None))).loc[2023]
    assert evening["value"] == pytest.approx(50)


def test_an_offence_between_two_times_is_spread_over_them():
    """From 12 to 24 is six hours of twelve after 18; a span of several weeks is half night."""
    row = share(AT_NIGHT, offences((12, "03 12:00", "04 00:00"), (12, "03 09:00", "03 10:00"))).loc[2023]
    assert row["value"] == pytest.approx(25, abs=0.5)
    long = share(AT_NIGHT, offences((24, "02 14:00", "28 09:00"))).loc[2023]
    assert long["value"] == pytest.approx(50)
    assert "120 har ett tidsspann över ett dygn, en osäkerhet som intervallet inte räknar med" in long["note"]


def test_below_fifty_and_without_a_year_or_a_month_there_is_no_share():
    """Half a year delivered would tell the year's hours by its spring alone."""
    nights = ((6, "03 23:30", None), (6, "03 14:00", None))
    assert not share(AT_NIGHT, offences(*nights)).empty
    assert share(AT_NIGHT, offences((4, "03 23:30", None), (5, "03 14:00", None))).empty  # 45
    assert share(AT_NIGHT, offences(*nights, years=range(2020, 2024))).empty
    whole = offences(*nights, years=range(2019, 2023))
    half = offences(*nights, years=[2023], months=range(1, 7))
    assert share(AT_NIGHT, pd.concat([whole, half], ignore_index=True)).empty


def test_dates_without_times_give_no_hours():
    """Midnight everywhere would else be the worst hour of the day."""
    assert share(AT_NIGHT, offences((24, "03 00:00", None))).empty


def test_a_window_with_a_hidden_year_is_left_out_since_its_note_tells_the_total():
    report = offences((12, "03 23:30", None), (12, "03 14:00", None), code=ASSAULT)
    assert set(share(OUTDOORS, report).index) == {2023}
    assert share(OUTDOORS, report, {"outdoor_assault": {2021}}).empty
    assert set(share(OUTDOORS, report, {"outdoor_assault": {2018}, "molestation": {2021}}).index) == {2023}


def test_a_small_number_on_either_side_is_hidden():
    """Three of 63 by night, or by day: the share times the number would tell."""
    few, many = [offences((12, time, None), years=YEARS) for time in ("03 14:00", "03 23:30")]
    for most, one in ((few, "03 23:30"), (many, "03 14:00")):
        three = offences((3, one, None), years=[2021])
        three = three[three["offence_code"] == BURGLARY]
        row = share(AT_NIGHT, pd.concat([most, three], ignore_index=True)).loc[2023]
        assert row["suppressed"]
        assert np.isnan([row["value"], row["lower_95"], row["upper_95"]]).all()
        assert "63" not in row["note"]


def test_a_share_that_gives_a_hidden_block_of_the_week_is_hidden():
    """By night 80 on weekdays and 3 at weekends; by day 80 and 60. The 3 are hidden with the last block that has
    any, by day. All by night less the 80 shown would be 3."""
    # In May 2019 to 2023 the 15th is Wednesday, Friday, Saturday, Sunday, Monday; days are chosen for each year.
    rows = []
    for year in YEARS:
        days = pd.date_range(f"{year}-05-01", f"{year}-05-31")
        weekday = next(d for d in days if d.dayofweek == 2)
        weekend = next(d for d in days if d.dayofweek == 5)
        rows += [(weekday, "01:00", 16), (weekday, "13:00", 16), (weekend, "13:00", 12)]
        rows += [(weekend, "01:00", 3)] if year == 2021 else []
    report = offences((0, "03 12:00", None))
    extra = [
        {"municipality_code": OWN, "locality": "Kosta", "offence_code": BURGLARY, "registered_year": day.year,
         "registered_month": 5, "date_from": pd.Timestamp(f"{day:%Y-%m-%d} {time}"),
         "date_to": pd.Timestamp(f"{day:%Y-%m-%d} {time}"), "spans_days": 0, "count": n, "file": "p.csv",
         "row": 500 + i}
        for i, (day, time, n) in enumerate(rows)
    ]  # fmt: skip
    report = pd.concat([report, table("police_report", extra)], ignore_index=True)
    week = clock.indicator_time_of_week(
        report, counted(*yearly("other_burglary", dict.fromkeys(YEARS, 50))), AGREEMENT
    )
    blocks = week[(week["dimension"] == "block") & (week["indicator"] == "other_burglary_reported")]
    blocks = blocks[blocks["year"] == 2023].set_index("key")["suppressed"]
    assert blocks[blocks.astype(bool)].index.tolist() == ["lördag–söndag 00–06", "lördag–söndag 12–18"]
    assert share(AT_NIGHT, report).loc[2023, "suppressed"]


WEEK = counted(*yearly("other_burglary", dict.fromkeys(YEARS, 24)))


def week_of(report, counts=WEEK):
    found = clock.indicator_time_of_week(report, counts, AGREEMENT)
    return found[(found["indicator"] == "other_burglary_reported") & (found["year"] == 2023)]


def test_weekdays_and_blocks_stand_where_the_clock_was_in_sweden():
    """3 May is Friday, Sunday, Monday, Tuesday, Wednesday 2019-2023: 24 on each, at 23.30."""
    found = week_of(offences((24, "03 23:30", None)))
    days = found[found["dimension"] == "weekday"].set_index("key")["share_pct"]
    assert days.to_dict() == {
        "måndag": 20, "tisdag": 20, "onsdag": 20, "torsdag": 0, "fredag": 20, "lördag": 0, "söndag": 20,
    }  # fmt: skip
    blocks = found[found["dimension"] == "block"].set_index("key")["share_pct"]
    assert blocks["måndag–fredag 18–24"] == pytest.approx(80)
    assert blocks["lördag–söndag 18–24"] == pytest.approx(20)
    # Even: 5 of 7 days and 6 of 24 hours.
    even = found.set_index("key").loc["måndag–fredag 18–24", "even_pct"]
    assert even == pytest.approx(100 * 5 / 7 / 4)


def test_small_numbers_in_the_week_are_hidden_with_another():
    some = offences((24, "03 14:00", None))
    thursday = pd.Timestamp("2021-05-06 14:00")
    two = offences((2, "03 14:00", None), years=[2021])
    two = two[two["offence_code"] == BURGLARY].assign(date_from=thursday, date_to=thursday)
    found = week_of(pd.concat([some, two], ignore_index=True))
    days = found[found["dimension"] == "weekday"].set_index("key")
    assert days.loc["torsdag", "suppressed"]
    assert days["suppressed"].sum() == 2
    assert days.loc[days["suppressed"].astype(bool), ["share_pct", "lower_95", "upper_95"]].isna().all().all()


def test_a_window_with_a_hidden_year_has_no_week():
    report = offences((24, "03 23:30", None), code=ASSAULT)
    counts = counted(*yearly("outdoor_assault", dict.fromkeys(YEARS, 24)))
    found = clock.indicator_time_of_week(report, counts, AGREEMENT)
    assert set(found["indicator"]) == {"outdoor_assault_reported"}
    hidden = counted(*yearly("outdoor_assault", dict.fromkeys(YEARS, 24) | {2021: 4}))
    assert clock.indicator_time_of_week(report, hidden, AGREEMENT).empty


def test_another_municipalitys_offences_are_not_ours():
    assert week_of(offences((24, "03 23:30", None)).assign(municipality_code="0881")).empty
