"""Who asks without being of a unit: cards that come back, partners, an elected official."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.command.demo_data.ground import Ground
from entremise.command.demo_data.places import POSTS
from entremise.partners import queries as directory
from entremise.people.models import NameCard
from entremise.referrals import actions, queries
from entremise.referrals.actions import NewReferral
from entremise.referrals.models import Due, Form, Source, Wish
from entremise.referrals.queries.links import actor_of_link

# Two lots for each unit: the first handed over before the oldest life that is told.
HANDED_DAYS_AGO = (570, 170)
HOSPITAL = "hospitalier"
PAPER = NewReferral(
    wish=Wish.AGREES,
    source=Source.HOSPITAL,
    form=Form.PARTNER,
    due=Due.ANSWER,
    contact="Service social de la maternité, poste 4512",
)


def hand_out_cards(ground: Ground) -> None:
    """Each unit was given its cards twice, counted out by the worker of its post."""
    for facts in POSTS:
        post = ground.posts[facts.key]
        for unit in ground.units_of(facts):
            for days, count in zip(HANDED_DAYS_AGO, (60, 40), strict=True):
                handed_on = ground.today - timedelta(days=days)
                with acting_as(ground.actor(facts.key)) as actor:
                    lot = actions.make_lot(
                        actor=actor,
                        post_id=post.pk,
                        unit_id=unit.pk,
                        count=count,
                        starts_on=handed_on,
                        ends_on=handed_on + timedelta(days=365),
                        now=_at(ground, handed_on),
                    )
                    actions.hand_lot(
                        actor=actor,
                        lot_id=lot.pk,
                        on=handed_on,
                        count=count - 5,
                        now=_at(ground, handed_on),
                    )
                ground.lots.setdefault(unit.name, []).append((handed_on, lot.pk))


def lot_before(ground: Ground, unit: str, day: date) -> UUID | None:
    """The lot that a card given in this unit came from: mostly the last one handed over."""
    before = [lot_id for handed_on, lot_id in ground.lots.get(unit, []) if handed_on <= day]
    return before[-1] if before else None


def _at(ground: Ground, day: date) -> datetime:
    return ground.now - (ground.today - day)


def partners_ask(ground: Ground) -> None:
    """The maternity hospital of Roanne refers by its access; an elected official telephones."""
    now = ground.now
    with acting_as(ground.actor("roanne")) as actor:
        known = directory.partners(actor=actor)
        partner = next((one for one in known if HOSPITAL in one.name.lower()), known[0])
        link, _key = actions.open_link(
            actor=actor,
            partner_id=partner.pk,
            queue_id=ground.posts["roanne"].queue_id,
            source=Source.HOSPITAL,
            holder="Service social de la maternité",
            expires_on=ground.today + timedelta(days=300),
            now=now - timedelta(days=65),
        )
    commune = ground.commune("42", "Roanne").pk
    taken = replace(
        PAPER,
        commune_code=commune,
        card=NameCard(last_name="Fontvieille", first_name="Aurélie", born="1997"),
        said="Elle demande à parler à quelqu’un, hors de la présence de son mari.",
        reference="Dossier 218",
    )
    waiting = replace(
        PAPER,
        commune_code=commune,
        card=NameCard(last_name="Marcolin", first_name="Yasmina", born="1990"),
        said="Elle accepte d’être appelée le matin, à son travail.",
        reference="Dossier 243",
    )
    with acting_as(actor_of_link(link.pk)) as actor:
        first = actions.refer_by_link(actor=actor, content=taken, now=now - timedelta(days=9))
    with acting_as(actor_of_link(link.pk)) as actor:
        actions.refer_by_link(actor=actor, content=waiting, now=now - timedelta(hours=21))
    assert first.referral_id is not None  # noqa: S101  # she agreed
    with acting_as(ground.actor("roanne")) as actor:
        actions.take(
            actor=actor,
            referral_id=first.referral_id,
            post_id=ground.posts["roanne"].pk,
            now=now - timedelta(days=8),
        )
    _an_elected_official(ground, commune, now - timedelta(hours=27))


def _an_elected_official(ground: Ground, commune: str, now: datetime) -> None:
    """He rings about a family of his village, and is owed « reçue »."""
    with acting_as(ground.actor("roanne")) as actor:
        outcome = actions.receive(
            actor=actor,
            content=NewReferral(
                wish=Wish.COULD_NOT_ASK,
                source=Source.ELECTED,
                form=Form.PARTNER,
                commune_code=commune,
                due=Due.RECEIVED,
                contact="Mairie, adjoint aux affaires sociales, 04 65 71 44 90",
                seen="Des voisins entendent des cris le soir.",
            ),
            now=now,
        )
        owed = [one.referral_id for one in queries.owed_answers(actor=actor)]
        assert outcome.referral_id in owed  # noqa: S101  # nothing was said yet
