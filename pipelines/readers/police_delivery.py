"""The police's delivery of reported offences to a municipality: about one row per crime.

Belongs here: that file's layout, vectorised since a year of six municipalities is tens of thousands
of rows. Not here: offence groups, localities. Separator, encoding and column order are detected.
Columns as one region's clean-up shows them; not yet tried on a raw file from the police.
"""

from __future__ import annotations

import re
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
# desokod too: without it every offence would be counted as outside the named localities.
REQUIRED = ("Kommunkod", "desokod", "Brottskod", "Inskr årmånad", "antal_brott")
#: A row is about one crime; series of hundreds are seen, more is something else in the column.
MOST_IN_A_ROW = 500
#: A few rows may truly be alike; when half of so many are, the delivery is there twice.
DOUBLED_FROM = 20
SKIP_TRAFFIC = "lokal trafikkod, inte ett brott"

#: "Lokala trafikkoder" in the police's code tree: orders, not crimes. The group local_traffic in
#: expectations/offence_codes.csv holds the same codes.
LOCAL_TRAFFIC = frozenset(
    str(code)
    for code in (
        *(3191, *range(3850, 3855), 3856, *range(3858, 3864), 3869),
        *(*range(3870, 3875), 3878, 3880, 3881, 3889),
    )
)

# "Brottsstatistik_Lessebo_202312 (1).csv"; another name's digits may mean the day it was fetched.
_NAMED_MONTH = re.compile(r"brottsstatistik_.*?_((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)", re.IGNORECASE)
_DESO = re.compile(r"\d{4}[A-C]\d{4}")
# A month without a row where others hold this many on average is no chance: e to the power of −10.
_NEVER_EMPTY = 10
_AGAIN = "Hämta filen på nytt hos polisen och kontrollera att den är hel."

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
    """Three in four of the delivery's header names."""
    return sample.kind == "text" and len(sample.matched(HEADERS)) * 4 >= len(HEADERS) * 3


