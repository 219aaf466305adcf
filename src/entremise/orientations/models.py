"""An orientation: one need, one service, one agreement."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.partners.models import Need, Service, ServiceKind


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    PROPOSED = "orientation:proposed", "orientation proposée"
    CONSENTED = "orientation:consented", "accord pour une orientation"
    SENT = "orientation:sent", "orientation faite"
    ACCEPTED = "orientation:accepted", "orientation acceptée par le service"
    DECLINED = "orientation:declined", "orientation refusée par le service"
    UNAVAILABLE = "orientation:unavailable", "aucune place"
    KEPT = "orientation:kept", "rendez-vous du service honoré"
    NOT_KEPT = "orientation:not_kept", "rendez-vous du service manqué"
    ALREADY_RECEIVED = "orientation:already_received", "déjà suivie par ce service"
    DECLINED_BY_PERSON = "orientation:declined_by_her", "orientation refusée par la personne"


class Consent(models.TextChoices):
    """Her agreement to this orientation, and to no other."""

    NOT_ASKED = "not_asked", "pas encore demandé"
    ORAL = "oral", "oui, de vive voix"
    WRITTEN = "written", "oui, par écrit"
    REFUSED = "refused", "non"


class Shared(models.TextChoices):
    """What she agrees to have told to the service; nothing else may be."""

    NAME = "name", "son nom"
    CHANNEL = "channel", "comment la joindre sans danger"
    SITUATION = "situation", "sa situation, en quelques mots"
    CHILDREN = "children", "ses enfants"
    LANGUAGE = "language", "sa langue et le besoin d’un interprète"


class Way(models.TextChoices):
    """How it was handed over."""

    APPOINTMENT = "appointment", "rendez-vous pris par téléphone"
    JOINT_CALL = "joint_call", "appel avec elle"
    EMAIL = "email", "courriel au service"
    LETTER = "letter", "courrier remis à la personne"
    CONTACT_GIVEN = "contact_given", "coordonnées du service données"
    ESCORTED = "escorted", "accompagnement sur place"
    ONLINE = "online", "formulaire du service"


# Ways in which the service is told nothing by the worker.
SHE_CALLS = frozenset({Way.CONTACT_GIVEN, Way.LETTER})


class Orientation(Record, HasState):
    """A need handed to a service, and the answer.

    « Unavailable » is the only trace of an unmet need: kind of service and day are kept even
    where no service could be named.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposée"
        SENT = "sent", "transmise, sans réponse"
        ACCEPTED = "accepted", "acceptée par le service"
        DECLINED = "declined", "refusée par le service"
        UNAVAILABLE = "unavailable", "aucune place"
        KEPT = "kept", "rendez-vous honoré"
        NOT_KEPT = "not_kept", "rendez-vous manqué"
        ALREADY_RECEIVED = "already_received", "déjà suivie par ce service"
        DECLINED_BY_PERSON = "declined_by_her", "refusée par la personne"

    MOVES = {
        State.PROPOSED: {
            State.SENT,
            State.UNAVAILABLE,
            State.ALREADY_RECEIVED,
            State.DECLINED_BY_PERSON,
        },
        State.SENT: {
            State.ACCEPTED,
            State.DECLINED,
            State.UNAVAILABLE,
            State.KEPT,
            State.NOT_KEPT,
            State.ALREADY_RECEIVED,
            State.DECLINED_BY_PERSON,
        },
        State.ACCEPTED: {
            State.KEPT,
            State.NOT_KEPT,
            State.UNAVAILABLE,
            State.DECLINED_BY_PERSON,
        },
        State.NOT_KEPT: {State.ACCEPTED, State.KEPT},
        State.DECLINED: set(),
        State.UNAVAILABLE: set(),
        State.KEPT: set(),
        State.ALREADY_RECEIVED: set(),
        State.DECLINED_BY_PERSON: {State.PROPOSED},
    }
    # She or the service said no.
    REFUSED = frozenset({State.DECLINED, State.UNAVAILABLE, State.DECLINED_BY_PERSON})
    # Once she has gone there, its number and address serve her still.
    OPEN_TO_HER = frozenset({State.PROPOSED, State.SENT, State.ACCEPTED, State.KEPT})

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="orientations"
    )
    author_id = models.UUIDField("auteur")
    need = models.CharField("besoin", max_length=14, choices=Need)
    kind = models.CharField("nature du service", max_length=24, choices=ServiceKind)
    service = models.ForeignKey(
        Service, verbose_name="service", on_delete=models.PROTECT, null=True, blank=True
    )
    state = models.CharField("état", max_length=20, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField("proposée le")
    consent = models.CharField("accord", max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    consent_on = models.DateField("accord du", null=True, blank=True)
    shared = models.JSONField("ce qui peut être dit", default=list)
    sent_how = models.CharField("comment", max_length=14, choices=Way, blank=True)
    sent_on = models.DateField("transmise le", null=True, blank=True)
    appointment_at = models.DateTimeField("rendez-vous", null=True, blank=True)
    expects_answer_on = models.DateField("relancer le", null=True, blank=True)
    answered_on = models.DateField("réponse le", null=True, blank=True)
    note_sealed = models.BinaryField("note", default=b"")
    note = SealedText("note_sealed", subject="case_id")
    answer_sealed = models.BinaryField("réponse", default=b"")
    answer = SealedText("answer_sealed", subject="case_id")
    reason_sealed = models.BinaryField("motif malgré l’avertissement", default=b"")
    reason = SealedText("reason_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Orientation]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "orientation"
        indexes = [
            models.Index(fields=["case", "proposed_on", "id"], name="orientations_of_case"),
            models.Index(
                fields=["state", "expects_answer_on", "id"], name="orientations_awaiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="orientation_handed_over_with_her_agreement",
                condition=~Q(state__in=["sent", "accepted", "declined", "kept", "not_kept"])
                | (
                    Q(consent__in=["oral", "written"])
                    & Q(consent_on__isnull=False, sent_on__isnull=False)
                    & ~Q(sent_how="")
                ),
                violation_error_message="Rien n’est transmis sans son accord pour ce service.",
            ),
            models.CheckConstraint(
                name="orientation_agreed_before_it_is_handed_over",
                condition=Q(sent_on=None) | Q(consent_on__lte=F("sent_on")),
                violation_error_message="L’accord doit précéder la transmission.",
            ),
            models.CheckConstraint(
                name="orientation_names_a_service_once_handed_over",
                condition=Q(sent_on=None) | Q(service__isnull=False),
                violation_error_message="Choisissez le service.",
            ),
            models.CheckConstraint(
                name="orientation_refused_is_not_agreed",
                condition=~Q(state="declined_by_her", consent__in=["oral", "written"])
                | Q(sent_on__isnull=False),
                violation_error_message="Elle a refusé : l’accord ne peut pas être noté.",
            ),
        ]

    @property
    def is_agreed(self) -> bool:
        return self.consent in (Consent.ORAL, Consent.WRITTEN)

    @property
    def is_open_to_her(self) -> bool:
        """A service that she agreed to, where neither she nor the service has said no since."""
        return self.service_id is not None and self.is_agreed and self.state in self.OPEN_TO_HER

    @property
    def is_a_word(self) -> bool:
        """Whether somebody said yes or no here; a mere proposal takes no earlier yes back."""
        return self.is_open_to_her or self.state in self.REFUSED

    @property
    def said_on(self) -> date:
        """The day of the last word about it."""
        said = (self.proposed_on, self.consent_on, self.sent_on, self.answered_on)
        return max(day for day in said if day is not None)

    @property
    def agreed_labels(self) -> list[str]:
        return [str(Shared(code).label) for code in self.shared]

    def is_overdue(self, today: date) -> bool:
        """An answer was expected by now; late is computed, never typed."""
        return (
            self.state == self.State.SENT
            and self.expects_answer_on is not None
            and self.expects_answer_on <= today
        )

    @property
    def next_states(self) -> list[State]:
        """Where it may go from here, in the order of the list."""
        return [state for state in self.State if state in self.MOVES[self.State(self.state)]]
