"""Citizen dialogue: a list that somebody has typed after or during the talks, in a workbook or csv.

Belongs here: the list's columns and the names they come under. Not here: redaction, coding. Reconstructed from
published accounts of such dialogues (where and when people feel unsafe, a grade of 1–4 or 0–10); not yet
tried on a real file. Those who talked chose to: statements are counted, never turned into shares.
"""

from __future__ import annotations

from typing import Any

from pipelines.readers import cells, form_rows, forms, scales, statements, tables
from pipelines.readers.forms import Entry
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "citizen_list"
TITLE = "Medborgardialog (lista)"
EXPECTED = (
    "En arbetsbok eller csv-fil med rubrikerna Datum, Plats (eller Ort) och Synpunkt, och gärna När och Dialog. "
    "Heter kolumnen Vad i stället för Synpunkt behövs också När eller Dialog."
)
HEADERS = ("Datum", "Plats", "Synpunkt", "När", "Dialog")
SKIP_EMPTY = "rad utan synpunkt"

NAMES: dict[str, tuple[str, ...]] = {
    "Datum": (),
    "Ort": ("Tätort", "Kommundel", "Vilken ort", "Bostadsort"),
    "Plats": ("Var", "Område", "Plats/område", "Ort/Plats", "Vilken plats"),
    "Synpunkt": (
        "Synpunkter",
        "Vad",
        "Åsikt",
        "Åsikter",
        "Vad sades",
        "Vad sa de",
        "Vad som sades",
        "Det som sades",
        "Vad framfördes",
        "Citat",
    ),
    "När": ("Tid", "Tidpunkt", "När på dygnet", "Tid på dygnet"),
    "Dialog": ("Tillfälle", "Dialogtillfälle", "Medborgardialog", "Möte", "Forum", "Sammanhang", "Träff"),
}
#: Columns of other lists: with one of them the file is not this one.
_FOREIGN: dict[str, tuple[str, ...]] = {
    "Fenomen": (),
    "Verksamhet": (),
    "Händelse": ("Händelsetyp",),
    "Företeelse": ("Källa",),
    "Starttid": ("Start time",),
}
_LISTED = frozenset(cells.key(n) for column, also in NAMES.items() for n in (column, *also))
_SURE: dict[str, tuple[str, ...]] = {
    "Synpunkt": ("Synpunkter", *(n for n in NAMES["Synpunkt"] if n not in ("Vad", "Åsikt", "Citat")))
}
_SCALE = ("scale_min", "scale_max")


def recognises(sample: FileSample) -> bool:
    """An opinion with date and place. A word as wide as "Vad" needs another of the list's own columns.

    Where the date or the place is missing from a list that is otherwise this one, reading names it.
    """
    if form_rows.says_operative(sample):
        return False
    matched = forms.marks(sample, {**NAMES, **_FOREIGN})
    if matched & set(_FOREIGN) or "Synpunkt" not in matched:
        return False
    place, own = bool({"Plats", "Ort"} & matched), bool({"När", "Dialog"} & matched)
    if forms.marks(sample, _SURE):
        return ("Datum" in matched) + place + own >= 2
    return "Datum" in matched and place and own


def read(data: bytes, name: str) -> ReadResult:
    """One row per opinion, ``heading`` the dialogue it was said at, ``time_context`` when it applies.

    A column whose heading declares a scale ("Trygghet 1–4") gives rows of kind scale, with
    ``scale_min``, ``scale_max`` and ``scale_direction`` as in citizen_form; ``record`` is the list's row.
    Names and contact details go to ``private_context``. Raises UnreadableFileError.
    """
    filled = forms.read(data, name, NAMES, ("Synpunkt",), also_read=_is_graded)
    year = None
    if any("Datum" not in e.at for e in filled.entries):
        # A list from one dialogue may have its day, or at least its year, in the title or the file's name.
        template = all(set(HEADERS) - {"Datum"} <= set(header) for header in filled.headers.values())
        year = forms.stated_year(filled, name, by_name=not template)
        if year is None:
            raise tables.unreadable(name, "Kolumner saknas: «Datum».")
        filled.notes.append(forms.YEAR_FROM_TITLE.format(len(filled.entries)))
    if any(not {"Plats", "Ort"} & set(e.at) for e in filled.entries):
        raise tables.unreadable(name, "Kolumner saknas: «Plats» (eller «Ort»).")
    graded = {
        sheet: {c: scales.declared(title) for c, title in enumerate(header) if _is_graded(title)}
        for sheet, header in filled.headers.items()
    }
    rows: list[dict[str, object]] = []
    extra = 0
    for entry in filled.entries:
        grades = {c: s for c, s in graded[entry.sheet].items() if not cells.is_missing(entry.cells[c])}
        has_text = not cells.is_missing(entry.get("Synpunkt"))
        if not has_text and not grades:
            filled.skipped[SKIP_EMPTY] += 1
            continue
        try:
            date = cells.required_date(forms.stamp(entry.get("Datum"))) if "Datum" in entry.at else None
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        shared: dict[str, Any] = {
            "year": year,
            "record": entry.record,
            "sheet": entry.sheet,
            "place_context": forms.joined(entry.text("Ort"), entry.text("Plats")),
            "heading": entry.text("Dialog"),
            "time_context": forms.time_text(entry.get("När")),
        }
        kept = []
        if has_text:
            text = cells.clean_text(entry.get("Synpunkt"))
            kept.append(statements.statement(entry.row, entry.where, date, text, **shared))
        spoilt = []
        for c, scale in grades.items():
            title = filled.headers[entry.sheet][c]
            value, longest = scales.value(entry.cells[c])
            if value is None or not scale.holds(value):
                spoilt.append(_outside(entry, entry.cells[c]))
                continue
            where = f"{entry.where}, kolumn {forms.column_letter(c)}"
            told: dict[str, Any] = {
                "question": title,
                "scale_min": scale.minimum,
                "scale_max": scale.maximum or longest,
                "scale_direction": scale.direction,
            }
            kept.append(
                statements.statement(
                    entry.row, where, date, None, kind="scale", value=value, **shared, **told
                )
            )
        rows += kept
        filled.problems += spoilt
        # Beside what could be read of the row, a grade that could not is a record of its own.
        extra += len(spoilt) if kept else len(spoilt) - 1
    return ReadResult(
        statements.frame(rows, ("record", "time_context", *_SCALE, "scale_direction"), _SCALE),
        filled.records + extra,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )


def _is_graded(heading: str) -> bool:
    """A column outside the list's own whose heading declares a scale."""
    return cells.key(heading) not in _LISTED and scales.declared(heading).maximum is not None


def _outside(entry: Entry, cell: object) -> Problem:
    return Problem(
        entry.row,
        cells.clean(cell),
        "Betyget är inget tal eller ligger utanför skalan i rubriken.",
        "Kontrollera betyget, eller skalan i kolumnens rubrik.",
        entry.sheet,
    )
