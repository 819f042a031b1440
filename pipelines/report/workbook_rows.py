"""The rows of the workbook's sheets, out of the edition's frames.

Belongs here: joining names, order, and words in place of numbers that may not be shown. Not here: columns
(``workbook_fields``), which values are hidden (``edition`` has emptied them), any figure of its own.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.report import sentences
from pipelines.report.edition import COUNTRY, Edition
from pipelines.report.figures import NOT_SHOWN
from pipelines.report.source_views import POINTS
from pipelines.report.swedish import is_missing, listed, month, number, years
from pipelines.report.verdicts import is_certain
from pipelines.report.workbook_cells import ONE, TWO, WHOLE
from pipelines.report.workbook_fields import COMPARED, FACETS, GROUPS, PATTERN_SIGNALS, SIGNALS

HIDDEN_CELL = "dolt"
_TOO_FEW = "för få för att antalet"
_DIFFERENCES = ["difference", "difference_lower_95", "difference_upper_95", "p_adjusted"]
_BASES = {
    "rate_from": ("offence_rate",),
    "percent_from": ("offence_rate",),
    "trend_from_years": ("offence_rate",),
    "share_from": ("survey_share", "published_share", "kpi_share"),
    "pattern_from": ("offence_rate", "time_share", "place_share"),
}
_ORDER = [*COMPARED, *GROUPS]


def key_figures(edition: Edition) -> pd.DataFrame:
    """Every indicator per municipality and year: the own first, then the police area's and the country."""
    values = edition.values()
    suppressed = values["suppressed"].astype(bool)
    hidden = sentences.hidden_text(edition.min_shown)
    counts = values["count"].astype("object").where(~suppressed, hidden)
    withheld = values["count_withheld"] | (suppressed & values["unit"].eq("procent"))
    few_answers = values["unit"].eq("procent") & values["denominator"].map(sentences.share_decimals).eq(0)
    return named(
        edition,
        values.assign(
            shown_count=counts.where(~withheld, NOT_SHOWN),
            shown_value=[
                value if is_missing(bound) else f"{bound} {number(value)}"
                for value, bound in zip(values["value"], values["bound"], strict=True)
            ],
            share_format=few_answers.map({True: WHOLE, False: None}),
            own=values["municipality_code"] != edition.municipality_code,
        ),
    ).sort_values(["own", "area_position", "position", "municipality_code", "year"])


def comparisons(edition: Edition) -> pd.DataFrame:
    """Every comparison of the municipality's assessed year, with its outcome in words."""
    rows = _without_bound_differences(edition, edition.comparisons())
    certain = [is_certain(row, edition.false_signal_share) for row in rows.to_dict("records")]
    verdict = [
        NOT_SHOWN if hidden else SIGNALS[signal if sure or signal == "not_tested" else "none"]
        for hidden, signal, sure in zip(rows["withheld"], rows["signal"], certain, strict=True)
    ]
    hidden_text = sentences.hidden_text(edition.min_shown)
    return named(
        edition,
        rows.assign(
            verdict=verdict,
            compared=[COMPARED.get(str(code), "nivå bredvid andras") for code in rows["comparison"]],
            comparison_order=[
                _ORDER.index(code) if code in _ORDER else len(_ORDER) for code in rows["comparison"]
            ],
            dispersion_basis=[_basis(areas) for areas in rows["dispersion_areas"]],
            shown_count=rows["count"].astype("object").where(~rows["hidden"].astype(bool), hidden_text),
        ),
    ).sort_values(["area_position", "position", "comparison_order", "comparison"])


