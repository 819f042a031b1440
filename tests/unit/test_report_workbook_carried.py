"""What has been handed in is shown again: as it was typed, with its numbers, and with what could not be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import openpyxl
import pytest
from fake_edition import AGREEMENT, YEAR, build
from workbook_filling import (
    FIRST,
    INDICATOR,
    TYPED,
    Cells,
    everything,
    fill,
    opened,
    position,
    read,
    remarks,
    saved,
    seen,
    shown,
    typed,
    written,
)


def test_what_is_handed_in_is_shown_again_as_it_was_typed(
    database: Path, fresh: bytes, tmp_path: Path
) -> None:
    """Names too: they are the group's own words, and stand nowhere else."""
    named = {
        "problem": {**TYPED["problem"], "P1": {**TYPED["problem"]["P1"], "decided_by": "ordförande Karin Ek"}}
    }
    data = written(database, tmp_path, typed(fill(fresh, TYPED | named)))
    for name, rows in (TYPED | named).items():
        after = shown(data, name)
        for identity, cells in rows.items():
            for column, value in cells.items():
                assert after[identity][column] == value, (name, identity, column)
    again, before = read(data), read(fill(fresh, TYPED | named))
    keys = ["sheet_id", "id", "column", "value"]
    assert again.problems == []
    assert set(again.rows[keys].itertuples(index=False)) >= set(before.rows[keys].itertuples(index=False))
    assert "redan har lämnats in för 2023" in everything(data)


def test_proposed_rows_never_take_the_number_of_a_row_that_is_filled(
    database: Path, fresh: bytes, tmp_path: Path
) -> None:
    own: dict[str, dict[str, Cells]] = {
        "problem": {
            "P1": {"prioritised": "nej"},
            "P12": {"priority_area": "PLATS Otrygga platser", "title": "Klotter"},
        }
    }
    rows = shown(
        written(database, tmp_path, typed(fill(fresh, own))),
        "problem",
    )
    codes = [row["problem_code"] for row in rows.values() if row["problem_code"]]
    assert codes == ["theft_overall", "youth_groups"]  # neither twice
    assert (rows["P1"]["prioritised"], rows["P12"]["title"], rows["P2"]["problem_code"]) == (
        "nej", "Klotter", "youth_groups",
    )  # fmt: skip
    assert list(rows) == [f"P{n}" for n in range(1, 14)]


def test_goal_gets_its_baseline_and_its_remarks_and_a_cause_its_test(fresh: bytes, tmp_path: Path) -> None:
    path = build(tmp_path / "lagesbild.duckdb")
    with duckdb.connect(str(path)) as connection:
        for letter, ok, remark in (("S", True, ""), ("M", True, ""), ("R", False, "Mindre än det som syns.")):
            connection.execute(
                "INSERT INTO goal_check BY NAME SELECT ? agreement, ? AS year, 'M1' id, 'joint' party, ? letter, "
                "? ok, ? remark",
                [AGREEMENT, YEAR, letter, ok, remark],
            )
        for year, verdict in ((YEAR - 1, "supported"), (YEAR, "weakened")):
            connection.execute(
                "INSERT INTO hypothesis_test BY NAME SELECT ? agreement, ? plan_year, 'O30' id, 'joint' party, "
                "? AS year, ? verdict, 'Kvot 0,57.' summary, '' reason",
                [AGREEMENT, YEAR, year, verdict],
            )
    data = written(path, tmp_path, typed(fill(fresh, TYPED)))
    goal = shown(data, "goal")["M1"]
    assert str(goal["baseline"]).startswith("243 år 2022 (2\u00a0913 per 100\u00a0000 invånare;")
    assert [goal[f"check_{letter}"] for letter in "smrt"] == [
        "uppfyllt",
        "uppfyllt",
        "Mindre än det som syns.",
        None,
    ]
    assert shown(data, "cause")["O30"]["test_result"] == "2023: försvagas. Kvot 0,57."


