"""Only a named reader says who else reads a restricted case, whoever holds its post."""

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case, Loan
from lending import break_glass, replace, sees

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(world):
    """A restricted case of Roanne, which its replacement opened for a day, with a reason."""
    case = world.case_of(world.worker, restricted=True)
    replace(world, world.other_worker, world.post)
    break_glass(world, world.other_worker, case)
    return case


def restrict(world, user, case):
    with acting_as(world.actor(user)) as actor:
        actions.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)


def lift(world, user, case):
    with acting_as(world.actor(user)) as actor:
        actions.lift_restriction(
            actor=actor, case_id=case.pk, reason="Plus de raison", now=TUESDAY_TEN
        )


@pytest.mark.parametrize("deed", [restrict, lift])
class TestAReplacementWhoReadsItForADay:
    def test_is_refused_what_a_named_reader_may(self, world, kept, deed):
        with pytest.raises(NotPossible, match="seules les personnes nommées"):
            deed(world, world.other_worker, kept)
        with acting_as(world.actor(world.worker)) as actor:
            assert Case.objects.get(pk=kept.pk).restricted
            assert queries.named_readers(actor=actor, case_id=kept.pk) == [world.worker.pk]
        deed(world, world.worker, kept)
        assert sees(world, world.worker, kept)


class TestTheWallAlone:
    def refused(self, world, deed):
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            deed(actor)

    def test_lets_a_reader_of_one_day_name_nobody(self, world, kept):
        self.refused(
            world,
            lambda actor: Loan.objects.create(
                case=kept, user_id=actor.id, ground=Loan.Ground.NAMED
            ),
        )

    def test_lets_her_take_no_named_reader_away(self, world, kept):
        with acting_as(world.actor(world.other_worker)):
            Loan.objects.filter(case=kept, ground=Loan.Ground.NAMED).delete()
        assert sees(world, world.worker, kept)

    def test_lets_her_lift_no_restriction(self, world, kept):
        found = Case.objects.filter(pk=kept.pk)
        self.refused(world, lambda actor: found.update(restricted=False))

    def test_lets_a_reader_of_one_day_take_no_case_to_her_post(self, world):
        case = world.case_of(world.worker)
        break_glass(world, world.other_worker, case)
        found = Case.objects.filter(pk=case.pk)
        self.refused(world, lambda actor: found.update(post=world.other_post))
