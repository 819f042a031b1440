"""The sources side by side, per problem: which point the same way, which differ, which are missing.

They measure different things and are never summed. Not here: what each source says (the tables carry it), themes and
statements (``voices``).
"""

from __future__ import annotations

import re

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import (
    Column,
    Fragment,
    anchor,
    details,
    heading,
    note,
    paragraphs,
    table,
    text_or_empty,
)
from pipelines.report.swedish import first_lower, listed, sentence_case

SUPPORTS, OPPOSES = ("worse", "described"), ("better",)
POINTS = {
    "worse": "pekar mot ett större problem",
    "better": "pekar mot ett mindre problem",
    "mixed": "pekar åt olika håll",
    "no_signal": "ingen säkerställd skillnad",
    "described": "beskriver problem",
    "mentioned": "nämner det, för lite för att räknas för eller mot",
    "level": "visar en nivå, prövas inte",
    "not_mentioned": "nämner det inte",
    "not_covered": "har ingen uppgift om just detta",
    "not_tested": "kan inte prövas",
    "missing": "källan saknas",
}
"""Verdict per source, as it stands in a table; a rising series is never called a rising problem by itself."""
_SILENT = {
    "no_signal": "har prövats utan statistiskt säkerställd skillnad",
    "level": "visar bara en nivå",
    "mentioned": "nämner det, för lite för att räknas för eller mot",
    "mixed": "pekar åt olika håll",
    "not_mentioned": "nämner det inte",
    "not_covered": "har ingen uppgift om det",
    "not_tested": "kunde inte prövas",
}
_ORDER = (
    "bra_agency", "police", "survey", "school", "youth_survey", "kolada", "school_statistics", "school_incidents",
    "citizen_dialogue", "staff_dialogue", "bra_council", "bra_operative",
)  # fmt: skip
NEVER_SUMMED = (
    "Anmälda brott, självrapporterad utsatthet och oro mäter olika saker och läggs aldrig ihop. Ingen säkerställd "
    "skillnad betyder inte att inget har hänt: hur stor en skillnad måste vara för att synas står vid varje indikator. "
    "Vad ett uttalande handlar om är bestämt av ett program, som ibland tar fel: läs uttalandena innan ni bygger på "
    "dem. En källa räknas för eller mot ett problem först när två av dess uttalanden säger det."
)
_NAMES = {
    "bra_agency": "myndigheten Brås statistik",
    "police": "polisens statistik",
    "survey": "trygghetsmätningen",
    "school": "Skolenkäten",
    "youth_survey": "ungdomsenkäten",
    "citizen_dialogue": "medborgardialogen",
    "staff_dialogue": "medarbetardialogen",
    "bra_council": "lokala Brå",
    "bra_operative": "operativa Brå",
}
"""The agreement's usual sources inside a sentence: two of them are called Brå."""


def agreement_between_sources(edition: Edition, area: str | None = None) -> Fragment:
    """Per problem of the area what the sources say, in a sentence and a table; of all areas only the table."""
    rows = edition.source_agreement(area)
    if rows.empty:
        return Fragment([note("Ingen källa har beskrivit området detta år.")])
    rows = rows.assign(
        verdict=rows["points"].map(lambda p: POINTS.get(str(p), str(p))),
        source=short_names(rows),
    )
    whole = rows[rows["problem"].isna()]
    if area is None:
        areas = edition.priority_areas()
        names = dict(zip(areas["priority_area"], areas["name"], strict=True))
        wide = _wide(whole, "priority_area", names)
        return Fragment([wide, note(NEVER_SUMMED)])
    problems = edition.problems(area)
    titles = dict(zip(problems["problem"], problems["title"], strict=True))
    fragment = Fragment()
    for code, title in titles.items():
        part = rows[rows["problem"] == code]
        if len(part):
            fragment.add(
                heading(3, str(title), anchor("kallorna", area, str(code))),
                paragraphs([agreement_sentence(part)]),
            )
    fragment.add(heading(3, "Sida vid sida", anchor("kallorna", area, "tabell")))
    per_problem = rows[rows["problem"].notna()]
    if len(per_problem):
        fragment.add(_wide(per_problem, "problem", titles))
    columns = [
        Column("source_label", "Källa"),
        Column("verdict", "Riktning"),
        Column("summary", "Vad källan säger"),
    ]
    for title, part in [("Hela området", whole), *((titles[c], rows[rows["problem"] == c]) for c in titles)]:
        if len(part):
            fragment.add(
                details(f"{title}: vad varje källa säger", table(ordered(part), columns, str(title)))
            )
    return fragment.add(note(NEVER_SUMMED))


def agreement_sentence(rows: pd.DataFrame) -> str:
    """One problem: who describes it, who points the other way, who does not say, who is missing.

    ``rows``: source, source_type, points of one problem.
    """
    rows = ordered(rows)
    names = {point: [str(s) for s in part["source"]] for point, part in rows.groupby("points", sort=False)}
    support = [name for point in SUPPORTS for name in names.get(point, [])]
    against = [name for point in OPPOSES for name in names.get(point, [])]
    if support and against:
        start = f"Källorna går isär: {listed(support)} beskriver problemet, men {listed(against)} pekar mot ett mindre."
    elif len(support) > 1:
        start = f"Källor som pekar åt samma håll: {listed(support)} beskriver problemet. Ingen pekar åt andra hållet."
    elif support:
        start = f"Bara {support[0]} beskriver problemet. Ingen pekar åt andra hållet."
    elif against:
        start = f"Ingen källa beskriver problemet; {listed(against)} pekar mot ett mindre."
    else:
        start = "Ingen källa beskriver problemet eller pekar åt något håll."
    rest = [f"{listed(names[point])} {words}" for point, words in _SILENT.items() if point in names]
    said = [start]
    if rest:
        said.append(sentence_case("; ".join(rest)) + ".")
    if "missing" in names:
        said.append(f"Saknas för året: {listed(names['missing'])}.")
    return " ".join(said)


def short_names(rows: pd.DataFrame) -> list[str]:
    """The sources inside a sentence, without their explanations in brackets."""
    return [
        _NAMES.get(str(source)) or first_lower(re.sub(r"\s*\(.*?\)", "", str(label)).strip())
        for source, label in zip(rows["source_type"], rows["source_label"], strict=True)
    ]


def _wide(rows: pd.DataFrame, across: str, titles: dict[str, str]) -> str:
    """Sources as rows, problems or areas as columns."""
    wide = ordered(rows).pivot_table(
        index="source_label", columns=across, values="verdict", aggfunc="first", sort=False
    )
    wide = wide.reset_index()
    columns = [Column("source_label", "Källa")]
    columns += [
        Column(str(code), str(title), lambda v: text_or_empty(v) or "–")
        for code, title in titles.items()
        if code in wide
    ]
    of = "område" if across == "priority_area" else "problem"
    return table(wide, columns, f"Vad källorna säger om varje {of}, sida vid sida", css_class="bred")


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Measured sources first, then the dialogues and the councils."""
    places = [_ORDER.index(s) if s in _ORDER else len(_ORDER) for s in rows["source_type"]]
    return rows.assign(place=places).sort_values(["place", "source_label"], kind="stable")
