"""The pages of the organisation: who opens them, what they do, what they cost."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.organisation.models import Affiliation, Employer, Holding, Post, Queue, Unit
from queries import counted

pytestmark = pytest.mark.django_db

STAFF = ["worker", "coordinator", "steering", "dpo", "admin"]
POLICE = ["officer", "chief"]


def url(page: str, *args: object, **query: str) -> str:
    """The address of a page of the organisation."""
    return reverse(f"organisation:{page}", args=args, query=query or None)


def seen(response: object) -> str:
    """What stands on the page, without tags, on one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


class TestOpen:
    @pytest.mark.parametrize("page", ["coverage", "units", "posts", "employers"])
    @pytest.mark.parametrize("role", STAFF)
    def test_those_who_work_in_the_service_see_how_it_stands(self, browser, page, role):
        assert browser(role).get(url(page, departement="42")).status_code == 200

    @pytest.mark.parametrize("page", ["coverage", "units", "posts", "employers"])
    @pytest.mark.parametrize("role", POLICE)
    def test_for_the_police_these_pages_do_not_exist(self, browser, page, role):
        assert browser(role).get(url(page)).status_code == 404

    @pytest.mark.parametrize(
        "page", ["accounts", "new_account", "new_unit", "import_list", "new_employer"]
    )
    def test_the_administration_alone_keeps_accounts_units_and_employers(self, browser, page):
        assert browser("admin").get(url(page)).status_code == 200
        for role in (*STAFF[:-1], *POLICE):
            assert browser(role).get(url(page)).status_code == 404, role

    def test_a_visitor_is_asked_to_log_in(self, world):
        response = Client().get(url("coverage"))
        assert response.status_code == 302
        assert "/compte/connexion/" in response.url

    def test_each_opens_on_the_departement_where_she_works(self, browser):
        assert "Couverture&nbsp;: Loire" in seen(browser("coordinator").get(url("coverage")))
        assert "Couverture&nbsp;: Loire" in seen(browser("steering").get(url("coverage")))

    @pytest.mark.parametrize("code", ["99", "<b>", "zz"])
    def test_an_unknown_departement_is_no_error(self, browser, code):
        for page in ("coverage", "units"):
            assert browser("worker").get(url(page, departement=code)).status_code == 200
        assert browser("worker").get(url("protocol", "99")).status_code == 404


class TestCoveragePage:
    def test_shows_holes_vacancies_and_the_distance_to_the_national_mean(
        self, browser, world, asking
    ):
        Unit.objects.create(
            name="Brigade de Chambles",
            kind="gendarmerie",
            level="brigade",
            departement_id="42",
            commune_id="42042",
            search_key="brigade de chambles",
        )
        with asking("coordinator"):
            Holding.objects.filter(post=world.post).update(ends_on=dt.date(2021, 1, 1))

        page = seen(browser("steering").get(url("coverage", departement="42")))

        assert "1 unité sans poste Brigade de Chambles" in page
        assert "Poste de Roanne vacant" in page
        assert "que la moyenne nationale" in page

    def test_costs_the_same_whatever_the_number_of_units(self, browser, world):
        client = browser("steering")
        client.get(url("coverage"))
        with counted() as few:
            client.get(url("coverage", departement="42"))
        for number in range(30):
            Unit.objects.create(
                name=f"Brigade {number}",
                kind="gendarmerie",
                level="brigade",
                departement_id="42",
                commune_id="42187",
                search_key=f"brigade {number}",
            )
        with counted() as many:
            client.get(url("coverage", departement="42"))
        assert len(many) == len(few)
        assert len(many) <= 16


class TestUnitPages:
    def test_finds_a_unit_by_three_letters(self, browser, world):
        page = seen(browser("worker").get(url("units", departement="42", q="roa")))
        assert world.station.name in page
        page = seen(browser("worker").get(url("units", departement="42", q="zzz")))
        assert "Aucune unité ne correspond" in page

    def test_adds_a_unit_with_the_commune_that_was_typed(self, browser):
        response = browser("admin").post(
            url("new_unit", departement="42"),
            {"name": "Brigade de Renaison", "kind": "gendarmerie", "level": "brigade",
             "commune": "renaison", "receives_public": "on"},
        )  # fmt: skip
        unit = Unit.objects.get(name="Brigade de Renaison")
        assert response.url == url("unit", unit.pk)
        assert (unit.commune_id, unit.departement_id) == ("42182", "42")

    @pytest.mark.parametrize(
        ("typed", "words"),
        [("Saint", "Plusieurs communes possibles"), ("Nulle-Part", "Aucune commune de ce nom")],
    )
    def test_says_which_communes_may_be_meant(self, browser, typed, words):
        response = browser("admin").post(
            url("new_unit"),
            {"name": "X", "kind": "police", "level": "station", "commune": typed},
        )
        assert response.status_code == 200
        assert words in seen(response)

    def test_a_unit_read_by_a_worker_shows_no_form(self, browser, world):
        page = browser("worker").get(url("unit", world.station.pk))
        assert "Commissariat de Roanne" in seen(page)
        assert b'<form method="post" class' not in page.content

    def test_a_form_sent_by_a_coordinator_changes_nothing(self, browser, world):
        data = {"name": "Autre", "level": "station"}
        response = browser("coordinator").post(url("unit", world.station.pk), data)
        assert response.status_code == 404
        world.station.refresh_from_db()
        assert world.station.name != "Autre"

    def test_closes_and_opens_again(self, browser, world):
        client = browser("admin")
        client.post(url("close_unit", world.station.pk), {"on": "2026-03-01"})
        world.station.refresh_from_db()
        assert world.station.closed_on == dt.date(2026, 3, 1)
        client.post(url("close_unit", world.station.pk), {"reopen": "1"})
        world.station.refresh_from_db()
        assert world.station.closed_on is None


