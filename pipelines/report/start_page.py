"""The start page and the page about sources and quality, as HTML bodies.

Not here: the frame (``shell``) or the notebooks' pages (``pages``).
"""

from __future__ import annotations

from html import escape

import pandas as pd

from pipelines.report import decided, overview, received, sentences, steps
from pipelines.report.edition import Edition
from pipelines.report.glance import certain_sentence, glances, lead
from pipelines.report.markup import (
    Column,
    bullets,
    definition_list,
    details,
    heading,
    note,
    paragraphs,
    table,
)
from pipelines.report.swedish import first_lower, is_missing, municipality_name, number, plural, sentence_case

_SEVERITY = {"error": "stoppar", "warning": "varnar"}


def start_body(edition: Edition) -> str:
    """What this is, a card per priority area, the work step by step, sources."""
    info = edition.info
    cards = "".join(_card(edition, area) for area in edition.priority_areas().to_dict("records"))
    coverage = edition.coverage()
    missing = coverage[(coverage["state"] == "missing") & coverage["mandatory"].astype(bool)]
    return "\n".join(
        [
            f"<h1>Lägesbild {edition.year} för {escape(municipality_name(edition.municipality))}</h1>",
            f'<p class="ingress">En gemensam bild av brott och trygghet för {escape(edition.municipality)} '
            "kommun och "
            f"{escape(first_lower(str(info['police_area'])))}: vad som anmälts, vad invånarna säger i "
            "mätningar och "
            "dialoger, och vad som tagits upp i Brå. Den är ett underlag för parternas orsaksanalys och "
            "åtgärdsplan.</p>",
            paragraphs(
                [f"Avtal: {info['agreement_name']}, {int(info['valid_from'])}–{int(info['valid_to'])}."]
            ),
            _unread(edition),
            heading(2, "De prioriterade områdena", "omraden"),
            f'<div class="kort-rad">{cards}</div>',
            heading(2, "Så här gör ni", "gor-sa"),
            steps.steps(edition),
            heading(2, "Beslut i Brå", "beslut"),
            _decisions(edition),
            heading(2, "Källor", "kallor"),
            note(f"{plural(len(missing), 'obligatorisk källa', 'obligatoriska källor')} saknas.", "nyckel")
            if len(missing)
            else paragraphs(["Alla källor som alltid ska vara med enligt avtalet finns med."]),
            overview.sources(edition)._repr_html_(),
            heading(2, "Så läser du sidorna", "lasa"),
            bullets(
                [
                    "Siffror från en liten kommun varierar från år till år. Därför står ett intervall vid "
                    "varje värde, "
                    "och en skillnad kallas säkerställd bara om den står sig när alla jämförelser räknats "
                    "med.",
                    "Antal som är så små att någon kan pekas ut visas som "
                    f"”{sentences.hidden_text(edition.min_shown)}”.",
                    "Anmälda brott, oro och berättelser mäter olika saker. De visas bredvid varandra och "
                    "läggs aldrig ihop.",
                    "Tänkbara orsaker är frågor att pröva. Slutsatserna drar arbetsgruppen.",
                ]
            ),
        ]
    )


def _unread(edition: Edition) -> str:
    """What was received and is not in the figures, where it is met first."""
    count = len(edition.rejected_rows())
    if not count:
        return ""
    told = plural(count, "post kunde inte läsas och är inte med", "poster kunde inte läsas och är inte med")
    return (
        f'<p class="nyckel">{told}. <a href="kvalitet.html#avvisade">Läs vilka och vad man kan göra</a>.</p>'
    )


def _decisions(edition: Edition) -> str:
    rows = edition.decisions()
    own = rows[rows["year"] == edition.year]
    return paragraphs([" ".join(decided.summary(own, edition.year))]) + (
        '<p><a href="oversikt.html">Läs om besluten i översikten</a></p>' if len(rows) else ""
    )


def _card(edition: Edition, area: dict[object, object]) -> str:
    """One area: its leading indicator's five answers, and what is certain in the whole area."""
    name = str(area["name"])
    found = glances(edition, str(area["priority_area"]))
    first = lead(found)
    if first is None:
        body = paragraphs(["Inga siffror för området detta år."])
    else:
        answers = {
            "Hur mycket": first.how_much,
            "Jämfört med andra": first.compared,
            "Åt vilket håll": first.direction,
            "Hur säkert": first.how_sure,
            "Andra källor": first.sources,
        }
        body = (
            paragraphs([first.title], "nyckel")
            + definition_list(answers)
            + paragraphs([certain_sentence(found)])
        )
    return (
        f'<section class="kort">{heading(3, name)}{body}'
        f'<p><a href="{area["slug"]}.html">Öppna {escape(first_lower(name))}</a></p></section>'
    )


def quality_body(edition: Edition) -> str:
    """Files, records that could not be read, checks, breaks, sources, preliminary figures."""
    return "\n".join(
        [
            "<h1>Källor och kvalitet</h1>",
            '<p class="ingress">Vilka filer lägesbilden bygger på, vad som inte kunde läsas, vilka '
            "kontroller som gjorts "
            "och vilka serier som inte kan jämföras rakt av.</p>",
            heading(2, "Källor använda och utelämnade", "kallor"),
            overview.sources(edition)._repr_html_(),
            heading(2, "Mottagna filer", "filer"),
            received.files(edition),
            heading(2, "Poster som inte kunde läsas", "avvisade"),
            received.rejected(edition),
            heading(2, "Lokala rättelser", "rattelser"),
            received.corrections(edition),
            heading(2, "Texter", "texter"),
            received.texts(edition),
            heading(2, "Kontroller av tabellerna", "kontroller"),
            _checks(edition),
            heading(2, "Avstämningar mellan källor", "avstamningar"),
            _reconciliations(edition),
            heading(2, "Granskning av dolda antal", "dolda"),
            _audit(edition),
            heading(2, "Serier som bryts", "serier"),
            bullets(_breaks(edition)) or note("Inga serier bryts under de år som visas."),
            heading(2, "Preliminära uppgifter", "preliminart"),
            _preliminary(edition),
        ]
    )


