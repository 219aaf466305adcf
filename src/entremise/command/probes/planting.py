"""The scenarios of the canaries, told through the deeds of the accounts themselves.

`own`, `other` and `far` are cases of three posts; `shared` is lent to the second post; `revoked`
was, twice, and is no more; `restricted` has named readers only. Each holds everything that a case
may hold, so that each page has something to give away.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC, Actor
from entremise.access.columns import Secrecy
from entremise.accounts import actions as accounts_actions
from entremise.accounts.queries import account_print
from entremise.command.probes.canaries import (
    NOBODY,
    SCENARIOS,
    Accounts,
    Nest,
    Planted,
    Scenario,
)
from entremise.command.probes.cases import Teller, tell_case
from entremise.command.probes.sheets import bring_sheets
from entremise.organisation import actions as organisation_actions
from entremise.organisation import queries as organisation
from entremise.partners import actions as partners
from entremise.partners.models import Service, ServiceKind
from entremise.referrals import actions as referrals
from entremise.referrals import queries
from entremise.referrals.actions import LineCells
from entremise.referrals.models import Due, Form, Source, Wish

# Who tells each scenario, and the officer who refers to that post, if one does.
TOLD_BY = {
    "own": ("worker", "officer"),
    "other": ("other_worker", ""),
    "shared": ("worker", "officer"),
    "revoked": ("worker", "chief"),
    "restricted": ("worker", "officer"),
    "far": ("far_worker", "far_officer"),
}
READERS = {
    "own": {"worker"},
    "other": {"other_worker"},
    "shared": {"worker", "other_worker"},
    "revoked": {"worker"},
    "restricted": {"worker"},
    "far": {"far_worker"},
}
# A coordinator lists the cases of her service without a name, restricted ones left out.
LISTED = {"own", "other", "shared", "revoked"}


class Company:
    """The accounts of a build, each acting in turn."""

    def __init__(self, accounts: Accounts, nest: Nest, now: datetime) -> None:
        self.accounts = accounts
        self.nest = nest
        self.now = now

    @contextmanager
    def acting(self, role: str) -> Iterator[Actor]:
        """One deed after another by this account."""
        with acting_as(organisation.actor_of(self.accounts[role])) as actor:
            yield actor

    def post_of(self, role: str) -> UUID:
        """The post that this worker holds."""
        return min(organisation.actor_of(self.accounts[role]).post_ids)


def plant(
    accounts: Accounts,
    *,
    now: datetime,
    seed: str = "canaries",
    told: Collection[str] = SCENARIOS,
) -> Planted:
    """Tell every scenario, or some; what is told stays, so the accounts should be made for it.

    That of the worker's own case is always among them.
    """
    nest = Nest(seed)
    company = Company(accounts, nest, now)
    ground = _lay_ground(company)
    scenarios = {name: Scenario(name=name) for name in SCENARIOS}
    for number, name in enumerate(SCENARIOS):
        if name not in told:
            continue
        role, officer = TOLD_BY[name]
        readers = READERS[name]
        tell_case(
            Teller(
                company=company,
                scenario=scenarios[name],
                role=role,
                officer=officer,
                readers=frozenset(readers),
                listed=frozenset({"coordinator"} if name in LISTED else NOBODY),
                service_id=ground["service_id"],
                hour=number,
            )
        )
    _keep_texts(company, scenarios["own"])
    _count_cards(company, scenarios["own"])
    _open_access(company, scenarios["own"], ground["partner_id"])
    _hold_lists(company, scenarios)
    bring_sheets(company, scenarios)
    return Planted(canaries=tuple(nest.canaries), scenarios=scenarios, ground=ground)


def add_service(company: Company) -> Service:
    """Somebody to orient to, added by the worker."""
    with company.acting("worker") as actor:
        partner = partners.add_partner(
            actor=actor, name=f"Organisme {company.nest.word()}", now=company.now
        )
        return partners.add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil de jour",
            kind=ServiceKind.DAY_CENTRE,
            now=company.now,
        )


def _lay_ground(company: Company) -> dict[str, UUID]:
    """Rows of the organisation to ask with: those of the account that does not probe."""
    spare = company.accounts["spare_worker"]
    post_id = company.post_of("spare_worker")
    service = add_service(company)
    unit_ids = organisation.actor_of(company.accounts["officer"]).unit_ids
    return {
        "partner_id": service.partner_id,
        "service_id": service.pk,
        "post_id": post_id,
        "unit_id": min(unit_ids),
        "user_id": spare.pk,
        "device_id": _share_computer(company),
        **_lend_room(company, min(unit_ids)),
        "absence_id": _note_absence(company),
        **_staffing(post_id),
    }


def _share_computer(company: Company) -> UUID:
    """A computer of the chief's unit; its cookie goes to nobody."""
    with company.acting("chief") as actor:
        device, _secret = organisation_actions.enrol_device(
            actor=actor,
            unit_id=min(actor.unit_ids),
            name="Ordinateur du hall",
            now=company.now,
        )
    return device.pk


