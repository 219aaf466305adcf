"""The figures: what they count, for whom, and what they hide."""

import datetime as dt
import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed
from entremise.contact.models import ContactAttempt, Session
from entremise.referrals import actions as reviewing
from entremise.referrals.models import Referral, Wish
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def receive(world, user, count, **options):
    """Referrals as the queue holds them, codes only."""
    actor = world.actor(user)
    post = world.post if user == world.worker else world.far_post
    with acting_as(actor):
        for _ in range(count):
            Referral.objects.create(
                employer=post.employer,
                queue=post.queue,
                **{
                    "source": "police",
                    "form": "officer",
                    "wish": "agrees",
                    "unit": world.station,
                    "received_at": TUESDAY_TEN,
                    "referrer_id": user.pk,
                    **options,
                },
            )


def table(world, user, by, first=FIRST, last=LAST):
    with acting_as(world.actor(user)) as actor:
        counted = queries.referrals(actor=actor, by=by, first=first, last=last)
    return {cell.code: cell.n for cell in counted.cells}, counted.total


class TestReferrals:
    def test_are_counted_once_each_in_their_days(self, world):
        receive(world, world.worker, 3)
        receive(world, world.worker, 1, source="self")
        assert table(world, world.worker, "source") == ({"police": 3, "self": 1}, 4)
        assert table(world, world.worker, "source", last=dt.date(2026, 3, 9)) == ({}, 0)
        assert table(world, world.worker, "source", first=dt.date(2026, 3, 10))[1] == 4

    def test_the_last_minute_of_the_last_day_in_paris_counts(self, world):
        receive(
            world,
            world.worker,
            1,
            received_at=dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC),
        )
        receive(
            world, world.worker, 1, received_at=dt.datetime(2026, 12, 31, 23, 1, tzinfo=dt.UTC)
        )
        assert table(world, world.worker, "source")[1] == 1

    def test_a_coordinator_counts_her_employer_and_nobody_else(self, world):
        receive(world, world.worker, 2)
        receive(world, world.far_worker, 4)
        assert table(world, world.coordinator, "source")[1] == 2
        assert table(world, world.far_worker, "source")[1] == 4

    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "admin"])
    def test_are_refused_to_the_others(self, world, role):
        with pytest.raises(NotAllowed):
            table(world, getattr(world, role), "source")

    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "admin"])
    def test_are_empty_for_them_even_without_the_python_wall(self, world, role):
        receive(world, world.worker, 9)
        with acting_as(world.actor(getattr(world, role))), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM wall.figure_referrals('source', %s, %s)", [FIRST, LAST])
            assert cursor.fetchall() == []

    def test_the_rows_themselves_are_never_given_to_the_app(self, world):
        with (
            acting_as(world.actor(world.steering)),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM wall.counted_referrals(%s, %s)", [FIRST, LAST])


class TestSmallCounts:
    def test_are_hidden_from_the_steering_committee(self, world):
        receive(world, world.worker, 9)
        receive(world, world.worker, 8, source="self")
        receive(world, world.worker, 2, source="relative")
        counts, total = table(world, world.steering, "source")
        # The only small one takes the next smallest along.
        assert counts == {"police": 9, "self": None, "relative": None}
        assert total is None

    def test_are_shown_to_those_who_may_open_the_rows(self, world):
        receive(world, world.worker, 2)
        assert table(world, world.coordinator, "source") == ({"police": 2}, 2)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        counts=st.lists(st.integers(1, 30), min_size=2, max_size=12),
        least=st.integers(3, 10),
    )
    def test_no_hidden_count_can_be_had_by_subtraction(self, world_free, counts, least):
        shown = world_free(counts, least)
        hidden = [n for n, seen in zip(counts, shown, strict=True) if seen is None]
        assert all(seen is None or seen >= least for seen in shown)
        assert len(hidden) != 1

    @pytest.fixture
    def world_free(self, db):
        def hide(counts, least):
            labels = [f"{place:02}" for place in range(len(counts))]
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT label, n FROM wall.hide_small(%s, %s::bigint[], %s)",
                    [labels, counts, least],
                )
                by_label = dict(cursor.fetchall())
            return [by_label[label] for label in labels]

        return hide


