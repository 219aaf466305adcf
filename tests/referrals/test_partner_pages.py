"""The pages of a partner's access, and those from which it is opened and answered."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from depth import FULL
from entremise.access.acting import acting_as
from entremise.command.probes import malformed
from entremise.command.probes.matrix import Answer
from entremise.command.probes.pages import forms_of
from entremise.command.probes.routes import GROUND, OBJECTS, routes
from entremise.referrals import actions
from entremise.referrals.models import Referral, Source
from partnering import REFUSED, open_access, organisation_of, refer, visitor

pytestmark = pytest.mark.django_db

SPOILED = 150 if FULL else 40


class TestPages:
    FORM = {
        "wish": "agrees",
        "said": "Canaridit : elle veut partir.",
        "commune": "Roanne",
        "last_name": "Canarinom",
    }

    def test_a_key_opens_the_form_and_the_receipts(self, world):
        _link, key = open_access(world)
        client = visitor(key)
        page = client.get(reverse("referrals:partner_refer"))
        assert "Maternité de Roanne" in page.content.decode()
        sent = client.post(
            reverse("referrals:partner_refer"), {**self.FORM, "reference": "Canariref"}
        )
        assert sent.headers["Location"] == reverse("referrals:partner_receipts")
        receipts = client.get(reverse("referrals:partner_receipts")).content.decode()
        assert "Canariref" in receipts
        assert "Canarinom" not in receipts

    def test_how_to_reach_her_is_asked_first_and_one_answer_is_owed(self, world):
        _link, key = open_access(world)
        page = visitor(key).get(reverse("referrals:partner_refer"))
        body = page.content.decode()
        assert body.index('name="phone_safe"') < body.index('name="wish"')
        assert body.index('name="wish"') < body.index('name="last_name"')
        owed = [name for name, field in page.context["form"].fields.items() if field.required]
        assert owed == ["wish"]

    def test_an_elected_official_is_not_asked_for_an_agreement(self, world):
        _link, key = open_access(world, source=Source.ELECTED)
        body = visitor(key).get(reverse("referrals:partner_refer")).content.decode()
        assert 'name="agreed"' not in body

    def test_a_wrong_key_learns_nothing(self, world):
        open_access(world)
        client = Client()
        refused = client.post(reverse("referrals:partner"), {"key": "AAAAA-BBBBB-CCCCC-DDDDD"})
        assert refused.status_code == 200
        assert "Maternité" not in refused.content.decode()
        assert client.get(reverse("referrals:partner_refer")).status_code == 403

    def test_the_key_stands_in_no_address_and_no_page(self, world):
        _link, key = open_access(world)
        client = Client()
        entered = client.post(reverse("referrals:partner"), {"key": key})
        page = client.get(entered.headers["Location"])
        assert key not in page.content.decode() + entered.headers["Location"]
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"

    def test_a_revoked_access_ends_at_once_and_gives_the_words_back(self, world):
        link, key = open_access(world)
        client = visitor(key)
        with acting_as(world.actor(world.worker)) as actor:
            actions.revoke_link(actor=actor, link_id=link.pk, now=TUESDAY_TEN)
        refused = client.post(reverse("referrals:partner_refer"), self.FORM)
        assert refused.status_code == 403
        assert "Canaridit" in refused.content.decode()
        with acting_as(world.actor(world.worker)):
            assert list(Referral.objects.all()) == []

    def test_an_idle_access_closes_by_itself(self, world, monkeypatch):
        _link, key = open_access(world)
        client = visitor(key)
        later = time.time() + 31 * 60
        monkeypatch.setattr(time, "time", lambda: later)
        assert client.get(reverse("referrals:partner_refer")).status_code == 403

    def test_leaving_closes_it_on_this_computer(self, world):
        _link, key = open_access(world)
        client = visitor(key)
        client.post(reverse("referrals:partner_leave"))
        assert client.get(reverse("referrals:partner_receipts")).status_code == 403

    def test_keys_cannot_be_tried_without_end(self, world):
        client = Client()
        answers = [
            client.post(reverse("referrals:partner"), {"key": f"ESSAI{number}"})
            for number in range(32)
        ]
        assert "Trop d’essais" in answers[-1].content.decode()

    def test_an_access_cannot_refer_without_end(self, world):
        _link, key = open_access(world)
        client = visitor(key)
        sent = [
            client.post(reverse("referrals:partner_refer"), self.FORM).status_code
            for _ in range(22)
        ]
        assert sent[:20] == [302] * 20
        assert sent[-1] == 200

    def test_a_form_sent_twice_refers_once(self, world):
        _link, key = open_access(world)
        client = visitor(key)
        once = {**self.FORM, "once": "11111111-2222-4333-8444-555555555555"}
        for _ in range(2):
            client.post(reverse("referrals:partner_refer"), once)
        with acting_as(world.actor(world.worker)):
            assert Referral.objects.count() == 1

    def test_bad_input_breaks_nothing_and_loses_no_text(self, world):
        _link, key = open_access(world)
        client = visitor(key)
        path = reverse("referrals:partner_refer")
        page = client.get(path).content.decode()
        forms = [("partner", form) for form in forms_of(path, page) if form.action == path]
        (enter,) = forms_of(path, Client().get(reverse("referrals:partner")).content.decode())

        def send(_role, action, body, kind):
            reader = Client() if action == enter.action else client
            answer = reader.post(action, data=body, content_type=kind)
            return Answer(
                status=answer.status_code,
                headers=dict(answer.headers),
                body=answer.content.decode(),
            )

        report = malformed.run(send, malformed.inputs([*forms, ("partner", enter)], count=SPOILED))
        assert report.sent == SPOILED
        assert report.defects == []

    def test_no_other_page_opens_to_an_access(self, world):
        link, key = open_access(world)
        refer(link)
        client = visitor(key)
        hidden = dict.fromkeys((*OBJECTS, *GROUND), link.pk)
        asked = [
            route
            for route in routes()
            if set(route.keywords) <= hidden.keys()
            and not route.name.startswith(("base:", "account", "mfa", "public:"))
            and not route.pattern.startswith("partenaire/")
        ]
        assert len(asked) > 40
        for route in asked:
            answer = client.get(route.path(hidden))
            assert answer.status_code in (204, 302, 404, 405), route.name
            assert "Maternité" not in answer.content.decode()

    def test_the_key_is_shown_once_to_who_opens_the_access(self, world):
        partner = organisation_of(world)
        client = logged_in_client(world.coordinator)
        shown = client.post(
            reverse("referrals:links"),
            {
                "partner": partner.pk,
                "source": "hospital",
                "holder": "Service social",
                "queue": world.post.queue_id,
                "days": "365",
            },
            follow=True,
        )
        key = shown.context["key"]
        assert key in shown.content.decode()
        assert key not in client.get(reverse("referrals:links")).content.decode()
        assert visitor(key).get(reverse("referrals:partner_refer")).status_code == 200

    @pytest.mark.parametrize("role", REFUSED)
    def test_others_find_no_page_of_accesses(self, world, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("referrals:links")).status_code == 404

    def test_a_worker_writes_down_a_partner_who_rings(self, world):
        organisation_of(world)
        client = logged_in_client(world.worker)
        form = {
            "source": "hospital",
            "wish": "agrees",
            "partner_name": "maternité de roanne",
            "partner_contact": "Mme Canarisociale",
            "due": "answer",
        }
        elected = client.post(
            reverse("referrals:record", args=["partenaire"]), {**form, "source": "elected"}
        )
        assert "on ne dit que" in elected.content.decode()
        client.post(reverse("referrals:record", args=["partenaire"]), form)
        owed = client.get(reverse("referrals:owed")).content.decode()
        assert "Mme Canarisociale" in owed
        assert "Maternité de Roanne" in owed
        assert "Réponses dues" in client.get(reverse("desk:day")).content.decode()
