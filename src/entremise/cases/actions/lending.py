"""Who else reads a case: sharing, named readers, transfer, and the exceptional access."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.mail import send_mail
from django.db import connection, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.cases import queries
from entremise.cases.actions.life import locked
from entremise.cases.actions.opening import append
from entremise.cases.models import Case, Deed, GlassNote, Loan, TimelineEntry, Transfer
from entremise.organisation.models import Post
from entremise.organisation.queries import addresses_of_data_protection, colleagues

GLASS_HOURS = 24
REASON_LENGTH = 15
GLASS_SUBJECT = "Un accès exceptionnel attend votre avis"
GLASS_BODY = (
    "Bonjour,\n\nQuelqu’un a ouvert pour 24 heures une situation d’un autre poste, et a écrit"
    " pourquoi.\nLe motif est en tête de la page « Journal » d’Entremise : est-il fondé ?\n"
)
OF_ANOTHER_POST = "Un autre poste suit cette situation : lui seul décide qui d’autre la lit."
SHARED = (
    "Cette situation est déjà partagée avec ce poste. Pour changer de date, mettez d’abord fin à"
    " ce partage."
)
MOVED = (
    "Cette situation a changé de poste depuis qu’elle vous a été proposée. Refusez cette"
    " proposition ; si vous devez la suivre, demandez-la au poste qui la suit maintenant."
)
NOT_NAMED = (
    "Cette situation est restreinte : seules les personnes nommées décident qui d’autre la lit."
)


def _post_of_the_employer(case: Case, post_id: UUID) -> Post:
    """A post of the same employer: cases never cross to another controller."""
    return Post.objects.get(pk=post_id, employer_id=case.employer_id, closed_on=None)


def _followed(*, actor: Actor, case_id: UUID) -> Case:
    """The case, if the actor follows it: a reading that was lent to her is not hers to lend.

    To hold the post of a restricted case is not to be named.
    """
    case = locked(actor=actor, case_id=case_id)
    if not case.restricted and case.post_id in actor.post_ids:
        return case
    if Loan.objects.filter(case=case, user_id=actor.id, ground=Loan.Ground.NAMED).exists():
        return case
    raise NotPossible(NOT_NAMED if case.restricted else OF_ANOTHER_POST)


@transaction.atomic
def share(
    *, actor: Actor, case_id: UUID, post_id: UUID, until: datetime | None, now: datetime
) -> Loan:
    """Let another post of the same employer follow the case too, until a day or until ended.

    Once at a time, so that ending it leaves that post nothing.
    """
    case = _followed(actor=actor, case_id=case_id)
    if case.restricted:
        raise NotPossible("Cette situation est restreinte : nommez une personne, pas un poste.")
    if post_id == case.post_id:
        raise NotPossible("Ce poste suit déjà la situation.")
    if until is not None and until <= now:
        raise NotPossible("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
    post = _post_of_the_employer(case, post_id)
    shared = Loan.objects.filter(case=case, post=post, ground=Loan.Ground.SHARED)
    shared.filter(until__lte=now).delete()
    if shared.exists():
        raise NotPossible(SHARED)
    loan = Loan.objects.create(case=case, post=post, ground=Loan.Ground.SHARED, until=until)
    append(actor=actor, case_id=case_id, at=now, kind=Deed.SHARED, text=post.name)
    journal.record(actor, Event.CASE_SHARED, at=now, case_id=case_id, subject_id=post.pk)
    return loan


@transaction.atomic
def end_share(*, actor: Actor, case_id: UUID, loan_id: UUID, now: datetime) -> None:
    """End a sharing: from this moment the other post sees nothing of the case."""
    _followed(actor=actor, case_id=case_id)
    loan = Loan.objects.get(pk=loan_id, case_id=case_id, ground=Loan.Ground.SHARED)
    append(actor=actor, case_id=case_id, at=now, kind=Deed.UNSHARED)
    journal.record(actor, Event.CASE_UNSHARED, at=now, case_id=case_id, subject_id=loan.post_id)
    loan.delete()


@transaction.atomic
def restrict(*, actor: Actor, case_id: UUID, reader_ids: Iterable[UUID], now: datetime) -> Case:
    """Keep a case to named readers, the actor among them; again, to name others.

    For a person, or an alleged author, who belongs to the force, the employer or the town hall.
    Every other reading of it ends at once: posts that shared it, an offer that waits, an
    exceptional access. Readers work for the same employer.
    """
    case = _followed(actor=actor, case_id=case_id)
    readers = {actor.id, *reader_ids}
    if not readers <= {one.pk for one in colleagues(actor=actor, today=in_paris(now).date())}:
        raise NotAllowed(case_id)
    named = Loan.objects.filter(case=case, ground=Loan.Ground.NAMED)
    for user_id in sorted(readers - set(named.values_list("user_id", flat=True))):
        Loan.objects.create(case=case, user_id=user_id, ground=Loan.Ground.NAMED)
    _withdraw_offer(case, now)
    Loan.objects.filter(case=case).exclude(ground=Loan.Ground.NAMED, user_id__in=readers).delete()
    if not case.restricted:
        case.restricted = True
        case.save(update_fields=["restricted"])
    append(actor=actor, case_id=case_id, at=now, kind=Deed.RESTRICTED)
    journal.record(actor, Event.CASE_RESTRICTED, at=now, case_id=case_id)
    return case


@transaction.atomic
def lift_restriction(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Case:
    """Give a restricted case back to the whole post that follows it; only a named reader may."""
    case = _followed(actor=actor, case_id=case_id)
    if not case.restricted:
        raise NotPossible("Cette situation n’est pas restreinte.")
    if not reason.strip():
        raise NotPossible("Écrivez pourquoi l’accès n’a plus besoin d’être restreint.")
    append(actor=actor, case_id=case_id, at=now, kind=Deed.UNRESTRICTED, text=reason)
    journal.record(actor, Event.CASE_UNRESTRICTED, at=now, case_id=case_id)
    case.restricted = False
    case.save(update_fields=["restricted"])
    Loan.objects.filter(case=case, ground=Loan.Ground.NAMED).delete()
    return case


def _withdraw_offer(case: Case, now: datetime) -> None:
    """End an offer that waits, and the reading that it gave."""
    for transfer in Transfer.objects.filter(case=case, state=Transfer.State.PROPOSED):
        transfer.move_to(Transfer.State.REFUSED)
        transfer.answered_at = now
        transfer.save(update_fields=["state", "answered_at"])
    Loan.objects.filter(case=case, ground=Loan.Ground.TRANSFER).delete()


@transaction.atomic
def break_glass(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Case:
    """Open a case of another post of one's employer for 24 hours, with a written reason.

    The data protection officer sees it, and so do the readers of the case. A case that does not
    exist, or of another employer, is refused by the wall in the same words.
    """
    actor.require(Can.CASE_BREAK_GLASS)
    if len(reason.strip()) < REASON_LENGTH:
        raise NotPossible("Écrivez pourquoi vous devez ouvrir cette situation, en une phrase.")
    if not _may_break_glass(case_id):
        raise NotAllowed(case_id)
    loan = Loan(
        case_id=case_id,
        user_id=actor.id,
        ground=Loan.Ground.GLASS,
        until=now + timedelta(hours=GLASS_HOURS),
    )
    loan.save(force_insert=True)
    case = Case.objects.get(pk=case_id)
    keyring.load([case_id])
    note = GlassNote(case=case, employer_id=case.employer_id, user_id=actor.id)
    note.reason = reason
    note.save(force_insert=True)
    append(actor=actor, case_id=case_id, at=now, kind=Deed.GLASS, text=reason)
    journal.record(
        actor,
        Event.CASE_GLASS_BROKEN,
        at=now,
        case_id=case_id,
        subject_id=note.pk,
        reason="restricted" if case.restricted else "",
    )
    _alert_data_protection(actor, case)
    return case


def _alert_data_protection(actor: Actor, case: Case) -> None:
    """Say by mail that a reason waits to be judged: no name, no code, nothing of the case."""
    addresses = addresses_of_data_protection(actor=actor, employer_id=case.employer_id)
    # A mail that does not leave must not undo the deed: the journal shows it all the same.
    send = partial(send_mail, GLASS_SUBJECT, GLASS_BODY, None, addresses, fail_silently=True)
    transaction.on_commit(send)


def _may_break_glass(case_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.may_break_glass(%s)", [case_id])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def propose_transfer(
    *, actor: Actor, case_id: UUID, post_id: UUID, reason: str, now: datetime
) -> Transfer:
    """Offer a case to another post of the employer, which reads it before it answers."""
    case = _followed(actor=actor, case_id=case_id)
    if post_id == case.post_id:
        raise NotPossible("Ce poste suit déjà la situation.")
    if case.restricted:
        raise NotPossible(
            "Une situation restreinte ne se transfère pas : nommez la personne qui la lira, "
            "page « Accès »."
        )
    if Transfer.objects.filter(case=case, state=Transfer.State.PROPOSED).exists():
        raise NotPossible("Un transfert est déjà proposé : attendez la réponse.")
    post = _post_of_the_employer(case, post_id)
    transfer = Transfer.objects.create(
        case=case, from_post_id=case.post_id, to_post=post, proposed_by=actor.id
    )
    Loan.objects.create(case=case, post=post, ground=Loan.Ground.TRANSFER)
    append(actor=actor, case_id=case_id, at=now, kind=Deed.TRANSFER_PROPOSED, text=reason)
    journal.record(
        actor, Event.CASE_TRANSFER_PROPOSED, at=now, case_id=case_id, subject_id=post.pk
    )
    return transfer


@transaction.atomic
def accept_transfer(*, actor: Actor, transfer_id: UUID, now: datetime) -> Case:
    """Take over a case that was offered to one of the actor's posts, by who still follows it."""
    transfer, case = _awaiting(actor, transfer_id)
    if case.post_id != transfer.from_post_id:
        raise NotPossible(MOVED)
    transfer.move_to(Transfer.State.ACCEPTED)
    transfer.answered_at = now
    transfer.save(update_fields=["state", "answered_at"])
    _give(case, transfer.to_post_id)
    Loan.objects.filter(case=case, ground=Loan.Ground.TRANSFER).delete()
    append(actor=actor, case_id=case.pk, at=now, kind=Deed.TRANSFER_ACCEPTED)
    journal.record(actor, Event.CASE_TRANSFERRED, at=now, case_id=case.pk)
    return case


