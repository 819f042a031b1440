"""Declared local corrections (rattelser.toml in the agreement's folder): read, checked, applied, listed.

A correction names one figure, what is done with it, why and in which role, and the value that the source has
now. When the source no longer has that value it may have been repaired, and the refresh stops until somebody has
looked. Nothing is ever corrected silently: every correction is a row of the table ``correction`` and a note at
its figure. Not here: faults that a reader can see by itself.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from dataclasses import dataclass

import pandas as pd

from pipelines import agreement_fields as fields
from pipelines.agreement import Agreement
from pipelines.agreement_fields import AgreementFault, Table
from pipelines.errors import UserError
from pipelines.paths import CORRECTIONS_FILE
from pipelines.raw import make_redactor
from pipelines.tables.schema import conform, empty

DROP, OVERRIDE, FLAG = "stryk", "ersatt", "markera"
_KEYS = ("serie", "plats", "period", "atgard", "varde", "vantat", "skal", "vem", "datum")
_WHERE = "[[rattelse]]"

#: The first part of ``serie`` → the table, the columns that the other parts name, and the figure's column.
_SERIES = {
    "brott": ("offence_count", ("publisher", "offence_group"), "count"),
    "folkmangd": ("population", ("reference",), "population"),
    "enkat": ("survey_result", ("survey", "question"), "value"),
    "nyckeltal": ("kpi_value", ("publisher", "kpi"), "value"),
}


@dataclass(frozen=True)
class Correction:
    """One declared correction. ``value`` is None unless the action is to override."""

    series: str
    place: str
    period: str
    action: str
    value: float | None
    expected: float
    reason: str
    role: str
    date: dt.date

    @property
    def table(self) -> str:
        return _SERIES[self.series.split("/")[0]][0]

    @property
    def municipality_code(self) -> str:
        return self.place.split(" ", 1)[0]

    @property
    def locality(self) -> str | None:
        return self.place.split(" ", 1)[1] if " " in self.place else None

    @property
    def year(self) -> int:
        return int(self.period[:4])

    @property
    def month(self) -> int | None:
        return int(self.period[5:]) if len(self.period) > 4 else None

    def told(self) -> str:
        """What stands beside the figure."""
        done = {
            OVERRIDE: f"Rättad lokalt från {_number(self.expected)} till {_number(self.value)}",
            DROP: f"Struken lokalt (var {_number(self.expected)})",
            FLAG: "Märkt lokalt",
        }[self.action]
        return f"{done}: {self.reason.rstrip('.')}. {self.role}, {self.date.isoformat()}."


def declared(agreement: Agreement) -> tuple[Correction, ...]:
    """The corrections of the agreement's folder; none when there is no file.

    Raises UserError that names the entry and what was expected.
    """
    path = agreement.folder / CORRECTIONS_FILE
    if not path.is_file():
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        fields.only(data, ("rattelse",), "filen")
        rows = fields.rows(data, "rattelse", _WHERE, required=False)
        found = tuple(_correction(row, n) for n, row in enumerate(rows, 1))
        fields.unique((f"{c.series}, {c.place}, {c.period}" for c in found), "Rättelsen av")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        at = f" på rad {line.group(1)}" if line else ""
        raise UserError(f"{CORRECTIONS_FILE} går inte att läsa{at}. Den ska vara TOML i UTF-8.") from None
    except AgreementFault as fault:
        raise UserError(f"{CORRECTIONS_FILE}: {fault}") from None
    redactor = make_redactor(agreement) if found else None
    for n, item in enumerate(found, 1):
        # Both texts are shown on the pages. A role is no name.
        if redactor and (redactor.find(item.reason) or redactor.find(item.role)):
            raise UserError(
                f"{CORRECTIONS_FILE}: ”skal” eller ”vem” i {_WHERE} nummer {n} innehåller det som ser ut som ett namn "
                "eller en annan personuppgift. Skriv rollen i stället."
            )
    return found


def _correction(row: Table, n: int) -> Correction:
    where = f"{_WHERE} nummer {n}"
    fields.only(row, _KEYS, where)
    series = fields.text(row, "serie", where)
    head, names = _parts(series)
    if head not in _SERIES or len(names) != len(_SERIES[head][1]):
        forms = "; ".join(
            "/".join((k, *(f"<{c}>" for c in columns))) for k, (_, columns, _) in _SERIES.items()
        )
        raise AgreementFault(f"”serie” i {where} ska ha formen {forms}.")
    if names[0] == "police":
        raise AgreementFault(
            f"”serie” i {where} gäller polisens leverans. Den rättas inte här: be polisen om en ny leverans."
        )
    place, period = fields.text(row, "plats", where), fields.text(row, "period", where)
    if not re.fullmatch(r"(?:\d{4}|00)(?: \S.*)?", place):
        raise AgreementFault(
            f"”plats” i {where} ska vara en kommunkod, eller kommunkod och ort (”0761 Kosta”)."
        )
    if not re.fullmatch(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2]))?", period):
        raise AgreementFault(f"”period” i {where} ska vara ett år (”2023”) eller en månad (”2023-05”).")
    action = fields.text(row, "atgard", where)
    fields.among([action], (DROP, OVERRIDE, FLAG), "åtgärd", where)
    if (action == OVERRIDE) != ("varde" in row):
        raise AgreementFault(f"”varde” i {where} anges när åtgärden är ”{OVERRIDE}”, och bara då.")
    date = row.get("datum")
    if not isinstance(date, dt.date):
        raise AgreementFault(
            f"”datum” i {where} ska vara ett datum utan citattecken, till exempel 2024-03-01."
        )
    return Correction(
        series, place, period, action, _value(row, "varde", where) if action == OVERRIDE else None,
        _value(row, "vantat", where), fields.text(row, "skal", where), fields.text(row, "vem", where), date,
    )  # fmt: skip


def _parts(series: str) -> tuple[str, list[str]]:
    """The kind of series and its names; a question may itself hold a slash."""
    head = series.split("/")[0]
    return head, series.split("/", len(_SERIES[head][1]) if head in _SERIES else -1)[1:]


def _value(row: Table, key: str, where: str) -> float:
    value = row.get(key)
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < 0
    ):
        raise AgreementFault(f"”{key}” i {where} ska vara ett tal som är noll eller större.")
    return float(value)


def apply(table: str, frame: pd.DataFrame, corrections: tuple[Correction, ...]) -> pd.DataFrame:
    """``frame`` with the corrections of that table made.

    Raises UserError when the figure is not there exactly once or does not have the expected value.
    """
    for correction in corrections:
        if correction.table != table:
            continue
        at = _rows_of(frame, correction)
        column = _SERIES[correction.series.split("/")[0]][2]
        named = f"Rättelsen av {correction.series}, {correction.place}, {correction.period}"
        if int(at.sum()) != 1:
            raise UserError(
                f"{named}: uppgiften finns {'inte' if not at.any() else 'flera gånger'} i källorna. "
                f"Rätta posten i {CORRECTIONS_FILE} eller ta bort den."
            )
        now = frame.loc[at, column].iloc[0]
        if pd.isna(now) or abs(float(now) - correction.expected) > 1e-9 * max(1.0, correction.expected):
            there = "inget värde" if pd.isna(now) else _number(float(now))
            raise UserError(
                f"{named} väntar sig {_number(correction.expected)}, men källan har {there}. Källan kan ha "
                f"rättats: jämför, och ta bort posten ur {CORRECTIONS_FILE} eller ändra ”vantat”."
            )
        if correction.action == DROP:
            if "month" in frame and correction.month is None:
                # Twelve months would otherwise put the struck year back.
                at = _rows_of(frame.assign(month=pd.NA), correction)
            frame = frame[~at]
        elif correction.action == OVERRIDE:
            frame = frame.copy()
            frame.loc[at, column] = correction.value
            if "per_100k_published" in frame:  # the publisher's rate was of the count that is corrected
                frame.loc[at, "per_100k_published"] = float("nan")
            if "lower_95" in frame:  # the limits and the count were of the share that is corrected
                frame.loc[at, ["lower_95", "upper_95"]] = float("nan")
                frame.loc[at, "count"] = pd.NA
    return frame.reset_index(drop=True)


def _rows_of(frame: pd.DataFrame, correction: Correction) -> pd.Series:
    head, names = _parts(correction.series)
    at = (frame["municipality_code"] == correction.municipality_code) & (frame["year"] == correction.year)
    for column, name in zip(_SERIES[head][1], names, strict=True):
        at &= frame[column] == name
    if "locality" in frame:
        place = frame["locality"]
        at &= place.isna() if correction.locality is None else place == correction.locality
    if "month" in frame:
        month = frame["month"]
        at &= month.isna() if correction.month is None else month == correction.month
    for column, usual in (("group", "Alla"), ("gender", "T")):
        if column in frame:
            at &= frame[column] == usual
    return at.fillna(False).astype(bool)


def correction(corrections: tuple[Correction, ...]) -> pd.DataFrame:
    """The declared corrections as a table. That each was made is seen to by ``apply``."""
    if not corrections:
        return empty("correction")
    rows = [
        {
            "series": c.series,
            "place": c.place,
            "period": c.period,
            "action": c.action,
            "expected_value": c.expected,
            "value": c.value,
            "reason": c.reason,
            "role": c.role,
            "date": pd.Timestamp(c.date),
            "told": c.told(),
        }
        for c in corrections
    ]
    return conform("correction", pd.DataFrame(rows))


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u00a0").replace(".", ",")
