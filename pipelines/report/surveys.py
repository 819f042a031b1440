"""Surveys: the safety survey's ordinal index per locality, and shares with intervals.

Not here: ten-year series of an index (``figures``).
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.edition import Edition
from pipelines.report.figures import with_share_words
from pipelines.report.markup import Chart, Column, Fragment, anchor, heading, note, table
from pipelines.report.swedish import is_missing, municipality_name, number


def survey(edition: Edition, area: str) -> Fragment:
    """The safety survey's index per locality, and shares from other surveys."""
    rows = edition.survey_by_locality(area)
    fragment = Fragment()
    for code, part in rows.groupby("indicator", sort=False):
        title = str(part["title"].iloc[0])
        fragment.add(
            heading(3, f"{title}, per ort", anchor("enkat", str(code))),
            survey_table(part, f"{title}: klassindex 0–6 per ort och år"),
        )
    if fragment.parts:
        fragment.add(
            note(
                "Indexet är klasser: 0 är närmast obefintligt och 6 alarmerande. Ett steg är inte en viss "
                "procent, "
                "och med omkring 150 svar per ort kan ett steg upp eller ned vara slump."
            )
        )
    shares = edition.indicators(area)
    shares = shares[shares["kind"] == "survey_share"]
    if not shares.empty:
        fragment.parts += _share_chart(edition, area, shares).parts
    return fragment if fragment.parts else Fragment([note("Ingen enkät rör området detta år.")])


def _share_chart(edition: Edition, area: str, shares: pd.DataFrame) -> Fragment:
    """The latest share per question, the municipality beside the country."""
    values = edition.values(area)
    values = values[values["indicator"].isin(shares["indicator"]) & values["value"].notna()]
    own = edition.municipality_code
    latest = values[values["municipality_code"] == own].groupby("indicator")["year"].max()
    rows = values[values["year"] == values["indicator"].map(latest)]
    rows = rows[rows["municipality_code"].isin([own, "00"])]
    rows = rows.assign(
        label=rows["indicator"].map(shares.set_index("indicator")["title"]),
        series=[f"{municipality_name(edition.municipality)}" if c == own else str(m) for c, m in
                zip(rows["municipality_code"], rows["municipality"], strict=True)],
        own=rows["municipality_code"] == own,
    ).sort_values(["own", "indicator"], ascending=[False, True])  # fmt: skip
    rows = with_share_words(rows)
    if rows.empty:
        return Fragment([note("Andelarna kan inte visas: svaren är för få eller dolda av utgivaren.")])
    columns = [
        Column("label", "Fråga"),
        Column("series", "Vilka"),
        Column("year", "År", numeric=True),
        Column("shown_value", "Procent", numeric=True),
        Column("shown_interval", "95 %-intervall", numeric=True),
        Column("denominator", "Antal svar", lambda v: "" if is_missing(v) else number(v), numeric=True),
        Column("source_file", "Fil"),
        Column("source_row", "Rad", lambda v: "" if is_missing(v) else number(v), numeric=True),
    ]
    chart = Chart(
        anchor("andelar", area),
        charts.comparison_plot(rows, "procent", ratio=False, decimals=1),
        f"Andel av eleverna, {municipality_name(edition.municipality)} och samtliga deltagande skolor, senaste "
        "enkäten. Strecken visar 95-procentiga intervall.",
        sentences.credit(shares["source_label"].iloc[0]),
        table(rows, columns, "Andelar i senaste enkäten"),
    )
    return Fragment().add(heading(3, "Senaste enkäten", anchor("rubrik", chart.id)), chart)


def survey_table(rows: pd.DataFrame, caption: str) -> str:
    """The index 0–6 per locality and year, the latest years; darker means more of a problem."""
    last = sorted({int(y) for y in rows["year"]})[-5:]
    named = rows.assign(
        place=[("Hela kommunen" if is_missing(p) or not p else str(p)) for p in rows["locality"]]
    )
    places = list(dict.fromkeys(named["place"]))
    cells: dict[tuple[str, int], Any] = {
        (str(r["place"]), int(r["year"])): r["value"] for r in named.to_dict("records")
    }
    answers = {(str(r["place"]), int(r["year"])): r["n"] for r in named.to_dict("records")}
    wide = pd.DataFrame(
        [
            {"place": p} | {str(y): _index_cell(cells.get((p, y)), answers.get((p, y))) for y in last}
            for p in places
        ]
    )
    columns = [Column("place", "Ort")] + [Column(str(y), str(y), numeric=True) for y in last]
    return _shaded(table(wide, columns, caption))


def _index_cell(value: Any, answers: Any) -> str:
    if is_missing(value):
        return "–"
    step = number(value, 0 if float(value).is_integer() else 1)
    return step if is_missing(answers) else f"{step} ({number(answers)} svar)"


def _shaded(html: str) -> str:
    """Marks each index cell with its step for the style sheet to shade, answers in small print below."""
    marked = re.sub(r'<td class="tal">([0-6])', r'<td class="tal steg steg-\1">\1', html)
    return re.sub(r" \(([^()<]+ svar)\)</td>", r" <small>(\1)</small></td>", marked)
