"""The command line: ``lagesbild refresh | decide | check | fetch | new | text``.

Belongs here: arguments, messages, exit codes (0 done, 1 something that must hold does not, 2 wrong usage).
Not here: the work. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import json
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines import progress
from pipelines.errors import UsageError, UserError
from pipelines.paths import CURATED, RAW

YEARS = (1990, 2100)
#: Set to 1, every fault is shown with where in the program it arose; that may quote what a file holds.
DEBUG = "LAGESBILD_DEBUG"

#: argparse's own words, longest phrases first.
_TRANSLATIONS = (
    ("the following arguments are required", "dessa uppgifter behövs"),
    ("unrecognized arguments", "okända uppgifter"),
    ("ignored explicit argument", "tar inget värde, men fick"),
    ("expected at least one argument", "minst ett värde behövs"),
    ("expected at most one argument", "högst ett värde får anges"),
    ("expected one argument", "ett värde behövs"),
    ("ambiguous option", "flertydigt val"),
    ("could match", "kan vara"),
    ("invalid choice", "okänt val"),
    ("choose from", "välj bland"),
    ("argument ", ""),
)
_SYSTEM_FAULTS = {
    errno.EACCES: "behörighet saknas. Kontrollera rättigheterna och att ingen annan har filen öppen",
    errno.EPERM: "behörighet saknas. Kontrollera rättigheterna och att ingen annan har filen öppen",
    errno.EROFS: "platsen går bara att läsa från. Välj en annan mapp",
    errno.ENOENT: "filen eller mappen finns inte",
    errno.EEXIST: "det finns redan något med det namnet. Välj en annan mapp",
    errno.ENOTDIR: "en del av sökvägen är inte en mapp",
    errno.EISDIR: "det är en mapp, inte en fil",
    errno.ENOSPC: "disken är full. Frigör utrymme och kör igen",
    errno.EPIPE: "mottagaren av utskriften stängdes innan allt var skrivet",
    errno.ENAMETOOLONG: "sökvägen är för lång",
}


class _Formatter(argparse.HelpFormatter):
    """Help with a Swedish heading for the usage line."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "användning: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with Swedish headings and errors."""

    def error(self, message: str) -> None:  # type: ignore[override]
        translated = message
        for english, swedish in _TRANSLATIONS:
            translated = translated.replace(english, swedish)
        print(f"{self.prog}: {translated}\nHjälp: lagesbild --help", file=sys.stderr)
        raise SystemExit(2)


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not YEARS[0] <= int(text) <= YEARS[1]:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett år, {YEARS[0]}–{YEARS[1]}")
    return int(text)


def _date(text: str) -> dt.date:
    try:
        if len(text) != 10:  # 20240315 and 2024-W11-5 are dates too, but nobody means them here
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum, ÅÅÅÅ-MM-DD") from None


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lagesbild",
        description="Gör en gemensam lägesbild ur polisens och kommunens källor.",
        formatter_class=_Formatter,
        add_help=False,
    )
    parser._optionals.title = "val"
    parser._positionals.title = "kommandon"
    parser.add_argument("-h", "--help", action="help", help="visa denna hjälp")
    commands = parser.add_subparsers(dest="command", metavar="KOMMANDO", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(
            name, help=text, description=text, formatter_class=_Formatter, add_help=False
        )
        found._optionals.title = "val"
        found._positionals.title = "uppgifter"
        found.add_argument("-h", "--help", action="help", help="visa denna hjälp")
        return found

    refresh = command("refresh", "Läs alla filer, räkna om allt och publicera årets lägesbild.")
    refresh.add_argument(
        "--year", type=_year, metavar="ÅR", help="annars det senaste året med slutliga siffror"
    )
    refresh.add_argument("--out", type=Path, default=CURATED, metavar="MAPP", help="mapp för resultatet")
    refresh.add_argument(
        "--allow-incomplete", metavar="SKÄL", help="publicera fast en obligatorisk källa saknas"
    )
    check = command("check", "Läs alla filer utan att lagra något, och lista vad som lästs.")
    decide = command("decide", "Frys årets publicerade lägesbild som den som parterna har beslutat.")
    decide.add_argument("--year", type=_year, metavar="ÅR", help="annars det senast publicerade året")
    decide.add_argument("--out", type=Path, default=CURATED, metavar="MAPP", help="mapp med resultatet")
    decide.add_argument(
        "--replace", metavar="SKÄL", help="ersätt en beslutad lägesbild; den tidigare behålls"
    )
    decide.add_argument("--by", metavar="ROLL", help="vem som har beslutat, en roll")
    decide.add_argument("--on", type=_date, metavar="DATUM", help="beslutsdagen, ÅÅÅÅ-MM-DD; annars i dag")
    for each in (refresh, decide, check):
        each.add_argument("--raw", type=Path, default=RAW, metavar="MAPP", help="mapp med avtalsmappar")
        each.add_argument("--agreement", metavar="ID", help="avtalets id, när flera finns")

    fetch = command("fetch", "Hämta öppna uppgifter och spara dem i mappen gemensamt, med dagens datum.")
    fetch.add_argument(
        "source", choices=("kolada", "scb", "polisen"), metavar="KÄLLA", help="kolada, scb eller polisen"
    )
    fetch.add_argument("--raw", type=Path, default=RAW, metavar="MAPP", help="mapp med avtalsmappar")
    fetch.add_argument(
        "--agreement", metavar="ID", help="avtal som måste vara med; hela avtal bredvid hämtas också"
    )

    new = command("new", "Skapa en mapp för ett nytt avtal, med mallar att fylla i.")
    new.add_argument("folder", type=Path, metavar="MAPP", help="mappen som ska skapas")

    text = command("text", "Avidentifiera och koda texter: en JSON-post per rad in och ut.")
    text.add_argument("file", type=Path, metavar="FIL.jsonl", help="filen med texter, i UTF-8")
    text.add_argument("--names", type=Path, metavar="MAPP", help="mapp med officiella namnfiler")
    text.add_argument("--evaluate", action="store_true", help="jämför med märkta texter och visa måtten")
    text.add_argument(
        "--without-embedding", action="store_true", help="koda med lexikonet ensamt, utan språkmodell"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. No fault reaches the user as a traceback."""
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
    commands = {
        "refresh": _refresh, "decide": _decide, "check": _check, "fetch": _fetch, "new": _new, "text": _text,
    }  # fmt: skip
    try:
        code = commands[options.command](options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Avbrutet. Inget har publicerats.", file=sys.stderr)
        return 1
    except Exception as error:
        return _failed(error, options.command)
    return code


def _failed(error: Exception, command: str) -> int:
    """Tell what went wrong in one Swedish line; returns the exit code."""
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    if isinstance(error, UserError | UsageError):
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    published = " Inget har publicerats." if command == "refresh" else ""
    if isinstance(error, BrokenPipeError):
        # Python flushes standard output once more on its way out and would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename is not None else ""
        why = _SYSTEM_FAULTS.get(
            error.errno or 0, f"filen eller mappen gick inte att använda (felkod {error.errno})"
        )
        print(f"{where}{why}.{published}", file=sys.stderr)
        return 1
    print(
        f"Ett fel i programmet ({type(error).__name__}).{published} Meddela den som sköter programmet; "
        f"med miljövariabeln {DEBUG}=1 visas var felet uppstod.",
        file=sys.stderr,
    )
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
    from pipelines.storage import read_table, table_path

    if unread := len(read_table(table_path(options.out, "rejected_row"))):
        told = "1 post" if unread == 1 else f"{unread} poster"
        print(
            f"{told} kunde inte läsas och är inte med. Vilka, och vad man kan göra: kvalitet.html, avsnittet Poster "
            "som inte kunde läsas.",
            file=sys.stderr,
        )
    print(f"Lägesbilden är publicerad. Öppna startsidan: {start}")
    return 0


def _decide(options: argparse.Namespace) -> int:
    from pipelines.decide_command import Wish, decide
    from pipelines.refresh import prepare_environment

    prepare_environment()
    wish = Wish(
        raw=options.raw, out=options.out, year=options.year, agreement=options.agreement,
        replace=options.replace, by=options.by, on=options.on,
    )  # fmt: skip
    print(decide(wish, dt.datetime.now().astimezone()))
    return 0


def _check(options: argparse.Namespace) -> int:
    from pipelines import agreement as agreements
    from pipelines.check_command import report

    lines, is_whole = report(agreements.find(options.raw, options.agreement))
    for line in lines:
        print(line)
    return 0 if is_whole else 1


def _fetch(options: argparse.Namespace) -> int:
    from pipelines.fetch.command import fetch

    fetch(options.source, options.raw, options.agreement)
    return 0


def _new(options: argparse.Namespace) -> int:
    from pipelines.new_agreement import create

    created = create(options.folder)
    templates = sum(path.suffix == ".xlsx" for path in created)
    print(f"Mappen {options.folder} är skapad med {templates} Excelmallar. Fyll först i avtal.toml.")
    return 0


def _text(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise UsageError(f"Filen {options.file} finns inte.")
    if options.names is not None and not options.names.is_dir():
        raise UsageError(f"Mappen {options.names} finns inte.")
    from pipelines.text_command import evaluate, lines

    if options.evaluate:
        measured = evaluate(options.file, options.names, options.without_embedding)
        print(json.dumps(measured, ensure_ascii=False, indent=2))
        return 0
    for line in lines(options.file, options.names, options.without_embedding):
        print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