def _lend_room(company: Company, unit_id: UUID) -> dict[str, UUID]:
    """A room of the unit, and a half-day at which it is lent."""
    from entremise.organisation.models import RoomHours

    with company.acting("worker") as actor:
        room = organisation_actions.add_room(
            actor=actor,
            unit_id=unit_id,
            facts=organisation_actions.RoomFacts(name="Bureau du fond", separate_entrance=True),
            now=company.now,
        )
        organisation_actions.add_room_hours(
            actor=actor,
            room_id=room.pk,
            weekdays=[1],
            starts_at=time(9),
            ends_at=time(12),
            valid_from=company.now.date(),
            valid_until=None,
            now=company.now,
        )
        hours = RoomHours.objects.get(room=room)
    return {"room_id": room.pk, "hours_id": hours.pk}


def _note_absence(company: Company) -> UUID:
    """A day, far from those on which the cases meet."""
    midnight = company.now.replace(hour=0, minute=0, second=0, microsecond=0)
    with company.acting("worker") as actor:
        absence = organisation_actions.note_absence(
            actor=actor,
            user_id=actor.id,
            starts_at=midnight + timedelta(days=90),
            ends_at=midnight + timedelta(days=91),
            now=company.now,
        )
    return absence.pk


def _staffing(post_id: UUID) -> dict[str, UUID]:
    from entremise.organisation.models import Holding, Post

    post = Post.objects.get(pk=post_id)
    holding = Holding.objects.filter(post=post).order_by("starts_on", "pk").first()
    assert holding is not None  # noqa: S101  # the spare worker holds it
    return {"employer_id": post.employer_id, "holding_id": holding.pk}


def _keep_texts(company: Company, own: Scenario) -> None:
    """What somebody was writing: a draft, and a form that arrived after its session."""
    words = company.nest.plant("own", Secrecy.NARRATIVE, "draft", {"worker"})
    path = f"/situations/{own.ids['case_id'][0]}/note/"
    with company.acting("worker") as actor:
        accounts_actions.save_draft(
            actor=actor, path=path, fields=[("text", f"Brouillon {words}.")], now=company.now
        )
    held = company.nest.plant("own", Secrecy.NARRATIVE, "held form", NOBODY)
    with acting_as(PUBLIC):
        number = accounts_actions.hold_form(
            actor=PUBLIC,
            path=path,
            query="",
            fields=[("text", f"Texte gardé {held}.")],
            files=[],
            owner=account_print(company.accounts["worker"].pk),
            now=company.now,
        )
    own.put("number", number, NOBODY)


def _count_cards(company: Company, own: Scenario) -> None:
    """A lot of cards of the service: its workers and its coordinator see it."""
    today = company.now.date()
    with company.acting("worker") as actor:
        post = queries.posts_of_cards(actor=actor)[0]
        unit = queries.units_of_cards(actor=actor)[0]
        lot = referrals.make_lot(
            actor=actor,
            post_id=post.pk,
            unit_id=unit.pk,
            count=50,
            starts_on=today,
            ends_on=today,
            now=company.now,
        )
    own.put("lot_id", lot.pk, {"worker", "other_worker", "coordinator"})


