"""For seven days an import can be taken back, except what somebody has worked on since."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import ProgrammingError

import untidy
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.base.errors import NotPossible
from entremise.base.models import SubjectKey
from entremise.cases import actions as cases
from entremise.cases.models import Case, TimelineEntry
from entremise.imports.models import Import, ImportedRow
from entremise.people import actions as people
from entremise.people.models import Identity, NameCard, Person, SafeChannel
from entremise.referrals.models import Referral
from importing import NOW, brought, guessed, imported, made, previewed, repaired, undone
from referring import refer, take

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


def made_cases(world):
    with acting_as(world.actor(world.worker)):
        return list(Case.objects.order_by("opened_at", "pk"))


class TestUndoing:
    def test_removes_all_that_was_made(self, world):
        of = imported(world, untidy.dates_as_text())
        assert undone(world, of.pk, now=LATER).removed == 4
        with acting_as(world.actor(world.worker)):
            for model in (
                Case,
                TimelineEntry,
                Referral,
                ImportedRow,
                Person,
                Identity,
                SafeChannel,
            ):
                assert not model.objects.exists(), model
            assert Import.objects.get().state == "undone"

    def test_is_in_the_journal_without_a_name(self, world):
        of = imported(world, untidy.merged_cells())
        undone(world, of.pk, now=LATER)
        with acting_as(world.actor(world.dpo)):
            said = JournalEntry.objects.filter(event=Event.IMPORT_UNDONE)
            assert [line.reason for line in said] == ["4/4"]

    def test_lets_the_same_sheet_come_again(self, world):
        of = imported(world, untidy.merged_cells())
        undone(world, of.pk, now=LATER)
        assert imported(world, untidy.merged_cells()).made == 4

    def test_leaves_every_other_case_alone(self, world):
        hers = world.case_of(world.worker)
        of = imported(world, untidy.merged_cells())
        undone(world, of.pk, now=LATER)
        assert [row.pk for row in made_cases(world)] == [hers.pk]

    def test_leaves_a_person_who_was_there_before(self, world):
        card = NameCard(last_name="Canarivent", first_name="Aliénor")
        person_id = world.case_of(world.worker, card).person_id
        import_id = brought(world, "Nom;Prénom;Date\nCANARIVENT;Aliénor;12/03/2024")
        guessed(world, import_id)
        (asked,) = previewed(world, import_id).groups[0].known
        repaired(world, import_id, who={asked.key: str(person_id)})
        made(world, import_id)
        assert undone(world, import_id, now=LATER).removed == 1
        with acting_as(world.actor(world.worker)):
            assert Person.objects.filter(pk=person_id).exists()
            assert Case.objects.filter(person_id=person_id).count() == 1


def note(actor, case):
    cases.write_note(actor=actor, case_id=case.pk, text="Elle a rappelé.", now=LATER)


def plan(actor, case):
    on = (LATER + dt.timedelta(days=3)).date()
    cases.plan_next_step(actor=actor, case_id=case.pk, on=on, now=LATER)


def number(actor, case):
    people.add_channel(
        actor=actor, person_id=case.person_id, kind=SafeChannel.Kind.PHONE, value="04", now=LATER
    )


def correct(actor, case):
    card = NameCard(last_name="Canari")
    people.correct_identity(actor=actor, person_id=case.person_id, card=card, now=LATER)


def summarise(actor, case):
    cases.write_text(
        actor=actor, case_id=case.pk, field="summary", text="Compte", version=1, now=LATER
    )


class TestKeeping:
    @pytest.mark.parametrize(
        "deed",
        [note, plan, number, correct, summarise],
        ids=lambda one: one.__name__,
    )
    def test_what_somebody_worked_on_since_stays(self, world, deed):
        of = imported(world, untidy.merged_cells())
        touched = made_cases(world)[0]
        with acting_as(world.actor(world.worker)) as actor:
            deed(actor, touched)
        done = undone(world, of.pk, now=LATER)
        assert (done.removed, [row.pk for row in done.kept]) == (3, [touched.pk])
        with acting_as(world.actor(world.worker)):
            assert Identity.objects.filter(person_id=touched.person_id).exists()

    def test_a_person_stays_with_a_case_that_came_since(self, world):
        of = imported(world, untidy.merged_cells())
        hers = made_cases(world)[0]
        with acting_as(world.actor(world.worker)) as actor:
            other = cases.open_case(
                actor=actor, post_id=hers.post_id, person_id=hers.person_id, now=LATER
            )
        assert undone(world, of.pk, now=LATER).removed == 4
        with acting_as(world.actor(world.worker)):
            assert [row.pk for row in Case.objects.all()] == [other.pk]
            assert Identity.objects.get().person_id == hers.person_id

    def test_reading_a_case_is_not_working_on_it(self, world):
        of = imported(world, untidy.merged_cells())
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=made_cases_within(actor)[0].pk, now=LATER)
        assert undone(world, of.pk, now=LATER).removed == 4


def made_cases_within(actor):
    return list(Case.objects.visible_to(actor).order_by("opened_at", "pk"))


class TestRefusing:
    def test_after_seven_days(self, world):
        of = imported(world, untidy.merged_cells())
        with pytest.raises(NotPossible, match="sept jours"):
            undone(world, of.pk, now=NOW + dt.timedelta(days=7))
        assert len(made_cases(world)) == 4

    def test_twice(self, world):
        of = imported(world, untidy.merged_cells())
        undone(world, of.pk, now=LATER)
        with pytest.raises(NotPossible):
            undone(world, of.pk, now=LATER)

    def test_by_another_worker(self, world):
        of = imported(world, untidy.merged_cells())
        with pytest.raises(Import.DoesNotExist):
            undone(world, of.pk, user=world.other_worker, now=LATER)

    def test_by_the_door_of_the_wall_for_anybody_else(self, world):
        from django.db import connection

        of = imported(world, untidy.merged_cells())
        with acting_as(world.actor(world.worker)):
            rows = list(ImportedRow.objects.filter(of=of.pk).values_list("pk", flat=True))
        for user in (world.other_worker, world.far_worker, world.coordinator):
            with acting_as(world.actor(user)), connection.cursor() as cursor:
                cursor.execute("SELECT wall.undo_imported(%s)", [rows])
                assert cursor.fetchone() == ([],)
        assert len(made_cases(world)) == 4


class TestKeys:
    def test_of_what_was_removed_are_destroyed_once_that_is_committed(
        self, world, django_capture_on_commit_callbacks
    ):
        of = imported(world, untidy.merged_cells())
        subjects = [row.pk for row in made_cases(world)]
        assert SubjectKey.objects.filter(subject_id__in=subjects).count() == 4
        with django_capture_on_commit_callbacks(execute=True):
            undone(world, of.pk, now=LATER)
        assert not SubjectKey.objects.filter(subject_id__in=subjects).exists()


class TestTheWall:
    """A line that names what its import did not make would remove it."""

    def name(self, world, case, **named):
        """A line of her own import that names this case."""
        import_id = brought(world, "Nom;Prénom;Date\nCANARIVENT;Aliénor;12/03/2024")
        with acting_as(world.actor(world.worker)):
            ImportedRow.objects.create(
                of_id=import_id,
                post=world.post,
                line=1,
                mark="f" * 64,
                case_id=case.pk,
                person_id=case.person_id,
                person_made=True,
                **named,
            )

    @pytest.mark.parametrize("who", ["worker", "other_worker"])
    def test_takes_no_line_that_names_a_case_made_otherwise(self, world, who):
        case = take(world, refer(world)) if who == "worker" else world.case_of(world.other_worker)
        with acting_as(world.actor(world.worker)):
            asked = Referral.objects.filter(case_id=case.pk).values_list("pk", flat=True).first()
        with pytest.raises(ProgrammingError, match="row-level security"):
            self.name(world, case, referral_id=asked or uuid4())

    def test_takes_no_line_that_names_the_referral_of_another(self, world):
        imported(world, untidy.merged_cells())
        (case, *_others) = made_cases(world)
        with pytest.raises(ProgrammingError, match="row-level security"):
            self.name(world, case, referral_id=refer(world))
