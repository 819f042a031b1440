"""Exempelavtalet: ett program som skriver hela mappen data/raw/lessebo-exempel.

Here lives the generator of the example agreement folder: raw files in the publishers' own layouts, 2014-2023.
Published figures come from ``published_figures.csv``; everything else is invented and all persons are
fictitious. Nothing here reads the files back: that is the readers' work.
"""

from __future__ import annotations

from pathlib import Path


def build(out: Path, seed: int = 2023, scale: int = 1) -> None:
    """Write the whole agreement folder to `out` (created when missing).

    The same `seed` and `scale` give the same bytes. `scale` multiplies police rows and statements, for
    measurements of speed; the tracked example is made with the defaults.
    """
    from tests.example import about, delivery, local, minutes, notes, plan, police, school, survey, tables
    from tests.example.world import World

    out.mkdir(parents=True, exist_ok=True)
    world = World(seed)
    tables.write_all(world, out)
    police.write_all(world, out, scale)
    survey.write_all(seed, out)
    school.write_all(seed, out)
    delivery.write_all(seed, out, scale)
    notes.write_all(out)
    minutes.write_all(out)
    local.write_all(out)
    plan.write_all(out)
    about.write_all(out)
