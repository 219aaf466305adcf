"""The fictional people of the demonstration: true to life whatever the day they are told."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

import ground as few_places
from conftest import PARIS
from entremise.access.acting import acting_as
from entremise.accounts.models import User
from entremise.cases.models import Case, TimelineEntry
from entremise.cases.queries import same_person
from entremise.command import demo_data
from entremise.command.demo_data import ground as grounds
from entremise.command.demo_data import matters, places, staff
from entremise.command.demo_data.calendar import Agenda, Clock, StillToCome, at_work, working_day
from entremise.command.demo_data.hosting import ROOMS
from entremise.command.demo_data.plans import Plan, plans
from entremise.command.logins import Login
from entremise.contact.models import Appointment
from entremise.organisation import ground
from entremise.organisation.models import Holding, Room
from entremise.organisation.queries import absences, actor_of
from entremise.organisation.working_days import is_working_day
from entremise.people.models import Merge
from entremise.proceedings.models import ComplaintFact, PerilCall, StatutoryReport
from entremise.referrals.models import Referral, ReviewLine, Tier, tier
from entremise.referrals.queries import waiting_unread
from security.staging import undone

SUNDAY_29_FEBRUARY = dt.datetime(2032, 2, 29, 6, 5, tzinfo=PARIS)
MONDAY_NIGHT = dt.datetime(2026, 6, 1, 2, 15, tzinfo=PARIS)
MOMENTS = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: MONDAY_NIGHT + dt.timedelta(minutes=minutes)
)


@pytest.fixture(scope="module")
def all_communes(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The whole of France while these tests last, then the few places of the others."""
    with django_db_blocker.unblock():
        ground.load()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        with connections["owner"].cursor() as cursor:
            for table in ("commune", "epci", "departement"):
                cursor.execute(f"DELETE FROM organisation_{table}")
        few_places.lay()
        connections["owner"].close()


@pytest.fixture(params=[SUNDAY_29_FEBRUARY, MONDAY_NIGHT], ids=["sunday", "night"])
def now(request: pytest.FixtureRequest) -> dt.datetime:
    return request.param


@pytest.fixture
def logins(all_communes: None, now: dt.datetime) -> list[Login]:
    return demo_data.build(now=now, progress=lambda done, total: None, cases=14, processes=1)


def seen_by(key: str) -> object:
    return acting_as(actor_of(User.objects.get(email=f"{key}@entremise.example")))


def proposed(actor: object, case: Case, now: dt.datetime) -> bool:
    """Whether somebody may be the person of this case under another record."""
    return bool(same_person(actor=actor, case_id=case.pk, now=now).likely.found)


@pytest.mark.long
@pytest.mark.django_db
class TestBuilding:
    def test_gives_every_screen_of_that_day_something_true_to_show(
        self, logins: list[Login], now: dt.datetime
    ) -> None:
        assert {login.role for login in logins} == {
            *("worker", "coordinator", "officer", "chief", "steering", "dpo", "admin")
        }
        with seen_by("roanne"):
            waiting = list(Referral.objects.filter(state="received", queue__name="Roannais"))
            tiers = Counter(tier(referral) for referral in waiting)
            assert len(waiting) >= 6
            assert all(tiers[one] for one in Tier)
            planned = Appointment.objects.filter(state="planned", starts_at__gt=now)
            assert planned.count() >= 8
            shown = ReviewLine.objects.filter(state="new", shown_to_worker=True)
            assert shown.count() == 1
            assert not TimelineEntry.objects.filter(at__gt=now).exists()
            assert not Case.objects.filter(opened_at__gt=now).exists()
            late = Case.objects.exclude(state="closed").filter(next_step_on__lt=now.date())
            assert late.count() >= 2
            assert planned.filter(starts_at__date=now.date()).exists()
            assert ComplaintFact.objects.count() >= 4
            assert StatutoryReport.objects.get().state == "acknowledged"
        with seen_by("etienne.1"):
            assert Case.objects.filter(restricted=True).count() == 1
            written = StatutoryReport.objects.values_list("kind", "state")
            assert set(written) == {("weapon", "sent"), ("child_concern", "not_made")}
        with seen_by("forez"):
            assert PerilCall.objects.count() == 1
        with seen_by("roanne") as actor:
            assert Merge.objects.count() == 1
            again = [case for case in Case.objects.all() if proposed(actor, case, now)]
            assert len(again) >= 2
        with seen_by("coordination") as actor:
            assert any(line.commune and not line.queue for line in waiting_unread(actor=actor))
            replaced = {bool(one.uncovered) for one in absences(actor=actor, now=now)}
            assert replaced == {True, False}
            assert Room.objects.count() == len(ROOMS)
        with seen_by("responsable"):
            assert ReviewLine.objects.filter(state="new").count() == 3
        with seen_by("etienne.2"):
            assert not Referral.objects.filter(queue__name="Roannais").exists()

        bresse = Holding.objects.get(post__name="Bresse louhannaise")
        assert bresse.ends_on is not None
        assert bresse.ends_on < now.date()


