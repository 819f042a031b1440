"""The indicator register, the problems and the rules for figures.

If these fail, a source that was handed in is in no figure, a figure is shown without its reservation, a few
pupils can be counted out, or a misspelt entry is silently empty year after year.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections import Counter, defaultdict

import pytest

from pipelines import agreement, indicator_register, registers
from pipelines.paths import EXPECTATIONS
from pipelines.readers import (
    further_source,
    incident_report,
    indicator_terms,
    school_statistics_table,
    youth_survey,
)

INDICATORS = registers.indicators()
PROBLEMS = registers.problems()
BY_ID = {entry["id"]: entry for entry in INDICATORS}
BY_AREA = defaultdict(list)
for _entry in INDICATORS:
    BY_AREA[_entry["priority_area"]].append(_entry)
KNOWN = indicator_register.Known(registers.sources(), registers.offence_groups(), PROBLEMS)

#: Sources that no indicator may or can rest on, and why.
NO_INDICATOR = {
    "population": "only what others are divided by",
    "police_events": "what the police chose to write about, never a measure",
    "other_source": "unknown until an agreement names it",
    "further": "the template, whose rows name their own sources",
    "reference": "lists to look things up in",
    "own_review": "what the parties wrote themselves",
}
#: Facets that an area cannot have, and why.
NO_FACET = {
    ("SKOLA", "rate"): "offence codes have no reliable mark of school, and nothing else is per inhabitant"
}
PUBLISHERS = {"bra": "bra_agency", "bra_indicators": "bra_agency", "skolverket": "school_statistics"}
SURVEYS = {"trygghetsmatning": "survey", "skolenkaten_ak8": "school"}


def sources_of(entry):
    """The source register's ids that an indicator rests on, worked out here and not in the code under test."""
    if "source_type" in entry:
        return {entry["source_type"]}
    if "survey" in entry:
        return {SURVEYS[entry["survey"]]}
    named = [entry["publisher"], *entry.get("also", ())] if "publisher" in entry else ["police"]
    return {PUBLISHERS.get(name, name) for name in named}


# What the register holds


def test_every_area_has_indicators_enough_for_a_picture():
    assert {area: len(BY_AREA[area]) >= 8 for area in agreement.AREA_CODES} == dict.fromkeys(
        agreement.AREA_CODES, True
    )
    assert len(INDICATORS) >= 40


def test_every_source_that_is_read_is_in_some_indicator():
    """A source that is handed in every year and never used is work for nothing, and a hole in the picture."""
    read = set(registers.sources()) - set(NO_INDICATOR)
    used = set().union(*(sources_of(entry) for entry in INDICATORS))
    assert used == read


@pytest.mark.parametrize("area", agreement.AREA_CODES)
def test_every_facet_of_an_area_is_covered(area):
    covered = {facet for entry in BY_AREA[area] for facet in entry["facets"]}
    wanted = {facet for facet in indicator_register.FACETS if (area, facet) not in NO_FACET}
    assert covered == wanted


def test_every_area_hears_those_who_live_and_those_who_work_there():
    """Statements are all an area has where nothing is counted."""
    for area, entries in BY_AREA.items():
        heard = {entry["source_type"] for entry in entries if entry["kind"] == "statement_count"}
        assert heard & {"citizen_dialogue", "staff_dialogue"}, area
        assert heard & {"bra_council", "bra_operative"}, area
    assert {e["source_type"] for e in INDICATORS if e["kind"] == "statement_count"} == set(
        indicator_register.STATEMENT_SOURCES
    )


def test_indicators_that_were_published_keep_their_name_and_series():
    """A renamed id would lose the comparison with last year's picture."""
    series = {
        entry["id"]: entry.get("offence_group") or entry.get("kpi") or entry.get("survey_question")
        for entry in INDICATORS
    }
    before = {
        "theft_reported": "theft_total",
        "theft_police_reported": "theft_police",
        "residential_burglary_reported": "residential_burglary",
        "other_burglary_reported": "other_burglary",
        "bicycle_theft_reported": "bicycle_theft",
        "shop_theft_reported": "shop_theft",
        "car_crime_reported": "car_crime",
        "burglary_worry": "Oro för inbrott i bostaden",
        "vandalism_reported": "vandalism",
        "outdoor_assault_reported": "outdoor_assault",
        "molestation_reported": "molestation",
        "arson_reported": "arson",
        "robbery_reported": "robbery",
        "evening_insecurity": "Otrygg ute ensam sent på kvällen",
        "narcotics_reported": "narcotics",
        "graffiti_reported": "graffiti",
        "moped_theft_reported": "moped_theft",
        "knife_reported": "knife",
        "study_allowance_withdrawn": "N17625",
        "youth_groups_disturb": "Ungdomsgäng som stör ordningen",
        "feels_safe_at_school": "Känner du dig trygg i skolan?",
        "adults_act_on_bullying": (
            "Litar du på att de vuxna i skolan gör tillräckligt om någon elev blir illa behandlad?"
        ),
        "adults_aware_at_breaks": "Tycker du att de vuxna i skolan har koll på vad som händer på rasterna?",
        "calm_lessons": "Hur ofta är det arbetsro på lektionerna?",
        "not_afraid_of_pupils": "Känner du dig rädd för andra elever i skolan?",
    }
    assert {name: series.get(name) for name in before} == before


