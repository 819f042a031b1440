"""Fields of an agreement file, read one at a time: what kind each must be, and what to say when it is not.

Belongs here: texts, numbers, lists and keys of a TOML table, checked. Not here: what an agreement holds
(pipelines.agreement). Every fault is an AgreementFault whose Swedish text names the place in the file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Hashable, Iterable
from typing import Any

YEARS = (1990, 2100)
#: What the template holds where something is to be filled in.
BLANK = "…"
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

Table = dict[str, Any]


class AgreementFault(Exception):
    """A fault in an agreement file. The text is Swedish and names the place, not the file."""


def text(table: Table, key: str, where: str) -> str:
    """A text that is filled in."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise AgreementFault(f"”{key}” i {where} saknas eller är fel. Det ska vara en text inom citattecken.")
    if BLANK in value:
        raise AgreementFault(f"”{key}” i {where} är inte ifylld: ”{BLANK}” står kvar från mallen.")
    return value.strip()


def file_name(table: Table, key: str, where: str) -> str:
    """A text that can be the name of a folder or a page on every system."""
    value = text(table, key, where)
    if not _FILE_NAME.fullmatch(value):
        raise AgreementFault(
            f"”{key}” i {where} är ”{value}”. Det blir namn på en mapp eller sida och får bara ha små "
            "bokstäver a–z, siffror och bindestreck, och ska börja med bokstav eller siffra."
        )
    return value


def whole(table: Table, key: str, where: str, low: int, high: int | None = None) -> int:
    """A whole number from ``low`` to ``high``."""
    value = table.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AgreementFault(
            f"”{key}” i {where} saknas eller är fel. Det ska vara ett heltal utan citattecken."
        )
    if value < low or (high is not None and value > high):
        limits = f"minst {low}" if high is None else f"{low}–{high}"
        raise AgreementFault(f"”{key}” i {where} är {value}. Det ska vara {limits}.")
    return value


def share(table: Table, key: str, where: str, high: float) -> float:
    """A number above 0 and up to ``high``."""
    value = table.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= high:
        limit = str(high).replace(".", ",")
        raise AgreementFault(
            f"”{key}” i {where} är fel. Det ska vara ett tal över 0 och högst {limit}, skrivet med punkt, "
            "till exempel 0.10."
        )
    return float(value)


def yes_no(table: Table, key: str, where: str, default: bool) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise AgreementFault(f"”{key}” i {where} är fel. Det ska vara true eller false utan citattecken.")
    return value


def texts(table: Table, key: str, where: str, *, required: bool = False) -> tuple[str, ...]:
    """A list of texts; without ``required`` it may be absent or empty."""
    if key not in table and not required:
        return ()
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise AgreementFault(
            f"”{key}” i {where} saknas eller är fel. Det ska vara en lista med texter inom citattecken, "
            "till exempel [”en”, ”två”]."
        )
    if required and not value:
        raise AgreementFault(f"”{key}” i {where} är tom. Minst en uppgift behövs.")
    if any(BLANK in item for item in value):
        raise AgreementFault(f"”{key}” i {where} är inte ifylld: ”{BLANK}” står kvar från mallen.")
    return tuple(item.strip() for item in value)


def table(data: Table, key: str, where: str, *, required: bool = True) -> Table:
    """A table within a table; an absent one that is not required is empty."""
    value = data.get(key) if required else data.get(key, {})
    if not isinstance(value, dict):
        raise AgreementFault(f"Avsnittet {where} saknas eller är fel. Det ska vara en tabell med uppgifter.")
    return value


def rows(data: Table, key: str, where: str, *, required: bool = True) -> list[Table]:
    """The tables of a repeated section; an absent one that is not required is empty."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise AgreementFault(f"{where} ska vara ett avsnitt som får upprepas, med dubbla hakparenteser.")
    if required and not value:
        raise AgreementFault(f"Minst ett avsnitt {where} behövs.")
    return value


def only(data: Table, known: Collection[str], where: str) -> None:
    """Stop at a key that means nothing: misspelt, it would silently leave the default in force."""
    for key in data:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" Menas ”{near[0]}”?" if near else f" Kända: {', '.join(known)}."
            raise AgreementFault(f"”{key}” i {where} är okänt.{hint}")


def unique(values: Iterable[Hashable], what: str) -> None:
    """Stop at the first value that stands twice."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            raise AgreementFault(f"{what} ”{value}” står två gånger. Stryk eller rätta den ena.")
        seen.add(value)


def among(values: Iterable[str], known: Collection[str], what: str, where: str) -> None:
    """Stop when a value is not one of the known."""
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise AgreementFault(
            f"{where}: okänd {what}: {', '.join(unknown)}. Välj bland: {', '.join(sorted(known))}."
        )


def municipality_code(value: str, where: str) -> str:
    """Four digits, other than the template's zeros."""
    if not re.fullmatch(r"[0-9]{4}", value):
        raise AgreementFault(
            f"Kommunkoden ”{value}” i {where} ska vara fyra siffror inom citattecken, till exempel ”0180”."
        )
    if value == "0000":
        raise AgreementFault(f"Kommunkoden i {where} är inte ifylld: ”0000” står kvar från mallen.")
    return value
