"""``lagesbild new``: without these a coordinator fills in a workbook for weeks that the program then cannot read.

The templates are filled in as a person would, saved, and read by the real readers; LibreOffice opens and saves
them too where it is installed.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import re
import shutil
import subprocess
import tomllib
import zipfile

import openpyxl
import pytest

from pipelines import agreement as agreements
from pipelines import raw, readers, registers, templates
from pipelines.new_agreement import FOLDERS, create
from pipelines.paths import EXPECTATIONS, SHARED_FOLDER, TEMPLATES_FOLDER
from pipelines.readers import (
    cells,
    further_source,
    incident_report,
    safety_survey,
    sample,
    tables,
    youth_survey,
)
from pipelines.tables import corrections
from pipelines.tables.coverage import NOT_SOURCES
from pipelines.templates import instructions, workbook
from pipelines.templates.register import said

TEMPLATES = {template.layout: template for template in templates.load()}
#: The readers of the templates, also one that is not registered yet.
READERS = {layout: importlib.import_module(f"pipelines.readers.{layout}") for layout in TEMPLATES}
FIRST = templates.HEADING_ROW + 1
DAY = dt.date(2026, 9, 3)
HALF_YEAR = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
#: A reader of lists counts the sheet of instructions as one that it left out. Nothing else may be left out.
ALLOWED_SKIPS = {"blad utan listans rubriker"}
each = pytest.mark.parametrize("layout", TEMPLATES)
#: Row by row what a person fills in, one value per heading.
FILLED: dict[str, list[list[object]]] = {
    "safety_survey": [
        ["Exempelby", "Hela kommunen", "Kvinnor", "Oro för inbrott i bostaden", 2026, 3, 301],
        ["Exempelby", "Hela kommunen", "Alla", "Totalindex", 2026, 2.41, 590],
        ["Exempelby", "Hela kommunen", "Män", "Nedskräpning", 2026, "-", None],
        ["Exempelby", "Hela kommunen", "Alla", "Ny fråga som ingen lista har", 2026, 0, "-"],
    ],
    "staff_form": [
        [DAY, "Skola", "torget", "kväll", "Bråk vid kiosken.", "varje vecka", "i våras", "Mörkt.", "Lampor."],
        [DAY, "Annan verksamhet", "-", "21.00", "Klotter på gaveln.", None, None, None, None],
    ],
    "operative_list": [
        [dt.date(2026, 2, 6), "6", "torget", "21.00", "Bråk", "Två slogs.", "Fältare"],
        [None, "2026 v 7", "parken", "-", "Klotter", "Nya signaturer.", "Fastighet"],
    ],
    "youth_survey": [
        ["LUPP", "Exempelby", None, 2026, "8", "Alla", "Är du trygg i skolan?", "Ja, alltid", 71.5, 88],
        ["LUPP", "Exempelby", None, 2026, "8", "Flickor", "Är du trygg i skolan?", "Ja, alltid", "-", None],
        [
            "LUPP",
            "Exempelby",
            "Norra Provskolan",
            2026,
            "gy 2",
            "Alla",
            "Är du trygg i skolan?",
            "Ja",
            64,
            None,
        ],
    ],
    "citizen_list": [
        [dt.date(2026, 9, 12), "gångtunneln", "Det är mörkt där.", "kväll", "höstmarknaden"],
        [dt.date(2026, 9, 12), "torget", "Bättre sedan nattvandrarna började.", "-", None],
    ],
    "incident_report": [
        ["Exempelby", "Norra Provskolan", None, None, "HT 2025", "Hot och våld", None, 0, "Egen anteckning."],
        [
            "Exempelby",
            "Södra Provskolan",
            dt.date(2026, 1, 8),
            dt.date(2026, 6, 12),
            None,
            "Hot",
            None,
            3,
            None,
        ],
        ["Exempelby", "Södra Provskolan", None, None, "HT 2025", "Annat", None, "-", None],
    ],
    "further_source": [
        [
            "Räddningstjänsten",
            "Exempelby",
            None,
            *HALF_YEAR,
            "Anlagd brand",
            7,
            "händelser",
            None,
            "Brandingenjör",
        ],
        [
            "Socialtjänsten",
            "Exempelby",
            "Norra Provstad",
            *HALF_YEAR,
            "Oro",
            "färre än 5",
            "anmälningar",
            None,
            None,
        ],
        [
            "Trygghetsvandring",
            "Exempelby",
            "parken",
            DAY,
            DAY,
            "Belysning",
            None,
            None,
            "Trasiga lampor.",
            "Fältare",
        ],
        ["Elevhälsan", "Exempelby", None, DAY, DAY, "Samtal", "-", "antal", None, None],
    ],
}
#: What a row needs beside what must stand on every row, for there to be something to read.
BESIDES = {
    "safety_survey": {"Index (0–6)"},
    "youth_survey": {"Andel (%)"},
    "operative_list": {"Datum"},
    "incident_report": {"Termin", "Antal"},
    "further_source": {"Antal", "Enhet"},
}


def save(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(path, rows) -> bytes:
    """The template with the rows typed in under its headings."""
    book = openpyxl.load_workbook(path)
    for n, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            if value is not None:
                book.active.cell(FIRST + n, column, value)
    return save(book)


def typed(layout: str, rows) -> bytes:
    """The rows under the template's headings and nothing else; quicker than the template when tried often."""
    book = openpyxl.Workbook()
    book.active.title = TEMPLATES[layout].sheet
    for row in (TEMPLATES[layout].headings, *rows):
        book.active.append(row)
    return save(book)


