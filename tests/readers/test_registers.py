"""Population, Kolada and the police's events."""

from __future__ import annotations

import json

import pytest

from pipelines.readers import UnreadableFileError, read, recognise


def result_of(data: bytes, layout: str, name: str = "x.csv"):
    assert recognise(data, name) == layout
    result = read(data, name, layout)
    assert result.is_reconciled()
    return result


# ---- population ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("sep", "encoding"), [(";", "latin-1"), (",", "utf-8")])
def test_scb_population_one_row_per_region_and_year(sep: str, encoding: str) -> None:
    """A rate divided by the wrong year's population is wrong for every offence."""
    lines = [
        '"region";"Folkmängd 2022";"Folkmängd 2023"',
        '"00 Riket";"10 521 556";10551707',
        '"0761 Lessebo";8485;8342',
        '"0834 Torsås";..;6973',
    ]
    data = "\r\n".join(lines).replace(";", sep).encode(encoding)
    result = result_of(data, "population")
    rows = result.rows
    assert rows[["region_code", "region", "year", "population"]].values.tolist() == [
        ["00", "Riket", 2022, 10521556],
        ["00", "Riket", 2023, 10551707],
        ["0761", "Lessebo", 2022, 8485],
        ["0761", "Lessebo", 2023, 8342],
        ["0834", "Torsås", 2023, 6973],
    ]
    assert set(rows.reference) == {"31 december"}
    assert result.skipped == {"folkmängd saknas": 1}


def test_a_wide_november_file_says_that_it_is_november() -> None:
    """The two reference days differ by the movements of two months."""
    data = '"region";"Folkmängd 1 november 2024"\n"0761 Lessebo";8266\n'.encode()
    assert set(result_of(data, "population").rows.reference) == {"1 november"}


def test_population_split_by_sex_is_refused() -> None:
    """Taking one of the parts for the whole would double every rate."""
    data = b'"region";"k\xf6n";"Folkm\xe4ngd 2023"\r\n"0761 Lessebo";"m\xe4n";4200\r\n'
    with pytest.raises(UnreadableFileError, match="utan uppdelning"):
        read(data, "x.csv", recognise(data, "x.csv"))


def test_the_november_population_takes_its_year_from_the_name() -> None:
    """1 November is not 31 December; the two must not be mixed unseen."""
    data = b"kommun_kod,kommun_namn,population\n0761,Lessebo,8266\n180,Stockholm,995 574\n"
    rows = result_of(data, "population", "folkmangd_2024-11-01.csv").rows
    assert rows[["region_code", "year", "reference", "population"]].values.tolist() == [
        ["0761", 2024, "1 november", 8266],
        ["0180", 2024, "1 november", 995574],
    ]
    with pytest.raises(UnreadableFileError, match="saknar årtal"):
        read(data, "folkmangd.csv", "population")


def test_kolada_style_population_has_names_only() -> None:
    """The region's code is not in the file, and is not invented here."""
    lines = (
        "Nyckeltal,Region,År,Invånare",
        '"Invånare  totalt, antal",Lessebo,2010,8139',
        "Annat,Lessebo,2010,5",
    )
    data = ("\n".join(lines) + "\n").encode()
    result = result_of(data, "population")
    assert result.rows[["region_code", "region", "year", "population"]].values.tolist() == [
        [None, "Lessebo", 2010, 8139]
    ]
    assert result.skipped == {"annat nyckeltal än invånare totalt": 1}


def test_population_that_contradicts_itself_or_cannot_be_read_is_a_problem() -> None:
    """Two figures for one year, half an inhabitant, a broken line."""
    data = (
        b"kommun_kod,kommun_namn,population\n0761,Lessebo,8266\n0761,Lessebo,8270\n0881,Nybro,20.5\n"
        b"08X1,Nybro,20\n0862,Emmaboda\n"
    )
    result = result_of(data, "population", "f_2024-11-01.csv")
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6]


def test_real_population_files(real_data) -> None:
    """Lessebo had 8 139 inhabitants in 2010 (Kolada); Upplands Väsby 50 295 on 1 November 2024 (SCB)."""
    data = (real_data / "scb/befolkning_2010-2016.csv").read_bytes()
    rows = result_of(data, "population").rows
    assert rows[(rows.region == "Lessebo") & (rows.year == 2010)].population.item() == 8139
    name = "folkmangd_2024-11-01.csv"
    rows = result_of((real_data / "scb" / name).read_bytes(), "population", name).rows
    assert len(rows) == 290
    assert rows[rows.region_code == "0114"].population.item() == 50295


# ---- kolada -------------------------------------------------------------------------------------

KOLADA = (
    "kpi;municipality_id;year;gender;status;value\nU07417;761;2019;T;;3664,262\nN15613;0761;2019;K;Privacy;\n"
    "N15613;180;2019;T;Missing;0\nN15613;0180;2020;T;;7.5\n"
)


