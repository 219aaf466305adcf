"""`entremise import-units`: takes in an official list of police and gendarmerie units."""

import argparse
from pathlib import Path

from entremise.command.data_directory import DataDirectory, default_path
from entremise.command.refusal import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="la liste, telle que publiée")
    parser.add_argument("--data-dir", type=Path, help="dossier des données")


def run(options: argparse.Namespace) -> int:
    """Print what was taken, corrected and refused; a second run changes nothing."""
    try:
        content = options.file.read_bytes()
    except OSError as problem:
        raise Refused(
            f"{options.file} ne peut pas être lu. Vérifiez son nom et vos droits."
        ) from problem
    directory = DataDirectory((options.data_dir or default_path()).absolute())
    with directory.opened():
        from entremise.access.acting import acting_as
        from entremise.access.actor import Actor, Kind
        from entremise.access.roles import Role
        from entremise.base.errors import NotPossible
        from entremise.command import database
        from entremise.organisation import actions

        if database.waiting("owner"):
            raise Refused("La base n’est pas à jour : relancez d’abord « entremise init ».")
        try:
            with acting_as(Actor(kind=Kind.COMMAND, role=Role.ADMIN)) as actor:
                print(actions.import_units(actor=actor, content=content).text)
        except NotPossible as refusal:
            raise Refused(f"{options.file} n’a pas été importé : {refusal}") from None
    return 0
