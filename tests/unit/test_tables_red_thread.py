"""The thread and the remarks. Without these, a problem without a measure looks finished, or one party's fault is
laid on the other."""

import pandas as pd
import pytest

from pipelines import checks
from pipelines.tables import plan_checks
from pipelines.tables.evaluated import latest_year
from pipelines.tables.red_thread import red_thread
from tests.unit.plan_rows import written
from tests.unit.table_rows import AGREEMENT, counted, table, value, values, yearly

ADOPTED = {"judgement": "adopted", "judged_by": "analytiker", "on_date": "2020-04-01"}
ANSWERS = dict.fromkeys(("why_chosen", "sources_used", "sources_left_out", "limits", "limits_mean"), "svar")
DONE = {"cause_id": "O1", "responsible_police": "kommunpolis", "responsible_municipality": "teknisk chef",
        "starts_on": "2020-05-01", "followed_up": "räknas"}  # fmt: skip
TOLD = {
    "rests_on_ids": "Å1",
    "communicator_police": "kommunikatör",
    "communicator_municipality": "kommunikatör",
}
#: A plan of 2020 that hangs together, followed up in the workbook of 2021.
WHOLE = {
    "plan_workbook": [{}], "problem": [ANSWERS], "cause": [ADOPTED], "measure": [DONE], "goal": [{}],
    "message": [TOLD], "promise": [{"measure_id": "Å1"}], "follow_up": [{"year": 2021}], "cooperation": [{}],
}  # fmt: skip
NAMES = plan_checks.Names(frozenset({"Kosta", "Övriga kommunen"}), frozenset({"0123456789ab"}))


def plan(**changes):
    frames = {
        name: written(name, *rows) for name, rows in (WHOLE | changes).items() if name != "plan_difference"
    }
    return frames | {"plan_difference": table("plan_difference", changes.get("plan_difference", []))}


def thread(latest=2021, **changes):
    return red_thread(plan(**changes), latest, AGREEMENT)


def line(latest=2021, **changes):
    frame = thread(latest, **changes)
    assert len(frame) == 1
    return frame.iloc[0]


COUNTS = ["causes", "adopted_causes", "measures", "goals", "messages", "promises", "follow_ups"]


def test_a_thread_that_holds():
    row = line()
    assert row[COUNTS].tolist() == [1, 1, 1, 1, 1, 1, 1]
    assert row["breaks_at"] == ""
    assert row["summary"] == (
        "Tråden håller från problem till uppföljning. 1\u00a0orsak (1\u00a0antagen), 1\u00a0åtgärd, 1\u00a0mål, "
        "1\u00a0budskap, 1\u00a0medborgarlöfte och 1\u00a0uppföljd åtgärd."
    )


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"problem": [ANSWERS | {"prioritised": None}]}, "decision"),
        ({"cause": []}, "cause"),
        ({"cause": [ADOPTED | {"judgement": "rejected"}]}, "adopted_cause"),
        ({"cause": [{}]}, "adopted_cause"),
        ({"measure": []}, "measure"),
        ({"goal": []}, "goal"),
        ({"message": []}, "message"),
        ({"message": [TOLD | {"rests_on_ids": None, "indicator": "vandalism_reported"}]}, "message"),
        ({"follow_up": []}, "follow_up"),
        ({"follow_up": [{"year": 2021, "measure_id": "Å2"}]}, "follow_up"),
        ({"cause": [], "goal": []}, "cause"),  # the first that is missing
        ({"cause": [ADOPTED | {"problem_id": "P2"}]}, "cause"),
        ({"cause": [ADOPTED | {"year": 2021}]}, "cause"),
        ({"follow_up": [{"year": 2019}]}, "follow_up"),
    ],
)
def test_the_thread_breaks_at_the_first_link_that_is_missing(changes, link):
    row = line(**changes)
    assert row["breaks_at"] == link
    assert row["summary"].startswith("Ingen har tagit" if link == "decision" else "Tråden brister: ")


def test_a_problem_that_is_not_prioritised_has_no_thread_to_break():
    row = line(problem=[{"prioritised": "no"}], cause=[], measure=[])
    assert row["breaks_at"] == ""
    assert row["summary"].startswith("Prioriteras inte. 0\u00a0orsaker (0\u00a0antagna)")


def test_what_is_not_due_is_not_missing():
    row = line(latest=2020, follow_up=[])
    assert row["breaks_at"] == ""
    assert "uppföljningen görs när året är slut" in row["summary"]


def test_a_message_may_rest_on_the_problem_a_measure_or_a_goal_and_counts_once():
    message = [TOLD | {"rests_on_ids": "Å1;M1;P1"}, TOLD | {"id": "K2", "rests_on_ids": "M1"},
               TOLD | {"id": "K3", "rests_on_ids": "P2"}]  # fmt: skip
    assert line(message=message)["messages"] == 2


