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


def reading(
    *books: tuple[str, int, str, list[Cell]], agreement: str = "prov", aside: dict[str, str] | None = None
) -> Reading:
    """Books as (file, year, party, cells); every row of a sheet is one record. A sheet in ``aside`` was not usable: it
    stands there with the column whose cell is wrong.
    """
    files = []
    for file, year, party, cells in books:
        keys = {key: n for n, key in enumerate(dict.fromkeys((c[0], c[1]) for c in cells), 3)}
        rows = pd.DataFrame(
            [
                {
                    "record": keys[sheet, identity], "row": keys[sheet, identity], "sheet": f"Blad {sheet}",
                    "sheet_id": sheet, "id": identity, "column": column, "cell": "A1", "value": value,
                    "year": year, "party": party, "agreement": agreement,
                }
                for sheet, identity, column, value in cells
            ]
        )  # fmt: skip
        is_aside = rows["sheet_id"].isin(list(aside or {}))
        wrong = [
            "Fel." if (aside or {}).get(s) == c else ""
            for s, c in zip(rows["sheet_id"], rows["column"], strict=True)
        ]
        result = ReadResult(
            rows[~is_aside].reset_index(drop=True),
            len(keys),
            set_aside=rows.assign(reason=wrong)[is_aside].reset_index(drop=True),
        )
        files.append(FileReading(file, file, 1, "returned_workbook", result))
    return Reading(tuple(files), Redactor(NameLists.packaged()))


def of(*books: tuple[str, int, str, list[Cell]], **given: Any) -> Plan:
    agreement: Any = Agreement()
    return plan(reading(*books, **given), agreement)


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
    with pytest.raises(UserError, match=r"Arbetsboken a.xlsx hör till ett annat avtal än prov\.") as caught:
        of(("a.xlsx", 2023, "joint", PROBLEM), agreement="Karin Hallströms avtal")
    assert "Hallström" not in str(caught.value)  # what stands in a cell is not quoted
    with pytest.raises(UserError, match="annat avtal"):
        of(("a.xlsx", 2023, "joint", PROBLEM), agreement="annat", aside={"problem": "title"})


BOOK: list[Cell] = [("book", "2023", "year", "2023"), ("book", "2023", "agreement", "prov")]


def test_workbook_without_a_word_about_itself_is_a_joint_one() -> None:
    (row,) = of(("a.xlsx", 2023, "joint", [*BOOK, *PROBLEM])).tables["plan_workbook"].to_dict("records")
    assert (row["year"], row["id"], row["party"], row["file"]) == (2023, "2023", "joint", "a.xlsx")
    assert pd.isna(row["role"])


def test_workbook_whose_own_row_has_a_fault_is_still_handed_in() -> None:
    own: list[Cell] = [
        *BOOK,
        ("book", "2023", "party", "police"),
        ("book", "2023", "role", "kommunpolis Karin Hallström och fältare"),
        ("book", "2023", "on_date", "2024-02-01"),
    ]
    found = of(("a.xlsx", 2023, "police", [*own, *PROBLEM]), aside={"book": "role"})
    (row,) = found.tables["plan_workbook"].to_dict("records")
    assert (row["party"], row["on_date"]) == ("police", pd.Timestamp("2024-02-01"))
    assert pd.isna(row["role"])


def test_workbook_with_only_reviewed_texts_is_no_second_plan() -> None:
    signed: list[Cell] = [*BOOK, ("book", "2023", "role", "säkerhetssamordnare"), *PROBLEM]
    reviewed: list[Cell] = [*BOOK, ("text_review", "0123456789ab", "comment", "Se protokollet.")]
    for books in ((signed, reviewed), (reviewed, signed)):
        found = of(*((f"{n}.xlsx", 2023, "joint", cells) for n, cells in enumerate(books)))
        assert list(found.tables["plan_workbook"]["role"]) == ["säkerhetssamordnare"]
        assert len(found.tables["problem"]) == 1


def test_row_that_the_joint_workbook_overrides_with_another_subject_is_told() -> None:
    """The same number for another problem: what the party wrote would vanish without a word."""
    joint = [c if c[2] != "title" else (*c[:3], "Klotter i centrum") for c in PROBLEM]
    found = of(("a.xlsx", 2023, "police", PROBLEM), ("c.xlsx", 2023, "joint", joint))
    (told,) = found.difference.to_dict("records")
    assert (told["sheet"], told["id"], told["column"]) == ("Problem", "P1", "title")
    assert (told["police"], told["joint"]) == ("Cykelstölder vid stationen", "Klotter i centrum")
    assert pd.isna(told["municipality"])
    same = of(("a.xlsx", 2023, "police", PROBLEM), ("c.xlsx", 2023, "joint", PROBLEM[:3]))
    assert same.difference.empty  # the joint row is about the same, whatever else it leaves out


def test_difference_in_the_subject_of_both_parties_stands_once_with_the_joint_words() -> None:
    measure: list[Cell] = [("follow_up", "U1", "measure_id", "Å1"), ("follow_up", "U1", "done", "yes")]
    other: list[Cell] = [("follow_up", "U1", "measure_id", "Å2"), ("follow_up", "U1", "done", "yes")]
    third: list[Cell] = [("follow_up", "U1", "measure_id", "Å3"), ("follow_up", "U1", "done", "no")]
    found = of(
        ("a.xlsx", 2023, "police", measure),
        ("b.xlsx", 2023, "municipality", other),
        ("c.xlsx", 2023, "joint", third),
    )
    told = [(r.column, r.police, r.municipality, r.joint) for r in found.difference.itertuples()]
    assert told == [("measure_id", "Å1", "Å2", "Å3")]


