"""The made-up lägesbild's figures: values and comparisons, with what must not be seen planted among them.

Not here: months, hours and localities (fake_patterns.py), all the rest and the database (fake_edition.py).
"""

from __future__ import annotations

from typing import Any

AGREEMENT, YEAR, CODE = "provavtal", 2023, "0761"
SECRET = 3.7331
"""A value planted in every column of a hidden row; it must never reach a reader."""
OUTSIDER, OUTSIDE = "0763", 6.6113
"""A municipality that is reference only, and a value planted in its rows; no page shows it."""
REVEALING = 11.7331
"""Planted where a number would give a hidden one away."""
OLDER = 82.7331
"""Planted in an older window than the edition's."""
SHOPS = ("shop_theft", "Stöld i butik")
THEFTS = ("theft_overall", "Stölder sammantaget")

THEFT = dict(zip(range(2014, 2024), [271, 306, 284, 262, 259, 264, 250, 268, 243, 189], strict=True))
NEIGHBOUR_THEFT = dict(
    zip(range(2014, 2024), [240, 250, 235, 242, 230, 228, 236, 225, 229, 231], strict=True)
)


def value(indicator: str, area: str, year: int, **given: Any) -> dict[str, Any]:
    """One row of indicator_value with everything not named left at its plainest."""
    return {
        "agreement": AGREEMENT, "municipality_code": CODE, "municipality": "Lessebo", "priority_area": area,
        "indicator": indicator, "year": year, "value": None, "lower_95": None, "upper_95": None,
        "count": None,
        "denominator": 8341.0, "unit": "per 100 000 invånare", "status": "final", "method": "Byar",
        "reliability": None, "suppressed": False, "n_sources": 1, "note": None,
        "source_file": "bra/sol.csv", "source_row": 12,
    } | given  # fmt: skip


def values() -> list[dict[str, Any]]:
    rows = []
    for year, count in THEFT.items():
        rate = count / 8341 * 100_000
        rows.append(value(
            "theft_reported", "STOLD", year, count=float(count), value=rate, lower_95=rate * 0.87,
            upper_95=rate * 1.14, status="preliminary" if year == YEAR else "final",
        ))  # fmt: skip
        other = NEIGHBOUR_THEFT[year]
        rows.append(value(
            "theft_reported", "STOLD", year, municipality_code="0881", municipality="Nybro",
            count=float(other),
            denominator=20000.0, value=other / 0.2, lower_95=other / 0.22, upper_95=other / 0.18,
        ))  # fmt: skip
        rows.append(value(
            "theft_reported", "STOLD", year, municipality_code="00", municipality="Hela landet",
            count=400_000.0, denominator=10_000_000.0, value=4000.0,
        ))  # fmt: skip
        hidden = year in (2019, 2023)
        rows.append(value(
            "graffiti_reported", "UNGA", year, count=SECRET if hidden else 6.0, suppressed=hidden,
            value=SECRET if hidden else 71.9, lower_95=SECRET if hidden else 26.0,
            upper_95=SECRET if hidden else 157.0,
        ))  # fmt: skip
        rows.append(
            value("narcotics_reported", "UNGA", year, count=30.0, value=359.7, lower_95=242.0, upper_95=513.0)
        )
        rows.append(value("robbery_reported", "PLATS", year, count=float(year % 3)))
    rows.append(value(
        "theft_reported", "STOLD", YEAR, municipality_code=OUTSIDER, municipality="Tingsryd", count=OUTSIDE,
        value=OUTSIDE, lower_95=OUTSIDE, upper_95=OUTSIDE, suppressed=True,
    ))  # fmt: skip
    rows += [
        value("vandalism_repair_cost", "PLATS", YEAR, count=32_100.0, unit="kronor", denominator=None),
        value("threat_and_violence_incidents", "SKOLA", 2022, count=9.0, unit="händelser", denominator=None),
        value("threat_and_violence_incidents", "SKOLA", YEAR, count=11.0, unit="händelser", denominator=None),
        value("theft_statements_citizens", "STOLD", 2022, count=7.0, unit="uttalanden", denominator=52.0),
        value("theft_statements_citizens", "STOLD", YEAR, count=6.0, unit="uttalanden", denominator=47.0),
        value("bicycle_theft_largest_locality", "STOLD", 2022, value=OLDER, lower_95=OLDER, upper_95=OLDER,
              count=136.0, unit="procent", denominator=166.0),
        value("bicycle_theft_largest_locality", "STOLD", YEAR, value=49.4, lower_95=41.9, upper_95=56.9,
              count=82.0, unit="procent", denominator=166.0, note="Lessebo har flest. 5 år sammanlagt, 2019–2023."),
        value("study_allowance_withdrawn", "UNGA", YEAR, value=12.8, unit="procent", denominator=None),
    ]  # fmt: skip
    for code, share in (("00", 9.1), ("0881", 10.2)):
        rows.append(value("study_allowance_withdrawn", "UNGA", YEAR, municipality_code=code, municipality=code,
                          value=share, unit="procent", denominator=None))  # fmt: skip
    for year, step in ((2021, 2.0), (2022, 2.0), (2023, 3.0)):
        rows.append(value("burglary_worry", "STOLD", year, value=step, denominator=143.0, unit="index 0–6"))
    for code, name, share, answers in (
        (CODE, "Lessebo", 81.2, 69.0),
        ("00", "Samtliga deltagande skolor", 84.9, 80_000.0),
    ):
        rows.append(value(
            "feels_safe_at_school", "SKOLA", 2022, municipality_code=code, municipality=name, value=share,
            lower_95=share - 5, upper_95=share + 5, denominator=answers, unit="procent", method="Wilson",
        ))  # fmt: skip
    # 76 of 82: the six others are the publisher's masked answers. 82 of 82: everybody's answer is known.
    for name, count in (("not_afraid_of_pupils", 76), ("calm_lessons", 82), ("adults_aware_at_breaks", 61)):
        for year in (2018, 2020, 2022):
            rows.append(value(
                name, "SKOLA", year, value=100 * count / 82, lower_95=84.9417, upper_95=96.5917,
                count=float(count), denominator=82.0, unit="procent", method="Wilson",
            ))  # fmt: skip
    return rows


