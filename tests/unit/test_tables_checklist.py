"""Without these, the checklist would say that a demand is met when it is not, or too late, or only people can say."""

import copy
import datetime as dt
import tomllib

import pandas as pd
import pytest

from pipelines.checklist_register import LETTERS, SMART, checked, demands
from pipelines.paths import EXPECTATIONS
from pipelines.registers import tables
from pipelines.tables import checklist as checklists
from pipelines.tables.checklist_rules import RULES
from tests.unit.table_rows import AGREEMENT, table, value

# One whole year, 2023: a problem with everything that the agreement asks for.
WHOLE = {
    "problem": [{"id": "P1", "prioritised": "yes", "consequences": "Platsen undviks.", "why_chosen": "a",
                 "sources_used": "b", "sources_left_out": "e", "limits": "c", "limits_mean": "d"},
                {"id": "P2", "prioritised": "no"}],
    "cause": [{"id": "O1", "problem_id": "P1", "judgement": "adopted", "judged_by": "samordnare",
               "on_date": "2024-02-01"}],
    "measure": [{"id": "Å1", "problem_id": "P1", "title": "Mer belysning"}],
    "goal": [{"id": "M1", "problem_id": "P1"}],
    "goal_check": [{"id": "M1", "letter": letter, "ok": True} for letter in LETTERS],
    "message": [{"id": "K1", "indicator": "theft_reported", "communicator_police": "kommunikatör",
                 "communicator_municipality": "kommunikatör"}],
    "promise": [{"id": "L1"}],
    "follow_up": [{"id": "U1", "measure_id": "Å1", "done": "yes", "on_date": "2024-03-01"}],
    "cooperation": [{"id": "S1", "what": "council", "planned": 4, "held": 4, "police_present": 4,
                     "municipality_present": 4},
                    {"id": "S2", "what": "resources", "hours_police": 120, "hours_municipality": 200}],
    "plan_workbook": [{"id": "2023", "party": "police"}, {"id": "2023", "party": "municipality"}],
    "plan_difference": [],
    "source_coverage": [
        {"source_type": source, "source_label": source, "mandatory": source != "technical_office", "records": 5,
         "files": 1, "state": "used"}
        for source in ("police", "survey", "citizen_dialogue", "staff_dialogue", "bra_council", "bra_operative",
                       "technical_office")
    ],
    "indicator_value": [
        value("theft_reported", 2023, 189, value=2266.0, priority_area="STOLD"),
        value("vandalism_reported", 2023, 69, value=827.0, priority_area="PLATS"),
        value("graffiti_reported", 2023, 9, value=106.0, priority_area="UNGA"),
        value("exposed_to_theft", 2023, None, value=2.0, priority_area="STOLD"),
        value("feels_safe_at_school", 2023, 61, value=74.0, priority_area="SKOLA"),
        value("burglary_repair_cost", 2023, 4000, priority_area="STOLD"),
    ],
    "problem_ranking": [{"indicator": "theft_reported"}],
}  # fmt: skip
PLANNED = [
    {"id": name, "problem_id": "P1", "year": 2022, "title": title}
    for name, title in (("Å1", "Mer belysning"), ("Å2", "Klippa häcken"))
]
IN_TIME = {2023: dt.date(2024, 4, 10)}


def material(changes=None, year=2023, decided=None, published=(2023,)):
    frames = {}
    for name, rows in (copy.deepcopy(WHOLE) | (changes or {})).items():
        party = {"party": "joint"} if "party" in tables()[name].columns else {}
        frames[name] = table(name, [{"year": year} | party | row for row in rows])
    return checklists.Material(**frames, decided=IN_TIME if decided is None else decided, published=published)


def states(changes=None, **given):
    """Demand id → (state, remark) of 2023."""
    frame = checklists.checklist(material(changes, **given), AGREEMENT)
    ids = {number: demand.id for number, demand in enumerate(demands(), start=1)}
    own = frame[frame["year"] == 2023]
    return {ids[row.position]: (row.state, row.remark) for row in own.itertuples()}


def test_a_whole_year_is_met_but_for_what_only_people_can_say():
    found = {name: state for name, (state, _) in states().items()}
    judged = {"accepted", "realistic", "hours", "law_consequences", "law_information", "law_analysis"}
    assert {name for name, state in found.items() if state == "judgement"} == judged
    assert {state for name, state in found.items() if name not in judged} == {"met"}


