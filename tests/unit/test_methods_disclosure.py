"""Suppression of small counts. If these fail, the reader can work out a count of one to four people."""

import itertools
from collections import defaultdict

import pytest

from pipelines.methods.disclosure import (
    is_small,
    line_ranges,
    protect_line,
    recoverable,
)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([12, 7, 0, 30], [False, False, False, False]),
        ([3, 20, 30], [True, False, True]),  # one alone is total less the rest: the last goes too
        ([20, 30, 3], [False, True, True]),
        ([3, 20, 0], [True, True, False]),  # a zero would be no protection
        ([2, 1, 40, 50], [True, True, False, True]),
        ([4, 1, 0], [True, True, True]),  # nothing but small counts: the zero cannot stay either
        ([0, 0, 0], [False, False, False]),
    ],
)
def test_line_by_hand(counts, hidden):
    assert protect_line(counts) == hidden


def test_knowing_the_rules_does_not_help():
    """Every line of two to four cells with total 5 to 12: those that look alike hide four values or more."""
    for length in (2, 3, 4):
        looks = defaultdict(list)
        for line in itertools.product(range(13), repeat=length):
            if 5 <= sum(line) <= 12:
                hidden = protect_line(line)
                shown = tuple(None if h else n for n, h in zip(line, hidden, strict=True))
                looks[sum(line), shown].append(line)
        for (_, shown), lines in looks.items():
            for i, cell in enumerate(shown):
                if cell is None:
                    assert len({line[i] for line in lines}) >= 4, (shown, lines)


def test_ranges_of_a_line():
    # 30 - 20 = 10 over two cells of at least one each; a single cell is known exactly.
    assert line_ranges([4, 6, 20], [True, True, False]) == {0: (1, 9), 1: (1, 9)}
    assert line_ranges([4, 6, 20], [True, False, False]) == {0: (4, 4)}
    assert line_ranges([4, 0, 20], [True, True, False]) == {0: (0, 4), 1: (0, 4)}
    assert line_ranges([4, 1, 0], [True, True, True]) == {0: (0, 5), 1: (0, 5), 2: (0, 5)}


def test_audit_of_a_line_names_what_can_be_worked_out():
    assert recoverable([3, 20, 30], [True, False, False]) == [0]
    assert recoverable([1, 1, 30], [True, True, False]) == [0, 1]
    assert recoverable([1, 5, 30], [True, True, False]) == []
    assert recoverable([9, 9], [False, False]) == []


def test_another_threshold():
    assert protect_line([3, 9, 20], threshold=3) == [False, False, False]
    assert protect_line([9, 20, 30], threshold=10) == [True, False, True]


@pytest.mark.parametrize("total", [[3, 0, 0], [1, 1, 2], [4]])
def test_a_line_whose_total_is_small_is_refused(total):
    with pytest.raises(ValueError, match="total"):
        protect_line(total)


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_zero_and_five_may_be_shown(count, small):
    assert is_small(count) is small


def test_wrong_input_is_refused():
    for counts in ([[1, 9]], [1.5, 9], [-1, 9], [float("nan"), 9], 7):
        with pytest.raises(ValueError, match="must"):
            protect_line(counts)
    with pytest.raises(ValueError, match="threshold"):
        protect_line([3, 9], threshold=1)
    with pytest.raises(ValueError, match="shape"):
        recoverable([3, 9], [True])
