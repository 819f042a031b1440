"""Time and memory of five million counts to all indicators of 290 municipalities: ``make benchmark``.

A measurement, not a test. Run as a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines import agreement as agreements
from pipelines.agreement import Agreement
from pipelines.municipalities import municipalities
from pipelines.paths import PROJECT, RAW
from pipelines.registers import indicators
from pipelines.storage import read_table, table_path, write_table
from pipelines.tables import comparison_groups, comparisons, indicator_values, mapping_tables, places, seasons
from pipelines.tables.schema import conform, empty

YEARS = tuple(range(2012, 2024))
GROUPS = 120
SEED = 2023
MUNICIPALITIES = 290


def counts_of_all(size: int) -> pd.DataFrame:
    """Every municipality and the country, every month of twelve years, ``GROUPS`` kinds of offences."""
    rng = np.random.default_rng(SEED)
    entries = [e for e in indicators() if e["kind"] == "offence_rate"]
    series = [(e["publisher"], e["offence_group"]) for e in entries]
    series += [("bra", f"slag_{n}") for n in range(GROUPS - len(series))]
    codes = [*list(municipalities())[:size], "00"]
    months = np.tile(np.arange(1, 13), len(YEARS))
    years = np.repeat(YEARS, 12)
    per_series = len(codes) * months.size
    level = rng.lognormal(0.5, 1, (len(series), len(codes)))
    level[:, -1] *= 200
    count = rng.poisson(np.repeat(level[:, :, None], months.size, axis=2)).ravel()
    frame = pd.DataFrame(
        {
            "publisher": pd.Categorical(np.repeat([p for p, _ in series], per_series)),
            "municipality_code": pd.Categorical(np.tile(np.repeat(codes, months.size), len(series))),
            "locality": None,
            "offence_group": pd.Categorical(np.repeat([g for _, g in series], per_series)),
            "year": np.tile(years, len(codes) * len(series)),
            "month": np.tile(months, len(codes) * len(series)),
            "status": "final",
            "count": count,
            "per_100k_published": np.nan,
            "file": "bra/sol.txt",
            "row": 1,
        }
    )
    return conform("offence_count", frame)


def population_of_all(size: int) -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    codes = [*list(municipalities())[:size], "00"]
    people = np.rint(rng.lognormal(9.6, 0.9, len(codes))).clip(2_400)
    people[-1] = 10_500_000
    rows = [(code, year, int(n)) for code, n in zip(codes, people, strict=True) for year in YEARS]
    frame = pd.DataFrame(rows, columns=["municipality_code", "year", "population"])
    return conform(
        "population",
        frame.assign(municipality=None, reference="31 december", source="SCB", file="scb.csv", row=1),
    )


def all_indicators(
    offence_count: pd.DataFrame, population: pd.DataFrame, agreement: Agreement
) -> dict[str, int]:
    """Rows of every table of indicators that rests on counts."""
    nothing = ("survey_result", "kpi_value", "local_count", "statement", "statement_code", "police_report")
    sources = indicator_values.Sources(
        offence_count=offence_count, population=population, **{name: empty(name) for name in nothing}
    )
    breaks = mapping_tables.series_break()
    groups = comparison_groups.comparison_group(empty("municipality_group"), agreement)
    values = indicator_values.indicator_value(sources, agreement)
    made = {
        "indicator_value": values,
        "indicator_comparison": comparisons.indicator_comparison(values, breaks, groups, agreement),
        "indicator_season": seasons.indicator_season(offence_count, agreement),
        "indicator_place": places.indicator_place(offence_count, agreement),
    }
    return {name: len(frame) for name, frame in made.items()}


def main() -> None:
    """With a path, write the counts there (in a process of its own: making them takes more memory)."""
    if len(sys.argv) > 1:
        write_table(Path(sys.argv[1]), counts_of_all(MUNICIPALITIES))
        return
    agreement = agreements.load(RAW / "lessebo-exempel")
    with tempfile.TemporaryDirectory() as folder:
        path = table_path(Path(folder), "offence_count")
        subprocess.run(
            [sys.executable, "-m", "tests.benchmark_indicators", str(path)], cwd=PROJECT, check=True
        )
        population = population_of_all(MUNICIPALITIES)
        start = time.perf_counter()
        counts = read_table(path)
        rows = all_indicators(counts, population, agreement)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(
        f"{len(counts):,} counts of {MUNICIPALITIES} municipalities to {rows}: {seconds:.1f} s, {peak:.2f} GB"
    )


if __name__ == "__main__":
    main()
