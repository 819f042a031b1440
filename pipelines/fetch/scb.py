"""SCB's PxWebApi 2: population per municipality and year, as json-stat2.

Belongs here: what to select of a table, known from its metadata, and what the answer must hold.
Not here: attempts (client), reading what was saved (pipelines.readers.scb_pxweb).
Source: PxTools' user guide of PxWebApi 2 and public code that uses SCB's tables in 2026; table and value codes
stand in expectations/fetch.toml. Not tried against the service.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from pipelines.fetch.client import Client, FetchError, RefusedError
from pipelines.fetch.plan import ScbPlan, ScbTable
from pipelines.fetch.scope import COUNTRY, Scope
from pipelines.fetch.snapshot import Fetched, SavedFile

REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"
#: From this reference year SCB perturbs every count: only a total that SCB has made may be taken.
PERTURBED_FROM = 2025
#: What refuses a question for its size. Too many cells is 400 with this title in 2.x, 403 in older ones.
_TOO_MUCH = (403, 413, 414)
_TOO_MANY_CELLS = "too many cells"
_SUFFIX = "Inget har sparats."
#: Names, telephone numbers and addresses of SCB's officials come with every answer: never stored.
_PERSONAL = ("contact",)

Dataset = dict[str, Any]


def fetch(client: Client, plan: ScbPlan, scope: Scope, this_year: int, this_month: int) -> Fetched:
    """One file per table, more when SCB's limit of cells demands it. Raises FetchError."""
    files: list[SavedFile] = []
    newest = 0
    selections: dict[str, Any] = {}
    for table in plan.tables:
        codes = _codes(client.ask(client.url(f"tables/{table.id}/metadata", {"lang": "sv"})), table)
        selection = _selection(table, codes, plan, scope)
        selections[table.id] = selection
        newest = max(newest, *(int(year) for year in selection[TIME]))
        parts = _ask(client, table, selection, plan.max_cells)
        for n, (part, values) in enumerate(parts, 1):
            name = f"{table.id}.json" if len(parts) == 1 else f"{table.id}-del{n}.json"
            data = (json.dumps(part, ensure_ascii=False, indent=1) + "\n").encode()
            files.append(SavedFile(name, "scb_pxweb", data, values, table.name))
    notes = []
    # The year's last day is published in February or March of the next.
    if newest < this_year - (1 if this_month > 3 else 2):
        notes.append(
            f"Det senaste året är {newest}. SCB kan ha fortsatt serien i en ny tabell: sök på scb.se och lägg "
            "till den i expectations/fetch.toml."
        )
    summed = {table.id: list(table.left_out) for table in plan.tables if table.left_out}
    return Fetched(
        files=files,
        parameters={"tables": selections},
        left_out={},
        remarks={"variables summed by SCB": summed, "removed before storage": list(_PERSONAL)},
        notes=notes,
    )


def _codes(metadata: Any, table: ScbTable) -> dict[str, dict[str, Any]]:
    """Each variable's codes in order, and whether it may be left out, from the table's metadata."""
    dimensions = metadata.get("dimension") if isinstance(metadata, dict) else None
    if not isinstance(dimensions, dict):
        raise _other_form(table)
    found = {}
    for name, dimension in dimensions.items():
        codes = _ordered(dimension)
        if codes is None:
            raise _other_form(table)
        extension = dimension.get("extension")
        may_go = isinstance(extension, dict) and extension.get("elimination") is True
        found[name] = {"codes": codes, "may_be_left_out": may_go}
    for needed in (REGION, CONTENTS, TIME):
        if needed not in found:
            raise FetchError(
                f"{_of(table)} saknar {needed}. {_SUFFIX} Rätta tabellen i expectations/fetch.toml."
            )
    return found


def _ordered(dimension: Any) -> list[str] | None:
    category = dimension.get("category") if isinstance(dimension, dict) else None
    index = category.get("index") if isinstance(category, dict) else None
    if isinstance(index, dict) and all(isinstance(at, int) for at in index.values()):
        return sorted(index, key=index.__getitem__)
    return list(index) if isinstance(index, list) and all(isinstance(code, str) for code in index) else None