def recognised(data: bytes) -> list[str]:
    """Every layout that takes the file for its own, registered or not."""
    seen = sample.take(data, "ifylld.xlsx")
    return [name for name, layout in ({**readers.LAYOUTS, **READERS}).items() if layout.recognises(seen)]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The empty templates by layout, as ``lagesbild new`` writes them."""
    folder = tmp_path_factory.mktemp("nytt") / "exempelby"
    create(folder)
    return {layout: folder / TEMPLATES_FOLDER / t.file for layout, t in TEMPLATES.items()}


@pytest.fixture(scope="module")
def books(empty):
    """The empty templates as openpyxl sees them, to look at."""
    return {layout: openpyxl.load_workbook(path) for layout, path in empty.items()}


@pytest.fixture(scope="module")
def office(tmp_path_factory, empty):
    """The filled-in templates after LibreOffice has opened and saved them, by layout and format."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) finns inte på den här datorn; mallarna provas inte i det.")
    folder = tmp_path_factory.mktemp("office")
    for layout, path in empty.items():
        (folder / f"{layout}.xlsx").write_bytes(fill(path, FILLED[layout]))
    saved = {}
    for kind in ("xlsx", "ods"):
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{folder}/profil",
                "--headless",
                *("--convert-to", kind, "--outdir", str(folder / kind)),
                *(str(folder / f"{layout}.xlsx") for layout in empty),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        saved |= {(layout, kind): (folder / kind / f"{layout}.{kind}").read_bytes() for layout in empty}
    return saved


# ---- what comes back is what was written ----------------------------------------------------------------