@pytest.mark.long
@pytest.mark.django_db
class TestPlans:
    """Laid twice in one test: what is laid is undone in between."""

    @staticmethod
    def drawn(at: dt.datetime, count: int) -> list[Plan]:
        with undone():
            return plans(ground=grounds.lay(now=at)[0], count=count)

    def test_tell_of_eighteen_months(self, all_communes: None, now: dt.datetime) -> None:
        arrived = [plan.arrived for plan in self.drawn(now, 600)]
        assert arrived == sorted(arrived)
        assert dt.timedelta(days=535) < now - arrived[0] < dt.timedelta(days=555)
        assert dt.timedelta(0) < now - arrived[-1] < dt.timedelta(days=7)

    def test_are_the_same_each_time_but_for_the_days(self, all_communes: None) -> None:
        def told(at: dt.datetime) -> dict[int, tuple[object, ...]]:
            return {
                plan.number: (
                    plan.person,
                    plan.matter.code,
                    plan.post.key,
                    plan.unit.name,
                    plan.town.pk,
                    plan.form,
                    plan.source,
                    plan.wish,
                )
                for plan in self.drawn(at, 100)
            }

        assert told(MONDAY_NIGHT) == told(MONDAY_NIGHT) == told(SUNDAY_29_FEBRUARY)


class TestTelling:
    @given(MOMENTS)
    def test_happens_at_working_hours(self, moment: dt.datetime) -> None:
        at = at_work(moment)
        assert is_working_day(at.date())
        assert dt.time(8, 30) <= at.time() < dt.time(17, 30)
        assert at >= moment

    @given(MOMENTS, st.integers(-30, 30))
    def test_counts_working_days_both_ways(self, moment: dt.datetime, ahead: int) -> None:
        day = working_day(moment.date(), ahead)
        assert is_working_day(day)
        assert (day >= moment.date()) if ahead > 0 else True
        assert (day < moment.date()) if ahead < 0 else True

    def test_stops_at_the_present(self) -> None:
        clock = Clock(now=MONDAY_NIGHT, end=MONDAY_NIGHT + dt.timedelta(hours=7))
        assert clock.wait(dt.timedelta(0)) <= clock.end
        with pytest.raises(StillToCome):
            clock.wait(dt.timedelta(days=1))
        assert clock.now <= clock.end

    def test_never_gives_one_hour_twice(self) -> None:
        agenda = Agenda()
        chance = Random(1)  # noqa: S311
        given_hours = [agenda.first_free("roanne", MONDAY_NIGHT, chance) for _ in range(40)]
        assert len(set(given_hours)) == 40

    @given(MOMENTS)
    def test_gives_no_hour_while_another_lasts(self, moment: dt.datetime) -> None:
        """A call agreed on for this very day is at any hour, not at one of the usual ones."""
        agenda, hour = Agenda(), dt.timedelta(hours=1)
        agenda.give("roanne", moment)
        given_hours = [
            agenda.first_free("roanne", moment - 3 * hour, Random(number))  # noqa: S311
            for number in range(20)
        ]
        assert all(abs(given_hour - moment) >= hour for given_hour in given_hours)


class TestWords:
    @pytest.mark.parametrize("matter", matters.MATTERS, ids=lambda matter: matter.code)
    @pytest.mark.parametrize("sex", ["woman", "man"])
    def test_every_text_can_be_said_of_anybody(self, matter: matters.Matter, sex: str) -> None:
        for section, texts in matter.texts.items():
            for number in range(4 * len(texts)):
                chance = Random(number)  # noqa: S311
                said = matter.say(section, sex=sex, town="Feurs", random=chance)
                assert "{" not in said
                assert "}" not in said

    def test_there_are_enough_of_them_and_none_twice(self) -> None:
        files = [matters.sections(matter.code) for matter in matters.MATTERS]
        texts = [text for file in files for some in file.values() for text in some]
        assert len(texts) >= 60
        assert len(set(texts)) == len(texts)

    def test_numbers_come_from_the_ranges_kept_for_fiction(self) -> None:
        kept = ("0465 71".replace(" ", ""), "035301")
        phones = [post.phone for post in places.POSTS]
        phones += [phone for phone, _advice in places.PROTOCOLS.values()]
        assert all(phone.replace(" ", "").startswith(kept) for phone in phones)

    def test_addresses_of_accounts_reach_nobody(self) -> None:
        emails = [one.email for one in (*staff.WORKERS, *staff.AROUND)]
        assert all(email.endswith(".example") for email in emails)
        assert len(set(emails)) == len(emails)
