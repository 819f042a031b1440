"""What becomes of every tidy row: which table it belongs in, or why it is left out.

The tables take the rows without a reason in ``excluded``, and the account of the files (accounting.py) counts
the rest by their reason, so that nothing is left out that is not counted. Not here: reading, computation.
"""

from __future__ import annotations

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading
from pipelines.registers import offence_groups

OUTSIDE = "kommun eller område utanför avtalet"
NO_GROUP = "brottstyp som inte ingår i någon brottsgrupp i registret"
REPEATED = "samma uppgift finns i en annan fil"
REPLACED_BY_FINAL = "preliminär uppgift, ersatt av slutlig"
REPLACED_BY_NEWER = "preliminär uppgift, ersatt av en nyare"
NO_RATE_ROW = "antal per invånare utan tillhörande antal"
NOT_A_MEASURE = "beskriver inte ett antal eller en andel som används"

OTHER_DOOR = "samma uppgift finns i Brås statistikdatabas (SOL), som gäller"

DATABASE_LAYOUTS = ("sol_yearly", "sol_monthly")
_FIGURE = ["municipality_code", "offence_group", "year", "month"]
AGENCY_LAYOUTS = ("sol_yearly", "sol_monthly", "sol_long", "agency_totals", "table_120")
INDICATOR_LAYOUTS = ("municipality_indicators", "municipality_indicators_workbook")
SURVEY_MEASURES = ("share_pct", "lower_95", "upper_95", "n")


def labels(attribute: str) -> dict[str, str]:
    """A publisher's labels in lower case → offence group, from the register."""
    return {
        label.lower(): group.id for group in offence_groups().values() for label in getattr(group, attribute)
    }


def coded(
    rows: pd.DataFrame, region: pd.Series, agreement: Agreement, *, everywhere: bool = False
) -> pd.DataFrame:
    """``rows`` with ``municipality_code`` and ``excluded`` (None, or OUTSIDE for other regions).

    ``everywhere``: the figures of all the country's municipalities are kept, as reference.
    """
    known = agreement.reference_codes() if everywhere else agreement.region_codes()
    codes = region.astype("string").str.strip().str.lower().map(known)
    excluded = pd.Series([None] * len(rows), index=rows.index, dtype=object).where(codes.notna(), OUTSIDE)
    return rows.assign(municipality_code=codes.astype(object).where(codes.notna(), None), excluded=excluded)


def exclude(rows: pd.DataFrame, where: pd.Series, reason: str) -> None:
    """Give the rows that are still in and that ``where`` marks a reason to be left out, in place."""
    rows.loc[where.fillna(False).astype(bool) & rows["excluded"].isna(), "excluded"] = reason


