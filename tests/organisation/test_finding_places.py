"""Finding a place by what people say, type or remember of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entremise.access.actor import PUBLIC
from entremise.organisation import queries
from entremise.organisation.models import Commune, Unit
from entremise.organisation.queries import places
from entremise.organisation.spelling import search_key

pytestmark = pytest.mark.django_db


def codes(text: str, departement: str = "") -> list[str]:
    found = queries.find_communes(actor=PUBLIC, text=text, departement=departement)
    return [commune.pk for commune in found]


class TestSpelling:
    @pytest.mark.parametrize(
        "written",
        ["Saint-Étienne", "st etienne", "SAINT ETIENNE", " St-Étienne ", "saint’étienne"],
    )
    def test_one_place_has_one_key(self, written):
        assert search_key(written) == "saint etienne"

    def test_ligatures_and_feminine_saints(self):
        assert search_key("Ste-Cœur") == "sainte coeur"

    @settings(deadline=None)
    @given(st.text(max_size=40))
    def test_a_key_is_its_own_key_and_holds_only_words(self, text):
        key = search_key(text)
        assert search_key(key) == key
        assert all(part.isalnum() and part.isascii() for part in key.split(" ") if part)


class TestFindCommunes:
    def test_without_accents_hyphens_or_saint_in_full_the_biggest_first(self):
        assert codes("st") == ["42218", "42207", "42279"]
        assert codes("sainT-etiEnne") == ["42218"]

    def test_the_name_itself_comes_before_longer_names(self):
        assert codes("macon")[0] == "71270"

    def test_in_the_middle_of_a_name_too(self):
        assert codes("monial") == ["71342"]

    @pytest.mark.parametrize("typed", ["42600", "42147", "426"])
    def test_by_postal_or_official_code(self, typed):
        assert codes(typed) == ["42147"]

    def test_a_second_postal_code_counts(self):
        assert codes("42230") == ["42218"]

    def test_within_a_departement(self):
        assert codes("c", "71") == []
        assert codes("ch", "71") == ["71076", "71106"]

    @pytest.mark.parametrize("typed", ["", " ", "x", "\0", "%", "_", "’", "🙂", "a" * 5000])
    def test_what_says_nothing_finds_nothing(self, typed):
        assert codes(typed) == []

    def test_a_merged_commune_leads_to_that_of_today(self):
        for written in ("42057", " 42095 "):
            assert queries.commune(actor=PUBLIC, code=written).name == "Firminy"
        for written in ("", "99999", "4205", "57"):
            assert queries.commune(actor=PUBLIC, code=written) is None


class TestFindUnits:
    def test_three_letters_of_any_of_its_words(self, world):
        for typed in ("roa", "com roa", "roanne commissariat"):
            found = queries.find_units(actor=PUBLIC, text=typed)
            assert found == [world.station], typed
        assert queries.find_units(actor=PUBLIC, text="oan") == []

    def test_a_closed_unit_is_found_no_more_but_can_still_be_named(self, world):
        Unit.objects.filter(pk=world.station.pk).update(closed_on="2025-01-01")
        assert queries.find_units(actor=PUBLIC, text="roa") == []
        assert queries.units_for(actor=PUBLIC, departement="42") == []
        assert queries.unit(actor=PUBLIC, unit_id=world.station.pk) == world.station

    def test_units_of_a_departement_come_by_name(self, world):
        for name in ("Brigade d’Épinac", "Brigade d’Autun"):
            Unit.objects.create(
                name=name,
                kind="gendarmerie",
                level="brigade",
                departement_id="42",
                search_key=search_key(name),
            )
        names = [unit.name for unit in queries.units_for(actor=PUBLIC, departement="42")]
        assert names[:2] == ["Brigade d’Autun", "Brigade d’Épinac"]


class TestFindEpcis:
    def test_by_its_name_or_by_one_of_its_communes(self):
        for typed in ("roannais", "renaison"):
            found = queries.find_epcis(actor=PUBLIC, text=typed)
            assert [epci.pk for epci in found] == ["200035731"]


class TestCommunesLike:
    @pytest.mark.parametrize(
        "typed",
        ["Roanne", "roanne", "42300", "42300 ROANNE", "Roanne (42300)", "٤٢٣٠٠", "Roanne 1er"],
    )
    def test_is_sure_of_a_name_or_a_postal_code_that_one_place_has(self, typed):
        found = queries.communes_like(actor=PUBLIC, text=typed)
        assert found.sure is not None
        assert found.sure.pk == "42187"

    @pytest.mark.parametrize("typed", ["Saint", "Roane", "saint etiene", "mont"])
    def test_proposes_and_never_guesses(self, typed):
        found = queries.communes_like(actor=PUBLIC, text=typed)
        assert found.sure is None
        assert found.likely

    @pytest.mark.parametrize("typed", ["", "??", "zzzz qqqq", "😀", "12345", "روان"])
    def test_finds_nothing_in_what_means_nothing(self, typed):
        found = queries.communes_like(actor=PUBLIC, text=typed)
        assert (found.sure, found.likely) == (None, [])

    def test_asks_again_where_a_greater_place_begins_with_the_same_words(self, monkeypatch):
        hamlet = Commune(code="25474", name="Le Puy", population=600, search_key="le puy")
        town = Commune(
            code="43157", name="Le Puy-en-Velay", population=19_000, search_key="le puy en velay"
        )
        monkeypatch.setattr(places, "find_communes", lambda **_asked: [hamlet, town])
        found = queries.communes_like(actor=PUBLIC, text="Le Puy")
        assert (found.sure, found.likely) == (None, [town, hamlet])

    def test_proposes_first_the_town_that_somebody_answers_for(self):
        elsewhere = ["rouane", "rouanes", "rouanne", "rouanez", "roouane", "rouanet", "rouaine"]
        keys = [*((key, "99") for key in elsewhere), ("roanne", "42"), ("firminy", "42")]
        ranks = places._ranks("rouane", keys, {"42"})
        assert next(iter(ranks)) == "roanne"
        assert len(ranks) == 1 + places.NEAR
        assert "roanne" not in places._ranks("rouane", keys, set())

    def test_proposes_equally_near_names_in_the_order_of_the_list(self):
        keys = [("rouans", "99"), ("rouana", "99"), ("rouand", "99"), ("rouant", "99")]
        assert list(places._ranks("rouane", keys, set())) == [key for key, _ in keys]
        assert list(places._ranks("rouane", keys[::-1], set())) == [key for key, _ in keys[::-1]]

    @settings(deadline=None, max_examples=40)
    @given(st.text(max_size=120))
    def test_takes_anything(self, text):
        queries.communes_like(actor=PUBLIC, text=text.replace("\x00", ""))
