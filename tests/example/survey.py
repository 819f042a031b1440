"""Writes the safety survey (Trygghetsmätning) 2019-2023 in the project's own template.

Index 0-6 per question, group and locality, lower is better. Everything is invented, except that Lessebo's
four localities got 300 forms each and that Nybro had 540 answers in 2023.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.example import reference as ref
from tests.example.office import write_workbook
from tests.example.world import stream

SURVEY_YEARS = range(2019, 2024)
HEADER = ("Kommun", "Ort", "Grupp", "Fråga", "År", "Index (0–6)", "Antal svar")
LOCALITIES = ("Lessebo", "Hovmantorp", "Kosta", "Skruv")
WHOLE = "Hela kommunen"
TOTAL = "Totalindex"

# Typical level per question in the four localities, and how much higher women's answers lie.
LEVELS: dict[str, tuple[tuple[float, float, float, float], float]] = {
    "Nedskräpning": ((2.6, 1.8, 1.4, 1.1), 0.0),
    "Skadegörelse": ((2.9, 2.6, 1.3, 1.0), 0.0),
    "Bilar som kör för fort": ((3.2, 3.6, 3.0, 2.8), 0.2),
    "Buskörning med moped eller A-traktor": ((3.3, 4.2, 2.4, 2.6), 0.1),
    "Berusade personer utomhus": ((2.8, 1.7, 1.0, 0.8), 0.3),
    "Narkotikapåverkade personer utomhus": ((2.7, 1.8, 0.9, 0.6), 0.2),
    "Folk som bråkar och slåss": ((2.3, 1.3, 0.6, 0.4), 0.1),
    "Ungdomsgäng som stör ordningen": ((3.5, 2.7, 1.0, 0.6), 0.2),
    "Kvinnor som antastas": ((2.1, 1.0, 0.6, 0.4), 0.8),
    "Oro för inbrott i bostaden": ((2.6, 2.9, 2.4, 2.7), 0.4),
    "Oro för överfall eller misshandel": ((2.5, 1.7, 1.1, 0.9), 0.7),
    "Otrygg ute ensam sent på kvällen": ((3.2, 2.2, 1.3, 1.2), 1.1),
    "Utsatt för stöld": ((1.5, 1.6, 1.0, 1.1), 0.0),
    "Polisen bryr sig om de lokala problemen": ((3.0, 2.9, 2.2, 2.0), -0.2),
}
# Drift per year and locality: Lessebo worsens to 2021 and improves 2023, the others move little.
DRIFT = {
    2019: (0.0, 0.3, 0.0, 0.0),
    2020: (0.3, 0.2, 0.1, 0.1),
    2021: (0.7, 0.1, 0.0, -0.1),
    2022: (0.4, -0.2, 0.0, 0.1),
    2023: (-0.1, -0.3, -0.2, 0.0),
}
ANSWERS = {"0760": 421, "0763": 512, "0834": 398, "0862": 436, "0881": 528}


def _step(value: float) -> int:
    return max(0, min(6, round(value)))


def _comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _lessebo(rng: random.Random, year: int) -> list[list[object]]:
    """Rows of the four localities and the whole municipality, three groups each."""
    answers = {}
    for locality in LOCALITIES:
        women, men = rng.randrange(72, 88), rng.randrange(61, 78)
        answers[locality] = {"Alla": women + men + rng.randrange(0, 4), "Kvinnor": women, "Män": men}
    rows: list[list[object]] = []
    sums: dict[tuple[str, str], list[float]] = {}
    for question, (levels, difference) in LEVELS.items():
        drawn: dict[str, list[float]] = {"Alla": [], "Kvinnor": [], "Män": []}
        for index, locality in enumerate(LOCALITIES):
            level = levels[index] + DRIFT[year][index] + rng.gauss(0, 0.35)
            for group, shift in (("Alla", 0.0), ("Kvinnor", difference / 2), ("Män", -difference / 2)):
                value = level + shift + (rng.gauss(0, 0.25) if group != "Alla" else 0.0)
                drawn[group].append(value)
                sums.setdefault((locality, group), []).append(_step(value))
                rows.append(
                    ["Lessebo", locality, group, question, year, _step(value), answers[locality][group]]
                )
        for group, values in drawn.items():
            mean = sum(_step(value) for value in values) / len(values)
            sums.setdefault((WHOLE, group), []).append(mean)
            total = sum(answers[locality][group] for locality in LOCALITIES)
            rows.append(["Lessebo", WHOLE, group, question, year, _step(mean), total])
    for (locality, group), values in sums.items():
        people = answers.get(locality, {}).get(group) or sum(answers[name][group] for name in LOCALITIES)
        rows.append(["Lessebo", locality, group, TOTAL, year, _comma(sum(values) / len(values)), people])
    return rows


def _neighbours(rng: random.Random, year: int) -> list[list[object]]:
    """Rows of the other five municipalities: the whole municipality, all answers."""
    rows: list[list[object]] = []
    for place in ref.MUNICIPALITIES:
        if place.code == ref.LESSEBO:
            continue
        tilt = {"0881": 0.5, "0862": 0.2}.get(place.code, -0.1)
        people = 540 if (place.code, year) == ("0881", 2023) else ANSWERS[place.code] + rng.randrange(-30, 31)
        steps = []
        for question, (levels, _) in LEVELS.items():
            value = _step(sum(levels) / 4 + tilt + rng.gauss(0, 0.4))
            steps.append(value)
            rows.append([place.name, WHOLE, "Alla", question, year, value, people])
        rows.append([place.name, WHOLE, "Alla", TOTAL, year, _comma(sum(steps) / len(steps)), people])
    return rows


def _with_gaps(rows: list[list[object]], year: int) -> list[list[object]]:
    """Two cells as they arrive in reality: one blank, one with a dash."""
    gaps = {
        2021: ("Skruv", "Kvinnor", "Kvinnor som antastas", None),
        2022: ("Kosta", "Män", "Nedskräpning", "-"),
    }
    for row in rows:
        if year in gaps and (row[1], row[2], row[3]) == gaps[year][:3]:
            row[5] = gaps[year][3]
    return rows


def write_all(seed: int, out: Path) -> None:
    """Write trygghetsmatning/trygghetsmatning_<år>.xlsx for the agreement's years."""
    for year in SURVEY_YEARS:
        rng = stream(seed, "survey", year)
        rows = _with_gaps(_lessebo(rng, year) + _neighbours(rng, year), year)
        info: list[list[object]] = [
            [f"Polisens trygghetsmätning {year}, lokalpolisområde Nybro"],
            ["Index 0–6 per fråga. 0 = närmast obefintligt problem, 6 = alarmerande. Lägre är bättre."],
            ["Urval 16–85 år, draget per ort: 300 formulär i varje ort i Lessebo kommun."],
            [],
        ]
        path = out / "trygghetsmatning" / f"trygghetsmatning_{year}.xlsx"
        write_workbook(path, [("Trygghetsmätning", [*info, list(HEADER), *rows])])
