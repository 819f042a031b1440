"""Statements from dialogues and minutes: freed from personal data first, then split and coded.

Belongs here: joining what the readers found with pipelines.text. Not here: patterns, lexicon, layouts.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.paths import EXPECTATIONS
from pipelines.raw import FileReading, Reading
from pipelines.registers import source_of_layout, sources
from pipelines.tables.schema import conform, empty, query
from pipelines.text.coding import Coder, Coding, Lexicon
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


@dataclass(frozen=True)
class Statements:
    """The two tables that one reading of the texts gives."""

    statement: pd.DataFrame
    statement_code: pd.DataFrame


def make_coder(agreement: Agreement) -> Coder:
    return Coder(Lexicon.load(EXPECTATIONS / "lexicon.toml"), agreement.gazetteer())


def statements(reading: Reading, agreement: Agreement) -> Statements:
    """Every statement of every text file, redacted and coded, with the words that decided each code."""
    coder = make_coder(agreement)
    rows: list[dict[str, object]] = []
    codes: list[dict[str, object]] = []
    for file in reading.of(*STATEMENT_LAYOUTS):
        for row, coding in _of_file(file, reading, coder):
            rows.append(row)
            codes.extend(_codes(str(row["statement_id"]), coding))
    if not rows:
        return Statements(empty("statement"), empty("statement_code"))
    return Statements(
        conform("statement", pd.DataFrame(rows)),
        conform("statement_code", pd.DataFrame(codes)) if codes else empty("statement_code"),
    )


def _of_file(file: FileReading, reading: Reading, coder: Coder) -> list[tuple[dict[str, object], Coding]]:
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
    found = []
    for i, unit in enumerate(units.itertuples(index=False)):
        sentences = split(part["text"][i].text)
        context = {column: part[column][i].text or None for column in _CONTEXT}
        # Judged on the whole unit: what points somebody out may be spread over its sentences.
        whole = " ".join(text for text in (part["text"][i].text, context["place_context"]) if text)
        identifying = ", ".join(identifying_combination(whole)) or None
        for number, sentence in enumerate(sentences, start=1):
            locator = part["locator"][i].text + (f", mening {number}" if len(sentences) > 1 else "")
            coding = coder.code(sentence, question=context["question"])
            # The template for further sources says on each row which source it is.
            named = getattr(unit, "source", None)
            source = sources()[named] if named else source_of_layout()[file.layout]
            found.append(
                (
                    {
                        "statement_id": _identity(file.path, locator, sentence),
                        "source_type": source.id,
                        "source_label": source.label,
                        "document": file.path,
                        "locator": locator,
                        "year": unit.year,
                        "date": unit.date,
                        **context,
                        "kind": "decision" if unit.kind == "decision" else "statement",
                        "text": sentence,
                        "theme": coding.theme,
                        "is_problem": coding.is_problem,
                        "redactions": len(_PSEUDONYM.findall(sentence)),
                        "identifying": identifying,
                    },
                    coding,
                )
            )
    return found


def _identity(document: str, locator: str, text: str) -> str:
    """A short name for a statement that stays the same as long as the statement does."""
    return hashlib.sha256(f"{document}\n{locator}\n{text}".encode()).hexdigest()[:12]


def _codes(statement_id: str, coding: Coding) -> list[dict[str, object]]:
    words = {match.code: ", ".join(match.words) for match in coding.because}
    kinds = {"area": coding.areas, "theme": (coding.theme,), "place": coding.places, "time": coding.time}
    return [
        {"statement_id": statement_id, "kind": kind, "code": code, "words": words.get(code) or None}
        for kind, found in kinds.items()
        for code in dict.fromkeys(found)
    ]


def statement_theme(
    statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement, titles: dict[str, str]
) -> pd.DataFrame:
    """Statements counted per year, area, theme and source; ``shown`` by the agreement's thresholds."""
    if statement.empty:
        return empty("statement_theme")
    limits = agreement.thresholds
    counted = query(
        f"""
        WITH counted AS (
            SELECT s.year, a.code AS priority_area, s.theme, s.source_type, s.source_label,
                   count(*) AS statements,
                   count(*) FILTER (s.is_problem = 'true') AS problems,
                   count(*) FILTER (s.is_problem = 'positive') AS positives,
                   count(DISTINCT s.document) AS documents
            FROM statement AS s
            JOIN code AS a ON a.statement_id = s.statement_id AND a.kind = 'area'
            GROUP BY ALL
        )
        SELECT *,
               sum(statements) OVER theme >= {limits.theme_statements:d}
               AND count(*) OVER theme >= {limits.theme_sources:d} AS shown
        FROM counted
        WINDOW theme AS (PARTITION BY year, priority_area, theme)
        ORDER BY ALL
        """,
        statement=statement,
        code=statement_code,
    )
    counted["agreement"] = agreement.id
    counted["theme_title"] = counted["theme"].map(titles).fillna(counted["theme"])
    return conform("statement_theme", counted)
