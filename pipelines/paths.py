"""Where things lie in the project. Only paths; nothing is read or created here."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
EXPECTATIONS = PROJECT / "expectations"
SUITES = EXPECTATIONS / "suites"
NOTEBOOKS = PROJECT / "notebooks"
RAW = PROJECT / "data" / "raw"
CURATED = PROJECT / "data" / "curated"
DAGSTER_HOME = PROJECT / ".dagster"

AGREEMENT_FILE = "avtal.toml"
DESCRIPTION_FILE = "OM FILERNA.md"
NAMES_FOLDER = "namn"
TEMPLATES_FOLDER = "mallar"
CORRECTIONS_FILE = "rattelser.toml"
#: Beside the agreements' folders: what was fetched from open sources, for all of them.
SHARED_FOLDER = "gemensamt"
MANIFEST_FILE = "manifest.json"
