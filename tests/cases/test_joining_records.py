"""Two records are said to be one person: what is shown, and when that may not be said."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case
from entremise.people import actions as people
from entremise.people.models import (
    CallerCheck,
    Merge,
    NameCard,
    ToldApart,
)
from entremise.people.queries import agreement, channels_of
from entremise.people.safety import Act, Code
from recognising import (
    AMINA,
    AMINATA,
    KARIM,
    MONTH,
    Safe,
    apart,
    join,
    journalled,
    lend,
    name_seen,
    phone,
    undo,
)

pytestmark = pytest.mark.django_db


class TestJoining:
    def test_shows_one_name_for_both_and_leaves_each_case_where_it_is(self, world, hers, again):
        join(world, world.worker, hers, again)
        assert name_seen(world, world.worker, hers) == AMINA
        assert name_seen(world, world.worker, again) == AMINA
        with acting_as(world.actor(world.worker)):
            assert Case.objects.get(pk=again.pk).person_id == again.person_id

    def test_shows_the_other_name_if_so_chosen(self, world, hers, again):
        join(world, world.worker, hers, again, shows_other=True)
        assert name_seen(world, world.worker, hers) == AMINATA

    def test_finds_her_once_by_either_name_with_the_cases_of_both(self, world, hers, again):
        join(world, world.worker, hers, again)
        for heard in ("amina haddad", "aminah bensalah"):
            with acting_as(world.actor(world.worker)) as actor:
                found = queries.search(
                    actor=actor, text=heard, today=TUESDAY_TEN.date(), now=TUESDAY_TEN
                ).found
            assert [one.name for one in found] == [AMINA]
            assert {case.pk for case in found[0].cases} == {hers.pk, again.pk}

    def test_shows_the_record_to_who_reads_only_the_other(self, world, again):
        theirs = world.case_of(world.other_worker, AMINA)
        number = phone(world, world.worker, again)
        lend(world, world.other_worker, theirs, world.post)
        assert name_seen(world, world.other_worker, again) is None
        join(world, world.worker, again, theirs)
        assert name_seen(world, world.other_worker, theirs) == AMINATA
        with acting_as(world.actor(world.other_worker)) as actor:
            lines = channels_of(actor=actor, person_id=theirs.person_id, now=TUESDAY_TEN)
            assert [line.id for line in lines] == [number.pk]
            assert not Case.objects.visible_to(actor).filter(pk=again.pk).exists()

    def test_joins_three_records_and_undoes_the_one_between(self, world, hers, again):
        third = world.case_of(world.worker, NameCard(last_name="Haddad", first_name="Amina"))
        first = join(world, world.worker, again, third)
        join(world, world.worker, hers, again)
        assert name_seen(world, world.worker, third) == AMINA
        undo(world, world.worker, hers, first)
        assert name_seen(world, world.worker, third).last_name == "Haddad"
        assert name_seen(world, world.worker, again) == AMINA

    def test_is_journalled_without_a_name(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        undo(world, world.worker, hers, merge)
        for event in ("person:merged", "person:unmerged"):
            lines = journalled(world, event)
            assert {line.case_id for line in lines} == {hers.pk, again.pk}
            assert {(line.subject_id, line.reason) for line in lines} == {(again.person_id, "")}
            assert len(lines) == 2

    def test_answers_who_read_my_file_for_every_record(self, world, hers, again):
        join(world, world.worker, hers, again)
        with acting_as(world.actor(world.dpo)) as actor:
            by_code = queries.readings_of_person(actor=actor, now=TUESDAY_TEN, code=again.code)
            by_name = queries.readings_of_person(
                actor=actor, now=TUESDAY_TEN, last_name="Haddad", first_name="Amina", born="1988"
            )
        assert (by_code.cases, by_name.cases) == (2, 2)

    def test_knows_her_by_a_phrase_agreed_under_the_other_record(self, world, hers, again):
        with acting_as(world.actor(world.worker)) as actor:
            people.agree(
                actor=actor,
                person_id=again.person_id,
                version=0,
                she_calls_us=False,
                paper=CallerCheck.Paper.NOT_ASKED,
                code_phrase="le chat gris",
                now=TUESDAY_TEN,
            )
        join(world, world.worker, hers, again)
        with acting_as(world.actor(world.worker)) as actor:
            known = people.check_caller(
                actor=actor, person_ids=[hers.person_id], said="Le Chat Gris", now=TUESDAY_TEN
            )
        assert known == hers.person_id


class TestRefusingToJoin:
    def test_needs_a_case_of_each_within_reach(self, world, hers):
        elsewhere = world.case_of(world.other_worker, AMINATA)
        for user in (world.worker, world.other_worker):
            one, other = (hers, elsewhere) if user == world.worker else (elsewhere, hers)
            with pytest.raises(NotAllowed):
                join(world, user, one, other)

    def test_does_not_make_a_reading_of_one_day_last_for_ever(self, world, hers):
        theirs = world.case_of(world.other_worker, AMINATA)
        with acting_as(world.actor(world.worker)) as actor:
            actions.break_glass(
                actor=actor,
                case_id=theirs.pk,
                reason="Elle est là, et ce poste ne répond pas.",
                now=timezone.now(),
            )
        assert name_seen(world, world.worker, theirs) == AMINATA
        with pytest.raises(NotPossible, match="provisoire"):
            join(world, world.worker, hers, theirs)
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Merge.objects.create(
                employer=world.employer,
                kept_id=hers.person_id,
                other_id=theirs.person_id,
                at=TUESDAY_TEN,
                by=actor.id,
            )

    def test_never_joins_two_employers(self, world, hers):
        with pytest.raises(NotAllowed):
            join(world, world.worker, hers, world.case_of(world.far_worker, AMINA))

    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "steering", "dpo"])
    def test_is_for_workers_alone(self, world, hers, again, role):
        with pytest.raises(NotAllowed):
            join(world, getattr(world, role), hers, again)

    def test_says_that_they_are_joined_already(self, world, hers, again):
        join(world, world.worker, hers, again)
        with pytest.raises(NotPossible, match="déjà réunies"):
            join(world, world.worker, again, hers)

    def test_says_that_they_were_told_apart(self, world, hers, again):
        apart(world, world.worker, again, hers)
        with pytest.raises(NotPossible, match="deux personnes différentes"):
            join(world, world.worker, hers, again)

    def test_does_not_give_a_restricted_record_other_readers(self, world, again):
        kept = world.case_of(world.worker, AMINA, restricted=True)
        for one, other in ((kept, again), (again, kept)):
            with pytest.raises(NotPossible, match="accès restreint"):
                join(world, world.worker, one, other)

    def test_says_nothing_of_a_restricted_case_that_the_actor_cannot_see(self, world, hers, again):
        with acting_as(world.actor(world.admin)):
            colleague = world.add_holder(world.post)
        with acting_as(world.actor(colleague)) as actor:
            actions.open_case(
                actor=actor,
                post_id=world.post.pk,
                person_id=again.person_id,
                restricted=True,
                now=TUESDAY_TEN,
            )
        with pytest.raises(NotPossible) as refusal:
            join(world, world.worker, hers, again)
        assert "restreint" not in str(refusal.value)

    def test_ends_what_a_joining_shows_when_a_case_becomes_restricted(self, world, again):
        theirs = world.case_of(world.other_worker, AMINA)
        phone(world, world.worker, again)
        lend(world, world.other_worker, theirs, world.post)
        join(world, world.worker, again, theirs)
        with acting_as(world.actor(world.worker)) as actor:
            actions.restrict(actor=actor, case_id=again.pk, reader_ids=[], now=TUESDAY_TEN)
        assert name_seen(world, world.other_worker, again) is None
        assert name_seen(world, world.other_worker, theirs) == AMINA
        with acting_as(world.actor(world.other_worker)) as actor:
            assert channels_of(actor=actor, person_id=theirs.person_id, now=TUESDAY_TEN) == []
            assert not Merge.objects.exists()
        client = logged_in_client(world.other_worker)
        for page in ("desk:case", "desk:same_person", "cases:identity", "contact:channels"):
            assert client.get(reverse(page, args=[theirs.pk])).status_code == 200

    def test_tells_nothing_of_a_joining_with_a_record_out_of_reach(self, world, again):
        theirs = world.case_of(world.other_worker, AMINA)
        lend(world, world.other_worker, theirs, world.post)
        join(world, world.worker, again, theirs)
        with acting_as(world.actor(world.worker)) as actor:
            actions.restrict(actor=actor, case_id=again.pk, reader_ids=[], now=TUESDAY_TEN)
        third = world.case_of(world.other_worker, KARIM)
        for one, other in ((third, theirs), (theirs, third)):
            with pytest.raises(NotPossible) as refusal:
                join(world, world.other_worker, one, other)
            assert "restreint" not in str(refusal.value)

    def test_joins_two_restricted_records_of_the_same_readers(self, world):
        one, other = (
            world.case_of(world.worker, card, restricted=True) for card in (AMINA, AMINATA)
        )
        join(world, world.worker, one, other)
        assert name_seen(world, world.worker, other) == AMINA

    def test_closes_no_ring_even_without_the_python_wall(self, world, hers, again):
        join(world, world.worker, hers, again)
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(IntegrityError, match="do not merge"),
            transaction.atomic(),
        ):
            Merge.objects.create(
                employer=world.employer,
                kept_id=again.person_id,
                other_id=hers.person_id,
                at=TUESDAY_TEN,
                by=actor.id,
            )

    def test_lets_nobody_rewrite_what_was_said(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Merge.objects.filter(pk=merge.pk).update(at=TUESDAY_TEN + MONTH)

    def test_is_not_read_by_who_reads_neither(self, world, hers, again):
        join(world, world.worker, hers, again)
        apart(world, world.worker, hers, world.case_of(world.worker, KARIM))
        for user in (world.other_worker, world.far_worker, world.coordinator, world.officer):
            with acting_as(world.actor(user)):
                assert not Merge.objects.exists()
                assert not ToldApart.objects.exists()


class TestReachingHerUnderTwoRecords:
    def verdict(self, world, channel, case, act=Act.CALL, user=None):
        with acting_as(world.actor(user or world.worker)) as actor:
            lines = channels_of(actor=actor, person_id=case.person_id, now=TUESDAY_TEN)
        return next(line for line in lines if line.id == channel.pk).verdicts[act]

    def test_shuts_a_number_that_is_dangerous_on_either(self, world, hers, again):
        safe = phone(world, world.worker, hers, Safe.YES)
        phone(world, world.worker, again, Safe.NO, number="+33639980112")
        assert not self.verdict(world, safe, hers).is_shut
        join(world, world.worker, hers, again)
        assert self.verdict(world, safe, hers).code is Code.UNSAFE
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(NotPossible, match="dangereux"),
        ):
            people.show_channel(
                actor=actor, channel_id=safe.pk, act=Act.CALL, now=TUESDAY_TEN, case_id=hers.pk
            )

    def test_opens_it_again_once_undone(self, world, hers, again):
        safe = phone(world, world.worker, hers, Safe.YES)
        phone(world, world.worker, again, Safe.NO)
        merge = join(world, world.worker, hers, again)
        undo(world, world.worker, again, merge)
        assert not self.verdict(world, safe, hers).is_shut

    def test_leaves_another_number_as_it_is(self, world, hers, again):
        safe = phone(world, world.worker, hers, Safe.YES)
        phone(world, world.worker, again, Safe.NO, number="06 39 98 07 77")
        join(world, world.worker, hers, again)
        assert not self.verdict(world, safe, hers).is_shut

    def test_calls_her_under_neither_if_she_calls_under_one(self, world, hers, again):
        safe = phone(world, world.worker, hers, Safe.YES)
        with acting_as(world.actor(world.worker)) as actor:
            people.agree(
                actor=actor,
                person_id=again.person_id,
                version=0,
                she_calls_us=True,
                paper=CallerCheck.Paper.NEVER,
                now=TUESDAY_TEN,
            )
        join(world, world.worker, hers, again)
        assert self.verdict(world, safe, hers).code is Code.SHE_CALLS
        with acting_as(world.actor(world.worker)) as actor:
            rule = agreement(actor=actor, person_id=hers.person_id)
            with pytest.raises(NotPossible, match="papier"):
                people.authorise(
                    actor=actor, act=Act.HANDOUT, person_id=hers.person_id, now=TUESDAY_TEN
                )
        assert (rule.she_calls_us, rule.paper, rule.said_on_another_record, rule.version) == (
            True,
            CallerCheck.Paper.NEVER,
            True,
            0,
        )