def test_no_reservation_is_boilerplate():
    """A text that fits every figure says nothing about this one."""
    for field in ("title", "does_not_say"):
        twice = [text for text, n in Counter(entry[field] for entry in INDICATORS).items() if n > 1]
        assert not twice
    openings = Counter(entry["does_not_say"].split(". ")[0] for entry in INDICATORS)
    # The scale of the police's index is the same for all of its questions.
    assert [text for text, n in openings.items() if n > 3 and not text.startswith("Ett klassindex")] == []
    for entry in INDICATORS:
        assert entry["does_not_say"].endswith("."), entry["id"]
        assert entry["question"].endswith("?"), entry["id"]
        assert len(entry["does_not_say"]) >= 40, entry["id"]
        assert not re.search(r"\d\.\d|\s-\s|  ", entry["does_not_say"] + entry["question"]), entry["id"]


def test_a_number_that_follows_presence_or_has_no_place_here_says_so():
    """Read without the line, more controls are more crime, and the country's share is the municipality's."""
    for entry in INDICATORS:
        text = entry["does_not_say"]
        if entry["direction"] == "activity_driven":
            assert re.search("kontroll", text), entry["id"]
        if entry.get("survey") == "ntu_kommun":
            assert "för landet och större kommuner" in text, entry["id"]
        if entry["kind"] == "survey_index":
            assert "klassindex 0–6" in text, entry["id"]
        if entry["kind"] == "time_share":
            assert "känt klockslag" in text, entry["id"]
        if entry["kind"] == "kpi_share" and entry["publisher"] == "kolada":
            assert "intervall kan inte räknas ut" in text, entry["id"]


def test_small_counts_of_persons_and_of_sensitive_offences_are_hidden():
    """Three pupils in a municipality of 8 500 inhabitants have names."""
    for entry in INDICATORS:
        group = KNOWN.groups.get(entry.get("offence_group"))
        counts_persons = entry["kind"] == "local_count" and (
            entry["source_type"] in ("social_services", "school_health", "school_incidents")
        )
        if (group and group.sensitive) or counts_persons:
            assert entry["disclosure"] == "below_5_hidden", entry["id"]
    assert any(KNOWN.groups[e["offence_group"]].sensitive for e in INDICATORS if "offence_group" in e)


def test_one_offence_group_has_one_rule_of_disclosure_in_all_indicators():
    """What one indicator hides, the share of another would give away."""
    rules = defaultdict(set)
    for entry in INDICATORS:
        if "offence_group" in entry:
            rules[entry["offence_group"]].add(entry["disclosure"])
    assert {group: found for group, found in rules.items() if len(found) > 1} == {}


# What the entries name stands elsewhere under the same name


def test_questions_of_ntu_are_called_as_their_reader_calls_them():
    for entry in INDICATORS:
        if entry.get("survey") == "ntu_kommun":
            assert entry["survey_question"] in indicator_terms.NTU, entry["id"]
            assert entry["group"] == "Alla"
    refused = "Oro för att utsättas för bostadsinbrott enligt NTU 2017–2025"
    assert refused not in indicator_terms.NTU


def test_questions_of_the_school_survey_are_called_as_skolinspektionen_calls_them(real_data):
    """One letter off and the indicator is empty."""
    import openpyxl

    book = openpyxl.load_workbook(real_data / "school" / "skolenkaten_ak8_2022.xlsx", read_only=True)
    top, middle = list(book.worksheets[0].iter_rows(min_row=1, max_row=2, values_only=True))
    options, question = defaultdict(set), None
    for text, option in zip(top, middle, strict=True):
        question = text or question
        options[question].add(option)
    checked = 0
    for entry in INDICATORS:
        if entry["kind"] == "survey_share":
            assert set(entry["options"]) <= options[entry["survey_question"]], entry["id"]
            checked += 1
    assert checked >= 6


