"""A step is hers: she agrees, thinks, says no, and may change her mind."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.rights import actions, queries
from entremise.rights.models import FicheReview, Step

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
DAY = dt.timedelta(days=1)


def noted(actor, case, answer="agreed", fiche="order", **more):
    return actions.note_answer(
        actor=actor, case_id=case.pk, answer=answer, fiche=fiche, now=TUESDAY_TEN, **more
    )


def changed(actor, step, state, now=TUESDAY_TEN, version=None, **more):
    return actions.change_step(
        actor=actor,
        case_id=step.case_id,
        step_id=step.pk,
        state=state,
        version=version or step.version,
        now=now,
        **more,
    )


class TestHerAnswer:
    @pytest.mark.parametrize("answer", ["agreed", "thinking", "declined"])
    def test_is_kept_as_she_gave_it(self, worker, case, answer):
        noted(worker, case, answer)
        (line,) = queries.steps_of(actor=worker, case_id=case.pk, today=TODAY)
        assert line.step.state == answer
        assert "Ordonnance de protection" in timeline(actor=worker, case_id=case.pk)[0].text

    def test_may_be_a_step_in_words_that_stay_sealed(self, worker, case):
        step = noted(worker, case, fiche="", label="Canarimots", note="Canarinote")
        assert b"Canari" not in bytes(step.label_sealed) + bytes(step.note_sealed)
        (line,) = queries.steps_of(actor=worker, case_id=case.pk, today=TODAY)
        assert (line.step.title, line.step.note) == ("Canarimots", "Canarinote")
        assert line.may_be_printed

    def test_is_needed_before_anything_is_done(self, worker, case):
        with pytest.raises(NotPossible, match="sa réponse"):
            noted(worker, case, "done")

    def test_is_about_something(self, worker, case):
        with pytest.raises(NotPossible, match="quelques mots"):
            noted(worker, case, fiche="", label=" ")
        with pytest.raises(FicheReview.DoesNotExist):
            noted(worker, case, fiche="inconnue")

    def test_is_not_noted_twice(self, worker, case):
        noted(worker, case, "thinking")
        with pytest.raises(NotPossible, match="déjà notée"):
            noted(worker, case)
        row = Step(case=case, author_id=worker.id, fiche="order", state="agreed", said_on=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


class TestChanging:
    def test_is_ticked_then_taken_up_again(self, worker, case):
        done = changed(worker, noted(worker, case), "done")
        assert done.ended_on == TODAY
        again = changed(worker, done, "agreed")
        assert again.ended_on is None

    @pytest.mark.parametrize("state", ["dropped", "not_possible"])
    def test_may_end_without_being_done_and_open_again(self, worker, case, state):
        ended = changed(worker, noted(worker, case), state, note="Plus tard.")
        assert changed(worker, ended, "thinking").state == "thinking"

    def test_a_no_may_become_a_yes(self, worker, case):
        assert changed(worker, noted(worker, case, "declined"), "agreed").is_agreed

    def test_what_its_life_does_not_know_is_refused(self, worker, case):
        with pytest.raises(NotPossible, match="n’est plus possible"):
            changed(worker, noted(worker, case, "declined"), "done")

    def test_an_old_one_does_not_open_beside_a_new_one(self, worker, case):
        old = changed(worker, noted(worker, case), "done")
        noted(worker, case)
        with pytest.raises(NotPossible, match="déjà notée"):
            changed(worker, old, "agreed")


class TestTwoPeople:
    def test_who_wrote_at_once_lose_no_note(self, worker, case):
        step = noted(worker, case)
        changed(worker, step, "agreed", version=1, note="La première")
        with pytest.raises(Conflict) as clash:
            changed(worker, step, "agreed", version=1, note="La seconde")
        assert (clash.value.theirs, clash.value.version) == ("La première", 2)
        kept = changed(worker, step, "agreed", version=2, note="Les deux")
        assert (kept.note, kept.version) == ("Les deux", 3)

    def test_see_where_the_other_left_the_step(self, worker, case):
        step = noted(worker, case, due_on=TODAY)
        changed(worker, step, "agreed", version=1, due_on=TODAY + DAY, note="Reporté")
        with pytest.raises(Conflict) as clash:
            changed(worker, step, "done", version=1, note="Y est allée")
        said = clash.value.theirs.replace("\xa0", " ").splitlines()
        assert said[0] == "Ordonnance de protection : convenue."
        assert said[1].startswith("Avant le")
        assert said[2:] == ["Reporté"]


class TestWhatIsLeft:
    def lines(self, case):
        found = JournalEntry.objects.filter(event="step:changed", case_id=case.pk)
        return list(found.order_by("created_at").values_list("reason", flat=True))

    def told(self, actor, case):
        return [entry.text for entry in timeline(actor=actor, case_id=case.pk)]

    def test_of_a_note_is_a_line_of_the_journal_alone(self, worker, case):
        changed(worker, noted(worker, case), "agreed", note="Avec sa sœur")
        assert self.lines(case) == ["step:agreed", "step:agreed"]
        assert len(self.told(worker, case)) == 1

    def test_of_another_day_is_in_the_timeline_too(self, worker, case):
        changed(worker, noted(worker, case, due_on=TODAY), "agreed", due_on=TODAY + DAY)
        assert self.lines(case) == ["step:agreed", "step:agreed"]
        assert len(set(self.told(worker, case))) == 2

    def test_of_what_became_of_it_is_in_both(self, worker, case):
        changed(worker, noted(worker, case), "done")
        assert self.lines(case) == ["step:agreed", "step:done"]
        assert len(self.told(worker, case)) == 2


class TestProposing:
    def codes(self, actor, case, *needs):
        return [
            entry.fiche.code
            for entry in queries.proposed(actor=actor, case_id=case.pk, needs=needs)
        ]

    def test_follows_her_needs_and_records_nothing(self, worker, case):
        assert self.codes(worker, case) == []
        assert self.codes(worker, case, "papers") == ["card"]
        assert "order" in self.codes(worker, case, "safety", "money")
        assert not Step.objects.exists()

    def test_leaves_out_between_others_what_is_for_a_couple(self, worker, case):
        both = [
            {
                entry.fiche.code
                for entry in queries.proposed(
                    actor=worker, case_id=case.pk, needs=["safety"], never_a_couple=never
                )
            }
            for never in (False, True)
        ]
        assert both[0] - both[1] == {"order", "immediate", "bracelet"}
        assert "complaint" in both[1]

    @pytest.mark.parametrize("answer", ["agreed", "declined"])
    def test_does_not_ask_again_what_she_answered(self, worker, case, answer):
        noted(worker, case, answer, fiche="card")
        assert self.codes(worker, case, "papers") == []


class TestTheDay:
    def near(self, actor, today):
        found = queries.near_steps(actor=actor, today=today)
        return [(line.step.title, line.late) for line in found]

    def test_shows_a_step_near_its_day_until_it_is_ticked(self, worker, case):
        step = noted(worker, case, due_on=TODAY + 10 * DAY)
        assert self.near(worker, TODAY) == []
        assert self.near(worker, TODAY + 7 * DAY) == [("Ordonnance de protection", False)]
        assert self.near(worker, TODAY + 11 * DAY) == [("Ordonnance de protection", True)]
        changed(worker, step, "done")
        assert self.near(worker, TODAY + 11 * DAY) == []

    def test_of_a_no_has_no_day(self, worker, case):
        assert noted(worker, case, "declined", due_on=TODAY).due_on is None

    def test_of_another_post_is_not_shown(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            noted(actor, case, due_on=TODAY)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert self.near(actor, TODAY) == []


class TestOthers:
    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "steering", "dpo"])
    def test_of_other_roles_read_and_write_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            noted(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert not Step.objects.exists()
            with pytest.raises(NotAllowed):
                queries.steps_of(actor=actor, case_id=case.pk, today=TODAY)
            with pytest.raises(NotAllowed):
                noted(actor, case, "declined", fiche="card")

    def test_of_another_post_find_no_such_case(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            step = noted(actor, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            for deed in (lambda: noted(actor, case), lambda: changed(actor, step, "done")):
                with pytest.raises(Case.DoesNotExist):
                    deed()
            assert not Step.objects.exists()

    def test_are_refused_by_the_database_alone(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor:
            row = Step(
                case_id=case.pk, author_id=actor.id, fiche="card", state="agreed", said_on=TODAY
            )
            with pytest.raises(ProgrammingError):
                row.save(force_insert=True)

    def test_leave_a_line_without_a_word(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            step = noted(actor, case, fiche="", label="Canarimots")
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="step:changed")
        assert (line.subject_id, line.reason) == (step.pk, "step:agreed")
