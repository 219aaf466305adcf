"""No test reaches the network, not even those that open sockets or drive a browser."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from chromium import needs_chromium

ANYWHERE = ("192.0.2.1", 80)  # kept for documents: nobody is there (RFC 5737)


@pytest.fixture
def server():
    """A server of this machine, which has a name that pages use and one that they never do."""
    with ThreadingHTTPServer(("0.0.0.0", 0), BaseHTTPRequestHandler) as listening:  # noqa: S104
        serving = threading.Thread(target=listening.serve_forever, args=(0.05,))
        serving.start()
        yield listening.server_port
        listening.shutdown()
        serving.join()


class TestSockets:
    def test_are_refused_to_a_test_that_does_not_ask_for_them(self):
        with pytest.raises(Warning, match="tried to use"):
            socket.create_connection(ANYWHERE, timeout=1)

    @pytest.mark.enable_socket
    def test_lead_nowhere_else_when_they_are_open(self):
        with pytest.raises(Warning, match="tried to use"):
            socket.create_connection(ANYWHERE, timeout=1)

    @pytest.mark.enable_socket
    def test_lead_to_this_machine_when_they_are_open(self, server):
        socket.create_connection(("localhost", server), timeout=5).close()


@needs_chromium
@pytest.mark.browser
@pytest.mark.enable_socket
class TestChromium:
    def test_reaches_this_machine(self, browser, server):
        page = browser.new_page()
        assert page.goto(f"http://localhost:{server}/").status == 501

    @pytest.mark.parametrize("elsewhere", ["127.0.0.2", "ailleurs.localhost", "exemple.fr"])
    def test_finds_nothing_under_any_other_name(self, browser, server, elsewhere):
        page = browser.new_page()
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto(f"http://{elsewhere}:{server}/")
