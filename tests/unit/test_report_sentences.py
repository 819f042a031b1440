"""What may be said about a small municipality's figures: each test stops a sentence that misleads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.report import comparison_sentences as c
from pipelines.report import sentences as s
from pipelines.report.value_sentences import WARN_SHARE_BELOW

RULES = Path(__file__).resolve().parents[2] / "expectations" / "figure_rules.toml"

THEFT = {"title": "Anmälda stölder och tillgrepp", "kind": "offence_rate", "direction": "higher_is_worse"}
DRUGS = {"title": "Anmälda narkotikabrott", "kind": "offence_rate", "direction": "activity_driven"}
INDEX = {"title": "Oro för inbrott", "kind": "survey_index", "direction": "higher_is_worse"}
SHARE = {"title": "Trygga elever", "kind": "survey_share", "direction": "higher_is_better"}


def value(**given: Any) -> dict[str, Any]:
    return {
        "year": 2023, "value": 2266.0, "lower_95": 1954.0, "upper_95": 2613.0, "count": 189.0,
        "denominator": 8341.0, "status": "final", "suppressed": False, "note": None,
    } | given  # fmt: skip


def compared(**given: Any) -> dict[str, Any]:
    return {
        "comparison": "previous_years", "comparison_name": "De fem åren före", "count": 189.0,
        "base_count": 1284.0, "base_from": 2018, "base_to": 2022, "base_years": 5, "expected": 235.0,
        "ratio": 0.80, "ratio_lower_95": 0.66, "ratio_upper_95": 0.97, "p_adjusted": 0.5, "signal": "none",
        "detectable_decrease": 0.70, "detectable_increase": 1.35, "reason": None,
        "method": "mid-P, relativt utvecklingen i riket", "hidden": False, "base_hidden": False,
    } | given  # fmt: skip


def plain(text: str) -> str:
    """Non-breaking spaces as ordinary ones, to make the expected sentences readable here."""
    return text.replace("\u00a0", " ")


def test_count_rate_and_interval_stand_together() -> None:
    assert plain(s.value_sentence(value(), THEFT)) == (
        "Anmälda stölder och tillgrepp: 189 år 2023 (2 266 per 100 000 invånare; 95 %-intervall 1 954–2 613)."
    )


def test_a_hidden_count_is_never_printed() -> None:
    said = s.value_sentence(value(suppressed=True, count=3.0, value=36.0), THEFT)
    assert said == "Anmälda stölder och tillgrepp: färre än 5 år 2023."


def test_no_rate_below_five_events() -> None:
    said = plain(s.value_sentence(value(count=4.0, value=48.0), THEFT))
    assert "48" not in said
    assert "för få för att räknas per 100 000" in said


def test_a_rate_of_five_to_nine_events_is_called_unreliable() -> None:
    assert "osäker" in s.value_sentence(value(count=9.0, value=108.0), THEFT)
    assert "osäker" not in s.value_sentence(value(count=10.0, value=120.0), THEFT)


def test_preliminary_is_said() -> None:
    assert "preliminär" in s.value_sentence(value(status="preliminary"), THEFT)


def test_percent_change_needs_a_base_of_fifty_and_a_certain_difference() -> None:
    sure = {"signal": "lower", "p_adjusted": 0.01}
    large = plain(c.previous_years_sentence(compared(**sure), THEFT))
    assert "genomsnittet 257 per år; förändringen är −26 procent." in large  # 189 / 256.8 − 1
    noise = plain(c.previous_years_sentence(compared(), THEFT))
    assert "antalet gick från 257 till 189." in noise
    assert "förändringen är" not in noise
    small = plain(c.previous_years_sentence(compared(base_count=135.0, count=19.0, **sure), THEFT))
    assert "antalet gick från 27 till 19." in small
    assert "förändringen är" not in small
    assert "kvot 0,80; 95 %-intervall 0,66–0,97" in small


@pytest.mark.parametrize("count", [189.0, 257.0, 30.0])
def test_no_signal_is_never_called_unchanged(count: float) -> None:
    said = c.previous_years_sentence(compared(count=count), THEFT).lower()
    assert "oförändra" not in said
    assert "samma nivå" not in said


def test_no_signal_always_says_what_could_not_have_been_seen() -> None:
    said = plain(c.previous_years_sentence(compared(), THEFT))
    assert (
        "Först en förändring på omkring −30 eller +35 procent hade med god säkerhet kunnat skiljas från slump."
        in said
    )


def test_a_decrease_that_never_could_be_seen_is_said() -> None:
    said = c.detectable_sentence(compared(detectable_decrease=None, detectable_increase=7.6))
    assert "En minskning hade inte kunnat visas" in said


def test_a_signal_that_does_not_survive_adjustment_is_not_certain() -> None:
    lost = c.previous_years_sentence(compared(signal="lower", p_adjusted=0.2), THEFT)
    assert "Det är en statistiskt säkerställd skillnad" not in lost
    assert "Intervallet når inte 1, men när alla jämförelser" in lost  # 0,66–0,97 alone would look certain
    wide = c.previous_years_sentence(compared(ratio_upper_95=1.2), THEFT)
    assert "Ingen statistiskt säkerställd skillnad" in wide
    boundless = c.previous_years_sentence(compared(ratio_upper_95=float("nan")), THEFT)
    assert "når inte 1" not in boundless
    kept = c.previous_years_sentence(compared(signal="lower", p_adjusted=0.1), THEFT)
    assert "Det är en statistiskt säkerställd skillnad: nivån är lägre" in kept


def test_a_comparison_that_was_not_tested_says_why() -> None:
    row = compared(signal="not_tested", reason="Serien bryts under perioden.")
    assert c.previous_years_sentence(row, THEFT) == "Ingen prövning är gjord: serien bryts under perioden."
    assert "ingen prövning är gjord: serien bryts" in c.reference_sentence(row, THEFT)


def test_police_presence_stands_beside_every_activity_driven_series() -> None:
    said = s.indicator_sentences(value(), DRUGS, [compared(signal="higher", p_adjusted=0.01)], [])
    assert s.POLICE_PRESENCE in said
    assert s.POLICE_PRESENCE not in s.indicator_sentences(value(), THEFT, [compared()], [])


def test_a_series_break_is_said_with_its_effect() -> None:
    row = {"year": 2018, "reason": "Nya brottskoder.", "effect": "Ett nytt sätt att räkna."}
    said = s.indicator_sentences(value(), THEFT, [], [row])
    assert "Serien bryts 2018: Nya brottskoder. Ett nytt sätt att räkna." in said[-1]


def test_an_ordinal_index_moves_in_steps_not_in_percent() -> None:
    said = s.steps_sentence({"year": 2023, "value": 3.0}, {"year": 2022, "value": 2.0})
    assert "från steg 2 år 2022 till steg 3 år 2023, ett steg upp" in said
    assert "50" not in said
    same = s.steps_sentence({"year": 2023, "value": 2.0}, {"year": 2022, "value": 2.0})
    assert "oförändra" not in same.lower()


def test_a_share_of_few_answers_is_not_printed() -> None:
    said = s.value_sentence(value(value=81.5, lower_95=60.0, upper_95=90.0, denominator=29.0), SHARE)
    assert "81" not in said
    assert "färre än 30 svar" in said


def test_a_share_without_known_denominator_says_so() -> None:
    row = value(value=12.8, lower_95=None, upper_95=None, denominator=None)
    assert "något intervall kan inte anges" in s.value_sentence(row, SHARE)


def test_a_share_of_eighty_two_answers_is_said_in_whole_percent() -> None:
    row = {"lower_95": 69.4, "upper_95": 84.7, "denominator": 82.0, "value": 78.05}
    said = plain(s.value_sentence(value(**row), SHARE))
    assert said == "Trygga elever: 78 procent år 2023 (95 %-intervall 69–85; 82 svar)."
    more = plain(s.value_sentence(value(**row | {"denominator": 100.0}), SHARE))
    assert more == "Trygga elever: 78,1 procent år 2023 (95 %-intervall 69,4–84,7; 100 svar)."


def test_a_share_of_everybody_is_said_as_over_ninety_five() -> None:
    row = {"lower_95": None, "upper_95": None, "denominator": 82.0, "value": 95.0, "bound": "över"}
    said = s.value_sentence(value(**row), SHARE)
    assert said == "Trygga elever: över 95 procent år 2023 (82 svar)."


REGISTER = "mid-P, antal per invånare, spridning φ ur registret (Kolada (U07417) och SCB, 290 kommuner)"
ESTIMATED = "mid-P, antal per invånare, spridning φ skattad på 30 kommuner av liknande storlek"


@pytest.mark.parametrize(
    ("areas", "methods", "said"),
    [
        ([30, 30, None], [ESTIMATED], "skattad på 30 kommuner av liknande storlek."),
        ([20, 30], [ESTIMATED], "skattad på 20 till 30 kommuner av liknande storlek."),
        ([0, 0, float("nan")], [REGISTER, REGISTER, "ingen prövning"],
         "hämtad ur ett register över hur liknande serier varierar (Kolada (U07417) och SCB, 290 kommuner)."),
        ([0], [], "hämtad ur ett register över hur liknande serier varierar."),
        ([0, 30], [REGISTER, ESTIMATED],
         "för en del serier skattad på 30 kommuner av liknande storlek, för andra hämtad ur ett register över hur "
         "liknande serier varierar (Kolada (U07417) och SCB, 290 kommuner)."),
    ],
)  # fmt: skip
def test_the_spread_between_years_says_what_it_rests_on(
    areas: list[Any], methods: list[str], said: str
) -> None:
    assert c.spread_sentence(areas, methods) == f"Variationen mellan år är {said}"


def test_nothing_tested_says_nothing_of_the_spread() -> None:
    assert c.spread_sentence([None, float("nan")]) == ""
    assert c.spread_sentence([]) == ""


def test_the_pages_print_what_the_register_allows() -> None:
    """The same limits in two places, as the pages know nothing of the register's files."""
    with RULES.open("rb") as file:
        rules = tomllib.load(file)
    assert rules["rate_from"] == s.RATE_FROM
    assert rules["reliable_from"] == s.RELIABLE_FROM
    assert rules["share_from"] == s.SHARE_FROM
    assert rules["warn_share_below"] == WARN_SHARE_BELOW
    assert rules["percent_from"] == c.PERCENT_BASE


