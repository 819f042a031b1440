"""Goals: each year's figure against the target, as a small chart with the target as a line, and in a table.

Belongs here: goal_result as the follow-up shows it. Not here: the verdict (pipelines.tables), measures
(``measure_views``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pipelines.report import charts, sentences
from pipelines.report.chart_style import INK
from pipelines.report.edition import Edition
from pipelines.report.markup import (
    Chart,
    Column,
    Fragment,
    anchor,
    bullets,
    heading,
    note,
    paragraphs,
    table,
    text_or_empty,
)
from pipelines.report.plan_data import PlanData, Row, not_carried_on
from pipelines.report.plan_words import GOALS, to_fill_in, whose
from pipelines.report.swedish import (
    is_missing,
    municipality_name,
    number,
    plural,
    sentence_case,
    span,
    written_number,
)

_SAME = ("title", "indicator", "target", "target_year", "baseline_year")
"""What makes two years' rows of one number the same goal."""
NOT_WHY = (
    "Att en siffra har rört sig säger inte varför. ”Nått” kräver att ändringen från utgångsläget är större än slumpen "
    "brukar ge; annars står ”nått, men kan vara slump”."
)


@dataclass(frozen=True)
class _Followed:
    """A goal with what each year's figures have said of it."""

    goal: Row
    rows: list[Row]

    @property
    def judged(self) -> Row | None:
        """The target year's row, which settles the goal; before it, the latest year's."""
        settled = [r for r in self.rows if not is_missing(self.goal["target_year"])
                   and int(r["year"]) == int(self.goal["target_year"])]  # fmt: skip
        return settled[0] if settled else self.rows[-1] if self.rows else None

    @property
    def since(self) -> Row | None:
        """The latest year, when it is later than the one that settled the goal."""
        return self.rows[-1] if self.rows and self.rows[-1] is not self.judged else None

    @property
    def name(self) -> str:
        return f"{self.goal['id']} {self.goal['title']}{whose(self.goal)}"


def goals(edition: Edition) -> Fragment:
    """The goals of the plan in force, then those of earlier plans that it does not carry on."""
    data = PlanData(edition)
    rows = data.written("goal", every_year=True)
    if rows.empty:
        return Fragment([to_fill_in("Det finns inga mål att följa upp.", "goal")])
    in_force = rows["year"] == data.year
    current = [_followed(data, row) for row in rows[in_force].to_dict("records")]
    earlier = [_followed(data, row) for row in not_carried_on(rows, data.year, _SAME)]
    fragment = Fragment()
    if current:
        fragment.add(paragraphs([_summary(current)], "nyckel"), note(NOT_WHY))
        fragment.add(*_told(edition, current, f"Mål i planen för {data.year}"))
    else:
        fragment.add(to_fill_in(f"Planen för {data.year} har inga mål.", "goal"))
    if earlier:
        fragment.add(heading(3, "Mål i tidigare planer", "mal-tidigare"))
        fragment.add(*_told(edition, earlier, "Mål som inte har förts vidare"))
    return fragment


def _followed(data: PlanData, goal: Row) -> _Followed:
    return _Followed(goal, data.history("goal_result", goal, data.carried("goal", goal, _SAME)))


def _summary(goals_: list[_Followed]) -> str:
    verdicts = ["not_followed" if one.judged is None else str(one.judged["verdict"]) for one in goals_]
    words = {**GOALS, "not_followed": "ännu inte uppföljt"}
    parts = [f"{words[code]}: {number(verdicts.count(code))}" for code in words if code in verdicts]
    return f"{plural(len(goals_), 'mål', 'mål')}. {sentence_case('; '.join(parts))}."


def _told(edition: Edition, goals_: list[_Followed], caption: str) -> list[str | Chart]:
    """The table, a chart per goal with figures, and in words those without."""
    parts: list[str | Chart] = [_table(edition, goals_, caption)]
    in_words = []
    for one in goals_:
        if any(not is_missing(row["value"]) for row in one.rows) and not is_missing(one.goal["target"]):
            parts.append(_chart(edition, one))
        elif one.judged is not None and text_or_empty(one.judged["summary"]):
            in_words.append(f"{one.name}: {one.judged['summary']}")
    return [*parts, bullets(in_words)] if in_words else parts


def _table(edition: Edition, goals_: list[_Followed], caption: str) -> str:
    titles = dict(edition.indicators()[["indicator", "title"]].itertuples(index=False))
    shown = [
        {
            "what": one.name,
            "indicator": titles.get(one.goal["indicator"], "ingen vald"),
            "baseline": _figure(one.judged, "baseline_value", "baseline_lower_95", "baseline_upper_95",
                                one.goal["baseline_year"]),
            "target": _target(one.goal, one.judged),
            "now": _value(one.judged),
            "verdict": "Ännu inte uppföljt" if one.judged is None
            else sentence_case(GOALS.get(str(one.judged["verdict"]), str(one.judged["verdict"]))),
            "since": "–" if one.since is None else _value(one.since),
        }
        for one in goals_
    ]  # fmt: skip
    columns = [
        Column("what", "Mål"),
        Column("indicator", "Indikator"),
        Column("baseline", "Utgångsläge (95 %)"),
        Column("target", "Målvärde"),
        Column("now", "Värde målåret, eller senast (95 %)"),
        Column("verdict", "Utfall"),
        Column("since", "Efter målåret (95 %)"),
    ]
    return table(pd.DataFrame(shown), columns, caption, css_class="bred")


