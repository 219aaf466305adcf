"""How a referral comes in: typed by a unit, kept from a morning list, dictated, called in."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.access.actor import Actor
from entremise.command.demo_data.asking import lot_before
from entremise.command.demo_data.ground import Ground
from entremise.command.demo_data.matters import common
from entremise.command.demo_data.plans import Plan
from entremise.people.models import SafeChannel
from entremise.referrals import actions
from entremise.referrals.actions import LineCells, NewReferral, Outcome
from entremise.referrals.models import (
    THIRD_PARTIES,
    Answer,
    Form,
    Problem,
    Procedure,
    ReviewLine,
    Source,
    Speaker,
    Tier,
    Wish,
)

PROCEDURES = (
    *(Procedure.COMPLAINT, Procedure.LOG_ENTRY, Procedure.LOG_ENTRY, Procedure.CALL_OUT),
    *(Procedure.CALL_OUT, Procedure.REPORT, Procedure.NOT_ASKED),
)


def come_in(ground: Ground, plan: Plan) -> UUID:
    """Receive the referral by its door, in the words of who asks."""
    random = plan.random("arrival")
    _maybe_a_refusal(ground, plan, random)
    if plan.form is Form.REVIEW:
        return _from_a_list(ground, plan, random)
    said = content(plan, random)
    if plan.form is Form.CARD:
        lot_id = lot_before(ground, plan.unit.name, plan.arrived.date())
        said = replace(said, card_lot_id=lot_id)
    with acting_as(ground.actor(who_writes(ground, plan))) as actor:
        outcome = actions.receive(actor=actor, content=said, now=plan.arrived)
    return _made(outcome)


def _made(outcome: Outcome) -> UUID:
    """Nobody whose life is told refuses: those who do leave only a count."""
    assert outcome.referral_id is not None  # noqa: S101
    return outcome.referral_id


def who_writes(ground: Ground, plan: Plan) -> str:
    """The officer where the unit types it, else the worker."""
    return ground.referrer_of(plan.unit) if plan.form is Form.OFFICER else plan.post.key


def content(plan: Plan, random: Random) -> NewReferral:
    """What the one who asks has to say."""
    words: dict[str, Any] = {
        "sex": plan.person.sex,
        "town": plan.town.name,
        "random": random,
    }
    from_unit = plan.by_unit
    third = plan.source in THIRD_PARTIES
    return NewReferral(
        wish=plan.wish,
        source=plan.source,
        form=plan.form,
        unit_id=plan.unit.pk if from_unit else None,
        commune_code=plan.town.pk,
        problem=Problem(random.choice(plan.matter.problems)),
        procedure=random.choice(PROCEDURES) if from_unit else Procedure.NOT_ASKED,
        facts=_facts(plan, random),
        asked_tier=Tier.SECOND if from_unit and random.random() < 0.15 else None,
        card=plan.card,
        channel=_channel(plan, random),
        speaker=_speaker(random) if third else Speaker(),
        seen=plan.matter.say("seen", **words) if from_unit else "",
        said=plan.matter.say("said", **words) if random.random() < 0.7 else "",
        ground=common("ground", random) if plan.wish is Wish.DANGER else "",
        reference=f"{plan.arrived:%Y}/{plan.number * 37 % 9000 + 1000}" if from_unit else "",
    )


def _speaker(random: Random) -> Speaker:
    """Who speaks for her: one in three wants not to be named, most do not know what she knows."""
    return Speaker(
        who=common("informant", random),
        unnamed=random.random() < 0.3,
        person_knows=random.choice((Answer.NOT_ASKED, Answer.NO, Answer.YES, Answer.UNKNOWN)),
    )


def _facts(plan: Plan, random: Random) -> dict[str, str]:
    """What makes it urgent: a few yes, a few no, most not asked."""
    if not plan.matter.facts:
        return {}
    likely = 0.16 if plan.matter.code == "conjugal" else 0.12
    facts = {fact: Answer.NO.value for fact in plan.matter.facts if random.random() < 0.2}
    yes = [fact for fact in dict.fromkeys(plan.matter.facts) if random.random() < likely]
    return facts | dict.fromkeys(yes[:3], Answer.YES.value)


def _channel(plan: Plan, random: Random) -> dict[str, Any]:
    """Her number, with what is known of it: mostly given by the unit and never checked."""
    if not plan.person.phones:
        return {}
    channel: dict[str, Any] = {"value": plan.person.phones[0]}
    if plan.speaks_herself:
        channel |= {
            "origin": SafeChannel.Origin.HERSELF.value,
            "owner": SafeChannel.Owner.HERS.value,
            "safe": SafeChannel.Safe.YES.value,
            "message": SafeChannel.Message.NEUTRAL.value,
        }
        return channel
    origin = SafeChannel.Origin.OFFICER if plan.by_unit else SafeChannel.Origin.PARTNER
    if plan.source in THIRD_PARTIES:
        origin = SafeChannel.Origin.INFORMANT
    owners = (SafeChannel.Owner.HERS, SafeChannel.Owner.HERS, SafeChannel.Owner.SHARED)
    channel |= {"origin": origin.value, "owner": random.choice(owners).value}
    if random.random() < 0.3:
        channel["rule"] = {"say": common("rule", random)}
    return channel


def _maybe_a_refusal(ground: Ground, plan: Plan, random: Random) -> None:
    """On some of those days, somebody else of the unit said no: a count, and nobody."""
    if random.random() > 0.11:
        return
    writer = ground.referrer_of(plan.unit) or plan.post.key
    with acting_as(ground.actor(writer)) as actor:
        actions.receive(
            actor=actor,
            content=NewReferral(
                wish=Wish.REFUSES,
                source=plan.source if plan.by_unit else Source(plan.unit.kind),
                form=Form.OFFICER,
                unit_id=plan.unit.pk,
                problem=Problem(random.choice(plan.matter.problems)),
                card_offered=random.choice((Answer.YES, Answer.YES, Answer.NOT_ASKED)),
            ),
            now=plan.arrived - timedelta(hours=1),
        )


# --- morning lists ----------------------------------------------------------------------------


def cells(plan: Plan, random: Random) -> LineCells:
    """The event as the chief's list has it."""
    person = plan.person
    title = "Mme" if person.sex == "woman" else "M."
    night = plan.arrived - timedelta(hours=random.randint(3, 11))
    return LineCells(
        date=f"{night:%d/%m/%Y}",
        kind=random.choice(plan.matter.heard),
        commune=plan.town.name,
        persons=f"{title} {person.last_name.upper()} {person.first_name}",
        phone=person.phones[0] if person.phones else "",
        seen=plan.matter.say("seen", sex=person.sex, town=plan.town.name, random=random),
    )


