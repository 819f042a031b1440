"""The thread of each problem: from the picture over causes, measures, goals and messages to the follow-up.

Belongs here: one line per problem, and where the thread breaks. Not here: single faults of a row (plan_checks.py),
what the figures say (hypotheses.py, goals.py, effects.py).

What one party wrote hangs together with its own rows and with the joint ones, never with the other party's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.report.swedish import listed, plural
from pipelines.tables.followed import followed, together
from pipelines.tables.schema import conform, empty, query

#: Link of the chain → column with its number, and what is said when it is the first that is missing.
CHAIN = {
    "cause": ("causes", "ingen orsak är angiven"),
    "adopted_cause": ("adopted_causes", "ingen orsak är antagen"),
    "measure": ("measures", "ingen åtgärd är beslutad"),
    "goal": ("goals", "inget mål är satt"),
    "message": ("messages", "inget budskap vilar på problemet"),
    "follow_up": ("follow_ups", "ingen åtgärd är uppföljd"),
}
DECISION = "decision"
_COUNTS = ("causes", "adopted_causes", "measures", "goals", "messages", "promises", "follow_ups")
_WORDS = {
    "causes": ("orsak", "orsaker"),
    "adopted_causes": ("antagen", "antagna"),
    "measures": ("åtgärd", "åtgärder"),
    "goals": ("mål", "mål"),
    "messages": ("budskap", "budskap"),
    "promises": ("medborgarlöfte", "medborgarlöften"),
    "follow_ups": ("uppföljd åtgärd", "uppföljda åtgärder"),
}
#: The problem's rows of one kind, each with whose it is: a number is each workbook's own.
_PARTS = """
    SELECT DISTINCT p.year, p.id, p.party, m.id AS part, m.party AS part_party
    FROM problem AS p
    JOIN {table} AS m ON m.year = p.year AND m.problem_id = p.id AND {p_m}
"""
_SQL = """
    WITH seen_cause AS (
        SELECT p.year, p.id, p.party, c.id AS part, bool_or(c.judgement = 'adopted') AS adopted
        FROM problem AS p
        JOIN cause AS c ON c.year = p.year AND c.problem_id = p.id AND {p_c}
        GROUP BY ALL
    ),
    seen_measure AS ({measures}),
    seen_goal AS ({goals}),
    rests AS (
        SELECT year, id, party, unnest(string_split(rests_on_ids, ';')) AS part
        FROM message
        WHERE rests_on_ids IS NOT NULL
    ),
    grounds AS (
        SELECT year, id, party, id AS part, party AS part_party FROM problem
        UNION ALL SELECT * FROM seen_measure
        UNION ALL SELECT * FROM seen_goal
    ),
    seen_message AS (
        SELECT DISTINCT g.year, g.id, g.party, r.id AS part
        FROM grounds AS g
        JOIN rests AS r ON r.year = g.year AND r.part = g.part AND {g_r} AND {part_r}
    ),
    seen_promise AS (
        SELECT DISTINCT s.year, s.id, s.party, l.id AS part
        FROM seen_measure AS s
        JOIN promise AS l ON l.year = s.year AND l.measure_id = s.part AND {s_l} AND {part_l}
    ),
    seen_follow_up AS (
        SELECT DISTINCT s.year, s.id, s.party, s.part
        FROM seen_measure AS s
        JOIN followed AS f ON f.plan_year = s.year AND f.measure_id = s.part AND f.measure_party = s.part_party
    )
    SELECT p.year, p.id, p.party, p.priority_area, p.title, p.prioritised,
           (SELECT count(*) FROM seen_cause AS x WHERE {x_p}) AS causes,
           (SELECT count(*) FROM seen_cause AS x WHERE {x_p} AND x.adopted) AS adopted_causes,
           (SELECT count(DISTINCT x.part) FROM seen_measure AS x WHERE {x_p}) AS measures,
           (SELECT count(DISTINCT x.part) FROM seen_goal AS x WHERE {x_p}) AS goals,
           (SELECT count(*) FROM seen_message AS x WHERE {x_p}) AS messages,
           (SELECT count(*) FROM seen_promise AS x WHERE {x_p}) AS promises,
           (SELECT count(*) FROM seen_follow_up AS x WHERE {x_p}) AS follow_ups
    FROM problem AS p
    ORDER BY p.year, p.id, p.party
"""


def red_thread(plan: Mapping[str, pd.DataFrame], latest_year: int, agreement: Agreement) -> pd.DataFrame:
    """One row per problem and party: how many of each link it has, the first that is missing, and a sentence.

    ``plan``: the tables problem, cause, measure, goal, message, promise and follow_up by name (KeyError without one).
    ``latest_year``: the newest year that anything is known of; a plan of an earlier year should have been followed up.
    Counts are of numbers, so that a row that both parties wrote differently counts once. A message belongs to the
    problem, measures and goals that it says it rests on; a promise and a follow-up to the measure they name: its
    own party's or a joint one, when both have the number.
    A problem that is not prioritised has no thread to break.
    """
    names = ("problem", "cause", "measure", "goal", "message", "promise")
    of_measures = followed(plan["measure"], plan["follow_up"])
    if plan["problem"].empty:
        return empty("red_thread")
    found = query(_sql(), followed=of_measures, **{name: plan[name] for name in names})
    shaped = [_line(row, latest_year) for row in found.to_dict("records")]
    return conform("red_thread", pd.DataFrame(shaped).assign(agreement=agreement.id))


def _sql() -> str:
    p_m = together("p.party", "m.party")
    return _SQL.format(
        x_p="x.year = p.year AND x.id = p.id AND x.party = p.party",
        measures=_PARTS.format(table="measure", p_m=p_m),
        goals=_PARTS.format(table="goal", p_m=p_m),
        p_c=together("p.party", "c.party"),
        g_r=together("g.party", "r.party"),
        part_r=together("g.part_party", "r.party"),
        s_l=together("s.party", "l.party"),
        part_l=together("s.part_party", "l.party"),
    )


def _line(row: Mapping[str, Any], latest_year: int) -> dict[str, Any]:
    is_due = latest_year > int(row["year"])
    breaks_at = first_break(row, is_due)
    return {**row, "breaks_at": breaks_at, "summary": _summary(row, breaks_at, is_due)}


def first_break(row: Mapping[str, Any], is_due: bool) -> str:
    """The code of the first link that is missing, "" when none is; ``is_due``: it should have been followed up."""
    if pd.isna(row["prioritised"]):
        return DECISION
    if row["prioritised"] != "yes":
        return ""
    for link, (column, _) in CHAIN.items():
        if row[column] == 0 and (link != "follow_up" or is_due):
            return link
    return ""


def _summary(row: Mapping[str, Any], breaks_at: str, is_due: bool) -> str:
    if breaks_at == DECISION:
        return "Ingen har tagit ställning till om problemet prioriteras."
    counts = [plural(int(row[name]), *_WORDS[name]) for name in _COUNTS if name != "adopted_causes"]
    counts[0] += f" ({plural(int(row['adopted_causes']), *_WORDS['adopted_causes'])})"
    if row["prioritised"] != "yes":
        return f"Prioriteras inte. {listed(counts)}."
    if breaks_at:
        return f"Tråden brister: {CHAIN[breaks_at][1]}. {listed(counts)}."
    if not is_due and row["follow_ups"] == 0:
        return f"Tråden håller; uppföljningen görs när året är slut. {listed(counts)}."
    return f"Tråden håller från problem till uppföljning. {listed(counts)}."
