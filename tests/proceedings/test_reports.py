"""Writings to an authority: decided with a ground, signed once, corrected by another one."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.people.actions import ChannelWords, add_channel
from entremise.people.models import SafeChannel
from entremise.proceedings import actions, queries
from entremise.proceedings.models import (
    GROUNDS,
    Child,
    Disclosure,
    GroundCode,
    StatutoryReport,
)

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
CHILD = Child(last_name="Canarineau", first_name="Lou", born="2019-05-02", school="École")
LETTER = {
    "children": [CHILD],
    "parents": "Canariparents",
    "seen": "Canarivu",
    "informed": "no",
    "not_informed": "Canarimotif",
}


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def decide(
    actor, case, kind="child_concern", about="minor", ground="casf_226_2_1", *, write=True, why=""
):
    decision = actions.Decision(
        kind=kind, about=about, ground=ground, departement="42", write=write, because=why
    )
    return actions.decide_report(actor=actor, case_id=case.pk, decision=decision, now=TUESDAY_TEN)


def write(actor, report, **answers):
    return actions.write_report(
        actor=actor,
        case_id=report.case_id,
        report_id=report.pk,
        answers={**LETTER, **answers},
        version=report.version,
        now=TUESDAY_TEN,
    )


def step(deed, actor, report, **said):
    return deed(actor=actor, case_id=report.case_id, report_id=report.pk, now=TUESDAY_TEN, **said)


def signed(actor, case, *kind, **answers):
    report = write(actor, decide(actor, case, *kind), **answers)
    return step(actions.sign_report, actor, report, version=report.version)


def sent(actor, case, *kind, **answers):
    report = signed(actor, case, *kind, **answers)
    return step(actions.send_report, actor, report, on=TODAY, how="secure_mail")


def hide_her_address(actor, case):
    add_channel(
        actor=actor,
        person_id=case.person_id,
        kind=SafeChannel.Kind.POST,
        value="3 rue du Canari",
        now=TUESDAY_TEN,
        words=ChannelWords(protection=SafeChannel.Protection.ORDER),
    )


class TestDeciding:
    @pytest.mark.parametrize("ground", [one for one in GROUNDS if one.hers and one.serves])
    def test_is_possible_by_each_text_for_what_it_allows(self, worker, case, ground):
        for kind, about in sorted(ground.serves):
            made = decide(worker, case, kind, about, ground.code)
            assert (made.state, made.author_id) == ("draft", worker.id)

    @pytest.mark.parametrize("ground", ["cp_226_14_2", "cp_226_14_3"])
    def test_refuses_what_is_for_health_professionals_only(self, worker, case, ground):
        with pytest.raises(NotPossible, match="ne permet pas"):
            decide(worker, case, "prosecutor", "unable", ground)

    @pytest.mark.parametrize("ground", ["cp_226_14_2", "cp_226_14_3", "cp_226_14_4", "cp_223_6"])
    def test_the_database_refuses_it_too(self, worker, case, ground):
        row = StatutoryReport(
            case=case,
            author_id=worker.id,
            decided_at=TUESDAY_TEN,
            kind="prosecutor",
            about="unable",
            ground=ground,
            departement_id="42",
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_not_to_write_is_a_decision_too_and_says_why(self, worker, case):
        with pytest.raises(NotPossible, match="Dites pourquoi"):
            decide(worker, case, write=False, why="  ")
        made = decide(worker, case, write=False, why="Canaripourquoi")
        assert (made.state, made.because) == ("not_made", "Canaripourquoi")
        assert b"Canari" not in bytes(made.because_sealed)
        with pytest.raises(NotPossible, match="signé"):
            write(worker, made)

    def test_one_about_a_child_to_the_prosecutor_is_copied_to_the_council(self, worker, case):
        made = decide(worker, case, "prosecutor", "minor", "casf_226_4")
        assert made.copy_to_council
        made.copy_to_council = False
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(update_fields=["copy_to_council"])

    def test_leaves_its_ground_and_no_name_in_the_timeline(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            made = signed(actor, case)
            lines = timeline(actor=actor, case_id=case.pk).filter(subject_id=made.pk)
            said = "\n".join(line.text for line in lines)
        assert "L. 226-2-1" in said
        assert "Canari" not in said
        with acting_as(world.actor(world.dpo)):
            found = JournalEntry.objects.filter(subject_id=made.pk).order_by("created_at")
            assert {one.reason for one in found} == {"draft", "written", "signed"}


class TestWriting:
    def test_seals_the_children_and_all_that_is_said(self, worker, case):
        report = write(worker, decide(worker, case), told="Canaridit", told_by="Canarimère")
        cells = [
            bytes(getattr(report, field.name))
            for field in report._meta.get_fields()
            if field.name.endswith("_sealed")
        ]
        assert not any(b"Canari" in cell or b"2019" in cell for cell in cells)
        found = queries.report(actor=worker, case_id=case.pk, report_id=report.pk)
        assert (found.children, found.told_by) == ([CHILD], "Canarimère")

    def test_conflict_shows_both_texts(self, worker, case):
        report = write(worker, decide(worker, case))
        report.version -= 1
        with pytest.raises(Conflict) as clash:
            write(worker, report, seen="Canariautre")
        assert (clash.value.field, clash.value.theirs) == ("seen", "Canarivu")


class TestAddress:
    def test_is_withheld_where_it_is_protected(self, worker, case):
        hide_her_address(worker, case)
        report = write(worker, decide(worker, case))
        assert report.get_address_is_display() == "adresse protégée, non communiquée"
        with pytest.raises(NotPossible, match="adresse est protégée"):
            write(worker, report, address="3 rue du Canari")

    def test_is_given_by_a_choice_made_for_that_authority(self, worker, case):
        hide_her_address(worker, case)
        report = write(worker, decide(worker, case), address="3 rue du Canari", give_address=True)
        assert report.address_is == "given"

    def test_is_never_given_to_the_prefect(self, worker, case):
        hide_her_address(worker, case)
        report = decide(worker, case, "weapon", "armed", "cp_226_14_4")
        with pytest.raises(NotPossible, match="préfet"):
            write(worker, report, who="Lui", address="3 rue du Canari", give_address=True)
        with pytest.raises(NotPossible, match="effacez-la, elle n’est pas donnée au préfet"):
            write(worker, report, who="Lui", address="3 rue du Canari")
        assert write(worker, report, who="Lui").address_is == "withheld"

    def test_protected_since_it_was_written_stops_the_signature(self, worker, case):
        report = write(worker, decide(worker, case), address="3 rue du Canari")
        hide_her_address(worker, case)
        with pytest.raises(NotPossible, match="adresse est protégée"):
            step(actions.sign_report, worker, report, version=report.version)


class TestSigning:
    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"children": []}, "nommez au moins un enfant"),
            ({"children": [Child(last_name="Canarineau")]}, "date de naissance ou son âge"),
            ({"children": [Child(first_name="Lou", born="2031-01-01")]}, "dans l’avenir"),
            ({"children": [Child(first_name="Lou", born="2001-02-28")]}, "est majeure"),
            ({"informed": "not_said"}, "si les parents sont informés"),
            ({"not_informed": ""}, "pourquoi les parents ne sont pas informés"),
            ({"seen": ""}, "au moins un fait"),
            ({"told": "Il crie"}, "qui rapporte les faits"),
        ],
    )
    def test_refuses_what_is_not_complete(self, worker, case, wrong, sentence):
        report = write(worker, decide(worker, case), **wrong)
        with pytest.raises(NotPossible, match=sentence):
            step(actions.sign_report, worker, report, version=report.version)

    @pytest.mark.parametrize(
        ("born", "majority"),
        [
            ("2008-01-31", dt.date(2026, 1, 31)),
            ("2008-02-29", dt.date(2026, 3, 1)),
            ("2010-02-28", dt.date(2028, 2, 28)),
        ],
    )
    def test_takes_a_child_for_one_until_the_day_of_her_majority(
        self, worker, case, born, majority
    ):
        report = write(worker, decide(worker, case), children=[Child(first_name="Lou", born=born)])
        eve = majority - dt.timedelta(days=1)
        said = [
            queries.missing_in(actor=worker, report=report, today=day) for day in (eve, majority)
        ]
        assert said == [[], ["enfant 1, cette personne est majeure"]]

    def test_an_age_is_enough(self, worker, case):
        made = signed(worker, case, children=[Child(first_name="Lou", age="environ 4 ans")])
        assert (made.state, made.signed_by) == ("signed", worker.id)

    def test_the_database_wants_the_reason_of_silence_to_the_parents(self, worker, case):
        report = write(worker, decide(worker, case), not_informed="")
        report.state, report.signed_at, report.signed_by = "signed", TUESDAY_TEN, worker.id
        with pytest.raises(IntegrityError), transaction.atomic():
            report.save()

    def test_is_what_was_read(self, worker, case):
        report = write(worker, decide(worker, case))
        with pytest.raises(NotPossible, match="relisez-le"):
            step(actions.sign_report, worker, report, version=report.version - 1)

    @pytest.mark.parametrize("change", [{"seen": "Autre"}, {"informed": "yes"}])
    def test_is_the_end_of_writing(self, worker, case, change):
        report = signed(worker, case)
        with pytest.raises(NotPossible, match="nouvel écrit"):
            write(worker, report, **change)
        for name, value in change.items():
            setattr(report, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            report.save()

    def test_is_not_taken_back_in_the_database(self, worker, case):
        signed(worker, case)
        with pytest.raises(IntegrityError), transaction.atomic():
            StatutoryReport.objects.update(state="draft", signed_at=None, signed_by=None)


class TestSending:
    def test_leaves_one_row_for_each_authority(self, worker, case):
        report = sent(worker, case, "prosecutor", "minor", "casf_226_4")
        rows = queries.disclosures_of(actor=worker, case_id=case.pk)
        assert {(row.what, row.to, row.ground) for row in rows} == {
            ("report", "prosecutor", "casf_226_4"),
            ("copy", "crip", "casf_226_4"),
        }
        assert all(row.subject_id == report.pk for row in rows)
        lines = timeline(actor=worker, case_id=case.pk).filter(kind="proceeding:disclosed")
        assert lines.count() == 2

    def test_is_dated_by_the_day_on_which_it_left(self, worker, case):
        report = signed(worker, case)
        days_later = TUESDAY_TEN + dt.timedelta(days=3)
        actions.send_report(
            actor=worker,
            case_id=case.pk,
            report_id=report.pk,
            on=TODAY,
            how="post",
            now=days_later,
        )
        (row,) = queries.disclosures_of(actor=worker, case_id=case.pk)
        assert in_paris(row.at).isoformat()[:16] == "2026-03-10T12:00"
        (line,) = JournalEntry.objects.filter(subject_id=row.pk)
        assert line.at == days_later

    def test_is_never_dated_ahead(self, worker, case):
        sent(worker, case)
        (row,) = queries.disclosures_of(actor=worker, case_id=case.pk)
        assert row.at == TUESDAY_TEN

    def test_a_row_is_never_changed(self, worker, case):
        sent(worker, case)
        with pytest.raises(ProgrammingError):
            Disclosure.objects.update(to="prefect")

    def test_comes_after_the_signature(self, worker, case):
        report = write(worker, decide(worker, case))
        with pytest.raises(NotPossible, match="Signez d’abord"):
            step(actions.send_report, worker, report, on=TODAY, how="post")

    @pytest.mark.parametrize("days", [-1, 1])
    def test_is_between_the_signature_and_today(self, worker, case, days):
        report = signed(worker, case)
        day = TODAY + dt.timedelta(days=days)
        with pytest.raises(NotPossible, match="date d’envoi"):
            step(actions.send_report, worker, report, on=day, how="post")

    def test_waits_three_months_at_most_for_what_the_council_tells(self, worker, case):
        report = sent(worker, case)
        assert report.answer_due == dt.date(2026, 6, 10)
        other = decide(worker, case, "prosecutor", "minor", "casf_226_4")
        assert other.answer_due is None

    def test_is_acknowledged_after_it(self, worker, case):
        report = sent(worker, case)
        before = TODAY - dt.timedelta(days=1)
        with pytest.raises(NotPossible, match="réception"):
            step(actions.acknowledge_report, worker, report, on=before)
        done = step(actions.acknowledge_report, worker, report, on=TODAY)
        assert done.state == "acknowledged"


class TestCorrecting:
    def test_begins_another_writing_and_keeps_the_first(self, worker, case):
        wrong = sent(worker, case)
        right = step(actions.correct_report, worker, wrong)
        write(worker, right, seen="Canarijuste")
        kept = queries.report(actor=worker, case_id=case.pk, report_id=wrong.pk)
        assert (kept.seen, kept.state, kept.corrected_by) == ("Canarivu", "sent", right)
        with pytest.raises(NotPossible, match="déjà corrigé"):
            step(actions.correct_report, worker, wrong)

    def test_is_for_what_is_signed(self, worker, case):
        with pytest.raises(NotPossible, match="Seul un écrit signé"):
            step(actions.correct_report, worker, decide(worker, case))


class TestOthers:
    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "steering", "dpo", "admin"]
    )
    def test_read_and_write_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            report = sent(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            for model in (StatutoryReport, Disclosure):
                assert not model.objects.exists()
            with pytest.raises(NotAllowed):
                decide(actor, case)
            with pytest.raises(NotAllowed):
                step(actions.acknowledge_report, actor, report, on=TODAY)
            with pytest.raises(NotAllowed):
                queries.reports_of(actor=actor, case_id=case.pk)

    def test_of_another_post_are_told_that_there_is_no_such_case(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            report = sent(actor, case)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert not StatutoryReport.objects.exists()
            with pytest.raises(Case.DoesNotExist):
                decide(actor, case)
            with pytest.raises(StatutoryReport.DoesNotExist):
                queries.report(actor=actor, case_id=case.pk, report_id=report.pk)
            row = Disclosure(
                case_id=case.pk,
                author_id=actor.id,
                at=TUESDAY_TEN,
                what="report",
                to="prosecutor",
                ground="cpp_40",
                subject_id=report.pk,
            )
            with pytest.raises(ProgrammingError):
                row.save(force_insert=True)


class TestGrounds:
    def test_name_their_source_and_say_to_whom_they_speak(self):
        assert {ground.code for ground in GROUNDS} == set(GroundCode)
        assert all(ground.allows and ground.for_whom and ground.to_whom for ground in GROUNDS)

    def test_for_health_professionals_serve_no_writing_of_hers(self):
        closed = {ground.code.value for ground in GROUNDS if not ground.hers}
        assert closed == {"cp_226_14_2", "cp_226_14_3"}
        assert all(not ground.serves for ground in GROUNDS if not ground.hers)
