"""Before somebody is created: who may already be known, and what differs."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entremise.command.bench.cast import OF_TWO_SEXES, PAIRS, THEIR_SURNAMES, come_again
from entremise.people.names import Card, likely_same, likely_same_raw, search_lines
from entremise.people.names.fictional import fictional_people
from people.crowd import card_of

NEW = UUID(int=10**10)


def card(number, last_name="", first_name="", **more):
    return Card(person_id=UUID(int=number), last_name=last_name, first_name=first_name, **more)


class TestLikelySame:
    @pytest.mark.long
    def test_proposes_true_pairs(self):
        people = fictional_people(5, 3_000)
        cards = [card_of(one, UUID(int=one.number + 1)) for one in people]
        ids = [one.person_id for one in cards]
        lines = search_lines(cards)
        phones = [" ".join(one.phones) for one in cards]

        missed = []
        for pair in come_again(people[::12], seed=11):
            again = card_of(pair.comes, NEW)
            proposed = likely_same_raw(again, ids, lines, phones=phones)
            if UUID(int=pair.known.number + 1) not in {match.person_id for match in proposed}:
                missed.append(pair)

        assert len(missed) <= 0.05 * PAIRS, missed

    @pytest.mark.parametrize("pair", OF_TWO_SEXES)
    @pytest.mark.parametrize("surname", THEIR_SURNAMES)
    @pytest.mark.parametrize("turned", [False, True])
    def test_proposes_look_alikes_but_says_what_differs(self, pair, surname, turned):
        known, new = reversed(pair) if turned else pair
        match = likely_same(
            card(9, surname, new, born="1980-05-17"),
            [card(1, surname, known, born="1980-05-17")],
        )[0]

        assert "first_name" in match.differing
        assert "last_name" in match.agreeing

    def test_says_what_agrees(self):
        match = likely_same(
            card(9, "BEN ALI", "Mohammed", born="1985-02-03", phones=("+33639980112",)),
            [card(1, "Benali", "Mohamed", born="1985-02-03", phones=("0639980112",))],
        )[0]

        assert match.agreeing == ("last_name", "first_name", "birth", "phone")
        assert match.differing == ()

    def test_recognises_a_birth_name(self):
        match = likely_same(
            card(9, "Quintard", "Roselyne"), [card(1, "Martel", "Roselyne", birth_name="Quintard")]
        )[0]

        assert match.agreeing == ("first_name", "birth_name")

    def test_recognises_names_given_in_the_other_order(self):
        match = likely_same(card(9, "Solène", "Vauquelain"), [card(1, "Vauquelain", "Solène")])[0]

        assert match.agreeing == ("last_name", "first_name")

    def test_proposes_whoever_answers_the_same_telephone(self):
        match = likely_same(
            card(9, "Petit", "Lou", phones=("06 39 98 01 12",)),
            [card(1, "Diallo", "Awa", phones=("0639980112",))],
        )[0]

        assert (match.agreeing, match.differing) == (("phone",), ("last_name", "first_name"))

    def test_proposes_twins_and_says_that_they_are_two(self):
        match = likely_same(
            card(9, "Diallo", "Awa", born="1990-01-02"),
            [card(1, "Diallo", "Fanta", born="1990-01-02")],
        )[0]

        assert (match.agreeing, match.differing) == (("last_name", "birth"), ("first_name",))

    @pytest.mark.parametrize(
        "other",
        [
            card(1, "Diallo", "Boubacar", born="1950-01-01"),
            card(1, "Kaya", "Awa", born="1990"),
            card(1, "Petit", "Lou", born="1990-01-02"),
            card(1),
        ],
    )
    def test_does_not_propose_people_with_too_little_in_common(self, other):
        assert likely_same(card(9, "Diallo", "Awa", born="1990-01-02"), [other]) == []

    def test_leaves_out_the_person_herself(self):
        known = card(1, "Diallo", "Awa")

        assert likely_same(known, [known]) == []

    def test_says_nothing_of_what_is_not_known(self):
        match = likely_same(
            card(9, "Diallo", "Awa"),
            [card(1, "Diallo", "Awa", born="1990", phones=("0639980112",))],
        )[0]

        assert match.differing == ()

    @settings(deadline=None)
    @given(names=st.lists(st.text(max_size=20), min_size=3, max_size=9), born=st.text(max_size=10))
    def test_reads_anything(self, names, born):
        cards = [card(n, name, names[0], born=born) for n, name in enumerate(names)]
        new = card(10**6, names[1], names[2], born=born, phones=(names[0],))

        assert all(0 <= match.score <= 1 for match in likely_same(new, cards))
