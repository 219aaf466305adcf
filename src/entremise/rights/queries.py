"""What can be read about rights, and about the steps of a case, by those who read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases.models import Case
from entremise.rights.models import LIBRARY, Fiche, FicheReview, Step

# From how many days before its day a step is shown as near.
NEAR_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A fiche, and who validated this very text for the employer, if somebody has."""

    fiche: Fiche
    review: FicheReview | None = None
    # Somebody validated another text of it, or took the word back.
    fallen: FicheReview | None = None

    @property
    def is_valid(self) -> bool:
        return self.review is not None


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step with its fiche, as a page shows it."""

    step: Step
    entry: Entry | None
    late: bool

    @property
    def may_be_printed(self) -> bool:
        """A text of law goes on a paper only once it is validated; her own words may."""
        return self.entry is None or self.entry.is_valid


def library(*, actor: Actor) -> list[Entry]:
    """Every fiche, in the order of reading, with the validation of the actor's employer."""
    actor.require(Can.FICHE_READ)
    last: dict[str, FicheReview] = {}
    for review in FicheReview.objects.visible_to(actor).order_by("recorded_at", "pk"):
        last[review.fiche] = review
    return [_entry(fiche, last.get(fiche.code)) for fiche in LIBRARY]


def _entry(fiche: Fiche, last: FicheReview | None) -> Entry:
    if last is None:
        return Entry(fiche=fiche)
    if last.verdict == FicheReview.Verdict.VALID and last.mark == fiche.mark:
        return Entry(fiche=fiche, review=last)
    return Entry(fiche=fiche, fallen=last)


def fiche(*, actor: Actor, code: str) -> Entry:
    """One fiche of the library; one that is not there looks like a page that does not exist."""
    found = next((one for one in library(actor=actor) if one.fiche.code == code), None)
    if found is None:
        raise FicheReview.DoesNotExist
    return found


def reviews_of(*, actor: Actor, code: str) -> list[FicheReview]:
    """Who read a fiche for the employer, the latest first."""
    actor.require(Can.FICHE_READ)
    found = FicheReview.objects.visible_to(actor).filter(fiche=code)
    return list(found.order_by("-recorded_at", "-pk"))


def steps_of(*, actor: Actor, case_id: UUID, today: date) -> list[StepLine]:
    """The steps of a case: those to do first, by their day, then the others, latest first."""
    actor.require(Can.STEP_READ)
    keyring.load([case_id])
    entries = {entry.fiche.code: entry for entry in library(actor=actor)}
    found = Step.objects.visible_to(actor).filter(case_id=case_id)
    rows = sorted(found.order_by("-said_on", "-created_at", "-pk"), key=_rank)
    return [
        StepLine(step=row, entry=entries.get(row.fiche), late=row.is_late(today)) for row in rows
    ]


def _rank(step: Step) -> tuple[int, date]:
    order = {Step.State.AGREED: 0, Step.State.THINKING: 1}
    rank = order.get(Step.State(step.state), 2)
    return rank, step.due_on if rank == 0 and step.due_on else date.max


def step(*, actor: Actor, case_id: UUID, step_id: UUID) -> Step:
    """One step of this case."""
    actor.require(Can.STEP_READ)
    keyring.load([case_id])
    return Step.objects.visible_to(actor).select_related("case").get(pk=step_id, case_id=case_id)


def proposed(
    *, actor: Actor, case_id: UUID, needs: Iterable[str], never_a_couple: bool = False
) -> list[Entry]:
    """The fiches that answer these needs and were not spoken of yet in this case.

    A proposal is shown, never recorded: only her answer is. Where the one accused never was her
    partner, what a judge decides between partners alone is left in the library.
    """
    actor.require(Can.STEP_READ)
    Case.objects.visible_to(actor).get(pk=case_id)
    wanted = set(needs)
    spoken = set(
        Step.objects.visible_to(actor)
        .filter(case_id=case_id)
        .exclude(fiche="")
        .order_by("pk")
        .values_list("fiche", flat=True)
    )
    return [
        entry
        for entry in library(actor=actor)
        if wanted & set(entry.fiche.needs)
        and entry.fiche.code not in spoken
        and not (never_a_couple and entry.fiche.couple)
    ]


def near_steps(*, actor: Actor, today: date) -> list[StepLine]:
    """Agreed steps whose day is near or has passed, in open cases, the first to come first."""
    actor.require(Can.STEP_READ)
    found = list(
        Step.objects.visible_to(actor)
        .filter(state=Step.State.AGREED, due_on__lte=today + timedelta(days=NEAR_DAYS))
        .exclude(case__state="closed")
        .select_related("case")
        .order_by("due_on", "pk")
    )
    keyring.load([row.case_id for row in found])
    return [StepLine(step=row, entry=None, late=row.is_late(today)) for row in found]