def test_two_parties_that_differ_stand_beside_each_other_and_nothing_is_overwritten(
    database: Path, fresh: bytes, tmp_path: Path
) -> None:
    police = fill(fresh, {
        "book": {str(YEAR): {"party": "polisen", "role": "kommunpolis"}},
        "problem": {"P1": {"prioritised": "nej", "limits": "Mörkertalet."}, "P3": TYPED["problem"]["P3"]},
    })  # fmt: skip
    municipality = fill(fresh, {
        "book": {str(YEAR): {"party": "kommunen", "role": "säkerhetssamordnare"}},
        "problem": {"P1": {"prioritised": "ja", "limits": "mörkertalet."}},
    })  # fmt: skip
    data = written(database, tmp_path, typed(police, municipality))
    rows = shown(data, "problem")
    assert rows["P1"]["prioritised"] == "ja"
    assert rows["P3"]["title"] == "Bråk på rasterna"  # only the police have it
    at = f"{openpyxl.utils.get_column_letter(position('problem', 'prioritised'))}{FIRST}"
    assert remarks(data, "problem") == {at: "Polisen skriver: nej"}
    book = opened(data)
    assert [c.value for c in book["Skillnader"][2]] == ["Problem", "P1", "Prioriteras", "ja", "nej"]
    assert book["Skillnader"].max_row == 2
    assert "säger olika i en cell: se bladet Skillnader" in str(book["Om arbetsboken"]["A1"].value)
    # Who has filled in the joint one is still to be said: neither party is put down for the other's words.
    assert [c.value for c in book["Om arbetsboken"][FIRST]] == [YEAR, AGREEMENT, None, None, None]
    assert book.sheetnames.index("Skillnader") == book.sheetnames.index("Belägg") + 1


def test_differing_cells_are_written_as_swedish(database: Path, fresh: bytes, tmp_path: Path) -> None:
    police, municipality = (
        fill(fresh, {
            "book": {str(YEAR): {"party": party}},
            "problem": {"P1": {"prioritised": "ja"}},
            "goal": {"M1": {"problem_id": "P1", "title": "Färre", "target": target, "indicator": INDICATOR,
                            "on_date": day}},
        })
        for party, target, day in (
            ("polisen", 1900.25, dt.datetime(2024, 2, 1)), ("kommunen", 2000, dt.datetime(2024, 3, 14)),
        )
    )  # fmt: skip
    data = written(database, tmp_path, typed(police, municipality))
    said = {
        row[2].value: (row[3].value, row[4].value) for row in seen(data)["Skillnader"].iter_rows(min_row=2)
    }
    assert said == {
        "Målvärde": ("2\xa0000", "1\xa0900,25"),
        "Accepterat den": ("14 mars 2024", "1 februari 2024"),
    }
    assert "Polisen skriver: 1\xa0900,25" in remarks(data, "goal").values()
    assert shown(data, "goal")["M1"]["target"] == 2000  # the cell itself is a number still


