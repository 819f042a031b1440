"""Without these, a corrected source would be read as a real change, or a changed definition as a better year."""

import dataclasses

import pandas as pd
import pytest

from pipelines import indicator_prints
from pipelines.registers import indicators
from pipelines.tables.edition_changes import DECIDED, Earlier, Now, edition_change
from tests.unit.table_rows import AGREEMENT, table, value, values

# Lessebo, the agreement 2019–2023: the edition of 2022 is compared when that of 2023 is made.
SOL, POLICE, PEOPLE = "bra/sol.txt", "polisen/lessebo_2022.csv", "befolkning/folk.csv"
INPUTS = {SOL: ("aa", "bra_agency"), POLICE: ("bb", "police"), PEOPLE: ("cc", "population")}
PRINTS = indicator_prints.prints()
THEFT, KNIFE = "theft_reported", "knife_reported"


def theft(year, count, rate, **fields):
    given = {"value": rate, "lower_95": rate - 100, "upper_95": rate + 100, "method": "Byar", "n_sources": 2,
             "source_file": SOL}  # fmt: skip
    return value(THEFT, year, count, **given | fields)


def earlier(*rows, **fields):
    given = {"year": 2022, "state": DECIDED, "titles": {THEFT: "Anmälda stölder och tillgrepp"}, "inputs": INPUTS,
             "definitions": PRINTS, "version": "1.0"}  # fmt: skip
    return Earlier(values=values(*rows), **given | fields)


def now(*rows, comparisons=(), **fields):
    given = {"inputs": INPUTS, "definitions": PRINTS, "version": "1.0"}
    return Now(values=values(*rows), comparisons=table("indicator_comparison", comparisons), **given | fields)


def only(before, after):
    frame = edition_change([before], after, AGREEMENT)
    assert len(frame) == 1
    return frame.iloc[0]


def files(**digests):
    """The inputs with other checksums."""
    return INPUTS | {name: (digest, INPUTS[name][1]) for name, digest in digests.items()}


def test_without_an_earlier_edition_there_is_nothing_to_tell():
    frame = edition_change([], now(theft(2022, 147, 1732.5)), AGREEMENT)
    assert frame.empty
    assert "then_value" in frame


def test_the_same_figure_is_the_same_and_the_real_change_stands_beside():
    verdict = {"municipality_code": "0761", "indicator": THEFT, "year": 2023, "comparison": "previous_years",
               "comparison_name": "åren 2018–2022", "signal": "lower"}  # fmt: skip
    row = only(
        earlier(theft(2022, 147, 1732.5)),
        now(theft(2022, 147, 1732.5), theft(2023, 99, 1187.0), comparisons=[verdict], version="2.0"),
    )
    assert (row["year"], row["changed_year"], row["then_state"]) == (2023, 2022, "decided")
    assert (row["kind"], row["signal"]) == ("same", "lower")
    assert (row["then_value"], row["now_value"], row["new_value"]) == (1732.5, 1732.5, 1187.0)
    assert pd.isna(row["changed"])  # a new version that gives the same figure has changed nothing
    assert "samma siffra" in row["then_and_now"]
    assert "1\u00a0187 per 100 000 invånare, säkerställt lägre än åren 2018–2022" in row["summary"]


def test_a_changed_file_behind_the_figure_is_a_revised_source_and_named():
    changed = INPUTS | {SOL: ("a2", "bra_agency"), POLICE: ("b2", "police")}
    row = only(
        earlier(theft(2022, 147, 1732.5)), now(theft(2022, 150, 1767.8), inputs=changed, version="2.0")
    )
    assert row["kind"] == "revised_source"
    assert SOL in row["changed"]
    assert POLICE not in row["changed"]  # the police's file is not behind Brå's figure
    assert "1.0 och är nu 2.0" in row["changed"]
    assert row["then_and_now"] == "1\u00a0733 per 100 000 invånare i den tidigare lägesbilden, nu 1\u00a0768."
    assert row["signal"] == "not_tested"
    assert "Ingen siffra för 2023." in row["summary"]


def test_changed_population_alone_is_a_revised_source():
    changed = INPUTS | {PEOPLE: ("c2", "population")}
    row = only(
        earlier(theft(2022, 147, 1732.5)),
        now(theft(2022, 147, 1740.0, denominator=8448), inputs=changed, version="2.0"),
    )
    assert row["kind"] == "revised_source"
    assert PEOPLE in row["changed"]


