"""Which year a lägesbild is made for when nobody says: the latest within the agreement with final figures."""

from __future__ import annotations

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading
from pipelines.registers import offence_groups


def latest_final_year(reading: Reading, agreement: Agreement) -> int:
    """The latest year of the agreement's validity for which Brå's yearly crime figures are final.

    Raises UserError when there is none.
    """
    codes = agreement.region_codes()
    years: set[int] = set()
    rows = reading.rows("sol_yearly", "agency_totals", "table_120")
    if len(rows):
        own = rows["region"].str.lower().map(codes) == agreement.municipality.code
        years |= set(rows.loc[own & (rows["status"] == "final"), "year"].astype(int))
    rows = reading.rows("municipality_indicators", "municipality_indicators_workbook")
    if len(rows):
        known = {label.lower() for group in offence_groups().values() for label in group.indicator_labels}
        own = rows["region"].str.lower().map(codes) == agreement.municipality.code
        counted = (
            (rows["measure"] == "count") & rows["variable"].str.lower().isin(known) & rows["value"].notna()
        )
        years |= set(rows.loc[own & counted, "year"].astype(int))
    rows = reading.rows("kolada")
    if len(rows):
        crimes = {kpi for group in offence_groups().values() for kpi in group.kolada}
        own = rows["municipality_code"].map(codes) == agreement.municipality.code
        years |= set(rows.loc[own & rows["kpi"].isin(crimes) & rows["value"].notna(), "year"].astype(int))
    within = [year for year in years if agreement.valid_from <= year <= agreement.valid_to]
    if not within:
        raise UserError(
            f"Inga slutliga årssiffror för {agreement.municipality.name} inom avtalets giltighet "
            f"({agreement.valid_from}–{agreement.valid_to}) hittades. Lägg Brås årsfil (SOL) i avtalets mapp, "
            "eller ange år med --year."
        )
    return max(within)
