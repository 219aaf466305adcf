"""Sharing, naming readers, transferring, and opening with a reason."""

import datetime as dt

import pytest
from django.db import ProgrammingError

from clients import close_account
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case, Deed, GlassNote, Loan, TimelineEntry, Transfer
from lending import sees

pytestmark = pytest.mark.django_db


class TestRestricting:
    def test_takes_the_case_from_everybody_but_the_named_readers(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            actions.share(
                actor=actor,
                case_id=case.pk,
                post_id=world.other_post.pk,
                until=None,
                now=TUESDAY_TEN,
            )
            actions.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
        assert sees(world, world.worker, case)
        assert not sees(world, world.other_worker, case)
        with acting_as(world.actor(world.coordinator)) as actor:
            assert not Case.objects.listed_for(actor).exists()

    def restrict(self, world, case, *readers, by=None):
        with acting_as(world.actor(by or world.worker)) as actor:
            actions.restrict(
                actor=actor,
                case_id=case.pk,
                reader_ids=[reader.pk for reader in readers],
                now=TUESDAY_TEN,
            )

    def test_lets_the_named_colleague_read_until_she_is_named_no_more(self, world):
        case = world.case_of(world.worker)
        self.restrict(world, case, world.other_worker)
        assert sees(world, world.other_worker, case)
        self.restrict(world, case)
        assert not sees(world, world.other_worker, case)
        assert sees(world, world.worker, case)

    def test_a_named_colleague_may_name_another_in_her_place(self, world):
        case = world.case_of(world.worker)
        self.restrict(world, case, world.other_worker)
        self.restrict(world, case, by=world.other_worker)
        assert sees(world, world.other_worker, case)
        assert not sees(world, world.worker, case)

    def test_names_nobody_of_another_employer_and_no_other_role(self, world):
        case = world.case_of(world.worker)
        for stranger in (world.far_worker, world.coordinator, world.chief):
            with pytest.raises(NotAllowed):
                self.restrict(world, case, stranger)
        assert not Loan.objects.exists()

    def test_is_lifted_by_a_named_reader_who_says_why(self, world):
        case = world.case_of(world.worker)
        self.restrict(world, case, world.other_worker)
        with acting_as(world.actor(world.other_worker)) as actor:
            with pytest.raises(NotPossible, match="Écrivez pourquoi"):
                actions.lift_restriction(actor=actor, case_id=case.pk, reason=" ", now=TUESDAY_TEN)
            actions.lift_restriction(
                actor=actor, case_id=case.pk, reason="Il a quitté la mairie", now=TUESDAY_TEN
            )
        assert sees(world, world.worker, case)
        assert not sees(world, world.other_worker, case)
        with acting_as(world.actor(world.worker)) as actor:
            assert not Loan.objects.exists()
            assert queries.timeline(actor=actor, case_id=case.pk)[0].kind == Deed.UNRESTRICTED

    def test_is_not_lifted_by_somebody_who_is_not_named(self, world):
        case = world.case_of(world.worker)
        self.restrict(world, case)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(Case.DoesNotExist),
        ):
            actions.lift_restriction(
                actor=actor, case_id=case.pk, reason="Curieuse", now=TUESDAY_TEN
            )

    def test_withdraws_an_offer_and_ends_an_exceptional_access(self, world):
        case = world.case_of(world.worker)
        TestTransfer().propose(world, case)
        assert sees(world, world.other_worker, case)
        self.restrict(world, case)
        assert not sees(world, world.other_worker, case)
        with acting_as(world.actor(world.worker)) as actor:
            assert queries.named_readers(actor=actor, case_id=case.pk) == [world.worker.pk]
            assert Transfer.objects.get(case=case).state == Transfer.State.REFUSED


