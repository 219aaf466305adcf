"""What `entremise doctor` looks at: each check reads one fact and says what to do about it."""

import base64
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.utils import timezone

from entremise.access.acting import signed_context
from entremise.access.actor import Actor, Kind
from entremise.access.tables import OPEN_TABLES
from entremise.access.wall import BACKUP, OWNER, PRUNER, SEARCH, STAT
from entremise.base.binary import value_apart
from entremise.command import database

OLDEST_POSTGRESQL = 150000
CLOCK_MARGIN = timedelta(seconds=5)
KEY_BYTES = 32
# Beside the role of the pages, which opens the connection: those that each database counts on.
ROLES = {"default": (OWNER, STAT, SEARCH, BACKUP, PRUNER), "keys": (OWNER, BACKUP)}
# What the law asks to publish; the texts stand in the settings.
LEGAL = {
    "editor": "l’éditeur du service",
    "director": "le responsable de la publication",
    "host": "l’hébergeur",
    "controller": "le responsable de traitement",
    "dpo": "l’adresse du délégué à la protection des données",
    "contact": "l’adresse de contact",
    "accessibility_contact": "l’adresse pour signaler une difficulté d’accès",
}


class State(StrEnum):
    """What a check found: nothing to do, something to do soon, or a reason not to start."""

    OK = "ok"
    TO_DO = "à faire"
    BLOCKING = "bloquant"


@dataclass(frozen=True)
class Check:
    """One check: what was looked at, what was found, what to do."""

    name: str
    state: State
    message: str


def ok(message: str) -> tuple[State, str]:
    return State.OK, message


def to_do(message: str) -> tuple[State, str]:
    return State.TO_DO, message


def blocking(message: str) -> tuple[State, str]:
    return State.BLOCKING, message


