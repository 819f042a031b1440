"""Brå's csv with every municipality's total of reported offences in one year ("Anmälda brott kommunerna").

Belongs here: that file's two forms, and telling municipalities from city districts. Not here: types of
offences (sol, table_120), municipality codes.
Source: bra.se; the form of 2023- is seen (BOM, semicolons, CRLF, 290 rows). The form of 2021, without header,
with "Arjeplogs kommun", en dashes, city districts and "2 537", is reconstructed from public code that reads
it; not yet tried on a real file. Names of municipalities: SCB (by police region, as from 2015); of city
districts: Brå's statistics database.
The year stands in the file's name only.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict

from pipelines.readers import agency_rows, cells, tables
from pipelines.readers.agency_rows import SKIP_REPEATED
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "agency_totals"
TITLE = "Brås totaler per kommun (csv)"
EXPECTED = (
    "Rubrikerna Kommun;Antal;Per 100 000 inv. och en rad per kommun, eller samma kolumner utan rubrikrad. "
    "Året står i filnamnet."
)
HEADERS = ("Kommun", "Antal", "Per 100 000 inv.")
OFFENCE = "Totalt antal brott"
SKIP_DISTRICT = "stadsdel eller stadsområde, inte en kommun"
SKIP_MISSING = "antal saknas hos Brå (..)"

#: So many rows without a header must look right before the file is taken for this one.
_ENOUGH_ROWS = 15
#: The median municipality has about 16 000 inhabitants; count and rate swapped, or a rate per 1 000, give
#: hundreds of thousands.
_MEDIAN_PEOPLE = (5_000, 60_000)
_PEOPLE = (1_000, 1_500_000)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")

_BY_REGION = {
    "Nord": """
        Arjeplog, Arvidsjaur, Berg, Bjurholm, Boden, Bräcke, Dorotea, Gällivare, Haparanda, Härjedalen,
        Härnösand, Jokkmokk, Kalix, Kiruna, Kramfors, Krokom, Luleå, Lycksele, Malå, Nordmaling, Norsjö,
        Pajala, Piteå, Ragunda, Robertsfors, Skellefteå, Sollefteå, Sorsele, Storuman, Strömsund, Sundsvall,
        Timrå, Umeå, Vilhelmina, Vindeln, Vännäs, Ånge, Åre, Åsele, Älvsbyn, Örnsköldsvik, Östersund,
        Överkalix, Övertorneå
    """,
    "Mitt": """
        Arboga, Bollnäs, Enköping, Fagersta, Gävle, Hallstahammar, Heby, Hofors, Hudiksvall, Håbo, Knivsta,
        Kungsör, Köping, Ljusdal, Norberg, Nordanstig, Ockelbo, Ovanåker, Sala, Sandviken, Skinnskatteberg,
        Surahammar, Söderhamn, Tierp, Uppsala, Västerås, Älvkarleby, Östhammar
    """,
    "Stockholm": """
        Botkyrka, Danderyd, Ekerö, Gotland, Haninge, Huddinge, Järfälla, Lidingö, Nacka, Norrtälje, Nykvarn,
        Nynäshamn, Salem, Sigtuna, Sollentuna, Solna, Stockholm, Sundbyberg, Södertälje, Tyresö, Täby,
        Upplands-Bro, Upplands Väsby, Vallentuna, Vaxholm, Värmdö, Österåker
    """,
    "Öst": """
        Aneby, Boxholm, Eksjö, Eskilstuna, Finspång, Flen, Gislaved, Gnesta, Gnosjö, Habo, Jönköping,
        Katrineholm, Kinda, Linköping, Mjölby, Motala, Mullsjö, Norrköping, Nyköping, Nässjö, Oxelösund,
        Strängnäs, Sävsjö, Söderköping, Tranås, Trosa, Vadstena, Vaggeryd, Valdemarsvik, Vetlanda, Vingåker,
        Värnamo, Ydre, Åtvidaberg, Ödeshög
    """,
    "Väst": """
        Ale, Alingsås, Bengtsfors, Bollebygd, Borås, Dals-Ed, Essunga, Falkenberg, Falköping, Färgelanda,
        Grästorp, Gullspång, Göteborg, Götene, Halmstad, Herrljunga, Hjo, Hylte, Härryda, Karlsborg,
        Kungsbacka, Kungälv, Laholm, Lerum, Lidköping, Lilla Edet, Lysekil, Mariestad, Mark, Mellerud,
        Munkedal, Mölndal, Orust, Partille, Skara, Skövde, Sotenäs, Stenungsund, Strömstad, Svenljunga,
        Tanum, Tibro, Tidaholm, Tjörn, Tranemo, Trollhättan, Töreboda, Uddevalla, Ulricehamn, Vara, Varberg,
        Vårgårda, Vänersborg, Åmål, Öckerö
    """,
    "Syd": """
        Alvesta, Bjuv, Borgholm, Bromölla, Burlöv, Båstad, Emmaboda, Eslöv, Helsingborg, Hultsfred,
        Hässleholm, Höganäs, Högsby, Hörby, Höör, Kalmar, Karlshamn, Karlskrona, Klippan, Kristianstad,
        Kävlinge, Landskrona, Lessebo, Ljungby, Lomma, Lund, Malmö, Markaryd, Mönsterås, Mörbylånga, Nybro,
        Olofström, Osby, Oskarshamn, Perstorp, Ronneby, Simrishamn, Sjöbo, Skurup, Staffanstorp, Svalöv,
        Svedala, Sölvesborg, Tingsryd, Tomelilla, Torsås, Trelleborg, Uppvidinge, Vellinge, Vimmerby,
        Västervik, Växjö, Ystad, Åstorp, Älmhult, Ängelholm, Örkelljunga, Östra Göinge
    """,
    "Bergslagen": """
        Arvika, Askersund, Avesta, Borlänge, Degerfors, Eda, Falun, Filipstad, Forshaga, Gagnef, Grums,
        Hagfors, Hallsberg, Hammarö, Hedemora, Hällefors, Karlskoga, Karlstad, Kil, Kristinehamn, Kumla,
        Laxå, Lekeberg, Leksand, Lindesberg, Ljusnarsberg, Ludvika, Malung-Sälen, Mora, Munkfors, Nora,
        Orsa, Rättvik, Smedjebacken, Storfors, Sunne, Säffle, Säter, Torsby, Vansbro, Årjäng, Älvdalen,
        Örebro
    """,
}
POLICE_REGIONS = {
    region: tuple(cells.clean(name) for name in names.replace("\n", " ").split(","))
    for region, names in _BY_REGION.items()
}
MUNICIPALITIES = tuple(sorted(name for names in POLICE_REGIONS.values() for name in names))
# Stockholm, Göteborg and Malmö, past and present.
_AREAS = """
Bromma, Enskede-Årsta-Vantör, Farsta, Hägersten-Liljeholmen, Hägersten-Älvsjö, Hässelby-Vällingby, Järva,
Kungsholmen, Norrmalm, Rinkeby-Kista, Skarpnäck, Skärholmen, Spånga-Tensta, Södermalm, Älvsjö, Östermalm,
Angered, Askim-Frölunda-Högsbo, Centrum, Lundby, Majorna-Linné, Majorna-Linne, Norra Hisingen, Västra Hisingen,
Västra Göteborg, Östra Göteborg, Örgryte-Härlanda, Hisingen, Nordost, Sydväst,
Innerstaden, Norr, Söder, Väster, Öster
"""
_DISTRICTS = frozenset(cells.key(name) for name in _AREAS.replace("\n", " ").split(","))
_NAMES = {cells.key(name): name for name in MUNICIPALITIES} | {"falu": "Falun", "region gotland": "Gotland"}
_COUNTRY = {"hela landet", "riket", "hela riket", "sverige", "sverige totalt", "totalt"}


def municipality(text: object) -> str | None:
    """The municipality's name without "kommun" and genitive ("Arjeplogs kommun" -> "Arjeplog"), or None."""
    key = cells.key(text)
    bare = re.sub(r"\s+(?:kommun|stad)$", "", key)
    return next((_NAMES[k] for k in (key, bare, bare.removesuffix("s")) if k in _NAMES), None)


