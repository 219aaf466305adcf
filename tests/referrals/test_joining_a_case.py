"""A referral joins a case that is already there: a closed one opens again, a restricted word
stays restricted."""

import datetime as dt

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.base.errors import NotPossible
from entremise.cases import actions as cases
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, ClosingReason, Deed, ReopeningReason, ReturnTold
from entremise.referrals import actions
from entremise.referrals.models import Referral
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

    def test_stays_closed_when_the_referral_is_refused(self, world):
        known = world.case_of(world.worker)
        close(world, known)
        with pytest.raises(NotPossible):
            take(world, refer(world), case_id=known.pk, restricted=True)
        assert state_of(world, Case, known.pk) == STATE.CLOSED


class TestARestrictedReferral:
    def test_does_not_join_a_case_that_the_whole_post_reads(self, world):
        known = world.case_of(world.worker)
        said_before = refer(world, world.worker, restricted=True)
        ticked_now = refer(world)
        with pytest.raises(NotPossible, match="Restreignez d’abord"):
            take(world, said_before, case_id=known.pk)
        with pytest.raises(NotPossible, match="Restreignez d’abord"):
            take(world, ticked_now, case_id=known.pk, restricted=True)
        assert state_of(world, Referral, said_before) == Referral.State.RECEIVED

    def test_joins_a_restricted_case(self, world):
        known = world.case_of(world.worker, restricted=True)
        referral_id = refer(world, world.worker, restricted=True)
        assert take(world, referral_id, case_id=known.pk) == known

    def test_is_no_double_of_one_that_the_whole_queue_reads(self, world):
        first, second = refer(world), refer(world, world.worker, restricted=True)
        with pytest.raises(NotPossible, match="à accès restreint"):
            double(world, second, of=first)
        take(world, first)
        with pytest.raises(NotPossible, match="Restreignez d’abord"):
            double(world, second, of=first)

    def test_is_a_double_of_another_restricted_one(self, world):
        first, second = (refer(world, world.worker, restricted=True) for _each in range(2))
        double(world, second, of=first)
        assert state_of(world, Referral, second) == Referral.State.DUPLICATE
