"""Decisions and the next minutes. If these fail, what nobody took up is told as done, or as not done."""

import pandas as pd
import pytest

from pipelines import checks
from pipelines.registers import tables
from pipelines.tables.decisions import decision, decision_public
from tests.unit.table_rows import AGREEMENT, table


def minutes(date, *rows, body="bra_council"):
    """(item, heading, text, kind) each, a paragraph of its own. ``item`` may hold its sentence: "§ 2, mening 1"."""
    made = []
    for i, (item, heading, text, kind) in enumerate(rows, 1):
        label, _, sentence = item.partition(", ")
        paragraph = 1 if sentence else i
        made.append({
            "statement_id": f"{body[-1]}{date}-{i}", "source_type": body, "source_label": body, "kind": kind,
            "document": f"bra-moten/{body}_{date}.docx", "year": int(date[:4]), "date": pd.Timestamp(date),
            "locator": f"{label}, stycke {paragraph}" + (f", {sentence}" if sentence else ""), "heading": heading,
            "text": text, "theme": "ovrigt", "is_problem": "false",
        })  # fmt: skip
    return made


def decided(*meetings):
    """By text: the row of each decision."""
    found = decision(table("statement", [row for rows in meetings for row in rows]), AGREEMENT)
    return {r.text: r for r in found.itertuples()}


LAMPS = ("§ 4", "Belysning", "Gatuenheten byter lamporna i gångtunneln senast den 1 maj.", "decision")
LOCKS = ("§ 5", "Källarinbrott", "Bostadsbolaget byter låsen i förråden.", "decision")
ROUTE = ("§ 6", "Skolväg", "Skolan ritar om skolbussens hållplatser.", "decision")
AGENDA = ("§ 1", "Öppnande", "Dagordningen fastställs.", "decision")
FIRST = minutes("2023-02-01", AGENDA, LAMPS, LOCKS, ROUTE)


def test_each_decision_gets_what_the_next_minutes_say():
    found = decided(
        FIRST,
        minutes(
            "2023-05-01",
            (
                "§ 10",
                "Uppföljning av beslut",
                "Lamporna i gångtunneln är bytta, arbetet är klart.",
                "statement",
            ),
            ("§ 10", "Uppföljning av beslut", "Bytet av låsen i förråden kvarstår.", "statement"),
        ),
        minutes("2023-08-01", ("§ 20", "Skolväg", "Skolbussens hållplatser är klara.", "statement")),
    )
    lamps, locks, route = found[LAMPS[2]], found[LOCKS[2]], found[ROUTE[2]]
    assert (lamps.state, lamps.item, lamps.responsible) == ("closed", "§ 4", "Gatuenheten")
    assert (lamps.due, lamps.due_date) == ("senast den 1 maj", pd.Timestamp("2023-05-01"))
    assert lamps.follow_up_statement == "l2023-05-01-1"
    assert lamps.follow_up_document == "bra-moten/bra_council_2023-05-01.docx"
    assert lamps.follow_up_locator == "§ 10, stycke 1"
    assert lamps.next_meeting == pd.Timestamp("2023-05-01")
    assert lamps.matched_words == "gångtunneln, lamporna"
    assert locks.state == "open"
    # The meeting after the next says it; the next did not mention it.
    assert route.state == "not_mentioned"
    assert pd.isna(route.follow_up_locator)
    assert found[AGENDA[2]].state == "formal"


def test_without_later_minutes_nothing_is_said_of_a_decision():
    row = decided(FIRST)[LAMPS[2]]
    assert row.state == "no_later_minutes"
    assert pd.isna(row.next_meeting)


def test_the_other_bodys_minutes_and_a_list_of_events_are_no_next_meeting():
    operative = minutes(
        "2023-03-01", ("§ 1", "Läget", "Lamporna i gångtunneln är klara.", "statement"), body="bra_operative"
    )
    events = [
        row | {"document": "operativa-bra/lista.xlsx", "locator": f"rad {i}", "source_type": "bra_council"}
        for i, row in enumerate(
            minutes("2023-03-02", (*LAMPS[:3], "statement"))
            + minutes("2023-03-09", (*LOCKS[:3], "statement"))
        )
    ]
    assert decided(FIRST, operative, events)[LAMPS[2]].state == "no_later_minutes"


