"""Deeds on posts, holders, replacements: what is refused, and to whom it does not exist."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from conftest import TUESDAY_TEN
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation import actions
from entremise.organisation.models import (
    Affiliation,
    Cover,
    DutyHours,
    Employer,
    Holding,
    Post,
    Queue,
    Unit,
)
from world import account

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_31 = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
NOW = {"now": TUESDAY_TEN}


def journalled() -> int:
    return JournalEntry.objects.using("owner").count()


class TestGivePost:
    def free(self, world, asking) -> None:
        with asking("coordinator"):
            Holding.objects.filter(post=world.post).update(ends_on=dt.date(2026, 2, 28))

    def give(self, asking, world, user, by: str = "coordinator", **days: dt.date) -> Holding:
        with asking(by) as actor:
            return actions.give_post(
                actor=actor,
                post_id=world.post.pk,
                user_id=user.pk,
                **{"starts_on": MARCH_1, **NOW, **days},
            )

    def test_from_a_day_on(self, world, asking):
        self.free(world, asking)
        newcomer = account(Role.WORKER)
        holding = self.give(asking, world, newcomer)
        assert (holding.user, holding.starts_on, holding.ends_on) == (newcomer, MARCH_1, None)

    def test_a_post_has_one_holder_at_a_time(self, world, asking):
        with pytest.raises(NotPossible, match="tient ce poste depuis le"):
            self.give(asking, world, account(Role.WORKER))

    def test_the_end_cannot_come_before_the_beginning(self, world, asking):
        self.free(world, asking)
        with pytest.raises(NotPossible, match="La fin ne peut pas précéder le début"):
            self.give(asking, world, world.worker, ends_on=dt.date(2026, 2, 1))

    @pytest.mark.parametrize("who", ["officer", "coordinator", "admin"])
    def test_only_a_worker_can_hold_a_post(self, world, asking, who):
        self.free(world, asking)
        with pytest.raises(NotPossible, match="n’est pas celui d’une intervenante"):
            self.give(asking, world, getattr(world, who))

    def test_never_somebody_of_another_employer(self, world, asking):
        self.free(world, asking)
        with pytest.raises(NotPossible, match="autre employeur"):
            self.give(asking, world, world.far_worker)
        newcomer = account(Role.WORKER)
        with asking("admin"):
            Affiliation.objects.create(user=newcomer, employer=world.association)
        with pytest.raises(NotPossible, match="autre employeur"):
            self.give(asking, world, newcomer)

    @pytest.mark.parametrize("role", ["worker", "steering", "dpo", "officer", "chief"])
    def test_those_who_do_not_organise_may_not(self, world, asking, role):
        with pytest.raises(NotAllowed):
            self.give(asking, world, world.worker, by=role)

    def test_for_a_coordinator_the_posts_of_others_do_not_exist(self, world, asking):
        with pytest.raises(Post.DoesNotExist), asking("coordinator") as actor:
            actions.give_post(
                actor=actor,
                post_id=world.far_post.pk,
                user_id=world.far_worker.pk,
                starts_on=MARCH_1,
                **NOW,
            )

    def test_the_administration_keeps_all_of_them(self, world, asking):
        with asking("admin") as actor:
            holding = Holding.objects.get(post=world.far_post)
            actions.end_holding(
                actor=actor,
                post_id=world.far_post.pk,
                holding_id=holding.pk,
                ends_on=MARCH_31,
                **NOW,
            )
        holding.refresh_from_db()
        assert holding.ends_on == MARCH_31


class TestEndHolding:
    def end(self, world, asking, post: Post, on: dt.date) -> None:
        with asking("coordinator") as actor:
            holding = Holding.objects.get(post=world.post)
            actions.end_holding(
                actor=actor, post_id=post.pk, holding_id=holding.pk, ends_on=on, **NOW
            )

    def test_not_before_it_began_nor_through_another_post(self, world, asking):
        with pytest.raises(NotPossible, match="précéder"):
            self.end(world, asking, world.post, dt.date(2019, 1, 1))
        with pytest.raises(Holding.DoesNotExist):
            self.end(world, asking, world.other_post, MARCH_31)


class TestCoverPost:
    def cover(self, asking, world, user) -> Cover:
        with asking("coordinator") as actor:
            return actions.cover_post(
                actor=actor,
                post_id=world.post.pk,
                user_id=user.pk,
                starts_on=MARCH_1,
                ends_on=MARCH_31,
                **NOW,
            )

    def test_by_a_colleague_of_the_same_employer(self, world, asking):
        assert self.cover(asking, world, world.other_worker).ends_on == MARCH_31

    def test_not_by_the_holder_nor_twice_nor_from_elsewhere(self, world, asking):
        with pytest.raises(NotPossible, match="tient déjà ce poste"):
            self.cover(asking, world, world.worker)
        self.cover(asking, world, world.other_worker)
        with pytest.raises(NotPossible, match="remplace déjà"):
            self.cover(asking, world, world.other_worker)
        with pytest.raises(NotPossible, match="autre employeur"):
            self.cover(asking, world, world.far_worker)

    def test_ends_today_or_disappears_if_it_has_not_begun(self, world, asking):
        cover = self.cover(asking, world, world.other_worker)
        for on, left in ((dt.date(2026, 3, 10), 1), (dt.date(2026, 2, 10), 0)):
            with asking("coordinator") as actor:
                actions.end_cover(
                    actor=actor, post_id=world.post.pk, cover_id=cover.pk, on=on, **NOW
                )
                assert Cover.objects.count() == left


class TestPosts:
    def create(self, asking, world, employer, by: str = "coordinator", **values: object) -> Post:
        given = {"name": "Forez", "kind": "mixed", "fte": Decimal("0.5"), "opened_on": MARCH_1}
        with asking(by) as actor:
            return actions.create_post(
                actor=actor, employer_id=employer.pk, **{**given, **NOW, **values}
            )

    def test_shares_a_queue_of_its_employer_only(self, world, asking):
        post = self.create(asking, world, world.employer, queue_id=world.post.queue_id)
        assert post.queue == world.post.queue
        with pytest.raises(Queue.DoesNotExist):
            self.create(asking, world, world.employer, name="B", queue_id=world.far_post.queue_id)

    def test_is_once_at_its_employer(self, world, asking):
        self.create(asking, world, world.employer)
        with pytest.raises(NotPossible, match="Ce poste existe déjà"):
            self.create(asking, world, world.employer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(
                employer=world.employer,
                queue=world.post.queue,
                name="Forez",
                kind="mixed",
                fte=1,
                opened_on=MARCH_1,
            )

    @pytest.mark.parametrize("fte", [Decimal(0), Decimal("1.1"), Decimal("-0.5")])
    def test_goes_from_a_little_to_full_time(self, world, asking, fte):
        with pytest.raises(NotPossible, match="0,05 à 1"):
            self.create(asking, world, world.employer, fte=fte)

    def test_a_coordinator_opens_none_at_another_employer(self, world, asking):
        with pytest.raises(NotAllowed):
            self.create(asking, world, world.association)
        assert self.create(asking, world, world.association, by="admin").name == "Forez"

    def test_cannot_close_before_it_opened(self, world, asking):
        with (
            pytest.raises(NotPossible, match="fermer avant d’avoir ouvert"),
            asking("coordinator") as actor,
        ):
            actions.change_post(
                actor=actor,
                post_id=world.post.pk,
                version=1,
                name="R",
                kind="mixed",
                fte=Decimal(1),
                opened_on=MARCH_31,
                closed_on=MARCH_1,
                duty_phone="",
                queue_id=None,
                **NOW,
            )

    def test_territory_grows_by_communes_epci_and_units_without_doubles(self, world, asking):
        with asking("coordinator") as actor:
            new = actions.add_to_territory(
                actor=actor,
                post_id=world.post.pk,
                communes=["42187", "42147"],
                epci="200035731",
                units=[world.station.pk, world.brigade.pk],
                **NOW,
            )
        assert new == 3
        assert set(world.post.communes.values_list("pk", flat=True)) == {
            *("42187", "42147", "42182")
        }

    def test_an_unknown_commune_or_a_closed_unit_is_refused(self, world, asking):
        Unit.objects.filter(pk=world.brigade.pk).update(closed_on=MARCH_1)
        for places, words in (
            ({"communes": ["99999"]}, "commune"),
            ({"units": [world.brigade.pk]}, "fermée"),
        ):
            with pytest.raises(NotPossible, match=words), asking("coordinator") as actor:
                actions.add_to_territory(actor=actor, post_id=world.post.pk, **places, **NOW)


class TestDutyHours:
    def add(self, asking, world, start: int, end: int) -> None:
        with asking("coordinator") as actor:
            actions.add_duty_hours(
                actor=actor,
                post_id=world.post.pk,
                weekdays=[0, 1],
                starts_at=dt.time(start),
                ends_at=dt.time(end),
                **NOW,
            )

    def test_by_day_without_overlapping(self, world, asking):
        self.add(asking, world, 9, 12)
        self.add(asking, world, 12, 17)
        assert DutyHours.objects.filter(post=world.post).count() == 4
        with pytest.raises(NotPossible, match="en recouvrent d’autres"):
            self.add(asking, world, 11, 13)
        with pytest.raises(NotPossible, match="finir après son début"):
            self.add(asking, world, 17, 9)

    def test_are_taken_off_through_their_own_post_only(self, world, asking):
        self.add(asking, world, 9, 12)
        duty = DutyHours.objects.filter(post=world.post).first()
        with pytest.raises(DutyHours.DoesNotExist), asking("coordinator") as actor:
            actions.remove_duty_hours(
                actor=actor, post_id=world.other_post.pk, duty_id=duty.pk, **NOW
            )
        with asking("coordinator") as actor:
            actions.remove_duty_hours(actor=actor, post_id=world.post.pk, duty_id=duty.pk, **NOW)
        assert DutyHours.objects.filter(post=world.post).count() == 1


class TestUnits:
    UNIT = {"kind": "police", "level": "station", "commune": "42187", "departement": "42"}

    def test_are_kept_by_the_administration_alone(self, world, asking):
        with asking("admin") as actor:
            unit = actions.create_unit(actor=actor, name="Poste de Mably", **self.UNIT, **NOW)
        assert unit.search_key == "poste de mably"
        for role in ("coordinator", "worker", "chief"):
            with pytest.raises(NotAllowed), asking(role) as actor:
                actions.create_unit(actor=actor, name="Autre", **self.UNIT, **NOW)

    def test_cannot_depend_on_themselves_nor_on_the_other_force(self, world, asking):
        def put_under(unit: Unit, parent: Unit) -> None:
            with asking("admin") as actor:
                actions.change_unit(
                    actor=actor,
                    unit_id=unit.pk,
                    version=Unit.objects.get(pk=unit.pk).version,
                    name=unit.name,
                    level="station",
                    parent_id=parent.pk,
                    phone="",
                    address="",
                    hours="",
                    receives_public=True,
                    separate_entrance=None,
                    **NOW,
                )

        with asking("admin") as actor:
            small = actions.create_unit(actor=actor, name="Bureau", **self.UNIT, **NOW)
        put_under(small, world.station)
        for unit, parent, words in (
            (world.station, small, "d’elle-même"),
            (world.station, world.station, "d’elle-même"),
            (small, world.brigade, "l’autre force"),
        ):
            with pytest.raises(NotPossible, match=words):
                put_under(unit, parent)

    def test_one_that_others_depend_on_is_not_closed(self, world, asking):
        with asking("admin") as actor:
            actions.create_unit(
                actor=actor, name="Bureau", parent_id=world.station.pk, **self.UNIT, **NOW
            )
        with pytest.raises(NotPossible, match="en dépendent"), asking("admin") as actor:
            actions.close_unit(actor=actor, unit_id=world.station.pk, on=MARCH_1, **NOW)


class TestEmployers:
    def test_are_added_by_the_administration_alone(self, world, asking):
        given = {"name": "CCAS", "kind": "commune", "departement": "42", "offence_basis": "none"}
        with asking("admin") as actor:
            actions.create_employer(actor=actor, **given, **NOW)
        with pytest.raises(NotAllowed), asking("coordinator") as actor:
            actions.create_employer(actor=actor, **given, **NOW)
        assert Employer.objects.filter(name="CCAS").count() == 1


class TestAccounts:
    def test_the_place_follows_the_role_and_nothing_else(self, world, asking):
        with asking("admin") as actor:
            first = actions.open_account(
                actor=actor,
                email="chef@exemple.fr",
                name="C. Fictif",
                role=Role.CHIEF,
                unit_id=world.station.pk,
                employer_id=world.employer.pk,
                **NOW,
            )
        with asking("admin"):
            belongs = Affiliation.objects.get(user_id=first.user_id)
        assert (belongs.unit, belongs.employer) == (world.station, None)

    def test_a_worker_does_not_take_her_cases_to_another_employer(self, world, asking):
        with pytest.raises(NotPossible, match="autre employeur"), asking("admin") as actor:
            actions.change_account(
                actor=actor,
                user_id=world.worker.pk,
                name="N",
                employer_id=world.association.pk,
                **NOW,
            )


class TestJournal:
    def test_a_deed_leaves_a_line_without_a_name(self, world, asking):
        with asking("admin") as actor:
            actions.open_account(
                actor=actor,
                email="canari@exemple.fr",
                name="Canarivent",
                role=Role.STEERING,
                departement="42",
                **NOW,
            )
        with asking("dpo"):
            lines = list(JournalEntry.objects.values())
        assert "canari" not in str(lines).lower()