def test_an_empty_year_lacks_everything():
    found = states({name: [] for name in WHOLE}, decided={}, published=())
    assert found == {}  # nothing has come in for 2023, so the list ends with the agreement's first year
    frame = checklists.checklist(material({name: [] for name in WHOLE}, decided={}, published=()), AGREEMENT)
    assert set(frame["year"]) == {2019}
    assert set(frame["state"]) == {"missing"}


def test_years_before_the_law_have_only_the_agreements_demands():
    frame = checklists.checklist(material(), AGREEMENT)
    assert set(frame["year"]) == set(range(2019, 2024))
    assert set(frame[frame["year"] == 2022]["stated_in"]) == {"avtalet"}
    assert set(frame[frame["year"] == 2023]["stated_in"]) == {"avtalet", "lag (2023:196) 4 §"}


@pytest.mark.parametrize(
    ("decided", "published", "state", "said"),
    [
        ({2023: dt.date(2024, 12, 31)}, (2023,), "met", "Beslutad 2024-12-31."),
        ({2023: dt.date(2025, 1, 1)}, (2023,), "partly", "för sent"),
        ({}, (2023,), "partly", "Publicerad, inte beslutad."),
        ({}, (), "missing", "Ingen lägesbild är publicerad: lagesbild refresh --year 2023."),
        (
            {2022: dt.date(2023, 4, 1)},
            (2022,),
            "missing",
            "Ingen lägesbild är publicerad: lagesbild refresh --year 2023.",
        ),
    ],
)
def test_the_edition_is_decided_in_time_late_only_published_or_missing(decided, published, state, said):
    found = states(decided=decided, published=published)["edition"]
    assert found[0] == state
    assert said in found[1]


