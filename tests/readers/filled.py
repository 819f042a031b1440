"""The project's workbook as the group hands it back, built from the register: every sheet, with the rows given.

Not here: how the project itself writes it (pipelines.report), what is wrong in it (wrong_fillings.py).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import openpyxl

from pipelines.workbook_register import FillSheet, sheets

Row = dict[str, object]
Content = Mapping[str, Sequence[Row]]
YEAR, HEADING_ROW, FIRST = 2023, 2, 3
STATEMENT, OTHER_STATEMENT = "0123456789ab", "ffff456789ab"
ABOUT: Row = {
    "year": YEAR, "agreement": "provavtal", "party": "gemensamt", "role": "säkerhetssamordnare",
    "on_date": dt.datetime(2024, 3, 1),
}  # fmt: skip
#: One full row of every sheet, in the words that stand in the workbook's lists; the second ones are named by others.
SOUND: dict[str, list[Row]] = {
    "book": [ABOUT],
    "problem": [
        {
            "id": "P1", "problem_code": "vehicle_and_bicycle_theft", "priority_area": "STOLD Inbrott och stölder",
            "title": "Stöld av cyklar vid stationen", "figures": "136 anmälda", "place": "Lessebo",
            "prioritised": "ja", "why_chosen": "Fler än åren före.", "sources_used": "Anmälda brott och dialoger.",
            "sources_left_out": "Försäkringsbolagen: finns inte per kommun.", "limits": "Mörkertalet är okänt.",
            "limits_mean": "Andra platser kan ha lika många.", "consequences": "Pendlare tar bilen.",
            "decided_by": "ordförande i Brå", "on_date": dt.datetime(2024, 2, 11),
        },
        {"id": "P2", "problem_code": "vandalism_in_public", "priority_area": "PLATS Otrygga platser",
         "title": "Skadegörelse i centrum", "prioritised": "nej"},
        {"id": "P3"},
    ],
    "cause": [
        {
            "id": "O1", "problem_id": "P1", "rib": "plats och situation", "level": "direkt",
            "hypothesis": "Ställen vid stationen saknar uppsikt.", "would_support": "Stölderna sker på kvällen.",
            "would_contradict": "Jämnt fördelade över dygnet.", "evidence_ids": f"bicycle_theft_reported; {STATEMENT}",
            "test_indicator": "bicycle_theft_reported Anmälda cykelstölder", "test_direction": "högre",
            "test_comparison": "åren före", "test_place": "Lessebo", "test_time": "måndag–fredag 18–24",
            "judgement": "antas", "judged_by": "kommunpolis", "on_date": dt.datetime(2024, 2, 12),
        },
        {
            "id": "O2", "problem_id": "P1", "rib": "gärningsperson", "level": "bakomliggande", "behind_id": "O1",
            "hypothesis": "Cyklar säljs vidare.", "judgement": "utreds",
        },
        {"id": "O3", "origin": "kandidat ur biblioteket: Clarke 1997", "rib": "plats och situation",
         "level": "direkt", "hypothesis": "Låsen är svaga."},
    ],
    "chain": [
        {"id": "H1", "problem_id": "P1", "step": 1, "link": "Cykeln ställs olåst.", "break_by": "Låsbara ställ.",
         "measure_id": "Å1"},
    ],
    "measure": [
        {
            "id": "Å1", "problem_id": "P1", "cause_id": "O1", "title": "Låsbara cykelställ vid stationen",
            "measure_kind": "situationell", "place": "Lessebo", "responsible_municipality": "gatuchef",
            "responsible_police": "kommunpolis", "starts_on": dt.datetime(2024, 4, 1),
            "ends_on": dt.datetime(2024, 9, 30), "cost": "120 000 kronor", "expected_effect": "Färre stölder.",
            "horizon": "kort sikt", "followed_up": "Anmälda cykelstölder före och efter.",
            "eval_indicator": "bicycle_theft_reported Anmälda cykelstölder",
        },
    ],
    "goal": [
        {
            "id": "M1", "problem_id": "P1", "title": "Färre cykelstölder vid stationen",
            "indicator": "bicycle_theft_reported Anmälda cykelstölder", "place": "Lessebo", "baseline_year": 2023,
            "baseline": "136 år 2023", "direction": "lägre", "target": 92.5, "target_year": 2025,
            "realistic": "Andra kommuner har nått det.", "accepted_by": "kommunstyrelsens ordförande",
            "on_date": dt.datetime(2024, 2, 20), "check_s": "uppfyllt",
        },
    ],
    "message": [
        {
            "id": "K1", "title": "Lås cykeln, och i stället", "audience": "invånare", "channel": "kommunens webbplats",
            "planned_on": dt.datetime(2024, 4, 15), "communicator_police": "kommunikatör, polisområdet",
            "communicator_municipality": "kommunikatör", "indicator": "bicycle_theft_reported Anmälda cykelstölder",
            "rests_on_ids": "Å1; P1; M1",
        },
    ],
    "promise": [
        {
            "id": "L1", "title": "Vi är vid stationen varje fredag kväll i maj.", "place": "Stationen",
            "from_date": dt.datetime(2024, 5, 1), "to_date": dt.datetime(2024, 5, 31), "measure_id": "Å1",
            "responsible_municipality": "fältare", "responsible_police": "kommunpolis", "kept": "pågår",
            "told": "Anslag vid stationen.",
        },
    ],
    "follow_up": [
        {
            "id": "U1", "measure_id": "Å1", "done": "delvis genomförd", "what": "Hälften av ställen är på plats.",
            "gave": "För tidigt att säga.", "why_not": "Leveransen blev sen.", "cost": "60 000 kronor",
            "by": "säkerhetssamordnare", "on_date": dt.datetime(2024, 12, 1),
        },
        {"id": "U2", "measure_title": "Låsbara cykelställ vid stationen", "measure_id": "Å1"},
    ],
    "cooperation": [
        {"id": "S1", "what": "möten i Brå", "planned": 4, "held": 3, "police_present": 3, "municipality_present": 3,
         "hours_police": 40, "hours_municipality": 60, "comment": "Ett möte ställdes in."},
    ],
    "text_review": [
        {
            "statement_id": STATEMENT, "source_label": "Medborgardialog", "year": YEAR, "document": "dialog/svar.xlsx",
            "locator": "rad 4", "question": "Var är det otryggt?", "text": "Det är mörkt i tunneln.",
            "proposed_areas": "PLATS Otrygga platser", "proposed_theme": "Belysning",
            "proposed_status": "ett problem", "proposed_places": "tunneln", "proposed_time": "mörker",
            "why": "Belysning: mörkt (0,70)", "area_1": "UNGA Unga i riskzon", "area_2": "SKOLA Skolsäkerhet",
            "theme": "Mobbning och kränkningar", "status": "en förbättring", "places": "tunneln; bron",
            "times": "kväll; helg", "role": "analytiker, kommunen", "on_date": dt.datetime(2024, 3, 5),
            "comment": "Se protokollet.",
        },
        {
            "statement_id": OTHER_STATEMENT, "source_label": "Medborgardialog", "year": YEAR,
            "document": "dialog/svar.xlsx", "locator": "rad 5", "text": "Bra att det är städat.",
        },
    ],
    "evidence": [
        {"evidence_id": number, "plan_year": YEAR, "kind": kind}
        for number, kind in (
            ("bicycle_theft_reported", "siffra"), (STATEMENT, "uttalande"), (OTHER_STATEMENT, "uttalande"),
        )
    ],
}  # fmt: skip


def book(content: Content) -> openpyxl.Workbook:
    """The workbook to go on working with."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for spec in sheets().values():
        sheet = made.create_sheet(spec.name)
        sheet["A1"] = spec.intro
        for at, column in enumerate(spec.columns, 1):
            sheet.cell(HEADING_ROW, at, column.heading)
        for number, row in enumerate(content.get(spec.id, []), FIRST):
            assert set(row) <= {column.id for column in spec.columns}, (spec.id, row)
            for at, column in enumerate(spec.columns, 1):
                if row.get(column.id) is not None:
                    cell = sheet.cell(number, at, row[column.id])
                    if isinstance(row[column.id], dt.date):
                        cell.number_format = "yyyy-mm-dd"
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def filled(content: Content) -> bytes:
    """A whole workbook as a file's bytes: the rows given, in every other sheet none but the workbook's own row."""
    return saved(book({"book": [ABOUT]} | dict(content)))


def whole(**changed: Sequence[Row]) -> bytes:
    """The sound workbook with some sheets' rows changed."""
    return filled(SOUND | changed)


def place(sheet: str, column: str, row: int = FIRST) -> str:
    """Where a column's cell stands in the workbooks built here, "C3"."""
    return f"{openpyxl.utils.get_column_letter(position(sheets()[sheet], column))}{row}"


def position(spec: FillSheet, column: str) -> int:
    """The column's place on the sheet, from 1."""
    return [c.id for c in spec.columns].index(column) + 1
