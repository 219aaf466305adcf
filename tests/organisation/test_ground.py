"""The shipped places: complete, loaded at once, loaded once."""

import pytest
from django.db import ProgrammingError, connections, transaction

from entremise.organisation import ground
from entremise.organisation.models import Commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> int:
    """The whole of France, on the owner's connection, forgotten after the test."""
    return ground.load(using="owner")


class TestLoad:
    def test_lays_every_commune_over_those_that_were_there(self, loaded):
        communes = Commune.objects.using("owner")
        assert loaded == 34_969
        assert communes.count() == 34_969
        assert communes.get(pk="42187").population > 35_000
        assert communes.filter(departement_id="42").count() == 320
        assert communes.filter(departement_id="71").count() == 563

    def test_names_the_source_its_edition_and_its_licence(self, loaded):
        source = ground.source(using="owner")
        assert "6.0.0" in source
        assert "2026" in source
        assert "Licence Ouverte" in source

    def test_a_second_time_does_nothing(self, loaded, django_assert_num_queries):
        with django_assert_num_queries(2, using="owner"):
            assert ground.load(using="owner") == loaded

    def test_a_newer_edition_corrects_what_is_there(self, loaded):
        Commune.objects.using("owner").filter(pk="42187").update(name="Rouane", population=1)
        with connections["owner"].cursor() as cursor:
            cursor.execute("COMMENT ON TABLE organisation_commune IS 'édition 2025'")

        ground.load(using="owner")

        roanne = Commune.objects.using("owner").get(pk="42187")
        assert roanne.name == "Roanne"
        assert roanne.population > 35_000

    def test_a_district_and_a_merged_commune_lead_to_that_of_today(self, loaded):
        communes = Commune.objects.using("owner")
        assert "13201" in communes.get(name="Marseille").former_codes.split()
        assert "42057" in communes.get(name="Firminy").former_codes.split()

    def test_the_application_may_not_write_it(self):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Commune.objects.filter(pk="42187").update(population=0)
