"""Shares beside shares, and the yearly change: each test stops a difference that is told too surely."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.report.comparison_sentences import reference_sentence
from pipelines.report.share_sentences import share_difference_sentence
from pipelines.report.trend_sentences import trend_sentence

NAN, INF = float("nan"), float("inf")
SAFE = {"title": "Trygga elever", "kind": "survey_share", "direction": "higher_is_better"}
THEFT = {"title": "Anmälda stölder", "kind": "offence_rate", "direction": "higher_is_worse"}


def shares(**given: Any) -> dict[str, Any]:
    return {
        "comparison": "previous_survey", "comparison_name": "undersökningen 2020", "difference": -3.2,
        "difference_lower_95": -12.4, "difference_upper_95": 6.6, "p_adjusted": 0.6, "signal": "none",
        "reason": None, "hidden": False, "base_hidden": False, "base_members": None,
    } | given  # fmt: skip


def trend(**given: Any) -> dict[str, Any]:
    return {
        "comparison": "trend", "comparison_name": "utvecklingen 2014–2023", "count": NAN, "base_count": NAN,
        "base_from": 2014, "base_to": 2023, "base_years": 10, "expected": NAN, "ratio": 0.9745,
        "ratio_lower_95": 0.9388, "ratio_upper_95": 1.012, "p_adjusted": 0.47, "signal": "none", "reason": None,
        "method": "loglinjär trend i förhållande till folkmängden, spridning φ ur registret (…)", "hidden": False,
    } | given  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(row: dict[str, Any], indicator: dict[str, Any] = SAFE) -> str:
    return plain(share_difference_sentence(row, indicator))


def test_a_difference_between_surveys_in_whole_percentage_points() -> None:
    assert told(shares()) == (
        "Andelen är 3 procentenheter lägre än i undersökningen 2020 (95 %-intervall −12 till 7). Ingen statistiskt "
        "säkerställd skillnad; skillnader inom intervallet kan inte uteslutas."
    )


def test_a_share_beside_the_country_is_a_level() -> None:
    row = shares(comparison="riket", comparison_name="Samtliga deltagande skolor", difference=-15.3,
                 difference_lower_95=-23.7, difference_upper_95=-4.8, signal="lower", p_adjusted=0.011)  # fmt: skip
    said = plain(reference_sentence(row, SAFE))
    assert said == (
        "Andelen är 15 procentenheter lägre än i samtliga deltagande skolor (95 %-intervall −24 till −5). Det är en "
        "statistiskt säkerställd skillnad, åt det sämre hållet."
    )
    assert "förändring" not in said


@pytest.mark.parametrize(
    ("signal", "direction", "towards"),
    [
        ("higher", "higher_is_better", ", åt det bättre hållet."),
        ("higher", "higher_is_worse", ", åt det sämre hållet."),
        ("lower", "higher_is_worse", ", åt det bättre hållet."),
        ("higher", "neutral", "skillnad."),
        ("lower", "activity_driven", "skillnad."),
    ],
)
def test_only_a_figure_with_a_direction_is_better_or_worse(signal: str, direction: str, towards: str) -> None:
    said = told(shares(signal=signal, p_adjusted=0.01), SAFE | {"direction": direction})
    assert said.endswith(towards)
    assert ("bättre" in said or "sämre" in said) == ("hållet" in towards)


def test_a_difference_that_falls_with_the_adjustment_is_told_so() -> None:
    said = told(shares(difference=-9.0, difference_lower_95=-17.0, difference_upper_95=-1.0))
    assert "Intervallet når inte 0, men när alla jämförelser i lägesbilden räknas med" in said
    assert "hållet" not in said


def test_a_small_difference_is_neither_zero_nor_the_same() -> None:
    said = told(shares(difference=-0.4, difference_lower_95=-9.6, difference_upper_95=10.4))
    assert said.startswith("Andelen skiljer sig mindre än en procentenhet från den i undersökningen 2020 ")
    fine = told(shares(difference=0.42, difference_lower_95=-1.1, difference_upper_95=1.9))
    assert fine.startswith(
        "Andelen är 0,4 procentenheter högre än i undersökningen 2020 (95 %-intervall −1,1 till 1,9)"
    )
    assert "1 procentenhet högre" in told(shares(difference=1.2))


def test_a_difference_without_limits_says_that_its_size_is_unknown() -> None:
    said = told(shares(difference_lower_95=NAN, difference_upper_95=None))
    assert said.startswith(
        "Andelen är 3 procentenheter lägre än i undersökningen 2020. Ingen statistiskt säkerställd"
    )
    assert said.endswith("Hur stor en skillnad måste vara för att synas går inte att ange.")


def test_shares_that_were_not_compared_say_why() -> None:
    untested = {"signal": "not_tested", "difference": None}
    crossed = shares(reason="Ingen jämförbar undersökning före seriebrottet 2022.", **untested)
    assert told(crossed) == (
        "Andelen är inte jämförd med undersökningen 2020: ingen jämförbar undersökning före seriebrottet 2022."
    )
    assert "underlaget räcker inte" in told(shares(reason=None, **untested))
    assert "inte jämförd" in told(shares(difference=INF))


def test_a_hidden_share_is_not_told_through_its_difference() -> None:
    for hidden in ({"hidden": True}, {"base_hidden": True}):
        said = told(shares(**hidden))
        assert "3" not in said.replace("2020", "")
        assert "skulle avslöja" in said


def test_the_yearly_change_in_percent_where_the_mean_bears_it() -> None:
    """0,9745 is 2,55 percent less a year, 0,9388 6,12 less and 1,012 1,2 more."""
    assert plain(trend_sentence(trend(), THEFT, 0.10, 50, 233.0)) == (
        "Ingen statistiskt säkerställd utveckling 2014–2023 i förhållande till folkmängden (i genomsnitt −2,6 procent "
        "per år; 95 %-intervall −6,1 till 1,2). Förändringar inom intervallet kan inte uteslutas."
    )


@pytest.mark.parametrize("mean", [None, NAN, INF, 49.9, 0.0])
def test_the_yearly_change_is_not_in_percent_below_the_base(mean: Any) -> None:
    said = plain(trend_sentence(trend(), THEFT, 0.10, 50, mean))
    assert "procent" not in said
    assert "(kvot från ett år till nästa 0,97; 95 %-intervall 0,94–1,01)" in said


def test_the_rows_own_mean_goes_before_a_given_one() -> None:
    assert "procent per år" in trend_sentence(trend(base_count=500.0), THEFT, 0.10, 50, 3.0)
    assert "procent" not in trend_sentence(trend(base_count=490.0), THEFT, 0.10, 50, 300.0)
    assert "procent" not in trend_sentence(trend(base_count=500.0), THEFT | {"percent_from": 60}, 0.10, 50)


SURE = {"signal": "lower", "p_adjusted": 0.01, "ratio_upper_95": 0.998}


def test_a_certain_development_is_told_with_its_direction() -> None:
    assert plain(trend_sentence(trend(**SURE), THEFT, 0.10, 50, 233.0)) == (
        "Antalet anmälda brott har minskat 2014–2023 i förhållande till folkmängden, i genomsnitt 2,6 procent per år "
        "(95 %-intervall −6,1 till −0,2). Det är en statistiskt säkerställd utveckling."
    )
    few = plain(trend_sentence(trend(**SURE), THEFT, 0.10, 50, 12.0))
    assert few == (
        "Antalet anmälda brott har minskat 2014–2023 i förhållande till folkmängden (kvot från ett år till nästa 0,97; "
        "95 %-intervall 0,94–1,00). Det är en statistiskt säkerställd utveckling, men antalen är för små för att anges "
        "i procent per år."
    )


def test_a_development_beside_the_countrys_says_so() -> None:
    row = trend(method="loglinjär trend relativt riket, spridning φ ur registret (…)")
    assert "utveckling 2014–2023 jämfört med den i riket (" in trend_sentence(row, THEFT)
    assert "har minskat 2014–2023 jämfört med utvecklingen i riket" in trend_sentence(row | SURE, THEFT)


def test_a_development_that_falls_with_the_adjustment_is_told_so() -> None:
    said = trend_sentence(trend(ratio_upper_95=0.998), THEFT)
    assert "intervallet når inte ”ingen förändring”" in said
    assert "ingen statistiskt säkerställd utveckling" in said
    assert "har minskat" not in said


def test_a_development_that_was_not_tested_says_why() -> None:
    reason = "Färre än 5 jämförbara år i följd, eller för få händelser."
    row = trend(signal="not_tested", ratio=NAN, base_from=NAN, base_to=NAN, reason=reason)
    assert trend_sentence(row, THEFT) == (
        "Utvecklingen 2014–2023 är inte prövad: färre än 5 jämförbara år i följd, eller för få händelser."
    )
    assert "underlaget räcker inte" in trend_sentence(trend(ratio=INF), THEFT)


def test_a_development_with_odd_limits_still_reads() -> None:
    open_end = plain(trend_sentence(trend(ratio_upper_95=INF), THEFT, 0.10, 50, 233.0))
    assert "95 %-intervall åtminstone −6,1, utan övre gräns" in open_end
    none = trend_sentence(trend(ratio_lower_95=NAN, ratio_upper_95=NAN), THEFT)
    assert none.endswith("Hur stora förändringar som inte kan uteslutas går inte att ange.")


def test_a_hidden_year_stops_the_development() -> None:
    for hidden in ({"hidden": True}, {"base_hidden": True}):
        said = trend_sentence(trend(**hidden), THEFT)
        assert said == "Utvecklingen 2014–2023 anges inte, eftersom något års antal är dolt."
