"""`entremise init`: a data directory, roles, databases and keys for a real installation."""

import argparse
import getpass
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.urls import reverse
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from entremise.command import bootstrap, ground
from entremise.command.data_directory import PRODUCTION_SETTINGS, DataDirectory
from entremise.command.refusal import Refused

QUESTIONS = {
    "hosts": "Nom sous lequel le service sera ouvert (par exemple iscg.loire.fr)",
    "admin_database": "Adresse d’un superutilisateur de PostgreSQL (postgresql://postgres@serveur/postgres)",
    "admin_email": "Adresse électronique de l’administration technique",
    "admin_name": "Nom affiché de ce compte",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DOSSIER", help="dossier des données")
    parser.add_argument("--hosts", help=QUESTIONS["hosts"])
    parser.add_argument("--admin-database", metavar="ADRESSE", help=QUESTIONS["admin_database"])
    parser.add_argument(
        "--admin-keys-database",
        metavar="ADRESSE",
        help="la même chose pour le serveur des clés (sinon : le même serveur)",
    )
    parser.add_argument("--admin-email", metavar="ADRESSE", help=QUESTIONS["admin_email"])
    parser.add_argument("--admin-name", metavar="NOM", help=QUESTIONS["admin_name"])


def run(options: argparse.Namespace) -> int:
    """Make what is missing; a second run, or one after a cut, finishes and breaks nothing."""
    directory = DataDirectory(options.directory.absolute())
    if directory.is_demo:
        raise Refused(f"{directory.path} contient une démonstration. Choisissez un autre dossier.")
    answers = {name: getattr(options, name) or _ask(name) for name in QUESTIONS}
    hosts = _names_of_the_service(answers["hosts"])
    main = answers["admin_database"]
    keys = options.admin_keys_database or main
    _try_versions(main, keys)
    # PostgreSQL is not ours here: the directory needs to be ours alone.
    ground.claim(directory.path, ground.ourselves())
    addresses = _make_databases(directory, main, keys)
    kept = directory.keep(
        {
            **addresses,
            **directory.draw_secrets(),
            "ENTREMISE_HOSTS": " ".join(hosts),
            "DJANGO_SETTINGS_MODULE": PRODUCTION_SETTINGS,
        }
    )
    directory.use(kept)
    _fill(answers, opened_as=hosts[0])
    print(f"\nInstallation prête dans {directory.path}.")
    print("Mettez à l’abri, loin des sauvegardes de la base, le fichier « master.key » :")
    print("sans lui, aucun texte ne se rouvre ; avec lui et la base, tout se lit.")
    print(f"Ensuite : entremise doctor --data-dir '{directory.path}'")
    return 0


def _ask(name: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"Il manque l’option --{name.replace('_', '-')} : {QUESTIONS[name]}.")
    while not (answer := input(f"{QUESTIONS[name]} : ").strip()):
        continue
    return answer


def _names_of_the_service(typed: str) -> list[str]:
    """Names as people type them: several, with commas, or as the address of a page."""
    said = [one for one in re.split(r"[\s,;]+", typed) if one]
    names = [re.sub(r"^https?://|[:/].*$", "", one) for one in said]
    if not names or not all(re.fullmatch(r"[\w.-]+", name) for name in names):
        raise Refused(f"« {typed} » n’est pas un nom de service. {QUESTIONS['hosts']}.")
    return names


def _connect(address: str, dbname: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(address, dbname=dbname, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as problem:
        if "no password supplied" in str(problem) and sys.stdin.isatty():
            password = getpass.getpass("Mot de passe de ce superutilisateur : ")
            return psycopg.connect(address, dbname=dbname, password=password, autocommit=True)
        raise Refused(f"PostgreSQL ne répond pas à cette adresse : {problem}") from None


def _try_versions(*addresses: str) -> None:
    for address in dict.fromkeys(addresses):
        with _connect(address, "postgres") as connection:
            if connection.info.server_version < 150000:
                raise Refused("Ce serveur PostgreSQL est trop ancien : il faut la version 15.")
            row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = user")
            if row.fetchone() != (True,):
                raise Refused(
                    "Ce compte de PostgreSQL n’est pas superutilisateur : il en faut un."
                )


def _make_databases(directory: DataDirectory, main: str, keys: str) -> dict[str, str]:
    passwords = bootstrap.kept_passwords(directory.path)
    servers = {bootstrap.DATABASE: main, bootstrap.KEYS_DATABASE: keys}
    for database, address in servers.items():
        bootstrap.make_roles_and_databases(
            lambda dbname, address=address: _connect(address, dbname),  # type: ignore[misc]
            passwords,
            databases=[database],
        )
    return {
        name: _address(servers[database], role, passwords[role], database)
        for name, (role, database) in bootstrap.ADDRESSES.items()
    }


def _address(server: str, role: str, password: str, database: str) -> str:
    """The same server, with another role on another database."""
    parts = conninfo_to_dict(server)
    for replaced in ("user", "password", "dbname"):
        parts.pop(replaced, None)
    query = urlencode({name: str(value) for name, value in parts.items()}, quote_via=quote)
    return f"postgresql://{role}:{password}@/{database}?{query}"


def _fill(answers: dict[str, str], *, opened_as: str) -> None:
    """Tables, communes, the wall's key, and the first account; it opens the others."""
    from entremise.access.acting import acting_as
    from entremise.access.actor import Actor, Kind
    from entremise.access.roles import Role
    from entremise.base.errors import NotPossible
    from entremise.command import database
    from entremise.organisation import actions

    database.bring_up_to_date()
    database.load_context_key()
    try:
        with acting_as(Actor(kind=Kind.COMMAND, role=Role.ADMIN)) as actor:
            first = actions.open_account(
                actor=actor,
                email=answers["admin_email"],
                name=answers["admin_name"],
                role=Role.ADMIN,
                now=timezone.now(),
            )
    except NotPossible:
        print(f"\nLe compte {answers['admin_email']} existe déjà.")
        return
    page = reverse("account_reset_password_from_key", args=[first.uid, first.key])
    print(f"\nPremier compte : {answers['admin_email']}")
    print("Ouvrez cette page, valable une seule fois, pour choisir son mot de passe :")
    print(f"  https://{opened_as}{page}")
