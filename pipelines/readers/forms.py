"""Forms and typed lists, in a workbook or as csv -> entries with their row numbers and named columns.

Belongs here: an entry's cells by the layout's column names, contact columns, and what makes a list
untrustworthy (two columns of one meaning, content without a heading). Not here: finding the rows
(form_rows), what a layout's columns mean.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.readers import cells, form_rows, meeting, tables
from pipelines.readers.form_rows import Block, Names, marks
from pipelines.readers.result import Problem

__all__ = [
    "Entry",
    "Filled",
    "Names",
    "column_letter",
    "is_contact",
    "joined",
    "marks",
    "read",
    "stamp",
    "time_text",
]

#: Headings over names and ways to reach somebody: read for the redactor, never as an answer.
_CONTACT = re.compile(
    r"(?:ditt |din |dina |ert |er |ange (?:ditt|din|dina) |ev\.? |eventuellt )?(?:för- och efternamn|förnamn|"
    r"efternamn|namn|name|kontaktperson|kontakt|e-?post(?:adress)?|e-?mail|mejl(?:adress)?|mail(?:adress)?|"
    r"telefon(?:nummer)?|telnr|tel|tfn|mobil(?:nummer|telefon)?|adress|hemadress|bostadsadress|"
    r"personnummer|födelsedatum|kontaktuppgift(?:er)?|"
    r"(?:lämnat|lämnad|inlämnat|antecknat|antecknad|ifyllt|ifylld|sagt|skrivet|inskickat|registrerat) av|"
    r"uppgiftslämnare|förslagsställare|vem|vem (?:sa|sade|säger) det|samtalsledare|dialogledare|intervjuare|"
    r"handläggare|ansvarig(?: handläggare)?|signatur|sign|initialer)\W*(?:\(.*\))?"
    r"|.*\b(?:ditt namn|vad heter du|e-postadress|mejladress|telefonnummer|mobilnummer|kontaktuppgifter|"
    r"personnummer)\b.*"
    r"|.*\b(?:vi|kommunen|polisen|oss|någon|dig)\b.*\b(?:kontakta dig|nå dig|ringa dig|höra av (?:oss|sig) till dig|"
    r"återkomma till dig|återkoppla till dig)\b.*"
    r"|.*\b(?:bli kontaktad|bli uppringd)\b.*"
)
_DAY = re.compile(r"(?<!\d)(20[0-4]\d)-\d{2}-\d{2}(?!\d)")
_ANONYMOUS = {"anonymous", "anonym", "anonymt", "ja", "nej", "x", "ja tack", "nej tack"}


@dataclass(frozen=True)
class Entry:
    """One filled-in row. ``record`` is its number in the file: the row's, counted on from sheet to sheet."""

    record: int
    row: int
    sheet: str | None
    where: str
    cells: list[object]
    at: Mapping[str, int]

    def get(self, column: str) -> object:
        """The named column's cell, None when the list lacks the column."""
        return self.cells[self.at[column]] if column in self.at else None

    def text(self, column: str) -> str | None:
        """The named column's cell as one line, None when it is empty or holds a missing mark."""
        return None if cells.is_missing(self.get(column)) else cells.clean(self.get(column))

    def problem(self, reason: str, advice: str) -> Problem:
        """This row as a Problem, quoted in full."""
        found = " | ".join(text for c in self.cells if (text := cells.clean(c)))
        return Problem(self.row, found, reason, advice, self.sheet)


@dataclass
class Filled:
    """Everything a file holds in the layout's form.

    ``headers``: the header as written, per sheet. ``above``: what stands over it.
    """

    entries: list[Entry] = field(default_factory=list)
    headers: dict[str | None, list[str]] = field(default_factory=dict)
    records: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    above: dict[str | None, tuple[str, ...]] = field(default_factory=dict)


def is_contact(heading: object) -> bool:
    """Whether a heading asks for somebody's name, address, telephone or mail."""
    return bool(_CONTACT.fullmatch(cells.key(heading)))


def read(
    data: bytes,
    name: str,
    names: Names,
    required: Sequence[str],
    *,
    also_read: Callable[[str], bool] = lambda heading: False,
    worded: Collection[str] = (),
) -> Filled:
    """Every entry of every sheet that has the header row; contact columns go to ``private``.

    ``also_read`` says which headings outside the layout the caller reads; the columns of all others are
    named (by letter) in ``notes``. ``worded``: columns and headings in the file's own words, which no message
    quotes, since a question may hold a name. Raises UnreadableFileError: no header row, a required column
    missing, two columns of one meaning, content in a column without heading, no entries.
    """
    rows = form_rows.read(data, name, names, required)
    if not rows.blocks:
        shown = ", ".join(f"«{h}»" for h in required if h not in worded)
        raise tables.unreadable(name, f"Formulärets rubrikrad saknas{f': {shown}' if shown else ''}.")
    filled = Filled(problems=rows.problems, skipped=rows.skipped)
    filled.records = len(rows.problems) + rows.skipped.total()
    before = 0
    filled.private += [name for text in rows.beside for name in meeting.people_in(text)]
    for block in rows.blocks:
        filled.private += [name for text in block.above for name in meeting.people_in(text)]
        filled.above[block.sheet] = block.above
        at = _columns(block, names, name, worded)
        _require(at, required, name, block.sheet, worded)
        _check_headings(block, name)
        contact = [c for c, title in enumerate(block.header) if c not in at.values() and is_contact(title)]
        also = [c for c, title in enumerate(block.header) if also_read(title)]
        _note_unread(block, {*at.values(), *contact, *also}, filled)
        filled.headers[block.sheet] = block.header
        prefix = f"blad «{block.sheet}», " if len(rows.blocks) > 1 else ""
        for n, row in block.rows:
            row = row[: len(block.header)] + [None] * (len(block.header) - len(row))
            filled.entries.append(Entry(before + n, n, block.sheet, f"{prefix}rad {n}", row, at))
            filled.private += [text for c in contact if (text := _person(row[c]))]
        before += max((n for n, _ in block.rows), default=0)
    filled.records += len(filled.entries)
    if not filled.entries and not filled.problems:
        raise tables.unreadable(name, "Formuläret har rubriker men inga ifyllda rader.")
    return filled


