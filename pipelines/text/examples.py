"""Labelled statements that the learned coding is trained on.

Belongs here: reading ``expectations/coding_examples.jsonl`` and the shape of one example. Not here: vectors
(``embedding``), training (``learned``). ``origin`` tells which set an example comes from: the lexicon was
tuned on "train" and "more_odd", so what it says of those looks better than it is; on "more_even" it was not. A line
without it is refused, since it would count as much as an analyst's correction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .lexicon import AREAS

STATUSES = ("true", "false", "positive")
#: Origin of what an analyst has corrected: always right, and about this municipality.
CORRECTION = "correction"


class ExamplesError(ValueError):
    """The examples cannot be used. The message is Swedish and names the line."""


@dataclass(frozen=True)
class Example:
    """One statement with the codes a person gave it."""

    text: str
    question: str | None
    areas: tuple[str, ...]
    theme: str
    is_problem: str
    origin: str = CORRECTION


def load_examples(path: Path) -> list[Example]:
    """The examples in the file, in order. Raises :class:`ExamplesError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ExamplesError(f"Exemplen i {path.name} går inte att läsa.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                item = json.loads(line)
                # Half a character ("\ud800") can be read but not saved or handed to the language model.
                json.dumps(item, ensure_ascii=False).encode()
                found.append(_example(item))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise ExamplesError(f"{path.name}, rad {number}: exemplet följer inte formatet.") from error
    return found


def _example(item: Mapping[str, Any]) -> Example:
    example = Example(
        str(item["text"]),
        item.get("question"),
        tuple(item["areas"]),
        str(item["theme"]),
        str(item["is_problem"]).lower(),
        str(item["origin"]),
    )
    if example.is_problem not in STATUSES or not set(example.areas) <= set(AREAS):
        raise ValueError(example.is_problem)
    return example