@transaction.atomic
def refuse_transfer(*, actor: Actor, transfer_id: UUID, reason: str, now: datetime) -> None:
    """Leave the case where it is, and say why; the reading that the offer gave ends with it."""
    transfer, case = _awaiting(actor, transfer_id)
    transfer.move_to(Transfer.State.REFUSED)
    transfer.answered_at = now
    transfer.save(update_fields=["state", "answered_at"])
    append(actor=actor, case_id=case.pk, at=now, kind=Deed.TRANSFER_REFUSED, text=reason)
    journal.record(actor, Event.CASE_TRANSFER_REFUSED, at=now, case_id=case.pk)
    Loan.objects.filter(case=case, ground=Loan.Ground.TRANSFER).delete()


def _give(case: Case, post_id: UUID) -> None:
    """The case goes to a post. One that shared it reads it as its own, and no longer than that."""
    case.post_id = post_id
    case.save(update_fields=["post_id"])
    Loan.objects.filter(case=case, post_id=post_id, ground=Loan.Ground.SHARED).delete()


def _awaiting(actor: Actor, transfer_id: UUID) -> tuple[Transfer, Case]:
    """An offer that waits for the actor, and its case, locked first as by whoever withdraws it."""
    offers = Transfer.objects.filter(to_post_id__in=actor.post_ids, state=Transfer.State.PROPOSED)
    case = locked(actor=actor, case_id=offers.get(pk=transfer_id).case_id)
    return offers.select_for_update(of=("self",)).get(pk=transfer_id), case


