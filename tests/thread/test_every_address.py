"""Every address of the product: a page that is sound, a file, or what only a form is sent to."""

from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import SMALL, faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.accounts.actions import save_draft
from entremise.command.probes import matrix
from entremise.command.probes.canaries import SCENARIOS
from entremise.command.probes.routes import ENDS_THE_SESSION, routes
from entremise.organisation.queries import actor_of
from security.staging import stage

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
# Whoever is likeliest to be shown a page comes first.
ROLES = ("worker", "coordinator", "admin", "chief", "officer", "dpo", "steering", "anonymous")


# What nobody finds without having done something first; looked at where that is done.
NOTHING = {
    "accounts:discard": "a draft that waits",
    "accounts:resume": "a form kept after its session",
    "cases:name_reader": "a restricted case that nobody reads any more",
    "contact:calendar": "a secret address",
    "imports:given_back": "a file, once everything is made",
    "referrals:partner_receipts": "behind the key of a partner",
    "referrals:partner_refer": "behind the key of a partner",
}
# The password is asked again first, or the page chosen by what is known.
LEADS_ON = {
    *("account_set_password", "accounts:qr", "accounts:unlock", "organisation:enrol_device"),
    *("desk:home", "organisation:home", "referrals:new"),
    *("imports:result", "imports:values"),
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp"),
    *("mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_login_webauthn"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes",),
}
PARTS = {"referrals:answering", "referrals:ringing"}
# Where each form of a page keeps what is being written in it.
PATHS_OF_DRAFTS = """() => [...document.querySelectorAll("[data-draft-url]")].map((form) =>
  new URL(form.dataset.draftUrl, location.href).searchParams.get("path") ?? location.pathname)"""
# Its drafts are lost with the list; its fields are nobody's.
NO_DRAFTS = ("/liste-du-matin/", "/_styleguide/")


class Walk:
    """Asks for each address as the first role that is shown a page there."""

    def __init__(self, accounts, page_of):
        self.accounts, self.page_of = accounts, page_of
        self.pages, self.faults, self.drafts = {}, [], set()

    def page(self, role):
        if role not in self.pages:
            user = None if role == "anonymous" else self.accounts[role]
            page = self.page_of(user, locale="fr-FR", reduced_motion="reduce")
            page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
            self.pages[role] = page
        return self.pages[role]

    def finds(self, targets):
        """What is at these addresses for the first role that is shown a page there, or at best."""
        found = "nothing"
        for role in ROLES:
            path = next((one.path for one in targets if role in one.seers), None)
            if path is None:
                continue
            kind = self.kind(role, path)
            if kind == "page":
                self.page(role).goto(path)
                if role == "worker":
                    self.drafts |= set(self.page(role).evaluate(PATHS_OF_DRAFTS))
                self.faults += faults(self.page(role), judged=(SMALL,))
            if kind not in ("nothing", "leads on"):
                return kind
            found = max(found, kind, key=("nothing", "leads on").index)
        return found

    def kind(self, role, path):
        answer = self.page(role).request.get(path, max_redirects=0)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            return "sent to"
        if answer.status in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
            return "leads on"
        if answer.status != HTTPStatus.OK:
            return "nothing"
        if not answer.headers["content-type"].startswith("text/html"):
            return "file"
        return "page" if "<html" in answer.text() else "part"


def test_is_a_page_that_is_sound_or_none(page_of, live_server):
    accounts, planted = stage()
    walk = Walk(accounts, page_of)
    found = {
        route.name: walk.finds(list(matrix.targets(route, planted, SCENARIOS)))
        for route in routes()
        if route.name not in ENDS_THE_SESSION
    }
    assert walk.faults == []
    for kind, expected in (("nothing", NOTHING), ("leads on", LEADS_ON), ("part", PARTS)):
        assert {name for name, one in found.items() if one == kind} == set(expected), kind
    assert_texts_in_the_making_go_on(walk)


def assert_texts_in_the_making_go_on(walk):
    """Each is named on the worker's day, and its link leads where it was written."""
    worker = actor_of(walk.accounts["worker"])
    paths = {path for path in walk.drafts if not path.startswith(NO_DRAFTS)}
    assert len(paths) > 30
    with acting_as(worker):
        for path in paths:
            save_draft(actor=worker, path=path, fields=[("text", "Mot")], now=timezone.now())
    page = walk.page("worker")
    page.goto(reverse("desk:day"))
    links = page.locator("section[aria-labelledby=brouillons] a")
    assert links.count() == len(paths)
    for link in links.all():
        assert not link.inner_text().startswith("Texte"), link.get_attribute("href")
        assert walk.kind("worker", link.get_attribute("href")) == "page", link.inner_text()
