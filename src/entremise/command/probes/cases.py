"""One case of a scenario, from the referral to a closing, with a word planted in each text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from entremise.access.columns import Secrecy
from entremise.assessment import actions as assessments
from entremise.base.errors import NotPossible
from entremise.cases import actions as cases
from entremise.cases.models import ClosingReason, ReopeningReason, ReturnTold
from entremise.command.probes.canaries import NOBODY, Scenario
from entremise.command.probes.following import agree, orient, proceed
from entremise.contact import actions as contact
from entremise.contact.models import Appointment, ContactAttempt, Session
from entremise.people import actions as people
from entremise.people.models import CallerCheck, NameCard, SafeChannel
from entremise.people.safety import Act
from entremise.referrals import actions as referrals
from entremise.referrals.models import Form, Informant, Source, Speaker, Tier, Wish

if TYPE_CHECKING:
    from entremise.command.probes.planting import Company

IDENTITY, NARRATIVE, SAFE = Secrecy.IDENTITY, Secrecy.NARRATIVE, Secrecy.SAFE


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Who tells one scenario, and who may read what is told."""

    company: Company
    scenario: Scenario
    role: str
    officer: str
    readers: frozenset[str]
    listed: frozenset[str]
    service_id: UUID
    hour: int

    def word(self, secrecy: Secrecy, place: str, readers: frozenset[str] | None = None) -> str:
        """A word for this place, read by the readers of the case unless said otherwise."""
        allowed = self.readers if readers is None else readers
        return self.company.nest.plant(self.scenario.name, secrecy, place, allowed)

    def number(self, place: str, readers: frozenset[str] | None = None) -> str:
        """A telephone number for this place."""
        nest = self.company.nest
        allowed = self.readers if readers is None else readers
        return nest.plant(self.scenario.name, SAFE, place, allowed, nest.number())

    def put(self, keyword: str, row: UUID, seers: frozenset[str] | None = None) -> None:
        """Remember a row of this case."""
        self.scenario.put(keyword, row, self.readers if seers is None else seers)

    @property
    def case_id(self) -> UUID:
        return self.scenario.ids["case_id"][0]


def tell_case(teller: Teller) -> None:
    """Everything that may happen to a case, in the order of life."""
    _take(teller)
    _leave_waiting(teller)
    _write(teller)
    _reach(teller)
    _meet(teller)
    _assess(teller)
    orient(teller)
    proceed(teller)
    agree(teller)
    _close_and_reopen(teller)
    _recognise(teller)
    _lend(teller)


def _refer(teller: Teller, place: str, readers: frozenset[str], *, waits: bool) -> UUID:
    """A referral by the officer of the unit, or by the worker herself where there is none."""
    company, restricted = teller.company, teller.scenario.name == "restricted"
    by_officer = bool(teller.officer) and not (waits and restricted)
    with company.acting(teller.officer if by_officer else teller.role) as actor:
        reference = ""
        if by_officer:
            kept = NOBODY if restricted else frozenset({teller.officer})
            reference = teller.word(NARRATIVE, f"{place}: reference", kept)
        content = referrals.NewReferral(
            wish=Wish.COULD_NOT_ASK if waits else Wish.DANGER,
            source=Source.POLICE,
            form=Form.OFFICER if by_officer else Form.PHONE,
            unit_id=min(actor.unit_ids) if by_officer else None,
            asked_tier=Tier.FIRST,
            card=NameCard(
                last_name=teller.word(IDENTITY, f"{place}: last name", readers),
                first_name=teller.word(IDENTITY, f"{place}: first name", readers),
                born="1985",
            ),
            channel={
                "value": teller.number(f"{place}: number", readers),
                "origin": "officer",
                "rule": {"say": teller.word(SAFE, f"{place}: what to say", readers)},
            },
            speaker=Speaker(
                who=teller.word(IDENTITY, f"{place}: informant", readers),
                contact=teller.number(f"{place}: informant's number", readers),
                phrase=f"phrase {teller.word(SAFE, f'{place}: phrase', NOBODY)}",
            ),
            seen=f"Vu : {teller.word(NARRATIVE, f'{place}: seen', readers)}.",
            said=f"Dit : {teller.word(NARRATIVE, f'{place}: said', readers)}.",
            ground=f"Motif : {teller.word(NARRATIVE, f'{place}: ground', readers)}.",
            reference=reference,
            restricted=restricted and not by_officer,
        )
        outcome = referrals.receive(actor=actor, content=content, now=company.now)
    assert outcome.referral_id is not None  # noqa: S101  # nobody refused
    return outcome.referral_id


