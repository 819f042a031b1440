"""Corrections of codes: the right statement, the latest word, and a fair account of how often the machine was right."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipelines.tables import reviews
from pipelines.tables.reviews import Codes, Review

PLATS = Codes(("PLATS",), "belysning", "true", ("tunneln",), ("morker",))
UNGA = Codes(("UNGA",), "ungdomsgang", "true", (), ())


def statement(text: str, document: str = "dialog/a.docx", **given: Any) -> dict[str, object]:
    return {
        "source_label": "Medborgardialog", "document": document, "year": 2023, "question": None, "text": text,
    } | given  # fmt: skip


def numbered(*rows: dict[str, object]) -> list[dict[str, object]]:
    for row, identity in zip(rows, reviews.identities(rows), strict=True):
        row["statement_id"] = identity
    return list(rows)


def review(of: dict[str, object], right: Codes = UNGA, on: str = "2024-01-10", **given: Any) -> Review:
    asked: dict[str, Any] = {
        "statement_id": str(of["statement_id"]), "source_label": "Medborgardialog", "year": 2023,
        "document": "dialog/a.docx", "question": None, "text": str(of["text"]), "proposed": PLATS, "right": right,
        "role": "analytiker", "on": pd.Timestamp(on), "comment": None, "file": "arbetsbok/b.xlsx", "row": 3,
    }  # fmt: skip
    return Review(**(asked | given))


def test_paragraph_added_above_does_not_move_a_correction() -> None:
    before = numbered(statement("Mörkt i tunneln."), statement("Klotter på skolan."))
    after = numbered(statement("Ny rad."), statement("Mörkt i tunneln."), statement("Klotter på skolan."))
    assert [row["statement_id"] for row in before] == [row["statement_id"] for row in after[1:]]


def test_name_that_got_another_number_is_the_same_statement() -> None:
    one = numbered(statement("[NAMN 1] såg klotter."))
    other = numbered(statement("[NAMN 2] såg klotter."))
    assert one[0]["statement_id"] == other[0]["statement_id"]


def test_same_words_twice_in_a_file_are_two_statements() -> None:
    rows = numbered(statement("Tunneln."), statement("Tunneln."))
    assert rows[0]["statement_id"] != rows[1]["statement_id"]


def test_same_words_in_answer_to_another_question_are_another_statement() -> None:
    rows = numbered(statement("Ja."), statement("Ja.", question="Är du orolig?"))
    assert rows[0]["statement_id"] != rows[1]["statement_id"]


def test_changed_words_lose_their_correction_and_it_is_told() -> None:
    old = numbered(statement("Mörkt i tunneln."))
    new = numbered(statement("Det är inte mörkt i tunneln."))
    found = reviews.matched([review(old[0])], new)
    assert found.of_statement == {}
    assert [outcome for *_, outcome in found.outcomes] == ["gone"]


def test_file_with_another_name_keeps_the_correction() -> None:
    old = numbered(statement("Mörkt i tunneln."))
    new = numbered(statement("Mörkt i tunneln.", document="dialog/a, rättad.docx"))
    found = reviews.matched([review(old[0])], new)
    assert list(found.of_statement) == [new[0]["statement_id"]]


def test_file_with_another_name_and_the_words_twice_is_not_guessed() -> None:
    old = numbered(statement("Tunneln."))
    new = numbered(statement("Tunneln.", document="b.docx"), statement("Tunneln.", document="c.docx"))
    assert reviews.matched([review(old[0])], new).of_statement == {}


def test_latest_review_counts() -> None:
    rows = numbered(statement("Mörkt i tunneln."))
    found = reviews.matched([review(rows[0], PLATS), review(rows[0], UNGA, on="2024-02-01")], rows)
    assert found.of_statement[str(rows[0]["statement_id"])].right == UNGA
    assert sorted(outcome for *_, outcome in found.outcomes) == ["replaced", "used"]


def test_two_parties_that_differ_the_same_day_are_shown_and_none_is_used() -> None:
    rows = numbered(statement("Mörkt i tunneln."))
    found = reviews.matched([review(rows[0], PLATS), review(rows[0], UNGA)], rows)
    assert found.of_statement == {}
    assert [outcome for *_, outcome in found.outcomes] == ["contradicted"] * 2


def test_two_reviews_that_say_the_same_in_another_order_do_not_differ() -> None:
    one = Codes(("PLATS", "UNGA"), "belysning", "true", ("Tunneln", "bron"), ("kvall", "helg"))
    other = Codes(("UNGA", "PLATS"), "belysning", "true", ("bron", "tunneln"), ("helg", "kvall"))
    rows = numbered(statement("Mörkt i tunneln."), statement("Mörkt i tunneln.", document="b.docx"))
    found = reviews.matched([review(rows[0], one), review(rows[0], other)], rows)
    assert [outcome for *_, outcome in found.outcomes] == ["used"] * 2
    assert list(found.of_statement) == [rows[0]["statement_id"]]
    spread = reviews.matched([review(rows[0], one), review(rows[1], other)], rows)
    assert list(spread.of_wording) == [reviews.wording(None, "mörkt i tunneln.")]


def test_same_words_elsewhere_follow_unless_reviews_of_them_differ() -> None:
    rows = numbered(
        statement("Tunneln."),
        statement("Tunneln.", document="b.docx"),
        statement("Bron."),
        statement("Bron."),
    )
    agreed = reviews.matched([review(rows[0])], rows)
    assert agreed.of_wording[reviews.wording(None, "tunneln.")].right == UNGA
    differ = reviews.matched([review(rows[2], UNGA), review(rows[3], PLATS)], rows)
    assert differ.of_wording == {}


def many(right: int, wrong: int) -> reviews.Verdicts:
    rows = numbered(*(statement(f"Uttalande {n}.") for n in range(right + wrong)))
    given = [review(row, PLATS if n < right else UNGA) for n, row in enumerate(rows)]
    return reviews.matched(given, rows)


def test_share_right_has_wilsons_interval() -> None:
    """24 of 32: 75 %, Wilson 57.9–86.7 (by hand: (24+1.92)/(32+3.84) ± 1.96/(35.84)·√(24·8/32+0.9604))."""
    found = reviews.coding_accuracy(many(24, 8)).set_index("code_kind").loc["theme"]
    assert (found["reviewed"], found["right"], found["share_pct"]) == (32, 24, 75)
    assert found["lower_95"] == pytest.approx(57.89, abs=0.01)
    assert found["upper_95"] == pytest.approx(86.75, abs=0.01)


def test_no_share_of_a_handful() -> None:
    found = reviews.coding_accuracy(many(3, 1)).set_index("code_kind")
    assert found.loc["area", "reviewed"] == 4
    assert found.loc["area", "right"] == 3
    assert pd.isna(found.loc["area", "share_pct"])


def test_proposal_of_nothing_where_nothing_is_right_counts_as_right() -> None:
    rows = numbered(statement("Frågan bordläggs."))
    none = Codes((), "ovrigt", "false", (), ())
    found = reviews.coding_accuracy(reviews.matched([review(rows[0], none, proposed=none)], rows))
    assert list(found["right"]) == [1] * 5


def test_of_several_reviews_of_the_same_words_the_first_counts() -> None:
    """After the first the proposal is the reviewer's own correction, and would be counted as the machine's."""
    rows = numbered(*(statement("Tunneln.", document=f"{n}.docx") for n in range(3)), statement("Bron."))
    given = [
        review(rows[1], UNGA, on="2024-01-01"),  # the machine was wrong
        review(rows[0], UNGA, proposed=UNGA),
        review(rows[2], UNGA, proposed=UNGA),
        review(rows[3], PLATS),
    ]
    found = reviews.coding_accuracy(reviews.matched(given, rows)).set_index("code_kind")
    assert (found.loc["theme", "reviewed"], found.loc["theme", "right"]) == (2, 1)


def test_a_statement_reviewed_again_is_judged_by_its_first_proposal_and_its_last_codes() -> None:
    """The second time the proposal is what the first reviewer said; the machine had proposed PLATS."""
    rows = numbered(statement("Tunneln."), statement("Bron."))
    given = [
        review(rows[0], UNGA, on="2024-01-01"),
        review(rows[0], UNGA, on="2024-03-01", proposed=UNGA),
        review(rows[1], UNGA, on="2024-01-01"),
        review(rows[1], PLATS, on="2024-03-01", proposed=UNGA),
    ]
    found = reviews.coding_accuracy(reviews.matched(given, rows)).set_index("code_kind")
    assert (found.loc["theme", "reviewed"], found.loc["theme", "right"]) == (2, 1)


def test_review_table_keeps_who_and_when() -> None:
    rows = numbered(statement("Mörkt i tunneln."))
    found = reviews.statement_review(reviews.matched([review(rows[0], comment="Se sid. 2.")], rows))
    kept = found.iloc[0]
    assert (kept["reviewed_by"], kept["reviewed_on"], kept["outcome"]) == (
        "analytiker",
        pd.Timestamp("2024-01-10"),
        "used",
    )
    assert (kept["proposed_theme"], kept["right_theme"], kept["right_areas"]) == (
        "belysning",
        "ungdomsgang",
        "UNGA",
    )
