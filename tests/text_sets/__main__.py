"""``python -m tests.text_sets``: how well texts are coded and freed from personal data, beside the goals.

Belongs here: running the labelled sets through the program and printing a table. Not here: the measures
(``pipelines.text.evaluation``), asserting anything (the tests do). ``--names`` adds the official name files,
``--save`` writes the figures to ``scores.toml``; without it they are compared to those written there.

The examples are what the language model is trained on. They are measured by cross-validation: every part is
coded by a model that was trained without it.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.paths import EXPECTATIONS
from pipelines.text import embedding
from pipelines.text.coding import Coder, Coding, Lexicon
from pipelines.text.evaluation import measures
from pipelines.text.jsonl import evaluate
from pipelines.text.learned import Learned, load_learned
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

HERE = Path(__file__).parent
SCORES = HERE / "scores.toml"
EXAMPLES = EXPECTATIONS / "coding_examples.jsonl"
PARTS = 5
#: Never looked into and never tuned on: the only figures that tell how it goes with new texts.
UNSEEN = ("coding_test", "pii_final")
FOOTER = (
    "Målet står inom parentes. Osedda mängder är coding_test och pii_final. Lexikonet är avstämt på train och "
    "more_odd, inte på more_even; maskeringen är avstämd på pii_train, pii_test och pii_more. Med språkmodell är "
    "exemplen (train, more_…) korsprövade."
)
#: Measures of a coded set, with the goal without and with the language model.
CODING_GOALS = {
    "area_macro_f1": (0.75, 0.80),
    "is_problem_accuracy": (0.72, 0.80),
    "theme_accuracy": (0.65, 0.65),
    "places_f1": (0.75, 0.75),
    "time_f1": (0.80, 0.80),
}
#: Measures of a set with personal data, with the goal without and with the official name files.
REDACTION_GOALS = {
    "recall_NAME": (0.88, 0.95),
    "recall_other": (1.0, 1.0),
    "precision": (0.85, 0.85),
}

Scores = dict[str, float]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _coding_scores(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Scores:
    found = measures(list(pairs))
    found.update({f"{key}_f1": found[key]["f1"] for key in ("places", "time")})
    return {name: float(found[name]) for name in CODING_GOALS}


def _as_item(coding: Coding) -> dict[str, Any]:
    return {
        "areas": coding.areas,
        "theme": coding.theme,
        "places": coding.places,
        "time": coding.time,
        "is_problem": coding.is_problem,
    }


class _KeptFirst:
    """The language model, but for the examples' own vectors, which are kept."""

    def __init__(self) -> None:
        self._embeds = embedding.embedder()
        self.model = self._embeds.model
        self._kept = embedding.kept_vectors(embedding.kept_path(EXAMPLES))

    def vectors(self, asked: Sequence[embedding.Asked]) -> embedding.Vectors:
        return embedding.vectors_of(asked, self._embeds, self._kept)


