"""Statements in JSON Lines: redaction and coding line by line, and scoring against labels.

Belongs here: what the command ``lagesbild text`` does with its lines. Not here: files, the command line,
the rules themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from .coding import Coding
from .evaluation import measures
from .redaction import Redacted


class JsonLineError(ValueError):
    """A line cannot be used. The message is Swedish, names the line number and never quotes the line."""


class SupportsCode(Protocol):
    """What codes a statement (``coding.Coder``)."""

    def code(self, text: str, question: str | None = None) -> Coding: ...


class SupportsRedact(Protocol):
    """What redacts the texts of one document (``redaction.Redactor``)."""

    def redact_document(self, texts: list[str]) -> list[Redacted]: ...


def annotate_lines(
    lines: Iterable[str], coder: SupportsCode, redactor: SupportsRedact
) -> Iterator[dict[str, Any]]:
    """Each line's object with ``redacted``, ``spans`` and the codes added; blank lines are passed over.

    A line is ``{"id", "text"[, "question"]}``; other keys are kept. Every line is a document of its own:
    lines need not belong together, so no name is carried from one to the next. Labels in the input that
    bear the names of the added keys are replaced. Raises :class:`JsonLineError`.
    """
    for number, item in _objects(lines):
        yield {**item, **annotate(item, coder, redactor, number)}


def annotate(
    item: dict[str, Any], coder: SupportsCode, redactor: SupportsRedact, number: int = 1
) -> dict[str, Any]:
    """The keys that :func:`annotate_lines` adds to one object."""
    redacted = redactor.redact_document([item["text"]])[0]
    question = item.get("question")
    if question is not None and not isinstance(question, str):
        raise JsonLineError(f"Rad {number}: «question» ska vara text.")
    coding = coder.code(redacted.text, question)
    return {
        "redacted": redacted.text,
        "spans": [{"start": s.start, "end": s.end, "kind": s.kind} for s in redacted.spans],
        "areas": list(coding.areas),
        "theme": coding.theme,
        "places": list(coding.places),
        "time": list(coding.time),
        "is_problem": coding.is_problem,
        "because": [{"code": match.code, "words": list(match.words)} for match in coding.because],
    }


def evaluate(lines: Iterable[str], coder: SupportsCode, redactor: SupportsRedact) -> dict[str, Any]:
    """Measures of the lines' labels against what is found; only those that the labels allow.

    Raises :class:`JsonLineError` for a bad line and when no line carries a label.
    """
    pairs = [(item, annotate(item, coder, redactor, number)) for number, item in _objects(lines)]
    labels = {"areas", "theme", "is_problem", "places", "time", "spans"}
    if not any(labels & set(item) for item, _ in pairs):
        raise JsonLineError(
            "Ingen rad har några etiketter att jämföra med (areas, theme, is_problem, places, time, spans)."
        )
    try:
        return measures(pairs)
    except (KeyError, TypeError, IndexError) as error:
        raise JsonLineError("Etiketterna följer inte formatet i märkningsreglerna.") from error


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        stripped = line.strip().lstrip("\ufeff")
        if not stripped:
            continue
        try:
            item = json.loads(stripped)
        except ValueError as error:
            raise JsonLineError(f"Rad {number}: är inte giltig JSON.") from error
        if not isinstance(item, dict):
            raise JsonLineError(f"Rad {number}: ska vara ett objekt med «id» och «text».")
        for key in ("id", "text"):
            if key not in item:
                raise JsonLineError(f"Rad {number}: saknar «{key}».")
        if not isinstance(item["text"], str):
            raise JsonLineError(f"Rad {number}: «text» ska vara text.")
        yield number, item
