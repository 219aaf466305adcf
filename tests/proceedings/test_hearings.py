"""A hearing: when, where, and who may be at her side. Never what was said."""

import dataclasses
import datetime as dt
import inspect

import pytest
from django import forms
from django.db import IntegrityError, models, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.proceedings import actions, queries
from entremise.proceedings.forms import HearingForm, NewHearing
from entremise.proceedings.models import Hearing, HearingKind

pytestmark = pytest.mark.django_db
BEFORE = TUESDAY_TEN - dt.timedelta(hours=2)
AFTER = TUESDAY_TEN + dt.timedelta(days=2)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def plan(actor, case, *, at=BEFORE, presence="asked", held=False, **words):
    rendezvous = actions.Rendezvous(kind=HearingKind.HEARING, at=at, **words)
    return actions.plan_hearing(
        actor=actor,
        case_id=case.pk,
        rendezvous=rendezvous,
        presence=presence,
        held=held,
        now=TUESDAY_TEN,
    )


def change(actor, hearing, **said):
    usual = {"state": "held", "presence": "agreed", "refused_by": "", "attended": True}
    return actions.change_hearing(
        actor=actor,
        case_id=hearing.case_id,
        hearing_id=hearing.pk,
        now=TUESDAY_TEN,
        **{**usual, "version": hearing.version, **said},
    )


class TestPlanning:
    def test_seals_the_place_and_tells_the_timeline(self, world, worker, case):
        hearing = plan(worker, case, unit_id=world.station.pk, place="Canarisalle")
        assert b"Canarisalle" not in bytes(hearing.place_sealed)
        assert "Audition, prévue" in timeline(actor=worker, case_id=case.pk)[0].text
        (found,) = queries.hearings_of(actor=worker, case_id=case.pk)
        assert (found.place, found.unit) == ("Canarisalle", world.station)

    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "dpo", "steering"])
    def test_is_refused_to_others(self, world, case, role):
        with acting_as(world.actor(getattr(world, role))) as actor:
            with pytest.raises(NotAllowed):
                plan(actor, case)
            assert not Hearing.objects.exists()

    def test_says_nothing_of_the_day_to_whom_there_is_no_such_case(self, world, case):
        yesterday = TUESDAY_TEN - dt.timedelta(days=1)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(Case.DoesNotExist),
        ):
            plan(actor, case, at=yesterday)

    def test_names_who_refused_on_its_own_page(self, worker, case):
        with pytest.raises(NotPossible, match="Dites qui a refusé"):
            plan(worker, case, presence="refused")

    def test_is_not_for_a_day_that_is_over(self, worker, case):
        yesterday = TUESDAY_TEN - dt.timedelta(days=1)
        with pytest.raises(NotPossible, match="Cette date est passée"):
            plan(worker, case, at=yesterday)
        assert plan(worker, case, at=yesterday, held=True).state == "held"

    def test_is_not_held_before_its_day(self, worker, case):
        with pytest.raises(NotPossible, match="encore à venir"):
            plan(worker, case, at=AFTER, held=True)


class TestWhatBecameOfIt:
    def test_she_was_accompanied(self, worker, case):
        held = change(worker, plan(worker, case))
        assert (held.state, held.attended) == ("held", True)
        assert "Accompagnée." in timeline(actor=worker, case_id=case.pk)[0].text

    def test_a_refusal_says_by_whom(self, worker, case):
        hearing = plan(worker, case)
        with pytest.raises(NotPossible, match="Dites qui a refusé"):
            change(worker, hearing, presence="refused", attended=False)
        refused = change(
            worker, hearing, presence="refused", refused_by="prosecutor", attended=False
        )
        assert refused.get_refused_by_display() == "le parquet"

    def test_nobody_was_at_her_side_without_an_agreement(self, worker, case):
        with pytest.raises(NotPossible, match="a été acceptée"):
            change(worker, plan(worker, case), presence="asked", attended=True)

    def test_one_to_come_has_not_been_held(self, worker, case):
        with pytest.raises(NotPossible, match="encore à venir"):
            change(worker, plan(worker, case, at=AFTER))

    def test_what_was_held_stays_held(self, worker, case):
        held = change(worker, plan(worker, case))
        with pytest.raises(NotPossible, match="n’est plus possible"):
            change(worker, held, state="cancelled")

    def test_the_database_refuses_a_refusal_by_nobody(self, worker, case):
        hearing = plan(worker, case)
        hearing.presence = "refused"
        with pytest.raises(IntegrityError), transaction.atomic():
            hearing.save(update_fields=["presence"])


class TestTwoPeople:
    def test_who_answer_at_once_see_what_the_other_noted(self, worker, case):
        hearing = plan(worker, case)
        change(worker, hearing, presence="refused", refused_by="unit", attended=False, version=1)
        with pytest.raises(Conflict) as clash:
            change(worker, hearing, version=1)
        said = "a eu lieu ; présence : refusée, par l’unité ; non accompagnée"
        assert (clash.value.theirs, clash.value.version) == (said, 2)
        kept = change(worker, hearing, version=2)
        assert (kept.attended, kept.version) == (True, 3)


class TestWhatWasSaid:
    def test_has_no_place_to_be_written(self):
        """She could be called as a witness: the row has a place, and no other free text."""
        texts = [
            field.name
            for field in Hearing._meta.get_fields()
            if isinstance(field, models.TextField | models.BinaryField | models.JSONField)
        ]
        assert texts == ["place_sealed"]

    def test_is_asked_by_no_form(self):
        """A place is a line; nothing else of what may be typed about a hearing is free."""
        free = {
            name: field.max_length
            for form in (NewHearing, HearingForm)
            for name, field in form.base_fields.items()
            if isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)
        }
        assert free == {"place": 300}

    def test_is_taken_by_no_deed(self):
        taken = {
            name
            for deed in (actions.plan_hearing, actions.change_hearing)
            for name in inspect.signature(deed).parameters
        }
        taken |= {field.name for field in dataclasses.fields(actions.Rendezvous)}
        assert taken == {
            *("actor", "case_id", "hearing_id", "rendezvous", "now", "held", "attended"),
            *("kind", "at", "unit_id", "place", "state", "presence", "refused_by", "version"),
        }