def _selection(
    table: ScbTable, codes: dict[str, dict[str, Any]], plan: ScbPlan, scope: Scope
) -> dict[str, list[str]]:
    """The codes to ask for. Raises FetchError, in Swedish, when the table is not what fetch.toml says."""
    regions = codes[REGION]["codes"]
    wanted = [COUNTRY, *scope.municipalities]
    if plan.every_municipality:
        wanted += [code for code in regions if re.fullmatch(r"\d{4}", code)]
    absent = sorted(set(wanted) - set(regions))
    if absent:
        raise FetchError(
            f"{_of(table)} saknar kommunerna {', '.join(absent)}. {_SUFFIX} Kontrollera koderna i avtal.toml."
        )
    years = [y for y in codes[TIME]["codes"] if re.fullmatch(r"\d{4}", y) and int(y) >= table.from_year]
    if not years:
        raise FetchError(
            f"{_of(table)} har inget år från {table.from_year}. {_SUFFIX} Rätta fran_ar i expectations/fetch.toml."
        )
    selection = {REGION: sorted(set(wanted)), CONTENTS: [table.contents], TIME: years}
    for variable, found in codes.items():
        if variable in (REGION, TIME):
            continue
        if variable == CONTENTS or variable in table.totals:
            code = table.contents if variable == CONTENTS else table.totals[variable]
            if code not in found["codes"]:
                raise FetchError(
                    f"{_of(table)} har inte koden {code} i {variable}. {_SUFFIX} SCB kan ha bytt koder: rätta "
                    "expectations/fetch.toml."
                )
            selection[variable] = [code]
        elif variable not in table.left_out or not found["may_be_left_out"]:
            raise FetchError(
                f"{_of(table)} är uppdelad på {variable}, och ingen totalkod är angiven. {_SUFFIX} Lägg till "
                f"koden för {variable} i ”totaler” för tabellen i expectations/fetch.toml."
            )
        elif int(max(years)) >= PERTURBED_FROM:
            raise FetchError(
                f"{_of(table)} har år från {PERTURBED_FROM}, då summor av delar inte stämmer, men {variable} "
                f"saknar totalkod i expectations/fetch.toml. {_SUFFIX} Lägg till koden i ”totaler”."
            )
    return selection


def _ask(
    client: Client, table: ScbTable, selection: dict[str, list[str]], max_cells: int
) -> list[tuple[Dataset, int]]:
    """The answers and how many values each holds; asked in halves when it is too large."""
    if math.prod(len(codes) for codes in selection.values()) > max_cells:
        return _halves(client, table, selection, max_cells)
    url = client.url(f"tables/{table.id}/data", {"lang": "sv", "outputFormat": "json-stat2"})
    body = {"selection": [{"variableCode": name, "valueCodes": codes} for name, codes in selection.items()]}
    try:
        answer = client.ask(url, body)
    except RefusedError as refused:
        if refused.status in _TOO_MUCH or _TOO_MANY_CELLS in refused.detail.lower():
            return _halves(client, table, selection, max_cells)
        raise
    return [_checked(answer, table, selection)]


def _halves(
    client: Client, table: ScbTable, selection: dict[str, list[str]], max_cells: int
) -> list[tuple[Dataset, int]]:
    largest = max(selection, key=lambda name: len(selection[name]))
    codes = selection[largest]
    if len(codes) == 1:
        raise FetchError(
            f"SCB avvisade även den minsta frågan om {_of(table)}. {_SUFFIX} Kör igen senare, eller kontrollera "
            "max_celler i expectations/fetch.toml."
        )
    half = len(codes) // 2
    found: list[tuple[Dataset, int]] = []
    for part in (codes[:half], codes[half:]):
        found += _ask(client, table, {**selection, largest: part}, max_cells)
    return found


def _checked(answer: Any, table: ScbTable, selection: dict[str, list[str]]) -> tuple[Dataset, int]:
    """The dataset without personal data, and its number of values: whole, and what was asked for."""
    if not isinstance(answer, dict) or not isinstance(answer.get("dimension"), dict):
        raise _other_form(table)
    value, size, ids = answer.get("value"), answer.get("size"), answer.get("id")
    if not (isinstance(value, list) and isinstance(size, list) and isinstance(ids, list)):
        raise _other_form(table)
    if not all(isinstance(n, int) for n in size) or math.prod(size) != len(value) or len(size) != len(ids):
        raise FetchError(f"SCB:s svar om {_of(table)} är inte helt. {_SUFFIX} Kör igen senare.")
    if set(ids) != set(selection):
        raise FetchError(
            f"SCB:s svar om {_of(table)} har uppdelningarna {', '.join(map(str, ids))}, inte dem som begärdes. "
            f"{_SUFFIX} Meddela den som sköter programmet."
        )
    for name, n in zip(ids, size, strict=True):
        codes = _ordered(answer["dimension"].get(name))
        if codes is None or len(codes) != n or set(codes) != set(selection[name]):
            raise FetchError(
                f"SCB:s svar om {_of(table)} har andra värden i {name} än dem som begärdes. {_SUFFIX} Kör igen "
                "senare."
            )
    values = sum(number is not None for number in value)
    if not values:
        raise FetchError(
            f"SCB har inga värden i {_of(table)}. {_SUFFIX} Rätta tabellen i expectations/fetch.toml."
        )
    return _without_persons(answer), values


def _without_persons(node: Any) -> Any:
    """The same JSON without the fields that hold people, wherever they stand."""
    if isinstance(node, dict):
        return {key: _without_persons(value) for key, value in node.items() if key.lower() not in _PERSONAL}
    return [_without_persons(item) for item in node] if isinstance(node, list) else node


def _of(table: ScbTable) -> str:
    return f"tabellen {table.id} ({table.name})"


def _other_form(table: ScbTable) -> FetchError:
    return FetchError(
        f"SCB:s svar om {_of(table)} har en annan form än PxWebApi 2 brukar ha. {_SUFFIX} Kontrollera ”adress” i "
        "expectations/fetch.toml. Är den rätt, meddela den som sköter programmet."
    )
