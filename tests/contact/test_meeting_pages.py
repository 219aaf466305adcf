"""The pages of meetings: appointments and interviews, who opens them, what they keep."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.cases.models import Loan
from entremise.contact import actions
from entremise.contact.models import Appointment, Session
from entremise.organisation.models import Post, Unit

pytestmark = pytest.mark.django_db

OTHERS = [
    "other_worker",
    "far_worker",
    "coordinator",
    "officer",
    "chief",
    "dpo",
    "steering",
    "admin",
]


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def browser(world, case):
    return logged_in_client(world.worker)


def as_worker(world):
    return acting_as(world.actor(world.worker))


def text_of(response):
    return response.content.decode()


class TestAppointmentPages:
    def tomorrow(self, **answers):
        day = timezone.localdate() + dt.timedelta(days=1)
        usual = {"day": day.isoformat(), "start": "10:00", "minutes": "60", "place": "phone"}
        return {**usual, **answers}

    def test_one_is_fixed_shown_moved_and_called_off(self, world, browser, case):
        page = reverse("contact:plan", args=[case.pk])
        fixed = browser.post(page, self.tomorrow())
        assert fixed.status_code == 302
        with as_worker(world):
            row = Appointment.objects.get()
        assert "10" in text_of(browser.get(fixed.url))
        move = reverse("contact:move", args=[case.pk, row.pk])
        assert browser.get(move).status_code == 200
        later = self.tomorrow(start="15:00", version="1")
        assert browser.post(move, later).status_code == 302
        browser.post(reverse("contact:settle", args=[case.pk, row.pk, "annule"]))
        with as_worker(world):
            row.refresh_from_db()
            assert row.state == Appointment.State.CANCELLED

    def test_is_offered_at_units_that_receive_people(self, world, browser, case):
        page = reverse("contact:plan", args=[case.pk])
        assert world.station.name in text_of(browser.get(page))
        with acting_as(world.actor(world.admin)):
            Unit.objects.filter(pk=world.station.pk).update(receives_public=False)
        assert world.station.name not in text_of(browser.get(page))

    def test_stays_where_it_was_fixed_though_the_unit_receives_nobody_now(
        self, world, browser, case
    ):
        station = str(world.station.pk)
        page = reverse("contact:plan", args=[case.pk])
        browser.post(page, self.tomorrow(place="unit", unit=station))
        with as_worker(world):
            row = Appointment.objects.get()
        with acting_as(world.actor(world.admin)):
            Unit.objects.filter(pk=station).update(receives_public=False)
        moved = text_of(browser.get(reverse("contact:move", args=[case.pk, row.pk])))
        assert f'value="{station}" selected' in moved

    def test_whoever_moves_it_second_reads_the_hour_that_was_fixed(self, world, browser, case):
        browser.post(reverse("contact:plan", args=[case.pk]), self.tomorrow())
        with as_worker(world):
            row = Appointment.objects.get()
        move = reverse("contact:move", args=[case.pk, row.pk])
        sent = self.tomorrow(version="1", where="accueil")
        assert browser.post(move, {**sent, "start": "15:00"}).status_code == 302
        clash = browser.post(move, {**sent, "start": "16:30", "where": ""})
        assert "modifiée entre-temps" in text_of(clash)
        said = [error.replace("\xa0", " ") for error in clash.context["form"].errors["start"]]
        assert said == ["Enregistré entre-temps : « 15 h »"]
        assert "« accueil »" in text_of(clash).replace("\xa0", " ")
        assert browser.post(move, {**sent, "start": "16:30", "version": "2"}).status_code == 302
        with as_worker(world):
            row.refresh_from_db()
        assert timezone.localtime(row.starts_at).strftime("%H:%M") == "16:30"

    def test_the_same_hour_twice_is_refused_in_words(self, browser, case):
        page = reverse("contact:plan", args=[case.pk])
        assert browser.post(page, self.tomorrow()).status_code == 302
        again = browser.post(page, self.tomorrow(start="10:30"))
        assert again.status_code == 200
        assert "Créneau indisponible" in text_of(again)

    def test_sent_twice_it_is_one_appointment(self, world, browser, case):
        page = reverse("contact:plan", args=[case.pk])
        sent = self.tomorrow(once=str(uuid4()))
        for _ in range(2):
            assert browser.post(page, sent).status_code == 302
        with as_worker(world):
            assert Appointment.objects.count() == 1

    @pytest.mark.parametrize(
        "answers",
        [
            {"place": "home"},
            {"place": "unit"},
            {"place": "unit", "unit": "pas-une-unité"},
            {"day": "31/02/2027"},
            {"day": "2020-01-01"},
            {"day": "0001-01-01"},
            {"day": "9999-12-31"},
            {"start": "25:00"},
            {"minutes": "-5"},
            {"second": str(uuid4())},
        ],
    )
    def test_an_answer_that_makes_no_sense_is_asked_again(self, browser, case, answers):
        page = reverse("contact:plan", args=[case.pk])
        response = browser.post(page, self.tomorrow(**answers))
        assert response.status_code == 200
        assert "Erreur" in text_of(response)

    @pytest.mark.parametrize(
        ("page", "names"),
        [
            ("contact:day", ("Jour précédent", "Jour suivant")),
            ("contact:week", ("Semaine précédente", "Semaine suivante")),
        ],
    )
    def test_the_agenda_names_its_ways_as_one_says_them(self, browser, page, names):
        shown = text_of(browser.get(reverse(page)))
        for name in names:
            assert f'<span class="en-hidden">{name}</span>' in shown

    def test_the_agenda_shows_the_hour_and_no_name(self, browser, case):
        browser.post(reverse("contact:plan", args=[case.pk]), self.tomorrow())
        day = timezone.localdate() + dt.timedelta(days=1)
        for page in ("contact:day", "contact:week"):
            body = text_of(browser.get(reverse(page), {"jour": day.isoformat()}))
            assert "10\u00a0h" in body
            assert "Canarivent" not in body
            assert case.code not in body

    @pytest.mark.parametrize("day", ["", "demain", "2026-02-31", "9999-12-31", "0001-01-01"])
    def test_a_day_that_makes_no_sense_is_today(self, browser, day):
        for page in ("contact:day", "contact:week"):
            assert browser.get(reverse(page), {"jour": day}).status_code == 200

    def test_an_appointment_is_found_under_its_own_case_only(self, world, browser, case):
        browser.post(reverse("contact:plan", args=[case.pk]), self.tomorrow())
        other = world.case_of(world.worker)
        with as_worker(world):
            row = Appointment.objects.get()
        page = reverse("contact:appointment", args=[other.pk, row.pk])
        assert browser.get(page).status_code == 404


class TestTheSecondPerson:
    """A visit in pairs: a colleague of the same queue fixes it, or comes along."""

    @pytest.fixture
    def visit(self, world, case):
        Post.objects.filter(pk=world.other_post.pk).update(queue=world.post.queue)
        start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
        start += dt.timedelta(days=1)
        with as_worker(world) as actor:
            Loan.objects.create(case=case, post=world.other_post, ground=Loan.Ground.SHARED)
            meeting = actions.Meeting(
                place=Appointment.Place.HOME,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=1),
                second_id=world.other_worker.pk,
            )
            return actions.plan(actor=actor, case_id=case.pk, meeting=meeting, now=timezone.now())

    def choices(self, user, row):
        address = reverse("contact:move", args=[row.case_id, row.pk])
        form = logged_in_client(user).get(address).context["form"]
        return form.initial["second"], [code for code, _name in form.fields["second"].choices]

    def test_stays_when_it_is_she_who_moves_it(self, world, visit):
        chosen, proposed = self.choices(world.other_worker, visit)
        assert chosen == str(world.other_worker.pk)
        assert proposed == ["", "partner", chosen]

    def test_is_somebody_else_than_the_worker(self, world, visit):
        _chosen, proposed = self.choices(world.worker, visit)
        assert str(world.worker.pk) not in proposed
        assert str(world.other_worker.pk) in proposed

    def test_may_be_whoever_moves_it_from_another_queue(self, world, visit):
        Post.objects.filter(pk=world.other_post.pk).update(queue=world.other_post.queue)
        chosen, proposed = self.choices(world.other_worker, visit)
        assert chosen in proposed


class TestInterviewPages:
    def answers(self, **answers):
        now = timezone.localtime()
        usual = {
            "kind": "phone",
            "day": now.date().isoformat(),
            "start": "00:00",
            "facts": "Canarifait",
            "observed": "Canariconstat",
            "private": "Canarinote",
        }
        return {**usual, **answers}

    def write(self, world, browser, case, **answers):
        page = reverse("desk:listen", args=[case.pk])
        response = browser.post(page, self.answers(**answers))
        assert response.status_code == 302
        return response.url

    def test_it_is_written_read_and_corrected_beside(self, world, browser, case):
        read = self.write(world, browser, case)
        body = text_of(browser.get(read))
        for words in ("Canarifait", "Canariconstat", "Canarinote"):
            assert words in body
        corrected = browser.post(f"{read}corriger/", self.answers(facts="Autre récit"))
        assert corrected.status_code == 302
        assert "Autre récit" in text_of(browser.get(corrected.url))
        assert "Canarifait" in text_of(browser.get(read))
        assert "Entretien corrigé" in text_of(browser.get(read))

    def test_private_notes_are_read_by_their_author_alone(self, world, browser, case):
        read = self.write(world, browser, case)
        with as_worker(world):
            Loan.objects.create(case=case, user_id=world.other_worker.pk, ground="shared")
        body = text_of(logged_in_client(world.other_worker).get(read))
        assert "Canarifait" in body
        assert "Canarinote" not in body

    def test_sent_twice_it_is_one_interview(self, world, browser, case):
        sent = self.answers(once=str(uuid4()))
        page = reverse("desk:listen", args=[case.pk])
        for _ in range(2):
            assert browser.post(page, sent).status_code == 302
        with as_worker(world):
            assert Session.objects.count() == 1

    def test_one_to_come_is_refused_and_the_text_is_kept(self, browser, case):
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        page = reverse("desk:listen", args=[case.pk])
        response = browser.post(page, self.answers(day=tomorrow.isoformat()))
        assert response.status_code == 200
        assert "Canarifait" in text_of(response)

    @pytest.mark.parametrize(
        "answers",
        [
            {"day": "0001-01-01"},
            {"day": "9999-12-31"},
            {"kind": "pigeon"},
            {"present": ["voisin"]},
            {"present": ["nobody", "child"]},
            {"facts": "x" * 1_000_000},
            {"start": "minuit"},
        ],
    )
    def test_an_answer_that_makes_no_sense_is_asked_again(self, browser, case, answers):
        page = reverse("desk:listen", args=[case.pk])
        response = browser.post(page, self.answers(**answers))
        assert response.status_code == 200
        assert "Erreur" in text_of(response)

    @pytest.mark.parametrize(
        ("present", "shown"),
        [([], "non noté"), (["nobody"], "elle était seule avec vous"), (["child"], "enfants")],
    )
    def test_says_who_was_there_only_where_somebody_noted_it(self, browser, case, present, shown):
        page = reverse("desk:listen", args=[case.pk])
        read = browser.post(page, self.answers(present=present), follow=True)
        row = text_of(read).split("Présents avec elle")[1].split("</div>")[0]
        assert shown in row

    @pytest.mark.parametrize("role", OTHERS)
    def test_others_do_not_read_it(self, world, browser, case, role):
        read = self.write(world, browser, case)
        response = logged_in_client(getattr(world, role)).get(read)
        assert response.status_code == 404
        assert "Canarifait" not in text_of(response)
