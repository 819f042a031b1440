"""The yearly change over up to ten years → a Swedish sentence.

Belongs here: what may be said of a trend. Not here: one year against the years before
(``comparison_sentences``), the formula, drawing.
"""

from __future__ import annotations

from typing import Any

from pipelines.report.swedish import NBSP, is_missing, number, sentence_case, signed, years
from pipelines.report.verdicts import (
    PERCENT_BASE,
    Row,
    is_certain,
    is_finite,
    leaves_out_one,
    limits_text,
    ratio_text,
    reason_of,
)

NO_CERTAIN_TREND = "ingen statistiskt säkerställd utveckling"
_NOT_EXCLUDED = "Förändringar inom intervallet kan inte uteslutas."
_UNKNOWN_SIZE = "Hur stora förändringar som inte kan uteslutas går inte att ange."
_AFTER_ALL = (
    "intervallet når inte ”ingen förändring”, men när alla jämförelser i lägesbilden räknas med är det ingen "
    "statistiskt säkerställd utveckling. Förändringar inom intervallet kan inte uteslutas."
)


def trend_sentence(
    row: Row,
    indicator: Row,
    share: float = 0.10,
    percent_base: int = PERCENT_BASE,
    mean_count: float | None = None,
) -> str:
    """The yearly change over the years. ``row`` is the ``trend`` row of ``indicator_comparison``.

    In percent per year only where the mean yearly count bears it: the row's own base, else ``mean_count``.
    Below that, or where no mean is known, the ratio is given, and the direction in words when it is certain.
    """
    period = _period(row)
    if bool(row.get("hidden")) or bool(row.get("base_hidden")):
        return f"Utvecklingen{period} anges inte, eftersom något års antal är dolt."
    if row["signal"] == "not_tested" or not is_finite(row["ratio"]):
        return f"Utvecklingen{period} är inte prövad: {reason_of(row)}."
    is_relative = "relativt riket" in str(row.get("method"))
    people = "i förhållande till folkmängden"
    against = "jämfört med den i riket" if is_relative else people
    in_percent = _bears_percent(row, indicator, percent_base, mean_count)
    sure = is_certain(row, share)
    size = (
        _percent_text(row, with_sign=not sure)
        if in_percent
        else ratio_text(row, "kvot från ett år till nästa")
    )
    if sure:
        moved = "ökat" if row["signal"] == "higher" else "minskat"
        beside = "jämfört med utvecklingen i riket" if is_relative else people
        start = f"Antalet anmälda brott har {moved}{period} {beside}"
        end = "Det är en statistiskt säkerställd utveckling"
        if in_percent:
            return f"{start}, i genomsnitt {size}. {end}."
        return f"{start} ({size}). {end}, men antalen är för små för att anges i procent per år."
    shown = f"(i genomsnitt {size})" if in_percent else f"({size})"
    if leaves_out_one(row):
        return f"Utvecklingen{period} {against} {shown}: {_AFTER_ALL}"
    limits_known = is_finite(row["ratio_lower_95"]) or is_finite(row["ratio_upper_95"])
    return (
        f"{sentence_case(NO_CERTAIN_TREND)}{period} {against} {shown}. "
        f"{_NOT_EXCLUDED if limits_known else _UNKNOWN_SIZE}"
    )


def _period(row: Row) -> str:
    """`` 2014–2023``; without the years, the name of the comparison has them."""
    if is_missing(row.get("base_from")) or is_missing(row.get("base_to")):
        name = str(row.get("comparison_name") or "")
        return name.removeprefix("utvecklingen") if name.startswith("utvecklingen ") else ""
    return f" {years(row['base_from'], row['base_to'])}"


def _bears_percent(row: Row, indicator: Row, percent_base: int, mean_count: float | None) -> bool:
    mean: Any = mean_count
    if is_finite(row.get("base_count")) and is_finite(row.get("base_years")) and row["base_years"] > 0:
        mean = float(row["base_count"]) / int(row["base_years"])
    own_base = indicator.get("percent_from")
    least = max(percent_base, int(own_base)) if is_finite(own_base) else percent_base  # type: ignore[arg-type]
    return is_finite(mean) and float(mean) >= least


def _percent_text(row: Row, with_sign: bool) -> str:
    """``−2,5 procent per år; 95 %-intervall −6,1 till 1,2``; after "minskat" without sign, interval in brackets."""
    change = 100 * (float(row["ratio"]) - 1)
    size = f"{signed(change, 1) if with_sign else number(abs(change), 1)}{NBSP}procent per år"
    low, high = (100 * (float(row[end]) - 1) if is_finite(row[end]) else None
                 for end in ("ratio_lower_95", "ratio_upper_95"))  # fmt: skip
    limits = limits_text(low, high, 1)
    if not limits:
        return size
    return f"{size}; {limits}" if with_sign else f"{size} ({limits})"
