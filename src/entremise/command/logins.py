"""The accounts of a demonstration, with what opens them: drawn for one data directory only."""

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from entremise.command import ground

FILE = "logins.json"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that reads as another


@dataclass(frozen=True, kw_only=True)
class Login:
    """One account: its role, whose it is, and what is typed to enter."""

    role: str
    name: str
    email: str
    password: str
    secret: str


def draw_password() -> str:
    """Four groups of four letters and figures: 79 bits, easy to copy by hand."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def draw_secret() -> str:
    """A secret for one-time codes, as the authenticator applications read it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def keep(data_dir: Path, logins: Sequence[Login]) -> None:
    """Keep the logins where only the owner of the data directory reads them."""
    text = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1)
    ground.write_private(data_dir / FILE, text + "\n")


def kept(data_dir: Path) -> list[Login]:
    """The logins of this data directory; none where the demonstration holds nobody yet."""
    path = data_dir / FILE
    return [Login(**fields) for fields in json.loads(path.read_text())] if path.exists() else []
