"""polisen.se: free text about people must never reach the disk, and what was fetched must not fade away."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pipelines import agreement as agreements
from pipelines import raw
from pipelines.fetch import polisen
from pipelines.fetch.client import FetchError
from tests.unit.fetch_setup import NOW, bench
from tests.unit.replay_server import Answer, as_json, event

__all__ = ["bench"]

THEFT = event(650251, "22 augusti 00.28", "Stöld/inbrott", "Lessebo")
CRASH = event(650252, "22 augusti 9:05", "Trafikolycka, smitning från", "Nybro", "Kalmar län")
ELSEWHERE = event(650253, "22 augusti 10.00", "Rån", "Stockholm", "Stockholms län")


def answer(*events):
    return lambda question: as_json(list(events))


def stored(place):
    return json.loads((place / "handelser.json").read_text(encoding="utf-8"))


def test_no_free_text_address_or_position_is_stored(bench):
    """The summary can tell who was where; it stays in memory for a moment and is never written."""
    bench.server.service = answer(THEFT, CRASH, ELSEWHERE)
    place = bench.fetch("polisen")
    whole = b"".join(path.read_bytes() for path in place.iterdir())
    for trace in ("Petra", "Provsson", "greps", "Storgatan", "/aktuellt/", "56.75", "gps", "summary"):
        assert trace.encode() not in whole
    assert stored(place) == [
        {
            "id": 650251,
            "datetime": "2026-08-22 6:35:31 +02:00",
            "name": "22 augusti 00.28, Stöld/inbrott, Lessebo",
            "type": "Stöld/inbrott",
            "location": {"name": "Kronobergs län"},
        },
        {
            "id": 650252,
            "datetime": "2026-08-22 6:35:31 +02:00",
            "name": "22 augusti 9:05, Trafikolycka, smitning från, Nybro",
            "type": "Trafikolycka, smitning från",
            "location": {"name": "Kalmar län"},
        },
    ]


def test_the_refresh_reads_what_was_stored(bench):
    bench.server.service = answer(THEFT, CRASH, ELSEWHERE)
    bench.fetch("polisen")
    reading, failed = raw.read_all(agreements.load(bench.raw / "lessebo"))
    assert not failed
    rows = reading.rows("police_events")
    assert list(zip(rows["event_id"], rows["municipality"], strict=True)) == [
        (650251, "Lessebo"),
        (650252, "Nybro"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "22 augusti 00.28, Stöld/inbrott, Petra Provsson greps, Lessebo"},
        {"name": "Petra Provsson greps i Lessebo"},
        {"name": "22 augusti 00.28, Rån, Lessebo"},
        {"name": "22 augusti 00.28, Stöld/inbrott, Lessebo (Storgatan 5)"},
        {"name": "22 augusti 00.28, Stöld/inbrott, Lessebo\nPetra"},
        {"type": "Petra greps. Hon är 43"},
        {"datetime": "i går kväll"},
        {"id": "650251"},
        {"id": True},
        {"name": None},
        {"location": None},
        {"location": {"name": "Storgatan 5, Lessebo"}},
    ],
)
def test_an_event_in_any_other_form_is_left_out_and_counted(bench, change):
    """Whatever a person writes into the fields, only date, type and place in their fixed form are let through."""
    bench.server.service = answer(THEFT | {"id": 1}, CRASH, THEFT | change)
    place = bench.fetch("polisen")
    assert len(stored(place)) == 2
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"] == {"another form than date, type and place": 1}
    assert "Petra" not in (place / "manifest.json").read_text(encoding="utf-8")


def test_a_persons_name_in_the_place_of_a_place_is_left_out(bench):
    """«Petra Provsson» has the letters of a place: only the agreements' own places are let through."""
    bench.server.service = answer(
        THEFT,
        event(1, "22 augusti 00.28", "Stöld/inbrott", "Petra Provsson"),
        event(2, "22 augusti 00.28", "Stöld/inbrott", "Lessebo", "Petra Provsson"),
    )
    assert [item["id"] for item in stored(bench.fetch("polisen"))] == [650251]


def test_every_real_event_passes(real_data):
    """Too strict a form would leave the list empty: 517 events of 2023–2026, two ways to write the time."""
    events = json.loads((real_data / "police" / "polisen_events_lpo_nybro_kommuner.json").read_text("utf-8"))
    kept = [polisen.redacted(item) for item in events]
    assert len(kept) == 517
    assert None not in kept


