"""Columns and tables of printed pages: read as a person reads them, not line by line across the page."""

from __future__ import annotations

import io
import textwrap

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pipelines.readers import council_minutes, documents, pdf_files, pdf_layout
from pipelines.readers.pdf_lines import Printed, Word
from tests.readers.building import pdf
from tests.readers.form_files import read_as

TEXT = getSampleStyleSheet()["Normal"]
LEFT = (
    "Polisen berättar att ungdomar samlas vid stationen på fredagskvällar och att det ofta blir bråk när sista "
    "bussen har gått. Belysningen är trasig sedan v. 40 och boende har hört av sig till Nils"
)
RIGHT = (
    "Provberg på kommunen. Skolan har fått fler vuxna på rasterna sedan i höstas. Eleverna säger att det är "
    "lugnare i korridoren, men mobiler stjäls i omklädningsrummet."
)


def columns(*, by_row: bool) -> bytes:
    """Two columns of text under a title; a program may write them row by row or one after the other."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 790, "Brå, minnesanteckningar 2023-03-14")
    canvas.drawString(60, 765, "1. Läget")
    sides = [(60, textwrap.wrap(LEFT, 48)), (310, textwrap.wrap(RIGHT, 48))]
    places = [(x, 740 - 13 * n, line) for x, lines in sides for n, line in enumerate(lines)]
    for x, y, line in sorted(places, key=lambda p: (-p[1], p[0])) if by_row else places:
        canvas.drawString(x, y, line)
    canvas.drawString(
        60, 500, "Beslut: Belysningen lagas före den 1 oktober av tekniska kontoret i kommunen."
    )
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("by_row", [True, False])
def test_two_columns_are_read_one_after_the_other(by_row: bool) -> None:
    """Read across, every sentence is two halves of others; a name lies at the foot of one and the top of the next."""
    rows = read_as(council_minutes, columns(by_row=by_row)).rows
    assert rows[["kind", "text"]].values.tolist() == [
        ["text", f"{LEFT} {RIGHT}"],
        ["decision", "Belysningen lagas före den 1 oktober av tekniska kontoret i kommunen."],
    ]


TABLE = [
    ["Datum", "Plats", "Vad har hänt", "Åtgärd", "Ansvarig"],
    [
        "11/3",
        "Torget i Lessebo",
        "Ungdomar sparkade på automaten vid stationen. En resenär blev hotad och sprang.",
        "Rondering",
        "Nils Provberg",
    ],
    ["12/3", "Åparken", "Två parksoffor eldades upp under natten.", "Ta bort resterna", "Berit Testlund"],
    ["13/3", "Skolan", "Klotter.", "Sanering", "Nils"],
]


def printed(*content: Flowable) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(list(content))
    return out.getvalue()


@pytest.mark.parametrize("rules", ["GRID", "LINEBELOW", None])
def test_a_printed_table_is_read_cell_by_cell(rules: str | None) -> None:
    """With lines around the cells, under the rows, or none: the words are where they are."""
    table = Table([[Paragraph(cell, TEXT) for cell in row] for row in TABLE], colWidths=[45, 80, 200, 70, 70])
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [(rules, (0, 0), (-1, -1), 0.5, colors.black)] if rules else []
    table.setStyle(TableStyle(style))
    title = Paragraph("Operativa Brå, minnesanteckningar 2024-03-14", getSampleStyleSheet()["Title"])
    result = read_as(
        council_minutes, printed(title, table, Spacer(1, 20), Paragraph("Det var lugnt i Kosta.", TEXT))
    )
    assert result.rows[["place_context", "text"]].values.tolist() == [
        [
            "Torget i Lessebo",
            "Ungdomar sparkade på automaten vid stationen. En resenär blev hotad och sprang.",
        ],
        ["Åparken", "Två parksoffor eldades upp under natten."],
        ["Skolan", "Klotter."],
        [None, "Det var lugnt i Kosta."],
    ]
    assert {"Nils Provberg", "Berit Testlund"} <= set(result.private_context)


def test_a_cell_over_several_columns_is_a_title() -> None:
    """A merged first row would otherwise be read as the names of the columns."""
    rows = [
        ["Händelser vecka 11", "", ""],
        ["Plats", "Händelse", "Ansvarig"],
        ["Torget", "Bråk mellan unga.", "Berit"],
    ]
    table = Table(rows, colWidths=[100, 200, 100])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 0), (-1, 0))]))
    found = documents.read_document(printed(table), "fil")
    assert [p.cells for p in found] == [
        ("Händelser vecka 11", "", ""),
        ("Plats", "Händelse", "Ansvarig"),
        ("Torget", "Bråk mellan unga.", "Berit"),
    ]


def test_labels_beside_values_are_not_columns_of_text() -> None:
    """ "Datum:" and the date far to the right of it are one line."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    lines = [
        ("Datum:", "2023-03-14"),
        ("Plats:", "Kommunhuset"),
        ("Tid:", "9.00"),
        ("Organ:", "Brå"),
        ("Dnr:", "2023/1"),
    ]
    for n, (label, value) in enumerate(lines):
        canvas.drawString(60, 780 - 14 * n, label)
        canvas.drawString(330, 780 - 14 * n, value)
    canvas.save()
    assert [p.text for p in documents.read_document(out.getvalue(), "fil")] == [f"{a} {b}" for a, b in lines]


