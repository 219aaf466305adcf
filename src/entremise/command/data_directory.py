"""One data directory holds all that one installation knows: addresses, secrets, keys, files."""

import base64
import hashlib
import os
import secrets
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from entremise.command import bootstrap, ground
from entremise.command.postgres import Busy, Cluster
from entremise.command.refusal import Refused

ENVIRONMENT_FILE = "entremise.env"
KEY_FILE = "master.key"
DEMO_SETTINGS = "entremise.settings.demo"
PRODUCTION_SETTINGS = "entremise.settings.prod"

# What the pages and the jobs must not even know: an intruder there finds the app role alone.
HIDDEN_FROM_PAGES = frozenset(bootstrap.ADDRESSES) - {
    "ENTREMISE_DATABASE_URL",
    "ENTREMISE_KEYS_DATABASE_URL",
}
HIDDEN_FROM_JOBS = HIDDEN_FROM_PAGES - {"ENTREMISE_PRUNER_DATABASE_URL"}


def clone() -> Path | None:
    """The clone this command runs from, if it does."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").exists() else None


def default_path() -> Path:
    """Where the data lie when nobody says: beside the clone's code, or in the user's data."""
    if named := os.environ.get("ENTREMISE_DATA_DIR"):
        return Path(named)
    root = clone()
    if root is not None:
        return root / "var" / "demo"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "entremise" / "demo"


def code_stamp(key: str) -> str:
    """What changes with any file of this software, version of its parts, or the wall's key."""
    package = Path(__file__).resolve().parents[1]
    files = sorted(
        (str(path.relative_to(package)), found.st_size, found.st_mtime_ns)
        for path in package.rglob("*.py")
        if (found := path.stat())
    )
    parts = sorted((part.name, part.version) for part in metadata.distributions())
    return hashlib.sha256(repr((files, parts, key)).encode()).hexdigest()


@dataclass(frozen=True)
class DataDirectory:
    """The data directory of an installation, demonstration or production."""

    path: Path

    @property
    def environment_file(self) -> Path:
        return self.path / ENVIRONMENT_FILE

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.path)

    @property
    def is_demo(self) -> bool:
        return self.environment().get("DJANGO_SETTINGS_MODULE") == DEMO_SETTINGS

    def environment(self) -> dict[str, str]:
        """The settings kept here: NAME='value', one a line."""
        if not self.environment_file.exists():
            return {}
        lines = shlex.split(self.environment_file.read_text(), comments=True)
        return dict(line.split("=", 1) for line in lines)

    def keep(self, values: dict[str, str], *, heading: str = "") -> dict[str, str]:
        """Keep settings here, readable by their owner alone; return them all."""
        kept = {**self.environment(), **values}
        lines = [f"{name}={shlex.quote(value)}" for name, value in sorted(kept.items())]
        title = heading or "# Réglages d’Entremise. Ce fichier contient des secrets."
        ground.write_private(self.environment_file, "\n".join([title, *lines, ""]))
        return kept

    def draw_secrets(self) -> dict[str, str]:
        """Draw once the secrets that never leave this directory; return their settings."""
        key_file = self.path / KEY_FILE
        if not key_file.exists():
            drawn = base64.b64encode(secrets.token_bytes(32)).decode()
            ground.write_private(key_file, drawn + "\n")
        known = self.environment()
        return {
            "ENTREMISE_KEY_FILE": str(key_file),
            "ENTREMISE_SECRET_KEY": known.get("ENTREMISE_SECRET_KEY") or secrets.token_urlsafe(50),
            "ENTREMISE_CONTEXT_KEY": known.get("ENTREMISE_CONTEXT_KEY") or secrets.token_hex(32),
        }

    def require(self) -> dict[str, str]:
        """The settings kept here, or a refusal that says how to make some."""
        kept = self.environment()
        if not kept:
            raise Refused(
                f"Aucune installation dans {self.path}. Lancez d’abord « entremise demo » pour "
                "essayer, ou « entremise init DOSSIER » pour installer."
            )
        return kept

    def use(self, kept: dict[str, str]) -> None:
        """Let Django in this process read these settings."""
        for name in bootstrap.ADDRESSES:
            os.environ.pop(name, None)
        os.environ.update(kept)
        import django

        django.setup()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Work on this installation: a demonstration at rest has its database woken meanwhile."""
        kept = self.require()
        if not self.is_demo:
            self.use(kept)
            yield
            return
        cluster = self.cluster
        try:
            cluster.start()
        except Busy:
            self.use(kept)  # the demonstration runs: its database is up
            yield
            return
        try:
            self.use(self.keep(bootstrap.bootstrap(cluster)))
            yield
        finally:
            cluster.stop()


def without(kept: dict[str, str], hidden: frozenset[str]) -> dict[str, str]:
    """The environment of a child: this process's, with these settings, less what is hidden."""
    return {k: v for k, v in {**os.environ, **kept}.items() if k not in hidden}
