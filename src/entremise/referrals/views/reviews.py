"""The morning list: open, type or paste, decide with one key a line, close."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can, Role
from entremise.accounts.actions import discard_draft
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.referrals import actions, forms, queries


@require_http_methods(["GET", "POST"])
def lists(request: Request) -> HttpResponse:
    """Which list to open or to go on with."""
    request.actor.require(Can.REVIEW_HOLD)
    form = forms.UnitChoice(request.POST or None)
    if form.is_valid():
        try:
            review = actions.open_list(
                actor=request.actor, unit_id=form.cleaned_data["unit"], now=timezone.now()
            )
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("referrals:list", review.pk)
    context = {
        "units": queries.units_of_actor(actor=request.actor),
        "lists": queries.lists_within_reach(actor=request.actor),
        "is_worker": request.actor.role is Role.WORKER,
    }
    return render(request, "referrals/lists.html", context)


@require_http_methods(["GET", "POST"])
def page(request: Request, list_id: UUID) -> HttpResponse:
    """One list: its lines to decide, one line to type, a table to paste."""
    now = timezone.now()
    typed = forms.TypedLine(request.POST if "typed" in request.POST else None)
    pasted = forms.PastedTable(request.POST if "pasted" in request.POST else None)
    if typed.is_valid() and _add(request, list_id, typed, [typed.cleaned_data]):
        return redirect("referrals:list", list_id)
    # Two forms stand on this page: the draft of the second lies beside that of the first.
    table_draft = f"{request.path}tableau/"
    if pasted.is_valid() and _paste(request, list_id, pasted, now):
        discard_draft(actor=request.actor, path=table_draft)
        return redirect("referrals:list", list_id)
    review = queries.review(actor=request.actor, list_id=list_id)
    lines = queries.lines(actor=request.actor, list_id=list_id, now=now)
    context = {
        "review": review,
        "to_decide": [line for line in lines if line.state == "new"],
        "decided": [line for line in lines if line.state != "new"],
        "form": pasted if pasted.is_bound else typed,
        "typed": typed,
        "pasted": pasted,
        "table_draft": table_draft,
        "not_added": pasted.data.get("table", "") or _as_pasted(typed),
        "natures": forms.NATURES,
        "tiers": forms.TIERS,
        "problems": forms.PROBLEMS,
        "is_holder": review.by_worker == (request.actor.role is Role.WORKER),
        "is_worker": request.actor.role is Role.WORKER,
    }
    return render(request, "referrals/list.html", context)


def _as_pasted(typed: forms.TypedLine) -> str:
    """The cells that were typed as a line of a table, in the order in which one is pasted."""
    cells = [" ".join(typed.data.get(name, "").split()) for name in typed.fields]
    return "\t".join(cells) if any(cells) else ""


def _paste(request: Request, list_id: UUID, form: forms.PastedTable, now: datetime) -> bool:
    """Read the table; what is not understood is said above the text, which stays there."""
    table = forms.read_table(form.cleaned_data["table"], in_paris(now).date())
    if table.problem:
        form.add_error("table", table.problem)
        return False
    if not table.lines:
        form.add_error("table", "Aucune ligne n’a été trouvée dans ce texte.")
        return False
    return _add(request, list_id, form, table.lines)


def _add(
    request: Request,
    list_id: UUID,
    form: forms.TypedLine | forms.PastedTable,
    lines: list[dict[str, str]],
) -> bool:
    try:
        added = actions.add_lines(
            actor=request.actor,
            list_id=list_id,
            lines=[actions.LineCells(**cells) for cells in lines],
        )
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    plural = "s" if len(added) > 1 else ""
    messages.success(request, f"{len(added)} ligne{plural} ajoutée{plural}.")
    return True


@require_POST
def decide(request: Request, line_id: UUID) -> HttpResponse:
    """What becomes of a line, by one key; a danger asks for its ground on a page of its own."""
    review, line = queries.line(actor=request.actor, line_id=line_id, now=timezone.now())
    form = forms.Decision(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce choix n’existe pas : choisissez l’un des boutons de la ligne.")
        return _to_line(review.pk, line.number)
    if form.cleaned_data["deed"] == "danger":
        return redirect("referrals:danger", line_id)
    try:
        _decide(request, line_id, form)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    if form.cleaned_data["deed"] in ("show", "hide"):
        return _to_line(review.pk, line.number)
    return _to_next(request, review.pk, line.number)


def _to_line(list_id: UUID, number: int | None) -> HttpResponse:
    """The list, with the focus on one of its lines; on its closing if none is left to decide.

    The address does it: without JavaScript too, the browser puts the focus there.
    """
    place = "cloture" if number is None else f"ligne-{number}"
    return redirect(f"{reverse('referrals:list', args=[list_id])}#{place}")


def _to_next(request: Request, list_id: UUID, number: int) -> HttpResponse:
    return _to_line(
        list_id, queries.next_undecided(actor=request.actor, list_id=list_id, after=number)
    )


@require_POST
def correct(request: Request, line_id: UUID) -> HttpResponse:
    """Write again, on the line itself, the cells that were not understood."""
    review, line = queries.line(actor=request.actor, line_id=line_id, now=timezone.now())
    form = forms.CorrectedCells(request.POST)
    if form.is_valid():
        try:
            actions.correct_line(actor=request.actor, line_id=line_id, cells=form.given())
        except NotPossible as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "La correction est trop longue : rien n’est changé.")
    return _to_line(review.pk, line.number)


def _decide(request: Request, line_id: UUID, form: forms.Decision) -> None:
    deed = form.cleaned_data["deed"]
    if deed == "aside":
        actions.set_aside(actor=request.actor, line_id=line_id)
    elif deed in ("show", "hide"):
        actions.show_to_worker(actor=request.actor, line_id=line_id, shown=deed == "show")
    else:
        actions.keep_line(
            actor=request.actor,
            line_id=line_id,
            now=timezone.now(),
            wish=form.wish,
            tier=form.cleaned_data["tier"],
            problem=form.cleaned_data["problem"],
            card_offered=form.card_offered,
        )


@require_http_methods(["GET", "POST"])
def danger(request: Request, line_id: UUID) -> HttpResponse:
    """The written ground without which nobody is referred against her wish."""
    now = timezone.now()
    review, line = queries.line(actor=request.actor, line_id=line_id, now=now)
    form = forms.DangerGround(request.POST or None, initial={"problem": line.problem})
    if form.is_valid():
        with refusals_on(form):
            actions.keep_line(
                actor=request.actor,
                line_id=line_id,
                now=now,
                wish=form.wish,
                **form.cleaned_data,
            )
            messages.success(request, "La saisine est transmise.")
            return _to_next(request, review.pk, line.number)
    context = {"form": form, "line": line, "review": review}
    return render(request, "referrals/danger.html", context)


@require_POST
def close(request: Request, list_id: UUID) -> HttpResponse:
    """Close a list: what was not decided goes with it."""
    try:
        actions.close_list(actor=request.actor, list_id=list_id, now=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La liste est close. Il n’en reste rien de personnel.")
    return redirect("referrals:lists")


@require_GET
def not_closed(request: Request) -> HttpResponse:
    """For a coordinator: what waits without a reader, and which lists are still open."""
    context = {
        "lists": queries.lists_not_closed(actor=request.actor),
        "waiting": queries.waiting_unread(actor=request.actor),
        "alerts": queries.waiting_alerts(actor=request.actor, now=timezone.now()),
        "queues": queries.own_queues(actor=request.actor),
        "reasons": forms.QueueChoice.REASONS,
    }
    return render(request, "referrals/waiting.html", context)


@require_POST
def assign(request: Request, referral_id: UUID) -> HttpResponse:
    """Give what waits without a reader to one of one's own queues."""
    form = forms.QueueChoice(request.POST)
    if form.is_valid():
        actions.assign(
            actor=request.actor,
            referral_id=referral_id,
            queue_id=form.cleaned_data["queue"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, "La saisine est confiée à cette file.")
    else:
        messages.error(request, "Choisissez une file et un motif.")
    return redirect("referrals:waiting")