def time_text(value: object) -> str | None:
    """A time of day as written in the list: a spreadsheet's time cell becomes "21.30"; text stays."""
    if cells.is_missing(value):
        return None
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    if isinstance(value, dt.datetime) and value.year < 1905:
        return f"{value:%H.%M}"
    if isinstance(value, dt.timedelta) and dt.timedelta() <= value < dt.timedelta(days=1):
        return f"{value.seconds // 3600:02}.{value.seconds % 3600 // 60:02}"
    if isinstance(value, float) and 0 < value < 1:
        minutes = round(value * 1440)
        return f"{minutes // 60:02}.{minutes % 60:02}"
    return cells.clean(value)


#: Said whenever rows get their year from elsewhere: the column of dates may have been lost.
YEAR_FROM_TITLE = (
    "Rader utan fullständigt datum har fått sitt år ur rubriken över listan eller filens namn: {}."
)


def stated_year(filled: Filled, name: str, *, by_name: bool = True) -> int | None:
    """The one year that stands over the lists, else in the file's name: for rows dated without a year.

    ``by_name`` is False for the project's own templates: there a missing column of dates has been lost.
    """
    above = [text for texts in filled.above.values() for text in texts]
    named = [name.replace("_", " ")] if by_name else []
    for texts in (above, [sheet or "" for sheet in filled.above], named):
        said = [text for text in texts if not meeting.OTHER_DAY.search(text)]
        years = {y for text in said for y in (*meeting.stated_years(text), *map(int, _DAY.findall(text)))}
        if years:
            # Of two years over a list the file's name does not choose one.
            return years.pop() if len(years) == 1 else None
    return None


def stamp(value: object) -> object:
    """A time that a form's program wrote as text, as a date; anything else as it is.

    "2024/04/03 10:22:11 fm CET" and "2024-04-03 kl. 14.05" hold a day that is certain, whatever follows.
    """
    match = re.match(r"(20\d{2})[/-](\d{2})[/-](\d{2})(?=[ T,])", value) if isinstance(value, str) else None
    return "-".join(match.groups()) if match else value


def column_letter(position: int) -> str:
    """The spreadsheet's letter for a column, 0 -> A. Messages name columns by it, since a heading may be wrong."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def joined(*parts: str | None) -> str | None:
    """The parts that there are, with commas between: locality and place, weekday and hour."""
    return ", ".join(part for part in parts if part) or None


def _require(
    at: Mapping[str, int], required: Sequence[str], name: str, sheet: str | None, worded: Collection[str]
) -> None:
    """As tables.require, with the number of the file's own questions that are missing in place of their words."""
    own = [w for w in required if w not in at and w in worded]
    if own:
        where = f"Bladet «{sheet}»" if sheet else "Filen"
        raise tables.unreadable(
            name,
            f"{where} saknar {len(own)} av formulärets första {len(required)} frågor. Skriv samma frågor i "
            "rubrikraden på alla blad.",
        )
    tables.require(dict(at), required, name)


def _columns(block: Block, names: Names, name: str, worded: Collection[str]) -> dict[str, int]:
    """Position of each of the layout's columns. Two columns of one meaning are refused, not chosen between."""
    at: dict[str, int] = {}
    header = block.header
    keys = [form_rows.heading_key(title) for title in header]
    for column, also in names.items():
        accepted = {form_rows.heading_key(a) for a in (column, *also)}
        hits = [c for c, k in enumerate(keys) if k in accepted]
        if len(hits) > 1 and worded and (column in worded or any(header[c] in worded for c in hits)):
            sheet = f" i bladet «{block.sheet}»" if block.sheet else ""
            raise tables.unreadable(
                name,
                f"Kolumn {' och '.join(map(column_letter, hits))}{sheet} betyder samma sak i listan. Behåll en av "
                "dem eller byt rubrik på den andra.",
            )
        if len(hits) > 1:
            both = " och ".join(f"«{header[c]}»" for c in hits)
            raise tables.unreadable(
                name,
                f"Kolumnerna {both} betyder samma sak i listan ({column}). Behåll en av dem eller byt rubrik "
                "på den andra.",
            )
        if hits:
            at[column] = hits[0]
    return at


def _check_headings(block: Block, name: str) -> None:
    """Content where no heading stands: the header row may be shifted, and then every column is another."""
    for c in range(max((len(row) for _, row in block.rows), default=0)):
        titled = c < len(block.header) and block.header[c]
        if not titled and any(c < len(row) and cells.clean(row[c]) for _, row in block.rows):
            raise tables.unreadable(
                name,
                f"Kolumn {column_letter(c)} har innehåll men ingen rubrik. Kontrollera att rubrikerna "
                "inte är förskjutna, och skriv en rubrik över kolumnen eller töm den.",
            )


def _note_unread(block: Block, known: set[int], filled: Filled) -> None:
    other = [
        column_letter(c)
        for c in range(len(block.header))
        if c not in known and any(c < len(row) and not cells.is_missing(row[c]) for _, row in block.rows)
    ]
    if other:
        filled.notes.append(f"Kolumner som inte hör till listan läses inte: {', '.join(other)}.")


def _person(value: object) -> str:
    text = cells.clean(value)
    return "" if cells.is_missing(text) or cells.key(text) in _ANONYMOUS else text
