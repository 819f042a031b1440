"""Goals. Without these, a goal is called met by chance, a wish is called realistic, or a hidden baseline is told."""

import pandas as pd
import pytest

from pipelines import checks
from pipelines.tables import goal_checks, goals
from pipelines.tables.evaluated import Figure, figures_of
from tests.unit.plan_rows import broken, compared, written
from tests.unit.table_rows import AGREEMENT, OWN, table, value, values

VANDALISM, SAFE, INDEX = "vandalism_reported", "feels_safe_at_school", "evening_insecurity"
SOUND = {
    "indicator": VANDALISM, "place": "hela kommunen", "baseline_year": 2019, "direction": "lower", "target": 600.0,
    "target_year": 2022, "accepted_by": "kommunstyrelsens ordförande", "on_date": "2020-03-01",
}  # fmt: skip


def rate(year, count, code=OWN, people=10_000, **fields):
    """Vandalism of a municipality of 10 000: ``count`` × 10 per 100 000."""
    per = count * 100_000 / people
    return value(VANDALISM, year, count, code, denominator=people, value=per, lower_95=0.8 * per, upper_95=1.2 * per,
                 **fields)  # fmt: skip


def safe(year, share, lower, upper):
    return value(
        SAFE, year, None, value=share, lower_95=lower, upper_95=upper, denominator=80, unit="procent"
    )


def results(figures, *rows, breaks=(), comparison=()):
    frame = goals.goal_result(
        written("goal", *rows), values(*figures), compared(*comparison), broken(*breaks), AGREEMENT
    )
    return frame.set_index("year")


#: φ of 1 in the years that are compared, as if municipalities of similar size varied by chance alone.
BY_CHANCE = [{"year": year} for year in range(2019, 2024)]


def result(base, now, goal=SOUND, year=2022, **given):
    found = results([rate(2019, base), rate(year, now)], goal, comparison=BY_CHANCE, **given)
    return found.loc[year]


def test_a_target_reached_by_a_certain_fall_is_met():
    """100 to 40: of 140 events 40 or fewer in the later half has a chance far below 0.001."""
    row = result(100, 40)
    assert (row["verdict"], row["baseline_value"], row["value"], row["target"]) == ("met", 1000, 400, 600)
    assert (row["lower_95"], row["upper_95"], row["baseline_lower_95"]) == (320, 480, 800)
    assert row["unit"] == "per 100 000 invånare"
    assert "400 per 100\u00a0000 invånare (40 anmälda; 95\u00a0%-intervall 320–480)" in row["summary"]
    assert "Målet är högst 600 senast 2022; utgångsläget 2019 var 1\u00a0000" in row["summary"]
    assert "statistiskt säkerställd (kvot 0,40" in row["summary"]


def test_a_target_reached_by_what_may_be_chance_is_uncertain():
    """20 to 12: P(at most 12 of 32) is 0.108, one-sided."""
    row = result(20, 12, SOUND | {"target": 150.0})
    assert (row["verdict"], row["value"]) == ("uncertain", 120)
    assert "men det kan vara slump" in row["summary"]
    assert "Ingen statistiskt säkerställd förändring" in row["summary"]


def test_the_spread_between_years_is_allowed_for():
    """100 to 60: z is (√100 - √60) · √2 = 3.19, certain by chance alone; with φ 4 it is 1.59."""
    steady = results([rate(2019, 100), rate(2022, 60)], SOUND, comparison=BY_CHANCE).loc[2022]
    restless = results(
        [rate(2019, 100), rate(2022, 60)], SOUND, comparison=[{"year": 2022, "dispersion": 4.0}]
    ).loc[2022]
    assert (steady["verdict"], restless["verdict"]) == ("met", "uncertain")
    # Without a comparison of the year the register's φ holds: 3.7 for vandalism from 50 to 100 a year.
    unknown = results([rate(2019, 99), rate(2022, 60)], SOUND).loc[2022]
    assert unknown["verdict"] == "uncertain"


