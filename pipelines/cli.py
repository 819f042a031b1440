"""The command line: ``lagesbild refresh | check | new | text``.

Belongs here: arguments, messages, exit codes (0 done, 1 something that must hold does not, 2 wrong usage).
Not here: the work. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines import progress
from pipelines.errors import UsageError, UserError
from pipelines.paths import CURATED, RAW


class _Parser(argparse.ArgumentParser):
    """argparse with Swedish headings and errors."""

    def error(self, message: str) -> None:  # type: ignore[override]
        translated = message
        for english, swedish in (
            ("the following arguments are required", "dessa uppgifter behövs"),
            ("unrecognized arguments", "okända uppgifter"),
            ("invalid choice", "okänt val"),
            ("invalid int value", "inte ett heltal"),
            ("expected one argument", "ett värde behövs"),
            ("choose from", "välj bland"),
            ("argument ", ""),
        ):
            translated = translated.replace(english, swedish)
        print(f"{self.prog}: {translated}\nHjälp: lagesbild --help", file=sys.stderr)
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lagesbild",
        description="Gör en gemensam lägesbild ur polisens och kommunens källor.",
        add_help=False,
    )
    parser._optionals.title = "val"
    parser._positionals.title = "kommandon"
    parser.add_argument("-h", "--help", action="help", help="visa denna hjälp")
    commands = parser.add_subparsers(dest="command", metavar="KOMMANDO", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=text, add_help=False)
        found._optionals.title = "val"
        found._positionals.title = "uppgifter"
        found.add_argument("-h", "--help", action="help", help="visa denna hjälp")
        return found

    refresh = command("refresh", "Läs alla filer, räkna om allt och publicera årets lägesbild.")
    refresh.add_argument(
        "--year", type=int, metavar="ÅR", help="annars det senaste året med slutliga siffror"
    )
    refresh.add_argument("--out", type=Path, default=CURATED, metavar="MAPP", help="mapp för resultatet")
    refresh.add_argument(
        "--allow-incomplete", metavar="SKÄL", help="publicera fast en obligatorisk källa saknas"
    )
    check = command("check", "Läs alla filer utan att lagra något, och lista vad som lästs.")
    for each in (refresh, check):
        each.add_argument("--raw", type=Path, default=RAW, metavar="MAPP", help="mapp med avtalsmappar")
        each.add_argument("--agreement", metavar="ID", help="avtalets id, när flera finns")

    new = command("new", "Skapa en mapp för ett nytt avtal, med mallar att fylla i.")
    new.add_argument("folder", type=Path, metavar="MAPP")

    text = command("text", "Avidentifiera och koda texter: en JSON-post per rad in och ut.")
    text.add_argument("file", type=Path, metavar="FIL.jsonl")
    text.add_argument("--names", type=Path, metavar="MAPP", help="mapp med officiella namnfiler")
    text.add_argument("--evaluate", action="store_true", help="jämför med märkta texter och visa måtten")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if options.command is None:
        parser.print_help(sys.stderr)
        return 2
    commands = {"refresh": _refresh, "check": _check, "new": _new, "text": _text}
    try:
        return commands[options.command](options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Avbrutet. Inget har publicerats.", file=sys.stderr)
        return 1


def _refresh(options: argparse.Namespace) -> int:
    reason = options.allow_incomplete
    if reason is not None and not reason.strip():
        raise UsageError('Ange skälet: --allow-incomplete "skäl"')
    from pipelines.refresh import STEPS, refresh

    display = progress.Display(STEPS)
    progress.listen(display)
    try:
        start = refresh(options.raw, options.out, options.year, options.agreement, reason)
    finally:
        progress.listen(None)
        display.close()
    print(f"Lägesbilden är publicerad. Öppna startsidan: {start}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from pipelines import agreement as agreements
    from pipelines import readers
    from pipelines.raw import quote, read_all

    agreement = agreements.find(options.raw, options.agreement)
    reading, failed = read_all(agreement)
    for file in reading.files:
        result = file.result
        read = result.records - len(result.problems) - sum(result.skipped.values())
        print(f"{file.path}\n  {readers.LAYOUTS[file.layout].TITLE}: {read} poster lästa av {result.records}")
        for reason, number in sorted(result.skipped.items()):
            print(f"  utelämnat: {reason}: {number}")
        for note in result.notes:
            print(f"  anmärkning: {note}")
        for problem in result.problems:
            where = ", ".join(
                part
                for part in (problem.sheet and f"blad {problem.sheet}", problem.row and f"rad {problem.row}")
                if part
            )
            found = f" Där står: {quote(problem.found, reading.redactor)}." if problem.found else ""
            print(f"  kunde inte läsas ({where}): {problem.reason}{found} {problem.advice}")
    for item in failed:
        print(f"{item.path}\n  okänd: {item.message}")
    problems = sum(len(file.result.problems) for file in reading.files)
    print(f"{len(reading.files)} filer lästa, {problems} poster avvisade, {len(failed)} filer okända.")
    return 1 if failed else 0


def _new(options: argparse.Namespace) -> int:
    from pipelines.new_agreement import create

    created = create(options.folder)
    print(f"Mappen {options.folder} är skapad med {len(created)} mallar. Fyll först i avtal.toml.")
    return 0


def _text(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise UsageError(f"Filen {options.file} finns inte.")
    if options.names is not None and not options.names.is_dir():
        raise UsageError(f"Mappen {options.names} finns inte.")
    from pipelines.text_command import evaluate, lines

    if options.evaluate:
        print(json.dumps(evaluate(options.file, options.names), ensure_ascii=False, indent=2))
        return 0
    for line in lines(options.file, options.names):
        print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
