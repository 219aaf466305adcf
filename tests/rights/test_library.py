"""A text of law is a model until somebody entitled has read that very text."""

import datetime as dt

import pytest
from django.db import ProgrammingError

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.partners.models import Need
from entremise.proceedings.models import MeasureKind
from entremise.rights import actions, queries
from entremise.rights.models import FICHES, LIBRARY, FicheReview
from entremise.rights.models.library import FOLDER, read_fiche

NOT_THE_FICHES = ("officer", "chief", "steering", "dpo", "admin", "far_officer")


class TestFiles:
    def test_are_all_in_the_library(self):
        assert {path.stem for path in FOLDER.glob("*.toml")} == set(FICHES)

    @pytest.mark.parametrize("fiche", LIBRARY, ids=lambda fiche: fiche.code)
    def test_say_what_it_is_for_whom_how_and_from_which_text(self, fiche):
        assert {"what", "who", "how", "where"} <= fiche.text.keys()
        assert fiche.source
        assert fiche.law_of
        assert fiche.needs
        assert all(len(words) <= 330 for words in fiche.text.values())

    @pytest.mark.parametrize("fiche", LIBRARY, ids=lambda fiche: fiche.code)
    def test_have_a_name_for_paper_that_tells_nothing(self, fiche):
        for word in ("violence", "protection", "victime", "danger", "grave", "police"):
            assert word not in fiche.label.casefold()

    def test_of_every_need_of_a_person_some_fiche_speaks(self):
        spoken = {need for fiche in LIBRARY for need in fiche.needs}
        assert {Need.SAFETY, Need.HOUSING, Need.MONEY, Need.LEGAL, Need.PAPERS} <= spoken

    def test_lead_to_a_measure_whose_days_are_counted(self):
        assert {fiche.measure for fiche in LIBRARY} - {""} <= set(MeasureKind)

    def test_change_their_mark_with_one_word(self):
        text = (FOLDER / "order.toml").read_text()
        same = read_fiche(text, code="order")
        assert same.mark == FICHES["order"].mark
        for other in (text.replace("douze", "treize"), text.replace("1136-3", "1136-4")):
            assert read_fiche(other, code="order").mark != same.mark

    def test_with_a_question_that_nobody_asked_are_refused(self):
        text = (FOLDER / "order.toml").read_text() + 'why = "Parce que."\n'
        with pytest.raises(ValueError, match="why"):
            read_fiche(text, code="order")


@pytest.mark.django_db
class TestValidating:
    def standing(self, user, code="order"):
        with acting_as(user) as actor:
            return queries.fiche(actor=actor, code=code)

    def test_nothing_is_valid_by_being_shipped(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            assert not any(entry.is_valid for entry in queries.library(actor=actor))

    def test_names_who_read_the_text_and_holds_for_the_service(self, world, validated):
        validated()
        entry = self.standing(world.actor(world.worker))
        assert entry.review.reader == "Me Ysoline Canaribarreau"
        assert self.standing(world.actor(world.other_worker)).is_valid
        assert not self.standing(world.actor(world.worker), "phone").is_valid

    def test_of_one_service_says_nothing_to_another(self, world, validated):
        validated()
        assert not self.standing(world.actor(world.far_worker)).is_valid

    def test_falls_when_the_text_changes(self, world, validated, monkeypatch):
        validated()
        text = (FOLDER / "order.toml").read_text().replace("douze", "treize")
        upgraded = tuple(
            read_fiche(text, code="order") if one.code == "order" else one for one in LIBRARY
        )
        monkeypatch.setattr(queries, "LIBRARY", upgraded)
        entry = self.standing(world.actor(world.worker))
        assert not entry.is_valid
        assert entry.fallen.reader == "Me Ysoline Canaribarreau"

    def test_can_be_taken_back_and_given_again(self, world, validated):
        validated()
        with acting_as(world.actor(world.coordinator)) as actor:
            actions.withdraw(actor=actor, code="order", now=TUESDAY_TEN + dt.timedelta(hours=1))
        assert not self.standing(world.actor(world.worker)).is_valid
        validated(now=TUESDAY_TEN + dt.timedelta(hours=2))
        assert self.standing(world.actor(world.worker)).is_valid

    def test_is_not_taken_back_where_there_is_none(self, world, validated):
        validated("phone")
        with acting_as(world.actor(world.coordinator)) as actor:
            with pytest.raises(NotPossible, match="pas validée"):
                actions.withdraw(actor=actor, code="order", now=TUESDAY_TEN)
            actions.withdraw(actor=actor, code="phone", now=TUESDAY_TEN + dt.timedelta(hours=1))
            with pytest.raises(NotPossible, match="pas validée"):
                actions.withdraw(
                    actor=actor, code="phone", now=TUESDAY_TEN + dt.timedelta(hours=2)
                )
            assert queries.reviews_of(actor=actor, code="order") == []
            assert len(queries.reviews_of(actor=actor, code="phone")) == 2

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"mark": "0" * 64}, "a changé"),
            ({"read_on": TUESDAY_TEN.date() + dt.timedelta(days=1)}, "à venir"),
            ({"reader": "  "}, "qui a relu"),
            ({"body": ""}, "quel organisme"),
        ],
    )
    def test_is_refused_without_the_text_the_reader_or_a_day(self, validated, changed, sentence):
        with pytest.raises(NotPossible, match=sentence):
            validated(**changed)

    def test_is_a_line_of_the_journal_without_a_name(self, world, validated):
        review = validated()
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="fiche:reviewed")
        assert (line.subject_id, line.reason) == (review.pk, "fiche:valid")


@pytest.mark.django_db
class TestOthers:
    def test_a_worker_reads_and_does_not_validate(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            assert queries.fiche(actor=actor, code="order").fiche.title
            with pytest.raises(NotAllowed):
                actions.withdraw(actor=actor, code="order", now=TUESDAY_TEN)

    @pytest.mark.parametrize("role", NOT_THE_FICHES)
    def test_other_roles_read_nothing(self, world, role):
        with acting_as(world.actor(getattr(world, role))) as actor, pytest.raises(NotAllowed):
            queries.library(actor=actor)

    @pytest.mark.parametrize("role", [*NOT_THE_FICHES, "far_worker"])
    def test_the_database_alone_shows_them_no_reader(self, world, validated, role):
        validated()
        with acting_as(world.actor(getattr(world, role))):
            assert not FicheReview.objects.exists()

    @pytest.mark.parametrize("role", ["worker", "admin", "dpo"])
    def test_the_database_alone_lets_them_validate_nothing(self, world, role):
        actor = world.actor(getattr(world, role))
        row = FicheReview(
            employer_id=world.employer.pk,
            fiche="order",
            mark=FICHES["order"].mark,
            verdict="valid",
            reader="Moi",
            body="Moi",
            read_on=TUESDAY_TEN.date(),
            recorded_at=TUESDAY_TEN,
            recorded_by=actor.id,
        )
        with acting_as(actor), pytest.raises(ProgrammingError):
            row.save(force_insert=True)
