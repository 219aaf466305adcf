"""Places, units, employers, posts. No table here is about a helped person."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.french import DAYS
from entremise.base.models import Record, Versioned
from entremise.organisation.models.absences import Absence as Absence
from entremise.organisation.models.devices import SharedDevice as SharedDevice
from entremise.organisation.models.rooms import Room as Room
from entremise.organisation.models.rooms import RoomHours as RoomHours

ModelT = TypeVar("ModelT", bound=models.Model)


class Departement(models.Model):
    """A French département, by its INSEE code."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "département"

    def __str__(self) -> str:
        return self.name


class Epci(models.Model):
    """An inter-municipality, by its SIREN; it may straddle départements."""

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=5)
    search_key = models.CharField("clé de recherche", max_length=120, db_index=True, default="")

    class Meta:
        verbose_name = "intercommunalité"

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune of today, by its INSEE code; `former_codes` resolves merged ones."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=60)
    departement = models.ForeignKey(
        Departement, verbose_name="département", on_delete=models.PROTECT
    )
    epci = models.ForeignKey(
        Epci, verbose_name="intercommunalité", on_delete=models.PROTECT, null=True
    )
    population = models.PositiveIntegerField("population", default=0)
    postal_codes = models.CharField("codes postaux", max_length=200, blank=True)
    former_codes = models.TextField("anciens codes", blank=True)
    search_key = models.CharField("clé de recherche", max_length=60, db_index=True)

    class Meta:
        verbose_name = "commune"

    def __str__(self) -> str:
        return self.name


