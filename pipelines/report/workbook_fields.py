"""The columns of the workbook's sheets, and codes in Swedish words.

Belongs here: headings, widths, formats, wording of a code. Not here: the rows (``workbook_rows``), how cells are
written (``workbook_cells``).
"""

from __future__ import annotations

from typing import Any

from pipelines.report.overview import STATES
from pipelines.report.verdicts import NO_CERTAIN
from pipelines.report.workbook_cells import ONE, PLAIN, TWO, WHOLE, Field

SIGNALS = {"higher": "högre", "lower": "lägre", "none": NO_CERTAIN, "not_tested": "inte prövat"}
PATTERN_SIGNALS = {
    "seasonal": "säsong säkerställd i polisområdets kommuner sammanlagt",
    "uneven": "säkerställt ojämnt",
    "none": NO_CERTAIN,
    "not_tested": "inte prövat",
}
DIRECTIONS = {
    "higher_is_worse": "högre är sämre",
    "higher_is_better": "högre är bättre",
    "activity_driven": "följer polisens närvaro",
    "neutral": "varken bättre eller sämre",
}
KINDS = {
    "offence_rate": "anmälda brott",
    "survey_index": "klassindex ur enkät",
    "survey_share": "andel ur enkätsvar",
    "published_share": "andel som utgivaren räknat",
    "kpi_share": "nyckeltal i procent",
    "local_count": "lokalt antal",
    "statement_count": "uttalanden",
    "time_share": "andel vid en tid på dygnet",
    "place_share": "andel i en ort",
}
FACETS = {
    "volume": "antal", "rate": "antal per invånare", "change": "förändring", "place": "plats", "time": "tid",
    "exposure": "utsatthet", "worry": "oro", "context": "sammanhang", "consequence": "följder",
    "voice": "vad som sägs",
}  # fmt: skip
GROUPS = {
    "polisomradet": "övriga kommuner i polisområdet",
    "liknande": "liknande kommuner",
    "skr": "SKR:s kommungrupp",
    "lan": "kommunerna i länet",
    "riket": "hela landet",
}
COMPARED = {
    "previous_years": "åren före",
    "trend": "utveckling över åren",
    "previous_survey": "undersökningen före",
}
_STATUS = {"final": "slutlig", "preliminary": "preliminär"}


def _status(value: Any) -> str:
    return _STATUS.get(str(value), str(value))


