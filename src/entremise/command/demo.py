"""`entremise demo`: from nothing to a running desk on the loopback, with fictional people."""

import argparse
import contextlib
import importlib
import importlib.util
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from entremise.command import bootstrap, children, ground, logins
from entremise.command.data_directory import (
    DEMO_SETTINGS,
    HIDDEN_FROM_JOBS,
    HIDDEN_FROM_PAGES,
    DataDirectory,
    code_stamp,
    default_path,
    without,
)
from entremise.command.postgres import Busy, Cluster
from entremise.command.refusal import Refused

RUNNING = "running.json"
DATA = "entremise.command.demo_data"
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
ROLES = {
    "worker": "Intervenante sociale",
    "coordinator": "Coordination",
    "officer": "Police ou gendarmerie",
    "chief": "Responsable d’unité",
    "steering": "Pilotage",
    "dpo": "Protection des données",
    "admin": "Administration technique",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="premier port essayé (8000)")
    parser.add_argument("--data-dir", type=Path, help="dossier des données")
    parser.add_argument("--fresh", action="store_true", help="tout effacer et recommencer")
    parser.add_argument(
        "--json",
        action="store_true",
        help="décrire la démonstration qui fonctionne, sans rien lancer",
    )


def run(options: argparse.Namespace) -> int:
    """Start the demonstration, or describe the one that runs."""
    directory = DataDirectory((options.data_dir or default_path()).absolute())
    if options.json:
        print(json.dumps(describe(directory), ensure_ascii=False, indent=1))
        return 0
    if directory.environment() and not directory.is_demo:
        raise Refused(
            f"{directory.path} contient une véritable installation, pas une démonstration. "
            "Choisissez un autre dossier avec --data-dir."
        )
    cluster = directory.cluster
    try:
        if options.fresh:
            cluster.destroy()
        cluster.start()
    except Busy:
        if options.fresh:
            raise  # what runs is not swept away under the feet of who uses it
        return _already_running(directory)
    try:
        _prepare(directory, cluster)
        return _serve(directory, options.port)
    finally:
        (directory.path / RUNNING).unlink(missing_ok=True)
        cluster.stop()


def describe(directory: DataDirectory) -> dict[str, Any]:
    """The address, the logins and the app-role database of a demonstration that runs now."""
    refusal = Refused(
        f"Aucune démonstration ne fonctionne dans {directory.path}. Lancez « entremise demo »."
    )
    if not directory.is_demo or not is_held(directory.path):
        raise refusal
    try:
        running = json.loads((directory.path / RUNNING).read_text())
    except FileNotFoundError:
        raise refusal from None
    return {
        "address": running["address"],
        "logins": [
            {**asdict(login), "name": login.email, "person": login.name}
            for login in logins.kept(directory.path)
        ],
        "database": directory.environment()["ENTREMISE_DATABASE_URL"],
    }


def is_held(data_dir: Path) -> bool:
    """Whether a command holds this data directory now."""
    probe = Cluster(data_dir)
    try:
        with probe.held():
            return False
    except Busy:
        return True


def _already_running(directory: DataDirectory) -> int:
    with contextlib.suppress(FileNotFoundError, ValueError):
        address = json.loads((directory.path / RUNNING).read_text())["address"]
        print(f"Une démonstration fonctionne déjà : {address}")
        print("Pour l’arrêter : Ctrl-C dans sa fenêtre.")
        return 0
    raise Busy(
        f"Une autre commande travaille dans {directory.path}. Attendez qu’elle finisse, ou "
        "choisissez un autre dossier avec --data-dir."
    )


# --- preparing -----------------------------------------------------------------------------