class TestPostPage:
    def test_a_coordinator_keeps_a_post_of_her_employer(self, browser, world):
        page = browser("coordinator").get(url("post", world.post.pk))
        assert "Donner ce poste" in seen(page)

    def test_and_does_not_know_the_others(self, browser, world):
        client = browser("coordinator")
        assert client.get(url("post", world.far_post.pk)).status_code == 404
        assert client.get(url("change_post", world.far_post.pk)).status_code == 404
        far = url("add_epci", world.far_post.pk)
        assert client.post(far, {"epci-epci": "200035731"}).status_code == 404

    @pytest.mark.parametrize("role", ["worker", "steering", "dpo"])
    def test_those_who_only_read_get_no_form(self, browser, world, role):
        page = browser(role).get(url("post", world.post.pk))
        assert page.status_code == 200
        assert "Donner ce poste" not in seen(page)
        assert browser(role).get(url("change_post", world.post.pk)).status_code == 404

    def test_opens_a_post_with_a_queue_of_its_own(self, browser, world):
        response = browser("coordinator").post(
            url("new_post", world.employer.pk),
            {"name": "Forez", "kind": "mixed", "fte": "0,5", "opened_on": "2026-01-05"},
        )
        post = Post.objects.get(name="Forez")
        assert response.url == url("post", post.pk)
        assert (post.queue.name, post.fte, post.employer) == ("Forez", 0.5, world.employer)

    def test_adds_a_whole_inter_municipality_then_a_commune_then_takes_one_off(
        self, browser, world
    ):
        client = browser("coordinator")
        client.post(url("add_epci", world.post.pk), {"epci-epci": "200035731"})
        client.post(url("add_commune", world.post.pk), {"commune": "Montbrison (42600)"})
        client.post(url("remove_communes", world.post.pk), {"communes-chosen": ["42187"]})
        assert set(world.post.communes.values_list("pk", flat=True)) == {"42182", "42147"}

    def test_ticks_the_units(self, browser, world):
        client = browser("coordinator")
        client.post(url("set_units", world.post.pk), {})
        assert world.post.units.count() == 0
        client.post(url("set_units", world.post.pk), {"units-chosen": [str(world.station.pk)]})
        assert world.post.units.get() == world.station

    def test_a_refusal_stands_on_the_page_with_what_was_typed(self, browser, world):
        response = browser("coordinator").post(
            url("give_post", world.post.pk),
            {"holder-user": str(world.other_worker.pk), "holder-starts_on": "2026-03-02"},
        )
        assert response.status_code == 200
        assert "tient ce poste depuis le" in seen(response)
        assert 'value="2026-03-02"' in response.content.decode()

    def test_names_holders_replacements_and_hours(self, browser, world):
        client = browser("coordinator")
        day = timezone.localdate()
        client.post(
            url("cover_post", world.post.pk),
            {"cover-user": str(world.other_worker.pk), "cover-starts_on": day,
             "cover-ends_on": day + dt.timedelta(days=9)},
        )  # fmt: skip
        client.post(
            url("add_duty", world.post.pk),
            {"duty-weekdays": ["0", "1"], "duty-starts_at": "09:00", "duty-ends_at": "17:00"},
        )
        page = seen(client.get(url("post", world.post.pk)))
        assert f"{world.other_worker.name}, du" in page
        assert "Mardi, de 9 h à 17 h" in page
        assert world.other_worker.name in seen(client.get(url("posts")))

    def test_costs_the_same_whatever_the_size_of_the_territory(self, browser, world):
        client = browser("coordinator")
        client.get(url("post", world.post.pk))
        with counted() as small:
            client.get(url("post", world.post.pk))
        client.post(url("add_epci", world.post.pk), {"epci-epci": "244200770"})
        client.get(url("post", world.post.pk))  # its message is shown once
        with counted() as large:
            client.get(url("post", world.post.pk))
        assert len(large) == len(small)
        assert len(large) <= 18


