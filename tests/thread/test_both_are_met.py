"""She and the alleged author are both received: from either side nothing shows the other."""

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access import journal
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.base.models import SubjectKey
from entremise.cases import queries
from entremise.cases.actions import write_text
from entremise.cases.models import Case
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db
HERS = NameCard(last_name="Canarivent", first_name="Zoé", born="1990-04-02")
HIS = NameCard(last_name="Canarimari", first_name="Paul", born="1986-11-30")


@pytest.fixture
def both(world):
    """Her case at one post; his at the other, of the same employer; each names the other."""
    hers = world.case_of(world.worker, HERS)
    his = world.case_of(world.other_worker, HIS, position=Case.Position.ALLEGED)
    said = ((world.worker, hers, HIS), (world.other_worker, his, HERS))
    for user, case, other in said:
        with acting_as(world.actor(user)) as actor:
            text = f"{other.display}, né ou née en {other.born[:4]}"
            write_text(
                actor=actor,
                case_id=case.pk,
                field="author",
                text=text,
                version=case.text.version,
                now=TUESDAY_TEN,
            )
    return hers, his


def ask(world, user, card):
    with acting_as(world.actor(user)) as actor:
        text, now = f"{card.first_name} {card.last_name} {card.born[:4]}", timezone.localtime()
        return queries.search(actor=actor, text=text, now=now, today=now.date())


def rows():
    """Every row of every table, as its owner could read them all: (table, row as text)."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        for table, walled in cursor.fetchall():
            if walled:
                cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            cursor.execute(f'SELECT row_to_json(one)::text FROM "{table}" one')
            yield from ((table, row) for (row,) in cursor.fetchall())
            if walled:
                cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def links(both):
    """The tables where one row names both; and how many rows name each."""
    marks = [{str(one.pk), str(one.person_id)} for one in both]
    found, counts = set(), [0, 0]
    for table, row in rows():
        sides = [any(mark in row for mark in side) for side in marks]
        counts = [count + side for count, side in zip(counts, sides, strict=True)]
        if all(sides):
            found.add(table)
    return found, counts


class TestHisRecord:
    def test_has_keys_of_its_own(self, both):
        hers, his = both
        subjects = {hers.pk, hers.person_id, his.pk, his.person_id}
        keys = SubjectKey.objects.filter(subject_id__in=subjects)
        assert len({bytes(key.wrapped) for key in keys}) == len(subjects) == 4

    @pytest.mark.django_db(transaction=True)
    def test_is_linked_to_hers_by_no_row_of_any_table(self, both):
        found, counts = links(both)
        assert found == set()
        assert min(counts) > 5

    @pytest.mark.django_db(transaction=True)
    def test_the_harness_finds_a_row_that_names_both(self, world, both):
        hers, his = both
        with acting_as(world.actor(world.worker)) as actor:
            journal.record(
                actor,
                Event.CASE_CHANGED,
                at=timezone.now(),
                case_id=hers.pk,
                subject_id=his.person_id,
            )
        assert links(both)[0] == {"access_journalentry"}


class TestEitherSide:
    def test_shows_nothing_of_the_other_on_the_pages_of_a_case(self, world, both):
        hers, his = both
        for user, case, other in ((world.worker, hers, his), (world.other_worker, his, hers)):
            client = logged_in_client(user)
            for page in ("desk:case", "contact:channels", "desk:same_person", "cases:identity"):
                body = client.get(reverse(page, args=[case.pk])).content.decode()
                assert other.code not in body
                assert str(other.pk) not in body

    def test_opens_nothing_of_the_other(self, world, both):
        hers, his = both
        assert (
            logged_in_client(world.worker).get(reverse("desk:case", args=[his.pk])).status_code
            == 404
        )
        assert (
            logged_in_client(world.other_worker)
            .get(reverse("desk:case", args=[hers.pk]))
            .status_code
            == 404
        )

    def test_is_not_told_by_a_search_that_he_is_received(self, world, both):
        assert ask(world, world.worker, HIS) == queries.Answer()

    def test_is_still_told_which_post_knows_a_victim(self, world, both):
        """His own worker asks for somebody else who is received: a colleague's post is named."""
        victim = NameCard(last_name="Fontanel", first_name="Claire", born="1979-01-12")
        world.case_of(world.worker, victim)
        assert [row.post_name for row in ask(world, world.other_worker, victim).elsewhere]
