"""The lines that were not taken come back in the format they came in, each with its reason."""

import pytest

import untidy
from entremise.access.acting import acting_as
from entremise.base import sheets
from entremise.base.sheets import Kind
from entremise.imports import queries
from importing import NOW, imported

pytestmark = pytest.mark.django_db
ROWS = [["Nom", "Prénom", "Date"], ["CANARI", "Zoé", "un jour"], ["MERLE", "Zoé", "12/03/2024"]]


def given_back(world, content):
    of = imported(world, content)
    with acting_as(world.actor(world.worker)) as actor:
        return queries.rows_given_back(actor=actor, import_id=of.pk, now=NOW)


class TestGivingBack:
    @pytest.mark.parametrize("kind", [Kind.CSV, Kind.ODS, Kind.XLSX])
    def test_is_in_the_same_format_with_a_reason(self, world, kind):
        file = given_back(world, sheets.write(kind, ROWS).content)
        assert file.kind == kind
        (table,) = sheets.read(file.content).tables
        assert table.rows[0] == [*ROWS[0], "Pourquoi cette ligne est rendue"]
        assert table.rows[1][:3] == ROWS[1]
        assert "Date de saisine absente ou illisible : un jour" in table.rows[1][3]
        assert len(table.rows) == 2

    def test_of_an_old_workbook_is_a_new_one(self, world):
        assert given_back(world, untidy.xls(ROWS)).kind is Kind.XLSX

    def test_may_be_brought_again_once_corrected(self, world):
        file = given_back(world, sheets.write(Kind.CSV, ROWS).content)
        again = file.content.decode("utf-8-sig").replace("un jour", "13/03/2024")
        assert imported(world, again.encode()).made == 1
