"""Without this nobody would know how often the lägesbild calls chance a change, or misses one that is there.

Municipalities whose changes are known are written as raw files and refreshed through the real command line; what
the database says is then held against what was put in. The limits are the project's own acceptance numbers. The
small version keeps to those that few municipalities can carry; ``make test-long`` has the whole country.
"""

import pytest

from pipelines.storage import read_table, table_path
from tests.simulation.measured import refreshed
from tests.simulation.world import ASSESSED, OWN


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return refreshed(tmp_path_factory.mktemp("liten"), 60)


def test_chance_is_seldom_called_change_and_changes_are_found(small):
    found = small[1]
    assert found.tested > 300
    assert found.false_alarms <= 0.06, found
    assert found.false_discoveries <= 0.22, found
    assert found.power >= 0.35, found
    assert found.national_as_local <= 0.10, found
    assert found.wrong_direction <= 0.005, found


def test_the_spread_rests_on_municipalities_of_like_size_and_says_how_many(small):
    rows = small[2]
    own = rows[(rows["municipality_code"] == OWN) & (rows["comparison"] == "previous_years")]
    own = own[(own["year"] == ASSESSED) & (own["signal"] != "not_tested")]
    assert len(own) >= 5
    assert (own["dispersion_areas"] >= 20).all()
    assert own["method"].str.contains("kommuner av liknande storlek").all()
    # The counts were drawn with a variance of 1.3 times the mean and more between years: φ must be above 1.
    assert (own["dispersion"] > 1.1).all()


def test_the_ranking_compares_with_municipalities_of_like_size(small):
    ranking = read_table(table_path(small[0].out, "problem_ranking"))
    assert set(ranking["ratio_group"].dropna()) == {"kommuner av liknande storlek"}
    assert (ranking["ratio_members"].dropna() == 30).all()


@pytest.mark.long
def test_the_whole_country_meets_the_acceptance_numbers(tmp_path_factory):
    found = refreshed(tmp_path_factory.mktemp("landet"), 290)[1]
    assert found.false_alarms <= 0.06, found
    assert found.false_discoveries <= 0.22, found
    assert found.halved_25_to_50 >= 0.55, found
    assert found.doubled_25_to_50 >= 0.80, found
    assert found.doubled_10_to_25 >= 0.60, found
    assert found.power >= 0.35, found
    assert found.national_as_local <= 0.10, found
    assert found.wrong_direction <= 0.005, found
