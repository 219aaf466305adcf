"""What is written to an authority about a child, a person who cannot protect herself, or a weapon.

It begins with a decision, its ground, its author and its day: to write, or not to write. Once
signed, nothing of it changes: the database refuses. A correction is another writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedJson, SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.organisation.models import Departement
from entremise.proceedings.models.grounds import About, GroundCode, Kind, allowed


class Informed(models.TextChoices):
    """Whether the holders of parental authority were told before; in doubt, it must be said."""

    NOT_SAID = "not_said", "pas encore noté"
    YES = "yes", "oui, informés"
    NO = "no", "non, pas informés"


class Address(models.TextChoices):
    """What the writing says of where the child or the person lives; never asked of the other."""

    UNKNOWN = "unknown", "non connue"
    WRITTEN = "written", "écrite"
    WITHHELD = "withheld", "adresse protégée, non communiquée"
    GIVEN = "given", "adresse protégée, communiquée à cette autorité"


class SentHow(models.TextChoices):
    """By which way it left."""

    SECURE_MAIL = "secure_mail", "messagerie sécurisée"
    EMAIL = "email", "courriel professionnel"
    POST = "post", "courrier recommandé"
    HAND = "hand", "remis en main propre"


@dataclass(frozen=True, kw_only=True)
class Child:
    """One child as a writing names it; nothing else in the software does."""

    last_name: str = ""
    first_name: str = ""
    born: str = ""
    age: str = ""
    school: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.last_name, self.first_name, self.born, self.age, self.school))

    @property
    def born_on(self) -> date | None:
        return date.fromisoformat(self.born) if self.born else None


class StatutoryReport(Record, Versioned, HasState):
    """One writing to an authority; for a child, an information préoccupante or a signalement.

    The children stand here as sealed text: naming them in a letter opens no record of their own.
    """

    class State(models.TextChoices):
        NOT_MADE = "not_made", "décidé : pas d’écrit"
        DRAFT = "draft", "en préparation"
        SIGNED = "signed", "signé"
        SENT = "sent", "envoyé"
        ACKNOWLEDGED = "acknowledged", "reçu par l’autorité"

    MOVES = {
        State.NOT_MADE: set(),
        State.DRAFT: {State.SIGNED, State.NOT_MADE},
        State.SIGNED: {State.SENT},
        State.SENT: {State.ACKNOWLEDGED},
        State.ACKNOWLEDGED: set(),
    }
    LEFT = (State.SENT, State.ACKNOWLEDGED)

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="reports"
    )
    author_id = models.UUIDField("auteur de la décision")
    decided_at = models.DateTimeField("décidé le")
    kind = models.CharField("écrit", max_length=13, choices=Kind)
    about = models.CharField("à propos de", max_length=7, choices=About)
    ground = models.CharField("fondement", max_length=12, choices=GroundCode)
    state = models.CharField("état", max_length=12, choices=State, default=State.DRAFT)
    departement = models.ForeignKey(
        Departement, verbose_name="département du destinataire", on_delete=models.PROTECT
    )
    copy_to_council = models.BooleanField("copie à la CRIP", default=False)
    informed = models.CharField(
        "parents informés", max_length=8, choices=Informed, default=Informed.NOT_SAID
    )
    address_is = models.CharField(
        "adresse", max_length=8, choices=Address, default=Address.UNKNOWN
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name="corrige",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrected_by",
    )
    signed_at = models.DateTimeField("signé le", null=True)
    signed_by = models.UUIDField("signé par", null=True)
    sent_on = models.DateField("envoyé le", null=True)
    sent_how = models.CharField("envoyé par", max_length=11, choices=SentHow, blank=True)
    acknowledged_on = models.DateField("reçu le", null=True)
    because_sealed = models.BinaryField("pourquoi", default=b"")
    because = SealedText("because_sealed", subject="case_id")
    to_sealed = models.BinaryField("service destinataire", default=b"")
    to = SealedText("to_sealed", subject="case_id")
    children_sealed = models.BinaryField("enfants", default=b"")
    children_json = SealedJson("children_sealed", subject="case_id")
    who_sealed = models.BinaryField("personne concernée", default=b"")
    who = SealedText("who_sealed", subject="case_id")
    parents_sealed = models.BinaryField("parents", default=b"")
    parents = SealedText("parents_sealed", subject="case_id")
    address_sealed = models.BinaryField("adresse", default=b"")
    address = SealedText("address_sealed", subject="case_id")
    seen_sealed = models.BinaryField("faits constatés", default=b"")
    seen = SealedText("seen_sealed", subject="case_id")
    told_sealed = models.BinaryField("faits rapportés", default=b"")
    told = SealedText("told_sealed", subject="case_id")
    told_by_sealed = models.BinaryField("rapportés par", default=b"")
    told_by = SealedText("told_by_sealed", subject="case_id")
    not_informed_sealed = models.BinaryField("parents non informés, parce que", default=b"")
    not_informed = SealedText("not_informed_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[StatutoryReport]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "écrit à une autorité"
        indexes = [models.Index(fields=["case", "decided_at", "id"], name="reports_of_case")]
        constraints = [
            models.CheckConstraint(
                name="report_ground_allows_it",
                condition=allowed(),
                violation_error_message="Ce texte ne permet pas cet écrit à une intervenante "
                "sociale ou un intervenant social.",
            ),
            models.CheckConstraint(
                name="report_not_made_says_why",
                condition=~Q(state="not_made") | ~Q(because_sealed=b""),
                violation_error_message="Dites pourquoi vous décidez de ne pas écrire.",
            ),
            models.CheckConstraint(
                name="report_says_whether_parents_know",
                condition=~Q(state__in=["signed", "sent", "acknowledged"], about="minor")
                | Q(informed="yes")
                | (Q(informed="no") & ~Q(not_informed_sealed=b"")),
                violation_error_message="Dites si les parents sont informés, et sinon pourquoi.",
            ),
            models.CheckConstraint(
                name="report_of_a_child_is_copied",
                condition=~Q(kind="prosecutor", about="minor") | Q(copy_to_council=True),
                violation_error_message="Une copie part à la CRIP (CASF, article L. 226-4).",
            ),
            models.CheckConstraint(
                name="report_address_withheld_is_not_there",
                condition=Q(address_is__in=["written", "given"]) | Q(address_sealed=b""),
                violation_error_message="Cette adresse n’est pas communiquée.",
            ),
            models.CheckConstraint(
                name="report_protected_address_to_justice_or_crip",
                condition=~Q(address_is="given", kind="weapon"),
                violation_error_message="Une adresse protégée n’est pas donnée au préfet.",
            ),
            models.CheckConstraint(
                name="report_signed_by_somebody",
                condition=Q(state__in=["draft", "not_made"], signed_at=None, signed_by=None)
                | Q(
                    state__in=["signed", "sent", "acknowledged"],
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                ),
                violation_error_message="Un écrit signé a une date et un auteur.",
            ),
            models.CheckConstraint(
                name="report_sent_how_and_when",
                condition=(
                    Q(state__in=["sent", "acknowledged"], sent_on__isnull=False) & ~Q(sent_how="")
                )
                | (~Q(state__in=["sent", "acknowledged"]) & Q(sent_on=None, sent_how="")),
                violation_error_message="Dites quand et comment il est parti.",
            ),
            models.CheckConstraint(
                name="report_received_after_it_is_sent",
                condition=(~Q(state="acknowledged") & Q(acknowledged_on=None))
                | Q(state="acknowledged", acknowledged_on__gte=F("sent_on")),
                violation_error_message="La réception ne peut pas précéder l’envoi.",
            ),
        ]

    @property
    def answer_due(self) -> date | None:
        """When the council has told what came of it, at the latest (CASF, L. 226-5)."""
        if self.kind != Kind.CHILD_CONCERN or self.sent_on is None:
            return None
        due: date = self.sent_on + relativedelta(months=3)
        return due

    @property
    def children(self) -> list[Child]:
        """The children it names, in the order in which they were written."""
        return [Child(**one) for one in self.children_json or []]

    @property
    def recipient(self) -> str:
        """To whom it goes, in full."""
        place = self.departement.name
        if self.kind == Kind.CHILD_CONCERN:
            return f"Cellule de recueil des informations préoccupantes (CRIP), {place}"
        if self.kind == Kind.WEAPON:
            return "Préfet de police" if self.departement_id == "75" else f"Préfecture, {place}"
        return "Procureur de la République"
