"""What a worker does with a referral: take, plan, redirect, decline, join, raise, lower."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import when
from entremise.base.models import SubjectKey
from entremise.cases import actions as cases
from entremise.cases import queries as case_queries
from entremise.cases.models import Case
from entremise.people.models import NameCard, SafeChannel
from entremise.people.queries import names_of
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    Approach,
    Referral,
    ReferralIdentity,
    ReferralText,
    Source,
    Tier,
    TierChange,
    Wish,
)
from referring import CHANNEL, refer, sister, take
from world import World

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)


def waiting(world, user=None, now=TUESDAY_TEN):
    with acting_as(world.actor(user or world.worker)) as actor:
        return queries.queue(actor=actor, now=now)


class TestTake:
    def test_opens_a_case_that_holds_what_the_referral_held(self, world):
        case = take(world, refer(world))
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            names = names_of(actor=actor, person_ids=[case.person_id])
            (entry,) = case_queries.timeline(actor=actor, case_id=case.pk)
            text, kind = entry.text, entry.kind
            (channel,) = SafeChannel.objects.filter(person_id=case.person_id)
        assert names[case.person_id].display == "Zélie CANARINOM"
        assert kind == "referrals:taken"
        assert "Ce que l’unité a vu : Canarivu" in text
        assert "Ce qui a été dit : Canaridit" in text
        assert (channel.safe, channel.origin, channel.owner) == ("unknown", "officer", "hers")
        assert channel.value_sealed

    def test_keeps_in_the_case_the_danger_that_was_said(self, world):
        referral_id = refer(
            world, facts={"pregnant": "yes", "firearm": "no", "strangulation": "yes"}
        )
        case = take(world, referral_id)
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            (entry,) = case_queries.timeline(actor=actor, case_id=case.pk)
            said = entry.text.splitlines()[1]
        assert said.startswith("Danger dit à la saisine : ")
        assert {"étranglement", "violences pendant une grossesse"} == set(
            said.split(" : ")[1].split(", ")
        )

    def test_stands_in_the_timeline_at_its_own_hour_and_says_when_the_referral_came(self, world):
        case = take(world, refer(world, now=TUESDAY_TEN - dt.timedelta(days=4)))
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            (entry,) = case_queries.timeline(actor=actor, case_id=case.pk)
            text = entry.text
        assert entry.at == TUESDAY_TEN
        assert text.startswith(f"Reçue : {when(TUESDAY_TEN - dt.timedelta(days=4))}\n")

    def test_empties_the_referral_and_destroys_its_key(
        self, world, django_capture_on_commit_callbacks
    ):
        referral_id = refer(world)
        with django_capture_on_commit_callbacks(execute=True):
            take(world, referral_id)
        with acting_as(world.actor(world.worker)) as actor:
            identity = ReferralIdentity.objects.get(referral_id=referral_id)
            text = ReferralText.objects.get(referral_id=referral_id)
            cells = (identity.card_sealed, identity.channel_sealed)
            assert [bytes(cell) for cell in cells] == [b"", b""]
            assert (bytes(text.seen_sealed), bytes(text.said_sealed)) == (b"", b"")
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert opened.card == NameCard()
        assert not SubjectKey.objects.filter(subject_id=referral_id).exists()

    def test_joins_a_case_that_she_reads(self, world):
        known = world.case_of(world.worker)
        case = take(world, refer(world), case_id=known.pk)
        assert case == known
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            kinds = [line.kind for line in case_queries.timeline(actor=actor, case_id=case.pk)]
            assert Case.objects.count() == 1
        assert kinds == ["referrals:joined"]

    def test_does_not_join_a_case_of_another_post(self, world):
        elsewhere = world.case_of(world.other_worker)
        with pytest.raises(Case.DoesNotExist):
            take(world, refer(world), case_id=elsewhere.pk)

    def test_refuses_a_post_that_is_not_hers(self, world):
        with pytest.raises(NotAllowed):
            take(world, refer(world), post_id=world.other_post.pk)

    def test_is_refused_to_who_has_another_queue(self, world):
        with pytest.raises(Referral.DoesNotExist):
            take(world, refer(world), world.other_worker)

    def test_is_safe_only_if_she_said_so_herself_today(self, world):
        by_her = {**CHANNEL, "safe": "yes", "origin": "herself"}
        by_officer = {**CHANNEL, "safe": "yes"}
        one = take(world, refer(world, channel=by_her))
        other = take(world, refer(world, channel=by_officer))
        with acting_as(world.actor(world.worker)):
            safe = {c.person_id: c.safe for c in SafeChannel.objects.all()}
        assert safe == {one.person_id: "yes", other.person_id: "unknown"}

    def test_the_second_of_two_takers_is_told(self, world):
        referral_id = refer(world)
        other = sister(world)
        take(world, referral_id)
        with pytest.raises(NotPossible, match="déjà été traitée"):
            take(world, referral_id, other)
        with acting_as(world.actor(world.worker)):
            assert Case.objects.count() == 1


class TestApproach:
    @pytest.mark.parametrize(
        "changes", [{"wish": Wish.COULD_NOT_ASK}, {"source": Source.RELATIVE}]
    )
    def test_is_decided_with_a_reason_before_anybody_takes_it(self, world, changes):
        referral_id = refer(world, world.worker, **changes)
        (row,) = waiting(world)
        assert row.needs_a_decision
        with pytest.raises(NotPossible, match="Décidez d’abord"):
            take(world, referral_id)
        with acting_as(world.actor(world.worker)) as actor:
            with pytest.raises(NotPossible, match="Écrivez pourquoi"):
                decide(actor, referral_id, reason="  ")
            decide(actor, referral_id, reason="Canariraison : il travaille le matin.")
        assert take(world, referral_id).pk

    def test_too_dangerous_is_neither_taken_nor_late(self, world):
        referral_id = refer(world, wish=Wish.COULD_NOT_ASK)
        with acting_as(world.actor(world.worker)) as actor:
            decide(actor, referral_id, safe=False, reason="Il est toujours avec elle.")
        with pytest.raises(NotPossible, match="trop dangereuse"):
            take(world, referral_id)
        (row,) = waiting(world, now=TUESDAY_TEN + dt.timedelta(days=90))
        assert (row.approach, row.late) == (Approach.UNSAFE, False)

    def test_is_not_asked_when_she_agrees(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            decide(actor, referral_id, reason="pour rien")


def decide(actor, referral_id, *, safe=True, reason):
    actions.decide_approach(
        actor=actor, referral_id=referral_id, safe=safe, reason=reason, now=TUESDAY_TEN
    )


class TestPlan:
    def test_notes_a_day_to_come_and_refuses_one_that_is_past(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.plan(
                actor=actor, referral_id=referral_id, on=WEDNESDAY.date(), now=TUESDAY_TEN
            )
            with pytest.raises(NotPossible):
                actions.plan(
                    actor=actor, referral_id=referral_id, on=TUESDAY_TEN.date(), now=WEDNESDAY
                )
        assert waiting(world)[0].planned_on == WEDNESDAY.date()


class TestRedirect:
    def test_is_received_again_in_the_other_queue_with_the_same_clock(self, world):
        referral_id = refer(world, reference="PV 7")
        with acting_as(world.actor(world.worker)) as actor:
            new_id = actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.far_post.queue_id,
                reason="Elle vit à Mâcon.",
                now=WEDNESDAY,
            )
        assert waiting(world) == []
        (row,) = waiting(world, world.far_worker)
        assert (row.id, row.received_at) == (new_id, TUESDAY_TEN)
        with acting_as(world.actor(world.far_worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=new_id, now=WEDNESDAY)
        assert opened.card.last_name == "Canarinom"
        assert "Redirigée : Elle vit à Mâcon." in opened.said

    def test_its_officer_still_learns_that_it_is_taken_up(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            new_id = actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.far_post.queue_id,
                reason="",
                now=WEDNESDAY,
            )
        take(world, new_id, world.far_worker)
        with acting_as(world.actor(world.officer)) as actor:
            (line,) = queries.receipts(actor=actor)
        assert line.taken_up_on == TUESDAY_TEN.date()

    def test_leaves_nothing_behind(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.far_post.queue_id,
                reason="",
                now=WEDNESDAY,
            )
            identity = ReferralIdentity.objects.get(referral_id=referral_id)
        assert (bytes(identity.card_sealed), bytes(identity.channel_sealed)) == (b"", b"")


class TestUrgency:
    def test_is_raised_freely(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.raise_tier(
                actor=actor, referral_id=referral_id, to=Tier.FIRST, now=TUESDAY_TEN
            )
        (row,) = waiting(world)
        assert row.tier is Tier.FIRST
        assert "urgence décidée par une intervenante ou un intervenant" in row.reasons

    def test_lowering_the_first_tier_waits_for_a_second_pair_of_eyes(self, world):
        referral_id = refer(world, facts={"firearm": "yes"})
        other = sister(world)
        change = lower(world, referral_id)
        assert waiting(world)[0].tier is Tier.FIRST
        assert waiting(world)[0].lowering.mine
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(NotPossible, match="Une autre personne"),
        ):
            second(actor, change)
        with acting_as(world.actor(other)) as actor:
            second(actor, change)
        assert waiting(world)[0].tier is Tier.SECOND

    def test_the_second_worker_may_refuse(self, world):
        referral_id = refer(world, facts={"firearm": "yes"})
        change = lower(world, referral_id)
        with acting_as(world.actor(sister(world))) as actor:
            second(actor, change, agree=False)
        assert (waiting(world)[0].tier, waiting(world)[0].lowering) == (Tier.FIRST, None)

    def test_the_referral_is_locked_before_its_lowering(self, world):
        """In one order everywhere: two workers at once must not wait for one another."""
        change = lower(world, refer(world, facts={"firearm": "yes"}))
        with (
            acting_as(world.actor(sister(world))) as actor,
            CaptureQueriesContext(connection) as seen,
        ):
            second(actor, change)
        locks = [query["sql"] for query in seen if "FOR UPDATE" in query["sql"]]
        assert ["tierchange" in sql.split("FROM")[1] for sql in locks] == [False, True]

    def test_lowering_needs_a_reason(self, world):
        referral_id = refer(world, facts={"firearm": "yes"})
        with pytest.raises(NotPossible, match="Écrivez pourquoi"):
            lower(world, referral_id, reason=" ")

    def test_another_queue_confirms_nothing(self, world):
        referral_id = refer(world, facts={"firearm": "yes"})
        change = lower(world, referral_id)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(TierChange.DoesNotExist),
        ):
            second(actor, change)


def lower(world, referral_id, reason="Canarimotif : l’arme a été saisie."):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.lower_tier(
            actor=actor, referral_id=referral_id, to=Tier.SECOND, reason=reason, now=TUESDAY_TEN
        )


def second(actor, change, *, agree=True):
    actions.second_lowering(actor=actor, change_id=change.pk, agree=agree, now=TUESDAY_TEN)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_of_two_takers_exactly_one_wins_and_the_other_is_told(self):
        world = World()
        referral_id = refer(world)
        actors = [world.actor(world.worker), world.actor(sister(world))]
        together = threading.Barrier(2)
        answers = []

        def take_at_once(actor):
            try:
                with acting_as(actor):
                    together.wait(timeout=10)
                    case = actions.take(
                        actor=actor,
                        referral_id=referral_id,
                        post_id=min(actor.post_ids),
                        now=TUESDAY_TEN,
                    )
                answers.append(case.post_id)
            except NotPossible as refusal:
                answers.append(str(refusal))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=take_at_once, args=[actor]) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert len(answers) == 2
        assert ["déjà été traitée" in str(answer) for answer in answers].count(True) == 1
        with acting_as(world.actor(world.coordinator)):
            assert Case.objects.count() == 1
