"""Codes of cards: easy to say, hard to confuse, never a word that frightens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.referrals.models.card_codes import (
    LENGTH,
    SYLLABLES,
    UNWANTED,
    draw,
    heard,
    is_neutral,
    nearest,
    said,
    syllables_of,
    value,
)

codes = st.builds(draw)
syllables = st.sampled_from(SYLLABLES)


class TestACode:
    @given(codes)
    def test_is_four_syllables_that_a_telephone_tells_apart(self, code):
        assert value(code) == 0
        assert len(code) == 2 * LENGTH
        assert all(one in SYLLABLES for one in syllables_of(code))

    @given(codes)
    def test_says_nothing_of_blows_or_of_a_husband(self, code):
        assert is_neutral(code)
        assert not any(word in code for word in UNWANTED)

    @given(codes, st.integers(0, 3), syllables)
    def test_is_no_other_code_with_one_syllable_misheard(self, code, at, other):
        parts = syllables_of(code)
        if parts[at] != other:
            parts[at] = other
            assert value("".join(parts)) != 0

    @given(codes, st.integers(0, 2))
    def test_is_no_other_code_with_two_syllables_exchanged(self, code, at):
        parts = syllables_of(code)
        exchanged = [*parts]
        exchanged[at], exchanged[at + 1] = parts[at + 1], parts[at]
        assert exchanged == parts or value("".join(exchanged)) != 0

    def test_with_a_husband_in_it_is_not_neutral(self):
        assert not is_neutral("marilobo")
        assert not is_neutral("lobobobo")


class TestHearing:
    @given(codes)
    def test_gives_back_what_stands_on_the_card(self, code):
        assert heard(said(code)) == code
        assert heard(said(code).upper().replace("-", " ")) == code

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("Balo-Tifo", "balotifo"),
            ("palo difo", "balotifo"),
            ("ba l’eau, tifau", "balotifo"),
            ("valo tipho", "balotifo"),
            ("né jo fi ra", "mijofira"),
        ],
    )
    def test_takes_a_sound_for_the_one_on_the_card(self, typed, code):
        assert heard(typed) == code

    @given(st.text(max_size=300))
    def test_breaks_on_nothing(self, text):
        assert nearest(text, [heard(text)]) in ([], [heard(text)])

    def test_proposes_the_codes_that_sound_most_like_it(self):
        known = ["balotifo", "balotifi", "jorakimo"]
        assert nearest("balo-tifa", known) == ["balotifi", "balotifo"]
        assert nearest("rien", known) == []
