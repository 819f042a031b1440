"""Time and memory of the main job, of ``check``, a large workbook and five million counts: ``make benchmark``.

A measurement, not a test: machines differ, so nothing here passes or fails. The figures go into the README's
table with machine and date. Writes to a temporary folder.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import psutil
from openpyxl import Workbook

from pipelines import readers
from pipelines.paths import PROJECT, RAW

RUNS = 3
CHECKED = 40
LARGE = 100_000
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


def timed_check() -> float:
    """Seconds of ``lagesbild check`` on a folder of ``CHECKED`` files, as many kinds as the example has."""
    example = RAW / "lessebo-exempel"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lessebo"
        folders: dict[str, list[Path]] = {}
        for path in sorted(p for p in example.rglob("*") if p.is_file() and p.parent != example):
            folders.setdefault(path.parent.name, []).append(path)
        # One of each kind in turn, the newest first, until there are enough.
        chosen: list[Path] = []
        while len(chosen) < CHECKED:
            chosen += [paths.pop() for paths in folders.values() if paths][: CHECKED - len(chosen)]
        for path in [*chosen, example / "avtal.toml"]:
            (target / path.relative_to(example)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target / path.relative_to(example))
        start = time.perf_counter()
        command = [sys.executable, "-m", "pipelines.cli", "check", "--raw", folder]
        subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def timed_workbook() -> float:
    """Seconds to recognise and read the template of the safety survey with 100 000 filled rows of 10 columns."""
    data = large_workbook()
    start = time.perf_counter()
    result = readers.read(data, "stor.xlsx", readers.recognise(data, "stor.xlsx"))
    if len(result.rows) != LARGE:
        raise SystemExit(f"{len(result.rows)} rows of {LARGE}")
    return time.perf_counter() - start


@cache
def large_workbook() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Trygghetsmätning")
    sheet.append([*readers.LAYOUTS["safety_survey"].HEADERS, "Källa", "Sida", "Kommentar"])
    for n in range(LARGE):
        place, question = f"Ort {n % 500}", f"Fråga {n // 500}"
        sheet.append(["Lessebo", place, "Alla", question, 2023, n % 7, 150, "rapport", n % 40, f"rad {n}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main() -> None:
    results = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            results.append(one_run(Path(folder)))
    times = [seconds for seconds, _ in results]
    checked = [timed_check() for _ in range(RUNS)]
    read = [timed_workbook() for _ in range(RUNS)]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        f"lagesbild refresh --year 2023, {RUNS} runs: min {min(times):.1f} s, median {statistics.median(times):.1f} s"
    )
    print(f"lagesbild check, {CHECKED} mixed files: median {statistics.median(checked):.1f} s")
    print(f"workbook of 100 000 x 10 cells recognised and read: median {statistics.median(read):.1f} s")
    print(f"peak memory, all processes together: {max(peak for _, peak in results) / MEGABYTE:.0f} MB")
    for _ in range(RUNS):
        subprocess.run([sys.executable, "-m", "tests.benchmark_indicators"], cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()
