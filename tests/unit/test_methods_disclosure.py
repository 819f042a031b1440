"""Suppression of small counts. If these fail, the reader can work out a count of one to four people."""

import itertools
from collections import defaultdict

import numpy as np
import pytest

from pipelines.methods.disclosure import (
    is_small,
    line_ranges,
    protect_line,
    protect_table,
    recoverable,
    recoverable_cells,
    table_ranges,
)

# Federal Committee on Statistical Methodology, Working Paper 22: at least two cells hidden in every row and
# column, and still (row 1 + row 2) - (column 2 + column 3) gives the fourth cell of the first row:
# (20 - 15) + (55 - 35) - (35 - 24) - (30 - 17) = 1.
PUBLISHED = [[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]]
PUBLISHED_HIDDEN = [[0, 1, 1, 1], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1]]


def test_two_hidden_cells_per_line_give_the_published_cell_away():
    ranges = table_ranges(PUBLISHED, PUBLISHED_HIDDEN)
    assert ranges[0, 3] == (1, 1)
    assert (0, 3) in recoverable_cells(PUBLISHED, PUBLISHED_HIDDEN)


def test_a_four_by_four_of_our_own_with_two_hidden_everywhere():
    # Two separate 2 by 2 blocks joined by one cell: rows 1-2 less columns 1-2 leave cell (1, 3) alone.
    table = [[9, 8, 3, 20], [7, 6, 30, 40], [50, 60, 9, 8], [70, 80, 7, 9]]
    hidden = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]], dtype=bool)
    assert (hidden.sum(axis=0) >= 2).all()
    assert (hidden.sum(axis=1) >= 2).all()
    assert table_ranges(table, hidden)[0, 2] == (3, 3)
    assert recoverable_cells(table, hidden) == [(0, 2)]


def test_the_published_table_is_protected():
    table = np.array([[15, 2, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]])
    hidden = protect_table(table)
    assert hidden[(table > 0) & (table < 5)].all()
    assert recoverable_cells(table, hidden) == []
    assert not hidden.all(), "a table with everything hidden tells nothing"


def _possible(table, hidden):
    """Smallest and largest value per hidden cell over all tables with the same totals and shown cells."""
    shown = ~hidden
    whole_line = ~shown.any(axis=1)[:, None] | ~shown.any(axis=0)[None, :]
    cells = np.argwhere(hidden)
    limits = np.minimum.outer(table.sum(axis=1), table.sum(axis=0))
    choices = [range(0 if whole_line[r, c] else 1, int(limits[r, c]) + 1) for r, c in cells]
    seen = []
    for values in itertools.product(*choices):
        trial = table.copy()
        trial[hidden] = values
        if (trial.sum(axis=0) == table.sum(axis=0)).all() and (trial.sum(axis=1) == table.sum(axis=1)).all():
            seen.append(values)
    low, high = np.min(seen, axis=0), np.max(seen, axis=0)
    return {(int(r), int(c)): (int(low[i]), int(high[i])) for i, (r, c) in enumerate(cells)}


@pytest.mark.parametrize(
    "pattern", ["110 110 000", "111 000 000", "110 010 000", "101 100 001", "111 000 010"]
)
def test_audit_equals_trying_every_table(pattern):
    table = np.array([[1, 3, 2], [2, 1, 3], [1, 2, 1]])
    hidden = np.array([[mark == "1" for mark in row] for row in pattern.split()])
    assert table_ranges(table, hidden) == _possible(table, hidden)


def test_audit_does_not_lean_on_a_rule_that_the_hiding_did_not_follow():
    # A hidden zero beside shown cells: 0 + 3 and 0 + 4, so the corner may be anything from 0 to 3.
    table = [[0, 3, 20], [4, 5, 20], [20, 20, 20]]
    hidden = [[True, True, False], [True, True, False], [False, False, False]]
    assert table_ranges(table, hidden)[0, 0] == (0, 3)


def test_a_table_safe_line_by_line_is_hidden_further():
    # By lines it would do to hide columns 3-4 of rows 1-2, columns 1-2 of row 3 and all of row 4. But then
    # columns 3-4 less rows 1-2 give the last two cells of row 4 as 2 together, which is almost bare.
    table = np.array([[8, 20, 3, 12], [8, 8, 12, 1], [2, 4, 12, 12], [12, 20, 1, 1]])
    by_lines = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 1, 1]], dtype=bool)
    assert not any(recoverable(table[i], by_lines[i]) for i in range(4))
    assert not any(recoverable(table[:, i], by_lines[:, i]) for i in range(4))
    assert (3, 2) in recoverable_cells(table, by_lines)
    assert recoverable_cells(table, protect_table(table)) == []


def test_no_more_is_hidden_than_two_small_counts_need():
    hidden = protect_table([[3, 20, 20], [20, 4, 20], [20, 20, 20]])
    assert hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_protected_tables_pass_the_audit_whatever_their_numbers():
    random = np.random.default_rng(8)
    checked = 0
    for _ in range(15):
        table = random.poisson(random.gamma(1, 6, size=(4, 5)))
        if any(is_small(int(t)) for t in [*table.sum(axis=0), *table.sum(axis=1)]):
            continue
        hidden = protect_table(table)
        assert hidden[(table > 0) & (table < 5)].all()
        assert recoverable_cells(table, hidden) == []
        checked += 1
    assert checked >= 8


def test_a_table_without_small_counts_is_shown_whole():
    assert not protect_table([[0, 5], [7, 0]]).any()


def test_lines_known_to_be_zero_are_left_as_they_are():
    hidden = protect_table([[3, 9, 0], [8, 2, 0], [0, 0, 0]])
    assert hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]


@pytest.mark.parametrize("table", [[[1, 2], [50, 60]], [[3, 50], [0, 60]]])
def test_a_table_whose_total_is_small_is_refused(table):
    with pytest.raises(ValueError, match="total"):
        protect_table(table)


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
    with pytest.raises(ValueError, match="shape"):
        recoverable_cells([[3, 9], [9, 9]], [True, False])
    with pytest.raises(ValueError, match="dimension"):
        protect_table([3, 9])
