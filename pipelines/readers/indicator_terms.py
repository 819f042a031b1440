"""What Brå's municipality indicators are called, and how one published value becomes a tidy value.

Belongs here: which indicators exist, their units and years. Not here: how files are laid out
(municipality_indicators.py, indicator_workbook.py), checks of a whole file (indicator_checks.py).

The year of an offence is the calendar year. Exposure to crime carries the year the crime happened (the survey
was made the year after); worry, avoidance and problems in the area carry the year of the survey. The files do
not say which: the lists below do, and an indicator that is not in them is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from pipelines.readers import cells
from pipelines.readers.result import Problem

AGAIN = "Hämta kommunindikatorerna på nytt."

#: The 15 offence indicators, in the order of Brå's workbook.
OFFENCES = (
    "Totalt antal anmälda brott",
    "Skadegörelsebrott",
    "Narkotikabrott",
    "Våld i offentlig miljö mot vuxna",
    "Våld i nära relationer, mot kvinnor",
    "Våld i nära relationer, mot män",
    "Våld i inomhusmiljö mot barn och unga, flickor",
    "Våld i offentlig miljö mot barn och unga, flickor",
    "Våld i inomhusmiljö mot barn och unga, pojkar",
    "Våld i offentlig miljö mot barn och unga, pojkar",
    "Rån mot privatperson, unga",
    "Stöld och tillgreppsbrott, totalt",
    "Bilbrott",
    "Bostadsinbrott",
    "Trafikbrott, totalt",
)
ANSWERS = "Antal svarande i NTU"


class Ntu(NamedTuple):
    """What the year of an NTU indicator is, and the first survey that asked."""

    year_kind: str
    first_survey: int


#: NTU's indicators in the order of Brå's workbook, the number of answers first.
NTU = {
    ANSWERS: Ntu("survey", 2017),
    "Självrapporterad utsatthet för misshandel": Ntu("reference", 2017),
    "Självrapporterad utsatthet för sexualbrott": Ntu("reference", 2017),
    "Självrapporterad utsatthet för rån": Ntu("reference", 2017),
    "Självrapporterad utsatthet för försäljningsbedrägeri": Ntu("reference", 2017),
    "Självrapporterad utsatthet för kortbedrägeri": Ntu("reference", 2017),
    "Självrapporterad utsatthet för cykelstöld bland cykelägare": Ntu("reference", 2017),
    "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet": Ntu("survey", 2017),
    "Oro för att utsättas för misshandel": Ntu("survey", 2017),
    "Oro för att utsättas för våldtäkt/sexuella angrepp": Ntu("survey", 2017),
    "Oro för att utsättas för rån": Ntu("survey", 2017),
    "Oro för att utsättas för bostadsinbrott": Ntu("survey", 2017),
    "Oro för att utsättas för stöld av/skadegörelse på bil (bland hushåll som ägde bil)": Ntu("survey", 2017),
    "Valt en annan väg eller ett annat färdsätt på grund av oro för att utsättas för brott": Ntu(
        "survey", 2017
    ),
    "Avstått från någon aktivitet på grund av oro för att utsättas för brott": Ntu("survey", 2017),
    "Problem med skadegörelse i det egna bostadsområdet": Ntu("survey", 2017),
    "Problem med klotter i det egna bostadsområdet": Ntu("survey", 2017),
    "Problem med fortkörning i det egna bostadsområdet": Ntu("survey", 2018),
    "Problem med övrig störande körning i det egna bostadsområdet": Ntu("survey", 2018),
    "Problem med personer påverkade av alkohol eller droger i det egna bostadsområdet": Ntu("survey", 2018),
    "Problem med gäng som uppehåller sig i det egna bostadsområdet": Ntu("survey", 2018),
    "Problem med öppen narkotikahandel i det egna bostadsområdet": Ntu("survey", 2017),
}
#: Part of the workbook published in 2024, but not of the one of 2025.
NOT_IN_EVERY_EDITION = frozenset({"Oro för att utsättas för rån"})

SHARE_MEASURES = ("share_pct", "lower_95", "upper_95")
COLUMNS = ("row", "sheet", "region", "year", "year_kind", "variable", "measure", "unit", "value")

_KNOWN = {cells.key(name): name for name in (*OFFENCES, *NTU)}
# Two forms of a title: "…, enligt NTU 2017–2025. Andel (%) …", and once without the comma.
_SURVEY = re.compile(r",?\s+enligt NTU\b.*", re.IGNORECASE)
_SPAN = re.compile(r"\s+\d{4}\s?[-–—]\s?\d{4}")


@dataclass(frozen=True)
class Entry:
    """One published value where it stands, before anything is decided about it."""

    row: int
    sheet: str | None
    found: str
    region: object
    unit: object
    year: object
    variable: object
    value: object

    def problem(self, reason: str, advice: str) -> Problem:
        return Problem(self.row, self.found, reason, advice, self.sheet)


@dataclass(frozen=True)
class Value:
    """An entry understood. ``value`` is None where the publisher gives none."""

    entry: Entry
    region: str
    year: int
    year_kind: str
    variable: str
    measure: str
    unit: str
    value: float | None

    @property
    def survey_year(self) -> int:
        """The year of the survey that the value comes from."""
        return self.year + 1 if self.year_kind == "reference" else self.year

    @property
    def key(self) -> tuple[str, str, int, str]:
        return self.region, self.variable, self.year, self.measure


def variable_of(text: object) -> str:
    """An indicator's name without the years and the unit that Brå writes after it, as in the lists."""
    name = _SPAN.sub("", _SURVEY.sub("", cells.clean(text))).strip(" .")
    return _KNOWN.get(cells.key(name), name)