class _Coded:
    """The rows of a set with their codes, redacted first as the program does."""

    def __init__(self, lexicon: Lexicon, redactor: Redactor, learned: Learned | None) -> None:
        self._lexicon, self._redactor, self._learned = lexicon, redactor, learned
        self._coder = Coder(lexicon, learned=learned)

    def of(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [_as_item(coding) for coding in self._coder.code_many(self._asked(rows))]

    def of_examples(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Each part of the examples, coded by a model trained on the other parts."""
        if self._learned is None:
            return self.of(rows)
        found: dict[int, dict[str, Any]] = {}
        for part in range(PARTS):
            rest = [i for i in range(len(rows)) if i % PARTS != part]
            held = [i for i in range(len(rows)) if i % PARTS == part]
            learned = Learned(
                tuple(self._learned.examples[i] for i in rest),
                self._learned.vectors[rest],
                self._learned.embeds,
            )
            coder = Coder(self._lexicon, learned=learned)
            codings = coder.code_many(self._asked([rows[i] for i in held]))
            found.update((i, _as_item(coding)) for i, coding in zip(held, codings, strict=True))
        return [found[i] for i in range(len(rows))]

    def _asked(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None]]:
        clean = (self._redactor.redact_document([row["text"]])[0].text for row in rows)
        return [(text, row.get("question")) for text, row in zip(clean, rows, strict=True)]


def coding_tables(unseen: bool) -> Iterator[tuple[str, int, Scores]]:
    """Title, number of lines and scores of every coded set, without and with the language model."""
    lexicon, redactor = Lexicon.load(EXPECTATIONS / "lexicon.toml"), Redactor(NameLists.packaged())
    rows = _rows(EXAMPLES)
    learned = load_learned(EXAMPLES, embeds=_KeptFirst()) if embedding.is_installed() else None
    for title, model in (("utan språkmodell", None), ("med språkmodell", learned)):
        if title.startswith("med") and model is None:
            continue
        coded = _Coded(lexicon, redactor, model)
        pairs = list(zip(rows, coded.of_examples(rows), strict=True))
        for origin in dict.fromkeys(row["origin"] for row in rows):
            chosen = [pair for pair in pairs if pair[0]["origin"] == origin]
            yield f"coding_{origin}, {title}", len(chosen), _coding_scores(chosen)
        for path in sorted(HERE.glob("coding_*.jsonl")):
            if unseen or path.stem not in UNSEEN:
                test = _rows(path)
                pairs = list(zip(test, coded.of(test), strict=True))
                yield f"{path.stem}, {title}", len(test), _coding_scores(pairs)


def redaction_tables(names: Path | None, unseen: bool) -> Iterator[tuple[str, int, Scores]]:
    """Title, number of lines and scores of every set with personal data, without and with official names."""
    coder = Coder(Lexicon.load(EXPECTATIONS / "lexicon.toml"))
    lists = {"utan namnfiler": NameLists.packaged()}
    if names is not None:
        lists["med namnfiler"] = NameLists.packaged().with_official(names)
    for title, known in lists.items():
        for path in sorted(HERE.glob("pii_*.jsonl")):
            if not unseen and path.stem in UNSEEN:
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            found = evaluate(lines, coder, Redactor(known))["personal_data"]
            kinds = dict(found["recall_by_kind"])
            name = kinds.pop("NAME", 1.0)
            # The lowest of the other kinds: a mean would hide one that fails.
            yield (
                f"{path.stem}, {title}",
                len(lines),
                {
                    "recall_NAME": name,
                    "recall_other": min(kinds.values(), default=1.0),
                    "precision": found["precision"],
                },
            )


def _table(
    tables: Sequence[tuple[str, int, Scores]],
    goals: Mapping[str, tuple[float, float]],
    kept: Mapping[str, Mapping[str, float]],
) -> Iterator[str]:
    """Markdown: a line per set, a column per measure: figure (goal), ✗ when below, and change since kept."""
    yield "| mängd | rader | " + " | ".join(goals) + " |"
    yield "|---" * (len(goals) + 2) + "|"
    for title, count, scores in tables:
        cells = []
        for measure, pair in goals.items():
            goal, value = pair[", med " in title], scores[measure]
            before = kept.get(title, {}).get(measure)
            change = f" {value - before:+.3f}" if before is not None and abs(value - before) >= 0.0005 else ""
            cells.append(f"{value:.3f} ({goal:.2f}){' ✗' if value < goal else ''}{change}")
        yield f"| {title} | {count} | " + " | ".join(cells) + " |"


def _save(tables: Sequence[tuple[str, int, Scores]]) -> None:
    lines = [
        "# Uppmätt med «python -m tests.text_sets --names MAPP --save». Inget prov kräver värdena.",
        f"measured = {datetime.date.today().isoformat()}",
        f'machine = "{platform.machine()}, {os.cpu_count()} kärnor, Python {platform.python_version()}"',
    ]
    for title, count, scores in tables:
        lines += ["", f'[scores."{title}"]', f"lines = {count}"]
        lines += [f"{measure} = {value:.3f}" for measure, value in scores.items()]
    SCORES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and, when asked, keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.text_sets", description=__doc__)
    parser.add_argument("--names", type=Path, metavar="MAPP", help="mapp med officiella namnfiler")
    parser.add_argument("--save", action="store_true", help="skriv siffrorna till scores.toml")
    parser.add_argument(
        "--without-test", action="store_true", help=f"rör inte de osedda mängderna ({', '.join(UNSEEN)})"
    )
    options = parser.parse_args(arguments)
    kept = tomllib.loads(SCORES.read_text(encoding="utf-8")) if SCORES.is_file() else {}
    unseen = not options.without_test
    coding = list(coding_tables(unseen))
    redaction = list(redaction_tables(options.names, unseen))
    if kept:
        print(f"Jämfört med {kept['measured']} ({kept['machine']}).\n")
    for tables, goals in ((coding, CODING_GOALS), (redaction, REDACTION_GOALS)):
        print("\n".join(_table(tables, goals, kept.get("scores", {}))), end="\n\n")
    print(FOOTER)
    if options.save:
        _save([*coding, *redaction])
    return 0


if __name__ == "__main__":
    sys.exit(main())
