"""What is true: counts of every municipality, offence and year, and which were changed on purpose.

Monthly counts are negative binomial with variance 1.3 times the mean around a mean that follows the season, the
country's drift and a yearly deviation of the municipality's own (standard deviation 10 percent). In the assessed
year some series are halved or doubled, and one offence falls by 30 percent in the whole country.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.municipalities import municipalities

YEARS = tuple(range(2014, 2024))
ASSESSED = YEARS[-1]
MONTHLY_DISPERSION = 1.3
YEARLY_DEVIATION = 0.10
HALVED, DOUBLED = 0.5, 2.0
HALVED_SHARE, DOUBLED_SHARE = 0.20, 0.10
"""Of each offence's municipalities; twice as many are halved, so that the country's sum stays where it was."""
NATIONAL_FALL = 0.7

#: Offence group → events a year per 1 000 inhabitants in a typical municipality, and the country's yearly drift.
OFFENCES = {
    "residential_burglary": (2.2, 0.96),
    "bicycle_theft": (3.0, 0.98),
    "shop_theft": (3.2, 1.01),
    "robbery": (0.35, 1.0),
    "vandalism": (9.0, 1.01),
    "narcotics": (6.0, 1.02),
}
FALLS_NATIONALLY = "shop_theft"
THEFT_PARTS = ("residential_burglary", "bicycle_theft", "shop_theft", "robbery")
REST_OF_THEFT = (12.0, 0.97)
SEASON = np.array([0.85, 0.85, 0.95, 1.0, 1.1, 1.1, 1.05, 1.15, 1.1, 1.05, 0.95, 0.85])


@dataclass(frozen=True)
class Simulation:
    """``counts`` and ``means``: offence group → municipalities by years; ``changes``: group → true local ratio.

    ``codes`` and ``people`` (municipalities by years) are in the same order as the rows.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    people: NDArray[np.int64]
    counts: dict[str, NDArray[np.int64]]
    means: dict[str, NDArray[np.float64]]
    changes: dict[str, NDArray[np.float64]]


def simulate(size: int = 290, seed: int = 2023) -> Simulation:
    """The first ``size`` municipalities of the register in an even spread over the country."""
    rng = np.random.default_rng(seed)
    register = list(municipalities().values())
    chosen = [register[i] for i in np.linspace(0, len(register) - 1, size).astype(int)]
    own = next(m for m in register if m.code == OWN)
    if own not in chosen:
        chosen[len(chosen) // 3] = own
    chosen.sort(key=lambda m: m.code)
    level = np.exp(rng.normal(np.log(8_500), 0.6, size)).clip(2_400, 100_000)
    level[[m.code for m in chosen].index(OWN)] = 8_500
    people = np.rint(level[:, None] * (1 + rng.normal(0.002, 0.004, (size, len(YEARS))).cumsum(axis=1)))
    counts, means, changes = {}, {}, {}
    for group, (per_thousand, drift) in OFFENCES.items():
        change = np.ones(size)
        order = rng.permutation(size)
        halved, doubled = round(HALVED_SHARE * size), round(DOUBLED_SHARE * size)
        change[order[:halved]], change[order[halved : halved + doubled]] = HALVED, DOUBLED
        mean = _mean(rng, people, per_thousand, drift)
        if group == FALLS_NATIONALLY:
            mean[:, -1] *= NATIONAL_FALL
        means[group], changes[group] = mean.copy(), change
        mean[:, -1] *= change
        counts[group] = _drawn(rng, mean)
    rest = _drawn(rng, _mean(rng, people, *REST_OF_THEFT))
    counts["theft_total"] = rest + sum(counts[part] for part in THEFT_PARTS)
    return Simulation(
        tuple(m.code for m in chosen),
        tuple(m.name for m in chosen),
        people.astype(np.int64),
        counts,
        means,
        changes,
    )


OWN = "0761"


def _mean(
    rng: np.random.Generator, people: NDArray[np.float64], per_thousand: float, drift: float
) -> NDArray[np.float64]:
    level = per_thousand * np.exp(rng.normal(0, 0.3, len(people)))
    deviation = np.exp(rng.normal(-(YEARLY_DEVIATION**2) / 2, YEARLY_DEVIATION, people.shape))
    return level[:, None] * people / 1_000 * drift ** np.arange(len(YEARS)) * deviation


def _drawn(rng: np.random.Generator, yearly: NDArray[np.float64]) -> NDArray[np.int64]:
    """Twelve months drawn by themselves and added: negative binomial with variance φ · mean."""
    monthly = np.maximum(yearly[..., None] * SEASON / SEASON.sum(), 1e-9)
    phi = MONTHLY_DISPERSION
    drawn = rng.negative_binomial(monthly / (phi - 1), 1 / phi)
    return np.asarray(drawn.sum(axis=-1), dtype=np.int64)
