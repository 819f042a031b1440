"""Season, week and localities → Swedish sentences. Pure functions.

The rules: a pattern is called sure only where its test stands after adjustment; a month, block or locality is named
only where its own interval says so; what is not sure always comes with how large a difference may still be there.
Not here: tables and charts (``patterns``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.report.swedish import is_missing, listed, number, span, years

Row = Mapping[Any, Any]
LONG_FROM = 20
"""Share of long spans, in percent, from which they blur the week."""

SEASON_IS = (
    "En månads nivå är 1 när den har lika många händelser per dag som en genomsnittlig månad. Om året är ojämnt prövas "
    "på lokalpolisområdets kommuner sammanlagt, där det finns fler händelser."
)
WEEK_IS = (
    "Klockslagen är räknade så att ett brott som skett någon gång mellan två tidpunkter fördelas jämnt över tiden "
    "mellan dem."
)
PLACE_IS = "Orten är den där brottet begåtts enligt polisen. Orterna är olika stora."
CHANCE = "Bland många månader, tidsblock och orter hamnar några utanför sina intervall av slump."


def season_sentences(rows: Sequence[Row]) -> list[str]:
    """Twelve months. ``rows`` are from ``indicator_season`` with ``name``, the month's name."""
    first = rows[0]
    period = years(first["year_from"], first["year"])
    start = f"Över året {period}"
    if not is_missing(first["total"]):
        start += f", sammanlagt {number(first['total'])}"
    known = [row for row in rows if not is_missing(row["index"])]
    if first["signal"] == "not_tested" or not known:
        return [f"{start}: ingen prövning är gjord av om året är ojämnt."]
    if first["signal"] != "seasonal":
        low, high = min(row["lower_95"] for row in known), max(row["upper_95"] for row in known)
        return [
            f"{start}: ingen statistiskt säkerställd skillnad mellan månaderna. Kommunens månader har intervall från "
            f"{number(low, 2)} till {number(high, 2)} gånger en genomsnittlig månad; skillnader inom det kan inte "
            "uteslutas."
        ]
    said = [f"{start}: årstiden spelar en säkerställd roll i lokalpolisområdets kommuner sammanlagt."]
    above = [_month(row) for row in known if row["lower_95"] > 1]
    below = [_month(row) for row in known if row["upper_95"] < 1]
    own = []
    if above:
        own.append(f"över en genomsnittlig månad ligger {listed(above)}")
    if below:
        own.append(f"under {'' if above else 'en genomsnittlig månad '}ligger {listed(below)}")
    if own:
        said.append(f"I kommunen: {'; '.join(own)}.")
    else:
        said.append(
            "Ingen av kommunens egna månader går säkert att skilja från en genomsnittlig månad; intervallen visar hur "
            "stora skillnader som inte kan uteslutas."
        )
    return said


def _month(row: Row) -> str:
    return f"{row['name']} ({number(row['index'], 2)}; {span(row['lower_95'], row['upper_95'], 2)})"


def week_sentences(rows: Sequence[Row]) -> list[str]:
    """Blocks of hours, or weekdays. ``rows`` share dimension and window (``indicator_time_of_week``)."""
    first = rows[0]
    is_blocks = first["dimension"] == "block"
    what, known_is = ("tidsblocken", "Tiden") if is_blocks else ("veckodagarna", "Veckodagen")
    period = years(first["year_from"], first["year"])
    said = [f"{known_is} är känd för {number(first['events'])} av {number(first['total'])} brott {period}."]
    if first["signal"] == "not_tested":
        said.append("Ingen prövning är gjord av om de är jämnt fördelade.")
    elif first["signal"] != "uneven":
        said.append(
            f"Ingen statistiskt säkerställd skillnad mellan {what}; intervallen visar hur stora skillnader som inte "
            "kan uteslutas."
        )
    else:
        said.append(f"Fördelningen mellan {what} är säkerställt ojämn.")
        known = [row for row in rows if not is_missing(row["share_pct"])]
        above = sorted((r for r in known if r["lower_95"] > r["even_pct"]), key=lambda r: -r["share_pct"])
        if above:
            said.append(f"Fler än vid en jämn fördelning: {listed(_share(row) for row in above)}.")
    long: Any = first.get("long_pct")
    if not is_missing(long) and float(long) >= 0.5:
        end = ", vilket gör toppar flackare än de kan ha varit" if float(long) >= LONG_FROM else ""
        said.append(f"{number(long)} procent av brotten är kända bara inom mer än ett dygn{end}.")
    turned: Any = first.get("reversed_events")
    if not is_missing(turned) and int(turned) > 0:
        said.append(f"{number(turned)} brott har en sluttid före starttiden och är inte med.")
    return said


def _share(row: Row) -> str:
    limits = span(row["lower_95"], row["upper_95"])
    return (
        f"{row['key']}, {number(row['share_pct'])} procent ({limits}; jämnt vore {number(row['even_pct'])})"
    )


def share_cell(row: Row) -> str:
    """A block's share with its limits, and in words whether it is more or less than even, where that is sure."""
    if is_missing(row["share_pct"]):
        return "dolt"
    if row["upper_95"] <= 0:  # resampling gives no limits where there was nothing to draw
        return "0"
    text = f"{number(row['share_pct'])} ({span(row['lower_95'], row['upper_95'])})"
    if row["signal"] != "uneven":
        return text
    return text + (
        " fler"
        if row["lower_95"] > row["even_pct"]
        else " färre"
        if row["upper_95"] < row["even_pct"]
        else ""
    )


def place_sentences(rows: Sequence[Row]) -> list[str]:
    """The localities. ``rows`` are from ``indicator_place``."""
    first = rows[0]
    said = []
    if not is_missing(first["known"]) and not is_missing(first["total"]):
        period = years(first["year_from"], first["year"])
        said.append(f"Orten är känd för {number(first['known'])} av {number(first['total'])} brott {period}.")
    known = sorted((row for row in rows if not is_missing(row["per_1000"])), key=lambda row: -row["per_1000"])
    if len(known) < 2:
        return [*said, "För få orter har ett antal som får räknas per invånare för att jämföras."]
    top, rest = known[0], known[1:]
    limits = span(top["lower_95"], top["upper_95"], 1)
    rate = number(top["per_1000"], 1)
    said.append(f"Flest per 1 000 invånare och år har {top['locality']}: {rate} (95 %-intervall {limits}).")
    near = [str(row["locality"]) for row in rest if row["upper_95"] >= top["lower_95"]]
    if near:
        said.append(f"Intervallet går in i det för {listed(near)}: ordningen mellan dem kan vara slump.")
    return said
