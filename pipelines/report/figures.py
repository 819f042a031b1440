"""One indicator → heading, sentences, chart and table, ready to show; and statement counts as one table.

Belongs here: putting the pieces of one thing together. Not here: which things a page shows (``display``), patterns
over the year and the week (``patterns``).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report import charts, sentences
from pipelines.report.edition import COUNTRY, Edition
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
from pipelines.report.swedish import (
    first_lower,
    is_missing,
    municipality_name,
    number,
    span,
    years,
)

NOT_SHOWN = "visas inte"
_SERIES_FROM = 3
_COUNTS = ("local_count", "statement_count")
_FEWEST_MEMBERS = 3
_STATUS = {"final": "slutlig", "preliminary": "preliminär"}


def area_data(edition: Edition, area: str) -> dict[str, pd.DataFrame]:
    values = edition.values(area)
    return {
        "values": values,
        "own": values[values["municipality_code"] == edition.municipality_code],
        "comparisons": edition.comparisons(area),
        "breaks": edition.breaks(area),
    }


def indicator_fragment(edition: Edition, indicator: pd.Series, data: dict[str, pd.DataFrame]) -> Fragment:
    """Heading, sentences, ten-year chart with its table, and what the indicator does not say.

    ``data`` holds the area's ``values``, ``comparisons`` and ``breaks``.
    """
    code = str(indicator["indicator"])
    own = data["own"][data["own"]["indicator"] == code].sort_values("year")
    breaks = data["breaks"][data["breaks"]["indicator"] == code]
    comparisons = data["comparisons"][data["comparisons"]["indicator"] == code]
    latest = None if own.empty else own.iloc[-1].to_dict()
    before = own.iloc[-2].to_dict() if len(own) > 1 else None
    said = sentences.indicator_sentences(
        latest,
        indicator.to_dict(),
        comparisons.to_dict("records"),
        breaks.to_dict("records"),
        before,
        (edition.min_shown, edition.percent_base, edition.false_signal_share),
    )
    fragment = Fragment().add(
        heading(4, str(indicator["title"]), anchor("indikator", code)),
        note(str(indicator["question"]), "fraga"),
        paragraphs(said[:1], "huvudsak"),
        paragraphs(said[1:]),
    )
    shown = own[own["value"].notna() | own["suppressed"].astype(bool) | own["count"].notna()]
    everyone = data["values"][data["values"]["indicator"] == code]
    if len(shown) >= _SERIES_FROM:
        fragment.add(_series_chart(edition, indicator, own, everyone, breaks))
    elif not own.empty:
        fragment.add(details("Visa siffrorna och var de kommer ifrån", value_table(edition, indicator, own)))
    limits = str(indicator["does_not_say"])
    return fragment.add(note(limits if limits.startswith("Säger inte") else f"Säger inte: {limits}"))


def _series_chart(
    edition: Edition, indicator: pd.Series, own: pd.DataFrame, everyone: pd.DataFrame, breaks: pd.DataFrame
) -> Chart:
    kind, title = indicator["kind"], str(indicator["title"])
    name = f"{municipality_name(edition.municipality)}"
    too_rare = kind == "offence_rate" and own["value"].notna().sum() * 2 < len(own)
    is_count = too_rare or kind in _COUNTS
    if is_count:
        unit = "antal anmälda" if too_rare else str(indicator["unit"])
        figure = charts.yearly_counts(own, name, breaks, unit)
        measure = "antal per år" if too_rare else f"{unit} per år"
    elif kind == "survey_index":
        figure = charts.yearly_steps(own, name, breaks)
        measure = str(indicator["unit"])
    else:
        others = reference_lines(edition, everyone, indicator)
        decimals = 0 if kind == "offence_rate" else 1
        own = own if kind == "offence_rate" else with_share_words(own)
        figure = charts.ten_year_series(own, name, str(indicator["unit"]), others, breaks, decimals)
        measure = str(indicator["unit"])
    period = years(own["year"].min(), own["year"].max())
    caption = f"{title}, {measure}, {municipality_name(edition.municipality)} {period}."
    if not is_count and own["lower_95"].notna().any():
        caption += " Strecken visar 95-procentiga intervall."
    if (own["status"] == "preliminary").any():
        caption += " Ofyllda punkter är preliminära."
    if own["suppressed"].astype(bool).any():
        caption += f" <{edition.min_shown} betyder {sentences.hidden_text(edition.min_shown)}."
    return Chart(
        anchor("serie", str(indicator["indicator"])),
        figure,
        caption,
        sentences.credit(indicator["source_label"]),
        value_table(edition, indicator, own),
    )


def reference_lines(edition: Edition, everyone: pd.DataFrame, indicator: Any) -> dict[str, pd.DataFrame]:
    """The other municipalities of the police area together, and the country, per year, where the register allows.

    Offences are pooled (events over people) only where every other municipality is known and none is hidden; of
    shares, whose answers are seldom published, the middle municipality's is shown.
    """
    allowed = text_or_empty(indicator["comparison_groups"]).split(";")
    lines: dict[str, pd.DataFrame] = {}
    others = everyone[~everyone["municipality_code"].isin([edition.municipality_code, COUNTRY])]
    if "polisomradet" in allowed and not others.empty:
        name = edition.comparison_names().get("polisomradet", "Övriga kommuner i lokalpolisområdet")
        is_rate = indicator["kind"] == "offence_rate"
        line = _pooled(others) if is_rate else _middle(others)
        if line["value"].notna().any():
            lines[name if is_rate else f"Mittersta värdet: {first_lower(name)}"] = line
    country = everyone[everyone["municipality_code"] == COUNTRY]
    if "riket" in allowed and country["value"].notna().any():
        # A survey's own name for it: everybody who took part is not the whole country.
        lines[str(country["municipality"].iloc[-1])] = country[["year", "value"]]
    return lines


def _pooled(others: pd.DataFrame) -> pd.DataFrame:
    members = others["municipality_code"].nunique()
    sums = others.groupby("year").agg(
        count=("count", lambda c: c.sum(min_count=members)),
        denominator=("denominator", lambda d: d.sum(min_count=members)),
    )
    return (100_000 * sums["count"] / sums["denominator"]).rename("value").reset_index()


def _middle(others: pd.DataFrame) -> pd.DataFrame:
    known = others[others["value"].notna()]
    found = known.groupby("year").agg(value=("value", "median"), members=("municipality_code", "nunique"))
    return found.loc[found["members"] >= _FEWEST_MEMBERS, ["value"]].reset_index()


def statement_table(edition: Edition, entries: pd.DataFrame, own: pd.DataFrame) -> Fragment:
    """Every count of statements of an area in one table: how many of all the source's statements, year by year."""
    counted = entries[entries["kind"] == "statement_count"]
    rows = own[own["indicator"].isin(counted["indicator"])]
    if rows.empty:
        return Fragment()
    last = sorted({int(year) for year in rows["year"]})
    cells = {(r["indicator"], int(r["year"])): _of_all(edition, r) for r in rows.to_dict("records")}
    wide = pd.DataFrame(
        [
            {"title": entry["title"]} | {str(y): cells.get((entry["indicator"], y), "–") for y in last}
            for entry in counted.to_dict("records")
        ]
    )
    columns = [Column("title", "Vad som räknas"), *[Column(str(y), str(y), numeric=True) for y in last]]
    return Fragment().add(
        table(wide, columns, "Uttalanden som beskriver ett problem, av källans alla uttalanden"),
        note(
            "Antalet säger hur ofta något nämnts, inte hur vanligt det är. Hur många som deltagit och vad de frågats "
            "om skiljer sig mellan åren."
        ),
    )


