"""Whom the agreement's municipality is compared with, member by member.

Belongs here: finding the members of groups that the received files decide. Not here: the comparisons.
"""

from __future__ import annotations

import re

import pandas as pd

from pipelines.agreement import Agreement, ComparisonGroup
from pipelines.municipalities import municipalities
from pipelines.tables.schema import conform, empty

_KINDS = {"liknande": "kolada_similar", "skr": "skr"}
#: Kolada has lists per field of work too; the general one is the one for crime and safety.
_GENERAL = "övergripande"


def comparison_group(municipality_group: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """One row per group and member, the municipality itself never among them.

    A group of Kolada's or SKR's has no rows where no file says who belongs to it.
    """
    rows = []
    for group in agreement.comparison_groups:
        codes, source = _members(group, municipality_group, agreement)
        rows += [
            {
                "comparison": group.id,
                "comparison_name": group.name,
                "municipality_code": code,
                "municipality": agreement.reference_names().get(code, code),
                "source": source,
            }
            for code in codes
            if code != agreement.municipality.code
        ]
    if not rows:
        return empty("comparison_group")
    return conform("comparison_group", pd.DataFrame(rows).assign(agreement=agreement.id))


def _members(
    group: ComparisonGroup, received: pd.DataFrame, agreement: Agreement
) -> tuple[tuple[str, ...], str]:
    own = agreement.municipality.code
    if group.members == "kommuner":
        return group.codes, "Avtalsfilen"
    if group.members == "lan":
        return tuple(code for code in municipalities() if code[:2] == own[:2]), "SCB, kommunkoder"
    rows = received[received["group_kind"] == _KINDS[group.members]]
    if group.members == "liknande":
        # Each municipality has a list of its own, named after it; it also stands in others' lists.
        name = re.escape(agreement.municipality.name)
        mine = rows[rows["group_title"].str.contains(rf"\b{name}\b", case=False)]
        general = mine[mine["group_title"].str.contains(_GENERAL, case=False)]
        mine = general if len(general) else mine
    else:
        mine = rows[rows["municipality_code"] == own]
    if mine.empty:
        return (), ""
    chosen = mine.sort_values(["year", "group_id"], na_position="first").iloc[-1]
    # A group keeps its name, or its id, when its members change from one year to another.
    same = [
        (rows[c] == chosen[c]) | (rows[c].isna() & pd.isna(chosen[c]))
        for c in ("group_id", "group_title", "year")
    ]
    members = rows[same[0] & same[1] & same[2]]
    return tuple(sorted(set(members["municipality_code"]))), str(chosen["group_title"])
