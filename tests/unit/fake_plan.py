"""The made-up group's plan and what the data say of it: each verdict, each break, two parties that differ.

All names, roles and places are invented. Not here: the figures themselves (fake_numbers.py), the database
(fake_edition.py).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from fake_numbers import AGREEMENT, YEAR

Rows = list[dict[str, Any]]
UNPUBLISHED = "0123456789ab"
"""A statement that is in no published table."""
THEORY = "kandidat ur biblioteket: Cohen och Felson (1979)"


def plan() -> dict[str, Rows]:
    """Rows by table."""
    return {
        "plan_workbook": [_row("Om arbetsboken", id=str(YEAR), role="säkerhetssamordnare", on_date=_day(12, 1))],
        "problem": _problems(),
        "cause": _causes(),
        "event_chain": [
            _row("Händelsekedja", id="H2", problem_id="P1", step=2, link="Varor läggs i en väska utan larm",
                 break_by="Larmade varor vid utgången", measure_id="Å1"),
            _row("Händelsekedja", id="H1", problem_id="P1", step=1, link="Butiken är obemannad sent på kvällen"),
            _row("Händelsekedja", id="H3", problem_id="P1", step=3, link="Varorna säljs vidare"),
        ],
        "measure": _measures(),
        "goal": _goals(),
        "message": [_row("Kommunikation", id="K1", title="Så ser vi till butikerna", audience="business",
                         channel="möte", planned_on=_day(4, 15, YEAR + 1), communicator_police="kommunpolis",
                         rests_on_ids="Å1")],
        "promise": [_row("Medborgarlöften", id="L1", title="Vi finns på torget varje fredag", place="Lessebo",
                         from_date=_day(5, 1, YEAR + 1), to_date=_day(9, 30, YEAR + 1), measure_id="Å1")],
        "follow_up": [_row("Uppföljning", id="U1", measure_id="Å1", done="partly", what="Två av tre butiker är med",
                           gave="Personalen känner sig tryggare", cost="12 000 kronor", by="näringslivschef",
                           on_date=_day(11, 2))],
        "cooperation": [
            _row("Samarbetet", id="S1", what="council", planned=4, held=3, police_present=2, municipality_present=3,
                 hours_police=20, comment="Svårt att hitta tider"),
            _row("Samarbetet", id="S1", what="council", planned=4, held=4) | {"year": YEAR - 1},
        ],
        "plan_difference": [{
            "agreement": AGREEMENT, "year": YEAR, "sheet": "Orsaker", "id": "O4", "column": "judgement",
            "police": "adopted", "municipality": None,
        }],
        "hypothesis_test": _tests(),
        "goal_check": [
            _check("M1", letter, ok=letter != "R",
                   remark="Minskningen är mindre än vad som går att upptäcka." if letter == "R" else "")
            for letter in "SMART"
        ],
        "goal_result": _results(),
        "measure_effect": _effects(),
        "red_thread": [
            _thread("P1", "STOLD", "Stöld i butik", "yes", causes=4, adopted_causes=1, measures=2, goals=2, messages=1,
                    promises=1, follow_ups=1, breaks_at="", 
                    summary="Tråden håller från problem till uppföljning. 4 orsaker."),
            _thread("P2", "PLATS", "Otryggt vid tågstationen", "yes", breaks_at="cause",
                    summary="Tråden brister: ingen orsak är angiven. 0 orsaker."),
            _thread("P10", "STOLD", "Cykelstölder", "no", breaks_at="", summary="Prioriteras inte. 0 orsaker."),
        ],
        "plan_remark": [
            {"agreement": AGREEMENT, "year": YEAR, "sheet": sheet, "id": identity, "kind": kind, "remark": remark}
            for sheet, identity, kind, remark in (
                ("Åtgärder", "Å2", "no_time", "Åtgärden har ingen tid."),
                ("Problem", "P2", "no_cause", "Problemet är prioriterat men har ingen orsak."),
            )
        ],
        "edition_change": [
            _change("theft_reported", "revised_source", 2900.0, 2913.4, 2265.9, "Brås fil har ersatts.",
                    "Säkert färre än åren före."),
            _change("robbery_reported", "same", 1.0, 1.0, 1.0, "", "Ingen säkerställd skillnad."),
            _change("graffiti_reported", "changed_method", None, None, None, "Intervallet räknas på annat sätt.", ""),
        ],
        "checklist": [
            _demand(1, "Polisens statistik över tid", "met", "Källor och kvalitet"),
            _demand(2, "Orsaksanalys", "partly", "Områdenas sidor", "Ett problem saknar orsak."),
            _demand(3, "Mål som är accepterade etiskt och politiskt", "judgement", "Bladet Mål"),
            _demand(4, "Medarbetardialog", "missing", ""),
        ],
    }  # fmt: skip


def _problems() -> Rows:
    return [
        _row("Problem", id="P1", priority_area="STOLD", title="Stöld i butik", prioritised="yes",
             why_chosen="Handlarna tar upp det i varje dialog", sources_used="Polisens statistik, medborgardialogen",
             limits="Allt anmäls inte", limits_mean="Stölderna kan vara fler än de ser ut",
             consequences="Dyrare varor och otrygg personal", decided_by="ordförande i Brå", on_date=_day(3, 14)),
        _row("Problem", id="P2", priority_area="PLATS", title="Otryggt vid tågstationen", prioritised="yes"),
        _row("Problem", id="P10", priority_area="STOLD", title="Cykelstölder", prioritised="no"),
        # One number, two problems: each party has written its own on the same empty row.
        _row("Problem", id="P11", priority_area="SKOLA", title="Bråk på skolgården", prioritised="yes",
             party="municipality"),
        _row("Problem", id="P11", priority_area="SKOLA", title="Mopeder vid skolan", prioritised="yes", party="police"),
    ]  # fmt: skip


def _causes() -> Rows:
    cause = {"rib": "place", "level": "direct"}
    return [
        _row("Orsaker", id="O1", problem_id="P1", hypothesis="Få i kassan på kvällen", **cause,
             would_support="Fler stölder efter 18", would_contradict="Jämnt över dygnet",
             evidence_ids=f"theft_reported;u3;{UNPUBLISHED}", test_indicator="theft_reported",
             test_direction="higher", test_comparison="previous_years", judgement="adopted",
             judged_by="kommunpolis", on_date=_day(3, 14)),
        _row("Orsaker", id="O2", problem_id="P1", hypothesis="Varor utan larm", rib="target", level="direct",
             origin=THEORY),
        _row("Orsaker", id="O3", problem_id="P1", hypothesis="Kort bemanning av kostnadsskäl", rib="place",
             level="indirect", behind_id="O1", judgement="rejected", judged_by="näringslivschef"),
        _row("Orsaker", id="O4", problem_id="P1", hypothesis="Grupp som stjäl på beställning", rib="offender",
             level="direct", evidence_ids="graffiti_reported"),
        _row("Orsaker", id="O9", problem_id="P11", hypothesis="Inga vuxna på rasten", party="municipality", **cause),
        _row("Orsaker", id="O9", problem_id="P11", hypothesis="Trimmade mopeder", party="police", **cause),
    ]  # fmt: skip


def _measures() -> Rows:
    return [
        _row("Åtgärder", id="Å1", problem_id="P1", cause_id="O1", title="Larmade varor i tre butiker",
             measure_kind="situational", place="Kosta", responsible_municipality="näringslivschef",
             responsible_police="kommunpolis", starts_on=_day(2, 1, YEAR + 1), ends_on=_day(12, 15, YEAR + 1),
             expected_effect="Färre stölder inom ett år", horizon="short", followed_up="Anmälda stölder per månad",
             eval_indicator="shop_theft_reported"),
        _row("Åtgärder", id="Å2", problem_id="P1", title="Samtal med handlare"),
    ]  # fmt: skip


def _goals() -> Rows:
    theft = {"problem_id": "P1", "indicator": "theft_reported", "direction": "lower", "baseline_year": 2021}
    return [
        _row("Mål", id="M1", title="Färre stölder", target=2200.0, target_year=2025, accepted_by="ordförande i Brå",
             on_date=_day(3, 14), **theft),
        _row("Mål", id="M2", title="Handlarna ska känna sig trygga", problem_id="P1"),
        _row("Mål", id="M1", title="Minst två veckor utan stöld", target=3000.0, target_year=2022, **theft)
        | {"year": YEAR - 1},
    ]  # fmt: skip


def _tests() -> Rows:
    test = {"agreement": AGREEMENT, "plan_year": YEAR, "id": "O1", "party": "joint", "indicator": "theft_reported",
            "comparison": "previous_years", "direction": "higher"}  # fmt: skip
    return [
        test | {"year": YEAR - 1, "verdict": "not_testable", "summary": "243 år 2022.", "reason": "För få händelser."},
        test | {"year": YEAR, "verdict": "weakened", "value": 189.0, "ratio": 0.76, "lower_95": 0.62,
                "upper_95": 0.93, "summary": "189 år 2023; åren före i snitt 257.",
                "reason": "Siffran är säkert lägre."},
    ]  # fmt: skip


def _results() -> Rows:
    start = {"agreement": AGREEMENT, "party": "joint", "indicator": "theft_reported",
             "baseline_value": 3213.0, "baseline_lower_95": 2840.0, "baseline_upper_95": 3622.0,
             "unit": "per 100 000 invånare"}  # fmt: skip
    return [
        start | {"plan_year": YEAR, "id": "M1", "year": YEAR, "value": 2265.9, "lower_95": 1954.3, "upper_95": 2613.0,
                 "target": 2200.0, "verdict": "not_yet", "summary": "Målåret är 2025."},
        start | {"plan_year": YEAR - 1, "id": "M1", "year": 2022, "value": 2913.3, "lower_95": 2558.5,
                 "upper_95": 3303.4, "target": 3000.0, "verdict": "uncertain", "summary": "Nått, men kan vara slump."},
        start | {"plan_year": YEAR, "id": "M2", "year": YEAR, "indicator": None, "baseline_value": None,
                 "baseline_lower_95": None, "baseline_upper_95": None, "unit": None,
                 "verdict": "not_measurable", "summary": "Ingen indikator är vald."},
    ]  # fmt: skip


def _effects() -> Rows:
    effect = {"agreement": AGREEMENT, "plan_year": YEAR, "party": "joint"}
    return [
        effect | {
            "id": "Å1", "indicator": "shop_theft_reported", "place": "Kosta", "comparison_place": "övriga orter",
            "before_from": _day(1, 1, 2021), "before_to": _day(12, 31, 2021), "after_from": _day(1, 1, 2022),
            "after_to": _day(12, 31, 2022), "ratio": 0.81, "lower_95": 0.41, "upper_95": 1.6, "verdict": "no_certain",
            "summary": "En minskning under 50 procent hade inte synts.", "method": "Kvot av kvoter.",
        },
        effect | {"id": "Å2", "verdict": "not_testable", "summary": "Åtgärden har ingen ort."},
    ]  # fmt: skip


def _row(sheet: str, **fields: Any) -> dict[str, Any]:
    start = {
        "agreement": AGREEMENT,
        "year": YEAR,
        "party": "joint",
        "file": "arbetsbok.xlsx",
        "sheet": sheet,
        "row": 9,
    }
    return start | fields


def _check(identity: str, letter: str, ok: bool, remark: str) -> dict[str, Any]:
    return {"agreement": AGREEMENT, "year": YEAR, "id": identity, "party": "joint", "letter": letter, "ok": ok,
            "remark": remark}  # fmt: skip


def _thread(identity: str, area: str, title: str, prioritised: str, **fields: Any) -> dict[str, Any]:
    counts = dict.fromkeys(
        ("causes", "adopted_causes", "measures", "goals", "messages", "promises", "follow_ups"), 0
    )
    return {
        "agreement": AGREEMENT, "year": YEAR, "id": identity, "party": "joint", "priority_area": area, "title": title,
        "prioritised": prioritised,
    } | counts | fields  # fmt: skip


def _change(
    indicator: str, kind: str, then: float | None, now: float | None, new: float | None, changed: str, summary: str
) -> dict[str, Any]:  # fmt: skip
    return {
        "agreement": AGREEMENT, "year": YEAR, "indicator": indicator, "changed_year": YEAR - 1, "then_value": then,
        "now_value": now, "new_value": new, "kind": kind, "unit": "per 100 000 invånare", "then_state": "decided",
        "signal": "none", "changed": changed, "summary": summary,
    }  # fmt: skip


def _demand(position: int, demand: str, state: str, met_by: str, remark: str = "") -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "position": position, "demand": demand, "stated_in": "avtalet",
        "met_by": met_by, "state": state, "remark": remark,
    }  # fmt: skip


def _day(month: int, day: int, year: int = YEAR) -> pd.Timestamp:
    return pd.Timestamp(year, month, day)