class TestAReadingThatWasLent:
    """Whoever reads by a sharing or an exceptional access cannot hand the reading on."""

    REFUSED = "Un autre poste suit cette situation"

    def lent(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.break_glass(
                actor=actor,
                case_id=case.pk,
                reason=TestBreakingTheGlass.REASON,
                now=dt.datetime.now(dt.UTC),
            )
        return case

    def test_is_not_shared_by_its_reader(self, world):
        case = self.lent(world)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(NotPossible, match=self.REFUSED),
        ):
            actions.share(
                actor=actor,
                case_id=case.pk,
                post_id=world.other_post.pk,
                until=None,
                now=TUESDAY_TEN,
            )

    def test_gives_no_right_to_take_the_case_away(self, world):
        case = self.lent(world)
        with acting_as(world.actor(world.other_worker)) as actor:
            with pytest.raises(NotPossible, match=self.REFUSED):
                actions.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
            with pytest.raises(NotPossible, match=self.REFUSED):
                actions.propose_transfer(
                    actor=actor,
                    case_id=case.pk,
                    post_id=world.other_post.pk,
                    reason="",
                    now=TUESDAY_TEN,
                )

    def test_is_not_made_longer_even_past_the_python_wall(self, world):
        case = self.lent(world)
        with acting_as(world.actor(world.other_worker)), pytest.raises(ProgrammingError):
            Loan.objects.create(case=case, post=world.other_post, ground=Loan.Ground.SHARED)


class TestTransfer:
    def propose(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            return actions.propose_transfer(
                actor=actor,
                case_id=case.pk,
                post_id=world.other_post.pk,
                reason="Elle déménage.",
                now=TUESDAY_TEN,
            )

    def test_moves_the_case_only_when_the_other_post_accepts(self, world):
        case = world.case_of(world.worker)
        transfer = self.propose(world, case)
        assert sees(world, world.worker, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.transfers_to_answer(actor=actor) == [transfer]
            actions.accept_transfer(actor=actor, transfer_id=transfer.pk, now=TUESDAY_TEN)
        assert sees(world, world.other_worker, case)
        assert not sees(world, world.worker, case)

    def test_a_refusal_leaves_it_and_ends_the_reading(self, world):
        case = world.case_of(world.worker)
        transfer = self.propose(world, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.refuse_transfer(
                actor=actor, transfer_id=transfer.pk, reason="Trop loin.", now=TUESDAY_TEN
            )
        assert not sees(world, world.other_worker, case)
        assert sees(world, world.worker, case)

    def test_the_proposer_cannot_accept_for_the_other(self, world):
        case = world.case_of(world.worker)
        transfer = self.propose(world, case)
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(Transfer.DoesNotExist),
        ):
            actions.accept_transfer(actor=actor, transfer_id=transfer.pk, now=TUESDAY_TEN)

    def test_two_are_never_open_at_once(self, world):
        case = world.case_of(world.worker)
        self.propose(world, case)
        with pytest.raises(NotPossible, match="déjà proposé"):
            self.propose(world, case)


class TestBreakingTheGlass:
    REASON = "Elle est au poste de Firminy et demande de l’aide."

    def test_opens_the_case_for_a_day_and_the_officer_for_data_protection_sees_it(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.break_glass(
                actor=actor, case_id=case.pk, reason=self.REASON, now=dt.datetime.now(dt.UTC)
            )
        assert sees(world, world.other_worker, case)
        with acting_as(world.actor(world.dpo)) as actor:
            assert [note.case_id for note in queries.glass_notes(actor=actor)] == [case.pk]
            lines = queries.journal_lines(actor=actor, event="case:glass_broken")
            assert [line.case_id for line in lines] == [case.pk]

    def test_writes_to_the_officer_for_data_protection_and_says_nothing_of_the_case(
        self, world, mailoutbox, django_capture_on_commit_callbacks
    ):
        case = world.case_of(world.worker)
        with (
            django_capture_on_commit_callbacks(execute=True),
            acting_as(world.actor(world.other_worker)) as actor,
        ):
            actions.break_glass(
                actor=actor, case_id=case.pk, reason=self.REASON, now=dt.datetime.now(dt.UTC)
            )
        (mail,) = mailoutbox
        assert mail.to == [world.dpo.email]
        for word in (case.code, str(case.pk), "Canarivent", self.REASON):
            assert word not in f"{mail.subject} {mail.body}"

    def test_needs_a_reason_in_words(self, world):
        case = world.case_of(world.worker)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(NotPossible, match="pourquoi"),
        ):
            actions.break_glass(actor=actor, case_id=case.pk, reason="  x ", now=TUESDAY_TEN)

    def test_never_reaches_another_employer(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.far_worker)) as actor:
            with pytest.raises(NotAllowed):
                actions.break_glass(
                    actor=actor, case_id=case.pk, reason=self.REASON, now=TUESDAY_TEN
                )
            assert not Loan.objects.exists()
            assert not GlassNote.objects.exists()
            assert not JournalEntry.objects.exists()


class TestReassigning:
    def test_a_coordinator_moves_a_case_without_reading_it(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.coordinator)) as actor:
            actions.reassign(
                actor=actor, case_id=case.pk, post_id=world.other_post.pk, now=TUESDAY_TEN
            )
        assert sees(world, world.other_worker, case)
        assert not sees(world, world.worker, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            last = queries.timeline(actor=actor, case_id=case.pk)[0]
            assert (last.kind, last.author_id) == (Deed.REASSIGNED, world.coordinator.pk)

    def test_lets_her_write_no_word_in_the_timeline(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.coordinator)) as actor:
            entry = TimelineEntry(
                case_id=case.pk,
                at=TUESDAY_TEN,
                kind=Deed.REASSIGNED,
                author_id=actor.id,
                text_sealed=b"x",
            )
            with pytest.raises(ProgrammingError):
                entry.save(force_insert=True)


