"""What was received and what became of it: files, records in and out, rejected rows, local corrections.

Not here: checks and reconciliations (start_page), sources per year (overview).
"""

from __future__ import annotations

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import Column, details, note, paragraphs, table, text_or_empty
from pipelines.report.swedish import interval, is_missing, listed, number, percent, plural

REJECTED_SHOWN = 200
_OUTCOMES = {
    "table": "i tabellen",
    "excluded": "utelämnade",
    "skipped": "utelämnade vid läsningen",
    "rejected": "avvisade",
}
_TABLES = {
    "offence_count": "anmälda brott",
    "offence_count, survey_result": "anmälda brott eller enkätsvar",
    "population": "folkmängd",
    "police_report": "polisens brott",
    "survey_result": "enkätsvar",
    "kpi_value": "nyckeltal",
    "municipality_group": "grupper av kommuner",
    "police_event": "polisens händelser",
    "local_count": "lokala antal",
    "statement": "uttalanden",
}


def files(edition: Edition) -> str:
    """Files per source, and what became of their records."""
    rows = edition.source_files()
    account = edition.file_account()
    outcome = account["outcome"].replace({"skipped": "excluded"})
    per_file = account.pivot_table(
        index="file", columns=outcome, values="records", aggfunc="sum", fill_value=0
    )
    per_file = per_file.reindex(columns=["table", "excluded", "rejected"], fill_value=0).reset_index()
    rows = rows.merge(per_file, on="file", how="left")
    counts = ["records", "table", "excluded", "rejected"]
    per_source = rows.groupby("source_label", as_index=False).agg(
        files=("file", "size"), **{name: (name, "sum") for name in counts}
    )
    numbers = [
        Column("records", "Poster i filerna", _number, numeric=True),
        Column("table", "I en tabell", _number, numeric=True),
        Column("excluded", "Utelämnade med skäl", _number, numeric=True),
        Column("rejected", "Kunde inte läsas", _number, numeric=True),
    ]
    remarks = rows[rows["notes"].map(text_or_empty) != ""]
    file = Column("file", "Fil")
    return "".join(
        [
            table(
                per_source,
                [Column("source_label", "Källa"), Column("files", "Filer", _number, numeric=True), *numbers],
                f"{plural(len(rows), 'fil', 'filer')} per källa",
            ),
            note("Varje post är räknad en gång: antalet i filen är summan av de tre kolumnerna till höger."),
            details("Visa vad som blev av posterna", _reasons(account)),
            details(
                "Visa varje fil",
                table(rows, [file, Column("layout_title", "Uppställning"), *numbers], "Mottagna filer"),
            ),
            details(
                "Visa anmärkningar om filerna",
                table(remarks, [file, Column("notes", "Anmärkningar")], "Anmärkningar"),
            ),
            details(
                "Visa filernas kontrollsummor",
                table(rows, [file, Column("sha256", "SHA-256")], "Kontrollsummor"),
            ),
        ]
    )


def _reasons(account: pd.DataFrame) -> str:
    summed = account.groupby(["outcome", "reason"], as_index=False)["records"].sum()
    order = {outcome: n for n, outcome in enumerate(_OUTCOMES)}
    summed = summed.assign(
        place=summed["outcome"].map(order),
        done=summed["outcome"].map(_OUTCOMES),
        why=[_TABLES.get(str(reason), str(reason)) for reason in summed["reason"]],
    ).sort_values(["place", "records", "reason"], ascending=[True, False, True])
    columns = [
        Column("done", "Utfall"),
        Column("why", "Tabell eller skäl"),
        Column("records", "Poster", _number, numeric=True),
    ]
    return table(summed, columns, "Vad som blev av posterna")


