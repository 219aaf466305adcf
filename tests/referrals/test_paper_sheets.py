"""A sheet filled by hand during an outage, typed in afterwards with its real hour."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.referrals import actions
from entremise.referrals.forms import moment_of
from entremise.referrals.models import Form, Referral, RefusalCount, Source, Wish
from entremise.referrals.queries import queue

DAY = dt.timedelta(days=1)


class TestTheMoment:
    """It is read from a few signs, on a Tuesday at ten."""

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("8h30", (2026, 3, 10, 8, 30)),
            ("8:30", (2026, 3, 10, 8, 30)),
            ("8 h", (2026, 3, 10, 8, 0)),
            ("23h15", (2026, 3, 9, 23, 15)),
            ("hier 18h", (2026, 3, 9, 18, 0)),
            ("hier à 18h", (2026, 3, 9, 18, 0)),
            ("9/3 14h05", (2026, 3, 9, 14, 5)),
            ("14h05 9/3", (2026, 3, 9, 14, 5)),
            ("28/12 14h", (2025, 12, 28, 14, 0)),
            ("09/03/2026 14 h 05", (2026, 3, 9, 14, 5)),
            ("09.03.26", (2026, 3, 9, 12, 0)),
            ("10/3", (2026, 3, 10, 10, 0)),
            ("aujourd’hui", (2026, 3, 10, 10, 0)),
            ("10/3 15h", (2026, 3, 10, 15, 0)),
        ],
    )
    def test_is_the_one_that_was_meant(self, typed, read):
        assert moment_of(typed, now=TUESDAY_TEN) == dt.datetime(*read, tzinfo=PARIS)

    @pytest.mark.parametrize("typed", ["", "tantôt", "25h", "31/2", "12/13 8h", "8h70", "8"])
    def test_is_asked_again_where_it_says_nothing(self, typed):
        assert moment_of(typed, now=TUESDAY_TEN) is None

    @given(typed=st.text(alphabet="0123456789hH:/. àhier-", max_size=20))
    def test_never_fails(self, typed):
        moment = moment_of(typed, now=TUESDAY_TEN)
        assert moment is None or moment.tzinfo is not None


@pytest.mark.django_db
class TestTypingItIn:
    def content(self, **others):
        usual = {
            "wish": Wish.AGREES,
            "source": Source.POLICE,
            "form": Form.DICTATED,
            "received_at": TUESDAY_TEN - 2 * DAY,
        }
        return actions.NewReferral(**{**usual, **others})

    def test_keeps_the_real_moment_and_counts_delays_from_it(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            actions.receive(actor=actor, content=self.content(), now=TUESDAY_TEN)
            on_time = self.content(received_at=None)
            actions.receive(actor=actor, content=on_time, now=TUESDAY_TEN)
            first, second = queue(actor=actor, now=TUESDAY_TEN)
            assert first.received_at == TUESDAY_TEN - 2 * DAY
            assert first.due_at < second.due_at
            typed_in = Referral.objects.get(pk=first.id).created_at
        assert timezone.now() - typed_in < DAY

    def test_counts_a_refusal_on_its_real_day(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            content = self.content(wish=Wish.REFUSES, unit_id=world.station.pk)
            actions.receive(actor=actor, content=content, now=TUESDAY_TEN)
            assert RefusalCount.objects.get().on == dt.date(2026, 3, 8)

    def test_is_never_of_the_future(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            content = self.content(received_at=TUESDAY_TEN + DAY)
            with pytest.raises(NotPossible, match="avenir"):
                actions.receive(actor=actor, content=content, now=TUESDAY_TEN)

    def test_is_the_workers_alone(self, world):
        with acting_as(world.actor(world.officer)) as actor:
            content = self.content(unit_id=world.station.pk, form=Form.OFFICER)
            with pytest.raises(NotAllowed):
                actions.receive(actor=actor, content=content, now=TUESDAY_TEN)


@pytest.mark.django_db
class TestTheScreen:
    def send(self, world, **answers):
        page = reverse("referrals:record", args=["papier"])
        usual = {"wish": "agrees", "source": "self", "came_by": "phone"}
        return logged_in_client(world.worker).post(page, {**usual, **answers})

    def test_says_the_moment_that_it_understood(self, world):
        answer = self.send(world, received="hier 18h")
        assert answer.status_code == 302
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queue(actor=actor, now=timezone.now())
        local = timezone.localtime(row.received_at)
        assert (local.date(), local.hour) == (timezone.localdate() - DAY, 18)
        assert row.form == Form.PHONE.label

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("", "jour et l’heure"), ("tantôt", "14h30"), ("1/1/2020", "trois mois")],
    )
    def test_asks_again_and_keeps_what_was_typed(self, world, typed, said):
        answer = self.send(world, received=typed, seen="Canarivu")
        body = unescape(answer.content.decode())
        assert answer.status_code == 200
        assert said in body
        assert "Canarivu" in body

    def test_asks_no_moment_by_the_other_doors(self, world):
        page = reverse("referrals:record", args=["appel"])
        assert 'name="received"' not in logged_in_client(world.worker).get(page).content.decode()


@pytest.mark.django_db
class TestTheSheet:
    def test_asks_what_the_screen_asks_in_the_same_order(self, world):
        client = logged_in_client(world.worker)
        sheet = unescape(client.get(reverse("referrals:sheet")).content.decode())
        sheet = sheet.replace("\xa0", " ").replace("\u202f", " ")
        screen = client.get(reverse("referrals:record", args=["papier"]))
        form = screen.context["form"]
        shown = unescape(screen.content.decode())
        asked = [bound for _, bounds in form.on_sheet() for bound in bounds]
        assert {bound.name for bound in asked} == set(form.fields)
        on_screen = [re.search(rf'name="{bound.name}"', shown).start() for bound in asked]
        assert on_screen == sorted(on_screen)
        at = 0
        for bound in asked:
            at = sheet.index(str(bound.label).replace("\xa0", " "), at) + 1

    def test_holds_nothing_of_anybody_and_a_neutral_title(self, world):
        world.case_of(world.worker)
        page = logged_in_client(world.worker).get(reverse("referrals:sheet")).content.decode()
        assert "<title>Fiche</title>" in page
        printed = page.partition("<main")[2].partition("</main>")[0]
        assert "<input" not in printed
        assert world.station.name not in printed

    @pytest.mark.parametrize("role", ["officer", "chief", "coordinator", "dpo"])
    def test_is_the_workers(self, world, role):
        page = logged_in_client(getattr(world, role)).get(reverse("referrals:sheet"))
        assert page.status_code == 404
