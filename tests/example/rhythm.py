"""When and where an offence happens in the example: weekday, hour, locality, delay. All of it is invented.

Only tables and draws from them; `police.py` turns the draws into rows.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

NIGHT = (6, 6, 5, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 7)
EVENING = (5, 4, 2, 1, 1, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 8, 8, 6)
SHOP_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 6, 7, 8, 8, 7, 6, 4, 2, 0, 0, 0)
DAYTIME = (1, 1, 0, 0, 0, 1, 2, 4, 6, 7, 7, 7, 7, 7, 7, 7, 6, 5, 5, 4, 4, 3, 2, 2)
HOURS: dict[str, tuple[int, ...]] = {
    "residential_burglary": (2, 2, 2, 2, 1, 1, 1, 2, 3, 5, 6, 6, 6, 6, 6, 6, 7, 7, 6, 5, 4, 3, 3, 2),
    "other_burglary": NIGHT,
    "bicycle_theft": (4, 3, 2, 1, 1, 1, 2, 4, 4, 3, 3, 3, 4, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 5),
    "car_theft": NIGHT,
    "moped_theft": EVENING,
    "shop_theft": SHOP_HOURS,
    "robbery": EVENING,
    "vehicle_theft": NIGHT,
    "fuel_theft": NIGHT,
    "graffiti": EVENING,
    "arson": EVENING,
    "vandalism_car": NIGHT,
    "vandalism_public": EVENING,
    "vandalism_other": EVENING,
    "narcotics": (5, 3, 2, 1, 0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8, 7),
    "drug_driving": (5, 3, 2, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6),
    "outdoor_assault": (9, 8, 5, 2, 1, 0, 0, 1, 1, 1, 1, 2, 3, 3, 4, 5, 4, 4, 5, 6, 7, 8, 9, 10),
}
WEEKDAYS: dict[str, tuple[float, ...]] = {
    "shop_theft": (1.0, 1.0, 1.0, 1.1, 1.4, 1.2, 0.6),
    "outdoor_assault": (0.7, 0.7, 0.8, 0.8, 1.5, 1.9, 1.1),
    "graffiti": (0.8, 0.8, 0.9, 0.9, 1.5, 1.4, 0.9),
    "vandalism_public": (0.8, 0.8, 0.9, 0.9, 1.5, 1.5, 1.0),
    "narcotics": (0.8, 0.9, 1.0, 1.1, 1.5, 1.2, 0.6),
    "residential_burglary": (1.0, 1.0, 1.0, 1.0, 1.3, 1.2, 0.8),
}
EVEN_WEEK = (1.0,) * 7

# Lessebo's areas. The last code is in no locality of avtal.toml: it is the rest of the municipality.
LESSEBO_AREAS = ("0761A0010", "0761B1010", "0761A0020", "0761B1020", "0761A0030", "0761A0040", "0761C0050")
USUAL = (30, 12, 17, 10, 11, 8, 12)
AREA_WEIGHTS: dict[str, tuple[int, ...]] = {
    "shop_theft": (22, 2, 10, 1, 60, 2, 3),
    "outdoor_assault": (48, 10, 18, 7, 8, 5, 4),
    "robbery": (60, 10, 20, 5, 3, 1, 1),
    "narcotics": (44, 14, 16, 8, 8, 4, 6),
    "graffiti": (34, 8, 32, 12, 8, 5, 1),
    "arson": (30, 10, 30, 14, 5, 6, 5),
    "vandalism_public": (40, 10, 26, 10, 6, 6, 2),
    "other_burglary": (17, 9, 12, 9, 12, 12, 29),
    "fuel_theft": (10, 6, 9, 8, 12, 14, 41),
    "bicycle_theft": (40, 10, 30, 10, 5, 4, 1),
    "traffic": (24, 8, 18, 8, 12, 8, 22),
    "local_traffic": (6, 4, 8, 6, 14, 12, 50),
}

# How often an offence is found out later, so that it has a span of days instead of a moment.
SPAN_SHARE: dict[str, float] = {
    "residential_burglary": 0.60,
    "other_burglary": 0.72,
    "bicycle_theft": 0.62,
    "car_theft": 0.50,
    "moped_theft": 0.55,
    "vehicle_theft": 0.58,
    "fuel_theft": 0.55,
    "theft_other": 0.42,
    "graffiti": 0.55,
    "vandalism_car": 0.45,
    "vandalism_public": 0.50,
    "vandalism_other": 0.40,
    "fraud": 0.30,
    "molestation": 0.22,
    "threat": 0.10,
    "person_other": 0.22,
    "sexual": 0.30,
    "other_b3": 0.22,
}
LATE_SHARE: dict[str, float] = {
    "fraud": 0.11,
    "sexual": 0.30,
    "other_assault": 0.09,
    "threat": 0.07,
    "molestation": 0.07,
    "person_other": 0.09,
    "other_b3": 0.10,
}


def areas(municipality: str) -> tuple[str, ...]:
    """The DeSO codes used in a municipality; invented outside Lessebo."""
    if municipality == "0761":
        return LESSEBO_AREAS
    return tuple(f"{municipality}{letter}{1010 + 10 * n}" for n, letter in enumerate("AABBC"))


def draw_area(rng: random.Random, municipality: str, component: str) -> str:
    """One area, more often where this kind of offence usually happens."""
    codes = areas(municipality)
    weights: Sequence[int] = AREA_WEIGHTS.get(component, USUAL) if municipality == "0761" else (9, 6, 5, 4, 6)
    return rng.choices(codes, weights=weights)[0]


def draw_hour(rng: random.Random, component: str) -> tuple[int, int]:
    """Hour and minute; people report whole and half hours more often than others."""
    hour = rng.choices(range(24), weights=HOURS.get(component, DAYTIME))[0]
    return hour, rng.choices((0, 30, 15, 45, rng.randrange(60)), weights=(30, 22, 9, 9, 30))[0]


def draw_delay(rng: random.Random, component: str) -> int:
    """Days from the offence to its registration: mostly 0 or 1, 4 per cent over a year, a few decades."""
    chance = rng.random()
    if chance < 0.0012:
        return rng.randrange(7_000, 16_000)
    if chance < LATE_SHARE.get(component, 0.012):
        return rng.randrange(366, 1_500)
    return rng.choices(
        (0, 1, 2, rng.randrange(3, 8), rng.randrange(8, 30), rng.randrange(30, 150)),
        weights=(40, 28, 10, 13, 6, 3),
    )[0]


def draw_span(rng: random.Random, component: str) -> int:
    """Days between the first and the last possible moment; 0 means that the time is known."""
    if rng.random() >= SPAN_SHARE.get(component, 0.05):
        return 0
    return rng.choices((1, 2, 3, rng.randrange(4, 15), rng.randrange(15, 90)), weights=(52, 17, 11, 14, 6))[0]
