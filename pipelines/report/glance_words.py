"""The short words of a glance: how much, compared with whom, which way, how sure, which sources. Pure functions.

Each gives a line per statement. Not here: which indicators (``glance``), the long sentences (``sentences``).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report import sentences
from pipelines.report.source_views import OPPOSES, SUPPORTS, ordered, short_names
from pipelines.report.swedish import (
    first_lower,
    is_missing,
    listed,
    number,
    plural,
    sentence_case,
    signed,
    span,
    years,
)
from pipelines.report.verdicts import Detectable, inside_sentence, is_certain, times_text

Row = dict[Hashable, Any]

REPORTED = "offence_rate"
OTHERS = ("polisomradet", "liknande", "riket")
NOT_CERTAIN = "inte säkerställt"
NOT_COMPARED = "Jämförs inte med andra."
_INDEX_STEPS = "Klasser utan intervall: ett steg kan vara slump."
_NO_INTERVAL = "Inget intervall: rutinerna för att rapportera kan ha ändrats."
_GROUPS = {"polisomradet": "Polisområdets övriga", "liknande": "Liknande kommuner", "riket": "Landet"}


def how_much(row: Row, entry: Row, year: int, min_shown: int) -> str:
    """The latest figure with its interval; the year where it is not the edition's own."""
    lines = [_amount(row, entry, min_shown)]
    if int(row["year"]) != year:
        lines.append(f"År {int(row['year'])}.")
    if row["status"] == "preliminary":
        lines.append("Preliminärt.")
    return "\n".join(lines)


def _amount(row: Row, entry: Row, min_shown: int) -> str:
    kind = entry["kind"]
    if row["suppressed"]:
        return f"{sentence_case(sentences.hidden_text(min_shown))}."
    if kind == REPORTED:
        return _rate(row)
    if kind == "local_count":
        return "Uppgift saknas." if is_missing(row["count"]) else f"{number(row['count'])} {entry['unit']}."
    if is_missing(row["value"]):
        return "Uppgift saknas."
    answers = "" if is_missing(row["denominator"]) else f"{number(row['denominator'])} svar"
    if kind == "survey_index":
        return f"Steg {number(row['value'])} på skalan 0–6{f' ({answers})' if answers else ''}."
    inner = "; ".join(
        part for part in (_limits(row, sentences.share_decimals(row["denominator"])), answers) if part
    )
    return f"{sentence_case(sentences.share_text(row))} procent{f' ({inner})' if inner else ''}."


def _rate(row: Row) -> str:
    count = row["count"]
    if is_missing(count):
        return "Uppgift saknas."
    reported = plural(int(count), "anmält brott", "anmälda brott")
    if count < sentences.RATE_FROM or is_missing(row["value"]):
        return f"{reported}."
    text = f"{reported}.\n{number(row['value'])} per 100 000 invånare ({_limits(row, 0)})."
    return text + ("\nOsäkert: färre än tio." if count < sentences.RELIABLE_FROM else "")


def _limits(row: Row, decimals: int) -> str:
    low, high = row["lower_95"], row["upper_95"]
    return "" if is_missing(low) or is_missing(high) else span(low, high, decimals)


def compared(by_code: dict[str, Row], entry: Row, share: float) -> str:
    """Beside the police area, similar municipalities and the country, those the register allows."""
    lines = [
        f"{_group(row)}: {_verdict(row, share)}{_size(row)}."
        for row in (by_code[code] for code in OTHERS if code in by_code)
        if row["signal"] != "not_tested"
    ]
    if lines:
        return "\n".join(lines)
    return NOT_COMPARED if is_missing(entry["comparison_groups"]) else "Ingen jämförelse kunde göras."


def _group(row: Row) -> str:
    name = str(row["comparison_name"])
    short = _GROUPS.get(str(row["comparison"]), name)
    # The survey's country is everybody who took part, which is not the whole country.
    return name if row["comparison"] == "riket" and name != "Hela landet" else short


def _size(row: Row, each: str = "") -> str:
    """A ratio or a difference in percentage points with its interval; "" where it may not be said."""
    if not is_missing(row.get("difference")):
        limits = span(row["difference_lower_95"], row["difference_upper_95"])
        return f", {signed(row['difference'])} procentenheter ({limits})"
    if is_missing(row["ratio"]):
        return ""
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    limits = "" if is_missing(low) or is_missing(high) else f" ({span(low, high, 2)})"
    return f", kvot {number(row['ratio'], 2)}{each}{limits}"


