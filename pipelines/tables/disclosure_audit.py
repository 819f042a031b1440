"""Can anything hidden be worked out from all that is published? Every published sum, in one system of equations.

Belongs here: turning the public tables into cells and equations: the same count wherever it stands, a year as the
sum of its months, a window as the sum of its years, localities within the municipality, a group's parts within
the whole, sums that comparisons and rankings give. Not here: the linear programs (pipelines.methods.
disclosure_audit), which cells are hidden (public.py, seasons.py, places.py, clock.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure_audit import Coefficients, Row, exact_ranges, exposed
from pipelines.registers import indicators, offence_groups
from pipelines.tables.comparisons import PREVIOUS, TREND
from pipelines.tables.local_sums import by_series_and_year, lines, outermost
from pipelines.tables.problem_ranking import RANKING_YEARS
from pipelines.tables.schema import conform, empty
from pipelines.tables.windows import PERIOD

YEAR = ("year", "")

#: What a cell counts, or how a number of a table is named: parts of text, numbers and pairs.
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Published:
    """The tables that are published with counts, as they are published."""

    offence_count: pd.DataFrame
    local_count: pd.DataFrame
    indicator_value: pd.DataFrame
    indicator_comparison: pd.DataFrame
    comparison_group: pd.DataFrame
    indicator_season: pd.DataFrame
    indicator_time_of_week: pd.DataFrame
    indicator_place: pd.DataFrame
    problem_ranking: pd.DataFrame


@dataclass
class System:
    """Cells by what they count, the published numbers as equations, and the hidden cells and sums to find.

    ``wholes``: parts that are at most their whole. ``floors``: what the rules of hiding tell of a hidden number.
    """

    cells: dict[Key, int] = field(default_factory=dict)
    equations: list[Row] = field(default_factory=list)
    wholes: list[Row] = field(default_factory=list)
    floors: list[Row] = field(default_factory=list)
    targets: dict[tuple[str, Key], tuple[str, Coefficients]] = field(default_factory=dict)

    def cell(self, *key: Any) -> int:
        return self.cells.setdefault(key, len(self.cells))

    def sum_of(self, keys: Iterable[Key]) -> dict[int, float]:
        return {self.cell(*key): 1.0 for key in keys}

    def say(self, table: str, factors: dict[int, float], value: Any, name: Key) -> None:
        """A number of a table: an equation where it is shown, a target where it is hidden."""
        if pd.isna(value):
            self.targets.setdefault((table, name), (table, factors))
        else:
            self.equations.append((factors, float(value)))

    def say_line(self, table: str, line: Sequence[tuple[Key, dict[int, float], Any]]) -> None:
        """The numbers of one line. A zero is hidden only with its whole line, so that a hidden number of a line
        that shows anything is at least 1."""
        shows = any(not pd.isna(value) for _, _, value in line)
        for name, factors, value in line:
            self.say(table, factors, value, name)
            if shows and pd.isna(value):
                self.floors.append(({cell: -factor for cell, factor in factors.items()}, -1.0))


def disclosure_audit(published: Published, agreement: Agreement) -> pd.DataFrame:
    """One row per table with hidden numbers: how many, how many of them follow exactly, and how many are known
    to within less than the limit for small counts.

    A hidden number that must be 0 is not counted as exposed: zeros are shown by rule, and tell of nobody.
    """
    system = System()
    add_counts(system, published.offence_count, agreement)
    _add_indicators(system, published, agreement)
    add_months(system, published.indicator_season, agreement)
    _add_places(system, published.indicator_place, agreement)
    _add_week(system, published.indicator_time_of_week)
    _add_local(system, published)
    if not system.targets:
        return empty("disclosure_audit")
    names = list(system.targets)
    sums = [system.targets[name][1] for name in names]
    # A yearly count is marked "fewer than": 1 to min_shown - 1 is all that anyone is to know of it.
    known = closer_than(system, sums, 1)
    # Single months have no mark of their own beside their line's: how closely they are known is not counted.
    marked = [i for i, name in enumerate(names) if not _is_month(name)]
    close = closer_than(system, [sums[i] for i in marked], agreement.thresholds.min_shown - 2)
    narrow = {marked[i] for i in close}
    rows = []
    for table in dict.fromkeys(system.targets[name][0] for name in names):
        at = [i for i, name in enumerate(names) if system.targets[name][0] == table]
        rows.append(
            {
                "tables": ", ".join(sorted({system.targets[name][0] for name in names})),
                "subject": table,
                "hidden": len(at),
                "exposed": len(known & set(at)),
                "narrow": len(narrow & set(at)),
            }
        )
    return conform("disclosure_audit", pd.DataFrame(rows))


def _is_month(name: tuple[str, Key]) -> bool:
    table, key = name
    return bool(table == "offence_count" and key[-1] != YEAR)


def closer_than(system: System, sums: list[Coefficients], width: float) -> set[int]:
    """Positions of the sums that are known to within less than ``width`` and need not be 0.

    With the parts within their wholes; without that where a publisher's own parts exceed its whole.
    """
    bounds = [*system.wholes, *system.floors]
    try:
        close = exposed(len(system.cells), system.equations, sums, width, bounds)
    except ValueError:
        bounds = system.floors
        close = exposed(len(system.cells), system.equations, sums, width, bounds)
    if not close:
        return set()
    _, high = exact_ranges(len(system.cells), system.equations, [sums[i] for i in close], bounds)
    return {i for i, most in zip(close, high, strict=True) if most > 0}


def add_counts(system: System, counts: pd.DataFrame, agreement: Agreement) -> None:
    """The counts themselves, a year as the sum of its months, and parts within wholes."""
    rows = counts[counts["status"] == "final"]
    rows = rows[rows["municipality_code"].isin(agreement.codes) | rows["suppressed"]]
    lines: defaultdict[tuple[str, str, str, int], dict[int, Any]] = defaultdict(dict)
    groups_of: defaultdict[Key, set[str]] = defaultdict(set)
    for row in rows[rows["locality"].isna()].itertuples():
        at = (str(row.publisher), str(row.municipality_code), str(row.offence_group), int(row.year))
        part = YEAR if pd.isna(row.month) else ("month", int(row.month))
        groups_of[at[0], at[1], at[3], part].add(at[2])
        if part == YEAR:
            factors = system.sum_of([(*at, YEAR)])
            system.say("offence_count", factors, row.count, (*at, YEAR))
            if pd.isna(row.count):  # marked as fewer than the limit, and zeros are shown
                system.floors.append((dict.fromkeys(factors, -1.0), -1.0))
                system.floors.append((factors, agreement.thresholds.min_shown - 1.0))
        else:
            lines[at][int(row.month)] = row.count
    for at, line in lines.items():
        keys = {month: (*at, ("month", month)) for month in line}
        system.say_line("offence_count", [(keys[m], system.sum_of([keys[m]]), line[m]) for m in line])
        if len(line) == 12:
            system.equations.append((system.sum_of(keys.values()) | {system.cell(*at, YEAR): -1.0}, 0.0))
    for (publisher, code, year, part), present in groups_of.items():
        for whole in present:
            inside = [g for g in present if whole in offence_groups()[g].parents]
            if inside:
                parts = system.sum_of((publisher, code, group, year, part) for group in inside)
                system.wholes.append((parts | {system.cell(publisher, code, whole, year, part): -1.0}, 0.0))


def _years(
    system: System, publisher: str, code: str, group: str, years: Iterable[int], part: Any = YEAR
) -> dict[int, float]:
    return system.sum_of((publisher, code, group, year, part) for year in years)


def _publishers(system: System, entry: dict[str, Any], code: str, years: Iterable[int]) -> list[str] | None:
    """Whose counts an indicator's figures of these years are; None where some year has none."""
    found = []
    for year in years:
        for publisher in (entry["publisher"], *entry.get("also", ())):
            if (publisher, code, entry["offence_group"], year, YEAR) in system.cells:
                found.append(publisher)
                break
        else:
            return None
    return found


