"""A line of the morning list that arrived after its session: kept for who comes back, and no
longer than its list."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.accounts.actions import hold_form
from entremise.accounts.models import HeldForm
from entremise.referrals import actions
from entremise.referrals.actions import LineCells
from entremise.referrals.models import ReviewLine

pytestmark = pytest.mark.django_db
JOB = Actor(kind=Kind.JOB)


@pytest.fixture
def review(world):
    with acting_as(world.actor(world.chief)) as actor:
        review = actions.open_list(actor=actor, unit_id=world.station.pk, now=TUESDAY_TEN)
        cells = LineCells(persons="Mme CANARILISTE Zélie")
        actions.add_lines(actor=actor, list_id=review.pk, lines=[cells])
        return review


@pytest.fixture
def kept(world, review):
    """The list, its line, and a page of somebody else."""
    with acting_as(world.actor(world.chief)):
        line = ReviewLine.objects.get()
    pages = [
        reverse("referrals:list", args=[review.pk]),
        reverse("referrals:correct_line", args=[line.pk]),
        reverse("cases:note", args=[uuid4()]),
    ]
    for path in pages:
        hold_form(
            actor=JOB,
            path=path,
            query="",
            fields=[("persons", "Mme CANARILISTE Zélie")],
            files=[],
            owner="",
            now=TUESDAY_TEN,
        )
    return pages


def still_there():
    return list(HeldForm.objects.order_by("path").values_list("path", flat=True))


def test_goes_when_the_list_is_closed(world, review, kept):
    with acting_as(world.actor(world.chief)) as actor:
        actions.close_list(actor=actor, list_id=review.pk, now=TUESDAY_TEN)
    assert still_there() == kept[2:]


def test_goes_when_the_list_is_a_day_old(kept):
    with acting_as(JOB) as actor:
        actions.destroy_old_lists(actor=actor, now=TUESDAY_TEN + dt.timedelta(hours=25))
    assert still_there() == kept[2:]


def test_stays_while_the_list_is_open(world, kept):
    assert still_there() == sorted(kept)
