"""Brå's table 120: reported offences by type, one workbook per police region, one sheet per municipality.

Belongs here: the workbook's two forms (.xls with ten heading rows to 2021, .xlsx with a header row from 2022)
and its traps. Not here: offence groups, SOL.
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
from dataclasses import dataclass

from pipelines.readers import agency_rows, cells, tables
from pipelines.readers.agency_rows import SKIP_REPEATED
from pipelines.readers.agency_totals import municipality
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "table_120"
TITLE = "Brås tabell 120 (anmälda brott per kommun)"
EXPECTED = (
    "En arbetsbok från Brå med «Tabell 120», ett blad per kommun och kolumnerna Brottstyp, "
    "Antal anmälda brott totalt och Antal brott per 100 000 invånare."
)
HEADERS = ("Brottstyp", "Antal anmälda brott totalt", "Antal brott per 100 000 invånare")
SKIP_SHEET = "rad på ett blad som inte är en kommun"
SKIP_TEXT = "rubrik eller fotnot utan siffror"
SKIP_WRAPPED = "första halvan av en benämning på två rader"
SKIP_MISSING = "antal saknas hos Brå (.., . eller -)"

_OTHER_SHEET = re.compile(r"(?:information|okänd kommun|innehåll|tabell 120)\b")
_TABLE_120 = re.compile(r"tabell\s*120\b")
_OTHER_TABLE = re.compile(r"tabell\s*(?!120\b)[a-z]?\d")
_TOTAL, _PENAL_CODE, _OTHER_LAWS = (
    "samtliga brott",
    "brott mot brottsbalken",
    "brott mot specialstraffrättsliga",
)
# "SAMTLIGA BROTT2", "m.m.3", "(1, 2 §)1"; never "3-7 kap.", "(5, 6 §)" or a number after a space or colon.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]|\))(\.?)(?:[¹²³⁴-⁹]+|\d{1,2}(?:,\s?\d{1,2})*\)?)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_OF_YEAR = re.compile(r"\bår(?:et)?\s+((?:19|20)\d{2})(?!\d)", re.IGNORECASE)
_AGAIN = "Hämta arbetsboken på nytt hos Brå."


@dataclass(frozen=True)
class _Columns:
    """Positions in a sheet, and the index of its first row of figures."""

    label: int
    count: int
    rate: int
    law: int | None
    first: int


@dataclass
class _Entry:
    """A row with a label and figures; ``indent`` as the label's leading spaces."""

    number: int
    label: str
    found: str
    count: object
    rate: object
    law: str
    indent: int
    is_subset: bool
    parent: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return cells.key(self.label), cells.key(self.parent)

    @property
    def is_empty(self) -> bool:
        return all(cells.clean(c) in ("0", *cells.MISSING_MARKS) for c in (self.count, self.rate))


def recognises(sample: FileSample) -> bool:
    """The table's number with its columns or first row, or without the number three of those four marks."""
    if sample.kind != "workbook":
        return False
    texts = [cells.key(n) for n in sample.sheets]
    texts += [cells.key(c) for rows in sample.sheets.values() for row in rows for c in row]
    marks = (
        any(t.startswith("brottstyp") for t in texts),
        any(t.startswith(_TOTAL) for t in texts),
        any(t.startswith("antal") and "100 000" not in t for t in texts),
        any("100 000" in t for t in texts),
    )
    if any(_TABLE_120.match(t) for t in texts):
        return marks[0] or marks[1]
    return sum(marks) >= 3 and not any(_OTHER_TABLE.match(t) for t in texts)