def test_what_the_figures_say_is_of_the_party_whose_words_stand_in_the_row(
    fresh: bytes, tmp_path: Path
) -> None:
    path = build(tmp_path / "lagesbild.duckdb")
    with duckdb.connect(str(path)) as connection:
        for identity, party, said in (
            ("O30", "police", "Polisens."), ("O31", "police", "Bara polisens."),
            ("O32", "municipality", "Kommunens."), ("O32", "police", "Polisens."), ("O33", "both", "Lika."),
        ):  # fmt: skip
            connection.execute(
                "INSERT INTO hypothesis_test BY NAME SELECT ? agreement, ? plan_year, ? id, ? party, ? AS year, "
                "'supported' verdict, ? summary, '' reason",
                [AGREEMENT, YEAR, identity, party, YEAR, said],
            )
        for party in ("municipality", "police"):
            connection.execute(
                "INSERT INTO goal_check BY NAME SELECT ? agreement, ? AS year, 'M1' id, ? party, 'R' letter, false ok, "
                "? remark",
                [AGREEMENT, YEAR, party, party],
            )

    def book(party: str, words: str, *causes: str) -> bytes:
        return fill(fresh, {
            "book": {str(YEAR): {"party": party}},
            "problem": {"P1": {"prioritised": "ja"}},
            "cause": {c: {"problem_id": "P1", "hypothesis": "Lika" if c == "O33" else words} for c in causes},
            "goal": {"M1": {"problem_id": "P1", "title": words}},
        })  # fmt: skip

    typed_ = typed(
        book("polisen", "Ett", "O30", "O31", "O32", "O33"), book("kommunen", "Två", "O30", "O32", "O33")
    )
    data = written(path, tmp_path, typed_)
    causes = shown(data, "cause")
    assert [causes[c]["hypothesis"] for c in ("O30", "O31", "O32", "O33")] == ["Två", "Ett", "Två", "Lika"]
    assert [causes[c]["test_result"] for c in ("O30", "O31", "O32", "O33")] == [
        None,
        "2023: stöds. Bara polisens.",
        "2023: stöds. Kommunens.",
        "2023: stöds. Lika.",
    ]
    assert shown(data, "goal")["M1"]["check_r"] == "municipality"


def test_joint_workbook_is_shown_before_the_parties_own(database: Path, fresh: bytes, tmp_path: Path) -> None:
    joint = fill(fresh, {"problem": {"P1": {"prioritised": "ja"}}})
    police = fill(
        fresh, {"book": {str(YEAR): {"party": "polisen"}}, "problem": {"P1": {"prioritised": "nej"}}}
    )
    data = written(database, tmp_path, typed(police, joint))
    assert shown(data, "problem")["P1"]["prioritised"] == "ja"
    assert "Skillnader" not in seen(data).sheetnames


@pytest.fixture(scope="module")
def last_year(fresh: bytes) -> bytes:
    return fill(fresh, TYPED, YEAR - 1)


def test_without_anything_for_the_year_last_years_plan_goes_on(
    database: Path, last_year: bytes, tmp_path: Path
) -> None:
    data = written(database, tmp_path, typed(last_year))
    for name in ("problem", "cause", "chain", "measure", "goal", "promise"):
        after = shown(data, name)
        for identity, cells in TYPED[name].items():
            assert {c: after[identity][c] for c in cells} == cells, (name, identity)
    for name in ("message", "cooperation"):  # each year's own
        assert all(
            value is None
            for row in shown(data, name).values()
            for column, value in row.items()
            if column != "id"
        )
    follow_up = shown(data, "follow_up")
    assert (follow_up["U1"]["measure_id"], follow_up["U1"]["measure_title"]) == ("Å1", "Bemannad kassa")
    assert follow_up["U1"]["done"] is None
    assert follow_up["U2"]["measure_id"] is None
    assert "det som skrevs för 2022, med samma nummer" in everything(data)


def test_plan_that_goes_on_counts_when_it_is_handed_in_and_follow_up_only_when_it_is_written(
    database: Path, last_year: bytes, tmp_path: Path
) -> None:
    data = written(database, tmp_path, typed(last_year))
    result = read(data)
    assert result.problems == []
    counts = result.rows.groupby("sheet_id")["id"].unique().map(sorted).to_dict()
    # The workbook's own row always comes.
    assert counts == {"book": [str(YEAR)]} | {
        name: sorted(TYPED[name]) for name in ("problem", "cause", "chain", "measure", "goal", "promise")
    }
    assert set(result.rows["year"]) == {YEAR}
    answered = fill(data, {"follow_up": {"U1": {"done": "genomförd"}}})
    rows = read(answered).rows
    told = rows[rows["sheet_id"] == "follow_up"].set_index("column")["value"]
    assert (told["measure_id"], told["done"], told["measure_title"]) == ("Å1", "yes", "Bemannad kassa")


