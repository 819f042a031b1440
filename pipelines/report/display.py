"""The calls that notebooks make. Each returns something that shows itself: words, figures and tables.

Belongs here: what each part of a page holds. Not here: numbers' wording (``sentences``), drawing
(``charts``), reading (``edition``). Nothing here prints; a value that must be hidden never gets here.
"""

from __future__ import annotations

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.comparison_sentences import NO_CERTAIN, is_certain, reference_sentence, spread_sentence
from pipelines.report.edition import Edition
from pipelines.report.figures import area_data, indicator_fragment, pattern_fragment
from pipelines.report.fishbone import fishbone
from pipelines.report.markup import (
    Chart,
    Column,
    Fragment,
    anchor,
    bullets,
    definition_list,
    details,
    heading,
    note,
    table,
    text_or_empty,
)
from pipelines.report.overview import STATES, four_questions, overview, ranking, sources
from pipelines.report.suppression import PATTERN_YEARS
from pipelines.report.surveys import survey
from pipelines.report.swedish import first_lower, listed, municipality_name, number, span
from pipelines.report.voices import agreement_between_sources, dialogues

__all__ = [
    "agreement_between_sources",
    "candidate_causes",
    "comparison",
    "dialogues",
    "four_questions",
    "limits",
    "overview",
    "pattern",
    "picture",
    "ranking",
    "sources",
    "survey",
]
PATTERN_FROM = 50


def picture(edition: Edition, area: str) -> Fragment:
    """Every indicator of the area over ten years: sentences, chart, table."""
    data = area_data(edition, area)
    fragment = Fragment()
    for _, indicator in edition.indicators(area).iterrows():
        fragment.parts += indicator_fragment(edition, indicator, data).parts
    return fragment if fragment.parts else Fragment([note("Inga indikatorer finns för området.")])


def comparison(edition: Edition, area: str | None = None) -> Fragment:
    """The area's indicators against the police area and the country, as ratios with intervals.

    All areas when ``area`` is None. Indicators without a tested comparison are named.
    """
    titles = edition.indicators(area).set_index("indicator")["title"]
    everything = edition.comparisons(area)
    rows = everything[everything["comparison"] != "previous_years"]
    rows = rows[rows["indicator"].isin(titles.index)]
    rows = rows.assign(
        label=rows["indicator"].map(titles), order=rows["indicator"].map(list(titles.index).index)
    )
    rows = rows.sort_values(["order", "comparison"])
    drawn = rows[rows["ratio"].notna() & rows["ratio_lower_95"].notna()]
    fragment = Fragment()
    if drawn.empty:
        fragment.add(note("Ingen jämförelse med andra har prövats för områdets brottsserier."))
    else:
        fragment.add(_comparison_chart(edition, drawn, area))
    spread = spread_sentence(everything["dispersion_areas"])
    fragment.add(note(spread) if spread else "")
    undrawn = rows[~rows["indicator"].isin(drawn["indicator"])]
    said = [
        f"{row['label']}: {reference_sentence(row, {'kind': 'other'}, edition.false_signal_share)}"
        for row in undrawn.to_dict("records")
    ]
    fragment.add(details("Det som inte kan jämföras i siffror", bullets(said)) if said else "")
    if area and (edition.indicators(area)["kind"] == "survey_share").any():
        fragment.add(note("Enkätens andelar visas bredvid andras under Vad enkäterna säger."))
    return fragment


