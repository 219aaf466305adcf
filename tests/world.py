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
from entremise.cases.actions import open_case
from entremise.cases.models import Case
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
    number = next(_numbers)
    return User.objects.create_user(
        email=f"{role.value}{number}@exemple.test",
        name=name or f"{role.label} {number}",
        role=role,
        password="mot de passe long",
    )


@dataclass
class World:
    """Roanne and Mâcon: a département's post with a sister post, and an association's post."""

    admin: User = field(default_factory=lambda: account(Role.ADMIN))

    def __post_init__(self) -> None:
        with acting_as(actor_of(self.admin)):
            self._organise()

    def _organise(self) -> None:
        self.loire = Departement.objects.get(code="42")
        self.saone = Departement.objects.get(code="71")
        self.employer = Employer.objects.create(
            name="Département de la Loire",
            kind=Employer.Kind.DEPARTEMENT,
            departement=self.loire,
            offence_basis=Employer.OffenceBasis.PUBLIC,
        )
        self.association = Employer.objects.create(
            name="Association d’entraide", kind=Employer.Kind.ASSOCIATION, departement=self.saone
        )
        number = next(_numbers)
        self.station = self._unit(f"Commissariat de Roanne {number}", Unit.Kind.POLICE, "42187")
        self.brigade = self._unit(f"Brigade de Mâcon {number}", Unit.Kind.GENDARMERIE, "71270")
        self.post = self._post("Roanne", self.employer, self.station, "42187")
        self.other_post = self._post("Firminy", self.employer, None, "42095")
        self.far_post = self._post("Mâcon", self.association, self.brigade, "71270")
        self.worker = self._holder(self.post)
        self.other_worker = self._holder(self.other_post)
        self.far_worker = self._holder(self.far_post)
        self.coordinator = self._member(Role.COORDINATOR, employer=self.employer)
        self.dpo = self._member(Role.DPO, employer=self.employer)
        self.steering = self._member(Role.STEERING, departement=self.loire)
        self.officer = self._member(Role.OFFICER, unit=self.station)
        self.chief = self._member(Role.CHIEF, unit=self.station)
        self.far_officer = self._member(Role.OFFICER, unit=self.brigade)

    def _unit(self, name: str, kind: Unit.Kind, commune: str) -> Unit:
        return Unit.objects.create(
            name=name,
            kind=kind,
            level=Unit.Level.STATION if kind == Unit.Kind.POLICE else Unit.Level.BRIGADE,
            departement_id=commune[:2],
            commune_id=commune,
            search_key=name.lower(),
        )

    def _post(self, name: str, employer: Employer, unit: Unit | None, commune: str) -> Post:
        queue = Queue.objects.create(employer=employer, name=name)
        post = Post.objects.create(
            employer=employer,
            queue=queue,
            name=f"Poste de {name}",
            kind=Post.Kind.MIXED,
            fte=1,
            opened_on=YEAR_START,
            duty_phone="04 65 71 00 00",
        )
        if unit is not None:
            post.units.add(unit)
        post.communes.add(commune)
        return post

    def _holder(self, post: Post) -> User:
        user = account(Role.WORKER)
        Holding.objects.create(post=post, user=user, starts_on=YEAR_START)
        return user

    def _member(self, role: Role, **belongs: object) -> User:
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
            return open_case(
                actor=actor,
                post_id=min(actor.post_ids),
                card=card or NameCard(last_name="Canarivent", first_name="Aliénor"),
                now=options.pop("now", TUESDAY_TEN),
                **options,
            )


def ids(rows: object) -> set[UUID]:
    """The identifiers of rows, to compare lists whatever their order."""
    return {row.pk for row in rows}