def test_the_sentence_after_in_the_same_paragraph_says_what_became_of_it():
    paragraph = minutes(
        "2023-05-01",
        ("§ 10, mening 1", "Läget", "Lamporna i gångtunneln är levererade.", "statement"),
        ("§ 10, mening 2", "Läget", "Ärendet avslutas.", "statement"),
    )
    row = decided(FIRST, paragraph)[LAMPS[2]]
    assert (row.state, row.follow_up_locator) == ("closed", "§ 10, stycke 1, mening 2")
    apart = minutes(
        "2023-05-01",
        ("§ 10", "Läget", "Lamporna i gångtunneln är levererade.", "statement"),
        ("§ 11", "Annat", "Ärendet avslutas.", "statement"),
    )
    assert decided(FIRST, apart)[LAMPS[2]].state == "followed_up"


def test_sentences_that_disagree_leave_a_decision_open():
    row = decided(
        FIRST,
        minutes(
            "2023-05-01",
            ("§ 10", "Läget", "Lamporna i gångtunneln är klara.", "statement"),
            ("§ 11", "Läget", "Lamporna i gångtunneln är inte klara i norra delen.", "statement"),
        ),
    )[LAMPS[2]]
    assert row.state == "open"


def test_a_diary_number_in_the_decisions_item_ties_it():
    first = minutes("2023-02-01", ("§ 4", "Belysning", "Dnr KS 2023/14.", "statement"), LAMPS, LOCKS)
    later = minutes("2023-05-01", ("§ 10", "Övrigt", "Dnr KS 2023/14 är avslutat.", "statement"))
    row = decided(first, later)[LAMPS[2]]
    assert (row.state, row.matched_by) == ("closed", "diary")


def test_a_decision_that_could_point_somebody_out_is_read_in_the_source():
    rows = [row | {"identifying": "ålder, plats"} for row in minutes("2023-02-01", LAMPS)]
    found = decision(table("statement", rows), AGREEMENT)
    assert found["text"].isna().all()


def test_decisions_are_published_without_their_words():
    hidden = [
        row | {"identifying": "ålder, plats", "locator": "rubrik «Gatuenheten», stycke 2"}
        for row in minutes("2023-02-01", LAMPS)
    ]
    later = minutes("2023-05-01", ("§ 10", "Läget", "Lamporna i gångtunneln är klara.", "statement"),
                    ("§ 11", "Läget", "Låsen i förråden byts.", "statement"))  # fmt: skip
    working = decision(
        table("statement", [*hidden, *minutes("2023-02-01", ROUTE, LOCKS)[1:], *later]), AGREEMENT
    )
    assert {"Gatuenheten", "Bostadsbolaget"} == set(working["responsible"])
    public = decision_public(working)
    assert "text" not in public
    secret, told = sorted(public.to_dict("records"), key=lambda row: row["locator"])
    assert (told["heading"], told["responsible"], told["locator"]) == (
        "Källarinbrott", "Bostadsbolaget", "§ 5, stycke 2",
    )  # fmt: skip
    assert told["matched_words"] == "förråden, låsen"
    for column in (
        "item", "heading", "responsible", "due", "due_date", "matched_words", "matched_by",
        "follow_up_statement", "follow_up_document", "follow_up_locator",
    ):  # fmt: skip
        assert pd.isna(secret[column]), column
    assert (secret["locator"], secret["state"]) == ("stycke 2", "closed")
    assert [o.check for o in checks.validate("decision_public", public) if o.stops] == []
    assert (tables()["decision"].published_as, tables()["decision_public"].published_as) == (None, "decision")


