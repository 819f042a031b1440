"""The country's municipalities: codes, names and counties, from expectations/municipalities.csv (SCB).

Belongs here: the register and how publishers write a municipality's name. Not here: which municipalities an
agreement is about (pipelines.agreement), groups of them (pipelines.tables.comparison_groups).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS

_FILE = "municipalities.csv"


@dataclass(frozen=True)
class RegisteredMunicipality:
    """``code``: four digits as text, the first two are the county's."""

    code: str
    name: str
    county: str


@cache
def municipalities() -> dict[str, RegisteredMunicipality]:
    """Code → municipality, in code order. Raises UserError for a row that is not code;name;county."""
    with (EXPECTATIONS / _FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=";") if row]
    if not rows or rows[0] != ["code", "name", "county"]:
        raise UserError(f"expectations/{_FILE}: första raden ska vara «code;name;county».")
    found: dict[str, RegisteredMunicipality] = {}
    for row in rows[1:]:
        if len(row) != 3 or not row[0].isdigit() or len(row[0]) != 4 or row[0] in found:
            raise UserError(
                f"expectations/{_FILE}: raden «{';'.join(row)}» ska vara en kod av fyra siffror som inte står "
                "tidigare, kommunens namn och länet."
            )
        found[row[0]] = RegisteredMunicipality(*row)
    return found


def spellings(code: str, name: str) -> tuple[str, ...]:
    """How publishers write a municipality, in lower case: with "kommun", in the genitive, with its code."""
    plain = name.lower()
    forms = (plain, plain.replace("-", "–"))
    return (
        *(written for form in forms for written in (form, f"{form} kommun", f"{form}s kommun")),
        f"{code} {plain}",
        code,
    )
