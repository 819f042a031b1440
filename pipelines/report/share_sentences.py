"""Two shares beside each other → Swedish sentences: an earlier survey, the country, another group.

Belongs here: differences in percentage points, and whether they may be said. Not here: the shares themselves
(``value_sentences``), counts (``comparison_sentences``), reading tables.
"""

from __future__ import annotations

from pipelines.report.swedish import number, sentence_case
from pipelines.report.verdicts import (
    CERTAIN,
    NO_CERTAIN,
    Row,
    inside_sentence,
    is_certain,
    is_finite,
    limits_text,
    pooled_text,
    reason_of,
)

_DECIMAL_BELOW_WIDTH = 10
_AFTER_ALL = (
    "Intervallet når inte 0, men när alla jämförelser i lägesbilden räknas med är det ingen statistiskt "
    "säkerställd skillnad"
)
_NOT_EXCLUDED = "skillnader inom intervallet kan inte uteslutas"
_TOWARDS = {
    ("higher", "higher_is_better"): "bättre",
    ("lower", "higher_is_better"): "sämre",
    ("higher", "higher_is_worse"): "sämre",
    ("lower", "higher_is_worse"): "bättre",
}


def is_share(indicator: Row) -> bool:
    """True for the kinds whose figure is a share in percent."""
    return str(indicator["kind"]).endswith("_share")


def share_difference_sentence(row: Row, indicator: Row, share: float = 0.10) -> str:
    """A share against an earlier survey's, or against the country's. ``row`` is from ``indicator_comparison``.

    Whole percentage points; with one decimal where the interval is narrower than ten.
    """
    name = inside_sentence(row["comparison_name"])
    difference = row.get("difference")
    if bool(row.get("hidden")) or bool(row.get("base_hidden")):
        return f"Skillnaden mot {name} anges inte, eftersom den skulle avslöja en andel som inte visas."
    if row["signal"] == "not_tested" or not is_finite(difference):
        return f"Andelen är inte jämförd med {name}: {reason_of(row)}."
    low, high = row.get("difference_lower_95"), row.get("difference_upper_95")
    limits_known = is_finite(low) and is_finite(high)
    decimals = 1 if limits_known and float(high) - float(low) < _DECIMAL_BELOW_WIDTH else 0  # type: ignore[arg-type]
    limits = limits_text(low, high, decimals)
    size = _size(float(difference), decimals, f"i {name}{pooled_text(row)}")  # type: ignore[arg-type]
    text = f"{size}{f' ({limits})' if limits else ''}."
    return f"{text} {_verdict(row, indicator, share, limits_known)}"


def _size(difference: float, decimals: int, where: str) -> str:
    points = number(abs(difference), decimals)
    if points == number(0, decimals):
        least = "0,1 procentenheter" if decimals else "en procentenhet"
        return f"Andelen skiljer sig mindre än {least} från den {where}"
    unit = "procentenhet" if points == "1" else "procentenheter"
    return f"Andelen är {points} {unit} {'högre' if difference > 0 else 'lägre'} än {where}"


def _verdict(row: Row, indicator: Row, share: float, limits_known: bool) -> str:
    if is_certain(row, share):
        towards = _TOWARDS.get((str(row["signal"]), str(indicator["direction"])))
        return f"{CERTAIN}, åt det {towards} hållet." if towards else f"{CERTAIN}."
    if not limits_known:
        return (
            f"{sentence_case(NO_CERTAIN)}. Hur stor en skillnad måste vara för att synas går inte att ange."
        )
    excludes_none = float(row["difference_lower_95"]) > 0 or float(row["difference_upper_95"]) < 0
    return f"{_AFTER_ALL if excludes_none else sentence_case(NO_CERTAIN)}; {_NOT_EXCLUDED}."
