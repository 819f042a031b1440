"""What an outsider can work out about hidden counts from everything published together.

Every published number is an equation over unknown cells that cannot be negative. The smallest and largest value
a hidden cell can take are two linear programs (Willenborg & de Waal 2001, ch. 6; Fischetti & Salazar 2001).
Looking at one line at a time is not enough: two hidden cells in every row and column can still give one of them
exactly, and the same cell may stand in several tables. Which cells to hide is decided in ``disclosure``.

Cells are numbered from 0 and the same count has the same number wherever it is published. A published sum that
covers more than the cells known of it needs a cell for the rest, or belongs in ``at_most``.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, sparse
from scipy.sparse import csgraph

from pipelines.methods.checks import FloatArray, IntArray

Coefficients = Mapping[int, float]
"""Cell number to factor: {3: 1, 4: 1} is the sum of cells 3 and 4."""
Row = tuple[Coefficients, float]
"""A sum of cells and its published value."""

TOLERANCE = 1e-6
"""Differences below it are rounding in the solver; counts are whole."""

DIRECTIONS = 30
"""Solutions tried for all targets of a part together before each is asked for by itself."""


@dataclass(frozen=True)
class _Part:
    """Unknown cells that no published number ties to others: each part can be solved by itself."""

    cells: IntArray
    equal: sparse.csr_array
    equal_value: FloatArray
    most: sparse.csr_array
    most_value: FloatArray
    bounds: FloatArray
    whole: bool

    def solve(self, objective: FloatArray) -> FloatArray | None:
        """Values of the cells that make the objective least; None if it has no least value."""
        if not self.equal.shape[0] and not self.most.shape[0]:
            free = np.where(objective < 0, self.bounds[:, 1], self.bounds[:, 0])
            return free if np.isfinite(free).all() else None
        for presolve in (True, False):  # presolve may not tell a missing limit from a contradiction
            found = optimize.linprog(
                objective,
                A_ub=self.most if self.most.shape[0] else None,
                b_ub=self.most_value if self.most.shape[0] else None,
                A_eq=self.equal if self.equal.shape[0] else None,
                b_eq=self.equal_value if self.equal.shape[0] else None,
                bounds=self.bounds,
                method="highs",
                integrality=np.ones(self.cells.size) if self.whole else None,
                options={"presolve": presolve, "mip_rel_gap": 0.0} if self.whole else {"presolve": presolve},
            )
            if found.status == 0:
                return np.asarray(found.x)
            if found.status == 3:
                return None
            if found.status == 2:
                raise _contradiction()
        raise RuntimeError(f"the linear program was not solved: {found.message}")


def _contradiction() -> ValueError:
    return ValueError("the published numbers contradict each other")


def exact_ranges(
    n_cells: int,
    equations: Sequence[Row],
    targets: Sequence[Coefficients],
    at_most: Sequence[Row] = (),
    lower: ArrayLike = 0.0,
    upper: ArrayLike = np.inf,
    whole: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest value of each target that agrees with everything published.

    ``equations``: one per published number, Σ factor · cell = value; a published cell is {cell: 1} and its
    value. ``at_most``: Σ factor · cell <= value, for a published sum of which a part is not among the cells.
    ``targets``: hidden cells, or sums of cells. ``lower``, ``upper``: limits an outsider knows of the cells,
    one for all or one each (a mark that says "1 to 4" gives 1 and 4). ``whole``: count only whole numbers as
    possible, which is slower; without it the range is that of the linear program, the same for a table with
    totals in two directions, but elsewhere it can be too wide and so call a cell safe that is not.

    Returns (lower, upper), one value per target, in events; inf where nothing limits it.
    ValueError: contradictory numbers, cells outside 0 to n_cells - 1, values that are not numbers.
    """
    return _ranges(n_cells, equations, targets, at_most, lower, upper, whole, np.inf)


