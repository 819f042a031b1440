"""Skolverket's school statistics: an export (csv or xlsx) per school unit or per municipality and school year.

Belongs here: the export's rows and Skolverket's marks. Not here: its headings and title (_table.py), which
measure serves which priority area, absence (Kolada N17625, kolada.py).
Layout: per school unit, csv, as in Skolverket's exports of pupils per grade 2009/10-2023/24 (read in the
public repository pgmj/DIDreport; UTF-8 with BOM, ``;`` also after the last column, title, "Valt läsår:
2023/24", definitions as loose text below the table). Per municipality, two rows of headings (SALSA), and
xlsx: reconstructed from public code that reads them, not yet tried on a real file.
Marks, as Skolverket explains them: ``..`` too few pupils; ``.`` no figure; ``~100`` one to four pupils lack
what is counted, so the share is not exactly 100 and is never computed with. Skolverket says that in some
reports a school that did not answer stands as 0: nothing in the file tells that 0 from another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers import school_statistics_table as layout
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample
from pipelines.readers.school_statistics_table import FETCH, Export, Measure

LAYOUT = "school_statistics"
TITLE = "Skolverkets statistik (export)"
EXPECTED = (
    "Skolverkets export, csv eller xlsx, med raden Valt läsår och rubrikerna Skola, Skol-enhetskod, "
    "Skolkommun, Kommun-kod, Typ av huvudman och Huvudman (eller Kommun, Kommun-kod, Län, Läns-kod och Typ av "
    "huvudman), och därefter måtten."
)
HEADERS = ("Skola", "Skol-enhetskod", "Skolkommun", "Kommun-kod", "Typ av huvudman", "Huvudman")
SKIP_TEXT = "text under tabellen"
SKIP_SPLIT = "cell i rad uppdelad på kön, huvudman, program eller ämne, används inte"
SKIP_REPEATED = "cell i upprepad rad"

_WHOLE = {"", "samtliga", "totalt", "alla"}
_HIGHEST = {"procent": 100.0, "poäng": 400.0}
_COLUMNS = [
    "record", "row", "sheet", "municipality_code", "municipality", "school_unit_code", "school", "year",
    "measure", "unit", "value", "mask",
]  # fmt: skip


def recognises(sample: FileSample) -> bool:
    """Four of the identifying headings of either kind of export in one row."""
    rows: list[Sequence[object]] = []
    if sample.kind == "workbook":
        rows = [row for sheet in sample.sheets.values() for row in sheet]
    elif sample.kind == "text":
        rows = [tables.split_line(line) for line in sample.lines[: layout.WITHIN]]
    return any(max(layout.hits(row)) >= 4 for row in rows)


def read(data: bytes, name: str) -> ReadResult:
    """One record and one row per school unit (or municipality) and measure.

    ``school_unit_code`` and ``school`` are None per municipality. ``year`` is the spring of the school year.
    ``measure`` is the export's title and the column's: "Antal elever" is not the same pupils in two exports.
    ``value`` is NA where ``mask`` holds Skolverket's mark; ``unit`` as in ``Measure``. Rows split by sex, kind
    of school owner or programme are counted and left out. Raises UnreadableFileError.
    """
    export = layout.open_export(data, name)
    year, report = layout.title(export, name)
    measures = layout.measures_of(export, name)
    named = {m: f"{report}: {m.name}" if report else m.name for m in measures}
    grades = [(m, bool(hit.group(2))) for m in measures if (hit := layout.GRADE.fullmatch(cells.key(m.name)))]
    at = layout.positions(export.header)
    per_school = layout.is_per_school(export.header)
    # A school has one owner; a municipality has rows per kind of owner.
    headings = layout.SPLITS if per_school else (*layout.SPLITS, "Typ av huvudman")
    split_at = [at[p] for h in headings if (p := layout.plain(h)) in at]
    problems = list(export.problems)
    skipped: Counter[str] = Counter({SKIP_TEXT: export.texts} if export.texts else {})
    records = len(problems) + export.texts
    rows: list[tuple[object, ...]] = []
    seen: dict[tuple[str, ...], list[str]] = {}
    names: dict[str, str] = {}
    number = 0
    for line, row in export.rows:
        try:
            place = _place(row, at, per_school, names)
            splits = tuple(cells.key(row[p]) for p in split_at)
            key = (place[0], place[2] or "", *splits)
            texts = [cells.clean(row[m.position]) for m in measures]
            if seen.get(key, texts) != texts:
                raise cells.CellError("Samma skola eller kommun finns redan med andra siffror.", FETCH)
        except cells.CellError as error:
            problems.append(_problem(export, line, row[:8], error))
            records += 1
            continue
        records += len(measures)
        if key in seen:
            skipped[SKIP_REPEATED] += len(measures)
            continue
        seen[key] = texts
        if any(split not in _WHOLE for split in splits):
            skipped[SKIP_SPLIT] += len(measures)
            continue
        wrong = _wrong_sum(row, grades)
        for m in measures:
            number += 1
            try:
                if m.position == wrong:
                    raise cells.CellError("Årskurserna ger inte summan för årskurs 1–9.", FETCH)
                value, mask = _value(row[m.position], m)
            except cells.CellError as error:
                problems.append(
                    _problem(export, line, (place[3] or place[1], m.name, row[m.position]), error)
                )
            else:
                rows.append((number, line, export.sheet, *place, year, named[m], m.unit, value, mask))
    if export.sheet is None and not export.texts:
        reason = "Skolverkets förklaringar under tabellen saknas: filen kan vara avkortad."
        problems.append(Problem(None, "", reason, FETCH))
        records += 1
    notes = []
    if not rows and skipped[SKIP_SPLIT]:
        notes.append("Alla rader är uppdelade på kön, huvudman, program eller ämne: inget mått lästes.")
    return ReadResult(_frame(rows), records, problems, +skipped, notes)


def _problem(export: Export, line: int, quoted: Sequence[object], error: cells.CellError) -> Problem:
    found = " | ".join(text for c in quoted if (text := cells.clean(c)))
    return Problem(line, found, error.reason, error.advice, export.sheet)


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame = frame.astype({"record": "int64", "row": "int64", "year": "int64", "value": "float64"})
    for column in ("sheet", "school_unit_code", "school", "unit", "mask"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame


def _place(
    row: Sequence[object], at: dict[str, int], per_school: bool, names: dict[str, str]
) -> tuple[str, str, str | None, str | None]:
    """Municipality code and name, school unit code and name. Raises CellError."""
    written = cells.clean(row[at["kommunkod"]])
    municipality = cells.clean(row[at["skolkommun" if per_school else "kommun"]])
    # Excel makes 0764 the number 764.
    if not municipality or not re.fullmatch(r"\d{3,4}", written):
        raise cells.CellError("Kommunens namn eller kod saknas.", FETCH)
    code = cells.code(written, 4)
    if names.setdefault(code, cells.key(municipality)) != cells.key(municipality):
        raise cells.CellError("Kommunkoden hör till en annan kommun på en annan rad.", FETCH)
    if not per_school:
        return code, municipality, None, None
    unit, school = (cells.clean(row[at[h]]) for h in ("skolenhetskod", "skola"))
    if not school or not re.fullmatch(r"\d{8,9}", unit):
        raise cells.CellError(
            "Skolans namn saknas, eller skolenhetskoden har inte åtta eller nio siffror.", FETCH
        )
    return code, municipality, unit, school


def _value(cell: object, measure: Measure) -> tuple[float | None, str | None]:
    """The figure, or Skolverket's mark. Raises CellError."""
    text = cells.clean(cell)
    if layout.MARK.fullmatch(text):
        return None, text.replace(" ", "")
    value = cells.count(cell) if measure.unit == "antal" else cells.number(cell)
    highest = _HIGHEST.get(measure.unit or "", float("inf"))
    lowest = 0.0 if measure.unit in ("antal", "procent", "kvot") else -highest
    if value is None or not lowest <= value <= highest:
        raise cells.CellError("Värdet är orimligt för måttet.", FETCH)
    return float(value), None


def _wrong_sum(row: Sequence[object], grades: Sequence[tuple[Measure, bool]]) -> int | None:
    """Position of the total of grades 1-9 where the nine grades do not make it. A full stop is no pupils."""
    total: tuple[int, int] | None = None
    parts = 0
    for m, is_total in grades:
        text = cells.clean(row[m.position])
        if text != "." and not text.isdecimal():
            return None  # hidden or unreadable: nothing to add up
        count = 0 if text == "." else int(text)
        if is_total:
            total = (m.position, count)
        else:
            parts += count
    return total[0] if total and len(grades) > 1 and parts != total[1] else None
