"""Writes the local sources in the project's own templates: schools' incidents, a youth survey, further sources.

Every figure is invented and typed here; nothing is drawn. The safety walk's texts are hand-written
(``texts/``), because one of them holds planted personal data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from tests.example import texts
from tests.example.office import write_workbook
from tests.example.world import even_split

MUNICIPALITY = "Lessebo"
INVENTED = "Exempel: alla uppgifter i filen är påhittade."

INCIDENT_HEADER = (
    "Kommun",
    "Skola",
    "Från och med",
    "Till och med",
    "Termin",
    "Typ",
    "Plats",
    "Antal",
    "Kommentar",
)
KINDS = ("Kränkande behandling", "Hot och våld", "Skadegörelse")
# Incidents per school and year: spring and autumn of each kind, in the order of KINDS. The school that had not
# reported yet wrote a dash, which is not 0.
INCIDENTS: dict[int, dict[str, Sequence[tuple[object, object]]]] = {
    2022: {
        "Glasbruksskolan": ((11, 14), (5, 7), (6, 4)),
        "Hyttmästarskolan": ((8, 6), (2, 3), (1, "-")),
    },
    2023: {
        "Glasbruksskolan": ((12, 9), (6, 3), (4, 5)),
        "Hyttmästarskolan": ((7, 10), (0, 2), (3, 0)),
    },
}

SURVEY = "Ungdomsenkäten i Lessebo (påhittad)"
SURVEY_YEAR = 2022
SURVEY_HEADER = (
    "Undersökning",
    "Kommun",
    "Skola eller område",
    "År",
    "Årskurs",
    "Kön",
    "Fråga",
    "Svarsalternativ",
    "Andel (%)",
    "Antal svar",
)
# Question -> option -> girls and boys who chose it. Everyone who answered is a girl or a boy here, so that no
# third group's answers can be worked out from the difference.
ANSWERS: dict[str, dict[str, tuple[int, int]]] = {
    "Hur trygg är du på vägen mellan hemmet och skolan?": {
        "Mycket trygg": (17, 22),
        "Ganska trygg": (15, 11),
        "Ganska otrygg": (6, 3),
        "Mycket otrygg": (3, 2),
    },
    "Har någon bjudit dig på eller velat sälja alkohol eller narkotika till dig det senaste läsåret?": {
        "Nej": (29, 25),
        "Ja, en gång": (7, 6),
        "Ja, flera gånger": (5, 7),
    },
    "Har något stulits från dig i skolan eller på fritiden det senaste läsåret?": {
        "Nej": (33, 28),
        "Ja, en gång": (6, 7),
        "Ja, flera gånger": (2, 3),
    },
    "Ingriper de vuxna i skolan när någon blir illa behandlad?": {
        "För det mesta": (14, 17),
        "Ibland": (15, 12),
        "Sällan eller aldrig": (7, 4),
        "Vet inte": (5, 5),
    },
}

FURTHER_HEADER = (
    "Källa",
    "Kommun",
    "Plats",
    "Från och med",
    "Till och med",
    "Företeelse",
    "Antal",
    "Enhet",
    "Text",
    "Uppgiftslämnare (roll)",
)
# Kronor that the technical office paid for repairs: first and second half of the year.
REPAIRS: dict[int, dict[str, tuple[int, int]]] = {
    2022: {"stationen i Lessebo": (18400, 23650), "gångtunneln i Hovmantorp": (6200, 11800)},
    2023: {"stationen i Lessebo": (14900, 9750), "gångtunneln i Hovmantorp": (7450, 0)},
}
WALK = "vandring_2023.txt"

Row = list[object]


def _halves(year: int) -> tuple[tuple[dt.date, dt.date], tuple[dt.date, dt.date]]:
    """The two halves of a year, first and last day."""
    return (
        (dt.date(year, 1, 1), dt.date(year, 6, 30)),
        (dt.date(year, 7, 1), dt.date(year, 12, 31)),
    )


def incident_rows(year: int) -> list[Row]:
    """Rows of one year's incident template: terms in 2022, first and last day in 2023."""
    rows: list[Row] = []
    for school, kinds in INCIDENTS[year].items():
        for half, term in enumerate(("VT", "HT")):
            period: Row = [None, None, f"{term} {year}"] if year == 2022 else [*_halves(year)[half], None]
            for kind, counts in zip(KINDS, kinds, strict=True):
                rows.append([MUNICIPALITY, school, *period, kind, None, counts[half], None])
    return rows


def survey_rows() -> list[Row]:
    """Rows of the youth survey: percent with one decimal that sum to 100 per question and group."""
    rows: list[Row] = []
    for question, options in ANSWERS.items():
        chosen = {
            "Alla": [girls + boys for girls, boys in options.values()],
            "Flickor": [girls for girls, _ in options.values()],
            "Pojkar": [boys for _, boys in options.values()],
        }
        for group, counts in chosen.items():
            lead: Row = [SURVEY, MUNICIPALITY, None, SURVEY_YEAR, "8", group, question]
            for option, tenths in zip(options, even_split(1000, counts), strict=True):
                rows.append([*lead, option, tenths / 10, sum(counts)])
    return rows


def further_rows() -> list[Row]:
    """Rows of the template for further sources: repairs in kronor, then the safety walk's texts."""
    rows: list[Row] = []
    for year, places in REPAIRS.items():
        for place, costs in places.items():
            for (first, last), kronor in zip(_halves(year), costs, strict=True):
                lead: Row = ["Tekniska kontoret", MUNICIPALITY, place, first, last]
                rows.append([*lead, "Reparation efter skadegörelse", kronor, "kronor", None, "Gatuchef"])
    for day, place, seen, text in texts.table(WALK, 4):
        date = dt.date.fromisoformat(day)
        lead = ["Trygghetsvandring", MUNICIPALITY, place, date, date]
        rows.append([*lead, seen, None, None, text, "Säkerhetssamordnare"])
    return rows


def _write(path: Path, sheet: str, title: str, header: Sequence[str], rows: list[Row]) -> None:
    write_workbook(path, [(sheet, [[title], [INVENTED], [], list(header), *rows])])


def write_all(out: Path) -> None:
    """Write skola/incidenter_<år>.xlsx, ungdomsenkat/ and ovriga-kallor/."""
    for year in INCIDENTS:
        title = f"Skolornas incidentrapporter {year}"
        path = out / "skola" / f"incidenter_{year}.xlsx"
        _write(path, "Incidenter", title, INCIDENT_HEADER, incident_rows(year))
    path = out / "ungdomsenkat" / f"ungdomsenkat_{SURVEY_YEAR}.xlsx"
    _write(path, "Ungdomsenkät", f"Ungdomsenkät {SURVEY_YEAR}", SURVEY_HEADER, survey_rows())
    _write(out / texts.target(WALK), "Övriga källor", "Övriga källor 2023", FURTHER_HEADER, further_rows())
