"""Days before her birth or to come are refused with a sentence; an age left out never is."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.assessment import actions as assessing
from entremise.assessment import queries
from entremise.base.errors import NotPossible
from entremise.contact import actions as contacting
from entremise.contact.models import Session
from entremise.people.models import NameCard

TODAY = TUESDAY_TEN.date()


class TestBirth:
    @pytest.mark.parametrize(
        ("born", "first"),
        [
            ("2019", dt.date(2019, 1, 1)),
            ("2019-03-04", dt.date(2019, 3, 4)),
            ("", None),
            ("vers 2019", None),
            ("2019-02-31", None),
        ],
    )
    def test_is_known_as_far_as_it_was_said(self, born, first):
        assert NameCard(born=born).born_from == first


@pytest.mark.django_db
class TestBeforeHerBirth:
    @pytest.fixture
    def case(self, world):
        return world.case_of(world.worker, NameCard(last_name="Canarivent", born="2019"))

    @pytest.mark.parametrize("name", assessing.DAYS)
    def test_no_day_of_an_assessment(self, world, case, name):
        with acting_as(world.actor(world.worker)) as actor:
            asked = {"actor": actor, "case_id": case.pk, "now": TUESDAY_TEN}
            with pytest.raises(NotPossible, match="avant sa naissance"):
                assessing.save(answers={name: dt.date(2018, 12, 31)}, **asked)
            assessing.save(answers={name: dt.date(2019, 1, 1)}, **asked)

    def test_no_interview(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            asked = {"actor": actor, "case_id": case.pk, "now": TUESDAY_TEN}
            for year, refused in ((2018, True), (2019, False)):
                account = contacting.Account(
                    kind=Session.Kind.PHONE, at=TUESDAY_TEN.replace(year=year)
                )
                if refused:
                    with pytest.raises(NotPossible, match="2019"):
                        contacting.hold(account=account, **asked)
                else:
                    contacting.hold(account=account, **asked)

    def test_nothing_is_refused_where_it_is_not_known(self, world):
        case = world.case_of(world.worker, NameCard(last_name="Canarivent"))
        with acting_as(world.actor(world.worker)) as actor:
            days = dict.fromkeys(assessing.DAYS, dt.date(1950, 1, 1))
            assessing.save(actor=actor, case_id=case.pk, answers=days, now=TUESDAY_TEN)


@pytest.mark.django_db
class TestChildren:
    def send(self, world, case, **answers):
        page = reverse("assessment:sheet", args=[case.pk])
        return logged_in_client(world.worker).post(page, {"version": "0", **answers})

    def test_may_be_counted_without_an_age(self, world):
        case = world.case_of(world.worker)
        assert self.send(world, case, children="yes", children_count="2").status_code == 302
        with acting_as(world.actor(world.worker)) as actor:
            draft = queries.draft(actor=actor, case_id=case.pk)
        assert (draft.children, draft.children_count, draft.child_bands) == ("yes", 2, [])

    def test_are_asked_again_where_there_are_none_and_some(self, world):
        answer = self.send(world, world.case_of(world.worker), children="no", children_count="2")
        assert answer.status_code == 200
        assert "« Non » aux enfants" in answer.content.decode().replace("\xa0", " ")
