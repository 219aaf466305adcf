"""What an installation does to its databases: bring them up to date, load the wall's key."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from entremise.access.wall import install_context_key
from entremise.organisation import ground

# The database of the keys holds nothing but the base context: working out the state of all the
# others there would double the time of a first start.
APPS_OF = {"keys_owner": ("base",), "owner": ()}
OWNERS = tuple(APPS_OF)


def waiting(alias: str) -> list[str]:
    """The migrations not yet applied, by name."""
    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    apps = APPS_OF[alias] or {None}
    plan = executor.migration_plan([leaf for app in apps for leaf in graph.leaf_nodes(app)])
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> None:
    """Apply what waits, as the owner of the tables, and give each role its rights again."""
    for alias, apps in APPS_OF.items():
        call_command("migrate", *apps, database=alias, interactive=False, verbosity=0)
    ground.load()  # the communes of this version; nothing to do if they are there


def load_context_key() -> None:
    """Give the database the key that signs who asks."""
    install_context_key(key=settings.ENTREMISE_CONTEXT_KEY)


def hang_up() -> None:
    """Close every connection: the server beside us opens its own."""
    connections.close_all()
