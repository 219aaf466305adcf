"""A sheet that was filled by hand while the software could not be reached: when it really came."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone

from entremise.base.french import PARIS, in_paris
from entremise.referrals.models import Form

NOON = dt.time(12)
OLDEST = dt.timedelta(days=92)
WORDS = {"aujourd’hui": 0, "aujourd'hui": 0, "hier": 1, "avant-hier": 2}
HOUR = re.compile(r"(?<![\d/.])(\d{1,2}) ?(?:h|:) ?(\d{2})?(?!\d)")
DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?!\d)")
NOT_READ = "Écrivez l’heure (14h30), le jour et l’heure (12/11 14h30), ou le jour seul (12/11)."
TO_COME = "C’est dans l’avenir : vérifiez le jour et l’heure de la fiche."
TOO_OLD = "Cette fiche a plus de trois mois : reprenez-la par « Reprendre un ancien tableau »."


def moment_of(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """The moment that a few signs mean, or None if they mean none.

    An hour alone is today's, or yesterday's where it is still to come; a day alone is at noon; a
    day without year is the last one of that name.
    """
    said = " ".join(text.casefold().split())
    hour, rest = _hour_of(said)
    day = _day_of(rest, now=now)
    if rest and day is None:
        return None
    if not said or (hour is None and day is None):
        return None
    moment = dt.datetime.combine(
        day or in_paris(now).date(), hour if hour is not None else NOON, tzinfo=PARIS
    )
    if day is None and moment > now:
        return moment - dt.timedelta(days=1)
    return min(moment, now) if hour is None and moment.date() == in_paris(now).date() else moment


def _hour_of(said: str) -> tuple[dt.time | None, str]:
    found = HOUR.search(said)
    if found is None:
        return None, said
    hour, minute = int(found[1]), int(found[2] or 0)
    rest = f"{said[: found.start()]} {said[found.end() :]}".replace(" à ", " ").strip()
    if hour > 23 or minute > 59:
        return None, said
    return dt.time(hour, minute), rest.removesuffix(" à").strip()


def _day_of(said: str, *, now: dt.datetime) -> dt.date | None:
    today = in_paris(now).date()
    if said in WORDS:
        return today - dt.timedelta(days=WORDS[said])
    found = DAY.fullmatch(said)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    years = [int(found[3]) + (2000 if len(found[3]) == 2 else 0)] if found[3] else []
    for year in years or (today.year, today.year - 1):
        try:
            one = dt.date(year, month, day)
        except ValueError:
            continue
        if years or one <= today:
            return one
    return None


class PaperFields(forms.Form):
    """When the sheet was filled, and how the referral came."""

    received = forms.CharField(
        label="Reçue le",
        max_length=40,
        help_text="Comme sur la fiche : 14h30 pour aujourd’hui, 12/11 14h30 pour un autre jour.",
        error_messages={"required": "Écrivez le jour et l’heure qui sont sur la fiche."},
    )
    came_by = forms.TypedChoiceField(
        label="Voie d’arrivée",
        choices=[(one, one.label) for one in (Form.DICTATED, Form.PHONE, Form.WALK_IN)],
        coerce=Form,
        required=False,
        empty_value=Form.DICTATED,
    )

    def clean_received(self) -> dt.datetime:
        """The real moment: delays count from it."""
        now = timezone.now()
        moment = moment_of(self.cleaned_data["received"], now=now)
        if moment is None:
            raise forms.ValidationError(NOT_READ)
        if moment > now:
            raise forms.ValidationError(TO_COME)
        if moment < now - OLDEST:
            raise forms.ValidationError(TOO_OLD)
        return moment

    def on_paper(self) -> dict[str, Any]:
        """What the sheet says of how it came, under the names of a new referral."""
        given = self.cleaned_data
        return {"received_at": given["received"], "form": given["came_by"] or Form.DICTATED}