def test_key_figures_of_kolada_are_shares_that_go_the_way_the_register_says(real_data):
    """N00627 is the share who see few problems: with the direction turned, a good value is a warning."""
    import pandas as pd

    catalogue = pd.read_parquet(real_data / "kolada" / "kolada_kpi_catalogue_2023.parquet").set_index("id")
    checked = 0
    for entry in INDICATORS:
        if entry.get("publisher") == "kolada" and "kpi" in entry:
            title = catalogue.loc[entry["kpi"], "title"]
            assert "(%)" in title, entry["id"]
            is_good = re.search("Trygg|trygg|Låg oro|Få problem", title) is not None
            assert (entry["direction"] == "higher_is_better") == is_good, entry["id"]
            checked += 1
    assert checked >= 5


def test_counts_have_the_kinds_and_units_of_their_templates():
    """Typed otherwise than the register has it, the count is in no figure."""
    assert set(indicator_register.LOCAL_UNITS) == {*further_source.UNITS, incident_report.UNIT}
    assert set(indicator_register.LOCAL_SOURCES) == {*further_source.SOURCES.values(), "school_incidents"}
    for entry in INDICATORS:
        if entry.get("source_type") == "school_incidents":
            assert entry["phenomenon"] in incident_report.KINDS, entry["id"]
            assert entry["unit"] == incident_report.UNIT, entry["id"]


def test_what_the_template_cannot_offer_is_told_word_for_word():
    """Phenomena of further sources are typed freely: who hands them in must be able to read the word."""
    offered = {
        "Reparation efter skadegörelse",
        "Anlagd brand",
        "Orosanmälan barn och unga",
        *incident_report.KINDS,
    }
    for entry in INDICATORS:
        if entry["kind"] == "local_count" and entry["phenomenon"] not in offered:
            assert f"”{entry['phenomenon']}”" in entry["does_not_say"], entry["id"]


def test_answers_of_a_youth_survey_are_one_option_of_one_grade():
    for entry in INDICATORS:
        if entry.get("source_type") == "youth_survey":
            question, option = entry["survey_question"].split("?: ")
            assert question, entry["id"]
            assert option, entry["id"]
            assert re.fullmatch(r"Alla(, (årskurs \d|gymnasiet år \d))?", entry["group"]), entry["id"]
            assert entry["group"].split(",")[0] in youth_survey._GROUPS.values()


def test_skolverkets_measure_is_a_share_that_its_reader_makes():
    found = [entry["kpi"] for entry in INDICATORS if entry.get("publisher") == "skolverket"]
    assert found
    for heading in found:
        report, measure = heading.split(": ")
        assert report.startswith("Grundskola - ")
        assert school_statistics_table._unit(measure) == "procent"


def test_series_breaks_reach_the_new_indicators_of_the_same_survey():
    """A share from before the school survey was made anew beside one from after would look like a change."""
    for entry in INDICATORS:
        if entry["kind"] == "survey_share" or entry.get("kpi") in ("N15613", "N15643", "N17673"):
            years = {b["year"] for b in registers.series_breaks() if entry["id"] in b.get("applies_to", ())}
            assert 2022 in years, entry["id"]


# Problems and rules


def test_every_problem_can_be_told_by_figures_and_by_words():
    used = Counter(entry["problem"] for entry in INDICATORS)
    assert set(used) == set(PROBLEMS)
    per_area = Counter(problem["priority_area"] for problem in PROBLEMS.values())
    assert set(per_area) == set(agreement.AREA_CODES)
    assert all(3 <= n <= 5 for n in per_area.values())
    for entry in INDICATORS:
        assert PROBLEMS[entry["problem"]]["priority_area"] == entry["priority_area"], entry["id"]


def test_the_rules_for_figures_are_the_methods():
    """From statistics.md's list: printed on less, a figure claims what eight events cannot carry."""
    rules = registers.figure_rules()
    assert (rules["rate_from"], rules["reliable_from"], rules["standardised_from"]) == (5, 10, 10)
    assert (rules["percent_from"], rules["share_from"]) == (50, 30)
    assert (rules["trend_from_years"], rules["run_chart_from_points"], rules["pattern_from"]) == (5, 10, 50)
    assert rules["count_from"] == 0


def test_every_rule_says_where_it_comes_from():
    lines = (EXPECTATIONS / "figure_rules.toml").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if "=" in line and not line.lstrip().startswith("#"):
            assert "#" in line, line


