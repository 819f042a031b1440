"""What people say: themes per source and year, places, and where the statements stand.

Statements are not quoted on pages: redaction finds most names, not all, so a person releases a quotation. How often a
theme is taken up depends on how many were asked: years stand beside what they rest on, and no change is worked out.

Not here: deciding what may be shown (the tables carry it), coding of statements, decisions (``decided``).
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
    table,
    text_or_empty,
)
from pipelines.report.source_views import short_names
from pipelines.report.swedish import NBSP, listed, number, sentence_case, years

SHARE_FROM = 30
"""Fewer statements than this of a source and year are given as a number, never in percent."""
#: Own rule: below this a single statement more or less doubles or halves the percent.
PERCENT_FROM = 5
NOT_A_CHANGE = (
    "Hur många dialoger som hållits och hur många som deltagit skiljer sig mellan åren. Fler eller färre uttalanden "
    "betyder därför inte att problemet har ökat eller minskat."
)
NO_BASE = "inget underlag"
_KINDS = {"locality": "ort, med platserna i den", "school": "skola", "known_place": "plats"}


def dialogues(edition: Edition, area: str) -> Fragment:
    """What citizens, staff and meetings say: themes this year and over the years, places, where it all stands."""
    shown = edition.themes(area)
    fragment = Fragment()
    if shown.empty:
        fragment.add(
            note("Uttalandena om området är för få, eller kommer ur för få källor, för att visas per tema.")
        )
    else:
        fragment.add(_this_year(edition, area, shown))
    fragment.add(*_over_the_years(edition, area))
    fragment.add(*_places(edition, area))
    return fragment.add(_statements(edition, area))


def _this_year(edition: Edition, area: str, shown: pd.DataFrame) -> Chart:
    columns = [
        Column("theme_title", "Tema"),
        Column("source_label", "Källa"),
        Column("statements", "Uttalanden", number, numeric=True),
        Column("problems", "Beskriver ett problem", number, numeric=True),
        Column("positives", "Beskriver en förbättring", number, numeric=True),
        Column("documents", "Dokument", number, numeric=True),
    ]
    caption = (
        f"Antal uttalanden per tema och källa {edition.year}. Antalet säger hur ofta något nämnts, inte hur vanligt "
        "det är bland alla invånare. Teman som för få har nämnt visas inte."
    )
    return Chart(
        anchor("teman", area),
        charts.statements_by_theme(shown),
        caption,
        f"Källa: {listed(sorted(shown['source_label'].unique()))}.",
        table(shown, columns, f"Uttalanden per tema {edition.year}"),
    )


def _over_the_years(edition: Edition, area: str) -> list[str]:
    """Themes by source and year, each number beside all of the source's statements, and what the years rest on."""
    base = edition.statement_base()
    if base.empty:
        return []
    base = base.assign(source_label=_short(base))
    counted = {(str(r["source_type"]), int(r["year"])): r for r in base.to_dict("records")}
    every = sorted({year for _, year in counted})
    period = years(every[0], every[-1])
    parts = [heading(3, "Teman över åren", anchor("teman-ar", area)), note(NOT_A_CHANGE, "nyckel")]
    rows = edition.theme_years(area)
    rows = rows.assign(source_label=_short(rows))
    if rows.empty:
        parts.append(
            note("Inget tema i området har tagits upp av tillräckligt många för att visas något år.")
        )
    else:
        wide = _theme_rows(rows, counted, every)
        columns = [Column("theme_title", "Tema"), Column("source_label", "Källa"), *_year_columns(every)]
        name = edition.area_name(area)
        parts += [
            table(
                wide,
                columns,
                f"{name}: uttalanden om varje tema, av källans alla uttalanden, {period}",
                css_class="bred",
            ),
            note(
                "Streck: ingen har tagit upp temat det året, eller för få för att visas. Procent står bara där "
                f"temat har minst {PERCENT_FROM} av källans minst {SHARE_FROM} uttalanden det året; ett uttalande kan "
                "gälla flera områden."
            ),
        ]
    labels = dict(zip(base["source_type"], base["source_label"], strict=True))
    rests = pd.DataFrame(
        [
            {"source_label": label}
            | {str(year): _base_cell(counted.get((str(source), year))) for year in every}
            for source, label in labels.items()
        ]
    )
    return [
        *parts,
        table(
            rests,
            [Column("source_label", "Källa"), *_year_columns(every)],
            f"Vad åren vilar på: källornas alla uttalanden, oavsett område, {period}",
            css_class="bred",
        ),
    ]


