"""Analysis tables: what each source says, problems in order, causes to judge.

Nothing here is a finding about causes: candidates are laid out for people to judge. No composite index.
Not here: tests and intervals (comparisons.py), sentences for pages (pipelines.report).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.shrinkage import shrunken_ratios
from pipelines.registers import candidate_causes, indicators, sources
from pipelines.tables.comparisons import PREVIOUS, dispersion_of, series_of
from pipelines.tables.schema import conform, empty
from pipelines.tables.statement_tables import DIALOGUES

RANKING_YEARS = 3


def source_agreement(
    values: pd.DataFrame,
    comparison: pd.DataFrame,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    survey_result: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """Per area, year and source: which way it points, or that it only describes, or that it is missing."""
    area_of = statement_code[statement_code["kind"] == "area"]
    coded = statement.merge(area_of[["statement_id", "code"]], on="statement_id")
    rows = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        for area in agreement.areas:
            found = [_reported(source, area.code, year, comparison) for source in ("bra_agency", "police")]
            found += [
                _asked(source, area.code, year, values, survey_result, agreement)
                for source in ("survey", "school")
            ]
            found += [_said(source, area.code, year, coded, statement) for source in DIALOGUES]
            rows += [item | {"year": year, "priority_area": area.code} for item in found if item]
    frame = pd.DataFrame(rows)
    frame["source_label"] = frame["source_type"].map({s.id: s.label for s in sources().values()})
    return conform("source_agreement", frame.assign(agreement=agreement.id))


def _entries(area: str, **wanted: Any) -> list[dict[str, Any]]:
    return [
        e
        for e in indicators()
        if e["priority_area"] == area and all(e.get(k) in v for k, v in wanted.items())
    ]


def _reported(source: str, area: str, year: int, comparison: pd.DataFrame) -> dict[str, Any] | None:
    publishers = {"bra_agency": ("bra", "bra_indicators"), "police": ("police",)}[source]
    entries = {e["id"]: e for e in _entries(area, publisher=publishers)}
    if not entries:
        return None
    rows = comparison[
        comparison["indicator"].isin(entries)
        & (comparison["year"] == year)
        & (comparison["comparison"] == PREVIOUS)
    ]
    tested = rows[rows["signal"] != "not_tested"]
    up = [entries[r.indicator]["title"] for r in tested.itertuples() if r.signal == "higher"]
    down = [entries[r.indicator]["title"] for r in tested.itertuples() if r.signal == "lower"]
    driven = {e["title"] for e in entries.values() if e["direction"] == "activity_driven"}
    if tested.empty:
        known = comparison[comparison["indicator"].isin(entries) & (comparison["year"] == year)]
        state = "missing" if known.empty else "not_tested"
        text = "Inga siffror för året." if known.empty else "Ingen serie kunde prövas mot tidigare år."
    elif not up and not down:
        state = "no_signal"
        text = f"{len(tested)} serier prövade mot tidigare år. Ingen statistiskt säkerställd skillnad."
    else:
        worse, better = set(up) - driven, set(down) - driven
        state = "mixed" if worse and better else "worse" if worse else "better" if better else "described"
        said = [f"högre än tidigare år: {', '.join(up)}"] if up else []
        said += [f"lägre än tidigare år: {', '.join(down)}"] if down else []
        text = f"Säkerställt {'; '.join(said)}."
        if driven & {*up, *down}:
            text += " Antalet följer polisens närvaro och räknas därför inte som bättre eller sämre."
    return {"source_type": source, "points": state, "basis": len(tested), "summary": text}


def _asked(
    source: str,
    area: str,
    year: int,
    values: pd.DataFrame,
    survey_result: pd.DataFrame,
    agreement: Agreement,
) -> dict[str, Any] | None:
    survey = {"survey": ("trygghetsmatning",), "school": ("skolenkaten_ak8",)}[source]
    entries = {e["id"]: e for e in _entries(area, survey=survey)}
    if not entries:
        return None
    known = values[
        values["indicator"].isin(entries)
        & (values["municipality_code"] == agreement.municipality.code)
        & (values["year"] <= year)
        & values["value"].notna()
    ]
    rows = known[known["year"] == year]
    if rows.empty:
        was_made = survey_result[
            (survey_result["source_type"] == source)
            & (survey_result["municipality_code"] == agreement.municipality.code)
            & (survey_result["year"] == year)
        ]
        text = (
            "Undersökningen finns för året, men utan de frågor eller den redovisning som indikatorerna bygger på."
            if len(was_made)
            else "Undersökningen finns inte för detta år."
        )
        if len(known):
            text += f" Senaste resultatet är från {known['year'].max()}."
        return {"source_type": source, "points": "missing", "basis": 0, "summary": text}
    said = [f"{entries[r.indicator]['title']}: {_level(r.value, r.unit)}" for r in rows.itertuples()]
    return {
        "source_type": source,
        "points": "level",
        "basis": len(rows),
        "summary": "; ".join(said) + ".",
    }


def _level(value: float, unit: str) -> str:
    """A survey's figure in words. A share that rounds to nobody or everybody is not told exactly."""
    if unit == "procent":
        whole = round(value)
        return f"{'färre än 5' if whole == 0 else 'över 95' if whole == 100 else whole} procent"
    return f"{value:.{1 if value % 1 else 0}f}".replace(".", ",") + " på skalan 0–6, där 0 är bäst"


