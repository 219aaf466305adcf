"""Units, posts, accounts: laid by the technical administration, through its own deeds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import count
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP

from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.base.french import in_paris
from entremise.command import logins
from entremise.command.demo_data import places, staff
from entremise.command.demo_data.places import PostFacts
from entremise.command.demo_data.staff import Colleague
from entremise.organisation import actions
from entremise.organisation.models import Commune, Post, Unit
from entremise.organisation.queries import actor_of

ADMIN = Colleague(key="administration", name="Administration technique", role="admin")
OPENED_ON = date(2020, 11, 1)
# The post of Bresse has had nobody for this long: what arrives there waits without a reader.
VACANT_DAYS = 19
MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(17))


@dataclass
class Ground:
    """What the lives stand on: who may act, from which unit, for which post."""

    now: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    communes: dict[tuple[str, str], Commune] = field(default_factory=dict)
    # Unit name → key of who refers from it, of who holds its morning list.
    referrers: dict[str, str] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    # Unit name → the lots of cards handed to it, oldest first.
    lots: dict[str, list[tuple[date, UUID]]] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """The actor of an account, worked out once: nobody moves while lives are told."""
        if key not in self._actors:
            self._actors[key] = actor_of(self.users[key])
        return self._actors[key]

    def forget_actors(self) -> None:
        """After somebody left a post or came to it."""
        self._actors.clear()

    @cached_property
    def today(self) -> date:
        return in_paris(self.now).date()

    def commune(self, departement: str, name: str) -> Commune:
        """A commune by its name, as the official list writes it."""
        if (departement, name) not in self.communes:
            self.communes[departement, name] = Commune.objects.get(
                departement_id=departement, name=name
            )
        return self.communes[departement, name]

    def referrer_of(self, unit: Unit) -> str:
        """Who refers from this unit: its own referent, or that of the level above."""
        line: Unit | None = unit
        while line is not None:
            if line.name in self.referrers:
                return self.referrers[line.name]
            line = line.parent
        return ""

    def units_of(self, post: PostFacts) -> list[Unit]:
        """The stations and brigades that the post answers for."""
        named = {self.units[name].pk for name in post.units}
        return [
            unit
            for unit in self.units.values()
            if unit.level in ("station", "brigade") and {unit.pk, unit.parent_id} & named
        ]


def lay(*, now: datetime) -> tuple[Ground, list[logins.Login]]:
    """Lay the whole ground; returns it with the logins that the demonstration prints."""
    ground = Ground(now=now)
    with acting_as(Actor(kind=Kind.COMMAND, role=Role.ADMIN)) as actor:
        _open(ground, actor, ADMIN)
    with acting_as(ground.actor(ADMIN.key)) as actor:
        _lay_units(ground, actor)
        employers = _lay_employers(ground, actor)
        _open_accounts(ground, actor, employers)
        _lay_posts(ground, actor, employers)
    ground.forget_actors()
    printed = [one for one in (*staff.WORKERS, *staff.AROUND, ADMIN) if one.printed]
    return ground, [_give_login(ground, one) for one in (*printed, ADMIN)]


def leave_bresse(ground: Ground) -> None:
    """The worker of Bresse has left, and nobody replaces her: a hole that pages show."""
    with acting_as(ground.actor(ADMIN.key)) as actor:
        post = ground.posts["bresse"]
        actions.end_holding(
            actor=actor,
            post_id=post.pk,
            holding_id=post.holdings.get().pk,
            ends_on=ground.today - timedelta(days=VACANT_DAYS),
            now=ground.now,
        )
    ground.forget_actors()


# --- units and employers --------------------------------------------------------------------


def _lay_units(ground: Ground, actor: Actor) -> None:
    numbers = count(10)
    for force in places.FORCES:

        def unit(
            name: str,
            level: str,
            commune: str,
            parent: Unit | None,
            force: places.Force = force,
        ) -> Unit:
            area = "04 65 71 43" if force.departement == "42" else "03 53 01 72"
            made = actions.create_unit(
                actor=actor,
                name=name,
                kind=force.kind,
                level=level,
                commune=ground.commune(force.departement, commune).pk,
                departement=force.departement,
                parent_id=parent.pk if parent else None,
                phone=f"{area} {next(numbers):02d}",
                receives_public=level in ("station", "brigade"),
                separate_entrance=None if level != "station" else commune == "Roanne",
                now=ground.now,
            )
            ground.units[name] = made
            return made

        seat = next(iter(force.groups.values()))[0]
        top = unit(force.top, "groupement", seat, None)
        for company, communes in force.groups.items():
            above = top
            if company:
                above = unit(places.of("Compagnie", company), "company", company, top)
            for commune in communes:
                unit(places.of(force.unit_name, commune), force.unit_level, commune, above)


def _lay_employers(ground: Ground, actor: Actor) -> dict[str, UUID]:
    for departement, (phone, advice) in places.PROTOCOLS.items():
        actions.write_protocol(
            version=1,
            actor=actor,
            departement=departement,
            prosecutor_phone=phone,
            night_advice=advice,
            first_tier_hours=24,
            second_tier_days=3,
            third_tier_days=10,
            now=ground.now,
        )
    made = {
        name: actions.create_employer(
            actor=actor,
            name=name,
            kind=kind,
            departement=departement,
            offence_basis=basis,
            now=ground.now,
        ).pk
        for name, (kind, departement, basis) in places.EMPLOYERS.items()
    }
    # One has answered for SMS, the others have not.
    first = next(iter(made.values()))
    actions.allow_sms(actor=actor, employer_id=first, allowed=True, now=ground.now)
    return made


# --- accounts --------------------------------------------------------------------------------


def _open(ground: Ground, actor: Actor, one: Colleague, **place: object) -> None:
    first = actions.open_account(
        actor=actor,
        email=one.email,
        name=one.name,
        role=Role(one.role),
        now=ground.now,
        **place,  # type: ignore[arg-type]  # an employer, a unit or a département
    )
    ground.users[one.key] = User.objects.get(pk=first.user_id)


def _open_accounts(ground: Ground, actor: Actor, employers: dict[str, UUID]) -> None:
    for one in (*staff.WORKERS, *staff.AROUND, *_police()):
        _open(
            ground,
            actor,
            one,
            employer_id=employers.get(one.employer),
            unit_id=ground.units[one.unit].pk if one.unit else None,
            departement=one.departement,
        )
        if one.role == "officer":
            ground.referrers[one.unit] = one.key
        elif one.role == "chief":
            ground.holders[one.unit] = one.key


def _police() -> list[Colleague]:
    """The referents and chiefs whom the demonstration does not print."""
    roles = (("officer", "referent", staff.OFFICERS), ("chief", "chef", staff.CHIEFS))
    return [
        Colleague(key=f"{word}_{number}", name=name, role=role, unit=unit)
        for role, word, people in roles
        for number, (unit, name) in enumerate(people.items(), start=1)
    ]


def _give_login(ground: Ground, one: Colleague) -> logins.Login:
    """A password and a secret for one-time codes, drawn for this data directory only."""
    login = logins.Login(
        role=one.role,
        name=_said(one),
        email=one.email,
        password=logins.draw_password(),
        secret=logins.draw_secret(),
    )
    user = ground.users[one.key]
    user.set_password(login.password)
    user.save(update_fields=["password"])
    TOTP.activate(user, login.secret)
    return login


def _said(one: Colleague) -> str:
    """Who it is, and where: several accounts share a role."""
    posts = {post.key: post.name for post in places.POSTS}
    where = posts.get(one.key) or one.unit or one.employer
    return f"{one.name}, {where}" if where else one.name


# --- posts -----------------------------------------------------------------------------------


def _lay_posts(ground: Ground, actor: Actor, employers: dict[str, UUID]) -> None:
    queues: dict[str, UUID] = {}
    for facts in places.POSTS:
        post = actions.create_post(
            actor=actor,
            employer_id=employers[facts.employer],
            name=facts.name,
            kind=facts.kind,
            fte=Decimal(facts.fte),
            opened_on=OPENED_ON,
            duty_phone=facts.phone,
            queue_id=queues.get(facts.queue),
            now=ground.now,
        )
        if facts.queue not in queues:
            queues[facts.queue] = post.queue_id
            if facts.queue != facts.name:
                actions.rename_queue(
                    actor=actor, queue_id=post.queue_id, name=facts.queue, now=ground.now
                )
        ground.posts[facts.key] = post
        _furnish(ground, actor, facts, post)
    _replace(ground, actor)


def _furnish(ground: Ground, actor: Actor, facts: PostFacts, post: Post) -> None:
    """Its territory, its hours, its holder."""
    departement = places.EMPLOYERS[facts.employer][1]
    communes = [ground.commune(departement, name).pk for name in facts.communes]
    units = [ground.units[name].pk for name in facts.units]
    add = actions.add_to_territory
    add(actor=actor, post_id=post.pk, communes=communes, units=units, now=ground.now)
    for epci in facts.epcis:
        add(actor=actor, post_id=post.pk, epci=epci, now=ground.now)
    for starts_at, ends_at in (MORNING, AFTERNOON):
        actions.add_duty_hours(
            actor=actor,
            post_id=post.pk,
            weekdays=list(facts.weekdays),
            starts_at=starts_at,
            ends_at=ends_at,
            now=ground.now,
        )
    actions.give_post(
        actor=actor,
        post_id=post.pk,
        user_id=ground.users[facts.key].pk,
        starts_on=OPENED_ON,
        now=ground.now,
    )


def _replace(ground: Ground, actor: Actor) -> None:
    """One replacement runs today, one is over, one is to come."""
    cover: Callable[..., object] = actions.cover_post
    for post, who, first, last in (
        ("gier", "etienne_1", -3, 11),
        ("forez", "roanne", -150, -136),
        ("chalon", "creusot", 20, 34),
    ):
        cover(
            actor=actor,
            post_id=ground.posts[post].pk,
            user_id=ground.users[who].pk,
            starts_on=ground.today + timedelta(days=first),
            ends_on=ground.today + timedelta(days=last),
            now=ground.now,
        )
