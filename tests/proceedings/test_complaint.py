"""What is prepared before a complaint: in order, sealed, at the office; and where it stands."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connections

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.people.actions import agree
from entremise.people.models import CallerCheck, NameCard
from entremise.people.safety import Act
from entremise.proceedings import actions, queries
from entremise.proceedings.models import (
    ComplaintFact,
    ComplaintNote,
    ComplaintPreparation,
    ComplaintStatus,
)
from entremise.referrals.models import Procedure

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
NOBODY_ELSE = ("coordinator", "officer", "chief", "steering", "dpo", "admin")


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canari", born="1990"))


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def add(actor, case, moment="vers mars 2024", text="Canarifait"):
    return actions.add_fact(
        actor=actor, case_id=case.pk, moment=moment, text=text, now=TUESDAY_TEN
    )


def write(actor, case, text, version=0, section="witnesses"):
    return actions.write_section(
        actor=actor, case_id=case.pk, section=section, text=text, version=version, now=TUESDAY_TEN
    )


def note(actor, case, status="complaint", *, on=None, number="", moment="during"):
    return actions.note_complaint(
        actor=actor,
        case_id=case.pk,
        moment=moment,
        status=status,
        on=on,
        number=number,
        now=TUESDAY_TEN,
    )


def let_out(actor, case, act):
    actions.let_out(actor=actor, case_id=case.pk, act=act, now=TUESDAY_TEN)


def says_about_paper(actor, case, paper):
    agree(
        actor=actor,
        person_id=case.person_id,
        version=0,
        she_calls_us=False,
        paper=paper,
        now=TUESDAY_TEN,
        code_phrase="",
    )


class TestTheChronology:
    def test_is_in_the_order_of_life_whatever_the_order_of_telling(self, worker, case):
        for moment in ("Noël 2023", "avant le mariage", "12/03/2024", "vers 2019"):
            add(worker, case, moment)
        prepared = queries.preparation(actor=worker, case_id=case.pk)
        told = [fact.moment for fact in prepared.facts]
        assert told == ["vers 2019", "Noël 2023", "12/03/2024", "avant le mariage"]

    def test_is_sealed_its_days_too(self, worker, case):
        fact = add(worker, case)
        assert b"Canarifait" not in bytes(fact.text_sealed)
        assert b"2024" not in bytes(fact.moment_sealed)

    @pytest.mark.parametrize(
        ("moment", "sentence"),
        [
            ("2031", "dans l’avenir"),
            ("31/02/2024", "n’existe pas"),
            ("12/05/1989", "avant sa naissance"),
        ],
    )
    def test_refuses_a_day_that_cannot_be(self, worker, case, moment, sentence):
        with pytest.raises(NotPossible, match=sentence):
            add(worker, case, moment)

    def test_shows_both_texts_when_two_people_wrote(self, worker, case):
        fact = add(worker, case)
        named = {"actor": worker, "case_id": case.pk, "fact_id": fact.pk, "now": TUESDAY_TEN}
        actions.change_fact(**named, moment="2024", text="Le premier", version=1)
        with pytest.raises(Conflict) as clash:
            actions.change_fact(**named, moment="2024", text="Le second", version=1)
        assert (clash.value.theirs, clash.value.version) == ("Le premier", 2)

    def test_forgets_what_she_takes_back(self, worker, case):
        fact = add(worker, case)
        actions.remove_fact(actor=worker, case_id=case.pk, fact_id=fact.pk, now=TUESDAY_TEN)
        assert queries.preparation(actor=worker, case_id=case.pk).is_empty
        assert not ComplaintFact.objects.filter(pk=fact.pk).exists()


class TestTheParts:
    def test_are_written_one_by_one_without_a_false_conflict(self, worker, case):
        write(worker, case, "La voisine")
        write(worker, case, "Chez sa sœur", section="documents")
        parts = queries.preparation(actor=worker, case_id=case.pk).written
        assert [one.text for one in parts] == ["La voisine", "Chez sa sœur"]

    def test_conflict_when_somebody_else_wrote_the_same(self, worker, case):
        write(worker, case, "La voisine")
        with pytest.raises(Conflict):
            write(worker, case, "Sa mère")
        assert write(worker, case, "Les deux", version=1).text == "Les deux"


class TestPaper:
    def test_stays_at_the_office_and_says_who_printed_it(self, worker, case):
        add(worker, case)
        let_out(worker, case, Act.PRINT)
        line = timeline(actor=worker, case_id=case.pk)[0]
        assert "reste au bureau" in line.text
        assert (line.author_id, line.at) == (worker.id, TUESDAY_TEN)

    @pytest.mark.parametrize("paper", [CallerCheck.Paper.NEVER, CallerCheck.Paper.NOT_ASKED])
    def test_is_not_given_where_it_could_be_found(self, world, case, paper):
        with acting_as(world.actor(world.worker)) as actor:
            says_about_paper(actor, case, paper)
            with pytest.raises(NotPossible, match="papier le plus dangereux"):
                let_out(actor, case, Act.HANDOUT)
            assert not timeline(actor=actor, case_id=case.pk).filter(kind="proceeding:handed")
        with acting_as(world.actor(world.dpo)):
            assert JournalEntry.objects.filter(event="paper:refused").count() == 1

    def test_is_given_where_she_said_that_it_is_safe(self, worker, case):
        says_about_paper(worker, case, CallerCheck.Paper.YES)
        let_out(worker, case, Act.HANDOUT)
        assert "remise à la personne" in timeline(actor=worker, case_id=case.pk)[0].text


class TestWhereItStands:
    def test_is_added_and_never_changed(self, worker, case):
        note(worker, case, "none", moment="referral")
        note(worker, case, "complaint", on=TODAY, number="2026/Canari", moment="closing")
        last, first = queries.complaint_notes(actor=worker, case_id=case.pk)
        assert (first.status, first.moment) == ("none", "referral")
        assert (last.status, last.on, last.number) == ("complaint", TODAY, "2026/Canari")
        with pytest.raises(ProgrammingError):
            ComplaintNote.objects.filter(pk=last.pk).update(status="none")

    def test_keeps_the_number_out_of_the_timeline(self, worker, case):
        made = note(worker, case, number="2026/Canari")
        assert "Canari" not in timeline(actor=worker, case_id=case.pk)[0].text
        assert b"Canari" not in bytes(made.number_sealed)

    @pytest.mark.parametrize(
        ("status", "more", "sentence"),
        [
            ("none", {"on": TODAY}, "rien n’a été déposé"),
            ("complaint", {"on": TODAY + dt.timedelta(days=1)}, "pas possible"),
            ("none", {"number": "12"}, "rien n’a été déposé"),
        ],
    )
    def test_refuses_what_cannot_be(self, worker, case, status, more, sentence):
        with pytest.raises(NotPossible, match=sentence):
            note(worker, case, status, **more)

    @pytest.mark.parametrize(("status", "number"), [("log_entry", ""), ("complaint", "12")])
    def test_is_only_yes_or_no_without_a_basis_for_offence_data(self, world, status, number):
        far = world.case_of(world.far_worker)
        with acting_as(world.actor(world.far_worker)) as actor:
            with pytest.raises(NotPossible, match="base légale"):
                note(actor, far, status, number=number)
            assert note(actor, far, "complaint", on=TODAY).status == "complaint"

    @pytest.mark.parametrize("table", ["complaintnote", "complaintfact", "statutoryreport"])
    def test_is_out_of_reach_of_the_role_that_counts(self, table):
        with connections["owner"].cursor() as cursor:
            asked = "SELECT has_table_privilege('entremise_stat', %s, 'SELECT')"
            cursor.execute(asked, [f"proceedings_{table}"])
            assert cursor.fetchone() == (False,)
            cursor.execute(asked, ["proceedings_measure"])
            assert cursor.fetchone() == (True,)

    def test_says_the_same_as_the_referral_by_the_same_code(self):
        shared = {"complaint", "log_entry", "report", "none", "not_asked", "unknown"}
        assert shared <= set(Procedure.values) & set(ComplaintStatus.values)
        assert set(ComplaintStatus.values) - shared == {"withdrawn"}


class TestOthers:
    @pytest.mark.parametrize("role", NOBODY_ELSE)
    def test_read_and_write_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            add(actor, case)
            write(actor, case, "La voisine")
            note(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            for model in (ComplaintFact, ComplaintPreparation, ComplaintNote):
                assert not model.objects.exists()
            for deed in (add, note):
                with pytest.raises(NotAllowed):
                    deed(actor, case)
            with pytest.raises(NotAllowed):
                queries.preparation(actor=actor, case_id=case.pk)

    def test_of_another_post_are_told_that_there_is_no_such_case(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor:
            for deed in (add, note):
                with pytest.raises(Case.DoesNotExist):
                    deed(actor, case)
            row = ComplaintFact(case_id=case.pk, author_id=actor.id)
            with pytest.raises(ProgrammingError):
                row.save(force_insert=True)
