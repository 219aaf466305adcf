"""A real installation, on a PostgreSQL that somebody else keeps (here, one of our own)."""

import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from commands import ENTREMISE, bare_environment, command, family
from entremise.command import processes
from entremise.command.data_directory import DataDirectory
from entremise.command.postgres import SUPERUSER, Cluster

# As somebody types them; the first one stands in the link of the first account.
HOSTS = "https://iscg.exemple.fr/, localhost"

pytestmark = [pytest.mark.long, pytest.mark.enable_socket, pytest.mark.xdist_group("installation")]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="e-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of a superuser of a PostgreSQL server."""
    with Cluster(folder / "server", throwaway=True) as cluster:
        password = (cluster.data_dir / "superuser.password").read_text().strip()
        yield f"postgresql://{SUPERUSER}:{password}@/postgres?host={quote(str(cluster.socket))}"


def initialise(data: Path, server: str) -> object:
    return command(
        *("init", data, "--hosts", HOSTS, "--admin-database", server),
        *("--admin-email", "admin@exemple.fr", "--admin-name", "Ada Fictive"),
    )


@pytest.fixture(scope="module")
def installed(folder: Path, server: str) -> Path:
    done = initialise(folder / "data", server)
    assert done.returncode == 0, done.stderr
    assert "https://iscg.exemple.fr/compte/" in done.stdout
    return folder / "data"


def states(data: Path) -> dict[str, str]:
    told = command("doctor", "--json", "--data-dir", data)
    return {check["name"]: check["state"] for check in json.loads(told.stdout)["checks"]}


class TestInit:
    def test_makes_an_installation_that_the_doctor_lets_start(self, installed):
        found = states(installed)
        assert found["role"] == "ok"
        assert found["context_key"] == "ok"
        assert "bloquant" not in found.values(), found

    def test_opens_the_service_under_each_name_that_was_given(self, installed):
        assert DataDirectory(installed).environment()["ENTREMISE_HOSTS"] == (
            "iscg.exemple.fr localhost"
        )

    def test_refuses_what_is_no_name_of_a_service(self, folder):
        refused = command(
            *("init", folder / "other", "--hosts", "iscg!", "--admin-database", "postgresql:///"),
            *("--admin-email", "admin@exemple.fr", "--admin-name", "Ada Fictive"),
        )
        assert refused.returncode == 1
        assert "« iscg! » n’est pas un nom de service" in refused.stderr

    def test_says_what_stays_to_do(self, installed):
        assert states(installed)["legal_pages"] == "à faire"
        DataDirectory(installed).keep(
            {
                f"ENTREMISE_LEGAL_{name}": "Association fictive"
                for name in (
                    *("EDITOR", "DIRECTOR", "HOST", "CONTROLLER"),
                    *("DPO", "CONTACT", "ACCESSIBILITY_CONTACT"),
                )
            }
        )
        assert states(installed)["legal_pages"] == "ok"

    def test_a_second_run_keeps_the_keys(self, installed, server):
        before = (installed / "master.key").read_text()
        again = initialise(installed, server)
        assert again.returncode == 0, again.stderr
        assert (installed / "master.key").read_text() == before
        assert "existe déjà" in again.stdout

    def test_without_a_terminal_names_the_option_that_is_missing(self, folder):
        refused = command("init", folder / "other")
        assert refused.returncode == 1
        assert "--hosts" in refused.stderr


class TestServe:
    @pytest.fixture
    def spoiled(self, installed: Path) -> Iterator[Path]:
        (installed / "master.key").chmod(0o644)
        yield installed
        (installed / "master.key").chmod(0o600)

    def test_serves_what_nothing_forbids_and_leaves_nothing_behind(self, installed):
        asked = [*ENTREMISE, "serve", "--data-dir", str(installed), "--bind", "127.0.0.1:0"]
        with subprocess.Popen(
            asked, env=bare_environment(), stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            said = running.stdout.readline()
            running.terminate()
        assert "Entremise écoute" in said
        assert running.returncode == 128 + signal.SIGTERM
        assert processes.wait_until(lambda: not family(installed), 20)

    def test_refuses_a_key_that_other_accounts_can_read(self, spoiled):
        assert states(spoiled)["key_file"] == "bloquant"
        refused = command("serve", "--data-dir", spoiled)
        assert refused.returncode == 1
        assert "chmod 600" in refused.stderr

    def test_refuses_a_role_that_owns_or_makes_too_much(self, installed, server):
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("ALTER ROLE entremise_app BYPASSRLS")
            try:
                refused = command("serve", "--data-dir", installed)
            finally:
                connection.execute("ALTER ROLE entremise_app NOBYPASSRLS")
        assert refused.returncode == 1
        assert "passe outre la sécurité des lignes" in refused.stderr

    def test_refuses_when_the_database_holds_another_key(self, installed):
        directory = DataDirectory(installed)
        kept = directory.environment()["ENTREMISE_CONTEXT_KEY"]
        directory.keep({"ENTREMISE_CONTEXT_KEY": "ab" * 32})
        try:
            refused = command("serve", "--data-dir", installed)
        finally:
            directory.keep({"ENTREMISE_CONTEXT_KEY": kept})
        assert refused.returncode == 1
        assert "ne reconnaît pas la clé" in refused.stderr


def test_says_in_a_sentence_that_the_database_does_not_answer(installed, tmp_path):
    away = tmp_path / "data"
    shutil.copytree(installed, away)
    away.chmod(0o700)
    nowhere = "postgresql://entremise_owner@127.0.0.1:9/entremise"
    DataDirectory(away).keep({"ENTREMISE_OWNER_DATABASE_URL": nowhere})
    (tmp_path / "units.csv").write_text("unite")
    refused = command("import-units", tmp_path / "units.csv", "--data-dir", away)
    assert refused.returncode == 1
    assert "PostgreSQL ne répond pas" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_nothing_is_examined_where_nothing_is_installed(tmp_path):
    refused = command("doctor", "--data-dir", tmp_path)
    assert refused.returncode == 1
    assert "Aucune installation" in refused.stderr
