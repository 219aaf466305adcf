"""The periodic jobs: each opens its own context, does one deed of a context, and says nothing.

Arguments of jobs are identifiers only: their rows are readable by anybody on the database.
"""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from entremise.access import journal
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.accounts import actions as accounts
from entremise.imports import actions as imports
from entremise.organisation import actions as organisation
from entremise.referrals import actions as referrals

JOB = Actor(kind=Kind.JOB)


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="destroy_old_lists")
def destroy_old_lists(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Destroy the morning lists that have lived a day, with their keys."""
    with acting_as(JOB) as actor:
        referrals.destroy_old_lists(actor=actor, now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="forget_old_sheets")
def forget_old_sheets(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Wipe the sheets that were brought a day ago, and those of closed lists."""
    with acting_as(JOB) as actor:
        imports.forget_old_sheets(actor=actor, now=timezone.now())


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="prune_journal")
def prune_journal(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Remove the lines of the journal older than twelve months."""
    if settings.ENTREMISE_PRUNER_DATABASE_URL:
        journal.prune(address=settings.ENTREMISE_PRUNER_DATABASE_URL)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="sweep_accounts")
def sweep_accounts(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Throw away drafts of seven days, texts kept for twelve hours, sessions that have ended."""
    with acting_as(JOB) as actor:
        accounts.sweep(actor=actor, now=timezone.now())


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget_ended_referrals")
def forget_ended_referrals(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Wipe what a referral that ended without a case still holds after a month."""
    with acting_as(JOB) as actor:
        referrals.forget_ended(actor=actor, now=timezone.now())


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="forget_old_absences")
def forget_old_absences(timestamp: int) -> None:  # noqa: ARG001  # procrastinate passes it
    """Forget when somebody was away, a year after."""
    with acting_as(JOB) as actor:
        organisation.forget_old_absences(actor=actor, now=timezone.now())
