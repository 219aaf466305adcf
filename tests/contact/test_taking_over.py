"""A case goes to another worker: its appointments go to whoever reads it now."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import close_account, logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions as cases
from entremise.cases.models import Loan
from entremise.contact import actions, queries
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment
from entremise.organisation.models import Holding

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
WEDNESDAY = TUESDAY_TEN + DAY
LATE = WEDNESDAY + 2 * HOUR
Place = Appointment.Place


def meeting(start=WEDNESDAY, **agreed):
    usual = {"place": Place.PHONE, "starts_at": start, "ends_at": start + HOUR}
    return Meeting(**{**usual, **agreed})


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def row(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.plan(actor=actor, case_id=case.pk, meeting=meeting(), now=TUESDAY_TEN)


def give(world, case, post=None):
    with acting_as(world.actor(world.coordinator)) as actor:
        cases.reassign(
            actor=actor, case_id=case.pk, post_id=(post or world.other_post).pk, now=TUESDAY_TEN
        )


def agenda(world, user):
    with acting_as(world.actor(user)) as actor:
        return queries.agenda(actor=actor, first=TUESDAY_TEN, last=WEDNESDAY + DAY)


def to_settle(world, user):
    with acting_as(world.actor(user)) as actor:
        return [row.pk for row in queries.appointments_to_settle(actor=actor, now=LATE)]


def left(world, user, now=TUESDAY_TEN):
    with acting_as(world.actor(user)) as actor:
        return [row.pk for row in queries.appointments_left(actor=actor, now=now)]


def move(world, user, row, start=WEDNESDAY, **agreed):
    with acting_as(world.actor(user)) as actor:
        return actions.move(
            actor=actor,
            appointment_id=row.pk,
            version=row.version,
            meeting=meeting(start, **agreed),
            now=TUESDAY_TEN,
        )


class TestWhoIsAskedToTakeItOver:
    def test_whoever_reads_the_case_now(self, world, case, row):
        assert left(world, world.worker) == left(world, world.other_worker) == []
        give(world, case)
        assert left(world, world.other_worker) == [row.pk]
        (slot,) = agenda(world, world.other_worker)
        assert (slot.appointment_id, slot.left) == (row.pk, True)

    def test_and_then_whether_she_came(self, world, case, row):
        give(world, case)
        assert left(world, world.other_worker, now=LATE) == []
        assert to_settle(world, world.other_worker) == [row.pk]
        assert to_settle(world, world.worker) == []

    def test_whoever_accepted_the_transfer(self, world, case, row):
        with acting_as(world.actor(world.worker)) as actor:
            offer = cases.propose_transfer(
                actor=actor,
                case_id=case.pk,
                post_id=world.other_post.pk,
                reason="",
                now=TUESDAY_TEN,
            )
        assert left(world, world.other_worker) == []
        with acting_as(world.actor(world.other_worker)) as actor:
            cases.accept_transfer(actor=actor, transfer_id=offer.pk, now=TUESDAY_TEN)
        assert left(world, world.other_worker) == [row.pk]

    def test_whoever_holds_the_post_after_her(self, world, case, row):
        with acting_as(world.actor(world.admin)):
            Holding.objects.filter(user=world.worker).update(
                ends_on=TUESDAY_TEN.date() - dt.timedelta(days=1)
            )
            successor = world.add_holder(world.post)
        assert left(world, successor) == [row.pk]

    def test_whoever_works_with_somebody_whose_account_is_closed(self, world, case, row):
        colleague = self.colleague(world)
        assert left(world, colleague) == []
        close_account(world.worker)
        assert left(world, colleague) == [row.pk]

    def test_the_readers_of_a_case_kept_from_her(self, world, case, row):
        colleague = self.colleague(world)
        with acting_as(world.actor(colleague)) as actor:
            cases.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
        assert left(world, colleague) == [row.pk]
        assert left(world, world.worker) == []

    @pytest.mark.parametrize("lent", [{"post": "post"}, {"user": "worker"}])
    def test_nobody_while_she_reads_it_through_a_loan(self, world, case, row, lent):
        to = {f"{name}_id": getattr(world, of).pk for name, of in lent.items()}
        with acting_as(world.actor(world.worker)):
            Loan.objects.create(case=case, ground=Loan.Ground.SHARED, **to)
        give(world, case)
        assert left(world, world.other_worker) == []
        with acting_as(world.actor(world.other_worker)):
            Loan.objects.filter(case=case).delete()
        assert left(world, world.other_worker) == [row.pk]

    def test_the_others_once_a_named_reader_works_there_no_more(self, world, case, row):
        colleague = self.colleague(world)
        with acting_as(world.actor(world.worker)) as actor:
            cases.restrict(
                actor=actor, case_id=case.pk, reader_ids=[colleague.pk], now=TUESDAY_TEN
            )
        assert left(world, colleague) == []
        with acting_as(world.actor(world.admin)):
            Holding.objects.filter(user=world.worker).update(
                ends_on=TUESDAY_TEN.date() - dt.timedelta(days=1)
            )
        assert left(world, colleague) == [row.pk]

    @pytest.mark.parametrize("role", ["worker", "far_worker"])
    def test_nobody_who_does_not_read_it(self, world, case, row, role):
        give(world, case)
        assert left(world, getattr(world, role)) == []
        assert not any(slot.is_readable for slot in agenda(world, getattr(world, role)))

    def test_nobody_once_it_was_called_off(self, world, case, row):
        give(world, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.cancel(actor=actor, appointment_id=row.pk, now=TUESDAY_TEN)
        assert left(world, world.other_worker) == agenda(world, world.worker) == []

    def colleague(self, world):
        with acting_as(world.actor(world.admin)):
            return world.add_holder(world.post)


class TestTakingItOver:
    def test_gives_it_to_who_fixes_it_again_even_at_the_same_hour(self, world, case, row):
        give(world, case)
        assert move(world, world.other_worker, row).worker_id == world.other_worker.pk
        assert left(world, world.other_worker) == []
        (slot,) = agenda(world, world.other_worker)
        assert not slot.left

    def test_frees_the_hour_of_who_received_her_and_tells_her_nothing(self, world, case, row):
        give(world, case)
        (taken,) = agenda(world, world.worker)
        assert (taken.line, taken.is_readable) == ("Occupé", False)
        move(world, world.other_worker, row)
        assert agenda(world, world.worker) == []

    def test_is_refused_at_an_hour_that_is_not_free(self, world, case, row):
        give(world, case)
        mine = world.case_of(world.other_worker)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.plan(actor=actor, case_id=mine.pk, meeting=meeting(), now=TUESDAY_TEN)
        with pytest.raises(NotPossible, match="Créneau indisponible"):
            move(world, world.other_worker, row)
        with acting_as(world.actor(world.other_worker)):
            row.refresh_from_db()
            assert row.worker_id == world.worker.pk

    def test_is_not_done_while_she_reads_the_case(self, world, case, row):
        """Even of another queue: nobody is asked on the page who receives her."""
        with acting_as(world.actor(world.worker)):
            Loan.objects.create(case=case, post=world.post, ground=Loan.Ground.SHARED)
        give(world, case)
        moved = move(world, world.other_worker, row, WEDNESDAY + 3 * HOUR)
        assert moved.worker_id == world.worker.pk


class TestThePages:
    @pytest.fixture
    def tomorrow(self, world):
        """Fixed for tomorrow, by who follows the case no more."""
        start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + DAY
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            row = actions.plan(
                actor=actor, case_id=case.pk, meeting=meeting(start), now=start - DAY
            )
        give(world, case)
        return row

    def test_lead_to_it_without_a_name(self, world, tomorrow):
        address = reverse("contact:move", args=[tomorrow.case_id, tomorrow.pk])
        body = logged_in_client(world.other_worker).get(reverse("contact:week")).content.decode()
        assert "À reprendre" in body
        assert address in body
        assert "Canarivent" not in body
        assert address not in (
            logged_in_client(world.worker).get(reverse("contact:week")).content.decode()
        )

    def test_remind_of_it_the_day_before(self, world, tomorrow):
        client = logged_in_client(world.other_worker)
        body = client.get(reverse("desk:day")).content.decode()
        assert "à reprendre" in body.split("Demain")[1]

    def test_say_how_to_take_it_over_and_do_it(self, world, tomorrow):
        client = logged_in_client(world.other_worker)
        page = reverse("contact:appointment", args=[tomorrow.case_id, tomorrow.pk])
        assert "ne suit plus cette situation" in client.get(page).content.decode()
        start = timezone.localtime(tomorrow.starts_at)
        sent = {
            "day": start.date().isoformat(),
            "start": "10:00",
            "minutes": "60",
            "place": "phone",
            "version": "1",
        }
        address = reverse("contact:move", args=[tomorrow.case_id, tomorrow.pk])
        assert client.post(address, sent).status_code == 302
        assert "ne suit plus cette situation" not in client.get(page).content.decode()