class TestAccountPages:
    NEW = {"email": "Nadia.Test@exemple.fr", "name": "N. Fictive", "role": "worker"}

    def open_account(self, browser, **data: str) -> object:
        return browser("admin").post(url("new_account"), {**self.NEW, **data})

    def test_opens_an_account_and_shows_its_link_once(self, browser, world):
        response = self.open_account(browser, employer=str(world.employer.pk))
        assert response.status_code == 200
        assert response["Cache-Control"].find("no-store") >= 0
        user = User.objects.get(email="nadia.test@exemple.fr")
        assert Affiliation.objects.get(user=user).employer == world.employer
        assert not user.has_usable_password()
        link = re.search(
            r"http://testserver(/compte/nouveau-mot-de-passe/[^<\s]+)", seen(response)
        )
        assert Client().get(link[1]).status_code in (200, 302)

    @pytest.mark.parametrize(
        ("role", "words"),
        [("worker", "Choisissez l’employeur"), ("chief", "Choisissez l’unité"),
         ("steering", "Choisissez le département")],
    )  # fmt: skip
    def test_asks_for_the_place_that_the_role_needs(self, browser, role, words):
        response = self.open_account(browser, role=role)
        assert words in seen(response)
        assert not User.objects.filter(email="nadia.test@exemple.fr").exists()

    def test_two_accounts_cannot_have_one_address(self, browser, world):
        self.open_account(browser, employer=str(world.employer.pk))
        again = self.open_account(browser, employer=str(world.employer.pk))
        assert "existe déjà" in seen(again)

    def test_closes_and_opens_again(self, browser, world):
        client = browser("admin")
        client.post(url("close_account", world.officer.pk))
        assert not User.objects.get(pk=world.officer.pk).is_active
        client.post(url("reopen_account", world.officer.pk))
        assert User.objects.get(pk=world.officer.pk).is_active

    @pytest.mark.parametrize(
        "page", ["close_account", "reopen_account", "new_link", "forget_factor"]
    )
    def test_a_coordinator_may_do_none_of_this(self, browser, world, page):
        assert browser("coordinator").post(url(page, world.officer.pk)).status_code == 404

    def test_the_list_costs_the_same_whatever_its_length(self, browser, world):
        client = browser("admin")
        client.get(url("accounts"))
        with counted() as few:
            client.get(url("accounts"))
        for number in range(20):
            User.objects.create_user(
                email=f"n{number}@exemple.fr", name="N", role=Role.OFFICER, password="x"
            )
        with counted() as many:
            client.get(url("accounts"))
        assert len(many) == len(few)


class TestEmployerAndProtocolPages:
    def test_adds_and_corrects_an_employer(self, browser):
        client = browser("admin")
        data = {"name": "Agglomération", "kind": "epci", "departement": "42",
                "offence_basis": "public"}  # fmt: skip
        client.post(url("new_employer"), data)
        employer = Employer.objects.get(name="Agglomération")
        twice = client.post(url("new_employer"), data)
        assert "Cet employeur existe déjà" in seen(twice)
        client.post(url("employer", employer.pk), {**data, "name": "Agglo", "version": 1})
        employer.refresh_from_db()
        assert employer.name == "Agglo"

    def test_a_coordinator_writes_the_protocol_of_her_departement_only(self, browser):
        client = browser("coordinator")
        data = {"night_advice": "Appelez le 17.", "first_tier_hours": 12,
                "second_tier_days": 3, "third_tier_days": 8, "small_count": 10,
                "version": 1}  # fmt: skip
        assert client.post(url("protocol", "42"), data).status_code == 302
        assert "Appelez le 17." in seen(browser("worker").get(url("protocol", "42")))
        assert "Petits effectifs masqués sous 10" in seen(
            browser("worker").get(url("protocol", "42"))
        )
        assert client.post(url("protocol", "71"), data).status_code == 404
        assert browser("worker").post(url("protocol", "42"), data).status_code == 404

    def test_the_clocks_keep_their_order(self, browser):
        data = {
            "first_tier_hours": 12,
            "second_tier_days": 9,
            "third_tier_days": 3,
            "small_count": 5,
            "version": 1,
        }
        response = browser("admin").post(url("protocol", "42"), data)
        assert "ne peut pas être plus court" in seen(response)


class TestCommunesForTheField:
    def test_proposes_the_most_populous_first(self, browser):
        results = browser("officer").get(url("communes", q="st")).json()["results"]
        assert results[0] == {"value": "42218", "label": "Saint-Étienne (42000)"}


class TestImportPage:
    def test_says_what_was_taken_and_refuses_what_is_no_list(self, browser, tmp_path):
        client = browser("admin")
        path = tmp_path / "unites.csv"
        path.write_text(
            "service;departement;code_commune_insee;commune;code_postal\n"
            "Gendarmerie - Brigade de Renaison;42;42182;Renaison;42370\n"
        )
        with path.open("rb") as file:
            assert "1 ajoutée" in seen(client.post(url("import_list"), {"file": file}))
        path.write_text("a;b\n1;2\n")
        with path.open("rb") as file:
            response = client.post(url("import_list"), {"file": file})
        assert "Ce n’est pas la liste officielle des unités" in seen(response)


def test_queues_are_named_once_at_their_employer(world):
    assert Queue.objects.filter(employer=world.employer).count() == 2
