"""Two assessments of one case side by side: what changed, and nothing that was not asked."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.assessment import actions, queries
from entremise.assessment.models import CURRENT, GRIDS, Assessment, Part

MONTH = dt.timedelta(days=30)


class TestTheGrid:
    def test_asks_about_twenty_three_themes_in_three_parts(self):
        assert CURRENT.themes == 23
        assert {sign.part for sign in CURRENT.signs} == set(Part)

    def test_has_no_code_twice_and_keeps_those_that_rise(self):
        codes = [sign.code for sign in CURRENT.signs]
        assert len(codes) == len(set(codes))
        assert {sign.code for sign in GRIDS["2026-1"].signs} <= set(codes)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


def sign(world, case, *, at, **answers):
    with acting_as(world.actor(world.worker)) as actor:
        draft = actions.save(actor=actor, case_id=case.pk, answers=answers, now=at)
        return actions.sign(actor=actor, case_id=case.pk, version=draft.version, now=at)


def compared(world, case, one, **others):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.comparison(actor=actor, case_id=case.pk, assessment_id=one.pk, **others)


@pytest.mark.django_db
class TestComparing:
    def test_puts_the_earlier_first_and_names_what_changed(self, world, case):
        sign(world, case, at=TUESDAY_TEN, danger={"weapon": "yes"}, needs={"housing": "yes"})
        later = sign(
            world, case, at=TUESDAY_TEN + MONTH, danger={"weapon": "no"}, needs={"housing": "yes"}
        )
        found = compared(world, case, later)
        changed = {side.label: (side.earlier, side.later) for side in found.changed}
        assert changed == {"arme à feu ou autre arme à portée": ("oui", "non")}
        assert ("hébergement ou logement", "oui") in [(one.label, one.later) for one in found.same]

    def test_says_not_asked_rather_than_gone(self, world, case):
        sign(world, case, at=TUESDAY_TEN, danger={"weapon": "yes"})
        later = sign(world, case, at=TUESDAY_TEN + MONTH, needs={"housing": "yes"})
        found = compared(world, case, later)
        assert ("oui", "non demandé") in [(side.earlier, side.later) for side in found.changed]

    def test_takes_any_two_and_refuses_one_of_another_case(self, world, case):
        first = sign(world, case, at=TUESDAY_TEN, fear="yes")
        sign(world, case, at=TUESDAY_TEN + MONTH, fear="no")
        last = sign(world, case, at=TUESDAY_TEN + 2 * MONTH, fear="for_life")
        found = compared(world, case, last, with_id=first.pk)
        assert (found.earlier, found.later) == (first, last)
        other = world.case_of(world.worker)
        elsewhere = sign(world, other, at=TUESDAY_TEN, fear="yes")
        with pytest.raises(Assessment.DoesNotExist):
            compared(world, case, last, with_id=elsewhere.pk)
        with pytest.raises(Assessment.DoesNotExist):
            compared(world, case, elsewhere)

    def test_says_so_where_there_is_only_one(self, world, case):
        only = sign(world, case, at=TUESDAY_TEN, fear="yes")
        assert compared(world, case, only) is None
        page = reverse("assessment:compare", args=[case.pk, only.pk])
        answer = logged_in_client(world.worker).get(page)
        assert "Il n’y a qu’une évaluation signée" in answer.content.decode()

    def test_does_not_exist_for_another_post(self, world, case):
        only = sign(world, case, at=TUESDAY_TEN, fear="yes")
        page = reverse("assessment:compare", args=[case.pk, only.pk])
        assert logged_in_client(world.other_worker).get(page).status_code == 404

    def test_reads_a_correction_by_the_grid_of_what_it_corrects(self, world, case, monkeypatch):
        monkeypatch.setattr(actions, "CURRENT", GRIDS["2026-1"])
        first = sign(world, case, at=TUESDAY_TEN, danger={"weapon": "yes"})
        monkeypatch.undo()
        page = reverse("assessment:sheet", args=[case.pk])
        shown = logged_in_client(world.worker).get(page, {"corrige": str(first.pk)})
        assert shown.context["form"].grid == GRIDS["2026-1"]
        assert logged_in_client(world.worker).get(page).context["form"].grid == CURRENT
