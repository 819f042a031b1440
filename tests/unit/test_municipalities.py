"""If these fail, a neighbour's figures are taken for ours, or a publisher's spelling loses a municipality."""

import pytest

from pipelines import municipalities as module
from pipelines.errors import UserError
from pipelines.municipalities import municipalities, spellings
from tests.unit.table_rows import AGREEMENT


def test_the_country_has_290_municipalities_with_the_codes_scb_gives_them():
    found = municipalities()
    assert len(found) == 290
    assert {code: found[code].name for code in ("0114", "0180", "0761", "0980", "1480", "2584")} == {
        "0114": "Upplands Väsby", "0180": "Stockholm", "0761": "Lessebo", "0980": "Gotland", "1480": "Göteborg",
        "2584": "Kiruna",
    }  # fmt: skip
    assert found["0761"].county == "Kronobergs län"
    assert list(found) == sorted(found)
    # Kronoberg has eight municipalities, and 21 counties divide the country.
    assert sum(code.startswith("07") for code in found) == 8
    assert len({m.county for m in found.values()}) == len({code[:2] for code in found}) == 21


def test_no_spelling_means_two_municipalities():
    seen = {}
    for m in municipalities().values():
        for text in spellings(m.code, m.name):
            assert seen.setdefault(text, m.code) == m.code, text


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("lessebo", "0761"), ("lessebo kommun", "0761"), ("lessebos kommun", "0761"), ("0761 lessebo", "0761"),
        ("0761", "0761"), ("upplands-bro", "0139"), ("upplands–bro kommun", "0139"), ("höganäs kommun", "1284"),
    ],
)  # fmt: skip
def test_publishers_spellings_are_known(written, code):
    assert AGREEMENT.reference_codes()[written] == code


@pytest.mark.parametrize(
    "region", ["region syd", "kronobergs län", "07", "0001", "region skåne", "bergslagen"]
)
def test_a_county_or_a_region_is_no_municipality(region):
    assert region not in AGREEMENT.reference_codes()


def test_the_country_is_itself_and_the_agreements_own_names_win():
    codes = AGREEMENT.reference_codes()
    assert codes["hela landet"] == codes["0000"] == codes["riket"] == "00"
    names = AGREEMENT.reference_names()
    assert (names["00"], names["0761"], names["2584"]) == ("Hela landet", "Lessebo", "Kiruna")
    assert len(names) == 291


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "första raden"),
        ("kod;namn;lan\n0761;Lessebo;Kronobergs län\n", "första raden"),
        ("code;name;county\n761;Lessebo;Kronobergs län\n", "761;Lessebo"),
        ("code;name;county\n0761;Lessebo\n", "0761;Lessebo"),
        ("code;name;county\n0761;Lessebo;K\n0761;Lessebo;K\n", "inte står tidigare"),
        ("code;name;county\nLessebo;0761;K\n", "Lessebo;0761"),
    ],
)
def test_a_list_that_was_edited_wrongly_stops(tmp_path, monkeypatch, text, said):
    (tmp_path / "municipalities.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "EXPECTATIONS", tmp_path)
    with pytest.raises(UserError, match=said.replace("inte står tidigare", "inte står")):
        municipalities.__wrapped__()
