"""Brå's table 120: reported offences by type, one workbook per police region, one sheet per municipality.

Belongs here: the workbook's two forms (.xls with ten heading rows to 2021, .xlsx with a header row from 2022),
its year, its counts and whether it is whole. Not here: how a sheet is laid out (table_120_sheet).
Reconstructed from public code that reads the files and from Brå's older tables of the same make (P1, P3, 100);
not yet tried on a real file.

Decided here: a lone hyphen as a count is Brå's sign for "none" and is read as 0, but only in a workbook that
prints no 0 among its counts; where zeros are printed the hyphen means something else and the row is left out,
as ".." and "." always are. Every row is part of a tree, so rows must never be added up: "därav" and rows whose
heading is known have ``is_subset``.
"""

from __future__ import annotations

import re
from collections import Counter

from pipelines.readers import agency_rows, cells, table_120_sheet, tables
from pipelines.readers.agency_rows import SKIP_REPEATED
from pipelines.readers.agency_totals import POLICE_REGIONS, municipality
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample
from pipelines.readers.table_120_sheet import AGAIN, HEADERS, TOTAL, Columns, Entry

__all__ = ["EXPECTED", "HEADERS", "LAYOUT", "TITLE", "read", "recognises"]

LAYOUT = "table_120"
TITLE = "Brås tabell 120 (anmälda brott per kommun)"
EXPECTED = (
    "En arbetsbok från Brå med «Tabell 120», ett blad per kommun och kolumnerna Brottstyp, "
    "Antal anmälda brott totalt och Antal brott per 100 000 invånare."
)
SKIP_SHEET = "rad på ett blad som inte är en kommun"
SKIP_MISSING = "antal saknas hos Brå (.., . eller -)"

