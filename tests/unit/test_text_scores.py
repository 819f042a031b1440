"""The table of scores: a figure below its goal, or changed since last, must be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_the_unseen_sets_can_be_left_out_and_are_named_in_the_footer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What has been tuned on says nothing of new texts; what has not must not be looked into along the way."""
    line = '{"id": 1, "text": "Lisa Ek ringde.", "spans": [{"start": 0, "end": 7, "kind": "NAME"}]}\n'
    for name in ("pii_final", "pii_more", "pii_test", "pii_train"):
        (tmp_path / f"{name}.jsonl").write_text(line, encoding="utf-8")
    monkeypatch.setattr(scores, "HERE", tmp_path)
    kept = [title for title, _, _ in scores.redaction_tables(None, unseen=False)]
    assert kept == [f"{name}, utan namnfiler" for name in ("pii_more", "pii_test", "pii_train")]
    assert len(list(scores.redaction_tables(None, unseen=True))) == 4
    assert "Osedda mängder är coding_test och pii_final." in scores.FOOTER
    assert "maskeringen är avstämd på pii_train, pii_test och pii_more" in scores.FOOTER
