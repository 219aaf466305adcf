"""Tries to reach her, appointments, interviews."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.organisation.models import Unit
from entremise.people.models import SafeChannel


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    ATTEMPT = "contact:attempt", "tentative de contact"
    CHANNEL = "contact:channel", "moyen de contact"
    CALLER = "contact:caller", "appel entrant"
    PLANNED = "contact:planned", "rendez-vous fixé"
    MOVED = "contact:moved", "rendez-vous déplacé"
    KEPT = "contact:kept", "rendez-vous honoré"
    MISSED = "contact:missed", "rendez-vous manqué"
    CANCELLED = "contact:cancelled", "rendez-vous annulé"
    SESSION = "contact:session", "entretien"
    CORRECTION = "contact:correction", "entretien corrigé"


class ContactAttempt(Record):
    """One try to reach her, and what came of it. Final: a mistake is said in another entry.

    A try belongs to a case: a referral that nobody has taken yet has none.
    """

    class Kind(models.TextChoices):
        CALL = "call", "appel"
        MESSAGE = "message", "SMS ou message vocal"
        EMAIL = "email", "courriel"
        LETTER = "letter", "courrier"
        VISIT = "visit", "visite à domicile"
        SHE_CALLED = "she_called", "elle a appelé"

    class Outcome(models.TextChoices):
        REACHED = "reached", "jointe"
        NO_ANSWER = "no_answer", "pas de réponse"
        OTHER_ANSWERED = "other_answered", "quelqu’un d’autre a répondu"
        WRONG_NUMBER = "wrong_number", "faux numéro"
        REFUSED = "refused", "jointe, ne souhaite pas de suite"
        SENT = "sent", "message ou courrier envoyé"
        NOT_MADE = "not_made", "pas fait finalement"

    # She was spoken to, whatever she answered.
    REACHING = frozenset({Outcome.REACHED, Outcome.REFUSED})

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="attempts"
    )
    channel = models.ForeignKey(
        SafeChannel, verbose_name="moyen", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("date")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    outcome = models.CharField("issue", max_length=15, choices=Outcome)
    author_id = models.UUIDField("auteur")
    note_sealed = models.BinaryField("ce qui a été dit", default=b"")
    note = SealedText("note_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[ContactAttempt]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "tentative de contact"
        indexes = [models.Index(fields=["case", "at", "id"], name="attempts_of_case")]


class Appointment(Record, HasState, Versioned):
    """A meeting with her: when, where, with whom of the service. The line it shows is discreet.

    Missing one is frequent and never a fault of hers: it can be planned again, as it was.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        KEPT = "kept", "honoré"
        MISSED = "missed", "manqué"
        CANCELLED = "cancelled", "annulé"

    MOVES = {
        State.PLANNED: {State.PLANNED, State.KEPT, State.MISSED, State.CANCELLED},
        State.MISSED: {State.PLANNED},
        State.CANCELLED: {State.PLANNED},
        State.KEPT: set(),
    }

    class Place(models.TextChoices):
        UNIT = "unit", "au commissariat ou à la brigade"
        PHONE = "phone", "par téléphone"
        VIDEO = "video", "par vidéo"
        OUTSIDE = "outside", "ailleurs"
        HOME = "home", "chez elle, à deux"

    class Line(models.TextChoices):
        """What an agenda shows of it, whoever looks over the shoulder."""

        INTERVIEW = "interview", "Entretien"
        BUSY = "busy", "Occupé"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="appointments"
    )
    worker_id = models.UUIDField("avec")
    second_id = models.UUIDField("et avec", null=True, blank=True)
    with_partner = models.BooleanField("avec un partenaire", default=False)
    place = models.CharField("lieu", max_length=8, choices=Place)
    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, null=True, blank=True
    )
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    line = models.CharField("ligne d’agenda", max_length=9, choices=Line, default=Line.INTERVIEW)
    state = models.CharField("état", max_length=9, choices=State, default=State.PLANNED)
    where_sealed = models.BinaryField("précisions sur le lieu", default=b"")
    where = SealedText("where_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Appointment]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "rendez-vous"
        indexes = [
            models.Index(fields=["worker_id", "starts_at", "id"], name="agenda_of_worker"),
            models.Index(fields=["second_id", "starts_at", "id"], name="agenda_of_second"),
            models.Index(fields=["case", "starts_at", "id"], name="appointments_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Un rendez-vous finit après son début.",
            ),
            models.CheckConstraint(
                name="home_visit_in_pairs",
                condition=~Q(place="home") | Q(second_id__isnull=False) | Q(with_partner=True),
                violation_error_message="Une visite à domicile se fait à deux.",
            ),
            models.CheckConstraint(
                name="pair_of_two_people",
                condition=Q(second_id=None) | ~Q(second_id=F("worker_id")),
                violation_error_message="La deuxième personne est quelqu’un d’autre.",
            ),
            models.CheckConstraint(
                name="appointment_at_a_unit_names_it",
                condition=~Q(place="unit") | Q(unit__isnull=False),
                violation_error_message="Choisissez l’unité où aura lieu le rendez-vous.",
            ),
        ]


class Session(Record):
    """An interview, once written final. Correcting is another entry that names this one.

    What she states and what the worker observes are two things; what the worker notes for
    herself is a third, in a table of its own (`PrivateNote`).
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "par téléphone"
        IN_PERSON = "in_person", "en présence"
        VISIT = "visit", "à domicile"
        VIDEO = "video", "par vidéo"
        EXCHANGE = "exchange", "échange écrit interactif"

    class Length(models.TextChoices):
        SHORT = "0-15", "moins de 15 min"
        QUARTER = "15-30", "15 à 30 min"
        HALF = "30-60", "30 min à 1 h"
        HOUR = "60-90", "1 h à 1 h 30"
        LONG = "90+", "plus de 1 h 30"
        NOT_NOTED = "not_noted", "non noté"

    class Present(models.TextChoices):
        """Who else was there."""

        CHILD = "child", "un ou des enfants"
        RELATIVE = "relative", "un proche"
        INTERPRETER = "interpreter", "un interprète"
        COLLEAGUE = "colleague", "une ou un collègue"
        PARTNER = "partner", "un partenaire"
        OFFICER = "officer", "un policier ou un gendarme"
        LAWYER = "lawyer", "son avocate ou son avocat"
        OTHER = "other", "une autre personne"

    class Interpreter(models.TextChoices):
        """Never a relative or a neighbour."""

        NOT_NEEDED = "not_needed", "pas nécessaire"
        ON_SITE = "on_site", "interprète professionnel sur place"
        REMOTE = "remote", "interprète professionnel par téléphone"
        MISSING = "missing", "nécessaire, pas obtenu"
        REFUSED = "refused", "proposé, refusé"
        NOT_ASKED = "not_asked", "non demandé"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="sessions"
    )
    appointment = models.OneToOneField(
        Appointment, verbose_name="rendez-vous", on_delete=models.PROTECT, null=True
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name="corrige",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrections",
    )
    at = models.DateTimeField("date")
    kind = models.CharField("forme", max_length=10, choices=Kind)
    length = models.CharField("durée", max_length=10, choices=Length, default=Length.NOT_NOTED)
    present = models.JSONField("présents", default=list)
    interpreter = models.CharField(
        "interprète", max_length=10, choices=Interpreter, default=Interpreter.NOT_ASKED
    )
    author_id = models.UUIDField("auteur")
    facts_sealed = models.BinaryField("ce qu’elle dit", default=b"")
    facts = SealedText("facts_sealed", subject="case_id")
    observed_sealed = models.BinaryField("ce que vous constatez", default=b"")
    observed = SealedText("observed_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Session]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "entretien"
        indexes = [models.Index(fields=["case", "at", "id"], name="sessions_of_case")]


class PrivateNote(Record):
    """What a worker notes for herself about an interview: nobody else reads it."""

    session = models.OneToOneField(
        Session, verbose_name="entretien", on_delete=models.PROTECT, related_name="private_note"
    )
    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="+"
    )
    author_id = models.UUIDField("auteur")
    words_sealed = models.BinaryField("notes personnelles", default=b"")
    words = SealedText("words_sealed", subject="case_id")

    class Meta:
        verbose_name = "note personnelle"
