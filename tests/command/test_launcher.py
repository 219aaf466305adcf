"""The launcher at the root of a clone: makes the environment once, then only hands over.

A pretended Python stands in for the real one: it notes what it is asked, so that neither the
network nor minutes are needed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "readlink", "id", "env", "mkdir", "cp", "sleep", "chmod")

PRETENDED = f"""#!/bin/sh
case "$*" in
    *fcntl*) exec {sys.executable} "$@" ;;
    *"import sys; print("*) echo python3.13-venv ;;
    *ensurepip*) [ -z "$WITHOUT_ENSUREPIP" ] ;;
    "-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    "-m pip --version") ;;
    *--editable*)
        echo project >>"$NOTES"
        printf '#!/bin/sh\\nprintf "%%s|" "$@"\\n' >"${{0%/*}}/entremise"
        chmod +x "${{0%/*}}/entremise" ;;
    *--requirement*) echo "${{*##*/}}" >>"$NOTES"; sleep 0.2 ;;
esac
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the clone, in a folder whose name is not made for scripts."""
    made = tmp_path / "copie d’un dépôt"
    made.mkdir()
    shutil.copy(CLONE / "entremise", made)
    shutil.copy(CLONE / "pyproject.toml", made)
    shutil.copytree(CLONE / "requirements", made / "requirements")
    return made


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A bare machine: the standard tools, and a pretended Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    (programs / "python3.13").write_text(PRETENDED)
    (programs / "python3.13").chmod(0o755)
    return {"PATH": str(programs), "NOTES": str(tmp_path / "notes"), "LC_ALL": "C.UTF-8"}


def launch(
    launcher: Path, machine: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [launcher, *arguments], env=machine, cwd="/", capture_output=True, text=True, check=False
    )


def notes(machine: dict[str, str]) -> list[str]:
    path = Path(machine["NOTES"])
    return path.read_text().split() if path.exists() else []


class TestFirstRun:
    def test_installs_the_pinned_parts_then_the_project_then_hands_over(self, copy, machine):
        done = launch(copy / "entremise", machine, "demo", "--data-dir", "un dossier")
        assert done.returncode == 0, done.stderr
        assert done.stdout == "demo|--data-dir|un dossier|"
        assert notes(machine) == ["run.lock", "project"]

    def test_two_at_once_install_once(self, copy, machine):
        both = [
            subprocess.Popen([copy / "entremise", "demo"], env=machine, stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        assert [one.communicate()[0] for one in both] == [b"demo|", b"demo|"]
        assert notes(machine) == ["run.lock", "project"]

    def test_without_python_says_what_to_install(self, copy, machine, tmp_path):
        (tmp_path / "bin" / "python3.13").unlink()
        done = launch(copy / "entremise", machine, "demo")
        assert done.returncode == 1
        assert "Python 3.11 ou plus récent" in done.stderr

    def test_without_the_venv_part_gives_the_line_to_type(self, copy, machine):
        done = launch(copy / "entremise", {**machine, "WITHOUT_ENSUREPIP": "1"}, "demo")
        assert done.returncode == 1
        assert "sudo apt install python3.13-venv" in done.stderr
        assert notes(machine) == []


class TestLaterRuns:
    def test_need_neither_python_nor_network(self, copy, machine, tmp_path):
        launch(copy / "entremise", machine, "demo")
        (tmp_path / "bin" / "python3.13").unlink()
        done = launch(copy / "entremise", machine, "doctor")
        assert (done.returncode, done.stdout) == (0, "doctor|")
        assert notes(machine) == ["run.lock", "project"]

    def test_through_a_link_from_elsewhere_find_the_clone(self, copy, machine, tmp_path):
        launch(copy / "entremise", machine, "demo")
        link = tmp_path / "raccourci"
        link.symlink_to(copy / "entremise")
        assert launch(link, machine, "demo").stdout == "demo|"
        assert notes(machine) == ["run.lock", "project"]

    def test_install_again_when_a_lock_changed(self, copy, machine):
        launch(copy / "entremise", machine, "demo")
        with (copy / "requirements" / "run.lock").open("a") as lock:
            lock.write("# changed\n")
        launch(copy / "entremise", machine, "demo")
        assert notes(machine) == ["run.lock", "project"] * 2

    def test_install_again_when_the_clone_was_moved(self, copy, machine):
        launch(copy / "entremise", machine, "demo")
        moved = copy.rename(copy.parent / "ailleurs")
        assert launch(moved / "entremise", machine, "demo").stdout == "demo|"
        assert notes(machine) == ["run.lock", "project"] * 2

    def test_the_tests_bring_their_own_parts_which_serve_the_rest_too(self, copy, machine):
        launch(copy / "entremise", machine, "test")
        launch(copy / "entremise", machine, "demo")
        assert notes(machine) == ["test.lock", "project"]


def test_the_tests_lock_holds_every_part_that_runs():
    """Else `test` would try one version and `demo` run another."""

    def pinned(name: str) -> set[str]:
        lines = (CLONE / "requirements" / name).read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line and line[0].isalnum()}

    assert pinned("run.lock")
    assert pinned("run.lock") <= pinned("test.lock")


def test_the_launcher_is_plain_shell():
    shell = shutil.which("dash") or "/bin/sh"
    assert subprocess.run([shell, "-n", CLONE / "entremise"], check=False).returncode == 0
    assert os.access(CLONE / "entremise", os.X_OK)
