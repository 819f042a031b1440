"""The calls that notebooks make. Each returns something that shows itself: words, figures and tables.

Belongs here: what each part of a page holds. Not here: numbers' wording (``sentences``), drawing
(``charts``), reading (``edition``). Nothing here prints; a value that must be hidden never gets here.
"""

from __future__ import annotations

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.edition import Edition
from pipelines.report.figures import indicator_fragment, pattern_fragment, survey_table
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
    paragraphs,
    table,
)
from pipelines.report.swedish import first_lower, is_missing, listed, number, plural, sentence_case, span

POINTS = {
    "worse": "pekar mot ett större problem",
    "better": "pekar mot ett mindre problem",
    "mixed": "pekar åt olika håll",
    "no_signal": "ingen säkerställd skillnad",
    "described": "beskriver problemet",
    "missing": "källan saknas",
}
STATES = {"used": "använd", "missing": "saknas", "left_out": "utelämnad"}
_STATEMENTS_PER_THEME = 6
FOUR_QUESTIONS = (
    "Varför valdes problemet?",
    "Vilka källor användes, och vilka lämnades utanför?",
    "Hur begränsar det kunskapen?",
    "Vad kan begränsningarna betyda för slutsatserna?",
)


def picture(edition: Edition, area: str) -> Fragment:
    """Every indicator of the area over ten years: sentences, chart, table."""
    data = _area_data(edition, area)
    fragment = Fragment()
    for _, indicator in edition.indicators(area).iterrows():
        fragment.parts += indicator_fragment(edition, indicator, data).parts
    return fragment if fragment.parts else Fragment([note("Inga indikatorer finns för området.")])


def comparison(edition: Edition, area: str | None = None) -> Fragment:
    """The area's indicators against the police area and the country, as ratios with intervals.

    All areas when ``area`` is None. Indicators without a tested comparison are named.
    """
    titles = edition.indicators(area).set_index("indicator")["title"]
    rows = edition.comparisons(area)
    rows = rows[(rows["comparison"] != "previous_years") & rows["indicator"].isin(titles.index)]
    rows = rows.assign(label=rows["indicator"].map(titles), order=rows["indicator"].map(list(titles.index).index))
    rows = rows.sort_values(["order", "comparison"])
    drawn = rows[rows["ratio"].notna() & rows["ratio_lower_95"].notna()]
    fragment = Fragment()
    if drawn.empty:
        fragment.add(note("Ingen jämförelse med andra kan visas i siffror."))
    else:
        fragment.add(_comparison_chart(edition, drawn, area))
    undrawn = rows[~rows["indicator"].isin(drawn["indicator"])]
    said = [
        f"{row['label']}: {sentences.reference_sentence(row, {'kind': 'other'}, edition.false_signal_share)}"
        for row in undrawn.to_dict("records")
    ]
    return fragment.add(details("Det som inte kan jämföras i siffror", bullets(said)) if said else "")


