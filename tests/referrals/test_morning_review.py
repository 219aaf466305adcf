"""The morning list: sealed with its own key, decided line by line, gone within the day."""

import datetime as dt
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import EphemeralKey
from entremise.organisation.models import Unit
from entremise.referrals import actions, queries
from entremise.referrals.actions import LineCells
from entremise.referrals.actions.reviewing import one_person
from entremise.referrals.models import (
    Form,
    Referral,
    ReferralIdentity,
    RefusalCount,
    ReviewLine,
    ReviewList,
    Source,
    Tier,
    Wish,
)

pytestmark = pytest.mark.django_db
CELLS = LineCells(
    date="09/03",
    kind="VIF",
    commune="Roanne",
    persons="Mme CANARILISTE Zélie",
    phone="06 99 00 11 22",
    seen="Canarivu : cris entendus par un voisin.",
)
JOB = Actor(kind=Kind.JOB)


@pytest.fixture
def review(world):
    """A list of the station of Roanne with one line, by its chief."""
    return listed(world, world.chief)


def listed(world, user, *cells, now=TUESDAY_TEN, unit=None):
    with acting_as(world.actor(user)) as actor:
        held = actions.open_list(actor=actor, unit_id=(unit or world.station).pk, now=now)
        actions.add_lines(actor=actor, list_id=held.pk, lines=cells or [CELLS])
        return held


def lines_of(world, review, user=None):
    with acting_as(world.actor(user or world.chief)) as actor:
        return queries.lines(actor=actor, list_id=review.pk, now=TUESDAY_TEN)


def keep(world, line, user=None, **choices):
    with acting_as(world.actor(user or world.chief)) as actor:
        return actions.keep_line(
            actor=actor,
            line_id=line.id,
            now=TUESDAY_TEN,
            **{"wish": Wish.COULD_NOT_ASK, **choices},
        )


class TestOpenList:
    def test_opens_one_list_and_goes_on_with_it(self, world, review):
        again = listed(world, world.chief)
        assert again == review
        assert [line.number for line in lines_of(world, review)] == [1, 2]

    def test_closes_the_one_forgotten_the_day_before(self, world, review):
        tomorrow = listed(world, world.chief, now=TUESDAY_TEN + dt.timedelta(days=1))
        assert tomorrow != review
        with acting_as(world.actor(world.chief)):
            assert ReviewList.objects.get(pk=review.pk).state == "closed"
            assert not any(line.cells_sealed for line in review.lines.all())

    @pytest.mark.parametrize("role", ["officer", "coordinator", "dpo", "steering", "admin"])
    def test_refuses_those_who_hold_no_list(self, world, role):
        with pytest.raises(NotAllowed):
            listed(world, getattr(world, role))

    def test_refuses_the_unit_of_somebody_else(self, world):
        with pytest.raises(NotAllowed):
            listed(world, world.chief, unit=world.brigade)
        with pytest.raises(Unit.DoesNotExist):
            listed(world, world.worker, unit=world.brigade)


