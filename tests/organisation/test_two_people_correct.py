"""Two people correct the same page: the second is told what the first wrote."""

from typing import NamedTuple

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.organisation import actions
from entremise.organisation.models import LocalProtocol
from entremise.partners.actions import add_partner

pytestmark = pytest.mark.django_db


class Case(NamedTuple):
    """One page that two accounts correct, in one of its questions."""

    row: object
    page: str
    accounts: tuple[str, str]
    question: str
    first: str
    second: str
    said: str


def room_of(world):
    with acting_as(world.actor(world.worker)) as actor:
        facts = actions.RoomFacts(name="Bureau bleu")
        return actions.add_room(
            actor=actor, unit_id=world.station.pk, facts=facts, now=TUESDAY_TEN
        )


def partner_of(world):
    with acting_as(world.actor(world.worker)) as actor:
        return add_partner(actor=actor, name="Maison des femmes", now=TUESDAY_TEN)


def protocol_of(world):
    return LocalProtocol.objects.create(departement_id="42")


BOTH_ADMIN, BOTH_COORDINATE = ("admin", "admin"), ("coordinator", "admin")
CASES = {
    "employer": (
        lambda world: world.employer,
        *("organisation:employer", BOTH_ADMIN, "kind", "epci", "commune", "intercommunalité"),
    ),
    "unit": (
        lambda world: world.station,
        *("organisation:unit", BOTH_ADMIN, "open_office", "on", "", "oui"),
    ),
    "post": (
        lambda world: world.post,
        *("organisation:change_post", BOTH_COORDINATE, "fte", "0,5", "0,8", "0,50"),
    ),
    "protocol": (
        protocol_of,
        *("organisation:protocol", BOTH_COORDINATE, "first_tier_hours", "12", "6", "12"),
    ),
    "room": (
        room_of,
        *("organisation:room", ("worker", "worker"), "note", "au fond", "à gauche", "au fond"),
    ),
    "partner": (
        partner_of,
        *("partners:change_partner", ("worker", "other_worker")),
        *("phone", "04 77 00 00 01", "04 77 00 00 02", "04 77 00 00 01"),
    ),
}


@pytest.fixture(params=CASES, ids=list(CASES))
def case(request, world):
    made, *told = CASES[request.param]
    return Case(made(world), *told)


@pytest.fixture
def clients(world, case):
    return [logged_in_client(getattr(world, name)) for name in case.accounts]


def answers(client, page):
    """What the form of a page would send if nothing were typed."""
    context = client.get(page).context
    form = context.get("facts") or context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, "", False)}


def stored(world, case):
    with acting_as(world.actor(world.worker)):
        row = type(case.row).objects.get(pk=case.row.pk)
    return getattr(row, case.question)


def test_the_second_reads_what_is_stored_and_decides(world, case, clients):
    page = reverse(case.page, args=[case.row.pk])
    one, two = clients
    mine, hers = answers(one, page), answers(two, page)
    assert one.post(page, {**mine, case.question: case.first}).status_code == 302
    kept = stored(world, case)
    clash = two.post(page, {**hers, case.question: case.second})
    assert clash.status_code == 200
    text = clash.content.decode().replace("\xa0", " ")
    assert "modifiée entre-temps" in text
    assert f"Enregistré entre-temps : {case.said}" in text.replace("« ", "").replace(" »", "")
    assert stored(world, case) == kept
    form = clash.context.get("facts") or clash.context["form"]
    again = {**hers, case.question: case.second, "version": form["version"].value()}
    assert two.post(page, again).status_code == 302
    assert stored(world, case) != kept
