"""What to fetch and how: expectations/fetch.toml, read and checked.

Belongs here: the records and their checks. Not here: facts (they stand in the file), asking.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from pipelines import agreement_fields as fields
from pipelines.agreement_fields import YEARS, AgreementFault, Table
from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS

PLAN_FILE = EXPECTATIONS / "fetch.toml"
_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")
_COMMON = ("adress", "last", "mellanrum_ms")


@dataclass(frozen=True)
class Service:
    """How one service may be asked. Times in seconds."""

    name: str
    url: str
    spacing: float
    attempts: int
    first_wait: float
    longest_wait: float
    timeout: float
    contact: str


@dataclass(frozen=True)
class KoladaPlan:
    service: Service
    every_municipality: bool
    municipality_count: int
    from_year: int
    key_figures: dict[str, str]
    groups: tuple[str, ...]
    key_figures_per_call: int
    municipalities_per_call: int
    years_per_call: int


@dataclass(frozen=True)
class ScbTable:
    """One table. ``totals``: the code of the total per variable; ``left_out``: variables that SCB sums."""

    id: str
    name: str
    from_year: int
    contents: str
    totals: dict[str, str]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class ScbPlan:
    service: Service
    every_municipality: bool
    max_cells: int
    tables: tuple[ScbTable, ...]


@dataclass(frozen=True)
class Plan:
    kolada: KoladaPlan
    scb: ScbPlan
    polisen: Service


def load(path: Path = PLAN_FILE) -> Plan:
    """Read and check the file. Raises UserError, in Swedish, that names the place in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        fields.only(data, ("anrop", "kolada", "scb", "polisen"), "filen")
        return Plan(kolada=_kolada(data), scb=_scb(data), polisen=_polisen(data))
    except AgreementFault as fault:
        raise UserError(f"expectations/{path.name}: {fault}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"expectations/{path.name} är inte giltig TOML i UTF-8. Återställ filen.") from None


def _service(data: Table, name: str, title: str) -> Service:
    call = fields.table(data, "anrop", "[anrop]")
    fields.only(call, ("forsok", "vantan_s", "langsta_vantan_s", "svarstid_s", "kontakt"), "[anrop]")
    own = fields.table(data, name, f"[{name}]")
    contact = call.get("kontakt", "")
    if not isinstance(contact, str) or not re.fullmatch(r"[ -~åäöÅÄÖéÉ]*", contact):
        raise AgreementFault("”kontakt” i [anrop] ska vara en rad text utan särskilda tecken.")
    return Service(
        name=title,
        url=_address(fields.text(own, "adress", f"[{name}]"), name),
        spacing=fields.whole(own, "mellanrum_ms", f"[{name}]", 0, 60_000) / 1000,
        attempts=fields.whole(call, "forsok", "[anrop]", 1, 10),
        first_wait=fields.whole(call, "vantan_s", "[anrop]", 1, 60),
        longest_wait=fields.whole(call, "langsta_vantan_s", "[anrop]", 1, 3600),
        timeout=fields.whole(call, "svarstid_s", "[anrop]", 1, 600),
        contact=contact.strip(),
    )


def _address(written: str, name: str) -> str:
    """The address in the file, or the one that the environment puts in its place."""
    variable = f"LAGESBILD_{name.upper()}_URL"
    address = os.environ.get(variable) or written
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _OWN_MACHINE):
        raise AgreementFault(
            f"Adressen för {name} ska börja med https:// (”adress” i [{name}] eller {variable})."
        )
    if not parts.hostname or parts.query or parts.fragment or parts.username or parts.password:
        raise AgreementFault(
            f"Adressen för {name} ska vara en ren webbadress utan frågetecken, inloggning eller #."
        )
    return address.rstrip("/")


def _kolada(data: Table) -> KoladaPlan:
    where, table = "[kolada]", fields.table(data, "kolada", "[kolada]")
    per_call = ("nyckeltal_per_anrop", "kommuner_per_anrop", "ar_per_anrop")
    own = ("alla", "antal_kommuner", "fran_ar", "grupper", "nyckeltal", *per_call)
    fields.only(table, (*_COMMON, *own), where)
    figures = fields.table(table, "nyckeltal", "[kolada.nyckeltal]")
    for kpi in figures:
        if not re.fullmatch(r"[NU][0-9]{5}", kpi):
            raise AgreementFault(
                f"Nyckeltalet ”{kpi}” i [kolada.nyckeltal] ska vara N eller U och fem siffror."
            )
    if not figures:
        raise AgreementFault("[kolada.nyckeltal] är tom. Minst ett nyckeltal behövs.")
    groups = fields.texts(table, "grupper", where)
    if any("{kommun}" not in group for group in groups):
        raise AgreementFault(f"Varje grupp i {where} ska ha {{kommun}} där kommunens namn ska stå.")
    return KoladaPlan(
        service=_service(data, "kolada", "Kolada"),
        every_municipality=fields.yes_no(table, "alla", where, False),
        municipality_count=fields.whole(table, "antal_kommuner", where, 1, 400),
        from_year=fields.whole(table, "fran_ar", where, YEARS[0], date.today().year),
        key_figures={kpi: fields.text(figures, kpi, "[kolada.nyckeltal]") for kpi in figures},
        groups=groups,
        key_figures_per_call=fields.whole(table, per_call[0], where, 1, 100),
        municipalities_per_call=fields.whole(table, per_call[1], where, 1, 400),
        years_per_call=fields.whole(table, per_call[2], where, 1, 100),
    )


def _scb(data: Table) -> ScbPlan:
    where, table = "[scb]", fields.table(data, "scb", "[scb]")
    fields.only(table, (*_COMMON, "alla", "max_celler", "tabell"), where)
    rows = fields.rows(table, "tabell", "[[scb.tabell]]")
    fields.unique((str(row.get("id")) for row in rows), "Tabellen i [[scb.tabell]]")
    tables = tuple(_scb_table(row) for row in rows if fields.yes_no(row, "hamta", "[[scb.tabell]]", True))
    if not tables:
        raise AgreementFault("Ingen tabell i [[scb.tabell]] har hamta = true.")
    return ScbPlan(
        service=_service(data, "scb", "SCB"),
        every_municipality=fields.yes_no(table, "alla", where, False),
        max_cells=fields.whole(table, "max_celler", where, 1),
        tables=tables,
    )


def _scb_table(row: Table) -> ScbTable:
    table_id = fields.text(row, "id", "[[scb.tabell]]")
    where = f"[[scb.tabell]] ”{table_id}”"
    fields.only(row, ("id", "namn", "hamta", "fran_ar", "innehall", "totaler", "utelamna"), where)
    if not re.fullmatch(r"TAB[0-9]+", table_id):
        raise AgreementFault(f"{where}: id ska vara TAB och siffror, till exempel TAB638.")
    totals = fields.table(row, "totaler", f"totaler i {where}")
    return ScbTable(
        id=table_id,
        name=fields.text(row, "namn", where),
        from_year=fields.whole(row, "fran_ar", where, *YEARS),
        contents=fields.text(row, "innehall", where),
        totals={key: fields.text(totals, key, f"totaler i {where}") for key in totals},
        left_out=fields.texts(row, "utelamna", where),
    )


def _polisen(data: Table) -> Service:
    fields.only(fields.table(data, "polisen", "[polisen]"), _COMMON, "[polisen]")
    return _service(data, "polisen", "polisen.se")