def test_a_heading_shared_with_a_decision_that_could_point_somebody_out_is_not_published():
    rows = minutes(
        "2023-02-01",
        ("§ 4", "14-årig flicka", "Skolan tar kontakt med hennes mamma i Kosta.", "decision"),
        ("§ 4", "14-årig flicka, uppföljning", "Socialtjänsten återkommer.", "decision"),
        ("§ 5", "Källarinbrott", "Bostadsbolaget byter låsen i förråden.", "decision"),
        ("§ 6", "Ungdomar", "Polisen ringer hans bror i Kosta.", "decision"),
        ("§ 6", "Ungdomar", "Fritidsgården håller öppet.", "decision"),
    )
    for row in (rows[0], rows[3]):
        row["identifying"] = "ålder, relation, plats"
    for row in rows[3:]:
        row["locator"] = row["locator"].replace("§ 6", "sida 2, rubrik «Ungdomar»")
    public = decision_public(decision(table("statement", rows), AGREEMENT))
    # The second shares the item with the first, the last the heading with the one before.
    assert {row["locator"]: row["heading"] for row in public.to_dict("records")} == {
        "§ 4, stycke 1": None,
        "§ 4, stycke 2": None,
        "§ 5, stycke 3": "Källarinbrott",
        "sida 2, stycke 4": None,
        "sida 2, stycke 5": None,
    }


@pytest.mark.parametrize(
    ("locator", "shown"),
    [
        ("rubrik «Ärendet «Linden»: 14-årig flicka», stycke 3", "stycke 3"),
        ("sida 2, rubrik «Ärendet «Linden», 14 år», stycke 3, mening 2", "sida 2, stycke 3, mening 2"),
        (
            "rubrik «A «B» C», stycke 3, tabellrad 2, kolumn «Beslut»",
            "stycke 3, tabellrad 2, kolumn «Beslut»",
        ),
        ("rubrik «A «B» C», fotnot till stycke 3", "fotnot till stycke 3"),
    ],
)
def test_a_heading_with_quotes_inside_is_cut_whole(locator, shown):
    rows = minutes("2023-02-01", LAMPS)
    rows[0] |= {"identifying": "ålder, plats, person", "locator": locator}
    public = decision_public(decision(table("statement", rows), AGREEMENT))
    assert public["locator"].tolist() == [shown]


def test_the_heading_that_a_decision_is_followed_up_under_is_not_published():
    later = minutes("2023-05-01", ("§ 10", "Linden", "Låsen i förråden är bytta, det är klart.", "statement"))
    later[0]["locator"] = "rubrik «14-årig flicka i «Linden»», stycke 9"
    public = decision_public(decision(table("statement", [*FIRST, *later]), AGREEMENT))
    (lock,) = public[public["heading"] == "Källarinbrott"].to_dict("records")
    assert (lock["state"], lock["follow_up_locator"]) == ("closed", "stycke 9")


def test_minutes_that_are_mostly_a_table_with_days_of_its_own_have_the_paragraphs_date():
    first = minutes("2023-02-01", ("§ 1", "Läget", "Lugnt.", "statement"), LAMPS, LOCKS, ROUTE)
    days = (None, "2022-12-24", "2023-01-03", "2023-01-09")
    for row, day in zip(first, days, strict=True):
        if day:
            row |= {"date": pd.Timestamp(day), "year": int(day[:4])}
            row["locator"] += ", tabellrad 2"
    before = minutes("2022-11-01", ("§ 3", "Klotter", "Parkenheten sanerar tunneln.", "decision"))
    later = minutes("2023-05-01", ("§ 10", "Läget", "Låsen i förråden är bytta, det är klart.", "statement"))
    found = decided(before, first, later)
    assert found["Parkenheten sanerar tunneln."].next_meeting == pd.Timestamp("2023-02-01")
    assert (found[LOCKS[2]].date, found[LOCKS[2]].state) == (pd.Timestamp("2023-02-01"), "closed")
    assert (found[LAMPS[2]].year, found[LAMPS[2]].state) == (2023, "not_mentioned")


