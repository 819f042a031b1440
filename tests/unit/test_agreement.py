"""Without these, an analyst's slip in the agreement file becomes a wrong municipality or a traceback."""

import contextlib
import re
import shutil

import openpyxl
import pytest

from pipelines import agreement as agreements
from pipelines import readers
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
        ('id = "lessebo-exempel"', 'id = "../Lessebo"', "a–z"),
        ('namn = "Lessebo"\nlan', 'namn = "…"\nlan', "inte ifylld"),
        ("giltigt_till = 2023", "giltigt_till = 20233", "1990–2100"),
        ("giltigt_fran = 2019", "giltigt_fran = true", "ett heltal"),
        ("giltigt_fran = 2019", "giltig_fran = 2019", "Menas ”giltigt_fran”?"),
        ("exempel = true", 'exempel = "ja"', "true eller false"),
        ('land = "00"', 'land = "0761"', "”land”"),
        ("[trosklar]", "[troskel]", "Menas ”trosklar”?"),
        ('kod = "0881"', 'kod = "0761"', "står två gånger"),
        ('sida = "otrygga-platser"', 'sida = "unga-i-riskzon"', "står två gånger"),
        ('sida = "otrygga-platser"', 'sida = "Otrygga platser"', "a–z"),
        ('sida = "otrygga-platser"', 'sida = "index"', "en annan sidas namn"),
        ('kod = "PLATS"', 'kod = "UNGA"', "står två gånger"),
        ('id = "polisomradet"\n', "", "”id” i [[jamforelsegrupp]] saknas"),
        ('kommuner = ["00"]', 'kommuner = ["0199"]', "okänd kommunkod: 0199"),
        ('kommuner = ["00"]', 'kommuner = ["00", "0760"]', "kan inte läggas ihop med kommuner"),
        ('kommuner = ["00"]', 'medlemmar = "grannar"', "okänd ord för ”medlemmar”: grannar"),
        ('kommuner = ["00"]', 'kommuner = ["00"]\nmedlemmar = "skr"', "inte båda"),
        ('kommuner = ["00"]', 'medlemmar = ["skr"]', "en text inom citattecken"),
        ('kommuner = ["00"]\n', "", "”kommuner” i [[jamforelsegrupp]] ”riket” saknas"),
        ('id = "riket"', 'id = "polisomradet"', "står två gånger"),
        ('id = "riket"', 'id = "previous_survey"', "används för annat"),
        ('id = "riket"', 'id = "trend"', "används för annat"),
        ('kommuner = ["00"]', 'kommuner = ["180"]', "fyra siffror"),
        ('kommuner = ["00"]', "kommuner = [0]", "en lista med texter"),
        ('kommuner = ["00"]', 'kommuner = "00"', "en lista med texter"),
        ('kommuner = ["00"]', "kommuner = []", "Minst en uppgift"),
        ('namn = "Skruv"\n', "", "”namn” i [[ort]] saknas"),
        ('deso = ["0761A0040"]', 'deso = ["0761A0030"]', "DeSO-koden ”0761A0030” står två gånger"),
        ('deso = ["0761A0040"]', "deso = [761]", "en lista med texter"),
        ('ort = "Kosta"', 'ort = "Kåsta"', "okänd ort: Kåsta"),
        ('skrivs = ["tunneln", "gångtunneln"]', "skrivs = 1", "en lista med texter"),
        ('  "survey",', '  "surveys",', "okänd källa i ”obligatoriska”: surveys"),
        ('["bra_agency", "population", "kolada", "school"]', '["skola"]', "okänd källa i ”anvanda”: skola"),
        ("[kallor.ar.2019]", "[kallor.ar.nittan]", "ett årtal"),
        ('kalla = "Trygghetsvandring"\n', "", "”kalla” i [[kallor.ar.2020.utelamnade]]"),
        ("minsta_antal_som_visas = 5", "minsta_antal_som_visas = 2", "minst 3"),
        ("minsta_antal_som_visas = 5", "minsta_antal_som_visas = 5.5", "ett heltal"),
        ("minsta_bas_for_procent = 50", "minsta_bas_for_procent = 9", "minst 10"),
        ("uttalanden_minst = 3", "uttalanden_minst = 1", "minst 2"),
        ("uttalanden_minst_kallor = 2", "uttalanden_minst_kallor = 0", "minst 1"),
        ("falska_larm_andel = 0.20", "falska_larm_andel = 0.6", "högst 0,5"),
        ("falska_larm_andel = 0.20", "falska_larm_andel = nan", "högst 0,5"),
    ],
)
def test_a_slip_in_the_file_is_named_in_swedish(folder, old, new, said):
    change(folder, old, new)
    with pytest.raises(UserError) as caught:
        agreements.load(folder)
    assert said in str(caught.value)
    assert "avtal.toml" in str(caught.value)


def test_no_value_of_the_wrong_kind_gives_a_traceback(folder):
    """Each value of the example replaced by others: the file is read or refused in Swedish, never a crash."""
    path = folder / "avtal.toml"
    lines = path.read_text(encoding="utf-8").replace("[\n  ", "[").splitlines()
    settings = [i for i, line in enumerate(lines) if re.match(r"\w+ = ", line) and not line.endswith("[")]
    assert len(settings) > 80
    for i in settings:
        key = lines[i].split(" = ")[0]
        for value in ("1", '""', "[]", "[1]", "{}", "{a = [{}]}", "true", "1.5", "2020-01-01", None):
            changed = [*lines[:i], *([] if value is None else [f"{key} = {value}"]), *lines[i + 1 :]]
            path.write_text("\n".join(changed), encoding="utf-8")
            with contextlib.suppress(UserError):
                agreements.load(folder)


