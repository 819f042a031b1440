"""The school inspectorate's school survey (Skolenkäten): the workbook with three header rows, first sheet.

Belongs here: that workbook's headings, masks and what must hold in it. Not here: which index serves which
priority area, which municipalities an agreement has, the sheet of results by sex.
Source: Skolinspektionen; headings, masks and rules as in the workbook for year 8, 2022, and its sheet
Förklaring: an index needs 5 answers, a question's mean 10, its options 20 and 5 per option (or none at all);
share = number / answers; the mean spreads the options evenly over 10-0, "Vet inte" left out, a question
marked (-) the other way round; an index is the mean of its questions' means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.readers import cells, school_survey_checks, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample
from pipelines.readers.school_survey_checks import FETCH, MASKS, Column, Organisation

LAYOUT = "school_survey"
TITLE = "Skolenkäten (Skolinspektionen)"
EXPECTED = (
    "En arbetsbok vars första blad har rubriken Skolenkäten med år och årskurs, och därunder "
    "Huvudman, Kommun, Skolenhet, Antal i gruppen och Antal."
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
SKIP_BY_SEX = "cell i könsuppdelad rad, används inte"
EVERYONE = "Samtliga deltagande skolor"
#: More unreadable cells than this is a damaged workbook, not a few damaged cells.
MOST_PROBLEMS = 1_000

_REQUIRED = ("Huvudman", "Kommun", "Skolenhetskod", "Skolenhet", "Antal i gruppen", "Antal")
_COLUMNS = [
    "record",
    "row",
    "sheet",
    "organisation",
    "municipality",
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


def recognises(sample: FileSample) -> bool:
    """The survey's name in the first rows of the first sheet, and most of its identifying headers."""
    if sample.kind != "workbook" or len(sample.matched(HEADERS)) < 6:
        return False
    first = next(iter(sample.sheets.values()))
    return any("skolenkäten" in cells.key(c) for row in first[:5] for c in row)


def read(data: bytes, name: str) -> ReadResult:
    """All organisations and school units, long: one record and one row per organisation and result cell.

    ``school_unit_code`` and ``school`` are missing on the level of the responsible body (a municipality's own
    schools together, a company, everyone); ``municipality`` is where a school lies, missing on that level.
    ``value``: index and mean 0-10, share 0-1, counts of pupils; NA where ``mask`` holds the publisher's mark
    (``''`` = the cell is empty, nobody answered). Text columns are categorical: there are half a million
    cells. Raises UnreadableFileError.
    """
    sheets = tables.read_workbook(data, name, first_only=True)
    sheet = sheets[0] if sheets else tables.Sheet("", [])
    head = tables.find_header(sheet, HEADERS)
    if head is None or head == 0 or len(sheet.rows) < head + 2:
        raise tables.unreadable(name, "Första bladet saknar Skolenkätens tre rubrikrader.")
    at = tables.columns(sheet.rows[head], HEADERS)
    tables.require(at, _REQUIRED, name)
    notes: list[str] = []
    year, grade = _title(sheet, head, name, notes)
    columns = school_survey_checks.columns_of(sheet, head, max(at.values()) + 1, name)
    columns += [
        Column(at["Antal"], None, None, False, None, "n_answers"),
        Column(at["Antal i gruppen"], None, None, False, None, "n_group"),
    ]
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    bodies = _organisations(sheet, head + 2, at, len(columns), problems, skipped)
    if not bodies:
        raise tables.unreadable(
            name,
            "Ingen rad har huvudman och skolenhet där rubrikerna säger: rubrikraden kan vara förskjuten."
            if problems
            else "Arbetsboken har rubriker men inga resultat under dem.",
        )
    records = len(problems) + sum(skipped.values()) + len(bodies) * len(columns)
    value, mask, faults = _cells(sheet, bodies, columns)
    first = next((i for i, body in enumerate(bodies) if body.name == EVERYONE and not body.unit_code), None)
    school_survey_checks.check_columns(value, columns, first, name)
    rates = [sheet.rows[b.index][at["Svarsfrekvens"]] if "Svarsfrekvens" in at else None for b in bodies]
    rate = np.array([r if isinstance(r, float) else np.nan for r in rates], dtype="float64")
    faults |= {
        where: fault
        for where, fault in school_survey_checks.faults(value, columns, rate).items()
        if where not in faults
    }
    if len(faults) > MOST_PROBLEMS:
        raise tables.unreadable(
            name,
            f"{len(faults)} celler håller inte ihop med resten av bladet. Kolumner kan ha flyttats. {FETCH}",
        )
    problems += [_problem(sheet, bodies[i], columns[j], fault) for (i, j), fault in sorted(faults.items())]
    frame = _long(sheet.name, bodies, columns, value, mask, set(faults))
    frame["year"] = year
    frame["grade"] = pd.array([grade] * len(frame), dtype="Int64")
    return ReadResult(frame[_COLUMNS], records, problems, skipped, notes)


