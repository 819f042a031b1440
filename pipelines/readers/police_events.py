"""Events from the police's site (polisen.se/api/events): an editorial selection, context only.

Belongs here: when, what kind and in which municipality of each event. Not here: free text (never kept), counts
and rates (never computed from these: the police choose what to write about). Source: saved answers 2023–2026.
"""

from __future__ import annotations

import datetime as dt
import json
import re
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
SKIP_CHANGED = "samma händelse igen i ändrad form, den första används"
#: The kinds of event in the site's answers 2023–2026. An unknown kind is read all the same, with a remark.
TYPES = frozenset(
    """Alkohollagen|Anträffad död|Anträffat gods|Arbetsplatsolycka|Bedrägeri|Bombhot|Brand|Brand automatlarm
    |Bråk|Detonation|Djur|Efterlyst person|Ekobrott|Explosion|Farligt föremål, misstänkt
    |Fjällräddning|Fylleri|Fylleri/LOB|Förfalskningsbrott|Försvunnen person|Hemfridsbrott|Hets mot folkgrupp
    |Häleri|Inbrott|Inbrott, försök|Information|Knivlagen|Kontroll|Kontroll person/fordon
    |Lagen om hundar och katter|Larm Inbrott|Larm Överfall|Luftfartslagen|Miljöbrott|Misshandel
    |Misshandel, grov|Missbruk av urkund|Mord/dråp|Mord/dråp, försök|Mordbrand|Motorfordon, anträffat stulet
    |Motorfordon, stöld|Narkotikabrott|Ofredande/förargelse|Olaga frihetsberövande/människorov|Olaga hot
    |Olaga intrång|Olovlig körning|Ordningslagen|Polisinsats/kommendering|Rattfylleri|Räddningsinsats|Rån
    |Rån väpnat|Rån övrigt|Rån, försök|Sabotage mot blåljusverksamhet|Sammanfattning dag|Sammanfattning dygn
    |Sammanfattning eftermiddag|Sammanfattning helg|Sammanfattning kväll|Sammanfattning kväll och natt
    |Sammanfattning natt|Sammanfattning vecka|Sedlighetsbrott|Sexualbrott|Sjukdom/olycksfall|Sjölagen
    |Skadegörelse|Skottlossning|Skottlossning, misstänkt|Skyddslagen|Smällar|Spridning smitta/kemikalier|Stöld
    |Stöld, försök|Stöld/inbrott|Trafikbrott|Trafikhinder|Trafikkontroll|Trafikolycka
    |Trafikolycka, personskada|Trafikolycka, singel|Trafikolycka, smitning från|Trafikolycka, vilt|Uppdatering
    |Upphittat föremål|Utlänningslagen|Vapenlagen|Varningslarm/haveri|Vållande till kroppsskada|Våld/hot mot tjänsteman
    |Våldtäkt|Våldtäkt, försök|Åldringsbrott|Övrigt""".replace("\n    ", "").split("|")
)

_FIELDS = frozenset({"id", "datetime", "name", "type"})
_COLUMNS = ["row", "event_id", "published_at", "event_date", "event_time", "type", "municipality"]
_MONTHS = "|".join(cells.MONTHS)
_WHEN = re.compile(rf"(\d{{1,2}}) ({_MONTHS})(?:,? (\d{{1,2}})[:.](\d{{2}}))?", re.IGNORECASE)
#: Further than this from its publication an event's day may belong to another year.
_FURTHEST = dt.timedelta(days=92)
_AGAIN = "Hämta händelserna på nytt från polisen.se."


def recognises(sample: FileSample) -> bool:
    """A JSON list among whose first entries one has an event's fields, but for one."""
    held = sample.json_head if isinstance(sample.json_head, list) else []
    return any(isinstance(e, dict) and "datetime" in e and len(_FIELDS & set(e)) >= 3 for e in held[:5])


def read(data: bytes, name: str) -> ReadResult:
    """One row per event; ``row`` is its place in the list and ``municipality`` the end of its name.

    ``published_at`` is Swedish time. ``event_date`` and ``event_time`` ("HH:MM") stand in the name, without a
    year: the one nearest to publication; None when the name does not say. The location field became the
    county in 2026, so it is not used; ``municipality`` is None when the name ends in a county. Raises
    UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise tables.unreadable(name, "Filen är inte giltig JSON. Hämta den på nytt.") from None
    if not isinstance(entries, list) or not entries:
        raise tables.unreadable(name, "Filen innehåller ingen lista av händelser.")
    missing = sorted(f for f in _FIELDS if not any(isinstance(e, dict) and f in e for e in entries))
    if missing:
        fields = ", ".join(f"«{f}»" for f in missing)
        raise tables.unreadable(name, f"Fält saknas i alla händelser: {fields}. {_AGAIN}")
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    rows: list[tuple[object, ...]] = []
    seen: dict[object, tuple[object, ...]] = {}
    for n, entry in enumerate(entries, 1):
        try:
            row = _row(entry)
        except cells.CellError as error:
            found = cells.clean(entry.get("name")) if isinstance(entry, dict) else ""
            problems.append(Problem(n, found, error.reason, error.advice))
            continue
        first = seen.setdefault(row[0], row)
        if first is row:
            rows.append((n, *row))
        else:
            skipped[SKIP_REPEATED if first == row else SKIP_CHANGED] += 1
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"row": "int64", "event_id": "int64"})
    for column in ("published_at", "event_date"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    for column in ("event_time", "municipality"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    n_new = int((~frame["type"].isin(TYPES)).sum())
    notes = [f"{n_new} händelser är av ett slag som inte fanns på polisen.se 2023–2026."] if n_new else []
    return ReadResult(frame, len(entries), problems, skipped, notes)


def _row(entry: object) -> tuple[object, ...]:
    if not isinstance(entry, dict) or not set(entry) >= _FIELDS:
        raise cells.CellError("Händelsen saknar fält.", _AGAIN)
    kind, title = cells.clean(entry["type"]), cells.clean(entry["name"])
    event_id = cells.count(str(entry["id"]) if isinstance(entry["id"], int) else entry["id"])
    when, comma, place = title.rpartition(",")
    place = place.strip()
    if event_id is None or event_id > 2**53 or not kind or not place or not comma:
        raise cells.CellError("Händelsen saknar id, typ eller plats.", _AGAIN)
    published = cells.moment(entry["datetime"])
    if published is None:
        raise cells.CellError("Tidpunkten för publiceringen saknas.", _AGAIN)
    day, time = _when(when, published)
    municipality = None if cells.key(place).endswith(" län") else place
    return event_id, published, day, time, kind, municipality


def _when(text: str, published: dt.datetime) -> tuple[dt.date | None, str | None]:
    """«31 december 23.30» published on 1 January is last year's. Raises CellError for a day that cannot be."""
    match = _WHEN.match(text)
    if not match:
        return None, None
    month = cells.MONTHS.index(match.group(2).lower()) + 1
    candidates = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            candidates.append(dt.date(year, month, int(match.group(1))))
        except ValueError:
            continue  # 29 February is not in every year
    day = min(candidates, key=lambda d: abs(d - published.date()), default=None)
    if day is None or abs(day - published.date()) > _FURTHEST:
        raise cells.CellError("Händelsens dag stämmer inte med när den publicerades.", _AGAIN)
    if match.group(3) is None:
        return day, None
    hour, minute = int(match.group(3)), int(match.group(4))
    if hour > 23 or minute > 59:
        raise cells.CellError("Händelsens klockslag finns inte.", _AGAIN)
    return day, f"{hour:02d}:{minute:02d}"
