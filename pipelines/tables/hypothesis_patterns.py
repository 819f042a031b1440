"""A locality against the rest of the municipality, and a time of the week against an even week.

Belongs here: the two tests of hypotheses that no other table has made. Not here: the counts and shares themselves
(places.py, clock.py): only what those tables show is used, so that a hidden locality or block is not tested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.dispersion_register import registered_dispersion
from pipelines.methods.comparison import RateComparison, two_rates_midp
from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.power import detectable_change
from pipelines.report.swedish import NBSP, interval, number, years
from pipelines.tables.comparisons import LEVEL
from pipelines.tables.evaluated import Figures, entry_of, known
from pipelines.tables.places import PER
from pipelines.tables.verdicts import Finding, judged, not_testable, of_limits
from pipelines.tables.windows import PERIOD

#: Times known only to more than a day are spread out: with more of them than this an even week says nothing.
MOST_LONG_PCT = 20.0

PlaceKey = tuple[int, int, str, str, str]


def place_key(row: Mapping[str, Any], year: int) -> PlaceKey:
    """What one test of a locality is known by: plan year, year, indicator, locality, direction."""
    return (
        int(row["year"]),
        year,
        str(row["test_indicator"]),
        plain_name(row["test_place"]),
        str(row["test_direction"]),
    )


def plain_name(text: object) -> str:
    """A locality or a time without case, and with one kind of dash."""
    return re.sub(r"\s*[-–]\s*", "–", " ".join(str(text).split())).casefold()


@dataclass(frozen=True)
class _Placed:
    """A locality's count and inhabitants (times years) and those of the rest of the municipality."""

    locality: str
    count: int
    people: float
    rest_count: int
    rest_people: float
    phi: float
    year_from: int
    found: RateComparison


def place_tests(
    tests: Sequence[tuple[Mapping[str, Any], int]],
    places: pd.DataFrame,
    figures: Figures,
    agreement: Agreement,
) -> dict[PlaceKey, Finding]:
    """The finding of every test of a locality: five years' events per inhabitant against the rest of the municipality.

    Rate ratio with the exact conditional interval (methods.comparison), φ of the register for a series of the
    locality's size; certain when p is at most 0.05, the interval leaves out 1, and it stands after
    Benjamini–Hochberg over the localities that the plan tests that year. ``places``: ``indicator_place``.
    """
    keys = {place_key(row, year): row for row, year in tests}
    placed = {key: _placed(key, places, figures, agreement) for key in keys}
    certain: set[PlaceKey] = set()
    for family in {key[:2] for key in keys}:
        each = {
            key[:4]: item.found.p
            for key, item in placed.items()
            if key[:2] == family and isinstance(item, _Placed)
        }
        adjusted = dict(zip(each, benjamini_hochberg(list(each.values())), strict=True))
        certain |= {
            key
            for key, item in placed.items()
            if isinstance(item, _Placed)
            and key[:2] == family
            and item.found.p <= LEVEL
            and (item.found.lower > 1 or item.found.upper < 1)
            and adjusted[key[:4]] <= agreement.thresholds.false_discovery_rate
        }
    return {
        key: not_testable(item) if isinstance(item, str) else _place_finding(item, key[4], key in certain)
        for key, item in placed.items()
    }


def _placed(key: PlaceKey, places: pd.DataFrame, figures: Figures, agreement: Agreement) -> _Placed | str:
    """The counts and inhabitants of a test, or why there is none."""
    _, year, indicator, name, _ = key
    entry = entry_of(indicator) or {}
    if entry.get("kind") != "offence_rate":
        return "Bara anmälda brott kan prövas per ort."
    known_names = {plain_name(place.name): place for place in agreement.localities}
    rows = places[(places["indicator"] == indicator) & (places["year"] == year)]
    row = rows[rows["locality"].map(plain_name) == name]
    if name not in known_names and row.empty:
        return "Orten finns inte bland orterna i avtalsfilen."
    if row.empty:
        return f"Antal per ort finns inte eller visas inte för de fem åren till och med {year}."
    first = row.iloc[0]
    if bool(first["suppressed"]):
        return "Antalet på orten är för litet för att visas."
    span = range(int(first["year_from"]), year + 1)
    people = [figures.get(indicator, y).denominator for y in span]
    inhabitants = known(first["population"])
    if inhabitants is None or any(n is None for n in people):
        return "Ortens eller kommunens folkmängd är inte känd."
    if broken := figures.broken_between(indicator, span[0], year):
        return f"Ett seriebrott {broken} ligger inom de fem åren."
    count, own = int(first["count"]), inhabitants * PERIOD
    rest, rest_people = int(first["known"]) - count, sum(n for n in people if n is not None) - own
    if rest_people <= 0 or rest == 0:
        return "Det finns inga brott eller invånare utanför orten att jämföra med."
    phi = float(registered_dispersion(entry["offence_group"]).phi(count / PERIOD))
    found = two_rates_midp(count, own, rest, rest_people, phi)
    return _Placed(str(first["locality"]), count, own, rest, rest_people, phi, span[0], found)


