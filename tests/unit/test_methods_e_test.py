"""The unconditional test of two rates. If these fail, the check on the flag for change is itself wrong."""

import math

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.comparison import two_rates_midp
from pipelines.methods.e_test import e_test


@pytest.mark.parametrize(
    ("case", "p"),
    # Krishnamoorthy & Thomson 2004, section 6: dodder in clover seed; and their second example.
    [((0, 100, 3, 100), 0.0884), ((2, 100, 6, 100), 0.1749)],
)
def test_published_examples(case, p):
    assert e_test(*case) == pytest.approx(p, abs=1e-4)


@pytest.mark.parametrize(
    ("case", "p"),
    # The authors' own Fortran program, as quoted in scipy's tests; last: documentation of R's ptools::e_test.
    [((3, 100, 20, 300), 0.12202725), ((20, 10, 20, 10), 0.99999976), ((6, 1, 2, 1), 0.1748748)],
)
def test_other_programs(case, p):
    assert e_test(*case) == pytest.approx(p, abs=2e-6)


def test_by_summing_over_every_pair_of_counts():
    x, n, y, m = 4, 1.0, 40, 5.0
    i, j = np.meshgrid(np.arange(40), np.arange(120), indexing="ij")
    with np.errstate(invalid="ignore"):
        t = np.abs(i / n - j / m) / np.sqrt(i / n**2 + j / m**2)
    rate = (x + y) / (n + m)
    mass = stats.poisson.pmf(i, rate * n) * stats.poisson.pmf(j, rate * m)
    assert e_test(x, n, y, m) == pytest.approx(mass[t >= t[x, y] - 1e-12].sum(), abs=1e-6)


def test_order_and_unit_of_exposure_do_not_matter():
    # Pairs of counts exactly as far apart as those observed fall in or out by rounding.
    assert e_test(5, 1, 60, 5) == pytest.approx(e_test(60, 5, 5, 1), abs=1e-5)
    assert e_test(5, 1, 60, 5) == pytest.approx(e_test(5, 8_500, 60, 42_500), abs=1e-5)


def test_it_is_lopsided_where_one_year_stands_against_five():
    # Against 30 in five years: twice as many (12) is less sure than by mid-P, none at all (0) surer.
    assert e_test(12, 1, 30, 5) > 2 * two_rates_midp(12, 1, 30, 5).p
    assert e_test(0, 1, 30, 5) < two_rates_midp(0, 1, 30, 5).p / 2


def test_nothing_in_either_period_says_nothing():
    assert e_test(0, 1, 0, 5) == 1.0


@pytest.mark.parametrize(
    "bad",
    [{"count": -1}, {"count": 2.5}, {"base_count": math.nan}, {"exposure": 0}, {"base_exposure": math.inf}],
)
def test_what_has_no_meaning_is_refused(bad):
    good = {"count": 5, "exposure": 1, "base_count": 15, "base_exposure": 1}
    with pytest.raises(ValueError, match="must"):
        e_test(**{**good, **bad})