def _take(teller: Teller) -> None:
    """A referral becomes the case."""
    company = teller.company
    referral_id = _refer(teller, "referral taken", teller.readers, waits=False)
    with company.acting(teller.role) as actor:
        case = referrals.take(
            actor=actor,
            referral_id=referral_id,
            post_id=min(actor.post_ids),
            now=company.now,
            restricted=teller.scenario.name == "restricted",
        )
    teller.put("case_id", case.pk, teller.readers | teller.listed)
    teller.put("referral_id", referral_id)
    _put_informant(teller, referral_id, teller.readers)


def _put_informant(teller: Teller, referral_id: UUID, seers: frozenset[str]) -> None:
    """Who spoke for her, whom an address can name."""
    with teller.company.acting(teller.role):
        row = Informant.objects.get(referral_id=referral_id)
    teller.put("informant_id", row.pk, seers)


def _leave_waiting(teller: Teller) -> None:
    """Another referral waits, with a lowering to be read again and a decision not to approach."""
    company, alone = teller.company, frozenset({teller.role})
    referral_id = _refer(teller, "referral waiting", alone, waits=True)
    with company.acting(teller.role) as actor:
        change = referrals.lower_tier(
            actor=actor,
            referral_id=referral_id,
            to=Tier.SECOND,
            reason=f"Moins urgent : {teller.word(NARRATIVE, 'tier change', alone)}.",
            now=company.now,
        )
        referrals.decide_approach(
            actor=actor,
            referral_id=referral_id,
            safe=False,
            reason=f"Dangereux : {teller.word(NARRATIVE, 'approach', alone)}.",
            now=company.now,
        )
    teller.scenario.ids["referral_id"].insert(0, referral_id)
    teller.scenario.seers[referral_id] = alone
    teller.put("change_id", change.pk, alone)
    _put_informant(teller, referral_id, alone)


def _write(teller: Teller) -> None:
    """What matters now, what is said of the other party, a note of the day."""
    company = teller.company
    with company.acting(teller.role) as actor:
        step: dict[str, Any] = {"actor": actor, "case_id": teller.case_id, "now": company.now}
        summary = f"Compte : {teller.word(NARRATIVE, 'summary')}."
        cases.write_text(**step, field="summary", text=summary, version=1)
        note = f"Note : {teller.word(NARRATIVE, 'timeline note')}."
        cases.write_note(**step, text=note)
    words = teller.word(NARRATIVE, "alleged author")
    try:
        with company.acting(teller.role) as actor:
            cases.write_text(
                actor=actor,
                case_id=teller.case_id,
                now=company.now,
                field="author",
                text=f"Il : {words}.",
                version=2,
            )
    except NotPossible:
        """The employer has no legal basis to keep it."""


def _reach(teller: Teller) -> None:
    """A number that she said is safe, a phrase agreed, a try."""
    company = teller.company
    with company.acting(teller.role) as actor:
        case = cases.consult(actor=actor, case_id=teller.case_id, now=company.now)
        channel = people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value=teller.number("safe number"),
            now=company.now,
            words=people.ChannelWords(
                safe=SafeChannel.Safe.YES,
                message=SafeChannel.Message.YES,
                origin=SafeChannel.Origin.HERSELF,
                owner=SafeChannel.Owner.HERS,
                instructions={"name_to_show": teller.word(SAFE, "name to show")},
            ),
            checked=True,
        )
        people.agree(
            actor=actor,
            person_id=case.person_id,
            version=0,
            she_calls_us=False,
            paper=CallerCheck.Paper.YES,
            now=company.now,
            code_phrase=f"phrase {teller.word(SAFE, 'code phrase', NOBODY)}",
        )
        contact.note_outcome(
            actor=actor,
            case_id=case.pk,
            channel_id=channel.pk,
            act=Act.CALL,
            outcome=ContactAttempt.Outcome.NO_ANSWER,
            note=f"Essai : {teller.word(NARRATIVE, 'attempt')}.",
            now=company.now,
        )
    teller.put("channel_id", channel.pk)


