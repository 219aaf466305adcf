"""An old sheet becomes cases: on their true days, once, and only as the worker said."""

import datetime as dt

import pytest

import untidy
from conftest import PARIS
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import EphemeralKey
from entremise.cases.models import Case, TimelineEntry
from entremise.imports import actions, queries
from entremise.imports.models import Import, ImportedRow, KnownColumns, KnownValue
from entremise.people.models import Identity, NameCard, Person, SafeChannel
from entremise.people.queries import names_of
from entremise.referrals.models import Referral
from importing import NOW, brought, guessed, imported, made, previewed, repaired

pytestmark = pytest.mark.django_db


def cases_of(world):
    with acting_as(world.actor(world.worker)) as actor:
        rows = list(Case.objects.visible_to(actor).order_by("opened_at", "pk"))
        names = names_of(actor=actor, person_ids=[row.person_id for row in rows])
    return [(names[row.person_id].display, row) for row in rows]


def day(row):
    return row.opened_at.astimezone(PARIS).date()


class TestFiveUntidySheets:
    def test_titles_on_row_three_under_merged_cells(self, world):
        of = imported(world, untidy.header_on_row_three())
        assert (of.state, of.made, of.given_back) == ("done", 2, 0)
        (first, canari), (_second, merle) = cases_of(world)
        assert first == "Aliénor CANARI"
        assert [day(canari), day(merle)] == [dt.date(2024, 3, 12), dt.date(2024, 3, 13)]
        with acting_as(world.actor(world.worker)):
            asked = Referral.objects.get(case=canari)
        assert (asked.state, asked.form, asked.received_at) == (
            "accepted",
            "imported",
            canari.opened_at,
        )

    def test_a_day_merged_over_three_lines(self, world):
        assert imported(world, untidy.merged_cells()).made == 4
        days = [day(row) for _name, row in cases_of(world)]
        assert days == [dt.date(2024, 5, 6)] * 3 + [dt.date(2024, 5, 7)]
        problems = {row.problem for _name, row in cases_of(world)}
        assert problems == {"family", "conjugal", "separation"}

    def test_days_as_texts_in_old_characters(self, world):
        of = imported(world, untidy.dates_as_text())
        assert (of.made, of.given_back) == (4, 1)
        names = [name for name, _row in cases_of(world)]
        assert names[0] == "Élise FAUVETTE"
        with acting_as(world.actor(world.worker)):
            assert SafeChannel.objects.count() == 3

    def test_two_persons_in_a_cell_wait_for_a_repair(self, world):
        import_id = brought(world, untidy.two_persons_in_a_cell())
        guessed(world, import_id)
        view = previewed(world, import_id)
        (group,) = view.groups
        assert (view.to_make, view.given_back, group.code, group.count) == (1, 2, "several", 2)
        repaired(world, import_id, several="split")
        assert made(world, import_id).made == 5
        names = [name for name, _row in cases_of(world)]
        assert {"Anne HIRONDELLE", "Lou HIRONDELLE", "Rose MARTINET"} <= set(names)

    def test_yes_and_no_in_every_spelling(self, world):
        import_id = brought(world, untidy.yes_and_no())
        guessed(world, import_id)
        assert previewed(world, import_id).groups == []
        made(world, import_id)
        with acting_as(world.actor(world.worker)):
            rows = Referral.objects.filter(case__isnull=False).order_by("received_at")
            said = [row.facts.get("children_present", "") for row in rows]
        assert said == ["yes"] * 7 + ["no"] * 3 + ["", "unknown", "yes"]


class TestOnce:
    def test_the_same_sheet_makes_nothing_the_second_time(self, world):
        imported(world, untidy.header_on_row_three())
        again = imported(world, untidy.header_on_row_three())
        assert (again.made, again.known) == (0, 2)
        assert len(cases_of(world)) == 2

    def test_a_line_is_known_again_in_another_format_and_another_order(self, world):
        imported(world, "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024")
        again = imported(
            world, untidy.xlsx([["Date", "Prénom", "Nom"], ["12.03.24", "zoé", "Canari"]])
        )
        assert (again.made, again.known) == (0, 1)

    def test_its_mark_says_nothing_and_differs_from_one_employer_to_the_other(self, world):
        sheet = "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024"
        imported(world, sheet)
        imported(world, sheet, user=world.far_worker)
        marks = []
        for user in (world.worker, world.far_worker):
            with acting_as(world.actor(user)):
                marks += [row.mark for row in ImportedRow.objects.order_by("pk")]
        assert len(set(marks)) == 2
        assert all(len(mark) == 64 for mark in marks)

    def test_a_line_that_repeats_another_is_given_back(self, world):
        of = imported(world, "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024\nCANARI;Zoé;12/03/2024")
        assert (of.made, of.given_back) == (1, 1)


