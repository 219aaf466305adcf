"""The list of competences: which communes each unit answers for."""

import pytest

from entremise.access.acting import acting_as
from entremise.organisation.actions import ImportSummary, import_units
from entremise.organisation.models import Unit
from entremise.organisation.queries import actor_of
from world import World

pytestmark = pytest.mark.django_db

HEADER = "code_commune;libelle_commune;institution;id_service;service;code_postal;codes_postaux"


@pytest.fixture
def world() -> World:
    world = World()
    Unit.objects.filter(pk=world.brigade.pk).update(
        official_id="7001", search_key="brigade de macon"
    )
    return world


def take(world: World, *rows: str) -> ImportSummary:
    actor = actor_of(world.admin)
    with acting_as(actor):
        return import_units(actor=actor, content="\n".join([HEADER, *rows]).encode())


def communes(unit: Unit) -> set[str]:
    return set(unit.communes.values_list("pk", flat=True))


class TestImport:
    ROWS = (
        "71270;Mâcon;GN;7001;Brigade de Mâcon;71000;71000-71118",
        "71106;Charolles;GN;7001;Brigade de Mâcon;71120;71120",
        "71270;Mâcon;PN;0;Commissariat de Mâcon;71000;71000",
    )

    def test_gives_a_service_all_the_communes_of_its_rows(self, world):
        summary = take(world, *self.ROWS)
        assert communes(world.brigade) == {"71270", "71106"}
        assert (summary.created, summary.unchanged) == (2, 0)

    def test_a_second_run_changes_nothing(self, world):
        take(world, *self.ROWS)
        again = take(world, *self.ROWS)
        assert (again.created, again.changed, again.unchanged) == (0, 0, 2)

    def test_a_commune_that_left_is_taken_off(self, world):
        take(world, *self.ROWS)
        assert take(world, self.ROWS[0]).changed == 1
        assert communes(world.brigade) == {"71270"}

    def test_an_unknown_service_and_an_unknown_commune_are_told_once(self, world):
        summary = take(world, *self.ROWS, "99999;Ailleurs;GN;7001;Brigade de Mâcon;;")
        assert [(one.what, one.why.split(" :")[0]) for one in summary.refused] == [
            ("Commissariat de Mâcon", "service inconnu"),
            ("99999", "commune inconnue"),
        ]

    def test_a_namesake_of_another_departement_is_not_taken_for_it(self, world):
        take(world, "42187;Roanne;GN;9;Brigade de Mâcon;42300;42300")
        assert communes(world.brigade) == set()

    def test_a_merged_commune_counts_as_that_of_today(self, world):
        take(world, "71197;Flacé;GN;7001;Brigade de Mâcon;71000;71000")
        assert communes(world.brigade) == {"71270"}
