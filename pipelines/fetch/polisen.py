"""Events from polisen.se/api/events, freed from free text before anything is stored.

Belongs here: which fields and events are kept. Not here: attempts (client), reading (readers.police_events).
An event's summary, address and coordinates may point at a person and are never stored; the name is kept only
in its fixed form «22 augusti 00.28, Rattfylleri, Nybro». The service gives the country's last 500 events, a few
days' worth, and only the newest snapshot is read: what an earlier snapshot held is carried into the new one.
Source: polisen.se's rules for open data (user agent, 10 seconds between calls, 404 is final); real events.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from pipelines.fetch.client import Client, FetchError
from pipelines.fetch.scope import Scope
from pipelines.fetch.snapshot import Fetched, SavedFile, newest

FILE = "handelser.json"
#: When fewer than this share of the events have the known form, the form has changed.
_KNOWN_SHARE = 0.5
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_WHEN = rf"\d{{1,2}} (?:{_MONTHS}) \d{{1,2}}[.:]\d{{2}}"
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}:\d{2} [+-]\d{2}:\d{2}")
#: «Malung-Sälen», «Västra Götalands län»: words of letters, at most four.
_PLACE = r"[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖa-zåäö][a-zåäöé]+){0,3}"
#: «Våld/hot mot tjänsteman», «Trafikolycka, smitning från»: letters, no digits, no sentence.
_TYPE = re.compile(r"[A-ZÅÄÖ][A-Za-zåäöÅÄÖ/ ,-]{1,58}")
_OTHER_FORM = "another form than date, type and place"
_ELSEWHERE = "outside the agreements' municipalities"
_SUFFIX = "Inget har sparats."


def fetch(client: Client, scope: Scope, before: Path) -> Fetched:
    """The events of the agreements' municipalities, with those of the newest snapshot in ``before``."""
    answer = client.ask(client.url("events"))
    if not isinstance(answer, list) or not answer:
        raise FetchError(
            f"polisen.se skickade ingen lista av händelser. {_SUFFIX} Kör igen senare; kvarstår felet, meddela "
            "den som sköter programmet."
        )
    left_out: Counter[str] = Counter()
    places = set(scope.municipalities.values())
    found: dict[int, dict[str, Any]] = {}
    for event in answer:
        kept = redacted(event)
        if kept is None:
            left_out[_OTHER_FORM] += 1
        elif _is_elsewhere(kept, places):
            left_out[_ELSEWHERE] += 1
        else:
            found[kept["id"]] = kept
    if left_out[_OTHER_FORM] > len(answer) * (1 - _KNOWN_SHARE):
        raise FetchError(
            f"polisen.se har ändrat hur händelserna skrivs: {left_out[_OTHER_FORM]} av {len(answer)} har en okänd "
            f"form. {_SUFFIX} Meddela den som sköter programmet."
        )
    now = len(found)
    found = {event["id"]: event for event in _earlier(before) if not _is_elsewhere(event, places)} | found
    events = sorted(found.values(), key=lambda event: event["id"])
    lines = ",\n".join(json.dumps(event, ensure_ascii=False) for event in events)
    # A file without events would not be recognised: no file says the same.
    files = [SavedFile(FILE, "police_events", f"[\n{lines}\n]\n".encode(), len(events))] if events else []
    return Fetched(
        files=files,
        parameters={"municipalities": sorted(places)},
        left_out=dict(left_out),
        remarks={
            "carried over from the snapshot before": len(events) - now,
            "fields kept": "id, datetime, name, type, location.name",
        },
        notes=[
            f"{now} av {len(answer)} händelser gäller avtalets kommuner, {len(events) - now} är kvar från förut."
        ],
    )


def redacted(event: Any) -> dict[str, Any] | None:
    """The event's harmless fields; None when any of them is not exactly what it should be."""
    if not isinstance(event, dict):
        return None
    number, when, name, kind = (event.get(field) for field in ("id", "datetime", "name", "type"))
    location = event.get("location")
    where = location.get("name") if isinstance(location, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    if not all(isinstance(text, str) for text in (when, name, kind, where)):
        return None
    kind, name = str(kind).strip(), str(name).strip()
    if not (_DATETIME.fullmatch(str(when)) and _TYPE.fullmatch(kind) and re.fullmatch(_PLACE, str(where))):
        return None
    if not re.fullmatch(rf"{_WHEN}, {re.escape(kind)}\s*, {_PLACE}", name):
        return None
    return {"id": number, "datetime": when, "name": name, "type": kind, "location": {"name": where}}


def _is_elsewhere(event: dict[str, Any], places: set[str]) -> bool:
    """The place stands at the end of the name: since 2026 the location is the county. Both must be known."""
    where = event["location"]["name"]
    return event["name"].rpartition(", ")[2] not in places or (
        where not in places and not where.endswith(" län")
    )


def _earlier(before: Path) -> list[dict[str, Any]]:
    """The events of the newest snapshot, put through the same sieve again."""
    last = newest(before)
    if last is None or not (last / FILE).is_file():
        return []
    try:
        events = json.loads((last / FILE).read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        events = None
    if not isinstance(events, list):
        raise FetchError(
            f"Den förra hämtningen, {last.name}/{FILE}, går inte att läsa. {_SUFFIX} Flytta bort mappen "
            f"{last.name} och kör igen."
        )
    return [kept for event in events if (kept := redacted(event)) is not None]
