"""Population from SCB's statistical database: json-stat2, px or csv of PxWebApi 2, csv of PxWebApi 1 and the web.

Belongs here: which of a table's cells are the population of a region and year. Not here: the file forms
(pxweb_cube), the table with nothing but region and one column per year (population).
Only totals that SCB has made are taken, nothing is summed: from reference year 2025 SCB perturbs each count
(cell key method), so that parts no longer make the whole. Reconstructed; not yet tried on a real file.
"""

from __future__ import annotations

import re

from pipelines.readers import cells, population, pxweb_cube, tables
from pipelines.readers.population_rows import Collected, gaps, reference_day, require_outcome, split_region
from pipelines.readers.pxweb_cube import CONTENTS, REGION, TIME, Category, Cell, Cube, Dimension
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "scb_pxweb"
TITLE = "Folkmängd ur SCB:s statistikdatabas"
EXPECTED = (
    "SCB:s tabell med folkmängd per region och år som json-stat2, px eller csv; är den uppdelad på kön, ålder "
    "eller civilstånd ska totalen vara med."
)
HEADERS = ("region", "år", "Folkmängd")
SKIP_PART = "del av en uppdelning, totalen används"
SKIP_OTHER_CONTENTS = "annat innehåll än folkmängd"
SKIP_OTHER_REGION = "område som inte är kommun, län eller riket"

_MARK = re.compile(r"folkmängd|be0101n1|000007me|be0101a9|\bpopulation\b", re.IGNORECASE)
_PX_START = re.compile(
    r"(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX|SUBJECT-AREA|TITLE)\s*(?:\[\w+\])?="
)
_POPULATION = re.compile(
    r"folkmängd(?:en)?(?: per region)?(?:,? (?:(?:den|per) )*(?:31 december|1 november))?|population(?: 1 november)?"
    r"|be0101n1|000007me|be0101a9|tab638|tab5557|tab1267"
)
_UNNAMED = frozenset({"antal", "number", ""})  # contents that only the table's title says are a population
_OF_POPULATION = re.compile(r"folkmängd|population")
# «totalt», «totalt ålder», «totalt, samtliga män och kvinnor»; not «totalt 16+ år», which is a part.
_TOTAL = re.compile(r"(?:total|totalt|samtliga|summa|båda könen|alla)\b\D*")
_TOTAL_CODES = frozenset({"tot", "tot1", "tot5", "tot10", "totsa", "sc", "1+2"})
_REGIONS = re.compile(r"\d{1,4}")


def recognises(sample: FileSample) -> bool:
    """A table with a dimension or column for the region, about the population."""
    if sample.kind == "json":
        return pxweb_cube.is_dataset(sample.json_head) and _is_population(sample.json_head)
    if sample.kind != "text":
        return False
    if _PX_START.match(sample.text.lstrip("\ufeff \r\n")):
        return bool(_MARK.search(sample.text)) and '"region"' in sample.text.casefold()
    at = pxweb_cube.csv_header(sample.lines)
    if at is None:
        return False
    fields = [cells.key(f) for f in tables.split_line(sample.lines[at])]
    if population.recognises(sample) or "brott" in fields:
        return False
    return any(_MARK.search(line) for line in sample.lines[: at + 2])


def _is_population(parsed: object) -> bool:
    described = parsed if isinstance(parsed, dict) else {}
    dimensions = described.get("dimension")
    has_region = isinstance(dimensions, dict) and any(
        pxweb_cube.role_of(str(k)) == REGION for k in dimensions
    )
    contents = dimensions.get("ContentsCode") if isinstance(dimensions, dict) else None
    return has_region and bool(_MARK.search(f"{described.get('label')} {contents}"))


