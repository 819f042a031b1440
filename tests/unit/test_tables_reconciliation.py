"""Without these, figures that contradict each other are published side by side."""

import pandas as pd
import pytest

from pipelines.errors import UserError
from pipelines.tables import reconciliation, scope
from pipelines.tables.coverage import coverage_kept
from pipelines.tables.schema import empty
from tests.unit.table_rows import OWN, counted, people

NO_EVIDENCE = reconciliation.Evidence(
    empty("kpi_value"),
    empty("file_account"),
    empty("source_file"),
    empty("series_break"),
    scope.doors(pd.DataFrame()),
    coverage_kept(set(), set()),
)
PEOPLE = people(OWN, years=[2023], n=8342)


def agency(*rows):
    return counted(*({"publisher": "bra"} | row for row in rows))


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        # A subset larger than its whole: burglary 200, all theft 189.
        (
            [
                {"offence_group": "theft_total", "count": 189},
                {"offence_group": "residential_burglary", "count": 200},
            ],
            "part_within_whole",
        ),
        # A rate per 1 000 where per 100 000 is meant.
        (
            [{"offence_group": "theft_total", "count": 189, "per_100k_published": 22.7}],
            "rate_is_count_over_population",
        ),
        # A municipality above the country.
        (
            [
                {"offence_group": "theft_total", "count": 189},
                {"offence_group": "theft_total", "count": 18, "municipality_code": "00"},
            ],
            "country_above_municipality",
        ),
        # Eleven right months and one wrong.
        (
            [{"offence_group": "theft_total", "count": 13}]
            + [{"offence_group": "theft_total", "count": 1, "month": m} for m in range(1, 13)],
            "months_make_year",
        ),
    ],
)
def test_figures_that_cannot_be_right_together_stop(rows, rule):
    frame = agency(*rows)
    found = reconciliation.reconciliation(frame, PEOPLE, empty("police_report"), NO_EVIDENCE).set_index(
        "rule"
    )
    assert found.loc[rule, "stopping"] > 0
    with pytest.raises(UserError, match="gå ihop"):
        reconciliation.require_agreement(frame, PEOPLE, empty("police_report"))


def test_figures_that_agree_pass():
    frame = agency(
        {"offence_group": "theft_total", "count": 189, "per_100k_published": 2266.0},
        {"offence_group": "residential_burglary", "count": 12},
        *[{"offence_group": "residential_burglary", "count": 1, "month": m} for m in range(1, 13)],
    )
    reconciliation.require_agreement(frame, PEOPLE, empty("police_report"))
    found = reconciliation.reconciliation(frame, PEOPLE, empty("police_report"), NO_EVIDENCE)
    assert found["stopping"].sum() == 0
    assert found["compared"].sum() >= 3  # a rate, a part and a year were compared