def rejected(edition: Edition) -> str:
    """Records that could not be read, with what to do. What stood there is not shown on the page."""
    rows = edition.rejected_rows()
    if rows.empty:
        return paragraphs(["Alla poster i filerna kunde läsas."])
    columns = [
        Column("file", "Fil"),
        Column("sheet", "Blad"),
        Column("row", "Rad", _number, numeric=True),
        Column("reason", "Varför"),
        Column("advice", "Vad man kan göra"),
    ]
    more = len(rows) - REJECTED_SHOWN
    rest = note(f"Ytterligare {number(more)} poster visas inte här.") if more > 0 else ""
    return table(rows.head(REJECTED_SHOWN), columns, plural(len(rows), "post", "poster")) + rest


def corrections(edition: Edition) -> str:
    """The local corrections that the parties have declared."""
    rows = edition.corrections()
    if rows.empty:
        return paragraphs(["Inga uppgifter är rättade lokalt."])
    columns = [
        Column("series", "Serie"),
        Column("place", "Plats"),
        Column("period", "Period"),
        Column("told", "Rättelse, skäl och roll"),
    ]
    return table(rows, columns, plural(len(rows), "rättelse", "rättelser"))


_CODE_KINDS = {
    "area": "områden", "theme": "tema", "is_problem": "problem eller förbättring", "place": "platser", "time": "tid",
}  # fmt: skip
_HIDDEN_KINDS = {
    "NAME": ("namn", "namn"),
    "PNR": ("personnummer", "personnummer"),
    "SAMNR": ("samordningsnummer", "samordningsnummer"),
    "PHONE": ("telefonnummer", "telefonnummer"),
    "EMAIL": ("e-postadress", "e-postadresser"),
    "ADDRESS": ("adress", "adresser"),
    "PLATE": ("registreringsnummer", "registreringsnummer"),
    "HANDLE": ("konto i sociala medier", "konton i sociala medier"),
}


def texts(edition: Edition) -> str:
    """What was hidden in the texts, and how often proposed codes were right where somebody has looked."""
    return _redactions(edition.redactions()) + _coding(edition.coding_accuracy())


def _redactions(rows: pd.DataFrame) -> str:
    if rows.empty:
        return paragraphs(["Inga personuppgifter har hittats i texterna."])
    summed = rows.groupby("kind")["redactions"].sum()
    said = [plural(int(summed[kind]), *words) for kind, words in _HIDDEN_KINDS.items() if kind in summed]
    return paragraphs(
        [
            f"I texterna har {listed(said)} dolts innan något lagrades. Fler kan finnas: avidentifieringen hittar de "
            "flesta namn men inte alla."
        ]
    )


def _coding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return paragraphs(
            ["Ingen har granskat hur uttalandena är kodade. Det görs på bladet Textkodning i arbetsboken."]
        )
    reviewed = int(rows.groupby(["source_label", "year"])["reviewed"].max().sum())
    rows = rows.assign(
        kind=rows["code_kind"].map(_CODE_KINDS),
        order=rows["code_kind"].map(list(_CODE_KINDS).index),
        share=[
            "för få" if is_missing(share) else f"{percent(share)} ({interval(low, high)})"
            for share, low, high in zip(rows["share_pct"], rows["lower_95"], rows["upper_95"], strict=True)
        ],
    ).sort_values(["source_label", "year", "order"])
    columns = [
        Column("source_label", "Källa"),
        Column("year", "År", lambda year: str(int(year))),
        Column("kind", "Slag av kod"),
        Column("reviewed", "Granskade", _number, numeric=True),
        Column("right", "Förslaget var rätt", _number, numeric=True),
        Column("share", "Andel rätt"),
    ]
    return (
        paragraphs([f"Parterna har granskat koderna för {plural(reviewed, 'uttalande', 'uttalanden')}."])
        + table(rows, columns, "Hur ofta programmets förslag var rätt")
        + note(
            "De granskade uttalandena är inte slumpvis valda, så andelen gäller dem och inte alla. Rättelserna "
            "gäller i den här lägesbilden."
        )
    )


def _number(value: object) -> str:
    return "" if is_missing(value) else number(value)
