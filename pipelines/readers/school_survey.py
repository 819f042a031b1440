"""Skolinspektionen's school survey (Skolenkäten): the workbook with three header rows, first sheet.

Belongs here: that workbook's layout and masks. Not here: which index serves which priority area.
Source: Skolinspektionen; form seen in the workbook for year 8, 2022.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "school_survey"
TITLE = "Skolenkäten (Skolinspektionen)"
EXPECTED = (
    "En arbetsbok vars första blad har rubriken Skolenkäten med år och årskurs, och därunder "
    "Huvudman, Skolenhet, Antal i gruppen och Antal."
)
HEADERS = (
    "Orgnummer",
    "Huvudman",
    "Kommun",
    "Skolenhetskod",
    "Skolenhet",
    "Antal i gruppen",
    "Antal",
    "Svarsfrekvens",
)
SKIP_UNITS = "enskild skolenhet eller könsuppdelad rad, används inte"
EVERYONE = "Samtliga deltagande skolor"

#: Skolinspektionen's masks: 1-9, 10-19 and 20 or more answers; not shown.
MASKS = frozenset({"*", "**", "***", "-"})

_MEASURES = {"index": "index", "medelvärde": "mean", "antal": "count", "andel": "share"}
_REVERSED = re.compile(r"\s*\([-–]\)\s*$")
_COLUMNS = [
    "record",
    "row",
    "sheet",
    "organisation",
    "school_unit_code",
    "school",
    "year",
    "grade",
    "heading",
    "question",
    "is_reversed",
    "option",
    "measure",
    "value",
    "mask",
]


@dataclass(frozen=True)
class _Column:
    position: int
    heading: str | None
    question: str | None
    is_reversed: bool
    option: str | None
    measure: str


def recognises(sample: FileSample) -> bool:
    """The survey's name in the first rows of the first sheet, and most of its identifying headers."""
    if sample.kind != "workbook" or len(sample.matched(HEADERS)) < 6:
        return False
    first = next(iter(sample.sheets.values()))
    return any("skolenkäten" in cells.key(c) for row in first[:5] for c in row)


def read(data: bytes, name: str) -> ReadResult:
    """Municipality rows and the row for everyone, long: one row per organisation and measure.

    ``value``: index and mean 0-10, share 0-1, counts of pupils; NA where ``mask`` holds the
    publisher's mark (``''`` = the cell is empty, nobody answered). Raises UnreadableFileError.
    """
    sheet = tables.read_workbook(data, name, first_only=True)[0]
    head = tables.find_header(sheet, HEADERS)
    if head is None or head == 0 or len(sheet.rows) < head + 2:
        raise tables.unreadable(name, "Första bladet saknar Skolenkätens tre rubrikrader.")
    at = tables.columns(sheet.rows[head], HEADERS)
    tables.require(at, ("Huvudman", "Skolenhetskod", "Skolenhet", "Antal i gruppen", "Antal"), name)
    year, grade = _title(sheet, head, name)
    columns = _columns(sheet, head, max(at.values()) + 1)
    columns += [
        _Column(at["Antal"], None, None, False, None, "n_answers"),
        _Column(at["Antal i gruppen"], None, None, False, None, "n_group"),
    ]
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    kept: list[tuple[int, str]] = []
    records = 0
    for i in range(head + 2, len(sheet.rows)):
        row = sheet.rows[i]
        if not tables.has_content(row):
            continue
        records += 1
        owner = cells.clean(row[at["Huvudman"]])
        if not owner:
            problems.append(
                Problem(
                    i + 1,
                    " | ".join(cells.clean(c) for c in row[:8]),
                    "Huvudman saknas på raden.",
                    "Hämta arbetsboken på nytt hos Skolinspektionen.",
                    sheet.name,
                )
            )
        elif (
            cells.clean(row[at["Skolenhetskod"]])
            or cells.clean(row[at["Skolenhet"]])
            or (owner.startswith(EVERYONE) and owner != EVERYONE)
        ):
            skipped[SKIP_UNITS] += 1
        else:
            kept.append((i, owner))
    if not records:
        raise tables.unreadable(name, "Arbetsboken har rubriker men inga resultat under dem.")
    notes: list[str] = []
    frame = _long(sheet, kept, columns, notes)
    frame["year"] = year
    frame["grade"] = pd.array([grade] * len(frame), dtype="Int64")
    if grade is None:
        notes.append("Årskursen framgår inte av arbetsbokens rubrik.")
    return ReadResult(frame[_COLUMNS], records, problems, skipped, notes)


