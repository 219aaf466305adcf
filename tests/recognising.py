"""Records of one person, or of two: told, compared, joined and undone by accounts."""

import datetime as dt

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.cases import actions, queries
from entremise.people import actions as people
from entremise.people.models import NameCard, SafeChannel
from entremise.people.queries import names_of

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
