"""The months before and after a measure, what was counted in them, and whether that may be shown.

Belongs here: choosing windows of whole months, the four counts, and the rule for showing what is made of them. Not
here: the test, what is published (effects.py). Months are numbered 12 · year + month - 1, so that they can be counted
across years.

The counts are never published: beside another edition's five years they could give a single year or month. Rule for
showing the ratio and its limits, which follow from the counts: each count is 0 or at least min_shown; the window has
its full length, so that it is the same in every later edition; the locality is shown in every window of five years that
shares months with it; and what is left of a five years' window, less either or both windows, is 0 or at least
min_shown, for the locality and for the others; so are the offences of unknown locality; and what is shown fits several
counts, also for somebody who knows the whole municipality's in both windows. Checked one five years' window
at a time, and for a single year's count nothing more: a year that could be worked out is at least min_shown.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.methods.before_after import ratio_of_ratios
from pipelines.methods.disclosure import is_small
from pipelines.report.swedish import MONTHS, coarse, number

MONTHS_A_YEAR = 12
LEAST_MONTHS, MOST_MONTHS = 6, 24
#: How far from a count others are tried.
_TRIED = 12


def month_of(day: dt.date) -> int:
    """The number of a date's month."""
    return MONTHS_A_YEAR * day.year + day.month - 1


def first_day(month: int) -> dt.date:
    year, zero_based = divmod(month, MONTHS_A_YEAR)
    return dt.date(year, zero_based + 1, 1)


def last_day(month: int) -> dt.date:
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_words(first: int, last: int) -> str:
    """ "mars 2020–februari 2022"."""
    ends = (first_day(month) for month in (first, last))
    return "–".join(f"{MONTHS[day.month - 1]} {day.year}" for day in ends)


@dataclass(frozen=True)
class Windows:
    """Two equally long runs of months; ``after_work``: the second begins when the work was finished."""

    before: range
    after: range
    after_work: bool

    @property
    def months(self) -> int:
        return len(self.before)


def windows_of(starts_on: dt.date, ends_on: dt.date | None, delivered: Iterable[int]) -> Windows | str:
    """As many whole months as there are on both sides, at least 6 and at most 24; else why not, in Swedish.

    Before ends with the last whole month before the start. After begins with the first whole month from the start, and
    ends with the measure if that leaves at least six; where the work was finished sooner (a lamp put up, a hedge cut)
    the months of work are left out and after begins when it was finished. ``delivered``: months with counts; a gap
    ends the window.
    """
    if ends_on is not None and ends_on < starts_on:
        return "Åtgärden slutar före den börjar."
    has = set(delivered)
    start = month_of(starts_on)
    first, last, after_work = start + (starts_on.day > 1), None, False
    if ends_on is not None:
        final = month_of(ends_on) - (ends_on != last_day(month_of(ends_on)))
        after_work = final - first + 1 < LEAST_MONTHS
        first, last = (month_of(ends_on) + 1, None) if after_work else (first, final)
    back = _run(has, start - 1, -1, None)
    forward = _run(has, first, 1, last)
    length = min(back, forward, MOST_MONTHS)
    if length < LEAST_MONTHS:
        return (
            f"Det finns uppgifter för {number(min(back, MOST_MONTHS))} hela månader före och "
            f"{number(min(forward, MOST_MONTHS))} efter; minst {number(LEAST_MONTHS)} av vardera behövs."
        )
    return Windows(range(start - length, start), range(first, first + length), after_work)


def _run(has: set[int], month: int, step: int, last: int | None) -> int:
    """How many months on end there are from ``month``, up to ``last``."""
    length = 0
    while month in has and (last is None or month <= last):
        length, month = length + 1, month + step
    return length


@dataclass(frozen=True)
class LocalMonths:
    """One offence group's counts per month: the locality's, the other known localities' together, and all of the
    municipality's with those of unknown locality."""

    here: Mapping[int, int]
    others: Mapping[int, int]
    whole: Mapping[int, int]
    names: tuple[str, ...]

    def counts(self, windows: Windows) -> tuple[int, int, int, int]:
        """The locality before and after, the others before and after."""
        runs = (windows.before, windows.after)
        before, after = (sum(self.here[m] for m in run) for run in runs)
        other_before, other_after = (sum(self.others.get(m, 0) for m in run) for run in runs)
        return before, after, other_before, other_after


