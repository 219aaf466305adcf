"""The case stays thin: other contexts point at it, it points at none of them."""

from __future__ import annotations

from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from entremise.access.actor import Actor
from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.organisation.models import Employer, Post
from entremise.people.models import Person


class ClosingReason(models.TextChoices):
    """Why a case is closed."""

    RELAYED = "relayed", "relais pris par un service"
    NEEDS_MET = "needs_met", "besoins satisfaits autant que possible"
    SHE_ASKS = "she_asks", "à sa demande"
    REFUSED = "refused", "refus de l’accompagnement"
    NO_CONTACT = "no_contact", "plus de contact depuis longtemps"
    UNREACHED = "unreached", "jamais jointe"
    LEFT = "left", "a quitté le territoire"
    DIED = "died", "décès"
    OTHER = "other", "autre motif"


class Change(models.TextChoices):
    """What changed for her, in a few codes; her own words stand beside, sealed."""

    SAFER = "safer", "elle se sent plus en sécurité"
    SEPARATED = "separated", "elle vit séparée de l’auteur des violences"
    HOUSED = "housed", "elle a un logement ou un hébergement"
    RIGHTS = "rights", "elle connaît ses droits"
    COMPLAINT = "complaint", "une plainte est déposée"
    PROTECTED = "protected", "une mesure de protection est en place"
    CHILDREN = "children", "les enfants sont protégés ou suivis"
    HEALTH = "health", "elle est soignée ou suivie"
    MONEY = "money", "ses ressources sont assurées"
    SUPPORTED = "supported", "elle est entourée ou suivie par un service"
    NOTHING = "nothing", "rien n’a changé"
    NOT_ASKED = "not_asked", "non demandé"
    UNKNOWN = "unknown", "ne sait pas"


# Said alone: with any other answer, one of the two is wrong.
SAID_ALONE = (Change.NOTHING, Change.NOT_ASKED, Change.UNKNOWN)


class ReturnTold(models.TextChoices):
    """Whether she was told that she can come back, at any time."""

    YES = "yes", "oui"
    NO = "no", "non"
    NOT_REACHED = "not_reached", "elle n’a pas pu être jointe"


class ReopeningReason(models.TextChoices):
    """Why a case opens again; coming back is normal."""

    CAME_BACK = "came_back", "elle est revenue d’elle-même"
    NEW_FACTS = "new_facts", "de nouveaux faits"
    NEW_REFERRAL = "new_referral", "une nouvelle saisine"
    MISTAKE = "mistake", "close par erreur"


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    OPENED = "case:opened", "situation ouverte"
    NOTE = "case:note", "note"
    CLOSED = "case:closed", "situation close"
    REOPENED = "case:reopened", "situation rouverte"
    SHARED = "case:shared", "suivi partagé"
    UNSHARED = "case:unshared", "fin du suivi partagé"
    RESTRICTED = "case:restricted", "accès restreint"
    UNRESTRICTED = "case:unrestricted", "restriction levée"
    READER_NAMED = "case:reader_named", "lectrice ou lecteur nommé par la coordination"
    REASSIGNED = "case:reassigned", "situation confiée par la coordination"
    TRANSFER_PROPOSED = "case:transfer_proposed", "transfert proposé"
    TRANSFER_ACCEPTED = "case:transfer_accepted", "transfert accepté"
    TRANSFER_REFUSED = "case:transfer_refused", "transfert refusé"
    GLASS = "case:glass", "accès exceptionnel"
    NEXT_STEP = "case:next_step", "prochaine étape fixée"
    PRINTED = "case:printed", "résumé imprimé"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """Cases of the actor's posts, and those lent to her.

        Lent: shared with her post, offered to it, or opened with a reason. A restricted case
        is seen by its named readers only; what was lent to a person ends with her work for the
        employer.
        """
        return self._of(actor, Loan.objects.all())

    def followed_by(self, actor: Actor) -> Self:
        """Those of them that were lent neither for a day nor to answer an offer."""
        return self._of(actor, Loan.objects.filter(ground__in=Loan.FOLLOWING))

    def _of(self, actor: Actor, loans: models.QuerySet[Loan]) -> Self:
        lent = loans.filter(
            Q(post_id__in=actor.post_ids) | Q(user_id=actor.id),
            Q(until=None) | Q(until__gt=Now()),
        )
        employers = Post.objects.filter(pk__in=actor.post_ids).values("employer_id")
        return self.filter(
            Q(restricted=False, post_id__in=actor.post_ids)
            | Q(pk__in=lent.values("case_id"), employer_id__in=employers)
        )

    def listed_for(self, actor: Actor) -> Self:
        """What a list without names shows: her cases, or a coordinator's whole service."""
        if actor.post_ids:
            return self.visible_to(actor)
        return self.filter(employer_id=actor.employer_id, restricted=False)


