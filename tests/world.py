"""A small fictional world for tests: two employers, three posts, and one account per role.

Built by the same roads as in life: an administrator organises, workers act.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from uuid import UUID

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.cases import actions as case_actions
from entremise.cases.models import Case, ClosingReason, ReturnTold
from entremise.organisation.models import (
    Affiliation,
    Departement,
    Employer,
    Holding,
    Post,
    Queue,
    Unit,
)
from entremise.organisation.queries import actor_of
from entremise.people.models import NameCard

_numbers = itertools.count(1)
YEAR_START = dt.date(2020, 1, 1)


def account(role: Role, name: str = "") -> User:
    """An account that can log in with the password « mot de passe long »."""
    user = _unsaved_account(role, name)
    user.save()
    return user


def _unsaved_account(role: Role, name: str = "") -> User:
    number = next(_numbers)
    user = User(
        email=f"{role.value}{number}@exemple.test",
        name=name or f"{role.label} {number}",
        role=role,
    )
    user.set_password("mot de passe long")
    return user


def _unsaved_unit(name: str, kind: Unit.Kind, commune: str) -> Unit:
    return Unit(
        name=name,
        kind=kind,
        level=Unit.Level.STATION if kind == Unit.Kind.POLICE else Unit.Level.BRIGADE,
        departement_id=commune[:2],
        commune_id=commune,
        search_key=name.lower(),
    )


def _unsaved_post(name: str, employer: Employer) -> Post:
    return Post(
        employer=employer,
        queue=Queue(employer=employer, name=name),
        name=f"Poste de {name}",
        kind=Post.Kind.MIXED,
        fte=1,
        opened_on=YEAR_START,
        duty_phone="04 65 71 00 00",
    )


@dataclass
class World:
    """Roanne and Mâcon: a département's post with a sister post, and an association's post.

    Rows are written a table at a time: thousands of tests begin here.
    """

    admin: User = field(default_factory=lambda: account(Role.ADMIN))

    def __post_init__(self) -> None:
        with acting_as(actor_of(self.admin)):
            self._organise()
            self._engage()

    def _organise(self) -> None:
        self.loire, self.saone = Departement.objects.filter(code__in=["42", "71"]).order_by("code")
        self.employer = Employer(
            name="Département de la Loire",
            kind=Employer.Kind.DEPARTEMENT,
            departement=self.loire,
            offence_basis=Employer.OffenceBasis.PUBLIC,
        )
        self.association = Employer(
            name="Association d’entraide", kind=Employer.Kind.ASSOCIATION, departement=self.saone
        )
        Employer.objects.bulk_create([self.employer, self.association])
        number = next(_numbers)
        self.station = _unsaved_unit(f"Commissariat de Roanne {number}", Unit.Kind.POLICE, "42187")
        self.brigade = _unsaved_unit(f"Brigade de Mâcon {number}", Unit.Kind.GENDARMERIE, "71270")
        Unit.objects.bulk_create([self.station, self.brigade])
        self.post = _unsaved_post("Roanne", self.employer)
        self.other_post = _unsaved_post("Firminy", self.employer)
        self.far_post = _unsaved_post("Mâcon", self.association)
        posts = [self.post, self.other_post, self.far_post]
        Queue.objects.bulk_create([post.queue for post in posts])
        Post.objects.bulk_create(posts)
        covered = {self.post: self.station, self.far_post: self.brigade}
        towns = {self.post: "42187", self.other_post: "42095", self.far_post: "71270"}
        of_unit, of_commune = Post.units.through, Post.communes.through
        of_unit.objects.bulk_create(
            of_unit(post=post, unit=unit) for post, unit in covered.items()
        )
        of_commune.objects.bulk_create(
            of_commune(post=post, commune_id=town) for post, town in towns.items()
        )

    def _engage(self) -> None:
        self.worker, self.other_worker, self.far_worker = (
            _unsaved_account(Role.WORKER) for _post in range(3)
        )
        self.coordinator = _unsaved_account(Role.COORDINATOR)
        self.dpo = _unsaved_account(Role.DPO)
        self.steering = _unsaved_account(Role.STEERING)
        self.officer, self.far_officer = (_unsaved_account(Role.OFFICER) for _unit in range(2))
        self.chief = _unsaved_account(Role.CHIEF)
        holders = {
            self.worker: self.post,
            self.other_worker: self.other_post,
            self.far_worker: self.far_post,
        }
        members: dict[User, dict[str, object]] = {
            self.coordinator: {"employer": self.employer},
            self.dpo: {"employer": self.employer},
            self.steering: {"departement": self.loire},
            self.officer: {"unit": self.station},
            self.chief: {"unit": self.station},
            self.far_officer: {"unit": self.brigade},
        }
        User.objects.bulk_create([*holders, *members])
        Holding.objects.bulk_create(
            Holding(post=post, user=user, starts_on=YEAR_START) for user, post in holders.items()
        )
        Affiliation.objects.bulk_create(
            Affiliation(user=user, **belongs) for user, belongs in members.items()
        )

    def add_unit(self, name: str, kind: Unit.Kind, commune: str) -> Unit:
        unit = _unsaved_unit(name, kind, commune)
        unit.save()
        return unit

    def add_post(self, name: str, employer: Employer, commune: str) -> Post:
        """A post with a queue of its own, for this town."""
        post = _unsaved_post(name, employer)
        post.queue.save()
        post.save()
        post.communes.add(commune)
        return post

    def add_holder(self, post: Post) -> User:
        user = account(Role.WORKER)
        Holding.objects.create(post=post, user=user, starts_on=YEAR_START)
        return user

    def add_member(self, role: Role, **belongs: object) -> User:
        user = account(role)
        Affiliation.objects.create(user=user, **belongs)
        return user

    def actor(self, user: User) -> Actor:
        """The actor of an account, as the middleware builds it."""
        return actor_of(user)

    def case_of(self, user: User, card: NameCard | None = None, **options: object) -> Case:
        """A case opened by this worker, in her first post."""
        actor = actor_of(user)
        with acting_as(actor):
            return case_actions.open_case(
                actor=actor,
                post_id=min(actor.post_ids),
                card=card or NameCard(last_name="Canarivent", first_name="Aliénor"),
                now=options.pop("now", TUESDAY_TEN),
                **options,
            )


def close(actor: Actor, case: Case) -> None:
    """Close a case as soon as it is open."""
    case_actions.close(
        actor=actor,
        case_id=case.pk,
        reason=ClosingReason.RELAYED,
        changes=[],
        told_she_can_return=ReturnTold.YES,
        words="",
        now=case.opened_at,
    )


def ids(rows: object) -> set[UUID]:
    """The identifiers of rows, to compare lists whatever their order."""
    return {row.pk for row in rows}