def read(data: bytes, name: str) -> ReadResult:
    """One row per region and year of the cells that are totals; tidy as population.

    ``row`` is the file's line, in json-stat2 the value's place in the list of values. Counties ("07") and the
    country ("00") keep their two digits. Raises UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    if text.lstrip()[:1] == "{":
        parsed = pxweb_cube.parsed_json(text)
        if not isinstance(parsed, dict):
            raise tables.unreadable(name, "Filen är inte giltig JSON. Hämta den på nytt hos SCB.")
        cube = pxweb_cube.of_json(parsed, name)
    elif _PX_START.match(text.lstrip("\ufeff \r\n")):
        cube = pxweb_cube.of_px(text, name)
    else:
        cube = pxweb_cube.of_csv(data, name)
    require_outcome(name, (*cube.texts, *cube.notes))
    roles = [d.role for d in cube.dimensions]
    if any(roles.count(role) > 1 for role in (REGION, TIME, CONTENTS)):
        raise tables.unreadable(
            name, "Region, år eller innehåll finns två gånger. Hämta tabellen på nytt hos SCB."
        )
    at = {role: i for i, role in enumerate(roles)}
    if REGION not in at or TIME not in at:
        raise tables.unreadable(name, "Region eller år saknas. Hämta tabellen på nytt hos SCB med båda.")
    return _population(cube, at, name)


def _population(cube: Cube, at: dict[str, int], name: str) -> ReadResult:
    kept = Collected()
    kept.problems = list(cube.problems)
    is_titled = any(_OF_POPULATION.match(cells.key(text)) for text in cube.texts)
    counted = [cell for cell in cube.cells if _is_count(cell, at, is_titled)]
    kept.skipped[SKIP_OTHER_CONTENTS] = len(cube.cells) - len(counted)
    if not counted:
        raise tables.unreadable(name, "Innehållet «Folkmängd» saknas. Välj det som tabellinnehåll hos SCB.")
    if any(not re.fullmatch(r"(?:19|20)\d{2}", cell.categories[at[TIME]].code) for cell in counted):
        raise tables.unreadable(
            name,
            "Tabellen har månader eller kvartal. Hämta årstabellen, per 31 december eller 1 november, hos SCB.",
        )
    wholes = _totals(cube, counted, name)
    days: dict[Category | None, str] = {}
    for cell in counted:
        region, year = _region(cell.categories[at[REGION]]), int(cell.categories[at[TIME]].code)
        if any(cell.categories[i] not in total for i, total in wholes.items()):
            kept.skipped[SKIP_PART] += 1
            continue
        if region is None:
            kept.skipped[SKIP_OTHER_REGION] += 1
            continue
        contents = cell.categories[at[CONTENTS]] if CONTENTS in at else None
        if contents not in days:
            named = (contents.code, contents.label) if contents else ()
            own = (*named, *(cube.periods.get(text, "") for text in named))
            days[contents], remark = reference_day(name, (*cube.texts, *own), cube.notes)
            kept.notes += [remark] if remark else []
        kept.add(cell.row, cell.found, region, year, days[contents], cell.value)
    missing = gaps((cell.categories for cell in cube.cells), len(cube.problems))
    kept.problems += missing
    kept.skipped = +kept.skipped  # without the reasons that did not occur
    return kept.result(len(cube.cells) + len(cube.problems) + len(missing))


def _is_count(cell: Cell, at: dict[str, int], is_titled: bool) -> bool:
    if CONTENTS not in at:
        return is_titled
    contents = cell.categories[at[CONTENTS]]
    names = {cells.key(contents.code), cells.key(contents.label)}
    return any(map(_POPULATION.fullmatch, names)) or (is_titled and bool(names & _UNNAMED))


def _totals(cube: Cube, counted: list[Cell], name: str) -> dict[int, set[Category]]:
    """Per dimension that splits the population: its totals. Raises UnreadableFileError when there is none."""
    totals = {}
    for i, dimension in enumerate(cube.dimensions):
        if dimension.role in (REGION, TIME, CONTENTS):
            continue
        totals[i] = {c for c in {cell.categories[i] for cell in counted} if _is_total(c, dimension)}
        if not totals[i]:
            of_what = dimension.label if cells.key(dimension.label) in ("kön", "ålder", "civilstånd") else ""
            raise tables.unreadable(
                name,
                f"Tabellen är uppdelad på {of_what or 'mer än region och år'} utan total. Delarna summeras inte, "
                "eftersom SCB från 2025 lägger en slumpmässig osäkerhet på varje tal. Hämta tabellen på nytt utan "
                "den uppdelningen, eller välj totalen: «totalt ålder», «totalt, samtliga åldrar», «totalt, "
                "samtliga män och kvinnor», «totalt, samtliga civilstånd».",
            )
    return totals


def _is_total(category: Category, dimension: Dimension) -> bool:
    if dimension.total in (category.code, category.label):
        return True
    if category.label != category.code:
        return bool(_TOTAL.fullmatch(cells.key(category.label)))
    text = cells.key(category.code)
    return text in _TOTAL_CODES or bool(_TOTAL.fullmatch(text))


def _region(category: Category) -> str | None:
    """«0761 Lessebo», or None for a place that is no municipality, county or country (DeSO, distrikt)."""
    if category.label == category.code:
        code, _ = split_region(category.label)
        return None if code is None and re.match(r"\d", category.label) else category.label
    label = category.label.removeprefix(category.code).strip()
    return f"{category.code} {label}".strip() if _REGIONS.fullmatch(category.code) else None
