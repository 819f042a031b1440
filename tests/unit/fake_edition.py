"""A small made-up lagesbild.duckdb with every published table of expectations/tables.toml.

Only for tests of the report: the numbers are chosen so that each rule of wording and hiding is met.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
AGREEMENT, YEAR, CODE = "provavtal", 2023, "0761"
SECRET = 3.7331
"""A value planted in every column of a hidden row; it must never reach a reader."""

AREAS = [
    ("UNGA", "Unga i riskzon att utveckla en kriminell livsstil", "unga-i-riskzon"),
    ("PLATS", "Otrygga platser", "otrygga-platser"),
    ("SKOLA", "Skolsäkerhet", "skolsakerhet"),
    ("STOLD", "Inbrott och stölder", "inbrott-och-stolder"),
]
THEFT = dict(zip(range(2014, 2024), [271, 306, 284, 262, 259, 264, 250, 268, 243, 189], strict=True))
NEIGHBOUR_THEFT = dict(
    zip(range(2014, 2024), [240, 250, 235, 242, 230, 228, 236, 225, 229, 231], strict=True)
)


def build(path: Path, *, incomplete_reason: str | None = None, is_example: bool = True) -> Path:
    """Writes the database and returns its path."""
    rows = _rows(incomplete_reason, is_example)
    with (ROOT / "expectations" / "tables.toml").open("rb") as file:
        tables = tomllib.load(file)
    with duckdb.connect(str(path)) as connection:
        for name, entry in tables.items():
            if entry.get("publish", True):
                frame = pd.DataFrame(rows.get(name, []), columns=list(entry["columns"]))
                connection.register("frame", frame)
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM frame')
                connection.unregister("frame")
    return path


def _rows(incomplete_reason: str | None, is_example: bool) -> dict[str, list[dict[str, Any]]]:
    with (ROOT / "expectations" / "indicators.toml").open("rb") as file:
        register = tomllib.load(file)["indicator"]
    with (ROOT / "expectations" / "candidate_causes.toml").open("rb") as file:
        causes = tomllib.load(file)["candidate_cause"]
    return {
        "edition": [{
            "agreement": AGREEMENT, "agreement_name": "Provavtal mellan kommun och polis", "year": YEAR,
            "municipality_code": CODE, "municipality": "Lessebo", "police_area": "Lokalpolisområde Nybro",
            "valid_from": 2019, "valid_to": 2023, "is_example": is_example,
            "incomplete_reason": incomplete_reason, "min_shown": 5, "percent_base": 50,
        }],
        "priority_area": [
            {"agreement": AGREEMENT, "priority_area": code, "position": i, "name": name, "slug": slug}
            for i, (code, name, slug) in enumerate(AREAS, 1)
        ],
        "indicator": [_indicator(entry, i) for i, entry in enumerate(register, 1)],
        "indicator_value": _values(),
        "indicator_comparison": _comparisons(),
        "series_break": [{
            "indicator": "theft_reported", "year": 2015, "reason": "Platsen är mer fullständig från 2015.",
            "effect": "En ökning kan bero på det.", "source": "Brå",
        }],
        "offence_pattern": _patterns(),
        "survey_result": _survey(),
        "statement": _statements(),
        "statement_code": [
            {"statement_id": s["statement_id"], "kind": "area", "code": "STOLD", "words": "stöld"}
            for s in _statements()
        ],
        "statement_theme": [
            _theme("butiksstold", "Butiksstöld", "citizen_dialogue", "Medborgardialog", 6, True),
            _theme("butiksstold", "Butiksstöld", "bra_council", "Brå (det lokala rådet)", 3, True),
            _theme("bostadsinbrott", "Bostadsinbrott", "staff_dialogue", "Medarbetardialog", 1, False),
        ],
        "source_coverage": [
            _coverage("police", "Polisens statistik", True, 5, 900, "used", None),
            _coverage("citizen_dialogue", "Medborgardialog", True, 1, 40, "used", None),
            _coverage("police", "Räddningstjänstens uppgifter", False, 0, 0, "left_out", "Kom för sent."),
        ],
        "source_agreement": [
            _says("STOLD", "police", "Polisens statistik", "better", "Färre anmälda stölder än åren före."),
            _says("STOLD", "citizen_dialogue", "Medborgardialog", "described",
            "Butiksstöld nämns sex gånger."),
            _says("STOLD", "survey", "Trygghetsmätning", "worse", "Högre index än förra mätningen."),
        ],
        "problem_ranking": [{
            "agreement": AGREEMENT, "year": YEAR, "priority_area": "STOLD", "indicator": "theft_reported",
            "title": "Anmälda stölder och tillgrepp", "count_three_years": 700, "year_from": 2021,
            "shrunken_ratio": 0.93, "shrunken_lower_95": 0.85, "shrunken_upper_95": 1.02,
            "change_signal": "lower", "sources_in_support": 2, "rank_volume": 2, "rank_ratio": 1,
        }, {
            "agreement": AGREEMENT, "year": YEAR, "priority_area": "UNGA", "indicator": "graffiti_reported",
            "title": "Anmält klotter", "count_three_years": SECRET, "year_from": 2021,
            "shrunken_ratio": SECRET, "shrunken_lower_95": SECRET, "shrunken_upper_95": SECRET,
            "change_signal": None, "sources_in_support": 0, "rank_volume": 1, "rank_ratio": 2,
        }],
        "candidate_cause": [_cause(c) for c in causes],
        "quality_result": [{
            "table": "offence_count", "position": 1, "check": "har rader", "severity": "error",
            "passed": True,
            "broken": False, "observed": "5 000 rader",
        }, {
            "table": "survey_result", "position": 1, "check": "index mellan 0 och 6", "severity": "warning",
            "passed": False, "broken": False, "observed": "1 rad utanför",
        }],
        "source_file": [{
            "file": "bra/sol.csv", "sha256": "ab" * 32, "bytes": 1200, "layout": "sol_yearly",
            "layout_title": "Brås statistikdatabas, år", "source_type": "police",
            "source_label": "Polisens statistik", "records": 40, "rows_read": 38, "rows_rejected": 1,
            "rows_skipped": 1, "skipped_reasons": "upprepad rad: 1", "notes": None,
        }],
        "rejected_row": [{
            "file": "bra/sol.csv", "sheet": None, "row": 17, "found": "[NAMN 1]",
            "reason": "Antalet är inte ett heltal.", "advice": "Rätta i källan och hämta filen igen.",
        }],
        "population": [{
            "municipality_code": CODE, "municipality": "Lessebo", "year": YEAR, "reference": "31 december",
            "population": 8341, "source": "SCB", "file": "befolkning/scb.csv", "row": 2,
        }],
    }  # fmt: skip


def _cause(entry: dict[str, Any]) -> dict[str, Any]:
    """Nine statements for the shop's themes, one that must not be found for PLATS, none for the rest."""
    statements = 9 if "butiksstold" in entry["themes"] else 1 if entry["priority_area"] == "PLATS" else 0
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": entry["priority_area"], "rib": entry["rib"],
        "cause": entry["cause"], "level": entry["level"], "question": entry["question"],
        "themes": ", ".join(entry["themes"]), "statements": statements, "sources": min(statements, 2),
        "locators": f"medborgardialog/svar.xlsx, rad {1000 + statements}" if statements else None,
        "theory": entry["theory"],
    }  # fmt: skip


