"""Who may be the same person: proposed, and never across the wall."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed
from entremise.cases import actions, queries
from entremise.cases.models import Case
from entremise.people.models import (
    Merge,
    NameCard,
    ToldApart,
)
from recognising import AMINA, AMINATA, KARIM, apart, join, journalled, look, name_seen, phone

pytestmark = pytest.mark.django_db


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

    def test_gives_the_day_in_paris_on_which_two_were_told_apart(self, world, hers, again):
        with acting_as(world.actor(world.worker)) as actor:
            actions.tell_apart(
                actor=actor,
                case_id=hers.pk,
                other_id=again.person_id,
                now=dt.datetime(2026, 7, 15, 0, 30, tzinfo=PARIS),
            )
        (told,) = look(world, world.worker, hers).apart
        assert told.on == dt.date(2026, 7, 15)


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
            for deed in (join, apart):
                with pytest.raises(NotAllowed):
                    deed(world, world.worker, one, other)

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
        one, two = sorted((hers.person_id, his.person_id))
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            ToldApart.objects.create(one_id=one, two_id=two, at=TUESDAY_TEN, by=actor.id)

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