def _meet(teller: Teller) -> None:
    """An appointment to come, an interview, and what the worker notes for herself."""
    company = teller.company
    start = company.now.replace(hour=8, minute=0, second=0, microsecond=0)
    start += timedelta(days=1, hours=teller.hour)
    with company.acting(teller.role) as actor:
        appointment = contact.plan(
            actor=actor,
            case_id=teller.case_id,
            meeting=contact.Meeting(
                place=Appointment.Place.OUTSIDE,
                starts_at=start,
                ends_at=start + timedelta(minutes=45),
                where=f"Lieu : {teller.word(SAFE, 'appointment')}.",
            ),
            now=company.now,
        )
        session = contact.hold(
            actor=actor,
            case_id=teller.case_id,
            account=contact.Account(
                kind=Session.Kind.IN_PERSON,
                at=company.now - timedelta(hours=1),
                facts=f"Elle dit : {teller.word(NARRATIVE, 'session: facts')}.",
                observed=f"Vu : {teller.word(NARRATIVE, 'session: observed')}.",
                private=f"{teller.word(NARRATIVE, 'private note', frozenset({teller.role}))}",
            ),
            now=company.now,
        )
    teller.put("appointment_id", appointment.pk)
    teller.put("session_id", session.pk)


def _assess(teller: Teller) -> None:
    """An assessment signed, and the draft of another."""
    company = teller.company
    for place in ("assessment signed", "assessment draft"):
        with company.acting(teller.role) as actor:
            draft = assessments.save(
                actor=actor,
                case_id=teller.case_id,
                answers={
                    "facts": f"Elle dit : {teller.word(NARRATIVE, f'{place}: facts')}.",
                    "observations": f"Vu : {teller.word(NARRATIVE, f'{place}: observed')}.",
                },
                now=company.now,
            )
            if place == "assessment signed":
                assessments.sign(
                    actor=actor, case_id=teller.case_id, version=draft.version, now=company.now
                )
        teller.put("assessment_id", draft.pk)


def _close_and_reopen(teller: Teller) -> None:
    """Closed with her words, then open again: coming back is the normal case."""
    company = teller.company
    with company.acting(teller.role) as actor:
        step: dict[str, Any] = {"actor": actor, "case_id": teller.case_id, "now": company.now}
        cases.close(
            **step,
            reason=ClosingReason.RELAYED,
            changes=[],
            told_she_can_return=ReturnTold.YES,
            words=f"Ses mots : {teller.word(NARRATIVE, 'closing')}.",
        )
        cases.reopen(**step, reason=ReopeningReason.CAME_BACK)


def _recognise(teller: Teller) -> None:
    """Two more records at the same post: one said to be the same person, one only compared."""
    company = teller.company
    if teller.scenario.name not in ("own", "other", "far"):
        return
    with company.acting(teller.role) as actor:
        again, alike = (
            cases.open_case(
                actor=actor,
                post_id=company.post_of(teller.role),
                card=NameCard(
                    last_name=teller.word(IDENTITY, f"{place}: last name"),
                    first_name=teller.word(IDENTITY, f"{place}: first name"),
                ),
                now=company.now,
            )
            for place in ("record joined", "record compared")
        )
        merge = cases.join(
            actor=actor, case_id=teller.case_id, other_id=again.person_id, now=company.now
        )
    teller.put("merge_id", merge.pk)
    teller.put("person_id", alike.person_id)


def _lend(teller: Teller) -> None:
    """Who else reads the case: nobody, another post, another post no more."""
    company, name = teller.company, teller.scenario.name
    with company.acting(teller.role) as actor:
        step: dict[str, Any] = {"actor": actor, "case_id": teller.case_id, "now": company.now}
        if name in ("shared", "revoked"):
            post_id = company.post_of("other_worker")
            loan = cases.share(**step, post_id=post_id, until=None)
            teller.put("loan_id", loan.pk)
            if name == "revoked":
                cases.end_share(**step, loan_id=loan.pk)
                ended = company.now - timedelta(minutes=1)
                earlier = step | {"now": ended - timedelta(minutes=1)}
                cases.share(**earlier, post_id=post_id, until=ended)
        if name in ("own", "other"):
            transfer = cases.propose_transfer(
                **step,
                post_id=company.post_of("spare_worker"),
                reason=f"Transfert : {teller.word(NARRATIVE, 'transfer')}.",
            )
            teller.put("transfer_id", transfer.pk)
    if name in ("shared", "revoked"):
        seers = teller.readers | {"dpo"}
        with company.acting("spare_worker") as actor:
            cases.break_glass(
                actor=actor,
                case_id=teller.case_id,
                reason=f"Accès exceptionnel : {teller.word(NARRATIVE, 'glass', seers)}.",
                now=company.now,
            )
