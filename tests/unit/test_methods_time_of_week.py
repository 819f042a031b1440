"""Hours of the week. If these fail, a report sends the patrol to the wrong night."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipelines.methods.time_of_week import aoristic_weights, bootstrap_shares, has_clock_times, time_blocks

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
# By the calendar: 9 March 2024 is a Saturday; summer time begins Sunday 31 March 2024 at 02:00, when clocks go
# to 03:00, and ends Sunday 27 October 2024 at 03:00, when they go back to 02:00.


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def one(start: str, end: str | None) -> dict[tuple[int, int], float]:
    """Day and hour of the cells with weight, for a single event."""
    found = aoristic_weights([at(start)], [at(end) if end else None])
    assert found.weights.sum() == pytest.approx(found.placed)
    return {(day, hour): found.weights[day, hour] for day, hour in np.argwhere(found.weights).tolist()}


def test_saturday_evening_to_sunday_morning_by_hand():
    # 22:00-02:00 are four hours of 60 of 240 minutes, on Swedish clocks. In UTC they would be 21-01.
    expected = {(SATURDAY, 22): 0.25, (SATURDAY, 23): 0.25, (SUNDAY, 0): 0.25, (SUNDAY, 1): 0.25}
    assert one("2024-03-09T22:00", "2024-03-10T02:00") == pytest.approx(expected)
    assert one("2024-07-13T22:00", "2024-07-14T02:00") == pytest.approx(expected)


def test_the_minutes_of_ratcliffes_package():
    # README of the R package aoristic: 10:55 to 11:55 is mostly in the hour from 11; by the minute 5 of 60 lie
    # in the hour from 10 and 55 in the one from 11. With hours rounded both got 0.5, as versions before 1.0 did.
    expected = {(TUESDAY, 10): 5 / 60, (TUESDAY, 11): 55 / 60}
    assert one("2024-03-12T10:55", "2024-03-12T11:55") == pytest.approx(expected)


def test_a_span_is_not_its_midpoint():
    # Away from Monday 08:00 to Monday 18:00: the middle, 13:00, is no likelier than any other hour.
    found = one("2024-03-11T08:00", "2024-03-11T18:00")
    assert found == pytest.approx({(MONDAY, hour): 0.1 for hour in range(8, 18)})


def test_the_night_the_clocks_go_back_has_nine_hours():
    # Saturday 22:00 to Sunday 06:00: nine hours, 02 twice.
    found = one("2024-10-26T22:00", "2024-10-27T06:00")
    hours = {(SATURDAY, 22): 1, (SATURDAY, 23): 1, (SUNDAY, 2): 2} | {(SUNDAY, h): 1 for h in (0, 1, 3, 4, 5)}
    assert found == pytest.approx({cell: share / 9 for cell, share in hours.items()})


def test_the_night_the_clocks_go_forward_has_seven():
    found = one("2024-03-30T22:00", "2024-03-31T06:00")
    hours = [(SATURDAY, 22), (SATURDAY, 23), *((SUNDAY, h) for h in (0, 1, 3, 4, 5))]
    assert found == pytest.approx(dict.fromkeys(hours, 1 / 7))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        # The repeated hour: from the first 02:30, to the second.
        ("2024-10-27T02:30", "2024-10-27T03:30", {2: 90, 3: 30}),
        ("2024-10-27T01:30", "2024-10-27T02:30", {1: 30, 2: 90}),
        # Registered 02:50 to 02:10: possible on this night alone, from the first 02:50 to the second 02:10.
        ("2024-10-27T02:50", "2024-10-27T02:10", {2: 20}),
        ("2024-10-27T02:30", None, {2: 60}),
        # The hour that never was: 02:30 is 01:30 as a start, before the change, and 03:30 as an end.
        ("2024-03-31T02:30", "2024-03-31T04:00", {1: 30, 3: 60}),
        ("2024-03-31T01:00", "2024-03-31T02:30", {1: 60, 3: 30}),
        ("2024-03-31T02:10", "2024-03-31T02:50", {1: 50, 3: 50}),
        ("2024-03-31T02:30", "2024-03-31T02:30", {1: 30, 3: 30}),
    ],
)
def test_times_shown_twice_or_never(start, end, minutes):
    total = sum(minutes.values())
    assert one(start, end) == pytest.approx({(SUNDAY, hour): m / total for hour, m in minutes.items()})


def test_a_known_time_is_one_hour():
    assert one("2024-03-09T23:59", None) == {(SATURDAY, 23): 1}
    assert one("2024-03-09T23:59", "2024-03-09T23:59") == {(SATURDAY, 23): 1}
    assert one("2024-03-09T23:59:50", "2024-03-09T23:59:55") == {(SATURDAY, 23): 1}
    # The end minute is not part of the span: an hour on the stroke is that hour.
    assert one("2024-03-09T23:00", "2024-03-10T00:00") == {(SATURDAY, 23): 1}


def test_over_a_week_says_nothing():
    uniform = aoristic_weights([at("2024-03-09T22:00")], [at("2024-03-16T22:01")])
    assert uniform.weights == pytest.approx(np.full((7, 24), 1 / 168))
    assert (uniform.over_a_week, uniform.over_a_day) == (1, 1)
    # Eight days would give one day twice the weight of the others if spread by the minute.
    eight = aoristic_weights([at("2024-03-09T22:00")], [at("2024-03-17T22:00")])
    assert eight.weights.max() == pytest.approx(1 / 168)
    # Seven days to the minute are still spread, with the same result.
    seven = aoristic_weights([at("2024-03-09T22:00")], [at("2024-03-16T22:00")])
    assert seven.weights == pytest.approx(np.full((7, 24), 1 / 168))
    assert (seven.over_a_week, seven.over_a_day) == (0, 1)


def test_every_event_is_counted_once():
    starts = [
        at("2024-03-09T22:00"),  # known, no end
        at("2024-03-09T22:00"),  # an hour
        at("2024-03-09T22:00"),  # an hour and a minute
        at("2024-03-09T22:00"),  # a day
        at("2024-03-09T22:00"),  # a day and a minute
        at("2024-03-09T22:00"),  # ten days
        at("2024-03-09T22:00"),  # ends before it starts
        None,  # only an end
        None,
        pd.NaT,
    ]
    ends = [
        None,
        at("2024-03-09T23:00"),
        at("2024-03-09T23:01"),
        at("2024-03-10T22:00"),
        at("2024-03-10T22:01"),
        at("2024-03-19T22:00"),
        at("2024-03-09T21:59"),
        at("2024-03-09T21:00"),
        None,
        pd.NaT,
    ]
    found = aoristic_weights(starts, ends)
    assert (found.placed, found.end_before_start, found.without_time) == (6, 1, 3)
    assert (found.within_an_hour, found.over_a_day, found.over_a_week) == (2, 2, 1)
    assert found.is_placed.tolist() == [True] * 6 + [False] * 4
    assert found.event_weights.shape == (6, 7, 24)
    assert found.event_weights.sum(axis=(1, 2)) == pytest.approx(np.ones(6))
    assert found.weights.sum() == pytest.approx(6)


def test_an_end_before_its_start_is_not_swapped():
    found = aoristic_weights([at("2024-03-10T02:00")], [at("2024-03-09T22:00")])
    assert (found.placed, found.end_before_start, found.weights.sum()) == (0, 1, 0)


def test_a_day_across_the_change_is_longer_than_a_day():
    found = aoristic_weights(
        [at("2024-10-26T12:00"), at("2024-03-30T12:00")], [at("2024-10-27T12:00"), at("2024-03-31T12:00")]
    )
    assert found.over_a_day == 1


def test_the_clock_itself_agrees_minute_by_minute():
    """Spans around both changes and the turn of the year, walked through one minute at a time."""
    random, stockholm = np.random.default_rng(7), ZoneInfo("Europe/Stockholm")
    starts, ends, expected = [], [], []
    for day in ("2024-03-30", "2024-10-26", "2023-12-31", "2024-06-14"):
        for _ in range(6):
            start = at(day) + timedelta(minutes=int(random.integers(0, 1500)))
            if start.hour == 2:
                continue
            end = start + timedelta(minutes=int(random.integers(1, 4000)))
            if end.hour == 2:
                continue
            starts.append(start)
            ends.append(end)
            cells = np.zeros((7, 24))
            moment = start.replace(tzinfo=stockholm).astimezone(UTC)
            last = end.replace(tzinfo=stockholm).astimezone(UTC)
            while moment < last:
                local = moment.astimezone(stockholm)
                cells[local.weekday(), local.hour] += 1
                moment += timedelta(minutes=1)
            expected.append(cells / cells.sum())
    assert len(starts) > 15
    assert aoristic_weights(starts, ends).event_weights == pytest.approx(np.array(expected))


def test_tables_and_lists_give_the_same():
    starts = [at("2024-03-09T22:00"), None, at("2024-10-26T22:00")]
    ends = [None, None, at("2024-10-27T06:00")]
    plain = aoristic_weights(starts, ends)
    frame = pd.DataFrame({"start": pd.to_datetime(pd.Series(starts)), "end": pd.to_datetime(pd.Series(ends))})
    minutes = [np.array(times, dtype="datetime64[s]") for times in (starts, ends)]
    for found in (aoristic_weights(frame["start"], frame["end"]), aoristic_weights(*minutes)):
        assert np.array_equal(found.event_weights, plain.event_weights)
        assert (found.placed, found.without_time) == (2, 1)
    nothing = aoristic_weights([], [])
    assert (nothing.placed, nothing.weights.sum()) == (0, 0)
    assert aoristic_weights([None], [None]).without_time == 1


@pytest.mark.parametrize(
    "bad",
    [
        ["2024-03-09T22:00"],
        [20240309],
        [date(2024, 3, 9)],
        [datetime(2024, 3, 9, 22, tzinfo=UTC)],
        [datetime(2024, 3, 9, 22, tzinfo=timezone(timedelta(hours=1)))],
        pd.Series(pd.to_datetime(["2024-03-09T22:00"], utc=True)),
        [datetime(1899, 12, 31)],
        [float("nan"), 3.5],
        [[datetime(2024, 3, 9)]],
        datetime(2024, 3, 9),
    ],
)
def test_what_is_no_wall_clock_time_is_refused(bad):
    good = [at("2024-03-09T23:00")]
    for starts, ends in ((bad, good), (good, bad)):
        with pytest.raises(ValueError, match="must"):
            aoristic_weights(starts, ends)
    with pytest.raises(ValueError, match="must"):
        has_clock_times(bad)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        aoristic_weights([at("2024-03-09T23:00")], [])


def test_dates_alone_have_no_clock_times():
    dates = pd.to_datetime(pd.Series(["2024-03-09", "2024-03-10", None, "2024-03-12"]))
    assert not has_clock_times(dates)
    times = [at("2024-03-09T22:10"), at("2024-03-10T00:00"), at("2024-03-11T08:30"), None]
    assert has_clock_times(times)
    assert not has_clock_times(times, limit=0.3)  # one of three is at midnight
    assert has_clock_times([at("2024-03-10T00:00"), at("2024-03-10T00:01")])
    assert has_clock_times([at("2024-03-10T08:00"), at("2024-03-11T19:00")])  # whole hours are times
    assert not has_clock_times([None, None])
    assert not has_clock_times([])
    with pytest.raises(ValueError, match="limit"):
        has_clock_times(times, limit=50)


def test_blocks_by_hand():
    week = np.zeros((7, 24))
    week[FRIDAY, 23], week[SATURDAY, 0], week[SUNDAY, 23], week[MONDAY, 5] = 1, 2, 4, 8
    assert time_blocks(week, 6).tolist() == [[8, 0, 0, 1], [2, 0, 0, 4]]
    assert time_blocks(week, 4).tolist() == [[0, 8, 0, 0, 0, 1], [2, 0, 0, 0, 0, 4]]
    assert time_blocks(week, 24).tolist() == [[9], [6]]


def test_blocks_of_every_event_and_of_the_week_itself():
    found = aoristic_weights([at("2024-03-08T20:00")], [at("2024-03-09T04:00")])
    blocks = time_blocks(found.event_weights, 4)
    assert blocks.shape == (1, 2, 6)
    # Friday 20-24 and Saturday 00-04.
    assert blocks[0].tolist() == [[0, 0, 0, 0, 0, 0.5], [0.5, 0, 0, 0, 0, 0]]
    uniform = time_blocks(np.full((7, 24), 1 / 168), 6)
    assert uniform == pytest.approx(np.array([[5 / 28] * 4, [2 / 28] * 4]))


@pytest.mark.parametrize(
    ("weights", "hours"),
    [
        (np.ones((7, 24)), 5),
        (np.ones((7, 24)), 0),
        (np.ones((7, 24)), 48),
        (np.ones((24, 7)), 6),
        (np.ones(168), 6),
    ],
)
def test_blocks_that_do_not_fit_are_refused(weights, hours):
    with pytest.raises(ValueError, match="must"):
        time_blocks(weights, hours)


def test_limits_are_those_of_the_number_of_events():
    # Every event in one block: the share is binomial. 30 events, 10 in the first block: 2.5 % and 97.5 % points
    # of Binomial(30, 1/3) are 5 and 15 of 30.
    events = np.repeat([[1.0, 0.0], [0.0, 1.0]], [10, 20], axis=0)
    found = bootstrap_shares(events, seed=1, repetitions=4000)
    assert found.share == pytest.approx([1 / 3, 2 / 3])
    assert stats.binom.ppf([0.025, 0.975], 30, 1 / 3).tolist() == [5, 15]
    assert (found.lower[0], found.upper[0]) == (pytest.approx(5 / 30), pytest.approx(15 / 30))
    assert found.upper[1] == pytest.approx(1 - found.lower[0])


def test_vague_events_are_not_many_events():
    # Forty events that may each have happened at any hour always spread alike. Forty hours drawn would not.
    vague = np.full((40, 8), 1 / 8)
    found = bootstrap_shares(vague, seed=1)
    assert found.lower == pytest.approx(np.full(8, 1 / 8))
    assert found.upper == pytest.approx(np.full(8, 1 / 8))


def test_shares_keep_their_shape_scale_and_seed():
    starts = [at("2024-03-04T20:00") + timedelta(hours=7 * step) for step in range(60)]
    found = aoristic_weights(starts, [start + timedelta(hours=step % 9) for step, start in enumerate(starts)])
    blocks = time_blocks(found.event_weights, 6)
    first, again, other = (bootstrap_shares(blocks, seed=seed, repetitions=400) for seed in (1, 1, 2))
    assert first.share == pytest.approx(blocks.sum(axis=0) / 60)
    assert first.share.shape == first.lower.shape == (2, 4)
    assert np.array_equal(first.lower, again.lower)
    assert not np.array_equal(first.lower, other.lower)
    assert np.all((first.lower <= first.share) & (first.share <= first.upper))
    assert bootstrap_shares(blocks * 3, seed=1, repetitions=400).upper == pytest.approx(first.upper)
    narrow = bootstrap_shares(blocks, seed=1, repetitions=400, level=0.5)
    assert np.all((narrow.lower >= first.lower) & (narrow.upper <= first.upper))


@pytest.mark.parametrize(
    "bad",
    [
        {"event_blocks": [[1.0, 0.0]]},
        {"event_blocks": [1.0, 1.0]},
        {"event_blocks": [[1.0, 0.0], [0.0, 0.0]]},
        {"event_blocks": [[0.0, 0.0], [0.0, 0.0]]},
        {"event_blocks": [[1.5, -0.5], [0.0, 1.0]]},
        {"event_blocks": [[np.nan, 1.0], [0.0, 1.0]]},
        {"repetitions": 10},
        {"level": 95},
    ],
)
def test_shares_of_what_are_no_events_are_refused(bad):
    with pytest.raises(ValueError, match="must"):
        bootstrap_shares(**{"event_blocks": [[1.0, 0.0], [0.5, 0.5]], "seed": 1, **bad})
