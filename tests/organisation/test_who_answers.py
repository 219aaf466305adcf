"""Which queue receives, who reads it, who answers now, and when the next one will."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients import close_account
from conftest import PARIS, TUESDAY_TEN
from entremise.access.actor import PUBLIC
from entremise.base.errors import NotAllowed
from entremise.organisation import queries
from entremise.organisation.models import (
    Cover,
    DutyHours,
    Holding,
    LocalProtocol,
    Post,
    Queue,
    Unit,
)
from entremise.organisation.queries import working_days_after
from entremise.organisation.working_days import is_working_day

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_TEN.date()


def paris(day: int, hour: int, minute: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=PARIS)


class TestQueueFor:
    def find(self, **place: object) -> Queue | None:
        return queries.queue_for(actor=PUBLIC, on=TODAY, **place)

    def test_a_post_that_names_the_unit_wins_over_one_that_holds_its_commune(self, world):
        world.other_post.communes.add("42187")
        assert self.find(unit_id=world.station.pk) == world.post.queue

    def test_a_post_that_names_the_unit_above_is_next(self, world):
        world.post.units.clear()
        district = Unit.objects.create(
            name="Circonscription", kind="police", level="groupement", departement_id="42"
        )
        Unit.objects.filter(pk=world.station.pk).update(parent=district)
        world.other_post.units.add(district)
        assert self.find(unit_id=world.station.pk) == world.other_post.queue

    def test_then_the_commune_of_the_unit_for_posts_of_its_force(self, world):
        world.post.units.clear()
        assert self.find(unit_id=world.station.pk) == world.post.queue
        Post.objects.filter(pk=world.post.pk).update(kind=Post.Kind.GENDARMERIE)
        assert self.find(unit_id=world.station.pk) is None

    def test_then_the_commune_that_was_given(self, world):
        world.far_post.units.clear()
        world.far_post.communes.set(["71106"])
        assert self.find(unit_id=world.brigade.pk, commune_code="71106") == world.far_post.queue
        assert self.find(commune_code="42095") == world.other_post.queue
        assert self.find(commune_code="71014") is None
        assert self.find() is None

    def test_several_posts_the_first_by_name(self, world):
        world.other_post.units.add(world.station)
        assert world.other_post.name < world.post.name
        assert self.find(unit_id=world.station.pk) == world.other_post.queue

    def test_a_post_closed_or_not_yet_open_receives_nothing(self, world):
        for closing in (
            {"closed_on": TODAY - dt.timedelta(1)},
            {"opened_on": dt.date(2027, 1, 1)},
        ):
            Post.objects.update(closed_on=None, opened_on=dt.date(2020, 1, 1))
            Post.objects.filter(pk=world.post.pk).update(**closing)
            assert self.find(unit_id=world.station.pk) is None

    def test_parents_in_a_loop_do_not_turn_for_ever(self, world):
        world.post.units.clear()
        world.post.communes.clear()
        other = Unit.objects.create(
            name="B", kind="police", level="station", departement_id="42", parent=world.station
        )
        Unit.objects.filter(pk=world.station.pk).update(parent=other)
        assert self.find(unit_id=world.station.pk) is None


@pytest.fixture
def covered(world, asking):
    """The other worker replaces at Roanne from the 9th to the 11th of March."""
    with asking("coordinator"):
        Cover.objects.create(
            post=world.post,
            user=world.other_worker,
            starts_on=dt.date(2026, 3, 9),
            ends_on=dt.date(2026, 3, 11),
        )
    return world


class TestReaders:
    def names(self, asking, world, on: dt.date, by: str = "officer") -> list[tuple[str, bool]]:
        with asking(by) as actor:
            readers = queries.readers_of_queue(actor=actor, queue_id=world.post.queue_id, on=on)
        return [(reader.name, reader.covering) for reader in readers]

    def test_the_holder_then_who_replaces_while_it_lasts(self, covered, asking):
        holder, other = (covered.worker.name, False), (covered.other_worker.name, True)
        assert self.names(asking, covered, dt.date(2026, 3, 8)) == [holder]
        assert self.names(asking, covered, dt.date(2026, 3, 9)) == [holder, other]
        assert self.names(asking, covered, dt.date(2026, 3, 11)) == [holder, other]
        assert self.names(asking, covered, dt.date(2026, 3, 12)) == [holder]

    def test_a_closed_account_reads_nothing(self, world, asking):
        close_account(world.worker)
        assert self.names(asking, world, TODAY) == []

    def test_names_of_colleagues_are_not_for_an_open_page(self, world):
        for ask in (
            lambda: queries.readers_of_queue(actor=PUBLIC, queue_id=world.post.queue_id, on=TODAY),
            lambda: queries.duty_now(actor=PUBLIC, queue_id=world.post.queue_id, at=TUESDAY_TEN),
            lambda: queries.post(actor=PUBLIC, post_id=world.post.pk),
        ):
            with pytest.raises(NotAllowed):
                ask()


class TestDuty:
    @pytest.fixture(autouse=True)
    def hours(self, covered):
        """Roanne answers on Monday, Tuesday and Wednesday from 9 to 17."""
        for weekday in (0, 1, 2):
            DutyHours.objects.create(
                post=covered.post, weekday=weekday, starts_at=dt.time(9), ends_at=dt.time(17)
            )

    def now(self, asking, world, at: dt.datetime) -> queries.Duty | None:
        with asking("officer") as actor:
            return queries.duty_now(actor=actor, queue_id=world.post.queue_id, at=at)

    def next(self, asking, world, after: dt.datetime) -> dt.datetime | None:
        with asking("officer") as actor:
            return queries.next_duty(actor=actor, queue_id=world.post.queue_id, after=after)

    def test_names_who_replaces_the_number_and_until_when(self, covered, asking):
        duty = self.now(asking, covered, TUESDAY_TEN)
        assert (duty.name, duty.phone) == (covered.other_worker.name, "04 65 71 00 00")
        assert duty.until == paris(10, 17)

    def test_names_the_holder_when_nobody_replaces(self, covered, asking):
        assert self.now(asking, covered, paris(17, 9)).name == covered.worker.name

    @pytest.mark.parametrize(
        "moment", [paris(10, 8, 59), paris(10, 17), paris(12, 10), paris(14, 10)]
    )
    def test_nobody_outside_the_hours(self, covered, asking, moment):
        assert self.now(asking, covered, moment) is None

    def test_nobody_on_a_public_holiday(self, covered, asking):
        assert self.now(asking, covered, paris(6, 10, month=4)) is None  # Easter Monday
        assert self.now(asking, covered, paris(7, 10, month=4)) is not None

    def test_nobody_for_a_vacant_post(self, covered, asking):
        with asking("coordinator"):
            Holding.objects.filter(post=covered.post).update(ends_on=dt.date(2026, 3, 1))
        assert self.now(asking, covered, TUESDAY_TEN) is not None
        assert self.now(asking, covered, paris(17, 10)) is None

    def test_the_next_one_begins_after_this_moment(self, covered, asking):
        assert self.next(asking, covered, paris(10, 8)) == paris(10, 9)
        assert self.next(asking, covered, paris(10, 9)) == paris(11, 9)
        assert self.next(asking, covered, paris(11, 18)) == paris(16, 9)

    def test_over_a_long_week_end(self, covered, asking):
        # Easter Monday is the 6th of April: Tuesday the 7th is the first day of duty.
        assert self.next(asking, covered, paris(1, 20, month=4)) == paris(7, 9, month=4)

    def test_in_utc_the_moment_is_the_same(self, covered, asking):
        night = dt.datetime(2026, 3, 9, 23, 30, tzinfo=dt.UTC)  # Tuesday 00:30 in Paris
        assert self.next(asking, covered, night) == paris(10, 9)

    def test_none_on_the_days_after_the_post_closes(self, covered, asking):
        Post.objects.filter(pk=covered.post.pk).update(closed_on=dt.date(2026, 3, 11))
        assert self.next(asking, covered, paris(10, 18)) == paris(11, 9)
        assert self.next(asking, covered, paris(11, 18)) is None

    def test_in_a_post_that_opens_within_the_month(self, covered, asking):
        Post.objects.filter(pk=covered.post.pk).update(opened_on=dt.date(2026, 3, 17))
        assert self.next(asking, covered, paris(10, 8)) == paris(17, 9)

    def test_none_when_nobody_will_be_there(self, covered, asking):
        with asking("coordinator"):
            Holding.objects.filter(post=covered.post).update(ends_on=dt.date(2026, 3, 1))
        assert self.next(asking, covered, paris(11, 18)) is None


class TestPosts:
    def test_a_worker_knows_hers_and_those_that_she_replaces(self, world, asking):
        now = dt.datetime.now(tz=PARIS).date()
        with asking("coordinator"):
            Cover.objects.create(
                post=world.post, user=world.other_worker, starts_on=now, ends_on=now
            )
        with asking("other_worker") as actor:
            assert queries.my_posts(actor=actor) == [world.other_post, world.post]
        with asking("officer") as actor:
            assert queries.my_posts(actor=actor) == []

    def test_sisters_share_the_queue_and_are_open(self, world, asking):
        Post.objects.filter(pk=world.other_post.pk).update(queue=world.post.queue)
        with asking("worker") as actor:
            sisters = queries.sister_posts(actor=actor, queue_id=world.post.queue_id)
            assert sisters == [world.other_post, world.post]
            assert queries.posts_of_employer(actor=actor) == [world.other_post, world.post]


class TestProtocol:
    def test_the_usual_clocks_where_nothing_was_written(self):
        usual = queries.protocol_for(actor=PUBLIC, departement="71")
        assert (usual.first_tier_hours, usual.second_tier_days, usual.third_tier_days) == (
            24,
            3,
            10,
        )

    def test_what_was_written_otherwise(self):
        LocalProtocol.objects.create(departement_id="42", first_tier_hours=6)
        assert queries.protocol_for(actor=PUBLIC, departement="42").first_tier_hours == 6


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("start", "days", "due"),
        [
            (paris(10, 10), 0, paris(10, 10)),
            (paris(10, 10), 3, paris(13, 10)),
            (paris(13, 16), 1, paris(16, 16)),  # Friday to Monday
            (paris(14, 9), 1, paris(16, 9)),  # Saturday to Monday
            (paris(3, 9, month=4), 1, paris(7, 9, month=4)),  # over Easter Monday
            (paris(27, 9), 1, paris(30, 9)),  # over the change to summer time
        ],
    )
    def test_skip_week_ends_and_public_holidays(self, start, days, due):
        assert working_days_after(start, days) == due

    def test_alsace_has_two_more(self):
        good_friday = dt.date(2026, 4, 3)
        assert is_working_day(good_friday)
        assert not is_working_day(good_friday, "67")

    @settings(deadline=None)
    @given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.times(), st.integers(0, 30))
    def test_always_land_on_a_working_day_one_later_each(self, day, hour, days):
        start = dt.datetime.combine(day, hour, tzinfo=PARIS)
        due = working_days_after(start, days)
        later = working_days_after(start, days + 1)
        assert days == 0 or is_working_day(due.date())
        assert later > due
