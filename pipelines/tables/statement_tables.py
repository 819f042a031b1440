"""Statements from dialogues and minutes: freed from personal data first, then split, coded and corrected.

Belongs here: joining what the readers found with pipelines.text, and what people have corrected with what the
machine proposes. Not here: patterns, lexicon, layouts, which correction counts (reviews).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS
from pipelines.raw import FileReading, Reading
from pipelines.registers import source_of_layout, sources
from pipelines.tables import reviews
from pipelines.tables.reviews import ANALYST, MACHINE, SAME_WORDING, Codes, Review, Verdicts
from pipelines.tables.schema import conform, empty
from pipelines.text.coding import Coder, Coding, Lexicon
from pipelines.text.embedding import EmbeddingMissingError
from pipelines.text.examples import Example
from pipelines.text.learned import load_learned
from pipelines.text.redaction import identifying_combination
from pipelines.text.statements import split

# The agreement's sources of free text.
DIALOGUES = ("citizen_dialogue", "staff_dialogue", "bra_council", "bra_operative")
STATEMENT_LAYOUTS = (
    "citizen_form", "citizen_list", "citizen_notes", "staff_form", "staff_notes", "council_minutes",
    "operative_list", "further_source",
)  # fmt: skip
TEXT_KINDS = ("text", "decision")
_PSEUDONYM = re.compile(r"\[(?:NAMN \d+|[A-ZÅÄÖ-]{4,})\]")
_CONTEXT = ("question", "heading", "place_context")
_KINDS = ("area", "theme", "place", "time", "is_problem")

Row = dict[str, object]
#: (source, year, kind of personal data) → how many.
Hidden = Counter[tuple[str, int | None, str]]


@dataclass(frozen=True)
class Statements:
    """The tables that one reading of the texts gives."""

    statement: pd.DataFrame
    statement_code: pd.DataFrame
    redaction_count: pd.DataFrame
    statement_review: pd.DataFrame
    coding_accuracy: pd.DataFrame


def make_coder(agreement: Agreement, given: Iterable[Review] = ()) -> Coder:
    """The lexicon, and where the agreement says so the language model, trained also on the corrections.

    Raises UserError when the agreement asks for the language model and it is not installed.
    """
    lexicon = Lexicon.load(EXPECTATIONS / "lexicon.toml")
    if not agreement.language_model:
        return Coder(lexicon, agreement.gazetteer())
    corrections = [
        Example(r.text, r.question, r.right.areas, r.right.theme, r.right.is_problem) for r in given
    ]
    try:
        learned = load_learned(EXPECTATIONS / "coding_examples.jsonl", corrections)
    except EmbeddingMissingError as error:
        raise UserError(
            f"{error} Eller skriv sprakmodell = false i [textkodning] i avtalsfilen: då kodas texterna med lexikonet."
        ) from None
    return Coder(lexicon, agreement.gazetteer(), learned)


def statements(reading: Reading, agreement: Agreement) -> Statements:
    """Every statement of every text file, redacted and coded, with the words that decided each code.

    What a person has reviewed counts before what the machine proposes, also in other statements of the same words.
    """
    hidden: Hidden = Counter()
    rows = [row for file in reading.of(*STATEMENT_LAYOUTS) for row in _of_file(file, reading, hidden)]
    for row, identity in zip(rows, reviews.identities(rows), strict=True):
        row["statement_id"] = identity
    given = reviews.reviews(reading)
    verdicts = reviews.matched(given, rows)
    coder = make_coder(agreement, verdicts.of_statement.values())
    proposals = coder.code_many([(str(row["text"]), _text(row["question"])) for row in rows])
    codes: list[Row] = []
    for row, proposal in zip(rows, proposals, strict=True):
        codes += _coded(row, proposal, verdicts)
    return Statements(
        conform("statement", pd.DataFrame(rows)) if rows else empty("statement"),
        conform("statement_code", pd.DataFrame(codes)) if codes else empty("statement_code"),
        _redaction_count(hidden),
        reviews.statement_review(verdicts),
        reviews.coding_accuracy(verdicts),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _redaction_count(hidden: Hidden) -> pd.DataFrame:
    if not hidden:
        return empty("redaction_count")
    rows = [(*key, number) for key, number in hidden.items()]
    return conform(
        "redaction_count", pd.DataFrame(rows, columns=["source_label", "year", "kind", "redactions"])
    )


def _of_file(file: FileReading, reading: Reading, hidden: Hidden) -> list[Row]:
    """The file's statements in its own order, redacted, without codes and number.

    What was hidden in the texts is added to ``hidden``, by kind; never what it was.
    """
    units = file.result.rows
    if units.empty:
        return []
    units = units[units["kind"].isin(TEXT_KINDS) & units["text"].notna()]
    # One call for the whole document, so that a name found anywhere in it is known everywhere in it.
    columns = ["text", "locator", *_CONTEXT]
    texts = ["" if pd.isna(v) else str(v) for column in columns for v in units[column]]
    clean = reading.redactor.redact_document(texts, context=file.result.private_context)
    size = len(units)
    part = {column: clean[i * size : (i + 1) * size] for i, column in enumerate(columns)}
    found: list[Row] = []
    for i, unit in enumerate(units.itertuples(index=False)):
        sentences = split(part["text"][i].text)
        context = {column: part[column][i].text or None for column in _CONTEXT}
        # Judged on the whole unit with all that stands around it: what points somebody out may be spread over them.
        # A full stop between, so that no detail is read out of the end of one part and the start of the next.
        whole = ". ".join(text for text in (part["text"][i].text, *context.values()) if text)
        identifying = ", ".join(identifying_combination(whole)) or None
        # The template for further sources says on each row which source it is.
        named = getattr(unit, "source", None)
        source = sources()[named] if named else source_of_layout()[file.layout]
        year = None if pd.isna(unit.year) else int(unit.year)
        hidden.update((source.label, year, span.kind) for span in part["text"][i].spans)
        for number, sentence in enumerate(sentences, start=1):
            found.append(
                {
                    "source_type": source.id,
                    "source_label": source.label,
                    "document": file.path,
                    "locator": part["locator"][i].text + (f", mening {number}" if len(sentences) > 1 else ""),
                    "year": unit.year,
                    "date": unit.date,
                    **context,
                    "kind": "decision" if unit.kind == "decision" else "statement",
                    "text": sentence,
                    "redactions": len(_PSEUDONYM.findall(sentence)),
                    "identifying": identifying,
                }
            )
    return found


def _coded(row: Row, proposal: Coding, verdicts: Verdicts) -> list[Row]:
    """Puts theme, status and who decided on the statement's row, and returns the rows of its codes."""
    identity = str(row["statement_id"])
    review, decided = verdicts.of_statement.get(identity), ANALYST
    if review is None:
        review = verdicts.of_wording.get(reviews.wording(_text(row["question"]), str(row["text"])))
        decided = SAME_WORDING
    machine = Codes(proposal.areas, proposal.theme, proposal.is_problem, proposal.places, proposal.time)
    codes = machine if review is None else review.right
    row["theme"], row["is_problem"] = codes.theme, codes.is_problem
    row["coded_by"] = MACHINE if review is None else decided
    because = {match.code: match for match in proposal.because}
    found: list[Row] = []
    for kind, chosen, proposed in zip(_KINDS, _lists(codes), _lists(machine), strict=True):
        for code in dict.fromkeys(chosen):
            key = f"is_problem={code}" if kind == "is_problem" else code
            # A code that a person set does not rest on the machine's words.
            match = because.get(key) if code in proposed else None
            found.append(
                {
                    "statement_id": identity,
                    "kind": kind,
                    "code": code,
                    "words": (", ".join(match.words) or None) if match else None,
                    "score": match.score if match else None,
                }
            )
    return found


def _lists(codes: Codes) -> tuple[tuple[str, ...], ...]:
    return codes.areas, (codes.theme,), codes.places, codes.time, (codes.is_problem,)
