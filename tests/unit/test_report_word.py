"""Word documents say what the pages say: no number lost on the way, no picture without words."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from docx import Document
from fake_edition import AGREEMENT, YEAR, build
from fake_plan import plan

from pipelines import workbook_register
from pipelines.report.markup import Chart, Column, Fragment, details, heading, note, paragraphs, table
from pipelines.report.pictures import picture
from pipelines.report.word_documents import write_documents
from pipelines.report.word_html import add_fragment, add_html
from pipelines.tables.plan import TABLE_OF_SHEET

PNG = b"\x89PNG"
SHEETS = {
    TABLE_OF_SHEET[sheet.id]: {column.id: column for column in sheet.columns}
    for sheet in workbook_register.sheets().values()
    if sheet.id in TABLE_OF_SHEET
}


def line() -> go.Figure:
    figure = go.Figure(
        go.Scatter(
            x=[2021, 2022, 2023], y=[10, None, 30], name="Lessebo",
            error_y={"array": [1, 0, 2], "arrayminus": [1, 0, 2]},
        )
    )  # fmt: skip
    return figure.update_layout(height=300)


def body(html: str) -> Any:
    document = Document()
    add_html(document, html)
    return document


def words(document: Any) -> list[str]:
    return [p.text for p in document.paragraphs if p.text]


def test_headings_paragraphs_and_lists_keep_their_words_and_order() -> None:
    found = body(
        heading(2, "Bild") + paragraphs(["Elva stölder.", "Färre än väntat."]) + "<ul><li>ett</li></ul>"
    )
    assert words(found) == ["Bild", "Elva stölder.", "Färre än väntat.", "ett"]
    assert found.paragraphs[0].style.name == "Heading 2"
    assert found.paragraphs[-1].style.name == "List Bullet"


def test_table_keeps_every_cell_and_marks_its_headings() -> None:
    frame = pd.DataFrame({"year": ["2022", "2023"], "count": ["1 234", "<5"]})
    found = body(table(frame, [Column("year", "År"), Column("count", "Antal")], "Antal per år"))
    cells = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert cells == [["År", "Antal"], ["2022", "1 234"], ["2023", "<5"]]
    assert "w:tblHeader" in found.tables[0].rows[0]._tr.xml
    assert words(found)[0] == "Antal per år"


def test_what_is_folded_on_the_page_is_left_out_and_nothing_else() -> None:
    found = body(paragraphs(["före"]) + details("Visa", "<p>dolt</p>") + note("efter"))
    assert words(found) == ["före", "efter"]


def test_chart_has_a_picture_with_alt_text_and_its_caption() -> None:
    document = Document()
    chart = Chart("c", line(), "Stölder, Lessebo 2021–2023.", "Källa: Brå", "<table></table>")
    add_fragment(document, Fragment([chart]))
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Stölder, Lessebo 2021–2023."
    assert words(document)[-1] == "Stölder, Lessebo 2021–2023. Källa: Brå"


def test_chart_that_cannot_be_drawn_gives_its_table() -> None:
    document = Document()
    wheel = go.Figure(go.Barpolar(r=[1], theta=[0])).update_layout(height=300)
    frame = pd.DataFrame({"month": ["maj"], "what": ["märkdag"]})
    shown = table(frame, [Column("month", "Månad"), Column("what", "Vad")], "Årshjul")
    add_fragment(document, Fragment([Chart("w", wheel, "Årshjulet.", "", shown)]))
    assert len(document.inline_shapes) == 0
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["maj", "märkdag"]


def test_same_figure_gives_the_same_picture_and_another_number_another() -> None:
    first, again = picture(line()), picture(line())
    assert first is not None
    assert first.startswith(PNG)
    assert first == again
    other = line().update_traces(y=[10, None, 31])
    assert picture(other) != first


def test_missing_value_is_a_gap_and_no_zero() -> None:
    """The picture of [10, –, 30] is not the picture of [10, 0, 30]."""
    assert picture(line()) != picture(line().update_traces(y=[10, 0, 30]))


def test_documents_open_again(tmp_path: Any) -> None:
    document = body(paragraphs(["å ä ö – 1,5"]))
    buffer = io.BytesIO()
    document.save(buffer)
    assert words(Document(io.BytesIO(buffer.getvalue()))) == ["å ä ö – 1,5"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All words of each document of an edition whose group has handed in its workbook."""
    folder = tmp_path_factory.mktemp("word")
    database = build(folder / "lagesbild.duckdb", with_plan=True)
    return {path.name: all_words(path) for path in write_documents(database, folder, AGREEMENT, YEAR)}


def all_words(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*words(document), *cells])


def test_the_four_documents_of_the_agreement_are_written(written: dict[str, str]) -> None:
    assert set(written) == {
        "lagesbild.docx",
        "atgardsplan.docx",
        "kommunikationsplan.docx",
        "uppfoljning.docx",
    }


@pytest.mark.parametrize(
    ("table", "document"),
    [
        ("problem", "lagesbild.docx"),
        ("cause", "lagesbild.docx"),
        ("event_chain", "lagesbild.docx"),
        ("measure", "atgardsplan.docx"),
        ("goal", "atgardsplan.docx"),
        ("promise", "atgardsplan.docx"),
        ("message", "kommunikationsplan.docx"),
        ("follow_up", "uppfoljning.docx"),
        ("cooperation", "uppfoljning.docx"),
    ],
)
def test_every_text_that_the_group_wrote_stands_in_its_document(
    written: dict[str, str], table: str, document: str
) -> None:
    lacking = []
    for row in plan()[table]:
        if row["year"] != YEAR:
            continue
        for column, value in row.items():
            spec = SHEETS[table].get(column)
            if (
                spec is not None
                and spec.kind in ("text", "role")
                and value
                and str(value) not in written[document]
            ):
                lacking.append((row["id"], column))
    assert lacking == []


def test_same_database_gives_the_same_documents(tmp_path: Path) -> None:
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    first, again = (tmp_path / name for name in ("ett", "två"))
    for folder in (first, again):
        folder.mkdir()
        write_documents(database, folder, AGREEMENT, YEAR)
    name = "atgardsplan.docx"
    assert (first / name).read_bytes() == (again / name).read_bytes()


def test_documents_without_a_plan_say_so(tmp_path: Path) -> None:
    database = build(tmp_path / "lagesbild.duckdb")
    write_documents(database, tmp_path, AGREEMENT, YEAR)
    assert "inte lämnat in någon ifylld arbetsbok" in all_words(tmp_path / "atgardsplan.docx")
