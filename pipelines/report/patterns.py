"""When and where: the year, the week and the localities of each reported indicator, several years together.

Belongs here: one area's section about patterns, and why an indicator has none. Not here: which window is shown or
what is hidden (``edition``), the statistics behind (the tables), drawing (``charts``).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.edition import Edition
from pipelines.report.markup import (
    Chart,
    Column,
    Fragment,
    anchor,
    bullets,
    details,
    heading,
    note,
    paragraphs,
    table,
)
from pipelines.report.pattern_sentences import (
    CHANCE,
    PLACE_IS,
    SEASON_IS,
    WEEK_IS,
    place_sentences,
    season_sentences,
    share_cell,
    week_sentences,
)
from pipelines.report.swedish import (
    is_missing,
    listed,
    month,
    municipality_name,
    number,
    span,
    years,
)

PUBLISHERS = {"bra": "Brå", "police": "Polisen", "bra_indicators": "Brå, kommunindikatorer"}
WINDOW_YEARS = 5
Row = dict[Hashable, Any]


def pattern(edition: Edition, area: str) -> Fragment:
    """Season, week and localities per indicator, grouped by problem; then the indicators without, and why."""
    frames = {
        "season": edition.seasons(area),
        "week": edition.times_of_week(area),
        "place": edition.places(area),
    }
    entries = edition.indicators(area)
    reported = entries[entries["kind"] == "offence_rate"]
    shown: dict[str, list[str | Chart]] = {}
    for entry in reported.to_dict("records"):
        code = str(entry["indicator"])
        own = {name: frame[frame["indicator"] == code] for name, frame in frames.items()}
        if parts := _indicator(edition, entry, own):
            shown[code] = parts
    fragment = Fragment()
    if shown:
        first = edition.year - WINDOW_YEARS + 1
        fragment.add(
            note(
                f"Åren {years(first, edition.year)} läggs ihop, eftersom ett enskilt år har för få händelser. "
                f"{SEASON_IS} {WEEK_IS} {PLACE_IS} {CHANCE}"
            )
        )
    for problem in edition.problems(area).to_dict("records"):
        codes = [
            c for c in reported.loc[reported["problem"] == problem["problem"], "indicator"] if c in shown
        ]
        if codes:
            fragment.add(heading(3, str(problem["title"]), anchor("monster", area, str(problem["problem"]))))
        for code in codes:
            fragment.add(*shown[code])
    return fragment.add(*_without(edition, entries, set(shown), area))


def _indicator(edition: Edition, entry: Row, own: dict[str, pd.DataFrame]) -> list[str | Chart]:
    """Heading, words, chart and tables of one indicator, or nothing when no pattern may be shown."""
    code = str(entry["indicator"])
    parts: list[str | Chart] = []
    missing = []
    for name, what, made in (
        ("season", "månaderna", _season), ("week", "veckan", _week), ("place", "orterna", _places),
    ):  # fmt: skip
        found = made(edition, entry, own[name]) if len(own[name]) else []
        parts += found
        if not found:
            missing.append(what)
    if not parts:
        return []
    if missing:
        parts.append(
            note(f"För {listed(missing)} finns inget mönster att visa: {_why_partly(entry, missing, own)}.")
        )
    if entry["direction"] == "activity_driven":
        parts.append(note(sentences.POLICE_PRESENCE))
    return [heading(4, str(entry["title"]), anchor("monster", code)), *parts]


def _season(edition: Edition, entry: Row, rows: pd.DataFrame) -> list[str | Chart]:
    if not _enough_shown(rows):
        return []
    title, first = str(entry["title"]), rows.iloc[0]
    period = years(first["year_from"], first["year"])
    named = rows.assign(name=[month(int(m)) for m in rows["month"]])
    shown = named.assign(
        shown_count=_counts(rows),
        level=_decimals(rows["index"], 2),
        limits=_limits(rows, 2),
        area_level=_decimals(rows["area_index"], 2),
    )
    columns = [
        Column("name", "Månad"),
        Column("shown_count", f"Antal {period}", numeric=True),
        Column("level", "Nivå mot genomsnittlig månad", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("area_level", "Polisområdets kommuner sammanlagt", numeric=True),
    ]
    words = season_sentences(named.to_dict("records"))
    made = table(shown, columns, f"{title} per månad, {municipality_name(edition.municipality)} {period}")
    source = f"Källa: {PUBLISHERS.get(str(first['publisher']), str(first['publisher']))}."
    if first["signal"] != "seasonal":
        return [paragraphs([" ".join(words)]), details("Visa månaderna", made + note(source))]
    chart = Chart(
        anchor("sasong", str(entry["indicator"])),
        charts.season_plot(named, municipality_name(edition.municipality)),
        f"{title} per månad {period}, nivå mot en genomsnittlig månad. Strecken visar 95-procentiga intervall, den "
        f"streckade linjen lokalpolisområdets kommuner sammanlagt.{_hidden_words(edition, rows)}",
        source,
        made,
    )
    return [paragraphs([" ".join(words)]), chart]


def _week(edition: Edition, entry: Row, rows: pd.DataFrame) -> list[str | Chart]:
    title = str(entry["title"])
    first = rows.iloc[0]
    period = years(first["year_from"], first["year"])
    blocks, weekdays = rows[rows["dimension"] == "block"], rows[rows["dimension"] == "weekday"]
    parts: list[str | Chart] = []
    for part, caption in ((blocks, "veckans timmar"), (weekdays, "veckodagar")):
        if not _enough_shown(part):
            continue
        parts.append(paragraphs([" ".join(week_sentences(part.to_dict("records")))]))
        name = (
            f"{title}, andel i procent per {caption.removeprefix('veckans ').replace('timmar', 'tidsblock')}"
        )
        name = (
            name.replace("veckodagar", "veckodag") + f", {municipality_name(edition.municipality)} {period}"
        )
        if part is blocks:
            parts.append(_block_table(part, name))
        else:
            parts.append(details("Visa veckodagarna", _weekday_table(part, name)))
        if part["suppressed"].astype(bool).any():
            parts.append(note(_hidden_words(edition, part).strip()))
    return parts


def _block_table(rows: pd.DataFrame, caption: str) -> str:
    """Weekdays and weekends as rows, hours as columns; a cell says its limits and how it stands to an even spread."""
    wide: dict[str, dict[str, Any]] = {}
    for row in rows.sort_values("position").to_dict("records"):
        days, hours = str(row["key"]).rsplit(" ", 1)
        line = wide.setdefault(days, {"days": days, "even": number(row["even_pct"])})
        line[hours] = share_cell(row)
    hours_shown = [key for key in next(iter(wide.values())) if key not in ("days", "even")]
    columns = [Column("days", "Dagar"), *[Column(h, f"kl. {h}", numeric=True) for h in hours_shown]]
    columns.append(Column("even", "Om jämnt fördelat", numeric=True))
    return table(pd.DataFrame(list(wide.values())), columns, caption)


def _weekday_table(rows: pd.DataFrame, caption: str) -> str:
    shown = rows.assign(
        share=["dolt" if is_missing(v) else number(v) for v in rows["share_pct"]],
        limits=_limits(rows, 0),
        even=[number(v) for v in rows["even_pct"]],
    )
    columns = [
        Column("key", "Veckodag"),
        Column("share", "Procent", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
        Column("even", "Om jämnt fördelat", numeric=True),
    ]
    return table(shown, columns, caption)


def _places(edition: Edition, entry: Row, rows: pd.DataFrame) -> list[str | Chart]:
    if not (rows["count"].fillna(0) > 0).any():
        return []
    first = rows.iloc[0]
    period = years(first["year_from"], first["year"])
    shown = rows.assign(
        shown_count=_counts(rows),
        people=["" if is_missing(v) else number(v) for v in rows["population"]],
        rate=_decimals(rows["per_1000"], 1),
        limits=_limits(rows, 1),
    )
    columns = [
        Column("locality", "Ort"),
        Column("shown_count", f"Antal {period}", numeric=True),
        Column("people", "Invånare", numeric=True),
        Column("rate", "Per 1 000 invånare och år", numeric=True),
        Column("limits", "95 %-intervall", numeric=True),
    ]
    parts: list[str | Chart] = [
        paragraphs([" ".join(place_sentences(rows.to_dict("records")))]),
        table(shown, columns, f"{entry['title']} per ort {period}"),
    ]
    if rows["suppressed"].astype(bool).any():
        parts.append(note(_hidden_words(edition, rows).strip()))
    return parts


def _enough_shown(rows: pd.DataFrame) -> bool:
    """Whether at least half of the cells may be shown; fewer would be a picture of what is hidden."""
    return len(rows) > 0 and int(rows["suppressed"].astype(bool).sum()) * 2 <= len(rows)


def _hidden_words(edition: Edition, rows: pd.DataFrame) -> str:
    if not rows["suppressed"].astype(bool).any():
        return ""
    hidden = sentences.hidden_text(edition.min_shown)
    return f" Dolt betyder {hidden}, eller att talet annars skulle avslöja ett sådant."


def _counts(rows: pd.DataFrame) -> list[str]:
    return ["dolt" if is_missing(count) else number(count) for count in rows["count"]]


def _decimals(values: pd.Series, decimals: int) -> list[str]:
    return ["–" if is_missing(value) else number(value, decimals) for value in values]


def _limits(rows: pd.DataFrame, decimals: int) -> list[str]:
    return [
        "–" if is_missing(low) or is_missing(high) else span(low, high, decimals)
        for low, high in zip(rows["lower_95"], rows["upper_95"], strict=True)
    ]


def _why_partly(entry: Row, missing: list[str], own: dict[str, pd.DataFrame]) -> str:
    if any(
        len(own[name]) for name, what in (("season", "månaderna"), ("place", "orterna")) if what in missing
    ):
        return "för många av talen är så små att de är dolda"
    totals = [part["total"].iloc[0] for part in own.values() if len(part)]
    least = entry["pattern_from"]
    if totals and not is_missing(least) and all(not is_missing(t) and t < least for t in totals):
        return f"färre än {number(least)} händelser på {WINDOW_YEARS} år"
    return "uppgiften saknas i underlaget för något år, eller är känd för alltför få händelser"


def _without(edition: Edition, entries: pd.DataFrame, shown: set[str], area: str) -> list[str]:
    """The indicators without any pattern, with the reason."""
    values = edition.values(area)
    own = values[
        (values["municipality_code"] == edition.municipality_code)
        & (values["year"] > edition.year - WINDOW_YEARS)
    ]
    said = []
    for entry in entries[entries["kind"] == "offence_rate"].to_dict("records"):
        if entry["indicator"] not in shown:
            part = own[own["indicator"] == entry["indicator"]]
            said.append(f"{entry['title']}: {_why_not(entry, part)}.")
    others = entries[~entries["kind"].isin(["offence_rate", "time_share", "place_share"])]
    if len(others):
        what = "Enkäter, nyckeltal, antal ur lokala källor och uttalanden"
        said.append(f"{what}: de anges per år, utan månad, klockslag och ort för varje händelse.")
    if not said:
        return []
    return [heading(3, "Indikatorer utan mönster", anchor("utan-monster", area)), bullets(said)]


def _why_not(entry: Row, own: pd.DataFrame) -> str:
    if own["suppressed"].astype(bool).any():
        return "något år är antalet så lågt att det är dolt, och mönstret skulle kunna avslöja det"
    least = entry["pattern_from"]
    total = own["count"].sum()
    if own.empty or own["count"].isna().all():
        return "det finns inga uppgifter"
    if not is_missing(least) and len(own) == WINDOW_YEARS and total < float(least):
        return f"färre än {number(least)} händelser på {WINDOW_YEARS} år, för få för ett mönster"
    if entry["publisher"] == "bra_indicators":
        return "källan anger bara antalet per år"
    return f"underlaget är inte fullständigt för alla {WINDOW_YEARS} år, eller för litet för att visas"
