"""The agreement file (avtal.toml): parties, validity, areas, municipalities, localities, sources, thresholds.

Belongs here: reading and checking that file. Not here: what the sources hold, anything computed.
Facts about one municipality live in its agreement file, never in code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import UserError
from pipelines.paths import AGREEMENT_FILE

TEMPLATE_ID = "byt-ut-mig"
AREA_CODES = ("UNGA", "PLATS", "SKOLA", "STOLD")


@dataclass(frozen=True)
class PriorityArea:
    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str


@dataclass(frozen=True)
class ComparisonGroup:
    id: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Locality:
    name: str
    deso: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    name: str
    locality: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    source: str
    reason: str


@dataclass(frozen=True)
class Thresholds:
    min_shown: int
    percent_base: int
    theme_statements: int
    theme_sources: int
    false_discovery_rate: float


@dataclass(frozen=True)
class Agreement:
    """One agreement, as its file says. ``folder`` is where its raw files lie."""

    folder: Path
    id: str
    name: str
    is_example: bool
    valid_from: int
    valid_to: int
    municipality: Municipality
    country_code: str
    police_area: str
    areas: tuple[PriorityArea, ...]
    municipalities: tuple[Municipality, ...]
    comparison_groups: tuple[ComparisonGroup, ...]
    localities: tuple[Locality, ...]
    places: tuple[Place, ...]
    mandatory: tuple[str, ...]
    further: dict[int, tuple[str, ...]]
    left_out: dict[int, tuple[LeftOut, ...]]
    thresholds: Thresholds

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the police area's municipalities."""
        return tuple(m.code for m in self.municipalities)

    def municipality_names(self) -> dict[str, str]:
        """Code → name, with the country."""
        return {m.code: m.name for m in self.municipalities} | {self.country_code: "Hela landet"}

    def region_codes(self) -> dict[str, str]:
        """How publishers write a region, in lower case → code ("lessebo kommun" → "0761")."""
        spelled: dict[str, str] = {}
        for m in self.municipalities:
            for text in (m.name, f"{m.name} kommun", f"{m.name}s kommun", f"{m.code} {m.name}", m.code):
                spelled[text.lower()] = m.code
        for text in ("hela landet", "riket", "samtliga deltagande skolor", "00 riket", "00", "0000"):
            spelled[text] = self.country_code
        return spelled

    def locality_of_deso(self) -> dict[str, str]:
        return {code: place.name for place in self.localities for code in place.deso}

    def gazetteer(self) -> dict[str, str]:
        """Surface form → name to show, for localities and known places."""
        found = {place.name: place.name for place in self.localities}
        for known in self.places:
            for form in (known.name, *known.spellings):
                found[form] = known.name
        return found

    def require_year(self, year: int) -> None:
        if not self.valid_from <= year <= self.valid_to:
            raise UserError(
                f"År {year} ligger utanför avtalets giltighet ({self.valid_from}–{self.valid_to}) i "
                f"”{self.name}”. Välj ett år inom giltigheten, eller uppdatera giltigt_fran och "
                f"giltigt_till i {AGREEMENT_FILE} när parterna förlängt avtalet."
            )


def _need(table: dict[str, Any], key: str, where: str, kind: type) -> Any:
    value = table.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        names = {str: "en text inom citattecken", int: "ett heltal", list: "en lista", dict: "en tabell"}
        expected = names.get(kind, "ja eller nej (true/false)" if kind is bool else kind.__name__)
        raise UserError(f"{AGREEMENT_FILE}: ”{key}” i {where} saknas eller är fel. Det ska vara {expected}.")
    return value


def _rows(data: dict[str, Any], key: str, *, required: bool = True) -> list[dict[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or (required and not rows) or not all(isinstance(r, dict) for r in rows):
        raise UserError(f"{AGREEMENT_FILE}: minst ett avsnitt [[{key}]] behövs.")
    return rows


def _code(value: str, where: str) -> str:
    if len(value) != 4 or not value.isdigit():
        raise UserError(
            f"{AGREEMENT_FILE}: kommunkoden ”{value}” i {where} ska vara fyra siffror inom citattecken, "
            "till exempel ”0180”."
        )
    return value


def _years(data: dict[str, Any]) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[LeftOut, ...]]]:
    further, left_out = {}, {}
    for year, entry in data.get("kallor", {}).get("ar", {}).items():
        where = f"[kallor.ar.{year}]"
        if not year.isdigit():
            raise UserError(f"{AGREEMENT_FILE}: {where} ska vara ett årtal.")
        further[int(year)] = tuple(entry.get("anvanda", []))
        left_out[int(year)] = tuple(
            LeftOut(_need(row, "kalla", where, str), _need(row, "skal", where, str))
            for row in entry.get("utelamnade", [])
        )
    return further, left_out


