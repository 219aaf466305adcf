"""Another case of somebody known: for whom the worker follows, not for whom she reads a day."""

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case
from entremise.people.models import Person
from lending import break_glass, replace, sees
from recognising import join, lend

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(world):
    """A case of Firminy."""
    return world.case_of(world.other_worker)


def another(world, case, *, post=None):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.open_case(
            actor=actor,
            post_id=(post or world.post).pk,
            person_id=case.person_id,
            now=TUESDAY_TEN,
        )


def offer(world, case):
    with acting_as(world.actor(world.other_worker)) as actor:
        actions.propose_transfer(
            actor=actor, case_id=case.pk, post_id=world.post.pk, reason="", now=TUESDAY_TEN
        )


def glass(world, case):
    break_glass(world, world.worker, case)


def unsaved(world, person_id):
    return Case(
        employer=world.employer,
        post=world.post,
        person_id=person_id,
        code="XXXXXX",
        opened_at=TUESDAY_TEN,
    )


def refused_by_the_wall(world, deed):
    with (
        acting_as(world.actor(world.worker)),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        deed()


class TestOpening:
    def test_is_for_somebody_whom_the_post_follows(self, world, hers):
        assert another(world, hers).person_id == hers.person_id

    def test_is_for_somebody_whose_case_is_shared(self, world, theirs):
        lend(world, world.other_worker, theirs, world.post)
        assert another(world, theirs).person_id == theirs.person_id

    def test_is_for_a_record_joined_with_one_of_hers(self, world, theirs, again):
        lend(world, world.other_worker, theirs, world.post)
        join(world, world.worker, again, theirs)
        with acting_as(world.actor(world.other_worker)) as actor:
            loan = queries.loans(actor=actor, case_id=theirs.pk)[0].loan
            actions.end_share(actor=actor, case_id=theirs.pk, loan_id=loan.pk, now=TUESDAY_TEN)
        assert another(world, theirs).person_id == theirs.person_id

    @pytest.mark.parametrize("lent", [glass, offer])
    def test_makes_no_reading_of_a_day_last_for_ever(self, world, theirs, lent):
        lent(world, theirs)
        assert sees(world, world.worker, theirs)
        with pytest.raises(NotPossible, match="provisoire"):
            another(world, theirs)
        refused_by_the_wall(
            world, lambda: unsaved(world, theirs.person_id).save(force_insert=True)
        )

    def test_never_crosses_to_another_employer_of_the_worker(self, world, hers):
        replace(world, world.worker, world.far_post)
        with pytest.raises(Person.DoesNotExist):
            another(world, hers, post=world.far_post)

    def test_takes_nobody_from_a_sheet_whom_she_reads_for_a_day(self, world, hers, theirs):
        glass(world, theirs)
        with acting_as(world.actor(world.worker)) as actor:
            people, _lines = queries.known_lines(actor=actor, now=TUESDAY_TEN)
        assert people == [hers.person_id]


class TestTheWallAlone:
    def test_attaches_no_case_to_a_person_out_of_reach(self, world, theirs):
        refused_by_the_wall(
            world, lambda: unsaved(world, theirs.person_id).save(force_insert=True)
        )

    def test_nor_to_a_record_kept_back_by_a_restricted_case(self, world, theirs, again):
        lend(world, world.other_worker, theirs, world.post)
        join(world, world.worker, again, theirs)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.restrict(actor=actor, case_id=theirs.pk, reader_ids=[], now=TUESDAY_TEN)
        refused_by_the_wall(
            world, lambda: unsaved(world, theirs.person_id).save(force_insert=True)
        )

    @pytest.mark.parametrize("column", ["person_id", "employer_id", "code"])
    def test_moves_no_case_to_another_person_employer_or_code(self, world, hers, theirs, column):
        value = "XXXXXX" if column == "code" else getattr(theirs, column)
        found = Case.objects.filter(pk=hers.pk)
        refused_by_the_wall(world, lambda: found.update(**{column: value}))
