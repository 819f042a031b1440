"""Which way each source points, per area and per problem: where they agree, differ, or are missing.

The sources measure different things and are never added together. Not here: tests and intervals
(comparisons.py), sentences for pages (pipelines.report).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.registers import indicators, problems, sources
from pipelines.tables.comparisons import PREVIOUS
from pipelines.tables.indicator_values import source_of
from pipelines.tables.schema import conform
from pipelines.tables.share_comparisons import PREVIOUS_SURVEY
from pipelines.tables.statement_tables import DIALOGUES
from pipelines.tables.themes import shown_themes

#: Sources that a measured indicator can come from, in the order they are told.
MEASURING = (
    "bra_agency", "police", "survey", "school", "youth_survey", "kolada", "school_statistics",
    "school_incidents", "technical_office", "rescue_service", "housing_company", "social_services",
    "school_health", "safety_walk",
)  # fmt: skip
#: Sources that the parties' agreement always asks for are told of also when they say nothing.
ALWAYS = ("bra_agency", "police", "survey", *DIALOGUES)
SUPPORTS, OPPOSES = ("worse", "described"), ("better",)
#: Statements of a source that it takes to describe a problem, or an improvement.
LEAST_OF_PROBLEM = 2


Rows = list[Any]


@dataclass(frozen=True)
class Evidence:
    """What the sources say of the agreement's municipality, looked up by what is asked for.

    ``values`` by indicator; ``comparison`` (against earlier figures) by indicator and year; ``statements``
    (how many) and ``asked`` (survey made) by source and year; ``coded`` statements by year and area.
    """

    values: dict[str, Rows]
    comparison: dict[tuple[str, int], Rows]
    statements: dict[tuple[str, int], int]
    coded: dict[tuple[int, str], pd.DataFrame]
    asked: frozenset[tuple[str, int]]
    agreement: Agreement


def source_agreement(
    values: pd.DataFrame,
    comparison: pd.DataFrame,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    survey_result: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """Per year, area and source, and per problem of the area: which way it points, or that it only describes
    or shows a level, or that it is missing. ``problem`` is empty on the rows for a whole area."""
    evidence = _evidence(values, comparison, statement, statement_code, survey_result, agreement)
    rows = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        for area in agreement.areas:
            own_problems = [p for p in problems().values() if p["priority_area"] == area.code]
            for problem in (None, *own_problems):
                found = [_measured(source, area.code, problem, year, evidence) for source in MEASURING]
                found += [_said(source, area.code, problem, year, evidence) for source in DIALOGUES]
                rows += [
                    item
                    | {
                        "year": year,
                        "priority_area": area.code,
                        "problem": problem["id"] if problem else None,
                        "problem_title": problem["title"] if problem else None,
                    }
                    for item in found
                    if item
                ]
    frame = pd.DataFrame(rows)
    frame["source_label"] = frame["source_type"].map({s.id: s.label for s in sources().values()})
    return conform("source_agreement", frame.assign(agreement=agreement.id))


def _evidence(
    values: pd.DataFrame,
    comparison: pd.DataFrame,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    survey_result: pd.DataFrame,
    agreement: Agreement,
) -> Evidence:
    own = agreement.municipality.code
    has_figure = values["value"].notna() | values["count"].notna() | values["suppressed"]
    by_indicator: dict[str, Rows] = {}
    for row in values[(values["municipality_code"] == own) & has_figure].itertuples():
        by_indicator.setdefault(str(row.indicator), []).append(row)
    earlier = comparison["comparison"].isin([PREVIOUS, PREVIOUS_SURVEY])
    by_year: dict[tuple[str, int], Rows] = {}
    for row in comparison[(comparison["municipality_code"] == own) & earlier].itertuples():
        by_year.setdefault((str(row.indicator), int(row.year)), []).append(row)
    area_of = statement_code[statement_code["kind"] == "area"]
    coded = statement.merge(area_of[["statement_id", "code"]], on="statement_id")
    asked = survey_result[survey_result["municipality_code"] == own]
    return Evidence(
        by_indicator,
        by_year,
        {
            (str(k[0]), int(k[1])): int(n)
            for k, n in statement.groupby(["source_type", "year"]).size().items()
        },
        {(int(k[0]), str(k[1])): part for k, part in coded.groupby(["year", "code"])},
        frozenset((str(s), int(y)) for s, y in zip(asked["source_type"], asked["year"], strict=True)),
        agreement,
    )


def _measured(
    source: str, area: str, problem: dict[str, Any] | None, year: int, evidence: Evidence
) -> dict[str, Any] | None:
    """What a source with figures says; None for a source that the area has no indicator of."""
    of_area = [e for e in indicators() if e["priority_area"] == area and source_of(e) == source]
    if not of_area:
        return None
    of_source = [e for e in of_area if problem is None or e["problem"] == problem["id"]]
    entries = {e["id"]: e for e in of_source if e["kind"] != "statement_count"}
    if not entries:
        text = "Källan har ingen uppgift om just detta problem."
        return _told(source, "not_covered", 0, text) if problem and source in ALWAYS else None
    values = [row for i in entries for row in evidence.values.get(i, []) if row.year == year]
    rows = [row for i in entries for row in evidence.comparison.get((i, year), [])]
    if not values and not rows:
        if problem is not None and source not in ALWAYS:
            return None
        return _told(source, "missing", 0, _why_missing(source, entries, year, evidence))
    tested = [row for row in rows if row.signal != "not_tested"]
    if not tested:
        if values and not any(e["kind"] == "offence_rate" for e in entries.values()):
            return _told(source, "level", len(values), _levels(values, entries))
        return _told(source, "not_tested", 0, "Ingen serie kunde prövas mot tidigare år.")
    return _direction(source, tested, values, entries)


def _direction(source: str, tested: Rows, values: Rows, entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    up = [entries[r.indicator] for r in tested if r.signal == "higher"]
    down = [entries[r.indicator] for r in tested if r.signal == "lower"]
    known = {r.indicator for r in tested}
    levels = [
        row
        for row in values
        if row.indicator not in known and entries[row.indicator]["kind"] != "offence_rate"
    ]
    beside = f" {_levels(levels, entries)}" if levels else ""
    if not up and not down:
        series = "serie prövad" if len(tested) == 1 else "serier prövade"
        text = f"{len(tested)} {series} mot tidigare. Ingen statistiskt säkerställd skillnad.{beside}"
        return _told(source, "no_signal", len(tested), text)
    worse = [e for e in up if e["direction"] == "higher_is_worse"]
    worse += [e for e in down if e["direction"] == "higher_is_better"]
    better = [e for e in down if e["direction"] == "higher_is_worse"]
    better += [e for e in up if e["direction"] == "higher_is_better"]
    state = "mixed" if worse and better else "worse" if worse else "better" if better else "level"
    said = [f"högre än tidigare: {', '.join(e['title'] for e in up)}"] if up else []
    said += [f"lägre än tidigare: {', '.join(e['title'] for e in down)}"] if down else []
    text = f"Säkerställt {'; '.join(said)}."
    if any(e["direction"] == "activity_driven" for e in [*up, *down]):
        text += " Antalet följer polisens närvaro och räknas därför inte som bättre eller sämre."
    return _told(source, state, len(tested), text + beside)


def _told(source: str, points: str, basis: int | None, summary: str) -> dict[str, Any]:
    return {"source_type": source, "points": points, "basis": basis, "summary": summary}


def _why_missing(source: str, entries: dict[str, dict[str, Any]], year: int, evidence: Evidence) -> str:
    earlier = [
        row.year
        for i in entries
        for row in evidence.values.get(i, [])
        if row.year < year and not pd.isna(row.value)
    ]
    is_survey = any(
        e["kind"].startswith("survey") or e["kind"] == "published_share" for e in entries.values()
    )
    text = "Inga uppgifter för året."
    if is_survey and (source, year) in evidence.asked:
        text = "Undersökningen finns för året, men utan de frågor eller den redovisning som indikatorerna bygger på."
    return f"{text} Senaste resultatet är från {max(earlier)}." if earlier else text


def _levels(values: Rows, entries: dict[str, dict[str, Any]]) -> str:
    told = [(entries[row.indicator]["title"], _level(row)) for row in values]
    said = [f"{title}: {level}" for title, level in told if level is not None]
    return "; ".join(said) + "." if said else ""


def _level(row: Any) -> str | None:
    """A figure in words. A share that rounds to nobody or everybody is not told exactly."""
    if row.suppressed:
        return "för få för att visas"
    if row.unit == "procent" and not pd.isna(row.value):
        whole = round(row.value)
        return f"{'färre än 5' if whole == 0 else 'över 95' if whole == 100 else whole} procent"
    if str(row.unit).startswith("index") and not pd.isna(row.value):
        return (
            f"{row.value:.{1 if row.value % 1 else 0}f}".replace(".", ",") + " på skalan 0–6, där 0 är bäst"
        )
    return None if pd.isna(row.count) else f"{int(row.count):,} {row.unit}".replace(",", "\u00a0")


def _said(
    source: str, area: str, problem: dict[str, Any] | None, year: int, evidence: Evidence
) -> dict[str, Any]:
    """What is said in a dialogue or a meeting. Of one problem, counts only where each of its themes is shown."""
    everything = evidence.statements.get((source, year), 0)
    if not everything:
        return _told(source, "missing", 0, "Inget underlag för året har kommit in.")
    rows = evidence.coded.get((year, area), pd.DataFrame(columns=["theme", "source_type", "is_problem"]))
    shown = shown_themes(rows, evidence.agreement)
    if problem:
        rows = rows[rows["theme"].isin(problem["themes"])]
    # A count over a theme that may be shown and one that may not would give the second away.
    is_shown = problem is None or set(rows["theme"]) <= shown
    rows = rows[rows["source_type"] == source]
    about = "problemet" if problem else "området"
    if rows.empty:
        return _told(source, "not_mentioned", 0, f"Inget av {everything} uttalanden rör {about}.")
    worse, better = (int((rows["is_problem"] == wanted).sum()) for wanted in ("true", "positive"))
    # The texts are coded by a program: of one problem, a single statement that it may have misread is no support.
    least = LEAST_OF_PROBLEM if problem else 1
    points = "described" if worse >= least else "better" if better >= least and not worse else "mentioned"
    if not is_shown:
        return _told(
            source,
            points,
            None,
            "Nämns, men något av problemets teman tas upp av för få för att antalet ska anges.",
        )
    text = f"{len(rows)} av {everything} uttalanden rör {about}: {worse or 'inget'} beskriver ett problem"
    text += f", {better} en förbättring." if better else "."
    return _told(source, points, len(rows), text)
