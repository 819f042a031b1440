"""Events from the police's site (polisen.se/api/events): an editorial selection, context only.

Belongs here: date, type and municipality of each event. Not here: free text (never kept), rates
(never computed from these).
"""

from __future__ import annotations

import json
from collections import Counter

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "police_events"
TITLE = "Händelser från polisen.se"
EXPECTED = "JSON med en lista av händelser: id, datetime, name, type och location."
HEADERS: tuple[str, ...] = ()
SKIP_REPEATED = "samma händelse igen"

_FIELDS = frozenset({"id", "datetime", "name", "type"})
_COLUMNS = ["row", "event_id", "published_date", "type", "municipality"]


def recognises(sample: FileSample) -> bool:
    """A JSON list whose first entry has an event's fields."""
    entries = sample.json_head
    return (
        isinstance(entries, list)
        and bool(entries)
        and isinstance(entries[0], dict)
        and set(entries[0]) >= _FIELDS
    )


def read(data: bytes, name: str) -> ReadResult:
    """One row per event; ``row`` is its place in the list and ``municipality`` the end of its name.

    The location field became the county in 2026, so it is not used; ``municipality`` is None when the
    name ends in a county. Raises UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise tables.unreadable(name, "Filen är inte giltig JSON. Hämta den på nytt.") from None
    if not isinstance(entries, list) or not entries:
        raise tables.unreadable(name, "Filen innehåller ingen lista av händelser.")
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    seen: set[int] = set()
    for n, entry in enumerate(entries, 1):
        try:
            row = _row(n, entry)
        except cells.CellError as error:
            found = cells.clean(entry.get("name")) if isinstance(entry, dict) else ""
            problems.append(Problem(n, found, error.reason, error.advice))
            continue
        if row["event_id"] in seen:
            skipped[SKIP_REPEATED] += 1
            continue
        seen.add(int(str(row["event_id"])))
        rows.append(row)
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"row": "int64", "event_id": "int64"})
    frame["published_date"] = pd.to_datetime(frame["published_date"]).astype("datetime64[us]")
    frame["municipality"] = frame["municipality"].astype(object).where(frame["municipality"].notna(), None)
    return ReadResult(frame, len(entries), problems, skipped)


def _row(n: int, entry: object) -> dict[str, object]:
    if not isinstance(entry, dict) or not set(entry) >= _FIELDS:
        raise cells.CellError("Händelsen saknar fält.", "Hämta händelserna på nytt från polisen.se.")
    event_id = cells.count(entry["id"])
    place = cells.clean(entry["name"]).rpartition(",")[2].strip()
    kind = cells.clean(entry["type"])
    if event_id is None or not kind or not place or "," not in str(entry["name"]):
        raise cells.CellError(
            "Händelsen saknar id, typ eller plats.", "Hämta händelserna på nytt från polisen.se."
        )
    return {
        "row": n,
        "event_id": event_id,
        "published_date": cells.required_date(entry["datetime"]),
        "type": kind,
        "municipality": None if cells.key(place).endswith(" län") else place,
    }
