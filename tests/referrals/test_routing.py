"""Where a referral goes, and what becomes of one that no post covers: never nothing."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed
from entremise.organisation.models import Affiliation, Cover, Holding, Post, Unit
from entremise.organisation.queries import coverage, queue_for
from entremise.referrals import actions, queries
from entremise.referrals.actions import NewEnquiry
from entremise.referrals.models import Form, Referral, Source, Wish
from entremise.referrals.models.routing import AssignReason
from referring import content, refer

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_TEN.date()
DAY = dt.timedelta(days=1)


def waiting(world, user):
    with acting_as(world.actor(user)) as actor:
        return queries.waiting_unread(actor=actor)


def assign(world, user, referral_id, queue, reason=AssignReason.CLOSEST):
    with acting_as(world.actor(user)) as actor:
        actions.assign(
            actor=actor,
            referral_id=referral_id,
            queue_id=queue.pk,
            reason=reason,
            now=TUESDAY_TEN,
        )


@pytest.fixture
def far_coordinator(world):
    with acting_as(world.actor(world.admin)):
        return world.add_member(Role.COORDINATOR, employer=world.association)


@pytest.fixture
def lonely(world):
    """A brigade of the Loire that no post covers, with its officer and its chief."""
    with acting_as(world.actor(world.admin)):
        unit = world.add_unit("Brigade de Saint-Chamond", Unit.Kind.GENDARMERIE, "42207")
        world.lonely_officer = world.add_member(Role.OFFICER, unit=unit)
        world.lonely_chief = world.add_member(Role.CHIEF, unit=unit)
    return unit


def by_an_officer(world, unit):
    return refer(world, world.lonely_officer, unit_id=unit.pk)


def by_the_morning_list(world, unit):
    with acting_as(world.actor(world.lonely_chief)) as actor:
        held = actions.open_list(actor=actor, unit_id=unit.pk, now=TUESDAY_TEN)
        actions.add_lines(
            actor=actor, list_id=held.pk, lines=[actions.LineCells(persons="Mme CANARI Zélie")]
        )
        line = next(
            one
            for one in queries.lines(actor=actor, list_id=held.pk, now=TUESDAY_TEN)
            if one.cells.get("persons")
        )
        outcome = actions.keep_line(
            actor=actor, line_id=line.id, wish=Wish.AGREES, now=TUESDAY_TEN
        )
    return outcome.referral_id


def by_the_public_form(world, unit):
    enquiry_id = uuid4()
    with acting_as(PUBLIC) as actor:
        outcome = actions.receive_enquiry(
            actor=actor,
            enquiry_id=enquiry_id,
            content=NewEnquiry(source=Source.SELF, commune_code="42207"),
            now=TUESDAY_TEN,
        )
    assert not outcome.covered
    return enquiry_id


DOORS = (by_an_officer, by_the_morning_list, by_the_public_form)


class TestAPlaceThatNobodyCovers:
    @pytest.mark.parametrize("door", DOORS)
    def test_shows_what_came_by_each_door_by_hour_and_place(self, world, lonely, door):
        referral_id = door(world, lonely)
        (line,) = waiting(world, world.coordinator)
        assert line.id == referral_id
        assert line.received_at == TUESDAY_TEN
        assert "Saint-Chamond" in f"{line.unit} {line.commune}"
        assert line.queue == ""

    @pytest.mark.parametrize("door", DOORS)
    def test_shows_nothing_else_of_it_to_a_coordinator(self, world, lonely, door):
        door(world, lonely)
        with acting_as(world.actor(world.coordinator)):
            assert not Referral.objects.exists()
        page = logged_in_client(world.coordinator).get(reverse("referrals:waiting"))
        assert "Canari" not in page.content.decode()

    @pytest.mark.parametrize("door", DOORS)
    def test_is_taken_into_a_queue_with_a_reason_and_then_read(self, world, lonely, door):
        referral_id = door(world, lonely)
        assign(world, world.coordinator, referral_id, world.post.queue, AssignReason.AGREED)
        assert waiting(world, world.coordinator) == []
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert opened.referral.queue == world.post.queue
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="referral:redirected")
        assert (line.subject_id, line.reason) == (referral_id, "assigned:agreed")

    def test_falls_to_the_queue_of_the_worker_who_writes_it_down(self, world, lonely):
        with acting_as(world.actor(world.worker)) as actor:
            outcome = actions.receive(
                actor=actor,
                content=content(
                    world,
                    unit_id=None,
                    source=Source.SELF,
                    form=Form.PHONE,
                    commune_code="42207",
                ),
                now=TUESDAY_TEN,
            )
        assert outcome.queue_id == world.post.queue_id

    def test_is_not_shown_to_coordinators_further_away(self, world, lonely, far_coordinator):
        by_an_officer(world, lonely)
        assert waiting(world, far_coordinator) == []

    def test_shows_to_the_next_ones_where_its_departement_has_none(
        self, world, lonely, far_coordinator
    ):
        referral_id = by_an_officer(world, lonely)
        with acting_as(world.actor(world.admin)):
            type(world.coordinator).objects.filter(pk=world.coordinator.pk).update(is_active=False)
        (line,) = waiting(world, far_coordinator)
        assert line.id == referral_id
        assign(world, far_coordinator, referral_id, world.far_post.queue)
        with acting_as(world.actor(world.far_worker)) as actor:
            (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        assert row.id == referral_id

    def test_goes_first_to_who_has_a_post_in_its_inter_municipality(self, world, far_coordinator):
        with acting_as(world.actor(world.coordinator)), connection.cursor() as cursor:
            cursor.execute("SELECT wall.neighbour_employer_ids('69', '200070308')")
            assert cursor.fetchone() == ([world.association.pk],)
            cursor.execute("SELECT wall.neighbour_employer_ids('69', '200035731')")
            assert cursor.fetchone() == ([world.employer.pk],)
            cursor.execute("SELECT wall.neighbour_employer_ids('69', NULL)")
            assert set(cursor.fetchone()[0]) == {world.association.pk, world.employer.pk}

    def test_is_given_only_to_a_queue_of_ones_own_employer(self, world, lonely):
        referral_id = by_an_officer(world, lonely)
        with pytest.raises(NotAllowed):
            assign(world, world.coordinator, referral_id, world.far_post.queue)

    @pytest.mark.parametrize("role", ["worker", "officer", "chief", "steering", "dpo", "admin"])
    def test_is_given_by_coordinators_alone(self, world, lonely, role):
        referral_id = by_an_officer(world, lonely)
        with pytest.raises(NotAllowed):
            assign(world, getattr(world, role), referral_id, world.post.queue)

    def test_is_taken_on_the_page_with_a_motive(self, world, lonely):
        referral_id = by_the_public_form(world, lonely)
        client = logged_in_client(world.coordinator)
        page = client.get(reverse("referrals:waiting")).content.decode()
        assert "Saint-Chamond" in page
        assert "aucun poste ne couvre ce lieu" in page
        address = reverse("referrals:assign", args=[referral_id])
        client.post(address, {"queue": str(world.post.queue_id)})
        assert len(waiting(world, world.coordinator)) == 1
        client.post(address, {"queue": str(world.post.queue_id), "reason": "closest"})
        assert waiting(world, world.coordinator) == []

    def test_is_counted_on_the_page_of_coverage(self, world, lonely):
        with acting_as(world.actor(world.coordinator)) as actor:
            sheet = coverage(actor=actor, departement="42", on=TODAY)
        names = [place.name for place in sheet.places]
        assert "Saint-Chamond" in names
        assert "Roanne" not in names
        assert sheet.inhabitants_without_a_post == sum(p.population for p in sheet.places)
        page = logged_in_client(world.coordinator).get(reverse("organisation:coverage"))
        assert "Communes sans aucun poste" in page.content.decode()


class TestAQueueThatNobodyReads:
    def unstaff(self, world, post):
        with acting_as(world.actor(world.admin)):
            Holding.objects.filter(post=post).update(ends_on=TODAY - DAY)

    def test_shows_to_the_coordinator_of_its_employer(self, world, far_coordinator):
        self.unstaff(world, world.post)
        referral_id = refer(world)
        assert [line.id for line in waiting(world, world.coordinator)] == [referral_id]
        assert waiting(world, far_coordinator) == []

    def test_shows_to_the_neighbours_where_its_employer_has_no_coordinator(
        self, world, far_coordinator
    ):
        self.unstaff(world, world.post)
        referral_id = refer(world)
        with acting_as(world.actor(world.admin)):
            type(world.coordinator).objects.filter(pk=world.coordinator.pk).update(is_active=False)
        assert [line.id for line in waiting(world, far_coordinator)] == [referral_id]

    def test_gives_way_to_a_post_of_the_same_place_that_somebody_holds(self, world):
        with acting_as(world.actor(world.admin)):
            world.other_post.units.add(world.station)
        assert world.other_post.name < world.post.name
        self.unstaff(world, world.other_post)
        assert queue_for(actor=PUBLIC, unit_id=world.station.pk, on=TODAY) == world.post.queue

    def test_is_read_by_the_replacement_while_it_lasts(self, world):
        self.unstaff(world, world.post)
        referral_id = refer(world)
        with acting_as(world.actor(world.admin)):
            cover = Cover.objects.create(
                post=world.post, user=world.other_worker, starts_on=_today(), ends_on=_today()
            )
        with acting_as(world.actor(world.other_worker)) as actor:
            assert [row.id for row in queries.queue(actor=actor, now=TUESDAY_TEN)] == [referral_id]
        assert waiting(world, world.coordinator) == []
        with acting_as(world.actor(world.admin)):
            Cover.objects.filter(pk=cover.pk).update(
                starts_on=_today() - 3 * DAY, ends_on=_today() - DAY
            )
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.queue(actor=actor, now=TUESDAY_TEN) == []
        assert [line.id for line in waiting(world, world.coordinator)] == [referral_id]


class TestACommune:
    def test_is_covered_by_the_post_that_names_its_unit(self, world, lonely):
        with acting_as(world.actor(world.admin)):
            lonely.communes.add("42207")
            world.other_post.units.add(lonely)
        assert queue_for(actor=PUBLIC, commune_code="42207", on=TODAY) == world.other_post.queue
        with acting_as(world.actor(world.coordinator)) as actor:
            sheet = coverage(actor=actor, departement="42", on=TODAY)
        assert "42207" not in {place.pk for place in sheet.places}

    def test_shares_one_queue_between_posts_of_one_territory(self, world):
        with acting_as(world.actor(world.admin)):
            Post.objects.filter(pk=world.other_post.pk).update(queue=world.post.queue)
            world.other_post.communes.add("42187")
        referral_id = refer(world)
        for user in (world.worker, world.other_worker):
            with acting_as(world.actor(user)) as actor:
                (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
            assert row.id == referral_id


def _today():
    """The wall counts a replacement by the day of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.today()")
        return cursor.fetchone()[0]


class TestAffiliation:
    def test_of_a_closed_account_counts_for_nobody(self, world, lonely):
        by_an_officer(world, lonely)
        with acting_as(world.actor(world.admin)):
            gone = world.add_member(Role.COORDINATOR, employer=world.employer)
            type(gone).objects.filter(pk=gone.pk).update(is_active=False)
            assert Affiliation.objects.filter(user=gone).exists()
        assert len(waiting(world, world.coordinator)) == 1