class Case(Record, HasState):
    """One person in one matter, followed by one post.

    Coming back after months is normal: a closed case is reopened, never copied.
    """

    class State(models.TextChoices):
        OPEN = "open", "en cours"
        CLOSED = "closed", "close"
        REOPENED = "reopened", "rouverte"

    MOVES = {
        State.OPEN: {State.CLOSED},
        State.CLOSED: {State.REOPENED},
        State.REOPENED: {State.CLOSED},
    }

    class Position(models.TextChoices):
        """What the person is in the matter; the trade also receives alleged authors."""

        VICTIM = "victim", "victime"
        INDIRECT = "indirect", "victime indirecte ou enfant témoin"
        ALLEGED = "alleged", "mise en cause"
        RELATIVE = "relative", "famille de la personne concernée"
        WITNESS = "witness", "témoin"
        DISTRESS = "distress", "en détresse sociale"
        MINOR = "minor", "mineur en danger"

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT)
    person = models.ForeignKey(
        Person, verbose_name="personne", on_delete=models.PROTECT, related_name="cases"
    )
    code = models.CharField("repère", max_length=8)
    position = models.CharField(
        "position", max_length=10, choices=Position, default=Position.VICTIM
    )
    problem = models.CharField("problème principal", max_length=30, default="not_asked")
    state = models.CharField("état", max_length=10, choices=State, default=State.OPEN)
    restricted = models.BooleanField("accès restreint", default=False)
    opened_at = models.DateTimeField("ouverte le")
    last_contact_at = models.DateTimeField("dernier contact", null=True, blank=True)
    next_step_on = models.DateField("prochaine étape", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closing_reason = models.CharField(
        "motif de clôture", max_length=20, choices=ClosingReason, blank=True
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "situation"
        indexes = [
            models.Index(fields=["post", "state", "next_step_on", "id"], name="cases_of_post"),
            models.Index(fields=["employer", "opened_at"], name="cases_of_employer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employer", "code"], name="case_code_once"),
            models.CheckConstraint(
                name="case_closed_with_a_date_and_a_reason",
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(closing_reason=""))
                | ~Q(state="closed"),
                violation_error_message="Une situation close a une date et un motif.",
            ),
        ]

    @property
    def other_party(self) -> str:
        """Whom the text about the other party is about: on his own record, she is not accused."""
        alleged = self.position == self.Position.ALLEGED
        return "L’autre personne" if alleged else "La personne mise en cause"


ModelT = TypeVar("ModelT", bound=models.Model)


class OfCasesQuerySet(models.QuerySet[ModelT]):
    """For the tables of the contexts above that have a `case`."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the cases that the actor reads."""
        return self.filter(case__in=Case.objects.visible_to(actor))


class CaseText(Record, Versioned):
    """What matters now, and what was said of the other party: sealed with the case's key.

    The alleged author is text of her case, never a Person: nothing links his own record, if he
    is met himself, to hers.
    """

    case = models.OneToOneField(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="text"
    )
    summary_sealed = models.BinaryField("ce qui compte", default=b"")
    summary = SealedText("summary_sealed", subject="case_id")
    author_sealed = models.BinaryField("mis en cause", default=b"")
    author = SealedText("author_sealed", subject="case_id")

    class Meta:
        verbose_name = "texte de la situation"


