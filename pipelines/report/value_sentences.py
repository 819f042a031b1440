"""One figure of one year → a Swedish sentence, for every kind of indicator. Pure functions.

The rules: a count always (unless hidden), a rate from the register's least number of events (five) and marked
unreliable below ten, a share from its least number of answers and with a decimal from 100, an interval beside
every estimate, or that there is none. Not here: comparisons of any kind, reading tables, drawing, HTML.
"""

from __future__ import annotations

import re
from typing import Any

from pipelines.report.swedish import (
    HIDDEN,
    NBSP,
    first_lower,
    is_missing,
    number,
    plural,
    sentence_case,
    years,
)
from pipelines.report.verdicts import Row, is_finite, limits_text

RATE_FROM = 5
RELIABLE_FROM = 10
SHARE_FROM = 30
DECIMAL_FROM = 100
WARN_SHARE_BELOW = 30

PRELIMINARY = "Uppgiften är preliminär och kan ändras."
_NONE_OF = {
    "Anmälda": "Inga anmälda", "Anmäld": "Ingen anmäld", "Anmält": "Inget anmält",
    "Rapporterade": "Inga rapporterade", "Rapporterad": "Ingen rapporterad",
}  # fmt: skip
_UNITS = {
    "händelser": ("händelse", "händelser"),
    "anmälningar": ("anmälan", "anmälningar"),
    "kronor": ("krona", "kronor"),
    "timmar": ("timme", "timmar"),
}
_COUNTED = ("offence_rate", "local_count")
_PATTERN_SHARES = ("time_share", "place_share")
_PERIOD = re.compile(r"\d+ år sammanlagt, (\d{4})–(\d{4})[.;]?\s*")


def hidden_text(min_shown: int = 5) -> str:
    """The words that stand instead of a hidden number."""
    return HIDDEN if min_shown == 5 else f"färre än {min_shown}"


def value_sentence(row: Row, indicator: Row, min_shown: int = 5) -> str:
    """The assessed year's figure. ``row`` is from ``indicator_value``, ``indicator`` from the register."""
    text = f"{value_start(row, indicator, min_shown)}."
    rest = [value_note(row, indicator), PRELIMINARY if row.get("status") == "preliminary" else ""]
    return " ".join(part for part in (text, *rest) if part)


def value_start(row: Row, indicator: Row, min_shown: int = 5) -> str:
    """The figure with its title, without a full stop: what a comparison can be joined to."""
    title, year = str(indicator["title"]), int(row["year"])
    if bool(row["suppressed"]):
        if indicator["kind"] in _PATTERN_SHARES:  # hidden for what it tells of a count beside it
            return f"{title}: visas inte för år {year}, eftersom andelen skulle röja ett litet antal"
        return f"{title}: {hidden_text(min_shown)} år {year}"
    if indicator["kind"] in _COUNTED and is_finite(row["count"]) and float(row["count"]) == 0:
        return _none(indicator, year)
    writer = {
        "offence_rate": _offence_value,
        "survey_index": _index_value,
        "local_count": _local_value,
        "statement_count": _statement_value,
        "time_share": _pattern_value,
        "place_share": _pattern_value,
    }.get(str(indicator["kind"]), _share_value)
    return f"{title}: {writer(row, indicator, year)}"


def value_note(row: Row, indicator: Row) -> str:
    """What the table's note says of a figure that is shown, where the sentence itself does not say it."""
    note = row.get("note")
    if is_missing(note) or bool(row["suppressed"]):
        return ""
    kind, text = indicator["kind"], str(note).strip()
    if kind in _PATTERN_SHARES and is_finite(row["value"]):
        rest = _PERIOD.sub("", text).strip().rstrip(".")
        return ". ".join(sentence_case(part) for part in rest.split(". ")) + "." if rest else ""
    return text if kind == "local_count" and is_finite(row["count"]) else ""


def _none(indicator: Row, year: int) -> str:
    """``Inga anmälda rån år 2023``; where the title does not bend so, ``…: inga händelser år 2023``."""
    title = str(indicator["title"])
    first, _, rest = title.partition(" ")
    if first in _NONE_OF and rest:
        return f"{_NONE_OF[first]} {rest} år {year}"
    unit = str(indicator.get("unit") or "")
    if indicator["kind"] != "local_count" or unit not in _UNITS:
        return f"{title}: 0 år {year}"
    return f"{title}: {f'0{NBSP}kronor' if unit == 'kronor' else f'inga {unit}'} år {year}"


def _offence_value(row: Row, indicator: Row, year: int) -> str:
    count = row["count"]
    if not is_finite(count):
        return f"uppgift saknas för år {year}"
    start = f"{number(count)} år {year}"
    if count < _least(indicator, "rate_from", RATE_FROM):
        # "1 år 2023" would be read as one year.
        return f"{number(count)} brott år {year} (för få för att räknas per 100{NBSP}000 invånare)"
    if not is_finite(row["value"]):
        return start
    parts = [
        f"{number(row['value'])} per 100{NBSP}000 invånare",
        limits_text(row["lower_95"], row["upper_95"]),
    ]
    if count < RELIABLE_FROM:
        parts.append("osäker siffra, färre än tio händelser")
    return f"{start} ({'; '.join(part for part in parts if part)})"


