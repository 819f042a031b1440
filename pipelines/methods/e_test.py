"""The unconditional test of two rates, as a check on the conditional one (``comparison.two_rates_midp``)."""

import numpy as np
from scipy import stats

from pipelines.methods.checks import positive, whole_count


def e_test(count: float, exposure: float, base_count: float, base_exposure: float) -> float:
    """Two-sided p for count/exposure = base_count/base_exposure by the E-test.

    T = |x/n - y/m| / √(x/n² + y/m²); p = P(T at least as large as observed) over all pairs of Poisson counts
    with the pooled rate (x + y)/(n + m) (Krishnamoorthy & Thomson 2004; ``scipy.stats.poisson_means_test``).
    Both counts 0: p 1.

    Prefer ``two_rates_midp`` for the flag for change. There one year stands against five pooled, and at such
    unequal exposures this test is lopsided: T divides by the variance of the counts themselves, so that a year
    with many events seems uncertain and one with few seems sure. With 12 a year against 60 in five years it
    finds a rise by half in 19 % of cases (mid-P 31 %), a halving in 52 % (mid-P 41 %). Nor does it give an
    interval or take a dispersion. At equal exposures the two agree closely.

    Exposures in any common unit, known without error. ValueError: exposures not above zero, counts as
    ``whole_counts``.
    """
    x, y = whole_count(count), whole_count(base_count, "base_count")
    n, m = float(positive(exposure, "exposure")), float(positive(base_exposure, "base_exposure"))
    p = float(stats.poisson_means_test(x, n, y, m).pvalue)
    return float(np.clip(p, 0.0, 1.0))
