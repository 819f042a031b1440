"""Writes Skolinspektionen's school survey, year 8, for 2018, 2020 and 2022 in the workbook's real layout.

Published (Skolinspektionen, 2022): indices and response counts for Lessebo, Emmaboda and all schools, and
Lessebo's answers to the five questions that indicators rest on.
Everything else, the other four municipalities and the other years included, is invented. The names of the
school units are invented too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tests.example.office import write_workbook
from tests.example.world import stream

SURVEY_YEARS = (2018, 2020, 2022)
DEGREE = ("Helt och hållet", "Till stor del", "Till viss del", "Inte alls")
OFTEN = ("Alltid", "Ofta", "Ibland", "Sällan", "Aldrig")
SELDOM = OFTEN[::-1]
GOOD = ("Mycket bra", "Ganska bra", "Ganska dåligt", "Mycket dåligt")
MUCH = ("Väldigt mycket", "Ganska mycket", "Ganska lite", "Inte alls")
UNSURE = "Vet inte"

# Question, options from best to worst, how far from the heading's index its mean lies.
Question = tuple[str, tuple[str, ...], float]
HEADINGS: tuple[tuple[str, tuple[Question, ...]], ...] = (
    (
        "5. Bemötande - lärare",
        (
            (
                "Tycker du att lärarna behandlar alla elever lika oavsett om de är flickor, pojkar eller har "
                "annan könsidentitet?",
                DEGREE,
                -0.8,
            ),
            ("Känner du dig orättvist behandlad av någon lärare eller annan vuxen i skolan?", SELDOM, 0.8),
        ),
    ),
    (
        "6. Bemötande - elever",
        (
            ("Hur tycker du att eleverna bemöter vuxna i skolan?", GOOD, -0.2),
            ("Hur tycker du att eleverna bemöter varandra i skolan?", GOOD, 0.0),
            ("Känner du att du kan vara dig själv i skolan?", DEGREE, 0.2),
        ),
    ),
    (
        "7. Inflytande",
        (
            (
                "Hur mycket tycker du att ni elever får vara med och påverka hur ni ska arbeta på "
                "lektionerna?",
                MUCH,
                -0.4,
            ),
            (
                "Hur mycket tycker du att de vuxna i skolan lyssnar på förslag från eleverna, till exempel "
                "från klassråd eller elevråd?",
                MUCH,
                0.4,
            ),
        ),
    ),
    (
        "8. Studiero",
        (
            ("Hur ofta är det arbetsro på lektionerna?", OFTEN, 0.0),
            ("Hur ofta är det så stökigt på lektionerna att du har svårt att koncentrera dig?", SELDOM, 0.0),
        ),
    ),
    (
        "9. Trygghet",
        (
            ("Känner du dig rädd för andra elever i skolan?", SELDOM, 0.3),
            ("Känner du dig rädd för någon lärare eller annan vuxen i skolan?", SELDOM, 0.8),
            ("Känner du dig trygg i skolan?", DEGREE, -1.1),
        ),
    ),
    (
        "10. Förhindra kränkningar",
        (
            (
                "Litar du på att de vuxna i skolan gör tillräckligt om någon elev blir illa behandlad?",
                DEGREE,
                0.3,
            ),
            ("Tycker du att de vuxna i skolan har koll på vad som händer på rasterna?", OFTEN, -0.3),
        ),
    ),
)


@dataclass(frozen=True)
class Organisation:
    """A row: who answered, how many there were and answered, and the six indices."""

    name: str
    number: int | None
    group: int | None
    answers: int
    indices: tuple[float, ...]
    municipality: str | None = None
    unit: tuple[int, str] | None = None


PUBLISHED_2022 = (
    Organisation("Samtliga deltagande skolor", None, 57710, 45843, (6.9, 6.8, 4.7, 5.7, 8.2, 5.5)),
    Organisation("Lessebo kommun", 2120000613, 107, 82, (6.6, 6.0, 5.0, 5.3, 8.1, 5.4)),
    Organisation("Emmaboda kommun", 2120000738, 100, 81, (6.9, 6.5, 4.8, 5.3, 8.0, 5.6)),
)
# Published answers of Lessebo 2022 per option, best first and "Vet inte" last, and the published mean. The
# options that Skolinspektionen masks are invented; they add up to the published 82 answers.
PUBLISHED_ANSWERS: dict[str, tuple[float, list[int]]] = {
    "Hur ofta är det arbetsro på lektionerna?": (5.3, [5, 17, 44, 10, 4, 2]),
    "Känner du dig rädd för andra elever i skolan?": (8.5, [51, 16, 10, 2, 1, 2]),
    "Känner du dig trygg i skolan?": (6.9, [28, 33, 15, 4, 2]),
    "Litar du på att de vuxna i skolan gör tillräckligt om någon elev blir illa behandlad?": (
        5.6,
        [15, 28, 25, 7, 7],
    ),
    "Tycker du att de vuxna i skolan har koll på vad som händer på rasterna?": (5.2, [7, 20, 30, 16, 4, 5]),
}
# Invented: pupils in year 8 and the level of the indices, before each year's draw.
OTHERS = (
    ("Uppvidinge kommun", 2120000605, 104),
    ("Tingsryd kommun", 2120000621, 128),
    ("Torsås kommun", 2120000696, 74),
    ("Nybro kommun", 2120000746, 226),
)
USUAL = (6.8, 6.6, 4.8, 5.6, 8.1, 5.5)
LESSEBO_EARLIER = {2018: (6.7, 6.3, 4.9, 5.6, 8.4, 5.8), 2020: (6.8, 6.2, 4.9, 5.5, 8.3, 5.7)}


def _counts(options: int, target: float, people: int) -> list[int]:
    """Answers per option, best first, whose mean on 0-10 lies as near the target as whole answers allow."""
    values = [10 * (options - 1 - i) / (options - 1) for i in range(options)]
    weights = [2.0 ** (-(((value - target) / 3.0) ** 2)) for value in values]
    counts = [int(people * weight / sum(weights)) for weight in weights]
    nearest = min(range(options), key=lambda i: abs(values[i] - target))
    counts[nearest] += people - sum(counts)
    while people:
        mean = sum(c * v for c, v in zip(counts, values, strict=True)) / people
        step = values[0] - values[1]
        if abs(mean - target) * people <= step:
            return counts
        up = mean < target
        order = range(options - 1, 0, -1) if up else range(options - 1)
        movable = max(order, key=lambda i: counts[i])
        counts[movable] -= 1
        counts[movable - 1 if up else movable + 1] += 1
    return counts


def _masked(counts: list[int]) -> list[object]:
    """Counts as published: 1-4 hidden, and one more when the hidden one could be worked out. A mask says only
    that it stands for 1-9, 10-19 or 20 and more."""
    hidden = {i for i, count in enumerate(counts) if 1 <= count <= 4}
    if len(hidden) == 1:
        rest = [i for i, count in enumerate(counts) if i not in hidden and count > 0]
        hidden.add(min(rest, key=lambda i: (counts[i], i)))
    marks: list[object] = []
    for i, count in enumerate(counts):
        mark = "*" if count < 10 else "**" if count < 20 else "***"
        marks.append(mark if i in hidden else count)
    return marks


def _cells(rng: random.Random, organisation: Organisation) -> list[object]:
    """All result cells of one organisation, heading by heading."""
    cells: list[object] = []
    few = organisation.answers < 5
    for (_, questions), index in zip(HEADINGS, organisation.indices, strict=True):
        cells.append("-" if few else index)
        for question, options, offset in questions:
            if few:
                cells += ["-"] * (1 + 2 * (len(options) + 1))
                continue
            unsure = round(organisation.answers * rng.uniform(0.01, 0.06))
            target = round(max(0.5, min(9.6, index + offset)), 1)
            people = organisation.answers - unsure
            counts = [*_counts(len(options), target, people), unsure]
            if organisation == PUBLISHED_2022[1] and question in PUBLISHED_ANSWERS:
                target, counts = PUBLISHED_ANSWERS[question]
            cells.append(target)
            for shown, count in zip(_masked(counts), counts, strict=True):
                hidden = isinstance(shown, str)
                cells += [shown, "-" if hidden else round(count / organisation.answers, 3)]
    return cells


def _header() -> list[list[object]]:
    """The three header rows without the year's title."""
    columns = ["Orgnummer", "Huvudman", "Kommun", "Skolenhetskod", "Skolenhet", "Antal i gruppen", "Antal"]
    top: list[object] = [None] * 8
    middle: list[object] = [*columns, "Svarsfrekvens"]
    bottom: list[object] = [None] * 8
    for heading, questions in HEADINGS:
        top.append(heading)
        middle.append(None)
        bottom.append("Index")
        for question, options, _ in questions:
            top.append(question)
            middle.append(None)
            bottom.append("Medelvärde")
            for option in (*options, UNSURE):
                top += [None, None]
                middle += [option, None]
                bottom += ["Antal", "Andel"]
    return [top, middle, bottom]


