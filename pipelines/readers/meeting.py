"""What minutes and notes of meetings share: dates in the header, attendance lists, signatures, names.

Belongs here: small judgements on one paragraph or on the first ones. Not here: which kind of notes a document is
(note_titles), the order of a document (council_minutes, dialogue_notes).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pipelines.readers import cells, documents
from pipelines.readers.documents import Paragraph
from pipelines.readers.result import Problem

SKIP_HEADING = "rubrik, följer med sina stycken"
SKIP_HEAD = "sidhuvud med organ, datum, tid och plats"
SKIP_ATTENDANCE = "närvarolista"
SKIP_SIGNATURE = "underskrifter"
SKIP_FURNITURE = "sidnummer eller återkommande sidhuvud"
SKIP_MEASURE = "kolumner för åtgärd, ansvarig, status och liknande"
SKIP_CONTACT = "kontaktuppgifter"
SKIP_FOLLOWS = "plats och typ i en tabell, följer med uttalandet bredvid"
SKIP_DROPPED = "kolumner för nummer, tid, antal, roll och liknande"
SKIP_JOINED = "rader i en tabells celler, lästa tillsammans"
#: What note_tables makes of a row's cells beside a statement: its context, and what no row has a place for.
CELLS_BESIDE = frozenset({"follows", "dropped", "role"})
#: Why paragraphs of these kinds are no statements.
REASONS_BESIDE = {
    "furniture": SKIP_FURNITURE,
    "measure": SKIP_MEASURE,
    "label": SKIP_HEADING,
    "follows": SKIP_FOLLOWS,
    "dropped": SKIP_DROPPED,
    "role": SKIP_DROPPED,
}
SEVERAL_DATES = "flera datum i början"

#: Questions whose answers are a person, or where a person lives.
ASKS_WHO = re.compile(
    r"vad heter|ditt namn|kontakta dig|nå dig|återkomm\w+ till dig|e-?post|mejl|telefon|^vem (?:gör|ansvar)"
)
ASKS_HOME = re.compile(
    r"^(?:i |på )?(?:vilken|vilket) (?:ort|område|kommundel|tätort|stadsdel|by)\b(?!.*(?:trygg|undvik|problem|händ))"
    r"|\bbor (?:du|ni)\b"
)

ATTENDANCE = re.compile(
    r"(?:närvarande(?: (?:ledamöter|tjänstepersoner|tjänstemän|ersättare|vid mötet))?|närvaro(?:lista)?|"
    r"(?:mötes)?deltagare|deltog|medverkande|ledamöter|beslutande(?: ledamöter)?|på plats|med på mötet|"
    r"(?:ej|icke|inte) (?:närvarande|på plats)|frånvarande|frånvaro|anmäl[tda]+ (?:förhinder|frånvaro)|förhinder|"
    r"adjungera(?:d|de|t)|"
    r"övriga(?: (?:närvarande|deltagare))?|kallade|inbjudna?|gäst(?:er)?)\b"
    r"\s*(?:\([^)]{0,40}\)\s*)?(?::\s*(?P<rest>.*))?",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"(?:vid protokollet|vid anteckningarna|vid pennan|justera(?:s|d|t|re)|justeringspersoner?|"
    r"underskrift(?:er)?|"
    r"ordförande|sekreterare|mötesordförande|mötessekreterare|protokollförare|justerare|antecknat av|skrivet av|"
    r"upprättad av|anteckningar(?: förda)? av|nedtecknat av)"
    r"\s*(?::\s*(?P<rest>.*)|[_.…]{3,}.*|\.{4,}.*)?",
    re.IGNORECASE,
)
NAME_LINE = re.compile(
    r"(?:vid protokollet|vid pennan|vid anteckningarna|justera(?:s|re|t|d)|ordförande|sekreterare|protokollförare|"
    r"samtalsledare|dialogledare|mötesledare|antecknat av|skrivet av|upprättad av|anteckningar(?: förda)? av|"
    r"sammankallande|kontaktperson|ansvarig(?: för \w+)?|från (?:kommunen|polisen|skolan|räddningstjänsten)"
    r"(?: deltog)?|representanter)"
    r"\s*:?\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:datum|tid|plats|ort|lokal|organ|dnr|diarienr|diarienummer|sammanträdesdag|sammanträdesdatum|"
    r"mötesdatum|mötesdag|mötestid|verksamhet|enhet|ämne|antal (?:deltagare|samtal|svar))\b\s*:?",
    re.IGNORECASE,
)
_CONTACT_LINE = re.compile(
    r"(?:hör (?:gärna )?av (?:er|dig)|kontakta?\b|kontakt(?:person|uppgifter)\b|(?:vid|har du|har ni)?\s?frågor\b|"
    r"tfn|tel|telefon|e-?post|mejl|mail)\b.*(?:@|\d[\d -]{5,}\d).*",
    re.IGNORECASE,
)
_LABELS_BEFORE = (
    re.compile(r"\b(?:sammanträdesda\w*|mötesda\w*)\s*:?\s*$", re.IGNORECASE),
    re.compile(r"\bdatum\s*:?\s*$", re.IGNORECASE),
)
# "14/3 2023", "14.3.2023"; with slashes only ("4/10/2023") it could be either country's order.
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?:/(?P<m>\d{1,2})[ -]|\.(?P<m2>\d{1,2})\.)(?P<y>20\d{2})")
_YEAR_FIRST = re.compile(r"(?P<y>20\d{2})(?:(?P<s>[./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2}))")
_DATE = re.compile(
    rf"(?<![\d/.])(?:{cells.FOUND_IN_TEXT.pattern}"
    r"|\d{1,2}(?:/\d{1,2}[ -]|\.\d{1,2}\.)20\d{2}|20\d{2}([./])\d{1,2}\1\d{1,2})(?![\d/])",
    re.IGNORECASE,
)
OTHER_DAY = re.compile(
    r"nästa (?:möte|sammanträde)|föregående|justera|anslag|upprättad|utskriv", re.IGNORECASE
)
#: What stands after these is about signing, whatever it says.
_ADJUSTS = re.compile(r"justera|underskrift", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\d-])(20[0-4]\d)(?:\s?[-–/]\s?(20[0-4]\d|\d{2})(?![\d-])|(?![\d-]))")
_TITLED = {
    "sekreterare", "ordförande", "handläggare", "upprättad", "antecknat", "skrivet", "av", "justerare", "justeras",
    "kommunpolis", "rektor", "säkerhetssamordnare", "kommunstrateg", "brå-samordnare", "samordnare", "kontakt",
    "kontaktperson", "ansvarig", "mötesledare", "samtalsledare", "vid", "pennan", "protokollet", "protokoll",
}  # fmt: skip
_INITIAL = re.compile(r"[A-ZÅÄÖ]\.?")
_ORGANISATION = re.compile(
    r"kommun|råd|brå\b|polis|protokoll|anteckning|möte|dialog|samverkan|förvaltning|nämnd|kontor|skol|skola|region|"
    r"\blän|hus(?:et)?$|park|plats|torg|gat(?:a|an)$|väg(?:en)?$|rum|sal|sal(?:en)?$|sid(?:a|an)$|bilaga|utkast|sverige|"
    r"trygg|operativ|lokal|brott|statistik|område|bibliotek|kyrk|centr|förening|stad|socken|\bab\b|bostäder|tjänst|"
    r"^(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|vecka|datum|tid|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)dag.*|västra|östra|norra|södra|nya|gamla|folkets|svenska|kl|dnr|organ|intern|"
    r"för|konfidentiellt|arbetsmaterial|version|word|microsoft)$",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?"
_PERSON = re.compile(
    rf"(?:{_NAME}(?: (?:von|af|de|[A-ZÅÄÖ]\.?))*(?: {_NAME}){{1,3}}|\[[^\]]{{1,12}}\])(?:\s*[,(;–-].*)?"
)


def meeting_date(head: Sequence[Paragraph]) -> tuple[dt.date | None, bool]:
    """The meeting's date in the header, and whether other dates there made it a choice.

    A date beside "Sammanträdesdag" wins over one beside "Datum", which wins over one without label;
    next meeting and adjustment dates never count.
    """
    ranked: tuple[list[dt.date], ...] = ([], [], [])
    for paragraph in head:
        if OTHER_DAY.search(paragraph.text):
            continue
        for match in _DATE.finditer(paragraph.text):
            found = _read_date(match.group())
            if found is None:
                continue
            before = paragraph.text[: match.start()]
            rank = next((n for n, label in enumerate(_LABELS_BEFORE) if label.search(before)), 2)
            ranked[rank].append(found)
    days = next((days for days in ranked if days), [])
    return (days[0], len(set(days)) > 1) if days else (None, False)


def _read_date(text: str) -> dt.date | None:
    """A date in any of the ways it is written on top of notes; day before month, as in Swedish."""
    if match := _DAY_FIRST.fullmatch(text):
        text = f"{match['y']}-{int(match['m'] or match['m2']):02}-{int(match['d']):02}"
    elif match := _YEAR_FIRST.fullmatch(text):
        text = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
    try:
        return cells.required_date(text)
    except cells.CellError:
        return None


def when(head: Sequence[Paragraph], name: str) -> tuple[dt.date | None, int | None, list[str]]:
    """The meeting's date, its year, and Swedish notes on how they were found; no year when nothing says it.

    Without a date in the text the one in the file's name is taken; without that, a year that a heading or the
    name gives on its own. Then there is no date: nothing pretends to know the day.
    """
    beside = [p for p in head if p.kind == "furniture"]
    for paragraphs in ([p for p in head if p.kind != "furniture"], beside):
        date, chosen = meeting_date(paragraphs)
        if date is not None:
            return date, date.year, [SEVERAL_DATES] if chosen else []
    if found := _date_in_name(name):
        return found, found.year, ["Datum saknas i texten; det i filens namn används."]
    short = (p.text for p in (*head, *beside) if len(p.text.split()) <= 10 or LABELLED.match(p.text))
    titles = [text for text in short if not OTHER_DAY.search(text)]
    for texts, where in ((titles, "rubriken"), ([re.sub(r"_", " ", name)], "filens namn")):
        years = {y for text in texts for y in stated_years(text)}
        if len(years) == 1:
            return None, years.pop(), [f"Mötets dag saknas; året är taget ur {where}."]
    return None, None, []


def _date_in_name(name: str) -> dt.date | None:
    for form, pattern in (
        ("%Y-%m-%d", r"(?<!\d)20\d{2}-\d{2}-\d{2}(?!\d)"),
        ("%Y%m%d", r"(?<!\d)20\d{6}(?!\d)"),
        ("%y%m%d", r"(?<!\d)[1-4]\d{5}(?!\d)"),
    ):
        if match := re.search(pattern, name):
            try:
                return dt.datetime.strptime(match.group(), form).date()
            except ValueError:
                continue
    return None


def stated_years(text: str) -> set[int]:
    """The years that a title or a file's name gives without a day: "2023-2024" and "2023/24" are two."""
    found = set()
    for match in _YEARS.finditer(text):
        first, second = int(match[1]), int(match[2] or 0)
        found.add(first)
        if second >= 2000 or second == (first + 1) % 100:
            found.add(second if second >= 2000 else first + 1)
    return found


