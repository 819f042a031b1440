"""Tables in notes and minutes: which columns hold what was said, and which hold people, places or measures.

Belongs here: a table's rows -> the cells that are statements, each with its column, place and row. Not here:
finding the rows (word_files, pdf_files, markdown), the order of a document (council_minutes, dialogue_notes).

A row's cells are not one sentence. What should be done, by whom and when are no statements, nor is a list of
those who were there; a place is where the statement beside it applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.readers import cells, meeting
from pipelines.readers.documents import Paragraph

_ANY = r"(?:\W.*)?"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{pattern}){_ANY}" if loose else pattern))
    for kind, loose, pattern in (
        ("role", False, r".*\(roll\)|.*\broll"),
        (
            "person",
            True,
            r"(?:för- och )?(?:namn|förnamn|efternamn)|(?:ditt|ert) namn|deltagare|närvarande|ledam\w+|person(?:er)?|"
            r"e-?post\w*|mejl\w*|mail\w*|telefon\w*|tfn|tel|mobil\w*|kontakt\w*|ansvarig\w*|ansvar|vem|"
            r"uppgiftslämnare|rapportör|(?:in)?rapportera[td] av|handläggare|sign(?:atur)?|initialer|lämnat av|"
            r"utförare|förfrågad|representant",
        ),
        (
            "measure",
            True,
            r"(?:vidtagna? |planerade? |föreslagen )?åtgärd(?:er)?|kommunens svar|svar från .*|återkoppling|"
            r"klart?(?: senast| när)?|färdig\w*|status|uppföljning|deadline|tidplan|(?:senast|slut)datum|senast|"
            r"hantering|resultat|prioritet|prio",
        ),
        (
            "place",
            True,
            r"(?:vilken |vilket |din |bostads)?(?:ort|område|plats)|tätort|kommundel|bostadsområde|var|adress|lokal",
        ),
        (
            "time",
            True,
            r"datum.*|händelsedatum|tid(?:punkt)?(?: på dygnet)?|när|klockslag|kl|vecka|v|dag|veckodag|månad|år",
        ),
        ("number", True, r"nr|nummer|#|id|löpnr|löpnummer|dnr|diarienr|§|rad"),
        (
            "role",
            True,
            r"roll|funktion|organisation|verksamhet|enhet|förvaltning|parti|befattning|titel|yrke|myndighet|"
            r"hur ofta|sedan när|frekvens|antal|källa|närvaro|närv|ja|nej|kön|ålder|grupp|forum|sammanhang|tillfälle",
        ),
        ("category", True, r"typ|kategori|händelsetyp|brottstyp|rubricering"),
        ("remark", True, r"anm|anmärkning(?:ar)?"),
        ("heading", True, r"ärende|punkt|rubrik|ämne|fråga|frågeställning|område"),
        ("decision", True, r"beslut"),
        ("task", True, r"vad|aktivitet|uppdrag|uppgift|insats|att göra|göra"),
    )
)
_PLAIN = re.compile(
    r"(?:vad(?: har hänt| hände| sades| sägs)?|händelse\w*|iakttagelse\w*|beskrivning|text|diskussion|kommentar(?:er)?|"
    r"anteckning(?:ar)?|synpunkt(?:er)?|svar|information|innehåll|redogörelse|noterat)"
)
_SAID = re.compile(
    r"händelse|synpunkt|iakttag|problem|förslag|orsak|fenomen|trygg|diskussion|berätta|svar|fråg"
)
#: Dates of something else than what the row tells.
_LATER_DAY = re.compile(
    r"uppfölj|åtgärd|klar|nästa|senast|svar|återkoppl|beslut|rapporter|registrer|inkom|ändra|uppdater"
)
_LISTS_PEOPLE = re.compile(r"(?:för- och )?namn\b.*|deltagare\b.*|närvarande\b.*|ledam\w+.*|person\b.*")
#: What a column's cell beside a statement is, by the column's kind.
_BESIDE = {
    "measure": "measure", "place": "follows", "heading": "follows", "category": "follows", "role": "role"
}  # fmt: skip
_TOPIC = re.compile(r"(?:§\s*\d+|\d{1,3}\s*§|\d{1,2}(?:\.\d{1,2})?[.)]?)?\s*\S.*")


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str


def expand(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with every table row replaced by what it holds.

    New kinds: cell (a statement, with ``column``, ``place`` and ``row``), people (names and ways to reach
    them), measure (what is to be done, and what a row without a statement holds), follows (a statement's
    context), role and dropped (what stands beside a statement and is kept nowhere) and label (a bullet that
    only names what the bullets under it are about; it is their ``topic``). A title over a table becomes a
    heading, and so does a label in front of a text. Rows of a table that nobody can tell apart stay as they are.
    """
    found: list[Paragraph] = []
    columns: list[_Column] = []
    over: list[tuple[int, str]] = []
    row = 0
    for n, p in enumerate(paragraphs):
        is_row = p.kind in ("table", "table_header") and bool(p.cells)
        if p.kind in ("remark", "furniture"):
            found.append(p)
            continue
        if not is_row:
            columns = []
            over = [(level, text) for level, text in over if p.kind == "list" and level < p.level]
            if _is_label_of_list(p, paragraphs[n + 1 :]):
                found.append(replace(p, kind="label", topic=_topic(over)))
                over.append((p.level, p.text.rstrip(":")))
            elif _titles_table(p, paragraphs[n + 1 :]):
                found.append(replace(p, kind="heading"))
            else:
                found.append(replace(p, topic=_topic(over)) if over else p)
        elif p.kind == "table_header":
            columns, row = _columns(p.cells), 0
            found.append(p)
        elif sum(map(bool, p.cells)) == 1 and len(p.cells) > 1 and _is_label(p.text):
            found.append(replace(p, kind="heading", parts=_parts(p)))
        else:
            row += 1
            found += _of_row(p, columns, row) if columns else _of_bare_row(p)
    return found


