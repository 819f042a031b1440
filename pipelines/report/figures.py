"""One indicator, pattern or survey → heading, sentences, chart and table, ready to show.

Belongs here: putting the pieces of one thing together. Not here: which things a page shows (``display``).
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
    month,
    municipality_name,
    number,
    span,
    weekday,
    years,
)

NOT_SHOWN = "visas inte"
_SERIES_FROM = 3
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
        heading(3, str(indicator["title"]), anchor("indikator", code)),
        note(str(indicator["question"]), "fraga"),
        paragraphs(said[:1], "nyckel"),
        paragraphs(said[1:]),
    )
    shown = own[own["value"].notna() | own["suppressed"].astype(bool) | own["count"].notna()]
    everyone = data["values"][data["values"]["indicator"] == code]
    if len(shown) >= _SERIES_FROM:
        fragment.add(_series_chart(edition, indicator, own, everyone, breaks))
    elif not own.empty:
        fragment.add(details("Visa siffrorna och var de kommer ifrån", value_table(edition, indicator, own)))
    return fragment.add(note(f"Säger inte: {indicator['does_not_say']}"))


def _series_chart(
    edition: Edition, indicator: pd.Series, own: pd.DataFrame, everyone: pd.DataFrame, breaks: pd.DataFrame
) -> Chart:
    kind, title = indicator["kind"], str(indicator["title"])
    name = f"{municipality_name(edition.municipality)}"
    too_rare = kind == "offence_rate" and own["value"].notna().sum() * 2 < len(own)
    if too_rare:
        figure = charts.yearly_counts(own, name, breaks)
        measure = "antal per år"
    elif kind == "survey_index":
        figure = charts.yearly_steps(own, name, breaks)
        measure = str(indicator["unit"])
    else:
        others = reference_lines(edition, everyone, kind)
        decimals = 0 if kind == "offence_rate" else 1
        own = own if kind == "offence_rate" else with_share_words(own)
        figure = charts.ten_year_series(own, name, str(indicator["unit"]), others, breaks, decimals)
        measure = str(indicator["unit"])
    period = years(own["year"].min(), own["year"].max())
    caption = f"{title}, {measure}, {municipality_name(edition.municipality)} {period}."
    if not too_rare and own["lower_95"].notna().any():
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


def reference_lines(edition: Edition, everyone: pd.DataFrame, kind: str) -> dict[str, pd.DataFrame]:
    """The other municipalities of the police area together, and the country, per year.

    The others are pooled (events over people) only where every one of them is known and none is hidden.
    """
    lines: dict[str, pd.DataFrame] = {}
    others = everyone[~everyone["municipality_code"].isin([edition.municipality_code, COUNTRY])]
    if kind == "offence_rate" and not others.empty:
        members = others["municipality_code"].nunique()
        sums = others.groupby("year").agg(
            count=("count", lambda c: c.sum(min_count=members)),
            denominator=("denominator", lambda d: d.sum(min_count=members)),
        )
        pooled = (100_000 * sums["count"] / sums["denominator"]).rename("value").reset_index()
        if pooled["value"].notna().any():
            lines[f"Övriga kommuner i {first_lower(str(edition.info['police_area']))}"] = pooled
    country = everyone[everyone["municipality_code"] == COUNTRY]
    if country["value"].notna().any():
        lines["Hela landet"] = country[["year", "value"]]
    return lines


def value_table(edition: Edition, indicator: pd.Series, own: pd.DataFrame) -> str:
    """Year by year: value, interval, count, status, and the file and row behind it."""
    is_share = indicator["kind"] not in ("offence_rate", "survey_index")
    told = [str(text) for text in edition.corrections()["told"]]
    corrected = [" ".join(t for t in told if t in text_or_empty(note_text)) for note_text in own["note"]]
    rows = own.assign(
        shown_correction=corrected,
        shown_count=count_words(edition, own),
        shown_value=[_value_words(row, is_share) for row in own.to_dict("records")],
        shown_interval=[_interval_words(row, is_share) for row in own.to_dict("records")],
        shown_status=own["status"].map(lambda s: _STATUS.get(str(s), str(s))),
        shown_row=own["source_row"].map(lambda v: "" if is_missing(v) else number(v)),
    )
    columns = [Column("year", "År", numeric=True)]
    if own["count"].notna().any() or own[["suppressed", "count_withheld"]].astype(bool).any(axis=None):
        columns.append(Column("shown_count", "Antal", numeric=True))
    columns += [
        Column("shown_value", str(indicator["unit"]).capitalize(), numeric=True),
        Column("shown_interval", "95 %-intervall", numeric=True),
        Column("shown_status", "Status"),
        *([Column("shown_correction", "Lokal rättelse")] if any(corrected) else []),
        Column("source_file", "Fil"),
        Column("shown_row", "Rad", numeric=True),
    ]
    return table(rows, columns, f"{indicator['title']}, {municipality_name(edition.municipality)}")


def count_words(edition: Edition, rows: pd.DataFrame) -> list[str]:
    """Counts as they may be said: a number, ``färre än 5``, ``visas inte`` or ``uppgift saknas``."""
    hidden = sentences.hidden_text(edition.min_shown)
    return [
        hidden if suppressed else NOT_SHOWN if withheld else number(count)
        for suppressed, withheld, count in zip(
            rows["suppressed"].astype(bool), rows["count_withheld"], rows["count"], strict=True
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


def pattern_fragment(edition: Edition, rows: pd.DataFrame) -> Fragment:
    """One offence group's months, weekdays or localities. ``rows`` share group, dimension and period."""
    first = rows.iloc[0]
    dimension, title = str(first["dimension"]), str(first["title"])
    what, key = {
        "month": ("per månad", "Månad"), "weekday": ("per veckodag", "Veckodag"), "locality": ("per ort",
        "Ort"),
    }[dimension]  # fmt: skip
    rows = rows.assign(key=[_key(dimension, k) for k in rows["key"]])
    period = years(first["year_from"], first["year_to"])
    if dimension == "locality":
        figure = charts.locality_bars(rows, f"antal {period}")
    else:
        even = None if is_missing(first["known"]) else float(first["known"]) / len(rows)
        figure = charts.profile(rows, f"antal {period}", even)
    shown = rows.assign(shown=["dolt" if is_missing(c) else number(c) for c in rows["count"]])
    chart = Chart(
        anchor("monster", str(first["offence_group"]), dimension),
        figure,
        " ".join(_pattern_words(edition, rows, f"{title} {what} {period}")),
        f"Källa: {_publisher(str(first['publisher']))}.",
        table(
            shown,
            [Column("key", key), Column("shown", f"Antal {period}", numeric=True)],
            f"{title} {what}, {municipality_name(edition.municipality)} {period}",
        ),
    )
    return Fragment().add(heading(3, f"{title} {what}", anchor("rubrik", chart.id)), chart)