def exposed(
    n_cells: int,
    equations: Sequence[Row],
    targets: Sequence[Coefficients],
    width: float,
    at_most: Sequence[Row] = (),
    lower: ArrayLike = 0.0,
    upper: ArrayLike = np.inf,
    whole: bool = False,
) -> list[int]:
    """Positions of the targets whose range is narrower than ``width`` (4 where 1 to 4 is hidden).

    Arguments and errors as :func:`exact_ranges`; quicker, since a target is left alone as soon as two
    solutions found for others are ``width`` apart in it. ValueError also: width not above zero.
    """
    if not width > 0:
        raise ValueError(f"width must be above zero, got {width}")
    low, high = _ranges(n_cells, equations, targets, at_most, lower, upper, whole, width)
    return [int(i) for i in np.flatnonzero(high - low < width - TOLERANCE)]


def _ranges(
    n_cells: int,
    equations: Sequence[Row],
    targets: Sequence[Coefficients],
    at_most: Sequence[Row],
    lower: ArrayLike,
    upper: ArrayLike,
    whole: bool,
    enough: float,
) -> tuple[FloatArray, FloatArray]:
    """As ``exact_ranges``, but a target's search ends once its range is known to be ``enough`` wide."""
    sums = [*(factors for factors, _ in chain(equations, at_most)), *targets]
    for cell, factor in chain.from_iterable(factors.items() for factors in sums):
        if not (0 <= cell < n_cells and np.isfinite(factor)):
            raise ValueError(f"cell {cell} with factor {factor} must be one of {n_cells} and finite")
    if not all(np.isfinite(value) for _, value in chain(equations, at_most)):
        raise ValueError("published values must be numbers")
    limits = np.column_stack([np.broadcast_to(np.asarray(v, dtype=float), n_cells) for v in (lower, upper)])
    ordered = np.isfinite(limits[:, 0]) & (limits[:, 0] >= 0) & (limits[:, 1] >= limits[:, 0])
    if not ordered.all():
        raise ValueError("limits of cells must be numbers, not negative, the lower not above the upper")

    rows = [*equations, *at_most]
    known = _propagated(limits, rows, len(equations), whole)
    parts, part_of, place = _parts(limits, known, rows, len(equations), whole)

    low, high = np.zeros(len(targets)), np.zeros(len(targets))
    asked: defaultdict[int, dict[int, dict[int, float]]] = defaultdict(dict)
    for t, target in enumerate(targets):
        for cell, factor in target.items():
            if np.isnan(known[cell]):
                asked[int(part_of[cell])].setdefault(t, {})[int(place[cell])] = factor
            else:
                low[t] += factor * known[cell]
                high[t] += factor * known[cell]
    for number, part in enumerate(parts):
        questions = asked[number]
        wanted = sparse.lil_array((len(questions), part.cells.size))
        for q, factors in enumerate(questions.values()):
            for position, factor in factors.items():
                wanted[q, position] = factor
        # The parts are independent, so the range of a sum over several is the sum of its ranges in each.
        least, most = _part_ranges(part, wanted.tocsr(), enough)
        for q, t in enumerate(questions):
            low[t] += least[q]
            high[t] += most[q]
    return _snapped(low), _snapped(high)


def _snapped(values: FloatArray) -> FloatArray:
    """Without the solver's rounding where a whole number is meant."""
    with np.errstate(invalid="ignore"):  # inf has no distance to a whole number and stays
        return np.where(np.abs(values - np.round(values)) < TOLERANCE, np.round(values), values)


