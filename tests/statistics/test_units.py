"""Two units that bear one name are two units in every figure."""

import datetime as dt

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.roles import Role
from entremise.organisation.models import Unit
from entremise.referrals import actions
from entremise.referrals.models import Referral, RefusalCount
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}


@pytest.fixture
def twins(world):
    """A police station and a brigade both called Riorges, and somebody flagged by each."""
    with acting_as(world.actor(world.admin)):
        police, brigade = (
            world.add_unit("Riorges", kind, "42187")
            for kind in (Unit.Kind.POLICE, Unit.Kind.GENDARMERIE)
        )
        world.post.units.add(police, brigade)
    with acting_as(world.actor(world.worker)) as actor:
        for unit in (police, brigade):
            RefusalCount.objects.create(unit=unit, on=TUESDAY_TEN.date(), form="dictated")
            Referral.objects.create(
                employer=world.employer,
                queue=world.post.queue,
                source="police",
                form="dictated",
                wish="agrees",
                unit=unit,
                received_at=TUESDAY_TEN,
                referrer_id=actor.id,
            )
    return ("Riorges (gendarmerie, 42)", "Riorges (police, 42)")


def asked(world, what, **options):
    with acting_as(world.actor(world.worker)) as actor:
        return what(actor=actor, **options, **YEAR)


class TestOfOneName:
    def test_are_counted_apart(self, world, twins):
        each = dict.fromkeys(twins, 1)
        cells = asked(world, queries.referrals, by="unit").cells
        assert {cell.label: cell.n for cell in cells} == each
        cells = asked(world, queries.refusals).cells
        assert {cell.label: cell.n for cell in cells} == each
        rows = asked(world, queries.doors, by="unit").rows
        assert {row.label: row.flagged - row.refused for row in rows} == each

    @pytest.mark.parametrize("step", ["", "flagged"])
    def test_have_each_their_own_lines(self, world, twins, step):
        for name in twins:
            lines = asked(world, queries.rows_behind, by="unit", code=name, step=step)
            assert [line.unit for line in lines.shown] == [name]

    def test_set_aside_lines_of_their_own(self, world, twins):
        with acting_as(world.actor(world.admin)):
            chief = world.add_member(
                Role.CHIEF, unit=Unit.objects.get(name="Riorges", kind="police")
            )
        with acting_as(world.actor(chief)) as actor:
            (unit_id,) = actor.unit_ids
            held = actions.open_list(actor=actor, unit_id=unit_id, now=TUESDAY_TEN)
            cells = [actions.LineCells(kind="VIF")]
            (line,) = actions.add_lines(actor=actor, list_id=held.pk, lines=cells)
            actions.set_aside(actor=actor, line_id=line.pk)
        by_unit, _by_kind = asked(world, queries.set_aside)
        assert [cell.label for cell in by_unit.cells] == ["Riorges (police, 42)"]

    def test_a_name_of_its_own_is_said_alone(self, world, twins):
        with acting_as(world.actor(world.worker)):
            RefusalCount.objects.create(unit=world.station, on=TUESDAY_TEN.date(), form="dictated")
        labels = [cell.label for cell in asked(world, queries.refusals).cells]
        assert world.station.name in labels


class TestInAList:
    def test_are_in_the_order_of_the_french_alphabet(self, world):
        names = ["d’Andrézieux", "Bourg-Argental", "Élan", "Boën", "Feurs"]
        with acting_as(world.actor(world.admin)):
            units = [world.add_unit(name, Unit.Kind.POLICE, "42187") for name in names]
            world.post.units.add(*units)
        with acting_as(world.actor(world.worker)):
            RefusalCount.objects.bulk_create(
                RefusalCount(unit=unit, on=TUESDAY_TEN.date(), form="dictated") for unit in units
            )
        ordered = ["Boën", "Bourg-Argental", "d’Andrézieux", "Élan", "Feurs"]
        rows = asked(world, queries.doors, by="unit").rows
        assert [row.label for row in rows] == ordered
        cells = asked(world, queries.refusals).cells
        assert [cell.label for cell in cells] == ordered
