"""What in the workbook does not hang together: one remark per row and kind of fault.

Belongs here: the checks and their Swedish words. Not here: SMART (goal_checks.py), the thread of a whole problem
(red_thread.py), what stops a workbook from being read (pipelines.readers). A remark stops nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.report.swedish import listed
from pipelines.tables.clock import HOURS_PER_BLOCK, WEEKDAYS
from pipelines.tables.followed import followed, seen_together
from pipelines.tables.hypothesis_patterns import plain_name
from pipelines.tables.schema import conform, empty
from pipelines.workbook_register import sheets

_PARTIES = {"police": "polisens", "municipality": "kommunens"}
_STATEMENT = re.compile(r"[0-9a-f]{12}")
#: What every problem chosen is to have an answer to: the four questions, the second of which has two columns.
ANSWERS = {
    "why_chosen": "varför det valdes",
    "sources_used": "vilka källor som användes",
    "sources_left_out": "vilka källor som lämnades utanför",
    "limits": "vad det begränsar",
    "limits_mean": "vad begränsningarna kan betyda",
}
_SIDES = {"municipality": "kommunen", "police": "polisen"}
#: Sheet → the part of the documents that it is; a year whose workbook leaves it empty lacks that part.
_PARTS = {
    "problem": "lägesbilden: inget problem är bedömt",
    "cause": "orsaksanalysen: ingen orsak är bedömd",
    "measure": "åtgärdsplanen: ingen åtgärd är angiven",
    "goal": "åtgärdsplanen: inget mål är angivet",
    "message": "kommunikationsplanen: inget budskap är angivet",
    "promise": "medborgarlöftena: inget löfte är angivet",
    "follow_up": "uppföljningen: ingen åtgärd är uppföljd",
    "cooperation": "uppföljningen av samarbetet: inga möten eller timmar är angivna",
}
#: Parts that are written when the year is over.
_AFTER_THE_YEAR = ("follow_up", "cooperation")

Row = Mapping[str, Any]
Found = tuple[str, str]  # kind, remark


@dataclass(frozen=True)
class Names:
    """What a workbook may name: localities as the police or the agreement write them, and statements' numbers."""

    localities: frozenset[str]
    statements: frozenset[str]


def names_of(offence_count: pd.DataFrame, statement: pd.DataFrame, agreement: Agreement) -> Names:
    """The localities of the agreement and of the police's delivery, and the statements' numbers (working tables)."""
    own = offence_count[offence_count["municipality_code"] == agreement.municipality.code]
    delivered = {str(name) for name in own["locality"].dropna().unique()}
    localities = delivered | {place.name for place in agreement.localities}
    return Names(frozenset(localities), frozenset(statement["statement_id"].dropna().astype(str)))


def plan_remark(
    plan: Mapping[str, pd.DataFrame], names: Names, latest_year: int, agreement: Agreement
) -> pd.DataFrame:
    """One row per sheet, row number and kind of fault, for every year with a workbook.

    ``plan``: the tables plan_workbook, problem, cause, measure, goal, message, promise, follow_up, cooperation and
    plan_difference by name (KeyError without one). ``latest_year``: the newest year that anything is known of: plans of
    earlier years should have been followed up. Where both parties have a row of one number, and it is at fault with one
    of them, the remark says whose.
    """
    by_row: dict[tuple[int, str, str, str], dict[str, list[str]]] = {}
    versions: dict[tuple[int, str, str], set[str]] = {}
    for sheet_id, check in _checks(plan, names, latest_year).items():
        for row in plan[sheet_id].to_dict("records"):
            year, identity, party = int(row["year"]), str(row["id"]), str(row["party"])
            versions.setdefault((year, sheet_id, identity), set()).add(party)
            for kind, remark in check(row):
                of_kind = by_row.setdefault((year, sheet_id, identity, kind), {})
                of_kind.setdefault(remark, []).append(party)
    rows = [
        {
            "year": year,
            "sheet": sheet_id,
            "id": identity,
            "kind": kind,
            "remark": _whose(of_kind, versions[year, sheet_id, identity]),
        }
        for (year, sheet_id, identity, kind), of_kind in by_row.items()
    ]
    rows += [*_differing(plan), *_missing_parts(plan, latest_year)]
    if not rows:
        return empty("plan_remark")
    frame = pd.DataFrame(rows).assign(agreement=agreement.id)
    return conform("plan_remark", frame.assign(sheet=frame["sheet"].map(lambda name: sheets()[name].name)))


