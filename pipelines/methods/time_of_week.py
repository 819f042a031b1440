"""At which hours of the week do events happen, when many are known only as "between then and then"?

Aoristic weights in Swedish wall time, larger blocks of hours, and how far chance may have moved their shares.
Not here: tests over weekdays and months (``season``).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.methods.checks import BoolArray, FloatArray, IntArray, open_unit

ZONE = ZoneInfo("Europe/Stockholm")
HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
EPOCH = datetime(1970, 1, 1)

MinuteArray = NDArray[np.datetime64]


@dataclass(frozen=True)
class TimeOfWeek:
    """``event_weights``: placed events by 7 days (Monday first) by 24 hours, each event summing to 1.

    ``is_placed`` tells per event handed in whether it has a row there. The counts: ``placed``;
    ``within_an_hour`` (known to the hour or better), ``over_a_day`` and ``over_a_week`` (part of
    ``over_a_day``) of those placed; and the two kinds left out, ``end_before_start`` and ``without_time``.
    """

    event_weights: FloatArray
    is_placed: BoolArray
    placed: int
    within_an_hour: int
    over_a_day: int
    over_a_week: int
    end_before_start: int
    without_time: int

    @property
    def weights(self) -> FloatArray:
        """Events per weekday and hour, 7 by 24; the sum is the number placed."""
        return np.asarray(self.event_weights.sum(axis=0))


@dataclass(frozen=True)
class BlockShares:
    """Share of all events per block with percentile limits, each of the shape of one event's blocks."""

    share: FloatArray
    lower: FloatArray
    upper: FloatArray


def _local_minutes(times: ArrayLike, what: str) -> MinuteArray:
    """Wall-clock times as datetime64 in minutes, NaT where missing; seconds are cut off."""
    raw = np.asarray(times)
    if raw.ndim != 1:
        raise ValueError(f"{what} must be a list")
    if raw.dtype == object:
        present = [value for value in raw.tolist() if value is not None and value == value]
        if not all(isinstance(value, datetime) for value in present):
            raise ValueError(f"{what} must be dates with a time of day")
        if any(value.tzinfo is not None for value in present):
            raise ValueError(f"{what} must be local wall-clock times without a time zone")
        raw = np.array([value if value == value else None for value in raw.tolist()], dtype="datetime64[us]")
    elif raw.size == 0:
        raw = raw.astype("datetime64[m]")
    if raw.dtype.kind != "M":
        raise ValueError(f"{what} must be dates with a time of day, got {raw.dtype}")
    minutes = raw.astype("datetime64[m]")
    present = minutes[~np.isnat(minutes)]
    if np.any((present < np.datetime64("1900-01-01")) | (present >= np.datetime64("9999-01-01"))):
        raise ValueError(f"{what} must lie after 1900")  # before it Swedish time was not whole hours from UTC
    return minutes


def _earliest_and_latest(local: MinuteArray) -> tuple[IntArray, IntArray]:
    """UTC minutes since 1970 at which a Swedish clock may have shown each time; they differ at a clock change."""
    readings = np.empty((2, local.size), dtype=np.int64)
    for row, value in enumerate(local.astype(datetime).tolist()):
        for fold in (0, 1):
            offset = value.replace(tzinfo=ZONE, fold=fold).utcoffset()
            readings[fold, row] = (value - EPOCH - offset) // timedelta(minutes=1)
    return readings.min(axis=0), readings.max(axis=0)


@lru_cache(maxsize=200_000)
def _wall_hour(utc_hour: int) -> int:
    """Hour of the week, 0-167 from Monday 00:00, on Swedish clocks; kept, as the same hours are asked for often."""
    shown = (EPOCH.replace(tzinfo=UTC) + timedelta(hours=utc_hour)).astimezone(ZONE)
    return 24 * shown.weekday() + shown.hour


def _wall_hours(utc_hours: IntArray) -> IntArray:
    """``_wall_hour`` of UTC hours since 1970."""
    hours, position = np.unique(utc_hours, return_inverse=True)
    return np.array([_wall_hour(hour) for hour in hours.tolist()], dtype=np.int64)[position]


def aoristic_weights(starts: ArrayLike, ends: ArrayLike) -> TimeOfWeek:
    """Spread each event evenly over the minutes between its start and end (Ratcliffe & McCullagh 1998).

    weight of an hour of the week = minutes of the span in that hour / minutes of the span, the end minute not
    included. By the minute, as Ratcliffe's R package ``aoristic`` since version 1.0: 10:55-11:55 gives 5/60
    and 55/60. A start without an end, or equal to it, is a known minute. A span of more than seven days says
    nothing of the hour: 1/168 to each. An end before its start is an error to be counted, never swapped; it
    and an event without a start are left out.

    Times are Swedish wall-clock times as registered. Minutes are elapsed ones: Saturday 22:00 to Sunday 06:00
    is nine hours in the night summer time ends, with two of them in the hour from 02:00, and seven when it
    begins, with none. A time shown twice (October) or never (March) is read so that the span holds every
    moment it may mean: the earlier reading as a start, the later as an end.

    ``starts``, ``ends``: equal length; datetimes, datetime64 or pandas columns without time zone; None or NaT
    where missing. A column of dates alone would put every event at midnight: see ``has_clock_times``.
    ValueError: other types, a time zone, years before 1900.
    """
    first, last = _local_minutes(starts, "starts"), _local_minutes(ends, "ends")
    if first.size != last.size:
        raise ValueError(f"starts ({first.size}) and ends ({last.size}) must be of equal length")
    has_start = ~np.isnat(first)
    begin = first[has_start]
    finish = np.where(np.isnat(last[has_start]), begin, last[has_start])
    start, end = _earliest_and_latest(begin)[0], _earliest_and_latest(finish)[1]
    in_order = end >= start
    start, end = start[in_order], np.maximum(end, start + 1)[in_order]
    is_placed = has_start.copy()
    is_placed[has_start] = in_order

    span = end - start
    weights = np.full((span.size, 168), 1 / 168)
    within = np.flatnonzero(span <= WEEK)
    weights[within] = _spread(start[within], end[within])
    return TimeOfWeek(
        event_weights=weights.reshape(-1, 7, 24),
        is_placed=is_placed,
        placed=span.size,
        within_an_hour=int((span <= HOUR).sum()),
        over_a_day=int((span > DAY).sum()),
        over_a_week=int((span > WEEK).sum()),
        end_before_start=int((~in_order).sum()),
        without_time=int((~has_start).sum()),
    )


