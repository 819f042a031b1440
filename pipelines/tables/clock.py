"""When in the week, per indicator, five years together: weekdays, and blocks of hours on weekdays and weekends.

The times are the police's "from" and "to" in Swedish wall time; an offence known only as "between then and
then" is spread over its span. A small number in a block or on a weekday is hidden, with enough more.
Not here: the weights and their limits (pipelines.methods.time_of_week), which windows are left out (windows.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import is_small, protect_line, recoverable
from pipelines.methods.intervals import clopper_pearson_interval
from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.season import days_per_weekday, multinomial_test, weekday_test
from pipelines.methods.time_of_week import (
    TimeOfWeek,
    aoristic_weights,
    bootstrap_shares,
    has_clock_times,
    time_blocks,
)
from pipelines.registers import indicators, minimum_base, offence_groups
from pipelines.tables.comparisons import LEVEL
from pipelines.tables.schema import conform, empty
from pipelines.tables.windows import hidden_years, open_windows

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
HOURS_PER_BLOCK = 6
MONTHS = 12
KNOWN_WITHIN = np.timedelta64(HOURS_PER_BLOCK, "h")
SEED, REPETITIONS = 2023, 1000
_WEEKDAY, _BLOCK = "weekday", "block"
_METHODS = {
    _WEEKDAY: "brott kända till dagen; exakt multinomialtest mot dagarnas antal; gräns enligt Clopper–Pearson",
    _BLOCK: "aoristiska vikter i svensk tid; gräns genom omsampling av brotten",
}


@dataclass(frozen=True)
class Events:
    """Offences one by one (an entry of several counted as often): year, code, from, to, and file.

    ``delivered``: the years of which the police delivered every month.
    """

    year: NDArray[np.int64]
    code: NDArray[np.object_]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    file: NDArray[np.object_]
    delivered: frozenset[int]

    def of(self, offence_group: str) -> Events:
        return self._where(np.isin(self.code, offence_groups()[offence_group].police_codes))

    def within(self, years: list[int]) -> Events:
        return self._where(np.isin(self.year, years))

    def _where(self, chosen: NDArray[np.bool_]) -> Events:
        return Events(
            self.year[chosen],
            self.code[chosen],
            self.start[chosen],
            self.end[chosen],
            self.file[chosen],
            self.delivered,
        )

    @property
    def known_to_the_day(self) -> NDArray[np.bool_]:
        same = self.start.astype("datetime64[D]") == self.end.astype("datetime64[D]")
        return np.asarray(~np.isnat(self.start) & (same | np.isnat(self.end)))


def events_of(police_report: pd.DataFrame, code: str) -> Events:
    """The events of one municipality's rows in ``police_report``."""
    rows = police_report[police_report["municipality_code"] == code]
    months = rows.groupby("registered_year")["registered_month"].nunique()
    delivered = frozenset(int(year) for year in months.index[months == MONTHS])
    rows = rows.loc[rows.index.repeat(rows["count"].astype(int))]
    return Events(
        rows["registered_year"].to_numpy(dtype=np.int64),
        rows["offence_code"].to_numpy(dtype=object),
        rows["date_from"].to_numpy(dtype="datetime64[us]"),
        rows["date_to"].to_numpy(dtype="datetime64[us]"),
        rows["file"].to_numpy(dtype=object),
        delivered,
    )


