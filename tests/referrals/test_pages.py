"""The pages of the entrances, of the list, of receipts and of alerts, through a browser."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.roles import Role
from entremise.organisation.models import DutyHours
from entremise.referrals import queries
from entremise.referrals.models import (
    DutyAlert,
    Referral,
    ReferralIdentity,
    RefusalCount,
    ReviewLine,
)
from world import account

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
CALL = {"wish": "agrees", "source": "self", "said": "Canaridit", "last_name": "Canarinom"}


def body(response):
    return response.content.decode()


def always_on_duty(world):
    with acting_as(world.actor(world.admin)):
        for day in range(7):
            DutyHours.objects.create(
                post=world.post, weekday=day, starts_at=dt.time(0), ends_at=dt.time(23, 59, 59)
            )


def waiting(world, user=None):
    with acting_as(world.actor(user or world.worker)) as actor:
        return queries.queue(actor=actor, now=NOW)


class TestWorkerWritesDown:
    @pytest.mark.parametrize("door", ["appel", "dictee", "accueil", "carte", "partenaire"])
    def test_opens_on_one_screen(self, world, door):
        answer = logged_in_client(world.worker).get(reverse("referrals:record", args=[door]))
        assert answer.status_code == 200
        page = body(answer)
        assert page.index("phone_safe") < page.index("first_name") < page.index("said")

    def test_needs_two_answers_only(self, world):
        client = logged_in_client(world.worker)
        address = reverse("referrals:record", args=["dictee"])
        refused = client.post(address, {"said": ""})
        assert refused.status_code == 200
        errors = refused.context["form"].errors
        assert set(errors) == {"wish", "unit_name"}
        sent = client.post(address, {"wish": "agrees", "unit_name": "commissariat roa"})
        assert sent.status_code == 302
        assert len(waiting(world)) == 1

    @pytest.mark.parametrize("door", ["appel", "accueil"])
    def test_goes_where_the_commune_is_covered(self, world, door):
        client = logged_in_client(world.worker)
        address = reverse("referrals:record", args=[door])
        assert client.post(address, {**CALL, "commune": "Firminy"}).status_code == 302
        assert waiting(world) == []
        (row,) = waiting(world, world.other_worker)
        assert row.commune == "Firminy"

    def test_says_of_an_unknown_commune_that_it_is_none(self, world):
        client = logged_in_client(world.worker)
        address = reverse("referrals:record", args=["appel"])
        refused = body(client.post(address, {**CALL, "commune": "Nulle-Part"}))
        assert "Aucune commune ne s’appelle « Nulle-Part »" in refused.replace("\xa0", " ")
        assert waiting(world) == []

    def test_keeps_the_text_of_a_refused_form(self, world):
        client = logged_in_client(world.worker)
        refused = client.post(
            reverse("referrals:record", args=["appel"]),
            {"said": "Canaritexte", "unit_name": "Unité sans nom connu"},
        )
        assert "Canaritexte" in body(refused)
        assert "Aucune unité ouverte ne porte ce nom" in body(refused)

    def test_says_when_letters_mean_several_units(self, world):
        with acting_as(world.actor(world.admin)):
            world.add_unit("Brigade de Roanne", "gendarmerie", "42187")
            world.add_unit("Brigade de Roanne sud", "gendarmerie", "42187")
        refused = logged_in_client(world.worker).post(
            reverse("referrals:record", args=["dictee"]),
            {"wish": "agrees", "unit_name": "brigade roa"},
        )
        assert "Plusieurs unités commencent ainsi" in body(refused)

    def test_a_call_from_a_relative_waits_for_a_decision(self, world):
        logged_in_client(world.worker).post(
            reverse("referrals:record", args=["appel"]), {**CALL, "source": "relative"}
        )
        assert waiting(world)[0].needs_a_decision

    def test_the_officer_who_dictates_has_the_receipt(self, world):
        address = reverse("referrals:record", args=["dictee"])
        sent = {**CALL, "source": "", "unit_name": world.station.name, "reference": "PV 9"}
        client = logged_in_client(world.worker)
        stranger = client.post(address, {**sent, "officer": world.far_officer.name})
        assert "Aucun compte de cette unité" in body(stranger)
        client.post(address, {**sent, "officer": world.officer.email})
        page = body(logged_in_client(world.officer).get(reverse("referrals:receipts")))
        assert "PV 9" in page
        assert "Aucune saisine" in body(
            logged_in_client(world.chief).get(reverse("referrals:receipts"))
        )

    def test_sent_twice_it_acts_once(self, world):
        client = logged_in_client(world.worker)
        sent = {**CALL, "once": str(uuid4())}
        address = reverse("referrals:record", args=["appel"])
        assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
        assert len(waiting(world)) == 1

    def test_without_a_post_it_is_refused_with_words_and_the_text_stays(self, world):
        client = logged_in_client(account(Role.WORKER))
        refused = client.post(reverse("referrals:record", args=["appel"]), CALL)
        assert refused.status_code == 200
        assert "Vous ne tenez aucun poste" in body(refused)
        assert "Canaridit" in body(refused)

    @pytest.mark.parametrize("role", ["officer", "chief", "coordinator", "dpo", "steering"])
    def test_is_hidden_from_the_others(self, world, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("referrals:record", args=["appel"])).status_code == 404

    def test_an_unknown_door_is_a_page_that_does_not_exist(self, world):
        client = logged_in_client(world.worker)
        assert client.get("/saisines/noter/fenetre/").status_code == 404


class TestOfficerAlone:
    def test_sees_who_will_read_before_sending(self, world):
        always_on_duty(world)
        page = body(logged_in_client(world.officer).get(reverse("referrals:refer")))
        assert "Qui lira" in page
        assert world.worker.name in page
        assert "<strong>115</strong>" not in page

    def test_sees_the_night_protocol_when_nobody_is_on_duty_and_says_what_was_done(self, world):
        client = logged_in_client(world.officer)
        page = body(client.get(reverse("referrals:refer")))
        assert "Personne ne lira tout de suite" in page
        assert "<strong>115</strong>" in page
        assert "parquet de permanence" in page.lower()
        client.post(
            reverse("referrals:refer"), {"wish": "agrees", "night_measures": ["shelter", "card"]}
        )
        with acting_as(world.actor(world.worker)):
            done = Referral.objects.get().meanwhile
        assert done == "le 115 a été appelé, la carte lui a été remise"

    def test_says_that_nothing_was_done_beside_no_other_answer(self, world):
        client, address = logged_in_client(world.officer), reverse("referrals:refer")
        sent = {"wish": "agrees", "said": "Canaridit"}
        refused = client.post(address, {**sent, "night_measures": ["nothing", "shelter"]})
        assert "Décochez « rien de cela »" in body(refused).replace("\u00a0", " ")
        assert "Canaridit" in body(refused)
        assert not waiting(world)
        client.post(address, {**sent, "night_measures": ["nothing"]})
        with acting_as(world.actor(world.worker)):
            assert Referral.objects.get().meanwhile == "rien de cela"

    def test_is_told_plainly_that_no_post_covers_the_unit(self, world):
        with acting_as(world.actor(world.admin)):
            unit = world.add_unit("Brigade de Saint-Chamond", "gendarmerie", "42207")
            officer = world.add_member(Role.OFFICER, unit=unit)
        client = logged_in_client(officer)
        assert "Aucun poste ne couvre cette unité" in body(client.get(reverse("referrals:refer")))
        sent = client.post(reverse("referrals:refer"), CALL, follow=True)
        assert "aucun poste ne couvre cette unité" in body(sent)

    def test_a_refusal_stores_nothing_personal_even_if_typed(self, world):
        sent = logged_in_client(world.officer).post(
            reverse("referrals:refer"), {**CALL, "wish": "refuses"}, follow=True
        )
        assert "sans rien garder" in body(sent)
        with acting_as(world.actor(world.worker)):
            assert RefusalCount.objects.count() == 1
            assert list(Referral.objects.all()) == []
            assert list(ReferralIdentity.objects.all()) == []

    def test_a_danger_without_a_ground_is_refused_and_the_text_stays(self, world):
        refused = logged_in_client(world.officer).post(
            reverse("referrals:refer"), {**CALL, "wish": "danger"}
        )
        assert "pourquoi le danger est grave" in body(refused)
        assert "Canaridit" in body(refused)
        assert waiting(world) == []

    def test_never_reads_it_again(self, world):
        client = logged_in_client(world.officer)
        client.post(reverse("referrals:refer"), {**CALL, "reference": "PV 12/2026"})
        page = body(client.get(reverse("referrals:receipts")))
        assert "PV 12/2026" in page
        assert "anarinom" not in page.lower()
        assert "anaridit" not in page.lower()

    def test_a_unit_that_closed_meanwhile_is_said_and_loses_nothing(self, world):
        client = logged_in_client(world.officer)
        sent = {**CALL, "unit": str(world.brigade.pk)}
        page = body(client.post(reverse("referrals:refer"), sent))
        assert "plus ouverte, ou n’est pas la vôtre" in page
        assert "Canaridit" in page
        assert waiting(world) == []

    def test_without_a_unit_the_page_says_what_to_do_and_gives_the_text_back(self, world):
        client = logged_in_client(account(Role.OFFICER))
        assert "rattaché à aucune unité" in body(client.get(reverse("referrals:refer")))
        page = body(client.post(reverse("referrals:refer"), CALL))
        assert "rattaché à aucune unité" in page
        assert "Canaridit" in page

    @pytest.mark.parametrize("text", ["\0", "😀" * 2000, "x" * 1_000_000])
    def test_bad_texts_never_break_the_page(self, world, text):
        client = logged_in_client(world.officer)
        answer = client.post(reverse("referrals:refer"), {**CALL, "said": text})
        assert answer.status_code in (200, 302)


class TestAlertPages:
    def test_show_the_number_first_and_let_the_worker_answer(self, world):
        always_on_duty(world)
        client = logged_in_client(world.officer)
        raised = client.post(reverse("referrals:raise_alert"), {"unit": world.station.pk})
        page = body(client.get(raised.url))
        assert page.index("04") < page.index("L’alerte est partie")
        worker = logged_in_client(world.worker)
        assert world.station.name in body(worker.get(reverse("referrals:alerts")))
        with acting_as(world.actor(world.worker)):
            alert = DutyAlert.objects.get()
        worker.post(reverse("referrals:acknowledge", args=[alert.pk]))
        assert "Quelqu’un répond" in body(client.get(raised.url))

    def test_off_duty_say_who_would_read_it_until_somebody_answers(self, world):
        client = logged_in_client(world.officer)
        raised = client.post(reverse("referrals:raise_alert"), {"unit": world.station.pk})
        nobody, emergency = "Personne ne lira tout de suite", "danger immédiat"
        assert nobody in body(client.get(raised.url))
        with acting_as(world.actor(world.worker)):
            alert = DutyAlert.objects.get()
        logged_in_client(world.worker).post(reverse("referrals:acknowledge", args=[alert.pk]))
        page = body(client.get(raised.url))
        assert "Quelqu’un répond" in page
        assert nobody not in page
        assert emergency in page

    def test_heard_without_a_reload_take_that_away_too(self, world):
        client = logged_in_client(world.officer)
        raised = client.post(reverse("referrals:raise_alert"), {"unit": world.station.pk})
        with acting_as(world.actor(world.worker)):
            alert = DutyAlert.objects.get()
        heard = reverse("referrals:answering", args=[alert.pk])
        assert 'id="lecteurs"' in body(client.get(raised.url))
        assert "lecteurs" not in body(client.get(heard, headers={"HX-Request": "true"}))
        logged_in_client(world.worker).post(reverse("referrals:acknowledge", args=[alert.pk]))
        swapped = body(client.get(heard, headers={"HX-Request": "true"}))
        assert '<div id="lecteurs" hx-swap-oob="delete">' in swapped

    def test_are_hidden_from_those_who_answer_no_alert(self, world):
        assert logged_in_client(world.dpo).get(reverse("referrals:alerts")).status_code == 404
        far = logged_in_client(world.far_officer)
        refused = far.post(reverse("referrals:raise_alert"), {"unit": world.station.pk})
        assert refused.status_code == 404
        assert far.post(reverse("referrals:raise_alert"), {"unit": "x"}).status_code == 404

    def test_another_officer_does_not_see_it(self, world):
        client = logged_in_client(world.officer)
        raised = client.post(reverse("referrals:raise_alert"), {"unit": world.station.pk})
        assert logged_in_client(world.chief).get(raised.url).status_code == 404


class TestMorningPages:
    def opened(self, world, user=None):
        client = logged_in_client(user or world.chief)
        answer = client.post(reverse("referrals:lists"), {"unit": world.station.pk})
        return client, answer.url

    def test_a_pasted_table_becomes_lines_and_a_line_becomes_a_referral(self, world):
        client, address = self.opened(world)
        client.post(
            address,
            {"pasted": "1", "table": "Nom;Faits;Jour\nMme CANARINOM Zoé;VIF;32/13\n;différend;"},
        )
        page = body(client.get(address))
        assert "CANARINOM" in page
        assert "La date n’est pas comprise" in page
        deeds = re.findall(r"/liste-du-matin/ligne/[0-9a-f-]+/", page)
        first = next(iter(dict.fromkeys(deeds)))
        client.post(first, {"deed": "could_not_ask", "tier": "1"})
        assert [row.tier for row in waiting(world)] == [1]
        after = body(client.get(address))
        assert "CANARINOM" not in after

    def test_a_table_that_is_not_understood_stays_in_its_field(self, world):
        client, address = self.opened(world)
        refused = client.post(address, {"pasted": "1", "table": "a;b;c\nd;e;Canaricellule"})
        assert "3 colonnes au lieu de 6" in body(refused)
        assert "Canaricellule" in body(refused)

    def test_one_line_typed(self, world):
        client, address = self.opened(world)
        client.post(address, {"typed": "1", "kind": "VIF", "seen": "Canarivu"})
        assert "Canarivu" in body(client.get(address))
        empty = client.post(address, {"typed": "1"})
        assert "Écrivez au moins une case" in body(empty)

    def test_a_danger_asks_for_its_ground(self, world):
        client, address = self.opened(world)
        client.post(address, {"typed": "1", "kind": "VIF"})
        deed = re.search(r"/liste-du-matin/ligne/[0-9a-f-]+/", body(client.get(address)))[0]
        asked = client.post(deed, {"deed": "danger"})
        refused = client.post(asked.url, {"ground": " "})
        assert "Écrivez pourquoi le danger est grave" in body(refused)
        kept = {"ground": "Il a une arme.", "problem": "conjugal", "tier": ""}
        assert client.post(asked.url, kept).status_code == 302
        (row,) = waiting(world)
        assert (row.tier, row.problem) == (1, "violences conjugales")

    def test_closing_leaves_nothing_to_read(self, world):
        client, address = self.opened(world)
        client.post(address, {"typed": "1", "seen": "Canarivu"})
        client.post(f"{address}clore/")
        page = client.get(address)
        assert "Cette liste est close" in body(page)
        assert "Canarivu" not in body(page)

    def test_what_is_typed_after_the_closing_is_given_back_to_be_pasted_elsewhere(self, world):
        client, address = self.opened(world)
        assert "gardé nulle part" not in body(client.get(address))
        client.post(f"{address}clore/")
        assert "gardé nulle part" not in body(client.get(address))
        typed = client.post(address, {"typed": "1", "kind": "VIF", "seen": "Canarivu,\nà nouveau"})
        assert "Ce que vous veniez de taper" in body(typed)
        assert "\tVIF\t\t\t\tCanarivu, à nouveau" in typed.content.decode()
        pasted = client.post(address, {"pasted": "1", "table": "hier\tVIF\tRoanne\tMme X\t\tCris"})
        assert "hier\tVIF\tRoanne\tMme X\t\tCris" in pasted.content.decode()
        with acting_as(world.actor(world.chief)):
            assert not ReviewLine.objects.exists()

    def test_a_strange_choice_is_said_and_changes_nothing(self, world):
        client, address = self.opened(world)
        client.post(address, {"typed": "1", "seen": "Canarivu"})
        deed = re.search(r"/liste-du-matin/ligne/[0-9a-f-]+/", body(client.get(address)))[0]
        answer = client.post(deed, {"deed": "brûler", "tier": "99"}, follow=True)
        assert "Ce choix n’existe pas" in body(answer)
        with acting_as(world.actor(world.chief)):
            assert ReviewLine.objects.get().state == "new"

    @pytest.mark.parametrize("role", ["officer", "coordinator", "dpo", "steering", "admin"])
    def test_are_hidden_from_those_who_hold_no_list(self, world, role):
        _client, address = self.opened(world)
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("referrals:lists")).status_code == 404
        assert client.get(address).status_code == 404

    def test_a_coordinator_sees_that_a_list_is_not_closed_and_no_line(self, world):
        client, address = self.opened(world)
        client.post(address, {"typed": "1", "seen": "Canarivu"})
        page = body(logged_in_client(world.coordinator).get(reverse("referrals:waiting")))
        assert world.station.name in page
        assert "Canarivu" not in page


class TestCoordinatorPage:
    def test_gives_what_waits_to_a_queue(self, world):
        with acting_as(world.actor(world.admin)):
            unit = world.add_unit("Brigade de Saint-Chamond", "gendarmerie", "42207")
            officer = world.add_member(Role.OFFICER, unit=unit)
        logged_in_client(officer).post(reverse("referrals:refer"), CALL)
        client = logged_in_client(world.coordinator)
        page = body(client.get(reverse("referrals:waiting")))
        assert "Brigade de Saint-Chamond" in page
        assert "anarinom" not in page.lower()
        deed = re.search(r"/saisines/attente/[0-9a-f-]+/confier/", page)[0]
        given = {"queue": world.post.queue_id, "reason": "closest"}
        client.post(deed, given)
        assert len(waiting(world)) == 1
        assert client.post(deed, given).status_code == 404
