"""``lagesbild.xlsx``: the same figures as the pages, for those who want them in a workbook.

Belongs here: sheets, headings, number formats, fixed bytes. Not here: which values are hidden (``edition``
has emptied them) or any figure of its own.
"""

from __future__ import annotations

import io
import math
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.report import sentences
from pipelines.report.comparison_sentences import NO_CERTAIN, is_certain
from pipelines.report.edition import Edition
from pipelines.report.figures import NOT_SHOWN
from pipelines.report.overview import STATES
from pipelines.report.shell import EXAMPLE_BANNER
from pipelines.report.swedish import is_missing, municipality_name, number

_FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_FIXED_STAMP = "2000-01-01T00:00:00Z"
_WHOLE, _ONE, _TWO, _PLAIN = "#,##0", "#,##0.0", "#,##0.00", "0"
_SIGNALS = {"higher": "högre", "lower": "lägre", "none": NO_CERTAIN, "not_tested": "inte prövat"}
_DIRECTIONS = {
    "higher_is_worse": "högre är sämre",
    "higher_is_better": "högre är bättre",
    "activity_driven": "följer polisens närvaro",
}
_STATUS = {"final": "slutlig", "preliminary": "preliminär"}


@dataclass(frozen=True)
class Field:
    """A sheet's column: which field, its heading, width in characters, number format or wording.

    ``format_from`` names a field whose number format, where it has one, goes before ``number_format``.
    """

    name: str
    label: str
    width: int = 14
    number_format: str | None = None
    write: Callable[[Any], Any] | None = None
    format_from: str = ""


def write_workbook(database: Path, path: Path, agreement: str, year: int) -> Path:
    """Writes the workbook of one lägesbild and returns ``path``. The same database gives the same bytes."""
    from openpyxl import Workbook

    edition = Edition.open(database, agreement, year)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    _read_me(book.create_sheet("Läs mig"), edition)
    _fill(book.create_sheet("Nyckeltal"), _key_figures(edition), KEY_FIGURES)
    _fill(book.create_sheet("Jämförelser"), _comparisons(edition), COMPARISONS)
    _fill(book.create_sheet("Teman"), _named(edition, edition.themes()), THEMES)
    _fill(book.create_sheet("Uttalanden"), _named(edition, edition.statements()), STATEMENTS)
    _fill(book.create_sheet("Källor"), _sources(edition), SOURCES)
    _fill(book.create_sheet("Definitioner"), _named(edition, edition.indicators()), DEFINITIONS)
    book.properties.title = f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}"
    book.properties.creator = "Lägesbild"
    buffer = io.BytesIO()
    book.save(buffer)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(_with_fixed_times(buffer.getvalue()))
    os.replace(part, path)
    return path


def _status(value: Any) -> str:
    return _STATUS.get(str(value), str(value))


