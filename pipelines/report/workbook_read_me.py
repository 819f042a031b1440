"""The workbook's first sheet: what to fill in and how to hand it in, what is carried over, what the other sheets hold.

Not here: the sheets themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines import workbook_register as register
from pipelines.report import sentences
from pipelines.report.edition import Edition
from pipelines.report.shell import EXAMPLE_BANNER
from pipelines.report.swedish import is_missing, listed, municipality_name, number
from pipelines.report.workbook_carried import YEARLY, Carried
from pipelines.report.workbook_cells import bold, lines_of, print_on_width

NAME = "Läs mig"
DIFFERENCES = "Skillnader"


def read_me(sheet: Any, edition: Edition, carried: Carried) -> None:
    """Writes the sheet: one line per row, headings in bold."""
    from openpyxl.styles import Alignment

    for line, (text, is_heading) in enumerate(_lines(edition, carried), 1):
        cell = sheet.cell(row=line, column=1, value=text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if is_heading:
            cell.font = bold(14 if line == 1 else 11)
        sheet.row_dimensions[line].height = 22 if line == 1 else 16 * lines_of(text, 105)
    sheet.column_dimensions["A"].width = 100
    print_on_width(sheet)


def _lines(edition: Edition, carried: Carried) -> Iterator[tuple[str, bool]]:
    """(text, whether it is a heading)."""
    info = edition.info
    yield f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}", True
    if bool(info["is_example"]):
        yield EXAMPLE_BANNER, False
    reason = info.get("incomplete_reason")
    if not is_missing(reason) and str(reason).strip():
        yield f"Ofullständig lägesbild. {reason}", False
    yield f"Avtal: {info['agreement_name']}, {int(info['valid_from'])}–{int(info['valid_to'])}.", False
    yield "Så fyller ni i", True
    for text in (*_how(), *_carried(edition, carried)):
        yield text, False
    yield "Bladen som bara visar", True
    for text in _shown(edition):
        yield text, False


def _how() -> tuple[str, ...]:
    filled = [sheet.name for sheet in register.sheets().values() if sheet.is_filled_in]
    return (
        f"Fyll i de gula cellerna på bladen {listed(filled)}. Grå celler är låsta: där står det som programmet har "
        "räknat fram eller föreslår. Det som står i en låst cell räknas inte förrän någon har skrivit i en gul cell på "
        "samma rad, eller en annan rad hänvisar till radens nummer.",
        "Varje rad har ett nummer (P1, O1, Å1 …). Med numren knyts en orsak till sitt problem, en åtgärd till "
        "sin orsak och en uppföljning till sin åtgärd. Ta inte bort rader, kolumner eller blad, och sammanfoga inga "
        "celler. En rad tas bort genom att de gula cellerna töms.",
        "Orsaker: kandidater ur biblioteket är inga slutsatser. De räknas först när gruppen antar eller avfärdar dem, "
        "med roll och datum. Numren i kolumnen Belägg hämtas från bladet Belägg.",
        "Textkodning: årets uttalanden med de koder som programmet föreslår. Rätta dem i de gula kolumnerna, med roll "
        "och datum. Uttalanden som kan peka ut någon står utan text: läs dem i källan.",
        "Skriv roller, inte namn, och inga uppgifter om enskilda personer.",
        "Klart: skriv på bladet Om arbetsboken vem som har fyllt i, spara som .xlsx och lägg filen i avtalets mapp. "
        "Nästa gång lägesbilden tas fram läses den cell för cell. Det som inte går att läsa nämns med blad, cell, vad "
        "som är fel och vad ni gör. Polisen och kommunen kan lämna var sin arbetsbok: inget skrivs över, och det som "
        "skiljer visas bredvid vartannat.",
        "Arbetsboken fungerar i Excel och i LibreOffice.",
    )


def _carried(edition: Edition, carried: Carried) -> Iterator[str]:
    """What is in the yellow cells already, and where it comes from."""
    if carried.year == edition.year:
        yield f"De gula cellerna visar det som redan har lämnats in för {edition.year}, så som det skrevs."
    elif carried.year is not None:
        names = listed(register.sheets()[name].name for name in YEARLY)
        yield (
            f"För {edition.year} har ingen arbetsbok lämnats in. Bladen {names} visar därför det som skrevs för "
            f"{carried.year}, med samma nummer. Ändra det som inte gäller längre och töm rader som utgår: när "
            f"arbetsboken lämnas in räknas det som {edition.year} års plan. På bladet Uppföljning väntar en rad för "
            f"varje åtgärd i planen för {carried.year}."
        )
    if carried.faulty:
        rows = "En inlämnad rad" if carried.faulty == 1 else f"{number(carried.faulty)} inlämnade rader"
        yield (
            f"{rows} kunde inte läsas. De står kvar så som de skrevs, och en kommentar i cellen säger vad som är fel. "
            "De räknas inte förrän felet är rättat."
        )
    if carried.differences:
        yield (
            f"Polisens och kommunens arbetsböcker säger olika i {cells(len(carried.differences))}. I cellen står "
            f"kommunens text och i en kommentar polisens. Allt som skiljer står på bladet {DIFFERENCES}."
        )


def cells(count: int) -> str:
    """ "en cell", "12 celler"."""
    return "en cell" if count == 1 else f"{number(count)} celler"


def _shown(edition: Edition) -> tuple[str, ...]:
    return (
        "Belägg: årets siffror och uttalanden med nummer, att hänvisa till på bladet Orsaker.",
        "Nyckeltal: varje indikator per år för kommunen, lokalpolisområdets kommuner och riket, med intervall, fil "
        "och rad.",
        "Jämförelser: det bedömda året mot tidigare år, utvecklingen över åren och nivån bredvid andras, efter "
        "justering för antalet jämförelser. En kvot under 1 är lägre än väntat, över 1 högre.",
        "Mönster: månader, veckodagar, tider i veckan och orter, flera år sammanlagt. ”Dolt” står i rutor som inte "
        "får visas, eller som annars skulle avslöja en sådan.",
        "Problemunderlag: anmälda brott i ordning efter antal och efter krympt kvot, med intervall för varje plats, "
        "och därunder vad varje källa säger. Saknas kvotens intervall skiljer sig kommunerna inte mer åt än slumpen "
        "gör. Vad som ska prioriteras avgör parterna.",
        "Teman och Uttalanden: vad dialoger och möten säger. Teman som för få har nämnt är inte med.",
        "Källor: mottagna filer, och källor som saknas eller lämnats utanför.",
        "Definitioner: vad varje indikator svarar på och inte säger, vilket problem den hör till, vad den belyser, "
        "vilka den jämförs med och hur mycket som krävs för att en siffra ska visas.",
        "På papper kommer de viktigaste kolumnerna med. Längre till höger i bladen står metod, fil och rad.",
        "Arbetsboken är arbetsmaterial för gruppen. Den har antal per kommun och år, också små, och "
        "avidentifierade uttalanden. Avidentifieringen hittar de flesta namn men inte alla: läs innan något sprids. "
        "Det som gruppen själv har skrivit visas så som det skrevs, också namn.",
        f"Antal av känsliga slag visas som ”{sentences.hidden_text(edition.min_shown)}”.",
        "Enkäternas andelar är avrundade till hela procent under 100 svar. Antalet bakom en andel visas inte när "
        "färre än tio har svarat så, eller har svarat något annat.",
        "Anmälda brott, oro och uttalanden mäter olika saker och ska inte läggas ihop. Narkotikabrott och brott mot "
        "knivlagen följer polisens närvaro: fler anmälda kan vara fler insatser.",
    )
