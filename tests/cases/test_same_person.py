"""The same person? Proposed, decided by a human, taken back, and never across the wall."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case
from entremise.people import actions as people
from entremise.people.models import (
    CallerCheck,
    Identity,
    Merge,
    NameCard,
    Person,
    SafeChannel,
    ToldApart,
)
from entremise.people.queries import agreement, channels_of, names_of
from entremise.people.safety import Act, Code

pytestmark = pytest.mark.django_db

AMINA = NameCard(last_name="Ben Salah", first_name="Amina", birth_name="Haddad", born="1988")
AMINATA = NameCard(last_name="Bensalah", first_name="Aminah", born="1988")
KARIM = NameCard(last_name="Ben Salah", first_name="Karim", born="1985")
NUMBER = "06 39 98 01 12"
MONTH = dt.timedelta(days=30)
Safe = SafeChannel.Safe


def look(world, user, case, now=TUESDAY_TEN):
    with acting_as(world.actor(user)) as actor:
        return queries.same_person(actor=actor, case_id=case.pk, now=now)


def join(world, user, case, other, now=TUESDAY_TEN, **options):
    with acting_as(world.actor(user)) as actor:
        return actions.join(
            actor=actor, case_id=case.pk, other_id=other.person_id, now=now, **options
        )


def undo(world, user, case, merge, now=TUESDAY_TEN):
    with acting_as(world.actor(user)) as actor:
        actions.undo_join(actor=actor, case_id=case.pk, merge_id=merge.pk, now=now)


def apart(world, user, case, other):
    with acting_as(world.actor(user)) as actor:
        actions.tell_apart(actor=actor, case_id=case.pk, other_id=other.person_id, now=TUESDAY_TEN)


def phone(world, user, case, safe=Safe.UNKNOWN, number=NUMBER):
    with acting_as(world.actor(user)) as actor:
        return people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value=number,
            words=people.ChannelWords(safe=safe),
            checked=safe is not Safe.UNKNOWN,
            now=TUESDAY_TEN,
        )


def lend(world, user, case, post):
    with acting_as(world.actor(user)) as actor:
        actions.share(actor=actor, case_id=case.pk, post_id=post.pk, until=None, now=TUESDAY_TEN)


def name_seen(world, user, case):
    with acting_as(world.actor(user)) as actor:
        return names_of(actor=actor, person_ids=[case.person_id]).get(case.person_id)


def journalled(world, event):
    with acting_as(world.actor(world.dpo)):
        return list(JournalEntry.objects.filter(event=event).order_by("at", "pk"))


@pytest.fixture
def hers(world):
    return world.case_of(world.worker, AMINA)


@pytest.fixture
def again(world):
    return world.case_of(world.worker, AMINATA)


class TestProposing:
    def test_shows_what_agrees_and_what_differs(self, world, hers, again):
        found = look(world, world.worker, hers).likely.found
        assert [(one.name, one.cases) for one in found] == [(AMINATA, [again])]
        assert set(found[0].agreeing) >= {"last_name", "birth"}

    def test_never_proposes_the_record_itself(self, world, hers):
        assert look(world, world.worker, hers).likely.found == []

    def test_compares_numbers_without_showing_them(self, world, hers):
        other = world.case_of(world.worker, NameCard(last_name="Vauquelain", first_name="Lou"))
        phone(world, world.worker, hers)
        phone(world, world.worker, other, number="+33 6 39 98 01 12")
        (found,) = look(world, world.worker, hers).likely.found
        assert found.agreeing == ("phone",)

    def test_of_another_post_says_only_which_to_ask_and_the_journal_keeps_it(self, world, hers):
        elsewhere = world.case_of(world.other_worker, AMINATA)
        likely = look(world, world.worker, hers).likely
        assert likely.found == []
        assert [row.post_name for row in likely.elsewhere] == ["Poste de Firminy"]
        (line,) = journalled(world, "person:match_elsewhere")
        assert line.case_id == elsewhere.pk

    def test_of_another_post_says_nothing_after_one_agreeing_attribute(self, world, hers):
        other = world.case_of(world.other_worker, NameCard(last_name="Vauquelain"))
        phone(world, world.worker, hers)
        phone(world, world.other_worker, other)
        assert look(world, world.worker, hers).likely == queries.Answer()

    def test_never_tells_of_a_restricted_case_of_somebody_else(self, world, hers):
        world.case_of(world.other_worker, AMINA, restricted=True)
        assert look(world, world.worker, hers).likely == queries.Answer()

    def test_never_crosses_to_another_employer(self, world, hers):
        world.case_of(world.far_worker, AMINA)
        assert look(world, world.worker, hers).likely == queries.Answer()

    def test_is_not_shown_to_whoever_does_not_read_the_case(self, world, hers):
        for user in (world.other_worker, world.far_worker):
            with pytest.raises(Case.DoesNotExist):
                look(world, user, hers)

    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "steering", "dpo"])
    def test_is_refused_to_those_who_meet_nobody(self, world, hers, role):
        with pytest.raises(NotAllowed):
            look(world, getattr(world, role), hers)

    def test_does_not_propose_again_who_was_said_to_be_somebody_else(self, world, hers, again):
        apart(world, world.worker, hers, again)
        for one, other in ((hers, AMINATA), (again, AMINA)):
            page = look(world, world.worker, one)
            assert page.likely.found == []
            assert [row.name for row in page.apart] == [other]

    def test_proposes_again_once_that_is_taken_back(self, world, hers, again):
        apart(world, world.worker, hers, again)
        with acting_as(world.actor(world.worker)) as actor:
            actions.compare_again(
                actor=actor, case_id=again.pk, other_id=hers.person_id, now=TUESDAY_TEN
            )
        assert look(world, world.worker, hers).likely.found != []


class TestTheWallOfTheAllegedAuthor:
    """He is met himself, at the same post, with the same name, number and address."""

    @pytest.fixture
    def his(self, world, hers):
        his = world.case_of(world.worker, KARIM, position=Case.Position.ALLEGED)
        for case in (hers, his):
            phone(world, world.worker, case)
        with acting_as(world.actor(world.worker)) as actor:
            kept = Case.objects.get(pk=hers.pk).text
            actions.write_text(
                actor=actor,
                case_id=hers.pk,
                field="author",
                text="Karim Ben Salah, né en 1985",
                version=kept.version,
                now=TUESDAY_TEN,
            )
        return his

    def test_keeps_each_off_the_page_of_the_other(self, world, hers, his):
        for case in (hers, his):
            assert look(world, world.worker, case).likely == queries.Answer()

    def test_holds_however_alike_the_two_records_are(self, world, hers):
        twin = world.case_of(world.worker, AMINA, position=Case.Position.ALLEGED)
        for case in (hers, twin):
            assert look(world, world.worker, case).likely == queries.Answer()

    def test_holds_across_posts_too(self, world, hers):
        his = world.case_of(world.other_worker, AMINA, position=Case.Position.ALLEGED)
        assert look(world, world.worker, hers).likely == queries.Answer()
        assert look(world, world.other_worker, his).likely == queries.Answer()

    def test_makes_each_page_of_the_two_together_not_exist(self, world, hers, his):
        client = logged_in_client(world.worker)
        for one, other in ((hers, his), (his, hers)):
            address = reverse("desk:compare", args=[one.pk, other.person_id])
            assert client.get(address).status_code == 404
            assert client.post(address, {"join": "1", "shows": "here"}).status_code == 404
            page = client.get(reverse("desk:same_person", args=[one.pk])).content.decode()
            assert other.code not in page
        with acting_as(world.actor(world.worker)):
            assert not Merge.objects.exists()

    def test_refuses_to_join_them_either_way(self, world, hers, his):
        for one, other in ((hers, his), (his, hers)):
            with pytest.raises(NotAllowed):
                join(world, world.worker, one, other)

    def test_holds_in_the_database_when_the_python_wall_is_off(self, world, hers, his):
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Merge.objects.create(
                employer=world.employer,
                kept_id=hers.person_id,
                other_id=his.person_id,
                at=TUESDAY_TEN,
                by=actor.id,
            )

    def test_still_lets_two_records_of_his_be_one(self, world, his):
        again = world.case_of(
            world.worker,
            NameCard(last_name="Bensalah", first_name="Karim", born="1985"),
            position=Case.Position.ALLEGED,
        )
        (found,) = look(world, world.worker, his).likely.found
        assert found.cases == [again]
        join(world, world.worker, his, again)
        assert name_seen(world, world.worker, again) == KARIM


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
        (joined,) = journalled(world, "person:merged")
        (undone,) = journalled(world, "person:unmerged")
        for line in (joined, undone):
            assert (line.case_id, line.subject_id) == (hers.pk, again.person_id)
            assert line.reason == ""

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
            colleague = world._holder(world.post)
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


TABLES = (Person, Identity, SafeChannel, CallerCheck, Case)


def rows_of(world, *records):
    """Every column of every row of these records, sealed cells as they lie in the database."""
    found = {}
    with acting_as(world.actor(world.worker)):
        for model in TABLES:
            column = "pk__in" if model is Person else "person_id__in"
            for row in model.objects.filter(**{column: records}).values().order_by("pk"):
                found[model.__name__, row["id"]] = {
                    name: bytes(value) if isinstance(value, memoryview) else value
                    for name, value in row.items()
                }
    return found


def texts_of(world, case):
    """What the cells of her own record say, opened with her own key."""
    with acting_as(world.actor(world.worker)):
        keyring.load([case.person_id, case.pk])
        identity = Identity.objects.get(person_id=case.person_id)
        channels = SafeChannel.objects.filter(person_id=case.person_id).order_by("pk")
        return (
            identity.card,
            identity.line,
            [(SafeChannel.value.reveal(row), row.rule, row.safe) for row in channels],
            Case.objects.get(pk=case.pk).text.summary,
        )


def _note(actor, case, number):
    actions.write_note(actor=actor, case_id=case.pk, text=f"Note {number}", now=TUESDAY_TEN)


def _number(actor, case, number):
    people.add_channel(
        actor=actor,
        person_id=case.person_id,
        kind=SafeChannel.Kind.PHONE,
        value=f"06 39 98 02 {number:02}",
        now=TUESDAY_TEN,
        case_id=case.pk,
    )


def _agreed(actor, case, number):
    kept = agreement(actor=actor, person_id=case.person_id)
    people.agree(
        actor=actor,
        person_id=case.person_id,
        version=kept.version,
        she_calls_us=bool(number % 2),
        paper=CallerCheck.Paper.YES,
        code_phrase=f"la phrase {number}",
        now=TUESDAY_TEN,
    )


def _matter(actor, case, number):
    actions.open_case(actor=actor, post_id=case.post_id, person_id=case.person_id, now=TUESDAY_TEN)


DEEDS = (_note, _number, _agreed, _matter)


class TestUndoing:
    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        deadline=None,
        max_examples=12,
    )
    @given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.booleans()), max_size=5))
    def test_gives_back_each_record_with_what_was_added_to_it(self, world, deeds):
        one, other = (world.case_of(world.worker, card) for card in (AMINA, AMINATA))
        phone(world, world.worker, one, Safe.YES)
        phone(world, world.worker, other, Safe.NO)
        both = (one.person_id, other.person_id)
        before, told = rows_of(world, *both), (texts_of(world, one), texts_of(world, other))

        merge = join(world, world.worker, one, other)
        assert rows_of(world, *both) == before
        for number, (deed, on_other) in enumerate(deeds):
            with acting_as(world.actor(world.worker)) as actor:
                deed(actor, other if on_other else one, number)
        meanwhile = rows_of(world, *both)
        undo(world, world.worker, other, merge)

        assert rows_of(world, *both) == meanwhile
        for case, on_other in ((one, False), (other, True)):
            mine = [deed for deed, on in deeds if on is on_other]
            added = [
                row
                for key, row in meanwhile.items()
                if key not in before and row["person_id"] == case.person_id
            ]
            assert len(added) == sum(mine.count(deed) for deed in (_number, _matter)) + min(
                1, mine.count(_agreed)
            )
        if not deeds:
            assert (texts_of(world, one), texts_of(world, other)) == told

    def test_takes_the_other_record_away_from_who_never_read_it(self, world, again):
        theirs = world.case_of(world.other_worker, AMINA)
        lend(world, world.other_worker, theirs, world.post)
        merge = join(world, world.worker, again, theirs)
        undo(world, world.other_worker, theirs, merge)
        assert name_seen(world, world.other_worker, theirs) == AMINA
        assert name_seen(world, world.other_worker, again) is None

    def test_is_possible_to_the_last_day(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        undo(world, world.worker, hers, merge, now=TUESDAY_TEN + MONTH)
        assert name_seen(world, world.worker, again) == AMINATA

    def test_is_refused_after_thirty_days_in_a_sentence(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        with pytest.raises(NotPossible, match="plus de 30 jours"):
            undo(world, world.worker, hers, merge, now=TUESDAY_TEN + MONTH + dt.timedelta(hours=3))
        (joined,) = look(world, world.worker, hers, now=TUESDAY_TEN + 2 * MONTH).joined
        assert not joined.may_be_undone

    def test_is_refused_after_thirty_days_by_the_database_too(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(IntegrityError, match="merge_undone_in_time"),
            transaction.atomic(),
        ):
            Merge.objects.filter(pk=merge.pk).update(
                undone_at=TUESDAY_TEN + 2 * MONTH, undone_by=actor.id
            )

    def test_happens_once(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        undo(world, world.worker, hers, merge)
        with pytest.raises(NotPossible, match="déjà séparées"):
            undo(world, world.worker, hers, merge)

    def test_is_not_for_who_reads_neither(self, world, hers, again):
        merge = join(world, world.worker, hers, again)
        mine = world.case_of(world.other_worker)
        with pytest.raises((NotAllowed, Merge.DoesNotExist)):
            undo(world, world.other_worker, mine, merge)

    def test_allows_another_joining_afterwards(self, world, hers, again):
        undo(world, world.worker, hers, join(world, world.worker, hers, again))
        join(world, world.worker, again, hers)
        assert name_seen(world, world.worker, hers) == AMINATA


class TestPages:
    def test_lead_from_the_case_to_a_joining_and_back(self, world, hers, again):
        client = logged_in_client(world.worker)
        case_page = client.get(reverse("desk:case", args=[hers.pk])).content.decode()
        address = reverse("desk:same_person", args=[hers.pk])
        assert address in case_page
        assert "Bensalah".upper() in client.get(address).content.decode()
        compare = reverse("desk:compare", args=[hers.pk, again.person_id])
        assert compare in client.get(address).content.decode()
        answer = client.post(compare, {"join": "1", "shows": "here"})
        assert answer.status_code == 302
        page = client.get(address).content.decode()
        assert "Annuler la réunion" in page
        seen = client.get(reverse("desk:case", args=[again.pk])).content.decode()
        assert "Amina BEN SALAH" in seen
        with acting_as(world.actor(world.worker)):
            merge = Merge.objects.get()
        client.post(reverse("desk:undo_join", args=[hers.pk, merge.pk]))
        assert "Annuler la réunion" not in client.get(address).content.decode()

    def test_compare_with_a_case_named_by_its_code(self, world, hers):
        other = world.case_of(world.worker, NameCard(last_name="Vauquelain", first_name="Lou"))
        client = logged_in_client(world.worker)
        address = reverse("desk:same_person", args=[hers.pk])
        answer = client.post(address, {"code": other.code.lower()})
        assert answer.url == reverse("desk:compare", args=[hers.pk, other.person_id])
        assert "trop peu" in client.get(answer.url).content.decode()

    def test_do_not_say_whether_a_code_out_of_reach_exists(self, world, hers):
        hidden = world.case_of(world.other_worker, AMINA)
        client = logged_in_client(world.worker)
        address = reverse("desk:same_person", args=[hers.pk])
        pages = [
            client.post(address, {"code": code}).content.decode()
            for code in (hidden.code, "ZZZZZZ")
        ]
        assert all("Aucune situation à vous" in page for page in pages)

    def test_note_two_people_and_take_it_back(self, world, hers, again):
        client = logged_in_client(world.worker)
        compare = reverse("desk:compare", args=[hers.pk, again.person_id])
        client.post(compare, {"apart": "1"})
        assert "Retirer la note" in client.get(compare).content.decode()
        client.post(compare, {"again": "1"})
        assert "réunir" in client.get(compare).content.decode()

    def test_correct_the_name_that_is_shown(self, world, hers, again):
        join(world, world.worker, hers, again)
        client = logged_in_client(world.worker)
        address = reverse("cases:identity", args=[again.pk])
        client.post(
            address,
            {
                "last_name": "Ben Salah",
                "first_name": "Amina Leïla",
                "birth_name": "Haddad",
                "born": "1988",
                "version": "1",
            },
        )
        assert name_seen(world, world.worker, hers).first_name == "Amina Leïla"
        with acting_as(world.actor(world.worker)):
            keyring.load([again.person_id])
            own = Identity.objects.get(person_id=again.person_id)
            assert NameCard.from_text(own.card) == AMINATA


class TestTheFunctionsOfTheWall:
    def test_tell_the_app_nothing_of_another_employer(self, world, hers):
        far = world.case_of(world.far_worker, AMINA)
        with acting_as(world.actor(world.worker)), connection.cursor() as cursor:
            cursor.execute("SELECT wall.merge_hindrance(%s, %s)", [hers.person_id, far.person_id])
            assert cursor.fetchone() == ("employer",)
            cursor.execute(
                "SELECT count(*) FROM wall.persons_on_side(%s, false)", [[far.person_id]]
            )
            assert cursor.fetchone() == (0,)

    def test_count_an_unknown_record_as_out_of_reach(self, world, hers):
        with acting_as(world.actor(world.worker)), connection.cursor() as cursor:
            cursor.execute("SELECT wall.merge_hindrance(%s, %s)", [UUID(int=1), UUID(int=2)])
            assert cursor.fetchone() == ("employer",)
