"""Cards, accesses and answers in Chromium: sound on both screens, by keys, without scripts."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import SHOTS, faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    Answer,
    CardLot,
    Due,
    Form,
    Informant,
    Referral,
    Source,
    Speaker,
    Wish,
)
from partnering import content, open_access, organisation_of, refer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]


def unfold(page):
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")


def sound(page, name):
    assert faults(page, name) == []


def made_lot(world):
    now = timezone.localtime()
    with acting_as(world.actor(world.worker)) as actor:
        lot = actions.make_lot(
            actor=actor,
            post_id=world.post.pk,
            unit_id=world.station.pk,
            count=50,
            starts_on=now.date() - dt.timedelta(days=30),
            ends_on=now.date() + dt.timedelta(days=30),
            now=now,
        )
        actions.hand_lot(
            actor=actor, lot_id=lot.pk, on=now.date() - dt.timedelta(days=20), count=40, now=now
        )
        return lot


def asked(world):
    """A neighbour who wants no name, an officer's referral, and an elected official."""
    now = timezone.localtime()
    with acting_as(world.actor(world.worker)) as actor:
        for given in (
            {
                "source": Source.WITNESS,
                "form": Form.PHONE,
                "due": Due.NOTHING,
                "speaker": Speaker(
                    who="Canarivoisin",
                    contact="04 99 11 22 33",
                    unnamed=True,
                    person_knows=Answer.NO,
                ),
            },
            {"source": Source.POLICE, "form": Form.DICTATED, "unit_id": world.station.pk},
            {"source": Source.ELECTED, "due": Due.RECEIVED},
            {"source": Source.PMI},
        ):
            said = content(**{"wish": Wish.COULD_NOT_ASK, **given})
            actions.receive(actor=actor, content=said, now=now)


class TestTheWorkersPages:
    @pytest.mark.long
    def test_are_sound(self, world, page_of):
        lot = made_lot(world)
        asked(world)
        with acting_as(world.actor(world.worker)):
            spoken = Informant.objects.get().referral_id
        page = page_of(world.worker)
        for name, path in (
            ("lots", reverse("referrals:cards")),
            ("owed", reverse("referrals:owed")),
            ("links", reverse("referrals:links")),
            ("calls-back", reverse("referrals:calls_back")),
            ("incoming", reverse("contact:incoming")),
            ("referral", reverse("referrals:referral", args=[spoken])),
            ("approach", reverse("referrals:approach", args=[spoken])),
            ("by-card", reverse("referrals:record", args=["carte"])),
            ("partner-rings", reverse("referrals:record", args=["partenaire"])),
            ("hand", reverse("referrals:hand_cards", args=[made_lot_waiting(world)])),
            ("figures", reverse("statistics:figures")),
        ):
            page.goto(path)
            unfold(page)
            sound(page, name)
        page.goto(reverse("referrals:card_found"))
        page.locator("[name=code]").fill(lot.said)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        sound(page, "code-known")
        page.locator("[name=code]").fill(lot.code[:-1])
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        sound(page, "code-near")
        page.goto(reverse("referrals:referral", args=[spoken]))
        with page.expect_navigation():
            page.get_by_role("button", name="Voir comment rappeler").click()
        assert "Canarivoisin" not in page.content()
        sound(page, "informant")

    def test_a_sheet_is_ten_cards_on_one_page_of_paper(self, world, page_of):
        lot = made_lot(world)
        page = page_of(world.worker)
        page.goto(reverse("referrals:cards"))
        with page.expect_navigation():
            page.get_by_role("button", name=f"Planche à imprimer du lot {lot.said}").click()
        sound(page, "sheet")
        paper = page.pdf(prefer_css_page_size=True, format="A4")
        assert paper.count(b"/Type /Page\n") == 1
        page.emulate_media(media="print")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / "sheet-print.png", full_page=True)
        seen = page.locator("body").inner_text()
        assert seen.count(lot.said) == 10
        assert world.station.name not in seen


def made_lot_waiting(world):
    """A lot that is not handed over yet."""
    now = timezone.localtime()
    with acting_as(world.actor(world.worker)) as actor:
        waiting = CardLot.objects.filter(state="made").order_by("pk").first()
        if waiting is not None:
            return waiting.pk
        return actions.make_lot(
            actor=actor,
            post_id=world.post.pk,
            unit_id=world.station.pk,
            count=20,
            starts_on=now.date(),
            ends_on=now.date(),
            now=now,
        ).pk


class TestAPartner:
    def test_refers_without_scripts_on_a_telephone_by_keys_alone(self, world, page_of):
        _link, key = open_access(world)
        page = page_of(java_script_enabled=False, viewport={"width": 360, "height": 740})
        page.goto(reverse("referrals:partner"))
        page.locator("[name=key]").focus()
        page.keyboard.type(key.lower())
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{reverse('referrals:partner_refer')}")
        assert key not in page.content()
        page.locator("[name=wish]").first.focus()
        page.keyboard.press("Space")
        page.locator("[name=last_name]").fill("Canarinom")
        page.locator("[name=commune]").fill("Roanne")
        page.locator("[name=agreed]").focus()
        page.keyboard.press("Space")
        page.locator("[name=reference]").fill("Canariref 12")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{reverse('referrals:partner_receipts')}")
        assert "Canariref 12" in page.content()
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queries.queue(actor=actor, now=timezone.now())
            assert Referral.objects.get(pk=row.id).form == Form.PARTNER
            assert row.wish is Wish.AGREES
        page.get_by_role("button", name="Fermer l’accès").click()
        page.wait_for_url(f"**{reverse('referrals:partner')}")

    @pytest.mark.long
    def test_sees_sound_pages(self, world, page_of):
        link, key = open_access(world)
        refer(link)
        page = page_of()
        page.goto(reverse("referrals:partner"))
        sound(page, "partner-enter")
        page.locator("[name=key]").fill("AAAA")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        sound(page, "partner-refused")
        page.locator("[name=key]").fill(key)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        unfold(page)
        sound(page, "partner-refer")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        sound(page, "partner-errors")
        page.goto(reverse("referrals:partner_receipts"))
        sound(page, "partner-receipts")
        page.context.clear_cookies()

    def test_an_access_is_opened_and_its_key_shown_once(self, world, page_of):
        organisation_of(world)
        page = page_of(world.coordinator)
        page.goto(reverse("referrals:links"))
        page.get_by_label("Organisme").first.fill("mater")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator("[name=source]").select_option("hospital")
        page.locator("[name=holder]").fill("Service social")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        assert page.get_by_text("La clé, une seule fois").count() == 1
        sound(page, "link-opened")
        page.reload()
        assert page.get_by_text("La clé, une seule fois").count() == 0
