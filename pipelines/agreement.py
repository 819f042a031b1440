"""The agreement file (avtal.toml): parties, validity, areas, municipalities, localities, sources, thresholds.

Belongs here: reading and checking it, choosing among several. Not here: the records it becomes
(pipelines.agreement_terms), the kinds of single fields (pipelines.agreement_fields), what the sources hold.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pipelines import agreement_fields as fields
from pipelines import registers
from pipelines.agreement_fields import YEARS, AgreementFault, Table
from pipelines.agreement_terms import (
    Agreement,
    ComparisonGroup,
    LeftOut,
    Locality,
    Municipality,
    Place,
    PriorityArea,
    Thresholds,
)
from pipelines.errors import UserError
from pipelines.municipalities import municipalities
from pipelines.paths import AGREEMENT_FILE

__all__ = [
    "Agreement",
    "ComparisonGroup",
    "Locality",
    "Municipality",
    "Place",
    "PriorityArea",
    "find",
    "load",
]

TEMPLATE_ID = "byt-ut-mig"
AREA_CODES = ("UNGA", "PLATS", "SKOLA", "STOLD")
COUNTRY_CODE = "00"
#: Pages that every edition has.
_TAKEN_PAGES = ("index", "oversikt", "uppfoljning", "kvalitet")
#: Names of other comparisons than with a group.
_TAKEN_GROUPS = ("previous_years", "previous_survey", "trend")
GROUP_MEMBERS = ("liknande", "skr", "lan")
_SECTIONS = ("avtal", "part", "prioriterat_omrade", "kommun", "jamforelsegrupp", "ort", "plats", "kallor")
_HEAD = ("id", "namn", "exempel", "giltigt_fran", "giltigt_till", "kommun", "land", "polisomrade")


def _municipalities(data: Table) -> tuple[Municipality, ...]:
    found = []
    for row in fields.rows(data, "kommun", "[[kommun]]"):
        fields.only(row, ("kod", "namn", "lan"), "[[kommun]]")
        code = fields.municipality_code(fields.text(row, "kod", "[[kommun]]"), "[[kommun]]")
        county = fields.text(row, "lan", "[[kommun]]") if "lan" in row else ""
        found.append(Municipality(code, fields.text(row, "namn", "[[kommun]]"), county))
    fields.unique((m.code for m in found), "Kommunkoden")
    return tuple(found)


def _areas(data: Table) -> tuple[PriorityArea, ...]:
    where = "[[prioriterat_omrade]]"
    found = []
    for row in fields.rows(data, "prioriterat_omrade", where):
        fields.only(row, ("kod", "namn", "sida"), where)
        code, name = fields.text(row, "kod", where), fields.text(row, "namn", where)
        found.append(PriorityArea(code, name, fields.file_name(row, "sida", where)))
    fields.among((a.code for a in found), AREA_CODES, "kod för prioriterat område", where)
    fields.unique((a.code for a in found), "Koden i [[prioriterat_omrade]]")
    fields.unique((a.slug for a in found), "Sidan")
    for area in found:
        if area.slug in _TAKEN_PAGES:
            raise AgreementFault(
                f"”sida” i {where} är ”{area.slug}”, som är en annan sidas namn. Välj ett annat."
            )
    return tuple(found)


def _groups(data: Table, own: tuple[Municipality, ...]) -> tuple[ComparisonGroup, ...]:
    known = {m.code for m in own} | set(municipalities()) | {COUNTRY_CODE}
    found = []
    for row in fields.rows(data, "jamforelsegrupp", "[[jamforelsegrupp]]"):
        fields.only(row, ("id", "namn", "kommuner", "medlemmar"), "[[jamforelsegrupp]]")
        group = fields.text(row, "id", "[[jamforelsegrupp]]")
        where = f"[[jamforelsegrupp]] ”{group}”"
        if group in _TAKEN_GROUPS:
            raise AgreementFault(f"{where}: ordet används för annat i jämförelserna. Välj ett annat id.")
        if "medlemmar" in row:
            if "kommuner" in row:
                raise AgreementFault(f"{where} ska ha antingen ”kommuner” eller ”medlemmar”, inte båda.")
            members = fields.text(row, "medlemmar", where)
            fields.among([members], GROUP_MEMBERS, "ord för ”medlemmar”", where)
            found.append(ComparisonGroup(group, fields.text(row, "namn", where), (), members))
            continue
        codes = fields.texts(row, "kommuner", where, required=True)
        for code in codes:
            if code != COUNTRY_CODE:
                fields.municipality_code(code, where)
        fields.among(codes, known, "kommunkod", where)
        fields.unique(codes, f"Kommunkoden i {where}")
        if COUNTRY_CODE in codes and len(codes) > 1:
            raise AgreementFault(
                f"{where}: hela landet (”{COUNTRY_CODE}”) kan inte läggas ihop med kommuner. Gör två grupper."
            )
        found.append(ComparisonGroup(group, fields.text(row, "namn", where), codes))
    fields.unique((g.id for g in found), "Jämförelsegruppen")
    return tuple(found)


def _localities(data: Table) -> tuple[Locality, ...]:
    found = []
    for row in fields.rows(data, "ort", "[[ort]]"):
        fields.only(row, ("namn", "deso", "folkmangd"), "[[ort]]")
        name = fields.text(row, "namn", "[[ort]]")
        where = f"[[ort]] ”{name}”"
        deso = fields.texts(row, "deso", where)
        if wrong := [code for code in deso if not re.fullmatch(r"\d{4}[A-C]\d{4}", code)]:
            raise AgreementFault(
                f"DeSO-koden ”{wrong[0]}” i {where} har inte formen fyra siffror, A, B eller C, och fyra siffror."
            )
        people = fields.whole(row, "folkmangd", where, 1) if "folkmangd" in row else None
        found.append(Locality(name, deso, people))
    fields.unique((place.name for place in found), "Orten")
    fields.unique((code for place in found for code in place.deso), "DeSO-koden")
    return tuple(found)


def _places(data: Table, localities: tuple[Locality, ...]) -> tuple[Place, ...]:
    found = []
    for row in fields.rows(data, "plats", "[[plats]]", required=False):
        fields.only(row, ("namn", "ort", "skrivs"), "[[plats]]")
        name = fields.text(row, "namn", "[[plats]]")
        where = f"[[plats]] ”{name}”"
        locality = fields.text(row, "ort", where) if "ort" in row else ""
        if locality:
            fields.among([locality], [place.name for place in localities], "ort", where)
        found.append(Place(name, locality, fields.texts(row, "skrivs", where)))
    return tuple(found)


def _sources(table: Table, key: str, where: str, *, required: bool) -> tuple[str, ...]:
    found = fields.texts(table, key, where, required=required)
    fields.among(found, registers.sources(), f"källa i ”{key}”", where)
    fields.unique(found, f"Källan i {where}")
    return found


def _years(sources: Table) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[LeftOut, ...]]]:
    further, left_out = {}, {}
    years = fields.table(sources, "ar", "[kallor.ar]", required=False)
    for year in years:
        where = f"[kallor.ar.{year}]"
        if not re.fullmatch(r"[0-9]{4}", year) or not YEARS[0] <= int(year) <= YEARS[1]:
            raise AgreementFault(f"{where} ska vara ett årtal, {YEARS[0]}–{YEARS[1]}.")
        entry = fields.table(years, year, where)
        fields.only(entry, ("anvanda", "utelamnade"), where)
        further[int(year)] = _sources(entry, "anvanda", where, required=False)
        inner = f"[[kallor.ar.{year}.utelamnade]]"
        skipped = fields.rows(entry, "utelamnade", inner, required=False)
        for row in skipped:
            fields.only(row, ("kalla", "skal"), inner)
        left_out[int(year)] = tuple(
            LeftOut(fields.text(row, "kalla", inner), fields.text(row, "skal", inner)) for row in skipped
        )
    return further, left_out


def _thresholds(data: Table) -> Thresholds:
    usual: Table = {
        "minsta_antal_som_visas": 5,
        "minsta_bas_for_procent": 50,
        "uttalanden_minst": 3,
        "uttalanden_minst_kallor": 2,
        "falska_larm_andel": 0.20,
    }
    where = "[trosklar]"
    given = fields.table(data, "trosklar", where, required=False)
    fields.only(given, tuple(usual), where)
    limits = usual | given
    return Thresholds(
        min_shown=fields.whole(limits, "minsta_antal_som_visas", where, 3),
        percent_base=fields.whole(limits, "minsta_bas_for_procent", where, 10),
        theme_statements=fields.whole(limits, "uttalanden_minst", where, 2),
        theme_sources=fields.whole(limits, "uttalanden_minst_kallor", where, 1),
        false_discovery_rate=fields.share(limits, "falska_larm_andel", where, 0.5),
    )


def _language_model(data: Table) -> bool:
    where = "[textkodning]"
    given = fields.table(data, "textkodning", where, required=False)
    fields.only(given, ("sprakmodell",), where)
    return fields.yes_no(given, "sprakmodell", where, False)


def _parties(data: Table) -> None:
    """The parties are for people to read; only their keys and kinds are checked."""
    for row in fields.rows(data, "part", "[[part]]", required=False):
        fields.only(row, ("namn", "slag", "ansvarig_roll", "kommunikator_roll"), "[[part]]")
        for key in row:
            fields.text(row, key, "[[part]]")


def _agreement(data: Table, folder: Path) -> Agreement:
    head = fields.table(data, "avtal", "[avtal]")
    if head.get("id") == TEMPLATE_ID:
        raise AgreementFault("Filen är inte ifylld. Fyll i id, kommunkod, kommuner och orter.")
    fields.only(data, (*_SECTIONS, "trosklar", "textkodning"), "filen")
    fields.only(head, _HEAD, "[avtal]")
    _parties(data)
    area_municipalities = _municipalities(data)
    own_code = fields.municipality_code(fields.text(head, "kommun", "[avtal]"), "[avtal]")
    own = next((m for m in area_municipalities if m.code == own_code), None)
    if own is None:
        raise AgreementFault(f"Kommunen {own_code} i [avtal] finns inte bland [[kommun]].")
    if head.get("land", COUNTRY_CODE) != COUNTRY_CODE:
        raise AgreementFault(f"”land” i [avtal] ska vara ”{COUNTRY_CODE}”, koden för hela landet.")
    valid_from = fields.whole(head, "giltigt_fran", "[avtal]", *YEARS)
    valid_to = fields.whole(head, "giltigt_till", "[avtal]", *YEARS)
    if valid_from > valid_to:
        raise AgreementFault(f"giltigt_fran ({valid_from}) är efter giltigt_till ({valid_to}).")
    sources = fields.table(data, "kallor", "[kallor]")
    fields.only(sources, ("obligatoriska", "ar"), "[kallor]")
    further, left_out = _years(sources)
    localities = _localities(data)
    return Agreement(
        folder=folder,
        id=fields.file_name(head, "id", "[avtal]"),
        name=fields.text(head, "namn", "[avtal]"),
        is_example=fields.yes_no(head, "exempel", "[avtal]", False),
        valid_from=valid_from,
        valid_to=valid_to,
        municipality=own,
        country_code=COUNTRY_CODE,
        police_area=fields.text(head, "polisomrade", "[avtal]"),
        areas=_areas(data),
        municipalities=area_municipalities,
        comparison_groups=_groups(data, area_municipalities),
        localities=localities,
        places=_places(data, localities),
        mandatory=_sources(sources, "obligatoriska", "[kallor]", required=True),
        further=further,
        left_out=left_out,
        thresholds=_thresholds(data),
        language_model=_language_model(data),
    )


def _parsed(folder: Path) -> Table:
    """The file as TOML. Raises AgreementFault when it is not, or cannot be opened."""
    try:
        return tomllib.loads((folder / AGREEMENT_FILE).read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        ends = " på sista raden" if "end of document" in str(error) else ""
        at = f" på rad {line.group(1)}" if line else ends
        raise AgreementFault(
            f"Filen går inte att läsa{at}. Den ska vara TOML i UTF-8: kontrollera citattecken och "
            "hakparenteser, och spara den som UTF-8."
        ) from None
    except OSError as error:
        raise AgreementFault(f"Filen går inte att öppna ({type(error).__name__}).") from None


def load(folder: Path) -> Agreement:
    """Read and check ``folder/avtal.toml``.

    Raises UserError, in Swedish, that names the part of the file and what was expected.
    """
    if not (folder / AGREEMENT_FILE).is_file():
        raise UserError(
            f"Mappen {folder.name} saknar {AGREEMENT_FILE}. Skapa en ny avtalsmapp med: lagesbild new MAPP"
        )
    try:
        return _agreement(_parsed(folder), folder)
    except AgreementFault as fault:
        raise UserError(f"{AGREEMENT_FILE} i mappen {folder.name}: {fault}") from None


def _only_id(folder: Path) -> tuple[str | None, str]:
    """The id in the folder's file and how to list the folder: an unfilled or broken one with its reason."""
    try:
        found = fields.file_name(fields.table(_parsed(folder), "avtal", "[avtal]"), "id", "[avtal]")
    except AgreementFault as fault:
        return None, f"mappen {folder.name} (kan inte väljas: {fault})"
    if found == TEMPLATE_ID:
        return None, f"mappen {folder.name} ({AGREEMENT_FILE} är inte ifylld)"
    return found, found