def _title(sheet: tables.Sheet, head: int, name: str, notes: list[str]) -> tuple[int, int | None]:
    """Year, and the pupils' grade, from the title cell ("Skolenkäten 2022 -  Elever årskurs 8")."""
    title = next(
        (cells.clean(c) for row in sheet.rows[: head + 1] for c in row if "skolenkäten" in cells.key(c)), ""
    )
    year = re.search(r"\b20\d{2}\b", title)
    if not year:
        raise tables.unreadable(
            name, "Rubriken överst i bladet saknar årtal, till exempel «Skolenkäten 2022»."
        )
    if "elev" not in cells.key(title):
        # Guardians of pupils in year 8 are not pupils in year 8.
        notes.append("Rubriken säger inte att det är elever som svarat: årskurs anges inte.")
        return int(year.group()), None
    grade = re.search(r"(?:årskurs|åk)\s*(\d)\b", title, re.IGNORECASE)
    if not grade:
        notes.append("Årskursen framgår inte av arbetsbokens rubrik.")
    return int(year.group()), int(grade.group(1)) if grade else None


def _organisations(
    sheet: tables.Sheet,
    start: int,
    at: dict[str, int],
    width: int,
    problems: list[Problem],
    skipped: Counter[str],
) -> list[Organisation]:
    """Rows that say whose results they are; the others become one problem each."""
    kept: list[Organisation] = []
    seen: set[tuple[str, ...]] = set()
    for i in range(start, len(sheet.rows)):
        row = sheet.rows[i]
        if not tables.has_content(row):
            continue
        body, municipality, code, school = (
            cells.clean(row[at[h]]) for h in ("Huvudman", "Kommun", "Skolenhetskod", "Skolenhet")
        )
        number = cells.clean(row[at["Orgnummer"]]) if "Orgnummer" in at else ""
        if body.startswith(EVERYONE) and body != EVERYONE:
            skipped[SKIP_BY_SEX] += width
            continue
        key = (number, cells.key(body), code)
        reason = ""
        if not body:
            reason = "Huvudman saknas på raden."
        elif number and not re.fullmatch(r"\d{10}", number):
            reason = "Huvudmannens organisationsnummer har inte tio siffror: kolumnerna kan vara förskjutna."
        elif not (code and school and municipality) and (code or school or municipality):
            # A school whose code is gone would pass for the whole municipality.
            reason = "Bara en del av kommun, skolenhetskod och skolenhet är ifyllda."
        elif code and not re.fullmatch(r"\d{8,9}", code):
            reason = "Skolenhetskoden har inte åtta eller nio siffror."
        elif key in seen:
            reason = "Samma huvudman eller skolenhet finns redan på en annan rad."
        if reason:
            quoted = " | ".join(text for c in row[:8] if (text := cells.clean(c)))
            problems.append(Problem(i + 1, quoted, reason, FETCH, sheet.name))
            continue
        seen.add(key)
        kept.append(Organisation(i, body, municipality or None, code or None, school or None))
    return kept