def _comparison_chart(edition: Edition, drawn: pd.DataFrame, area: str | None) -> Chart:
    plotted = drawn.rename(
        columns={"comparison_name": "series", "ratio": "value"}
    ).assign(lower_95=drawn["ratio_lower_95"], upper_95=drawn["ratio_upper_95"])
    shown = plotted.assign(
        limits=[span(a, b, 2) for a, b in zip(plotted["lower_95"], plotted["upper_95"], strict=True)],
        verdict=[
            ("högre" if r["signal"] == "higher" else "lägre")
            if sentences.is_certain(r, edition.false_signal_share)
            else sentences.NO_CERTAIN
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
        f"{edition.municipality} kommun jämfört med {listed(first_lower(str(n)) for n in plotted['series'].unique())}. "
        "Kvot över 1 betyder högre nivå än i jämförelsen. Strecken visar 95-procentiga intervall; når de linjen "
        "vid 1 kan skillnaden vara slump."
    )
    return Chart(
        anchor("jamforelse", area or "alla"),
        charts.comparison_plot(plotted, "kvot (1 = samma nivå)"),
        caption,
        f"Källa: {_sources(edition, area, set(drawn['indicator']))}.",
        table(shown, columns, "Jämförelse med andra"),
    )


def pattern(edition: Edition, area: str) -> Fragment:
    """Months, weekdays and localities, several years together."""
    rows = edition.patterns(area)
    fragment = Fragment()
    for _, group in rows.groupby(["offence_group", "dimension"], sort=False):
        if group["count"].notna().any():
            fragment.parts += pattern_fragment(edition, group).parts
    if not fragment.parts:
        fragment.add(note("Händelserna är för få för att visa något mönster över året eller mellan orterna."))
    return fragment


def survey(edition: Edition, area: str) -> Fragment:
    """The safety survey's index per locality, and shares from other surveys."""
    rows = edition.survey_by_locality(area)
    fragment = Fragment()
    for code, part in rows.groupby("indicator", sort=False):
        title = str(part["title"].iloc[0])
        fragment.add(
            heading(3, f"{title}, per ort", anchor("enkat", str(code))),
            survey_table(part, f"{title}: klassindex 0–6 per ort och år"),
        )
    if fragment.parts:
        fragment.add(
            note(
                "Indexet är klasser: 0 är närmast obefintligt och 6 alarmerande. Ett steg är inte en viss procent, "
                "och med omkring 150 svar per ort kan ett steg upp eller ned vara slump."
            )
        )
    shares = edition.indicators(area)
    shares = shares[shares["kind"] == "survey_share"]
    if not shares.empty:
        fragment.parts += _share_chart(edition, area, shares).parts
    return fragment if fragment.parts else Fragment([note("Ingen enkät rör området detta år.")])


def _share_chart(edition: Edition, area: str, shares: pd.DataFrame) -> Fragment:
    """The latest share per question, the municipality beside the country."""
    values = edition.values(area)
    values = values[values["indicator"].isin(shares["indicator"]) & values["value"].notna()]
    own = edition.municipality_code
    latest = values[values["municipality_code"] == own].groupby("indicator")["year"].max()
    rows = values[values["year"] == values["indicator"].map(latest)]
    rows = rows[rows["municipality_code"].isin([own, "00"])]
    rows = rows.assign(
        label=rows["indicator"].map(shares.set_index("indicator")["title"]),
        series=[f"{edition.municipality} kommun" if c == own else str(m) for c, m in
                zip(rows["municipality_code"], rows["municipality"], strict=True)],
        own=rows["municipality_code"] == own,
    ).sort_values(["own", "indicator"], ascending=[False, True])  # fmt: skip
    if rows.empty:
        return Fragment([note("Andelarna kan inte visas: svaren är för få eller dolda av utgivaren.")])
    columns = [
        Column("label", "Fråga"),
        Column("series", "Vilka"),
        Column("year", "År", numeric=True),
        Column("value", "Procent", lambda v: number(v, 1), numeric=True),
        Column("lower_95", "Nedre gräns, 95 %", lambda v: "" if is_missing(v) else number(v, 1), numeric=True),
        Column("upper_95", "Övre gräns, 95 %", lambda v: "" if is_missing(v) else number(v, 1), numeric=True),
        Column("denominator", "Antal svar", lambda v: "" if is_missing(v) else number(v), numeric=True),
        Column("source_file", "Fil"),
        Column("source_row", "Rad", lambda v: "" if is_missing(v) else number(v), numeric=True),
    ]
    chart = Chart(
        anchor("andelar", area),
        charts.comparison_plot(rows, "procent", ratio=False, decimals=1),
        f"Andel av eleverna, {edition.municipality} kommun och samtliga deltagande skolor, senaste enkäten. "
        "Strecken visar 95-procentiga intervall.",
        f"Källa: {shares['source_label'].iloc[0]}.",
        table(rows, columns, "Andelar i senaste enkäten"),
    )
    return Fragment().add(heading(3, "Senaste enkäten", anchor("rubrik", chart.id)), chart)


def dialogues(edition: Edition, area: str) -> Fragment:
    """What citizens, staff and meetings say: themes per source, and redacted statements to read."""
    shown = edition.themes(area)
    everything = edition.themes(area, only_shown=False)
    fragment = Fragment()
    if shown.empty:
        fragment.add(note("Uttalandena om området är för få, eller kommer ur för få källor, för att visas per tema."))
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
        f"Antal uttalanden per tema och källa {edition.year}. Antalet säger hur ofta något nämnts, inte hur vanligt "
        "det är bland alla invånare."
    )
    if left > 0:
        caption += f" {sentence_case(plural(left, 'tema', 'teman'))} visas inte, eftersom för få har nämnt dem."
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
    folded = []
    for theme, part in rows.groupby("theme_title", sort=True):
        first = part.head(_STATEMENTS_PER_THEME)
        columns = [
            Column("text", "Uttalande (avidentifierat)"),
            Column("source_label", "Källa"),
            Column("document", "Fil"),
            Column("locator", "Var"),
        ]
        more = len(part) - len(first)
        rest = note(f"Ytterligare {number(more)} finns i arbetsboken lagesbild.xlsx.") if more else ""
        inner = table(first, columns, f"Uttalanden om {first_lower(str(theme))}", row_header=False)
        folded.append(details(f"{theme}: läs uttalanden", inner + rest))
    return heading(3, "Uttalanden att läsa", anchor("uttalanden", area)) + "".join(folded) if folded else ""