@pytest.mark.parametrize(
    ("demand", "changes", "state", "said"),
    [
        ("mandatory_sources", {"source_coverage": [
            {"source_type": "police", "source_label": "Polisens statistik", "mandatory": True, "state": "used",
             "records": 9},
            {"source_type": "survey", "source_label": "Trygghetsmätning", "mandatory": True, "state": "missing",
             "records": 0}]}, "partly", "1 av 2 obligatoriska källor är med. Saknas: Trygghetsmätning."),
        ("areas", {"indicator_value": [value("theft_reported", 2023, 9, priority_area="STOLD")]}, "partly",
         "1 av 4 områden"),
        ("own_preparation", {"plan_workbook": [{"id": "2023", "party": "police"}]}, "partly", "kommunens"),
        ("own_preparation", {"plan_workbook": [{"id": "2023", "party": "joint"}]}, "judgement", "vet bara ni"),
        # A cause that is only looked into, or that nobody has signed, is no judgement.
        ("causes", {"cause": [{"id": "O1", "problem_id": "P1", "judgement": "open", "judged_by": "samordnare",
                               "on_date": "2024-02-01"}]}, "missing", "Saknas: P1."),
        ("causes", {"cause": [{"id": "O1", "problem_id": "P1", "judgement": "adopted", "on_date": "2024-02-01"}]},
         "missing", "0 av 1"),
        ("causes", {"cause": [{"id": "O1", "problem_id": "P1", "judgement": "adopted", "judged_by": "samordnare"}]},
         "missing", "0 av 1"),
        ("causes", {"problem": [{"id": "P1", "prioritised": "no"}]}, "missing", "Inget problem är prioriterat."),
        ("causes", {"problem": [{"id": "P1", "prioritised": "yes"}, {"id": "P10", "prioritised": "yes"},
                                {"id": "P2", "prioritised": "yes"}]}, "partly", "Saknas: P2, P10."),
        ("measures", {"measure": [{"id": "Å1", "problem_id": "P2"}]}, "missing", "0 av 1"),
        ("goals", {"goal": []}, "missing", "0 av 1"),
        ("specific", {"goal_check": [{"id": "M1", "letter": "S", "ok": True},
                                     {"id": "M2", "letter": "S", "ok": False}]}, "partly", "Anmärkning: M2."),
        ("accepted", {"goal_check": [{"id": "M1", "letter": "A", "ok": False}]}, "missing", "0 av 1 mål"),
        ("messages", {"message": [{"id": "K1"}]}, "missing", "Utan: K1."),
        ("communicators", {"message": [{"id": "K1", "communicator_police": "kommunikatör"}]}, "missing", "Utan: K1."),
        # Each party has named its own communicator in its own workbook.
        ("communicators", {"message": [
            {"id": "K1", "party": "police", "communicator_police": "kommunikatör"},
            {"id": "K1", "party": "municipality", "communicator_municipality": "kommunikatör"}]}, "met", "1 av 1"),
        ("plans_agree", {"message": [{"id": "K1", "party": "police"}, {"id": "K1", "party": "municipality"}],
                         "plan_difference": [{"sheet": "Kommunikation", "id": "K1", "column": "channel"}]},
         "partly", "Parterna skriver olika om K1."),
        ("plans_agree", {"message": [{"id": "K1", "party": "police"}]}, "partly", "Bara den ena parten"),
        # Where there is a joint plan, what the parties wrote before is no difference.
        ("plans_agree", {"plan_difference": [{"sheet": "Kommunikation", "id": "K1", "column": "channel"}]}, "met",
         "Planen är gemensam."),
        ("promises", {"promise": []}, "missing", "inga medborgarlöften"),
        # Last year's measures are what this year follows up; a new one has had no time yet.
        ("follow_up", {}, "met", "1\u00a0åtgärd är uppföljd."),
        ("follow_up", {"follow_up": []}, "judgement", "Planen för 2022 har inga åtgärder."),
        ("follow_up", {"follow_up": [], "measure": []}, "missing", "inga åtgärder att följa upp"),
        ("follow_up", {"follow_up": [], "measure": PLANNED}, "missing", "Ingen av 2\u00a0åtgärder ur planen för 2022"),
        ("follow_up", {"measure": PLANNED}, "partly", "1 av 2\u00a0åtgärder är uppföljda. Saknas: Å2."),
        ("follow_up", {"measure": [*PLANNED[:1], {"id": "Å9", "problem_id": "P1"}]}, "met", "1 av 1\u00a0åtgärd"),
        # Carried on under its number and title it is the same measure; under another title it is another.
        ("follow_up", {"measure": [*PLANNED[:1], PLANNED[0] | {"year": 2023, "title": "mer  Belysning"}]}, "met",
         "1 av 1\u00a0åtgärd"),
        ("follow_up", {"measure": [*PLANNED[:1], PLANNED[0] | {"year": 2023, "title": "Klippa häcken"}]}, "missing",
         "Ingen av 1\u00a0åtgärd ur planen för 2022 är uppföljd."),
        # The municipality's row is not of the police's own measure.
        ("follow_up", {"measure": [PLANNED[0] | {"party": "police"}],
                       "follow_up": [{"id": "U1", "measure_id": "Å1", "party": "municipality",
                                      "on_date": "2024-03-01"}]}, "missing", "Ingen av 1\u00a0åtgärd"),
        # A measure of an older plan, when last year's had none.
        ("follow_up", {"measure": [PLANNED[0] | {"year": 2021}]}, "met", "1\u00a0åtgärd är uppföljd."),
        ("follow_up", {"measure": PLANNED,
                       "follow_up": [{"id": "U1", "measure_id": "Å1", "on_date": "2024-03-01"},
                                     {"id": "U2", "measure_id": "Å2", "on_date": "2023-06-30"}]}, "partly",
         "Saknas: Å2. Uppföljda ett tidigare år: Å2."),
        ("follow_up", {"follow_up": [{"id": "U1", "measure_id": "Å1", "on_date": "2024-12-31"}]}, "met", "uppföljd"),
        # A row of last year's workbook, carried over unchanged, is no follow-up of this year.
        ("follow_up", {"measure": PLANNED[:1],
                       "follow_up": [{"id": "U1", "measure_id": "Å1", "on_date": "2023-03-01"}]},
         "missing", "Ingen av 1\u00a0åtgärd"),
        ("follow_up", {"follow_up": [{"id": "U1", "measure_id": "Å1", "on_date": "2025-01-01"}]}, "partly",
         "Gjord 2025-01-01, efter utgången av 2024: för sent"),
        ("realistic", {"goal_check": [{"id": "M1", "letter": "R", "ok": False}]}, "partly", "0 av 1 mål"),
        ("cooperation", {"cooperation": []}, "missing", "Inget är ifyllt"),
        ("attendance", {"cooperation": [{"id": "S1", "what": "council", "planned": 4, "held": 4, "police_present": 3,
                                         "municipality_present": 4}]}, "partly",
         "4 av 4 planerade möten hölls: polisen med på 3, kommunen med på 4."),
        ("attendance", {"cooperation": [{"id": "S1", "what": "operative", "held": 9, "police_present": 9,
                                         "municipality_present": 9}]}, "missing", "inte ifyllda"),
        ("attendance", {"cooperation": [{"id": "S1", "what": "council", "held": 0}]}, "missing", "Inget möte"),
        # Spring and autumn on a row each: two of two and one of two, of which neither row is the year.
        ("attendance", {"cooperation": [
            {"id": "S1", "what": "council", "planned": 2, "held": 2, "police_present": 2, "municipality_present": 2},
            {"id": "S2", "what": "council", "planned": 3, "held": 2, "police_present": 1,
             "municipality_present": 2}]}, "partly",
         "4 av 5 planerade möten hölls: polisen med på 3, kommunen med på 4."),
        # Both parties' numbers of one row are the same meetings.
        ("attendance", {"cooperation": [
            {"id": "S1", "what": "council", "party": "police", "held": 2, "police_present": 2},
            {"id": "S1", "what": "council", "party": "municipality", "held": 2, "municipality_present": 2}]}, "met",
         "2 möten hölls: polisen med på 2, kommunen med på 2."),
        ("attendance", {"cooperation": [
            {"id": "S1", "what": "council", "planned": 2, "held": 2, "police_present": 2, "municipality_present": 2},
            {"id": "S2", "what": "council", "held": 2, "municipality_present": 2}]}, "partly",
         "4 möten hölls: polisen med på okänt antal, kommunen med på 4."),
        ("attendance", {"cooperation": [
            {"id": "S1", "what": "council", "held": 2, "police_present": 2, "municipality_present": 2},
            {"id": "S2", "what": "council", "planned": 2}]}, "partly", "Antal hållna möten saknas på S2."),
        # The autumn's was called off, and who was there is left empty.
        ("attendance", {"cooperation": [
            {"id": "S1", "what": "council", "held": 2, "police_present": 2, "municipality_present": 2},
            {"id": "S2", "what": "council", "held": 0}]}, "met",
         "2 möten hölls: polisen med på 2, kommunen med på 2."),
        ("hours", {"cooperation": [{"id": "S2", "what": "resources", "hours_police": 120}]}, "partly",
         "Polisen 120 timmar. Saknas: kommunen."),
        ("law_mapping", {"indicator_value": [value("exposed_to_theft", 2023, None, value=2.0)]}, "missing",
         "Inga siffror"),
        ("law_extent", {"indicator_value": [value("theft_reported", 2023, 9)]}, "partly", "utsatthet: 0"),
        ("law_consequences", {"problem": [{"id": "P1", "prioritised": "yes"}]}, "partly", "0 av 1"),
        ("law_consequences", {"problem": [], "indicator_value": []}, "missing", "0 av 0"),
        ("law_information", {"source_coverage": [
            {"source_type": "police", "source_label": "Polisens statistik", "mandatory": True, "state": "used",
             "records": 9}]}, "missing", "Inga andra källor"),
        ("law_analysis", {"problem": [{"id": "P1", "prioritised": "yes", "why_chosen": "a"}]}, "partly",
         "besvarade för 0 av 1"),
        ("law_analysis", {"problem": [], "problem_ranking": [], "cause": []}, "missing", "0 problem i rangordningen"),
        ("law_analysis", {"problem": [WHOLE["problem"][0] | {"sources_left_out": None}]}, "partly",
         "besvarade för 0 av 1"),
        # One party has answered the first, the other the rest.
        ("law_analysis", {"problem": [
            {"id": "P1", "prioritised": "yes", "party": "police", "why_chosen": "a"},
            WHOLE["problem"][0] | {"party": "municipality", "why_chosen": None}]}, "judgement",
         "besvarade för 1 av 1"),
    ],
)  # fmt: skip
def test_each_demand_by_itself(demand, changes, state, said):
    found = states(changes)[demand]
    assert found[0] == state, found
    assert said in found[1]


