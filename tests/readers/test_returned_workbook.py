"""The workbook as it comes back: every cell is read as it was written, or the cell that stops it is named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import openpyxl
import pytest

from pipelines import workbook_register as register
from pipelines.readers import ReadResult, UnreadableFileError, returned_workbook
from tests.readers.building import workbook
from tests.readers.checking import read_as
from tests.readers.filled import (
    ABOUT,
    FIRST,
    HEADING_ROW,
    OTHER_STATEMENT,
    SOUND,
    STATEMENT,
    Row,
    book,
    filled,
    place,
    position,
    saved,
    whole,
)  # fmt: skip

NAME = "lagesbild.xlsx"
#: Rows of the sound workbook that nobody has written on: empty, or as the programme proposed them.
UNTOUCHED = ("P3", "O3", "U2", OTHER_STATEMENT)


def read(data: bytes) -> ReadResult:
    return read_as(returned_workbook, data, NAME)


def values(data: bytes, sheet: str, row: int = FIRST) -> dict[str, str]:
    """The row's values in codes; nothing else may be wrong in the workbook."""
    result = read(data)
    assert result.problems == []
    cells = result.rows[(result.rows["sheet_id"] == sheet) & (result.rows["row"] == row)]
    return dict(zip(cells["column"], cells["value"], strict=True))


def changed(sheet: str, at: int = 0, **given: object) -> bytes:
    """The sound workbook with some cells of one row changed."""
    rows: list[Row] = [dict(row) for row in SOUND[sheet]]
    rows[at] |= given
    return whole(**{sheet: rows})


def fault(data: bytes) -> str:
    result = read(data)
    assert len(result.problems) == 1, result.problems
    problem = result.problems[0]
    return f"{problem.sheet}, {problem.row}: {problem.reason} {problem.advice}"


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        returned_workbook.read(data, NAME)
    assert f"«{NAME}»" in str(caught.value)
    return str(caught.value)


def test_every_filled_cell_comes_with_its_sheet_row_and_cell() -> None:
    """What is typed must be found again, cell by cell: nothing more and nothing less."""
    result = read(whole())
    assert result.problems == []
    told = {(r.sheet, r.cell) for r in result.rows.itertuples()}
    typed = {
        (spec.name, place(spec.id, column, number))
        for spec in register.sheets().values()
        if spec.is_filled_in
        for number, row in enumerate(SOUND[spec.id], FIRST)
        if row[spec.key] not in UNTOUCHED
        for column in row
    }
    assert told == typed
    assert set(result.rows["year"]) == {2023}
    assert set(result.rows["party"]) == {"joint"}


@pytest.mark.parametrize(
    ("sheet", "column", "written", "code"),
    [
        ("problem", "priority_area", "PLATS Otrygga platser", "PLATS"),
        ("problem", "priority_area", "plats", "PLATS"),
        ("problem", "prioritised", "Nej ", "no"),
        ("problem", "why_chosen", "Rad ett\nRad två", "Rad ett\nRad två"),
        ("problem", "why_chosen", 12, "12"),
        ("problem", "decided_by", "kultur- och fritidschef", "kultur- och fritidschef"),
        ("problem", "decided_by", "chef för kultur och fritid", "chef för kultur och fritid"),
        ("problem", "on_date", "2024-02-11", "2024-02-11"),
        ("problem", "on_date", "11 februari 2024", "2024-02-11"),
        ("problem", "on_date", dt.datetime(2024, 2, 11, 15, 30), "2024-02-11"),
        ("cause", "problem_id", "p2", "P2"),
        ("cause", "evidence_ids", f"{STATEMENT}, bicycle_theft_reported", f"{STATEMENT};bicycle_theft_reported"),
        ("cause", "test_indicator", "bicycle_theft_reported", "bicycle_theft_reported"),
        ("cause", "test_place", "Kosta", "Kosta"),
        ("cause", "test_time", "fredag", "fredag"),
        ("goal", "target", "92,5", "92.5"),
        ("goal", "target", "1 200", "1200.0"),
        ("goal", "target", 0, "0.0"),
        ("goal", "target_year", "2025", "2025"),
        ("goal", "target_year", 2025.0, "2025"),
        ("cooperation", "planned", "12", "12"),
        ("cooperation", "held", 0, "0"),
        ("message", "audience", "invånare", "residents"),
        ("message", "audience", "Sommargäster", "Sommargäster"),
        ("message", "rests_on_ids", "Å1, P1", "Å1;P1"),
        ("text_review", "area_3", None, None),
        ("text_review", "times", "kväll\nhelg", "kvall;helg"),
        ("text_review", "times", "ingen", "ingen"),
        ("text_review", "places", "ingen", "ingen"),
    ],
)  # fmt: skip
def test_each_kind_of_cell_is_read_in_codes(
    sheet: str, column: str, written: object, code: str | None
) -> None:
    assert values(changed(sheet, **{column: written}), sheet).get(column) == code


