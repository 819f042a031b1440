"""One row of a filled-in sheet: whether somebody has written in it, its values, and what is wrong in which cell.

Belongs here: what must hold of a row as a whole (its number, who and when of a review, nothing outside the columns).
Not here: the kinds of cells (returned_cells), finding the sheets (returned_sheets).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from pipelines import workbook_register as register
from pipelines.readers import cells
from pipelines.readers.cells import CellError
from pipelines.readers.returned_cells import EVIDENCE, Rows, proposed_of, value_of
from pipelines.workbook_register import FillColumn

if TYPE_CHECKING:
    from pipelines.readers.returned_sheets import FilledSheet

BOOK, REVIEW = "book", "text_review"
#: Locked cells that a review is about, and the list their words are from.
_PROPOSED = {
    "proposed_areas": "areas",
    "proposed_theme": "themes",
    "proposed_status": "statuses",
    "proposed_time": "times",
}
_NUMBERS = ("year", "whole", "number")
_MERGED = "Är celler sammanslagna: dela dem, så att varje rad har sitt eget värde."
_AGAIN = "Skriv på en rad som har ett nummer, eller hämta raden på nytt från lägesbildens arbetsbok."


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell. ``column`` is empty for a cell outside the sheet's columns."""

    column: str
    cell: str
    heading: str
    reason: str
    advice: str
    found: str


@dataclass
class Line:
    """One row of a sheet; ``number`` as Excel counts."""

    sheet: FilledSheet
    number: int
    row: Sequence[object]

    def text(self, column: str) -> str:
        return cells.clean_text(self.row[self.sheet.at[column]])

    def is_failed(self, column: str) -> bool:
        """Whether the cell holds a formula without a result, which reads as empty."""
        return self.sheet.cell(column, self.number) in self.sheet.marks.failed

    @property
    def key(self) -> str:
        text = self.text(self.sheet.spec.key)
        return text.upper() if self.sheet.spec.prefix else text

    @property
    def is_proposed(self) -> bool:
        origin = self.sheet.spec.origin
        return bool(origin) and bool(self.text(origin))

    @property
    def is_filled(self) -> bool:
        """Whether somebody has written here; what a proposed row had from the start does not count."""
        if not self.sheet.spec.is_filled_in:
            return False
        return bool(self._outside()) or any(
            self.text(c.id) or self.is_failed(c.id)
            for c in self.sheet.spec.columns
            if c.fill and not (c.given and self.is_proposed)
        )

    def _outside(self) -> list[int]:
        """Positions of cells with something in them where the sheet has no column."""
        known = set(self.sheet.at.values())
        return [n for n, cell in enumerate(self.row) if n not in known and cells.clean(cell)]

    def values(self, known: Rows) -> tuple[dict[str, str], list[Fault]]:
        """The row's values by column, in codes, and its faults in the order of the columns."""
        found: dict[str, str] = {}
        faults: list[Fault] = []
        for column in self.sheet.spec.columns:
            try:
                value = self._value(column, known)
                if value is not None:
                    found[column.id] = value
            except CellError as error:
                faults.append(self._fault(column, error.reason, error.advice))
        if self.sheet.spec.id == REVIEW:
            faults += self._review_faults(found)
        faults += [
            Fault(
                "",
                f"{get_column_letter(at + 1)}{self.number}",
                "utanför bladets kolumner",
                "Det som står här hör inte till någon kolumn.",
                "Flytta det till rätt kolumn. Är raden inklistrad ett steg fel: klistra in den på nytt.",
                cells.clean(self.row[at]),
            )
            for at in self._outside()
        ]
        return found, faults

    def _fault(self, column: FillColumn, reason: str, advice: str) -> Fault:
        cell = self.sheet.cell(column.id, self.number)
        return Fault(column.id, cell, column.heading, reason, advice, self.text(column.id))

    def _value(self, column: FillColumn, known: Rows) -> str | None:
        spec = self.sheet.spec
        if self.is_failed(column.id):
            raise CellError("Formeln ger inget värde.", "Skriv värdet i stället för formeln.")
        if column.id == spec.key:
            self._require_key(known)
        if column.kind in _NUMBERS and self.sheet.cell(column.id, self.number) in self.sheet.marks.percent:
            raise CellError(
                "Cellen visas som procent, så att 12 % är talet 0,12.",
                "Ändra cellens format till Allmänt och skriv talet utan procenttecken.",
            )
        if not column.fill:
            return self._locked(column, known)
        value = value_of(column, self.row[self.sheet.at[column.id]], known)
        if value is None and column.needed:
            raise CellError(
                "Cellen är tom, och utan den går raden inte att förstå.", "Fyll i den. " + _MERGED
            )
        return value

    def _locked(self, column: FillColumn, known: Rows) -> str | None:
        """What the programme wrote. Where it is codes it is checked: a changed one would say something else."""
        text = self.text(column.id)
        if column.id in _PROPOSED and self.sheet.spec.id == REVIEW:
            return proposed_of(_PROPOSED[column.id], text)
        if text and column.kind != "text":
            try:
                return value_of(column, self.row[self.sheet.at[column.id]], known)
            except CellError:
                raise CellError("Det som stod här är ändrat.", _AGAIN) from None
        if not text and column.kind == "year":
            raise CellError("Året är borta.", _AGAIN)
        return text or None

    def _require_key(self, known: Rows) -> None:
        sheet, spec = self.sheet, self.sheet.spec
        if spec.id == BOOK:
            if self is not sheet.lines[0]:
                raise CellError("Bladet ska ha en enda rad.", "Behåll den första raden.")
            return
        form = rf"{spec.prefix}\d{{1,3}}" if spec.prefix else r"[0-9a-f]{12}"
        listed = known.get(EVIDENCE, set())
        if not re.fullmatch(form, self.key) or (spec.id == REVIEW and listed and self.key not in listed):
            raise CellError("Radens nummer är borta eller ändrat.", _AGAIN)
        if others := [n for n in sheet.numbers[self.key] if n != self.number]:
            where = " och ".join(map(str, others))
            raise CellError(
                f"Numret står också på rad {where}.", "Varje nummer ska stå på en enda rad. " + _AGAIN
            )

    def _review_faults(self, found: dict[str, str]) -> list[Fault]:
        """A review counts with who and when; its areas are all or none."""
        spec = self.sheet.spec
        faults = [
            self._fault(spec.column(name), reason, advice + _MERGED)
            for name, reason, advice in (
                ("role", "Vem som har granskat saknas.", "Skriv rollen, på varje rad. "),
                ("on_date", "Datumet för granskningen saknas.", "Skriv datumet, på varje rad. "),
            )
            if not self.text(name) and not self.is_failed(name)
        ]
        areas = [found[name] for name in ("area_1", "area_2", "area_3") if name in found]
        if register.NONE in areas and len(areas) > 1:
            reason = f"”{register.NO_AREA}” står bredvid ett område."
            faults.append(self._fault(spec.column("area_1"), reason, "Behåll det ena."))
        elif len(set(areas)) < len(areas):
            faults.append(
                self._fault(spec.column("area_1"), "Samma område står två gånger.", "Ta bort det ena.")
            )
        return faults