def _whose(remarks: Mapping[str, list[str]], versions: set[str]) -> str:
    """The remarks of one row and kind; with whose workbook each stands in, unless it stands in every version."""
    told = []
    for remark, parties in remarks.items():
        own = [_PARTIES[party] for party in parties if party in _PARTIES]
        said_of_all = set(parties) == versions
        told.append(remark if said_of_all else f"I {listed(own)} arbetsbok: {remark}")
    return " ".join(told)


def _checks(
    plan: Mapping[str, pd.DataFrame], names: Names, latest_year: int
) -> dict[str, Callable[[Row], Iterator[Found]]]:
    of_measures = followed(plan["measure"], plan["follow_up"])
    is_followed = set(
        zip(of_measures["plan_year"], of_measures["measure_id"], of_measures["measure_party"], strict=True)
    )

    def linked(table: str, column: str, row: Row) -> bool:
        """Whether the table has a row of the same year that names this one."""
        frame = plan[table]
        return any(
            named == row["id"] and year == row["year"] and seen_together(str(party), str(row["party"]))
            for named, year, party in zip(
                frame[column].fillna(""), frame["year"], frame["party"], strict=True
            )
        )

    def problem(row: Row) -> Iterator[Found]:
        if row["prioritised"] != "yes":
            return
        if not linked("cause", "problem_id", row):
            yield "problem_without_cause", "Problemet är prioriterat men har ingen orsak på bladet Orsaker."
        if lacking := [words for column, words in ANSWERS.items() if pd.isna(row[column])]:
            yield "problem_without_answers", f"Problemet är prioriterat men saknar svar: {listed(lacking)}."

    def cause(row: Row) -> Iterator[Found]:
        judgement = row["judgement"]
        if judgement == "adopted" and not linked("measure", "cause_id", row):
            yield "cause_without_measure", "Orsaken är antagen men ingen åtgärd hänger på den."
        if judgement in ("adopted", "rejected") and (pd.isna(row["judged_by"]) or pd.isna(row["on_date"])):
            word = "antagen" if judgement == "adopted" else "avfärdad"
            yield "judgement_unsigned", f"Orsaken är {word}, men roll eller datum för bedömningen saknas."
        yield from _unknown_place(row["test_place"], names)
        if not pd.isna(row["test_time"]) and plain_name(row["test_time"]) not in _TIMES:
            yield "unknown_time", f"Tiden ”{row['test_time']}” finns inte bland veckans dagar och tidsblock."
        yield from _unknown_statements(row["evidence_ids"], names)

    def measure(row: Row) -> Iterator[Found]:
        if pd.isna(row["cause_id"]):
            yield "measure_without_cause", "Åtgärden hänger inte på någon orsak."
        if pd.isna(row["followed_up"]) and pd.isna(row["eval_indicator"]):
            yield "measure_without_follow_up", "Det framgår inte hur åtgärden ska följas upp."
        if latest_year > row["year"] and (row["year"], row["id"], row["party"]) not in is_followed:
            yield (
                "measure_not_followed_up",
                "Åtgärdens år är slut, men den har ingen rad på bladet Uppföljning.",
            )
        if lacking := [words for side, words in _SIDES.items() if pd.isna(row[f"responsible_{side}"])]:
            yield "measure_without_responsible", f"Ingen är ansvarig för åtgärden i {listed(lacking)}."
        if pd.isna(row["starts_on"]) and pd.isna(row["ends_on"]):
            yield (
                "measure_without_time",
                "Åtgärden har ingen tid: varken när den börjar eller när den ska vara klar.",
            )
        elif (
            not pd.isna(row["starts_on"])
            and not pd.isna(row["ends_on"])
            and row["ends_on"] < row["starts_on"]
        ):
            yield "measure_ends_before_start", "Åtgärden slutar före den börjar."
        yield from _unknown_place(row["place"], names)

    def message(row: Row) -> Iterator[Found]:
        if pd.isna(row["indicator"]) and pd.isna(row["rests_on_ids"]):
            yield "message_without_footing", "Budskapet vilar varken på lägesbilden eller på planen."
        if lacking := [words for side, words in _SIDES.items() if pd.isna(row[f"communicator_{side}"])]:
            yield "message_without_communicator", f"Ingen kommunikatör är angiven i {listed(lacking)}."

    return {"problem": problem, "cause": cause, "measure": measure, "message": message}


