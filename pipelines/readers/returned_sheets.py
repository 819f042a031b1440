"""The sheets of the returned workbook: found by their headings, whatever they are called now, and refused when broken.

Belongs here: which sheet is which, where its columns stand, what makes a whole sheet impossible to read. Not here: its
rows (returned_rows), its cells (returned_cells).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter, range_boundaries

from pipelines import workbook_register as register
from pipelines.readers import cells, tables, workbook_marks
from pipelines.readers.returned_rows import BOOK, REVIEW, Line
from pipelines.readers.workbook_marks import Marks
from pipelines.workbook_register import FillSheet

__all__ = ["BOOK", "REVIEW", "FilledSheet", "filled_sheets"]


@dataclass
class FilledSheet:
    """One sheet of the register: where its columns stand (from 0), its rows, its marks.

    ``numbers``: how often, and where, each row number stands. What the sheet is called now may be anybody's words and
    is not kept: ``name`` is the register's.
    """

    spec: FillSheet
    at: dict[str, int]
    marks: Marks
    lines: list[Line] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.spec.name

    def cell(self, column: str, number: int) -> str:
        return f"{get_column_letter(self.at[column] + 1)}{number}"


def filled_sheets(data: bytes, name: str) -> list[FilledSheet]:
    """Every sheet of the register, in its order. Raises UnreadableFileError with what to do."""
    marks = workbook_marks.all_marks(data)
    if not marks:
        raise tables.unreadable(
            name, "Arbetsboken är inte sparad som .xlsx. Öppna den och spara den som Excel-arbetsbok (.xlsx)."
        )
    found = tables.read_workbook(data, name)
    result = []
    for spec in register.sheets().values():
        with_headings = [(s, h) for s in found if (h := _header(s, spec)) is not None]
        if not with_headings:
            raise tables.unreadable(
                name,
                f"Bladet «{spec.name}» saknas eller är dolt, eller har inte kvar sina rubriker. Hämta arbetsboken på "
                "nytt från lägesbilden och klistra in det ifyllda.",
            )
        if len(with_headings) > 1:
            raise tables.unreadable(
                name,
                f"{_which([sheet.name for sheet, _ in with_headings], spec)} har samma rubriker. Behåll ett blad "
                f"«{spec.name}» och ta bort kopian.",
            )
        sheet, header = with_headings[0]
        result.append(_sheet(sheet, header, spec, marks.get(sheet.name, Marks()), name))
    return result


def _which(names: Sequence[str], spec: FillSheet) -> str:
    """The sheets by what the register and the office program call them; one that somebody named is only counted."""
    given = [n for n in names if re.fullmatch(rf"{re.escape(spec.name)}(?: ?\(\d+\)|_\d+)?", n)]
    others = len(names) - len(given)
    told = [f"«{name}»" for name in given]
    if others and given:
        told.append("ett blad med eget namn" if others == 1 else "blad med egna namn")
    return "Bladen " + " och ".join(told) if given else f"Flera blad i stället för «{spec.name}»"


def _header(sheet: tables.Sheet, spec: FillSheet) -> int | None:
    at = tables.find_header(sheet, spec.headings)
    if at is None:
        return None
    names = {cells.key(h) for h in spec.headings}
    return at if 2 * len(names & {cells.key(c) for c in sheet.rows[at]}) > len(names) else None


def _sheet(sheet: tables.Sheet, start: int, spec: FillSheet, marks: Marks, name: str) -> FilledSheet:
    header = sheet.rows[start]
    counted = Counter(cells.key(h) for h in header)
    if twice := [h for h in spec.headings if counted[cells.key(h)] > 1]:
        raise tables.unreadable(
            name, f"Bladet «{spec.name}»: rubriken «{twice[0]}» finns mer än en gång. Ta bort den ena."
        )
    at = tables.columns(header, spec.headings)
    if missing := [h for h in spec.headings if h not in at]:
        raise tables.unreadable(
            name,
            f"Bladet «{spec.name}» saknar kolumnen «{missing[0]}». Hämta arbetsboken på nytt från lägesbilden "
            "och klistra in det ifyllda, eller skriv tillbaka rubriken.",
        )
    for area in marks.merged:
        if int(range_boundaries(area)[3] or 0) > start + 1:
            raise tables.unreadable(
                name,
                f"Bladet «{spec.name}»: cellerna {area} är sammanslagna. Dela dem och fyll i varje rad.",
            )
    made = FilledSheet(spec, {c.id: at[c.heading] for c in spec.columns}, marks)
    made.lines = _lines(made, sheet.rows[start + 1 :], start + 2)
    for line in made.lines:
        if line.key:
            made.numbers.setdefault(line.key, []).append(line.number)
    return made


def _lines(sheet: FilledSheet, rows: Sequence[Sequence[object]], first: int) -> list[Line]:
    """The rows where something stands, or where a formula failed: such a cell comes as empty."""
    failed = {int("".join(filter(str.isdigit, cell))) for cell in sheet.marks.failed}
    return [
        Line(sheet, number, row)
        for number, row in enumerate(rows, first)
        if tables.has_content(row) or number in failed
    ]
