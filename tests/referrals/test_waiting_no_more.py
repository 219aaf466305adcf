"""The deeds of a referral that waits no more: nothing is asked, what became of it is said."""

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.cases import actions as cases
from entremise.referrals import actions
from entremise.referrals.models import DeclineReason, Referral
from referring import refer, sister, take

pytestmark = pytest.mark.django_db
DEEDS = ("take", "join", "plan", "send_on", "decline", "urgency", "approach", "duplicate")
WHY = "Canarimotif : elle habite Firminy."
PAGES = (*DEEDS, "referral")
ON_THAT_DAY = "le 10 mars 2026 à 10 h"


def address(deed, referral_id):
    return reverse(f"referrals:{deed}", args=[referral_id])


def words(answer):
    """What the page says, its spaces alike."""
    return " ".join(answer.content.decode().replace("&nbsp;", " ").split())


def page(user, deed, referral_id):
    return words(logged_in_client(user).get(address(deed, referral_id)))


def leads_to(case):
    return f'href="{reverse("desk:case", args=[case.pk])}"'


def end(world, deed, referral_id, **answers):
    with acting_as(world.actor(world.worker)) as actor:
        deed(actor=actor, referral_id=referral_id, now=TUESDAY_TEN, **answers)


class TestTaken:
    @pytest.mark.parametrize("deed", PAGES)
    def test_by_herself_says_so_and_leads_to_the_case(self, world, deed):
        referral_id = refer(world)
        case = take(world, referral_id)
        said = page(world.worker, deed, referral_id)
        assert f"Vous avez pris cette saisine {ON_THAT_DAY}." in said
        assert leads_to(case) in said

    def test_by_another_who_shares_the_case_names_her(self, world):
        other, referral_id = sister(world), refer(world)
        case = take(world, referral_id, other)
        with acting_as(world.actor(other)) as actor:
            cases.share(
                actor=actor, case_id=case.pk, post_id=world.post.pk, until=None, now=TUESDAY_TEN
            )
        said = page(world.worker, "take", referral_id)
        assert f"{other.name} a pris cette saisine {ON_THAT_DAY}." in said
        assert leads_to(case) in said

    @pytest.mark.parametrize("deed", PAGES)
    def test_by_a_post_whose_case_she_does_not_read_names_the_post_alone(self, world, deed):
        other, referral_id = sister(world), refer(world)
        case = take(world, referral_id, other)
        said = page(world.worker, deed, referral_id)
        assert f"Le poste « Poste de Roanne bis » a pris cette saisine {ON_THAT_DAY}." in said
        assert other.name not in said
        assert leads_to(case) not in said

    @pytest.mark.parametrize("deed", PAGES)
    def test_is_hidden_as_what_is_not_there(self, world, deed):
        referral_id = refer(world)
        take(world, referral_id)
        client = logged_in_client(world.other_worker)
        assert client.get(address(deed, referral_id)).status_code == 404

    def test_in_restricted_access_is_hidden_from_who_shares_the_queue(self, world):
        other, referral_id = sister(world), refer(world)
        take(world, referral_id, other, restricted=True)
        client = logged_in_client(world.worker)
        assert client.get(address("take", referral_id)).status_code == 404


class TestEndedOtherwise:
    def test_without_a_case_says_why(self, world):
        referral_id = refer(world)
        end(world, actions.decline, referral_id, reason=DeclineReason.OUT_OF_SCOPE)
        said = page(world.worker, "take", referral_id)
        assert f"sans suite {ON_THAT_DAY}. Motif : ne relève pas du service." in said

    def test_sent_to_another_queue(self, world):
        referral_id = refer(world)
        queue_id = world.other_post.queue_id
        end(world, actions.redirect, referral_id, queue_id=queue_id, reason="")
        said = page(world.worker, "send_on", referral_id)
        assert f"redirigée vers une autre file {ON_THAT_DAY}." in said

    def test_as_a_double_leads_to_the_other_then_to_its_case(self, world):
        first, second = refer(world), refer(world)
        end(world, actions.mark_duplicate, second, of=first)
        said = page(world.worker, "take", second)
        assert f"jointe à une autre, qui dit la même chose, {ON_THAT_DAY}." in said
        assert f'href="{address("referral", first)}"' in said
        case = take(world, first)
        assert leads_to(case) in page(world.worker, "take", second)


class TestSent:
    def test_in_vain_gives_back_what_was_written(self, world):
        referral_id = refer(world)
        take(world, referral_id)
        sent = {
            "queue": str(world.other_post.queue_id),
            "reason": "Canarimotif : elle habite Firminy.",
        }
        answer = logged_in_client(world.worker).post(address("send_on", referral_id), sent)
        assert "n’est pas enregistré" in words(answer)
        assert WHY in words(answer)
        with acting_as(world.actor(world.worker)):
            assert Referral.objects.get().state == Referral.State.ACCEPTED

    def test_while_it_waits_acts(self, world):
        sent = {
            "queue": str(world.other_post.queue_id),
            "reason": "Canarimotif : elle habite Firminy.",
        }
        client = logged_in_client(world.worker)
        assert client.post(address("send_on", refer(world)), sent).status_code == 302
