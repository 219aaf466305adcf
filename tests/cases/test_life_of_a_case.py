"""Closing, reopening, and the texts that two people may edit."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case, Change, ClosingReason, ReopeningReason, ReturnTold

pytestmark = pytest.mark.django_db
LATER = TUESDAY_TEN + dt.timedelta(days=90)


def close(actor, case, **options):
    return actions.close(
        actor=actor,
        case_id=case.pk,
        **{
            "reason": ClosingReason.RELAYED,
            "changes": [Change.SAFER, Change.RIGHTS],
            "told_she_can_return": ReturnTold.YES,
            "words": "Je respire.",
            "now": LATER,
            **options,
        },
    )


class TestClosing:
    def test_keeps_why_what_changed_and_her_words_sealed(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            note = close(actor, case)
            case.refresh_from_db()
            assert (case.state, case.closing_reason) == ("closed", "relayed")
            assert note.changes == ["rights", "safer"]
            assert note.words == "Je respire."
            assert b"respire" not in bytes(note.words_sealed)

    def test_is_told_in_the_timeline_to_whoever_reopens_the_case(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            close(actor, case)
            told = queries.timeline(actor=actor, case_id=case.pk)[0].text
        assert told.splitlines() == [
            "Motif : relais pris par un service.",
            "Ce qui a changé pour elle : elle connaît ses droits, elle se sent plus en sécurité.",
            "Sait qu’elle peut revenir : oui.",
            "Avec ses mots : Je respire.",
        ]

    def test_a_closed_case_cannot_be_closed_again(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            close(actor, case)
            with pytest.raises(NotPossible, match="close"):
                close(actor, case)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            (["nothing", "safer"], "« Rien n’a changé » ne va pas avec une autre réponse"),
            (["not_asked", "housed"], "« Non demandé » ne va pas avec une autre réponse"),
            (["unknown", "nothing"], "« Rien n’a changé » ne va pas avec une autre réponse"),
        ],
    )
    def test_refuses_answers_that_contradict_each_other_and_loses_nothing(
        self, world, changes, said
    ):
        case, answer = self.answered(world, changes)
        assert said in answer.text.replace("\xa0", " ")
        assert "Je respire." in answer.text
        assert answer.context["form"]["changes"].value() == changes
        assert self.state(world, case) == "open"

    @pytest.mark.parametrize("changes", [["nothing"], ["unknown"], ["safer", "housed"], []])
    def test_takes_answers_that_agree(self, world, changes):
        case, answer = self.answered(world, changes)
        assert answer.status_code == 302
        assert self.state(world, case) == "closed"

    @staticmethod
    def state(world, case):
        with acting_as(world.actor(world.worker)):
            case.refresh_from_db()
        return case.state

    @staticmethod
    def answered(world, changes):
        case = world.case_of(world.worker)
        sent = {
            "reason": "relayed",
            "told_she_can_return": "yes",
            "changes": changes,
            "words": "Je respire.",
        }
        address = reverse("cases:close", args=[case.pk])
        return case, logged_in_client(world.worker).post(address, sent)

    def test_the_database_refuses_a_closed_case_without_a_reason(self, world):
        case = world.case_of(world.worker)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(IntegrityError, match="case_closed_with_a_date_and_a_reason"),
            transaction.atomic(),
        ):
            Case.objects.filter(pk=case.pk).update(state="closed")

    def test_another_post_cannot_close_it(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.other_worker)) as actor, pytest.raises(Case.DoesNotExist):
            close(actor, case)


class TestReopening:
    def test_is_normal_and_keeps_the_closing_in_the_timeline(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            close(actor, case)
            actions.reopen(
                actor=actor, case_id=case.pk, reason=ReopeningReason.CAME_BACK, now=LATER
            )
            case.refresh_from_db()
            assert (case.state, case.closed_at, case.closing_reason) == ("reopened", None, "")
            kinds = {entry.kind for entry in queries.timeline(actor=actor, case_id=case.pk)}
        assert {"case:closed", "case:reopened"} <= kinds

    def test_an_open_case_is_not_reopened(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            actions.reopen(
                actor=actor, case_id=case.pk, reason=ReopeningReason.CAME_BACK, now=LATER
            )


class TestTexts:
    def write(self, actor, case, text, version, field="summary"):
        return actions.write_text(
            actor=actor, case_id=case.pk, field=field, text=text, version=version, now=TUESDAY_TEN
        )

    def test_the_second_of_two_editors_sees_both_texts(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            self.write(actor, case, "Premier texte", 1)
            with pytest.raises(Conflict) as clash:
                self.write(actor, case, "Second texte", 1)
            assert (clash.value.theirs, clash.value.version) == ("Premier texte", 2)
            assert self.write(actor, case, "Second texte", 2).version == 3

    def test_an_employer_without_basis_keeps_nothing_on_an_alleged_author(self, world):
        case = world.case_of(world.far_worker)
        with (
            acting_as(world.actor(world.far_worker)) as actor,
            pytest.raises(NotPossible, match="base légale"),
        ):
            self.write(actor, case, "mis en cause", 1, field="author")

    def test_an_employer_with_a_basis_may(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            assert self.write(actor, case, "mis en cause", 1, field="author").author

    def test_a_coordinator_may_not_write(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.coordinator)) as actor, pytest.raises(NotAllowed):
            self.write(actor, case, "texte", 1)


class TestNextStep:
    def test_cannot_be_in_the_past(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            yesterday = TUESDAY_TEN.date() - dt.timedelta(days=1)
            with pytest.raises(NotPossible, match="aujourd’hui ou un jour à venir"):
                actions.plan_next_step(actor=actor, case_id=case.pk, on=yesterday, now=TUESDAY_TEN)
            planned = actions.plan_next_step(
                actor=actor, case_id=case.pk, on=TUESDAY_TEN.date(), now=TUESDAY_TEN
            )
        assert planned.next_step_on == TUESDAY_TEN.date()

    def test_is_not_yesterday_in_paris_in_the_hour_after_midnight(self, world):
        case = world.case_of(world.worker)
        past_midnight = dt.datetime(2026, 7, 14, 22, 30, tzinfo=dt.UTC)
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            actions.plan_next_step(
                actor=actor, case_id=case.pk, on=dt.date(2026, 7, 14), now=past_midnight
            )
