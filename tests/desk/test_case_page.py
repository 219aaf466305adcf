"""The case page, home of the worker: what comes next, and what happened for who takes over."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.base.french import long_day
from entremise.cases.actions import write_note
from entremise.contact.actions import add_channel
from entremise.desk.queries import file
from entremise.people.actions import ChannelWords
from entremise.people.models import NameCard, SafeChannel
from entremise.proceedings import actions as proceeding
from queries import counted
from world import close

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canarivent", first_name="Zoé"))


def page(world, case, query=""):
    address = reverse("desk:case", args=[case.pk])
    return logged_in_client(world.worker).get(address + query).content.decode()


class TestWhatComesNext:
    def deadline(self, world, case, now):
        with acting_as(world.actor(world.worker)) as actor:
            return file(actor=actor, case_id=case.pk, now=now).deadline

    def test_is_no_deadline_where_nothing_runs(self, world, case):
        assert self.deadline(world, case, timezone.localtime()) is None

    def test_is_the_first_deadline_of_all_measures(self, world, case):
        now = timezone.localtime()
        today = now.date()
        with acting_as(world.actor(world.worker)) as actor:
            known = {"actor": actor, "case_id": case.pk, "now": now}
            proceeding.note_measure(
                kind="phone", state="granted", days={"granted_on": today}, **known
            )
            proceeding.note_measure(
                kind="order",
                state="asked",
                days={"asked_on": today, "fixed_on": today},
                **known,
            )
        near = self.deadline(world, case, now)
        assert near.measure.kind == "order"
        assert near.deadline.on <= today + 6 * DAY
        assert not near.past
        assert "Délai non validé" in page(world, case)

    def test_goes_on_asking_about_a_day_that_passed(self, world, case):
        now = timezone.localtime()
        asked = now.date() - 30 * DAY
        with acting_as(world.actor(world.worker)) as actor:
            proceeding.note_measure(
                actor=actor,
                case_id=case.pk,
                now=now,
                kind="order",
                state="asked",
                days={"asked_on": asked, "fixed_on": asked},
            )
        assert self.deadline(world, case, now).past
        assert "Passé" in page(world, case)

    def test_costs_no_statement_more(self, world, case):
        now = timezone.localtime()
        with acting_as(world.actor(world.worker)) as actor:
            proceeding.note_measure(
                actor=actor,
                case_id=case.pk,
                now=now,
                kind="order",
                state="asked",
                days={"asked_on": now.date(), "fixed_on": now.date()},
            )
        client = logged_in_client(world.worker)
        client.get(reverse("desk:case", args=[case.pk]))
        with counted() as statements:
            client.get(reverse("desk:case", args=[case.pk]))
        assert len(statements) <= 10, "\n".join(statements)


class TestTimeline:
    def told(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            now = timezone.localtime()
            write_note(actor=actor, case_id=case.pk, text="Elle a porté plainte.", now=now)
            add_channel(
                actor=actor,
                case_id=case.pk,
                kind=SafeChannel.Kind.PHONE,
                value="06 39 98 12 34",
                words=ChannelWords(),
                checked=False,
                now=now,
            )

    def test_says_who_wrote_each_line(self, world, case):
        self.told(world, case)
        note = page(world, case).split("Elle a porté plainte.")[0].rsplit("<li", 1)[1]
        assert world.worker.name in note

    def test_can_be_read_without_what_is_done_every_day(self, world, case):
        self.told(world, case)
        whole, essential = page(world, case), page(world, case, "?chronologie=essentiel")
        assert "Moyen de contact</p>" in whole
        assert "Moyen de contact</p>" not in essential
        assert "Elle a porté plainte." in essential


class TestAClosedCase:
    @pytest.fixture
    def client(self, world, case):
        return logged_in_client(world.worker)

    @pytest.fixture
    def closed(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            close(actor, case)

    @staticmethod
    def deeds(client, case):
        shown = client.get(reverse("desk:case", args=[case.pk])).text
        return shown.partition('aria-label="Actes"')[2].partition("</nav>")[0]

    def test_is_reopened_before_anybody_is_met(self, client, case, closed):
        deeds = self.deeds(client, case)
        assert deeds.index("Rouvrir") < deeds.index("Ajouter une note")
        assert "Écrire un entretien" not in deeds
        assert "Fixer un rendez-vous" not in deeds

    def test_that_is_open_offers_both(self, client, case):
        deeds = self.deeds(client, case)
        assert "Rouvrir" not in deeds
        assert "Écrire un entretien" in deeds
        assert "Fixer un rendez-vous" in deeds

    @pytest.mark.parametrize("page", ["desk:listen", "contact:plan", "contact:interpreter"])
    def test_says_since_when_at_the_address_of_a_deed(self, world, client, case, page, closed):
        with acting_as(world.actor(world.worker)):
            case.refresh_from_db()
        shown = client.get(reverse(page, args=[case.pk])).text
        main = shown.partition("<main")[2].partition("</main")[0]
        assert f"close depuis le {long_day(case.closed_at)}" in main
        assert f'href="{reverse("cases:reopen", args=[case.pk])}"' in main
        assert "<form" not in main

    @pytest.mark.parametrize("page", ["desk:listen", "contact:plan", "contact:interpreter"])
    def test_says_nothing_of_it_where_it_is_open(self, client, case, page):
        shown = client.get(reverse(page, args=[case.pk])).text
        assert "close depuis" not in shown
        assert '<form method="post" class="en-form' in shown

    def test_gives_a_text_back_that_was_sent_after_the_closing(self, client, case, closed):
        sent = {"kind": "phone", "day": "2026-03-03", "start": "10:00", "facts": "Canarifait"}
        shown = client.post(reverse("desk:listen", args=[case.pk]), sent | {"version": "0"}).text
        assert "Canarifait" in shown
        assert reverse("cases:reopen", args=[case.pk]) in shown

    def test_gives_back_a_draft_that_waited(self, client, case, closed):
        address = reverse("desk:listen", args=[case.pk])
        client.post(f"/compte/brouillon/?path={address}", {"facts": "Canaridit"})
        assert "Canaridit" in client.get(address).text