def _without_bound_differences(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Without the difference from a share that is only said as "over 95": it would tell the share itself."""
    values = edition.values()
    bound = values[values["bound"].notna()]
    told = set(zip(bound["municipality_code"], bound["indicator"], bound["year"].astype(int), strict=True))
    own = edition.municipality_code
    gone = []
    for row in rows.to_dict("records"):
        name, year = row["indicator"], int(row["year"])
        before = year if is_missing(row["base_from"]) else int(row["base_from"])
        gone.append(bool({(own, name, year), (own, name, before), (COUNTRY, name, year)} & told))
    result = rows.assign(withheld=rows["hidden"].astype(bool) | pd.Series(gone, index=rows.index, dtype=bool))
    result[_DIFFERENCES] = result[_DIFFERENCES].mask(pd.Series(gone, index=rows.index, dtype=bool))
    return result


def _basis(areas: Any) -> str | None:
    if is_missing(areas):
        return None
    return "register" if int(areas) == 0 else f"{number(areas)} kommuner"


def patterns(edition: Edition) -> pd.DataFrame:
    """Season, week and localities below each other, as on the pages; a hidden cell is ``dolt``."""
    parts = [
        season_rows(edition.seasons()),
        week_rows(edition.times_of_week()),
        place_rows(edition.places()),
    ]
    rows = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=list(parts[0].columns))])
    return named(edition, rows).sort_values(["area_position", "position", "dimension_order"], kind="stable")


def season_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Months of ``indicator_season``."""
    return _pattern_rows(frame, "index", frame["count"], TWO, 0).assign(
        dimension="månad",
        key=[month(int(m)) for m in frame["month"]],
        unit="gånger en genomsnittlig månad",
        beside=frame["area_index"],
        beside_is="polisområdets kommuner sammanlagt",
        known=None,
    )


def week_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Weekdays and blocks of hours of ``indicator_time_of_week``."""
    is_block = frame["dimension"] == "block"
    return _pattern_rows(frame, "share_pct", None, ONE, 1).assign(
        dimension=is_block.map({True: "tid i veckan", False: "veckodag"}),
        dimension_order=is_block.map({True: 2, False: 1}),
        unit="procent av brotten",
        beside=frame["even_pct"],
        beside_is="om brotten vore jämnt fördelade",
        known=frame["events"],
    )


def place_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Localities of ``indicator_place``."""
    return _pattern_rows(frame, "per_1000", frame["count"], ONE, 3).assign(
        dimension="ort", key=frame["locality"], unit="per 1 000 invånare och år"
    )


def _pattern_rows(
    frame: pd.DataFrame, value: str, counts: pd.Series | None, value_format: str, order: int
) -> pd.DataFrame:
    hidden = frame["suppressed"].fillna(True).astype(bool)
    signal = frame["signal"] if "signal" in frame else pd.Series("", index=frame.index)
    shown = frame.assign(
        period=[years(a, b) for a, b in zip(frame["year_from"], frame["year"], strict=True)],
        shown_value=frame[value].astype("object").mask(hidden, HIDDEN_CELL),
        shown_count=None if counts is None else counts.astype("object").mask(hidden, HIDDEN_CELL),
        value_format=value_format,
        verdict=[PATTERN_SIGNALS.get(str(s), "prövas inte") for s in signal],
        dimension_order=order,
    )
    for limit in ("lower_95", "upper_95"):
        shown[limit] = shown[limit].mask(hidden)
    return shown


def ranking(edition: Edition) -> pd.DataFrame:
    """Problems in order of volume, with both places, their intervals, and the other sources."""
    rows = edition.ranking()
    return named(
        edition,
        rows.assign(
            period=[
                "" if is_missing(a) else years(a, b)
                for a, b in zip(rows["year_from"], rows["year"], strict=True)
            ],
            shown_count=[HIDDEN_CELL if is_missing(count) else count for count in rows["count_three_years"]],
            change=[
                SIGNALS["not_tested"] if is_missing(s) else SIGNALS[str(s)] for s in rows["change_signal"]
            ],
        ),
    )


def sayings(edition: Edition) -> list[tuple[Any, ...]]:
    """Per problem what each source says, in the order of ``workbook_fields.SAYINGS``."""
    rows = named(edition, edition.source_agreement())
    rows = rows[rows["problem"].notna()].sort_values(
        ["area_position", "problem_title", "source_label"], kind="stable"
    )
    return [
        (
            r.area_name,
            r.problem_title,
            r.source_label,
            POINTS.get(str(r.points), str(r.points)),
            # A source that says the number is too small to give has its basis beside it in the table.
            None if _TOO_FEW in str(r.summary) else r.basis,
            r.summary,
        )
        for r in rows.itertuples()
    ]


def definitions(edition: Edition) -> pd.DataFrame:
    """The register: what each indicator answers, belongs to, is compared with and needs."""
    rows = edition.indicators()
    titles = edition.problems().set_index("problem")["title"]
    names = edition.comparison_names()
    result = rows.assign(
        problem_title=rows["problem"].map(titles),
        facet_words=[
            listed(FACETS.get(code, code) for code in str(codes).split(";") if code)
            for codes in rows["facets"]
        ],
        group_words=[_group_words(codes, names) for codes in rows["comparison_groups"]],
    )
    for column, kinds in _BASES.items():
        result[column] = result[column].where(result["kind"].isin(kinds))
    return named(edition, result).sort_values(["area_position", "position"])


def _group_words(codes: Any, names: dict[str, str]) -> str:
    """The groups' names; of a group that no file has members of, that it is missing."""
    if is_missing(codes) or not str(codes).strip():
        return "bara med sig själv"
    found = [code for code in str(codes).split(";") if code]
    return "; ".join(
        names.get(code) or f"{GROUPS.get(code, code)} (uppgift om vilka saknas)" for code in found
    )


def sources(edition: Edition) -> pd.DataFrame:
    """Every source of the year with its files; a source without files keeps its row."""
    coverage = edition.coverage()[["source_type", "source_label", "mandatory", "state", "reason"]]
    files = edition.source_files().drop(columns=["source_label"])
    return coverage.merge(files, on="source_type", how="left").sort_values(["source_label", "file"])


def named(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the area's name and place, and for rows of an indicator its title, source and place."""
    areas = edition.priority_areas().set_index("priority_area")
    added: dict[str, Any] = {
        "area_name": rows["priority_area"].map(areas["name"]),
        "area_position": rows["priority_area"].map(areas["position"]),
    }
    if "indicator" in rows:
        register = edition.indicators().set_index("indicator")
        for column in ("title", "source_label", "position"):
            added[column] = rows["indicator"].map(register[column])
    return rows.assign(**added)
