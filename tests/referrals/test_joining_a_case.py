"""A referral joins a case that is already there: a closed one opens again."""

import datetime as dt

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.cases import actions as cases
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, ClosingReason, Deed, ReopeningReason, ReturnTold
from entremise.referrals import actions
from referring import refer, take

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)
STATE = Case.State


def close(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        cases.close(
            actor=actor,
            case_id=case.pk,
            reason=ClosingReason.NEEDS_MET,
            changes=[],
            told_she_can_return=ReturnTold.YES,
            words="",
            now=TUESDAY_TEN,
        )


def double(world, referral_id, of):
    with acting_as(world.actor(world.worker)) as actor:
        actions.mark_duplicate(actor=actor, referral_id=referral_id, of=of, now=WEDNESDAY)


def state_of(world, model, pk):
    with acting_as(world.actor(world.worker)):
        return model.objects.get(pk=pk).state


class TestAClosedCase:
    def test_opens_again_when_a_referral_joins_it(self, world):
        known = world.case_of(world.worker)
        close(world, known)
        take(world, refer(world), case_id=known.pk)
        assert state_of(world, Case, known.pk) == STATE.REOPENED
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=known.pk, now=TUESDAY_TEN)
            told = [
                (one.kind, one.text)
                for one in case_queries.timeline(actor=actor, case_id=known.pk)
            ]
        assert (Deed.REOPENED, ReopeningReason.NEW_REFERRAL.label) in told

    def test_tells_the_journal_why(self, world):
        known = world.case_of(world.worker)
        close(world, known)
        take(world, refer(world), case_id=known.pk)
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event=Event.CASE_REOPENED)
        assert (line.case_id, line.reason) == (known.pk, ReopeningReason.NEW_REFERRAL)

    def test_opens_again_when_a_double_of_its_referral_comes(self, world):
        first, second = refer(world), refer(world)
        case = take(world, first)
        close(world, case)
        double(world, second, of=first)
        assert state_of(world, Case, case.pk) == STATE.REOPENED

    def test_an_open_one_stays_as_it_is(self, world):
        first, second = refer(world), refer(world)
        case = take(world, first)
        double(world, second, of=first)
        take(world, refer(world), case_id=case.pk)
        assert state_of(world, Case, case.pk) == STATE.OPEN
