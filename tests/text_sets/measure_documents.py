"""What comes out of the whole documents of `documents.py` when they are read as an agreement's raw files.

Run with `python -m tests.text_sets.measure_documents [A|B] [--all]`. Half A is printed document by document with
what went wrong. Of half B only the totals are printed, so that nobody tunes after it; `--all` prints it as A.
A report, not a test: nothing is asserted. Not here: the documents and what is right for them.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipelines import raw
from pipelines.agreement import load
from pipelines.paths import AGREEMENT_FILE, RAW
from pipelines.tables.statement_tables import Statements, statements
from tests.text_sets.documents import DOCUMENTS, YEAR, Built, Case, Gold

ENOUGH = 0.8
LOCALITIES = (
    "Almhyttan",
    "Ekeryd",
    "Bruksnäs",
    "Granfors",
    "Lindsmåla",
    "Sävsjöhult",
    "Kvarnhagen",
    "Kyrkbyn",
)
_PSEUDONYM = re.compile(r"\[[^\]\s]+(?: \d+)?\]")
_WORD = re.compile(r"[^\W_]+(?:[.:/-][^\W_]+)*")
_SENTENCE = re.compile(r", mening \d+$")


@dataclass
class Outcome:
    """What one document gave. The lists hold what went wrong, as written in the document or as stored."""

    case: Case
    gold: Gold
    layout: str = ""
    message: str = ""
    stored: int = 0
    missed: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    contact_leaks: list[str] = field(default_factory=list)
    lost_keeps: list[str] = field(default_factory=list)
    wrongly_stored: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    hidden_words: list[str] = field(default_factory=list)
    leaks_if_read: list[str] = field(default_factory=list)
    """Of a document that was not recognised: names left in its statements when they are redacted all the same."""

    @property
    def found(self) -> int:
        return len(self.gold.statements) - len(self.missed)


def main(arguments: Sequence[str]) -> None:
    halves = [a for a in arguments if a in ("A", "B")] or ["A", "B"]
    for half in halves:
        outcomes = measure([case for case in DOCUMENTS if case.half == half])
        if half == "A" or "--all" in arguments:
            for outcome in outcomes:
                _show(outcome)
        _totals(half, outcomes)


def measure(cases: Sequence[Case]) -> list[Outcome]:
    """Reads the documents together, as they would lie in an agreement's folder."""
    built = {case.key: case.build() for case in cases}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "prov"
        place.mkdir()
        (place / AGREEMENT_FILE).write_text(_agreement_text(), encoding="utf-8")
        for case in cases:
            file = place / case.source_type / built[case.key].file_name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(built[case.key].content)
        agreement = load(place)
        reading, failed = raw.read_all(agreement)
        made = statements(reading, agreement)
    messages = {item.name: item.message.partition("\n")[0] for item in failed}
    by_checksum = {file.sha256: file for file in reading.files}
    return [
        _judge(
            case,
            built[case.key],
            by_checksum.get(hashlib.sha256(built[case.key].content).hexdigest()),
            messages.get(f"{case.source_type}/{built[case.key].file_name}", ""),
            made,
            reading,
        )
        for case in cases
    ]


def _agreement_text() -> str:
    """The example's agreement, valid in the documents' year, with their localities; their streets are unknown."""
    text = (RAW / "lessebo-exempel" / AGREEMENT_FILE).read_text(encoding="utf-8")
    text = re.sub(r"giltigt_till = \d+", f"giltigt_till = {YEAR}", text)
    text = text.replace('id = "lessebo-exempel"', 'id = "prov"')
    return text + "".join(f'\n[[ort]]\nnamn = "{name}"\n' for name in LOCALITIES)


def _judge(
    case: Case,
    built: Built,
    file: raw.FileReading | None,
    message: str,
    made: Statements,
    reading: raw.Reading,
) -> Outcome:
    outcome = Outcome(case, built.gold, message=message)
    if file is None:
        outcome.missed = list(built.gold.statements)
        context = tuple(built.gold.non_statements)
        clean = reading.redactor.redact_document(built.gold.statements, context=context)
        left = " ".join(item.text for item in clean)
        outcome.leaks_if_read = [word for word in _name_words(built.gold) if _has_word(left, word)]
        return outcome
    outcome.layout = file.layout
    rows = made.statement[made.statement["document"] == file.path]
    codes = made.statement_code[made.statement_code["statement_id"].isin(rows["statement_id"])]
    quoted = pd.DataFrame(raw.quotes(file, reading.redactor), columns=["sheet", "quote"])
    outcome.stored = len(rows)
    _compare(outcome, rows, joined=built.file_name.endswith((".xlsx", ".csv")))
    _privacy(outcome, [rows, codes, quoted])
    return outcome


