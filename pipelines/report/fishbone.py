"""The fishbone: causes laid on three ribs, the library's candidates or the group's own. HTML that can be read aloud.

Belongs here: the drawing, and the words for what the group has said of a cause. Not here: which causes there are
(expectations/candidate_causes.toml, the workbook) or any conclusion; a candidate is always marked as something to
test, in words and with a broken line, because the analysis is the group's own judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from pipelines.report.markup import bullets, details, heading, text_or_empty
from pipelines.report.plan_data import plain
from pipelines.report.plan_words import chosen, signed_by, whose
from pipelines.report.swedish import is_missing, plural, sentence_case

TO_TEST = "Att pröva – inte en slutsats"
RIBS = ("Plats och situation", "Utsatt person eller objekt", "Gärningsperson")
NOT_JUDGED = "kandidat, ingen har tagit ställning"
_JUDGED = {"adopted": "antagen", "rejected": "avfärdad", "open": "utreds"}
_STATE_STYLE = {"adopted": "antagen", "rejected": "avfardad", "open": "utreds"}
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
    if not _is_shown(row):
        # None and too few are published alike: a difference would tell of one or two.
        return "Inga uttalanden om de teman som hör till frågan, eller för få för att visas."
    statements = int(row["statements"])
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


def standing(cause: Mapping[Any, Any]) -> str:
    """What the group has said of a cause, with role and day; that nobody has, where nobody has.

    A judgement without a signature is said to lack it: a cause is adopted by somebody.
    """
    judged = _JUDGED.get(str(cause["judgement"]))
    if judged is None:
        is_proposed = bool(text_or_empty(cause["origin"]))
        return sentence_case(NOT_JUDGED if is_proposed else "gruppens hypotes, ingen har tagit ställning")
    who = signed_by(cause["judged_by"], cause["on_date"], "vem och när är inte angivet")
    return sentence_case(f"{judged} ({who})")


def state_style(cause: Mapping[Any, Any]) -> str:
    """The style of a cause's box; the words in it say the same."""
    unjudged = "kandidat" if text_or_empty(cause["origin"]) else "obedomd"
    return _STATE_STYLE.get(str(cause["judgement"]), unjudged)


def plan_fishbone(causes: pd.DataFrame, candidates: pd.DataFrame, problem: str, anchor: str) -> str:
    """The group's causes of one problem on the ribs, each with what was said of it.

    ``causes``: rows of ``cause``. ``candidates``: rows of ``candidate_cause`` of the area; those that the group has
    not taken up stand folded under their rib, as candidates.
    """
    taken = {plain(text) for text in causes["hypothesis"]}
    left = candidates[~candidates["cause"].map(plain).isin(taken)]
    codes = {sentence_case(chosen("ribs", code)): code for code in ("place", "target", "offender")}
    columns = []
    for i, rib in enumerate(RIBS, 1):
        own = causes[causes["rib"] == codes[rib]]
        items = "".join(_plan_cause(row) for row in own.to_dict("records"))
        body = f"<ul>{items}</ul>" if items else "<p>Gruppen har ingen orsak på den här grenen.</p>"
        more = [f"{row['cause']} – {NOT_JUDGED}" for row in left[left["rib"] == rib].to_dict("records")]
        folded = details(f"Fler kandidater ur biblioteket ({len(more)})", bullets(more)) if more else ""
        columns.append(f'<div class="gren">{heading(5, rib, f"{anchor}-{i}")}{body}{folded}</div>')
    return (
        f'<section class="fiskben" aria-labelledby="{anchor}">'
        '<p class="not">Heldragen kant: gruppen har tagit ställning. Streckad kant: en kandidat eller hypotes '
        "som ingen har tagit ställning till; den är ingen slutsats.</p>"
        f'<div class="fiskben-grenar">{"".join(columns)}</div><div class="fiskben-rygg">{_SPINE}'
        f'<div class="fiskben-huvud"><p class="orsak" id="{anchor}">Problemet: {escape(problem)}</p></div>'
        "</div></section>"
    )


def _plan_cause(row: Mapping[Any, Any]) -> str:
    told = [
        f"Skulle tala för: {_sentence(row['would_support'])}" if text_or_empty(row["would_support"]) else "",
        f"Skulle tala emot: {_sentence(row['would_contradict'])}"
        if text_or_empty(row["would_contradict"])
        else "",
        _sentence(row["origin"]) if text_or_empty(row["origin"]) else "",
    ]
    words = " ".join(part for part in told if part)
    level = chosen("levels", row["level"])
    return (
        f'<li class="plankort {state_style(row)}"><p><span class="orsak">{escape(str(row["id"]))} '
        f"{escape(str(row['hypothesis']))}{escape(whose(row))}</span> "
        f"{f'<span class={chr(34)}niva{chr(34)}>{escape(level)}</span>' if level else ''}</p>"
        f'<p class="stallning">{escape(standing(row))}.</p>'
        f"{f'<p class={chr(34)}stod{chr(34)}>{escape(words)}</p>' if words else ''}</li>"
    )


def _sentence(text: object) -> str:
    return f"{sentence_case(str(text)).rstrip('.')}."