def expect(layout: str, result) -> None:
    """Every filled-in row and nothing else: rows, one counted omission for the missing index, values by hand."""
    assert result.is_reconciled()
    assert result.problems == []
    rows, left_out = result.rows, {k: n for k, n in result.skipped.items() if k not in ALLOWED_SKIPS}
    assert result.records == len(FILLED[layout]) + sum(
        n for k, n in result.skipped.items() if k in ALLOWED_SKIPS
    )
    if layout == "safety_survey":
        assert left_out == {"index saknas i mallen": 1}
        assert list(rows["value"]) == [3, 2.41, 0]
        assert list(rows["n"].fillna(-1)) == [301, 590, -1]
        assert list(rows["row"]) == [FIRST, FIRST + 1, FIRST + 3]
        return
    if layout == "youth_survey":
        assert left_out == {"andel saknas i mallen": 1}
        assert list(rows["share_pct"]) == [71.5, 64]
        assert list(rows["n"].fillna(-1)) == [88, -1]
        assert list(rows["grade"]) == [8, 11]
        assert list(rows["locality"]) == [None, "Norra Provskolan"]
        return
    if layout == "incident_report":
        assert left_out == {"antal saknas i mallen": 1}
        assert list(rows["count"]) == [0, 3]
        assert list(rows["period_from"]) == [dt.date(2025, 7, 1), dt.date(2026, 1, 8)]
        assert list(rows["place"]) == ["Norra Provskolan", "Södra Provskolan"]
        assert "anteckning" not in rows.to_csv()
        return
    if layout == "further_source":
        assert left_out == {"antal saknas (- eller ..) och raden har ingen text": 1}
        assert list(rows["count"].fillna(-1)) == [7, -1, -1]
        assert list(rows["mask"]) == [None, "färre än 5", None]
        assert list(rows["text"]) == [None, None, "Trasiga lampor."]
        assert list(rows["place"]) == [None, "Norra Provstad", "parken"]
        return
    assert left_out == {}
    if layout == "staff_form":
        assert list(rows["question"]) == ["Fenomen", "Trolig orsak", "Förslag", "Fenomen"]
        assert list(rows["text"]) == ["Bråk vid kiosken.", "Mörkt.", "Lampor.", "Klotter på gaveln."]
        assert set(rows["date"]) == {DAY}
        assert list(rows["place_context"])[-1] is None
    elif layout == "operative_list":
        assert list(rows["text"]) == ["Två slogs.", "Nya signaturer."]
        assert list(rows["year"]) == [2026, 2026]
        assert list(rows["week"]) == ["6", "7"]
        assert rows["date"][0] == dt.date(2026, 2, 6)
    elif layout == "citizen_list":
        assert list(rows["text"]) == ["Det är mörkt där.", "Bättre sedan nattvandrarna började."]
        assert list(rows["place_context"]) == ["gångtunneln", "torget"]
    else:
        raise AssertionError(f"Vad {layout} ska ge är inte skrivet i testet.")


@each
def test_what_is_filled_in_is_what_is_read(empty, layout):
    """Otherwise weeks of typing come back as other figures, or not at all."""
    data = fill(empty[layout], FILLED[layout])
    assert recognised(data) == [layout]
    expect(layout, READERS[layout].read(data, "ifylld.xlsx"))


@each
def test_the_examples_that_people_follow_can_be_read(empty, layout):
    """An example that the reader refuses teaches everybody the same mistake."""
    template = TEMPLATES[layout]
    rows = [list(row) for row in zip(*(column.example for column in template.columns), strict=True)]
    result = READERS[layout].read(fill(empty[layout], rows), "ifylld.xlsx")
    assert result.problems == []
    assert result.is_reconciled()
    # An example of a missing value is left out and counted; every other one is read.
    missing = {READERS[layout].SKIP_MISSING} if hasattr(READERS[layout], "SKIP_MISSING") else set()
    assert set(result.skipped) <= ALLOWED_SKIPS | missing
    assert len(result.rows) > 0


@each
def test_a_template_that_nobody_has_filled_in_says_so(empty, layout):
    """Read as no rows, it would look like a year in which nothing happened."""
    data = empty[layout].read_bytes()
    assert recognised(data) == [layout]
    with pytest.raises(readers.UnreadableFileError, match="inga ifyllda rader"):
        READERS[layout].read(data, "tom.xlsx")


@each
def test_the_sheet_of_instructions_is_never_data(empty, layout):
    """Its example would otherwise be published as something that happened."""
    book = openpyxl.load_workbook(empty[layout])
    assert book.sheetnames[:2] == [TEMPLATES[layout].sheet, instructions.SHEET]
    del book[TEMPLATES[layout].sheet]
    data = save(book)
    assert recognised(data) == []
    (sheet,) = tables.read_workbook(data, "x.xlsx")
    for other in {**readers.LAYOUTS, **READERS}.values():
        assert not other.HEADERS or tables.find_header(sheet, other.HEADERS) is None, other.LAYOUT


@each
def test_readers_see_only_the_sheets_that_people_see(empty, layout):
    """The hidden lists of choices must not be taken for rows."""
    seen = tables.read_workbook(empty[layout].read_bytes(), "x.xlsx")
    assert [sheet.name for sheet in seen] == [TEMPLATES[layout].sheet, instructions.SHEET]
    assert tables.find_header(seen[0], READERS[layout].HEADERS) == templates.HEADING_ROW - 1


@each
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_opens_and_saves_a_template_without_loss(office, layout, kind):
    """Many municipalities have no Excel."""
    data = office[layout, kind]
    assert recognised(data) == [layout]
    expect(layout, READERS[layout].read(data, f"ifylld.{kind}"))
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data))[TEMPLATES[layout].sheet]
        assert sheet.protection.sheet
        assert len(sheet.data_validations.dataValidation) >= len(TEMPLATES[layout].columns)