@pytest.mark.parametrize(
    ("sheet", "column", "written", "reason"),
    [
        ("problem", "priority_area", "Trafik", "finns inte i listan"),
        ("problem", "priority_area", "inget område", "finns inte i listan"),
        ("problem", "prioritised", "kanske", "finns inte i listan"),
        ("problem", "title", None, "Cellen är tom"),
        ("problem", "decided_by", "kommunpolis och fritidschef", "mer än en"),
        ("problem", "decided_by", "rektor/skolchef", "mer än en"),
        ("problem", "decided_by", "rektor på Kvarnskolan och fritidsledare", "mer än en"),
        ("problem", "decided_by", "chef för skolan och polisen", "mer än en"),
        ("problem", "on_date", "i våras", "Datumet går inte att läsa"),
        ("problem", "on_date", "3/5 2024", "Datumet går inte att läsa"),
        ("problem", "on_date", "1924-02-11", "utanför 2000"),
        ("problem", "problem_code", "hittepa", "ändrat"),
        ("cause", "problem_id", "P3", "ifyllda raderna på bladet Problem"),
        ("cause", "problem_id", "P1 och P2", "mer än ett nummer"),
        ("cause", "evidence_ids", "0123456789ac", "bland beläggen"),
        ("cause", "evidence_ids", "cykelstölder", "bland beläggen"),
        ("cause", "test_indicator", "Cykelstölder", "finns inte i listan"),
        ("measure", "title", None, "Cellen är tom"),
        ("goal", "target", "12 st", "inget tal"),
        ("goal", "target", "8.000", "två sätt"),
        ("goal", "target_year", "om två år", "inget årtal"),
        ("goal", "target_year", 25, "inget årtal"),
        ("cooperation", "planned", "fyra", "inget helt tal"),
        ("cooperation", "planned", 4.5, "inget helt tal"),
        ("cooperation", "planned", -1, "inget helt tal"),
        ("message", "rests_on_ids", "Å1; Å9", "Åtgärder eller Problem eller Mål"),
        ("follow_up", "done", None, "Cellen är tom"),
        ("text_review", "role", None, "Vem som har granskat saknas."),
        ("text_review", "on_date", None, "Datumet för granskningen saknas."),
        ("text_review", "theme", "Otrygghet", "finns inte i listan"),
        ("text_review", "area_2", "UNGA", "Samma område står två gånger."),
        ("text_review", "times", "kväll; ibland", "Ett av orden"),
        ("text_review", "statement_id", "1", "nummer är borta eller ändrat"),
        ("text_review", "statement_id", "0123456789ac", "nummer är borta eller ändrat"),
        ("text_review", "year", "i fjol", "ändrat"),
        ("text_review", "year", None, "Året är borta"),
        ("text_review", "proposed_theme", "Mitt tema", "Det föreslagna är ändrat."),
    ],
)  # fmt: skip
def test_cell_that_cannot_be_used_is_named_with_what_to_do(
    sheet: str, column: str, written: object, reason: str
) -> None:
    told = fault(changed(sheet, **{column: written}))
    assert told.startswith(f"{register.sheets()[sheet].name}, {FIRST}: Cell ")
    shown = "area_1" if reason.startswith("Samma område") else column
    assert f"Cell {place(sheet, shown)} («{register.sheets()[sheet].column(shown).heading}»)" in told
    assert reason in told
    assert told.rstrip().endswith(".")


