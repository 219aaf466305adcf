"""Every page that links lead to, on a small dark screen and on a wide light one."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from chromium import SMALL, faults, needs_chromium
from conftest import PARIS
from entremise.access.acting import acting_as
from entremise.accounts.actions import NO_DRAFT_UNDER
from entremise.assessment import actions as assessing
from entremise.cases.actions import close, propose_transfer
from entremise.contact import actions as contacting
from entremise.contact.actions import Account, Meeting
from entremise.contact.models import Appointment, Session
from entremise.orientations.actions import orient
from entremise.partners.actions import add_partner, add_service
from entremise.people.actions import add_channel
from entremise.people.models import SafeChannel
from entremise.proceedings import actions as proceeding
from entremise.proceedings.models import HearingKind
from entremise.referrals import actions as referring
from entremise.rights import actions as told
from referring import duty, refer

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
HOUR = dt.timedelta(hours=1)
CHILDREN = proceeding.Decision(
    kind="child_concern", about="minor", ground="casf_226_2_1", departement="42", write=True
)
SEEN_ELSEWHERE = ("/compte/", "/_styleguide/", "/static/")
# Nothing that is typed at length is lost, but where a text may not outlive its list.
NO_DRAFT = """[...document.querySelectorAll("form:not([data-draft-url]) textarea")]
  .filter((one) => !one.hidden && !one.readOnly).map((one) => one.name)"""
ROLES = (("coordinator", "admin"), ("chief", "officer"), ("steering", "dpo"))


@pytest.fixture
def lived(world):
    """A world in which something of each kind has happened."""
    now = dt.datetime.now(PARIS)
    duty(world)
    with acting_as(world.actor(world.chief)) as chief:
        review = referring.open_list(actor=chief, unit_id=world.station.pk, now=now)
        cells = referring.LineCells(date="hier", kind="VIF", persons="Mme PETIT", seen="Cris")
        referring.add_lines(actor=chief, list_id=review.pk, lines=[cells] * 2)
    refer(world, now=now)
    with acting_as(world.actor(world.officer)) as officer:
        referring.raise_alert(actor=officer, unit_id=world.station.pk, now=now)
    case, ended = world.case_of(world.worker), world.case_of(world.worker)
    with acting_as(world.actor(world.worker)) as worker:
        ours = {"actor": worker, "now": now}
        add_channel(
            person_id=case.person_id, kind=SafeChannel.Kind.PHONE, value="06 39 98 12 34", **ours
        )
        contacting.plan(case_id=case.pk, meeting=_meeting(now + 25 * HOUR), **ours)
        account = Account(kind=Session.Kind.PHONE, at=now - HOUR, facts="Elle raconte.")
        contacting.hold(case_id=case.pk, account=account, **ours)
        needs = {"needs": {"housing": "yes"}, "facts": "Elle a peur."}
        draft = assessing.save(case_id=case.pk, answers=needs, **ours)
        assessing.sign(case_id=case.pk, version=draft.version, **ours)
        told.note_answer(case_id=case.pk, fiche="order", answer="agreed", **ours)
        shelter = _shelter(worker, now)
        orient(
            case_id=case.pk,
            need="housing",
            service_id=shelter.pk,
            consent="oral",
            shared=["name"],
            how="email",
            **ours,
        )
        days = {"asked_on": now.date(), "fixed_on": now.date()}
        proceeding.note_measure(case_id=case.pk, kind="order", state="asked", days=days, **ours)
        court = proceeding.Rendezvous(kind=HearingKind.COURT, at=now + HOUR)
        proceeding.plan_hearing(case_id=case.pk, rendezvous=court, presence="asked", **ours)
        proceeding.add_fact(case_id=case.pk, moment="vers mars 2024", text="Un fait.", **ours)
        proceeding.decide_report(case_id=case.pk, decision=CHILDREN, **ours)
        close(
            case_id=ended.pk,
            reason="relayed",
            told_she_can_return="yes",
            changes=[],
            words="",
            **ours,
        )
    offered = world.case_of(world.other_worker)
    with acting_as(world.actor(world.other_worker)) as other:
        propose_transfer(
            actor=other,
            case_id=offered.pk,
            post_id=world.post.pk,
            reason="Elle déménage.",
            now=now,
        )
    world.case = case
    return world


def _meeting(at):
    at = at.replace(minute=0, second=0, microsecond=0)
    return Meeting(place=Appointment.Place.OUTSIDE, starts_at=at, ends_at=at + HOUR)


def _shelter(actor, now):
    partner = add_partner(actor=actor, name="Association du Pont", now=now)
    return add_service(
        actor=actor,
        partner_id=partner.pk,
        name="Accueil du Pont",
        kind="shelter",
        phone="04 77 00 11 22",
        commune_id="42187",
        zones=["42"],
        now=now,
    )


class Walk:
    """From the home page of each role to all that its links reach, one page of each kind."""

    def __init__(self, page_of, host):
        self.host, self.page_of = host, page_of
        self.faults, self.kinds = [], set()

    def goes_everywhere_as(self, user, first="/"):
        page = self.page_of(user, locale="fr-FR", reduced_motion="reduce")
        page.on("console", lambda line: self._hears(page, line))
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        waiting = [first, "/"]
        while waiting:
            address = waiting.pop(0)
            answer = page.goto(address)
            assert answer.status == 200, f"{address}: {answer.status}"
            self._looks(page, user.role)
            links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
            waiting += [found for found in map(self._new, links) if found]
        page.context.close()

    def _hears(self, page, line):
        if line.type == "error":
            self.faults.append(f"{page.url}: {line.text}")

    def _looks(self, page, role):
        if not page.url.removeprefix(self.host).startswith(NO_DRAFT_UNDER):
            self.faults += [f"{page.url}: {name} has no draft" for name in page.evaluate(NO_DRAFT)]
        parts = [part for part in urlsplit(page.url).path.split("/") if len(part) < 36]
        self.faults += faults(page, f"{role}{'_'.join(parts)}", judged=(SMALL,))

    def _new(self, link):
        """The address of a page of a kind not yet seen, or nothing."""
        parts = urlsplit(link)
        if f"{parts.scheme}://{parts.netloc}" != self.host:
            return ""
        kind = resolve(parts.path).view_name
        if kind in self.kinds or parts.path.startswith(SEEN_ELSEWHERE):
            return ""
        self.kinds.add(kind)
        return parts.path + (f"?{parts.query}" if parts.query else "")


class TestEveryPage:
    def test_of_the_worker_is_sound_wherever_links_lead(self, lived, page_of, live_server):
        walk = Walk(page_of, live_server.url)
        walk.goes_everywhere_as(lived.worker, reverse("desk:case", args=[lived.case.pk]))
        assert walk.faults == []
        assert {"desk:case", "contact:reach", "assessment:read", "statistics:rows"} <= walk.kinds

    @pytest.mark.parametrize("roles", ROLES, ids=" and ".join)
    def test_of_the_others_is_sound_too(self, lived, page_of, live_server, roles):
        walk = Walk(page_of, live_server.url)
        for role in roles:
            walk.goes_everywhere_as(getattr(lived, role))
        assert walk.faults == []
        assert len(walk.kinds) > len(roles)