def _prepare(directory: DataDirectory, cluster: Cluster) -> None:
    """Bring databases, keys and fictional people to their state; nothing to do the second time."""
    if ground.memory(directory.path).get("people") == "begun":
        bootstrap.drop_databases(cluster)  # a run was cut while it made them: begin again
        ground.remember(directory.path, {"people": "", "stamp": ""})
    addresses = bootstrap.bootstrap(cluster)
    fixed = {**addresses, **directory.draw_secrets(), "DJANGO_SETTINGS_MODULE": DEMO_SETTINGS}
    kept = directory.keep(fixed)
    stamp = code_stamp(kept["ENTREMISE_CONTEXT_KEY"])
    known = ground.memory(directory.path)
    people_wanted = known.get("people") != "made" and importlib.util.find_spec(DATA) is not None
    if known.get("stamp") == stamp and not people_wanted:
        return  # the same software as last time: Django has nothing to do here

    directory.use(kept)
    from entremise.command import database

    database.bring_up_to_date()
    database.load_context_key()
    print("Base de données prête.", file=sys.stderr)
    if people_wanted:
        _make_people(directory)
    database.hang_up()
    ground.remember(directory.path, {"stamp": stamp})


def _make_people(directory: DataDirectory) -> None:
    """Fictional people, all or none: a cut is seen at the next start.

    `demo_data.build(now=…, progress=…)` makes them and returns the `Login` of each role.
    """
    from django.conf import settings
    from django.utils import timezone

    ground.remember(directory.path, {"people": "begun"})
    # The mails of fictional deeds would be printed between two lines of progress.
    printed, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, NO_MAIL
    try:
        made = importlib.import_module(DATA).build(now=timezone.now(), progress=show_progress)
    finally:
        settings.EMAIL_BACKEND = printed
    logins.keep(directory.path, made)
    ground.remember(directory.path, {"people": "made"})


def show_progress(done: int, total: int) -> None:
    """One line that fills; on something that is no screen, one line per tenth."""
    share = done / total if total else 1.0
    if sys.stderr.isatty():
        bar = "█" * int(share * 30)
        print(f"\rPersonnes fictives  {bar:<30} {share:4.0%}", end="", file=sys.stderr)
        if done >= total:
            print(file=sys.stderr)
    elif done * 10 // max(total, 1) != (done - 1) * 10 // max(total, 1):
        print(f"Personnes fictives : {share:.0%}", file=sys.stderr)
    sys.stderr.flush()


# --- serving -------------------------------------------------------------------------------


def _serve(directory: DataDirectory, first_port: int) -> int:
    kept = directory.environment()
    port, listeners = children.listen_on_loopback(first_port)
    # A name, not a number: passkeys refuse an IP address.
    address = f"http://localhost:{port}"
    pages_log, jobs_log = directory.path / "pages.log", directory.path / "jobs.log"
    running: list[children.Child] = []
    with children.stopped_at_the_end(running):
        pages = children.start_pages(
            [], environment=without(kept, HIDDEN_FROM_PAGES), log=pages_log, handed=listeners
        )
        running.append(pages)
        for listener in listeners:
            listener.close()
        children.wait_for_pages(pages, address, log=pages_log)
        jobs = children.start_jobs(environment=without(kept, HIDDEN_FROM_JOBS), log=jobs_log)
        running.append(jobs)
        ground.write_private(directory.path / RUNNING, json.dumps({"address": address}) + "\n")
        _announce(directory, address)
        children.stay({"Les pages": (pages, pages_log), "Les travaux": (jobs, jobs_log)})
    return 0


def _announce(directory: DataDirectory, address: str) -> None:
    print(f"\nEntremise fonctionne : {address}")
    print("Toutes les personnes sont fictives.\n")
    for login in logins.kept(directory.path):
        print(f"  {_role_in_french(login.role)} – {login.name}")
        print(f"    adresse électronique : {login.email}")
        print(f"    mot de passe         : {login.password}")
        if login.secret:
            print(f"    secret des codes     : {login.secret}")
    print(
        "\nAprès le mot de passe, la page de connexion demande un code, et le montre : c’est une"
    )
    print("démonstration. Le secret des codes ne sert qu’à une application de codes.")
    print("\nCtrl-C arrête tout ; les données restent pour la prochaine fois.", flush=True)


def _role_in_french(role: str) -> str:
    """Without Django, which this process may not have needed."""
    return ROLES.get(role, role)
