"""The municipality as a whole: every area in one glance, problems side by side, sources, the four notes.

Not here: one area's figures (``display``), the short words of a glance (``glance``), what people say (``voices``).
"""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.edition import Edition
from pipelines.report.glance import READ_SO, Glance, certain_sentence, glances
from pipelines.report.glance_words import NOT_CERTAIN, OTHERS
from pipelines.report.markup import (
    Chart,
    Column,
    Fragment,
    anchor,
    heading,
    note,
    paragraphs,
    table,
    text_or_empty,
)
from pipelines.report.swedish import first_lower, is_missing, listed, municipality_name, number, span
from pipelines.report.verdicts import NO_CERTAIN, inside_sentence, is_certain

STATES = {"used": "använd", "missing": "saknas", "left_out": "utelämnad"}
RANKING_NOTE = (
    "Den är krympt mot genomsnittet, så att enstaka händelser i en liten kommun inte ger stora utslag. Ett streck: "
    "kommunerna skiljer sig inte mer åt än slumpen gör, och då finns ingen plats att ge. Inte säkerställt: ingen "
    "statistiskt säkerställd skillnad; vad som hade synts står i tabellerna ovan. Inom parentes efter en plats "
    "står mellan vilka platser den kan ligga. Källor för, mot och som saknas gäller problemet, utom indikatorns egen "
    "källa. Narkotikabrott och brott mot knivlagen följer polisens närvaro: fler anmälda kan vara fler insatser. "
    "Ordningen är ett underlag; vad som ska prioriteras avgör parterna."
)
_BEFORE = "previous_years"
FOUR_QUESTIONS = (
    "Varför valdes problemet?",
    "Vilka källor användes, och vilka lämnades utanför?",
    "Hur begränsar det kunskapen?",
    "Vad kan begränsningarna betyda för slutsatserna?",
)


def overview(edition: Edition) -> Fragment:
    """Per area, in one glance: what is certain, a row per problem, and how it stands to others as a chart."""
    fragment = Fragment([note(READ_SO)])
    for area in edition.priority_areas().to_dict("records"):
        code, name = str(area["priority_area"]), str(area["name"])
        found = glances(edition, code)
        fragment.add(heading(3, name, anchor("omrade", code)), note(certain_sentence(found), "nyckel"))
        if found:
            fragment.add(_glance_table(found, f"{name} {edition.year}, områdets problem"))
        if chart := _spine(edition, code, [glance.indicator for glance in found]):
            fragment.add(chart)
        fragment.add(f'<p><a href="{area["slug"]}.html">Läs mer om {escape(first_lower(name))}</a></p>')
    return fragment


def _glance_table(found: list[Glance], caption: str) -> str:
    rows = pd.DataFrame([vars(glance) for glance in found])
    columns = [
        Column("title", "Vad"),
        Column("how_much", "Hur mycket"),
        Column("compared", "Jämfört med andra"),
        Column("direction", "Åt vilket håll"),
        Column("how_sure", "Hur säkert"),
        Column("sources", "Andra källor"),
    ]
    return table(rows, columns, caption, css_class="blick")


