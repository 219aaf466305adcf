"""An idle, locked or ended session opens nothing, and loses no text."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.browsing import LOGIN, log_in, user_with_application
from clients import PASSWORD, close_account, logged_in_client, make_user
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.accounts import actions, queries
from entremise.accounts.models import HeldForm
from entremise.organisation.models import Affiliation, Unit
from world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("accounts.pages")]

TEXT = "Elle préfère être appelée le matin.\n« Pas avant neuf heures », dit-elle."


def sent_late(client: Client, **fields: str):
    """Send the form of the page, with its idempotency key."""
    return client.post("/note/", {"once": str(uuid4()), "recit": TEXT, **fields})


class TestAnIdleSession:
    def test_stays_open_while_somebody_is_there(self, clock):
        client = logged_in_client(make_user())
        for _ in range(4):
            clock.forward(minutes=10)
            assert client.get("/note/").status_code == 200

    def test_ends_after_fifteen_minutes(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        answer = client.get("/note/")
        assert answer.headers["Location"] == f"{LOGIN}?next=%2Fnote%2F"
        clock.ahead = 0
        assert client.get("/note/").status_code == 302

    def test_ends_after_a_working_day_even_in_use(self, clock):
        client = logged_in_client(make_user())
        for _ in range(61):
            clock.forward(minutes=10)
            answer = client.get("/note/")
        assert answer.status_code == 302

    @pytest.mark.parametrize(("open_office", "status"), [(True, 302), (False, 200)])
    def test_ends_sooner_in_a_unit_where_others_see_the_screen(self, clock, open_office, status):
        world, user = World(), user_with_application()
        with acting_as(world.actor(world.admin)):
            Unit.objects.filter(pk=world.station.pk).update(open_office=open_office)
            Affiliation.objects.create(user=user, unit=world.station)
        client = Client()
        log_in(client, user)
        clock.forward(minutes=6)
        assert client.get("/note/").status_code == status

    def test_opens_pages_that_need_no_account(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        assert client.get("/ouverte/").content == b"public"

    def test_is_noted_as_alive_by_the_page(self, clock):
        client = logged_in_client(make_user())
        for _ in range(3):
            clock.forward(minutes=10)
            assert client.post("/compte/presence/").status_code == 204
        assert client.get("/note/").status_code == 200

    def test_writes_the_clock_at_most_twice_a_minute(self, clock, django_assert_num_queries):
        client = logged_in_client(make_user())
        client.get("/ouverte/")
        clock.forward(minutes=5)
        client.get("/ouverte/")
        seen = client.session["entremise.seen"]
        clock.forward(minutes=0.2)
        client.get("/ouverte/")
        assert client.session["entremise.seen"] == seen

    def test_sends_a_fragment_to_the_login_of_its_whole_page(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/note/?q=1"}
        answer = client.get("/note/", headers=headers)
        assert answer.status_code == 204
        assert answer.headers["HX-Redirect"] == f"{LOGIN}?next=%2Fnote%2F"


class TestATextSentTooLate:
    def test_is_kept_then_sent_once(self, clock, sent):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        answer = sent_late(client, accord=["oui", "écrit"])
        assert answer.headers["Location"] == LOGIN
        assert not sent
        assert "Votre texte est gardé" in client.get(LOGIN).content.decode()
        kept = log_in(client, user).headers["Location"]
        assert kept.startswith("/compte/reprendre/")
        page = client.get(kept)
        assert "Votre texte a été gardé" in page.content.decode()
        assert "Pas avant neuf heures" in page.content.decode()
        again = fields_of(page)
        assert client.post("/note/", again).headers["Location"] == "/ecrit/"
        assert client.post("/note/", again).headers["Location"] == "/ecrit/"
        assert len(sent) == 1
        assert sent[0]["recit"] == [TEXT]
        assert sent[0]["accord"] == ["oui", "écrit"]
        assert client.get(kept).status_code == 404
        assert not HeldForm.objects.exists()

    def test_opens_for_no_other_account(self, clock):
        client = logged_in_client(user_with_application())
        clock.forward(minutes=16)
        sent_late(client)
        kept = log_in(client, user_with_application()).headers["Location"]
        answer = client.get(kept)
        assert answer.status_code == 404
        assert "neuf heures" not in answer.content.decode()

    def test_opens_in_no_other_browser(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sent_late(client)
        kept = log_in(client, user).headers["Location"]
        assert logged_in_client(user).get(kept).status_code == 404

    def test_needs_the_second_factor_too(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sent_late(client)
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        number = HeldForm.objects.get().pk
        assert client.get(f"/compte/reprendre/{number}/").headers["Location"].startswith(LOGIN)

    def test_goes_to_whoever_logs_in_when_nobody_knows_whose_it_was(self, sent):
        client, other = Client(), make_user()
        assert sent_late(client).headers["Location"] == LOGIN
        user = user_with_application()
        kept = log_in(client, user).headers["Location"]
        assert "neuf heures" in client.get(kept).content.decode()
        number = UUID(kept.split("/")[3])
        with pytest.raises(HeldForm.DoesNotExist):
            actions.open_held_form(
                actor=Actor(kind=Kind.USER, id=other.pk), number=number, now=timezone.now()
            )

    def test_can_be_thrown_away(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sent_late(client)
        kept = log_in(client, user).headers["Location"]
        client.post(f"{kept}effacer/")
        assert client.get(kept).status_code == 404
        assert not HeldForm.objects.exists()

    def test_survives_a_second_idle_quarter_of_an_hour(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sent_late(client)
        log_in(client, user)
        clock.forward(minutes=16)
        client.get("/note/")
        kept = log_in(client, user, steps=0).headers["Location"]
        assert "neuf heures" in client.get(kept).content.decode()

    def test_is_gone_after_twelve_hours(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sent_late(client)
        kept = log_in(client, user).headers["Location"]
        HeldForm.objects.update(created_at=timezone.now() - queries.HELD_FOR)
        assert client.get(kept).status_code == 404

    def test_is_sealed_in_the_database(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        sent_late(client)
        assert b"neuf heures" not in bytes(HeldForm.objects.get().body_sealed)

    def test_too_long_is_refused_in_words(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        answer = sent_late(client, suite="x" * actions.MAX_BYTES)
        assert answer.status_code == 413
        assert "trop long" in answer.content.decode()

    def test_of_nobody_known_is_kept_up_to_the_length_of_a_long_text(self, client):
        answer = sent_late(client, suite="x" * actions.MAX_BYTES_OF_NOBODY)
        assert answer.status_code == 413
        assert "trop long" in answer.content.decode()
        assert sent_late(client, suite="x" * 150_000).status_code == 302

    def test_of_nobody_known_is_kept_while_there_is_room_and_the_page_says_when_not(
        self, client, monkeypatch
    ):
        monkeypatch.setattr(actions, "ROOM_FOR_NOBODY", 2_000)
        assert sent_late(client, suite="x" * 2_000).status_code == 302
        answer = sent_late(Client())
        assert answer.status_code == 413
        assert "n’a pas pu être gardé" in answer.content.decode()
        assert "Trop de textes" in answer.content.decode()
        assert "trop long" not in answer.content.decode().lower()
        assert HeldForm.objects.count() == 1

    def test_of_an_account_has_its_place_whatever_nobody_sends(self, clock, monkeypatch):
        monkeypatch.setattr(actions, "ROOM_FOR_NOBODY", 0)
        client = logged_in_client(make_user())
        clock.forward(minutes=16)
        assert sent_late(client, suite="x" * 300_000).headers["Location"] == LOGIN

    def test_says_that_a_file_is_not_kept(self, clock, tmp_path):
        user = user_with_application()
        client = logged_in_client(user)
        clock.forward(minutes=16)
        sheet = tmp_path / "liste.ods"
        sheet.write_bytes(b"cells")
        with sheet.open("rb") as file:
            client.post("/note/", {"recit": TEXT, "liste": file})
        kept = log_in(client, user).headers["Location"]
        page = client.get(kept).content.decode()
        assert "Le fichier joint n’est pas gardé" in page
        assert "liste.ods" in page

    def test_of_a_closed_account_is_given_to_nobody(self, clock):
        user = user_with_application()
        client = logged_in_client(user)
        close_account(user)
        sent_late(client)
        assert log_in(client, user).headers.get("Location") != "/"

    def test_from_another_site_is_not_kept(self):
        client = Client(enforce_csrf_checks=True)
        answer = client.post("/note/", {"recit": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert not HeldForm.objects.exists()

    def test_is_kept_too_when_only_the_guard_of_the_form_is_stale(self, sent):
        user = make_user()
        client = logged_in_client(user, enforce_csrf_checks=True)
        answer = sent_late(client)
        assert answer.headers["Location"].startswith("/compte/reprendre/")
        page = client.get(answer.headers["Location"])
        assert "neuf heures" in page.content.decode()
        again = fields_of(page) | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        client.post("/note/", again)
        assert [one["recit"] for one in sent] == [[TEXT]]

    def test_stops_being_kept_for_who_sends_without_end(self):
        answers = {sent_late(Client()).status_code for _ in range(31)}
        assert answers == {302, 429}


def fields_of(page) -> dict:
    """What the button « Envoyer maintenant » sends."""
    held = page.context["held"]
    fields: dict = {"reprise": str(held.id)}
    for name, value in held.fields:
        fields.setdefault(name, []).append(value)
    return fields


class TestLocking:
    @pytest.mark.parametrize(
        "page", ["http://testserver//ailleurs.example/x", "//ailleurs.example"]
    )
    def test_comes_back_to_no_other_site(self, page):
        client = logged_in_client(make_user())
        client.post("/compte/verrouiller/", {"page": page})
        answer = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert answer.headers["Location"] == "/"

    def test_lets_nothing_through_but_the_password(self):
        client = logged_in_client(make_user())
        answer = client.post("/compte/verrouiller/", {"page": "http://testserver/note/?nom=x"})
        assert answer.headers["Location"] == "/compte/deverrouiller/"
        for page in ("/", "/note/", "/compte/", "/ouverte/"):
            assert client.get(page).headers["Location"] == "/compte/deverrouiller/"
        assert client.get("/compte/deverrouiller/").status_code == 200
        wrong = client.post("/compte/deverrouiller/", {"password": "autre chose"})
        assert "n’est pas le bon" in wrong.content.decode()
        right = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert right.headers["Location"] == "/note/"
        assert client.get("/note/").status_code == 200

    def test_leads_nowhere_outside(self):
        client = logged_in_client(make_user())
        client.post("/compte/verrouiller/", {"page": "https://ailleurs.example/note/"})
        right = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert right.headers["Location"] == "/"

    def test_ends_after_five_wrong_passwords(self):
        client = logged_in_client(make_user())
        client.post("/compte/verrouiller/")
        for _ in range(5):
            client.post("/compte/deverrouiller/", {"password": "autre chose"})
        client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert client.get("/note/").headers["Location"].startswith(LOGIN)

    def test_keeps_a_text_sent_from_another_window(self, sent):
        client = logged_in_client(make_user())
        client.post("/compte/verrouiller/")
        assert sent_late(client).headers["Location"] == "/compte/deverrouiller/"
        answer = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert "neuf heures" in client.get(answer.headers["Location"]).content.decode()
        assert not sent

    def test_comes_in_time_even_when_the_quarter_of_an_hour_has_just_passed(self, clock):
        client = logged_in_client(make_user())
        clock.forward(minutes=15.5)
        assert client.post("/compte/verrouiller/").headers["Location"] == "/compte/deverrouiller/"

    def test_still_asks_only_the_password_after_lunch(self, clock):
        client = logged_in_client(make_user())
        client.post("/compte/verrouiller/", {"page": "/note/"})
        clock.forward(minutes=90)
        answer = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert answer.headers["Location"] == "/note/"


class TestAClosedAccount:
    def test_is_thrown_out_at_once(self):
        user, admin = make_user(), make_user("admin")
        client = logged_in_client(user)
        assert client.get("/note/").status_code == 200
        actor = Actor(kind=Kind.USER, id=admin.pk, role=admin.role)
        with acting_as(actor):
            actions.close_account(actor=actor, user_id=user.pk)
        assert client.get("/note/").headers["Location"].startswith(LOGIN)
        with acting_as(actor):
            actions.reopen_account(actor=actor, user_id=user.pk)
        assert client.get("/note/").headers["Location"].startswith(LOGIN)

    def test_cannot_log_in(self, client):
        user = user_with_application()
        close_account(user)
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert answer.headers["Location"] == "/compte/ferme/"
        assert "Ce compte est fermé" in client.get("/compte/ferme/").content.decode()