def agreement_between_sources(edition: Edition, area: str | None = None) -> Fragment:
    """What each source says, side by side, never summed."""
    rows = edition.source_agreement(area)
    if rows.empty:
        return Fragment([note("Ingen källa har beskrivit området detta år.")])
    names = edition.priority_areas().set_index("priority_area")["name"]
    rows = rows.assign(verdict=rows["points"].map(lambda p: POINTS.get(str(p), str(p))), name=rows["priority_area"].map(names))
    fragment = Fragment()
    said = rows[~rows["points"].isin(["missing", "no_signal"])]
    if area:
        fragment.add(paragraphs([_agreement_sentence(rows, said)]))
    columns = [
        *([] if area else [Column("name", "Område")]),
        Column("source_label", "Källa"),
        Column("verdict", "Riktning"),
        Column("summary", "Vad källan säger"),
    ]
    fragment.add(table(rows, columns, "Vad källorna säger, sida vid sida"))
    return fragment.add(
        note("Anmälda brott, självrapporterad utsatthet och oro mäter olika saker och läggs aldrig ihop.")
    )


def _agreement_sentence(rows: pd.DataFrame, said: pd.DataFrame) -> str:
    groups = [
        f"{listed(part['source_label'].map(lambda s: first_lower(str(s)) if s != 'Kolada' else s))}: {POINTS[str(point)]}"
        for point, part in said.groupby("points", sort=True)
        if point in POINTS
    ]
    if not groups:
        return "Ingen av källorna ger en säkerställd riktning."
    directions = set(said["points"]) & {"worse", "better"}
    verdict = "Källorna går isär. " if len(directions) == 2 else ""
    return f"{verdict}{sentence_case('; '.join(groups))}."


def limits(edition: Edition, area: str | None = None) -> Fragment:
    """What the material cannot say: per indicator, breaks, tests not made, sources left out."""
    entries = edition.indicators(area)
    broken = [sentences.break_sentence(row) for row in edition.breaks(area).to_dict("records")]
    untested = edition.comparisons(area)
    untested = untested[untested["signal"] == "not_tested"].merge(entries[["indicator", "title"]], on="indicator")
    fragment = Fragment()
    if area:
        fragment.add(definition_list(dict(zip(entries["title"], entries["does_not_say"], strict=True))))
    if broken:
        fragment.add(heading(3, "Serier som bryts", anchor("brott", area or "alla")), bullets(list(dict.fromkeys(broken))))
    if not untested.empty:
        items = [
            f"{row['title']}, jämfört med {first_lower(str(row['comparison_name']))}: {row['reason']}"
            for row in untested.to_dict("records")
        ]
        fragment.add(heading(3, "Jämförelser som inte prövats", anchor("oprovat", area or "alla")), bullets(items))
    coverage = edition.coverage()
    gone = coverage[coverage["state"] != "used"]
    items = [f"{row['source_label']}: {STATES[row['state']]}. {_text(row['reason'])}" for row in gone.to_dict("records")]
    if items:
        fragment.add(heading(3, "Källor som saknas eller lämnats utanför", anchor("utanfor", area or "alla")), bullets(items))
    return fragment