def _title(sheet: tables.Sheet, head: int, name: str) -> tuple[int, int | None]:
    """Year and grade of grundskolan from the title cell ("Skolenkäten 2022 -  Elever årskurs 8")."""
    title = next(
        (cells.clean(c) for row in sheet.rows[: head + 1] for c in row if "skolenkäten" in cells.key(c)), ""
    )
    year = re.search(r"\b20\d{2}\b", title)
    if not year:
        raise tables.unreadable(
            name, "Rubriken överst i bladet saknar årtal, till exempel «Skolenkäten 2022»."
        )
    grade = re.search(r"(?:årskurs|åk)\s*(\d)\b", title, re.IGNORECASE)
    return int(year.group()), int(grade.group(1)) if grade else None


def _columns(sheet: tables.Sheet, head: int, first: int) -> list[_Column]:
    """What each result column holds, from the three header rows with their merged cells filled in."""
    top, options, measures = sheet.rows[head - 1], sheet.rows[head], sheet.rows[head + 1]
    found: list[_Column] = []
    heading: str | None = None
    question: str | None = None
    is_reversed = False
    option: str | None = None
    for c in range(first, len(measures)):
        measure = _MEASURES.get(cells.key(measures[c]))
        text = cells.clean(top[c])
        option = cells.clean(options[c]) or option
        if measure == "index":
            heading, question, option = text or heading, None, None
        elif text:
            question, is_reversed = _REVERSED.sub("", text), bool(_REVERSED.search(text))
            option = cells.clean(options[c]) or None
        if measure == "index":
            found.append(_Column(c, heading, None, False, None, measure))
        elif measure == "mean":
            found.append(_Column(c, heading, question, is_reversed, None, measure))
        elif measure:
            found.append(_Column(c, heading, question, is_reversed, option, measure))
    return found


def _long(
    sheet: tables.Sheet, kept: list[tuple[int, str]], columns: list[_Column], notes: list[str]
) -> pd.DataFrame:
    """Organisations x columns as a long frame; masks kept beside missing values."""
    cellvalues = [sheet.rows[i][c.position] for i, _ in kept for c in columns]
    value = np.full(len(cellvalues), np.nan)
    mask: list[str | None] = [None] * len(cellvalues)
    strange = 0
    for n, cell in enumerate(cellvalues):
        if isinstance(cell, float):
            value[n] = cell
            continue
        text = cells.clean(cell)
        if text in MASKS or not text:
            mask[n] = text
            continue
        try:
            found = cells.number(cell)
        except cells.CellError:
            found = None
        if found is None:
            strange += 1
            mask[n] = ""
        else:
            value[n] = found
    if strange:
        notes.append(
            "Celler som varken innehåller tal eller någon av Skolinspektionens markeringar "
            f"(de har inget värde): {strange}."
        )
    times = len(kept)

    def spread(values: list[object]) -> pd.Series:
        # Kept as objects: pandas would turn None among text into NaN.
        return pd.Series(values * times, dtype=object)

    rows = np.repeat(np.array([i + 1 for i, _ in kept], dtype="int64"), len(columns))
    return pd.DataFrame(
        {
            "record": rows,
            "row": rows,
            "sheet": sheet.name,
            "organisation": np.repeat(np.array([o for _, o in kept], dtype=object), len(columns)),
            "school_unit_code": None,
            "school": None,
            "heading": spread([c.heading for c in columns]),
            "question": spread([c.question for c in columns]),
            "is_reversed": spread([c.is_reversed for c in columns]).astype(bool),
            "option": spread([c.option for c in columns]),
            "measure": spread([c.measure for c in columns]),
            "value": value,
            "mask": pd.Series(mask, dtype=object),
        }
    )
