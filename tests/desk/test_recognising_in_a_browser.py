"""Recognising somebody in Chromium: by keyboard, without script, at both widths and themes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.cases.actions import join, tell_apart
from entremise.organisation.models import Cover, Unit
from entremise.people.models import NameCard
from entremise.referrals.actions import NewEnquiry, receive_enquiry
from entremise.referrals.models import Source
from recognising import AMINA, AMINATA, KARIM
from referring import refer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]

TWIN = NameCard(last_name="Bensalah", first_name="Amine", born="1988")


@pytest.fixture
def cases(world):
    """Somebody, and three records that resemble hers."""
    return [
        world.case_of(world.worker, card, now=timezone.now())
        for card in (AMINA, AMINATA, TWIN, KARIM)
    ]


class TestJoining:
    def test_is_done_by_keyboard_alone(self, world, cases, page_of):
        here, other, *_ = cases
        page = page_of(world.worker)
        page.goto(reverse("desk:same_person", args=[here.pk]))
        page.get_by_role("link", name="Aminah BENSALAH").focus()
        page.keyboard.press("Enter")
        page.locator("[name=shows]").first.focus()
        page.get_by_role("button", name="réunir").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("button", name="Annuler la réunion").count() == 1
        page.goto(reverse("desk:case", args=[other.pk]))
        assert "Amina BEN SALAH" in page.locator("h1").inner_text()

    def test_and_undoing_need_no_script(self, world, cases, page_of):
        here, other, *_ = cases
        page = page_of(world.worker, java_script_enabled=False)
        page.goto(reverse("desk:compare", args=[here.pk, other.person_id]))
        page.get_by_role("button", name="réunir").click()
        page.get_by_role("button", name="Annuler la réunion").click()
        assert "de nouveau séparées" in page.content()


class TestPages:
    @pytest.mark.long
    def test_are_sound(self, world, cases, page_of):
        here, other, twin, _karim = cases
        now = timezone.now()
        with acting_as(world.actor(world.worker)) as actor:
            join(actor=actor, case_id=here.pk, other_id=other.person_id, now=now)
            tell_apart(actor=actor, case_id=here.pk, other_id=twin.person_id, now=now)
        again = world.case_of(
            world.worker, NameCard(last_name="Ben Salha", first_name="Amina"), now=now
        )
        world.case_of(world.other_worker, AMINA, now=now)
        refer(world, card=AMINA, now=now)
        with acting_as(world.actor(world.admin)):
            world.add_unit("Brigade de Saint-Chamond", Unit.Kind.GENDARMERIE, "42207")
            today = timezone.localdate()
            Cover.objects.create(
                post=world.other_post, user=world.worker, starts_on=today, ends_on=today
            )
        with acting_as(PUBLIC) as visitor:
            receive_enquiry(
                actor=visitor,
                enquiry_id=here.pk,
                content=NewEnquiry(source=Source.SELF, commune_code="42207"),
                now=now,
            )
        pages = {
            world.worker: (
                reverse("desk:same_person", args=[here.pk]),
                reverse("desk:compare", args=[here.pk, again.person_id]),
                reverse("desk:compare", args=[here.pk, twin.person_id]),
                reverse("desk:case", args=[here.pk]),
                reverse("contact:day"),
                reverse("statistics:figures"),
            ),
            world.coordinator: (
                reverse("referrals:waiting"),
                reverse("organisation:coverage"),
            ),
        }
        for user, addresses in pages.items():
            page = page_of(user)
            for place, address in enumerate(addresses):
                page.goto(address)
                assert faults(page, f"{user.role}-{place}") == []
