"""Staff dialogue: the project's own form, one observation per row, as a workbook or csv.

Belongs here: the form's columns. Not here: redaction, coding. Phenomenon, cause and proposal become
statements of their own, so that a proposal is never read as an observed problem.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipelines.readers import cells, form_rows, forms, sample, statements, tables
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "staff_form"
TITLE = "Medarbetardialog (formuläret)"
EXPECTED = (
    "En arbetsbok eller csv-fil med rubrikerna Datum, Verksamhet, Plats, Tid, Fenomen, Hur ofta, Sedan när, "
    "Trolig orsak och Förslag."
)
HEADERS = (
    "Datum",
    "Verksamhet",
    "Plats",
    "Tid",
    "Fenomen",
    "Hur ofta",
    "Sedan när",
    "Trolig orsak",
    "Förslag",
)
SKIP_EMPTY = "rad utan iakttagelse"

#: The form's columns and the headings under which they come in forms of the municipalities' own. "Ort" stands
#: beside Plats.
_NAMES: dict[str, tuple[str, ...]] = {
    "Datum": ("Tidstämpel", "Timestamp", "Slutförandetid", "Completion time", "Datum för iakttagelsen"),
    "Verksamhet": (
        "Arbetsplats",
        "Enhet",
        "Förvaltning",
        "Yrkesgrupp",
        "Vilken verksamhet",
        "Vilken verksamhet arbetar du i",
        "Var arbetar du",
    ),
    "Ort": ("Vilken ort", "Vilken ort gäller det", "Tätort", "Kommundel"),
    "Plats": (
        "Var",
        "Område",
        "Plats/område",
        "Vilken plats",
        "Vilken plats gäller det",
        "Var sker det",
        "Var hände det",
        "Var händer det",
    ),
    "Tid": ("Tid på dygnet", "Tidpunkt", "När", "När sker det", "När hände det", "När händer det"),
    "Fenomen": (
        "Iakttagelse",
        "Vad ser du",
        "Vad ser ni",
        "Vad har du sett",
        "Vad har ni sett",
        "Vad har du sett eller varit med om",
        "Vad har hänt",
        "Vad händer",
        "Beskriv vad du sett",
        "Vad är problemet",
    ),
    "Hur ofta": ("Frekvens", "Hur ofta sker det", "Hur ofta händer det"),
    "Sedan när": ("Hur länge", "Sedan när har det pågått", "Hur länge har det pågått"),
    "Trolig orsak": (
        "Orsak",
        "Möjlig orsak",
        "Tänkbar orsak",
        "Vad beror det på",
        "Vad tror du att det beror på",
        "Vad tror ni att det beror på",
    ),
    "Förslag": (
        "Åtgärdsförslag",
        "Förslag på åtgärd",
        "Förslag på åtgärder",
        "Förslag till åtgärd",
        "Förslag på lösning",
        "Vad kan göras",
        "Vad behöver göras",
        "Vad föreslår du",
        "Vad skulle hjälpa",
    ),
}
_REQUIRED = ("Datum", "Verksamhet", "Plats", "Fenomen", "Trolig orsak", "Förslag")
_STATEMENTS = ("Fenomen", "Trolig orsak", "Förslag")
_EXPORTED = {"ID": (), "Starttid": ("Start time",), "Slutförandetid": ("Completion time",)}
_WORK = re.compile(
    r"(?:verksamhet|arbetsplats|enhet|förvaltning|befattning|roll|funktion|arbetslag)"
    r"|.*\b(?:verksamhet|arbetsplats|arbetar du|jobbar du|yrkes(?:roll|grupp|kategori))\b.*"
)
_TOLD = re.compile(r"trygg|orolig|oroa|hot|våld|sett|iakttag|fenomen|hänt|problem|upplev|uppmärksam|brott")
_FOREIGN = re.compile(
    r"synpunkt(?:er)?|händelsetyp|fråga|svarsalternativ|kommun|kommunkod|antal|andel|procent|index|källa|företeelse|"
    r"variabel|rapporterat av.*"
)
_ASKS = re.compile(r"(?:beskriv|berätta|vad|hur|vilk[ae]n?|vilket|varför|ge exempel)\b.* .*")
_NO_WORDS = re.compile(
    r"(?:hur (?:ofta|länge|många|gammal)|sedan när|när|vilken (?:ort|tid|verksamhet)|är du|får vi)\b"
)
_EXTRA = ("record", "time_context", "frequency", "since")
#: Questions of the municipalities' own wording -> the form's column. Whatever else a form asks is read as a
#: question of its own.
_WORDED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (
            "Förslag",
            r"(?:vad|vilka?|hur|har du) .*(?:gör|göra|göras|åtgärd\w*|förslag|behövs|behöver|hjälpa|lösning\w*).*",
        ),
        ("Förslag", r".*\b(?:förslag|lösning|önskemål)\w*.*"),
        ("Trolig orsak", r".*\b(?:orsak|bakgrund)\w*.*"),
        ("Trolig orsak", r"(?:vad|varför) .*(?:beror|orsak\w*|anledning\w*).*|varför"),
        ("Sedan när", r"(?:sedan när|hur länge|när började) .*"),
        ("Hur ofta", r"hur ofta\b.*"),
        ("Tid", r"(?!.*trygg)(?:när|vilken tid|vilka tider) .*"),
        (
            "Verksamhet",
            r".*\b(?:verksamhet|arbetsplats|enhet|förvaltning|arbetar du|jobbar du|yrkesroll|yrkesgrupp|befattning|"
            r"avdelning)\b.*",
        ),
        ("Plats", r"(?!.*trygg)(?:var|vilken plats|på vilken plats|vilka platser) .*"),
        (
            "Fenomen",
            r"(?:vad|beskriv|vilka?|vilket|berätta) .*(?:sett|se|ser|såg|hänt|händer|hände|iaktt\w*|upplev\w*|"
            r"uppmärksamm\w*|problem\w*|otrygg\w*|oroa\w*|märkt|med om).*"
            r"|.*\b(?:iakttagels|observation|fenomen|problem|situation)\w*.*|händelsen?|beskrivning|vad",
        ),
        ("Datum", r"datum\w*.*|inskick\w*|inläm\w*|rapportdatum|svarsdatum|registrera\w*|skapad\w*|dag"),
        ("Tid", r"(?:tid|klockslag)\w*.*"),
        ("Plats", r"(?:plats|område|ställe)\w*(?! .*trygg).*"),
    )
)


def _names(seen: FileSample) -> forms.Names:
    return form_rows.worded(seen, _NAMES, _WORDED, forms.is_contact)


def recognises(seen: FileSample) -> bool:
    """At least six of the form's headers, of which some are the form's own; a missing one is then named."""
    matched = forms.marks(seen, _names(seen)) - {"Ort"}
    if "Verksamhet" in matched and {"Fenomen", "Förslag"} <= matched and len(matched) >= 5:
        return True
    said = len(matched & set(_STATEMENTS)) + len(_more_questions(seen))
    is_theirs = form_rows.says_staff(seen)
    if not is_theirs and len(forms.marks(seen, _EXPORTED)) == 3:
        return False  # the citizens' export, with a question about where they work
    if said >= (1 if is_theirs else 2) and (is_theirs or _asks_for_work(seen)) and _is_ours(seen):
        return True
    return len(matched) >= 6 and ("Fenomen" in matched or {"Trolig orsak", "Hur ofta"} <= matched)


def _header(seen: FileSample) -> list[str]:
    """The row that holds most of the form's columns and questions."""
    names = _names(seen)

    def score(row: Sequence[object]) -> int:
        return len(form_rows.found(row, names)) + sum(_is_question(cells.clean(c)) for c in row)

    return [cells.clean(c) for c in max(form_rows.head_rows(seen), key=score, default=[])]


