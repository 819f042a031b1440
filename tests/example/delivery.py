"""Writes the forms: citizen dialogue (Microsoft Forms export), staff dialogue and the operative Brå lists.

The texts are hand-written (``texts/``); this module only lays them out, scales with differing length and
direction included.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.example import texts
from tests.example.office import write_workbook
from tests.example.world import stream

WHERE = "Var och när känner du dig otrygg?"
WHAT = "Vad borde kommunen och polisen göra?"
OTHER = "Något annat du vill berätta?"
# Length and direction of the scale change between years, as they do between real dialogues.
SCALES = {
    2019: "Hur trygg känner du dig där du bor? (1–10, där 10 är mycket trygg)",
    2020: "Hur trygg känner du dig i kommunen? Skala 1–4, där 4 är mycket trygg.",
    2021: "Hur otrygg känner du dig ute på kvällen? (1–10, där 10 är mycket otrygg)",
    2022: "Hur otrygg känner du dig i kommunen? Skala 1–4, där 4 är mycket otrygg.",
    2023: "Hur trygg känner du dig där du bor? (1–10, där 10 är mycket trygg)",
}
STAFF_HEADER = [
    "Datum",
    "Verksamhet",
    "Plats",
    "Tid",
    "Fenomen",
    "Hur ofta",
    "Sedan när",
    "Trolig orsak",
    "Förslag",
    "Lämnat av",
]
OPERATIVE_HEADER = ["Datum", "Vecka", "Plats", "Tid", "Typ", "Händelse", "Rapporterat av (roll)"]


def _day(text: str) -> dt.date | str:
    """A date cell, or the text as it was written when it is no date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _or_none(cells: list[str]) -> list[object]:
    return [cell or None for cell in cells]


def citizen_rows(seed: int, year: int, scale: int) -> list[list[object]]:
    """Header and rows of one year's form; `scale` repeats the answers."""
    rng = stream(seed, "citizen", year)
    contact = "Telefon (om du vill bli kontaktad)"
    locality = "Vilken ort bor du i?"
    header = [
        "ID",
        "Starttid",
        "Slutförandetid",
        "E-post",
        "Namn",
        locality,
        SCALES[year],
        WHERE,
        WHAT,
        OTHER,
    ]
    rows: list[list[object]] = [[*header, contact]]
    moment = dt.datetime(year, 9, 30, 8, 0)
    for number, answer in enumerate(texts.table(f"medborgare_{year}.txt", 6) * scale, start=1):
        place, level, where, what, other, person = answer
        name, mail, phone = [part.strip() for part in (person + ";;").split(";")[:3]]
        moment += dt.timedelta(minutes=rng.randrange(20, 1500) if scale == 1 else 1)
        done = moment + dt.timedelta(seconds=rng.randrange(90, 900))
        lead: list[object] = [number, moment, done, mail or "anonymous", name or None, place, int(level)]
        rows.append([*lead, *_or_none([where, what, other, phone])])
    return rows


def staff_rows(year: int, scale: int) -> list[list[object]]:
    """Header and rows of one year's staff form."""
    rows: list[list[object]] = [list(STAFF_HEADER)]
    for day, *rest in texts.table(f"personal_{year}.txt", 10) * scale:
        rows.append([_day(day), *_or_none(rest)])
    return rows


def operative_rows(year: int, scale: int) -> list[list[object]]:
    """Header and rows of one year's operative list, with the ISO week of every date."""
    rows: list[list[object]] = [list(OPERATIVE_HEADER)]
    for day, *rest in texts.table(f"operativ_{year}.txt", 6) * scale:
        date = dt.date.fromisoformat(day)
        rows.append([date, date.isocalendar().week, *_or_none(rest)])
    return rows


def write_all(seed: int, out: Path, scale: int = 1) -> None:
    """Write medborgardialog/, medarbetardialog/ (forms) and operativa-bra/."""
    for year in texts.FORM_YEARS:
        write_workbook(
            out / texts.target(f"medborgare_{year}.txt"), [("Form1", citizen_rows(seed, year, scale))]
        )
        write_workbook(
            out / texts.target(f"personal_{year}.txt"), [("Medarbetardialog", staff_rows(year, scale))]
        )
        write_workbook(out / texts.target(f"operativ_{year}.txt"), [("Lista", operative_rows(year, scale))])
