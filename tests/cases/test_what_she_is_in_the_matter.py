"""What a person is in the matter, and the wall that no record may stand on both sides of."""

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions
from entremise.cases.models import Case
from entremise.people.models import Person
from entremise.people.queries import names_of
from entremise.referrals.actions import take
from entremise.referrals.models import Form, Source
from referring import refer

pytestmark = pytest.mark.django_db
VICTIM, INDIRECT, ALLEGED = Case.Position.VICTIM, Case.Position.INDIRECT, Case.Position.ALLEGED


def position_of(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        return Case.objects.visible_to(actor).get(pk=case.pk).position


def say(world, case, position, user=None):
    with acting_as(world.actor(user or world.worker)) as actor:
        actions.set_position(actor=actor, case_id=case.pk, position=position, now=TUESDAY_TEN)


class TestSaying:
    @pytest.mark.parametrize("position", [INDIRECT, ALLEGED])
    def test_is_done_for_somebody_of_one_case(self, world, position):
        case = world.case_of(world.worker)
        say(world, case, position)
        assert position_of(world, case) == position

    def test_is_refused_across_the_wall_where_another_case_is_on_the_first_side(self, world):
        case = world.case_of(world.worker)
        other = world.case_of(world.worker, person_id=case.person_id)
        say(world, other, INDIRECT)
        with pytest.raises(NotPossible, match="il faut deux fiches"):
            say(world, other, ALLEGED)
        assert position_of(world, other) == INDIRECT

    def test_is_hidden_from_whoever_does_not_read_the_case(self, world):
        case = world.case_of(world.worker)
        with pytest.raises(Case.DoesNotExist):
            say(world, case, ALLEGED, world.other_worker)


class TestOpening:
    def test_gives_a_victim_another_matter_but_never_as_an_alleged_author(self, world):
        case = world.case_of(world.worker)
        assert world.case_of(world.worker, person_id=case.person_id).position == VICTIM
        with pytest.raises(NotPossible, match="il faut deux fiches"):
            world.case_of(world.worker, person_id=case.person_id, position=ALLEGED)


class TestTaking:
    def taken(self, world, referral, **options):
        with acting_as(world.actor(world.worker)) as actor:
            post_id = world.post.pk
            return take(
                actor=actor, referral_id=referral, post_id=post_id, now=TUESDAY_TEN, **options
            )

    def test_opens_a_record_on_his_side_of_the_wall(self, world):
        assert self.taken(world, refer(world), position=ALLEGED).position == ALLEGED
        assert self.taken(world, refer(world)).position == VICTIM

    def test_never_joins_an_alleged_author_to_the_case_of_a_victim(self, world):
        hers = world.case_of(world.worker)
        referral = refer(world)
        with pytest.raises(NotPossible, match="sa propre fiche"):
            self.taken(world, referral, case_id=hers.pk, position=ALLEGED)
        assert self.taken(world, referral, case_id=hers.pk).pk == hers.pk


class TestThePages:
    def post(self, world, case, **answers):
        data = {"last_name": "Canarivent", "version": 1, **answers}
        address = reverse("cases:identity", args=[case.pk])
        return logged_in_client(world.worker).post(address, data)

    def test_take_what_she_is_and_where_she_lives(self, world):
        case = world.case_of(world.worker)
        answer = self.post(world, case, position="indirect", commune="Renaison (42370)")
        assert answer.status_code == 302
        assert position_of(world, case) == INDIRECT
        with acting_as(world.actor(world.worker)):
            assert Person.objects.get(pk=case.person_id).commune_id == "42182"
        page = logged_in_client(world.worker).get(reverse("cases:identity", args=[case.pk]))
        assert 'value="Renaison (42370)"' in page.content.decode()

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("14/03/1988", "1988-03-14"),
            ("4.3.1988", "1988-03-04"),
            ("1988-03-14", "1988-03-14"),
            ("1988", "1988"),
        ],
    )
    def test_take_a_birth_as_it_is_said_and_show_it_so(self, world, typed, kept):
        case = world.case_of(world.worker)
        assert self.post(world, case, born=typed).status_code == 302
        with acting_as(world.actor(world.worker)) as actor:
            names = names_of(actor=actor, person_ids=[case.person_id])
        assert names[case.person_id].born == kept
        page = logged_in_client(world.worker).get(reverse("cases:identity", args=[case.pk]))
        shown = "/".join(reversed(kept.split("-")))
        assert f'value="{shown}"' in page.content.decode()

    @pytest.mark.parametrize("typed", ["88", "mars 1988", "14/03/88"])
    def test_ask_again_for_a_birth_that_is_neither(self, world, typed):
        answer = self.post(world, world.case_of(world.worker), born=typed)
        assert "Écrivez une année" in answer.content.decode()

    @pytest.mark.parametrize("typed", ["31/02/1990", "14/03/1850", "1850", "1/1/2099", "2099"])
    def test_refuse_a_birth_that_nobody_alive_can_have(self, world, typed):
        case = world.case_of(world.worker)
        answer = self.post(world, case, born=typed)
        assert "qui existe, et qui est passée" in answer.content.decode()
        with acting_as(world.actor(world.worker)) as actor:
            assert not names_of(actor=actor, person_ids=[case.person_id])[case.person_id].born

    def test_keep_nothing_of_an_answer_when_one_of_them_is_refused(self, world):
        case = world.case_of(world.worker)
        world.case_of(world.worker, person_id=case.person_id)
        answer = self.post(world, case, position="alleged", commune="Renaison")
        assert "il faut deux fiches" in answer.content.decode()
        with acting_as(world.actor(world.worker)):
            assert Person.objects.get(pk=case.person_id).commune_id is None
        assert "Aucune commune" in self.post(world, case, commune="Nullepart").content.decode()

    def taken_page(self, world, referral):
        address = reverse("referrals:take", args=[referral])
        data = {"last_name": "Canarivent", "post": str(world.post.pk), "position": "witness"}
        return logged_in_client(world.worker).post(address, data, follow=True).content.decode()

    def test_of_a_taking_ask_it_and_speak_of_an_agent_only_where_there_is_one(self, world):
        her_own = {"unit_id": None, "source": Source.SELF, "form": Form.PHONE}
        by_an_officer = self.taken_page(world, refer(world))
        by_herself = self.taken_page(world, refer(world, world.worker, **her_own))
        assert "témoin" in by_an_officer
        assert "témoin" in by_herself
        assert "L’agent voit" in by_an_officer
        assert "L’agent voit" not in by_herself

    def test_name_no_victim_as_the_one_accused(self, world):
        hers, his = (
            world.case_of(world.worker, position=position) for position in (VICTIM, ALLEGED)
        )
        client = logged_in_client(world.worker)
        for case, heading in ((hers, "La personne mise en cause"), (his, "L’autre personne")):
            for page in ("desk:case", "cases:author"):
                body = client.get(reverse(page, args=[case.pk])).content.decode()
                assert (heading in body, "La personne mise en cause" in body) == (
                    True,
                    case is hers,
                )