def indicator_time_of_week(
    police_report: pd.DataFrame, offence_count: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """Seven weekdays and eight blocks per indicator and window with enough offences of known time."""
    events = events_of(police_report, agreement.municipality.code)
    hidden = hidden_years(offence_count, agreement)
    rows: list[dict[str, Any]] = []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        of_group = events.of(entry["offence_group"])
        for years in open_windows(entry["offence_group"], hidden, agreement):
            chosen = of_group.within(years)
            if not set(years) <= events.delivered or chosen.year.size < minimum_base(entry)["pattern_from"]:
                continue
            common = {
                "municipality_code": agreement.municipality.code,
                "priority_area": entry["priority_area"],
                "indicator": entry["id"],
                "year": years[-1],
                "year_from": years[0],
                "total": chosen.year.size,
            }
            least, limit = minimum_base(entry)["pattern_from"], agreement.thresholds.min_shown
            for made in (_weekdays(chosen, years, least, limit), _blocks(chosen, least, limit)):
                rows += [common | item for item in made]
    if not rows:
        return empty("indicator_time_of_week")
    frame = pd.DataFrame(rows).assign(agreement=agreement.id)
    return conform("indicator_time_of_week", _with_signal(frame, agreement.thresholds.false_discovery_rate))


def _weekdays(events: Events, years: list[int], least: int, limit: int) -> list[dict[str, Any]]:
    known = events.start[events.known_to_the_day]
    if known.size < least:
        return []
    counts = np.bincount((known.astype("datetime64[D]").astype(np.int64) + 3) % 7, minlength=7)
    days = days_per_weekday(dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31))
    p, even = weekday_test(counts, days).p, days / days.sum()
    hide = protect_line(counts, limit)
    limits = [clopper_pearson_interval(int(count), known.size) for count in counts]
    return [
        {
            "dimension": _WEEKDAY,
            "key": name,
            "position": i + 1,
            "share_pct": np.nan if hide[i] else 100 * counts[i] / known.size,
            "lower_95": np.nan if hide[i] else 100 * limits[i][0],
            "upper_95": np.nan if hide[i] else 100 * limits[i][1],
            "even_pct": 100 * even[i],
            "events": known.size,
            "p": p,
            "suppressed": hide[i],
        }
        for i, name in enumerate(WEEKDAYS)
    ]