def _verdict(row: Row, share: float) -> str:
    if is_certain(row, share):
        return "högre" if row["signal"] == "higher" else "lägre"
    return NOT_CERTAIN


def direction(own: list[Row], by_code: dict[str, Row], entry: Row, share: float) -> str:
    """Against the years before (or the survey before), and the trend over up to ten years."""
    lines = []
    for code in ("previous_years", "previous_survey"):
        row = by_code.get(code)
        if row is not None:
            name = sentence_case(inside_sentence(row["comparison_name"]))
            is_tested = row["signal"] != "not_tested"
            lines.append(f"{name}: {_verdict(row, share) + _size(row) if is_tested else 'inte prövat'}.")
    if trend := by_code.get("trend"):
        lines.append(_trend(trend, share))
    if entry["kind"] == "survey_index":
        lines.append(_steps(own))
    if entry["kind"] == "local_count":
        lines.append(_counts(own, str(entry["unit"])))
    if lines and entry["direction"] == "activity_driven":
        lines.append("Följer polisens närvaro.")
    return "\n".join(lines) or "Inte jämfört med tidigare år."


def _trend(row: Row, share: float) -> str:
    if row["signal"] == "not_tested":
        return "Trend: inte prövad."
    period = "" if is_missing(row["base_from"]) else f" {years(row['base_from'], row['base_to'])}"
    against = " mot riket" if "relativt riket" in str(row.get("method")) else ""
    verdict = NOT_CERTAIN
    if is_certain(row, share):
        verdict = "uppåt" if row["signal"] == "higher" else "nedåt"
    return f"Trend{period}{against}: {verdict}{_size(row, ' per år')}."


def _steps(own: list[Row]) -> str:
    known = [row for row in own if not is_missing(row["value"])]
    if len(known) < 2:
        return "Ingen tidigare mätning."
    before, now = known[-2], known[-1]
    return f"Steg {number(before['value'])} år {int(before['year'])}, steg {number(now['value'])} nu."


def _counts(own: list[Row], unit: str) -> str:
    known = [row for row in own if not is_missing(row["count"])]
    if len(known) < 2:
        return "Inget tidigare år."
    return f"{number(known[-2]['count'])} {unit} år {int(known[-2]['year'])}; inte prövat."


def how_sure(row: Row, by_code: dict[str, Row], entry: Row) -> str:
    """What change could have been seen, or why nothing can be said about it."""
    kind = entry["kind"]
    if row["suppressed"]:
        return "Antalet är dolt."
    if kind == "survey_index":
        return _INDEX_STEPS
    if kind == "local_count":
        return _NO_INTERVAL
    before = by_code.get("previous_years")
    if before is not None and before["signal"] != "not_tested":
        return _detectable(before)
    if kind != REPORTED and not is_missing(row["lower_95"]):
        return "Skillnader inom intervallet kan vara slump."
    if kind != REPORTED:
        return "Inget intervall: antalet svar publiceras inte."
    reason = None if before is None else before.get("reason")
    return "Inget har kunnat prövas." if is_missing(reason) else f"Inte prövat: {first_lower(str(reason))}"


def _detectable(row: Row) -> str:
    """The least changes that would have been found."""
    size = Detectable.of(row)
    decrease = f"−{number(size.decrease)}" if size.decrease else ""
    if size.times:
        more = f"{times_text(size.times)} gånger så många"
        down = f"{decrease} procent eller " if decrease else ""
        said = f"Hade synts: först {down}{more}."
    elif size.increase:
        said = (
            f"Hade synts: först {f'{decrease} eller ' if decrease else ''}+{number(size.increase)} procent."
        )
    elif decrease:
        return f"Hade synts: först {decrease} procent."
    else:
        return "Hur stor en förändring måste vara för att synas går inte att ange."
    return said if decrease else f"{said}\nEn minskning hade inte kunnat synas."


def sources(told: pd.DataFrame, own_source: str) -> str:
    """Which other sources describe the problem, point the other way or are missing. ``told``: one problem's rows."""
    others = ordered(told[told["source_type"] != own_source])
    lines = []
    for points, word in ((SUPPORTS, "För"), (OPPOSES, "Mot"), (("missing",), "Saknas")):
        names = short_names(others[others["points"].isin(points)])
        lines.append(f"{word}: {len(names)}{f' ({listed(names)})' if names else ''}.")
    return "\n".join(lines)
