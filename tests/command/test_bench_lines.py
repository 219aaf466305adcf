"""A line to a server may end unasked: a browser opens another, once, and no trial ends of it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from entremise.command.bench.browser import Browser
from entremise.command.bench.probing import answered

pytestmark = pytest.mark.enable_socket


@contextmanager
def server(answers: Callable[[int], bool]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers the n-th request or hangs up without a word; and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.path)
            self.close_connection = not answers(len(asked))
            if not self.close_connection:
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as ours:
        threading.Thread(target=ours.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{ours.server_port}", asked
        ours.shutdown()


def test_a_line_that_the_server_closed_is_opened_again():
    with server(lambda number: number != 2) as (address, asked):
        browser = Browser(address)
        browser.post("/one/", {})
        assert browser.post("/two/", {}).status == 200
        browser.hang_up()
    assert asked == ["/one/", "/two/", "/two/"]


def test_a_server_that_answers_nothing_is_asked_no_third_time():
    with server(lambda number: number == 1) as (address, asked):
        browser = Browser(address)
        browser.post("/one/", {})
        with pytest.raises(ConnectionError):
            browser.post("/two/", {})
    assert asked == ["/one/", "/two/", "/two/"]


def test_no_answer_at_all_counts_as_an_error_of_the_server():
    with server(lambda _number: False) as (address, asked):
        assert answered(lambda: Browser(address).post("/one/", {})).status == 502
    assert asked == ["/one/"]
