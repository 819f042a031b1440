"""The operative crime prevention group's running list of events (also "EST-lista"), one event per row.

Belongs here: the list's columns and the other names they have in the lists of EST (effektiv samordning för
trygghet). Not here: redaction, coding, the group's minutes (council_minutes). Column names reconstructed
from municipalities' accounts of their weekly reporting; only the own template has been tried.

A row needs a date, or a week and a year. A week is a period and no date: then ``date`` is missing, ``year``
is the year given with the week, and nothing pretends that the event was on a Monday.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pipelines.readers import cells, form_rows, forms, sample, statements, tables
from pipelines.readers.forms import Entry
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "operative_list"
TITLE = "Operativa Brås händelselista (även EST-lista)"
EXPECTED = (
    "En arbetsbok eller csv-fil med rubrikerna Datum, Vecka, Plats, Tid, Typ, Händelse och Rapporterat av "
    "(roll). Utan Datum behövs Vecka och År."
)
HEADERS = ("Datum", "Vecka", "Plats", "Tid", "Typ", "Händelse", "Rapporterat av (roll)")
SKIP_EMPTY = "rad utan händelse"

#: The list's columns and the other headings under which they come. "Ort" and "Veckodag" stand beside
#: Plats and Tid, not for them.
NAMES: dict[str, tuple[str, ...]] = {
    "Datum": ("Händelsedatum", "Datum för händelsen"),
    "Vecka": ("Veckonr", "Veckonummer", "Vecka nr", "V."),
    "År": ("Årtal",),
    "Veckodag": ("Dag",),
    "Tid": ("Klockslag", "Tidpunkt", "Tid på dygnet", "Kl", "Kl."),
    "Ort": ("Tätort", "Kommundel", "Vilken ort"),
    "Plats": ("Område", "Plats för händelsen", "Plats/område", "Brottsplats", "Var"),
    "Typ": (
        "Händelsetyp",
        "Typ av händelse",
        "Kategori",
        "Rubricering",
        "Brottstyp",
        "Ärendetyp",
        "Typ av ärende",
    ),
    "Händelse": (
        "Beskrivning",
        "Händelsebeskrivning",
        "Iakttagelse",
        "Beskrivning av händelsen",
        "Fritext",
        "Vad har hänt",
        "Vad hände",
        "Vad som hänt",
        "Händelse/iakttagelse",
    ),
    "Rapporterat av (roll)": ("Roll", "Rapportör (roll)", "Rapportörens roll", "Yrkesroll"),
    "Rapportör": (
        "Rapporterat av",
        "Rapporterad av",
        "Inrapporterad av",
        "Inrapporterat av",
        "Uppgiftslämnare",
    ),
}
#: In a list that is the group's for certain, other wordings too.
_WORDED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        ("Datum", r"datum.*|dag och tid|när"),
        ("Tid", r"tid\b.*|klock\w+"),
        ("Plats", r"(?:plats|område|ställe|lokal)\b.*"),
        (
            "Händelse",
            r"(?:vad|händelse\w*|beskriv\w*|iaktt\w*|notering\w*|information|text|läget|lägesbild)\b.*",
        ),
    )
)
_REQUIRED = ("Typ", "Händelse")
#: Columns of lists that a group works from, where what happened has no type. They are not read.
_WORKED_ON: dict[str, tuple[str, ...]] = {
    "Åtgärd": ("Åtgärder", "Vidtagen åtgärd", "Vidtagna åtgärder", "Planerad åtgärd", "Insats"),
    "Ansvarig": ("Ansvarig aktör", "Vem", "Ansvar"),
    "Status": ("Klart", "Klar", "Uppföljning", "Läge", "Pågår/klart"),
}
_EXTRA = ("record", "time_context", "week")
_FOREIGN: dict[str, tuple[str, ...]] = {"Fenomen": (), "Synpunkt": ("Synpunkter",), "Företeelse": ()}
# "45", "v. 45", "vecka 45 2023", "2023 v 45", "2023-W45"
_WEEK = re.compile(
    r"(?:(?P<before>20\d{2})[ ,-]*)?(?:v\.?|vecka|w)?\s*(?P<week>\d{1,2})(?:[ ,-]+(?P<after>20\d{2}))?",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})")
# What may stand under "Rapportör" and is a role for certain; anything else may be somebody's name.
_ROLE = re.compile(
    r"(?:(?:\w*(?:polis|vakt|väktare|rektor|lärare|skol\w*|fritids\w*|fält\w*|social\w*|bovärd|bostads\w*|"
    r"vaktmästare|räddnings\w*|kommun\w*|säkerhets\w*|bibliotek\w*|hemtjänst\w*|butik\w*|gatu\w*|teknisk\w*|"
    r"kultur\w*|elevhälsa\w*|kurator|samordnare|handläggare|ledare|personal|assistent\w*|bolag\w*|"
    r"förvaltning\w*|kontoret?|chef)|boende|anonym\w*|och|på|i|inom|en|ett)\b[^\w]*)+",
    re.IGNORECASE,
)


def recognises(seen: FileSample) -> bool:
    """Event and type and enough of the rest, under any of their names, and no other list's own column.

    Where one of the two is missing but most of the rest is there, the message names what is missing.
    """
    matched = forms.marks(seen, {**_names(seen), **_FOREIGN})
    own = {"Typ", "Händelse"} & matched
    near = matched & (set(HEADERS) | {"Rapportör"})
    placed, dated = matched & {"Plats", "Ort"}, matched & {"Datum", "Vecka", "Veckodag"}
    if (_is_worked_on(seen) or form_rows.says_operative(seen)) and "Händelse" in matched and placed and dated:
        return not matched & set(_FOREIGN)
    return not matched & set(_FOREIGN) and (
        (len(own) == 2 and len(matched) >= 4) or (len(own) == 1 and len(near) >= 5)
    )


def _names(seen: FileSample) -> forms.Names:
    return (
        form_rows.worded(seen, NAMES, _WORDED, forms.is_contact) if form_rows.says_operative(seen) else NAMES
    )


def _is_worked_on(seen: FileSample) -> bool:
    """Measures or who is responsible among the columns, and no type: a list of the group's own making."""
    rows = form_rows.head_rows(seen)
    header = max(rows, key=lambda row: len(form_rows.found(row, NAMES)), default=[])
    return bool(form_rows.found(header, _WORKED_ON)) and "Typ" not in form_rows.found(header, NAMES)


