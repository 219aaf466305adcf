"""Finding the right person among others, however her name was heard or spelled."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from entremise.people.names import (
    Card,
    is_current,
    normalise,
    parse_query,
    rank,
    rank_raw,
    search_line,
    search_lines,
)
from people.crowd import HELD_OUT, TUNED_ON, crowd, misspellings

SPRING = date(2026, 3, 2)
BACKGROUND = 5_000

NAMES = st.sampled_from((
    "Martin", "Marie-Ange", "Ben Salah", "d’Aubremont", "El Amrani", "Diallo", "N’Diaye", "Çelik",
    "Kaya", "Dos Santos", "Élodie", "Mohamed", "Mohammed", "Alberte", "Albert", "Le Goff", "Ali",
    "Li", "Dupont", "Dupond", "Jean-Marc", "Jean", "Marie", "Оксана", "محمد",
))  # fmt: skip


def card(number, last_name="", first_name="", **more):
    return Card(person_id=UUID(int=number), last_name=last_name, first_name=first_name, **more)


def ask(text, *cards, limit=10):
    return rank(parse_query(text, today=SPRING), cards, limit=limit)


def found_first(text, *cards):
    return ask(text, *cards)[0].person_id.int


class TestMisspellings:
    def test_are_more_than_three_hundred_of_every_kind(self):
        kinds = Counter(kind for name in (TUNED_ON, HELD_OUT) for _, kind, _ in misspellings(name))

        assert kinds.total() >= 300
        assert {
            "accents", "hyphens", "particles", "swapped", "maiden", "half", "arabic", "turkish",
            "african", "portuguese", "phone", "birth",
        } <= kinds.keys()  # fmt: skip

    @pytest.mark.parametrize("name", [pytest.param(TUNED_ON, marks=pytest.mark.long), HELD_OUT])
    def test_lead_to_the_right_person_among_the_first_five(self, name):
        rows = misspellings(name)
        cards = [*crowd(BACKGROUND), *{meant.person_id: meant for _, _, meant in rows}.values()]
        ids = [one.person_id for one in cards]
        lines = search_lines(cards)
        phones = [" ".join(one.phones) for one in cards]

        lost = []
        for text, _, meant in rows:
            query = parse_query(text, today=SPRING)
            first = rank_raw(query, ids, lines, phones=phones, limit=5)
            if meant.person_id not in {match.person_id for match in first}:
                lost.append(text)

        assert len(lost) <= 0.05 * len(rows), lost


class TestRank:
    def test_finds_the_first_name_said_first(self):
        assert (
            found_first("sophie martin", card(1, "Martin", "Sophie"), card(2, "Durand", "Sophie"))
            == 1
        )

    def test_prefers_the_birth_date_that_was_said(self):
        cards = [
            card(1, "Diallo", "Awa", born="1980-01-01"),
            card(2, "Diallo", "Awa", born="1990-01-01"),
        ]

        assert found_first("awa diallo 1990", *cards) == 2
        assert found_first("awa diallo 1991", *cards) == 2
        assert found_first("awa diallo 46 ans", *cards) == 1

    def test_forgives_a_day_and_a_month_that_were_swapped(self):
        cards = [
            card(1, "Diallo", "Awa", born="1980-04-03"),
            card(2, "Diallo", "Awa", born="1980-03-04"),
            card(3, "Diallo", "Awa", born="1980-07-08"),
        ]

        found = [match.person_id.int for match in ask("awa diallo 04/03/1980", *cards)]

        assert found == [2, 1, 3]

    def test_finds_a_telephone_alone_and_forgives_one_figure(self):
        cards = [
            card(1, "Petit", "Lou", phones=("0639980112", "0199001234")),
            card(2, "Roy", "Zoé", phones=("0639985599",)),
        ]

        assert found_first("01 99 00 12 34", *cards) == 1
        assert found_first("+33 6 39 98 01 13", *cards) == 1
        assert found_first("5599", *cards) == 2

    def test_takes_few_figures_that_end_a_number_for_no_date(self):
        match = ask("lou 1987", card(1, "Petit", "Lou", born="1960", phones=("0639981987",)))[0]

        assert (match.agreeing, match.differing) == (("first_name", "phone"), ())

    def test_finds_nobody_rather_than_anybody(self):
        assert ask("xavier wojtyla", card(1, "Diallo", "Awa"), card(2, "Petit", "Lou")) == []

    def test_says_what_agrees_and_what_differs(self):
        match = ask(
            "mohammed benali 1986 0639980112",
            card(1, "Ben Ali", "Mohamed", born="1985-02-03", phones=("0639980112",)),
        )[0]

        assert match.agreeing == ("last_name", "first_name", "phone")
        assert match.differing == ("birth",)

    def test_says_that_the_other_sex_of_a_first_name_differs(self):
        match = ask("martin alberte 1985", card(1, "Martin", "Albert", born="1985-02-03"))[0]

        assert match.agreeing == ("last_name", "birth")
        assert match.differing == ("first_name",)

    def test_says_which_name_a_word_was_not(self):
        match = ask("diallo awa 1985", card(1, "Diallo", "Boubacar", born="1985"))[0]

        assert (match.agreeing, match.differing) == (("last_name", "birth"), ("first_name",))

    def test_does_not_take_the_beginning_of_a_name_for_an_agreement(self):
        match = ask("coul", card(1, "Coulibaly", "Awa"))[0]

        assert "last_name" not in match.agreeing

    def test_does_not_speak_of_numbers_that_were_not_opened(self):
        query = parse_query("diallo 0639980112", today=SPRING)
        match = rank_raw(query, [UUID(int=1)], [search_line(card(1, "Diallo", "Awa"))])[0]

        assert match.differing == ()

    def test_tells_equals_apart_by_their_id(self):
        twins = [card(number, "Diallo", "Awa") for number in (3, 1, 2)]

        assert [match.person_id.int for match in ask("awa diallo", *twins)] == [1, 2, 3]

    def test_gives_no_more_than_asked(self):
        assert len(ask("diallo", *(card(n, "Diallo", "Awa") for n in range(9)), limit=4)) == 4

    @pytest.mark.parametrize("text", ["", "   ", "🙂", "\x00"])
    def test_finds_nobody_for_nothing(self, text):
        assert ask(text, card(1, "Diallo", "Awa")) == []

    @settings(deadline=None)
    @given(text=st.text(max_size=60), names=st.lists(st.text(max_size=30), max_size=6))
    def test_reads_any_question_and_any_name(self, text, names):
        cards = [card(n, name, name[::-1], birth_name=name[:3]) for n, name in enumerate(names)]

        assert all(0 <= match.score <= 1 for match in ask(text, *cards))

    @settings(deadline=None)
    @given(data=st.data())
    def test_puts_the_exact_name_first_among_distinct_names(self, data):
        people = data.draw(
            st.lists(
                st.tuples(NAMES, NAMES),
                min_size=1,
                max_size=12,
                unique_by=lambda names: tuple(sorted(normalise(" ".join(names)).split())),
            )
        )
        cards = [card(n, *names) for n, names in enumerate(people)]
        wanted = data.draw(st.sampled_from(cards))
        assume(normalise(wanted.last_name) != normalise(wanted.first_name))

        assert (
            found_first(f"{wanted.first_name} {wanted.last_name}", *cards) == wanted.person_id.int
        )
        assert (
            found_first(f"{wanted.last_name} {wanted.first_name}", *cards) == wanted.person_id.int
        )

    @settings(deadline=None, max_examples=25)
    @given(
        order=st.randoms(use_true_random=False),
        text=st.sampled_from(
            [
                "marie martin",
                "mohamed benali 1985",
                "diallo 34 ans",
                "yilmaz",
                "fer",
                "1987",
                "dasilva",
            ]
        ),
    )
    def test_does_not_depend_on_the_order_of_the_cards(self, order, text):
        cards = list(crowd(600))
        expected = ask(text, *cards)
        order.shuffle(cards)

        assert ask(text, *cards) == expected


class TestSearchLine:
    def test_has_few_lengths_so_that_it_says_little_when_sealed(self):
        lengths = {len(line.encode()) for line in search_lines(crowd(500))}

        assert lengths <= {64, 128, 192, 256}

    def test_is_the_same_alone_and_among_others(self):
        cards = crowd(50)

        assert search_lines(cards) == [search_line(one) for one in cards]

    def test_of_other_rules_is_known_as_such(self):
        line = search_line(card(1, "Diallo", "Awa"))

        assert is_current(line)
        assert not is_current(line.replace("\x1e1", "\x1e0"))

    @pytest.mark.parametrize("broken", ["", "Diallo", "\x1f" * 9, "a\x1fb\x1fc\x1fd\x1f\x1e0"])
    def test_that_cannot_be_read_hides_nobody_else(self, broken):
        lines = [broken, search_line(card(2, "Diallo", "Awa")), broken]
        ids = [UUID(int=number) for number in (1, 2, 3)]

        matches = rank_raw(parse_query("awa diallo", today=SPRING), ids, lines)

        assert [match.person_id.int for match in matches] == [2]

    def test_cannot_be_forged_by_a_name_that_holds_separators(self):
        forged = card(1, "Dia\x1fllo|x:y", "A\x1ewa")

        assert is_current(search_line(forged))
        assert ask("llo", forged, card(2, "Petit", "Lou"))[0].person_id.int == 1
