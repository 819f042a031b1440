"""The fishbone: candidate causes to test, laid on three ribs. Plain HTML that a screen reader can follow.

Belongs here: the drawing. Not here: which causes (expectations/candidate_causes.toml) or any conclusion; a
candidate is always marked as something to test, because the analysis is the group's own judgement.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from pipelines.report.markup import bullets, details, heading
from pipelines.report.swedish import is_missing, plural

TO_TEST = "Att pröva – inte en slutsats"
RIBS = ("Plats och situation", "Utsatt person eller objekt", "Gärningsperson")
_FEWEST = 3
"""Fewer statements than this are never counted or pointed at, whatever the agreement says."""
_SPINE = (
    '<svg class="fiskben-ryggrad" viewBox="0 0 600 26" preserveAspectRatio="none" aria-hidden="true" '
    'focusable="false"><path d="M0 13H600" fill="none" stroke="currentColor" stroke-width="3" '
    'vector-effect="non-scaling-stroke"/></svg>'
)


def fishbone(causes: pd.DataFrame, problem: str, anchor: str) -> str:
    """``causes``: rib, cause, level, question, statements, sources, locators, theory.

    ``problem`` is the fish's head: what the causes would explain. The registered ribs come first, any other
    after them; a rib without candidates says so.
    """
    ribs = list(dict.fromkeys((*RIBS, *causes["rib"])))
    columns = "".join(
        _rib(rib, causes[causes["rib"] == rib], f"{anchor}-{i}") for i, rib in enumerate(ribs, 1)
    )
    return (
        f'<section class="fiskben" aria-labelledby="{anchor}">'
        f'<p class="prova"><strong>{TO_TEST}.</strong> Listan visar orsaker som andra har funnit på andra '
        "platser, "
        "och hur många uttalanden i det här underlaget som gör dem värda att pröva. Orsaksanalysen är "
        "gruppens "
        "egen bedömning.</p>"
        f'<div class="fiskben-grenar">{columns}</div><div class="fiskben-rygg">{_SPINE}'
        f'<div class="fiskben-huvud">{heading(3, f"Problemet: {problem}", anchor)}</div></div></section>'
    )


def _rib(rib: str, causes: pd.DataFrame, anchor: str) -> str:
    items = "".join(_cause(row) for row in causes.to_dict("records"))
    body = f"<ul>{items}</ul>" if items else "<p>Inga kandidater i listan för den här grenen.</p>"
    return f'<div class="gren">{heading(3, rib, anchor)}{body}</div>'


def _cause(row: dict[Any, Any]) -> str:
    return (
        f'<li><p><span class="orsak">{escape(str(row["cause"]))}</span> '
        f'<span class="niva">{escape(str(row["level"]))}</span></p>'
        f'<p class="fraga">{escape(str(row["question"]))}</p>'
        f'<p class="stod">{escape(_support(row))} Efter: {escape(str(row["theory"]))}.</p>{_where(row)}</li>'
    )


def _support(row: dict[Any, Any]) -> str:
    """How much in the material speaks for testing the cause; nothing about whether it is true."""
    statements = 0 if is_missing(row.get("statements")) else int(row["statements"])
    if statements == 0:
        return "Inget uttalande i underlaget nämner de teman som hör till frågan."
    if not _is_shown(row):
        return "Uttalandena om de teman som hör till frågan är för få, eller kommer ur för få källor, för att visas."
    sources = 0 if is_missing(row.get("sources")) else int(row["sources"])
    found = f"{plural(statements, 'uttalande', 'uttalanden')} ur {plural(sources, 'källa', 'källor')}"
    return f"Värd att pröva: {found} beskriver ett problem med dessa teman."


def _is_shown(row: dict[Any, Any]) -> bool:
    """Whether statements may be counted and pointed at: the table gives no places where they are too few."""
    statements = 0 if is_missing(row.get("statements")) else int(row["statements"])
    return statements >= _FEWEST and not is_missing(row.get("locators"))


def _where(row: dict[Any, Any]) -> str:
    """Where the statements stand, folded: file and place in it."""
    places = str(row["locators"]).split("; ") if _is_shown(row) else []
    found = [place for place in places if place.strip()]
    if not found:
        return ""
    total = int(row["statements"])
    some = f" ({len(found)} av {total})" if len(found) < total else ""
    return details(f"Var uttalanden står{some}", bullets(found))
