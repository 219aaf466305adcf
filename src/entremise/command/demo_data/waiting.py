"""What waits without having been answered: queues, the list of this morning, an alert once."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.base.french import in_paris
from entremise.command.demo_data.arrivals import cells, content, who_writes
from entremise.command.demo_data.matters import MATTERS, Matter
from entremise.command.demo_data.places import POSTS
from entremise.command.demo_data.plans import Plan
from entremise.command.demo_data.telling import Stage
from entremise.referrals import actions
from entremise.referrals.actions import NewEnquiry
from entremise.referrals.models import Answer, Form, Language, Source, Speaker, Wish

CONJUGAL, SEPARATION, FAMILY, DISTRESS, YOUNG = MATTERS
POST_OF = {post.key: post for post in POSTS}
ROANNE, ETIENNE = "Commissariat de Roanne", "Commissariat de Saint-Étienne"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One referral that waits: where, since how many hours, why it is urgent."""

    post: str
    unit: str
    hours: int
    matter: Matter = CONJUGAL
    facts: tuple[str, ...] = ()
    form: Form = Form.OFFICER
    wish: Wish = Wish.AGREES
    source: Source | None = None

    def applied(self, plan: Plan, stage: Stage) -> Plan:
        """The same person, in these circumstances."""
        unit = stage.ground.units[self.unit]
        return replace(
            plan,
            post=POST_OF[self.post],
            unit=unit,
            town=unit.commune or plan.town,
            arrived=in_paris(stage.ground.now - timedelta(hours=self.hours)),
            form=self.form,
            wish=self.wish,
            source=self.source or Source(unit.kind),
            matter=self.matter,
        )


WAITING = (
    Expected(
        post="roanne",
        unit=ROANNE,
        hours=3,
        wish=Wish.DANGER,
        facts=("strangulation", "children_present"),
    ),
    Expected(post="roanne", unit=ROANNE, hours=26, facts=("separation",)),
    Expected(
        post="roanne", unit="Brigade de Charlieu", hours=50, matter=FAMILY, facts=("repeated",)
    ),
    Expected(
        post="roanne",
        unit=ROANNE,
        hours=30,
        form=Form.PHONE,
        wish=Wish.COULD_NOT_ASK,
        source=Source.RELATIVE,
    ),
    # Eight days for a second tier: late.
    Expected(
        post="roanne",
        unit="Brigade de Renaison",
        hours=190,
        matter=SEPARATION,
        facts=("separation",),
    ),
    Expected(post="roanne", unit=ROANNE, hours=74, matter=DISTRESS, form=Form.DICTATED),
    Expected(post="etienne_1", unit=ETIENNE, hours=5, facts=("death_threats", "separation")),
    Expected(post="etienne_1", unit=ETIENNE, hours=29, matter=FAMILY, facts=("escalation",)),
    Expected(
        post="etienne_2",
        unit=ETIENNE,
        hours=55,
        matter=DISTRESS,
        form=Form.PARTNER,
        source=Source.HOSPITAL,
    ),
    Expected(post="gier", unit="Commissariat de Firminy", hours=22, facts=("children_present",)),
    Expected(post="forez", unit="Brigade de Feurs", hours=40, wish=Wish.COULD_NOT_ASK),
    Expected(
        post="macon_1",
        unit="Commissariat de Mâcon",
        hours=4,
        facts=("pregnant", "fears_for_life"),
    ),
    Expected(
        post="macon_1",
        unit="Brigade de Cluny",
        hours=48,
        matter=SEPARATION,
        facts=("separation",),
    ),
    Expected(
        post="charolais",
        unit="Brigade de Digoin",
        hours=70,
        matter=YOUNG,
        facts=("children_present",),
    ),
    # Nobody reads this queue any more: the coordinator sees that it waits.
    Expected(post="bresse", unit="Brigade de Cuiseaux", hours=33, facts=("fears_for_life",)),
    Expected(post="bresse", unit="Brigade de Louhans", hours=120, facts=("children_present",)),
)


def wait(stage: Stage, expected: Expected, plan: Plan) -> None:
    """Somebody asked, and nobody has answered yet."""
    plan = expected.applied(plan, stage)
    facts = dict.fromkeys(expected.facts, Answer.YES.value)
    with acting_as(stage.ground.actor(who_writes(stage.ground, plan))) as actor:
        said = replace(content(plan, plan.random("arrival")), facts=facts)
        actions.receive(actor=actor, content=said, now=plan.arrived)


# What came by the public form: she writes in Turkish; a neighbour does not want to be named.
ENQUIRIES = (
    (
        5,
        NewEnquiry(
            source=Source.SELF,
            commune_code="42187",
            language=Language.TURKISH,
            interpreter=Answer.YES,
            facts={"fears_for_life": "no"},
            channel={
                "kind": "phone",
                "value": "06 39 98 77 01",
                "safe": "unknown",
                "origin": "herself",
                "owner": "hers",
                "message": "never",
                "window": {"days": [1, 3], "from": "09:00", "to": "11:00"},
                "rule": {"say": "Raccrocher si un homme répond."},
            },
            said="Kocam telefonumu kontrol ediyor. Çocuklar okula gidince arayabilirsiniz.",
            reference="58213946",
        ),
    ),
    (
        21,
        NewEnquiry(
            source=Source.WITNESS,
            commune_code="42187",
            wish=Wish.COULD_NOT_ASK,
            speaker=Speaker(
                who="voisin du dessus",
                contact="06 39 98 77 02 ; tous les jours, à partir de 18 h ; message neutre",
                unnamed=True,
                person_knows=Answer.NO,
                phrase="le vélo rouge",
            ),
            said="J’entends des cris presque chaque soir, et un enfant qui pleure.",
            reference="70412583",
        ),
    ),
)


def enquire(stage: Stage, hours: int, enquiry: NewEnquiry) -> None:
    """Somebody wrote by the public form, and waits."""
    now = in_paris(stage.ground.now - timedelta(hours=hours))
    with acting_as(PUBLIC) as actor:
        actions.receive_enquiry(actor=actor, enquiry_id=uuid4(), content=enquiry, now=now)


def open_list(stage: Stage, people: list[Plan]) -> None:
    """The chief of Roanne has written three lines this morning, and shows one of them."""
    now = stage.ground.now
    here = Expected(post="roanne", unit=ROANNE, hours=0)
    with acting_as(stage.ground.actor("responsable")) as actor:
        review = actions.open_list(
            actor=actor,
            unit_id=stage.ground.units[ROANNE].pk,
            now=now - timedelta(minutes=25),
        )
        shown, *_others = actions.add_lines(
            actor=actor,
            list_id=review.pk,
            lines=[cells(here.applied(plan, stage), plan.random("arrival")) for plan in people],
        )
        actions.show_to_worker(actor=actor, line_id=shown.pk, shown=True)


def past_alert(stage: Stage) -> None:
    """« Elle est là » ten days ago: answered within six minutes."""
    raised_at = stage.ground.now - timedelta(days=10)
    with acting_as(stage.ground.actor("policier")) as actor:
        alert = actions.raise_alert(
            actor=actor, unit_id=stage.ground.units[ROANNE].pk, now=raised_at
        )
    with acting_as(stage.ground.actor("roanne")) as actor:
        actions.acknowledge(actor=actor, alert_id=alert.pk, now=raised_at + timedelta(minutes=6))