def row_date(said: str | None, held: tuple[dt.date | None, int]) -> tuple[dt.date | None, int]:
    """A table row's own day and year where it says a full date, otherwise the meeting's (``held``).

    Of several days only the year that they share is known.
    """
    days = {day for match in _DATE.finditer(said or "") if (day := _read_date(match.group()))}
    if len(days) == 1:
        (day,) = days
        return day, day.year
    years = {day.year for day in days}
    return (None, years.pop()) if len(years) == 1 else held


def learnt_beside(p: Paragraph) -> list[str]:
    """Lines for the redactor in what is no statement. A place is a name to nobody; a role's cell may hold one."""
    if p.kind == "role":
        return [p.text]
    return [] if p.kind in CELLS_BESIDE else people_in(p.text)


def is_attendance(text: str) -> bool:
    """A label over, or in front of, those who were there."""
    return bool(ATTENDANCE.fullmatch(text))


def is_contact(text: str) -> bool:
    """A line that says how to reach somebody."""
    return len(text) < 160 and bool(_CONTACT_LINE.fullmatch(_DATE.sub(" ", text)))


def people_in(text: str) -> list[str]:
    """The names in a line that is no running text (a running head, a header's line): words in capitals.

    Words of organisations and places never are: learnt as names, they would be taken out everywhere.
    """
    found = []
    for part in re.split(r"[,;:|•/()\t–—]|\s-\s|\d+", text):
        words = part.split()
        while words and (not words[0][:1].isupper() or words[0].casefold() in _TITLED):
            words.pop(0)
        run = []
        for word in words:
            if not (word[:1].isupper() and any(c.islower() for c in word)) and not _INITIAL.fullmatch(word):
                break
            run.append(word)
        if 2 <= len(run) <= 4 and not any(_ORGANISATION.search(word) for word in run):
            found.append(" ".join(run))
    return found


