"""What was said of two records is taken back by who follows them, not by who reads for a day."""

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions
from entremise.people.models import Merge, ToldApart
from lending import break_glass
from recognising import KARIM, apart, join, lend, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(world):
    """A worker of Firminy."""
    return world.other_worker


def compare_again(world, user, case, other):
    with acting_as(world.actor(user)) as actor:
        actions.compare_again(
            actor=actor, case_id=case.pk, other_id=other.person_id, now=TUESDAY_TEN
        )


def told_apart(world):
    with acting_as(world.actor(world.worker)):
        return ToldApart.objects.exists()


class TestAReadingOfADay:
    def test_undoes_no_joining(self, world, hers, again, stranger):
        merge = join(world, world.worker, hers, again)
        break_glass(world, stranger, hers)
        with pytest.raises(NotPossible, match="provisoire"):
            undo(world, stranger, hers, merge)
        with acting_as(world.actor(stranger)) as actor:
            found = Merge.objects.filter(pk=merge.pk)
            assert found.update(undone_at=TUESDAY_TEN, undone_by=actor.id) == 0
        undo(world, world.worker, hers, merge)

    def test_says_of_nobody_that_they_are_two(self, world, hers, stranger):
        mine = world.case_of(stranger, KARIM)
        break_glass(world, stranger, hers)
        for case, other in ((mine, hers), (hers, mine)):
            with pytest.raises(NotPossible, match="provisoire"):
                apart(world, stranger, case, other)
        with (
            acting_as(world.actor(stranger)) as actor,
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            ToldApart.objects.create(
                one_id=mine.person_id, two_id=hers.person_id, at=TUESDAY_TEN, by=actor.id
            )

    def test_takes_back_no_word_that_they_are_two(self, world, hers, again, stranger):
        apart(world, world.worker, hers, again)
        for case in (hers, again):
            break_glass(world, stranger, case)
        with pytest.raises(NotPossible, match="provisoire"):
            compare_again(world, stranger, hers, again)
        with acting_as(world.actor(stranger)):
            ToldApart.objects.all().delete()
        assert told_apart(world)
        compare_again(world, world.worker, hers, again)
        assert not told_apart(world)


class TestASharing:
    def test_lets_the_other_post_say_it_too(self, world, again, stranger):
        mine = world.case_of(stranger, KARIM)
        lend(world, world.worker, again, world.other_post)
        apart(world, stranger, mine, again)
        compare_again(world, stranger, mine, again)
        undo(world, stranger, mine, join(world, stranger, mine, again))
