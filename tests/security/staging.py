"""The world in which the probes run, and the way they reach it: Django's client, rolled back."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from typing import Any

from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.command.probes.canaries import ROLES, SCENARIOS, Accounts, Planted
from entremise.command.probes.malformed import PAIRS
from entremise.command.probes.matrix import Answer
from entremise.command.probes.papers import words_of
from entremise.command.probes.planting import plant
from world import World

# What a page may write in: the journal and the deeds, the keys, the counters of tries.
WRITTEN = ("default", "keys", "counters")
# The Python wall, on the rows of each model.
FILTERS = ("visible_to", "listed_for", "held_by")


def staged_accounts(world: World) -> Accounts:
    """The accounts of the small world, and a third post whose worker does not probe."""
    with acting_as(world.actor(world.admin)):
        spare_post = world.add_post("Montbrison", world.employer, "42147")
        spare_worker = world.add_holder(spare_post)
    named = {role: getattr(world, role) for role in ROLES if role != "anonymous"}
    return Accounts(users={**named, "spare_worker": spare_worker})


def stage(seed: str = "canaries", told: Collection[str] = SCENARIOS) -> tuple[Accounts, Planted]:
    """A world with every scenario told in it, or some."""
    accounts = staged_accounts(World())
    return accounts, plant(accounts, now=timezone.localtime(), seed=seed, told=told)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is undone; the door of the product still opens, as in a test."""
    with ExitStack() as blocks:
        for alias in WRITTEN:
            block = transaction.atomic(using=alias)
            block._from_testcase = True
            blocks.enter_context(block)
        yield
        for alias in WRITTEN:
            connections[alias].needs_rollback = False
            transaction.set_rollback(True, using=alias)


class Browsers:
    """One browser for each role, logged in at once if it is named, else when it first asks.

    What is sent is undone once it is answered, hence a session is never seen to be used: it ends
    a quarter of an hour after its login, whatever is asked meanwhile.
    """

    def __init__(self, accounts: Accounts, roles: Iterable[str] = ()) -> None:
        self.accounts = accounts
        self.clients: dict[str, Client] = {}
        self.cookies: dict[str, Any] = {}
        for role in roles:
            self._open(role)

    def _open(self, role: str) -> Client:
        if role not in self.clients:
            options = {"raise_request_exception": False}
            client = (
                Client(**options)
                if role == "anonymous"
                else logged_in_client(self.accounts[role], **options)
            )
            self.clients[role], self.cookies[role] = client, client.cookies.output()
        return self.clients[role]

    def still_open(self, role: str) -> bool:
        """Whether this role is still answered as itself, and not sent to the login page."""
        return role == "anonymous" or self.send(role, "GET", "/compte/").status == HTTPStatus.OK

    def send(
        self, role: str, method: str, path: str, data: Mapping[str, Any] | None = None
    ) -> Answer:
        if method == "POST":
            return self.send_body(role, path, urlencode(data or {}, doseq=True).encode())
        if method == "GET":
            return self._sent(role, lambda client: client.get(path, data or {}))
        return self._sent(role, lambda client: client.generic(method, path))

    def send_body(self, role: str, path: str, body: bytes, kind: str = PAIRS) -> Answer:
        """Post a body that is already encoded, however badly."""
        return self._sent(role, lambda client: client.post(path, body, content_type=kind))

    def _sent(self, role: str, ask: Callable[[Client], Any]) -> Answer:
        client = self._open(role)
        client.cookies.load(self.cookies[role].replace("Set-Cookie: ", ""))
        with undone():
            response = ask(client)
            return Answer(
                status=response.status_code,
                headers=dict(response.headers),
                body=words_of(response.content, response.headers.get("Content-Type", "")),
            )
