"""Writes the statistical tables: Brå's database (yearly, monthly), indicators, population and Kolada values.

The layouts are the publishers' own, oddities included (echoed headings, repeated rows, non-breaking spaces).
Which numbers are published and which are invented is told in OM FILERNA.md.
"""

from __future__ import annotations

from pathlib import Path

from tests.example import reference as ref
from tests.example.world import World

NBSP = "\u00a0"
HEADER = "Region;Brott;År;Period;Antal;/100 000 inv"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec")
REGIONS = ((ref.COUNTRY, "Hela landet"), *((m.code, f"{m.name} kommun") for m in ref.MUNICIPALITIES))
MONTHLY_LABELS = {
    "total": "Totalt antal brott",
    "theft_total": "8 kap. Stöld, rån m.m.",
    "residential_burglary": "därav inbrottsstöld i bostad",
    "vandalism": "12 kap. Skadegörelsebrott",
}
# Ancestors of the chosen offences, echoed by the database before the group they stand over.
ANCESTORS = {
    "assault": "3-7 kap. Brott mot person",
    "theft_total": "8-12 kap. Brott mot förmögenhet",
    "narcotics": "Brott mot specialstraffrättsliga författningar",
}
INDICATORS = {
    "theft_total": "Stöld och tillgreppsbrott, totalt",
    "residential_burglary": "Bostadsinbrott",
    "vandalism": "Skadegörelsebrott",
    "narcotics": "Narkotikabrott",
    "car_crime": "Bilbrott",
}
NTU = "Nationella trygghetsundersökningen (NTU)"
NTU_SERIES = (
    (
        "ntu_worry_burglary",
        "Oro för att utsättas för bostadsinbrott enligt NTU. Andel (%) i befolkningen (16–84 år) som "
        "oroar sig ganska/mycket ofta.",
        "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta.",
    ),
    (
        "ntu_unsafe_evening",
        "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet",
        "Andel (%) i befolkningen (16–84 år) som känner sig ganska/mycket otrygga samt de som avstår "
        "från att gå ut på grund av otrygghet.",
    ),
)


def _number(value: int) -> str:
    """A count as the database writes it: non-breaking space between thousands in large numbers."""
    return f"{value:,}".replace(",", NBSP) if value >= 100_000 else str(value)


def _rate(count: int, people: int) -> str:
    return _number(round(count * 100_000 / people))


def _write(path: Path, lines: list[str], encoding: str = "iso-8859-1") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))


def sol_yearly(world: World) -> list[str]:
    """Lines of the yearly export, all regions and groups."""
    lines = [HEADER]
    for code, region in REGIONS:
        for group, (label, _) in ref.SOL_GROUPS.items():
            if group in ANCESTORS:
                lines += [f"{region};{ANCESTORS[group]};År;{year};..;..;" for year in ref.YEARS]
            rows = []
            for year in ref.YEARS:
                count = world.count(code, year, group)
                shown = label.replace("kap. ", f"kap.{NBSP}") if code == "0834" and year == 2016 else label
                rate = _rate(count, ref.population(code, year))
                rows.append(f"{region};{shown};År;{year};{_number(count)};{rate};")
            lines += rows
            if group == "narcotics":
                lines += rows[-2:]  # the database repeats rows when a label stands under two parents
    return lines


def sol_monthly(world: World, year: int) -> list[str]:
    """Lines of the monthly export of one year; 2020 also holds the quarters that the menu offers."""
    lines = [HEADER]
    for code, region in REGIONS:
        people = ref.population(code, year)
        lines.append(f"{region};8-12 kap. Brott mot förmögenhet;{year};Jan;..;..;")
        for group, label in MONTHLY_LABELS.items():
            counts = world.month_counts(code, year, group)
            for index, count in enumerate(counts):
                lines.append(
                    f"{region};{label};{year};{MONTHS[index]};{_number(count)};{_rate(count, people)};"
                )
                if year == 2020 and index % 3 == 2:
                    quarter = sum(counts[index - 2 : index + 1])
                    period = f"Kvartal {index // 3 + 1}"
                    lines.append(
                        f"{region};{label};{year};{period};{_number(quarter)};{_rate(quarter, people)};"
                    )
    return lines


