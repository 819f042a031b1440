"""Localities. If these fail, one family's village can be worked out, or a village of 500 looks worst by chance."""

import numpy as np
import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables import indicator_kinds
from pipelines.tables.places import indicator_place, placed_line
from tests.unit.table_rows import AGREEMENT, counted, yearly

ENTRIES = {entry["id"]: entry for entry in indicators()}
YEARS = range(2019, 2024)


def delivered(by_place, total=None, group="vandalism", years=YEARS, last=()):
    """Five years together: ``by_place`` a year, and in the last year ``last`` more."""
    rows = []
    for year in years:
        here = dict(by_place)
        for place, n in dict(last).items() if year == max(years) else ():
            here[place] = here.get(place, 0) + n
        rows += [row for place, n in here.items() for row in yearly(group, {year: n}, locality=place)]
        rows += yearly(group, {year: sum(here.values()) if total is None else total})
    return counted(*rows)


def of(frame, indicator="vandalism_reported", year=2023):
    found = indicator_place(frame, AGREEMENT)
    return found[(found["indicator"] == indicator) & (found["year"] == year)].set_index("locality")


def test_five_years_are_added_and_set_against_the_localitys_inhabitants():
    """Kosta: 5 × 4 of 900 inhabitants in five years, 20 / 4 500 × 1 000 = 4.44; Byar of 20 is 12.2 to 30.9."""
    found = of(delivered({"Kosta": 4, "Lessebo": 10}))
    assert found["count"].to_dict() == {"Kosta": 20, "Lessebo": 50}
    kosta = found.loc["Kosta"]
    assert (kosta["population"], kosta["total"], kosta["known"]) == (900, 70, 70)
    assert kosta["per_1000"] == pytest.approx(20 / 4.5)
    assert (kosta["lower_95"], kosta["upper_95"]) == (
        pytest.approx(12.21 / 4.5, abs=0.01),
        pytest.approx(30.89 / 4.5, abs=0.01),
    )


def test_a_place_without_known_inhabitants_has_a_count_and_no_rate():
    row = of(delivered({"Lessebo": 10, "Övriga kommunen": 3})).loc["Övriga kommunen"]
    assert row["count"] == 15
    assert np.isnan(row["per_1000"])


def test_a_small_place_is_hidden_with_another_and_cannot_be_worked_out():
    """8, 6 and 0 a year and 2 in Skruv: one hidden alone would be the total less the others."""
    found = of(delivered({"Lessebo": 8, "Hovmantorp": 6, "Kosta": 0, "Skruv": 0}, last={"Skruv": 2}))
    assert found["total"].unique().tolist() == [72]
    hidden = found[found["suppressed"].astype(bool)]
    assert "Skruv" in hidden.index
    assert len(hidden) == 2
    assert hidden[["count", "per_1000", "lower_95", "upper_95"]].isna().all().all()
    assert found.loc["Kosta", "count"] == 0  # nobody is hidden behind a zero


def test_what_is_outside_the_known_places_must_not_be_a_small_number():
    assert len(of(delivered({"Lessebo": 8, "Kosta": 6}, total=14)))
    assert of(delivered({"Lessebo": 8, "Kosta": 6}, total=14, last={}).assign(
        count=lambda frame: frame["count"] + ((frame["year"] == 2023) & frame["locality"].isna()).astype(int) * 3
    )).empty  # fmt: skip
    assert len(of(delivered({"Lessebo": 8, "Kosta": 6}, total=15)))  # five unknown in five years


def test_a_year_that_was_not_delivered_leaves_no_window():
    assert of(delivered({"Lessebo": 8, "Kosta": 6}, years=range(2020, 2024))).empty


def test_bras_figures_have_no_places_and_other_municipalities_places_are_not_ours():
    frame = delivered({"Lessebo": 8, "Kosta": 6})
    assert of(frame.assign(publisher="bra")).empty
    assert of(frame.assign(municipality_code="0881")).empty


def share(frame, hidden=None, indicator="vandalism_largest_locality"):
    found = indicator_kinds.place_shares(ENTRIES[indicator], frame, hidden or {}, AGREEMENT)
    return found.set_index("year") if len(found) else found


def test_the_share_of_the_place_that_has_most():
    """50 of 80 in Lessebo: 62.5 percent, Wilson by hand 51.5 to 72.3; 80 of 100 have a known place."""
    row = share(delivered({"Lessebo": 10, "Hovmantorp": 6}, total=20)).loc[2023]
    assert (row["count"], row["denominator"], row["value"]) == (50, 80, 62.5)
    assert (row["lower_95"], row["upper_95"]) == (pytest.approx(51.5, abs=0.1), pytest.approx(72.3, abs=0.1))
    assert row["note"] == "Lessebo har flest. 5 år sammanlagt, 2019–2023; orten är känd för 80 av 100."


def test_below_fifty_known_places_there_is_no_share():
    assert share(delivered({"Lessebo": 6, "Hovmantorp": 3})).empty
    assert share(delivered({"Lessebo": 9, "Hovmantorp": 5}, years=range(2020, 2024))).empty


def test_a_share_that_would_give_a_hidden_place_is_hidden():
    """Lessebo 60 and Kosta 3: both are hidden among the places, and 60 of 63 would say 3."""
    frame = delivered({"Lessebo": 12, "Kosta": 0}, last={"Kosta": 3})
    assert of(frame)["suppressed"].all()
    row = share(frame).loc[2023]
    assert row["suppressed"]
    assert pd.isna(row["count"])
    assert np.isnan([row["value"], row["lower_95"], row["upper_95"]]).all()
    assert "60" not in row["note"]


def test_a_window_with_a_hidden_year_has_no_share_since_its_note_tells_the_total():
    frame = delivered({"Lessebo": 10, "Hovmantorp": 6})
    assert share(frame, {"vandalism": {2021}}).empty
    assert len(share(frame, {"vandalism": {2018}}))


def test_a_line_of_nobody_or_of_few_is_no_line():
    assert placed_line(delivered({"Lessebo": 0, "Kosta": 0}), list(YEARS), 5) is None
    assert placed_line(delivered({"Lessebo": 0}, last={"Lessebo": 4}), list(YEARS), 5) is None