def test_numbers_are_counted_once_and_measures_without_follow_up_not_at_all():
    measures = [DONE, DONE | {"id": "Å2"}, DONE | {"id": "Å3", "problem_id": "P2"}]
    follow_up = [{"year": 2021}, {"year": 2022, "id": "U2"}]
    row = line(measure=measures, follow_up=follow_up)
    assert (row["measures"], row["follow_ups"]) == (2, 1)


def test_a_follow_up_of_another_measure_with_the_same_number_is_not_this_ones():
    measures = [DONE, DONE | {"year": 2021, "title": "Klippa häcken"}]
    assert line(measure=measures)["follow_ups"] == 0
    assert ("Åtgärder", "Å1", "measure_not_followed_up") in found(measure=measures)
    carried = [DONE, DONE | {"year": 2021}]
    assert line(measure=carried)["follow_ups"] == 1
    assert found(measure=carried) == {}


def test_one_partys_rows_hang_on_its_own_and_the_joint_ones():
    both = [ANSWERS | {"party": "police"}, ANSWERS | {"party": "municipality"}]
    causes = [ADOPTED | {"party": "police"}, ADOPTED | {"id": "O2", "party": "joint"}]
    frame = thread(problem=both, cause=causes, measure=[DONE | {"party": "municipality"}]).set_index("party")
    assert frame["causes"].to_dict() == {"municipality": 1, "police": 2}
    assert frame["measures"].to_dict() == {"municipality": 1, "police": 0}
    assert frame["breaks_at"].to_dict() == {"municipality": "", "police": "measure"}


def test_one_partys_follow_up_is_of_its_own_measure():
    def of_both(row):
        return [row | {"party": "police"}, row | {"party": "municipality"}]

    frame = thread(
        problem=of_both(ANSWERS), measure=of_both(DONE), follow_up=[{"year": 2021, "party": "police"}]
    ).set_index("party")
    assert frame["follow_ups"].to_dict() == {"municipality": 0, "police": 1}


def test_a_row_that_both_parties_wrote_differently_counts_once():
    causes = [ADOPTED | {"party": "police"}, ADOPTED | {"party": "municipality", "judgement": "open"}]
    row = line(cause=causes)
    assert (row["causes"], row["adopted_causes"]) == (1, 1)


def test_a_message_or_promise_on_the_other_partys_measure_of_that_number_is_not_this_problems():
    """The police's Å1 is of the joint P1; the municipality's own Å1 is of P2, and so are its message and promise."""
    problems = [ANSWERS, ANSWERS | {"id": "P2"}]
    measures = [DONE | {"party": "police"}, DONE | {"party": "municipality", "problem_id": "P2"}]
    own = {"party": "municipality"}
    frame = thread(
        problem=problems, measure=measures, message=[TOLD | own], promise=[{"measure_id": "Å1"} | own],
        follow_up=[{"year": 2021} | own],
    ).set_index("id")  # fmt: skip
    links = ["measures", "messages", "promises", "follow_ups"]
    assert frame.loc["P1", links].tolist() == [1, 0, 0, 0]
    assert frame.loc["P2", links].tolist() == [1, 1, 1, 1]


def test_a_message_on_the_other_partys_goal_of_that_number_is_not_this_problems():
    goals = [{"party": "police"}, {"party": "municipality", "problem_id": "P2"}]
    message = [TOLD | {"rests_on_ids": "M1", "party": "municipality"}]
    frame = thread(problem=[ANSWERS, ANSWERS | {"id": "P2"}], goal=goals, message=message).set_index("id")
    assert frame["messages"].to_dict() == {"P1": 0, "P2": 1}


def test_a_measure_that_both_parties_wrote_counts_once_in_every_link():
    both = [DONE | {"party": "police"}, DONE | {"party": "municipality"}]
    assert line(measure=both)[COUNTS].tolist() == [1, 1, 1, 1, 1, 1, 1]


def test_each_year_has_its_own_thread_and_no_problem_none():
    assert thread(problem=[ANSWERS, ANSWERS | {"year": 2021}])["causes"].tolist() == [1, 0]
    assert thread(problem=[]).empty


def test_a_plan_without_a_table_is_a_fault():
    with pytest.raises(KeyError):
        red_thread({"problem": written("problem", {})}, 2021, AGREEMENT)


def test_the_newest_year_that_anything_is_known_of():
    figures = values(value("vandalism_reported", 2021, 9), value("vandalism_reported", 2023, 9, code="0881"),
                     value("vandalism_reported", 2022, 9, status="preliminary"))  # fmt: skip
    assert latest_year(figures, [], AGREEMENT) == 2021
    assert latest_year(figures, [written("problem", {"year": 2022})], AGREEMENT) == 2022
    assert latest_year(figures, [written("problem", {"year": 2031})], AGREEMENT) == 2021
    assert latest_year(values(), [], AGREEMENT) == AGREEMENT.valid_from