def read(data: bytes, name: str) -> ReadResult:
    """One row per event with its type as ``heading``; ``week`` is the number as text, ``record`` the row.

    Names under "Rapportör" go to ``private_context``; ``role`` holds what is certainly a role. Raises
    UnreadableFileError.
    """
    seen = sample.take(data, name)
    free = _is_worked_on(seen) or form_rows.says_operative(seen)
    required = ("Händelse",) if free else _REQUIRED
    filled = forms.read(data, name, _names(seen), required)
    if any(not {"Plats", "Ort"} & set(e.at) for e in filled.entries):
        raise tables.unreadable(name, "Kolumner saknas: «Plats».")
    stated = forms.stated_year(filled, name, by_name=free)
    if any("Datum" not in e.at and not {"Vecka", "År"} <= set(e.at) for e in filled.entries) and not (
        stated and all({"Datum", "Vecka", "Veckodag"} & set(e.at) for e in filled.entries)
    ):
        raise tables.unreadable(name, "Kolumner saknas: «Datum» (eller både «Vecka» och «År»).")
    rows: list[dict[str, object]] = []
    other_week = given = 0
    for entry in filled.entries:
        reporter = entry.text("Rapportör")
        filled.private += [reporter] if reporter else []
        if cells.is_missing(entry.get("Händelse")):
            filled.skipped[SKIP_EMPTY] += 1
            continue
        try:
            date, year, week = _when(entry, stated)
            given += _lacks_year(entry)
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        other_week += (
            date is not None and week is not None and week.isdigit() and int(week) != date.isocalendar().week
        )
        role = entry.text("Rapporterat av (roll)") or (
            reporter if reporter and len(reporter) < 80 and _ROLE.fullmatch(reporter) else None
        )
        shared: dict[str, Any] = {
            "record": entry.record,
            "sheet": entry.sheet,
            "place_context": forms.joined(entry.text("Ort"), entry.text("Plats")),
            "role": role,
            "heading": entry.text("Typ"),
            "time_context": forms.joined(entry.text("Veckodag"), forms.time_text(entry.get("Tid"))),
            "week": week,
        }
        text = cells.clean_text(entry.get("Händelse"))
        rows.append(statements.statement(entry.row, entry.where, date, text, year=year, **shared))
    if given and stated:
        filled.notes.append(forms.YEAR_FROM_TITLE.format(given))
    if other_week:
        # The week of the report is often the one after the event: worth knowing, no fault.
        filled.notes.append(f"Rader där datumet ligger i en annan vecka än den angivna: {other_week}.")
    return ReadResult(
        statements.frame(rows, _EXTRA),
        filled.records,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )


def _when(entry: Entry, stated: int | None) -> tuple[dt.date | None, int | None, str | None]:
    """Date, year and week of an event; the date only where one is written. Raises CellError."""
    # Under "Dag" stands now a weekday, now a date.
    day = entry.get("Veckodag")
    cell = entry.get("Datum") if "Datum" in entry.at or not re.search(r"\d", cells.clean(day)) else day
    short = _SHORT_DAY.fullmatch(cells.clean(cell))
    date = _of_year(short, stated) if short and stated else cells.date(forms.stamp(cell))
    week, year = _week(entry.get("Vecka"), is_needed=date is None)
    if date is None and week is not None and year is None and cells.is_missing(entry.get("År")):
        year = stated
    if not cells.is_missing(entry.get("År")):
        given = cells.year(entry.get("År"))
        if year not in (None, given):
            raise cells.CellError("Veckans år och årtalet är olika.", "Rätta det ena.")
        year = given
    if date is not None:
        # The days around New Year belong to a week of the other year.
        if year not in (None, date.year, date.isocalendar().year):
            raise cells.CellError("Datumet ligger inte i det angivna året.", "Rätta datumet eller årtalet.")
        return date, date.year, week
    if week is None:
        return cells.required_date(None), None, None
    if year is None:
        raise cells.CellError(
            "Raden har en vecka men varken datum eller år.", "Skriv datumet, eller skriv året i kolumnen År."
        )
    last = dt.date(year, 12, 28).isocalendar().week
    if int(week) > last:
        raise cells.CellError(f"Året har {last} veckor.", "Kontrollera veckan och året.")
    return None, year, week


def _lacks_year(entry: Entry) -> bool:
    """Neither a date with its year nor a year or a week with one."""
    written = [cells.clean(entry.get(column)) for column in ("Datum", "Veckodag", "Vecka", "År")]
    dated = isinstance(entry.get("Datum"), dt.date | float | int) and not cells.is_missing(entry.get("Datum"))
    return not dated and not any(re.search(r"\d{4}|\d{2}-\d{2}|[a-zåäö] \d{2}", text) for text in written)


def _of_year(day: re.Match[str], year: int) -> dt.date:
    """ "11/3" under a heading that gives the year. Raises CellError."""
    try:
        return dt.date(year, int(day["m"]), int(day["d"]))
    except ValueError:
        raise cells.CellError("Datumet finns inte i kalendern.", "Skriv datumet som ÅÅÅÅ-MM-DD.") from None


def _week(value: object, *, is_needed: bool) -> tuple[str | None, int | None]:
    """Week and, where written with it, year. Beside a date a week in other words ("45–46") stays as it is."""
    if cells.is_missing(value):
        return None, None
    match = _WEEK.fullmatch(cells.clean(value))
    if match is None or not 1 <= int(match["week"]) <= 53 or (match["before"] and match["after"]):
        if not is_needed:
            return cells.clean(value), None
        raise cells.CellError("Veckan går inte att läsa.", "Skriv veckans nummer, 1–53.")
    year = match["before"] or match["after"]
    return match["week"].lstrip("0"), int(year) if year else None