def test_only_statements_may_be_shared_out_on_few():
    """A sample of 10 is not a count of 10: below 30 answers no share of a survey is shown."""
    for entry in INDICATORS:
        if "minimum_base" in entry:
            assert entry["kind"] == "statement_count", entry["id"]
            assert entry["minimum_base"] == {"share_from": 10}, entry["id"]


# Wrong entries


def refused(change, name="residential_burglary_reported"):
    """The message about an entry of the register after a change."""
    entry = copy.deepcopy(BY_ID[name])
    change(entry)
    with pytest.raises(ValueError, match=r"^indicators/\w+\.toml: ") as raised:
        indicator_register.checked_indicators({BY_ID[name]["priority_area"]: [entry]}, KNOWN)
    assert BY_ID[name]["priority_area"] in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("name", sorted({entry["kind"]: entry["id"] for entry in INDICATORS}.values()))
def test_an_entry_of_every_kind_lacks_nothing_and_has_nothing_more(name):
    for field in set(BY_ID[name]) - {"minimum_base", "also", "survey"}:
        said = refused(lambda entry, field=field: entry.pop(field), name)
        assert field in said
    assert "colour" in refused(lambda entry: entry.update(colour="röd"), name)


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("theft_reported", {"kind": "offence_count"}, "unknown kind 'offence_count'"),
        ("theft_reported", {"facets": ["volume", "mood"]}, r"unknown facets \['mood'\]"),
        ("theft_reported", {"facets": []}, "may not be empty"),
        ("theft_reported", {"facets": ["volume", "volume"]}, "facets names something twice"),
        ("theft_reported", {"facets": "volume"}, "facets should be a list"),
        ("theft_reported", {"title": ["a"]}, "title should not be a list"),
        ("theft_reported", {"title": " "}, "not empty"),
        ("theft_reported", {"direction": "up"}, "unknown direction 'up'"),
        ("theft_reported", {"unit": "per 1 000 invånare"}, "unknown unit"),
        ("theft_reported", {"disclosure": "open"}, "unknown disclosure"),
        ("theft_reported", {"comparison_groups": ["grannarna"]}, "unknown comparison_groups"),
        ("theft_reported", {"problem": "bicycles"}, "unknown problem 'bicycles'"),
        ("theft_reported", {"problem": "insecure_places"}, "unknown problem 'insecure_places' of STOLD"),
        ("theft_reported", {"priority_area": "PLATS"}, "in the file of STOLD"),
        ("theft_reported", {"publisher": "scb"}, "unknown publisher"),
        ("theft_reported", {"publisher": "skolverket"}, "unknown publisher"),
        ("theft_reported", {"also": ["scb"]}, "unknown publisher"),
        ("theft_reported", {"also": ["bra"]}, "names the publisher itself"),
        ("theft_reported", {"offence_group": "theft"}, "unknown offence group 'theft'"),
        ("theft_reported", {"offence_group": "vandalism"}, "does not belong to STOLD"),
        ("theft_reported", {"survey": "trygghetsmatning"}, r"unknown fields \['survey'\]"),
        ("public_violence_girls_reported", {"disclosure": "municipality_year"}, "sensitive"),
        ("burglary_worry", {"comparison_groups": ["riket"]}, "not compared"),
        ("burglary_worry", {"survey": "skolenkaten_ak8"}, "unknown survey"),
        ("calm_lessons", {"options": []}, "may not be empty"),
        ("calm_lessons", {"survey": "trygghetsmatning"}, "unknown survey"),
        ("few_problems_drug_dealing", {"publisher": "bra"}, "unknown publisher"),
        ("bicycle_theft_self_reported", {"source_type": "youth_survey"}, "unknown source"),
        ("not_offered_alcohol_or_drugs", {"source_type": "bra_agency"}, "unknown source"),
        ("deliberate_fires_attended", {"source_type": "police_events"}, "unknown source 'police_events'"),
        ("deliberate_fires_attended", {"unit": "bränder"}, "unknown unit"),
        ("deliberate_fires_attended", {"comparison_groups": ["riket"]}, "not compared"),
        ("youth_statements_staff", {"source_type": "safety_walk"}, "unknown source"),
        ("youth_statements_staff", {"direction": "higher_is_worse"}, "should be neutral"),
        ("outdoor_assault_at_night", {"hours": [18]}, "hours"),
        ("outdoor_assault_at_night", {"hours": [6, 6]}, "hours"),
        ("outdoor_assault_at_night", {"hours": [18, 25]}, "hours"),
        ("outdoor_assault_at_night", {"hours": ["18", "6"]}, "hours"),
        ("theft_reported", {"minimum_base": {"rate": 10}}, "minimum_base"),
        ("theft_reported", {"minimum_base": {"rate_from": -1}}, "whole numbers"),
        ("theft_reported", {"minimum_base": {"rate_from": 2.5}}, "whole numbers"),
        ("theft_reported", {"minimum_base": {"rate_from": True}}, "whole numbers"),
        ("theft_reported", {"minimum_base": 10}, "minimum_base"),
    ],
)
def test_an_entry_that_does_not_hold_stops_with_its_file_and_id(name, changes, said):
    message = refused(lambda entry: entry.update(changes), name)
    assert re.search(said, message), message
    assert name in message