def test_a_file_given_another_name_is_no_other_file():
    moved = {("bra/sol ny.txt" if name == SOL else name): what for name, what in INPUTS.items()}
    row = only(
        earlier(theft(2022, 147, 1732.5)),
        now(theft(2022, 147, 1740.0, source_file="bra/sol ny.txt"), inputs=moved),
    )
    assert row["kind"] == "changed_method"
    assert "sol" not in row["changed"]


def test_the_register_entry_differs():
    other = PRINTS | {THEFT: PRINTS[THEFT] | {"publisher": "0000"}}
    row = only(earlier(theft(2022, 147, 1732.5), definitions=other), now(theft(2022, 147, 1732.5)))
    assert row["kind"] == "changed_definition"
    assert "utgivaren" in row["changed"]
    assert "samma siffra" in row["then_and_now"]  # the figure happens to come out alike, and that is said


def test_another_wording_is_told_and_changes_nothing():
    other = PRINTS | {THEFT: PRINTS[THEFT] | {"wording": "0000"}}
    row = only(earlier(theft(2022, 147, 1732.5), definitions=other), now(theft(2022, 147, 1732.5)))
    assert row["kind"] == "same"
    assert row["changed"] == "Ordalydelsen i registret är ändrad."


@pytest.mark.parametrize(
    ("then", "fields", "kind"),
    [
        ("utgivarens intervall", {"method": "Wilson"}, "changed_method"),
        ("exakt Poisson", {"method": "Byar"}, "revised_source"),  # nine events became eleven: the data decide
        ("inget intervall", {"method": "Byar"}, "revised_source"),  # the population came
    ],
)
def test_another_method_is_one_only_where_the_data_do_not_decide_it(then, fields, kind):
    row = only(
        earlier(theft(2022, 9, 106.1, method=then)),
        now(theft(2022, 11, 129.6, **fields), inputs=INPUTS | {SOL: ("a2", "bra_agency")}),
    )
    assert row["kind"] == kind


def test_a_new_program_with_the_same_files_has_changed_the_method():
    row = only(earlier(theft(2022, 147, 1732.5)), now(theft(2022, 147, 1733.0), version="2.0"))
    assert row["kind"] == "changed_method"
    assert row["changed"] == "Programmets version var 1.0 och är nu 2.0."


def test_next_years_file_alone_does_not_hide_that_the_program_is_new():
    added = INPUTS | {"bra/sol_2023.txt": ("dd", "bra_agency")}
    before = earlier(theft(2022, 147, 1732.5))
    assert (
        only(before, now(theft(2022, 148, 1744.0), inputs=added, version="2.0"))["kind"] == "changed_method"
    )
    same_program = only(before, now(theft(2022, 148, 1744.0), inputs=added))
    assert same_program["kind"] == "revised_source"
    assert "Nya filer: bra/sol_2023.txt." in same_program["changed"]


def test_a_difference_that_nothing_known_explains_says_so():
    row = only(earlier(theft(2022, 147, 1732.5)), now(theft(2022, 150, 1767.8)))
    assert row["kind"] == "changed_method"
    assert "Avtalsfilen, en rättelse eller programmet" in row["changed"]


@pytest.mark.parametrize(("then", "again"), [(True, True), (True, False), (False, True)])
def test_what_is_hidden_then_or_now_stays_hidden(then, again):
    def knife(hidden):
        shown = {"count": None, "value": None} if hidden else {"count": 6, "value": 70.7}
        return value(KNIFE, 2022, shown["count"], value_=None) | shown | {
            "suppressed": hidden, "method": "exakt Poisson", "n_sources": 2, "source_file": POLICE}  # fmt: skip

    rows = [{k: v for k, v in knife(hidden).items() if k != "value_"} for hidden in (then, again)]
    row = only(earlier(rows[0]), now(rows[1], inputs=INPUTS | {POLICE: ("b2", "police")}))
    assert pd.isna(row["then_value"])
    assert pd.isna(row["now_value"])
    assert "dold" in row["then_and_now"]
    assert not any("6" in str(cell) or "70" in str(cell) for cell in row)
    assert row["kind"] == "revised_source"


def test_a_hidden_figure_of_the_new_year_stays_hidden():
    shown = {"value": 70.7, "method": "exakt Poisson", "n_sources": 2, "source_file": POLICE}
    hidden = {
        "value": None,
        "suppressed": True,
        "method": "exakt Poisson",
        "n_sources": 2,
        "source_file": POLICE,
    }
    row = only(
        earlier(value(KNIFE, 2022, 6, **shown)),
        now(value(KNIFE, 2022, 6, **shown), value(KNIFE, 2023, None, **hidden)),
    )
    assert pd.isna(row["new_value"])
    assert "2023: dold" in row["summary"]


