"""Without these, chance is called support, silence is called refutation, or a hidden village is told."""

from dataclasses import replace

import pandas as pd
import pytest

from pipelines import checks
from pipelines.registers import indicators
from pipelines.tables import hypotheses
from pipelines.tables.verdicts import judged, of_limits
from tests.unit.plan_rows import broken, compared, placed, weekly, written
from tests.unit.table_rows import AGREEMENT, value, values

VANDALISM = "vandalism_reported"
#: Vandalism 2016–2020, fifty a year among 8 500.
FIFTY = [value(VANDALISM, year, 50, value=588.2) for year in range(2016, 2021)]


def stated(comparison="previous_years", direction="higher", indicator=VANDALISM, **fields):
    return {"test_indicator": indicator, "test_direction": direction, "test_comparison": comparison} | fields


def outcome(*causes, comparison=(), place=(), week=(), breaks=(), figures=FIFTY):
    evidence = hypotheses.Evidence(
        values(*figures), compared(*comparison), placed(*place), weekly(*week), broken(*breaks)
    )
    return hypotheses.hypothesis_test(written("cause", *causes), evidence, AGREEMENT)


def only(*causes, **given):
    frame = outcome(*causes, **given)
    assert len(frame) == 1
    return frame.iloc[0]


RATIO = {"count": 50, "expected": 40.0, "ratio": 1.25, "ratio_lower_95": 0.7, "ratio_upper_95": 1.9,
         "base_count": 200, "detectable_increase": 1.6, "detectable_decrease": 0.5}  # fmt: skip


@pytest.mark.parametrize(
    ("direction", "signal", "lower", "upper", "verdict"),
    [
        ("higher", "higher", 1.1, 2.0, "supported"),
        ("higher", "lower", 0.4, 0.9, "weakened"),
        ("lower", "lower", 0.4, 0.9, "supported"),
        ("lower", "higher", 1.1, 2.0, "weakened"),
        ("higher", "none", 0.8, 1.2499, "weakened"),  # 25 percent higher is left out
        ("higher", "none", 0.8, 1.25, "not_testable"),
        ("lower", "none", 0.7501, 1.3, "weakened"),  # 25 percent lower is left out
        ("lower", "none", 0.75, 1.3, "not_testable"),
        ("higher", "none", 0.0, None, "not_testable"),
        ("lower", "none", None, 1.1, "not_testable"),
    ],
)
def test_the_rule(direction, signal, lower, upper, verdict):
    assert judged(direction, signal, lower, upper).verdict == verdict


def test_a_direction_or_signal_that_is_none_is_refused():
    with pytest.raises(ValueError, match="higher or lower"):
        judged("up", "none", 0.5, 2)
    with pytest.raises(ValueError, match="higher or lower"):
        judged("higher", "not_tested", 0.5, 2)


def test_a_difference_that_falls_to_the_adjustment_says_so_and_asks_for_no_more_events():
    found = judged("higher", "none", 1.02, 2.6)
    assert found.verdict == "not_testable"
    assert "när alla jämförelser räknas med" in found.reason
    assert not found.is_open


def test_what_would_have_been_needed_of_an_interval():
    """0.5 to 2: half the log width 0.6931, times 2.8016/1.9600 = 0.9908, e to that 2.69; and 1/2.69 = 0.37."""
    assert (
        of_limits(0.5, 2.0, "higher", "Krävs") == "Krävs minst 2,69 för att skillnaden säkert skulle synas."
    )
    assert of_limits(0.5, 2.0, "lower", "Krävs") == "Krävs högst 0,37 för att skillnaden säkert skulle synas."
    assert "går inte att räkna ut" in of_limits(0.0, 2.0, "higher", "Krävs")
    assert "går inte att räkna ut" in of_limits(None, 2.0, "higher", "Krävs")


def test_support_gives_the_numbers_and_no_proof():
    row = only(stated(), comparison=[RATIO | {"signal": "higher", "ratio_lower_95": 1.05}])
    assert (row["verdict"], row["value"], row["beside"], row["ratio"]) == ("supported", 50, 40, 1.25)
    assert (row["lower_95"], row["upper_95"]) == (1.05, 1.9)
    assert row["summary"] == (
        "Anmäld skadegörelse, 2020: 50 anmälda mot väntade 40 (kvot 1,25; 95\u00a0%-intervall 1,05–1,90), jämfört med "
        "åren 2015–2019. Siffran stöder hypotesen, men visar inte orsak och verkan."
    )
    assert pd.isna(row["reason"])