def test_a_target_not_reached_is_not_met_however_certain_the_fall():
    row = result(200, 100)
    assert (row["verdict"], row["value"]) == ("not_met", 1000)
    assert "Målet är inte nått." in row["summary"]


def test_a_target_within_the_years_interval_is_said_to_be():
    """The interval is ±20 percent: 700 is 560–840, which holds 600; 800 is 640–960."""
    assert "Målvärdet ligger inom årets intervall." in result(100, 70)["summary"]
    assert "inom årets intervall" not in result(100, 80)["summary"]


@pytest.mark.parametrize(("now", "words"), [(40, "redan nått"), (90, "inte nått än")])
def test_before_the_targets_year_it_is_not_yet(now, words):
    row = result(100, now, year=2021)
    assert row["verdict"] == "not_yet"
    assert words in row["summary"]


def test_after_the_targets_year_the_verdict_says_so():
    """The target's year is 2022: what 2023 shows is not whether it was reached in time."""
    assert "Efter målåret: målet är nått." in result(100, 40, year=2023)["summary"]
    assert "Efter målåret: målet är inte nått." in result(200, 100, year=2023)["summary"]
    assert "Efter målåret" not in result(100, 40)["summary"]
    assert "Efter målåret" not in result(100, 40, year=2021)["summary"]


def test_the_years_interval_is_spoken_of_only_when_there_is_one():
    restless = [{"year": 2022, "dispersion": 4.0}]
    figures = [rate(2019, 100), rate(2022, 60)]
    assert "Årets intervall räknar inte" in results(figures, SOUND, comparison=restless).loc[2022, "summary"]
    bare = [figures[0], figures[1] | {"lower_95": None, "upper_95": None}]
    assert "Årets intervall" not in results(bare, SOUND, comparison=restless).loc[2022, "summary"]


def test_a_year_that_is_not_after_the_baseline_says_so():
    found = results([rate(2020, 100), rate(2021, 90)], SOUND | {"baseline_year": 2020}, comparison=BY_CHANCE)
    assert found.loc[2020, "verdict"] == "not_yet"
    assert "inte efter utgångsåret" in found.loc[2020, "summary"]


def test_a_rise_that_is_wanted_is_weighed_the_other_way():
    goal = SOUND | {"direction": "higher", "target": 1500.0}
    assert result(100, 160, goal)["verdict"] == "met"
    assert result(100, 140, goal)["verdict"] == "not_met"
    assert result(100, 40, goal)["verdict"] == "not_met"
    assert result(100, 160, goal | {"direction": None})["verdict"] == "met"  # the target itself says higher


def test_a_target_on_the_wrong_side_cannot_be_met():
    row = result(100, 40, SOUND | {"target": 1200.0})
    assert row["verdict"] == "not_measurable"
    assert "inte åt det håll" in row["summary"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"indicator": None}, "ingen indikator"),
        ({"target": None}, "inget målvärde"),
        ({"baseline_year": None}, "inget utgångsår"),
        ({"target_year": None}, "inget målår"),
        ({"place": "Kosta"}, "hela kommunen, inte för Kosta"),
        ({"place": "Lessebo"}, "inte för Lessebo"),  # the village of that name
        ({"baseline_year": 2018}, "Utgångsläget är inte känt. Indikatorn saknar siffra för 2018."),
    ],
)
def test_what_cannot_be_measured_says_why(fields, words):
    row = result(100, 40, SOUND | fields)
    assert row["verdict"] == "not_measurable"
    assert words in row["summary"]
    assert pd.isna(row["value"])


def test_no_change_is_measured_across_a_series_break():
    assert "seriebrott 2021" in result(100, 40, breaks=[(VANDALISM, 2021)])["summary"]
    assert result(100, 40, breaks=[(VANDALISM, 2019)])["verdict"] == "met"
    assert result(100, 40, breaks=[(VANDALISM, 2023)])["verdict"] == "met"