def _indicator(entry: dict[str, Any], position: int) -> dict[str, Any]:
    labels = {"offence_rate": "Brå", "survey_index": "Trygghetsmätning", "survey_share": "Skolenkäten"}
    return {
        "indicator": entry["id"], "position": position, "survey_question": entry.get("survey_question"),
        "source_type": "police", "source_label": labels.get(entry["kind"], "Kolada"),
        "publisher": entry.get("publisher"), "offence_group": entry.get("offence_group"),
        **{k: entry[k] for k in ("priority_area", "title", "question", "does_not_say", "kind", "unit",
                                 "direction", "disclosure")},
    }  # fmt: skip


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


def _values() -> list[dict[str, Any]]:
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
        "base_count": None, "base_from": 2018, "base_to": 2022, "base_years": 5, "expected": None,
        "ratio": None, "ratio_lower_95": None, "ratio_upper_95": None, "p": None, "p_adjusted": None,
        "signal": "not_tested", "dispersion": 1.2, "dispersion_areas": 6, "detectable_decrease": 0.7,
        "detectable_increase": 1.35, "method": "mid-P", "reason": "För få händelser.",
    } | given  # fmt: skip


def _comparisons() -> list[dict[str, Any]]:
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
        comparison("graffiti_reported", "UNGA", "previous_years", signal="none", p=0.5, p_adjusted=0.7,
        **secret),
        comparison("narcotics_reported", "UNGA", "previous_years", count=30.0, base_count=150.0,
        expected=30.0,
                   ratio=1.0, ratio_lower_95=0.68, ratio_upper_95=1.42, p=0.9, p_adjusted=0.95,
                   signal="none"),
    ]  # fmt: skip