# --- what was found -------------------------------------------------------------------------------------------


def _compare(outcome: Outcome, rows: pd.DataFrame, joined: bool) -> None:
    """Which statements are there, which texts should not be there, and which are neither (split, merged)."""
    gold = outcome.gold
    hidden = _hidden(gold)
    located = rows[rows["locator"].notna() & (rows["locator"].astype("string").str.strip() != "")]
    texts = [str(text) for text in located["text"]]
    words = [_words(text, hidden) for text in texts]
    found: set[int] = set()
    for statement in gold.statements:
        wanted = _words(statement, hidden)
        hits = {i for i, own in enumerate(words) if _overlap(wanted, own) >= ENOUGH}
        if not hits and joined:
            hits = _split_answer(wanted, located, words)
        found |= hits
        if not hits:
            outcome.missed.append(statement)
        elif any(_PSEUDONYM.search(texts[i]) for i in hits):
            kept = sum((words[i] for i in hits), Counter[str]())
            outcome.hidden_words += [word for word in wanted - kept if word.isalpha()]
    others = [_words(text, hidden) for text in gold.non_statements]
    all_others = {word for other in others for word in other}
    for i, (text, own) in enumerate(zip(texts, words, strict=True)):
        if i in found:
            continue
        alike = any(_overlap(other, own) >= ENOUGH for other in others if other)
        # A table or a list may be flattened into one text: it holds a whole cell, or nothing but cells.
        flattened = any(o.total() >= 4 and _contains(own, o) for o in others)
        flattened = flattened or (own.total() >= 3 and all(word in all_others for word in own))
        if not own or alike or flattened:
            outcome.wrongly_stored.append(text)
        else:
            outcome.unmatched.append(text)


def _split_answer(wanted: Counter[str], rows: pd.DataFrame, words: list[Counter[str]]) -> set[int]:
    """A form answer may be stored as several sentences of the same cell."""
    cells: dict[str, list[int]] = {}
    for i, locator in enumerate(rows["locator"]):
        cells.setdefault(_SENTENCE.sub("", str(locator)), []).append(i)
    for parts in cells.values():
        if len(parts) > 1 and _overlap(wanted, sum((words[i] for i in parts), Counter())) >= ENOUGH:
            return set(parts)
    return set()


def _hidden(gold: Gold) -> re.Pattern[str]:
    """Names and contacts of the document, longest first: they are taken away before texts are compared."""
    parts = sorted({*gold.names, *gold.contacts, *_name_words(gold)}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, parts)) + r")(?:s\b)?(?!\w)", re.IGNORECASE)


def _words(text: str, hidden: re.Pattern[str]) -> Counter[str]:
    plain = _PSEUDONYM.sub(" ", text)
    # The genitive s stands outside the pseudonym.
    return Counter(w for w in _WORD.findall(hidden.sub(" ", plain).casefold()) if w != "s")


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    largest = max(one.total(), other.total())
    return (one & other).total() / largest if largest else 0.0


def _contains(whole: Counter[str], part: Counter[str]) -> bool:
    return not part - whole


# --- what was left of persons ---------------------------------------------------------------------------------


def _privacy(outcome: Outcome, tables: Iterable[pd.DataFrame]) -> None:
    """Name words, contacts and places in everything of the document that is stored as text."""
    gold = outcome.gold
    stored = [
        (str(column), str(value))
        for table in tables
        for column in table.columns
        if not pd.api.types.is_numeric_dtype(table[column]) and column not in ("statement_id", "source_type")
        for value in table[column].dropna().unique()
        # The name of the file is judged apart from what stands in it.
        if column != "document"
    ]
    for word in _name_words(gold):
        places = [column for column, value in stored if _has_word(value, word)]
        if places:
            outcome.leaks.append(f"{word} ({', '.join(dict.fromkeys(places))})")
    for contact in gold.contacts:
        if any(contact.casefold() in value.casefold() for _column, value in stored):
            outcome.contact_leaks.append(contact)
    kept = " ".join(value for _column, value in stored).casefold()
    for place in gold.keep:
        among = [s for s in gold.statements if place.casefold() in s.casefold()]
        # A place that stands only in statements that were not read is not lost to redaction.
        unread = bool(among) and all(s in outcome.missed for s in among)
        if place.casefold() not in kept and not unread:
            outcome.lost_keeps.append(place)