def find(raw: Path, agreement_id: str | None) -> Agreement:
    """The agreement named, or the only one under ``raw`` (which may itself be an agreement's folder).

    Only the chosen agreement's file has to be whole: one that is being filled in stops no other.
    """
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
    if agreement_id is None and len(folders) == 1:
        return load(folders[0])
    ids = {folder: _only_id(folder) for folder in folders}
    for wanted in sorted({found for found, _ in ids.values() if found is not None}):
        same = [folder.name for folder in folders if ids[folder][0] == wanted]
        if len(same) > 1 and agreement_id in (None, wanted):
            raise UserError(
                f"Mapparna {' och '.join(same)} har samma id, ”{wanted}”, i {AGREEMENT_FILE}. "
                "Ge varje avtal sitt eget id."
            )
    listed = "\n".join(f"  {shown}" for _, shown in ids.values())
    if agreement_id is None:
        raise UserError(f"Flera avtal finns i {raw}. Välj ett med --agreement ID:\n{listed}")
    for folder, (found, _) in ids.items():
        # A folder of that name whose id cannot be read is surely the one meant: its own fault is the answer.
        if found == agreement_id or (found is None and folder.name == agreement_id):
            return load(folder)
    raise UserError(f"Avtalet {agreement_id} finns inte i {raw}. Där finns:\n{listed}")
