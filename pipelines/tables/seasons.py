"""The months of the year per indicator, five years together: counts, each month's level, and whether it is sure.

Protected: within a line no count of 1 to min_shown - 1 can be worked out from the rest and the total; months of
single years are not in the table. Not protected: two overlapping windows of one indicator differ, in each month,
by the year that came in less the year that went out. That is never a single year's count, but with a year known
from elsewhere it can be; a published edition holds one window.
Not here: the test and the index (pipelines.methods.season), which windows are left out (windows.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import protect_line
from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.season import MonthIndex, SeasonTest, month_index, seasonal_test
from pipelines.registers import indicators, minimum_base
from pipelines.tables.comparisons import LEVEL
from pipelines.tables.schema import conform, empty
from pipelines.tables.windows import hidden_years, open_windows

MONTHS = 12
#: The pooled level is a line to compare with; more decimals would give the pooled counts themselves.
AREA_DECIMALS = 2
PUBLISHERS = ("bra", "police")
_METHOD = (
    "Poissonmodell med månadernas längd, kvottest med spridning φ; månadens gräns enligt Clopper–Pearson"
)


def indicator_season(offence_count: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """Twelve rows per indicator and window where the municipality has every month and enough events.

    The test pools the police area's municipalities that have every month; the level is the municipality's own,
    with the pooled one beside it.
    """
    monthly = offence_count[
        (offence_count["status"] == "final")
        & offence_count["locality"].isna()
        & offence_count["month"].notna()
    ]
    monthly = monthly[monthly["municipality_code"].isin(agreement.codes)]
    hidden = hidden_years(offence_count, agreement)
    rows: list[dict[str, Any]] = []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        of_group = monthly[monthly["offence_group"] == entry["offence_group"]]
        for years in open_windows(entry["offence_group"], hidden, agreement):
            rows += _months(entry, of_group, years, agreement)
    if not rows:
        return empty("indicator_season")
    frame = pd.DataFrame(rows).assign(agreement=agreement.id, method=_METHOD)
    return conform("indicator_season", _with_signal(frame, agreement.thresholds.false_discovery_rate))


def _months(
    entry: dict[str, Any], of_group: pd.DataFrame, years: list[int], agreement: Agreement
) -> list[dict[str, Any]]:
    own, limit = agreement.municipality.code, agreement.thresholds.min_shown
    for publisher in PUBLISHERS:
        counts = _complete(of_group[of_group["publisher"] == publisher], years)
        if own in counts:
            break
    else:
        return []
    total = int(counts[own].sum())
    if total < minimum_base(entry)["pattern_from"]:
        return []
    everywhere = np.array([counts[code] for code in sorted(counts)])
    test = _tested(everywhere, years)
    phi = test.dispersion if test else 1.0
    index, area = month_index(counts[own], years, phi), _area_index(everywhere, years, phi)
    line = counts[own].sum(axis=0)
    hide = protect_line(line, limit)
    return [
        {
            "municipality_code": own,
            "priority_area": entry["priority_area"],
            "indicator": entry["id"],
            "year": years[-1],
            "year_from": years[0],
            "month": month + 1,
            "publisher": publisher,
            "total": total,
            "count": None if hide[month] else int(line[month]),
            "index": np.nan if hide[month] else index.index[month],
            "lower_95": np.nan if hide[month] else index.lower[month],
            "upper_95": np.nan if hide[month] else index.upper[month],
            # With the neighbours' months it would give a hidden one.
            "area_index": np.nan if area is None or hide[month] else area.index[month],
            "p": test.p if test else np.nan,
            "dispersion": phi,
            "suppressed": hide[month],
        }
        for month in range(MONTHS)
    ]


def _complete(rows: pd.DataFrame, years: list[int]) -> dict[str, np.ndarray]:
    """Counts, years by months, of every municipality that has them all: a missing month would look quiet."""
    rows = rows[rows["year"].isin(years)].sort_values(["municipality_code", "year", "month"])
    codes, starts = np.unique(rows["municipality_code"].to_numpy(dtype=object), return_index=True)
    parts = np.split(rows["count"].to_numpy(dtype=int), starts[1:])
    whole = MONTHS * len(years)
    return {
        str(code): part.reshape(len(years), MONTHS)
        for code, part in zip(codes, parts, strict=False)
        if part.size == whole
    }


def _tested(everywhere: np.ndarray, years: list[int]) -> SeasonTest | None:
    try:
        return seasonal_test(everywhere, years)
    except ValueError:  # all events in one month, or none: nothing to test
        return None


def _area_index(everywhere: np.ndarray, years: list[int], phi: float) -> MonthIndex | None:
    """The pooled level; none where the municipality is the only one."""
    return month_index(everywhere, years, phi) if len(everywhere) > 1 else None


def _with_signal(frame: pd.DataFrame, accepted: float) -> pd.DataFrame:
    """A season is sure where it stands after adjustment for all the indicators of the year."""
    one_each = frame.drop_duplicates(["indicator", "year"])
    signals = {}
    for year, part in one_each.groupby("year"):
        adjusted = benjamini_hochberg(part["p"].to_numpy(dtype=float))
        for indicator, p, q in zip(part["indicator"], part["p"], adjusted, strict=True):
            sure = p <= LEVEL and q <= accepted
            signals[indicator, year] = "not_tested" if np.isnan(p) else "seasonal" if sure else "none"
    keys = zip(frame["indicator"], frame["year"], strict=True)
    return frame.assign(signal=[signals[key] for key in keys])
