"""The police's tree of offence codes: each code with its five levels (brottskod_hierarki.csv).

Belongs here: that file's layout. Not here: which of the project's offence groups a code belongs to
(expectations/offence_codes.csv, checked against this file by registers.unknown_codes).
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "offence_code_tree"
TITLE = "Polisens kodträd över brottskoder"
EXPECTED = "En textfil med rubrikerna Brottskod och niva1 till niva5."
LEVELS = ("niva1", "niva2", "niva3", "niva4", "niva5")
HEADERS = ("Brottskod", *LEVELS)
SKIP_REPEATED = "upprepad rad"

_COLUMNS = ("row", "offence_code", "level_1", "level_2", "level_3", "level_4", "level_5")


def recognises(sample: FileSample) -> bool:
    """All of the tree's header names but at most one."""
    return sample.kind == "text" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per offence code, four digits with their leading zeros back. Raises UnreadableFileError."""
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, HEADERS, name)
    good, problems = tables.wrong_width(table, (len(table.header),))
    skipped: Counter[str] = Counter()
    rows: list[tuple[object, ...]] = []
    seen: dict[str, tuple[str, ...]] = {}
    for n in good:
        levels = tuple(cells.clean(table.rows[n][at[level]]) for level in LEVELS)
        try:
            code = cells.code(table.rows[n][at["Brottskod"]], 4)
            if any(level in cells.MISSING_MARKS for level in levels):
                raise cells.CellError(
                    "En nivå saknas.", "Hämta filen på nytt: varje kod ska ha alla fem nivåer."
                )
            if seen.get(code, levels) != levels:
                raise cells.CellError(
                    "Koden finns redan med andra nivåer.", "Kontrollera vilken rad som gäller hos polisen."
                )
        except cells.CellError as error:
            found = table.delimiter.join(table.rows[n])
            problems.append(Problem(table.lines[n], found, error.reason, error.advice))
            continue
        if code in seen:
            skipped[SKIP_REPEATED] += 1
            continue
        seen[code] = levels
        rows.append((table.lines[n], code, *levels))
    if not rows:
        raise tables.unreadable(
            name, "Ingen rad går att läsa. Rubrikerna kan vara förskjutna. Hämta filen på nytt."
        )
    _require_tree(list(seen.values()), name)
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"row": "int64"})
    return ReadResult(frame, len(table.rows), problems, skipped)


def _require_tree(paths: list[tuple[str, ...]], name: str) -> None:
    """Columns that have changed places make no tree: every name lies under one name of the level above."""
    for level in range(1, len(LEVELS)):
        pairs = {(path[level], path[level - 1]) for path in paths}
        if len(pairs) > len({below for below, _ in pairs}):
            raise tables.unreadable(
                name,
                f"Kolumnerna «{LEVELS[level - 1]}» och «{LEVELS[level]}» bildar inget träd: ett namn ligger "
                "under flera överordnade. Kontrollera att rubrikerna står över rätt kolumner.",
            )