def _add_values(
    system: System, values: pd.DataFrame, entries: dict[str, dict[str, Any]], agreement: Agreement
) -> None:
    """Yearly figures; they also stand where ``offence_count`` has no row for the year (twelve months, or a
    sensitive group of the police's)."""
    limit = agreement.thresholds.min_shown
    chosen = values["indicator"].isin(entries) & (values["status"] == "final")
    chosen &= (
        values["suppressed"] | values["municipality_code"].isin(agreement.codes) & values["count"].notna()
    )
    for row in values[chosen].itertuples():
        entry, code, year = entries[row.indicator], str(row.municipality_code), int(row.year)
        publisher = (_publishers(system, entry, code, [year]) or [entry["publisher"]])[0]
        at = (publisher, code, entry["offence_group"], year, YEAR)
        factors = system.sum_of([at])
        system.say("indicator_value", factors, row.count, at)
        if pd.isna(row.count):
            system.floors += [(dict.fromkeys(factors, -1.0), -1.0), (factors, limit - 1.0)]


def _add_indicators(system: System, published: Published, agreement: Agreement) -> None:
    """Yearly figures, and the sums of years and of municipalities that comparisons and rankings publish."""
    entries = {e["id"]: e for e in indicators() if e["kind"] == "offence_rate"}
    _add_values(system, published.indicator_value, entries, agreement)
    compared = published.indicator_comparison
    compared = compared[compared["indicator"].isin(entries) & compared["base_count"].notna()]
    members = {
        str(name): set(part["municipality_code"])
        for name, part in published.comparison_group.groupby("comparison")
    }
    for row in compared.itertuples():
        years = range(int(row.base_from), int(row.base_to) + 1)
        is_own = row.comparison in (PREVIOUS, TREND)
        codes = [str(row.municipality_code)] if is_own else sorted(members.get(row.comparison, ()))
        if is_own and row.base_years != len(years):
            continue
        _say_sum(system, entries[row.indicator], codes, years, row.base_count)
    for row in published.problem_ranking.itertuples():
        years = range(int(row.year_from), int(row.year_from) + RANKING_YEARS)
        _say_sum(system, entries[row.indicator], [agreement.municipality.code], years, row.count_three_years)


