"""One comparison → Swedish sentences. Pure functions; the rules for what may be said live here.

The rules: change in percent only from the agreement's base, an interval beside every estimate, what could not
have been seen beside every "no certain difference", and never the word "unchanged". Not here: the figures
themselves (``sentences``), reading tables, drawing, HTML.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.report.swedish import (
    NBSP,
    first_lower,
    in_words,
    interval,
    is_missing,
    number,
    sentence_case,
    signed,
    years,
)

Row = Mapping[Any, Any]

PERCENT_BASE = 50
ONE_DECIMAL_BELOW = 10
ENOUGH_MUNICIPALITIES = 20
NO_CERTAIN = "ingen statistiskt säkerställd skillnad"
# The power of the test behind the detectable sizes is 80 percent.
FOUND = "hade med god säkerhet kunnat skiljas från slump"
NOT_AFTER_ALL = (
    "Intervallet når inte 1, men när alla jämförelser i lägesbilden räknas med är det ingen statistiskt "
    "säkerställd skillnad."
)
BORDERLINE = "Den är på gränsen: intervallet når 1, alltså ingen skillnad."
_DETECTABLE_STEP = 5


def previous_years_sentence(
    row: Row, indicator: Row, percent_base: int = PERCENT_BASE, share: float = 0.10
) -> str:
    """The assessed year against the years before. ``row`` is from ``indicator_comparison``.

    ``share`` is the accepted share of false signals; a signal with a higher adjusted p is not one.
    """
    if bool(row.get("hidden")):
        return "Utvecklingen jämförs inte i siffror, eftersom årets antal är dolt."
    if row["signal"] == "not_tested":
        return _not_tested(row)
    parts = []
    if indicator["kind"] == "offence_rate" and not is_missing(row["base_count"]):
        parts.append(_base_sentence(row, percent_base, share))
    elif bool(row.get("base_hidden")):
        parts.append("Genomsnittet för åren före anges inte, eftersom något års antal är dolt.")
    parts.append(_signal_sentence(row, "än väntat utifrån åren före", share))
    return " ".join(parts)


def _base_sentence(row: Row, percent_base: int, share: float) -> str:
    """The years before. A percentage only for a certain difference on a base that bears one."""
    base_years = 1 if is_missing(row["base_years"]) else int(row["base_years"])
    mean = float(row["base_count"]) / base_years
    period = "" if is_missing(row["base_from"]) else f" ({years(row['base_from'], row['base_to'])})"
    start = (
        f"Året före{period} var antalet {_expected(mean)}"
        if base_years == 1
        else f"De {in_words(base_years)} åren före{period} var genomsnittet {_expected(mean)} per år"
    )
    count = row["count"]
    if is_missing(count):
        return f"{start}."
    if _expected(mean) == _expected(count):
        size = "antalet är nära genomsnittet"
    elif mean >= percent_base and is_certain(row, share):
        size = f"förändringen är {signed(100 * (float(count) / mean - 1))}{NBSP}procent"
    else:
        size = f"antalet gick från {_expected(mean)} till {number(count)}"
    return f"{start}; {size}.{_expected_text(row)}"


def _expected_text(row: Row) -> str:
    """What would have been expected, and the ratio to it: not the same thing as the plain change."""
    if is_missing(row["expected"]):
        return ""
    expected = row["expected"]
    start = (
        "Med samma utveckling som i riket hade"
        if "riket" in str(row.get("method"))
        else "Utifrån de åren hade"
    )
    ratio = ratio_text(row)
    return f" {start} omkring {_expected(expected)} väntats{f' ({ratio})' if ratio else ''}."


def _expected(value: Any) -> str:
    """An expected count: small ones with one decimal, so that 1,4 does not become 1."""
    return number(value, 0 if float(value) >= ONE_DECIMAL_BELOW else 1)


def ratio_text(row: Row) -> str:
    """``kvot 0,77; 95 %-intervall 0,66–0,89``, or "" when there is no ratio."""
    if is_missing(row["ratio"]):
        return ""
    limits = interval(row["ratio_lower_95"], row["ratio_upper_95"], 2)
    return f"kvot {number(row['ratio'], 2)}" + (f"; {limits}" if limits else "")


def is_certain(row: Row, share: float = 0.10) -> bool:
    """True when the signal still stands after adjustment for the number of comparisons."""
    adjusted = row["p_adjusted"]
    return row["signal"] in ("higher", "lower") and not is_missing(adjusted) and float(adjusted) <= share


def _signal_sentence(row: Row, against: str, share: float) -> str:
    if is_certain(row, share):
        word = "högre" if row["signal"] == "higher" else "lägre"
        text = f"Det är en säkerställd skillnad: nivån är {word} {against}."
        return f"{text} {BORDERLINE}" if _interval_reaches_one(row) else text
    limits_known = not is_missing(row["ratio_lower_95"]) and not is_missing(row["ratio_upper_95"])
    if limits_known and not _interval_reaches_one(row):
        return f"{NOT_AFTER_ALL} {detectable_sentence(row)}"
    return f"{sentence_case(NO_CERTAIN)}. {detectable_sentence(row)}"


def _interval_reaches_one(row: Row) -> bool:
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    return not is_missing(low) and not is_missing(high) and float(low) <= 1 <= float(high)


def detectable_sentence(row: Row) -> str:
    """The least change that would probably have been told from chance, rounded outwards to whole five percent."""
    down, up = row.get("detectable_decrease"), row.get("detectable_increase")
    decrease = None if is_missing(down) or float(down) <= 0 else _outwards(100 * (1 - float(down)))  # type: ignore[arg-type]
    increase = None if is_missing(up) else _outwards(100 * (float(up) - 1))  # type: ignore[arg-type]
    if decrease is None and increase is None:
        return (
            "Hur stor en skillnad måste vara för att synas går inte att ange."
            if is_missing(row.get("ratio_lower_95"))
            else "Intervallet visar hur stora skillnader som inte kan uteslutas."
        )
    if increase is None:
        return f"Först en minskning på omkring {number(-(decrease or 0))} procent {FOUND}."
    if decrease is None or decrease >= 100:
        return (
            f"Först en ökning på omkring +{number(increase)} procent {FOUND}. En minskning hade inte kunnat "
            "visas, hur stor den än var."
        )
    return f"Först en förändring på omkring {number(-decrease)} eller +{number(increase)} procent {FOUND}."


def _outwards(value: float) -> int:
    """Away from zero to whole five percent; the small term keeps 30 at 30 after 100 * (1 - 0.7)."""
    return math.ceil(value / _DETECTABLE_STEP - 1e-6) * _DETECTABLE_STEP


def _not_tested(row: Row) -> str:
    reason = row.get("reason")
    why = (
        "underlaget räcker inte" if is_missing(reason) or not str(reason).strip() else str(reason).rstrip(".")
    )
    return f"Ingen prövning är gjord: {first_lower(why)}."


def reference_sentence(row: Row, indicator: Row, share: float = 0.10) -> str:
    """The assessed year against others (police area, country). ``row`` is from ``indicator_comparison``."""
    name = str(row["comparison_name"])
    start = f"Jämfört med {first_lower(name)}"
    if bool(row.get("hidden")):
        return f"{start}: visas inte i siffror, eftersom årets antal är dolt."
    if row["signal"] == "not_tested":
        return f"{start}: {first_lower(_not_tested(row))}"
    parts = []
    if (
        indicator["kind"] == "offence_rate"
        and not is_missing(row["expected"])
        and not is_missing(row["count"])
    ):
        parts.append(
            f"{number(row['count'])} mot väntade {_expected(row['expected'])} om nivån varit densamma"
        )
    ratio = ratio_text(row)
    if ratio:
        parts.append(ratio)
    text = f"{start}: {'; '.join(parts)}. " if parts else f"{start}: "
    signal = _signal_sentence(row, "än i jämförelsen", share)
    return text + signal if parts else text + first_lower(signal)


def spread_sentence(areas: Iterable[Any]) -> str:
    """On how many municipalities the spread between years (φ) rests, or "" when nothing has been tested.

    ``areas``: ``dispersion_areas`` of ``indicator_comparison``; missing for a comparison that was not tested.
    """
    known = sorted({int(count) for count in areas if not is_missing(count) and count > 0})
    if not known:
        return ""
    words = " till ".join(_of_municipalities(n) for n in dict.fromkeys((known[0], known[-1])))
    text = f"Variationen mellan år är skattad på {words} {'kommun' if known[-1] == 1 else 'kommuner'}"
    if known[0] >= ENOUGH_MUNICIPALITIES:
        return f"{text}."
    return f"{text}, färre än de {_of_municipalities(ENOUGH_MUNICIPALITIES)} som vore bra."


def _of_municipalities(count: int) -> str:
    return {1: "en", ENOUGH_MUNICIPALITIES: "tjugo"}.get(count, in_words(count))
