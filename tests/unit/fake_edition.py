"""A small made-up lagesbild.duckdb with every published table of expectations/tables.toml.

Only for tests of the report: the numbers are chosen so that each rule of wording and hiding is met.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from fake_decisions import decisions
from fake_numbers import (
    AGREEMENT,
    CODE,
    OUTSIDER,
    SECRET,
    SHOPS,
    THEFTS,
    YEAR,
    comparison,
    comparisons,
    value,
    values,
)
from fake_patterns import places, seasons, times_of_week
from fake_plan import plan

from pipelines.tables.indicator_values import indicator_register
from pipelines.tables.schema import conform

__all__ = ["AGREEMENT", "ROOT", "SECRET", "YEAR", "build", "comparison", "value"]
ROOT = Path(__file__).resolve().parents[2]
AREAS = [
    ("UNGA", "Unga i riskzon att utveckla en kriminell livsstil", "unga-i-riskzon"),
    ("PLATS", "Otrygga platser", "otrygga-platser"),
    ("SKOLA", "Skolsäkerhet", "skolsakerhet"),
    ("STOLD", "Inbrott och stölder", "inbrott-och-stolder"),
]


def build(
    path: Path, *, incomplete_reason: str | None = None, is_example: bool = True, with_plan: bool = False
) -> Path:
    """Writes the database and returns its path. ``with_plan``: the group has handed in its workbook."""
    rows = _rows(incomplete_reason, is_example) | (plan() if with_plan else {})
    with (ROOT / "expectations" / "tables.toml").open("rb") as file:
        tables = tomllib.load(file)
    with duckdb.connect(str(path)) as connection:
        for name, entry in tables.items():
            if entry.get("publish", True) or "published_as" in entry:
                name = entry.get("published_as", name)
                frame = pd.DataFrame(rows.get(name, []), columns=list(entry["columns"]))
                if entry["layer"] in ("plan", "follow_up"):
                    frame = conform(name, frame)
                connection.register("frame", frame)
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM frame')
                connection.unregister("frame")
    return path


def _rows(incomplete_reason: str | None, is_example: bool) -> dict[str, list[dict[str, Any]]]:
    register = indicator_register().to_dict("records")
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
        "indicator": [{k: None if _is_nan(v) else v for k, v in entry.items()} for entry in register],
        "indicator_value": values(),
        "indicator_comparison": comparisons(),
        "series_break": [{
            "indicator": "theft_reported", "year": 2015, "reason": "Platsen är mer fullständig från 2015.",
            "effect": "En ökning kan bero på det.", "source": "Brå",
        }],
        "indicator_season": seasons(),
        "indicator_time_of_week": times_of_week(),
        "indicator_place": places(),
        "comparison_group": [
            _member("polisomradet", "0881", "Nybro"),
            _member("riket", "00", "Hela landet"),
            _member("liknande", "0881", "Nybro"),
            _member("liknande", OUTSIDER, "Tingsryd"),
        ],
        "disclosure_audit": [
            {"tables": "offence_count", "subject": "anmälda brott per år", "hidden": 4, "exposed": 0, "narrow": 0},
            {"tables": "indicator_place", "subject": "orter", "hidden": 7, "exposed": 0, "narrow": 1},
        ],
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
            _theme("butiksstold", "Butiksstöld", "citizen_dialogue", "Medborgardialog", 4, True) | {"year": YEAR - 2},
        ],
        "statement_base": [
            _base("citizen_dialogue", "Medborgardialog", YEAR, 1, 47),
            _base("bra_council", "Brå (det lokala rådet)", YEAR, 2, 21),
            _base("bra_council", "Brå (det lokala rådet)", YEAR - 1, 1, 18),
            _base("citizen_dialogue", "Medborgardialog", YEAR - 2, 1, 50),
        ],
        "place_mention": [
            _place(None, "Kosta", "locality", 8, 6), _place("Butiksstöld", "Kosta", "locality", 5, 5),
            _place(None, "outleten i Kosta", "known_place", 4, 0),
        ],
        "decision": decisions(),
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
            _says("STOLD", "police", "Polisens statistik", "no_signal", "En serie prövad.", SHOPS),
            _says("STOLD", "citizen_dialogue", "Medborgardialog", "described", "Sex uttalanden.", SHOPS),
            _says("STOLD", "staff_dialogue", "Medarbetardialog", "better", "En förbättring.", SHOPS),
            _says("STOLD", "bra_operative", "Operativa Brå", "missing", "Inga uppgifter.", SHOPS),
            _says("STOLD", "bra_council", "Brå (det lokala rådet)", "not_mentioned", "Inget uttalande.", SHOPS),
            _says("STOLD", "citizen_dialogue", "Medborgardialog", "described", "Tre uttalanden.", THEFTS),
            _says("STOLD", "bra_council", "Brå (det lokala rådet)", "described", "Tre uttalanden.", THEFTS),
            _says("STOLD", "bra_agency", "Myndigheten Brås statistik", "better", "Färre anmälda.", THEFTS),
        ],
        "problem_ranking": [_ranked(
            "STOLD", "theft_reported", "Anmälda stölder och tillgrepp", 700, 0.93, 2, 1, THEFTS,
        ), _ranked(
            "UNGA", "graffiti_reported", "Anmält klotter", SECRET, SECRET, 1, 2, ("youth_groups", "Ungdomsgrupper"),
        )],
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


def _is_nan(item: Any) -> bool:
    return item is None or item is pd.NA or (isinstance(item, float) and math.isnan(item))


def _member(comparison: str, code: str, name: str) -> dict[str, Any]:
    names = {"polisomradet": "Övriga kommuner i lokalpolisområde Nybro", "riket": "Hela landet"}
    return {
        "agreement": AGREEMENT, "comparison": comparison, "comparison_name": names.get(comparison, "Liknande kommuner"),
        "municipality_code": code, "municipality": name, "source": "Avtalsfilen",
    }  # fmt: skip


def _ranked(
    area: str, indicator: str, title: str, count: float, ratio: float, volume: int, by_ratio: int,
    problem: tuple[str, str],
) -> dict[str, Any]:  # fmt: skip
    is_secret = count == SECRET
    limits = (SECRET, SECRET) if is_secret else (0.85, 1.02)
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": area, "indicator": indicator, "title": title,
        "problem": problem[0], "problem_title": problem[1], "count_three_years": count, "year_from": 2021,
        "shrunken_ratio": ratio, "ratio_group": "lokalpolisområdet", "ratio_members": 6, "shrunken_lower_95": limits[0],
        "shrunken_upper_95": limits[1], "change_signal": None if is_secret else "lower", "sources_in_support": 2,
        "sources_against": 1, "sources_missing": 0, "rank_volume": volume,
        "rank_volume_lower": SECRET if is_secret else 1, "rank_volume_upper": SECRET if is_secret else 4,
        "rank_ratio": by_ratio, "rank_ratio_lower": SECRET if is_secret else 1,
        "rank_ratio_upper": SECRET if is_secret else 3,
    }  # fmt: skip


def _survey() -> list[dict[str, Any]]:
    return [
        {
            "survey": "trygghetsmatning", "source_type": "survey", "municipality_code": CODE,
            "locality": None if place == "" else place, "group": "Alla", "question": "Oro för inbrott i bostaden",
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


def _base(source: str, label: str, year: int, documents: int, statements: int) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": year, "source_type": source, "source_label": label,
        "documents": documents, "statements": statements,
    }  # fmt: skip


def _place(theme: str | None, name: str, kind: str, count: int, by_context: int) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": "STOLD", "theme": theme and theme.lower(),
        "theme_title": theme, "place_name": name, "place_kind": kind, "locality": "Kosta", "statements": count,
        "problems": 3, "by_context": by_context, "sources": 2, "documents": 2, "shown": True,
    }  # fmt: skip


def _coverage(
    source: str, label: str, mandatory: bool, files: int, records: int, state: str, why: str | None
) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "source_type": source, "source_label": label,
        "mandatory": mandatory, "files": files, "records": records, "state": state, "reason": why,
    }  # fmt: skip


def _says(
    area: str, source: str, label: str, points: str, summary: str, problem: tuple[str, str] | None = None
) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT, "year": YEAR, "priority_area": area, "source_type": source,
        "source_label": label, "points": points, "basis": 9, "summary": summary,
        "problem": problem[0] if problem else None, "problem_title": problem[1] if problem else None,
    }  # fmt: skip