class TestReach:
    @pytest.mark.parametrize(
        "role", ["worker", "other_worker", "officer", "coordinator", "dpo", "admin"]
    )
    def test_others_read_no_line_even_without_the_python_wall(self, world, review, role):
        with acting_as(world.actor(getattr(world, role))):
            assert list(ReviewLine.objects.all()) == []

    def test_another_chief_of_the_unit_reads_it_and_one_of_another_unit_does_not(
        self, world, review
    ):
        with acting_as(world.actor(world.admin)):
            deputy = world.add_member(Role.CHIEF, unit=world.station)
            stranger = world.add_member(Role.CHIEF, unit=world.brigade)
        (line,) = lines_of(world, review, deputy)
        assert line.cells["persons"] == "Mme CANARILISTE Zélie"
        with pytest.raises(ReviewList.DoesNotExist):
            lines_of(world, review, stranger)

    def test_the_worker_reads_a_line_only_once_it_is_shown_to_her(self, world, review):
        assert lines_of(world, review, world.worker) == []
        (line,) = lines_of(world, review)
        with acting_as(world.actor(world.chief)) as actor:
            actions.show_to_worker(actor=actor, line_id=line.id, shown=True)
        (seen,) = lines_of(world, review, world.worker)
        assert seen.cells["seen"].startswith("Canarivu")

    def test_the_chief_does_not_see_what_the_worker_picked(self, world):
        hers = listed(world, world.worker)
        with pytest.raises(ReviewList.DoesNotExist):
            lines_of(world, hers)
        with acting_as(world.actor(world.chief)):
            assert list(ReviewLine.objects.all()) == []

    def test_a_coordinator_learns_which_lists_are_not_closed_and_no_line(self, world, review):
        with acting_as(world.actor(world.coordinator)) as actor:
            (status,) = queries.lists_not_closed(actor=actor)
        assert (status.unit_name, status.for_date) == (world.station.name, TUESDAY_TEN.date())
        assert "Canari" not in repr(status)

    def test_the_cell_is_sealed(self, world, review):
        with connection.cursor() as cursor, acting_as(world.actor(world.chief)):
            cursor.execute("SELECT cells_sealed FROM referrals_reviewline")
            ((cell,),) = cursor.fetchall()
        assert cell
        assert b"CANARI" not in bytes(cell)


class TestKeepLine:
    def test_makes_a_referral_and_wipes_the_line(self, world, review):
        (line,) = lines_of(world, review)
        outcome = keep(world, line, tier=Tier.FIRST)
        with acting_as(world.actor(world.chief)):
            row = ReviewLine.objects.get()
            assert (row.state, bytes(row.cells_sealed)) == ("referred", b"")
        with acting_as(world.actor(world.worker)) as actor:
            (waiting,) = queries.queue(actor=actor, now=TUESDAY_TEN)
            opened = actions.open_referral(
                actor=actor, referral_id=outcome.referral_id, now=TUESDAY_TEN
            )
            referral = Referral.objects.get()
        assert waiting.tier is Tier.FIRST
        assert waiting.commune == "Roanne"
        assert (referral.form, referral.source) == (Form.REVIEW, Source.POLICE)
        assert opened.card.last_name == "Canariliste"
        assert "Canarivu" in opened.seen
        assert opened.has_number

    def test_what_the_worker_read_in_the_log_is_her_own_initiative(self, world):
        hers = listed(world, world.worker)
        (line,) = lines_of(world, hers, world.worker)
        keep(world, line, world.worker)
        with acting_as(world.actor(world.worker)):
            referral = Referral.objects.get()
        assert (referral.form, referral.source) == (Form.SELF_INITIATED, Source.LOG)

    def test_a_refusal_leaves_a_count_and_nothing_else(self, world, review):
        (line,) = lines_of(world, review)
        keep(world, line, wish=Wish.REFUSES)
        with acting_as(world.actor(world.worker)):
            assert RefusalCount.objects.count() == 1
            assert list(Referral.objects.all()) == []
            assert list(ReferralIdentity.objects.all()) == []
        with acting_as(world.actor(world.chief)):
            assert not bytes(ReviewLine.objects.get().cells_sealed)

    def test_a_danger_needs_a_written_ground(self, world, review):
        (line,) = lines_of(world, review)
        with pytest.raises(NotPossible, match="pourquoi le danger"):
            keep(world, line, wish=Wish.DANGER)

    def test_is_done_once(self, world, review):
        (line,) = lines_of(world, review)
        keep(world, line)
        with pytest.raises(NotPossible, match="déjà été gardée"):
            keep(world, line)

    @pytest.mark.parametrize(
        "persons",
        [
            *(
                "Mme DURAND Zoé, M. PETIT Jean",
                "Mme DURAND Zoé - M. PETIT",
                "Mme DURAND Zoé/PETIT",
            ),
            *("Mme DURAND Zoé c. M. PETIT", "DURAND Zoé c/ PETIT", "DURAND Zoé contre PETIT"),
            *("DURAND Zoé avec PETIT Jean", "DURAND Zoé et PETIT", "couple DURAND Zoé"),
            *("victime : DURAND Zoé", "DURAND Zoé (victime)", "M. PETIT auteur, DURAND Zoé"),
            *("DURAND Zoé épouse PETIT", "DURAND Zoé 32 ans", "une femme, DURAND Zoé"),
        ],
    )
    def test_where_a_cell_says_more_than_one_name_nobody_chooses(self, world, persons):
        held = listed(world, world.chief, LineCells(persons=persons))
        (line,) = lines_of(world, held)
        outcome = keep(world, line)
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(
                actor=actor, referral_id=outcome.referral_id, now=TUESDAY_TEN
            )
        assert opened.card.display == "Personne sans nom"
        assert "DURAND Zoé" in opened.seen


