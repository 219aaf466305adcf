"""Going on with what was begun: the last cases, one figure each, and texts in the making."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.accounts.actions import save_draft
from entremise.base.errors import NotPossible
from entremise.cases.actions import consult, plan_next_step, write_note
from entremise.cases.models import TimelineEntry
from entremise.cases.queries import recent
from entremise.command.probes.routes import routes
from entremise.desk.queries import day, unfinished
from entremise.desk.queries.words import ASKED_ON, WRITTEN_ON
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db


def read(world, user, *cases, at=None):
    for number, case in enumerate(cases):
        with acting_as(world.actor(user)) as actor:
            moment = (at or timezone.now()) + dt.timedelta(minutes=number)
            consult(actor=actor, case_id=case.pk, now=moment)


class TestLastCases:
    def test_are_those_she_read_latest_first_once_each(self, world):
        one, other = world.case_of(world.worker), world.case_of(world.worker)
        read(world, world.worker, one, other, one)
        with acting_as(world.actor(world.worker)) as actor:
            assert recent(actor=actor, most=9) == [one, other]
            assert recent(actor=actor, most=1) == [one]

    def test_are_not_those_of_a_colleague(self, world):
        hers = world.case_of(world.other_worker)
        read(world, world.other_worker, hers)
        with acting_as(world.actor(world.worker)) as actor:
            assert recent(actor=actor, most=9) == []

    def test_open_a_note_by_one_figure(self, world):
        case = world.case_of(world.worker)
        read(world, world.worker, case)
        page = logged_in_client(world.worker).get(reverse("desk:day")).content.decode()
        assert f'href="{reverse("cases:note", args=[case.pk])}" data-key="1"' in page


class TestThePagesThatOneFigureOpens:
    @pytest.mark.parametrize("name", ["cases:note", "desk:listen"])
    def test_say_on_whom_one_writes_but_never_in_their_title(self, world, name):
        card = NameCard(last_name="Canarivent", first_name="Zoé")
        case = world.case_of(world.worker, card)
        page = logged_in_client(world.worker).get(reverse(name, args=[case.pk])).content.decode()
        title, _, shown = page.partition("<main")
        assert "Zoé CANARIVENT" in shown
        assert "CANARIVENT" not in title
        assert (
            logged_in_client(world.officer).get(reverse(name, args=[case.pk])).status_code == 404
        )


class TestTheDay:
    def test_begins_at_midnight_in_paris(self, world):
        case = world.case_of(world.worker)
        evening = dt.datetime(2026, 11, 22, 21, tzinfo=dt.UTC)
        with acting_as(world.actor(world.worker)) as actor:
            plan_next_step(actor=actor, case_id=case.pk, on=evening.date(), now=evening)
            assert day(actor=actor, now=evening).late == []
            (row,) = day(actor=actor, now=evening + dt.timedelta(hours=2, minutes=30)).late
        assert row.late


class TestTextsInTheMaking:
    def begin(self, world, user, path):
        with acting_as(world.actor(user)) as actor:
            fields = [("facts", "Canarimot")]
            save_draft(actor=actor, path=path, fields=fields, now=timezone.now())

    def waiting(self, world, user):
        with acting_as(world.actor(user)) as actor:
            return [(one.label, one.code) for one in unfinished(actor=actor, now=timezone.now())]

    def test_are_named_with_their_case_and_not_a_word_of_them(self, world):
        case = world.case_of(world.worker)
        address = reverse("desk:listen", args=[case.pk])
        self.begin(world, world.worker, address)
        assert self.waiting(world, world.worker) == [("entretien", case.code)]
        page = logged_in_client(world.worker).get(reverse("desk:day")).content.decode()
        assert f'href="{address}"' in page
        assert "Canarimot" not in page

    @pytest.mark.parametrize(
        ("name", "label"),
        [("cases:summary", "ce qui compte"), ("cases:author", "la personne mise en cause")],
    )
    def test_of_each_text_of_a_case_have_a_name(self, world, name, label):
        case = world.case_of(world.worker)
        self.begin(world, world.worker, reverse(name, args=[case.pk]))
        assert self.waiting(world, world.worker) == [(label, case.code)]

    def test_are_named_after_pages_that_there_are(self):
        assert {route.name for route in routes()} >= WRITTEN_ON.keys() | set(ASKED_ON.values())

    def test_are_nobody_elses(self, world):
        case = world.case_of(world.worker)
        self.begin(world, world.worker, reverse("desk:listen", args=[case.pk]))
        assert self.waiting(world, world.other_worker) == []

    def test_on_a_case_that_she_does_not_read_are_not_shown(self, world):
        case = world.case_of(world.other_worker)
        self.begin(world, world.worker, reverse("cases:note", args=[case.pk]))
        self.begin(world, world.worker, "/nulle-part/")
        assert self.waiting(world, world.worker) == []

    def test_are_gone_after_a_week(self, world):
        self.begin(world, world.worker, reverse("referrals:record", args=["appel"]))
        assert self.waiting(world, world.worker) == [("saisine", "")]
        with acting_as(world.actor(world.worker)) as actor:
            later = timezone.now() + dt.timedelta(days=8)
            assert unfinished(actor=actor, now=later) == []


class TestTheDayOfANote:
    def note(self, world, case, *, days):
        now = timezone.now()
        with acting_as(world.actor(world.worker)) as actor:
            on = timezone.localtime(now).date() + dt.timedelta(days=days)
            write_note(actor=actor, case_id=case.pk, text="Vue", on=on, now=now)
            return on, TimelineEntry.objects.filter(case=case, kind="case:note").get()

    @pytest.mark.parametrize("days", [0, -1, -40])
    def test_is_the_one_it_tells_of(self, world, days):
        on, entry = self.note(world, world.case_of(world.worker), days=days)
        assert timezone.localtime(entry.at).date() == on

    def test_is_never_to_come(self, world):
        with pytest.raises(NotPossible, match="vérifiez le jour"):
            self.note(world, world.case_of(world.worker), days=1)
