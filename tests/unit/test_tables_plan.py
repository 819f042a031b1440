"""What the group wrote: nothing lost, nothing overwritten, and no names where they do not belong."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipelines.errors import UserError
from pipelines.raw import FileReading, Reading
from pipelines.readers.result import ReadResult
from pipelines.tables.plan import NAMED_ONLY, Plan, plan, without_names
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

Cell = tuple[str, str, str, str]  # sheet, number of the row, column, value
PROBLEM: list[Cell] = [
    ("problem", "P1", "priority_area", "STOLD"),
    ("problem", "P1", "title", "Cykelstölder vid stationen"),
    ("problem", "P1", "prioritised", "yes"),
    ("problem", "P1", "decided_by", "ordförande Karin Hallström"),
]


class Agreement:
    id = "prov"


def reading(*books: tuple[str, int, str, list[Cell]]) -> Reading:
    """Books as (file, year, party, cells); every row of a sheet is one record."""
    files = []
    for file, year, party, cells in books:
        keys = {key: n for n, key in enumerate(dict.fromkeys((c[0], c[1]) for c in cells), 3)}
        rows = pd.DataFrame(
            [
                {
                    "record": keys[sheet, identity], "row": keys[sheet, identity], "sheet": f"Blad {sheet}",
                    "sheet_id": sheet, "id": identity, "column": column, "cell": "A1", "value": value,
                    "year": year, "party": party,
                }
                for sheet, identity, column, value in cells
            ]
        )  # fmt: skip
        files.append(FileReading(file, file, 1, "returned_workbook", ReadResult(rows, len(keys))))
    return Reading(tuple(files), Redactor(NameLists.packaged()))


def of(*books: tuple[str, int, str, list[Cell]]) -> Plan:
    agreement: Any = Agreement()
    return plan(reading(*books), agreement)


def test_every_filled_cell_stands_in_its_table_with_its_way_back() -> None:
    row = of(("b.xlsx", 2023, "joint", PROBLEM)).tables["problem"].iloc[0]
    assert (row["id"], row["priority_area"], row["title"], row["prioritised"]) == (
        "P1",
        "STOLD",
        "Cykelstölder vid stationen",
        "yes",
    )
    assert (row["file"], row["sheet"], row["row"], row["year"]) == ("b.xlsx", "Blad problem", 3, 2023)


def test_role_is_kept_and_its_holder_is_not() -> None:
    row = of(("b.xlsx", 2023, "joint", PROBLEM)).tables["problem"].iloc[0]
    assert row["decided_by"] == "ordförande"
    assert without_names("[NAMN 1], trygghetssamordnare") == "trygghetssamordnare"
    assert without_names("[NAMN 2]") == NAMED_ONLY


def test_name_of_a_resident_in_a_text_is_hidden() -> None:
    cells = [*PROBLEM, ("problem", "P1", "why_chosen", "Petra Hallström såg dem ta cykeln.")]
    text = of(("b.xlsx", 2023, "joint", cells)).tables["problem"].iloc[0]["why_chosen"]
    assert "Hallström" not in text
    assert "såg dem ta cykeln" in text


def test_parties_that_agree_are_one_row() -> None:
    found = of(("a.xlsx", 2023, "police", PROBLEM), ("b.xlsx", 2023, "municipality", PROBLEM))
    assert list(found.tables["problem"]["party"]) == ["both"]
    assert found.difference.empty


def test_parties_that_differ_are_both_kept_and_the_cell_is_told() -> None:
    other = [c if c[2] != "prioritised" else (*c[:3], "no") for c in PROBLEM]
    found = of(("a.xlsx", 2023, "police", PROBLEM), ("b.xlsx", 2023, "municipality", other))
    assert sorted(found.tables["problem"]["party"]) == ["municipality", "police"]
    told = found.difference.iloc[0]
    assert (told["id"], told["column"], told["police"], told["municipality"]) == (
        "P1",
        "prioritised",
        "yes",
        "no",
    )
    assert len(found.difference) == 1


def test_cell_that_only_one_party_has_filled_is_a_difference() -> None:
    found = of(("a.xlsx", 2023, "police", PROBLEM), ("b.xlsx", 2023, "municipality", PROBLEM[:3]))
    assert list(found.difference["column"]) == ["decided_by"]
    assert found.difference["municipality"].isna().all()


def test_row_of_one_party_alone_is_no_difference() -> None:
    more = [*PROBLEM, ("problem", "P2", "title", "Klotter"), ("problem", "P2", "priority_area", "PLATS")]
    found = of(("a.xlsx", 2023, "police", more), ("b.xlsx", 2023, "municipality", PROBLEM))
    rows = found.tables["problem"].set_index("id")["party"]
    assert dict(rows) == {"P1": "both", "P2": "police"}
    assert found.difference.empty


def test_joint_workbook_counts_before_the_parties_own() -> None:
    joint = [c if c[2] != "title" else (*c[:3], "Cykelstölder i tätorten") for c in PROBLEM]
    found = of(
        ("a.xlsx", 2023, "police", PROBLEM),
        ("b.xlsx", 2023, "municipality", PROBLEM),
        ("c.xlsx", 2023, "joint", joint),
    )
    assert list(found.tables["problem"]["title"]) == ["Cykelstölder i tätorten"]


def test_same_number_in_another_year_is_another_row() -> None:
    found = of(("a.xlsx", 2022, "joint", PROBLEM), ("b.xlsx", 2023, "joint", PROBLEM))
    assert list(found.tables["problem"]["year"]) == [2022, 2023]


def test_two_workbooks_of_one_party_and_year_are_not_chosen_between() -> None:
    with pytest.raises(
        UserError, match=r"flera ifyllda arbetsböcker för 2023 \(ifylld av: gemensamt\): a.xlsx, b.xlsx"
    ):
        of(("a.xlsx", 2023, "joint", PROBLEM), ("b.xlsx", 2023, "joint", PROBLEM))


def test_no_workbook_gives_empty_tables_of_the_right_shape() -> None:
    found = of()
    assert set(found.tables) >= {"problem", "cause", "measure", "goal", "message", "follow_up", "promise"}
    assert all(frame.empty for frame in found.tables.values())
    assert "decided_by" in found.tables["problem"].columns


def test_code_of_a_list_is_not_taken_for_personal_data() -> None:
    """An indicator's code looks like the name of an account."""
    cells = [
        ("goal", "M1", "problem_id", "P1"),
        ("goal", "M1", "title", "Färre cykelstölder"),
        ("goal", "M1", "indicator", "bicycle_theft_reported"),
    ]
    row = of(("b.xlsx", 2023, "joint", cells)).tables["goal"].iloc[0]
    assert row["indicator"] == "bicycle_theft_reported"


def test_another_agreements_workbook_is_not_taken_for_this_ones() -> None:
    cells = [*PROBLEM, ("book", "2023", "agreement", "annat-avtal")]
    with pytest.raises(UserError, match="hör till avtalet annat-avtal, inte till prov"):
        of(("a.xlsx", 2023, "joint", cells))