@transaction.atomic
def reassign(*, actor: Actor, case_id: UUID, post_id: UUID, now: datetime) -> Case:
    """A coordinator gives a case to another post of her service, without reading it.

    Her decision settles an offer that waits: it is withdrawn, and the reading that it gave.
    """
    actor.require(Can.CASE_REASSIGN)
    case = Case.objects.listed_for(actor).select_for_update(of=("self",)).get(pk=case_id)
    _withdraw_offer(case, now)
    _give(case, _post_of_the_employer(case, post_id).pk)
    _leave_trace(actor, case_id, Deed.REASSIGNED, now)
    journal.record(actor, Event.CASE_TRANSFERRED, at=now, case_id=case_id, subject_id=post_id)
    return case


@transaction.atomic
def name_reader(*, actor: Actor, case_id: UUID, user_id: UUID, now: datetime) -> None:
    """A coordinator names a reader for a restricted case that nobody can read any more.

    She sees its code and its post, nothing else; while one named reader is still at work, it is
    as if the case did not exist.
    """
    actor.require(Can.CASE_REASSIGN)
    if case_id not in {case.id for case in queries.unread_cases(actor=actor)}:
        raise NotAllowed(case_id)
    if user_id not in {one.pk for one in colleagues(actor=actor, today=in_paris(now).date())}:
        raise NotAllowed(user_id)
    _leave_trace(actor, case_id, Deed.READER_NAMED, now)
    journal.record(actor, Event.CASE_READER_NAMED, at=now, case_id=case_id, subject_id=user_id)
    loan = Loan(case_id=case_id, user_id=user_id, ground=Loan.Ground.NAMED)
    loan.save(force_insert=True)


def _leave_trace(actor: Actor, case_id: UUID, deed: Deed, now: datetime) -> None:
    """Say in the timeline what a coordinator did: the deed and its hour, without a word."""
    TimelineEntry(case_id=case_id, at=now, kind=deed, author_id=actor.id).save(force_insert=True)
