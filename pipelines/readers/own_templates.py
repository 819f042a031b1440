"""The project's own templates as they come back: a sheet in a workbook, or a text table of the same headings.

Belongs here: finding the filled-in rows, whole and with their row numbers, and checks of form that every
template needs. Not here: what a column means (the layout modules), publishers' layouts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from openpyxl.utils import get_column_letter

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem

#: A larger number of answers or incidents is something else in the wrong cell.
MOST = 12_000_000

Scope = TypeVar("Scope", bound=Hashable)
Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True)
class FilledRow:
    """One row: its number in the file and its cells by heading."""

    number: int
    cells: dict[str, object]

    @property
    def quoted(self) -> str:
        """The row as one line for ``Problem.found``."""
        return " | ".join(text for value in self.cells.values() if (text := cells.clean(value)))


@dataclass(frozen=True)
class Filled:
    """A filled-in template. ``problems`` are rows that are not whole; they are records beside ``rows``.

    ``headings``: those of the template that the file has.
    """

    sheet: str | None
    rows: list[FilledRow]
    problems: list[Problem]
    notes: list[str]
    headings: frozenset[str]

    @property
    def records(self) -> int:
        return len(self.rows) + len(self.problems)


def open_filled(
    data: bytes, name: str, headers: Sequence[str], sheet_name: str, optional: Collection[str] = ()
) -> Filled:
    """Rows of the template, from a workbook or a text table in any separator and encoding.

    Every heading but the ``optional`` ones must stand there once. Content in a column without heading is
    refused: it is what a shifted or half deleted header row looks like. Raises UnreadableFileError.
    """
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        sheet, start = _sheet(tables.read_workbook(data, name), name, headers, sheet_name)
        header: list[object] = sheet.rows[start]
        numbered: list[tuple[int, Sequence[object]]] = [
            (n, row) for n, row in enumerate(sheet.rows[start + 1 :], start + 2) if tables.has_content(row)
        ]
        return _filled(name, headers, optional, header, numbered, sheet.name, [])
    table = tables.read_table(data, name, headers)
    width = len(table.header)
    # Excel and others may end every data row, but not the header, with a separator.
    good, problems = tables.wrong_width(table, (width, width + 1))
    header = [*table.header, ""]
    numbered = [(table.lines[n], [*table.rows[n], ""][: width + 1]) for n in good]
    return _filled(name, headers, optional, header, numbered, None, problems)


def count(value: object) -> int | None:
    """As :func:`cells.count`, but no more than there are people in the country. Raises CellError."""
    found = cells.count(value)
    if found is not None and found > MOST:
        raise cells.CellError("Antalet är orimligt stort.", "Kontrollera antalet mot rapporten.")
    return found


def gaps(keys: Iterable[tuple[Scope, Unit, Hashable]]) -> dict[tuple[Scope, Unit], int]:
    """How many cells each unit lacks that more than half of its scope's units have.

    ``keys``: (scope, unit, cell), for example (municipality and year, locality, group and question). A list
    that was cut off, or a unit whose name was misspelt in one row, shows as a unit with cells missing.
    """
    scopes: dict[Scope, dict[Unit, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
    for scope, unit, cell in keys:
        scopes[scope][unit].add(cell)
    found: dict[tuple[Scope, Unit], int] = {}
    for scope, units in scopes.items():
        holders = Counter(cell for own in units.values() for cell in own)
        common = {cell for cell, n in holders.items() if 2 * n > len(units)}
        found |= {(scope, unit): len(common - own) for unit, own in units.items() if common - own}
    return found


def _sheet(
    sheets: Sequence[tables.Sheet], name: str, headers: Sequence[str], sheet_name: str
) -> tuple[tables.Sheet, int]:
    """The one sheet that holds the template and its header row's index; two filled-in sheets are refused."""
    found = [(s, h) for s in sheets if (h := tables.find_header(s, headers)) is not None]
    filled = [(s, h) for s, h in found if any(tables.has_content(row) for row in s.rows[h + 1 :])]
    if not found:
        raise tables.unreadable(name, f"Bladet «{sheet_name}» med mallens rubriker saknas.")
    if not filled:
        raise tables.unreadable(name, "Mallen har rubriker men inga ifyllda rader.")
    if len(filled) > 1:
        raise tables.unreadable(
            name,
            f"{len(filled)} blad har mallens rubriker och ifyllda rader. "
            f"Samla raderna i bladet «{sheet_name}», eller spara bladen som var sin fil.",
        )
    return filled[0]


def _filled(
    name: str,
    headers: Sequence[str],
    optional: Collection[str],
    header: Sequence[object],
    numbered: list[tuple[int, Sequence[object]]],
    sheet: str | None,
    problems: list[Problem],
) -> Filled:
    keys = [cells.key(h) for h in header]
    twice = [h for h in headers if keys.count(cells.key(h)) > 1]
    if twice:
        raise tables.unreadable(name, f"Rubriken «{twice[0]}» finns mer än en gång. Ta bort den ena.")
    at = tables.columns(header, headers)
    tables.require(at, [h for h in headers if h not in optional], name)
    used = [c for c in range(len(header)) if any(cells.clean(row[c]) for _, row in numbered)]
    if bare := [get_column_letter(c + 1) for c in used if not keys[c]]:
        raise tables.unreadable(
            name,
            f"Kolumn {', '.join(bare)} har innehåll men ingen rubrik. Rubrikraden kan vara förskjuten: jämför "
            "med mallen, eller ta bort innehållet.",
        )
    notes = []
    if unknown := [get_column_letter(c + 1) for c in used if c not in at.values()]:
        notes.append(f"Kolumner som inte hör till mallen lästes inte: {', '.join(unknown)}.")
    rows = [FilledRow(n, {h: row[i] for h, i in at.items()}) for n, row in numbered]
    return Filled(sheet, rows, problems, notes, frozenset(at))
