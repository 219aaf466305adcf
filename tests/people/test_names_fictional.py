"""Fictional people: many, varied, the same for the same seed, and unreachable."""

from datetime import timedelta

from entremise.people.names.fictional import TODAY, fictional_people, surnames
from entremise.people.names.fictional_lists import ORIGINS

# Ranges that Arcep keeps for works of fiction.
RESERVED = ("063998", "019900", "026191", "035301", "046571", "053649")


class TestFictionalPeople:
    def test_are_the_same_for_the_same_seed(self):
        assert fictional_people(3, 50) == fictional_people(3, 50)

    def test_differ_from_one_seed_to_another(self):
        assert fictional_people(3, 50) != fictional_people(4, 50)

    def test_begin_alike_however_many_are_asked(self):
        assert fictional_people(3, 80)[:20] == fictional_people(3, 20)

    def test_are_adults_under_ninety_one(self):
        year = timedelta(days=365.25)
        for person in fictional_people(5, 2_000):
            assert 18 * year <= TODAY - person.born <= 91 * year

    def test_have_numbers_that_nobody_can_answer(self):
        numbers = [phone for person in fictional_people(5, 12_000) for phone in person.phones]

        assert numbers
        assert all(phone.startswith(RESERVED) and len(phone) == 10 for phone in numbers)

    def test_bear_varied_names(self):
        assert len({name for origin in ORIGINS for name in surnames(origin)}) >= 1_500
        assert len({name for origin in ORIGINS for name in origin.women + origin.men}) >= 500

    def test_are_mostly_women_some_with_a_birth_name(self):
        people = fictional_people(5, 1_000)
        women = [person for person in people if person.sex == "woman"]

        assert 780 <= len(women) <= 930
        assert any(person.birth_name for person in women)
