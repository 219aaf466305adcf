"""What is typed on a morning list is kept like any draft, sealed with the key of the list."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.accounts import queries
from entremise.accounts.models import Draft
from entremise.base.keyring import named_cipher
from entremise.referrals import actions

pytestmark = pytest.mark.django_db
JOB = Actor(kind=Kind.JOB)
WORDS = {"persons": "Mme CANARILISTE Zélie", "seen": "Une porte cassée."}


@pytest.fixture
def review(world):
    with acting_as(world.actor(world.chief)) as actor:
        return actions.open_list(actor=actor, unit_id=world.station.pk, now=timezone.now())


@pytest.fixture
def page(review):
    return reverse("referrals:list", args=[review.pk])


@pytest.fixture
def chief(world):
    return logged_in_client(world.chief)


def save(client, path, **fields):
    return client.post(f"/compte/brouillon/?path={path}", fields or WORDS)


def kept(client, path):
    return client.get(f"/compte/brouillon/?path={path}").json()["fields"]


def test_comes_back_while_the_list_is_open(chief, page):
    assert save(chief, page).status_code == 204
    assert kept(chief, page) == WORDS


def test_is_asked_for_by_both_forms_of_the_page_apart(chief, page):
    shown = chief.get(page).content.decode()
    assert 'data-draft-url="/compte/brouillon/"' in shown
    assert f'data-draft-url="/compte/brouillon/?path={page}tableau/"' in shown
    save(chief, page)
    save(chief, f"{page}tableau/", table="hier;VIF")
    assert kept(chief, page) == WORDS
    pasted = chief.post(
        page,
        {"table": "hier\tVIF\tRoanne\tMme X\t\tDes cris", "pasted": "1", "once": str(uuid4())},
    )
    assert pasted.status_code == 302, pasted.text
    assert kept(chief, f"{page}tableau/") == {}


def test_is_sealed_with_the_key_of_the_list_alone(world, chief, page, review):
    save(chief, page)
    with acting_as(world.actor(world.chief)):
        row = Draft.objects.get(path=page)
        place = queries.place_of_draft(world.chief.pk, page)
        cells = {"table": "accounts_draft", "row": row.pk}
        assert queries._open(queries.cipher_of_draft(page), bytes(row.body_sealed), place, **cells)
        with pytest.raises(queries.SealBroken):
            queries._open(named_cipher("draft"), bytes(row.body_sealed), place, **cells)


def test_is_gone_when_the_list_is_closed(
    world, chief, page, review, django_capture_on_commit_callbacks
):
    save(chief, page)
    with (
        django_capture_on_commit_callbacks(execute=True),
        acting_as(world.actor(world.chief)) as actor,
    ):
        actions.close_list(actor=actor, list_id=review.pk, now=timezone.now())
    assert kept(chief, page) == {}
    assert save(chief, page).status_code == 409
    with acting_as(world.actor(world.chief)):
        assert not Draft.objects.exists()


def test_opens_no_more_once_the_key_is_destroyed(
    world, chief, page, django_capture_on_commit_callbacks
):
    """A deputy's, or that of a chief whose list a job ended after a day."""
    save(chief, page)
    late = timezone.now() + dt.timedelta(hours=25)
    with django_capture_on_commit_callbacks(execute=True), acting_as(JOB) as job:
        actions.destroy_old_lists(actor=job, now=late)
    with acting_as(world.actor(world.chief)) as actor:
        assert Draft.objects.filter(path=page).exists()
        assert queries.saved_draft(actor=actor, path=page) is None
        assert queries.drafts_of(actor=actor, now=timezone.now()) == []


@pytest.mark.parametrize(
    "path", ["/liste-du-matin/", "/liste-du-matin/11111111-1111-4111-8111-111111111111/"]
)
def test_is_refused_where_no_list_is_open(chief, path):
    assert save(chief, path).status_code == 409