def _draw(
    rng: random.Random, name: str, number: int | None, group: int, base: tuple[float, ...]
) -> Organisation:
    spread = 0.05 if group > 1000 else 0.3
    indices = tuple(round(value + rng.uniform(-spread, spread), 1) for value in base)
    return Organisation(name, number, group, round(group * rng.uniform(0.74, 0.86)), indices)


def _organisations(rng: random.Random, year: int) -> list[Organisation]:
    """All rows of one year, in the workbook's order: total, by sex, responsible bodies, school units."""
    if year == 2022:
        total, lessebo, emmaboda = PUBLISHED_2022
    else:
        total = _draw(rng, "Samtliga deltagande skolor", None, 55210 + (year - 2018) * 400, USUAL)
        lessebo = _draw(rng, "Lessebo kommun", 2120000613, 94 + year - 2018, LESSEBO_EARLIER[year])
        emmaboda = _draw(rng, "Emmaboda kommun", 2120000738, 97, USUAL)
    women = Organisation(
        f"{total.name} - Kvinna",
        None,
        None,
        round(total.answers * 0.48),
        tuple(i - 0.3 for i in total.indices),
    )
    men = Organisation(
        f"{total.name} - Man", None, None, round(total.answers * 0.49), tuple(i + 0.3 for i in total.indices)
    )
    others = [_draw(rng, name, number, group, USUAL) for name, number, group in OTHERS]
    bodies = sorted([lessebo, emmaboda, *others], key=lambda body: body.number or 0)
    group = (lessebo.group or 0) - 3
    units = [
        Organisation(
            lessebo.name,
            lessebo.number,
            group,
            lessebo.answers - 3,
            lessebo.indices,
            "Lessebo",
            (90000101, "Glasbruksskolan 7-9"),
        ),
        Organisation(
            lessebo.name,
            lessebo.number,
            3,
            3,
            lessebo.indices,
            "Lessebo",
            (90000102, "Glasbruksskolan, grundsär"),
        ),
    ]
    return [total, women, men, *bodies, *units]


