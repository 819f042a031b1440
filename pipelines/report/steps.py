"""The work step by step, from reading the picture to deciding on it, with links: what the start page says to do.

Not here: the rest of the start page (``start_page``), what the workbook's own first sheet says (``workbook``).
"""

from __future__ import annotations

from html import escape

from pipelines.report.edition import Edition
from pipelines.report.plan_data import PlanData
from pipelines.report.plan_words import WORKBOOK, sheet_name
from pipelines.report.swedish import first_lower, listed
from pipelines.report.word_documents import DOCUMENTS

_PLANNING = ("problem", "cause", "chain", "measure", "goal", "message", "promise")
_FOLLOWING = ("follow_up", "cooperation")
_BOOKS = {
    "joint": "den gemensamma arbetsboken",
    "police": "polisens arbetsbok",
    "municipality": "kommunens arbetsbok",
}


def steps(edition: Edition) -> str:
    """An ordered list in HTML."""
    areas = "".join(
        f'<li><a href="{row["slug"]}.html">{escape(str(row["name"]))}</a></li>'
        for row in edition.priority_areas().to_dict("records")
    )
    book = f'<a href="{WORKBOOK}">{WORKBOOK}</a>'
    told = [
        (
            "Läs bilden",
            "<p>Börja i <a href=\"oversikt.html\">översikten</a> och gå sedan igenom områdena. Hur säkra siffrorna är "
            f'står i <a href="kvalitet.html">Källor och kvalitet</a>.</p><ul>{areas}</ul>',
        ),
        (
            "Öppna arbetsboken",
            f"<p>{book} ligger i samma mapp som den här sidan. Spara en egen kopia att fylla i. Bladet Läs mig säger "
            "hur.</p>",
        ),
        (
            "Fyll i den tillsammans",
            f"<p>Ta bladen i ordning: {escape(_sheets(_PLANNING))}. När något är gjort: {escape(_sheets(_FOLLOWING))}. "
            "Skriv roller, aldrig namn. Vill polisen och kommunen förbereda var sin del fyller de i var sin arbetsbok; "
            "det som skiljer ställs bredvid varandra.</p>",
        ),
        (
            "Lägg arbetsboken i avtalets mapp",
            f"<p>Mappen där <code>avtal.toml</code> ligger, <code>data/raw/{escape(edition.agreement)}</code> om inget "
            "annat är valt. Filen får heta vad som helst, men för varje år får det finnas bara en från gruppen och en "
            f"från var part: flytta bort den som ni ersätter. {escape(_handed_in(edition))}</p>",
        ),
        (
            "Ta fram lägesbilden igen",
            "<p><code>lagesbild check</code> säger cell för cell om något inte går att läsa. "
            f"<code>lagesbild refresh --year {edition.year}</code> läser allt på nytt, prövar hypoteserna och skriver "
            "sidorna och arbetsboken, med det ni fyllt i.</p>",
        ),
        (
            "Följ upp",
            '<p>I <a href="uppfoljning.html">uppföljningen</a> står den röda tråden från problem till uppföljning, mål '
            'mot utfall, åtgärder, samarbetet och avtalets krav. <a href="oversikt.html#arshjul">Årshjulet</a> visar '
            "när på året saker återkommer och när planen har datum.</p>",
        ),
        (
            "Skriv färdigt dokumenten",
            f"<p>Samma siffror och det ni har fyllt i finns som Word att bearbeta: {_documents()}.</p>",
        ),
        (
            "Besluta",
            f"<p>När parterna är eniga: <code>lagesbild decide --year {edition.year} --on {edition.year + 1}-03-15 "
            '--by "ordförande i Brå"</code>, med dagen för beslutet och rollen som fattade det. Utan <code>--on</code> '
            "räknas dagens datum. Den beslutade lägesbilden sparas för sig under <code>editions</code>, säger på varje "
            "sida att den är beslutad och ändras inte av senare körningar. Nästa år visar uppföljningen vad som har "
            "ändrats sedan dess.</p>",
        ),
    ]  # fmt: skip
    items = "".join(f"<li><p><strong>{name}.</strong></p>{text}</li>" for name, text in told)
    return f'<ol class="steglista">{items}</ol>'


def _documents() -> str:
    return listed(f'<a href="{file}">{first_lower(title)}</a>' for file, (title, _) in DOCUMENTS.items())


def _sheets(names: tuple[str, ...]) -> str:
    return listed(sheet_name(name) for name in names)


def _handed_in(edition: Edition) -> str:
    """Whose filled-in workbooks for the year have been read."""
    books = PlanData(edition).written("plan_workbook", every_year=True)
    parties = books.loc[books["year"] == edition.year, "party"]
    if parties.empty:
        return f"Ingen ifylld arbetsbok för {edition.year} har lästs än."
    return f"Inläst för {edition.year}: {listed(_BOOKS.get(str(party), str(party)) for party in parties)}."
