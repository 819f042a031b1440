"""What is said in Swedish of a measure's effect.

Belongs here: sentences of the verdict, the ratio and what disturbs the comparison. Not here: the test (effects.py),
whether the ratio may be shown (effect_windows.py): what is given here is shown. No sentence says that a measure worked,
and none holds a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines.report.swedish import NBSP, coarse_text, listed, number
from pipelines.tables import effect_windows as spans
from pipelines.tables.effect_windows import Windows
from pipelines.tables.evaluated import title_of

LOWER, HIGHER, NO_CERTAIN, NOT_TESTABLE = "lower", "higher", "no_certain", "not_testable"
_NOT_ALONE = "Det visar inte ensamt att åtgärden är orsaken."
_SAID = {
    LOWER: "färre än väntat utifrån utvecklingen i övriga orter, statistiskt säkerställt. "
    f"{_NOT_ALONE} Har brott flyttat till de övriga orterna ser skillnaden större ut än den är.",
    HIGHER: f"fler än väntat utifrån utvecklingen i övriga orter, statistiskt säkerställt. {_NOT_ALONE}",
    NO_CERTAIN: "ingen statistiskt säkerställd skillnad mot utvecklingen i övriga orter.",
}


def verdict_told(verdict: str, indicator: str, place: str, windows: Windows) -> str:
    """The verdict in words, with the windows. KeyError for ``not_testable``, which has reasons of its own."""
    when = "sedan den blev klar" if windows.after_work else "från det att den började"
    return (
        f"{title_of(indicator)} i {place}, {number(windows.months)} hela månader före åtgärden "
        f"({spans.month_words(windows.before[0], windows.before[-1])}) och lika många {when} "
        f"({spans.month_words(windows.after[0], windows.after[-1])}): {_SAID[verdict]}"
    )


def size_told(ratio: float | None, lower: float | None, upper: float | None, smallest: float | None) -> str:
    """The ratio with its limits (None: infinite), and what would have been found.

    ``smallest``: the decrease that would have been found as a ratio, None when none would, 0 when it is not to be said.
    """
    ends = (
        f"från {coarse_text(lower)} utan övre gräns"
        if upper is None
        else f"{coarse_text(lower)}–{coarse_text(upper)}"
    )
    limits = f"95{NBSP}%-intervall {ends}"
    size = f"kvot {coarse_text(ratio)} ({limits})" if ratio is not None else limits
    told = f"Ortens förändring genom de övriga orternas: {size}."
    if smallest is None:
        return f"{told} Med så få brott hade inte ens en minskning till en tiondel synts i åtta fall av tio."
    if smallest == 0:
        return told
    return (
        f"{told} Först en minskning till {number(smallest, 1)} gånger det väntade, eller mindre, hade synts i åtta "
        "fall av tio."
    )


def broken(year: int | None) -> str:
    """A remark when the series was broken at the beginning of ``year``, within the months that are compared."""
    if year is None:
        return ""
    return f"Ett seriebrott {year} ligger inom månaderna: före och efter det är brotten inte räknade på samma sätt."


def disturbed(row: Mapping[str, Any], windows: Windows, measures: pd.DataFrame) -> str:
    """A remark when another locality had a measure of its own against the same offences in those months, else ""."""
    first, last = spans.first_day(windows.before[0]), spans.last_day(windows.after[-1])
    theirs = measures.dropna(subset=["eval_indicator", "place", "starts_on"])
    others = theirs[
        (theirs["eval_indicator"] == row["eval_indicator"])
        & (theirs["place"].str.casefold() != str(row["place"]).casefold())
        & (theirs["starts_on"] <= pd.Timestamp(last))
        & (theirs["ends_on"].isna() | (theirs["ends_on"] >= pd.Timestamp(first)))
    ]
    if others.empty:
        return ""
    where = listed(sorted(set(others["place"])))
    return f"Under tiden fanns en åtgärd mot samma brott också i {where}: jämförelsen är inte orörd."