class TestLinesSetAside:
    def test_are_counted_by_unit_and_nature_and_a_kept_line_is_not(self, world):
        lines_of_the_night(world, "VIF", "VIF", "différend de voisinage")
        for user, units in ((world.coordinator, {world.station.name: 3}), (world.far_worker, {})):
            by_unit, by_kind = set_aside(world, user)
            assert by_unit == units
            assert sum(by_kind.values()) == sum(units.values())
        assert set_aside(world, world.coordinator)[1]["family"] == 2

    def test_are_hidden_where_they_are_few_from_those_who_see_no_rows(self, world):
        lines_of_the_night(world, "VIF", "VIF")
        assert set_aside(world, world.steering)[0] == {world.station.name: None}

    def test_are_not_for_the_unit_itself(self, world):
        lines_of_the_night(world, "VIF")
        with pytest.raises(NotAllowed):
            set_aside(world, world.chief)


def lines_of_the_night(world, *kinds):
    """Lines that the chief sets aside, after one that is kept."""
    with acting_as(world.actor(world.chief)) as actor:
        held = reviewing.open_list(actor=actor, unit_id=world.station.pk, now=TUESDAY_TEN)
        cells = [reviewing.LineCells(kind=kind) for kind in ("VIF", *kinds)]
        kept, *others = reviewing.add_lines(actor=actor, list_id=held.pk, lines=cells)
        reviewing.keep_line(actor=actor, line_id=kept.pk, wish=Wish.AGREES, now=TUESDAY_TEN)
        for line in others:
            reviewing.set_aside(actor=actor, line_id=line.pk)


def set_aside(world, user):
    with acting_as(world.actor(user)) as actor:
        tables = queries.set_aside(actor=actor, first=FIRST, last=LAST)
    return [{cell.code: cell.n for cell in table.cells} for table in tables]


class TestDelays:
    def test_say_how_many_got_there_beside_how_long_it_took(self, world):
        case = world.case_of(world.worker, now=TUESDAY_TEN)
        other = world.case_of(world.worker, now=TUESDAY_TEN)
        receive(world, world.worker, 2)
        with acting_as(world.actor(world.worker)) as actor:
            for referral, taken in zip(
                Referral.objects.order_by("pk"), (case, other), strict=True
            ):
                Referral.objects.filter(pk=referral.pk).update(
                    case=taken, state="accepted", post=world.post, answered_at=TUESDAY_TEN
                )
            ContactAttempt.objects.create(
                case=case,
                at=TUESDAY_TEN + dt.timedelta(hours=6),
                kind="call",
                outcome="reached",
                author_id=actor.id,
            )
            tried, reached, met = queries.delays(actor=actor, first=FIRST, last=LAST)
        assert (tried.n, tried.of, tried.median) == (1, 2, 6.0)
        assert (reached.n, reached.of, reached.median) == (1, 2, 6.0)
        assert (met.n, met.of, met.median) == (0, 2, None)

    def test_take_an_interview_as_it_was_corrected(self, world):
        case = world.case_of(world.worker, now=TUESDAY_TEN)
        receive(world, world.worker, 1)
        held = {"case": case, "kind": "in_person", "author_id": world.worker.pk}
        with acting_as(world.actor(world.worker)) as actor:
            Referral.objects.update(
                case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
            )
            wrong = Session.objects.create(at=TUESDAY_TEN + dt.timedelta(hours=1), **held)
            Session.objects.create(at=TUESDAY_TEN + dt.timedelta(hours=25), corrects=wrong, **held)
            *_, met = queries.delays(actor=actor, first=FIRST, last=LAST)
        assert (met.n, met.median) == (1, 25.0)

    def test_count_no_call_that_was_not_made(self, world):
        case = world.case_of(world.worker, now=TUESDAY_TEN)
        receive(world, world.worker, 1)
        with acting_as(world.actor(world.worker)) as actor:
            Referral.objects.update(
                case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
            )
            ContactAttempt.objects.create(
                case=case,
                at=TUESDAY_TEN + dt.timedelta(hours=6),
                kind="call",
                outcome="not_made",
                author_id=actor.id,
            )
            tried, *_ = queries.delays(actor=actor, first=FIRST, last=LAST)
        assert (tried.n, tried.of) == (0, 1)


