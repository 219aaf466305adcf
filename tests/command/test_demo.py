"""The demonstration as a command: what it starts, what it says, and that it leaves nothing."""

import json
import shutil
import signal
import socket
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commands import Demo, command, family
from entremise.command import bootstrap, ground, logins, processes
from entremise.command.data_directory import DataDirectory
from entremise.command.logins import Login

pytestmark = [pytest.mark.long, pytest.mark.enable_socket, pytest.mark.xdist_group("demo")]

NURSE = Login(
    role="worker", name="Inès Fictive", email="ines@exemple.fr", password="p", secret="S"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def status(address: str) -> int:
    try:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="e-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def prepared(folder: Path) -> Path:
    """A data directory where somebody already is: making six hundred cases has its own tests."""
    data = folder / "données d’essai"
    ground.claim(data, ground.account())
    ground.remember(data, {"people": "made"})
    logins.keep(data, [NURSE])
    return data


@pytest.fixture(scope="module")
def stranger() -> Iterator[int]:
    """The port of somebody else's server."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def demo(prepared: Path, stranger: int) -> Iterator[Demo]:
    running = Demo(prepared, stranger)
    yield running
    running.end(signal.SIGKILL)
    assert processes.wait_until(lambda: not family(prepared), 30)


class TestRunning:
    def test_takes_the_next_port_when_the_first_is_taken(self, demo, stranger):
        address = json.loads(command("demo", "--json", "--data-dir", demo.data).stdout)["address"]
        assert address.startswith("http://localhost:")
        assert int(address.rpartition(":")[2]) > stranger
        assert address in demo.said
        assert status(address + "/connexion-inconnue/") == 404

    def test_prints_one_login_with_what_opens_it(self, demo):
        assert "Inès Fictive" in demo.said
        assert "ines@exemple.fr" in demo.said

    def test_says_to_scripts_who_may_log_in_and_where_the_data_are(self, demo):
        told = json.loads(command("demo", "--json", "--data-dir", demo.data).stdout)
        assert told["logins"][0]["role"] == "worker"
        assert told["logins"][0]["name"] == "ines@exemple.fr"
        assert told["logins"][0]["secret"] == "S"
        with psycopg.connect(told["database"]) as connection:
            assert connection.execute("SELECT session_user").fetchone() == ("entremise_app",)

    def test_a_second_one_points_to_the_first(self, demo):
        again = command("demo", "--data-dir", demo.data)
        assert again.returncode == 0
        assert "fonctionne déjà : http://localhost:" in again.stdout

    def test_fresh_does_not_sweep_away_what_runs(self, demo):
        refused = command("demo", "--fresh", "--data-dir", demo.data)
        assert refused.returncode == 1
        assert "déjà utilisé" in refused.stderr
        assert logins.kept(demo.data) == [NURSE]

    def test_the_pages_do_not_know_the_addresses_of_stronger_roles(self, demo):
        kept = DataDirectory(demo.data).environment()
        servers = [
            (Path("/proc") / str(pid) / "environ").read_bytes()
            for pid in family(demo.data)
            if b"gunicorn" in (Path("/proc") / str(pid) / "cmdline").read_bytes()
        ]
        assert servers != []
        for environment in servers:
            assert kept["ENTREMISE_DATABASE_URL"].encode() in environment
            for role in (bootstrap.OWNER, bootstrap.BACKUP, bootstrap.PRUNER):
                assert role.encode() not in environment

    def test_what_it_keeps_is_closed_to_other_accounts(self, demo):
        kept = [path for path in demo.data.iterdir() if path.is_file()]
        assert {"entremise.env", "master.key", "logins.json"} <= {path.name for path in kept}
        open_files = [path.name for path in kept if path.stat().st_mode & 0o077]
        assert open_files in ([], ["lock"])

    def test_the_doctor_finds_nothing_blocking(self, demo):
        told = command("doctor", "--json", "--data-dir", demo.data)
        states = {check["name"]: check["state"] for check in json.loads(told.stdout)["checks"]}
        assert states["role"] == "ok"
        assert "bloquant" not in states.values(), told.stdout
        assert told.returncode == 0

    def test_serve_refuses_a_demonstration(self, demo):
        refused = command("serve", "--data-dir", demo.data)
        assert refused.returncode == 1
        assert "démonstration" in refused.stderr


@pytest.fixture(scope="module")
def at_rest(folder: Path) -> Path:
    """A demonstration that was run before: starting it again is quick."""
    data = folder / "at-rest"
    ground.claim(data, ground.account())
    ground.remember(data, {"people": "made"})
    return data


class TestEnding:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_leaves_no_process_and_is_no_more_described(self, at_rest, number):
        running = Demo(at_rest, free_port())
        assert len(family(at_rest)) > 3
        assert running.end(number) == (130 if number == signal.SIGINT else 128 + number)
        assert family(at_rest) == []
        told = command("demo", "--json", "--data-dir", at_rest)
        assert told.returncode == 1
        assert "Aucune démonstration" in told.stderr

    def test_after_a_kill_the_next_one_starts_on_the_same_data(self, at_rest):
        first = Demo(at_rest, free_port())
        secret = DataDirectory(at_rest).environment()["ENTREMISE_CONTEXT_KEY"]
        first.end(signal.SIGKILL)
        assert processes.wait_until(lambda: not family(at_rest), 20)
        second = Demo(at_rest, free_port())
        assert DataDirectory(at_rest).environment()["ENTREMISE_CONTEXT_KEY"] == secret
        second.end(signal.SIGTERM)
        assert family(at_rest) == []


class TestRefusing:
    def test_a_folder_that_holds_something_else(self, tmp_path):
        (tmp_path / "thesis.odt").write_text("mine")
        refused = command("demo", "--data-dir", tmp_path)
        assert refused.returncode == 1
        assert "autre chose" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_a_real_installation(self, folder):
        data = folder / "real"
        ground.claim(data, ground.account())
        DataDirectory(data).keep({"DJANGO_SETTINGS_MODULE": "entremise.settings.prod"})
        for asked in (["demo", "--fresh"], ["demo", "--json"]):
            refused = command(*asked, "--data-dir", data)
            assert refused.returncode == 1
            assert "Traceback" not in refused.stderr
        assert DataDirectory(data).environment() != {}