def test_nothing_about_a_hidden_year_is_compared() -> None:
    row = compared(hidden=True, count=3.0, base_count=31.0)
    for said in (c.previous_years_sentence(row, THEFT), c.reference_sentence(row, THEFT)):
        assert "31" not in said
        assert "kvot" not in said


def test_the_credit_has_one_source_word_and_one_full_stop() -> None:
    assert s.credit("Källa: Brå") == "Källa: Brå."
    assert s.credit("Polisen.") == "Källa: Polisen."


def test_a_signal_whose_interval_reaches_no_difference_says_so() -> None:
    row = compared(signal="lower", p_adjusted=0.07, ratio_upper_95=1.02)
    assert c.BORDERLINE in c.previous_years_sentence(row, THEFT)
    assert c.BORDERLINE not in c.previous_years_sentence(row | {"ratio_upper_95": 0.98}, THEFT)


def test_a_small_average_keeps_its_decimal() -> None:
    said = plain(c.previous_years_sentence(compared(base_count=7.0, count=1.0), THEFT))
    assert "genomsnittet 1,4 per år; antalet gick från 1,4 till 1." in said


def test_a_level_beside_others_is_never_told_as_change() -> None:
    row = compared(comparison="riket", comparison_name="Hela landet", base_members=1, expected=296.7)
    said = plain(c.reference_sentence(row, THEFT))
    assert said == (
        "Jämfört med hela landet: 189 mot väntade 297 om nivån varit densamma; kvot 0,80; 95 %-intervall 0,66–0,97. "
        "Intervallet når inte 1, men när alla jämförelser i lägesbilden räknas med är det ingen statistiskt "
        "säkerställd skillnad. Först en nivå omkring 30 procent lägre eller omkring 35 procent högre hade med god "
        "säkerhet kunnat skiljas från slump."
    )
    for word in ("förändring", "minskning", "ökning", "utveckling", "åren före"):
        assert word not in said.lower()


