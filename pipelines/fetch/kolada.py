"""Kolada's API v3: values per key figure, municipality and year, and the groups of similar municipalities.

Belongs here: how v3 must be asked and what an answer must hold. Not here: attempts (client), the unit of a
key figure, reading what was saved (pipelines.readers.kolada).
Source: api.kolada.se/v3/docs as used by public code in 2026 (v2 answers 410); not tried against the service.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from pipelines.fetch.client import Client, FetchError, RefusedError
from pipelines.fetch.plan import KoladaPlan
from pipelines.fetch.scope import Scope
from pipelines.fetch.snapshot import Fetched, SavedFile

COUNTRY = "0000"
#: Too many ids in one question: 422; some servers before it say 413 or 414.
_TOO_MUCH = (413, 414, 422)
#: What is kept of a value. Anything the service adds is not read by anyone.
_VALUE_FIELDS = ("gender", "count", "status", "value")
_SUFFIX = "Inget har sparats."

Entry = dict[str, Any]
T = TypeVar("T")


def fetch(client: Client, plan: KoladaPlan, scope: Scope, this_year: int) -> Fetched:
    """One file per key figure and one with the groups. Raises FetchError; a part of it is never returned."""
    groups = [_group(client, title.replace("{kommun}", name)) for title in plan.groups for name in scope.own]
    codes = {COUNTRY, *scope.municipalities}
    codes |= {member["member_id"] for group in groups for member in group["members"]}
    if plan.every_municipality:
        codes |= _every_municipality(client, plan.municipality_count)
    years = list(range(plan.from_year, this_year + 1))
    found, deleted = _values(client, plan, sorted(codes), years)
    files = [_file(kpi, found[kpi], title) for kpi, title in plan.key_figures.items()]
    if groups:
        members = sum(len(group["members"]) for group in groups)
        files.append(SavedFile("kommungrupper.json", "municipality_groups", _page(groups), members))
    missing = {kpi: sorted(set(scope.municipalities) - _with_value(found[kpi])) for kpi in plan.key_figures}
    missing = {kpi: without for kpi, without in missing.items() if without}
    notes = []
    if missing:
        notes.append(
            f"{len(missing)} nyckeltal saknar värden för någon av avtalets kommuner: {', '.join(sorted(missing))}."
        )
    if deleted:
        notes.append(f"{deleted} värden som Kolada har strukit är inte sparade.")
    return Fetched(
        files=files,
        parameters={
            "key_figures": list(plan.key_figures),
            "municipalities": sorted(codes),
            "years": [years[0], years[-1]],
            "groups": [group["title"] for group in groups],
        },
        left_out={"values deleted by Kolada": deleted},
        remarks={"municipalities without any value": missing},
        notes=notes,
    )


def _values(
    client: Client, plan: KoladaPlan, codes: Sequence[str], years: Sequence[int]
) -> tuple[dict[str, list[Entry]], int]:
    found: dict[str, list[Entry]] = defaultdict(list)
    deleted = 0
    for kpis in _chunks(list(plan.key_figures), plan.key_figures_per_call):
        for some_codes in _chunks(codes, plan.municipalities_per_call):
            for some_years in _chunks(years, plan.years_per_call):
                for entry in _ask(client, kpis, some_codes, some_years):
                    kept = [value for value in entry["values"] if not value.get("isdeleted")]
                    deleted += len(entry["values"]) - len(kept)
                    values = [{name: value.get(name) for name in _VALUE_FIELDS} for value in kept]
                    if values:
                        found[entry["kpi"]].append({**entry, "values": values})
    empty = [kpi for kpi in plan.key_figures if not _with_value(found[kpi])]
    if empty:
        named = "; ".join(f"{kpi} ({plan.key_figures[kpi]})" for kpi in empty)
        raise FetchError(
            f"Kolada har inga värden för {named}. {_SUFFIX} Sök upp nyckeltalet på kolada.se: har Kolada slutat "
            "publicera det eller bytt id, rätta [kolada.nyckeltal] i expectations/fetch.toml. Finns det kvar, "
            "kör igen senare."
        )
    return found, deleted


def _ask(client: Client, kpis: Sequence[str], codes: Sequence[str], years: Sequence[int]) -> list[Entry]:
    """The entries of one question; asked in halves when the service says that it is too large.

    The path form only: with query parameters the service answers 200 without values.
    """
    path = f"data/kpi/{','.join(kpis)}/municipality/{','.join(codes)}/year/{','.join(map(str, years))}"
    try:
        entries = _pages(client, client.url(path))
    except RefusedError as refused:
        smaller = _smaller(kpis, codes, years, refused.status)
        if not smaller:
            if refused.status == 410 or len(kpis) > 1:
                raise
            raise FetchError(
                f"Kolada avvisade frågan om {kpis[0]} ({refused.status}). {_SUFFIX} Sök upp nyckeltalet på "
                "kolada.se och rätta [kolada.nyckeltal] i expectations/fetch.toml."
            ) from None
        return [entry for question in smaller for entry in _ask(client, *question)]
    return [_entry(entry, kpis, codes, years) for entry in entries]


def _smaller(
    kpis: Sequence[str], codes: Sequence[str], years: Sequence[int], status: int
) -> list[tuple[Sequence[str], Sequence[str], Sequence[int]]]:
    """The question in two halves; none when that would not help."""
    if status in (400, 404):
        # One key figure that is gone may have the whole question refused: halving finds which one it is.
        return [(part, codes, years) for part in _halves(kpis)]
    if status not in _TOO_MUCH:
        return []
    longest = max(len(codes), len(kpis), len(years))
    if len(codes) == longest:
        return [(kpis, part, years) for part in _halves(codes)]
    if len(kpis) == longest:
        return [(part, codes, years) for part in _halves(kpis)]
    return [(kpis, codes, part) for part in _halves(years)]


def _halves(items: Sequence[T]) -> list[Sequence[T]]:
    half = len(items) // 2
    return [items[:half], items[half:]] if half else []


def _pages(client: Client, url: str) -> list[Any]:
    """The values of a page and of all that follow it."""
    collected: list[Any] = []
    counted = 0
    seen: set[str] = set()
    following: str | None = url
    while following is not None:
        if following in seen:
            raise FetchError(f"Kolada hänvisar runt i en ring mellan sidor. {_SUFFIX} Kör igen senare.")
        seen.add(following)
        page = client.ask(following)
        values = page.get("values") if isinstance(page, dict) else None
        if not isinstance(values, list):
            raise _other_form()
        collected += values
        count = page.get("count")
        counted = max(counted, count if isinstance(count, int) else 0)
        following = client.next_page(following, page.get("next_url"))
    # "count" has been seen to mean the page's values and the whole answer's: neither may exceed what came.
    if len(collected) < counted:
        raise FetchError(
            f"Kolada säger sig skicka {counted} poster men skickade {len(collected)}. {_SUFFIX} Kör igen senare."
        )
    return collected


def _entry(entry: Any, kpis: Sequence[str], codes: Sequence[str], years: Sequence[int]) -> Entry:
    """The entry's known fields. Raises FetchError when it has another form, or is not what was asked for."""
    if not isinstance(entry, dict) or not isinstance(entry.get("values"), list):
        raise _other_form()
    kpi, code, period = entry.get("kpi"), entry.get("municipality"), entry.get("period")
    if not all(isinstance(value, dict) and {"gender", "value"} <= set(value) for value in entry["values"]):
        raise _other_form()
    if kpi not in kpis or code not in codes or str(period) not in {str(year) for year in years}:
        raise FetchError(
            f"Kolada svarade på en annan fråga än den som ställdes. {_SUFFIX} Meddela den som sköter programmet."
        )
    return {"kpi": kpi, "period": period, "municipality": code, "values": entry["values"]}


def _group(client: Client, title: str) -> Entry:
    """The newest group of that title («…, Lessebo, 2025»), with its members' codes and names."""
    found = []
    for group in _pages(client, client.url("municipality_groups", {"title": title})):
        if not isinstance(group, dict) or group.get("isdeleted"):
            continue
        name = repaired(group.get("title"))
        match = re.fullmatch(rf"{re.escape(title)}(?:, ?((?:19|20)\d\d))?", name)
        if match:
            found.append((match.group(1) or "", name, group))
    if not found:
        raise FetchError(
            f"Kolada har ingen grupp med namnet ”{title}”. {_SUFFIX} Kontrollera kommunens namn i avtal.toml, "
            "eller rätta ”grupper” i expectations/fetch.toml."
        )
    _, name, group = max(found, key=lambda item: item[0])
    members = group.get("members")
    if not isinstance(members, list) or not members or not isinstance(group.get("id"), str):
        raise FetchError(f"Koladas grupp ”{name}” saknar kommuner. {_SUFFIX} Kör igen senare.")
    kept = []
    for member in members:
        code = member.get("member_id") if isinstance(member, dict) else None
        if not isinstance(code, str) or not re.fullmatch(r"\d{4}", code):
            raise _other_form()
        kept.append({"member_id": code, "member_title": repaired(member.get("member_title"))})
    return {"id": group["id"], "title": name, "members": kept}


def repaired(text: object) -> str:
    """A title with its letters put right: some came with UTF-8 read as Latin-1 («Ã¶vergripande»)."""
    written = text if isinstance(text, str) else ""
    for encoding in ("cp1252", "latin-1"):
        try:
            return written.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return written


def _every_municipality(client: Client, expected: int) -> set[str]:
    values = _pages(client, client.url("municipality"))
    codes = {str(v.get("id")) for v in values if isinstance(v, dict) and v.get("type") == "K"} - {COUNTRY}
    codes = {code for code in codes if re.fullmatch(r"\d{4}", code)}
    if len(codes) < expected:
        raise FetchError(
            f"Koladas lista har {len(codes)} kommuner, {expected} väntades. {_SUFFIX} Kör igen senare; har "
            "antalet ändrats, rätta antal_kommuner i expectations/fetch.toml."
        )
    return codes


def _is_value(value: Entry) -> bool:
    return not value["status"] and value["value"] is not None


def _with_value(entries: Sequence[Entry]) -> set[str]:
    """The municipalities that have any value."""
    return {entry["municipality"] for entry in entries if any(map(_is_value, entry["values"]))}


def _file(kpi: str, entries: list[Entry], title: str) -> SavedFile:
    entries = sorted(entries, key=lambda entry: (entry["municipality"], str(entry["period"])))
    values = sum(_is_value(value) for entry in entries for value in entry["values"])
    return SavedFile(f"{kpi}.json", "kolada", _page(entries), values, title)


def _page(values: Sequence[Entry]) -> bytes:
    """In the form of one page of v3, one value a line: what the reader of saved answers knows."""
    lines = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    tail = f'"count": {len(values)}, "next_url": null, "previous_url": null'
    return f'{{"values": [\n{lines}\n], {tail}}}\n'.encode()


def _other_form() -> FetchError:
    return FetchError(
        f"Koladas svar har en annan form än v3 brukar ha. {_SUFFIX} Kontrollera ”adress” i "
        "expectations/fetch.toml; den ska sluta på /v3. Är den rätt, meddela den som sköter programmet."
    )


def _chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[i : i + size] for i in range(0, len(items), size)]
