"""Who asks. Built once per request, job or command; frozen; in every query and action."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from entremise.access.roles import GRANTS, Can, Role
from entremise.base.errors import NotAllowed


class Kind(StrEnum):
    """What sort of actor: a person logged in, a visitor, a partner's link, a job, a command."""

    USER = "user"
    PUBLIC = "public"
    LINK = "link"
    JOB = "job"
    COMMAND = "command"


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: a role, and the posts and units of today that the rows must belong to.

    `post_ids` holds the worker's own posts and, while a Cover runs, those that she replaces.
    """

    kind: Kind
    id: UUID = NOBODY
    role: Role | None = None
    name: str = field(default="", repr=False, compare=False)
    employer_id: UUID | None = None
    departement: str = ""
    post_ids: frozenset[UUID] = frozenset()
    unit_ids: frozenset[UUID] = frozenset()

    def may(self, deed: Can) -> bool:
        """Whether the actor's role holds this capability."""
        return self.role is not None and deed in GRANTS[self.role]

    def require(self, deed: Can) -> None:
        """Raise NotAllowed, which looks like a page that does not exist, if it does not."""
        if not self.may(deed):
            raise NotAllowed(deed)


PUBLIC = Actor(kind=Kind.PUBLIC)