def _rows(alias: str, question: str) -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def version() -> tuple[State, str]:
    found = [int(_rows(alias, "SHOW server_version_num")[0][0]) for alias in ("default", "keys")]
    shown = " et ".join(str(number // 10000) for number in dict.fromkeys(found))
    if min(found) < OLDEST_POSTGRESQL:
        return blocking(f"PostgreSQL {shown} est trop ancien : installez la version 15 au moins.")
    return ok(f"PostgreSQL {shown}.")


def application_role() -> tuple[State, str]:
    """The role of the pages owns nothing, makes nothing, and walks through no wall."""
    faults = []
    for alias in ("default", "keys"):
        rights = _rows(alias, _ROLE_RIGHTS)[0]
        faults += [fault for fault, present in zip(_ROLE_FAULTS, rights, strict=True) if present]
    if faults:
        wrong = ", ".join(dict.fromkeys(faults))
        return blocking(
            f"Le rôle des pages {wrong}. Retirez-lui ces droits, ou relancez « entremise init »."
        )
    return ok("Le rôle des pages ne possède rien et n’a que les droits de son travail.")


_ROLE_FAULTS = (
    "est superutilisateur",
    "passe outre la sécurité des lignes",
    "peut créer des rôles ou des bases",
    "possède des tables",
    "peut créer des tables",
    "est membre d’un rôle plus puissant",
)
_ROLE_RIGHTS = """
SELECT rolsuper, rolbypassrls, rolcreaterole OR rolcreatedb OR rolreplication,
       EXISTS (SELECT 1 FROM pg_class WHERE relowner = me.oid)
         OR EXISTS (SELECT 1 FROM pg_proc WHERE proowner = me.oid)
         OR EXISTS (SELECT 1 FROM pg_database WHERE datdba = me.oid),
       has_database_privilege(current_database(), 'CREATE')
         OR EXISTS (SELECT 1 FROM pg_namespace
                    WHERE has_schema_privilege(oid, 'CREATE') AND nspname !~ '^pg_temp'),
       EXISTS (SELECT 1 FROM pg_auth_members WHERE member = me.oid)
FROM pg_roles me WHERE rolname = session_user
"""


def roles() -> tuple[State, str]:
    """The roles of the figures, the search, the backup and the journal's end are there."""
    missing: dict[str, None] = {}
    for alias, expected in ROLES.items():
        there = {name for (name,) in _rows(alias, "SELECT rolname FROM pg_roles")}
        missing |= dict.fromkeys(name for name in expected if name not in there)
    if missing:
        return blocking(
            f"Rôles absents de la base : {', '.join(missing)}. Relancez « entremise init »."
        )
    return ok("Chaque rôle de la base est là.")


def protected_tables() -> tuple[State, str]:
    """Each table is either protected and forced, or on the list of the open ones."""
    tables = _rows(
        "default",
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )
    bare = [str(name) for name, forced in tables if not forced and name not in OPEN_TABLES]
    if not tables:
        return blocking("Aucune table : lancez « entremise init ».")
    if bare:
        return blocking(f"Tables sans protection des lignes : {', '.join(bare)}.")
    return ok(f"{sum(1 for _, forced in tables if forced)} tables protégées ligne à ligne.")


def context_key() -> tuple[State, str]:
    """The database recognises the contexts signed here: wall installed, same key."""
    nobody = Actor(kind=Kind.COMMAND)
    try:
        signed = signed_context(nobody, at=timezone.now().timestamp())
    except ValueError:
        return blocking("ENTREMISE_CONTEXT_KEY n’est pas une clé hexadécimale.")
    connection = connections["default"]
    try:
        value_apart("default", "SELECT set_config('entremise.context', %s, false)", [signed])
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.kind()")
            cursor.execute("SELECT set_config('entremise.context', '', false)")
    except Error:
        connection.close()
        return blocking(
            "La base ne reconnaît pas la clé des demandes : elle manque, elle est autre, ou "
            "l’horloge est fausse. Relancez « entremise init »."
        )
    return ok("La base reconnaît les demandes signées par ce serveur.")


def wall_is_closed() -> tuple[State, str]:
    """Without a context, nothing is answered; and the key cannot be read by the pages."""
    connection = connections["default"]
    for question in ("SELECT wall.kind()", "SELECT * FROM wall_secret.hmac_key"):
        try:
            _rows("default", question)
        except Error:
            connection.close()
        else:
            return blocking("La base répond sans savoir qui demande : ne servez pas ce logiciel.")
    return ok("Sans demande signée, la base ne répond rien.")


def key_file() -> tuple[State, str]:
    path = Path(settings.ENTREMISE_KEY_FILE)
    if not settings.ENTREMISE_KEY_FILE or not path.is_file():
        return blocking(f"Le fichier de clé {path} manque : sans lui, aucun texte ne s’ouvre.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return blocking(f"D’autres comptes peuvent lire {path}. Tapez : chmod 600 '{path}'")
    try:
        length = len(base64.b64decode(path.read_text().strip(), validate=True))
    except ValueError:
        length = 0
    if length != KEY_BYTES:
        return blocking(f"{path} n’est pas une clé. Remettez celle de votre sauvegarde.")
    return ok("Le fichier de clé est présent et fermé aux autres comptes.")


def clock() -> tuple[State, str]:
    there = _rows("default", "SELECT clock_timestamp()")[0][0]
    gap = abs(there - timezone.now())
    if gap > CLOCK_MARGIN:
        return blocking(
            f"L’horloge de la base diffère de {gap.total_seconds():.0f} s : mettez à l’heure les "
            "deux machines (NTP)."
        )
    return ok("Les horloges sont d’accord.")


def migrations() -> tuple[State, str]:
    """Needs the owner's address, which a server of pages alone rightly does not have."""
    if not settings.DATABASES["owner"]["USER"]:
        return to_do("Le rôle propriétaire n’est pas connu ici : vérifiez depuis l’installation.")
    late = dict.fromkeys(name for alias in database.OWNERS for name in database.waiting(alias))
    if late:
        return blocking(
            f"Mises à jour de la base en attente : {', '.join(late)}. Relancez « entremise init »."
        )
    return ok("La base est à jour.")


def keys_apart() -> tuple[State, str]:
    """The keys live in another database; in production, better on another server."""
    main, keys = (settings.DATABASES[alias] for alias in ("default", "keys"))
    same_server = (main["HOST"], main["PORT"]) == (keys["HOST"], keys["PORT"])
    if same_server and main["NAME"] == keys["NAME"]:
        return blocking("Les clés sont dans la base qu’elles protègent : séparez-les.")
    if same_server and not settings.DEMO:
        return to_do(
            "Les clés sont sur le même serveur que les données : séparez-les si possible."
        )
    return ok("Les clés sont dans une base à part.")


def web_settings() -> tuple[State, str]:
    if len(settings.SECRET_KEY) < KEY_BYTES:
        return blocking("ENTREMISE_SECRET_KEY manque ou est trop courte.")
    if not settings.ALLOWED_HOSTS:
        return blocking("ENTREMISE_HOSTS manque : le nom sous lequel le service est ouvert.")
    if settings.DEBUG:
        return blocking("Le mode de mise au point est actif : il montre des données.")
    return ok(f"Service ouvert sous : {', '.join(settings.ALLOWED_HOSTS)}.")


def legal_pages() -> tuple[State, str]:
    missing = [words for name, words in LEGAL.items() if not settings.LEGAL_PAGES.get(name)]
    if missing and not settings.DEMO:
        return to_do(
            f"Pages légales : il manque {', '.join(missing)}. Remplissez les réglages "
            "ENTREMISE_LEGAL_…, puis redémarrez."
        )
    return ok("Les pages légales sont remplies." if not missing else "Démonstration : sans objet.")


CHECKS: dict[str, Callable[[], tuple[State, str]]] = {
    "version": version,
    "role": application_role,
    "roles": roles,
    "tables": protected_tables,
    "wall": wall_is_closed,
    "context_key": context_key,
    "key_file": key_file,
    "keys_apart": keys_apart,
    "clock": clock,
    "migrations": migrations,
    "web": web_settings,
    "legal_pages": legal_pages,
}


def examine() -> list[Check]:
    """Every check, in order; one that cannot be made is blocking, and hides none after it."""
    found = []
    for name, look in CHECKS.items():
        try:
            state, message = look()
        except Error as problem:
            for connection in connections.all(initialized_only=True):
                connection.close()
            state, message = blocking(
                f"La base ne répond pas à cette question : {_first(problem)}"
            )
        found.append(Check(name, state, message))
    return found


def _first(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]