def test_follow_up_waits_until_it_is_written_also_when_the_plan_has_been_handed_in(
    database: Path, last_year: bytes, fresh: bytes, tmp_path: Path
) -> None:
    first = written(database, tmp_path, typed(last_year))
    second = written(database, tmp_path, typed(last_year, first))
    assert shown(second, "follow_up")["U1"]["measure_title"] == "Bemannad kassa"
    answered = fill(second, {"follow_up": {"U1": {"done": "pågår", "what": "En kvar."}}})
    third = shown(written(database, tmp_path, typed(last_year, answered)), "follow_up")
    assert (third["U1"]["done"], third["U1"]["what"]) == ("pågår", "En kvar.")
    assert third["U2"]["measure_id"] is None  # not asked for twice
    # The number has been given to another measure: the old one's follow-up is not laid on it.
    other = fill(
        fresh,
        {"problem": {"P1": {"prioritised": "ja"}}, "measure": {"Å1": {"problem_id": "P1", "title": "X"}}},
    )
    assert (
        shown(written(database, tmp_path, typed(last_year, other)), "follow_up")["U1"]["measure_id"] is None
    )


def test_row_that_could_not_be_read_stands_where_it_was_with_what_is_wrong(
    database: Path, fresh: bytes, tmp_path: Path
) -> None:
    content = {**TYPED, "goal": {"M1": {**TYPED["goal"]["M1"], "target": "nittio", "on_date": "i våras"}}}
    data = written(database, tmp_path, typed(fill(fresh, content)))
    goal = shown(data, "goal")["M1"]
    assert (goal["target"], goal["on_date"], goal["target_year"]) == ("nittio", "i våras", 2025)
    told = remarks(data, "goal")
    at = f"{openpyxl.utils.get_column_letter(position('goal', 'target'))}{FIRST}"
    assert told[at].startswith("Kunde inte läsas: Det är inget tal.")
    assert len(told) == 2
    assert "En inlämnad rad kunde inte läsas." in everything(data)
    assert [p.row for p in read(data).problems] == [FIRST]  # still told, and still not counted


def test_row_without_its_number_gets_a_row_of_its_own(database: Path, fresh: bytes, tmp_path: Path) -> None:
    book = opened(fill(fresh, {"message": {"K1": {"title": "Ett"}, "K2": {"title": "Två"}}}))
    book["Kommunikation"]["A4"] = "K1"
    data = written(database, tmp_path, typed(saved(book)))
    rows = shown(data, "message")
    assert sorted(str(row["title"]) for row in rows.values() if row["title"]) == ["Ett", "Två"]
    assert len(set(rows)) == len(rows) == 14  # both, and the twelve empty ones
    assert any("Numret står också på rad" in text for text in remarks(data, "message").values())


def test_evidence_of_an_earlier_year_stays_good(database: Path, fresh: bytes, tmp_path: Path) -> None:
    """A carried cause names statements of its own year: it must not be refused for that."""
    book = opened(fresh)
    line = book["Belägg"].max_row + 1
    book["Belägg"].cell(line, 1, "abcdef012345")
    with_statement = fill(saved(book), {
        "cause": {"O30": {**TYPED["cause"]["O30"], "behind_id": None, "evidence_ids": "abcdef012345"}},
        "problem": {"P1": TYPED["problem"]["P1"]},
    }, YEAR - 1)  # fmt: skip
    data = written(database, tmp_path, typed(with_statement))
    assert shown(data, "evidence")["abcdef012345"]["kind"] == "tidigare belägg"
    assert read(data).problems == []


def test_plan_of_a_later_year_is_not_shown_in_an_earlier_one(
    database: Path, fresh: bytes, tmp_path: Path
) -> None:
    later = fill(fresh, TYPED, YEAR + 1)
    assert written(database, tmp_path, typed(later)) == fresh
