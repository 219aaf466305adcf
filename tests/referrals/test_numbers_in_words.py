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
from entremise.referrals.actions.sheltering import NUMBER, SHELTERED, shelter
from entremise.referrals.forms import read_table
from referring import CHANNEL, refer, take

TODAY = dt.date(2026, 3, 10)
MARKS = st.sampled_from(["", " ", ".", "-", "/", "\u00a0"])
PREFIXES = st.sampled_from(["0", "+33", "+33 ", "0033", "+33(0)", "+33 (0) "])


@st.composite
def numbers(draw):
    """A French number in some way of writing it."""
    mark = draw(MARKS)
    pairs = [f"{draw(st.integers(0, 99)):02}" for _pair in range(4)]
    return draw(PREFIXES) + mark.join([str(draw(st.integers(1, 9))), *pairs])


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
        assert not NUMBER.search(repr(opened))
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
        [
            *("Tél. victime", "N° de téléphone", "Portable de la victime", "Numéro", "GSM"),
            *("Contact", "tel victime", ""),
        ],
    )
    def test_finds_the_numbers_under_any_title(self, title):
        text = f"Date;Nature;Personnes;{title};Ce qui a été vu\n09/03;VIF;DURAND;0699001122;cris"
        (line,) = read_table(text, TODAY).lines
        assert line["phone"] == "0699001122"
        assert line["persons"] == "DURAND"

    def test_reads_titles_that_say_more_than_one_word(self):
        text = (
            "Date d’intervention;Nature de l’appel;Commune des faits;Noms cités;Tél. victime;"
            "Récit des faits\n09/03;VIF;Roanne;DURAND;0699001122;cris"
        )
        (line,) = read_table(text, TODAY).lines
        assert list(line.values()) == ["09/03", "VIF", "Roanne", "DURAND", "0699001122", "cris"]
