"""One or more sound files of every layout, to be damaged (mutations.py).

The example's files where it has the layout; otherwise those that the layout's own tests build.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from functools import cache

import pandas as pd

from pipelines.paths import RAW
from tests.readers import (
    test_agency_totals,
    test_citizen_list,
    test_citizen_notes,
    test_further_source,
    test_incident_report,
    test_kolada,
    test_municipality_groups,
    test_municipality_indicators,
    test_ntu_county,
    test_offence_code_tree,
    test_police_events,
    test_reference_list,
    test_scb_pxweb,
    test_school_statistics,
    test_sol_long,
    test_table_120,
    test_youth_survey,
)
from tests.readers.building import word, workbook
from tests.readers.filled import whole
from tests.readers.form_files import csv_file

EXAMPLE = RAW / "lessebo-exempel"


@dataclass(frozen=True)
class Sound:
    """A file that reads without problems. ``kind`` says which damages suit it."""

    layout: str
    name: str
    kind: str
    data: bytes


def _example(layout: str, path: str, kind: str) -> Sound:
    return Sound(layout, path.rsplit("/", 1)[-1], kind, (EXAMPLE / path).read_bytes())


def _parquet() -> bytes:
    frame = pd.DataFrame(
        {
            "kpi": ["U07417"] * 3 + ["N17625"] * 3,
            "municipality_id": ["0760", "0761", "0763"] * 2,
            "year": [2019] * 6,
            "gender": ["T"] * 6,
            "status": [""] * 5 + ["Missing"],
            "value": [1.5, 3664.262, 2.5, 7.0, 8.0, None],
        }
    )
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


def _further() -> list[list[object]]:
    row = test_further_source.row
    return [
        row(31),
        row(28, period=test_further_source.H2),
        row(4, source="Räddningstjänsten", phenomenon="Anlagd brand", unit="händelser"),
        row(18500, source="Tekniska kontoret", phenomenon="Skadegörelse", unit="kronor", place="Kosta"),
    ]


def _incidents() -> list[list[object]]:
    row = test_incident_report.row
    return [row(), row(kind="Hot och våld", count=3), row(school="Andra skolan", count=11)]


def _youth() -> list[list[object]]:
    answers = test_youth_survey.answers
    return answers("43,5", "40,0", "16,5") + answers("40,0", "42,0", "18,0", group="Flickor", n=35)


def _opinions() -> list[list[object]]:
    row = test_citizen_list.reconstructed_row
    return [row(), row("Buskörning på torget."), row("Fler lampor.", dt.date(2023, 10, 5))]


@cache
def sound() -> tuple[Sound, ...]:
    """All of them; every layout at least once, and both as workbook and as text where it may come as both."""
    pages = test_kolada.reconstructed_page(
        *(test_kolada.entry(year, test_kolada.value("T", year / 10)) for year in range(2015, 2021))
    )
    groups = test_municipality_groups.reconstructed(
        test_municipality_groups.group(test_municipality_groups.SIMILAR, *test_municipality_groups.NEIGHBOURS)
    )
    events = [
        test_police_events.event(id=n, name=f"{20 + n} mars 09:53, Brand, Lessebo", type="Brand")
        for n in range(1, 6)
    ]
    return (
        _example("sol_yearly", "bra/sol_ar_2014-2023.txt", "text"),
        _example("sol_monthly", "bra/sol_manad_2019.txt", "text"),
        _example("municipality_indicators", "bra/kommunindikatorer_2017-2023.csv", "text"),
        _example("police_delivery", "polisen/Brottsstatistik_Torsås_202312.csv", "text"),
        _example("safety_survey", "trygghetsmatning/trygghetsmatning_2023.xlsx", "workbook"),
        _example("school_survey", "skola/skolenkaten_ak8_2022.xlsx", "workbook"),
        _example("population", "befolkning/folkmangd_3112.csv", "text"),
        _example("kolada", "kolada/kolada_varden.csv", "text"),
        _example("citizen_form", "medborgardialog/medborgardialog_2023_formular.xlsx", "workbook"),
        _example("staff_form", "medarbetardialog/medarbetardialog_2023.xlsx", "workbook"),
        _example("staff_notes", "medarbetardialog/anteckningar_2023.docx", "document"),
        _example("operative_list", "operativa-bra/operativ_lista_2023.xlsx", "workbook"),
        _example("council_minutes", "bra-moten/protokoll_2023-11-23.docx", "document"),
        _example("council_minutes", "bra-moten/protokoll_2023-03-16.pdf", "document"),
        Sound("sol_long", "lang.csv", "text", test_sol_long.table(*test_sol_long.whole())),
        Sound("agency_totals", test_agency_totals.NAME.rsplit("/", 1)[-1], "text", test_agency_totals.with_header()),
        Sound("agency_totals", "anmalda_brott_2021.csv", "text", test_agency_totals.reconstructed_2021()),
        Sound("table_120", "tabell_120_2019.xls", "document", test_table_120.FIXTURE.read_bytes()),
        Sound(
            "municipality_indicators_workbook", "Lessebo.xlsx", "workbook",
            workbook(test_municipality_indicators.reconstructed_book()),
        ),
        Sound("ntu_county", "ntu_lan.xlsx", "workbook", workbook(test_ntu_county.reconstructed_book())),
        Sound("offence_code_tree", "kodtrad.csv", "text", test_offence_code_tree.tree(*test_offence_code_tree.LINES)),
        Sound("youth_survey", "lupp.xlsx", "workbook", test_youth_survey.sheet(*_youth())),
        Sound("youth_survey", "lupp.csv", "text", test_youth_survey.csv(*_youth())),
        Sound("school_statistics", "betyg.csv", "text", test_school_statistics.per_school()),
        Sound("incident_report", "incidenter.xlsx", "workbook", test_incident_report.sheet(*_incidents())),
        Sound("incident_report", "incidenter.csv", "text", test_incident_report.csv(*_incidents())),
        Sound("scb_pxweb", "befolkning.json", "json", json.dumps(test_scb_pxweb.reconstructed_json()).encode()),
        Sound("kolada", "kolada.json", "json", json.dumps(pages).encode()),
        Sound("kolada", "kolada.parquet", "parquet", _parquet()),
        Sound("municipality_groups", "grupper.json", "json", groups),
        Sound("police_events", "handelser.json", "json", json.dumps(events).encode()),
        Sound(
            "citizen_list", "synpunkter.xlsx", "workbook", workbook({"Lista": [test_citizen_list.HEADER, *_opinions()]})
        ),
        Sound("citizen_list", "synpunkter.csv", "text", csv_file(test_citizen_list.HEADER, *_opinions())),
        Sound("citizen_notes", "dialog.docx", "document", word(test_citizen_notes.RECONSTRUCTED)),
        Sound("further_source", "ovriga.xlsx", "workbook", test_further_source.template(*_further())),
        Sound("further_source", "ovriga.csv", "text", csv_file(test_further_source.HEADER, *_further())),
        Sound("returned_workbook", "lagesbild.xlsx", "workbook", whole()),
        Sound("reference_list", "sol_id.csv", "text", test_reference_list.LISTS["SOL ids"][0]),
    )  # fmt: skip
