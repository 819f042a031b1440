"""What may be published of counts: the public form of tables whose working form holds every number.

Rules (offences): per municipality and year as they are, except that 1 to min_shown - 1 of a sensitive group, or
of a group whose indicator says so, is hidden. Below municipality and year nothing of the police's delivery is
given for a single year (five years together are: seasons.py, places.py); Brå's months are given where they
cannot give a small one away. Local counts of 1 to min_shown - 1 are hidden, with enough more of the same
year that they cannot be worked out from its total.
A hidden count keeps its row, with ``suppressed``. Not here: the audit of what the rest gives away
(disclosure_audit.py), the line rule (pipelines.methods.disclosure).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import is_small, protect_line
from pipelines.registers import indicators, offence_groups
from pipelines.tables.disclosure_audit import YEAR, System, add_counts, add_months, closer_than
from pipelines.tables.local_sums import MONEY, by_series_and_year, lines
from pipelines.tables.schema import conform

OPEN_PUBLISHERS = ("bra", "bra_indicators", "kolada")
MONTHS = 12


def protected_groups() -> frozenset[str]:
    """Offence groups whose small yearly counts are hidden."""
    return frozenset(g.id for g in offence_groups().values() if g.sensitive) | frozenset(
        e["offence_group"]
        for e in indicators()
        if e["kind"] == "offence_rate" and e["disclosure"] == "below_5_hidden"
    )


def offence_count_public(
    offence_count: pd.DataFrame, indicator_season: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """``offence_count`` as it may be published; the country's figures are never hidden.

    Where Brå's months of single years, together with the five years' months, would give a hidden one away, no
    month of that series is given.
    """
    rows, hidden = _by_rule(offence_count, agreement)
    is_month = (
        rows["month"].notna().to_numpy() & (rows["municipality_code"] != agreement.country_code).to_numpy()
    )
    while True:
        shown = _emptied("offence_count_public", rows, hidden, ["count", "per_100k_published"])
        series = _given_away(shown, indicator_season, agreement)
        of_series = [
            at in series
            for at in zip(rows["publisher"], rows["municipality_code"], rows["offence_group"], strict=True)
        ]
        more = is_month & np.array(of_series, dtype=bool) & ~hidden
        if not more.any():
            return shown
        hidden |= more


def _given_away(
    shown: pd.DataFrame, indicator_season: pd.DataFrame, agreement: Agreement
) -> set[tuple[str, str, str]]:
    """Publisher, municipality and group of the series with a hidden month that follows from what is shown."""
    own = shown[shown["municipality_code"] == agreement.municipality.code]
    system = System()
    add_counts(system, own, agreement)
    add_months(system, indicator_season, agreement)
    hidden = [name for name, _ in system.targets.items() if name[1][-1] != YEAR]
    found = set()
    for i in closer_than(system, [system.targets[name][1] for name in hidden], 1):
        table, key = hidden[i]
        publisher, group = key[0], key[2] if table == "offence_count" else key[1]
        found.add((publisher, agreement.municipality.code, group))
    return found


def _by_rule(offence_count: pd.DataFrame, agreement: Agreement) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows of the public table and which are hidden by the rules for one line at a time."""
    limit = agreement.thresholds.min_shown
    is_year = offence_count["locality"].isna() & offence_count["month"].isna()
    is_open = offence_count["publisher"].isin(OPEN_PUBLISHERS)
    sensitive = [group.id for group in offence_groups().values() if group.sensitive]
    # The police area's months of five years are published together: beside them the neighbours' single ones could
    # be worked out, and no figure of the lägesbild rests on them.
    is_own = offence_count["municipality_code"].isin([agreement.municipality.code, agreement.country_code])
    given = (is_open & (is_year | is_own)) | (is_year & ~offence_count["offence_group"].isin(sensitive))
    rows = offence_count[given].reset_index(drop=True)
    count = rows["count"].to_numpy(dtype=float, na_value=np.nan)
    small = (count > 0) & (count < limit)
    is_year = (rows["locality"].isna() & rows["month"].isna()).to_numpy()
    hidden = small & (~is_year | rows["offence_group"].isin(protected_groups()).to_numpy())
    is_month = rows["month"].notna() & rows["locality"].isna()
    months = rows.assign(small=small)[is_month & (rows["municipality_code"] != agreement.country_code)]
    # Not by status: a year of final and preliminary months has a sum too.
    key = ["publisher", "municipality_code", "offence_group", "year"]
    with_small = months[months.groupby(key)["small"].transform("any")]
    for _, line in with_small.groupby(key):
        hidden[line.index] = _line(count[line.index], limit, has_total=len(line) == MONTHS)
    hidden &= (rows["municipality_code"] != agreement.country_code).to_numpy()
    return rows, hidden


def local_count_public(local_count: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """``local_count`` as it may be published. Sums of money are not counts of people or events.

    A single figure for the whole municipality is the indicator's own figure: it is shown where that is.
    """
    limit = agreement.thresholds.min_shown
    rows = local_count.reset_index(drop=True)
    count = rows["count"].to_numpy(dtype=float, na_value=np.nan)
    hidden = np.zeros(len(rows), dtype=bool)
    counted = rows[~rows["unit"].str.casefold().isin(MONEY) & rows["count"].notna()]
    open_series = {
        (e["source_type"], e["phenomenon"].casefold(), e["unit"])
        for e in indicators()
        if e["kind"] == "local_count" and e["disclosure"] != "below_5_hidden"
    }
    for (source, _, phenomenon, unit, _), part in by_series_and_year(counted):
        for outer, at in lines(part):
            line = part.index[at]
            is_own_figure = outer is None and len(at) == 1 and part["place"].isna().iloc[at[0]]
            if is_own_figure and (source, phenomenon, unit) in open_series:
                continue
            if outer is not None and hidden[part.index[outer]]:
                hidden[line] = True
            else:
                hidden[line] = _line(count[line], limit, has_total=True)
    return _emptied("local_count_public", rows, hidden, ["count"])


def _line(counts: np.ndarray, limit: int, *, has_total: bool) -> np.ndarray:
    """Which cells of a line to hide. Without a published total the small ones are enough."""
    whole = counts.astype(int)
    if not has_total:
        return np.asarray((whole > 0) & (whole < limit))
    if is_small(int(whole.sum()), limit):
        return np.ones(len(whole), dtype=bool)
    return np.array(protect_line(whole, limit))


def _emptied(name: str, rows: pd.DataFrame, hidden: np.ndarray, columns: list[str]) -> pd.DataFrame:
    rows = rows.assign(suppressed=hidden)
    for column in columns:
        rows[column] = rows[column].mask(hidden)
    return conform(name, rows)
