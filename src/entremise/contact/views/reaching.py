"""Reaching her: what may be said, then the number, then what came of it, on one screen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.contact import actions, forms, queries
from entremise.people import queries as people_queries
from entremise.people.actions import Shown
from entremise.people.safety import REACHING, WITHHELD, Act, neutral_text, outgoing

WAYS = {
    "appel": Act.CALL,
    "message": Act.MESSAGE,
    "courriel": Act.EMAIL,
    "courrier": Act.LETTER,
    "visite": Act.VISIT,
    "partenaire": Act.PARTNER,
}


def _act(way: str) -> Act:
    if way not in WAYS:
        raise Http404
    return WAYS[way]


def _key(request: Request) -> UUID | None:
    """The key of the form: sent twice, it is the same call."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


@outgoing(*WAYS.values())
@require_http_methods(["GET", "POST"])
def reach(request: Request, case_id: UUID, channel_id: UUID, way: str) -> HttpResponse:
    """Read what may be said; ask for the number, which the rule opens or not."""
    act, shown, refused = _act(way), None, ""
    if request.method == "POST":
        try:
            shown = actions.open_channel(
                actor=request.actor,
                case_id=case_id,
                channel_id=channel_id,
                act=act,
                now=timezone.now(),
                key=_key(request),
            )
        except NotPossible as refusal:
            refused = str(refusal)
    return _page(request, case_id, channel_id, way, shown=shown, refused=refused)


@outgoing(*WAYS.values())
@require_POST
def outcome(request: Request, case_id: UUID, channel_id: UUID, way: str) -> HttpResponse:
    """Note what came of it; the number is not shown again."""
    act = _act(way)
    if act not in REACHING:
        raise Http404
    form = forms.Outcome(request.POST, act=act)
    if form.is_valid():
        answers = form.cleaned_data
        hours_said = any(answers.get(name) for name in ("days", "start", "end"))
        with refusals_on(form):
            actions.note_outcome(
                actor=request.actor,
                case_id=case_id,
                channel_id=channel_id,
                act=act,
                outcome=answers["outcome"],
                safe=answers.get("safe"),
                window=form.window if hours_said else None,
                message=answers.get("message"),
                sms=answers.get("sms"),
                told=answers.get("told"),
                note=answers["note"],
                now=timezone.now(),
            )
            messages.success(request, "L’issue est notée.")
            return redirect("contact:channels", case_id)
    return _page(request, case_id, channel_id, way, form=form)


def _text_of(request: Request, line: people_queries.ChannelLine) -> str:
    """What an SMS may say: always the same, under the name that she knows."""
    name = line.instructions["name_to_show"]
    return neutral_text(name_to_show=name, worker=request.actor.name)


def _page(
    request: Request,
    case_id: UUID,
    channel_id: UUID,
    way: str,
    *,
    shown: Shown | None = None,
    refused: str = "",
    form: forms.Outcome | None = None,
) -> HttpResponse:
    request.actor.require(Can.CONTACT_MAKE)
    act, now = _act(way), timezone.now()
    case = consult(actor=request.actor, case_id=case_id, now=now)
    line = people_queries.channel(
        actor=request.actor, channel_id=channel_id, person_id=case.person_id, now=now
    )
    if act not in line.verdicts:
        raise Http404
    awaited = line.opened_at is not None
    verdict = shown.verdict if shown else line.verdicts[act]
    context: dict[str, Any] = {
        "case": case,
        "line": line,
        "way": way,
        "act": act,
        "shown": shown,
        "verdict": verdict,
        "script": shown.script if shown else line.script(verdict),
        "name": people_queries.names_of(actor=request.actor, person_ids=[case.person_id])[
            case.person_id
        ],
        "text": _text_of(request, line) if act is Act.MESSAGE else "",
        "other": queries.last_told(actor=request.actor, case_id=case_id, channel_id=line.id),
        "refused": refused,
        "withheld": WITHHELD if verdict.act is Act.CALL else "",
        "awaited": awaited and shown is None,
        "form": form or forms.Outcome(act=act),
        # The outcome is asked once the number was seen, or while it is still owed.
        "asks_outcome": act in REACHING and (shown is not None or awaited or form is not None),
        # Somebody spoke for her, and she may not know: nobody says so on the telephone.
        "speakers": queries.spoken_for(actor=request.actor, case_id=case_id),
    }
    return render(request, "contact/reach.html", context)
