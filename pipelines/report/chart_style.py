"""What every chart has in common: colours, fonts, axes, error bars, the words shown when pointing.

Colours come from Okabe and Ito's palette (told apart with any colour vision), darkened to at least 3:1 on
white; the page exchanges them for lighter ones in dark mode, so every colour used is in ``DARK_COLOURS``.
Not here: any chart (``charts``).
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pipelines.report.swedish import NBSP, is_missing, number, span

INK, GRID, PAPER = "#1f2933", "#d9dfe5", "#ffffff"
OWN, NEIGHBOURS, COUNTRY = "#0072b2", "#b84e00", "#5a6672"
SOURCE_COLOURS = ("#0072b2", "#b84e00", "#00795a", "#a8487f", "#8a6d00", "#5a6672", "#3a7ca5", "#7a5195")
DARK_COLOURS = {
    INK: "#e7ebef", GRID: "#3b4651", PAPER: "#1b2128", OWN: "#6cbcf0", NEIGHBOURS: "#f0a265",
    COUNTRY: "#b3bec9", "#00795a": "#4cc9a0", "#a8487f": "#e59ac6", "#8a6d00": "#dcc04a",
    "#3a7ca5": "#9ccbe8", "#7a5195": "#c3a3dc",
}  # fmt: skip

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def layout(figure: go.Figure, unit: str, height: int = 360) -> None:
    """Size, margins, fonts, Swedish separators, legend below, the unit above the plot."""
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 12, "r": 18, "t": 58, "b": 12},
        font={"family": "system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif", "size": 14,
        "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        separators="," + NBSP,
        hoverlabel={"bgcolor": PAPER, "bordercolor": INK, "font": {"color": INK, "size": 13}},
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "xref": "container", "y": 0, "yref": "container",
            "yanchor": "bottom", "font": {"size": 13},
        },
        bargap=0.28,
        dragmode=False,
    )  # fmt: skip
    figure.update_xaxes(automargin=True, fixedrange=True, showgrid=False, linecolor=GRID, zeroline=False)
    figure.update_yaxes(automargin=True, fixedrange=True, gridcolor=GRID, zeroline=False, tickformat=",")
    figure.add_annotation(
        text=unit, xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom", yshift=22,
        showarrow=False, font={"size": 13, "color": INK},
    )  # fmt: skip


def year_axis(figure: go.Figure, own: pd.DataFrame, others: Mapping[str, pd.DataFrame] | None) -> None:
    """Every year as a tick; the page's script thins them on a narrow screen."""
    found = [int(year) for frame in (own, *(others or {}).values()) for year in frame["year"]]
    if found:
        years = list(range(min(found), max(found) + 1))
        figure.update_xaxes(
            range=[years[0] - 0.6, years[-1] + 0.6],
            tickvals=years,
            ticktext=[str(y) for y in years],
            tickangle=0,
        )


def error_bars(part: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Plotly's error bars from value, lower_95 and upper_95; a missing end gives no bar."""
    up = [_gap(high, value) for high, value in zip(part["upper_95"], part["value"], strict=True)]
    down = [_gap(value, low) for low, value in zip(part["lower_95"], part["value"], strict=True)]
    return {
        "type": "data", "symmetric": False, "array": up, "arrayminus": down,
        "color": colour, "thickness": 1.5, "width": 4,
    }  # fmt: skip


def _gap(high: Any, low: Any) -> float:
    return 0.0 if is_missing(high) or is_missing(low) else float(high) - float(low)


def hover_rows(part: pd.DataFrame, decimals: int) -> list[str]:
    """What a reader sees when pointing at a value: the value and its interval in Swedish.

    A column ``said`` holds the words where they are not simply the value.
    """
    rows = []
    for row in part.to_dict("records"):
        if not is_missing(row.get("said")):
            rows.append(str(row["said"]))
            continue
        text = number(row["value"], decimals)
        low, high = row.get("lower_95"), row.get("upper_95")
        known = not is_missing(low) and not is_missing(high)
        rows.append(f"{text} ({span(low, high, decimals)})" if known else text)
    return rows


def floats(values: pd.Series) -> list[float | None]:
    """Plain numbers: Plotly would store numpy arrays as base64, which nobody can read or search."""
    return [None if is_missing(value) else float(value) for value in values]


def whole(values: pd.Series) -> list[int]:
    """Whole numbers, for years."""
    return [int(value) for value in values]


def wrapped(label: str, width: int = 24) -> str:
    """A label over several lines."""
    return "<br>".join(textwrap.wrap(label, width)) or label