_PENAL_CODE, _OTHER_LAWS = "brott mot brottsbalken", "brott mot specialstraffrättsliga"
_OTHER_SHEET = re.compile(r"(?:information|okänd kommun|innehåll|tabell 120)\b")
_TABLE_120 = re.compile(r"tabell\s*120\b")
_OTHER_TABLE = re.compile(r"tabell\s*(?!120\b)[a-z]?\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_OF_YEAR = re.compile(r"\bår(?:et)?\s+((?:19|20)\d{2})(?!\d)", re.IGNORECASE)

_Part = tuple[tables.Sheet, Columns, list[Entry]]


def recognises(sample: FileSample) -> bool:
    """The table's number with its columns or first row, or without the number three of those four marks."""
    if sample.kind != "workbook":
        return False
    texts = [cells.key(n) for n in sample.sheets]
    texts += [cells.key(c) for rows in sample.sheets.values() for row in rows for c in row]
    marks = (
        any(t.startswith("brottstyp") for t in texts),
        any(t.startswith(TOTAL) for t in texts),
        any(t.startswith("antal") and "brott" in t and "100 000" not in t for t in texts),
        any("100 000" in t for t in texts),
    )
    if any(_TABLE_120.match(t) for t in texts):
        return marks[0] or marks[1]
    return sum(marks) >= 3 and not any(_OTHER_TABLE.match(t) for t in texts)


def read(data: bytes, name: str) -> ReadResult:
    """One row per sheet and type of offence; ``region`` is the sheet's name, ``month`` always NA.

    ``offence`` is the label without "därav" and footnote digits, ``parent`` what it stands under where the
    sheet shows it. Raises UnreadableFileError.
    """
    sheets = _sheets(data, name)
    skipped: Counter[str] = Counter()
    problems: list[Problem] = []
    parts: list[_Part] = []
    n_records = 0
    for sheet in sheets:
        if _OTHER_SHEET.match(cells.key(sheet.name)):
            n = sum(any(map(table_120_sheet.is_number, row)) for row in sheet.rows)
            skipped[SKIP_SHEET] += n
            n_records += n
            continue
        at = table_120_sheet.columns_of(sheet, name)
        if at is not None:
            parts.append((sheet, at, table_120_sheet.entries_of(sheet, at, skipped, problems)))
            n_records += sum(tables.has_content(row) for row in sheet.rows[at.first :])
        elif municipality(sheet.name):
            problems.append(_of_sheet(sheet, "Bladet har ingen tabell med samtliga brott."))
            n_records += 1
    if not parts:
        raise tables.unreadable(
            name, "Inget blad har tabellens rad «Samtliga brott» med antal och antal per 100 000 invånare."
        )
    year, status, notes = _year_and_status(sheets, parts, name)
    dash_is_zero = not any(table_120_sheet.is_zero(e.count) for _, _, entries in parts for e in entries)
    rows: list[dict[str, object]] = []
    for sheet, _, entries in parts:
        region = cells.clean(sheet.name).replace("–", "-")
        common: dict[str, object] = {"sheet": sheet.name, "region": region, "year": year, "status": status}
        rows += [common | row for row in _read_entries(sheet, entries, dash_is_zero, problems, skipped)]
    found: dict[tuple[object, object], str] = {
        (sheet.name, e.number): e.found for sheet, _, entries in parts for e in entries
    }
    rows, wrong = agency_rows.without_contradictions(rows, found)
    n_dashes = sum(_is_dash(e.count) for _, _, entries in parts for e in entries)
    if n_dashes and dash_is_zero:
        notes.append(f"Streck (-) är läst som 0, Brås tecken för inga anmälda brott: {n_dashes} rader.")
    incomplete = _incomplete(parts, rows, notes) + _missing_sheets(parts, notes)
    records = n_records + len(incomplete)
    return ReadResult(agency_rows.frame(rows), records, problems + wrong + incomplete, skipped, notes)


def _sheets(data: bytes, name: str) -> list[tables.Sheet]:
    try:
        return tables.read_workbook(data, name)
    except BaseException as error:
        # The parser panics on some .xls files that are cut off, and a panic is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise tables.unreadable(name, f"Arbetsboken är avbruten eller trasig. {AGAIN}") from None


def _of_sheet(sheet: tables.Sheet, reason: str) -> Problem:
    return Problem(None, "", reason, AGAIN, sheet.name)


def _is_dash(cell: object) -> bool:
    return cells.clean(cell) in ("-", "–")


def _read_entries(
    sheet: tables.Sheet,
    entries: list[Entry],
    dash_is_zero: bool,
    problems: list[Problem],
    skipped: Counter[str],
) -> list[dict[str, object]]:
    """One row per label and parent; of different figures for the same ones none is used."""
    numbered: list[tuple[Entry, tuple[int, float | None]]] = []
    for e in entries:
        try:
            numbers = _numbers(e, dash_is_zero)
        except cells.CellError as error:
            problems.append(Problem(e.number, e.found, error.reason, error.advice, sheet.name))
            continue
        if numbers is None:
            skipped[SKIP_MISSING] += 1
        else:
            numbered.append((e, numbers))
    values: dict[tuple[str, str], set[tuple[int, float | None]]] = {}
    for e, numbers in numbered:
        values.setdefault(e.key, set()).add(numbers)
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for e, (count, rate) in numbered:
        if len(values[e.key]) > 1:
            reason = "Benämningen finns flera gånger under samma rubrik med olika siffror."
            problems.append(Problem(e.number, e.found, reason, "Använd Brås statistikdatabas.", sheet.name))
        elif e.key in rows:
            skipped[SKIP_REPEATED] += 1
        else:
            row: dict[str, object] = {"row": e.number, "offence": e.label, "parent": e.parent}
            row |= {"is_subset": e.is_subset or e.parent is not None, "count": count, "per_100k": rate}
            rows[e.key] = row
    return list(rows.values())


def _numbers(e: Entry, dash_is_zero: bool) -> tuple[int, float | None] | None:
    """Count and rate, None where Brå gives no count. Raises CellError."""
    count, rate = agency_rows.numbers(e.count, e.rate)
    if count is None and _is_dash(e.count) and dash_is_zero:
        count, rate = 0, rate or 0.0
    if rate and not count:
        raise cells.CellError("Antal saknas eller är 0, men antal per 100 000 invånare finns.", AGAIN)
    return None if count is None else (count, rate)


def _year_and_status(sheets: list[tables.Sheet], parts: list[_Part], name: str) -> tuple[int, str, list[str]]:
    """From the heading rows, else from the file's name, with a note where they differ.

    Raises UnreadableFileError.
    """
    headings = [_text(sheet, at.first) for sheet, at, _ in parts]
    years = {year for text in headings for year in _years(text)}
    if not years:
        years = {y for s in sheets if _TABLE_120.match(cells.key(s.name)) for y in _years(_text(s, 15))}
    of_name = set(_YEAR.findall(re.split(r"[/\\]", name)[-1]))
    found = years & of_name if len(years) > 1 else years or of_name
    if len(years) > 1 and len(found) != 1:
        raise tables.unreadable(name, "Bladens rubriker nämner olika år. Dela upp arbetsboken per år.")
    if len(found) != 1:
        raise tables.unreadable(
            name,
            "Året står varken i bladens rubriker eller i filnamnet. Döp filen som Brå: «120Rn05-2019.xls».",
        )
    status = "preliminary" if any("prelimin" in text.casefold() for text in headings) else "final"
    differ = years and of_name and not years & of_name
    notes = ["Filnamnets årtal är ett annat än tabellens. Tabellens år används."] if differ else []
    return int(found.pop()), status, notes


def _text(sheet: tables.Sheet, n_rows: int) -> str:
    return " ".join(cells.clean(c) for row in sheet.rows[:n_rows] for c in row)


def _years(text: str) -> set[str]:
    """The year the heading is about: the one after "år", else those in it."""
    return set(_OF_YEAR.findall(text)) or set(_YEAR.findall(text))


def _incomplete(parts: list[_Part], rows: list[dict[str, object]], notes: list[str]) -> list[Problem]:
    """Sheets that end before the others do, or whose parts are not the whole (a record each)."""
    sequences = {s.name: tuple(cells.key(e.label) for e in entries) for s, _, entries in parts}
    usual = max(Counter(sequences.values()).items(), key=lambda pair: (pair[1], len(pair[0])))[0]
    found: list[Problem] = []
    n_other = 0
    for sheet, _, _ in parts:
        sequence = sequences[sheet.name]
        whole, code, laws = (_count_of(rows, sheet, start) for start in (TOTAL, _PENAL_CODE, _OTHER_LAWS))
        if sequence != usual and sequence == usual[: len(sequence)]:
            found.append(_of_sheet(sheet, "Bladet slutar tidigare än de andra: det kan vara avkortat."))
        elif code is not None and not any(label.startswith(_OTHER_LAWS) for label in sequence):
            found.append(_of_sheet(sheet, "Bladet saknar specialstraffrätten: det kan vara avkortat."))
        elif whole is not None and code is not None and laws is not None and whole != code + laws:
            found.append(_of_sheet(sheet, "Brottsbalken och specialstraffrätten blir inte samtliga brott."))
        else:
            n_other += sequence != usual
    if n_other:
        notes.append(f"Blad med andra brottstyper än de övriga: {n_other}. Jämför dem med Brås fil.")
    return found


def _missing_sheets(parts: list[_Part], notes: list[str]) -> list[Problem]:
    """The municipalities of the police region without a sheet: a problem (a record), a note for an excerpt."""
    there = {municipality(sheet.name) for sheet, _, _ in parts}
    region, names = max(POLICE_REGIONS.items(), key=lambda pair: len(there & set(pair[1])))
    missing = [n for n in names if n not in there]
    if not missing or len(missing) == len(names):
        return []
    told = f"Arbetsboken har {len(names) - len(missing)} av {len(names)} kommuner i polisregion {region}."
    if len(missing) * 2 > len(names):
        notes.append(told)
        return []
    named = ", ".join(missing[:8]) + (f" och {len(missing) - 8} till" if len(missing) > 8 else "")
    return [Problem(None, "", f"{told} Det saknas {named}.", AGAIN)]


def _count_of(rows: list[dict[str, object]], sheet: tables.Sheet, start: str) -> int | None:
    own = (r for r in rows if r["sheet"] == sheet.name and cells.key(r["offence"]).startswith(start))
    return next((int(str(r["count"])) for r in own), None)
