"""`entremise serve`: the pages and the jobs of a real installation, behind the site's proxy."""

import argparse
from pathlib import Path

from entremise.command import children
from entremise.command.data_directory import (
    HIDDEN_FROM_JOBS,
    HIDDEN_FROM_PAGES,
    DataDirectory,
    default_path,
    without,
)
from entremise.command.refusal import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, help="dossier des données")
    parser.add_argument(
        "--bind", default="127.0.0.1:8000", help="adresse d’écoute (127.0.0.1:8000)"
    )
    parser.add_argument("--workers", type=int, default=3, help="processus de pages (3)")


def run(options: argparse.Namespace) -> int:
    """Refuse to serve what a check forbids; else serve until told to stop."""
    directory = DataDirectory((options.data_dir or default_path()).absolute())
    if directory.is_demo:
        raise Refused("Ce dossier est celui d’une démonstration : lancez « entremise demo ».")
    kept = directory.require()
    directory.use(kept)
    from entremise.command import checks, database

    refused = [check for check in checks.examine() if check.state is checks.State.BLOCKING]
    database.hang_up()
    if refused:
        raise Refused(
            "Entremise ne démarre pas :\n"
            + "\n".join(f" ✗ {check.message}" for check in refused)
            + "\n« entremise doctor » redit l’ensemble."
        )
    pages_log, jobs_log = directory.path / "pages.log", directory.path / "jobs.log"
    running: list[children.Child] = []
    with children.stopped_at_the_end(running):
        pages = children.start_pages(
            [options.bind],
            environment=without(kept, HIDDEN_FROM_PAGES),
            log=pages_log,
            workers=options.workers,
        )
        running.append(pages)
        jobs = children.start_jobs(environment=without(kept, HIDDEN_FROM_JOBS), log=jobs_log)
        running.append(jobs)
        print(f"Entremise écoute sur {options.bind}. Ctrl-C arrête.", flush=True)
        children.stay({"Les pages": (pages, pages_log), "Les travaux": (jobs, jobs_log)})
    return 0
