"""What all published numbers together give away. If these fail, a hidden count of one to four can be computed."""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest

from pipelines.methods.disclosure import line_ranges, protect_table, table_exposed
from pipelines.methods.disclosure_audit import exact_ranges, exposed

# Federal Committee on Statistical Methodology, Working Paper 22, chapter II: delinquent children by county
# (Alpha, Beta, Gamma, Delta) and education of the head of household (low to very high), all totals published.
COUNTIES = np.array([[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]])
ALPHA = 0


def total(*cells):
    return dict.fromkeys(cells, 1)


def published(table, hidden):
    """Equations of a table with both totals, cells numbered row by row, and its hidden cells as targets."""
    number = np.arange(table.size).reshape(table.shape)
    sums = [(total(*number[i].tolist()), int(table[i].sum())) for i in range(table.shape[0])]
    sums += [(total(*number[:, j].tolist()), int(table[:, j].sum())) for j in range(table.shape[1])]
    sums += [
        (total(int(number[place])), int(table[place])) for place in zip(*np.nonzero(~hidden), strict=True)
    ]
    return table.size, sums, [total(int(n)) for n in number[hidden]]


def mask(*rows):
    return np.array([[mark == "D" for mark in row] for row in rows])


def by_enumeration(table, hidden):
    """Smallest and largest value of each hidden cell over every whole-numbered table that fits."""

    def fillings(row, cut):
        """Every way to fill the hidden cells of a row."""
        ways = itertools.product(range(row[cut].sum() + 1), repeat=cut.sum())
        for way in ways:
            if sum(way) == row[cut].sum():
                filled = row.copy()
                filled[cut] = way
                yield filled

    found = []
    for rows in itertools.product(*map(fillings, table[:-1], hidden[:-1])):
        last = table.sum(axis=0) - sum(rows)  # the totals settle the last row
        if (last >= 0).all() and (last == table[-1])[~hidden[-1]].all():
            found.append(np.array([*rows, last])[hidden])
    return np.min(found, axis=0), np.max(found, axis=0)


def test_hiding_only_the_small_cells_gives_every_one_of_them():
    hidden = mask("-DDD", "----", "D--D", "---D")
    low, high = exact_ranges(*published(COUNTIES, hidden))
    assert low.tolist() == high.tolist() == [1, 3, 1, 3, 2, 2]
    assert exposed(*published(COUNTIES, hidden), width=4) == [0, 1, 2, 3, 4, 5]


def test_two_hidden_in_every_row_and_column_still_give_one_exactly():
    # (15 + D1 + D2 + D3) + (20 + D4 + D5 + 15) - (D1 + D4 + 10 + 14) - (D2 + D5 + 10 + 7)
    # = 20 + 55 - 35 - 30, which is D3 = 1.
    hidden = mask("-DDD", "-DD-", "D--D", "D--D")
    assert (hidden.sum(axis=0) >= 2).all()
    assert (hidden.sum(axis=1) >= 2).all()
    cells, sums, targets = published(COUNTIES, hidden)
    low, high = exact_ranges(cells, sums, targets)
    assert (low[2], high[2]) == (1, 1)
    assert exposed(cells, sums, targets, width=4) == [2]
    # An audit line by line leaves it open: 1 to 3 in its row and in its column, and no other cell is exact.
    assert line_ranges(COUNTIES[ALPHA], hidden[ALPHA])[3] == (1, 3)
    assert line_ranges(COUNTIES[:, 3], hidden[:, 3])[ALPHA] == (1, 3)
    for line, cut in [*zip(COUNTIES, hidden, strict=True), *zip(COUNTIES.T, hidden.T, strict=True)]:
        assert all(least < most for least, most in line_ranges(line, cut).values())


def test_ranges_are_those_of_every_table_that_fits():
    hidden = mask("-DDD", "----", "DD-D", "D-DD")
    low, high = exact_ranges(*published(COUNTIES, hidden))
    least, most = by_enumeration(COUNTIES, hidden)
    assert (low.tolist(), high.tolist()) == (least.tolist(), most.tolist())