def test_a_decision_is_not_unmentioned_where_minutes_without_a_date_may_be_the_next():
    between = [
        row | {"date": None, "document": "bra-moten/utan_datum.docx"}
        for row in minutes("2023-03-01", ("§ 4", "Läget", "Lamporna i gångtunneln är klara.", "statement"))
    ]
    later = minutes("2023-05-01", ("§ 10", "Läget", "Låsen i förråden är bytta, det är klart.", "statement"))
    found = decided(FIRST, between, later)
    assert found[LAMPS[2]].state == "no_date"
    assert pd.isna(found[LAMPS[2]].next_meeting)
    assert (found[LOCKS[2]].state, found[LOCKS[2]].next_meeting) == ("closed", pd.Timestamp("2023-05-01"))
    # Minutes of another year, or of the other body, cannot stand between.
    for other in ({"year": 2022}, {"source_type": "bra_operative"}):
        assert decided(FIRST, [between[0] | other], later)[LAMPS[2]].state == "not_mentioned"


def test_decisions_in_minutes_without_a_date_are_listed_and_no_more_is_said():
    """Otherwise they would vanish without a word; which minutes come next is not known."""
    undated = [
        row | {"date": None, "document": "bra-moten/utan_datum.docx"}
        for row in minutes("2023-02-01", AGENDA, LAMPS)
    ]
    later = minutes("2023-05-01", ("§ 10", "Läget", "Lamporna i gångtunneln är klara.", "statement"), LOCKS)
    found = decided(undated, later)
    assert (found[LAMPS[2]].state, found[LAMPS[2]].year, found[AGENDA[2]].state) == (
        "no_date",
        2023,
        "formal",
    )
    assert (found[LAMPS[2]].due, found[LAMPS[2]].responsible) == ("senast den 1 maj", "Gatuenheten")
    for column in ("date", "due_date", "next_meeting", "follow_up_locator"):
        assert pd.isna(getattr(found[LAMPS[2]], column)), column
    assert found[LOCKS[2]].state == "no_later_minutes"  # the undated ones are no next meeting


def test_a_row_with_a_day_of_its_own_does_not_make_minutes_a_list_of_events():
    first = minutes("2023-02-01", AGENDA, LAMPS, LOCKS, ROUTE, ("§ 7", "Läget", "Lugnt.", "statement"))
    first[2] |= {"date": pd.Timestamp("2022-12-24"), "year": 2022}
    first[3] |= {"date": None}
    later = minutes("2023-05-01", ("§ 10", "Läget", "Låsen i förråden är bytta, det är klart.", "statement"))
    found = decided(first, later)
    assert (found[LOCKS[2]].date, found[LOCKS[2]].year) == (pd.Timestamp("2023-02-01"), 2023)
    assert (found[LOCKS[2]].state, found[ROUTE[2]].state) == ("closed", "not_mentioned")
    undated = [row | {"date": None} for row in minutes("2023-02-01", AGENDA, LAMPS, LOCKS)]
    undated[1] |= {"date": pd.Timestamp("2023-01-15")}
    assert pd.isna(decided(undated, later)[LAMPS[2]].date)  # the row's day is not the meeting's


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"responsible": "[NAMN 1]"}, "Ansvarig är en roll"),
        ({"state": "done"}, "Läget är ett av de kända."),
        ({"state": "closed"}, "en plats att läsa på"),
        ({"source_type": "staff_dialogue"}, "Brås eller operativa Brås"),
        ({"next_meeting": pd.Timestamp("2023-01-01")}, "Nästa protokoll är senare."),
        ({"date": pd.NaT}, "Utan mötets datum"),
    ],
)
def test_a_wrong_table_is_not_stored(wrong, said):
    sound = decision(table("statement", FIRST), AGREEMENT)
    assert [o.check for o in checks.validate("decision", sound) if o.stops] == []
    broken = sound.assign(**{name: [value] * len(sound) for name, value in wrong.items()})
    stopped = [o.check for o in checks.validate("decision", broken) if o.stops]
    assert any(said in check for check in stopped), stopped


def test_no_minutes_give_an_empty_table():
    empty = decision(table("statement", []), AGREEMENT)
    assert empty.empty
    assert decision_public(empty).empty