class TimelineEntry(Record):
    """One thing that happened, appended by an action; corrected by a new entry, never edited."""

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="timeline"
    )
    at = models.DateTimeField("date")
    kind = models.CharField("nature", max_length=30)
    author_id = models.UUIDField("auteur")
    subject_id = models.UUIDField("objet", null=True)
    text_sealed = models.BinaryField("texte", default=b"")
    text = SealedText("text_sealed", subject="case_id")

    class Meta:
        verbose_name = "ligne de la chronologie"
        indexes = [models.Index(fields=["case", "at", "id"], name="timeline_of_case")]


class Loan(Record):
    """A case that somebody outside its post may read: the reason, and until when.

    It holds identifiers only. The wall reads it to know who sees a case.
    """

    class Ground(models.TextChoices):
        SHARED = "shared", "suivie à deux postes"
        TRANSFER = "transfer", "transfert proposé"
        NAMED = "named", "lectrice nommée d’une situation restreinte"
        GLASS = "glass", "accès exceptionnel, avec un motif"

    # Whoever reads on these grounds follows the case; on the others she only reads it.
    FOLLOWING = (Ground.SHARED, Ground.NAMED)

    case = models.ForeignKey(Case, verbose_name="situation", on_delete=models.CASCADE)
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT, null=True)
    user_id = models.UUIDField("compte", null=True)
    ground = models.CharField("motif", max_length=10, choices=Ground)
    until = models.DateTimeField("jusqu’à", null=True)

    class Meta:
        verbose_name = "prêt"
        indexes = [
            models.Index(
                fields=["user_id"], name="loans_of_somebody", condition=Q(user_id__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="loan_to_a_post_or_a_person",
                condition=Q(post=None, user_id__isnull=False)
                | Q(post__isnull=False, user_id=None),
                violation_error_message="Un prêt va à un poste ou à une personne.",
            ),
            models.UniqueConstraint(
                fields=["case", "post"],
                condition=Q(ground="shared"),
                name="shared_once_with_a_post",
                violation_error_message="Cette situation est déjà partagée avec ce poste.",
            ),
        ]


class Transfer(Record, HasState):
    """A case offered to another post: it moves only when that post accepts."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposé"
        ACCEPTED = "accepted", "accepté"
        REFUSED = "refused", "refusé"

    MOVES = {
        State.PROPOSED: {State.ACCEPTED, State.REFUSED},
        State.ACCEPTED: set(),
        State.REFUSED: set(),
    }

    case = models.ForeignKey(Case, verbose_name="situation", on_delete=models.PROTECT)
    from_post = models.ForeignKey(
        Post, verbose_name="de", on_delete=models.PROTECT, related_name="+"
    )
    to_post = models.ForeignKey(
        Post, verbose_name="vers", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.UUIDField("proposé par")
    answered_at = models.DateTimeField("répondu le", null=True)

    class Meta:
        verbose_name = "transfert"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="proposed"),
                name="one_transfer_at_a_time",
                violation_error_message="Un transfert est déjà proposé pour cette situation.",
            ),
        ]


class GlassNote(Record):
    """Why somebody opened a case that was not hers; read by the DPO and by the case's readers."""

    case = models.ForeignKey(Case, verbose_name="situation", on_delete=models.PROTECT)
    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    user_id = models.UUIDField("compte")
    reason_sealed = models.BinaryField("motif", default=b"")
    reason = SealedText("reason_sealed", subject="case_id")

    class Meta:
        verbose_name = "motif d’accès exceptionnel"


class ClosingNote(Record):
    """At each closing: what changed for her, and whether she knows that she can come back."""

    case = models.ForeignKey(Case, verbose_name="situation", on_delete=models.PROTECT)
    at = models.DateTimeField("date")
    reason = models.CharField("motif", max_length=20, choices=ClosingReason)
    changes = models.JSONField("ce qui a changé", default=list)
    told_she_can_return = models.CharField(
        "sait qu’elle peut revenir", max_length=12, choices=ReturnTold
    )
    words_sealed = models.BinaryField("ses mots", default=b"")
    words = SealedText("words_sealed", subject="case_id")

    class Meta:
        verbose_name = "clôture"


def subject_ids(case: Case) -> tuple[UUID, UUID]:
    """The two keys that a case page needs: hers and the case's."""
    return case.pk, case.person_id