def _spine(edition: Edition, area: str, codes: list[str]) -> Chart | None:
    """Each reported indicator against the years before, the police area and the country, on one scale."""
    rows = edition.comparisons(area)
    rows = rows[
        rows["indicator"].isin(codes)
        & rows["comparison"].isin([_BEFORE, *OTHERS])
        & rows["ratio"].notna()
        & rows["ratio_lower_95"].notna()
    ]
    if rows.empty:
        return None
    titles = edition.indicators(area).set_index("indicator")["title"]
    names = {_BEFORE: "Åren före"} | edition.comparison_names()
    order = [_BEFORE, *OTHERS]
    drawn = rows.assign(
        label=rows["indicator"].map(titles),
        series=[names.get(str(c), str(n)) for c, n in zip(rows["comparison"], rows["comparison_name"], strict=True)],
        value=rows["ratio"], lower_95=rows["ratio_lower_95"], upper_95=rows["ratio_upper_95"],
        place=[(codes.index(i), order.index(c)) for i, c in zip(rows["indicator"], rows["comparison"], strict=True)],
    ).sort_values("place")  # fmt: skip
    shown = drawn.assign(
        limits=[span(a, b, 2) for a, b in zip(drawn["lower_95"], drawn["upper_95"], strict=True)],
        verdict=[_verdict(row, edition.false_signal_share) for row in drawn.to_dict("records")],
    )
    columns = [
        Column("label", "Indikator"),
        Column("series", "Jämförs med"),
        Column("value", "Kvot", lambda v: number(v, 2), numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("verdict", "Efter justering för antalet jämförelser"),
    ]
    entries = edition.indicators(area)
    used = entries[entries["indicator"].isin(drawn["indicator"])]["source_label"]
    name = edition.area_name(area)
    return Chart(
        anchor("lage", area),
        charts.comparison_plot(drawn, "kvot (1 = samma nivå)"),
        f"{name} {edition.year}: {municipality_name(edition.municipality)} mot åren före och mot andra. Kvot över 1 "
        "betyder högre nivå. Strecken visar 95-procentiga intervall; når de linjen vid 1 kan skillnaden vara slump."
        f"{charts.cut_words(drawn)}",
        sentences.credit(listed(sorted({sentences.source_name(label) for label in used}))),
        table(shown, columns, f"{name}, kvoter {edition.year}"),
    )


def _verdict(row: dict[Hashable, Any], share: float) -> str:
    if is_certain(row, share):
        return "högre" if row["signal"] == "higher" else "lägre"
    return NO_CERTAIN


def ranking(edition: Edition) -> Fragment:
    """Problems by volume and by shrunken ratio, side by side; no index of our own is made of them."""
    rows = edition.ranking()
    if rows.empty:
        return Fragment([note("Ingen rangordning kan göras.")])
    # A place by ratio is given only among those whose ratio can be told from the group's mean.
    is_estimated = rows["shrunken_lower_95"].notna() & rows["shrunken_upper_95"].notna()
    by_ratio = rows["shrunken_ratio"].where(is_estimated).rank(ascending=False, method="min")
    shown = rows.assign(
        volume=["dolt" if is_missing(c) else number(c) for c in rows["count_three_years"]],
        place_volume=_places(rows["rank_volume"], rows["rank_volume_lower"], rows["rank_volume_upper"]),
        ratio=[
            f"{number(ratio, 2)} ({span(low, high, 2)})" if known else "–"
            for ratio, low, high, known in zip(
                rows["shrunken_ratio"],
                rows["shrunken_lower_95"],
                rows["shrunken_upper_95"],
                is_estimated,
                strict=True,
            )
        ],
        place_ratio=_places(by_ratio, rows["rank_ratio_lower"], rows["rank_ratio_upper"]),
        change=rows["change_signal"]
        .map({"higher": "högre", "lower": "lägre", "none": NOT_CERTAIN})
        .fillna("inte prövat"),
    )
    first = rows["year_from"].dropna()
    period = f"{int(first.iloc[0])}–{edition.year}" if len(first) else "tre år"
    columns = [
        Column("title", "Vad"),
        Column("problem_title", "Problem"),
        Column("volume", f"Antal {period}", numeric=True),
        Column("place_volume", "Plats efter antal", numeric=True),
        Column("ratio", "Kvot mot andra (95 %)", numeric=True),
        Column("place_ratio", "Plats efter kvot", numeric=True),
        Column("change", "Mot åren före"),
        Column("sources_in_support", "Källor för", number, numeric=True),
        Column("sources_against", "Källor mot", number, numeric=True),
        Column("sources_missing", "Källor saknas", number, numeric=True),
    ]
    return Fragment(
        [
            table(shown, columns, f"Problem i ordning efter antal, {period}", css_class="bred"),
            note(f"{_ratio_groups(rows)} {RANKING_NOTE}"),
        ]
    )


def _places(place: pd.Series, lower: pd.Series, upper: pd.Series) -> list[str]:
    """``3 (3–5)``: the place, and between which places it may lie."""
    return [
        "–" if is_missing(p) else number(p) + ("" if is_missing(a) or is_missing(b) else f" ({span(a, b)})")
        for p, a, b in zip(place, lower, upper, strict=True)
    ]


def _ratio_groups(rows: pd.DataFrame) -> str:
    """Whom the ratios are against: groups of municipalities and how many they are."""
    known = rows[rows["ratio_group"].notna()]
    groups = dict.fromkeys(
        f"{inside_sentence(name)} ({number(members)} kommuner, den egna medräknad)"
        for name, members in zip(known["ratio_group"], known["ratio_members"], strict=True)
    )
    return f"Kvoten är mot genomsnittet i {listed(groups)}." if groups else "Ingen kvot kan räknas ut."


def sources(edition: Edition) -> Fragment:
    """Sources used, missing and left out."""
    rows = edition.coverage()
    shown = rows.assign(
        shown_state=rows["state"].map(lambda s: STATES.get(str(s), str(s))),
        duty=["ja" if m else "nej" for m in rows["mandatory"]],
        why=[
            " ".join(part for part in (text_or_empty(reason), _age(newest, stale)) if part)
            for reason, newest, stale in zip(rows["reason"], rows["newest_year"], rows["stale"], strict=True)
        ],
    )
    columns = [
        Column("source_label", "Källa"),
        Column("duty", "Alltid med enligt avtalet"),
        Column("shown_state", f"År {edition.year}"),
        Column("files", "Filer", number, numeric=True),
        Column("records", "Poster", number, numeric=True),
        Column("why", "Skäl"),
    ]
    return Fragment([table(shown, columns, f"Källor i lägesbilden {edition.year}")])


def _age(newest: object, stale: object) -> str:
    """That a source is older than the register allows; nothing otherwise."""
    if is_missing(stale) or not stale:
        return ""
    return f"Senaste uppgiften är från {newest}, äldre än källans gräns."


def four_questions(edition: Edition, area: str, level: int = 3) -> Fragment:
    """The four notes that Brå asks for, with what the material already answers and room to write.

    ``level``: of the questions' headings.
    """
    used = edition.coverage()
    in_use = listed(used[used["state"] == "used"]["source_label"])
    gone = listed(used[used["state"] != "used"]["source_label"]) or "ingen"
    given = {
        FOUR_QUESTIONS[1]: f"Använda: {in_use}. Saknas eller utelämnade: {gone}.",
        FOUR_QUESTIONS[2]: "Se avsnittet Vad underlaget inte kan säga.",
    }
    parts = [
        f"{heading(level, q, anchor('fraga', area, str(i)))}{paragraphs([given[q]]) if q in given else ''}"
        '<p class="skriv">Gruppens svar:</p>'
        for i, q in enumerate(FOUR_QUESTIONS, 1)
    ]
    return Fragment(["".join(parts)])
