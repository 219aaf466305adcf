"""Write what is made from other files of the project; tests compare it with them.

The pages of `docs/` that are read off the code, and the compiled languages of the open pages.
"""

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No option: everything is always written."""
    parser.set_defaults()


def run(_options: argparse.Namespace) -> int:
    """Write every page and every language, and name each file."""
    for name, text in pages().items():
        (DOCS / name).write_text(text)
        print(f"docs/{name}")

    from entremise.command import messages  # reads models, which `pages` made ready

    for path in messages.compile_all():
        print(path.relative_to(ROOT))
    return 0


def pages() -> dict[str, str]:
    """Each page by its file name, as the code says it now."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entremise.settings.test")
    import django

    django.setup()
    return {
        "permissions.md": _permissions(),
        "states.md": _states(),
        "columns.md": _columns(),
    }


def _permissions() -> str:
    from entremise.access.roles import GRANTS, Can, Role

    lines = [
        "# Permissions",
        "",
        (
            "Written by `./entremise documents` from `src/entremise/access/roles.py`. What a role"
            " may do says nothing of which rows it reaches: see `architecture.md`, “Two walls”."
        ),
        "",
        "| capability | what it is | " + " | ".join(role.value for role in Role) + " |",
        "|---|---|" + "---|" * len(Role),
    ]
    for can in sorted(Can, key=lambda one: one.value):
        marks = ["✓" if can in GRANTS[role] else "" for role in Role]
        lines.append(f"| `{can.value}` | {can.label} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def _states() -> str:
    from django.apps import apps

    lines = [
        "# Life cycles",
        "",
        (
            "Written by `./entremise documents` from the MOVES of each model. Any other move is"
            " refused, in Python by `move_to` and in the database by constraints."
        ),
    ]
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        moves = getattr(model, "MOVES", None)
        if not moves:
            continue
        lines += ["", f"## {model._meta.label}: {model._meta.verbose_name}", "", "```mermaid"]
        lines.append("stateDiagram-v2")
        for state in moves:
            lines.append(f"  {state.value}: {state.label}")
        for state, targets in moves.items():
            lines += [
                f"  {state.value} --> {target.value}"
                for target in sorted(targets, key=lambda one: one.value)
            ]
        lines.append("```")
    return "\n".join(lines) + "\n"


def _columns() -> str:
    from entremise.access.columns import COLUMNS, TABLES, Secrecy
    from entremise.access.tables import OPEN_TABLES

    lines = [
        "# What each column is",
        "",
        (
            "Written by `./entremise documents` from `access/columns.py` and `access/tables.py`."
            " Identity, narrative and safe are sealed cells; the others are in clear."
        ),
        "",
        "| model or table | " + " | ".join(kind.value for kind in Secrecy) + " |",
        "|---|" + "---|" * len(Secrecy),
    ]
    for label, classes in [*sorted(COLUMNS.items()), *sorted(TABLES.items())]:
        cells = [", ".join(sorted(classes.get(kind, "").split())) for kind in Secrecy]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## Tables without row security",
        "",
        "| table | rights of the app |",
        "|---|---|",
    ]
    lines += [f"| {table} | {rights} |" for table, rights in sorted(OPEN_TABLES.items())]
    return "\n".join(lines) + "\n"
