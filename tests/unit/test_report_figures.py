"""An area's picture: problem by problem, each kind of indicator as it may be shown, beside the lines it may have."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from fake_edition import AGREEMENT, YEAR, build, value

from pipelines.report import display
from pipelines.report.edition import Edition
from pipelines.report.figures import reference_lines


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(build(tmp_path_factory.mktemp("ut") / "lagesbild.duckdb"), AGREEMENT, YEAR)


def picture(edition: Edition, area: str) -> str:
    return display.picture(edition, area)._repr_html_().replace("\u00a0", " ")


def test_indicators_stand_under_their_problem_with_headings_in_order(edition: Edition) -> None:
    for area in ("UNGA", "PLATS", "SKOLA", "STOLD"):
        levels = [2, *(int(level) for level in re.findall(r"<h([1-6])", picture(edition, area)))]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), area
    thefts = re.findall(r"<h([34])[^>]*>(.*?)</h", picture(edition, "STOLD"))
    assert thefts[:2] == [("3", "Stölder sammantaget"), ("4", "Anmälda stölder och tillgrepp")]


def test_counts_of_statements_are_one_table_with_all_statements_beside(edition: Edition) -> None:
    html = picture(edition, "STOLD")
    row = re.search(
        r'<th scope="row">Uttalanden om inbrott och stölder i medborgardialogen</th>(.*?)</tr>', html
    )
    assert row
    assert re.findall(r">([^<>]+)</td>", row.group(1)) == ["7 av 52", "6 av 47"]
    assert "inte hur vanligt det är" in html
    assert "i medborgardialogen</h4>" not in html
    assert html.count("<figure") == 2  # thefts and worry about burglary: no chart of statements


def test_local_counts_are_counts_in_their_own_unit_without_a_rate(edition: Edition) -> None:
    html = picture(edition, "SKOLA")
    assert "11 händelser år 2023" in html
    part = html.split("Rapporterade händelser med hot och våld i skolan")[-1]
    assert "per 100 000" not in part.split("<h")[0]
    money = picture(edition, "PLATS")
    assert '<th scope="col" class="tal">Kronor</th>' in money
    cost = re.search(
        r"<table><caption>Kommunens kostnader för att laga efter skadegörelse,.*?</table>", money
    )
    assert cost
    assert re.findall(r'<td class="tal">([^<]*)</td>', cost.group(0)) == [
        "32 100",
        "12",
    ]  # and the row in the file


def test_an_indicator_without_a_figure_is_named_and_takes_no_more_room(edition: Edition) -> None:
    html = picture(edition, "STOLD")
    assert "Anmälda bostadsinbrott: uppgift saknas för de år som visas." in html
    assert ">Anmälda bostadsinbrott</h4>" not in html


def members(*rates: float, **given: Any) -> pd.DataFrame:
    codes = ("0760", "0763", "0834")
    rows = [
        value("x", "SKOLA", 2022, municipality_code=code, value=rate, **given)
        for code, rate in zip(codes, rates, strict=False)
    ]
    country = value(
        "x", "SKOLA", 2022, municipality_code="00", municipality="Samtliga deltagande skolor", value=80.0
    )
    return pd.DataFrame([*rows, country])


def lines(edition: Edition, everyone: pd.DataFrame, kind: str, groups: str | None) -> dict[str, list[float]]:
    found = reference_lines(edition, everyone, {"kind": kind, "comparison_groups": groups})
    return {name: frame["value"].tolist() for name, frame in found.items()}


def test_a_reference_line_is_drawn_only_where_the_register_allows_it(edition: Edition) -> None:
    everyone = members(70.0, 75.0, 90.0)
    own = "övriga kommuner i lokalpolisområde Nybro"
    assert lines(edition, everyone, "kpi_share", "polisomradet;riket") == {
        f"Mittersta värdet: {own}": [75.0],
        "Samtliga deltagande skolor": [80.0],  # everybody who took part is not the whole country
    }
    assert list(lines(edition, everyone, "kpi_share", "riket")) == ["Samtliga deltagande skolor"]
    assert lines(edition, everyone, "local_count", None) == {}


def test_two_municipalities_have_no_middle_and_a_gap_makes_no_pooled_rate(edition: Edition) -> None:
    assert lines(edition, members(70.0, 75.0), "kpi_share", "polisomradet") == {}
    pooled = members(1.0, 1.0, 1.0, count=10.0, denominator=20_000.0)
    assert lines(edition, pooled, "offence_rate", "polisomradet") == {
        "Övriga kommuner i lokalpolisområde Nybro": [50.0]  # 30 of 60 000
    }
    pooled.loc[0, "count"] = float("nan")
    assert lines(edition, pooled, "offence_rate", "polisomradet") == {}