class TestPersons:
    SHEET = "Nom;Prénom;Naissance;Date\nCANARIVENT;Aliénor;1985;12/03/2024"

    def known(self, world):
        return world.case_of(
            world.worker, NameCard(last_name="Canarivent", first_name="Alienor", born="1985")
        ).person_id

    def test_who_looks_like_somebody_is_joined_by_nobody(self, world):
        self.known(world)
        of = imported(
            world,
            "Nom;Prénom;Date\nMERLE;Zoé;12/03/2024\n"
            + self.SHEET.split("\n")[1].replace(";1985", ""),
        )
        assert (of.made, of.given_back) == (1, 1)

    def test_the_worker_says_that_it_is_her(self, world):
        person_id = self.known(world)
        import_id = brought(world, self.SHEET)
        guessed(world, import_id)
        (group,) = previewed(world, import_id).groups
        assert group.code == "alike_known"
        (asked,) = group.known
        assert str(person_id) in dict(asked.choices)
        repaired(world, import_id, who={asked.key: str(person_id)})
        made(world, import_id)
        with acting_as(world.actor(world.worker)):
            assert Person.objects.count() == 1
            assert Case.objects.filter(person_id=person_id).count() == 2

    def test_the_worker_says_that_it_is_somebody_else(self, world):
        self.known(world)
        import_id = brought(world, self.SHEET)
        guessed(world, import_id)
        (asked,) = previewed(world, import_id).groups[0].known
        repaired(world, import_id, who={asked.key: "new"})
        made(world, import_id)
        with acting_as(world.actor(world.worker)):
            assert Person.objects.count() == 2

    def test_somebody_of_another_post_is_never_said(self, world):
        world.case_of(world.other_worker, NameCard(last_name="Canarivent", first_name="Aliénor"))
        import_id = brought(world, self.SHEET)
        guessed(world, import_id)
        assert previewed(world, import_id).groups == []

    @pytest.mark.parametrize(("way", "persons"), [("same", 1), ("other", 2)])
    def test_two_lines_of_one_name_are_one_person_if_she_says_so(self, world, way, persons):
        sheet = "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024\nCANARI;Zoé;05/06/2025"
        import_id = brought(world, sheet)
        guessed(world, import_id)
        (group,) = previewed(world, import_id).groups
        assert (group.code, group.count) == ("alike_row", 1)
        repaired(world, import_id, alike_row=way)
        assert made(world, import_id).made == 2
        with acting_as(world.actor(world.worker)):
            assert Person.objects.count() == persons


