"""Who sees a case, by the Python wall and by the database wall alone."""

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed
from entremise.cases import actions, queries
from entremise.cases.models import Case, CaseText, TimelineEntry
from entremise.people.models import Identity, NameCard, Person
from entremise.people.queries import names_of

pytestmark = pytest.mark.django_db


class TestOpening:
    def test_seals_the_name_and_shows_it_to_the_worker_of_the_post(self, world):
        case = world.case_of(world.worker, NameCard(last_name="Martin", first_name="Zoé"))
        with acting_as(world.actor(world.worker)) as actor:
            read = actions.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            names = names_of(actor=actor, person_ids=[read.person_id])
            assert names[read.person_id].display == "Zoé MARTIN"
            assert b"Martin" not in bytes(Identity.objects.get().card_sealed)

    def test_leaves_a_line_in_the_journal_for_the_opening_and_for_the_reading(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            actions.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            events = list(
                JournalEntry.objects.filter(case_id=case.pk).values_list("event", flat=True)
            )
        assert sorted(events) == ["case:opened", "case:read"]

    def test_refuses_a_post_that_is_not_hers(self, world):
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotAllowed):
            actions.open_case(actor=actor, post_id=world.other_post.pk, now=TUESDAY_TEN)

    def test_the_wall_refuses_it_too(self, world):
        case = world.case_of(world.worker)
        stray = Case(
            employer=world.employer,
            post=world.other_post,
            person_id=case.person_id,
            code="XXXXXX",
            opened_at=TUESDAY_TEN,
        )
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            stray.save(force_insert=True)


class TestReach:
    @pytest.mark.parametrize(
        "role", ["other_worker", "far_worker", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_others_see_nothing_even_without_the_python_wall(self, world, role):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            actions.append(
                actor=actor, case_id=case.pk, at=TUESDAY_TEN, kind="note", text="Canaritexte"
            )
        with acting_as(world.actor(getattr(world, role))):
            for model in (Case, CaseText, TimelineEntry, Person, Identity):
                assert list(model.objects.all()) == []

    def test_a_coordinator_sees_a_line_and_neither_person_nor_text(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.coordinator)) as actor:
            assert list(Case.objects.listed_for(actor)) == [case]
            for model in (CaseText, TimelineEntry, Person, Identity):
                assert list(model.objects.all()) == []
            with pytest.raises(NotAllowed):
                queries.case(actor=actor, case_id=case.pk)

    def test_a_restricted_case_is_seen_by_its_named_reader_only(self, world):
        case = world.case_of(world.worker, restricted=True)
        with acting_as(world.actor(world.worker)) as actor:
            assert queries.case(actor=actor, case_id=case.pk) == case
        with acting_as(world.actor(world.coordinator)):
            assert list(Case.objects.all()) == []