def _pattern_words(edition: Edition, rows: pd.DataFrame, start: str) -> list[str]:
    """What a reader must know about a pattern: how many, how many unknown, what is hidden, who is counted."""
    first = rows.iloc[0]
    total, known = first["total"], first["known"]
    said = [f"{start}." if is_missing(total) else f"{start}, sammanlagt {number(total)}."]
    if not is_missing(total) and not is_missing(known) and float(known) < float(total):
        said.append(f"Uppgiften finns för {number(known)} av dem.")
    if rows["suppressed"].astype(bool).any():
        hidden = sentences.hidden_text(edition.min_shown)
        said.append(f"Dolt betyder {hidden}, eller att talet annars skulle avslöja ett sådant.")
    if first["dimension"] == "locality":
        said.append("Orterna är olika stora. Orten är den där brottet begåtts, enligt polisen.")
    elif not is_missing(known):
        said.append("Den streckade linjen visar en jämn fördelning.")
    if first["direction"] == "activity_driven":
        said.append(sentences.POLICE_PRESENCE)
    return said


def _key(dimension: str, key: object) -> str:
    """Months and weekdays by name, however they are keyed."""
    text = str(key)
    if not text.isdigit():
        return text
    return {"month": month, "weekday": weekday}[dimension](int(text))


def _publisher(code: str) -> str:
    return {"bra": "Brå", "police": "Polisen", "bra_indicators": "Brå, kommunindikatorer"}.get(
        code, "egen bearbetning av data från Kolada"
    )