class TestWhatIsKept:
    SHEET = (
        "Nom;Prénom;Date;Téléphone;Clôture;Motif de clôture;Observations\n"
        "CANARI;Zoé;12/03/2024;06 99 00 11 22;01/06/2024;relais MDS;Canaritexte"
    )

    def test_closes_on_its_true_day_and_tells_it_was_brought(self, world):
        imported(world, self.SHEET)
        ((_name, case),) = cases_of(world)
        assert (case.state, case.closing_reason) == ("closed", "relayed")
        assert case.closed_at.astimezone(PARIS).date() == dt.date(2024, 6, 1)
        with acting_as(world.actor(world.worker)):
            keyring.load([case.pk])
            told = TimelineEntry.objects.get(case=case, kind="imports:brought")
            assert "Canaritexte" in told.text
            assert "ligne 2" in told.text
            assert told.at == case.opened_at

    def test_never_says_that_a_number_is_safe(self, world):
        imported(world, self.SHEET)
        with acting_as(world.actor(world.worker)):
            assert SafeChannel.objects.get().safe == "unknown"

    def test_the_journal_says_how_many_and_no_name(self, world):
        imported(world, self.SHEET)
        with acting_as(world.actor(world.dpo)):
            lines = list(JournalEntry.objects.order_by("at", "pk"))
        assert [line.reason for line in lines if line.event == Event.IMPORT_MADE] == ["1/1"]
        assert len(lines) > 5
        assert not [line for line in lines if "anari" in f"{line.event} {line.reason}".lower()]

    def test_nothing_is_left_of_the_sheet(self, world):
        of = imported(world, self.SHEET)
        with acting_as(world.actor(world.worker)):
            kept = Import.objects.get(pk=of.pk)
        cells = (kept.sheet_sealed, kept.choices_sealed, kept.plan_sealed, kept.refused_sealed)
        assert [bytes(cell) for cell in cells] == [b""] * 4

    def test_what_was_learnt_holds_no_word_of_it(self, world):
        imported(world, "Nom;Prénom;Date;Unité\nCANARI;Zoé;12/03/2024;BTA ROANNE")
        with acting_as(world.actor(world.worker)):
            columns, value = KnownColumns.objects.get(), KnownValue.objects.first()
        assert "nom" not in columns.mark
        assert value is None or "roanne" not in value.mark

    def test_an_import_stopped_half_way_goes_on_where_it_was(self, world, monkeypatch):
        monkeypatch.setattr(actions.making, "CHUNK", 1)
        import_id = brought(world, untidy.merged_cells())
        guessed(world, import_id)
        with acting_as(world.actor(world.worker)) as actor:
            actions.start(actor=actor, import_id=import_id, now=NOW)
        with acting_as(world.actor(world.worker)) as actor:
            of = actions.carry_on(actor=actor, import_id=import_id, now=NOW)
        assert (of.state, of.made) == ("running", 1)
        while of.state == "running":
            with acting_as(world.actor(world.worker)) as actor:
                of = actions.carry_on(actor=actor, import_id=import_id, now=NOW)
        assert of.made == 4


class TestMemory:
    SHEET = "Nom;Prénom;Date;Colonne X;Unité\nCANARI;Zoé;12/03/2024;bavarde;Poste central"

    def test_columns_said_once_are_known_the_next_time(self, world):
        first = brought(world, self.SHEET)
        guessed(world, first, c3="notes")
        again = brought(world, self.SHEET.replace("CANARI", "MERLE"))
        with acting_as(world.actor(world.worker)) as actor:
            view = queries.columns_view(actor=actor, import_id=again)
        assert view.remembered
        assert view.columns[3].field == "notes"

    def test_a_unit_said_once_is_known_the_next_time(self, world):
        first = brought(world, self.SHEET)
        guessed(world, first)
        code = str(world.station.pk)
        with acting_as(world.actor(world.worker)) as actor:
            said = {"unit": {"poste central": code}}
            actions.choose_values(actor=actor, import_id=first, values=said)
        again = brought(world, self.SHEET.replace("CANARI", "MERLE"))
        guessed(world, again)
        with acting_as(world.actor(world.worker)) as actor:
            (words,) = queries.values_view(actor=actor, import_id=again).columns
        assert [(value.code, value.how) for value in words.values] == [(code, "chosen")]

    def test_guesses_a_unit_from_the_way_it_is_called(self, world):
        import_id = brought(world, self.SHEET.replace("Poste central", "CSP ROANNE"))
        with acting_as(world.actor(world.worker)) as actor:
            view = queries.columns_view(actor=actor, import_id=import_id)
            said = {column.place: column.field for column in view.columns}
            actions.choose_columns(actor=actor, import_id=import_id, columns=said)
            (words,) = queries.values_view(actor=actor, import_id=import_id).columns
        assert [(value.code, value.how) for value in words.values] == [
            (str(world.station.pk), "guess")
        ]


