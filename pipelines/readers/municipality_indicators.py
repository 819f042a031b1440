"""Brå's municipality indicators (kommunindikatorer) in tidy form: offences and NTU shares.

Belongs here: that file's columns and units. Not here: series breaks, offence groups.
Exposure to crime carries its reference year, worry its survey year, as Brå publishes them.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "municipality_indicators"
TITLE = "Brås kommunindikatorer"
EXPECTED = "Rubrikerna geografi, enhet, ar, variabel, varde och kalla."
HEADERS = ("geografi", "enhet", "ar", "variabel", "varde", "kalla")
SKIP_MISSING = "värde saknas"
SKIP_REPEATED = "upprepad rad"

_COLUMNS = ("row", "region", "year", "variable", "measure", "unit", "value")


def recognises(sample: FileSample) -> bool:
    """All of the indicators' own header names but at most one."""
    return sample.kind == "text" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, year, variable and measure.

    ``measure``: count, per_100k, share_pct (percent, 0-100), lower_95, upper_95 (percent) or n
    (answers). Interval rows follow the share they belong to. Raises UnreadableFileError.
    """
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, HEADERS[:5], name)
    good, problems = tables.wrong_width(table, (len(table.header),))
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    seen: dict[tuple[object, ...], float] = {}
    for n in good:
        cell = {h: cells.clean(table.rows[n][i]) for h, i in at.items()}
        line, found = table.lines[n], table.delimiter.join(table.rows[n])
        if cells.is_missing(cell["varde"]) or cell["varde"] == "NA":
            skipped[SKIP_MISSING] += 1
            continue
        try:
            row = _row(line, cell)
        except cells.CellError as error:
            problems.append(Problem(line, found, error.reason, error.advice))
            continue
        k = tuple(row[c] for c in ("region", "year", "variable", "measure"))
        if k not in seen:
            seen[k] = float(str(row["value"]))
            rows.append(row)
        elif seen[k] == row["value"]:
            skipped[SKIP_REPEATED] += 1
        else:
            problems.append(
                Problem(
                    line,
                    found,
                    "Samma område, år och indikator finns redan med ett annat värde.",
                    "Hämta kommunindikatorerna på nytt.",
                )
            )
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    frame = frame.astype({"row": "int64", "year": "int64", "value": "float64"})
    return ReadResult(frame, len(table.rows), problems, skipped)


def _row(line: int, cell: dict[str, str]) -> dict[str, object]:
    if not cell["geografi"] or not cell["variabel"]:
        raise cells.CellError("Område eller indikator saknas.", "Hämta kommunindikatorerna på nytt.")
    measure = _measure(cell["enhet"], cell["variabel"])
    value = cells.number(cell["varde"])
    percent = measure in ("share_pct", "lower_95", "upper_95")
    if value is None or value < 0 or (percent and value > 100):
        raise cells.CellError("Värdet ligger utanför vad enheten tillåter.", "Kontrollera värdet hos Brå.")
    return {
        "row": line,
        "region": cell["geografi"],
        "year": cells.year(cell["ar"]),
        "variable": cell["variabel"],
        "measure": measure,
        "unit": cell["enhet"],
        "value": value,
    }


def _measure(unit: str, variable: str) -> str:
    text = cells.key(unit)
    if text == "antal":
        return "count"
    if text.startswith("antal per 100 000"):
        return "per_100k"
    if text.startswith("andel (%)"):
        return "share_pct"
    if text.startswith("ki (95 %)"):
        return "lower_95" if "undre" in text else "upper_95"
    if cells.key(variable).startswith("antal svarande"):
        return "n"
    raise cells.CellError("Enheten är okänd.", "Jämför med enheterna i Brås kommunindikatorer.")
