"""Copies the files that are written by hand: the agreement (avtal.toml) and OM FILERNA.md."""

from __future__ import annotations

from pathlib import Path

FIXED = Path(__file__).parent / "fixed"
NAMES = ("avtal.toml", "OM FILERNA.md")


def write_all(out: Path) -> None:
    """Write the fixed files unchanged, with line feeds as line ends."""
    for name in NAMES:
        text = (FIXED / name).read_text(encoding="utf-8")
        (out / name).write_bytes(text.encode("utf-8"))
