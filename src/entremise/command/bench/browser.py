"""One browser: its cookies, its connection, and the pages by which somebody logs in."""

import base64
import hashlib
import hmac
import html
import http.client
import re
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from entremise.command.logins import Login
from entremise.command.refusal import Refused

LOGIN = "/compte/connexion/"
# The server closes a connection that was silent for two seconds.
SILENCE = 1.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last received."""

    status: int
    headers: Message
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def token(self) -> str:
        """The token that the forms of this page send back."""
        found = _TOKEN.search(self.text)
        return html.unescape(found[1]) if found else ""

    @property
    def queries(self) -> int:
        """How many statements the page took, as only the server of the bench says."""
        return int(self.headers.get("X-Entremise-Queries", -1))


@dataclass
class Browser:
    """Somebody in front of one server."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None
    _used: float = 0.0

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form as a browser does; the token comes from the page it was read on."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(fields).encode(), kind)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request on the line that is kept open; nothing is followed.

        As with any browser, a line that the server had closed meanwhile is opened anew, once.
        """
        kept_open = self._line is not None
        try:
            return self._send(method, path, body, headers)
        except ConnectionError:
            if not kept_open:
                raise
            return self._send(method, path, body, headers)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> Answer:
        line = self._open_line()
        sent = {**(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        try:
            # Who answers before everything was sent has still something to say.
            with suppress(BrokenPipeError):
                line.request(method, path, body=body, headers=sent)
            response = line.getresponse()
            content = response.read()
        except BaseException:
            self.hang_up()
            raise
        seconds = time.perf_counter() - started
        self._used = time.monotonic()
        self._keep_cookies(response)
        if response.will_close:
            self.hang_up()
        return Answer(
            status=response.status, headers=response.headers, body=content, seconds=seconds
        )

    def _open_line(self) -> http.client.HTTPConnection:
        if self._line is not None and time.monotonic() - self._used > SILENCE:
            self.hang_up()
        if self._line is None:
            self._line = http.client.HTTPConnection(self.address, timeout=90)
            self._line.connect()
        return self._line

    def hang_up(self) -> None:
        """Close the line; the next request opens another."""
        if self._line is not None:
            self._line.close()
        self._line = None

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for given in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(given).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

    def log_in(self, login: Login) -> None:
        """Address and password, then the code of the application, each on its page."""
        page = self.get(LOGIN)
        fields = {"csrfmiddlewaretoken": page.token}
        first = self.post(LOGIN, {**fields, "login": login.email, "password": login.password})
        step = urlsplit(first.headers.get("Location", "")).path
        if first.status != 302 or not step:
            raise Refused(f"Le compte {login.role} du banc n’a pas pu entrer ({first.status}).")
        fields = {"csrfmiddlewaretoken": self.get(step).token}
        second = self.post(step, {**fields, "code": code_of(login.secret, at=time.time())})
        if second.status != 302:
            raise Refused(f"Le code du compte {login.role} a été refusé ({second.status}).")


def code_of(secret: str, *, at: float) -> str:
    """The six figures that an application shows at that moment (RFC 6238)."""
    counter = struct.pack(">Q", int(at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"
