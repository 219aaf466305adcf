"""Cases that are lent and read, by accounts."""

import datetime as dt

from entremise.access.acting import acting_as
from entremise.cases import actions
from entremise.cases.models import Case
from entremise.organisation.models import Cover
from entremise.people.models import Identity
from world import YEAR_START

REASON = "Elle est au poste de Firminy et demande de l’aide."


def sees(world, user, case):
    """Whether this account reads the case: both walls say the same, of the name too."""
    with acting_as(world.actor(user)) as actor:
        by_python = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        by_wall = Case.objects.filter(pk=case.pk).exists()
        name = Identity.objects.filter(person_id=case.person_id).exists()
    assert by_python == by_wall == name
    return by_wall


def break_glass(world, user, case):
    """An exceptional access from this moment, by the clock of the database."""
    with acting_as(world.actor(user)) as actor:
        actions.break_glass(
            actor=actor, case_id=case.pk, reason=REASON, now=dt.datetime.now(dt.UTC)
        )


def replace(world, user, post):
    """This account replaces at this post, on every day of the tests."""
    with acting_as(world.actor(world.coordinator)):
        Cover.objects.create(
            post=post, user=user, starts_on=YEAR_START, ends_on=dt.date(2100, 1, 1)
        )