def _cells(
    sheet: tables.Sheet, bodies: Sequence[Organisation], columns: Sequence[Column]
) -> tuple[np.ndarray, np.ndarray, dict[tuple[int, int], tuple[str, str]]]:
    """Values, index of each cell's mark in ``MASKS`` (-1 = none), and cells that are neither."""
    positions = [c.position for c in columns]
    flat = [row[p] for body in bodies for row in (sheet.rows[body.index],) for p in positions]
    value = np.array([c if type(c) is float else np.nan for c in flat], dtype="float64")
    mask = np.full(len(flat), -1, dtype="int8")
    marks = {mark: n for n, mark in enumerate(MASKS)}
    faults: dict[tuple[int, int], tuple[str, str]] = {}
    for n, cell in enumerate(flat):
        if type(cell) is float:
            continue
        text = cells.clean(cell)
        if text in marks:
            mask[n] = marks[text]
            continue
        where = (n // len(columns), n % len(columns))
        try:
            found = cells.number(cell)
        except cells.CellError as error:
            faults[where] = (error.reason, FETCH)
            continue
        if found is None:
            faults[where] = ("Markeringen i cellen är inte någon av Skolinspektionens.", FETCH)
        else:
            value[n] = found
    shape = (len(bodies), len(columns))
    return value.reshape(shape), mask.reshape(shape), faults


def _problem(sheet: tables.Sheet, body: Organisation, column: Column, fault: tuple[str, str]) -> Problem:
    parts = (body.school or body.name, column.question or column.heading, column.option, column.label)
    there = cells.clean(sheet.rows[body.index][column.position])
    quoted = ", ".join(part for part in parts if part)
    return Problem(body.index + 1, f"{quoted}: {there}", fault[0], fault[1], sheet.name)


def _long(
    sheet: str,
    bodies: Sequence[Organisation],
    columns: Sequence[Column],
    value: np.ndarray,
    mask: np.ndarray,
    bad: set[tuple[int, int]],
) -> pd.DataFrame:
    """Organisations x columns as a long frame without the cells that are problems."""

    def of_body(values: list[str | None]) -> pd.Categorical:
        codes, names = pd.factorize(np.array(values, dtype=object))
        return pd.Categorical.from_codes(np.repeat(codes, len(columns)), categories=names)

    def of_column(values: list[str | None]) -> pd.Categorical:
        codes, names = pd.factorize(np.array(values, dtype=object))
        return pd.Categorical.from_codes(np.tile(codes, len(bodies)), categories=names)

    frame = pd.DataFrame(
        {
            "record": np.arange(1, value.size + 1, dtype="int64"),
            "row": np.repeat(np.array([b.index + 1 for b in bodies], dtype="int64"), len(columns)),
            "sheet": pd.Categorical.from_codes(np.zeros(value.size, dtype="int8"), categories=[sheet]),
            "organisation": of_body([b.name for b in bodies]),
            "municipality": of_body([b.municipality for b in bodies]),
            "school_unit_code": of_body([b.unit_code for b in bodies]),
            "school": of_body([b.school for b in bodies]),
            "heading": of_column([c.heading for c in columns]),
            "question": of_column([c.question for c in columns]),
            "is_reversed": np.tile(np.array([c.is_reversed for c in columns], dtype=bool), len(bodies)),
            "option": of_column([c.option for c in columns]),
            "measure": of_column([c.measure for c in columns]),
            "value": value.ravel(),
            "mask": pd.Categorical.from_codes(mask.ravel(), categories=list(MASKS)),
        }
    )
    if not bad:
        return frame
    keep = np.ones(value.size, dtype=bool)
    keep[[i * len(columns) + j for i, j in bad]] = False
    return frame[keep].reset_index(drop=True)