def test_hidden_and_preliminary_figures_are_never_told():
    hidden = results([rate(2019, 100), rate(2022, 3, suppressed=True)], SOUND, comparison=BY_CHANCE).loc[2022]
    assert hidden["verdict"] == "not_measurable"
    assert hidden[["value", "lower_95", "baseline_value"]].isna().all()
    assert "för liten för att visas" in hidden["summary"]
    base = results([rate(2019, 3, suppressed=True), rate(2022, 40)], SOUND).loc[2022]
    assert "Utgångsläget är inte känt" in base["summary"]
    early = results([rate(2019, 100), rate(2022, 40, status="preliminary")], SOUND).loc[2022]
    assert "preliminär" in early["summary"]
    # A final figure of the same year wins.
    both = [rate(2019, 100), rate(2022, 90, status="preliminary"), rate(2022, 40)]
    assert results(both, SOUND, comparison=BY_CHANCE).loc[2022, "value"] == 400


def test_a_hidden_figure_carries_no_number_of_events():
    found = figures_of(values(rate(2022, 3, suppressed=True)), broken(), AGREEMENT).get(VANDALISM, 2022)
    assert found == Figure(None, None, None, None, 10_000, "Siffran för 2022 är för liten för att visas.")


def test_every_year_of_the_agreement_that_has_figures_and_no_other():
    figures = [rate(year, 100) for year in (2018, 2019, 2021, 2023, 2024)]
    assert results(figures, SOUND).index.tolist() == [2020, 2021, 2023]


def test_shares_are_compared_by_their_limits():
    """60 (50–70) to 80 (72–88): lower limit 20 - √(8² + 10²) = 7.2, above zero."""
    goal = SOUND | {"indicator": SAFE, "direction": "higher", "target": 75.0}
    row = results([safe(2019, 60, 50, 70), safe(2022, 80, 72, 88)], goal).loc[2022]
    assert row["verdict"] == "met"
    assert "skillnad 20,0\u00a0procentenheter; 95\u00a0%-intervall 7,2–32,8" in row["summary"]
    row = results([safe(2019, 68, 58, 78), safe(2022, 76, 66, 86)], goal).loc[2022]
    assert row["verdict"] == "uncertain"


def test_an_index_without_a_margin_of_error_is_never_more_than_uncertain():
    goal = SOUND | {"indicator": INDEX, "target": 2.0}
    figures = [value(INDEX, year, None, value=v, unit="index 0–6") for year, v in ((2019, 4.0), (2022, 1.0))]
    row = results(figures, goal).loc[2022]
    assert row["verdict"] == "uncertain"
    assert "ingen felmarginal" in row["summary"]


def test_counts_of_a_local_source_are_the_figure():
    goal = SOUND | {"indicator": "deliberate_fires_attended", "target": 5.0}
    figures = [
        value("deliberate_fires_attended", y, n, denominator=None, unit="händelser")
        for y, n in ((2019, 9), (2022, 4))
    ]
    row = results(figures, goal).loc[2022]
    assert (row["value"], row["baseline_value"], row["verdict"]) == (4, 9, "uncertain")


def test_two_parties_goals_of_one_number_are_both_kept():
    frame = goals.goal_result(
        written("goal", SOUND | {"party": "police"}, SOUND | {"party": "municipality", "target": 900.0}),
        values(rate(2019, 100)), compared(), broken(), AGREEMENT,
    )  # fmt: skip
    assert frame["target"].tolist() == [900, 600]
    assert goals.goal_result(written("goal"), values(), compared(), broken(), AGREEMENT).empty


# ---- SMART ----