def test_an_agreement_may_be_older_than_the_statistics_used(folder):
    change(folder, "giltigt_fran = 2019", "giltigt_fran = 2009")
    assert agreements.load(folder).valid_from == 2009


@pytest.mark.parametrize("members", ["liknande", "skr", "lan"])
def test_a_group_may_be_one_that_the_received_files_decide(folder, members):
    change(folder, 'kommuner = ["00"]', f'medlemmar = "{members}"')
    found = agreements.load(folder).comparison_groups[-1]
    assert (found.id, found.members, found.codes) == ("riket", members, ())


def test_a_group_may_have_any_of_the_countrys_municipalities(folder):
    """Not the police area's alone: those that the parties think are like theirs."""
    change(folder, 'kommuner = ["00"]', 'kommuner = ["0180", "2584"]')
    assert agreements.load(folder).comparison_groups[-1].codes == ("0180", "2584")


def test_thresholds_left_out_are_the_usual_ones(folder):
    path = folder / "avtal.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[trosklar]")], encoding="utf-8")
    limits = agreements.load(folder).thresholds
    assert (limits.min_shown, limits.percent_base) == (5, 50)
    assert (limits.theme_statements, limits.theme_sources) == (3, 2)
    assert limits.false_discovery_rate == 0.20


def test_two_agreements_in_one_folder_must_be_chosen_between(tmp_path, folder):
    shutil.copytree(folder, tmp_path / "annat")
    change(tmp_path / "annat", 'id = "lessebo-exempel"', 'id = "annat"')
    with pytest.raises(UserError, match="--agreement"):
        agreements.find(tmp_path, None)
    assert agreements.find(tmp_path, "annat").id == "annat"
    with pytest.raises(UserError, match="finns inte"):
        agreements.find(tmp_path, "borta")


def test_an_agreement_being_filled_in_stops_no_other(tmp_path, folder):
    """Otherwise making a folder for next year's agreement stops this year's work."""
    create(tmp_path / "tingsryd")
    (tmp_path / "trasig").mkdir()
    (tmp_path / "trasig" / "avtal.toml").write_text("[avtal", encoding="utf-8")
    assert agreements.find(tmp_path, "lessebo-exempel").id == "lessebo-exempel"
    with pytest.raises(UserError) as caught:
        agreements.find(tmp_path, None)
    listed = str(caught.value)
    assert "--agreement" in listed
    assert "  lessebo-exempel\n" in listed
    assert re.search(r"tingsryd .*inte ifylld", listed)
    assert re.search(r"trasig .*går inte att läsa på sista raden", listed)


def test_choosing_an_unfilled_or_broken_agreement_says_what_is_wrong_with_it(tmp_path, folder):
    create(tmp_path / "tingsryd")
    with pytest.raises(UserError, match=r"mappen tingsryd: .*inte ifylld"):
        agreements.find(tmp_path, "tingsryd")
    change(folder, "giltigt_fran = 2019", "giltigt_fran = 2029")
    with pytest.raises(UserError, match="efter giltigt_till"):
        agreements.find(tmp_path, "lessebo-exempel")


@pytest.mark.parametrize("chosen", [None, "lessebo-exempel"])
def test_two_folders_with_one_id_are_both_named(tmp_path, folder, chosen):
    """Otherwise one of them is published under the other's name, and which is chance."""
    shutil.copytree(folder, tmp_path / "kopia")
    with pytest.raises(UserError, match="Mapparna avtal och kopia har samma id"):
        agreements.find(tmp_path, chosen)


def test_a_new_folder_has_templates_and_says_what_to_fill_in(tmp_path):
    target = tmp_path / "ny"
    written = create(target)
    assert {path.suffix for path in written} == {".toml", ".md", ".xlsx"}
    with pytest.raises(UserError, match="inte ifylld"):
        agreements.load(target)
    with pytest.raises(UserError, match="finns redan"):
        create(target)


@pytest.mark.parametrize(
    ("name", "layout", "row"),
    [
        ("trygghetsmatning", "safety_survey", ["Tingsryd", "Ryd", "Alla", "Oro för inbrott", 2024, 3, 148]),
        (
            "medarbetardialog",
            "staff_form",
            [
                "2024-09-03",
                "Fritid",
                "torget",
                "kväll",
                "Bråk vid kiosken.",
                "varje vecka",
                "i våras",
                "",
                "",
            ],
        ),
        (
            "operativ_lista",
            "operative_list",
            ["2024-02-06", 6, "torget", "kväll", "Bråk", "Två slogs.", "Fältare"],
        ),
    ],
)
def test_a_filled_in_template_is_read(tmp_path, name, layout, row):
    create(tmp_path / "ny")
    path = tmp_path / "ny" / "mallar" / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    book.active.append(row)
    book.save(path)
    data = path.read_bytes()
    assert readers.recognise(data, path.name) == layout
    result = readers.read(data, path.name, layout)
    assert result.problems == []
    assert result.records == 1


def test_lost_zeros_and_genitives_find_the_right_municipality():
    codes = agreements.load(EXAMPLE).region_codes()
    assert codes["lessebo kommun"] == codes["0761 lessebo"] == "0761"
    assert codes["hela landet"] == codes["00 riket"] == "00"
    assert "region syd" not in codes
