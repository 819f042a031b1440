"""Kommandorad för exempelavtalet: ``python -m tests.example --out MAPP [--seed N] [--scale K]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.example import build, texts


def main() -> None:
    """Read the arguments and write the example folder."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.example", description="Skriver exempelavtalets råfiler."
    )
    parser.add_argument("--out", type=Path, required=True, help="mapp som filerna skrivs till")
    parser.add_argument("--seed", type=int, default=2023, help="slumpfrö (standard 2023)")
    parser.add_argument("--scale", type=int, default=1, help="mångdubblar polisens rader och svaren")
    parser.add_argument(
        "--planted",
        action="store_true",
        help="skriver även listan över planterade personuppgifter (planted.csv)",
    )
    arguments = parser.parse_args()
    if arguments.scale < 1:
        parser.error("--scale ska vara minst 1")
    build(arguments.out, arguments.seed, arguments.scale)
    if arguments.planted:
        texts.PLANTED_FILE.write_bytes(texts.planted_csv().encode("utf-8"))
    print(f"Exempelavtalet är skrivet till {arguments.out}")


if __name__ == "__main__":
    main()
