"""The morning list: opened, typed or pasted, decided line by line, and destroyed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from entremise.access import journal
from entremise.access.actor import Actor, Kind
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.accounts import actions as accounts
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris, short_day
from entremise.base.models import KeyKind
from entremise.base.sheets import simplified
from entremise.organisation.models import Unit
from entremise.people.models import NameCard, SafeChannel
from entremise.referrals import queries
from entremise.referrals.actions.receiving import GROUND_NEEDED, NewReferral, Outcome, receive
from entremise.referrals.models import (
    MOST_LINES,
    Answer,
    Form,
    Problem,
    ReviewLine,
    ReviewList,
    Source,
    Tier,
    Wish,
    problem_from_words,
    units_of_worker,
)
from entremise.referrals.queries.cells import date_of

LIFE = timedelta(hours=24)
POSTCODE = 5
LIST_CLOSED = "Cette liste est close : ouvrez celle de ce matin."
LINE_DECIDED = "Cette ligne a déjà été gardée ou écartée."


@dataclass(frozen=True, kw_only=True)
class LineCells:
    """What a unit writes of one event; each cell as it was typed, right or wrong."""

    date: str = ""
    kind: str = ""
    commune: str = ""
    persons: str = ""
    phone: str = ""
    seen: str = ""

    @property
    def stored(self) -> dict[str, str]:
        """The cells that hold something."""
        kept = {cell.name: getattr(self, cell.name).strip() for cell in fields(self)}
        return {name: text for name, text in kept.items() if text}


@transaction.atomic
def open_list(*, actor: Actor, unit_id: UUID, now: datetime) -> ReviewList:
    """Open this morning's list of a unit, or go on with the one already open.

    A list forgotten the day before is closed, and its lines are lost: that is its purpose.
    """
    actor.require(Can.REVIEW_HOLD)
    unit = _unit_within_reach(actor, unit_id)
    today = in_paris(now).date()
    held = ReviewList.objects.held_by(actor).filter(unit=unit, state=ReviewList.State.OPEN)
    running = held.select_for_update(of=("self",)).order_by("-opened_at", "pk").first()
    if running is not None and running.for_date == today:
        return running
    if running is not None:
        _end(actor, running, now)
    review = ReviewList(
        id=uuid4(),
        unit=unit,
        for_date=today,
        opened_at=now,
        opened_by=actor.id,
        holder_id=actor.id,
        by_worker=actor.role is Role.WORKER,
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:
        # Somebody else of the unit opened it in the same second.
        return held.get()
    keyring.create(subject_id=review.pk, scope_id=unit.pk, kind=KeyKind.LIST)
    journal.record(actor, Event.REVIEW_OPENED, at=now, subject_id=review.pk)
    return review


def _unit_within_reach(actor: Actor, unit_id: UUID) -> Unit:
    units = Unit.objects.filter(closed_on=None)
    if actor.role is Role.WORKER:
        return units.get(pk=unit_id, pk__in=units_of_worker(actor).values("pk"))
    if unit_id not in actor.unit_ids:
        raise NotAllowed(unit_id)
    return units.get(pk=unit_id)


def _held(actor: Actor, list_id: UUID) -> ReviewList:
    actor.require(Can.REVIEW_HOLD)
    review = (
        ReviewList.objects.held_by(actor)
        .select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=list_id)
    )
    if review.state != ReviewList.State.OPEN:
        raise NotPossible(LIST_CLOSED)
    return review


@transaction.atomic
def add_lines(*, actor: Actor, list_id: UUID, lines: Iterable[LineCells]) -> list[ReviewLine]:
    """Add events to a list: each is sealed in one cell, and nothing typed is refused or lost."""
    review = _held(actor, list_id)
    written = [line.stored for line in lines]
    last = review.lines.aggregate(last=Max("number"))["last"] or 0
    if last + len(written) > MOST_LINES:
        raise NotPossible(
            f"Une liste contient {MOST_LINES} lignes au plus. Touchez « Clore la liste », puis "
            "ouvrez-en une autre."
        )
    keyring.load_list(review.pk)
    added = []
    for number, cells in enumerate((cells for cells in written if cells), start=last + 1):
        line = ReviewLine(
            list=review,
            number=number,
            typed_by=actor.id,
            kind_of_event=problem_from_words(cells.get("kind", "")),
        )
        line.cells = cells
        line.save(force_insert=True)
        added.append(line)
    if review.holder_id != actor.id:
        review.holder_id = actor.id
        review.save(update_fields=["holder_id"])
    return added


@transaction.atomic
def correct_line(*, actor: Actor, line_id: UUID, cells: Mapping[str, str]) -> None:
    """Write some cells of a line again; only whoever holds the list may, and only while the line
    is not decided. What is emptied is gone, what is not given stays as it was."""
    actor.require(Can.REVIEW_HOLD)
    # The list is locked before its line, as when it is closed.
    seen = ReviewLine.objects.visible_to(actor).only("list_id").get(pk=line_id)
    _held(actor, seen.list_id)
    line = _undecided(actor, line_id)
    keyring.load_list(line.list_id)
    line.cells = LineCells(**{**line.cells, **cells}).stored
    line.save(update_fields=["cells_sealed"])


def _undecided(actor: Actor, line_id: UUID) -> ReviewLine:
    actor.require(Can.REVIEW_HOLD)
    line = (
        ReviewLine.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("list__unit")
        .get(pk=line_id)
    )
    if line.state != ReviewLine.State.NEW:
        raise NotPossible(LINE_DECIDED)
    if line.list.state != ReviewList.State.OPEN:
        raise NotPossible(LIST_CLOSED)
    return line


@transaction.atomic
def keep_line(
    *,
    actor: Actor,
    line_id: UUID,
    wish: Wish,
    now: datetime,
    tier: Tier | None = None,
    problem: Problem | None = None,
    ground: str = "",
    card_offered: Answer = Answer.NOT_ASKED,
) -> Outcome:
    """Make a referral of a line: only then do its cells cross into the employer's data.

    If she refuses, the line leaves a count of the refusal, and is wiped like the others.
    """
    line = _undecided(actor, line_id)
    if wish is Wish.DANGER and not ground.strip():
        raise NotPossible(GROUND_NEEDED)
    keyring.load_list(line.list_id)
    content = _content_of(
        line, actor, wish=wish, tier=tier, problem=problem, ground=ground, card=card_offered
    )
    outcome = receive(actor=actor, content=content, now=now)
    kept = ReviewLine.State.SET_ASIDE if outcome.counted_only else ReviewLine.State.REFERRED
    _decide(line, kept)
    return outcome


def _content_of(
    line: ReviewLine,
    actor: Actor,
    *,
    wish: Wish,
    tier: Tier | None,
    problem: Problem | None,
    ground: str,
    card: Answer,
) -> NewReferral:
    """The cells of a line as a referral; what has no place of its own stays in the words."""
    cells: dict[str, str] = line.cells
    unit = line.list.unit
    commune = queries.commune_named(actor=actor, text=cells.get("commune", ""), unit=unit)
    name = NameCard.from_text("") if not cells.get("persons") else one_person(cells["persons"])
    told = (
        ("Date", _dated(cells.get("date", ""), line.list.for_date)),
        ("Nature", cells.get("kind")),
        ("Lieu", None if commune and _only_a_place(cells) else cells.get("commune")),
        ("Personnes", cells.get("persons")),
        ("Vu", cells.get("seen")),
    )
    channel = {}
    if cells.get("phone"):
        channel = {"value": cells["phone"], "origin": SafeChannel.Origin.OFFICER}
    own = line.typed_by == actor.id and actor.role is Role.WORKER
    return NewReferral(
        wish=wish,
        source=Source.LOG if own else Source(unit.kind),
        form=Form.SELF_INITIATED if own else Form.REVIEW,
        unit_id=unit.pk,
        commune_code=commune.pk if commune else "",
        problem=problem or Problem(line.kind_of_event),
        asked_tier=tier,
        card=name,
        channel=channel,
        seen="\n".join(f"{label} : {text}" for label, text in told if text),
        ground=ground,
        card_offered=card,
    )


def _only_a_place(cells: Mapping[str, str]) -> bool:
    """Whether the cell of the commune holds no more figures than a postcode."""
    return sum(map(str.isdigit, cells.get("commune", ""))) <= POSTCODE


def _dated(text: str, today: date) -> str:
    """« hier » with the day that it was: the words are read long after the morning."""
    day = date_of(text, today)
    return text if day is None or text[:1].isdigit() else f"{text} ({short_day(day)})"


TITLES = {"m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "mrs"}
# What says that a cell names two people, or says something else than a name.
SEVERAL = re.compile(r"[,;:/&+=>→|*()\[\]\n\d]|(?:^|\s)[-–—]|[-–—](?:\s|$)")
NO_NAMES = {
    *("c", "contre", "avec", "et", "ou", "vs", "x", "un", "une", "personne", "personnes"),
    *("victime", "auteur", "auteure", "mec", "mis", "mise", "cause", "temoin"),
    *("plaignant", "plaignante", "requerant", "requerante", "homme", "femme", "dame"),
    *("couple", "conjoint", "conjointe", "concubin", "concubine", "compagnon", "compagne"),
    *("ex", "mari", "epoux", "epouse", "ep", "ne", "nee", "veuve", "divorcee", "famille"),
    *("pere", "mere", "fils", "fille", "frere", "soeur", "enfant", "enfants", "voisin"),
    *("voisine", "mineur", "mineure", "inconnu", "inconnue", "identite", "non", "connu"),
    *("connue", "anonyme", "chez", "versus", "ami", "amie", "alias", "vict", "voisins"),
    *("nc", "ras", "neant", "sdf", "gendarme", "policier", "tapage"),
}


def one_person(text: str) -> NameCard:
    """The name of a cell that names one person and nothing else; otherwise nobody guesses one.

    The words stay as they were typed, for the worker to read.
    """
    words = text.replace(".", " ").split()
    titled = [word for word in words if word.lower() in TITLES]
    words = [word for word in words if word not in titled]
    other = SEVERAL.search(text) or any(simplified(word) in NO_NAMES for word in words)
    if other or len(titled) > 1 or not words or len(words) > 4:
        return NameCard()
    last = [word for word in words if word.isupper() and len(word) > 1] or words[:1]
    first = [word for word in words if word not in last]
    return NameCard(last_name=" ".join(last).title(), first_name=" ".join(first))


@transaction.atomic
def set_aside(*, actor: Actor, line_id: UUID) -> None:
    """Keep nothing of a line but the kind of event and the unit."""
    _decide(_undecided(actor, line_id), ReviewLine.State.SET_ASIDE)


def _decide(line: ReviewLine, state: ReviewLine.State) -> None:
    line.move_to(state)
    line.cells_sealed = b""
    line.save(update_fields=["state", "cells_sealed"])


@transaction.atomic
def show_to_worker(*, actor: Actor, line_id: UUID, shown: bool) -> None:
    """Allow the worker of the unit to read a line of the chief's list, or stop allowing it."""
    line = _undecided(actor, line_id)
    if actor.role is Role.WORKER:
        raise NotAllowed(line_id)
    line.shown_to_worker = shown
    line.save(update_fields=["shown_to_worker"])