def _value(row: Row | None) -> str:
    return _figure(row, "value", "lower_95", "upper_95", None if row is None else row["year"])


def _figure(row: Row | None, value: str, low: str, high: str, year: Any) -> str:
    if row is None or is_missing(row[value]):
        return "visas inte eller saknas"
    decimals = _decimals(row)
    said = number(row[value], decimals)
    if not is_missing(row[low]) and not is_missing(row[high]):
        said += f" ({span(row[low], row[high], decimals)})"
    return said if is_missing(year) else f"{said} år {int(year)}"


def _target(goal: Row, row: Row | None) -> str:
    if is_missing(goal["target"]):
        return "inget målvärde"
    unit = "" if row is None else text_or_empty(row["unit"])
    said = f"{written_number(goal['target'])} {unit}".strip()
    return said if is_missing(goal["target_year"]) else f"{said} år {int(goal['target_year'])}"


def _decimals(row: Row) -> int:
    """One decimal for shares and small values, none for rates: as on the other pages."""
    value = row["baseline_value"] if is_missing(row["value"]) else row["value"]
    return 1 if text_or_empty(row["unit"]) == "procent" or (not is_missing(value) and abs(value) < 10) else 0


def _chart(edition: Edition, one: _Followed) -> Chart:
    """The baseline and every year followed, with the target as a line to its year."""
    goal, first, last = one.goal, one.rows[0], one.rows[-1]
    points = [{name: row[name] for name in ("year", "value", "lower_95", "upper_95")} for row in one.rows]
    points += _before(edition, goal, first, {int(row["year"]) for row in one.rows})
    kinds = {"year": int, "value": float, "lower_95": float, "upper_95": float}
    frame = pd.DataFrame(points).astype(kinds).sort_values("year").assign(status="final", suppressed=False)
    decimals, unit = _decimals(last), text_or_empty(first["unit"])
    breaks = edition.breaks()
    within = breaks["year"].between(frame["year"].min() + 1, frame["year"].max())
    breaks = breaks[(breaks["indicator"] == goal["indicator"]) & within]
    name = municipality_name(edition.municipality)
    figure = charts.ten_year_series(frame, name, _axis_words(unit, goal), None, breaks, decimals)
    _draw_target(figure, goal, frame)
    said = "" if one.judged is None else text_or_empty(one.judged["summary"])
    numbers = frame.assign(
        shown=["visas inte" if is_missing(v) else number(v, decimals) for v in frame["value"]],
        limits=["–" if is_missing(a) or is_missing(b) else span(a, b, decimals)
                for a, b in zip(frame["lower_95"], frame["upper_95"], strict=True)],
    )  # fmt: skip
    columns = [
        Column("year", "År", numeric=True),
        Column("shown", sentence_case(unit) or "Värde", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
    ]
    source = edition.indicators().set_index("indicator")["source_label"].get(goal["indicator"])
    return Chart(
        anchor("mal", str(int(goal["year"])), str(goal["id"]), str(goal["party"])),
        figure,
        f"{one.name}. Mål: {_target(goal, last)}, den streckade linjen. {said}".strip(),
        sentences.credit(source) if not is_missing(source) else "",
        table(numbers, columns, f"{goal['id']} {goal['title']}: värde per år"),
    )


def _before(edition: Edition, goal: Row, first: Row, followed: set[int]) -> list[dict[str, Any]]:
    """The baseline, and the years between it and the first one that was followed, as the indicator's page has them."""
    if is_missing(goal["baseline_year"]):
        return []
    start = int(goal["baseline_year"])
    values = edition.values()
    own = values[(values["municipality_code"] == edition.municipality_code)
                 & (values["indicator"] == goal["indicator"])
                 & (values["year"] > start) & (values["year"] < max(followed))]  # fmt: skip
    between = [
        {name: row[name] for name in ("year", "value", "lower_95", "upper_95")}
        for row in own.to_dict("records")
        if int(row["year"]) not in followed
    ]
    baseline = {
        "year": start, "value": first["baseline_value"], "lower_95": first["baseline_lower_95"],
        "upper_95": first["baseline_upper_95"],
    }  # fmt: skip
    return between if start in followed else [baseline, *between]


def _axis_words(unit: str, goal: Row) -> str:
    """What stands above the axis: the unit, and what the broken line is. On the line itself it would cover a value."""
    words = f"streck: mål {written_number(goal['target'])}"
    return f"{unit} ({words})" if unit else words


def _draw_target(figure: go.Figure, goal: Row, frame: pd.DataFrame) -> None:
    target = float(goal["target"])
    last = int(frame["year"].max())
    year = last if is_missing(goal["target_year"]) else max(int(goal["target_year"]), last)
    first = int(frame["year"].min())
    figure.add_shape(
        type="line", x0=first - 0.4, x1=year + 0.4, y0=target, y1=target,
        line={"color": INK, "width": 2, "dash": "dash"},
    )  # fmt: skip
    ticks = list(range(first, year + 1))
    figure.update_xaxes(range=[first - 0.6, year + 0.6], tickvals=ticks, ticktext=[str(t) for t in ticks])
    tops = [float(v) for column in ("value", "upper_95") for v in frame[column] if not is_missing(v)]
    figure.update_yaxes(range=[0, 1.12 * max([*tops, target, 1e-9])])
    figure.update_layout(height=320, showlegend=False)