def local_months(offence_count: pd.DataFrame, code: str, offence_group: str, place: str) -> LocalMonths:
    """The police's final counts per locality and month (working table ``offence_count``); empty without any."""
    rows = offence_count[
        (offence_count["publisher"] == "police")
        & (offence_count["municipality_code"] == code)
        & (offence_count["offence_group"] == offence_group)
        & (offence_count["status"] == "final")
        & offence_count["month"].notna()
    ]
    at = MONTHS_A_YEAR * rows["year"].astype(int) + rows["month"].astype(int) - 1
    is_whole = rows["locality"].isna()
    is_here = ~is_whole & (rows["locality"] == place).fillna(False).astype(bool)
    is_other = ~is_whole & ~is_here
    names = tuple(sorted(set(rows.loc[is_other, "locality"])))
    parts = (rows[chosen].groupby(at[chosen])["count"].sum() for chosen in (is_here, is_other, is_whole))
    here, others, whole = ({int(month): int(n) for month, n in part.items()} for part in parts)
    return LocalMonths(here, others, whole, names)


def may_be_shown(place: str, windows: Windows, months: LocalMonths, shown: pd.DataFrame, limit: int) -> bool:
    """Whether the ratio of the four counts may be shown; the rule stands at the top of this module.

    ``shown``: the indicator's rows of ``indicator_place``; ``limit``: min_shown of the agreement.
    """
    counts = months.counts(windows)
    if windows.months < MOST_MONTHS or any(is_small(count, limit) for count in counts):
        return False
    runs = (windows.before, windows.after)
    unknown = [
        sum(months.whole.get(m, 0) - months.here[m] - months.others.get(m, 0) for m in run) for run in runs
    ]
    if any(is_small(n, limit) for n in (*unknown, sum(unknown))):
        return False
    rows = shown[shown["locality"] == place]
    return all(_leaves_nothing_small(row, windows, counts, limit) for row in rows.itertuples())


def fits_many(counts: tuple[int, int, int, int], phi: float, least: int) -> bool:
    """Whether at least ``least`` numbers before and as many after give what is shown of ``counts``: ratio and limits as
    ``swedish.coarse`` rounds them. The sums of the locality and the others are taken as known in both windows."""
    before, after, *others = counts
    sums = before + others[0], after + others[1]

    def shown(here: int, then: int) -> tuple[float, ...]:
        found = ratio_of_ratios(here, then, sums[0] - here, sums[1] - then, dispersion=phi)
        return tuple(
            coarse(size) if math.isfinite(size) else size for size in (found.ratio, found.lower, found.upper)
        )

    own, firsts, lasts = shown(before, after), {before}, {after}
    for here in range(max(1, before - _TRIED), min(sums[0] - 1, before + _TRIED) + 1):
        for then in range(max(0, after - _TRIED), min(sums[1] - 1, after + _TRIED) + 1):
            if shown(here, then) == own:
                firsts.add(here)
                lasts.add(then)
        if min(len(firsts), len(lasts)) >= least:
            return True
    return False


def _leaves_nothing_small(row: Any, windows: Windows, counts: tuple[int, int, int, int], limit: int) -> bool:
    span = range(MONTHS_A_YEAR * int(row.year_from), MONTHS_A_YEAR * (int(row.year) + 1))
    runs = (windows.before, windows.after)
    if not any(set(span) & set(run) for run in runs):
        return True
    if bool(row.suppressed):
        return False
    inside = [set(run) <= set(span) for run in runs]
    for chosen in ((True, False), (False, True), (True, True)):
        if not all(inside[i] for i in (0, 1) if chosen[i]):
            continue
        here = sum(counts[i] for i in (0, 1) if chosen[i])
        others = sum(counts[i + 2] for i in (0, 1) if chosen[i])
        left = (int(row.count) - here, int(row.known) - int(row.count) - others)
        if any(is_small(n, limit) for n in left):
            return False
    return True
