"""A figure beside its years before: each test stops a sentence that says more, or less, than the figures bear."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.report.full_sentences import full_sentence

NAN, INF = float("nan"), float("inf")
THEFT = {"title": "Anmälda stölder", "kind": "offence_rate", "direction": "higher_is_worse"}
ROBBERY = THEFT | {"title": "Anmälda rån"}
LIMITS = (5, 50, 0.10)


def value(**given: Any) -> dict[str, Any]:
    return {
        "year": 2023, "value": 2266.0, "lower_95": 1954.0, "upper_95": 2613.0, "count": 189.0,
        "denominator": 8341.0, "status": "final", "suppressed": False, "note": None,
    } | given  # fmt: skip


def compared(**given: Any) -> dict[str, Any]:
    return {
        "comparison": "previous_years", "comparison_name": "åren 2018–2022", "year": 2023, "count": 189.0,
        "base_count": 1283.0, "base_from": 2018, "base_to": 2022, "base_years": 5, "expected": 235.2,
        "ratio": 0.8036, "ratio_lower_95": 0.4941, "ratio_upper_95": 1.242, "p_adjusted": 0.71, "signal": "none",
        "detectable_decrease": 0.3786, "detectable_increase": 1.885, "reason": None,
        "method": "mid-P, relativt utvecklingen i riket, spridning φ ur registret (…)",
        "hidden": False, "base_hidden": False,
    } | given  # fmt: skip


def said(row: dict[str, Any], comparison: dict[str, Any] | None, indicator: dict[str, Any] = THEFT) -> str:
    return full_sentence(row, comparison, indicator, LIMITS).replace("\u00a0", " ")


def test_count_rate_interval_comparison_and_uncertainty_stand_together() -> None:
    """1283 in five years is 257 a year; 0,3786 is 62 percent less, outwards 65; 1,885 is 89 more, outwards 90."""
    assert said(value(), compared()) == (
        "Anmälda stölder: 189 år 2023 (2 266 per 100 000 invånare; 95 %-intervall 1 954–2 613), mot i genomsnitt 257 "
        "per år 2018–2022. Med samma utveckling som i riket hade omkring 235 väntats (kvot 0,80; 95 %-intervall "
        "0,49–1,24). Ingen statistiskt säkerställd skillnad; en minskning på mindre än 65 procent eller en ökning på "
        "mindre än 90 procent kan inte säkert skiljas från slump."
    )


def test_without_the_country_the_expected_rests_on_the_population() -> None:
    text = said(
        value(), compared(method="mid-P, i förhållande till folkmängden, spridning φ ur registret (riket)")
    )
    assert "Utifrån de åren och folkmängden hade omkring 235 väntats" in text
    assert "Med samma utveckling" not in text


SURE = {"signal": "lower", "p_adjusted": 0.01, "ratio_upper_95": 0.97}


def test_a_certain_change_is_given_in_percent_only_from_the_base() -> None:
    text = said(value(), compared(**SURE))
    assert "mot i genomsnitt 257 per år 2018–2022, en minskning med 26 procent." in text  # 189 / 256.6
    assert "Det är en statistiskt säkerställd skillnad: antalet anmälda brott är lägre än väntat." in text
    assert "slump" not in text
    at_base = said(value(count=20.0), compared(count=20.0, base_count=250.0, **SURE))
    assert "mot i genomsnitt 50 per år 2018–2022, en minskning med 60 procent." in at_base
    below = said(value(count=20.0), compared(count=20.0, base_count=249.0, **SURE))
    assert "procent." not in below.split("Med samma")[0]
    own_base = said(value(), compared(**SURE), THEFT | {"percent_from": 300})
    assert "minskning med" not in own_base
    agreed = full_sentence(value(), compared(**SURE), THEFT, (5, 300, 0.10))
    assert "minskning med" not in agreed


def test_a_change_that_is_not_certain_is_never_given_in_percent() -> None:
    for given in ({}, {"signal": "lower", "p_adjusted": 0.2}, {"signal": "lower", "p_adjusted": NAN}):
        text = said(value(), compared(**given))
        assert "minskning med" not in text
        assert "kan inte säkert skiljas från slump" in text


def test_a_rise_that_is_lower_than_expected_is_not_told_in_percent() -> None:
    """The country rose by more: the plain rise and the signal point different ways."""
    text = said(value(count=280.0), compared(count=280.0, expected=420.0, ratio=0.67, **SURE))
    assert "ökning med" not in text
    assert "lägre än väntat" in text


def test_a_signal_that_falls_with_the_adjustment_is_told_so() -> None:
    text = said(value(), compared(ratio_lower_95=1.02, ratio_upper_95=2.6, ratio=1.65, signal="none"))
    assert "Intervallet når inte 1, men när alla jämförelser i lägesbilden räknas med" in text
    assert "ingen statistiskt säkerställd skillnad; en minskning på mindre än 65 procent eller" in text


@pytest.mark.parametrize("count", [189.0, 257.0, 3.0, 0.0])
def test_nothing_is_ever_called_unchanged(count: float) -> None:
    text = said(value(count=count), compared(count=count)).lower()
    assert not any(word in text for word in ("oförändra", "samma nivå", "stabil", "ligger kvar"))


def test_a_hidden_year_gives_no_number_away() -> None:
    text = said(
        value(suppressed=True, count=3.0, value=36.0), compared(hidden=True, count=3.0, base_count=31.0)
    )
    assert text == (
        "Anmälda stölder: färre än 5 år 2023. Utvecklingen jämförs inte i siffror, eftersom årets antal är dolt."
    )


def test_a_value_hidden_in_one_table_only_is_still_hidden() -> None:
    text = said(value(suppressed=True, count=3.0), compared(count=3.0, base_count=31.0))
    assert "mot i genomsnitt" not in text
    assert "färre än 5" in text


def test_a_year_hidden_in_the_comparison_only_is_not_compared() -> None:
    text = said(value(), compared(hidden=True))
    assert "257" not in text
    assert text.endswith("Utvecklingen jämförs inte i siffror, eftersom årets antal är dolt.")


def test_a_hidden_base_is_not_told_through_the_mean_or_the_expected() -> None:
    text = said(value(), compared(base_hidden=True))
    assert "257" not in text
    assert "235" not in text
    assert "Genomsnittet för åren före anges inte, eftersom något års antal är dolt." in text


def test_no_events_at_all_reads_as_words() -> None:
    row, few = value(count=0.0, value=NAN), {"count": 0.0, "ratio": 0.0, "ratio_lower_95": 0.0}
    text = said(row, compared(base_count=7.0, expected=1.363, ratio_upper_95=3.1, **few), ROBBERY)
    assert text.startswith("Inga anmälda rån år 2023, mot i genomsnitt 1,4 per år 2018–2022. ")
    assert "omkring 1,4 väntats (kvot 0,00; 95 %-intervall 0,00–3,10)" in text


def test_nothing_expected_gives_no_ratio() -> None:
    none = {"base_count": 0.0, "expected": 0.0, "ratio_lower_95": NAN, "ratio_upper_95": INF}
    unseen = {"detectable_decrease": None, "detectable_increase": None}
    for ratio in (INF, NAN, None):
        some = said(value(count=3.0), compared(count=3.0, ratio=ratio, **none, **unseen), ROBBERY)
        assert some == (
            "Anmälda rån: 3 brott år 2023 (för få för att räknas per 100 000 invånare), mot inga åren 2018–2022. "
            "Inga hade väntats utifrån de åren, så någon kvot kan inte räknas ut. Ingen statistiskt säkerställd "
            "skillnad. Hur stor en skillnad måste vara för att synas går inte att ange."
        )
    never = said(value(count=0.0), compared(count=0.0, ratio=NAN, **none, **unseen), ROBBERY)
    assert never.startswith("Inga anmälda rån år 2023, och inga åren 2018–2022 heller. ")


def test_a_ratio_without_an_upper_limit_says_at_least() -> None:
    for missing in (None, NAN, INF):
        text = said(value(), compared(ratio=3.2, ratio_lower_95=1.2, ratio_upper_95=missing))
        assert "(kvot 3,20; 95 %-intervall åtminstone 1,20, utan övre gräns)" in text
    no_ratio = said(value(), compared(ratio=INF, ratio_lower_95=1.2, ratio_upper_95=INF))
    assert "(kvot åtminstone 1,20)" in no_ratio
    no_limits = said(value(), compared(ratio_lower_95=NAN, ratio_upper_95=NAN))
    assert "omkring 235 väntats (kvot 0,80)." in no_limits


def test_a_decrease_that_could_not_have_been_seen_is_said() -> None:
    text = said(value(count=3.0), compared(count=3.0, detectable_decrease=None, detectable_increase=5.03))
    assert text.endswith(
        "en ökning till mindre än 5,1 gånger det väntade kan inte säkert skiljas från slump, och en minskning hade "
        "inte kunnat visas alls."
    )


def test_gaps_and_short_bases_are_told() -> None:
    assert "mot i genomsnitt 321 per år under fyra av åren 2018–2022." in said(
        value(), compared(base_years=4)
    )
    one = said(value(), compared(base_count=257.0, base_years=1, base_from=2022, base_to=2022))
    assert ", mot 257 år 2022." in one
    unknown = said(value(), compared(base_from=None, base_to=NAN))
    assert "mot i genomsnitt 257 per år åren före." in unknown


def test_preliminary_is_said_with_and_without_a_comparison() -> None:
    row = value(status="preliminary")
    assert said(row, None).endswith("Uppgiften är preliminär och kan ändras.")
    assert " Uppgiften är preliminär och kan ändras. Med samma utveckling" in said(row, compared())
    untested = compared(signal="not_tested", reason="Siffran för 2023 är preliminär.", base_count=NAN)
    assert said(row, untested).endswith(
        "Uppgiften är preliminär och kan ändras. Ingen prövning är gjord: siffran för 2023 är preliminär."
    )


def test_why_nothing_was_tested_is_always_said() -> None:
    for reason in (None, NAN, "  "):
        text = said(value(), compared(signal="not_tested", reason=reason))
        assert text.endswith("Ingen prövning är gjord: underlaget räcker inte.")


def test_a_comparison_of_another_year_is_not_joined_to_the_figure() -> None:
    text = said(value(year=2024), compared())
    assert (
        "189 år 2024 (2 266 per 100 000 invånare; 95 %-intervall 1 954–2 613). Jämförelsen gäller år 2023."
        in text
    )


def test_other_kinds_have_only_their_figure() -> None:
    cost = {"title": "Kostnader", "kind": "local_count", "direction": "neutral", "unit": "kronor"}
    assert said(value(count=32_100), None, cost) == "Kostnader: 32 100 kronor år 2023."


def test_a_rise_in_what_follows_the_police_is_told_as_reports() -> None:
    drugs = THEFT | {"title": "Anmälda narkotikabrott", "direction": "activity_driven"}
    text = said(value(), compared(signal="higher", p_adjusted=0.01, ratio=1.6, ratio_lower_95=1.1), drugs)
    assert "antalet anmälda brott är högre än väntat" in text
    assert "fler brott" not in text
    assert "sämre" not in text
