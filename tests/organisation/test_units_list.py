"""The official list of units: its traps are put right or refused, never swallowed."""

import pytest

from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation.actions import ImportSummary, import_units
from entremise.organisation.lists import Listed, Place, plain_hours, read_sheet, read_units
from entremise.organisation.models import Unit
from entremise.organisation.queries import actor_of

pytestmark = pytest.mark.django_db

HEADER = (
    "identifiant_public_unite;service;telephone;departement;code_commune_insee;voie;code_postal;"
    "commune;geocodage_epsg;geocodage_x;geocodage_y;geocodage_x_GPS;geocodage_y_GPS;"
    "horaires_accueil;url;adresse_geographique"
)
ROANNE = {
    "identifiant_public_unite": "0",
    "service": "Commissariat de police de Roanne",
    "telephone": "+33 4 77 00 00 01",
    "departement": "42",
    "code_commune_insee": "42187",
    "voie": "1 rue des Essais",
    "code_postal": "42332",
    "commune": "Roanne Cedex",
    "geocodage_x_GPS": "4.07",
    "geocodage_y_GPS": "46.03",
    "horaires_accueil": "Mo-Fr 08:00-12:00",
}
CHAMBLES = {
    "identifiant_public_unite": "1009901",
    "service": "Gendarmerie - Brigade de Chambles",
    "telephone": "+33 4 77 00 00 02",
    "departement": "42",
    "code_commune_insee": "42042",
    "voie": "Le Bourg",
    "code_postal": "42170",
    "commune": "Chambles",
    "geocodage_x_GPS": "4.23",
    "geocodage_y_GPS": "45.43",
    "horaires_accueil": " Lundi : 8h00-12h00 14h00-18h00 Mardi : 8h00-12h00 14h00-18h00",
}
SHORT = {
    "number": "identifiant_public_unite",
    "phone": "telephone",
    "dep": "departement",
    "insee": "code_commune_insee",
    "postal": "code_postal",
    "town": "commune",
    "lon": "geocodage_x_GPS",
    "lat": "geocodage_y_GPS",
    "hours": "horaires_accueil",
}
Row = dict[str, str]