def test_new_and_gone_indicators():
    without = {name: found for name, found in PRINTS.items() if name != THEFT}
    new = only(earlier(definitions=without), now(theft(2022, 147, 1732.5)))
    assert new["kind"] == "new_indicator"
    gone = value("old_figure", 2022, 7, value=82.4, method="Byar", n_sources=1, source_file=SOL)
    row = only(
        earlier(
            gone, definitions=PRINTS | {"old_figure": {"unit": "1"}}, titles={"old_figure": "Äldre siffra"}
        ),
        now(),
    )
    assert row["kind"] == "gone_indicator"
    assert (row["title"], row["then_and_now"]) == (
        "Äldre siffra",
        "Indikatorn finns inte längre i registret.",
    )
    assert row["then_value"] == 82.4


def test_a_figure_that_came_later_or_went_away_is_a_revised_source():
    came = only(earlier(), now(theft(2022, 147, 1732.5)))
    assert (came["kind"], pd.isna(came["then_value"])) == ("revised_source", True)
    assert came["then_and_now"].startswith("Ingen siffra i den tidigare lägesbilden, nu 1\u00a0733")
    went = only(earlier(theft(2022, 147, 1732.5)), now())
    assert (went["kind"], pd.isna(went["now_value"])) == ("revised_source", True)
    assert "saknas nu" in went["then_and_now"]


def test_too_few_for_a_rate_is_compared_by_count():
    """Four events have no rate, six have: the counts are what both have."""
    few = theft(2022, 4, float("nan"), method="exakt Poisson")
    row = only(earlier(few), now(theft(2022, 6, 70.7), inputs=INPUTS | {SOL: ("a2", "bra_agency")}))
    assert (row["then_value"], row["now_value"], row["unit"]) == (4, 6, "händelser")


def test_other_municipalities_and_years_outside_the_agreement_are_left_out():
    nybro = theft(2022, 500, 2500.0, code="0881")
    assert edition_change([earlier(nybro)], now(nybro), AGREEMENT).empty
    for year in (2018, 2023):  # 2018 lies before the agreement, and 2024 after it
        rows = theft(year, 147, 1732.5)
        assert edition_change([earlier(rows, year=year)], now(rows), AGREEMENT).empty


def test_the_final_figure_is_compared_where_there_is_a_preliminary_one_too():
    early = theft(2022, 120, 1414.0, status="preliminary")
    row = only(earlier(theft(2022, 147, 1732.5), early), now(early, theft(2022, 147, 1732.5)))
    assert row["kind"] == "same"
    assert row["now_value"] == 1732.5


def test_a_print_tells_which_part_of_an_entry_changed():
    entry = next(e for e in indicators() if e["id"] == THEFT)
    prints = indicator_prints.of_entry(entry)
    assert indicator_prints.differing(prints, indicator_prints.of_entry(entry | {"title": "Annat"})) == (
        [],
        True,
    )
    changed = indicator_prints.of_entry(
        entry | {"disclosure": "below_5_hidden", "minimum_base": {"rate_from": 9}}
    )
    assert indicator_prints.differing(prints, changed) == (
        ["regeln för vad som visas", "minsta underlag för att visa en siffra"], False,
    )  # fmt: skip


def test_other_offence_codes_change_the_definition(monkeypatch):
    group = indicator_prints.offence_groups()["theft_total"]
    entry = next(e for e in indicators() if e["id"] == THEFT)
    before = indicator_prints.of_entry(entry)
    other = {"theft_total": dataclasses.replace(group, kolada=("U00000",))}
    monkeypatch.setattr(indicator_prints, "offence_groups", lambda: other)
    assert indicator_prints.differing(before, indicator_prints.of_entry(entry)) == (
        ["vilka brott som räknas"],
        False,
    )


def test_the_table_passes_its_own_suite():
    from pipelines import checks

    frame = edition_change([earlier(theft(2022, 147, 1732.5))], now(theft(2022, 150, 1767.8)), AGREEMENT)
    assert [o.check for o in checks.validate("edition_change", frame) if not o.has_passed] == []
    assert [o.check for o in checks.validate("edition_change", frame.iloc[:0]) if not o.has_passed] == []
    for wrong in ({"kind": "better"}, {"signal": "worse"}, {"changed_year": 2023}, {"summary": None}):
        outcomes = checks.validate("edition_change", frame.assign(**wrong))
        assert [o.stops for o in outcomes if not o.has_passed] == [True], wrong