def _more_questions(seen: FileSample) -> list[str]:
    known = {form_rows.heading_key(n) for column, also in _names(seen).items() for n in (column, *also)}
    return [t for t in _header(seen) if _is_question(t) and form_rows.heading_key(t) not in known]


def _asks_for_work(seen: FileSample) -> bool:
    return any(_WORK.fullmatch(form_rows.heading_key(title)) for title in _header(seen))


def _is_ours(seen: FileSample) -> bool:
    """One row per answer, about safety or what was seen; no column of another list or of a survey's results."""
    titles = _header(seen)
    keys = [form_rows.heading_key(title) for title in titles]
    told = any(_TOLD.search(k) for k in keys)
    return told and not any(_FOREIGN.fullmatch(k) for k in keys)


def _is_question(heading: str) -> bool:
    """A question that the form does not have, whose answers are words: not a contact, not a time or a number."""
    key = form_rows.heading_key(heading)
    asks = heading.strip().endswith("?") or bool(_ASKS.fullmatch(key))
    return asks and not forms.is_contact(heading) and (not _NO_WORDS.match(key) or "trygg" in key)


def read(data: bytes, name: str) -> ReadResult:
    """One row per filled Fenomen, Trolig orsak and Förslag, and per answer to a question that the form does not
    have (in ``question``); ``record`` is the form row.

    Who submitted it ("Lämnat av") goes to ``private_context``. Raises UnreadableFileError.
    """
    seen = sample.take(data, name)
    names = _names(seen)
    more = _more_questions(seen)
    own = names != _NAMES or (more and len(forms.marks(seen, _NAMES)) < 6)
    required = tuple(c for c in _REQUIRED if not (own and c in ("Datum", "Trolig orsak", "Plats")))
    if len(forms.marks(seen, names) - {"Ort"}) < 5 and more:
        # A form of the municipality's own questions, which has the columns that it has.
        names, required = {**names, **dict.fromkeys(more, ())}, tuple(more[:2])
    standard = {n for column, also in _NAMES.items() for n in (column, *also)}
    worded = {n for column, also in names.items() for n in (column, *also)} - standard
    filled = forms.read(data, name, names, required, also_read=_is_question, worded=worded)
    year = None
    if any("Datum" not in e.at for e in filled.entries):
        year = forms.stated_year(filled, name, by_name=bool(own))
        if year is None:
            raise tables.unreadable(name, "Kolumner saknas: «Datum».")
        filled.notes.append(forms.YEAR_FROM_TITLE.format(len(filled.entries)))
    rows: list[dict[str, object]] = []
    for entry in filled.entries:
        header = filled.headers[entry.sheet]
        ours = {entry.at[column] for column in _NAMES if column in entry.at}
        asked = [(q, header[entry.at[q]], entry.get(q)) for q in _STATEMENTS if q in entry.at]
        others = ((c, title) for c, title in enumerate(header) if c not in ours and _is_question(title))
        asked += [(title, title, entry.cells[c]) for c, title in others]
        texts = [(q, title, answer) for q, title, answer in asked if not cells.is_missing(answer)]
        if not texts:
            filled.skipped[SKIP_EMPTY] += 1
            continue
        try:
            date = cells.required_date(forms.stamp(entry.get("Datum"))) if year is None else None
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        shared: dict[str, Any] = {
            "year": year,
            "record": entry.record,
            "sheet": entry.sheet,
            "place_context": forms.joined(entry.text("Ort"), entry.text("Plats")),
            "role": entry.text("Verksamhet"),
            "time_context": forms.time_text(entry.get("Tid")),
            "frequency": entry.text("Hur ofta"),
            "since": entry.text("Sedan när"),
        }
        rows += [
            statements.statement(
                entry.row,
                f"{entry.where}, fråga «{title}»",
                date,
                cells.clean_text(text),
                question=q,
                **shared,
            )
            for q, title, text in texts
        ]
    return ReadResult(
        statements.frame(rows, _EXTRA),
        filled.records,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )
