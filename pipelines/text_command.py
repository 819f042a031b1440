"""``lagesbild text``: texts in, the same lines out freed from personal data and coded.

Joins pipelines.text with the lexicon, the labelled examples when the language model is installed, and no
gazetteer: places are found by their words alone.
Not here: the rules themselves (pipelines.text).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS
from pipelines.text import embedding, jsonl
from pipelines.text.coding import Coder, Lexicon
from pipelines.text.examples import ExamplesError
from pipelines.text.learned import load_learned
from pipelines.text.lexicon import LexiconError
from pipelines.text.names import NameFileError, NameLists
from pipelines.text.redaction import Redactor

WITH_MODEL = "Kodning: lexikon och språkmodell."
WITHOUT_MODEL = "Kodning: lexikon utan språkmodell."
NOT_INSTALLED = (
    "Kodning: lexikon utan språkmodell, som inte är installerad (pip install .[embedding] lägger till den)."
)


def make_coder(without_embedding: bool) -> tuple[Coder, str]:
    """The coder, and a sentence for the user that tells whether the language model is used."""
    try:
        lexicon = Lexicon.load(EXPECTATIONS / "lexicon.toml")
    except LexiconError as error:
        raise UserError(str(error)) from None
    if without_embedding:
        return Coder(lexicon), WITHOUT_MODEL
    if not embedding.is_installed():
        return Coder(lexicon), NOT_INSTALLED
    try:
        return Coder(lexicon, learned=load_learned(EXPECTATIONS / "coding_examples.jsonl")), WITH_MODEL
    except embedding.EmbeddingMissingError:
        return Coder(lexicon), NOT_INSTALLED
    except ExamplesError as error:
        raise UserError(str(error)) from None


def _tools(names: Path | None, without_embedding: bool) -> tuple[Coder, Redactor]:
    lists = NameLists.packaged()
    if names is not None:
        try:
            lists = lists.with_official(names)
        except NameFileError as error:
            raise UserError(str(error)) from None
    coder, used = make_coder(without_embedding)
    # Not in the records: the same statement has the same keys whichever way it was coded.
    print(used, file=sys.stderr)
    return coder, Redactor(lists)


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


def lines(file: Path, names: Path | None, without_embedding: bool = False) -> Iterator[dict[str, Any]]:
    """One record per line of ``file``. Raises UserError, in Swedish, that names a line it cannot use."""
    coder, redactor = _tools(names, without_embedding)
    try:
        yield from jsonl.annotate_lines(_read(file), coder, redactor)
    except jsonl.JsonLineError as error:
        raise UserError(f"{file.name}: {error}") from None


def evaluate(file: Path, names: Path | None, without_embedding: bool = False) -> dict[str, Any]:
    """Measures against the labels in ``file``; only what the labels hold."""
    coder, redactor = _tools(names, without_embedding)
    try:
        return dict(jsonl.evaluate(_read(file), coder, redactor))
    except jsonl.JsonLineError as error:
        raise UserError(f"{file.name}: {error}") from None