@transaction.atomic
def close_list(*, actor: Actor, list_id: UUID, now: datetime) -> None:
    """Close a list: what was not decided is set aside, and the key of the list is destroyed."""
    review = _held(actor, list_id)
    _end(actor, review, now)
    journal.record(actor, Event.REVIEW_CLOSED, at=now, subject_id=review.pk)


def _end(actor: Actor, review: ReviewList, now: datetime) -> None:
    """Wipe every cell and every form kept after a session, close, then destroy the key."""
    written_on = [review.pk, *review.lines.values_list("pk", flat=True)]
    accounts.forget_texts(actor=actor, about=written_on)
    review.lines.exclude(cells_sealed=b"").update(
        state=ReviewLine.State.SET_ASIDE, cells_sealed=b""
    )
    review.move_to(ReviewList.State.CLOSED)
    review.closed_at = now
    review.save(update_fields=["state", "closed_at"])
    list_id = review.pk
    transaction.on_commit(lambda: keyring.destroy(list_id))


@transaction.atomic
def destroy_old_lists(*, actor: Actor, now: datetime) -> int:
    """Close the lists that lived a day, wipe their cells, destroy every key of that age.

    A job does it each quarter of an hour: a forgotten list never lives longer.
    """
    if actor.kind is not Kind.JOB:
        raise NotAllowed("destroy_old_lists")
    before = now - LIFE
    old = list(
        ReviewList.objects.filter(state=ReviewList.State.OPEN, opened_at__lte=before)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for review in old:
        _end(actor, review, now)
        journal.record(
            actor, Event.REVIEW_CLOSED, at=now, subject_id=review.pk, reason="after_a_day"
        )
    transaction.on_commit(lambda: keyring.destroy_lists_before(before))
    return len(old)
