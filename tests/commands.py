"""Commands tried from outside, as somebody types them."""

import os
import subprocess
import sys
from pathlib import Path

ENTREMISE = [sys.executable, "-m", "entremise.command.main"]


def bare_environment() -> dict[str, str]:
    """Nothing of the settings of the tests reaches the commands tried here."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ENTREMISE_", "DJANGO_", "PYTEST_"))
    }


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ENTREMISE, *map(str, arguments)],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


class Demo:
    """A demonstration that runs, and what it printed until it was ready."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        arguments = ["demo", "--data-dir", str(data), "--port", str(port)]
        self.process = subprocess.Popen(
            [*ENTREMISE, *arguments],
            env=bare_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        assert "Ctrl-C" in self.said, self.said

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        self.process.communicate()
        return self.process.returncode


def family(data: Path) -> list[int]:
    """Every process that has to do with this data directory, by its environment or arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            about = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(data) in about and int(process.name) != os.getpid():
            found.append(int(process.name))
    return found