def _said(source: str, area: str, year: int, coded: pd.DataFrame, statement: pd.DataFrame) -> dict[str, Any]:
    everything = statement[(statement["source_type"] == source) & (statement["year"] == year)]
    rows = coded[(coded["source_type"] == source) & (coded["year"] == year) & (coded["code"] == area)]
    if everything.empty:
        text = "Inget underlag för året har kommit in."
        return {"source_type": source, "points": "missing", "basis": 0, "summary": text}
    if rows.empty:
        text = f"Inget av {len(everything)} uttalanden rör området."
        return {"source_type": source, "points": "not_mentioned", "basis": 0, "summary": text}
    problems = int((rows["is_problem"] == "true").sum())
    better = int((rows["is_problem"] == "positive").sum())
    text = f"{len(rows)} av {len(everything)} uttalanden rör området: {problems} beskriver ett problem"
    text += f", {better} en förbättring." if better else "."
    return {"source_type": source, "points": "described", "basis": len(rows), "summary": text}


def problem_ranking(
    values: pd.DataFrame,
    comparison: pd.DataFrame,
    agreement_table: pd.DataFrame,
    breaks: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """Offence problems by volume and by shrunken ratio to the police area, three years pooled.

    Two orders side by side, never weighed into one. No figure without three comparable years.
    """
    code, rows = agreement.municipality.code, []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        series = series_of(entry["id"], values, breaks)
        for year in range(agreement.valid_from, agreement.valid_to + 1):
            years = list(range(year - RANKING_YEARS + 1, year + 1))
            if series.since_break(year) > years[0] or not series.has_all(code, years):
                continue
            members = [
                c
                for c in agreement.codes
                if series.has_all(c, years) and all((c, y) in series.people for y in years)
            ]
            row: dict[str, Any] = {
                "indicator": entry["id"],
                "priority_area": entry["priority_area"],
                "title": entry["title"],
                "year": year,
                "year_from": years[0],
                "count_three_years": series.sum(code, years),
            }
            is_comparable = code in members and len(members) >= 3
            if is_comparable and sum(series.sum(c, years) for c in members) > 0:
                people = [sum(series.people[c, y] for y in years) for c in members]
                observed = [series.sum(c, years) for c in members]
                expected = [sum(observed) * inhabitants / sum(people) for inhabitants in people]
                phi, _ = dispersion_of(series, agreement, year)
                found, i = shrunken_ratios(observed, expected, phi), members.index(code)
                row |= {
                    "shrunken_ratio": float(found.ratio[i]),
                    "shrunken_lower_95": float(found.lower[i]),
                    "shrunken_upper_95": float(found.upper[i]),
                }
            rows.append(row)
    if not rows:
        return empty("problem_ranking")
    frame = (
        pd.DataFrame(rows).reindex(columns=empty("problem_ranking").columns).assign(agreement=agreement.id)
    )
    signals = (
        comparison[comparison["comparison"] == PREVIOUS].set_index(["indicator", "year"])["signal"].to_dict()
    )
    frame["change_signal"] = [signals.get((r.indicator, r.year)) for r in frame.itertuples()]
    described = agreement_table[agreement_table["points"] == "described"]
    support = described.groupby(["priority_area", "year"])["source_type"].nunique().to_dict()
    frame["sources_in_support"] = [support.get((r.priority_area, r.year), 0) for r in frame.itertuples()]
    by_year = frame.groupby("year")
    frame["rank_volume"] = by_year["count_three_years"].rank(ascending=False, method="min")
    frame["rank_ratio"] = by_year["shrunken_ratio"].rank(ascending=False, method="min")
    return conform("problem_ranking", frame)


def candidate_cause(
    statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """Candidates from the documented library, each with the statements that make it worth testing.

    Where the statements stand (``locators``) is given only from the agreement's thresholds for a theme, and
    never for a statement that could point somebody out; the counts are always there, for the tables.
    """
    limits = agreement.thresholds
    area_of = statement_code[statement_code["kind"] == "area"]
    coded = statement.merge(area_of[["statement_id", "code"]], on="statement_id")
    rows = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        for entry in candidate_causes():
            found = coded[
                (coded["year"] == year)
                & (coded["code"] == entry["priority_area"])
                & coded["theme"].isin(entry["themes"])
                & (coded["is_problem"] == "true")
            ]
            sources_found = found["source_type"].nunique()
            is_shown = len(found) >= limits.theme_statements and sources_found >= limits.theme_sources
            places = found[found["identifying"].isna()].head(5) if is_shown else found.head(0)
            where = [f"{r.document}, {r.locator}" for r in places.itertuples()]
            rows.append(
                {key: entry[key] for key in ("priority_area", "rib", "cause", "level", "question", "theory")}
                | {
                    "year": year,
                    "themes": ";".join(entry["themes"]),
                    "statements": len(found),
                    "sources": sources_found,
                    "locators": "; ".join(where) or None,
                }
            )
    return conform("candidate_cause", pd.DataFrame(rows).assign(agreement=agreement.id))
