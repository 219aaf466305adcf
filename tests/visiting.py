"""A visitor of the public form: a browser without account, which fills what the page asks."""

import base64
import json
import re
import time
from html import unescape

from altcha.v1 import solve_challenge
from django.core.cache import cache
from django.test import Client

from entremise.command.probes.pages import forms_of
from entremise.public import proof, tickets

ADDRESS = "/ecrire/"
CHOSEN = re.compile(
    r'<select name="(\w+)"(?:(?!</select>).)*?<option value="([^"]*)" selected', re.DOTALL
)
REACHED = {
    "means": "phone",
    "number": "06 99 11 22 33",
    "owner": "hers",
    "days": ["1", "3"],
    "start": "09:00",
    "end": "12:00",
    "message": "never",
    "advice": "Canariconsigne : dire que c’est le dentiste.",
    "spoken": "fr",
}
AT_ROANNE = {"who": "self", "place": "Roanne"}
TOLD = {"said": "Canarimots : il crie chaque soir.", "first_name": "Zélie", "last_name": "Canari"}


class Visitor:
    """Somebody at the form: each page is read, filled and sent as a browser does."""

    def __init__(self, **options):
        self.client = Client(enforce_csrf_checks=True, **options)
        self.pages = []
        self.open()

    def open(self):
        self.pages = [self.client.get(ADDRESS)]

    @property
    def page(self):
        return self.pages[-1]

    @property
    def text(self):
        """The page as it is read, with one kind of space."""
        return unescape(self.page.content.decode()).replace("\xa0", " ")

    def fields(self):
        """What the page would send if nothing were typed and no button pressed."""
        body = self.page.content.decode()
        (form,) = forms_of(ADDRESS, body)
        held = {}
        for one in form.fields:
            if one.kind == "hidden" or (one.kind not in ("button", "unticked", "radio")):
                held.setdefault(one.name, []).append(one.value)
        # A probe answers every list; a visitor leaves it as it is.
        return held | {name: [value] for name, value in CHOSEN.findall(body)}

    def post(self, answers=None, **button):
        """Fill these answers in, and press this button (`go` or `lang`)."""
        data = {**self.fields(), **(answers or {}), **(button or {"go": "next"})}
        self.pages.append(self.client.post(ADDRESS, data))
        return self

    def solve(self):
        """Do the work that the page asks of a browser."""
        ticket = tickets.read(self.fields()["ticket"][0], at=time.time())
        asked = json.loads(proof.challenge(ticket))
        found = solve_challenge(
            asked["challenge"], asked["salt"], asked["algorithm"], asked["maxNumber"]
        )
        said = {**asked, "number": found.number}
        del said["maxNumber"]
        return base64.b64encode(json.dumps(said).encode()).decode()

    def ask(self, *, reach=REACHED, where=AT_ROANNE, tell=TOLD):
        """The whole visit, to its end."""
        return self.post(reach).post(where).post(tell)


def forget_the_pace():
    """Counters are kept on a connection of their own, which no test rolls back."""
    cache.clear()