def test_a_certain_difference_the_other_way_weakens():
    row = only(stated(direction="lower"), comparison=[RATIO | {"signal": "higher", "ratio_lower_95": 1.05}])
    assert row["verdict"] == "weakened"
    assert "åt andra hållet" in row["reason"]


def test_too_few_events_say_how_many_would_have_been_needed():
    """40 expected × 1.6 = 64 for a rise; 40 × 0.5 = 20 for a fall."""
    row = only(stated(), comparison=[RATIO])
    assert row["verdict"] == "not_testable"
    assert "omkring 64 händelser" in row["reason"]
    assert "högst omkring 20 händelser" in only(stated(direction="lower"), comparison=[RATIO])["reason"]
    none = RATIO | {"detectable_decrease": None}
    assert "inte ens noll" in only(stated(direction="lower"), comparison=[none])["reason"]


def test_an_interval_that_leaves_out_a_quarter_weakens_and_says_so():
    row = only(stated(), comparison=[RATIO | {"ratio": 0.9, "ratio_lower_95": 0.7, "ratio_upper_95": 1.2}])
    assert row["verdict"] == "weakened"
    assert "mer än 25 procent" in row["reason"]


def test_a_yearly_change_is_weighed_over_all_its_years():
    """1.02 a year over nine steps is 1.195, under 1.25; 1.03 is 1.305."""
    trend = {"comparison": "trend", "comparison_name": "utvecklingen 2011–2020", "base_from": 2011, "base_to": 2020,
             "base_years": 10, "ratio": 0.99, "ratio_lower_95": 0.96}  # fmt: skip
    assert only(stated("trend"), comparison=[trend | {"ratio_upper_95": 1.02}])["verdict"] == "weakened"
    row = only(stated("trend"), comparison=[trend | {"ratio_upper_95": 1.03}])
    assert row["verdict"] == "not_testable"
    assert "från ett år till nästa på omkring minst" in row["reason"]
    assert (row["ratio"], row["upper_95"]) == (0.99, 1.03)
    assert pd.isna(row["value"])


@pytest.mark.parametrize(("upper", "verdict"), [(4.9, "weakened"), (5.1, "not_testable")])
def test_a_quarter_of_a_large_share_is_a_quarter_of_its_opposite(upper, verdict):
    """80 percent: its opposite is 20, a quarter of that 5 percentage points."""
    share = "feels_safe_at_school"
    row = only(
        stated("previous_survey", indicator=share),
        comparison=[{"indicator": share, "comparison": "previous_survey", "comparison_name": "undersökningen 2018",
                     "difference": -1.0, "difference_lower_95": -7.0, "difference_upper_95": upper}],
        figures=[value(share, 2020, None, value=79.0, unit="procent")],
    )  # fmt: skip
    assert row["verdict"] == verdict
    assert (row["value"], row["beside"]) == (79, 80)
    assert pd.isna(row["ratio"])


def test_what_was_not_compared_says_why():
    reason = "Färre än 3 jämförbara år efter seriebrottet 2018."
    assert only(stated(), comparison=[{"signal": "not_tested", "reason": reason}])["reason"] == reason
    assert "liknande kommuner är inte gjord" in only(stated("liknande"))["reason"]
    assert (
        only(stated(), figures=[value("theft_reported", 2020, 9)])["reason"]
        == "Indikatorn saknar siffra för 2020."
    )


def test_a_hidden_or_preliminary_figure_is_not_tested_nor_told():
    hidden = value(VANDALISM, 2020, 3, value=35.3, suppressed=True)
    row = only(stated(), figures=[hidden])
    assert "för liten för att visas" in row["reason"]
    assert "3" not in row["summary"]
    assert row[["value", "beside", "ratio"]].isna().all()
    row = only(stated(), figures=[value(VANDALISM, 2020, 50, value=588.2, status="preliminary")])
    assert row["reason"] == "Siffran för 2020 är preliminär."


