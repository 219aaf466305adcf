"""Taking back that two records are one person leaves each as it was."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases import actions
from entremise.cases.models import Case
from entremise.people import actions as people
from entremise.people.models import (
    CallerCheck,
    Identity,
    Merge,
    NameCard,
    Person,
    SafeChannel,
)
from entremise.people.queries import agreement
from recognising import (
    AMINA,
    AMINATA,
    MONTH,
    Safe,
    join,
    lend,
    look,
    name_seen,
    phone,
    undo,
)

pytestmark = pytest.mark.django_db


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
        assert all("Aucune de vos situations" in page for page in pages)

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
