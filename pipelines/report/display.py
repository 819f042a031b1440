"""The calls that notebooks make. Each returns something that shows itself: words, figures and tables.

Belongs here: what each part of a page holds. Not here: numbers' wording (``sentences``), drawing
(``charts``), reading (``edition``). Nothing here prints; a value that must be hidden never gets here.
"""

from __future__ import annotations

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.checklist_page import changes, checklist
from pipelines.report.comparison_sentences import reference_sentence, spread_sentence
from pipelines.report.decided import decisions
from pipelines.report.edition import Edition
from pipelines.report.figures import area_data, indicator_fragment, statement_table
from pipelines.report.fishbone import fishbone
from pipelines.report.goal_views import goals
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
from pipelines.report.measure_views import cooperation, measures
from pipelines.report.overview import STATES, four_questions, overview, ranking, sources
from pipelines.report.patterns import pattern
from pipelines.report.plan_views import plan
from pipelines.report.red_thread import differences, red_thread, remarks
from pipelines.report.source_views import agreement_between_sources
from pipelines.report.suppression import OWN_BASE
from pipelines.report.surveys import survey
from pipelines.report.swedish import first_lower, listed, municipality_name, number, span
from pipelines.report.verdicts import NO_CERTAIN, is_certain
from pipelines.report.voices import dialogues
from pipelines.report.year_wheel import wheel_in_words, year_wheel

__all__ = [
    "agreement_between_sources",
    "candidate_causes",
    "changes",
    "checklist",
    "comparison",
    "cooperation",
    "decisions",
    "dialogues",
    "differences",
    "four_questions",
    "goals",
    "limits",
    "measures",
    "overview",
    "pattern",
    "picture",
    "plan",
    "ranking",
    "red_thread",
    "remarks",
    "sources",
    "survey",
    "wheel_in_words",
    "year_wheel",
]


def picture(edition: Edition, area: str) -> Fragment:
    """Every indicator of the area over ten years, problem by problem: sentences, chart, table."""
    data = area_data(edition, area)
    entries = edition.indicators(area)
    has_figure = entries["indicator"].isin(data["own"]["indicator"])
    told = entries[has_figure & (entries["kind"] != "statement_count")]
    fragment = Fragment()
    for problem in edition.problems(area).to_dict("records"):
        own = told[told["problem"] == problem["problem"]]
        if own.empty:
            continue
        fragment.add(heading(3, str(problem["title"]), anchor("problem", area, str(problem["problem"]))))
        for _, indicator in own.iterrows():
            fragment.parts += indicator_fragment(edition, indicator, data).parts
    said = statement_table(edition, entries, data["own"])
    if said.parts:
        fragment.add(heading(3, "Vad som sagts, räknat i uttalanden", anchor("uttalanden-antal", area)))
    fragment.parts += said.parts
    without = entries[~has_figure]
    if len(without):
        names = [f"{title}: uppgift saknas för de år som visas." for title in without["title"]]
        fragment.add(heading(3, "Indikatorer utan siffra", anchor("utan-siffra", area)), bullets(names))
    return fragment if fragment.parts else Fragment([note("Inga indikatorer finns för området.")])


def comparison(edition: Edition, area: str | None = None) -> Fragment:
    """The area's indicators against the police area and the country, as ratios with intervals.

    All areas when ``area`` is None. Indicators without a tested comparison are named.
    """
    titles = edition.indicators(area).set_index("indicator")["title"]
    everything = edition.comparisons(area)
    rows = everything[~everything["comparison"].isin(OWN_BASE)]
    rows = rows[rows["indicator"].isin(titles.index)]
    rows = rows.assign(
        label=rows["indicator"].map(titles), order=rows["indicator"].map(list(titles.index).index)
    )
    rows = rows.sort_values(["order", "comparison"])
    drawn = rows[rows["ratio"].notna() & rows["ratio_lower_95"].notna()]
    fragment = Fragment()
    if drawn.empty:
        has_offences = (edition.indicators(area)["kind"] == "offence_rate").any()
        words = "Ingen jämförelse med andra har prövats för områdets brottsserier."
        fragment.add(note(words if has_offences else "Området har inga brottsserier att jämföra."))
    else:
        fragment.add(_comparison_chart(edition, drawn, area))
    spread = spread_sentence(everything["dispersion_areas"], everything["method"])
    fragment.add(note(spread) if spread else "")
    # Shares are compared in percentage points, beside the figure itself.
    undrawn = rows[~rows["indicator"].isin(drawn["indicator"]) & rows["difference"].isna()]
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
        f"vid 1 kan skillnaden vara slump.{charts.cut_words(plotted)}"
    )
    return Chart(
        anchor("jamforelse", area or "alla"),
        charts.comparison_plot(plotted, "kvot (1 = samma nivå)"),
        caption,
        sentences.credit(_sources(edition, area, set(drawn["indicator"]))),
        table(shown, columns, "Jämförelse med andra"),
    )


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
        says_not = definition_list(dict(zip(entries["title"], entries["does_not_say"], strict=True)))
        fragment.add(details("Visa vad varje indikator inte säger", says_not))
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