def is_sentence(text: str) -> bool:
    """Running text rather than a line of an attendance list or a header."""
    return text.endswith((".", "!", "?")) and len(text.split()) > 8


def is_said(p: Paragraph) -> bool:
    """A bullet or a short sentence, where no list of people goes on."""
    return len(p.text.split()) > 3 and (p.kind == "list" or p.text.endswith((".", "!", "?")))


def is_person(text: str) -> bool:
    """A line of an attendance list: a name in capitals, alone or with role and "t.o.m. punkt 4" after it."""
    return bool(_PERSON.fullmatch(text))


def is_signature(text: str) -> bool:
    """The closing block: a label alone, with a line to sign on, or followed by a name.

    After a colon a word or two are taken for a name; "Ordförande: tar upp belysningen." is said.
    """
    if len(text) >= 120:
        return False
    named, signed = NAME_LINE.fullmatch(text), SIGNATURE.fullmatch(text)
    if named is not None and is_person(named["rest"]):
        return True
    return signed is not None and (_ADJUSTS.match(text) is not None or _signs((signed["rest"] or "").strip()))


def _signs(rest: str) -> bool:
    """Nothing, a line to sign on, or somebody: in capitals, by initials, or at most two words of a name typed small."""
    words = rest.split()
    if not re.search(r"\w", rest) or is_person(rest) or not any(w[0].islower() for w in words):
        return True
    return not rest.endswith((".", "!", "?")) and (len(words) <= 2 or bool(people_in(rest)))