def load(folder: Path) -> Agreement:
    """Read and check ``folder/avtal.toml``.

    Raises UserError, in Swedish, that names the part of the file and what was expected.
    """
    path = folder / AGREEMENT_FILE
    if not path.is_file():
        raise UserError(
            f"Mappen {folder.name} saknar {AGREEMENT_FILE}. Skapa en ny avtalsmapp med: lagesbild new MAPP"
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        at = f" på rad {line.group(1)}" if line else ""
        raise UserError(
            f"{AGREEMENT_FILE} i mappen {folder.name} går inte att läsa{at}. Filen ska vara TOML i UTF-8: "
            "kontrollera citattecken och hakparenteser."
        ) from None

    head = _need(data, "avtal", "filen", dict)
    if head.get("id") == TEMPLATE_ID:
        raise UserError(
            f"{AGREEMENT_FILE} i mappen {folder.name} är inte ifylld. Fyll i id, kommunkod, kommuner och orter."
        )
    municipalities = tuple(
        Municipality(
            _code(_need(row, "kod", "[[kommun]]", str), "[[kommun]]"), _need(row, "namn", "[[kommun]]", str)
        )
        for row in _rows(data, "kommun")
    )
    own_code = _code(_need(head, "kommun", "[avtal]", str), "[avtal]")
    own = next((m for m in municipalities if m.code == own_code), None)
    if own is None:
        raise UserError(f"{AGREEMENT_FILE}: kommunen {own_code} i [avtal] finns inte bland [[kommun]].")
    areas = tuple(
        PriorityArea(*(_need(row, key, "[[prioriterat_omrade]]", str) for key in ("kod", "namn", "sida")))
        for row in _rows(data, "prioriterat_omrade")
    )
    unknown = sorted({a.code for a in areas} - set(AREA_CODES))
    if unknown:
        raise UserError(
            f"{AGREEMENT_FILE}: okänd kod för prioriterat område: {', '.join(unknown)}. "
            f"Kända koder: {', '.join(AREA_CODES)}."
        )
    valid_from, valid_to = (_need(head, key, "[avtal]", int) for key in ("giltigt_fran", "giltigt_till"))
    if valid_from > valid_to:
        raise UserError(f"{AGREEMENT_FILE}: giltigt_fran ({valid_from}) är efter giltigt_till ({valid_to}).")
    further, left_out = _years(data)
    limits = data.get("trosklar", {})
    return Agreement(
        folder=folder,
        id=_need(head, "id", "[avtal]", str),
        name=_need(head, "namn", "[avtal]", str),
        is_example=bool(head.get("exempel", False)),
        valid_from=valid_from,
        valid_to=valid_to,
        municipality=own,
        country_code=head.get("land", "00"),
        police_area=_need(head, "polisomrade", "[avtal]", str),
        areas=areas,
        municipalities=municipalities,
        comparison_groups=tuple(
            ComparisonGroup(row["id"], row["namn"], tuple(row["kommuner"]))
            for row in _rows(data, "jamforelsegrupp")
        ),
        localities=tuple(Locality(row["namn"], tuple(row.get("deso", []))) for row in _rows(data, "ort")),
        places=tuple(
            Place(row["namn"], row.get("ort", ""), tuple(row.get("skrivs", [])))
            for row in _rows(data, "plats", required=False)
        ),
        mandatory=tuple(_need(_need(data, "kallor", "filen", dict), "obligatoriska", "[kallor]", list)),
        further=further,
        left_out=left_out,
        thresholds=Thresholds(
            min_shown=int(limits.get("minsta_antal_som_visas", 5)),
            percent_base=int(limits.get("minsta_bas_for_procent", 50)),
            theme_statements=int(limits.get("uttalanden_minst", 3)),
            theme_sources=int(limits.get("uttalanden_minst_kallor", 2)),
            false_discovery_rate=float(limits.get("falska_larm_andel", 0.10)),
        ),
    )


def find(raw: Path, agreement_id: str | None) -> Agreement:
    """The agreement named, or the only one under ``raw`` (which may itself be an agreement's folder)."""
    if not raw.is_dir():
        raise UserError(f"Mappen {raw} finns inte. Ange rätt mapp med --raw.")
    if (raw / AGREEMENT_FILE).is_file():
        folders = [raw]
    else:
        folders = sorted(path.parent for path in raw.glob(f"*/{AGREEMENT_FILE}"))
    if not folders:
        raise UserError(
            f"Ingen avtalsmapp hittades i {raw}. En avtalsmapp innehåller filen {AGREEMENT_FILE}; "
            "skapa en med: lagesbild new MAPP"
        )
    agreements = [load(folder) for folder in folders]
    if agreement_id is not None:
        chosen = [a for a in agreements if a.id == agreement_id]
        if not chosen:
            raise UserError(
                f"Avtalet {agreement_id} finns inte i {raw}. Där finns: {', '.join(a.id for a in agreements)}."
            )
        return chosen[0]
    if len(agreements) > 1:
        raise UserError(
            f"Flera avtal finns i {raw}: {', '.join(a.id for a in agreements)}. Välj ett med --agreement."
        )
    return agreements[0]