def kept(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without a reason to be left out."""
    return rows[rows["excluded"].isna()].copy() if len(rows) else rows


def agency_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Brå's counts in whatever layout they came, with their offence group and what is left out.

    Of the same figure in two files one is kept; final replaces preliminary, and of preliminary figures the
    file that reaches furthest counts (they are published anew every month).
    """
    rows = reading.rows(*AGENCY_LAYOUTS)
    if rows.empty:
        return rows
    rows = coded(rows, rows["region"], agreement, everywhere=True)
    rows["offence_group"] = rows["offence"].str.lower().map(labels("sol_labels"))
    exclude(rows, rows["offence_group"].isna(), NO_GROUP)
    rows = rows.rename(columns={"per_100k": "per_100k_published"})
    rows = rows.assign(publisher="bra", locality=None)
    rows["is_database"] = rows["file"].isin([file.path for file in reading.of(*DATABASE_LAYOUTS)])
    inside = rows[rows["excluded"].isna() & (rows["status"] == "final")]
    in_database = pd.MultiIndex.from_frame(inside.loc[inside["is_database"], _FIGURE].astype("string"))
    again = pd.MultiIndex.from_frame(rows[_FIGURE].astype("string")).isin(in_database)
    exclude(rows, ~rows["is_database"] & again, OTHER_DOOR)
    return without_repeats(rows)


def doors(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures that came both from Brå's database and in another of its layouts. Columns place, deviation, state.

    Brå publishes anew, so they may differ a little; the database's figure is the one that counts.
    """
    columns = ["place", "deviation", "state"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    other = rows[rows["excluded"] == OTHER_DOOR]
    database = rows[rows["is_database"] & rows["excluded"].isna() & (rows["status"] == "final")]
    both = other.merge(database, on=_FIGURE, suffixes=("", "_database"))
    difference = both["count"].astype(float) - both["count_database"].astype(float)
    place = both["municipality_code"] + ", " + both["offence_group"] + ", " + both["year"].astype("string")
    state = difference.map(lambda found: "warn" if found else "ok")
    return pd.DataFrame({"place": place, "deviation": difference, "state": state}, columns=columns)


def without_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    """Marks what another file replaces. Same figure with another count, neither later, is left to stop on."""
    key = ["publisher", "municipality_code", "offence_group", "year", "month"]
    period = rows["year"] * 100 + rows["month"].astype("Int64").fillna(12)
    rows = rows.assign(reach=period.groupby(rows["file"]).transform("max"))
    inside = rows[rows["excluded"].isna()]
    if inside.empty:
        return rows.drop(columns="reach")
    groups = inside.groupby(key, dropna=False)
    is_preliminary = inside["status"] == "preliminary"
    # "final" sorts before "preliminary".
    has_final = groups["status"].transform("min") == "final"
    newest = inside.groupby([*key, "status"], dropna=False)["reach"].transform("max")
    marks = pd.Series(index=inside.index, dtype=object)
    marks[is_preliminary & (inside["reach"] < newest)] = REPLACED_BY_NEWER
    marks[is_preliminary & has_final] = REPLACED_BY_FINAL
    left = inside[marks.isna()]
    marks[left.index[left.duplicated([*key, "status", "count"])]] = REPEATED
    rows.loc[marks.dropna().index, "excluded"] = marks.dropna()
    return rows.drop(columns="reach")


def indicator_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Brå's municipality indicators: offences with their group; the survey's shares with ``is_survey``."""
    rows = reading.rows(*INDICATOR_LAYOUTS)
    if rows.empty:
        return rows
    rows = coded(rows, rows["region"], agreement, everywhere=True)
    rows["is_survey"] = rows["measure"].isin(SURVEY_MEASURES)
    rows["offence_group"] = rows["variable"].str.lower().map(labels("indicator_labels"))
    exclude(rows, ~rows["is_survey"] & rows["offence_group"].isna(), NO_GROUP)
    key = ["municipality_code", "variable", "year"]
    counted = pd.MultiIndex.from_frame(rows.loc[rows["measure"] == "count", key])
    rate = rows["measure"] == "per_100k"
    exclude(rows, rate & ~pd.MultiIndex.from_frame(rows[key]).isin(counted), NO_RATE_ROW)
    again = rows[rows["excluded"].isna()].duplicated([*key, "measure", "value"])
    exclude(rows, again.reindex(rows.index, fill_value=False), REPEATED)
    require_one_value(rows, [*key, "measure"], "variable")
    return rows


def require_one_value(rows: pd.DataFrame, key: list[str], named: str) -> None:
    """Raise UserError when two rows that are kept say different things of the same figure."""
    inside = rows[rows["excluded"].isna()]
    clash = inside[inside.duplicated(key, keep=False)]
    if len(clash):
        first = clash.iloc[0]
        files = ", ".join(sorted(set(clash["file"])))
        raise UserError(
            f"Olika värden för samma uppgift: {first[named]}, kommun {first['municipality_code']}, {first['year']}. "
            f"Behåll den nyaste filen av: {files}."
        )


def population_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Populations of the country and its municipalities."""
    rows = reading.rows("population", "scb_pxweb")
    if rows.empty:
        return rows
    rows = coded(rows, rows["region_code"].fillna(rows["region"]), agreement, everywhere=True)
    inside = rows[rows["excluded"].isna()]
    again = inside.duplicated(["municipality_code", "year", "reference", "population"])
    exclude(rows, again.reindex(rows.index, fill_value=False), REPEATED)
    return rows


#: The project's own templates: a municipality there that the agreement does not know is a misspelling.
TEMPLATES = ("safety_survey", "youth_survey", "incident_report", "further_source")


def require_known_municipality(reading: Reading, agreement: Agreement) -> None:
    """Raise UserError, naming the file, when a filled-in template has no row of any of the agreement's
    municipalities: its figures would otherwise all be left out as somebody else's."""
    known = agreement.region_codes()
    for file in reading.of(*TEMPLATES):
        rows = file.result.rows
        if len(rows) and not rows["municipality"].astype("string").str.strip().str.lower().isin(known).any():
            names = ", ".join(m.name for m in agreement.municipalities)
            raise UserError(
                f"{file.path}: ingen rad gäller någon av avtalets kommuner ({names}). Kontrollera hur kommunen "
                "är skriven i mallen."
            )
