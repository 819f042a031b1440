"""A folder for a new agreement: the agreement file to fill in, a folder per source, and Excel templates.

Not here: reading what comes back (pipelines.readers). The templates have the headings that readers recognise.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pipelines import readers
from pipelines.errors import UserError
from pipelines.paths import AGREEMENT_FILE, EXPECTATIONS, TEMPLATES_FOLDER

FOLDERS = {
    "polisen": "Polisens leveranser: Brottsstatistik_<Kommun>_<ÅÅÅÅMM>.csv, som de kommer.",
    "bra": "Brås statistik: Databasfil.txt ur statistikdatabasen (SOL), år och månad, och kommunindikatorer.",
    "trygghetsmatning": "Polisens trygghetsmätning, inskriven i en kopia av mallen.",
    "medborgardialog": "Formulärets Excelfil från Microsoft Forms, som den exporteras.",
    "medarbetardialog": "En ifylld kopia av mallen, eller Wordanteckningar med ”Medarbetardialog” och ”Datum:” överst.",
    "bra-moten": "Minnesanteckningar och protokoll från Brå, i Word eller pdf.",
    "operativa-bra": "Operativa Brås lista, i en kopia av mallen.",
    "skola": "Skolinspektionens Excelfil från Skolenkäten.",
    "befolkning": "SCB:s folkmängd, csv från statistikdatabasen.",
    "kolada": "Sparade nyckeltal från Kolada, csv eller json.",
    TEMPLATES_FOLDER: "Tomma mallar. Kopiera en till rätt mapp och fyll i kopian; mallarna själva läses inte.",
    "namn": "Får vara tom. Egna listor med namn som ska döljas, eller SCB:s namnfiler (csv).",
}

# File name → the layout whose headings it has, the sheet's name, and what to know when filling it in.
_TEMPLATES = {
    "trygghetsmatning.xlsx": (
        "safety_survey",
        "Trygghetsmätning",
        "En rad per fråga, ort och grupp. Ort: ”Hela kommunen” eller ortens namn. Index 0–6, lägre är bättre. "
        "Lämna en cell tom eller skriv - när värdet saknas; skriv aldrig 0 för det som saknas.",
    ),
    "medarbetardialog.xlsx": (
        "staff_form",
        "Medarbetardialog",
        "En rad per iakttagelse. Skriv inte namn på personer. Namn som ändå skrivs döljs när filen läses.",
    ),
    "operativ_lista.xlsx": (
        "operative_list",
        "Operativa Brå",
        "En rad per händelse. Skriv roll, inte namn, i sista kolumnen.",
    ),
}


def create(folder: Path) -> list[Path]:
    """Create the folder with its templates; returns the files written.

    Raises UserError when the folder already holds something: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} finns redan och är inte tom. Välj en annan mapp.")
    folder.mkdir(parents=True, exist_ok=True)
    agreement = folder / AGREEMENT_FILE
    agreement.write_text((EXPECTATIONS / "avtal_mall.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for name in FOLDERS:
        (folder / name).mkdir()
    guide = folder / "OM FILERNA.md"
    lines = ["# Vad som ska ligga var", ""] + [f"- `{name}/`: {text}" for name, text in FOLDERS.items()]
    guide.write_text("\n".join(lines) + "\n", encoding="utf-8")
    written = [agreement, guide]
    for name, (layout, sheet, info) in _TEMPLATES.items():
        path = folder / TEMPLATES_FOLDER / name
        _write_template(path, sheet, info, readers.LAYOUTS[layout].HEADERS)
        written.append(path)
    return written


def _write_template(path: Path, title: str, info: str, headings: tuple[str, ...]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet["A1"] = info
    sheet["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    sheet.row_dimensions[1].height = 48
    for column, heading in enumerate(headings, start=1):
        sheet.cell(row=3, column=column, value=heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 20
    sheet.freeze_panes = "A4"
    book.save(path)
