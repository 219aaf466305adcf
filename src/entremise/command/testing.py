"""The pytest plugin that gives each test process a PostgreSQL and keys of its own.

It must run before Django reads its settings, hence a plugin named in `pyproject.toml` rather
than a conftest.
"""

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from entremise.command.bootstrap import test_cluster


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config,
) -> Generator[None, object, object]:
    """Start the cluster of this process; the one that only distributes (xdist) has none."""
    things = contextlib.ExitStack()
    early_config.add_cleanup(things.close)
    _give_keys(Path(things.enter_context(tempfile.TemporaryDirectory(prefix="entremise-keys-"))))
    options = early_config.known_args_namespace
    if os.environ.get("PYTEST_XDIST_WORKER") or not getattr(options, "numprocesses", None):
        os.environ.update(things.enter_context(test_cluster()))
    return (yield)


def _give_keys(folder: Path) -> None:
    key_file = folder / "master.key"
    key_file.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    key_file.chmod(0o600)
    os.environ["ENTREMISE_KEY_FILE"] = str(key_file)
    os.environ["ENTREMISE_CONTEXT_KEY"] = secrets.token_hex(32)