def test_every_year_from_the_plans_to_the_agreements_end_that_has_figures():
    figures = [value(VANDALISM, year, 50, value=588.2) for year in (2018, 2019, 2021, 2023, 2024)]
    frame = outcome(stated(), figures=figures)
    assert frame["year"].tolist() == [2020, 2021, 2023]
    assert frame["plan_year"].tolist() == [2020, 2020, 2020]
    assert frame.iloc[0]["reason"] == "Indikatorn saknar siffra för 2020."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"test_direction": None}, "väntad riktning saknas"),
        ({"test_indicator": None}, "indikator saknas"),
        ({"test_comparison": None}, "vad siffran ska jämföras med saknas"),
        ({"test_place": "Kosta"}, "En ort prövas bara mot övriga orter"),
        ({"test_time": "måndag"}, "En tid prövas bara mot en jämn fördelning"),
        ({"test_comparison": "place"}, "ingen är ifylld"),
        ({"test_indicator": "no_such_indicator"}, "finns inte i registret"),
    ],
)
def test_a_statement_that_is_not_whole_says_what_is_missing(fields, words):
    row = only(stated() | fields, comparison=[RATIO])
    assert row["verdict"] == "not_testable"
    assert words in row["reason"]


def test_a_cause_without_a_statement_has_no_row():
    assert outcome({}).empty
    assert outcome().empty


def test_both_parties_keep_their_own_row():
    frame = outcome(stated() | {"party": "police"}, stated(direction="lower") | {"party": "municipality"})
    assert frame["party"].tolist() == ["municipality", "police"]


def test_what_follows_the_police_s_presence_always_says_so():
    name = next(
        e["id"] for e in indicators() if e.get("offence_group") == "narcotics" and e["kind"] == "offence_rate"
    )
    row = only(
        stated(indicator=name),
        comparison=[RATIO | {"indicator": name, "signal": "higher"}],
        figures=[value(name, 2020, 50, value=588.2)],
    )
    assert row["summary"].endswith("Antalet följer också polisens närvaro och kontroller.")


def in_kosta(count, known, direction="higher", locality="Kosta", **given):
    row = {"count": count, "known": known, "total": known} | given.pop("place", {})
    return only(stated("place", direction, test_place=locality), place=[row], **given)


def test_a_locality_against_the_rest_of_the_municipality():
    """60 of 4 500 person-years against 60 of 5 × (8 500 - 900) = 38 000: 13.3 and 1.6 per 1 000, ratio 8.44."""
    row = in_kosta(60, 120)
    assert row["verdict"] == "supported"
    assert row["value"] == pytest.approx(60 / 4.5)
    assert row["beside"] == pytest.approx(60 / 38)
    assert row["ratio"] == pytest.approx(8.444, abs=0.001)
    assert (
        "60 anmälda i Kosta 2016–2020 och 60 i övriga kommunen, 13,3 mot 1,6 per 1\u00a0000" in row["summary"]
    )
    assert in_kosta(60, 120, "lower")["verdict"] == "weakened"
    assert in_kosta(60, 120, locality=" kosta ")["verdict"] == "supported"


def test_a_locality_as_exposed_as_the_rest_is_not_testable_and_says_what_would_have_been_needed():
    """9 of 4 500 and 76 of 38 000 are both 2.0 per 1 000."""
    row = in_kosta(9, 85)
    assert (row["verdict"], row["ratio"]) == ("not_testable", pytest.approx(1))
    assert "Det hade krävts en kvot på minst omkring" in row["reason"]


def test_a_hidden_locality_is_not_tested():
    row = in_kosta(None, 120, place={"suppressed": True})
    assert row["reason"] == "Antalet på orten är för litet för att visas."
    assert row[["value", "beside", "ratio", "lower_95"]].isna().all()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"locality": "Växjö"}, "finns inte bland orterna"),
        ({"locality": "Skruv"}, "finns inte eller visas inte"),
        ({"place": {"population": None}}, "folkmängd är inte känd"),
        ({"figures": FIFTY[1:]}, "folkmängd är inte känd"),
        ({"breaks": [(VANDALISM, 2018)]}, "seriebrott 2018"),
        ({"place": {"known": 60}}, "inga brott eller invånare utanför"),
    ],
)
def test_why_a_locality_is_not_tested(given, words):
    row = in_kosta(60, 120, **given)
    assert row["verdict"] == "not_testable"
    assert words in row["reason"]