# ---- Remarks ----


def found(latest=2021, **changes):
    """(sheet, number, kind) → remark."""
    frame = plan_checks.plan_remark(plan(**changes), NAMES, latest, AGREEMENT)
    frame = frame[frame["year"] == 2020]
    return {(r.sheet, r.id, r.kind): r.remark for r in frame.itertuples()}


def test_a_plan_that_hangs_together_has_no_remark():
    assert found() == {}


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"cause": [ADOPTED | {"problem_id": "P9"}]}, ("Problem", "P1", "problem_without_cause"), "ingen orsak"),
        ({"problem": [ANSWERS | {"limits": None, "why_chosen": None}]}, ("Problem", "P1", "problem_without_answers"),
         "varför det valdes och vad det begränsar"),
        ({"measure": [DONE | {"cause_id": "O9"}]}, ("Orsaker", "O1", "cause_without_measure"), "ingen åtgärd"),
        ({"cause": [ADOPTED | {"judged_by": None}]}, ("Orsaker", "O1", "judgement_unsigned"), "Orsaken är antagen"),
        ({"cause": [ADOPTED | {"judgement": "rejected", "on_date": None}]}, ("Orsaker", "O1", "judgement_unsigned"),
         "Orsaken är avfärdad"),
        ({"cause": [ADOPTED | {"test_place": "Växjö"}]}, ("Orsaker", "O1", "unknown_place"), "”Växjö”"),
        ({"cause": [ADOPTED | {"test_time": "måndag 17–22"}]}, ("Orsaker", "O1", "unknown_time"), "”måndag 17–22”"),
        ({"cause": [ADOPTED | {"evidence_ids": "0123456789ab;ba9876543210;vandalism_reported"}]},
         ("Orsaker", "O1", "unknown_statement"), "uttalandena: ba9876543210."),
        ({"measure": [DONE | {"cause_id": None}], "cause": [{"judgement": "open"}]},
         ("Åtgärder", "Å1", "measure_without_cause"), "hänger inte på någon orsak"),
        ({"measure": [DONE | {"followed_up": None}]}, ("Åtgärder", "Å1", "measure_without_follow_up"), "hur åtgärden"),
        ({"follow_up": [{"year": 2021, "measure_id": "Å9"}]}, ("Åtgärder", "Å1", "measure_not_followed_up"),
         "ingen rad"),
        ({"measure": [DONE | {"responsible_police": None}]}, ("Åtgärder", "Å1", "measure_without_responsible"),
         "i polisen."),
        ({"measure": [DONE | {"responsible_police": None, "responsible_municipality": None}]},
         ("Åtgärder", "Å1", "measure_without_responsible"), "i kommunen och polisen."),
        ({"measure": [DONE | {"starts_on": None}]}, ("Åtgärder", "Å1", "measure_without_time"), "ingen tid"),
        ({"measure": [DONE | {"ends_on": "2020-04-30"}]}, ("Åtgärder", "Å1", "measure_ends_before_start"),
         "slutar före"),
        ({"measure": [DONE | {"place": "Skruv"}]}, ("Åtgärder", "Å1", "unknown_place"), "”Skruv”"),
        ({"message": [TOLD | {"rests_on_ids": None}]}, ("Kommunikation", "K1", "message_without_footing"), "varken"),
        ({"message": [TOLD | {"communicator_municipality": None}]},
         ("Kommunikation", "K1", "message_without_communicator"), "i kommunen."),
        ({"goal": []}, ("Mål", "", "part_missing"), "inget mål är angivet"),
        ({"promise": []}, ("Medborgarlöften", "", "part_missing"), "medborgarlöftena"),
        ({"cooperation": []}, ("Samarbetet", "", "part_missing"), "samarbetet"),
    ],
)  # fmt: skip
def test_each_fault_gives_one_remark_that_says_where(changes, where, words):
    remarks = found(**changes)
    assert list(remarks) == [where]
    assert words in remarks[where]


def test_another_years_measure_is_not_this_causes():
    assert ("Orsaker", "O1", "cause_without_measure") in found(measure=[DONE | {"year": 2021}])


@pytest.mark.parametrize(
    "changes",
    [
        {"problem": [{"prioritised": "no"}]},  # four answers are asked of what is prioritised
        {"cause": [ADOPTED, {"id": "O2", "judgement": "open"}]},  # nobody has adopted it: no measure is missing
        {"cause": [ADOPTED | {"test_place": " kosta", "test_time": "Lördag - söndag 18-24"}]},
        {"cause": [ADOPTED | {"evidence_ids": "0123456789ab;vandalism_reported"}]},
        {"measure": [DONE | {"followed_up": None, "eval_indicator": "vandalism_reported"}]},
        {"measure": [DONE | {"starts_on": None, "ends_on": "2020-12-01"}]},
        {"measure": [DONE | {"place": "övriga kommunen"}]},
        {"message": [TOLD | {"rests_on_ids": None, "indicator": "vandalism_reported"}]},
    ],
)  # fmt: skip
def test_what_is_no_fault(changes):
    assert found(**changes) == {}


