"""The police's delivery of reported offences to a municipality: about one row per crime.

Belongs here: that file's layout, vectorised since a year of six municipalities is tens of thousands
of rows. Not here: offence groups, localities. Separator, encoding and column order are detected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "police_delivery"
TITLE = "Polisens leverans av anmälda brott till kommunen"
EXPECTED = "En textfil med bland annat rubrikerna Kommunkod, Brottskod, Inskr årmånad och antal_brott."
HEADERS = (
    "LPO/Sektion nivå 4 brottsplats",
    "Län",
    "Kommunnamn",
    "Kommunkod",
    "desokod",
    "Brottskod",
    "Brottskod text",
    "Inskr år",
    "Inskr årmånad",
    "Inskrivningsdatum",
    "Brottsdatum från",
    "Brottsdatum till",
    "antal_brott",
)
REQUIRED = ("Kommunkod", "Brottskod", "Inskr årmånad", "antal_brott")
SKIP_TRAFFIC = "lokal trafikkod, inte ett brott"

#: "Lokala trafikkoder" in the police's code tree (Polisen, brottskod_hierarki): orders, not crimes.
_LOCAL_TRAFFIC = frozenset({"3191", *(str(c) for c in range(3850, 3900))})

_COLUMNS = (
    "row",
    "municipality_code",
    "municipality",
    "police_section",
    "deso",
    "offence_code",
    "offence_text",
    "registered_date",
    "registered_year",
    "registered_month",
    "date_from",
    "date_to",
    "count",
    "spans_days",
)


def recognises(sample: FileSample) -> bool:
    """Three in four of the delivery's header names, the offence code among them."""
    matched = sample.matched(HEADERS) if sample.kind == "text" else frozenset()
    return "Brottskod" in matched and len(matched) * 4 >= len(HEADERS) * 3


def read(data: bytes, name: str) -> ReadResult:
    """One row per row of the delivery; ``count`` is the number of offences in it (mostly 1).

    ``spans_days``: whole days from ``date_from`` to ``date_to``. Raises UnreadableFileError.
    """
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, REQUIRED, name)
    width = len(table.header)
    good, problems = tables.wrong_width(table, (width, width + 1))
    if any(len(table.rows[n]) > width and table.rows[n][width].strip() for n in good):
        overfull = [n for n in good if len(table.rows[n]) > width and table.rows[n][width].strip()]
        problems += [
            Problem(
                table.lines[n],
                table.delimiter.join(table.rows[n]),
                "Raden har fel antal kolumner.",
                "Jämför raden med rubrikraden i en textredigerare.",
            )
            for n in overfull
        ]
        good = [n for n in good if n not in set(overfull)]
    raw = {h: [table.rows[n][i] for n in good] for h, i in at.items()}
    notes = [f"Kolumnen «{h}» saknas i filen." for h in HEADERS if h not in at]
    empty = [""] * len(good)

    def text(header: str) -> list[str]:
        return [str(v) for v in cells.per_distinct(raw.get(header, empty), cells.clean)]

    frame = pd.DataFrame({"row": [table.lines[n] for n in good]})
    read_as: dict[str, Sequence[Any]] = {
        "municipality_code": cells.per_distinct(raw["Kommunkod"], lambda v: cells.code(v, 4)),
        "offence_code": cells.per_distinct(raw["Brottskod"], lambda v: cells.code(v, 4)),
        "period": cells.per_distinct(raw["Inskr årmånad"], _period),
        "count": cells.per_distinct(raw["antal_brott"], _count),
        "registered_date": cells.per_distinct(raw.get("Inskrivningsdatum", empty), cells.date),
        "date_from": cells.per_distinct(raw.get("Brottsdatum från", empty), cells.moment),
        "date_to": cells.per_distinct(raw.get("Brottsdatum till", empty), cells.moment),
    }
    failed: dict[int, cells.CellError] = {}
    for values in read_as.values():
        for i, value in enumerate(values):
            if isinstance(value, cells.CellError):
                failed.setdefault(i, value)
    for i, error in failed.items():
        problems.append(
            Problem(
                table.lines[good[i]], table.delimiter.join(table.rows[good[i]]), error.reason, error.advice
            )
        )
    for column, values in read_as.items():
        frame[column] = pd.Series(list(values), dtype=object)
    frame["municipality"] = text("Kommunnamn")
    frame["police_section"] = text("LPO/Sektion nivå 4 brottsplats")
    frame["deso"] = [None if v in cells.MISSING_MARKS else v for v in text("desokod")]
    frame["offence_text"] = text("Brottskod text")
    frame = frame.drop(index=list(failed))
    traffic = frame["offence_code"].isin(_LOCAL_TRAFFIC)
    skipped = Counter({SKIP_TRAFFIC: int(traffic.sum())}) if traffic.any() else Counter()
    frame = frame.loc[~traffic].reset_index(drop=True)
    return ReadResult(_typed(frame, notes), len(table.rows), problems, skipped, notes)


def _typed(frame: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Column types, and dates that contradict each other counted in ``notes``."""
    for column in ("registered_date", "date_from", "date_to"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    frame["registered_year"] = frame["period"].map(lambda p: p[0]).astype("int64")
    frame["registered_month"] = frame["period"].map(lambda p: p[1]).astype("int64")
    frame["count"] = frame["count"].astype("int64")
    early = frame["registered_date"] < frame["date_from"].dt.normalize()
    if early.any():
        notes.append(f"Rader inskrivna före brottets från-datum (de är kvar): {int(early.sum())}.")
    backwards = frame["date_to"] < frame["date_from"]
    if backwards.any():
        frame.loc[backwards, ["date_from", "date_to"]] = pd.NaT
        notes.append(
            f"Rader med till-datum före från-datum (de är kvar utan brottsdatum): {int(backwards.sum())}."
        )
    other = frame["registered_date"].notna() & (
        (frame["registered_date"].dt.year != frame["registered_year"])
        | (frame["registered_date"].dt.month != frame["registered_month"])
    )
    if other.any():
        notes.append(
            "Rader med inskrivningsdatum utanför sin inskrivningsmånad (månaden i kolumnen "
            f"«Inskr årmånad» används): {int(other.sum())}."
        )
    frame["spans_days"] = (
        frame["date_to"].dt.normalize() - frame["date_from"].dt.normalize()
    ).dt.days.astype("Int64")
    return frame[list(_COLUMNS)]


def _period(value: object) -> tuple[int, int]:
    text = cells.clean(value).replace("-", "")
    if not (text.isdigit() and len(text) == 6 and 1 <= int(text[4:]) <= 12):
        raise cells.CellError(
            "Inskrivningsmånaden går inte att läsa.",
            "Månaden ska stå som ÅÅÅÅMM. Hämta filen på nytt hos polisen.",
        )
    return cells.year(text[:4]), int(text[4:])


def _count(value: object) -> int:
    found = cells.count(value)
    if found is None:
        raise cells.CellError(
            "Antal brott saknas.", "Fråga polisen vad raden avser; ett saknat antal är inte noll."
        )
    return found