KEY_FIGURES = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 42),
    Field("municipality", "Kommun", 16),
    Field("municipality_code", "Kod", 8),
    Field("year", "År", 8, PLAIN),
    Field("shown_count", "Antal", 12, WHOLE),
    Field("shown_value", "Värde", 11, ONE, format_from="share_format"),
    Field("lower_95", "Nedre gräns, 95 %", 11, ONE, format_from="share_format"),
    Field("upper_95", "Övre gräns, 95 %", 11, ONE, format_from="share_format"),
    Field("unit", "Enhet", 22),
    Field("denominator", "Nämnare", 13, WHOLE),
    Field("status", "Status", 12, write=_status),
    Field("reliability", "Tillförlitlighet", 22),
    Field("method", "Metod för intervallet", 40, on_paper=False),
    Field("note", "Anmärkning", 50),
    Field("source_label", "Källa", 46),
    Field("source_file", "Fil", 50),
    Field("source_row", "Rad", 8, PLAIN),
)
COMPARISONS = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 42),
    Field("compared", "Slag av jämförelse", 19),
    Field("comparison_name", "Jämförs med", 32),
    Field("year", "Bedömt år", 10, PLAIN),
    Field("shown_count", "Antal bedömt år", 10, WHOLE),
    Field("base_count", "Antal i jämförelsen", 13, WHOLE),
    Field("expected", "Väntat antal", 10, ONE),
    Field("ratio", "Kvot (utveckling: från ett år till nästa)", 14, TWO),
    Field("ratio_lower_95", "Kvot, nedre gräns 95 %", 11, TWO),
    Field("ratio_upper_95", "Kvot, övre gräns 95 %", 11, TWO),
    Field("difference", "Skillnad mellan andelar, procentenheter", 17, ONE),
    Field("difference_lower_95", "Skillnad, nedre gräns 95 %", 11, ONE),
    Field("difference_upper_95", "Skillnad, övre gräns 95 %", 11, ONE),
    Field("verdict", "Utfall", 28),
    Field("p_adjusted", "p, justerat för antalet jämförelser", 14, "0.000", on_paper=False),
    Field("base_from", "Jämförelsens första år", 13, PLAIN),
    Field("base_to", "Jämförelsens sista år", 13, PLAIN),
    Field("base_members", "Antal kommuner i jämförelsen", 14, WHOLE),
    Field("detectable_decrease", "Minsta minskning som hade synts (kvot)", 16, TWO),
    Field("detectable_increase", "Minsta ökning som hade synts (kvot)", 16, TWO),
    Field("dispersion", "Överspridning φ", 16, TWO),
    Field("dispersion_basis", "φ skattad på", 18),
    Field("method", "Metod", 80),
    Field("reason", "Varför ingen prövning gjorts", 50),
)
PATTERNS = (
    Field("area_name", "Prioriterat område", 30),
    Field("title", "Indikator", 40),
    Field("dimension", "Mönster", 14),
    Field("key", "Månad, dag, tid eller ort", 24),
    Field("period", "År sammanlagt", 13),
    Field("shown_count", "Antal", 9, WHOLE),
    Field("shown_value", "Värde", 9, TWO, format_from="value_format"),
    Field("lower_95", "Nedre gräns, 95 %", 10, TWO, format_from="value_format"),
    Field("upper_95", "Övre gräns, 95 %", 10, TWO, format_from="value_format"),
    Field("unit", "Enhet", 32),
    Field("beside", "Att läsa värdet mot", 11, TWO, format_from="value_format"),
    Field("beside_is", "Vad det är", 34),
    Field("verdict", "Utfall", 30),
    Field("known", "Brott med känd tid eller ort", 13, WHOLE, on_paper=False),
    Field("total", "Alla brott", 10, WHOLE),
    Field("method", "Metod", 100),
)
RANKING = (
    Field("area_name", "Prioriterat område", 30),
    Field("problem_title", "Problem", 36),
    Field("title", "Indikator", 42),
    Field("period", "År sammanlagt", 13),
    Field("shown_count", "Antal", 9, WHOLE),
    Field("rank_volume", "Plats efter antal", 10, PLAIN),
    Field("rank_volume_lower", "Plats efter antal, från", 10, PLAIN),
    Field("rank_volume_upper", "Plats efter antal, till", 10, PLAIN),
    Field("shrunken_ratio", "Krympt kvot", 10, TWO),
    Field("shrunken_lower_95", "Kvot, nedre gräns 95 %", 11, TWO),
    Field("shrunken_upper_95", "Kvot, övre gräns 95 %", 11, TWO),
    Field("rank_ratio", "Plats efter kvot", 10, PLAIN),
    Field("rank_ratio_lower", "Plats efter kvot, från", 10, PLAIN),
    Field("rank_ratio_upper", "Plats efter kvot, till", 10, PLAIN),
    Field("change", "Mot åren före", 30),
    Field("sources_in_support", "Källor som också beskriver problemet", 14, WHOLE),
    Field("sources_against", "Källor som pekar åt andra hållet", 13, WHOLE),
    Field("sources_missing", "Källor som saknas", 10, WHOLE),
    Field("ratio_group", "Kvot mot", 34, on_paper=False),
    Field("ratio_members", "Antal kommuner bakom kvoten", 14, WHOLE),
)
SAYINGS = ("Prioriterat område", "Problem", "Källa", "Riktning", "Underlag (antal)", "Vad källan säger")
THEMES = (
    Field("area_name", "Prioriterat område", 30),
    Field("theme_title", "Tema", 36),
    Field("source_label", "Källa", 34),
    Field("year", "År", 8, PLAIN),
    Field("statements", "Uttalanden", 12, WHOLE),
    Field("problems", "Beskriver ett problem", 12, WHOLE),
    Field("positives", "Beskriver en förbättring", 13, WHOLE),
    Field("documents", "Dokument", 11, WHOLE),
)
STATEMENTS = (
    Field("area_name", "Prioriterat område", 30),
    Field("theme_title", "Tema", 32),
    Field("text", "Uttalande, avidentifierat", 80),
    Field("source_label", "Källa", 30),
    Field("year", "År", 8, PLAIN),
    Field("document", "Fil", 40),
    Field("locator", "Var i filen", 30),
)
SOURCES = (
    Field("source_label", "Källa", 38),
    Field("mandatory", "Alltid med enligt avtalet", 14, write=lambda v: "ja" if bool(v) else "nej"),
    Field("state", "Läge", 13, write=lambda v: STATES.get(str(v), str(v))),
    Field("reason", "Skäl", 46),
    Field("file", "Fil", 46),
    Field("layout_title", "Uppställning", 38),
    Field("records", "Poster", 10, WHOLE),
    Field("rows_read", "Lästa", 10, WHOLE),
    Field("rows_rejected", "Ej läsbara", 10, WHOLE),
    Field("rows_skipped", "Utelämnade", 11, WHOLE),
    Field("sha256", "Kontrollsumma (SHA-256)", 70, on_paper=False),
)
DEFINITIONS = (
    Field("area_name", "Prioriterat område", 30),
    Field("problem_title", "Problem", 34),
    Field("title", "Indikator", 42),
    Field("question", "Fråga som indikatorn besvarar", 46),
    Field("does_not_say", "Vad den inte säger", 60),
    Field("facet_words", "Vad den belyser", 24),
    Field("direction", "Riktning", 22, write=lambda v: DIRECTIONS.get(str(v), str(v))),
    Field("kind", "Slag", 26, on_paper=False, write=lambda v: KINDS.get(str(v), str(v))),
    Field("unit", "Enhet", 24),
    Field("group_words", "Jämförs med", 60),
    Field("rate_from", "Per invånare från (händelser)", 14, WHOLE),
    Field("percent_from", "Förändring i procent från (antal per år)", 14, WHOLE),
    Field("trend_from_years", "Utveckling från (år)", 12, WHOLE),
    Field("share_from", "Andel från (svar)", 11, WHOLE),
    Field("pattern_from", "Mönster från (händelser)", 13, WHOLE),
    Field("source_label", "Källa", 46),
)
DIFFERENCES = (
    Field("sheet", "Blad", 20),
    Field("id", "Nummer", 10),
    Field("heading", "Kolumn", 36),
    Field("municipality", "Kommunen skriver", 60),
    Field("police", "Polisen skriver", 60),
)
