"""Fills the databases of one throw-away instance. Run by the bench as a process of its own.

python -m entremise.command.bench.fill DATA_DIR CASES USUAL
"""

import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import django
import psycopg
from django.db import connection as django_connection
from django.db import connections
from django.db.models import Model
from psycopg import sql

from entremise.command import bootstrap, database, logins
from entremise.command.bench.cast import Cast, cast
from entremise.command.bench.plan import LARGEST_QUEUE, SEED, Plan
from entremise.command.bench.sizes import Share, shares
from entremise.command.postgres import Cluster
from entremise.people.names.fictional import FictionalPerson, fictional_people

AT_ONCE = 1000
PROCESSES = min(4, os.cpu_count() or 1)


class Task(NamedTuple):
    """A batch of lives of one post: the first person, and how many; or those who wait there, of
    the crowd or of the cast."""

    place: Any
    first: int
    people: int
    of_post: int
    waiting: bool = False
    cast: bool = False


def main() -> None:
    """Bring the databases to this version, lay the ground, pour the crowd in, look at it all."""
    data_dir, cases, usual = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    database.bring_up_to_date()
    database.load_context_key()
    fill(Cluster(data_dir), cases=cases, usual=usual)


def fill(cluster: Cluster, *, cases: int, usual: int) -> None:
    """Everything that one instance holds; what the measures must know is kept beside it."""
    from django.utils import timezone

    from entremise.command.bench import ground

    now = timezone.now()
    laid = ground.lay(shares=shares(cases, usual=usual), now=now)
    connections.close_all()  # each process below opens its own
    held = shares(cases, usual=usual)
    people = fictional_people(SEED, max(cases, LARGEST_QUEUE))
    roles = cast(held, people, seed=SEED)
    tasks = list(_tasks(laid, held, len(roles.pairs)))
    fork = multiprocessing.get_context("fork")
    begun = (cluster, people, roles, now)
    with fork.Pool(PROCESSES, initializer=_begin, initargs=begun) as pool:
        for _ in pool.imap_unordered(_pour, tasks):
            pass
    for name in bootstrap.MAY_CONNECT:
        with closing(cluster.connect(name)) as connection:
            connection.execute("VACUUM (ANALYZE)")
    logins.keep(cluster.data_dir, laid.logins)
    own, large = laid.places[0][0], laid.places[1][0]
    plan = Plan(
        post=str(own.post),
        queue=str(own.queue),
        far_post=str(large.post),
        misspelled=_misspelled(roles),
        pairs=_pairs(roles),
    )
    plan.keep(cluster.data_dir)


def _misspelled(roles: Cast) -> list[tuple[str, str]]:
    """What is typed, and the code of the case that must be found."""
    from entremise.command.bench.crowd import code_of

    return [
        (query, code_of(number))
        for number, queries in roles.misspelled.items()
        for query in queries
    ]


def _pairs(roles: Cast) -> list[tuple[str, str, str, bool]]:
    """The code of who is known, the name of who comes, and whether they are one."""
    from entremise.command.bench.crowd import code_of

    return [
        (code_of(number), pair.comes.last_name, pair.comes.first_name, pair.same)
        for number, pair in roles.pairs.items()
    ]


def _tasks(laid: Any, held: list[Share], pairs: int) -> Iterator[Task]:
    """Batches of every post; the people of the usual employer are the first of the list."""
    if pairs:
        place = laid.places[0][-1]
        yield Task(place, 0, pairs, held[0].cases // held[0].posts, waiting=True, cast=True)
    first = 0
    for share, places in zip(held, laid.places, strict=True):
        for number, place in enumerate(places):
            of_post = share.cases // share.posts + (number < share.cases % share.posts)
            for begun in range(0, of_post, AT_ONCE):
                yield Task(place, first + begun, min(AT_ONCE, of_post - begun), of_post)
            first += of_post
            if share.cases:
                yield Task(place, 0, LARGEST_QUEUE, of_post, waiting=True)


# --- in each process -------------------------------------------------------------------------

_begun: dict[str, Any] = {}


def _begin(cluster: Cluster, people: list[FictionalPerson], roles: Cast, now: datetime) -> None:
    _begun["now"] = now
    _begun["people"] = people
    _begun["placed"] = roles.placed
    _begun["comes"] = [pair.comes for pair in roles.pairs.values()]
    for alias, name in (("default", bootstrap.DATABASE), ("keys", bootstrap.KEYS_DATABASE)):
        # The superuser walks through the walls; a replica's session checks no foreign key.
        _begun[alias] = cluster.connect(name, options="-c session_replication_role=replica")


def _pour(task: Task) -> None:
    from entremise.base import keyring

    with keyring.opened():
        rows: dict[type[Model], list[Model]] = defaultdict(list)
        for row in _rows(task):
            rows[type(row)].append(row)
    for model, instances in rows.items():
        alias = "keys" if model._meta.app_label == "base" else "default"
        _copy(_begun[alias], model, instances)


def _rows(task: Task) -> Iterator[Model]:
    from entremise.command.bench import crowd
    from entremise.people.names import Card, search_lines

    crowd_of = _begun["comes"] if task.cast else _begun["people"]
    people = list(islice(crowd_of, task.first, task.first + task.people))
    placed: dict[int, FictionalPerson] = {} if task.waiting else _begun["placed"]
    people = [placed.get(task.first + place, who) for place, who in enumerate(people)]
    cards = [
        Card(
            person_id=task.place.post,  # not part of the line
            last_name=who.last_name,
            first_name=who.first_name,
            birth_name=who.birth_name,
            born=who.born.isoformat(),
        )
        for who in people
    ]
    for place, (who, line) in enumerate(zip(people, search_lines(cards), strict=True)):
        number = task.first + place
        life = crowd.Life(
            place=task.place,
            seed=f"{SEED}-{task.place.post}-{number}-{task.waiting}{task.cast or ''}",
            now=_begun["now"],
            span=crowd.span_of(task.of_post),
            open_to_all=number in placed,
        )
        yield from crowd.waiting(life, who) if task.waiting else life.rows(who, line, number)


@cache
def _columns(model: type[Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def _copy(connection: psycopg.Connection[Any], model: type[Model], rows: Iterable[Model]) -> None:
    fields = _columns(model)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: Any, row: Model) -> Any:
    value = field.get_db_prep_save(getattr(row, field.attname), connection=django_connection)
    return value.value if isinstance(value, Enum) else value


if __name__ == "__main__":
    main()
