"""A draft comes back to its author, on its page, and to nobody else."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients import logged_in_client, make_user
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.accounts import actions, queries
from entremise.accounts.models import Draft
from entremise.base.errors import NotPossible, SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.urls("accounts.pages")]

DRAFT = "/compte/brouillon/"
NOW = timezone.now()


def actor_of(user) -> Actor:
    return Actor(kind=Kind.USER, id=user.pk)


def someone() -> Actor:
    return Actor(kind=Kind.USER, id=uuid4())


class TestSaving:
    def test_gives_back_what_was_typed(self):
        client = logged_in_client(make_user())
        fields = {"recit": "Elle a dit « non ».", "faits": ["a", "b"], "once": str(uuid4())}
        answer = client.post(f"{DRAFT}?path=/note/", fields)
        assert answer.status_code == 204
        assert answer.headers["X-Draft-Hour"]
        back = client.get(f"{DRAFT}?path=/note/").json()
        assert back["fields"] == {"recit": "Elle a dit « non ».", "faits": ["a", "b"]}
        assert back["hour"]

    def test_knows_the_page_from_the_browser_when_the_address_does_not_say(self):
        client = logged_in_client(make_user())
        headers = {"Referer": "http://testserver/note/?brouillon=1"}
        client.post(DRAFT, {"recit": "là"}, headers=headers)
        assert client.get(f"{DRAFT}?path=/note/").json()["fields"] == {"recit": "là"}
        headers = {"Referer": "https://ailleurs.example/note/"}
        assert client.post(DRAFT, {"recit": "x"}, headers=headers).status_code == 409

    def test_gives_the_token_that_a_page_left_open_over_a_new_login_needs(self):
        client = logged_in_client(make_user())
        assert client.get(f"{DRAFT}?path=/note/").json()["token"]

    def test_replaces_the_draft_before(self):
        client = logged_in_client(make_user())
        for text in ("un", "deux"):
            client.post(DRAFT, {"path": "/note/", "recit": text})
        assert client.get(f"{DRAFT}?path=/note/").json()["fields"] == {"recit": "deux"}

    @pytest.mark.parametrize("path", ["/liste-du-matin/7/", "/reprise/", "/compte/"])
    def test_is_refused_where_a_text_may_not_outlive_its_page(self, path):
        client = logged_in_client(make_user())
        answer = client.post(DRAFT, {"path": path, "recit": "x"})
        assert answer.status_code == 409
        assert client.get(f"{DRAFT}?path={path}").json()["fields"] == {}

    def test_is_refused_to_whoever_is_not_logged_in(self, client):
        assert client.post(DRAFT, {"path": "/note/", "recit": "x"}).status_code == 302

    def test_is_refused_when_too_long(self):
        client = logged_in_client(make_user())
        fields = {"path": "/note/", "recit": "x" * (actions.MAX_BYTES + 1)}
        assert client.post(DRAFT, fields).status_code == 409

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(max_size=200))
    def test_keeps_every_sign(self, text):
        with acting_as(someone()) as actor:
            actions.save_draft(actor=actor, path="/note/", fields=[("recit", text)], now=NOW)
            assert queries.saved_draft(actor=actor, path="/note/").fields == {"recit": text}


class TestEndingOf:
    def test_a_draft_goes_when_its_form_is_sent(self, sent):
        client = logged_in_client(make_user())
        client.post(DRAFT, {"path": "/note/", "recit": "bientôt"})
        client.post("/note/", {"recit": ""})
        assert client.get(f"{DRAFT}?path=/note/").json()["fields"] == {"recit": "bientôt"}
        client.post("/note/", {"recit": "voilà", "once": str(uuid4())})
        assert client.get(f"{DRAFT}?path=/note/").json()["fields"] == {}

    def test_a_draft_goes_when_its_author_wants_it_no_more(self):
        client = logged_in_client(make_user())
        client.post(DRAFT, {"path": "/note/", "recit": "bientôt"})
        answer = client.post(DRAFT, {"path": "/note/", "effacer": "oui"})
        assert answer.headers["Location"] == "/note/"
        assert client.get(f"{DRAFT}?path=/note/").json()["fields"] == {}

    def test_a_job_sweeps_those_of_seven_days_and_sees_no_other(self):
        with acting_as(someone()) as actor:
            for path, age in (("/vieux/", 8), ("/neuf/", 6)):
                saved_at = NOW - dt.timedelta(days=age)
                fields = [("recit", path)]
                actions.save_draft(actor=actor, path=path, fields=fields, now=saved_at)
        with acting_as(Actor(kind=Kind.JOB)) as job:
            assert [row.path for row in Draft.objects.all()] == ["/vieux/"]
            assert actions.sweep(actor=job, now=NOW) == 1
        with acting_as(actor):
            assert queries.saved_draft(actor=actor, path="/neuf/").fields == {"recit": "/neuf/"}
            with pytest.raises(NotPossible):
                actions.sweep(actor=actor, now=NOW)


class TestAnotherReader:
    def test_sees_nothing_through_the_page(self):
        hers, his = logged_in_client(make_user()), logged_in_client(make_user())
        hers.post(DRAFT, {"path": "/note/", "recit": "à elle"})
        assert his.get(f"{DRAFT}?path=/note/").json()["fields"] == {}

    def test_sees_nothing_through_the_database(self):
        with acting_as(someone()) as author:
            actions.save_draft(actor=author, path="/note/", fields=[("a", "b")], now=NOW)
        for other in (someone(), PUBLIC):
            with acting_as(other):
                assert not Draft.objects.exists()

    def test_cannot_write_in_the_name_of_somebody_else(self):
        refused = pytest.raises(Error, match="row-level security")
        with acting_as(someone()), refused, transaction.atomic():
            actions.save_draft(actor=someone(), path="/note/", fields=[("a", "b")], now=NOW)


class TestASealedDraft:
    def test_is_not_readable_in_the_database(self):
        with acting_as(someone()) as actor:
            actions.save_draft(actor=actor, path="/n/", fields=[("a", "Ravachol")], now=NOW)
            assert b"Ravachol" not in bytes(Draft.objects.get().body_sealed)

    def test_does_not_open_on_another_page(self):
        with acting_as(someone()) as actor:
            actions.save_draft(actor=actor, path="/n/", fields=[("a", "b")], now=NOW)
            Draft.objects.update(path="/autre/")
            with pytest.raises(SealBroken):
                queries.saved_draft(actor=actor, path="/autre/")

    def test_does_not_open_for_another_account(self):
        with acting_as(someone()) as actor:
            actions.save_draft(actor=actor, path="/n/", fields=[("a", "b")], now=NOW)
            cell = Draft.objects.get().body_sealed
        with acting_as(someone()) as other:
            actions.save_draft(actor=other, path="/n/", fields=[("a", "c")], now=NOW)
            Draft.objects.update(body_sealed=cell)
            with pytest.raises(SealBroken):
                queries.saved_draft(actor=other, path="/n/")


def test_the_database_itself_counts_one_draft_per_page():
    with acting_as(someone()) as actor:
        for _ in range(3):
            actions.save_draft(actor=actor, path="/n/", fields=[("a", "b")], now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_draft")
            assert cursor.fetchone() == (1,)