def records(paragraphs: Sequence[Paragraph]) -> int:
    """What must be accounted for, counted before ``expand``: paragraphs, and each line of a table row's cells."""
    return sum(map(_parts, paragraphs))


def _parts(p: Paragraph) -> int:
    if p.kind != "table":
        return 1
    return sum(text.count("\n") + 1 for text in p.cells if text) or 1


def _titles_table(p: Paragraph, after: Sequence[Paragraph]) -> bool:
    following = next((q for q in after if q.kind not in ("remark", "furniture")), None)
    return (
        p.kind == "body"
        and following is not None
        and bool(following.cells)
        and _is_label(p.text)
        and not meeting.is_attendance(p.text)
        and not meeting.LABELLED.match(p.text)
        and not meeting.is_signature(p.text)
        and not p.text.startswith("§")
    )


def _is_label_of_list(p: Paragraph, after: Sequence[Paragraph]) -> bool:
    """ "Polis (AH)" with deeper bullets under it; a bullet of more words says something by itself."""
    following = next((q for q in after if q.kind not in ("remark", "furniture")), None)
    if p.kind != "list" or following is None or following.kind != "list" or following.level <= p.level:
        return False
    words = re.sub(r"\([^)]*\)", "", p.text).split()
    return p.text.endswith(":") or (len(words) <= 3 and _is_label(p.text) and not re.search(r"\d", p.text))


def _topic(over: Sequence[tuple[int, str]]) -> str | None:
    return ", ".join(text for _, text in over) or None


def _is_label(text: str) -> bool:
    return len(text.split()) <= 6 and len(text) < 70 and not text.endswith((".", "!", ","))


def _columns(header: Sequence[str]) -> list[_Column]:
    """What each column is, with what stands beside it in mind."""
    found = [_Column(cells.clean(name), _kind(name)) for name in header]
    if any(c.kind == "person" and _LISTS_PEOPLE.fullmatch(cells.key(c.name)) for c in found):
        # Beside names a column of another word ("Representerar") is about the person, not about what was said.
        found = [replace(c, kind="role") if c.kind == "text" and not _is_said(c.name) else c for c in found]
    kinds = [c.kind for c in found]
    # A remark on those present or on what is to be done is about them; any other is said.
    about = {"person", "measure"} & set(kinds) and not {"text", "decision", "place", "heading"} & set(kinds)
    found = [replace(c, kind="role" if about else "text") if c.kind == "remark" else c for c in found]
    kinds = [c.kind for c in found]
    if "task" in kinds:
        # "Vad, Ansvarig, Klart" is a list of things to do; "Plats, Vad" of things seen.
        to_do = ("person" in kinds or "measure" in kinds) and "text" not in kinds and "place" not in kinds
        found = [replace(c, kind="measure" if to_do else "text") if c.kind == "task" else c for c in found]
    kinds = [c.kind for c in found]
    if "text" not in kinds and "decision" not in kinds:
        listed = any(c.kind == "person" and _LISTS_PEOPLE.fullmatch(cells.key(c.name)) for c in found)
        if "heading" in kinds and "measure" not in kinds and not listed:
            found = [replace(c, kind="text") if c.kind == "heading" else c for c in found]
        elif not listed and not {"person", "measure"} & set(kinds):
            # Nothing but places and times by name: then they are what was written down.
            found = [replace(c, kind="text") if c.kind in ("place", "role", "category") else c for c in found]
    return found