def remarks(*rows, figures=(), groups=(), breaks=(), comparison=BY_CHANCE):
    """Letter → remark of the first goal."""
    members = table(
        "comparison_group",
        [{"agreement": AGREEMENT.id, "comparison": group, "comparison_name": "Gruppen", "municipality_code": code,
          "municipality": code, "source": "Avtalsfilen"} for group, code in groups],
    )  # fmt: skip
    figures = figures or [rate(2019, 100)]
    frame = goal_checks.goal_check(
        written("goal", *rows), values(*figures), compared(*comparison), members, broken(*breaks), AGREEMENT
    )
    assert (frame["ok"] == (frame["remark"] == "")).all()
    return dict(zip(frame["letter"], frame["remark"], strict=True))


def test_a_sound_goal_has_no_remark():
    """100 to 50: power by the square-root transformation, (10 - 7.07) · √2 = 4.14, is 0.98."""
    assert remarks(SOUND | {"target": 500.0}) == dict.fromkeys("SMART", "")


def test_specific():
    assert "ingen indikator" in remarks(SOUND | {"indicator": None})["S"]
    vague = remarks(SOUND | {"place": None, "title": "Ökad trygghet"})["S"]
    assert "är bara 2 ord" in vague
    assert remarks(SOUND | {"place": None, "title": "Ökad trygghet i centrum"})["S"] == ""
    assert remarks(SOUND | {"title": "Tryggare"})["S"] == ""


def test_measurable():
    assert "Utgångsår saknas" in remarks(SOUND | {"baseline_year": None})["M"]
    assert "Indikatorn saknar siffra för 2018." in remarks(SOUND | {"baseline_year": 2018})["M"]
    assert "Målvärde saknas." in remarks(SOUND | {"target": None})["M"]
    assert "inte för Kosta" in remarks(SOUND | {"place": "Kosta"})["M"]
    hidden = remarks(SOUND, figures=[rate(2019, 3, suppressed=True)])
    assert "för liten för att visas" in hidden["M"]
    assert "30" not in hidden["M"] + hidden["R"]  # 3 of 10 000 is 30 per 100 000
    few = value(VANDALISM, 2019, 4, note="Färre än 5 händelser: inget antal per invånare räknas ut.")
    assert "Färre än 5 händelser" in remarks(SOUND, figures=[few])["M"]


def test_accepted():
    assert "godtagit" in remarks(SOUND | {"accepted_by": None})["A"]
    assert "Datum" in remarks(SOUND | {"on_date": None})["A"]


def test_time_bound():
    assert remarks(SOUND | {"target_year": None})["T"] == "Målår saknas."
    # The plan of a later year that still holds the goal.
    assert "har passerat" in remarks(SOUND | {"year": SOUND["target_year"] + 1})["T"]
    assert "inte efter utgångsåret 2019" in remarks(SOUND | {"target_year": 2019})["T"]
    assert "utanför avtalets giltighet (2019–2023)" in remarks(SOUND | {"target_year": 2024})["T"]
    assert remarks(SOUND | {"target_year": 2023})["T"] == ""


def test_a_change_too_small_to_be_found_is_not_realistic():
    """20 to 10: (√20 - √10) · √2 = 1.85, so a power of 0.46. 100 to 90 likewise."""
    few = remarks(SOUND | {"target": 100.0}, figures=[rate(2019, 20)])["R"]
    assert "från 200 till 100 per 100 000 invånare, omkring 20 till 10 anmälda" in few
    assert "Säkert syns den först vid högst omkring" in few
    assert "för liten" in remarks(SOUND | {"target": 900.0})["R"]
    assert "vid minst omkring" in remarks(SOUND | {"direction": "higher", "target": 1100.0})["R"]
    # Four events: not even none would be found.
    assert "ingen minskning säkert" in remarks(SOUND | {"target": 10.0}, figures=[rate(2019, 5)])["R"]