def _rows(seed: int, year: int) -> list[list[object]]:
    rng = stream(seed, "school", year)
    rows = _header()
    rows[0][0] = f"Skolenkäten {year} -  Elever årskurs 8"
    for body in _organisations(rng, year):
        code, school = body.unit or (None, None)
        rate = round(body.answers / body.group, 3) if body.group else "-"
        lead: list[object] = [body.number, body.name, body.municipality, code, school, body.group or "-"]
        rounded = tuple(round(value, 1) for value in body.indices)
        fixed = Organisation(body.name, body.number, body.group, body.answers, rounded)
        rows.append([*lead, body.answers, rate, *_cells(rng, fixed)])
    return rows


EXPLANATION = (
    ("Förklaring till exempelfilen",),
    ("Uppställningen är Skolinspektionens. Rad 1: index (inleds med siffra) eller fråga.",),
    ("Rad 2: svarsalternativ. Rad 3: index, medelvärde, antal eller andel.",),
    ("* = 1–9 svar, ** = 10–19 svar, *** = 20 eller fler svar som dolts, - = redovisas inte.",),
)


def write_all(seed: int, out: Path) -> None:
    """Write skola/skolenkaten_ak8_<år>.xlsx."""
    for year in SURVEY_YEARS:
        sheets = [(f"Resultat elever åk 8 {year}", _rows(seed, year)), ("Förklaring", EXPLANATION)]
        write_workbook(out / "skola" / f"skolenkaten_ak8_{year}.xlsx", sheets)
