"""Weighted means. If these fail, a municipality's figure is that of its average village."""

import numpy as np
import pandas as pd
import pytest

from pipelines.methods.weighting import weighted_mean


def test_the_mean_is_that_of_the_average_inhabitant():
    # By hand: (1.80x2600 + 1.40x3400 + 1.10x900 + 0.90x500) / 7400 = 10880 / 7400; unweighted it is 1.30.
    found = weighted_mean([1.80, 1.40, 1.10, 0.90], [2600, 3400, 900, 500])
    assert found == pytest.approx(1.470270, abs=5e-7)


def test_equal_weights_give_the_plain_mean_and_scale_does_not_matter():
    values = [1.63, 2.31, 0.5]
    assert weighted_mean(values, [300, 300, 300]) == pytest.approx(4.44 / 3)
    assert weighted_mean(values, [2, 3, 5]) == pytest.approx(weighted_mean(values, [0.2, 0.3, 0.5]))
    assert weighted_mean([2.5], [17]) == 2.5


def test_pandas_columns_are_accepted():
    assert weighted_mean(pd.Series([1.0, 3.0]), pd.Series([1, 3], dtype="Int64")) == 2.5


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, np.inf])
def test_a_missing_weight_or_value_is_refused(missing):
    # Leaving the locality out would make the mean one of the others; a guess would hide it.
    with pytest.raises(ValueError, match="weight"):
        weighted_mean([1.0, 2.0], [100, missing])
    with pytest.raises(ValueError, match="value"):
        weighted_mean([1.0, missing], [100, 200])


@pytest.mark.parametrize(
    ("values", "weights"),
    [([1.0, 2.0], [1, 0]), ([1.0, 2.0], [1, -1]), ([1.0, 2.0], [1]), ([], []), (1.0, 1.0), ([1.0], ["stor"])],
)
def test_weights_that_are_not_weights_are_refused(values, weights):
    with pytest.raises(ValueError, match=r"."):
        weighted_mean(values, weights)