def _open_access(company: Company, own: Scenario, partner_id: UUID) -> None:
    """The access of a partner, and an answer that the worker owes to one who telephoned."""
    nest, readers = company.nest, frozenset({"worker"})
    with company.acting("worker") as actor:
        queue = queries.queues_of_links(actor=actor)[0]
        link, _key = referrals.open_link(
            actor=actor,
            partner_id=partner_id,
            queue_id=queue.pk,
            source=Source.HOSPITAL,
            holder="Service social",
            expires_on=company.now.date() + timedelta(days=30),
            now=company.now,
        )
        outcome = referrals.receive(
            actor=actor,
            content=referrals.NewReferral(
                wish=Wish.AGREES,
                source=Source.HOSPITAL,
                form=Form.PARTNER,
                partner_id=partner_id,
                due=Due.ANSWER,
                contact=f"Mme {nest.plant('own', Secrecy.SAFE, 'partner contact', readers)}",
                reference=nest.plant("own", Secrecy.NARRATIVE, "partner reference", NOBODY),
            ),
            now=company.now,
        )
        owed = queries.owed_answers(actor=actor)
    (receipt,) = [one for one in owed if one.referral_id == outcome.referral_id]
    own.put("link_id", link.pk, {"worker", "other_worker", "coordinator", "admin"})
    own.put("receipt_id", receipt.id, readers)
    assert outcome.referral_id is not None  # noqa: S101  # nobody refused
    own.put("referral_id", outcome.referral_id, readers)


def _hold_lists(company: Company, scenarios: dict[str, Scenario]) -> None:
    """The chief's list, with a line for herself and one shown, and the worker's own list."""
    unit_id = min(organisation.actor_of(company.accounts["chief"]).unit_ids)
    with company.acting("chief") as actor:
        review = referrals.open_list(actor=actor, unit_id=unit_id, now=company.now)
        hidden, shown = referrals.add_lines(
            actor=actor,
            list_id=review.pk,
            lines=[
                _line(company, "own", {"chief"}),
                _line(company, "shared", {"chief", "worker"}),
            ],
        )
        referrals.show_to_worker(actor=actor, line_id=shown.pk, shown=True)
    for scenario, line, seers in (
        (scenarios["own"], hidden, {"chief"}),
        (scenarios["shared"], shown, {"chief", "worker"}),
    ):
        scenario.put("list_id", review.pk, {"chief", "worker", "coordinator"})
        scenario.put("line_id", line.pk, seers)
    with company.acting("worker") as actor:
        review = referrals.open_list(actor=actor, unit_id=unit_id, now=company.now)
        (line,) = referrals.add_lines(
            actor=actor, list_id=review.pk, lines=[_line(company, "restricted", {"worker"})]
        )
    scenarios["restricted"].put("list_id", review.pk, {"worker"})
    scenarios["restricted"].put("line_id", line.pk, {"worker"})
    with company.acting("officer") as actor:
        alert = referrals.raise_alert(actor=actor, unit_id=unit_id, now=company.now)
    scenarios["own"].put("alert_id", alert.pk, {"officer", "worker", "coordinator"})


def _line(company: Company, scenario: str, readers: set[str]) -> LineCells:
    nest = company.nest
    number = nest.number()
    return LineCells(
        date=f"{company.now:%d/%m/%Y}",
        kind="différend conjugal",
        commune="Roanne",
        persons=nest.plant(scenario, Secrecy.IDENTITY, "line", readers),
        phone=nest.plant(scenario, Secrecy.SAFE, "line", readers, number),
        seen=f"Vu {nest.plant(scenario, Secrecy.NARRATIVE, 'line', readers)}.",
    )
