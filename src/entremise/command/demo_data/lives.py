"""One fictional case from its referral on, told deed by deed until it reaches the present."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.access.actor import Actor
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.cases import actions as cases
from entremise.cases.models import Case, ReopeningReason
from entremise.command.demo_data import closings, helping, informing
from entremise.command.demo_data.arrivals import come_in, content
from entremise.command.demo_data.calendar import Agenda, Clock, StillToCome, working_day
from entremise.command.demo_data.directory import Directory
from entremise.command.demo_data.ground import VACANT_DAYS, Ground
from entremise.command.demo_data.matters import common
from entremise.command.demo_data.plans import LANGUAGES, Plan
from entremise.command.demo_data.protecting import protect
from entremise.command.demo_data.reaching import Reached, reach
from entremise.people.actions import correct_identity
from entremise.people.models import NameCard, Sex
from entremise.referrals import actions as referrals
from entremise.referrals.models import Approach, DeclineReason, Referral, tier


class Over(Exception):
    """This life needs nothing more to be told."""


@dataclass(kw_only=True)
class Life:
    """What is known while it is told: the case, who follows it, what time it is."""

    ground: Ground
    agenda: Agenda
    directory: Directory
    plan: Plan
    clock: Clock = field(init=False)
    random: Random = field(init=False)
    # Who follows it now: the key of a post and of its worker.
    by: str = ""
    case: Case | None = None
    closed: bool = False
    actor: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.by = self.by or self.plan.post.key
        end = self.ground.now
        if self.by == "bresse":
            end -= timedelta(days=VACANT_DAYS, hours=12)
        self.clock = Clock(now=self.plan.arrived, end=end)
        self.random = self.plan.random("life")

    @property
    def case_id(self) -> UUID:
        assert self.case is not None  # noqa: S101 - told in order
        return self.case.pk

    @property
    def now(self) -> datetime:
        return self.clock.now

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def say(self, section: str) -> str:
        """A text of its matter, in the words of this person."""
        return self.plan.matter.say(
            section,
            sex=self.plan.person.sex,
            town=self.plan.town.name,
            random=self.random,
        )

    @cached_property
    def departement(self) -> str:
        return self.plan.town.departement_id

    # --- telling -----------------------------------------------------------------------------

    def tell(self) -> None:
        """Tell it from the referral on; each chapter is one worker acting."""
        referral_id = come_in(self.ground, self.plan)
        self.chapter(lambda: self._begin(referral_id))
        if self.case is not None and not self.closed:
            self.chapter(self._accompany)
        if self.case is not None and self.closed and self.chance(0.14):
            self.chapter(self._come_back)

    def chapter(self, deeds: Callable[[], None]) -> None:
        """Everything up to the present; then the day when it goes on is noted."""
        if self.clock.now > self.clock.end:
            return
        with acting_as(self.ground.actor(self.by)) as actor:
            self.actor = actor
            try:
                deeds()
            except StillToCome:
                self.look_ahead()
            except Over:
                pass

    def look_ahead(self, on: date | None = None) -> None:
        """The next step: mostly to come, sometimes forgotten, sometimes not noted at all."""
        if self.case is None or self.closed:
            return
        chance = self.random.random()
        day = on or working_day(self.ground.today, self.random.randint(1, 14))
        if on is None and chance < 0.07:
            day = working_day(self.ground.today, -self.random.randint(1, 4))
        if on is not None or not 0.07 <= chance < 0.15:
            day = max(day, in_paris(self.now).date())
            cases.plan_next_step(actor=self.actor, case_id=self.case_id, on=day, now=self.now)
        self.clock.now = self.clock.end + timedelta(seconds=1)

    # --- chapters ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Dictated to the worker, who takes it at once: for lives that are arranged."""
        said = content(self.plan, self.plan.random("arrival"))
        outcome = referrals.receive(actor=self.actor, content=said, now=self.now)
        assert outcome.referral_id is not None  # noqa: S101 - she agrees
        self.clock.minutes(self.random.randint(20, 300))
        self.case = self._take(outcome.referral_id, self.plan.card)
        self._know_her(self.plan.card)

    def _begin(self, referral_id: UUID) -> None:
        """Read it, judge whether she may be approached, take it, or end it."""
        opened = None
        referral = Referral.objects.get(pk=referral_id)
        first, longest = {1: (0.5, 9.0), 2: (3.0, 50.0), 3: (5.0, 150.0)}[tier(referral)]
        self.clock.wait(timedelta(hours=self.random.triangular(first, longest, first * 2)))
        opened = referrals.open_referral(actor=self.actor, referral_id=referral_id, now=self.now)
        if referral.approach == Approach.TO_DECIDE:
            self._decide_approach(referral_id)
        if self.chance(0.05):
            self._decline(referral_id)
        self.case = self._take(referral_id, opened.card)
        self._know_her(opened.card)

    def _decide_approach(self, referral_id: UUID) -> None:
        safe = self.chance(0.85)
        referrals.decide_approach(
            actor=self.actor,
            referral_id=referral_id,
            safe=safe,
            reason=common("approach_safe" if safe else "approach_unsafe", self.random),
            now=self.now,
        )
        if not safe:
            self.clock.wait(timedelta(days=9))
            referrals.decline(
                actor=self.actor,
                referral_id=referral_id,
                reason=DeclineReason.UNSAFE,
                now=self.now,
            )
            raise Over

    def _decline(self, referral_id: UUID) -> None:
        reasons = (
            *(DeclineReason.DECLINED, DeclineReason.ALREADY_HELPED),
            *(DeclineReason.OUT_OF_SCOPE, DeclineReason.NOBODY),
        )
        referrals.decline(
            actor=self.actor,
            referral_id=referral_id,
            reason=self.random.choice(reasons),
            now=self.now,
        )
        raise Over

    def _take(self, referral_id: UUID, card: NameCard) -> Case:
        """A victim's referral opens her case; for another position the case is opened first."""
        post_id = self.ground.posts[self.by].pk
        position = Case.Position(self.plan.matter.position)
        if position is Case.Position.VICTIM:
            return referrals.take(
                actor=self.actor, referral_id=referral_id, post_id=post_id, now=self.now
            )
        case = cases.open_case(
            actor=self.actor,
            post_id=post_id,
            now=self.now,
            card=card,
            position=position,
            problem=self.plan.matter.problems[0],
            commune_id=self.plan.town.pk,
        )
        return referrals.take(
            actor=self.actor,
            referral_id=referral_id,
            post_id=post_id,
            case_id=case.pk,
            position=position,
            now=self.now,
        )

    def _know_her(self, card: NameCard) -> None:
        """What the referral did not say of her: sex, age, language; her birth date at times."""
        plan = self.plan
        codes: dict[str, Any] = {
            "sex": Sex.FEMALE if plan.person.sex == "woman" else Sex.MALE,
            "commune_id": plan.town.pk,
        }
        if self.chance(0.85):
            codes["age_band"] = plan.age_band(in_paris(self.now).date())
        if self.chance(0.12):
            codes["language"] = self.random.choice(LANGUAGES)
            codes["interpreter"] = "needed" if self.chance(0.6) else "not_needed"
        born = plan.person.born.isoformat() if self.chance(0.7) else ""
        known = card if card.last_name else plan.card
        correct_identity(
            actor=self.actor,
            person_id=self.case.person_id if self.case else UUID(int=0),
            card=NameCard(
                last_name=known.last_name,
                first_name=known.first_name,
                birth_name=plan.card.birth_name,
                born=born,
            ),
            now=self.now,
            **codes,
        )

    def _accompany(self) -> None:
        """Reach her, meet her, understand, hand on, close."""
        reached = reach(self)
        if reached is Reached.REFUSED:
            closings.refused(self)
        if reached is Reached.NEVER:
            closings.unreached(self)
        helping.first_meeting(self)
        helping.assess(self)
        steps = informing.inform(self)
        helping.orient(self)
        protect(self)
        helping.go_on(self)
        informing.tick(self, steps)
        closings.close(self)

    def _come_back(self) -> None:
        """She comes back after months: the same case opens again."""
        self.clock.wait(timedelta(days=self.random.triangular(45, 260, 110)))
        reasons = (
            *(ReopeningReason.CAME_BACK, ReopeningReason.CAME_BACK),
            ReopeningReason.NEW_FACTS,
        )
        cases.reopen(
            actor=self.actor,
            case_id=self.case_id,
            reason=self.random.choice(reasons),
            now=self.now,
        )
        self.closed = False
        helping.she_calls(self)
        helping.meet(self)
        helping.orient(self)
        helping.go_on(self)
        closings.close(self)


def tell(life: Life) -> None:
    """Tell a life; a rule that refuses is a mistake of the story, named by its number."""
    try:
        life.tell()
    except NotPossible as refusal:
        raise RuntimeError(f"case {life.plan.number} at {life.now}: {refusal}") from refusal