def test_a_filled_in_copy_in_its_folder_is_read_and_the_rest_is_left_alone(tmp_path, empty):
    """The agreement file, the corrections, the guide and the empty templates are no sources."""
    folder = tmp_path / "exempelby"
    create(folder)
    text = (folder / "avtal.toml").read_text(encoding="utf-8")
    text = text.replace("byt-ut-mig", "exempelby").replace("0000", "9999").replace("…", "Exempelby")
    text = text.replace("kommuner = []", 'kommuner = ["9999"]')
    (folder / "avtal.toml").write_text(text, encoding="utf-8")
    name = TEMPLATES["safety_survey"].file
    (folder / "trygghetsmatning" / name).write_bytes(fill(empty["safety_survey"], FILLED["safety_survey"]))
    reading, failed = raw.read_all(agreements.load(folder))
    assert failed == []
    assert [file.path for file in reading.files] == [f"trygghetsmatning/{name}"]
    assert len(reading.rows("safety_survey")) == 3
    assert corrections.declared(agreements.load(folder)) == ()


# ---- the register follows the readers -------------------------------------------------------------------


@each
def test_headings_and_sheet_are_the_readers_own(layout):
    """A heading that drifts makes every file filled in since then unreadable."""
    template, reader = TEMPLATES[layout], READERS[layout]
    assert template.headings == reader.HEADERS
    assert template.sheet == getattr(reader, "SHEET", template.sheet)
    assert template.folder in FOLDERS
    assert len(template.sheet) <= 31


#: Every list that holds all that may be written, and what its reader takes.
ALLOWED = {
    ("safety_survey", "Grupp"): set(safety_survey._GROUPS.values()),
    ("youth_survey", "Kön"): set(youth_survey._GROUPS.values()),
    ("incident_report", "Typ"): set(incident_report.KINDS),
    ("further_source", "Källa"): set(further_source.SOURCES),
    ("further_source", "Enhet"): set(further_source.UNITS),
}


def test_lists_that_hold_all_that_may_be_written_are_what_the_readers_take():
    """A choice that the reader refuses, or one it takes and nobody can choose."""
    closed = {
        (t.layout, c.heading): c for t in TEMPLATES.values() for c in t.columns if c.choices and not c.open
    }
    assert set(closed) == set(ALLOWED)
    for key, column in closed.items():
        assert set(column.choices) == ALLOWED[key], key


def test_every_choice_and_limit_is_taken_by_the_reader():
    """Checks in the workbook that let through what the reader refuses, or hold back what it takes, mislead."""
    tried = 0
    for layout, template in TEMPLATES.items():
        first = list(FILLED[layout][1 if layout == "incident_report" else 0])  # the row with its dates
        if layout == "youth_survey":
            first[-2] = 100  # the one share that any number of answers can give
        for at, column in enumerate(template.columns):
            values = [*column.choices, *(v for v in (column.lowest, column.highest) if v is not None)]
            if column.kind == "date":
                values = [dt.date(2000, 1, 1), dt.date(2100, 12, 31)]
            for value in values:
                # Both ends of a period move together, or it would end before it begins.
                row = [
                    value
                    if n == at or (c.kind == column.kind == "date" and first[n] is not None)
                    else first[n]
                    for n, c in enumerate(template.columns)
                ]
                result = READERS[layout].read(typed(layout, [row]), "x.xlsx")
                assert result.problems == [], (layout, column.heading, value)
                tried += 1
    assert tried > 100


@each
def test_what_must_be_filled_in_is_what_the_reader_cannot_do_without(layout):
    """A row that lacks it must not pass as if it were whole."""
    row = FILLED[layout][0]
    template = TEMPLATES[layout]
    kept = {column.heading for column in template.columns if column.required} | BESIDES.get(layout, set())
    only = [v if c.heading in kept else None for v, c in zip(row, template.columns, strict=True)]
    whole = READERS[layout].read(typed(layout, [only]), "x.xlsx")
    assert (len(whole.rows), whole.problems) == (1, [])
    for at, column in enumerate(template.columns):
        if column.required:
            without = [*only[:at], None, *only[at + 1 :]]
            result = READERS[layout].read(typed(layout, [without]), "x.xlsx")
            assert len(result.rows) == 0, column.heading