def _propagated(limits: FloatArray, rows: Sequence[Row], n_equations: int, whole: bool) -> FloatArray:
    """Cells that follow without a linear program, NaN for the others.

    An equation with one unknown gives it; a sum that is as small as its cells allow gives them all, so that a
    published zero settles everything it covers.
    """
    known = np.where(limits[:, 0] == limits[:, 1], limits[:, 0], np.nan)
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for r, (factors, _) in enumerate(rows):
        for cell in factors:
            rows_of[cell].append(r)
    waiting = deque(range(len(rows)))
    while waiting:
        r = waiting.popleft()
        factors, rest = rows[r]
        unknown = {}
        for cell, factor in factors.items():
            if np.isnan(known[cell]):
                if factor:
                    unknown[cell] = factor
            else:
                rest -= factor * known[cell]
        least = sum(f * limits[cell, 0 if f > 0 else 1] for cell, f in unknown.items())
        if rest < least - TOLERANCE or (r < n_equations and not unknown and rest > TOLERANCE):
            raise _contradiction()
        if rest <= least + TOLERANCE:
            found = {cell: limits[cell, 0 if f > 0 else 1] for cell, f in unknown.items()}
        elif r < n_equations and len(unknown) == 1:
            found = {cell: rest / f for cell, f in unknown.items()}
        else:
            continue
        for cell, value in found.items():
            value = float(_snapped(np.asarray(value)))
            beyond = value < limits[cell, 0] - TOLERANCE or value > limits[cell, 1] + TOLERANCE
            if beyond or (whole and value != round(value)):
                raise _contradiction()
            known[cell] = value
            waiting.extend(rows_of[cell])
    return known


def _parts(
    limits: FloatArray, known: FloatArray, rows: Sequence[Row], n_equations: int, whole: bool
) -> tuple[list[_Part], IntArray, IntArray]:
    """The unknown cells in parts, with each cell's part and its place there."""
    entries = [
        (r, cell, factor)
        for r, (factors, _) in enumerate(rows)
        for cell, factor in factors.items()
        if factor and np.isnan(known[cell])
    ]
    at, cells, factors = (
        (np.array(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
    )
    matrix = sparse.csr_array(
        (np.asarray(factors, dtype=float), (np.asarray(at, dtype=int), np.asarray(cells, dtype=int))),
        shape=(len(rows), known.size),
    )
    rest = np.array(
        [v - sum(f * known[c] for c, f in row.items() if not np.isnan(known[c])) for row, v in rows],
        dtype=float,
    )
    _, label = csgraph.connected_components(
        sparse.block_array([[None, abs(matrix)], [abs(matrix).T, None]]), directed=False
    )
    row_label, cell_label = label[: len(rows)], label[len(rows) :]
    parts: list[_Part] = []
    part_of, place = np.full(known.size, -1), np.full(known.size, -1)
    for name in np.unique(cell_label[np.isnan(known)]):
        members = np.flatnonzero((cell_label == name) & np.isnan(known))
        part_of[members], place[members] = len(parts), np.arange(members.size)
        mine = np.flatnonzero(row_label == name)
        equal, most = mine[mine < n_equations], mine[mine >= n_equations]
        parts.append(
            _Part(
                members,
                matrix[equal][:, members],
                rest[equal],
                matrix[most][:, members],
                rest[most],
                limits[members],
                whole,
            )
        )
    return parts, part_of, place


def _part_ranges(part: _Part, wanted: sparse.csr_array, enough: float) -> tuple[FloatArray, FloatArray]:
    """Least and most of each wanted sum of the part's cells, or two of its values ``enough`` apart."""
    start = part.solve(np.zeros(part.cells.size))
    assert start is not None  # an objective of zero always has a least value
    least = np.asarray(wanted @ start)
    most = least.copy()
    # A few solutions in random directions settle most targets of a large part at once.
    random = np.random.default_rng(0)
    for _ in range(min(DIRECTIONS, wanted.shape[0]) if np.isfinite(enough) else 0):
        unsettled = most - least < enough
        if not unsettled.any():
            break
        solution = part.solve(wanted.T @ (unsettled * random.uniform(-1, 1, unsettled.size)))
        if solution is not None:
            values = np.asarray(wanted @ solution)
            least, most = np.minimum(least, values), np.maximum(most, values)
    for q in range(wanted.shape[0]):
        goal = wanted[[q]].toarray()[0]
        for sign in (1.0, -1.0):
            if most[q] - least[q] >= enough:
                break
            solution = part.solve(sign * goal)
            if solution is None:
                (least if sign > 0 else most)[q] = -sign * np.inf
            else:
                values = np.asarray(wanted @ solution)
                least, most = np.minimum(least, values), np.maximum(most, values)
    return least, most