def test_small_random_tables_by_enumeration():
    random = np.random.default_rng(11)
    for _ in range(10):
        table, hidden = random.poisson(2.5, (3, 3)), random.random((3, 3)) < 0.65
        hidden[0, 0] = True
        least, most = by_enumeration(table, hidden)
        for whole in (False, True):
            low, high = exact_ranges(*published(table, hidden), whole=whole)
            assert (low.tolist(), high.tolist()) == (least.tolist(), most.tolist())
        narrow = np.flatnonzero(most - least < 4).tolist()
        assert exposed(*published(table, hidden), width=4) == narrow


def test_a_locality_follows_from_the_municipality_and_the_others():
    localities = [({0: 1, 1: 1, 2: 1}, 40), ({0: 1}, 25), ({1: 1}, 12)]
    assert exact_ranges(3, localities, [{2: 1}]) == (3, 3)
    assert exact_ranges(3, localities[:2], [{1: 1}, {2: 1}])[1].tolist() == [15, 15]


def test_a_month_follows_from_the_year():
    shown = [5, 7, 6, 9, 8, 5, 6, 7, 10, 8, 9]
    year = [(total(*range(12)), sum(shown) + 2), *((total(m), shown[m]) for m in range(11))]
    assert exact_ranges(12, year, [{11: 1}]) == (2, 2)
    # The sum of two hidden months is known, neither of them is.
    low, high = exact_ranges(12, year[:-1], [{10: 1}, {11: 1}, {10: 1, 11: 1}])
    assert (low.tolist(), high.tolist()) == ([0, 0, 11], [11, 11, 11])


def test_a_cell_hidden_in_one_table_and_shown_in_another():
    public = [(total(0, 1, 2), 24), (total(2), 12)]
    assert exposed(3, public, [{0: 1}, {1: 1}], width=4) == []
    working = [(total(1), 9)]
    assert exposed(3, [*public, *working], [{0: 1}, {1: 1}], width=4) == [0, 1]


def test_overlapping_windows_give_away_the_years_at_their_ends():
    # Cells: years 2015 to 2020. Two five-year sums differ by 2020 less 2015.
    windows = [(total(*range(5)), 30), (total(*range(1, 6)), 28)]
    ends = [{0: 1}, {5: 1}]
    assert exposed(6, windows, ends, width=4) == []
    low, high = exact_ranges(6, windows, [{5: 1, 0: -1}])
    assert (low.tolist(), high.tolist()) == ([-2], [-2])
    low, high = exact_ranges(6, [*windows, (total(0), 5)], ends)
    assert (low.tolist(), high.tolist()) == ([5, 3], [5, 3])
    # Each window by itself, with 2015 shown, would leave 2020 anything from 0 to 28.
    assert exact_ranges(6, [windows[1], (total(0), 5)], ends)[1].tolist() == [5, 28]


def test_a_group_with_and_without_an_unpublished_remainder():
    children = [(total(0), 20), (total(1), 6)]
    complete = [(total(0, 1, 2), 29), *children]
    assert exact_ranges(3, complete, [{2: 1}]) == (3, 3)
    # Cell 3 is what the group holds beyond its published kinds; or say so with at_most.
    remainder = [(total(0, 1, 2, 3), 29), *children]
    open_sum = [(total(0, 1, 2), 29)]
    for low, high in (
        exact_ranges(4, remainder, [{2: 1}]),
        exact_ranges(3, children, [{2: 1}], at_most=open_sum),
    ):
        assert (low.tolist(), high.tolist()) == ([0], [3])
    assert exposed(3, children, [{2: 1}], width=4, at_most=open_sum) == [0]
    assert exposed(3, children, [{2: 1}], width=3, at_most=open_sum) == []


def test_a_mark_that_says_one_to_four_narrows_further():
    line = [(total(0, 1), 8)]
    assert exact_ranges(2, line, [{0: 1}], lower=1, upper=4) == (4, 4)
    assert exact_ranges(2, line, [{0: 1}], lower=[1, 0], upper=[math.inf, 3]) == (5, 8)


def test_whole_numbers_can_give_away_what_the_linear_program_does_not():
    # 2x + 3y = 7: x up to 3.5 and y up to 2.33, but in whole numbers only x = 2, y = 1.
    low, high = exact_ranges(2, [({0: 2, 1: 3}, 7)], [{0: 1}, {1: 1}], whole=True)
    assert (low.tolist(), high.tolist()) == ([2, 1], [2, 1])
    assert exposed(2, [({0: 2, 1: 3}, 7)], [{0: 1}], width=3) == []
    assert exposed(2, [({0: 2, 1: 3}, 7)], [{0: 1}], width=3, whole=True) == [0]