class TestPage:
    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("worker", 200),
            ("coordinator", 200),
            ("steering", 200),
            ("officer", 404),
            ("chief", 404),
            ("dpo", 404),
        ],
    )
    def test_opens_for_those_who_count(self, world, role, status):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("statistics:figures")).status_code == status

    def test_heads_a_column_of_numbers_as_its_numbers_stand(self, world):
        receive(world, world.worker, 3)
        client = logged_in_client(world.worker)
        shown = client.get(reverse("statistics:figures"), {"first": FIRST, "last": LAST}).text
        read = 0
        for table in re.findall(r"<table.*?</table>", shown, re.DOTALL):
            head, _, body = table.partition("<tbody>")
            row = re.search(r"<tr>(.*?)</tr>", body, re.DOTALL)[1]
            cells = ["en-number" in cell for cell in re.findall(r"<t[hd]\b[^>]*>", row)]
            titles = ["en-number" in title for title in re.findall(r"<th\b[^>]*>", head)]
            if titles and "colspan" not in row:
                assert titles == cells, head
                read += 1
        assert read >= 2

    def test_says_beside_the_delays_how_many_still_wait(self, world):
        receive(world, world.worker, 2)
        said = "encore en attente, hors de ces délais&nbsp;: "
        period = {"first": "2026-01-01", "last": "2026-12-31"}
        address = reverse("statistics:figures")
        page = logged_in_client(world.coordinator).get(address, period).content.decode()
        waiting = page.split(said)[1].split("</p>")[0]
        assert ">2<" in waiting
        assert "code=received" in waiting
        page = logged_in_client(world.steering).get(address, {"year": "2026"}).content.decode()
        assert page.split(said)[1].startswith("masqué")

    def test_says_a_wrong_period_in_words(self, world):
        client = logged_in_client(world.worker)
        answer = client.get(
            reverse("statistics:figures"), {"first": "2026-05-01", "last": "2026-04-01"}
        )
        assert "La période finit avant de commencer" in answer.content.decode()

    @pytest.mark.parametrize(
        ("today", "years", "last"),
        [
            (dt.date(2027, 2, 15), range(2026, 2021, -1), dt.date(2026, 12, 31)),
            (dt.date(2027, 4, 1), range(2027, 2022, -1), dt.date(2027, 3, 31)),
        ],
        ids=["in February", "in April"],
    )
    def test_offers_to_a_committee_the_years_that_it_can_show(
        self, world, monkeypatch, today, years, last
    ):
        monkeypatch.setattr("entremise.statistics.views.timezone.localdate", lambda: today)
        answer = logged_in_client(world.steering).get(reverse("statistics:figures"))
        offered = [code for code, _said in answer.context["form"].fields["year"].choices]
        assert offered == list(years)
        assert answer.context["last"] == last

    def test_says_to_a_committee_that_a_year_cannot_be_shown_yet(self, world, monkeypatch):
        january = dt.date(2027, 1, 15)
        monkeypatch.setattr("entremise.statistics.views.timezone.localdate", lambda: january)
        client = logged_in_client(world.steering)
        answer = client.get(reverse("statistics:figures"), {"year": "2027"})
        assert "year" in answer.context["form"].errors

    def test_has_no_lines_behind_a_figure_that_does_not_exist(self, world):
        client = logged_in_client(world.coordinator)
        assert client.get(reverse("statistics:rows", args=["unit"])).status_code == 200
        assert client.get(reverse("statistics:rows", args=["toto"])).status_code == 404

    def test_takes_the_year_of_the_last_day_where_no_first_day_is_given(self, world):
        client = logged_in_client(world.worker)
        answer = client.get(reverse("statistics:figures"), {"last": "2020-06-30"})
        assert (answer.context["first"], answer.context["last"]) == (
            dt.date(2020, 1, 1),
            dt.date(2020, 6, 30),
        )

    @pytest.mark.parametrize("by", ["unit", "source", "month"])
    @pytest.mark.parametrize(
        "code",
        ["\0", "2026-²", pytest.param("2026-" + "9" * 5000, id="endless"), "2026-13", "toto"],
    )
    def test_has_no_line_behind_a_value_that_does_not_exist(self, world, by, code):
        client = logged_in_client(world.coordinator)
        answer = client.get(reverse("statistics:rows", args=[by]), {"code": code})
        assert "0 saisine du" in answer.content.decode()

    def test_says_the_month_of_its_lines(self, world):
        client = logged_in_client(world.coordinator)
        answer = client.get(reverse("statistics:rows", args=["month"]), {"code": "2026-03"})
        assert "mars 2026" in answer.content.decode()

    @pytest.mark.parametrize(
        ("by", "said"),
        [("unit", "Par unité : sans unité"), ("source", "Par origine"), ("month", "Par mois")],
    )
    def test_names_what_has_no_value_only_where_it_has_a_name(self, world, by, said):
        client = logged_in_client(world.coordinator)
        page = client.get(reverse("statistics:rows", args=[by]), {"code": ""}).content.decode()
        assert f"<h1>{said}</h1>" in page.replace("&nbsp;", " ")
