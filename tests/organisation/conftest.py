"""The small world, and somebody who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.actor import Actor
from entremise.organisation.queries import actor_of


@pytest.fixture
def asking(world) -> Callable[[str], object]:
    """`with asking("coordinator") as actor:` opens the door for that account of the world."""

    @contextmanager
    def door(name: str) -> Iterator[Actor]:
        actor = actor_of(getattr(world, name))
        with acting_as(actor):
            yield actor

    return door


@pytest.fixture
def browser(world) -> Callable[[str], Client]:
    """A browser where that account of the world is logged in."""
    return lambda name: logged_in_client(getattr(world, name))