class TestTheNameOfALine:
    @pytest.mark.parametrize(
        ("persons", "shown"),
        [
            ("Mme DURAND Zoé", "Zoé DURAND"),
            ("Anne-Marie LE GALL", "Anne-Marie LE GALL"),
            ("Mlle BEN SALAH Amina", "Amina BEN SALAH"),
            ("Saint-Clair Lou", "Lou SAINT-CLAIR"),
            ("M. PETIT auteur", "Personne sans nom"),
            ("une femme inconnue", "Personne sans nom"),
        ],
    )
    def test_is_read_where_it_stands_alone(self, persons, shown):
        assert one_person(persons).display.replace("\u00a0", " ") == shown


class TestSetAside:
    def test_keeps_the_kind_of_event_and_the_unit_only(self, world, review):
        (line,) = lines_of(world, review)
        with acting_as(world.actor(world.chief)) as actor:
            actions.set_aside(actor=actor, line_id=line.id)
            row = ReviewLine.objects.get()
        assert (row.state, row.kind_of_event) == ("set_aside", "family")
        assert bytes(row.cells_sealed) == b""


class TestCloseList:
    def test_wipes_what_was_not_decided_and_destroys_the_key(
        self, world, review, django_capture_on_commit_callbacks
    ):
        assert EphemeralKey.objects.filter(subject_id=review.pk).exists()
        chief = world.actor(world.chief)
        with django_capture_on_commit_callbacks(execute=True), acting_as(chief) as actor:
            actions.close_list(actor=actor, list_id=review.pk, now=TUESDAY_TEN)
            row = ReviewLine.objects.get()
        assert (row.state, bytes(row.cells_sealed)) == ("set_aside", b"")
        assert not EphemeralKey.objects.filter(subject_id=review.pk).exists()

    def test_is_not_done_by_the_worker_in_the_chiefs_place(self, world, review):
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(ReviewList.DoesNotExist):
            actions.close_list(actor=actor, list_id=review.pk, now=TUESDAY_TEN)

    def test_takes_no_more_lines(self, world, review):
        with acting_as(world.actor(world.chief)) as actor:
            actions.close_list(actor=actor, list_id=review.pk, now=TUESDAY_TEN)
            with pytest.raises(NotPossible, match="close"):
                actions.add_lines(actor=actor, list_id=review.pk, lines=[CELLS])


class TestDestroyOldLists:
    def test_ends_a_list_that_has_lived_a_day(
        self, world, review, django_capture_on_commit_callbacks
    ):
        a_day_later = dt.datetime.now(TUESDAY_TEN.tzinfo) + dt.timedelta(hours=25)
        with django_capture_on_commit_callbacks(execute=True), acting_as(JOB) as actor:
            assert actions.destroy_old_lists(actor=actor, now=a_day_later) == 1
        with acting_as(world.actor(world.chief)):
            assert not any(line.cells_sealed for line in ReviewLine.objects.all())
        assert not EphemeralKey.objects.filter(subject_id=review.pk).exists()

    def test_leaves_the_list_of_this_morning(self, world, review):
        with acting_as(JOB) as actor:
            now = TUESDAY_TEN + dt.timedelta(hours=2)
            assert actions.destroy_old_lists(actor=actor, now=now) == 0
        assert lines_of(world, review)[0].cells

    def test_is_known_to_the_worker_that_runs_jobs(self):
        jobs = import_module("entremise.jobs")
        assert jobs.app.tasks["entremise.jobs.destroy_old_lists"] is jobs.destroy_old_lists
        assert "entremise.jobs" in settings.PROCRASTINATE_IMPORT_PATHS

    def test_is_a_job_and_not_an_account(self, world, review):
        with acting_as(world.actor(world.chief)) as actor, pytest.raises(NotAllowed):
            actions.destroy_old_lists(actor=actor, now=TUESDAY_TEN)


