"""A place of its own for the whole pipeline, run through its real command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipelines.paths import PROJECT, RAW

EXAMPLE = RAW / "lessebo-exempel"


@dataclass(frozen=True)
class Site:
    """A municipality's own place: raw files, results and Dagster's history, nothing shared."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def agreement(self) -> Path:
        return self.raw / "lessebo-exempel"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def history(self) -> Path:
        return self.root / "dagster"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``lagesbild`` with these arguments, as a user would run it."""
        environment = os.environ | {"DAGSTER_HOME": str(self.history), "HOME": str(self.root / "home")}
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=PROJECT,
            timeout=600,
            check=False,
        )

    def refresh(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("refresh", "--raw", str(self.raw), "--out", str(self.out), *arguments)


def new_site(root: Path, copy_example: bool = True) -> Site:
    site = Site(root)
    site.raw.mkdir(parents=True)
    site.history.mkdir()
    (root / "home").mkdir()
    shutil.copy(PROJECT / ".dagster" / "dagster.yaml", site.history)
    if copy_example:
        shutil.copytree(EXAMPLE, site.agreement)
    return site
