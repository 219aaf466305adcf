"""A number among the words of a referral goes behind the rule; the words are read without it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.people.names import phone_digits
from entremise.people.queries import channels_of
from entremise.people.safety import Code, Opening
from entremise.referrals import actions
from entremise.referrals.actions.sheltering import SHELTERED, shelter
from entremise.referrals.forms import read_table
from referring import CHANNEL, refer, take

TODAY = dt.date(2026, 3, 10)
MARKS = st.sampled_from(["", " ", ".", "-", " - ", "–", "_", ", ", "\t", "\u00a0", "\u2009"])
PREFIXES = st.sampled_from(["0", "0 ", "O", "+33", "+33 ", "(+33)", "0033", "+33(0)", "+33 (0) "])


@st.composite
def numbers(draw):
    """A French number in some way of writing it, the marks as they come."""
    figures = [str(draw(st.integers(1, 9))), *(str(draw(st.integers(0, 9))) for _ in range(8))]
    return draw(PREFIXES) + "".join(
        figure if not place else draw(MARKS) + figure for place, figure in enumerate(figures)
    )


class TestShelter:
    @given(numbers(), st.text("abc é,.;:'\n", max_size=20), st.text("abc é,.;:'\n", max_size=20))
    def test_takes_any_number_out_of_the_words_and_keeps_it(self, number, before, after):
        channel, (words,) = shelter({}, f"{before} {number} {after}")
        assert words == f"{before} {SHELTERED} {after}"
        assert phone_digits(channel["value"]) == phone_digits(number)

    @pytest.mark.parametrize(
        "words",
        [
            *("le 01/02/2026 14 h 30", "PV 2026/004417", "17, 115 et 3919", "42300 Roanne"),
            *("01.02.2026 14 30", "le 5-6-1988 12 34 56", "né le 05 06 1988 12 34"),
            *("né le 05 06 1988", "de 9 h 30 à 12 h 45", "dossier 12345678901234", "3 000 €"),
        ],
    )
    def test_leaves_days_hours_and_references(self, words):
        assert shelter({}, words) == ({}, [words])

    def test_keeps_once_what_was_given_apart(self):
        channel, _words = shelter(dict(CHANNEL), f"rappeler au {CHANNEL['value']}")
        assert channel == CHANNEL


@pytest.mark.django_db
class TestAReferral:
    def test_that_held_a_number_in_its_words_shows_none_and_opens_none(self, world):
        referral_id = refer(world, said="Canaridit : sa sœur, 06 39 98 55 66, le soir.")
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert "98 55 66" not in repr(opened)
        assert SHELTERED in opened.said
        case = take(world, referral_id)
        with acting_as(world.actor(world.worker)) as actor:
            lines = channels_of(actor=actor, person_id=case.person_id, now=TUESDAY_TEN)
        assert [line.call.opening for line in lines] == [Opening.FIRST_CALL, Opening.SHUT]
        assert lines[1].call.code is Code.HOURS_IN_WORDS
        assert "peut-être pas le sien" in lines[1].when


class TestAPastedTable:
    @pytest.mark.parametrize(
        "title",
        ["Tél. victime", "N° de téléphone", "Portable de la victime", "Numéro", "tel victime"],
    )
    def test_finds_her_number_under_a_title_that_says_more(self, title):
        text = f"Date;Nature;Personnes;{title};Ce qui a été vu\n09/03;VIF;DURAND;0699001122;cris"
        (line,) = read_table(text, TODAY).lines
        assert line["phone"] == "0699001122"
        assert line["persons"] == "DURAND"

    @pytest.mark.parametrize(
        "title",
        [
            *("Tél. auteur", "Tél. mis en cause", "Téléphone du requérant", "Portable conjoint"),
            *("Numéro PV", "Numéro de procédure", "Contact", ""),
        ],
    )
    def test_takes_the_number_of_somebody_else_for_words(self, title):
        text = f"Date;Nature;Personnes;{title};Ce qui a été vu\n09/03;VIF;DURAND;0699001122;cris"
        (line,) = read_table(text, TODAY).lines
        assert "phone" not in line
        assert "0699001122" in line["seen"]

    def test_leaves_her_column_to_her(self):
        titles = "Nature;Nom auteur;Tél. auteur;Nom;Tél. victime"
        text = f"{titles}\nVIF;PETIT;0611111111;DURAND;0699001122"
        (line,) = read_table(text, TODAY).lines
        assert (line["persons"], line["phone"]) == ("DURAND", "0699001122")
        assert "0611111111" in line["seen"]

    def test_reads_titles_that_say_more_than_one_word(self):
        text = (
            "Date d’intervention;Nature de l’appel;Commune des faits;Noms cités;Tél. victime;"
            "Récit des faits\n09/03;VIF;Roanne;DURAND;0699001122;cris"
        )
        (line,) = read_table(text, TODAY).lines
        assert list(line.values()) == ["09/03", "VIF", "Roanne", "DURAND", "0699001122", "cris"]
