"""The command line: says in French what each command does, and no in French when it must."""

import argparse
import importlib
import importlib.util
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import psycopg
from django.db import OperationalError

from entremise.command.processes import STOPPING
from entremise.command.refusal import Refused

COMMANDS = {
    "demo": "essayer : des personnes fictives, sur cette machine seulement",
    "test": "vérifier le logiciel : style, types, contrats, essais",
    "init": "installer : préparer un dossier de données et ses bases",
    "serve": "servir une véritable installation",
    "doctor": "dire ce qui manque à une installation",
    "import-units": "importer une liste officielle d’unités de police ou de gendarmerie",
    "documents": "récrire les pages de docs/ qui se lisent dans le code, et compiler les langues",
    "bench": "mesurer, et écrire bench.json",
    "screenshots": "dessiner les pages principales d’une démonstration",
    "manage": "passer une commande à Django (pour les développeurs)",
}
MODULES = {"test": "quality", "import-units": "import_units"}
PASSED_ON = {"test", "manage"}  # their arguments are for another program
DATABASE_AWAY = "PostgreSQL ne répond pas. Vérifiez qu’il est en marche, puis recommencez."


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    whole = argparse.ArgumentParser(
        prog="entremise",
        description="Entremise : le cahier de travail des intervenants sociaux en commissariat "
        "et gendarmerie.",
        epilog="Pour essayer tout de suite : entremise demo",
    )
    chosen = whole.add_subparsers(dest="command", metavar="COMMANDE", required=True)
    for name, purpose in COMMANDS.items():
        if importlib.util.find_spec(_path(name)) is None:
            continue  # not made yet
        part = chosen.add_parser(
            name, help=purpose, description=purpose, add_help=name not in PASSED_ON
        )
        if name in PASSED_ON:
            part.add_argument("arguments", nargs=argparse.REMAINDER)
        else:
            _module(name).add_arguments(part)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its refusals are sentences, its interruptions are quiet."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    listen_to_signals()
    try:
        if given and given[0] in PASSED_ON:  # argparse would take their options for ours
            options = argparse.Namespace(command=given[0], arguments=given[1:])
        else:
            options = parser().parse_args(given)
        return int(_module(options.command).run(options))
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except (psycopg.OperationalError, OperationalError) as problem:
        print(f"\n{DATABASE_AWAY} Elle dit : {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _module(command: str):  # type: ignore[no-untyped-def]  # each command is a module
    return importlib.import_module(_path(command))


def _path(command: str) -> str:
    return f"entremise.command.{MODULES.get(command, command)}"


def listen_to_signals() -> None:
    """A closed window or a polite kill ends as Ctrl-C does: in order, leaving nothing behind."""

    def leave(number: int, _frame: FrameType | None) -> None:
        for deaf in STOPPING:
            signal.signal(deaf, signal.SIG_IGN)  # stopping in order is not to be cut
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # « nohup » asks to go on
        signal.signal(signal.SIGHUP, leave)


if __name__ == "__main__":
    sys.exit(main())