def test_what_is_left_to_do_stands_where_it_is_not_met_and_nowhere_else():
    todo = {demand.id: demand.todo for demand in demands()}
    late = states(decided={2023: dt.date(2025, 1, 1)})["edition"]
    assert late[0] == "partly"
    assert todo["edition"] not in late[1]  # it is decided: nothing can be done about the day
    assert todo["promises"] in states({"promise": []})["promises"][1]
    assert todo["promises"] not in states()["promises"][1]


def test_a_hidden_figure_counts_as_known():
    hidden = value("theft_reported", 2023, None, suppressed=True, priority_area="STOLD")
    assert states({"indicator_value": [hidden]})["law_mapping"][0] == "met"
    unknown = value("theft_reported", 2023, None, priority_area="STOLD")
    assert states({"indicator_value": [unknown]})["law_mapping"][0] == "missing"


def test_rows_of_one_number_about_different_things_are_two():
    """Otherwise ten hours in Brå vanish behind forty in operative Brå."""
    rows = [
        {"id": "S1", "what": "council", "party": "police", "hours_police": 10, "hours_municipality": 8},
        {
            "id": "S1",
            "what": "operative",
            "party": "municipality",
            "hours_police": 40,
            "hours_municipality": 60,
        },
    ]
    assert "Polisen 50 timmar, kommunen 68 timmar." in states({"cooperation": rows})["hours"][1]