def _place_finding(item: _Placed, direction: str, is_certain: bool) -> Finding:
    found, year_to = item.found, item.year_from + PERIOD - 1
    signal = ("higher" if found.ratio > 1 else "lower") if is_certain else "none"
    here, there = (
        PER * n / people for n, people in ((item.count, item.people), (item.rest_count, item.rest_people))
    )
    counts = (
        f"{number(item.count)} anmälda i {item.locality} {years(item.year_from, year_to)} och "
        f"{number(item.rest_count)} i övriga kommunen"
    )
    told = (
        f"{counts}, {number(here, 1)} mot {number(there, 1)} per {number(PER)} invånare och år (kvot "
        f"{number(found.ratio, 2)}; {interval(found.lower, found.upper, 2)})"
    )
    change = detectable_change(item.rest_count, item.rest_people, item.people, item.phi)
    ratio = change.increase_ratio if direction == "higher" else change.decrease_ratio
    least = "minst" if direction == "higher" else "högst"
    needed = (
        f"Det hade krävts en kvot på {least} omkring {number(ratio, 1)} för att skillnaden säkert skulle synas."
        if ratio is not None
        else "Orten är för liten: inte ens noll brott hade säkert skilt sig."
    )
    result = judged(direction, signal, found.lower, found.upper)
    return result.finding(told, needed, here, there, found.ratio, found.lower, found.upper)


def time_test(row: Mapping[str, Any], year: int, week: pd.DataFrame, figures: Figures) -> Finding:
    """A weekday's or block's share of five years' offences against its share of an even week.

    ``week``: ``indicator_time_of_week``. Certain when the whole division is uneven (its own test, adjusted) and the
    share's interval leaves out the even share. A week smoothed by offences known only to more than a day is not
    taken to be even: it never weakens a hypothesis by leaving out a difference.
    """
    indicator, direction = str(row["test_indicator"]), str(row["test_direction"])
    if (entry_of(indicator) or {}).get("kind") != "offence_rate":
        return not_testable("Bara anmälda brott kan prövas mot veckans tider.")
    rows = week[(week["indicator"] == indicator) & (week["year"] == year)]
    if rows.empty:
        return not_testable(
            f"För få brott med känd tid, eller ingen uppgift, för de fem åren till och med {year}."
        )
    chosen = rows[rows["key"].map(plain_name) == plain_name(row["test_time"])]
    if chosen.empty:
        return not_testable("Tiden finns inte bland veckans dagar och tidsblock.")
    first = chosen.iloc[0]
    if bool(first["suppressed"]):
        return not_testable("Antalet på den tiden är för litet för att visas.")
    if broken := figures.broken_between(indicator, int(first["year_from"]), year):
        return not_testable(f"Ett seriebrott {broken} ligger inom de fem åren.")
    share, even = float(first["share_pct"]), float(first["even_pct"])
    low, high = float(first["lower_95"]), float(first["upper_95"])
    is_apart = low > even or high < even
    signal = "none"
    if first["signal"] == "uneven" and is_apart:
        signal = "higher" if share > even else "lower"
    told = (
        f"{number(share, 1)}{NBSP}procent av brotten {years(first['year_from'], year)} föll {first['key']}, mot "
        f"{number(even, 1)} vid en jämn vecka ({interval(low, high, 1)}; tiden känd för "
        f"{number(first['events'])} brott)"
    )
    ratio, lower, upper = share / even, low / even, high / even
    long_pct = known(first["long_pct"]) or 0.0
    if signal == "none" and long_pct > MOST_LONG_PCT:
        reason = f"{number(long_pct)}{NBSP}procent av brotten har ett tidsspann över ett dygn, vilket jämnar ut veckan."
        return Finding("not_testable", reason, told, share, even, ratio, lower, upper)
    needed = of_limits(lower, upper, direction, "Det hade krävts en kvot mot den jämna andelen på")
    return judged(direction, signal, lower, upper).finding(told, needed, share, even, ratio, lower, upper)