def test_the_questions_that_indicators_need_can_be_chosen():
    """Typed otherwise than the register has it, the question is in no figure."""
    (column,) = [c for c in TEMPLATES["safety_survey"].columns if c.heading == "Fråga"]
    needed = {
        entry["survey_question"]
        for entry in registers.indicators()
        if entry.get("survey") == "trygghetsmatning"
    }
    assert needed
    assert needed <= set(column.choices)
    assert READERS["safety_survey"].TOTAL in column.choices


# ---- what the person who fills it in meets --------------------------------------------------------------


@each
def test_headings_are_locked_and_cells_are_not(books, layout):
    """An overwritten heading makes the file unreadable; a locked cell cannot be filled in."""
    book = books[layout]
    template, sheet = TEMPLATES[layout], book.active
    assert sheet.title == template.sheet
    guard = sheet.protection
    assert guard.sheet
    assert guard.password is None
    for allowed in (
        "sort",
        "autoFilter",
        "formatColumns",
        "formatRows",
        "formatCells",
        "insertRows",
        "deleteRows",
    ):
        assert getattr(guard, allowed) is False, allowed
    for forbidden in ("insertColumns", "deleteColumns"):
        assert getattr(guard, forbidden) is True, forbidden
    assert guard.selectUnlockedCells is False
    for at, column in enumerate(template.columns, start=1):
        for row in range(1, FIRST):
            assert sheet.cell(row, at).protection.locked, (row, at)
        for row in (FIRST, FIRST + template.rows - 1):
            assert not sheet.cell(row, at).protection.locked, (row, at)
        # Also below the prepared rows, and so in rows that are put in.
        assert not sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].protection.locked, (
            column.heading
        )
    assert sheet.auto_filter.ref.startswith(f"A{templates.HEADING_ROW}:")
    assert book[instructions.SHEET].protection.sheet


@each
def test_no_cell_above_the_rows_takes_its_columns_open_lock(empty, layout):
    """A cell that is not in the file is as unlocked as its column, also under a merged title."""
    with zipfile.ZipFile(empty[layout]) as archive:
        content = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    for at in range(1, len(TEMPLATES[layout].columns) + 1):
        for row in range(1, FIRST):
            assert f'<c r="{openpyxl.utils.get_column_letter(at)}{row}" s="' in content, (at, row)


@each
def test_every_cell_helps_and_holds_back_slips(books, layout):
    """Input messages, drop-down lists and limits on every prepared row, within Excel's own lengths.

    A text that is too long makes Excel call the whole file broken.
    """
    book = books[layout]
    template, sheet = TEMPLATES[layout], book.active
    checks = sheet.data_validations.dataValidation
    assert len(checks) == 2 * len(template.columns)
    for at, column in enumerate(template.columns, start=1):
        letter = openpyxl.utils.get_column_letter(at)
        (check,) = [c for c in checks if f"{letter}{FIRST}" in c.sqref]
        assert str(check.sqref) == f"{letter}{FIRST}:{letter}{FIRST + template.rows - 1}"
        (told,) = [c for c in checks if str(c.sqref) == f"{letter}{FIRST - 1}"]
        assert (told.promptTitle, told.prompt) == (check.promptTitle, check.prompt)
        assert told.showInputMessage
        assert check.showInputMessage
        assert check.promptTitle == column.heading
        assert column.help in check.prompt
        assert len(check.promptTitle) <= 32
        assert len(check.prompt) <= 255
        assert len(check.formula1 or "") <= 255
        if check.showErrorMessage:
            assert check.errorStyle in (None, "stop")
            assert len(check.errorTitle) <= 32
            assert len(check.error) <= 225
            assert column.heading in check.error
        else:
            assert column.open or column.kind == "text", column.heading
        if "streck (-)" in check.prompt and check.showErrorMessage:
            assert f'{letter}{FIRST}="-"' in check.formula1 or column.words, column.heading
        if column.choices:
            name, area = check.formula1.split("!")
            values = [cell.value for (cell,) in book[name][area.replace("$", "")]]
            assert (check.type, tuple(values)) == ("list", column.choices)
            assert not check.showDropDown  # in the file format, true hides the arrow
            assert book[name].sheet_state == "hidden"


