"""The sheets that the group fills in: what is proposed, locked and offered, and that all that is typed is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import openpyxl
from fake_edition import AGREEMENT, SECRET, YEAR, build
from workbook_filling import (
    CODES,
    FILLED,
    FIRST,
    INDICATOR,
    TYPED,
    everything,
    fill,
    handed_in,
    opened,
    position,
    read,
    remarks,
    seen,
    shown,
    typed,
    written,
)

from pipelines import workbook_register as register
from pipelines.report.workbook_checks import help_of
from pipelines.tables.plan import TABLE_OF_SHEET, plan


def test_typing_stands_for_every_column_that_is_filled_in() -> None:
    """A column that nobody types in is a column that nobody has tried."""
    for name, spec in FILLED.items():
        assert {c.id for c in spec.columns if c.fill} == {
            column for row in TYPED[name].values() for column in row
        }, name


def test_every_cell_that_is_typed_stands_in_the_tables_with_its_way_back(fresh: bytes) -> None:
    data = fill(fresh, TYPED)
    reading = handed_in(data)
    assert reading.files[0].result.problems == []
    agreement: Any = type("Agreement", (), {"id": AGREEMENT})
    tables = plan(reading, agreement).tables
    book = opened(data)
    for name, rows in TYPED.items():
        spec, table = register.sheets()[name], tables[TABLE_OF_SHEET[name]].set_index("id")
        assert set(table.index) == set(rows), name
        for identity, cells in rows.items():
            stored = table.loc[identity]
            assert (stored["file"], stored["sheet"], stored["year"]) == ("arbetsbok_0.xlsx", spec.name, YEAR)
            assert book[spec.name].cell(int(stored["row"]), 1).value == identity
            for column, value in cells.items():
                assert stored[column] == CODES.get(value, value), (name, identity, column)


def test_fresh_workbook_read_back_says_nothing(fresh: bytes) -> None:
    """But which lägesbild it is of, which always comes."""
    result = read(fresh)
    said = result.rows[["sheet_id", "column", "value"]].to_dict("split")["data"]
    assert said == [["book", "year", str(YEAR)], ["book", "agreement", AGREEMENT]]
    assert result.problems == []
    assert result.is_reconciled()


def test_the_same_input_gives_the_same_bytes(database: Path, fresh: bytes, tmp_path: Path) -> None:
    content = typed(fill(fresh, TYPED))
    assert written(database, tmp_path, content) == written(database, tmp_path, content)


def test_problems_are_proposed_from_the_ranking_and_hide_what_is_hidden(fresh: bytes) -> None:
    rows = shown(fresh, "problem")
    assert rows["P1"]["problem_code"] == "theft_overall"
    assert rows["P1"]["priority_area"] == "STOLD Inbrott och stölder"
    assert rows["P1"]["figures"] == (
        "Anmälda stölder och tillgrepp: 700 åren 2021–2023; plats 2 efter antal (kan vara 1–4); lägre än åren före; "
        "2\u00a0andra källor beskriver också problemet."
    )
    assert str(rows["P2"]["figures"]).startswith(
        "Anmält klotter: antalet åren 2021–2023 visas inte; inte prövat"
    )
    assert list(rows) == [f"P{n}" for n in range(1, 13)]  # two problems and ten empty rows
    for hidden in (SECRET, "3.7331", "3,73"):
        assert str(hidden) not in everything(fresh)


def test_problem_with_several_indicators_tells_of_each(tmp_path: Path) -> None:
    path = build(tmp_path / "lagesbild.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO problem_ranking BY NAME SELECT * REPLACE ('narcotics_reported' AS indicator, "
            "'Anmälda narkotikabrott' AS title, 90 AS count_three_years, 3 AS rank_volume, 3 AS rank_volume_lower, "
            "3 AS rank_volume_upper, 'higher' AS change_signal) FROM problem_ranking WHERE problem = 'theft_overall'"
        )
    rows = shown(written(path, tmp_path), "problem")
    assert [row["problem_code"] for row in rows.values()][:3] == ["theft_overall", "youth_groups", None]
    assert str(rows["P1"]["figures"]).endswith(
        " Anmälda narkotikabrott: 90 åren 2021–2023; plats 3 efter antal; högre än åren före. Antalet följer polisens "
        "närvaro och kontroller: fler anmälda brott kan betyda fler insatser, inte fler brott."
    )


def test_candidates_are_marked_and_belong_to_no_problem_yet(fresh: bytes) -> None:
    rows = shown(fresh, "cause")
    proposed = [row for row in rows.values() if row["origin"]]
    assert len(proposed) == 28  # expectations/candidate_causes.toml
    for row in proposed:
        assert str(row["origin"]).startswith("kandidat ur biblioteket: ")
        assert row["problem_id"] is None
        assert row["rib"] in register.choices("ribs").values()
        assert row["level"] in register.choices("levels").values()
    assert len(rows) - len(proposed) == register.sheets()["cause"].rows
    assert "Att pröva, inte en slutsats." in next(iter(remarks(fresh, "cause").values()))


def test_only_yellow_cells_are_open_and_what_is_proposed_is_locked(fresh: bytes) -> None:
    book = seen(fresh)
    for spec in register.sheets().values():
        sheet = book[spec.name]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        for line in (FIRST, sheet.max_row):
            is_proposed = (
                bool(spec.origin) and sheet.cell(line, position(spec.id, spec.origin)).value is not None
            )
            for n, column in enumerate(spec.columns, 1):
                is_open = column.fill and not (column.given and is_proposed)
                assert sheet.cell(line, n).protection.locked != is_open, (spec.name, line, column.id)


def test_every_column_to_fill_in_has_help_and_the_check_of_its_kind(fresh: bytes) -> None:
    """Excel shows at most 32 characters of title and 255 of text, and "repairs" a file with more."""
    book = seen(fresh)
    kinds = {"choice": "list", "date": "date", "year": "whole", "whole": "whole", "number": "decimal"}
    for spec in register.sheets().values():
        sheet = book[spec.name]
        checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}
        for n, column in enumerate(spec.columns, 1):
            at = f"{openpyxl.utils.get_column_letter(n)}{FIRST}"
            assert (at in checks) == column.fill
            if column.fill:
                check = checks[at]
                assert check.prompt == help_of(column)[:255]
                assert len(check.prompt) > 5
                assert 0 < len(check.promptTitle) <= 32
                assert len(check.error or "") <= 225
                assert check.type == kinds.get(column.kind), (spec.name, column.id)
                assert str(check.sqref).endswith(str(sheet.max_row))


def test_number_cells_are_not_text_cells(fresh: bytes) -> None:
    """A number typed in a cell of text format is a text, and the cell's own check refuses it."""
    sheet = seen(fresh)["Mål"]
    assert sheet.cell(FIRST, position("goal", "target")).number_format == "General"
    assert sheet.cell(FIRST, position("goal", "target_year")).number_format == "0"
    assert sheet.cell(FIRST, position("goal", "title")).number_format == "@"


