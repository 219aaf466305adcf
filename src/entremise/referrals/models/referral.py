"""A referral, what it holds about a person, and how soon it wants an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedJson, SealedText
from entremise.cases.models import Case
from entremise.organisation.models import (
    Commune,
    Employer,
    LocalProtocol,
    Post,
    Queue,
    Unit,
)
from entremise.organisation.working_days import working_days_after
from entremise.partners.models import Partner
from entremise.referrals.models.cards import CardLot
from entremise.referrals.models.codes import (
    FIRST_TIER_FACTS,
    SECOND_TIER_FACTS,
    Answer,
    Approach,
    DeclineReason,
    Fact,
    Form,
    Language,
    NightMeasure,
    Problem,
    Procedure,
    Source,
    Tier,
    Wish,
)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> Self:
        """Referrals of the worker's queues, and those that her cases came from.

        A restricted one is seen by the worker who wrote it down, then by who reads the case.
        Units never see a referral again: they have their receipts.
        """
        if actor.role is not Role.WORKER:
            return self.none()
        queues = Post.objects.filter(pk__in=actor.post_ids).values("queue_id")
        cases = Case.objects.visible_to(actor)
        return self.filter(
            (Q(restricted=False, queue__in=queues) & ~Q(case__restricted=True))
            | Q(restricted=True, case=None, referrer_id=actor.id)
            | Q(case__in=cases)
        )


class Referral(Record, HasState):
    """Somebody asks that a person be met.

    It holds codes only; who she is, how to reach her and what was said are sealed beside it, and
    move into her case when a worker takes it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "reçue"
        ACCEPTED = "accepted", "prise"
        REDIRECTED = "redirected", "redirigée"
        DECLINED = "declined", "sans suite"
        DUPLICATE = "duplicate", "en double"

    # One sent to another queue is received there again, as a row of its own.
    MOVES = {
        State.RECEIVED: {State.ACCEPTED, State.REDIRECTED, State.DECLINED, State.DUPLICATE},
        State.ACCEPTED: set(),
        State.REDIRECTED: set(),
        State.DECLINED: set(),
        State.DUPLICATE: set(),
    }

    employer = models.ForeignKey(
        Employer, verbose_name="employeur", on_delete=models.PROTECT, null=True
    )
    queue = models.ForeignKey(Queue, verbose_name="file", on_delete=models.PROTECT, null=True)
    post = models.ForeignKey(
        Post, verbose_name="prise par", on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT, null=True)
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, null=True
    )
    source = models.CharField("origine", max_length=20, choices=Source)
    form = models.CharField("forme", max_length=20, choices=Form)
    problem = models.CharField("motif", max_length=30, choices=Problem, default=Problem.NOT_ASKED)
    procedure = models.CharField(
        "procédure", max_length=12, choices=Procedure, default=Procedure.NOT_ASKED
    )
    # {fact code: answer code}; an absent fact was not asked.
    facts = models.JSONField("faits", default=dict)
    wish = models.CharField("souhait", max_length=14, choices=Wish)
    # A referrer may only raise: what he asks never lowers what the facts say.
    asked_tier = models.PositiveSmallIntegerField("urgence demandée", choices=Tier, null=True)
    set_tier = models.PositiveSmallIntegerField("urgence décidée", choices=Tier, null=True)
    approach = models.CharField(
        "prise de contact", max_length=10, choices=Approach, default=Approach.NOT_NEEDED
    )
    night_measures = models.JSONField("ce qui a été fait", default=list)
    restricted = models.BooleanField("accès restreint", default=False)
    # Whether the person concerned is a minor; with the source `self`, a minor who asks alone.
    minor = models.CharField(
        "personne mineure", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    language = models.CharField("langue", max_length=8, choices=Language, blank=True)
    interpreter = models.CharField(
        "interprète", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    # Told once on the public form: digits that mean nothing, by which she may be found again.
    reference = models.CharField("référence donnée", max_length=8, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField("reçue le")
    planned_on = models.DateField("prévue le", null=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    decline_reason = models.CharField(
        "motif sans suite", max_length=14, choices=DeclineReason, blank=True
    )
    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    duplicate_of = models.ForeignKey(
        "self", verbose_name="double de", on_delete=models.PROTECT, null=True, related_name="+"
    )
    redirected_from = models.ForeignKey(
        "self", verbose_name="venue de", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The receipt does not know the referral: an officer's row points at nothing.
    receipt_id = models.UUIDField("accusé", null=True)
    referrer_id = models.UUIDField("saisie par")
    partner = models.ForeignKey(
        Partner, verbose_name="organisme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What is said back to the partner: like the receipt of an officer, it points at nothing.
    partner_receipt_id = models.UUIDField("accusé du partenaire", null=True)
    # She called with a card of this lot, perhaps long after it was handed to the unit.
    card_lot = models.ForeignKey(
        CardLot,
        verbose_name="lot de cartes",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "saisine"
        indexes = [
            models.Index(
                fields=["queue", "state", "received_at", "id"], name="referrals_of_queue"
            ),
            models.Index(fields=["case"], name="referrals_of_case"),
            models.Index(
                fields=["received_at", "id"],
                condition=Q(state="received"),
                name="referrals_waiting",
            ),
            models.Index(fields=["receipt_id"], name="referral_of_receipt"),
            models.Index(
                fields=["partner_receipt_id"],
                condition=Q(partner_receipt_id__isnull=False),
                name="referral_of_partner_receipt",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_accepted_has_a_case",
                condition=Q(state="accepted", case__isnull=False, post__isnull=False)
                | (~Q(state="accepted") & Q(case=None)),
                violation_error_message="Une saisine prise a une situation et un poste.",
            ),
            models.CheckConstraint(
                name="referral_declined_with_a_reason",
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                violation_error_message="Une saisine sans suite a un motif.",
            ),
            models.CheckConstraint(
                name="referral_never_keeps_a_refusal",
                condition=~Q(wish="refuses"),
                violation_error_message="Un refus ne laisse qu’un compte, sans personne.",
            ),
            models.CheckConstraint(
                name="referral_comes_from_somewhere",
                condition=Q(queue__isnull=False, employer__isnull=False)
                | Q(unit__isnull=False)
                | Q(commune__isnull=False),
                violation_error_message="Une saisine a une file, ou au moins un lieu.",
            ),
            models.CheckConstraint(
                name="referral_of_a_partner_comes_by_his_door",
                condition=Q(form="partner") | Q(partner=None, partner_receipt_id=None),
                violation_error_message="Un organisme saisit par l’entrée des partenaires.",
            ),
        ]

    @property
    def established(self) -> str:
        """What was drawn up at the unit; empty where nobody asked."""
        asked = self.procedure != Procedure.NOT_ASKED
        return self.get_procedure_display() if asked else ""

    @property
    def meanwhile(self) -> str:
        """What the unit did before anybody could read it."""
        return ", ".join(NightMeasure(code).label for code in self.night_measures)


class ReferralIdentity(Record):
    """Who she is, and how to reach her: two sealed cells.

    Wiped when the referral is taken (her case holds them then) or ends without a case.
    """

    referral = models.OneToOneField(
        Referral, verbose_name="saisine", on_delete=models.PROTECT, related_name="identity"
    )
    card_sealed = models.BinaryField("identité", default=b"")
    card = SealedText("card_sealed", subject="referral_id")
    # {"value", "safe", "owner", "origin", "message", "window": {}, "rule": {}, "others": []}
    # The others came with referrals that were found to repeat this one.
    channel_sealed = models.BinaryField("moyen de contact", default=b"")
    channel = SealedJson("channel_sealed", subject="referral_id")

    class Meta:
        verbose_name = "identité de la saisine"


class ReferralText(Record):
    """What the officer saw, apart from what the person said, and the ground of a danger."""

    referral = models.OneToOneField(
        Referral, verbose_name="saisine", on_delete=models.PROTECT, related_name="text"
    )
    seen_sealed = models.BinaryField("ce qui a été vu", default=b"")
    seen = SealedText("seen_sealed", subject="referral_id")
    said_sealed = models.BinaryField("ce que la personne a dit", default=b"")
    said = SealedText("said_sealed", subject="referral_id")
    ground_sealed = models.BinaryField("motif du danger", default=b"")
    ground = SealedText("ground_sealed", subject="referral_id")
    approach_sealed = models.BinaryField("motif de la décision", default=b"")
    approach = SealedText("approach_sealed", subject="referral_id")

    class Meta:
        verbose_name = "texte de la saisine"


class TierChange(Record, HasState):
    """Somebody judged the urgency otherwise than the facts: who, when, and for a lowering why.

    Lowering the first tier waits for a second pair of eyes.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposée"
        DONE = "done", "appliquée"
        REFUSED = "refused", "refusée"

    MOVES = {
        State.PROPOSED: {State.DONE, State.REFUSED},
        State.DONE: set(),
        State.REFUSED: set(),
    }

    referral = models.ForeignKey(
        Referral, verbose_name="saisine", on_delete=models.PROTECT, related_name="tier_changes"
    )
    at = models.DateTimeField("date")
    from_tier = models.PositiveSmallIntegerField("de", choices=Tier)
    to_tier = models.PositiveSmallIntegerField("à", choices=Tier)
    by = models.UUIDField("par")
    state = models.CharField("état", max_length=10, choices=State)
    second_by = models.UUIDField("relue par", null=True)
    second_at = models.DateTimeField("relue le", null=True)
    reason_sealed = models.BinaryField("motif", default=b"")
    reason = SealedText("reason_sealed", subject="referral_id")

    class Meta:
        verbose_name = "changement d’urgence"
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state="proposed"),
                name="one_lowering_at_a_time",
                violation_error_message="Une baisse d’urgence attend déjà d’être relue.",
            ),
            models.CheckConstraint(
                name="first_tier_lowered_by_two",
                condition=~Q(from_tier=1, state="done")
                | (Q(second_by__isnull=False) & ~Q(second_by=models.F("by"))),
                violation_error_message="Une autre personne relit la baisse d’urgence.",
            ),
        ]


class RefusalCount(Record):
    """She was offered help and said no: a count, a card perhaps, and nothing about her.

    It is counted for its unit; where there is none, for the queue of who was told.
    """

    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT, null=True)
    queue = models.ForeignKey(Queue, verbose_name="file", on_delete=models.PROTECT, null=True)
    on = models.DateField("jour")
    form = models.CharField("forme", max_length=20, choices=Form)
    problem = models.CharField("motif", max_length=30, choices=Problem, default=Problem.NOT_ASKED)
    card_offered = models.CharField(
        "carte proposée", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )

    class Meta:
        verbose_name = "refus"
        constraints = [
            models.CheckConstraint(
                name="refusal_counted_once",
                condition=Q(unit=None) | Q(queue=None),
                violation_error_message="Un refus compte pour son unité, ou pour une file.",
            ),
        ]


FACTS = tuple(Fact)  # in the order of the rules; walking through an enumeration is slow


def said_yes(referral: Referral) -> list[Fact]:
    """The facts answered yes, in the order of the rules."""
    answers = referral.facts
    return [fact for fact in FACTS if answers.get(fact) == "yes"]


def rule_tier(referral: Referral) -> Tier:
    """What the named rules say, before anybody judged otherwise; a referrer can only raise."""
    facts = set(said_yes(referral))
    if referral.wish == Wish.DANGER or facts & set(FIRST_TIER_FACTS):
        ruled = Tier.FIRST
    elif facts & set(SECOND_TIER_FACTS):
        ruled = Tier.SECOND
    else:
        ruled = Tier.THIRD
    return min(ruled, Tier(referral.asked_tier or Tier.THIRD))


def tier(referral: Referral) -> Tier:
    """How soon the first attempt is due: by the rules, unless a worker decided otherwise."""
    return Tier(referral.set_tier) if referral.set_tier else rule_tier(referral)


def reasons(referral: Referral) -> list[str]:
    """The facts that the tier rests on, in words; never a figure."""
    words = [fact.label for fact in said_yes(referral)]
    if referral.wish == Wish.DANGER:
        words.insert(0, "danger grave signalé, avec un motif écrit")
    alone = (referral.form, referral.source, referral.minor)
    if alone == (Form.ONLINE, Source.SELF, Answer.YES):
        words.append("une personne mineure écrit seule")
    elif referral.asked_tier and referral.asked_tier < Tier.THIRD:
        asking = _who_asked(referral)
        words.append(f"{asking} demande une réponse {Tier(referral.asked_tier).label}")
    if referral.set_tier and referral.set_tier != rule_tier(referral):
        words.append("urgence décidée par une intervenante ou un intervenant")
    return words


def _who_asked(referral: Referral) -> str:
    """Who said how soon: the post that had it before, a worker over her own list, or the unit."""
    if referral.redirected_from_id is not None:
        return "le poste qui l’a redirigée"
    return "la liste du matin" if referral.form == Form.SELF_INITIATED else "l’unité"


def not_asked(referral: Referral) -> list[Fact]:
    """The facts that nobody asked about: shown as such, never as the absence of danger."""
    answers = referral.facts
    return [fact for fact in FACTS if answers.get(fact, "not_asked") == "not_asked"]


def due_at(referral: Referral, protocol: LocalProtocol) -> datetime:
    """When the first attempt is due: real hours for the first tier, working days below."""
    place = protocol.departement_id
    if tier(referral) is Tier.FIRST:
        return referral.received_at + timedelta(hours=protocol.first_tier_hours)
    days = {
        Tier.SECOND: protocol.second_tier_days,
        Tier.THIRD: protocol.third_tier_days,
    }[tier(referral)]
    return working_days_after(referral.received_at, days, place)
