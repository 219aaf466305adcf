"""What can be read about places, units, posts and who holds them."""

from entremise.organisation.queries.places import (
    commune,
    departements,
    find_communes,
    find_epcis,
    find_units,
    protocol_for,
    unit,
    units_for,
)
from entremise.organisation.queries.posts import (
    Duty,
    Reader,
    duty_now,
    my_posts,
    next_duty,
    post,
    posts_of_employer,
    queue_for,
    readers_of_queue,
    sister_posts,
)
from entremise.organisation.queries.reach import actor_of, actor_of_request
from entremise.organisation.working_days import working_days_after

__all__ = [
    "Duty",
    "Reader",
    "actor_of",
    "actor_of_request",
    "commune",
    "departements",
    "duty_now",
    "find_communes",
    "find_epcis",
    "find_units",
    "my_posts",
    "next_duty",
    "post",
    "posts_of_employer",
    "protocol_for",
    "queue_for",
    "readers_of_queue",
    "sister_posts",
    "unit",
    "units_for",
    "working_days_after",
]
