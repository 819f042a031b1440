"""Word documents say what the pages say: no number lost on the way, no picture without words."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import plotly.graph_objects as go
import pytest
from docx import Document
from fake_edition import AGREEMENT, YEAR, build
from fake_plan import plan

from pipelines import workbook_register
from pipelines.report.edition import Edition
from pipelines.report.markup import Chart, Column, Fragment, details, heading, note, paragraphs, table
from pipelines.report.pictures import picture
from pipelines.report.plan_words import to_fill_in
from pipelines.report.word_documents import document_bytes, write_documents
from pipelines.report.word_html import add_fragment, add_html, add_table
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


def styled(html: str) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in body(html).paragraphs if p.text]


def test_blocks_of_an_item_and_lists_within_it_stand_on_lines_of_their_own() -> None:
    tree = (
        '<ul><li><div class="ruta"><p>O1 Få i kassan</p><p class="stod">direkt · Antagen</p></div>'
        "<ul><li>Å1 Larm<ol><li>så <b>här</b></li></ol></li></ul></li><li>O2</li></ul>"
    )
    assert styled(tree) == [
        ("List Bullet", "O1 Få i kassan"),
        ("List Continue", "direkt · Antagen"),
        ("List Bullet 2", "Å1 Larm"),
        ("List Number 3", "så här"),
        ("List Bullet", "O2"),
    ]


def test_a_number_in_the_words_is_not_numbered_once_more() -> None:
    chain = '<ol><li value="2"><p><span class="nummer">2.</span> Varor tas</p><p>Kan brytas</p></li></ol>'
    assert styled(chain) == [("List", "2. Varor tas"), ("List Continue", "Kan brytas")]


def test_words_of_separate_blocks_never_run_together() -> None:
    """In a cell and in a term, where they share one paragraph."""
    found = body(
        "<table><tr><th><p>ett</p><p>två</p></th></tr></table><dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>"
    )
    assert found.tables[0].cell(0, 0).text == "ett två"
    assert words(found) == ["a. b c"]


def test_white_space_is_as_on_the_page_and_a_space_that_does_not_break_stays() -> None:
    html = "<p>\n  2\xa0913 <em>fall</em>\n\tåret<br>\n  2022 </p>"
    assert words(body(html)) == ["2\xa0913 fall året\n2022"]


def test_running_text_between_blocks_is_kept_in_its_place() -> None:
    html = "<div>Först <b>detta</b>, <!-- dolt -->sedan<p>ett stycke</p>och sist</div>"
    assert words(body(html)) == ["Först detta, sedan", "ett stycke", "och sist"]


def test_where_the_workbook_lies_is_said_of_the_document() -> None:
    (said,) = words(body(to_fill_in("Inget än.", "goal")))
    assert "som ligger bredvid dokumentet, fyll i bladet Mål" in said
    assert "sidan" not in said


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
    return {
        path.name: all_words(Document(str(path)))
        for path in write_documents(database, folder, AGREEMENT, YEAR)
    }


def one(database: Path, name: str) -> Any:
    """One of the documents, read back."""
    return Document(io.BytesIO(document_bytes(Edition(database, AGREEMENT, YEAR), name)))


def all_words(document: Any) -> str:
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


def after(text: str, heading: str) -> str:
    assert f"\n{heading}\n" in text, heading
    return text.split(f"\n{heading}\n")[1]


def test_the_picture_has_patterns_order_decisions_and_the_years_wheel(written: dict[str, str]) -> None:
    text = written["lagesbild.docx"]
    assert "Problem i ordning efter antal, 2021–2023" in after(text, "Problemen i ordning")
    assert "Protokollen från 2023 har" in after(text, "Beslut i Brå och vad som blev av dem")
    assert text.count("\nMönster över året, veckan och orterna\n") == 4
    assert "Åren 2019–2023 läggs ihop" in after(text, "Mönster över året, veckan och orterna")
    wheel = after(text, "Årshjul")
    assert wheel.startswith("Årshjulet månad för månad")
    assert "1 februari 2024: Å1 Larmade varor i tre butiker – börjar" in wheel
    assert "Siffran i ett fält" not in wheel


def test_the_follow_up_has_differences_and_remarks(written: dict[str, str]) -> None:
    text = written["uppfoljning.docx"]
    assert "1\xa0cell skiljer." in after(text, "Där parterna skriver olika")
    assert "Åtgärden har ingen tid." in after(text, "Anmärkningar på planen")


def test_the_communication_plan_has_only_its_own_sheets_differences(tmp_path: Path) -> None:
    """O4 of the sheet Orsaker differs as well."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    alone = all_words(one(database, "kommunikationsplan.docx"))
    assert "Där polisens och kommunens" not in alone
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE plan_workbook SET party = 'police'")
        connection.execute(
            "INSERT INTO plan_workbook BY NAME SELECT * REPLACE ('municipality' AS party) FROM plan_workbook"
        )
    same = all_words(one(database, "kommunikationsplan.docx"))
    assert "för 2023 säger samma sak på bladen Kommunikation och Medborgarlöften." in same
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "INSERT INTO plan_difference BY NAME SELECT * REPLACE ('Medborgarlöften' AS sheet, 'L1' AS id, "
            "'kept' AS \"column\", 'yes' AS police) FROM plan_difference"
        )
    own = all_words(one(database, "kommunikationsplan.docx"))
    assert "Medborgarlöften L1" in own
    assert "1\xa0cell skiljer." in own
    assert "Orsaker O4" not in own


def test_same_database_gives_the_same_documents(tmp_path: Path) -> None:
    """Also the one with pictures: a decided edition made again has the same bytes."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    first, again = (document_bytes(Edition(database, AGREEMENT, YEAR), "uppfoljning.docx") for _ in range(2))
    assert b".png" in first
    assert first == again


def test_documents_without_a_plan_say_so(tmp_path: Path) -> None:
    database = build(tmp_path / "lagesbild.duckdb")
    assert "inte lämnat in någon ifylld arbetsbok" in all_words(one(database, "atgardsplan.docx"))


def test_a_page_is_a4_and_columns_are_as_wide_as_their_words(tmp_path: Path) -> None:
    """On American paper, or with ten columns alike, words are cut between letters and the print loses its edge."""
    document = one(build(tmp_path / "lagesbild.duckdb", with_plan=True), "uppfoljning.docx")
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    text_width = section.page_width - section.left_margin - section.right_margin
    for made in document.tables:
        assert sum(cell.width for cell in made.rows[0].cells) <= text_width * 1.001
    new = Document()
    add_table(new, ["Mål", "Genomförandegrad", "Anmärkning"], [["M1", "ja", "Ord " * 60]])
    number, grade, remark = (cell.width.cm for cell in new.tables[0].rows[1].cells)
    assert number < grade < remark
    assert grade > 2.5, "sixteen letters are not cut"


def test_an_area_is_called_by_its_name_and_a_question_has_no_full_stop(written: dict[str, str]) -> None:
    """The group's reader does not know the codes."""
    lines = written["lagesbild.docx"].splitlines()
    assert "Inbrott och stölder" in lines
    assert not {"STOLD", "PLATS", "UNGA", "SKOLA"} & set(lines)
    assert words(body("<dl><dt>Varför?</dt><dd>Ökar.</dd><dt>Källor</dt><dd>Brå</dd></dl>")) == [
        "Varför? Ökar.", "Källor. Brå",
    ]  # fmt: skip
