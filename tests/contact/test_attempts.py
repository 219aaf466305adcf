"""Trying to reach her: what each outcome makes of the channel, and what stays written."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.actions import close, open_case
from entremise.cases.models import Case, ClosingReason, ReturnTold, TimelineEntry
from entremise.contact import actions, queries
from entremise.contact.models import ContactAttempt
from entremise.people.actions import ChannelWords, add_channel
from entremise.people.models import NameCard, SafeChannel
from entremise.people.safety import Act

pytestmark = pytest.mark.django_db

Outcome, Told, Safe = ContactAttempt.Outcome, ContactAttempt.Told, SafeChannel.Safe
LATER = TUESDAY_TEN + dt.timedelta(hours=2)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def phone_of(actor, case, **words):
    return add_channel(
        actor=actor,
        person_id=case.person_id,
        kind=SafeChannel.Kind.PHONE,
        value="06 39 98 12 34",
        now=TUESDAY_TEN,
        words=ChannelWords(**words),
        checked=words.get("safe") is Safe.YES,
    )


def note(actor, case, channel, outcome, *, now=TUESDAY_TEN, act=Act.CALL, **said):
    if outcome is Outcome.OTHER_ANSWERED:
        said.setdefault("told", Told.WRONG_NUMBER)
    return actions.note_outcome(
        actor=actor,
        case_id=case.pk,
        channel_id=channel.pk,
        act=act,
        outcome=outcome,
        now=now,
        **said,
    )


class TestOutcome:
    @pytest.mark.parametrize(
        ("outcome", "said", "becomes"),
        [
            (Outcome.REACHED, Safe.YES, Safe.YES),
            (Outcome.REACHED, Safe.NO, Safe.NO),
            (Outcome.REACHED, Safe.UNKNOWN, Safe.UNKNOWN),
            (Outcome.REFUSED, None, Safe.UNKNOWN),
            (Outcome.NO_ANSWER, None, Safe.UNKNOWN),
            (Outcome.NOT_MADE, None, Safe.UNKNOWN),
            (Outcome.OTHER_ANSWERED, None, Safe.UNKNOWN),
            (Outcome.OTHER_ANSWERED, Safe.NO, Safe.NO),
            (Outcome.WRONG_NUMBER, None, Safe.NO),
        ],
    )
    def test_says_what_the_channel_becomes(self, worker, case, outcome, said, becomes):
        channel = phone_of(worker, case)
        note(worker, case, channel, outcome, safe=said)
        channel.refresh_from_db()
        assert channel.safe == becomes

    @pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.OTHER_ANSWERED])
    def test_somebody_else_or_nobody_never_makes_a_channel_safe(self, worker, case, outcome):
        channel = phone_of(worker, case)
        with pytest.raises(NotPossible, match="sûr"):
            note(worker, case, channel, outcome, safe=Safe.YES)

    def test_no_call_makes_an_unsafe_channel_safe_again(self, worker, case):
        channel = phone_of(worker, case, safe=Safe.NO)
        with pytest.raises(NotPossible, match="dangereux"):
            note(worker, case, channel, Outcome.REACHED, safe=Safe.YES)

    def test_somebody_else_who_answers_makes_a_safe_channel_unverified(self, worker, case):
        channel = phone_of(worker, case, safe=Safe.YES)
        note(worker, case, channel, Outcome.OTHER_ANSWERED)
        channel.refresh_from_db()
        assert (channel.safe, channel.checked_on) == (Safe.UNKNOWN, None)

    def test_asks_what_somebody_else_heard_and_keeps_it_for_the_next_call(self, worker, case):
        channel = phone_of(worker, case)
        for said in ({"told": None}, {"told": Told.MORE}, {"told": Told.MORE, "note": "  "}):
            with pytest.raises(NotPossible, match=r"entendu|Écrivez"):
                note(worker, case, channel, Outcome.OTHER_ANSWERED, **said)
        note(worker, case, channel, Outcome.OTHER_ANSWERED, told=Told.ASKED_FOR_HER)
        note(worker, case, channel, Outcome.NO_ANSWER, now=LATER, told=Told.NOTHING)
        last = queries.last_told(actor=worker, case_id=case.pk, channel_id=channel.pk)
        assert last.told == Told.ASKED_FOR_HER
        assert ContactAttempt.objects.get(outcome=Outcome.NO_ANSWER).told == ""

    @pytest.mark.parametrize(
        ("message", "becomes"),
        [("never", Safe.UNKNOWN), ("neutral", Safe.YES), ("yes", Safe.YES)],
    )
    def test_a_message_left_where_none_was_agreed_is_checked_again(
        self, worker, case, message, becomes
    ):
        channel = phone_of(worker, case, safe=Safe.YES, message=SafeChannel.Message(message))
        note(worker, case, channel, Outcome.LEFT_MESSAGE)
        channel.refresh_from_db()
        assert channel.safe == becomes

    def test_a_message_left_never_opens_an_unsafe_number(self, worker, case):
        channel = phone_of(worker, case, safe=Safe.NO)
        note(worker, case, channel, Outcome.LEFT_MESSAGE)
        channel.refresh_from_db()
        assert channel.safe == Safe.NO

    def test_a_door_that_somebody_else_opens_is_no_longer_safe(self, worker, case):
        home = add_channel(
            actor=worker,
            person_id=case.person_id,
            kind=SafeChannel.Kind.POST,
            value="3 rue des Canaris",
            now=TUESDAY_TEN,
            words=ChannelWords(safe=Safe.YES),
            checked=True,
        )
        note(worker, case, home, Outcome.OTHER_ANSWERED, act=Act.VISIT)
        home.refresh_from_db()
        assert home.safe == Safe.UNKNOWN

    def test_reached_asks_whether_it_is_safe(self, worker, case):
        channel = phone_of(worker, case)
        with pytest.raises(NotPossible, match="Dites si ce moyen est sûr"):
            note(worker, case, channel, Outcome.REACHED)

    def test_lets_the_next_call_open_again(self, worker, case):
        channel = phone_of(worker, case)
        call = {"actor": worker, "case_id": case.pk, "channel_id": channel.pk, "act": Act.CALL}
        actions.open_channel(now=TUESDAY_TEN, **call)
        with pytest.raises(NotPossible, match="issue"):
            actions.open_channel(now=TUESDAY_TEN, **call)
        note(worker, case, channel, Outcome.NO_ANSWER)
        assert actions.open_channel(now=TUESDAY_TEN, **call).value

    def test_stays_in_the_timeline_and_the_journal_without_a_number(self, worker, case):
        channel = phone_of(worker, case)
        attempt = note(worker, case, channel, Outcome.NO_ANSWER, note="Canarinote")
        entry = TimelineEntry.objects.get(case=case, kind="contact:attempt")
        assert (entry.subject_id, entry.text) == (attempt.pk, "Appel : pas de réponse")
        line = JournalEntry.objects.get(case_id=case.pk, event="contact:attempted")
        assert line.reason == "call:no_answer"
        assert b"Canarinote" not in bytes(attempt.note_sealed)

    def test_a_channel_of_another_person_is_not_found(self, worker, world, case):
        other = another_case(world, worker)
        channel = phone_of(worker, other)
        with pytest.raises(SafeChannel.DoesNotExist):
            note(worker, case, channel, Outcome.NO_ANSWER)
        with pytest.raises(SafeChannel.DoesNotExist):
            actions.open_channel(
                actor=worker,
                case_id=case.pk,
                channel_id=channel.pk,
                act=Act.CALL,
                now=TUESDAY_TEN,
            )

    def test_a_closed_case_is_reopened_first(self, worker, case):
        channel = phone_of(worker, case)
        close(
            actor=worker,
            case_id=case.pk,
            reason=ClosingReason.RELAYED,
            changes=[],
            told_she_can_return=ReturnTold.YES,
            words="",
            now=TUESDAY_TEN,
        )
        with pytest.raises(NotPossible, match="rouvrez"):
            note(worker, case, channel, Outcome.NO_ANSWER)


def another_case(world, actor):
    return open_case(
        actor=actor,
        post_id=world.post.pk,
        now=TUESDAY_TEN,
        card=NameCard(last_name="Autre", first_name="Zoé"),
    )


class TestFinal:
    def test_nothing_can_change_or_remove_an_attempt(self, worker, case):
        attempt = note(worker, case, phone_of(worker, case), Outcome.NO_ANSWER)
        for deed in (
            lambda: ContactAttempt.objects.filter(pk=attempt.pk).update(outcome="reached"),
            lambda: ContactAttempt.objects.filter(pk=attempt.pk).delete(),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                deed()

    def test_nobody_writes_in_the_name_of_somebody_else(self, worker, case, world):
        forged = ContactAttempt(
            case=case,
            at=TUESDAY_TEN,
            kind="call",
            outcome="reached",
            author_id=world.other_worker.pk,
        )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            forged.save(force_insert=True)


class TestReach:
    @pytest.mark.parametrize("role", ["other_worker", "far_worker"])
    def test_a_worker_of_another_post_neither_reads_nor_notes(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            channel = phone_of(actor, case)
            note(actor, case, channel, Outcome.NO_ANSWER)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(ContactAttempt.objects.all()) == []
            assert queries.attempts_of(actor=actor, case_id=case.pk) == []
            with pytest.raises(Case.DoesNotExist):
                note(actor, case, channel, Outcome.NO_ANSWER)

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_the_other_roles_may_not_even_without_the_python_wall(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            channel = phone_of(actor, case)
            note(actor, case, channel, Outcome.NO_ANSWER)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(ContactAttempt.objects.all()) == []
            with pytest.raises(NotAllowed):
                note(actor, case, channel, Outcome.NO_ANSWER)


class TestTheLastContact:
    def test_reaching_her_dates_the_case_and_not_reaching_her_does_not(self, worker, case):
        channel = phone_of(worker, case)
        note(worker, case, channel, Outcome.NO_ANSWER)
        case.refresh_from_db()
        assert case.last_contact_at is None
        note(worker, case, channel, Outcome.REACHED, now=LATER, safe=Safe.YES)
        case.refresh_from_db()
        assert case.last_contact_at == LATER

    def test_a_call_without_outcome_is_remembered(self, worker, case):
        channel = phone_of(worker, case)
        assert queries.open_calls(actor=worker) == []
        actions.open_channel(
            actor=worker,
            case_id=case.pk,
            channel_id=channel.pk,
            act=Act.CALL,
            now=TUESDAY_TEN,
        )
        assert queries.open_calls(actor=worker) == [case]
