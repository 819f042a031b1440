"""Without these, an analyst's slip in the agreement file becomes a wrong municipality or a traceback."""

import shutil

import pytest

from pipelines import agreement as agreements
from pipelines.errors import UserError
from pipelines.new_agreement import create
from pipelines.paths import RAW

EXAMPLE = RAW / "lessebo-exempel"


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "avtal"
    target.mkdir()
    shutil.copy(EXAMPLE / "avtal.toml", target)
    return target


def change(folder, old, new):
    path = folder / "avtal.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_example_says_what_the_parties_agreed():
    found = agreements.load(EXAMPLE)
    assert (found.valid_from, found.valid_to) == (2019, 2023)
    assert [area.code for area in found.areas] == ["UNGA", "PLATS", "SKOLA", "STOLD"]
    assert found.areas[0].name == "Unga i riskzon att utveckla en kriminell livsstil"
    assert found.codes == ("0760", "0761", "0763", "0834", "0862", "0881")
    # Brå and operative Brå are two sources: each alone missing must count.
    assert {"bra_council", "bra_operative"} <= set(found.mandatory)
    assert len(found.mandatory) == 6


def test_a_year_outside_the_validity_names_the_validity():
    found = agreements.load(EXAMPLE)
    found.require_year(2019)
    found.require_year(2023)
    for year in (2018, 2024):
        with pytest.raises(UserError, match="2019–2023"):
            found.require_year(year)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kod = "0761"', 'kod = "761"', "fyra siffror"),
        ('kommun = "0761"', "kommun = 761", "en text inom citattecken"),
        ('kommun = "0761"', 'kommun = "0180"', "finns inte bland"),
        ("giltigt_fran = 2019", "giltigt_fran = 2029", "efter giltigt_till"),
        ("giltigt_fran = 2019", 'giltigt_fran = "2019"', "ett heltal"),
        ('kod = "UNGA"', 'kod = "UNG"', "okänd kod"),
        ("[avtal]", "[avtal", "på rad"),
        ('id = "lessebo-exempel"', "", "”id” i [avtal] saknas"),
    ],
)
def test_a_slip_in_the_file_is_named_in_swedish(folder, old, new, said):
    change(folder, old, new)
    with pytest.raises(UserError) as caught:
        agreements.load(folder)
    assert said in str(caught.value)
    assert "avtal.toml" in str(caught.value)


def test_two_agreements_in_one_folder_must_be_chosen_between(tmp_path, folder):
    shutil.copytree(folder, tmp_path / "annat")
    change(tmp_path / "annat", 'id = "lessebo-exempel"', 'id = "annat"')
    with pytest.raises(UserError, match="--agreement"):
        agreements.find(tmp_path, None)
    assert agreements.find(tmp_path, "annat").id == "annat"
    with pytest.raises(UserError, match="finns inte"):
        agreements.find(tmp_path, "borta")


def test_a_new_folder_has_templates_and_says_what_to_fill_in(tmp_path):
    target = tmp_path / "ny"
    written = create(target)
    assert {path.suffix for path in written} == {".toml", ".md", ".xlsx"}
    with pytest.raises(UserError, match="inte ifylld"):
        agreements.load(target)
    with pytest.raises(UserError, match="finns redan"):
        create(target)


def test_lost_zeros_and_genitives_find_the_right_municipality():
    codes = agreements.load(EXAMPLE).region_codes()
    assert codes["lessebo kommun"] == codes["0761 lessebo"] == "0761"
    assert codes["hela landet"] == codes["00 riket"] == "00"
    assert "region syd" not in codes