def _short(rows: pd.DataFrame) -> list[str]:
    return [sentence_case(name) for name in short_names(rows)]


def _year_columns(every: list[int]) -> list[Column]:
    return [Column(str(year), str(year), numeric=True) for year in every]


def _theme_rows(
    rows: pd.DataFrame, counted: dict[tuple[str, int], dict[str, object]], every: list[int]
) -> pd.DataFrame:
    """A row per theme and source that takes it up some year; the theme shown a year, its silent sources have none."""
    cells = {
        (str(r["theme"]), str(r["source_type"]), int(r["year"])): int(r["statements"])
        for r in rows.to_dict("records")
    }
    shown = {(theme, year) for theme, _, year in cells}
    pairs = rows.drop_duplicates(["theme", "source_type"])
    made = []
    for row in pairs.to_dict("records"):
        theme, source = str(row["theme"]), str(row["source_type"])
        wide = {"theme_title": row["theme_title"], "source_label": row["source_label"]}
        for year in every:
            base = counted.get((source, year))
            wide[str(year)] = (
                NO_BASE
                if base is None
                else _of_base(cells.get((theme, source, year), 0), int(str(base["statements"])))
                if (theme, year) in shown
                else "–"
            )
        made.append(wide)
    return pd.DataFrame(made)


def _of_base(count: int, base: int) -> str:
    """``12 av 47 (26 %)``; without percent where the base is small, or so few that a percent says no more."""
    text = f"{number(count)} av {number(base)}"
    return (
        text if base < SHARE_FROM or count < PERCENT_FROM else f"{text} ({number(100 * count / base)}{NBSP}%)"
    )


def _base_cell(row: dict[str, object] | None) -> str:
    if row is None:
        return NO_BASE
    return f"{number(row['statements'])} i {number(row['documents'])} dokument"


def _places(edition: Edition, area: str) -> list[str]:
    """Places of the agreement's list that enough statements of enough sources are about."""
    rows = edition.place_mentions(area)
    title = heading(3, f"Platser som nämns {edition.year}", anchor("platser", area))
    every = rows[rows["theme"].isna()]
    if every.empty:
        return [title, note("Ingen plats nämns av tillräckligt många för att visas.")]
    themes = rows[rows["theme"].notna()]
    shown = every.assign(
        kind=[_KINDS.get(str(kind), str(kind)) for kind in every["place_kind"]],
        where=["" if name == place else text_or_empty(place)
               for name, place in zip(every["place_name"], every["locality"], strict=True)],
        about=[
            "; ".join(
                f"{r.theme_title} ({number(r.statements)})"
                for r in themes[themes["place_name"] == name].itertuples()
            )
            or "–"
            for name in every["place_name"]
        ],
    )  # fmt: skip
    columns = [
        Column("place_name", "Plats"),
        Column("kind", "Slag"),
        Column("where", "Ort"),
        Column("statements", "Uttalanden", number, numeric=True),
        Column("problems", "Beskriver ett problem", number, numeric=True),
        Column("by_context", "Bara enligt formulärets ort", number, numeric=True),
        Column("sources", "Källor", number, numeric=True),
        Column("about", "Teman som får visas"),
    ]
    return [
        title,
        table(shown, columns, f"Platser som uttalandena gäller {edition.year}, de som flest nämner först"),
        note(
            "Platserna är de som står i avtalsfilen. En plats som kan vara två, eller som inte står där, är inte med. "
            "I ”bara enligt formulärets ort” säger svaret på frågan om ort eller plats var det är, inte texten. "
            "Antalet säger hur ofta en plats nämnts, inte hur mycket som händer där: där fler har svarat nämns fler."
        ),
    ]


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