def read(data: bytes, name: str) -> ReadResult:
    """One row per row of the delivery; ``count`` is the number of offences in it (mostly 1).

    ``spans_days``: whole days from ``date_from`` to ``date_to``. Where the file's name says which month it
    reaches, rows that do not are a problem of the file, counted as a record. Raises UnreadableFileError.
    """
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, REQUIRED, name)
    _require_single(table.header, name)
    good, problems = _whole_rows(table)
    twice = len(good) - len({tuple(table.rows[n]) for n in good})
    if twice >= DOUBLED_FROM and 2 * twice >= len(good):
        raise tables.unreadable(
            name,
            f"Minst hälften av raderna ({twice}) står mer än en gång: leveransen kan vara inklistrad två gånger. "
            f"{_AGAIN}",
        )
    raw = {h: [table.rows[n][i] for n in good] for h, i in at.items()}
    notes = [f"Kolumnen «{h}» saknas i filen." for h in HEADERS if h not in at]
    empty = [""] * len(good)

    def text(header: str) -> list[str]:
        return [str(v) for v in cells.per_distinct(raw.get(header, empty), cells.clean)]

    periods = zip(raw.get("Inskr år", empty), raw["Inskr årmånad"], strict=True)
    read_as: dict[str, Sequence[Any]] = {
        "municipality_code": cells.per_distinct(raw["Kommunkod"], lambda v: cells.code(v, 4)),
        "deso": cells.per_distinct(raw["desokod"], _deso),
        "offence_code": cells.per_distinct(raw["Brottskod"], lambda v: cells.code(v, 4)),
        "period": cells.per_distinct(periods, _period),
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
    problems += [_problem(table, good[i], error.reason, error.advice) for i, error in failed.items()]
    if len(problems) == len(table.rows):
        raise tables.unreadable(
            name,
            "Ingen rad går att läsa. Rubrikerna kan vara förskjutna mot kolumnerna, eller filen avkortad. "
            f"{_AGAIN}",
        )
    frame = pd.DataFrame({"row": [table.lines[n] for n in good]})
    for column, values in read_as.items():
        frame[column] = pd.Series(list(values), dtype=object)
    frame["municipality"] = text("Kommunnamn")
    frame["police_section"] = text("LPO/Sektion nivå 4 brottsplats")
    frame["offence_text"] = text("Brottskod text")
    frame = frame.drop(index=list(failed))
    if _other_area(frame).sum() * 2 > len(frame):
        raise tables.unreadable(
            name,
            "Kommunkod och desokod säger olika kommuner på de flesta rader. Rubrikerna kan ha bytt plats. "
            f"{_AGAIN}",
        )
    of_file = _months(frame, name, notes)
    traffic = frame["offence_code"].isin(LOCAL_TRAFFIC)
    skipped = Counter({SKIP_TRAFFIC: int(traffic.sum())}) if traffic.any() else Counter()
    frame = frame.loc[~traffic].reset_index(drop=True)
    # A file that was cut may show it only here, so it counts as one record more.
    records = len(table.rows) + len(of_file)
    return ReadResult(_typed(frame, notes), records, problems + of_file, skipped, notes)


def _require_single(header: list[str], name: str) -> None:
    seen = Counter(cells.key(cell) for cell in header)
    if twice := [h for h in HEADERS if seen[cells.key(h)] > 1]:
        raise tables.unreadable(
            name, "Rubriken står mer än en gång: " + ", ".join(f"«{h}»" for h in twice) + "."
        )


def _whole_rows(table: tables.Table) -> tuple[list[int], list[Problem]]:
    """Rows with a cell per header name; a separator after the last cell is no cell, unless it holds something."""
    width = len(table.header)
    good, problems = tables.wrong_width(table, (width, width + 1))
    overfull = {n for n in good if any(cell.strip() for cell in table.rows[n][width:])}
    problems += [
        _problem(
            table,
            n,
            "Raden har fel antal kolumner.",
            "Jämför raden med rubrikraden i en textredigerare.",
        )
        for n in sorted(overfull)
    ]
    return [n for n in good if n not in overfull], problems


def _problem(table: tables.Table, n: int, reason: str, advice: str) -> Problem:
    return Problem(table.lines[n], table.delimiter.join(table.rows[n]), reason, advice)


def _months(frame: pd.DataFrame, name: str, notes: list[str]) -> list[Problem]:
    """What the months of the rows say about the file: faults of the whole file, and ``notes``."""
    named = _NAMED_MONTH.search(name)
    until = (int(named.group(1)), int(named.group(2))) if named else None
    found = []
    for municipality, periods in frame.groupby("municipality_code")["period"]:
        where = f"kommun {municipality}"
        rows = Counter(periods)
        first, last = min(rows), max(rows)
        if until and last < until:
            found.append(_of_file(f"Filen slutar i {_month(last)} för {where} men ska enligt namnet gå till "
                                  f"{_month(until)}."))  # fmt: skip
        if until and last > until:
            later = sum(n for period, n in rows.items() if period > until)
            found.append(_of_file(f"Filen har {later} rader för {where} som är inskrivna efter {_month(until)}, "
                                  "månaden i filens namn."))  # fmt: skip
        empty = [p for p in _between(first, last) if p not in rows]
        if empty:
            listed = ", ".join(map(_month, empty))
            if len(periods) >= _NEVER_EMPTY * len(rows):
                found.append(_of_file(f"Filen saknar rader för {where} i {listed}."))
            else:
                notes.append(f"Månader utan rader för {where}: {listed}.")
        if first[1] != 1:
            notes.append(f"Raderna för {where} börjar i {_month(first)}.")
    return found


def _of_file(reason: str) -> Problem:
    return Problem(None, "", reason, _AGAIN)


def _month(period: tuple[int, int]) -> str:
    return f"{period[0]}{period[1]:02d}"


def _between(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    numbers = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return [(n // 12, n % 12 + 1) for n in numbers]


def _typed(frame: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Column types, and dates that contradict each other counted in ``notes``."""
    for column in ("registered_date", "date_from", "date_to"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    frame["registered_year"] = frame["period"].map(lambda p: p[0]).astype("int64")
    frame["registered_month"] = frame["period"].map(lambda p: p[1]).astype("int64")
    frame["count"] = frame["count"].astype("int64")
    backwards = frame["date_to"] < frame["date_from"]
    early = frame["registered_date"] < frame["date_from"].dt.normalize()
    late = frame["registered_date"] > frame["date_to"].fillna(frame["date_from"]) + pd.DateOffset(years=1)
    other_month = frame["registered_date"].notna() & (
        (frame["registered_date"].dt.year != frame["registered_year"])
        | (frame["registered_date"].dt.month != frame["registered_month"])
    )
    other_area = _other_area(frame)
    for where, said in (
        (early, "Rader inskrivna före brottets från-datum (de är kvar)"),
        (late & ~backwards, "Rader inskrivna mer än ett år efter brottet (de är kvar)"),
        (backwards, "Rader med till-datum före från-datum (de är kvar utan brottsdatum)"),
        (other_month, "Rader med inskrivningsdatum utanför sin inskrivningsmånad (månaden i kolumnen "
                      "«Inskr årmånad» används)"),
        (other_area, "Rader med en områdeskod (desokod) i en annan kommun än Kommunkod (Kommunkod används)"),
    ):  # fmt: skip
        if where.any():
            notes.append(f"{said}: {int(where.sum())}.")
    frame.loc[backwards, ["date_from", "date_to"]] = pd.NaT
    frame["spans_days"] = (
        frame["date_to"].dt.normalize() - frame["date_from"].dt.normalize()
    ).dt.days.astype("Int64")
    return frame[list(_COLUMNS)]


def _other_area(frame: pd.DataFrame) -> pd.Series:
    """Rows whose area code begins with another municipality's code."""
    return frame["deso"].notna() & (frame["deso"].str[:4] != frame["municipality_code"])


def _deso(value: object) -> str | None:
    text = cells.clean(value)
    if text in cells.MISSING_MARKS:
        return None
    code = text.upper().zfill(9)
    if not _DESO.fullmatch(code):
        raise cells.CellError(
            "Områdeskoden (desokod) går inte att läsa.",
            "Koden ska vara kommunkoden, en bokstav och fyra siffror. Hämta filen på nytt hos polisen.",
        )
    return code


def _period(value: Any) -> tuple[int, int]:
    """Year and month of (Inskr år, Inskr årmånad); the first may be missing, but not another year."""
    year, text = cells.clean(value[0]), cells.clean(value[1]).replace("-", "")
    if not (text.isascii() and text.isdigit() and len(text) == 6 and 1 <= int(text[4:]) <= 12):
        raise cells.CellError(
            "Inskrivningsmånaden går inte att läsa.",
            "Månaden ska stå som ÅÅÅÅMM. Hämta filen på nytt hos polisen.",
        )
    if year not in cells.MISSING_MARKS and year != text[:4]:
        raise cells.CellError(
            "Inskrivningsåret och inskrivningsmånaden säger olika år.",
            "Kontrollera att rubrikerna står över rätt kolumner. Hämta annars filen på nytt hos polisen.",
        )
    return cells.year(text[:4]), int(text[4:])


def _count(value: object) -> int:
    found = cells.count(value)
    if found is None:
        raise cells.CellError(
            "Antal brott saknas.", "Fråga polisen vad raden avser; ett saknat antal är inte noll."
        )
    if not 1 <= found <= MOST_IN_A_ROW:
        raise cells.CellError(
            f"Antal brott på raden är inte 1–{MOST_IN_A_ROW}.", "Fråga polisen vad raden avser."
        )
    return found
