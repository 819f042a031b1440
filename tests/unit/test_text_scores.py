"""The table of scores: a figure below its goal, or changed since last, must be seen."""

from __future__ import annotations

import tests.text_sets.__main__ as scores


def test_a_figure_below_its_goal_or_changed_is_marked() -> None:
    """The goal with the language model is the second of the pair."""
    tables = [("coding_x, utan språkmodell", 3, {"m": 0.79}), ("coding_x, med språkmodell", 3, {"m": 0.79})]
    kept = {"coding_x, med språkmodell": {"m": 0.81}}
    assert list(scores._table(tables, {"m": (0.75, 0.8)}, kept)) == [
        "| mängd | rader | m |",
        "|---|---|---|",
        "| coding_x, utan språkmodell | 3 | 0.790 (0.75) |",
        "| coding_x, med språkmodell | 3 | 0.790 (0.80) ✗ -0.020 |",
    ]