def _times() -> frozenset[str]:
    """The week's days and blocks as the table of times names them."""
    blocks = [
        f"{day} {hour:02d}–{hour + HOURS_PER_BLOCK:02d}"
        for day in ("måndag–fredag", "lördag–söndag")
        for hour in range(0, 24, HOURS_PER_BLOCK)
    ]
    return frozenset(plain_name(name) for name in (*WEEKDAYS, *blocks))


_TIMES = _times()


def _unknown_place(place: object, names: Names) -> Iterator[Found]:
    if not pd.isna(place) and plain_name(place) not in {plain_name(name) for name in names.localities}:
        yield (
            "unknown_place",
            f"Orten ”{place}” finns inte bland orterna i avtalsfilen eller polisens uppgifter.",
        )


def _unknown_statements(evidence: object, names: Names) -> Iterator[Found]:
    if pd.isna(evidence):
        return
    unknown = [
        part
        for part in str(evidence).split(";")
        if _STATEMENT.fullmatch(part) and part not in names.statements
    ]
    if unknown:
        yield "unknown_statement", f"Uttalandets nummer finns inte bland uttalandena: {listed(unknown)}."


def _differing(plan: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    """Messages that the parties' plans tell differently, or only one has, where no joint workbook has settled it."""
    message, spec = plan["message"], sheets()["message"]
    for (year, identity), part in message.groupby(["year", "id"]):
        own = set(part["party"])
        base = {"year": int(year), "sheet": "message", "id": str(identity), "kind": "communication_differs"}
        if own == set(_PARTIES):
            said = plan["plan_difference"]
            rows = said[(said["year"] == year) & (said["id"] == identity) & (said["sheet"] == spec.name)]
            headings = [spec.column(str(name)).heading.split(" (")[0] for name in rows["column"]]
            where = f": {listed(headings)}" if headings else ""
            yield base | {"remark": f"Polisens och kommunens planer skiljer sig{where}."}
        elif len(own) == 1 and own <= set(_PARTIES) and _both_handed_in(plan, int(year)):
            (party,) = own
            yield base | {"remark": f"Budskapet står bara i {_PARTIES[party]} plan."}


def _both_handed_in(plan: Mapping[str, pd.DataFrame], year: int) -> bool:
    parties = {
        str(party)
        for name, frame in plan.items()
        if name != "plan_difference"
        for party in frame.loc[frame["year"] == year, "party"]
    }
    return set(_PARTIES) <= parties or "both" in parties


def _missing_parts(plan: Mapping[str, pd.DataFrame], latest_year: int) -> Iterator[dict[str, Any]]:
    """For every year with a workbook, the parts of the documents that nobody has written."""
    years = sorted({int(year) for name in ("plan_workbook", *_PARTS) for year in plan[name]["year"]})
    for year in years:
        for sheet, words in _PARTS.items():
            if sheet in _AFTER_THE_YEAR and latest_year <= year:
                continue
            frame = plan[sheet]
            is_written = frame["year"] >= year if sheet == "follow_up" else frame["year"] == year
            if not is_written.any():
                yield {
                    "year": year,
                    "sheet": sheet,
                    "id": "",
                    "kind": "part_missing",
                    "remark": f"En obligatorisk del saknas i {words}.",
                }
