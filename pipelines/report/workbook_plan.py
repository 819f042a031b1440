"""The rows of the sheets that the group fills in: what is carried over, what is proposed, and empty rows with numbers.

Belongs here: which rows a sheet has, their numbers, and the locked cells beside what is filled in. Not here: what was
typed (``workbook_carried``), the words of lists (``workbook_lists``), how a sheet is written (``workbook_sheets``).

A carried row keeps its number: everything else in the plan refers to it. Proposed and empty rows take the numbers that
are free. Nothing proposed counts until somebody has written on its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report.edition import Edition
from pipelines.report.plan_words import cell_text
from pipelines.report.swedish import is_missing, plural
from pipelines.report.workbook_carried import BOTH, Carried, TypedRow, position, same_text
from pipelines.report.workbook_figures import Figures
from pipelines.report.workbook_lists import Words
from pipelines.report.workbook_sheets import NOTES
from pipelines.workbook_register import FillColumn, FillSheet

Row = dict[str, Any]
#: Begins what stands in the column "Varifrån" of a candidate cause.
FROM_LIBRARY = "kandidat ur biblioteket"
_POLICE_WRITES = "Polisen skriver: "
_WRITES_NOTHING = "Polisen har inte fyllt i cellen."


def sheet_rows(
    spec: FillSheet, edition: Edition, carried: Carried, words: Words, figures: Figures
) -> pd.DataFrame:
    """The sheet's rows in the order of their numbers, as they are to be written."""
    if not spec.prefix:
        return _frame(spec, [_about(spec, edition, carried, words)])
    kept = carried.of(spec.id)
    rows = {position(row.id): _shown(spec, row, words) for row in kept}
    free = (number for number in count(1) if number not in rows)
    proposed = _PROPOSALS[spec.id](edition, carried, words) if spec.id in _PROPOSALS else []
    moved = [_moved(spec, row, words) for row in carried.loose.get(spec.id, [])]
    more = [*proposed, *moved, *({} for _ in range(spec.rows))]
    rows |= dict(zip(_first(free, len(more)), more, strict=True))
    parties = {position(row.id): row.party for row in kept}
    return _frame(
        spec,
        [
            _beside(spec, rows[n] | {spec.key: f"{spec.prefix}{n}"}, figures, parties.get(n))
            for n in sorted(rows)
        ],
    )


def _first(numbers: Iterator[int], size: int) -> list[int]:
    return [next(numbers) for _ in range(size)]


def _frame(spec: FillSheet, rows: list[Row]) -> pd.DataFrame:
    # Whole numbers stay whole beside empty cells.
    return pd.DataFrame(rows, columns=[*(column.id for column in spec.columns), NOTES], dtype=object)


def _about(spec: FillSheet, edition: Edition, carried: Carried, words: Words) -> Row:
    """The workbook's own row. Where two parties have handed in theirs, the joint one is still to be signed."""
    typed = carried.of(spec.id)
    row = _shown(spec, typed[0], words) if typed and typed[0].party != BOTH else {}
    return row | {"year": edition.year, "agreement": edition.agreement}


def _shown(spec: FillSheet, typed: TypedRow, words: Words) -> Row:
    """A typed row as cells: what stands in a column that could not be read stands as it was typed."""
    row: Row = {}
    notes: dict[str, str] = {}
    for column in spec.columns:
        value = typed.values.get(column.id, "")
        if value and (column.fill or column.id == spec.origin):
            row[column.id] = value if column.id in typed.faults else _cell(column, value, words)
        if column.id in typed.beside:
            notes[column.id] = _police(column, typed.beside[column.id], words)
        if column.id in typed.faults:
            notes[column.id] = f"Kunde inte läsas: {typed.faults[column.id]}"
    return row | {NOTES: notes}


def _cell(column: FillColumn, value: str, words: Words) -> Any:
    try:
        return words.cell(column, value)
    except ValueError:
        return value


def _police(column: FillColumn, value: str, words: Words) -> str:
    return f"{_POLICE_WRITES}{cell_text(column, value, words.of)}" if value else _WRITES_NOTHING


