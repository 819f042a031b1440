"""What people say: themes per source, and where the statements stand.

Statements are not quoted on pages: redaction finds most names, not all, so a person releases a quotation.

Not here: deciding what may be shown (the tables carry it), or coding of statements.
"""

from __future__ import annotations

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
    table,
)
from pipelines.report.swedish import listed, number, plural, sentence_case


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