KEY_FIGURES = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 46),
    Field("municipality", "Kommun", 16),
    Field("municipality_code", "Kommunkod", 11),
    Field("year", "År", 8, _PLAIN),
    Field("shown_count", "Antal", 13, _WHOLE),
    Field("shown_value", "Värde", 12, _ONE, format_from="share_format"),
    Field("lower_95", "Nedre gräns, 95 %", 12, _ONE, format_from="share_format"),
    Field("upper_95", "Övre gräns, 95 %", 12, _ONE, format_from="share_format"),
    Field("unit", "Enhet", 24),
    Field("denominator", "Nämnare", 12, _WHOLE),
    Field("status", "Status", 13, write=_status),
    Field("note", "Anmärkning", 30),
    Field("source_label", "Källa", 34),
    Field("source_file", "Fil", 40),
    Field("source_row", "Rad", 8, _PLAIN),
)
COMPARISONS = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 46),
    Field("year", "Bedömt år", 10, _PLAIN),
    Field("comparison_name", "Jämförs med", 38),
    Field("shown_count", "Antal bedömt år", 13, _WHOLE),
    Field("base_count", "Antal i jämförelsen", 13, _WHOLE),
    Field("base_from", "Första år", 10, _PLAIN),
    Field("base_to", "Sista år", 10, _PLAIN),
    Field("expected", "Väntat antal", 12, _ONE),
    Field("ratio", "Kvot", 9, _TWO),
    Field("ratio_lower_95", "Kvot, nedre gräns 95 %", 12, _TWO),
    Field("ratio_upper_95", "Kvot, övre gräns 95 %", 12, _TWO),
    Field("p_adjusted", "p, justerat för antalet jämförelser", 14, "0.000"),
    Field("verdict", "Utfall", 36),
    Field("detectable_decrease", "Minsta minskning som hade synts (kvot)", 16, _TWO),
    Field("detectable_increase", "Minsta ökning som hade synts (kvot)", 16, _TWO),
    Field("method", "Metod", 40),
    Field("reason", "Varför ingen prövning gjorts", 40),
)
THEMES = (
    Field("area_name", "Prioriterat område", 30),
    Field("theme_title", "Tema", 36),
    Field("source_label", "Källa", 34),
    Field("year", "År", 8, _PLAIN),
    Field("statements", "Uttalanden", 12, _WHOLE),
    Field("problems", "Beskriver ett problem", 12, _WHOLE),
    Field("positives", "Beskriver en förbättring", 13, _WHOLE),
    Field("documents", "Dokument", 11, _WHOLE),
)
STATEMENTS = (
    Field("area_name", "Prioriterat område", 30),
    Field("theme_title", "Tema", 32),
    Field("text", "Uttalande, avidentifierat", 80),
    Field("source_label", "Källa", 30),
    Field("year", "År", 8, _PLAIN),
    Field("document", "Fil", 40),
    Field("locator", "Var i filen", 30),
)
SOURCES = (
    Field("source_label", "Källa", 38),
    Field("mandatory", "Alltid med enligt avtalet", 14, write=lambda v: "ja" if bool(v) else "nej"),
    Field("state", "Läge", 13, write=lambda v: STATES.get(str(v), str(v))),
    Field("reason", "Skäl", 46),
    Field("file", "Fil", 46),
    Field("layout_title", "Uppställning", 38),
    Field("records", "Poster", 10, _WHOLE),
    Field("rows_read", "Lästa", 10, _WHOLE),
    Field("rows_rejected", "Ej läsbara", 10, _WHOLE),
    Field("rows_skipped", "Utelämnade", 11, _WHOLE),
    Field("sha256", "Kontrollsumma (SHA-256)", 66),
)
DEFINITIONS = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 46),
    Field("question", "Fråga som indikatorn besvarar", 56),
    Field("does_not_say", "Vad den inte säger", 70),
    Field("unit", "Enhet", 24),
    Field("direction", "Riktning", 22, write=lambda v: _DIRECTIONS.get(str(v), str(v))),
    Field("source_label", "Källa", 36),
)


def _key_figures(edition: Edition) -> pd.DataFrame:
    values = edition.values()
    names = edition.indicators().set_index("indicator")
    suppressed = values["suppressed"].astype(bool)
    hidden = sentences.hidden_text(edition.min_shown)
    counts = values["count"].astype("object").where(~suppressed, hidden)
    few_answers = values["unit"].eq("procent") & values["denominator"].map(sentences.share_decimals).eq(0)
    return _named(
        edition,
        values.assign(
            title=values["indicator"].map(names["title"]),
            source_label=values["indicator"].map(names["source_label"]),
            shown_count=counts.where(~values["count_withheld"], NOT_SHOWN),
            shown_value=[
                value if is_missing(bound) else f"{bound} {number(value)}"
                for value, bound in zip(values["value"], values["bound"], strict=True)
            ],
            share_format=few_answers.map({True: _WHOLE, False: None}),
            own=values["municipality_code"] != edition.municipality_code,
        ),
    ).sort_values(["own", "area_position", "indicator", "municipality_code", "year"])


def _comparisons(edition: Edition) -> pd.DataFrame:
    rows = edition.comparisons()
    titles = edition.indicators().set_index("indicator")["title"]
    certain = [is_certain(row, edition.false_signal_share) for row in rows.to_dict("records")]
    verdict = [
        "visas inte" if hidden else _SIGNALS[signal if sure or signal == "not_tested" else "none"]
        for hidden, signal, sure in zip(rows["hidden"], rows["signal"], certain, strict=True)
    ]
    hidden_text = sentences.hidden_text(edition.min_shown)
    return _named(
        edition,
        rows.assign(
            title=rows["indicator"].map(titles),
            verdict=verdict,
            shown_count=rows["count"].astype("object").where(~rows["hidden"].astype(bool), hidden_text),
        ),
    ).sort_values(["area_position", "indicator", "comparison"])