def test_what_no_number_limits_is_free():
    low, high = exact_ranges(3, [({0: 1, 1: -1}, 2)], [{0: 1}, {1: 1}, {2: 1}, {0: 1, 2: 1}])
    assert (low.tolist(), high.tolist()) == ([2, 0, 0, 2], [math.inf] * 4)
    assert exposed(3, [({0: 1, 1: -1}, 2)], [{0: 1}, {0: 1, 1: -1}], width=4) == [1]


def test_a_difference_of_zero_settles_neither_side():
    low, high = exact_ranges(3, [({0: 1, 1: -1}, 0), (total(0, 1, 2), 9)], [{0: 1}, {2: 1}])
    assert (low.tolist(), high.tolist()) == ([0, 0], [4.5, 9])


def test_sums_over_independent_tables_add_their_ranges():
    two = [(total(0, 1), 5), (total(2, 3), 7)]
    assert exact_ranges(4, two, [{0: 1, 2: 1}]) == (0, 12)
    assert exact_ranges(4, two, [{0: 1, 2: -1}]) == (-7, 5)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "equations",
    [
        [(total(0), -1)],
        [(total(0), 3), (total(0), 4)],
        [(total(0, 1), 5), (total(0), 3), (total(1), 4)],
        [(total(0, 1), 5), (total(0), 6)],
        [(total(0, 1), 0), (total(0), 1)],
        [(total(0, 1), 5), (total(1, 2), 5), (total(0, 2), 25)],
        [(total(0, 1, 2), 10), (total(0, 1), 4), (total(1, 2), 4), (total(0, 2), 4)],
    ],
)
def test_numbers_that_contradict_each_other_are_refused(equations, whole):
    with pytest.raises(ValueError, match="contradict"):
        exact_ranges(3, equations, [{2: 1}], whole=whole)


def test_a_half_is_no_count():
    assert exact_ranges(1, [({0: 2}, 3)], [{0: 1}]) == (1.5, 1.5)
    with pytest.raises(ValueError, match="contradict"):
        exact_ranges(1, [({0: 2}, 3)], [{0: 1}], whole=True)


@pytest.mark.parametrize(
    "bad",
    [
        {"equations": [(total(2), 5)]},
        {"equations": [(total(-1), 5)]},
        {"equations": [({0: math.nan}, 5)]},
        {"equations": [(total(0), math.nan)]},
        {"targets": [{2: 1}]},
        {"at_most": [(total(0), math.inf)]},
        {"lower": -1},
        {"lower": 5, "upper": 4},
        {"upper": math.nan},
        {"width": 0},
        {"width": math.nan},
    ],
)
def test_wrong_input_is_refused(bad):
    good = {"n_cells": 2, "equations": [(total(0, 1), 9)], "targets": [{0: 1}], "width": 4}
    with pytest.raises(ValueError, match="must"):
        exposed(**{**good, **bad})


def test_linked_tables_of_some_size():
    """Ten years by twelve months by eight places, three kinds of sums: only what was made exposed is found."""
    random = np.random.default_rng(2)
    counts = random.poisson(3, (8, 10, 12)) + 1
    number = np.arange(counts.size).reshape(counts.shape)
    sums = [
        (total(*np.moveaxis(number, axis, -1)[place].ravel().tolist()), int(counts.sum(axis=axis)[place]))
        for axis in (0, 2)
        for place in np.ndindex(counts.sum(axis=axis).shape)
    ]
    sums += [(total(int(n)), int(c)) for n, c in zip(number.ravel(), counts.ravel(), strict=True) if c >= 7]
    small = [int(n) for n in number[counts < 5]]
    # All but one month of a place and year are shown elsewhere.
    sums += [(total(int(n)), int(c)) for n, c in zip(number[3, 4, 1:], counts[3, 4, 1:], strict=True)]
    made = {int(n) for n in number[3, 4] if n in set(small)}
    assert made
    found = {small[i] for i in exposed(counts.size, sums, [total(n) for n in small], width=4)}
    assert made <= found
    low, high = exact_ranges(counts.size, sums, [total(n) for n in sorted(found)])
    assert (high - low < 4).all()