def _reconciliations(edition: Edition) -> str:
    rows = edition.reconciliations()
    if rows.empty:
        return note("Inga avstämningar är redovisade.")
    columns = [
        Column("title", "Vad som stäms av"),
        Column("compared", "Jämförda siffror", _number, numeric=True),
        Column("stopping", "Stoppar", _number, numeric=True),
        Column("warned", "Värda att se på", _number, numeric=True),
        Column("example", "Var den största avvikelsen finns"),
    ]
    return table(rows, columns, "Siffror som ska gå ihop")


def _audit(edition: Edition) -> str:
    """How many counts are hidden, and that none can be worked out from what is published."""
    rows = edition.disclosure_audit()
    if rows.empty:
        return note("Ingen granskning av dolda antal är redovisad.")
    hidden, exposed, narrow = (int(rows[name].sum()) for name in ("hidden", "exposed", "narrow"))
    verdict = (
        "Inget av dem går att räkna ut exakt ur det som publiceras."
        if exposed == 0
        else f"{number(exposed)} av dem går att räkna ut exakt. Publicera inte förrän det är åtgärdat."
    )
    if narrow:
        verdict += f" {number(narrow)} går att ringa in till färre möjliga värden än gränsen kräver."
    contents = edition.table_contents()
    rows = rows.assign(
        shown_subject=[sentence_case(contents.get(str(name), str(name))) for name in rows["subject"]]
    )
    columns = [
        Column("shown_subject", "Varje uppgift är"),
        Column("hidden", "Dolda", _number, numeric=True),
        Column("exposed", "Går att räkna ut", _number, numeric=True),
        Column("narrow", "Går att ringa in tätare än gränsen", _number, numeric=True),
    ]
    return (
        paragraphs([f"{plural(hidden, 'antal är dolt', 'antal är dolda')}. {verdict}"])
        + details("Visa vad som granskats", table(rows, columns, "Granskning av dolda antal"))
        + note(
            "Granskningen prövar med linjär programmering om något dolt antal har bara ett möjligt värde när allt som "
            "visas, med summor, är känt."
        )
    )


def _checks(edition: Edition) -> str:
    rows = edition.quality_results()
    if rows.empty:
        return paragraphs(["Inga kontroller är redovisade."])
    contents = edition.table_contents()
    outcome = [
        "kunde inte köras" if broken else "uppfylld" if passed else "inte uppfylld"
        for broken, passed in zip(rows["broken"].astype(bool), rows["passed"].astype(bool), strict=True)
    ]
    rows = rows.assign(
        row_is=[sentence_case(contents.get(str(name), "inte publicerad")) for name in rows["table"]],
        outcome=outcome,
        kind=rows["severity"].map(lambda s: _SEVERITY.get(str(s), str(s))),
    )
    failed = rows[rows["outcome"] != "uppfylld"]
    per_table = (
        rows.assign(ok=rows["outcome"] == "uppfylld")
        .groupby(["table", "row_is"], as_index=False)
        .agg(checks=("ok", "size"), passed=("ok", "sum"))
    )
    columns = [
        Column("row_is", "Varje rad är"),
        Column("check", "Kontroll"),
        Column("kind", "Verkan"),
        Column("outcome", "Utfall"),
        Column("observed", "Iakttaget"),
    ]
    said = f"{number(len(rows) - len(failed))} av {plural(len(rows), 'kontroll', 'kontroller')} är uppfyllda."
    return (
        paragraphs([said])
        + (table(failed, columns, "Kontroller som inte är uppfyllda") if len(failed) else "")
        + table(
            per_table,
            [
                Column("row_is", "Varje rad är"),
                Column("table", "Tabellens namn i lagesbild.duckdb"),
                Column("checks", "Kontroller", _number, numeric=True),
                Column("passed", "Uppfyllda", _number, numeric=True),
            ],
            "Kontroller per tabell",
        )
        + details("Visa alla kontroller", table(rows, columns, "Alla kontroller"))
    )


def _breaks(edition: Edition) -> list[str]:
    titles = edition.indicators().set_index("indicator")["title"]
    rows = edition.breaks()
    said = []
    for _, part in rows.groupby(["year", "reason", "effect", "source"], sort=True):
        row = part.iloc[0].to_dict()
        names = "; ".join(str(titles.get(name, name)) for name in part["indicator"])
        said.append(f"{sentences.break_sentence(row)} Gäller: {names}. Källa: {row['source']}.")
    return said


def _preliminary(edition: Edition) -> str:
    values = edition.values()
    rows = values[
        (values["status"] == "preliminary") & (values["municipality_code"] == edition.municipality_code)
    ]
    if rows.empty:
        return paragraphs(["Inga preliminära uppgifter används."])
    titles = edition.indicators().set_index("indicator")["title"]
    said: pd.Series = rows["indicator"].map(titles) + " " + rows["year"].astype(str)
    return bullets(list(said))


def _number(value: object) -> str:
    return "" if is_missing(value) else number(value)