def test_every_type_the_police_have_used_passes(real_data):
    """A type that is not known would drop its events, year after year, without anyone missing them."""
    lines = (real_data / "police" / "event_types_counts.csv").read_text("utf-8").splitlines()[1:]
    types = [line.rpartition(",")[0].strip('"') for line in lines]
    assert len(types) == 97
    refused = [kind for kind in types if polisen.redacted(event(1, "1 maj 12:00", kind, "Nybro")) is None]
    assert refused == []


def test_a_new_way_of_writing_events_stops_the_fetch(bench):
    """Saved as «no events» it would look like a calm year."""
    bench.server.service = answer(THEFT, *[THEFT | {"id": n, "name": "Lessebo: stöld"} for n in range(2)])
    with pytest.raises(FetchError, match="har ändrat hur händelserna skrivs: 2 av 3"):
        bench.fetch("polisen")
    assert bench.saved() == []


@pytest.mark.parametrize("body", [[], {}, None, {"error": "x"}])
def test_an_answer_without_a_list_is_an_error(bench, body):
    bench.server.service = lambda question: as_json(body)
    with pytest.raises(FetchError, match="ingen lista av händelser"):
        bench.fetch("polisen")


def test_what_an_earlier_snapshot_held_is_carried_over(bench):
    """The service keeps 500 events of the country, a few days; only the newest snapshot is read."""
    bench.server.service = answer(THEFT)
    bench.fetch("polisen", NOW - timedelta(days=7))
    bench.server.service = answer(CRASH, ELSEWHERE)
    place = bench.fetch("polisen")
    assert [item["id"] for item in stored(place)] == [650251, 650252]
    assert any(
        "1 av 2 händelser gäller avtalets kommuner, 1 är kvar från förut" in line for line in bench.said
    )
    # Once more the same day: nothing is doubled, nothing lost.
    assert [item["id"] for item in stored(bench.fetch("polisen"))] == [650251, 650252]


def test_an_event_that_the_police_have_changed_replaces_the_earlier_one(bench):
    bench.server.service = answer(THEFT)
    bench.fetch("polisen", NOW - timedelta(days=1))
    bench.server.service = answer(event(650251, "22 augusti 00.28", "Skadegörelse", "Lessebo"))
    assert [item["type"] for item in stored(bench.fetch("polisen"))] == ["Skadegörelse"]


def test_what_was_carried_over_is_put_through_the_same_sieve(bench):
    """An earlier file that someone has added to, or from another agreement, must not pass unseen."""
    bench.server.service = answer(THEFT)
    earlier = bench.fetch("polisen", NOW - timedelta(days=1))
    (earlier / "handelser.json").write_text(
        json.dumps([CRASH | {"id": 7}, THEFT | {"id": 8, "name": "Petra Provsson"}, ELSEWHERE]),
        encoding="utf-8",
    )
    place = bench.fetch("polisen")
    assert [item["id"] for item in stored(place)] == [7, 650251]
    assert "summary" not in stored(place)[0]


def test_an_earlier_snapshot_that_cannot_be_read_is_told_not_forgotten(bench):
    bench.server.service = answer(THEFT)
    earlier = bench.fetch("polisen", NOW - timedelta(days=1))
    (earlier / "handelser.json").write_text("[{", encoding="utf-8")
    with pytest.raises(FetchError, match=r"2026-11-23/handelser.json, går inte att läsa.*Flytta bort mappen"):
        bench.fetch("polisen")
    assert not (bench.raw / "gemensamt" / "polisen" / "2026-11-24").exists()


def test_no_event_in_the_municipalities_is_a_snapshot_without_a_file(bench):
    """A file with an empty list would stop the next refresh as unknown."""
    bench.server.service = answer(ELSEWHERE)
    place = bench.fetch("polisen")
    assert [path.name for path in place.iterdir()] == ["manifest.json"]
    _, failed = raw.read_all(agreements.load(bench.raw / "lessebo"))
    assert not failed


def test_polisens_rules_are_kept(bench):
    """At least 10 seconds between calls, 404 is final: who does otherwise is blocked, with the whole network."""
    bench.server.service = answer(THEFT)
    bench.server.faults = [Answer(500)]
    bench.fetch("polisen")
    assert len(bench.server.asked) == 2
    assert sum(bench.slept) > 9.5
    bench.server.asked.clear()
    bench.server.faults = [Answer(404)]
    with pytest.raises(FetchError, match="404"):
        bench.fetch("polisen")
    assert len(bench.server.asked) == 1