def understood(entry: Entry) -> Value:
    """The entry in tidy terms. Raises CellError for whatever cannot be known for certain."""
    region, unit, variable = cells.clean(entry.region), cells.clean(entry.unit), variable_of(entry.variable)
    if not region or not variable:
        raise cells.CellError("Område eller indikator saknas.", AGAIN)
    measure = _measure(unit, variable)
    if variable not in (OFFENCES if measure in ("count", "per_100k") else NTU):
        raise cells.CellError(
            "Indikatorn är okänd, eller passar inte ihop med enheten.",
            "Jämför namnet med Brås kommunindikatorer. Är den ny hos Brå: be att den läggs till.",
        )
    value = None if _is_missing(entry.value) else cells.number(entry.value)
    if value is not None:
        allowed = _ALLOWED.get(measure, lambda v: v >= 0)
        if not allowed(value):
            raise cells.CellError(
                "Värdet ligger utanför vad enheten tillåter.", "Kontrollera värdet hos Brå."
            )
    kind = "calendar" if variable in OFFENCES else NTU[variable].year_kind
    return Value(entry, region, cells.year(entry.year), kind, variable, measure, unit, value)


_ALLOWED: dict[str, Callable[[float], bool]] = {
    "count": lambda v: v >= 0 and v.is_integer(),
    "n": lambda v: v >= 0 and v.is_integer(),
    **dict.fromkeys(SHARE_MEASURES, lambda v: 0 <= v <= 100),
}


def _is_missing(value: object) -> bool:
    # R writes NA where Brå gives no value.
    return cells.is_missing(value) or cells.clean(value) == "NA"


def _measure(unit: str, variable: str) -> str:
    text = cells.key(unit)
    if variable == ANSWERS:
        # The number of answers has no unit of its own; another unit belongs to another indicator.
        if text in ("", "na", "antal"):
            return "n"
    elif text == "antal":
        return "count"
    elif re.match(r"antal per 100 ?000 inv", text):
        return "per_100k"
    elif text.startswith("andel (%)"):
        return "share_pct"
    elif text.startswith("ki (95 %)") and ("undre" in text) != ("övre" in text):
        return "lower_95" if "undre" in text else "upper_95"
    raise cells.CellError("Enheten är okänd.", "Jämför med enheterna i Brås kommunindikatorer.")


def frame_of(values: list[Value]) -> pd.DataFrame:
    """The values as tidy rows."""
    rows = [
        {
            "row": v.entry.row,
            "sheet": v.entry.sheet,
            **{c: getattr(v, c) for c in COLUMNS[2:]},
        }
        for v in values
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["sheet"] = frame["sheet"].astype(object).where(frame["sheet"].notna(), None)
    return frame.astype({"row": "int64", "year": "int64", "value": "float64"})