def test_row_that_cannot_be_used_is_kept_as_it_was_typed_with_what_is_wrong() -> None:
    """The one who fills it in anew shall not have to remember it."""
    result = read(changed("goal", target="nittio", target_year=2025))
    assert not (result.rows["sheet_id"] == "goal").any()
    aside = result.set_aside.set_index("column")
    assert aside.loc["target", "value"] == "nittio"
    assert "inget tal" in aside.loc["target", "reason"]
    assert (aside.loc["target_year", "value"], aside.loc["target_year", "reason"]) == ("2025", "")
    assert set(aside["id"]) == {"M1"}


def test_untouched_rows_are_counted_and_not_taken_for_answers() -> None:
    result = read(filled({}))
    assert set(result.rows["sheet_id"]) == {"book"}
    untouched = [
        {"id": "P1", "problem_code": "shop_theft", "priority_area": "STOLD", "title": "Stöld i butik"}
    ]
    result = read(filled({"problem": untouched, "follow_up": [SOUND["follow_up"][1]]}))
    assert set(result.rows["sheet_id"]) == {"book"}
    assert result.problems == []
    assert sum(result.skipped.values()) == 2


def test_proposed_row_that_another_row_names_counts() -> None:
    """Otherwise the cause would hang on a problem that is in no table."""
    problem = {"id": "P1", "problem_code": "shop_theft", "priority_area": "STOLD", "title": "Stöld i butik"}
    cause = {"id": "O1", "problem_id": "P1", "rib": "gärningsperson", "hypothesis": "Säljs vidare."}
    rows = read(filled({"problem": [problem], "cause": [cause]})).rows
    assert set(rows[rows["sheet_id"] == "problem"]["column"]) == {
        "id",
        "problem_code",
        "priority_area",
        "title",
    }


def test_candidate_that_a_measure_names_must_say_which_problem_it_is_about() -> None:
    told = fault(changed("measure", cause_id="O3"))
    assert f"Orsaker, 5: Cell {place('cause', 'problem_id', 5)}" in told


def test_row_that_stands_twice_is_not_guessed_between() -> None:
    rows = [*SOUND["goal"], {**SOUND["goal"][0], "title": "Ett annat mål"}]
    result = read(whole(goal=rows))
    assert [p.row for p in result.problems] == [3, 4]
    assert ["rad 4" in p.reason or "rad 3" in p.reason for p in result.problems] == [True, True]
    assert not (result.rows["sheet_id"] == "goal").any()


def test_number_of_an_untouched_row_is_not_taken_over() -> None:
    """A changed number would make the review one of another statement."""
    told = fault(changed("text_review", statement_id=OTHER_STATEMENT))
    assert f"Cell {place('text_review', 'statement_id')}" in told
    assert "rad 4" in told


def test_renamed_sheet_is_still_read() -> None:
    made = book(SOUND)
    made["Mål"].title = "Våra mål"
    result = read(saved(made))
    assert result.problems == []
    assert set(result.rows[result.rows["sheet_id"] == "goal"]["sheet"]) == {"Mål"}


def test_what_a_sheet_is_called_now_is_never_quoted() -> None:
    """It may be somebody's name, and messages are kept."""
    made = book(SOUND | {"goal": [SOUND["goal"][0] | {"target": "nittio"}]})
    made["Mål"].title = "Karin Hallström"
    result = read(saved(made))
    assert [problem.sheet for problem in result.problems] == ["Mål"]
    assert set(result.set_aside["sheet"]) == {"Mål"}
    made["Karin Hallström"].merge_cells("E3:E4")
    assert "Bladet «Mål»: cellerna E3:E4" in refusal(saved(made))
    made["Karin Hallström"].unmerge_cells("E3:E4")
    made["Karin Hallström"].delete_cols(2)
    assert "Bladet «Mål» saknar kolumnen" in refusal(saved(made))
    twice = book(SOUND)
    twice["Mål"].cell(HEADING_ROW, 20, "Mål")
    twice["Mål"].title = "Karin Hallström"
    assert "Bladet «Mål»: rubriken «Mål» finns mer än en gång" in refusal(saved(twice))


@pytest.mark.parametrize("spec", register.sheets().values(), ids=lambda s: s.id)
def test_missing_sheet_is_named(spec: Any) -> None:
    made = book(SOUND)
    del made[spec.name]
    assert f"«{spec.name}» saknas" in refusal(saved(made))
    made = book(SOUND)
    made[spec.name].sheet_state = "hidden"
    assert f"«{spec.name}» saknas eller är dolt" in refusal(saved(made))