def read(data: bytes, name: str) -> ReadResult:
    """One row per sheet and type of offence; ``region`` is the sheet's name, ``month`` always NA.

    ``offence`` is the label without "därav" and footnote digits. ``parent``: the row above that a "därav"
    belongs to, the heading that indentation or the column Lagrum gives, and for a label that stands several
    times the nearest label above that stands once. Raises UnreadableFileError.
    """
    sheets = tables.read_workbook(data, name)
    skipped: Counter[str] = Counter()
    problems: list[Problem] = []
    parts: list[tuple[tables.Sheet, _Columns, list[_Entry]]] = []
    n_records = 0
    for sheet in sheets:
        at = _columns(sheet, name)
        if at is None:
            if municipality(sheet.name):
                problems.append(_of_sheet(sheet, "Bladet har ingen tabell med samtliga brott."))
                n_records += 1
            continue
        if _OTHER_SHEET.match(cells.key(sheet.name)):
            n = sum(tables.has_content(row) for row in sheet.rows[at.first :])
            skipped[SKIP_SHEET] += n
            n_records += n
            continue
        n_records += sum(tables.has_content(row) for row in sheet.rows[at.first :])
        parts.append((sheet, at, _entries(sheet, at, skipped, problems)))
    if not parts:
        raise tables.unreadable(
            name, "Inget blad har tabellens rad «Samtliga brott» med antal och antal per 100 000 invånare."
        )
    year, status, notes = _year_and_status(sheets, [(s, at) for s, at, _ in parts], name)
    dash_is_zero = not any(cells.clean(e.count) == "0" for _, _, entries in parts for e in entries)
    rows: list[dict[str, object]] = []
    found: dict[tuple[object, object], str] = {}
    n_dashes = 0
    for sheet, _, entries in parts:
        found |= {(sheet.name, e.number): e.found for e in entries}
        _find_parents(entries)
        read_entries = []
        for e in entries:
            try:
                numbers = _numbers(e, dash_is_zero)
            except cells.CellError as error:
                problems.append(Problem(e.number, e.found, error.reason, error.advice, sheet.name))
                continue
            if numbers is None:
                skipped[SKIP_MISSING] += 1
            else:
                n_dashes += cells.clean(e.count) == "-"
                read_entries.append((e, *numbers))
        common = {"sheet": sheet.name, "region": cells.clean(sheet.name).replace("–", "-")}
        common |= {"year": year, "status": status}
        rows += [common | row for row in _without_repeats(sheet, read_entries, problems, skipped)]
    rows, wrong = agency_rows.without_contradictions(rows, found)
    incomplete = _incomplete(parts, rows, notes)
    if n_dashes:
        notes.append(
            f"Streck (-) som antal är läst som 0, Brås tecken för inga anmälda brott: {n_dashes} rader."
        )
    return ReadResult(
        agency_rows.frame(rows), n_records + len(incomplete), problems + wrong + incomplete, skipped, notes
    )


def _of_sheet(sheet: tables.Sheet, reason: str) -> Problem:
    return Problem(None, "", reason, _AGAIN, sheet.name)


def _columns(sheet: tables.Sheet, name: str) -> _Columns | None:
    """Where label, count and rate stand; None for a sheet without the table. Raises UnreadableFileError."""
    start = next(
        (
            (r, c)
            for r, row in enumerate(sheet.rows[:25])
            for c, cell in enumerate(row)
            if cells.key(cell).startswith(_TOTAL)
        ),
        None,
    )
    if start is None:
        return None
    first, label = start
    width = max(len(row) for row in sheet.rows)
    head = [
        [cells.key(row[c]) for row in sheet.rows[:first] if c < len(row) and cells.clean(row[c])]
        for c in range(width)
    ]
    named = next((c for c in range(width) if any(t.startswith("brottstyp") for t in head[c])), None)
    law = next((c for c in range(width) if "lagrum" in head[c]), None)
    if named is not None and (named >= len(sheet.rows[first]) or not _is_total(sheet.rows[first][named])):
        raise tables.unreadable(
            name, "Rubriken Brottstyp står inte i samma kolumn som brottstyperna. " + _AGAIN
        )
    label = label if named is None else named
    right = {c: " ".join(head[c]) for c in range(label + 1, width)}
    rates = [c for c, text in right.items() if "100 000" in text]
    counts = [c for c, text in right.items() if "antal" in text and c not in rates]
    if not rates and not counts:
        # The oldest form may lack names over its columns: count, then rate.
        figures = [c for c in right if _is_number(sheet.rows[first][c])]
        counts, rates = figures[:1], figures[1:]
    if len(counts) > 1:
        counts = [c for c in counts if "totalt" in right[c]]
    if len(counts) != 1 or len(rates) != 1:
        wanted = [h for h, found in zip(HEADERS[1:], (counts, rates), strict=True) if len(found) != 1]
        raise tables.unreadable(
            name, "Kolumner saknas eller finns flera gånger: " + ", ".join(f"«{w}»" for w in wanted) + "."
        )
    row = sheet.rows[first]
    if not _is_number(row[counts[0]]) or not _is_number(row[rates[0]]):
        raise tables.unreadable(
            name, "Raden «Samtliga brott» saknar siffror under rubrikerna: en kolumn är förskjuten. " + _AGAIN
        )
    return _Columns(label, counts[0], rates[0], law, first)


