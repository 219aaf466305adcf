"""What each fictional case will be, drawn from its number: who, what, where, by which door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from entremise.base.french import in_paris
from entremise.command.demo_data import places
from entremise.command.demo_data.calendar import at_work
from entremise.command.demo_data.ground import Ground
from entremise.command.demo_data.matters import MATTERS, Matter
from entremise.command.demo_data.places import PostFacts
from entremise.organisation.models import Commune, Unit
from entremise.people.models import AgeBand, NameCard
from entremise.people.names.fictional import FictionalPerson, fictional_people
from entremise.referrals.models import Form, Source, Wish

SEED = 42_71
MONTHS_TOLD = timedelta(days=548)

# By which door, how often, and who asks where the unit does not say it.
DOORS: tuple[tuple[Form, int, tuple[Source, ...]], ...] = (
    (Form.REVIEW, 30, ()),
    (Form.DICTATED, 24, ()),
    (Form.OFFICER, 17, ()),
    (Form.PHONE, 9, (Source.SELF, Source.SELF, Source.RELATIVE, Source.WITNESS)),
    (Form.WALK_IN, 6, (Source.SELF,)),
    (Form.CARD, 4, (Source.SELF,)),
    (
        Form.PARTNER,
        8,
        (
            *(Source.SOCIAL_SERVICES, Source.PMI, Source.HOSPITAL, Source.ASSOCIATION),
            *(Source.SCHOOL, Source.MUNICIPAL_POLICE, Source.ELECTED, Source.MJD),
        ),
    ),
    (Form.MAIL, 2, (Source.SOCIAL_SERVICES, Source.RELATIVE)),
)
OWN_WORD = frozenset({Form.WALK_IN, Form.CARD})
LANGUAGES = ("arabe", "portugais", "turc", "albanais", "anglais", "espagnol", "dari")
BANDS = ((18, "15-17"), (25, "18-24"), (40, "25-39"), (60, "40-59"), (75, "60-74"))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One fictional case before it is told."""

    number: int
    person: FictionalPerson
    matter: Matter
    post: PostFacts
    unit: Unit
    town: Commune
    arrived: datetime
    form: Form
    source: Source
    wish: Wish

    def random(self, purpose: str) -> Random:
        """Its own chance: what happens to others changes nothing here."""
        return Random(f"{SEED}:{self.number}:{purpose}")  # noqa: S311 - a fiction keeps no secret

    @property
    def card(self) -> NameCard:
        """Her name as it is known; her birth date comes later, and not always."""
        return NameCard(
            last_name=self.person.last_name,
            first_name=self.person.first_name,
            birth_name=self.person.birth_name,
        )

    def age_band(self, on: date) -> AgeBand:
        age = (on - self.person.born).days // 365
        return AgeBand(next((band for before, band in BANDS if age < before), "75+"))

    @property
    def by_unit(self) -> bool:
        return self.form in (Form.REVIEW, Form.DICTATED, Form.OFFICER)

    @property
    def speaks_herself(self) -> bool:
        return self.source is Source.SELF


def plans(*, ground: Ground, count: int) -> list[Plan]:
    """The cases of the demonstration, the oldest first."""
    people = fictional_people(SEED, count)
    made = [_plan(ground, number, person) for number, person in enumerate(people)]
    return sorted(made, key=lambda plan: (plan.arrived, plan.number))


def spare_plans(*, ground: Ground, first: int, count: int) -> list[Plan]:
    """Plans of people whom `plans` does not use: for what is arranged rather than drawn."""
    people = fictional_people(SEED, first + count)[first:]
    return [_plan(ground, person.number, person) for person in people]


def _plan(ground: Ground, number: int, person: FictionalPerson) -> Plan:
    random = Random(f"{SEED}:{number}:plan")  # noqa: S311
    (post,) = random.choices(places.POSTS, [post.share for post in places.POSTS])
    units = ground.units_of(post)
    (unit,) = random.choices(units, [10 if unit.level == "station" else 1 for unit in units])
    (matter,) = random.choices(MATTERS, [matter.share for matter in MATTERS])
    (door,) = random.choices(DOORS, [share for _form, share, _sources in DOORS])
    form, source = _door(ground, unit, door[0], door[2], random)
    departement = places.EMPLOYERS[post.employer][1]
    town = ground.commune(departement, random.choice(post.towns))
    return Plan(
        number=number,
        person=person,
        matter=matter,
        post=post,
        unit=unit,
        town=town,
        arrived=_arrival(ground.now, form, random),
        form=form,
        source=source,
        wish=_wish(form, source, random),
    )


def _door(
    ground: Ground, unit: Unit, form: Form, sources: tuple[Source, ...], random: Random
) -> tuple[Form, Source]:
    """A morning list needs a chief who holds one, a typed referral an officer who types."""
    if form is Form.REVIEW and unit.name not in ground.holders:
        form = Form.DICTATED
    if form is Form.OFFICER and not ground.referrer_of(unit):
        form = Form.DICTATED
    return form, random.choice(sources) if sources else Source(unit.kind)


def _arrival(now: datetime, form: Form, random: Random) -> datetime:
    """A little more often in the last months; units write at any hour, others at working hours.

    The days just before now are left to what is told apart, so that nothing doubles it.
    """
    share = random.random() ** 1.15
    arrived = in_paris(now - timedelta(days=2) - MONTHS_TOLD * share)
    if form is Form.REVIEW:
        arrived = arrived.replace(hour=random.randint(7, 9), minute=random.randrange(60))
    elif form is not Form.OFFICER:
        arrived = at_work(arrived)
    return min(arrived, now - timedelta(hours=1))


def _wish(form: Form, source: Source, random: Random) -> Wish:
    if source is Source.SELF or form in OWN_WORD:
        return Wish.AGREES
    likely = {Wish.AGREES: 84, Wish.COULD_NOT_ASK: 12, Wish.DANGER: 4}
    return random.choices(list(likely), list(likely.values()))[0]
