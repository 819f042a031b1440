"""``python -m tests.simulation [N]``: prints how often the flag is right for N simulated municipalities (290)."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.simulation.measured import refreshed


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 290
    with tempfile.TemporaryDirectory() as folder:
        found = refreshed(Path(folder), size)[1]
    for name, value in asdict(found).items():
        print(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")


if __name__ == "__main__":
    main()
