"""HTML building blocks: tables, figures with text alternative and table, notes, and what a notebook shows.

Belongs here: escaping and structure. Not here: which figures or sentences to show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from pipelines.report.chart_style import CONFIG
from pipelines.report.swedish import is_missing

NOTEBOOK_ONLY = {"lagesbild": {"only": "notebook"}}
PLOTLY_MIME = "application/vnd.plotly.v1+json"

Format = Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """A table column: which field, its Swedish heading, how a value is written, and if it is numeric."""

    name: str
    label: str
    write: Format = str
    numeric: bool = False


@dataclass(frozen=True)
class Chart:
    """A figure with all that makes it readable without seeing it."""

    id: str
    figure: go.Figure
    caption: str
    source: str
    table: str

    def html(self) -> str:
        """``<figure>`` whose drawing is made by the page's own script from the JSON inside it."""
        data = pio.to_json(self.figure, validate=False, engine="json").replace("</", "<\\/")
        height = int(self.figure.layout.height)
        return (
            f'<figure class="diagram" id="{self.id}">'
            f'<div class="diagram-yta" id="{self.id}-yta" role="img" aria-label="{escape(self.caption)}" '
            f'style="min-height:{height}px"></div>'
            f'<script type="application/json" class="diagram-data" data-yta="{self.id}-yta">{data}</script>'
            f"{self.words()}</figure>"
        )

    def words(self) -> str:
        """Caption, source and the table: what follows the drawing."""
        return (
            f"<figcaption>{escape(self.caption)} <span "
            f'class="kalla">{escape(self.source)}</span></figcaption>'
            f"{details('Visa siffrorna och var de kommer ifrån', self.table)}"
        )

    def mime_bundle(self) -> dict[str, Any]:
        """Both forms: JupyterLab draws the Plotly one, the published page takes the HTML."""
        drawing = json.loads(pio.to_json(self.figure, validate=False, engine="json"))
        return {PLOTLY_MIME: {**drawing, "config": CONFIG}, "text/html": self.html()}


@dataclass
class Fragment:
    """What one call in a notebook shows: pieces of HTML and charts, in order."""

    parts: list[str | Chart] = field(default_factory=list)

    def add(self, *parts: str | Chart) -> Fragment:
        """Appends parts; empty text is left out."""
        self.parts += [part for part in parts if part]
        return self

    def _repr_html_(self) -> str:
        return "\n".join(part.html() if isinstance(part, Chart) else part for part in self.parts)

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        text: list[str] = []
        for part in self.parts:
            if isinstance(part, Chart):
                display(HTML("\n".join(text))) if text else None
                display(part.mime_bundle(), raw=True)
                # The page has these words inside its figure; a notebook needs them after the drawing.
                display(HTML(part.words()), metadata=NOTEBOOK_ONLY)
                text = []
            else:
                text.append(part)
        if text:
            display(HTML("\n".join(text)))


def table(
    frame: pd.DataFrame, columns: Sequence[Column], caption: str, row_header: bool = True, css_class: str = ""
) -> str:
    """A table with caption and header cells, in a box of its own that scrolls on a narrow screen."""
    attribute = f' class="{css_class}"' if css_class else ""
    head = "".join(f'<th scope="col"{_numeric(c)}>{escape(c.label)}</th>' for c in columns)
    body = []
    for row in frame.to_dict("records"):
        cells = []
        for index, column in enumerate(columns):
            value = row.get(column.name)
            text = "" if is_missing(value) and column.write is str else escape(column.write(value))
            if index == 0 and row_header:
                cells.append(f'<th scope="row"{_numeric(column)}>{text}</th>')
            else:
                cells.append(f"<td{_numeric(column)}>{text}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return scrolling(
        f"<table{attribute}><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>",
        caption,
    )


def scrolling(inner: str, label: str) -> str:
    """A box that scrolls sideways on its own, reachable with the keyboard."""
    return f'<div class="rulla" role="region" aria-label="{escape(label)}" tabindex="0">{inner}</div>'


def _numeric(column: Column) -> str:
    return ' class="tal"' if column.numeric else ""


def paragraphs(sentences: Sequence[str], css_class: str = "") -> str:
    """Each sentence group as a paragraph."""
    attribute = f' class="{css_class}"' if css_class else ""
    return "".join(f"<p{attribute}>{escape(text)}</p>" for text in sentences if text)


def heading(level: int, text: str, anchor: str = "") -> str:
    """``<h3 id=…>``."""
    identity = f' id="{anchor}"' if anchor else ""
    return f"<h{level}{identity}>{escape(text)}</h{level}>"


def details(summary: str, inner: str) -> str:
    """A part that is folded until asked for."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def note(text: str, css_class: str = "not") -> str:
    """A remark set apart from the running text."""
    return f'<p class="{css_class}">{escape(text)}</p>'


def bullets(items: Sequence[str]) -> str:
    """An unordered list of plain texts."""
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def anchor(*words: str) -> str:
    """A fixed id of letters a–z, digits and hyphens: the same data always gives the same page."""
    text = "-".join(words).lower().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def definition_list(pairs: Mapping[str, str]) -> str:
    """Terms and their explanations."""
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in pairs.items()) + "</dl>"


def text_or_empty(value: object) -> str:
    """A text, or "" when it is missing."""
    return "" if is_missing(value) else str(value)