@pytest.mark.parametrize("spec", register.sheets().values(), ids=lambda s: s.id)
def test_missing_column_is_named(spec: Any) -> None:
    made = book(SOUND)
    made[spec.name].delete_cols(2)
    told = refusal(saved(made))
    assert f"«{spec.name}» saknar kolumnen «{spec.columns[1].heading}»" in told


def test_copied_sheet_is_not_chosen_between() -> None:
    made = book(SOUND)
    made.copy_worksheet(made["Orsaker"]).title = "Orsaker (2)"
    assert "Bladen «Orsaker» och «Orsaker (2)» har samma rubriker" in refusal(saved(made))
    made["Orsaker (2)"].title = "Karin Hallström"
    told = refusal(saved(made))
    assert "Bladen «Orsaker» och ett blad med eget namn har samma rubriker" in told
    assert "Hallström" not in told
    made["Orsaker"].title = "Petra Hallström"
    told = refusal(saved(made))
    assert "Flera blad i stället för «Orsaker» har samma rubriker" in told
    assert "Hallström" not in told


def test_merged_cells_are_named_and_merged_words_above_are_not() -> None:
    made = book(SOUND)
    made["Problem"].merge_cells("A1:F1")
    assert read(saved(made)).problems == []
    made["Problem"].merge_cells("E3:E4")
    assert "«Problem»: cellerna E3:E4 är sammanslagna" in refusal(saved(made))


def test_formula_that_fails_is_no_empty_cell() -> None:
    made = book(SOUND)
    at = place("goal", "realistic")
    made["Mål"][at] = "#N/A"
    made["Mål"][at].data_type = "e"
    assert f"Cell {at} («Varför det är realistiskt»): Formeln ger inget värde." in fault(saved(made))


def test_formula_that_was_never_worked_out_is_no_empty_cell() -> None:
    made = book(SOUND)
    made["Mål"][place("goal", "target")] = "=1+1"
    assert f"Cell {place('goal', 'target')}" in fault(saved(made))


def test_number_shown_as_percent_is_not_a_hundredth() -> None:
    """12 % in Excel is the number 0.12."""
    made = book(SOUND)
    cell = made["Mål"][place("goal", "target")]
    cell.value, cell.number_format = 0.12, "0%"
    assert "Cellen visas som procent" in fault(saved(made))
    cell.number_format = "0.0%"
    assert "Cellen visas som procent" in fault(saved(made))
    cell.number_format = "0.00"
    assert values(saved(made), "goal")["target"] == "0.12"


def test_words_beside_the_columns_are_not_lost_without_a_word() -> None:
    made = book(SOUND)
    beyond = len(register.sheets()["chain"].columns) + 1
    made["Händelsekedja"].cell(FIRST, beyond, "se även bilaga")
    told = fault(saved(made))
    assert f"Cell {openpyxl.utils.get_column_letter(beyond)}{FIRST} («utanför bladets kolumner»)" in told


def test_year_that_is_not_the_workbooks_own_is_refused() -> None:
    """Everything in it would become another year's plan."""
    assert "cell A3: det är inte samma år som på bladet «Belägg»" in refusal(changed("book", year=2022))
    assert "cell A3: året är borta eller ändrat" in refusal(changed("book", year="i år"))


@pytest.mark.parametrize(
    ("written", "party"), [("polisen", "police"), ("Kommunen", "municipality"), (None, "joint")]
)
def test_party_is_the_one_that_is_written(written: str | None, party: str) -> None:
    assert set(read(changed("book", party=written, role=None, on_date=None)).rows["party"]) == {party}


def test_workbook_is_one_agreements_whatever_is_filled_in() -> None:
    """Otherwise another agreement's workbook would be read as this one's when nobody has signed it."""
    own: Row = {"year": 2023, "agreement": "provavtal"}
    result = read(filled({"book": [own], "problem": SOUND["problem"][:1]}))
    assert result.problems == []
    assert set(result.rows["agreement"]) == {"provavtal"}
    about = result.rows[result.rows["sheet_id"] == "book"]
    assert dict(zip(about["column"], about["value"], strict=True)) == {
        "year": "2023",
        "agreement": "provavtal",
    }
    assert set(result.rows["party"]) == {"joint"}
    unusable = read(whole(goal=[SOUND["goal"][0] | {"target": "nittio"}]))
    assert set(unusable.set_aside["agreement"]) == {"provavtal"}
    assert f"cell {place('book', 'agreement')}: avtalet är borta" in refusal(changed("book", agreement=None))


