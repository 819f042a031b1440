"""Statements in JSON Lines: redaction and coding line by line, and scoring against labels.

Belongs here: what the command ``lagesbild text`` does with its lines. Not here: files, the command line,
the rules themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from .codes import Coding
from .evaluation import measures
from .examples import STATUSES
from .redaction import Redacted

#: How many lines are coded together: enough for the language model, few enough that output comes as it goes.
_BUNDLE = 256
_LABELS = frozenset({"areas", "theme", "is_problem", "places", "time", "spans"})


class JsonLineError(ValueError):
    """A line cannot be used. The message is Swedish, names the line number and never quotes the line."""


class SupportsCode(Protocol):
    """What codes statements (``coding.Coder``)."""

    def code_many(self, asked: Sequence[tuple[str, str | None]]) -> list[Coding]: ...


class SupportsRedact(Protocol):
    """What redacts the texts of one document (``redaction.Redactor``)."""

    def redact_document(self, texts: list[str]) -> list[Redacted]: ...


def annotate_lines(
    lines: Iterable[str], coder: SupportsCode, redactor: SupportsRedact
) -> Iterator[dict[str, Any]]:
    """Each line's object with ``redacted``, ``spans`` and the codes added; blank lines are passed over.

    A line is ``{"id", "text"[, "question"]}``; other keys are kept. Every line is a document of its own:
    lines need not belong together, so no name is carried from one to the next. Labels in the input that
    bear the names of the added keys are replaced. Raises :class:`JsonLineError` at the first bad line, when
    the lines before it have been handed out.
    """
    for item, added in _annotated(lines, coder, redactor):
        yield {**item, **added}


def evaluate(lines: Iterable[str], coder: SupportsCode, redactor: SupportsRedact) -> dict[str, Any]:
    """Measures of the lines' labels against what is found; only those that the labels allow.

    Raises :class:`JsonLineError` for a bad line and when no line carries a label.
    """
    pairs = list(_annotated(lines, coder, redactor, labelled=True))
    if not any(_LABELS & set(item) for item, _ in pairs):
        raise JsonLineError(
            "Ingen rad har några etiketter att jämföra med (areas, theme, is_problem, places, time, spans)."
        )
    return measures(pairs)


def _annotated(
    lines: Iterable[str], coder: SupportsCode, redactor: SupportsRedact, labelled: bool = False
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each line's object and the keys to add to it. Coded in bundles, which the language model needs."""
    objects = _objects(lines, labelled)
    fault: JsonLineError | None = None
    while fault is None:
        bundle: list[dict[str, Any]] = []
        try:
            # One at a time: what came before a bad line is kept.
            for item in islice(objects, _BUNDLE):
                bundle.append(item)
        except JsonLineError as error:
            fault = error
        if not bundle and fault is None:
            return
        redacted = [redactor.redact_document([item["text"]])[0] for item in bundle]
        asked = [(clean.text, item.get("question")) for clean, item in zip(redacted, bundle, strict=True)]
        for item, clean, coding in zip(bundle, redacted, coder.code_many(asked), strict=True):
            yield item, _keys(clean, coding)
    raise fault


def _keys(redacted: Redacted, coding: Coding) -> dict[str, Any]:
    return {
        "redacted": redacted.text,
        "spans": [{"start": s.start, "end": s.end, "kind": s.kind} for s in redacted.spans],
        "areas": list(coding.areas),
        "theme": coding.theme,
        "places": list(coding.places),
        "time": list(coding.time),
        "is_problem": coding.is_problem,
        "because": [
            {"code": match.code, "words": list(match.words), "score": round(match.score, 3)}
            for match in coding.because
        ],
    }


def _objects(lines: Iterable[str], labelled: bool) -> Iterator[dict[str, Any]]:
    """The lines' objects, each known to be usable; ``labelled`` when its labels are to be used too."""
    for number, line in enumerate(lines, start=1):
        stripped = line.strip().lstrip("\ufeff")
        if not stripped:
            continue
        try:
            item = json.loads(stripped)
            json.dumps(item, ensure_ascii=False).encode()
        except RecursionError as error:
            raise JsonLineError(f"Rad {number}: har för många nivåer inuti varandra.") from error
        except UnicodeEncodeError as error:
            raise JsonLineError(f"Rad {number}: innehåller ett halvt tecken (\\ud800–\\udfff).") from error
        except ValueError as error:
            raise JsonLineError(f"Rad {number}: är inte giltig JSON.") from error
        if not isinstance(item, dict):
            raise JsonLineError(f"Rad {number}: ska vara ett objekt med «id» och «text».")
        for key in ("id", "text"):
            if key not in item:
                raise JsonLineError(f"Rad {number}: saknar «{key}».")
        if not isinstance(item["text"], str):
            raise JsonLineError(f"Rad {number}: «text» ska vara text.")
        if not isinstance(item.get("question"), str | None):
            raise JsonLineError(f"Rad {number}: «question» ska vara text.")
        if labelled:
            _check_labels(number, item)
        yield item


def _check_labels(number: int, item: Mapping[str, Any]) -> None:
    """Raises :class:`JsonLineError` for a label that is not of the kind that the labelling rules say."""
    for key in ("areas", "theme_ok", "places", "time"):
        value = item.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise JsonLineError(f"Rad {number}: «{key}» ska vara en lista med texter.")
    if not isinstance(item.get("theme", ""), str):
        raise JsonLineError(f"Rad {number}: «theme» ska vara text.")
    if str(item.get("is_problem", "true")).lower() not in STATUSES:
        raise JsonLineError(f'Rad {number}: «is_problem» ska vara true, false eller "positive".')
    spans = item.get("spans", [])
    if not isinstance(spans, list) or not all(_is_span(span, len(item["text"])) for span in spans):
        raise JsonLineError(
            f"Rad {number}: «spans» ska vara en lista med objekt som har «start» och «end» (heltal inom texten) "
            "och «kind»."
        )


def _is_span(span: object, length: int) -> bool:
    if not isinstance(span, dict):
        return False
    start, end = span.get("start"), span.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return False
    return 0 <= start < end <= length and isinstance(span.get("kind"), str)
