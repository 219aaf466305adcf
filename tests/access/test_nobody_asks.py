"""What the functions of the walls tell the application that does not say who asks: nothing.

Row security stops a query without a context. A function that runs with its owner's rights goes
past it, and must refuse by itself. None is named here but those that answer for a written reason.
"""

import datetime as dt
from itertools import product

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from entremise.access.acting import acting_as
from entremise.people.models import NameCard
from entremise.referrals.models import CardLot
from recognising import join
from referring import refer, take

pytestmark = pytest.mark.django_db

NOTHING = (None, False, "", b"", [], ())
ANSWERS = {
    "calendar_is_read": "A calendar program holds the secret of an address, and no account.",
    "calendar_lines": "A calendar program holds the secret of an address, and no account.",
    "device_was_used": "Writes the day of a login, and answers nothing.",
    "link_of": "A partner shows the secret of his access before he is anybody.",
    "living_device": "A computer of a unit shows its secret before anybody logs in.",
    "living_link": "Read of the link whose secret was shown, to know as whom it asks.",
    "lot_of_code": "A visitor types the code of a card, and is told nothing of it.",
    "units_of_posts": "Walks through posts, units and communes, which are open tables.",
}


def answering_functions():
    """Every function with its owner's rights that the application may call, and its arguments."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT proname, ARRAY(SELECT format_type(one, NULL) FROM unnest(proargtypes)"
            " WITH ORDINALITY AS given (one, place) ORDER BY place) FROM pg_proc"
            " WHERE pronamespace = 'wall'::regnamespace AND prosecdef"
            " AND prorettype <> 'trigger'::regtype"
            " AND has_function_privilege('entremise_app', oid, 'EXECUTE') ORDER BY proname"
        )
        return cursor.fetchall()


@pytest.fixture
def held(world):
    """Rows of everything that a function might tell, and what to ask with, by type."""
    case = world.case_of(world.worker, NameCard(last_name="Canarisien"))
    again = world.case_of(world.worker, NameCard(last_name="Canarisienne"))
    hidden = take(world, refer(world), restricted=True)
    now = dt.datetime.now(dt.UTC)
    with acting_as(world.actor(world.worker)) as actor:
        lot = CardLot.objects.create(
            employer=world.employer,
            post=world.post,
            unit=world.station,
            code="ABCDEFGH",
            count=1,
            starts_on=now,
            ends_on=now,
            made_by=actor.id,
        )
    join(world, world.worker, case, again)
    waiting = refer(world, now=now)
    ids = [
        case.person_id, again.person_id, case.pk, hidden.pk, waiting,
        world.post.pk, world.post.queue_id, world.employer.pk, world.worker.pk,
    ]  # fmt: skip
    days = [dt.date(2020, 1, 1), dt.date(2100, 1, 1)]
    return {
        "uuid": ids,
        "uuid[]": [ids],
        "text": ["42", "dpo", "coordinator", "unit", "state", lot.code],
        "boolean": [True, False],
        "date": days,
        "timestamp with time zone": [dt.datetime.combine(day, dt.time(), dt.UTC) for day in days],
    }


def told(name, values, casts):
    """What the function says to the application outside any context."""
    marks = ", ".join(f"%s::{cast}" for cast in casts)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM wall.{name}({marks})", values)
            return cursor.fetchall()
    except ProgrammingError as refused:
        if "entremise: nobody asks" not in str(refused):
            raise
        return []


def talkative(held):
    """The functions that say something, whatever they are asked with."""
    return {
        name
        for name, casts in answering_functions()
        for values in product(*(held[cast] for cast in casts))
        if any(cell not in NOTHING for row in told(name, values, casts) for cell in row)
    }


def test_nothing_is_told_where_nobody_asks(held):
    assert talkative(held) - ANSWERS.keys() == set()


def test_a_function_that_tells_is_heard(held):
    assert "lot_of_code" in talkative(held)


def test_each_that_answers_all_the_same_is_there():
    assert ANSWERS.keys() <= {name for name, _casts in answering_functions()}
