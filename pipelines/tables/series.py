"""One offence indicator's final counts as arrays, municipalities by years, and the spread between its years.

Belongs here: turning ``indicator_value`` into arrays, and φ. Not here: comparisons, formulas (pipelines.methods).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.dispersion_register import registered_dispersion
from pipelines.methods.comparison import area_dispersion

DISPERSION_YEARS = 10
LEAST_DISPERSION_YEARS = 3
LEAST_AREAS = 20
SIMILAR_AREAS = 30

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """Counts (events, NaN unless final and shown) and people (persons, NaN where unknown) of one indicator.

    Arrays are ``codes`` by ``years``; years are consecutive. ``hidden``: too few to be shown.
    """

    offence_group: str
    codes: tuple[str, ...]
    years: tuple[int, ...]
    counts: Floats
    people: Floats
    hidden: Flags
    preliminary: Flags
    breaks: tuple[int, ...]
    country_code: str

    def since_break(self, year: int) -> int:
        """The first year that may be compared with ``year``."""
        return max((b for b in self.breaks if b <= year), default=0)

    def columns(self, years: list[int]) -> list[int]:
        return [self.years.index(year) for year in years if year in self.years]

    def rows(self, codes: list[str]) -> list[int]:
        """Positions of those of ``codes`` that the series has."""
        return [self.codes.index(code) for code in codes if code in self.codes]

    @property
    def country(self) -> Floats:
        """The country's counts per year, NaN where they are not known."""
        if self.country_code not in self.codes:
            return np.full(len(self.years), np.nan)
        return np.asarray(self.counts[self.codes.index(self.country_code)])

    @property
    def known(self) -> Flags:
        """Where there is a figure, shown or not."""
        return np.asarray(~np.isnan(self.counts) | self.hidden | self.preliminary)


def series_of(
    offence_group: str, indicator: str, values: pd.DataFrame, breaks: pd.DataFrame, country_code: str
) -> Series:
    """The series of an indicator, of its rows in ``indicator_value`` and its breaks in ``series_break``."""
    rows = values[values["indicator"] == indicator]
    codes = tuple(sorted(set(rows["municipality_code"])))
    first, last = (int(rows["year"].min()), int(rows["year"].max())) if len(rows) else (0, -1)
    years = tuple(range(first, last + 1))
    shape = (len(codes), len(years))
    counts, people = np.full(shape, np.nan), np.full(shape, np.nan)
    hidden, preliminary = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    at = {code: i for i, code in enumerate(codes)}
    i = rows["municipality_code"].map(at).to_numpy(dtype=int)
    j = rows["year"].to_numpy(dtype=int) - first
    count = rows["count"].to_numpy(dtype=float, na_value=np.nan)
    is_final = (rows["status"] == "final").to_numpy(dtype=bool)
    is_hidden = rows["suppressed"].to_numpy(dtype=bool)
    usable = is_final & ~is_hidden
    counts[i[usable], j[usable]] = count[usable]
    hidden[i[is_final & is_hidden], j[is_final & is_hidden]] = True
    # A final figure wins over a preliminary one of the same year.
    is_preliminary = ~is_final & np.isnan(counts[i, j]) & ~hidden[i, j]
    preliminary[i[is_preliminary], j[is_preliminary]] = True
    denominator = rows["denominator"].to_numpy(dtype=float, na_value=np.nan)
    has_people = ~np.isnan(denominator)
    people[i[has_people], j[has_people]] = denominator[has_people]
    own_breaks = tuple(int(y) for y in breaks.loc[breaks["indicator"] == indicator, "year"])
    return Series(offence_group, codes, years, counts, people, hidden, preliminary, own_breaks, country_code)


@dataclass(frozen=True)
class Spread:
    """φ per municipality of a series, on how many municipalities it rests, and its source in Swedish."""

    phi: Floats
    areas: Positions
    told: tuple[str, ...]


def spread_of(series: Series, year: int) -> Spread:
    """φ of each municipality for a comparison of ``year``: the spread between the years before it.

    Estimated on the municipalities with complete counts in up to ten years before ``year`` (none before a
    break), each with its own level and trend removed and the country's counts as exposure where they exist;
    pooled over the thirty nearest in population. The assessed year is left out, so that a change in it does
    not hide itself. Where fewer than twenty municipalities have the series, the registered φ for series of
    that size applies.
    """
    first = max(series.since_break(year), year - DISPERSION_YEARS)
    # A year that only the neighbours have figures for would leave no other municipality complete.
    has_areas = (~np.isnan(series.counts)).sum(axis=0) >= LEAST_AREAS
    columns = [j for j in series.columns(list(range(first, year))) if has_areas[j]]
    own_mean = _mean_before(series, year)
    registered = registered_dispersion(series.offence_group)
    phi = registered.phi(np.nan_to_num(own_mean, nan=0.0))
    areas = np.zeros(len(series.codes), dtype=np.int64)
    told = [f"spridning φ ur registret ({registered.source})"] * len(series.codes)
    usable, each = _each_area(series, columns)
    if usable.size < LEAST_AREAS:
        return Spread(phi, areas, tuple(told))
    size = np.log(_mean_people(series))
    distance = np.abs(size[:, None] - size[None, usable])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :SIMILAR_AREAS]
    pooled = np.maximum(1.0, each[nearest].mean(axis=1))
    has_size = ~np.isnan(size)
    phi = np.where(has_size, pooled, phi)
    areas = np.where(has_size, nearest.shape[1], 0)
    words = f"spridning φ skattad på {nearest.shape[1]} kommuner av liknande storlek"
    return Spread(
        phi, areas, tuple(words if known else text for known, text in zip(has_size, told, strict=True))
    )


def _each_area(series: Series, columns: list[int]) -> tuple[Positions, Floats]:
    """Positions of municipalities whose own spread can be worked out, and that spread."""
    nothing = np.array([], dtype=np.int64), np.array([])
    if len(columns) < LEAST_DISPERSION_YEARS:
        return nothing
    counts, people = series.counts[:, columns], series.people[:, columns]
    is_country = np.array([code == series.country_code for code in series.codes])
    complete = np.flatnonzero(~np.isnan(counts).any(axis=1) & ~np.isnan(people).any(axis=1) & ~is_country)
    if complete.size < LEAST_AREAS:
        return nothing
    country = series.country[columns]
    exposure = people[complete] if np.isnan(country).any() or (country <= 0).any() else country
    each = area_dispersion(counts[complete], exposure)
    kept = ~np.isnan(each)
    return complete[kept], each[kept]


def _mean_people(series: Series) -> Floats:
    with np.errstate(invalid="ignore"):
        total, known = np.nansum(series.people, axis=1), (~np.isnan(series.people)).sum(axis=1)
        return np.asarray(np.where(known > 0, total / np.maximum(known, 1), np.nan))


def _mean_before(series: Series, year: int) -> Floats:
    """Mean count of up to five years before, NaN where there is none."""
    columns = series.columns(list(range(max(series.since_break(year), year - 5), year)))
    counts = series.counts[:, columns]
    known = (~np.isnan(counts)).sum(axis=1)
    return np.asarray(np.where(known > 0, np.nansum(counts, axis=1) / np.maximum(known, 1), np.nan))
