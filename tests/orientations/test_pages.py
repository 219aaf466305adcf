"""Orientations on the screen: need, service, agreement, and the answer."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.assessment.actions import save as save_assessment
from entremise.orientations import actions, queries
from entremise.partners.actions import add_partner, add_service
from entremise.people.actions import correct_identity
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canarinom"))


@pytest.fixture
def client(world):
    return logged_in_client(world.worker)


@pytest.fixture
def page(case):
    return reverse("orientations:propose", args=[case.pk]) + "?besoin=housing"


def service(world, name="Accueil du pont", kind="shelter", **facts):
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Association", now=timezone.now())
        return add_service(
            actor=actor, partner_id=partner.pk, name=name, kind=kind, now=timezone.now(), **facts
        )


def kept(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.orientations_of(actor=actor, case_id=case.pk)


def proposed(world, case, chosen):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.propose(
            actor=actor,
            case_id=case.pk,
            need="housing",
            service_id=chosen.pk,
            note="Canarinote",
            now=timezone.now(),
        )


class TestProposing:
    def test_asks_the_need_first(self, case, client):
        text = client.get(reverse("orientations:propose", args=[case.pk])).text
        assert "?besoin=pregnancy" in text

    def test_shows_the_services_of_her_territory_first(self, world, case, client, page):
        service(world, "De tout le pays", zones=["france"])
        service(world, "De Roanne", zones=["42187"])
        service(world, "De Mâcon", zones=["71270"])
        with acting_as(world.actor(world.worker)) as actor:
            correct_identity(
                actor=actor,
                person_id=case.person_id,
                card=NameCard(),
                now=timezone.now(),
                commune_id="42187",
            )
        text = client.get(page).text
        assert text.index("De Roanne") < text.index("De tout le pays")
        assert "De Mâcon" not in text

    def test_does_it_all_on_one_screen(self, world, case, client, page):
        sent = {
            "service": str(service(world).pk),
            "consent": "oral",
            "shared": ["name"],
            "sent_how": "appointment",
        }
        answer = client.post(page, sent)
        assert answer.status_code == 302
        (made,) = kept(world, case)
        assert (made.state, made.consent, made.sent_how) == ("sent", "oral", "appointment")
        assert "transmise, sans réponse" in client.get(answer.url).text

    def test_asks_only_service_and_agreement(self, world, client, page):
        service(world)
        form = client.post(page, {"note": ""}).context["form"]
        assert set(form.errors) == {"service", "consent"}

    def test_counts_what_was_not_found(self, world, case, client, page):
        assert client.post(page, {"service": "none"}).status_code == 200
        assert client.post(page, {"service": "none", "kind": "siao"}).status_code == 302
        assert [one.state for one in kept(world, case)] == ["unavailable"]

    def test_does_not_hand_over_without_agreement(self, world, case, client, page):
        sent = {"service": str(service(world).pk), "consent": "not_asked", "sent_how": "email"}
        assert "rien ne part" in client.post(page, sent).text
        assert kept(world, case) == []

    def test_warns_of_mediation_and_wants_a_reason(self, world, case, client):
        chosen = service(world, "Médiation du canal", "mediation")
        with acting_as(world.actor(world.worker)) as actor:
            answers = {"acts": ["blows"], "relation": "ex"}
            save_assessment(actor=actor, case_id=case.pk, answers=answers, now=timezone.now())
        page = reverse("orientations:propose", args=[case.pk]) + "?besoin=children"
        assert "373-2-10" in client.get(page).text
        sent = {"service": str(chosen.pk), "consent": "oral"}
        assert client.post(page, sent).status_code == 200
        assert client.post(page, sent | {"reason": "Elle y tient."}).status_code == 302

    @pytest.mark.parametrize(
        "sent",
        [
            {"service": "pas un service"},
            {"expects_answer_on": "1999-01-01"},
            {"expects_answer_on": "bientôt"},
            {"appointment_at_0": "hier", "appointment_at_1": "midi"},
            {"appointment_at_0": "2200-01-31", "appointment_at_1": "10:00"},
            {"expects_answer_on": "9999-12-01"},
            {"shared": ["tout"]},
            {"sent_how": "pigeon"},
        ],
    )
    def test_refuses_what_it_cannot_read_and_keeps_the_note(self, world, client, page, sent):
        usual = {"service": str(service(world).pk), "consent": "oral", "note": "Canaritexte"}
        answer = client.post(page, usual | sent)
        assert answer.status_code == 200
        assert "note" in sent or "Canaritexte" in answer.text


class TestOne:
    def test_goes_from_agreement_to_answer(self, world, case, client):
        made = proposed(world, case, service(world))

        def address(name):
            return reverse(f"orientations:{name}", args=[case.pk, made.pk])

        client.post(address("consent"), {"consent": "written", "shared": ["name", "channel"]})
        shown = client.get(address("one")).text
        assert "son nom, comment la joindre sans danger" in shown
        client.post(address("send"), {"sent_how": "joint_call"})
        client.post(address("remind"), {"day": "2099-01-01"})
        done = client.post(address("answer"), {"state": "unavailable", "words": "Complet."})
        assert "Complet." in client.get(done.url).text
        assert [one.state for one in kept(world, case)] == ["unavailable"]

    def test_shows_a_refused_form_in_its_place(self, world, case, client):
        made = proposed(world, case, service(world))
        answer = client.post(reverse("orientations:consent", args=[case.pk, made.pk]), {})
        assert answer.status_code == 200
        assert "Il y a un problème" in answer.text

    def test_says_nothing_of_the_other_forms_when_one_is_refused(self, world, case, client):
        made = proposed(world, case, service(world))
        client.post(reverse("orientations:consent", args=[case.pk, made.pk]), {"consent": "oral"})
        refused = {}
        for name, said in (("answer", {"words": "Complet."}), ("send", {"sent_how": ""})):
            page = client.post(reverse(f"orientations:{name}", args=[case.pk, made.pk]), said)
            shown = page.context["forms"].items()
            refused[name] = {one for one, form in shown if form and form.errors}
        assert refused == {"answer": {"answer"}, "send": {"send"}}

    @pytest.mark.parametrize("day", ["0026-12-01", "9999-12-01"])
    def test_asks_again_for_a_day_of_another_century(self, world, case, client, day):
        made = proposed(world, case, service(world))

        def send(name, **said):
            return client.post(reverse(f"orientations:{name}", args=[case.pk, made.pk]), said)

        send("consent", consent="oral", shared=["name"])
        wrong = send("send", sent_how="joint_call", expects_answer_on=day)
        assert "Vérifiez l’année." in wrong.text
        send("send", sent_how="joint_call", expects_answer_on="2099-01-01")
        assert "Vérifiez l’année." in send("remind", day=day).text
        assert send("remind", day="2099-02-01").status_code == 302

    def test_offers_no_answer_that_the_life_cycle_refuses(self, world, case, client):
        made = proposed(world, case, service(world))
        text = client.get(reverse("orientations:one", args=[case.pk, made.pk])).text
        assert "aucune place" in text
        assert "rendez-vous honoré" not in text

    def test_leads_to_what_she_may_take_once_she_agreed(self, world, case, client):
        chosen = service(world)
        made = proposed(world, case, chosen)
        one = reverse("orientations:one", args=[case.pk, made.pk])
        paper = f"{reverse('papers:handout', args=[case.pk])}?service={chosen.pk}"
        assert paper not in client.get(one).text
        client.post(reverse("orientations:consent", args=[case.pk, made.pk]), {"consent": "oral"})
        assert paper in client.get(one).text
        assert client.get(paper).context["form"]["places"].value() == [str(chosen.pk)]
        for name, said in (
            ("send", {"sent_how": "contact_given"}),
            ("answer", {"state": "declined_by_her"}),
        ):
            client.post(reverse(f"orientations:{name}", args=[case.pk, made.pk]), said)
        assert paper not in client.get(one).text


class TestANo:
    def shown(self, world, case, client, *answers):
        """The rows of the page, once these forms were sent."""
        made = proposed(world, case, service(world))
        for name, sent in answers:
            client.post(reverse(f"orientations:{name}", args=[case.pk, made.pk]), sent)
        text = client.get(reverse("orientations:one", args=[case.pk, made.pk])).text
        return re.findall(r"<dt>\s*(.*?)\s*</dt>", text)

    def test_is_said_as_it_was_with_its_day(self, world, case, client):
        rows = self.shown(world, case, client, ("consent", {"consent": "refused"}))
        assert "Elle n’a pas voulu" in rows
        assert not {"Son accord", "Accord du", "Réponse", "Peut être dit au service"} & set(rows)

    def test_after_a_yes_leaves_what_she_had_agreed_to(self, world, case, client):
        rows = self.shown(
            world,
            case,
            client,
            ("consent", {"consent": "oral", "shared": ["name"]}),
            ("send", {"sent_how": "joint_call"}),
            ("answer", {"state": "declined_by_her"}),
        )
        assert {"Son accord", "Accord du", "Elle n’a plus voulu"} <= set(rows)
        assert "Réponse" not in rows

    def test_of_the_service_is_an_answer(self, world, case, client):
        rows = self.shown(
            world,
            case,
            client,
            ("consent", {"consent": "oral", "shared": ["name"]}),
            ("send", {"sent_how": "joint_call"}),
            ("answer", {"state": "declined"}),
        )
        assert {"Accord du", "Réponse"} <= set(rows)
        assert not {"Elle n’a plus voulu", "Elle n’a pas voulu"} & set(rows)

    def test_is_not_what_nobody_asked_her(self, world, case, client):
        rows = self.shown(world, case, client)
        assert "Son accord" in rows
        assert "Accord du" not in rows


class TestWall:
    @pytest.mark.parametrize(
        "role",
        [
            *("other_worker", "far_worker", "coordinator", "officer", "chief"),
            *("dpo", "steering", "admin"),
        ],
    )
    def test_others_get_the_page_that_does_not_exist(self, world, case, role):
        made = proposed(world, case, service(world))
        other = logged_in_client(getattr(world, role))
        one = [case.pk, made.pk]
        answers = [
            other.get(reverse("orientations:of_case", args=[case.pk])),
            other.get(reverse("orientations:propose", args=[case.pk]) + "?besoin=housing"),
            other.get(reverse("orientations:one", args=one)),
            *(
                other.post(reverse(f"orientations:{name}", args=one), sent)
                for name, sent in (
                    ("consent", {"consent": "oral"}),
                    ("send", {"sent_how": "email"}),
                    ("answer", {"state": "unavailable"}),
                    ("remind", {"day": "2099-01-01"}),
                    ("again", {}),
                )
            ),
        ]
        assert [answer.status_code for answer in answers] == [404] * 8
        assert not any("Canari" in answer.text for answer in answers)
        assert kept(world, case)[0].state == "proposed"

    def test_the_list_to_call_again_is_for_workers(self, world):
        address = reverse("orientations:awaiting")
        assert logged_in_client(world.worker).get(address).status_code == 200
        assert logged_in_client(world.coordinator).get(address).status_code == 404
