"""Facts that the example is built on: municipalities, published figures, Lessebo's invented course of events.

Published figures are read from ``published_figures.csv`` (publisher in its last column). The tables in this
file are invented, but lie in the size that a municipality of 8 500 inhabitants has. No random numbers here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

YEARS = tuple(range(2014, 2024))
HERE = Path(__file__).parent
COUNTRY = "00"
LESSEBO = "0761"


@dataclass(frozen=True)
class Municipality:
    """A municipality of the local police area: code as text, name, county."""

    code: str
    name: str
    county: str


MUNICIPALITIES = (
    Municipality("0760", "Uppvidinge", "Kronobergs län"),
    Municipality("0761", "Lessebo", "Kronobergs län"),
    Municipality("0763", "Tingsryd", "Kronobergs län"),
    Municipality("0834", "Torsås", "Kalmar län"),
    Municipality("0862", "Emmaboda", "Kalmar län"),
    Municipality("0881", "Nybro", "Kalmar län"),
)


@cache
def published() -> dict[tuple[str, int, str], float]:
    """Every published figure: (municipality code, year, measure) -> value. Source: the csv's last column."""
    with (HERE / "published_figures.csv").open(encoding="utf-8", newline="") as handle:
        return {
            (row["municipality_code"], int(row["year"]), row["measure"]): float(row["value"])
            for row in csv.DictReader(handle)
        }


def population(code: str, year: int) -> int:
    """Population on 31 December (number of inhabitants)."""
    return int(published()[(code, year, "population")])


# Uppvidinge's vandalism 2014 is "Missing" in Kolada, so this one number is invented.
INVENTED_VANDALISM = {("0760", 2014): 58}


def yearly(code: str, year: int, measure: str) -> int:
    """Published number of reported offences (theft_total or vandalism) in a municipality and year."""
    if measure == "vandalism" and (code, year) in INVENTED_VANDALISM:
        return INVENTED_VANDALISM[(code, year)]
    return int(published()[(code, year, measure)])


# Lessebo 2014-2023, invented except that theft and vandalism sum to the published numbers, that burglaries
# in buildings 2022 are the published 34 (14 + 20), and that brottsområde 1 and 2 in 2022 are the published
# 486 and 196. Visible changes: residential burglary falls, narcotics rise 2022-2023. The rest is noise.
LESSEBO_COUNTS: dict[str, tuple[int, ...]] = {
    "residential_burglary": (31, 34, 29, 26, 28, 30, 24, 21, 14, 12),
    "other_burglary": (38, 52, 44, 40, 45, 68, 74, 76, 20, 30),
    "bicycle_theft": (24, 38, 33, 27, 31, 44, 41, 36, 19, 27),
    "car_theft": (9, 13, 10, 8, 9, 14, 12, 11, 5, 8),
    "moped_theft": (3, 5, 4, 3, 4, 8, 9, 7, 4, 6),
    "shop_theft": (17, 22, 19, 21, 18, 27, 25, 23, 17, 31),
    "robbery": (1, 2, 0, 1, 1, 2, 3, 1, 0, 1),
    "vehicle_theft": (24, 37, 28, 27, 26, 39, 37, 29, 17, 20),
    "fuel_theft": (12, 18, 14, 12, 13, 19, 22, 18, 14, 13),
    "graffiti": (4, 3, 6, 5, 7, 11, 14, 12, 9, 6),
    "arson": (3, 2, 4, 3, 4, 6, 8, 7, 5, 3),
    "vandalism_car": (19, 17, 21, 20, 23, 28, 33, 30, 26, 21),
    "vandalism_public": (10, 9, 12, 13, 14, 21, 25, 23, 17, 13),
    "narcotics": (27, 31, 29, 34, 32, 35, 38, 36, 48, 61),
    "drug_driving": (7, 9, 8, 11, 10, 12, 13, 12, 18, 21),
    "knife": (2, 3, 2, 4, 3, 4, 3, 5, 6, 7),
    "outdoor_assault": (13, 15, 11, 16, 14, 17, 12, 14, 15, 17),
    "other_assault": (34, 36, 33, 37, 35, 38, 34, 36, 37, 40),
    "molestation": (41, 44, 39, 47, 45, 52, 58, 54, 55, 50),
    "threat": (46, 52, 48, 55, 51, 60, 57, 62, 58, 61),
    "sexual": (11, 12, 14, 15, 18, 17, 20, 19, 24, 22),
    "person_other": (70, 73, 68, 79, 76, 88, 91, 85, 77, 80),
    "traffic": (108, 112, 104, 115, 109, 118, 121, 117, 130, 126),
    "fraud": (58, 66, 74, 81, 92, 97, 104, 101, 118, 112),
    "other_b3": (38, 41, 36, 44, 40, 47, 45, 43, 52, 49),
}