def _index_value(row: Row, indicator: Row, year: int) -> str:
    if not is_finite(row["value"]):
        return f"uppgift saknas för år {year}"
    answers = row.get("denominator")
    basis = "" if is_missing(answers) else f"; {number(answers)} svar"
    return f"steg {step_text(row['value'])} på skalan 0–6 år {year}{basis}"


def _local_value(row: Row, indicator: Row, year: int) -> str:
    count = row["count"]
    if not is_finite(count):
        return _unknown(row, year)
    unit = str(indicator.get("unit") or row.get("unit") or "")
    if unit == "antal":
        return f"{number(count)} år {year}"
    one, many = _UNITS.get(unit, (unit, unit))
    return f"{plural(int(count), one, many)} år {year}"


def _statement_value(row: Row, indicator: Row, year: int) -> str:
    """The denominator is every statement of the source that year, of all areas."""
    count, total = row["count"], row.get("denominator")
    if not is_finite(count):
        return _unknown(row, year)
    about = f"beskriver ett problem i området år {year}"
    if not is_finite(total):
        return f"{'inga uttalanden' if count == 0 else plural(int(count), 'uttalande', 'uttalanden')} {about}"
    if float(total) <= 0:  # type: ignore[arg-type]
        return f"inga uttalanden finns för år {year}"
    of_all = plural(int(total), "uttalande", "uttalanden")  # type: ignore[arg-type]
    return f"inget av {of_all} {about}" if count == 0 else f"{number(count)} av {of_all} {about}"


def _pattern_value(row: Row, indicator: Row, year: int) -> str:
    """A share of several years' offences: when or where. ``note`` says which years."""
    found = _PERIOD.search(str(row.get("note") or ""))
    when = f"åren {years(*found.groups())}" if found else f"år {year}"
    if not is_finite(row["value"]):
        return f"uppgift saknas för {when}"
    events = row.get("denominator")
    if is_finite(events) and float(events) < _least(indicator, "share_from", SHARE_FROM):  # type: ignore[arg-type]
        return f"andelen för {when} visas inte, färre än {_least(indicator, 'share_from', SHARE_FROM)} brott"
    limits = limits_text(row["lower_95"], row["upper_95"], share_decimals(events))
    return f"{share_text(row)} procent {when} ({limits or 'intervall saknas'})"


def _share_value(row: Row, indicator: Row, year: int) -> str:
    if not is_finite(row["value"]):
        return _unknown(row, year)
    answers, least = row.get("denominator"), _least(indicator, "share_from", SHARE_FROM)
    is_known = is_finite(answers)
    if is_known and float(answers) < least:  # type: ignore[arg-type]
        return f"andelen för år {year} visas inte, färre än {least} svar"
    start = f"{share_text(row)} procent år {year}"
    limits = limits_text(row["lower_95"], row["upper_95"], share_decimals(answers))
    if limits and "utgivarens" in str(row.get("method")):
        limits = f"utgivarens {limits}"
    parts = [limits] if limits else []
    if is_known:
        parts.append(f"{number(answers)} svar")
        if float(answers) < WARN_SHARE_BELOW:  # type: ignore[arg-type]
            parts.append("osäker andel, få svar")
    if not limits and indicator["kind"] == "published_share" and is_missing(row.get("bound")):
        parts.append("utgivaren anger inget intervall")
    elif not parts:
        parts.append("antalet bakom andelen publiceras inte, så något intervall kan inte anges")
    return f"{start} ({'; '.join(parts)})"


def _unknown(row: Row, year: int) -> str:
    note = row.get("note")
    why = "" if is_missing(note) else f" ({first_lower(str(note).strip().rstrip('.'))})"
    return f"uppgift saknas för år {year}{why}"


def _least(indicator: Row, name: str, otherwise: int) -> int:
    """The register's own least base of the indicator, where it is given."""
    given: Any = indicator.get(name)
    return int(given) if is_finite(given) else otherwise


def share_decimals(answers: Any) -> int:
    """One decimal from 100 answers, or where the publisher gives a share without its answers; else none."""
    return 1 if is_missing(answers) or float(answers) >= DECIMAL_FROM else 0


def share_text(row: Row) -> str:
    """A share in percent, without the word: ``87``, ``87,3``, or ``över 95`` for a share of 100 percent.

    ``bound`` is set where the share itself must not be said (``suppression.without_revealing_shares``).
    """
    bound = row.get("bound")
    decimals = share_decimals(row.get("denominator"))
    return number(row["value"], decimals) if is_missing(bound) else f"{bound} {number(row['value'])}"


def step_text(value: Any) -> str:
    """An ordinal class is written as it is; only the total index has decimals."""
    return number(value, 0 if float(value).is_integer() else 1)
