"""One figure in words, for every kind of indicator: each test stops a figure that would be misread."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.report.value_sentences import value_sentence

NAN, INF = float("nan"), float("inf")


def entry(kind: str, title: str = "Titeln", **given: Any) -> dict[str, Any]:
    return {"title": title, "kind": kind, "direction": "neutral", "unit": "procent"} | given


def value(**given: Any) -> dict[str, Any]:
    return {
        "year": 2023, "value": NAN, "lower_95": NAN, "upper_95": NAN, "count": None, "denominator": None,
        "status": "final", "suppressed": False, "note": None, "method": "inget intervall",
    } | given  # fmt: skip


def said(row: dict[str, Any], indicator: dict[str, Any], min_shown: int = 5) -> str:
    return value_sentence(row, indicator, min_shown).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Anmälda rån", "Inga anmälda rån år 2023."),
        ("Anmäld skadegörelse genom brand", "Ingen anmäld skadegörelse genom brand år 2023."),
        ("Anmält klotter", "Inget anmält klotter år 2023."),
        ("Cykelstölder", "Cykelstölder: 0 år 2023."),
    ],
)
def test_no_offences_at_all_is_said_in_words(title: str, words: str) -> None:
    assert said(value(count=0), entry("offence_rate", title)) == words


def test_a_single_offence_is_not_read_as_one_year() -> None:
    assert said(value(count=1, denominator=8342), entry("offence_rate", "Anmälda rån")) == (
        "Anmälda rån: 1 brott år 2023 (för få för att räknas per 100 000 invånare)."
    )


def test_an_indicator_may_ask_for_more_events_before_a_rate() -> None:
    row = value(count=7, value=84.0, lower_95=34.0, upper_95=173.0)
    assert "per 100 000 invånare; 95 %-intervall 34–173; osäker" in said(row, entry("offence_rate"))
    assert "84" not in said(row, entry("offence_rate", rate_from=10))


def test_a_rate_without_an_upper_limit_says_at_least() -> None:
    row = value(count=20, value=240.0, lower_95=147.0)
    for missing in (None, NAN, INF):
        text = said(row | {"upper_95": missing}, entry("offence_rate"))
        assert "(240 per 100 000 invånare; 95 %-intervall åtminstone 147, utan övre gräns)" in text
    bare = said(row | {"lower_95": None, "upper_95": None}, entry("offence_rate"))
    assert bare == "Titeln: 20 år 2023 (240 per 100 000 invånare)."


def test_a_count_that_cannot_be_written_is_missing() -> None:
    for count in (None, NAN, INF):
        assert said(value(count=count), entry("offence_rate")) == "Titeln: uppgift saknas för år 2023."


@pytest.mark.parametrize(
    ("unit", "count", "words"),
    [
        ("kronor", 32_100, "32 100 kronor år 2023"),
        ("kronor", 1, "1 krona år 2023"),
        ("kronor", 0, "0 kronor år 2023"),
        ("händelser", 12, "12 händelser år 2023"),
        ("händelser", 1, "1 händelse år 2023"),
        ("händelser", 0, "inga händelser år 2023"),
        ("anmälningar", 1, "1 anmälan år 2023"),
        ("timmar", 1, "1 timme år 2023"),
        ("antal", 7, "7 år 2023"),
        ("antal", 0, "0 år 2023"),
        ("insatser", 3, "3 insatser år 2023"),
    ],
)
def test_a_local_count_has_its_unit_in_the_right_number(unit: str, count: int, words: str) -> None:
    assert said(value(count=count), entry("local_count", unit=unit)) == f"Titeln: {words}."


def test_a_local_count_that_bends_its_title_when_there_are_none() -> None:
    indicator = entry("local_count", "Rapporterade händelser med hot i skolan", unit="händelser")
    assert said(value(count=0), indicator) == "Inga rapporterade händelser med hot i skolan år 2023."


def test_a_local_count_says_what_is_missing_from_it() -> None:
    part = value(count=12, note="Perioderna täcker inte hela året.")
    assert said(part, entry("local_count", unit="händelser")) == (
        "Titeln: 12 händelser år 2023. Perioderna täcker inte hela året."
    )
    unknown = value(note="Källan anger inte alla antal: summan är okänd.")
    assert said(unknown, entry("local_count", unit="händelser")) == (
        "Titeln: uppgift saknas för år 2023 (källan anger inte alla antal: summan är okänd)."
    )
    hidden = value(suppressed=True, count=3, note="Färre än 5: visas inte.")
    assert said(hidden, entry("local_count", unit="händelser")) == "Titeln: färre än 5 år 2023."
    assert said(hidden, entry("local_count", unit="händelser"), 7) == "Titeln: färre än 7 år 2023."


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (9, 47, "9 av 47 uttalanden beskriver ett problem i området år 2023"),
        (0, 47, "inget av 47 uttalanden beskriver ett problem i området år 2023"),
        (1, 1, "1 av 1 uttalande beskriver ett problem i området år 2023"),
        (9, None, "9 uttalanden beskriver ett problem i området år 2023"),
        (0, 0, "inga uttalanden finns för år 2023"),
        (None, 47, "uppgift saknas för år 2023"),
    ],
)
def test_statements_stand_beside_how_many_there_were(count: Any, total: Any, words: str) -> None:
    row = value(count=count, denominator=total, unit="uttalanden")
    assert said(row, entry("statement_count", unit="uttalanden")) == f"Titeln: {words}."


def test_a_published_share_tells_whose_interval_it_is() -> None:
    row = value(value=5.25, lower_95=4.1, upper_95=6.4, method="utgivarens intervall")
    assert said(row, entry("published_share")) == (
        "Titeln: 5,3 procent år 2023 (utgivarens 95 %-intervall 4,1–6,4)."
    )
    worked = value(
        value=68.4, lower_95=57.4, upper_95=77.6, denominator=79, method="Wilson, antalet svar avrundat"
    )
    assert (
        said(worked, entry("published_share"))
        == "Titeln: 68 procent år 2023 (95 %-intervall 57–78; 79 svar)."
    )


def test_a_share_without_an_interval_says_that_there_is_none() -> None:
    bare = value(value=5.25)
    assert said(bare, entry("published_share")) == (
        "Titeln: 5,3 procent år 2023 (utgivaren anger inget intervall)."
    )
    assert said(bare | {"denominator": 400}, entry("published_share")) == (
        "Titeln: 5,3 procent år 2023 (400 svar; utgivaren anger inget intervall)."
    )
    assert said(
        value(value=12.8, note="Antalet personer bakom andelen publiceras inte."), entry("kpi_share")
    ) == (
        "Titeln: 12,8 procent år 2023 (antalet bakom andelen publiceras inte, så något intervall kan inte anges)."
    )


def test_a_share_says_why_it_is_unknown() -> None:
    row = value(note="Utgivaren har maskerat ett svarsalternativ: andelen är okänd.")
    assert said(row, entry("survey_share")) == (
        "Titeln: uppgift saknas för år 2023 (utgivaren har maskerat ett svarsalternativ: andelen är okänd)."
    )


def test_a_share_of_few_answers_needs_its_own_rule_and_a_warning() -> None:
    row = value(value=40.0, lower_95=22.0, upper_95=61.0, denominator=20)
    assert "40" not in said(row, entry("survey_share"))
    allowed = said(row, entry("survey_share", share_from=10))
    assert allowed == "Titeln: 40 procent år 2023 (95 %-intervall 22–61; 20 svar; osäker andel, få svar)."


def test_when_in_the_day_is_told_for_its_years_with_what_is_unknown() -> None:
    row = value(value=60.999, lower_95=57.51, upper_95=64.56, denominator=261, note=(
        "5 år sammanlagt, 2019–2023. Tiden är känd för 261 av 267 brott; 133 har ett tidsspann över ett dygn."
    ))  # fmt: skip
    assert said(row, entry("time_share")) == (
        "Titeln: 61,0 procent åren 2019–2023 (95 %-intervall 57,5–64,6). "
        "Tiden är känd för 261 av 267 brott; 133 har ett tidsspann över ett dygn."
    )


def test_where_is_told_for_its_years_with_the_place() -> None:
    row = value(value=53.85, lower_95=40.5, upper_95=66.66, count=28, denominator=52, note=(
        "Hovmantorp har flest. 5 år sammanlagt, 2019–2023; orten är känd för 52 av 52."
    ))  # fmt: skip
    assert said(row, entry("place_share")) == (
        "Titeln: 54 procent åren 2019–2023 (95 %-intervall 41–67). Hovmantorp har flest. Orten är känd för 52 av 52."
    )


def test_a_pattern_without_note_or_limits_still_reads() -> None:
    assert said(value(value=40.0, denominator=120), entry("place_share")) == (
        "Titeln: 40,0 procent år 2023 (intervall saknas)."
    )
    assert "visas inte, färre än 30 brott" in said(value(value=40.0, denominator=12), entry("time_share"))


def test_preliminary_is_said_of_every_kind() -> None:
    for kind in ("offence_rate", "local_count", "statement_count", "published_share", "time_share"):
        row = value(count=0, value=3.0, denominator=40, status="preliminary")
        assert said(row, entry(kind, "Anmälda rån")).endswith(" Uppgiften är preliminär och kan ändras."), (
            kind
        )


def test_no_kind_judges_a_neutral_figure() -> None:
    row = value(count=9, value=30.0, lower_95=20.0, upper_95=40.0, denominator=100)
    for kind in (
        "local_count",
        "statement_count",
        "time_share",
        "place_share",
        "published_share",
        "kpi_share",
    ):
        text = said(row, entry(kind)).lower()
        assert not any(word in text for word in ("bättre", "sämre", "bra", "hög", "låg")), kind


def test_a_hidden_share_is_never_told_as_a_small_count() -> None:
    """ "Färre än 5 år 2023" of a share would be read as fewer than five percent, or five offences."""
    for kind in ("time_share", "place_share"):
        text = said(value(suppressed=True), entry(kind, "Andel kvällstid"))
        assert (
            text == "Andel kvällstid: visas inte för år 2023, eftersom andelen skulle röja ett litet antal."
        )
    assert (
        said(value(suppressed=True), entry("local_count", "Incidenter")) == "Incidenter: färre än 5 år 2023."
    )