def test_those_present_in_two_columns_come_before_what_stands_under_them() -> None:
    """Taken for a column of text, the right half of the list came after the minutes, as something said."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    left = ["Brå, protokoll 2023-03-14", "Närvarande", "Ylva Exempelsson, rektor", "Berit Testlund, fritid"]
    left += ["Moa Hittepåström, skola", "Sten Påhittsson, kultur", "1. Läget", "Det är lugnt."]
    right = [
        "Nils Provberg, kommunpolis",
        "Kurt Låtsasman, räddningstjänst",
        "Eva Fiktivsson",
        "Lo Exempelqvist, elevhälsa",
    ]
    for n, line in enumerate(left):
        canvas.drawString(60, 790 - 14 * n, line)
    for n, line in enumerate(right, 2):
        canvas.drawString(310, 790 - 14 * n, line)
    canvas.save()
    result = read_as(council_minutes, out.getvalue())
    assert list(result.rows.text) == ["Det är lugnt."]
    assert set(result.private_context) == {*left[2:6], *right}


def test_a_running_head_of_one_page_is_told_by_its_small_letters() -> None:
    """On a single page nothing returns; the line at the very top is still no part of the text."""
    said = "Det har varit lugnt på torget i Kosta under hela våren enligt polisen."
    page = [
        ("Helvetica-Bold", "Protokoll Brå 2023-03-14"),
        None,
        ("Helvetica", "1. Läget"),
        ("Helvetica", said),
    ]
    found = documents.read_document(
        pdf([page], foot="Sekreterare Moa Hittepåström", head="Lessebo kommun"), "fil"
    )
    assert [p.text for p in found if p.kind == "furniture"] == [
        "Lessebo kommun",
        "Sekreterare Moa Hittepåström",
    ]
    result = council_minutes.read(pdf([page], foot="Sekreterare Moa Hittepåström"), "fil")
    assert list(result.rows.text) == [said]
    assert any("Moa Hittepåström" in line for line in result.private_context)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Samtalet rör Nils", "Provberg som har anmält det."],
            "Samtalet rör Nils Provberg som har anmält det.",
        ),
        (["Ungdomar på Järnvägsga-", "tan stör."], "Ungdomar på Järnvägsgatan stör."),
        (["Stökigt på vardags-", "och helgkvällar."], "Stökigt på vardags- och helgkvällar."),
        (["Det hände kl. 15–", "18 på torget."], "Det hände kl. 15–18 på torget."),
        (["Bråket var på samma", "plats som förra året."], "Bråket var på samma plats som förra året."),
        (
            ["Se protokollet från den", "3. maj och enligt", "§ 12 i det."],
            "Se protokollet från den 3. maj och enligt § 12 i det.",
        ),
    ],
)
def test_a_sentence_on_several_lines_is_one(lines: list[str], expected: str) -> None:
    """A line that begins with a number or a word that could be a label goes on with the sentence before it."""
    page = [("Helvetica", line) for line in ("Brå, protokoll 2023-03-14", "1. Läget", *lines)]
    assert read_as(council_minutes, pdf([page], foot="")).rows.text.tolist() == [expected]
    split = [page[:3], page[3:]]
    assert read_as(council_minutes, pdf(split, head="Lessebo kommun")).rows.text.tolist() == [expected]


def test_two_lines_across_the_page_on_one_height_are_read_once() -> None:
    """The same height twice made a stretch of nothing, with both lines in it again."""
    letters = (10, 400, False)

    def line(text: str, x0: float, x1: float, bottom: float, order: int) -> Printed:
        return Printed(text, bottom, bottom + 10, letters, letters, (Word(text, x0, x1),), order)

    texts = ["En rad i vänster spalt", "En rad i höger spalt", "Rubrik över båda", "och en till"]
    boxes = [(60, 280, 700), (310, 540, 700), (60, 400, 740), (290, 540, 740)]
    printed = [line(t, *box, n) for n, (t, box) in enumerate(zip(texts, boxes, strict=True))]
    flows = pdf_layout._by_columns(printed, [], 300.0)
    read = [part.text for flow in flows if isinstance(flow, pdf_layout.Flow) for part in flow.lines]
    assert sorted(read) == sorted(texts)


def test_a_drawing_of_boxes_does_not_give_four_times_as_many_rules_as_the_most() -> None:
    """A plan with a thousand boxes would take minutes to be looked through for tables."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for n in range(1000):
        canvas.rect(60 + 20 * (n % 20), 50 + 14 * (n // 20), 18, 12)
    canvas.save()
    page = pypdfium2.PdfDocument(out.getvalue())[0]
    assert len(pdf_files._drawn(page).rules) == 3000
