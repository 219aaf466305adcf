"""A case with something to take away: a step, a service, an appointment, and her word on paper."""

import datetime as dt

import pytest
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.contact import actions as contact
from entremise.contact.models import Appointment
from entremise.orientations import actions as orientations
from entremise.orientations.models import Orientation
from entremise.partners.actions import add_partner, add_service
from entremise.people.actions import agree
from entremise.people.models import CallerCheck, NameCard
from entremise.rights import actions as rights
from entremise.rights.models import FICHES

PAPER = CallerCheck.Paper


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canarinom", first_name="Aliénor"))


@pytest.fixture
def client(world, case):
    return logged_in_client(world.worker)


@pytest.fixture
def says(world, case):
    """What she says of a paper on her."""

    def said(paper):
        with acting_as(world.actor(world.worker)) as actor:
            agree(
                actor=actor,
                person_id=case.person_id,
                version=0,
                she_calls_us=False,
                paper=paper,
                now=timezone.now(),
            )

    return said


@pytest.fixture
def step(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        return rights.note_answer(
            actor=actor,
            case_id=case.pk,
            answer="agreed",
            label="Ouvrir un compte à son nom",
            now=timezone.now(),
        )


@pytest.fixture
def fiche(world, case):
    """She agreed to ask the judge; nobody has read the text of that fiche yet."""
    with acting_as(world.actor(world.worker)) as actor:
        return rights.note_answer(
            actor=actor, case_id=case.pk, answer="agreed", fiche="order", now=timezone.now()
        )


@pytest.fixture
def read_by_a_jurist(world):
    with acting_as(world.actor(world.coordinator)) as actor:
        return rights.validate(
            actor=actor,
            code="order",
            mark=FICHES["order"].mark,
            reader="Me Ysoline Vaucanard",
            body="Barreau de Roanne",
            read_on=timezone.localdate(),
            now=timezone.now(),
        )


@pytest.fixture
def service(world, case):
    """A shelter that she agreed to."""
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Association", now=timezone.now())
        made = add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil du pont",
            kind="shelter",
            phone="04 77 00 00 01",
            address="3 rue du Canaripont",
            now=timezone.now(),
        )
        _orient(actor, case, made)
        return made


@pytest.fixture
def town_hall(world, case):
    """A service without anything to hide, that she agreed to."""
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Ville", now=timezone.now())
        made = add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil du quai",
            kind="ccas",
            address="8 quai du Bassin",
            now=timezone.now(),
        )
        _orient(actor, case, made)
        return made


def _orient(actor, case, service) -> Orientation:
    made = orientations.propose(
        actor=actor,
        case_id=case.pk,
        need="housing",
        service_id=service.pk,
        now=timezone.now(),
    )
    orientations.record_consent(
        actor=actor, orientation_id=made.pk, consent="oral", shared=[], now=timezone.now()
    )
    return made


@pytest.fixture
def answered(world, case):
    """The orientation to a service was handed over, and came to this."""

    def made(service, state, **days):
        with acting_as(world.actor(world.worker)) as actor:
            step = {
                "actor": actor,
                "orientation_id": Orientation.objects.get(case=case, service=service).pk,
                "now": timezone.now(),
            }
            orientations.send(**step, how="contact_given", **days)
            return orientations.record_answer(**step, state=state)

    return made


@pytest.fixture
def appointment(world, case):
    start = (timezone.localtime() + dt.timedelta(days=2)).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    with acting_as(world.actor(world.worker)) as actor:
        return contact.plan(
            actor=actor,
            case_id=case.pk,
            meeting=contact.Meeting(
                place=Appointment.Place.UNIT,
                unit_id=world.station.pk,
                starts_at=start,
                ends_at=start + dt.timedelta(minutes=45),
            ),
            now=timezone.now(),
        )