def _sources(edition: Edition) -> pd.DataFrame:
    """Every source of the year with its files; a source without files keeps its row."""
    coverage = edition.coverage()[["source_type", "source_label", "mandatory", "state", "reason"]]
    files = edition.source_files().drop(columns=["source_label"])
    return coverage.merge(files, on="source_type", how="left").sort_values(["source_label", "file"])


def _named(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    areas = edition.priority_areas().set_index("priority_area")
    return rows.assign(
        area_name=rows["priority_area"].map(areas["name"]),
        area_position=rows["priority_area"].map(areas["position"]),
    )


def _read_me(sheet: Any, edition: Edition) -> None:
    from openpyxl.styles import Alignment, Font

    info = edition.info
    reason = info.get("incomplete_reason")
    lines = [
        f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}",
        *([EXAMPLE_BANNER] if bool(info["is_example"]) else []),
        *([] if is_missing(reason) or not str(reason).strip() else [f"Ofullständig lägesbild. {reason}"]),
        f"Avtal: {info['agreement_name']}, {int(info['valid_from'])}–{int(info['valid_to'])}.",
        "Nyckeltal: varje indikator per kommun och år, med intervall, fil och rad.",
        "Jämförelser: det bedömda året mot tidigare år och mot andra, efter justering för antalet "
        "jämförelser.",
        "Teman och Uttalanden: vad dialoger och möten säger. Teman som för få har nämnt är inte med.",
        "Källor: mottagna filer, och källor som saknas eller lämnats utanför.",
        "Definitioner: vad varje indikator svarar på, och vad den inte säger.",
        "Arbetsboken är arbetsmaterial för gruppen. Den har antal per kommun och år, också små, och "
        "avidentifierade uttalanden. Avidentifieringen hittar de flesta namn men inte alla: läs innan något sprids.",
        f"Antal av känsliga slag visas som ”{sentences.hidden_text(edition.min_shown)}”.",
        "Enkäternas andelar är avrundade till hela procent under 100 svar. Antalet bakom en andel visas inte när "
        "färre än tio har svarat så, eller har svarat något annat.",
        "Anmälda brott, oro och uttalanden mäter olika saker och ska inte läggas ihop.",
    ]
    for line, text in enumerate(lines, 1):
        cell = sheet.cell(row=line, column=1, value=text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        # No program works out the height of a wrapped row in a file it has not saved itself.
        sheet.row_dimensions[line].height = 22 if line == 1 else 16 * math.ceil(len(text) / 105)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 100
    _print_on_width(sheet)


def _print_on_width(sheet: Any) -> None:
    """On paper: landscape, all columns on one page's width, the headings on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(sheet: Any, rows: pd.DataFrame, fields: Sequence[Field]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for index, field in enumerate(fields, 1):
        head = sheet.cell(row=1, column=index, value=field.label)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E8F1F8")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(index)].width = field.width
    for line, row in enumerate(rows.to_dict("records"), 2):
        for index, field in enumerate(fields, 1):
            value = row.get(field.name)
            if is_missing(value):
                continue
            given = row.get(field.format_from)
            number_format = field.number_format if is_missing(given) else str(given)
            written = field.write(value) if field.write else value
            _put(sheet.cell(row=line, column=index), written, field.width, number_format)
    _print_on_width(sheet)
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{max(len(rows) + 1, 2)}"


def _put(cell: Any, value: Any, width: int, number_format: str | None) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # a text that starts with "=" stays a text
        cell.alignment = Alignment(wrap_text=width >= 40, vertical="top")
        return
    cell.value = value.item() if hasattr(value, "item") else value
    cell.alignment = Alignment(vertical="top")
    if number_format:
        cell.number_format = number_format


def _with_fixed_times(data: bytes) -> bytes:
    """The same archive with fixed times in the zip entries and in the document's properties."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(W3CDTF\">)[^<]*(<)", rb"\g<1>" + _FIXED_STAMP.encode() + rb"\g<2>", content
                )
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return result.getvalue()
