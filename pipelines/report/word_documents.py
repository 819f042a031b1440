"""The four joint documents as Word files: lägesbild with orsaksanalys, åtgärdsplan, kommunikationsplan, uppföljning.

Belongs here: which parts each document has, in which order. Not here: the words and numbers (the same calls as the
pages use), how they become Word (``word_html``). The municipality may edit the files; the pages stay as they are.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines import workbook_register as register
from pipelines.report import display as show
from pipelines.report.edition import Edition
from pipelines.report.figures import area_data, indicator_fragment
from pipelines.report.glance import glances
from pipelines.report.markup import Chart, Fragment
from pipelines.report.plan_data import PlanData, Row
from pipelines.report.plan_words import cell_text, chosen, whose
from pipelines.report.shell import EXAMPLE_BANNER
from pipelines.report.swedish import is_missing, municipality_name, sentence_case
from pipelines.report.word_html import WIDTH_CM, add_fragment, add_table
from pipelines.report.workbook_cells import with_fixed_times

_LANGUAGE = "sv-SE"
#: A4, upright: its width and its height.
_PAGE_CM, _TYPEFACE = (21.0, 29.7), "Calibri"
_NO_PLAN = "Gruppen har inte lämnat in någon ifylld arbetsbok, så det finns inget att återge här."
_SIGNED = (
    "Texten är hämtad ur lägesbildens sidor och ur gruppens arbetsbok. Siffrorna är desamma som på sidorna, där varje "
    "siffra har sin fil och rad. Roller står utan namn."
)

Writer = Callable[[Any, Edition], None]


def write_documents(database: Path, folder: Path, agreement: str, year: int) -> list[Path]:
    """Writes the four documents into ``folder`` and returns them. The same database gives the same bytes."""
    edition = Edition.open(database, agreement, year)
    written = []
    for name in DOCUMENTS:
        path = folder / name
        part = folder / f".{name}.part"
        part.write_bytes(document_bytes(edition, name))
        os.replace(part, path)
        written.append(path)
    return written


def document_bytes(edition: Edition, name: str) -> bytes:
    """One of ``DOCUMENTS``, by its file name, as a file's bytes."""
    title, write = DOCUMENTS[name]
    document = _new(edition, title)
    write(document, edition)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _new(edition: Edition, title: str) -> Any:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(_PAGE_CM[0]), Cm(_PAGE_CM[1])
    section.left_margin = section.right_margin = Cm((_PAGE_CM[0] - WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2)
    _letters(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "Lägesbild"
    properties.title = f"{title} {edition.year}, {municipality_name(edition.municipality)}"
    properties.language, properties.comments = _LANGUAGE, ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    info = edition.info
    document.add_heading(f"{title} {edition.year}", level=0)
    document.add_paragraph(f"{municipality_name(edition.municipality)} och {info['police_area']}")
    if bool(info["is_example"]):
        document.add_paragraph(EXAMPLE_BANNER)
    reason = info.get("incomplete_reason")
    if not is_missing(reason) and str(reason).strip():
        document.add_paragraph(f"Ofullständig lägesbild. {reason}")
    period = f"{int(info['valid_from'])}–{int(info['valid_to'])}"
    document.add_paragraph(f"Avtal: {info['agreement_name']}, {period}. {_SIGNED}")
    return document


def _letters(document: Any) -> None:
    """One plain typeface that every Word has, for words and headings."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            style.font.name = _TYPEFACE
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
            fonts.set(qn("w:hAnsi"), _TYPEFACE)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)


def _part(document: Any, title: str, fragment: Fragment) -> None:
    document.add_heading(title, level=2)
    add_fragment(document, fragment)


# ---- the four documents -------------------------------------------------------------------------


def _picture(document: Any, edition: Edition) -> None:
    document.add_heading("Källor", level=1)
    add_fragment(document, show.sources(edition))
    document.add_heading("Sammanfattning", level=1)
    add_fragment(document, show.overview(edition))
    document.add_heading("Problemen i ordning", level=1)
    add_fragment(document, show.ranking(edition))
    document.add_heading("Beslut i Brå och vad som blev av dem", level=1)
    add_fragment(document, show.decisions(edition))
    for area in edition.priority_areas().to_dict("records"):
        code = str(area["priority_area"])
        document.add_heading(str(area["name"]), level=1)
        _part(document, "Bilden över tio år", _short_picture(edition, code))
        _part(document, "Jämförelse med andra", show.comparison(edition, code))
        _part(document, "Mönster över året, veckan och orterna", show.pattern(edition, code))
        _part(document, "Vad enkäterna säger", show.survey(edition, code))
        _part(document, "Vad dialoger och möten säger", show.dialogues(edition, code))
        _part(document, "Där källorna är överens och inte", show.agreement_between_sources(edition, code))
        _part(document, "Orsaksanalys", show.plan(edition, code))
        _part(document, "Vad underlaget inte kan säga", show.limits(edition, code))
    data = PlanData(edition)
    document.add_heading("Arbetsbokens problem, orsaker och händelsekedjor", level=1)
    for sheet, table in (("problem", "problem"), ("cause", "cause"), ("chain", "event_chain")):
        document.add_heading(register.sheets()[sheet].name, level=2)
        _sheet(document, data, sheet, table)
    document.add_heading("Årshjul", level=1)
    add_fragment(document, show.wheel_in_words(edition))
    _credits(document, edition)


def _short_picture(edition: Edition, area: str) -> Fragment:
    """Words for every indicator, and a chart for those that bear the area's problems: all would be a hundred pages."""
    data = area_data(edition, area)
    entries = edition.indicators(area)
    told = entries[
        entries["indicator"].isin(data["own"]["indicator"]) & (entries["kind"] != "statement_count")
    ]
    bearing = {glance.indicator for glance in glances(edition, area)}
    fragment = Fragment()
    for _, indicator in told.iterrows():
        parts = indicator_fragment(edition, indicator, data).parts
        drawn = str(indicator["indicator"]) in bearing
        fragment.parts += [part for part in parts if drawn or not isinstance(part, Chart)]
    return fragment


def _action_plan(document: Any, edition: Edition) -> None:
    data = PlanData(edition)
    if data.year is None:
        document.add_paragraph(_NO_PLAN)
        return
    document.add_heading("Problem som prioriteras", level=1)
    problems = [p for p in data.problems() if p.prioritised]
    add_table(
        document,
        ["Nummer", "Problem", "Område"],
        [[p.id, p.title, edition.area_name(p.area)] for p in problems],
    )
    for title, sheet in (("Åtgärder", "measure"), ("Mål", "goal"), ("Medborgarlöften", "promise")):
        document.add_heading(title, level=1)
        _sheet(document, data, sheet, sheet)
        if sheet == "goal":
            _checks(document, data)
    document.add_heading("Anmärkningar på planen", level=1)
    add_fragment(document, show.remarks(edition))


def _communication_plan(document: Any, edition: Edition) -> None:
    data = PlanData(edition)
    if data.year is None:
        document.add_paragraph(_NO_PLAN)
        return
    document.add_heading("Budskap", level=1)
    _sheet(document, data, "message", "message")
    document.add_heading("Medborgarlöften", level=1)
    _sheet(document, data, "promise", "promise")
    document.add_heading("Där parterna skriver olika", level=1)
    add_fragment(document, show.differences(edition, ("message", "promise")))


def _follow_up(document: Any, edition: Edition) -> None:
    for title, fragment in (
        ("Röd tråd", show.red_thread(edition)),
        ("Mål", show.goals(edition)),
        ("Åtgärder", show.measures(edition)),
        ("Samarbetet", show.cooperation(edition)),
        ("Vad som har ändrats sedan förra lägesbilden", show.changes(edition)),
        ("Där parterna skriver olika", show.differences(edition)),
        ("Anmärkningar på planen", show.remarks(edition)),
        ("Avtalets och lagens krav", show.checklist(edition)),
    ):
        document.add_heading(title, level=1)
        add_fragment(document, fragment)
    data = PlanData(edition)
    document.add_heading("Arbetsbokens uppföljning", level=1)
    for sheet in ("follow_up", "cooperation"):
        document.add_heading(register.sheets()[sheet].name, level=2)
        _sheet(document, data, sheet, sheet)


DOCUMENTS: dict[str, tuple[str, Writer]] = {
    "lagesbild.docx": ("Lägesbild med orsaksanalys", _picture),
    "atgardsplan.docx": ("Åtgärdsplan", _action_plan),
    "kommunikationsplan.docx": ("Kommunikationsplan", _communication_plan),
    "uppfoljning.docx": ("Uppföljning", _follow_up),
}


# ---- what the group has written -----------------------------------------------------------------


def _sheet(document: Any, data: PlanData, sheet: str, table: str) -> None:
    """Every row of a sheet: whose year's, then its number and words as a heading, and each filled cell."""
    spec = register.sheets()[sheet]
    rows = data.written(table).to_dict("records")
    if not rows:
        document.add_paragraph(f"Inget är skrivet på bladet {spec.name}.")
        return
    document.add_paragraph(f"Ur arbetsboken för {data.year_of(table)}.")
    indicators = data.edition.indicators()
    titles = dict(zip(indicators["indicator"].map(str), indicators["title"].map(str), strict=True))
    words = {"areas": data.edition.area_names(), "evidence": titles}
    for row in rows:
        document.add_heading(_name(row), level=3)
        cells = [
            [column.heading, said]
            for column in spec.columns
            if column.id in row
            and column.id not in (spec.key, "problem_code")
            and (said := cell_text(column, row[column.id], words))
        ]
        add_table(document, ["Uppgift", "Gruppens text"], cells)


def _name(row: Row) -> str:
    words = next(
        (str(row[c]) for c in ("title", "hypothesis", "link") if c in row and not is_missing(row[c])), ""
    )
    if not words and "measure_id" in row:
        words = "" if is_missing(row["measure_id"]) else f"Åtgärd {row['measure_id']}"
    elif not words and "what" in row:
        words = sentence_case(chosen("cooperation", row["what"]))
    return f"{row['id']} {words}".strip() + whose(row)


def _checks(document: Any, data: PlanData) -> None:
    rows = data.about_plan("goal_check")
    remarks = [
        [str(row["id"]), str(row["letter"]), str(row["remark"])]
        for row in rows.to_dict("records")
        if not bool(row["ok"])
    ]
    document.add_heading("Prövning av målen", level=2)
    if remarks:
        add_table(document, ["Mål", "Krav", "Anmärkning"], remarks)
    else:
        document.add_paragraph("Inga anmärkningar.")


def _credits(document: Any, edition: Edition) -> None:
    document.add_heading("Källförteckning", level=1)
    entries = edition.indicators()
    files = edition.source_files()
    said = sorted({str(label) for label in entries["source_label"] if not is_missing(label)})
    for label in said:
        document.add_paragraph(label, style="List Bullet")
    rows = [[str(r["source_label"]), str(r["file"])] for r in files.to_dict("records")]
    add_table(document, ["Källa", "Mottagen fil"], rows)