def sol_preliminary(world: World) -> list[str]:
    """Lines of the preliminary export, January to March of the year after the agreement's last."""
    year = ref.YEARS[-1]
    lines = [HEADER]
    for code, region in REGIONS:
        people = ref.population(code, year)
        for group, label in MONTHLY_LABELS.items():
            for month, count in zip(MONTHS, world.preliminary(code, group), strict=False):
                numbers = f"{_number(count)};{_rate(count, people)};"
                lines.append(f"{region};{label};{year + 1} prel.;{month};{numbers}")
    return lines


def _quoted(*cells: object) -> str:
    return ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in cells)


def indicators(world: World) -> list[str]:
    """Lines of Brå's municipality indicators 2017-2023 in tidy form, with NTU for the country."""
    lines = ["geografi,enhet,ar,variabel,varde,kalla"]
    names = {ref.COUNTRY: "Hela landet"} | {m.code: m.name for m in ref.MUNICIPALITIES}
    years = ref.YEARS[3:]
    for group, variable in INDICATORS.items():
        for code, name in names.items():
            counts = [
                world.car_crime(code, year) if group == "car_crime" else world.count(code, year, group)
                for year in years
            ]
            for year, count in zip(years, counts, strict=True):
                lines.append(_quoted(name, "Antal", year, variable, f"{count}.0", "Anmälda brott"))
            for year, count in zip(years, counts, strict=True):
                own = round(count * 100_000 / ref.population(code, year))
                rate = float(ref.published().get((code, year, f"{group}_rate"), own))
                unit = "Antal per 100 000 inv"
                lines.append(_quoted(name, unit, year, variable, rate, "Anmälda brott"))
    figures = ref.published()
    for measure, variable, unit in NTU_SERIES:
        for suffix, shown in (
            ("", unit),
            ("_lower", "KI (95 %) undre gräns"),
            ("_upper", "KI (95 %) övre gräns"),
        ):
            for year in years:
                value = figures[(ref.COUNTRY, year, measure + suffix)]
                lines.append(_quoted("Hela landet", shown, year, variable, value, NTU))
    for year in years:
        answers = figures[(ref.COUNTRY, year, "ntu_n")]
        lines.append(_quoted("Hela landet", "", year, "Antal svarande i NTU.", answers, NTU))
    return lines


def population() -> list[str]:
    """Lines of SCB's table, 31 December: one row per region, one column per year."""
    lines = [";".join(['"region"', *(f'"Folkmängd {year}"' for year in ref.YEARS)])]
    regions = [(ref.COUNTRY, "Riket"), *((m.code, m.name) for m in ref.MUNICIPALITIES)]
    for code, name in regions:
        cells = [str(ref.population(code, year)) for year in ref.YEARS]
        lines.append(";".join([f'"{code} {name}"', *cells]))
    return lines


def kolada(first_year: int, last_year: int, lost_zero: bool) -> list[str]:
    """Lines of saved Kolada values; `lost_zero` writes 761 for 0761, as a spreadsheet does."""
    lines = ["kpi,municipality_id,year,gender,status,value"]
    figures = ref.published()
    for kpi in ("U07417", "U07452", "N17625"):
        for place in ref.MUNICIPALITIES:
            code = place.code.lstrip("0") if lost_zero else place.code
            for year in range(first_year, last_year + 1):
                for gender in ("K", "M", "T") if kpi == "N17625" else ("T",):
                    measure = f"{kpi}_{gender}" if kpi == "N17625" else kpi
                    value = figures.get((place.code, year, measure))
                    if value is not None:
                        lines.append(f"{kpi},{code},{year},{gender},,{value}")
                    elif kpi != "N17625":
                        lines.append(f"{kpi},{code},{year},{gender},Missing,")
    return lines


def write_all(world: World, out: Path) -> None:
    """Write bra/, befolkning/ and kolada/ under `out`."""
    _write(out / "bra" / "sol_ar_2014-2023.txt", sol_yearly(world))
    for year in ref.YEARS:
        _write(out / "bra" / f"sol_manad_{year}.txt", sol_monthly(world, year))
    _write(out / "bra" / "sol_manad_2024_prel.txt", sol_preliminary(world))
    _write(out / "bra" / "kommunindikatorer_2017-2023.csv", indicators(world), "utf-8")
    _write(out / "befolkning" / "folkmangd_3112.csv", population())
    _write(out / "kolada" / "kolada_varden_2014-2017.csv", kolada(2014, 2017, lost_zero=True), "utf-8")
    _write(out / "kolada" / "kolada_varden.csv", kolada(2018, 2023, lost_zero=False), "utf-8")
