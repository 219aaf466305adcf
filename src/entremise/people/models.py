"""A person, her identity, and the ways to reach her: three tables with three walls.

A person is visible through her cases: `cases` puts the wall on these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q

from entremise.base.french import NBSP
from entremise.base.models import Record, Versioned
from entremise.base.sealing import SealedJson, SealedText, WriteOnlyText
from entremise.organisation.models import Commune, Employer
from entremise.people.names import phone_digits


class Sex(models.TextChoices):
    """As she states it."""

    FEMALE = "female", "femme"
    MALE = "male", "homme"
    OTHER = "other", "autre"
    NOT_ASKED = "not_asked", "non demandé"


class AgeBand(models.TextChoices):
    """Bands that add up to those of the national and international grids."""

    UNDER_12 = "0-11", "moins de 12 ans"
    FROM_12 = "12-14", "12 à 14 ans"
    FROM_15 = "15-17", "15 à 17 ans"
    FROM_18 = "18-24", "18 à 24 ans"
    FROM_25 = "25-39", "25 à 39 ans"
    FROM_40 = "40-59", "40 à 59 ans"
    FROM_60 = "60-74", "60 à 74 ans"
    FROM_75 = "75+", "75 ans ou plus"
    NOT_ASKED = "not_asked", "non demandé"
    UNKNOWN = "unknown", "ne sait pas"


class Person(Record):
    """Somebody known to one employer. Her name is elsewhere: see Identity."""

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    sex = models.CharField("sexe", max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    age_band = models.CharField("âge", max_length=10, choices=AgeBand, default=AgeBand.NOT_ASKED)
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True
    )
    language = models.CharField("langue parlée", max_length=40, blank=True)
    interpreter = models.CharField(
        "interprète",
        max_length=10,
        choices=[
            ("needed", "nécessaire (jamais un proche ni un voisin)"),
            ("not_needed", "pas nécessaire"),
            ("not_asked", "non demandé"),
        ],
        default="not_asked",
    )

    class Meta:
        verbose_name = "personne"


SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCard:
    """Who she is, as well as it is known; `born` is a year, a date (ISO), or empty."""

    last_name: str = ""
    first_name: str = ""
    birth_name: str = ""
    born: str = ""

    @property
    def text(self) -> str:
        """The four parts as one line, which is what is sealed."""
        parts = (self.last_name, self.first_name, self.birth_name, self.born)
        return SEPARATOR.join(part.replace(SEPARATOR, " ").strip() for part in parts)

    @classmethod
    def from_text(cls, text: str) -> NameCard:
        last, first, birth, born = (text.split(SEPARATOR) + [""] * 4)[:4]
        return cls(last_name=last, first_name=first, birth_name=birth, born=born)

    @property
    def born_from(self) -> date | None:
        """The first day on which she may have been born, as far as it is known."""
        try:
            return date.fromisoformat(self.born if "-" in self.born else f"{self.born}-01-01")
        except ValueError:
            return None

    @property
    def display(self) -> str:
        """« Amina BENALI (née Haddad) », or « Personne sans nom »."""
        name = f"{self.first_name} {self.last_name.upper()}".strip()
        if self.birth_name and self.birth_name.casefold() != self.last_name.casefold():
            name = f"{name} (nom de naissance{NBSP}: {self.birth_name})"
        return name or "Personne sans nom"


class Identity(Record, Versioned):
    """Her name and birth, sealed: as they are shown, and as the search compares them."""

    person = models.OneToOneField(
        Person, verbose_name="personne", on_delete=models.PROTECT, related_name="identity"
    )
    card_sealed = models.BinaryField("identité", default=b"")
    card = SealedText("card_sealed", subject="person_id")
    # The words of her names with their sounds (`names.search_line`): worked out once, when the
    # name is written, so that a search only has to open and compare.
    line_sealed = models.BinaryField("ligne de recherche", default=b"")
    line = SealedText("line_sealed", subject="person_id")

    class Meta:
        verbose_name = "identité"


class SafeChannel(Record, Versioned):
    """One way to reach her, and what makes it safe: `people.safety` is the rule.

    A number that nobody has checked is the normal case: it opens for one first call only, and
    stays open (`opened_at`) until somebody says what came of that call. `value` can be written,
    and read by `people.actions.show_channel` alone.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "téléphone"
        EMAIL = "email", "courriel"
        POST = "post", "courrier"
        THIRD_PARTY = "third_party", "par une personne de confiance"

    class Safe(models.TextChoices):
        YES = "yes", "sûr"
        NO = "no", "dangereux"
        UNKNOWN = "unknown", "pas encore vérifié"

    class Message(models.TextChoices):
        NEVER = "never", "jamais de message"
        NEUTRAL = "neutral", "message neutre"
        YES = "yes", "message possible"

    class Origin(models.TextChoices):
        """Who gave it."""

        HERSELF = "herself", "la personne elle-même"
        OFFICER = "officer", "police ou gendarmerie"
        INFORMANT = "informant", "un proche ou un témoin"
        PARTNER = "partner", "un partenaire"
        UNKNOWN = "unknown", "ne sait pas"

    class Owner(models.TextChoices):
        """Whose it is."""

        HERS = "hers", "le sien"
        SHARED = "shared", "partagé dans le foyer"
        FAMILY = "family", "d’un proche"
        WORK = "work", "de son travail"
        UNKNOWN = "unknown", "ne sait pas"

    class Sms(models.TextChoices):
        """Her own word about this number: a phone keeps what it receives, for whoever holds it."""

        YES = "yes", "oui, elle l’a dit"
        NO = "no", "non"
        NOT_ASKED = "not_asked", "non demandé"

    class Protection(models.TextChoices):
        """On what ground an address is hidden from every paper and every other service."""

        NONE = "none", "non"
        ORDER = "order", "dissimulée par le juge (code civil, 515-11, 6°)"
        DOMICILE = (
            "domicile",
            (
                "dissimulée par le juge, domicile élu chez une personne morale qualifiée "
                "(code civil, 515-11, 6° bis)"
            ),
        )
        OTHER = "other", "autre décision de justice"
        WISH = "wish", "tenue secrète à sa demande"

    person = models.ForeignKey(
        Person, verbose_name="personne", on_delete=models.PROTECT, related_name="channels"
    )
    kind = models.CharField("moyen", max_length=12, choices=Kind)
    safe = models.CharField("sûreté", max_length=8, choices=Safe, default=Safe.UNKNOWN)
    message = models.CharField("message", max_length=8, choices=Message, default=Message.NEVER)
    sms = models.CharField("SMS", max_length=10, choices=Sms, default=Sms.NOT_ASKED)
    origin = models.CharField("donné par", max_length=10, choices=Origin, default=Origin.UNKNOWN)
    owner = models.CharField("à qui", max_length=8, choices=Owner, default=Owner.UNKNOWN)
    # {"days": [0..6], "from": "09:00", "to": "12:00"}: an absent key means any day, any hour.
    window = models.JSONField("jours et heures", default=dict, blank=True)
    checked_on = models.DateField("vérifié le", null=True, blank=True)
    checked_by = models.UUIDField("vérifié par", null=True, blank=True)
    opened_at = models.DateTimeField("ouvert pour un premier appel le", null=True, blank=True)
    opened_by = models.UUIDField("ouvert par", null=True, blank=True)
    opened_key = models.UUIDField("envoi qui l’a ouvert", null=True, blank=True)
    protection = models.CharField(
        "adresse protégée", max_length=12, choices=Protection, default=Protection.NONE
    )
    protected_from = models.DateField("décision du", null=True, blank=True)
    protected_until = models.DateField("protégée jusqu’au", null=True, blank=True)
    value_sealed = models.BinaryField("numéro ou adresse", default=b"")
    value = WriteOnlyText("value_sealed", subject="person_id")
    rule_sealed = models.BinaryField("consignes", default=b"")
    # {"who_may_answer": "", "say": "", "name_to_show": "", "if_someone_else": ""}
    rule = SealedJson("rule_sealed", subject="person_id")

    class Meta:
        verbose_name = "moyen de contact"
        constraints = [
            models.CheckConstraint(
                name="channel_safe_once_checked",
                condition=~Q(safe="yes") | Q(checked_on__isnull=False),
                violation_error_message="Un moyen sûr a une date de vérification.",
            ),
            models.CheckConstraint(
                name="channel_opened_by_somebody",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                violation_error_message="Un premier appel a une date et un auteur.",
            ),
            models.CheckConstraint(
                name="protection_ends_after_it_begins",
                condition=Q(protected_from=None)
                | Q(protected_until=None)
                | Q(protected_until__gte=F("protected_from")),
                violation_error_message="Une protection ne finit pas avant d’avoir commencé.",
            ),
        ]

    def is_written_again_in(self, other: SafeChannel) -> bool:
        """Whether another channel of hers, on any of her records, is this very number or address.

        Compared here, and given to nobody.
        """
        if self.pk == other.pk or self.kind != other.kind:
            return False
        one: str = SafeChannel.value.reveal(self)
        two: str = SafeChannel.value.reveal(other)
        if self.kind == SafeChannel.Kind.PHONE:
            return phone_digits(one) == phone_digits(two)
        return one.casefold().split() == two.casefold().split()