def candidate_causes(edition: Edition, area: str) -> Fragment:
    """The fishbone with causes to test."""
    causes = edition.candidate_causes(area)
    return Fragment([fishbone(causes, first_lower(edition.area_name(area)), anchor("fiskben", area))])


def sources(edition: Edition) -> Fragment:
    """Sources used, missing and left out."""
    rows = edition.coverage()
    shown = rows.assign(
        shown_state=rows["state"].map(lambda s: STATES.get(str(s), str(s))),
        duty=["ja" if m else "nej" for m in rows["mandatory"]],
        why=[_text(r) for r in rows["reason"]],
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
            {"higher": "högre", "lower": "lägre", "none": "ingen säkerställd skillnad"}).fillna("inte prövat"),
    )  # fmt: skip
    first = rows["year_from"].dropna()
    period = f"{int(first.iloc[0])}–{edition.year}" if len(first) else "tre år"
    columns = [
        Column("title", "Problem"),
        Column("area", "Område"),
        Column("volume", f"Antal {period}", numeric=True),
        Column("ratio", "Kvot mot övriga", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("change", "Mot de fem åren före"),
        Column("sources_in_support", "Andra källor som beskriver området", number, numeric=True),
    ]
    return Fragment(
        [
            table(shown, columns, f"Problem i ordning efter antal, {period}"),
            note(
                "Kvoten är krympt mot genomsnittet i lokalpolisområdet, så att enstaka händelser i en liten kommun "
                "inte ger stora utslag. Ordningen är ett underlag; vad som ska prioriteras avgör parterna."
            ),
        ]
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
    data = _area_data(edition, area)
    comparisons = data["comparisons"]
    entries = edition.indicators(area).to_dict("records")
    previous = comparisons[comparisons["comparison"] == "previous_years"]
    certain = {r["indicator"] for r in previous.to_dict("records") if sentences.is_certain(r, edition.false_signal_share)}
    entries.sort(key=lambda entry: entry["indicator"] not in certain)
    said = []
    known = set(data["own"]["indicator"])
    for entry in [entry for entry in entries if entry["indicator"] in known][:at_most]:
        own = data["own"][data["own"]["indicator"] == entry["indicator"]]
        text = sentences.value_sentence(own.iloc[-1].to_dict(), entry, edition.min_shown)
        rows = previous[previous["indicator"] == entry["indicator"]].to_dict("records")
        if rows:
            text += " " + sentences.previous_years_sentence(
                rows[0], entry, edition.percent_base, edition.false_signal_share
            )
        if entry["direction"] == "activity_driven":
            text += " " + sentences.POLICE_PRESENCE
        said.append(text)
    return said


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
        f'{heading(3, q, anchor("fraga", area, str(i)))}{paragraphs([given[q]]) if q in given else ""}'
        '<p class="skriv">Gruppens svar:</p>'
        for i, q in enumerate(FOUR_QUESTIONS, 1)
    ]
    return Fragment(["".join(parts)])


def _area_data(edition: Edition, area: str) -> dict[str, pd.DataFrame]:
    values = edition.values(area)
    return {
        "values": values,
        "own": values[values["municipality_code"] == edition.municipality_code],
        "comparisons": edition.comparisons(area),
        "breaks": edition.breaks(area),
    }


def _sources(edition: Edition, area: str | None, indicators: set[str]) -> str:
    entries = edition.indicators(area)
    return listed(sorted(entries[entries["indicator"].isin(indicators)]["source_label"].unique()))


def _text(value: object) -> str:
    return "" if is_missing(value) else str(value)
