"""Who asks: an account, with the posts, units and employer of today."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest

from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.organisation.models import Unit

# One statement: a request may not spend two on knowing who asks.
_REACH = """
SELECT 'post', post_id, employer_id::text, '' FROM (
  SELECT post_id FROM organisation_holding
  WHERE user_id = %(user)s AND starts_on <= wall.today()
    AND (ends_on IS NULL OR ends_on >= wall.today())
  UNION
  SELECT post_id FROM organisation_cover
  WHERE user_id = %(user)s AND starts_on <= wall.today() AND ends_on >= wall.today()
) mine JOIN organisation_post post ON post.id = mine.post_id
UNION ALL
SELECT 'affiliation', unit_id, employer_id::text, coalesce(departement_id, '')
FROM organisation_affiliation WHERE user_id = %(user)s
UNION ALL
SELECT 'unit', id, NULL, '' FROM (
  WITH RECURSIVE below AS (
    SELECT unit_id AS id FROM organisation_affiliation
    WHERE user_id = %(user)s AND unit_id IS NOT NULL
    UNION
    SELECT unit.id FROM organisation_unit unit JOIN below ON unit.parent_id = below.id
  ) SELECT id FROM below
) units
"""


def works_in_an_open_office(user: User) -> bool:
    """Whether one of the units where this account works says that others see its screens."""
    units = Q(affiliation__user=user) | Q(posts__holdings__user=user) | Q(posts__covers__user=user)
    return Unit.objects.filter(units, open_office=True).exists()


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor behind a request: the account logged in, or the public."""
    user = request.user
    if isinstance(user, AnonymousUser) or not user.is_active:
        return PUBLIC
    return actor_of(user)


def actor_of(user: User) -> Actor:
    """The actor of an account today: its role, posts, units, employer or département.

    The wall computes the same from the same tables; this copy is for the Python wall.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"user": user.pk})
        rows = cursor.fetchall()
    role = Role(user.role)
    is_worker = role is Role.WORKER
    is_police = role in (Role.OFFICER, Role.CHIEF)
    employers = [UUID(employer) for _kind, _id, employer, _dep in rows if employer]
    return Actor(
        kind=Kind.USER,
        id=user.pk,
        role=role,
        name=user.name,
        employer_id=employers[0] if employers else None,
        departement=next((dep for _kind, _id, _employer, dep in rows if dep), ""),
        post_ids=frozenset(row[1] for row in rows if row[0] == "post" and is_worker),
        unit_ids=frozenset(row[1] for row in rows if row[0] == "unit" and is_police),
    )
