"""What may be said: her preference first, and never the name of a body that exists."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TUESDAY_TEN
from entremise.people.models import SafeChannel
from entremise.people.safety import (
    Act,
    Facts,
    Preferences,
    body_named,
    judge,
    judge_paper,
    neutral_text,
    protection_days,
    script,
)

Message, Safe = SafeChannel.Message, SafeChannel.Safe
TODAY = TUESDAY_TEN.date()
A_DAY = dt.timedelta(days=1)


def call(*, safe=Safe.YES):
    checked = TODAY if safe is Safe.YES else None
    known = Facts(kind=SafeChannel.Kind.PHONE, safe=safe, checked_on=checked)
    return judge(known, Act.CALL, now=TUESDAY_TEN, check_days=30)


def said(verdict=None, message=Message.NEVER, **preferred):
    lines = script(verdict or call(), Preferences(**preferred), message)
    return " ".join(lines).replace("\u00a0", " ")


class TestARealBody:
    @pytest.mark.parametrize(
        "name",
        [
            "la CAF", "Claire, de la C.A.F. de Roanne".replace(".", ""), "Police nationale",
            "le secrétariat de l’hôpital", "HOPITAL", "Mairie de Mâcon", "La Poste", "ma banque",
            "Crédit Agricole", "France Travail", "Sécurité sociale", "l’école de Léa",
            "Pôle Emploi", "le Dr Martin", "Sous-préfecture", "Restos du Cœur", "EDF",
        ],
    )  # fmt: skip
    def test_is_not_a_name_to_call_under(self, name):
        assert body_named(name)

    @pytest.mark.parametrize(
        "name",
        ["", "Claire", "Marie", "Madame Posté", "Léa, du club de lecture", "une amie du marché",
         "Lapostolle", "Françoise", "Ange", "Colette"],
    )  # fmt: skip
    def test_a_first_name_is_nobody(self, name):
        assert body_named(name) == ""

    @given(st.text())
    def test_any_text_has_an_answer(self, text):
        assert isinstance(body_named(text), str)

    @pytest.mark.parametrize("safe", [Safe.YES, Safe.UNKNOWN])
    def test_is_never_said_even_if_it_was_noted_once(self, safe):
        lines = said(call(safe=safe), name_to_show="la CAF")
        assert "CAF" not in lines
        assert "Ne vous faites jamais passer" in lines
        assert "CAF" not in neutral_text(name_to_show="la CAF", worker="Camille Fontanel")


class TestTheCallScreen:
    def test_gives_the_name_that_she_prefers(self):
        assert "« Bonjour, c’est Claire. Je voudrais parler à… »" in said(name_to_show="Claire")

    def test_says_what_to_say_and_what_not(self):
        assert "À dire ou à taire : demander Léa." in said(say="demander Léa")

    def test_says_who_else_may_answer(self):
        assert "Peut aussi répondre : sa sœur Inès." in said(who_may_answer="sa sœur Inès")

    def test_what_was_agreed_for_somebody_else_comes_before_the_wrong_number(self):
        lines = said(if_someone_else="dire que c’est pour le club")
        assert "Convenu avec elle : dire que c’est pour le club." in lines
        assert "Quelqu’un d’autre répond, ou" not in lines

    @pytest.mark.parametrize(
        ("message", "words"),
        [
            (Message.NEVER, "Répondeur : raccrochez."),
            (Message.NEUTRAL, "message neutre seulement"),
            (Message.YES, "un message est possible"),
        ],
    )
    def test_says_what_to_do_with_the_voicemail(self, message, words):
        assert words in said(message=message)

    def test_a_first_call_stays_a_first_call_whatever_was_noted(self):
        lines = said(call(safe=Safe.UNKNOWN), message=Message.YES, name_to_show="Claire")
        assert "Ne laissez aucun message" in lines
        assert "faux numéro" in lines
        assert "un message est possible" not in lines
        assert "« Claire », et rien d’autre" in lines

    def test_a_shut_channel_has_nothing_to_say(self):
        assert script(call(safe=Safe.NO), Preferences(name_to_show="Claire"), Message.YES) == ()


class TestTheTextOfAnSms:
    def test_is_a_first_name_and_a_wish_to_be_called_back(self):
        text = neutral_text(name_to_show="", worker="Camille Fontanel").replace("\u00a0", " ")
        assert text == (
            "Bonjour, c’est Camille. Pouvez-vous me rappeler quand cela vous arrange ? Merci."
        )

    def test_takes_the_name_that_she_knows_and_only_its_first_word(self):
        text = neutral_text(name_to_show="Claire, du bureau d’aide", worker="Camille Fontanel")
        assert "c’est Claire." in text
        assert "bureau" not in text

    @pytest.mark.parametrize("name", ["06 39 98 12 34", "www.aide.fr", "claire@aide.fr", "a/b"])
    def test_gives_no_name_rather_than_a_number_or_a_link(self, name):
        text = neutral_text(name_to_show=name, worker="").replace("\u00a0", " ")
        assert text.startswith("Bonjour. Pouvez-vous")

    @given(name=st.text(), worker=st.text())
    def test_holds_no_figure_no_link_and_no_second_line(self, name, worker):
        text = neutral_text(name_to_show=name, worker=worker)
        assert not any(sign in text for sign in ("\n", ":", "/", "@", "_"))
        assert not any(letter.isdigit() for letter in text)


class TestTheDaysOfAProtection:
    @pytest.mark.parametrize(
        ("begins", "until", "wrong"),
        [
            (None, None, None),
            (TODAY, None, None),
            (TODAY - A_DAY, TODAY, None),
            (None, TODAY + A_DAY, None),
            (TODAY + A_DAY, None, "protected_from"),
            (TODAY, TODAY - A_DAY, "protected_until"),
            (None, TODAY - A_DAY, "protected_until"),
        ],
    )
    def test_make_sense_or_are_asked_again(self, begins, until, wrong):
        found = protection_days(begins, until, TODAY)
        assert (found and found[0]) == wrong


class TestAnInterpreter:
    def test_is_told_what_is_needed_and_nothing_about_her(self):
        answer = judge_paper(Act.INTERPRETER, paper="not_asked")
        words = " ".join(answer.say)
        for asked in ("langue", "jour", "heure", "lieu", "Ni son nom", "jamais un proche"):
            assert asked in words
