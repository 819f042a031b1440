"""Without these, a local fix outlives the fault it mended, or changes a figure that nobody is told of."""

import dataclasses

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.errors import UserError
from pipelines.paths import RAW
from pipelines.tables import corrections, indicator_values
from pipelines.tables.schema import conform, empty

EXAMPLE = agreements.load(RAW / "lessebo-exempel")
ENTRY = """
[[rattelse]]
serie = "brott/bra/theft_total"
plats = "0761"
period = "2022"
atgard = "ersatt"
varde = 148
vantat = 147
skal = "Brå har meddelat att en stöld saknas."
vem = "Kommunpolis"
datum = 2023-04-03
"""


def declared(tmp_path, text):
    (tmp_path / "rattelser.toml").write_text(text, encoding="utf-8")
    return corrections.declared(dataclasses.replace(EXAMPLE, folder=tmp_path))


def counts(value=147):
    row = {
        "publisher": "bra", "municipality_code": "0761", "locality": None, "offence_group": "theft_total",
        "month": pd.NA, "status": "final", "per_100k_published": 1732.5, "file": "a.txt", "row": 2,
    }  # fmt: skip
    return conform(
        "offence_count",
        pd.DataFrame([row | {"year": 2022, "count": value}, row | {"year": 2023, "count": 189}]),
    )


def test_a_correction_changes_its_figure_and_no_other(tmp_path):
    found = corrections.apply("offence_count", counts(), declared(tmp_path, ENTRY))
    assert dict(zip(found["year"], found["count"], strict=True)) == {2022: 148, 2023: 189}
    # The publisher's rate was of 147: beside 148 it would be a wrong number that looks right.
    assert found["per_100k_published"].isna().tolist() == [True, False]


def test_a_repaired_source_stops_the_correction(tmp_path):
    """Otherwise the fix goes on changing a figure that is right."""
    with pytest.raises(UserError, match=r"väntar sig 147, men källan har 148"):
        corrections.apply("offence_count", counts(148), declared(tmp_path, ENTRY))


def test_a_figure_that_is_no_longer_there_stops_the_correction(tmp_path):
    with pytest.raises(UserError, match="uppgiften finns inte i källorna"):
        corrections.apply("offence_count", counts()[lambda f: f["year"] == 2023], declared(tmp_path, ENTRY))


def test_dropping_takes_the_row_and_marking_changes_nothing(tmp_path):
    drop = ENTRY.replace('"ersatt"\nvarde = 148', '"stryk"')
    assert corrections.apply("offence_count", counts(), declared(tmp_path, drop))["year"].tolist() == [2023]
    flag = ENTRY.replace('"ersatt"\nvarde = 148', '"markera"')
    assert corrections.apply("offence_count", counts(), declared(tmp_path, flag))["count"].tolist() == [
        147,
        189,
    ]


def test_every_correction_is_told_beside_its_figure_and_in_its_table(tmp_path):
    made = declared(tmp_path, ENTRY)
    said = "Rättad lokalt från 147 till 148: Brå har meddelat att en stöld saknas. Kommunpolis, 2023-04-03."
    assert corrections.correction(made)["told"].tolist() == [said]
    people = conform("population", pd.DataFrame([{
        "municipality_code": "0761", "municipality": "Lessebo", "year": 2022, "reference": "31 december",
        "population": 8485, "source": "SCB", "file": "b.csv", "row": 2}]))  # fmt: skip
    names = ("survey_result", "kpi_value", "local_count", "statement", "statement_code", "police_report")
    sources = indicator_values.Sources(
        offence_count=corrections.apply("offence_count", counts(), made),
        population=people,
        **{name: empty(name) for name in names},
    )
    values = indicator_values.indicator_value(sources, EXAMPLE, made)
    theft = values[values["indicator"] == "theft_reported"].set_index("year")
    assert said in theft.loc[2022, "note"]
    assert "Rättad" not in str(theft.loc[2023, "note"])
    assert theft.loc[2022, "count"] == 148


def test_other_tables_are_left_alone(tmp_path):
    people = empty("population")
    assert corrections.apply("population", people, declared(tmp_path, ENTRY)).equals(people)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"brott/bra/theft_total"', '"theft_total"', "serie"),
        ('"brott/bra/theft_total"', '"brott/police/vandalism"', "ny leverans"),
        ('"0761"', '"Lessebo"', "plats"),
        ('"2022"', '"2022-13"', "period"),
        ('"ersatt"', '"ändra"', "åtgärd"),
        ("varde = 148\n", "", "varde"),
        ("vantat = 147", 'vantat = "147"', "vantat"),
        ("datum = 2023-04-03", 'datum = "3 april"', "datum"),
        ('vem = "Kommunpolis"\n', "", "vem"),
        ("skal =", "skäll =", "rattelser.toml"),
    ],
)
def test_a_correction_that_is_not_whole_is_refused_in_swedish(tmp_path, old, new, said):
    assert ENTRY.count(old) >= 1
    with pytest.raises(UserError, match=said):
        declared(tmp_path, ENTRY.replace(old, new, 1))


def test_two_corrections_of_one_figure_are_refused(tmp_path):
    with pytest.raises(UserError, match=r"rattelser.toml"):
        declared(tmp_path, ENTRY + ENTRY)


def test_no_file_means_no_corrections(tmp_path):
    assert corrections.declared(dataclasses.replace(EXAMPLE, folder=tmp_path)) == ()
    assert corrections.correction(()).empty


@pytest.mark.parametrize(
    ("old", "new"), [("Kommunpolis", "Anna Provsson"), ("Brå har meddelat", "Ring 070-174 06 05")]
)
def test_a_name_or_number_in_a_correction_is_refused(tmp_path, old, new):
    """The texts stand on the quality page as they are written."""
    with pytest.raises(UserError, match="Skriv rollen"):
        declared(tmp_path, ENTRY.replace(old, new))
