"""The embedded database: closed to the others of the machine, and never a danger to them."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entremise.command import bootstrap, ground, processes
from entremise.command.postgres import Busy, Cluster
from entremise.command.refusal import Refused

pytestmark = pytest.mark.long

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="needs to become somebody else")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that PostgreSQL's account may cross, as a home folder or /srv would be."""
    made = Path(tempfile.mkdtemp(prefix="e-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    with Cluster(folder / "data", throwaway=True) as running:
        yield running


def answer(cluster: Cluster, question: str) -> object:
    with cluster.connect() as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
    return row[0]


def run_as_nobody(script: str, *arguments: object) -> int:
    nobody = pwd.getpwnam("nobody")
    return subprocess.run(
        ["/bin/sh", "-c", script, "sh", *map(str, arguments)],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def start_elsewhere(data: Path, *, orphan: bool = False) -> subprocess.Popen[str]:
    """Another command that holds the cluster; `orphan`: its server will outlive it."""
    script = f"""
import sys, time
from pathlib import Path
from entremise.command import processes
from entremise.command.postgres import Cluster
if {orphan}:
    processes.die_with_parent = lambda number: lambda: None
Cluster(Path(sys.argv[1]), throwaway=True).start()
print("ready", flush=True)
time.sleep(600)
"""
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    return other


class TestStart:
    def test_keeps_what_was_written_at_the_next_start(self, folder):
        with Cluster(folder / "data", throwaway=True) as first, first.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        with Cluster(folder / "data", throwaway=True) as second:
            assert answer(second, "SELECT n FROM kept") == 7

    def test_orders_and_folds_french_letters_whatever_the_machine(self, cluster):
        assert answer(cluster, "SELECT lower('ÉLOÏSE')") == "éloïse"
        assert answer(cluster, "SHOW server_encoding") == "UTF8"

    def test_works_in_a_folder_with_spaces_and_quotes(self, folder):
        with Cluster(folder / 'l’été d\'une "saisine"', throwaway=True) as cluster:
            assert answer(cluster, "SELECT 1") == 1

    def test_works_in_a_path_too_long_for_a_socket(self, folder):
        deep = folder / ("d" * 60) / ("e" * 60)
        with Cluster(deep, throwaway=True) as cluster:
            first = cluster.socket
            assert answer(cluster, "SELECT 1") == 1
        assert deep not in first.parents
        with Cluster(deep, throwaway=True) as again:
            assert again.socket == first
        again.destroy()
        assert not first.exists()

    def test_a_copied_folder_never_touches_the_server_of_its_original(self, folder):
        deep = folder / ("d" * 60) / ("e" * 60)
        with Cluster(deep, throwaway=True) as original:
            shutil.copytree(deep, folder / "copy", ignore=shutil.ignore_patterns("postgres"))
            with Cluster(folder / "copy", throwaway=True) as copy:
                assert copy.socket != original.socket
                assert copy.home != original.home
            assert answer(original, "SELECT 1") == 1
        original.destroy()

    @only_root
    def test_nor_do_data_that_closed_parents_sent_elsewhere(self, folder):
        folder.chmod(0o700)
        with Cluster(folder / "data", throwaway=True) as original:
            shutil.copytree(folder / "data", folder / "copy")
            with Cluster(folder / "copy", throwaway=True) as copy:
                assert copy.home != original.home
            assert answer(original, "SELECT 1") == 1
        original.destroy()
        copy.destroy()

    def test_begins_again_after_a_creation_cut_halfway(self, folder):
        with Cluster(folder / "data", throwaway=True) as cluster:
            home, files = cluster.home, cluster.files
        files.rename(home / "draft")
        (home / "draft" / "PG_VERSION").unlink()
        with Cluster(folder / "data", throwaway=True) as cluster:
            assert answer(cluster, "SELECT 1") == 1

    def test_refuses_a_folder_that_holds_something_else(self, folder):
        (folder / "letter.txt").write_text("not ours")
        with pytest.raises(Refused, match="autre chose"):
            Cluster(folder).start()
        assert (folder / "letter.txt").read_text() == "not ours"

    def test_refuses_while_another_command_holds_the_folder(self, cluster):
        with pytest.raises(Busy, match="déjà utilisé"):
            Cluster(cluster.data_dir).start()
        assert answer(cluster, "SELECT 1") == 1


class TestStop:
    def test_leaves_no_process_behind(self, folder):
        with Cluster(folder / "data", throwaway=True) as cluster:
            assert processes.working_in(cluster.files) != []
        assert processes.working_in(cluster.files) == []

    def test_destroy_leaves_nothing_of_the_data(self, folder):
        cluster = Cluster(folder / "data", throwaway=True)
        with cluster:
            home = cluster.home
        cluster.destroy()
        assert not home.exists()
        assert {path.name for path in (folder / "data").iterdir()} == {ground.MARK, "lock"}


class TestOthersOfTheMachine:
    def test_ask_a_password_even_of_ourselves(self, cluster):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(cluster.socket), user="postgres", dbname="postgres")

    def test_no_port_is_opened(self, cluster):
        assert answer(cluster, "SHOW listen_addresses") == ""

    @only_root
    def test_cannot_reach_the_socket(self, cluster):
        socket = cluster.socket / ".s.PGSQL.5432"
        assert socket.is_socket()
        assert run_as_nobody('test -e "$1"', socket) != 0
        assert run_as_nobody('cd "$1"', cluster.socket) != 0

    @only_root
    def test_can_read_no_file_of_ours(self, cluster, folder):
        bootstrap.bootstrap(cluster)
        assert run_as_nobody('cd "$1"', folder) == 0
        for path in (cluster.data_dir / "roles.json", cluster.log, cluster.files / "PG_VERSION"):
            assert path.exists()
            assert run_as_nobody('test -r "$1"', path) != 0

    @only_root
    def test_cannot_change_the_programs_nor_can_postgresql(self, cluster):
        program = cluster.programs / "postgres"
        assert run_as_nobody('test -x "$1"', program) == 0
        assert run_as_nobody('test -w "$1"', program) != 0
        assert program.stat().st_uid == 0

    @only_root
    def test_closed_parents_stay_closed_and_the_data_go_elsewhere(self, folder):
        folder.chmod(0o700)
        with Cluster(folder / "data", throwaway=True) as cluster:
            assert answer(cluster, "SELECT 1") == 1
            assert folder not in cluster.home.parents
            assert cluster.home.stat().st_mode & 0o777 == 0o700
            assert run_as_nobody('test -e "$1"', cluster.files) != 0
            home = cluster.home
        assert folder.stat().st_mode & 0o777 == 0o700
        with Cluster(folder / "data", throwaway=True) as again:
            assert again.home == home
        again.destroy()
        assert not home.exists()


class TestAfterAKill:
    def test_the_server_dies_with_the_command_and_the_next_start_works(self, folder):
        other = start_elsewhere(folder / "data")
        cluster = Cluster(folder / "data", throwaway=True)
        try:
            assert processes.working_in(cluster.files) != []
        finally:
            other.kill()
            other.communicate()
        if processes.LINUX:
            assert processes.wait_until(lambda: not processes.working_in(cluster.files), 30)
        with cluster:
            assert answer(cluster, "SELECT 1") == 1

    def test_a_server_that_outlived_its_command_is_known_and_stopped(self, folder):
        other = start_elsewhere(folder / "data", orphan=True)
        other.kill()
        other.communicate()
        cluster = Cluster(folder / "data", throwaway=True)
        left = int((cluster.files / "postmaster.pid").read_text().split("\n")[0])
        assert left in processes.working_in(cluster.files)
        with cluster:
            assert answer(cluster, "SELECT 1") == 1
            assert left not in processes.working_in(cluster.files)

    @pytest.mark.parametrize("where", ["/", "inside the data"])
    def test_a_stranger_with_the_recycled_pid_is_left_alone(self, folder, where):
        cluster = Cluster(folder / "data", throwaway=True)
        with cluster:
            pid_file = (cluster.files / "postmaster.pid").read_text().split("\n")
        options = {**cluster.account.options(), "cwd": where if where == "/" else cluster.files}
        stranger = subprocess.Popen(["/bin/sleep", "600"], **options)
        try:
            recycled = "\n".join([str(stranger.pid), *pid_file[1:]])
            (cluster.files / "postmaster.pid").write_text(recycled)
            with cluster:
                assert answer(cluster, "SELECT 1") == 1
            assert stranger.poll() is None
        finally:
            stranger.send_signal(signal.SIGTERM)
            stranger.wait()

    def test_where_there_is_no_proc_the_process_list_tells(self, cluster):
        uid, server = cluster.account.uid, cluster.server_pid
        assert server is not None
        assert processes._ps_postmaster(server, cluster.files, uid)
        assert not processes._ps_postmaster(server, cluster.files / "other", uid)
        assert not processes._ps_postmaster(os.getpid(), cluster.files, uid)


class TestRoles:
    def test_each_has_what_its_work_asks_and_no_more(self, cluster):
        bootstrap.bootstrap(cluster)
        with cluster.connect() as connection:
            rows = connection.execute(
                "SELECT rolname, rolcanlogin, rolbypassrls, rolsuper OR rolcreaterole"
                " OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname ~ '^entremise_'"
            ).fetchall()
        assert {name: (login, bypass, power) for name, login, bypass, power in rows} == {
            "entremise_owner": (True, False, False),
            "entremise_app": (True, False, False),
            "entremise_stat": (False, False, False),
            "entremise_backup": (True, True, False),
            "entremise_pruner": (True, False, False),
            "entremise_search": (False, False, False),
        }

    def test_the_application_can_make_nothing_where_the_owner_can(self, cluster):
        addresses = bootstrap.bootstrap(cluster)
        with psycopg.connect(addresses["ENTREMISE_OWNER_DATABASE_URL"]) as owner:
            owner.execute("CREATE TABLE made ()")
        with (
            psycopg.connect(addresses["ENTREMISE_DATABASE_URL"]) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("CREATE TABLE refused ()")

    def test_the_pruner_of_the_journal_never_enters_the_keys(self, cluster):
        addresses = bootstrap.bootstrap(cluster)
        pruner = addresses["ENTREMISE_PRUNER_DATABASE_URL"]
        psycopg.connect(pruner).close()
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(pruner.replace("/entremise?", "/entremise_keys?"))

    def test_a_second_run_changes_no_password(self, cluster):
        assert bootstrap.bootstrap(cluster) == bootstrap.bootstrap(cluster)

    def test_databases_dropped_are_made_again_empty(self, cluster):
        owner = bootstrap.bootstrap(cluster)["ENTREMISE_OWNER_DATABASE_URL"]
        with psycopg.connect(owner) as connection:
            connection.execute("CREATE TABLE made ()")
        bootstrap.drop_databases(cluster)
        assert bootstrap.bootstrap(cluster)["ENTREMISE_OWNER_DATABASE_URL"] == owner
        with psycopg.connect(owner) as connection:
            assert connection.execute("SELECT to_regclass('made')").fetchone() == (None,)
