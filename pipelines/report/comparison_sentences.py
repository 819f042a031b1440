"""Counts against other counts → Swedish sentences. Pure functions; the rules for what may be said live here.

The rules: change in percent only from the agreement's base, an interval beside every estimate, what could not
have been seen beside every "no certain difference", a level is never told as change, and never the word
"unchanged". Not here: the figures themselves (``value_sentences``), shares (``share_sentences``), the yearly
change (``trend_sentences``), reading tables, drawing, HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipelines.report.share_sentences import is_share, share_difference_sentence
from pipelines.report.swedish import NBSP, first_lower, in_words, is_missing, number, signed, years
from pipelines.report.verdicts import (
    BORDERLINE,
    CERTAIN,
    NO_CERTAIN,
    NOT_AFTER_ALL,
    PERCENT_BASE,
    Row,
    detectable_level_sentence,
    detectable_sentence,
    expected_count,
    inside_sentence,
    interval_reaches_one,
    is_certain,
    is_finite,
    not_tested_text,
    pooled_text,
    ratio_text,
    reason_of,
    uncertain_text,
)

__all__ = [
    "BORDERLINE",
    "NOT_AFTER_ALL",
    "NO_CERTAIN",
    "PERCENT_BASE",
    "base_mean",
    "change_percent",
    "detectable_sentence",
    "expected_sentence",
    "is_certain",
    "previous_years_sentence",
    "ratio_text",
    "reference_sentence",
    "spread_sentence",
]

HIDDEN_YEAR = "Utvecklingen jämförs inte i siffror, eftersom årets antal är dolt."
HIDDEN_BASE = "Genomsnittet för åren före anges inte, eftersom något års antal är dolt."
_REGISTER = re.compile(r"spridning φ ur registret \((.*)\)")


def previous_years_sentence(
    row: Row, indicator: Row, percent_base: int = PERCENT_BASE, share: float = 0.10
) -> str:
    """The assessed year against the years before. ``row`` is from ``indicator_comparison``.

    ``share`` is the accepted share of false signals; a signal with a higher adjusted p is not one.
    """
    if bool(row.get("hidden")):
        return HIDDEN_YEAR
    if row["signal"] == "not_tested":
        return not_tested_text(row)
    parts = []
    if bool(row.get("base_hidden")):
        parts.append(HIDDEN_BASE)
    elif indicator["kind"] == "offence_rate" and is_finite(row["base_count"]):
        parts.append(_base_sentence(row, indicator, percent_base, share))
        parts.append(expected_sentence(row))
    if is_certain(row, share):
        parts.append(_certain(row, "än väntat utifrån åren före"))
    else:
        parts.append(f"{uncertain_text(row)} {detectable_sentence(row)}")
    return " ".join(part for part in parts if part)


def base_mean(row: Row) -> float | None:
    """The mean yearly count of the years before, or None where it is not known."""
    if not is_finite(row.get("base_count")) or bool(row.get("base_hidden")):
        return None
    base_years = row.get("base_years")
    return float(row["base_count"]) / (max(1, int(base_years)) if is_finite(base_years) else 1)  # type: ignore[arg-type]


def change_percent(row: Row, indicator: Row, percent_base: int, share: float) -> int | None:
    """The change from the mean in whole percent, where it may be said: certain, and on a base that bears it.

    None also where the plain change goes the other way than the test, which counts with the country's change.
    """
    mean, count = base_mean(row), row["count"]
    own_base = indicator.get("percent_from")
    least = max(percent_base, int(own_base)) if is_finite(own_base) else percent_base  # type: ignore[arg-type]
    if mean is None or mean < max(least, 1) or not is_finite(count) or not is_certain(row, share):
        return None
    change = round(100 * (float(count) / mean - 1))
    return change if change and (change > 0) == (row["signal"] == "higher") else None


def _base_sentence(row: Row, indicator: Row, percent_base: int, share: float) -> str:
    """The years before, and how the count lies to them."""
    mean = base_mean(row) or 0.0
    base_years = int(row["base_years"]) if is_finite(row["base_years"]) else 1
    period = "" if is_missing(row["base_from"]) else f" ({years(row['base_from'], row['base_to'])})"
    start = (
        f"Året före{period} var antalet {expected_count(mean)}"
        if base_years == 1
        else f"De {in_words(base_years)} åren före{period} var genomsnittet {expected_count(mean)} per år"
    )
    count = row["count"]
    if not is_finite(count):
        return f"{start}."
    change = change_percent(row, indicator, percent_base, share)
    if expected_count(mean) == expected_count(count):
        size = "antalet är nära genomsnittet"
    elif change is not None:
        size = f"förändringen är {signed(change)}{NBSP}procent"
    else:
        size = f"antalet gick från {expected_count(mean)} till {number(count)}"
    return f"{start}; {size}."


def expected_sentence(row: Row) -> str:
    """What would have been expected, and the ratio to it: not the same thing as the plain change."""
    expected = row["expected"]
    if not is_finite(expected):
        return ""
    if float(expected) <= 0:
        return "Inga hade väntats utifrån de åren, så någon kvot kan inte räknas ut."
    start = (
        "Med samma utveckling som i riket hade"
        if "utvecklingen i riket" in str(row.get("method"))
        else "Utifrån de åren och folkmängden hade"
    )
    ratio = ratio_text(row)
    return f"{start} omkring {expected_count(expected)} väntats{f' ({ratio})' if ratio else ''}."


def _certain(row: Row, against: str) -> str:
    word = "högre" if row["signal"] == "higher" else "lägre"
    text = f"{CERTAIN}: nivån är {word} {against}."
    return f"{text} {BORDERLINE}" if interval_reaches_one(row) else text


def reference_sentence(row: Row, indicator: Row, share: float = 0.10) -> str:
    """The assessed year's level beside others' (a group, the country). ``row`` is from ``indicator_comparison``."""
    if is_share(indicator):
        return share_difference_sentence(row, indicator, share)
    start = f"Jämfört med {inside_sentence(row['comparison_name'])}{pooled_text(row)}"
    if bool(row.get("hidden")):
        return f"{start}: visas inte i siffror, eftersom årets antal är dolt."
    if row["signal"] == "not_tested":
        return f"{start}: ingen prövning är gjord: {reason_of(row)}."
    parts = []
    if indicator["kind"] == "offence_rate" and is_finite(row["expected"]) and is_finite(row["count"]):
        parts.append(f"{number(row['count'])} mot väntade {_level_expected(row)} om nivån varit densamma")
    if ratio := ratio_text(row):
        parts.append(ratio)
    signal = (
        _certain(row, "än i jämförelsen")
        if is_certain(row, share)
        else f"{uncertain_text(row)} {detectable_level_sentence(row)}"
    )
    return f"{start}: {'; '.join(parts)}. {signal}" if parts else f"{start}: {first_lower(signal)}"


def _level_expected(row: Row) -> str:
    return expected_count(row["expected"]) if float(row["expected"]) > 0 else "0"


def spread_sentence(areas: Iterable[Any], methods: Iterable[Any] = ()) -> str:
    """What the spread between years (φ) rests on, or "" when nothing has been tested.

    ``areas``: ``dispersion_areas`` of ``indicator_comparison``: 0 is the register, missing where nothing was
    tested. ``methods``: ``method`` of the same rows, which names the register's source.
    """
    known = {int(count) for count in areas if is_finite(count) and count >= 0}
    estimated = sorted(known - {0})
    found = [_REGISTER.search(str(method)) for method in methods]
    sources = sorted({match.group(1) for match in found if match})
    register = "hämtad ur ett register över hur liknande serier varierar"
    register += f" ({'; '.join(sources)})" if sources else ""
    if not known:
        return ""
    if not estimated:
        return f"Variationen mellan år är {register}."
    ends = [number(n) if n > 1 else "en" for n in dict.fromkeys((estimated[0], estimated[-1]))]
    words = f"skattad på {' till '.join(ends)} {'kommun' if estimated[-1] == 1 else 'kommuner'} av liknande storlek"
    if 0 not in known:
        return f"Variationen mellan år är {words}."
    return f"Variationen mellan år är för en del serier {words}, för andra {register}."
