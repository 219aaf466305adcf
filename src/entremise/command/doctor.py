"""`entremise doctor`: says of an installation what is right, what is to do, what forbids it."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from entremise.command.data_directory import DataDirectory, default_path

SIGNS = {"ok": "✓", "à faire": "→", "bloquant": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, help="dossier des données")
    parser.add_argument("--json", action="store_true", help="réponse pour un programme")


def run(options: argparse.Namespace) -> int:
    """Print each check and its state; fail if one is blocking."""
    directory = DataDirectory((options.data_dir or default_path()).absolute())
    with directory.opened():
        from entremise.command import checks

        found = checks.examine()
    if options.json:
        listed = {"checks": [asdict(check) for check in found]}
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for check in found:
            print(f" {SIGNS[check.state]} {check.state:<9} {check.message}")
    return int(any(check.state is checks.State.BLOCKING for check in found))
