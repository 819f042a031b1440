"""``lagesbild text``: texts in, the same lines out freed from personal data and coded.

Joins pipelines.text with the example's gazetteer-free lexicon: places are found by their words alone.
Not here: the rules themselves (pipelines.text).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS
from pipelines.text import jsonl
from pipelines.text.coding import Coder, Lexicon
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor


def _tools(names: Path | None) -> tuple[Coder, Redactor]:
    lists = NameLists.packaged() if names is None else NameLists.packaged().with_official(names)
    return Coder(Lexicon.load(EXPECTATIONS / "lexicon.toml"), {}), Redactor(lists)


def lines(file: Path, names: Path | None) -> Iterator[dict[str, Any]]:
    """One record per line of ``file``. Raises UserError, in Swedish, that names a line it cannot use."""
    coder, redactor = _tools(names)
    try:
        with file.open(encoding="utf-8-sig") as source:
            yield from jsonl.annotate_lines(source, coder, redactor)
    except ValueError as error:
        raise UserError(f"{file.name}: {error}") from None


def evaluate(file: Path, names: Path | None) -> dict[str, Any]:
    """Measures against the labels in ``file``; only what the labels hold."""
    coder, redactor = _tools(names)
    try:
        with file.open(encoding="utf-8-sig") as source:
            return dict(jsonl.evaluate(source, coder, redactor))
    except ValueError as error:
        raise UserError(f"{file.name}: {error}") from None