def _is_total(cell: object) -> bool:
    return cells.key(cell).startswith(_TOTAL)


def _is_number(cell: object) -> bool:
    try:
        return cells.number(cell) is not None
    except cells.CellError:
        return False


def _entries(
    sheet: tables.Sheet, at: _Columns, skipped: Counter[str], problems: list[Problem]
) -> list[_Entry]:
    """Rows with a label and figures; a label broken over two rows is put together."""
    rows = [(n, row) for n, row in enumerate(sheet.rows[at.first :], at.first + 1) if tables.has_content(row)]
    labels = [cells.clean(row[at.label]) for _, row in rows]
    goes_on = [label[:1].islower() and not agency_rows.DARAV.match(label) for label in labels]
    entries: list[_Entry] = []
    pending = ""
    for i, (n, row) in enumerate(rows):
        label, found = labels[i], " | ".join(cells.clean(c) for c in row)
        count, rate = row[at.count], row[at.rate]
        if not cells.clean(count) and not cells.clean(rate):
            is_first_half = bool(label) and any(goes_on[i + 1 : i + 2])
            pending = _joined(pending, label) if is_first_half else ""
            skipped[SKIP_WRAPPED if is_first_half else SKIP_TEXT] += 1
            continue
        if re.fullmatch(r"\d{1,2}[).]?", label) and not _is_number(count):
            skipped[SKIP_TEXT] += 1
            continue
        if (
            goes_on[i]
            and not pending
            and entries
            and entries[-1].is_empty
            and entries[-1].number == rows[i - 1][0]
        ):
            # Some years print zeros beside the first half.
            pending = entries.pop().label
            skipped[SKIP_WRAPPED] += 1
        if not label or (goes_on[i] and not pending):
            reason = (
                "Benämningen på raden fortsätter en annan rads." if label else "Brottstyp saknas på raden."
            )
            problems.append(Problem(n, found, reason, _AGAIN, sheet.name))
            continue
        label, pending = _joined(pending, label), ""
        subset = agency_rows.DARAV.match(label)
        entries.append(
            _Entry(
                n,
                _FOOTNOTE.sub(r"\1", label[subset.end() :] if subset else label),
                found,
                count,
                rate,
                _FOOTNOTE.sub(r"\1", cells.clean(row[at.law])) if at.law is not None else "",
                _indent(row[at.label]),
                subset is not None,
            )
        )
    return entries


def _joined(first: str, second: str) -> str:
    if re.search(r"\w-$", first) and not re.match(r"(?:och|eller|samt)\b", second):
        return first[:-1] + second
    return f"{first} {second}".strip()


def _indent(cell: object) -> int:
    text = str(cell).replace("\u00a0", " ")
    return len(text) - len(text.lstrip())


def _find_parents(entries: list[_Entry]) -> None:
    times = Counter(cells.key(e.label) for e in entries if not e.is_subset)
    is_indented = any(e.indent for e in entries)
    above: list[_Entry] = []
    for e in entries:
        if e.is_subset:
            e.parent = next((a.label for a in reversed(above) if not a.is_subset), None)
        elif e.law:
            is_whole = cells.key(e.label) == cells.key(e.law) or cells.key(e.label).endswith(", totalt")
            e.parent = None if is_whole else e.law
        elif is_indented:
            e.parent = next(
                (a.label for a in reversed(above) if not a.is_subset and a.indent < e.indent), None
            )
        elif times[cells.key(e.label)] > 1:
            once = (a.label for a in reversed(above) if not a.is_subset and times[cells.key(a.label)] == 1)
            e.parent = next(once, None)
        above.append(e)


def _numbers(e: _Entry, dash_is_zero: bool) -> tuple[int, float | None] | None:
    """Count and rate, None where Brå gives no count. Raises CellError."""
    count, rate = agency_rows.numbers(e.count, e.rate)
    if count is None and cells.clean(e.count) == "-" and dash_is_zero:
        count, rate = 0, rate or 0.0
    if rate and not count:
        raise cells.CellError("Antal saknas eller är 0, men antal per 100 000 invånare finns.", _AGAIN)
    return None if count is None else (count, rate)