def _spread(start: IntArray, end: IntArray) -> FloatArray:
    """Events by 168: share of each span (UTC minutes) in each hour of the week. Swedish hours begin with UTC's."""
    first_hour, last_hour = start // HOUR, (end - 1) // HOUR
    pieces = last_hour - first_hour + 1
    event = np.repeat(np.arange(start.size), pieces)
    hour = np.arange(event.size) - np.repeat(np.cumsum(pieces) - pieces, pieces) + first_hour[event]
    minutes = np.minimum(end[event], (hour + 1) * HOUR) - np.maximum(start[event], hour * HOUR)
    cell = event * 168 + _wall_hours(hour)
    shares = np.bincount(cell, minutes / (end - start)[event], minlength=start.size * 168)
    return np.asarray(shares.reshape(-1, 168))


def has_clock_times(starts: ArrayLike, limit: float = 0.5) -> bool:
    """Whether the starts carry a time of day: False if more than the share ``limit`` is exactly midnight.

    A delivery of dates alone is all midnights; in one with times of day midnight is at most somewhat common,
    as the stand-in for an unknown hour. Missing starts are not counted; with none at all the answer is False.
    ValueError: as ``aoristic_weights``; limit outside 0-1.
    """
    open_unit(limit, "limit")
    minutes = _local_minutes(starts, "starts")
    present = minutes[~np.isnat(minutes)]
    if present.size == 0:
        return False
    return bool((present == present.astype("datetime64[D]")).mean() <= limit)


def time_blocks(weights: ArrayLike, hours_per_block: int) -> FloatArray:
    """Weights by hour of the week summed to blocks of hours on weekdays (row 0) and weekends (row 1).

    The weekend is Saturday and Sunday by the calendar, midnight to midnight: the night after Friday evening
    counts as weekend from 00:00 and the one after Sunday evening does not. Weekdays hold five of seven days;
    ``time_blocks(np.full((7, 24), 1 / 168), hours_per_block)`` is the share of the week in each block.

    ``weights``: 7 by 24, or any number of those (events by 7 by 24). Returns 2 by 24/hours_per_block in
    place of the last two dimensions. ValueError: other shapes; hours that do not divide the day.
    """
    table = np.asarray(weights, dtype=np.float64)
    if table.ndim < 2 or table.shape[-2:] != (7, 24):
        raise ValueError(f"weights must end in 7 by 24, got {table.shape}")
    if hours_per_block not in (1, 2, 3, 4, 6, 8, 12, 24):
        raise ValueError(f"hours_per_block must divide 24, got {hours_per_block}")
    by_block = table.reshape(*table.shape[:-1], 24 // int(hours_per_block), int(hours_per_block)).sum(axis=-1)
    return np.stack([by_block[..., :5, :].sum(axis=-2), by_block[..., 5:, :].sum(axis=-2)], axis=-2)


def bootstrap_shares(
    event_blocks: ArrayLike, seed: int, repetitions: int = 2000, level: float = 0.95
) -> BlockShares:
    """Percentile limits for the share of each block, by drawing whole events with replacement (Efron 1979).

    What chance decides is which events occur, each with all its hours; drawing hours would take one vague
    event for many. The limits do not cover the vagueness of the times themselves, and a block in which no
    event has any weight gets the limits 0 and 0: with few events they are too narrow.

    ``event_blocks``: events by blocks of any shape, such as ``time_blocks(found.event_weights, 6)``, not
    negative, each event with the same sum. ``repetitions``: at least 100.
    ValueError: fewer than two events, events that do not weigh the same, level outside 0-1.
    """
    table = np.asarray(event_blocks, dtype=np.float64)
    if table.ndim < 2 or table.shape[0] < 2:
        raise ValueError("event_blocks must hold at least two events by their blocks")
    flat = table.reshape(table.shape[0], -1)
    sums = flat.sum(axis=1)
    if not np.all(np.isfinite(flat)) or np.any(flat < 0) or sums[0] <= 0 or not np.allclose(sums, sums[0]):
        raise ValueError("event_blocks must not be negative and every event must have the same sum")
    if repetitions < 100:
        raise ValueError("repetitions must be at least 100")
    tail = (1 - open_unit(level, "level")) / 2
    random, n = np.random.default_rng(seed), flat.shape[0]
    shares = flat / (n * sums[0])
    drawn = np.array(
        [np.bincount(random.integers(n, size=n), minlength=n) @ shares for _ in range(repetitions)]
    )
    lower, upper = np.quantile(drawn, [tail, 1 - tail], axis=0)
    shape = table.shape[1:]
    return BlockShares(shares.sum(axis=0).reshape(shape), lower.reshape(shape), upper.reshape(shape))