class TestARestrictedCaseWithoutReader:
    """The only named reader left the service: the coordinator names another, reading nothing."""

    def left(self, world):
        case = world.case_of(world.worker, restricted=True)
        close_account(world.worker)
        return case

    def name(self, world, case, *, by, reader):
        with acting_as(world.actor(by)) as actor:
            actions.name_reader(actor=actor, case_id=case.pk, user_id=reader.pk, now=TUESDAY_TEN)

    def test_is_shown_to_the_coordinator_by_its_code(self, world):
        case = self.left(world)
        with acting_as(world.actor(world.coordinator)) as actor:
            found = queries.unread_cases(actor=actor)
            assert [(one.id, one.code, one.post) for one in found] == [
                (case.pk, case.code, world.post.name)
            ]
            assert not Case.objects.exists()

    def test_gets_the_reader_whom_she_names(self, world):
        case = self.left(world)
        self.name(world, case, by=world.coordinator, reader=world.other_worker)
        assert sees(world, world.other_worker, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.timeline(actor=actor, case_id=case.pk)[0].kind == Deed.READER_NAMED
        with acting_as(world.actor(world.coordinator)) as actor:
            assert queries.unread_cases(actor=actor) == []

    def test_is_no_business_of_hers_while_a_reader_is_at_work(self, world):
        case = world.case_of(world.worker, restricted=True)
        with pytest.raises(NotAllowed):
            self.name(world, case, by=world.coordinator, reader=world.other_worker)
        with acting_as(world.actor(world.coordinator)):
            loan = Loan(case=case, user_id=world.other_worker.pk, ground=Loan.Ground.NAMED)
            with pytest.raises(ProgrammingError):
                loan.save(force_insert=True)

    def test_goes_to_no_stranger_and_is_given_by_no_other_role(self, world):
        case = self.left(world)
        with pytest.raises(NotAllowed):
            self.name(world, case, by=world.coordinator, reader=world.far_worker)
        for other in (world.other_worker, world.dpo, world.officer, world.chief):
            with pytest.raises(NotAllowed):
                self.name(world, case, by=other, reader=world.other_worker)

    def test_is_hidden_from_the_coordinator_of_another_employer(self, world):
        self.left(world)
        with acting_as(world.actor(world.admin)):
            elsewhere = world.add_member(Role.COORDINATOR, employer=world.association)
        with acting_as(world.actor(elsewhere)) as actor:
            assert queries.unread_cases(actor=actor) == []