def test_signed_workbook_without_a_party_is_joint() -> None:
    assert values(changed("book", party=None), "book")["role"] == "säkerhetssamordnare"
    assert set(read(changed("book", party=None)).rows["party"]) == {"joint"}


def test_number_that_is_none_of_the_programmes_is_no_evidence_though_it_stands_on_the_sheet() -> None:
    """The sheet is locked, not sealed: what is written there would be stored as a number."""
    rows = [*SOUND["evidence"], {"evidence_id": "Karin-Hallström", "plan_year": 2023, "kind": "siffra"}]
    causes = [SOUND["cause"][0] | {"evidence_ids": "Karin-Hallström"}, *SOUND["cause"][1:]]
    assert "bland beläggen" in fault(whole(evidence=rows, cause=causes))


def test_personnummer_is_no_evidence_where_no_number_is_listed() -> None:
    """Twelve digits look like a statement's number, and there is no list to say that they are none."""

    def cites(number: str) -> bytes:
        return whole(evidence=[], cause=[SOUND["cause"][0] | {"evidence_ids": number}, *SOUND["cause"][1:]])

    assert "bland beläggen" in fault(cites("198002032384"))
    assert "bland beläggen" in fault(cites("198002632381"))  # a samordningsnummer
    assert values(cites("198002032385"), "cause")["evidence_ids"] == "198002032385"  # its last digit is wrong
    assert values(cites(STATEMENT), "cause")["evidence_ids"] == STATEMENT


def test_row_number_of_another_form_is_no_reference_though_a_row_has_it() -> None:
    rows = [*SOUND["goal"], SOUND["goal"][0] | {"id": "KARIN", "title": "Ett mål till"}]
    result = read(whole(goal=rows, message=[SOUND["message"][0] | {"rests_on_ids": "Karin"}]))
    told = {problem.sheet: problem.reason for problem in result.problems}
    assert set(told) == {"Mål", "Kommunikation"}
    assert "Åtgärder eller Problem eller Mål" in told["Kommunikation"]


def test_party_that_is_not_in_the_list_is_not_taken_for_joint() -> None:
    told = refusal(changed("book", party="kommunens arbetsgrupp"))
    assert f"cell {place('book', 'party')}" in told
    assert "polisen" in told


def test_workbook_without_a_line_about_itself_says_so() -> None:
    assert "«Om arbetsboken» är tomt" in refusal(filled({"book": []}))


def test_second_line_about_the_workbook_is_told() -> None:
    told = fault(whole(book=[ABOUT, {**ABOUT, "party": "polisen"}]))
    assert "Om arbetsboken, 4: Cell A4" in told


def test_workbook_of_another_program_is_asked_for_as_xlsx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only an xlsx tells of merged cells and failed formulas."""
    monkeypatch.setattr("pipelines.readers.workbook_marks.sheet_files", lambda data: {})
    assert "spara den som Excel-arbetsbok (.xlsx)" in refusal(whole())


def test_single_sheet_in_a_workbook_of_its_own_is_not_recognised() -> None:
    spec = register.sheets()["goal"]
    data = workbook({spec.name: [[spec.intro], list(spec.headings), [None] * len(spec.headings)]})
    from pipelines.readers import sample

    assert not returned_workbook.recognises(sample.take(data, NAME))


def test_headings_may_be_written_in_another_case() -> None:
    made = book(SOUND)
    sheet = made["Mål"]
    for at in range(1, len(register.sheets()["goal"].columns) + 1):
        sheet.cell(HEADING_ROW, at).value = str(sheet.cell(HEADING_ROW, at).value).upper()
    assert values(saved(made), "goal")["target"] == "92.5"


def test_every_reason_is_a_swedish_sentence_without_a_value_from_the_file() -> None:
    result = read(changed("goal", target="HEMLIGT", accepted_by="A och B"))
    problem = result.problems[0]
    assert "HEMLIGT" not in problem.reason + problem.advice
    assert "HEMLIGT" in problem.found
    assert re.search(r"[åäö]", problem.advice)
    assert position(register.sheets()["goal"], "target") == 9