def _comparison_chart(edition: Edition, drawn: pd.DataFrame, area: str | None) -> Chart:
    plotted = drawn.rename(columns={"comparison_name": "series", "ratio": "value"}).assign(
        lower_95=drawn["ratio_lower_95"], upper_95=drawn["ratio_upper_95"]
    )
    shown = plotted.assign(
        limits=[span(a, b, 2) for a, b in zip(plotted["lower_95"], plotted["upper_95"], strict=True)],
        verdict=[
            ("högre" if r["signal"] == "higher" else "lägre")
            if is_certain(r, edition.false_signal_share)
            else NO_CERTAIN
            for r in plotted.to_dict("records")
        ],
    )
    columns = [
        Column("label", "Indikator"),
        Column("series", "Jämförs med"),
        Column("year", "År", numeric=True),
        Column("value", "Kvot", lambda v: number(v, 2), numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("verdict", "Efter justering för antalet jämförelser"),
    ]
    caption = (
        f"{municipality_name(edition.municipality)} jämfört med "
        f"{listed(first_lower(str(n)) for n in plotted['series'].unique())}. "
        "Kvot över 1 betyder högre nivå än i jämförelsen. Strecken visar 95-procentiga intervall; når de "
        "linjen "
        "vid 1 kan skillnaden vara slump."
    )
    return Chart(
        anchor("jamforelse", area or "alla"),
        charts.comparison_plot(plotted, "kvot (1 = samma nivå)"),
        caption,
        sentences.credit(_sources(edition, area, set(drawn["indicator"]))),
        table(shown, columns, "Jämförelse med andra"),
    )


def pattern(edition: Edition, area: str) -> Fragment:
    """Months, weekdays and localities, several years together, where there are enough events."""
    rows = edition.patterns(area)
    fragment = Fragment()
    left_out: dict[str, str] = {}
    for _, group in rows.groupby(["offence_group", "dimension"], sort=False):
        if _has_pattern(group):
            fragment.parts += pattern_fragment(edition, group).parts
        else:
            left_out[str(group["title"].iloc[0])] = ""
    hidden = _without_pattern(edition, area, set(rows["offence_group"]))
    if not fragment.parts and not left_out and not hidden:
        return Fragment([note("Det finns inget månads- eller ortsunderlag för området.")])
    if left_out:
        names = listed(first_lower(title) for title in left_out)
        fragment.add(note(f"För få händelser för att visa något eller några av mönstren: {names}."))
    if hidden:
        fragment.add(
            note(
                f"Mönster visas inte för {listed(first_lower(title) for title in hidden)}: något år är antalet "
                "så lågt att det är dolt, och mönstret skulle kunna avslöja det."
            )
        )
    return fragment


def _without_pattern(edition: Edition, area: str, shown: set[str]) -> list[str]:
    """Titles of indicators that have no pattern because one of its years is hidden."""
    values = edition.values(area)
    is_hidden = (
        (values["municipality_code"] == edition.municipality_code)
        & values["suppressed"].astype(bool)
        & (values["year"] > edition.year - PATTERN_YEARS)
    )
    entries = edition.indicators(area)
    gone = entries["indicator"].isin(values.loc[is_hidden, "indicator"]) & ~entries["offence_group"].isin(
        shown
    )
    return [str(title) for title in entries.loc[gone, "title"]]


def _has_pattern(rows: pd.DataFrame) -> bool:
    """True from ``PATTERN_FROM`` known events, when at most half of the cells are hidden."""
    counts = rows["count"]
    return float(counts.sum()) >= PATTERN_FROM and int(counts.isna().sum()) * 2 <= len(counts)


def limits(edition: Edition, area: str | None = None) -> Fragment:
    """What the material cannot say: per indicator, breaks, tests not made, sources left out."""
    entries = edition.indicators(area)
    broken = [sentences.break_sentence(row) for row in edition.breaks(area).to_dict("records")]
    untested = edition.comparisons(area)
    untested = untested[untested["signal"] == "not_tested"].merge(
        entries[["indicator", "title"]], on="indicator"
    )
    fragment = Fragment()
    if area:
        fragment.add(definition_list(dict(zip(entries["title"], entries["does_not_say"], strict=True))))
    gaps = [f"{row['title']}: {row['reason']}" for row in edition.gaps(area).to_dict("records")]
    if gaps:
        fragment.add(
            heading(3, f"Siffror som saknas för {edition.year}", anchor("luckor", area or "alla")),
            bullets(gaps),
        )
    if broken:
        fragment.add(
            heading(3, "Serier som bryts", anchor("brott", area or "alla")),
            bullets(list(dict.fromkeys(broken))),
        )
    if not untested.empty:
        items = [
            f"{row['title']}, jämfört med {first_lower(str(row['comparison_name']))}: {row['reason']}"
            for row in untested.to_dict("records")
        ]
        fragment.add(
            heading(3, "Jämförelser som inte prövats", anchor("oprovat", area or "alla")), bullets(items)
        )
    coverage = edition.coverage()
    gone = coverage[coverage["state"] != "used"]
    items = [
        f"{row['source_label']}: {STATES[row['state']]}. {text_or_empty(row['reason'])}"
        for row in gone.to_dict("records")
    ]
    if items:
        fragment.add(
            heading(3, "Källor som saknas eller lämnats utanför", anchor("utanfor", area or "alla")),
            bullets(items),
        )
    return fragment


def candidate_causes(edition: Edition, area: str) -> Fragment:
    """The fishbone with causes to test."""
    causes = edition.candidate_causes(area)
    return Fragment([fishbone(causes, first_lower(edition.area_name(area)), anchor("fiskben", area))])


def _sources(edition: Edition, area: str | None, indicators: set[str]) -> str:
    entries = edition.indicators(area)
    used = entries[entries["indicator"].isin(indicators)]["source_label"]
    return listed(sorted({sentences.source_name(label) for label in used}))