def is_district(text: object) -> bool:
    """A city district or area, by Brå's own words or by name."""
    key = re.sub(r"\s*-\s*", "-", cells.key(text))
    bare = re.sub(r"\s+(?:kommun|stadsdel|stadsområde|stadsdelsområde)$", "", key)
    return bool(re.search(r"stadsdel|stadsområde", key)) or bare in _DISTRICTS


def recognises(sample: FileSample) -> bool:
    """The header but for one name, or enough rows of municipality and two numbers without any header."""
    if sample.kind != "text":
        return False
    matched = sample.matched(HEADERS)
    if len(matched) == len(HEADERS):
        return True
    rows = [tables.split_line(line) for line in sample.lines]
    if len(matched) == len(HEADERS) - 1:
        # Two of the names are common words: only a list of many municipalities is this file with a fault.
        named = {name for row in rows for cell in row if (name := municipality(cell))}
        return len(named) >= _ENOUGH_ROWS
    entries = [row for row in rows if _is_entry(row)]
    return len(entries) >= _ENOUGH_ROWS and _is_entry(rows[0]) and len(entries) * 10 >= len(rows) * 9


def _is_entry(row: list[str]) -> bool:
    """Three fields: a municipality or a district, a count, a rate."""
    if len(row) != len(HEADERS) or not (municipality(row[0]) or is_district(row[0])):
        return False
    try:
        return None not in agency_rows.numbers(row[1], row[2])
    except cells.CellError:
        return False