def test_limits_are_excels_own_where_a_value_must_stand_and_let_a_dash_through_elsewhere(books):
    """A rule that refuses the dash makes people write 0 for what is missing."""

    def rules(layout):
        checks = books[layout].active.data_validations.dataValidation
        return {c.promptTitle: c for c in checks if ":" in str(c.sqref)}

    survey, staff, events = rules("safety_survey"), rules("staff_form"), rules("operative_list")
    year = survey["År"]
    assert (year.type, year.operator, year.formula1, year.formula2) == ("whole", "between", "1990", "2100")
    assert (
        survey["Index (0–6)"].formula1 == f'IF(ISNUMBER(F{FIRST}),AND(F{FIRST}>=0,F{FIRST}<=6),F{FIRST}="-")'
    )
    answers = f'IF(ISNUMBER(G{FIRST}),AND(G{FIRST}>=1,G{FIRST}=INT(G{FIRST})),G{FIRST}="-")'
    assert (survey["Antal svar"].type, survey["Antal svar"].formula1) == ("custom", answers)
    # 1 January 2000 and 31 December 2100 in Excel's day count.
    day = staff["Datum"]
    assert (day.type, day.operator, day.formula1, day.formula2) == ("date", "between", "36526", "73415")
    assert (
        events["Datum"].formula1
        == f'IF(ISNUMBER(A{FIRST}),AND(A{FIRST}>=36526,A{FIRST}<=73415),A{FIRST}="-")'
    )
    assert survey["Index (0–6)"].error == (
        "Index (0–6): skriv ett tal, 0–6. Decimaler skrivs med komma. "
        "Saknas uppgiften: lämna cellen tom eller skriv ett streck (-)."
    )


@each
def test_above_the_headings_stands_what_to_do_in_one_cell_a_row(books, layout):
    """Readers of lists take several cells in a row above the headings for an entry that lost its place."""
    template, sheet = TEMPLATES[layout], books[layout].active
    above = [[cell.value for cell in sheet[row] if cell.value is not None] for row in range(1, FIRST - 1)]
    assert above[:2] == [[template.title], [template.intro]]
    ((help_text,),) = above[2:]
    assert instructions.SHEET in help_text
    assert all(column.heading in help_text for column in template.columns if column.required)


@each
def test_text_stays_as_it_was_typed(books, layout):
    """In a cell without a format Excel makes the 1st of February of "1-2" times a week."""
    sheet = books[layout].active
    formats = {"text": "@", "choice": "@", "date": "yyyy-mm-dd", "whole": "General", "number": "General"}
    for at, column in enumerate(TEMPLATES[layout].columns, start=1):
        assert sheet.cell(FIRST, at).number_format == formats[column.kind], column.heading


@each
def test_the_sheet_opens_where_one_writes_and_prints_on_the_paper(books, layout):
    """Headings out of sight, or a list cut off at the paper's edge, make people type in the wrong column."""
    book = books[layout]
    template, sheet = TEMPLATES[layout], book.active
    assert book.active.title == book.sheetnames[0] == template.sheet
    assert sheet.freeze_panes == f"A{FIRST}"
    assert {s.activeCell for s in sheet.sheet_view.selection} == {f"A{FIRST}"}
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows.replace("$", "") == f"{FIRST - 1}:{FIRST - 1}"
    assert (book.properties.title, book.properties.language) == (template.title, "sv-SE")
    # On a laptop's screen half must be left to write in.
    assert sum(sheet.row_dimensions[row].height for row in range(1, FIRST)) <= 190
    assert sum(column.width for column in template.columns) <= 200
    for column in template.columns:
        longest = max(re.split(r"[\s-]", column.heading), key=len)
        assert len(longest) + 4 <= column.width, column.heading  # the filter's arrow takes the rest


@each
def test_the_sheet_of_instructions_says_everything_once(books, layout):
    """Advice, each column, its help and its examples."""
    template = TEMPLATES[layout]
    sheet = books[layout][instructions.SHEET]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    flat = [str(cell) for row in rows for cell in row]
    for advice in template.advice:
        assert f"• {advice}" in flat
    assert any(template.folder in advice for advice in template.advice)
    for column in template.columns:
        (row,) = [row for row in rows if row and row[0] == column.heading]
        assert column.help in row
        assert all(said(value) in row for value in column.example if value != "")
        # Dates as text: a reader of lists takes a sheet with dates in it for one that lost its headings.
        assert not any(isinstance(cell, dt.date) for cell in row)


