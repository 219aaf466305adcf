"""The pages of contact in Chromium: sound at each width and in each theme, by keyboard alone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.contact.models import ContactAttempt
from entremise.people.actions import ChannelWords, add_channel, agree
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.windows import Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
Kind, Safe = SafeChannel.Kind, SafeChannel.Safe


@pytest.fixture
def case(world):
    """A case with one channel of each sort."""
    case = world.case_of(world.worker)
    now = timezone.now()
    with acting_as(world.actor(world.worker)) as actor:
        known = {"actor": actor, "person_id": case.person_id, "now": now}
        add_channel(kind=Kind.PHONE, value="06 39 98 12 34", **known)
        add_channel(
            kind=Kind.PHONE,
            value="06 39 98 55 66",
            words=ChannelWords(
                safe=Safe.YES,
                message=SafeChannel.Message.NEUTRAL,
                owner=SafeChannel.Owner.HERS,
                window=Window(days=frozenset({1, 3}), start=dt.time(9), end=dt.time(12)),
                instructions={"say": "Demander Léa, parler de la crèche"},
            ),
            checked=True,
            **known,
        )
        add_channel(
            kind=Kind.POST,
            value="3 rue des Lilas\n42300 Roanne",
            words=ChannelWords(safe=Safe.NO, protection=SafeChannel.Protection.ORDER),
            **known,
        )
        agree(
            version=0,
            she_calls_us=False,
            paper=CallerCheck.Paper.NEVER,
            code_phrase="le chat est gris",
            **known,
        )
    return case


def sound(page, name):
    assert faults(page, name) == [], name


class TestEveryPage:
    @pytest.mark.long
    def test_is_sound_at_each_width_and_in_each_theme(self, world, case, page_of):
        page = page_of(world.worker)
        self.channels(page, case)
        self.appointment(page, case)
        self.interview(page, case)
        self.caller(page)

    def channels(self, page, case):
        page.goto(reverse("contact:add_channel", args=[case.pk]))
        sound(page, "add")
        page.get_by_role("button", name="Enregistrer").click()
        sound(page, "add-refused")
        page.goto(reverse("contact:agreement", args=[case.pk]))
        sound(page, "agreement")
        page.goto(reverse("contact:channels", args=[case.pk]))
        sound(page, "channels")
        page.get_by_role("link", name="Appel", exact=True).first.click()
        sound(page, "call")
        page.get_by_role("button", name="Afficher le numéro").click()
        sound(page, "call-shown")
        page.get_by_role("button", name="Enregistrer l’issue").click()
        sound(page, "call-refused")
        page.get_by_label("pas de réponse").check()
        page.get_by_role("button", name="Enregistrer l’issue").click()
        sound(page, "channels-after")

    def appointment(self, page, case):
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        page.goto(reverse("contact:plan", args=[case.pk]))
        page.locator("[name=day]").fill(tomorrow.isoformat())
        page.locator("[name=start]").fill("10:00")
        page.get_by_label("par téléphone").check()
        sound(page, "plan")
        page.get_by_role("button", name="Fixer le rendez-vous").click()
        page.wait_for_url("**/rendez-vous/*-*/")
        sound(page, "appointment")
        for name in ("day", "week"):
            page.goto(reverse(f"contact:{name}") + f"?jour={tomorrow.isoformat()}")
            sound(page, f"agenda-{name}")

    def interview(self, page, case):
        page.goto(reverse("desk:listen", args=[case.pk]))
        sound(page, "write")
        page.get_by_label("par téléphone", exact=True).check()
        page.locator("[name=start]").fill("00:00")
        page.locator("[name=facts]").fill("Elle dit qu’il garde ses papiers.")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.wait_for_url("**/entretiens/*-*/")
        sound(page, "session")

    def caller(self, page):
        page.goto(reverse("contact:incoming"))
        sound(page, "incoming")
        page.locator("[name=name]").fill("Canarivent")
        page.get_by_role("button", name="Vérifier").click()
        sound(page, "incoming-unknown")
        page.get_by_role("button", name="J’ai raccroché").click()
        sound(page, "incoming-after")


class TestAFirstCall:
    def test_is_made_and_noted_by_keyboard_alone(self, world, case, page_of):
        with acting_as(world.actor(world.worker)):
            channel = SafeChannel.objects.get(kind=Kind.PHONE, safe=Safe.UNKNOWN)
        page = page_of(world.worker)
        page.goto(reverse("contact:reach", args=[case.pk, channel.pk, "appel"]))
        page.get_by_role("button", name="Afficher le numéro").focus()
        page.keyboard.press("Enter")
        page.get_by_text("#31#").wait_for()
        page.locator("[name=outcome]").first.focus()
        for key in ("Space", "Tab", "Space"):
            page.keyboard.press(key)
        with page.expect_navigation():
            page.get_by_role("button", name="Enregistrer l’issue").press("Enter")
        with acting_as(world.actor(world.worker)):
            assert ContactAttempt.objects.get().outcome == "reached"
            channel.refresh_from_db()
            assert channel.safe == Safe.YES
