"""One problem's measures and goals as tables, with the remarks of the SMART checks.

Not here: what became of them (``measure_views``, ``goal_views``), the checks themselves (pipelines.tables).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.report.markup import Column, note, table, text_or_empty
from pipelines.report.plan_data import PlanData, Problem, Row
from pipelines.report.plan_words import LETTERS, chosen, signed_by, to_fill_in, whose
from pipelines.report.swedish import day, is_missing, listed, sentence_case, written_number


def measure_table(measures: pd.DataFrame, name: str) -> str:
    """``measures``: rows of ``measure`` of one problem, called ``name``."""
    if measures.empty:
        return to_fill_in("Problemet har ingen åtgärd.", "measure")
    rows = [
        {
            "what": f"{row['id']} {row['title']}{whose(row)}",
            "cause": text_or_empty(row["cause_id"]) or "ingen angiven",
            "kind": listed(
                part
                for part in (chosen("measure_kinds", row["measure_kind"]), chosen("horizons", row["horizon"]))
                if part
            )
            or "–",
            "who": listed(
                [
                    f"kommunen: {text_or_empty(row['responsible_municipality']) or 'ingen angiven'}",
                    f"polisen: {text_or_empty(row['responsible_police']) or 'ingen angiven'}",
                ]
            ),
            "when": _period(row["starts_on"], row["ends_on"]),
            "expected": text_or_empty(row["expected_effect"]) or "–",
            "followed": text_or_empty(row["followed_up"]) or "inte angivet",
            "place": text_or_empty(row["place"]) or "–",
        }
        for row in measures.to_dict("records")
    ]
    columns = [
        Column("what", "Åtgärd"),
        Column("cause", "Mot orsak"),
        Column("kind", "Slag och sikt"),
        Column("place", "Ort"),
        Column("who", "Ansvariga"),
        Column("when", "När"),
        Column("expected", "Väntad verkan"),
        Column("followed", "Hur den följs upp"),
    ]
    return table(pd.DataFrame(rows), columns, f"Åtgärder mot {name}", css_class="bred")


def _period(start: Any, end: Any) -> str:
    if is_missing(start) and is_missing(end):
        return "ingen tid angiven"
    if is_missing(end):
        return f"från {day(start)}"
    return f"till {day(end)}" if is_missing(start) else f"{day(start)} till {day(end)}"


def goal_table(data: PlanData, problem: Problem, name: str) -> list[str]:
    """The problem's goals, each with what makes it hard to follow up."""
    goals = problem.own(data.written("goal"))
    if goals.empty:
        return [to_fill_in("Problemet har inget mål.", "goal")]
    titles = dict(data.edition.indicators()[["indicator", "title"]].itertuples(index=False))
    checks = data.about_plan("goal_check")
    rows = []
    for row in goals.to_dict("records"):
        own = checks[(checks["id"] == row["id"]) & (checks["party"] == row["party"])]
        rows.append(
            {
                "what": f"{row['id']} {row['title']}{whose(row)}",
                "indicator": titles.get(row["indicator"], text_or_empty(row["indicator"]) or "ingen vald"),
                "target": _target(row),
                "accepted": signed_by(row["accepted_by"], row["on_date"], "ingen angiven"),
                "smart": _smart(own),
            }
        )
    columns = [
        Column("what", "Mål"),
        Column("indicator", "Indikator"),
        Column("target", "Mål och tid"),
        Column("accepted", "Accepterat av"),
        Column("smart", "SMART-anmärkningar"),
    ]
    return [
        table(pd.DataFrame(rows), columns, f"Mål för {name}", css_class="bred"),
        note("En anmärkning stoppar ingenting: den säger vad som gör målet svårt att följa upp."),
    ]


def _target(row: Row) -> str:
    if is_missing(row["target"]):
        return "inget målvärde"
    direction = chosen("directions", row["direction"])
    value = written_number(row["target"])
    said = f"{direction}: {value}" if direction else value
    year = "utan målår" if is_missing(row["target_year"]) else f"senast {int(row['target_year'])}"
    return f"{said}, {year}"


def _smart(checks: pd.DataFrame) -> str:
    """The remarks letter by letter, and which letters have none; a goal that nothing has checked says so."""
    if checks.empty:
        return "inte prövat"
    rows = {str(row["letter"]): row for row in checks.to_dict("records")}
    said = [
        f"{label}: {sentence_case(text_or_empty(rows[letter]['remark'])).rstrip('.') or 'har en anmärkning'}."
        for letter, label in LETTERS.items()
        if letter in rows and not bool(rows[letter]["ok"])
    ]
    clear = [letter for letter in LETTERS if letter in rows and bool(rows[letter]["ok"])]
    return " ".join([*said, f"{listed(clear)}: inga anmärkningar."] if clear else said)