def test_shares_are_not_tested_by_locality_nor_by_time():
    share = {"indicator": "feels_safe_at_school"}
    assert "Bara anmälda brott" in only(stated("place", test_place="Kosta", **share))["reason"]
    assert "Bara anmälda brott" in only(stated("time", test_time="måndag", **share))["reason"]


def test_a_locality_that_falls_to_the_number_of_tests_is_not_certain():
    """25 of 4 500 against 91 of 38 000 with φ 2.5: p 0.03 alone (normal approximation: ln 2.32 over
    √(2.5 · (1/25 + 1/91)) = 2.36). With a second, larger p beside it Benjamini–Hochberg gives 0.06."""
    strict = replace(AGREEMENT, thresholds=replace(AGREEMENT.thresholds, false_discovery_rate=0.05))
    kosta = {"count": 25, "known": 116, "total": 116}
    skruv = {"locality": "Skruv", "population": 500, "count": 10, "known": 116, "total": 116}
    causes = [stated("place", test_place="Kosta"), stated("place", test_place="Skruv") | {"id": "O2"}]

    def verdict(agreement):
        evidence = hypotheses.Evidence(values(*FIFTY), compared(), placed(kosta, skruv), weekly(), broken())
        frame = hypotheses.hypothesis_test(written("cause", *causes), evidence, agreement)
        return frame.set_index("id").loc["O1", "verdict"]

    assert (verdict(AGREEMENT), verdict(strict)) == ("supported", "not_testable")


def at_evening(direction="higher", time="måndag-fredag 18 - 24", **week):
    base = {"share_pct": 30.0, "lower_95": 26.0, "upper_95": 34.0, "signal": "uneven"}
    return only(stated("time", direction, test_time=time), week=[base | week])


def test_a_time_of_the_week_against_an_even_week():
    """30 percent where an even week has 20: ratio 1.5, limits 26/20 and 34/20."""
    row = at_evening()
    assert (row["verdict"], row["value"], row["beside"], row["ratio"]) == ("supported", 30, 20, 1.5)
    assert (row["lower_95"], row["upper_95"]) == (pytest.approx(1.3), pytest.approx(1.7))
    assert at_evening("lower")["verdict"] == "weakened"
    # The block's own interval leaves out an even share, but the week as a whole is not certainly uneven.
    assert at_evening(signal="none")["verdict"] == "not_testable"
    assert at_evening(lower_95=19.0)["verdict"] == "not_testable"


def test_a_week_smoothed_by_long_spans_is_not_taken_to_be_even():
    even = {"share_pct": 20.0, "lower_95": 18.0, "upper_95": 22.0, "signal": "none"}
    assert at_evening(**even)["verdict"] == "weakened"
    row = at_evening(**even, long_pct=35.0)
    assert row["verdict"] == "not_testable"
    assert "35\u00a0procent av brotten har ett tidsspann över ett dygn" in row["reason"]


def test_why_a_time_is_not_tested():
    assert "finns inte bland veckans" in at_evening(time="måndag–fredag 17–22")["reason"]
    assert "för litet för att visas" in at_evening(suppressed=True, share_pct=None)["reason"]
    assert "För få brott med känd tid" in only(stated("time", test_time="måndag"))["reason"]


def test_the_table_passes_its_suite():
    frame = outcome(stated(), stated("place", test_place="Kosta") | {"id": "O2"}, comparison=[RATIO],
                   place=[{"count": 60, "known": 120, "total": 120}])  # fmt: skip
    assert len(frame) == 2
    assert [o.check for o in checks.validate("hypothesis_test", frame) if not o.has_passed] == []
    wrong = frame.assign(summary="Det är bevisat att det är mörkt.")
    assert any("bevisat" in o.check for o in checks.validate("hypothesis_test", wrong) if o.stops)