def _patterns() -> list[dict[str, Any]]:
    months = ["januari", "februari", "mars", "april", "maj", "juni",
              "juli", "augusti", "september", "oktober", "november", "december"]  # fmt: skip
    common = {"municipality_code": CODE, "year_from": 2019, "year_to": YEAR}
    rows = [
        common | {"offence_group": "theft_total", "publisher": "bra", "dimension": "month", "key": month,
                  "position": i, "count": 80.0 + 5 * (i % 5), "total": 1080, "known": 1080,
                  "suppressed": False}
        for i, month in enumerate(months, 1)
    ]  # fmt: skip
    for i, (place, count) in enumerate((("Lessebo", 60.0), ("Hovmantorp", 41.0), ("Kosta", SECRET)), 1):
        rows.append(common | {
            "offence_group": "theft_total", "publisher": "police", "dimension": "locality", "key": place,
            "position": i, "count": count, "total": 104.7331, "known": 104.7331,
            "suppressed": count == SECRET,
        })  # fmt: skip
    # Graffiti has hidden years: neither the period that holds them nor an older one may be drawn.
    for last in (YEAR - 1, YEAR):
        rows += [
            {"municipality_code": CODE, "offence_group": "graffiti", "publisher": "police",
             "dimension": "weekday", "key": day, "position": i, "year_from": last - 4, "year_to": last,
             "count": 11.7331, "total": 82.7331, "known": 82.7331, "suppressed": False}
            for i, day in enumerate(("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"), 1)
        ]  # fmt: skip
    return rows


def _survey() -> list[dict[str, Any]]:
    return [
        {
            "survey": "trygghetsmatning", "source_type": "survey", "municipality_code": CODE,
            "locality": None if place == "" else place, "group": "Alla", "question": "Oro för inbrott",
            "year": year, "value": float((year + len(place)) % 4 + 1), "unit": "index 0–6", "scale_min": 0.0,
            "scale_max": 6.0, "direction": "lower_is_better", "count": None, "n": 143.0, "lower_95": None,
            "upper_95": None, "mask": None, "file": "trygghetsmatning/2023.xlsx", "row": 9,
        }
        for place in ("", "Lessebo", "Hovmantorp", "Kosta")
        for year in (2021, 2022, 2023)
    ]  # fmt: skip


def _statements() -> list[dict[str, Any]]:
    rows = []
    for i in range(9):
        rows.append({
            "statement_id": f"u{i}", "source_type": "citizen_dialogue", "source_label": "Medborgardialog",
            "document": "medborgardialog/svar.xlsx", "locator": f"rad {i + 2}", "year": YEAR, "date": None,
            "question": None, "heading": None, "place_context": "Lessebo", "kind": "statement",
            "text": "=Det stjäls i butiken när få är i kassan." if i else "UTPEKANDE uttalande om någon.",
            "theme": "butiksstold", "is_problem": "true", "redactions": 0, "identifying": i == 0,
        })  # fmt: skip
    rows.append(rows[-1] | {"statement_id": "u99", "theme": "bostadsinbrott", "text": "ENSAMT uttalande."})
    return rows


def _theme(theme: str, title: str, source: str, label: str, count: int, shown: bool) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": "STOLD", "theme": theme, "theme_title": title,
        "source_type": source, "source_label": label, "statements": count, "problems": count, "positives": 0,
        "documents": 1, "shown": shown,
    }  # fmt: skip


def _coverage(
    source: str, label: str, mandatory: bool, files: int, records: int, state: str, why: str | None
) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "source_type": source, "source_label": label,
        "mandatory": mandatory, "files": files, "records": records, "state": state, "reason": why,
    }  # fmt: skip


def _says(area: str, source: str, label: str, points: str, summary: str) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": area, "source_type": source,
        "source_label": label, "points": points, "basis": 9, "summary": summary,
    }  # fmt: skip
