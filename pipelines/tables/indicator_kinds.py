"""Indicator values that are not offences per inhabitant: surveys, key figures, local counts, statements, and
when and where.

Each function takes a register entry and a table, and gives rows of ``indicator_value`` (without the register's
own columns). None of them adds different sources together. Not here: offences (indicator_values.py), what may
be compared (comparisons.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import is_small
from pipelines.methods.intervals import wilson_interval
from pipelines.registers import minimum_base
from pipelines.tables.clock import events_of, hour_share
from pipelines.tables.local_sums import MONEY, by_series_and_year, outermost, year_sum
from pipelines.tables.places import placed_line
from pipelines.tables.windows import PERIOD, open_windows

_NO_INTERVAL = "inget intervall"
_TOO_FEW = "Andelen visas inte: den skulle röja ett antal som är för litet för att visas."
_SHARES = ("survey_share", "published_share")


def survey_values(entry: dict[str, Any], survey_result: pd.DataFrame) -> pd.DataFrame:
    """Class indices, shares worked out from answers, and shares that the publisher gives with its own limits.

    A share is shown from the register's least number of answers; where the publisher says neither limits nor
    answers it is shown with that said.
    """
    chosen = survey_result[
        (survey_result["question"] == entry["survey_question"])
        & (survey_result["group"] == entry.get("group", "Alla"))
        & survey_result["locality"].isna()
    ]
    if "survey" in entry:
        chosen = chosen[chosen["survey"] == entry["survey"]]
    else:
        chosen = chosen[chosen["source_type"] == entry["source_type"]]
    is_share = entry["kind"] in _SHARES
    least = minimum_base(entry)["share_from"]
    rows = []
    for item in chosen.itertuples():
        answers = None if pd.isna(item.n) else int(item.n)
        note, value = None, item.value
        if not pd.isna(item.mask):
            note = "Utgivaren har maskerat ett svarsalternativ: andelen är okänd."
        elif is_share and answers is None:
            note = "Antalet svar anges inte av utgivaren."
        elif is_share and (answers or 0) < least:
            note, value = f"Färre än {least} svar: andelen visas inte.", np.nan
        is_known = not pd.isna(value)
        has_limits = is_known and not pd.isna(item.lower_95)
        lower, upper, method = item.lower_95, item.upper_95, _NO_INTERVAL
        if has_limits:
            method = "Wilson" if entry["kind"] == "survey_share" else "utgivarens intervall"
        elif is_known and entry["kind"] == "published_share" and answers:
            lower, upper = (100 * limit for limit in wilson_interval(round(value * answers / 100), answers))
            method = "Wilson, antalet svar avrundat ur andelen"
        rows.append(
            {
                "municipality_code": item.municipality_code,
                "year": item.year,
                "value": value,
                "lower_95": lower if is_known and is_share else np.nan,
                "upper_95": upper if is_known and is_share else np.nan,
                "count": item.count if is_known else None,
                "denominator": answers,
                "status": "final",
                "method": method if is_share else _NO_INTERVAL,
                "n_sources": 1,
                "suppressed": False,
                "note": note,
                "source_file": item.file,
                "source_row": item.row,
            }
        )
    return pd.DataFrame(rows)


def kpi_shares(entry: dict[str, Any], kpis: pd.DataFrame) -> pd.DataFrame:
    """Key figures as Kolada or Skolverket gives them, for whole municipalities."""
    chosen = kpis[
        (kpis["publisher"] == entry.get("publisher", "kolada"))
        & (kpis["kpi"] == entry["kpi"])
        & (kpis["gender"] == "T")
        & kpis["value"].notna()
        & (kpis["school_unit_code"].isna() | (kpis["school_unit_code"] == ""))
    ]
    return pd.DataFrame(
        {
            "municipality_code": chosen["municipality_code"],
            "year": chosen["year"],
            "value": chosen["value"],
            "status": "final",
            "method": _NO_INTERVAL,
            "n_sources": 1,
            "suppressed": False,
            "note": "Antalet personer bakom andelen publiceras inte.",
            "source_file": chosen["file"],
            "source_row": chosen["row"],
        }
    )


def local_counts(entry: dict[str, Any], local_count: pd.DataFrame, min_shown: int) -> pd.DataFrame:
    """A local source's count of a phenomenon, all places together, per calendar year.

    Unknown where the source hides any part; a year whose periods leave a gap says so. A small sum is hidden where
    the register says so, and where it is a sum of places: it would tell of a place.
    """
    chosen = local_count[
        (local_count["source_type"] == entry["source_type"])
        & (local_count["phenomenon"].str.casefold() == entry["phenomenon"].casefold())
        & (local_count["unit"] == entry["unit"])
    ]
    chosen = chosen[chosen["period_from"].dt.year == chosen["period_to"].dt.year]
    rows = []
    for (_, code, _, unit, year), part in by_series_and_year(chosen):
        total, note = year_sum(part)
        is_of_places = part.iloc[outermost(part)]["place"].notna().any()
        is_protected = entry["disclosure"] == "below_5_hidden" or (is_of_places and unit not in MONEY)
        is_hidden = is_protected and total is not None and is_small(total, min_shown)
        rows.append(
            {
                "municipality_code": code,
                "year": year,
                "count": None if is_hidden else total,
                "status": "final",
                "method": _NO_INTERVAL,
                "n_sources": part["file"].nunique(),
                "suppressed": is_hidden,
                "note": f"Färre än {min_shown}: visas inte." if is_hidden else note,
                "source_file": part["file"].min(),
                "source_row": part["row"].min(),
            }
        )
    return pd.DataFrame(rows)


def statement_counts(
    entry: dict[str, Any], statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """How many of a source's statements of the year describe a problem in the area; all as denominator."""
    of_source = statement[statement["source_type"] == entry["source_type"]]
    if of_source.empty:
        return pd.DataFrame()
    areas = statement_code[
        (statement_code["kind"] == "area") & (statement_code["code"] == entry["priority_area"])
    ]
    in_area = of_source["statement_id"].isin(areas["statement_id"]) & (of_source["is_problem"] == "true")
    by_year = of_source.assign(in_area=in_area).groupby("year")
    counted = by_year.agg(
        count=("in_area", "sum"),
        denominator=("in_area", "size"),
        source_file=("document", "min"),
        n_sources=("document", "nunique"),
    ).reset_index()
    return counted.assign(
        municipality_code=agreement.municipality.code,
        status="final",
        method=_NO_INTERVAL,
        suppressed=False,
        note="Antal uttalanden, inte hur vanligt något är.",
    )


def time_shares(
    entry: dict[str, Any], police_report: pd.DataFrame, hidden: dict[str, set[int]], agreement: Agreement
) -> pd.DataFrame:
    """The share of a group's offences that fall between two hours, five years to each year of the agreement.

    ``hidden``: ``windows.hidden_years``; a window with such a year tells its number of offences and is left out.
    """
    limit, rows = agreement.thresholds.min_shown, []
    events = events_of(police_report, agreement.municipality.code)
    for years in open_windows(entry["offence_group"], hidden, agreement):
        found = hour_share(events, entry["offence_group"], years, tuple(entry["hours"]), limit)
        if found is None or found.events < minimum_base(entry)["pattern_from"]:
            continue
        shown = np.nan if found.is_hidden else 100.0
        told = f"{PERIOD} år sammanlagt, {years[0]}–{years[-1]}. {found.told}"
        rows.append(
            {
                "municipality_code": agreement.municipality.code,
                "year": years[-1],
                "value": shown * found.share,
                "lower_95": shown * found.lower,
                "upper_95": shown * found.upper,
                "denominator": found.events,
                "status": "final",
                "method": _NO_INTERVAL if found.is_hidden else "aoristiska vikter, omsampling av händelser",
                "n_sources": found.files,
                "suppressed": found.is_hidden,
                "note": _TOO_FEW if found.is_hidden else told,
                "source_file": found.file,
            }
        )
    return pd.DataFrame(rows)


def place_shares(
    entry: dict[str, Any], offence_count: pd.DataFrame, hidden: dict[str, set[int]], agreement: Agreement
) -> pd.DataFrame:
    """The share of a group's offences in the locality that has most, five years to each year.

    ``hidden``: as in ``time_shares``. Hidden where the table of localities hides that locality.
    """
    series = offence_count[
        (offence_count["publisher"] == "police")
        & (offence_count["offence_group"] == entry["offence_group"])
        & (offence_count["municipality_code"] == agreement.municipality.code)
        & offence_count["month"].isna()
    ]
    rows = []
    for years in open_windows(entry["offence_group"], hidden, agreement):
        line = placed_line(series, years, agreement.thresholds.min_shown)
        if line is None or line.known < minimum_base(entry)["pattern_from"]:
            continue
        at = int(line.counts.to_numpy().argmax())
        most, is_hidden = int(line.counts.iloc[at]), line.hidden[at]
        lower, upper = wilson_interval(most, line.known)
        shown = np.nan if is_hidden else 100.0
        files = series.loc[series["year"].isin(years), "file"]
        told = (
            f"{line.counts.index[at]} har flest. {PERIOD} år sammanlagt, {years[0]}–{years[-1]}; orten är känd "
            f"för {line.known} av {line.total}."
        )
        rows.append(
            {
                "municipality_code": agreement.municipality.code,
                "year": years[-1],
                "value": shown * most / line.known,
                "lower_95": shown * lower,
                "upper_95": shown * upper,
                "count": None if is_hidden else most,
                "denominator": line.known,
                "status": "final",
                "method": _NO_INTERVAL if is_hidden else "Wilson",
                "n_sources": files.nunique(),
                "suppressed": is_hidden,
                "note": _TOO_FEW if is_hidden else told,
                "source_file": files.max(),
            }
        )
    return pd.DataFrame(rows)