def _say_sum(
    system: System, entry: dict[str, Any], codes: list[str], years: Iterable[int], value: Any
) -> None:
    """A published sum over municipalities and years, where every part of it is a cell."""
    factors: dict[int, float] = {}
    for code in codes:
        publishers = _publishers(system, entry, code, years)
        if publishers is None:
            return
        for publisher, year in zip(publishers, years, strict=True):
            factors[system.cell(publisher, code, entry["offence_group"], year, YEAR)] = 1.0
    if factors and not pd.isna(value):
        system.equations.append((factors, float(value)))


def _windows(rows: pd.DataFrame) -> Iterable[tuple[str, str, range, pd.DataFrame]]:
    """Publisher, offence group, years and rows of each window; two indicators of one group say the same."""
    groups = {e["id"]: e["offence_group"] for e in indicators() if "offence_group" in e}
    seen = set()
    for (indicator, last), window in rows.groupby(["indicator", "year"]):
        publisher = str(window["publisher"].iloc[0]) if "publisher" in window else "police"
        at = (publisher, groups[indicator], int(last))
        if at not in seen:
            seen.add(at)
            yield publisher, groups[indicator], range(int(last) - PERIOD + 1, int(last) + 1), window


def add_months(system: System, season: pd.DataFrame, agreement: Agreement) -> None:
    """Months, five years together: each a sum of single months, which add up to the years."""
    own = agreement.municipality.code
    for publisher, group, years, window in _windows(season):
        total = float(window["total"].iloc[0])
        system.equations.append((_years(system, publisher, own, group, years), total))
        line = []
        for row in window.itertuples():
            part = ("month", int(row.month))
            factors = _years(system, publisher, own, group, years, part)
            line.append(((publisher, group, years[-1], part), factors, row.count))
        system.say_line("indicator_season", line)
        for year in years:
            parts = system.sum_of((publisher, own, group, year, ("month", m)) for m in range(1, 13))
            system.equations.append((parts | {system.cell(publisher, own, group, year, YEAR): -1.0}, 0.0))


def _add_places(system: System, places: pd.DataFrame, agreement: Agreement) -> None:
    """Localities, five years together; of some offences the locality is not known."""
    own = agreement.municipality.code
    for publisher, group, years, window in _windows(places):
        parts = [("locality", str(name)) for name in window["locality"]]
        line = [
            ((publisher, group, years[-1], part), _years(system, publisher, own, group, years, part), count)
            for part, count in zip(parts, window["count"], strict=True)
        ]
        system.say_line("indicator_place", line)
        total = float(window["total"].iloc[0])
        system.equations.append((_years(system, publisher, own, group, years), total))
        every = system.sum_of((publisher, own, group, year, part) for year in years for part in parts)
        system.equations.append((every, float(window["known"].iloc[0])))
        for year in years:
            inside = system.sum_of((publisher, own, group, year, part) for part in parts)
            system.wholes.append((inside | {system.cell(publisher, own, group, year, YEAR): -1.0}, 0.0))


def _add_week(system: System, rows: pd.DataFrame) -> None:
    """Weekdays and blocks: the shares times the offences of known time, each window by itself."""
    for (indicator, last, dimension), window in rows.groupby(["indicator", "year", "dimension"]):
        events = float(window["events"].iloc[0])
        keys = [("week", indicator, last, dimension, str(key)) for key in window["key"]]
        system.equations.append((system.sum_of(keys), events))
        shares = window["share_pct"] * events / 100
        line = [(key, system.sum_of([key]), value) for key, value in zip(keys, shares, strict=True)]
        system.say_line("indicator_time_of_week", line)


def _add_local(system: System, published: Published) -> None:
    """Local counts, parts within their wholes, and the year's sum where an indicator gives it."""
    rows = published.local_count
    rows = rows[rows["mask"].isna()]
    entries = {
        (e["source_type"], e["phenomenon"].casefold(), e["unit"]): e["id"]
        for e in indicators()
        if e["kind"] == "local_count"
    }
    values = published.indicator_value
    values = values[values["count"].notna()]
    at = zip(values["indicator"], values["municipality_code"], values["year"], strict=True)
    sums = dict(zip(at, values["count"], strict=True))
    for series, part in by_series_and_year(rows):
        source, code, phenomenon, unit, year = series
        keys = [
            ("local", *series, str(row.place), str(row.period_from), str(row.period_to))
            for row in part.itertuples()
        ]
        counts = part["count"].to_list()
        for outer, places in lines(part):
            system.say_line("local_count", [(keys[i], system.sum_of([keys[i]]), counts[i]) for i in places])
            if outer is not None:
                inside = system.sum_of(keys[i] for i in places)
                system.wholes.append((inside | {system.cell(*keys[outer]): -1.0}, 0.0))
        total = sums.get((entries.get((source, phenomenon, unit)), code, year))
        # The indicator counts calendar years: a period that runs into the next is not in its sum.
        own = [i for i, last in enumerate(part["period_to"]) if last.year == year]
        if total is not None and own:
            summed = (keys[own[i]] for i in outermost(part.iloc[own]))
            system.equations.append((system.sum_of(summed), float(total)))
