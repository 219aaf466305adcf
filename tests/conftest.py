"""What every test stands on: four database connections, the wall's key, rows in random order."""

import datetime as dt
from collections.abc import Generator, Iterator
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import pytest_socket
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query
from django.test import TransactionTestCase

import ground
from chromium import chromium
from clients import logged_in_client
from committed import empty_tables
from depth import FULL
from entremise.access.wall import install_context_key
from entremise.command.database import APPS_OF

TransactionTestCase._fixture_teardown = empty_tables
# A busy machine fails no test: times belong to the bench. Chance draws anew at each run.
hypothesis.settings.register_profile("untimed", deadline=None, max_examples=20)
hypothesis.settings.register_profile("full", deadline=None, max_examples=300)
hypothesis.settings.load_profile("full" if FULL else "untimed")

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday in working hours: the day when most tests happen.
TUESDAY_TEN = dt.datetime(2026, 3, 10, 10, 0, tzinfo=PARIS)


# Made once for the tests of a file, at a price: those tests stay in one process. The long stories
# of `thread` are spread over all.
MADE_ONCE = {"browser", "told", "all_communes"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Every test that asks for the database gets all four connections; long ones come first.

    Groups are told before xdist reads them, the order once chance has drawn its own.
    """
    for item in items:
        for marker in item.iter_markers("django_db"):
            marker.kwargs.setdefault("databases", "__all__")
        if MADE_ONCE & set(item.fixturenames) and item.path.parent.name != "thread":
            # Everything asked of the walls is too much for one process to end with.
            part = item.parent.name if FULL else ""
            group = f"{item.path.parent.name} {item.path.stem} {part}".rstrip()
            item.add_marker(pytest.mark.xdist_group(group))
    yield
    items.sort(key=_is_short)


def _is_short(item: pytest.Item) -> tuple[bool, bool]:
    """What takes long begins first: the walls where all is asked, then what has a browser."""
    walls = FULL and item.path.parent.name == "security"
    return not walls, item.get_closest_marker("browser") is None


LOOPBACK = ["127.0.0.1", "::1"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that opens sockets reaches this machine alone."""
    if item.get_closest_marker("enable_socket"):
        pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


def _only_what_lies_there(migrate):
    """Migrate the keys' database as an installation does: without the contexts of the other."""

    def migrated(self, *args, **options):
        for app in APPS_OF[options["database"]]:
            options |= {"app_label": app, "run_syncdb": False}
        return migrate(self, *args, **options)

    return migrated


Migrate.handle = _only_what_lies_there(Migrate.handle)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """Load the key that signs contexts, as `entremise init` does, and close at the end."""
    with django_db_blocker.unblock():
        install_context_key(key=settings.ENTREMISE_CONTEXT_KEY)
        ground.lay()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _is_shufflable(query: Query) -> bool:
    """A plain list of rows: what groups, counts or combines has an order of its own or none."""
    return not (
        query.subquery
        or query.distinct
        or query.combinator
        or query.group_by is not None
        or not query.alias_map
        or any(one.contains_aggregate for one in query.annotation_select.values())
    )


@pytest.fixture(autouse=True, scope="session")
def shuffled_rows() -> Iterator[None]:
    """Give unordered rows in random order, so that no test passes by the order of a heap."""
    in_order = SQLCompiler.get_order_by

    def get_order_by(self: SQLCompiler) -> list[tuple[OrderBy, tuple[str, tuple, bool]]]:
        ordered = in_order(self)
        if ordered or not _is_shufflable(self.query):
            return ordered
        by_chance = OrderBy(Random()).resolve_expression(self.query)
        sql, params = self.compile(by_chance)
        return [(by_chance, (sql, params, False))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "get_order_by", get_order_by)
        yield


@pytest.fixture
def world() -> object:
    """Two employers, three posts and one account per role, told anew for each test."""
    from world import World  # which reads the day above

    return World()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium. Never two at once in a process: its engine has one loop, hence no wider scope."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def page_of(browser, live_server):
    """Opens pages in a window of their own each: as this user, or as nobody."""
    contexts = []

    def opened(user=None, **options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if user is not None:
            session = logged_in_client(user).cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            context.add_cookies([{**cookie, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
