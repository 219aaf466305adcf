"""An orientation: nothing leaves without her agreement for this service, and an answer is owed."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.assessment.actions import save as save_assessment
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.models import Case, TimelineEntry
from entremise.orientations import actions, queries
from entremise.orientations.models import Deed, Orientation
from entremise.partners.actions import add_partner, add_service, close_service
from entremise.partners.models import Need

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
TOMORROW = TODAY + dt.timedelta(days=1)
State = Orientation.State


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    """The worker of the post, acting."""
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


@pytest.fixture
def shelter(worker):
    return service(worker, "shelter")


def service(actor, kind):
    partner = add_partner(actor=actor, name="Association du Pont", now=TUESDAY_TEN)
    return add_service(
        actor=actor,
        partner_id=partner.pk,
        name=f"Accueil {kind}",
        kind=kind,
        phone="04 77 00 11 22",
        now=TUESDAY_TEN,
    )


def propose(actor, case, chosen=None, need=Need.HOUSING, **options):
    return actions.propose(
        actor=actor,
        case_id=case.pk,
        need=need,
        service_id=None if chosen is None else chosen.pk,
        now=TUESDAY_TEN,
        **options,
    )


def agreed(actor, case, chosen, shared=("name",)):
    made = propose(actor, case, chosen)
    return actions.record_consent(
        actor=actor, orientation_id=made.pk, consent="oral", shared=shared, now=TUESDAY_TEN
    )


def sent(actor, case, chosen, **options):
    made = agreed(actor, case, chosen)
    return actions.send(
        actor=actor, orientation_id=made.pk, how="joint_call", now=TUESDAY_TEN, **options
    )


def answer(actor, made, state, **options):
    return actions.record_answer(
        actor=actor, orientation_id=made.pk, state=state, now=TUESDAY_TEN, **options
    )


class TestProposing:
    def test_seals_the_note_and_tells_timeline_and_journal(self, worker, case, shelter):
        made = propose(worker, case, shelter, note="Canarinote")
        assert (made.state, made.kind, made.note) == (State.PROPOSED, "shelter", "Canarinote")
        assert b"Canarinote" not in bytes(made.note_sealed)
        line = TimelineEntry.objects.get(subject_id=made.pk)
        assert (line.kind, line.text) == (Deed.PROPOSED, shelter.title)
        assert JournalEntry.objects.filter(subject_id=made.pk).count() == 1

    def test_refuses_a_service_that_closed(self, worker, case, shelter):
        close_service(actor=worker, service_id=shelter.pk, now=TUESDAY_TEN)
        with pytest.raises(NotPossible, match="fermé"):
            propose(worker, case, shelter)

    def test_needs_a_service_or_the_kind_that_is_missing(self, worker, case):
        with pytest.raises(NotPossible):
            propose(worker, case)
        assert propose(worker, case, kind="siao").service is None

    def test_is_refused_to_the_worker_of_another_post(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor, pytest.raises(Case.DoesNotExist):
            propose(actor, case, kind="siao")

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_is_refused_to_other_roles(self, world, case, role):
        with acting_as(world.actor(getattr(world, role))) as actor, pytest.raises(NotAllowed):
            propose(actor, case, kind="siao")


class TestMediation:
    @pytest.fixture
    def mediation(self, worker):
        return service(worker, "mediation")

    def test_needs_a_written_reason_where_conjugal_violence_is_recorded(
        self, worker, case, mediation
    ):
        violent(worker, case)
        with pytest.raises(NotPossible, match="373-2-10"):
            propose(worker, case, mediation, need=Need.CHILDREN, reason="  ")
        made = propose(worker, case, mediation, need=Need.CHILDREN, reason="Elle y tient.")
        assert made.reason == "Elle y tient."

    def test_needs_none_where_it_is_not(self, worker, case, mediation):
        assert propose(worker, case, mediation, need=Need.CHILDREN).reason == ""

    def test_is_warned_of_by_the_problem_of_the_case_alone(self, world):
        case = world.case_of(world.worker, problem="conjugal")
        with acting_as(world.actor(world.worker)) as actor:
            mediation = service(actor, "mediation")
            with pytest.raises(NotPossible, match="373-2-10"):
                propose(actor, case, mediation, need=Need.CHILDREN)

    def test_needs_the_reason_before_it_is_sent_if_violence_was_recorded_since(
        self, worker, case, mediation
    ):
        made = agreed(worker, case, mediation)
        violent(worker, case)
        send = {
            "actor": worker,
            "orientation_id": made.pk,
            "how": "joint_call",
            "now": TUESDAY_TEN,
        }
        with pytest.raises(NotPossible, match="373-2-10"):
            actions.send(**send)
        assert actions.send(**send, reason="Demande du juge.").reason == "Demande du juge."

    def test_that_was_not_found_is_an_unmet_need_and_wants_no_reason(
        self, worker, case, mediation
    ):
        violent(worker, case)
        missing = {"actor": worker, "case_id": case.pk, "need": "children", "now": TUESDAY_TEN}
        assert actions.orient(**missing, kind="mediation").state == State.UNAVAILABLE
        with pytest.raises(NotPossible, match="373-2-10"):
            actions.orient(**missing, service_id=mediation.pk)

    def test_is_the_only_kind_that_is_warned_of(self, worker, case, shelter):
        violent(worker, case)
        assert propose(worker, case, shelter).state == State.PROPOSED


def violent(actor, case):
    save_assessment(
        actor=actor,
        case_id=case.pk,
        answers={"acts": ["blows"], "relation": "partner"},
        now=TUESDAY_TEN,
    )


class TestAgreeing:
    def test_keeps_what_she_lets_be_told_and_the_day(self, worker, case, shelter):
        made = agreed(worker, case, shelter, shared=["channel", "name", "children"])
        assert made.shared == ["name", "channel", "children"]
        assert (made.consent, made.consent_on) == ("oral", TODAY)

    def test_refused_ends_the_proposal_and_shares_nothing(self, worker, case, shelter):
        made = propose(worker, case, shelter)
        made = actions.record_consent(
            actor=worker,
            orientation_id=made.pk,
            consent="refused",
            shared=["name"],
            now=TUESDAY_TEN,
        )
        assert (made.state, made.shared) == (State.DECLINED_BY_PERSON, [])

    def test_can_be_asked_again_after_a_refusal(self, worker, case, shelter):
        made = answer(worker, propose(worker, case, shelter), State.DECLINED_BY_PERSON)
        again = actions.propose_again(actor=worker, orientation_id=made.pk, now=TUESDAY_TEN)
        assert (again.state, again.consent) == (State.PROPOSED, "not_asked")

    def test_asked_again_keeps_no_day_of_the_first_time(self, worker, case, shelter):
        days = {
            "appointment_at": TUESDAY_TEN + dt.timedelta(days=2),
            "expects_answer_on": TOMORROW,
        }
        made = answer(worker, sent(worker, case, shelter, **days), State.DECLINED_BY_PERSON)
        actions.propose_again(actor=worker, orientation_id=made.pk, now=TUESDAY_TEN)
        made.refresh_from_db()
        assert (made.appointment_at, made.expects_answer_on) == (None, None)

    def test_is_for_one_service_and_not_for_the_next(self, worker, case, shelter):
        agreed(worker, case, shelter)
        other = propose(worker, case, service(worker, "siao"))
        with pytest.raises(NotPossible, match="accord"):
            actions.send(actor=worker, orientation_id=other.pk, how="letter", now=TUESDAY_TEN)


class TestSending:
    def test_says_how_and_when_to_ask_again(self, worker, case, shelter):
        made = sent(worker, case, shelter, expects_answer_on=TOMORROW)
        assert (made.state, made.sent_how, made.sent_on) == (State.SENT, "joint_call", TODAY)
        assert made.expects_answer_on == TOMORROW

    @pytest.mark.parametrize("consent", [None, "refused"])
    def test_is_impossible_without_her_agreement(self, worker, case, shelter, consent):
        made = propose(worker, case, shelter)
        if consent:
            actions.record_consent(
                actor=worker, orientation_id=made.pk, consent=consent, now=TUESDAY_TEN
            )
        with pytest.raises(NotPossible, match="accord"):
            actions.send(actor=worker, orientation_id=made.pk, how="email", now=TUESDAY_TEN)

    def test_is_impossible_without_her_agreement_even_by_sql(self, worker, case, shelter):
        made = propose(worker, case, shelter)
        rows = Orientation.objects.filter(pk=made.pk)
        for change in (
            {"state": "sent"},
            {"state": "sent", "sent_on": TODAY, "sent_how": "email"},
            {"state": "kept", "consent": "oral", "consent_on": TODAY},
            {
                "state": "sent",
                "consent": "oral",
                "consent_on": TOMORROW,
                "sent_on": TODAY,
                "sent_how": "email",
            },
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)

    def test_tells_nothing_to_the_service_if_she_agreed_to_nothing_being_told(
        self, worker, case, shelter
    ):
        made = agreed(worker, case, shelter, shared=[])
        step = {"actor": worker, "orientation_id": made.pk, "now": TUESDAY_TEN}
        with pytest.raises(NotPossible, match="coordonnées"):
            actions.send(**step, how="email")
        assert actions.send(**step, how="contact_given").state == State.SENT


class TestAnswering:
    @pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.UNAVAILABLE])
    def test_closes_the_wait(self, worker, case, shelter, state):
        made = answer(worker, sent(worker, case, shelter, expects_answer_on=TODAY), state)
        assert (made.state, made.answered_on, made.expects_answer_on) == (state, TODAY, None)

    def test_goes_on_to_kept_or_missed_then_kept(self, worker, case, shelter):
        made = answer(worker, sent(worker, case, shelter), State.ACCEPTED)
        missed = answer(worker, made, State.NOT_KEPT, words="Elle n’a pas pu venir.")
        kept = answer(worker, missed, State.KEPT, words="Venue le lendemain.")
        assert kept.answer == "Elle n’a pas pu venir.\nVenue le lendemain."

    def test_refuses_what_the_life_cycle_does_not_know(self, worker, case, shelter):
        made = answer(worker, sent(worker, case, shelter), State.DECLINED)
        with pytest.raises(NotPossible):
            answer(worker, made, State.KEPT)

    def test_of_no_place_keeps_kind_and_day_without_any_service(self, worker, case):
        made = answer(worker, propose(worker, case, kind="siao"), State.UNAVAILABLE)
        assert (made.service, made.kind, made.answered_on) == (None, "siao", TODAY)


class TestStillOpenToHer:
    @pytest.mark.parametrize("state", [State.ACCEPTED, State.KEPT])
    def test_is_a_service_that_she_agreed_to(self, worker, case, shelter, state):
        assert agreed(worker, case, shelter).is_open_to_her
        made = sent(worker, case, shelter)
        assert made.is_open_to_her
        assert answer(worker, made, state).is_open_to_her

    @pytest.mark.parametrize(
        "state",
        [
            *(State.DECLINED, State.UNAVAILABLE, State.NOT_KEPT),
            *(State.ALREADY_RECEIVED, State.DECLINED_BY_PERSON),
        ],
    )
    def test_is_none_that_ended_in_another_way(self, worker, case, shelter, state):
        assert not answer(worker, sent(worker, case, shelter), state).is_open_to_her

    def test_is_none_that_she_was_not_asked_about(self, worker, case, shelter):
        assert not propose(worker, case, shelter).is_open_to_her


class TestWaiting:
    def test_lists_those_whose_day_has_come(self, worker, case, shelter):
        due = sent(worker, case, shelter, expects_answer_on=TODAY)
        sent(worker, case, shelter, expects_answer_on=TOMORROW)
        answer(worker, sent(worker, case, shelter, expects_answer_on=TODAY), State.ACCEPTED)
        assert queries.awaiting_answer(actor=worker, today=TODAY) == [due]

    def test_is_put_off_by_a_reminder(self, worker, case, shelter):
        made = sent(worker, case, shelter, expects_answer_on=TODAY)
        actions.remind_on(actor=worker, orientation_id=made.pk, day=TOMORROW, now=TUESDAY_TEN)
        assert queries.awaiting_answer(actor=worker, today=TODAY) == []
        assert queries.awaiting_answer(actor=worker, today=TOMORROW) == [made]

    def test_shows_nothing_of_another_post(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            sent(actor, case, service(actor, "shelter"), expects_answer_on=TODAY)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.awaiting_answer(actor=actor, today=TODAY) == []


class TestOrientingAtOnce:
    def test_does_everything_one_screen_asks(self, worker, case, shelter):
        made = actions.orient(
            actor=worker,
            case_id=case.pk,
            need="housing",
            service_id=shelter.pk,
            consent="oral",
            shared=["name", "channel"],
            how="appointment",
            appointment_at=TUESDAY_TEN + dt.timedelta(days=2),
            now=TUESDAY_TEN,
        )
        assert (made.state, made.sent_how) == (State.SENT, "appointment")

    def test_leaves_nothing_when_the_last_step_is_refused(self, worker, case, shelter):
        with pytest.raises(NotPossible):
            actions.orient(
                actor=worker,
                case_id=case.pk,
                need="housing",
                service_id=shelter.pk,
                consent="refused",
                how="email",
                now=TUESDAY_TEN,
            )
        assert queries.orientations_of(actor=worker, case_id=case.pk) == []

    def test_writes_an_unmet_need_when_nothing_was_found(self, worker, case):
        made = actions.orient(
            actor=worker, case_id=case.pk, need="housing", kind="siao", now=TUESDAY_TEN
        )
        assert made.state == State.UNAVAILABLE

    def test_knows_that_she_is_already_followed(self, worker, case, shelter):
        made = actions.orient(
            actor=worker,
            case_id=case.pk,
            need="housing",
            service_id=shelter.pk,
            already=True,
            now=TUESDAY_TEN,
        )
        assert made.state == State.ALREADY_RECEIVED


class TestReach:
    @pytest.mark.parametrize(
        "role",
        [
            *("other_worker", "far_worker", "coordinator", "officer", "chief"),
            *("dpo", "steering", "admin"),
        ],
    )
    def test_others_see_nothing_even_without_the_python_wall(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            propose(actor, case, service(actor, "shelter"), note="Canarinote")
        with acting_as(world.actor(getattr(world, role))):
            assert list(Orientation.objects.all()) == []
            assert Orientation.objects.update(need="money") == 0

    def test_the_wall_lets_nobody_orient_from_another_post(self, world, case):
        stray = Orientation(
            case=case, author_id=world.other_worker.pk, need="money", kind="caf", proposed_on=TODAY
        )
        as_other = acting_as(world.actor(world.other_worker))
        with as_other, pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            stray.save(force_insert=True)