# What the remaining part of each published whole is called.
REST = {"theft_total": "theft_other", "vandalism": "vandalism_other"}

THEFT_PARTS = (
    "residential_burglary",
    "other_burglary",
    "bicycle_theft",
    "car_theft",
    "moped_theft",
    "shop_theft",
    "robbery",
    "vehicle_theft",
    "fuel_theft",
    "theft_other",
)
VANDALISM_PARTS = ("graffiti", "arson", "vandalism_car", "vandalism_public", "vandalism_other")
OTHER_PARTS = (
    "narcotics",
    "drug_driving",
    "knife",
    "outdoor_assault",
    "other_assault",
    "molestation",
    "threat",
    "sexual",
    "person_other",
    "traffic",
    "fraud",
    "other_b3",
)
COMPONENTS = THEFT_PARTS + VANDALISM_PARTS + OTHER_PARTS

# The neighbours: share of the published whole, and for the rest offences per 1 000 inhabitants and year.
NEIGHBOUR_SHARES = {
    "theft_total": (0.10, 0.19, 0.13, 0.04, 0.02, 0.09, 0.006, 0.12, 0.06, 0.244),
    "vandalism": (0.08, 0.05, 0.28, 0.18, 0.41),
}
NEIGHBOUR_RATES = {
    "narcotics": 4.1,
    "drug_driving": 1.4,
    "knife": 0.5,
    "outdoor_assault": 1.6,
    "other_assault": 4.2,
    "molestation": 5.4,
    "threat": 6.0,
    "sexual": 2.0,
    "person_other": 8.6,
    "traffic": 12.5,
    "fraud": 11.5,
    "other_b3": 5.0,
}

# The whole country: published where a figure exists (see published_figures.csv), else these invented
# estimates, per 100 000 inhabitants, 2014 and 2023; years between lie on the line.
COUNTRY_ESTIMATES = {
    "total": (14812, 14349),
    "theft_total": (5480, 3562),
    "vandalism": (1568, 2073),
    "residential_burglary": (452, 335),
    "bicycle_theft": (640, 520),
    "car_theft": (168, 92),
    "shop_theft": (502, 395),
    "robbery": (86, 76),
    "narcotics": (940, 1066),
    "assault": (855, 742),
}

SOL_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "total": ("Totalt antal brott", COMPONENTS),
    "assault": ("Misshandel inkl. grov", ("outdoor_assault", "other_assault")),
    "theft_total": ("8 kap. Stöld, rån m.m.", THEFT_PARTS),
    "car_theft": ("Biltillgrepp", ("car_theft",)),
    "bicycle_theft": ("Cykeltillgrepp", ("bicycle_theft",)),
    "residential_burglary": ("Inbrottsstöld i bostad", ("residential_burglary",)),
    "shop_theft": ("Stöld och snatteri i butik, varuhus o.d.", ("shop_theft",)),
    "robbery": ("Rån, inkl. grovt", ("robbery",)),
    "vandalism": ("12 kap. Skadegörelsebrott", VANDALISM_PARTS),
    "narcotics": ("Brott mot narkotikastrafflagen", ("narcotics",)),
}
