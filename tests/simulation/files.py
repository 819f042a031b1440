"""Writes a simulation as the raw files that a municipality receives: the agreement, SOL's yearly file, SCB's."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.paths import RAW
from tests.simulation.world import YEARS, Simulation

LABELS = {
    "theft_total": "8 kap. Stöld, rån m.m.",
    "residential_burglary": "Inbrottsstöld i bostad",
    "bicycle_theft": "Cykeltillgrepp",
    "shop_theft": "Stöld och snatteri i butik, varuhus o.d.",
    "robbery": "Rån, inkl. grovt",
    "vandalism": "12 kap. Skadegörelsebrott",
    "narcotics": "Brott mot narkotikastrafflagen",
}


def write(simulation: Simulation, raw: Path) -> None:
    """One agreement's folder under ``raw``: everything the refresh reads."""
    folder = raw / "simulerat"
    (folder / "bra").mkdir(parents=True)
    (folder / "befolkning").mkdir()
    text = (RAW / "lessebo-exempel" / "avtal.toml").read_text(encoding="utf-8")
    text = text.replace('id = "lessebo-exempel"', 'id = "simulerat"')
    (folder / "avtal.toml").write_text(text, encoding="utf-8")
    _lines(folder / "bra" / "sol_ar.txt", _sol(simulation))
    _lines(folder / "befolkning" / "folkmangd_3112.csv", _population(simulation))


def _lines(path: Path, lines: list[str]) -> None:
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("iso-8859-1"))


def _sol(simulation: Simulation) -> list[str]:
    lines = ["Region;Brott;År;Period;Antal;/100 000 inv"]
    regions = [f"{name} kommun" for name in simulation.names]
    for region, row in [("Hela landet", None), *zip(regions, range(len(regions)), strict=True)]:
        for group, label in LABELS.items():
            counts = simulation.counts[group]
            shown = counts.sum(axis=0) if row is None else counts[row]
            people = simulation.people.sum(axis=0) if row is None else simulation.people[row]
            rates = np.rint(shown * 100_000 / people).astype(int)
            lines += [
                f"{region};{label};År;{year};{count};{rate};"
                for year, count, rate in zip(YEARS, shown, rates, strict=True)
            ]
    return lines


def _population(simulation: Simulation) -> list[str]:
    heading = ";".join(['"region"', *(f'"Folkmängd {year}"' for year in YEARS)])
    country = ["00 Riket", *map(str, simulation.people.sum(axis=0))]
    rows = [
        [f"{code} {name}", *map(str, people)]
        for code, name, people in zip(simulation.codes, simulation.names, simulation.people, strict=True)
    ]
    return [heading, *(";".join([f'"{row[0]}"', *row[1:]]) for row in [country, *rows])]
