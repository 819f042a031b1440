"""The year wheel: what comes back every year, and the plan's dates, month by month, as one wheel and as a table.

Belongs here: which marks stand in which month, the drawing. Not here: which months are certain (``indicator_season``),
the recurring days (expectations/year_wheel.toml). A month is marked only where its own interval says that it lies
above an average month and the season itself is certain.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import pandas as pd

from pipelines.paths import EXPECTATIONS
from pipelines.report.edition import Edition
from pipelines.report.markup import Column, Fragment, bullets, heading, note, table
from pipelines.report.pattern_sentences import week_sentences
from pipelines.report.plan_data import PlanData
from pipelines.report.plan_words import to_fill_in, whose
from pipelines.report.swedish import MONTHS, day, first_lower, is_missing, sentence_case, years

IDENTITY = "arshjul"
MEANS = (
    "Månaden är med när årstiden spelar en säkerställd roll och kommunens egen månad ligger säkert över en "
    "genomsnittlig månad. Att en månad inte är med betyder inte att den är lugn: skillnaden kan vara för liten för "
    "att synas."
)


@dataclass(frozen=True)
class Mark:
    """Something that stands in one or more months. ``ring``: which of the wheel's rings."""

    ring: str
    months: tuple[int, ...]
    words: str


@dataclass(frozen=True)
class _Ring:
    code: str
    name: str
    inner: float
    outer: float
    style: str


#: From the middle and out.
_RINGS = (
    _Ring("pattern", "Månader med säkert fler anmälda", 90, 165, "hjul-monster"),
    _Ring("days", "Lov, helger och högtider", 170, 230, "hjul-dagar"),
    _Ring("plan", "Planens datum", 235, 292, "hjul-plan"),
)
_CENTRE, _NAMES_AT = 350.0, 324.0


def year_wheel(edition: Edition) -> Fragment:
    """The wheel, the same in a table, and what is uneven over the week in words."""
    marks = _marks(edition)
    return Fragment([_figure(edition, marks), *_told(edition, marks)])


def wheel_in_words(edition: Edition) -> Fragment:
    """The same without the drawing, where it cannot be drawn."""
    marks = _marks(edition)
    return Fragment([_table(_counts(marks)), *_told(edition, marks)])


def _marks(edition: Edition) -> list[Mark]:
    return [*pattern_marks(edition), *day_marks(), *plan_marks(edition)]


def _told(edition: Edition, marks: list[Mark]) -> list[str]:
    """What stands below the wheel."""
    has_dates = any(mark.ring == "plan" for mark in marks)
    missing = [] if has_dates else [to_fill_in("Planen har inga datum än.", "measure")]
    return [note(MEANS), *missing, *_week(edition)]


def pattern_marks(edition: Edition) -> list[Mark]:
    """Per reported indicator with a certain season: the months that lie certainly above an average month."""
    rows = edition.seasons()
    rows = rows[(rows["signal"] == "seasonal") & (rows["lower_95"] > 1)]
    marks = []
    for _, part in rows.groupby("indicator", sort=False):
        first = part.iloc[0]
        months = tuple(sorted(int(month) for month in part["month"]))
        marks.append(Mark("pattern", months, f"{first['title']}, {years(first['year_from'], first['year'])}"))
    return marks


@cache
def day_marks() -> tuple[Mark, ...]:
    """The register's recurring days. Raises ValueError for an entry that cannot be right."""
    with (EXPECTATIONS / "year_wheel.toml").open("rb") as file:
        entries = tomllib.load(file)["day"]
    for entry in entries:
        if not entry["months"] or not set(entry["months"]) <= set(range(1, 13)):
            raise ValueError(f"year_wheel.toml: {entry['name']}")
    return tuple(Mark("days", tuple(e["months"]), f"{e['name']} ({e['when']})") for e in entries)


def plan_marks(edition: Edition) -> list[Mark]:
    """When measures begin and are to be done, when messages go out, when promises hold from and to."""
    data = PlanData(edition)
    said = {
        "measure": (("starts_on", "börjar"), ("ends_on", "ska vara klar")),
        "message": (("planned_on", "budskapet går ut"),),
        "promise": (("from_date", "löftet gäller från"), ("to_date", "löftet gäller till")),
    }
    dated: list[tuple[Any, Mark]] = []
    for sheet, columns in said.items():
        for row in data.written(sheet).to_dict("records"):
            for column, words in columns:
                if not is_missing(row[column]):
                    date = row[column]
                    what = f"{row['id']} {row['title']}{whose(row)}"
                    dated.append((date, Mark("plan", (int(date.month),), f"{day(date)}: {what} – {words}")))
    return [mark for _, mark in sorted(dated, key=lambda pair: pair[0])]