def test_protected_table_by_hand():
    # A small cell takes the last of its row and column, and those the last row's.
    assert protect_table([[3, 20, 30], [15, 20, 25], [10, 12, 14]]).tolist() == [
        [True, False, True],
        [False, False, False],
        [True, False, True],
    ]
    assert not protect_table([[5, 0, 9], [7, 8, 0]]).any()
    # Lines without events are known from their total.
    assert protect_table([[2, 0, 8], [0, 0, 0], [7, 0, 9]]).tolist() == [
        [True, False, True],
        [False, False, False],
        [True, False, True],
    ]


def test_a_hidden_cell_is_known_not_to_be_zero():
    # Each could be 0 to 4, but zeros are shown: 1 to 3.
    table = [[2, 2, 20], [2, 2, 20], [20, 20, 20]]
    hidden = np.array([[True, True, False], [True, True, False], [False, False, False]])
    assert table_exposed(table, hidden) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert table_exposed(table, protect_table(table)) == []


def test_where_a_zero_would_have_to_go_the_whole_table_goes():
    assert protect_table([[4, 1, 0], [9, 9, 9], [9, 9, 9]]).all()
    # So with nothing shown a hidden cell may be zero: 0 to 5, of totals 5 and 9 in both directions.
    assert table_exposed([[2, 3], [3, 6]], [[True, True], [True, True]]) == []


def test_the_published_table_is_protected():
    table = COUNTIES.copy()
    hidden = protect_table(table)
    assert hidden[(table > 0) & (table < 5)].all()
    assert exposed(*published(table, hidden), width=4) == []


def test_random_tables_are_protected():
    """Every small cell hidden, and nobody who knows all totals comes within four of a hidden cell."""
    random = np.random.default_rng(3)
    tried = with_shown = 0
    for _ in range(90):
        shape = tuple(random.integers(2, 7, 2))
        table = random.poisson(random.choice([3, 6, 12]), shape) * (random.random(shape) > 0.15)
        totals = np.r_[table.sum(axis=0), table.sum(axis=1)]
        if ((totals > 0) & (totals < 5)).any():
            continue
        hidden = protect_table(table)
        assert hidden[(table > 0) & (table < 5)].all()
        assert exposed(*published(table, hidden), width=4) == []
        assert table_exposed(table, hidden) == []
        tried += 1
        with_shown += bool(hidden.any() and (~hidden & (table > 0)).any())
    assert tried > 35
    assert with_shown > 10


def test_a_table_is_not_audited_line_by_line():
    assert (ALPHA, 3) in table_exposed(COUNTIES, mask("-DDD", "-DD-", "D--D", "D--D"))
    # A single shown cell of two by two settles the other three.
    assert table_exposed([[20, 30], [30, 20]], [[True, True], [True, True]]) == []
    assert table_exposed([[20, 30], [30, 20]], [[True, True], [True, False]]) == [(0, 0), (0, 1), (1, 0)]


def test_knowing_the_rules_of_a_two_by_two_table_does_not_help():
    """Of every such table with up to 12 events, those that look alike hide four values or more."""
    looks = defaultdict(list)
    for row, column, whole in itertools.product(range(5, 13), range(5, 13), range(10, 13)):
        for first in range(max(0, row + column - whole), min(row, column) + 1):
            table = np.array([[first, row - first], [column - first, whole - row - column + first]])
            totals = (*table.sum(axis=0).tolist(), *table.sum(axis=1).tolist())
            if min(totals) >= 5:
                hidden = protect_table(table)
                shown = tuple(None if h else int(n) for n, h in zip(table.flat, hidden.flat, strict=True))
                looks[totals, shown].append(first)
    for (_, shown), firsts in looks.items():
        if None in shown:
            assert len(set(firsts)) >= 4


def test_another_threshold_for_a_table():
    table = [[3, 9, 20], [8, 20, 30], [10, 12, 14]]
    assert not protect_table(table, threshold=3).any()
    assert protect_table(table, threshold=10)[0].all()


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([5, 6, 7], "must be rows by columns"),
        ([[1, 1], [9, 9]], "small count"),
        ([[9, 1], [9, 2]], "small count"),
        ([[9, 1.5], [9, 2]], "must be whole"),
        ([[9, -1], [9, 2]], "must not be negative"),
    ],
)
def test_a_table_that_cannot_be_protected_is_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        protect_table(counts)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        table_exposed([[9, 8], [9, 8]], [True, False])
