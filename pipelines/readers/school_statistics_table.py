"""Skolverket's export as a table: its rows and columns, its school year, and what each measure is.

Belongs here: title lines, one or two rows of headings, the text below the table, units. Not here: the
figures and marks in the rows (school_statistics.py, where the source of the layout stands).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem

SCHOOL = ("Skola", "Skol-enhetskod", "Skolkommun", "Kommun-kod")
MUNICIPALITY = ("Kommun", "Kommun-kod", "Typ av huvudman")
SPLITS = ("Kön", "Program", "Ämne", "Delprov", "Skolform", "Inriktning")
#: Skolverket's marks: too few pupils, no figure, nearly all; also an empty cell.
MARK = re.compile(r"\.{1,3}|…|[-–—\u2212]|~ ?\d{1,3}|")
GRADE = re.compile(r"elever, årskurs ([1-9])(-9)?")
FETCH = "Hämta filen på nytt hos Skolverket."
#: The table begins within so many lines: title, report, school year and one or two rows of headings.
WITHIN = 15

_BESIDE = ("Typ av huvudman", "Huvudman", "Huvudman orgnr", "Län", "Läns-kod")
_SPELLINGS = (*SCHOOL, *MUNICIPALITY, *_BESIDE, "Skolenhetskod", "Kommunkod", "Länskod")
_CHOSEN = re.compile(r"\s*val[dt]\s+(\w+)\s*:\s*([\w/\-–]+)", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_\-–](\d{2})(?!\d)")


@dataclass(frozen=True)
class Measure:
    """A column of figures. ``unit``: antal, procent, procentenheter, poäng, kvot or None (not known)."""

    position: int
    name: str
    unit: str | None


@dataclass(frozen=True)
class Export:
    """The table. ``top`` are the rows above the header; ``texts`` how many rows of text stand below."""

    sheet: str | None
    top: list[list[str]]
    header: list[str]
    rows: list[tuple[int, list[object]]]
    texts: int = 0
    problems: list[Problem] = field(default_factory=list)


def plain(heading: object) -> str:
    """A heading without hyphens and spaces: Skol-enhetskod, Skolenhetskod and "Skol- enhetskod" are one."""
    return re.sub(r"[\s\-]", "", cells.key(heading))


def positions(header: Sequence[object]) -> dict[str, int]:
    """Where each heading stands, by its plain form; the first of two."""
    return {plain(h): n for n, h in reversed(list(enumerate(header)))}


def hits(row: Sequence[object]) -> tuple[int, int]:
    """How many identifying headings a row shares with an export per school, and per municipality."""
    names = {plain(c) for c in row}
    school = {plain(h) for h in (*SCHOOL, "Typ av huvudman", "Huvudman", "Huvudman orgnr")}
    municipality = {plain(h) for h in (*MUNICIPALITY, "Län", "Läns-kod")}
    return len(names & school), len(names & municipality)


def is_per_school(header: Sequence[object]) -> bool:
    """Per school unit rather than per municipality."""
    per_school, per_municipality = hits(header)
    return per_school >= per_municipality


def open_export(data: bytes, name: str) -> Export:
    """The export's table without what stands below it. Raises UnreadableFileError."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _open_workbook(data, name)
    text, _ = tables.decode(data, name)
    table = tables.read_table(data, name, _SPELLINGS, WITHIN)
    width = len(table.header)
    lines = [[cells.clean(c) for c in line.split(table.delimiter)] for line in text.splitlines()[:WITHIN]]
    start = next((n for n, line in enumerate(lines) if sum(hits(line)) > 2), 0)
    stop = _stop(table.header, list(zip(table.lines, table.rows, strict=True)), name)
    texts = len(table.rows) - stop
    table = replace(
        table, rows=table.rows[:stop], lines=table.lines[:stop], is_cut_off=table.is_cut_off and not texts
    )
    good, problems = tables.wrong_width(table, (width, width + 1))
    rows = [(table.lines[n], list[object]([*table.rows[n], ""][: width + 1])) for n in good]
    return Export(None, lines[:start], [*table.header, ""], rows, texts, problems)


def _open_workbook(data: bytes, name: str) -> Export:
    found = [
        (sheet, n)
        for sheet in tables.read_workbook(data, name)
        for n, row in enumerate(sheet.rows[:WITHIN])
        if max(hits(row)) >= 4
    ]
    if len(found) != 1:
        raise tables.unreadable(
            name, f"Arbetsboken har {len(found)} rubrikrader från Skolverket; den ska ha en. {FETCH}"
        )
    sheet, start = found[0]
    header = [cells.clean(c) for c in sheet.rows[start]]
    rows = [(n, row) for n, row in enumerate(sheet.rows[start + 1 :], start + 2) if tables.has_content(row)]
    stop = _stop(header, rows, name)
    top = [[cells.clean(c) for c in row] for row in sheet.rows[:start]]
    return Export(sheet.name, top, header, rows[:stop], len(rows) - stop)