@each
def test_nothing_in_a_template_points_outside_it(empty, layout):
    """A workbook with links or macros is stopped by many municipalities' mail."""
    with zipfile.ZipFile(empty[layout]) as archive:
        names = archive.namelist()
        assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
        for name in names:
            content = archive.read(name).decode("utf-8")
            assert 'TargetMode="External"' not in content
            assert "<f>" not in content


def test_a_long_list_needs_the_hidden_sheet():
    """Excel calls the file broken when a list in the cell itself is longer than 255 characters."""
    long = [c for t in TEMPLATES.values() for c in t.columns if len(",".join(c.choices)) > 255]
    assert long
    assert workbook.LISTS not in {t.sheet for t in TEMPLATES.values()}


def test_the_words_are_for_people():
    """Short sentences that end; no names; 0 is never said to be the same as missing."""
    for template in TEMPLATES.values():
        for text in (template.intro, *template.advice, *(c.help for c in template.columns)):
            assert text[0].isupper()
            assert text.endswith(".")
            assert not re.search(r"\b(null|NA|celldata|rad(?:en)? avvisas)\b", text)
        assert any("aldrig 0" in advice for advice in template.advice)
        assert any("namn" in advice and "personnummer" in advice for advice in template.advice)


# ---- the folder -----------------------------------------------------------------------------------------


def test_the_guide_tells_of_every_folder_and_template(tmp_path):
    create(tmp_path / "ny")
    guide = (tmp_path / "ny" / "OM FILERNA.md").read_text(encoding="utf-8")
    folders = {path.name for path in (tmp_path / "ny").iterdir() if path.is_dir()}
    assert folders == set(FOLDERS)
    for name in folders:
        assert f"`{name}/`:" in guide
    for template in TEMPLATES.values():
        assert f"| `{template.file}` ({template.title}) | `{template.folder}/` |" in guide
    # Beside the agreements' folders, not in one of them.
    assert f"`{SHARED_FOLDER}`" in guide
    assert SHARED_FOLDER not in folders


def test_the_corrections_are_all_commented_out_and_right_when_they_are_not(tmp_path):
    """An example that is in force would change a figure; one that is wrong stops the first who follows it."""
    create(tmp_path / "ny")
    path = tmp_path / "ny" / "rattelser.toml"
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    assert all(not line or line.startswith("#") for line in text.splitlines())
    used = "\n".join(line[1:] for line in text.splitlines() if re.match(r"#[\[a-z]", line))
    entries = tomllib.loads(used)["rattelse"]
    explained = set(re.findall(r"^# ([a-z]+) {2,}\S", text, re.MULTILINE))
    assert explained == set(corrections._KEYS)
    assert set().union(*entries) == explained

    path.write_text(used, encoding="utf-8")
    shutil.copy(EXPECTATIONS.parent / "data" / "raw" / "lessebo-exempel" / "avtal.toml", tmp_path / "ny")
    found = corrections.declared(agreements.load(tmp_path / "ny"))
    assert [c.action for c in found] == ["ersatt", "stryk"]
    for action in (corrections.DROP, corrections.OVERRIDE, corrections.FLAG):
        assert f'"{action}"' in text
    for series in corrections._SERIES:
        assert f"#           {series}/<" in text


def test_the_agreement_file_lists_the_sources_there_are():
    """A code that is not in the list is never promised; one that is not known stops the first run."""
    text = (EXPECTATIONS / "avtal_mall.toml").read_text(encoding="utf-8")
    listed = re.findall(r"^#   ([a-z_]+) +(.+?)( \*)?$", text, re.MULTILINE)
    known = {name: source for name, source in registers.sources().items() if name not in NOT_SOURCES}
    assert {code: label for code, label, _ in listed} == {
        name: source.label for name, source in known.items()
    }
    # The star: no file of its own, so it comes in the template for further sources.
    assert {code for code, _, star in listed if star} == {
        n for n, source in known.items() if not source.layouts
    }
    used = tomllib.loads(text)["kallor"]
    assert set(used["obligatoriska"]) <= set(known)


def test_a_missing_mark_is_a_missing_mark():
    """The dash that the templates ask for is one that every reader knows."""
    assert cells.is_missing("-")
    assert cells.is_missing("")