def test_a_rule_of_its_own_is_allowed():
    entry = BY_ID["theft_reported"] | {"minimum_base": {"rate_from": 10}}
    assert indicator_register.checked_indicators({"STOLD": [entry]}, KNOWN) == [entry]


def test_an_id_stands_once_also_across_the_files():
    """Two series under one name would be drawn as one line."""
    first = BY_ID["vandalism_reported"]
    with pytest.raises(ValueError, match=r"PLATS\.toml: vandalism_reported: the id stands twice"):
        indicator_register.checked_indicators({"PLATS": [first, first]}, KNOWN)
    other = BY_ID["graffiti_reported"] | {"id": "vandalism_reported"}
    with pytest.raises(ValueError, match=r"UNGA\.toml: vandalism_reported: the id stands twice"):
        indicator_register.checked_indicators({"PLATS": [first], "UNGA": [other]}, KNOWN)


def test_a_source_that_is_not_registered_is_unknown():
    sources = set(KNOWN.sources) - {"rescue_service"}
    known = indicator_register.Known(sources, KNOWN.groups, KNOWN.problems)
    with pytest.raises(ValueError, match="unknown source 'rescue_service'"):
        indicator_register.checked_indicators({"PLATS": [BY_ID["deliberate_fires_attended"]]}, known)


def test_the_files_are_the_areas_and_are_read_in_order():
    assert {path.stem for path in (EXPECTATIONS / "indicators").glob("*.toml")} == set(agreement.AREA_CODES)
    assert set(indicator_register.AREAS) == set(agreement.AREA_CODES)
    order = list(dict.fromkeys(entry["priority_area"] for entry in INDICATORS))
    assert order == ["STOLD", "PLATS", "UNGA", "SKOLA"]


def problems_with(change):
    with (EXPECTATIONS / "problems.toml").open("rb") as file:
        document = tomllib.load(file)
    change(document)
    return indicator_register.checked_problems(document, registers.themes())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["problem"][0].update(colour="röd"), "residential_burglary: should have"),
        (lambda d: d["problem"][0].pop("title"), "should have"),
        (lambda d: d["problem"][0].update(themes=[]), "no title or themes"),
        (lambda d: d["problem"][0].update(priority_area="BOENDE"), "unknown priority_area"),
        (lambda d: d["problem"].append(d["problem"][0]), "the id stands twice"),
        (lambda d: d["problem"][0]["themes"].append("inbrott"), "unknown theme 'inbrott'"),
        (lambda d: d["problem"][0]["themes"].append("butiksstold"), "already serves"),
        (
            lambda d: d["problem"][0].update(themes=["bostadsinbrott"]),
            r"in no problem .*\['grannsamverkan'\]",
        ),
        (lambda d: d["outside_themes"].pop("trafik"), r"in no problem .*\['trafik'\]"),
        (lambda d: d["outside_themes"].update(butiksstold="Skäl."), r"or in both: \['butiksstold'\]"),
        (lambda d: d["outside_themes"].update(trafik=""), "no reason"),
        (lambda d: d["outside_themes"].update(snatteri="Skäl."), r"unknown themes .*\['snatteri'\]"),
    ],
)
def test_problems_that_do_not_hold_stop(change, said):
    """A theme in no problem is a voice that no one hears."""
    with pytest.raises(ValueError, match=said):
        problems_with(change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rate_from": None}, "wrong rules"),
        ({"rate_form": 5}, r"wrong rules \['rate_form'\]"),
        ({"rate_from": -1}, "no whole number"),
        ({"rate_from": 5.0}, "no whole number"),
        ({"rate_from": True}, "no whole number"),
    ],
)
def test_rules_that_do_not_hold_stop(change, said):
    rules = {k: v for k, v in (registers.figure_rules() | change).items() if v is not None}
    with pytest.raises(ValueError, match=said):
        indicator_register.checked_rules(rules)
