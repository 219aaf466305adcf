"""The directory: who keeps it, who reads it, and which service comes first for whom."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed
from entremise.organisation.models import Commune
from entremise.partners import actions, queries
from entremise.partners.models import (
    CHECK_AGAIN_AFTER,
    NATIONAL_NUMBERS,
    NEEDS_OF_KIND,
    Need,
    Partner,
    Service,
    ServiceKind,
)

pytestmark = pytest.mark.django_db
ROANNE = "42187"


def add(actor, name="Maison des femmes", kind="specialised", **facts):
    """A service of an organisation of the same name."""
    partner = actions.add_partner(actor=actor, name=f"Organisme {name}", now=TUESDAY_TEN)
    return actions.add_service(
        actor=actor, partner_id=partner.pk, name=name, kind=kind, now=TUESDAY_TEN, **facts
    )


def names(fits):
    return [fit.service.name for fit in fits]


class TestKeeping:
    @pytest.mark.parametrize("role", ["worker", "coordinator", "admin"])
    def test_is_done_by_those_who_keep_the_directory(self, world, role):
        with acting_as(world.actor(getattr(world, role))) as actor:
            service = add(actor)
            assert queries.service(actor=actor, service_id=service.pk).name == "Maison des femmes"
        with acting_as(world.actor(getattr(world, role))):
            assert Service.objects.count() == 1

    @pytest.mark.parametrize("role", ["officer", "chief", "steering", "dpo"])
    def test_is_refused_to_the_others_by_both_walls(self, world, role):
        with acting_as(world.actor(getattr(world, role))) as actor:
            with pytest.raises(NotAllowed):
                actions.add_partner(actor=actor, name="Intrus", now=TUESDAY_TEN)
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                Partner(name="Intrus", updated_on=TUESDAY_TEN.date()).save(force_insert=True)

    def test_is_refused_to_the_public_by_the_wall(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
        with acting_as(PUBLIC):
            assert Service.objects.filter(pk=service.pk).update(phone="01") == 0

    def test_leaves_a_line_in_the_journal(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=service.pk)
            assert [line.event for line in lines] == ["directory:changed"]

    def test_gives_a_service_the_needs_of_its_kind_unless_some_are_said(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            usual = add(actor, kind="pmi_midwife")
            said = add(actor, kind="pmi_midwife", needs=["health"])
        assert usual.needs == ["pregnancy"]
        assert said.needs == ["health"]

    def test_refuses_to_overwrite_what_somebody_else_corrected(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
            change = {"actor": actor, "service_id": service.pk, "now": TUESDAY_TEN}
            actions.change_service(**change, version=1, phone="04 77 00 00 00")
            with pytest.raises(Conflict, match="entre-temps"):
                actions.change_service(**change, version=1, phone="04 77 11 11 11")
            assert queries.service(actor=actor, service_id=service.pk).phone == "04 77 00 00 00"

    def test_no_longer_offers_a_service_that_closed(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
            actions.close_service(actor=actor, service_id=service.pk, now=TUESDAY_TEN)
            assert list(queries.services(actor=actor)) == []
            assert queries.service(actor=actor, service_id=service.pk).closed_on is not None

    def test_every_kind_answers_a_need(self):
        assert set(NEEDS_OF_KIND) == set(ServiceKind)
        assert {need for needs in NEEDS_OF_KIND.values() for need in needs} == set(Need)


class TestChecking:
    def test_is_asked_for_an_entry_nobody_has_checked(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            assert add(actor).to_check(TUESDAY_TEN.date())

    def test_is_asked_again_after_half_a_year(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
            checked = actions.mark_checked(actor=actor, service_id=service.pk, now=TUESDAY_TEN)
        last_day = TUESDAY_TEN.date() + CHECK_AGAIN_AFTER
        assert not checked.to_check(last_day)
        assert checked.to_check(last_day + dt.timedelta(days=1))


class TestFinding:
    def test_puts_the_nearest_territory_first(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            roanne = Commune.objects.get(pk=ROANNE)
            add(actor, "D département", zones=["42"])
            add(actor, "C France", zones=["france"])
            add(actor, "B commune", zones=[ROANNE])
            if roanne.epci_id:
                add(actor, "A intercommunalité", zones=[roanne.epci_id])
            add(actor, "Ailleurs", zones=["71"])
            found = queries.services_for(actor=actor, need="safety", commune=ROANNE)
        wanted = ["B commune", "A intercommunalité", "D département", "C France"]
        assert names(found) == [name for name in wanted if roanne.epci_id or name[0] != "A"]

    def test_keeps_a_service_of_the_departement_that_does_not_say_its_territory(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            add(actor, "Muet d’ici", commune_id="42095")
            add(actor, "Muet de Mâcon", commune_id="71270")
            found = queries.services_for(actor=actor, need="safety", commune=ROANNE)
        assert names(found) == ["Muet d’ici"]
        assert found[0].territory == "territoire à vérifier"

    def test_puts_the_pmi_midwife_first_for_a_pregnancy(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            add(actor, "A hôpital", kind="hospital", zones=[ROANNE])
            add(actor, "Z sage-femme", kind="pmi_midwife", zones=["42"])
            found = queries.services_for(actor=actor, need="pregnancy", commune=ROANNE)
        assert names(found) == ["Z sage-femme", "A hôpital"]

    def test_finds_by_words_without_accents(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            add(actor, "Écoute et soutien")
            assert names_of_list(queries.services(actor=actor, text="sout ecou")) == [
                "Écoute et soutien"
            ]
            assert names_of_list(queries.services(actor=actor, text="outien")) == []

    def test_is_refused_to_an_officer(self, world):
        with acting_as(world.actor(world.officer)) as actor, pytest.raises(NotAllowed):
            queries.services(actor=actor)


def names_of_list(services):
    return [one.name for one in services]


class TestNationalNumbers:
    def test_are_ten_with_hours_and_a_source(self):
        numbers = {line.number for line in NATIONAL_NUMBERS}
        assert numbers == {
            *("17", "112", "114", "15", "115", "119", "3919", "3018", "116 006", "08 019 019 11")
        }
        assert all(line.hours and line.source for line in NATIONAL_NUMBERS)


class TestPages:
    def test_add_a_service_with_a_new_organisation_then_show_and_check_it(self, world):
        client = logged_in_client(world.worker)
        answers = {
            "name": "Accueil de jour",
            "new_partner": "Association du Canal",
            "kind": "day_centre",
            "commune": "Roanne",
            "reach": "departement",
            "phone": "04 77 22 33 44",
        }
        made = client.post(reverse("partners:add_service"), answers)
        assert made.status_code == 302
        page = client.get(made.url)
        assert "Accueil de jour" in page.text
        assert "À vérifier" in page.text
        assert "Loire" in page.text
        checked = client.post(made.url + "verifie/", follow=True)
        assert "À vérifier" not in checked.text

    def test_keep_the_territory_when_a_service_is_corrected(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor, zones=[ROANNE, "42095"])
        client = logged_in_client(world.worker)
        address = reverse("partners:change_service", args=[service.pk])
        shown = client.get(address).context["form"].initial
        answers = {name: value for name, value in shown.items() if value not in (None, "")}
        assert client.post(address, answers | {"phone": "04 77 00 00 01"}).status_code == 302
        with acting_as(world.actor(world.worker)):
            kept = Service.objects.get(pk=service.pk)
        assert (sorted(kept.zones), kept.phone) == (["42095", ROANNE], "04 77 00 00 01")

    def test_show_what_is_stored_beside_what_was_typed_when_two_people_correct(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor, zones=[ROANNE])
        client = logged_in_client(world.worker)
        address = reverse("partners:change_service", args=[service.pk])
        shown = client.get(address).context["form"].initial
        answers = {name: value for name, value in shown.items() if value not in (None, "")}
        first = {"phone": "04 77 00 00 01", "emergency": "any_time"}
        assert client.post(address, answers | first).status_code == 302
        mine = {"phone": "04 77 00 00 02", "partner": "", "new_partner": "Organisme neuf"}
        clash = client.post(address, answers | mine)
        assert clash.status_code == 409
        text = clash.text.replace("\xa0", " ")
        assert "Enregistré entre-temps : « 04 77 00 00 01 »" in text
        assert "Enregistré entre-temps : « jour et nuit »" in text
        assert "Enregistré entre-temps : « Organisme Maison des femmes »" in text
        assert text.count('class="en-error"') == 3
        assert "04 77 00 00 02" in text
        assert client.post(address, answers | mine | {"version": 2}).status_code == 302
        with acting_as(world.actor(world.worker)):
            assert Service.objects.get(pk=service.pk).phone == "04 77 00 00 02"
            assert Partner.objects.filter(name="Organisme neuf").count() == 1

    @pytest.mark.parametrize(
        ("answers", "word"),
        [
            ({"commune": "Nulleparterie"}, "Nulleparterie"),
            (
                {"commune": "Saint-Étienne", "reach": "list", "zone_list": "Nulleville"},
                "Nulleville",
            ),
            ({"phone": "appelez <script>"}, "chiffres"),
            ({"partner": "pas un organisme"}, "de la liste"),
            ({"reach": "commune"}, "territoire"),
            ({"name": "nul\0octet"}, "nul"),
        ],
    )
    def test_say_what_is_wrong_and_keep_the_answers(self, world, answers, word):
        client = logged_in_client(world.worker)
        usual = {"name": "Service", "new_partner": "Organisme", "kind": "other"}
        page = client.post(reverse("partners:add_service"), usual | answers)
        assert page.status_code == 200
        assert word in page.text

    def test_filter_by_links(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            add(actor, "Hébergement du pont", kind="shelter", commune_id=ROANNE)
            add(actor, "Avocats", kind="lawyer", commune_id="71270")
        page = logged_in_client(world.worker).get(
            reverse("partners:directory"), {"nature": "shelter", "besoin": "housing"}
        )
        assert "Hébergement du pont" in page.text
        assert "Organisme Avocats" not in page.text
        assert "besoin=housing&amp;nature=lawyer" in page.text

    def test_do_not_exist_for_an_officer(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
        client = logged_in_client(world.officer)
        assert client.get(reverse("partners:directory")).status_code == 404
        assert client.get(reverse("partners:service", args=[service.pk])).status_code == 404
        assert client.post(reverse("partners:mark_checked", args=[service.pk])).status_code == 404


class TestThePageOfAService:
    def test_holds_its_version_once(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            service = add(actor)
        page = reverse("partners:change_service", args=[service.pk])
        shown = logged_in_client(world.worker).get(page).text
        assert shown.count('name="version"') == 1
