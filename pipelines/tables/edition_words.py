"""A figure then and now, and the new year's, in Swedish words: the sentences of edition_change.

Belongs here: which of value and count is shown, whether two are the same, how it is said. Not here: why a figure
differs (edition_changes.py).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.report.swedish import number

Row = dict[str, Any]

SAME, REVISED = "same", "revised_source"
DEFINITION, METHOD = "changed_definition", "changed_method"
NEW, GONE = "new_indicator", "gone_indicator"

#: Columns of indicator_value that make the figure as it is read.
_FIGURE = ("value", "lower_95", "upper_95", "count", "denominator")
#: Figures are compared as stored; another machine's last bit is no revision.
_TOLERANCE = 1e-9
_SIGNALS = {
    "higher": "säkerställt högre än",
    "lower": "säkerställt lägre än",
    "none": "ingen säkerställd skillnad mot",
}


def is_same(then: Row | None, again: Row | None) -> bool:
    return then is not None and again is not None and all(_equal(then[name], again[name]) for name in _FIGURE)


def _equal(one: Any, other: Any) -> bool:
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one)) and bool(pd.isna(other))
    return abs(float(one) - float(other)) <= _TOLERANCE * max(1.0, abs(float(one)))


def is_hidden(row: Row | None) -> bool:
    return row is not None and bool(row["suppressed"])


def measure_of(*rows: Row | None) -> str:
    """What is shown of all rows: the count where one lacks its value and all are counted, else the value."""
    given = [row for row in rows if row is not None]
    is_short = any(pd.isna(row["value"]) for row in given)
    return "count" if is_short and all(pd.notna(row["count"]) for row in given) else "value"


def figure_of(row: Row | None, measure: str) -> float | None:
    return float(row[measure]) if row is not None and pd.notna(row[measure]) else None


def unit_of(measure: str, row: Row | None) -> str:
    unit = str(row["unit"]) if row is not None else ""
    of_rates = {"per 100 000 invånare": "händelser", "procent": "svar"}
    return of_rates.get(unit, unit) if measure == "count" else unit


def sentence(
    kind: str,
    hidden: bool,
    before: float | None,
    after: float | None,
    unit: str,
    then: Row | None,
    again: Row | None,
) -> str:
    """Last year's figure, in the earlier edition and now, in words."""
    if kind == GONE:
        return "Indikatorn finns inte längre i registret."
    if kind == NEW:
        return "Indikatorn är ny i registret och fanns inte i den tidigare lägesbilden."
    if hidden:
        return "Siffran är dold enligt regeln för små antal, då eller nu, och jämförs inte."
    if before is None and after is None:
        return "Ingen siffra, varken i den tidigare lägesbilden eller nu."
    if before is None:
        return f"Ingen siffra i den tidigare lägesbilden, nu {_number(after)} {unit}."
    if after is None:
        return f"{_number(before)} {unit} i den tidigare lägesbilden, men siffran saknas nu."
    if is_same(then, again):
        return f"{_number(after)} {unit}, samma siffra som i den tidigare lägesbilden."
    if _number(before) == _number(after):
        return f"{_number(after)} {unit} nu som då, men underlaget eller intervallet är ett annat."
    return f"{_number(before)} {unit} i den tidigare lägesbilden, nu {_number(after)}."


def new(row: Row | None, verdict: Row | None, year: int) -> dict[str, Any]:
    """The new year's own figure, and whether it differs from the years before: the real change."""
    signal = str(verdict["signal"]) if verdict else "not_tested"
    value = None
    if row is None:
        said = f"Ingen siffra för {year}."
    elif is_hidden(row):
        said = f"{year}: dold enligt regeln för små antal."
    else:
        measure = measure_of(row)
        value = figure_of(row, measure)
        figure = f"{_number(value)} {unit_of(measure, row)}" if value is not None else "ingen siffra"
        early = " (preliminär)" if row["status"] == "preliminary" else ""
        said = f"{year}: {figure}{early}, {_judged(verdict)}."
    return {"new_value": value, "signal": signal, "summary": said}


def _judged(verdict: Row | None) -> str:
    if verdict is None or verdict["signal"] not in _SIGNALS:
        return "inte prövad mot åren före"
    return f"{_SIGNALS[verdict['signal']]} {verdict['comparison_name']}"


def _number(value: float | None) -> str:
    """Whole from 100, else at most one decimal."""
    if value is None:
        return "okänt"
    return number(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)