def test_kolada_statuses_are_kept_and_never_become_numbers() -> None:
    """A suppressed value stored as 0 is a value that Kolada refused to give."""
    rows = result_of(KOLADA.encode(), "kolada").rows
    assert list(rows.municipality_code) == ["0761", "0761", "0180", "0180"]
    assert list(rows.status) == ["", "Privacy", "Missing", ""]
    assert rows.value.isna().tolist() == [False, True, True, False]
    assert rows.value.iloc[0] == pytest.approx(3664.262)


def test_kolada_answers_saved_from_the_api() -> None:
    """The answer's own form must be readable without a detour by spreadsheet."""
    answer = {
        "count": 1,
        "next_url": None,
        "values": [
            {
                "kpi": "U07417",
                "municipality": "0761",
                "period": 2019,
                "values": [
                    {"count": 1, "gender": "T", "status": "", "value": 3664.262},
                    {"count": 0, "gender": "K", "status": "Missing", "value": None},
                ],
            },
            {"kpi": "U07417", "values": None},
        ],
    }
    result = result_of(json.dumps(answer).encode(), "kolada", "x.json")
    assert result.rows.value.iloc[0] == pytest.approx(3664.262)
    assert list(result.rows.year) == [2019, 2019]
    assert len(result.problems) == 1


def test_an_empty_kolada_answer_is_refused() -> None:
    """A wrongly put question gives an empty 200; it must not pass for "no values"."""
    with pytest.raises(UnreadableFileError):
        recognise(b'{"values": [], "count": 0}', "x.json")


def test_kolada_rows_that_cannot_be_true_are_problems() -> None:
    """A value without number and status, an unknown sex, two values for one key."""
    data = (
        KOLADA + "U1;0761;2019;T;;\nU1;0761;2019;X;;4\nU1;0761;2019;T;Hemlig;\nU1;Lessebo;2019;T;;4\n"
        "N15613;0180;2020;T;;8\nN15613;0180;2020;T;;7.5\n"
    ).encode()
    result = result_of(data, "kolada")
    assert len(result.rows) == 4
    assert sorted(p.row or 0 for p in result.problems) == [6, 7, 8, 9, 10]
    assert result.skipped == {"upprepat värde": 1}


def test_the_real_kolada_file(real_data) -> None:
    """Kolada U07417, Lessebo 2019: 3 664.262 per 100 000, whatever the title says."""
    data = (real_data / "kolada/kolada_290_kommuner_23kpi_2010-2024.parquet").read_bytes()
    result = result_of(data, "kolada", "k.parquet")
    rows = result.rows
    hit = rows[
        (rows.kpi == "U07417")
        & (rows.municipality_code == "0761")
        & (rows.year == 2019)
        & (rows.gender == "T")
    ]
    assert hit.value.item() == pytest.approx(3664.262, abs=0.001)
    assert rows.status.value_counts()[["Missing", "Not applicable", "Privacy"]].tolist() == [2188, 932, 1090]
    assert rows.value.isna().sum() == 2188 + 932 + 1090


# ---- police events ------------------------------------------------------------------------------


def event(**changes: object) -> dict[str, object]:
    return {
        "id": 1,
        "datetime": "2023-03-22 9:59:57 +01:00",
        "name": "22 mars 09:53, Trafikolycka, vilt, Lessebo",
        "summary": "Älg på väg 25.",
        "type": "Trafikolycka, vilt",
        "location": {"name": "Kronobergs län"},
    } | changes


def test_events_take_the_municipality_from_the_name_and_keep_no_free_text() -> None:
    """The location became the county in 2026, and the summary can describe a person."""
    events = [
        event(),
        event(id=2, name="1 maj 17.59, Brand, Kronobergs län", datetime="2026-05-01 18:00:00 +02:00"),
    ]
    rows = result_of(json.dumps(events).encode(), "police_events", "x.json").rows
    assert list(rows.municipality) == ["Lessebo", None]
    assert str(rows.published_date.iloc[0].date()) == "2023-03-22"
    assert set(rows.columns) == {"row", "event_id", "published_date", "type", "municipality"}


def test_broken_and_repeated_events_are_counted() -> None:
    """The site gives the latest 500 at every call, so saved files overlap."""
    events = [
        event(),
        event(),
        event(id=3, name="utan plats"),
        event(id=4, datetime="i går"),
        "skräp",
        {"id": 5},
    ]
    result = result_of(json.dumps(events).encode(), "police_events", "x.json")
    assert len(result.rows) == 1
    assert [p.row for p in result.problems] == [3, 4, 5, 6]
    assert result.skipped == {"samma händelse igen": 1}


def test_the_real_events(real_data) -> None:
    """517 events; hours without a leading zero are read like the rest."""
    result = result_of(
        (real_data / "police/polisen_events_lpo_nybro_kommuner.json").read_bytes(), "police_events"
    )
    assert len(result.rows) == 517
    assert not result.problems
    assert "Lessebo" in set(result.rows.municipality)
    assert "vilt" not in set(result.rows.municipality)