def _figure(edition: Edition, marks: list[Mark]) -> str:
    counts = _counts(marks)
    caption = f"Årshjul {edition.year}. " + " ".join(
        f"{ring.name}: {_months_of(counts[ring.code])}." for ring in _RINGS
    )
    key = "".join(
        f'<li><span class="hjul-ruta {ring.style}" aria-hidden="true"></span>{escape(ring.name)}</li>'
        for ring in reversed(_RINGS)
    )
    return (
        f'<figure class="arshjul" id="{IDENTITY}">{_drawing(counts, caption)}'
        f'<ul class="hjul-nyckel" aria-label="Ringarna, utifrån och in">{key}</ul>'
        f"<figcaption>{escape(caption)} Siffran i ett fält är antalet poster; de står i tabellen.</figcaption></figure>"
        f"{_table(counts)}"
    )


def _counts(marks: list[Mark]) -> dict[str, list[list[Mark]]]:
    """Ring → the marks of each month."""
    return {
        ring.code: [[m for m in marks if m.ring == ring.code and month in m.months] for month in range(1, 13)]
        for ring in _RINGS
    }


def _months_of(months: list[list[Mark]]) -> str:
    """``juni (4), juli (1)``: the months that have any."""
    found = [f"{MONTHS[i]} ({len(marks)})" for i, marks in enumerate(months) if marks]
    return ", ".join(found) or "inga månader"


def _drawing(counts: dict[str, list[list[Mark]]], caption: str) -> str:
    """Twelve sectors with January first, clockwise from the top. Numbers, not colour alone, say what is there."""
    parts = []
    for ring in _RINGS:
        for index in range(12):
            found = len(counts[ring.code][index])
            style = ring.style if found else "hjul-tom"
            parts.append(
                f'<path class="{style}" d="{_sector(index, ring.inner, ring.outer)}" fill="currentColor" '
                f'fill-opacity="{0.28 if found else 0.04}" stroke="currentColor" stroke-opacity="0.35"/>'
            )
            if found:
                x, y = _at(index + 0.5, (ring.inner + ring.outer) / 2)
                parts.append(_text(x, y, str(found), 29, "600"))
    for index, name in enumerate(MONTHS):
        x, y = _at(index + 0.5, _NAMES_AT)
        parts.append(_text(x, y, name[:3], 28, "400"))
    return (
        f'<svg viewBox="0 0 700 700" role="img" aria-label="{escape(caption)}" class="hjul" '
        f'style="max-width:34rem;width:100%;height:auto">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, size: int, weight: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" dominant-baseline="central" font-size="{size}" '
        f'font-weight="{weight}" font-family="system-ui, sans-serif" fill="currentColor">{escape(words)}</text>'
    )


def _at(month: float, radius: float) -> tuple[float, float]:
    """Where on the wheel: months from the top, clockwise."""
    angle = 2 * math.pi * month / 12
    return _CENTRE + radius * math.sin(angle), _CENTRE - radius * math.cos(angle)


def _sector(index: int, inner: float, outer: float) -> str:
    corners = [_at(index, inner), _at(index, outer), _at(index + 1, outer), _at(index + 1, inner)]
    (a, b, c, d) = [f"{x:.1f} {y:.1f}" for x, y in corners]
    return f"M{a}L{b}A{outer} {outer} 0 0 1 {c}L{d}A{inner} {inner} 0 0 0 {a}Z"


def _table(counts: dict[str, list[list[Mark]]]) -> str:
    """The same month by month, in words."""
    rows = pd.DataFrame(
        [
            {"month": sentence_case(MONTHS[index])}
            | {ring.code: "; ".join(m.words for m in counts[ring.code][index]) or "–" for ring in _RINGS}
            for index in range(12)
        ]
    )
    columns = [Column("month", "Månad"), *[Column(ring.code, ring.name) for ring in _RINGS]]
    return table(rows, columns, "Årshjulet månad för månad", css_class="bred")


def _week(edition: Edition) -> list[str]:
    """What is certainly uneven over the week, in words: a week does not go on a wheel of months."""
    rows = edition.times_of_week()
    rows = rows[rows["signal"] == "uneven"]
    said = []
    for _, part in rows.groupby(["indicator", "dimension"], sort=False):
        records = part.to_dict("records")
        sure = [r for r in records if not is_missing(r["share_pct"]) and r["lower_95"] > r["even_pct"]]
        if sure:
            # The third sentence is the one that names them; the heading above says that the test stands.
            said.append(f"{records[0]['title']}: {first_lower(week_sentences(records)[2])}")
    words = (
        [note("Fördelningen över veckan är säkerställt ojämn för dessa."), bullets(said)]
        if said
        else [note("Ingen veckodag och inget tidsblock har säkert fler än en jämn fördelning.")]
    )
    return [heading(3, "Över veckan", f"{IDENTITY}-veckan"), *words]
