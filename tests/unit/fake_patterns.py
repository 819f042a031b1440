"""The made-up lägesbild's months, hours and localities. Not here: its other figures (fake_numbers.py)."""

from __future__ import annotations

from typing import Any

from fake_numbers import AGREEMENT, CODE, OLDER, REVEALING, SECRET, YEAR


def _window(indicator: str, area: str, last: int = YEAR) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "municipality_code": CODE, "priority_area": area, "indicator": indicator,
        "year": last, "year_from": last - 4, "suppressed": False, "signal": "none", "method": "metod", "p": 0.2,
    }  # fmt: skip


def _months(indicator: str, area: str, count: float, last: int = YEAR, **given: Any) -> list[dict[str, Any]]:
    return [
        _window(indicator, area, last) | {
            "month": month, "publisher": "bra", "count": count, "total": 12 * count, "index": count / 90,
            "lower_95": 0.8, "upper_95": 1.2, "area_index": 1.0, "dispersion": 1.0,
        } | given
        for month in range(1, 13)
    ]  # fmt: skip


def seasons() -> list[dict[str, Any]]:
    """Thefts with a sure season, June above an average month, two months hidden; and what must be left out."""
    thefts = _months("theft_reported", "STOLD", 90.0, signal="seasonal")
    thefts[5] |= {"index": 1.5, "lower_95": 1.2, "upper_95": 1.9}
    for month in (0, 1):
        thefts[month] |= dict.fromkeys(("count", "index", "lower_95", "upper_95"), SECRET) | {
            "suppressed": True
        }
    one_hidden = _months("vandalism_reported", "PLATS", REVEALING)
    one_hidden[3] |= {"suppressed": True}
    return [
        *thefts, *one_hidden, *_months("narcotics_reported", "UNGA", 6.0, lower_95=0.3, upper_95=1.7),
        # Graffiti has hidden years: neither the window that holds them nor an older one may be shown.
        *_months("graffiti_reported", "UNGA", REVEALING), *_months("theft_reported", "STOLD", OLDER, YEAR - 1),
    ]  # fmt: skip


def times_of_week() -> list[dict[str, Any]]:
    rows = []
    for position, key in enumerate(
        (f"{days} {hours}" for days in ("måndag–fredag", "lördag–söndag") for hours in
         ("00–06", "06–12", "12–18", "18–24")), 1,
    ):  # fmt: skip
        is_hidden = position in (2, 6)
        share = {"share_pct": 45.0, "lower_95": 33.0, "upper_95": 56.0} if position == 4 else {
            "share_pct": 9.0, "lower_95": 4.0, "upper_95": 19.0,
        }  # fmt: skip
        rows.append(_window("narcotics_reported", "UNGA") | {
            "dimension": "block", "key": key, "position": position, "even_pct": 17.9 if position < 5 else 7.1,
            "events": 74, "total": 75, "long_pct": 2.7, "reversed_events": 0, "signal": "uneven",
        } | (dict.fromkeys(share, SECRET) | {"suppressed": True} if is_hidden else share))  # fmt: skip
    return rows


def places() -> list[dict[str, Any]]:
    rows = []
    for position, (place, count, people) in enumerate(
        (("Hovmantorp", 22.0, 3000), ("Kosta", 59.0, 900), ("Lessebo", SECRET, 2700), ("Skruv", SECRET, 500)),
        1,
    ):
        rate = count if count == SECRET else count / people / 5 * 1000
        rows.append(_window("shop_theft_reported", "STOLD") | {
            "locality": place, "position": position, "count": count, "total": 123, "known": 123,
            "population": people, "per_1000": rate, "lower_95": rate * 0.7, "upper_95": rate * 1.4,
            "suppressed": count == SECRET,
        })  # fmt: skip
    return rows