def _kind(name: str) -> str:
    key = cells.key(name).rstrip(":* ")
    if not key:
        return "number"
    if name.strip().endswith("?") and not meeting.ASKS_WHO.search(key):
        return "place" if meeting.ASKS_HOME.search(key) else "text"
    if _PLAIN.fullmatch(key) and key != "vad":
        return "text"
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(key)), "text")


def _is_fragment(columns: Sequence[_Column], p: Paragraph) -> bool:
    kinds = [c.kind for c in columns]
    return (
        set(kinds) <= {"place", "time", "text"}
        and kinds.count("text") == 1
        and "place" in kinds
        and not p.text.endswith((".", "!", "?"))
        and "\n" not in "".join(p.cells)
    )


def _is_said(name: str) -> bool:
    key = cells.key(name).rstrip(":* ")
    return name.strip().endswith("?") or bool(_PLAIN.fullmatch(key) or _SAID.search(key))


def _of_row(p: Paragraph, columns: Sequence[_Column], row: int) -> Iterator[Paragraph]:
    """The row's cells by what their columns are; a cell beyond the header belongs to its last column."""
    entries = [(columns[min(n, len(columns) - 1)], text) for n, text in enumerate(p.cells) if text]
    place = ", ".join(cells.clean(t) for c, t in entries if c.kind == "place") or None
    topic = ", ".join(cells.clean(t) for c, t in entries if c.kind in ("heading", "category")) or None
    dated = [t for c, t in entries if c.kind == "time" and not _LATER_DAY.search(cells.key(c.name))]
    when = ", ".join(map(cells.clean, dated)) or None
    people = [c for c in columns if c.kind == "person" and _LISTS_PEOPLE.fullmatch(cells.key(c.name))]
    lists_people = bool(people) and not any(c.kind in ("text", "decision") for c in columns)
    base = replace(p, cells=(), place=place, row=row, topic=topic, when=when)
    if lists_people:
        listed = ", ".join(t.replace("\n", ", ") for _, t in entries)
        yield replace(base, kind="people", text=listed, parts=_parts(p))
        return
    if _is_fragment(columns, p):
        # A few words that say nothing without the place and time beside them: "Torget; Bråk på fredagar".
        yield replace(base, kind="cell", place=None, parts=_parts(p))
        return
    said = any(c.kind in ("text", "decision") for c, _ in entries)
    for column, text in entries:
        lines = text.split("\n")
        if column.kind == "person":
            yield replace(base, kind="people", text=", ".join(lines), parts=len(lines))
        elif column.kind in ("text", "decision"):
            kind = "decision" if column.kind == "decision" else "cell"
            yield from (replace(base, kind=kind, text=line, column=column.name) for line in lines)
        else:
            kind = _BESIDE.get(column.kind, "dropped") if said else "measure"
            yield replace(base, kind=kind, text=cells.clean(text), parts=len(lines))
    if not entries:
        yield replace(base, kind="measure")


def _of_bare_row(p: Paragraph) -> Iterator[Paragraph]:
    """A row of a table without header: a label and its text, a list of people, or as it stands."""
    filled = [text for text in p.cells if text]
    first, rest = filled[0], filled[1:]
    base = replace(p, cells=(), kind="body")
    label = cells.clean(first).rstrip(":")
    lines = [line for text in rest for line in text.split("\n")]
    of_label = first.count("\n") + 1
    if not rest:
        yield from (replace(base, text=line, kind="body") for line in first.split("\n"))
    elif meeting.is_attendance(label):
        yield replace(base, text=label, parts=of_label)
        yield from (replace(base, text=line, kind="people") for line in lines)
    elif meeting.LABELLED.match(label) or meeting.is_signature(label):
        yield replace(base, text=f"{label}: {' '.join(lines)}", parts=_parts(p))
    elif meeting.is_person(label) and meeting.people_in(label):
        told = [line for text in rest if _is_told(text) for line in text.split("\n")]
        about = [line for text in rest if not _is_told(text) for line in text.split("\n")]
        listed = ", ".join([label, *about])
        yield replace(base, text=listed, kind="people", parts=of_label + len(about))
        yield from (replace(base, text=line, kind="cell") for line in told)
    elif len(rest) == 1 and _is_label(label) and _TOPIC.fullmatch(label) and len(lines[0].split()) >= 3:
        numbered = re.match(r"§|\d", label)
        yield replace(base, text=label, kind="body" if numbered else "heading", parts=of_label)
        yield from (replace(base, text=line) for line in lines)
    else:
        yield replace(p, cells=(), parts=_parts(p))


def _is_told(text: str) -> bool:
    """A sentence beside two words in capitals: what a person said, or what is so at a place of that name."""
    return any(line.endswith((".", "!", "?")) and len(line.split()) >= 3 for line in text.split("\n"))


__all__ = ["expand", "records"]
