"""Partners: the access without account of an organisation, and what is said back to it."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedText
from entremise.organisation.models import Employer, Post, Queue
from entremise.partners.models import Partner
from entremise.referrals.models.codes import SOURCE_GROUPS, Source, SourceGroup

# Who is a partner, among those who ask.
PARTNERS = tuple(source for source in Source if SOURCE_GROUPS[source] is SourceGroup.PARTNERS)

# Neither 0 and O, nor 1, I and L: a key is also read from paper. Twenty of these letters are a
# hundred bits: nobody guesses one, and its hash needs no salt.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
KEY_LETTERS = 20
GROUP = 5


def new_key() -> str:
    """A key in groups of five letters, shown once."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(KEY_LETTERS))
    return "-".join(drawn[at : at + GROUP] for at in range(0, KEY_LETTERS, GROUP))


def hash_of_key(key: str) -> str:
    """What is kept of a key: neither capitals, blanks nor hyphens count."""
    plain = "".join(letter for letter in key[:200].upper() if letter in LETTERS)
    return sha256(plain.encode()).hexdigest()


class PartnerLinkQuerySet(models.QuerySet["PartnerLink"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of a worker's or a coordinator's employer; every one for the administration."""
        if actor.role is Role.WORKER:
            posts = Post.objects.filter(pk__in=actor.post_ids)
            return self.filter(employer__in=posts.values("employer_id"))
        if actor.role is Role.COORDINATOR:
            return self.filter(employer_id=actor.employer_id)
        return self if actor.role is Role.ADMIN else self.none()


class PartnerLink(Record):
    """The access of one organisation: a key that it holds, and that we only know by its hash.

    Whoever holds the key may refer for the organisation, and read what was said back to this
    access; nothing else. It ends on a day, or when somebody revokes it.
    """

    partner = models.ForeignKey(Partner, verbose_name="organisme", on_delete=models.PROTECT)
    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    # Where goes what comes from a place that no post covers, or from no place at all.
    queue = models.ForeignKey(Queue, verbose_name="file", on_delete=models.PROTECT)
    source = models.CharField(
        "nature", max_length=20, choices=[(one.value, one.label) for one in PARTNERS]
    )
    holder = models.CharField("remis à", max_length=120)
    token_hash = models.CharField("empreinte de la clé", max_length=64, unique=True)
    made_by = models.UUIDField("ouvert par")
    expires_on = models.DateField("valable jusqu’au")
    revoked_on = models.DateField("fermé le", null=True)
    revoked_by = models.UUIDField("fermé par", null=True)

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "accès d’un partenaire"
        constraints = [
            models.CheckConstraint(
                name="link_is_revoked_by_somebody",
                condition=Q(revoked_on=None, revoked_by=None)
                | Q(revoked_on__isnull=False, revoked_by__isnull=False),
                violation_error_message="Un accès fermé dit par qui.",
            ),
        ]

    @property
    def is_elected(self) -> bool:
        return self.source == Source.ELECTED


class Due(models.TextChoices):
    """What may be said back to who referred, at most."""

    NOTHING = "nothing", "rien"
    RECEIVED = "received", "« reçue », rien de plus"
    ANSWER = "answer", "la suite, la personne est d’accord"


class PartnerReceipt(Record, HasState):
    """All that a partner learns: received; with her agreement, taken up or not reached.

    Like an officer's receipt it knows neither the referral nor the case. An elected official is
    told « reçue » and no more, whatever anybody agreed to: the table refuses another state.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "reçue"
        TAKEN_UP = "taken_up", "prise en charge"
        NOT_REACHED = "not_reached", "la personne n’a pas pu être jointe"

    MOVES = {
        State.RECEIVED: {State.TAKEN_UP, State.NOT_REACHED},
        State.NOT_REACHED: {State.TAKEN_UP},
        State.TAKEN_UP: set(),
    }

    # None of them where an elected official or a service without a file of its own called.
    partner = models.ForeignKey(
        Partner, verbose_name="organisme", on_delete=models.PROTECT, null=True
    )
    link = models.ForeignKey(
        PartnerLink, verbose_name="accès", on_delete=models.PROTECT, null=True
    )
    source = models.CharField(
        "nature", max_length=20, choices=[(one.value, one.label) for one in PARTNERS]
    )
    due = models.CharField("réponse due", max_length=10, choices=Due)
    state = models.CharField("état", max_length=12, choices=State, default=State.RECEIVED)
    received_on = models.DateField("reçue le")
    given_on = models.DateField("réponse donnée le", null=True)
    # How to answer, and the partner's own reference: sealed with a key of the receipt's own.
    contact_sealed = models.BinaryField("pour répondre", default=b"")
    contact = SealedText("contact_sealed", subject="id")
    reference_sealed = models.BinaryField("référence", default=b"")
    reference = SealedText("reference_sealed", subject="id")

    class Meta:
        verbose_name = "accusé d’un partenaire"
        indexes = [models.Index(fields=["link", "-received_on", "id"], name="receipts_of_link")]
        constraints = [
            models.CheckConstraint(
                name="partner_told_more_only_with_her_agreement",
                condition=Q(state="received") | Q(due="answer"),
                violation_error_message="Sans l’accord de la personne, on ne dit que « reçue ».",
            ),
            models.CheckConstraint(
                name="elected_official_told_received_only",
                condition=~Q(source="elected") | (Q(state="received") & ~Q(due="answer")),
                violation_error_message="À une élue ou un élu, on ne dit que « reçue ».",
            ),
        ]