def test_role_of_nothing_but_names_and_what_joins_them_is_no_role() -> None:
    assert without_names("[NAMN 1] och [NAMN 2]") == NAMED_ONLY
    assert without_names("[NAMN 1], via [NAMN 2], [TELEFON]") == NAMED_ONLY
    assert without_names("VD och [NAMN 1]") == "VD och"


@pytest.mark.parametrize(
    "cell",
    [
        "[NAMN 1] som stal cyklar",
        "[NAMN 1] på fritids",
        "[NAMN 1] från polisen",
        "[NAMN 1] hotar polisen",
        "[NAMN 1], polisanmäld för stöld",
        "[NAMN 1], missbrukare",
        "Granne till [NAMN 1]",
        "rektorn såg [NAMN 1]",
    ],
)
def test_what_stands_beside_a_name_and_is_no_role_is_about_the_person(cell: str) -> None:
    assert without_names(cell) == NAMED_ONLY


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("fritidschef [NAMN 1]", "fritidschef"),
        ("ordförande i Brå, [NAMN 1]", "ordförande i Brå"),
        ("[NAMN 1] (biträdande rektor)", "(biträdande rektor)"),
        ("[NAMN 1], kultur- och fritidschef", "kultur- och fritidschef"),
        ("[NAMN 1], kommunens säkerhetssamordnare", "kommunens säkerhetssamordnare"),
        ("Gatuenheten, [NAMN 1]", "Gatuenheten"),
        ("kommunpolis [NAMN 1], [TELEFON]", "kommunpolis, [TELEFON]"),
        ("alla som bor här", "alla som bor här"),  # no name: as it was written
    ],
)
def test_role_on_either_side_of_the_name_is_kept(cell: str, role: str) -> None:
    assert without_names(cell) == role


def test_the_same_words_of_two_parties_are_alike_whatever_number_a_hidden_name_got() -> None:
    why = ("problem", "P1", "why_chosen")
    more = (
        ("problem", "P2", "priority_area", "PLATS"),
        ("problem", "P2", "title", "Enligt Lisa Björklund, tunneln"),
    )
    found = of(
        ("a.xlsx", 2023, "police", [*more, *PROBLEM, (*why, "Petra Hallström såg det.")]),
        ("b.xlsx", 2023, "municipality", [*PROBLEM, (*why, "Petra Hallström såg det.")]),
    )
    assert found.difference.empty


SPOKEN: list[Cell] = [
    ("problem", "P1", "priority_area", "STOLD"),
    ("problem", "P1", "title", "Cykelstölder"),
    ("problem", "P1", "why_chosen", "Petra Hallström, 070-1740605, såg dem ta cykeln."),
    ("problem", "P1", "decided_by", "ordförande Karin Hallström, 070-1740605"),
    ("goal", "M1", "indicator", "bicycle_theft_reported"),
    ("goal", "M1", "title", "Färre"),
    ("message", "K1", "audience", "Petra Hallströms grannar"),
    ("promise", "L1", "from_date", "när Petra Hallström är ledig"),
    ("promise", "L1", "to_date", "2024-05-31"),
]


def test_what_is_shown_again_keeps_the_groups_own_names_and_nobody_elses() -> None:
    """It stands in the workbook beside the pages, and is frozen with a decided edition."""
    books = reading(("a.xlsx", 2023, "joint", SPOKEN), aside={"promise": "from_date"})
    typed = books.typed("returned_workbook").set_index("column")["value"]
    for column in ("why_chosen", "audience", "from_date"):
        assert "Hallström" not in typed[column], column
    assert "såg dem ta cykeln" in typed["why_chosen"]
    assert typed["decided_by"] == "ordförande Karin Hallström, [TELEFON]"
    assert (typed["indicator"], typed["priority_area"], typed["to_date"]) == (
        "bicycle_theft_reported", "STOLD", "2024-05-31",
    )  # fmt: skip
    assert "1740605" not in " ".join(map(str, typed))


@pytest.mark.parametrize(
    ("cell", "again"),
    [
        ("Karin Hallström som stal cyklar", "[NAMN 1] som stal cyklar"),
        ("Karin Hallström på fritids", "[NAMN 1] på fritids"),
        ("Karin Hallström, trygghetssamordnare", "Karin Hallström, trygghetssamordnare"),
        ("fritidschef Karin Hallström", "fritidschef Karin Hallström"),
    ],
)
def test_only_the_name_of_a_roles_holder_is_shown_again(cell: str, again: str) -> None:
    cells = [*PROBLEM[:3], ("problem", "P1", "decided_by", cell)]
    typed = reading(("a.xlsx", 2023, "joint", cells)).typed("returned_workbook").set_index("column")["value"]
    assert typed["decided_by"] == again


def test_codes_and_what_the_programme_wrote_are_neither_redacted_nor_learnt_from() -> None:
    """The theme's code looks like an account, the statement's number like a telephone's; both are written anew."""
    cells: list[Cell] = [
        *BOOK,
        *PROBLEM,
        ("cause", "O1", "origin", "kandidat ur biblioteket: Clarke 1997"),
        ("text_review", "070174060512", "statement_id", "070174060512"),
        ("text_review", "070174060512", "text", "Petra Hallström såg det."),
        ("text_review", "070174060512", "proposed_theme", "cykel_fordonsstold"),
    ]
    typed = reading(("a.xlsx", 2023, "joint", cells)).typed("returned_workbook")
    assert set(typed["sheet_id"]) == {"book", "problem", "cause"}
    assert "agreement" not in set(typed["column"])
    assert typed.set_index("column")["value"]["year"] == "2023"
    assert "[" not in " ".join(typed["value"])
