"""Delays, answers, orientations and card calls: what they count, and the lines that each opens."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.assessment import queries as assessing
from entremise.assessment.actions import save
from entremise.assessment.actions import sign as sign_assessment
from entremise.assessment.models import Assessment
from entremise.base.errors import NotAllowed
from entremise.contact.models import ContactAttempt
from entremise.orientations.models import Orientation
from entremise.referrals import actions as referring
from entremise.referrals.models import Referral
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}
PERIOD = {"first": "2026-01-01", "last": "2026-12-31"}
KIND = "pmi"
HOURS = (1, 2, 3, 4, 10)
BEHIND = (
    "figure_delay_rows('tried', %s, %s)",
    "figure_known_rows('not_known', %s, %s)",
    "figure_orientation_rows('pmi', '', %s, %s)",
)


def taken(world, restricted=False, **options):
    """A case that one referral opened."""
    case = world.case_of(world.worker, now=TUESDAY_TEN, restricted=restricted)
    with acting_as(world.actor(world.worker)) as actor:
        referral = Referral.objects.create(
            employer=world.employer,
            queue=world.post.queue,
            received_at=TUESDAY_TEN,
            referrer_id=actor.id,
            wish="agrees",
            unit=world.station,
            **{"source": "police", "form": "officer", **options},
        )
        Referral.objects.filter(pk=referral.pk).update(
            case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
        )
    return case


def try_after(world, case, hours):
    with acting_as(world.actor(world.worker)) as actor:
        ContactAttempt.objects.create(
            case=case,
            at=TUESDAY_TEN + dt.timedelta(hours=hours),
            kind="call",
            outcome="no_answer",
            author_id=actor.id,
        )


def assess(world, known_before, **options):
    case = taken(world, **options)
    with acting_as(world.actor(world.worker)) as actor:
        draft = Assessment.objects.create(
            case=case, at=TUESDAY_TEN, author_id=actor.id, known_before=known_before
        )
        Assessment.objects.filter(pk=draft.pk).update(state="signed", signed_at=TUESDAY_TEN)
    return case


def write(actor, case, known_before, days, corrects=None):
    """A sheet of that many days after the case was opened, written down now."""
    return save(
        actor=actor,
        case_id=case.pk,
        answers={
            "known_before": known_before,
            "on": TUESDAY_TEN.date() + dt.timedelta(days=days),
        },
        now=timezone.now(),
        corrects_id=corrects.pk if corrects else None,
    )


def sign(actor, case, known_before, days, corrects=None):
    draft = write(actor, case, known_before, days, corrects)
    return sign_assessment(actor=actor, case_id=case.pk, version=draft.version, now=timezone.now())


def orient(world, state, **options):
    case = taken(world, **options)
    with acting_as(world.actor(world.worker)) as actor:
        Orientation.objects.create(
            case=case,
            author_id=actor.id,
            need="shelter",
            kind=KIND,
            state=state,
            proposed_on=TUESDAY_TEN.date(),
        )
    return case


def asked(world, user, what, **options):
    with acting_as(world.actor(user)) as actor:
        return what(actor=actor, **options, **YEAR)


def behind(world, user, by, code, step=""):
    return asked(world, user, queries.rows_behind, by=by, code=code, step=step)


class TestDelays:
    def test_say_half_and_nine_in_ten(self, world):
        for hours in HOURS:
            try_after(world, taken(world), hours)
        tried, *_ = asked(world, world.worker, queries.delays)
        assert (tried.n, tried.of, tried.median, tried.p90) == (5, 5, 3.0, pytest.approx(7.6))

    def test_open_those_who_got_there_each_with_her_delay(self, world):
        for hours in HOURS:
            try_after(world, taken(world), hours)
        taken(world)
        for user in (world.worker, world.coordinator):
            shown = behind(world, user, "delay", "tried").shown
            assert sorted(line.elapsed for line in shown) == list(HOURS)
        assert behind(world, world.worker, "delay", "met").shown == []

    def test_say_nothing_of_a_restricted_case_but_that_it_counts(self, world):
        try_after(world, taken(world, restricted=True), 1)
        hidden = queries.Lines(shown=[], withheld=1)
        assert behind(world, world.coordinator, "delay", "tried") == hidden
        assert len(behind(world, world.worker, "delay", "tried").shown) == 1


class TestKnownBefore:
    def test_is_a_share_of_those_who_answered_with_the_others_beside(self, world):
        for answer in ("not_known", "known", "not_asked"):
            assess(world, answer)
        taken(world)
        known = asked(world, world.worker, queries.known_before)
        assert (known.unknown, known.answered, known.percent) == (1, 2, 50)
        assert known.not_asked == 2

    def test_hides_a_small_share_from_the_steering_committee(self, world):
        for answer in ("not_known", "known", "not_asked"):
            assess(world, answer)
        known = asked(world, world.steering, queries.known_before)
        assert (known.unknown, known.answered, known.percent) == (None, None, None)
        assert known.not_asked is None

    @pytest.mark.parametrize("told", ["later", "corrected", "being_corrected"])
    def test_is_by_the_assessment_that_stands_on_the_page_of_the_case(self, world, told):
        case = taken(world)
        with acting_as(world.actor(world.worker)) as actor:
            first = sign(actor, case, "not_known", days=0)
            if told == "later":
                # Written down afterwards, of an earlier day.
                sign(actor, case, "known", days=-7)
            elif told == "corrected":
                sign(actor, case, "known", days=-7, corrects=first)
            else:
                write(actor, case, "known", days=0, corrects=first)
            standing = assessing.latest(actor=actor, case_id=case.pk).known_before
        assert standing == ("known" if told == "corrected" else "not_known")
        counted = asked(world, world.worker, queries.known_before)
        assert {cell.code: cell.n for cell in counted.table.cells} == {standing: 1}
        (line,) = behind(world, world.worker, "known", standing).shown
        assert line.case_id == case.pk

    def test_opens_each_case_once_to_who_reads_it(self, world):
        case = assess(world, "not_known")
        assess(world, "known")
        with acting_as(world.actor(world.worker)):
            Referral.objects.filter(case__isnull=False).exclude(case=case).update(case=case)
        (line,) = behind(world, world.worker, "known", "not_known").shown
        assert (line.code, line.case_id) == (case.code, case.pk)

    def test_is_not_said_of_a_case_to_who_does_not_open_it(self, world):
        assess(world, "not_known", restricted=True)
        with acting_as(world.actor(world.admin)):
            colleague = world.add_holder(world.post)
        hidden = queries.Lines(shown=[], withheld=1)
        assert behind(world, colleague, "known", "not_known") == hidden
        with pytest.raises(NotAllowed):
            behind(world, world.coordinator, "known", "not_known")


class TestOrientations:
    def test_are_counted_by_kind_and_answer(self, world):
        for state in ("proposed", "already_received", "unavailable", "unavailable"):
            orient(world, state)
        (row,) = asked(world, world.worker, queries.orientations)
        assert (row.n, row.waiting, row.otherwise, row.unavailable) == (4, 1, 1, 2)

    def test_hide_their_answers_where_one_is_small(self, world):
        for state in (*["already_received"] * 6, "unavailable"):
            orient(world, state)
        (row,) = asked(world, world.steering, queries.orientations)
        assert (row.n, row.otherwise, row.unavailable) == (7, None, None)

    def test_open_those_of_one_answer_to_who_reads_the_cases(self, world):
        case = orient(world, "already_received")
        orient(world, "proposed")
        (line,) = behind(world, world.worker, "orientation", KIND, "otherwise").shown
        assert (line.state, line.case_id) == ("déjà suivie par ce service", case.pk)
        assert len(behind(world, world.worker, "orientation", KIND).shown) == 2
        with pytest.raises(NotAllowed):
            behind(world, world.coordinator, "orientation", KIND)

    def test_say_nothing_of_a_case_that_the_reader_does_not_open(self, world):
        orient(world, "proposed", restricted=True)
        with acting_as(world.actor(world.admin)):
            colleague = world.add_holder(world.post)
        hidden = queries.Lines(shown=[], withheld=1)
        assert behind(world, colleague, "orientation", KIND) == hidden


class TestCards:
    def test_open_the_calls_of_a_unit_and_of_one_class(self, world):
        handed_to_the_station(world)
        for user in (world.worker, world.coordinator):
            (line,) = behind(world, user, "card", world.station.name, "within_month").shown
            assert line.elapsed == 20
            assert behind(world, user, "card", world.station.name).shown == [line]
            assert behind(world, user, "card", world.station.name, "beyond").shown == []

    def test_open_nothing_to_the_committee_even_without_the_python_wall(self, world):
        handed_to_the_station(world)
        with acting_as(world.actor(world.steering)), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM wall.figure_card_rows(%s, '', %s, %s)",
                [world.station.name, *YEAR.values()],
            )
            assert cursor.fetchall() == []


def handed_to_the_station(world):
    """A lot handed twenty days before somebody called with its code."""
    handed_on = TUESDAY_TEN.date() - dt.timedelta(days=20)
    with acting_as(world.actor(world.worker)) as actor:
        lot = referring.make_lot(
            actor=actor,
            post_id=world.post.pk,
            unit_id=world.station.pk,
            count=50,
            starts_on=handed_on,
            ends_on=handed_on + dt.timedelta(days=90),
            now=TUESDAY_TEN - dt.timedelta(days=20),
        )
        referring.hand_lot(
            actor=actor,
            lot_id=lot.pk,
            on=handed_on,
            count=20,
            now=TUESDAY_TEN - dt.timedelta(days=20),
        )
    taken(world, card_lot_id=lot.pk, source="self", form="phone")


class TestTheDatabase:
    @pytest.mark.parametrize("call", BEHIND)
    @pytest.mark.parametrize("role", ["steering", "officer", "chief", "dpo", "admin"])
    def test_gives_no_line_to_the_others(self, world, role, call):
        try_after(world, assess(world, "not_known"), 1)
        orient(world, "proposed")
        with acting_as(world.actor(getattr(world, role))), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM wall.{call}", list(YEAR.values()))
            assert cursor.fetchall() == []

    @pytest.mark.parametrize("call", BEHIND[1:])
    def test_says_to_a_coordinator_neither_assessment_nor_orientation(self, world, call):
        assess(world, "not_known")
        orient(world, "proposed")
        with acting_as(world.actor(world.coordinator)), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM wall.{call}", list(YEAR.values()))
            assert cursor.fetchall() == []


class TestPage:
    def test_opens_each_figure_that_has_lines(self, world):
        try_after(world, assess(world, "not_known"), 5)
        orient(world, "proposed")
        client = logged_in_client(world.worker)
        page = client.get(reverse("statistics:figures"), PERIOD).content.decode()
        for by, code, step, said in (
            ("delay", "tried", "", "5\u00a0h"),
            ("known", "not_known", "", "1 saisine du"),
            ("orientation", KIND, "waiting", "1 orientation du"),
        ):
            address = reverse("statistics:rows", args=[by])
            assert f"{address}?code={code}" in page
            asked_for = {**PERIOD, "code": code, "step": step}
            assert said in client.get(address, asked_for).content.decode()

    @pytest.mark.parametrize("by", ["delay", "known", "card", "orientation"])
    def test_opens_nothing_to_the_steering_committee(self, world, by):
        client = logged_in_client(world.steering)
        assert client.get(reverse("statistics:rows", args=[by])).status_code == 404

    def test_has_no_link_for_who_could_not_open_it(self, world):
        orient(world, "proposed")
        client = logged_in_client(world.coordinator)
        page = client.get(reverse("statistics:figures"), PERIOD).content.decode()
        assert reverse("statistics:rows", args=["orientation"]) not in page
        assert client.get(reverse("statistics:rows", args=["orientation"])).status_code == 404

    def test_leaves_a_line_in_the_journal(self, world):
        logged_in_client(world.coordinator).get(reverse("statistics:rows", args=["unit"]))
        with acting_as(world.actor(world.dpo)):
            (line,) = JournalEntry.objects.filter(event=Event.FIGURES_OPENED)
        assert (line.actor_id, line.case_id) == (world.coordinator.pk, None)
