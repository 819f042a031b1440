"""Lists to look things up in: known for what they are, counted, and never turned into figures."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, reference_list, sample
from tests.readers.checking import outcome, read_as

CODES = {
    "id": "agg_x",
    "label": "10-årsklasser",
    "values": [{"code": "-9", "label": "0-9 år"}, {"code": "10-19"}],
}
VARIABLES = {
    "Region": {"label": "region", "category": {"label": {"00": "Riket", "0761": "Lessebo"}}},
    "Tid": {"label": "år", "category": {"label": {"2023": "2023"}}},
}
CATALOGUE = ("id", "title", "description", "municipality_type", "operating_area", "publ_period")


def catalogue() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(
        [["N00945", "Invånare", "", "K", "Befolkning", None]] * 3, columns=list(CATALOGUE)
    ).to_parquet(out)
    return out.getvalue()


LISTS = {
    "SOL ids": (b"dimension,menyid,id,label\nregion,101,8422,Lessebo kommun\n", 1, "statistikdatabasen"),
    "event types": (
        b"type,count_2023-03_to_2026-08\r\nBrand,5538\r\nRattfylleri,5003\r\n",
        2,
        "händelsetyper",
    ),
    "Kolada's catalogue": (catalogue(), 3, "nyckeltal"),
    "areas": (
        "municipality_code,municipality_name,county_code,county_name\n0761,Lessebo,07,Kronobergs län\n".encode(),
        1,
        "länskoder",
    ),
    "LUPP": (b'"itemnr","item","itemold"\n"a5_1","Var bor du?","varbordu"\n', 1, "LUPP"),
    "published figures": (
        b"geografi,kommunkod,period,indikator,varde,enhet,kind_published_or_derived,source,note\n"
        b"Lessebo,0761,2010,Folkm\xc3\xa4ngd,8139,antal,published,x,\n",
        1,
        "inte en källa",
    ),
    "given names": (b"name,persons\nAaba,2\nAabha,2\n", 2, "mappen namn"),
    "surnames": (b'"lastname",frequency\n"Abrahamsson",9814\n', 1, "mappen namn"),
    "code list": (json.dumps(CODES).encode(), 2, "kodlista"),
    "code list by variable": (json.dumps({"Alder": CODES, "Kon": CODES}).encode(), 4, "kodlista"),
    "variables": (json.dumps(VARIABLES).encode(), 3, "inga värden"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_counted_with_what_it_is_for_and_gives_no_figure(kind: str) -> None:
    """A compilation read as a source would count every offence twice; an unknown file would stop the refresh."""
    data, n, reason = LISTS[kind]
    result = read_as(reference_list, data, "x")
    assert list(result.rows) == ["row"]
    assert len(result.rows) == 0
    assert result.records == n
    (given,) = result.skipped
    assert reason in given
    assert not result.problems


@pytest.mark.parametrize(
    "data",
    [
        b"type,count_2023-03_to_2026-08,municipality\nBrand,5538,Lessebo\n",
        b"type,count\nBrand,5538\n",
        b"name,persons,municipality\nAaba,2,Lessebo\n",
        b"geografi,enhet,ar,variabel,varde,kalla\nLessebo,Antal,2023,x,1,y\n",
        b"dimension,id,label\nx,1,y\n",
        json.dumps({**VARIABLES, "value": [1, 2]}).encode(),
        json.dumps({"Alder": CODES, "n": 1}).encode(),
        json.dumps({"id": "x", "label": "y", "values": [{"kpi": "N1"}]}).encode(),
        b"{}",
        b"[]",
        b"[1]",
    ],
)
def test_a_file_that_is_nearly_a_list_is_not_taken_for_one(data: bytes) -> None:
    """A source taken for a list is left out as a whole, so nearly is not enough."""
    assert not reference_list.recognises(sample.take(data, "x"))
    with pytest.raises(UnreadableFileError, match="Filen är inte någon"):
        reference_list.read(data, "x")


def test_broken_and_empty_lists_are_refused() -> None:
    """Nothing but the reader's own error may come of a broken file."""
    assert "inga rader" in str(outcome(reference_list, b"name,persons\n", "x"))
    with pytest.raises(UnreadableFileError, match="avbruten"):
        reference_list.read(catalogue()[:-30], "x")
    with pytest.raises(UnreadableFileError):
        reference_list.read(b"{" * 100_000, "x")


REAL = {
    "bra/bra_sol_ids.csv": 41,
    "police/event_types_counts.csv": 97,
    "kolada/kolada_kpi_catalogue_2023.parquet": 5872,
    "scb/swedish_admin_areas.csv": 290,
    "school/LUPPitemlabels.csv": 43,
    "real_published_figures.csv": 1259,
    "names/efternamn_2018.csv": 1000,
    "names/namn_tilltalsnamn-kvinnor.csv": 55986,
    "names/namn_tilltalsnamn-man.csv": 47598,
    "scb/code_list_agg_Ålder10årJ.json": 11,
}


@pytest.mark.parametrize("path", REAL)
def test_the_real_lists(real_data, path: str) -> None:
    """Counts from the files' own descriptions and line counts."""
    result = read_as(reference_list, (real_data / path).read_bytes(), path.rsplit("/", 1)[-1])
    assert result.records == REAL[path]


def test_the_real_list_of_variables(real_data) -> None:
    """The country, 21 counties and 290 municipalities; 101 ages, two sexes, one contents, 300 months."""
    data = (real_data / "scb/table_variables_TAB5444.json").read_bytes()
    assert read_as(reference_list, data, "x.json").records == 312 + 101 + 2 + 1 + 300
