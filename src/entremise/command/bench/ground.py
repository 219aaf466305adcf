"""Employers, posts, units and accounts of the bench, laid through the deeds of administration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP

from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.command.bench.plan import WRITERS, writer
from entremise.command.bench.sizes import PLACES, Share
from entremise.command.logins import Login, draw_password, draw_secret
from entremise.organisation import actions
from entremise.organisation.models import Commune, Post
from entremise.organisation.queries import actor_of

OPENED_ON = date(2015, 1, 1)
UNITS_PER_POST = 4
COMMUNES_PER_POST = 30


@dataclass(frozen=True, kw_only=True)
class Place:
    """A post, as its cases need it."""

    employer: UUID
    post: UUID
    queue: UUID
    holder: UUID
    sister: UUID | None
    units: tuple[UUID, ...]
    communes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """The ground: the posts of each employer, and the accounts that may log in."""

    places: list[list[Place]]
    logins: list[Login]


@dataclass(frozen=True)
class _Builder:
    actor: Actor
    now: datetime

    def account(self, key: str, role: Role, **place: object) -> User:
        """An account that belongs there; its address can receive nothing (RFC 2606)."""
        first = actions.open_account(
            actor=self.actor,
            email=f"{key.replace('_', '.')}@banc.example",
            name=f"Compte {key}",
            role=role,
            now=self.now,
            **place,  # type: ignore[arg-type]  # an employer, a unit or a département
        )
        return User.objects.get(pk=first.user_id)

    def employer(self, share: Share) -> Iterator[Place]:
        """One employer with its posts, each with units, communes and somebody who holds it."""
        employer = actions.create_employer(
            actor=self.actor,
            name=f"Département fictif {share.number}",
            kind="departement",
            departement=share.departement,
            offence_basis="public",
            now=self.now,
        )
        communes = list(
            Commune.objects.filter(departement_id=share.departement)
            .order_by("code")
            .values_list("code", flat=True)
        )
        sister: UUID | None = None
        for number in range(share.posts):
            first = number * COMMUNES_PER_POST % max(1, len(communes) - COMMUNES_PER_POST)
            place = self._post(
                employer.pk,
                name=f"{share.number}-{number}",
                departement=share.departement,
                communes=tuple(communes[first : first + COMMUNES_PER_POST]),
                sister=sister,
            )
            sister = place.post
            yield place

    def replaced(self, place: Place, user: User) -> None:
        """Let this account do the work of a post for a month."""
        actions.cover_post(
            actor=self.actor,
            post_id=place.post,
            user_id=user.pk,
            starts_on=self.now.date() - timedelta(days=1),
            ends_on=self.now.date() + timedelta(days=30),
            now=self.now,
        )

    def _post(
        self,
        employer: UUID,
        *,
        name: str,
        departement: str,
        communes: tuple[str, ...],
        sister: UUID | None,
    ) -> Place:
        post: Post = actions.create_post(
            actor=self.actor,
            employer_id=employer,
            name=f"Poste {name}",
            kind="mixed",
            fte=Decimal(1),
            opened_on=OPENED_ON,
            now=self.now,
        )
        units = tuple(
            actions.create_unit(
                actor=self.actor,
                name=f"Brigade fictive {name}-{number}",
                kind="gendarmerie",
                level="brigade",
                commune=communes[number],
                departement=departement,
                now=self.now,
            ).pk
            for number in range(UNITS_PER_POST)
        )
        actions.add_to_territory(
            actor=self.actor, post_id=post.pk, communes=communes, units=units, now=self.now
        )
        holder = self.account(f"poste.{name}", Role.WORKER, employer_id=employer)
        actions.give_post(
            actor=self.actor,
            post_id=post.pk,
            user_id=holder.pk,
            starts_on=OPENED_ON,
            now=self.now,
        )
        return Place(
            employer=employer,
            post=post.pk,
            queue=post.queue_id,
            holder=holder.pk,
            sister=sister,
            units=units,
            communes=communes,
        )


def lay(*, shares: list[Share], now: datetime) -> Laid:
    """Lay the ground of these employers; only one account per role can log in."""
    with acting_as(Actor(kind=Kind.COMMAND, role=Role.ADMIN)) as actor:
        admin = _Builder(actor, now).account("admin", Role.ADMIN)
    with acting_as(actor_of(admin)) as actor:
        builder = _Builder(actor, now)
        places = [list(builder.employer(share)) for share in shares]
        users = {"admin": admin, **_around(builder, places)}
    return Laid(places=places, logins=[_login(key, user) for key, user in users.items()])


def _around(builder: _Builder, places: list[list[Place]]) -> dict[str, User]:
    """Who measures and who probes: workers of two employers, and one account per other role.

    `everywhere` replaces every post of the large employer: what she searches is all its people.
    The writers read the cases of one post, and do nothing but write.
    """
    own, far = places[0], places[1]
    held = {"worker": own[0], "other_worker": own[1], "spare_worker": own[2], "far_worker": far[0]}
    writers = [writer(number) for number in range(WRITERS)]
    belongs: dict[str, tuple[Role, dict[str, object]]] = {
        "coordinator": (Role.COORDINATOR, {"employer_id": own[0].employer}),
        "dpo": (Role.DPO, {"employer_id": own[0].employer}),
        "steering": (Role.STEERING, {"departement": PLACES[0]}),
        "officer": (Role.OFFICER, {"unit_id": own[0].units[0]}),
        "chief": (Role.CHIEF, {"unit_id": own[0].units[0]}),
        "far_officer": (Role.OFFICER, {"unit_id": far[0].units[0]}),
        "everywhere": (Role.WORKER, {"employer_id": far[0].employer}),
        "last_worker": (Role.WORKER, {"employer_id": own[0].employer}),
        **{
            writer(number): (Role.WORKER, {"employer_id": own[0].employer})
            for number in range(WRITERS)
        },
    }
    users = {
        **{key: User.objects.get(pk=place.holder) for key, place in held.items()},
        **{key: builder.account(key, role, **place) for key, (role, place) in belongs.items()},
    }
    for place in far:
        builder.replaced(place, users["everywhere"])
    builder.replaced(own[-1], users["last_worker"])
    for key in writers:
        builder.replaced(own[0], users[key])
    return users


def _login(key: str, user: User) -> Login:
    login = Login(
        role=key,
        name=user.name,
        email=user.email,
        password=draw_password(),
        secret=draw_secret(),
    )
    user.set_password(login.password)
    user.save(update_fields=["password"])
    TOTP.activate(user, login.secret)
    return login