def _stop(header: Sequence[object], rows: Sequence[tuple[int, Sequence[object]]], name: str) -> int:
    """Index of the first row of the text that Skolverket puts below the table, after an empty line."""
    at = positions(header)
    wanted = SCHOOL if is_per_school(header) else MUNICIPALITY
    if missing := [f"«{h}»" for h in wanted if plain(h) not in at]:
        raise tables.unreadable(name, f"Kolumner saknas: {', '.join(missing)}.")
    if any(_CHOSEN.match(cells.clean(row[0])) for _, row in rows):
        raise tables.unreadable(
            name, "Filen har fler än ett uttag under varandra. Spara varje uttag för sig."
        )
    code = at[plain(wanted[1])]
    if not any(len(row) > code and re.fullmatch(r"\d{3,9}", cells.clean(row[code])) for _, row in rows):
        raise tables.unreadable(
            name, f"Ingen rad har koder där rubrikerna säger. Rubrikraden kan vara förskjuten. {FETCH}"
        )
    # Text has semicolons too, but not as many as there are columns.
    full = sum(bool(h) for h in header) // 2
    filled = (sum(bool(cells.clean(c)) for c in row) for _, row in rows)
    after = 1 + max((i for i, n in enumerate(filled) if n >= full), default=0)
    has_gap = after < len(rows) and rows[after][0] > rows[after - 1][0] + 1
    return after if has_gap else len(rows)


def title(export: Export, name: str) -> tuple[int, str | None]:
    """The spring of the school year, and the report's title, from the lines above the header.

    A bare year in a file name is not used: Skolverket names one export by the autumn, another by the spring.
    Raises UnreadableFileError without a school year.
    """
    texts = [row[0] for row in export.top if row and row[0] and not any(row[1:])]
    titles = [t for t in texts if not _CHOSEN.match(t) and not cells.key(t).startswith("statistik från")]
    # Skolverket wrote Grundskolan before, and Grundskola now.
    report = re.sub(r"^(\w+skola)n\b", r"\1", titles[-1]) if titles else None
    for kind, period in (m.groups() for t in texts if (m := _CHOSEN.match(t))):
        if (spring := _spring(kind.casefold(), period)) is not None:
            return spring, report
    springs = {s for m in _SCHOOL_YEAR.finditer(name) if (s := _spring("läsår", m.group())) is not None}
    if len(springs) == 1:
        return springs.pop(), report
    raise tables.unreadable(
        name,
        "Läsåret saknas överst («Valt läsår: 2023/24»). Skriv läsåret i filens namn, till exempel 2023-24.",
    )


def _spring(kind: str, period: str) -> int | None:
    """läsår 2023/24 -> 2024, termin HT12 -> 2013, år 2016 -> 2016."""
    if match := _SCHOOL_YEAR.fullmatch(period):
        spring = int(match.group(1)) + 1
        return spring if int(match.group(2)) == spring % 100 else None
    if kind == "termin" and (match := re.fullmatch(r"(ht|vt)(\d{2})", period.casefold())):
        return 2000 + int(match.group(2)) + (match.group(1) == "ht")
    return int(period) if kind == "år" and re.fullmatch(r"(?:19|20)\d{2}", period) else None


def measures_of(export: Export, name: str) -> list[Measure]:
    """The columns with figures. A row of headings above the header parts measures of the same name.

    Raises UnreadableFileError for content without heading, two measures of one name, a column of text, a grade
    missing between others, and percent written as shares.
    """
    known = {plain(h) for h in (*_SPELLINGS, *SPLITS)}
    above = export.top[-1] if export.top and any(export.top[-1][1:]) else []
    times = Counter(plain(h) for h in export.header)
    found: list[Measure] = []
    group = ""
    for n, own in enumerate(export.header):
        # A merged heading stands over its first column only.
        group = (above[n] if n < len(above) else "") or (group if own and times[plain(own)] > 1 else "")
        values = [text for _, row in export.rows if (text := cells.clean(row[n]))]
        if not own and not group:
            if values:
                raise tables.unreadable(name, f"En kolumn har innehåll men ingen rubrik. {FETCH}")
        elif plain(own) not in known:
            label = f"{group}, {own}" if group and group != own else own
            if any(label == m.name for m in found):
                raise tables.unreadable(name, f"Måttet «{label}» finns två gånger. {FETCH}")
            found.append(Measure(n, label, _unit(label)))
            _check_values(values, found[-1], name)
    if not found:
        raise tables.unreadable(name, f"Filen har inga mått. {FETCH}")
    grades = {cells.key(m.name) for m in found if GRADE.fullmatch(cells.key(m.name))}
    if "elever, årskurs 1-9" in grades and 1 < len(grades) < 10:
        raise tables.unreadable(name, f"Kolumnen för någon av årskurserna 1–9 saknas. {FETCH}")
    return found


def _unit(label: str) -> str | None:
    key = cells.key(label)
    if "residual" in key:
        return "procentenheter" if "%" in key or "andel" in key else "poäng"
    if "(%)" in key or key.startswith("andel"):
        return "procent"
    if " per " in key:
        return "kvot"
    if re.match(r"(?:totalt )?antal\b|elever,", key):
        return "antal"
    return "poäng" if re.search(r"meritvärde|betygspoäng|\bgbp\b", key) else None


def _check_values(values: Sequence[str], measure: Measure, name: str) -> None:
    figures: list[float] = []
    unread = 0
    for text in values:
        try:
            figures += [] if MARK.fullmatch(text) else [cells.number(text) or 0.0]
        except cells.CellError:
            unread += 1
    if unread > 1 and unread == len(values):
        raise tables.unreadable(name, f"Kolumnen «{measure.name}» har text i stället för siffror. {FETCH}")
    shares = [v for v in figures if v]
    if measure.unit == "procent" and len(shares) > 1 and max(shares) <= 1 and any(v % 1 for v in shares):
        raise tables.unreadable(
            name, f"«{measure.name}» ser ut att vara skriven som 0,48 i stället för 48 procent. {FETCH}"
        )