def read(data: bytes, name: str) -> ReadResult:
    """One row per municipality; ``offence`` is always "Totalt antal brott", ``region`` the bare name.

    City districts are counted in ``skipped``: their crimes are in their municipality's row. Raises
    UnreadableFileError, also when the file's name does not say the year.
    """
    year, status = _of_name(name)
    text, _ = tables.decode(data, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    n_added = 0
    if _is_entry(tables.split_line(first)):
        data = (tables.delimiter_of(first).join(HEADERS) + "\n" + text).encode()
        n_added = 1
    table, at = agency_rows.open_table(data, name, HEADERS)
    good, problems = tables.wrong_width(table, (len(table.header),))
    problems = [Problem((p.row or 0) - n_added, p.found, p.reason, p.advice) for p in problems]
    skipped: Counter[str] = Counter()
    rows: list[tuple[str, dict[str, object]]] = []
    for n in good:
        cell = {h: cells.clean(table.rows[n][i]) for h, i in at.items()}
        line, found = table.lines[n] - n_added, table.delimiter.join(table.rows[n])
        try:
            if not municipality(cell["Kommun"]) and is_district(cell["Kommun"]):
                skipped[SKIP_DISTRICT] += 1
            elif cell["Antal"] == cell["Per 100 000 inv."] == "..":
                skipped[SKIP_MISSING] += 1
            else:
                rows.append((found, {"row": line, "year": year, "status": status} | _row(cell)))
        except cells.CellError as error:
            problems.append(Problem(line, found, error.reason, error.advice))
    _check_columns([row for _, row in rows], name)
    kept = _without_repeats(rows, problems, skipped)
    mentioned = {municipality(row[at["Kommun"]]) for row in table.rows if len(row) > at["Kommun"]}
    incomplete = _missing(mentioned)
    return ReadResult(
        agency_rows.frame(kept), len(table.rows) + len(incomplete), problems + incomplete, skipped
    )


def _of_name(name: str) -> tuple[int, str]:
    base = re.split(r"[/\\]", name)[-1]
    years = set(_YEAR.findall(base))
    if len(years) != 1:
        what = "Året står inte i filnamnet." if not years else "Filnamnet innehåller mer än ett årtal."
        raise tables.unreadable(
            name,
            f"{what} Filen själv säger inte vilket år den gäller. Döp den som Brå gör, med statistikens år: "
            "«Anmälda brott kommunerna 2023.csv».",
        )
    return int(years.pop()), "preliminary" if "prel" in base.casefold() else "final"


def _row(cell: dict[str, str]) -> dict[str, object]:
    region = "Hela landet" if cells.key(cell["Kommun"]) in _COUNTRY else municipality(cell["Kommun"])
    if region is None:
        raise cells.CellError(
            "Namnet är varken en kommun eller en känd stadsdel.", "Kontrollera namnet mot Brås fil."
        )
    count, rate = agency_rows.numbers(cell["Antal"], cell["Per 100 000 inv."])
    if not count or not rate:
        raise cells.CellError(
            "Antal eller antal per 100 000 invånare saknas.", "Kontrollera raden mot Brås fil."
        )
    people = count / rate * 100_000
    if region != "Hela landet" and not _PEOPLE[0] <= people <= _PEOPLE[1]:
        raise cells.CellError(
            "Antal och antal per 100 000 invånare stämmer inte ihop: ingen kommun har så få eller många invånare.",
            "Kontrollera raden mot Brås fil.",
        )
    return {"region": region, "offence": OFFENCE, "is_subset": False, "count": count, "per_100k": rate}


def _check_columns(rows: list[dict[str, object]], name: str) -> None:
    """The columns swapped, or a rate in another unit, give municipalities of the wrong size."""
    people = [float(str(r["count"])) / float(str(r["per_100k"])) * 100_000 for r in rows]
    if (
        len(people) >= _ENOUGH_ROWS
        and not _MEDIAN_PEOPLE[0] <= statistics.median(people) <= _MEDIAN_PEOPLE[1]
    ):
        raise tables.unreadable(
            name,
            "Antal och antal per 100 000 invånare stämmer inte med hur stora kommuner är: kolumnerna kan vara "
            "omkastade eller ha en annan enhet. Hämta filen på nytt hos Brå.",
        )


def _without_repeats(
    rows: list[tuple[str, dict[str, object]]], problems: list[Problem], skipped: Counter[str]
) -> list[dict[str, object]]:
    """One row per region; of different figures for the same one none is used."""
    values: dict[object, set[object]] = defaultdict(set)
    for _, row in rows:
        values[row["region"]].add((row["count"], row["per_100k"]))
    kept: dict[object, dict[str, object]] = {}
    for found, row in rows:
        if len(values[row["region"]]) > 1:
            problems.append(
                Problem(
                    int(str(row["row"])),
                    found,
                    "Kommunen finns flera gånger med olika antal.",
                    "Ta bort den felaktiga raden, eller hämta filen på nytt hos Brå.",
                )
            )
        elif row["region"] in kept:
            skipped[SKIP_REPEATED] += 1
        else:
            kept[row["region"]] = row
    return list(kept.values())


def _missing(mentioned: set[str | None]) -> list[Problem]:
    """Brå's file always has every municipality: one that lacks some is cut off or trimmed (its own record)."""
    missing = [name for name in MUNICIPALITIES if name not in mentioned]
    if not missing:
        return []
    named = ", ".join(missing[:8]) + (f" och {len(missing) - 8} till" if len(missing) > 8 else "")
    total = len(MUNICIPALITIES)
    reason = f"Filen har {total - len(missing)} av {total} kommuner. Det saknas {named}."
    return [Problem(None, "", reason, "Hämta filen på nytt hos Brå: den kan vara avkortad.")]