def _without_repeats(
    sheet: tables.Sheet,
    entries: list[tuple[_Entry, int, float | None]],
    problems: list[Problem],
    skipped: Counter[str],
) -> list[dict[str, object]]:
    """One row per label and parent; of different figures for the same ones none is used."""
    values: dict[tuple[str, str], set[tuple[int, float | None]]] = {}
    for e, count, rate in entries:
        values.setdefault(e.key, set()).add((count, rate))
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for e, count, rate in entries:
        if len(values[e.key]) > 1:
            reason = "Benämningen finns flera gånger på bladet med olika siffror, under samma rubrik."
            problems.append(Problem(e.number, e.found, reason, "Använd Brås statistikdatabas.", sheet.name))
        elif e.key in rows:
            skipped[SKIP_REPEATED] += 1
        else:
            row: dict[str, object] = {"row": e.number, "offence": e.label, "parent": e.parent}
            row |= {"is_subset": e.is_subset or e.parent is not None, "count": count, "per_100k": rate}
            rows[e.key] = row
    return list(rows.values())


def _year_and_status(
    sheets: list[tables.Sheet], parts: list[tuple[tables.Sheet, _Columns]], name: str
) -> tuple[int, str, list[str]]:
    """From the heading rows, else from the file's name; which note says so. Raises UnreadableFileError."""
    headings = [" ".join(cells.clean(c) for row in s.rows[: at.first] for c in row) for s, at in parts]
    years = {year for text in headings for year in _years(text)}
    if not years:
        named = [s for s in sheets if _TABLE_120.match(cells.key(s.name))]
        years = {
            y for s in named for y in _years(" ".join(cells.clean(c) for row in s.rows[:15] for c in row))
        }
    status = "preliminary" if any("prelimin" in text.casefold() for text in headings) else "final"
    of_name = set(_YEAR.findall(re.split(r"[/\\]", name)[-1]))
    if len(years) > 1 and len(years & of_name) != 1:
        raise tables.unreadable(name, "Bladens rubriker nämner olika år. Dela upp arbetsboken per år.")
    found = years & of_name if len(years) > 1 else years or of_name
    if len(found) != 1:
        raise tables.unreadable(
            name,
            "Året står varken i bladens rubriker eller i filnamnet. Döp filen som Brå: «120Rn05-2019.xls».",
        )
    notes = []
    if years and of_name and not years & of_name:
        notes.append("Filnamnets årtal är ett annat än tabellens. Tabellens år används.")
    return int(next(iter(found))), status, notes


def _years(text: str) -> set[str]:
    """The year the heading is about: the one after "år", else the only one in it."""
    return set(_OF_YEAR.findall(text)) or set(_YEAR.findall(text))


def _incomplete(
    parts: list[tuple[tables.Sheet, _Columns, list[_Entry]]], rows: list[dict[str, object]], notes: list[str]
) -> list[Problem]:
    """Sheets that end before the others do, or whose parts are not the whole (a record each)."""
    sequences = {s.name: tuple(cells.key(e.label) for e in entries) for s, _, entries in parts}
    usual = max(Counter(sequences.values()).items(), key=lambda pair: (pair[1], len(pair[0])))[0]
    found: list[Problem] = []
    differing = 0
    for sheet, _, entries in parts:
        sequence = sequences[sheet.name]
        counts = {
            cells.key(r["offence"]): int(str(r["count"])) for r in reversed(rows) if r["sheet"] == sheet.name
        }
        whole, code, laws = (
            next((n for k, n in reversed(counts.items()) if k.startswith(start)), None)
            for start in (_TOTAL, _PENAL_CODE, _OTHER_LAWS)
        )
        has_laws = any(k.startswith(_OTHER_LAWS) for k in sequence)
        if sequence != usual and sequence == usual[: len(sequence)]:
            found.append(_of_sheet(sheet, "Bladet slutar tidigare än de andra: det kan vara avkortat."))
        elif code is not None and not has_laws:
            found.append(
                _of_sheet(sheet, "Bladet saknar brott mot specialstraffrätten: det kan vara avkortat.")
            )
        elif whole is not None and code is not None and laws is not None and whole != code + laws:
            found.append(_of_sheet(sheet, "Brottsbalken och specialstraffrätten blir inte samtliga brott."))
        else:
            differing += sequence != usual
    if differing:
        notes.append(
            f"Blad som har andra brottstyper än de övriga: {differing}. Kontrollera dem mot Brås fil."
        )
    return found