def comparison(indicator: str, area: str, kind: str, **given: Any) -> dict[str, Any]:
    """One row of indicator_comparison, not tested unless told otherwise."""
    names = {"previous_years": "De fem åren före", "polisomradet": "Övriga kommuner i lokalpolisområde Nybro"}
    return {
        "agreement": AGREEMENT, "municipality_code": CODE, "priority_area": area, "indicator": indicator,
        "year": YEAR, "comparison": kind, "comparison_name": names.get(kind, "Hela landet"), "count": None,
        "base_count": None, "base_from": 2018, "base_to": 2022, "base_years": 5, "base_members": None, "expected": None,
        "difference": None, "difference_lower_95": None, "difference_upper_95": None,
        "ratio": None, "ratio_lower_95": None, "ratio_upper_95": None, "p": None, "p_adjusted": None,
        "signal": "not_tested", "dispersion": 1.2, "dispersion_areas": 6, "detectable_decrease": 0.7,
        "detectable_increase": 1.35, "method": "mid-P", "reason": "För få händelser.",
    } | given  # fmt: skip


def comparisons() -> list[dict[str, Any]]:
    theft = {"count": 189.0, "ratio": 0.735, "ratio_lower_95": 0.63, "ratio_upper_95": 0.86}
    secret = dict.fromkeys(
        ("count", "base_count", "expected", "ratio", "ratio_lower_95", "ratio_upper_95"), SECRET
    )
    return [
        comparison("theft_reported", "STOLD", "previous_years", base_count=1284.0, expected=257.0, p=0.0004,
                   p_adjusted=0.004, signal="lower", **theft),
        comparison("theft_reported", "STOLD", "polisomradet", base_count=231.0, expected=200.0, p=0.4,
                   p_adjusted=0.6, signal="none", **{**theft, "ratio": 0.95, "ratio_upper_95": 1.1}),
        comparison("theft_reported", "STOLD", "riket", base_count=400_000.0, expected=333.6, p=0.0001,
                   p_adjusted=0.001, signal="lower", **{**theft, "ratio": 0.57, "ratio_lower_95": 0.49,
                                                        "ratio_upper_95": 0.65}),
        comparison("theft_reported", "STOLD", "liknande", comparison_name="Liknande kommuner", base_from=YEAR,
                   base_to=YEAR, base_years=1, base_count=900.0, expected=180.0, p=0.6, p_adjusted=0.8, signal="none",
                   **{**theft, "ratio": 1.05, "ratio_lower_95": 0.9, "ratio_upper_95": 1.22}),
        comparison("theft_reported", "STOLD", "trend", ratio=0.96, ratio_lower_95=0.93, ratio_upper_95=0.99,
                   base_from=2015, base_to=2023, base_years=9, p=0.01, p_adjusted=0.03, signal="lower",
                   method="loglinjär trend relativt riket"),
        comparison("theft_reported", "STOLD", "previous_years", municipality_code=OUTSIDER, count=OUTSIDE,
                   base_count=OUTSIDE, expected=OUTSIDE, ratio=OUTSIDE, ratio_lower_95=OUTSIDE,
                   ratio_upper_95=OUTSIDE, p=0.001, p_adjusted=0.001, signal="higher"),
        comparison("graffiti_reported", "UNGA", "previous_years", signal="none", p=0.5, p_adjusted=0.7,
        **secret),
        comparison("graffiti_reported", "UNGA", "trend", base_from=2014, base_to=2023, signal="none", p=0.5,
                   p_adjusted=0.7, **secret),
        comparison("not_afraid_of_pupils", "SKOLA", "riket", year=2022, base_from=2022, base_to=2022, base_years=1,
                   comparison_name="Samtliga deltagande skolor", difference=8.0, difference_lower_95=2.0,
                   difference_upper_95=14.0, p=0.01, p_adjusted=0.02, signal="higher"),
        comparison("feels_safe_at_school", "SKOLA", "riket", year=2022, base_from=2022, base_to=2022, base_years=1,
                   comparison_name="Samtliga deltagande skolor", difference=-4.2, difference_lower_95=-13.0,
                   difference_upper_95=4.6, p=0.4, p_adjusted=0.5, signal="none"),
        comparison("narcotics_reported", "UNGA", "previous_years", count=30.0, base_count=150.0,
        expected=30.0,
                   ratio=1.0, ratio_lower_95=0.68, ratio_upper_95=1.42, p=0.9, p_adjusted=0.95,
                   signal="none"),
    ]  # fmt: skip
