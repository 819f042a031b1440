"""The frame around every page: banners, navigation, landmarks, skip link, footer, and the drawing script.

Not here: what a page says.
"""

from __future__ import annotations

from html import escape

from pipelines.report import filtering, plan_style, style
from pipelines.report.edition import Edition
from pipelines.report.swedish import is_missing, municipality_name

PLOTLY_FILE = "plotly.min.js"
EXAMPLE_BANNER = (
    "Exempel med påhittade uppgifter. Anmälda stölder, skadegörelse och folkmängd är publicerade, resten och "
    "alla personer är påhittade. Använd inte uppgifterna som fakta."
)


def links(edition: Edition) -> list[tuple[str, str]]:
    """(file, text) of the pages, in reading order."""
    areas = [(f"{row['slug']}.html", str(row["name"])) for row in edition.priority_areas().to_dict("records")]
    return [
        ("index.html", "Start"),
        ("oversikt.html", "Översikt"),
        *areas,
        ("uppfoljning.html", "Uppföljning"),
        ("kvalitet.html", "Källor och kvalitet"),
    ]


def page(edition: Edition, file: str, title: str, body: str) -> str:
    """A whole HTML page in Swedish. ``body`` starts with its own ``<h1>``."""
    charts = "diagram-data" in body
    drawing = f'<script src="{PLOTLY_FILE}"></script><script>{style.script()}</script>' if charts else ""
    if filtering.MARK in body:
        drawing += f"<script>{filtering.SCRIPT}</script>"
    name = f"Lägesbild {edition.year}"
    return (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {name}, {escape(municipality_name(edition.municipality))}</title>"
        f'<link rel="icon" href="data:,"><style>{style.CSS}\n{plan_style.CSS}</style></head><body>\n'
        '<a class="hoppa" href="#innehall">Hoppa till innehållet</a>\n'
        f'<header class="sidhuvud"><div class="bredd"><p class="titel"><a href="index.html">{name}</a> '
        f"<span>{escape(municipality_name(edition.municipality))} och "
        f"{escape(str(edition.info['police_area']))}</span></p>"
        f"{_navigation(edition, file)}</div></header>\n{banners(edition)}"
        f'<main id="innehall" tabindex="-1"><div class="bredd">\n{body}\n</div></main>\n'
        f"{_footer(edition)}{drawing}\n</body></html>\n"
    )


def banners(edition: Edition) -> str:
    """What must stand on every page: an incomplete lägesbild, an example."""
    shown = []
    reason = edition.info.get("incomplete_reason")
    if not is_missing(reason) and str(reason).strip():
        shown.append(("ofullstandig", f"Ofullständig lägesbild. {reason}"))
    if bool(edition.info["is_example"]):
        shown.append(("exempel", EXAMPLE_BANNER))
    if not shown:
        return ""
    inner = "".join(
        f'<div class="banderoll {kind}"><div class="bredd"><p>{escape(text)}</p></div></div>'
        for kind, text in shown
    )
    return f'<aside aria-label="Viktigt om lägesbilden">{inner}</aside>\n'


def _navigation(edition: Edition, current: str) -> str:
    items = "".join(
        f'<li><a href="{file}"{" aria-current=" + chr(34) + "page" + chr(34) if file == current else ""}>'
        f"{escape(text)}</a></li>"
        for file, text in links(edition)
    )
    return f'<nav aria-label="Sidor"><ul>{items}</ul></nav>'


def _footer(edition: Edition) -> str:
    info = edition.info
    return (
        f'<footer><div class="bredd"><p>{escape(str(info["agreement_name"]))}, gäller '
        f"{int(info['valid_from'])}–{int(info['valid_to'])}.</p>"
        "<p>Källor: Brottsförebyggande rådet (Brå), Polisen, SCB, Skolinspektionen, Kolada (egen "
        "bearbetning av data) "
        "och kommunens egna dialoger och möten. Varje siffra går att följa till fil och rad: se tabellen "
        "under "
        'diagrammet och <a href="kvalitet.html">Källor och kvalitet</a>. Samma uppgifter finns i '
        '<a href="lagesbild.xlsx">arbetsboken lagesbild.xlsx</a>.</p></div></footer>\n'
    )
