"""The years that are put together where one year has too few events: five, ending with each assessed year.

Belongs here: which windows there are, and which of them hold a year that must not be shown. A group of an
indicator whose small years are hidden (below_5_hidden) has no pattern for a window that holds such a year: the
total less the years that are shown would give it away. As every window with a hidden year is left out, the
windows of successive lägesbilder do not give it away between them either.
Not here: what is counted in a window (seasons.py, clock.py, places.py).
"""

from __future__ import annotations

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.registers import indicators, offence_groups
from pipelines.tables.yearly import series_counts, yearly_counts

PERIOD = 5


def windows(agreement: Agreement) -> list[list[int]]:
    """One list of ``PERIOD`` years per year of the agreement, the assessed year last."""
    return [
        list(range(last - PERIOD + 1, last + 1))
        for last in range(agreement.valid_from, agreement.valid_to + 1)
    ]


def open_windows(offence_group: str, hidden: dict[str, set[int]], agreement: Agreement) -> list[list[int]]:
    """The windows in which a pattern of the group may be worked out; none for a sensitive group."""
    if offence_groups()[offence_group].sensitive:
        return []
    return [years for years in windows(agreement) if not hidden.get(offence_group, set()) & set(years)]


def hidden_years(offence_count: pd.DataFrame, agreement: Agreement) -> dict[str, set[int]]:
    """Offence group → years whose count in the agreement's municipality must not be shown.

    The indicator's own counts, and the police's, which localities and weekdays are made of; preliminary too.
    """
    found: dict[str, set[int]] = {}
    own = yearly_counts(offence_count[offence_count["municipality_code"] == agreement.municipality.code])
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        years = found.setdefault(entry["offence_group"], set())
        if entry["disclosure"] != "below_5_hidden":
            continue
        police = {"publisher": "police", "offence_group": entry["offence_group"]}
        for series in (series_counts(own, entry), series_counts(own, police)):
            small = series["count"].between(1, agreement.thresholds.min_shown - 1)
            years |= {int(year) for year in series.loc[small, "year"]}
    return found