class Employer(Record, Versioned):
    """Who employs the workers, and is the controller of the data about helped persons."""

    class Kind(models.TextChoices):
        DEPARTEMENT = "departement", "département"
        EPCI = "epci", "intercommunalité"
        COMMUNE = "commune", "commune, CCAS ou CIAS"
        ASSOCIATION = "association", "association"

    class OffenceBasis(models.TextChoices):
        """Loi informatique et libertés, art. 46: who may hold data about offences."""

        NONE = "none", "aucune"
        PUBLIC = "public", "autorité publique, dans ses missions"
        LISTED = "listed", "association habilitée (liste du décret)"

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    departement = models.ForeignKey(
        Departement, verbose_name="département", on_delete=models.PROTECT
    )
    offence_basis = models.CharField(
        "base pour les données d’infraction",
        max_length=8,
        choices=OffenceBasis,
        default=OffenceBasis.NONE,
    )
    # Off until somebody answers for it: an SMS stays on a telephone that others may read.
    sms_allowed = models.BooleanField("SMS permis", default=False)

    class Meta:
        verbose_name = "employeur"
        constraints = [
            models.UniqueConstraint(
                fields=["departement", "name"],
                name="employer_once_in_its_departement",
                violation_error_message="Cet employeur existe déjà dans ce département.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Record, Versioned):
    """A police station, a gendarmerie brigade, or the level above."""

    class Kind(models.TextChoices):
        POLICE = "police", "police nationale"
        GENDARMERIE = "gendarmerie", "gendarmerie nationale"

    class Level(models.TextChoices):
        STATION = "station", "commissariat ou bureau de police"
        BRIGADE = "brigade", "brigade"
        CLUSTER = "cluster", "communauté de brigades"
        COMPANY = "company", "compagnie"
        GROUPEMENT = "groupement", "groupement ou direction départementale"
        OTHER = "other", "autre"

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("force", max_length=12, choices=Kind)
    level = models.CharField("niveau", max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", verbose_name="unité supérieure", on_delete=models.PROTECT, null=True, blank=True
    )
    departement = models.ForeignKey(
        Departement, verbose_name="département", on_delete=models.PROTECT
    )
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True
    )
    official_id = models.CharField("identifiant public", max_length=12, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    hours = models.CharField("horaires d’accueil", max_length=400, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    communes = models.ManyToManyField(
        Commune, verbose_name="communes de compétence", related_name="units", blank=True
    )
    receives_public = models.BooleanField("reçoit du public", default=True)
    separate_entrance = models.BooleanField("entrée séparée", null=True, blank=True)
    open_office = models.BooleanField("bureau ouvert à d’autres", default=False)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    search_key = models.CharField("clé de recherche", max_length=120, db_index=True)

    class Meta:
        verbose_name = "unité"
        constraints = [
            models.UniqueConstraint(
                fields=["departement", "kind", "name"],
                name="unit_once_in_its_departement",
                violation_error_message="Cette unité existe déjà dans ce département.",
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=~Q(parent=F("id")),
                violation_error_message="Une unité ne peut pas dépendre d’elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptQuerySet(models.QuerySet[ModelT]):
    """Rows of an employer, which a coordinator keeps for hers and an administrator for all."""

    def kept_by(self, actor: Actor) -> Self:
        """The rows that the actor may change: outside them, they do not exist."""
        if actor.role is Role.ADMIN:
            return self
        return self.filter(employer_id=actor.employer_id)


class Queue(Record):
    """The one queue of the posts that share a territory; a post alone has its own."""

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    name = models.CharField("nom", max_length=120)

    objects: ClassVar[KeptQuerySet["Queue"]] = KeptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "file commune"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "name"],
                name="queue_once_at_its_employer",
                violation_error_message="Cette file existe déjà chez cet employeur.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(KeptQuerySet["Post"]):
    """Posts, kept by their employer's coordinator, open between two days."""

    def open_on(self, day: date) -> Self:
        """The posts that exist on that day."""
        return self.open_between(day, day)

    def open_between(self, first: date, last: date) -> Self:
        """The posts that exist on one of these days, both included."""
        return self.filter(opened_on__lte=last).filter(Q(closed_on=None) | Q(closed_on__gte=first))


class Post(Record, Versioned):
    """A post of social worker: its share of full time, and its territory."""

    class Kind(models.TextChoices):
        GENDARMERIE = "gendarmerie", "gendarmerie (ISG)"
        POLICE = "police", "commissariat (ISC)"
        MIXED = "mixed", "police et gendarmerie (ISCG)"

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    queue = models.ForeignKey(
        Queue, verbose_name="file", on_delete=models.PROTECT, related_name="posts"
    )
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    fte = models.DecimalField("équivalent temps plein", max_digits=3, decimal_places=2)
    duty_phone = models.CharField("téléphone de permanence", max_length=20, blank=True)
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("fermé le", null=True, blank=True)
    units = models.ManyToManyField(Unit, verbose_name="unités", related_name="posts", blank=True)
    communes = models.ManyToManyField(Commune, verbose_name="communes", blank=True)

    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "poste"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "name"],
                name="post_once_at_its_employer",
                violation_error_message="Ce poste existe déjà chez cet employeur.",
            ),
            models.CheckConstraint(
                name="post_fte_between_0_and_1",
                condition=Q(fte__gt=0, fte__lte=1),
                violation_error_message="Un poste va de 0,05 à 1 équivalent temps plein.",
            ),
            models.CheckConstraint(
                name="post_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="Le poste ne peut pas fermer avant d’avoir ouvert.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, day: date) -> bool:
        """Whether it exists on that day."""
        return self.opened_on <= day and (self.closed_on is None or self.closed_on >= day)


class Holding(Record):
    """Who holds a post, from when to when; both days included."""

    post = models.ForeignKey(
        Post, verbose_name="poste", on_delete=models.PROTECT, related_name="holdings"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="titulaire", on_delete=models.PROTECT
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)

    class Meta:
        verbose_name = "titulaire"
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]


class Cover(Record):
    """A replacement: who does the work of a post while its holder is away."""

    post = models.ForeignKey(
        Post, verbose_name="poste remplacé", on_delete=models.PROTECT, related_name="covers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="remplaçante", on_delete=models.PROTECT
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "remplacement"
        constraints = [
            models.CheckConstraint(
                name="cover_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]


class DutyHours(Record):
    """When somebody of the post answers at once, by day of the week (0 is Monday)."""

    post = models.ForeignKey(
        Post, verbose_name="poste", on_delete=models.CASCADE, related_name="duty_hours"
    )
    weekday = models.PositiveSmallIntegerField("jour", choices=list(enumerate(DAYS)))
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à")

    class Meta:
        verbose_name = "permanence"
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at"), weekday__lte=6),
                violation_error_message="La permanence doit finir après son début, le même jour.",
            ),
        ]


class Affiliation(Record):
    """To which employer, unit or département an account belongs, when it holds no post."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.PROTECT
    )
    employer = models.ForeignKey(
        Employer, verbose_name="employeur", on_delete=models.PROTECT, null=True, blank=True
    )
    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, null=True, blank=True
    )
    departement = models.ForeignKey(
        Departement, verbose_name="département", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "rattachement"


class LocalProtocol(Versioned):
    """What the local partners agreed: who to call at night, and the clocks of the queue.

    The first tier runs in real hours, nights and week-ends included; the two others in working
    days.
    """

    departement = models.OneToOneField(
        Departement, verbose_name="département", on_delete=models.PROTECT, primary_key=True
    )
    prosecutor_phone = models.CharField("parquet de permanence", max_length=20, blank=True)
    night_advice = models.CharField("consigne de nuit", max_length=500, blank=True)
    first_tier_hours = models.PositiveSmallIntegerField("premier rang, heures", default=24)
    second_tier_days = models.PositiveSmallIntegerField("deuxième rang, jours ouvrés", default=3)
    third_tier_days = models.PositiveSmallIntegerField("troisième rang, jours ouvrés", default=10)
    # Below it, a count is hidden from those who see figures without seeing rows.
    small_count = models.PositiveSmallIntegerField("petits effectifs masqués sous", default=5)

    class Meta:
        verbose_name = "protocole local"

    def __str__(self) -> str:
        return f"protocole {self.departement_id}"