def _moved(spec: FillSheet, typed: TypedRow, words: Words) -> Row:
    """A row whose number is missing or taken: it stands on a row of its own, and says so."""
    row = _shown(spec, typed, words)
    stood = f"Stod på rad {typed.row} i den ifyllda arbetsboken, utan ett eget nummer. {typed.faults.get(spec.key, '')}"
    return row | {NOTES: row[NOTES] | {spec.key: stood.strip()}}


def _problems(edition: Edition, carried: Carried, words: Words) -> list[Row]:
    """One per problem in the ranking's order; one that is in the plan already is not proposed again."""
    used = {row.values.get("problem_code") for row in carried.of("problem")}
    ranking = edition.ranking()
    if ranking.empty:
        return []
    ranking = ranking.drop_duplicates("problem")
    return [
        {
            "problem_code": str(row["problem"]),
            "priority_area": words.of["areas"].get(str(row["priority_area"])),
            "title": str(row["problem_title"]),
        }
        for row in ranking.to_dict("records")
        if row["problem"] not in used
    ]


def _causes(edition: Edition, carried: Carried, words: Words) -> list[Row]:
    """The library's candidates, area by area; one that the group has written about is not proposed again."""
    used = [row.values.get("hypothesis") for row in carried.of("cause")]
    found = []
    for area in edition.priority_areas().to_dict("records"):
        for row in edition.candidate_causes(str(area["priority_area"])).to_dict("records"):
            if not any(same_text(str(row["cause"]), text) for text in used):
                found.append(
                    {
                        "origin": f"{FROM_LIBRARY}: {row['theory']}. Område: {area['name']}",
                        "rib": _listed("ribs", row["rib"], words),
                        "level": _listed("levels", row["level"], words),
                        "hypothesis": str(row["cause"]),
                        NOTES: {"hypothesis": _question(row)},
                    }
                )
    return found


def _listed(name: str, said: Any, words: Words) -> str | None:
    """The library's word as the list of the workbook has it."""
    code = None if is_missing(said) else register.code_of(name, str(said))
    return None if code is None else words.of[name][code]


def _question(row: dict[Any, Any]) -> str:
    """The library's question to the group, and how much in the material speaks for asking it."""
    asked = f"Att pröva, inte en slutsats. {row['question']}"
    statements: Any = row.get("statements")
    sources: Any = row.get("sources")
    if is_missing(statements) or is_missing(row.get("locators")):
        return asked
    said = plural(int(statements), "uttalande", "uttalanden")
    where = "" if is_missing(sources) else f" ur {plural(int(sources), 'källa', 'källor')}"
    return f"{asked} {said}{where} beskriver ett problem med dessa teman."


def _follow_ups(edition: Edition, carried: Carried, words: Words) -> list[Row]:
    """The measures of the year before that are still on the sheet of measures, and not followed up yet."""
    now = {row.id: row.values.get("title", "") for row in carried.of("measure")}
    done = {row.values.get("measure_id") for row in carried.of("follow_up")}
    return [
        {"measure_title": title, "measure_id": row.id}
        for row in sorted(carried.before.get("measure", []), key=lambda row: position(row.id))
        if (title := row.values.get("title", ""))
        and row.id not in done
        and row.id in now
        and same_text(now[row.id], title)
    ]


_PROPOSALS: dict[str, Callable[[Edition, Carried, Words], list[Row]]] = {
    "problem": _problems,
    "cause": _causes,
    "follow_up": _follow_ups,
}


def _beside(spec: FillSheet, row: Row, figures: Figures, party: str | None) -> Row:
    """The locked cells beside what is filled in: figures, what a test says, baseline and checks of a goal.

    ``party``: whose words stand in the row; None when nobody has handed it in, and then nothing has been said of it.
    """
    if spec.id == "problem":
        return row | {"figures": figures.problems.get(str(row.get("problem_code")))}
    if spec.id == "cause":
        return row | {"test_result": figures.test(row[spec.key], party)}
    if spec.id == "goal" and row.get("title"):
        indicator, year = row.get("indicator"), row.get("baseline_year")
        code = register.code_of("indicators", str(indicator)) if indicator else None
        baseline = figures.value(code, year) if code and isinstance(year, int) else None
        return row | {"baseline": baseline} | figures.check(row[spec.key], party)
    return row
