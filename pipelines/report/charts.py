"""Plotly figures from frames. Pure functions: a frame in, a figure out.

Belongs here: what is drawn and how. Not here: choosing rows, wording of conclusions, HTML around a figure
(``markup``), colours and axes (``chart_style``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pipelines.report.chart_style import (
    COUNTRY,
    GRID,
    INK,
    NEIGHBOURS,
    OWN,
    PAPER,
    SOURCE_COLOURS,
    error_bars,
    floats,
    hover_rows,
    layout,
    whole,
    wrapped,
    year_axis,
)
from pipelines.report.swedish import is_missing

_AXIS_ENDS = (0.1, 10.0)
_DASHES = ("dash", "dot", "dashdot")


def ten_year_series(
    own: pd.DataFrame,
    name: str,
    unit: str,
    others: Mapping[str, pd.DataFrame] | None = None,
    breaks: pd.DataFrame | None = None,
    decimals: int = 0,
) -> go.Figure:
    """A value per year with its 95 per cent interval, beside reference lines.

    ``own``: year, value, lower_95, upper_95, status, suppressed. ``others``: name → year, value.
    ``breaks``: year. A line never crosses a break; preliminary years are hollow; hidden years are marked
    "färre än 5" at the axis.
    """
    figure = go.Figure()
    break_years = [] if breaks is None else sorted(int(y) for y in breaks["year"])
    for index, (other, frame) in enumerate((others or {}).items()):
        colour = COUNTRY if index else NEIGHBOURS
        _add_line(figure, frame, other, colour, break_years, decimals, dash=_DASHES[index % len(_DASHES)])
    _add_line(figure, own, name, OWN, break_years, decimals, with_interval=True)
    _mark_hidden(figure, own)
    layout(figure, unit)
    _draw_breaks(figure, break_years)
    year_axis(figure, own, others)
    figure.update_yaxes(rangemode="tozero")
    return figure


def yearly_steps(own: pd.DataFrame, name: str, breaks: pd.DataFrame | None = None) -> go.Figure:
    """An ordinal index 0–6 per year: the whole scale is always shown, and no line slopes between classes.

    ``own``: year, value, status, suppressed.
    """
    figure = ten_year_series(own, name, "klassindex 0–6", None, breaks, 0)
    figure.update_traces(line={"shape": "hvh"}, selector={"mode": "lines+markers"})
    figure.update_yaxes(range=[-0.3, 6.4], dtick=1, tick0=0, tickformat="d", rangemode="normal")
    return figure.update_layout(height=300, showlegend=False)


def yearly_counts(
    own: pd.DataFrame, name: str, breaks: pd.DataFrame | None = None, unit: str = "antal anmälda"
) -> go.Figure:
    """Counts per year as bars, for what is too rare to be a rate or has none. Preliminary bars are hollow.

    ``own``: year, count, status, suppressed.
    """
    figure = go.Figure()
    known = own[own["count"].notna()]
    for status, shown in (("final", name), ("preliminary", f"{name}, preliminärt")):
        part = known[known["status"] == status]
        if part.empty:
            continue
        hollow = status == "preliminary"
        figure.add_bar(
            x=whole(part["year"]),
            y=floats(part["count"]),
            name=shown,
            marker={
                "color": "rgba(0,0,0,0)" if hollow else OWN,
                "line": {"color": OWN, "width": 2 if hollow else 0},
            },
            hovertemplate="%{x}: %{y:,.0f}<extra></extra>",
        )
    _mark_hidden(figure, own)
    layout(figure, unit)
    _draw_breaks(figure, [] if breaks is None else sorted(int(y) for y in breaks["year"]))
    year_axis(figure, own, None)
    figure.update_yaxes(rangemode="tozero", **({"dtick": 1} if not known["count"].max() > 8 else {}))
    return figure


def comparison_plot(frame: pd.DataFrame, unit: str, ratio: bool = True, decimals: int = 2) -> go.Figure:
    """Dots with intervals, one row per label and one colour per series.

    ``frame``: label, series, value, lower_95, upper_95. With ``ratio`` the axis is logarithmic and a line
    marks 1 (no difference).
    """
    labels = list(dict.fromkeys(frame["label"]))
    series = list(dict.fromkeys(frame["series"]))
    figure = go.Figure()
    for index, name in enumerate(series):
        part = frame[frame["series"] == name]
        places = [
            len(labels) - labels.index(label) + 0.18 * (len(series) - 1 - 2 * index)
            for label in part["label"]
        ]
        colour = SOURCE_COLOURS[index % len(SOURCE_COLOURS)]
        figure.add_scatter(
            x=floats(part["value"]),
            y=places,
            mode="markers",
            name=name,
            marker={"size": 11, "color": colour, "symbol": ("circle", "diamond", "square")[index % 3]},
            error_x=error_bars(part, colour),
            customdata=hover_rows(part, decimals),
            hovertemplate=f"%{{customdata}}<extra>{name}</extra>",
        )
    layout(figure, unit, height=150 + 72 * len(labels))
    figure.update_yaxes(
        tickvals=[len(labels) - i for i in range(len(labels))],
        ticktext=[wrapped(label, 26) for label in labels],
        range=[0.4, len(labels) + 0.6],
        showgrid=False,
    )
    figure.update_xaxes(showgrid=True, gridcolor=GRID)
    if ratio:
        ends = _ratio_range(frame)
        # Few enough ticks for a phone, and 1 always among them.
        ticks = [0.25, 0.5, 1, 2, 4] if ends[1] - ends[0] < 1.3 else [0.1, 0.3, 1, 3, 10]
        figure.update_xaxes(
            type="log",
            range=ends,
            tickvals=ticks,
            ticktext=[f"{tick:g}".replace(".", ",") for tick in ticks],
            tickangle=0,
        )
        figure.add_vline(x=1, line={"color": INK, "width": 1.5})
    return figure


def cut_words(frame: pd.DataFrame) -> str:
    """That an interval runs past the ends of a ratio axis, to stand in the caption; "" when none does."""
    low, high = frame["lower_95"].dropna(), frame["upper_95"].dropna()
    is_cut = bool((low < _AXIS_ENDS[0]).any() or (high > _AXIS_ENDS[1]).any())
    return " Intervall som når utanför axeln är avklippta; tabellen har dem hela." if is_cut else ""


def _ratio_range(frame: pd.DataFrame) -> list[float]:
    """Ends of the logarithmic axis: wide enough for the intervals, never beyond a tenth and ten times."""
    low = frame["lower_95"].dropna().clip(lower=_AXIS_ENDS[0]).min()
    high = frame["upper_95"].dropna().clip(upper=_AXIS_ENDS[1]).max()
    return [math.log10(min(low, 0.5)) - 0.05, math.log10(max(high, 2)) + 0.05]


def season_plot(frame: pd.DataFrame, name: str) -> go.Figure:
    """Each month's level with its interval, beside the police area's; a line marks an average month.

    ``frame``: name, month, index, lower_95, upper_95 (empty = hidden), area_index.
    """
    rows = frame.sort_values("month")
    keys = [str(key)[:3] for key in rows["name"]]
    figure = go.Figure()
    if rows["area_index"].notna().any():
        figure.add_scatter(
            x=keys,
            y=floats(rows["area_index"]),
            name="Polisområdets kommuner sammanlagt",
            mode="lines",
            line={"color": NEIGHBOURS, "width": 2, "dash": "dash"},
            hovertemplate="%{x}: %{y:,.2f}<extra>Polisområdet</extra>",
        )
    shown = rows[rows["index"].notna()]
    figure.add_scatter(
        x=[str(key)[:3] for key in shown["name"]],
        y=floats(shown["index"]),
        name=name,
        mode="markers",
        marker={"size": 10, "color": OWN},
        error_y=error_bars(shown.rename(columns={"index": "value"}), OWN),
        customdata=hover_rows(shown.rename(columns={"index": "value"}), 2),
        hovertemplate=f"%{{x}}: %{{customdata}}<extra>{name}</extra>",
    )
    _mark_hidden_keys(figure, [k for k, v in zip(keys, rows["index"], strict=True) if is_missing(v)])
    layout(figure, "nivå, 1 = en genomsnittlig månad", height=330)
    figure.add_hline(y=1, line={"color": INK, "width": 1.5})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=keys)
    figure.update_yaxes(rangemode="tozero")
    return figure


def statements_by_theme(frame: pd.DataFrame) -> go.Figure:
    """Statements per theme, one colour per source. ``frame``: theme_title, source_label, statements."""
    order = frame.groupby("theme_title")["statements"].sum().sort_values(kind="stable")
    figure = go.Figure()
    for index, source in enumerate(sorted(frame["source_label"].unique())):
        part = frame[frame["source_label"] == source].groupby("theme_title")["statements"].sum()
        figure.add_bar(
            x=[float(part.get(theme, 0)) for theme in order.index],
            y=[wrapped(str(theme)) for theme in order.index],
            orientation="h",
            name=source,
            marker={
                "color": SOURCE_COLOURS[index % len(SOURCE_COLOURS)],
                "line": {"color": PAPER, "width": 1},
            },
            hovertemplate="%{y}: %{x:,.0f}<extra>" + str(source) + "</extra>",
        )
    layout(figure, "antal uttalanden", height=170 + 40 * len(order))
    figure.update_layout(barmode="stack")
    few = {"dtick": 1} if order.max() <= 10 else {}
    figure.update_xaxes(showgrid=True, gridcolor=GRID, **few)
    figure.update_yaxes(showgrid=False, automargin=True)
    return figure


def _add_line(
    figure: go.Figure,
    frame: pd.DataFrame,
    name: str,
    colour: str,
    break_years: list[int],
    decimals: int,
    dash: str | None = None,
    with_interval: bool = False,
) -> None:
    """One trace per unbroken stretch; the legend names the series once."""
    ordered = frame.sort_values("year")
    # A break starts a new stretch; so does a year whose value is hidden or too rare to be a rate.
    stretches = ordered["value"].isna().cumsum() + ordered["year"].map(
        lambda year: sum(int(year) >= b for b in break_years)
    )
    rows = ordered[ordered["value"].notna()]
    stretch = stretches[ordered["value"].notna()]
    for index, (_, part) in enumerate(rows.groupby(stretch)):
        hollow = [
            with_interval and status == "preliminary" for status in part.get("status", ["final"] * len(part))
        ]
        figure.add_scatter(
            x=whole(part["year"]),
            y=floats(part["value"]),
            name=name,
            legendgroup=name,
            showlegend=index == 0,
            mode="lines+markers" if with_interval or len(part) == 1 else "lines",
            line={"color": colour, "width": 2.5 if with_interval else 2, "dash": dash},
            marker={
                "size": 9 if with_interval else 5,
                "symbol": ["circle-open" if h else "circle" for h in hollow],
                "color": colour,
                "line": {"color": colour, "width": 2},
            },
            error_y=error_bars(part, colour) if with_interval else None,
            customdata=hover_rows(part, decimals),
            hovertemplate=f"%{{x}}: %{{customdata}}<extra>{name}</extra>",
        )


def _mark_hidden(figure: go.Figure, own: pd.DataFrame) -> None:
    hidden = own[own["suppressed"].fillna(False).astype(bool)]
    if not hidden.empty:
        figure.add_scatter(
            x=whole(hidden["year"]),
            y=[0.0] * len(hidden),
            mode="text",
            text=["&lt;5"] * len(hidden),
            textposition="top center",
            textfont={"color": INK},
            hovertemplate="%{x}: färre än 5<extra></extra>",
            showlegend=False,
        )


def _mark_hidden_keys(figure: go.Figure, keys: list[str]) -> None:
    if keys:
        figure.add_scatter(
            x=keys,
            y=[0.0] * len(keys),
            mode="text",
            text=["dolt"] * len(keys),
            textposition="top center",
            textfont={"color": INK},
            hoverinfo="skip",
            showlegend=False,
        )


def _draw_breaks(figure: go.Figure, break_years: list[int]) -> None:
    for year in break_years:
        figure.add_vline(
            x=year - 0.5,
            line={"color": INK, "dash": "dash", "width": 1.5},
            annotation={
                "text": f"serien bryts {year}", "yref": "paper", "y": 1, "yanchor": "bottom",
                "xanchor": "center",
                "font": {"size": 12, "color": INK}, "showarrow": False,
            },
        )  # fmt: skip