def _name_words(gold: Gold) -> list[str]:
    kept = {word.casefold() for place in gold.keep for word in _WORD.findall(place)}
    words = [w for name in gold.names for word in name.split() for w in (word, *word.split("-"))]
    return [w for w in dict.fromkeys(words) if len(w) >= 3 and w.casefold() not in kept]


def _has_word(text: str, word: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", text):
        return True
    # A name that was broken over a line may be left in two parts.
    return len(word) >= 6 and bool(re.search(r"[-\u00ad\ufffe]\s*".join(_broken(word)), text))


def _broken(word: str) -> list[str]:
    """The letters, so that a hyphen may stand between any two: never true of the unbroken word."""
    return [re.escape(letter) for letter in word]


# --- the report -----------------------------------------------------------------------------------------------


def _show(outcome: Outcome) -> None:
    gold = outcome.gold
    print(f"\n== {outcome.case.key} ({outcome.case.source_type}): {outcome.layout or outcome.message}")
    print(
        f"   hittade {outcome.found} av {len(gold.statements)}; lagrade {outcome.stored}; "
        f"namn kvar {len(outcome.leaks)}; kontaktuppgifter kvar {len(outcome.contact_leaks)}; "
        f"platser borta {len(outcome.lost_keeps)}; lagrat som inte är uttalanden "
        f"{len(outcome.wrongly_stored)}; lagrat men delat eller hopslaget {len(outcome.unmatched)}"
    )
    if not outcome.layout:
        print(f"   namn kvar om uttalandena maskeras som de är: {', '.join(outcome.leaks_if_read) or 'inga'}")
        return
    for label, items in (
        ("saknas", outcome.missed),
        ("namn kvar", outcome.leaks),
        ("kontakt kvar", outcome.contact_leaks),
        ("plats borta", outcome.lost_keeps),
        ("ord maskerat i onödan", outcome.hidden_words),
        ("inte uttalande", outcome.wrongly_stored),
        ("annat lagrat", outcome.unmatched),
    ):
        for item in items:
            print(f"   {label}: {item}")


def _totals(half: str, outcomes: Sequence[Outcome]) -> None:
    read = [o for o in outcomes if o.layout]
    wanted = sum(len(o.gold.statements) for o in outcomes)
    in_read = sum(len(o.gold.statements) for o in read)
    found = sum(o.found for o in outcomes)
    print(
        f"\nHalva {half}: {len(read)} av {len(outcomes)} dokument känns igen. Uttalanden: {found} av {wanted} hittade "
        f"({found / wanted:.0%}; {found / in_read if in_read else 0:.0%} av {in_read} i de igenkända). "
        f"Namnord kvar: {sum(len(o.leaks) for o in outcomes)} av {sum(len(_name_words(o.gold)) for o in read)} i "
        f"{sum(bool(o.leaks) for o in outcomes)} dokument. "
        f"I de okända, om uttalandena maskeras som de är: {sum(len(o.leaks_if_read) for o in outcomes)} av "
        f"{sum(len(_name_words(o.gold)) for o in outcomes if not o.layout)}. "
        f"Ord maskerade i onödan: {sum(len(o.hidden_words) for o in outcomes)}. "
        f"Kontaktuppgifter kvar: {sum(len(o.contact_leaks) for o in outcomes)}. "
        f"Platser borta: {sum(len(o.lost_keeps) for o in outcomes)} av {sum(len(o.gold.keep) for o in read)}. "
        f"Lagrat som inte är uttalanden: {sum(len(o.wrongly_stored) for o in outcomes)} av "
        f"{sum(o.stored for o in outcomes)}; delat eller hopslaget: {sum(len(o.unmatched) for o in outcomes)}."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
