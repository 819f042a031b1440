"""The workbook handed round in tests: written from the made-up lägesbild, filled in by a program, read, written anew.

Not here: what must hold of it (test_report_workbook_plan.py, test_report_workbook_carried.py).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from fake_edition import AGREEMENT, YEAR

from pipelines import workbook_register as register
from pipelines.raw import FileReading, Reading
from pipelines.readers import ReadResult, returned_workbook
from pipelines.report.workbook import write_workbook
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

FIRST = 3
FILLED = {name: spec for name, spec in register.sheets().items() if spec.prefix}
Cells = Mapping[str, object]


def written(database: Path, folder: Path, typed: pd.DataFrame | None = None, year: int = YEAR) -> bytes:
    return write_workbook(database, folder / "b.xlsx", AGREEMENT, year, typed=typed).read_bytes()


def opened(data: bytes) -> Any:
    """A workbook to change."""
    return openpyxl.load_workbook(io.BytesIO(data))


@lru_cache(maxsize=4)
def seen(data: bytes) -> Any:
    """The same workbook to look in, opened once."""
    return opened(data)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> ReadResult:
    return returned_workbook.read(data, "lagesbild.xlsx")


def fill(data: bytes, content: Mapping[str, Mapping[str, Cells]], year: int | None = None) -> bytes:
    """Types in the workbook: sheet → number of the row → column → what is typed. As in Excel: cells, nothing else."""
    book = opened(data)
    for name, rows in content.items():
        spec, sheet = register.sheets()[name], book[register.sheets()[name].name]
        at = {str(sheet.cell(line, 1).value): line for line in range(FIRST, sheet.max_row + 1)}
        for identity, cells in rows.items():
            for n, column in enumerate(spec.columns, 1):
                if column.id in cells:
                    cell = sheet.cell(at[identity], n)
                    assert not cell.protection.locked, (name, identity, column.id)
                    cell.value = cells[column.id]
    if year is not None:  # a workbook of another year, for what is carried over from it
        book["Om arbetsboken"]["A3"] = year
        for row in book["Belägg"].iter_rows(min_row=FIRST):
            row[1].value = year
        for row in book["Textkodning"].iter_rows(min_row=FIRST):
            row[2].value = year
    return saved(book)


def typed(*books: bytes) -> pd.DataFrame:
    """What has been handed in, as the writer gets it."""
    return handed_in(*books).typed("returned_workbook")


def handed_in(*books: bytes) -> Reading:
    files = [
        FileReading(f"arbetsbok_{n}.xlsx", f"{n}", 1, "returned_workbook", read(data))
        for n, data in enumerate(books)
    ]
    return Reading(tuple(files), Redactor(NameLists.packaged()))


def shown(data: bytes, sheet: str) -> dict[str, dict[str, object]]:
    """Number of the row → column → what stands in the cell."""
    spec = register.sheets()[sheet]
    found = {}
    for line in seen(data)[spec.name].iter_rows(min_row=FIRST):
        row = dict(zip((c.id for c in spec.columns), line, strict=True))
        found[str(row[spec.key].value)] = {name: cell.value for name, cell in row.items()}
    return found


def remarks(data: bytes, sheet: str) -> dict[str, str]:
    """Cell → its remark."""
    cells = [c for row in seen(data)[register.sheets()[sheet].name].iter_rows(min_row=FIRST) for c in row]
    return {c.coordinate: c.comment.text for c in cells if c.comment}


def everything(data: bytes) -> str:
    return "\n".join(
        str(c.value) for s in seen(data) for row in s.iter_rows() for c in row if c.value is not None
    )


#: Something in every column of every sheet, as a group would type it, and what stands for it in the tables.
INDICATOR = "theft_reported Anmälda stölder och tillgrepp"
DAY, STORED = dt.datetime(2024, 2, 1), pd.Timestamp("2024-02-01")
TYPED: dict[str, dict[str, dict[str, object]]] = {
    "problem": {
        "P1": {
            "place": "Kosta", "prioritised": "ja", "why_chosen": "Fler än förr.", "sources_used": "Alla.",
            "sources_left_out": "Inga.", "limits": "Mörkertalet.", "limits_mean": "Det kan vara fler.",
            "consequences": "Butiker stänger.", "decided_by": "ordförande i Brå", "on_date": DAY,
        },
        "P3": {"priority_area": "SKOLA Skolsäkerhet", "title": "Bråk på rasterna"},
    },
    "cause": {
        "O30": {
            "problem_id": "P1", "rib": "utsatt person eller objekt", "level": "direkt", "behind_id": "O31",
            "hypothesis": "Få i kassan.", "would_support": "Stölder vid lunch.", "would_contradict": "Jämnt.",
            "evidence_ids": "theft_reported", "test_indicator": INDICATOR, "test_direction": "högre",
            "test_comparison": "hela landet", "test_place": "Kosta", "test_time": "fredag", "judgement": "antas",
            "judged_by": "kommunpolis", "on_date": DAY,
        },
        "O31": {"problem_id": "P3", "rib": "gärningsperson", "hypothesis": "Kamrattryck."},
    },
    "chain": {
        "H1": {"problem_id": "P1", "step": 1, "link": "Ingen ser.", "break_by": "Bemanning.", "measure_id": "Å1"},
    },
    "measure": {
        "Å1": {
            "problem_id": "P1", "cause_id": "O30", "title": "Bemannad kassa", "measure_kind": "situationell",
            "place": "Kosta", "responsible_municipality": "näringslivschef", "responsible_police": "kommunpolis",
            "starts_on": DAY, "ends_on": DAY, "cost": "10 000 kr", "expected_effect": "Färre.", "horizon": "kort sikt",
            "followed_up": "Antal anmälda.", "eval_indicator": INDICATOR,
        },
    },
    "goal": {
        "M1": {
            "problem_id": "P1", "title": "Färre stölder", "indicator": INDICATOR, "place": "Kosta",
            "baseline_year": 2022, "direction": "lägre", "target": 1900.5, "target_year": 2025,
            "realistic": "Det har gått förr.", "accepted_by": "kommunstyrelsens ordförande", "on_date": DAY,
        },
    },
    "message": {
        "K1": {
            "title": "Vi ser dig", "audience": "unga", "channel": "skolan", "planned_on": DAY,
            "communicator_police": "kommunikatör", "communicator_municipality": "webbredaktör",
            "indicator": INDICATOR, "rests_on_ids": "Å1; P1",
        },
    },
    "promise": {
        "L1": {
            "title": "Vi är där på fredagar.", "place": "Kosta", "from_date": DAY, "to_date": DAY, "measure_id": "Å1",
            "responsible_municipality": "fältare", "responsible_police": "kommunpolis", "kept": "pågår",
            "told": "Anslag.",
        },
    },
    "follow_up": {
        "U1": {
            "measure_id": "Å1", "done": "delvis genomförd", "what": "En av två.", "gave": "Lugnare.",
            "why_not": "Vakans.", "cost": "5 000 kr", "by": "säkerhetssamordnare", "on_date": DAY,
        },
    },
    "cooperation": {
        "S1": {
            "what": "möten i Brå", "planned": 4, "held": 3, "police_present": 2, "municipality_present": 3,
            "hours_police": 40, "hours_municipality": 0, "comment": "Ett ställdes in.",
        },
    },
}  # fmt: skip
CODES: dict[object, object] = {
    "ja": "yes", "SKOLA Skolsäkerhet": "SKOLA", "utsatt person eller objekt": "target", "gärningsperson": "offender",
    "direkt": "direct", INDICATOR: "theft_reported", "högre": "higher", "lägre": "lower", "antas": "adopted",
    "hela landet": "riket", "situationell": "situational", "kort sikt": "short", "unga": "young", "pågår": "ongoing",
    "delvis genomförd": "partly", "möten i Brå": "council", "Å1; P1": "Å1;P1", DAY: STORED,
}  # fmt: skip


def position(sheet: str, column: str) -> int:
    return [c.id for c in register.sheets()[sheet].columns].index(column) + 1
