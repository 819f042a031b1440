"""A citizen form of a municipality's own: its header row, told by its questions about safety.

Belongs here: which row is such a header, and the names of its columns for number and time. Not here: reading the
answers (citizen_form), the staff's forms (staff_form).
"""

from __future__ import annotations

import re

from pipelines.readers import cells, form_rows, forms, scales
from pipelines.readers.sample import FileSample

#: The same columns in forms of the municipalities' own. Without a time the year stands over the header or in
#: the file's name.
NAMES: dict[str, tuple[str, ...]] = {
    "ID": ("Nr", "Nummer", "Svar nr", "Svarsnr", "Löpnummer", "Löpnr"),
    "Slutförandetid": (
        *(
            "Completion time",
            "Tidstämpel",
            "Timestamp",
            "Datum",
            "Svarsdatum",
            "Svarstid",
            "Inskickat",
            "Inkom",
        ),
        *("Inskickad", "Inlämnad", "Svarsdatum och tid", "Avslutad", "Avslutat", "Sluttid", "Slutdatum"),
        *("Inlämnat", "Besvarad", "Skapad", "Datum och tid", "Tidpunkt för svar"),
    ),
}
_ASKS = re.compile(
    r"(?:var|vad|när|hur|vilk[ae]n?|vilket|varför|vem|finns|känner|har|är|tycker|upplever|beskriv|berätta|skriv)\b.* .*"
)
_FREE = re.compile(
    r"(?:o?trygga? (?:plats(?:er)?|tid(?:er|punkter)?|område(?:n)?)|.*\bo?trygg(?:het)?\b.*|förslag\b.*|"
    r"platser .*|.*\bundvik\w*\b.*|(?:bra|dåliga?) platser|"
    r"övrigt|övriga (?:synpunkter|kommentarer)|(?:egen |egna )?kommentar(?:er)?|fritext|önskemål|problem|annat)"
)
_ABOUT_SAFETY = re.compile(r"trygg|orolig|\boro(?:ar|a)?\b|rädd|undvik|utsatt|brott")
_WHO_ANSWERS = re.compile(
    r"(?:nr|nummer|.*\bid|svar(?: nr|s?nr|snummer)?|löp\w+|respondent\w*|tidstämpel|timestamp|"
    r"svars?(?:datum|tid)|datum\b.*|"
    r"inskick\w*|inläm\w*|inkom\w*|skapad\w*|avslutad\w*|avslutat|start\w*|slut\w*|besvara\w*|"
    r"(?:din )?ålder\w*.*|kön|(?:vilken |bostads)?ort|kommundel|bor i|postnummer)"
)
#: Headings of other lists, of surveys already counted, and of the staff's own form.
_OF_OTHERS = re.compile(
    r"(?:fenomen|verksamhet|arbetsplats|händelse|synpunkt(?:er)?|fråga|svarsalternativ|kommun|kommunkod|årskurs|skola|"
    r"antal|andel|procent|index|källa|företeelse|variabel|typ|trolig orsak)"
    r"|enhet|förvaltning|befattning|roll|funktion|arbetslag"
    r"|.*\b(?:verksamhet|arbetar du|jobbar du|arbetsplats|yrkes(?:roll|grupp|kategori))\b.*"
)
#: Where the one who answers lives.
HOME = re.compile(
    r"\b(?:ort|bostadsort|kommundel|bostadsområde)\b.*\bbor\b|\bbor du\b|^bor i\W*$"
    r"|^(?:vilken |din |bostads)?(?:ort|tätort|kommundel)\W*$"
)


def questions(seen: FileSample) -> list[str]:
    """The questions of a form of somebody's own; empty when no row is such a header.

    Questions alone could be any survey's: one must be about safety, and something must say that a row is
    somebody's answer.
    """
    exported = forms.marks(
        seen, {"Start": ("Starttid", "Start time"), "End": ("Slutförandetid", "Completion time")}
    )
    if form_rows.says_staff(seen) or exported == {"Start"}:
        # An export that has lost its completion times has lost its dates.
        return []
    for row in form_rows.head_rows(seen):
        titles = [title for c in row if (title := cells.clean(c))]
        keys = [form_rows.heading_key(title) for title in titles]
        asked = [
            title
            for title, k in zip(titles, keys, strict=True)
            if (_is_asked(title, k) and not forms.is_contact(title) and not HOME.search(k))
            and keys.count(k) == 1
        ]
        if len(asked) < 2 or any(_OF_OTHERS.fullmatch(k) for k in keys):
            continue
        answered = any(_WHO_ANSWERS.fullmatch(k) for k in keys) or any(map(forms.is_contact, titles))
        if answered and any(_ABOUT_SAFETY.search(k) for k in keys):
            return asked
    return []


def _is_asked(title: str, key: str) -> bool:
    """A question, a scale, or a heading that a form's free answers usually stand under."""
    return (
        title.endswith("?")
        or bool(_ASKS.fullmatch(key) or _FREE.fullmatch(key))
        or scales.declared(title).maximum is not None
    )
