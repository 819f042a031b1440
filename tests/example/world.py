"""The example's world: how many offences of each kind every municipality had, month by month.

All files are drawn from this one world, so that they agree the way real sources agree: the statistics
database and the indicators exactly, the police's deliveries within a few per cent. No files are written here.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cache

from tests.example import reference as ref

FLAT = (1.0,) * 12
# Relative level per month (January first), invented after what is generally known: bicycles and mopeds in
# summer, burglary in the dark months, vandalism and arson in spring and autumn, narcotics evenly.
SEASONS: dict[str, tuple[float, ...]] = {
    "residential_burglary": (1.3, 1.1, 0.9, 0.8, 0.7, 0.7, 1.0, 0.9, 0.9, 1.2, 1.5, 1.4),
    "other_burglary": (0.8, 0.8, 0.9, 1.0, 1.1, 1.1, 1.1, 1.2, 1.1, 1.1, 1.0, 0.8),
    "bicycle_theft": (0.3, 0.3, 0.5, 0.9, 1.4, 1.6, 1.5, 1.7, 1.6, 1.1, 0.6, 0.4),
    "moped_theft": (0.4, 0.4, 0.7, 1.1, 1.5, 1.6, 1.5, 1.5, 1.2, 0.9, 0.6, 0.4),
    "shop_theft": (0.8, 0.8, 0.9, 0.9, 1.0, 1.1, 1.3, 1.2, 1.0, 1.0, 1.1, 1.2),
    "graffiti": (0.7, 0.8, 1.1, 1.3, 1.3, 1.1, 0.8, 1.0, 1.3, 1.2, 0.8, 0.6),
    "arson": (0.5, 0.5, 0.9, 1.8, 1.7, 1.3, 0.9, 1.0, 1.1, 1.1, 0.8, 0.6),
    "vandalism_public": (0.7, 0.7, 0.9, 1.2, 1.4, 1.2, 0.8, 1.1, 1.3, 1.2, 0.9, 0.8),
    "outdoor_assault": (0.7, 0.7, 0.9, 1.1, 1.3, 1.3, 1.3, 1.2, 1.0, 0.9, 0.8, 0.9),
    "traffic": (0.8, 0.8, 0.9, 1.0, 1.2, 1.2, 1.2, 1.1, 1.1, 1.0, 0.9, 0.8),
}
COUNTRY_SEASON = (0.95, 0.90, 0.99, 0.98, 1.06, 1.04, 1.02, 1.06, 1.04, 1.04, 0.98, 0.94)


def stream(seed: int, *name: object) -> random.Random:
    """A random stream of its own for every named purpose, so that one file never disturbs another."""
    return random.Random(":".join(str(part) for part in (seed, *name)))


def spread(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """Distribute `total` items at random over the weights; returns one whole number per weight."""
    out = [0] * len(weights)
    for index in rng.choices(range(len(weights)), weights=weights, k=total):
        out[index] += 1
    return out


def even_split(total: int, weights: Sequence[float]) -> list[int]:
    """Distribute `total` in proportion to the weights with the largest remainders rounded up."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    out = [int(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda i: (out[i] - exact[i], i))
    for index in order[: total - sum(out)]:
        out[index] += 1
    return out


class World:
    """Counts per municipality, year, component and month. Built once from the seed."""

    def __init__(self, seed: int) -> None:
        """Draw everything that the figures of the example need."""
        self.seed = seed
        self._months: dict[tuple[str, int, str], list[int]] = {}
        for place in ref.MUNICIPALITIES:
            for year in ref.YEARS:
                rng = stream(seed, "world", place.code, year)
                for component, count in self._yearly(rng, place.code, year).items():
                    weights = SEASONS.get(component, FLAT)
                    self._months[(place.code, year, component)] = spread(rng, count, weights)

    @staticmethod
    def _yearly(rng: random.Random, code: str, year: int) -> dict[str, int]:
        """Counts per component of one municipality and year, with published wholes kept exactly."""
        counts: dict[str, int] = {}
        if code == ref.LESSEBO:
            column = ref.YEARS.index(year)
            counts = {name: series[column] for name, series in ref.LESSEBO_COUNTS.items()}
            for whole, parts in (("theft_total", ref.THEFT_PARTS), ("vandalism", ref.VANDALISM_PARTS)):
                known = sum(counts.get(part, 0) for part in parts)
                counts[ref.REST[whole]] = ref.yearly(code, year, whole) - known
            return counts
        for whole, parts in (("theft_total", ref.THEFT_PARTS), ("vandalism", ref.VANDALISM_PARTS)):
            shares = ref.NEIGHBOUR_SHARES[whole]
            drawn = spread(rng, ref.yearly(code, year, whole), shares)
            counts.update(zip(parts, drawn, strict=True))
        for part, rate in ref.NEIGHBOUR_RATES.items():
            mean = rate * ref.population(code, year) / 1000
            counts[part] = max(0, round(rng.gauss(mean, 1.3 * mean**0.5)))
        return counts

    def months(self, code: str, year: int, components: Iterable[str]) -> list[int]:
        """Twelve monthly counts, summed over the components."""
        series = [self._months[(code, year, component)] for component in components]
        return [sum(month) for month in zip(*series, strict=True)]

    def count(self, code: str, year: int, group: str) -> int:
        """Yearly count of an offence group (key of SOL_GROUPS) in a municipality or the whole country."""
        if code == ref.COUNTRY:
            return country_count(year, group)
        return sum(self.months(code, year, ref.SOL_GROUPS[group][1]))

    def month_counts(self, code: str, year: int, group: str) -> list[int]:
        """Twelve monthly counts of an offence group that sum to the yearly count."""
        if code == ref.COUNTRY:
            tilt = SEASONS.get(group, COUNTRY_SEASON)
            noise = stream(self.seed, "country", year, group)
            return even_split(country_count(year, group), [w * noise.uniform(0.98, 1.02) for w in tilt])
        return self.months(code, year, ref.SOL_GROUPS[group][1])

    def preliminary(self, code: str, group: str) -> list[int]:
        """January to March of the year after the last one; invented."""
        last = self.month_counts(code, ref.YEARS[-1], group)[:3]
        rng = stream(self.seed, "preliminary", code, group)
        return [max(0, round(value * rng.uniform(0.85, 1.1))) for value in last]

    def car_crime(self, code: str, year: int) -> int:
        """Bilbrott: theft of, theft from and damage to cars. 2017 lies below the series break of 2018."""
        if code == ref.COUNTRY:
            return int(ref.published()[(code, year, "car_crime")])
        count = sum(self.months(code, year, ("car_theft", "vehicle_theft", "vandalism_car")))
        return round(count / 4.8) if year == 2017 else count


@cache
def country_count(year: int, group: str) -> int:
    """The country's count: published where it exists, else the invented estimate (OM FILERNA.md)."""
    known = ref.published().get((ref.COUNTRY, year, group))
    if known is not None:
        return int(known)
    first, last = ref.COUNTRY_ESTIMATES[group]
    rate = first + (last - first) * (year - ref.YEARS[0]) / (len(ref.YEARS) - 1)
    return round(rate * ref.population(ref.COUNTRY, year) / 100_000)