def test_numbers_that_the_parties_tell_differently_are_said_to_differ():
    """Two reports are not one that both agree on."""
    rows = [
        {"id": "S1", "what": "council", "party": "police", "planned": 6, "held": 6, "police_present": 6,
         "municipality_present": 5, "hours_police": 12, "hours_municipality": 9},
        {"id": "S1", "what": "council", "party": "municipality", "planned": 6, "held": 4, "police_present": 1,
         "municipality_present": 4, "hours_municipality": 8},
    ]  # fmt: skip
    found = states({"cooperation": rows})
    assert found["attendance"][0] == "partly"
    for rule in ("attendance", "hours"):
        assert "Parterna uppger olika på S1; det största talet är räknat." in found[rule][1]


def test_hours_that_both_parties_wrote_are_counted_once():
    rows = [{"id": "S2", "what": "resources", "party": party, "hours_police": 120, "hours_municipality": 80}
            for party in ("police", "municipality")]  # fmt: skip
    assert "Polisen 120 timmar, kommunen 80 timmar." in states({"cooperation": rows})["hours"][1]


def register():
    with (EXPECTATIONS / "checklist.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_demand_is_tried_and_every_way_of_trying_is_used():
    found = checked(register(), {*RULES, SMART})
    assert {demand.check for demand in found} == {*RULES, SMART}
    assert [demand.letter for demand in found if demand.letter] == list(LETTERS)


def test_every_table_that_a_demand_points_at_exists():
    named = {word.strip(",;.") for demand in demands() for word in demand.met_by.split() if "_" in word}
    assert named <= set(tables())
    assert {"source_coverage", "plan_workbook", "goal_check"} <= named


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stated_in": "handboken"}, "stated_in"),
        ({"demand": ""}, "demand should be"),
        ({"from_year": "2023"}, "from_year should be"),
        ({"letter": "S"}, "letter"),
        ({"check": "smart"}, "letter"),
        ({"check": "guess"}, "unknown check"),
        ({"owner": "vi"}, "owner"),
        ({"id": "mandatory_sources"}, "twice"),
    ],
)
def test_a_wrong_entry_stops_with_its_name(change, said):
    document = register()
    document["demand"][0] |= change
    with pytest.raises(ValueError, match=said) as stopped:
        checked(document, {*RULES, SMART})
    assert document["demand"][0]["id"] in str(stopped.value)


def test_an_entry_without_a_field_and_an_empty_register_stop():
    document = register()
    del document["demand"][3]["todo"]
    with pytest.raises(ValueError, match=r"own_preparation.*todo"):
        checked(document)
    with pytest.raises(ValueError, match="no demands"):
        checked({})


def test_the_table_passes_its_own_suite():
    from pipelines import checks

    outcomes = checks.validate("checklist", checklists.checklist(material(), AGREEMENT))
    assert outcomes
    assert [o.check for o in outcomes if not o.has_passed] == []
    wrong = checklists.checklist(material(), AGREEMENT).assign(state="ok")
    assert [o.stops for o in checks.validate("checklist", wrong) if not o.has_passed] == [True]
    assert pd.isna(wrong["remark"]).sum() == 0