@pytest.mark.parametrize(
    ("name", "members", "said"),
    [
        ("Övriga kommuner i lokalpolisområde Nybro", 5,
         "övriga kommuner i lokalpolisområde Nybro (fem kommuner sammanlagt): "),
        ("Kronobergs län", 8, "Kronobergs län (åtta kommuner sammanlagt): "),
        ("SKR:s grupp landsbygdskommuner", 37, "SKR:s grupp landsbygdskommuner (37 kommuner sammanlagt): "),
        ("Liknande kommuner", 1, "liknande kommuner (en kommun): "),
        ("Liknande kommuner", None, "liknande kommuner: "),
    ],
)  # fmt: skip
def test_a_group_is_named_as_in_running_text_with_its_size(name: str, members: int | None, said: str) -> None:
    row = compared(comparison="lan", comparison_name=name, base_members=members)
    assert c.reference_sentence(row, THEFT).startswith(f"Jämfört med {said}")


def test_a_group_that_was_not_tested_says_why() -> None:
    row = compared(comparison="lan", comparison_name="Kronobergs län", signal="not_tested",
                   reason="Siffror för 2023 saknas.")  # fmt: skip
    assert c.reference_sentence(row, THEFT) == (
        "Jämfört med Kronobergs län: ingen prövning är gjord: siffror för 2023 saknas."
    )


