"""The municipality as a whole: key sentences per area, problems side by side, sources, the four notes.

Not here: one area's figures (``display``) or what people say (``voices``).
"""

from __future__ import annotations

from pipelines.report import sentences
from pipelines.report.comparison_sentences import is_certain, previous_years_sentence
from pipelines.report.edition import Edition
from pipelines.report.figures import area_data
from pipelines.report.markup import (
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
from pipelines.report.swedish import first_lower, is_missing, listed, number, span

STATES = {"used": "använd", "missing": "saknas", "left_out": "utelämnad"}
FOUR_QUESTIONS = (
    "Varför valdes problemet?",
    "Vilka källor användes, och vilka lämnades utanför?",
    "Hur begränsar det kunskapen?",
    "Vad kan begränsningarna betyda för slutsatserna?",
)


def overview(edition: Edition) -> Fragment:
    """Per area: the key sentences, and what stands out after adjustment."""
    fragment = Fragment()
    for area in edition.priority_areas().to_dict("records"):
        fragment.add(
            heading(3, str(area["name"]), anchor("omrade", str(area["priority_area"]))),
            bullets(key_sentences(edition, str(area["priority_area"]))),
            f'<p><a href="{area["slug"]}.html">Läs mer om {first_lower(str(area["name"]))}</a></p>',
        )
    return fragment


def key_sentences(edition: Edition, area: str, at_most: int = 3) -> list[str]:
    """The first certain differences against previous years, filled up with the area's first figures."""
    data = area_data(edition, area)
    comparisons = data["comparisons"]
    entries = edition.indicators(area).to_dict("records")
    previous = comparisons[comparisons["comparison"] == "previous_years"]
    certain = {
        r["indicator"] for r in previous.to_dict("records") if is_certain(r, edition.false_signal_share)
    }
    entries.sort(key=lambda entry: entry["indicator"] not in certain)
    said = []
    known = set(data["own"]["indicator"])
    for entry in [entry for entry in entries if entry["indicator"] in known][:at_most]:
        own = data["own"][data["own"]["indicator"] == entry["indicator"]]
        text = sentences.value_sentence(own.iloc[-1].to_dict(), entry, edition.min_shown)
        rows = previous[previous["indicator"] == entry["indicator"]].to_dict("records")
        if rows:
            text += " " + previous_years_sentence(
                rows[0], entry, edition.percent_base, edition.false_signal_share
            )
        if entry["direction"] == "activity_driven":
            text += " " + sentences.POLICE_PRESENCE
        said.append(text)
    return said


def ranking(edition: Edition) -> Fragment:
    """Problems by volume and by shrunken ratio, side by side; no index of our own is made of them."""
    rows = edition.ranking()
    if rows.empty:
        return Fragment([note("Ingen rangordning kan göras.")])
    names = edition.priority_areas().set_index("priority_area")["name"]
    shown = rows.assign(
        area=rows["priority_area"].map(names),
        volume=["dolt" if is_missing(c) else number(c) for c in rows["count_three_years"]],
        ratio=["–" if is_missing(v) else number(v, 2) for v in rows["shrunken_ratio"]],
        limits=["" if is_missing(a) or is_missing(b) else span(a, b, 2)
                for a, b in zip(rows["shrunken_lower_95"], rows["shrunken_upper_95"], strict=True)],
        change=rows["change_signal"].map(
            {"higher": "högre", "lower": "lägre",
            "none": "ingen säkerställd skillnad"}).fillna("inte prövat"),
    )  # fmt: skip
    first = rows["year_from"].dropna()
    period = f"{int(first.iloc[0])}–{edition.year}" if len(first) else "tre år"
    columns = [
        Column("title", "Problem"),
        Column("area", "Område"),
        Column("volume", f"Antal {period}", numeric=True),
        Column("ratio", "Kvot mot polisområdet", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("change", "Mot åren före"),
        Column("sources_in_support", "Andra källor som beskriver området", number, numeric=True),
    ]
    return Fragment(
        [
            table(shown, columns, f"Problem i ordning efter antal, {period}"),
            note(
                "Kvoten är krympt mot genomsnittet i lokalpolisområdet, kommunen själv medräknad, så att "
                "enstaka händelser i en liten kommun inte ger stora utslag. Utan intervall: kommunerna skiljer sig "
                "inte mer åt än slumpen gör. Narkotikabrott och brott mot knivlagen följer polisens närvaro: fler "
                "anmälda kan vara fler insatser. Ordningen är ett underlag; vad som ska prioriteras avgör parterna."
            ),
        ]
    )


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


def four_questions(edition: Edition, area: str) -> Fragment:
    """The four notes that Brå asks for, with what the material already answers and room to write."""
    used = edition.coverage()
    in_use = listed(used[used["state"] == "used"]["source_label"])
    gone = listed(used[used["state"] != "used"]["source_label"]) or "ingen"
    given = {
        FOUR_QUESTIONS[1]: f"Använda: {in_use}. Saknas eller utelämnade: {gone}.",
        FOUR_QUESTIONS[2]: "Se avsnittet Vad underlaget inte kan säga.",
    }
    parts = [
        f"{heading(3, q, anchor('fraga', area, str(i)))}{paragraphs([given[q]]) if q in given else ''}"
        '<p class="skriv">Gruppens svar:</p>'
        for i, q in enumerate(FOUR_QUESTIONS, 1)
    ]
    return Fragment(["".join(parts)])