def _of_all(edition: Edition, row: dict[Hashable, Any]) -> str:
    if row["suppressed"]:
        return sentences.hidden_text(edition.min_shown)
    if is_missing(row["count"]):
        return "–"
    return number(row["count"]) + (
        "" if is_missing(row["denominator"]) else f" av {number(row['denominator'])}"
    )


def value_table(edition: Edition, indicator: pd.Series, own: pd.DataFrame) -> str:
    """Year by year: value, interval, count, status, and the file and row behind it."""
    is_share = indicator["kind"] not in ("offence_rate", "survey_index")
    told = [str(text) for text in edition.corrections()["told"]]
    corrected = [" ".join(t for t in told if t in text_or_empty(note_text)) for note_text in own["note"]]
    # What must be said of a count of one of the years stands beside it.
    noted = [text_or_empty(text) if indicator["kind"] == "local_count" else "" for text in own["note"]]
    rows = own.assign(
        shown_correction=corrected,
        shown_note=noted,
        shown_count=count_words(edition, own),
        shown_value=[_value_words(row, is_share) for row in own.to_dict("records")],
        shown_interval=[_interval_words(row, is_share) for row in own.to_dict("records")],
        shown_status=own["status"].map(lambda s: _STATUS.get(str(s), str(s))),
        shown_row=own["source_row"].map(lambda v: "" if is_missing(v) else number(v)),
    )
    columns = [Column("year", "År", numeric=True)]
    if own["count"].notna().any() or own[["suppressed", "count_withheld"]].astype(bool).any(axis=None):
        is_money = indicator["unit"] == "kronor"
        columns.append(Column("shown_count", "Kronor" if is_money else "Antal", numeric=True))
    if indicator["kind"] not in _COUNTS:
        columns += [
            Column("shown_value", str(indicator["unit"]).capitalize(), numeric=True),
            Column("shown_interval", "95 %-intervall", numeric=True),
        ]
    columns += [
        Column("shown_status", "Status"),
        *([Column("shown_correction", "Lokal rättelse")] if any(corrected) else []),
        *([Column("shown_note", "Anmärkning")] if any(noted) else []),
        Column("source_file", "Fil"),
        Column("shown_row", "Rad", numeric=True),
    ]
    return table(rows, columns, f"{indicator['title']}, {municipality_name(edition.municipality)}")