def _blocks(events: Events, least: int, limit: int) -> list[dict[str, Any]]:
    """Blocks of hours on weekdays and weekends; none where the delivery has dates without times."""
    if not has_clock_times(events.start):
        return []
    placed = aoristic_weights(events.start, events.end)
    if placed.placed < least:
        return []
    blocks = time_blocks(placed.event_weights, HOURS_PER_BLOCK)
    shares = bootstrap_shares(blocks, SEED, REPETITIONS)
    even = time_blocks(np.full((7, 24), 1 / 168), HOURS_PER_BLOCK)
    expected = np.rint(shares.share * placed.placed).astype(int).ravel()
    hide = _hidden_blocks(expected, limit)
    p = _uneven(events, placed, blocks, even)
    found = []
    for i, (share, lower, upper) in enumerate(
        zip(shares.share.ravel(), shares.lower.ravel(), shares.upper.ravel(), strict=True)
    ):
        day, block = divmod(i, 24 // HOURS_PER_BLOCK)
        start = block * HOURS_PER_BLOCK
        found.append(
            {
                "dimension": _BLOCK,
                "key": f"{('måndag–fredag', 'lördag–söndag')[day]} {start:02d}–{start + HOURS_PER_BLOCK:02d}",
                "position": i + 1,
                "share_pct": np.nan if hide[i] else 100 * share,
                "lower_95": np.nan if hide[i] else 100 * min(lower, share),
                "upper_95": np.nan if hide[i] else 100 * max(upper, share),
                "even_pct": 100 * even.ravel()[i],
                "events": placed.placed,
                "long_pct": 100 * placed.over_a_day / placed.placed,
                "reversed_events": placed.end_before_start,
                "p": p,
                "suppressed": hide[i],
            }
        )
    return found


def _hidden_blocks(expected: NDArray[np.int64], limit: int) -> NDArray[np.bool_]:
    if is_small(int(expected.sum()), limit):
        return np.ones(expected.size, dtype=bool)
    return np.array(protect_line(expected, limit))


def _uneven(
    events: Events, placed: TimeOfWeek, blocks: NDArray[np.float64], even: NDArray[np.float64]
) -> float:
    """p for an even spread over the blocks, on the offences known to within a block's length; NaN below 20."""
    span = np.where(np.isnat(events.end), np.timedelta64(0, "us"), events.end - events.start)[
        placed.is_placed
    ]
    sharp = blocks[span <= KNOWN_WITHIN]
    if len(sharp) < 20:
        return float("nan")
    main = sharp.reshape(len(sharp), -1).argmax(axis=1)
    return multinomial_test(np.bincount(main, minlength=even.size), even.ravel()).p


def _with_signal(frame: pd.DataFrame, accepted: float) -> pd.DataFrame:
    """Uneven where it stands after adjustment for all the indicators of the year and the kind of division."""
    one_each = frame.drop_duplicates(["indicator", "year", "dimension"])
    signals = {}
    for (year, dimension), part in one_each.groupby(["year", "dimension"]):
        adjusted = benjamini_hochberg(part["p"].to_numpy(dtype=float))
        for indicator, p, q in zip(part["indicator"], part["p"], adjusted, strict=True):
            sure = p <= LEVEL and q <= accepted
            signals[indicator, year, dimension] = (
                "not_tested" if np.isnan(p) else "uneven" if sure else "none"
            )
    keys = zip(frame["indicator"], frame["year"], frame["dimension"], strict=True)
    return frame.assign(
        signal=[signals[key] for key in keys], method=frame["dimension"].map(_METHODS)
    ).reindex(columns=empty("indicator_time_of_week").columns)


@dataclass(frozen=True)
class HourShare:
    """Share of offences between two hours with limits (0-1), how many were placed, and what to say of them.

    ``is_hidden``: the share would tell a small number, or one that the blocks of the week hide.
    """

    share: float
    lower: float
    upper: float
    events: int
    files: int
    file: str
    told: str
    is_hidden: bool


def hour_share(
    events: Events, offence_group: str, years: list[int], hours: tuple[int, int], limit: int
) -> HourShare | None:
    """The aoristic share of a group's offences from the first hour to the second (past midnight if lower).

    None without a delivery for every year, without clock times, or with fewer than two offences.
    """
    chosen = events.of(offence_group).within(years)
    if not set(years) <= events.delivered or not has_clock_times(chosen.start):
        return None
    placed = aoristic_weights(chosen.start, chosen.end)
    if placed.placed < 2:
        return None
    inside = _hours_inside(hours)
    by_hour = placed.event_weights.sum(axis=1)
    within = by_hour[:, inside].sum(axis=1)
    found = bootstrap_shares(np.column_stack([within, 1 - within]).clip(0), SEED, REPETITIONS)
    told = f"Tiden är känd för {placed.placed} av {chosen.year.size} brott"
    if placed.over_a_day:
        told += f"; {placed.over_a_day} har ett tidsspann över ett dygn, en osäkerhet som intervallet inte räknar med"
    if placed.end_before_start:
        told += f"; {placed.end_before_start} utelämnade, slutet ligger före början"
    share = float(found.share[0])
    return HourShare(
        share,
        min(float(found.lower[0]), share),
        max(float(found.upper[0]), share),
        placed.placed,
        len(set(chosen.file.tolist())),
        str(max(chosen.file.tolist())),
        f"{told}.",
        _tells_hidden(placed, inside, limit),
    )


def _hours_inside(hours: tuple[int, int]) -> list[int]:
    first, last = hours
    return [h for h in range(24) if (first <= h < last if first < last else h >= first or h < last)]


def _tells_hidden(placed: TimeOfWeek, inside: list[int], limit: int) -> bool:
    """Whether the number between the hours, or outside them, is small, or with the published blocks of the week
    gives a hidden one: each side is a line with a total of its own."""
    within = float(placed.event_weights.sum(axis=1)[:, inside].sum())
    if any(is_small(round(number), limit) for number in (within, placed.placed - within)):
        return True
    shares = time_blocks(placed.event_weights, HOURS_PER_BLOCK).mean(axis=0)
    expected = np.rint(shares * placed.placed).astype(int)
    hidden = _hidden_blocks(expected.ravel(), limit).reshape(expected.shape)
    blocks = [set(range(h, h + HOURS_PER_BLOCK)) for h in range(0, 24, HOURS_PER_BLOCK)]
    sides = (
        [b for b, h in enumerate(blocks) if h <= set(inside)],
        [b for b, h in enumerate(blocks) if not h & set(inside)],
    )
    if sum(len(side) for side in sides) < len(blocks):  # a block is cut: no side is a sum of blocks
        return False
    return any(bool(recoverable(expected[:, side].ravel(), hidden[:, side].ravel(), limit)) for side in sides)
