"""Fictional lives by the thousand, made as the product makes one: same models, same seals.

Only the way in differs: rows go in by COPY. Every cell is sealed with a key of its own subject,
wrapped and kept in the keys database like any other.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Model

from entremise.access.actor import Kind
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.assessment.models import Assessment
from entremise.base import keyring
from entremise.base.models import KeyKind, SubjectKey
from entremise.cases.actions.opening import CODE_LENGTH, CODE_LETTERS
from entremise.cases.models import Case, CaseText, ClosingNote, Loan, TimelineEntry
from entremise.command.bench import texts
from entremise.command.bench.ground import Place
from entremise.command.bench.sizes import CASES_A_YEAR, YEARS
from entremise.contact.models import Appointment, ContactAttempt, Session
from entremise.orientations.models import Orientation
from entremise.people.models import CallerCheck, Identity, NameCard, Person, SafeChannel
from entremise.people.names.fictional import FictionalPerson
from entremise.referrals.models import (
    Fact,
    Problem,
    Referral,
    ReferralIdentity,
    ReferralText,
    Source,
    TimelineKind,
)

STEP = 7_919 * 104_729  # prime to the number of codes: no code comes twice
SOURCES = (Source.POLICE, Source.GENDARMERIE, Source.SELF, Source.SOCIAL_SERVICES, Source.HOSPITAL)
PROBLEMS = (Problem.CONJUGAL, Problem.FAMILY, Problem.SEPARATION, Problem.DISTRESS, Problem.DEBT)
NEEDS = ("housing", "legal", "children", "health", "money", "social")
KINDS = ("sector", "lawyer", "landlord", "hospital")


class Life:
    """One person, her referral, her case, and what was done, up to `now`."""

    def __init__(
        self,
        *,
        place: Place,
        seed: str,
        now: datetime,
        span: timedelta,
        open_to_all: bool = False,
    ) -> None:
        self.random = Random(seed)  # noqa: S311 - a fiction
        self.place = place
        self.open_to_all = open_to_all
        self.now = now
        self.received_at = now - span * self.random.random()
        self.case_id = self.uuid()
        self.person_id = self.uuid()
        self.age = now - self.received_at
        self.is_open = self.random.random() < (0.5 if self.age.days < 270 else 0.01)
        self.is_reached = self.age.days > 2 and self.random.random() < 0.8
        self.is_met = self.is_reached and self.random.random() < 0.75

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def after(self, days: float) -> datetime:
        """A moment some days after the referral, never to come."""
        return min(self.received_at + timedelta(days=days * self.random.random()), self.now)

    def key(self, subject_id: UUID, kind: KeyKind, at: datetime) -> SubjectKey:
        employer = self.place.employer
        wrapped = keyring.draw(subject_id=subject_id, scope_id=employer)
        return SubjectKey(
            subject_id=subject_id, scope_id=employer, kind=kind, wrapped=wrapped, created_at=at
        )

    def rows(self, who: FictionalPerson, line: str, code: int) -> Iterator[Model]:
        """Every row of this life, parents first."""
        yield from self._person(who, line)
        yield from self._case(code)
        yield from self._referral()
        for at, kind, subject, text in sorted(self._deeds(), key=lambda deed: deed[0]):
            if isinstance(subject, Model):
                yield subject
            entry = TimelineEntry(
                id=self.uuid(),
                created_at=at,
                case_id=self.case_id,
                at=at,
                kind=kind,
                author_id=self.place.holder,
                subject_id=subject.pk if isinstance(subject, Model) else None,
            )
            entry.text = text
            yield entry
            yield self._journal(at)

    def _journal(self, at: datetime, event: Event = Event.CASE_READ) -> JournalEntry:
        return JournalEntry(
            id=self.uuid(),
            created_at=at,
            at=at,
            actor_kind=Kind.USER,
            actor_id=self.place.holder,
            employer_id=self.place.employer,
            event=event,
            case_id=self.case_id,
        )

    # --- who she is --------------------------------------------------------------------------

    def _person(self, who: FictionalPerson, line: str) -> Iterator[Model]:
        at = self.received_at
        yield self.key(self.person_id, KeyKind.PERSON, at)
        yield Person(
            id=self.person_id,
            created_at=at,
            employer_id=self.place.employer,
            sex="female" if who.sex == "woman" else "male",
            age_band=self.random.choice(("18-24", "25-39", "25-39", "40-59", "60-74")),
            commune_id=self.random.choice(self.place.communes),
        )
        identity = Identity(id=self.uuid(), created_at=at, person_id=self.person_id)
        identity.card, identity.line = card_of(who).text, line
        yield identity
        for number in who.phones:
            yield self._channel(number, at)
        yield CallerCheck(id=self.uuid(), created_at=at, person_id=self.person_id)

    def _channel(self, number: str, at: datetime) -> SafeChannel:
        safe = self.is_reached and self.random.random() < 0.9
        channel = SafeChannel(
            id=self.uuid(),
            created_at=at,
            person_id=self.person_id,
            kind="phone",
            origin="officer",
            safe="yes" if safe else "unknown",
            checked_on=self.after(20).date() if safe else None,
            checked_by=self.place.holder if safe else None,
        )
        channel.value = number
        channel.rule = {"who_may_answer": "elle seule", "say": "le secrétariat"}
        return channel

    # --- her case ----------------------------------------------------------------------------

    def _case(self, code: int) -> Iterator[Model]:
        at, place = self.received_at, self.place
        restricted = self.random.random() < 0.01 and not self.open_to_all
        closed_at = None if self.is_open else self.after(180)
        contact_at = self.after(60) if self.is_reached else None
        yield self.key(self.case_id, KeyKind.CASE, at)
        yield Case(
            id=self.case_id,
            created_at=at,
            employer_id=place.employer,
            post_id=place.post,
            person_id=self.person_id,
            code=code_of(code),
            problem=self.random.choice(PROBLEMS),
            state=Case.State.OPEN if self.is_open else Case.State.CLOSED,
            restricted=restricted,
            opened_at=at,
            last_contact_at=contact_at,
            next_step_on=self._next_step(),
            closed_at=closed_at,
            closing_reason="" if closed_at is None else "relayed",
        )
        text = CaseText(id=self.uuid(), created_at=at, case_id=self.case_id)
        text.summary = self.random.choice(texts.SUMMARY)
        yield text
        yield self._journal(at, Event.CASE_OPENED)
        if restricted:
            yield self._loan(Loan.Ground.NAMED, user_id=place.holder)
        elif place.sister and self.random.random() < 0.02:
            yield self._loan(Loan.Ground.SHARED, post_id=place.sister)
        if closed_at is not None:
            yield ClosingNote(
                id=self.uuid(),
                created_at=closed_at,
                case_id=self.case_id,
                at=closed_at,
                reason="relayed",
                changes=["rights"],
                told_she_can_return="yes",
            )

    def _next_step(self) -> date | None:
        if not self.is_open or self.random.random() < 0.2:
            return None
        return self.now.date() + timedelta(days=self.random.randint(-7, 40))

    def _loan(self, ground: Loan.Ground, **to: UUID) -> Loan:
        return Loan(
            id=self.uuid(), created_at=self.received_at, case_id=self.case_id, ground=ground, **to
        )

    def _referral(self) -> Iterator[Model]:
        """Taken up: what was sealed with it went to the case, and its cells are wiped."""
        referral = received(self, at=self.received_at)
        referral.state = Referral.State.ACCEPTED
        referral.post_id, referral.case_id = self.place.post, self.case_id
        referral.answered_at = self.received_at
        yield referral
        for part in (ReferralIdentity, ReferralText):
            yield part(id=self.uuid(), created_at=self.received_at, referral_id=referral.pk)

    # --- what was done -----------------------------------------------------------------------

    def _deeds(self) -> Iterator[tuple[datetime, str, Model | None, str]]:
        """Each deed: when, of which kind, its row if it has one, its text."""
        pick, author = self.random.choice, self.place.holder
        yield self.received_at, TimelineKind.TAKEN, None, ""
        for number in range(1 + self.random.randrange(3)):
            reached = number == 0 and self.is_reached
            attempt = ContactAttempt(
                id=self.uuid(),
                case_id=self.case_id,
                at=self.after(9),
                kind="call",
                outcome="reached" if reached else "no_answer",
                author_id=author,
            )
            attempt.created_at = attempt.at
            attempt.note = pick(texts.NOTE) if reached else ""
            yield attempt.at, "contact:attempt", attempt, ""
        if self.is_met:
            yield from self._meetings()
        for _ in range(self.random.randrange(3)):
            yield self.after(90), "case:note", None, pick(texts.NOTE)

    def _meetings(self) -> Iterator[tuple[datetime, str, Model | None, str]]:
        pick, author = self.random.choice, self.place.holder
        for _ in range(1 + self.random.randrange(2)):
            met = Session(
                id=self.uuid(),
                case_id=self.case_id,
                at=self.after(30),
                kind="in_person",
                length="30-60",
                author_id=author,
            )
            met.created_at = met.at
            met.facts, met.observed = pick(texts.FACTS), pick(texts.OBSERVED)
            yield met.at, "contact:session", met, ""
        if self.random.random() < 0.8:
            yield from self._assessed(met.at)
        for _ in range(self.random.randrange(3)):
            at = self.after(60)
            orientation = Orientation(
                id=self.uuid(),
                created_at=at,
                case_id=self.case_id,
                author_id=author,
                need=pick(NEEDS),
                kind=pick(KINDS),
                state=pick(("proposed", "unavailable", "already_received")),
                proposed_on=at.date(),
            )
            orientation.note = pick(texts.NOTE)
            yield at, "orientation:proposed", orientation, ""
        if self.is_open and self.random.random() < 0.3:
            # Tomorrow is left to those who probe: they book in the morning.
            starts_at = self.now + timedelta(days=2 + 19 * self.random.random())
            meeting = Appointment(
                id=self.uuid(),
                created_at=self.after(60),
                case_id=self.case_id,
                worker_id=author,
                place="phone",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
            )
            yield meeting.created_at, "contact:planned", meeting, ""

    def _assessed(self, at: datetime) -> Iterator[tuple[datetime, str, Model | None, str]]:
        pick = self.random.choice
        sheet = Assessment(
            id=self.uuid(),
            created_at=at,
            case_id=self.case_id,
            at=at,
            author_id=self.place.holder,
            state=Assessment.State.SIGNED,
            signed_at=at,
            relation=pick(("partner", "ex", "none")),
            known_before=pick(("not_known", "known", "known_for_this", "not_asked")),
            needs=dict.fromkeys(self.random.sample(NEEDS, 2), "yes"),
        )
        sheet.facts, sheet.observations = pick(texts.FACTS), pick(texts.OBSERVED)
        yield at, "assessment:signed", sheet, ""


def card_of(who: FictionalPerson) -> NameCard:
    """Her name as it is sealed."""
    return NameCard(
        last_name=who.last_name,
        first_name=who.first_name,
        birth_name=who.birth_name,
        born=who.born.isoformat(),
    )


def received(life: Life, *, at: datetime) -> Referral:
    """A referral as it arrives; what nobody asked is left out of its facts."""
    random = life.random
    facts = random.sample([fact.value for fact in Fact], 4)
    return Referral(
        id=life.uuid(),
        created_at=at,
        employer_id=life.place.employer,
        queue_id=life.place.queue,
        unit_id=random.choice(life.place.units),
        commune_id=random.choice(life.place.communes),
        source=random.choice(SOURCES),
        form=random.choice(("officer", "phone", "review", "walk_in")),
        problem=random.choice(PROBLEMS),
        facts={fact: random.choice(("yes", "no", "no", "unknown")) for fact in facts},
        wish="agrees",
        received_at=at,
        referrer_id=life.place.holder,
    )


def waiting(life: Life, who: FictionalPerson) -> Iterator[Model]:
    """A referral that nobody has taken yet, with who she is sealed under its own key."""
    at = life.now - timedelta(days=8) * life.random.random()
    referral = received(life, at=at)
    yield life.key(referral.pk, KeyKind.REFERRAL, at)
    yield referral
    identity = ReferralIdentity(id=life.uuid(), created_at=at, referral_id=referral.pk)
    identity.card = card_of(who).text
    identity.channel = {"value": who.phones[0] if who.phones else "", "safe": "unknown"}
    yield identity
    text = ReferralText(id=life.uuid(), created_at=at, referral_id=referral.pk)
    text.seen, text.said = life.random.choice(texts.SEEN), life.random.choice(texts.SAID)
    yield text


def code_of(number: int) -> str:
    """The reference of a case: none comes twice, neighbours differ."""
    number = (number + 1) * STEP % len(CODE_LETTERS) ** CODE_LENGTH
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


def span_of(cases: int) -> timedelta:
    """How far back the cases of a post go, at the pace of a post."""
    years = min(float(YEARS), max(0.5, cases / CASES_A_YEAR))
    return timedelta(days=365 * years)