def count_words(edition: Edition, rows: pd.DataFrame) -> list[str]:
    """Counts as they may be said: a number, ``färre än 5``, ``visas inte`` or ``uppgift saknas``."""
    hidden = sentences.hidden_text(edition.min_shown)
    # A share is hidden for what it tells of a count beside it; it is no small count itself.
    withheld = rows["count_withheld"].astype(bool) | (
        rows["suppressed"].astype(bool) & (rows["unit"] == "procent")
    )
    return [
        NOT_SHOWN if gone else hidden if suppressed else number(count)
        for suppressed, gone, count in zip(
            rows["suppressed"].astype(bool), withheld, rows["count"], strict=True
        )
    ]


def with_share_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds each share and its interval as they may be said: ``shown_value``, ``shown_interval``, both in ``said``."""
    records = rows.to_dict("records")
    values = [_value_words(row, True) for row in records]
    limits = [_interval_words(row, True) for row in records]
    said = [
        f"{value} ({span_})" if span_ else value or None for value, span_ in zip(values, limits, strict=True)
    ]
    return rows.assign(shown_value=values, shown_interval=limits, said=said)


def _value_words(row: dict[Hashable, Any], is_share: bool) -> str:
    if is_missing(row["value"]):
        return ""
    return sentences.share_text(row) if is_share else number(row["value"])


def _interval_words(row: dict[Hashable, Any], is_share: bool) -> str:
    low, high = row["lower_95"], row["upper_95"]
    if is_missing(low) or is_missing(high):
        return ""
    return span(low, high, sentences.share_decimals(row["denominator"]) if is_share else 0)
