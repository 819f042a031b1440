"""What people say: themes per source, where the statements stand, and the sources side by side.

Statements are not quoted on pages: redaction finds most names, not all, so a person releases a quotation.

Not here: deciding what may be shown (the tables carry it), or coding of statements.
"""

from __future__ import annotations

import pandas as pd

from pipelines.report import charts
from pipelines.report.edition import Edition
from pipelines.report.markup import (
    Chart,
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
from pipelines.report.swedish import first_lower, listed, number, plural, sentence_case

POINTS = {
    "worse": "pekar mot ett större problem",
    "better": "pekar mot ett mindre problem",
    "mixed": "pekar åt olika håll",
    "no_signal": "ingen säkerställd skillnad",
    "described": "beskriver problem eller förbättringar",
    "level": "visar en nivå, prövas inte",
    "not_mentioned": "nämner inte området",
    "not_tested": "kan inte prövas",
    "missing": "källan saknas",
}


def dialogues(edition: Edition, area: str) -> Fragment:
    """What citizens, staff and meetings say: themes per source, and where the statements stand."""
    shown = edition.themes(area)
    everything = edition.themes(area, only_shown=False)
    fragment = Fragment()
    if shown.empty:
        fragment.add(
            note("Uttalandena om området är för få, eller kommer ur för få källor, för att visas per tema.")
        )
        return fragment
    columns = [
        Column("theme_title", "Tema"),
        Column("source_label", "Källa"),
        Column("statements", "Uttalanden", number, numeric=True),
        Column("problems", "Beskriver ett problem", number, numeric=True),
        Column("positives", "Beskriver en förbättring", number, numeric=True),
        Column("documents", "Dokument", number, numeric=True),
    ]
    left = everything["theme"].nunique() - shown["theme"].nunique()
    caption = (
        f"Antal uttalanden per tema och källa {edition.year}. Antalet säger hur ofta något nämnts, inte hur "
        "vanligt "
        "det är bland alla invånare."
    )
    if left > 0:
        caption += (
            f" {sentence_case(plural(left, 'tema', 'teman'))} visas inte, eftersom för få har nämnt dem."
        )
    fragment.add(
        Chart(
            anchor("teman", area),
            charts.statements_by_theme(shown),
            caption,
            f"Källa: {listed(sorted(shown['source_label'].unique()))}.",
            table(shown, columns, f"Uttalanden per tema {edition.year}"),
        )
    )
    return fragment.add(_statements(edition, area))


def _statements(edition: Edition, area: str) -> str:
    rows = edition.statements(area)
    if rows.empty:
        return ""
    columns = [Column("source_label", "Källa"), Column("document", "Fil"), Column("locator", "Var")]
    folded = [
        details(f"{theme}: var uttalandena står", table(part, columns, f"{theme}", row_header=False))
        for theme, part in rows.groupby("theme_title", sort=True)
    ]
    released = note(
        "Texterna finns avidentifierade i arbetsboken lagesbild.xlsx, bladet Uttalanden. De är arbetsmaterial: "
        "avidentifieringen hittar de flesta namn men inte alla, så en person läser och godkänner ett citat "
        "innan det sprids."
    )
    return heading(3, "Uttalandena bakom", anchor("uttalanden", area)) + released + "".join(folded)


def agreement_between_sources(edition: Edition, area: str | None = None) -> Fragment:
    """What each source says, side by side, never summed."""
    rows = edition.source_agreement(area)
    if rows.empty:
        return Fragment([note("Ingen källa har beskrivit området detta år.")])
    rows = rows.assign(verdict=rows["points"].map(lambda p: POINTS.get(str(p), str(p))))
    fragment = Fragment()
    if area:
        said = rows[~rows["points"].isin(["missing", "no_signal", "level", "not_mentioned", "not_tested"])]
        columns = [
            Column("source_label", "Källa"),
            Column("verdict", "Riktning"),
            Column("summary", "Vad källan säger"),
        ]
        fragment.add(paragraphs([_agreement_sentence(rows, said)]))
        fragment.add(table(rows, columns, "Vad källorna säger, sida vid sida"))
    else:
        areas = edition.priority_areas()
        wide = rows.pivot(index="source_label", columns="priority_area", values="verdict").reset_index()
        columns = [Column("source_label", "Källa")]
        columns += [
            Column(str(code), str(name), lambda v: text_or_empty(v) or "–")
            for code, name in zip(areas["priority_area"], areas["name"], strict=True)
        ]
        fragment.add(table(wide, columns, "Vad källorna säger om varje område, sida vid sida"))
    return fragment.add(
        note("Anmälda brott, självrapporterad utsatthet och oro mäter olika saker och läggs aldrig ihop.")
    )


def _agreement_sentence(rows: pd.DataFrame, said: pd.DataFrame) -> str:
    groups = [
        f"{listed(part['source_label'].map(lambda s: first_lower(str(s)) if s != 'Kolada' else s))}: "
        f"{POINTS[str(point)]}"
        for point, part in said.groupby("points", sort=True)
        if point in POINTS
    ]
    if not groups:
        return "Ingen av källorna ger en säkerställd riktning."
    directions = set(said["points"]) & {"worse", "better"}
    verdict = "Källorna går isär. " if len(directions) == 2 else ""
    return f"{verdict}{sentence_case('; '.join(groups))}."