def sheet(*rows: Row, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """A list in the official layout."""
    names = HEADER.split(";")
    lines = [";".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    return end.join([HEADER, *lines]).encode(encoding)


def changed(row: Row, **cells: str) -> Row:
    """The same row with other cells."""
    return row | {SHORT.get(name, name): cell for name, cell in cells.items()}


@pytest.fixture
def take(world):
    """Import as the administrator, and return the summary."""

    def run(content: bytes, *, by: str = "admin") -> ImportSummary:
        actor = actor_of(getattr(world, by))
        with acting_as(actor):
            return import_units(actor=actor, content=content)

    return run


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name)


class OnePlace:
    """A ground of one commune, whatever code leads to it."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def by_code(self, code: str) -> Place | None:
        return self.place

    def by_name(self, name: str, *, departement: str, postal_code: str) -> Place | None:
        return None


def read(row: Row, place: Place) -> Listed:
    """The one unit of a list, where its codes all lead to this place."""
    (listed,), _refused = read_units(read_sheet(sheet(row)), OnePlace(place))
    return listed


class TestImport:
    def test_takes_police_and_gendarmerie_under_plain_names(self, take):
        summary = take(sheet(ROANNE, CHAMBLES))

        assert (summary.created, summary.refused) == (2, [])
        station, brigade = unit("Commissariat de Roanne"), unit("Brigade de Chambles")
        assert (station.kind, station.level, station.official_id) == ("police", "station", "")
        assert (brigade.kind, brigade.level, brigade.official_id) == (
            *("gendarmerie", "brigade"),
            "1009901",
        )
        assert (brigade.phone, brigade.commune_id) == ("04 77 00 00 02", "42042")
        assert (brigade.longitude, brigade.latitude) == (4.23, 45.43)
        assert brigade.search_key == "brigade de chambles"

    def test_a_second_run_changes_nothing(self, take):
        content = sheet(ROANNE, CHAMBLES, changed(CHAMBLES, number="0", service="Gendarmerie X"))
        take(content)
        before = list(Unit.objects.order_by("pk").values())

        again = take(content)

        assert (again.created, again.changed) == (0, 0)
        assert again.unchanged >= 2
        assert list(Unit.objects.order_by("pk").values()) == before

    def test_a_newer_list_wins_for_what_it_knows_and_leaves_the_rest(self, take):
        take(sheet(ROANNE, CHAMBLES))
        Unit.objects.filter(name="Brigade de Chambles").update(
            name="Brigade de Chambles et du Forez", separate_entrance=True
        )

        summary = take(sheet(changed(CHAMBLES, phone="+33 4 77 00 00 99", hours="")))

        brigade = unit("Brigade de Chambles et du Forez")
        assert (summary.created, summary.changed) == (0, 1)
        assert brigade.phone == "04 77 00 00 99"
        assert brigade.separate_entrance is True
        assert brigade.hours.startswith("lundi")

    def test_stations_all_numbered_0_stay_apart_and_known_when_renamed(self, take):
        firminy = changed(
            ROANNE, service="Commissariat de police de Firminy", phone="+33 4 77 00 00 03",
            insee="42095", postal="42703", town="Firminy",
        )  # fmt: skip
        assert take(sheet(ROANNE, firminy)).created == 2
        Unit.objects.filter(name="Commissariat de Firminy").update(
            name="Hôtel de police de Firminy", search_key="hotel de police de firminy"
        )

        again = take(sheet(ROANNE, firminy))

        assert (again.created, again.changed, again.unchanged) == (0, 0, 2)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_reads_the_encodings_of_spreadsheets(self, take, encoding):
        etienne = changed(
            ROANNE, service="Commissariat de police de Saint-Étienne", insee="42218",
            postal="42000", town="Saint-Étienne",
        )  # fmt: skip
        summary = take(sheet(etienne, encoding=encoding, end="\n"))

        assert (summary.created, summary.corrected) == (1, [])
        assert unit("Commissariat de Saint-Étienne").commune_id == "42218"


class TestCorrect:
    def reasons(self, summary: ImportSummary) -> str:
        return " / ".join(remark.why for remark in summary.corrected)

    def test_cedex_is_no_town(self, take):
        summary = take(sheet(ROANNE))
        assert unit("Commissariat de Roanne").commune_id == "42187"
        assert "« Roanne Cedex » lu Roanne" in self.reasons(summary)

    def test_name_and_postal_code_win_over_a_wrong_code(self, take):
        summary = take(sheet(changed(CHAMBLES, insee="42147")))
        assert unit("Brigade de Chambles").commune_id == "42042"
        assert "code INSEE 42147 remplacé par 42042 (Chambles)" in self.reasons(summary)

    def test_an_unknown_code_is_found_by_name(self, take):
        take(sheet(changed(CHAMBLES, insee="42999")))
        assert unit("Brigade de Chambles").commune_id == "42042"

    def test_a_merged_commune_leads_to_that_of_today(self, take):
        summary = take(sheet(changed(CHAMBLES, insee="42057", postal="42700", town="Chazeau")))
        assert unit("Brigade de Chambles").commune_id == "42095"
        assert "42057 devient 42095" in self.reasons(summary)

    def test_a_code_that_lost_its_zero_and_a_wrong_departement(self, take):
        summary = take(sheet(changed(CHAMBLES, dep="43")))
        assert unit("Brigade de Chambles").departement_id == "42"
        assert "département 43 remplacé par 42" in self.reasons(summary)

    def test_latitude_and_longitude_swapped(self, take):
        summary = take(sheet(changed(CHAMBLES, lon="45.43", lat="4.23")))
        brigade = unit("Brigade de Chambles")
        assert (brigade.longitude, brigade.latitude) == (4.23, 45.43)
        assert "inversées" in self.reasons(summary)

    def test_latitude_and_longitude_swapped_overseas(self):
        saint_denis = Place("97411", "Saint-Denis", "974")
        listed = read(changed(CHAMBLES, lon="-20.88", lat="55.45"), saint_denis)
        assert (listed.longitude, listed.latitude) == (55.45, -20.88)
        assert "latitude et longitude étaient inversées" in [one.why for one in listed.corrected]

    def test_a_place_beyond_the_seas_is_taken_off_the_map_however_short_the_list(self, take):
        summary = take(sheet(changed(ROANNE, lon="55.45", lat="-20.88"), CHAMBLES))
        assert unit("Commissariat de Roanne").latitude is None
        assert "coordonnées hors de la France métropolitaine, écartées" in self.reasons(summary)
        assert unit("Brigade de Chambles").latitude == 45.43

    def test_an_arrondissement_is_not_called_a_merged_commune(self):
        marseille = Place("13055", "Marseille", "13")
        listed = read(changed(ROANNE, dep="13", insee="13201", town="Marseille"), marseille)
        assert [one.why for one in listed.corrected] == [
            "arrondissement : 13201 est à Marseille (13055)"
        ]

    def test_names_are_written_with_a_curved_apostrophe(self, take):
        take(sheet(changed(CHAMBLES, service="Gendarmerie - Brigade - L'Horme")))
        assert unit("Brigade de L’Horme")

    def test_a_service_of_a_departement_is_not_said_to_be_of_a_town(self, take):
        house = "Gendarmerie - Maison de protection des familles - Loire"
        take(sheet(changed(CHAMBLES, service=house)))
        assert unit("Maison de protection des familles (Loire)")

    def test_a_place_in_another_region_is_taken_off_the_map(self, take):
        others = [
            changed(CHAMBLES, number=f"10099{n}", service=f"Gendarmerie - Brigade de X{n}",
                    lon=f"4.{n}", phone="")
            for n in range(10, 15)
        ]  # fmt: skip
        summary = take(sheet(*others, changed(CHAMBLES, lon="1.35", lat="49.10")))
        stray = unit("Brigade de Chambles")
        assert (stray.longitude, stray.latitude) == (None, None)
        assert "km du département, écartées" in self.reasons(summary)
        assert Unit.objects.filter(name__contains="X", longitude=None).count() == 0

    @pytest.mark.parametrize(("lon", "lat"), [("", ""), ("abc", "1"), ("0", "0"), ("400", "91")])
    def test_impossible_places_are_left_out(self, take, lon, lat):
        take(sheet(changed(CHAMBLES, lon=lon, lat=lat)))
        assert unit("Brigade de Chambles").latitude is None

    def test_a_motorised_unit_receives_nobody(self, take):
        summary = take(
            sheet(changed(CHAMBLES, service="Gendarmerie - Peloton motorisé -  Chambles"))
        )
        mobile = unit("Peloton motorisé de Chambles")
        assert (mobile.receives_public, mobile.level) == (False, "other")
        assert "ne reçoit pas de public" in self.reasons(summary)

    def test_a_closed_unit_stays_closed_and_is_told(self, take):
        take(sheet(CHAMBLES))
        Unit.objects.filter(name="Brigade de Chambles").update(closed_on="2025-01-01")
        summary = take(sheet(CHAMBLES))
        assert unit("Brigade de Chambles").closed_on is not None
        assert "elle reste fermée" in self.reasons(summary)


class TestRefuse:
    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"service": "Douanes de Roanne"}, "ni police ni gendarmerie"),
            ({"service": ""}, "ni police ni gendarmerie"),
            ({"insee": "42999", "town": "Nulle-Part"}, "commune inconnue"),
        ],
    )
    def test_a_row_that_is_no_unit_is_refused_with_its_line_and_reason(self, take, cells, why):
        summary = take(sheet(CHAMBLES, changed(ROANNE, **cells)))
        assert summary.created == 1
        assert [(one.line, one.why.split(" (")[0]) for one in summary.refused] == [(3, why)]
        assert why in summary.text

    def test_the_same_unit_twice(self, take):
        summary = take(sheet(CHAMBLES, CHAMBLES))
        assert (summary.created, summary.refused[0].why) == (1, "déjà lue à la ligne 2")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "vide"),
            (b"nom;ville\nA;B", "Il manque"),
            (b"PK\x03\x04 a workbook", "pas un fichier CSV"),
            (b"service;departement\0", "pas un fichier CSV"),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_whole(self, take, content, words):
        with pytest.raises(NotPossible, match=words):
            take(content)

    def test_short_rows_and_stray_quotes_break_nothing(self, take):
        content = sheet(CHAMBLES) + b'\r\n1;"Brigade\r\n;;\r\n'
        assert take(content).created == 1

    @pytest.mark.parametrize("role", ["worker", "officer", "chief", "dpo", "steering"])
    def test_those_who_do_not_organise_may_not(self, take, role):
        with pytest.raises(NotAllowed):
            take(sheet(CHAMBLES), by=role)


class TestHours:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("", ""),
            ("24/7", "tous les jours, jour et nuit"),
            ("Mo-Th 08:15-11:45,14:00-17:45; Fr 08:15-11:45",
             "lundi au jeudi : 8 h 15 – 11 h 45, 14 h – 17 h 45 ; vendredi : 8 h 15 – 11 h 45"),
            ("Mo-Fr 08:00-18:00; Sa off; PH off", "lundi au vendredi : 8 h – 18 h"),
            (" Lundi : 8h00-12h00 14h00-18h00 Mardi : 8h00-12h00 14h00-18h00",
             "lundi au mardi : 8 h – 12 h, 14 h – 18 h"),
            ("$Lundi : 8h00-12h00$Mardi : fermé$Dimanche : 9h30-12h00",
             "lundi : 8 h – 12 h ; dimanche : 9 h 30 – 12 h"),
        ],
    )  # fmt: skip
    def test_three_ways_of_writing_are_said_in_one(self, written, said):
        assert (plain_hours(written) or "").replace("\u00a0", " ") == said

    @pytest.mark.parametrize("written", ["sur rendez-vous", "Lundi : tôt", "Mo-Zz 08:00-9:00"])
    def test_what_is_not_understood_is_not_invented(self, written):
        assert plain_hours(written) is None

    def test_and_is_kept_as_it_was_written(self, take):
        take(sheet(changed(CHAMBLES, hours="sur rendez-vous")))
        assert unit("Brigade de Chambles").hours == "sur rendez-vous"