def test_a_small_change_of_a_share():
    """60 (50–70): half-width 10, standard error 5.1; 5.1 · √2 · 2.80 = 20 percentage points would be found."""
    goal = SOUND | {"indicator": SAFE, "direction": "higher"}
    assert (
        "först omkring 20\u00a0procentenheter"
        in remarks(goal | {"target": 70.0}, figures=[safe(2019, 60, 50, 70)])["R"]
    )
    assert remarks(goal | {"target": 81.0}, figures=[safe(2019, 60, 50, 70)])["R"] == ""


def test_a_target_the_wrong_way_or_nowhere():
    assert "går åt andra hållet, från 1\u00a0000 till 1\u00a0200" in remarks(SOUND | {"target": 1200.0})["R"]
    assert "det samma som utgångsläget" in remarks(SOUND | {"target": 1000.0})["R"]
    assert "Går inte att bedöma" in remarks(SOUND | {"target": None})["R"]


def others(code, **per_year):
    return [rate(int(year[1:]), n, code, municipality="Nybro") for year, n in per_year.items()]


SIMILAR = [("liknande", "0881")]


def test_a_change_larger_than_any_seen_in_similar_municipalities():
    """Theirs: 100 to 60 in three years, a ratio of 0.6. A goal of 0.5 is more than that, one of 0.6 is not."""
    seen = [rate(2019, 100), *others("0881", y2015=100, y2018=60)]
    found = remarks(SOUND | {"target": 500.0}, figures=seen, groups=SIMILAR)["R"]
    assert "från 1\u00a0000 till 500 på 3 år, har inte setts i liknande kommuner" in found
    assert "från 1\u00a0000 till 600 (Nybro 2015–2018)" in found
    assert remarks(SOUND | {"target": 600.0}, figures=seen, groups=SIMILAR)["R"] == ""


def test_where_similar_municipalities_are_missing_the_police_area_is_told():
    seen = [rate(2019, 100), *others("0881", y2015=100, y2018=60)]
    area = [("polisomradet", "0881")]
    assert (
        "i polisområdets övriga kommuner"
        in remarks(SOUND | {"target": 500.0}, figures=seen, groups=area)["R"]
    )
    assert remarks(SOUND | {"target": 500.0}, figures=seen)["R"] == ""  # nobody to compare with


@pytest.mark.parametrize(
    ("figures", "breaks"),
    [
        (others("0881", y2010=100, y2013=40), ()),  # more than ten years before the plan of 2020
        (others("0881", y2014=100, y2018=40), ()),  # four years apart
        (others("0881", y2015=100, y2018=40), [(VANDALISM, 2016)]),  # across a break
        (others("0862", y2015=100, y2018=40), ()),  # not of the group
        ([rate(2015, 100, "0881"), rate(2018, 40, "0881", suppressed=True)], ()),
        ([rate(2015, 100, "0881"), rate(2018, 40, "0881", status="preliminary")], ()),
    ],
)
def test_what_is_no_change_to_be_weighed_against(figures, breaks):
    """With 0.4 seen a goal of 0.5 would be realistic; with 0.6 alone it is not."""
    seen = [rate(2019, 100), *others("0881", y2016=100, y2019=60), *figures]
    found = remarks(SOUND | {"target": 500.0}, figures=seen, groups=SIMILAR, breaks=breaks)["R"]
    assert "till 600 (Nybro 2016–2019)" in found


def test_the_tables_pass_their_suites():
    checked = goal_checks.goal_check(
        written("goal", SOUND, {"id": "M2", "title": "Tryggare"}), values(rate(2019, 100)), compared(),
        table("comparison_group", []), broken(), AGREEMENT,
    )  # fmt: skip
    assert len(checked) == 10
    found = results([rate(2019, 100), rate(2022, 40)], SOUND, comparison=BY_CHANCE).reset_index()
    for name, frame in (
        ("goal_check", checked),
        ("goal_result", found[list(checked_columns("goal_result"))]),
    ):
        assert [o.check for o in checks.validate(name, frame) if not o.has_passed] == []


def checked_columns(name):
    return table(name, []).columns
