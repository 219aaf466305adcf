"""A sheet through its five steps, as a worker takes it who changes no guess."""

from django.utils import timezone

from entremise.access.acting import acting_as
from entremise.base import sheets
from entremise.imports import actions, queries

# The pages and the wall look at the clock: an import of the tests is of today.
NOW = timezone.now().replace(microsecond=0)


def book_of(content):
    return sheets.read(content) if isinstance(content, bytes) else sheets.read_text(content)


def brought(world, content, *, user=None, now=NOW):
    """Step 1: the identifier of an import."""
    with acting_as(world.actor(user or world.worker)) as actor:
        post_id = min(actor.post_ids)
        return actions.bring(actor=actor, post_id=post_id, book=book_of(content), now=now).pk


def guessed(world, import_id, *, user=None, **columns):
    """Steps 2 and 3 by the guesses; `columns` are those to say otherwise, as c3="notes"."""
    with acting_as(world.actor(user or world.worker)) as actor:
        view = queries.columns_view(actor=actor, import_id=import_id)
        said = {column.place: column.field for column in view.columns}
        said |= {int(name[1:]): field for name, field in columns.items()}
        actions.choose_columns(actor=actor, import_id=import_id, columns=said)
        actions.choose_values(actor=actor, import_id=import_id, values={})


def repaired(world, import_id, *, day=None, who=None, user=None, **repairs):
    with acting_as(world.actor(user or world.worker)) as actor:
        actions.repair(actor=actor, import_id=import_id, repairs=repairs, day=day, who=who or {})


def previewed(world, import_id, *, user=None, now=NOW):
    with acting_as(world.actor(user or world.worker)) as actor:
        return queries.preview(actor=actor, import_id=import_id, now=now)


def made(world, import_id, *, user=None, now=NOW):
    """Step 5, to the end."""
    user = user or world.worker
    with acting_as(world.actor(user)) as actor:
        of = actions.start(actor=actor, import_id=import_id, now=now)
    while of.state == "running":
        with acting_as(world.actor(user)) as actor:
            of = actions.carry_on(actor=actor, import_id=import_id, now=now)
    return of


def imported(world, content, *, user=None, now=NOW, **repairs):
    """All five steps; the import as it ended."""
    import_id = brought(world, content, user=user, now=now)
    guessed(world, import_id, user=user)
    if repairs:
        repaired(world, import_id, user=user, **repairs)
    return made(world, import_id, user=user, now=now)


def undone(world, import_id, *, user=None, now=NOW):
    with acting_as(world.actor(user or world.worker)) as actor:
        return actions.undo(actor=actor, import_id=import_id, now=now)
