"""Accounts of those who work: opened by the administration, tied to a place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Q

from entremise.access import journal
from entremise.access.actor import NOBODY, Actor
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.accounts import actions as accounts
from entremise.accounts.models import User
from entremise.base.errors import NotPossible
from entremise.organisation.models import Affiliation, Post

# Where an account of each role belongs; the technical administration belongs nowhere.
BELONGS: dict[Role, tuple[str, str]] = {
    Role.WORKER: ("employer", "Choisissez l’employeur."),
    Role.COORDINATOR: ("employer", "Choisissez l’employeur."),
    Role.DPO: ("employer", "Choisissez l’employeur."),
    Role.OFFICER: ("unit", "Choisissez l’unité."),
    Role.CHIEF: ("unit", "Choisissez l’unité."),
    Role.STEERING: ("departement", "Choisissez le département."),
}


@dataclass(frozen=True, kw_only=True)
class FirstLogin:
    """The link, good once, by which the owner of an account chooses a password."""

    user_id: UUID
    name: str
    uid: str
    key: str


def _first_login(user: User) -> FirstLogin:
    return FirstLogin(
        user_id=user.pk,
        name=user.name,
        uid=user_pk_to_url_str(user),
        key=default_token_generator.make_token(user),
    )


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    now: datetime,
    employer_id: UUID | None = None,
    unit_id: UUID | None = None,
    departement: str = "",
) -> FirstLogin:
    """Open an account where its role belongs; its link is shown once, to be handed over."""
    actor.require(Can.ACCOUNT_WRITE)
    user_id = accounts.open_account(actor=actor, email=email, name=name, role=role)
    user = User.objects.get(pk=user_id)
    _belong(user, employer_id=employer_id, unit_id=unit_id, departement=departement)
    journal.record(actor, Event.ACCOUNT_OPENED, subject_id=user_id, reason=role.value, at=now)
    return _first_login(user)


@transaction.atomic
def change_account(
    *,
    actor: Actor,
    user_id: UUID,
    name: str,
    now: datetime,
    employer_id: UUID | None = None,
    unit_id: UUID | None = None,
    departement: str = "",
) -> None:
    """Correct a name, or move an account to another place. A role never changes: another role,
    another account, so that nobody keeps what the first one had shown."""
    actor.require(Can.ACCOUNT_WRITE)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.role == Role.WORKER and _works_elsewhere(user, employer_id):
        raise NotPossible(
            "Cette personne tient un poste d’un autre employeur : notez d’abord son "
            "dernier jour, à la page de ce poste."
        )
    user.name = name
    user.save(update_fields=["name"])
    _belong(user, employer_id=employer_id, unit_id=unit_id, departement=departement)
    journal.record(actor, Event.ACCOUNT_CHANGED, subject_id=user_id, at=now)


def _works_elsewhere(user: User, employer_id: UUID | None) -> bool:
    posts = Post.objects.exclude(employer=employer_id or NOBODY)
    return posts.filter(Q(holdings__user=user) | Q(covers__user=user)).exists()


def _belong(
    user: User, *, employer_id: UUID | None, unit_id: UUID | None, departement: str
) -> None:
    given = {"employer": employer_id, "unit": unit_id, "departement": departement or None}
    if user.role not in BELONGS:
        return
    kind, question = BELONGS[Role(user.role)]
    if given[kind] is None:
        raise NotPossible(question)
    place = {f"{name}_id": value if name == kind else None for name, value in given.items()}
    Affiliation.objects.update_or_create(user=user, defaults=place)


@transaction.atomic
def renew_first_login(*, actor: Actor, user_id: UUID, now: datetime) -> FirstLogin:
    """Make a new link for somebody who lost the first one, or the password."""
    actor.require(Can.ACCOUNT_WRITE)
    user: User = User.objects.get(pk=user_id, is_active=True)
    journal.record(actor, Event.ACCOUNT_CHANGED, subject_id=user_id, reason="link", at=now)
    return _first_login(user)


@transaction.atomic
def close_account(*, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Close an account at once; its posts stay to be given to somebody else."""
    accounts.close_account(actor=actor, user_id=user_id)
    journal.record(actor, Event.ACCOUNT_CLOSED, subject_id=user_id, at=now)


@transaction.atomic
def reopen_account(*, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Open a closed account again."""
    accounts.reopen_account(actor=actor, user_id=user_id)
    journal.record(actor, Event.ACCOUNT_CHANGED, subject_id=user_id, reason="reopened", at=now)


@transaction.atomic
def forget_second_factor(*, actor: Actor, user_id: UUID, now: datetime) -> None:
    """A phone was lost: the next login enrols a new one."""
    accounts.forget_second_factor(actor=actor, user_id=user_id)
    journal.record(actor, Event.ACCOUNT_CHANGED, subject_id=user_id, reason="factor", at=now)
