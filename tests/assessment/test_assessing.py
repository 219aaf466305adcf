"""An assessment: a draft that two people may write, then signed and never changed again."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.assessment import actions, queries
from entremise.assessment.models import Answer, Assessment
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case, TimelineEntry
from entremise.partners.models import Need
from entremise.people.models import Person

pytestmark = pytest.mark.django_db
ANSWERS = {
    "needs": {"housing": "yes", "money": "no"},
    "acts": ["strangulation", "money_taken"],
    "relation": "ex",
    "facts": "Canarifait : il a serré.",
    "observations": "Canariobs : elle tremble.",
}
NEXT_WEEK = TUESDAY_TEN + dt.timedelta(days=7)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    """The worker of the post, acting; the case is already hers."""
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def save(actor, case, now=TUESDAY_TEN, version=0, corrects_id=None, **answers):
    return actions.save(
        actor=actor,
        case_id=case.pk,
        answers=answers,
        now=now,
        version=version,
        corrects_id=corrects_id,
    )


def signed(actor, case, now=TUESDAY_TEN, corrects_id=None, **answers):
    draft = save(actor, case, now, corrects_id=corrects_id, **answers)
    return actions.sign(actor=actor, case_id=case.pk, version=draft.version, now=now)


class TestSaving:
    def test_needs_no_answer_at_all(self, worker, case):
        draft = save(worker, case)
        assert draft.state == "draft"
        assert set(draft.needs.values()) == {"not_asked"}
        assert (draft.conjugal, draft.types) == (Answer.UNKNOWN, [])

    def test_seals_the_texts_and_leaves_codes_to_be_counted(self, worker, case):
        save(worker, case, **ANSWERS)
        kept = queries.draft(actor=worker, case_id=case.pk)
        assert (kept.facts, kept.observations) == (ANSWERS["facts"], ANSWERS["observations"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(a)::text FROM assessment_assessment a")
            (row,) = cursor.fetchone()
        assert "Canari" not in row
        assert '"housing": "yes"' in row

    def test_derives_types_and_context_and_takes_none_as_an_answer(self, worker, case):
        draft = save(worker, case, **ANSWERS)
        assert draft.types == ["physical", "financial"]
        assert (draft.conjugal, draft.intrafamilial) == (Answer.YES, Answer.YES)
        with pytest.raises(TypeError):
            save(worker, case, version=1, conjugal="no")

    def test_keeps_what_the_second_save_does_not_mention(self, worker, case):
        save(worker, case, **ANSWERS)
        draft = save(worker, case, version=1, pregnancy="yes")
        assert (draft.pregnancy, draft.relation, draft.facts) == ("yes", "ex", ANSWERS["facts"])

    def test_raises_a_conflict_with_the_text_of_the_other(self, worker, case):
        save(worker, case, facts="premier")
        save(worker, case, version=1, facts="deuxième")
        with pytest.raises(Conflict) as clash:
            save(worker, case, version=1, facts="troisième")
        assert (clash.value.theirs, clash.value.version) == ("deuxième", 2)

    def test_raises_a_conflict_when_somebody_else_began_in_the_meantime(self, worker, case):
        save(worker, case, facts="le sien")
        with pytest.raises(Conflict):
            save(worker, case, facts="le mien")

    def test_refuses_a_date_to_come(self, worker, case):
        tomorrow = TUESDAY_TEN.date() + dt.timedelta(days=1)
        for name in ("on", "complaint_on", "grid_on", "known_on"):
            with pytest.raises(NotPossible, match="avenir"):
                save(worker, case, **{name: tomorrow})

    def test_dates_what_was_known_before(self, worker, case):
        draft = save(worker, case, known_before="known_for_this", known_source="she_says")
        assert draft.known_on == TUESDAY_TEN.date()

    def test_takes_a_date_of_complaint_for_a_complaint(self, worker, case):
        assert save(worker, case, complaint_on=dt.date(2026, 3, 1)).complaint == "yes"

    @pytest.mark.parametrize(
        "said",
        [{"grid_by": "police"}, {"grid_result": "characterised"}, {"grid_on": TUESDAY_TEN.date()}],
        ids=str,
    )
    def test_takes_what_is_said_of_the_official_grid_for_a_grid(self, worker, case, said):
        assert save(worker, case, **said).grid_done == Answer.YES

    def test_takes_no_grid_for_done_where_nothing_is_said_of_it(self, worker, case):
        unsaid = {"grid_by": "not_asked", "grid_result": "not_asked"}
        assert save(worker, case, **unsaid).grid_done == Answer.NOT_ASKED
        said = {"grid_done": "no", "grid_by": "police"}
        assert save(worker, case, version=1, **said).grid_done == Answer.NO

    def test_writes_language_and_interpreter_on_the_person(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            save(actor, case, language="tamoul", interpreter="needed")
            her = Person.objects.get(pk=case.person_id)
            assert (her.language, her.interpreter) == ("tamoul", "needed")
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=her.pk, event="person:changed")
            assert lines.count() == 1

    def test_is_refused_to_the_worker_of_another_post(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor, pytest.raises(Case.DoesNotExist):
            save(actor, case)

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_is_refused_to_other_roles(self, world, case, role):
        with acting_as(world.actor(getattr(world, role))) as actor, pytest.raises(NotAllowed):
            save(actor, case)


class TestOffenceData:
    def test_are_kept_where_the_employer_has_a_basis(self, worker, case):
        draft = save(worker, case, police_record="log_entry", danger={"criminal_record": "yes"})
        assert draft.police_record == "log_entry"
        assert draft.danger["criminal_record"] == "yes"

    def test_are_reduced_to_the_complaint_where_it_has_none(self, world):
        case = world.case_of(world.far_worker)
        with acting_as(world.actor(world.far_worker)) as actor:
            draft = save(
                actor,
                case,
                police_record="log_entry",
                complaint="yes",
                complaint_on=dt.date(2026, 3, 1),
                danger={"criminal_record": "yes", "weapon": "yes"},
            )
        assert draft.police_record == "not_held"
        assert (draft.complaint, draft.complaint_on) == ("yes", dt.date(2026, 3, 1))
        assert (draft.danger["criminal_record"], draft.danger["weapon"]) == ("not_asked", "yes")


class TestSigning:
    def test_dates_it_and_tells_the_timeline_and_the_journal(self, worker, case):
        done = signed(worker, case, **ANSWERS)
        assert (done.state, done.signed_at) == ("signed", TUESDAY_TEN)
        line = TimelineEntry.objects.get(subject_id=done.pk)
        assert line.kind == "assessment:signed"
        assert "physique" in line.text
        events = JournalEntry.objects.filter(subject_id=done.pk).values_list("event", flat=True)
        assert "assessment:signed" in set(events)

    def test_points_at_the_one_before(self, worker, case):
        first = signed(worker, case)
        assert signed(worker, case, now=NEXT_WEEK).previous == first

    def test_refuses_a_draft_that_changed_since_it_was_read(self, worker, case):
        save(worker, case)
        save(worker, case, version=1, facts="ajout")
        with pytest.raises(Conflict):
            actions.sign(actor=worker, case_id=case.pk, version=1, now=TUESDAY_TEN)

    def test_refuses_when_nothing_was_begun(self, worker, case):
        with pytest.raises(NotPossible):
            actions.sign(actor=worker, case_id=case.pk, version=1, now=TUESDAY_TEN)


class TestSigned:
    def test_is_left_alone_by_the_next_save(self, worker, case):
        done = signed(worker, case, facts="signé")
        save(worker, case, now=NEXT_WEEK, facts="nouveau")
        assert queries.latest(actor=worker, case_id=case.pk) == done
        assert queries.latest(actor=worker, case_id=case.pk).facts == "signé"

    def test_cannot_be_changed_nor_deleted_by_sql(self, worker, case):
        done = signed(worker, case, relation="ex")
        rows = Assessment.objects.filter(pk=done.pk)
        assert rows.update(relation="none") == 0
        assert rows.update(state="draft", signed_at=None) == 0
        assert rows._raw_delete("default") == 0
        assert rows.get().relation == "ex"

    def test_cannot_be_inserted_signed(self, worker, case):
        stray = Assessment(
            case=case, author_id=worker.id, at=TUESDAY_TEN, state="signed", signed_at=TUESDAY_TEN
        )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            stray.save(force_insert=True)

    def test_is_corrected_by_a_new_one_that_starts_from_it(self, worker, case):
        wrong = signed(worker, case, relation="ex", acts=["strangulation"], facts="texte")
        right = signed(worker, case, now=NEXT_WEEK, corrects_id=wrong.pk, acts=[])
        assert (right.previous, right.at, right.relation) == (wrong, wrong.at, "ex")
        assert right.facts == "texte"
        assert queries.latest(actor=worker, case_id=case.pk) == right
        assert queries.overview(actor=worker, case_id=case.pk).rising == []

    def test_is_corrected_only_if_it_is_the_last(self, worker, case):
        old = signed(worker, case)
        signed(worker, case, now=NEXT_WEEK)
        with pytest.raises(NotPossible, match="dernière"):
            save(worker, case, corrects_id=old.pk)


class TestDiscarding:
    def test_throws_a_draft_away(self, worker, case):
        save(worker, case)
        actions.discard(actor=worker, case_id=case.pk, now=TUESDAY_TEN)
        assert queries.assessments_of(actor=worker, case_id=case.pk) == []

    def test_refuses_when_there_is_none(self, worker, case):
        signed(worker, case)
        with pytest.raises(NotPossible):
            actions.discard(actor=worker, case_id=case.pk, now=TUESDAY_TEN)


class TestRisingFacts:
    def test_come_up_with_their_date_from_signs_acts_and_answers(self, worker, case):
        signed(
            worker,
            case,
            acts=["strangulation"],
            danger={"weapon": "yes", "separation": "yes", "child_threats": "yes"},
            pregnancy="yes",
            fear="for_life",
        )
        facts = queries.overview(actor=worker, case_id=case.pk).rising
        assert [fact.code for fact in facts] == [
            *("strangulation", "weapon", "separation", "pregnancy", "children", "fear")
        ]
        assert {fact.at for fact in facts} == {TUESDAY_TEN}
        assert facts[-1].label == "craint d’être tuée"

    def test_come_up_from_a_draft_and_say_that_it_is_not_signed(self, worker, case):
        save(worker, case, danger={"weapon": "yes"})
        (fact,) = queries.overview(actor=worker, case_id=case.pk).rising
        assert (fact.code, fact.signed) == ("weapon", False)

    @pytest.mark.parametrize("later", ["not_asked", "unknown"])
    def test_are_not_taken_down_by_a_question_left_open(self, worker, case, later):
        signed(worker, case, danger={"weapon": "yes"})
        signed(worker, case, now=NEXT_WEEK, danger={"weapon": later})
        (fact,) = queries.overview(actor=worker, case_id=case.pk).rising
        assert (fact.code, fact.at) == ("weapon", TUESDAY_TEN)

    def test_go_down_when_the_answer_is_no(self, worker, case):
        signed(worker, case, danger={"weapon": "yes"})
        signed(worker, case, now=NEXT_WEEK, danger={"weapon": "no"})
        assert queries.overview(actor=worker, case_id=case.pk).rising == []

    @pytest.mark.parametrize(
        ("later", "left"),
        [
            ("no", []),
            ("not_concerned", []),
            ("unknown", ["pregnancy"]),
            ("not_asked", ["pregnancy"]),
        ],
    )
    def test_of_a_pregnancy_go_down_when_she_is_not_concerned(self, worker, case, later, left):
        signed(worker, case, pregnancy="yes")
        signed(worker, case, now=NEXT_WEEK, pregnancy=later)
        facts = queries.overview(actor=worker, case_id=case.pk).rising
        assert [fact.code for fact in facts] == left


class TestOverview:
    def test_lists_the_needs_and_adds_a_pregnancy(self, worker, case):
        signed(worker, case, needs={"housing": "yes", "work": "no"}, pregnancy="yes")
        assert queries.overview(actor=worker, case_id=case.pk).needs == [
            Need.HOUSING,
            Need.PREGNANCY,
        ]

    def test_knows_conjugal_violence_once_recorded(self, worker, case):
        assert not queries.conjugal_violence_known(actor=worker, case_id=case.pk)
        save(worker, case, acts=["blows"], relation="partner")
        assert queries.conjugal_violence_known(actor=worker, case_id=case.pk)

    def test_costs_one_statement(self, worker, case, django_assert_num_queries):
        signed(worker, case, **ANSWERS)
        with django_assert_num_queries(1):
            queries.overview(actor=worker, case_id=case.pk)


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
            signed(actor, case, **ANSWERS)
        with acting_as(world.actor(getattr(world, role))):
            assert list(Assessment.objects.all()) == []
            assert Assessment.objects.update(relation="none") == 0

    def test_another_worker_is_told_that_it_does_not_exist(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            done = signed(actor, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.latest(actor=actor, case_id=case.pk) is None
            with pytest.raises(Assessment.DoesNotExist):
                queries.assessment(actor=actor, case_id=case.pk, assessment_id=done.pk)

    def test_the_wall_lets_nobody_write_on_a_case_of_another_post(self, world, case):
        stray = Assessment(case=case, author_id=world.other_worker.pk, at=TUESDAY_TEN)
        as_other = acting_as(world.actor(world.other_worker))
        with as_other, pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            stray.save(force_insert=True)
