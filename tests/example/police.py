"""Writes the police's deliveries, one file per municipality and year, with the layout drift of real ones.

The rows follow the world's counts per offence and month with a few per cent's difference, as deliveries and
published statistics differ in reality. The offence codes and their meaning are the police's own
(``offence_codes.csv``, texts shortened); every row is invented.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.example import reference as ref
from tests.example import rhythm
from tests.example.world import World, even_split, stream

SECTION = "LPO Nybro"
COLUMNS = (
    "LPO/Sektion nivå 4 brottsplats",
    "Län",
    "Kommunnamn",
    "Kommunkod",
    "desokod",
    "Brottskod",
    "Brottskod text",
    "Inskr år",
    "Inskr årmånad",
    "Inskrivningsdatum",
    "Brottsdatum från",
    "Brottsdatum till",
    "antal_brott",
)
# Several crimes can share a row. In the neighbours' files the kinds that no offence group uses are packed
# harder, which keeps the tracked files small.
PACKED = {"fraud", "traffic", "person_other", "threat", "other_b3", "sexual"}
LOCAL_TRAFFIC_SHARE = {ref.LESSEBO: 0.075}  # of the other rows: seven per cent of the file
NEIGHBOUR_TRAFFIC_SHARE = 0.02


@dataclass(frozen=True)
class Layout:
    """How one year's file is written."""

    separator: str = ";"
    encoding: str = "utf-8-sig"
    order: tuple[int, ...] = tuple(range(13))
    times: bool = True
    padded_code: bool = False
    padded_municipality: bool = False
    lower_header: bool = False


OLD = Layout(encoding="cp1252", times=False)
LAYOUTS: dict[int, Layout] = {
    2014: OLD,
    2015: OLD,
    2016: OLD,
    2017: OLD,
    2018: Layout(),
    2019: Layout(),
    2020: Layout(padded_municipality=True),
    2021: Layout(separator=",", encoding="utf-8", padded_code=True, padded_municipality=True),
    2022: Layout(order=(7, 8, 9, 5, 6, 12, 10, 11, 0, 1, 2, 3, 4), lower_header=True),
    2023: Layout(padded_municipality=True),
}
MISSPELT = {
    "Inbrottsstöld": "Inbrotsstöld",
    "Misshandel": "Misshandell",
    "Skadegörelse": "Skadegörlese",
    "Stöld": "Stöd",
    "Tillgrepp": "Tilgrepp",
    "Narkotikastrafflagen": "Narkotikastraflagen",
    "Kortbedrägeri": "Kortbedregeri",
}


@cache
def offence_codes() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Per component: (code, text, weight). Source of codes and meanings: the police's code tree."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    with (ref.HERE / "offence_codes.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            found.setdefault(row["component"], []).append((row["code"], row["text"], int(row["weight"])))
    return {component: tuple(codes) for component, codes in found.items()}


def _crimes_in_row(rng: random.Random, component: str, code: str, left: int) -> int:
    """How many crimes one row stands for: mostly one, more often several in the packed kinds."""
    if component in PACKED and code != ref.LESSEBO and rng.random() < 0.8:
        return min(left, rng.randrange(6, 24))
    if rng.random() < 0.025:
        return min(left, rng.choice((2, 2, 2, 3, 3, 4, 5, 12)))
    return 1


def _delivered(rng: random.Random, counts: list[int], exact: bool) -> list[int]:
    """Monthly counts as delivered: up to three per cent from the published ones, unless `exact`."""
    total = sum(counts)
    if exact or total == 0:
        return counts
    return even_split(round(total * (1 + rng.uniform(-0.022, 0.022))), [count + 0.0001 for count in counts])


def _date(moment: dt.datetime | None, times: bool) -> str:
    if moment is None:
        return "-"
    return moment.strftime("%Y-%m-%d %H:%M") if times else moment.strftime("%Y-%m-%d")


