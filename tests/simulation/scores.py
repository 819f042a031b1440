"""How often the flag was right, of a simulation and the comparisons that the pipeline published.

The measures are those of the acceptance: the share of unchanged series that are flagged, the share of flags that
are false, and the share of injected changes that are found in the right direction, by events a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.simulation.world import ASSESSED, DOUBLED, FALLS_NATIONALLY, HALVED, OFFENCES, Simulation

INDICATORS = {
    "residential_burglary_reported": "residential_burglary",
    "bicycle_theft_reported": "bicycle_theft",
    "shop_theft_reported": "shop_theft",
    "robbery_reported": "robbery",
    "vandalism_reported": "vandalism",
    "narcotics_reported": "narcotics",
}


@dataclass(frozen=True)
class Scores:
    """Shares, 0-1; ``tested`` is the number of series that were tested."""

    tested: int
    false_alarms: float
    false_discoveries: float
    halved_25_to_50: float
    doubled_25_to_50: float
    doubled_10_to_25: float
    power: float
    national_as_local: float
    wrong_direction: float


def scores(simulation: Simulation, comparison: pd.DataFrame) -> Scores:
    """``comparison``: table ``indicator_comparison``. A series that was not tested counts as not flagged."""
    rows = comparison[(comparison["comparison"] == "previous_years") & (comparison["year"] == ASSESSED)]
    signals = rows.set_index(["indicator", "municipality_code"])["signal"].to_dict()
    found = pd.DataFrame(
        [
            {
                "group": group,
                "change": simulation.changes[group][i],
                # The mean before the change, which is what a reader would call the series' size.
                "size": simulation.means[group][i, -6:-1].mean(),
                "signal": signals.get((indicator, code), "not_tested"),
            }
            for indicator, group in INDICATORS.items()
            for i, code in enumerate(simulation.codes)
        ]
    )
    assert set(INDICATORS.values()) == set(OFFENCES)
    flagged = found["signal"].isin(["higher", "lower"])
    null = found["change"] == 1
    right = found["signal"] == found["change"].map({HALVED: "lower", DOUBLED: "higher"})
    changed = ~null
    national = null & (found["group"] == FALLS_NATIONALLY)

    def share(of: pd.Series, among: pd.Series) -> float:
        return float(of[among].mean()) if among.any() else float("nan")

    def sized(change: float, low: float, high: float) -> pd.Series:
        return (found["change"] == change) & found["size"].between(low, high)

    return Scores(
        tested=int((found["signal"] != "not_tested").sum()),
        false_alarms=share(flagged, null),
        false_discoveries=float((flagged & null).sum() / max(1, flagged.sum())),
        halved_25_to_50=share(right, sized(HALVED, 25, 50)),
        doubled_25_to_50=share(right, sized(DOUBLED, 25, 50)),
        doubled_10_to_25=share(right, sized(DOUBLED, 10, 25)),
        power=share(right, changed),
        national_as_local=share(flagged, national),
        wrong_direction=float(np.mean(flagged & changed & ~right)),
    )