@pytest.mark.parametrize(
    ("down", "up", "said"),
    [
        (None, 12.44, "Först en ökning till omkring 12,5 gånger det väntade hade med god säkerhet kunnat skiljas från "
                      "slump. En minskning hade inte kunnat visas, hur stor den än var."),
        (0.4, None, "Först en minskning på omkring 60 procent hade med god säkerhet kunnat skiljas från slump."),
        (0.03, None, "Först en minskning på omkring 97 procent hade med god säkerhet kunnat skiljas från slump."),
        (0.1, 3.6, "Först en minskning på omkring 90 procent eller en ökning till omkring 3,6 gånger det väntade hade "
                   "med god säkerhet kunnat skiljas från slump."),
        (None, float("inf"), "Intervallet visar hur stora skillnader som inte kan uteslutas."),
        (float("nan"), None, "Intervallet visar hur stora skillnader som inte kan uteslutas."),
        (0.0, 1.0, "Intervallet visar hur stora skillnader som inte kan uteslutas."),
    ],
)  # fmt: skip
def test_what_could_have_been_seen_with_odd_sizes(down: Any, up: Any, said: str) -> None:
    assert plain(c.detectable_sentence(compared(detectable_decrease=down, detectable_increase=up))) == said


def test_without_any_limits_the_unseen_size_is_said_to_be_unknown() -> None:
    row = compared(
        detectable_decrease=None, detectable_increase=None, ratio_lower_95=None, ratio_upper_95=None
    )
    assert c.detectable_sentence(row) == ("Hur stor en skillnad måste vara för att synas går inte att ange.")


def test_everything_about_an_indicator_comes_in_reading_order() -> None:
    trend = compared(comparison="trend", comparison_name="utvecklingen 2014–2023", base_from=2014, base_to=2023,
                     base_years=10, base_count=None, count=None, expected=None, ratio=0.98, ratio_lower_95=0.94,
                     ratio_upper_95=1.01, method="loglinjär trend relativt riket")  # fmt: skip
    country = compared(comparison="riket", comparison_name="Hela landet")
    said = s.indicator_sentences(value(), DRUGS, [country, trend, compared()], [
        {"year": 2018, "reason": "Nya koder.", "effect": "Nytt sätt."},
    ])  # fmt: skip
    starts = ["Anmälda narkotikabrott: 189", "Ingen statistiskt säkerställd utveckling 2014–2023",
              "Jämfört med hela landet", "Antalet följer polisens närvaro", "Serien bryts 2018"]  # fmt: skip
    assert [text.startswith(start) for text, start in zip(said, starts, strict=True)] == [True] * 5
    assert "i genomsnitt −2,0 procent per år" in plain(
        said[1]
    )  # the mean of the years before, 257, bears percent


def test_an_index_is_not_compared_across_a_series_break() -> None:
    now, before = value(value=3.0, denominator=590), value(value=2.0, year=2022)
    crossed = [{"year": 2023, "reason": "Ny skala.", "effect": "Nytt."}]
    assert "Ingen tidigare mätning att jämföra med." in s.indicator_sentences(now, INDEX, [], crossed, before)
    kept = s.indicator_sentences(now, INDEX, [], [crossed[0] | {"year": 2022}], before)
    assert "ett steg upp" in kept[1]


def test_a_share_of_everybody_is_not_given_away_by_a_difference() -> None:
    """92 percent now and 8 points lower than before would tell that everybody answered so before."""
    earlier = {"comparison": "previous_survey", "comparison_name": "undersökningen 2020", "difference": -8.0,
               "difference_lower_95": -16.0, "difference_upper_95": -2.0, "p_adjusted": 0.01, "signal": "lower",
               "hidden": False, "base_hidden": False, "reason": None}  # fmt: skip
    now = value(value=92.0, lower_95=84.0, upper_95=96.0, denominator=82.0, bound=None)
    before = value(value=95.0, year=2020, bound="över", denominator=80.0)
    said = " ".join(s.indicator_sentences(now, SHARE, [earlier], [], before))
    assert "8 procentenheter" not in said
    assert "skulle avslöja en andel som inte visas" in said
    shown = " ".join(s.indicator_sentences(now, SHARE, [earlier], [], before | {"bound": None}))
    assert "8 procentenheter lägre än i undersökningen 2020" in shown


def test_nothing_expected_beside_others_gives_no_ratio() -> None:
    row = compared(comparison="riket", comparison_name="Hela landet", count=3.0, expected=0.0, ratio=float("inf"),
                   ratio_lower_95=1.2, ratio_upper_95=None)  # fmt: skip
    said = c.reference_sentence(row, THEFT)
    assert said.startswith("Jämfört med hela landet: 3 mot väntade 0 om nivån varit densamma. ")
    assert "kvot" not in said
