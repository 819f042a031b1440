"""Events from polisen.se: when, what and where, and nothing that could become a measure."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pipelines.readers import police_events
from tests.readers.checking import outcome, read_as

COLUMNS = ["row", "event_id", "published_at", "event_date", "event_time", "type", "municipality"]


def event(**changes: object) -> dict[str, object]:
    return {
        "id": 1,
        "datetime": "2023-03-22 9:59:57 +01:00",
        "name": "22 mars 09:53, Trafikolycka, vilt, Lessebo",
        "summary": "Älg på väg 25.",
        "type": "Trafikolycka, vilt",
        "location": {"name": "Kronobergs län"},
    } | changes


def encoded(*events: object) -> bytes:
    return json.dumps(events).encode()


def test_an_event_has_its_own_day_and_time_apart_from_its_publication() -> None:
    """Published at ten, happened at seven minutes to: what is told by hour must use the second.

    The hour is not padded in a third of the publications; the location became the county in 2026; the summary
    can describe a person and is not kept, nor is there anything to count by.
    """
    result = read_as(police_events, encoded(event()), "x.json")
    assert list(result.rows) == COLUMNS
    assert result.rows.iloc[0].to_dict() == {
        "row": 1,
        "event_id": 1,
        "published_at": pd.Timestamp("2023-03-22 09:59:57"),
        "event_date": pd.Timestamp("2023-03-22"),
        "event_time": "09:53",
        "type": "Trafikolycka, vilt",
        "municipality": "Lessebo",
    }
    assert not result.notes


@pytest.mark.parametrize(
    ("name", "published", "day", "time"),
    [
        ("31 december 23.30, Brand, Nybro", "2025-01-01 6:10:00 +01:00", "2024-12-31", "23:30"),
        ("01 januari 00.10, Brand, Nybro", "2024-12-31 23:59:00 +01:00", "2025-01-01", "00:10"),
        ("1 maj 17.59, Brand, Nybro", "2026-05-01 18:00:00 +02:00", "2026-05-01", "17:59"),
        ("29 februari 7:05, Brand, Nybro", "2024-03-01 9:00:00 +01:00", "2024-02-29", "07:05"),
        ("16 augusti, Brand, Nybro", "2023-08-16 6:54:17 +02:00", "2023-08-16", None),
        ("Sammanfattning natt, Nybro", "2023-08-16 6:54:17 +02:00", None, None),
    ],
)
def test_the_year_is_the_one_nearest_to_publication(
    name: str, published: str, day: str | None, time: str | None
) -> None:
    """The name has no year: New Year's Eve belongs to the year before."""
    row = read_as(police_events, encoded(event(name=name, datetime=published)), "x.json").rows.iloc[0]
    assert (row.event_date == pd.Timestamp(day)) if day else pd.isna(row.event_date)
    assert row.event_time == time


def test_the_municipality_is_the_end_of_the_name_never_a_county() -> None:
    """A county taken for a municipality would put its events nowhere."""
    events = [
        event(),
        event(id=2, name="1 maj 17.59, Brand, Kronobergs län", datetime="2026-05-01 18:00:00 +02:00"),
        event(id=3, name="22 mars 09:53, Rån, Uppvidinge", type="Rån, nytt slag"),
    ]
    result = read_as(police_events, encoded(*events), "x.json")
    assert list(result.rows.municipality) == ["Lessebo", None, "Uppvidinge"]
    assert result.notes == ["1 händelser är av ett slag som inte fanns på polisen.se 2023–2026."]


def test_broken_and_repeated_events_are_counted() -> None:
    """The site gives the latest 500 at every call, so saved files overlap; a later save may have new words."""
    events = [
        event(),
        event(),
        event(type="Trafikolycka"),
        event(id=3, name="utan plats"),
        event(id=4, datetime="i går"),
        event(id=5, name="22 september 09:53, Brand, Nybro"),
        event(id=6, name="31 februari 09:53, Brand, Nybro"),
        event(id=7, name="22 mars 25.10, Brand, Nybro"),
        event(id=8, datetime=None),
        event(id=10**400),
        event(id=2**64),
        event(id="x"),
        event(id=[1], type={"a": 1}),
        "skräp",
        {"id": 5},
    ]
    result = read_as(police_events, encoded(*events), "x.json")
    assert len(result.rows) == 1
    assert [p.row for p in result.problems] == list(range(4, 16))
    assert result.skipped == {
        "samma händelse igen": 1,
        "samma händelse igen i ändrad form, den första används": 1,
    }


@pytest.mark.parametrize("field", ["id", "datetime", "name", "type"])
def test_a_missing_field_is_named(field: str) -> None:
    """A renamed field must not make every event a fault without a cause."""
    held = {k: v for k, v in event().items() if k != field}
    if field == "datetime":
        assert outcome(police_events, encoded(held), "x.json") == "känns inte igen"
    else:
        assert f"«{field}»" in str(outcome(police_events, encoded(held), "x.json"))


def test_a_file_cut_off_is_refused() -> None:
    """Half a JSON is no JSON."""
    data = encoded(event(), event(id=2))
    for cut in range(1, len(data), 9):
        assert isinstance(outcome(police_events, data[:cut], "x.json", is_alone=True), str)


def test_the_real_events(real_data) -> None:
    """517 events, each with its own day and time; 39 of them were published the day after or later."""
    data = (real_data / "police/polisen_events_lpo_nybro_kommuner.json").read_bytes()
    result = read_as(police_events, data, "x.json")
    rows = result.rows
    assert len(rows) == 517
    assert not result.problems
    assert not result.notes
    assert rows.event_date.notna().all()
    assert rows.event_time.str.fullmatch(r"[0-2]\d:[0-5]\d").all()
    assert ((rows.published_at.dt.normalize() - rows.event_date).dt.days > 0).sum() == 39
    assert (rows.published_at.dt.hour < 10).sum() == 238
    towns = {"Nybro", "Tingsryd", "Lessebo", "Emmaboda", "Uppvidinge", "Torsås", "Alvesta", "Kalmar", "Växjö"}
    assert set(rows.municipality) == towns