class CallerCheck(Record, Versioned):
    """What was agreed with her: how she proves that it is she, who calls, what paper she keeps.

    Until the code phrase is said, a caller learns nothing.
    """

    class Paper(models.TextChoices):
        """Whether a paper of ours is safe in her bag or at her home."""

        YES = "yes", "oui, discret"
        NEVER = "never", "jamais"
        NOT_ASKED = "not_asked", "non demandé"

    person = models.OneToOneField(
        Person, verbose_name="personne", on_delete=models.PROTECT, related_name="caller_check"
    )
    code_phrase_sealed = models.BinaryField("phrase convenue", default=b"")
    code_phrase = SealedText("code_phrase_sealed", subject="person_id")
    she_calls_us = models.BooleanField("c’est elle qui appelle", default=False)
    paper = models.CharField(
        "papier sur elle", max_length=10, choices=Paper, default=Paper.NOT_ASKED
    )

    class Meta:
        verbose_name = "reconnaissance au téléphone"


MERGE_DAYS = 30


class Merge(Record):
    """Somebody said that two records are one person; what each of them holds stays where it is.

    Nothing is moved nor sealed again: who reads one record reads both (`people.queries.groups`),
    and undoing is the end of this row. `kept` is the record whose name is shown.
    """

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    kept = models.ForeignKey(
        Person, verbose_name="fiche montrée", on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(
        Person, verbose_name="fiche réunie", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("réunies le")
    by = models.UUIDField("réunies par")
    undone_at = models.DateTimeField("séparées le", null=True)
    undone_by = models.UUIDField("séparées par", null=True)

    class Meta:
        verbose_name = "réunion de deux fiches"
        indexes = [models.Index(fields=["kept"], condition=Q(undone_at=None), name="merged_into")]
        constraints = [
            models.CheckConstraint(
                name="merge_of_two_records",
                condition=~Q(kept=F("other")),
                violation_error_message="Une fiche ne se réunit pas avec elle-même.",
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(undone_at=None),
                name="record_merged_once",
                violation_error_message="Cette fiche est déjà réunie avec une autre.",
            ),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                violation_error_message="Une séparation a une date et un auteur.",
            ),
            models.CheckConstraint(
                name="merge_undone_in_time",
                condition=Q(undone_at=None)
                | Q(undone_at__gte=F("at"), undone_at__lte=F("at") + timedelta(days=MERGE_DAYS)),
                violation_error_message="Deux fiches ne se séparent plus après 30 jours.",
            ),
        ]

    @property
    def undone_until(self) -> datetime:
        """The last moment at which it can be undone."""
        return self.at + timedelta(days=MERGE_DAYS)


class ToldApart(Record):
    """Somebody said that two records are two people: the pair is not proposed again."""

    one = models.ForeignKey(
        Person, verbose_name="une fiche", on_delete=models.PROTECT, related_name="+"
    )
    two = models.ForeignKey(
        Person, verbose_name="l’autre fiche", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("date")
    by = models.UUIDField("auteur")

    class Meta:
        verbose_name = "deux personnes différentes"
        constraints = [
            models.UniqueConstraint(
                fields=["one", "two"],
                name="told_apart_once",
                violation_error_message="C’est déjà noté.",
            ),
            # A pair has one order, so that it is one row whoever says it.
            models.CheckConstraint(
                name="told_apart_in_order",
                condition=Q(one__lt=F("two")),
                violation_error_message="Deux fiches différentes, dans un seul ordre.",
            ),
        ]