def _registered(rng: random.Random, component: str, year: int, month: int) -> dt.date:
    """A day of the month; the weekday pattern of the offence shines through the registration."""
    days = [dt.date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1])]
    pattern = rhythm.WEEKDAYS.get(component, rhythm.EVEN_WEEK)
    return rng.choices(days, weights=[pattern[day.weekday()] for day in days])[0]


def _row(rng: random.Random, component: str, place: ref.Municipality, year: int, month: int) -> list[str]:
    """One row in the columns' usual order, codes without leading zeros added or lost."""
    layout = LAYOUTS[year]
    code, text, _ = rng.choices(
        offence_codes()[component], weights=[weight for _, _, weight in offence_codes()[component]]
    )[0]
    registered = _registered(rng, component, year, month)
    hour, minute = rhythm.draw_hour(rng, component)
    delay, span = rhythm.draw_delay(rng, component), rhythm.draw_span(rng, component)
    end_day = registered - dt.timedelta(days=delay)
    if rng.random() < 0.002:
        end_day = registered + dt.timedelta(days=rng.randrange(1, 20))
    begin: dt.datetime | None = dt.datetime.combine(end_day - dt.timedelta(days=span), dt.time(hour, minute))
    end: dt.datetime | None = begin
    if span:
        end = dt.datetime.combine(end_day, dt.time(*rhythm.draw_hour(rng, "default")))
    if rng.random() < 0.026:
        begin = None
    if rng.random() < 0.014:
        end = None
    if rng.random() < 0.012:
        for right, wrong in MISSPELT.items():
            text = text.replace(right, wrong)
    return [
        SECTION,
        place.county,
        place.name,
        place.code if layout.padded_municipality else place.code.lstrip("0"),
        rhythm.draw_area(rng, place.code, component),
        code if layout.padded_code else code.lstrip("0"),
        text,
        str(year),
        f"{year}{month:02d}",
        registered.isoformat(),
        _date(begin, layout.times),
        _date(end, layout.times),
    ]


def rows(world: World, place: ref.Municipality, year: int, scale: int = 1) -> list[list[str]]:
    """All rows of one delivery, in order of registration."""
    rng = stream(world.seed, "police", place.code, year)
    exact = place.code == ref.LESSEBO and year == 2022
    out: list[list[str]] = []
    for component in ref.COMPONENTS:
        delivered = _delivered(rng, world.months(place.code, year, (component,)), exact)
        for month, count in enumerate(delivered, start=1):
            left = count * scale
            while left > 0:
                several = _crimes_in_row(rng, component, place.code, left)
                out.append([*_row(rng, component, place, year, month), str(several)])
                left -= several
    share = LOCAL_TRAFFIC_SHARE.get(place.code, NEIGHBOUR_TRAFFIC_SHARE)
    for _ in range(round(len(out) * share)):
        out.append([*_row(rng, "local_traffic", place, year, rng.randrange(1, 13)), "1"])
    out.sort(key=lambda row: (row[9], row[5].zfill(4), row[4], row[10]))
    return out


def text(world: World, place: ref.Municipality, year: int, scale: int = 1) -> bytes:
    """The bytes of one delivery in that year's layout."""
    layout = LAYOUTS[year]
    names = [name.lower() for name in COLUMNS] if layout.lower_header else list(COLUMNS)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=layout.separator, lineterminator="\n")
    writer.writerow([names[i] for i in layout.order])
    for row in rows(world, place, year, scale):
        writer.writerow([row[i] for i in layout.order])
    return buffer.getvalue().encode(layout.encoding)


def write_all(world: World, out: Path, scale: int = 1) -> None:
    """Write polisen/Brottsstatistik_<Kommun>_<ÅÅÅÅ>12.csv for every municipality and year."""
    folder = out / "polisen"
    folder.mkdir(parents=True, exist_ok=True)
    for place in ref.MUNICIPALITIES:
        for year in ref.YEARS:
            name = f"Brottsstatistik_{place.name}_{year}12.csv"
            (folder / name).write_bytes(text(world, place, year, scale))
