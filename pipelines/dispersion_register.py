"""The registered spread between years (expectations/dispersion.toml), for series too few municipalities have.

Belongs here: loading and looking up. Not here: estimating the spread (pipelines.methods.comparison).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.paths import EXPECTATIONS


@dataclass(frozen=True)
class RegisteredDispersion:
    """φ per band of events a year, with its source. ``bands``: (below how many events, φ), rising."""

    id: str
    title: str
    bands: tuple[tuple[float, float], ...]
    areas: tuple[int, ...]
    source: str
    read: dt.date

    def phi(self, events_a_year: ArrayLike) -> NDArray[np.float64]:
        """φ for series of that many events a year; any shape."""
        limits = [limit for limit, _ in self.bands]
        values = np.array([value for _, value in self.bands])
        at = np.searchsorted(limits, np.asarray(events_a_year, dtype=float), side="right")
        return np.asarray(values[np.minimum(at, values.size - 1)])


@cache
def _register() -> tuple[dict[str, RegisteredDispersion], RegisteredDispersion]:
    with (EXPECTATIONS / "dispersion.toml").open("rb") as file:
        entries = tomllib.load(file)["dispersion"]
    by_group: dict[str, RegisteredDispersion] = {}
    usual = None
    for entry in entries:
        bands = tuple((float(limit), float(value)) for limit, value in entry["bands"])
        limits, values = [limit for limit, _ in bands], [value for _, value in bands]
        if limits != sorted(limits) or min(values) < 1 or len(entry["areas"]) != len(bands):
            raise ValueError(
                f"dispersion.toml: {entry['id']}: bands must rise, φ be at least 1, areas as many"
            )
        found = RegisteredDispersion(
            entry["id"], entry["title"], bands, tuple(entry["areas"]), entry["source"], entry["read"]
        )
        if twice := set(entry["offence_groups"]) & set(by_group):
            raise ValueError(f"dispersion.toml: {sorted(twice)} stand twice")
        by_group |= dict.fromkeys(entry["offence_groups"], found)
        if entry.get("default") and usual is not None:
            raise ValueError(f"dispersion.toml: {usual.id} and {entry['id']} are both the default")
        usual = found if entry.get("default") else usual
    if usual is None:
        raise ValueError("dispersion.toml: no entry is the default")
    return by_group, usual


def registered_dispersion(offence_group: str) -> RegisteredDispersion:
    """The entry that applies to an offence group; the default where none names it."""
    by_group, usual = _register()
    return by_group.get(offence_group, usual)
