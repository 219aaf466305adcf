"""A visitor adds an enquiry, and reads nothing at all: the database itself says so."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.base.errors import NotAllowed
from entremise.referrals import actions
from entremise.referrals.actions import NewEnquiry
from entremise.referrals.models import (
    Form,
    Informant,
    Referral,
    ReferralText,
    Source,
    Wish,
)
from referring import refer
from visiting import Visitor, forget_the_pace

pytestmark = pytest.mark.django_db

# Who holds a post is read before anybody is known; nobody helped is named there.
ABOUT_STAFF = {"organisation_holding", "organisation_cover", "organisation_affiliation"}


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def walled_tables():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
        return {name for (name,) in cursor.fetchall()} - ABOUT_STAFF


def rows_seen(table):
    """How many rows, or none where the right itself is missing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return cursor.fetchone()[0]
    except DatabaseError as refused:
        if "permission denied" not in str(refused):
            raise
        return 0


def stray(world, **changes):
    """A referral as the form makes it, changed."""
    return Referral(
        **{
            "commune_id": "42187",
            "queue": world.post.queue,
            "employer": world.employer,
            "source": Source.SELF,
            "form": Form.ONLINE,
            "wish": Wish.AGREES,
            "received_at": TUESDAY_TEN,
            "referrer_id": PUBLIC.id,
            **changes,
        }
    )


class TestReading:
    def test_nothing_of_what_anybody_wrote(self, world):
        refer(world)
        world.case_of(world.worker)
        Visitor().ask()
        tables = walled_tables()
        assert {"referrals_referral", "cases_case", "people_person"} <= tables
        with acting_as(PUBLIC):
            assert {table: rows_seen(table) for table in tables} == dict.fromkeys(tables, 0)

    def test_changing_nothing_either(self, world):
        Visitor().ask()
        with acting_as(PUBLIC):
            assert Referral.objects.update(state="declined") == 0
            assert ReferralText.objects.update(said_sealed=b"") == 0


class TestAdding:
    def test_an_enquiry(self, world):
        with acting_as(PUBLIC):
            stray(world).save(force_insert=True)

    @pytest.mark.parametrize(
        "changes",
        [
            {"source": Source.POLICE},
            {"form": Form.OFFICER},
            {"form": Form.PARTNER},
            {"restricted": True},
            {"set_tier": 1},
            {"referrer_id": UUID(int=7)},
            {"receipt_id": UUID(int=7)},
            {"commune_id": None},
            {"state": "declined", "decline_reason": "other"},
        ],
        ids=str,
    )
    def test_nothing_else(self, world, changes):
        with (
            acting_as(PUBLIC),
            pytest.raises(DatabaseError, match="row-level"),
            transaction.atomic(),
        ):
            stray(world, **changes).save(force_insert=True)

    def test_nothing_for_a_queue_of_another_employer(self, world):
        with (
            acting_as(PUBLIC),
            pytest.raises(DatabaseError, match="row-level"),
            transaction.atomic(),
        ):
            stray(world, employer=world.association).save(force_insert=True)

    def test_is_not_for_an_account_a_job_or_a_link(self, world):
        content = NewEnquiry(source=Source.SELF, commune_code="42187")
        for actor in (
            world.actor(world.worker),
            world.actor(world.officer),
            Actor(kind=Kind.JOB),
            Actor(kind=Kind.LINK),
        ):
            with acting_as(actor), pytest.raises(NotAllowed):
                actions.receive_enquiry(
                    actor=actor, enquiry_id=UUID(int=7), content=content, now=TUESDAY_TEN
                )

    def test_is_not_in_the_name_of_a_unit(self, world):
        content = NewEnquiry(source=Source.POLICE, commune_code="42187")
        with acting_as(PUBLIC) as actor, pytest.raises(NotAllowed):
            actions.receive_enquiry(
                actor=actor, enquiry_id=UUID(int=7), content=content, now=TUESDAY_TEN
            )


@pytest.mark.django_db(transaction=True)
class TestThePartsOfAnEnquiry:
    """Visitors share one identity that is nobody's; each has a transaction of her own."""

    def add_parts(self, referral):
        Informant(referral=referral, unnamed=True).save(force_insert=True)

    def test_are_written_with_it(self, world):
        with acting_as(PUBLIC):
            sent = stray(world)
            with transaction.atomic():
                sent.save(force_insert=True)
            self.add_parts(sent)
        with acting_as(world.actor(world.worker)):
            assert sent.informants.count() == 1

    def test_are_not_added_to_what_another_visitor_sent(self, world):
        with acting_as(PUBLIC):
            sent = stray(world)
            sent.save(force_insert=True)
        with pytest.raises(DatabaseError, match="row-level"), acting_as(PUBLIC):
            self.add_parts(sent)