def test_what_is_not_due_is_not_remarked():
    assert found(latest=2020, follow_up=[], cooperation=[]) == {}
    late = found(latest=2021, follow_up=[], cooperation=[])
    assert {kind for _, _, kind in late} == {"measure_not_followed_up", "part_missing"}


def test_a_measure_lacks_both_a_way_to_follow_it_up_and_the_follow_up():
    late = found(measure=[DONE | {"followed_up": None}], follow_up=[{"year": 2021, "measure_id": "Å9"}])
    assert {kind for _, _, kind in late} == {"measure_without_follow_up", "measure_not_followed_up"}


def test_a_workbook_with_nothing_in_it_lacks_every_part():
    nothing = {name: [] for name in WHOLE if name != "plan_workbook"}
    assert len(found(**nothing)) == 8
    assert len(found(latest=2020, **nothing)) == 6
    assert found(**(nothing | {"plan_workbook": []})) == {}


def test_a_fault_of_one_party_says_whose_it_is():
    police, municipality = DONE | {"party": "police"}, DONE | {"party": "municipality"}
    own = found(measure=[police | {"cause_id": None}, municipality])
    assert own == {
        (
            "Åtgärder",
            "Å1",
            "measure_without_cause",
        ): "I polisens arbetsbok: Åtgärden hänger inte på någon orsak."
    }
    shared = found(measure=[police | {"cause_id": None}, municipality | {"cause_id": None}], cause=[{}])
    assert shared == {("Åtgärder", "Å1", "measure_without_cause"): "Åtgärden hänger inte på någon orsak."}
    apart = found(measure=[police | {"place": "Skruv"}, municipality | {"place": "Växjö"}])
    (remark,) = apart.values()
    assert "I polisens arbetsbok: Orten ”Skruv”" in remark
    assert "I kommunens arbetsbok: Orten ”Växjö”" in remark


OWN_MESSAGES = [TOLD | {"party": "police"}, TOLD | {"party": "municipality", "channel": "webben"}]
DIFFERENT = [{"agreement": AGREEMENT.id, "year": 2020, "sheet": "Kommunikation", "id": "K1", "column": name,
              "police": "a", "municipality": "b"} for name in ("channel", "planned_on")]  # fmt: skip


def test_plans_of_communication_that_do_not_agree():
    where = ("Kommunikation", "K1", "communication_differs")
    assert found(message=OWN_MESSAGES, plan_difference=DIFFERENT) == {
        where: "Polisens och kommunens planer skiljer sig: Kanal och När."
    }
    # Rows that differ in what is not compared: nothing is listed after a colon.
    assert found(message=OWN_MESSAGES) == {where: "Polisens och kommunens planer skiljer sig."}
    # A joint row has settled it, though the parties' own workbooks still differ.
    assert found(plan_difference=DIFFERENT) == {}


def test_a_message_that_only_one_of_two_plans_has():
    where = ("Kommunikation", "K1", "communication_differs")
    one = [TOLD | {"party": "police"}]
    handed_in = [{"party": "police"}, {"party": "municipality"}]
    assert found(message=one, plan_workbook=handed_in) == {where: "Budskapet står bara i polisens plan."}
    assert found(message=one, plan_workbook=[{"party": "police"}]) == {}


def test_the_names_that_a_workbook_may_use():
    counts = counted(*yearly("vandalism", {2020: 3}, locality="Övriga kommunen"),
                     *yearly("vandalism", {2020: 3}, locality="Annanstans", municipality_code="0881"))  # fmt: skip
    names = plan_checks.names_of(counts, pd.DataFrame({"statement_id": ["0123456789ab"]}), AGREEMENT)
    assert names.localities == {"Lessebo", "Hovmantorp", "Kosta", "Skruv", "Övriga kommunen"}
    assert names.statements == {"0123456789ab"}


def test_the_tables_pass_their_suites():
    remarks = plan_checks.plan_remark(plan(goal=[], message=[{}]), NAMES, 2021, AGREEMENT)
    assert len(remarks) > 2
    for name, frame in (("red_thread", thread()), ("plan_remark", remarks)):
        assert [o.check for o in checks.validate(name, frame) if not o.has_passed] == []
    wrong = thread().assign(adopted_causes=pd.array([2], dtype="Int64"))
    assert any("antagna" in o.check for o in checks.validate("red_thread", wrong) if o.stops)