def broken_name(before: str, text: str) -> str | None:
    """Two lines of a list of people that are one name ("Ylva" / "Exempelsson, rektor")."""
    alone = re.fullmatch(rf"{_NAME}-?", before)
    return f"{before} {text}" if alone and re.match(_NAME, text) else None


def page_prefix(paragraph: Paragraph) -> str:
    """ "sida 2, " for paged documents, nothing otherwise."""
    return f"sida {paragraph.page}, " if paragraph.page is not None else ""


def place_in_text(p: Paragraph) -> str:
    """Where a person finds the paragraph: its number, the row and column of a table, or what a remark is about."""
    if p.about:
        return p.about
    cell = f", tabellrad {p.row}" if p.row else ""
    return f"stycke {p.number}{cell}" + (f", kolumn «{p.column}»" if p.row and p.column else "")


def unread_page(paragraph: Paragraph) -> Problem:
    """A page of a PDF that shows something but has no text."""
    return Problem(
        paragraph.number,
        "",
        f"Sida {paragraph.page} innehåller ingen text; den är troligen inskannad.",
        "Lämna in originalet som Word-fil eller PDF med text.",
    )


def cut_off(paragraph: Paragraph) -> Problem:
    """The last paragraph of a text file that ends in the middle of a line."""
    return Problem(
        paragraph.number,
        paragraph.text,
        "Sista stycket saknar radslut och punkt: filen kan vara avkortad.",
        "Hämta filen på nytt. Är den hel: tryck Retur efter sista raden och spara.",
    )


def pages_missing(paragraphs: Sequence[Paragraph]) -> list[Problem]:
    """A problem when the page numbers promise more pages than the file has."""
    if not documents.missing_pages(paragraphs):
        return []
    return [
        Problem(
            None,
            "",
            "Sidnumren anger fler sidor än filen har.",
            "Hämta hela dokumentet. Är det ett utdrag: spara utdraget utan de gamla sidnumren.",
        )
    ]
