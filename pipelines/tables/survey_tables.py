"""Surveys in one shape: class indices, shares and their intervals, whoever asked.

Not here: reading files, offences (mapping_tables.py), what an indicator makes of a share.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.intervals import wilson_interval
from pipelines.methods.weighting import weighted_mean
from pipelines.raw import Reading
from pipelines.registers import indicators
from pipelines.tables.schema import conform, empty
from pipelines.tables.scope import REPEATED, coded, exclude, indicator_rows, kept, require_one_value

UNUSED_QUESTION = "fråga eller svarsalternativ som ingen indikator bygger på"
OTHER_MEASURE = "index, medelvärde eller andel som räknas om ur antalen"
SCHOOL_GRADE = 8
TOTAL_INDEX = "Totalindex"
WEIGHTED_TOTAL = "Totalindex, orterna vägda efter folkmängd (egen bearbetning)"
NOT_STATED = "not_stated"

#: Directions of NTU's questions: every share tells of worry, unsafety, problems or exposure.
_NTU_DIRECTION = "lower_is_better"


def survey_result(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Survey answers of every survey in one shape; one row per question, group, place and year."""
    parts = [
        _safety(kept(safety_rows(reading, agreement))),
        _weighted_total(kept(safety_rows(reading, agreement)), agreement),
        _school(kept(school_rows(reading, agreement))),
        _youth(kept(youth_rows(reading, agreement))),
        _ntu(kept(indicator_rows(reading, agreement))),
        _ntu_county(kept(ntu_county_rows(reading, agreement))),
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty("survey_result")
    return conform("survey_result", pd.concat(parts, ignore_index=True))


def _shaped(rows: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """The columns of survey_result; what neither ``rows`` nor ``values`` has is empty."""
    usual: dict[str, Any] = {
        "locality": None,
        "group": "Alla",
        "year_kind": "survey",
        "scale_min": 0.0,
        "scale_max": 100.0,
        "unit": "procent",
        "count": pd.NA,
        "n": pd.NA,
        "lower_95": np.nan,
        "upper_95": np.nan,
        "mask": None,
    }
    missing = {
        column: value for column, value in usual.items() if column not in rows and column not in values
    }
    return conform("survey_result", rows.assign(**missing, **values)[list(empty("survey_result").columns)])


def safety_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """The police's safety survey as typed into the template."""
    rows = reading.rows("safety_survey")
    if rows.empty:
        return rows
    rows = coded(rows, rows["municipality"], agreement)
    key = ["municipality_code", "locality", "group", "question", "year"]
    again = rows[rows["excluded"].isna()].duplicated([*key, "value", "n"])
    exclude(rows, again.reindex(rows.index, fill_value=False), REPEATED)
    require_one_value(rows, key, "question")
    return rows


def _safety(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    return _shaped(
        rows,
        survey="trygghetsmatning",
        source_type="survey",
        unit="index 0–6",
        scale_min=0.0,
        scale_max=6.0,
        direction="lower_is_better",
    )


def _weighted_total(rows: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """The total index of the localities weighted by their populations, beside the published one.

    The survey asks equally many in every locality, so an unweighted mean over localities is not the
    municipality's. Only the total index is a number; a question's classes are never averaged. Nothing is made
    unless every locality of the agreement has both an index and a population.
    """
    people = {p.name: p.population for p in agreement.localities if p.population is not None}
    if rows.empty or len(people) < len(agreement.localities):
        return empty("survey_result")
    total = rows[
        (rows["municipality_code"] == agreement.municipality.code)
        & (rows["question"] == TOTAL_INDEX)
        & (rows["group"] == "Alla")
        & rows["locality"].isin(people)
    ]
    made = []
    for year, part in total.groupby("year"):
        if set(part["locality"]) == set(people) and part["value"].notna().all() and len(part) == len(people):
            made.append(
                {
                    "municipality_code": agreement.municipality.code,
                    "question": WEIGHTED_TOTAL,
                    "year": year,
                    "value": weighted_mean(part["value"], [people[name] for name in part["locality"]]),
                    "n": part["n"].sum(min_count=len(part)),
                    "file": part["file"].min(),
                    "row": part["row"].min(),
                }
            )
    return _safety(pd.DataFrame(made)) if made else empty("survey_result")


def school_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Cells of the school survey, of the municipality, its schools and all that took part."""
    rows = reading.rows("school_survey")
    if rows.empty:
        return rows
    # The reader gives repeated texts as categories; they cannot be mixed with one another.
    repeated = rows.select_dtypes("category").columns
    rows = rows.astype(dict.fromkeys(repeated, "object"))
    is_unit = rows["school_unit_code"].notna()
    rows = coded(rows, rows["organisation"].where(~is_unit, rows["municipality"]), agreement)
    asked = {
        (entry["survey_question"], option)
        for entry in indicators()
        if entry.get("survey") == "skolenkaten_ak8"
        for option in entry["options"]
    }
    is_answers = rows["measure"] == "n_answers"
    exclude(rows, ~is_answers & (rows["measure"] != "count"), OTHER_MEASURE)
    pairs = pd.Series(list(zip(rows["question"], rows["option"], strict=True)), index=rows.index)
    used = pairs.isin(asked) & (rows["grade"] == SCHOOL_GRADE).fillna(False)
    exclude(rows, ~is_answers & ~used, UNUSED_QUESTION)
    return rows


def _school(rows: pd.DataFrame) -> pd.DataFrame:
    """Share who chose one of an indicator's options, of all who answered the survey.

    A masked option makes the share unknown (never zero), with the publisher's mask kept.
    """
    if rows.empty:
        return rows
    unit = ["file", "organisation", "school_unit_code"]
    rows[["school_unit_code", "school"]] = rows[["school_unit_code", "school"]].fillna("")
    answers = (
        rows[(rows["measure"] == "n_answers") & rows["value"].notna()].set_index(unit)["value"].to_dict()
    )
    result = []
    for entry in indicators():
        if entry.get("survey") != "skolenkaten_ak8":
            continue
        chosen = rows[
            (rows["question"] == entry["survey_question"])
            & (rows["measure"] == "count")
            & rows["option"].isin(entry["options"])
        ]
        for (*at, school, code, year), cells in chosen.groupby(
            [*unit, "school", "municipality_code", "year"]
        ):
            total = int(answers.get(tuple(at), 0))
            is_known = cells["value"].notna().all() and len(cells) == len(entry["options"]) and total > 0
            count = int(cells["value"].sum()) if is_known else 0
            lower, upper = wilson_interval(count, total) if is_known else (np.nan, np.nan)
            masks = "".join(sorted({mask for mask in cells["mask"].dropna() if mask}))
            result.append(
                {
                    "municipality_code": code,
                    "group": f"{school} ({at[2]})" if at[2] else "Alla",
                    "question": entry["survey_question"],
                    "year": year,
                    "value": 100 * count / total if is_known else np.nan,
                    "count": count if is_known else None,
                    "n": total or None,
                    "lower_95": 100 * lower,
                    "upper_95": 100 * upper,
                    "mask": None if is_known else masks or "saknas",
                    "file": at[0],
                    "row": cells["row"].min(),
                }
            )
    if not result:
        return empty("survey_result")
    return _shaped(
        pd.DataFrame(result), survey="skolenkaten_ak8", source_type="school", direction="higher_is_better"
    )


def youth_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Youth surveys (LUPP, regional health surveys) as typed into the template."""
    rows = reading.rows("youth_survey")
    if rows.empty:
        return rows
    return coded(rows, rows["municipality"], agreement)


def _youth(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    grade = rows["grade"].map(_grade)
    return _shaped(
        rows.drop(columns="question").assign(
            question=rows["question"] + ": " + rows["option"],
            group=rows["group"] + grade,
            value=rows["share_pct"],
        ),
        source_type="youth_survey",
        direction=NOT_STATED,
    )


def _grade(grade: object) -> str:
    """Grades 10–12 are the years of gymnasiet."""
    if pd.isna(grade):  # type: ignore[call-overload]
        return ""
    number = int(str(grade))
    return f", gymnasiet år {number - 9}" if number > 9 else f", årskurs {number}"


def _ntu(rows: pd.DataFrame) -> pd.DataFrame:
    """NTU's shares of Brå's municipality indicators, with their intervals and how many answered the survey.

    The number of answers is given per survey year; exposure carries the year before it.
    """
    if rows.empty:
        return rows
    rows = rows[rows["is_survey"]].rename(columns={"variable": "question"})
    answers = rows[rows["measure"] == "n"].set_index(["municipality_code", "year"])["value"].to_dict()
    survey_year = rows["year"] + (rows["year_kind"] == "reference")
    asked = zip(rows["municipality_code"], survey_year, strict=True)
    rows = rows.assign(n=[answers.get(at) for at in asked])
    return _with_limits(rows, ["municipality_code", "question", "year"], "ntu_kommun")


def ntu_county_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """NTU's county workbook: the counties of the agreement's municipalities and the country."""
    rows = reading.rows("ntu_county")
    if rows.empty:
        return rows
    codes = rows["region"].str.strip().str.lower().map(agreement.county_codes())
    rows = coded(rows, rows["region"], agreement)
    is_county = codes.notna()
    rows.loc[is_county, "municipality_code"] = codes[is_county]
    rows.loc[is_county, "excluded"] = None
    return rows


def _ntu_county(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    key = ["municipality_code", "group", "title", "year"]
    answers = rows[rows["measure"] == "n"].drop_duplicates(key).set_index(key)["value"]
    rows = rows.assign(n=answers.reindex(pd.MultiIndex.from_frame(rows[key])).to_numpy())
    rows = rows.rename(columns={"title": "question"})
    return _with_limits(rows, ["municipality_code", "group", "question", "year"], "ntu_lan")


def _with_limits(rows: pd.DataFrame, key: list[str], survey: str) -> pd.DataFrame:
    """Shares with their own limits beside them."""
    shares = rows[rows["measure"] == "share_pct"]
    at = pd.MultiIndex.from_frame(shares[key])
    limits = {
        measure: rows[rows["measure"] == measure]
        .drop_duplicates(key)
        .set_index(key)["value"]
        .reindex(at)
        .to_numpy()
        for measure in ("lower_95", "upper_95")
    }
    return _shaped(
        shares.assign(**limits, unit="procent"),
        survey=survey,
        source_type="bra_agency",
        direction=_NTU_DIRECTION,
    )
