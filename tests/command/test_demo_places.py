"""The ground of the demonstration is that of the documents it was read from."""

from collections import Counter
from decimal import Decimal

from entremise.command.demo_data import places
from entremise.command.demo_data.places import (
    ASSOCIATION,
    LOIRE,
    LOIRE_GENDARMERIE,
    LOIRE_POLICE,
    SAONE_ET_LOIRE,
)


def posts_of(*employers):
    return [post for post in places.POSTS if post.employer in employers]


def communes(force):
    return [name for group in force.groups.values() for name in group]


class TestLoire:
    def test_has_five_full_time_workers(self):
        posts = posts_of(LOIRE)
        assert len(posts) == 5
        assert sum(Decimal(post.fte) for post in posts) == 5

    def test_has_the_four_stations_of_the_documents(self):
        assert {"Saint-Étienne", "Roanne", "Saint-Chamond", "Firminy"} <= set(
            communes(LOIRE_POLICE)
        )

    def test_has_thirty_brigades_in_three_companies(self):
        assert list(LOIRE_GENDARMERIE.groups) == ["Saint-Étienne", "Montbrison", "Roanne"]
        assert len(communes(LOIRE_GENDARMERIE)) == 30

    def test_has_two_workers_on_one_queue_in_saint_etienne_alone(self):
        queues = Counter(post.queue for post in posts_of(LOIRE))
        assert {name for name, count in queues.items() if count > 1} == {places.SAINT_ETIENNE}


class TestSaoneEtLoire:
    def test_has_six_posts_three_of_them_of_the_association(self):
        assert len(posts_of(SAONE_ET_LOIRE, ASSOCIATION)) == 6
        assert len(posts_of(ASSOCIATION)) == 3

    def test_has_an_association_that_keeps_no_offence_data(self):
        assert places.EMPLOYERS[ASSOCIATION] == ("association", "71", "none")


class TestEverywhere:
    def test_every_unit_that_a_post_names_exists(self):
        made = {
            places.of(force.unit_name, name) for force in places.FORCES for name in communes(force)
        }
        companies = {
            places.of("Compagnie", group)
            for force in places.FORCES
            for group in force.groups
            if group
        }
        named = {unit for post in places.POSTS for unit in post.units}
        assert named <= made | companies

    def test_no_key_and_no_telephone_is_given_twice(self):
        keys = [post.key for post in places.POSTS]
        phones = [post.phone for post in places.POSTS]
        assert len(set(keys)) == len(keys) == len(set(phones)) == 11