def test_lists_hold_the_words_of_the_lagesbild(fresh: bytes) -> None:
    book = seen(fresh)
    listed: dict[str, list[list[object]]] = {}
    for column in book["Listor"].iter_cols(values_only=True):
        words = [word for word in column if word is not None]
        listed.setdefault(str(words[0]), []).append(words[1:])
    assert listed["areas"][0] == [
        "UNGA Unga i riskzon att utveckla en kriminell livsstil", "PLATS Otrygga platser",
        "SKOLA Skolsäkerhet", "STOLD Inbrott och stölder",
    ]  # fmt: skip
    assert listed["areas"][1] == [*listed["areas"][0], "inget område"]  # a statement may belong to none
    assert INDICATOR in listed["indicators"][0]
    assert "Kosta" in listed["localities"][0]
    assert "Övriga kommunen" not in listed["localities"][0]
    assert listed["blocks"]
    assert len(listed["indicators"]) == 1
    assert book["Listor"].sheet_state == "hidden"


def test_evidence_has_figures_first_with_their_interval_and_no_hidden_number(fresh: bytes) -> None:
    rows = shown(fresh, "evidence")
    kinds = [row["kind"] for row in rows.values()]
    assert kinds == ["siffra"] * kinds.count("siffra") + ["uttalande"] * kinds.count("uttalande")
    theft = rows["theft_reported"]
    assert theft["value"] == (
        "189 år 2023 (2\u00a0266 per 100\u00a0000 invånare; 95\u00a0%-intervall 1\u00a0971–2\u00a0583). "
        "Uppgiften är preliminär och kan ändras."
    )
    assert (theft["document"], theft["locator"], theft["area"]) == (
        "bra/sol.csv",
        "rad 12",
        "Inbrott och stölder",
    )
    assert rows["graffiti_reported"]["value"] == "Färre än 5 år 2023."
    assert rows["u0"]["title"] == "(Kan peka ut någon: läs i källan.)"
    assert rows["u1"]["title"] == "=Det stjäls i butiken när få är i kassan."
