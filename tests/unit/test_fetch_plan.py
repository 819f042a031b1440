"""What to fetch and for whom: a key figure or a municipality left out is a hole that no one sees."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from pipelines import registers
from pipelines.errors import UserError
from pipelines.fetch import plan, scope
from pipelines.fetch.command import SOURCES
from pipelines.paths import RAW
from tests.unit.fetch_setup import AREA, bench, kolada_service, write_agreement

__all__ = ["bench"]


def test_every_key_figure_that_the_registers_use_is_fetched():
    """A new indicator on a key figure that is not fetched would be empty, and say «no data»."""
    used = {
        entry["kpi"]
        for entry in registers.indicators()
        if entry.get("publisher") == "kolada" and "kpi" in entry
    }
    used |= {kpi for group in registers.offence_groups().values() for kpi in group.kolada}
    assert used
    assert used <= set(plan.load().kolada.key_figures)


def test_every_key_figure_is_in_koladas_catalogue(real_data):
    """An id typed wrong would stop every fetch; the catalogue is of 2023."""
    import pandas as pd

    catalogue = pd.read_parquet(real_data / "kolada" / "kolada_kpi_catalogue_2023.parquet")
    assert set(plan.load().kolada.key_figures) <= set(catalogue["id"])
    survey = catalogue[catalogue["id"].str.fullmatch("N006(?:1[0-9]|2[0-7])")]
    assert set(survey["id"]) <= set(plan.load().kolada.key_figures)


def test_every_source_has_its_credit_line():
    assert set(SOURCES.values()) <= set(registers.sources())


def test_the_limits_of_the_services_are_kept():
    """SCB: 30 calls in 10 seconds; polisen.se: 10 seconds apart and 60 an hour."""
    plans = plan.load()
    assert plans.scb.service.spacing >= 10 / 30
    assert plans.polisen.spacing >= 10


def changed(tmp_path, old, new):
    text = plan.PLAN_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "fetch.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("alla = true ", "ala = true ", "”ala” i \\[kolada\\] är okänt. Menas ”alla”"),
        ("alla = true ", 'alla = "ja" ', "ska vara true eller false"),
        ("U07417 =", "U7417 =", "Nyckeltalet ”U7417”"),
        ("fran_ar = 2010", 'fran_ar = "2010"', "heltal utan citattecken"),
        (
            'adress = "https://api.kolada.se/v3"',
            'adress = "http://api.kolada.se/v3"',
            "ska börja med https://",
        ),
        ('adress = "https://api.kolada.se/v3"', 'adress = "https://a:b@api.kolada.se/v3"', "ren webbadress"),
        ('adress = "https://api.kolada.se/v3"', 'adress = ""', "”adress” i \\[kolada\\] saknas"),
        ("övergripande, {kommun}", "övergripande", "ska ha {kommun}"),
        ('id = "TAB5557"', 'id = "TAB638"', "Tabellen i \\[\\[scb.tabell\\]\\] ”TAB638” står två gånger"),
        ('id = "TAB638"', 'id = "BefolkningNy"', "id ska vara TAB och siffror"),
        ("fran_ar = 2010", "fran_ar = 2099", "Det ska vara 1990–20"),
        ("forsok = 5", "forsok = 500", "Det ska vara 1–10"),
        ("[anrop]", "[anrop", "inte giltig TOML"),
        ('kontakt = ""', 'kontakt = "a\\nX-Other: b"', "en rad text"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_place(tmp_path, old, new, said):
    """A misspelt key would silently leave the default in force."""
    with pytest.raises(UserError, match=said) as error:
        plan.load(changed(tmp_path, old, new))
    assert str(error.value).startswith("expectations/fetch.toml")


def test_an_address_can_be_exchanged_for_a_trial(monkeypatch):
    monkeypatch.setenv("LAGESBILD_SCB_URL", "http://localhost:8080/api/")
    assert plan.load().scb.service.url == "http://localhost:8080/api"
    monkeypatch.setenv("LAGESBILD_SCB_URL", "")
    assert plan.load().scb.service.url == "https://statistikdatabasen.scb.se/api/v2"


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://localhost", "file:///etc/passwd", "localhost:80"]
)
def test_an_exchanged_address_must_be_secure_or_on_the_own_machine(monkeypatch, address):
    """Figures fetched without encryption can be altered on the way."""
    monkeypatch.setenv("LAGESBILD_KOLADA_URL", address)
    with pytest.raises(UserError, match="LAGESBILD_KOLADA_URL"):
        plan.load()


def test_a_table_that_is_not_wanted_is_not_fetched():
    """1 November is another day than the one the rates are built on."""
    assert [table.id for table in plan.load().scb.tables] == ["TAB638", "TAB5557"]


@pytest.fixture
def two(tmp_path):
    raw = tmp_path / "raw"
    write_agreement(raw, "lessebo", "lessebo")
    write_agreement(raw, "stockholm", "stockholm", **{'kommun = "0761"': 'kommun = "0180"'})
    path = raw / "stockholm" / "avtal.toml"
    text = path.read_text(encoding="utf-8").replace(
        'kod = "0761"\nnamn = "Lessebo"', 'kod = "0180"\nnamn = "Stockholm"'
    )
    path.write_text(text, encoding="utf-8")
    return raw


def test_a_fetch_covers_every_agreement_in_the_folder(two):
    """The snapshot is shared and only the newest is read: fetched for one, the other would lose its figures."""
    for named in (None, "lessebo", "stockholm"):
        found = scope.find(two, named)
        assert found.agreements == ("lessebo", "stockholm")
        assert set(found.municipalities) == {*AREA, "0180"}
        assert found.own == ("Lessebo", "Stockholm")
        assert found.shared == two / "gemensamt"


def test_an_agreement_that_is_being_filled_in_stops_no_other_but_is_told(two):
    (two / "stockholm" / "avtal.toml").write_text("[avtal]\nid = 'stockholm'\n", encoding="utf-8")
    found = scope.find(two, None)
    assert found.agreements == ("lessebo",)
    assert found.left_out == ("stockholm",)
    with pytest.raises(UserError, match="stockholm"):
        scope.find(two, "stockholm")


def test_the_example_is_fetched_for_only_when_it_is_named_or_alone(two, tmp_path):
    """Its people and notes are invented: the shared figures are for the real agreements."""
    shutil.copytree(RAW / "lessebo-exempel", two / "lessebo-exempel")
    assert scope.find(two, None).agreements == ("lessebo", "stockholm")
    assert "lessebo-exempel" in scope.find(two, "lessebo-exempel").agreements
    alone = tmp_path / "ensam"
    shutil.copytree(RAW / "lessebo-exempel", alone / "lessebo-exempel")
    assert scope.find(alone, None).agreements == ("lessebo-exempel",)


def test_an_agreements_own_folder_can_be_given_as_the_raw_folder(two):
    """The refresh looks for what was fetched beside the agreement's folder."""
    found = scope.find(two / "lessebo", None)
    assert found.shared == two / "gemensamt"
    assert "lessebo" in found.agreements


@pytest.mark.parametrize("named", [None, "borta"])
def test_a_folder_without_agreements_is_told(tmp_path, named):
    with pytest.raises(UserError, match="Ingen avtalsmapp"):
        scope.find(tmp_path, named)


def test_the_agreement_left_out_is_told_to_the_user(bench):
    write_agreement(bench.raw, "ny", "byt-ut-mig")
    bench.server.service = kolada_service(base=bench.server.url)
    bench.fetch("kolada")
    assert bench.said[0].startswith("Utan avtalen i ny:")


def test_records_that_cannot_be_read_are_told_when_they_are_fetched(bench):
    """A new status from Kolada would otherwise be found at the next refresh, when the service is forgotten."""
    service = kolada_service(base=bench.server.url)

    def with_new_status(question):
        answer = service(question)
        return replace(answer, body=answer.body.replace(b'"status": "Missing"', b'"status": "Preliminary"'))

    service.known["N00610"]["0763"] = {2022: None, 2023: 51.0}
    bench.server.service = with_new_status
    bench.fetch("kolada")
    assert "1 poster går inte att läsa. De listas av: lagesbild check" in bench.said
