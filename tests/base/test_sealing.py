"""A sealed cell opens in its own place, and nowhere else."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base import keyring
from entremise.base.errors import KeyMissing, KeyNotLoaded, SealBroken
from entremise.base.models import EphemeralKey, KeyKind, SubjectKey
from entremise.base.sealing import open_cell, seal
from entremise.cases import actions
from entremise.cases.models import CaseText, TimelineEntry
from entremise.people.models import Identity, NameCard

pytestmark = pytest.mark.django_db

PLACE = {"table": "cases_casetext", "column": "summary_sealed"}


@pytest.fixture
def subject(db):
    with keyring.opened():
        subject = uuid4()
        keyring.create(subject_id=subject, scope_id=uuid4(), kind=KeyKind.CASE)
        yield subject


class TestCell:
    @given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
    @settings(
        max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    def test_gives_back_any_text(self, subject, text):
        row = uuid4()
        cell = seal(text, row=row, subject=subject, **PLACE)
        assert open_cell(cell, row=row, subject=subject, **PLACE) == text
        assert len(text) < 8 or text.encode() not in cell

    @given(data=st.data())
    @settings(
        max_examples=200,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        deadline=None,
    )
    def test_refuses_any_altered_cut_or_lengthened_cell(self, subject, data):
        row = uuid4()
        cell = bytearray(seal("Elle a peur.", row=row, subject=subject, **PLACE))
        at = data.draw(st.integers(0, len(cell) - 1))
        change = data.draw(st.sampled_from(["flip", "cut", "add"]))
        if change == "flip":
            cell[at] ^= data.draw(st.integers(1, 255))
        elif change == "cut":
            cell = cell[: max(at, 1)]
        else:
            cell[at:at] = data.draw(st.binary(min_size=1, max_size=20))
        with pytest.raises(SealBroken):
            open_cell(bytes(cell), row=row, subject=subject, **PLACE)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"table": "people_identity"},
            {"column": "author_sealed"},
            {"row": uuid4()},
        ],
    )
    def test_refuses_to_open_in_another_table_column_or_row(self, subject, elsewhere):
        place = {**PLACE, "row": uuid4(), "subject": subject}
        cell = seal("Elle a peur.", **place)
        with pytest.raises(SealBroken):
            open_cell(cell, **{**place, **elsewhere})

    def test_refuses_a_text_written_by_hand(self, subject):
        with pytest.raises(SealBroken):
            open_cell(b"Zoe Martin", row=uuid4(), subject=subject, **PLACE)

    def test_two_seals_of_one_text_differ(self, subject):
        place = {**PLACE, "row": uuid4(), "subject": subject}
        assert seal("Elle a peur.", **place) != seal("Elle a peur.", **place)


class TestRows:
    def test_a_cell_moved_between_two_cases_is_refused(self, world):
        one, other = (world.case_of(world.worker) for _ in range(2))
        with acting_as(world.actor(world.worker)) as actor:
            for case, text in ((one, "Texte de l’une"), (other, "Texte de l’autre")):
                actions.write_text(
                    actor=actor,
                    case_id=case.pk,
                    field="summary",
                    text=text,
                    version=1,
                    now=TUESDAY_TEN,
                )
            stolen = CaseText.objects.get(case=one).summary_sealed
            CaseText.objects.filter(case=other).update(summary_sealed=stolen)
            with pytest.raises(SealBroken):
                _ = CaseText.objects.get(case=other).summary

    def test_what_is_printed_of_a_row_is_never_a_name(self, world):
        case = world.case_of(world.worker, NameCard(last_name="Canarivent"))
        with acting_as(world.actor(world.worker)) as actor:
            entry = actions.append(
                actor=actor, case_id=case.pk, at=TUESDAY_TEN, kind="note", text="Canarivent"
            )
            for row in (entry, Identity.objects.get(), TimelineEntry.objects.get()):
                assert "Canarivent" not in f"{row!r} {row} {vars(row)}"


class TestKeyring:
    def test_a_key_that_no_query_loaded_is_an_error_in_tests(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)), pytest.raises(KeyNotLoaded):
            _ = Identity.objects.get(person_id=case.person_id).card

    def test_a_destroyed_key_opens_nothing_any_more(self, subject):
        cell = seal("Elle a peur.", row=uuid4(), subject=subject, **PLACE)
        assert keyring.destroy(subject) == 1
        keyring.load([subject])
        with pytest.raises((KeyMissing, KeyNotLoaded)):
            open_cell(cell, row=uuid4(), subject=subject, **PLACE)

    def test_a_wrapped_key_moved_to_another_subject_is_refused(self, subject):
        other = uuid4()
        keyring.create(subject_id=other, scope_id=uuid4(), kind=KeyKind.CASE)
        row = SubjectKey.objects.get(subject_id=subject)
        SubjectKey.objects.filter(subject_id=subject).delete()
        SubjectKey.objects.create(
            subject_id=subject,
            scope_id=row.scope_id,
            kind=row.kind,
            wrapped=SubjectKey.objects.get(subject_id=other).wrapped,
        )
        with keyring.opened(), pytest.raises(SealBroken):
            keyring.load([subject])

    def test_the_key_of_a_morning_list_is_kept_apart(self, db):
        with keyring.opened():
            list_id = uuid4()
            keyring.create(subject_id=list_id, scope_id=uuid4(), kind=KeyKind.LIST)
        assert EphemeralKey.objects.filter(subject_id=list_id).exists()
        assert not SubjectKey.objects.filter(subject_id=list_id).exists()
