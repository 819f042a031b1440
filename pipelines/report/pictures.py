"""A page's chart as a still picture for Word: the same numbers, drawn from the same figure.

Belongs here: lines, points, bars, intervals and upright or level lines of a Plotly figure, drawn with Matplotlib.
Not here: what a chart shows (``charts``), documents (``word_documents``). A figure of another kind (a wheel, a
fishbone) gives None: the document then has its words and its table alone.

The same figure gives the same bytes: Matplotlib's own fonts, no time stamp.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

#: Inches and dots per inch: as wide as the text of an A4 page.
_WIDTH, _DPI, _PIXELS_PER_INCH = 6.3, 150, 110
_DASHES = {"dash": "--", "dot": ":", "dashdot": "-."}
_SYMBOLS = {
    "circle": "o", "circle-open": "o", "diamond": "D", "square": "s", "triangle-up": "^", "x": "x", "cross": "+",
}  # fmt: skip
_DRAWN = ("scatter", "bar")


def picture(figure: go.Figure) -> bytes | None:
    """The figure as PNG; None when it holds anything but lines, points and bars."""
    drawing = figure.to_plotly_json()
    traces = drawing["data"]
    shapes = drawing["layout"].get("shapes", ())
    if not traces or any(trace.get("type", "scatter") not in _DRAWN for trace in traces):
        return None
    if any(
        shape["type"] not in ("line", "rect") or shape.get("xref") == "paper" == shape.get("yref")
        for shape in shapes
    ):
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    layout = drawing["layout"]
    height = float(layout.get("height") or 360) / _PIXELS_PER_INCH
    canvas = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(canvas)
    axes = canvas.add_subplot()
    names: set[str] = set()
    for trace in traces:
        _trace(axes, trace, names)
    for shape in shapes:
        _shape(axes, shape)
    _axis(axes, "x", layout.get("xaxis", {}))
    _axis(axes, "y", layout.get("yaxis", {}))
    _words(axes, layout.get("annotations", ()))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(names) > 1:
        canvas.legend(loc="outside lower left", ncols=1, frameon=False, fontsize=8)
    buffer = io.BytesIO()
    canvas.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _numbers(values: Any) -> list[Any]:
    """The values, with a gap where one is missing."""
    return [float("nan") if value is None else value for value in (values if values is not None else ())]


def _trace(axes: Any, trace: Mapping[str, Any], names: set[str]) -> None:
    name = str(trace.get("name") or "")
    label = name if name and name not in names and trace.get("showlegend") is not False else None
    if label:
        names.add(label)
    x, y = _numbers(trace.get("x")), _numbers(trace.get("y"))
    marker, line = trace.get("marker") or {}, trace.get("line") or {}
    colour = _first(marker.get("color")) or line.get("color") or "#0072b2"
    if trace.get("type") == "bar":
        level = trace.get("orientation") == "h"
        (axes.barh if level else axes.bar)(y if level else x, x if level else y, color=colour, label=label)
        return
    mode = str(trace.get("mode") or "lines+markers")
    if "text" in mode:
        for across, up, text in zip(x, y, _each(trace.get("text"), len(x)), strict=True):
            axes.annotate(
                str(text), (across, up), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=7
            )
    if "lines" not in mode and "markers" not in mode:
        return
    error = {name: _bars(trace.get(f"error_{name}")) for name in ("x", "y")}
    hollow = str(_first(marker.get("symbol")) or "").endswith("-open")
    symbol = _SYMBOLS.get(str(_first(marker.get("symbol")) or "circle"), "o")
    axes.errorbar(
        x, y, xerr=error["x"], yerr=error["y"], label=label, color=line.get("color") or colour, ecolor=colour,
        linestyle=_DASHES.get(str(line.get("dash")), "-") if "lines" in mode else "none",
        linewidth=1.4, elinewidth=1, capsize=2, markersize=5,
        marker=symbol if "markers" in mode or len(x) == 1 else "",
        markerfacecolor="white" if hollow else colour, markeredgecolor=colour,
    )  # fmt: skip


def _first(value: Any) -> Any:
    """A setting that may be one value or one for each point."""
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def _each(value: Any, size: int) -> list[Any]:
    """A setting for each point that may be given once for all."""
    return list(value) if isinstance(value, list | tuple) else [value or ""] * size


def _bars(error: Mapping[str, Any] | None) -> list[list[float]] | None:
    if not error or error.get("array") is None:
        return None
    below = error.get("arrayminus")
    up = [max(0.0, float(value or 0)) for value in error["array"]]
    down = up if below is None else [max(0.0, float(value or 0)) for value in below]
    return [down, up]


def _shape(axes: Any, shape: Mapping[str, Any]) -> None:
    if shape["type"] != "line":
        return
    line = shape.get("line") or {}
    style = {
        "color": line.get("color", "#1f2933"),
        "linestyle": _DASHES.get(str(line.get("dash")), "-"),
        "linewidth": 1,
    }
    if shape.get("x0") == shape.get("x1"):
        axes.axvline(shape["x0"], **style)
    elif shape.get("y0") == shape.get("y1"):
        axes.axhline(shape["y0"], **style)


def _axis(axes: Any, name: str, given: Mapping[str, Any]) -> None:
    """Ends, ticks and scale as the page has them; numbers in Swedish."""
    from matplotlib.ticker import FuncFormatter, NullLocator

    axis = axes.xaxis if name == "x" else axes.yaxis
    ends = given.get("range")
    is_log = given.get("type") == "log"
    if is_log:
        (axes.set_xscale if name == "x" else axes.set_yscale)("log")
        axis.set_minor_locator(NullLocator())
        ends = [10**end for end in ends] if ends else None
    if ends:
        (axes.set_xlim if name == "x" else axes.set_ylim)(*ends)
    elif given.get("rangemode") == "tozero":
        (axes.set_xlim if name == "x" else axes.set_ylim)(0, None)
    if given.get("tickvals") is not None:
        words = given.get("ticktext")
        labels = [str(w).replace("<br>", "\n") for w in (words if words is not None else given["tickvals"])]
        axis.set_ticks(list(given["tickvals"]), labels=labels, fontsize=8)
    elif given.get("type") != "category":
        axis.set_major_formatter(FuncFormatter(lambda value, _: _swedish(value)))
    axis.set_tick_params(labelsize=8)
    if given.get("autorange") == "reversed":
        axis.set_inverted(True)


def _swedish(value: float) -> str:
    text = f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.2f}".rstrip("0")
    return text.replace(",", "\u00a0").replace(".", ",")


def _words(axes: Any, annotations: Any) -> None:
    """The unit above the drawing, and what stands at a break."""
    for word in annotations:
        text = str(word.get("text") or "").replace("<br>", "\n")
        if word.get("xref") == "paper" and word.get("yref") == "paper" and word.get("y") == 1:
            at_top = any("domain" in str(other.get("yref")) for other in annotations)
            axes.set_title(text, loc="left", fontsize=9, pad=18 if at_top else None)
        elif word.get("xref") == "x" and "domain" in str(word.get("yref")):
            transform = axes.get_xaxis_transform()
            axes.text(word["x"], 1.0, text, transform=transform, ha="center", va="bottom", fontsize=7)
