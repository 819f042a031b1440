"""Time and memory of the main job on the example: ``make benchmark``.

A measurement, not a test: machines differ, so nothing here passes or fails. The figures go into the README's
table with machine and date. Writes to a temporary folder.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from pipelines.paths import PROJECT, RAW

RUNS = 3
MEGABYTE = 1_000_000


def memory_of(process: psutil.Process) -> int:
    """Bytes resident in the process and everything it started (the notebooks' kernels too)."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:  # it ended while we looked
            continue
    return total


def one_run(folder: Path) -> tuple[float, int]:
    """Seconds and the largest memory seen, of one refresh into an empty folder."""
    history = folder / "dagster"
    history.mkdir()
    shutil.copy(PROJECT / ".dagster" / "dagster.yaml", history)
    command = [sys.executable, "-m", "pipelines.cli", "refresh", "--year", "2023"]
    command += ["--raw", str(RAW / "lessebo-exempel"), "--out", str(folder / "out")]
    start, peak = time.perf_counter(), 0
    with (folder / "log").open("w") as log:
        job = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | {"DAGSTER_HOME": str(history)}, stdout=log, stderr=log
        )
        watched = psutil.Process(job.pid)
        while job.poll() is None:
            try:
                peak = max(peak, memory_of(watched))
            except psutil.NoSuchProcess:
                break
            time.sleep(0.1)
    if job.wait():
        raise SystemExit((folder / "log").read_text(encoding="utf-8"))
    return time.perf_counter() - start, peak


def main() -> None:
    results = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            results.append(one_run(Path(folder)))
    times = [seconds for seconds, _ in results]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        f"lagesbild refresh --year 2023, {RUNS} runs: min {min(times):.1f} s, median {statistics.median(times):.1f} s"
    )
    print(f"peak memory, all processes together: {max(peak for _, peak in results) / MEGABYTE:.0f} MB")


if __name__ == "__main__":
    main()
