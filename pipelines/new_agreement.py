"""A folder for a new agreement: the agreement file to fill in, a folder per source, and Excel templates.

Not here: what the templates ask for (expectations/templates.toml), how they are written (pipelines.templates),
reading what comes back (pipelines.readers).
"""

from __future__ import annotations

from pathlib import Path

from pipelines import templates
from pipelines.errors import UserError
from pipelines.paths import (
    AGREEMENT_FILE,
    CORRECTIONS_FILE,
    DESCRIPTION_FILE,
    EXPECTATIONS,
    NAMES_FOLDER,
    SHARED_FOLDER,
    TEMPLATES_FOLDER,
)

FOLDERS = {
    "polisen": "Polisens leveranser: Brottsstatistik_<Kommun>_<ÅÅÅÅMM>.csv, som de kommer.",
    "bra": "Brås statistik: Databasfil.txt ur statistikdatabasen (SOL), år och månad, kommunindikatorer och NTU.",
    "trygghetsmatning": "Polisens trygghetsmätning, inskriven i en kopia av mallen.",
    "medborgardialog": "Formulärets Excelfil från Microsoft Forms, som den exporteras, eller en kopia av mallen.",
    "medarbetardialog": "En ifylld kopia av mallen, eller Wordanteckningar med ”Medarbetardialog” och ”Datum:” överst.",
    "bra-moten": "Minnesanteckningar och protokoll från Brå, i Word eller pdf.",
    "operativa-bra": "Operativa Brås lista, i en kopia av mallen.",
    "skola": "Skolinspektionens Excelfil från Skolenkäten, Skolverkets statistik, och skolornas incidentrapporter i "
    "en kopia av mallen.",
    "ungdomsenkat": "Ungdomsenkäter, till exempel LUPP och regionens hälsoenkät, inskrivna i en kopia av mallen.",
    "befolkning": "SCB:s folkmängd, csv från statistikdatabasen.",
    "kolada": "Sparade nyckeltal från Kolada, csv eller json.",
    "ovriga-kallor": "Källor utan egen mapp, till exempel socialtjänsten och räddningstjänsten, i en kopia av mallen.",
    TEMPLATES_FOLDER: "Tomma mallar. Kopiera en till rätt mapp och fyll i kopian; mallarna själva läses inte.",
    NAMES_FOLDER: "Får vara tom. Egna listor med namn som ska döljas (txt), SCB:s namnfiler (csv), och platser.txt "
    "med platser och föreningar som ska stå kvar.",
    "arbetsbok": "Arbetsboken lagesbild.xlsx, när gruppen har fyllt i den.",
}


def create(folder: Path) -> list[Path]:
    """Create the folder with its templates; returns the files written.

    Raises UserError when the folder already holds something: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} finns redan och är inte tom. Välj en annan mapp.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in (
        (AGREEMENT_FILE, (EXPECTATIONS / "avtal_mall.toml").read_text(encoding="utf-8")),
        (CORRECTIONS_FILE, (EXPECTATIONS / "rattelser_mall.toml").read_text(encoding="utf-8")),
        (DESCRIPTION_FILE, _guide()),
    ):
        (folder / name).write_text(content, encoding="utf-8")
        written.append(folder / name)
    for name in FOLDERS:
        (folder / name).mkdir()
    for template in templates.load():
        path = folder / TEMPLATES_FOLDER / template.file
        templates.write(template, path)
        written.append(path)
    return written


def _guide() -> str:
    """What is to be where, in Swedish."""
    lines = [
        "# Vad som ska ligga var",
        "",
        "En fil känns igen på sitt innehåll, inte på sitt namn eller sin mapp. Mapparna är till för er.",
        "",
        *(f"- `{name}/`: {text}" for name, text in FOLDERS.items()),
        "",
        f"`{AGREEMENT_FILE}` säger vad parterna har kommit överens om. Fyll i den först.",
        f"`{CORRECTIONS_FILE}` är till för siffror i källorna som ni vet är fel. Den får stå som den är.",
        "",
        f"Bredvid avtalens mappar kan mappen `{SHARED_FOLDER}` ligga. Den görs av `lagesbild fetch`, som hämtar "
        "öppen statistik, och läses för alla avtal. Lägg inget eget där.",
        "",
        "## Mallarna",
        "",
        f"| mall i `{TEMPLATES_FOLDER}/` | den ifyllda kopian läggs i |",
        "|---|---|",
        *(f"| `{t.file}` ({t.title}) | `{t.folder}/` |" for t in templates.load()),
        "",
        "Varje mall har bladet ”Så här fyller du i” med råd och ett påhittat exempel.",
    ]
    return "\n".join(lines) + "\n"