def _from_a_list(ground: Ground, plan: Plan, random: Random) -> UUID:
    """A list opened in the morning: one line kept, the others set aside, all destroyed."""
    with acting_as(ground.actor(ground.holders[plan.unit.name])) as actor:
        wanted, others = hold_list(actor, plan, random)
        outcome = actions.keep_line(
            actor=actor,
            line_id=wanted.pk,
            wish=plan.wish,
            ground=common("ground", random) if plan.wish is Wish.DANGER else "",
            tier=Tier.SECOND if random.random() < 0.2 else None,
            problem=Problem(random.choice(plan.matter.problems)),
            now=plan.arrived,
        )
        for line in others:
            actions.set_aside(actor=actor, line_id=line.pk)
        actions.close_list(
            actor=actor,
            list_id=wanted.list_id,
            now=plan.arrived + timedelta(minutes=12),
        )
    return _made(outcome)


def hold_list(actor: Actor, plan: Plan, random: Random) -> tuple[ReviewLine, list[ReviewLine]]:
    """Open the list of that morning and write its lines; hers comes first."""
    review = actions.open_list(actor=actor, unit_id=plan.unit.pk, now=plan.arrived)
    noise = [
        LineCells(
            date=f"{plan.arrived:%d/%m/%Y}",
            kind="intervention",
            commune=plan.unit.commune.name if plan.unit.commune else "",
            seen=common("aside", random),
        )
        for _ in range(random.randint(1, 2))
    ]
    wanted, *others = actions.add_lines(
        actor=actor, list_id=review.pk, lines=[cells(plan, random), *noise]
    )
    return wanted, others
