"""``lagesbild text``: texts in, the same lines out freed from personal data and coded.

Joins pipelines.text with the lexicon and no gazetteer: places are found by their words alone.
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
from pipelines.text.names import NameFileError, NameLists
from pipelines.text.redaction import Redactor


def _tools(names: Path | None) -> tuple[Coder, Redactor]:
    lists = NameLists.packaged()
    if names is not None:
        try:
            lists = lists.with_official(names)
        except NameFileError as error:
            raise UserError(str(error)) from None
    return Coder(Lexicon.load(EXPECTATIONS / "lexicon.toml"), {}), Redactor(lists)


def _read(file: Path) -> Iterator[str]:
    """The file's lines. Raises UserError at the first that is not UTF-8."""
    with file.open("rb") as source:
        for number, line in enumerate(source, start=1):
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                raise UserError(
                    f"{file.name}, rad {number}: tecknen går inte att läsa. Öppna filen i en textredigerare, "
                    "spara som UTF-8 och kör igen."
                ) from None


def lines(file: Path, names: Path | None) -> Iterator[dict[str, Any]]:
    """One record per line of ``file``. Raises UserError, in Swedish, that names a line it cannot use."""
    coder, redactor = _tools(names)
    try:
        yield from jsonl.annotate_lines(_read(file), coder, redactor)
    except jsonl.JsonLineError as error:
        raise UserError(f"{file.name}: {error}") from None


def evaluate(file: Path, names: Path | None) -> dict[str, Any]:
    """Measures against the labels in ``file``; only what the labels hold."""
    coder, redactor = _tools(names)
    try:
        return dict(jsonl.evaluate(_read(file), coder, redactor))
    except jsonl.JsonLineError as error:
        raise UserError(f"{file.name}: {error}") from None
