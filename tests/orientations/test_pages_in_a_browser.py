"""Directory and orientations in Chromium: sound at both widths and in both themes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.orientations.actions import orient
from entremise.partners.actions import add_partner, add_service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def service(world):
    with acting_as(world.actor(world.worker)) as actor:
        now = timezone.now()
        partner = add_partner(actor=actor, name="Association du Pont", now=now)
        return add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil du Pont",
            kind="shelter",
            phone="04 77 00 11 22",
            commune_id="42187",
            zones=["42"],
            now=now,
        )


@pytest.fixture
def page(page_of, world):
    return page_of(world.worker)


class TestOrienting:
    def test_is_done_by_keyboard_alone(self, case, service, page):
        page.goto(reverse("orientations:of_case", args=[case.pk]))
        page.keyboard.press("p")
        page.get_by_role("link", name="hébergement ou logement").focus()
        page.keyboard.press("Enter")
        page.locator("[name=service]").first.focus()
        page.keyboard.press("Space")
        page.locator("[name=consent]").first.focus()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        assert "oui, de vive voix" in page.content()


class TestPages:
    @pytest.mark.long
    def test_are_sound(self, world, case, service, page):
        with acting_as(world.actor(world.worker)) as actor:
            now = timezone.now()
            made = orient(
                actor=actor,
                case_id=case.pk,
                need="housing",
                service_id=service.pk,
                consent="oral",
                shared=["name"],
                how="joint_call",
                expects_answer_on=now.date(),
                now=now,
            )
        proposal = reverse("orientations:propose", args=[case.pk])
        for address in (
            reverse("partners:directory"),
            reverse("partners:service", args=[service.pk]),
            reverse("partners:change_service", args=[service.pk]),
            reverse("partners:numbers"),
            proposal,
            f"{proposal}?besoin=housing",
            reverse("orientations:of_case", args=[case.pk]),
            reverse("orientations:one", args=[case.pk, made.pk]),
            reverse("orientations:awaiting"),
        ):
            page.goto(address)
            assert faults(page) == []