class TestOddCells:
    @pytest.mark.parametrize(
        ("cells", "odd"),
        [
            ({"date": "32/13"}, "date"),
            ({"date": "jadis"}, "date"),
            ({"date": "01/01/1999"}, "date"),
            ({"phone": "06 12"}, "phone"),
            ({"commune": "Nulleparville"}, "commune"),
        ],
    )
    def test_are_said_on_the_line_and_kept_as_typed(self, world, cells, odd):
        held = listed(world, world.chief, LineCells(**cells))
        (line,) = lines_of(world, held)
        assert list(line.odd) == [odd]
        assert line.cells == cells

    @pytest.mark.parametrize(
        "cells",
        [
            {"date": "09/03", "phone": "+33 6 99 00 11 22", "commune": "ROANNE"},
            {"date": "hier 23h40", "phone": "06.99.00.11.22", "commune": "42300 Roanne"},
            {"date": "2026-03-10", "phone": "0033699001122", "commune": "St Etienne"},
        ],
    )
    def test_are_not_found_in_what_units_really_write(self, world, cells):
        held = listed(world, world.chief, LineCells(**cells))
        assert lines_of(world, held)[0].odd == {}


class TestCorrectLine:
    def test_changes_the_cells_that_are_given_and_no_other(self, world):
        held = listed(world, world.chief, LineCells(date="32/13", commune="Nulle", phone="06"))
        (line,) = lines_of(world, held)
        assert [cell.name for cell in line.to_correct] == ["date", "commune", "phone"]
        correct(world, line, date="09/03", phone="")
        (line,) = lines_of(world, held)
        assert line.cells == {"date": "09/03", "commune": "Nulle"}
        assert [cell.name for cell in line.to_correct] == ["commune"]

    def test_is_for_whoever_holds_the_list(self, world, review):
        (line,) = lines_of(world, review)
        with acting_as(world.actor(world.chief)) as actor:
            actions.show_to_worker(actor=actor, line_id=line.id, shown=True)
        with pytest.raises(ReviewList.DoesNotExist):
            correct(world, line, world.worker, date="09/03")
        with acting_as(world.actor(world.admin)):
            stranger = world.add_member(Role.CHIEF, unit=world.brigade)
        with pytest.raises(ReviewLine.DoesNotExist):
            correct(world, line, stranger, date="09/03")
        with pytest.raises(NotAllowed):
            correct(world, line, world.officer, date="09/03")

    def test_is_no_more_possible_once_the_line_is_decided(self, world, review):
        (line,) = lines_of(world, review)
        keep(world, line)
        with pytest.raises(NotPossible, match="déjà été gardée"):
            correct(world, line, date="09/03")

    def test_stays_sealed(self, world, review):
        (line,) = lines_of(world, review)
        correct(world, line, commune="Canaricommune")
        with acting_as(world.actor(world.chief)):
            assert b"Canaricommune" not in bytes(ReviewLine.objects.get().cells_sealed)


def correct(world, line, user=None, **cells):
    with acting_as(world.actor(user or world.chief)) as actor:
        actions.correct_line(actor=actor, line_id=line.id, cells=cells)


class TestNextUndecided:
    def test_is_the_line_below_then_what_was_skipped_then_nothing(self, world):
        held = listed(world, world.chief, *[LineCells(kind=str(one)) for one in range(3)])
        first, second, third = lines_of(world, held)
        with acting_as(world.actor(world.chief)) as actor:
            actions.set_aside(actor=actor, line_id=second.id)
            after = [
                queries.next_undecided(actor=actor, list_id=held.pk, after=number)
                for number in (1, 2, 3)
            ]
            actions.set_aside(actor=actor, line_id=first.id)
            actions.set_aside(actor=actor, line_id=third.id)
            nothing = queries.next_undecided(actor=actor, list_id=held.pk, after=1)
        assert after == [3, 3, 1]
        assert nothing is None