class TestRefusing:
    def columns(self, world, import_id, **said):
        with acting_as(world.actor(world.worker)) as actor:
            columns = {int(place[1:]): field for place, field in said.items()}
            actions.choose_columns(actor=actor, import_id=import_id, columns=columns)

    def test_two_columns_for_one_field(self, world):
        import_id = brought(world, "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024")
        with pytest.raises(NotPossible, match="Deux colonnes"):
            self.columns(world, import_id, c0="last_name", c1="last_name", c2="opened_on")

    def test_a_sheet_without_a_name_or_a_day(self, world):
        import_id = brought(world, "Nom;Prénom;Date\nCANARI;Zoé;12/03/2024")
        with pytest.raises(NotPossible, match="nom de la personne"):
            self.columns(world, import_id, c2="opened_on")
        with pytest.raises(NotPossible, match="date de la saisine"):
            self.columns(world, import_id, c0="last_name")

    def test_a_sheet_of_which_no_line_can_be_taken(self, world):
        import_id = brought(world, "Nom;Prénom;Date\nCANARI;Zoé;un jour")
        guessed(world, import_id)
        with pytest.raises(NotPossible, match="Aucune ligne"):
            made(world, import_id)

    def test_a_post_that_is_not_hers(self, world):
        from importing import book_of

        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotAllowed):
            actions.bring(
                actor=actor, post_id=world.other_post.pk, book=book_of("Nom;Date\na;b"), now=NOW
            )

    def test_anybody_but_a_worker(self, world):
        for user in (world.coordinator, world.chief, world.officer, world.dpo, world.admin):
            with acting_as(world.actor(user)) as actor, pytest.raises(NotAllowed):
                queries.imports_of(actor=actor)


class TestNobodyElse:
    def test_another_worker_does_not_know_it(self, world):
        import_id = brought(world, untidy.merged_cells())
        for user in (world.other_worker, world.far_worker):
            with acting_as(world.actor(user)) as actor:
                with pytest.raises(Import.DoesNotExist):
                    queries.titles_view(actor=actor, import_id=import_id)
                with pytest.raises(Import.DoesNotExist):
                    actions.drop(actor=actor, import_id=import_id)
                assert not Import.objects.filter(pk=import_id).exists()
                assert not Identity.objects.exists()


class TestADayLater:
    def test_a_forgotten_sheet_is_gone_with_its_key(self, world):
        import_id = brought(world, untidy.merged_cells())
        assert EphemeralKey.objects.filter(subject_id=import_id).exists()
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotAllowed):
            actions.forget_old_sheets(actor=actor, now=NOW)
        forget(NOW + dt.timedelta(hours=25))
        with acting_as(world.actor(world.dpo)):
            assert not JournalEntry.objects.filter(event=Event.IMPORT_MADE).exists()
        with acting_as(world.actor(world.worker)) as actor:
            kept = Import.objects.get(pk=import_id)
            assert (kept.state, bytes(kept.sheet_sealed)) == ("dropped", b"")
            with pytest.raises(NotPossible):
                queries.preview(actor=actor, import_id=import_id, now=NOW)

    def test_an_import_left_half_way_ends_with_what_it_made(self, world, monkeypatch):
        monkeypatch.setattr(actions.making, "CHUNK", 1)
        import_id = brought(world, untidy.merged_cells())
        guessed(world, import_id)
        for deed in (actions.start, actions.carry_on):
            with acting_as(world.actor(world.worker)) as actor:
                deed(actor=actor, import_id=import_id, now=NOW)
        forget(NOW + dt.timedelta(hours=25))
        with acting_as(world.actor(world.worker)):
            kept = Import.objects.get(pk=import_id)
        assert (kept.state, kept.made, bytes(kept.plan_sealed)) == ("done", 1, b"")
        with acting_as(world.actor(world.dpo)):
            told = JournalEntry.objects.get(event=Event.IMPORT_MADE, subject_id=import_id)
        assert (told.actor_kind, told.reason) == ("job", "1/4")
        monkeypatch.undo()
        again = imported(world, untidy.merged_cells())
        assert (again.made, again.known) == (3, 1)
        with acting_as(world.actor(world.worker)) as actor:
            done = actions.undo(actor=actor, import_id=import_id, now=NOW + dt.timedelta(days=2))
        assert done.removed == 1

    def test_lines_given_back_are_gone_too(self, world):
        of = imported(world, untidy.dates_as_text())
        forget(NOW + dt.timedelta(hours=25))
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            queries.rows_given_back(actor=actor, import_id=of.pk, now=NOW)


def forget(now):
    from entremise.jobs import JOB

    with acting_as(JOB) as actor:
        return actions.forget_old_sheets(actor=actor, now=now)
