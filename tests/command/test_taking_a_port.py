"""A server takes a free port; one that was killed takes its own again, and no other."""

import socket
import threading

import pytest

from entremise.command import children
from entremise.command.refusal import Refused

FIRST_PORT = 8500

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def held():
    """A port that somebody listens on."""
    port, listeners = children.listen_on_loopback(FIRST_PORT)
    yield port, listeners
    close(listeners)


def close(listeners: list[socket.socket]) -> None:
    for listener in listeners:
        listener.close()


def test_a_first_server_leaves_a_port_that_is_taken(held):
    port, _listeners = held
    other, listeners = children.listen_on_loopback(port)
    close(listeners)
    assert other > port


def test_a_server_begun_again_waits_for_its_port(held):
    port, listeners = held
    letting_go = threading.Timer(0.2, close, [listeners])
    letting_go.start()
    ours = children.listen_again(port)
    assert {one.getsockname()[1] for one in ours} == {port}
    close(ours)


def test_a_server_begun_again_says_that_its_port_is_kept_by_another(held):
    port, _listeners = held
    with pytest.raises(Refused, match=f"port {port}"):
        children.listen_again(port, seconds=0.1)
